package meetings_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings"
)

// box is a postman who keeps what he took, and answers by person.
type box struct {
	took []meetings.Dispatch
	says map[string]error
}

func (b *box) Post(_ context.Context, d meetings.Dispatch) error {
	if err := b.says[d.Letter.Person]; err != nil {
		return err
	}
	b.took = append(b.took, d)
	return nil
}

func (h *house) letterOf(person string, news meetings.News) meetings.Letter {
	h.t.Helper()
	all, err := h.st.Letters(h.desk(), h.meeting)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, l := range all {
		if l.Person == person && l.News == news {
			return l
		}
	}
	h.t.Fatalf("no letter %s to %s", news, person)
	return meetings.Letter{}
}

// Letters go out once; newer news overtakes older; who has no address, whom the server
// refuses, and a server that is down for a day are three answers that the secretariat
// sees, and may try again.
func TestLettersAreDelivered(t *testing.T) {
	sit(t, 3, func(h *house) {
		down := errors.New("connection refused")
		post := &box{says: map[string]error{
			m(2): ecabinet.E(ecabinet.Refused, "letter.no_address"), m(3): ecabinet.E(ecabinet.Refused, "letter.refused"), "p1": down,
		}}
		h.svc.Units, h.svc.Mails, h.svc.Postman = h, true, post
		h.convene(1)
		h.ok(h.svc.Invite(h.desk(), h.meeting, []meetings.Invitee{{Person: "p1"}}))
		system := ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(body))
		deliver := func(person string, news meetings.News) error {
			h.t.Helper()
			return h.svc.Deliver(system, h.letterOf(person, news).ID)
		}
		stands := func(person string, news meetings.News, state meetings.LetterState, problem string) {
			h.t.Helper()
			if l := h.letterOf(person, news); l.State != state || l.Problem != problem {
				h.t.Errorf("%s to %s: %s %q, want %s %q", news, person, l.State, l.Problem, state, problem)
			}
		}
		for range 2 {
			if err := errors.Join(deliver(m(1), meetings.NewsInvited), deliver(m(2), meetings.NewsInvited), deliver(m(3), meetings.NewsInvited)); err != nil {
				h.t.Fatal(err)
			}
		}
		if len(post.took) != 1 || post.took[0].Class == "" || !post.took[0].Dated() || post.took[0].Off() {
			h.t.Errorf("%+v", post.took)
		}
		stands(m(1), meetings.NewsInvited, meetings.LetterSent, "")
		stands(m(2), meetings.NewsInvited, meetings.LetterFailed, meetings.ProblemAddress)
		stands(m(3), meetings.NewsInvited, meetings.LetterFailed, meetings.ProblemRefused)
		if err := deliver("p1", meetings.NewsInvited); !errors.Is(err, down) {
			h.t.Fatal(err)
		}
		stands("p1", meetings.NewsInvited, meetings.LetterWaiting, meetings.ProblemUnreachable)
		h.clock.Add(25 * time.Hour)
		if err := deliver("p1", meetings.NewsInvited); err != nil {
			h.t.Fatal(err)
		}
		stands("p1", meetings.NewsInvited, meetings.LetterFailed, meetings.ProblemUnreachable)

		post.says = nil
		h.refused("letter.nothing_failed")(h.svc.PostAgain(h.desk(), h.invitation(m(1)).ID))
		h.ok(h.svc.PostAgain(h.desk(), h.invitation("p1").ID))
		if err := deliver("p1", meetings.NewsInvited); err != nil {
			h.t.Fatal(err)
		}
		stands("p1", meetings.NewsInvited, meetings.LetterSent, "")

		h.ok(h.svc.Invite(h.desk(), h.meeting, []meetings.Invitee{{Person: "p2"}}))
		h.ok(h.svc.Cancel(h.desk(), h.meeting, h.load().Rev, "Bão"))
		if err := errors.Join(deliver("p2", meetings.NewsInvited), deliver("p2", meetings.NewsCancelled)); err != nil {
			h.t.Fatal(err)
		}
		stands("p2", meetings.NewsInvited, meetings.LetterSkipped, "")
		if last := post.took[len(post.took)-1]; !last.Off() || last.Letter.Sequence != 2 {
			h.t.Errorf("%+v", last.Letter)
		}
	})
}

// A person's calendar is his own: one link counts, and an ended one is none.
func TestACalendarLink(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.svc.Units = h
		h.convene(1)
		first := h.ok(h.svc.MakeCalendarLink(h.as(m(2))))
		second := h.ok(h.svc.MakeCalendarLink(h.as(m(2))))
		if _, err := h.st.CalendarLink(h.t.Context(), first); ecabinet.KindOf(err) != ecabinet.NotFound {
			h.t.Errorf("the former link: %v", err)
		}
		l, err := h.st.CalendarLink(h.t.Context(), second)
		if err != nil || l.Person != m(2) || l.ReadAt != nil {
			h.t.Fatalf("%+v, %v", l, err)
		}
		if err := h.svc.NoteCalendarRead(ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(body)), *l, h.clock.Now()); err != nil {
			h.t.Fatal(err)
		}
		if l, err = h.st.CalendarLink(h.t.Context(), second); err != nil || l.ReadAt == nil {
			h.t.Errorf("%+v, %v", l, err)
		}
		shown := func(person string) int {
			list, err := h.st.Expected(h.desk(), person, h.clock.Now())
			if err != nil {
				h.t.Fatal(err)
			}
			return len(list)
		}
		if shown(m(2)) != 1 || shown("p1") != 0 {
			h.t.Error("a calendar shows what is not its person's")
		}
		ask := h.ok(h.svc.AskAbsence(h.as(m(2)), h.invitation(m(2)).ID, meetings.Absence{Reason: "Ốm"}))
		absences, err := h.st.Absences(h.desk(), h.meeting)
		if err != nil || ask == "" {
			h.t.Fatal(err)
		}
		h.ok(h.svc.DecideAbsence(h.as(m(1)), absences[0].ID, true, ""))
		if shown(m(2)) != 0 {
			h.t.Error("a member with leave is still expected")
		}
		h.ok(h.svc.EndCalendarLink(h.as(m(2))))
		h.refused("calendar.not_found")(h.svc.EndCalendarLink(h.as(m(2))))
		// The database holds it beyond the rule.
		_, err = h.d.InTx(h.desk(), func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := tx.Bun().NewRaw("UPDATE calendar_links SET ended_at = NULL").Exec(ctx)
			return "", err
		})
		if err == nil {
			h.t.Error("two links count at once")
		}
	})
}
