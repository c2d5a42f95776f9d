package ballots_test

import (
	"testing"

	"ecabinet/procedure"
)

func TestOnBehalfIsConfirmedDisputedOrReplaced(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 13)...)
		first := c.answerID(c.onBehalf("secretary", 14, procedure.Agree, c.clock.Now()))
		c.toldIs(member(14), "ballot.opened", "answer.on_behalf")
		c.toldIs("clerk-"+member(14), "ballot.opened")
		c.must(c.onBehalf("secretary", 15, procedure.Agree, c.clock.Now()))
		c.cast(procedure.Disagree, 15) // the member's own answer always replaces it
		_, err := c.onBehalf("secretary", 1, procedure.Disagree, c.clock.Now())
		c.refused("behalf.member_answered", err)
		c.closeNow()
		got := c.outcome(procedure.Adopted)
		c.figure("on behalf", got.OnBehalf, 1)
		_, err = c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("ballot.unconfirmed_decides", err)
		_, err = c.svc.ConfirmOnBehalf(c.as(member(13)), first)
		c.refused("answer.not_your_seat", err)
		c.must(c.svc.DisputeOnBehalf(c.as(member(14)), first))
		got = c.outcome(procedure.NotAdopted)
		c.figure("not answered", got.NotAnswered, 13)
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	})
}

func TestOnBehalfAfterTheDeadlineTakesTwoPersonsAndReplacesTheDeemed(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		received := c.clock.Now()
		c.closeNow()
		_, err := c.onBehalf("secretary", 7, procedure.Disagree, c.clock.Now())
		c.refused("behalf.received_late", err)
		id := c.answerID(c.onBehalf("secretary", 7, procedure.Disagree, received))
		c.figure("disagree", c.outcome(procedure.Adopted).OnBehalfAgainst, 0)
		_, err = c.svc.SecondOnBehalf(c.as("secretary"), id)
		c.refused("behalf.second_is_first", err)
		_, err = c.svc.ConfirmOnBehalf(c.as(member(7)), id)
		c.refused("behalf.awaits_second", err)
		c.must(c.svc.SecondOnBehalf(c.as("secretary-2"), id))
		got := c.outcome(procedure.Adopted)
		c.figure("against", got.OnBehalfAgainst, 1)
		c.figure("deemed", got.Deemed, 26)
		c.must(c.svc.DisputeOnBehalf(c.as(member(7)), id))
		c.figure("deemed again", c.outcome(procedure.Adopted).Deemed, 27)
	})
}

func TestOneRecordedAnswerAtATime(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		received := c.clock.Now()
		first := c.answerID(c.onBehalf("secretary", 7, procedure.Agree, received))
		_, err := c.onBehalf("secretary", 7, procedure.Disagree, received)
		c.refused("behalf.recorded_already", err)
		c.must(c.svc.ConfirmOnBehalf(c.as(member(7)), first))
		_, err = c.onBehalf("secretary", 7, procedure.Disagree, received)
		c.refused("behalf.recorded_already", err)
		c.must(c.svc.DisputeOnBehalf(c.as(member(7)), first))
		_, err = c.svc.DisputeOnBehalf(c.as(member(7)), first)
		c.refused("behalf.already_void", err)
		c.closeNow()
		c.figure("deemed", c.outcome(procedure.Adopted).Deemed, 27)
		c.answerID(c.onBehalf("secretary", 7, procedure.Disagree, received))
		_, err = c.onBehalf("secretary-2", 7, procedure.Agree, received)
		c.refused("behalf.recorded_already", err) // one waits for its second person
	})
}

func TestTheMembersOwnAnswerLeavesNothingToConfirm(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		recorded := c.answerID(c.onBehalf("secretary", 7, procedure.Agree, c.clock.Now()))
		c.cast(procedure.Disagree, 7)
		_, err := c.svc.ConfirmOnBehalf(c.as(member(7)), recorded)
		c.refused("behalf.replaced", err)
		_, err = c.svc.DisputeOnBehalf(c.as(member(7)), recorded)
		c.refused("behalf.replaced", err)
		c.closeNow()
		got := c.outcome(procedure.Adopted)
		c.figure("on behalf", got.OnBehalf, 0)
		c.figure("disagree", got.Disagree, 1)
	})
}

func TestARecordedAnswerThatWaitsForItsSecondPersonHoldsUpCertification(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		received := c.clock.Now()
		c.cast(procedure.Agree, seats(1, 12)...)
		c.cast(procedure.Disagree, seats(13, 25)...)
		c.closeNow()
		c.figure("for", c.outcome(procedure.Adopted).For, 14) // 12 and two deemed
		waits := c.answerID(c.onBehalf("secretary", 26, procedure.Disagree, received))
		_, err := c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("behalf.pending_decides", err)
		c.must(c.svc.SecondOnBehalf(c.as("secretary-2"), waits))
		c.outcome(procedure.NotAdopted)
		_, err = c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("ballot.unconfirmed_decides", err)
		c.must(c.svc.ConfirmOnBehalf(c.as(member(26)), waits))
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	})
}

func TestARecordedAnswerThatDecidesNothingHoldsNothingUp(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		received := c.clock.Now()
		c.closeNow()
		c.answerID(c.onBehalf("secretary", 26, procedure.Disagree, received))
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
		c.figure("deemed", c.outcome(procedure.Adopted).Deemed, 27)
	})
}
