package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/procedure"
)

func ids(rows []store.BallotRow) []string {
	out := []string{}
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

type list func(p store.Page) ([]store.BallotRow, string, error)

func (w world) wantIDs(what string, l list, want ...*ballots.Ballot) []store.BallotRow {
	w.Helper()
	rows, next, err := l(store.Page{})
	if err != nil || next != "" {
		w.Fatalf("%s: %v, next %q", what, err, next)
	}
	wanted := []string{}
	for _, b := range want {
		wanted = append(wanted, b.ID)
	}
	if d := cmp.Diff(wanted, ids(rows)); d != "" {
		w.Fatalf("%s (-want +got):\n%s", what, d)
	}
	return rows
}

// change runs act on a ballot under its lock.
func (w world) change(id string, act func(b *ballots.Ballot)) {
	w.Helper()
	w.do(func(ctx context.Context, tx ballots.Tx) error {
		b, err := tx.LockBallot(ctx, id, false)
		if err != nil {
			return err
		}
		act(b)
		b.Rev++
		return tx.SaveBallot(ctx, b)
	})
}

func (w world) seat(ballot string, no int, act func(s *ballots.Seat)) {
	w.Helper()
	w.do(func(ctx context.Context, tx ballots.Tx) error {
		s, err := tx.LockSeatNo(ctx, ballot, no)
		if err != nil {
			return err
		}
		act(s)
		return tx.SaveSeat(ctx, s)
	})
}

func TestAMembersThreeLists(t *testing.T) {
	each(t, func(w world) {
		late, soon, answered, over, recused, vacated := w.open("p1", "p2"), w.open("p1"), w.open("p1"), w.open("p1"), w.open("p1"), w.open("p1")
		w.open("p2")
		w.change(soon.ID, func(b *ballots.Ballot) { b.Deadline.At = at(500) })
		w.seat(recused.ID, 1, func(s *ballots.Seat) { s.Recused = true })
		w.seat(vacated.ID, 1, func(s *ballots.Seat) { s.Vacated = true })
		w.cast(answered.ID, "p1")
		last := w.cast(answered.ID, "p1")
		w.cast(over.ID, "p1")
		w.change(over.ID, func(b *ballots.Ballot) { b.State, b.ClosedAt = ballots.Closed, ref(at(3)) })
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			return errors.Join(
				tx.SaveScratch(ctx, &ballots.Scratch{Ballot: soon.ID, Person: "p1", Changed: at(1)}),
				tx.SaveOfficeDraft(ctx, &ballots.OfficeDraft{ID: "d", Body: body, Ballot: late.ID, Round: 1, Seat: 1, Member: "p1", Rev: 1,
					Step: ballots.MemberStep, Changed: at(2)}))
		})

		waiting := w.wantIDs("waiting", func(p store.Page) ([]store.BallotRow, string, error) { return w.s.Waiting(w.ctx, "p1", p) }, soon, late)
		if n := must(w.s.CountWaiting(w.ctx, "p1")); n != 2 {
			w.Fatalf("CountWaiting = %d, want 2", n)
		}
		if !waiting[0].Typed || waiting[1].Typed || waiting[0].Draft != nil || waiting[1].Draft == nil || waiting[1].Draft.Step != ballots.MemberStep {
			w.Fatalf("what was typed and prepared: %+v", waiting)
		}
		rows := w.wantIDs("answered", func(p store.Page) ([]store.BallotRow, string, error) { return w.s.Answered(w.ctx, "p1", p) }, answered)
		want := &store.AnswerMark{ID: last.ID, Round: 1, Revision: 2, Source: ballots.Own, Standing: ballots.Counts, At: last.At,
			Choices: []ballots.ChoiceOf{{Question: "q1", Choice: procedure.Agree}}}
		same(w.T, want, rows[0].Answer)
		rows = w.wantIDs("past", func(p store.Page) ([]store.BallotRow, string, error) { return w.s.Past(w.ctx, "p1", p) }, over)
		if rows[0].Answer == nil || rows[0].ClosedAt == nil || rows[0].Answer.Revision != 1 {
			w.Fatalf("past line: %+v", rows[0])
		}

		// A new round: what was answered waits again, the draft was of the round before.
		w.change(answered.ID, func(b *ballots.Ballot) { b.Round = 2 })
		w.seat(answered.ID, 1, func(s *ballots.Seat) { s.Answer, s.AnsweredAt = "", nil })
		w.change(late.ID, func(b *ballots.Ballot) { b.Round = 2 })
		waiting = w.wantIDs("waiting in a new round", func(p store.Page) ([]store.BallotRow, string, error) { return w.s.Waiting(w.ctx, "p1", p) }, soon, late, answered)
		if waiting[1].Draft != nil || waiting[2].Answer != nil {
			w.Fatalf("the round before shows through: %+v", waiting)
		}
	})
}

