package ballots_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/procedure"
)

// cabinet is a body with members m1, m2, ... (m1 is the Prime Minister), two
// secretaries and an approver, on a clock that the test moves. It is its own
// Dossier, Roll and Laws: what the room asks of others.
type cabinet struct {
	t       *testing.T
	d       *db.DB
	svc     *ballots.Service
	clock   *testkit.Clock
	members int
	profile procedure.Profile
	lawless bool                 // no profile is in force
	left    map[string]time.Time // when somebody's post ended
	papers  []ballots.Paper
	ballot  string
	about   string // the matter of the next ballot
	matter  string // class of the matter, where it is not "internal"
}

const body = "body-1"

var zone = time.FixedZone("+07", 7*3600)

// monday is a working morning under each of the Vietnamese profiles.
var mondays = map[string]time.Time{
	"nd-138-2016": time.Date(2020, 3, 2, 8, 0, 0, 0, zone),
	"nd-39-2022":  time.Date(2024, 3, 4, 8, 0, 0, 0, zone),
	"nd-191-2026": time.Date(2026, 11, 16, 8, 0, 0, 0, zone),
}

// convene runs a scenario on both databases.
func convene(t *testing.T, members int, profile string, scenario func(c *cabinet)) {
	clock := testkit.NewClock(mondays[profile])
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(mondays[profile])
		p, err := procedure.At(procedure.Shipped(), procedure.DateOf(mondays[profile], zone))
		if err != nil || p.ID != profile {
			t.Fatalf("profile %s: %v, %v", profile, p.ID, err)
		}
		c := &cabinet{t: t, d: d, clock: clock, members: members, profile: p, about: "matter-1", left: map[string]time.Time{}, papers: []ballots.Paper{
			{Document: "doc-1", Version: "doc-1.1", Number: 1, Kind: "submission", Title: "Tờ trình", Pages: 5, Original: "aa", Reading: "ab"},
			{Document: "doc-2", Version: "doc-2.1", Number: 1, Kind: "draft", Title: "Dự thảo", Pages: 30, Original: "ba", Reading: "bb"},
		}}
		c.svc = &ballots.Service{Store: store.New(d), Dossier: c, Roll: c, Laws: c, Seal: testSeal{d}}
		scenario(c)
	})
}

// in runs a case of several in the same house, as a test of its own on a matter of its own.
func (c *cabinet) in(name string, members int, p procedure.Profile, scenario func()) {
	whole := c.t
	whole.Run(name, func(t *testing.T) {
		c.t, c.members, c.profile, c.about = t, members, p, "matter of "+name
		scenario()
	})
	c.t = whole
}

// certify lets the ballot go on first, where somebody asks for discussion.
func (c *cabinet) certify() {
	c.t.Helper()
	if b := c.now(); len(b.Result.Discuss) > 0 && b.Onward == nil {
		c.must(c.svc.GoOn(c.as(member(1)), c.ballot, b.Rev, ""))
	}
	c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
}

type testSeal struct{ d *db.DB }

func (s testSeal) Sign(data []byte) (string, string) { x := s.d.Sign(data); return x.KeyID, x.Sig }
func (testSeal) Seal(data []byte) string             { return "sealed:" + string(data) }
func (testSeal) Unseal(token string) ([]byte, error) {
	if len(token) < 7 || token[:7] != "sealed:" {
		return nil, errors.New("not sealed")
	}
	return []byte(token[7:]), nil
}

func (c *cabinet) Matter(context.Context, string) (ballots.Matter, error) {
	class := "internal"
	if c.matter != "" {
		class = c.matter
	}
	return ballots.Matter{ID: "matter-1", Title: "Dự thảo Nghị định", Agency: "agency-1", Lead: "Bộ Tài chính", Class: class, Taken: true}, nil
}
func (c *cabinet) Papers(context.Context, string) ([]ballots.Paper, error) { return c.papers, nil }
func (c *cabinet) Members(_ context.Context, at time.Time) ([]ballots.Member, error) {
	var list []ballots.Member
	for i := 1; i <= c.members; i++ {
		if end, ended := c.left[member(i)]; ended && !at.Before(end) {
			continue
		}
		list = append(list, ballots.Member{Person: member(i), Name: "Ủy viên " + fmt.Sprint(i), Posts: []string{"Bộ trưởng"}, Office: "Văn phòng Bộ", TieMark: i == 1})
	}
	return list, nil
}
func (c *cabinet) Staff(_ context.Context, m string, _ time.Time) ([]string, error) {
	return []string{"clerk-" + m, "head-" + m}, nil
}
func (c *cabinet) Names(_ context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range ids {
		names[id] = "Ông " + id
	}
	return names, nil
}
func (c *cabinet) At(ctx context.Context, t time.Time) (ballots.Law, error) {
	if c.lawless {
		return ballots.Law{}, ecabinet.E(ecabinet.Refused, "procedure.no_profile", "date", procedure.DateOf(t, zone).String())
	}
	calendar, err := c.Calendar(ctx)
	return ballots.Law{Profile: c.profile, Calendar: calendar}, err
}
func (c *cabinet) Calendar(context.Context) (ballots.Calendar, error) {
	return ballots.Calendar{Calendar: procedure.ShippedCalendar(), Zone: zone}, nil
}

func member(i int) string { return fmt.Sprintf("m%d", i) }

func (c *cabinet) as(person string, offices ...ecabinet.OfficeAccess) context.Context {
	return ecabinet.WithActor(c.t.Context(), ecabinet.Actor{Account: person, Person: person, Body: body, Session: "s-" + person, Offices: offices})
}

