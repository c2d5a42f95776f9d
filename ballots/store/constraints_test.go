package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// raw runs one statement as an act, past the store.
func (w world) raw(query string, args ...any) error {
	_, err := w.d.InTx(w.ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
		_, err := tx.Bun().NewRaw(query, args...).Exec(ctx)
		return "", err
	})
	return err
}

func TestAnswersStayAsCast(t *testing.T) {
	columns := []string{"id", "body", "ballot", "round", "seat", "revision", "person", "source", "content", "cast_by", "prepared", "at",
		"record", "record_hash", "nonce", "proof", "reason", "received_at", "row_hash"}
	each(t, func(w world) {
		b := w.open("p1", "p2")
		a := w.cast(b.ID, "p1")
		checkColumns(w, columns)
		for _, c := range columns {
			value := any("x")
			switch c {
			case "round", "seat", "revision":
				value = 2
			case "source":
				value = "deemed"
			}
			if err := w.raw("UPDATE answers SET ? = ? WHERE id = ?", bun.Ident(c), value, a.ID); !db.IsConstraint(err) {
				w.Errorf("changing %s of an answer: %v, want a refusal", c, err)
			}
		}
		for _, q := range []string{"DELETE FROM answers WHERE id = ?", "UPDATE answers SET standing = 'confirmed', nonce = 'x' WHERE id = ?"} {
			if err := w.raw(q, a.ID); !db.IsConstraint(err) {
				w.Errorf("%s: %v, want a refusal", q, err)
			}
		}
		if !w.d.IsSQLite() {
			if err := w.raw("TRUNCATE answers"); !db.IsConstraint(err) {
				w.Errorf("TRUNCATE: %v, want a refusal", err)
			}
		}
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			return tx.SetStanding(ctx, a.ID, ballots.Disputed, "second")
		})
		a.Standing, a.SecondBy = ballots.Disputed, "second"
		same(w.T, a, must(w.s.Answer(w.ctx, a.ID)))
	})
}

// checkColumns fails where answers has a column that no trigger is tried on.
func checkColumns(w world, tried []string) {
	w.Helper()
	rows, err := w.d.Read().QueryContext(w.ctx, "SELECT * FROM answers")
	if err != nil {
		w.Fatal(err)
	}
	defer rows.Close()
	all := must(rows.Columns())
	if len(all) != len(tried)+2 { // and standing and second_by, which may change
		w.Fatalf("answers has the columns %v; tried are %v", all, tried)
	}
}

func TestConstraintsBackTheRules(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1", "p2")
		first := w.cast(b.ID, "p1")
		one, two := ballots.Seat{Ballot: b.ID, No: 1, Person: "p1"}, ballots.Seat{Ballot: b.ID, No: 2, Person: "p2"}
		in := func(kind ecabinet.Kind, code string, act func(ctx context.Context, tx ballots.Tx) error) {
			w.Helper()
			wantCode(w.T, w.try(act), kind, code)
		}
		in(ecabinet.Stale, "request.stale", func(ctx context.Context, tx ballots.Tx) error {
			return tx.EnterAnswer(ctx, answer(b, &one), &one) // revision 1 again
		})
		in(ecabinet.Conflict, "answer.cast_already", func(ctx context.Context, tx ballots.Tx) error {
			a := answer(b, &two)
			a.RecordHash = first.RecordHash
			return tx.EnterAnswer(ctx, a, &two)
		})
		in(ecabinet.Refused, "ballot.member_twice", func(ctx context.Context, tx ballots.Tx) error {
			return tx.InsertSeats(ctx, []ballots.Seat{{Ballot: b.ID, No: 3, Person: "p1"}})
		})
		in(ecabinet.Refused, "ballot.member_twice", func(ctx context.Context, tx ballots.Tx) error {
			s := two
			s.Person = "p1"
			return tx.SaveSeat(ctx, &s)
		})
		in(ecabinet.Stale, "request.stale", func(ctx context.Context, tx ballots.Tx) error {
			return tx.SaveSeat(ctx, &one) // revision 0, stored is 1
		})
		classing := func(id string) *ballots.Classing {
			return &ballots.Classing{ID: id, Body: body, Ballot: b.ID, Seat: 1, Question: "q1", By: "x", At: at(1)}
		}
		w.do(func(ctx context.Context, tx ballots.Tx) error { return tx.InsertClassing(ctx, classing("c1")) })
		in(ecabinet.Invalid, "classing.exists", func(ctx context.Context, tx ballots.Tx) error {
			return tx.InsertClassing(ctx, classing("c2"))
		})
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			removed := classing("c1")
			removed.Removed = ref(at(2))
			return errors.Join(tx.SaveClassing(ctx, removed), tx.InsertClassing(ctx, classing("c2")))
		})
	})
}

