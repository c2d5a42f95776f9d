package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// LockBallot locks as it reads, so that what it gives is what the acts before it
// have left.
func (t *tx) LockBallot(ctx context.Context, id string, share bool) (*ballots.Ballot, error) {
	q, row := t.ballot(ctx, id)
	q.Lock = db.Update
	if share {
		q.Lock = db.Share
	}
	if err := t.Run(ctx, q); err != nil {
		return nil, fmt.Errorf("lock ballot: %w", err)
	}
	b, err := row.found(q)
	if err == nil {
		t.locked[id] = row
	}
	return b, err
}

// LockSeat finds no seat that was passed on while this act waited for the lock.
func (t *tx) LockSeat(ctx context.Context, ballot, person string) (*ballots.Seat, error) {
	return t.oneSeat(ctx, ballot, "person", person, db.Update)
}

func (t *tx) LockSeatNo(ctx context.Context, ballot string, no int) (*ballots.Seat, error) {
	return t.oneSeat(ctx, ballot, "no", no, db.Update)
}

func (t *tx) InsertBallot(ctx context.Context, b *ballots.Ballot) error {
	if err := t.own("ballot", b.Body); err != nil {
		return err
	}
	if _, err := t.db().NewInsert().Model(rowOfBallot(b)).Exec(ctx); err != nil {
		return fmt.Errorf("insert ballot: %w", err)
	}
	t.locked[b.ID] = rowOfBallot(b)
	return t.recusals(ctx, b)
}

// SaveBallot writes a ballot that LockBallot gave in this act, if it was changed; then
// its rev has risen, so that what is kept in memory under a rev stays true. Where
// another act has saved it since: Stale "request.stale"; where another ballot on its matter is
// open, or closed and not certified: Refused "ballot.matter_busy".
func (t *tx) SaveBallot(ctx context.Context, b *ballots.Ballot) error {
	before, row := t.locked[b.ID], rowOfBallot(b)
	switch {
	case before == nil:
		return fmt.Errorf("save ballot %s: it was not locked in this act", b.ID)
	case row.Rev > before.Rev:
	case reflect.DeepEqual(row, before):
		return nil
	default:
		return fmt.Errorf("save ballot %s: it was changed and its rev did not rise", b.ID)
	}
	res, err := t.db().NewUpdate().Model(row).ExcludeColumn("id", "body", "matter", "kind", "made_by", "made_at").
		WherePK().Where("b.rev = ?", before.Rev).Where("b.body = ?", t.Body()).Exec(ctx)
	if db.IsUnique(err, "ballots_undecided") {
		return &ecabinet.Error{Kind: ecabinet.Refused, Code: "ballot.matter_busy", Err: err}
	}
	if err := changed(res, err, "save ballot", stale(nil)); err != nil {
		return err
	}
	t.locked[b.ID] = row
	return t.recusals(ctx, b)
}

// recusals writes who is recused once more, as rows that queries can find.
func (t *tx) recusals(ctx context.Context, b *ballots.Ballot) error {
	if _, err := t.db().NewDelete().Model((*recusalRow)(nil)).Where("ballot = ?", b.ID).Exec(ctx); err != nil {
		return fmt.Errorf("save recusals: %w", err)
	}
	rows := make([]recusalRow, len(b.Recused))
	for i, p := range b.Recused {
		rows[i] = recusalRow{Ballot: b.ID, Person: p, Body: b.Body}
	}
	if len(rows) == 0 {
		return nil
	}
	if _, err := t.db().NewInsert().Model(&rows).On("CONFLICT (ballot, person) DO NOTHING").Exec(ctx); err != nil {
		return fmt.Errorf("save recusals: %w", err)
	}
	return nil
}

