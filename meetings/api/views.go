package api

import (
	"context"
	"slices"
	"time"

	"ecabinet/meetings"
	"ecabinet/procedure"
)

// Text is one sentence in both languages of the screen.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// PersonName is a person as shown.
type PersonName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// MeetingView is a session as all of one sight see it.
type MeetingView struct {
	ID           string      `json:"id"`
	Rev          int64       `json:"rev"`
	MeetingRev   int64       `json:"meeting_rev" doc:"goes back with a change"`
	AgendaRev    int64       `json:"agenda_rev" doc:"goes back with a change of the order"`
	State        string      `json:"state" enum:"planned,convened,running,paused,adjourned,cancelled"`
	Title        string      `json:"title"`
	Kind         string      `json:"kind" enum:"regular,thematic,urgent"`
	Mode         string      `json:"mode" enum:"room,online,both"`
	Place        string      `json:"place"`
	Link         string      `json:"link"`
	StartsAt     time.Time   `json:"starts_at"`
	EndsAt       time.Time   `json:"ends_at"`
	Chair        PersonName  `json:"chair"`
	Note         string      `json:"note"`
	Version      int         `json:"version" doc:"of the agenda published last"`
	Current      string      `json:"current" doc:"the item that runs; empty: none, or none that may be known of"`
	ConvenedAt   *time.Time  `json:"convened_at"`
	OpenedAt     *time.Time  `json:"opened_at"`
	AdjournedAt  *time.Time  `json:"adjourned_at"`
	CancelledFor string      `json:"cancelled_for"`
	RemoteVotes  bool        `json:"remote_votes" doc:"absent members may vote, by the rules in force"`
	Whole        bool        `json:"whole" doc:"false: only single items may be known of"`
	Screen       string      `json:"screen" enum:",check_in,seats,blank" doc:"what the screens in the room are told to show; empty: what goes on"`
	Notice       *NoticeView `json:"notice,omitempty" doc:"for who prepares it, before it is convened"`
}

// NoticeView is when invitation and papers are due.
type NoticeView struct {
	Due  string `json:"due"`
	Late bool   `json:"late"`
}

// PaperView is one paper of an item.
type PaperView struct {
	Document string `json:"document"`
	Version  string `json:"version"`
	Number   int    `json:"number"`
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	Pages    int    `json:"pages"`
	Reading  string `json:"reading_hash"`

	Reach     string     `json:"reach" doc:"for the desk: how far it is released now; desk, members, all"`
	Release   string     `json:"release" doc:"for the desk: how far it will be released"`
	ReleaseAt *time.Time `json:"release_at" doc:"for the desk: when; null: at once"`
}

// ItemView is one entry of the agenda.
type ItemView struct {
	ID         string       `json:"id"`
	Rev        int64        `json:"rev"`
	Number     string       `json:"number" doc:"empty: withdrawn, or seen without the agenda around it"`
	Depth      int          `json:"depth"`
	Parent     string       `json:"parent"`
	Kind       string       `json:"kind" enum:"decide,discuss,note,heading"`
	Title      string       `json:"title"`
	Note       string       `json:"note"`
	Matter     string       `json:"matter"`
	Lead       string       `json:"lead"`
	Chair      *PersonName  `json:"chair" doc:"null: who chairs the meeting"`
	Minutes    int          `json:"minutes"`
	Class      string       `json:"class"`
	Papers     []PaperView  `json:"papers"`
	Closed     bool         `json:"closed" doc:"recused: its papers, floor and votes are not shown"`
	Stage      string       `json:"stage" enum:"waiting,current,done,withdrawn"`
	Step       string       `json:"step"`
	Steps      []string     `json:"steps" doc:"the order of business of this kind of item"`
	Outcome    string       `json:"outcome"`
	Conclusion string       `json:"conclusion"`
	ResubmitBy string       `json:"resubmit_by"`
	BegunAt    *time.Time   `json:"begun_at"`
	EndedAt    *time.Time   `json:"ended_at"`
	Clock      *ClockView   `json:"clock" doc:"of the item that runs or has run; null before"`
	Presenter  *PersonName  `json:"presenter" doc:"who may show pages besides those who conduct"`
	Guests     []PersonName `json:"guests" doc:"for the desk"`
	Recused    []PersonName `json:"recused" doc:"for the desk"`
	Copies     []CopyView   `json:"copies" doc:"for the desk: the ledger of copies on paper of what may not be stored"`
	Marks      *MarksView   `json:"marks,omitempty" doc:"for chair and secretariat"`
}

