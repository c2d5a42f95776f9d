package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/summaries"
)

// LockDesk locks before it reads, so that what it gives is what the acts before it left.
func (t *tx) LockDesk(ctx context.Context, question string) (*summaries.Desk, error) {
	if err := t.Lock(ctx, "syntheses", question, db.Update); err != nil {
		return nil, loading("synthesis", err)
	}
	d, err := t.Desk(ctx, question)
	if err != nil && ecabinet.KindOf(err) == ecabinet.NotFound {
		d, err = &summaries.Desk{ID: question, Body: t.Body(), Revs: map[string]int64{}}, nil
	}
	if err != nil {
		return nil, err
	}
	rows := map[string]int64{}
	for id, rev := range d.Revs {
		rows[id] = rev
	}
	t.seen[question] = seen{d.Rev, rows, namesOf(d.Table), d.Submitted}
	return d, nil
}

// SaveDesk writes the head, and the rows whose rev is another than LockDesk found.
func (t *tx) SaveDesk(ctx context.Context, d *summaries.Desk) error {
	was, ok := t.seen[d.ID]
	if !ok || d.Body != t.Body() {
		return fmt.Errorf("save synthesis %s: it was not locked in this act", d.ID)
	}
	if err := t.saveHead(ctx, d, was.rev); err != nil {
		return err
	}
	if err := t.saveSubmission(ctx, d, was.submitted); err != nil {
		return err
	}
	if err := t.saveNames(ctx, d, was); err != nil {
		return err
	}
	var gone []string
	for id := range was.rows {
		if d.Revs[id] == 0 {
			gone = append(gone, id)
		}
	}
	if len(gone) > 0 {
		_, err := t.db().NewDelete().Model((*rowRow)(nil)).Where("synthesis = ?", d.ID).Where("id IN (?)", bun.List(gone)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("drop rows of a synthesis: %w", err)
		}
	}
	var rows []rowRow
	for _, row := range d.Table.Rows {
		if d.Revs[row.ID] != was.rows[row.ID] {
			rows = append(rows, rowRow{Synthesis: d.ID, ID: row.ID, Body: d.Body, Rev: d.Revs[row.ID], Content: db.JSON[summaries.Row]{V: row}})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := t.db().NewInsert().Model(&rows).On("CONFLICT (synthesis, id) DO UPDATE").Set("rev = EXCLUDED.rev").Set("content = EXCLUDED.content").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save rows of a synthesis: %w", err)
	}
	return nil
}

// saveHead wants the head to be as it was locked; else Stale "synthesis.changed".
func (t *tx) saveHead(ctx context.Context, d *summaries.Desk, rev int64) error {
	head, err := rowOfDesk(d)
	if err != nil {
		return err
	}
	var n int64
	if rev == 0 { // there was no row to lock
		res, err := t.db().NewInsert().Model(head).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		if err != nil {
			return fmt.Errorf("insert synthesis: %w", err)
		}
		if n, err = res.RowsAffected(); err != nil {
			return fmt.Errorf("insert synthesis: %w", err)
		}
	} else {
		res, err := t.db().NewUpdate().Model(head).ExcludeColumn("id", "body", "ballot").WherePK().Where("s.rev = ?", rev).Where("s.body = ?", t.Body()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save synthesis: %w", err)
		}
		if n, err = res.RowsAffected(); err != nil {
			return fmt.Errorf("save synthesis: %w", err)
		}
	}
	if n == 0 {
		return ecabinet.E(ecabinet.Stale, "synthesis.changed")
	}
	return nil
}

// InsertVersion keeps the version on the desk for good.
func (t *tx) InsertVersion(ctx context.Context, d *summaries.Desk, by string) error {
	hash, err := d.Table.Hash()
	if err != nil {
		return err
	}
	row := &versionRow{
		Synthesis: d.ID, Version: d.Table.Version, Body: t.Body(), Hash: hash, Content: db.JSON[summaries.Table]{V: d.Table}, KeptBy: by, KeptAt: db.At(t.Now()),
	}
	if _, err := t.db().NewInsert().Model(row).Exec(ctx); err != nil {
		return fmt.Errorf("keep a version of a synthesis: %w", err)
	}
	return nil
}

// SaveReply writes an answer over the one of the rev before it.
func (t *tx) SaveReply(ctx context.Context, question string, r summaries.Reply) error {
	row := &replyRow{
		Synthesis: question, Point: r.Point, Body: t.Body(), Rev: r.Rev, Decision: r.Decision, Text: r.Text, Quotes: r.Quotes,
		AnsweredBy: r.By, AnsweredAt: db.At(r.At), Checked: r.Check, Remark: r.Remark, CheckedBy: r.CheckedBy, CheckedAt: db.At(r.CheckedAt),
	}
	if r.Rev == 1 {
		if _, err := t.db().NewInsert().Model(row).Exec(ctx); err != nil {
			return fmt.Errorf("insert an answer to a point: %w", err)
		}
		return nil
	}
	res, err := t.db().NewUpdate().Model(row).WherePK().Where("a.rev = ?", r.Rev-1).Where("a.body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save an answer to a point: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return ecabinet.E(ecabinet.Stale, "synthesis.answer_changed")
	}
	return nil
}
