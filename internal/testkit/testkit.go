// Package testkit gives tests a real database: every suite runs on SQLite in a
// temporary folder and on a private PostgreSQL that the test binary starts and
// stops by itself. It holds no fake of our own code and is imported by tests
// only.
package testkit

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
)

// Compiled is a folder that keeps between test binaries what is compiled at their
// first paper: under the race detector that takes minutes.
func Compiled() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "ecabinet-tests")
}

// Each runs suite twice, on a new SQLite database and on a new PostgreSQL one.
func Each(t *testing.T, suite func(t *testing.T, d *db.DB)) {
	t.Helper()
	EachWith(t, func(*db.Options) {}, suite)
}

// EachWith is Each with options that change sets, such as a Clock.
func EachWith(t *testing.T, change func(o *db.Options), suite func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { suite(t, SQLite(t, change)) })
	t.Run("postgres", func(t *testing.T) { suite(t, Postgres(t, change)) })
}

// SQLite is a new, migrated SQLite database, closed when the test ends.
func SQLite(t testing.TB, changes ...func(o *db.Options)) *db.DB {
	t.Helper()
	return Open(t, SQLiteURL(t), changes...)
}

// Postgres is a new, migrated PostgreSQL database, closed when the test ends.
func Postgres(t testing.TB, changes ...func(o *db.Options)) *db.DB {
	t.Helper()
	return Open(t, PostgresURL(t), changes...)
}

// SQLiteURL names a file in a temporary folder; the file is not there yet.
func SQLiteURL(t testing.TB) string {
	return "file:" + filepath.Join(t.TempDir(), "ecabinet.db")
}

// Open opens and migrates the database at url, closed when the test ends.
// Several at one PostgreSQL url are several nodes.
func Open(t testing.TB, url string, changes ...func(o *db.Options)) *db.DB {
	t.Helper()
	o := db.Options{URL: url, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))}
	for _, change := range changes {
		change(&o)
	}
	d, err := db.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// As is ctx with an actor: this person in this body, with these roles.
func As(ctx context.Context, body, person string, roles ...string) context.Context {
	slices.Sort(roles)
	return ecabinet.WithActor(ctx, ecabinet.Actor{Account: person, Person: person, Body: body, Roles: roles})
}

// Keyed is ctx with a request of this idempotency key; hash stands for the
// method, path and body of the request.
func Keyed(ctx context.Context, key, hash string) context.Context {
	return ecabinet.WithRequest(ctx, ecabinet.Request{ID: key, Key: key, Hash: hash})
}

// Clock is a clock that stands still until a test moves it.
type Clock struct {
	mu  sync.Mutex
	now time.Time // guarded by mu
}

// NewClock is a clock that shows now.
func NewClock(now time.Time) *Clock { return &Clock{now: now.UTC()} }

// Now is what the clock shows; give this method to db.Options.Clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to now, forward or back.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now.UTC()
}

// Add moves the clock by d.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
