package meetings

import (
	"slices"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Begin lets an item run. One runs at a time, and none while a vote is open.
func (m *Meeting) Begin(it *Item, votes []Vote, now time.Time) error {
	if it.Kind == Heading {
		return ecabinet.E(ecabinet.Refused, "meeting.heading_runs_not")
	}
	if it.Stage != Waiting {
		return ecabinet.E(ecabinet.Refused, "meeting.item_begun")
	}
	if m.Current != "" {
		return ecabinet.E(ecabinet.Refused, "meeting.item_runs")
	}
	if err := noneOpen(votes); err != nil {
		return err
	}
	if err := m.move(ActConduct); err != nil {
		return err
	}
	it.Stage, it.Step, it.BegunAt = Current, it.Kind.Steps()[0], &now
	it.Clock = Clock{Since: &now}
	it.Rev++
	m.Current = it.ID
	return nil
}

// Advance brings the running item to a step of its order of business: the next, or
// another where the chair leaves some out or goes back.
func (m *Meeting) Advance(it *Item, to Step) error {
	if it.Stage != Current {
		return ecabinet.E(ecabinet.Refused, "meeting.item_runs_not")
	}
	if !slices.Contains(it.Kind.Steps(), to) {
		return ecabinet.E(ecabinet.Invalid, "meeting.step_unknown")
	}
	if err := m.move(ActConduct); err != nil {
		return err
	}
	it.Step = to
	it.Rev++
	return nil
}

// HoldItem stops the clock of the running item, RunItem lets it run on.
func (m *Meeting) HoldItem(it *Item, now time.Time) error {
	return m.turnClock(it, func(c *Clock) { c.hold(now) })
}

// RunItem lets the clock of the running item run on.
func (m *Meeting) RunItem(it *Item, now time.Time) error {
	return m.turnClock(it, func(c *Clock) { c.run(now) })
}

func (m *Meeting) turnClock(it *Item, turn func(*Clock)) error {
	if it.Stage != Current {
		return ecabinet.E(ecabinet.Refused, "meeting.item_runs_not")
	}
	if err := m.move(ActConduct); err != nil {
		return err
	}
	turn(&it.Clock)
	it.Rev++
	return nil
}

// Break begins a break: the clocks of the running item and of who speaks stand. It
// gives the requests that change.
func (m *Meeting) Break(it *Item, f Floor, now time.Time) ([]Request, error) {
	if err := m.Pause(); err != nil {
		return nil, err
	}
	if it != nil {
		it.Clock.hold(now)
		it.Rev++
	}
	if has, ok := f.Has(); ok && has.State == Speaking {
		has.hold(now)
		return []Request{has}, nil
	}
	return nil, nil
}

// GoOn ends a break: the clock of the running item runs again; who spoke is called
// again by the chair.
func (m *Meeting) GoOn(it *Item, now time.Time) error {
	if err := m.Resume(); err != nil {
		return err
	}
	if it != nil {
		it.Clock.run(now)
		it.Rev++
	}
	return nil
}

// LetPresent says who, besides those who conduct, may show pages of the running
// item to everybody; "" for nobody.
func (m *Meeting) LetPresent(it *Item, person string) error {
	if it.Stage != Current && it.Stage != Waiting {
		return ecabinet.E(ecabinet.Refused, "meeting.item_begun")
	}
	if !m.Allows(ActEdit) {
		return ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActEdit))
	}
	it.Presenter = person
	it.Rev++
	return nil
}

// Conclusion is how the chair ends an item.
type Conclusion struct {
	Outcome    Outcome
	Text       string
	ResubmitBy *procedure.Date
}

// outcomes are those that a kind of item may have.
var outcomes = map[ItemKind][]Outcome{
	Decide:  {Adopted, NotAdopted, PutOff},
	Discuss: {Discussed, PutOff},
	Note:    {Noted, PutOff},
}

// maxResubmit is how many days ahead an item may come back: a mistyped year goes no
// further.
const maxResubmit = 5 * 366

// Conclude ends the running item. What is not adopted or put off carries
// instructions and the day by which it comes back. An item to decide is adopted
// only where its last vote says so.
func (m *Meeting) Conclude(it *Item, c Conclusion, votes []Vote, today procedure.Date, now time.Time) error {
	if it.Stage != Current {
		return ecabinet.E(ecabinet.Refused, "meeting.item_runs_not")
	}
	var f fields
	if !slices.Contains(outcomes[it.Kind], c.Outcome) {
		f.add("outcome", "meeting.outcome_unknown")
	}
	back, least := c.Outcome == NotAdopted || c.Outcome == PutOff, 0
	if back {
		least = 1
	}
	f.text("conclusion", c.Text, least, MaxNote)
	if back {
		if c.ResubmitBy == nil || c.ResubmitBy.IsZero() {
			f.add("resubmit_by", "meeting.resubmit_missing")
		} else if !c.ResubmitBy.After(today) {
			f.add("resubmit_by", "meeting.resubmit_past")
		} else if c.ResubmitBy.After(today.AddDays(maxResubmit)) {
			f.add("resubmit_by", "meeting.date_far")
		}
	} else if c.ResubmitBy != nil {
		f.add("resubmit_by", "meeting.resubmit_needless")
	}
	if err := f.err(); err != nil {
		return err
	}
	if err := agrees(it, c.Outcome, votes); err != nil {
		return err
	}
	if err := m.move(ActConduct); err != nil {
		return err
	}
	it.Stage, it.Outcome, it.Conclusion, it.ResubmitBy, it.EndedAt = Done, c.Outcome, c.Text, c.ResubmitBy, &now
	it.Clock.hold(now)
	it.Presenter = ""
	it.Rev++
	m.Current = ""
	return nil
}

// agrees holds an outcome against the votes on the item: none is open, and the last
// that counted decides. Without a vote nothing is adopted or rejected.
func agrees(it *Item, o Outcome, votes []Vote) error {
	var last *Vote
	for i, v := range votes {
		if !slices.Contains(v.Items, it.ID) {
			continue
		}
		if v.State == VoteOpen {
			return ecabinet.E(ecabinet.Refused, "meeting.vote_open")
		}
		if v.State == VoteClosed && (last == nil || v.No > last.No) {
			last = &votes[i]
		}
	}
	if it.Kind != Decide || o == PutOff {
		return nil
	}
	if last == nil {
		return ecabinet.E(ecabinet.Refused, "meeting.not_voted")
	}
	if last.adopts(it.ID) != (o == Adopted) {
		return ecabinet.E(ecabinet.Refused, "meeting.against_vote")
	}
	return nil
}

// Presentation is the page of a paper that was shown last for an item.
type Presentation struct {
	Meeting string
	Item    string
	Version string // "": nothing is shown
	Page    int
	By      string
	At      time.Time
}

// MayPresent says whether a page of a paper can be shown to everybody now: the item
// runs, and the paper is one of its own. No version means that nothing is shown.
func (it *Item) MayPresent(version string, page int) error {
	if it.Stage != Current {
		return ecabinet.E(ecabinet.Refused, "meeting.item_runs_not")
	}
	if version == "" {
		return nil
	}
	i := slices.IndexFunc(it.Papers, func(p Paper) bool { return p.Version == version })
	if i < 0 || page < 1 || it.Papers[i].Pages > 0 && page > it.Papers[i].Pages {
		return ecabinet.E(ecabinet.NotFound, "meeting.page_not_found")
	}
	return nil
}
