package meetings

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// convened is a meeting with members m1 to m5, of whom m1 chairs, and two items, whose
// guests are g1 (both) and g2 (the second).
type convened struct {
	m         Meeting
	members   []Member
	agenda    Agenda
	published []VersionEntry
	list      GuestList
	absences  Absences
	ids       int
	now       time.Time
}

func convene() *convened {
	c := &convened{members: government(5), now: start.Add(-72 * time.Hour)}
	c.m = Meeting{ID: "meeting", State: Planned, Terms: Terms{
		Title: "Phiên họp", Kind: Regular, Mode: Both, Place: "Hà Nội", Link: "https://hop.example", StartsAt: start, EndsAt: start.Add(4 * time.Hour), Chair: "m1",
	}}
	c.agenda = Agenda{
		{ID: "a", Place: 0, Stage: Waiting, ItemTerms: ItemTerms{Kind: Decide, Title: "Một", Minutes: 30, Guests: []string{"g1"}}},
		{ID: "b", Place: 1, Stage: Waiting, ItemTerms: ItemTerms{Kind: Decide, Title: "Hai", Minutes: 45, Guests: []string{"g1", "g2"}}},
	}
	c.publish()
	return c
}

func (c *convened) publish() {
	if err := c.m.Convene(c.agenda, c.now); err != nil {
		panic(err)
	}
	c.published = c.agenda.Entries()
	c.bring()
}

func (c *convened) id() string { c.ids++; return fmt.Sprint("i", c.ids) }

// bring settles the list and gives who was told what in the act.
func (c *convened) bring(touched ...Invitation) map[string]News {
	c.now = c.now.Add(time.Minute)
	members := c.members
	if c.m.OpenedAt != nil {
		members = nil
	}
	c.list = overlay(c.list, touched)
	changed := c.m.Bring(c.list, members, c.agenda, c.published, c.id, "desk", c.now)
	c.list = overlay(c.list, changed)
	out := map[string]News{}
	for _, i := range changed {
		if i.ToldAt != nil && i.ToldAt.Equal(c.now) {
			out[i.Person+i.Unit] = i.Told
		}
	}
	return out
}

func (c *convened) of(t testing.TB, person string) Invitation {
	t.Helper()
	i, ok := c.list.Of(person)
	if !ok {
		t.Fatalf("%s is not on the list", person)
	}
	return i
}

func TestMembersAndGuestsAreInvitedWhenConvened(t *testing.T) {
	c := convene()
	if len(c.list) != 7 {
		t.Fatalf("%d invitations, want 5 members and 2 guests", len(c.list))
	}
	if m := c.of(t, "m3"); m.Part != AsMember || m.Reply != Invited || m.Told != NewsInvited || m.Sequence != 1 || !m.Unread() || !m.Span.equal(Span{c.m.StartsAt, c.m.EndsAt}) {
		t.Errorf("a member: %+v", m)
	}
	if g := c.of(t, "g2"); g.Part != AsGuest || !g.Span.equal(Span{start.Add(30 * time.Minute), start.Add(75 * time.Minute)}) {
		t.Errorf("a guest of the second item: %+v", g)
	}
	if g := c.of(t, "g1"); !g.Span.equal(Span{start, start.Add(75 * time.Minute)}) {
		t.Errorf("a guest of both: %+v", g.Span)
	}
	if len(c.list.Attendees()) != 0 {
		t.Errorf("nobody but members sees the whole: %v", c.list.Attendees())
	}
	if told := c.bring(); len(told) != 0 {
		t.Errorf("nothing is new, but %v", told)
	}
}

