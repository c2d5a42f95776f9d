package ballots_test

import (
	"testing"

	"ecabinet/ballots"
	"ecabinet/procedure"
)

// What a body sets by itself, through the room: each case is a ballot that is sent, answered,
// closed and certified under the template with some of its figures set.

// set is the template with some of its figures set.
func set(t *testing.T, figures func(p *procedure.Profile)) procedure.Profile {
	t.Helper()
	p := profileNamed(t, "generic")
	p.From = procedure.Date{Year: 2024, Month: 1, Day: 1}
	figures(&p)
	if err := p.Validate(); err != nil {
		t.Fatalf("no body can set this: %v", err)
	}
	return p
}

// governed convenes a body under rules of its own.
func governed(t *testing.T, members int, figures func(p *procedure.Profile), scenario func(c *cabinet)) {
	convene(t, members, "nd-39-2022", func(c *cabinet) {
		c.profile = set(c.t, figures)
		scenario(c)
	})
}

// does has each seat, the first one with the tie mark, do what its letter says: A agrees, D
// disagrees, O holds another opinion, ? asks for discussion, R takes no part, - is silent.
// The ballot is closed afterwards.
func (c *cabinet) does(seats string) {
	c.t.Helper()
	in := terms(5)
	for i, does := range seats {
		if does == 'R' {
			in.Recused = append(in.Recused, member(i+1))
		}
	}
	c.send(in)
	choices := map[rune]procedure.Choice{'A': procedure.Agree, 'D': procedure.Disagree, 'O': procedure.Other, '?': procedure.Discuss}
	for i, does := range seats {
		if choice := choices[does]; choice != "" {
			c.cast(choice, i+1)
		}
	}
	c.closeNow()
}

// own is a case of rules of one's own: what is set, what the seats do, what it comes to.
type own struct {
	name         string
	set          func(p *procedure.Profile)
	seats        string
	outcome      procedure.Outcome
	base, needed int
	says         string
}

// decided tries cases one after the other, each with a ballot of its own.
func decided(t *testing.T, cases []own) {
	convene(t, 0, "nd-39-2022", func(c *cabinet) {
		for _, x := range cases {
			c.in(x.name, len(x.seats), set(t, x.set), func() {
				c.does(x.seats)
				got := c.outcome(x.outcome)
				c.figure("base", got.Base, x.base)
				c.figure("needed", got.Needed, x.needed)
				if s := got.Sentence("vi"); s != x.says {
					c.t.Errorf("it says %q, want %q", s, x.says)
				}
				c.certify()
				if s := c.outcome(x.outcome).Sentence("vi"); s != x.says {
					c.t.Errorf("certified it says %q", s)
				}
			})
		}
	})
}

func asItComes(*procedure.Profile) {}

func base(kind procedure.BaseKind) func(*procedure.Profile) {
	return func(p *procedure.Profile) { p.Base = kind }
}

// Six of twelve agree, two do not, one holds another opinion, three are silent: a majority of
// those who answered, and of nothing else. Everybody on the list of a ballot is sent it and is
// there to answer it.
func TestTheBaseIsWhatTheBodySets(t *testing.T) {
	const seats = "AAAAAADDO---"
	decided(t, []own{
		{"all members", asItComes, seats, procedure.NotAdopted, 12, 7, "6/12 đồng ý, cần 7: không thông qua"},
		{"sent", base(procedure.BaseSent), seats, procedure.NotAdopted, 12, 7, "6/12 số phiếu gửi đồng ý, cần 7: không thông qua"},
		{"present", base(procedure.BasePresent), seats, procedure.NotAdopted, 12, 7, "6/12 thành viên có mặt đồng ý, cần 7: không thông qua"},
		{"answered", base(procedure.BaseAnswered), seats, procedure.Adopted, 9, 5, "6/9 số phiếu trả lời đồng ý, cần 5: thông qua"},
		{"who asks for discussion has answered", base(procedure.BaseAnswered), "AAAA?DDD----", procedure.NotAdopted, 8, 5, "4/8 số phiếu trả lời đồng ý, cần 5: không thông qua"},
		{"nobody answered", base(procedure.BaseAnswered), "------", procedure.NotAdopted, 0, 1, "Không có thành viên nào để tính: không thông qua"},
	})
}

