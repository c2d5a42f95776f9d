package store

import (
	"context"
	"fmt"

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
		if err := t.Schedule(ctx, db.Job{Kind: meetings.JobLetter, Ref: l.ID, Due: l.MadeAt}); err != nil {
			return err
		}
	}
	return nil
}

// Letters are those of a meeting, the oldest first.
func (s *Store) Letters(ctx context.Context, meeting string) ([]meetings.Letter, error) {
	var rows []letterRow
	err := s.db().NewSelect().Model(&rows).Where("meeting = ?", meeting).Where("body = ?", s.body(ctx)).Order("id").Scan(ctx)
	return mapped(rows, letterRow.letter), loading("letters", noLetter, err)
}

const noLetter = "letter.not_found"
