// Package store keeps tables of opinions in the database: it implements the ports of
// package summaries with bun, once for SQLite and PostgreSQL. Every read is confined to
// one body: inside an act the act's, else that of the actor in ctx. It holds no rule and
// decides no right, and nothing that it reads goes into a log or the journal.
package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/summaries"
)

// Store implements summaries.Store.
type Store struct {
	d *db.DB
	reader
	says *saying
}

var _ summaries.Store = (*Store)(nil)

// New gives the tables that rest in d.
func New(d *db.DB) *Store {
	return &Store{
		d: d, reader: reader{db: d.Read, body: func(ctx context.Context) string { return ecabinet.ActorFrom(ctx).Body }},
		says: &saying{what: map[kept]map[string]string{}},
	}
}

// InTx runs fn as one act; see db.DB.InTx for its errors.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context, tx summaries.Tx) (string, error)) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		body := t.Body()
		return fn(ctx, &tx{Tx: t, reader: reader{db: t.Bun, body: func(context.Context) string { return body }}, seen: map[string]seen{}, steps: map[string]stepsSeen{}})
	})
}

type reader struct {
	db   func() bun.IDB
	body func(ctx context.Context) string
}

// tx implements summaries.Tx. Now and Emit are db.Tx's own.
type tx struct {
	*db.Tx
	reader
	seen  map[string]seen
	steps map[string]stepsSeen
}

// seen is a desk as LockDesk found it.
type seen struct {
	rev       int64
	rows      map[string]int64
	names     map[string]rowName
	submitted summaries.Submission
}

const none = "synthesis.none"

func loading(thing string, err error) error {
	if err == nil {
		return nil
	}
	return db.NotFound(fmt.Errorf("load %s: %w", thing, err), none)
}

type headRow struct {
	bun.BaseModel `bun:"table:syntheses,alias:s"`

	ID              string `bun:",pk"`
	Body            string
	Ballot          string
	Rev             int64
	Version         int
	Assisted        bool
	Sources         db.JSON[[]summaries.Source]
	Rows            db.JSON[[]string]
	ByHand          bool
	Moves           int64
	Apart           db.JSON[[]summaries.SetApart]
	Waiting         db.JSON[[]summaries.SentenceID]
	Rejected        db.JSON[[]summaries.Rejection]
	Reads           db.JSON[[]summaries.ReadMark]
	First           db.JSON[map[summaries.SentenceID]string]
	ApprovedVersion int
	ApprovedHash    string
	ApprovedBy      string
	ApprovedAt      db.Time
	Hash            string
}

type rowRow struct {
	bun.BaseModel `bun:"table:synthesis_rows,alias:r"`

	Synthesis string `bun:",pk"`
	ID        string `bun:",pk"`
	Body      string
	Rev       int64
	Content   db.JSON[summaries.Row]
}

type versionRow struct {
	bun.BaseModel `bun:"table:synthesis_versions,alias:v"`

	Synthesis string `bun:",pk"`
	Version   int    `bun:",pk"`
	Body      string
	Hash      string
	Content   db.JSON[summaries.Table]
	KeptBy    string
	KeptAt    db.Time
}

type replyRow struct {
	bun.BaseModel `bun:"table:synthesis_replies,alias:a"`

	Synthesis  string `bun:",pk"`
	Point      string `bun:",pk"`
	Body       string
	Rev        int64
	Decision   summaries.Decision
	Text       string
	Quotes     string
	AnsweredBy string
	AnsweredAt db.Time
	Checked    summaries.Check
	Remark     string
	CheckedBy  string
	CheckedAt  db.Time
}

func (a replyRow) reply() summaries.Reply {
	return summaries.Reply{
		Answer: summaries.Answer{Point: a.Point, Decision: a.Decision, Text: a.Text}, Rev: a.Rev, Quotes: a.Quotes,
		By: a.AnsweredBy, At: a.AnsweredAt.Time, Check: a.Checked, Remark: a.Remark, CheckedBy: a.CheckedBy, CheckedAt: a.CheckedAt.Time,
	}
}

