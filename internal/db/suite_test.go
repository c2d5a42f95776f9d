package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"ecabinet"
	"ecabinet/internal/chain"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

const (
	body   = "b0d1e5f2-0000-7000-8000-000000000001"
	person = "aaaaaaaa-0000-7000-8000-000000000001"
)

// things is a table of the tests: one act, one row.
func things(t testing.TB, d *db.DB) {
	t.Helper()
	sqlExec(t, d, "CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL, n BIGINT NOT NULL CHECK (n >= 0), text TEXT NOT NULL DEFAULT '')")
	sqlExec(t, d, "CREATE UNIQUE INDEX things_n ON things (body, n)")
}

func sqlExec(t testing.TB, d *db.DB, statement string, args ...any) {
	t.Helper()
	if _, err := d.Write().ExecContext(context.Background(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// put is an act: a row and its event.
func put(n int) func(ctx context.Context, tx *db.Tx) (string, error) {
	return func(ctx context.Context, tx *db.Tx) (string, error) {
		id := ecabinet.NewID()
		if err := insert(ctx, tx, id, n); err != nil {
			return "", err
		}
		tx.Emit(ecabinet.Event{Topic: "body", Type: "thing.put", Ref: "thing/" + id, Data: fmt.Appendf(nil, `{"n": %d}`, n)})
		return "thing/" + id, nil
	}
}

func insert(ctx context.Context, tx *db.Tx, id string, n int) error {
	_, err := tx.Bun().NewRaw("INSERT INTO things (id, body, n) VALUES (?, ?, ?)", id, tx.Body(), n).Exec(ctx)
	return err
}

func count(t testing.TB, d *db.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := d.Read().NewRaw(query, args...).Scan(context.Background(), &n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// journal reads and verifies the whole journal of a body.
func journal(t testing.TB, d *db.DB, body string) []ecabinet.Event {
	t.Helper()
	var all []ecabinet.Event
	v := chain.Verifier{Body: body}
	for {
		page, err := d.EventsAfter(context.Background(), body, v.Seq, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			if err := v.Next(e); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, page...)
	}
	last, err := d.LastSeq(context.Background(), body)
	if err != nil || last != v.Seq {
		t.Fatalf("LastSeq = %d, %v; the journal has %d rows", last, err, v.Seq)
	}
	return all
}

// together runs f(0) ... f(n-1) at once and waits.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	wg.Wait()
}

// hold keeps the queue of body busy until release is called, so that what comes
// meanwhile is gathered into one batch.
func hold(t testing.TB, d *db.DB, ctx context.Context) (release func()) {
	t.Helper()
	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		var once sync.Once
		_, err := d.InTx(ctx, func(context.Context, *db.Tx) (string, error) {
			once.Do(func() { close(begun) })
			<-end
			return "", nil
		})
		if err != nil {
			t.Error(err)
		}
	}()
	<-begun
	return func() { close(end); <-done }
}

func actor(t testing.TB) context.Context { return testkit.As(t.Context(), body, person, "member") }

func wantKind(t testing.TB, err error, kind ecabinet.Kind, code string) {
	t.Helper()
	var e *ecabinet.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Code != code {
		t.Errorf("error is %v, want %s %s", err, kind, code)
	}
}
