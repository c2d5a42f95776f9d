package db_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/chain"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

func TestTheJournalRefusesUpdateAndDelete(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		if _, err := d.InTx(actor(t), put(1)); err != nil {
			t.Fatal(err)
		}
		statements := []string{"UPDATE journal SET actor = 'x'", "DELETE FROM journal", "DELETE FROM journal WHERE seq = 1"}
		if !d.IsSQLite() {
			statements = append(statements, "TRUNCATE journal")
		}
		for _, s := range statements {
			_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
				_, err := tx.Bun().NewRaw(s).Exec(ctx)
				return "", err
			})
			if !db.IsConstraint(err) {
				t.Errorf("%s: %v", s, err)
			}
		}
		if n := len(journal(t, d, body)); n != 1 {
			t.Errorf("%d events left", n)
		}
	})
}

// TestTheChainIsTheSameOnBothDatabases: the same acts give the same bytes.
func TestTheChainIsTheSameOnBothDatabases(t *testing.T) {
	clock := testkit.NewClock(time.Date(2026, 3, 2, 8, 0, 0, 123456789, time.UTC))
	var rows [][]ecabinet.Event
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		for i := range 50 {
			_, err := d.InTx(actor(t), func(_ context.Context, tx *db.Tx) (string, error) {
				tx.Emit(ecabinet.Event{Topic: "ballot:1", Type: "ballot.opened", Ref: fmt.Sprintf("ballot/%d", i),
					Data: fmt.Appendf(nil, `{"tên": "Bộ \u0054ài chính %d", "n": %d.50, "z": null, "a": ["<&>", "\u2028\"\\", 1e3]}`, i, i)})
				return "", nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		rows = append(rows, journal(t, d, body))
	})
	if len(rows) != 2 || len(rows[0]) != 50 || len(rows[1]) != 50 {
		t.Fatal("50 events on each were expected")
	}
	for i := range rows[0] {
		a, b := rows[0][i], rows[1][i]
		if a.Hash != b.Hash || !bytes.Equal(a.Data, b.Data) || !a.At.Equal(b.At) {
			t.Fatalf("row %d differs:\n%+v\n%+v", i+1, a, b)
		}
	}
}

// TestAnyChangedColumnIsFound changes, deletes, adds and swaps rows behind the
// program's back.
func TestAnyChangedColumnIsFound(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		for i := range 5 {
			if _, err := d.InTx(actor(t), put(i)); err != nil {
				t.Fatal(err)
			}
		}
		rows := journal(t, d, body)
		tampered := map[string]func(e []ecabinet.Event) []ecabinet.Event{
			"at":        func(e []ecabinet.Event) []ecabinet.Event { e[2].At = e[2].At.Add(time.Microsecond); return e },
			"topic":     func(e []ecabinet.Event) []ecabinet.Event { e[2].Topic += "x"; return e },
			"type":      func(e []ecabinet.Event) []ecabinet.Event { e[2].Type += "x"; return e },
			"ref":       func(e []ecabinet.Event) []ecabinet.Event { e[2].Ref += "x"; return e },
			"actor":     func(e []ecabinet.Event) []ecabinet.Event { e[2].Actor = "x"; return e },
			"data":      func(e []ecabinet.Event) []ecabinet.Event { e[2].Data = []byte(`{"n":9}`); return e },
			"form":      func(e []ecabinet.Event) []ecabinet.Event { e[2].Data = []byte(`{"n": 2}`); return e },
			"seq":       func(e []ecabinet.Event) []ecabinet.Event { e[2].Seq = 7; return e },
			"body":      func(e []ecabinet.Event) []ecabinet.Event { e[2].Body = "x"; return e },
			"prev_hash": func(e []ecabinet.Event) []ecabinet.Event { e[2].PrevHash = chain.Genesis; return e },
			"hash":      func(e []ecabinet.Event) []ecabinet.Event { e[2].Hash = e[1].Hash; return e },
			"deleted":   func(e []ecabinet.Event) []ecabinet.Event { return append(e[:2], e[3:]...) },
			"added": func(e []ecabinet.Event) []ecabinet.Event {
				return append(e[:2], append([]ecabinet.Event{e[1]}, e[2:]...)...)
			},
			"swapped": func(e []ecabinet.Event) []ecabinet.Event { e[2], e[3] = e[3], e[2]; return e },
		}
		for name, change := range tampered {
			copied := make([]ecabinet.Event, len(rows))
			copy(copied, rows)
			v := chain.Verifier{Body: body}
			var err error
			for _, e := range change(copied) {
				if err = v.Next(e); err != nil {
					break
				}
			}
			wrong, ok := err.(*chain.RowError)
			if !ok || wrong.Seq != 3 {
				t.Errorf("%s changed in row 3: %v", name, err)
			}
		}
	})
}

