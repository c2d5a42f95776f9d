package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// lockToCast is the ballot as an answer of person finds it.
func (w world) lockToCast(ballot, person string) (b *ballots.Ballot, m *ballots.Mine) {
	w.Helper()
	w.do(func(ctx context.Context, tx ballots.Tx) (err error) {
		b, m, err = tx.LockToCast(ctx, ballot, person, w.s.ToCast(w.ctx, ballot, person))
		return err
	})
	return b, m
}

func retitle(ctx context.Context, tx ballots.Tx, id, title string) error {
	b, err := tx.LockBallot(ctx, id, false)
	if err != nil {
		return err
	}
	b.Title = title
	b.Rev++
	return tx.SaveBallot(ctx, b)
}

func TestAnAnswerFindsTheBallotAsItIs(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1", "p2")
		want := func(title string) {
			w.Helper()
			for range 2 { // from the table, from memory
				if got, m := w.lockToCast(b.ID, "p1"); got.Title != title || m.Title != title {
					w.Fatalf("found %q and %q, want %q", got.Title, m.Title, title)
				}
			}
		}
		want("")
		w.do(func(ctx context.Context, tx ballots.Tx) error { return retitle(ctx, tx, b.ID, "one") })
		want("one")
		// Another node, with a memory of its own.
		other := world{T: w.T, d: w.d, s: store.New(w.d), ctx: w.ctx, n: w.n}
		other.do(func(ctx context.Context, tx ballots.Tx) error { return retitle(ctx, tx, b.ID, "two") })
		want("two")
		// What is not committed is seen within, and never afterwards.
		no := errors.New("no")
		err := w.try(func(ctx context.Context, tx ballots.Tx) error {
			if err := retitle(ctx, tx, b.ID, "never"); err != nil {
				return err
			}
			if got, _, err := tx.LockToCast(ctx, b.ID, "p1", nil); err != nil || got.Title != "never" {
				t.Errorf("within the act: %+v, %v", got, err)
			}
			return no
		})
		if !errors.Is(err, no) {
			w.Fatal(err)
		}
		want("two")
		w.do(func(ctx context.Context, tx ballots.Tx) error { return retitle(ctx, tx, b.ID, "three") }) // the rev of "never"
		want("three")
	})
}

// What was read before an answer's act and has changed meanwhile, be it the ballot, the
// seat or the draft, is found as it is in the end.
func TestAnAnswerGoesByNothingThatHasChanged(t *testing.T) {
	again := 0
	testkit.EachWith(t, func(o *db.Options) {
		o.Observe = func(m db.Measure, _ float64) {
			if m == db.BatchFailed {
				again++
			}
		}
	}, func(t *testing.T, base *db.DB) {
		w := newWorld(t, base)
		b := w.open("p1", "p2", "p3", "p4")
		if w.s.ToCast(w.ctx, b.ID, "p5") != nil || w.s.ToCast(w.ctx, "none", "p1") != nil {
			w.Fatal("something was read of nothing")
		}
		read := func() (before [4]*ballots.ToCast) {
			for i := range before {
				if before[i] = w.s.ToCast(w.ctx, b.ID, fmt.Sprint("p", i+1)); (before[i] == nil) != w.d.IsSQLite() {
					w.Fatalf("of p%d was read %+v", i+1, before[i])
				}
			}
			return before
		}
		find := func(before [4]*ballots.ToCast) (found [4]ballots.Mine) {
			var wait sync.WaitGroup
			for i := range before {
				wait.Go(func() {
					err := w.try(func(ctx context.Context, tx ballots.Tx) error {
						_, m, err := tx.LockToCast(ctx, b.ID, fmt.Sprint("p", i+1), before[i])
						if err == nil {
							found[i] = *m // of the run that stays
						}
						return err
					})
					if err != nil {
						w.Error(err)
					}
				})
			}
			wait.Wait()
			return found
		}
		for i, m := range find(read()) {
			if m.Seat.Person != fmt.Sprint("p", i+1) || m.Draft != nil || len(m.History) != 0 {
				w.Errorf("p%d found %+v", i+1, m)
			}
		}
		before := read()
		w.cast(b.ID, "p2")
		d := &ballots.OfficeDraft{ID: ecabinet.NewID(), Body: body, Ballot: b.ID, Round: 1, Seat: 3, Member: "p3", Rev: 1, Step: ballots.MemberStep, Changed: at(1)}
		w.do(func(ctx context.Context, tx ballots.Tx) error { return tx.SaveOfficeDraft(ctx, d) })
		found := find(before)
		if len(found[1].History) != 1 || found[1].Seat.Revision != 1 {
			w.Errorf("p2, who has answered meanwhile, found %+v", found[1])
		}
		if found[2].Draft == nil || found[2].Draft.ID != d.ID {
			w.Errorf("p3, whose office has written meanwhile, found %+v", found[2])
		}
		again = 0
		if found = find(read()); found[1].Seat.Revision != 1 || found[2].Draft == nil || again != 0 {
			w.Errorf("nothing has changed: p2 found %+v, p3 %+v, %d batches ran again", found[1], found[2], again)
		}
		before = read()
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			locked, err := tx.OfficeDraft(ctx, b.ID, 1, "p3")
			if err != nil {
				return err
			}
			locked.Rev++
			return tx.SaveOfficeDraft(ctx, locked)
		})
		if found = find(before); found[2].Draft == nil || found[2].Draft.Rev != 2 {
			w.Errorf("p3, whose office has written once more, found %+v", found[2].Draft)
		}
		before = read()
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			if err := retitle(ctx, tx, b.ID, "another"); err != nil {
				return err
			}
			tx.Emit(ecabinet.Event{Topic: "ballot:" + b.ID, Type: "ballot.edited", Ref: "ballot/" + b.ID})
			return nil
		})
		for i, m := range find(before) {
			if m.Title != "another" {
				w.Errorf("p%d found the ballot called %q", i+1, m.Title)
			}
		}
	})
}

