package audit_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"ecabinet/internal/audit"
	"ecabinet/internal/db"
)

// target says which row of a table the tests change.
type target struct {
	table string
	key   []string // together they name a row
	where string   // the row; #o and #c stand for the ballots of the cabinet
	other string   // another one, to swap with
}

// targets are rows in the middle of things. An open ballot's answers are tried too.
var targets = []target{
	{"journal", []string{"seq"}, "seq = 40", "seq = 52"},
	{"journal_heads", []string{"body"}, "body = 'body-1'", ""},
	{"registers", []string{"kind", "year"}, "kind = 'ballot.result'", ""},
	{"ballots", []string{"id"}, "id = '#c'", "id = '#o'"},
	{"seats", []string{"id"}, "id = '#c:3'", "id = '#c:4'"},
	{"answers", []string{"id"}, "ballot = '#c' AND seat = 4 AND revision = 1", "ballot = '#c' AND seat = 3 AND revision = 1"},
	{"answers", []string{"id"}, "ballot = '#c' AND seat = 2 AND revision = 2", "ballot = '#c' AND seat = 2 AND revision = 1"},
	{"answers", []string{"id"}, "ballot = '#o' AND seat = 2 AND revision = 1", "ballot = '#o' AND seat = 2 AND revision = 2"},
	{"answers", []string{"id"}, "ballot = '#d' AND seat = 5", "ballot = '#d' AND seat = 3 AND revision = 2"}, // a deemed one
	{"classings", []string{"id"}, "ballot = '#c' AND removed_at IS NULL", "ballot = '#c' AND removed_at IS NOT NULL"},
}

// vault is a cabinet whose tables have lost their triggers and constraints, as if
// somebody with all rights had been at work, and can be put back as they were.
type vault struct {
	*cabinet
	ids map[string]string // of ballots, by mark
}

// sql runs statements on the database, and gives back the text of one value.
func (v *vault) sql(statements ...string) {
	v.t.Helper()
	_, err := v.d.InTx(v.as("intruder"), func(ctx context.Context, tx *db.Tx) (string, error) {
		for _, s := range statements {
			if _, err := tx.Bun().NewRaw(s).Exec(ctx); err != nil {
				return "", fmt.Errorf("%s: %w", s, err)
			}
		}
		return "", nil
	})
	if err != nil {
		v.t.Fatal(err)
	}
}

func (v *vault) value(query string) string {
	v.t.Helper()
	var s string
	if err := v.d.Read().NewRaw(query).Scan(v.t.Context(), &s); err != nil {
		v.t.Fatalf("%s: %v", query, err)
	}
	return s
}

func (v *vault) marks(s string) string {
	for m, id := range v.ids {
		s = strings.ReplaceAll(s, m, id)
	}
	return s
}

func open(c *cabinet) *vault {
	v := &vault{c, map[string]string{}}
	v.ids["#o"] = v.value("SELECT id FROM ballots WHERE state = 'open'")
	v.ids["#c"] = v.value("SELECT min(id) FROM ballots WHERE state = 'certified'")
	v.ids["#d"] = v.value("SELECT id FROM ballots WHERE state = 'closed'")
	var statements []string
	for _, t := range []string{"office_drafts", "scratches", "notices", "ballot_files", "ballot_recusals", "respondents"} {
		statements = append(statements, "DROP TABLE "+t)
	}
	for _, t := range []string{"classings", "answers", "seats", "ballots", "registers", "journal"} {
		statements = append(statements,
			"CREATE TABLE kept_"+t+" AS SELECT * FROM "+t, "DROP TABLE "+t, "CREATE TABLE "+t+" AS SELECT * FROM kept_"+t)
	}
	v.sql(append(statements, "CREATE TABLE kept_journal_heads AS SELECT * FROM journal_heads")...)
	return v
}

func (v *vault) restore(table string) {
	v.t.Helper()
	v.sql("DELETE FROM "+table, "INSERT INTO "+table+" SELECT * FROM kept_"+table)
}