// Every fraction is exact: one more than it, or no fewer, as the body has it.
func TestTheMajorityIsWhatTheBodySets(t *testing.T) {
	atLeast := func(num, den int64) func(*procedure.Profile) {
		return func(p *procedure.Profile) {
			p.Majority = procedure.Majority{Of: procedure.Fraction{Num: num, Den: den}}
		}
	}
	moreThan := func(num, den int64) func(*procedure.Profile) {
		return func(p *procedure.Profile) {
			p.Majority = procedure.Majority{Of: procedure.Fraction{Num: num, Den: den}, MoreThan: true}
		}
	}
	decided(t, []own{
		{"more than half", asItComes, "AAAAAAADDDDD", procedure.Adopted, 12, 7, "7/12 đồng ý, cần 7: thông qua"},
		{"half is not more than half", asItComes, "AAAAAADDDDD-", procedure.NotAdopted, 12, 7, "6/12 đồng ý, cần 7: không thông qua"},
		{"at least half", atLeast(1, 2), "DDDDDDAAAAAA", procedure.Adopted, 12, 6, "6/12 đồng ý, cần 6: thông qua"},
		{"two thirds", atLeast(2, 3), "AAAAAAAADDDD", procedure.Adopted, 12, 8, "8/12 đồng ý, cần 8: thông qua"},
		{"one short of two thirds", atLeast(2, 3), "AAAAAAADDDDD", procedure.NotAdopted, 12, 8, "7/12 đồng ý, cần 8: không thông qua"},
		{"two thirds of ten", atLeast(2, 3), "AAAAAADDDD", procedure.NotAdopted, 10, 7, "6/10 đồng ý, cần 7: không thông qua"},
		{"more than two thirds", moreThan(2, 3), "AAAAAAAADDDD", procedure.NotAdopted, 12, 9, "8/12 đồng ý, cần 9: không thông qua"},
		{"three quarters", atLeast(3, 4), "AAAAAAAAADDD", procedure.Adopted, 12, 9, "9/12 đồng ý, cần 9: thông qua"},
		{"one short of three quarters", atLeast(3, 4), "AAAAAAAADDDD", procedure.NotAdopted, 12, 9, "8/12 đồng ý, cần 9: không thông qua"},
		{"unanimous", atLeast(1, 1), "AAAAAAAAAAAA", procedure.Adopted, 12, 12, "12/12 đồng ý, cần 12: thông qua"},
		{"one holds another opinion", atLeast(1, 1), "AAAAAAAAAAAO", procedure.NotAdopted, 12, 12, "11/12 đồng ý, cần 12: không thông qua"},
		{"unanimous, of those who answered", func(p *procedure.Profile) {
			atLeast(1, 1)(p)
			p.Base = procedure.BaseAnswered
		}, "AAAAAAAAA---", procedure.Adopted, 9, 9, "9/9 số phiếu trả lời đồng ý, cần 9: thông qua"},
		{"more than 7/13", moreThan(7, 13), "AAAAAAADDDDDD", procedure.NotAdopted, 13, 8, "7/13 đồng ý, cần 8: không thông qua"},
		{"one more than 7/13", moreThan(7, 13), "AAAAAAAADDDDD", procedure.Adopted, 13, 8, "8/13 đồng ý, cần 8: thông qua"},
		{"half to half under two thirds is no tie", func(p *procedure.Profile) {
			atLeast(2, 3)(p)
			p.Tie = procedure.TieRepeat
		}, "AAAAAADDDDDD", procedure.NotAdopted, 12, 8, "6/12 đồng ý, cần 8: không thông qua"},
	})
}

