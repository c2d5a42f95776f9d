package ballots_test

import (
	"slices"
	"testing"
	"time"

	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/procedure"
)

// The list is what it was at opening: persons, each once, with the posts that they held; a
// vacant post is not on it, and nobody comes onto it later.
func TestTheListIsFrozenAtOpening(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.leaves(27)
		c.send(terms(5))
		c.members = 28
		_, err := c.tryCast(member(28), c.content(procedure.Agree))
		c.refused("seat.not_found", err)
		_, err = c.tryCast(member(27), c.content(procedure.Agree))
		c.refused("seat.not_found", err)
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Disagree, seats(14, 26)...)
		list, err := c.svc.Store.Seats(c.as("secretary"), c.ballot)
		if err != nil || len(list) != 26 {
			c.t.Fatalf("%d seats, %v", len(list), err)
		}
		for i, s := range list {
			if s.No != i+1 || s.Person != member(i+1) || s.TieMark != (i == 0) || s.Office != "Văn phòng Bộ" || !slices.Equal(s.Posts, []string{"Bộ trưởng"}) {
				c.t.Errorf("seat %d: %+v", i+1, s)
			}
		}
		c.closeNow()
		got := c.outcome(procedure.Adopted) // thirteen to thirteen, and the Prime Minister agreed
		c.figure("of", got.N, 26)
		c.figure("needed", got.Needed, 14)
	})
}

// A post lost before closing: a cast answer stands; otherwise the seat goes to the
// successor, on record, or stays not answered, never deemed.
func TestASeatIsPassedToTheSuccessorOrStaysUnanswered(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, 1)
		successor := ballots.Member{Person: "new", Name: "Mới", Posts: []string{"Bộ trưởng"}}
		pass := func(seat int, to ballots.Member) (string, error) {
			return c.svc.PassSeat(c.as("secretary"), c.ballot, seat, to, "Thôi giữ chức")
		}
		_, err := pass(2, successor)
		c.refused("seat.post_held", err)
		_, err = c.svc.VacateSeat(c.as("secretary"), c.ballot, 3, "Thôi giữ chức")
		c.refused("seat.post_held", err)
		c.leaves(1, 2, 3)
		_, err = pass(1, successor)
		c.refused("seat.answer_stands", err)
		_, err = pass(2, ballots.Member{Person: member(4), Name: "Ủy viên 4"})
		c.refused("ballot.member_twice", err)
		c.must(pass(2, successor))
		c.must(c.svc.VacateSeat(c.as("secretary"), c.ballot, 3, "Thôi giữ chức"))
		c.must(c.tryCast("new", c.content(procedure.Disagree)))
		_, err = c.tryCast(member(3), c.content(procedure.Agree))
		c.refused("answer.post_lost", err)
		c.closeNow()
		got := c.outcome(procedure.Adopted)
		c.figure("agree", got.Agree, 1)
		c.figure("disagree", got.Disagree, 1)
		c.figure("not answered", got.NotAnswered, 1)
		c.figure("deemed", got.Deemed, 24)
	})
}

func TestAPostLostBeforeClosingIsNeverDeemedThoughNobodyRecordedIt(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 13)...)
		c.cast(procedure.Disagree, seats(15, 27)...)
		c.clock.Add(24 * time.Hour)
		c.leaves(1, 14) // seat 1 has answered: it stands
		c.closeNow()
		got := c.outcome(procedure.NotAdopted)
		c.figure("agree", got.Agree, 13)
		c.figure("deemed", got.Deemed, 0)
		c.figure("not answered", got.NotAnswered, 1)
		seats, err := c.svc.Store.Seats(c.as("secretary"), c.ballot)
		if err != nil || !seats[13].Vacated || seats[0].Vacated {
			c.t.Fatalf("%+v %v", seats[13], err)
		}
		if n := c.journalled("ballot.seat_changed"); n != 1 {
			c.t.Fatalf("%d changes of seats are on record, want 1", n)
		}
	})
}

func TestAPostLostAfterTheDeadlineLeavesTheDeemedAnswer(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.clock.Set(c.now().Deadline.At.Add(time.Second))
		c.leaves(14) // while no node was there to close it
		c.clock.Add(time.Hour)
		if err := c.svc.CloseDue(c.system(), c.ballot); err != nil {
			c.t.Fatal(err)
		}
		c.figure("deemed", c.outcome(procedure.Adopted).Deemed, 27)
	})
}

func TestASeatLeftEmptyMayStillBePassedOn(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.leaves(3)
		c.must(c.svc.VacateSeat(c.as("secretary"), c.ballot, 3, "Thôi giữ chức"))
		c.must(c.svc.PassSeat(c.as("secretary"), c.ballot, 3, ballots.Member{Person: "new", Name: "Mới"}, "Bổ nhiệm"))
		c.must(c.tryCast("new", c.content(procedure.Disagree)))
		c.closeNow()
		c.figure("disagree", c.outcome(procedure.Adopted).Disagree, 1)
	})
}

func TestADisputeLeavesALostPostUnanswered(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		recorded := c.answerID(c.onBehalf("secretary", 3, procedure.Agree, c.clock.Now()))
		c.leaves(3)
		c.must(c.svc.VacateSeat(c.as("secretary"), c.ballot, 3, "Thôi giữ chức"))
		c.closeNow()
		c.figure("on behalf: it was cast, and stands", c.outcome(procedure.Adopted).OnBehalf, 1)
		c.must(c.svc.DisputeOnBehalf(c.as(member(3)), recorded))
		got := c.outcome(procedure.Adopted)
		c.figure("not answered", got.NotAnswered, 1)
		c.figure("deemed", got.Deemed, 26)
		seats, err := c.svc.Store.Seats(c.as("secretary"), c.ballot)
		if err != nil || seats[2].Answer != "" {
			c.t.Fatalf("seat 3 counts %q, %v", seats[2].Answer, err)
		}
	})
}

