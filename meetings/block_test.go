package meetings_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"ecabinet/meetings"
	"ecabinet/meetings/store"
	"ecabinet/procedure"
)

// A block is adopted in one act only of what nobody present objects to: the server looks
// at the marks when the vote is opened, whatever the screen showed.
func TestABlockIsWhatNobodyObjectsTo(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(3)
		mark := func(person, item string, k meetings.Mark, note string) {
			h.t.Helper()
			h.ok(h.svc.Mark(h.as(person), item, k, note))
		}
		for i := range 3 {
			mark(m(i+1), h.items[0], meetings.NoObjection, "")
			mark(m(i+1), h.items[1], meetings.NoObjection, "")
		}
		h.come(1, 3, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		block := func(items ...string) (string, error) {
			return h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: items, Text: "Thông qua?"})
		}
		h.refused("meeting.not_in_block")(block(h.items[0], h.items[2])) // nobody has marked it
		mark("m3", h.items[1], meetings.Objects, "Chưa rõ nguồn vốn")
		h.refused("meeting.not_in_block")(block(h.items[0], h.items[1]))
		h.refused("meeting.not_in_block")(block(h.items[0], h.items[0]))
		h.refused("meeting.vote_not_found")(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "?", Repeats: "gone"}))
		h.refused("meeting.block_plain")(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "?", Options: []meetings.Option{{Key: "a", Text: "1"}, {Key: "b", Text: "2"}}}))

		// An objection of who is recused from the item stands in nobody's way.
		it, err := h.st.Item(h.desk(), h.items[1])
		if err != nil {
			h.t.Fatal(err)
		}
		h.ok(h.svc.EditItem(h.desk(), it.ID, it.Rev, it.ItemTerms, []string{"m3"}))
		vote := h.ok(block(h.items[:2]...))

		// While it is open nothing of what is voted on changes under it.
		h.refused("meeting.vote_open")(h.svc.Begin(h.desk(), h.items[0]))
		h.refused("meeting.vote_open")(h.svc.WithdrawItem(h.desk(), h.items[0], h.item(0).Rev))
		terms := h.item(0).ItemTerms
		terms.Title = "Nội dung khác"
		h.refused("meeting.vote_open")(h.svc.EditItem(h.desk(), h.items[0], h.item(0).Rev, terms, nil))
		terms = h.item(0).ItemTerms
		terms.Minutes = 7
		h.ok(h.svc.EditItem(h.desk(), h.items[0], h.item(0).Rev, terms, []string{"m2"}))

		var noted []string
		h.svc.History = func(_ context.Context, _ meetings.Tx, matter, _, what, words string) error {
			noted = append(noted, matter+" "+what+words)
			return nil
		}
		h.vote(vote, procedure.Agree, 1, 3)
		h.ok(h.svc.CloseVote(h.desk(), vote, false))
		if len(noted) != 2 {
			h.t.Errorf("the matters' histories say %q", noted)
		}
	})
}

// Who has taken a paper takes part in a secret vote: nobody is recused from it meanwhile,
// and the box that is closed can be counted.
func TestNobodyIsRecusedFromASecretVoteThatIsOpen(t *testing.T) {
	sit(t, 6, func(h *house) {
		vote := h.secretly(6)
		papers := h.filled(vote, repeat(procedure.Agree, 6)...)
		it := h.item(0)
		h.refused("meeting.secret_recusal")(h.svc.EditItem(h.desk(), it.ID, it.Rev, it.ItemTerms, []string{"m2"}))
		h.ok(h.svc.CloseTaking(h.desk(), vote))
		if _, err := h.svc.FillBox(h.desk(), vote, papers); err != nil {
			h.t.Fatal(err)
		}
		h.ok(h.svc.CloseBox(h.desk(), vote, false, false))
		if err := h.svc.CountBox(h.desk(), vote, nil); err != nil {
			h.t.Fatal(err)
		}
	})
}

