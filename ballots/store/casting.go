package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// part is a person's part in a ballot as an answer finds it: what decides whether what
// was read before is still so.
type part struct {
	rev   int64 // of the ballot
	seat  seatRow
	draft int64 // the rev of the office's draft of this round, 0 for none
}

var selectPart = "SELECT b.rev, " + ofSeats.Of("s") + ` FROM ballots AS b JOIN seats AS s ON s.ballot = b.id
	WHERE b.id = $1 AND b.body = $2 AND s.person = $3`

// askPart reads p but for the draft; a lock is one after the other, as written.
func (r reader) askPart(ctx context.Context, p *part, ballot, person string, lock db.LockMode) *db.Query {
	return &db.Query{
		Text: selectPart, Args: []any{ballot, r.body(ctx), person}, Lock: lock,
		Row: func(r db.Row) error { return r.Scan(append([]any{&p.rev}, ofSeats.Places(&p.seat)...)...) },
	}
}

// askDraft reads the rest of p, behind the lock: an act may be waited for that has the
// seat and writes the draft. A round that is not the ballot's any more shows in p.rev.
func (r reader) askDraft(ctx context.Context, p *part, ballot, person string, round int) *db.Query {
	return &db.Query{
		Text: "SELECT rev FROM office_drafts WHERE ballot = $1 AND body = $2 AND member = $3 AND round = $4",
		Args: []any{ballot, r.body(ctx), person, round},
		Row:  func(r db.Row) error { return r.Scan(&p.draft) },
	}
}

const lockPart db.LockMode = "FOR SHARE OF b FOR UPDATE OF s"

// ToCast reads what an answer of person will go by. It is nil where that is to be
// read in the act: also where it could not be read, which the act finds as well.
func (s *Store) ToCast(ctx context.Context, ballot, person string) *ballots.ToCast {
	m, p := new(ballots.Mine), new(part)
	askRows, rows := s.revs.ask(s.body(ctx), ballot, MemberRows(person)) // first: see ViewRev
	at, ok := s.d.RunAhead(ctx, append([]*db.Query{askRows, s.askPart(ctx, p, ballot, person, "")}, s.around(ctx, m, ballot, person)...)...)
	if !ok || p.rev == 0 {
		return nil
	}
	b, err := s.known.ballot(ctx, s.reader, ballot, p.rev)
	if err != nil || b.Rev != p.rev || b.State != ballots.Open {
		return nil
	}
	if m.Draft != nil {
		p.draft = m.Draft.Rev
	}
	m.Rev = rows()
	m.Kind, m.Title, m.Round, m.Seat = b.Kind, b.Title, b.Round, p.seat.seat()
	return &ballots.ToCast{Ballot: b, Mine: *m, At: at, Read: p}
}

// LockToCast reads the ballot itself only where the version in memory is another.
func (t *tx) LockToCast(ctx context.Context, ballot, person string, before *ballots.ToCast) (*ballots.Ballot, *ballots.Mine, error) {
	if b, m := t.foreseen(ctx, ballot, person, before); b != nil {
		return b, m, nil
	}
	m, p := new(ballots.Mine), new(part)
	lock := t.askPart(ctx, p, ballot, person, lockPart)
	askRows, rows := t.revs.ask(t.Body(), ballot, MemberRows(person))
	if err := t.Run(ctx, append([]*db.Query{lock, askRows}, t.around(ctx, m, ballot, person)...)...); err != nil {
		return nil, nil, fmt.Errorf("lock ballot and seat: %w", err)
	}
	if lock.Rows == 0 {
		if _, err := t.Ballot(ctx, ballot); err != nil {
			return nil, nil, err
		}
	}
	s, err := p.seat.found(lock)
	if err != nil {
		return nil, nil, err
	}
	b, err := t.known.ballot(ctx, t.reader, ballot, p.rev)
	if err != nil {
		return nil, nil, err
	}
	m.Kind, m.Title, m.Round, m.Seat = b.Kind, b.Title, b.Round, *s
	m.Rev = rows() + coming(MemberRows(person), t.Before("ballot:"+ballot))
	if m.Draft != nil {
		t.drafts[m.Draft.ID] = m.Draft.Rev
	}
	if b.State == ballots.Open { // nothing is classed before closing
		return b, m, nil
	}
	classings, err := t.Classings(ctx, ballot)
	m.Classed = slices.ContainsFunc(classings, func(c ballots.Classing) bool { return c.Seat == s.No })
	return b, m, err
}

var errMeanwhile = errors.New("what an answer was to go by has changed meanwhile")

// foreseen goes by what was read before; nil where the act has to read.
func (t *tx) foreseen(ctx context.Context, ballot, person string, before *ballots.ToCast) (*ballots.Ballot, *ballots.Mine) {
	if before == nil || coming(MemberRows(person), t.Before("ballot:"+ballot)) > 0 { // an act of the same batch has changed it
		return nil, nil
	}
	was, now := before.Read.(*part), new(part)
	ahead := t.Foreseen(before.At, func(err error) error {
		if err == nil && !reflect.DeepEqual(was, now) {
			return errMeanwhile
		}
		return err
	}, t.askPart(ctx, now, ballot, person, lockPart), t.askDraft(ctx, now, ballot, person, before.Ballot.Round))
	if !ahead {
		return nil, nil
	}
	m := before.Mine // the act may run once more
	m.History = slices.Clone(m.History)
	if m.Draft != nil {
		t.drafts[m.Draft.ID] = m.Draft.Rev
	}
	return before.Ballot, &m
}