func (t *tx) InsertSeats(ctx context.Context, seats []ballots.Seat) error {
	if len(seats) == 0 {
		return nil
	}
	for some := range slices.Chunk(seats, 100) { // a consultation has hundreds, a statement only so many parameters
		rows := make([]seatRow, len(some))
		for i, s := range some {
			rows[i] = rowOfSeat(s, t.Body())
		}
		if _, err := t.db().NewInsert().Model(&rows).Exec(ctx); err != nil {
			return seatError("insert seats", err)
		}
	}
	return nil
}

// SaveSeat writes a seat that was locked in this act. A seat's revision never
// falls; where it would: Stale "request.stale".
func (t *tx) SaveSeat(ctx context.Context, s *ballots.Seat) error {
	row := rowOfSeat(*s, t.Body())
	res, err := t.db().NewUpdate().Model(&row).ExcludeColumn("id", "body", "ballot", "no").
		WherePK().Where("s.revision <= ?", s.Revision).Where("s.body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return seatError("save seat", err)
	}
	return changed(res, nil, "save seat", stale(nil))
}

func seatError(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case db.IsUnique(err, "seats_person"):
		return &ecabinet.Error{Kind: ecabinet.Refused, Code: "ballot.member_twice", Err: err}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// EnterAnswer adds a version and says so in its seat. The revision taken meanwhile,
// or a seat whose revision would fall: Stale "request.stale"; the same record a
// second time: Conflict "answer.cast_already".
func (t *tx) EnterAnswer(ctx context.Context, a *ballots.Answer, s *ballots.Seat) error {
	if err := t.own("answer", a.Body); err != nil {
		return err
	}
	seat := &db.Query{
		Text: `UPDATE seats SET revision = $1, answer = $2, answered_at = $3
			WHERE ballot = $4 AND "no" = $5 AND body = $6 AND revision <= $1`,
		Args: []any{s.Revision, s.Answer, stored(s.AnsweredAt), s.Ballot, s.No, t.Body()},
	}
	list := t.AsOne(&db.Query{Text: insertAnswer, Args: ofAnswers.Values(rowOfAnswer(a))}, t.dropScratch(a.Ballot, a.CastBy), seat)
	seat = list[len(list)-1]
	return t.RunLater(ctx, func(err error) error {
		switch {
		case db.IsUnique(err, "answers_revision"):
			return stale(err)
		case db.IsUnique(err, "answers_record_hash"):
			return &ecabinet.Error{Kind: ecabinet.Conflict, Code: "answer.cast_already", Err: err}
		case err != nil:
			return fmt.Errorf("enter answer: %w", err)
		case seat.Rows == 0:
			return stale(nil)
		}
		return nil
	}, list...)
}

func (t *tx) SetStanding(ctx context.Context, answer string, standing ballots.Standing, second string) error {
	res, err := t.db().NewUpdate().Model((*answerRow)(nil)).Set("standing = ?", standing).Set("second_by = ?", second).
		Where("a.id = ?", answer).Where("a.body = ?", t.Body()).Exec(ctx)
	return changed(res, err, "set standing", missing(noAnswer))
}

// OfficeDraft also notes the rev, which SaveOfficeDraft compares.
func (t *tx) OfficeDraft(ctx context.Context, ballot string, round int, member string) (*ballots.OfficeDraft, error) {
	d, err := t.reader.OfficeDraft(ctx, ballot, round, member)
	if err != nil {
		return nil, err
	}
	t.drafts[d.ID] = d.Rev
	return d, nil
}

// SaveOfficeDraft inserts a draft that was not read in this act, and updates one
// that was. Where another act came between: Stale "request.stale".
func (t *tx) SaveOfficeDraft(ctx context.Context, d *ballots.OfficeDraft) error {
	if err := t.own("office draft", d.Body); err != nil {
		return err
	}
	seen, known := t.drafts[d.ID]
	if err := t.putDraft(ctx, rowOfDraft(d), seen, known); err != nil {
		return err
	}
	t.drafts[d.ID] = d.Rev
	return nil
}

func (t *tx) putDraft(ctx context.Context, row *draftRow, seen int64, known bool) error {
	if !known {
		_, err := t.db().NewInsert().Model(row).Exec(ctx)
		if db.IsUnique(err, "office_drafts_member") || db.IsUnique(err, "office_drafts_pkey") {
			return stale(err)
		}
		if err != nil {
			return fmt.Errorf("insert office draft: %w", err)
		}
		return nil
	}
	res, err := t.db().NewUpdate().Model(row).Column("rev", "step", "content", "prepared", "moves", "refused", "changed_at").
		WherePK().Where("d.rev = ?", seen).Where("d.body = ?", t.Body()).Exec(ctx)
	return changed(res, err, "save office draft", stale(nil))
}

func (t *tx) SaveScratch(ctx context.Context, s *ballots.Scratch) error {
	row := &scratchRow{
		Ballot: s.Ballot, Person: s.Person, Body: t.Body(), Content: db.JSON[ballots.Content]{V: s.Content}, ChangedAt: db.At(s.Changed),
	}
	_, err := t.db().NewInsert().Model(row).On("CONFLICT (ballot, person) DO UPDATE").
		Set("content = EXCLUDED.content").Set("changed_at = EXCLUDED.changed_at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save scratch: %w", err)
	}
	return nil
}

