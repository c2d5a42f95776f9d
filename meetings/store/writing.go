package store

import (
	"context"
	"fmt"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings"
)

func mode(share bool) db.LockMode {
	if share {
		return db.Share
	}
	return db.Update
}

// LockMeeting locks as it reads, so that what it gives is what the acts before it
// have left.
func (t *tx) LockMeeting(ctx context.Context, id string, share bool) (*meetings.Meeting, error) {
	m, err := t.meeting(ctx, id, mode(share))
	if err != nil {
		return nil, err
	}
	t.revs["meeting/"+id] = m.Rev
	return m, nil
}

func (t *tx) LockVote(ctx context.Context, id string, share bool) (*meetings.Vote, error) {
	v, err := t.vote(ctx, id, mode(share))
	if err != nil {
		return nil, err
	}
	t.revs["vote/"+id] = v.Rev
	return v, nil
}

// own refuses to write a row of another body than the act's: its events would go
// to the wrong journal.
func (t *tx) own(thing, body string) error {
	if body != t.Body() {
		return fmt.Errorf("write %s: body %q is not the body of this act", thing, body)
	}
	return nil
}

func (t *tx) insert(ctx context.Context, thing, body string, model any) error {
	if err := t.own(thing, body); err != nil {
		return err
	}
	if _, err := t.db().NewInsert().Model(model).Exec(ctx); err != nil {
		return fmt.Errorf("insert %s: %w", thing, err)
	}
	return nil
}

// changed wants exactly one row to have been changed; else Stale "request.stale".
func changed(res interface{ RowsAffected() (int64, error) }, err error, doing string) error {
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if n == 0 {
		return ecabinet.E(ecabinet.Stale, "request.stale")
	}
	return nil
}

func (t *tx) InsertMeeting(ctx context.Context, m *meetings.Meeting) error {
	return t.insert(ctx, "meeting", m.Body, rowOfMeeting(m))
}

// SaveMeeting writes a meeting that LockMeeting gave in this act.
func (t *tx) SaveMeeting(ctx context.Context, m *meetings.Meeting) error {
	seen, ok := t.revs["meeting/"+m.ID]
	if !ok {
		return fmt.Errorf("save meeting %s: it was not locked in this act", m.ID)
	}
	res, err := t.db().NewUpdate().Model(rowOfMeeting(m)).ExcludeColumn("id", "body", "made_by", "made_at").
		WherePK().Where("m.rev = ?", seen).Where("m.body = ?", t.Body()).Exec(ctx)
	if err := changed(res, err, "save meeting"); err != nil {
		return err
	}
	t.revs["meeting/"+m.ID] = m.Rev
	return nil
}

func (t *tx) InsertItem(ctx context.Context, it *meetings.Item) error {
	if err := t.insert(ctx, "item", t.Body(), rowOfItem(it, t.Body())); err != nil {
		return err
	}
	return t.persons(ctx, it)
}