// Whoever is invited hears of another time or place; of a new version of the agenda
// within the application; a guest hears nothing but what moves his own items.
func TestWhoIsToldWhat(t *testing.T) {
	c := convene()
	all := func(told map[string]News, news News) bool {
		return len(told) == 7 && !slices.ContainsFunc([]string{"m1", "m5", "g1", "g2"}, func(p string) bool { return told[p] != news })
	}
	c.m.Place = "Đà Nẵng"
	if told := c.bring(); !all(told, NewsMoved) {
		t.Errorf("another place: %v", told)
	}
	c.m.StartsAt, c.m.EndsAt = c.m.StartsAt.Add(time.Hour), c.m.EndsAt.Add(time.Hour)
	if told := c.bring(); !all(told, NewsMoved) || c.of(t, "g2").Sequence != 3 || !c.of(t, "g2").Span.From.Equal(start.Add(90*time.Minute)) {
		t.Errorf("another time: %v, %+v", told, c.of(t, "g2"))
	}
	// An item in front is published: members hear of the version, guests of their time.
	front := Item{ID: "z", Place: -1, Stage: Waiting, ItemTerms: ItemTerms{Kind: Note, Title: "Không", Minutes: 15}}
	c.agenda = append(c.agenda, front)
	if told := c.bring(); len(told) != 0 {
		t.Errorf("what is not published is told: %v", told)
	}
	if err := c.m.Convene(c.agenda, c.now); err != nil {
		t.Fatal(err)
	}
	c.published = c.agenda.Entries()
	if told := c.bring(); told["m2"] != NewsAgenda || told["g2"] != NewsMoved || c.of(t, "m2").Sequence != 3 || c.of(t, "g2").Sequence != 4 {
		t.Errorf("a new version: %v, %+v", told, c.of(t, "m2"))
	}
	// An item behind the guest's own changes nothing for him.
	c.agenda = append(c.agenda, Item{ID: "y", Place: 9, Stage: Waiting, ItemTerms: ItemTerms{Kind: Note, Title: "Sau", Minutes: 15}})
	if err := c.m.Convene(c.agenda, c.now); err != nil {
		t.Fatal(err)
	}
	c.published = c.agenda.Entries()
	if told := c.bring(); told["g1"] != "" || told["m4"] != NewsAgenda {
		t.Errorf("an item behind: %v", told)
	}
	if err := c.m.Cancel("Bão"); err != nil {
		t.Fatal(err)
	}
	if told := c.bring(); !all(told, NewsCancelled) {
		t.Errorf("cancelled: %v", told)
	}
	if told := c.bring(); len(told) != 0 {
		t.Errorf("told twice: %v", told)
	}
}

func TestGuestsComeAndGoWithTheirItems(t *testing.T) {
	c := convene()
	c.agenda[1].Guests = []string{"g1", "g3"}
	if told := c.bring(); len(told) != 2 || told["g2"] != NewsUninvited || told["g3"] != NewsInvited {
		t.Errorf("%v", told)
	}
	before := slices.IndexFunc(c.list, func(i Invitation) bool { return i.Person == "g2" })
	c.agenda[1].Guests = []string{"g1", "g2", "g3"}
	if told := c.bring(); told["g2"] != NewsInvited || c.of(t, "g2").ID != c.list[before].ID || c.of(t, "g2").Sequence != 3 {
		t.Errorf("once more: %v, %+v", told, c.of(t, "g2"))
	}
	// A guest who is invited to the whole is a guest no more, and becomes one again.
	i, err := c.m.Invite(c.list, Invitee{Person: "g3"}, c.members, c.id(), "desk", c.now)
	if err != nil || i.Part != AsPerson {
		t.Fatalf("%+v, %v", i, err)
	}
	c.bring(i)
	if got := c.list.Attendees(); len(got) != 1 || got[0].Person != "g3" {
		t.Errorf("%v", got)
	}
	i = c.of(t, "g3")
	if err := c.m.Uninvite(&i, c.now); err != nil {
		t.Fatal(err)
	}
	c.bring(i)
	if g := c.of(t, "g3"); g.Part != AsGuest {
		t.Errorf("%+v", g)
	}
}

func TestAUnitNamesItsPerson(t *testing.T) {
	c := convene()
	i, err := c.m.Invite(c.list, Invitee{Unit: "agency/a1"}, c.members, c.id(), "desk", c.now)
	if err != nil {
		t.Fatal(err)
	}
	if told := c.bring(i); told["agency/a1"] != NewsNaming {
		t.Errorf("%v", told)
	}
	if _, err := c.m.Invite(c.list, Invitee{Unit: "agency/a1"}, c.members, c.id(), "desk", c.now); code(err) != "invitation.already" {
		t.Errorf("twice: %v", err)
	}
	of := func() Invitation {
		return c.list[slices.IndexFunc(c.list, func(x Invitation) bool { return x.Unit != "" })]
	}
	i = of()
	if err := c.m.Accept(&i, nil, AttendRoom, "p1", c.now); code(err) != "invitation.nobody_named" {
		t.Errorf("nobody is named: %v", err)
	}
	for person, want := range map[string]string{"stranger": "meeting.invalid", "m2": "meeting.invalid"} {
		i = of()
		if err := c.m.Name(c.list, &i, person, []string{"p1", "p2", "m2"}, c.members, "p1", c.now); code(err) != want {
			t.Errorf("%s: %v", person, err)
		}
	}
	i = of()
	if err := c.m.Name(c.list, &i, "p1", []string{"p1", "p2"}, c.members, "p2", c.now); err != nil {
		t.Fatal(err)
	}
	if told := c.bring(i); told["p1agency/a1"] != NewsInvited {
		t.Errorf("%v", told)
	}
	i = of()
	if err := c.m.Accept(&i, nil, AttendOnline, "p1", c.now); err != nil || i.Reply != Accepted {
		t.Errorf("%+v, %v", i, err)
	}
	c.bring(i)
	i = of()
	if err := c.m.Name(c.list, &i, "p2", []string{"p1", "p2"}, c.members, "p2", c.now); err != nil || i.Reply != Invited || i.Manner != "" {
		t.Errorf("another: %+v, %v", i, err)
	}
	if told := c.bring(i); told["p2agency/a1"] != NewsInvited {
		t.Errorf("%v", told)
	}
	if got := c.list.Attendees(); len(got) != 1 || got[0].Person != "p2" {
		t.Errorf("%v", got)
	}
}

