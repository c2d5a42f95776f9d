package db_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

func TestKeys(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		ctx := actor(t)
		ref, err := d.InTx(testkit.Keyed(ctx, "k", "one"), put(1))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := d.InTx(testkit.Keyed(ctx, "k", "one"), put(1)); again != ref || err != nil {
			t.Errorf("the same again: %q, %v, want %q", again, err, ref)
		}
		_, err = d.InTx(testkit.Keyed(ctx, "k", "two"), put(2))
		wantKind(t, err, ecabinet.Conflict, db.CodeKeyReused)
		other := testkit.As(t.Context(), body, "somebody else")
		if _, err := d.InTx(testkit.Keyed(other, "k", "two"), put(3)); err != nil {
			t.Errorf("another person's key: %v", err)
		}
		// A failure is not stored: the same key may be tried again.
		no := ecabinet.E(ecabinet.Refused, "ballot.not_open")
		_, err = d.InTx(testkit.Keyed(ctx, "k2", "x"), func(context.Context, *db.Tx) (string, error) { return "", no })
		wantKind(t, err, ecabinet.Refused, "ballot.not_open")
		if _, err := d.InTx(testkit.Keyed(ctx, "k2", "x"), put(4)); err != nil {
			t.Error(err)
		}
	})
}

func TestKeyInProgressWaits(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		ctx := testkit.Keyed(actor(t), "k", "one")
		begun, end := make(chan struct{}), make(chan struct{})
		refs := make(chan string, 2)
		go func() {
			ref, err := d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
				close(begun)
				<-end
				return put(1)(ctx, tx)
			})
			if err != nil {
				t.Error(err)
			}
			refs <- ref
		}()
		<-begun
		go func() {
			ref, err := d.InTx(ctx, put(1))
			if err != nil {
				t.Error(err)
			}
			refs <- ref
		}()
		_, err := d.InTx(testkit.Keyed(actor(t), "k", "two"), put(2))
		wantKind(t, err, ecabinet.Conflict, db.CodeKeyReused)
		close(end)
		if a, b := <-refs, <-refs; a != b {
			t.Errorf("two references: %s, %s", a, b)
		}
	})
}

// TestDoubleSubmissions: each of n commands comes twice at once, and once more
// afterwards; each is counted once and all its replies are one. On PostgreSQL
// the two come to two nodes. ECABINET_DOUBLE sets n (10000 in the soak).
func TestDoubleSubmissions(t *testing.T) {
	n := number(t, "ECABINET_DOUBLE", 1000)
	run := func(t *testing.T, nodes ...*db.DB) {
		things(t, nodes[0])
		refs := make([][3]string, n)
		submit := func(i, which int, d *db.DB) {
			ctx := testkit.Keyed(actor(t), fmt.Sprintf("key-%d", i), "h")
			ref, err := d.InTx(ctx, put(i))
			if err != nil {
				t.Errorf("command %d: %v", i, err)
			}
			refs[i][which] = ref
		}
		together(2*n, func(j int) { submit(j/2, j%2, nodes[j%2%len(nodes)]) })
		together(n, func(i int) { submit(i, 2, nodes[0]) })
		for i, r := range refs {
			if r[0] == "" || r[0] != r[1] || r[0] != r[2] {
				t.Fatalf("command %d has the references %q", i, r)
			}
		}
		if got := count(t, nodes[0], "SELECT count(*) FROM things"); got != n {
			t.Errorf("%d rows, want %d", got, n)
		}
		if got := len(journal(t, nodes[0], body)); got != n {
			t.Errorf("%d events, want %d", got, n)
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t, testkit.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) {
		url := testkit.PostgresURL(t)
		run(t, testkit.Open(t, url), testkit.Open(t, url))
	})
}

func number(t testing.TB, name string, short int) int {
	s := os.Getenv(name)
	if s == "" {
		return short
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

func TestCleanKeys(t *testing.T) {
	clock := testkit.NewClock(time.Now())
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		things(t, d)
		for i := range 3 {
			if _, err := d.InTx(testkit.Keyed(actor(t), fmt.Sprint(i), "h"), put(i)); err != nil {
				t.Fatal(err)
			}
			clock.Add(20 * 24 * time.Hour)
		}
		if n, err := d.CleanKeys(t.Context()); n != 2 || err != nil {
			t.Errorf("CleanKeys = %d, %v, want the 2 of more than 30 days ago", n, err)
		}
	})
}
