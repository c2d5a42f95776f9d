// Package store keeps tasks in the database: it implements the port of package tasks
// with bun, once for SQLite and PostgreSQL, and answers the boards, counts, figures and
// notices that people work from. Every read is confined to one body: inside an act the
// act's, else that of the actor in ctx; without one nothing is found. It holds no rule
// and decides no right; it must not open transactions of its own beside internal/db.
package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings/tasks"
)

// Store implements tasks.Store.
type Store struct {
	d *db.DB
	reader
}

var _ tasks.Store = (*Store)(nil)

// New gives the tasks that rest in d.
func New(d *db.DB) *Store {
	return &Store{d: d, reader: reader{db: d.Read, body: func(ctx context.Context) string { return ecabinet.ActorFrom(ctx).Body }}}
}

// InTx runs fn as one act; see db.DB.InTx for its errors.
func (s *Store) InTx(ctx context.Context, fn func(ctx context.Context, tx tasks.Tx) (string, error)) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) { return fn(ctx, Over(t)) })
}

// TxOf is the act that t is a view of, for what spans two rooms.
func TxOf(t tasks.Tx) *db.Tx { return t.(*tx).Tx }

// Over is the view of an act that is under way, for what spans two rooms.
func Over(t *db.Tx) tasks.Tx {
	body := t.Body()
	return &tx{Tx: t, reader: reader{db: t.Bun, body: func(context.Context) string { return body }}, revs: map[string]int64{}}
}

// tx implements tasks.Tx. Now and Emit are db.Tx's own.
type tx struct {
	*db.Tx
	reader
	revs map[string]int64 // of what was locked in this act, as stored
}

// reader implements tasks.Reader over the read pool or over an act.
type reader struct {
	db   func() bun.IDB
	body func(ctx context.Context) string
}

const noTask = "task.not_found"

func loading(thing, code string, err error) error {
	if err == nil {
		return nil
	}
	return db.NotFound(fmt.Errorf("load %s: %w", thing, err), code)
}

func (r reader) Task(ctx context.Context, id string) (*tasks.Task, error) {
	row := new(taskRow)
	err := r.db().NewSelect().Model(row).Where("t.id = ?", id).Where("t.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("task", noTask, err)
	}
	return row.task(), nil
}

// Entries are the history of a task, oldest first.
func (r reader) Entries(ctx context.Context, task string) ([]tasks.Entry, error) {
	var rows []entryRow
	err := r.db().NewSelect().Model(&rows).Where("e.task = ?", task).Where("e.body = ?", r.body(ctx)).Order("e.at", "e.id").Scan(ctx)
	return mapped(rows, entryRow.entry), loading("history of a task", noTask, err)
}

// FilesOf are those of ids that were brought for the task, in the order of ids.
func (r reader) FilesOf(ctx context.Context, task string, ids []string) ([]tasks.File, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []fileRow
	err := r.db().NewSelect().Model(&rows).Where("f.task = ?", task).Where("f.id IN (?)", bun.List(ids)).Where("f.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("files of a task", noFile, err)
	}
	var out []tasks.File
	for _, id := range ids {
		for _, row := range rows {
			if row.ID == id {
				out = append(out, row.file().File)
			}
		}
	}
	return out, nil
}

func mapped[R, T any](rows []R, f func(R) T) []T {
	out := make([]T, len(rows))
	for i, row := range rows {
		out[i] = f(row)
	}
	return out
}

// LockTask locks before it reads, so that what it gives is what the acts before it
// have left.
func (t *tx) LockTask(ctx context.Context, id string) (*tasks.Task, error) {
	if err := t.Lock(ctx, "tasks", id, db.Update); err != nil {
		return nil, loading("task", noTask, err)
	}
	task, err := t.Task(ctx, id)
	if err != nil {
		return nil, err
	}
	t.revs[id] = task.Rev
	return task, nil
}

// own refuses to write a row of another body than the act's: its events would go to
// the wrong journal.
func (t *tx) own(thing, body string) error {
	if body != t.Body() {
		return fmt.Errorf("write %s: body %q is not the body of this act", thing, body)
	}
	return nil
}

func (t *tx) insert(ctx context.Context, thing string, model any) error {
	if _, err := t.db().NewInsert().Model(model).Exec(ctx); err != nil {
		return fmt.Errorf("insert %s: %w", thing, err)
	}
	return nil
}

