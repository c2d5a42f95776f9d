package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ecabinet"
	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/cmd/ecabinet/rehearse"
	"ecabinet/internal/db"
	"ecabinet/meetings"
	"ecabinet/people"
	"ecabinet/policies"
	"ecabinet/procedure"
)

// secretNote stands in the words of the item that runs; who may not read the item must
// not meet it.
const secretNote = "chỉ dành cho người dự nội dung này"

// right is one kind of right to see of a session, and an act that takes, gives or keeps
// it while the first item runs.
type right struct {
	name     string
	events   []string // of the journal, that change it
	relation string   // to the session or an item, on which it rests; "": another
	looker   func(b *building) bench.Member
	act      func(b *building, looker bench.Member)

	want string   // "less": of the session; "nothing" of it; "more"; "same"; or the code with which the socket ends
	not  []string // texts that no frame holds after the act
}

// building is the house with what the cases share.
type building struct {
	*rehearse.House
	t    *testing.T
	next int  // member not yet used
	over bool // the session has ended: what is heard is of the papers that it leaves
}

// Topic is what the lookers hear.
func (b *building) Topic() string {
	if b.over {
		return "deeds:" + b.Meeting
	}
	return b.House.Topic()
}

func (b *building) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *building) done(ref string, err error) string {
	b.t.Helper()
	b.must(err)
	_, id, _ := strings.Cut(ref, "/")
	return id
}

func (b *building) system() context.Context { return b.House.System(b.t.Context()) }

// member is one that no other case has.
func (b *building) member() bench.Member {
	b.next++
	return b.Members[b.next]
}

func (b *building) add(roles ...string) bench.Member {
	m, err := b.Add(b.t.Context(), "Người mô phỏng", roles...)
	b.must(err)
	return m
}

// edit changes an item as the secretariat does.
func (b *building) edit(item string, how func(t *meetings.ItemTerms, recused *[]string)) {
	b.t.Helper()
	it, err := b.Node.App.Meetings.Store.Item(b.system(), item)
	b.must(err)
	how(&it.ItemTerms, &it.Recused)
	b.done(b.Node.App.Meetings.EditItem(b.As(b.t.Context(), b.Desk.Person), item, it.Rev, it.ItemTerms, it.Recused))
}

func (b *building) addItem(title string, how func(t *meetings.ItemTerms)) string {
	b.t.Helper()
	t := meetings.ItemTerms{Kind: meetings.Decide, Title: title, Minutes: 5, Class: "internal", Papers: []meetings.Paper{}}
	how(&t)
	return b.done(b.Node.App.Meetings.AddItem(b.As(b.t.Context(), b.Desk.Person), b.Meeting, "", t, nil))
}

// guest is one invited to the first item alone.
func (b *building) guest() bench.Member {
	g := b.add("guest")
	b.edit(b.IDs[0], func(t *meetings.ItemTerms, _ *[]string) { t.Guests = append(t.Guests, g.Person) })
	return g
}

func (b *building) unguest(g bench.Member) {
	b.edit(b.IDs[0], func(t *meetings.ItemTerms, _ *[]string) {
		t.Guests = slices.DeleteFunc(t.Guests, func(p string) bool { return p == g.Person })
	})
}

func (b *building) recuse(person string, on bool) {
	b.edit(b.IDs[0], func(_ *meetings.ItemTerms, recused *[]string) {
		*recused = slices.DeleteFunc(*recused, func(p string) bool { return p == person })
		if on {
			*recused = append(*recused, person)
		}
	})
}

func (b *building) standing(person string) people.Standing {
	s, err := b.Node.App.People.Standing(b.system(), b.Body, person)
	b.must(err)
	return s
}

// staff works in the office of a member.
func (b *building) staff(member string, until time.Time) bench.Member {
	m, err := b.Staff(b.t.Context(), "Chuyên viên mô phỏng", member, until)
	b.must(err)
	return m
}