func TestCheckpoints(t *testing.T) {
	testkit.EachWith(t, func(o *db.Options) {
		o.CheckpointDir = filepath.Join(t.TempDir(), "points")
		os.RemoveAll(o.CheckpointDir)
	}, func(t *testing.T, d *db.DB) {
		things(t, d)
		ctx := actor(t)
		for i := range 3 {
			if _, err := d.InTx(ctx, put(i)); err != nil {
				t.Fatal(err)
			}
		}
		first, err := d.Checkpoint(ctx, body)
		if err != nil {
			t.Fatal(err)
		}
		rows := journal(t, d, body)
		if first.Count != 3 || first.Hash != rows[2].Hash || first.Verify(d.PublicKey()) != nil {
			t.Errorf("checkpoint %+v", first)
		}
		if again, err := d.Checkpoint(ctx, body); again != first || err != nil {
			t.Errorf("another without anything new: %+v, %v", again, err)
		}
		// A journal that was cut under a running server is not signed.
		sqlExec(t, d, "UPDATE journal_heads SET seq = 2, hash = $1", rows[1].Hash)
		if shorter, err := d.Checkpoint(ctx, body); err == nil {
			t.Errorf("a shorter journal was signed: %+v", shorter)
		}
		forged := first
		forged.Count = 2
		if forged.Verify(d.PublicKey()) == nil {
			t.Error("a changed checkpoint passes")
		}
	})
}

func TestCheckpointAfterAHundredEventsAndAtTheEnd(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "points")
	key := db.NewSigningKey()
	url := testkit.SQLiteURL(t)
	open := func() *db.DB {
		d, err := db.Open(t.Context(), db.Options{URL: url, CheckpointDir: dir, Key: key})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open()
	things(t, d)
	if _, err := d.InTx(actor(t), func(_ context.Context, tx *db.Tx) (string, error) {
		for range 130 {
			tx.Emit(ecabinet.Event{Topic: "body", Type: "thing.put", Ref: "thing/1"})
		}
		return "", nil
	}); err != nil {
		t.Fatal(err)
	}
	name := db.CheckpointFile(dir, body)
	waitFor(t, func() bool { return len(readPoints(t, name)) == 1 })
	if _, err := d.InTx(actor(t), put(1)); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	points := readPoints(t, name)
	if len(points) != 2 || points[0].Count != 130 || points[1].Count != 131 {
		t.Fatalf("checkpoints %+v", points)
	}
	// A crash left half a line: it is cut off, and the next follows whole.
	if err := appendTo(name, `{"at":"20`); err != nil {
		t.Fatal(err)
	}
	d = open()
	defer d.Close()
	if _, err := d.InTx(actor(t), put(2)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Checkpoint(t.Context(), body); err != nil {
		t.Fatal(err)
	}
	if points = readPoints(t, name); len(points) != 3 || points[2].Count != 132 {
		t.Errorf("checkpoints %+v", points)
	}
	for _, p := range points {
		if err := p.Verify(key.Public()); err != nil {
			t.Error(err)
		}
	}
}

func appendTo(name, text string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}

func readPoints(t *testing.T, name string) []chain.Checkpoint {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	var out []chain.Checkpoint
	for line := range bytes.Lines(text) {
		c, err := chain.ParseCheckpoint(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, c)
	}
	return out
}

// waitFor polls until ok, for at most 20 seconds.
func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("it did not come about")
		}
	}
}

