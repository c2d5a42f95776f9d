// Package store keeps matters, papers and their text in the database, once for
// SQLite and PostgreSQL, and their bytes in the file storage: it implements the
// ports Store, Tx and Files of package dossiers, and answers its lists and
// searches with the access condition in the same statement. Every read is confined
// to one body: inside an act the act's, else that of the actor in ctx. It holds no
// rule and decides no right.
package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/db"
	"ecabinet/internal/fold"
)

// Store implements dossiers.Store.
type Store struct {
	d *db.DB
	reader
}

var (
	_ dossiers.Store = (*Store)(nil)
	_ dossiers.Tx    = (*Tx)(nil)
)

// New gives the dossiers that rest in d.
func New(d *db.DB) *Store {
	return &Store{d: d, reader: reader{d.Read(), func(ctx context.Context) string { return ecabinet.ActorFrom(ctx).Body }}}
}

// InTx runs fn as one act; see db.DB.InTx for its errors.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context, tx dossiers.Tx) (string, error)) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) { return fn(ctx, Over(t)) })
}

// Over is this room's view of an act that is under way, for what spans two rooms.
func Over(t *db.Tx) *Tx {
	body := t.Body()
	return &Tx{tx: t, reader: reader{t.Bun(), func(context.Context) string { return body }}}
}

// Tx implements dossiers.Tx.
type Tx struct {
	tx *db.Tx
	reader
}

// Now is the time of the act.
func (t *Tx) Now() time.Time { return t.tx.Now() }

// Emit writes an event to the journal.
func (t *Tx) Emit(e ecabinet.Event) { t.tx.Emit(e) }

// Schedule plans a job of this room.
func (t *Tx) Schedule(ctx context.Context, kind, ref string, due time.Time) error {
	return t.tx.Schedule(ctx, db.Job{Kind: kind, Ref: ref, Due: due})
}

// Matter locks a matter and reads it.
func (t *Tx) Matter(ctx context.Context, id string) (dossiers.Matter, error) {
	if err := t.tx.Lock(ctx, "matters", id, db.Update); err != nil {
		return dossiers.Matter{}, db.NotFound(err, "matter.not_found")
	}
	return t.reader.Matter(ctx, id)
}

// SaveMatter inserts a matter of rev 1 and replaces the one whose rev is one less.
func (t *Tx) SaveMatter(ctx context.Context, m dossiers.Matter) error {
	return t.save(ctx, rowOfMatter(m), m.Body, m.Rev, "matter.stale")
}

// SaveDocument inserts a paper of rev 1 and replaces the one whose rev is one less.
func (t *Tx) SaveDocument(ctx context.Context, d dossiers.Document) error {
	return t.save(ctx, rowOfDocument(d), d.Body, d.Rev, "document.stale")
}

func (t *Tx) save(ctx context.Context, row any, body string, rev int64, stale string) error {
	if err := t.own(body); err != nil {
		return err
	}
	if rev == 1 {
		_, err := t.q.NewInsert().Model(row).Exec(ctx)
		return err
	}
	res, err := t.q.NewUpdate().Model(row).WherePK().Where("rev = ?", rev-1).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ecabinet.E(ecabinet.Stale, stale)
}

// own refuses to write a row of another body: its events would go to the wrong journal.
func (t *Tx) own(body string) error {
	if body != t.tx.Body() {
		return fmt.Errorf("write: body %q is not the body of this act", body)
	}
	return nil
}

// Touch raises view_rev.
func (t *Tx) Touch(ctx context.Context, matter string) error {
	_, err := t.q.NewUpdate().Table("matters").Set("view_rev = view_rev + 1").Where("id = ? AND body = ?", matter, t.tx.Body()).Exec(ctx)
	return err
}

// Document reads a paper with its versions.
func (t *Tx) Document(ctx context.Context, id string) (dossiers.Document, error) {
	return t.Paper(ctx, id)
}

// Documents are the papers of a matter in order, with their versions.
func (t *Tx) Documents(ctx context.Context, matter string) ([]dossiers.Document, error) {
	return t.documents(ctx, "d.matter = ?", matter)
}

// RemoveDocument deletes a paper with its versions and their text.
func (t *Tx) RemoveDocument(ctx context.Context, id string) error {
	for _, q := range []string{
		"DELETE FROM document_pages WHERE body = ?0 AND version IN (SELECT id FROM document_versions WHERE document = ?1)",
		"DELETE FROM document_versions WHERE body = ?0 AND document = ?1",
		"DELETE FROM documents WHERE body = ?0 AND id = ?1",
	} {
		if _, err := t.q.NewRaw(q, t.tx.Body(), id).Exec(ctx); err != nil {
			return fmt.Errorf("remove a paper: %w", err)
		}
	}
	return nil
}

