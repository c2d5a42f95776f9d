package meetings_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet/meetings"
	blank "ecabinet/meetings/box"
	"ecabinet/procedure"
)

// urns are boxes whose keys are locked under a fixed key.
type urns struct{}

var urnKey = bytes.Repeat([]byte{9}, 32)

func (urns) New() (meetings.Box, error) {
	k, err := blank.NewKeys()
	if err != nil {
		return meetings.Box{}, err
	}
	p, err := k.Public()
	if err != nil {
		return meetings.Box{}, err
	}
	locked, err := k.Lock(urnKey)
	return meetings.Box{SignKey: p.SignKey, SealKey: p.SealKey, Locked: locked}, err
}

func (urns) Sign(locked, blinded string) (string, error) {
	k, err := blank.Unlock(urnKey, locked)
	if err != nil {
		return "", err
	}
	return k.Sign(blinded)
}

func (urns) Open(locked, vote string, sealed []string) ([]procedure.Choice, error) {
	k, err := blank.Unlock(urnKey, locked)
	var out []procedure.Choice
	for _, s := range sealed {
		choice, _ := k.Open(vote, s)
		out = append(out, procedure.Choice(choice))
	}
	return out, err
}

// secretly opens a secret vote on the running item.
func (h *house) secretly(members int) string {
	h.t.Helper()
	h.convene(2)
	h.come(1, members, meetings.AttendRoom)
	h.ok(h.svc.Open(h.as("m1"), h.meeting))
	h.ok(h.svc.Begin(h.desk(), h.items[0]))
	return h.ok(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "Giới thiệu nhân sự?", Secret: true}))
}

// paper takes a paper for a member.
func (h *house) paper(vote string, member int) (*blank.Slip, string, error) {
	b, err := h.st.Box(h.desk(), vote)
	if err != nil {
		h.t.Fatal(err)
	}
	slip, err := blank.Public{SignKey: b.SignKey, SealKey: b.SealKey}.NewSlip(vote)
	if err != nil {
		h.t.Fatal(err)
	}
	signed, err := h.svc.TakePaper(h.as(m(member)), vote, slip.Blinded)
	return slip, signed.Signed, err
}

// filled are the papers of members 1.., each with a choice, as they come to the box.
func (h *house) filled(vote string, choices ...procedure.Choice) []meetings.BoxPaper {
	h.t.Helper()
	b, err := h.st.Box(h.desk(), vote)
	if err != nil {
		h.t.Fatal(err)
	}
	p := blank.Public{SignKey: b.SignKey, SealKey: b.SealKey}
	var out []meetings.BoxPaper
	for i, c := range choices {
		slip, signed, err := h.paper(vote, i+1)
		if err != nil {
			h.t.Fatal(err)
		}
		spent, err := slip.Fill(p, vote, signed, string(c))
		if err != nil {
			h.t.Fatal(err)
		}
		token, err := p.Check(vote, spent)
		if err != nil {
			h.t.Fatal(err)
		}
		out = append(out, meetings.BoxPaper{Token: token, Sealed: spent.Sealed})
	}
	return out
}

func (h *house) code(err error, want string) {
	h.t.Helper()
	h.refused(want)("", err)
}

func repeat(c procedure.Choice, n int) []procedure.Choice {
	return slices.Repeat([]procedure.Choice{c}, n)
}

