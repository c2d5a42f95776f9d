package secrecy

import (
	"testing"
	"time"

	"ecabinet"
)

// A naive keeper of secret votes believes that two tables are secrecy.
type naive struct{ spy *spy }

func newNaive(t *testing.T, database string) *naive {
	n := &naive{newSpy(t, database)}
	n.exec("CREATE TABLE naive_turnout (vote TEXT, seat INTEGER, at TEXT)")
	n.exec("CREATE TABLE naive_choices (vote TEXT, id TEXT PRIMARY KEY, choice TEXT, at TEXT)")
	return n
}

func (n *naive) exec(query string, args ...any) {
	n.spy.t.Helper()
	if _, err := n.spy.db.ExecContext(n.spy.t.Context(), query, args...); err != nil {
		n.spy.t.Fatal(err)
	}
}

func (n *naive) cast(vote string, member int, choice string) {
	now := time.Now().UTC().Format(time.RFC3339Nano)
	n.exec("INSERT INTO naive_turnout VALUES ($1, $2, $3)", vote, member+1, now)
	n.exec("INSERT INTO naive_choices VALUES ($1, $2, $3, $4)", vote, ecabinet.NewVoteID(), choice, now)
	n.spy.snapshot()
}
