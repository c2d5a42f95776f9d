package store

import (
	"slices"
	"strings"
	"testing"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// What a member's view and answer go by is found by the ballot and the member: it costs
// the same however many ballots, answers and rows of the journal there are.
func TestWhatAnAnswerGoesByIsFoundByTheMember(t *testing.T) {
	d := testkit.SQLite(t)
	s := New(d)
	ctx := ecabinet.WithActor(t.Context(), ecabinet.Actor{Body: "b", Person: "p"})
	rows, _ := s.revs.ask("b", "x", MemberRows("p"))
	asked := append([]*db.Query{
		rows,
		s.castEvent(ctx, new(ecabinet.Event), "x", "a"),
		s.askPart(ctx, new(part), "x", "p", ""),
		s.askDraft(ctx, new(part), "x", "p", 1),
	}, s.around(ctx, new(ballots.Mine), "x", "p")...)
	few := []string{
		"journal_topic (body=? AND topic=?)", "journal_topic (body=? AND topic=? AND seq>?)", "sqlite_autoindex_ballots_1 (id=?)",
		"seats_person (ballot=? AND person=?)", "answers_revision (ballot=? AND seat=?)", "office_drafts_member (ballot=? AND round=? AND member=?)",
	}
	for _, q := range asked {
		found := 0
		for _, step := range testkit.Plan(t, d, q) {
			if strings.HasPrefix(step, "SCALAR SUBQUERY") {
				continue
			}
			_, how, _ := strings.Cut(step, " USING INDEX ")
			if !slices.Contains(few, how) {
				t.Errorf("%s\n%s", step, q.Text)
			}
			found++
		}
		if found == 0 {
			t.Errorf("no plan of %s", q.Text)
		}
	}
}

// A ballot is found by its id and a file by its ballot though all are of one body.
func TestWhatHasAnIDIsFoundByIt(t *testing.T) {
	d := testkit.SQLite(t)
	for query, want := range map[string]string{
		"SELECT * FROM ballots AS b WHERE b.id IN ('x', 'y') AND b.body = 'b'":         "SEARCH b USING INDEX sqlite_autoindex_ballots_1 (id=?)",
		"SELECT * FROM ballot_files AS f WHERE f.ballot = 'x' AND f.body = 'b'":        "SEARCH f USING INDEX ballot_files_ballot (ballot=?)",
		"SELECT * FROM document_versions AS v WHERE v.body = 'b' AND v.document = 'd'": "SEARCH v USING INDEX document_versions_number (document=?)",
		"SELECT id FROM respondents WHERE hash = 'h' AND hash <> ''":                   "SEARCH respondents USING INDEX respondents_hash (hash=?)",
	} {
		if got := testkit.Plan(t, d, &db.Query{Text: query}); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q", query, got)
		}
	}
}
