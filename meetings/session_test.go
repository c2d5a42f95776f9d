package meetings_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
	"ecabinet/procedure"
)

// house is a body with members m1, m2, ... (m1 is the Prime Minister) and a
// secretariat, on a clock that the test moves. It is its own Dossier, Roll and Laws.
type house struct {
	t       *testing.T
	d       *db.DB
	svc     *meetings.Service
	st      *store.Store
	clock   *testkit.Clock
	members int
	meeting string
	items   []string
}

const body = "body-1"

var (
	zone    = time.FixedZone("+07", 7*3600)
	morning = time.Date(2026, 12, 3, 8, 0, 0, 0, zone)
)

// sit runs a scenario on both databases.
func sit(t *testing.T, members int, scenario func(h *house)) {
	clock := testkit.NewClock(morning)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(morning)
		h := &house{t: t, d: d, st: store.New(d), clock: clock, members: members}
		h.svc = &meetings.Service{Store: h.st, Dossier: h, Roll: h, Laws: h, Seal: h, Boxes: urns{}}
		scenario(h)
	})
}

func (h *house) Seal(data []byte) string           { return "sealed:" + string(data) }
func (h *house) Sign(data []byte) (string, string) { x := h.d.Sign(data); return x.KeyID, x.Sig }
func (h *house) Unseal(token string) ([]byte, error) {
	raw, ok := strings.CutPrefix(token, "sealed:")
	if !ok {
		return nil, errors.New("not sealed")
	}
	return []byte(raw), nil
}
func (h *house) Matter(_ context.Context, id string) (meetings.Matter, error) {
	if id == "secret" {
		return meetings.Matter{ID: id, Title: "Hồ sơ mật", Agency: "agency-1", Class: "placeholder", Taken: true}, nil
	}
	return meetings.Matter{ID: id, Title: "Dự thảo Nghị định", Agency: "agency-1", Lead: "Bộ Tài chính", Class: "internal", Taken: true}, nil
}
func (h *house) Papers(context.Context, string) ([]meetings.Paper, error) {
	return []meetings.Paper{{Document: "doc-1", Version: "doc-1.1", Number: 1, Kind: "submission", Title: "Tờ trình", Pages: 5, Original: "aa", Reading: "ab"}}, nil
}
func (h *house) Members(context.Context, time.Time) ([]meetings.Member, error) {
	list := make([]meetings.Member, h.members)
	for i := range list {
		list[i] = meetings.Member{Person: m(i + 1), Name: fmt.Sprint("Ủy viên ", i+1), Posts: []string{"Bộ trưởng"}, TieMark: i == 0}
	}
	return list, nil
}
func (h *house) Names(_ context.Context, persons []string) (map[string]string, error) {
	names := map[string]string{}
	for _, p := range persons {
		if p != "nobody" {
			names[p] = "Ông " + p
		}
	}
	return names, nil
}
func (h *house) At(_ context.Context, t time.Time) (meetings.Law, error) {
	p, err := procedure.At(procedure.Shipped(), procedure.DateOf(t, zone))
	return meetings.Law{Profile: p, Calendar: procedure.ShippedCalendar(), Zone: zone}, err
}

func m(i int) string { return fmt.Sprint("m", i) }

func (h *house) as(person string) context.Context {
	return ecabinet.WithActor(h.t.Context(), ecabinet.Actor{Account: person, Person: person, Body: body, Session: "s-" + person})
}

func (h *house) ok(ref string, err error) string {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	_, id, _ := strings.Cut(ref, "/")
	return id
}

func (h *house) refused(code string) func(string, error) {
	return func(_ string, err error) {
		h.t.Helper()
		var e *ecabinet.Error
		if !errors.As(err, &e) || e.Code != code {
			h.t.Errorf("got %v, want %s", err, code)
		}
	}
}

func (h *house) desk() context.Context { return h.as("desk") }

