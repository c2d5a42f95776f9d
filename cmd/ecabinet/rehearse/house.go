package rehearse

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/meetings"
	meetingsapi "ecabinet/meetings/api"
	"ecabinet/people"
)

// Plan is the session that is rehearsed.
type Plan = meetingsapi.RehearsalPlan

// Item is one item of its agenda, with the pages of each of its papers.
type Item = meetingsapi.RehearsalItem

// House is a founded body with its session, on a server that is thrown away. Chair is
// the first member.
type House struct {
	*bench.House
	Node    *bench.Node
	Desk    bench.Member
	Meeting string
	Items   []Item
	IDs     []string // of Items, in their order
}

// Chair presides.
func (h *House) Chair() bench.Member { return h.Members[0] }

// Topic is where the session is heard.
func (h *House) Topic() string { return "meeting:" + h.Meeting }

// Open starts a server whose all state is in folder and founds the house there. Close
// ends the server; the folder is the caller's to remove. database is another one than
// that in the folder, for tests.
func Open(ctx context.Context, folder string, p Plan, log io.Writer, database ...string) (*House, error) {
	addr, err := bench.FreeAddr()
	if err != nil {
		return nil, err
	}
	s, err := app.Alone(folder, addr) // not the settings of the server that a rehearsal is started in
	if err != nil {
		return nil, err
	}
	for _, url := range database {
		s.Database = url
	}
	n, err := bench.StartWith(ctx, s, app.Option{Demo: true}, log)
	if err != nil {
		return nil, err
	}
	h, err := Found(ctx, n, p)
	if err != nil {
		n.Stop()
		return nil, err
	}
	return h, nil
}

// Close ends the server.
func (h *House) Close() error { return h.Node.Stop() }

// Found makes the body of a plan on a running server, with its session convened.
func Found(ctx context.Context, n *bench.Node, p Plan) (*House, error) {
	founded, err := bench.Found(ctx, n.App, p.Members, 0)
	if err != nil {
		return nil, err
	}
	h := &House{House: founded, Node: n, Items: p.Items}
	if h.Desk, err = h.Add(ctx, "Thư ký mô phỏng", "secretariat"); err != nil {
		return nil, fmt.Errorf("add the secretariat: %w", err)
	}
	if err := h.convene(ctx, p); err != nil {
		return nil, fmt.Errorf("convene the session: %w", err)
	}
	return h, nil
}

func (h *House) convene(ctx context.Context, p Plan) error {
	run, desk := h.Node.App.Meetings, h.As(ctx, h.Desk.Person)
	begins := time.Now().Add(time.Hour).UTC().Truncate(time.Minute)
	ref, err := run.MakeMeeting(desk, meetings.Terms{
		Title: p.Title, Kind: meetings.Regular, Mode: meetings.Both, Place: "Phòng mô phỏng", Link: "https://mo-phong.invalid/phong",
		StartsAt: begins, EndsAt: begins.Add(4 * time.Hour), Chair: h.Chair().Person,
	})
	if err != nil {
		return err
	}
	h.Meeting = idOf(ref)
	for i, it := range p.Items {
		terms := meetings.ItemTerms{Kind: it.Kind, Title: it.Title, Minutes: it.Minutes, Papers: []meetings.Paper{}, Class: "internal", Lead: "Cơ quan mô phỏng"}
		if it.Kind != meetings.Heading {
			for n, pages := range it.Pages {
				terms.Papers = append(terms.Papers, paper(i, n, pages))
			}
		}
		ref, err := run.AddItem(desk, h.Meeting, "", terms, nil)
		if err != nil {
			return err
		}
		h.IDs = append(h.IDs, idOf(ref))
	}
	m, err := run.Store.Meeting(desk, h.Meeting)
	if err != nil {
		return err
	}
	_, err = run.Convene(desk, h.Meeting, m.Rev)
	return err
}