func TestATieIsWhatTheBodySets(t *testing.T) {
	tie := func(rule procedure.Tie, of procedure.BaseKind) func(*procedure.Profile) {
		return func(p *procedure.Profile) { p.Tie, p.Base = rule, of }
	}
	all, answered := procedure.BaseAllMembers, procedure.BaseAnswered
	const half = "6/12 đồng ý, 6/12 không đồng ý, ngang nhau; "
	const four = "4/8 số phiếu trả lời đồng ý, 4/8 số phiếu trả lời không đồng ý, ngang nhau; "
	decided(t, []own{
		{"the chair agreed", tie(procedure.TieChairSide, all), "AAAAAADDDDDD", procedure.Adopted, 12, 7, half + "người chủ trì đồng ý: thông qua"},
		{"the chair disagreed", tie(procedure.TieChairSide, all), "DAAAAAADDDDD", procedure.NotAdopted, 12, 7, half + "người chủ trì không đồng ý: không thông qua"},
		{"lost, though the chair agreed", tie(procedure.TieLost, all), "AAAAAADDDDDD", procedure.NotAdopted, 12, 7, half + "theo quy chế, ngang nhau là không đạt: không thông qua"},
		{"repeated", tie(procedure.TieRepeat, all), "AAAAAADDDDDD", procedure.Repeat, 12, 7, half + "theo quy chế: lấy ý kiến lại"},
		{"of those who answered", tie(procedure.TieChairSide, answered), "AAAADDDD----", procedure.Adopted, 8, 5, four + "người chủ trì đồng ý: thông qua"},
		{"of those who answered, and the chair did not", tie(procedure.TieChairSide, answered), "-AAAADDDD---", procedure.NotAdopted, 8, 5, four + "người chủ trì không trả lời: không thông qua"},
		{"of those who answered, repeated", tie(procedure.TieRepeat, answered), "-AAAADDDD---", procedure.Repeat, 8, 5, four + "theo quy chế: lấy ý kiến lại"},
		{"four to four and one other is none", tie(procedure.TieChairSide, answered), "AAAADDDDO---", procedure.NotAdopted, 9, 5, "4/9 số phiếu trả lời đồng ý, cần 5: không thông qua"},
	})
}

// A tie that is to be repeated stands certified, and the matter is free to be asked anew.
func TestATieThatIsRepeatedIsAskedAnew(t *testing.T) {
	governed(t, 12, func(p *procedure.Profile) { p.Tie = procedure.TieRepeat }, func(c *cabinet) {
		c.does("AAAAAADDDDDD")
		tied := c.ballot
		if o := c.now().Result.Outcome; o != procedure.BallotRepeat {
			c.t.Fatal(o)
		}
		c.certify()
		c.does("AAAAAAADDDDD")
		c.outcome(procedure.Adopted)
		c.certify()
		if n := c.now().Number; n != "02/2024/KQLYK" {
			c.t.Errorf("it has the number %s", n)
		}
		c.ballot = tied
		c.outcome(procedure.Repeat) // as it was certified
	})
}

// Three of twelve agree, five do not, four are silent.
func TestSilenceIsWhatTheBodySets(t *testing.T) {
	const seats = "AAADDDDD----"
	convene(t, len(seats), "nd-39-2022", func(c *cabinet) {
		for name, x := range map[string]struct {
			silence                          procedure.Silence
			base                             procedure.BaseKind
			outcome                          procedure.Outcome
			deemed, abstain, silent, of, sum int
		}{
			"not answered":                           {procedure.SilenceNotAnswered, procedure.BaseAllMembers, procedure.NotAdopted, 0, 0, 4, 12, 3},
			"agreement":                              {procedure.SilenceAgreement, procedure.BaseAllMembers, procedure.Adopted, 4, 0, 0, 12, 7},
			"abstention":                             {procedure.SilenceAbstention, procedure.BaseAllMembers, procedure.NotAdopted, 0, 4, 0, 12, 3},
			"not answered, of those who answered":    {procedure.SilenceNotAnswered, procedure.BaseAnswered, procedure.NotAdopted, 0, 0, 4, 8, 3},
			"abstention is an answer, to the base":   {procedure.SilenceAbstention, procedure.BaseAnswered, procedure.NotAdopted, 0, 4, 0, 12, 3},
			"agreement is an answer, and takes part": {procedure.SilenceAgreement, procedure.BaseAnswered, procedure.Adopted, 4, 0, 0, 12, 7},
		} {
			rules := set(t, func(p *procedure.Profile) { p.Silence, p.Base = x.silence, x.base })
			c.in(name, len(seats), rules, func() {
				c.does(seats)
				got := c.outcome(x.outcome)
				c.figure("deemed", got.Deemed, x.deemed)
				c.figure("deemed to abstain", got.DeemedAbstain, x.abstain)
				c.figure("not answered", got.NotAnswered, x.silent)
				c.figure("base", got.Base, x.of)
				c.figure("for", got.For, x.sum)
				c.figure("answers that were given", got.Answered, 8)
			})
		}
	})
}