func TestAMemberAsksForLeave(t *testing.T) {
	at := func(h int) *time.Time { x := start.Add(time.Duration(h) * time.Hour); return &x }
	for _, x := range []struct {
		why, who, want string
		ask            Absence
	}{
		{"no reason", "m2", "meeting.invalid", Absence{}},
		{"the chair", "m1", "absence.chair", Absence{Reason: "Công tác"}},
		{"a guest", "g1", "absence.members_only", Absence{Reason: "Công tác"}},
		{"half a span", "m2", "meeting.invalid", Absence{Reason: "Công tác", From: at(1)}},
		{"backwards", "m2", "meeting.invalid", Absence{Reason: "Công tác", From: at(2), Until: at(1)}},
		{"after the end", "m2", "meeting.invalid", Absence{Reason: "Công tác", From: at(4), Until: at(5)}},
		{"a member in a member's place", "m2", "meeting.invalid", Absence{Reason: "Công tác", Substitute: "m3"}},
		{"himself", "m2", "meeting.invalid", Absence{Reason: "Công tác", Substitute: "m2"}},
		{"a part", "m2", "<nil>", Absence{Reason: "Công tác", From: at(2), Until: at(4)}},
		{"the whole", "m2", "<nil>", Absence{Reason: "Công tác", Substitute: "s1"}},
	} {
		c := convene()
		i := c.of(t, x.who)
		if _, err := c.m.AskAbsence(c.list, nil, &i, x.ask, c.members, c.now); code(err) != x.want {
			t.Errorf("%s: %v, want %s", x.why, err, x.want)
		}
	}
	c := convene()
	i := c.of(t, "m2")
	if err := c.m.Accept(&i, nil, AttendRoom, "m2", c.now); err != nil {
		t.Fatal(err)
	}
	a, err := c.m.AskAbsence(c.list, nil, &i, Absence{ID: "l1", Reason: "Công tác nước ngoài", Substitute: "s1"}, c.members, c.now)
	if err != nil || i.Reply != Invited || i.Manner != "" {
		t.Fatalf("who asks for leave has not accepted any more: %+v, %v", i, err)
	}
	c.bring(i)
	if err := c.m.Accept(&i, &a, AttendRoom, "m2", c.now); code(err) != "invitation.absence_stands" {
		t.Errorf("accepts while it stands: %v", err)
	}
	if err := c.m.Decline(&i, "", "m2", c.now); code(err) != "invitation.member_asks_leave" {
		t.Errorf("a member declines: %v", err)
	}
	if err := c.m.Decide(&a, true, "", "m2", c.now); code(err) != "absence.own" {
		t.Errorf("gives himself leave: %v", err)
	}
	if err := c.m.Decide(&a, false, " ", "m1", c.now); code(err) != "meeting.invalid" || a.State != AbsenceAsked {
		t.Errorf("refuses without a reason: %v, %s", err, a.State)
	}
	if err := c.m.Decide(&a, true, "", "m1", c.now); err != nil || a.State != AbsenceApproved || !a.Covers(start) {
		t.Fatalf("%+v, %v", a, err)
	}
	if err := c.m.Decide(&a, true, "", "m1", c.now); code(err) != "absence.not_now" {
		t.Errorf("twice: %v", err)
	}
	s, ok := c.m.Stand(c.list, a, c.id(), "m1", c.now)
	if told := c.bring(s); !ok || told["s1"] != NewsInvited {
		t.Errorf("the substitute: %v, %v", told, ok)
	}
	if got := c.list.Attendees(); len(got) != 1 || got[0] != (Attendee{"s1", "m2"}) {
		t.Errorf("%v", got)
	}
	other := c.of(t, "m3")
	if _, err := c.m.AskAbsence(c.list, Absences{a}, &other, Absence{Reason: "Ốm", Substitute: "s1"}, c.members, c.now); code(err) != "meeting.invalid" {
		t.Errorf("one substitute for two: %v", err)
	}
	if err := c.m.WithdrawAbsence(&a); err != nil {
		t.Fatal(err)
	}
	s, ok = c.m.StandDown(c.list, a, c.now)
	if told := c.bring(s); !ok || told["s1"] != NewsUninvited || len(c.list.Attendees()) != 0 {
		t.Errorf("the member comes after all: %v, %v", told, c.list.Attendees())
	}
}

