package ballots_test

import (
	"slices"
	"testing"
	"time"

	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/procedure"
)

// Whether a ballot goes on where members ask for discussion is for the Prime Minister,
// m1, to say once it is closed.

func TestAfterARequestForDiscussionTheHeadLetsTheBallotGoOn(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Discuss, 5)
		_, err := c.svc.GoOn(c.as(member(1)), c.ballot, c.now().Rev, "")
		c.refused("ballot.not_now", err) // known to nobody before closing
		c.closeNow()
		c.heard(member(1), "ballot.discussion_asked")
		_, err = c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("discussion.undecided", err)

		c.must(c.svc.GoOn(c.as(member(1)), c.ballot, c.now().Rev, " Nội dung đã rõ "))
		b := c.now()
		if b.State != ballots.Closed || b.Onward == nil || b.Onward.Note != "Nội dung đã rõ" || b.Onward.By != member(1) {
			t.Fatalf("%s %+v", b.State, b.Onward)
		}
		c.heard("secretary", "ballot.goes_on")
		_, err = c.svc.ToSession(c.as(member(1)), c.ballot, b.Rev, "Nghĩ lại")
		c.refused("discussion.decided", err)
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, b.Rev))
		c.figure("deemed", c.outcome(procedure.Adopted).Deemed, 26)
	})
}

func TestAfterARequestForDiscussionTheHeadSendsTheMatterToTheSession(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Discuss, 5, 6)
		b := c.closeNow()
		_, err := c.svc.ToSession(c.as(member(1)), c.ballot, b.Rev, " ")
		c.refused("ballot.reason_missing", err)
		c.must(c.svc.ToSession(c.as(member(1)), c.ballot, b.Rev, "Nhiều luật liên quan, thảo luận tại phiên họp."))
		b = c.now()
		if b.State != ballots.Recalled || b.RecalledFor != "Nhiều luật liên quan, thảo luận tại phiên họp." {
			t.Fatalf("%s %q", b.State, b.RecalledFor)
		}
		for _, person := range []string{"secretary", member(5), "head-" + member(27)} {
			c.heard(person, "ballot.to_session")
		}
		_, err = c.svc.Certify(c.as("secretary"), c.ballot, b.Rev)
		c.refused("ballot.not_now", err)
		// It is still among what the session has to take up.
		listed, err := c.svc.Store.(*store.Store).Ended(c.as("secretary"), b.ClosedAt.Add(-time.Second), 10)
		if err != nil || !slices.ContainsFunc(listed, func(one ballots.Ballot) bool { return one.ID == b.ID && len(one.Result.Discuss) == 2 }) {
			t.Fatal(listed, err)
		}
	})
}

func TestWhereNobodyAsksOrNobodyCanDecideNothingIsWaitedFor(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.closeNow()
		_, err := c.svc.GoOn(c.as(member(1)), c.ballot, c.now().Rev, "")
		c.refused("discussion.not_asked", err)
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	})
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Discuss, 5)
		c.left[member(1)] = c.clock.Now() // and nobody has the seat when it closes
		c.closeNow()
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	})
	convene(t, 27, "nd-191-2026", func(c *cabinet) { // his answer stands, he is no member any more
		c.send(terms(5))
		c.cast(procedure.Agree, 1)
		c.cast(procedure.Discuss, 5)
		c.closeNow()
		c.left[member(1)] = c.clock.Now()
		c.clock.Add(time.Minute)
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	})
}

// A request that comes to count after the closing is told as those before it, and what was
// decided without it is decided anew.
func TestARequestForDiscussionThatCountsLaterIsDecidedAnew(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Discuss, 5)
		c.closeNow()
		c.must(c.svc.GoOn(c.as(member(1)), c.ballot, c.now().Rev, ""))
		late := c.answerID(c.onBehalf("secretary", 6, procedure.Discuss, c.now().SentAt))
		before := len(c.told(member(1)))
		c.must(c.svc.SecondOnBehalf(c.as("secretary-2"), late))
		if b := c.now(); b.Onward != nil || !slices.Equal(b.Result.Discuss, []int{5, 6}) {
			t.Fatalf("%+v %v", b.Onward, b.Result.Discuss)
		}
		if told := c.told(member(1)); len(told) != before+1 || told[before] != "ballot.discussion_asked" {
			t.Fatal(told)
		}
		_, err := c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("discussion.undecided", err)
	})
}

// heard checks that a person was given a notice of a kind.
func (c *cabinet) heard(person, kind string) {
	c.t.Helper()
	if got := c.told(person); !slices.Contains(got, kind) {
		c.t.Fatalf("%s was told %q, not %s", person, got, kind)
	}
}
