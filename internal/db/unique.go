package db

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// SQLite says which columns of a unique index were violated, PostgreSQL says its
// name. The names come from the migrations, where both can be read.
var (
	createUnique   = regexp.MustCompile(`(?i)CREATE\s+UNIQUE\s+INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s+ON\s+(\w+)\s*\(([^)]*)\)`)
	createTable    = regexp.MustCompile(`(?i)CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)`)
	constraintName = regexp.MustCompile(`(?i)CONSTRAINT\s+(\w+)\s+(?:UNIQUE|PRIMARY\s+KEY)\s*\(([^)]*)\)`)
	failedColumns  = regexp.MustCompile(`UNIQUE constraint failed: ([\w., ]+)`)
)

// indexNames maps "table.a, table.b" to the names of the unique indexes on them.
var indexNames = sync.OnceValue(func() map[string][]string {
	names := map[string][]string{}
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return names
	}
	for _, f := range files {
		if text, err := migrationFiles.ReadFile(f); err == nil && !strings.HasSuffix(f, ".postgres.sql") {
			readIndexNames(string(text), names)
		}
	}
	return names
})

func readIndexNames(text string, names map[string][]string) {
	add := func(table, columns, name string) {
		key := columnKey(table, columns)
		names[key] = append(names[key], name)
	}
	for _, m := range createUnique.FindAllStringSubmatch(text, -1) {
		add(m[2], m[3], m[1])
	}
	tables := createTable.FindAllStringSubmatchIndex(text, -1)
	for _, m := range constraintName.FindAllStringSubmatchIndex(text, -1) {
		table := ""
		for _, t := range tables {
			if t[0] < m[0] {
				table = text[t[2]:t[3]]
			}
		}
		add(table, text[m[4]:m[5]], text[m[2]:m[3]])
	}
}

func columnKey(table, columns string) string {
	var out []string
	for c := range strings.SplitSeq(columns, ",") {
		out = append(out, table+"."+strings.Fields(c + " x")[0])
	}
	return strings.Join(out, ", ")
}

// uniqueNames is every name that PostgreSQL could give the violated constraint.
func uniqueNames(err *sqlite.Error) []string {
	m := failedColumns.FindStringSubmatch(err.Error())
	if m == nil {
		return nil
	}
	key := strings.TrimSpace(m[1])
	table, _, _ := strings.Cut(key, ".")
	return namesOf(key, table, err.Code() != sqlite3.SQLITE_CONSTRAINT_UNIQUE)
}

// namesOf is the names given in the migrations and the one that PostgreSQL makes
// where none is given.
func namesOf(key, table string, primary bool) []string {
	names := slices.Clone(indexNames()[key])
	if primary {
		return append(names, table+"_pkey")
	}
	columns := strings.ReplaceAll(strings.ReplaceAll(key, table+".", ""), ", ", "_")
	return append(names, table+"_"+columns+"_key")
}
