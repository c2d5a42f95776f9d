package summaries

import (
	"context"
	"time"

	"ecabinet"
)

// Polled is a question of a ballot with what was answered, copied from the ballot's rows.
// Its id is the ballot's, '-', the question's key; an opinion's id and its respondent's
// reference are the seat's number.
type Polled struct {
	Question
	Ballot string
	Draft  string // title of the ballot
	Text   string // of the question
	Number string // of the certified result, "" before
	Lead   string // the agency that drafts
	Closed bool
	Secret bool                  // nothing of it may be synthesised
	Class  string                // of the matter: decides whether a model may be shown it
	Named  bool                  // the ballot lets the result say who took which side
	Who    map[string]Respondent // by reference
}

// Respondent is who answered.
type Respondent struct {
	Person string
	Name   string
	Post   string
}

// May refuses a question of which no synthesis is made: Refused "synthesis.open",
// "synthesis.secret".
func (p Polled) May() error {
	switch {
	case p.Secret:
		return ecabinet.E(ecabinet.Refused, "synthesis.secret")
	case !p.Closed:
		return ecabinet.E(ecabinet.Refused, "synthesis.open")
	}
	return nil
}

// Poll tells of what was asked and answered elsewhere, within the actor's body.
type Poll interface {
	// Polled is one question; NotFound "synthesis.not_found".
	Polled(ctx context.Context, question string) (Polled, error)
}

// Store is where tables rest. Everything is within the body of the actor in ctx; InTx is
// the one door to writing, see db.DB.InTx.
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) (ref string, err error)) (string, error)
	Reader
}

// Reader loads. What is missing is NotFound "synthesis.none".
type Reader interface {
	Desk(ctx context.Context, question string) (*Desk, error)
	// Version is one that was left behind or approved; it never changes.
	Version(ctx context.Context, question string, version int) (Table, error)
	Replies(ctx context.Context, question string) ([]Reply, error)
	// LastAct is the last one of a person on a version that is not undone; NotFound
	// "synthesis.undo_none".
	LastAct(ctx context.Context, question, person string, version int) (Kept, error)
	// Course is the last one of a question; NotFound "run.none".
	Course(ctx context.Context, question string) (*Course, error)
	// Assist is what was set, or [NewAssist].
	Assist(ctx context.Context) (Assist, error)
}

// Tx is one act of the actor in ctx.
type Tx interface {
	Reader
	Now() time.Time
	Emit(e ecabinet.Event) *ecabinet.Event
	// LockDesk locks the desk and loads it; an empty one with Rev 0 where there is none.
	LockDesk(ctx context.Context, question string) (*Desk, error)
	// SaveDesk writes a desk that LockDesk gave in this act.
	SaveDesk(ctx context.Context, d *Desk) error
	// InsertVersion keeps a version for good.
	InsertVersion(ctx context.Context, d *Desk, by string) error
	// KeepAct keeps an act so that it can be undone, and forgets what no longer can be: acts on
	// versions left behind, and all but a person's last [MostKept].
	KeepAct(ctx context.Context, question string, k Kept) error
	// DropAct forgets an act that was undone.
	DropAct(ctx context.Context, question string, k Kept) error
	SaveReply(ctx context.Context, question string, r Reply) error
	// LockCourse locks the last course of a question and loads it; nil where there is none.
	LockCourse(ctx context.Context, question string) (*Course, error)
	// LockRun locks the course of that id, which another may have followed, and loads it; nil
	// where there is none.
	LockRun(ctx context.Context, id string) (*Course, error)
	// SaveCourse writes a course that LockCourse or LockRun gave in this act, or one with the next number.
	SaveCourse(ctx context.Context, c *Course) error
	LockAssist(ctx context.Context) (Assist, error)
	SaveAssist(ctx context.Context, a Assist) error
	// Schedule makes the next step of a course due at a time, Cancel takes that back.
	Schedule(ctx context.Context, course string, due time.Time) error
	Cancel(ctx context.Context, course string) error
}
