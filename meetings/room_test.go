package meetings_test

import (
	"slices"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
	"ecabinet/procedure"
)

// begun is an open session of n members, all in the room, whose first item runs.
func (h *house) begun(n int) {
	h.t.Helper()
	h.convene(2)
	h.come(1, n, meetings.AttendRoom)
	h.ok(h.svc.Open(h.as("m1"), h.meeting))
	h.ok(h.svc.Begin(h.desk(), h.items[0]))
}

func (h *house) here() meetings.Attendance {
	_, _, here := h.room()
	return here
}

func (h *house) events() (kinds []string) {
	h.t.Helper()
	list, err := h.d.EventsAfter(h.desk(), body, 0, 10_000)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, e := range list {
		kinds = append(kinds, e.Type)
	}
	return kinds
}

func (h *house) happened(kind string) int {
	n := 0
	for _, k := range h.events() {
		if k == kind {
			n++
		}
	}
	return n
}

// The signing window of a sign-in lasts from check-in to check-out or adjournment,
// over another manner of attending, for one device at a time.
func TestTheSigningWindowEndsWithThePresence(t *testing.T) {
	sit(t, 3, func(h *house) {
		signs := func(person, session string) bool {
			h.t.Helper()
			yes, err := h.st.Signs(h.desk(), ecabinet.Actor{Person: person, Session: session}, store.OfMeeting, h.meeting)
			if err != nil {
				h.t.Fatal(err)
			}
			return yes
		}
		h.convene(1)
		h.refused("meeting.check_in_first")(h.svc.OpenSigning(h.as("m2"), h.meeting))
		h.come(1, 3, meetings.AttendRoom)
		h.ok(h.svc.OpenSigning(h.as("m2"), h.meeting))
		h.ok(h.svc.OpenSigning(h.as("m3"), h.meeting))
		if !signs("m2", "s-m2") || signs("m2", "another") || signs("m1", "s-m1") || signs("m1", "") {
			h.t.Error("the window is open for the wrong sign-in")
		}
		h.ok(h.svc.CheckIn(h.as("m2"), h.meeting, meetings.AttendOnline, meetings.ByTablet))
		if !signs("m2", "s-m2") {
			h.t.Error("another manner of attending closed the window")
		}
		h.ok(h.svc.Leave(h.as("m2"), h.meeting))
		if signs("m2", "s-m2") {
			h.t.Error("open after check-out")
		}
		h.ok(h.svc.CheckIn(h.as("m2"), h.meeting, meetings.AttendRoom, meetings.ByTablet))
		if signs("m2", "s-m2") {
			h.t.Error("open again without a step-up")
		}
		h.ok(h.svc.CloseSigning(h.as("m3"), h.meeting))
		h.refused("meeting.signing_closed")(h.svc.CloseSigning(h.as("m3"), h.meeting))
		if signs("m3", "s-m3") {
			h.t.Error("open after it was closed")
		}
		h.ok(h.svc.OpenSigning(h.as("m3"), h.meeting))
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Adjourn(h.as("m1"), h.meeting))
		if signs("m3", "s-m3") {
			h.t.Error("open after adjournment")
		}
		if h.happened("signing.opened") != 3 || h.happened("signing.closed") != 1 {
			h.t.Errorf("journal: %v", h.events())
		}
	})
}

