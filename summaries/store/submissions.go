package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/summaries"
)

type submissionRow struct {
	bun.BaseModel `bun:"table:synthesis_submissions,alias:b"`

	Synthesis   string `bun:",pk"`
	Number      int    `bun:",pk"`
	Body        string
	Version     int
	Hash        string
	SubmittedBy string
	SubmittedAt db.Time
	ReturnedBy  string
	ReturnedAt  db.Time
	Reason      string
}

func (b submissionRow) submission() summaries.Submission {
	return summaries.Submission{
		No: b.Number, Version: b.Version, Hash: b.Hash, By: b.SubmittedBy, At: b.SubmittedAt.Time,
		ReturnedBy: b.ReturnedBy, ReturnedAt: b.ReturnedAt.Time, Reason: b.Reason,
	}
}

// Submissions are all of a question, the first one first.
func (r reader) Submissions(ctx context.Context, question string) ([]summaries.Submission, error) {
	var rows []submissionRow
	err := r.db().NewSelect().Model(&rows).Where("b.synthesis = ?", question).Where("b.body = ?", r.body(ctx)).Order("b.number").Scan(ctx)
	list := make([]summaries.Submission, len(rows))
	for i, b := range rows {
		list[i] = b.submission()
	}
	return list, loading("submissions of a synthesis", err)
}

// submitted is the last one of a question; zero where there is none.
func (r reader) submitted(ctx context.Context, question string) (summaries.Submission, error) {
	var rows []submissionRow
	err := r.db().NewSelect().Model(&rows).Where("b.synthesis = ?", question).Where("b.body = ?", r.body(ctx)).Order("b.number DESC").Limit(1).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return summaries.Submission{}, loading("submission of a synthesis", err)
	}
	return rows[0].submission(), nil
}

// saveSubmission writes a new one, or that the last one was sent back.
func (t *tx) saveSubmission(ctx context.Context, d *summaries.Desk, was summaries.Submission) error {
	now := d.Submitted
	if now == was {
		return nil
	}
	row := &submissionRow{
		Synthesis: d.ID, Number: now.No, Body: t.Body(), Version: now.Version, Hash: now.Hash, SubmittedBy: now.By, SubmittedAt: db.At(now.At),
		ReturnedBy: now.ReturnedBy, ReturnedAt: db.At(now.ReturnedAt), Reason: now.Reason,
	}
	if now.No != was.No {
		if _, err := t.db().NewInsert().Model(row).Exec(ctx); err != nil {
			return fmt.Errorf("insert a submission of a synthesis: %w", err)
		}
		return nil
	}
	res, err := t.db().NewUpdate().Model(row).Column("returned_by", "returned_at", "reason").WherePK().
		Where("b.returned_at IS NULL").Where("b.body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("send a submission of a synthesis back: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return ecabinet.E(ecabinet.Stale, "synthesis.not_submitted")
	}
	return nil
}

// Due is a version on the desk that was handed over and is not approved.
type Due struct {
	Question   string
	Ballot     string
	Submission summaries.Submission
	Changed    bool // after it was handed over
}

// Due are those of the body, the one that was handed over first first. There are as many as
// wait for a person, so that no page cuts them; of what is approved none is looked at.
func (s *Store) Due(ctx context.Context) ([]Due, error) {
	var rows []struct {
		submissionRow
		Ballot  string
		Current string
	}
	err := s.db().NewSelect().TableExpr("syntheses AS s").ColumnExpr("b.*, s.ballot, s.hash AS current").
		Join("JOIN synthesis_submissions AS b ON b.synthesis = s.id AND b.version = s.version").
		Where("s.body = ?", s.body(ctx)).Where("s.approved_version <> s.version").
		Where("b.number = (SELECT MAX(l.number) FROM synthesis_submissions AS l WHERE l.synthesis = b.synthesis)").
		Order("b.submitted_at", "b.synthesis").Scan(ctx, &rows)
	list := make([]Due, len(rows))
	for i, b := range rows {
		list[i] = Due{b.Synthesis, b.Ballot, b.submission(), b.Current != b.Hash}
	}
	return list, loading("submissions", err)
}

// ListsRev rises with everything that happens in the body: the time of its last journal row
// in microseconds, which tells less than the row's number would.
func (s *Store) ListsRev(ctx context.Context) (int64, error) {
	var at db.Time
	err := s.db().NewSelect().TableExpr("journal_heads").Column("at").Where("body = ?", s.body(ctx)).Scan(ctx, &at)
	return at.UnixMicro(), loading("journal", err)
}
