// Package db opens the database and holds the one door to writing, InTx: group
// commit, idempotency, the journal with its hash chain, checkpoints, numbers of
// registers and jobs. SQLite and PostgreSQL behave alike behind it; what differs
// is here and nowhere else. It must know no feature: no table of a room, no
// rule, no HTTP.
package db

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
)

// Options say which database to open and how.
type Options struct {
	// URL is "file:/path/x.db" for SQLite or "postgres://..." for PostgreSQL.
	URL string
	// Clock is the scripted clock of the demo and of tests. Nil is the real one:
	// the host's on SQLite, the server's on PostgreSQL.
	Clock func() time.Time
	// CheckpointDir is the folder of the checkpoint files, outside the database.
	// "" keeps checkpoints in memory only.
	CheckpointDir string
	// Key signs checkpoints and receipts. Nil makes one that nobody keeps.
	Key *SigningKey
	// Logger takes what nobody waits for; nil discards it.
	Logger *slog.Logger
	// MaxConns bounds each PostgreSQL pool (one for reading, one for writing); 0 is 16.
	MaxConns int
	// ReadOnly opens beside a running server, for verification and back-up: no
	// lock file is taken and InTx is refused.
	ReadOnly bool
	// Restored says that an older back-up was put back: checkpoints that the journal
	// does not reach are set aside instead of being a start-up error.
	Restored bool
	// Observe is told of each measure; see the Measure constants. Nil: nobody is.
	Observe func(m Measure, value float64)
}

// Measure names what Options.Observe is told.
type Measure string

// The measures, with their units.
const (
	BatchActs     Measure = "batch_acts"     // acts committed by one commit
	BatchSeconds  Measure = "batch_seconds"  // from the first act to the end of the commit
	CommitSeconds Measure = "commit_seconds" // the commit alone
	BatchFailed   Measure = "batch_failed"   // 1 for each batch whose acts were run once more alone
	ActAlone      Measure = "act_alone"      // 1 for each act that left its batch for a lock
)

// DB is an open database. It owns goroutines; Close ends and waits for them.
type DB struct {
	opts    Options
	dialect dialectName
	write   *bun.DB
	read    *bun.DB
	emptier *sql.DB // of SQLite's log
	log     *slog.Logger
	key     *SigningKey

	ctx    context.Context // ends when Close begins
	cancel context.CancelFunc
	owned  sync.WaitGroup // acts
	behind sync.WaitGroup // what runs until ctx ends
	unlock func() error

	committed bell // after events
	scheduled bell // after jobs
	nodes     *nodes
	aside     chan struct{} // a token for each act that runs beside its queue
	turns     turns         // of Run

	mu      sync.Mutex
	closed  bool                 // guarded by mu
	queues  map[string]*queue    // guarded by mu
	flights map[[2]string]*act   // guarded by mu: by scope and key
	floors  map[string]time.Time // guarded by mu: the last stored time of each body

	points         *checkpoints
	migrationFiles fs.FS
	commitTx       func(bun.Tx) error // tests break it
}

type dialectName string

const (
	sqliteName   dialectName = "sqlite"
	postgresName dialectName = "postgres"
)

// Open opens the database that o.URL names and refuses, with a sentence that
// says what to do, unsafe settings, a schema newer than this program, a second
// server on the same SQLite file, a host clock more than a minute behind the
// last stored time, and a journal shorter than its last checkpoint. It does not
// migrate: see Migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	d := &DB{opts: o, log: o.Logger, key: o.Key, unlock: func() error { return nil },
		nodes: newNodes(), points: newCheckpoints(), commitTx: bun.Tx.Commit,
		queues: map[string]*queue{}, flights: map[[2]string]*act{}, floors: map[string]time.Time{}}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.key == nil {
		d.key = NewSigningKey()
	}
	d.aside = make(chan struct{}, max(1, d.maxConns()/2))
	d.ctx, d.cancel = context.WithCancel(context.WithoutCancel(ctx))
	var err error
	if d.migrationFiles, err = fs.Sub(migrationFiles, "migrations"); err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	switch {
	case strings.HasPrefix(o.URL, "file:"):
		err = d.openSQLite(ctx)
	case strings.HasPrefix(o.URL, "postgres://"), strings.HasPrefix(o.URL, "postgresql://"):
		err = d.openPostgres(ctx)
	default:
		err = fmt.Errorf(`the database URL must begin with "file:" (SQLite) or "postgres://" (PostgreSQL)`)
	}
	if err == nil {
		err = d.prepareCheckpoints(ctx)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	if d.write != nil {
		d.write.AddQueryHook(watcher{})
		d.behind.Go(func() { d.keepCheckpoints(d.ctx) })
	}
	return d, nil
}

// Close waits for what is running and closes the database.
func (d *DB) Close() error {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.owned.Wait()
	d.cancel()
	d.behind.Wait()
	var err error
	if d.emptier != nil {
		err = d.emptier.Close()
	}
	for _, p := range []*bun.DB{d.read, d.write} {
		if p != nil {
			if e := p.Close(); err == nil {
				err = e
			}
		}
	}
	if e := d.unlock(); err == nil {
		err = e
	}
	return err
}

// Read is the pool for reading; on both databases it refuses to write.
func (d *DB) Read() bun.IDB { return d.read }

// IsSQLite says which dialect is open, for the few statements that differ.
func (d *DB) IsSQLite() bool { return d.dialect == sqliteName }

// Sign signs data with the checkpoint key.
func (d *DB) Sign(data []byte) Signature { return d.key.Sign(data) }

// PublicKey is the public half of the checkpoint key.
func (d *DB) PublicKey() ed25519.PublicKey { return d.key.Public() }

func bodyOf(ctx context.Context) string {
	if b := ecabinet.ActorFrom(ctx).Body; b != "" {
		return b
	}
	return ecabinet.Installation
}
