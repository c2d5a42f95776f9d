package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings/tasks"
)

const noFile = "task.file_not_found"

// StoredFile is a file that was brought for a task, and where its bytes are.
type StoredFile struct {
	tasks.File
	Task string
	By   string // who brought it
	At   time.Time
	Blob string // its name in the file store
}

type fileRow struct {
	bun.BaseModel `bun:"table:task_files,alias:f"`

	ID     string `bun:"id,pk"`
	Body   string
	Task   string
	Name   string
	Size   int64
	Hash   string
	MadeBy string
	At     db.Time
	Blob   string
}

func (r fileRow) file() StoredFile {
	return StoredFile{
		File: tasks.File{ID: r.ID, Name: r.Name, Size: r.Size, Hash: r.Hash}, Task: r.Task, By: r.MadeBy, At: r.At.Time, Blob: r.Blob,
	}
}

// AddFile notes a file whose bytes are already kept; At is the time of the act. The
// reference is "task-file/<id>". Error: "task.not_found".
func (s *Store) AddFile(ctx context.Context, f StoredFile) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		if _, err := Over(t).Task(ctx, f.Task); err != nil {
			return "", err
		}
		row := &fileRow{
			ID: f.ID, Body: t.Body(), Task: f.Task, Name: f.Name, Size: f.Size, Hash: f.Hash, MadeBy: f.By, At: db.At(t.Now()), Blob: f.Blob,
		}
		if _, err := t.Bun().NewInsert().Model(row).Exec(ctx); err != nil {
			return "", fmt.Errorf("insert file of a task: %w", err)
		}
		return "task-file/" + f.ID, nil
	})
}

// File is one file of a task; "task.file_not_found".
func (s *Store) File(ctx context.Context, task, id string) (StoredFile, error) {
	row := new(fileRow)
	err := s.db().NewSelect().Model(row).Where("f.id = ?", id).Where("f.task = ?", task).Where("f.body = ?", s.body(ctx)).Scan(ctx)
	if err != nil {
		return StoredFile{}, loading("file of a task", noFile, err)
	}
	return row.file(), nil
}

// KnowsBlob says whether a name in the file store belongs to a file of a task.
func (s *Store) KnowsBlob(ctx context.Context, name string) (bool, error) {
	ok, err := s.db().NewSelect().Model((*fileRow)(nil)).Where("f.body = ?", s.body(ctx)).Where("f.blob = ?", name).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("look for a file of a task: %w", err)
	}
	return ok, nil
}

// Scratch is what a person has typed for a task and not sent.
type Scratch struct {
	Task   string
	Person string
	Text   string
	Files  []string // ids
	At     time.Time
}

type scratchRow struct {
	bun.BaseModel `bun:"table:task_scratches"`

	Task   string `bun:"task,pk"`
	Person string `bun:"person,pk"`
	Body   string
	Text   string
	Files  db.JSON[[]string]
	At     db.Time
}

// SaveScratch keeps what a person has typed; nothing typed is forgotten with it. It is
// not journalled. The reference is "task-scratch/<task>".
func (s *Store) SaveScratch(ctx context.Context, x Scratch) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		over := Over(t)
		if _, err := over.Task(ctx, x.Task); err != nil {
			return "", err
		}
		ref := "task-scratch/" + x.Task
		if x.Text == "" && len(x.Files) == 0 {
			return ref, over.DropScratch(ctx, x.Task, x.Person)
		}
		row := &scratchRow{Task: x.Task, Person: x.Person, Body: t.Body(), Text: x.Text, Files: db.JSON[[]string]{V: x.Files}, At: db.At(t.Now())}
		_, err := t.Bun().NewInsert().Model(row).On("CONFLICT (task, person) DO UPDATE").
			Set("text = EXCLUDED.text").Set("files = EXCLUDED.files").Set("at = EXCLUDED.at").Exec(ctx)
		if err != nil {
			return "", fmt.Errorf("save what was typed for a task: %w", err)
		}
		return ref, nil
	})
}

// Scratch is what a person has typed for a task; nil for nothing.
func (s *Store) Scratch(ctx context.Context, task, person string) (*Scratch, error) {
	row := new(scratchRow)
	err := s.db().NewSelect().Model(row).Where("task = ?", task).Where("person = ?", person).Where("body = ?", s.body(ctx)).Scan(ctx)
	if err = loading("what was typed for a task", noFile, err); errors.Is(err, &ecabinet.Error{Code: noFile}) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &Scratch{Task: row.Task, Person: row.Person, Text: row.Text, Files: row.Files.V, At: row.At.Time}, nil
}

// DropScratch forgets what person has typed for the task and not sent.
func (t *tx) DropScratch(ctx context.Context, task, person string) error {
	_, err := t.db().NewDelete().Model((*scratchRow)(nil)).Where("task = ?", task).Where("person = ?", person).Where("body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("forget what was typed for a task: %w", err)
	}
	return nil
}
