package procedure_test

import (
	"math/big"
	"slices"

	. "ecabinet/procedure"
)

// oracle decides by the definitions of the procedure, one predicate each, with
// big.Rat for shares. It shares no code with the package and nothing of its
// structure: no lines, no running counts, no precomputed threshold.
type oracle struct {
	p     Profile
	q     Question
	votes []Vote
}

type verdict struct {
	outcome Outcome
	chosen  string
	reason  ReasonCode
	noSide  NoSide
}

func (o oracle) answered(v Vote) bool { return !v.Recused && v.Choice != "" }

func (o oracle) mayBeDeemed(v Vote) bool {
	return !v.Recused && v.Choice == "" && !v.NeverDeemed && !v.NotSent && !o.q.InSession
}

// deemedFor is the side that deemed agreement goes to; "" where it goes nowhere.
func (o oracle) deemedFor() Choice {
	if o.p.Silence != SilenceAgreement {
		return ""
	}
	if len(o.q.Options) == 0 {
		return Agree
	}
	if o.q.Proposal == "" {
		return ""
	}
	return Choice("option:" + o.q.Proposal)
}

func (o oracle) takesSide(v Vote, side Choice) bool {
	if o.answered(v) {
		if v.Class != nil {
			return v.Class.As == side
		}
		return v.Choice == side
	}
	return o.mayBeDeemed(v) && o.deemedFor() == side
}

func (o oracle) hasPosition(v Vote) bool {
	return o.answered(v) || o.mayBeDeemed(v) && (o.p.Silence == SilenceAbstention || o.deemedFor() != "")
}

func (o oracle) inBase(v Vote) bool {
	if v.Recused && o.p.Recusal == RecusalReduce {
		return false
	}
	return map[BaseKind]bool{
		BaseAllMembers: true,
		BaseSent:       !v.NotSent,
		BaseAnswered:   o.hasPosition(v),
		BasePresent:    !v.Absent || o.hasPosition(v),
	}[o.p.Base]
}

func (o oracle) number(is func(Vote) bool) int {
	return len(slices.DeleteFunc(slices.Clone(o.votes), func(v Vote) bool { return !is(v) }))
}

func (o oracle) base() int { return o.number(o.inBase) }

func (o oracle) side(side Choice) int {
	return o.number(func(v Vote) bool { return o.takesSide(v, side) })
}

// isShare compares n of the base with a fraction.
func (o oracle) compare(n int, with Fraction) int {
	return big.NewRat(int64(n), int64(o.base())).Cmp(big.NewRat(with.Num, with.Den))
}

func (o oracle) reaches(n int) bool {
	if n == 0 || o.base() == 0 {
		return false
	}
	c := o.compare(n, o.p.Majority.Of)
	return c > 0 || c == 0 && !o.p.Majority.MoreThan
}

func (o oracle) half(n int) bool {
	half := Fraction{Num: 1, Den: 2}
	ofHalf := big.NewRat(o.p.Majority.Of.Num, o.p.Majority.Of.Den).Cmp(big.NewRat(1, 2)) == 0
	return o.base() > 0 && o.p.Majority.MoreThan && ofHalf && o.compare(n, half) == 0
}

// needed is the smallest number that reaches the majority, found by trying.
func (o oracle) needed() int {
	if o.base() == 0 {
		return 1
	}
	n := 1
	for !o.reaches(n) {
		n++
	}
	return n
}

// chair is the side that the holder of the tie mark took in person.
func (o oracle) chair() Choice {
	for _, v := range o.votes {
		own := o.answered(v) && v.Class == nil && (v.Confirmed || !v.OnBehalf)
		if v.TieMark && own {
			return v.Choice
		}
	}
	return ""
}

