package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings"
	"ecabinet/policies"
)

// Facts is what the relations of a meeting, or of one item or vote of it, depend on.
type Facts struct {
	Meeting   string
	Convened  bool
	Chair     string
	Seats     []string // persons; none before opening
	Items     []ItemFact
	Attendees []meetings.Attendee
	Around    []string // items that the thing asked for is about; none: the whole meeting
}

// ItemFact is what they depend on of one item.
type ItemFact struct {
	ID      string
	Runs    bool
	Agency  string
	Chair   string
	Guests  []string
	Recused []string

	Presenter string
}

// FactsOf are the facts of a meeting that is loaded with its agenda, its seats and
// those who attend it as a whole.
func FactsOf(m *meetings.Meeting, agenda meetings.Agenda, seats []meetings.Seat, attendees []meetings.Attendee, around ...string) Facts {
	f := Facts{Meeting: m.ID, Convened: m.ConvenedAt != nil, Chair: m.Chair, Attendees: attendees, Around: around}
	for _, it := range agenda {
		if it.Stage != meetings.Withdrawn {
			f.Items = append(f.Items, ItemFact{it.ID, it.Stage == meetings.Current, it.Agency, it.Chair, it.Guests, it.Recused, it.Presenter})
		}
	}
	for _, s := range seats {
		f.Seats = append(f.Seats, s.Person)
	}
	return f
}

// about are the items that the thing asked for is about.
func (f Facts) about() []ItemFact {
	if len(f.Around) == 0 {
		return f.Items
	}
	return slices.DeleteFunc(slices.Clone(f.Items), func(it ItemFact) bool { return !slices.Contains(f.Around, it.ID) })
}

// Relations is how an actor can stand to a meeting as a whole: each as a predicate
// on facts and as an SQL condition on the row "m" of meetings. Around an item or a
// vote only the predicates are asked.
func Relations() policies.Relations[ecabinet.Actor, Facts] {
	return policies.Relations[ecabinet.Actor, Facts]{
		{Name: "convened", Holds: func(_ ecabinet.Actor, f Facts) bool { return f.Convened },
			SQL: func(ecabinet.Actor) (string, []any) { return convened, nil }},
		{Name: "chair", Holds: chairs, SQL: chairsSQL},
		{Name: "presides", Holds: func(a ecabinet.Actor, f Facts) bool { return f.Convened && a.Person != "" && f.Chair == a.Person },
			SQL: func(a ecabinet.Actor) (string, []any) { return convened + " AND m.chair = ?", []any{a.Person} }},
		{Name: "voter", Holds: func(a ecabinet.Actor, f Facts) bool { return slices.Contains(f.Seats, a.Person) },
			SQL: func(a ecabinet.Actor) (string, []any) {
				return "EXISTS (SELECT 1 FROM meeting_seats AS x WHERE x.meeting = m.id AND x.person = ?)", []any{a.Person}
			}},
		{Name: "agency", Holds: drafts, SQL: draftsSQL},
		{Name: "listed", Holds: listed, SQL: listedSQL},
		{Name: "invited", Holds: invited, SQL: invitedSQL},
		{Name: "screen", Holds: func(a ecabinet.Actor, f Facts) bool { return a.Shows != "" && a.Shows == f.Meeting },
			SQL: func(a ecabinet.Actor) (string, []any) { return "m.id = ?", []any{a.Shows} }},
		{Name: "presenter", Holds: presents, SQL: func(ecabinet.Actor) (string, []any) { return nothing, nil }},
		{Name: "recused", Holds: recused, SQL: func(ecabinet.Actor) (string, []any) { return nothing, nil }},
	}
}

// A meeting that was cancelled before it was convened was never anybody's.
const (
	nothing  = "1 = 0"
	convened = "m.convened_at IS NOT NULL"
)

