package secrecy

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	_ "modernc.org/sqlite"             // the driver
)

// A spy keeps every state of a database, as one who may read all of it.
type spy struct {
	t      *testing.T
	db     *sql.DB
	lite   bool
	taken  int // snapshots
	tables []string
	known  map[string]bool // rows that were seen
	seen   []*sighting
	whose  map[string]int // the member by what names him: person, account, number of a row
	seats  map[string]int // by number
}

func newSpy(t *testing.T, database string) *spy {
	t.Helper()
	s := &spy{t: t, known: map[string]bool{}, whose: map[string]int{}, seats: map[string]int{}}
	driver, source := "pgx", database
	if path, ok := strings.CutPrefix(database, "file:"); ok {
		s.lite, driver, source = true, "sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=busy_timeout(5000)"
	}
	var err error
	if s.db, err = sql.Open(driver, source); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.Close() })
	return s
}

func (s *spy) list(query string) (out []string) {
	s.t.Helper()
	rows, err := s.db.QueryContext(s.t.Context(), query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			s.t.Fatal(err)
		}
		out = append(out, v)
	}
	if rows.Err() != nil {
		s.t.Fatal(rows.Err())
	}
	return out
}

// snapshot reads all rows of all tables in the order in which they lie.
func (s *spy) snapshot() {
	s.t.Helper()
	ctx := s.t.Context()
	if s.tables == nil {
		q := "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
		if s.lite {
			q = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
		}
		s.tables = s.list(q)
	}
	s.taken++
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{Isolation: isolation(s.lite), ReadOnly: !s.lite})
	if err != nil {
		s.t.Fatal(err)
	}
	defer tx.Rollback()
	for _, table := range s.tables {
		if err := s.table(ctx, tx, table); err != nil {
			s.t.Fatalf("%s: %v", table, err)
		}
	}
}

func isolation(lite bool) sql.IsolationLevel {
	if lite {
		return sql.LevelDefault
	}
	return sql.LevelRepeatableRead
}

func (s *spy) table(ctx context.Context, tx *sql.Tx, table string) error {
	query := `SELECT t.ctid::text AS ctid, t.xmin::text AS xmin, t.* FROM "` + table + `" AS t ORDER BY t.ctid`
	if s.lite {
		query = `SELECT rowid AS "row number", * FROM "` + table + `" ORDER BY rowid`
	}
	rows, err := tx.QueryContext(ctx, query)
	if err != nil && s.lite { // WITHOUT ROWID: they lie in the order of their key
		rows, err = tx.QueryContext(ctx, `SELECT * FROM "`+table+`"`)
	}
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	cells, into := make([]any, len(names)), make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	for place := 0; rows.Next(); place++ {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		values := make([]string, len(cells))
		for i, c := range cells {
			if raw, ok := c.([]byte); ok {
				c = string(raw)
			}
			values[i] = fmt.Sprint(c)
		}
		text := table + "\x00" + strings.Join(values, "\x00")
		if s.known[text] {
			continue
		}
		s.known[text] = true
		s.seen = append(s.seen, &sighting{table: table, at: s.taken, place: place, names: names, values: values, member: s.member(names, values)})
	}
	return rows.Err()
}

// member says of which one member a row speaks, and learns the row's own name.
func (s *spy) member(names, values []string) int {
	of := map[int]bool{}
	for _, v := range values {
		for _, word := range strings.FieldsFunc(v, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' }) {
			if n, ok := s.whose[word]; ok {
				of[n] = true
			}
		}
	}
	if i := slices.Index(names, "seat"); i >= 0 && len(of) == 0 {
		if n, ok := s.seats[values[i]]; ok {
			of[n] = true
		}
	}
	if len(of) != 1 {
		return -1
	}
	for n := range of {
		if i := slices.Index(names, "id"); i >= 0 && len(values[i]) > 8 {
			s.whose[values[i]] = n
		}
		return n
	}
	return -1
}

// between is what was seen in the snapshots after one and up to another.
func (s *spy) between(from, to int) []*sighting {
	var out []*sighting
	for _, x := range s.seen {
		if x.at > from && x.at <= to {
			out = append(out, x)
		}
	}
	return out
}

// files are the bytes of the database as they lie on the disk: its file and the
// write-ahead log.
func (s *spy) files(database string) map[string]string {
	s.t.Helper()
	read := func(paths ...string) string {
		var b strings.Builder
		for _, p := range paths {
			raw, err := os.ReadFile(p)
			if err != nil && !os.IsNotExist(err) { // a log file that was taken away meanwhile
				s.t.Fatal(err)
			}
			b.Write(raw)
		}
		return b.String()
	}
	if path, ok := strings.CutPrefix(database, "file:"); ok {
		return map[string]string{"file": read(path), "wal": read(path + "-wal")}
	}
	s.list("CHECKPOINT")
	u, err := url.Parse(database)
	if err != nil {
		s.t.Fatal(err)
	}
	data := filepath.Join(u.Query().Get("host"), "data")
	oid := s.list("SELECT oid::text FROM pg_database WHERE datname = current_database()")[0]
	tables, err1 := filepath.Glob(filepath.Join(data, "base", oid, "[0-9]*"))
	wal, err2 := filepath.Glob(filepath.Join(data, "pg_wal", "[0-9A-F]*"))
	if err1 != nil || err2 != nil || len(tables) == 0 || len(wal) == 0 {
		s.t.Fatal("the files of the server: ", err1, err2, len(tables), len(wal))
	}
	slices.Sort(wal)
	return map[string]string{"file": read(tables...), "wal": read(wal...)}
}