// whyNoSide is the one thing that keeps the holder from having a side.
func (o oracle) whyNoSide() NoSide {
	holders := slices.DeleteFunc(slices.Clone(o.votes), func(v Vote) bool { return !v.TieMark })
	if len(holders) == 0 {
		return NoSideNobody
	}
	v := holders[0]
	reasons := map[NoSide]bool{
		NoSideRecused:     v.Recused,
		NoSideDeemed:      !v.Recused && v.Choice == "" && o.hasPosition(v),
		NoSideSilent:      !v.Recused && v.Choice == "" && !o.hasPosition(v),
		NoSideUnconfirmed: o.answered(v) && v.OnBehalf && !v.Confirmed,
		NoSideClassed:     o.answered(v) && (!v.OnBehalf || v.Confirmed) && v.Class != nil,
	}
	for why, holds := range reasons {
		if holds {
			return why
		}
	}
	return NoSideNeither
}

func (o oracle) decide() verdict {
	sides, failed := []Choice{Agree}, NotAdopted
	rivals := []Choice{Agree, Disagree}
	if len(o.q.Options) > 0 {
		sides, failed = nil, NoOptionChosen
		for _, key := range o.q.Options {
			sides = append(sides, Choice("option:"+key))
		}
		rivals = sides
	}
	if o.base() == 0 {
		return verdict{failed, "", ReasonNoBase, ""}
	}
	reaching := slices.DeleteFunc(slices.Clone(sides), func(s Choice) bool { return !o.reaches(o.side(s)) })
	if len(reaching) > 0 {
		for _, s := range reaching {
			beaten := slices.ContainsFunc(reaching, func(r Choice) bool { return r != s && o.side(r) >= o.side(s) })
			if !beaten {
				return o.won(s, ReasonMajority)
			}
		}
		return verdict{failed, "", ReasonLevel, ""}
	}
	tied := slices.DeleteFunc(slices.Clone(rivals), func(s Choice) bool { return !o.half(o.side(s)) })
	if len(tied) != 2 {
		return verdict{failed, "", ReasonShort, ""}
	}
	if o.p.Tie == TieRepeat {
		return verdict{Repeat, "", ReasonTieRepeat, ""}
	}
	if o.p.Tie == TieLost {
		return verdict{failed, "", ReasonTieLost, ""}
	}
	switch side := o.chair(); {
	case side == Disagree:
		return verdict{failed, "", ReasonChairSide, ""}
	case slices.Contains(tied, side):
		return o.won(side, ReasonChairSide)
	}
	return verdict{failed, "", ReasonNoSide, o.whyNoSide()}
}

func (o oracle) won(side Choice, why ReasonCode) verdict {
	if side == Agree {
		return verdict{Adopted, "", why, ""}
	}
	return verdict{OptionChosen, string(side[len("option:"):]), why, ""}
}

func (o oracle) result() [2]string {
	v := o.decide()
	return [2]string{string(v.outcome), v.chosen}
}

// couldChange tries every future of every unconfirmed seat.
func (o oracle) couldChange() bool {
	var open []int
	for i, v := range o.votes {
		if v.OnBehalf && !v.Confirmed && !v.Recused && v.Choice != "" {
			open = append(open, i)
		}
	}
	future := func(votes []Vote, bits int) []Vote {
		votes = slices.Clone(votes)
		for n, i := range open {
			if bits>>n&1 == 1 {
				v := &votes[i]
				*v = Vote{Seat: v.Seat, Person: v.Person, NeverDeemed: v.NeverDeemed, Absent: v.Absent, TieMark: v.TieMark}
			} else {
				votes[i].Confirmed = true
			}
		}
		return votes
	}
	for bits := range 1 << len(open) {
		if (oracle{o.p, o.q, future(o.votes, bits)}).result() != o.result() {
			return true
		}
	}
	return false
}

// classingDecisive tries every fate of the other classings.
func (o oracle) classingDecisive(seat int) bool {
	var others []int
	mine := -1
	for i, v := range o.votes {
		if v.Class != nil && v.Seat == seat {
			mine = i
		} else if v.Class != nil {
			others = append(others, i)
		}
	}
	if mine < 0 {
		return false
	}
	for bits := range 1 << len(others) {
		with := slices.Clone(o.votes)
		for n, i := range others {
			if bits>>n&1 == 1 {
				with[i].Class = nil
			}
		}
		without := slices.Clone(with)
		without[mine].Class = nil
		if (oracle{o.p, o.q, with}).result() != (oracle{o.p, o.q, without}).result() {
			return true
		}
	}
	return false
}
