// Package store keeps annotations in the database, their contents sealed: it
// implements the ports of package annotations with bun, once for SQLite and
// PostgreSQL. Every read is confined to one body and, but for what is shared with an
// office, to one person: inside an act the act's, else the actor's in ctx. It holds
// no rule and decides no right, and nothing that it reads goes into a log.
package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/annotations"
	"ecabinet/internal/db"
	"ecabinet/internal/files"
)

// Store implements annotations.Store.
type Store struct {
	d *db.DB
	reader
}

var _ annotations.Store = (*Store)(nil)

// New gives the annotations that rest in d, sealed with the keys of f.
func New(d *db.DB, f *files.Store) *Store {
	return &Store{d: d, reader: reader{db: d.Read, seal: f, body: func(ctx context.Context) string { return ecabinet.ActorFrom(ctx).Body }}}
}

// InTx runs fn as one act; see db.DB.InTx for its errors.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context, tx annotations.Tx) (string, error)) (string, error) {
	if err := s.seal.Warm(ctx, s.body(ctx)); err != nil {
		return "", err
	}
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		body := t.Body()
		return fn(ctx, &tx{Tx: t, reader: reader{db: t.Bun, seal: s.seal, body: func(context.Context) string { return body }}})
	})
}

// tx implements annotations.Tx. Now and Emit are db.Tx's own.
type tx struct {
	*db.Tx
	reader
}

type reader struct {
	db   func() bun.IDB
	seal *files.Store
	body func(ctx context.Context) string
}

type row struct {
	bun.BaseModel `bun:"table:annotations,alias:a"`

	Person    string `bun:",pk"`
	Document  string `bun:",pk"`
	ID        string `bun:",pk"`
	Body      string
	Version   string
	Office    string
	Rev       int64
	Seq       int64
	Erased    bool
	MadeAt    db.Time
	ChangedAt db.Time
	Content   string
}

// about binds a sealed content to its owner and paper: moved to another's row it
// does not open.
func (r row) about() []byte { return []byte("annotation " + r.Person + " " + r.Document + " " + r.ID) }

func (r reader) rowOf(ctx context.Context, a annotations.Annotation) (*row, error) {
	out := &row{
		Person: a.Person, Document: a.Document, ID: a.ID, Body: a.Body, Version: a.Version, Office: a.Office, Rev: a.Rev, Seq: a.Seq,
		Erased: a.Erased, MadeAt: db.At(a.MadeAt), ChangedAt: db.At(a.Changed),
	}
	if a.Erased {
		return out, nil
	}
	plain, err := json.Marshal(a.Content)
	if err != nil {
		return nil, fmt.Errorf("write an annotation: %w", err)
	}
	sealed, err := r.seal.SealRow(ctx, a.Body, plain, out.about())
	if err != nil {
		return nil, fmt.Errorf("seal an annotation: %w", err)
	}
	out.Content = base64.StdEncoding.EncodeToString(sealed)
	return out, nil
}

func (r reader) thing(ctx context.Context, w row, bare bool) (annotations.Annotation, error) {
	a := annotations.Annotation{
		ID: w.ID, Body: w.Body, Person: w.Person, Document: w.Document, Version: w.Version, Office: w.Office, Rev: w.Rev, Seq: w.Seq,
		Erased: w.Erased, MadeAt: w.MadeAt.Time, Changed: w.ChangedAt.Time,
	}
	if w.Erased || bare {
		return a, nil
	}
	sealed, err := base64.StdEncoding.DecodeString(w.Content)
	if err == nil {
		sealed, err = r.seal.OpenRow(ctx, w.Body, sealed, w.about())
	}
	if err == nil {
		err = json.Unmarshal(sealed, &a.Content)
	}
	if err != nil {
		return a, fmt.Errorf("open annotation %s: %w", w.ID, err)
	}
	return a, nil
}