// chairs holds for the chair of the session, and for who chairs an item: of the whole
// at any time, of what is about items while that item runs.
func chairs(a ecabinet.Actor, f Facts) bool {
	if a.Person == "" || !f.Convened {
		return false
	}
	return f.Chair == a.Person || slices.ContainsFunc(f.about(), func(it ItemFact) bool {
		return it.Chair == a.Person && (it.Runs || len(f.Around) == 0)
	})
}

func chairsSQL(a ecabinet.Actor) (string, []any) {
	if a.Person == "" {
		return nothing, nil
	}
	return convened + " AND (m.chair = ? OR EXISTS (SELECT 1 FROM agenda_items AS x WHERE x.meeting = m.id AND x.stage <> 'withdrawn' AND x.chair = ?))",
		[]any{a.Person, a.Person}
}

func drafts(a ecabinet.Actor, f Facts) bool {
	return f.Convened && slices.ContainsFunc(f.about(), func(it ItemFact) bool { return slices.Contains(a.Agencies, it.Agency) })
}

func draftsSQL(a ecabinet.Actor) (string, []any) {
	if len(a.Agencies) == 0 {
		return nothing, nil
	}
	return convened + " AND EXISTS (SELECT 1 FROM agenda_items AS x WHERE x.meeting = m.id AND x.stage <> 'withdrawn' AND x.agency IN (?))",
		[]any{bun.List(a.Agencies)}
}

func listed(a ecabinet.Actor, f Facts) bool {
	return f.Convened && slices.ContainsFunc(f.about(), func(it ItemFact) bool { return slices.Contains(it.Guests, a.Person) })
}

func listedSQL(a ecabinet.Actor) (string, []any) {
	return convened + " AND EXISTS (SELECT 1 FROM item_persons AS x JOIN agenda_items AS y ON y.id = x.item" +
		" WHERE x.meeting = m.id AND x.person = ? AND x.part = 'guest' AND y.stage <> 'withdrawn')", []any{a.Person}
}

func invited(a ecabinet.Actor, f Facts) bool {
	return f.Convened && slices.ContainsFunc(f.Attendees, func(x meetings.Attendee) bool { return x.Person == a.Person })
}

func invitedSQL(a ecabinet.Actor) (string, []any) {
	return convened + " AND EXISTS (SELECT 1 FROM invitations AS x WHERE x.meeting = m.id AND x.person = ? AND " + attends + ")", []any{a.Person}
}

// attends are the invitations that let the person see and attend the whole session;
// see meetings.GuestList.Attendees.
const attends = "x.person <> '' AND x.reply IN ('invited', 'accepted') AND (x.part IN ('person', 'unit', 'substitute') OR x.stands_for <> '')"

// presents is asked of an item: the chair lets this person show its pages.
func presents(a ecabinet.Actor, f Facts) bool {
	return len(f.Around) > 0 && a.Person != "" && slices.ContainsFunc(f.about(), func(it ItemFact) bool { return it.Presenter == a.Person })
}

// recused is asked of what is about items: whoever is recused from all of them, those
// who work for them, and who stands in for them.
func recused(a ecabinet.Actor, f Facts) bool {
	if len(f.Around) == 0 {
		return false
	}
	persons := []string{a.Person}
	for _, o := range a.Offices {
		persons = append(persons, o.Member)
	}
	for _, x := range f.Attendees {
		if x.Person == a.Person && x.For != "" {
			persons = append(persons, x.For)
		}
	}
	items := f.about()
	return len(items) > 0 && !slices.ContainsFunc(items, func(it ItemFact) bool {
		return !slices.ContainsFunc(persons, func(p string) bool { return slices.Contains(it.Recused, p) })
	})
}

// Of is what a route is about: a meeting as a whole, or one thing in a meeting.
type Of struct {
	meeting string // the id of its meeting, as SQL over $1
	around  string // the items that it is about, a JSON list of ids as SQL over $1; "": the whole
	missing string
}

