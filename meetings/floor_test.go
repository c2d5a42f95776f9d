package meetings

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet/procedure"
)

// floor is a running item whose requests a test drives.
type floor struct {
	t   *testing.T
	m   Meeting
	it  Item
	f   Floor
	now time.Time
}

func newFloor(t *testing.T) *floor {
	return &floor{t: t, m: Meeting{ID: "m", State: Running, Current: "item"}, it: Item{ID: "item", Stage: Current}, now: start}
}

func (x *floor) ask(r Request) {
	x.t.Helper()
	x.now = x.now.Add(time.Second)
	r, err := x.m.Ask(x.f, x.it, r, x.now)
	if err != nil {
		x.t.Fatal(err)
	}
	x.f = append(x.f, r)
}

// set takes what an act has changed; what is new is added.
func (x *floor) set(changed []Request, err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
	for _, c := range changed {
		if i := slices.IndexFunc(x.f, func(r Request) bool { return r.ID == c.ID }); i >= 0 {
			x.f[i] = c
		} else {
			x.f = append(x.f, c)
		}
	}
}

func ids(list []Request) string {
	var out []string
	for _, r := range list {
		out = append(out, r.ID)
	}
	return strings.Join(out, " ")
}

// Inquiries wait in a queue of their own, are put, and stay open until the drafter
// has the floor to answer them.
func TestInquiries(t *testing.T) {
	x := newFloor(t)
	if _, err := x.m.Ask(x.f, x.it, Request{ID: "q", Person: "m1", Kind: Inquiry, Subject: " "}, x.now); code(err) != "meeting.invalid" {
		t.Errorf("an inquiry that asks nothing: %v", err)
	}
	if _, err := x.m.Ask(x.f, x.it, Request{ID: "s", Person: "m1", Kind: Speech, Subject: "về vốn"}, x.now); code(err) != "meeting.invalid" {
		t.Errorf("a speech with a question: %v", err)
	}
	x.ask(Request{ID: "q1", Person: "m1", Kind: Inquiry, Subject: "Nguồn vốn lấy ở đâu?"})
	x.ask(Request{ID: "s2", Person: "m2", Kind: Speech})
	x.ask(Request{ID: "q3", Person: "m3", Kind: Inquiry, Subject: "Khi nào xong?"})
	if ids(x.f.Queue()) != "s2" || ids(x.f.Questions()) != "q1 q3" {
		t.Fatalf("queue %s, inquiries %s", ids(x.f.Queue()), ids(x.f.Questions()))
	}
	x.set(x.f.Reorder([]string{"q3", "q1"}))
	if ids(x.f.Questions()) != "q3 q1" {
		t.Errorf("inquiries %s", ids(x.f.Questions()))
	}
	if _, err := x.f.Reorder([]string{"q3", "s2"}); code(err) != "request.stale" {
		t.Errorf("two queues in one order: %v", err)
	}
	grant := func(r Request) ([]Request, error) { return x.m.Grant(x.f, x.it, r, 0, x.now) }
	if _, err := grant(Request{ID: "a", Person: "drafter", Kind: Reply, Answers: "q3"}); code(err) != "meeting.request_not_found" {
		t.Errorf("an answer before the question: %v", err)
	}
	x.set(x.m.Call(x.f, "q3", 0, x.now))
	if len(x.f.Open()) != 0 {
		t.Error("still being put, and open already")
	}
	x.now = x.now.Add(time.Minute)
	x.set(x.m.Call(x.f, "q1", 0, x.now))
	x.set(nil, x.f[slices.IndexFunc(x.f, func(r Request) bool { return r.ID == "q1" })].End(x.now))
	if ids(x.f.Open()) != "q3 q1" {
		t.Errorf("open: %s", ids(x.f.Open()))
	}
	x.set(grant(Request{ID: "a", Person: "drafter", Kind: Reply, Answers: "q3"}))
	if has, ok := x.f.Has(); !ok || has.ID != "a" || ids(x.f.Open()) != "q1" {
		t.Errorf("open while q3 is answered: %s", ids(x.f.Open()))
	}
	if _, err := grant(Request{ID: "b", Person: "drafter", Kind: Reply, Answers: "q1"}); code(err) != "meeting.speaks_already" {
		t.Errorf("the floor for who has it: %v", err)
	}
}

// The chair gives the floor to somebody who has not asked; who waits is called.
func TestGrant(t *testing.T) {
	x := newFloor(t)
	x.ask(Request{ID: "s1", Person: "m1", Kind: Speech})
	x.set(x.m.Grant(x.f, x.it, Request{ID: "g", Person: "m1", Kind: Speech}, time.Minute, x.now))
	if has, _ := x.f.Has(); has.ID != "s1" || len(x.f) != 1 {
		t.Errorf("%+v", x.f)
	}
	x.now = x.now.Add(20 * time.Second)
	x.set(x.m.Grant(x.f, x.it, Request{ID: "g", Person: "drafter", Kind: Speech}, time.Minute, x.now))
	if has, _ := x.f.Has(); has.ID != "g" || has.Limit != time.Minute || has.BegunAt == nil || x.f[0].State != Spoken {
		t.Errorf("%+v", x.f)
	}
	x.m.State = Paused
	if _, err := x.m.Grant(x.f, x.it, Request{ID: "h", Person: "m2", Kind: Speech}, 0, x.now); code(err) != "meeting.item_runs_not" {
		t.Errorf("in a break: %v", err)
	}
	if _, err := x.m.Call(x.f, "s1", 0, x.now); code(err) != "meeting.not_now" {
		t.Errorf("called in a break: %v", err)
	}
}

