package meetings

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

var (
	zone  = time.FixedZone("+07", 7*3600)
	start = time.Date(2026, 12, 3, 8, 0, 0, 0, zone)
)

func code(err error) string {
	var e *ecabinet.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

func law(t *testing.T, on string) procedure.Profile {
	t.Helper()
	d, err := procedure.ParseDate(on)
	if err != nil {
		t.Fatal(err)
	}
	p, err := procedure.At(procedure.Shipped(), d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// government is n members on a list, the first with the tie mark.
func government(n int) []Member {
	list := make([]Member, n)
	for i := range list {
		list[i] = Member{Person: fmt.Sprintf("m%d", i+1), Name: fmt.Sprintf("Thành viên %d", i+1), TieMark: i == 0}
	}
	return list
}

// session is a running meeting of n members with one item to decide.
type session struct {
	t     *testing.T
	m     Meeting
	seats []Seat
	here  Attendance
	items Agenda
	votes []Vote
	now   time.Time
}

func running(t *testing.T, n int, on string) *session {
	t.Helper()
	s := &session{t: t, now: start}
	s.m = Meeting{ID: "meeting", State: Convened, Terms: Terms{Title: "Phiên họp", Kind: Regular, Mode: Both, StartsAt: start, Chair: "m1"}}
	var err error
	if s.seats, err = s.m.Open("m1", government(n), law(t, on), s.now); err != nil {
		t.Fatal(err)
	}
	s.items = Agenda{{ID: "item", Stage: Waiting, ItemTerms: ItemTerms{Kind: Decide, Title: "Dự thảo Nghị định"}}}
	return s
}

func (s *session) come(manner Manner, from, to int) {
	s.t.Helper()
	for no := from; no <= to; no++ {
		p, _, err := s.m.CheckIn(s.here, Presence{Person: fmt.Sprintf("m%d", no), Manner: manner, CameBy: ByTablet}, s.now)
		if err != nil {
			s.t.Fatal(err)
		}
		s.here = append(s.here, p)
	}
}

func (s *session) quorum() procedure.QuorumResult { return s.here.Quorum(s.m.Profile, s.seats, s.now) }

func (s *session) begin() {
	s.t.Helper()
	if err := s.m.Begin(&s.items[0], s.votes, s.now); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) open() (*Vote, error) {
	v, err := s.m.OpenVote(Vote{ID: "vote", Text: "Thông qua dự thảo?"}, s.items[:1], nil, s.votes, s.seats, s.quorum(), s.now)
	if err != nil {
		return nil, err
	}
	s.votes = append(s.votes, v)
	return &s.votes[len(s.votes)-1], nil
}

// booth is where a seat casts in a vote.
func (s *session) booth(v *Vote, no int) *Booth {
	b := &Booth{Meeting: &s.m, Vote: v, Seat: s.seats[no-1], Here: s.here}
	for _, it := range s.items {
		if slices.Contains(it.Recused, b.Seat.Person) {
			b.Recused = append(b.Recused, it.ID)
		}
	}
	return b
}

// cast gives what each seat from..to may cast, or fails.
func (s *session) cast(v *Vote, c procedure.Choice, from, to int) []Cast {
	s.t.Helper()
	var out []Cast
	for no := from; no <= to; no++ {
		absent, err := s.booth(v, no).MayCast(s.now)
		if err != nil {
			s.t.Fatalf("seat %d: %v", no, err)
		}
		out = append(out, Cast{Seat: no, Revision: 1, Person: s.seats[no-1].Person, Choice: c, Absent: absent})
	}
	return out
}

// The session at which the e-Cabinet was launched: 21 present, 4 absent members
// voted remotely, adopted with 25 of 27.
func TestTheLaunchSession(t *testing.T) {
	s := running(t, 27, "2019-06-24")
	s.come(AttendRoom, 1, 21)
	s.come(AttendRemote, 22, 25)
	if q := s.quorum(); q.Present != 21 || q.Needed != 18 || !q.Met {
		t.Fatalf("quorum %+v", q)
	}
	s.begin()
	v, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	casts := s.cast(v, procedure.Agree, 1, 25)
	if err := v.Close(s.m.Profile, s.items, s.seats, casts, s.here, false, s.now); err != nil {
		t.Fatal(err)
	}
	tally := v.Tallies[0].Tally
	if tally.Outcome != procedure.Adopted || tally.Agree != 25 || tally.N != 27 || tally.NotAnswered != 2 {
		t.Errorf("%+v", tally)
	}
	if got := tally.Sentence("vi"); got != "25/27 đồng ý, cần 14: thông qua" {
		t.Errorf("sentence %q", got)
	}
}

func TestAVoteNeedsTheQuorum(t *testing.T) {
	s := running(t, 27, "2026-12-03")
	s.come(AttendRoom, 1, 17)
	s.come(AttendRemote, 18, 20) // merely vote: not present
	s.begin()
	if _, err := s.open(); code(err) != "meeting.no_quorum" {
		t.Fatalf("opened with 17 of 27: %v", err)
	}
	s.come(AttendOnline, 21, 21)
	if _, err := s.open(); err != nil {
		t.Errorf("18 of 27: %v", err)
	}
}

func TestAQuorumLostInBetween(t *testing.T) {
	s := running(t, 27, "2026-12-03")
	s.come(AttendRoom, 1, 18)
	s.begin()
	v, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	casts := s.cast(v, procedure.Agree, 1, 18)
	s.now = s.now.Add(time.Minute)
	gone, err := s.m.Leave(s.here, "m18", ByTablet, s.now)
	if err != nil {
		t.Fatal(err)
	}
	s.here[17] = gone
	if err := v.Close(s.m.Profile, s.items, s.seats, casts, s.here, false, s.now); code(err) != "meeting.quorum_lost" {
		t.Fatalf("closed: %v", err)
	}
	if err := v.Close(s.m.Profile, s.items, s.seats, casts, s.here, true, s.now); err != nil || !v.LetStand {
		t.Errorf("the chair lets it stand: %v, %v", err, v.LetStand)
	}
	if v.Tallies[0].Tally.Agree != 18 {
		t.Errorf("what was cast counts: %+v", v.Tallies[0].Tally)
	}
}

// Silence in session is never agreement, also where it is on a ballot.
func TestSilenceInSession(t *testing.T) {
	s := running(t, 27, "2026-12-03")
	s.come(AttendRoom, 1, 27)
	s.begin()
	v, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	casts := s.cast(v, procedure.Agree, 1, 13)
	if err := v.Close(s.m.Profile, s.items, s.seats, casts, s.here, false, s.now); err != nil {
		t.Fatal(err)
	}
	if tally := v.Tallies[0].Tally; tally.Outcome != procedure.NotAdopted || tally.Deemed != 0 {
		t.Errorf("13 of 27 and silence: %+v", tally)
	}
}

// A recused member stays in the quorum and, under this profile, in the base, but
// has no vote on the item.
func TestRecusal(t *testing.T) {
	s := running(t, 27, "2026-12-03")
	s.come(AttendRoom, 1, 18)
	s.items[0].Recused = []string{"m18"}
	s.begin()
	if q := s.quorum(); !q.Met {
		t.Fatalf("the quorum keeps the member: %+v", q)
	}
	v, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.booth(v, 18).MayCast(s.now); code(err) != "meeting.recused" {
		t.Errorf("a recused member casts: %v", err)
	}
	casts := s.cast(v, procedure.Agree, 1, 14)
	if err := v.Close(s.m.Profile, s.items, s.seats, casts, s.here, false, s.now); err != nil {
		t.Fatal(err)
	}
	if tally := v.Tallies[0].Tally; tally.Base != 27 || tally.Recused != 1 || tally.Outcome != procedure.Adopted {
		t.Errorf("%+v", tally)
	}
}

// 26 members, 13 against 13: the Prime Minister's own side decides.
func TestATieInSession(t *testing.T) {
	s := running(t, 26, "2026-12-03")
	s.come(AttendRoom, 1, 26)
	s.begin()
	v, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	casts := append(s.cast(v, procedure.Agree, 1, 13), s.cast(v, procedure.Disagree, 14, 26)...)
	if err := v.Close(s.m.Profile, s.items, s.seats, casts, s.here, false, s.now); err != nil {
		t.Fatal(err)
	}
	if !v.adopts("item") {
		t.Errorf("%+v", v.Tallies[0].Tally)
	}
}

func TestTheLastCastCounts(t *testing.T) {
	s := running(t, 3, "2026-12-03")
	s.come(AttendRoom, 1, 3)
	s.begin()
	v, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	casts := s.cast(v, procedure.Agree, 1, 3)
	casts = append(casts, Cast{Seat: 3, Revision: 2, Person: "m3", Choice: procedure.Disagree})
	if err := v.Close(s.m.Profile, s.items, s.seats, casts, s.here, false, s.now); err != nil {
		t.Fatal(err)
	}
	if tally := v.Tallies[0].Tally; tally.Agree != 2 || tally.Disagree != 1 {
		t.Errorf("%+v", tally)
	}
}

func TestWhoMayCast(t *testing.T) {
	s := running(t, 9, "2026-12-03")
	s.come(AttendRoom, 1, 6)
	s.come(AttendRemote, 7, 7)
	s.here = append(s.here, Presence{Person: "deputy", Substitute: "m8", Manner: AttendRoom, From: s.now})
	s.begin()
	v, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	for no, want := range map[int]string{1: "", 7: "", 8: "meeting.check_in_first", 9: "meeting.check_in_first"} {
		absent, err := s.booth(v, no).MayCast(s.now)
		if want == "" && err != nil || want != "" && code(err) != want || absent != (no >= 7) {
			t.Errorf("seat %d: absent %v, %v", no, absent, err)
		}
	}
	s.m.Profile.AbsentMayVoteRemotely = false
	if _, err := s.booth(v, 7).MayCast(s.now); code(err) != "meeting.absent_may_not_vote" {
		t.Errorf("a profile without remote votes: %v", err)
	}
	for _, c := range []procedure.Choice{"", procedure.Discuss, procedure.Blank, "option:x", "perhaps"} {
		if err := v.CheckChoice(c); code(err) != "meeting.invalid" {
			t.Errorf("%q is taken: %v", c, err)
		}
	}
}

// The chair cannot conclude against the vote, nor adopt without one.
func TestConclusions(t *testing.T) {
	s := running(t, 3, "2026-12-03")
	s.come(AttendRoom, 1, 3)
	s.begin()
	today := procedure.DateOf(s.now, zone)
	later, far := today.AddDays(14), procedure.Date{Year: 2206, Month: 12, Day: 3}
	conclude := func(o Outcome, text string, back *procedure.Date) string {
		m, it := s.m, s.items[0]
		return code(m.Conclude(&it, Conclusion{o, text, back}, s.votes, today, s.now))
	}
	if got := conclude(Adopted, "", nil); got != "meeting.not_voted" {
		t.Errorf("adopted without a vote: %s", got)
	}
	v, err := s.open()
	if err != nil {
		t.Fatal(err)
	}
	if got := conclude(Adopted, "", nil); got != "meeting.vote_open" {
		t.Errorf("while the vote is open: %s", got)
	}
	if err := v.Close(s.m.Profile, s.items, s.seats, s.cast(v, procedure.Disagree, 1, 3), s.here, false, s.now); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		outcome Outcome
		text    string
		back    *procedure.Date
		want    string
	}{
		{Adopted, "", nil, "meeting.against_vote"},
		{NotAdopted, "", &later, "meeting.invalid"},            // without instructions
		{NotAdopted, "Hoàn thiện lại", nil, "meeting.invalid"}, // without a day
		{NotAdopted, "Hoàn thiện", &today, "meeting.invalid"},  // today is no later day
		{NotAdopted, "Hoàn thiện", &far, "meeting.invalid"},    // a mistyped year
		{Noted, "", nil, "meeting.invalid"},                    // not what becomes of an item to decide
		{NotAdopted, "Hoàn thiện lại", &later, "<nil>"},
		{PutOff, "Chuyển phiên sau", &later, "<nil>"},
	} {
		if got := conclude(c.outcome, c.text, c.back); got != c.want {
			t.Errorf("%s %q %v: %s, want %s", c.outcome, c.text, c.back, got, c.want)
		}
	}
	// A vote that was cancelled decides nothing.
	if err := v.Cancel("Máy chiếu hỏng", false); err != nil {
		t.Fatal(err)
	}
	if got := conclude(NotAdopted, "Hoàn thiện lại", &later); got != "meeting.not_voted" {
		t.Errorf("after the vote was cancelled: %s", got)
	}
}

func TestTheLifeOfAMeeting(t *testing.T) {
	for state, acts := range map[State]map[Act]bool{
		Planned:   {ActEdit: true, ActConvene: true, ActCancel: true},
		Convened:  {ActEdit: true, ActConvene: true, ActCancel: true, ActCheckIn: true, ActOpen: true},
		Running:   {ActEdit: true, ActConvene: true, ActCheckIn: true, ActConduct: true, ActVote: true, ActPause: true, ActAdjourn: true},
		Paused:    {ActEdit: true, ActCheckIn: true, ActResume: true, ActAdjourn: true},
		Adjourned: {}, Cancelled: {},
	} {
		for _, act := range []Act{ActEdit, ActConvene, ActCancel, ActCheckIn, ActOpen, ActConduct, ActVote, ActPause, ActResume, ActAdjourn} {
			m := Meeting{State: state}
			if m.Allows(act) != acts[act] {
				t.Errorf("%s while %s: %v", act, state, m.Allows(act))
			}
		}
	}
	s := running(t, 3, "2026-12-03")
	s.come(AttendRoom, 1, 3)
	s.begin()
	if err := s.m.Adjourn(0, s.now); code(err) != "meeting.item_runs" {
		t.Errorf("adjourned while an item runs: %v", err)
	}
	s.m.Current = ""
	if err := s.m.Adjourn(1, s.now); code(err) != "meeting.vote_open" {
		t.Errorf("adjourned while a vote is open: %v", err)
	}
	if err := s.m.Adjourn(0, s.now); err != nil || s.m.State != Adjourned {
		t.Errorf("%v, %s", err, s.m.State)
	}
}

func TestTerms(t *testing.T) {
	good := Terms{Title: "Phiên họp thường kỳ", Kind: Regular, Mode: Both, Place: "Số 1 Hoàng Hoa Thám", Link: "https://hop.example.vn", StartsAt: start, EndsAt: start.Add(4 * time.Hour), Chair: "m1"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for path, change := range map[string]func(*Terms){
		"title":     func(x *Terms) { x.Title = " " },
		"kind":      func(x *Terms) { x.Kind = "" },
		"mode":      func(x *Terms) { x.Mode = "moon" },
		"place":     func(x *Terms) { x.Place = "" },
		"link":      func(x *Terms) { x.Link = "" },
		"starts_at": func(x *Terms) { x.StartsAt = time.Time{} },
		"ends_at":   func(x *Terms) { x.EndsAt = x.StartsAt },
		"chair":     func(x *Terms) { x.Chair = "" },
	} {
		x := good
		change(&x)
		var e *ecabinet.Error
		if !errors.As(x.Check(), &e) || e.Fields[0].Path != path {
			t.Errorf("%s: %v", path, e)
		}
	}
}

// Three days before by the rules of 2022, five working days by those of 2016.
func TestNotice(t *testing.T) {
	m := Meeting{Terms: Terms{Kind: Regular, StartsAt: start}}
	for on, want := range map[string]string{"2026-12-03": "2026-11-30", "2020-12-03": "2026-11-26"} {
		n := m.NoticeOf(law(t, on), procedure.ShippedCalendar(), zone, start.AddDate(0, 0, -3))
		if n.Due.String() != want || n.Late != (want < "2026-11-30") {
			t.Errorf("profile of %s: %+v, want %s", on, n, want)
		}
	}
	m.Kind = Urgent
	if n := m.NoticeOf(law(t, "2026-12-03"), procedure.ShippedCalendar(), zone, start); n.Late {
		t.Error("an urgent session is late")
	}
}

// A wrong press days before the session counts nobody as present.
func TestCheckInOpensTwoHoursAhead(t *testing.T) {
	for _, c := range []struct {
		name  string
		ahead time.Duration
		open  bool
		code  string
	}{
		{"four days before", 96 * time.Hour, false, "meeting.check_in_early"},
		{"a second too early", CheckInAhead + time.Second, false, "meeting.check_in_early"},
		{"two hours before", CheckInAhead, false, "<nil>"},
		{"while it runs, however early it was opened", 96 * time.Hour, true, "<nil>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Meeting{ID: "meeting", State: Convened, Terms: Terms{Mode: Both, StartsAt: start}}
			now := start.Add(-c.ahead)
			if c.open {
				m.State, m.OpenedAt = Running, &now
			}
			_, _, err := m.CheckIn(nil, Presence{Person: "m1", Manner: AttendRoom, CameBy: ByTablet}, now)
			if got := code(err); got != c.code {
				t.Errorf("got %q, want %q", got, c.code)
			}
		})
	}
}