func TestConstraintsRefuseWhatNoRuleAllows(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1", "p2")
		seat := ballots.Seat{Ballot: b.ID, No: 1, Person: "p1"}
		behalf := func(change func(a *ballots.Answer)) func(ctx context.Context, tx ballots.Tx) error {
			return func(ctx context.Context, tx ballots.Tx) error {
				a := answer(b, &seat)
				change(a)
				return tx.EnterAnswer(ctx, a, &seat)
			}
		}
		for name, act := range map[string]func(ctx context.Context, tx ballots.Tx) error{
			"an own answer cast by somebody else": behalf(func(a *ballots.Answer) { a.CastBy = "secretary" }),
			"an answer without a record":          behalf(func(a *ballots.Answer) { a.RecordHash = "" }),
			"an answer of no seat":                behalf(func(a *ballots.Answer) { a.Seat = 9 }),
			"a standing that is none":             behalf(func(a *ballots.Answer) { a.Standing = "x" }),
			"a second person who is the first": behalf(func(a *ballots.Answer) {
				a.Source, a.CastBy, a.SecondBy = ballots.OnBehalf, "secretary", "secretary"
			}),
			"the same official number twice": func(ctx context.Context, tx ballots.Tx) error {
				x, y := draft(), draft()
				x.Number, y.Number = "1/KQLYK-2026", "1/KQLYK-2026"
				return errors.Join(tx.InsertBallot(ctx, x), tx.InsertBallot(ctx, y))
			},
			"a certified ballot without a number": func(ctx context.Context, tx ballots.Tx) error {
				x := draft()
				x.State = ballots.Certified
				return tx.InsertBallot(ctx, x)
			},
			"an open ballot without a deadline": func(ctx context.Context, tx ballots.Tx) error {
				x := draft()
				x.State = ballots.Open
				return tx.InsertBallot(ctx, x)
			},
			"a state that is none": func(ctx context.Context, tx ballots.Tx) error {
				x := draft()
				x.State = "x"
				return tx.InsertBallot(ctx, x)
			},
			"a seat that counts an answer given at no time": func(ctx context.Context, tx ballots.Tx) error {
				s := seat
				s.Answer = "x"
				return tx.SaveSeat(ctx, &s)
			},
			"a classing seconded by its maker": func(ctx context.Context, tx ballots.Tx) error {
				return tx.InsertClassing(ctx, &ballots.Classing{ID: "c", Body: body, Ballot: b.ID, Seat: 1, By: "x", Second: "x", At: at(1)})
			},
			"a notice of no ballot": func(ctx context.Context, tx ballots.Tx) error {
				return tx.Notify(ctx, []ballots.Notice{{ID: "n", Body: body, Person: "p1", Ballot: "x", At: at(1)}})
			},
		} {
			if err := w.try(act); !db.IsConstraint(err) {
				w.Errorf("%s: %v, want a refusal by the database", name, err)
			}
		}
	})
}

func TestAStaleBallotIsNotSaved(t *testing.T) {
	each(t, func(w world) {
		b := draft()
		w.insert(b)
		bump := func(ctx context.Context, tx ballots.Tx) error {
			got, err := tx.LockBallot(ctx, b.ID, false)
			if err != nil {
				return err
			}
			got.Rev++
			got.Title = fmt.Sprint("rev ", got.Rev)
			return tx.SaveBallot(ctx, got)
		}
		w.do(bump)
		w.do(func(ctx context.Context, tx ballots.Tx) error { return errors.Join(bump(ctx, tx), bump(ctx, tx)) })
		if got := must(w.s.Ballot(w.ctx, b.ID)); got.Rev != 4 || got.Title != "rev 4" {
			w.Fatalf("got rev %d, %q, want 4", got.Rev, got.Title)
		}
		if err := w.try(func(ctx context.Context, tx ballots.Tx) error { return tx.SaveBallot(ctx, b) }); err == nil {
			w.Fatal("a ballot was saved that this act had not locked")
		}
		wantCode(w.T, w.between(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Bun().NewRaw("UPDATE ballots SET rev = rev + 1 WHERE id = ?", b.ID).Exec(ctx)
			return err
		}, b.ID), ecabinet.Stale, "request.stale")
	})
}

