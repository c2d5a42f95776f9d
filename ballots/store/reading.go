package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// The codes of what is missing, each of kind NotFound.
const (
	noBallot   = "ballot.not_found"
	noSeat     = "seat.not_found"
	noAnswer   = "answer.not_found"
	noDraft    = "draft.not_found"
	noClassing = "classing.not_found"
	noScratch  = "scratch.not_found"
	noFile     = "file.not_found"
)

func loading(thing, code string, err error) error {
	if err == nil {
		return nil
	}
	return db.NotFound(fmt.Errorf("load %s: %w", thing, err), code)
}

// Ballot is one ballot; "ballot.not_found".
func (r reader) Ballot(ctx context.Context, id string) (*ballots.Ballot, error) {
	return r.ballot(ctx, id)
}

func (r reader) ballot(ctx context.Context, id string, how ...func(*bun.SelectQuery) *bun.SelectQuery) (*ballots.Ballot, error) {
	row := new(ballotRow)
	err := r.db.NewSelect().Model(row).Where("b.id = ?", id).Where("b.body = ?", r.body(ctx)).Apply(how...).Scan(ctx)
	if err != nil {
		return nil, loading("ballot", noBallot, err)
	}
	return row.ballot(), nil
}

// Seats is the list of members, by number; none before opening.
func (r reader) Seats(ctx context.Context, ballot string) ([]ballots.Seat, error) {
	var rows []seatRow
	err := r.db.NewSelect().Model(&rows).Where("s.ballot = ?", ballot).Where("s.body = ?", r.body(ctx)).Order("s.no").Scan(ctx)
	if err != nil {
		return nil, loading("seats", noSeat, err)
	}
	return mapped(rows, seatRow.seat), nil
}

// Seat is a person's seat; "seat.not_found".
func (r reader) Seat(ctx context.Context, ballot, person string) (*ballots.Seat, error) {
	return r.seat(ctx, "person", ballot, person)
}

// seat finds one seat of a ballot by its column person or no.
func (r reader) seat(ctx context.Context, column, ballot string, value any, how ...func(*bun.SelectQuery) *bun.SelectQuery) (*ballots.Seat, error) {
	row := new(seatRow)
	err := r.db.NewSelect().Model(row).Where("s.ballot = ?", ballot).Where("s.body = ?", r.body(ctx)).
		Where("s.? = ?", ident(column), value).Apply(how...).Scan(ctx)
	if err != nil {
		return nil, loading("seat", noSeat, err)
	}
	s := row.seat()
	return &s, nil
}

// CountingAnswers are the answers that seats name as counting.
func (r reader) CountingAnswers(ctx context.Context, ballot string) (map[int]ballots.Answer, error) {
	return r.bySeat(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Join("JOIN seats AS s ON s.answer = a.id AND s.ballot = a.ballot AND s.no = a.seat").Where("s.ballot = ?", ballot)
	})
}

// AwaitingAnswers are those on behalf that wait for a second person.
func (r reader) AwaitingAnswers(ctx context.Context, ballot string) (map[int]ballots.Answer, error) {
	return r.bySeat(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("a.ballot = ?", ballot).Where("a.standing = ?", ballots.AwaitSecond)
	})
}

func (r reader) bySeat(ctx context.Context, which func(*bun.SelectQuery) *bun.SelectQuery) (map[int]ballots.Answer, error) {
	var rows []answerRow
	err := r.db.NewSelect().Model(&rows).Where("a.body = ?", r.body(ctx)).Apply(which).Scan(ctx)
	if err != nil {
		return nil, loading("answers", noAnswer, err)
	}
	found := make(map[int]ballots.Answer, len(rows))
	for _, row := range rows {
		found[row.Seat] = row.answer()
	}
	return found, nil
}

// Answer is one version of an answer; "answer.not_found".
func (r reader) Answer(ctx context.Context, id string) (*ballots.Answer, error) {
	row := new(answerRow)
	err := r.db.NewSelect().Model(row).Where("a.id = ?", id).Where("a.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("answer", noAnswer, err)
	}
	a := row.answer()
	return &a, nil
}

// History is every version of one seat's answer, oldest first.
func (r reader) History(ctx context.Context, ballot string, seat int) ([]ballots.Answer, error) {
	var rows []answerRow
	err := r.db.NewSelect().Model(&rows).Where("a.ballot = ?", ballot).Where("a.seat = ?", seat).
		Where("a.body = ?", r.body(ctx)).Order("a.round", "a.revision").Scan(ctx)
	if err != nil {
		return nil, loading("history", noAnswer, err)
	}
	return mapped(rows, answerRow.answer), nil
}

// OfficeDraft is what the office of member prepared in round; "draft.not_found".
func (r reader) OfficeDraft(ctx context.Context, ballot string, round int, member string) (*ballots.OfficeDraft, error) {
	row := new(draftRow)
	err := r.db.NewSelect().Model(row).Where("d.ballot = ?", ballot).Where("d.round = ?", round).
		Where("d.member = ?", member).Where("d.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("office draft", noDraft, err)
	}
	return row.draft(), nil
}

// Classings are all of a ballot, also those removed, oldest first.
func (r reader) Classings(ctx context.Context, ballot string) ([]ballots.Classing, error) {
	var rows []classingRow
	err := r.db.NewSelect().Model(&rows).Where("c.ballot = ?", ballot).Where("c.body = ?", r.body(ctx)).Order("c.at", "c.id").Scan(ctx)
	if err != nil {
		return nil, loading("classings", noClassing, err)
	}
	return mapped(rows, classingRow.classing), nil
}

// Scratch is what person has typed; "scratch.not_found".
func (r reader) Scratch(ctx context.Context, ballot, person string) (*ballots.Scratch, error) {
	row := new(scratchRow)
	err := r.db.NewSelect().Model(row).Where("ballot = ?", ballot).Where("person = ?", person).
		Where("body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("scratch", noScratch, err)
	}
	return &ballots.Scratch{Ballot: row.Ballot, Person: row.Person, Content: row.Content.V, Changed: row.ChangedAt.Time}, nil
}

func mapped[R, T any](rows []R, to func(R) T) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = to(r)
	}
	return out
}
