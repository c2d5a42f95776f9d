package ballots

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
)

// ResultCorrection stands on record beside a certified result: the result stays as it is,
// and both are printed. It lives in the journal alone, which nobody can change.
type ResultCorrection struct {
	Reason string    `json:"reason"`
	Text   string    `json:"text"` // what is to be read instead
	Name   string    `json:"name"` // who made it, as he was called then
	At     time.Time `json:"-"`
}

// maxCorrection bounds the reason and the text of a correction, in characters.
const maxCorrection = 4000

func (c *ResultCorrection) check() error {
	c.Reason, c.Text = strings.TrimSpace(c.Reason), strings.TrimSpace(c.Text)
	if c.Reason == "" {
		return field("reason", "ballot.reason_missing")
	}
	if c.Text == "" {
		return field("text", "correction.text_missing")
	}
	for path, text := range map[string]string{"reason": c.Reason, "text": c.Text} {
		if utf8.RuneCountInString(text) > maxCorrection {
			return field(path, "correction.too_long", "max", maxCorrection)
		}
	}
	return nil
}

// Correct puts a correction on record beside a certified result and tells all who
// were told of the result.
func (s *Service) Correct(ctx context.Context, id, reason, text string) (string, error) {
	c := ResultCorrection{Reason: reason, Text: text}
	if err := c.check(); err != nil {
		return "", err
	}
	actor := ecabinet.ActorFrom(ctx)
	names, err := s.Roll.Names(ctx, []string{actor.Person})
	if err != nil {
		return "", err
	}
	c.Name = names[actor.Person]
	return s.change(ctx, id, anyRev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if err := b.move(ActCorrect); err != nil {
			return err
		}
		emit(tx, b, "ballot.corrected", fields{"reason": c.Reason, "text": c.Text, "name": c.Name, "by": actor.Person})
		seats, err := tx.Seats(ctx, id)
		if err != nil {
			return err
		}
		return s.notifySeats(ctx, tx, b, "ballot.corrected", seats, true)
	})
}
