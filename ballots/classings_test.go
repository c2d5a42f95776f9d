package ballots_test

import (
	"strings"
	"testing"

	"ecabinet/ballots"
	"ecabinet/procedure"
)

// class places the other opinion of a seat and gives the classing's id.
func (c *cabinet) class(by string, seat int, as procedure.Choice) string {
	c.t.Helper()
	ref, err := c.svc.ClassAnswer(c.as(by), ballots.Classing{Ballot: c.ballot, Seat: seat, Question: "q1", As: as, Reason: "Nêu rõ nhất trí."})
	c.must(ref, err)
	return strings.TrimPrefix(ref, "classing/")
}

func TestClassingThatDecidesNeedsASecondPersonAndIsNamed(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Other, 14)
		c.closeNow()
		c.outcome(procedure.NotAdopted)
		class := ballots.Classing{Ballot: c.ballot, Seat: 14, Question: "q1", As: procedure.Agree, Reason: "Nêu rõ nhất trí."}
		ref, err := c.svc.ClassAnswer(c.as("secretary"), class)
		c.must(ref, err)
		id := strings.TrimPrefix(ref, "classing/")
		c.outcome(procedure.NotAdopted)
		_, err = c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("classing.awaits_second", err)
		_, err = c.svc.SecondClassing(c.as("secretary"), c.ballot, id)
		c.refused("classing.second_is_first", err)
		c.must(c.svc.SecondClassing(c.as("secretary-2"), c.ballot, id))
		got := c.outcome(procedure.Adopted)
		if s := got.Sentence("vi"); !strings.Contains(s, "13 trực tiếp + 1 do Ông secretary") || !strings.Contains(s, "= 14") {
			t.Fatal(s)
		}
		_, err = c.svc.ObjectClassing(c.as(member(13)), c.ballot, id)
		c.refused("answer.not_your_seat", err)
		c.must(c.svc.ObjectClassing(c.as(member(14)), c.ballot, id))
		c.outcome(procedure.NotAdopted)
	})
}

func TestTwoHarmlessClassingsThatDecideTogetherBothNeedASecondPerson(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 12)...)
		c.cast(procedure.Other, 13, 14)
		c.closeNow()
		first := c.class("secretary", 13, procedure.Agree)
		c.figure("alone it decides nothing and counts", c.outcome(procedure.NotAdopted).For, 13)
		second := c.class("secretary", 14, procedure.Agree)
		c.figure("now either decides", c.outcome(procedure.NotAdopted).For, 12)
		c.must(c.svc.SecondClassing(c.as("secretary-2"), c.ballot, second))
		c.figure("one of two persons' word", c.outcome(procedure.NotAdopted).For, 13)
		_, err := c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("classing.awaits_second", err)
		c.must(c.svc.SecondClassing(c.as("secretary-2"), c.ballot, first))
		c.figure("both", c.outcome(procedure.Adopted).For, 14)
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	})
}

func TestAClassingThatComesToDecideLaterNeedsASecondPersonThen(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Other, 14)
		behalf := c.answerID(c.onBehalf("secretary", 15, procedure.Agree, c.clock.Now()))
		c.closeNow()
		id := c.class("secretary", 14, procedure.Agree)
		c.figure("for", c.outcome(procedure.Adopted).For, 15)
		c.must(c.svc.DisputeOnBehalf(c.as(member(15)), behalf))
		c.outcome(procedure.NotAdopted)
		_, err := c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("classing.awaits_second", err)
		c.must(c.svc.SecondClassing(c.as("secretary-2"), c.ballot, id))
		c.outcome(procedure.Adopted)
	})
}

func TestAnObjectionIsNotOverruled(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Other, 14)
		c.closeNow()
		c.must(c.svc.ObjectClassing(c.as(member(14)), c.ballot, c.class("secretary", 14, procedure.Agree)))
		_, err := c.svc.ClassAnswer(c.as("secretary"), ballots.Classing{Ballot: c.ballot, Seat: 14, Question: "q1", As: procedure.Agree, Reason: "Vẫn vậy."})
		c.refused("classing.objected", err)
		c.class("secretary", 14, procedure.Disagree)
	})
}

func TestADisputeTakesTheClassingOfTheRecordedOpinionWithIt(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		received := c.clock.Now()
		recorded := c.answerID(c.onBehalf("secretary", 14, procedure.Other, received))
		c.closeNow()
		c.class("secretary", 14, procedure.Agree)
		c.figure("for", c.outcome(procedure.NotAdopted).For, 1)
		c.must(c.svc.DisputeOnBehalf(c.as(member(14)), recorded))
		again := c.answerID(c.onBehalf("secretary", 14, procedure.Other, received))
		c.must(c.svc.SecondOnBehalf(c.as("secretary-2"), again))
		got := c.outcome(procedure.NotAdopted)
		c.figure("on behalf", got.OnBehalf, 1)
		c.figure("for, the new opinion is not classed", got.For, 0)
		c.class("secretary", 14, procedure.Disagree)
	})
}
