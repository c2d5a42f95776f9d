package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

func TestInTxFillsTheEventsItEmitted(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		var first, second *ecabinet.Event
		ref, err := d.InTx(actor(t), func(_ context.Context, tx *db.Tx) (string, error) {
			first = tx.Emit(ecabinet.Event{Topic: "ballot:1", Type: "ballot.opened", Ref: "ballot/1", Data: []byte(`{"b": 1, "a": "é"}`)})
			second = tx.Emit(ecabinet.Event{Topic: "ballot:1", Type: "ballot.closed", Ref: "ballot/1"})
			return "ballot/1", nil
		})
		if err != nil || ref != "ballot/1" {
			t.Fatalf("InTx = %q, %v", ref, err)
		}
		got := journal(t, d, body)
		if len(got) != 2 {
			t.Fatalf("%d events, want 2", len(got))
		}
		for i, e := range []*ecabinet.Event{first, second} {
			if e.Seq != int64(i+1) || e.Hash != got[i].Hash || e.PrevHash != got[i].PrevHash || !e.At.Equal(got[i].At) {
				t.Errorf("event %d returned as %+v, stored as %+v", i, e, got[i])
			}
		}
		if string(got[0].Data) != `{"a":"é","b":1}` || got[0].Actor != person {
			t.Errorf("stored data %s by %s", got[0].Data, got[0].Actor)
		}
	})
}

func TestOneOf64CancelledLeavesTheOthers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		ctx := actor(t)
		release := hold(t, d, ctx)
		gone, leave := context.WithCancel(ctx)
		var ok atomic.Int32
		inside := make(chan struct{})
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			together(64, func(i int) {
				mine, fn := ctx, put(i)
				if i == 17 {
					mine = gone
					fn = func(ctx context.Context, tx *db.Tx) (string, error) {
						close(inside)
						<-gone.Done() // the caller leaves while its act runs
						return put(i)(ctx, tx)
					}
				}
				if _, err := d.InTx(mine, fn); err == nil {
					ok.Add(1)
				} else if i == 17 {
					if !errors.Is(err, context.Canceled) {
						t.Errorf("act 17: %v", err)
					}
				} else {
					t.Errorf("act %d: %v", i, err)
				}
			})
		}()
		released := make(chan struct{})
		go func() { // its batch may be the one of act 17
			defer close(released)
			release()
		}()
		<-inside
		leave()
		<-released
		<-finished
		if ok.Load() != 63 {
			t.Errorf("%d acts acknowledged, want 63", ok.Load())
		}
		// The act that had begun is done; only its caller did not wait.
		if n := count(t, d, "SELECT count(*) FROM things"); n != 64 {
			t.Errorf("%d rows, want 64", n)
		}
		if n := len(journal(t, d, body)); n != 64 {
			t.Errorf("%d events, want 64", n)
		}
	})
}

func TestAnActWithdrawnBeforeItBeginsIsNotDone(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		ctx := actor(t)
		release := hold(t, d, ctx)
		gone, leave := context.WithCancel(ctx)
		leave()
		if _, err := d.InTx(gone, put(1)); !errors.Is(err, context.Canceled) {
			t.Errorf("InTx of one who left: %v", err)
		}
		release()
		if n := count(t, d, "SELECT count(*) FROM things"); n != 0 {
			t.Errorf("%d rows, want none", n)
		}
	})
}