// between saves a ballot after something else has changed it in the same act.
func (w world) between(change func(ctx context.Context, tx *db.Tx) error, ballot string) error {
	_, err := w.d.InTx(w.ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		tx := store.Over(t)
		b, err := tx.LockBallot(ctx, ballot, false)
		if err != nil {
			return "", err
		}
		if err := change(ctx, t); err != nil {
			return "", err
		}
		b.Rev++
		return "", tx.SaveBallot(ctx, b)
	})
	return err
}

func TestAStaleOfficeDraftIsNotSaved(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1")
		d := &ballots.OfficeDraft{ID: ecabinet.NewID(), Body: body, Ballot: b.ID, Round: 1, Seat: 1, Member: "p1", Rev: 1, Step: ballots.Clerk, Changed: at(1)}
		w.do(func(ctx context.Context, tx ballots.Tx) error { return tx.SaveOfficeDraft(ctx, d) })
		second := *d
		second.ID = ecabinet.NewID()
		wantCode(w.T, w.try(func(ctx context.Context, tx ballots.Tx) error { return tx.SaveOfficeDraft(ctx, &second) }), ecabinet.Stale, "request.stale")
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			got, err := tx.OfficeDraft(ctx, b.ID, 1, "p1")
			if err != nil {
				return err
			}
			got.Rev, got.Step = 2, ballots.Unit
			return tx.SaveOfficeDraft(ctx, got)
		})
		if got := must(w.s.OfficeDraft(w.ctx, b.ID, 1, "p1")); got.Rev != 2 || got.Step != ballots.Unit {
			w.Fatalf("got %+v", got)
		}
		_, err := w.d.InTx(w.ctx, func(ctx context.Context, t *db.Tx) (string, error) {
			tx := store.Over(t)
			got, err := tx.OfficeDraft(ctx, b.ID, 1, "p1")
			if err != nil {
				return "", err
			}
			if _, err := t.Bun().NewRaw("UPDATE office_drafts SET rev = 9").Exec(ctx); err != nil {
				return "", err
			}
			got.Rev = 3
			return "", tx.SaveOfficeDraft(ctx, got)
		})
		wantCode(w.T, err, ecabinet.Stale, "request.stale")
	})
}

// castAll casts n times for one seat at once, through stores in turn.
func castAll(t *testing.T, ctx context.Context, n int, ballot, person string, stores ...*store.Store) {
	t.Helper()
	var wg sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		wg.Go(func() {
			s := stores[i%len(stores)]
			for { // a lock held too long is answered "try again"
				_, err := s.InTx(ctx, func(ctx context.Context, tx ballots.Tx) (string, error) {
					_, err := cast(ctx, tx, ballot, person)
					return "", err
				})
				if ecabinet.KindOf(err) != ecabinet.Unavailable || ctx.Err() != nil {
					errs[i] = err
					return
				}
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func checkRevisions(t *testing.T, s *store.Store, ctx context.Context, ballot, person string, n int) {
	t.Helper()
	seat := must(s.Seat(ctx, ballot, person))
	history := must(s.History(ctx, ballot, seat.No))
	if len(history) != n || seat.Revision != n {
		t.Fatalf("%d versions, seat at revision %d, want %d of each", len(history), seat.Revision, n)
	}
	for i, a := range history {
		if a.Revision != i+1 {
			t.Fatalf("version %d has revision %d", i+1, a.Revision)
		}
	}
	if seat.Answer != history[n-1].ID {
		t.Fatal("what counts is not the last version")
	}
}

func TestAnswersCastAtOnceGetConsecutiveRevisions(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1", "p2")
		castAll(w.T, w.ctx, 24, b.ID, "p1", w.s)
		checkRevisions(w.T, w.s, w.ctx, b.ID, "p1", 24)
	})
}

func TestAnswersCastAtOnceOnTwoNodesGetConsecutiveRevisions(t *testing.T) {
	url := testkit.PostgresURL(t)
	d, other := testkit.Open(t, url), testkit.Open(t, url)
	w := world{T: t, d: d, s: store.New(d), ctx: testkit.As(t.Context(), body, "secretary"), n: new(int)}
	b := w.open("p1")
	castAll(t, w.ctx, 16, b.ID, "p1", w.s, store.New(other))
	checkRevisions(t, w.s, w.ctx, b.ID, "p1", 16)
}
