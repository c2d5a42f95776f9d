package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings"
)

const (
	noInvitation = "invitation.not_found"
	noAbsence    = "absence.not_found"
)

type invitationRow struct {
	bun.BaseModel `bun:"table:invitations,alias:n"`

	ID         string `bun:"id,pk"`
	Body       string
	Meeting    string
	Rev        int64
	Part       meetings.Part
	Unit       string
	Person     string
	StandsFor  string
	Reply      meetings.RSVP
	Manner     meetings.Manner
	Reason     string
	Told       meetings.News
	ToldAt     db.Time
	Sequence   int
	SpanFrom   db.Time
	SpanUntil  db.Time
	AtPlace    string
	Version    int
	InvitedBy  string
	InvitedAt  db.Time
	ReadAt     db.Time
	AnsweredAt db.Time
	AnsweredBy string
	NamedBy    string
	ChangedAt  db.Time
}

func rowOfInvitation(i *meetings.Invitation, body string) *invitationRow {
	return &invitationRow{
		ID: i.ID, Body: body, Meeting: i.Meeting, Rev: i.Rev, Part: i.Part, Unit: i.Unit, Person: i.Person, StandsFor: i.For, Reply: i.Reply,
		Manner: i.Manner, Reason: i.Reason, Told: i.Told, ToldAt: stored(i.ToldAt), Sequence: i.Sequence, SpanFrom: moment(i.Span.From),
		SpanUntil: moment(i.Span.Until), AtPlace: i.Where, Version: i.Version, InvitedBy: i.InvitedBy, InvitedAt: db.At(i.InvitedAt),
		ReadAt: stored(i.ReadAt), AnsweredAt: stored(i.AnsweredAt), AnsweredBy: i.AnsweredBy, NamedBy: i.NamedBy, ChangedAt: db.At(i.ChangedAt),
	}
}

// moment is a time as a column, NULL for the zero one.
func moment(t time.Time) db.Time {
	if t.IsZero() {
		return db.Time{}
	}
	return db.At(t)
}

func (r invitationRow) invitation() meetings.Invitation {
	return meetings.Invitation{
		ID: r.ID, Meeting: r.Meeting, Rev: r.Rev, Part: r.Part, Unit: r.Unit, Person: r.Person, For: r.StandsFor, Reply: r.Reply,
		Manner: r.Manner, Reason: r.Reason, Told: r.Told, ToldAt: given(r.ToldAt), Sequence: r.Sequence,
		Span: meetings.Span{From: r.SpanFrom.Time, Until: r.SpanUntil.Time}, Where: r.AtPlace, Version: r.Version,
		InvitedBy: r.InvitedBy, InvitedAt: r.InvitedAt.Time, ReadAt: given(r.ReadAt), AnsweredAt: given(r.AnsweredAt),
		AnsweredBy: r.AnsweredBy, NamedBy: r.NamedBy, ChangedAt: r.ChangedAt.Time,
	}
}

type absenceRow struct {
	bun.BaseModel `bun:"table:absences"`

	ID         string `bun:"id,pk"`
	Body       string
	Meeting    string
	Invitation string
	Person     string
	State      meetings.AbsenceState
	FromAt     db.Time
	UntilAt    db.Time
	Reason     string
	Substitute string
	AskedBy    string
	AskedAt    db.Time
	DecidedBy  string
	DecidedAt  db.Time
	Decision   string
}

func (r absenceRow) absence() meetings.Absence {
	return meetings.Absence{
		ID: r.ID, Meeting: r.Meeting, Invitation: r.Invitation, Person: r.Person, State: r.State, From: given(r.FromAt), Until: given(r.UntilAt),
		Reason: r.Reason, Substitute: r.Substitute, AskedBy: r.AskedBy, AskedAt: r.AskedAt.Time, DecidedBy: r.DecidedBy,
		DecidedAt: given(r.DecidedAt), Decision: r.Decision,
	}
}

// Invitations are all of a meeting, also those taken back, in the order in which they
// were made.
func (r reader) Invitations(ctx context.Context, meeting string) (meetings.GuestList, error) {
	return r.invitations(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("n.meeting = ?", meeting) })
}

