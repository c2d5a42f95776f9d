package ballots_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/testkit"
	"ecabinet/procedure"
)

// The worked cases of the procedure, by name. 27 members: the majority is 14.

func TestThirteenAgreeAndOneSilent(t *testing.T) {
	for profile, want := range map[string]procedure.Outcome{"nd-191-2026": procedure.Adopted, "nd-39-2022": procedure.NotAdopted, "nd-138-2016": procedure.NotAdopted} {
		t.Run(profile, func(t *testing.T) {
			convene(t, 27, profile, func(c *cabinet) {
				c.send(terms(5))
				c.cast(procedure.Agree, seats(1, 13)...)
				c.cast(procedure.Disagree, seats(14, 26)...)
				c.closeNow()
				got := c.outcome(want)
				c.figure("needed", got.Needed, 14)
				if want == procedure.Adopted {
					c.figure("deemed", got.Deemed, 1)
					if s := got.Sentence("vi"); !strings.Contains(s, "13 trực tiếp + 1 coi như đồng ý = 14/27, cần 14") {
						t.Fatal(s)
					}
				}
			})
		})
	}
}

func TestTieOf26IsThePrimeMinistersSide(t *testing.T) {
	convene(t, 26, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Disagree, seats(14, 26)...)
		c.closeNow()
		if got := c.outcome(procedure.Adopted); got.Reason != procedure.ReasonChairSide {
			t.Fatal(got.Reason)
		}
	})
}

func TestTieOf26WithASilentPrimeMinisterUnderNd39(t *testing.T) {
	convene(t, 26, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(2, 13)...)
		c.cast(procedure.Disagree, seats(14, 26)...)
		c.closeNow()
		got := c.outcome(procedure.NotAdopted) // 12 to 13: no exact half on his side
		if got.Reason != procedure.ReasonShort {
			t.Fatal(got.Reason)
		}
		c.figure("for", got.For, 12)
		c.figure("against", got.Against, 13)
	})
}

// Half of the base against fewer is no tie either.
func TestThirteenToTwelveOf26WithASilentPrimeMinisterIsNoTie(t *testing.T) {
	convene(t, 26, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(2, 14)...)
		c.cast(procedure.Disagree, seats(15, 26)...)
		c.closeNow()
		if got := c.outcome(procedure.NotAdopted); got.Reason != procedure.ReasonShort {
			t.Fatal(got.Reason)
		}
	})
}

func TestTieOf26WithHisDeemedAgreementGivesNoSide(t *testing.T) {
	convene(t, 26, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(2, 13)...)
		c.cast(procedure.Disagree, seats(14, 26)...)
		c.closeNow()
		got := c.outcome(procedure.NotAdopted)
		want := "12 trực tiếp + 1 coi như đồng ý = 13/26 đồng ý, 13/26 không đồng ý, ngang nhau; Thủ tướng Chính phủ không tự mình trả lời (coi như đồng ý): không thông qua"
		if s := got.Sentence("vi"); got.NoSide != procedure.NoSideDeemed || s != want {
			t.Fatal(got.NoSide, s)
		}
	})
}

// Only an explicit agreement or disagreement of his own is his side.
func TestTieOf26AndWhatIsThePrimeMinistersSide(t *testing.T) {
	tie := func(name string, his func(c *cabinet), want procedure.Outcome, why procedure.NoSide, then func(c *cabinet)) {
		t.Run(name, func(t *testing.T) {
			convene(t, 26, "nd-191-2026", func(c *cabinet) {
				c.send(terms(5))
				c.cast(procedure.Disagree, seats(14, 25)...)
				his(c)
				c.closeNow()
				then(c)
				if got := c.outcome(want); got.NoSide != why || why == "" && got.Reason != procedure.ReasonChairSide {
					t.Fatalf("%q because of %q", got.NoSide, got.Reason)
				}
			})
		})
	}
	nothing := func(*cabinet) {}
	tie("his disagreement", func(c *cabinet) {
		c.cast(procedure.Disagree, 1)
		c.cast(procedure.Agree, seats(2, 13)...)
		c.cast(procedure.Agree, 26)
	}, procedure.NotAdopted, "", nothing)
	recorded := func(confirmed bool) func(c *cabinet) {
		return func(c *cabinet) {
			c.cast(procedure.Agree, seats(2, 13)...)
			c.cast(procedure.Disagree, 26)
			id := c.answerID(c.onBehalf("secretary", 1, procedure.Agree, c.clock.Now()))
			if confirmed {
				c.must(c.svc.ConfirmOnBehalf(c.as(member(1)), id))
			}
		}
	}
	tie("recorded for him and not confirmed", recorded(false), procedure.NotAdopted, procedure.NoSideUnconfirmed, nothing)
	tie("recorded for him and confirmed", recorded(true), procedure.Adopted, "", nothing)
	tie("classed", func(c *cabinet) {
		c.cast(procedure.Other, 1)
		c.cast(procedure.Agree, seats(2, 13)...)
		c.cast(procedure.Disagree, 26)
	}, procedure.NotAdopted, procedure.NoSideClassed, func(c *cabinet) { c.class("secretary", 1, procedure.Agree) })
}

