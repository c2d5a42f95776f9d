package ballots_test

import (
	"testing"

	"ecabinet/ballots"
	"ecabinet/procedure"
)

// What the members' answers come to, line by line. 27 members: the majority is 14.

// Fourteen of all are a majority; thirteen are none, whatever the other fourteen do but agree.
func TestFourteenOf27AreAMajorityAndThirteenAreNot(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		for name, x := range map[string]struct {
			profile string
			rest    procedure.Choice // of those who do not agree; "": silent
			agree   int
			outcome procedure.Outcome
			says    string
		}{
			"fourteen, and silence":                    {"nd-39-2022", "", 14, procedure.Adopted, "14/27 đồng ý, cần 14: thông qua"},
			"thirteen, and silence":                    {"nd-39-2022", "", 13, procedure.NotAdopted, "13/27 đồng ý, cần 14: không thông qua"},
			"other counts neither way":                 {"nd-191-2026", procedure.Other, 13, procedure.NotAdopted, "13/27 đồng ý, cần 14: không thông qua"},
			"discussion is asked for, and not deemed":  {"nd-191-2026", procedure.Discuss, 13, procedure.NotAdopted, "13/27 đồng ý, cần 14: không thông qua"},
			"fourteen, and the others ask to discuss":  {"nd-191-2026", procedure.Discuss, 14, procedure.Adopted, "14/27 đồng ý, cần 14: thông qua"},
			"fourteen, and the others do not agree":    {"nd-138-2016", procedure.Disagree, 14, procedure.Adopted, "14/27 đồng ý, cần 14: thông qua"},
			"thirteen, and the fourteen others do not": {"nd-138-2016", procedure.Disagree, 13, procedure.NotAdopted, "13/27 đồng ý, cần 14: không thông qua"},
		} {
			c.in(name, 27, profileNamed(t, x.profile), func() {
				c.send(terms(5))
				c.cast(procedure.Agree, seats(1, x.agree)...)
				if x.rest != "" {
					c.cast(x.rest, seats(x.agree+1, 27)...)
				}
				c.closeNow()
				got := c.outcome(x.outcome)
				c.figure("deemed", got.Deemed, 0)
				if s := got.Sentence("vi"); s != x.says {
					c.t.Errorf("it says %q", s)
				}
			})
		}
	})
}

// Each seat stands on one line, and each line says what it is; the shares are of all who were
// sent it and of the answers that were given.
func TestEveryLineOfAResult(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		in := terms(5)
		in.Recused = []string{member(16)}
		c.send(in)
		c.cast(procedure.Agree, seats(1, 8)...)
		reserved := c.content(procedure.Agree)
		reserved.Reserve = "Bảo lưu ý kiến về Điều 3."
		c.must(c.tryCast(member(9), reserved))
		c.cast(procedure.Disagree, 10, 11, 12)
		c.cast(procedure.Other, 13, 14)
		c.cast(procedure.Discuss, 15)
		confirmed := c.answerID(c.onBehalf("secretary", 18, procedure.Agree, c.clock.Now()))
		c.must(c.svc.ConfirmOnBehalf(c.as(member(18)), confirmed))
		c.must(c.onBehalf("secretary", 19, procedure.Disagree, c.clock.Now()))
		c.leaves(17)
		c.closeNow()
		c.class("secretary", 13, procedure.Agree)
		if got := c.told(member(13)); got[len(got)-1] != "answer.classed" {
			c.t.Errorf("who was classed is told %v", got)
		}
		c.certify()

		got := c.outcome(procedure.Adopted)
		lines := 0
		for _, l := range []struct {
			name      string
			got, want int
		}{
			{"agree", got.Agree, 9}, {"deemed", got.Deemed, 8}, {"disagree", got.Disagree, 3}, {"other", got.Other, 2},
			{"discuss", got.Discuss, 1}, {"not answered", got.NotAnswered, 2}, {"on behalf", got.OnBehalf, 2},
		} {
			c.figure(l.name, l.got, l.want)
			lines += l.got
		}
		c.figure("the lines together", lines, 27)
		c.figure("of", got.N, 27)
		c.figure("for", got.For, 19)
		c.figure("against", got.Against, 4)
		c.figure("of those on behalf not confirmed", got.Unconfirmed, 1)
		c.figure("recused", got.Recused, 1)
		c.figure("reserved", got.Reserved, 1)
		c.figure("answers given", got.Answered, 17)
		if s := got.Sentence("vi"); s != "9 trực tiếp + 1 ghi thay + 8 coi như đồng ý + 1 do Ông secretary xếp loại = 19/27, cần 14: thông qua" {
			c.t.Error(s)
		}
		if sent, answered := procedure.Percent(got.OfSent, "vi"), procedure.Percent(got.OfAnswered, "vi"); got.OfSent != (procedure.Fraction{Num: 19, Den: 27}) ||
			got.OfAnswered != (procedure.Fraction{Num: 11, Den: 17}) || sent != "70,4%" || answered != "64,7%" {
			c.t.Errorf("of sent %v, %s; of answered %v, %s", got.OfSent, sent, got.OfAnswered, answered)
		}
		const none = procedure.Choice("")
		for _, s := range got.Sides {
			want := procedure.Agree // given, recorded, classed or deemed
			switch {
			case s.Seat >= 10 && s.Seat <= 12 || s.Seat == 19:
				want = procedure.Disagree
			case s.Seat == 14:
				want = procedure.Other
			case s.Seat == 15:
				want = procedure.Discuss
			case s.Seat == 16 || s.Seat == 17:
				want = none
			}
			if s.Side != want || s.Deemed != (s.Seat >= 20) || s.OnBehalf != (s.Seat == 18 || s.Seat == 19) || s.Reserved != (s.Seat == 9) {
				c.t.Errorf("seat %d: %+v", s.Seat, s)
			}
		}
	})
}

