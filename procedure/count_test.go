package procedure_test

import (
	"errors"
	"testing"

	"ecabinet"
	. "ecabinet/procedure"
)

const silent = Choice("")

// TestWorkedCases are the worked cases of the procedure: rules on the left, the
// outcome on the right.
func TestWorkedCases(t *testing.T) {
	before, now := profile(t, "nd-39-2022"), profile(t, "nd-191-2026")
	first := profile(t, "nd-138-2016")
	cases := []struct {
		name    string
		p       Profile
		q       Question
		votes   []Vote
		outcome Outcome
		reason  ReasonCode
		noSide  NoSide
		inFav   int
		base    int
	}{
		{"27: 13 agree + 1 silent is adopted under nd-191", now, Question{},
			seats(of(13, Agree), of(1, silent), of(13, Disagree)), Adopted, ReasonMajority, "", 14, 27},
		{"27: 13 agree + 1 silent is not adopted under nd-39", before, Question{},
			seats(of(13, Agree), of(1, silent), of(13, Disagree)), NotAdopted, ReasonShort, "", 13, 27},
		{"27: 13 explicit and 2 deemed are 15", now, Question{},
			seats(of(13, Agree), of(2, silent), of(12, Disagree)), Adopted, ReasonMajority, "", 15, 27},
		{"27: 14 agree is a majority, 13 is not", before, Question{},
			seats(of(14, Agree), of(13, silent)), Adopted, ReasonMajority, "", 14, 27},
		{"2019 launch session: 21 present, 4 absent voted remotely, 25 of 27", first, Question{InSession: true},
			seats(of(21, Agree), times(4, Vote{Choice: Agree, Absent: true}), times(2, Vote{Absent: true})),
			Adopted, ReasonMajority, "", 25, 27},
		{"26: 13 to 13 and the Prime Minister agreed", before, Question{},
			seats(pm(Vote{Choice: Agree}), of(12, Agree), of(13, Disagree)), Adopted, ReasonChairSide, "", 13, 26},
		{"26: 13 to 13 and the Prime Minister disagreed", before, Question{},
			seats(pm(Vote{Choice: Disagree}), of(13, Agree), of(12, Disagree)), NotAdopted, ReasonChairSide, "", 13, 26},
		{"26: the Prime Minister is silent under nd-39, 12 to 13: no exact half", before, Question{},
			seats(pm(Vote{}), of(12, Agree), of(13, Disagree)), NotAdopted, ReasonShort, "", 12, 26},
		{"26: the Prime Minister is silent under nd-39, 13 to 12: no exact half", before, Question{},
			seats(pm(Vote{}), of(13, Agree), of(12, Disagree)), NotAdopted, ReasonShort, "", 13, 26},
		{"26: 12 + the Prime Minister's deemed to 13", now, Question{},
			seats(pm(Vote{}), of(12, Agree), of(13, Disagree)), NotAdopted, ReasonNoSide, NoSideDeemed, 13, 26},
		{"27: 13 to 13 to 1 other is no tie", before, Question{},
			seats(pm(Vote{Choice: Agree}), of(12, Agree), of(13, Disagree), of(1, Other)), NotAdopted, ReasonShort, "", 13, 27},
		{"tie: the Prime Minister's answer on behalf is not confirmed", before, Question{},
			seats(pm(Vote{Choice: Agree, OnBehalf: true}), of(12, Agree), of(13, Disagree)), NotAdopted, ReasonNoSide, NoSideUnconfirmed, 13, 26},
		{"tie: the Prime Minister confirmed the answer on behalf", before, Question{},
			seats(pm(Vote{Choice: Agree, OnBehalf: true, Confirmed: true}), of(12, Agree), of(13, Disagree)), Adopted, ReasonChairSide, "", 13, 26},
		{"tie: the Prime Minister's other opinion was classed", before, Question{},
			seats(pm(classed(Agree, "A", "B")), of(12, Agree), of(13, Disagree)), NotAdopted, ReasonNoSide, NoSideClassed, 13, 26},
		{"tie: nobody holds the tie mark", before, Question{},
			seats(of(13, Agree), of(13, Disagree)), NotAdopted, ReasonNoSide, NoSideNobody, 13, 26},
		{"other counts neither for nor against", before, Question{},
			seats(of(13, Agree), of(14, Other)), NotAdopted, ReasonShort, "", 13, 27},
		{"a request for discussion is never deemed", now, Question{},
			seats(of(13, Agree), of(14, Discuss)), NotAdopted, ReasonShort, "", 13, 27},
		{"a classed other counts: 13 + 1 = 14", before, Question{},
			seats(of(13, Agree), []Vote{classed(Agree, "A", "B")}, of(13, Disagree)), Adopted, ReasonMajority, "", 14, 27},
		{"classed against makes a tie, and the Prime Minister agreed", before, Question{},
			seats(pm(Vote{Choice: Agree}), of(12, Agree), of(12, Disagree), []Vote{classed(Disagree, "A", "B")}), Adopted, ReasonChairSide, "", 13, 26},
		{"recusal stays in the base and is never deemed", now, Question{},
			seats(of(13, Agree), times(14, Vote{Recused: true})), NotAdopted, ReasonShort, "", 13, 27},
		{"a recused member's earlier answer does not count", before, Question{},
			seats(of(13, Agree), times(14, Vote{Choice: Agree, Recused: true})), NotAdopted, ReasonShort, "", 13, 27},
		{"a lost post stays not answered", now, Question{},
			seats(of(13, Agree), times(14, Vote{NeverDeemed: true})), NotAdopted, ReasonShort, "", 13, 27},
		{"a lost post's cast answer stands", now, Question{},
			seats(of(13, Agree), times(1, Vote{Choice: Agree, NeverDeemed: true}), of(13, Disagree)), Adopted, ReasonMajority, "", 14, 27},
		{"silence in session is never deemed", now, Question{InSession: true},
			seats(of(13, Agree), of(14, silent)), NotAdopted, ReasonShort, "", 13, 27},
		{"unconfirmed answers on behalf count", before, Question{},
			seats(of(13, Agree), times(1, Vote{Choice: Agree, OnBehalf: true}), of(13, Disagree)), Adopted, ReasonMajority, "", 14, 27},
		{"no seats", before, Question{}, nil, NotAdopted, ReasonNoBase, "", 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := mustCount(t, c.p, c.q, c.votes)
			if got.Outcome != c.outcome || got.Reason != c.reason || got.NoSide != c.noSide || got.For != c.inFav || got.Base != c.base {
				t.Errorf("got %s by %s %s, %d of %d; want %s by %s %s, %d of %d", got.Outcome, got.Reason, got.NoSide, got.For, got.Base,
					c.outcome, c.reason, c.noSide, c.inFav, c.base)
			}
		})
	}
}