func TestThirteenThirteenAndOneOtherIsNoTie(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Disagree, seats(14, 26)...)
		c.cast(procedure.Other, 27)
		c.closeNow()
		if got := c.outcome(procedure.NotAdopted); got.Reason != procedure.ReasonShort {
			t.Fatal(got.Reason)
		}
	})
}

func TestThirteenAndTwoDeemedMakeFifteen(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Disagree, seats(14, 25)...)
		c.closeNow()
		got := c.outcome(procedure.Adopted)
		if s := got.Sentence("vi"); s != "13 trực tiếp + 2 coi như đồng ý = 15/27, cần 14: thông qua" {
			t.Fatal(s)
		}
		history, err := c.svc.Store.History(c.as("secretary"), c.ballot, 27)
		if err != nil || len(history) != 1 || history[0].Source != ballots.Deemed {
			t.Fatalf("the silent seat's answer is not entered as deemed: %v %v", history, err)
		}
	})
}

func TestRecusedStaysInTheBaseAndIsNeverDeemed(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		in := terms(5)
		in.Recused = []string{member(27)}
		c.send(in)
		_, err := c.tryCast(member(27), c.content(procedure.Agree))
		c.refused("answer.recused", err)
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Disagree, seats(14, 26)...)
		c.closeNow()
		got := c.outcome(procedure.NotAdopted)
		c.figure("base", got.Base, 27)
		c.figure("deemed", got.Deemed, 0)
	})
}

func TestSilenceCountsForTheDraftersOption(t *testing.T) {
	two := ballots.Question{Text: "Chọn phương án", Kind: ballots.Options, Proposal: "o1",
		Options: []ballots.Option{{Key: "o1", Text: "Phương án 1"}, {Key: "o2", Text: "Phương án 2"}}}
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5, two))
		c.cast(procedure.OptionChoice("o1"), seats(1, 10)...)
		c.cast(procedure.OptionChoice("o2"), seats(11, 23)...)
		c.closeNow()
		if got := c.outcome(procedure.OptionChosen); got.Chosen != "o1" {
			t.Fatal(got.Chosen)
		}
	})
	two.Proposal = ""
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5, two))
		c.cast(procedure.OptionChoice("o1"), seats(1, 10)...)
		c.cast(procedure.OptionChoice("o2"), seats(11, 23)...)
		c.closeNow()
		got := c.outcome(procedure.NoOptionChosen)
		c.figure("not answered", got.NotAnswered, 4)
	})
}

func TestAdoptedInPart(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5, yesNo("Nội dung 1"), yesNo("Nội dung 2")))
		split := c.content(procedure.Agree)
		split.Opinions[1].Choice, split.Opinions[1].Text = procedure.Disagree, "Chưa đồng ý."
		for _, i := range seats(1, 14) {
			c.must(c.tryCast(member(i), split))
		}
		c.closeNow()
		if o := c.now().Result.Outcome; o != procedure.BallotAdoptedInPart {
			t.Fatal(o)
		}
	})
}

