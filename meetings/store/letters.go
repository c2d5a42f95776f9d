package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/meetings"
)

type letterRow struct {
	bun.BaseModel `bun:"table:letters"`

	ID         string `bun:"id,pk"`
	Body       string
	Meeting    string
	Invitation string
	Person     string
	News       meetings.News
	Sequence   int
	About      string
	State      meetings.LetterState
	Problem    string
	MadeAt     db.Time
	DoneAt     db.Time
}

func (r letterRow) letter() meetings.Letter {
	return meetings.Letter{
		ID: r.ID, Meeting: r.Meeting, Invitation: r.Invitation, Person: r.Person, News: r.News, Sequence: r.Sequence, About: r.About,
		State: r.State, Problem: r.Problem, MadeAt: r.MadeAt.Time, DoneAt: given(r.DoneAt),
	}
}

// Post keeps letters and plans that they are sent. A letter of the same person and news
// is there once, whoever posts it.
func (t *tx) Post(ctx context.Context, body string, letters []meetings.Letter) error {
	if err := t.own("letters", body); err != nil {
		return err
	}
	rows := make([]letterRow, len(letters))
	for i, l := range letters {
		rows[i] = letterRow{
			ID: l.ID, Body: body, Meeting: l.Meeting, Invitation: l.Invitation, Person: l.Person, News: l.News, Sequence: l.Sequence,
			About: l.About, State: l.State, Problem: l.Problem, MadeAt: db.At(l.MadeAt), DoneAt: stored(l.DoneAt),
		}
	}
	if _, err := t.db().NewInsert().Model(&rows).On("CONFLICT (invitation, person, news, sequence, about) DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("insert letters: %w", err)
	}
	for _, l := range letters {
		if err := t.Schedule(ctx, meetings.JobLetter, l.ID, l.MadeAt); err != nil {
			return err
		}
	}
	return nil
}

// Now is the database's clock.
func (s *Store) Now(ctx context.Context) (time.Time, error) { return s.d.Now(ctx) }

// Letter is one letter.
func (r reader) Letter(ctx context.Context, id string) (*meetings.Letter, error) {
	row := new(letterRow)
	if err := r.db().NewSelect().Model(row).Where("id = ?", id).Where("body = ?", r.body(ctx)).Scan(ctx); err != nil {
		return nil, loading("letter", noLetter, err)
	}
	l := row.letter()
	return &l, nil
}

// SaveLetter writes what became of a letter.
func (t *tx) SaveLetter(ctx context.Context, body string, l *meetings.Letter) error {
	if err := t.own("letter", body); err != nil {
		return err
	}
	_, err := t.db().NewUpdate().Model(&letterRow{ID: l.ID, State: l.State, Problem: l.Problem, MadeAt: db.At(l.MadeAt), DoneAt: stored(l.DoneAt)}).
		Column("state", "problem", "made_at", "done_at").WherePK().Where("body = ?", body).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save letter: %w", err)
	}
	return nil
}

// Letters are those of a meeting, the oldest first.
func (r reader) Letters(ctx context.Context, meeting string) ([]meetings.Letter, error) {
	var rows []letterRow
	err := r.db().NewSelect().Model(&rows).Where("meeting = ?", meeting).Where("body = ?", r.body(ctx)).Order("id").Scan(ctx)
	return mapped(rows, letterRow.letter), loading("letters", noLetter, err)
}

const noLetter = "letter.not_found"
