package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"ecabinet"
)

// The codes of this package's errors.
const (
	CodeUnavailable = "db.unavailable"     // Unavailable: disk full, I/O error, connection lost; nothing was done
	CodeBusy        = "db.busy"            // Unavailable: a lock was held too long; nothing was done
	CodeUnknown     = "db.outcome_unknown" // Unknown: ask again with the same key
	CodeKeyReused   = "request.key_reused" // Conflict: the key came before with another request
)

// class is what an error means to a batch.
type class int

const (
	classNone       class = iota // not of the database: a rule said no
	classConstraint              // a constraint said no: the savepoint is enough
	classLock                    // a lock was not to be had in time
	classTrouble                 // anything else of the driver: the transaction is not trusted
)

// classify finds what err means. It is the one place that knows both drivers.
func classify(err error) class {
	if err == nil {
		return classNone
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return classifyPostgres(pg.Code)
	}
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		if lite.Code()&0xff == sqlite3.SQLITE_CONSTRAINT {
			return classConstraint
		}
		return classTrouble
	}
	if isConnection(err) {
		return classTrouble
	}
	return classNone
}

func classifyPostgres(code string) class {
	switch {
	case strings.HasPrefix(code, "23"):
		return classConstraint
	case code == "55P03", code == "40P01", code == "40001":
		return classLock
	}
	return classTrouble
}

// isConnection says whether err is a broken or finished connection or
// transaction, in the words of database/sql, pgx or the net package.
func isConnection(err error) bool {
	for _, e := range []error{driver.ErrBadConn, sql.ErrTxDone, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, e) {
			return true
		}
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	_, ok := errors.AsType[net.Error](err)
	return ok && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled)
}

// trouble is err for a caller whose act was surely not done.
func trouble(err error) error {
	var known *ecabinet.Error
	if errors.As(err, &known) {
		return err
	}
	if classify(err) == classLock || isBusy(err) {
		return &ecabinet.Error{Kind: ecabinet.Unavailable, Code: CodeBusy, Err: err}
	}
	if isConnection(err) || isResource(err) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return &ecabinet.Error{Kind: ecabinet.Unavailable, Code: CodeUnavailable, Err: err}
	}
	return err
}

func isBusy(err error) bool {
	lite, ok := errors.AsType[*sqlite.Error](err)
	return ok && (lite.Code()&0xff == sqlite3.SQLITE_BUSY || lite.Code()&0xff == sqlite3.SQLITE_LOCKED)
}

// isResource says whether the machine, not the statement, is at fault: disk
// full, I/O error, no memory, shut down.
func isResource(err error) bool {
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CANTOPEN,
			sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_INTERRUPT:
			return true
		}
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && len(pg.Code) == 5 {
		switch pg.Code[:2] {
		case "08", "53", "57", "58", "XX":
			return true
		}
	}
	return false
}

// NotFound is err, or a NotFound error with code where err says that there was
// no row.
func NotFound(err error, code string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &ecabinet.Error{Kind: ecabinet.NotFound, Code: code, Err: err}
	}
	return err
}

// IsUnique says whether err is the violation of the unique constraint or index
// of that name. Primary keys are named "<table>_pkey"; others should be made
// with CREATE UNIQUE INDEX, which names them alike on both databases.
func IsUnique(err error, constraint string) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "23505" && pg.ConstraintName == constraint
	}
	lite, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return false
	}
	switch lite.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return slices.Contains(uniqueNames(lite), constraint)
	}
	return false
}

// IsConstraint says whether err is the violation of any constraint: unique,
// foreign key, check, not null, or the refusal of a trigger.
func IsConstraint(err error) bool { return classify(err) == classConstraint }