// detected runs the verification, which must name the table and one of the rows.
func (v *vault) detected(what, table string, rows ...string) {
	v.t.Helper()
	r, err := audit.VerifyDB(v.t.Context(), v.source(), v.keys())
	var w *audit.Wrong
	if !errors.As(err, &w) {
		v.t.Errorf("%s: not found: %v, %+v", what, err, r)
		return
	}
	if w.Table != table || !slices.Contains(rows, w.ID) {
		v.t.Errorf("%s: named otherwise: %v", what, w)
	}
}

// other is an expression for another value of a column.
func (v *vault) other(table string, c audit.Column) string {
	name := `"` + c.Name + `"`
	switch {
	case c.Number:
		return name + " + 1"
	case c.Truth && v.d.IsSQLite():
		return "1 - " + name
	case c.Truth:
		return "NOT " + name
	case c.Document:
		return `'{"x":1}'`
	case c.Name == "at" || strings.HasSuffix(c.Name, "_at"):
		return "'2026-11-17T00:00:00.000000Z'"
	}
	return "coalesce(" + name + ", '') || 'x'"
}

func TestEveryColumnIsVerified(t *testing.T) {
	convene(t, func(c *cabinet) {
		v := open(c)
		for i, to := range targets {
			if !c.d.IsSQLite() && i > 0 && targets[i-1].table == to.table {
				continue // the verification is the same: once for each table is enough
			}
			where := v.marks(to.where)
			key := `"` + strings.Join(to.key, `" || '/' || "`) + `"`
			if len(to.key) == 1 && to.key[0] == "seq" {
				key = "CAST(seq AS TEXT)"
			}
			if to.table == "registers" {
				key = "kind || '/' || CAST(year AS TEXT)"
			}
			was := v.value("SELECT " + key + " FROM " + to.table + " WHERE " + where)
			for _, col := range audit.Tables()[to.table] {
				v.sql(fmt.Sprintf(`UPDATE %s SET "%s" = %s WHERE %s`, to.table, col.Name, v.other(to.table, col), where))
				named := []string{was}
				if slices.Contains(to.key, col.Name) { // it may be named by either
					named = append(named, was+"x", was[:len(was)-1]+string(was[len(was)-1]+1), strings.Replace(was, "/", "x/", 1))
				}
				if to.table == "journal_heads" && col.Name == "seq" { // more rows were counted than are there
					v.detected("journal_heads.seq", "journal", v.value("SELECT CAST(max(seq) + 1 AS TEXT) FROM journal"))
				} else {
					v.detected(fmt.Sprintf("%s.%s of %s", to.table, col.Name, was), to.table, named...)
				}
				v.restore(to.table)
			}
		}
	})
}

// TestAColumnThatIsNotVerifiedFails: whoever adds a column to these tables must say
// how it is verified.
func TestAColumnThatIsNotVerifiedFails(t *testing.T) {
	convene(t, func(c *cabinet) {
		for name, columns := range audit.Tables() {
			rows, err := c.d.Read().QueryContext(t.Context(), "SELECT * FROM "+name+" LIMIT 0")
			if err != nil {
				t.Fatal(err)
			}
			have, err := rows.Columns()
			rows.Close()
			if err != nil {
				t.Fatal(err)
			}
			var known []string
			for _, col := range columns {
				known = append(known, col.Name)
			}
			if !slices.Equal(have, known) {
				t.Errorf("%s has the columns\n%v, verified are\n%v", name, have, known)
			}
		}
	})
}

func TestRowsDeletedAddedAndSwapped(t *testing.T) {
	convene(t, func(c *cabinet) {
		v := open(c)
		for _, to := range targets {
			where, cast := v.marks(to.where), `"`+to.key[0]+`"`
			id := func(where string) string {
				return v.value("SELECT CAST(" + cast + " AS TEXT) FROM " + to.table + " WHERE " + where)
			}
			was := id(where)
			named := []string{was}
			if to.table == "registers" {
				named = []string{"ballot.result/2026"}
			}
			v.sql("DELETE FROM " + to.table + " WHERE " + where)
			v.detected("delete "+to.table+" "+was, to.table, named...)
			v.restore(to.table)
			if to.table == "journal_heads" { // another row is another body's; this one cannot be there twice
				continue
			}

			v.insert(to, where)
			v.detected("insert into "+to.table, to.table, append(named, was+"x", "97", "98", "ballot.resultx/2026")...)
			v.restore(to.table)

			v.sql("INSERT INTO " + to.table + " SELECT * FROM kept_" + to.table + " WHERE " + where)
			twice := append(named, "41") // behind the row itself
			v.detected("the same row again in "+to.table+" "+was, to.table, twice...)
			v.restore(to.table)

			if to.other == "" {
				continue
			}
			other := id(v.marks(to.other))
			v.swap(to, was, other)
			v.detected(fmt.Sprintf("swap %s %s and %s", to.table, was, other), to.table, was, other)
			v.restore(to.table)
		}
		if _, err := audit.VerifyDB(t.Context(), v.source(), v.keys()); err != nil {
			t.Errorf("put back as it was: %v", err)
		}
	})
}