// leaves ends the posts of members now.
func (c *cabinet) leaves(seats ...int) {
	for _, i := range seats {
		c.left[member(i)] = c.clock.Now()
	}
}

func (c *cabinet) must(_ string, err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// refused checks that an act was refused with a code, at its field where it has one.
func (c *cabinet) refused(code string, err error) {
	c.t.Helper()
	var e *ecabinet.Error
	if !errors.As(err, &e) {
		c.t.Fatalf("want %s, got %v", code, err)
	}
	if e.Code == code {
		return
	}
	for _, f := range e.Fields {
		if f.Code == code {
			return
		}
	}
	c.t.Fatalf("want %s, got %s %v", code, e.Code, e.Fields)
}

func (c *cabinet) now() *ballots.Ballot {
	c.t.Helper()
	b, err := c.svc.Store.Ballot(c.as("secretary"), c.ballot)
	if err != nil {
		c.t.Fatal(err)
	}
	return b
}

func yesNo(text string) ballots.Question {
	return ballots.Question{Text: text, Kind: ballots.YesNo}
}

func terms(days int, questions ...ballots.Question) ballots.Terms {
	if len(questions) == 0 {
		questions = []ballots.Question{yesNo("Thông qua dự thảo?")}
	}
	return ballots.Terms{Title: "Phiếu lấy ý kiến", Questions: questions, Papers: []string{"doc-1.1", "doc-2.1"}, Days: days, ByName: true, Recused: []string{}}
}

// send writes, submits and approves a ballot; it is open afterwards.
func (c *cabinet) send(t ballots.Terms) {
	c.t.Helper()
	c.write(t)
	c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
	c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
	if c.now().State != ballots.Open && t.OpenAt == nil {
		c.t.Fatalf("the ballot is %s, not open", c.now().State)
	}
}

func (c *cabinet) write(t ballots.Terms) {
	c.t.Helper()
	ref, err := c.svc.MakeBallot(c.as("secretary"), c.about)
	c.must(ref, err)
	c.ballot = ref[len("ballot/"):]
	c.must(c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, t))
}

// content answers every question with the same choice.
func (c *cabinet) content(choice procedure.Choice) ballots.Content {
	out := ballots.Content{Opinions: []ballots.Opinion{}, Files: []ballots.File{}}
	for _, q := range c.now().Questions {
		o := ballots.Opinion{Question: q.Key, Choice: choice, Points: []ballots.Point{}}
		if choice == procedure.Disagree || choice == procedure.Other {
			o.Text = "Đề nghị làm rõ Điều 5."
		}
		out.Opinions = append(out.Opinions, o)
	}
	return out
}

func (c *cabinet) tryCast(person string, content ballots.Content) (string, error) {
	ctx := c.as(person)
	p, err := c.svc.Prepare(ctx, c.ballot, c.now().Round, content, c.clock.Now())
	if err != nil {
		return "", err
	}
	done, err := c.svc.Confirm(ctx, c.ballot, ballots.Confirmation{Record: p.Record, Seal: p.Seal, Content: content})
	return done.Ref, err
}

func (c *cabinet) cast(choice procedure.Choice, seats ...int) {
	c.t.Helper()
	for _, i := range seats {
		c.must(c.tryCast(member(i), c.content(choice)))
	}
}

func seats(from, to int) []int {
	var list []int
	for i := from; i <= to; i++ {
		list = append(list, i)
	}
	return list
}

// onBehalf records an answer for a seat, with a scan.
func (c *cabinet) onBehalf(by string, seat int, choice procedure.Choice, received time.Time) (string, error) {
	c.t.Helper()
	id := ecabinet.NewID()
	st := c.svc.Store.(*store.Store)
	scan := ballots.File{ID: id, Name: "phieu.pdf", Size: 4, Hash: "cc"}
	c.must(st.AddFile(c.as(by), store.StoredFile{File: scan, Ballot: c.ballot, By: by, Blob: "blob-" + id}))
	content := c.content(choice)
	content.Files = []ballots.File{scan}
	return c.svc.RecordOnBehalf(c.as(by), c.ballot, ballots.Behalf{Seat: seat, Content: content, Reason: "Đi công tác", ReceivedAt: received})
}

func (c *cabinet) system() context.Context {
	return ecabinet.WithActor(c.t.Context(), ecabinet.SystemActor(body))
}

// closeNow lets the deadline pass and the closing job run.
func (c *cabinet) closeNow() *ballots.Ballot {
	c.t.Helper()
	c.clock.Set(c.now().Deadline.At.Add(time.Second))
	if err := c.svc.CloseDue(c.system(), c.ballot); err != nil {
		c.t.Fatal(err)
	}
	b := c.now()
	if b.State != ballots.Closed || b.Result == nil {
		c.t.Fatalf("the ballot is %s, not closed", b.State)
	}
	return b
}

func (c *cabinet) outcome(want procedure.Outcome) procedure.Tally {
	c.t.Helper()
	t := c.now().Result.Tallies[0]
	if t.Outcome != want {
		c.t.Fatalf("outcome %s, want %s: %s", t.Outcome, want, t.Sentence("vi"))
	}
	return t
}

func (c *cabinet) figure(name string, got, want int) {
	c.t.Helper()
	if got != want {
		c.t.Fatalf("%s: %d, want %d", name, got, want)
	}
}

func (c *cabinet) answerID(ref string, err error) string {
	c.t.Helper()
	c.must(ref, err)
	return ref[len("answer/"):]
}