// A substitute has no seat: he is never present for the quorum, wherever he sits.
func TestASubstituteIsNotInTheQuorum(t *testing.T) {
	s := running(t, 5, "2026-12-03")
	s.come(AttendRoom, 1, 3)
	p, _, err := s.m.CheckIn(s.here, Presence{Person: "s1", Substitute: "m4", Manner: AttendRoom, CameBy: ByTablet}, s.now)
	if err != nil {
		t.Fatal(err)
	}
	s.here = append(s.here, p)
	if q := s.quorum(); q.Present != 3 {
		t.Errorf("%d present", q.Present)
	}
}

// What is closed to a member is closed to who stands in for him.
func TestASubstituteReadsWhatTheMemberReads(t *testing.T) {
	c := convene()
	c.agenda[0].Matter, c.agenda[1].Matter, c.agenda[1].Recused = "x", "y", []string{"m2"}
	readers := c.agenda.Readers(&c.m, c.members, []Attendee{{"s1", "m2"}, {"p1", ""}}, time.Now())
	for n, want := range [][]bool{{true, true}, {false, true}} {
		if got := []bool{slices.Contains(readers[n].Listed, "s1"), slices.Contains(readers[n].Listed, "p1")}; !slices.Equal(got, want) {
			t.Errorf("matter %s: substitute and invited read %v, want %v", readers[n].Matter, got, want)
		}
	}
}

func TestTheClassOfASession(t *testing.T) {
	for _, x := range []struct {
		classes []string
		want    string
		named   bool
	}{
		{nil, "public", true}, {[]string{""}, "public", true}, {[]string{"public", "internal"}, "internal", true},
		{[]string{"internal", "restricted", "public"}, "restricted", false}, {[]string{"placeholder"}, "placeholder", false}, {[]string{"never heard of"}, "placeholder", false},
	} {
		var a Agenda
		for n, class := range x.classes {
			a = append(a, Item{ID: fmt.Sprint(n), Place: n, Stage: Waiting, ItemTerms: ItemTerms{Class: class}})
		}
		if got := a.Class(); got != x.want || MayBeNamed(got, AsMember) != x.named || MayBeNamed(got, AsGuest) {
			t.Errorf("%v: %s, named %v", x.classes, got, MayBeNamed(got, AsMember))
		}
	}
}