func (b *building) endRole(m bench.Member) {
	r := b.standing(m.Person).Roles[0]
	b.done(b.Node.App.People.EndRole(b.system(), r.ID, r.Rev, time.Time{}))
}

func member(b *building) bench.Member { return b.member() }
func guest(b *building) bench.Member  { return b.guest() }

func desk(b *building) bench.Member { return b.add("secretariat") }

func clerk(b *building) bench.Member { return b.staff(b.member().Person, time.Time{}) }

// soon is when rights end that end by the clock.
const soon = 1200 * time.Millisecond

// marksSeen is in what the desk sees of every item, and nobody else.
const marksSeen = `"marks":`

// before are the kinds of right that change before the session is opened, the opening
// itself at last.
var before = []right{
	{
		name: "another chairs the session", events: []string{"meeting.edited"}, relation: "chair",
		looker: func(b *building) bench.Member { return b.Chair() }, want: "less", not: []string{marksSeen},
		act: func(b *building, _ bench.Member) { b.chairs(b.Members[1]) },
	},
	{
		name: "he chairs it again", events: []string{"meeting.edited"}, relation: "chair",
		looker: func(b *building) bench.Member { return b.Chair() }, want: "more",
		act: func(b *building, _ bench.Member) { b.chairs(b.Chair()) },
	},
	{
		name: "the agenda is published again", events: []string{"meeting.convened"}, looker: member, want: "same",
		act: func(b *building, _ bench.Member) {
			m, err := b.Node.App.Meetings.Store.Meeting(b.system(), b.Meeting)
			b.must(err)
			b.done(b.Node.App.Meetings.Convene(b.As(b.t.Context(), b.Desk.Person), b.Meeting, m.Rev))
		},
	},
	{
		name: "he declines", events: []string{"invitation.declined"}, relation: "invited", want: "nothing",
		looker: func(b *building) bench.Member { m := b.add("analyst"); b.invite(m); return m },
		act: func(b *building, l bench.Member) {
			b.done(b.Node.App.Meetings.Decline(b.As(b.t.Context(), l.Person), b.invitation(l.Person).ID, "bận"))
		},
	},
	{
		name: "he comes after all", events: []string{"invitation.accepted"}, relation: "invited", want: "more",
		looker: func(b *building) bench.Member {
			m := b.analyst()
			b.invite(m)
			b.done(b.Node.App.Meetings.Decline(b.As(b.t.Context(), m.Person), b.invitation(m.Person).ID, "bận"))
			return m
		},
		act: func(b *building, l bench.Member) {
			b.done(b.Node.App.Meetings.Accept(b.As(b.t.Context(), l.Person), b.invitation(l.Person).ID, meetings.AttendRoom))
		},
	},
	{
		name: "a unit names him", events: []string{"invitation.named"}, relation: "invited", want: "more",
		looker: func(b *building) bench.Member {
			b.addItem("Của cơ quan soạn thảo", func(t *meetings.ItemTerms) { t.Agency = b.Agency })
			return b.add("drafter")
		},
		act: func(b *building, l bench.Member) {
			as := b.As(b.t.Context(), b.Desk.Person)
			b.done(b.Node.App.Meetings.Invite(as, b.Meeting, []meetings.Invitee{{Unit: "agency/" + b.Agency}}))
			list, err := b.Node.App.Meetings.Store.Invitations(b.system(), b.Meeting)
			b.must(err)
			i := list[slices.IndexFunc(list, func(i meetings.Invitation) bool { return i.Unit != "" })]
			b.done(b.Node.App.Meetings.Name(as, i.ID, i.Rev, l.Person))
		},
	},
	{
		name: "leave is given and he stands in", events: []string{"absence.approved"}, relation: "invited", want: "more",
		looker: (*building).analyst, act: (*building).standIn,
	},
	{
		name: "leave is taken back and he stands in no more", events: []string{"absence.withdrawn"}, relation: "invited", want: "nothing",
		looker: func(b *building) bench.Member { m := b.add("analyst"); b.standIn(m); return m },
		act: func(b *building, l bench.Member) {
			list, err := b.Node.App.Meetings.Store.Absences(b.system(), b.Meeting)
			b.must(err)
			a := list[slices.IndexFunc(list, func(a meetings.Absence) bool { return a.Substitute == l.Person })]
			b.done(b.Node.App.Meetings.WithdrawAbsence(b.As(b.t.Context(), b.Desk.Person), a.ID))
		},
	},
	{
		name: "the session is opened", events: []string{"meeting.opened"}, looker: member, want: "same",
		act: func(b *building, _ bench.Member) { b.must(b.Begin()) },
	},
}

