package store

import (
	"context"

	"ecabinet/ballots"
)

// Mine is what one member's view of a ballot begins with, read in one statement.
type Mine struct {
	Rev     int64 // see ViewRev
	Title   string
	Round   int
	Seat    ballots.Seat
	Draft   bool // the office has prepared something in this round
	Scratch bool // something is typed and not sent
	Classed bool // some opinion of this seat was placed for or against
}

type mineRow struct {
	seatRow
	Title    string
	Round    int
	ViewRev  int64
	Drafted  bool
	Scribble bool
	Classed  bool
}

// Mine is the seat of person on a ballot and what lies around it;
// "seat.not_found".
func (s *Store) Mine(ctx context.Context, ballot, person string) (*Mine, error) {
	row := new(mineRow)
	err := s.db.NewSelect().TableExpr("seats AS s").ColumnExpr("s.*").Column("b.title", "b.round").
		ColumnExpr("(SELECT count(*) FROM journal AS j WHERE j.body = s.body AND j.topic = ?) AS view_rev", "ballot:"+ballot).
		ColumnExpr("EXISTS (SELECT 1 FROM office_drafts AS d WHERE d.ballot = s.ballot AND d.round = b.round AND d.member = s.person) AS drafted").
		ColumnExpr("EXISTS (SELECT 1 FROM scratches AS t WHERE t.ballot = s.ballot AND t.person = s.person) AS scribble").
		ColumnExpr("EXISTS (SELECT 1 FROM classings AS c WHERE c.ballot = s.ballot AND c.seat = s.no) AS classed").
		Join("JOIN ballots AS b ON b.id = s.ballot").
		Where("s.ballot = ?", ballot).Where("s.person = ?", person).Where("s.body = ?", s.body(ctx)).Scan(ctx, row)
	if err != nil {
		return nil, loading("my seat", noSeat, err)
	}
	return &Mine{
		Rev: row.ViewRev, Title: row.Title, Round: row.Round, Seat: row.seat(),
		Draft: row.Drafted, Scratch: row.Scribble, Classed: row.Classed,
	}, nil
}