// What routes are about.
var (
	OfMeeting = Of{"$1", "", noMeeting}
	OfItem    = Of{"(SELECT meeting FROM agenda_items WHERE id = $1)", "SELECT '[\"' || id || '\"]' FROM agenda_items WHERE id = $1 AND body = $2", noItem}
	OfVote    = Of{meetingOfVote, "SELECT items FROM room_votes WHERE id = $1 AND body = $2", noVote}
	OfRequest = Of{"(SELECT meeting FROM speech_requests WHERE id = $1)", "SELECT '[\"' || item || '\"]' FROM speech_requests WHERE id = $1 AND body = $2", noRequest}
)

// FactsFor are the facts of what a route is about, as far as the relations of one
// actor depend on them: of seats and persons of items only the actor and those whose
// offices the actor works in, or whose place the actor takes.
func (s *Store) FactsFor(ctx context.Context, a ecabinet.Actor, of Of, id string) (Facts, error) {
	var f Facts
	body := s.body(ctx)
	meeting := &db.Query{
		Text: "SELECT m.id, " + convened + ", m.chair FROM meetings AS m WHERE m.id = " + of.meeting + " AND m.body = $2", Args: []any{id, body},
		Row: func(r db.Row) error { return r.Scan(&f.Meeting, &f.Convened, &f.Chair) },
	}
	seat := &db.Query{
		Text: "SELECT s.person FROM meeting_seats AS s WHERE s.meeting = " + of.meeting + " AND s.body = $2 AND s.person = $3", Args: []any{id, body, a.Person},
		Row: func(r db.Row) error {
			var person string
			err := r.Scan(&person)
			f.Seats = append(f.Seats, person)
			return err
		},
	}
	items := &db.Query{
		Text: "SELECT i.id, i.stage = 'current', i.agency, i.chair, i.presenter FROM agenda_items AS i WHERE i.meeting = " + of.meeting + " AND i.body = $2 AND i.stage <> 'withdrawn' ORDER BY i.id",
		Args: []any{id, body},
		Row: func(r db.Row) error {
			var it ItemFact
			err := r.Scan(&it.ID, &it.Runs, &it.Agency, &it.Chair, &it.Presenter)
			f.Items = append(f.Items, it)
			return err
		},
	}
	parts := "SELECT p.item, p.person, p.part FROM item_persons AS p WHERE p.meeting = " + of.meeting + " AND p.body = $2 AND "
	own := &db.Query{
		Text: parts + "p.person IN ($3, (SELECT x.stands_for FROM invitations AS x WHERE x.body = $2 AND x.person = $3 AND x.meeting = " + of.meeting + " AND " + attends + "))",
		Args: []any{id, body, a.Person}, Row: f.part,
	}
	attendee := &db.Query{
		Text: "SELECT x.person, x.stands_for FROM invitations AS x WHERE x.meeting = " + of.meeting + " AND x.body = $2 AND x.person = $3 AND " + attends,
		Args: []any{id, body, a.Person}, Row: f.attendee,
	}
	ask := []*db.Query{meeting, seat, items, own, attendee}
	if len(a.Offices) > 0 {
		members := make([]string, len(a.Offices))
		for i, o := range a.Offices {
			members[i] = o.Member
		}
		named, list := s.d.AnyOf("p.person", 3, members)
		ask = append(ask, &db.Query{Text: parts + named, Args: []any{id, body, list}, Row: f.part})
	}
	if of.around != "" {
		ask = append(ask, &db.Query{Text: of.around, Args: []any{id, body}, Row: func(r db.Row) error {
			var around db.JSON[[]string]
			err := r.Scan(&around)
			f.Around = around.V
			return err
		}})
	}
	if err := s.sql.Run(ctx, ask...); err != nil {
		return Facts{}, fmt.Errorf("load facts of a meeting: %w", err)
	}
	if meeting.Rows == 0 || of.around != "" && len(f.Around) == 0 {
		return Facts{}, ecabinet.E(ecabinet.NotFound, of.missing)
	}
	return f, nil
}

func (f *Facts) attendee(r db.Row) error {
	var x meetings.Attendee
	err := r.Scan(&x.Person, &x.For)
	f.Attendees = append(f.Attendees, x)
	return err
}