// convene makes a meeting with n items to decide, and publishes it.
func (h *house) convene(n int) {
	h.t.Helper()
	h.meeting = h.ok(h.svc.MakeMeeting(h.desk(), meetings.Terms{
		Title: "Phiên họp thường kỳ tháng 12", Kind: meetings.Regular, Mode: meetings.Both, Place: "Trụ sở Chính phủ", Link: "https://hop.example.vn",
		StartsAt: h.clock.Now().Add(time.Hour), EndsAt: h.clock.Now().Add(5 * time.Hour), Chair: m(1),
	}))
	h.items = nil
	for i := range n {
		h.items = append(h.items, h.ok(h.svc.AddItem(h.desk(), h.meeting, "", meetings.ItemTerms{
			Kind: meetings.Decide, Title: fmt.Sprint("Dự thảo ", i+1), Matter: fmt.Sprint("matter-", i+1), Minutes: 20,
		}, nil)))
	}
	h.ok(h.svc.Convene(h.desk(), h.meeting, h.load().Rev))
}

func (h *house) load() *meetings.Meeting {
	h.t.Helper()
	x, err := h.st.Meeting(h.desk(), h.meeting)
	if err != nil {
		h.t.Fatal(err)
	}
	return x
}

func (h *house) come(from, to int, manner meetings.Manner) {
	h.t.Helper()
	for i := from; i <= to; i++ {
		h.ok(h.svc.CheckIn(h.as(m(i)), h.meeting, manner, meetings.ByTablet))
	}
}

// vote casts what seats from..to choose.
func (h *house) vote(vote string, choice procedure.Choice, from, to int) {
	h.t.Helper()
	for i := from; i <= to; i++ {
		h.ok(h.cast(vote, choice, m(i)))
	}
}

func (h *house) cast(vote string, choice procedure.Choice, person string) (string, error) {
	p, err := h.svc.Prepare(h.as(person), vote, choice, h.clock.Now())
	if err != nil {
		return "", err
	}
	return h.svc.Confirm(h.as(person), vote, p.Record, p.Seal)
}

func (h *house) tally(vote string) meetings.Vote {
	h.t.Helper()
	v, err := h.st.Vote(h.desk(), vote)
	if err != nil {
		h.t.Fatal(err)
	}
	return *v
}

