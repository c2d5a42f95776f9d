package app_test

import (
	"net/http"
	"testing"

	"ecabinet/meetings"
)

// Whatever happens on other items, in the attendance, in votes or among those invited: a
// guest of one item gets no frame, so that not even its being there can be inferred; and
// who is recused from the item that runs gets none that is of that item alone.
func TestWhatHappensElsewhereIsNotHeard(t *testing.T) {
	b := &building{House: seated(t, 6), t: t, next: 3}
	last := b.IDs[3]
	guest := b.add("guest")
	b.edit(last, func(t *meetings.ItemTerms, _ *[]string) { t.Guests = append(t.Guests, guest.Person) })
	aside := b.Members[5]
	b.recuse(aside.Person, true)
	g, r := b.listen(guest), b.listen(aside)
	b.settle(g)
	b.settle(r)

	act := func(what string, do func() error) {
		t.Helper()
		b.must(do())
		for _, f := range b.settle(g) {
			t.Errorf("%s: a guest of another item hears %s", what, f.text)
		}
	}
	desk := b.As(t.Context(), b.Desk.Person)
	act("an opinion", func() error {
		return b.Do(b.Members[2], http.MethodPut, b.ItemPath(0, "opinion"), map[string]any{"text": "Đồng ý", "revision": 0}, nil)
	})
	act("a request", func() error {
		return b.Do(b.Members[2], http.MethodPost, b.ItemPath(0, "requests"), map[string]any{"kind": "speech"}, nil)
	})
	act("a page", func() error {
		return b.Act(b.Chair(), b.ItemPath(0, "present"), map[string]any{"version": "mo-phong-1-1.1", "page": 2})
	})
	act("a step", func() error { return b.Act(b.Chair(), b.ItemPath(0, "step"), map[string]any{"step": "speak"}) })
	act("a clock", func() error { return b.Act(b.Chair(), b.ItemPath(0, "hold"), nil) })
	act("an edit", func() error { b.edit(b.IDs[1], func(t *meetings.ItemTerms, _ *[]string) { t.Note += "." }); return nil })
	act("a mark", func() error {
		return b.Do(b.Members[2], http.MethodPut, b.ItemPath(1, "mark"), map[string]any{"mark": "no_objection", "note": ""}, nil)
	})
	act("an invitation", func() error { b.invite(b.add("analyst")); return nil })
	act("a leave", func() error { return b.Act(b.Members[4], b.MeetingPath("leave"), nil) })
	act("a coming", func() error { return b.Act(b.Members[4], b.MeetingPath("check-in"), map[string]any{"manner": "room"}) })
	act("a scene", func() error {
		return b.Do(b.Chair(), http.MethodPut, b.MeetingPath("screen"), map[string]any{"scene": "seats"}, nil)
	})
	act("a new item", func() error { b.addItem("Khác", func(*meetings.ItemTerms) {}); return nil })
	act("the agenda", func() error {
		m, err := b.Node.App.Meetings.Store.Meeting(desk, b.Meeting)
		if err == nil {
			_, err = b.Node.App.Meetings.Convene(desk, b.Meeting, m.Rev)
		}
		return err
	})
	b.settle(r)
	var vote string
	act("a vote", func() (err error) { vote, err = b.OpenVote(b.Chair(), 0); return err })
	if err := b.Node.App.Hub.Signal(b.Body, b.Topic(), "turnout/"+vote+":"+b.IDs[0], map[string]any{"cast": 1}); err != nil {
		t.Fatal(err)
	}
	for _, f := range b.settle(r) {
		if f.Type == "signal" {
			t.Errorf("who is recused hears %s", f.text)
		}
	}
	act("its end", func() error { return b.Act(b.Chair(), "/api/votes/"+vote+"/close", map[string]any{"let_stand": false}) })
}
