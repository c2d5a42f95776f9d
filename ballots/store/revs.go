package store

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"ecabinet"
	"ecabinet/internal/db"
)

// Rows are the journal rows of a ballot that a view of it can show. A view counts no
// others: its rev would tell how fast answers and drafts come in.
type Rows struct {
	in  func(t *tally) int64
	one func(kind, data string) bool // the same of a single row
}

// BallotRows are those of the ballot itself, MatrixRows all but what offices prepare.
var (
	BallotRows = Rows{func(t *tally) int64 { return t.own }, func(kind, _ string) bool { return own(kind) }}
	MatrixRows = Rows{func(t *tally) int64 { return t.all - t.drafts }, func(kind, _ string) bool { return !draft(kind) }}
)

// MemberRows are those of the ballot itself and of one of its members, whose id
// stands in the data of what is his.
func MemberRows(member string) Rows {
	quoted := `"` + member + `"`
	return Rows{
		func(t *tally) int64 { return t.own + t.naming[member] },
		func(kind, data string) bool {
			return own(kind) || len(member) <= longest && strings.Contains(data, quoted)
		},
	}
}

func own(kind string) bool   { return strings.HasPrefix(kind, "ballot.") }
func draft(kind string) bool { return strings.HasPrefix(kind, "draft.") }

// ViewRev is the number of these rows of a ballot: it rises with everything that a
// view of them can show. Read it before the rows of the view, so that a view is
// never older than its rev says.
func (s *Store) ViewRev(ctx context.Context, ballot string, rows Rows) (int64, error) {
	q, rev := s.revs.ask(s.body(ctx), ballot, rows)
	if err := s.sql.Run(ctx, q); err != nil {
		return 0, fmt.Errorf("count the journal of a ballot: %w", err)
	}
	return rev(), nil
}

// tally counts journal rows of one ballot.
type tally struct {
	all, own, drafts int64
	naming           map[string]int64 // those not of the ballot itself, by whom they name
}

// longest is the longest id; what is longer in the data of a row names nobody.
const longest = 40

func (t *tally) add(kind, data string) {
	t.all++
	switch {
	case own(kind):
		t.own++
		return
	case draft(kind):
		t.drafts++
	}
	if t.naming == nil {
		t.naming = map[string]int64{}
	}
	seen := map[string]bool{}
	parts := strings.Split(data, `"`)
	for _, name := range parts[1:max(1, len(parts)-1)] { // ids hold no quote
		if len(name) <= longest && !seen[name] {
			seen[name] = true
			t.naming[strings.Clone(name)]++
		}
	}
}

// revs keeps the tallies of the ballots that are looked at. The journal only grows,
// so that what was counted up to one of its rows stays true, and only the rows behind
// it are read.
type revs struct {
	mu sync.Mutex
	of map[string]*counted // guarded by mu: by body and ballot
}

// counted is the tally of the rows up to seq.
type counted struct {
	seq int64
	tally
}

// mostCounted bounds the memory: a ballot with a hundred answers takes some 20 KiB.
// Beyond it, all are forgotten and those still looked at come back.
const mostCounted = 200

func newRevs() *revs { return &revs{of: map[string]*counted{}} }

type journalRow struct {
	seq        int64
	kind, data string
}

// ask counts rows of a ballot: rev tells their number once q has run.
func (r *revs) ask(body, ballot string, rows Rows) (q *db.Query, rev func() int64) {
	var from, before int64
	key := body + "/" + ballot
	r.mu.Lock()
	if c := r.of[key]; c != nil {
		from, before = c.seq, rows.in(&c.tally)
	}
	r.mu.Unlock()
	var read []journalRow
	q = &db.Query{
		Text: "SELECT seq, type, data FROM journal WHERE body = $1 AND topic = $2 AND seq > $3 ORDER BY seq",
		Args: []any{body, "ballot:" + ballot, from},
		Row: func(r db.Row) error {
			var row journalRow
			err := r.Scan(&row.seq, &row.kind, &row.data)
			read = append(read, row)
			return err
		},
	}
	return q, func() int64 {
		rev := before
		for _, row := range read {
			if rows.one(row.kind, row.data) {
				rev++
			}
		}
		r.keep(key, from, read)
		return rev
	}
}

// keep counts the rows of a ballot behind from, as far as others have not.
func (r *revs) keep(key string, from int64, rows []journalRow) {
	if len(rows) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.of[key]
	if c == nil && from == 0 {
		if len(r.of) >= mostCounted {
			clear(r.of)
		}
		c = &counted{}
		r.of[key] = c
	}
	if c == nil || c.seq < from { // forgotten meanwhile
		return
	}
	for _, row := range rows {
		if row.seq > c.seq {
			c.add(row.kind, row.data)
			c.seq = row.seq
		}
	}
}

// coming counts rows among events that are not in the journal yet.
func coming(rows Rows, events []*ecabinet.Event) (n int64) {
	for _, e := range events {
		if rows.one(e.Type, string(e.Data)) {
			n++
		}
	}
	return n
}