func TestOneOf64Fails(t *testing.T) {
	rule := ecabinet.E(ecabinet.Refused, "ballot.not_open")
	for name, bad := range map[string]struct {
		fn    func(ctx context.Context, tx *db.Tx) (string, error)
		check func(t *testing.T, err error)
	}{
		"panic": {
			func(ctx context.Context, tx *db.Tx) (string, error) {
				insert(ctx, tx, ecabinet.NewID(), 1000)
				panic("planted")
			},
			func(t *testing.T, err error) {
				if err == nil || !strings.Contains(err.Error(), "planted") {
					t.Errorf("error is %v", err)
				}
			},
		},
		"goexit": {
			func(ctx context.Context, tx *db.Tx) (string, error) {
				insert(ctx, tx, ecabinet.NewID(), 1000)
				runtime.Goexit()
				return "", nil
			},
			func(t *testing.T, err error) {
				if err == nil {
					t.Error("no error")
				}
			},
		},
		"rule": {
			func(ctx context.Context, tx *db.Tx) (string, error) {
				insert(ctx, tx, ecabinet.NewID(), 1000)
				tx.Emit(ecabinet.Event{Topic: "body", Type: "thing.put", Ref: "thing/no"})
				return "", rule
			},
			func(t *testing.T, err error) { wantKind(t, err, ecabinet.Refused, "ballot.not_open") },
		},
		"constraint": {
			func(ctx context.Context, tx *db.Tx) (string, error) {
				if err := insert(ctx, tx, ecabinet.NewID(), 1000); err != nil {
					return "", err
				}
				return "", insert(ctx, tx, ecabinet.NewID(), -1)
			},
			func(t *testing.T, err error) {
				if !db.IsConstraint(err) {
					t.Errorf("error is %v", err)
				}
			},
		},
		"bad event": {
			func(ctx context.Context, tx *db.Tx) (string, error) {
				tx.Emit(ecabinet.Event{Topic: "body", Type: "thing.put", Ref: "thing/no", Data: []byte(`[1]`)})
				return "", insert(ctx, tx, ecabinet.NewID(), 1000)
			},
			func(t *testing.T, err error) {
				if err == nil {
					t.Error("no error")
				}
			},
		},
		"statement": { // another driver error: the batch fails, each runs alone
			func(ctx context.Context, tx *db.Tx) (string, error) {
				insert(ctx, tx, ecabinet.NewID(), 1000)
				_, err := tx.Bun().NewRaw("SELECT no_such_column FROM things").Exec(ctx)
				return "", err
			},
			func(t *testing.T, err error) {
				if err == nil {
					t.Error("no error")
				}
			},
		},
		"swallowed": { // the same, hidden by the act
			func(ctx context.Context, tx *db.Tx) (string, error) {
				tx.Bun().NewRaw("SELECT no_such_column FROM things").Exec(ctx)
				insert(ctx, tx, ecabinet.NewID(), 1000)
				return "thing/no", nil
			},
			func(t *testing.T, err error) {
				if err == nil {
					t.Error("no error")
				}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, d *db.DB) {
				things(t, d)
				ctx := actor(t)
				release := hold(t, d, ctx)
				finished := make(chan struct{})
				go func() {
					defer close(finished)
					together(64, func(i int) {
						if i == 40 {
							_, err := d.InTx(ctx, bad.fn)
							bad.check(t, err)
						} else if _, err := d.InTx(ctx, put(i)); err != nil {
							t.Errorf("act %d: %v", i, err)
						}
					})
				}()
				release()
				<-finished
				if n := count(t, d, "SELECT count(*) FROM things WHERE n < 1000"); n != 63 {
					t.Errorf("%d rows, want 63", n)
				}
				if n := count(t, d, "SELECT count(*) FROM things WHERE n >= 1000"); n != 0 {
					t.Errorf("%d rows of the act that failed", n)
				}
				if n := len(journal(t, d, body)); n != 63 {
					t.Errorf("%d events, want 63", n)
				}
			})
		})
	}
}

func TestASecondActSeesTheFirstOfItsBatch(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		ctx := actor(t)
		var ok, dup atomic.Int32
		together(32, func(int) {
			_, err := d.InTx(ctx, put(7))
			switch {
			case err == nil:
				ok.Add(1)
			case db.IsUnique(err, "things_pkey"):
				t.Error("taken for the primary key")
			case db.IsConstraint(err):
				dup.Add(1)
			default:
				t.Error(err)
			}
		})
		if ok.Load() != 1 || dup.Load() != 31 {
			t.Errorf("%d done and %d refused, want 1 and 31", ok.Load(), dup.Load())
		}
	})
}

func TestALoneCallerNeverWaitsForCompany(t *testing.T) {
	const commit = time.Millisecond
	for _, c := range []struct {
		last, acts int
		want       time.Duration
	}{{0, 1, 0}, {1, 1, 0}, {2, 1, commit}, {1, 2, commit}, {50, 20, commit}} {
		if got := db.Patience(c.last, commit, c.acts); got != c.want {
			t.Errorf("after a batch of %d, one of %d waits %s, want %s", c.last, c.acts, got, c.want)
		}
	}
	if got := db.Patience(9, time.Second, 9); got > 5*time.Millisecond {
		t.Errorf("behind a slow commit a batch waits %s", got)
	}
}

func TestBeforeIsWhatTheBatchHasEmitted(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		const topic = "ballot:1"
		things(t, d)
		sqlExec(t, d, "INSERT INTO things (id, body, n) VALUES ('1', 'b', 0)")
		together(64, func(i int) {
			_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
				if err := tx.Lock(ctx, "things", "1", db.Update); err != nil { // the batch before may be on its way
					return "", err
				}
				before := tx.Before(topic)
				if len(tx.Before("ballot:2")) > 0 {
					t.Error("events of another topic")
				}
				var stored int
				if err := tx.Bun().NewRaw("SELECT count(*) FROM journal").Scan(ctx, &stored); err != nil {
					return "", err
				}
				tx.Emit(ecabinet.Event{Topic: topic, Type: "answer.cast", Ref: "answer/1", Data: fmt.Appendf(nil, `{"nth":%d}`, stored+len(before)+1)})
				if i%7 == 0 {
					return "", errors.New("no")
				}
				return "", nil
			})
			if (err != nil) != (i%7 == 0) {
				t.Error(err)
			}
		})
		for _, e := range journal(t, d, body) {
			if want := fmt.Sprintf(`{"nth":%d}`, e.Seq); string(e.Data) != want {
				t.Errorf("row %d took itself for %s", e.Seq, e.Data)
			}
		}
	})
}

