package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/jobs"
	"ecabinet/internal/testkit"
)

const body = "b0d1e5f2-0000-7000-8000-000000000001"

var morning = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// schedule puts jobs of kind close into the table.
func schedule(t *testing.T, d *db.DB, due time.Time, refs ...string) {
	t.Helper()
	ctx := testkit.As(context.Background(), body, "p")
	_, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
		for _, ref := range refs {
			if err := tx.Schedule(ctx, db.Job{Kind: "close", Ref: ref, Due: due}); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// start runs a runner until the test ends.
func start(t *testing.T, d *db.DB, do func(ctx context.Context, j db.Job) error) *jobs.Runner {
	t.Helper()
	r := jobs.New(d, nil)
	r.Handle("close", do)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return r
}

func states(t *testing.T, d *db.DB) map[string]int {
	t.Helper()
	var rows []struct {
		State string
		N     int
	}
	if err := d.Read().NewRaw("SELECT state, count(*) AS n FROM jobs GROUP BY state").Scan(context.Background(), &rows); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out
}

func receive[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(20 * time.Second):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

func TestThreeRunnersDoEachJobOnce(t *testing.T) {
	const n = 100
	run := func(t *testing.T, nodes ...*db.DB) {
		var mu sync.Mutex
		ran := map[string]int{}
		all := make(chan struct{})
		do := func(ctx context.Context, j db.Job) error {
			if a := ecabinet.ActorFrom(ctx); a.Person != ecabinet.System || a.Body != body {
				t.Errorf("the actor is %+v", a)
			}
			mu.Lock()
			defer mu.Unlock()
			ran[j.Ref]++
			if len(ran) == n {
				select {
				case <-all:
				default:
					close(all)
				}
			}
			return nil
		}
		var refs []string
		for i := range n {
			refs = append(refs, fmt.Sprintf("ballot/%d", i))
		}
		schedule(t, nodes[0], time.Now().Add(-time.Second), refs...)
		t.Run("run", func(t *testing.T) { // its end stops the runners
			for i := range 3 {
				start(t, nodes[i%len(nodes)], do)
			}
			receive(t, all)
		})
		for ref, times := range ran {
			if times != 1 {
				t.Errorf("%s ran %d times", ref, times)
			}
		}
		if got := states(t, nodes[0]); got["done"] != n {
			t.Errorf("states: %v, want %d done", got, n)
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t, testkit.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) {
		url := testkit.PostgresURL(t)
		run(t, testkit.Open(t, url), testkit.Open(t, url), testkit.Open(t, url))
	})
}

func TestTheScriptedClockWakesTheRunner(t *testing.T) {
	clock := testkit.NewClock(morning)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(morning)
		ran := make(chan db.Job, 10)
		r := start(t, d, func(_ context.Context, j db.Job) error { ran <- j; return nil })
		schedule(t, d, morning.Add(48*time.Hour), "ballot/1")
		schedule(t, d, morning, "ballot/now")
		if j := receive(t, ran); j.Ref != "ballot/now" {
			t.Errorf("ran %s before its time", j.Ref)
		}
		clock.Add(48 * time.Hour)
		r.Kick()
		if j := receive(t, ran); j.Ref != "ballot/1" || !j.Due.Equal(morning.Add(48*time.Hour)) || j.Attempts != 1 || j.Body != body {
			t.Errorf("ran %+v", j)
		}
	})
}

func TestMovedAndCancelled(t *testing.T) {
	clock := testkit.NewClock(morning)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(morning)
		schedule(t, d, morning.Add(time.Hour), "ballot/1", "ballot/2", "ballot/3")
		schedule(t, d, morning.Add(3*time.Hour), "ballot/1") // extended
		_, err := d.InTx(testkit.As(t.Context(), body, "p"), func(ctx context.Context, tx *db.Tx) (string, error) {
			return "", tx.Cancel(ctx, "close", "ballot/2")
		})
		if err != nil {
			t.Fatal(err)
		}
		ran := make(chan string, 10)
		r := start(t, d, func(_ context.Context, j db.Job) error { ran <- j.Ref; return nil })
		clock.Add(2 * time.Hour)
		r.Kick()
		if ref := receive(t, ran); ref != "ballot/3" {
			t.Errorf("ran %s", ref)
		}
		clock.Add(2 * time.Hour)
		r.Kick()
		if ref := receive(t, ran); ref != "ballot/1" {
			t.Errorf("ran %s", ref)
		}
	})
}

func TestFailuresRunAgainUntilPermanent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		var tries atomic.Int32
		ended := make(chan struct{})
		t.Run("run", func(t *testing.T) {
			start(t, d, func(_ context.Context, j db.Job) error {
				switch tries.Add(1) {
				case 1:
					panic("planted")
				default:
					defer close(ended)
					return jobs.Permanent(errors.New("no such ballot"))
				}
			})
			schedule(t, d, time.Now().Add(-time.Second), "ballot/1")
			receive(t, ended)
		})
		if got := states(t, d); got["failed"] != 1 || tries.Load() != 2 {
			t.Errorf("after %d tries: %v", tries.Load(), got)
		}
	})
}

