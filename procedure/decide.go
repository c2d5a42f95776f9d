package procedure

// decide fills in the outcome and its reason.
func (t *Tally) decide(p Profile, votes []Vote) {
	if t.Options != nil {
		t.decideOptions(p, votes)
		return
	}
	switch {
	case t.Base == 0:
		t.settle(NotAdopted, ReasonNoBase)
	case t.For >= t.Needed:
		t.settle(Adopted, ReasonMajority)
	case p.Majority.simple() && 2*t.For == t.Base && 2*t.Against == t.Base:
		t.breakTie(p, votes)
	default:
		t.settle(NotAdopted, ReasonShort)
	}
}

func (t *Tally) settle(o Outcome, r ReasonCode) { t.Outcome, t.Reason = o, r }

// breakTie decides between two sides of which each has exactly half of the base.
// Sides that are equal but smaller are no tie, nor is half of the base against
// fewer: the majority is simply missed.
func (t *Tally) breakTie(p Profile, votes []Vote) {
	missed := NotAdopted
	if t.Options != nil {
		missed = NoOptionChosen
	}
	if p.Tie == TieRepeat {
		t.settle(Repeat, ReasonTieRepeat)
		return
	}
	if p.Tie == TieLost {
		t.settle(missed, ReasonTieLost)
		return
	}
	side, why := t.chairSide(votes)
	if why != "" {
		t.NoSide = why
		t.settle(missed, ReasonNoSide)
		return
	}
	if key, ok := side.Option(); ok {
		t.Chosen = key
		t.settle(OptionChosen, ReasonChairSide)
		return
	}
	if side == Agree {
		t.settle(Adopted, ReasonChairSide)
		return
	}
	t.settle(missed, ReasonChairSide)
}

// chairSide is the side that the holder of the tie mark took by an explicit
// answer of their own, or why there is none. A holder who confirmed an answer
// recorded on their behalf has made it their own.
func (t *Tally) chairSide(votes []Vote) (Choice, NoSide) {
	for i, v := range votes {
		if !v.TieMark {
			continue
		}
		s := t.Sides[i]
		switch {
		case s.Recused:
			return "", NoSideRecused
		case s.Deemed:
			return "", NoSideDeemed
		case s.Choice == "":
			return "", NoSideSilent
		case s.Unconfirmed:
			return "", NoSideUnconfirmed
		case s.Class != nil:
			return "", NoSideClassed
		case s.Side.isSide():
			return s.Side, ""
		}
		return "", NoSideNeither // a tie leaves no room in the base for it, but the rule does not lean on that
	}
	return "", NoSideNobody
}

// decideOptions chooses the option that reaches the majority. More than one can
// only where the majority is below one half: then the one with the most, and
// none if several have the most.
func (t *Tally) decideOptions(p Profile, votes []Vote) {
	best, level, halves := 0, false, 0
	for i, o := range t.Options {
		if i > 0 && o.Total >= t.Options[best].Total {
			level = o.Total == t.Options[best].Total
			best = i
		}
		if 2*o.Total == t.Base {
			halves++
		}
	}
	switch {
	case t.Base == 0:
		t.settle(NoOptionChosen, ReasonNoBase)
	case t.Options[best].Total >= t.Needed && level:
		t.settle(NoOptionChosen, ReasonLevel)
	case t.Options[best].Total >= t.Needed:
		t.Chosen = t.Options[best].Key
		t.settle(OptionChosen, ReasonMajority)
	case p.Majority.simple() && halves == 2:
		t.breakTie(p, votes)
	default:
		t.settle(NoOptionChosen, ReasonShort)
	}
}
