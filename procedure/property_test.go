package procedure_test

import (
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"

	. "ecabinet/procedure"

	"pgregory.net/rapid"
)

// decisions is how many the property test generates: the full figure when
// ECABINET_SOAK is 1.
func decisions() int {
	if os.Getenv("ECABINET_SOAK") == "1" {
		return 1_000_000
	}
	return 10_000
}

// checks sets how many cases rapid generates, for one test.
func checks(t *testing.T, n int) {
	f := flag.Lookup("rapid.checks")
	before := f.Value.String()
	if err := flag.Set("rapid.checks", strconv.Itoa(n)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { flag.Set("rapid.checks", before) })
}

// kinds of votes: every combination that Count accepts, and the plain ones again
// so that close results are common.
func kinds(q Question) []Vote {
	choices := []Choice{Agree, Disagree}
	if len(q.Options) > 0 {
		choices = nil
		for _, key := range q.Options {
			choices = append(choices, OptionChoice(key))
		}
	}
	sides := choices
	choices = append(choices[:len(choices):len(choices)], Other, Discuss, Abstain, Blank)
	var all []Vote
	for bits := range 1 << 4 {
		flags := Vote{Recused: bits&1 != 0, NeverDeemed: bits&2 != 0, Absent: bits&4 != 0, Reserved: bits&8 != 0}
		silence := flags
		all = append(all, silence)
		silence.NotSent = true
		all = append(all, silence)
		for _, c := range choices {
			v := flags
			v.Choice = c
			all = append(all, v)
			v.OnBehalf = true
			all = append(all, v)
			v.Confirmed = true
			all = append(all, v)
		}
		for _, s := range sides {
			v := flags
			v.Choice, v.Class = Other, &Classing{As: s, By: "A"}
			all = append(all, v)
			v.OnBehalf = true
			all = append(all, v)
		}
	}
	return all
}

var (
	yesNo     = Question{Key: "1"}
	three     = Question{Key: "1", Options: []string{"1", "2", "3"}}
	yesNoOdd  = kinds(yesNo)
	twoOdd    = kinds(options)
	threeOdd  = kinds(three)
	fractions = []Majority{
		{Of: Fraction{Num: 1, Den: 2}, MoreThan: true}, {Of: Fraction{Num: 1, Den: 2}, MoreThan: true},
		{Of: Fraction{Num: 2, Den: 4}, MoreThan: true}, {Of: Fraction{Num: 1, Den: 2}}, {Of: Fraction{Num: 2, Den: 3}},
		{Of: Fraction{Num: 3, Den: 4}}, {Of: Fraction{Num: 1, Den: 1}}, {Of: Fraction{Num: 1, Den: 4}},
	}
)

// holders are the ways in which the holder of the tie mark may have answered.
func holders(side Choice) []Vote {
	return []Vote{
		{}, {Choice: side}, {Choice: side, OnBehalf: true}, {Choice: side, OnBehalf: true, Confirmed: true},
		{Choice: Other, Class: &Classing{As: side, By: "A"}}, {Recused: true}, {NeverDeemed: true}, {Choice: Other},
	}
}

func drawProfile(t *rapid.T) Profile {
	p := Profile{
		ID:                    "drawn",
		Silence:               rapid.SampledFrom([]Silence{SilenceAgreement, SilenceNotAnswered, SilenceAbstention}).Draw(t, "silence"),
		Base:                  rapid.SampledFrom([]BaseKind{BaseAnswered, BaseAnswered, BaseAllMembers, BaseSent, BasePresent}).Draw(t, "base"),
		Tie:                   rapid.SampledFrom([]Tie{TieChairSide, TieChairSide, TieLost, TieRepeat}).Draw(t, "tie"),
		Recusal:               rapid.SampledFrom([]RecusalBase{RecusalKeep, RecusalReduce}).Draw(t, "recusal"),
		AbsentMayVoteRemotely: true,
	}
	if rapid.Bool().Draw(t, "usual") { // the figures of the shipped profiles, where ties are decided by a side
		p.Base, p.Tie, p.Recusal, p.Majority = BaseAllMembers, TieChairSide, RecusalKeep, fractions[0]
		if p.Silence == SilenceAbstention {
			p.Silence = SilenceAgreement
		}
		return p
	}
	p.Majority = rapid.SampledFrom(fractions).Draw(t, "majority")
	if rapid.IntRange(0, 9).Draw(t, "any fraction") == 9 {
		den := rapid.Int64Range(1, 60).Draw(t, "den")
		num := rapid.Int64Range(1, den).Draw(t, "num")
		p.Majority = Majority{Of: Fraction{Num: num, Den: den}, MoreThan: num < den && rapid.Bool().Draw(t, "more than")}
	}
	return p
}