// A node says who is connected; who is lost for too long leaves the quorum by an act
// on record, and returns with the connection.
func TestConnectionsAndTheQuorum(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		h.come(1, 1, meetings.AttendRoom)
		h.come(2, 2, meetings.AttendOnline)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		persons := []string{"m1", "m2"}
		look := func(node string, heard map[string]time.Duration) []meetings.Lost {
			h.t.Helper()
			now := h.clock.Now()
			ctx := ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(body))
			if err := h.svc.KeepLinks(ctx, node, persons, heard, 40*time.Second, now); err != nil {
				h.t.Fatal(err)
			}
			if err := h.svc.FollowLinks(ctx, h.meeting, now); err != nil {
				h.t.Fatal(err)
			}
			links, err := h.st.Links(ctx, now)
			if err != nil {
				h.t.Fatal(err)
			}
			return h.here().Lost(links, now)
		}
		present := func() int {
			_, seats, here := h.room()
			return here.Quorum(h.load().Profile, seats, h.clock.Now()).Present
		}
		both := map[string]time.Duration{"m1": 0, "m2": 0}
		h.clock.Add(time.Second)
		if lost := look("a", both); len(lost) != 0 {
			h.t.Fatalf("lost: %v", lost)
		}
		h.clock.Add(time.Minute)
		if lost := look("a", map[string]time.Duration{"m1": 0}); len(lost) != 1 || lost[0].Person != "m2" || !lost[0].Since.Equal(h.clock.Now()) {
			h.t.Fatalf("lost: %v", lost)
		}
		since := h.clock.Now()
		h.clock.Add(4 * time.Minute)
		if lost := look("a", map[string]time.Duration{"m1": 0}); len(lost) != 1 || !lost[0].Since.Equal(since) || present() != 2 {
			h.t.Fatalf("lost: %v, present %d", lost, present())
		}
		if lost := look("b", map[string]time.Duration{"m2": 0}); len(lost) != 0 {
			h.t.Fatalf("connected to another node, and lost: %v", lost)
		}
		h.clock.Add(time.Second)
		look("b", map[string]time.Duration{"m2": 45 * time.Second}) // silent, and so not there
		h.clock.Add(5 * time.Minute)
		look("a", map[string]time.Duration{"m1": 0})
		if present() != 1 || h.happened("attendance.lost") != 1 {
			h.t.Errorf("present %d, journal %v", present(), h.events())
		}
		look("a", map[string]time.Duration{"m1": 0})
		look("b", map[string]time.Duration{"m2": 0})
		if present() != 2 || h.happened("attendance.restored") != 1 || h.happened("attendance.lost") != 1 {
			h.t.Errorf("present %d, journal %v", present(), h.events())
		}
		here := h.here()
		if last := here[len(here)-1]; last.Person != "m2" || last.Manner != meetings.AttendOnline || last.CameBy != meetings.ByItself {
			h.t.Errorf("%+v", last)
		}
	})
}

// What a node has to say again, and what not.
func TestANodeSaysOnlyWhatIsNew(t *testing.T) {
	sit(t, 3, func(h *house) {
		ctx := ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(body))
		said := func(heard map[string]time.Duration) time.Time {
			h.t.Helper()
			if err := h.svc.KeepLinks(ctx, "a", []string{"m1"}, heard, 40*time.Second, h.clock.Now()); err != nil {
				h.t.Fatal(err)
			}
			links, err := h.st.Links(ctx, h.clock.Now())
			if err != nil || len(links) > 1 {
				h.t.Fatalf("%v, %v", links, err)
			}
			if len(links) == 0 {
				return time.Time{}
			}
			return links[0].SeenAt
		}
		if at := said(nil); !at.IsZero() {
			h.t.Error("it speaks of somebody who never came")
		}
		heard := map[string]time.Duration{"m1": time.Second, "m2": 0}
		first := said(heard)
		h.clock.Add(10 * time.Second)
		if at := said(heard); !at.Equal(first) {
			h.t.Error("it says the same again after ten seconds")
		}
		h.clock.Add(10 * time.Second)
		if at := said(heard); !at.Equal(h.clock.Now()) {
			h.t.Error("it does not say again that somebody stays")
		}
	})
}