func TestAnOfficesList(t *testing.T) {
	each(t, func(w world) {
		b, other := w.open("p1", "p2", "p3"), w.open("p2")
		w.open("p3")
		w.change(w.open("p1").ID, func(b *ballots.Ballot) { b.State = ballots.Closed })
		w.cast(b.ID, "p2")
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			return tx.SaveOfficeDraft(ctx, &ballots.OfficeDraft{ID: "d", Body: body, Ballot: b.ID, Round: 1, Seat: 1, Member: "p1", Rev: 3,
				Step: ballots.Unit, Refused: true, Changed: at(2)})
		})
		rows := w.wantIDs("office", func(p store.Page) ([]store.BallotRow, string, error) {
			return w.s.Office(w.ctx, []string{"p1", "p2"}, p)
		}, b, b, other)
		same(w.T, &store.DraftMark{Rev: 3, Step: ballots.Unit, Refused: true, Changed: at(2)}, rows[0].Draft)
		if rows[0].Member != "p1" || rows[0].Name != "Name of p1" || rows[0].Answer != nil {
			w.Fatalf("first line: %+v", rows[0])
		}
		if rows[1].Member != "p2" || rows[1].Draft != nil || rows[1].Answer == nil || len(rows[1].Answer.Choices) > 0 {
			w.Fatalf("second line: %+v, want that it was answered and not what", rows[1])
		}
		w.wantIDs("nobody's office", func(p store.Page) ([]store.BallotRow, string, error) { return w.s.Office(w.ctx, nil, p) })
	})
}

var everything = store.Scope{Actor: ecabinet.Actor{Person: "secretary"}, Allow: []string{"any"}}

func TestTheDesk(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1", "p2", "p3")
		w.cast(b.ID, "p1")
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			seat, err := tx.LockSeatNo(ctx, b.ID, 2)
			if err != nil {
				return err
			}
			a := answer(b, seat)
			a.Source, a.CastBy, a.RecordHash = ballots.Deemed, ecabinet.System, ""
			seat.Revision, seat.Answer, seat.AnsweredAt = 1, a.ID, &a.At
			return tx.EnterAnswer(ctx, a, seat)
		})
		sent := draft()
		sent.State, sent.SubmittedBy, sent.Matter, sent.Agency = ballots.Submitted, "secretary", "matter-2", "agency-2"
		w.insert(sent)
		plain := draft()
		w.insert(plain)

		l := func(q store.Query, scope store.Scope) list {
			return func(p store.Page) ([]store.BallotRow, string, error) { return w.s.List(w.ctx, q, scope, p) }
		}
		rows := w.wantIDs("all", l(store.Query{Counts: everything}, everything), plain, sent, b)
		if r := rows[2]; r.Seats != 3 || r.Answered != 1 || r.Deemed != 1 || r.Answer != nil {
			w.Fatalf("counts: %+v", r)
		}
		if r := rows[0]; r.Seats != 0 || r.Answered != 0 {
			w.Fatalf("counts of a draft: %+v", r)
		}
		untold := w.wantIDs("told nothing", l(store.Query{Counts: store.Scope{Allow: []string{"closed"}}}, everything), plain, sent, b)
		if r := untold[2]; r.Seats != 0 || r.Answered != 0 || r.Deemed != 0 {
			w.Fatalf("counts for whoever may not know them: %+v", r)
		}
		w.wantIDs("by stage", l(store.Query{Stages: []store.Stage{"draft", "open"}}, everything), plain, b)
		w.wantIDs("by matter", l(store.Query{Matter: "matter-2"}, everything), sent)
		w.wantIDs("by agency", l(store.Query{Agency: "agency-2"}, everything), sent)
		w.wantIDs("urgent", l(store.Query{Urgent: true}, everything), b)
		w.wantIDs("for an approver", l(store.Query{}, store.Scope{Actor: ecabinet.Actor{Person: "pm"}, Allow: []string{"approver"}}), sent)
		w.wantIDs("of what the approver sent", l(store.Query{}, store.Scope{Actor: ecabinet.Actor{Person: "secretary"}, Allow: []string{"approver"}}))
		w.wantIDs("of nobody", l(store.Query{}, store.Scope{Actor: ecabinet.Actor{Person: "p1"}}))
		w.wantIDs("of an unknown relation", l(store.Query{}, store.Scope{Allow: []string{"any"}, Deny: []string{"unheard-of"}}))
		closed, ended := draft(), draft()
		ended.Kind = ballots.Consultation
		for _, one := range []*ballots.Ballot{closed, ended} {
			one.State, one.Round, one.OpenedAt, one.ClosedAt = ballots.Closed, 1, ref(at(1)), ref(at(2))
			w.insert(one)
		}
		w.wantIDs("awaiting certification", l(store.Query{Stages: []store.Stage{"closed"}}, everything), closed)
		w.wantIDs("ended", l(store.Query{Stages: []store.Stage{store.Ended}}, everything), ended)
		w.wantIDs("both", l(store.Query{Stages: []store.Stage{"closed", store.Ended}}, everything), ended, closed)
		w.wantIDs("by state", l(store.Query{States: []ballots.State{ballots.Closed}}, everything), ended, closed)
		got := must(w.s.CountStages(w.ctx, everything))
		if d := cmp.Diff(map[store.Stage]int{"draft": 1, "submitted": 1, "open": 1, "closed": 1, store.Ended: 1}, got); d != "" {
			w.Fatal(d)
		}
	})
}

