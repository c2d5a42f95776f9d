package ballots_test

import (
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/procedure"
)

func (c *cabinet) newRound() {
	c.t.Helper()
	c.newVersion(1, "doc-1.next")
	c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-1.next", ballots.NewRound, "Sửa Điều 5"))
}

func (c *cabinet) typed(seat int) string {
	c.t.Helper()
	s, err := c.svc.Store.Scratch(c.as(member(seat)), c.ballot, member(seat))
	if err != nil {
		c.t.Fatalf("seat %d: %v", seat, err)
	}
	return s.Content.Opinions[0].Text
}

// In a new round earlier answers become drafts; what somebody has typed since, and
// what an office has prepared, is not lost.
func TestANewRoundLosesNothingThatWasTyped(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Disagree, 1, 2)
		later := c.content(procedure.Other)
		later.Opinions[0].Text = "Đang soạn lại."
		if err := c.svc.SaveScratch(c.as(member(2)), c.ballot, later); err != nil {
			c.t.Fatal(err)
		}
		clerk := c.as("clerk", ecabinet.OfficeAccess{Member: member(3), Step: "clerk"})
		prepared := c.content(procedure.Disagree)
		prepared.Opinions[0].Text = "Dự thảo của chuyên viên."
		c.must(c.svc.WriteDraft(clerk, c.ballot, member(3), 0, prepared))
		c.must(c.svc.PassDraft(clerk, c.ballot, member(3), 1, ballots.Unit, ""))
		c.newRound()
		if got := c.typed(1); got != "Đề nghị làm rõ Điều 5." {
			c.t.Errorf("the earlier answer became the draft %q", got)
		}
		if got := c.typed(2); got != "Đang soạn lại." {
			c.t.Errorf("what was typed since the answer became %q", got)
		}
		d, err := c.svc.Store.OfficeDraft(clerk, c.ballot, 2, member(3))
		if err != nil || d.Content.Opinions[0].Text != "Dự thảo của chuyên viên." || d.Step != ballots.Unit || len(d.Prepared) != 1 || d.Rev != 1 {
			c.t.Fatalf("the office's draft in the new round: %+v %v", d, err)
		}
		old, err := c.svc.Store.OfficeDraft(clerk, c.ballot, 1, member(3))
		if err != nil || old.ID == d.ID {
			c.t.Fatalf("the draft of the first round: %+v %v", old, err)
		}
		c.closeNow()
		c.figure("deemed", c.outcome(procedure.Adopted).Deemed, 27) // nobody has confirmed
	})
}

// What is recorded on behalf was said of this round's papers, after it was sent.
func TestOnBehalfIsOfThisRound(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		received := c.clock.Now()
		c.clock.Add(24 * time.Hour)
		c.newRound()
		_, err := c.onBehalf("secretary", 7, procedure.Agree, received)
		c.refused("behalf.received_before_sending", err)
		c.must(c.onBehalf("secretary", 7, procedure.Agree, c.clock.Now().Truncate(time.Minute)))
	})
}