func (r *headRow) desk() *summaries.Desk {
	d := &summaries.Desk{
		ID: r.ID, Body: r.Body, Ballot: r.Ballot, Rev: r.Rev, Revs: map[string]int64{}, Moves: r.Moves,
		Table: summaries.Table{
			Question: r.ID, Version: r.Version, Assisted: r.Assisted, Sources: r.Sources.V, Rows: []summaries.Row{}, Apart: r.Apart.V, Waiting: r.Waiting.V,
		},
		Rejected: r.Rejected.V, Read: r.Reads.V, First: r.First.V,
		Approval: summaries.Approval{Version: r.ApprovedVersion, Hash: r.ApprovedHash, By: r.ApprovedBy, At: r.ApprovedAt.Time},
	}
	if r.ByHand {
		d.Hand = r.Rows.V
	}
	return d
}

func rowOfDesk(d *summaries.Desk) (*headRow, error) {
	hash, err := d.Table.Hash()
	r := &headRow{
		ID: d.ID, Body: d.Body, Ballot: d.Ballot, Rev: d.Rev, Version: d.Table.Version, Assisted: d.Table.Assisted,
		Sources: db.JSON[[]summaries.Source]{V: d.Table.Sources}, Rows: db.JSON[[]string]{V: []string{}}, ByHand: len(d.Hand) > 0, Moves: d.Moves,
		Apart: db.JSON[[]summaries.SetApart]{V: d.Table.Apart}, Waiting: db.JSON[[]summaries.SentenceID]{V: d.Table.Waiting},
		Rejected: db.JSON[[]summaries.Rejection]{V: d.Rejected}, Reads: db.JSON[[]summaries.ReadMark]{V: d.Read},
		First:           db.JSON[map[summaries.SentenceID]string]{V: d.First},
		ApprovedVersion: d.Approval.Version, ApprovedHash: d.Approval.Hash, ApprovedBy: d.Approval.By, ApprovedAt: db.At(d.Approval.At),
		Hash: hash,
	}
	for _, row := range d.Table.Rows {
		r.Rows.V = append(r.Rows.V, row.ID)
	}
	return r, err
}

// Desk is the version under review, or the approved one where it is the last.
func (r reader) Desk(ctx context.Context, question string) (*summaries.Desk, error) {
	head := new(headRow)
	if err := r.db().NewSelect().Model(head).Where("s.id = ?", question).Where("s.body = ?", r.body(ctx)).Scan(ctx); err != nil {
		return nil, loading("synthesis", err)
	}
	var rows []rowRow
	if err := r.db().NewSelect().Model(&rows).Where("r.synthesis = ?", question).Where("r.body = ?", r.body(ctx)).Scan(ctx); err != nil {
		return nil, loading("rows of a synthesis", err)
	}
	byID := map[string]rowRow{}
	for _, row := range rows {
		byID[row.ID] = row
	}
	d := head.desk()
	for _, id := range head.Rows.V {
		row, ok := byID[id]
		if !ok {
			return nil, fmt.Errorf("load synthesis %s: row %s is missing", question, id)
		}
		d.Table.Rows = append(d.Table.Rows, row.Content.V)
		d.Revs[id] = row.Rev
	}
	var err error
	d.Submitted, err = r.submitted(ctx, question)
	return d, err
}

// Version is one that was kept.
func (r reader) Version(ctx context.Context, question string, version int) (summaries.Table, error) {
	row := new(versionRow)
	err := r.db().NewSelect().Model(row).Where("v.synthesis = ?", question).Where("v.version = ?", version).Where("v.body = ?", r.body(ctx)).Scan(ctx)
	return row.Content.V, loading("version of a synthesis", err)
}