func TestOneRequestForDiscussionListsTheMatter(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		opened := c.clock.Now()
		ended := func() []ballots.Ballot { // which the agenda of the next session is made from
			c.t.Helper()
			list, err := c.svc.Store.(*store.Store).Ended(c.as("secretary"), opened, 100)
			c.must("", err)
			return list
		}
		c.send(terms(5))
		c.cast(procedure.Discuss, 5)
		if list := ended(); len(list) != 0 {
			c.t.Fatalf("told before closing: %+v", list)
		}
		c.closeNow()
		list := ended()
		if len(list) != 1 || list[0].ID != c.ballot || list[0].Matter != "matter-1" || list[0].State != ballots.Closed || !slices.Equal(list[0].Result.Discuss, []int{5}) {
			c.t.Fatalf("listed are %+v", list)
		}
		c.figure("journalled", c.journalled("ballot.discussion_asked"), 1)
		got := c.outcome(procedure.Adopted)
		c.figure("deemed", got.Deemed, 26)
		c.figure("discuss", got.Discuss, 1)
	})
}

func TestLateAnswerIsKeptAndDoesNotReplaceTheDeemedOne(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		content := c.content(procedure.Disagree)
		c.closeNow()
		c.must(c.tryCast(member(3), content))
		history, err := c.svc.Store.History(c.as("secretary"), c.ballot, 3)
		if err != nil || len(history) != 2 || history[1].Standing != ballots.Late {
			t.Fatalf("%+v %v", history, err)
		}
		seats, err := c.svc.Store.Seats(c.as("secretary"), c.ballot)
		if err != nil || seats[2].Answer != history[0].ID {
			t.Fatalf("seat 3 counts %s, %v", seats[2].Answer, err)
		}
		c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
		got := c.outcome(procedure.Adopted)
		c.figure("deemed", got.Deemed, 27)
		_, err = c.tryCast(member(4), content)
		c.refused("ballot.certified", err)
	})
}

func TestInTimeMeansAtOrBeforeTheDeadline(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(2))
		deadline := c.now().Deadline.At
		if want := time.Date(2026, 11, 19, 0, 0, 0, 0, zone); !deadline.Equal(want) {
			t.Fatalf("deadline %v, want %v", deadline, want)
		}
		c.clock.Set(deadline)
		c.must(c.tryCast(member(1), c.content(procedure.Agree)))
		if err := c.svc.CloseDue(ecabinet.WithActor(t.Context(), ecabinet.SystemActor(body)), c.ballot); err != nil || c.now().State != ballots.Open {
			t.Fatalf("closed at the deadline itself: %v", err)
		}
		c.clock.Add(time.Microsecond)
		c.must(c.tryCast(member(2), c.content(procedure.Agree)))
		history, _ := c.svc.Store.History(c.as("secretary"), c.ballot, 2)
		if history[0].Standing != ballots.Late {
			t.Fatalf("an answer after the deadline is %s", history[0].Standing)
		}
	})
}

func TestAReplacedPaperForcesANewRoundOrACorrection(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, 1, 2)
		c.papers[1].Version, c.papers[1].Number, c.papers[1].Original = "doc-2.2", 2, "bc"
		c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-2.2", ballots.Correction, "Sửa lỗi chính tả"))
		if b := c.now(); b.Round != 1 || b.Papers[1].Original != "bc" {
			t.Fatalf("%d %+v", b.Round, b.Papers[1])
		}
		c.clock.Add(24 * time.Hour)
		c.papers[1].Version, c.papers[1].Number = "doc-2.3", 3
		c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-2.3", ballots.NewRound, "Sửa Điều 5"))
		b := c.now()
		if b.Round != 2 || !b.SentAt.Equal(c.clock.Now()) {
			t.Fatalf("round %d sent %v", b.Round, b.SentAt)
		}
		s, err := c.svc.Store.Scratch(c.as(member(1)), c.ballot, member(1))
		if err != nil || s.Content.Opinions[0].Choice != procedure.Agree {
			t.Fatalf("the earlier answer is not a draft: %v %v", s, err)
		}
		told, err := c.svc.Store.(*store.Store).Replacements(c.as(member(1)), c.ballot)
		if err != nil || len(told) != 2 || told[0].How != "correction" || told[1].Round != 2 || told[1].Reason != "Sửa Điều 5" {
			t.Fatalf("what changed: %+v %v", told, err)
		}
		c.closeNow()
		c.figure("agree in the new round", c.outcome(procedure.Adopted).Agree, 0)
	})
}