func TestWorkedOptions(t *testing.T) {
	before, now := profile(t, "nd-39-2022"), profile(t, "nd-191-2026")
	one, two := OptionChoice("1"), OptionChoice("2")
	cases := []struct {
		name    string
		p       Profile
		q       Question
		votes   []Vote
		outcome Outcome
		chosen  string
		reason  ReasonCode
	}{
		{"the option that reaches the majority", before, options, seats(of(14, one), of(13, two)), OptionChosen, "1", ReasonMajority},
		{"none reaches it", before, options, seats(of(13, one), of(13, two), of(1, Other)), NoOptionChosen, "", ReasonShort},
		{"silence counts for the drafter's proposal", now, optionsProposing("2"), seats(of(13, one), of(1, silent), of(13, two)), OptionChosen, "2", ReasonMajority},
		{"silence without a proposal is not answered", now, options, seats(of(13, one), of(1, silent), of(13, two)), NoOptionChosen, "", ReasonShort},
		{"two options tie, and the Prime Minister chose one", before, options, seats(pm(Vote{Choice: two}), of(13, one), of(12, two)), OptionChosen, "2", ReasonChairSide},
		{"two options tie, and the Prime Minister is deemed", now, optionsProposing("2"), seats(pm(Vote{}), of(13, one), of(12, two)), NoOptionChosen, "", ReasonNoSide},
		{"an other opinion classed for an option", before, options, seats(of(13, one), []Vote{classed(one, "A", "")}, of(13, two)), OptionChosen, "1", ReasonMajority},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := mustCount(t, c.p, c.q, c.votes)
			if got.Outcome != c.outcome || got.Chosen != c.chosen || got.Reason != c.reason {
				t.Errorf("got %s %q by %s; want %s %q by %s", got.Outcome, got.Chosen, got.Reason, c.outcome, c.chosen, c.reason)
			}
		})
	}
}