func TestWhoHasSpokenHowLong(t *testing.T) {
	x := newFloor(t)
	x.ask(Request{ID: "a", Person: "m1", Kind: Speech})
	x.ask(Request{ID: "b", Person: "m2", Kind: Speech})
	x.set(x.m.Call(x.f, "b", 0, x.now))
	x.now = x.now.Add(30 * time.Second)
	x.set(x.m.Call(x.f, "a", 0, x.now))
	x.now = x.now.Add(time.Minute)
	x.ask(Request{ID: "c", Person: "m2", Kind: Reply})
	x.set(x.m.Call(x.f, "c", 0, x.now))
	talks := x.f.Talks()
	if len(talks) != 2 || talks[0].Person != "m2" || talks[0].Times != 2 || talks[0].Spent != 30*time.Second || !talks[0].Since.Equal(x.now) ||
		talks[1].Times != 1 || talks[1].Spent != 61*time.Second || talks[1].Since != nil {
		t.Errorf("%+v", talks)
	}
}

// The clock of an item stands in a break and where the chair stops it.
func TestTheClockOfAnItem(t *testing.T) {
	x := newFloor(t)
	x.m.Current, x.it.Stage, x.it.Kind = "", Waiting, Discuss
	now := start
	pass := func(d time.Duration) { now = now.Add(d) }
	if err := x.m.Begin(&x.it, nil, now); err != nil {
		t.Fatal(err)
	}
	x.ask(Request{ID: "a", Person: "m1", Kind: Speech})
	x.set(x.m.Call(x.f, "a", 0, now))
	pass(time.Minute)
	if err := x.m.HoldItem(&x.it, now); err != nil {
		t.Fatal(err)
	}
	pass(time.Minute)
	if got := x.it.Clock.Spent(now); got != time.Minute {
		t.Errorf("stopped at %v", got)
	}
	if err := x.m.RunItem(&x.it, now); err != nil {
		t.Fatal(err)
	}
	pass(time.Minute)
	x.set(x.m.Break(&x.it, x.f, now))
	if has, _ := x.f.Has(); has.State != Held || has.Used != 3*time.Minute {
		t.Errorf("the speaker in a break: %+v", has)
	}
	pass(time.Hour)
	if err := x.m.HoldItem(&x.it, now); code(err) != "meeting.not_now" {
		t.Errorf("a clock turned in a break: %v", err)
	}
	if err := x.m.GoOn(&x.it, now); err != nil {
		t.Fatal(err)
	}
	pass(time.Minute)
	if got := x.it.Clock.Spent(now); got != 3*time.Minute {
		t.Errorf("after the break %v", got)
	}
	if err := x.m.Conclude(&x.it, Conclusion{Outcome: Discussed}, nil, procedure.Date{}, now); err != nil || x.it.Clock.Since != nil || x.it.Clock.Used != 3*time.Minute {
		t.Errorf("%+v, %v", x.it.Clock, err)
	}
	if err := x.m.HoldItem(&x.it, now); code(err) != "meeting.item_runs_not" {
		t.Errorf("a clock after the item: %v", err)
	}
}

func TestOpinionsInSession(t *testing.T) {
	s := running(t, 3, "2026-12-03")
	s.come(AttendRoom, 1, 2)
	var all Opinions
	write := func(person, text string, seen int) string {
		x, err := s.m.WriteOpinion(all, s.items[0], s.here, Opinion{Person: person, Text: text}, seen, s.now)
		if err != nil {
			return code(err)
		}
		all = append(all, x)
		s.now = s.now.Add(time.Minute)
		return ""
	}
	if got := write("m1", "Đề nghị bổ sung", 0); got != "meeting.item_runs_not" {
		t.Errorf("before the item: %s", got)
	}
	s.begin()
	for _, c := range []struct {
		person, text string
		seen         int
		want         string
	}{
		{"m3", "Vắng", 0, "meeting.check_in_first"},
		{"m1", " ", 0, "meeting.invalid"},
		{"m1", strings.Repeat("a", MaxNote+1), 0, "meeting.invalid"},
		{"m2", "Nhất trí", 0, ""},
		{"m1", "Đề nghị bổ sung", 0, ""},
		{"m2", "Đè lên bản vừa ghi", 0, "request.stale"},
		{"m2", "Nhất trí, trừ Điều 3", 1, ""},
	} {
		if got := write(c.person, c.text, c.seen); got != c.want {
			t.Errorf("%s writes %.20q: %s, want %s", c.person, c.text, got, c.want)
		}
	}
	last := all.Last()
	if len(all) != 3 || len(last) != 2 || last[0].Text != "Nhất trí, trừ Điều 3" || last[0].Revision != 2 || last[1].Person != "m1" {
		t.Errorf("%+v", last)
	}
	s.items[0].Recused = []string{"m1"}
	if got := write("m1", "Tôi cũng", 1); got != "meeting.recused" {
		t.Errorf("recused: %s", got)
	}
}

func TestWhoMayPresent(t *testing.T) {
	s := running(t, 3, "2026-12-03")
	if err := s.m.LetPresent(&s.items[0], "drafter"); err != nil || s.items[0].Presenter != "drafter" {
		t.Fatalf("%v", err)
	}
	s.begin()
	day := s.m.Profile.From
	if err := s.m.Conclude(&s.items[0], Conclusion{Outcome: PutOff, Text: "Chuẩn bị lại", ResubmitBy: &day}, nil, day.AddDays(-1), s.now); err != nil {
		t.Fatal(err)
	}
	if s.items[0].Presenter != "" {
		t.Error("presents after the item")
	}
	if err := s.m.LetPresent(&s.items[0], "drafter"); code(err) != "meeting.item_begun" {
		t.Errorf("after the item: %v", err)
	}
}