// part adds somebody to one of the items, which were read before.
func (f *Facts) part(r db.Row) error {
	var item, person, part string
	if err := r.Scan(&item, &person, &part); err != nil {
		return err
	}
	i := slices.IndexFunc(f.Items, func(it ItemFact) bool { return it.ID == item })
	switch {
	case i < 0: // withdrawn
	case part == partGuest:
		f.Items[i].Guests = append(f.Items[i].Guests, person)
	default:
		f.Items[i].Recused = append(f.Items[i].Recused, person)
	}
	return nil
}

var selectAttendees = "SELECT x.person, x.stands_for FROM invitations AS x WHERE x.meeting = $1 AND x.body = $2 AND " + attends + " ORDER BY x.id"

// Attendees are those who see and attend a meeting as a whole without being members.
func (r reader) Attendees(ctx context.Context, meeting string) ([]meetings.Attendee, error) {
	var f Facts
	if err := r.sql.Run(ctx, &db.Query{Text: selectAttendees, Args: []any{meeting, r.body(ctx)}, Row: f.attendee}); err != nil {
		return nil, fmt.Errorf("load attendees: %w", err)
	}
	return f.Attendees, nil
}

// Page asks for one page of a list.
type Page = db.Page

var (
	coming    = db.Order{Name: "coming", Columns: []string{"m.starts_at", "m.id"}}
	past      = db.Order{Name: "past", Columns: []string{"m.starts_at", "m.id"}, Down: true}
	returning = db.Order{Name: "returning", Columns: []string{"i.resubmit_by", "i.id"}}
)

// Lines is a page of the meetings that hold any of the relations in allow and none in
// deny: those that come, the next first, or those that are over, the last first. The
// string is where the next page begins, "" where there is none.
func (s *Store) Lines(ctx context.Context, allow, deny []string, over bool, p Page) ([]meetings.Meeting, string, error) {
	var rows []meetingRow
	actor := ecabinet.ActorFrom(ctx)
	where, args := Relations().Where(actor, allow, deny)
	order, states := coming, "m.state NOT IN ('adjourned', 'cancelled')"
	if over {
		order, states = past, "m.state IN ('adjourned', 'cancelled')"
	}
	q, err := order.From(s.db().NewSelect().Model(&rows).Where("m.body = ?", s.body(ctx)).Where(where, args...).Where(states), p)
	if err != nil {
		return nil, "", err
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", loading("meetings", noMeeting, err)
	}
	rows, next := db.Cut(rows, p, func(r meetingRow) string { return order.Cursor(r.StartsAt.String(), r.ID) })
	out := make([]meetings.Meeting, len(rows))
	for i := range rows {
		out[i] = *rows[i].meeting()
	}
	return out, next, nil
}

// Rev is when the journal last said something of a meeting, in microseconds: of the
// things in refs alone, or, where refs is nil, of any.
func (s *Store) Rev(ctx context.Context, meeting string, refs []string) (int64, error) {
	return s.lastAt(ctx, "meeting:"+meeting, refs)
}

// ListsRev is when the journal last said something that changes a list.
func (s *Store) ListsRev(ctx context.Context) (int64, error) { return s.lastAt(ctx, "", nil) }

func (s *Store) lastAt(ctx context.Context, topic string, refs []string) (int64, error) {
	var at db.Time
	q := &db.Query{Text: "SELECT at FROM journal WHERE body = $1", Args: []any{s.body(ctx)}, Row: func(r db.Row) error { return r.Scan(&at) }}
	if topic != "" {
		q.Text += " AND topic = $2"
		q.Args = append(q.Args, topic)
	}
	if refs != nil {
		among, value := s.d.AnyOf("ref", 3, refs)
		q.Text += " AND " + among
		q.Args = append(q.Args, value)
	}
	q.Text += " ORDER BY seq DESC LIMIT 1"
	if err := s.sql.Run(ctx, q); err != nil || q.Rows == 0 {
		return 0, err
	}
	return at.UnixMicro(), nil
}
