package store

import (
	"context"
	"fmt"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// Mine is the part of person in a ballot, and the journal row that answer, "" for
// none, came in with; "seat.not_found", "answer.not_found".
func (s *Store) Mine(ctx context.Context, ballot, person, answer string) (*ballots.Mine, *ecabinet.Event, error) {
	m, row := new(ballots.Mine), new(ecabinet.Event)
	scratch, seat := new(scratchRow), new(seatRow)
	askRev, rev := s.revs.ask(s.body(ctx), ballot, MemberRows(person)) // first: see ViewRev
	askSeat := &db.Query{
		Text: selectMine, Args: []any{ballot, s.body(ctx), person},
		Row: func(r db.Row) error { return r.Scan(ofSeats.Places(seat, &m.Kind, &m.Title, &m.Round, &m.Classed)...) },
	}
	list := append([]*db.Query{askRev, askSeat}, s.around(ctx, m, ballot, person)...)
	list = append(list, &db.Query{
		Text: selectScratch, Args: []any{ballot, person, s.body(ctx)},
		Row: func(r db.Row) error {
			err := r.Scan(ofScratches.Places(scratch)...)
			m.Scratch = scratch.scratch()
			return err
		},
	})
	if answer != "" {
		list = append(list, s.castEvent(ctx, row, ballot, answer))
	}
	if err := s.sql.Run(ctx, list...); err != nil {
		return nil, nil, fmt.Errorf("load my part of a ballot: %w", err)
	}
	switch {
	case askSeat.Rows == 0:
		return nil, nil, missing(noSeat)
	case answer != "" && row.Seq == 0:
		return nil, nil, missing(noAnswer)
	}
	m.Rev, m.Seat = rev(), seat.seat()
	return m, row, nil
}

var (
	selectMine = "SELECT " + ofSeats.Of("s") + `, b.kind, b.title, b.round,
		EXISTS (SELECT 1 FROM classings AS c WHERE c.ballot = s.ballot AND c.seat = s."no")
		FROM seats AS s JOIN ballots AS b ON b.id = s.ballot WHERE s.ballot = $1 AND s.body = $2 AND s.person = $3`
	ofScratches   = db.ColumnsOf[scratchRow]()
	selectScratch = "SELECT " + ofScratches.Of("t") + " FROM scratches AS t WHERE t.ballot = $1 AND t.person = $2 AND t.body = $3"
)

// around reads the answers of a person's seat, and the draft of its office.
func (r reader) around(ctx context.Context, m *ballots.Mine, ballot, person string) []*db.Query {
	m.History = []ballots.Answer{}
	history := r.history(ctx, &m.History, ballot, `(SELECT s."no" FROM seats AS s WHERE s.ballot = $1 AND s.person = $3) AND a.person = $3`, person)
	draft, row := r.draft(ctx, ballot, person, "d.round = (SELECT b.round FROM ballots AS b WHERE b.id = $1)")
	read := draft.Row
	draft.Row = func(r db.Row) error {
		err := read(r)
		m.Draft = row.draft()
		return err
	}
	return []*db.Query{history, draft}
}