// ClockView is a clock that may stand.
type ClockView struct {
	UsedMs int64      `json:"used_ms" doc:"besides what runs since then"`
	Since  *time.Time `json:"since" doc:"it runs since then; null: it stands"`
}

// MarksView is what members said of an item beforehand.
type MarksView struct {
	NoObjection int        `json:"no_objection"`
	Objects     []MarkView `json:"objects"`
	Speaks      []MarkView `json:"speaks"`
}

// MarkView is one member's mark, with a note.
type MarkView struct {
	Person PersonName `json:"person"`
	Note   string     `json:"note"`
}

// AgendaView is the agenda in order.
type AgendaView struct {
	Rev       int64      `json:"rev"`
	AgendaRev int64      `json:"agenda_rev"`
	Items     []ItemView `json:"items"`
	Minutes   int        `json:"minutes" doc:"given to all items together; 0 without the whole agenda"`
	Consent   []string   `json:"consent" doc:"items that may be adopted in one act now; for chair and secretariat"`
}

// SeatView is one member in the room.
type SeatView struct {
	No      int         `json:"no"`
	Person  PersonName  `json:"person"`
	Posts   []string    `json:"posts"`
	TieMark bool        `json:"tie_mark"`
	Manner  string      `json:"manner" doc:"room, online, remote; empty: not there"`
	Since   *time.Time  `json:"since"`
	Answer  string      `json:"answer" doc:"to the invitation: invited or accepted; empty: not invited yet"`
	Leave   *LeaveView  `json:"leave" doc:"given by the chair"`
	By      *PersonName `json:"substitute" doc:"who comes in the place of a member with leave"`
}

// LeaveView is leave that a member was given.
type LeaveView struct {
	From  *time.Time `json:"from" doc:"null: for the whole session"`
	Until *time.Time `json:"until"`
}

// ExpectedView is somebody invited who is no member and not there.
type ExpectedView struct {
	Person     PersonName  `json:"person"`
	Part       string      `json:"part" enum:"person,unit,substitute,guest"`
	Unit       *UnitView   `json:"unit"`
	Substitute *PersonName `json:"substitute" doc:"whose place it is"`
	Answer     string      `json:"answer" enum:"invited,accepted"`
}

// OtherView is somebody there who is no member.
type OtherView struct {
	Person     PersonName  `json:"person"`
	Manner     string      `json:"manner"`
	Substitute *PersonName `json:"substitute" doc:"whose place it is"`
	Since      time.Time   `json:"since"`
}

// QuorumView is whether the session has its quorum, in words.
type QuorumView struct {
	Members  int  `json:"members"`
	Present  int  `json:"present"`
	Needed   int  `json:"needed"`
	Met      bool `json:"met"`
	Sentence Text `json:"sentence"`
}

// AttendanceView is who is there. Without the whole meeting it is empty.
type AttendanceView struct {
	Rev      int64          `json:"rev"`
	Seats    []SeatView     `json:"seats"`
	Others   []OtherView    `json:"others"`
	Expected []ExpectedView `json:"expected" doc:"who is still expected; guests of items for the desk only"`
	Quorum   *QuorumView    `json:"quorum" doc:"null before the rules are known"`
}