// Version locks a version and reads it.
func (t *Tx) Version(ctx context.Context, id string) (dossiers.Version, error) {
	if err := t.tx.Lock(ctx, "document_versions", id, db.Update); err != nil {
		return dossiers.Version{}, db.NotFound(err, "document.not_found")
	}
	return t.version(ctx, id)
}

// SaveVersion inserts or replaces a version.
func (t *Tx) SaveVersion(ctx context.Context, v dossiers.Version) error {
	if err := t.own(v.Body); err != nil {
		return err
	}
	row, err := rowOfVersion(v)
	if err != nil {
		return err
	}
	res, err := t.q.NewUpdate().Model(row).WherePK().Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	_, err = t.q.NewInsert().Model(row).Exec(ctx)
	if db.IsUnique(err, "document_versions_number") {
		return ecabinet.E(ecabinet.Stale, "document.stale")
	}
	return err
}

// SavePages replaces the text of these pages.
func (t *Tx) SavePages(ctx context.Context, body string, pages []dossiers.Page) error {
	if err := t.own(body); err != nil || len(pages) == 0 {
		return err
	}
	rows := make([]pageRow, len(pages))
	for i, p := range pages {
		rows[i] = pageRow{Body: body, Version: p.Version, Page: p.Number, Text: p.Text, Folded: fold.Text(p.Text)}
	}
	_, err := t.q.NewRaw("DELETE FROM document_pages WHERE version = ? AND page BETWEEN ? AND ?",
		pages[0].Version, pages[0].Number, pages[len(pages)-1].Number).Exec(ctx)
	if err != nil {
		return fmt.Errorf("replace the text of pages: %w", err)
	}
	if _, err := t.q.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return fmt.Errorf("save the text of pages: %w", err)
	}
	return nil
}

// Note adds a line to a matter's history.
func (t *Tx) Note(ctx context.Context, e dossiers.Entry) error {
	_, err := t.q.NewInsert().Model(&entryRow{
		ID: e.ID, Body: e.Body, Matter: e.Matter, At: db.At(e.At), Person: e.Person, What: e.What, Reason: e.Reason,
		Document: e.Document, Version: e.Version,
	}).Exec(ctx)
	return err
}

// SetVoters replaces who stands on a ballot on the matter.
func (t *Tx) SetVoters(ctx context.Context, matter string, persons []string) error {
	return t.setPersons(ctx, matter, "voter", persons)
}

// SetRecused replaces who is recused from the matter.
func (t *Tx) SetRecused(ctx context.Context, matter string, persons []string) error {
	return t.setPersons(ctx, matter, "recused", persons)
}