// invite puts somebody on the guest list for the session as a whole.
func (b *building) invite(m bench.Member) {
	b.t.Helper()
	b.done(b.Node.App.Meetings.Invite(b.As(b.t.Context(), b.Desk.Person), b.Meeting, []meetings.Invitee{{Person: m.Person}}))
}

func (b *building) invitation(person string) meetings.Invitation {
	b.t.Helper()
	list, err := b.Node.App.Meetings.Store.Invitations(b.system(), b.Meeting)
	b.must(err)
	i, ok := list.Of(person)
	if !ok {
		b.t.Fatal("not on the guest list")
	}
	return i
}

// analyst is one who follows the last item alone.
func (b *building) analyst() bench.Member {
	m := b.add("analyst")
	b.edit(b.IDs[3], func(t *meetings.ItemTerms, _ *[]string) { t.Guests = append(t.Guests, m.Person) })
	return m
}

// standIn gives a member leave, with somebody in his place.
func (b *building) standIn(m bench.Member) {
	b.t.Helper()
	away := b.member()
	b.done(b.Node.App.Meetings.AskAbsence(b.As(b.t.Context(), away.Person), b.invitation(away.Person).ID, meetings.Absence{Reason: "công tác", Substitute: m.Person}))
	list, err := b.Node.App.Meetings.Store.Absences(b.system(), b.Meeting)
	b.must(err)
	a := list[slices.IndexFunc(list, func(a meetings.Absence) bool { return a.Person == away.Person })]
	b.done(b.Node.App.Meetings.DecideAbsence(b.As(b.t.Context(), b.Chair().Person), a.ID, true, ""))
}

func (b *building) chairs(m bench.Member) {
	x, err := b.Node.App.Meetings.Store.Meeting(b.system(), b.Meeting)
	b.must(err)
	terms := x.Terms
	terms.Chair = m.Person
	b.done(b.Node.App.Meetings.Edit(b.As(b.t.Context(), b.Desk.Person), b.Meeting, x.Rev, terms))
}