// Whoever takes no part stays in the base or leaves it, and is deemed nothing either way.
func TestRecusalIsWhatTheBodySets(t *testing.T) {
	reduced := func(p *procedure.Profile) { p.Recusal = procedure.RecusalReduce }
	and := func(more func(p *procedure.Profile)) func(*procedure.Profile) {
		return func(p *procedure.Profile) {
			reduced(p)
			more(p)
		}
	}
	two := "Đã trừ 2 thành viên không tham gia; "
	decided(t, []own{
		{"kept", asItComes, "AAAAAADDDDRR", procedure.NotAdopted, 12, 7, "6/12 đồng ý, cần 7: không thông qua"},
		{"reduced", reduced, "AAAAAADDDDRR", procedure.Adopted, 10, 6, two + "6/10 đồng ý, cần 6: thông qua"},
		{"kept, five to five is no tie", asItComes, "AAAAADDDDDRR", procedure.NotAdopted, 12, 7, "5/12 đồng ý, cần 7: không thông qua"},
		{"reduced, five to five is one", reduced, "AAAAADDDDDRR", procedure.Adopted, 10, 6,
			two + "5/10 đồng ý, 5/10 không đồng ý, ngang nhau; người chủ trì đồng ý: thông qua"},
		{"reduced, and the chair takes no part", reduced, "RAAAAADDDDD", procedure.NotAdopted, 10, 6,
			"Đã trừ 1 thành viên không tham gia; 5/10 đồng ý, 5/10 không đồng ý, ngang nhau; người chủ trì không tham gia nội dung này: không thông qua"},
		{"reduced, two thirds", and(func(p *procedure.Profile) { p.Majority = procedure.Majority{Of: procedure.Fraction{Num: 2, Den: 3}} }), "AAAAAADDDRRR", procedure.Adopted, 9, 6,
			"Đã trừ 3 thành viên không tham gia; 6/9 đồng ý, cần 6: thông qua"},
		{"reduced, unanimous", and(func(p *procedure.Profile) { p.Majority = procedure.Majority{Of: procedure.Fraction{Num: 1, Den: 1}} }), "AAAAAAAAAAAR", procedure.Adopted, 11, 11,
			"Đã trừ 1 thành viên không tham gia; 11/11 đồng ý, cần 11: thông qua"},
		{"reduced, silence is agreement", and(func(p *procedure.Profile) { p.Silence = procedure.SilenceAgreement }), "AAADDDDDD-RR", procedure.NotAdopted, 10, 6,
			two + "3 trực tiếp + 1 coi như đồng ý = 4/10, cần 6: không thông qua"},
		{"reduced, of those who answered: they were not in it", and(base(procedure.BaseAnswered)), "AAADDRR-----", procedure.Adopted, 5, 3,
			"3/5 số phiếu trả lời đồng ý, cần 3: thông qua"},
		{"reduced, everybody", reduced, "RRRR", procedure.NotAdopted, 0, 1, "Không có thành viên nào để tính: không thông qua"},
	})
}