// Whatever people do in whatever order, the list stays sound.
func TestInvitationsStaySound(t *testing.T) {
	profile := law(t, "2026-12-03")
	people := []string{"m1", "m2", "m3", "m4", "m5", "p1", "p2", "g1", "g2", "s1", "s2"}
	rapid.Check(t, func(t *rapid.T) {
		c := convene()
		person := func() string { return rapid.SampledFrom(people).Draw(t, "person") }
		one := func() Invitation { return rapid.SampledFrom(c.list).Draw(t, "invitation") }
		sequences := map[string]int{}
		t.Repeat(map[string]func(*rapid.T){
			"invite": func(*rapid.T) {
				who := Invitee{Person: person()}
				if rapid.Bool().Draw(t, "unit") {
					who = Invitee{Unit: rapid.SampledFrom([]string{"agency/a1", "office/m2"}).Draw(t, "which")}
				}
				if i, err := c.m.Invite(c.list, who, c.members, c.id(), "desk", c.now); err == nil {
					c.bring(i)
				}
			},
			"name": func(*rapid.T) {
				i := one()
				if c.m.Name(c.list, &i, person(), []string{"p1", "p2", "g1", "s1"}, c.members, "p1", c.now) == nil {
					c.bring(i)
				}
			},
			"accept": func(*rapid.T) {
				i := one()
				if c.m.Accept(&i, c.absences.Of(i.Person), rapid.SampledFrom([]Manner{AttendRoom, AttendOnline, AttendRemote, ""}).Draw(t, "manner"), i.Person, c.now) == nil {
					c.bring(i)
				}
			},
			"decline": func(*rapid.T) {
				i := one()
				if c.m.Decline(&i, "", i.Person, c.now) == nil {
					c.bring(i)
				}
			},
			"uninvite": func(*rapid.T) {
				i := one()
				if c.m.Uninvite(&i, c.now) == nil {
					c.bring(i)
				}
			},
			"read": func(*rapid.T) {
				i := one()
				if i.Read(c.now) {
					c.bring(i)
				}
			},
			"ask": func(*rapid.T) {
				i := one()
				ask := Absence{ID: c.id(), Reason: "Công tác", Substitute: rapid.SampledFrom(append([]string{""}, people...)).Draw(t, "substitute")}
				if rapid.Bool().Draw(t, "part") {
					from, until := start.Add(time.Hour), start.Add(2*time.Hour)
					ask.From, ask.Until = &from, &until
				}
				if a, err := c.m.AskAbsence(c.list, c.absences, &i, ask, c.members, c.now); err == nil {
					c.absences = append(c.absences, a)
					c.bring(i)
				}
			},
			"decide": func(*rapid.T) {
				if len(c.absences) == 0 {
					return
				}
				a := &c.absences[rapid.IntRange(0, len(c.absences)-1).Draw(t, "absence")]
				if c.m.Decide(a, rapid.Bool().Draw(t, "approve"), "Cần có mặt", rapid.SampledFrom([]string{"m1", a.Person}).Draw(t, "by"), c.now) != nil {
					return
				}
				if s, ok := c.m.Stand(c.list, *a, c.id(), "m1", c.now); ok && a.State == AbsenceApproved {
					c.bring(s)
				}
			},
			"take back": func(*rapid.T) {
				if len(c.absences) == 0 {
					return
				}
				a := &c.absences[rapid.IntRange(0, len(c.absences)-1).Draw(t, "absence")]
				approved := a.State == AbsenceApproved
				if c.m.WithdrawAbsence(a) != nil {
					return
				}
				if s, ok := c.m.StandDown(c.list, *a, c.now); ok && approved {
					c.bring(s)
				}
			},
			"guests": func(*rapid.T) {
				c.agenda[0].Guests = rapid.SliceOfDistinct(rapid.SampledFrom([]string{"g1", "g2", "p1", "s1"}), rapid.ID).Draw(t, "guests")
				c.bring()
			},
			"another member": func(*rapid.T) {
				c.members = government(rapid.IntRange(3, 6).Draw(t, "members"))
				c.bring()
			},
			"move": func(*rapid.T) {
				c.m.Place = rapid.SampledFrom([]string{"Hà Nội", "Huế"}).Draw(t, "place")
				c.bring()
			},
			"open": func(*rapid.T) {
				if c.m.State == Convened {
					_, _ = c.m.Open("m1", c.members, profile, c.now)
				}
			},
			"cancel": func(*rapid.T) {
				if rapid.IntRange(0, 9).Draw(t, "really") == 0 && c.m.Cancel("Bão") == nil {
					c.bring()
				}
			},
			"": func(*rapid.T) { c.sound(t, sequences) },
		})
	})
}

// sound fails where the list says what cannot be.
func (c *convened) sound(t *rapid.T, sequences map[string]int) {
	seen := map[string]bool{}
	for _, i := range c.list {
		if i.Sequence < sequences[i.ID] {
			t.Fatalf("%s: the sequence fell from %d to %d", i.ID, sequences[i.ID], i.Sequence)
		}
		sequences[i.ID] = i.Sequence
		if !i.Live() {
			continue
		}
		for _, key := range []string{"person " + i.Person, "unit " + i.Unit} {
			if seen[key] && key != "person " && key != "unit " {
				t.Fatalf("%s stands twice: %+v", key, c.list)
			}
			seen[key] = true
		}
		if i.Part == AsMember && i.Reply == Declined {
			t.Fatalf("a member declined: %+v", i)
		}
		if c.m.OpenedAt == nil && c.m.State != Cancelled && isMember(c.members, i.Person) != (i.Part == AsMember) {
			t.Fatalf("member or not: %+v", i)
		}
		if i.For != "" && (c.absences.Of(i.For) == nil || c.absences.Of(i.For).Substitute != i.Person || c.absences.Of(i.For).State != AbsenceApproved) {
			t.Fatalf("stands in without leave: %+v, %+v", i, c.absences)
		}
		if i.Part == AsSubstitute && i.For == "" {
			t.Fatalf("a substitute of nobody: %+v", i)
		}
		if i.ToldAt == nil && c.m.State != Cancelled {
			t.Fatalf("was told nothing: %+v", i)
		}
	}
	for _, a := range c.list.Attendees() {
		if i, ok := c.list.Of(a.Person); !ok || i.Part == AsMember || i.Part == AsGuest && a.For == "" {
			t.Fatalf("attends the whole: %+v", a)
		}
	}
}