func TestWhatAnAnswerFindsBesideTheBallot(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1", "p2")
		if _, m := w.lockToCast(b.ID, "p1"); len(m.History) != 0 || m.Draft != nil || m.Classed || m.Seat.Person != "p1" {
			w.Fatalf("nothing was done and found is %+v", m)
		}
		a := w.cast(b.ID, "p1")
		d := &ballots.OfficeDraft{ID: ecabinet.NewID(), Body: body, Ballot: b.ID, Round: 1, Seat: 1, Member: "p1", Rev: 1, Step: ballots.MemberStep, Changed: at(1)}
		c := &ballots.Classing{ID: ecabinet.NewID(), Body: body, Ballot: b.ID, Seat: 1, Question: "q1", As: "agree", By: "secretary", At: at(2)}
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			return errors.Join(tx.SaveOfficeDraft(ctx, d), tx.InsertClassing(ctx, c),
				tx.SaveScratch(ctx, &ballots.Scratch{Ballot: b.ID, Person: "p1", Changed: at(3)}))
		})
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			closed, err := tx.LockBallot(ctx, b.ID, false)
			if err != nil {
				return err
			}
			closed.State, closed.ClosedAt = ballots.Closed, ref(at(4))
			closed.Rev++
			tx.Emit(ecabinet.Event{Topic: "ballot:" + b.ID, Type: "answer.cast", Ref: "answer/" + a.ID, Data: []byte(`{"person":"p1"}`)})
			return tx.SaveBallot(ctx, closed)
		})
		_, locked := w.lockToCast(b.ID, "p1")
		read, row, err := w.s.Mine(w.ctx, b.ID, "p1", a.ID)
		if err != nil {
			w.Fatal(err)
		}
		if locked.Rev != 1 || read.Rev != 1 || read.Scratch == nil || row.Ref != "" && row.Ref != "answer/"+a.ID || row.Seq != 1 {
			w.Fatalf("read rev %d, scratch %v, row %+v", read.Rev, read.Scratch, row)
		}
		read.Scratch = nil
		same(w.T, locked, read)
		if len(read.History) != 1 || read.History[0].ID != a.ID || read.Draft.ID != d.ID || !read.Classed {
			w.Fatalf("read %+v", read)
		}
		if _, m := w.lockToCast(b.ID, "p2"); len(m.History) != 0 || m.Draft != nil || m.Classed || m.Seat.No != 2 {
			w.Fatalf("another member's part is %+v", m)
		}
		for code, act := range map[string]func() error{
			"seat.not_found":   func() error { _, _, err := w.s.Mine(w.ctx, b.ID, "p3", ""); return err },
			"answer.not_found": func() error { _, _, err := w.s.Mine(w.ctx, b.ID, "p1", "none"); return err },
			"ballot.not_found": func() error {
				return w.try(func(ctx context.Context, tx ballots.Tx) error {
					_, _, err := tx.LockToCast(ctx, "none", "p1", w.s.ToCast(w.ctx, "none", "p1"))
					return err
				})
			},
		} {
			wantCode(w.T, act(), ecabinet.NotFound, code)
		}
	})
}

