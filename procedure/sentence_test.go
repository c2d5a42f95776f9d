package procedure_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "ecabinet/procedure"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSentences writes every combination of outcome and reason, and of what adds
// up to a side, in both languages.
func TestSentences(t *testing.T) {
	before, now, generic := profile(t, "nd-39-2022"), profile(t, "nd-191-2026"), profile(t, "generic")
	with := func(change func(*Profile)) Profile {
		p := generic
		change(&p)
		return p
	}
	quarter := Majority{Of: Fraction{1, 4}}
	one, two := OptionChoice("1"), OptionChoice("2")
	onBehalf := func(n int, c Choice, confirmed bool) []Vote {
		return times(n, Vote{Choice: c, OnBehalf: true, Confirmed: confirmed})
	}
	cases := []struct {
		name  string
		p     Profile
		q     Question
		votes []Vote
	}{
		{"adopted with deemed", now, Question{}, seats(of(13, Agree), of(2, silent), of(12, Disagree))},
		{"adopted, all direct", before, Question{}, seats(of(14, Agree), of(13, Disagree))},
		{"adopted by a classing", before, Question{}, seats(of(13, Agree), []Vote{classed(Agree, "Nguyễn Văn An", "Trần Thị Bình")}, of(13, Disagree))},
		{"adopted with classings by two persons", before, Question{}, seats(of(13, Agree), []Vote{classed(Agree, "Nguyễn Văn An", ""), classed(Agree, "Nguyễn Văn An", ""), classed(Agree, "Lê Chi", "")})},
		{"adopted with answers on behalf", before, Question{}, seats(of(12, Agree), onBehalf(1, Agree, true), onBehalf(1, Agree, false), of(13, Disagree))},
		{"adopted with everything", now, Question{}, seats(of(10, Agree), onBehalf(2, Agree, true), of(2, silent), []Vote{classed(Agree, "Lê Chi", "")}, of(12, Disagree))},
		{"all deemed", now, Question{}, seats(of(27, silent))},
		{"not adopted", before, Question{}, seats(of(13, Agree), of(1, silent), of(13, Disagree))},
		{"nobody agrees", before, Question{}, seats(of(27, silent))},
		{"not adopted, one classed against", before, Question{}, seats(of(13, Agree), of(12, Disagree), []Vote{classed(Disagree, "Lê Chi", ""), {Choice: Other}})},
		{"tie, the chair agreed", before, Question{}, seats(pm(Vote{Choice: Agree}), of(12, Agree), of(13, Disagree))},
		{"tie, the chair disagreed", before, Question{}, seats(pm(Vote{Choice: Disagree}), of(13, Agree), of(12, Disagree))},
		{"tie by classing against, the chair agreed", before, Question{}, seats(pm(Vote{Choice: Agree}), of(12, Agree), of(12, Disagree), []Vote{classed(Disagree, "Lê Chi", "Trần Thị Bình")})},
		{"tie, the chair deemed", now, Question{}, seats(pm(Vote{}), of(12, Agree), of(13, Disagree))},
		{"tie, the chair classed", before, Question{}, seats(pm(classed(Agree, "Lê Chi", "")), of(12, Agree), of(13, Disagree))},
		{"tie, the chair unconfirmed", before, Question{}, seats(pm(Vote{Choice: Agree, OnBehalf: true}), of(12, Agree), of(13, Disagree))},
		{"tie, nobody has the mark", before, Question{}, seats(of(13, Agree), of(13, Disagree))},
		{"tie, the chair silent", with(func(p *Profile) { p.Base = BaseAnswered }), Question{}, seats(pm(Vote{}), of(3, Agree), of(3, Disagree))},
		{"tie, the chair recused", with(func(p *Profile) { p.Recusal = RecusalReduce }), Question{}, seats(pm(Vote{Recused: true}), of(3, Agree), of(3, Disagree))},
		{"tie lost", with(func(p *Profile) { p.Tie = TieLost }), Question{}, seats(of(3, Agree), of(3, Disagree))},
		{"tie repeated", with(func(p *Profile) { p.Tie = TieRepeat }), Question{}, seats(of(3, Agree), of(3, Disagree))},
		{"no base", before, Question{}, nil},
		{"base sent", with(func(p *Profile) { p.Base = BaseSent }), Question{}, seats(of(3, Agree), of(2, Disagree), times(1, Vote{NotSent: true}))},
		{"base answered", with(func(p *Profile) { p.Base = BaseAnswered }), Question{}, seats(of(3, Agree), of(2, Disagree), of(9, silent))},
		{"base present, one recused", with(func(p *Profile) { p.Base, p.Recusal = BasePresent, RecusalReduce }), Question{}, seats(of(3, Agree), of(2, Disagree), times(1, Vote{Recused: true}))},
		{"option chosen", now, optionsProposing("2"), seats(of(10, one), of(13, two), of(2, silent), of(2, Other))},
		{"option by classing", before, options, seats(of(13, one), []Vote{classed(one, "Lê Chi", "")}, of(13, two))},
		{"no option chosen", before, options, seats(of(10, one), of(13, two), of(4, Other))},
		{"options tie, the chair chose", before, options, seats(pm(Vote{Choice: two}), of(13, one), of(12, two))},
		{"options tie, the chair deemed", now, optionsProposing("2"), seats(pm(Vote{}), of(13, one), of(12, two))},
		{"options tie lost", with(func(p *Profile) { p.Tie = TieLost }), options, seats(of(3, one), of(3, two))},
		{"options tie repeated", with(func(p *Profile) { p.Tie = TieRepeat }), options, seats(of(3, one), of(3, two))},
		{"options level", with(func(p *Profile) { p.Majority = quarter }), options, seats(of(3, one), of(3, two))},
		{"options, no base", before, options, nil},
	}
	var got strings.Builder
	for _, c := range cases {
		tally := mustCount(t, c.p, c.q, c.votes)
		fmt.Fprintf(&got, "%s\n  %s %s\n  vi: %s\n  en: %s\n", c.name, tally.Outcome, tally.Reason, tally.Sentence("vi"), tally.Sentence("en"))
	}
	neither := Tally{Base: 2, Outcome: NotAdopted, Reason: ReasonNoSide, NoSide: NoSideNeither, ChairTitle: generic.ChairTitle}
	fmt.Fprintf(&got, "tie, the chair takes neither side\n  vi: %s\n  en: %s\n", neither.Sentence("vi"), neither.Sentence("en"))

	title := func(key string) string { return "“Phương án " + key + ": giữ nguyên”" }
	titled := mustCount(t, before, options, seats(of(14, one), of(13, two)))
	fmt.Fprintf(&got, "titled option\n  vi: %s\n", titled.SentenceWith("vi", title))

	for _, r := range []QuorumResult{Quorum(now, 27, 21), Quorum(now, 27, 17)} {
		fmt.Fprintf(&got, "quorum\n  vi: %s\n  en: %s\n", r.Sentence("vi"), r.Sentence("en"))
	}
	won, lost := mustCount(t, before, Question{}, seats(of(2, Agree))), mustCount(t, before, Question{}, seats(of(2, Disagree)))
	none, again := Tally{Outcome: NoOptionChosen}, Tally{Outcome: Repeat}
	for _, b := range [][]Tally{{won}, {won, won}, {won, lost, won}, {lost, lost}, {none, none}, {again, again}, nil} {
		fmt.Fprintf(&got, "ballot %s\n  vi: %s\n  en: %s\n", Overall(b), OverallSentence(b, "vi"), OverallSentence(b, "en"))
	}
	golden(t, "sentences.golden", got.String())
}

// golden compares got with a file of testdata, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		f      Fraction
		vi, en string
	}{
		{Fraction{15, 27}, "55,6%", "55.6%"}, {Fraction{1, 2}, "50,0%", "50.0%"}, {Fraction{27, 27}, "100,0%", "100.0%"},
		{Fraction{0, 27}, "0,0%", "0.0%"}, {Fraction{1, 2000}, "0,1%", "0.1%"}, {Fraction{1, 2001}, "0,0%", "0.0%"},
		{Fraction{2, 3}, "66,7%", "66.7%"}, {Fraction{1999, 2000}, "100,0%", "100.0%"}, {Fraction{}, "–", "–"},
	} {
		if vi, en := Percent(c.f, "vi"), Percent(c.f, "en"); vi != c.vi || en != c.en {
			t.Errorf("%v: got %s and %s", c.f, vi, en)
		}
	}
}
