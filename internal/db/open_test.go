package db_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// refused says that opening fails with a sentence that holds these words.
func refused(t *testing.T, o db.Options, words ...string) {
	t.Helper()
	d, err := db.Open(t.Context(), o)
	if err == nil {
		d.Close()
		t.Fatal("it opened")
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

func TestOpenRefusesUnsafeSQLite(t *testing.T) {
	url := testkit.SQLiteURL(t)
	refused(t, db.Options{URL: url + "?_pragma=synchronous(OFF)"}, "unsafe", "remove them")
	refused(t, db.Options{URL: "file::memory:"}, "names no file")
	refused(t, db.Options{URL: "mysql://x"}, "must begin with")
	refused(t, db.Options{URL: "file:" + filepath.Join(t.TempDir(), "none.db"), ReadOnly: true}, "no such file")
}

func TestOpenRefusesASecondServerOnOneFile(t *testing.T) {
	url := testkit.SQLiteURL(t)
	d := testkit.Open(t, url)
	refused(t, db.Options{URL: url}, "another server", "stop it first")
	// A reader beside it is welcome and cannot write.
	r, err := db.Open(t.Context(), db.Options{URL: url, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.InTx(actor(t), put(1)); err == nil {
		t.Error("a reader wrote")
	}
	if _, err := r.Read().NewRaw("DELETE FROM facts").Exec(t.Context()); err == nil {
		t.Error("the read pool wrote")
	}
	things(t, d)
	if _, err := d.InTx(actor(t), put(1)); err != nil {
		t.Error(err)
	}
	if n := len(journal(t, r, body)); n != 1 {
		t.Errorf("the reader sees %d events", n)
	}
}

func TestOpenRefusesUnsafePostgres(t *testing.T) {
	url := testkit.PostgresURL(t)
	for _, s := range []string{"synchronous_commit"} {
		refused(t, db.Options{URL: url + "&" + s + "=off"}, s+" = off", "set "+s+" = on")
	}
	d := testkit.Open(t, url)
	sqlExec(t, d, `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`)
	refused(t, db.Options{URL: url}, "synchronous_commit = off")
}

// Opinions must not come to stand in the server's log.
func TestOpenRefusesAPostgresThatLogsStatements(t *testing.T) {
	url := testkit.PostgresURL(t)
	d := testkit.Open(t, url)
	set := func(what string) {
		t.Helper()
		sqlExec(t, d, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET "+what+"', current_database()); END $$")
	}
	for setting, loud := range map[string]string{
		"log_min_error_statement": "error", "log_error_verbosity": "verbose", "log_statement": "mod",
		"log_min_duration_statement": "250", "log_min_duration_sample": "0", "log_transaction_sample_rate": "0.5",
	} {
		set(setting + " = " + loud)
		refused(t, db.Options{URL: url}, "opinions into its log", "ALTER DATABASE", "SET "+setting+" = ")
		r, err := db.Open(t.Context(), db.Options{URL: url, ReadOnly: true}) // who only reads writes no opinion
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		set(setting + " TO DEFAULT")
	}
	testkit.Open(t, url)
}

func TestTheReadPoolDoesNotWrite(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := d.Read().NewRaw("DELETE FROM facts").Exec(t.Context()); err == nil {
			t.Error("it wrote")
		}
	})
}

func TestTheDatabaseFileIsClosedToOthers(t *testing.T) {
	url := testkit.SQLiteURL(t)
	testkit.Open(t, url)
	for _, suffix := range []string{"", "-wal", ".lock"} {
		info, err := os.Stat(strings.TrimPrefix(url, "file:") + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", info.Name(), info.Mode())
		}
	}
}

func both(t *testing.T, f func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, testkit.SQLiteURL(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, testkit.PostgresURL(t)) })
}

func TestOpenRefusesANewerSchema(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		d := testkit.Open(t, url)
		newer := fstest.MapFS{"9999_future.sql": {Data: []byte("CREATE TABLE future (id TEXT)")}}
		if err := d.MigrateWith(t.Context(), newer); err != nil {
			t.Fatal(err)
		}
		refused(t, db.Options{URL: url, ReadOnly: true}, "newer program", "9999", "restore")
	})
}

func TestOpenRefusesAClockThatFell(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		late := testkit.NewClock(time.Now().Add(10 * time.Minute))
		d, err := db.Open(t.Context(), db.Options{URL: url, Clock: late.Now})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		things(t, d)
		if _, err := d.InTx(actor(t), put(1)); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		refused(t, db.Options{URL: url}, "clock", "set the clock")
		late.Add(-50 * time.Second)
		r, err := db.Open(t.Context(), db.Options{URL: url, Clock: late.Now})
		if err != nil {
			t.Fatalf("less than a minute behind: %v", err)
		}
		r.Close()
	})
}

func TestMigrateIsAllOrNothing(t *testing.T) {
	both(t, func(t *testing.T, url string) {
		d := testkit.Open(t, url)
		bad := fstest.MapFS{
			"0001_ground.sql": {Data: []byte("")},
			"7001_good.sql":   {Data: []byte("CREATE TABLE good (id TEXT)")},
			"7002_bad.sql":    {Data: []byte("CREATE TABLE bad (id TEXT); CREATE TABLE bad (id TEXT)")},
		}
		if err := d.MigrateWith(t.Context(), bad); err == nil || !strings.Contains(err.Error(), "7002_bad") {
			t.Fatalf("a bad migration: %v", err)
		}
		if _, err := d.Read().NewRaw("SELECT count(*) FROM good").Exec(t.Context()); err == nil {
			t.Error("the migration before the bad one stayed")
		}
		delete(bad, "7002_bad.sql")
		for range 2 { // the second finds nothing to do
			if err := d.MigrateWith(t.Context(), bad); err != nil {
				t.Fatal(err)
			}
		}
		if n := count(t, d, "SELECT count(*) FROM good"); n != 0 {
			t.Error(n)
		}
	})
}