// InvitationsOf are those of one person, also those taken back, in no order.
func (r reader) InvitationsOf(ctx context.Context, meeting, person string) (meetings.GuestList, error) {
	var list meetings.GuestList
	q := &db.Query{Text: invitationsOf, Args: []any{meeting, r.body(ctx), person}, Row: func(r db.Row) error {
		var row invitationRow
		err := r.Scan(ofInvitations.Places(&row)...)
		list = append(list, row.invitation())
		return err
	}}
	if err := r.sql.Run(ctx, q); err != nil {
		return nil, fmt.Errorf("load invitations of a person: %w", err)
	}
	return list, nil
}

var (
	ofInvitations = db.ColumnsOf[invitationRow]()
	invitationsOf = "SELECT " + ofInvitations.Of("n") + " FROM invitations AS n WHERE n.meeting = $1 AND n.body = $2 AND n.person = $3"
)

func (r reader) invitations(ctx context.Context, which how) (meetings.GuestList, error) {
	var rows []invitationRow
	err := r.db().NewSelect().Model(&rows).Where("n.body = ?", r.body(ctx)).Apply(which).Order("n.id").Scan(ctx)
	return mapped(rows, invitationRow.invitation), loading("invitations", noInvitation, err)
}

func (r reader) Invitation(ctx context.Context, id string) (*meetings.Invitation, error) {
	list, err := r.invitations(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("n.id = ?", id) })
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, ecabinet.E(ecabinet.NotFound, noInvitation)
	}
	return &list[0], nil
}

// Absences are all requests for leave of a meeting, in the order in which they were
// made.
func (r reader) Absences(ctx context.Context, meeting string) (meetings.Absences, error) {
	var rows []absenceRow
	err := r.db().NewSelect().Model(&rows).Where("meeting = ?", meeting).Where("body = ?", r.body(ctx)).Order("id").Scan(ctx)
	return mapped(rows, absenceRow.absence), loading("absences", noAbsence, err)
}

func (r reader) Absence(ctx context.Context, id string) (*meetings.Absence, error) {
	row := new(absenceRow)
	if err := r.db().NewSelect().Model(row).Where("id = ?", id).Where("body = ?", r.body(ctx)).Scan(ctx); err != nil {
		return nil, loading("absence", noAbsence, err)
	}
	a := row.absence()
	return &a, nil
}

// SessionBefore is the meeting convened last, and not cancelled, that begins before m.
func (r reader) SessionBefore(ctx context.Context, m *meetings.Meeting) (*meetings.Meeting, error) {
	row := new(meetingRow)
	err := r.db().NewSelect().Model(row).Where("m.body = ?", r.body(ctx)).Where("m.id <> ?", m.ID).Where("m.starts_at < ?", db.At(m.StartsAt)).
		Where("m.convened_at IS NOT NULL").Where("m.state <> ?", meetings.Cancelled).Order("m.starts_at DESC", "m.id DESC").Limit(1).Scan(ctx)
	if err != nil {
		return nil, loading("session before", "invitation.no_session_before", err)
	}
	return row.meeting(), nil
}

// SaveInvitations writes those taken back first: their persons may be on the list in
// another part.
func (t *tx) SaveInvitations(ctx context.Context, body string, list []meetings.Invitation) error {
	if err := t.own("invitations", body); err != nil {
		return err
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b meetings.Invitation) int { return order(a.Live()) - order(b.Live()) })
	var fresh []*invitationRow
	for i := range list {
		row := rowOfInvitation(&list[i], body)
		if row.Rev == 1 {
			fresh = append(fresh, row)
			continue
		}
		res, err := t.db().NewUpdate().Model(row).ExcludeColumn("id", "body", "meeting").
			WherePK().Where("n.rev < ?", row.Rev).Where("n.body = ?", body).Exec(ctx)
		if err := changed(res, once(err), "save invitation"); err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	if _, err := t.db().NewInsert().Model(&fresh).Exec(ctx); err != nil {
		return fmt.Errorf("insert invitations: %w", once(err))
	}
	return nil
}

func order(live bool) int {
	if live {
		return 1
	}
	return 0
}

// once says in words that somebody is on the list already.
func once(err error) error {
	if db.IsUnique(err, "invitations_of_person") || db.IsUnique(err, "invitations_of_unit") {
		return &ecabinet.Error{Kind: ecabinet.Conflict, Code: "invitation.already", Err: err}
	}
	return err
}