// during are those that change while the first item runs.
var during = []right{
	{
		name: "recusal", events: []string{"item.edited"}, relation: "recused", looker: member, want: "less", not: []string{secretNote},
		act: func(b *building, l bench.Member) { b.recuse(l.Person, true) },
	},
	{
		name: "recusal of the member for whose office he works", events: []string{"item.edited"}, relation: "recused",
		looker: clerk, want: "less", not: []string{secretNote},
		act: func(b *building, l bench.Member) { b.recuse(b.standing(l.Person).Offices[0].Member, true) },
	},
	{
		name: "recusal taken back", events: []string{"item.edited"}, relation: "recused", want: "more",
		looker: func(b *building) bench.Member { m := b.member(); b.recuse(m.Person, true); return m },
		act:    func(b *building, l bench.Member) { b.recuse(l.Person, false) },
	},
	{
		name: "a guest's item ended for him", events: []string{"item.edited"}, relation: "listed", looker: guest, want: "nothing",
		act: func(b *building, l bench.Member) { b.unguest(l) },
	},
	{
		name: "a guest's item is withdrawn", events: []string{"item.withdrawn"}, relation: "listed", want: "nothing",
		looker: func(b *building) bench.Member {
			g := b.add("guest")
			b.addItem("Rút lại", func(t *meetings.ItemTerms) { t.Guests = []string{g.Person} })
			return g
		},
		act: func(b *building, l bench.Member) {
			agenda, err := b.Node.App.Meetings.Store.Agenda(b.system(), b.Meeting)
			b.must(err)
			it := agenda.ItemsOf(l.Person)[0]
			b.done(b.Node.App.Meetings.WithdrawItem(b.As(b.t.Context(), b.Desk.Person), it.ID, it.Rev))
		},
	},
	{
		name: "a guest is invited to one more", events: []string{"item.added"}, relation: "listed", looker: guest, want: "more",
		act: func(b *building, l bench.Member) {
			b.addItem("Thêm", func(t *meetings.ItemTerms) { t.Guests = []string{l.Person} })
		},
	},
	{
		name: "another chairs the item", events: []string{"item.edited"}, relation: "chair", want: "less", not: []string{marksSeen},
		looker: func(b *building) bench.Member {
			m := b.member()
			b.edit(b.IDs[1], func(t *meetings.ItemTerms, _ *[]string) { t.Chair = m.Person })
			return m
		},
		act: func(b *building, _ bench.Member) {
			b.edit(b.IDs[1], func(t *meetings.ItemTerms, _ *[]string) { t.Chair = "" })
		},
	},
	{
		name: "he is invited to the whole", events: []string{"invitation.sent"}, relation: "invited", want: "more",
		looker: (*building).analyst, act: (*building).invite,
	},
	{
		name: "his invitation is taken back", events: []string{"invitation.taken_back", "invitation.withdrawn"}, relation: "invited", want: "nothing",
		looker: func(b *building) bench.Member { m := b.add("analyst"); b.invite(m); return m },
		act: func(b *building, l bench.Member) {
			b.done(b.Node.App.Meetings.Uninvite(b.As(b.t.Context(), b.Desk.Person), b.invitation(l.Person).ID))
		},
	},
	{
		name: "a drafter drafts no more", events: []string{"person.role_ended"}, relation: "agency", want: "nothing",
		looker: func(b *building) bench.Member {
			b.addItem("Của cơ quan soạn thảo", func(t *meetings.ItemTerms) { t.Agency = b.Agency })
			return b.add("drafter")
		},
		act: (*building).endRole,
	},
	{
		name: "role taken", events: []string{"person.role_ended"}, relation: "any", looker: desk, want: "nothing", act: (*building).endRole,
	},
	{
		name: "role given", events: []string{"person.role_given"}, relation: "any", looker: guest, want: "more",
		act: func(b *building, l bench.Member) {
			b.done(b.Node.App.People.GiveRole(b.system(), people.GiveRole{Person: l.Person, Role: "auditor"}))
		},
	},
	{
		name: "post ended", events: []string{"person.post_ended"}, relation: "convened", looker: member, want: "nothing",
		act: func(b *building, l bench.Member) {
			p := b.standing(l.Person).Posts[0]
			b.done(b.Node.App.People.EndPost(b.system(), p.ID, p.Rev, time.Time{}))
		},
	},
	{
		name: "the end of a post brought forward", events: []string{"person.post_changed"}, relation: "convened", looker: member, want: "nothing",
		act: func(b *building, l bench.Member) {
			p := b.standing(l.Person).Posts[0]
			p.Until = time.Now().Add(soon)
			b.done(b.Node.App.People.ChangePost(b.system(), p))
		},
	},
	{
		name: "post given", events: []string{"person.post_given"}, relation: "convened", looker: guest, want: "more",
		act: func(b *building, l bench.Member) {
			b.done(b.Node.App.People.GivePost(b.system(), people.GivePost{Person: l.Person, TitleVI: "Bộ trưởng", TitleEN: "Minister", Seat: 99, Member: true}))
		},
	},
	{
		name: "office given", events: []string{"office.delegated"}, relation: "convened", looker: guest, want: "more",
		act: func(b *building, l bench.Member) {
			b.done(b.Node.App.People.Delegate(b.system(), people.Delegate{Member: b.member().Person, Staff: l.Person, Step: "clerk", Until: time.Now().Add(time.Hour)}))
		},
	},
	{
		name: "office taken", events: []string{"office.ended"}, relation: "convened", looker: clerk, want: "nothing",
		act: func(b *building, l bench.Member) {
			o := b.standing(l.Person).Offices[0]
			b.done(b.Node.App.People.EndDelegation(b.system(), o.ID, o.Rev, time.Time{}))
		},
	},
	{
		name: "delegation expired", relation: "convened", want: "nothing",
		looker: func(b *building) bench.Member { return b.staff(b.member().Person, time.Now().Add(soon)) },
		act:    func(*building, bench.Member) {},
	},
	{
		name: "role expired", relation: "any", want: "nothing",
		looker: func(b *building) bench.Member {
			m, err := b.Person(b.t.Context(), "Thư ký hết hạn")
			b.must(err)
			b.done(b.Node.App.People.GiveRole(b.system(), people.GiveRole{Person: m.Person, Role: "secretariat", Until: time.Now().Add(soon)}))
			b.must(b.SignIn(b.t.Context(), &m))
			return m
		},
		act: func(*building, bench.Member) {},
	},
	{
		name: "session revoked", events: []string{"session.ended"}, looker: member, want: "4401",
		act: func(b *building, l bench.Member) { b.must(b.Do(l, http.MethodDelete, "/api/session", nil, nil)) },
	},
	{
		name: "a screen in the room taken off", events: []string{"session.ended"}, relation: "screen", want: "4401",
		looker: func(b *building) bench.Member {
			o, err := b.Node.App.Auth.OpenScreen(b.t.Context(), b.Body, b.Meeting, "màn hình lớn")
			b.must(err)
			return bench.Member{Cookie: o.Token}
		},
		act: func(b *building, _ bench.Member) {
			list, err := b.Node.App.Auth.Screens(b.system(), b.Meeting)
			b.must(err)
			b.must(b.Node.App.Auth.EndScreen(b.system(), b.Meeting, list[0].ID))
		},
	},
	{
		name: "account locked", events: []string{"account.locked"}, looker: member, want: "4401",
		act: func(b *building, l bench.Member) {
			a, err := b.Node.App.Auth.AccountOf(b.system(), l.Person)
			b.must(err)
			b.must(b.Node.App.Auth.Lock(b.system(), a.ID))
		},
	},
	{
		name: "he works for another body", events: []string{"session.body_chosen"}, looker: member, want: "4409",
		act: func(b *building, l bench.Member) {
			other := ecabinet.NewID()
			at := ecabinet.WithActor(b.t.Context(), ecabinet.SystemActor(other))
			_, err := b.Node.App.DB.InTx(at, func(ctx context.Context, tx *db.Tx) (string, error) {
				return b.Node.App.PeopleStore.Found(ctx, tx, people.Body{ID: other, NameVI: "Ủy ban nhân dân", Zone: people.DefaultZone}, people.Person{FullName: "Quản trị"})
			})
			b.must(err)
			b.done(b.Node.App.People.GiveRole(at, people.GiveRole{Person: l.Person, Role: "analyst"}))
			b.must(b.Do(l, http.MethodPut, "/api/session/body", map[string]any{"body": other}, nil))
		},
	},
	{
		name: "the body changes its policies", events: []string{people.PolicyChanged}, relation: "convened", looker: clerk, want: "nothing",
		act: func(b *building, _ bench.Member) {
			first, second := b.add("administrator"), b.add("administrator")
			asked := b.done(b.Node.App.People.AskPolicies(b.As(b.t.Context(), first.Person), people.ChangePolicies{
				Lines: []string{"+ deny, clerk, meeting:convened, read-meeting"}, Reason: "thử",
			}))
			b.done(b.Node.App.People.Approve(b.As(b.t.Context(), second.Person), asked, 1))
		},
	},
}