func TestMigrationNames(t *testing.T) {
	d := testkit.SQLite(t)
	for _, bad := range []fstest.MapFS{
		{"1_x.sql": {}},
		{"0001_x.mysql.sql": {}},
		{"0001_x.sql": {}, "0001_y.sql": {}},
		{"0001_x.sql": {}, "0001_x.sqlite.sql": {}},
	} {
		if err := d.MigrateWith(t.Context(), bad); err == nil {
			t.Errorf("%v was accepted", bad)
		}
	}
}

func TestSeveralNodesMigrateAtOnce(t *testing.T) {
	url := testkit.EmptyPostgresURL(t)
	together(4, func(int) {
		d, err := db.Open(t.Context(), db.Options{URL: url})
		if err != nil {
			t.Error(err)
			return
		}
		defer d.Close()
		if err := d.Migrate(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestEpoch(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		first, err := d.Epoch(t.Context())
		if err != nil || len(first) != 36 {
			t.Fatalf("Epoch = %q, %v", first, err)
		}
		if err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if again, err := d.Epoch(t.Context()); again != first || err != nil {
			t.Errorf("after another migration: %q, %v", again, err)
		}
	})
}

func TestNotFoundAndUnique(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		var v string
		err := d.Read().NewRaw("SELECT value FROM facts WHERE name = 'none'").Scan(t.Context(), &v)
		wantKind(t, db.NotFound(err, "fact.not_found"), ecabinet.NotFound, "fact.not_found")
		job := func(id, ref string) error {
			_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
				_, err := tx.Bun().NewRaw(`INSERT INTO jobs (id, body, kind, ref, due, state, attempts, lease, last_error)
					VALUES (?, 'b', 'k', ?, '2026', 'open', 0, '', '')`, id, ref).Exec(ctx)
				return "", err
			})
			return err
		}
		if err := job("1", "one"); err != nil {
			t.Fatal(err)
		}
		if err := job("1", "two"); !db.IsUnique(err, "jobs_pkey") || db.IsUnique(err, "jobs_open_key") {
			t.Errorf("the same id: %v", err)
		}
		if err := job("2", "one"); !db.IsUnique(err, "jobs_open_key") || db.IsUnique(err, "jobs_pkey") {
			t.Errorf("the same body, kind and ref: %v", err)
		}
	})
}

// TestUniqueNamesAgree: for every unique index that PostgreSQL has, SQLite's
// words for its violation lead to the same name.
func TestUniqueNamesAgree(t *testing.T) {
	d := testkit.Postgres(t)
	var rows []struct {
		Name    string
		Tbl     string
		Columns string
	}
	err := d.Read().NewRaw(`SELECT i.relname AS name, t.relname AS tbl,
			(SELECT string_agg(t.relname || '.' || a.attname, ', ' ORDER BY k.n)
			 FROM unnest(x.indkey) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum) AS columns
		FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
		WHERE x.indisunique AND t.relnamespace = current_schema()::regnamespace AND t.relname <> 'schema_migrations'`).Scan(t.Context(), &rows)
	if err != nil || len(rows) == 0 {
		t.Fatalf("%d indexes, %v", len(rows), err)
	}
	for _, r := range rows {
		if r.Columns != "" && !db.KnowsUnique(r.Tbl, r.Columns, r.Name) {
			t.Errorf("unique index %s on (%s): SQLite's violation does not lead to this name; write it as CREATE UNIQUE INDEX", r.Name, r.Columns)
		}
	}
}

// A journal that is shorter than its last checkpoint, or another one, is not
// written on: whoever was told of the rows that are missing would be lied to.
func TestOpenRefusesAJournalThatWasCut(t *testing.T) {
	for name, harm := range map[string]string{
		"cut":      "DELETE FROM journal WHERE seq > 2",
		"replaced": "UPDATE journal SET hash = prev_hash WHERE seq = 5",
		"gone":     "DELETE FROM journal",
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, url string) {
				o := db.Options{URL: url, CheckpointDir: filepath.Join(t.TempDir(), "points")}
				d, err := db.Open(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				if err := d.Migrate(t.Context()); err != nil {
					t.Fatal(err)
				}
				things(t, d)
				for i := range 5 {
					if _, err := d.InTx(actor(t), put(i)); err != nil {
						t.Fatal(err)
					}
				}
				drop := "DROP TRIGGER journal_no_delete; DROP TRIGGER journal_no_update"
				if !d.IsSQLite() {
					drop = "DROP TRIGGER journal_no_update ON journal"
				}
				if err := d.Close(); err != nil { // it writes the last checkpoint
					t.Fatal(err)
				}
				again, err := db.Open(t.Context(), o)
				if err != nil {
					t.Fatalf("as it was: %v", err)
				}
				for _, s := range []string{drop, harm,
					"UPDATE journal_heads SET seq = (SELECT COALESCE(max(seq), 0) FROM journal)"} {
					sqlExec(t, again, s)
				}
				if err := again.Close(); err != nil {
					t.Fatal(err)
				}
				refused(t, o, body, "checkpoint", "verify", "older back-up")
				if r, err := db.Open(t.Context(), db.Options{URL: url, CheckpointDir: o.CheckpointDir, ReadOnly: true}); err != nil {
					t.Errorf("verification is refused too: %v", err)
				} else {
					r.Close()
				}
			})
		})
	}
}