// SaveAbsence writes a request for leave; nothing that was asked for changes later.
func (t *tx) SaveAbsence(ctx context.Context, body string, a *meetings.Absence) error {
	if err := t.own("absence", body); err != nil {
		return err
	}
	row := &absenceRow{
		ID: a.ID, Body: body, Meeting: a.Meeting, Invitation: a.Invitation, Person: a.Person, State: a.State, FromAt: stored(a.From),
		UntilAt: stored(a.Until), Reason: a.Reason, Substitute: a.Substitute, AskedBy: a.AskedBy, AskedAt: db.At(a.AskedAt),
		DecidedBy: a.DecidedBy, DecidedAt: stored(a.DecidedAt), Decision: a.Decision,
	}
	_, err := t.db().NewInsert().Model(row).On("CONFLICT (id) DO UPDATE").Set("state = EXCLUDED.state").Set("decided_by = EXCLUDED.decided_by").
		Set("decided_at = EXCLUDED.decided_at").Set("decision = EXCLUDED.decision").Exec(ctx)
	switch {
	case db.IsUnique(err, "absences_live"):
		return &ecabinet.Error{Kind: ecabinet.Conflict, Code: "absence.asked_already", Err: err}
	case db.IsUnique(err, "absences_substitute"):
		return &ecabinet.Error{Kind: ecabinet.Conflict, Code: "absence.substitute_taken", Err: err}
	case err != nil:
		return fmt.Errorf("save absence: %w", err)
	}
	return nil
}

// Summons is an invitation with the meeting that it is to.
type Summons struct {
	meetings.Invitation
	Meeting *meetings.Meeting
}

// Summonses are the invitations that the actor has to do with, to sessions that are not
// over, the next first: his own, those of his units, and those of the members whose
// offices he works in. One taken back is his until he has read so.
func (s *Store) Summonses(ctx context.Context, units []string, since time.Time) ([]Summons, error) {
	a := ecabinet.ActorFrom(ctx)
	members := []string{}
	for _, o := range a.Offices {
		members = append(members, o.Member)
	}
	list, err := s.invitations(ctx, func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Join("JOIN meetings AS m ON m.id = n.meeting").Where("m.convened_at IS NOT NULL").
			Where("m.state IN ('convened', 'running', 'paused') OR m.state = 'cancelled' AND m.ends_at > ?", db.At(since)).
			WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
				return q.Where("n.person = ?", a.Person).WhereOr("n.reply <> 'withdrawn' AND n.unit <> '' AND n.unit IN (?)", bun.List(append(units, ""))).
					WhereOr("n.reply <> 'withdrawn' AND n.part = 'member' AND n.person IN (?)", bun.List(append(members, "")))
			})
	})
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(i meetings.Invitation) bool {
		mine := i.Person == a.Person || slices.Contains(units, i.Unit) || slices.Contains(members, i.Person)
		return !mine || !i.Live() && !i.Unread()
	})
	return s.summoned(ctx, list)
}

func (s *Store) summoned(ctx context.Context, list meetings.GuestList) ([]Summons, error) {
	out := make([]Summons, 0, len(list))
	known := map[string]*meetings.Meeting{}
	for _, i := range list {
		m := known[i.Meeting]
		if m == nil {
			var err error
			if m, err = s.Meeting(ctx, i.Meeting); err != nil {
				return nil, err
			}
			known[i.Meeting] = m
		}
		out = append(out, Summons{i, m})
	}
	slices.SortStableFunc(out, func(a, b Summons) int { return a.Meeting.StartsAt.Compare(b.Meeting.StartsAt) })
	return out, nil
}

// AbsencesToDecide are the requests for leave that wait for the chair of their session,
// the oldest first.
func (s *Store) AbsencesToDecide(ctx context.Context, chair string) (meetings.Absences, error) {
	var rows []absenceRow
	err := s.db().NewSelect().Model(&rows).Where("body = ?", s.body(ctx)).Where("state = ?", meetings.AbsenceAsked).
		Where("meeting IN (SELECT m.id FROM meetings AS m WHERE m.chair = ? AND m.state IN ('convened', 'running', 'paused'))", chair).
		Order("asked_at", "id").Scan(ctx)
	return mapped(rows, absenceRow.absence), loading("absences", noAbsence, err)
}