// TestTheNextBatchRunsMeanwhile: on PostgreSQL acts run while the batch before them is
// made durable; they are answered after it, and stand behind it in the journal, also
// where it fails.
func TestTheNextBatchRunsMeanwhile(t *testing.T) {
	for _, broken := range []bool{false, true} {
		d := testkit.Open(t, testkit.PostgresURL(t))
		things(t, d)
		if _, err := d.InTx(actor(t), put(100)); err != nil {
			t.Fatal(err)
		}
		committing, goOn := make(chan struct{}), make(chan struct{})
		var first sync.Once
		d.BreakCommit(func(commit func() error) (err error) {
			first.Do(func() {
				close(committing)
				<-goOn
				if broken {
					err = &pgconn.PgError{SeverityUnlocalized: "ERROR", Code: "40001"}
				}
			})
			if err != nil {
				return err
			}
			return commit()
		})
		answers := make(chan int, 2)
		var wait sync.WaitGroup
		act := func(n int, fn func(context.Context, *db.Tx) (string, error)) {
			wait.Go(func() {
				if _, err := d.InTx(actor(t), fn); err != nil {
					t.Errorf("act %d: %v", n, err)
				}
				answers <- n
			})
		}
		act(1, put(1))
		<-committing
		ran := make(chan struct{})
		act(2, func(ctx context.Context, tx *db.Tx) (string, error) {
			defer close(ran)
			return put(2)(ctx, tx)
		})
		<-ran
		if len(answers) > 0 {
			t.Error("an act was answered before it was durable")
		}
		close(goOn)
		wait.Wait()
		var order []string
		for _, e := range journal(t, d, body) {
			order = append(order, string(e.Data))
		}
		want := []string{`{"n":100}`, `{"n":1}`, `{"n":2}`}
		if broken { // it runs once more, alone
			slices.Sort(order[1:])
		}
		if diff := cmp.Diff(want, order); diff != "" {
			t.Errorf("broken %v: %s", broken, diff)
		}
	}
}

func TestSeqIsGaplessAndInTheOrderOfTime(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		bodies := []string{body, "b0d1e5f2-0000-7000-8000-000000000002", ecabinet.Installation}
		together(150, func(i int) {
			ctx := testkit.As(t.Context(), bodies[i%3], person)
			d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
				ref, err := put(i)(ctx, tx)
				if i%5 == 0 {
					return "", errors.New("no")
				}
				return ref, err
			})
		})
		got, err := d.Bodies(t.Context())
		if err != nil || len(got) != 3 {
			t.Fatalf("Bodies = %v, %v", got, err)
		}
		for _, b := range bodies {
			if n := len(journal(t, d, b)); n != 40 {
				t.Errorf("body %s has %d events, want 40", b, n)
			}
		}
	})
}

func TestBackendKilledInABatch(t *testing.T) {
	d := testkit.Postgres(t)
	things(t, d)
	ctx := actor(t)
	release := hold(t, d, ctx)
	finished := make(chan struct{})
	var tries atomic.Int32
	go func() {
		defer close(finished)
		together(20, func(i int) {
			_, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
				if i == 5 && tries.Add(1) == 1 {
					var pid int
					if err := tx.Bun().NewRaw("SELECT pg_backend_pid()").Scan(ctx, &pid); err != nil {
						return "", err
					}
					kill(t, d, pid)
				}
				return put(i)(ctx, tx)
			})
			if err != nil {
				t.Errorf("act %d: %v", i, err)
			}
		})
	}()
	release()
	<-finished
	if n := count(t, d, "SELECT count(*) FROM things"); n != 20 {
		t.Errorf("%d rows, want 20", n)
	}
	journal(t, d, body)
}

func TestDiskFullInOne(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		d := testkit.SQLite(t)
		things(t, d)
		pages := count(t, d, "PRAGMA page_count")
		sqlExec(t, d, "PRAGMA max_page_count = "+strconv.Itoa(pages+40))
		fullInOne(t, d, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Bun().NewRaw("UPDATE things SET text = hex(zeroblob(4000000)) WHERE n = 40").Exec(ctx)
			return err
		})
	})
	t.Run("postgres", func(t *testing.T) {
		d := testkit.Postgres(t)
		things(t, d)
		sqlExec(t, d, `CREATE FUNCTION full_disk() RETURNS void LANGUAGE plpgsql AS $$
			BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$`)
		fullInOne(t, d, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Bun().NewRaw("SELECT full_disk()").Exec(ctx)
			return err
		})
	})
}