// Who is recused from the item that runs has neither its floor nor its page any more.
func TestWhoIsRecusedSpeaksAndPresentsNoMore(t *testing.T) {
	sit(t, 4, func(h *house) {
		h.convene(1)
		h.come(1, 4, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		asked := h.ok(h.svc.Ask(h.as("m2"), h.items[0], meetings.Speech, ""))
		h.ok(h.svc.Call(h.desk(), asked, 0))
		h.ok(h.svc.Ask(h.as("m2"), h.items[0], meetings.Reply, ""))
		h.ok(h.svc.LetPresent(h.desk(), h.items[0], "m2"))
		it := h.item(0)
		h.ok(h.svc.EditItem(h.desk(), it.ID, it.Rev, it.ItemTerms, []string{"m2"}))
		floor, err := h.st.Floor(h.desk(), it.ID)
		if err != nil {
			h.t.Fatal(err)
		}
		if _, has := floor.Has(); has || len(floor.Queue()) > 0 {
			h.t.Errorf("the floor: %+v", floor)
		}
		if p := h.item(0).Presenter; p != "" {
			h.t.Errorf("%s still presents", p)
		}
	})
}

// What is not adopted or put off is told to the agency that drafts it, and again when its
// day is near and when it is past, unless a later agenda has it.
func TestWhatIsPutOffComesBackByItself(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		h.come(1, 3, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		back := procedure.DateOf(h.clock.Now(), zone).AddDays(30)
		h.ok(h.svc.Conclude(h.as("m1"), h.items[0], meetings.Conclusion{Outcome: meetings.PutOff, Text: "Bổ sung đánh giá tác động", ResubmitBy: &back}))
		h.ok(h.svc.Adjourn(h.as("m1"), h.meeting))
		if list, _, err := h.st.Returning(h.desk(), store.Page{}); err != nil || len(list) != 1 {
			h.t.Fatalf("%d come back: %v", len(list), err)
		}
		told := func(hearer string) (kinds []string) {
			h.t.Helper()
			list, err := h.st.Notices(h.as("reader"), "reader", []string{hearer}, h.clock.Now(), 20)
			if err != nil {
				h.t.Fatal(err)
			}
			for _, n := range list {
				kinds = append(kinds, n.Kind)
			}
			return kinds
		}
		want := func(agency, desk []string) {
			h.t.Helper()
			if a, d := told("agency/agency-1"), told(meetings.HearerDesk); !slices.Equal(a, agency) || !slices.Equal(d, desk) {
				h.t.Errorf("the agency is told %q, the secretariat %q", a, d)
			}
		}
		want([]string{meetings.ToldReturns}, nil)
		h.clock.Add(17 * 24 * time.Hour)
		if err := h.svc.TellReturn(h.desk(), h.items[0]); err != nil {
			h.t.Fatal(err)
		}
		want([]string{meetings.ToldSoon, meetings.ToldReturns}, []string{meetings.ToldSoon})
		if err := h.st.NoticesRead(h.as("reader"), "reader", h.clock.Now()); err != nil {
			h.t.Fatal(err)
		}
		h.clock.Add(15 * 24 * time.Hour)
		if err := h.svc.TellReturn(h.desk(), h.items[0]); err != nil {
			h.t.Fatal(err)
		}
		want([]string{meetings.ToldOver}, []string{meetings.ToldOver})
	})
}

// Another version of a paper is told to those who read it, and to nobody who is recused.
func TestANewVersionOfAPaperIsTold(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		it := h.item(0)
		it.Papers[0].Version = "doc-1.0"
		h.svc.Dossier = older{h}
		h.ok(h.svc.EditItem(h.desk(), it.ID, it.Rev, it.ItemTerms, []string{"m3"}))
		h.svc.Dossier = h
		it = h.item(0)
		h.ok(h.svc.EditItem(h.desk(), it.ID, it.Rev, it.ItemTerms, []string{"m3"}))
		for person, want := range map[string]int{"m1": 2, "m2": 2, "m3": 0} {
			list, err := h.st.Notices(h.as(person), person, []string{person}, h.clock.Now(), 20)
			if err != nil || len(list) != want {
				h.t.Errorf("%s is told %v, %v", person, list, err)
			}
		}
		it = h.item(0)
		h.ok(h.svc.EditItem(h.desk(), it.ID, it.Rev, it.ItemTerms, nil))
		if n := h.happened("item.papers_superseded"); n != 2 {
			h.t.Errorf("%d times superseded", n)
		}
	})
}

// older is the dossier as it was before.
type older struct{ *house }

func (o older) Papers(ctx context.Context, matter string) ([]meetings.Paper, error) {
	list, err := o.house.Papers(ctx, matter)
	list[0].Version = "doc-1.0"
	return list, err
}

// What ballots leave for a session waits until an agenda has it: what somebody asked to
// discuss first, then what is reported. It is taken in once.
func TestASessionTakesInWhatBallotsLeave(t *testing.T) {
	sit(t, 3, func(h *house) {
		now := h.clock.Now()
		h.svc.Ballots = left{
			{Ballot: "b-1", Number: "01/2026", Title: "Kết quả lấy ý kiến", Matter: "matter-8", Kind: meetings.Note, At: now.Add(-time.Hour)},
			{Ballot: "b-2", Title: "Dự thảo cần thảo luận", Matter: "matter-9", Kind: meetings.Decide, Asked: 2, At: now},
			{Ballot: "b-3", Title: "Đã lâu", Matter: "matter-7", Kind: meetings.Note, At: now.Add(-100 * 24 * time.Hour)},
		}
		h.convene(1)
		waits := func(want ...string) {
			h.t.Helper()
			list, err := h.svc.WaitsForSession(h.desk(), h.clock.Now())
			var got []string
			for _, a := range list {
				got = append(got, a.Ballot)
			}
			if err != nil || !slices.Equal(got, want) {
				h.t.Errorf("%q wait, %v; want %q", got, err, want)
			}
		}
		waits("b-2", "b-1")
		ref, err := h.svc.TakeIn(h.desk(), h.meeting, "b-2", h.clock.Now())
		item := h.ok(ref, err)
		waits("b-1")
		h.refused("meeting.taken_in")(h.svc.TakeIn(h.desk(), h.meeting, "b-2", h.clock.Now()))
		it, err := h.st.Item(h.desk(), item)
		if err != nil || it.Kind != meetings.Decide || it.Matter != "matter-9" || len(it.Papers) != 1 {
			h.t.Fatalf("%+v, %v", it, err)
		}
		terms := it.ItemTerms
		terms.Source, terms.Minutes = "", 30 // as the screen sends it
		h.ok(h.svc.EditItem(h.desk(), item, it.Rev, terms, nil))
		waits("b-1")
		it, err = h.st.Item(h.desk(), item)
		if err != nil {
			h.t.Fatal(err)
		}
		h.ok(h.svc.WithdrawItem(h.desk(), item, it.Rev))
		waits("b-2", "b-1")
	})
}

// left are what ballots leave for a session.
type left []meetings.FromBallot

func (l left) ForSession(context.Context, time.Time) ([]meetings.FromBallot, error) {
	return slices.Clone(l), nil
}
