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
	q, row := r.ballot(ctx, id)
	if err := r.sql.Run(ctx, q); err != nil {
		return nil, fmt.Errorf("load ballot: %w", err)
	}
	return row.found(q)
}

var (
	ofBallots    = db.ColumnsOf[ballotRow]()
	selectBallot = "SELECT " + ofBallots.Of("b") + " FROM ballots AS b WHERE b.id = $1 AND b.body = $2"
	ofSeats      = db.ColumnsOf[seatRow]()
	selectSeat   = "SELECT " + ofSeats.Of("s") + " FROM seats AS s WHERE s.ballot = $1 AND s.body = $2"
)

func (r reader) ballot(ctx context.Context, id string) (*db.Query, *ballotRow) {
	row := new(ballotRow)
	return &db.Query{
		Text: selectBallot, Args: []any{id, r.body(ctx)}, Row: func(r db.Row) error { return r.Scan(ofBallots.Places(row)...) },
	}, row
}

func (r *ballotRow) found(q *db.Query) (*ballots.Ballot, error) {
	if q.Rows == 0 {
		return nil, missing(noBallot)
	}
	return r.ballot(), nil
}

// Seats is the list of members, by number; none before opening.
func (r reader) Seats(ctx context.Context, ballot string) ([]ballots.Seat, error) {
	var rows []seatRow
	err := r.db().NewSelect().Model(&rows).Where("s.ballot = ?", ballot).Where("s.body = ?", r.body(ctx)).Order("s.no").Scan(ctx)
	if err != nil {
		return nil, loading("seats", noSeat, err)
	}
	return mapped(rows, seatRow.seat), nil
}

// Seat is a person's seat; "seat.not_found".
func (r reader) Seat(ctx context.Context, ballot, person string) (*ballots.Seat, error) {
	return r.oneSeat(ctx, ballot, "person", person, "")
}

func (r reader) oneSeat(ctx context.Context, ballot, column string, value any, lock db.LockMode) (*ballots.Seat, error) {
	q, row := r.seat(ctx, ballot, column, value)
	q.Lock = lock
	if err := r.sql.Run(ctx, q); err != nil {
		return nil, fmt.Errorf("load seat: %w", err)
	}
	return row.found(q)
}

// seat reads one seat of a ballot by its column person or no.
func (r reader) seat(ctx context.Context, ballot, column string, value any) (*db.Query, *seatRow) {
	row := new(seatRow)
	return &db.Query{
		Text: selectSeat + ` AND s."` + column + `" = $3`, Args: []any{ballot, r.body(ctx), value},
		Row: func(r db.Row) error { return r.Scan(ofSeats.Places(row)...) },
	}, row
}

func (r *seatRow) found(q *db.Query) (*ballots.Seat, error) {
	if q.Rows == 0 {
		return nil, missing(noSeat)
	}
	s := r.seat()
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
	err := r.db().NewSelect().Model(&rows).Where("a.body = ?", r.body(ctx)).Apply(which).Scan(ctx)
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
	err := r.db().NewSelect().Model(row).Where("a.id = ?", id).Where("a.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("answer", noAnswer, err)
	}
	a := row.answer()
	return &a, nil
}

// History is every version of one seat's answer, oldest first.
func (r reader) History(ctx context.Context, ballot string, seat int) ([]ballots.Answer, error) {
	list := []ballots.Answer{}
	if err := r.sql.Run(ctx, r.history(ctx, &list, ballot, "$3", seat)); err != nil {
		return nil, fmt.Errorf("load history: %w", err)
	}
	return list, nil
}

var (
	ofAnswers     = db.ColumnsOf[answerRow]()
	insertAnswer  = ofAnswers.Insert("answers")
	selectHistory = "SELECT " + ofAnswers.Of("a") + ` FROM answers AS a
		WHERE a.ballot = $1 AND a.body = $2 AND a.seat = %s ORDER BY a.round, a.revision`
)

// history reads every version of the answer of the seat that value, $3, says.
func (r reader) history(ctx context.Context, into *[]ballots.Answer, ballot, seat string, value any) *db.Query {
	return &db.Query{
		Text: fmt.Sprintf(selectHistory, seat), Args: []any{ballot, r.body(ctx), value},
		Row: func(r db.Row) error {
			var row answerRow
			err := r.Scan(ofAnswers.Places(&row)...)
			*into = append(*into, row.answer())
			return err
		},
	}
}

// OfficeDraft is what the office of member prepared in round; "draft.not_found".
func (r reader) OfficeDraft(ctx context.Context, ballot string, round int, member string) (*ballots.OfficeDraft, error) {
	q, row := r.draft(ctx, ballot, member, "d.round = $4")
	q.Args = append(q.Args, round)
	if err := r.sql.Run(ctx, q); err != nil {
		return nil, fmt.Errorf("load office draft: %w", err)
	}
	if q.Rows == 0 {
		return nil, missing(noDraft)
	}
	return row.draft(), nil
}

var (
	ofDrafts    = db.ColumnsOf[draftRow]()
	selectDraft = "SELECT " + ofDrafts.Of("d") + " FROM office_drafts AS d WHERE d.ballot = $1 AND d.member = $2 AND d.body = $3 AND "
)

// draft reads what the office of member prepared in the round that round says.
func (r reader) draft(ctx context.Context, ballot, member, round string) (*db.Query, *draftRow) {
	row := new(draftRow)
	return &db.Query{
		Text: selectDraft + round, Args: []any{ballot, member, r.body(ctx)},
		Row: func(r db.Row) error { return r.Scan(ofDrafts.Places(row)...) },
	}, row
}

// Classings are all of a ballot, also those removed, oldest first.
func (r reader) Classings(ctx context.Context, ballot string) ([]ballots.Classing, error) {
	var rows []classingRow
	err := r.db().NewSelect().Model(&rows).Where("c.ballot = ?", ballot).Where("c.body = ?", r.body(ctx)).Order("c.at", "c.id").Scan(ctx)
	if err != nil {
		return nil, loading("classings", noClassing, err)
	}
	return mapped(rows, classingRow.classing), nil
}

// Scratch is what person has typed; "scratch.not_found".
func (r reader) Scratch(ctx context.Context, ballot, person string) (*ballots.Scratch, error) {
	row := new(scratchRow)
	err := r.db().NewSelect().Model(row).Where("ballot = ?", ballot).Where("person = ?", person).
		Where("body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("scratch", noScratch, err)
	}
	return row.scratch(), nil
}

func mapped[R, T any](rows []R, to func(R) T) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = to(r)
	}
	return out
}
