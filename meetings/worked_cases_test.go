package meetings_test

import (
	"context"
	"testing"
	"time"

	"ecabinet/meetings"
	"ecabinet/procedure"
)

// The worked cases of a session, by name, through the room.

// ruled is the law of a body that has set its own figures.
type ruled struct {
	*house
	profile procedure.Profile
}

func (r ruled) At(ctx context.Context, t time.Time) (meetings.Law, error) {
	law, err := r.house.At(ctx, t)
	law.Profile = r.profile
	return law, err
}

// rule sets figures of the template for the house.
func (h *house) rule(set func(p *procedure.Profile)) {
	h.t.Helper()
	for _, p := range procedure.Shipped() {
		if p.ID == "generic" {
			set(&p)
			if err := p.Validate(); err != nil {
				h.t.Fatalf("no body can set this: %v", err)
			}
			h.svc.Laws = ruled{h, p}
		}
	}
}

// ask opens a vote on the first item.
func (h *house) ask(repeats string) string {
	h.t.Helper()
	return h.ok(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "Thông qua dự thảo?", Repeats: repeats}))
}

// counts closes a vote and compares what it came to.
func (h *house) counts(vote string, outcome procedure.Outcome, base, needed int, says string) meetings.Vote {
	h.t.Helper()
	h.ok(h.svc.CloseVote(h.desk(), vote, false))
	v := h.tally(vote)
	got := v.Tallies[0].Tally
	if got.Outcome != outcome || got.Base != base || got.Needed != needed || got.Sentence("vi") != says {
		h.t.Errorf("%s, base %d, needed %d: %s", got.Outcome, got.Base, got.Needed, got.Sentence("vi"))
	}
	return v
}

// The session at which the e-Cabinet was launched: 21 present, 4 absent members voted
// remotely, adopted with 25 of 27.
func TestTheLaunchSessionOf2019(t *testing.T) {
	sit(t, 27, func(h *house) {
		h.clock.Set(time.Date(2019, 6, 24, 8, 0, 0, 0, zone))
		h.convene(1)
		h.come(1, 21, meetings.AttendRoom)
		h.come(22, 25, meetings.AttendRemote)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		vote := h.ask("")
		h.vote(vote, procedure.Agree, 1, 25)
		v := h.counts(vote, procedure.Adopted, 27, 14, "25/27 đồng ý, cần 14: thông qua")
		if q := v.QuorumClose; v.QuorumOpen != q || q.Present != 21 || q.Needed != 18 || !q.Met || q.Sentence("vi") != "21/27 thành viên có mặt, cần 18: đủ túc số" {
			h.t.Errorf("quorum %+v, then %+v", v.QuorumOpen, q)
		}
		if got := v.Tallies[0].Tally; got.Profile != "nd-138-2016" || got.Agree != 25 || got.NotAnswered != 2 {
			h.t.Errorf("%+v", got)
		}
		h.ok(h.svc.Conclude(h.as("m1"), h.items[0], meetings.Conclusion{Outcome: meetings.Adopted}))
	})
}

// Eighteen of 27, in the room or online: neither who merely votes from afar nor who sits in
// a member's place is one of them.
func TestTheQuorumOf27IsEighteen(t *testing.T) {
	sit(t, 27, func(h *house) {
		h.convene(1)
		h.come(1, 16, meetings.AttendRoom)
		h.come(17, 17, meetings.AttendOnline)
		h.come(18, 22, meetings.AttendRemote)
		h.ok(h.svc.CheckInFor(h.desk(), h.meeting, "deputy-minister", m(26), meetings.AttendRoom))
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		open := func() (string, error) {
			return h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "Thông qua?"})
		}
		h.refused("meeting.no_quorum")(open())
		h.come(27, 27, meetings.AttendOnline)
		vote := h.ok(open())
		h.refused("meeting.no_seat")(h.cast(vote, procedure.Agree, "deputy-minister"))
		if q := h.tally(vote).QuorumOpen; q.Present != 18 || q.Needed != 18 || !q.Met {
			h.t.Errorf("%+v", q)
		}
	})
}

// Thirteen of 27 and silence: in session it is never agreement, also where it is on a ballot.
func TestThirteenAndSilenceInSession(t *testing.T) {
	sit(t, 27, func(h *house) {
		h.begun(27)
		vote := h.ask("")
		h.vote(vote, procedure.Agree, 1, 13)
		v := h.counts(vote, procedure.NotAdopted, 27, 14, "13/27 đồng ý, cần 14: không thông qua")
		if got := v.Tallies[0].Tally; got.Profile != "nd-191-2026" || got.Deemed != 0 || got.NotAnswered != 14 {
			h.t.Errorf("%+v", got)
		}
	})
}

