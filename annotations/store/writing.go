package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/annotations"
	"ecabinet/internal/db"
)

// Head locks and reads the actor's annotations of a paper as a whole. The row is
// there from the first lock on, so that two devices wait for each other.
func (t *tx) Head(ctx context.Context, document string) (annotations.Head, error) {
	person := ecabinet.ActorFrom(ctx).Person
	if person == "" {
		return annotations.Head{}, fmt.Errorf("annotate: nobody acts")
	}
	id := headID(person, document)
	_, err := t.db().NewInsert().Model(&headRow{ID: id, Body: t.Body(), Person: person, Document: document}).On("CONFLICT (id) DO NOTHING").Exec(ctx)
	if err != nil {
		return annotations.Head{}, fmt.Errorf("begin annotations: %w", err)
	}
	if err := t.Lock(ctx, "annotation_heads", id, db.Update); err != nil {
		return annotations.Head{}, err
	}
	h, found, err := t.head(ctx, person, document)
	if err == nil && !found {
		err = fmt.Errorf("annotate: paper %s is not of the body of this act", document)
	}
	return h, err
}

// SaveHead writes a head that Head gave in this act.
func (t *tx) SaveHead(ctx context.Context, h annotations.Head) error {
	_, err := t.db().NewUpdate().Model((*headRow)(nil)).Set("seq = ?", h.Seq).Set("office = ?", h.Office).Set("shared_at = ?", db.At(h.SharedAt)).
		Where("h.id = ?", headID(h.Person, h.Document)).Where("h.body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save annotations: %w", err)
	}
	return nil
}

func (t *tx) of(ctx context.Context, h annotations.Head, bare bool, narrow func(*bun.SelectQuery)) ([]annotations.Annotation, error) {
	var rows []row
	q := t.db().NewSelect().Model(&rows).Where("a.person = ?", h.Person).Where("a.document = ?", h.Document).Where("a.body = ?", t.Body()).Order("a.id")
	if bare {
		q.ExcludeColumn("content")
	}
	narrow(q)
	if err := q.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read annotations: %w", err)
	}
	return t.things(ctx, rows, bare)
}

// Held are all of a head's.
func (t *tx) Held(ctx context.Context, h annotations.Head, bare bool) ([]annotations.Annotation, error) {
	return t.of(ctx, h, bare, func(*bun.SelectQuery) {})
}

// Some are those with these ids.
func (t *tx) Some(ctx context.Context, h annotations.Head, ids []string) ([]annotations.Annotation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return t.of(ctx, h, false, func(q *bun.SelectQuery) { q.Where("a.id IN (?)", bun.List(ids)) })
}

// Count is how many there are without those erased.
func (t *tx) Count(ctx context.Context, h annotations.Head) (int, error) {
	n, err := t.db().NewSelect().Model((*row)(nil)).Where("a.person = ?", h.Person).Where("a.document = ?", h.Document).
		Where("a.body = ?", t.Body()).Where("NOT a.erased").Count(ctx)
	return int(n), err
}

// Save inserts or replaces contents.
func (t *tx) Save(ctx context.Context, list []annotations.Annotation) error {
	if len(list) == 0 {
		return nil
	}
	rows := make([]*row, len(list))
	for i, a := range list {
		if a.Body != t.Body() {
			return fmt.Errorf("save annotation: body %q is not the body of this act", a.Body)
		}
		var err error
		if rows[i], err = t.rowOf(ctx, a); err != nil {
			return err
		}
	}
	q := t.db().NewInsert().Model(&rows).On("CONFLICT (person, document, id) DO UPDATE")
	for _, column := range []string{"version", "rev", "seq", "erased", "changed_at", "content"} {
		q.Set("? = EXCLUDED.?", bun.Ident(column), bun.Ident(column))
	}
	if _, err := q.Exec(ctx); err != nil {
		return fmt.Errorf("save annotations: %w", err)
	}
	return nil
}

// SaveOffices writes who reads them.
func (t *tx) SaveOffices(ctx context.Context, list []annotations.Annotation) error {
	for _, a := range list {
		_, err := t.db().NewUpdate().Model((*row)(nil)).Set("office = ?", a.Office).Set("seq = ?", a.Seq).
			Where("a.person = ?", a.Person).Where("a.document = ?", a.Document).Where("a.id = ?", a.ID).Where("a.body = ?", t.Body()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("save who reads annotations: %w", err)
		}
	}
	return nil
}
