package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"syscall"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
)

// sqlitePath is the file that a URL names. Parameters are refused: the settings
// that keep acknowledged acts safe are not the operator's to change.
func sqlitePath(raw string) (string, error) {
	path := strings.TrimPrefix(strings.TrimPrefix(raw, "file:"), "//")
	if p, query, found := strings.Cut(path, "?"); found {
		return "", fmt.Errorf("the database URL carries settings (%s) that could make it unsafe: remove them and name only the file %s", query, p)
	}
	if path == "" || strings.Contains(path, ":memory:") {
		return "", errors.New("the database URL names no file: write file:/folder/ecabinet.db")
	}
	return path, nil
}

func sqliteDSN(path string, pragmas ...string) string {
	q := url.Values{"_txlock": {"immediate"}}
	for _, p := range append([]string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)",
		"temp_store(MEMORY)",
	}, pragmas...) {
		q.Add("_pragma", p)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func (d *DB) openSQLite(ctx context.Context) error {
	d.dialect = sqliteName
	path, err := sqlitePath(d.opts.URL)
	if err != nil {
		return err
	}
	if d.opts.ReadOnly {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("open the database: %w", err)
		}
	} else if err := d.openSQLiteWriter(ctx, path); err != nil {
		return err
	}
	read, err := openLite(sqliteDSN(path, "query_only(1)"))
	if err != nil {
		return fmt.Errorf("open the database for reading: %w", err)
	}
	const readers = 8
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	d.read, d.turns = bun.NewDB(read, sqlitedialect.New()), make(turns, readers)
	if err := d.checkSchema(ctx); err != nil {
		return err
	}
	return d.checkClock(ctx)
}

func (d *DB) openSQLiteWriter(ctx context.Context, path string) error {
	if err := d.lockFile(path); err != nil {
		return err
	}
	write, err := openLite(sqliteDSN(path, fmt.Sprintf("wal_autocheckpoint(%d)", fullLog)))
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	write.SetMaxOpenConns(1)
	write.SetMaxIdleConns(1)
	d.write = bun.NewDB(write, sqlitedialect.New())
	if err := write.PingContext(ctx); err != nil {
		return fmt.Errorf("open the database %s: %w", path, err)
	}
	// The driver makes the file for the world's umask; opinions rest in it.
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("close the database file to others: %w", err)
	}
	if err := checkSQLiteSettings(ctx, write); err != nil {
		return err
	}
	if d.emptier, err = openLite(sqliteDSN(path, "wal_autocheckpoint(0)")); err != nil {
		return fmt.Errorf("open the database to empty its log: %w", err)
	}
	d.emptier.SetMaxOpenConns(1)
	d.behind.Go(func() { d.keepLogShort(d.ctx) })
	return nil
}

// lockFile keeps a second server off the file. The lock is on a file beside it,
// since SQLite's own locks must stay free, and ends with the process.
func (d *DB) lockFile(path string) error {
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the lock file of the database: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return fmt.Errorf("another server is running on %s: stop it first, or give this one a file of its own", path)
		}
		return fmt.Errorf("lock %s.lock: %w", path, err)
	}
	d.unlock = f.Close
	return nil
}

// checkSQLiteSettings reads back the settings that durability rests on.
func checkSQLiteSettings(ctx context.Context, db *sql.DB) error {
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return fmt.Errorf("read journal_mode: %w", err)
	}
	if mode != "wal" {
		return fmt.Errorf("the database is in journal mode %q and could not be set to WAL: "+
			"put it on a local disk (not a network share) that this user may write to", mode)
	}
	var sync int
	if err := db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&sync); err != nil {
		return fmt.Errorf("read synchronous: %w", err)
	}
	if sync < 2 {
		return fmt.Errorf("the database would acknowledge answers that a power cut loses (synchronous = %d): "+
			"remove the setting that turns synchronous off", sync)
	}
	return nil
}