// SpeechView is one request to speak.
type SpeechView struct {
	ID      string     `json:"id"`
	Person  PersonName `json:"person"`
	Kind    string     `json:"kind" enum:"speech,reply,point_of_order,inquiry"`
	State   string     `json:"state" enum:"asked,speaking,held,spoken,dropped"`
	AskedAt time.Time  `json:"asked_at"`
	BegunAt *time.Time `json:"begun_at"`
	Since   *time.Time `json:"since" doc:"the clock runs since then; null: it stands"`
	UsedMs  int64      `json:"used_ms" doc:"besides what runs since then"`
	LimitMs int64      `json:"limit_ms" doc:"0: none"`
	Times   int        `json:"times" doc:"how often this person has had the floor on the item"`
	Subject string     `json:"subject" doc:"of an inquiry: what is asked"`
	Answers string     `json:"answers" doc:"the inquiry that this speech answers"`
}

// TalkView is how often and how long somebody has had the floor in the session.
type TalkView struct {
	Person PersonName `json:"person"`
	Times  int        `json:"times"`
	UsedMs int64      `json:"used_ms" doc:"besides what runs since then"`
	Since  *time.Time `json:"since"`
}

// FloorView is the floor of the item that runs.
type FloorView struct {
	Rev    int64        `json:"rev"`
	Item   string       `json:"item" doc:"empty: none runs, or none that may be known of"`
	Has    *SpeechView  `json:"has" doc:"who has the floor"`
	Queue  []SpeechView `json:"queue" doc:"in the order in which they are to be called"`
	Spoken []SpeechView `json:"spoken" doc:"in the order in which they spoke"`

	Questions []SpeechView `json:"questions" doc:"inquiries that wait to be put, in order"`
	Open      []SpeechView `json:"open_questions" doc:"inquiries that were put and wait for an answer"`
	Talks     []TalkView   `json:"talks" doc:"who has spoken in the session, as far as its items may be seen"`
}

func quorumView(q procedure.QuorumResult) *QuorumView {
	return &QuorumView{Members: q.Members, Present: q.Present, Needed: q.Needed, Met: q.Met, Sentence: Text{q.Sentence("vi"), q.Sentence("en")}}
}

func (a *API) meetingView(ctx context.Context, s Sight, id string) (*MeetingView, error) {
	rev, err := a.rev(ctx, s, id)
	if err != nil {
		return nil, err
	}
	m, err := a.store.Meeting(ctx, id)
	if err != nil {
		return nil, err
	}
	names, err := a.roll.Names(ctx, []string{m.Chair})
	if err != nil {
		return nil, err
	}
	v := &MeetingView{
		ID: m.ID, Rev: rev, MeetingRev: m.Rev, State: string(m.State), Title: m.Title, Kind: string(m.Kind), Mode: string(m.Mode),
		Place: m.Place, Link: m.Link, StartsAt: m.StartsAt, EndsAt: m.EndsAt, Chair: PersonName{m.Chair, names[m.Chair]}, Note: m.Note,
		ConvenedAt: m.ConvenedAt, OpenedAt: m.OpenedAt, AdjournedAt: m.AdjournedAt, CancelledFor: m.CancelledFor, Whole: s.Whole,
		RemoteVotes: m.Profile.AbsentMayVoteRemotely,
	}
	if s.Whole {
		v.AgendaRev, v.Version, v.Screen = m.AgendaRev, m.Version, string(m.Screen)
	} else {
		v.MeetingRev = 0 // it would tell a guest how much happens elsewhere
	}
	if s.knows(m.Current) {
		v.Current = m.Current
	}
	if s.Desk && m.OpenedAt == nil {
		if law, err := a.service.Laws.At(ctx, m.StartsAt); err == nil {
			n := m.NoticeOf(law.Profile, law.Calendar, law.Zone, a.router.Now())
			if m.ConvenedAt != nil {
				n = m.NoticeOf(law.Profile, law.Calendar, law.Zone, *m.ConvenedAt)
			}
			v.Notice = &NoticeView{Due: n.Due.String(), Late: n.Late}
		}
	}
	return v, nil
}