// What a recused member had answered stays out for good, also when his seat is passed on
// and an answer recorded for the successor is disputed; the successor does not read it.
func TestWhatARecusedMemberAnsweredDoesNotComeBack(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.must(c.tryCast(member(3), c.content(procedure.Disagree)))
		c.must(c.svc.DeclareRecusal(c.as(member(3)), c.ballot, "Có lợi ích liên quan"))
		c.leaves(3)
		c.must(c.svc.PassSeat(c.as("secretary"), c.ballot, 3, ballots.Member{Person: "new", Name: "Mới"}, "Bổ nhiệm"))
		recorded := c.answerID(c.onBehalf("secretary", 3, procedure.Agree, c.clock.Now()))
		c.must(c.svc.DisputeOnBehalf(c.as("new"), recorded))
		mine, _, err := c.svc.Store.(*store.Store).Mine(c.as("new"), c.ballot, "new", "")
		if err != nil || len(mine.History) != 1 || mine.History[0].ID != recorded {
			c.t.Errorf("the successor reads %+v, %v", mine.History, err)
		}
		c.closeNow()
		got := c.outcome(procedure.Adopted)
		c.figure("disagree", got.Disagree, 0)
		c.figure("deemed", got.Deemed, 26)
		c.figure("not answered", got.NotAnswered, 1) // the roll does not know the successor
	})
}

// journalled counts the events of one type about the ballot.
func (c *cabinet) journalled(kind string) int {
	c.t.Helper()
	events, err := c.d.EventsAfter(c.t.Context(), body, 0, 10_000)
	if err != nil {
		c.t.Fatal(err)
	}
	n := 0
	for _, e := range events {
		if e.Type == kind && e.Topic == "ballot:"+c.ballot {
			n++
		}
	}
	return n
}

func TestAfterTheDeadlineNoSeatIsPassedOnAndNothingIsRecalled(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(2))
		c.leaves(27)
		c.clock.Set(c.now().Deadline.At.Add(time.Second)) // the closing has not run
		_, err := c.svc.PassSeat(c.as("secretary"), c.ballot, 27, ballots.Member{Person: "m28", Name: "Người kế nhiệm"}, "Thay Bộ trưởng")
		c.refused("ballot.not_open", err)
		_, err = c.svc.VacateSeat(c.as("secretary"), c.ballot, 27, "Nghỉ hưu")
		c.refused("ballot.not_open", err)
		_, err = c.svc.Recall(c.as("secretary"), c.ballot, c.now().Rev, "Kết quả không như ý")
		c.refused("ballot.not_open", err)
		c.closeNow()
		c.figure("deemed", c.outcome(procedure.Adopted).Deemed, 26)
	})
}

// Whoever takes no part stays in the base, counts as not answered and is never deemed;
// what he had answered counts no longer, and he can answer no more.
func TestAMemberTakesNoPartWhileTheBallotIsOpen(t *testing.T) {
	convene(t, 27, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		c.cast(procedure.Agree, seats(1, 14)...)
		_, err := c.svc.DeclareRecusal(c.as(member(14)), c.ballot, " ")
		c.refused("ballot.reason_missing", err)
		_, err = c.svc.DeclareRecusal(c.as("stranger"), c.ballot, "Có lợi ích liên quan")
		c.refused("seat.not_found", err)
		told := func(person string) int {
			n, err := c.svc.Store.(*store.Store).CountUnread(c.as(person), person)
			c.must("", err)
			return n
		}
		if told(member(14)) == 0 || told("clerk-m14") == 0 {
			c.t.Fatal("nobody was told that the ballot is open")
		}
		c.must(c.svc.DeclareRecusal(c.as(member(14)), c.ballot, "Có lợi ích liên quan"))
		if !slices.Contains(c.now().Recused, member(14)) {
			c.t.Error("the dossier is open to him still")
		}
		if told(member(14)) > 0 || told("clerk-m14") > 0 || told("clerk-m15") == 0 {
			c.t.Error("whoever takes no part is still told of the ballot")
		}
		c.must(c.svc.RecordRecusal(c.as("secretary"), c.ballot, 15, "Báo bằng điện thoại"))
		if told(member(15)) != 1 || told("clerk-m15") > 0 {
			c.t.Error("he is not told of it, or his office is")
		}
		_, err = c.svc.RecordRecusal(c.as("secretary"), c.ballot, 13, "Báo bằng điện thoại")
		c.refused("seat.member_answered", err) // what he has signed only he takes back
		_, err = c.svc.RecordRecusal(c.as("secretary"), c.ballot, 14, "Lần nữa")
		c.refused("seat.takes_no_part", err)
		_, err = c.tryCast(member(14), c.content(procedure.Agree))
		c.refused("answer.recused", err)
		history, err := c.svc.Store.History(c.as(member(14)), c.ballot, 14)
		if err != nil || len(history) != 1 {
			c.t.Fatalf("%+v %v: what was answered is not kept", history, err)
		}
		c.cast(procedure.Disagree, seats(16, 27)...)
		c.closeNow()
		got := c.outcome(procedure.NotAdopted) // 13 of 27, and 14 are needed
		c.figure("agree", got.Agree, 13)
		c.figure("deemed", got.Deemed, 0)
		c.figure("not answered", got.NotAnswered, 2)
		c.figure("recused", got.Recused, 2)
		c.figure("base", got.Base, 27)
		_, err = c.svc.RecordRecusal(c.as("secretary"), c.ballot, 16, "Sau khi đóng")
		c.refused("ballot.not_open", err)
	})
}