func TestWake(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		c, stop := d.Wake()
		defer stop()
		drain(c)
		if _, err := d.InTx(actor(t), put(1)); err != nil {
			t.Fatal(err)
		}
		ring(t, c)
	})
}

func TestWakeAndSignalsBetweenNodes(t *testing.T) {
	url := testkit.PostgresURL(t)
	one, two := testkit.Open(t, url), testkit.Open(t, url)
	things(t, one)
	events, stop := two.Wake()
	defer stop()
	jobs, stopJobs := two.WakeJobs()
	defer stopJobs()
	signals, stopSignals := two.Signals()
	defer stopSignals()
	mine, stopMine := one.Signals()
	defer stopMine()
	// The listener connects in the background: say it until it is heard.
	waitFor(t, func() bool {
		if err := one.Publish(t.Context(), "presence 1"); err != nil {
			t.Fatal(err)
		}
		select {
		case s := <-signals:
			return s == "presence 1"
		case <-time.After(10 * time.Millisecond):
			return false
		}
	})
	drain(events)
	drain(jobs)
	_, err := one.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
		if err := tx.Schedule(ctx, db.Job{Kind: "close", Ref: "ballot/1", Due: tx.Now()}); err != nil {
			return "", err
		}
		return put(1)(ctx, tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	ring(t, events)
	ring(t, jobs)
	// The listener's connection is cut; it comes back and rings.
	sqlExec(t, one, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()")
	ring(t, events)
	select {
	case s := <-mine:
		t.Errorf("a node heard itself: %s", s)
	default:
	}
}

func drain(c <-chan struct{}) {
	for {
		select {
		case <-c:
		default:
			return
		}
	}
}

func ring(t *testing.T, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(20 * time.Second):
		t.Fatal("no ring")
	}
}

func TestKeyFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys", "signing.pem")
	k, err := db.LoadOrGenerateKey(name)
	if err != nil {
		t.Fatal(err)
	}
	again, err := db.LoadOrGenerateKey(name)
	if err != nil || again.ID() != k.ID() {
		t.Fatalf("read again: %v", err)
	}
	sig := again.Sign([]byte("receipt"))
	pub, err := chain.ParsePublicKey([]byte(k.PublicHex() + "\n"))
	if err != nil || chain.Verify(pub, []byte("receipt"), sig) != nil {
		t.Errorf("its signature does not verify: %v", err)
	}
	if chain.Verify(pub, []byte("receipt."), sig) == nil || chain.Verify(db.NewSigningKey().Public(), []byte("receipt"), sig) == nil {
		t.Error("a wrong signature verifies")
	}
	if _, err := db.GenerateKey(name); err == nil {
		t.Error("a key file was overwritten")
	}
	if err := os.Chmod(name, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := db.LoadKey(name); err == nil {
		t.Error("a key that all may read was taken")
	}
}

func TestTime(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		sqlExec(t, d, "CREATE TABLE moments (id INTEGER PRIMARY KEY, at TEXT, maybe TEXT)")
		type moment struct {
			ID    int
			At    db.Time
			Maybe db.Time
		}
		want := time.Date(2026, 3, 2, 8, 0, 0, 123456000, time.UTC)
		_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
			m := moment{ID: 1, At: db.At(want.In(time.FixedZone("", 7*3600)).Add(789))}
			_, err := tx.Bun().NewInsert().Model(&m).Exec(ctx)
			return "", err
		})
		if err != nil {
			t.Fatal(err)
		}
		var got moment
		if err := d.Read().NewSelect().Model(&got).Where("at = ?", db.At(want)).Where("maybe IS NULL").Scan(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !got.At.Equal(want) || !got.Maybe.IsZero() {
			t.Errorf("read %+v", got)
		}
	})
}

func FuzzKey(f *testing.F) {
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if k, err := db.ParseKey(text); err == nil {
			k.Sign(nil)
		}
	})
}

func FuzzIndexNames(f *testing.F) {
	f.Add("CREATE UNIQUE INDEX a ON t (b, c); CREATE TABLE x (y TEXT, CONSTRAINT n UNIQUE (y))")
	f.Fuzz(func(t *testing.T, text string) { db.IndexNames(text) })
}
