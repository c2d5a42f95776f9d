package ballots_test

import (
	"testing"
	"time"

	"ecabinet/ballots"
	"ecabinet/procedure"
)

func profileNamed(t *testing.T, id string) procedure.Profile {
	t.Helper()
	for _, p := range procedure.Shipped() {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("no profile %s is shipped", id)
	return procedure.Profile{}
}

// byHand are terms with a last day, as the profiles without a window want it.
func byHand(last procedure.Date) ballots.Terms {
	t := terms(0)
	t.LastDay = &last
	return t
}

func (c *cabinet) newVersion(document int, version string) {
	c.papers[document-1].Version = version
	c.papers[document-1].Number++
}

func TestALastDayMustLeaveAWorkingDay(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) { // a Monday
		sent := procedure.DateOf(c.clock.Now(), zone)
		for _, days := range []int{-1, 0} {
			c.write(byHand(sent.AddDays(days)))
			_, err := c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
			c.refused("ballot.last_day_too_soon", err)
		}
		c.write(byHand(sent.AddDays(1)))
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		c.clock.Add(24 * time.Hour) // approved a day later: none is left
		_, err := c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev)
		c.refused("ballot.last_day_too_soon", err)
	})
}

// Where the rules name no figure, a new draft has no days either: it is not submitted before
// somebody has set the last day.
func TestNoDeadlineIsInventedWhereAPersonSetsIt(t *testing.T) {
	for profile, want := range map[string]int{"nd-39-2022": 0, "nd-191-2026": 5} {
		convene(t, 27, profile, func(c *cabinet) {
			for make, days := range map[string]int{"ballot": want, "consultation": 0} {
				made := c.svc.MakeBallot
				if make == "consultation" {
					made = c.svc.MakeConsultation
				}
				ref, err := made(c.as("secretary"), "matter-1")
				c.must(ref, err)
				c.ballot = ref[len("ballot/"):]
				if got := c.now().Days; got != days {
					c.t.Errorf("%s: a new %s gives %d days, not %d", profile, make, got, days)
				}
				if days > 0 {
					continue
				}
				c.must(c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, terms(0)))
				_, err = c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
				c.refused("ballot.deadline_missing", err)
			}
		})
	}
}

func TestANewRoundGivesTheWholeWindowAgain(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		sent := procedure.DateOf(c.clock.Now(), zone)
		c.send(byHand(sent.AddDays(3))) // Thursday, three working days
		c.clock.Add(48 * time.Hour)
		c.newVersion(1, "doc-1.2")
		c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-1.2", ballots.NewRound, "Sửa Điều 5"))
		if d, want := c.now().Deadline, sent.AddDays(7); d.Last != want || d.Days != 3 {
			c.t.Fatalf("the new round ends on %s after %d days, want %s", d.Last, d.Days, want)
		}
	})
}

func TestAnOpenBallotKeepsItsProfileWhenAnotherComesIntoForce(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		sent := procedure.DateOf(c.clock.Now(), zone)
		c.send(byHand(sent.AddDays(3)))
		c.profile = profileNamed(t, "nd-191-2026")
		c.clock.Add(24 * time.Hour)
		c.newVersion(1, "doc-1.2")
		c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-1.2", ballots.NewRound, "Sửa Điều 5"))
		if d := c.now().Deadline; d.Days != 3 {
			c.t.Fatalf("the new round has %d working days, want the 3 that were set", d.Days)
		}
		c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: sent.AddDays(30), Reason: "Theo đề nghị"}))
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Disagree, seats(14, 26)...)
		c.closeNow()
		if got := c.outcome(procedure.NotAdopted); got.Profile != "nd-39-2022" {
			c.t.Fatal(got.Profile)
		}
	})
}

func TestWithoutAProfileNothingOpensAndWhatIsOpenGoesOn(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.lawless = true
		c.write(terms(5))
		_, err := c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("procedure.no_profile", err)
		c.lawless = false
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		c.lawless = true
		_, err = c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev)
		c.refused("procedure.no_profile", err)
		c.lawless = false
		c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
		c.lawless = true
		c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: c.now().Deadline.Last.AddDays(1), Reason: "Theo đề nghị"}))
		c.newVersion(1, "doc-1.2")
		c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-1.2", ballots.NewRound, "Sửa Điều 5"))
		c.closeNow()
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
	})
}

func TestBeyondTheWindowOnlyWhereTheProfileAllowsAndMarked(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.profile.ExtendBeyondWindow = true
		c.send(terms(2))
		c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: procedure.Date{Year: 2026, Month: 11, Day: 23}, Reason: "Theo đề nghị"}))
		c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: procedure.Date{Year: 2026, Month: 11, Day: 24}, Reason: "Theo đề nghị"}))
		if x := c.now().Extended; len(x) != 2 || x[0].Beyond || !x[1].Beyond || x[1].By != "secretary" {
			c.t.Fatalf("%+v", x)
		}
	})
}

// A year that was mistyped is told at the field; without a bound the days up to it
// would be counted one by one while the body waits.
func TestADayFarAwayIsRefusedAtTheField(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		far, late := procedure.Date{Year: 9999, Month: 12, Day: 30}, c.clock.Now().AddDate(400, 0, 0)
		c.write(terms(5))
		edit := func(t ballots.Terms) error {
			_, err := c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, t)
			return err
		}
		c.refused("ballot.too_far", edit(byHand(far)))
		openLate := terms(5)
		openLate.OpenAt = &late
		c.refused("ballot.too_far", edit(openLate))
		c.send(byHand(procedure.DateOf(c.clock.Now(), zone).AddDays(30)))
		_, err := c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: far, Reason: "Theo đề nghị"})
		c.refused("ballot.too_far", err)
	})
}

// What the program's own screens never send is refused at the field as well.
func TestOddTermsAreRefusedAtTheField(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.write(terms(5))
		edit := func(change func(t *ballots.Terms)) error {
			odd := terms(5)
			change(&odd)
			_, err := c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, odd)
			return err
		}
		c.refused("ballot.paper_twice", edit(func(t *ballots.Terms) { t.Papers = []string{"doc-1.1", "doc-2.1", "doc-1.1"} }))
		c.refused("ballot.not_a_member", edit(func(t *ballots.Terms) { t.Recused = []string{member(3), "clerk-m3"} }))
		if err := edit(func(t *ballots.Terms) { t.Recused = []string{member(3)} }); err != nil {
			t.Fatal(err)
		}
		c.leaves(3) // who was named as a member may stay named
		if err := edit(func(t *ballots.Terms) { t.Recused = []string{member(3)} }); err != nil {
			t.Fatal(err)
		}
		c.send(terms(5))
		content := c.content(procedure.Agree)
		content.Files = make([]ballots.File, ballots.MaxFiles+1)
		_, err := c.tryCast(member(1), content)
		c.refused("file.too_many", err)
	})
}
