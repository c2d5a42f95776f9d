package ballots

import (
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Classing places an other opinion for or against, between closing and
// certification, with a reason. The member is told and may object.
type Classing struct {
	ID       string
	Body     string
	Ballot   string
	Seat     int
	Question string
	As       procedure.Choice // agree or disagree
	Reason   string
	By       string
	At       time.Time
	Needs    bool // it changes the outcome: it counts only when a second person agrees
	Second   string
	Objected *time.Time // the member's objection removes it
	Removed  *time.Time
}

// Active says whether the classing counts.
func (c Classing) Active() bool {
	return c.Objected == nil && c.Removed == nil && (!c.Needs || c.Second != "")
}

// Result is what a ballot came to, question by question.
type Result struct {
	Tallies []procedure.Tally       `json:"tallies"`
	Outcome procedure.BallotOutcome `json:"outcome"`
	Discuss []int                   `json:"discuss"` // seats that asked for discussion
}

// Reckoning is everything the tally of a ballot reads.
type Reckoning struct {
	Ballot    *Ballot
	Seats     []Seat
	Answers   map[int]Answer // by seat: the answer that counts
	Classings []Classing
	Names     func(person string) string // for the sentences; may be nil
}

// Votes are the seats as the law sees them in one question.
func (r Reckoning) Votes(q Question) []procedure.Vote {
	votes := make([]procedure.Vote, len(r.Seats))
	for i, s := range r.Seats {
		votes[i] = procedure.Vote{
			Seat: s.No, Person: s.Person, Recused: s.Recused, NeverDeemed: s.Vacated, TieMark: s.TieMark,
		}
		a, ok := r.Answers[s.No]
		if !ok || a.Source == Deemed || a.Standing == Disputed || a.Standing == AwaitSecond || a.Standing == Late {
			continue // deemed answers are the law's to enter, from the same silence
		}
		votes[i].OnBehalf = a.Source == OnBehalf
		votes[i].Confirmed = a.Standing == Confirmed
		votes[i].Reserved = a.Content.Reserve != ""
		for _, o := range a.Content.Opinions {
			if o.Question == q.Key {
				votes[i].Choice = o.Choice
			}
		}
		votes[i].Class = r.class(s.No, q.Key)
	}
	return votes
}

func (r Reckoning) class(seat int, question string) *procedure.Classing {
	for _, c := range r.Classings {
		if c.Seat == seat && c.Question == question && c.Active() {
			return &procedure.Classing{As: c.As, By: r.name(c.By), Second: r.name(c.Second)}
		}
	}
	return nil
}

func (r Reckoning) name(person string) string {
	if person == "" || r.Names == nil {
		return person
	}
	return r.Names(person)
}

// Count tallies every question by the profile of record.
func (r Reckoning) Count() (*Result, error) {
	res := &Result{Tallies: []procedure.Tally{}, Discuss: []int{}}
	for _, q := range r.Ballot.Questions {
		t, err := procedure.Count(r.Ballot.Profile, q.Law(), r.Votes(q))
		if err != nil {
			return nil, err
		}
		res.Tallies = append(res.Tallies, t)
	}
	res.Outcome = procedure.Overall(res.Tallies)
	for _, s := range r.Seats {
		if a, ok := r.Answers[s.No]; ok && a.Standing != Late && a.asksDiscussion() {
			res.Discuss = append(res.Discuss, s.No)
		}
	}
	return res, nil
}

func (a Answer) asksDiscussion() bool {
	for _, o := range a.Content.Opinions {
		if o.Choice == procedure.Discuss {
			return true
		}
	}
	return false
}

// DeemedContent is what silence says under the ballot's profile, and whether it
// says anything.
func (b *Ballot) DeemedContent() (Content, bool) {
	c := Content{Opinions: []Opinion{}, Files: []File{}}
	for _, q := range b.Questions {
		if choice := b.Profile.Deemed(q.Law()); choice != "" {
			c.Opinions = append(c.Opinions, Opinion{Question: q.Key, Choice: choice, Points: []Point{}})
		}
	}
	return c, len(c.Opinions) > 0
}

// Certifiable refuses while something open could still change the outcome.
func (r Reckoning) Certifiable() error {
	if !r.Ballot.Allows(ActCertify) {
		return ecabinet.E(ecabinet.Refused, "ballot.not_now", "state", string(r.Ballot.State), "act", string(ActCertify))
	}
	for _, c := range r.Classings {
		if c.Needs && c.Second == "" && c.Objected == nil && c.Removed == nil {
			return ecabinet.E(ecabinet.Refused, "classing.awaits_second")
		}
	}
	if err := r.singleClassingsDecide(); err != nil {
		return err
	}
	for _, q := range r.Ballot.Questions {
		could, err := procedure.CouldChange(r.Ballot.Profile, q.Law(), r.Votes(q))
		if err != nil {
			return err
		}
		if could {
			return ecabinet.E(ecabinet.Refused, "ballot.unconfirmed_decides", "count", r.unconfirmed())
		}
	}
	return nil
}

// singleClassingsDecide refuses where classings that only one person made, each
// harmless when it was made, together change an outcome.
func (r Reckoning) singleClassingsDecide() error {
	without := r
	without.Classings = nil
	for _, c := range r.Classings {
		if c.Second != "" {
			without.Classings = append(without.Classings, c)
		}
	}
	if len(without.Classings) == len(r.Classings) {
		return nil
	}
	with, err := r.Count()
	if err != nil {
		return err
	}
	bare, err := without.Count()
	if err != nil {
		return err
	}
	for i := range with.Tallies {
		if with.Tallies[i].Outcome != bare.Tallies[i].Outcome {
			return ecabinet.E(ecabinet.Refused, "classing.awaits_second")
		}
	}
	return nil
}

// unconfirmed counts the answers on behalf that their members have not confirmed.
func (r Reckoning) unconfirmed() int {
	n := 0
	for _, a := range r.Answers {
		if a.Source == OnBehalf && a.Standing == Unconfirmed {
			n++
		}
	}
	return n
}

// NewClassing checks a classing and says whether it needs a second person.
func (r Reckoning) NewClassing(c Classing) (Classing, error) {
	if err := r.Ballot.mayClass(); err != nil {
		return c, err
	}
	if strings.TrimSpace(c.Reason) == "" {
		return c, field("reason", "ballot.reason_missing")
	}
	if c.As != procedure.Agree && c.As != procedure.Disagree {
		return c, field("as", "classing.for_or_against")
	}
	q, ok := r.Ballot.Question(c.Question)
	if !ok || q.Kind != YesNo {
		return c, field("question", "answer.no_such_question")
	}
	votes := r.Votes(q)
	i := c.Seat - 1
	if i < 0 || i >= len(votes) || votes[i].Choice != procedure.Other {
		return c, field("seat", "classing.only_other")
	}
	if slices.ContainsFunc(r.Classings, func(o Classing) bool {
		return o.Seat == c.Seat && o.Question == c.Question && o.Objected == nil && o.Removed == nil
	}) {
		return c, field("seat", "classing.exists")
	}
	votes[i].Class = &procedure.Classing{As: c.As, By: r.name(c.By)}
	decisive, err := procedure.ClassingDecisive(r.Ballot.Profile, q.Law(), votes, c.Seat)
	if err != nil {
		return c, err
	}
	c.Needs = decisive
	return c, nil
}

func (b *Ballot) mayClass() error {
	if !b.Allows(ActClass) {
		return ecabinet.E(ecabinet.Refused, "classing.only_provisional")
	}
	return nil
}