func (r reader) things(ctx context.Context, rows []row, bare bool) ([]annotations.Annotation, error) {
	out := make([]annotations.Annotation, len(rows))
	for i, w := range rows {
		var err error
		if out[i], err = r.thing(ctx, w, bare); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type headRow struct {
	bun.BaseModel `bun:"table:annotation_heads,alias:h"`

	ID       string `bun:",pk"`
	Body     string
	Person   string
	Document string
	Seq      int64
	Office   string
	SharedAt db.Time
}

func (h headRow) thing() annotations.Head {
	return annotations.Head{Body: h.Body, Person: h.Person, Document: h.Document, Seq: h.Seq, Office: h.Office, SharedAt: h.SharedAt.Time}
}

func headID(person, document string) string { return person + ":" + document }

// head reads a head; there is none before the first annotation.
func (r reader) head(ctx context.Context, person, document string) (h annotations.Head, found bool, err error) {
	rows := []headRow{}
	err = r.db().NewSelect().Model(&rows).Where("h.id = ?", headID(person, document)).Where("h.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return h, false, fmt.Errorf("read annotations: %w", err)
	}
	if len(rows) == 0 {
		return annotations.Head{Body: r.body(ctx), Person: person, Document: document}, false, nil
	}
	return rows[0].thing(), true, nil
}

// Own are the actor's annotations of a paper that changed after since.
func (s *Store) Own(ctx context.Context, document string, since int64) (annotations.Head, []annotations.Annotation, error) {
	person := ecabinet.ActorFrom(ctx).Person
	h, _, err := s.head(ctx, person, document) // before the rows: what comes in between is asked for again
	if err != nil {
		return h, nil, err
	}
	var rows []row
	q := s.db().NewSelect().Model(&rows).Where("a.person = ?", person).Where("a.document = ?", document).Where("a.body = ?", s.body(ctx)).
		Where("a.seq > ?", since).Order("a.id")
	if since <= 0 {
		q.Where("NOT a.erased")
	}
	if err := q.Scan(ctx); err != nil {
		return h, nil, fmt.Errorf("read annotations: %w", err)
	}
	list, err := s.things(ctx, rows, false)
	return h, list, err
}

// sharedWith is the condition of rows a whose owner lets the offices of members read
// them, one by one or all of a paper.
const sharedWith = "NOT a.erased AND (a.office IN (?) OR EXISTS (SELECT 1 FROM annotation_heads AS h" +
	" WHERE h.person = a.person AND h.document = a.document AND h.body = a.body AND h.office IN (?)))"

// Shared are those of others that they let the offices of these members read.
func (s *Store) Shared(ctx context.Context, document string, offices []string) ([]annotations.Annotation, error) {
	if len(offices) == 0 {
		return nil, nil
	}
	var rows []row
	err := s.db().NewSelect().Model(&rows).Where("a.document = ?", document).Where("a.body = ?", s.body(ctx)).
		Where("a.person <> ?", ecabinet.ActorFrom(ctx).Person).Where(sharedWith, bun.List(offices), bun.List(offices)).
		Order("a.person", "a.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read shared annotations: %w", err)
	}
	return s.things(ctx, rows, false)
}

// Sharers are those of one paper and office, and when anybody last shared something
// of it or took it back.
func (s *Store) Sharers(ctx context.Context, document, office string) ([]annotations.Sharer, time.Time, error) {
	var rows []annotations.Sharer
	err := s.db().NewSelect().TableExpr("annotations AS a").ColumnExpr("a.person").ColumnExpr("count(*) AS count").
		Where("a.document = ?", document).Where("a.body = ?", s.body(ctx)).
		Where(sharedWith, bun.List([]string{office}), bun.List([]string{office})).Group("a.person").Order("a.person").Scan(ctx, &rows)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("read who shares: %w", err)
	}
	var last []headRow
	err = s.db().NewSelect().Model(&last).Where("h.document = ?", document).Where("h.body = ?", s.body(ctx)).
		Where("h.shared_at IS NOT NULL").Order("h.shared_at DESC").Limit(1).Scan(ctx)
	if err != nil || len(last) == 0 {
		return rows, time.Time{}, err
	}
	return rows, last[0].SharedAt.Time, nil
}

// SharedDocuments are the papers of which anybody shares something with an office.
func (s *Store) SharedDocuments(ctx context.Context, office string) ([]string, error) {
	var ids []string
	err := s.db().NewRaw("SELECT document FROM annotations WHERE body = ?0 AND office = ?1 AND NOT erased"+
		" UNION SELECT document FROM annotation_heads WHERE body = ?0 AND office = ?1 ORDER BY document", s.body(ctx), office).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("read shared papers: %w", err)
	}
	return ids, nil
}

// Offices are those that read something of what the actor has on a paper.
func (s *Store) Offices(ctx context.Context, document string) ([]string, error) {
	var ids []string
	person := ecabinet.ActorFrom(ctx).Person
	err := s.db().NewRaw("SELECT office FROM annotations WHERE person = ?0 AND document = ?1 AND body = ?2 AND office <> ''"+
		" UNION SELECT office FROM annotation_heads WHERE person = ?0 AND document = ?1 AND body = ?2 AND office <> '' ORDER BY office",
		person, document, s.body(ctx)).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("read who is shared with: %w", err)
	}
	return ids, nil
}
