package app_test

import (
	"net/http"
	"testing"

	"ecabinet/meetings"
)

// Opinions, attendance and invitations cause no frame for a guest of one item; and who is
// recused from the item that runs does not hear who votes on it.
func TestWhatIsOfOthersIsNotHeard(t *testing.T) {
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
	act("an opinion", func() error {
		return b.Do(b.Members[2], http.MethodPut, b.ItemPath(0, "opinion"), map[string]any{"text": "Đồng ý", "revision": 0}, nil)
	})
	act("an invitation", func() error { b.invite(b.add("analyst")); return nil })
	act("a leave", func() error { return b.Act(b.Members[4], b.MeetingPath("leave"), nil) })
	act("a coming", func() error { return b.Act(b.Members[4], b.MeetingPath("check-in"), map[string]any{"manner": "room"}) })
	b.settle(r)
	vote, err := b.OpenVote(b.Chair(), 0)
	b.must(err)
	if err := b.Node.App.Hub.Signal(b.Body, b.Topic(), "turnout/"+vote+":"+b.IDs[0], map[string]any{"cast": 1}); err != nil {
		t.Fatal(err)
	}
	for _, f := range b.settle(r) {
		if f.Type == "signal" {
			t.Errorf("who is recused hears %s", f.text)
		}
	}
}