func TestAJobThatSchedulesItselfAgain(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		ran := make(chan int, 10)
		start(t, d, func(ctx context.Context, j db.Job) error {
			ran <- j.Attempts
			if len(ran) > 1 {
				return nil
			}
			_, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
				return "", tx.Schedule(ctx, db.Job{Kind: "close", Ref: j.Ref, Due: tx.Now().Add(10 * time.Millisecond)})
			})
			return err
		})
		schedule(t, d, time.Now(), "ballot/1")
		receive(t, ran)
		receive(t, ran)
	})
}

func TestALeaseThatRanOutIsTakenByAnother(t *testing.T) {
	clock := testkit.NewClock(morning)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		clock.Set(morning)
		schedule(t, d, morning, "ballot/1")
		due, _, err := d.DueJobs(ctx, []string{"close"}, 10)
		if err != nil || len(due) != 1 {
			t.Fatalf("DueJobs = %v, %v", due, err)
		}
		const lease = time.Second
		first, taken, err := d.LeaseJob(ctx, due[0].ID, "one", lease)
		if !taken || err != nil {
			t.Fatalf("first lease: %t, %v", taken, err)
		}
		if _, taken, err := d.LeaseJob(ctx, due[0].ID, "two", lease); taken || err != nil {
			t.Errorf("a second lease at once: %t, %v", taken, err)
		}
		clock.Add(time.Hour) // a scripted jump ends no lease
		due, wait, err := d.DueJobs(ctx, []string{"close"}, 10)
		if err != nil || len(due) != 0 || wait < 0 || wait > lease {
			t.Errorf("while leased: %v, wait %s, %v", due, wait, err)
		}
		second := leaseWhenFree(t, d, first.Job.ID, lease)
		if second.Job.Attempts != 2 {
			t.Errorf("after the lease ran out: %+v", second.Job)
		}
		if err := d.FinishJob(ctx, first); err != nil {
			t.Error(err)
		}
		if got := states(t, d); got["open"] != 1 {
			t.Errorf("the one who lost the lease ended the job: %v", got)
		}
		if err := d.FinishJob(ctx, second); err != nil {
			t.Error(err)
		}
		if got := states(t, d); got["done"] != 1 {
			t.Errorf("states: %v", got)
		}
	})
}

func leaseWhenFree(t *testing.T, d *db.DB, id string, lease time.Duration) db.Lease {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for {
		l, taken, err := d.LeaseJob(t.Context(), id, "two", lease)
		if err != nil {
			t.Fatal(err)
		}
		if taken {
			return l
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("the lease did not run out")
		}
	}
}

// Papers that take long and servers that do not answer must never keep a ballot from
// closing at its deadline; nor do the latter keep papers from being read.
func TestNoLaneHoldsAnotherUp(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		due := func(kind string, n int) {
			_, err := d.InTx(testkit.As(t.Context(), body, "p"), func(ctx context.Context, tx *db.Tx) (string, error) {
				for i := range n {
					if err := tx.Schedule(ctx, db.Job{Kind: kind, Ref: fmt.Sprintf("%s/%d", kind, i), Due: time.Now().Add(-time.Hour)}); err != nil {
						return "", err
					}
				}
				return "", nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		r, busy := jobs.New(d, nil), make(chan string, 100)
		stuck := func(ctx context.Context, j db.Job) error {
			busy <- j.Kind
			<-ctx.Done()
			return ctx.Err()
		}
		r.Handle("close", func(_ context.Context, j db.Job) error { busy <- j.Kind; return nil })
		r.HandleFor("scan", 10*time.Minute, stuck)
		r.HandleIn("mail", "letter", jobs.DefaultLease, stuck)
		r.HandleIn("model", "ask", 10*time.Minute, stuck)
		running, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- r.Run(running) }()
		for _, kind := range []string{"letter", "ask", "scan"} { // every place of each is taken
			due(kind, 10)
			for range 4 {
				if got := receive(t, busy); got != kind {
					t.Errorf("%s instead of %s", got, kind)
				}
			}
		}
		due("close", 1)
		if got := receive(t, busy); got != "close" {
			t.Errorf("%s instead of a closing", got)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// A program that died leaves its leases; over an embedded database the next one takes them
// back at once, over PostgreSQL the others' are not touched.
func TestTheLeasesOfADeadProgram(t *testing.T) {
	testkit.EachWith(t, func(o *db.Options) { o.Clock = func() time.Time { return morning } }, func(t *testing.T, d *db.DB) {
		schedule(t, d, morning, "a")
		due, _, err := d.DueJobs(t.Context(), []string{"close"}, 1)
		if err != nil || len(due) != 1 {
			t.Fatal(due, err)
		}
		if _, taken, err := d.LeaseJob(t.Context(), due[0].ID, "dead", time.Hour); err != nil || !taken {
			t.Fatal(taken, err)
		}
		if err := d.FreeJobs(t.Context()); err != nil {
			t.Fatal(err)
		}
		due, _, err = d.DueJobs(t.Context(), []string{"close"}, 1)
		if want := map[bool]int{true: 1}[strings.HasSuffix(t.Name(), "sqlite")]; err != nil || len(due) != want {
			t.Errorf("%d due, want %d: %v", len(due), want, err)
		}
	})
}