// TestPagesLoseAndRepeatNothing reads every list page by page, a ballot coming in
// between each two pages.
func TestPagesLoseAndRepeatNothing(t *testing.T) {
	each(t, func(w world) {
		var before []string
		for i := range 7 {
			b := w.open("p1", "p2")
			w.change(b.ID, func(b *ballots.Ballot) { b.Deadline.At = at(1000 + i%3); b.OpenedAt = ref(at(i % 2)) })
			before = append(before, b.ID)
		}
		for name, l := range map[string]list{
			"waiting": func(p store.Page) ([]store.BallotRow, string, error) { return w.s.Waiting(w.ctx, "p1", p) },
			"office": func(p store.Page) ([]store.BallotRow, string, error) {
				return w.s.Office(w.ctx, []string{"p1", "p2"}, p)
			},
			"newest": func(p store.Page) ([]store.BallotRow, string, error) {
				return w.s.List(w.ctx, store.Query{}, everything, p)
			},
			"urgent": func(p store.Page) ([]store.BallotRow, string, error) {
				return w.s.List(w.ctx, store.Query{Urgent: true}, everything, p)
			},
		} {
			pages(w, name, l, before, func(i int) {
				b := w.open("p1", "p2")
				w.change(b.ID, func(b *ballots.Ballot) { b.Deadline.At = at(1000 + i%3) })
			})
		}
		for _, id := range before {
			w.change(id, func(b *ballots.Ballot) { b.State = ballots.Closed })
		}
		pages(w, "past", func(p store.Page) ([]store.BallotRow, string, error) { return w.s.Past(w.ctx, "p1", p) }, before, func(i int) {
			b := w.open("p1")
			w.change(b.ID, func(b *ballots.Ballot) { b.State, b.OpenedAt = ballots.Closed, ref(at(i%2)) })
		})
	})
}

func pages(w world, name string, l list, want []string, between func(i int)) {
	w.Helper()
	seen := map[string]int{}
	p := store.Page{Limit: 2}
	for i := 0; ; i++ {
		rows, next, err := l(p)
		if err != nil {
			w.Fatalf("%s: %v", name, err)
		}
		if len(rows) > p.Limit {
			w.Fatalf("%s: a page of %d", name, len(rows))
		}
		for _, r := range rows {
			seen[r.ID+r.Member]++
		}
		if next == "" {
			break
		}
		p.After = next
		if i < 20 {
			between(i)
		}
	}
	for key, n := range seen {
		if n > 1 {
			w.Errorf("%s: %s came %d times", name, key, n)
		}
	}
	for _, id := range want {
		if seen[id]+seen[id+"p1"] == 0 {
			w.Errorf("%s: %s was lost", name, id)
		}
	}
}

