package store

import (
	"context"
	"fmt"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings"
)

// What every vote reads, by queries of fixed text and of one person only: the cost of
// a vote does not grow with the room.
var (
	ofTurnouts  = db.ColumnsOf[turnoutRow]()
	ofSeats     = db.ColumnsOf[seatRow]()
	ofPresences = db.ColumnsOf[presenceRow]()
	ofPositions = db.ColumnsOf[positionRow]()
	ofOpinions  = db.ColumnsOf[opinionRow]()
	ofCasts     = db.ColumnsOf[castRow]()
	ofCopies    = db.ColumnsOf[copyRow]()

	meetingOfVote = "(SELECT meeting FROM room_votes WHERE id = $1)"
	boothMeeting  = "SELECT " + ofMeetings.Of("m") + " FROM meetings AS m WHERE m.id = " + meetingOfVote + " AND m.body = $2"
	boothTurnout  = "SELECT " + ofTurnouts.Of("t") + " FROM turnouts AS t WHERE t.vote = $1 AND t.body = $2 AND t.person = $3"
	boothSeat     = "SELECT " + ofSeats.Of("s") + " FROM meeting_seats AS s WHERE s.meeting = " + meetingOfVote + " AND s.body = $2 AND s.person = $3"
	boothRecused  = "SELECT p.item FROM item_persons AS p WHERE p.meeting = " + meetingOfVote + " AND p.body = $2 AND p.person = $3 AND p.part = 'recused'"
	boothHere     = "SELECT " + ofPresences.Of("p") + " FROM presences AS p WHERE p.meeting = " + meetingOfVote + " AND p.body = $2 AND p.person = $3 ORDER BY p.from_at, p.id"
)

// Booth is what decides whether person may cast in a vote.
func (r reader) Booth(ctx context.Context, vote, person string) (*meetings.Booth, error) {
	return r.booth(ctx, vote, person, false)
}

func (t *tx) LockBooth(ctx context.Context, vote, person string) (*meetings.Booth, error) {
	return t.booth(ctx, vote, person, true)
}

func (r reader) booth(ctx context.Context, vote, person string, lock bool) (*meetings.Booth, error) {
	body := r.body(ctx)
	var b meetings.Booth
	var meeting meetingRow
	var vrow voteRow
	var turnout turnoutRow
	var seat seatRow
	theMeeting := &db.Query{Text: boothMeeting, Args: []any{vote, body}, Row: func(r db.Row) error { return r.Scan(ofMeetings.Places(&meeting)...) }}
	theVote := &db.Query{Text: selectVote, Args: []any{vote, body}, Row: func(r db.Row) error { return r.Scan(ofVotes.Places(&vrow)...) }}
	theTurnout := &db.Query{Text: boothTurnout, Args: []any{vote, body, person}, Row: func(r db.Row) error { return r.Scan(ofTurnouts.Places(&turnout)...) }}
	theSeat := &db.Query{Text: boothSeat, Args: []any{vote, body, person}, Row: func(r db.Row) error { return r.Scan(ofSeats.Places(&seat)...) }}
	recused := &db.Query{Text: boothRecused, Args: []any{vote, body, person}, Row: func(r db.Row) error {
		var item string
		err := r.Scan(&item)
		b.Recused = append(b.Recused, item)
		return err
	}}
	here := &db.Query{Text: boothHere, Args: []any{vote, body, person}, Row: func(r db.Row) error {
		var row presenceRow
		err := r.Scan(ofPresences.Places(&row)...)
		b.Here = append(b.Here, row.presence())
		return err
	}}
	if lock {
		theMeeting.Lock, theVote.Lock, theTurnout.Lock = db.Share, db.Share, db.Update
	}
	if err := r.sql.Run(ctx, theMeeting, theVote, theTurnout, theSeat, recused, here); err != nil {
		return nil, fmt.Errorf("load what decides on a cast: %w", err)
	}
	switch {
	case theMeeting.Rows == 0 || theVote.Rows == 0:
		return nil, ecabinet.E(ecabinet.NotFound, noVote)
	case theTurnout.Rows == 0 || theSeat.Rows == 0:
		return nil, ecabinet.E(ecabinet.NotFound, noSeat)
	}
	v := vrow.vote()
	b.Meeting, b.Vote, b.Turnout, b.Seat = meeting.meeting(), &v, turnout.turnout(), seat.seat()
	return &b, nil
}

