package meetings_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings"
)

// units of the house: agency-9 has u1 and u2; everybody whose name begins with "guest"
// comes to the body as a guest only.
func (h *house) PeopleOf(_ context.Context, unit string, _ time.Time) ([]string, error) {
	if unit != "agency/agency-9" {
		return nil, ecabinet.E(ecabinet.NotFound, "invitation.unit_unknown")
	}
	return []string{"u1", "u2", m(2)}, nil
}

func (h *house) UnitNames(context.Context, []string) (map[string]meetings.UnitName, error) {
	return nil, nil
}

func (h *house) Serves(_ context.Context, person string, _ time.Time) (bool, error) {
	return person != "gone", nil
}

func (h *house) Outsiders(_ context.Context, persons []string, _ time.Time) ([]string, error) {
	return slices.DeleteFunc(slices.Clone(persons), func(p string) bool { return !strings.HasPrefix(p, "guest") }), nil
}

func (h *house) list() meetings.GuestList {
	h.t.Helper()
	l, err := h.st.Invitations(h.desk(), h.meeting)
	if err != nil {
		h.t.Fatal(err)
	}
	return l
}

func (h *house) invitation(of string) meetings.Invitation {
	h.t.Helper()
	for _, i := range h.list() {
		if i.Live() && (i.Person == of || i.Unit == of) {
			return i
		}
	}
	h.t.Fatalf("%s is not invited", of)
	return meetings.Invitation{}
}

// letters are the news by person, as posted and planned.
func (h *house) letters() map[string][]meetings.News {
	h.t.Helper()
	var rows []struct {
		Person string
		News   meetings.News
	}
	err := h.d.Read().NewSelect().TableExpr("letters AS l").ColumnExpr("l.person, l.news").
		Join("JOIN jobs AS j ON j.ref = l.id AND j.kind = ?", meetings.JobLetter).Order("l.id").Scan(h.desk(), &rows)
	if err != nil {
		h.t.Fatal(err)
	}
	out := map[string][]meetings.News{}
	for _, r := range rows {
		out[r.Person] = append(out[r.Person], r.News)
	}
	return out
}