// drawDecision draws votes around an even split, with up to most that are odd; half
// of the time the two first sides are made even, so that ties of every kind are common.
func drawDecision(t *rapid.T, p Profile, most int) (Question, []Vote) {
	q, odd := yesNo, yesNoOdd
	sides := []Choice{Agree, Disagree}
	switch rapid.IntRange(0, 5).Draw(t, "question") {
	case 4:
		q, odd = options, twoOdd
	case 5:
		q, odd = three, threeOdd
	}
	if len(q.Options) > 0 {
		q.Proposal = rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "proposal")
		sides = []Choice{OptionChoice("1"), OptionChoice("2")}
	}
	q.InSession = rapid.IntRange(0, 4).Draw(t, "in session") == 4
	half := rapid.IntRange(0, 14).Draw(t, "half")
	few := rapid.SampledFrom([]int{1, 1, 3, most}).Draw(t, "few")
	extra := rapid.SliceOfN(rapid.SampledFrom(odd), 0, few).Draw(t, "odd")
	shift := rapid.IntRange(-1, 1).Draw(t, "shift")
	votes := seats(of(max(half+shift, 0), sides[0]), of(half, sides[1]), extra)
	if rapid.Bool().Draw(t, "holder known") {
		votes = seats(votes, pm(rapid.SampledFrom(holders(sides[0])).Draw(t, "holder")))
	} else if len(votes) > 0 {
		if holder := rapid.IntRange(-1, len(votes)-1).Draw(t, "tie mark"); holder >= 0 {
			votes[holder].TieMark = true
		}
	}
	if rapid.Bool().Draw(t, "even") {
		o := oracle{p, q, votes}
		lead := o.side(sides[0]) - o.side(sides[1])
		votes = seats(votes, of(max(-lead, 0), sides[0]), of(max(lead, 0), sides[1]))
	}
	return q, votes
}

// TestDecisionsAgainstOracle (10,000 decisions; 1,000,000 with ECABINET_SOAK=1):
// no difference between Count and the definitions.
func TestDecisionsAgainstOracle(t *testing.T) {
	want, done := decisions(), 0
	checks(t, want)
	reached, noSide := make(map[ReasonCode]int), make(map[NoSide]int)
	rapid.Check(t, func(t *rapid.T) {
		p := drawProfile(t)
		q, votes := drawDecision(t, p, 14)
		got, err := Count(p, q, votes)
		if err != nil {
			t.Fatalf("count: %v", err)
		}
		o := oracle{p, q, votes}
		if is, should := (verdict{got.Outcome, got.Chosen, got.Reason, got.NoSide}), o.decide(); is != should {
			t.Fatalf("got %v, want %v for %d of %d", is, should, got.For, got.Base)
		}
		same(t, got, o)
		done++
		reached[got.Reason]++
		noSide[got.NoSide]++
	})
	if !t.Failed() && done < want {
		t.Errorf("only %d of %d decisions were made before the time ran out", done, want)
	}
	for _, reason := range []ReasonCode{ReasonMajority, ReasonShort, ReasonChairSide, ReasonNoSide, ReasonTieLost, ReasonTieRepeat, ReasonNoBase, ReasonLevel} {
		if reached[reason] == 0 {
			t.Errorf("no decision was reached by %s: the generator has gone blind", reason)
		}
	}
	for _, why := range []NoSide{NoSideNobody, NoSideSilent, NoSideDeemed, NoSideRecused, NoSideClassed, NoSideUnconfirmed} {
		if noSide[why] == 0 {
			t.Errorf("no tie was left open by %s: the generator has gone blind", why)
		}
	}
}

// same compares the figures of a result with the definitions, and reads its sentences.
func same(t *rapid.T, got Tally, o oracle) {
	figures := []struct {
		name      string
		got, want int
	}{
		{"base", got.Base, o.base()}, {"needed", got.Needed, o.needed()},
		{"for", got.For, o.side(Agree)}, {"against", got.Against, o.side(Disagree)},
		{"for by parts", got.Agree + got.OnBehalfFor + got.ClassedFor + explicitDeemed(got), o.side(Agree)},
		{"answered", got.Answered, o.number(o.answered)},
		{"recused", got.Recused, o.number(func(v Vote) bool { return v.Recused })},
		{"unconfirmed", got.Unconfirmed, o.number(func(v Vote) bool { return o.answered(v) && v.OnBehalf && !v.Confirmed })},
	}
	lines := got.Agree + got.Deemed + got.Disagree + got.Other + got.Discuss + got.Abstain + got.Blank +
		got.DeemedAbstain + got.NotAnswered + got.OnBehalf
	for _, c := range got.Options {
		lines += c.Explicit
		want := o.side(OptionChoice(c.Key))
		if c.Total != want || c.Explicit+c.OnBehalf+c.Deemed+c.Classed != want {
			t.Fatalf("option %s: got %+v, want %d", c.Key, c, want)
		}
	}
	if lines != len(o.votes) {
		t.Fatalf("the lines sum to %d of %d seats: %+v", lines, len(o.votes), got)
	}
	for _, f := range figures {
		if f.got != f.want {
			t.Fatalf("%s: got %d, want %d", f.name, f.got, f.want)
		}
	}
	for _, lang := range []string{"vi", "en"} {
		if s := got.Sentence(lang); s == "" || strings.Contains(s, "%") || strings.HasSuffix(s, ": ") {
			t.Fatalf("a sentence is broken: %q", s)
		}
	}
}