// after are those to see the minutes and other papers that a session leaves.
var after = []right{
	{
		name: "the session ends, and its papers begin", events: []string{"deed.made"}, want: "more",
		looker: func(b *building) bench.Member { return b.Desk },
		act: func(b *building, _ bench.Member) {
			chair := b.As(b.t.Context(), b.Chair().Person)
			back := procedure.DateOf(time.Now().AddDate(0, 1, 0), time.UTC)
			b.done(b.Node.App.Meetings.Conclude(chair, b.IDs[0], meetings.Conclusion{Outcome: meetings.PutOff, Text: "Xem xét sau.", ResubmitBy: &back}))
			b.done(b.Node.App.Meetings.Adjourn(chair, b.Meeting))
		},
	},
	{
		name: "the minutes are sent to who reviews them", events: []string{"deed.sent"}, want: "more",
		looker: func(b *building) bench.Member { m := b.member(); b.address(m.Person); return m },
		act:    func(b *building, _ bench.Member) { b.sendMinutes() },
	},
	{
		name: "he reviews them no more", events: []string{"deed.addressed"}, want: "less",
		looker: func(b *building) bench.Member { return b.Members[b.next] },
		act:    func(b *building, _ bench.Member) { b.address() },
	},
	{
		name: "the minutes come back from the chair", events: []string{"deed.returned"}, want: "less",
		looker: func(b *building) bench.Member { return b.Chair() },
		act: func(b *building, _ bench.Member) {
			d := b.minutes()
			b.done(b.Node.App.Meetings.ReturnDeed(b.As(b.t.Context(), b.Chair().Person), d.ID, d.Rev, "sửa mục 1"))
		},
	},
	{
		name: "the minutes are certified", events: []string{"deed.certified"}, want: "more",
		looker: func(b *building) bench.Member { b.sendMinutes(); b.sign(b.Desk); return b.member() },
		act:    func(b *building, _ bench.Member) { b.sign(b.Chair()) },
	},
}