// Six to six is a tie of twelve; where one of the six takes no part after all, six of eleven
// is a majority. His answer is kept and counts no longer.
func TestWhoTakesNoPartLeavesTheReducedBaseWhileTheBallotIsOpen(t *testing.T) {
	figures := func(p *procedure.Profile) { p.Recusal, p.Tie = procedure.RecusalReduce, procedure.TieLost }
	governed(t, 12, figures, func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 6)...)
		c.cast(procedure.Disagree, seats(7, 12)...)
		c.must(c.svc.DeclareRecusal(c.as(member(12)), c.ballot, "Có lợi ích liên quan"))
		c.closeNow()
		got := c.outcome(procedure.Adopted)
		c.figure("of all", got.N, 12)
		c.figure("base", got.Base, 11)
		c.figure("needed", got.Needed, 6)
		c.figure("disagree", got.Disagree, 5)
		c.figure("not answered", got.NotAnswered, 1)
		history, err := c.svc.Store.History(c.as(member(12)), c.ballot, 12)
		if err != nil || len(history) != 1 {
			c.t.Errorf("%+v %v: what was answered is not kept", history, err)
		}
	})
}

// Where less than half is enough, several options can reach it: the one with the most is
// chosen, and none of two that have the most.
func TestOptionsUnderAMajorityOfAThird(t *testing.T) {
	three := ballots.Question{Text: "Chọn phương án", Kind: ballots.Options,
		Options: []ballots.Option{{Key: "o1", Text: "Phương án 1"}, {Key: "o2", Text: "Phương án 2"}, {Key: "o3", Text: "Phương án 3"}}}
	third := func(p *procedure.Profile) { p.Majority = procedure.Majority{Of: procedure.Fraction{Num: 1, Den: 3}} }
	convene(t, 12, "nd-39-2022", func(c *cabinet) {
		for _, x := range []struct {
			name             string
			first, second    int
			outcome          procedure.Outcome
			chosen, sentence string
		}{
			{"one has the most", 6, 4, procedure.OptionChosen, "o1", "Phương án o1: 6/12, cần 4: được chọn"},
			{"two have the most", 5, 5, procedure.NoOptionChosen, "", "Phương án o1: 5/12; Phương án o2: 5/12, cần 4, bằng nhau: không phương án nào được chọn, chuyển người chủ trì"},
			{"none has a third", 3, 3, procedure.NoOptionChosen, "",
				"Phương án o1: 3/12; Phương án o2: 3/12; Phương án o3: 0/12, cần 4: không phương án nào được chọn, chuyển người chủ trì"},
		} {
			c.in(x.name, 12, set(t, third), func() {
				c.send(terms(5, three))
				c.cast(procedure.OptionChoice("o1"), seats(1, x.first)...)
				c.cast(procedure.OptionChoice("o2"), seats(x.first+1, x.first+x.second)...)
				c.closeNow()
				got := c.outcome(x.outcome)
				if got.Chosen != x.chosen || got.Sentence("vi") != x.sentence {
					c.t.Errorf("chosen %q: %s", got.Chosen, got.Sentence("vi"))
				}
			})
		}
	})
}

// From three to ten working days, and not a day beyond.
func TestTheWindowIsWhatTheBodySets(t *testing.T) {
	figures := func(p *procedure.Profile) {
		p.Window, p.ExtendBeyondWindow = procedure.Window{MinDays: 3, MaxDays: 10}, false
	}
	governed(t, 12, figures, func(c *cabinet) {
		for _, days := range []int{2, 11} {
			c.write(terms(days))
			_, err := c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
			c.refused("ballot.window", err)
		}
		c.write(terms(10))
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		c.send(terms(3)) // Monday 4 March 2024, until Thursday
		later := func(day int) error {
			to := ballots.Later{Day: procedure.Date{Year: 2024, Month: 3, Day: day}, Reason: "Theo đề nghị"}
			_, err := c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, to)
			return err
		}
		c.refused("ballot.beyond_window", later(19)) // the eleventh
		c.must("", later(18))
		if d := c.now().Deadline; d.Days != 10 {
			c.t.Errorf("%d working days", d.Days)
		}
	})
}