func TestTheFloorOfASession(t *testing.T) {
	sit(t, 4, func(h *house) {
		h.begun(4)
		item := h.items[0]
		question := h.ok(h.svc.Ask(h.as("m2"), item, meetings.Inquiry, "Nguồn vốn lấy ở đâu?"))
		h.refused("meeting.not_here")(h.svc.Grant(h.desk(), item, "drafter", meetings.Speech, "", 0))
		h.ok(h.svc.CheckInFor(h.desk(), h.meeting, "drafter", "", meetings.AttendRoom))
		h.ok(h.svc.Grant(h.desk(), item, "drafter", meetings.Speech, "", 5*time.Minute))
		h.clock.Add(time.Minute)
		h.ok(h.svc.Call(h.desk(), question, 0))
		h.clock.Add(time.Minute)
		h.ok(h.svc.Grant(h.desk(), item, "drafter", meetings.Reply, question, 0))
		h.clock.Add(30 * time.Second)
		h.ok(h.svc.Pause(h.desk(), h.meeting))
		h.clock.Add(time.Hour)
		h.ok(h.svc.Resume(h.desk(), h.meeting))
		h.clock.Add(30 * time.Second)
		h.ok(h.svc.HoldItem(h.desk(), item))
		h.clock.Add(30 * time.Second)
		floor, err := h.st.Speeches(h.desk(), h.meeting)
		if err != nil || len(floor) != 3 {
			h.t.Fatalf("%+v, %v", floor, err)
		}
		has, _ := floor.Has()
		if has.Person != "drafter" || has.Answers != question || has.State != meetings.Held || has.Used != 30*time.Second {
			h.t.Errorf("the answer in a break: %+v", has)
		}
		talks := floor.Talks()
		if len(talks) != 2 || talks[0].Person != "drafter" || talks[0].Times != 2 || talks[0].Spent != 90*time.Second {
			h.t.Errorf("%+v", talks)
		}
		it, err := h.st.Item(h.desk(), item)
		if err != nil || it.Clock.Since != nil || it.Clock.Used != 3*time.Minute {
			h.t.Errorf("the item's clock: %+v, %v", it.Clock, err)
		}
		h.ok(h.svc.RunItem(h.desk(), item))
		if it, err = h.st.Item(h.desk(), item); err != nil || it.Clock.Since == nil {
			h.t.Errorf("%+v, %v", it.Clock, err)
		}
	})
}

func TestOpinionsOfASession(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.begun(3)
		h.ok(h.svc.WriteOpinion(h.as("m2"), h.items[0], "Nhất trí", 0))
		h.refused("request.stale")(h.svc.WriteOpinion(h.as("m2"), h.items[0], "Từ máy khác", 0))
		h.ok(h.svc.WriteOpinion(h.as("m2"), h.items[0], "Nhất trí, trừ Điều 3", 1))
		h.refused("meeting.item_runs_not")(h.svc.WriteOpinion(h.as("m2"), h.items[1], "Sớm quá", 0))
		all, err := h.st.Opinions(h.desk(), h.meeting)
		if err != nil || len(all) != 2 || len(all.Last()) != 1 || all.Last()[0].Text != "Nhất trí, trừ Điều 3" || all[0].Salt == all[1].Salt || all[0].Salt == "" {
			h.t.Errorf("%+v, %v", all, err)
		}
	})
}

// What is presented outlives a restart; the journal holds each paper once.
func TestPresenting(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.begun(3)
		shown := func(version string, page int) error {
			_, err := h.svc.Present(h.desk(), h.items[0], version, page)
			h.clock.Add(time.Second)
			return err
		}
		now := func() meetings.Presentation {
			p, err := h.svc.Presented(h.desk(), h.load())
			if err != nil {
				h.t.Fatal(err)
			}
			return p
		}
		if p := now(); p.Version != "" {
			h.t.Errorf("%+v", p)
		}
		for _, page := range []int{1, 2, 3} {
			if err := shown("doc-1.1", page); err != nil {
				h.t.Fatal(err)
			}
		}
		if p := now(); p.Version != "doc-1.1" || p.Page != 3 || p.By != "desk" {
			h.t.Errorf("%+v", p)
		}
		h.refused("meeting.page_not_found")("", shown("doc-1.1", 6))
		h.refused("meeting.page_not_found")("", shown("another", 1))
		if err := shown("", 0); err != nil || now().Version != "" {
			h.t.Errorf("still shown: %+v, %v", now(), err)
		}
		if err := shown("doc-1.1", 1); err != nil || now().Page != 1 {
			h.t.Errorf("%+v, %v", now(), err)
		}
		if h.happened("paper.presented") != 1 {
			h.t.Errorf("journal: %v", h.events())
		}
		h.ok(h.svc.LetPresent(h.desk(), h.items[0], "drafter"))
		back := procedure.Date{Year: 2027, Month: 1, Day: 4}
		h.ok(h.svc.Conclude(h.desk(), h.items[0], meetings.Conclusion{Outcome: meetings.PutOff, Text: "Chuẩn bị lại", ResubmitBy: &back}))
		if p := now(); p.Version != "" {
			h.t.Errorf("after the item: %+v", p)
		}
		if it, err := h.st.Item(h.desk(), h.items[0]); err != nil || it.Presenter != "" {
			h.t.Errorf("%+v, %v", it, err)
		}
		if !slices.Contains(h.events(), "item.presenter") {
			h.t.Errorf("journal: %v", h.events())
		}
	})
}