// explicitDeemed is the deemed agreement of a question without options.
func explicitDeemed(t Tally) int {
	if len(t.Options) > 0 {
		return 0
	}
	return t.Deemed
}

// TestGuardsAgainstOracle: certification and the second person for a classing,
// against trying every future seat by seat.
func TestGuardsAgainstOracle(t *testing.T) {
	checks(t, decisions()/10)
	changes, decisive := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawProfile(t)
		q, votes := drawDecision(t, p, 6)
		o := oracle{p, q, votes}
		got, err := CouldChange(p, q, votes)
		if err != nil {
			t.Fatalf("could change: %v", err)
		}
		if want := o.couldChange(); got != want {
			t.Fatalf("could change: got %v, want %v", got, want)
		} else if want {
			changes++
		}
		for _, v := range votes {
			got, err := ClassingDecisive(p, q, votes, v.Seat)
			if err != nil {
				t.Fatalf("classing: %v", err)
			}
			if want := o.classingDecisive(v.Seat); got != want {
				t.Fatalf("classing of seat %d: got %v, want %v", v.Seat, got, want)
			} else if want {
				decisive++
			}
		}
	})
	if changes == 0 || decisive == 0 {
		t.Errorf("%d could change, %d decisive: the generator has gone blind", changes, decisive)
	}
}

func TestGuardsByName(t *testing.T) {
	before, now := profile(t, "nd-39-2022"), profile(t, "nd-191-2026")
	unconfirmed := times(1, Vote{Choice: Agree, OnBehalf: true})
	for _, c := range []struct {
		name  string
		p     Profile
		votes []Vote
		want  bool
	}{
		{"13 + 1 unconfirmed carries under nd-39", before, seats(of(13, Agree), unconfirmed, of(13, Disagree)), true},
		{"a disputed agreement is deemed again under nd-191", now, seats(of(13, Agree), unconfirmed, of(13, Disagree)), false},
		{"14 carry without it", before, seats(of(14, Agree), unconfirmed, of(12, Disagree)), false},
		{"a confirmed answer cannot change", before, seats(of(13, Agree), times(1, Vote{Choice: Agree, OnBehalf: true, Confirmed: true}), of(13, Disagree)), false},
		{"an unconfirmed disagreement, deemed agreement if disputed", now, seats(of(13, Agree), times(1, Vote{Choice: Disagree, OnBehalf: true}), of(13, Disagree)), true},
		{"the Prime Minister may yet confirm in a tie", before, seats(pm(Vote{Choice: Agree, OnBehalf: true}), of(12, Agree), of(13, Disagree)), true},
		{"of two alike, only the dispute of the one that is never deemed undoes the tie", now, seats(pm(Vote{Choice: Agree}), of(12, Agree), of(11, Disagree),
			times(1, Vote{Choice: Disagree, OnBehalf: true}), times(1, Vote{Choice: Disagree, OnBehalf: true, NeverDeemed: true})), true},
		{"27 unconfirmed", before, seats(times(14, Vote{Choice: Agree, OnBehalf: true}), times(13, Vote{Choice: Disagree, OnBehalf: true})), true},
	} {
		if got, err := CouldChange(c.p, Question{}, c.votes); err != nil || got != c.want {
			t.Errorf("%s: got %v, %v", c.name, got, err)
		}
	}
	for _, c := range []struct {
		name  string
		votes []Vote
		want  bool
	}{
		{"13 + 1 classed = 14", seats([]Vote{classed(Agree, "A", "")}, of(13, Agree), of(13, Disagree)), true},
		{"14 without it", seats([]Vote{classed(Agree, "A", "")}, of(14, Agree), of(12, Disagree)), false},
		{"two together, neither needed", seats([]Vote{classed(Agree, "A", ""), classed(Agree, "A", "")}, of(13, Agree)), false},
		{"two together, one of them needed", seats([]Vote{classed(Agree, "A", ""), classed(Agree, "A", "")}, of(13, Agree), of(12, Disagree)), true},
		{"a seat without a classing", seats(of(27, Agree)), false},
	} {
		if got, err := ClassingDecisive(before, Question{}, c.votes, 1); err != nil || got != c.want {
			t.Errorf("%s: got %v, %v", c.name, got, err)
		}
	}
}