// A whole session: convened, opened, two items, the floor, a vote changed and
// repeated, concluded, adjourned.
func TestASession(t *testing.T) {
	sit(t, 27, func(h *house) {
		h.convene(2)
		h.refused("meeting.not_now")(h.svc.Begin(h.desk(), h.items[0]))
		h.come(1, 21, meetings.AttendRoom)
		h.come(22, 25, meetings.AttendRemote)
		h.refused("meeting.here_already")(h.svc.CheckIn(h.as("m1"), h.meeting, meetings.AttendRoom, meetings.ByCode))
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.refused("meeting.not_now")(h.svc.Open(h.as("m1"), h.meeting))

		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		h.refused("meeting.item_runs")(h.svc.Begin(h.desk(), h.items[1]))
		h.ok(h.svc.Advance(h.desk(), h.items[0], meetings.StepSpeak))
		first := h.ok(h.svc.Ask(h.as("m3"), h.items[0], meetings.Speech, ""))
		second := h.ok(h.svc.Ask(h.as("m4"), h.items[0], meetings.Speech, ""))
		h.refused("meeting.asked_already")(h.svc.Ask(h.as("m3"), h.items[0], meetings.Reply, ""))
		h.refused("meeting.check_in_first")(h.svc.Ask(h.as("m27"), h.items[0], meetings.Speech, ""))
		h.ok(h.svc.Reorder(h.desk(), h.items[0], []string{second}))
		h.ok(h.svc.Call(h.desk(), second, 5*time.Minute))
		h.clock.Add(90 * time.Second)
		h.ok(h.svc.Call(h.desk(), first, 0))
		floor, err := h.st.Floor(h.desk(), h.items[0])
		if err != nil || floor[1].Used != 90*time.Second || floor[1].State != meetings.Spoken || floor[0].State != meetings.Speaking {
			h.t.Fatalf("the floor: %+v, %v", floor, err)
		}

		vote := h.ok(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "Thông qua dự thảo?"}))
		h.refused("meeting.vote_open")(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "Hai lần?"}))
		h.vote(vote, procedure.Agree, 1, 24)
		h.vote(vote, procedure.Disagree, 25, 25)
		h.vote(vote, procedure.Agree, 25, 25) // changed: the last counts
		h.refused("meeting.check_in_first")(h.cast(vote, procedure.Agree, "m27"))
		h.refused("meeting.no_seat")(h.cast(vote, procedure.Agree, "desk"))
		h.ok(h.svc.CloseVote(h.desk(), vote, false))
		h.refused("meeting.vote_closed")(h.cast(vote, procedure.Agree, "m2"))
		h.refused("meeting.vote_closed")(h.svc.CloseVote(h.desk(), vote, false))
		if v := h.tally(vote); v.Tallies[0].Tally.Agree != 25 || v.Tallies[0].Tally.Outcome != procedure.Adopted || v.QuorumOpen.Present != 21 {
			h.t.Errorf("%+v", v)
		}
		h.ok(h.svc.Conclude(h.as("m1"), h.items[0], meetings.Conclusion{Outcome: meetings.Adopted, Text: "Thống nhất thông qua."}))

		h.ok(h.svc.Begin(h.desk(), h.items[1]))
		cancelled := h.ok(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[1:], Text: "Thông qua?"}))
		h.vote(cancelled, procedure.Agree, 1, 3)
		h.ok(h.svc.CancelVote(h.desk(), cancelled, "Câu hỏi chưa rõ"))
		again := h.ok(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[1:], Text: "Thông qua toàn văn?", Repeats: cancelled}))
		h.vote(again, procedure.Disagree, 1, 25)
		h.ok(h.svc.CloseVote(h.desk(), again, false))
		back := procedure.DateOf(morning, zone).AddDays(30)
		h.refused("meeting.against_vote")(h.svc.Conclude(h.as("m1"), h.items[1], meetings.Conclusion{Outcome: meetings.Adopted}))
		h.ok(h.svc.Conclude(h.as("m1"), h.items[1], meetings.Conclusion{Outcome: meetings.NotAdopted, Text: "Hoàn thiện, trình lại.", ResubmitBy: &back}))
		h.ok(h.svc.Adjourn(h.as("m1"), h.meeting))
		here, err := h.st.Attendance(h.desk(), h.meeting)
		if err != nil || len(here) != 25 || here[0].Until == nil {
			h.t.Errorf("after adjourning %d presences, the first until %v: %v", len(here), here[0].Until, err)
		}
		if x := h.load(); x.State != meetings.Adjourned || x.Current != "" {
			h.t.Errorf("%+v", x)
		}
	})
}

// A record is good for its session, its vote, and the revision that it names.
func TestWhatIsConfirmedIsWhatWasPrepared(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		h.come(1, 3, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.Begin(h.desk(), h.items[0]))
		vote := h.ok(h.svc.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items, Text: "Thông qua?"}))
		p, err := h.svc.Prepare(h.as("m2"), vote, procedure.Agree, h.clock.Now())
		if err != nil {
			h.t.Fatal(err)
		}
		h.refused("meeting.record_invalid")(h.svc.Confirm(h.as("m2"), vote, strings.Replace(p.Record, `"agree"`, `"disagree"`, 1), p.Seal))
		h.refused("meeting.record_invalid")(h.svc.Confirm(h.as("m3"), vote, p.Record, p.Seal))
		h.refused("meeting.record_invalid")(h.svc.Confirm(h.as("m2"), "another", p.Record, p.Seal))
		h.ok(h.svc.Confirm(h.as("m2"), vote, p.Record, p.Seal))
		h.refused("meeting.record_outdated")(h.svc.Confirm(h.as("m2"), vote, p.Record, p.Seal))
		casts, err := h.st.Casts(h.desk(), vote)
		if err != nil || len(casts) != 1 {
			h.t.Fatalf("%d casts, %v", len(casts), err)
		}
		if good, err := casts[0].CheckRow(); err != nil || !good {
			h.t.Errorf("the row is not what was journalled: %v", err)
		}
		casts[0].Absent = true
		if good, _ := casts[0].CheckRow(); good {
			h.t.Error("a changed row passes")
		}
		_, err = h.d.InTx(h.desk(), func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := tx.Bun().NewRaw("UPDATE casts SET choice = 'disagree' WHERE id = ?", casts[0].ID).Exec(ctx)
			return "", err
		})
		if err == nil {
			h.t.Error("the database lets a cast be changed")
		}
	})
}

