package audit_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/audit"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/procedure"
)

const body = "body-1"

// canary stands in every opinion, reservation and file name of the cabinet.
const canary = "CHIM-HOÀNG-YẾN-7319"

var (
	zone   = time.FixedZone("+07", 7*3600)
	monday = time.Date(2026, 11, 16, 8, 0, 0, 0, zone)
)

// cabinet is a body with members m1, m2, ... (m1 is the Prime Minister) on a clock
// that the test moves; it is its own Dossier, Roll and Laws.
type cabinet struct {
	t       *testing.T
	d       *db.DB
	svc     *ballots.Service
	clock   *testkit.Clock
	profile procedure.Profile
	papers  []ballots.Paper
	folder  string // of the checkpoints
	left    []int  // members without a post
	ballot  string
}

const members = 7

// convene runs a test over a cabinet with a history, on both databases.
func convene(t *testing.T, test func(c *cabinet)) {
	t.Helper()
	clock := testkit.NewClock(monday)
	for _, on := range []struct {
		name string
		open func(testing.TB, ...func(*db.Options)) *db.DB
	}{{"sqlite", testkit.SQLite}, {"postgres", testkit.Postgres}} {
		t.Run(on.name, func(t *testing.T) {
			clock.Set(monday)
			folder := filepath.Join(t.TempDir(), "checkpoints")
			d := on.open(t, func(o *db.Options) { o.Clock, o.CheckpointDir = clock.Now, folder })
			p, err := procedure.At(procedure.Shipped(), procedure.DateOf(monday, zone))
			if err != nil {
				t.Fatal(err)
			}
			c := &cabinet{t: t, d: d, clock: clock, profile: p, folder: folder}
			c.svc = &ballots.Service{Store: store.New(d), Dossier: c, Roll: c, Laws: c, Seal: seal{d}}
			c.history()
			test(c)
		})
	}
}

type seal struct{ d *db.DB }

func (s seal) Sign(data []byte) (string, string) { x := s.d.Sign(data); return x.KeyID, x.Sig }
func (seal) Seal(data []byte) string             { return "sealed:" + string(data) }
func (seal) Unseal(token string) ([]byte, error) {
	if len(token) < 7 || token[:7] != "sealed:" {
		return nil, errors.New("not sealed")
	}
	return []byte(token[7:]), nil
}

func (c *cabinet) Matter(context.Context, string) (ballots.Matter, error) {
	return ballots.Matter{ID: "matter-1", Title: "Dự thảo <Nghị định> & phụ lục", Agency: "agency-1", Lead: "Bộ Tài chính", Class: "internal", Taken: true}, nil
}
func (c *cabinet) Papers(context.Context, string) ([]ballots.Paper, error) { return c.papers, nil }
func (c *cabinet) Members(context.Context, time.Time) ([]ballots.Member, error) {
	var list []ballots.Member
	for i := 1; i <= members; i++ {
		if slices.Contains(c.left, i) {
			continue
		}
		list = append(list, ballots.Member{Person: member(i), Name: "Ủy viên " + fmt.Sprint(i), Posts: []string{"Bộ trưởng"}, Office: "Văn phòng Bộ", TieMark: i == 1})
	}
	return list, nil
}
func (c *cabinet) Staff(context.Context, string, time.Time) ([]string, error) { return nil, nil }
func (c *cabinet) Names(_ context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range ids {
		names[id] = "Ông " + id
	}
	return names, nil
}
func (c *cabinet) At(context.Context, time.Time) (ballots.Law, error) {
	return ballots.Law{Profile: c.profile, Calendar: ballots.Calendar{Calendar: procedure.ShippedCalendar(), Zone: zone}}, nil
}
func (c *cabinet) Calendar(ctx context.Context) (ballots.Calendar, error) {
	law, err := c.At(ctx, time.Time{})
	return law.Calendar, err
}

func member(i int) string { return fmt.Sprintf("m%d", i) }

func (c *cabinet) as(person string) context.Context {
	return ecabinet.WithActor(c.t.Context(), ecabinet.Actor{Account: person, Person: person, Body: body, Session: "s-" + person})
}

