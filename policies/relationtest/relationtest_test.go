package relationtest

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"ecabinet/policies"
)

type paper struct {
	id, owner string
	closed    bool
}

var papers = policies.Relations[string, paper]{
	{Name: "own", Holds: func(who string, p paper) bool { return p.owner == who },
		SQL: func(who string) (string, []any) { return "owner = ?", []any{who} }},
	{Name: "closed", Holds: func(_ string, p paper) bool { return p.closed },
		SQL: func(string) (string, []any) { return "closed", nil }},
	{Name: "recused", Holds: func(who string, p paper) bool { return strings.HasSuffix(p.id, who) },
		SQL: func(who string) (string, []any) { return "id LIKE '%' || ?", []any{who} }},
}

func store(t *testing.T) ([]paper, func(string, []any) ([]string, error)) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(`CREATE TABLE papers (id TEXT, owner TEXT, closed BOOLEAN)`); err != nil {
		t.Fatal(err)
	}
	var rows []paper
	for n, owner := range []string{"an", "binh", "an", "chi", "binh", "chi"} {
		p := paper{fmt.Sprintf("%d-%s", n, []string{"an", "chi"}[n%2]), owner, n%3 == 0}
		rows = append(rows, p)
		if _, err := db.Exec(`INSERT INTO papers VALUES (?, ?, ?)`, p.id, p.owner, p.closed); err != nil {
			t.Fatal(err)
		}
	}
	return rows, func(condition string, args []any) ([]string, error) {
		found, err := db.Query("SELECT id FROM papers WHERE "+condition, args...)
		if err != nil {
			return nil, err
		}
		defer found.Close()
		var ids []string
		for found.Next() {
			var id string
			if err := found.Scan(&id); err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
		return ids, found.Err()
	}
}

func paperID(p paper) string { return p.id }

func TestBothFormsAgree(t *testing.T) {
	rows, query := store(t)
	Check(t, papers, []string{"an", "binh", "chi", "nobody"}, rows, paperID, query)
}

func TestAWrongFormIsFound(t *testing.T) {
	rows, query := store(t)
	planted := slices.Clone(papers)
	planted[0].SQL = func(string) (string, []any) { return "owner >= ?", []any{"an"} }
	if Compare(planted, []string{"an", "binh"}, rows, paperID, query) == nil {
		t.Error("the planted fault was not found")
	}
	if Compare(papers[:1], []string{"nobody"}, rows, paperID, query) == nil {
		t.Error("a comparison that shows nothing passed")
	}
}

// A list holds the rows that a decision on each of them would allow.
func TestListsFollowDecisions(t *testing.T) {
	rows, query := store(t)
	table, err := policies.Parse(strings.NewReader(`
allow, member, document:own, read-document
allow, member, document:closed, read-document
deny, *, document:recused, *
allow, chair, document:any, read-document
`))
	if err != nil {
		t.Fatal(err)
	}
	e, err := policies.New("b", table)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"member", "chair", "clerk"} {
		for _, who := range []string{"an", "binh", "chi"} {
			allow, deny := e.Relations([]string{role}, "document", "read-document")
			condition, args := papers.Where(who, allow, deny)
			got, err := query(condition, args)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, p := range rows {
				if e.Decide([]string{role}, "document", papers.Of(who, p), "read-document").Allow {
					want = append(want, p.id)
				}
			}
			if !slices.Equal(want, got) {
				t.Errorf("%s %s: decisions %v, list %v", role, who, want, got)
			}
		}
	}
}