// sign signs the minutes, as the secretariat or as the chair.
func (b *building) sign(by bench.Member) {
	b.t.Helper()
	run, d, as, desk := b.Node.App.Meetings, b.minutes(), b.As(b.t.Context(), by.Person), by == b.Desk
	record, err := run.Signable(as, d.ID, desk)
	b.must(err)
	b.done(run.SignDeed(as, d.ID, record.Hash, desk))
}

func (b *building) minutes() meetings.Deed {
	b.t.Helper()
	deeds, err := b.Node.App.Meetings.Store.Deeds(b.system(), b.Meeting)
	b.must(err)
	return deeds[slices.IndexFunc(deeds, func(d meetings.Deed) bool { return d.Kind == meetings.DeedMinutes })]
}

func (b *building) address(reviewers ...string) {
	b.t.Helper()
	d := b.minutes()
	b.done(b.Node.App.Meetings.AddressDeed(b.As(b.t.Context(), b.Desk.Person), d.ID, d.Rev, reviewers, d.Recipients))
}

func (b *building) sendMinutes() {
	b.t.Helper()
	d := b.minutes()
	b.done(b.Node.App.Meetings.SendDeed(b.As(b.t.Context(), b.Desk.Person), d.ID, d.Rev))
}

// Each kind of right to see of a session, taken, given or kept in the middle of an item:
// who loses something is told "gone" before any other frame of the session, sees nothing
// of it afterwards, and gets the rest whole; a socket that may be open no longer, ends.
// A kind of right without a case here fails TestEveryKindOfRightHasACase.
func TestRightsInTheMiddleOfAnItem(t *testing.T) {
	b := &building{House: convened(t, 24), t: t, next: 4}
	b.edit(b.IDs[0], func(t *meetings.ItemTerms, _ *[]string) { t.Note = secretNote })
	for _, c := range slices.Concat(before, during, after) {
		b.over = slices.ContainsFunc(after, func(x right) bool { return x.name == c.name })
		t.Run(c.name, func(t *testing.T) {
			whole := b.t
			b.t = t
			defer func() { b.t = whole }()
			b.try(c)
		})
	}
}