// TestGenericFigures: every figure of a body's own profile is settable.
func TestGenericFigures(t *testing.T) {
	with := func(change func(*Profile)) Profile {
		p := profile(t, "generic")
		change(&p)
		return p
	}
	of23 := Majority{Of: Fraction{2, 3}}
	cases := []struct {
		name    string
		p       Profile
		votes   []Vote
		outcome Outcome
		base    int
		needed  int
	}{
		{"at least two thirds of 27", with(func(p *Profile) { p.Majority = of23 }), seats(of(18, Agree), of(9, Disagree)), Adopted, 27, 18},
		{"three quarters of 27", with(func(p *Profile) { p.Majority = Majority{Of: Fraction{3, 4}} }), seats(of(20, Agree), of(7, Disagree)), NotAdopted, 27, 21},
		{"unanimous", with(func(p *Profile) { p.Majority = Majority{Of: Fraction{1, 1}} }), seats(of(26, Agree), of(1, Other)), NotAdopted, 27, 27},
		{"more than 7/13", with(func(p *Profile) { p.Majority = Majority{Of: Fraction{7, 13}, MoreThan: true} }), seats(of(7, Agree), of(6, Disagree)), NotAdopted, 13, 8},
		{"half to half under two thirds is no tie", with(func(p *Profile) { p.Majority, p.Tie = of23, TieRepeat }), seats(of(3, Agree), of(3, Disagree)), NotAdopted, 6, 4},
		{"base answered", with(func(p *Profile) { p.Base = BaseAnswered }), seats(of(3, Agree), of(2, Disagree), of(22, silent)), Adopted, 5, 3},
		{"base answered, silence abstains", with(func(p *Profile) { p.Base, p.Silence = BaseAnswered, SilenceAbstention }), seats(of(3, Agree), of(2, Disagree), of(2, silent)), NotAdopted, 7, 4},
		{"base sent", with(func(p *Profile) { p.Base = BaseSent }), seats(of(3, Agree), of(2, Disagree), times(5, Vote{NotSent: true})), Adopted, 5, 3},
		{"base present, remote votes join it", with(func(p *Profile) { p.Base = BasePresent }), seats(of(2, Agree), times(1, Vote{Choice: Agree, Absent: true}), of(2, silent), times(9, Vote{Absent: true})), Adopted, 5, 3},
		{"recusal reduces the base", with(func(p *Profile) { p.Recusal = RecusalReduce }), seats(of(13, Agree), of(12, Disagree), times(2, Vote{Recused: true})), Adopted, 25, 13},
		{"tie lost", with(func(p *Profile) { p.Tie = TieLost }), seats(pm(Vote{Choice: Agree}), of(2, Agree), of(3, Disagree)), NotAdopted, 6, 4},
		{"tie repeated", with(func(p *Profile) { p.Tie = TieRepeat }), seats(pm(Vote{Choice: Agree}), of(2, Agree), of(3, Disagree)), Repeat, 6, 4},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := mustCount(t, c.p, Question{}, c.votes)
			if got.Outcome != c.outcome || got.Base != c.base || got.Needed != c.needed {
				t.Errorf("got %s, needed %d of %d; want %s, %d of %d", got.Outcome, got.Needed, got.Base, c.outcome, c.needed, c.base)
			}
		})
	}
}

// TestLinesOfTheResult: each seat stands on one line, on-behalf answers on their own.
func TestLinesOfTheResult(t *testing.T) {
	votes := seats(of(9, Agree), of(2, silent), of(3, Disagree), of(2, Other), of(1, Discuss), of(1, Abstain), of(1, Blank),
		times(1, Vote{Recused: true}), times(2, Vote{Choice: Agree, OnBehalf: true, Confirmed: true}),
		times(1, Vote{Choice: Disagree, OnBehalf: true}), []Vote{classed(Agree, "A", "")}, times(1, Vote{Choice: Agree, Reserved: true}))
	got := mustCount(t, profile(t, "nd-191-2026"), Question{}, votes)
	lines := []struct {
		name      string
		got, want int
	}{
		{"n", got.N, 25}, {"agree", got.Agree, 10}, {"deemed", got.Deemed, 2}, {"disagree", got.Disagree, 3},
		{"other", got.Other, 3}, {"discuss", got.Discuss, 1}, {"abstain", got.Abstain, 1}, {"blank", got.Blank, 1},
		{"not answered", got.NotAnswered, 1}, {"on behalf", got.OnBehalf, 3}, {"unconfirmed", got.Unconfirmed, 1},
		{"recused", got.Recused, 1}, {"reserved", got.Reserved, 1}, {"for", got.For, 15}, {"against", got.Against, 4},
		{"answered", got.Answered, 22}, {"classed for", got.ClassedFor, 1}, {"asking for discussion", got.Discussing, 1},
	}
	for _, l := range lines {
		if l.got != l.want {
			t.Errorf("%s: got %d, want %d", l.name, l.got, l.want)
		}
	}
	if got.OfSent != (Fraction{15, 25}) || got.OfAnswered != (Fraction{13, 22}) {
		t.Errorf("got %v of sent and %v of answered", got.OfSent, got.OfAnswered)
	}
}