// Two people order the agenda at once: one wins, the other is told.
func TestTheAgendaIsChangedByTwo(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(3)
		rev := h.load().AgendaRev
		h.ok(h.svc.MoveItem(h.desk(), h.items[2], rev, meetings.Place{Index: 0}))
		h.refused("request.stale")(h.svc.MoveItem(h.as("desk-2"), h.items[0], rev, meetings.Place{Index: 2}))
		agenda, err := h.st.Agenda(h.desk(), h.meeting)
		if err != nil || agenda.Ordered()[0].ID != h.items[2] {
			h.t.Errorf("%v, %v", agenda, err)
		}
		it, err := h.st.Item(h.desk(), h.items[0])
		if err != nil {
			h.t.Fatal(err)
		}
		terms := it.ItemTerms
		terms.Title, terms.Guests = "Tên mới", []string{"guest-1"}
		h.ok(h.svc.EditItem(h.desk(), it.ID, it.Rev, terms, []string{"m3"}))
		h.refused("request.stale")(h.svc.EditItem(h.as("desk-2"), it.ID, it.Rev, terms, nil))
		if it, err = h.st.Item(h.desk(), it.ID); err != nil || it.Title != "Tên mới" || it.Guests[0] != "guest-1" || it.Recused[0] != "m3" || it.Papers[0].Original != "aa" {
			h.t.Errorf("%+v, %v", it, err)
		}
		h.ok(h.svc.WithdrawItem(h.desk(), h.items[1], 1))
		h.ok(h.svc.Convene(h.desk(), h.meeting, h.load().Rev))
		if h.load().Version != 2 {
			h.t.Errorf("version %d", h.load().Version)
		}
	})
}

func TestPositionsAndTheirConsent(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(2)
		for i := 1; i <= 3; i++ {
			h.ok(h.svc.Mark(h.as(m(i)), h.items[0], meetings.NoObjection, ""))
			h.ok(h.svc.Mark(h.as(m(i)), h.items[1], meetings.NoObjection, ""))
		}
		h.ok(h.svc.Mark(h.as("m3"), h.items[1], meetings.Objects, "Chưa rõ nguồn kinh phí")) // changed
		h.come(1, 3, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		positions, err := h.st.Positions(h.desk(), h.meeting)
		if err != nil {
			h.t.Fatal(err)
		}
		agenda, seats, here := h.room()
		block := agenda.Consent(positions, here.Present(seats, h.clock.Now()))
		if len(positions) != 6 || len(block) != 1 || block[0].ID != h.items[0] {
			h.t.Errorf("%d positions, block %+v", len(positions), block)
		}
	})
}

func (h *house) room() (meetings.Agenda, []meetings.Seat, meetings.Attendance) {
	h.t.Helper()
	agenda, err := h.st.Agenda(h.desk(), h.meeting)
	if err != nil {
		h.t.Fatal(err)
	}
	seats, err := h.st.Seats(h.desk(), h.meeting)
	if err != nil {
		h.t.Fatal(err)
	}
	here, err := h.st.Attendance(h.desk(), h.meeting)
	if err != nil {
		h.t.Fatal(err)
	}
	return agenda, seats, here
}
