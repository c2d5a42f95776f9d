package ballots_test

import (
	"slices"
	"testing"
	"time"

	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/db"
	"ecabinet/procedure"
)

// pass lets time pass to a moment and does what falls due on the way, as a node does.
func (c *cabinet) pass(to time.Time) {
	c.t.Helper()
	do := map[string]func(id string) error{
		ballots.JobOpen:   func(id string) error { return c.svc.OpenDue(c.system(), id) },
		ballots.JobRemind: func(id string) error { return c.svc.RemindDue(c.system(), id) },
		ballots.JobClose:  func(id string) error { return c.svc.CloseDue(c.system(), id) },
	}
	kinds := []string{ballots.JobOpen, ballots.JobRemind, ballots.JobClose}
	for {
		due, wait, err := c.d.DueJobs(c.t.Context(), kinds, 1)
		switch {
		case err != nil:
			c.t.Fatal(err)
		case len(due) == 0 && (wait < 0 || c.clock.Now().Add(wait).After(to)):
			c.clock.Set(to)
			return
		case len(due) == 0:
			c.clock.Add(wait)
			continue
		}
		c.finish(due[0], do[due[0].Kind])
	}
}

func (c *cabinet) finish(j db.Job, do func(id string) error) {
	c.t.Helper()
	lease, taken, err := c.d.LeaseJob(c.t.Context(), j.ID, "test", time.Minute)
	if err != nil || !taken {
		c.t.Fatalf("lease %s: %v", j.Kind, err)
	}
	if err := do(j.Ref); err != nil {
		c.t.Fatalf("%s: %v", j.Kind, err)
	}
	if err := c.d.FinishJob(c.t.Context(), lease); err != nil {
		c.t.Fatal(err)
	}
}

// told are the kinds of notices that a person has got, the first one first.
func (c *cabinet) told(person string) []string {
	c.t.Helper()
	list, _, err := c.svc.Store.(*store.Store).Unread(c.as(person), person, store.Page{})
	if err != nil {
		c.t.Fatal(err)
	}
	kinds := []string{}
	for _, n := range slices.Backward(list) {
		kinds = append(kinds, n.Kind)
	}
	return kinds
}

func (c *cabinet) toldIs(person string, want ...string) {
	c.t.Helper()
	if got := c.told(person); !slices.Equal(got, want) {
		c.t.Errorf("%s was told %v, want %v", person, got, want)
	}
}

// Reminders go to those who have not answered and to their named staff only: on
// sending, at half time, one day before, at overdue.
func TestRemindersGoToThoseWhoHaveNotAnswered(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		in := terms(5)
		in.Recused = []string{member(27)}
		c.send(in)
		c.cast(procedure.Agree, 1)
		half := c.now().SentAt.Add(c.now().Deadline.At.Sub(c.now().SentAt) / 2)
		c.pass(half.Add(-time.Second))
		c.toldIs(member(2), "ballot.opened")
		c.pass(half.Add(time.Second))
		c.toldIs(member(2), "ballot.opened", "ballot.half_time")
		c.cast(procedure.Agree, 3)
		c.pass(c.now().Deadline.At.Add(-24 * time.Hour))
		c.must(c.svc.Remind(c.as("secretary"), c.ballot, []int{1, 2}))
		c.pass(c.now().Deadline.At.Add(time.Second))
		all := []string{"ballot.opened", "ballot.half_time", "ballot.last_day", "ballot.reminder", "ballot.overdue"}
		for _, who := range []string{member(2), "clerk-" + member(2), "head-" + member(2)} {
			c.toldIs(who, all...)
		}
		c.toldIs(member(1), "ballot.opened")
		c.toldIs("clerk-"+member(1), "ballot.opened")
		c.toldIs(member(3), "ballot.opened", "ballot.half_time")
		c.toldIs("secretary", "ballot.closed")
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
		c.toldIs(member(1), "ballot.opened", "ballot.certified")
	})
}

// Recusal takes a member out of the matter: nothing of the ballot is told.
func TestARecusedMemberIsToldNothing(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		in := terms(4)
		in.Recused = []string{member(27)}
		c.send(in)
		c.newVersion(1, "doc-1.2")
		c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-1.2", ballots.Correction, "Đính chính"))
		c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: c.now().Deadline.Last.AddDays(3), Reason: "Theo đề nghị"}))
		c.pass(c.now().Deadline.At.Add(time.Second))
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
		for _, who := range []string{member(27), "clerk-" + member(27)} {
			c.toldIs(who)
		}
		if got := c.told(member(26)); len(got) < 6 {
			c.t.Errorf("member 26 was told %v", got)
		}
	})
}

func TestAnExtensionPlansTheRemindersAnew(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(2))
		c.pass(c.now().Deadline.At.Add(-time.Hour))
		c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: c.now().Deadline.Last.AddDays(7), Reason: "Theo đề nghị"}))
		c.pass(c.now().Deadline.At.Add(time.Second))
		if s := c.now().State; s != ballots.Closed {
			c.t.Fatal(s)
		}
		c.toldIs(member(2), "ballot.opened", "ballot.half_time", "ballot.last_day", "ballot.extended", "ballot.half_time", "ballot.last_day", "ballot.overdue")
	})
}

func TestNobodyLeftToRemindIsNoReminder(t *testing.T) {
	convene(t, 3, "nd-191-2026", func(c *cabinet) {
		c.send(terms(2))
		c.cast(procedure.Agree, 1, 2, 3)
		c.pass(c.now().Deadline.At.Add(time.Second))
		if n := c.journalled("ballot.reminded"); n != 0 {
			c.t.Errorf("%d reminders of nobody are on record", n)
		}
	})
}
