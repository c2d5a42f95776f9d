package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// StoredFile is a file that goes with the answers of one ballot, or a scan, and
// where its bytes are.
type StoredFile struct {
	ballots.File
	Ballot string
	By     string // who brought it
	At     time.Time
	Blob   string // its name in the file store
}

type fileRow struct {
	bun.BaseModel `bun:"table:ballot_files,alias:f"`

	ID     string `bun:"id,pk"`
	Body   string
	Ballot string
	Name   string
	Size   int64
	Hash   string
	MadeBy string
	At     db.Time
	Blob   string
}

func (r fileRow) file() StoredFile {
	return StoredFile{
		File:   ballots.File{ID: r.ID, Name: r.Name, Size: r.Size, Hash: r.Hash},
		Ballot: r.Ballot, By: r.MadeBy, At: r.At.Time, Blob: r.Blob,
	}
}

// AddFile notes a file whose bytes are already kept; At is the time of the act.
// The reference is "ballot-file/<id>". Error: "ballot.not_found".
func (s *Store) AddFile(ctx context.Context, f StoredFile) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		if _, err := Over(t).Ballot(ctx, f.Ballot); err != nil {
			return "", err
		}
		row := &fileRow{
			ID: f.ID, Body: t.Body(), Ballot: f.Ballot, Name: f.Name, Size: f.Size, Hash: f.Hash,
			MadeBy: f.By, At: db.At(t.Now()), Blob: f.Blob,
		}
		if _, err := t.Bun().NewInsert().Model(row).Exec(ctx); err != nil {
			return "", fmt.Errorf("insert file: %w", err)
		}
		return "ballot-file/" + f.ID, nil
	})
}

// File is one file of a ballot; "file.not_found".
func (r reader) File(ctx context.Context, ballot, id string) (StoredFile, error) {
	row := new(fileRow)
	err := r.db().NewSelect().Model(row).Where("f.id = ?", id).Where("f.ballot = ?", ballot).
		Where("f.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return StoredFile{}, loading("file", noFile, err)
	}
	return row.file(), nil
}

// SameFile is the file of that name and hash that the person brought for the ballot
// before; "file.not_found".
func (r reader) SameFile(ctx context.Context, ballot, person, name, hash string) (StoredFile, error) {
	row := new(fileRow)
	err := r.db().NewSelect().Model(row).Where("f.ballot = ?", ballot).Where("f.made_by = ?", person).Where("f.name = ?", name).
		Where("f.hash = ?", hash).Where("f.body = ?", r.body(ctx)).Order("f.id").Limit(1).Scan(ctx)
	if err != nil {
		return StoredFile{}, loading("file", noFile, err)
	}
	return row.file(), nil
}

// Files are those of a ballot among ids, by id; what is not the ballot's is left
// out.
func (r reader) Files(ctx context.Context, ballot string, ids []string) ([]StoredFile, error) {
	if len(ids) == 0 {
		return []StoredFile{}, nil
	}
	var rows []fileRow
	err := r.db().NewSelect().Model(&rows).Where("f.ballot = ?", ballot).Where("f.id IN (?)", bun.List(ids)).
		Where("f.body = ?", r.body(ctx)).Order("f.id").Scan(ctx)
	if err != nil {
		return nil, loading("files", noFile, err)
	}
	return mapped(rows, fileRow.file), nil
}

// Brought are the ids of the files that person has brought for a ballot.
func (r reader) Brought(ctx context.Context, ballot, person string) (map[string]bool, error) {
	var ids []string
	err := r.db().NewSelect().Model((*fileRow)(nil)).Column("id").Where("f.ballot = ?", ballot).Where("f.made_by = ?", person).
		Where("f.body = ?", r.body(ctx)).Scan(ctx, &ids)
	if err != nil {
		return nil, loading("files", noFile, err)
	}
	out := make(map[string]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}

// FilesOf are those of ids that were brought for the ballot.
func (r reader) FilesOf(ctx context.Context, ballot string, ids []string) ([]ballots.File, error) {
	stored, err := r.Files(ctx, ballot, ids)
	return mapped(stored, func(f StoredFile) ballots.File { return f.File }), err
}

// KnowsBlob says whether a name in the file store belongs to a file of a ballot.
func (s *Store) KnowsBlob(ctx context.Context, name string) (bool, error) {
	ok, err := s.db().NewSelect().Model((*fileRow)(nil)).Where("f.body = ?", s.body(ctx)).Where("f.blob = ?", name).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for a file: %w", err)
	}
	return ok, nil
}
