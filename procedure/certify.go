package procedure

import "slices"

// CouldChange tells whether the answers on behalf that their members have not
// confirmed could still change the outcome: each may be confirmed, or disputed and
// so void, in any combination. Certification is refused while it is true. Where
// there are too many combinations to try, it is true. Errors as Count.
func CouldChange(p Profile, q Question, votes []Vote) (bool, error) {
	now, err := Count(p, q, votes)
	if err != nil {
		return false, err
	}
	type likeness struct {
		choice, as         Choice
		never, absent, tie bool
	}
	groups := make(map[likeness][]int)
	marked := -1
	for i, v := range votes {
		if !v.OnBehalf || v.Confirmed || v.Recused || v.Choice == "" {
			continue
		}
		like := likeness{choice: v.Choice, never: v.NeverDeemed, absent: v.Absent, tie: v.TieMark}
		if v.Class != nil {
			like.as = v.Class.As
		}
		if v.TieMark {
			marked = i
		}
		groups[like] = append(groups[like], i)
	}
	try := trial{profile: p, question: q, votes: slices.Clone(votes), now: now, change: void}
	for _, seats := range groups {
		try.groups = append(try.groups, seats)
	}
	if try.differs() {
		return true, nil
	}
	if marked >= 0 { // confirmed, the answer of the tie mark's holder becomes a side
		try.votes[marked].Confirmed = true
		return try.differs(), nil
	}
	return false, nil
}

// void is what a dispute leaves of an answer on behalf.
func void(v *Vote) { v.Choice, v.OnBehalf, v.Confirmed, v.Class = "", false, false, nil }

// ClassingDecisive tells whether the classing of seat changes the outcome, and so
// needs a second person. It is asked whatever becomes of the other classings, since
// any of them may yet be removed: of two that carry a question together, where one
// would be enough, both are decisive. False where the seat has none. Errors as Count.
func ClassingDecisive(p Profile, q Question, votes []Vote, seat int) (bool, error) {
	if _, err := Count(p, q, votes); err != nil {
		return false, err
	}
	at := -1
	others := make(map[Choice][]int)
	for i, v := range votes {
		switch {
		case v.Class == nil || v.Recused:
		case v.Seat == seat:
			at = i
		default:
			others[v.Class.As] = append(others[v.Class.As], i)
		}
	}
	if at < 0 {
		return false, nil
	}
	with := trial{profile: p, question: q, votes: slices.Clone(votes), change: unclass}
	for _, seats := range others {
		with.groups = append(with.groups, seats)
	}
	with.against = func(votes []Vote) Tally {
		class := votes[at].Class
		votes[at].Class = nil
		t := count(p, q, votes)
		votes[at].Class = class
		return t
	}
	return with.differs(), nil
}

func unclass(v *Vote) { v.Class = nil }

// trial counts the votes with every combination of changes. Seats of one group are
// alike, so only how many of them are changed matters.
type trial struct {
	profile  Profile
	question Question
	votes    []Vote
	groups   [][]int
	change   func(*Vote)
	now      Tally                    // what each count is compared with,
	against  func(votes []Vote) Tally // unless this says
}

// maxTrials bounds the combinations that are counted.
const maxTrials = 1 << 16

// differs tells whether some combination has another outcome; true where there are
// too many to try.
func (t *trial) differs() bool {
	combinations := 1
	for _, g := range t.groups {
		if combinations *= len(g) + 1; combinations > maxTrials {
			return true
		}
	}
	return t.from(0)
}

func (t *trial) from(group int) bool {
	if group == len(t.groups) {
		c, now := count(t.profile, t.question, t.votes), t.now
		if t.against != nil {
			now = t.against(t.votes)
		}
		return c.Outcome != now.Outcome || c.Chosen != now.Chosen
	}
	if t.from(group + 1) {
		return true
	}
	seats := t.groups[group]
	kept := slices.Clone(t.votes)
	defer copy(t.votes, kept)
	for _, seat := range seats {
		t.change(&t.votes[seat])
		if t.from(group + 1) {
			return true
		}
	}
	return false
}
