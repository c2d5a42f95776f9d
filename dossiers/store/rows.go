package store

import (
	"encoding/json"

	"github.com/uptrace/bun"

	"ecabinet/dossiers"
	"ecabinet/internal/db"
)

type matterRow struct {
	bun.BaseModel `bun:"table:matters,alias:m"`

	ID           string `bun:",pk"`
	Body         string
	Title        string
	Agency       string
	Drafter      string
	Class        string
	Field        string
	State        string
	Reason       string
	BallotClosed bool
	Rev          int64
	ViewRev      int64
	MadeAt       db.Time
	ChangedAt    db.Time
}

func (r matterRow) thing() dossiers.Matter {
	return dossiers.Matter{
		ID: r.ID, Body: r.Body, Title: r.Title, Agency: r.Agency, Drafter: r.Drafter, Class: dossiers.Class(r.Class),
		Field: r.Field, State: dossiers.State(r.State), Reason: r.Reason, BallotClosed: r.BallotClosed, Rev: r.Rev,
		ViewRev: r.ViewRev, MadeAt: r.MadeAt.Time, ChangedAt: r.ChangedAt.Time,
	}
}

func rowOfMatter(m dossiers.Matter) *matterRow {
	return &matterRow{
		ID: m.ID, Body: m.Body, Title: m.Title, Agency: m.Agency, Drafter: m.Drafter, Class: string(m.Class),
		Field: m.Field, State: string(m.State), Reason: m.Reason, BallotClosed: m.BallotClosed, Rev: m.Rev,
		ViewRev: m.ViewRev, MadeAt: db.At(m.MadeAt), ChangedAt: db.At(m.ChangedAt),
	}
}

type sessionRow struct {
	bun.BaseModel `bun:"table:matter_sessions"`

	Matter  string
	Session string
	Person  string
	Part    string
	Body    string
}

type holdRow struct {
	bun.BaseModel `bun:"table:document_holds"`

	Matter   string
	Session  string
	Document string
	Person   string
	Body     string
}

type personRow struct {
	bun.BaseModel `bun:"table:matter_persons"`

	Matter string `bun:",pk"`
	Body   string
	Person string `bun:",pk"`
	Part   string `bun:",pk"`
}

type entryRow struct {
	bun.BaseModel `bun:"table:matter_history"`

	ID       string `bun:",pk"`
	Body     string
	Matter   string
	At       db.Time
	Person   string
	What     string
	Reason   string
	Document string
	Version  string
}

func (r entryRow) thing() dossiers.Entry {
	return dossiers.Entry{
		ID: r.ID, Body: r.Body, Matter: r.Matter, At: r.At.Time, Person: r.Person, What: r.What, Reason: r.Reason,
		Document: r.Document, Version: r.Version,
	}
}

type documentRow struct {
	bun.BaseModel `bun:"table:documents,alias:d"`

	ID           string `bun:",pk"`
	Body         string
	Matter       string
	Kind         string
	Title        string
	Place        int
	RecalledAt   db.Time
	RecalledBy   string
	RecallReason string
	Rev          int64
}

func (r documentRow) thing() dossiers.Document {
	return dossiers.Document{
		ID: r.ID, Body: r.Body, Matter: r.Matter, Kind: dossiers.Kind(r.Kind), Title: r.Title, Place: r.Place,
		RecalledAt: r.RecalledAt.Time, RecalledBy: r.RecalledBy, RecallReason: r.RecallReason, Rev: r.Rev,
	}
}

func rowOfDocument(d dossiers.Document) *documentRow {
	return &documentRow{
		ID: d.ID, Body: d.Body, Matter: d.Matter, Kind: string(d.Kind), Title: d.Title, Place: d.Place,
		RecalledAt: db.At(d.RecalledAt), RecalledBy: d.RecalledBy, RecallReason: d.RecallReason, Rev: d.Rev,
	}
}

type versionRow struct {
	bun.BaseModel `bun:"table:document_versions,alias:v"`

	ID            string `bun:",pk"`
	Body          string
	Document      string
	Matter        string
	Number        int
	Name          string
	Format        string
	Size          int64
	SHA256        string `bun:"sha256"`
	Original      string
	MadeBy        string
	MadeAt        db.Time
	State         string
	Code          string
	Params        string
	Tries         int
	Reading       string
	ReadingSHA256 string `bun:"reading_sha256"`
	ReadingSize   int64
	Pages         int
	HasText       bool
	Cover         string
	Thumbs        string
	ThumbsAt      string
}

func (r versionRow) thing() (dossiers.Version, error) {
	v := dossiers.Version{
		ID: r.ID, Body: r.Body, Document: r.Document, Matter: r.Matter, Number: r.Number, Name: r.Name,
		Format: dossiers.Format(r.Format), Size: r.Size, SHA256: r.SHA256, Original: r.Original, By: r.MadeBy,
		At: r.MadeAt.Time, State: dossiers.VersionState(r.State), Code: r.Code, Tries: r.Tries, Reading: r.Reading,
		ReadingSHA256: r.ReadingSHA256, ReadingSize: r.ReadingSize, Pages: r.Pages, HasText: r.HasText,
		Cover: r.Cover, Thumbs: r.Thumbs,
	}
	if r.Params != "" {
		if err := json.Unmarshal([]byte(r.Params), &v.Params); err != nil {
			return v, err
		}
	}
	if r.ThumbsAt != "" {
		if err := json.Unmarshal([]byte(r.ThumbsAt), &v.ThumbsAt); err != nil {
			return v, err
		}
	}
	return v, nil
}

func rowOfVersion(v dossiers.Version) (*versionRow, error) {
	r := &versionRow{
		ID: v.ID, Body: v.Body, Document: v.Document, Matter: v.Matter, Number: v.Number, Name: v.Name,
		Format: string(v.Format), Size: v.Size, SHA256: v.SHA256, Original: v.Original, MadeBy: v.By,
		MadeAt: db.At(v.At), State: string(v.State), Code: v.Code, Tries: v.Tries, Reading: v.Reading,
		ReadingSHA256: v.ReadingSHA256, ReadingSize: v.ReadingSize, Pages: v.Pages, HasText: v.HasText,
		Cover: v.Cover, Thumbs: v.Thumbs,
	}
	if len(v.Params) > 0 {
		raw, err := json.Marshal(v.Params)
		if err != nil {
			return nil, err
		}
		r.Params = string(raw)
	}
	if len(v.ThumbsAt) > 0 {
		raw, err := json.Marshal(v.ThumbsAt)
		if err != nil {
			return nil, err
		}
		r.ThumbsAt = string(raw)
	}
	return r, nil
}

type pageRow struct {
	bun.BaseModel `bun:"table:document_pages"`

	Body    string
	Version string
	Page    int
	Text    string
	Folded  string
}