// From convening to the room: a unit names its person, members accept or ask for leave,
// a substitute comes, guests stay at their items, and everybody is told.
func TestInvitingToASession(t *testing.T) {
	sit(t, 5, func(h *house) {
		h.svc.Units, h.svc.Mails = h, true
		var readers []meetings.Readers
		h.svc.Course = func(_ context.Context, _ meetings.Tx, list []meetings.Readers) error { readers = list; return nil }
		h.convene(2)
		it, err := h.st.Item(h.desk(), h.items[1])
		if err != nil {
			h.t.Fatal(err)
		}
		it.Guests = []string{"guest-1"}
		h.ok(h.svc.EditItem(h.desk(), it.ID, it.Rev, it.ItemTerms, []string{m(3)}))
		if g := h.invitation("guest-1"); g.Part != meetings.AsGuest || len(h.list()) != 6 {
			h.t.Fatalf("%d on the list, the guest %+v", len(h.list()), g)
		}

		h.refused("invitation.items_only")(h.svc.Invite(h.desk(), h.meeting, []meetings.Invitee{{Person: "guest-2"}}))
		h.refused("invitation.unit_unknown")(h.svc.Invite(h.desk(), h.meeting, []meetings.Invitee{{Unit: "agency/agency-0"}}))
		h.refused("invitation.is_member")(h.svc.Invite(h.desk(), h.meeting, []meetings.Invitee{{Person: m(2)}}))
		h.ok(h.svc.Invite(h.desk(), h.meeting, []meetings.Invitee{{Person: "p1"}, {Unit: "agency/agency-9"}}))
		h.refused("invitation.already")(h.svc.Invite(h.desk(), h.meeting, []meetings.Invitee{{Person: "p1"}}))
		unit := h.invitation("agency/agency-9")
		h.refused("meeting.invalid")(h.svc.Name(h.as("u1"), unit.ID, unit.Rev, "stranger"))
		h.ok(h.svc.Name(h.as("u1"), unit.ID, unit.Rev, "u2"))
		h.refused("request.stale")(h.svc.Name(h.as("u2"), unit.ID, unit.Rev, "u1"))
		h.ok(h.svc.Accept(h.as("u2"), unit.ID, meetings.AttendRoom))
		h.ok(h.svc.ReadInvitation(h.as(m(2)), h.invitation(m(2)).ID))
		h.ok(h.svc.Accept(h.as(m(2)), h.invitation(m(2)).ID, meetings.AttendOnline))
		h.refused("meeting.manner_not_here")(h.svc.Accept(h.as("p1"), h.invitation("p1").ID, meetings.AttendRemote))
		if x := h.invitation(m(2)); x.Unread() || x.Reply != meetings.Accepted {
			h.t.Errorf("%+v", x)
		}

		h.ok(h.svc.AskAbsence(h.as(m(3)), h.invitation(m(3)).ID, meetings.Absence{Reason: "  Công tác nước ngoài ", Substitute: "s1"}))
		absences, err := h.st.Absences(h.desk(), h.meeting)
		if err != nil || len(absences) != 1 || absences[0].Reason != "Công tác nước ngoài" {
			h.t.Fatalf("%+v, %v", absences, err)
		}
		h.refused("absence.own")(h.svc.DecideAbsence(h.as(m(3)), absences[0].ID, true, ""))
		h.ok(h.svc.DecideAbsence(h.as(m(1)), absences[0].ID, true, ""))
		h.refused("absence.not_now")(h.svc.DecideAbsence(h.as(m(1)), absences[0].ID, false, "Cần có mặt"))
		if len(readers) != 2 || !slices.Contains(readers[0].Listed, "s1") || slices.Contains(readers[1].Listed, "s1") || !slices.Contains(readers[1].Listed, "u2") {
			h.t.Errorf("who reads: %+v", readers)
		}

		// s1 comes in the place of m3 without naming him, and is in no quorum.
		h.ok(h.svc.CheckIn(h.as("s1"), h.meeting, meetings.AttendRoom, meetings.ByTablet))
		h.come(1, 2, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as(m(1)), h.meeting))
		_, seats, here := h.room()
		if q := here.Quorum(h.load().Profile, seats, h.clock.Now()); q.Present != 2 || here[0].Substitute != m(3) {
			h.t.Errorf("%+v, %+v", q, here[0])
		}
		h.refused("meeting.not_now")(h.svc.Accept(h.as("p1"), h.invitation("p1").ID, meetings.AttendRoom))
		h.ok(h.svc.WithdrawAbsence(h.as(m(3)), absences[0].ID))
		if slices.Contains(readers[0].Listed, "s1") {
			h.t.Errorf("the substitute still reads: %+v", readers[0].Listed)
		}

		want := map[string][]meetings.News{
			"guest-1": {meetings.NewsInvited}, "p1": {meetings.NewsInvited}, "u1": {meetings.NewsNaming}, "u2": {meetings.NewsNaming, meetings.NewsInvited},
			m(1): {meetings.NewsInvited}, m(3): {meetings.NewsInvited, meetings.NewsDecided}, "s1": {meetings.NewsInvited, meetings.NewsUninvited},
		}
		got := h.letters()
		for who, news := range want {
			if !slices.Equal(got[who], news) {
				h.t.Errorf("letters to %s: %v, want %v", who, got[who], news)
			}
		}
		h.noWords("Công tác nước ngoài", "Cần có mặt")
	})
}

// noWords fails where the journal holds what somebody wrote.
func (h *house) noWords(words ...string) {
	h.t.Helper()
	var rows []string
	if err := h.d.Read().NewSelect().TableExpr("journal").Column("data").Scan(h.desk(), &rows); err != nil {
		h.t.Fatal(err)
	}
	for _, row := range rows {
		for _, w := range words {
			if strings.Contains(row, w) {
				h.t.Errorf("the journal holds %q: %s", w, row)
			}
		}
	}
}

