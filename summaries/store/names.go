package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet/summaries"
)

// rowName is what a row was called, in both languages.
type rowName struct{ vi, en string }

func namesOf(t summaries.Table) map[string]rowName {
	names := make(map[string]rowName, len(t.Rows))
	for _, row := range t.Rows {
		names[row.ID] = rowName{row.Name(false), row.Name(true)}
	}
	return names
}

type nameRow struct {
	bun.BaseModel `bun:"table:synthesis_row_names,alias:n"`

	Synthesis string `bun:",pk"`
	NameOf    string `bun:",pk"`
	Rev       int64  `bun:",pk"`
	Body      string
	VI        string `bun:"vi"`
	EN        string `bun:"en"`
}

// saveNames notes what the rows that came, went or are called otherwise were called before
// this act and are called after it. That the name before is noted too tells of tables that
// were made before names were.
func (t *tx) saveNames(ctx context.Context, d *summaries.Desk, was seen) error {
	now := namesOf(d.Table)
	var rows []nameRow
	note := func(id string, rev int64, name rowName) {
		rows = append(rows, nameRow{Synthesis: d.ID, NameOf: id, Rev: rev, Body: d.Body, VI: name.vi, EN: name.en})
	}
	for id, name := range was.names {
		if now[id] != name {
			note(id, was.rev, name)
		}
	}
	for id, name := range now {
		if was.names[id] != name {
			note(id, d.Rev, name)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := t.db().NewInsert().Model(&rows).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("note names of rows of a synthesis: %w", err)
	}
	return nil
}

// Called is what a row is known to be called from a rev of the table on.
type Called struct {
	Rev    int64
	VI, EN string
}

// Names are what rows of a question were called, by row, the first name first; nothing of a
// row that has neither come, gone nor been renamed since names are noted.
func (s *Store) Names(ctx context.Context, question string, rows []string) (map[string][]Called, error) {
	names := map[string][]Called{}
	if len(rows) == 0 {
		return names, nil
	}
	var found []nameRow
	err := s.db().NewSelect().Model(&found).Where("n.synthesis = ?", question).Where("n.body = ?", s.body(ctx)).
		Where("n.name_of IN (?)", bun.List(rows)).Order("n.name_of", "n.rev").Scan(ctx)
	for _, n := range found {
		names[n.NameOf] = append(names[n.NameOf], Called{n.Rev, n.VI, n.EN})
	}
	return names, loading("names of rows of a synthesis", err)
}