// SaveItems writes items whose rev is one more than stored.
func (t *tx) SaveItems(ctx context.Context, items []meetings.Item) error {
	for i := range items {
		it := &items[i]
		res, err := t.db().NewUpdate().Model(rowOfItem(it, t.Body())).ExcludeColumn("id", "body", "meeting").
			WherePK().Where("i.rev = ?", it.Rev-1).Where("i.body = ?", t.Body()).Exec(ctx)
		if err := changed(res, err, "save item"); err != nil {
			return err
		}
		if err := t.persons(ctx, it); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) PlaceItems(ctx context.Context, items []meetings.Item) error {
	for _, it := range items {
		res, err := t.db().NewUpdate().Model((*itemRow)(nil)).Set("parent = ?", it.Parent).Set("place = ?", it.Place).
			Where("i.id = ?", it.ID).Where("i.body = ?", t.Body()).Exec(ctx)
		if err := changed(res, err, "place item"); err != nil {
			return err
		}
	}
	return nil
}

// persons writes the guests and recusals of an item once more.
func (t *tx) persons(ctx context.Context, it *meetings.Item) error {
	if _, err := t.db().NewDelete().Model((*personRow)(nil)).Where("item = ?", it.ID).Exec(ctx); err != nil {
		return fmt.Errorf("save persons of an item: %w", err)
	}
	var rows []personRow
	for part, persons := range map[string][]string{partGuest: it.Guests, partRecused: it.Recused} {
		for _, p := range persons {
			rows = append(rows, personRow{Item: it.ID, Person: p, Part: part, Body: t.Body(), Meeting: it.Meeting})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := t.db().NewInsert().Model(&rows).On("CONFLICT (item, person, part) DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("save persons of an item: %w", err)
	}
	return nil
}

func (t *tx) InsertVersion(ctx context.Context, v *meetings.Version) error {
	return t.insert(ctx, "agenda version", v.Body, &versionRow{
		Meeting: v.Meeting, Version: v.No, Body: v.Body, Entries: db.JSON[[]meetings.VersionEntry]{V: v.Entries}, ByPerson: v.By, At: db.At(v.At),
	})
}

func (t *tx) InsertSeats(ctx context.Context, body string, seats []meetings.Seat) error {
	rows := make([]seatRow, len(seats))
	for i, s := range seats {
		rows[i] = seatRow{
			Meeting: s.Meeting, No: s.No, Body: body, Person: s.Person, Name: s.Name, Posts: db.JSON[[]string]{V: s.Posts}, TieMark: s.TieMark,
		}
	}
	return t.insert(ctx, "seats", body, &rows)
}

func (t *tx) InsertPresence(ctx context.Context, body string, p *meetings.Presence) error {
	err := t.insert(ctx, "presence", body, &presenceRow{
		ID: p.ID, Body: body, Meeting: p.Meeting, Person: p.Person, Manner: p.Manner, Substitute: p.Substitute,
		FromAt: db.At(p.From), UntilAt: stored(p.Until), CameBy: p.CameBy, LeftBy: p.LeftBy, Session: p.Session,
	})
	if db.IsUnique(err, "presences_now") {
		return &ecabinet.Error{Kind: ecabinet.Refused, Code: "meeting.here_already", Err: err}
	}
	return err
}

func (t *tx) EndPresence(ctx context.Context, p *meetings.Presence) error {
	res, err := t.db().NewUpdate().Model((*presenceRow)(nil)).Set("until_at = ?", stored(p.Until)).Set("left_by = ?", p.LeftBy).
		Where("id = ?", p.ID).Where("body = ?", t.Body()).Where("until_at IS NULL").Exec(ctx)
	return changed(res, err, "end presence")
}

func (t *tx) SaveSigning(ctx context.Context, p *meetings.Presence) error {
	res, err := t.db().NewUpdate().Model((*presenceRow)(nil)).Set("session = ?", p.Session).
		Where("id = ?", p.ID).Where("body = ?", t.Body()).Where("until_at IS NULL").Exec(ctx)
	return changed(res, err, "save signing window")
}

func (t *tx) InsertRequest(ctx context.Context, body string, r *meetings.Request) error {
	err := t.insert(ctx, "request to speak", body, rowOfRequest(r, body))
	if db.IsUnique(err, "speech_requests_asked") {
		return &ecabinet.Error{Kind: ecabinet.Refused, Code: "meeting.asked_already", Err: err}
	}
	return err
}

// SaveRequests writes requests whose rev is higher than stored; who stops speaking
// comes before who begins.
func (t *tx) SaveRequests(ctx context.Context, list []meetings.Request) error {
	for i := range list {
		row := rowOfRequest(&list[i], t.Body())
		res, err := t.db().NewUpdate().Model(row).ExcludeColumn("id", "body", "meeting", "item", "person", "kind", "asked_at", "subject", "answers").
			WherePK().Where("rev < ?", row.Rev).Where("body = ?", t.Body()).Exec(ctx)
		if err := changed(res, err, "save request to speak"); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) SavePosition(ctx context.Context, body string, p *meetings.Position) error {
	row := &positionRow{Item: p.Item, Person: p.Person, Body: body, Meeting: p.Meeting, Mark: p.Mark, Note: p.Note, At: db.At(p.At)}
	_, err := t.db().NewInsert().Model(row).On("CONFLICT (item, person) DO UPDATE").
		Set("mark = EXCLUDED.mark").Set("note = EXCLUDED.note").Set("at = EXCLUDED.at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save position: %w", err)
	}
	return nil
}

// InsertVote writes a vote with a turnout for each seat.
func (t *tx) InsertVote(ctx context.Context, v *meetings.Vote, seats []meetings.Seat) error {
	err := t.insert(ctx, "vote", v.Body, rowOfVote(v))
	if db.IsUnique(err, "room_votes_open") {
		return &ecabinet.Error{Kind: ecabinet.Refused, Code: "meeting.vote_open", Err: err}
	}
	if err != nil {
		return err
	}
	rows := make([]turnoutRow, len(seats))
	for i, s := range seats {
		rows[i] = turnoutRow{ID: turnoutID(v.ID, s.No), Vote: v.ID, Seat: s.No, Body: v.Body, Person: s.Person}
	}
	return t.insert(ctx, "turnouts", v.Body, &rows)
}

// SaveVote writes a vote that LockVote gave in this act.
func (t *tx) SaveVote(ctx context.Context, v *meetings.Vote) error {
	seen, ok := t.revs["vote/"+v.ID]
	if !ok {
		return fmt.Errorf("save vote %s: it was not locked in this act", v.ID)
	}
	res, err := t.db().NewUpdate().Model(rowOfVote(v)).ExcludeColumn("id", "body", "meeting", "no", "items", "secret", "opened_at", "opened_by").
		WherePK().Where("v.rev = ?", seen).Where("v.body = ?", t.Body()).Exec(ctx)
	return changed(res, err, "save vote")
}

var (
	insertCast  = ofCasts.Insert("casts")
	saveTurnout = "UPDATE turnouts SET revision = $1, cast_id = $2, cast_at = $3 WHERE id = $4 AND body = $5 AND revision = $6"
)

// InsertCast adds a version of a choice, which counts from then on.
func (t *tx) InsertCast(ctx context.Context, c *meetings.Cast, turnout *meetings.Turnout) error {
	if err := t.own("cast", c.Body); err != nil {
		return err
	}
	row := &castRow{
		ID: c.ID, Body: c.Body, Vote: c.Vote, Seat: c.Seat, Revision: c.Revision, Person: c.Person, Choice: c.Choice, Absent: c.Absent,
		At: db.At(c.At), Record: c.Record, RecordHash: c.RecordHash, Nonce: c.Nonce, RowHash: c.RowHash,
	}
	return t.enter(ctx, "cast", &db.Query{Text: insertCast, Args: ofCasts.Values(row)}, *turnout)
}

// enter runs a query together with the one that saves a turnout, whose revision has
// become one higher.
func (t *tx) enter(ctx context.Context, thing string, q *db.Query, turnout meetings.Turnout) error {
	saved := &db.Query{Text: saveTurnout, Args: []any{
		turnout.Revision, turnout.Cast, stored(turnout.CastAt), turnoutID(turnout.Vote, turnout.Seat), t.Body(), turnout.Revision - 1,
	}}
	if err := t.Run(ctx, q, saved); err != nil {
		return fmt.Errorf("insert %s: %w", thing, err)
	}
	if saved.Rows == 0 {
		return ecabinet.E(ecabinet.Stale, "request.stale")
	}
	return nil
}
