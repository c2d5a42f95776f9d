package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
)

// UnitView is an agency or an office.
type UnitView struct {
	ID string `json:"id" doc:"agency/<id> or office/<member>"`
	VI string `json:"vi"`
	EN string `json:"en"`
}

// SessionBrief is what an invitation says of its session. A guest is told when his own
// items are due, and nothing of the rest.
type SessionBrief struct {
	ID           string     `json:"id"`
	State        string     `json:"state"`
	Title        string     `json:"title"`
	Kind         string     `json:"kind"`
	Mode         string     `json:"mode"`
	Place        string     `json:"place"`
	StartsAt     time.Time  `json:"starts_at" doc:"when this person is expected"`
	EndsAt       time.Time  `json:"ends_at"`
	Chair        PersonName `json:"chair"`
	Note         string     `json:"note"`
	CancelledFor string     `json:"cancelled_for"`
}

// GuestItem is one item that a guest is invited to.
type GuestItem struct {
	ID    string    `json:"id"`
	Title string    `json:"title"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// AbsenceView is a member's request for leave.
type AbsenceView struct {
	ID         string      `json:"id"`
	State      string      `json:"state" enum:"asked,approved,refused,withdrawn"`
	From       *time.Time  `json:"from" doc:"null: for the whole session"`
	Until      *time.Time  `json:"until"`
	Reason     string      `json:"reason" doc:"for the member, the secretariat and the chair"`
	Substitute *PersonName `json:"substitute"`
	AskedAt    time.Time   `json:"asked_at"`
	AskedBy    *PersonName `json:"asked_by" doc:"who entered it for the member"`
	DecidedBy  *PersonName `json:"decided_by"`
	DecidedAt  *time.Time  `json:"decided_at"`
	Decision   string      `json:"decision" doc:"why it was refused"`
}

// InvitationView is an invitation as the person, the unit or the member's office sees it.
type InvitationView struct {
	ID            string       `json:"id"`
	InvitationRev int64        `json:"invitation_rev" doc:"goes back with the name of who comes"`
	Part          string       `json:"part" enum:"member,person,unit,substitute,guest"`
	Mine          bool         `json:"mine" doc:"I am who is invited"`
	Person        *PersonName  `json:"person" doc:"null: the unit has named nobody yet"`
	Unit          *UnitView    `json:"unit"`
	For           *PersonName  `json:"for" doc:"the member whose place it is"`
	State         string       `json:"state" enum:"invited,accepted,declined,withdrawn"`
	Manner        string       `json:"manner" doc:"room or online, once accepted"`
	Reason        string       `json:"reason" doc:"why I declined"`
	AnsweredBy    *PersonName  `json:"answered_by" doc:"who entered the answer for the person"`
	News          string       `json:"news" enum:"invited,naming,moved,agenda,cancelled,withdrawn,decided"`
	NewsAt        *time.Time   `json:"news_at"`
	Unread        bool         `json:"unread" doc:"I have not seen the news"`
	Session       SessionBrief `json:"session"`
	Items         []GuestItem  `json:"items" doc:"of a guest"`
	Absence       *AbsenceView `json:"absence" doc:"the latest request for leave"`
	Acts          []string     `json:"acts" enum:"accept,decline,ask_absence,withdraw_absence,name" doc:"what may be done with it now, by me"`
}

// InvitationList is what I have to do with.
type InvitationList struct {
	Items []InvitationView `json:"items"`
	Next  string           `json:"next"`
}

// LetterView is the last mail of an invitation.
type LetterView struct {
	Person  PersonName `json:"person"`
	News    string     `json:"news"`
	State   string     `json:"state" enum:"waiting,sent,failed,skipped"`
	Problem string     `json:"problem" doc:"why it could not be delivered: no_address, refused or unreachable"`
	At      time.Time  `json:"at"`
}

// GuestRowView is one line of the guest list.
type GuestRowView struct {
	ID            string       `json:"id"`
	InvitationRev int64        `json:"invitation_rev"`
	Part          string       `json:"part" enum:"member,person,unit,substitute,guest"`
	Person        *PersonName  `json:"person"`
	Unit          *UnitView    `json:"unit"`
	For           *PersonName  `json:"for"`
	State         string       `json:"state" enum:"invited,accepted,declined,withdrawn"`
	Manner        string       `json:"manner"`
	Reason        string       `json:"reason"`
	SentAt        *time.Time   `json:"sent_at" doc:"null: goes out when the session is convened"`
	ReadAt        *time.Time   `json:"read_at" doc:"null: the latest news was not read"`
	AnsweredAt    *time.Time   `json:"answered_at"`
	AnsweredBy    *PersonName  `json:"answered_by" doc:"who entered the answer for the person"`
	NamedBy       *PersonName  `json:"named_by"`
	Items         []string     `json:"items" doc:"numbers of a guest's items"`
	From          *time.Time   `json:"from"`
	Until         *time.Time   `json:"until"`
	Absence       *AbsenceView `json:"absence"`
	Letters       []LetterView `json:"letters" doc:"the last mail to each person of it"`
	Acts          []string     `json:"acts" enum:"accept,decline,ask_absence,withdraw_absence,name,uninvite,decide_absence,post" doc:"what may be done with it now, by the secretariat or the chair"`
}

// GuestListView is everybody invited to a session.
type GuestListView struct {
	Rev   int64          `json:"rev"`
	Mails bool           `json:"mails" doc:"news leaves as mail too"`
	Rows  []GuestRowView `json:"rows"`
}

// AbsenceTask is a request for leave that waits for the chair.
type AbsenceTask struct {
	Absence AbsenceView  `json:"absence"`
	Person  PersonName   `json:"person"`
	Session SessionBrief `json:"session"`
}

// AbsenceTasks are those that wait.
type AbsenceTasks struct {
	Items []AbsenceTask `json:"items"`
	Next  string        `json:"next"`
}

// CandidateList is who may be named for a unit.
type CandidateList struct {
	Items []PersonName `json:"items"`
	Next  string       `json:"next"`
}

// units are those whose people the actor is one of.
func units(a ecabinet.Actor) []string {
	var out []string
	for _, id := range a.Agencies {
		out = append(out, "agency/"+id)
	}
	for _, o := range a.Offices {
		out = append(out, "office/"+o.Member)
	}
	return out
}

// book gathers the names that a view of invitations shows, and reads them at once.
type book struct {
	named
	units []string
	unit  map[string]meetings.UnitName
}

func (b *book) wants(i meetings.Invitation) {
	b.want(i.Person, i.For, i.AnsweredBy, i.NamedBy)
	if i.Unit != "" {
		b.units = append(b.units, i.Unit)
	}
}

func (b *book) wantsAbsence(a meetings.Absence) {
	b.want(a.Person, a.Substitute, a.DecidedBy, a.AskedBy)
}

func (b *book) read(ctx context.Context) (err error) {
	if len(b.units) > 0 {
		if b.unit, err = b.api.service.Units.UnitNames(ctx, b.units); err != nil {
			return err
		}
	}
	return b.named.read(ctx)
}

func (b *book) person(id string) *PersonName {
	if id == "" {
		return nil
	}
	p := b.of(id)
	return &p
}

func (b *book) unitView(id string) *UnitView {
	if id == "" {
		return nil
	}
	return &UnitView{id, b.unit[id].VI, b.unit[id].EN}
}

// absence shows a request; its words only to those whom they are for.
func (b *book) absence(a *meetings.Absence, words bool) *AbsenceView {
	if a == nil {
		return nil
	}
	v := &AbsenceView{
		ID: a.ID, State: string(a.State), From: a.From, Until: a.Until, Substitute: b.person(a.Substitute), AskedAt: a.AskedAt,
		DecidedBy: b.person(a.DecidedBy), DecidedAt: a.DecidedAt,
	}
	if a.AskedBy != a.Person {
		v.AskedBy = b.person(a.AskedBy)
	}
	if words {
		v.Reason, v.Decision = a.Reason, a.Decision
	}
	return v
}

// lastAbsence is the latest request of a person, one that he took back left out.
func lastAbsence(l meetings.Absences, person string) *meetings.Absence {
	for n := len(l) - 1; n >= 0; n-- {
		if l[n].Person == person && l[n].State != meetings.AbsenceWithdrawn {
			return &l[n]
		}
	}
	return nil
}

// acts are what may be done with an invitation, by who may answer it.
func acts(m *meetings.Meeting, i meetings.Invitation, absence *meetings.Absence) []string {
	out := []string{}
	live := absence != nil && absence.Live()
	may := func(act string, ok bool) {
		if ok {
			out = append(out, act)
		}
	}
	answers := m.Allows(meetings.ActReply) && i.Person != "" && i.Live()
	may("accept", answers && !(live && absence.Whole()))
	may("decline", answers && i.Part != meetings.AsMember && i.Reply != meetings.Declined)
	leaves := m.Allows(meetings.ActLeave) && i.Live() && i.Part == meetings.AsMember
	may("ask_absence", leaves && !live && i.Person != m.Chair)
	may("withdraw_absence", leaves && live)
	return out
}

func (a *API) summonsViews(ctx context.Context, list []store.Summons) ([]InvitationView, error) {
	me := ecabinet.ActorFrom(ctx)
	b := &book{named: named{api: a}}
	absences := map[string]meetings.Absences{}
	for _, s := range list {
		b.wants(s.Invitation)
		b.want(s.Meeting.Chair)
		if _, read := absences[s.Meeting.ID]; !read {
			l, err := a.store.Absences(ctx, s.Meeting.ID)
			if err != nil {
				return nil, err
			}
			absences[s.Meeting.ID] = l
			for _, x := range l {
				b.wantsAbsence(x)
			}
		}
	}
	if err := b.read(ctx); err != nil {
		return nil, err
	}
	out := []InvitationView{}
	for _, s := range list {
		v := b.invitation(s, lastAbsence(absences[s.Meeting.ID], s.Person), me)
		if s.Part == meetings.AsGuest && s.Live() {
			items, err := a.guestItems(ctx, s)
			if err != nil {
				return nil, err
			}
			v.Items = items
		}
		out = append(out, v)
	}
	return out, nil
}

func (b *book) invitation(s store.Summons, absence *meetings.Absence, me ecabinet.Actor) InvitationView {
	i, m := s.Invitation, s.Meeting
	v := InvitationView{
		ID: i.ID, InvitationRev: i.Rev, Part: string(i.Part), Mine: i.Person == me.Person && i.Person != "", Person: b.person(i.Person), Unit: b.unitView(i.Unit),
		For: b.person(i.For), State: string(i.Reply), Manner: string(i.Manner), News: string(i.Told), NewsAt: i.ToldAt,
		Session: b.brief(m, i), Items: []GuestItem{}, Acts: []string{},
	}
	office := i.Part == meetings.AsMember && slices.ContainsFunc(me.Offices, func(o ecabinet.OfficeAccess) bool { return o.Member == i.Person })
	if i.Part == meetings.AsMember && i.Live() {
		v.Absence = b.absence(absence, v.Mine || absence != nil && absence.AskedBy == me.Person)
	}
	if i.AnsweredBy != i.Person {
		v.AnsweredBy = b.person(i.AnsweredBy)
	}
	if v.Mine || office {
		v.Acts = acts(m, i, absence)
	}
	if v.Mine {
		v.Reason, v.Unread = i.Reason, i.Unread()
	}
	if i.Live() && slices.Contains(units(me), i.Unit) && m.Allows(meetings.ActEdit) {
		v.Acts = append(v.Acts, "name")
	}
	return v
}

// brief is what the invitation says of its session. One that was taken back says what it
// said last.
func (b *book) brief(m *meetings.Meeting, i meetings.Invitation) SessionBrief {
	v := SessionBrief{ID: m.ID, State: string(m.State), Kind: string(m.Kind), StartsAt: i.Span.From, EndsAt: i.Span.Until}
	if !i.Live() {
		return v
	}
	if i.Part != meetings.AsGuest {
		v.StartsAt, v.EndsAt = m.StartsAt, m.EndsAt
	}
	v.Title, v.Mode, v.Place, v.Chair = m.Title, string(m.Mode), m.Place, b.of(m.Chair)
	v.Note, v.CancelledFor = m.Note, m.CancelledFor
	return v
}

// guestItems are the items of a guest, with the times of the agenda as published.
func (a *API) guestItems(ctx context.Context, s store.Summons) ([]GuestItem, error) {
	agenda, err := a.store.Agenda(ctx, s.Meeting.ID)
	if err != nil {
		return nil, err
	}
	published, err := a.store.Version(ctx, s.Meeting.ID, s.Meeting.Version)
	if err != nil {
		return nil, err
	}
	times := s.Meeting.Times(published.Entries)
	out := []GuestItem{}
	for _, e := range agenda.ItemsOf(s.Person) {
		span, ok := times[e.ID]
		if !ok {
			span = s.Span
		}
		out = append(out, GuestItem{e.ID, e.Title, span.From, span.Until})
	}
	return out, nil
}

// guestListView is everybody invited, for the secretariat and the chair of the session.
func (a *API) guestListView(ctx context.Context, s Sight, id string) (*GuestListView, error) {
	if !s.Guests {
		return nil, ecabinet.E(ecabinet.NotFound, "meeting.not_found")
	}
	rev, err := a.rev(ctx, s, id)
	if err != nil {
		return nil, err
	}
	m, err := a.store.Meeting(ctx, id)
	if err != nil {
		return nil, err
	}
	list, err := a.store.Invitations(ctx, id)
	if err != nil {
		return nil, err
	}
	absences, err := a.store.Absences(ctx, id)
	if err != nil {
		return nil, err
	}
	agenda, err := a.store.Agenda(ctx, id)
	if err != nil {
		return nil, err
	}
	letters, err := a.store.Letters(ctx, id)
	if err != nil {
		return nil, err
	}
	b := &book{named: named{api: a}}
	for _, i := range list {
		b.wants(i)
	}
	for _, x := range absences {
		b.wantsAbsence(x)
	}
	for _, l := range letters {
		b.want(l.Person)
	}
	if err := b.read(ctx); err != nil {
		return nil, err
	}
	v := &GuestListView{Rev: rev, Mails: a.service.Mails, Rows: []GuestRowView{}}
	for _, i := range list {
		if i.Live() {
			v.Rows = append(v.Rows, b.row(m, i, lastAbsence(absences, i.Person), agenda, letters))
		}
	}
	return v, a.bySeat(ctx, v.Rows)
}

func (b *book) row(m *meetings.Meeting, i meetings.Invitation, absence *meetings.Absence, agenda meetings.Agenda, letters []meetings.Letter) GuestRowView {
	v := GuestRowView{
		ID: i.ID, InvitationRev: i.Rev, Part: string(i.Part), Person: b.person(i.Person), Unit: b.unitView(i.Unit), For: b.person(i.For),
		State: string(i.Reply), Manner: string(i.Manner), Reason: i.Reason, SentAt: i.ToldAt, AnsweredAt: i.AnsweredAt, NamedBy: b.person(i.NamedBy),
		Items: []string{}, Letters: b.letters(i.ID, letters), Acts: acts(m, i, absence),
	}
	if i.ReadAt != nil && !i.Unread() {
		v.ReadAt = i.ReadAt
	}
	if i.AnsweredBy != i.Person {
		v.AnsweredBy = b.person(i.AnsweredBy)
	}
	if !i.Span.From.IsZero() {
		v.From, v.Until = &i.Span.From, &i.Span.Until
	}
	if i.Part == meetings.AsGuest {
		for _, e := range agenda.ItemsOf(i.Person) {
			v.Items = append(v.Items, e.Number)
		}
	}
	if i.Part == meetings.AsMember {
		v.Absence = b.absence(absence, true)
		if absence != nil && absence.State == meetings.AbsenceAsked && m.Allows(meetings.ActLeave) {
			v.Acts = append(v.Acts, "decide_absence")
		}
	}
	if m.Allows(meetings.ActEdit) {
		if i.Part == meetings.AsUnit && m.ConvenedAt != nil {
			v.Acts = append(v.Acts, "name")
		}
		if (i.Part == meetings.AsPerson || i.Part == meetings.AsUnit) && i.For == "" {
			v.Acts = append(v.Acts, "uninvite")
		}
	}
	if slices.ContainsFunc(v.Letters, func(l LetterView) bool { return l.State == string(meetings.LetterFailed) }) {
		v.Acts = append(v.Acts, "post")
	}
	return v
}

// letters are the last mail to each person of an invitation.
func (b *book) letters(invitation string, all []meetings.Letter) []LetterView {
	out := []LetterView{}
	for _, l := range all {
		if l.Invitation != invitation {
			continue
		}
		v := LetterView{Person: b.of(l.Person), News: string(l.News), State: string(l.State), Problem: l.Problem, At: l.MadeAt}
		if l.DoneAt != nil {
			v.At = *l.DoneAt
		}
		if at := slices.IndexFunc(out, func(x LetterView) bool { return x.Person.ID == l.Person }); at >= 0 {
			out[at] = v
		} else {
			out = append(out, v)
		}
	}
	return out
}

// parts is the order in which the list is shown.
var parts = []string{"member", "substitute", "unit", "person", "guest"}

// bySeat puts members in the order of the list of members, and the others by part and
// name.
func (a *API) bySeat(ctx context.Context, rows []GuestRowView) error {
	members, err := a.roll.Members(ctx, a.router.Now())
	if err != nil {
		return err
	}
	seat := map[string]int{}
	for n, x := range members {
		seat[x.Person] = n + 1
	}
	of := func(r GuestRowView) (int, string) {
		switch {
		case r.Person != nil:
			return seat[r.Person.ID], r.Person.Name
		case r.Unit != nil:
			return 0, r.Unit.VI
		}
		return 0, ""
	}
	slices.SortStableFunc(rows, func(x, y GuestRowView) int {
		if p := slices.Index(parts, x.Part) - slices.Index(parts, y.Part); p != 0 {
			return p
		}
		xs, xn := of(x)
		ys, yn := of(y)
		if xs != ys {
			return xs - ys
		}
		return strings.Compare(xn, yn)
	})
	return nil
}