// ear is a socket without the manners of a client.
type ear struct {
	ws     *websocket.Conn
	person string
	code   int // with which it ended
}

type heard struct {
	Type, Topic, Ref string
	text             string
}

func (b *building) listen(m bench.Member) *ear {
	b.t.Helper()
	ticket, err := bench.Ticket(b.Node.Addr, m)
	b.must(err)
	d := websocket.Dialer{Subprotocols: []string{"ecabinet.v1"}}
	ws, _, err := d.DialContext(b.t.Context(), "ws://"+b.Node.Addr+"/api/live", http.Header{"Origin": {b.Node.App.Settings.URL}})
	b.must(err)
	b.t.Cleanup(func() { ws.Close() })
	b.must(ws.WriteJSON(map[string]any{"type": "hello", "ticket": ticket, "topics": []string{b.Topic(), "user:" + m.Person}}))
	return &ear{ws: ws, person: m.Person}
}

// until gives the frames about the session up to the first that ends them.
func (b *building) until(e *ear, end func(heard) bool) (frames []heard) {
	b.t.Helper()
	for {
		b.must(e.ws.SetReadDeadline(time.Now().Add(time.Minute)))
		_, raw, err := e.ws.ReadMessage()
		if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
			e.code = closed.Code
			return frames
		}
		b.must(err)
		f := heard{text: string(raw)}
		b.must(json.Unmarshal(raw, &f))
		if end(f) {
			return frames
		}
		if f.Topic == b.Topic() {
			frames = append(frames, f)
		}
	}
}

// settle reads until a signal to the looker alone, which comes when the server has taken
// up all that was committed before it, and then until a topic that nobody hears, asked
// for after it, is refused. A screen is nobody, and gets no signal.
func (b *building) settle(e *ear) (got []heard) {
	b.t.Helper()
	mark := ecabinet.NewID()
	if e.person != "" {
		b.must(b.Node.App.Hub.Signal(b.Body, "user:"+e.person, "mark/"+mark, true))
		if got = b.until(e, func(f heard) bool { return f.Ref == "mark/"+mark }); e.code != 0 {
			return got
		}
	}
	e.ws.WriteJSON(map[string]any{"type": "subscribe", "topics": []string{"meeting:" + mark}}) // one that has ended says so when read
	return append(got, b.until(e, func(f heard) bool { return f.Topic == "meeting:"+mark })...)
}

func (b *building) try(c right) {
	l := c.looker(b)
	e := b.listen(l)
	if got := b.settle(e); !slices.ContainsFunc(got, func(f heard) bool { return f.Type == "whole" }) {
		b.t.Fatalf("the session is not heard: %v", got)
	}
	c.act(b, l)
	b.bustle()
	var got []heard
	if len(c.events) == 0 || c.events[0] == "person.post_changed" { // by the clock: nothing is said until then
		b.until(e, func(f heard) bool { return f.Type == "gone" && f.Topic == b.Topic() && f.Ref == "" })
		got = append(got, heard{Type: "gone"})
		b.bustle()
	}
	got = append(got, b.settle(e)...)
	// Who is connected is told by the clock, and so may come before the change.
	for len(got) > 1 && got[0].Type == "signal" && strings.HasPrefix(got[0].Ref, "links/") {
		got = got[1:]
	}
	b.judge(c, e, got)
}

