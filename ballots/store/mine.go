package store

import (
	"context"
	"fmt"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// Mine is what one member's view of a ballot begins with.
type Mine struct {
	Rev     int64 // see ViewRev, MemberRows
	Title   string
	Round   int
	Seat    ballots.Seat
	Draft   bool // the office has prepared something in this round
	Scratch bool // something is typed and not sent
	Classed bool // some opinion of this seat was placed for or against
	History []ballots.Answer
	Cast    ecabinet.Event // the journal row of the answer that was asked for
}

// selectMine is confined to the body by its seat.
var selectMine = "SELECT " + ofSeats.Of("s") + `, b.title, b.round,
		(SELECT count(*) FROM journal WHERE body = s.body AND topic = 'ballot:' || s.ballot AND ` + fmt.Sprintf(memberRows, "s.person") + `),
		EXISTS (SELECT 1 FROM office_drafts AS d WHERE d.ballot = s.ballot AND d.round = b.round AND d.member = s.person),
		EXISTS (SELECT 1 FROM scratches AS t WHERE t.ballot = s.ballot AND t.person = s.person),
		EXISTS (SELECT 1 FROM classings AS c WHERE c.ballot = s.ballot AND c.seat = s.no)
	FROM seats AS s JOIN ballots AS b ON b.id = s.ballot WHERE s.ballot = $1 AND s.person = $2 AND s.body = $3`

// Mine is the seat of person on a ballot and what lies around it, with the journal
// row of an answer, "" for none; "seat.not_found".
func (s *Store) Mine(ctx context.Context, ballot, person, answer string) (*Mine, error) {
	m := &Mine{History: []ballots.Answer{}}
	var row seatRow
	// The rev is read first, so that the view is never newer than it says.
	seat := &db.Query{
		Text: selectMine, Args: []any{ballot, person, s.body(ctx)},
		Row: func(r db.Row) error {
			return r.Scan(ofSeats.Places(&row, &m.Title, &m.Round, &m.Rev, &m.Draft, &m.Scratch, &m.Classed)...)
		},
	}
	list := []*db.Query{seat, s.history(ctx, &m.History, ballot, `(SELECT s."no" FROM seats AS s WHERE s.ballot = $1 AND s.person = $3)`, person)}
	if answer != "" {
		list = append(list, s.castEvent(ctx, &m.Cast, ballot, answer))
	}
	if err := s.sql.Run(ctx, list...); err != nil {
		return nil, fmt.Errorf("load my seat: %w", err)
	}
	if seat.Rows == 0 {
		return nil, missing(noSeat)
	}
	m.Seat = row.seat()
	return m, nil
}
