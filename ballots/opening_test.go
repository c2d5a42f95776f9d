package ballots_test

import (
	"testing"
	"time"

	"ecabinet/ballots"
	"ecabinet/ballots/store"
)

// A ballot that cannot open at its time waits for a person, who is told why.
func TestABallotThatCannotOpenAtItsTimeIsToldOfOnce(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		at := c.clock.Now().Add(48 * time.Hour)
		in := terms(5)
		in.OpenAt = &at
		c.send(in)
		c.lawless = true
		c.pass(at.Add(time.Hour))
		if s := c.now().State; s != ballots.Approved {
			c.t.Fatal(s)
		}
		c.toldIs("secretary", "ballot.not_opened")
		why, err := c.svc.Store.(*store.Store).NotOpened(c.as("secretary"), c.ballot)
		if err != nil || why == nil || why.Code != "procedure.no_profile" || why.Params["date"] != "2026-11-18" {
			c.t.Fatalf("%+v %v", why, err)
		}
		c.lawless = false
		c.must(c.svc.Withdraw(c.as("secretary"), c.ballot, c.now().Rev))
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		if why, err := c.svc.Store.(*store.Store).NotOpened(c.as("secretary"), c.ballot); why != nil || err != nil {
			c.t.Fatalf("still %+v %v", why, err)
		}
		c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
		if s := c.now().State; s != ballots.Open {
			c.t.Fatal(s)
		}
	})
}

// A paper that was called back cannot be what members are asked on.
func TestABallotDoesNotGoOutWithAPaperThatWasCalledBack(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		both := c.papers
		c.write(terms(5))
		c.papers = both[:1]
		_, err := c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("ballot.paper_not_readable", err)
		c.papers = both
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		c.papers = both[:1]
		_, err = c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev)
		c.refused("ballot.paper_not_readable", err)
		c.papers = both
		c.newVersion(2, "doc-2.2") // newer than what was approved: the approved one goes out
		c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
		if v := c.now().Papers[1].Version; v != "doc-2.1" {
			c.t.Fatal(v)
		}
	})
}