// paper stands for a paper of so many pages; it has no content.
func paper(item, n, pages int) meetings.Paper {
	id := fmt.Sprintf("mo-phong-%d-%d", item+1, n+1)
	hash := fmt.Sprintf("%064x", (item+1)*1000+n)
	return meetings.Paper{
		Document: id, Version: id + ".1", Number: n + 1, Kind: "draft", Title: fmt.Sprintf("Tài liệu mô phỏng %d", n+1), Pages: pages, Original: hash, Reading: hash,
	}
}

// Staff brings in somebody who works in the office of a member until a time, zero for
// a day.
func (h *House) Staff(ctx context.Context, name, member string, until time.Time) (bench.Member, error) {
	m, err := h.Person(ctx, name)
	if err != nil {
		return m, err
	}
	if until.IsZero() {
		until = time.Now().Add(24 * time.Hour)
	}
	if _, err = h.Node.App.People.Delegate(h.System(ctx), people.Delegate{Member: member, Staff: m.Person, Step: "clerk", Until: until}); err != nil {
		return m, err
	}
	err = h.SignIn(ctx, &m)
	return m, err
}

func idOf(ref string) string {
	_, id, _ := strings.Cut(ref, "/")
	return id
}

// Do acts as a member over HTTP on a connection of its own.
func (h *House) Do(m bench.Member, method, path string, in, out any) error {
	c, err := bench.Dial(h.Node.Addr)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Call(m, method, path, in, out)
}

// Act posts as a member over HTTP; in is the body, nil for none.
func (h *House) Act(m bench.Member, path string, in any) error {
	if err := h.Do(m, http.MethodPost, path, in, nil); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// ItemPath is the path of an act on an item, by its number from 0.
func (h *House) ItemPath(i int, act string) string { return "/api/items/" + h.IDs[i] + "/" + act }

// MeetingPath is the path of an act on the session.
func (h *House) MeetingPath(act string) string { return "/api/meetings/" + h.Meeting + "/" + act }

// CheckIn enters members from the first to the last, by number from 0, as present.
func (h *House) CheckIn(first, last int) error {
	return bench.Together(last-first+1, func(i int) error {
		return h.Act(h.Members[first+i], h.MeetingPath("check-in"), map[string]any{"manner": "room"})
	})
}

// Begin opens the session with everybody there, and its first item.
func (h *House) Begin() error {
	if err := h.CheckIn(0, len(h.Members)-1); err != nil {
		return err
	}
	if err := h.Act(h.Chair(), h.MeetingPath("open"), nil); err != nil {
		return err
	}
	return h.Act(h.Chair(), h.ItemPath(0, "begin"), nil)
}

// OpenVote opens a vote on an item.
func (h *House) OpenVote(by bench.Member, item int) (id string, err error) {
	var v struct{ ID string }
	err = h.Do(by, http.MethodPost, h.MeetingPath("votes"), map[string]any{"items": []string{h.IDs[item]}, "text": "Thông qua?", "options": []string{}}, &v)
	return v.ID, err
}

// Ballot is a vote of one member, prepared; Request is the one that casts it.
type Ballot struct {
	Member  bench.Member
	Request []byte
}

// Prepare makes the record of a member's choice.
func Prepare(c *bench.Conn, m bench.Member, vote, choice string) (*Ballot, error) {
	var p struct{ Record, Seal string }
	if err := c.Call(m, http.MethodPost, "/api/votes/"+vote+"/prepare", map[string]any{"choice": choice}, &p); err != nil {
		return nil, err
	}
	ask, err := bench.Request(m, http.MethodPost, "/api/votes/"+vote+"/cast", ecabinet.NewID(), map[string]any{"record": p.Record, "seal": p.Seal})
	return &Ballot{m, ask}, err
}

// Cast casts it; a *bench.Refused is a refusal.
func (b *Ballot) Cast(c *bench.Conn) error {
	status, body, err := c.Do(b.Request)
	if err == nil && status != http.StatusOK {
		err = &bench.Refused{Status: status, Body: body}
	}
	return err
}