// bustle lets something happen in the session that everybody hears.
func (b *building) bustle() {
	b.t.Helper()
	m, err := b.Node.App.Meetings.Store.Meeting(b.system(), b.Meeting)
	b.must(err)
	if b.over {
		return
	}
	if m.OpenedAt == nil {
		b.edit(b.IDs[3], func(t *meetings.ItemTerms, _ *[]string) { t.Note += "." })
		return
	}
	var floor struct{ Queue []struct{ ID string } }
	b.must(b.Do(b.Members[2], http.MethodPost, b.ItemPath(0, "requests"), map[string]any{"kind": "speech"}, &floor))
	b.must(b.Act(b.Chair(), b.ItemPath(0, "present"), map[string]any{"version": "mo-phong-1-1.1", "page": 2}))
	b.must(b.Act(b.Chair(), "/api/requests/"+floor.Queue[0].ID+"/drop", nil))
	b.edit(b.IDs[0], func(t *meetings.ItemTerms, _ *[]string) { t.Minutes++ })
}

func (b *building) judge(c right, e *ear, got []heard) {
	b.t.Helper()
	lost := func(f heard) bool { return f.Type == "gone" && f.Ref == "" }
	if len(got) == 0 && strings.HasPrefix(c.want, "44") {
		if code := map[string]int{"4401": 4401, "4409": 4409}[c.want]; e.code != code {
			b.t.Errorf("the socket ended with %d, want %s", e.code, c.want)
		}
		return
	}
	if e.code != 0 || strings.HasPrefix(c.want, "44") {
		b.t.Fatalf("the socket ended with %d after %v, want %s", e.code, got, c.want)
	}
	at := slices.IndexFunc(got, lost)
	whole := slices.ContainsFunc(got, func(f heard) bool { return f.Type == "whole" })
	switch {
	case c.want == "same" && at < 0 && len(got) > 0:
	case c.want == "same":
		b.t.Errorf("heard %v", got)
	case at != 0:
		b.t.Errorf("before it was gone something else was said: %v", got)
	case c.want == "nothing" && len(got) != 1:
		b.t.Errorf("after it was gone something was said: %v", got)
	case c.want != "nothing" && !whole:
		b.t.Errorf("the rest was not sent whole: %v", got)
	}
	for _, f := range got {
		for _, text := range c.not {
			if strings.Contains(f.text, text) {
				b.t.Errorf("%q is shown to who may not see it: %s", text, f.text)
			}
		}
	}
}

// seeing are the actions that decide what is heard of a session.
var seeing = []string{"read-meeting", "edit-meeting", "conduct-meeting", "read-positions", "read-item", "read-vote", "read-screen"}

// Whatever the journal can say that changes what somebody sees of a session, and each
// relation on which the policies let somebody see it, is in the table above.
func TestEveryKindOfRightHasACase(t *testing.T) {
	cases := slices.Concat(before, during, after)
	events, relations := map[string]bool{}, map[string]bool{}
	for _, c := range cases {
		for _, e := range c.events {
			events[e] = true
		}
		relations[c.relation] = true
	}
	a := start(t)
	for _, e := range eventsOf(t, "people", "internal/auth", "meetings") {
		if len(a.Rights(ecabinet.Event{Type: e, Topic: "meeting:x", Body: "b", Data: []byte("{}")})) > 0 && !events[e] {
			t.Errorf("the event %s changes rights, and no case tries it", e)
		}
	}
	for _, r := range policies.Default() {
		session := slices.Contains([]string{"meeting", "item", "vote"}, r.Object)
		if sees := r.Action == "*" || slices.Contains(seeing, r.Action); session && sees && !relations[r.Relation] {
			t.Errorf("%s:%s decides what a %s sees, and no case tries it", r.Object, r.Relation, r.Role)
		}
	}
}

var eventName = regexp.MustCompile(`"([a-z_]+\.[a-z_]+)"`)

// eventsOf are all texts in packages that may be the name of an event.
func eventsOf(t *testing.T, packages ...string) (names []string) {
	t.Helper()
	for _, p := range packages {
		files, err := filepath.Glob(filepath.Join("..", "..", "..", p, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources of %s: %v", p, err)
		}
		for _, f := range files {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range eventName.FindAllSubmatch(raw, -1) {
				names = append(names, string(m[1]))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