// MeetingOf is the meeting of a vote.
func (s *Store) MeetingOf(ctx context.Context, vote string) (meeting string, err error) {
	q := &db.Query{Text: "SELECT meeting FROM room_votes WHERE id = $1 AND body = $2", Args: []any{vote, s.body(ctx)}, Row: func(r db.Row) error { return r.Scan(&meeting) }}
	if err := s.sql.Run(ctx, q); err != nil {
		return "", fmt.Errorf("load the meeting of a vote: %w", err)
	}
	if q.Rows == 0 {
		return "", ecabinet.E(ecabinet.NotFound, noVote)
	}
	return meeting, nil
}

// Mine is what one person's view of a meeting is made of.
type Mine struct {
	Rev       int64
	Here      meetings.Attendance
	Positions []meetings.Position
	Casts     []meetings.Cast // those that count, of votes by name
	Opinions  meetings.Opinions
	Papers    []string // secret votes in which the person took a paper
	Copies    meetings.Copies
}

var (
	mineRev       = "SELECT at FROM journal WHERE body = $1 AND seq = (SELECT max(seq) FROM journal WHERE body = $1 AND topic = $2)"
	attendanceOf  = "SELECT " + ofPresences.Of("p") + " FROM presences AS p WHERE p.meeting = $1 AND p.body = $2 AND p.person = $3 ORDER BY p.from_at, p.id"
	standIns      = "SELECT " + ofPresences.Of("p") + " FROM presences AS p WHERE p.meeting = $1 AND p.body = $2 AND p.substitute = $3 AND p.substitute <> '' AND p.until_at IS NULL ORDER BY p.id"
	minePositions = "SELECT " + ofPositions.Of("p") + " FROM positions AS p WHERE p.meeting = $1 AND p.body = $2 AND p.person = $3 ORDER BY p.item"
	mineOpinions  = "SELECT " + ofOpinions.Of("o") + " FROM session_opinions AS o WHERE o.meeting = $1 AND o.body = $2 AND o.person = $3 ORDER BY o.at"
	mineCasts     = "SELECT " + ofCasts.Of("c") + ` FROM room_votes AS v JOIN turnouts AS t ON t.vote = v.id AND t.person = $3
		JOIN casts AS c ON c.id = t.cast_id WHERE v.meeting = $1 AND v.body = $2 ORDER BY v."no"`
	mineCopies = "SELECT " + ofCopies.Of("c") + " FROM paper_copies AS c WHERE c.meeting = $1 AND c.body = $2 AND c.person = $3 ORDER BY c.item, c.number"
	minePapers = `SELECT v.id FROM room_votes AS v JOIN turnouts AS t ON t.vote = v.id AND t.person = $3
		WHERE v.meeting = $1 AND v.body = $2 AND v.secret AND t.revision > 0 ORDER BY v."no"`
)

// Mine reads what is person's in a meeting; the rev first, so that the view is never
// newer than it says.
func (s *Store) Mine(ctx context.Context, meeting, person string) (*Mine, error) {
	m, body := new(Mine), s.body(ctx)
	of := []any{meeting, body, person}
	err := s.sql.Run(ctx,
		&db.Query{Text: mineRev, Args: []any{body, "meeting:" + meeting}, Row: func(r db.Row) error {
			var at db.Time
			err := r.Scan(&at)
			m.Rev = at.UnixMicro()
			return err
		}},
		&db.Query{Text: attendanceOf, Args: of, Row: func(r db.Row) error {
			var row presenceRow
			err := r.Scan(ofPresences.Places(&row)...)
			m.Here = append(m.Here, row.presence())
			return err
		}},
		&db.Query{Text: minePositions, Args: of, Row: func(r db.Row) error {
			var row positionRow
			err := r.Scan(ofPositions.Places(&row)...)
			m.Positions = append(m.Positions, row.position())
			return err
		}},
		&db.Query{Text: mineOpinions, Args: of, Row: func(r db.Row) error {
			var row opinionRow
			err := r.Scan(ofOpinions.Places(&row)...)
			m.Opinions = append(m.Opinions, row.opinion())
			return err
		}},
		&db.Query{Text: mineCasts, Args: of, Row: func(r db.Row) error {
			var row castRow
			err := r.Scan(ofCasts.Places(&row)...)
			m.Casts = append(m.Casts, row.cast())
			return err
		}},
		&db.Query{Text: minePapers, Args: of, Row: func(r db.Row) error {
			var vote string
			err := r.Scan(&vote)
			m.Papers = append(m.Papers, vote)
			return err
		}},
		&db.Query{Text: mineCopies, Args: of, Row: func(r db.Row) error {
			var row copyRow
			err := r.Scan(ofCopies.Places(&row)...)
			m.Copies = append(m.Copies, row.copy())
			return err
		}},
	)
	if err != nil {
		return nil, fmt.Errorf("load what is mine in a meeting: %w", err)
	}
	return m, nil
}