// A secret vote from the opening to the count: papers by name, then the box, then
// totals; nobody can take twice, cast by name or look a choice up.
func TestASecretVote(t *testing.T) {
	sit(t, 9, func(h *house) {
		vote := h.secretly(8)
		h.refused("meeting.vote_secret")(h.cast(vote, procedure.Agree, "m1"))
		h.refused("meeting.vote_secret")(h.svc.CloseVote(h.desk(), vote, false))
		papers := h.filled(vote, slices.Concat(repeat(procedure.Agree, 5), repeat(procedure.Disagree, 1), repeat(procedure.Blank, 1))...)
		if _, _, err := h.paper(vote, 1); err == nil {
			t.Error("a second paper was given out")
		} else {
			h.code(err, "meeting.paper_taken")
		}
		_, _, err := h.paper(vote, 9)
		h.code(err, "meeting.check_in_first")
		_, err = h.svc.FillBox(h.desk(), vote, papers)
		h.code(err, "meeting.box_closed")
		h.refused("meeting.box_closed")(h.svc.CloseBox(h.desk(), vote, false, false))
		h.ok(h.svc.CloseTaking(h.desk(), vote))
		_, _, err = h.paper(vote, 8)
		h.code(err, "meeting.papers_closed")

		if n, err := h.svc.FillBox(h.desk(), vote, papers[:5]); n != 5 || err != nil {
			t.Fatal(n, err)
		}
		if n, err := h.svc.FillBox(h.desk(), vote, papers[:5]); n != 5 || err != nil {
			t.Fatal("papers that are in already: ", n, err)
		}
		h.refused("meeting.papers_missing")(h.svc.CloseBox(h.desk(), vote, false, false))
		h.ok(h.svc.CloseBox(h.desk(), vote, false, true))
		for range 2 { // twice: a count that was interrupted is begun again
			if err := h.svc.CountBox(h.desk(), vote, papers[5:]); err != nil {
				t.Fatal(err)
			}
		}
		v := h.tally(vote)
		x := v.Tallies[0].Tally
		if v.State != meetings.VoteClosed || x.Agree != 5 || x.Disagree != 1 || x.Blank != 1 || x.NotAnswered != 2 || len(x.Sides) != 0 || v.Boxed != 7 {
			t.Errorf("%+v", v)
		}
		if b, err := h.st.Box(h.desk(), vote); err != nil || b.Locked != "" {
			t.Errorf("the keys outlive the vote: %+v, %v", b, err)
		}
		_, err = h.st.Slip(h.desk(), vote, 1)
		h.code(err, "meeting.paper_not_found")
		h.ok(h.svc.Conclude(h.desk(), h.items[0], meetings.Conclusion{Outcome: meetings.Adopted, Text: "Thông qua."}))
		story, err := h.svc.Story(h.desk(), h.meeting)
		if err != nil {
			t.Fatal(err)
		}
		minutes := printed(story.Parts(meetings.DeedMinutes), "vi")
		for text, want := range map[string]bool{
			"Biểu quyết kín.": true, " | Tán thành | Không tán thành | Phiếu trắng | Không biểu quyết | Tổng số\n | 5 | 1 | 1 | 2 | 9\n": true,
			"Tán thành (": false, "Phiếu trắng (": false, "Không biểu quyết (": false,
		} {
			if strings.Contains(minutes, text) != want {
				t.Errorf("%q in the minutes: %v\n%s", text, !want, minutes)
			}
		}
	})
}

// Fewer than five cannot vote secretly: neither where the list is so short, nor where
// so few have taken a paper.
func TestTooFewForASecret(t *testing.T) {
	sit(t, 6, func(h *house) {
		vote := h.secretly(6)
		h.filled(vote, repeat(procedure.Agree, 4)...)
		h.refused("meeting.secret_too_few")(h.svc.CloseTaking(h.desk(), vote))
		h.ok(h.svc.CancelVote(h.desk(), vote, "Chưa đủ người nhận phiếu."))
		if b, err := h.st.Box(h.desk(), vote); err != nil || b.Locked != "" {
			t.Errorf("the keys outlive a vote that was cancelled: %v", err)
		}
	})
	sit(t, 4, func(h *house) {
		h.convene(1)
		h.come(1, 4, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		h.refused("meeting.secret_too_few")(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items, Text: "Kín?", Secret: true}))
	})
}

// What was sealed for another vote, or is no choice of this one, is a paper that was
// not cast: it counts for nobody.
func TestPapersThatDoNotOpen(t *testing.T) {
	sit(t, 7, func(h *house) {
		vote := h.secretly(7)
		papers := h.filled(vote, slices.Concat(repeat(procedure.Agree, 5), []procedure.Choice{procedure.Other, "nonsense"})...)
		h.ok(h.svc.CloseTaking(h.desk(), vote))
		if _, err := h.svc.FillBox(h.desk(), vote, papers); err != nil {
			t.Fatal(err)
		}
		h.ok(h.svc.CloseBox(h.desk(), vote, false, false))
		if err := h.svc.CountBox(h.desk(), vote, nil); err != nil {
			t.Fatal(err)
		}
		if x := h.tally(vote).Tallies[0].Tally; x.Agree != 5 || x.NotAnswered != 2 || x.Base != 7 {
			t.Errorf("%+v", x)
		}
	})
}

// The journal tells who took a paper, and totals; never what, nor when one was cast.
func TestTheJournalOfASecretVote(t *testing.T) {
	sit(t, 6, func(h *house) {
		vote := h.secretly(6)
		papers := h.filled(vote, repeat(procedure.Disagree, 6)...)
		h.ok(h.svc.CloseTaking(h.desk(), vote))
		h.clock.Add(time.Minute)
		if _, err := h.svc.FillBox(h.desk(), vote, papers); err != nil {
			t.Fatal(err)
		}
		h.ok(h.svc.CloseBox(h.desk(), vote, false, false))
		if err := h.svc.CountBox(h.desk(), vote, nil); err != nil {
			t.Fatal(err)
		}
		rows, err := h.d.EventsAfter(h.desk(), body, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range rows {
			if e.Ref == "vote/"+vote {
				kinds = append(kinds, e.Type)
			}
			for _, p := range papers {
				if bytes.Contains(e.Data, []byte(p.Token)) || bytes.Contains(e.Data, []byte(p.Sealed)) {
					t.Errorf("%s holds a paper", e.Type)
				}
			}
		}
		want := append([]string{"vote.opened"}, slices.Repeat([]string{"paper.taken"}, 6)...)
		if want = append(want, "vote.taking_closed", "box.filled", "vote.box_closed", "vote.closed"); !slices.Equal(kinds, want) {
			t.Errorf("%v", kinds)
		}
	})
}