func TestARecordMadeBeforeAPaperWasReplacedIsRefused(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		content := c.content(procedure.Agree)
		p, err := c.svc.Prepare(c.as(member(1)), c.ballot, 1, content, c.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		c.papers[0].Version = "doc-1.2"
		c.must(c.svc.ReplacePaper(c.as("secretary"), c.ballot, c.now().Rev, "doc-1.2", ballots.Correction, "Đính chính"))
		confirm := ballots.Confirmation{Record: p.Record, Seal: p.Seal, Content: content}
		_, err = c.svc.Confirm(c.as(member(1)), c.ballot, confirm)
		c.refused("answer.changed_meanwhile", err)
		_, err = c.svc.Confirm(c.as(member(2)), c.ballot, confirm)
		c.refused("answer.not_prepared", err)
		c.clock.Add(ballots.PrepareFor + time.Second)
		_, err = c.svc.Confirm(c.as(member(1)), c.ballot, confirm)
		c.refused("answer.prepared_expired", err)
	})
}

func TestExtensionTellsEverybodyAndKeepsToTheWindow(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		in := terms(2)
		in.Recused = []string{member(27)}
		c.send(in)
		c.cast(procedure.Agree, 1)
		extend := func(day int, reason string) error {
			_, err := c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: procedure.Date{Year: 2026, Month: 11, Day: day}, Reason: reason})
			return err
		}
		const reason = "Theo đề nghị của Bộ Tư pháp"
		c.refused("ballot.deadline_not_later", extend(17, reason))
		c.refused("ballot.reason_missing", extend(20, " ")) // no rule lets it be without
		c.toldIs(member(2), "ballot.opened")
		c.must("", extend(20, reason))
		x := c.now().Extended
		if len(x) != 1 || x[0].Beyond || x[0].Reason != reason || x[0].By != "secretary" || !x[0].At.Equal(c.clock.Now()) ||
			!x[0].From.Equal(time.Date(2026, 11, 19, 0, 0, 0, 0, zone)) || !x[0].To.Equal(time.Date(2026, 11, 21, 0, 0, 0, 0, zone)) {
			c.t.Fatalf("%+v", x)
		}
		for _, i := range seats(1, 26) { // also who has answered
			for _, who := range []string{member(i), "clerk-" + member(i), "head-" + member(i)} {
				c.toldIs(who, "ballot.opened", "ballot.extended")
			}
		}
		c.toldIs(member(27))
		c.refused("ballot.beyond_window", extend(27, reason))
		c.must("", extend(23, reason)) // the fifth working day
		c.toldIs(member(1), "ballot.opened", "ballot.extended", "ballot.extended")
	})
}

func TestADraftPassesUpAndIsSentBack(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		clerk := c.as("clerk", ecabinet.OfficeAccess{Member: member(1), Step: "clerk"})
		head := c.as("head", ecabinet.OfficeAccess{Member: member(1), Step: "head"})
		c.must(c.svc.WriteDraft(clerk, c.ballot, member(1), 0, c.content(procedure.Agree)))
		c.must(c.svc.PassDraft(clerk, c.ballot, member(1), 1, ballots.Head, ""))
		_, err := c.svc.WriteDraft(clerk, c.ballot, member(1), 2, c.content(procedure.Disagree))
		c.refused("draft.not_with_you", err)
		_, err = c.svc.SendDraftBack(head, c.ballot, member(1), 2, ballots.Clerk, " ")
		c.refused("ballot.reason_missing", err)
		c.must(c.svc.SendDraftBack(head, c.ballot, member(1), 2, ballots.Clerk, "Cần rõ hơn"))
		c.must(c.svc.WriteDraft(clerk, c.ballot, member(1), 3, c.content(procedure.Agree)))
		_, err = c.svc.PassDraft(clerk, c.ballot, member(1), 3, ballots.MemberStep, "")
		c.refused("request.stale", err)
		c.must(c.svc.PassDraft(clerk, c.ballot, member(1), 4, ballots.MemberStep, ""))
		_, err = c.svc.WriteDraft(c.as("stranger"), c.ballot, member(1), 5, c.content(procedure.Agree))
		c.refused("draft.not_your_office", err)
		id := c.answerID(c.tryCast(member(1), c.content(procedure.Agree)))
		a, err := c.svc.Store.Answer(c.as(member(1)), id)
		if err != nil || a.CastBy != member(1) || len(a.Prepared) != 1 || a.Prepared[0] != "clerk" {
			t.Fatalf("%+v %v", a, err)
		}
	})
}