func (t *tx) DropScratch(ctx context.Context, ballot, person string) error {
	if err := t.Run(ctx, t.dropScratch(ballot, person)); err != nil {
		return fmt.Errorf("drop scratch: %w", err)
	}
	return nil
}

func (t *tx) dropScratch(ballot, person string) *db.Query {
	return &db.Query{Text: "DELETE FROM scratches WHERE ballot = $1 AND person = $2 AND body = $3", Args: []any{ballot, person, t.Body()}}
}

// InsertClassing adds a classing. Where one that is neither objected to nor
// removed stands for the same seat and question: Invalid "classing.exists".
func (t *tx) InsertClassing(ctx context.Context, c *ballots.Classing) error {
	if err := t.own("classing", c.Body); err != nil {
		return err
	}
	_, err := t.db().NewInsert().Model(rowOfClassing(c)).Exec(ctx)
	if db.IsUnique(err, "classings_alive") {
		const code = "classing.exists"
		return &ecabinet.Error{Kind: ecabinet.Invalid, Code: code, Fields: []ecabinet.FieldError{{Path: "seat", Code: code}}, Err: err}
	}
	if err != nil {
		return fmt.Errorf("insert classing: %w", err)
	}
	return nil
}

func (t *tx) SaveClassing(ctx context.Context, c *ballots.Classing) error {
	res, err := t.db().NewUpdate().Model(rowOfClassing(c)).Column("second_by", "objected_at", "removed_at").
		WherePK().Where("c.body = ?", t.Body()).Exec(ctx)
	return changed(res, err, "save classing", missing(noClassing))
}

func (t *tx) Unnotify(ctx context.Context, ballot string, persons []string) error {
	_, err := t.db().NewUpdate().Model((*noticeRow)(nil)).Set("read_at = ?", db.At(t.Now())).Where("n.body = ?", t.body(ctx)).
		Where("n.ballot = ?", ballot).Where("n.person IN (?)", bun.List(persons)).Where("n.read_at IS NULL").Exec(ctx)
	if err != nil {
		return fmt.Errorf("take notices away: %w", err)
	}
	return nil
}

func (t *tx) Notify(ctx context.Context, notices []ballots.Notice) error {
	if len(notices) == 0 {
		return nil
	}
	rows := make([]noticeRow, len(notices))
	for i, n := range notices {
		if err := t.own("notice", n.Body); err != nil {
			return err
		}
		rows[i] = noticeRow{
			ID: n.ID, Body: n.Body, Person: n.Person, Kind: n.Kind, Ballot: n.Ballot, At: db.At(n.At), ReadAt: stored(n.Read),
		}
	}
	if _, err := t.db().NewInsert().Model(&rows).Exec(ctx); err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}
