package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/summaries"
)

// ApprovedTable is the approved version of a question, for lists.
type ApprovedTable struct {
	Question string
	Ballot   string
	Version  int
	At       time.Time
	After    string // cursor of what comes after it
}

var byApproval = db.Order{Name: "approval", Columns: []string{"s.approved_at", "s.id"}, Down: true}

// ApprovedTables are up to 500 of them after a cursor, "" for the first, the last approved
// first; next is "" where these are the last.
func (s *Store) ApprovedTables(ctx context.Context, after string) (list []ApprovedTable, next string, err error) {
	p := db.Page{After: after, Limit: 500}
	q, err := byApproval.From(s.db().NewSelect().TableExpr("syntheses AS s").
		ColumnExpr("s.id AS question, s.ballot, s.approved_version AS version, s.approved_at AS at").
		Where("s.body = ?", s.body(ctx)).Where("s.approved_version > 0"), p)
	if err != nil {
		return nil, "", err
	}
	var rows []struct {
		Question string
		Ballot   string
		Version  int
		At       db.Time
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, "", loading("approved syntheses", err)
	}
	for _, r := range rows {
		list = append(list, ApprovedTable{r.Question, r.Ballot, r.Version, r.At.Time, byApproval.Cursor(r.At.String(), r.Question)})
	}
	list, next = db.Cut(list, p, func(t ApprovedTable) string { return t.After })
	return list, next, nil
}

// ReplyLists are the drafter's answers to the points of questions, by question.
func (s *Store) ReplyLists(ctx context.Context, questions []string) (map[string][]summaries.Reply, error) {
	found := map[string][]summaries.Reply{}
	if len(questions) == 0 {
		return found, nil
	}
	var rows []replyRow
	err := s.db().NewSelect().Model(&rows).Where("a.synthesis IN (?)", bun.List(questions)).Where("a.body = ?", s.body(ctx)).Order("a.point").Scan(ctx)
	for _, a := range rows {
		found[a.Synthesis] = append(found[a.Synthesis], a.reply())
	}
	return found, loading("answers of syntheses", err)
}

// Says is what the points of approved tables say, see [summaries.Table.Says], by question.
// A version that was kept never changes, so that each is read once and no whole table again.
func (s *Store) Says(ctx context.Context, list []ApprovedTable) (map[string]map[string]string, error) {
	body := s.body(ctx)
	found, missing := s.says.of(body, list)
	if len(missing) == 0 {
		return found, nil
	}
	var rows []versionRow
	err := s.db().NewSelect().Model(&rows).Where("v.body = ?", body).WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		for _, t := range missing {
			q = q.WhereOr("v.synthesis = ? AND v.version = ?", t.Question, t.Version)
		}
		return q
	}).Scan(ctx)
	if err != nil {
		return nil, loading("versions of syntheses", err)
	}
	for _, r := range rows {
		found[r.Synthesis] = r.Content.V.Says()
		s.says.keep(body, r.Synthesis, r.Version, found[r.Synthesis])
	}
	for _, t := range missing {
		if found[t.Question] == nil {
			return nil, fmt.Errorf("load version %d of synthesis %s: it is missing", t.Version, t.Question)
		}
	}
	return found, nil
}

// saying keeps in memory what the points of kept versions say.
type saying struct {
	mu   sync.Mutex
	what map[kept]map[string]string // guarded by mu
}

// kept names a version that never changes.
type kept struct {
	body, question string
	version        int
}

// mostSaying bounds the memory: a table of a hundred points takes some 15 KiB. Beyond it,
// all are forgotten and those still read come back.
const mostSaying = 500

// of gives what is known, by question, and what is not.
func (s *saying) of(body string, list []ApprovedTable) (found map[string]map[string]string, missing []ApprovedTable) {
	found = map[string]map[string]string{}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range list {
		if says, ok := s.what[kept{body, t.Question, t.Version}]; ok {
			found[t.Question] = says
		} else {
			missing = append(missing, t)
		}
	}
	return found, missing
}

func (s *saying) keep(body, question string, version int, says map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.what) >= mostSaying {
		clear(s.what)
	}
	s.what[kept{body, question, version}] = says
}
