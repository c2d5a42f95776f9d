package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// CastEvent is the journal row that an answer came in with; "answer.not_found".
func (s *Store) CastEvent(ctx context.Context, a *ballots.Answer) (e ecabinet.Event, err error) {
	q := s.castEvent(ctx, &e, a.Ballot, a.ID)
	if err := s.sql.Run(ctx, q); err != nil {
		return e, fmt.Errorf("load journal row: %w", err)
	}
	if q.Rows == 0 {
		return e, missing(noAnswer)
	}
	return e, nil
}

func (s *Store) castEvent(ctx context.Context, e *ecabinet.Event, ballot, answer string) *db.Query {
	return &db.Query{
		Text: `SELECT seq, at, type, data, hash FROM journal
			WHERE body = $1 AND topic = $2 AND type = 'answer.cast' AND ref = $3 ORDER BY seq DESC LIMIT 1`,
		Args: []any{s.body(ctx), "ballot:" + ballot, "answer/" + answer},
		Row: func(r db.Row) error {
			var at db.Time
			var data string
			err := r.Scan(&e.Seq, &at, &e.Type, &data, &e.Hash)
			e.At, e.Data = at.Time, json.RawMessage(data)
			return err
		},
	}
}

// CountedAt is the chain hash of the row that last counted a ballot: its closing,
// a recount, or its certification.
func (s *Store) CountedAt(ctx context.Context, ballot string) (string, error) {
	e, err := s.event(ctx, ballot, "type IN ('ballot.closed', 'ballot.recounted', 'ballot.certified')")
	return e.Hash, err
}

// RecallEvent is the journal row that a ballot was recalled with: by whom, and when.
func (s *Store) RecallEvent(ctx context.Context, ballot string) (ecabinet.Event, error) {
	return s.event(ctx, ballot, "type IN ('ballot.recalled', 'ballot.to_session')")
}

func (s *Store) event(ctx context.Context, ballot, where string, args ...any) (ecabinet.Event, error) {
	var row struct {
		Seq   int64
		At    db.Time
		Type  string
		Actor string
		Data  string
		Hash  string
	}
	err := s.db().NewSelect().TableExpr("journal").Column("seq", "at", "type", "actor", "data", "hash").
		Where("body = ?", s.body(ctx)).Where("topic = ?", "ballot:"+ballot).Where(where, args...).
		Order("seq DESC").Limit(1).Scan(ctx, &row)
	if err != nil {
		return ecabinet.Event{}, loading("journal row", noAnswer, err)
	}
	return ecabinet.Event{Seq: row.Seq, At: row.At.Time, Type: row.Type, Actor: row.Actor, Data: json.RawMessage(row.Data), Hash: row.Hash}, nil
}

// Replacement is a paper that was replaced while the ballot was open, as journalled.
type Replacement struct {
	Document string    `json:"document"`
	Version  string    `json:"version"`
	How      string    `json:"how"`
	Reason   string    `json:"reason"`
	Round    int       `json:"round"`
	At       time.Time `json:"-"`
}

// Replacements are the papers replaced while a ballot was open, the first one first.
func (s *Store) Replacements(ctx context.Context, ballot string) ([]Replacement, error) {
	return told(ctx, s, ballot, "ballot.paper_replaced", func(r *Replacement, at time.Time) { r.At = at })
}

// Corrections are those of a certified result, the first one first.
func (s *Store) Corrections(ctx context.Context, ballot string) ([]ballots.ResultCorrection, error) {
	return told(ctx, s, ballot, "ballot.corrected", func(c *ballots.ResultCorrection, at time.Time) { c.At = at })
}

// told are the journal rows of one type about a ballot, the first one first, as what
// they tell.
func told[T any](ctx context.Context, s *Store, ballot, kind string, date func(one *T, at time.Time)) ([]T, error) {
	var rows []struct {
		At   db.Time
		Data string
	}
	err := s.db().NewSelect().TableExpr("journal").Column("at", "data").
		Where("body = ?", s.body(ctx)).Where("topic = ?", "ballot:"+ballot).Where("type = ?", kind).
		Order("seq").Scan(ctx, &rows)
	if err != nil {
		return nil, loading("journal rows", noBallot, err)
	}
	out := make([]T, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal([]byte(row.Data), &out[i]); err != nil {
			return nil, fmt.Errorf("read a journal row: %w", err)
		}
		date(&out[i], row.At.Time)
	}
	return out, nil
}

// Refusal is why something was not done, as journalled.
type Refusal struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params"`
}

// NotOpened is why an approved ballot could not be opened at its time; nil where
// nothing like it has happened since the approval.
func (s *Store) NotOpened(ctx context.Context, ballot string) (*Refusal, error) {
	e, err := s.event(ctx, ballot, "type LIKE 'ballot.%'")
	if err != nil || e.Type != "ballot.not_opened" {
		return nil, err
	}
	why := new(Refusal)
	if err := json.Unmarshal(e.Data, why); err != nil {
		return nil, fmt.Errorf("read a journal row: %w", err)
	}
	return why, nil
}

// JournalledHash is the record hash as it was journalled when an answer was cast.
func (s *Store) JournalledHash(ctx context.Context, a *ballots.Answer) (string, error) {
	e, err := s.CastEvent(ctx, a)
	if err != nil {
		return "", err
	}
	var data struct {
		RecordHash string `json:"record_hash"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return "", fmt.Errorf("read a journal row: %w", err)
	}
	return data.RecordHash, nil
}

// Late are the newest answers that came after the deadline, by seat: kept and
// never counted.
func (s *Store) Late(ctx context.Context, ballot string) (map[int]string, error) {
	var rows []struct {
		ID   string
		Seat int
	}
	err := s.db().NewSelect().TableExpr("answers AS a").Column("a.id", "a.seat").
		Where("a.ballot = ?", ballot).Where("a.body = ?", s.body(ctx)).Where("a.standing = ?", string(ballots.Late)).
		Order("a.revision").Scan(ctx, &rows)
	if err != nil {
		return nil, loading("late answers", noAnswer, err)
	}
	found := make(map[int]string, len(rows))
	for _, r := range rows {
		found[r.Seat] = r.ID
	}
	return found, nil
}

// ListsRev rises with everything that happens in the body: the time of its last
// journal row in microseconds, which tells less than the row's number would.
func (s *Store) ListsRev(ctx context.Context) (int64, error) {
	var at db.Time
	err := s.db().NewSelect().TableExpr("journal_heads").Column("at").Where("body = ?", s.body(ctx)).Scan(ctx, &at)
	if err != nil {
		return 0, loading("journal", noBallot, err)
	}
	return at.UnixMicro(), nil
}