// Revs are counted in memory; here is what they count, in SQL.
func TestRevsCountTheRowsThatTheyShow(t *testing.T) {
	each(t, func(w world) {
		list := []*ballots.Ballot{w.open("p1", "p2"), w.open("p1", "p2")}
		kinds := []string{"ballot.edited", "answer.cast", "draft.written", "seat.changed"}
		const like = `%"p1"%`
		rows := map[string]store.Rows{
			"type LIKE 'ballot.%'": store.BallotRows, "type NOT LIKE 'draft.%'": store.MatrixRows,
			"type LIKE 'ballot.%' OR data LIKE '" + like + "'": store.MemberRows("p1"), "type LIKE 'ballot.%' OR data LIKE '%\"p9\"%'": store.MemberRows("p9"),
		}
		stores := []*store.Store{w.s, store.New(w.d)} // the other one has forgotten everything each time
		random := rand.New(rand.NewPCG(1, 2))
		for range 30 {
			b := list[random.IntN(2)]
			w.do(func(_ context.Context, tx ballots.Tx) error {
				for range random.IntN(4) {
					data := fmt.Sprintf(`{"person":"p%d","by":"p%d","note":"p1","hash":"%064d"}`, random.IntN(3), random.IntN(3), 7)
					if random.IntN(3) == 0 {
						data = `{}`
					}
					tx.Emit(ecabinet.Event{Topic: "ballot:" + b.ID, Type: kinds[random.IntN(4)], Ref: "x/1", Data: []byte(data)})
				}
				return nil
			})
			stores[1] = store.New(w.d)
			for where, r := range rows {
				var want int64
				err := w.d.Read().NewRaw("SELECT count(*) FROM journal WHERE topic = ? AND ("+where+")", "ballot:"+b.ID).Scan(w.ctx, &want)
				if err != nil {
					w.Fatal(err)
				}
				for _, s := range stores {
					if got, err := s.ViewRev(w.ctx, b.ID, r); err != nil || got != want {
						w.Fatalf("%s: counted %d, %v; there are %d", where, got, err, want)
					}
				}
			}
		}
		elsewhere := testkit.As(w.Context(), "body-2", "secretary", "secretariat")
		if got, err := w.s.ViewRev(elsewhere, list[0].ID, store.BallotRows); err != nil || got != 0 {
			w.Fatalf("another body counts %d, %v", got, err)
		}
	})
}

// Those who look at once read what the others have counted, and none counts a row
// twice or misses one.
func TestRevsAreCountedByManyAtOnce(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1")
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 10 {
					w.do(func(_ context.Context, tx ballots.Tx) error {
						tx.Emit(ecabinet.Event{Topic: "ballot:" + b.ID, Type: "ballot.edited", Ref: "ballot/1"})
						return nil
					})
					if _, err := w.s.ViewRev(w.ctx, b.ID, store.BallotRows); err != nil {
						w.Error(err)
					}
				}
			})
		}
		all.Wait()
		if got, err := w.s.ViewRev(w.ctx, b.ID, store.BallotRows); err != nil || got != 80 {
			w.Fatalf("counted %d, %v; there are 80", got, err)
		}
	})
}

func TestASavedBallotHasANewRev(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1")
		err := w.try(func(ctx context.Context, tx ballots.Tx) error {
			b, err := tx.LockBallot(ctx, b.ID, false)
			if err == nil {
				b.Title = "another"
				err = tx.SaveBallot(ctx, b)
			}
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "its rev did not rise") {
			w.Fatalf("saved under the same rev: %v", err)
		}
		w.do(func(ctx context.Context, tx ballots.Tx) error { // nothing changed, nothing to save
			b, err := tx.LockBallot(ctx, b.ID, false)
			return errors.Join(err, tx.SaveBallot(ctx, b))
		})
	})
}
