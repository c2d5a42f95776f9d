package ballots_test

import (
	"fmt"
	"slices"
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

// In time is at or before the hour that is named, however much of the day is left.
func TestADeadlineAtANamedHour(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		in := terms(2) // a Monday: until Wednesday, 17:30
		in.Hour = &procedure.HourMinute{Hour: 17, Minute: 30}
		c.send(in)
		end := time.Date(2026, 11, 18, 17, 30, 0, 0, zone)
		if at := c.now().Deadline.At; !at.Equal(end) {
			c.t.Fatalf("until %v, want %v", at, end)
		}
		c.clock.Set(end)
		c.must(c.tryCast(member(1), c.content(procedure.Agree)))
		c.must("", c.svc.CloseDue(c.system(), c.ballot))
		if s := c.now().State; s != ballots.Open {
			c.t.Fatalf("%s at the hour itself", s)
		}
		hour := func(h, m int) error {
			to := ballots.Later{Day: procedure.Date{Year: 2026, Month: 11, Day: 18}, Hour: &procedure.HourMinute{Hour: h, Minute: m}, Reason: "Theo đề nghị"}
			_, err := c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, to)
			return err
		}
		c.refused("ballot.deadline_not_later", hour(17, 30))
		c.must("", hour(20, 0)) // a later hour of the same day
		c.clock.Set(end.Add(150 * time.Minute))
		c.must(c.tryCast(member(2), c.content(procedure.Agree)))
		c.clock.Add(time.Microsecond) // four hours before the day is over
		c.must(c.tryCast(member(3), c.content(procedure.Disagree)))
		c.closeNow()
		got := c.outcome(procedure.Adopted)
		c.figure("agree", got.Agree, 2)
		c.figure("disagree, too late", got.Disagree, 0)
		c.figure("deemed", got.Deemed, 25)
	})
}

// The day of sending is not counted, and what else was not counted is told by name, with the
// years that nobody has confirmed.
func TestADeadlineIsToldWithTheDaysThatItSkipped(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.clock.Set(time.Date(2026, 12, 30, 8, 0, 0, 0, zone)) // a Wednesday
		c.send(terms(3))
		d := c.now().Deadline
		if want := time.Date(2027, 1, 6, 0, 0, 0, 0, zone); d.Days != 3 || !d.At.Equal(want) || d.Last.String() != "2027-01-05" {
			c.t.Errorf("%d days until %v, want %v", d.Days, d.At, want)
		}
		var skipped []string
		for _, s := range d.Skipped {
			skipped = append(skipped, s.Date.String()+" "+s.Name["vi"])
		}
		if want := []string{"2027-01-01 Tết Dương lịch", "2027-01-02 Thứ Bảy", "2027-01-03 Chủ nhật"}; !slices.Equal(skipped, want) {
			c.t.Errorf("skipped %q, want %q", skipped, want)
		}
		if want := []int{2026, 2027}; !slices.Equal(d.Unconfirmed, want) {
			c.t.Errorf("unconfirmed are %v, want %v", d.Unconfirmed, want)
		}
	})
}

// From two to five working days, neither fewer nor more.
func TestTheWindowOfNd191IsTwoToFiveWorkingDays(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		for days := 1; days <= 6; days++ {
			c.write(terms(days))
			_, err := c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
			if days < 2 || days > 5 {
				c.refused("ballot.window", err)
				continue
			}
			c.must("", err)
		}
	})
}

// A submission of more than ten pages goes out with a summary of at most six; before that
// decree it needed none.
func TestALongSubmissionNeedsAShortSummary(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		two := slices.Clone(c.papers)
		for _, x := range []struct {
			profile        string
			pages, summary int // 0: there is none
			code           string
		}{
			{"nd-191-2026", 10, 0, ""}, {"nd-191-2026", 11, 0, "ballot.summary_missing"},
			{"nd-191-2026", 11, 7, "ballot.summary_missing"}, {"nd-191-2026", 11, 6, ""},
			{"nd-39-2022", 300, 0, ""}, {"nd-138-2016", 300, 0, ""},
		} {
			c.in(fmt.Sprintf("%s: %d and %d pages", x.profile, x.pages, x.summary), 27, profileNamed(t, x.profile), func() {
				in := terms(5)
				c.papers = slices.Clone(two)
				c.papers[0].Pages = x.pages
				if x.summary > 0 {
					c.papers = append(c.papers, ballots.Paper{Document: "doc-3", Version: "doc-3.1", Number: 1, Kind: "summary", Title: "Tóm tắt", Pages: x.summary})
					in.Papers = append(in.Papers, "doc-3.1")
				}
				c.write(in)
				_, err := c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
				if x.code == "" {
					c.must("", err)
					return
				}
				c.refused(x.code, err)
			})
		}
	})
}