// What was pasted and is too long is kept as typed; it is shortened before it goes on.
// An answer answers every question once; who disagrees or holds another opinion says
// why; what is recorded for a member has its scan.
func TestAnAnswerThatLacksSomethingIsRefused(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5, yesNo("Thông qua?"), yesNo("Ban hành trong tháng?")))
		for _, choice := range []procedure.Choice{procedure.Disagree, procedure.Other} {
			content := c.content(choice)
			content.Opinions[1].Text = " "
			_, err := c.tryCast(member(3), content)
			c.refused("answer.needs_text", err)
		}
		content := c.content(procedure.Agree)
		content.Opinions = content.Opinions[:1]
		_, err := c.tryCast(member(3), content)
		c.refused("answer.question_open", err)
		content.Opinions = append(content.Opinions, content.Opinions[0])
		_, err = c.tryCast(member(3), content)
		c.refused("answer.question_twice", err)
		content = c.content(procedure.Agree)
		content.Reserve = " "
		_, err = c.tryCast(member(3), content)
		c.refused("answer.reserve_empty", err)
		recorded := ballots.Behalf{Seat: 3, Content: c.content(procedure.Agree), Reason: "Đi công tác", ReceivedAt: c.clock.Now()}
		_, err = c.svc.RecordOnBehalf(c.as("secretary"), c.ballot, recorded)
		c.refused("behalf.scan_missing", err)
		c.closeNow()
		c.figure("none of it was stored", c.outcome(procedure.Adopted).Deemed, 27)
	})
}

func TestATextThatIsTooLongIsKeptButGoesNowhere(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		long := c.content(procedure.Agree)
		long.Opinions[0].Text = strings.Repeat("ý", ballots.MaxText+1)
		c.must("", c.svc.SaveScratch(c.as(member(1)), c.ballot, long))
		kept, err := c.svc.Store.Scratch(c.as(member(1)), c.ballot, member(1))
		if err != nil || kept.Content.Opinions[0].Text != long.Opinions[0].Text {
			t.Fatalf("%+v %v", kept, err)
		}
		_, err = c.tryCast(member(1), long)
		c.refused("answer.text_too_long", err)
		clerk := c.as("clerk", ecabinet.OfficeAccess{Member: member(1), Step: "clerk"})
		c.must(c.svc.WriteDraft(clerk, c.ballot, member(1), 0, long))
		_, err = c.svc.PassDraft(clerk, c.ballot, member(1), 1, ballots.MemberStep, "")
		c.refused("answer.text_too_long", err)
	})
}

// An office of one clerk gets a refused draft back, and goes on with it.
func TestARefusedDraftGoesBackToWhoPassedItUp(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		clerk := c.as("clerk", ecabinet.OfficeAccess{Member: member(1), Step: "clerk"})
		c.must(c.svc.WriteDraft(clerk, c.ballot, member(1), 0, c.content(procedure.Agree)))
		c.must(c.svc.PassDraft(clerk, c.ballot, member(1), 1, ballots.MemberStep, ""))
		c.must(c.svc.RefuseDraft(c.as(member(1)), c.ballot, 2, "Chưa được"))
		c.must(c.svc.WriteDraft(clerk, c.ballot, member(1), 3, c.content(procedure.Disagree)))
	})
}