// insert adds a row that is like the target, under a key of its own.
func (v *vault) insert(to target, where string) {
	set := `"` + to.key[0] + `" = "` + to.key[0] + `" || 'x'`
	if to.table == "journal" {
		set = "seq = 97"
	}
	var columns []string
	for _, c := range audit.Tables()[to.table] {
		columns = append(columns, `"`+c.Name+`"`)
	}
	list := strings.Join(columns, ", ")
	v.sql(
		"CREATE TABLE spare AS SELECT * FROM "+to.table+" WHERE "+where, "UPDATE spare SET "+set,
		"INSERT INTO "+to.table+" ("+list+") SELECT "+list+" FROM spare", "DROP TABLE spare")
}

// swap lets two rows change places: each takes the key of the other.
func (v *vault) swap(to target, a, b string) {
	k := `"` + to.key[0] + `"`
	value := func(s string) string {
		if to.table == "journal" {
			return s
		}
		return "'" + s + "'"
	}
	v.sql(fmt.Sprintf("UPDATE %s SET %s = CASE WHEN %s = %s THEN %s ELSE %s END WHERE %s IN (%s, %s)",
		to.table, k, k, value(a), value(b), value(a), k, value(a), value(b)))
}

// TestCheckpointsChanged: each value of a checkpoint, one twice, two swapped, one
// forged, the journal cut behind one.
func TestCheckpointsChanged(t *testing.T) {
	convene(t, func(c *cabinet) {
		v := open(c)
		name := db.CheckpointFile(c.folder, body)
		kept, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(strings.TrimSuffix(string(kept), "\n"), "\n")
		lines[len(lines)-1] += "\n"
		write := func(l ...string) {
			t.Helper()
			if err := os.WriteFile(name, []byte(strings.Join(l, "")), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, edit := range []struct{ what, from, to string }{
			{"at", `{"at":"20`, `{"at":"19`}, {"body", `"body":"body-1"`, `"body":"body-2"`}, {"count", `"count":`, `"count":1`},
			{"hash", `"hash":"`, `"hash":"0`}, {"key_id", `"key_id":"`, `"key_id":"0`}, {"sig", `"sig":"`, `"sig":"0`}, {"form", "{", "["},
			{"field", "{", `{"more":1,`},
		} {
			changed := slices.Clone(lines)
			if changed[1] = strings.Replace(lines[1], edit.from, edit.to, 1); changed[1] == lines[1] {
				t.Fatal(edit.what, lines[1])
			}
			write(changed...)
			v.detected("checkpoint "+edit.what, "checkpoints", "2", fmt.Sprint(len(lines)))
		}
		write(lines[1], lines[0])
		v.detected("checkpoints swapped", "checkpoints", "2")
		write(slices.Insert(slices.Clone(lines), 1, lines[0])...)
		v.detected("a checkpoint twice", "checkpoints", "2")

		write(lines...)
		v.sql("DELETE FROM journal WHERE seq > 90")
		v.detected("the journal cut", "journal", "91")
		v.sql("UPDATE journal_heads SET seq = 90, hash = (SELECT hash FROM journal WHERE seq = 90), at = (SELECT at FROM journal WHERE seq = 90)")
		v.detected("the journal cut and its head set", "journal", "91")
		v.restore("journal")
		v.restore("journal_heads")

		write(lines[:len(lines)-1]...)
		r, err := audit.VerifyDB(t.Context(), v.source(), v.keys())
		if err != nil || r.Uncovered() == 0 {
			t.Errorf("without the last checkpoint: %v, %+v: it must say how much lies after the last", err, r)
		}
	})
}