// A session that is not convened tells nobody; one that moves or is cancelled tells
// everybody once, and the next can be invited as the one before.
func TestEverybodyInvitedIsTold(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.svc.Units, h.svc.Mails = h, true
		h.convene(1)
		h.refused("invitation.no_session_before")(h.svc.InviteAsBefore(h.desk(), h.meeting))
		h.ok(h.svc.Invite(h.desk(), h.meeting, []meetings.Invitee{{Person: "p1"}, {Unit: "agency/agency-9"}}))
		first := h.meeting

		terms := h.load().Terms
		terms.Title = "Phiên họp sau"
		terms.StartsAt, terms.EndsAt = terms.StartsAt.AddDate(0, 0, 7), terms.EndsAt.AddDate(0, 0, 7)
		h.meeting = h.ok(h.svc.MakeMeeting(h.desk(), terms))
		h.ok(h.svc.InviteAsBefore(h.desk(), h.meeting))
		h.refused("invitation.nobody_more")(h.svc.InviteAsBefore(h.desk(), h.meeting))
		if l := h.list(); len(l) != 2 || l[0].ToldAt != nil {
			h.t.Errorf("%+v", l)
		}
		if n := len(h.letters()["p1"]); n != 1 {
			h.t.Errorf("%d letters before it is convened", n)
		}

		h.meeting = first
		terms = h.load().Terms
		terms.Place = "Đà Nẵng"
		h.ok(h.svc.Edit(h.desk(), h.meeting, h.load().Rev, terms))
		terms.Note = "Mang theo tài liệu"
		h.ok(h.svc.Edit(h.desk(), h.meeting, h.load().Rev, terms)) // nothing that moves
		h.ok(h.svc.Cancel(h.desk(), h.meeting, h.load().Rev, "Bão số 9"))
		want := []meetings.News{meetings.NewsInvited, meetings.NewsMoved, meetings.NewsCancelled}
		for _, who := range []string{m(1), m(3), "p1"} {
			if got := h.letters()[who]; !slices.Equal(got, want) {
				h.t.Errorf("letters to %s: %v", who, got)
			}
		}
		if i := h.invitation("p1"); i.Sequence != 3 || i.Told != meetings.NewsCancelled || !i.Unread() {
			h.t.Errorf("%+v", i)
		}
		h.refused("meeting.not_now")(h.svc.Accept(h.as("p1"), h.invitation("p1").ID, meetings.AttendRoom))
	})
}

// Two invite the same person, and two members take the same substitute: one wins.
func TestTwoInviteAtOnce(t *testing.T) {
	sit(t, 4, func(h *house) {
		h.svc.Units = h
		h.convene(1)
		type did struct{ err error }
		race := func(acts ...func() error) (failed []error) {
			out := make(chan did)
			for _, act := range acts {
				go func() { out <- did{act()} }()
			}
			for range acts {
				if d := <-out; d.err != nil {
					failed = append(failed, d.err)
				}
			}
			return failed
		}
		invite := func(by string) func() error {
			return func() error {
				_, err := h.svc.Invite(h.as(by), h.meeting, []meetings.Invitee{{Person: "p1"}})
				return err
			}
		}
		if failed := race(invite("desk"), invite("desk-2"), invite("desk-3")); len(failed) != 2 {
			h.t.Errorf("%v", failed)
		}
		ask := func(member string) func() error {
			id := h.invitation(member).ID
			return func() error {
				_, err := h.svc.AskAbsence(h.as(member), id, meetings.Absence{Reason: "Ốm", Substitute: "s1"})
				return err
			}
		}
		if failed := race(ask(m(2)), ask(m(3)), ask(m(4))); len(failed) != 2 {
			h.t.Errorf("%v", failed)
		}
		// The database holds it beyond the rule.
		_, err := h.d.InTx(h.desk(), func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := tx.Bun().NewRaw("UPDATE invitations SET person = 'p1' WHERE person = ?", m(2)).Exec(ctx)
			return "", err
		})
		if err == nil {
			h.t.Error("the database lets somebody stand on the list twice")
		}
	})
}