func (t *tx) InsertTask(ctx context.Context, x *tasks.Task) error {
	if err := t.own("task", x.Body); err != nil {
		return err
	}
	if err := t.insert(ctx, "task", rowOfTask(x)); err != nil {
		return err
	}
	return t.follow(ctx, x, true)
}

// SaveTask writes a task that LockTask gave in this act.
func (t *tx) SaveTask(ctx context.Context, x *tasks.Task) error {
	seen, ok := t.revs[x.ID]
	if !ok {
		return fmt.Errorf("save task %s: it was not locked in this act", x.ID)
	}
	before, err := t.Task(ctx, x.ID)
	if err != nil {
		return err
	}
	res, err := t.db().NewUpdate().Model(rowOfTask(x)).ExcludeColumn("id", "body", "number", "year", "given_by", "given_at", "first_due").
		WherePK().Where("t.rev = ?", seen).Where("t.body = ?", t.Body()).Exec(ctx)
	if err := changed(res, err, "save task"); err != nil {
		return err
	}
	t.revs[x.ID] = x.Rev
	return t.follow(ctx, x, before.Text != x.Text)
}

// SaveNext writes what a task tells by itself next.
func (t *tx) SaveNext(ctx context.Context, x *tasks.Task) error {
	row := rowOfTask(x)
	res, err := t.db().NewUpdate().Model(row).Column("next_kind", "next_at").WherePK().Where("t.body = ?", t.Body()).Exec(ctx)
	return changed(res, err, "save what a task tells next")
}

// changed wants exactly one row to have been changed; else Stale "request.stale".
func changed(res interface{ RowsAffected() (int64, error) }, err error, doing string) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if n == 0 {
		return ecabinet.E(ecabinet.Stale, "request.stale")
	}
	return nil
}

// follow writes what stands beside a task once more: its agencies, and, where its text
// is new, the words by which it is found.
func (t *tx) follow(ctx context.Context, x *tasks.Task, text bool) error {
	if _, err := t.db().NewDelete().Model((*agencyRow)(nil)).Where("task = ?", x.ID).Exec(ctx); err != nil {
		return fmt.Errorf("replace the agencies of a task: %w", err)
	}
	rows := agencyRows(x)
	if err := t.insert(ctx, "agencies of a task", &rows); err != nil {
		return err
	}
	if !text {
		return nil
	}
	if _, err := t.db().NewDelete().Table("task_texts").Where("task = ?", x.ID).Exec(ctx); err != nil {
		return fmt.Errorf("replace the words of a task: %w", err)
	}
	_, err := t.db().NewRaw("INSERT INTO task_texts (body, task, folded) VALUES (?, ?, ?)", x.Body, x.ID, wordsOf(x)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("insert the words of a task: %w", err)
	}
	return nil
}

// NextNumber is the next of the body's register of tasks in a year.
func (t *tx) NextNumber(ctx context.Context, year int) (int, error) {
	return t.Tx.NextNumber(ctx, "task", year)
}

// AddEntry adds a line to a task's history.
func (t *tx) AddEntry(ctx context.Context, body string, e *tasks.Entry) error {
	if err := t.own("history of a task", body); err != nil {
		return err
	}
	return t.insert(ctx, "history of a task", rowOfEntry(e, body))
}

// Schedule plans a job of this room.
func (t *tx) Schedule(ctx context.Context, kind, ref string, due time.Time) error {
	return t.Tx.Schedule(ctx, db.Job{Kind: kind, Ref: ref, Due: due})
}

// ToTell are tasks that have something to tell by now.
func (t *tx) ToTell(ctx context.Context, now time.Time, limit int) ([]string, error) {
	var ids []string
	err := t.db().NewSelect().Model((*taskRow)(nil)).Column("t.id").Where("t.body = ?", t.Body()).Where("t.next_at IS NOT NULL").
		Where("t.next_at <= ?", db.At(now)).Order("t.next_at", "t.id").Limit(int64(limit)).Scan(ctx, &ids)
	return ids, loading("tasks that tell", noTask, err)
}

// FirstTold is when the next of all tasks has something to tell.
func (t *tx) FirstTold(ctx context.Context) (time.Time, error) {
	var rows []struct{ NextAt db.Time }
	err := t.db().NewSelect().Model((*taskRow)(nil)).Column("t.next_at").Where("t.body = ?", t.Body()).Where("t.next_at IS NOT NULL").
		Order("t.next_at").Limit(1).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return time.Time{}, loading("what is told next", noTask, err)
	}
	return rows[0].NextAt.Time, nil
}
