package procedure

import (
	"slices"

	"ecabinet"
)

// Count counts one question under p. Errors, all Invalid: procedure.profile_invalid,
// procedure.seat_twice, procedure.person_twice, procedure.two_tie_marks,
// procedure.unknown_choice, procedure.class_without_other, procedure.class_unknown,
// procedure.not_sent, procedure.absent_may_not_vote, procedure.options_invalid; each names the seat.
func Count(p Profile, q Question, votes []Vote) (Tally, error) {
	if fields := p.countingFields(); len(fields) > 0 {
		return Tally{}, invalidProfile(fields)
	}
	if err := q.validate(); err != nil {
		return Tally{}, err
	}
	if err := validateVotes(p, q, votes); err != nil {
		return Tally{}, err
	}
	return count(p, q, votes), nil
}

// count is Count for what has been validated.
func count(p Profile, q Question, votes []Vote) Tally {
	t := Tally{
		Profile: p.ID, ChairTitle: p.ChairTitle, Question: q.Key, BaseKind: p.Base,
		N: len(votes), Sides: make([]Side, 0, len(votes)),
	}
	for _, key := range q.Options {
		t.Options = append(t.Options, OptionCount{Key: key})
	}
	sent := 0
	for _, v := range votes {
		s := sideOf(p, q, v)
		t.Sides = append(t.Sides, s)
		t.add(s)
		if inBase(p.Base, v, s) {
			if v.Recused && p.Recusal == RecusalReduce {
				t.BaseLess++
			} else {
				t.Base++
			}
		}
		if !v.NotSent {
			sent++
		}
	}
	t.Needed = p.Majority.Needed(t.Base)
	t.decide(p, votes)
	t.share(sent)
	return t
}

// sideOf says what v counts as.
func sideOf(p Profile, q Question, v Vote) Side {
	s := Side{Seat: v.Seat, Person: v.Person, Recused: v.Recused, Reserved: v.Reserved}
	if v.Recused {
		return s
	}
	if v.Choice == "" {
		s.Side = deemed(p, q, v)
		s.Deemed = s.Side != ""
		return s
	}
	s.Choice, s.Side = v.Choice, v.Choice
	s.OnBehalf, s.Unconfirmed = v.OnBehalf, v.OnBehalf && !v.Confirmed
	if v.Class != nil {
		class := *v.Class
		s.Class, s.Side = &class, class.As
	}
	return s
}

// deemed is what the silence of v counts as, empty where it stays silence.
func deemed(p Profile, q Question, v Vote) Choice {
	if v.NeverDeemed || v.NotSent {
		return ""
	}
	return p.Deemed(q)
}

// Deemed is what no answer in time to q counts as, empty where it stays silence.
func (p Profile) Deemed(q Question) Choice {
	if q.InSession {
		return ""
	}
	switch p.Silence {
	case SilenceAgreement:
		if len(q.Options) == 0 {
			return Agree
		}
		if q.Proposal != "" {
			return OptionChoice(q.Proposal)
		}
	case SilenceAbstention:
		return Abstain
	}
	return ""
}

// inBase tells whether the seat is one of those that the majority is a share of,
// before recusal.
func inBase(base BaseKind, v Vote, s Side) bool {
	switch base {
	case BaseSent:
		return !v.NotSent
	case BaseAnswered:
		return s.Side != ""
	case BasePresent:
		return !v.Absent || s.Side != ""
	default:
		return true
	}
}

// add puts one side on its lines.
func (t *Tally) add(s Side) {
	if s.Recused {
		t.Recused++
	}
	if s.Reserved {
		t.Reserved++
	}
	if s.Choice != "" {
		t.Answered++
	}
	if s.Choice == Discuss {
		t.Discussing++
	}
	if s.Unconfirmed {
		t.Unconfirmed++
	}
	t.addLine(s)
	t.addSide(s)
}