// Replies are the drafter's answers, by point.
func (r reader) Replies(ctx context.Context, question string) ([]summaries.Reply, error) {
	var rows []replyRow
	err := r.db().NewSelect().Model(&rows).Where("a.synthesis = ?", question).Where("a.body = ?", r.body(ctx)).Order("a.point").Scan(ctx)
	if err != nil {
		return nil, loading("answers of a synthesis", err)
	}
	out := make([]summaries.Reply, len(rows))
	for i, a := range rows {
		out[i] = a.reply()
	}
	return out, nil
}

// Turns counts what has happened to the approved table of a question: its approvals, and the
// acts on its answers. What happens to the version under review is not among it. Replies are
// never deleted, so that it only grows. Version 0: none is approved.
func (s *Store) Turns(ctx context.Context, question string) (turns int64, version int, err error) {
	err = s.db().NewSelect().TableExpr("syntheses AS s").
		ColumnExpr("CAST(s.approved_version + COALESCE((SELECT SUM(a.rev) FROM synthesis_replies AS a WHERE a.synthesis = s.id AND a.body = s.body), 0) AS BIGINT)").
		Column("s.approved_version").Where("s.id = ?", question).Where("s.body = ?", s.body(ctx)).Scan(ctx, &turns, &version)
	return turns, version, loading("approved table of a synthesis", err)
}

// Kept is a version that was kept, without its content.
type Kept struct {
	Version int
	Hash    string
	KeptBy  string
	KeptAt  db.Time
}

// Versions are those that were kept, the first one first.
func (s *Store) Versions(ctx context.Context, question string) ([]Kept, error) {
	var rows []Kept
	err := s.db().NewSelect().TableExpr("synthesis_versions AS v").Column("v.version", "v.hash", "v.kept_by", "v.kept_at").
		Where("v.synthesis = ?", question).Where("v.body = ?", s.body(ctx)).Order("v.version").Scan(ctx, &rows)
	return rows, loading("versions of a synthesis", err)
}

// State is the short of a synthesis, for lists.
type State struct {
	ID              string
	Rev             int64
	Version         int
	ApprovedVersion int
	Assisted        bool
	Waiting         db.JSON[[]summaries.SentenceID]
}

// States are those of questions, by id.
func (s *Store) States(ctx context.Context, questions []string) (map[string]State, error) {
	found := map[string]State{}
	if len(questions) == 0 {
		return found, nil
	}
	var rows []State
	err := s.db().NewSelect().TableExpr("syntheses AS s").Column("s.id", "s.rev", "s.version", "s.approved_version", "s.assisted", "s.waiting").
		Where("s.body = ?", s.body(ctx)).Where("s.id IN (?)", bun.List(questions)).Scan(ctx, &rows)
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, loading("syntheses", err)
}

// Entry is one line of a synthesis's history, as journalled.
type Entry struct {
	Seq  int64
	At   time.Time
	By   string
	Type string
	Data json.RawMessage
}

// History is who changed what and when, the newest first: at most most entries before the
// one with that number, 0 for the newest. Given types, only those.
func (s *Store) History(ctx context.Context, question string, before int64, most int, types ...string) ([]Entry, error) {
	q := s.db().NewSelect().TableExpr("journal").Column("seq", "at", "type", "actor", "data").
		Where("body = ?", s.body(ctx)).Where("topic = ?", summaries.Topic(question)).Order("seq DESC").Limit(int64(most))
	if before > 0 {
		q = q.Where("seq < ?", before)
	}
	if len(types) > 0 {
		q = q.Where("type IN (?)", bun.List(types))
	}
	var rows []struct {
		Seq   int64
		At    db.Time
		Type  string
		Actor string
		Data  string
	}
	err := q.Scan(ctx, &rows)
	out := make([]Entry, len(rows))
	for i, r := range rows {
		out[i] = Entry{r.Seq, r.At.Time, r.Actor, r.Type, json.RawMessage(r.Data)}
	}
	return out, loading("history of a synthesis", err)
}