func (c *cabinet) must(ref string, err error) string {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	for i := range ref {
		if ref[i] == '/' {
			return ref[i+1:]
		}
	}
	return ref
}

func (c *cabinet) now() *ballots.Ballot {
	c.t.Helper()
	b, err := c.svc.Store.Ballot(c.as("secretary"), c.ballot)
	if err != nil {
		c.t.Fatal(err)
	}
	return b
}

func (c *cabinet) write() {
	c.t.Helper()
	c.papers = []ballots.Paper{
		{Document: "doc-1", Version: "doc-1.1", Number: 1, Kind: "submission", Title: "Tờ trình", Pages: 5, Original: "aa", Reading: "ab"},
		{Document: "doc-2", Version: "doc-2.1", Number: 1, Kind: "draft", Title: "Dự thảo", Pages: 30, Original: "ba", Reading: "bb"},
	}
	c.ballot = c.must(c.svc.MakeBallot(c.as("secretary"), "matter-"+ecabinet.NewID()))
	c.must(c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, ballots.Terms{
		Title: "Dự thảo Nghị định", Note: "Đề nghị cho ý kiến", Days: 4, ByName: true, Papers: []string{"doc-1.1", "doc-2.1"},
		Recused: []string{member(7)},
		Questions: []ballots.Question{
			{Text: "Nhất trí thông qua?", Kind: ballots.YesNo},
			{Text: "Phương án nào?", Kind: ballots.Options, Options: []ballots.Option{{Text: "Một"}, {Text: "Hai"}}, Proposal: "o1"},
		},
	}))
}

func (c *cabinet) send() {
	c.t.Helper()
	c.write()
	c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
	c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
}

func (c *cabinet) content(choice procedure.Choice) ballots.Content {
	return ballots.Content{Reserve: "Bảo lưu " + canary, Files: []ballots.File{}, Opinions: []ballots.Opinion{
		{Question: "q1", Choice: choice, Text: "Đề nghị <sửa> " + canary, Points: []ballots.Point{{Clause: "Điều 5", Text: canary, Wording: canary, Weight: ballots.Should}}},
		{Question: "q2", Choice: procedure.OptionChoice("o2"), Text: canary, Points: []ballots.Point{}},
	}}
}

func (c *cabinet) cast(choice procedure.Choice, seats ...int) {
	c.t.Helper()
	for _, i := range seats {
		content := c.content(choice)
		p, err := c.svc.Prepare(c.as(member(i)), c.ballot, c.now().Round, content, c.clock.Now())
		if err != nil {
			c.t.Fatal(err)
		}
		done, err := c.svc.Confirm(c.as(member(i)), c.ballot, ballots.Confirmation{Record: p.Record, Seal: p.Seal, Content: content})
		c.must(done.Ref, err)
		c.clock.Add(time.Second)
	}
}

// onBehalf records an answer for a seat, with a scan.
func (c *cabinet) onBehalf(seat int, choice procedure.Choice) string {
	c.t.Helper()
	id := ecabinet.NewID()
	scan := ballots.File{ID: id, Name: canary + ".pdf", Size: 4, Hash: "cc"}
	c.must(c.svc.Store.(*store.Store).AddFile(c.as("secretary"), store.StoredFile{File: scan, Ballot: c.ballot, By: "secretary", Blob: "blob-" + id}))
	content := c.content(choice)
	content.Files = []ballots.File{scan}
	return c.must(c.svc.RecordOnBehalf(c.as("secretary"), c.ballot, ballots.Behalf{
		Seat: seat, Content: content, Reason: "Đi công tác", ReceivedAt: c.now().SentAt,
	}))
}

func (c *cabinet) checkpoint() {
	c.t.Helper()
	if _, err := c.d.Checkpoint(c.t.Context(), body); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cabinet) closeNow() {
	c.t.Helper()
	c.clock.Set(c.now().Deadline.At.Add(time.Second))
	if err := c.svc.CloseDue(ecabinet.WithActor(c.t.Context(), ecabinet.SystemActor(body)), c.ballot); err != nil {
		c.t.Fatal(err)
	}
	if s := c.now().State; s != ballots.Closed {
		c.t.Fatalf("the ballot is %s", s)
	}
	c.checkpoint()
}