func TestACursorOfAnotherListIsRefused(t *testing.T) {
	each(t, func(w world) {
		for range 3 {
			w.open("p1")
		}
		_, next, err := w.s.Waiting(w.ctx, "p1", store.Page{Limit: 1})
		if err != nil || next == "" {
			w.Fatal(next, err)
		}
		for _, c := range []string{next, "x", "W10", "bnVsbA"} {
			_, _, err := w.s.Past(w.ctx, "p1", store.Page{After: c})
			wantCode(w.T, err, ecabinet.Invalid, "request.cursor")
		}
	})
}

func TestNotices(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1")
		var made []ballots.Notice
		for i := range 5 {
			made = append(made, ballots.Notice{ID: ecabinet.NewID(), Body: body, Person: "p1", Kind: "ballot.opened", Ballot: b.ID, At: at(i + 1)})
		}
		slices.Reverse(made)
		other := made[0]
		other.ID, other.Person = "other", "p2"
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			return errors.Join(tx.Notify(ctx, nil), tx.Notify(ctx, append(slices.Clone(made), other)))
		})
		var got []ballots.Notice
		for p := (store.Page{Limit: 2}); ; {
			rows, next, err := w.s.Unread(w.ctx, "p1", p)
			if err != nil {
				w.Fatal(err)
			}
			got = append(got, rows...)
			if p.After = next; next == "" {
				break
			}
		}
		same(w.T, made, got)

		count := func(person string, want int) {
			w.Helper()
			if n := must(w.s.CountUnread(w.ctx, person)); n != want {
				w.Fatalf("%d unread of %s, want %d", n, person, want)
			}
		}
		count("p1", 5)
		must(w.s.MarkRead(w.ctx, "p1", []string{made[1].ID, "other"}))
		count("p1", 4)
		count("p2", 1)
		must(w.s.MarkRead(w.ctx, "p1", nil))
		count("p1", 0)
		count("p2", 1)
	})
}

// What the holder of the tie mark is asked: a ballot is there while it is closed, somebody asks
// for discussion and nothing was decided.
func TestWhereDiscussionIsAskedForAndUndecided(t *testing.T) {
	each(t, func(w world) {
		asked := []int{2}
		closed := func(discuss []int, act func(b *ballots.Ballot)) *ballots.Ballot {
			b := w.open("p1", "p2")
			w.seat(b.ID, 1, func(s *ballots.Seat) { s.TieMark = true })
			w.change(b.ID, func(b *ballots.Ballot) {
				b.State, b.ClosedAt = ballots.Closed, ref(at(3))
				b.Result = &ballots.Result{Tallies: []procedure.Tally{{Question: `"discuss":[1]`}}, Discuss: discuss}
				act(b)
			})
			return b
		}
		as := func(person string) list {
			return func(p store.Page) ([]store.BallotRow, string, error) { return w.s.Undecided(w.ctx, person, p) }
		}
		same := func(*ballots.Ballot) {}
		waits := closed(asked, same)
		closed([]int{}, same)
		closed(nil, same)
		closed(asked, func(b *ballots.Ballot) { b.Onward = &ballots.Onward{By: "p1", At: at(4)} })
		closed(asked, func(b *ballots.Ballot) { b.State, b.RecalledFor = ballots.Recalled, "phiên họp" })
		closed(asked, func(b *ballots.Ballot) { b.State, b.Number = ballots.Certified, "01/2026/KQLYK" })
		for _, act := range []func(s *ballots.Seat){
			func(s *ballots.Seat) { s.Recused = true }, func(s *ballots.Seat) { s.Vacated = true }, func(s *ballots.Seat) { s.TieMark = false },
		} {
			w.seat(closed(asked, same).ID, 1, act)
		}
		w.wantIDs("asked", as("p1"), waits)
		w.wantIDs("another member is not", as("p2"))
	})
}
