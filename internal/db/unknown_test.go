package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

func TestUnknownOutcome(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		ctx := testkit.Keyed(actor(t), "key-1", "h")
		lost := errors.New("connection lost")
		d.BreakCommit(func(commit func() error) error { return errors.Join(lost, commit()) })
		_, err := d.InTx(ctx, put(1))
		wantKind(t, err, ecabinet.Unknown, db.CodeUnknown)
		d.BreakCommit(func(commit func() error) error { return commit() })
		ref, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := put(1)(ctx, tx)
			if err == nil {
				t.Error("the act was done and ran again")
			}
			return "", err
		})
		if err != nil || !strings.HasPrefix(ref, "thing/") {
			t.Errorf("asked again: %q, %v", ref, err)
		}
		if n := count(t, d, "SELECT count(*) FROM things"); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

func TestBackendKilledAtCommit(t *testing.T) {
	for name, before := range map[string]bool{"before": true, "after": false} {
		t.Run(name, func(t *testing.T) {
			d := testkit.Postgres(t)
			things(t, d)
			ctx := testkit.Keyed(actor(t), "key-1", "h")
			var pid int
			var done atomic.Bool
			d.BreakCommit(func(commit func() error) error {
				if done.Swap(true) {
					return commit()
				}
				if before {
					kill(t, d, pid)
					return commit()
				}
				err := commit()
				kill(t, d, pid)
				return errors.Join(err, errors.New("unexpected EOF"))
			})
			act := func(ctx context.Context, tx *db.Tx) (string, error) {
				if err := tx.Bun().NewRaw("SELECT pg_backend_pid()").Scan(ctx, &pid); err != nil {
					return "", err
				}
				return put(1)(ctx, tx)
			}
			_, err := d.InTx(ctx, act)
			wantKind(t, err, ecabinet.Unknown, db.CodeUnknown)
			ref, err := d.InTx(ctx, act)
			if err != nil || ref == "" {
				t.Errorf("asked again: %q, %v", ref, err)
			}
			if n := count(t, d, "SELECT count(*) FROM things"); n != 1 {
				t.Errorf("%d rows, want 1", n)
			}
			journal(t, d, body)
		})
	}
}

func kill(t *testing.T, d *db.DB, pid int) {
	t.Helper()
	// The timeout makes it wait until the backend is gone.
	if n := count(t, d, "SELECT CASE WHEN pg_terminate_backend(?, 5000) THEN 1 ELSE 0 END", pid); n != 1 {
		t.Errorf("backend %d is still there", pid)
	}
}

// A batch whose commit may have happened leaves each of its acts in doubt, also the one that
// was refused: what refused it may not have happened. Each is settled by its own key: what
// was committed is not done again, and what was not is done once.
func TestUnknownOutcomeOfABatch(t *testing.T) {
	const acts, refused = 8, 1
	for name, committed := range map[string]bool{"committed": true, "not committed": false} {
		t.Run(name, func(t *testing.T) {
			testkit.Each(t, func(t *testing.T, d *db.DB) {
				things(t, d)
				var company atomic.Bool // some act had others of its batch before it
				var done [acts]atomic.Int32
				ask := func(i int) (string, error) {
					return d.InTx(testkit.Keyed(actor(t), fmt.Sprint("key-", i), "h"), func(ctx context.Context, tx *db.Tx) (string, error) {
						if len(tx.Before("body")) > 0 {
							company.Store(true)
						}
						if i == refused {
							return "", ecabinet.E(ecabinet.Refused, "ballot.not_open")
						}
						ref, err := put(i)(ctx, tx)
						if err == nil { // on PostgreSQL what is done already is found out by its first statement
							done[i].Add(1)
						}
						return ref, err
					})
				}
				d.BreakCommit(func(commit func() error) error {
					lost := errors.New("connection lost")
					if committed {
						return errors.Join(lost, commit())
					}
					return lost
				})
				begun, end := make(chan struct{}), make(chan struct{})
				var all sync.WaitGroup
				all.Go(func() { // it keeps the queue busy until all wait
					_, err := d.InTx(actor(t), func(context.Context, *db.Tx) (string, error) {
						close(begun)
						<-end
						return "", nil
					})
					wantKind(t, err, ecabinet.Unknown, db.CodeUnknown)
				})
				<-begun
				for i := range acts {
					all.Go(func() {
						switch _, err := ask(i); i {
						case refused:
							wantKind(t, err, ecabinet.Unavailable, db.CodeUnavailable)
						default:
							wantKind(t, err, ecabinet.Unknown, db.CodeUnknown)
						}
					})
					for d.Waiting(body) <= i { // one behind the other: the refused one is not first
						runtime.Gosched()
					}
				}
				close(end)
				all.Wait()
				if !company.Load() {
					t.Error("each act had a batch of its own")
				}

				d.BreakCommit(func(commit func() error) error { return commit() })
				together(acts, func(i int) {
					ref, err := ask(i)
					if i == refused {
						wantKind(t, err, ecabinet.Refused, "ballot.not_open")
						return
					}
					var id string
					if e := d.Read().NewRaw("SELECT id FROM things WHERE n = ?", i).Scan(t.Context(), &id); err != nil || e != nil || ref != "thing/"+id {
						t.Errorf("act %d asked again: %q, %v; its row is %s, %v", i, ref, err, id, e)
					}
					times := int32(2)
					if committed {
						times = 1
					}
					if n := done[i].Load(); n != times {
						t.Errorf("act %d was done %d times, want %d", i, n, times)
					}
				})
				if n := count(t, d, "SELECT count(*) FROM things"); n != acts-1 {
					t.Errorf("%d rows, want %d", n, acts-1)
				}
				if n := len(journal(t, d, body)); n != acts-1 {
					t.Errorf("%d events, want %d", n, acts-1)
				}
			})
		})
	}
}