// history is everything that can happen to ballots.
func (c *cabinet) history() {
	c.t.Helper()
	c.clock.Add(time.Minute)
	c.write() // stays a draft
	c.certified()
	c.certified()
	c.newRound()
	c.discussed()
	c.send() // stays open
	c.cast(procedure.Agree, 1, 2)
	c.onBehalf(3, procedure.Disagree)
	c.cast(procedure.Disagree, 2)
	open := c.ballot
	c.send() // taken back
	c.cast(procedure.Agree, 4)
	c.must(c.svc.Recall(c.as("secretary"), c.ballot, c.now().Rev, "Rút để hoàn thiện"))
	c.ballot = open
	c.checkpoint()
}

// certified is a ballot with everything that happens to answers.
func (c *cabinet) certified() {
	c.send()
	c.cast(procedure.Agree, 1, 2, 3)
	c.cast(procedure.Disagree, 3)
	disputed := c.onBehalf(4, procedure.Agree)
	c.must(c.svc.DisputeOnBehalf(c.as(member(4)), disputed))
	c.must(c.svc.ConfirmOnBehalf(c.as(member(5)), c.onBehalf(5, procedure.Agree)))
	last := c.now().Deadline.Last
	c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: last.AddDays(1), Reason: "Theo đề nghị"}))
	c.left = []int{6}
	c.must(c.svc.VacateSeat(c.as("secretary"), c.ballot, 6, "Thôi giữ chức"))
	c.left = nil
	c.must(c.svc.DeclareRecusal(c.as(member(1)), c.ballot, "Có lợi ích liên quan"))
	c.cast(procedure.Other, 2)
	c.closeNow()
	c.cast(procedure.Agree, 4) // late
	late := c.onBehalf(4, procedure.Agree)
	c.must(c.svc.SecondOnBehalf(c.as("secretary-2"), late))
	class := ballots.Classing{Ballot: c.ballot, Seat: 2, Question: "q1", As: procedure.Disagree, Reason: "Nêu rõ."}
	removed := c.must(c.svc.ClassAnswer(c.as("secretary"), class))
	c.must(c.svc.RemoveClassing(c.as("secretary"), c.ballot, removed))
	class.As = procedure.Agree
	again := c.must(c.svc.ClassAnswer(c.as("secretary"), class))
	c.must(c.svc.SecondClassing(c.as("secretary-2"), c.ballot, again))
	c.must(c.svc.ConfirmOnBehalf(c.as(member(4)), late))
	c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	c.must(c.svc.Correct(c.as("secretary"), c.ballot, "Sai chính tả", "Tên đúng là Ủy viên 2"))
	c.checkpoint()
}

// newRound is a ballot whose paper was replaced, closed and not certified.
func (c *cabinet) newRound() {
	c.send()
	c.cast(procedure.Agree, 1, 2)
	next := c.papers[1]
	next.Version, next.Number, next.Original = "doc-2.2", 2, "bc"
	c.papers = append(c.papers, next)
	c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-2.2", ballots.NewRound, "Sửa Điều 5"))
	c.cast(procedure.Agree, 2)
	disputed := c.onBehalf(3, procedure.Discuss)
	c.left = []int{6} // found out at closing
	c.closeNow()
	c.left = nil
	c.must(c.svc.DisputeOnBehalf(c.as(member(3)), disputed)) // deemed in its place
}

// discussed are two ballots on which a member asks for discussion: one goes on, one ends for a
// session after it was counted.
func (c *cabinet) discussed() {
	c.send()
	c.cast(procedure.Discuss, 3)
	c.closeNow()
	c.must(c.svc.GoOn(c.as(member(1)), c.ballot, c.now().Rev, "Đã rõ"))
	c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	c.send()
	c.cast(procedure.Discuss, 3)
	c.closeNow()
	c.must(c.svc.ToSession(c.as(member(1)), c.ballot, c.now().Rev, "Thảo luận tại phiên họp"))
}

func (c *cabinet) source() audit.Source {
	return audit.Source{DB: c.d, Checkpoints: c.folder, Body: body}
}