func TestCountRefuses(t *testing.T) {
	p := profile(t, "nd-39-2022")
	noRemote := p
	noRemote.AbsentMayVoteRemotely = false
	cases := []struct {
		code  string
		p     Profile
		q     Question
		votes []Vote
	}{
		{"procedure.seat_twice", p, Question{}, []Vote{{Seat: 1}, {Seat: 1}}},
		{"procedure.person_twice", p, Question{}, []Vote{{Seat: 1, Person: "a"}, {Seat: 2, Person: "a"}}},
		{"procedure.two_tie_marks", p, Question{}, seats(pm(Vote{}), pm(Vote{}))},
		{"procedure.unknown_choice", p, Question{}, seats(of(1, "option:1"))},
		{"procedure.unknown_choice", p, options, seats(of(1, Agree))},
		{"procedure.class_without_other", p, Question{}, seats([]Vote{{Choice: Discuss, Class: &Classing{As: Agree, By: "A"}}})},
		{"procedure.class_unknown", p, Question{}, seats([]Vote{classed(Abstain, "A", "")})},
		{"procedure.class_unknown", p, Question{}, seats([]Vote{classed(Agree, "", "")})},
		{"procedure.not_sent", p, Question{}, seats([]Vote{{Choice: Agree, NotSent: true}})},
		{"procedure.absent_may_not_vote", noRemote, Question{}, seats([]Vote{{Choice: Agree, Absent: true}})},
		{"procedure.options_invalid", p, Question{Options: []string{"1", "1"}}, nil},
		{"procedure.options_invalid", p, Question{Options: []string{"1", "2"}, Proposal: "3"}, nil},
		{"procedure.profile_invalid", Profile{}, Question{}, nil},
	}
	for _, c := range cases {
		if _, err := Count(c.p, c.q, c.votes); !errors.Is(err, &ecabinet.Error{Code: c.code}) || ecabinet.KindOf(err) != ecabinet.Invalid {
			t.Errorf("got %v, want %s", err, c.code)
		}
	}
}

func TestQuorum(t *testing.T) {
	p := profile(t, "nd-191-2026")
	for _, c := range []struct {
		members, present, needed int
		met                      bool
	}{{27, 18, 18, true}, {27, 17, 18, false}, {26, 18, 18, true}, {26, 17, 18, false}, {0, 0, 1, false}} {
		got := Quorum(p, c.members, c.present)
		if got.Needed != c.needed || got.Met != c.met {
			t.Errorf("%d of %d: got %+v", c.present, c.members, got)
		}
	}
	if Quorum(Profile{}, 27, 27).Met {
		t.Error("a profile without figures has a quorum")
	}
}

func TestOverall(t *testing.T) {
	for _, c := range []struct {
		want     BallotOutcome
		outcomes []Outcome
	}{
		{BallotAdopted, []Outcome{Adopted, OptionChosen}},
		{BallotAdoptedInPart, []Outcome{Adopted, NotAdopted}},
		{BallotAdoptedInPart, []Outcome{NoOptionChosen, Adopted}},
		{BallotNotAdopted, []Outcome{NotAdopted, NoOptionChosen}},
		{BallotNoOptionChosen, []Outcome{NoOptionChosen, NoOptionChosen}},
		{BallotRepeat, []Outcome{Repeat}},
		{BallotNotAdopted, []Outcome{Repeat, NotAdopted}},
		{BallotNotAdopted, nil},
	} {
		var tallies []Tally
		for _, o := range c.outcomes {
			tallies = append(tallies, Tally{Outcome: o})
		}
		if got := Overall(tallies); got != c.want {
			t.Errorf("%v: got %s, want %s", c.outcomes, got, c.want)
		}
	}
}

// BenchmarkCount answers: is a result cheap enough to be counted again for every
// view of a ballot, rather than stored (27 seats)?
func BenchmarkCount(b *testing.B) {
	p := profile(b, "nd-191-2026")
	votes := seats(pm(Vote{Choice: Agree}), of(12, Agree), of(2, silent), of(10, Disagree), of(2, Other))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Count(p, Question{}, votes); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSentence answers: may the sentence be written per view as well?
func BenchmarkSentence(b *testing.B) {
	tally := mustCount(b, profile(b, "nd-191-2026"), Question{}, seats(of(13, Agree), of(2, silent), of(12, Disagree)))
	b.ReportAllocs()
	for b.Loop() {
		tally.Sentence("vi")
	}
}