// addLine counts s on the one line of the result that its seat stands on.
func (t *Tally) addLine(s Side) {
	switch {
	case s.Side == "":
		t.NotAnswered++
	case s.Deemed && s.Side == Abstain:
		t.DeemedAbstain++
	case s.Deemed:
		t.Deemed++
	case s.OnBehalf:
		t.OnBehalf++
	case s.Choice == Agree:
		t.Agree++
	case s.Choice == Disagree:
		t.Disagree++
	case s.Choice == Other:
		t.Other++
	case s.Choice == Discuss:
		t.Discuss++
	case s.Choice == Abstain:
		t.Abstain++
	case s.Choice == Blank:
		t.Blank++
	}
}

// addSide counts s for the side that it takes, if any.
func (t *Tally) addSide(s Side) {
	switch s.Side {
	case Agree:
		t.For++
		switch {
		case s.Class != nil:
			t.ClassedFor++
		case s.OnBehalf:
			t.OnBehalfFor++
		}
		return
	case Disagree:
		t.Against++
		switch {
		case s.Class != nil:
			t.ClassedAgainst++
		case s.OnBehalf:
			t.OnBehalfAgainst++
		}
		return
	}
	key, ok := s.Side.Option()
	if !ok {
		return
	}
	o := &t.Options[slices.IndexFunc(t.Options, func(o OptionCount) bool { return o.Key == key })]
	o.Total++
	switch {
	case s.Deemed:
		o.Deemed++
	case s.Class != nil:
		o.Classed++
	case s.OnBehalf:
		o.OnBehalf++
	default:
		o.Explicit++
	}
}

// share fills in the shares of those sent to and of those who answered.
func (t *Tally) share(sent int) {
	of := func(count, whole int) Fraction {
		if whole == 0 {
			return Fraction{}
		}
		return Fraction{int64(count), int64(whole)}
	}
	if t.Options == nil {
		t.OfSent, t.OfAnswered = of(t.For, sent), of(t.For-t.Deemed, t.Answered)
	}
	for i := range t.Options {
		o := &t.Options[i]
		o.OfSent, o.OfAnswered = of(o.Total, sent), of(o.Total-o.Deemed, t.Answered)
		if o.Key == t.Chosen {
			t.OfSent, t.OfAnswered = o.OfSent, o.OfAnswered
		}
	}
}

// validate refuses options that nobody could tell apart. Error procedure.options_invalid.
func (q Question) validate() error {
	seen := make(map[string]bool, len(q.Options))
	for _, key := range q.Options {
		if key == "" || seen[key] {
			return ecabinet.E(ecabinet.Invalid, "procedure.options_invalid")
		}
		seen[key] = true
	}
	if len(q.Options) == 1 || q.Proposal != "" && !seen[q.Proposal] {
		return ecabinet.E(ecabinet.Invalid, "procedure.options_invalid")
	}
	return nil
}

// Accepts tells whether c is an answer to q.
func (q Question) Accepts(c Choice) bool {
	switch c {
	case Agree, Disagree:
		return len(q.Options) == 0
	case Other, Discuss, Abstain, Blank:
		return true
	}
	key, ok := c.Option()
	return ok && slices.Contains(q.Options, key)
}

func validateVotes(p Profile, q Question, votes []Vote) error {
	seats := make(map[int]bool, len(votes))
	persons := make(map[string]bool, len(votes))
	marked := false
	for _, v := range votes {
		code := ""
		switch {
		case seats[v.Seat]:
			code = "procedure.seat_twice"
		case v.Person != "" && persons[v.Person]:
			code = "procedure.person_twice"
		case v.TieMark && marked:
			code = "procedure.two_tie_marks"
		case v.Choice != "" && !q.Accepts(v.Choice):
			code = "procedure.unknown_choice"
		case v.Class != nil && v.Choice != Other:
			code = "procedure.class_without_other"
		case v.Class != nil && (!q.Accepts(v.Class.As) || !v.Class.As.isSide() || v.Class.By == ""):
			code = "procedure.class_unknown"
		case v.NotSent && v.Choice != "":
			code = "procedure.not_sent"
		case v.Absent && v.Choice != "" && !p.AbsentMayVoteRemotely:
			code = "procedure.absent_may_not_vote"
		}
		if code != "" {
			return ecabinet.E(ecabinet.Invalid, code, "seat", v.Seat)
		}
		seats[v.Seat], persons[v.Person] = true, true
		marked = marked || v.TieMark
	}
	return nil
}