func TestAnAnswerChangesUntilClosingAndEveryVersionIsKept(t *testing.T) {
	convene(t, 27, "nd-39-2022", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, 1)
		c.cast(procedure.Disagree, 1)
		c.closeNow()
		history, err := c.svc.Store.History(c.as(member(1)), c.ballot, 1)
		if err != nil || len(history) != 2 || history[1].Revision != 2 {
			t.Fatalf("%+v %v", history, err)
		}
		got := c.outcome(procedure.NotAdopted)
		c.figure("agree", got.Agree, 0)
		c.figure("disagree", got.Disagree, 1)
		for _, a := range history {
			if same, err := a.CheckRow(); err != nil || !same {
				t.Fatalf("row %d is not what was stored: %v", a.Revision, err)
			}
		}
	})
}

func TestRecallKeepsAnswersAndNeverTallies(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, 1)
		_, err := c.svc.Recall(c.as("secretary"), c.ballot, c.now().Rev, "")
		c.refused("ballot.reason_missing", err)
		c.must(c.svc.Recall(c.as("secretary"), c.ballot, c.now().Rev, "Rà soát lại"))
		recalled := c.clock.Now()
		c.clock.Set(c.now().Deadline.At.Add(time.Hour))
		if err := c.svc.CloseDue(ecabinet.WithActor(t.Context(), ecabinet.SystemActor(body)), c.ballot); err != nil {
			t.Fatal(err)
		}
		if b := c.now(); b.State != ballots.Recalled || b.Result != nil {
			t.Fatalf("%s %v", b.State, b.Result)
		}
		e, err := c.svc.Store.(*store.Store).RecallEvent(c.as(member(1)), c.ballot)
		if err != nil || e.Actor != "secretary" || !e.At.Equal(recalled) {
			t.Fatalf("who recalled it, and when: %+v %v", e, err)
		}
	})
}

func TestTheOneWhoSubmitsCannotApprove(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.write(terms(5))
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		_, err := c.svc.Approve(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("ballot.approve_own", err)
		_, err = c.svc.Refuse(c.as("deputy"), c.ballot, c.now().Rev, "")
		c.refused("ballot.reason_missing", err)
		c.must(c.svc.Refuse(c.as("deputy"), c.ballot, c.now().Rev, "Chưa đủ tài liệu"))
		if c.now().State != ballots.Draft {
			t.Fatal(c.now().State)
		}
	})
}

func TestTheWindowAndTheSummaryOfNd191(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.papers[0].Pages = 11
		c.write(terms(6))
		_, err := c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("ballot.window", err)
		c.refused("ballot.summary_missing", err)
		_, err = c.svc.Edit(c.as("secretary"), c.ballot, 1, terms(5))
		c.refused("request.stale", err)
	})
}

func TestItOpensAtItsSetTime(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		at := c.clock.Now().Add(48 * time.Hour)
		in := terms(5)
		in.OpenAt = &at
		c.send(in)
		system := ecabinet.WithActor(t.Context(), ecabinet.SystemActor(body))
		if err := c.svc.OpenDue(system, c.ballot); err != nil || c.now().State != ballots.Approved {
			t.Fatalf("%s %v", c.now().State, err)
		}
		c.clock.Set(at)
		for range 2 { // twice: it opens once
			if err := c.svc.OpenDue(system, c.ballot); err != nil {
				t.Fatal(err)
			}
		}
		if b := c.now(); b.State != ballots.Open || !b.OpenedAt.Equal(at) {
			t.Fatalf("%s %v", b.State, b.OpenedAt)
		}
	})
}

func TestNumbersAreGaplessAndCertifiedIsFrozen(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		for _, want := range []string{"01/2026/KQLYK", "02/2026/KQLYK"} {
			c.clock.Set(mondays["nd-191-2026"])
			c.send(terms(2))
			c.closeNow()
			c.must(c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev))
			if got := c.now().Number; got != want {
				t.Fatalf("number %s, want %s", got, want)
			}
			_, err := c.svc.Certify(c.as("secretary"), c.ballot, c.now().Rev)
			c.refused("ballot.not_now", err)
			_, err = c.svc.ClassAnswer(c.as("secretary"), ballots.Classing{Ballot: c.ballot, Seat: 1, Question: "q1", As: procedure.Agree, Reason: "x"})
			c.refused("classing.only_provisional", err)
		}
	})
}