// Of 26 it is thirteen to thirteen, and a deputy chairs the item: it is the Prime Minister's
// side still.
func TestATieIsThePrimeMinistersAlsoWhenADeputyChairs(t *testing.T) {
	for _, x := range []struct {
		his, deputys procedure.Choice
		outcome      procedure.Outcome
		says         string
	}{
		{procedure.Agree, procedure.Disagree, procedure.Adopted, "Thủ tướng Chính phủ đồng ý: thông qua"},
		{procedure.Disagree, procedure.Agree, procedure.NotAdopted, "Thủ tướng Chính phủ không đồng ý: không thông qua"},
	} {
		t.Run(string(x.his), func(t *testing.T) {
			sit(t, 26, func(h *house) {
				h.convene(1)
				terms := h.item(0).ItemTerms
				terms.Chair = m(2)
				h.ok(h.svc.EditItem(h.desk(), h.items[0], h.item(0).Rev, terms, nil))
				h.come(1, 26, meetings.AttendRoom)
				h.ok(h.svc.Open(h.as("m1"), h.meeting))
				h.ok(h.svc.Begin(h.desk(), h.items[0]))
				vote := h.ask("")
				h.vote(vote, x.his, 1, 1)
				h.vote(vote, x.deputys, 2, 2)
				h.vote(vote, procedure.Agree, 3, 14)
				h.vote(vote, procedure.Disagree, 15, 26)
				h.counts(vote, x.outcome, 26, 14, "13/26 đồng ý, 13/26 không đồng ý, ngang nhau; "+x.says)
			})
		})
	}
}

// Of those present: who is in the room or online, silent or not, who voted and left, and of
// the absent only who voted from afar.
func TestTheBaseOfThosePresent(t *testing.T) {
	sit(t, 12, func(h *house) {
		h.rule(func(p *procedure.Profile) { p.Base = procedure.BasePresent })
		h.convene(1)
		h.come(1, 8, meetings.AttendRoom)
		h.come(9, 9, meetings.AttendOnline)
		h.come(10, 11, meetings.AttendRemote)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		vote := h.ask("")
		h.vote(vote, procedure.Agree, 1, 4)
		h.vote(vote, procedure.Disagree, 5, 6) // 7 and 8 are silent
		h.vote(vote, procedure.Agree, 9, 10)   // 11 is silent, 12 did not come
		h.ok(h.svc.Leave(h.as("m9"), h.meeting))
		h.counts(vote, procedure.Adopted, 10, 6, "6/10 thành viên có mặt đồng ý, cần 6: thông qua")
	})
}

// Whoever is recused from an item leaves its base, where the body has it so, and stays in
// the quorum of the session.
func TestARecusalReducesTheBaseOfItsItem(t *testing.T) {
	sit(t, 6, func(h *house) {
		h.rule(func(p *procedure.Profile) {
			p.Recusal, p.Quorum = procedure.RecusalReduce, procedure.Majority{Of: procedure.Fraction{Num: 1, Den: 1}}
		})
		h.convene(1)
		h.ok(h.svc.EditItem(h.desk(), h.items[0], h.item(0).Rev, h.item(0).ItemTerms, []string{m(6)}))
		h.come(1, 6, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		vote := h.ask("")
		h.refused("meeting.recused")(h.cast(vote, procedure.Agree, "m6"))
		h.vote(vote, procedure.Agree, 1, 3)
		h.vote(vote, procedure.Disagree, 4, 5)
		v := h.counts(vote, procedure.Adopted, 5, 3, "Đã trừ 1 thành viên không tham gia; 3/5 đồng ý, cần 3: thông qua")
		if q := v.QuorumClose; q.Present != 6 || q.Needed != 6 {
			h.t.Errorf("quorum %+v", q)
		}
	})
}

// A tie that is to be repeated adopts nothing; the vote that repeats it does.
func TestATieIsRepeatedInSession(t *testing.T) {
	sit(t, 6, func(h *house) {
		h.rule(func(p *procedure.Profile) { p.Tie = procedure.TieRepeat })
		h.begun(6)
		vote := h.ask("")
		h.vote(vote, procedure.Agree, 1, 3)
		h.vote(vote, procedure.Disagree, 4, 6)
		h.counts(vote, procedure.Repeat, 6, 4, "3/6 đồng ý, 3/6 không đồng ý, ngang nhau; theo quy chế: lấy ý kiến lại")
		adopt := func() (string, error) {
			return h.svc.Conclude(h.as("m1"), h.items[0], meetings.Conclusion{Outcome: meetings.Adopted})
		}
		h.refused("meeting.against_vote")(adopt())
		again := h.ask(vote)
		h.vote(again, procedure.Agree, 1, 4)
		h.vote(again, procedure.Disagree, 5, 6)
		if v := h.counts(again, procedure.Adopted, 6, 4, "4/6 đồng ý, cần 4: thông qua"); v.Repeats != vote || v.No != 2 {
			h.t.Errorf("it repeats %q, number %d", v.Repeats, v.No)
		}
		h.ok(adopt())
	})
}
