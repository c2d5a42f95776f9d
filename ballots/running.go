package ballots

import (
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Calendar is a body's working days, and the zone in which its days end.
type Calendar struct {
	procedure.Calendar
	Zone *time.Location
}

// Law is what holds for a body at a date: the profile in force, and its calendar.
type Law struct {
	Profile  procedure.Profile
	Calendar Calendar
}

// Window is the deadline that the ballot would have if sent at sent.
func (b *Ballot) Window(law Law, sent time.Time) procedure.Deadline {
	if b.lastDayHolds(law.Profile) {
		return law.Calendar.DeadlineOn(sent, *b.LastDay, b.Hour, law.Calendar.Zone)
	}
	return law.Calendar.Deadline(sent, b.Days, b.Hour, law.Calendar.Zone)
}

func (b *Ballot) lastDayHolds(p procedure.Profile) bool { return b.LastDay != nil && p.Window.ByHand }

// windowAnew is the deadline of a new round sent at sent: as many working days as
// the members had when the ballot was opened.
func (b *Ballot) windowAnew(c Calendar, sent time.Time) procedure.Deadline {
	days := b.Days
	if b.lastDayHolds(b.Profile) {
		days = c.WorkingDaysBetween(procedure.DateOf(*b.OpenedAt, c.Zone), *b.LastDay)
	}
	return c.Deadline(sent, days, b.Hour, c.Zone)
}

// Open freezes the list of members and sends the ballot. From now on its
// profile, its deadline and its papers are those of record.
func (b *Ballot) Open(members []Member, law Law, now time.Time) ([]Seat, error) {
	if err := b.Complete(law, now); err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, b.nobodyListed()
	}
	if err := b.move(ActOpen); err != nil {
		return nil, err
	}
	b.Profile, b.Round, b.OpenedAt, b.SentAt = law.Profile, 1, &now, now
	b.Deadline = b.Window(law, now)
	seats := make([]Seat, len(members))
	seen := map[string]bool{}
	for i, m := range members {
		if seen[m.Person] {
			return nil, ecabinet.E(ecabinet.Refused, "ballot.member_twice")
		}
		seen[m.Person] = true
		seats[i] = Seat{
			Ballot: b.ID, No: i + 1, Person: m.Person, Name: m.Name, Posts: m.Posts, Office: m.Office,
			TieMark: m.TieMark, Recused: slices.Contains(b.Recused, m.Person),
		}
	}
	return seats, nil
}

// Later is a new deadline: a last day, and the hour on it or its end.
type Later struct {
	Day    procedure.Date
	Hour   *procedure.HourMinute
	Reason string
}

// Extend sets a later deadline, with a reason. Past the profile's window it is
// possible only where the profile allows it, and then it is marked.
func (b *Ballot) Extend(l Later, by string, c Calendar, now time.Time) error {
	if !b.Allows(ActExtend) || !b.InTime(now) {
		return ecabinet.E(ecabinet.Refused, "ballot.not_open")
	}
	if strings.TrimSpace(l.Reason) == "" {
		return field("reason", "ballot.reason_missing")
	}
	if tooFar(l.Day, now) {
		return field("day", "ballot.too_far", "max", MaxAhead)
	}
	next := c.DeadlineOn(b.SentAt, l.Day, l.Hour, c.Zone)
	if !next.At.After(b.Deadline.At) {
		return field("day", "ballot.deadline_not_later")
	}
	beyond := b.beyondWindow(next.At, c)
	if beyond && !b.Profile.ExtendBeyondWindow {
		return field("day", "ballot.beyond_window", "max", b.Profile.Window.MaxDays)
	}
	b.Extended = append(b.Extended, Extension{
		From: b.Deadline.At, To: next.At, Reason: strings.TrimSpace(l.Reason), By: by, At: now, Beyond: beyond,
	})
	b.Deadline = next
	return b.move(ActExtend)
}

// beyondWindow says whether a deadline lies past the longest window of the
// profile, counted from the sending of this round.
func (b *Ballot) beyondWindow(to time.Time, c Calendar) bool {
	if b.Profile.Window.ByHand {
		return false
	}
	return to.After(c.Deadline(b.SentAt, b.Profile.Window.MaxDays, nil, c.Zone).At)
}

// Recall takes the ballot back: answers stay on record and are never tallied. After
// the deadline the answers decide, whether or not the closing has run.
func (b *Ballot) Recall(reason string, now time.Time) error {
	if b.State == Open && !b.InTime(now) {
		return ecabinet.E(ecabinet.Refused, "ballot.not_open")
	}
	if strings.TrimSpace(reason) == "" {
		return field("reason", "ballot.reason_missing")
	}
	b.RecalledFor = strings.TrimSpace(reason)
	return b.move(ActRecall)
}

// GoOn lets a closed ballot be certified though members have asked for discussion; Discuss
// ends it, as a recall does: its matter is the secretariat's again, for the session. One request is enough, and
// who holds the tie mark decides once.
func (b *Ballot) GoOn(note, by string, now time.Time) error {
	if err := b.awaitsHead(); err != nil {
		return err
	}
	b.Onward = &Onward{Note: strings.TrimSpace(note), By: by, At: now}
	return b.move(ActGoOn)
}

// Discuss is the other decision; see GoOn.
func (b *Ballot) Discuss(reason string) error {
	if err := b.awaitsHead(); err != nil {
		return err
	}
	if strings.TrimSpace(reason) == "" {
		return field("reason", "ballot.reason_missing")
	}
	b.RecalledFor = strings.TrimSpace(reason)
	return b.move(ActDiscuss)
}

func (b *Ballot) awaitsHead() error {
	switch {
	case !b.Allows(ActGoOn):
		return ecabinet.E(ecabinet.Refused, "ballot.not_now", "state", string(b.State), "act", string(ActGoOn))
	case b.Result == nil || len(b.Result.Discuss) == 0:
		return ecabinet.E(ecabinet.Refused, "discussion.not_asked")
	case b.Onward != nil:
		return ecabinet.E(ecabinet.Refused, "discussion.decided")
	}
	return nil
}

// Replacement says what a replaced paper means for an open ballot.
type Replacement string

// The two ways. Either is on record and everybody is told.
const (
	NewRound   Replacement = "new_round"  // answers become drafts, the window starts anew
	Correction Replacement = "correction" // answers stand and may be changed
)

// ReplacePaper binds the open ballot to a new version of one of its papers.
func (b *Ballot) ReplacePaper(p Paper, how Replacement, reason string, c Calendar, now time.Time) error {
	if strings.TrimSpace(reason) == "" {
		return field("reason", "ballot.reason_missing")
	}
	if how != NewRound && how != Correction {
		return field("how", "ballot.no_such_replacement")
	}
	if !b.InTime(now) {
		return ecabinet.E(ecabinet.Refused, "ballot.not_open")
	}
	i := slices.IndexFunc(b.Papers, func(old Paper) bool { return old.Document == p.Document })
	if i < 0 {
		return field("version", "ballot.no_such_paper")
	}
	if b.Papers[i].Version == p.Version {
		return field("version", "ballot.same_paper")
	}
	if err := b.move(ActReplace); err != nil {
		return err
	}
	b.Papers[i] = p
	if how == NewRound {
		b.Round++
		b.SentAt = now
		b.Deadline = b.windowAnew(c, now)
	}
	return nil
}

// Member is one person on the list of members at a date.
type Member struct {
	Person  string
	Name    string
	Posts   []string
	Office  string
	TieMark bool
}
