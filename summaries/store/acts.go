package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/summaries"
)

type actRow struct {
	bun.BaseModel `bun:"table:synthesis_acts,alias:k"`

	Synthesis string `bun:",pk"`
	Rev       int64  `bun:",pk"`
	Body      string
	Version   int
	Person    string
	Data      string
	Trace     db.JSON[summaries.Trace]
}

// LastAct is a person's last act on a version that is not undone.
func (r reader) LastAct(ctx context.Context, question, person string, version int) (summaries.Kept, error) {
	row := new(actRow)
	err := r.db().NewSelect().Model(row).Where("k.synthesis = ?", question).Where("k.body = ?", r.body(ctx)).
		Where("k.person = ?", person).Where("k.version = ?", version).Order("k.rev DESC").Limit(1).Scan(ctx)
	if err != nil {
		return summaries.Kept{}, db.NotFound(fmt.Errorf("load the last act: %w", err), "synthesis.undo_none")
	}
	return summaries.Kept{Rev: row.Rev, By: row.Person, Version: row.Version, Data: json.RawMessage(row.Data), Trace: row.Trace.V}, nil
}

// KeepAct keeps an act and forgets what can no longer be undone.
func (t *tx) KeepAct(ctx context.Context, question string, k summaries.Kept) error {
	row := &actRow{Synthesis: question, Rev: k.Rev, Body: t.Body(), Version: k.Version, Person: k.By, Data: string(k.Data), Trace: db.JSON[summaries.Trace]{V: k.Trace}}
	if _, err := t.db().NewInsert().Model(row).Exec(ctx); err != nil {
		return fmt.Errorf("keep an act: %w", err)
	}
	oldest := t.db().NewSelect().Model((*actRow)(nil)).Column("k.rev").Where("k.synthesis = ?", question).Where("k.person = ?", k.By).
		Order("k.rev DESC").Offset(summaries.MostKept).Limit(1)
	_, err := t.db().NewDelete().TableExpr("synthesis_acts").Where("synthesis = ?", question).Where("body = ?", t.Body()).
		Where("version < ? OR (person = ? AND rev <= (?))", k.Version, k.By, oldest).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget acts: %w", err)
	}
	return nil
}

// DropAct forgets an act that was undone.
func (t *tx) DropAct(ctx context.Context, question string, k summaries.Kept) error {
	_, err := t.db().NewDelete().TableExpr("synthesis_acts").Where("synthesis = ?", question).Where("rev = ?", k.Rev).Where("body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget an act that was undone: %w", err)
	}
	return nil
}