// named makes names of persons as they are asked for, and reads them once.
type named struct {
	api   *API
	ids   []string
	names map[string]string
}

func (n *named) want(ids ...string) { n.ids = append(n.ids, ids...) }

func (n *named) read(ctx context.Context) (err error) {
	slices.Sort(n.ids)
	n.names, err = n.api.roll.Names(ctx, slices.Compact(n.ids))
	return err
}

func (n *named) of(id string) PersonName { return PersonName{id, n.names[id]} }

func (n *named) all(ids []string) []PersonName {
	out := []PersonName{}
	for _, id := range ids {
		out = append(out, n.of(id))
	}
	return out
}

func (a *API) agendaView(ctx context.Context, s Sight, id string) (*AgendaView, error) {
	rev, err := a.rev(ctx, s, id)
	if err != nil {
		return nil, err
	}
	m, err := a.store.Meeting(ctx, id)
	if err != nil {
		return nil, err
	}
	agenda, err := a.store.Agenda(ctx, id)
	if err != nil {
		return nil, err
	}
	var positions []meetings.Position
	if s.Positions || s.LedMarks {
		if positions, err = a.store.Positions(ctx, id); err != nil {
			return nil, err
		}
	}
	var copies meetings.Copies
	if s.Desk || len(s.Led) > 0 {
		if copies, err = a.store.Copies(ctx, id); err != nil {
			return nil, err
		}
	}
	n := &named{api: a}
	for _, c := range copies {
		n.want(c.Person, c.HandedBy, c.SettledBy)
	}
	for _, it := range agenda {
		n.want(it.Chair, it.Presenter)
		if s.desk(it.ID) {
			n.want(it.Guests...)
			n.want(it.Recused...)
		}
	}
	for _, p := range positions {
		n.want(p.Person)
	}
	if err := n.read(ctx); err != nil {
		return nil, err
	}
	v := &AgendaView{Rev: rev, Items: []ItemView{}, Consent: []string{}}
	if s.Whole {
		v.AgendaRev, v.Minutes = m.AgendaRev, agenda.Minutes()
	}
	for _, e := range agenda.Ordered() {
		if s.knows(e.ID) && (e.Stage != meetings.Withdrawn || s.Desk) {
			v.Items = append(v.Items, itemView(s, e, n, positions, copies, a.router.Now()))
		}
	}
	if (s.Positions || s.LedMarks) && m.State == meetings.Running {
		_, here, seats, err := a.here(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, e := range agenda.Consent(positions, here.Present(seats, a.router.Now())) {
			if s.marks(e.ID) {
				v.Consent = append(v.Consent, e.ID)
			}
		}
	}
	return v, nil
}

func (a *API) here(ctx context.Context, id string) (*meetings.Meeting, meetings.Attendance, []meetings.Seat, error) {
	m, err := a.store.Meeting(ctx, id)
	if err != nil {
		return nil, nil, nil, err
	}
	here, err := a.store.Attendance(ctx, id)
	if err != nil {
		return nil, nil, nil, err
	}
	seats, err := a.store.Seats(ctx, id)
	return m, here, seats, err
}

func itemView(s Sight, e meetings.Entry, n *named, positions []meetings.Position, copies meetings.Copies, now time.Time) ItemView {
	v := ItemView{
		ID: e.ID, Rev: e.Rev, Kind: string(e.Kind), Title: e.Title, Lead: e.Lead, Minutes: e.Item.Minutes, Class: e.Class,
		Papers: []PaperView{}, Stage: string(e.Stage), Step: string(e.Step), Steps: []string{}, Outcome: string(e.Outcome),
		BegunAt: e.BegunAt, EndedAt: e.EndedAt, Guests: []PersonName{}, Recused: []PersonName{}, Copies: []CopyView{}, Closed: !s.opens(e.ID),
	}
	if s.Whole {
		v.Number, v.Depth, v.Parent = e.Number, e.Depth, e.Parent
	}
	if e.Chair != "" {
		p := n.of(e.Chair)
		v.Chair = &p
	}
	for _, step := range e.Kind.Steps() {
		v.Steps = append(v.Steps, string(step))
	}
	if e.BegunAt != nil {
		v.Clock = &ClockView{e.Clock.Used.Milliseconds(), e.Clock.Since}
	}
	if e.Presenter != "" {
		p := n.of(e.Presenter)
		v.Presenter = &p
	}
	if e.ResubmitBy != nil {
		v.ResubmitBy = e.ResubmitBy.String()
	}
	if v.Closed {
		return v
	}
	v.Note, v.Matter, v.Conclusion = e.Note, e.Matter, e.Conclusion
	for _, p := range s.papers(e.Item, now) {
		v.Papers = append(v.Papers, paperView(s, e.Item, p, now))
	}
	if s.desk(e.ID) {
		for _, c := range copies.Of(e.ID) {
			v.Copies = append(v.Copies, copyView(c, n))
		}
		v.Guests, v.Recused = n.all(e.Guests), n.all(e.Recused)
	}
	if s.marks(e.ID) {
		v.Marks = marksView(e.ID, n, positions)
	}
	return v
}

func marksView(item string, n *named, positions []meetings.Position) *MarksView {
	v := &MarksView{Objects: []MarkView{}, Speaks: []MarkView{}}
	for _, p := range positions {
		if p.Item != item {
			continue
		}
		switch p.Mark {
		case meetings.NoObjection:
			v.NoObjection++
		case meetings.Objects:
			v.Objects = append(v.Objects, MarkView{n.of(p.Person), p.Note})
		case meetings.Speaks:
			v.Speaks = append(v.Speaks, MarkView{n.of(p.Person), p.Note})
		}
	}
	return v
}

func (a *API) attendanceView(ctx context.Context, s Sight, id string) (*AttendanceView, error) {
	rev, err := a.rev(ctx, s, id)
	if err != nil {
		return nil, err
	}
	v := &AttendanceView{Rev: rev, Seats: []SeatView{}, Others: []OtherView{}, Expected: []ExpectedView{}}
	if !s.Whole {
		return v, nil
	}
	m, here, seats, err := a.here(ctx, id)
	if err != nil {
		return nil, err
	}
	profile := m.Profile
	if m.OpenedAt == nil { // the list and the rules as they would be frozen now
		if seats, err = a.expected(ctx, m); err != nil {
			return nil, err
		}
		if law, err := a.service.Laws.At(ctx, a.router.Now()); err == nil {
			profile = law.Profile
		}
	}
	at := a.router.Now()
	if m.AdjournedAt != nil {
		at = m.AdjournedAt.Add(-time.Microsecond)
	}
	n := &named{api: a}
	for _, p := range here {
		n.want(p.Person, p.Substitute)
	}
	if err := n.read(ctx); err != nil {
		return nil, err
	}
	member := map[string]bool{}
	for _, seat := range seats {
		member[seat.Person] = true
		sv := SeatView{No: seat.No, Person: PersonName{seat.Person, seat.Name}, Posts: seat.Posts, TieMark: seat.TieMark}
		if p, ok := here.At(seat.Person, at); ok && p.Substitute == "" {
			sv.Manner, sv.Since = string(p.Manner), &p.From
		}
		v.Seats = append(v.Seats, sv)
	}
	for _, p := range here {
		if now, ok := here.At(p.Person, at); !ok || now.ID != p.ID || member[p.Person] && p.Substitute == "" {
			continue
		}
		ov := OtherView{Person: n.of(p.Person), Manner: string(p.Manner), Since: p.From}
		if p.Substitute != "" {
			of := n.of(p.Substitute)
			ov.Substitute = &of
		}
		v.Others = append(v.Others, ov)
	}
	if profile.ID != "" {
		v.Quorum = quorumView(here.Quorum(profile, seats, at))
	}
	return v, a.expect(ctx, s, m, v)
}

// expected are the seats as an opening now would freeze them.
func (a *API) expected(ctx context.Context, m *meetings.Meeting) ([]meetings.Seat, error) {
	members, err := a.roll.Members(ctx, a.router.Now())
	if err != nil {
		return nil, err
	}
	seats := make([]meetings.Seat, len(members))
	for i, x := range members {
		seats[i] = meetings.Seat{Meeting: m.ID, No: i + 1, Person: x.Person, Name: x.Name, Posts: x.Posts, TieMark: x.TieMark}
	}
	return seats, nil
}

func (a *API) floorView(ctx context.Context, s Sight, id string) (*FloorView, error) {
	rev, err := a.rev(ctx, s, id)
	if err != nil {
		return nil, err
	}
	m, err := a.store.Meeting(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &FloorView{Rev: rev, Queue: []SpeechView{}, Spoken: []SpeechView{}, Questions: []SpeechView{}, Open: []SpeechView{}, Talks: []TalkView{}}
	if m.Current == "" || !s.opens(m.Current) {
		return v, nil
	}
	all, err := a.store.Speeches(ctx, id)
	if err != nil {
		return nil, err
	}
	floor, talks := seenOf(s, m.Current, all)
	n := &named{api: a}
	for _, r := range all {
		n.want(r.Person)
	}
	if err := n.read(ctx); err != nil {
		return nil, err
	}
	v.Item = m.Current
	for _, t := range talks {
		v.Talks = append(v.Talks, TalkView{n.of(t.Person), t.Times, t.Spent.Milliseconds(), t.Since})
	}
	view := func(r meetings.Request) SpeechView {
		return SpeechView{
			ID: r.ID, Person: n.of(r.Person), Kind: string(r.Kind), State: string(r.State), AskedAt: r.AskedAt, BegunAt: r.BegunAt, Since: r.Since,
			UsedMs: r.Used.Milliseconds(), LimitMs: r.Limit.Milliseconds(), Times: floor.Times(r.Person),
			Subject: r.Subject, Answers: r.Answers,
		}
	}
	if r, ok := floor.Has(); ok {
		x := view(r)
		v.Has = &x
	}
	for _, r := range floor.Queue() {
		v.Queue = append(v.Queue, view(r))
	}
	for _, r := range floor.Questions() {
		v.Questions = append(v.Questions, view(r))
	}
	for _, r := range floor.Open() {
		v.Open = append(v.Open, view(r))
	}
	for _, r := range floor {
		if r.State == meetings.Spoken {
			v.Spoken = append(v.Spoken, view(r))
		}
	}
	slices.SortFunc(v.Spoken, func(x, y SpeechView) int { return x.BegunAt.Compare(*y.BegunAt) })
	return v, nil
}

// seenOf are the requests of one item, and who has spoken on the items that a sight
// opens.
func seenOf(s Sight, item string, all meetings.Floor) (meetings.Floor, []meetings.Talk) {
	floor := slices.DeleteFunc(slices.Clone(all), func(r meetings.Request) bool { return r.Item != item })
	open := slices.DeleteFunc(slices.Clone(all), func(r meetings.Request) bool { return !s.opens(r.Item) })
	return floor, open.Talks()
}

// rev is that of a view of a meeting: when the journal last said something that this
// sight may know of. It rises with everything that a view can show, and tells nobody
// how much happens where he may not look. It is read before the rows of the view.
func (a *API) rev(ctx context.Context, s Sight, id string) (int64, error) {
	if s.Whole {
		return a.store.Rev(ctx, id, nil)
	}
	refs := []string{"meeting/" + id}
	for _, item := range s.Items {
		refs = append(refs, "item/"+item, "floor/"+item)
	}
	return a.store.Rev(ctx, id, refs)
}