// Certifying freezes it; afterwards only a correction on record.
func TestACertifiedResultIsOnlyCorrectedOnRecord(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(2))
		c.closeNow()
		secretary := c.as("secretary")
		_, err := c.svc.Correct(secretary, c.ballot, "Sai chính tả", "Tên đúng là Đặng Ngọc Sơn")
		c.refused("ballot.not_now", err)
		c.must(c.svc.Certify(secretary, c.ballot, c.now().Rev))
		frozen := c.now()
		_, err = c.svc.Correct(secretary, c.ballot, " ", "Tên đúng là Đặng Ngọc Sơn")
		c.refused("ballot.reason_missing", err)
		_, err = c.svc.Correct(secretary, c.ballot, "Sai chính tả", "\n")
		c.refused("correction.text_missing", err)
		_, err = c.svc.Correct(secretary, c.ballot, "Sai chính tả", strings.Repeat("ộ", 4001))
		c.refused("correction.too_long", err)
		for range 2 { // a retry of the first one is one correction
			c.must(c.svc.Correct(testkit.Keyed(secretary, "key-1", "h"), c.ballot, " Sai chính tả ", "Tên đúng là Đặng Ngọc Sơn"))
		}
		c.clock.Add(time.Hour)
		c.must(c.svc.Correct(secretary, c.ballot, "Sai số trang", "Tờ trình có 6 trang"))
		got, err := c.svc.Store.(*store.Store).Corrections(secretary, c.ballot)
		if err != nil || len(got) != 2 {
			t.Fatalf("%+v, %v", got, err)
		}
		if x := got[0]; x.Reason != "Sai chính tả" || x.Text != "Tên đúng là Đặng Ngọc Sơn" || x.Name != "Ông secretary" || !x.At.Before(got[1].At) {
			t.Errorf("%+v", got)
		}
		now := c.now()
		if now.State != ballots.Certified || now.Number != frozen.Number || !reflect.DeepEqual(now.Result, frozen.Result) || now.Rev != frozen.Rev+2 {
			t.Errorf("%+v is not what was certified: %+v", now, frozen)
		}
	})
}

func TestARetryOfAStoredAnswerIsAnsweredEvenFromANewSession(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		content := c.content(procedure.Agree)
		p, err := c.svc.Prepare(c.as(member(1)), c.ballot, 1, content, c.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		confirm := ballots.Confirmation{Record: p.Record, Seal: p.Seal, Content: content}
		first, err := c.svc.Confirm(testkit.Keyed(c.as(member(1)), "key-1", "h"), c.ballot, confirm)
		c.must(first.Ref, err)
		c.clock.Add(time.Hour)
		again := ecabinet.WithActor(t.Context(), ecabinet.Actor{Account: member(1), Person: member(1), Body: body, Session: "another"})
		second, err := c.svc.Confirm(testkit.Keyed(again, "key-1", "h"), c.ballot, confirm)
		c.must(second.Ref, err)
		if first.Ref != second.Ref || first.Mine == nil || second.Mine != nil {
			t.Fatalf("the retry got %+v, not %+v", second, first)
		}
		_, err = c.svc.Confirm(testkit.Keyed(again, "key-2", "h"), c.ballot, confirm)
		c.refused("answer.not_prepared", err)
	})
}

func TestSilenceThatAbstainsIsEnteredAsDeemed(t *testing.T) {
	convene(t, 9, "nd-191-2026", func(c *cabinet) {
		c.profile.Silence, c.profile.Base = procedure.SilenceAbstention, procedure.BaseAnswered
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 4)...)
		c.closeNow()
		got := c.outcome(procedure.NotAdopted)
		c.figure("base", got.Base, 9)
		c.figure("deemed to abstain", got.DeemedAbstain, 5)
		history, err := c.svc.Store.History(c.as("secretary"), c.ballot, 9)
		if err != nil || len(history) != 1 || history[0].Source != ballots.Deemed || history[0].Content.Opinions[0].Choice != procedure.Abstain {
			t.Fatalf("the silent seat's answer is not entered as deemed: %v %v", history, err)
		}
	})
}
