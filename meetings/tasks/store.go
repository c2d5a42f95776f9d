package tasks

import (
	"context"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Store is where tasks rest. InTx is the one door to writing: fn runs in one
// transaction with the acts of others, may run twice, and must leave no trace outside
// tx. It returns the reference that fn returned ("task/<id>"), or the stored one where
// the request's key was seen before.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) (string, error)) (string, error)
	Reader
}

// Reader loads. What is missing is "task.not_found", of kind NotFound.
type Reader interface {
	Task(ctx context.Context, id string) (*Task, error)
	// Entries are the history of a task, oldest first.
	Entries(ctx context.Context, task string) ([]Entry, error)
}

// Tx is one transaction's view of the store. A task is locked before the matter on
// which it is.
type Tx interface {
	Reader
	// Now is the time of the act, read after its lock; it never falls.
	Now() time.Time
	// Emit journals e with the act; Seq, At and Hash are filled in at commit.
	Emit(e ecabinet.Event) *ecabinet.Event
	LockTask(ctx context.Context, id string) (*Task, error)
	InsertTask(ctx context.Context, t *Task) error
	// SaveTask writes a task that LockTask gave in this act.
	SaveTask(ctx context.Context, t *Task) error
	// SaveNext writes what a task tells by itself next, and nothing else of it.
	SaveNext(ctx context.Context, t *Task) error
	// NextNumber is the next of the body's register of tasks in a year, from 1.
	NextNumber(ctx context.Context, year int) (int, error)
	AddEntry(ctx context.Context, body string, e *Entry) error
	Notify(ctx context.Context, list []Notice) error
	// FilesOf are those of ids that were brought for the task; others are left out.
	FilesOf(ctx context.Context, task string, ids []string) ([]File, error)
	// DropScratch forgets what person has typed for the task and not sent.
	DropScratch(ctx context.Context, task, person string) error

	// ToTell are tasks that have something to tell by now, longest due first.
	ToTell(ctx context.Context, now time.Time, limit int) ([]string, error)
	// FirstTold is when the next of all tasks has something to tell; zero: never.
	FirstTold(ctx context.Context) (time.Time, error)
	// Schedule plans a job of this room; an open one of that kind is moved.
	Schedule(ctx context.Context, kind, ref string, due time.Time) error
}

// Entry is one line of a task's history.
type Entry struct {
	ID     string
	Task   string
	At     time.Time
	Person string
	What   string // the event: "task.returned"
	Text   string // the reason, the report, the note
	Files  []File
	Due    *procedure.Date // the day set or asked for
	Was    *procedure.Date // the day that stood before, where it was changed
	Fields []string        // what an edit has changed
	Before string          // the text before an edit of it
}

// JobTell is the job that tells what tasks tell by themselves; its ref is "all".
const JobTell = "task.tell"

// What this room must know of others, in its own words.

// Sources tells what a task may come from: NotFound where there is no such thing, and
// Refused "task.source_open" where it has not come to an end yet.
type Sources interface {
	Item(ctx context.Context, id string) (Source, error)
	Ballot(ctx context.Context, id string) (Source, error)
	// Matter is the source of a task that is entered on a dossier.
	Matter(ctx context.Context, id string) (Source, error)
}

// Agencies tells which agencies there are.
type Agencies interface {
	// Known are those of ids that are agencies of the actor's body.
	Known(ctx context.Context, ids []string) ([]string, error)
}

// Days gives the calendar of the actor's body.
type Days interface {
	Calendar(ctx context.Context) (Calendar, error)
}
