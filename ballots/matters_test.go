package ballots_test

import (
	"testing"

	"ecabinet/ballots"
	"ecabinet/procedure"
)

// A matter is one thing with one history: its decision steps come one after the
// other.
func TestAMatterHasOneUndecidedBallotAtATime(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		first := c.ballot
		c.write(terms(5))
		second := c.ballot
		c.must(c.svc.Submit(c.as("secretary"), second, c.now().Rev))
		approve := func() error {
			_, err := c.svc.Approve(c.as("deputy"), second, c.now().Rev)
			return err
		}
		c.refused("ballot.matter_busy", approve())
		if s := c.now().State; s != ballots.Submitted {
			c.t.Fatalf("the refused ballot is %s", s)
		}
		c.ballot = first
		c.cast(procedure.Agree, seats(1, 27)...)
		c.closeNow()
		c.ballot = second
		c.refused("ballot.matter_busy", approve()) // its result is provisional
		c.ballot = first
		c.must(c.svc.Certify(c.as("secretary"), first, c.now().Rev))
		c.ballot = second
		if err := approve(); err != nil {
			c.t.Fatal(err)
		}
		c.must(c.svc.Recall(c.as("secretary"), second, c.now().Rev, "Rà soát lại"))
		c.send(terms(5)) // what was recalled is in nobody's way
	})
}