// Each question is counted apart, on the same base; the ballot is adopted where all are.
func TestEachQuestionIsCountedApart(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		for name, x := range map[string]struct {
			first, second int // how many agree
			outcome       procedure.BallotOutcome
		}{
			"all":  {14, 27, procedure.BallotAdopted},
			"one":  {14, 13, procedure.BallotAdoptedInPart},
			"none": {13, 0, procedure.BallotNotAdopted},
		} {
			c.in(name, 27, c.profile, func() {
				c.send(terms(5, yesNo("Nội dung 1"), yesNo("Nội dung 2")))
				for i := range 27 {
					content := c.content(procedure.Disagree)
					for q, agree := range []int{x.first, x.second} {
						if i < agree {
							content.Opinions[q].Choice = procedure.Agree
						}
					}
					c.must(c.tryCast(member(i+1), content))
				}
				c.closeNow()
				r := c.now().Result
				if r.Outcome != x.outcome {
					c.t.Error(r.Outcome)
				}
				for q, agree := range []int{x.first, x.second} {
					c.figure("agree", r.Tallies[q].Agree, agree)
					c.figure("disagree", r.Tallies[q].Disagree, 27-agree)
					c.figure("base", r.Tallies[q].Base, 27)
				}
			})
		}
	})
}

// An option is chosen when it reaches the majority; where none does, it goes to the Prime
// Minister. Another opinion counts for none.
func TestAnOptionIsChosenByTheMajority(t *testing.T) {
	two := ballots.Question{Text: "Chọn phương án", Kind: ballots.Options, Options: []ballots.Option{{Key: "o1", Text: "Phương án 1"}, {Key: "o2", Text: "Phương án 2"}}}
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		for name, x := range map[string]struct {
			first   int // how many choose the first one; 13 choose the second, the others hold another opinion
			outcome procedure.Outcome
			ballot  procedure.BallotOutcome
			says    string
		}{
			"fourteen": {14, procedure.OptionChosen, procedure.BallotAdopted, "Phương án o1: 14/27, cần 14: được chọn"},
			"thirteen": {13, procedure.NoOptionChosen, procedure.BallotNoOptionChosen,
				"Phương án o1: 13/27; Phương án o2: 13/27, cần 14: không phương án nào được chọn, chuyển Thủ tướng Chính phủ"},
		} {
			c.in(name, 27, c.profile, func() {
				c.send(terms(5, two))
				c.cast(procedure.OptionChoice("o1"), seats(1, x.first)...)
				c.cast(procedure.OptionChoice("o2"), seats(x.first+1, x.first+13)...)
				c.cast(procedure.Other, seats(x.first+14, 27)...)
				c.closeNow()
				got := c.outcome(x.outcome)
				if s := got.Sentence("vi"); s != x.says || c.now().Result.Outcome != x.ballot {
					c.t.Errorf("%s, it says %q", c.now().Result.Outcome, s)
				}
			})
		}
	})
}