func (t *Tx) setHolds(ctx context.Context, matter, session string, held []dossiers.Hold) error {
	if _, err := t.q.NewDelete().Model((*holdRow)(nil)).Where("matter = ?", matter).Where("session = ?", session).Exec(ctx); err != nil {
		return fmt.Errorf("replace who does not read a paper yet: %w", err)
	}
	var rows []holdRow
	for _, h := range held {
		for _, p := range h.Persons {
			rows = append(rows, holdRow{Matter: matter, Session: session, Document: h.Document, Person: p, Body: t.tx.Body()})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := t.q.NewInsert().Model(&rows).Exec(ctx); err != nil {
		return fmt.Errorf("replace who does not read a paper yet: %w", err)
	}
	return nil
}

// SetSession replaces who reads the matter for one session, who is aside there, and who
// does not read single papers yet.
func (t *Tx) SetSession(ctx context.Context, matter, session string, listed, aside []string, held []dossiers.Hold) error {
	if err := t.setHolds(ctx, matter, session, held); err != nil {
		return err
	}
	if _, err := t.q.NewDelete().Model((*sessionRow)(nil)).Where("matter = ?", matter).Where("session = ?", session).Exec(ctx); err != nil {
		return fmt.Errorf("replace who reads a matter for a session: %w", err)
	}
	var rows []sessionRow
	for part, persons := range map[string][]string{"listed": listed, "aside": aside} {
		for _, p := range persons {
			rows = append(rows, sessionRow{Matter: matter, Session: session, Person: p, Part: part, Body: t.tx.Body()})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := t.q.NewInsert().Model(&rows).On("CONFLICT (matter, session, person, part) DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("replace who reads a matter for a session: %w", err)
	}
	return nil
}

func (t *Tx) setPersons(ctx context.Context, matter, part string, persons []string) error {
	_, err := t.q.NewDelete().Table("matter_persons").Where("matter = ? AND part = ?", matter, part).Exec(ctx)
	if err != nil || len(persons) == 0 {
		return err
	}
	rows := make([]personRow, len(persons))
	for i, p := range persons {
		rows[i] = personRow{Matter: matter, Body: t.tx.Body(), Person: p, Part: part}
	}
	_, err = t.q.NewInsert().Model(&rows).Exec(ctx)
	return err
}

// reader reads over the pool or over an act.
type reader struct {
	q    bun.IDB
	body func(ctx context.Context) string
}

// Matter reads a matter.
func (r reader) Matter(ctx context.Context, id string) (dossiers.Matter, error) {
	var row matterRow
	err := r.q.NewSelect().Model(&row).Where("m.id = ? AND m.body = ?", id, r.body(ctx)).Scan(ctx)
	return row.thing(), db.NotFound(err, "matter.not_found")
}

// Dossier reads a matter with all that belongs to it.
func (r reader) Dossier(ctx context.Context, id string) (dossiers.Dossier, error) {
	m, err := r.Matter(ctx, id)
	if err != nil {
		return dossiers.Dossier{}, err
	}
	d := dossiers.Dossier{Matter: m}
	if d.Documents, err = r.documents(ctx, "d.matter = ?", id); err != nil {
		return d, err
	}
	var rows []entryRow
	if err := r.q.NewSelect().Model(&rows).Where("matter = ? AND body = ?", id, m.Body).OrderExpr("at, id").Scan(ctx); err != nil {
		return d, fmt.Errorf("read the history of a matter: %w", err)
	}
	for _, row := range rows {
		d.History = append(d.History, row.thing())
	}
	return d, nil
}

// Paper reads a paper with its versions; NotFound "document.not_found".
func (r reader) Paper(ctx context.Context, id string) (dossiers.Document, error) {
	docs, err := r.documents(ctx, "d.id = ?", id)
	if err != nil {
		return dossiers.Document{}, err
	}
	if len(docs) == 0 {
		return dossiers.Document{}, ecabinet.E(ecabinet.NotFound, "document.not_found")
	}
	return docs[0], nil
}

// Version reads a version and its paper, which lists this version only.
func (r reader) Version(ctx context.Context, id string) (dossiers.Version, dossiers.Document, error) {
	v, err := r.version(ctx, id)
	if err != nil {
		return v, dossiers.Document{}, err
	}
	var row documentRow
	err = r.q.NewSelect().Model(&row).Where("d.id = ? AND d.body = ?", v.Document, v.Body).Scan(ctx)
	d := row.thing()
	d.Versions = []dossiers.Version{v}
	return v, d, db.NotFound(err, "document.not_found")
}

func (r reader) version(ctx context.Context, id string) (dossiers.Version, error) {
	var row versionRow
	err := r.q.NewSelect().Model(&row).Where("v.id = ? AND v.body = ?", id, r.body(ctx)).Scan(ctx)
	if err != nil {
		return dossiers.Version{}, db.NotFound(err, "document.not_found")
	}
	return row.thing()
}

func (r reader) documents(ctx context.Context, where string, arg any) ([]dossiers.Document, error) {
	var rows []documentRow
	if err := r.q.NewSelect().Model(&rows).Where(where, arg).Where("d.body = ?", r.body(ctx)).OrderExpr("d.place, d.id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read papers: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	at := make(map[string]int, len(rows))
	ids := make([]string, len(rows))
	docs := make([]dossiers.Document, len(rows))
	for i, row := range rows {
		docs[i], at[row.ID], ids[i] = row.thing(), i, row.ID
	}
	var versions []versionRow
	if err := r.q.NewSelect().Model(&versions).Where("v.document IN (?)", bun.In(ids)).OrderExpr("v.number").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read versions: %w", err)
	}
	for _, row := range versions {
		v, err := row.thing()
		if err != nil {
			return nil, fmt.Errorf("read version %s: %w", row.ID, err)
		}
		d := &docs[at[row.Document]]
		d.Versions = append(d.Versions, v)
	}
	return docs, nil
}

// Texts are the texts of a version's pages.
func (r reader) Texts(ctx context.Context, v dossiers.Version) ([]string, error) {
	var rows []pageRow
	err := r.q.NewSelect().Model(&rows).Column("page", "text").Where("version = ?", v.ID).Where("body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the text of pages: %w", err)
	}
	texts := make([]string, v.Pages)
	for _, row := range rows {
		if row.Page <= len(texts) {
			texts[row.Page-1] = row.Text
		}
	}
	return texts, nil
}