func fullInOne(t *testing.T, d *db.DB, fill func(ctx context.Context, tx *db.Tx) error) {
	ctx := actor(t)
	release := hold(t, d, ctx)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		together(64, func(i int) {
			_, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
				ref, err := put(i)(ctx, tx)
				if err == nil && i == 40 {
					err = fill(ctx, tx)
				}
				return ref, err
			})
			if i == 40 {
				wantKind(t, err, ecabinet.Unavailable, db.CodeUnavailable)
			} else if err != nil {
				t.Errorf("act %d: %v", i, err)
			}
		})
	}()
	release()
	<-finished
	if n := count(t, d, "SELECT count(*) FROM things"); n != 63 {
		t.Errorf("%d rows, want 63", n)
	}
	if n := len(journal(t, d, body)); n != 63 {
		t.Errorf("%d events, want 63", n)
	}
}

func TestALockThatIsHeldMovesTheActBesideTheQueue(t *testing.T) {
	d := testkit.Postgres(t)
	things(t, d)
	ctx := actor(t)
	if _, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) { return "", insert(ctx, tx, "held", 1) }); err != nil {
		t.Fatal(err)
	}
	other, err := d.Write().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Exec("SELECT 1 FROM things WHERE id = 'held' FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	waiting := make(chan error, 1)
	go func() {
		_, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
			before := tx.Now()
			if err := tx.Lock(ctx, "things", "held", db.Share); err != nil {
				return "", err
			}
			if !tx.Now().After(before) {
				t.Error("the clock was not read again after the lock")
			}
			return put(2)(ctx, tx)
		})
		waiting <- err
	}()
	// Others of the same body go on meanwhile.
	for i := range 20 {
		if _, err := d.InTx(ctx, put(10+i)); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case err := <-waiting:
		t.Fatalf("the act did not wait for the lock: %v", err)
	default:
	}
	if err := other.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-waiting; err != nil {
		t.Error(err)
	}
	journal(t, d, body)
}

func TestInTxInsideInTxIsRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
			return d.InTx(ctx, func(context.Context, *db.Tx) (string, error) { return "", nil })
		})
		if err == nil {
			t.Error("no error")
		}
	})
}

func TestTheClockNeverFalls(t *testing.T) {
	clock := testkit.NewClock(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))
		var last time.Time
		for i, step := range []time.Duration{0, time.Hour, -time.Minute, -time.Hour, 2 * time.Hour, -50 * time.Second} {
			clock.Add(step)
			_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
				if tx.Now().Before(last) {
					t.Errorf("step %d: Now is %s after %s", i, tx.Now(), last)
				}
				last = tx.Now()
				tx.Emit(ecabinet.Event{Topic: "body", Type: "thing.put", Ref: "thing/1"})
				return "", nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, e := range journal(t, d, body) { // journal checks that times never fall
			if e.At.After(last) {
				t.Errorf("event %d at %s, after %s", e.Seq, e.At, last)
			}
		}
	})
}

func TestClosedAndCloseWaits(t *testing.T) {
	url := testkit.SQLiteURL(t)
	d, err := db.Open(t.Context(), db.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	things(t, d)
	results := make(chan error, 100)
	go together(100, func(i int) {
		_, err := d.InTx(actor(t), put(i))
		results <- err
	})
	ok := 0
	if err := <-results; err == nil {
		ok++
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for range 99 {
		if err := <-results; err == nil {
			ok++
		} else {
			wantKind(t, err, ecabinet.Unavailable, db.CodeUnavailable)
		}
	}
	again := testkit.Open(t, url)
	if n := count(t, again, "SELECT count(*) FROM things"); n != ok {
		t.Errorf("%d rows, %d acknowledged", n, ok)
	}
}

func TestRegisterIsGaplessUnderRollbacks(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		seen := make(chan int, 200)
		together(200, func(i int) {
			var n int
			_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (_ string, err error) {
				if n, err = tx.NextNumber(ctx, "resolution", 2026); err == nil && i%3 == 0 {
					err = errors.New("rolled back")
				}
				return "", err
			})
			if err == nil {
				seen <- n
			}
		})
		close(seen)
		got := map[int]bool{}
		for n := range seen {
			got[n] = true
		}
		for n := 1; n <= len(got); n++ {
			if !got[n] {
				t.Errorf("number %d of %d is missing", n, len(got))
			}
		}
		if len(got) != 133 {
			t.Errorf("%d numbers, want 133", len(got))
		}
		if _, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
			if n, err := tx.NextNumber(ctx, "resolution", 2027); n != 1 || err != nil {
				t.Errorf("the first of another year is %d, %v", n, err)
			}
			return "", nil
		}); err != nil {
			t.Error(err)
		}
	})
}
