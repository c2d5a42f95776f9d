package meetings_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/meetings"
	"ecabinet/procedure"
)

var update = flag.Bool("update", false, "write the golden files anew")

// eventful is a session in which everything happens that minutes tell of.
func (h *house) eventful() {
	h.t.Helper()
	wait := func(d time.Duration) { h.clock.Add(d) }
	h.convene(5)
	run := h.svc
	terms := func(i int, guests, recused []string, kind meetings.ItemKind) {
		it, err := h.st.Item(h.desk(), h.items[i])
		if err != nil {
			h.t.Fatal(err)
		}
		x := it.ItemTerms
		x.Guests, x.Kind = guests, kind
		if i == 2 {
			x.Chair = m(2)
		}
		h.ok(run.EditItem(h.desk(), it.ID, it.Rev, x, recused))
	}
	terms(0, []string{"guest-1"}, []string{m(5)}, meetings.Decide)
	terms(2, nil, nil, meetings.Discuss)
	h.ok(run.WithdrawItem(h.desk(), h.items[4], 1))
	h.ok(run.Convene(h.desk(), h.meeting, h.load().Rev))
	h.come(1, 6, meetings.AttendRoom)
	h.come(7, 7, meetings.AttendOnline)
	h.come(8, 8, meetings.AttendRemote)
	h.ok(run.CheckInFor(h.desk(), h.meeting, "deputy-of-8", m(8), meetings.AttendRoom))
	wait(time.Hour)
	h.ok(run.Open(h.as("m1"), h.meeting))

	// The first item: a paper, speeches, a vote cancelled and repeated, adopted.
	first := h.items[0]
	h.ok(run.Begin(h.desk(), first))
	h.ok(run.CheckInFor(h.desk(), h.meeting, "guest-1", "", meetings.AttendRoom))
	h.present(first, "doc-1.1")
	wait(5 * time.Minute)
	say := func(item, who string, kind meetings.SpeechKind, length time.Duration) {
		request := h.ok(run.Ask(h.as(who), item, kind, ""))
		h.ok(run.Call(h.desk(), request, 5*time.Minute))
		wait(length)
		h.ok(run.EndSpeech(h.desk(), request))
	}
	say(first, m(3), meetings.Speech, 4*time.Minute+5*time.Second)
	say(first, "guest-1", meetings.Reply, 40*time.Second)
	cancelled := h.ok(run.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "Thông qua?"}))
	h.vote(cancelled, procedure.Agree, 1, 2)
	h.ok(run.CancelVote(h.desk(), cancelled, "Câu hỏi chưa rõ"))
	again := h.ok(run.OpenVote(h.desk(), h.meeting, meetings.Motion{Items: h.items[:1], Text: "Thông qua toàn văn dự thảo?", Repeats: cancelled}))
	h.vote(again, procedure.Agree, 1, 4)
	h.vote(again, procedure.Disagree, 6, 6)
	h.vote(again, procedure.Agree, 7, 8)
	wait(time.Minute)
	h.ok(run.CloseVote(h.desk(), again, false))
	h.ok(run.Conclude(h.as("m1"), first, meetings.Conclusion{Outcome: meetings.Adopted, Text: "Thống nhất thông qua."}))
	h.ok(run.Pause(h.desk(), h.meeting))
	wait(15 * time.Minute)
	h.ok(run.Resume(h.desk(), h.meeting))

	// The third before the second: discussed, chaired by another.
	h.ok(run.Begin(h.desk(), h.items[2]))
	wait(10 * time.Minute)
	h.ok(run.Conclude(h.as("m2"), h.items[2], meetings.Conclusion{Outcome: meetings.Discussed, Text: "Tiếp tục nghiên cứu."}))

	// The second: options, the quorum is lost, the chair lets the vote stand; not adopted.
	h.ok(run.Begin(h.desk(), h.items[1]))
	options := h.ok(run.OpenVote(h.desk(), h.meeting, meetings.Motion{
		Items: h.items[1:2], Text: "Chọn phương án nào?", Options: []meetings.Option{{Key: "o1", Text: "Một cấp"}, {Key: "o2", Text: "Hai cấp"}},
	}))
	h.vote(options, procedure.OptionChoice("o1"), 1, 3)
	h.vote(options, procedure.OptionChoice("o2"), 4, 6)
	h.ok(run.LeaveFor(h.desk(), h.meeting, m(6)))
	h.ok(run.Leave(h.as(m(7)), h.meeting))
	h.refused("meeting.quorum_lost")(run.CloseVote(h.desk(), options, false))
	h.ok(run.CloseVote(h.desk(), options, true))
	wait(2 * time.Minute)
	back := procedure.DateOf(morning, zone).AddDays(30)
	h.ok(run.Conclude(h.as("m1"), h.items[1], meetings.Conclusion{Outcome: meetings.NotAdopted, Text: "Bộ Tài chính đánh giá lại tác động.", ResubmitBy: &back}))
	h.ok(run.Adjourn(h.as("m1"), h.meeting))
}

// present journals that a paper was shown.
func (h *house) present(item, version string) {
	h.t.Helper()
	h.ok(h.svc.Store.InTx(h.desk(), func(_ context.Context, tx meetings.Tx) (string, error) {
		tx.Emit(ecabinet.Event{
			Topic: "meeting:" + h.meeting, Type: "paper.presented", Ref: "item/" + item, Data: fmt.Appendf(nil, `{"item":%q,"version":%q}`, item, version),
		})
		return "", nil
	}))
}

func (h *house) deeds() []meetings.Deed {
	h.t.Helper()
	list, err := h.st.Deeds(h.desk(), h.meeting)
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

func (h *house) deed(kind meetings.DeedKind) meetings.Deed {
	h.t.Helper()
	for _, d := range h.deeds() {
		if d.Kind == kind {
			return d
		}
	}
	h.t.Fatalf("there is no %s", kind)
	return meetings.Deed{}
}

// print is a deed as somebody reads it.
func printed(parts []meetings.DeedPart, lang string) string {
	var b strings.Builder
	for _, p := range parts {
		title, blocks := p.Title.VI, p.Told.VI
		if lang == "en" {
			title, blocks = p.Title.EN, p.Told.EN
		}
		key, _, _ := strings.Cut(p.Key, ":")
		fmt.Fprintf(&b, "== %s [%s]\n", title, key)
		for _, x := range blocks {
			switch {
			case x.Bold:
				fmt.Fprintf(&b, "*%s*\n", x.Text)
			case x.Text != "":
				fmt.Fprintln(&b, x.Text)
			}
			for _, l := range x.List {
				fmt.Fprintln(&b, " - "+l)
			}
			if x.Rows != nil {
				fmt.Fprintln(&b, " | "+strings.Join(x.Head, " | "))
			}
			for _, row := range x.Rows {
				fmt.Fprintln(&b, " | "+strings.Join(row, " | "))
			}
		}
		if p.Begin != "" {
			fmt.Fprintln(&b, "> "+strings.ReplaceAll(p.Begin, "\n", "\n> "))
		}
	}
	return b.String()
}

// The papers of a session, word by word, in both languages.
func TestThePapersOfASession(t *testing.T) {
	sit(t, 9, func(h *house) {
		h.eventful()
		story, err := h.svc.Story(h.desk(), h.meeting)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range meetings.DeedKinds {
			for _, lang := range []string{"vi", "en"} {
				got := printed(story.Parts(kind), lang)
				name := filepath.Join("testdata", fmt.Sprintf("%s.%s.golden", kind, lang))
				if *update {
					if err := os.MkdirAll("testdata", 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(string(want), got); d != "" {
					t.Errorf("%s (-want +got):\n%s", name, d)
				}
			}
		}
	})
}

// From adjournment to certified minutes, with everything that is refused on the way.
func TestADeedIsCertifiedByTwo(t *testing.T) {
	sit(t, 9, func(h *house) {
		h.eventful()
		run, d := h.svc, h.deed(meetings.DeedMinutes)
		key := "item:" + h.items[0]
		h.ok(run.WriteSection(h.desk(), d.ID, key, 1, "Các ý kiến thống nhất cao.\n"))
		h.refused("request.stale")(run.WriteSection(h.as("desk"), d.ID, key, 1, "Khác"))
		h.refused("deed.section_not_found")(run.WriteSection(h.desk(), d.ID, "item:none", 1, "x"))
		h.refused("deed.not_now")(run.CommentDeed(h.as("m1"), d.ID, key, "Chưa gửi"))
		h.ok(run.AddressDeed(h.desk(), d.ID, d.Rev, []string{m(3), m(3)}, []string{"Các thành viên", " ", "Lưu: VT"}))
		h.refused("request.stale")(run.AddressDeed(h.desk(), d.ID, d.Rev, nil, nil))
		h.ok(run.SendDeed(h.desk(), d.ID, h.deed(meetings.DeedMinutes).Rev))
		h.ok(run.CommentDeed(h.as(m(3)), d.ID, key, "Thêm ý kiến của tôi"))
		comments, err := h.st.Comments(h.desk(), d.ID)
		if err != nil || len(comments) != 1 {
			t.Fatal(comments, err)
		}
		sign := func(person string, secretary bool) (string, error) {
			x, err := run.Signable(h.as(person), d.ID, secretary)
			if err != nil {
				return "", err
			}
			return run.SignDeed(h.as(person), d.ID, x.Hash, secretary)
		}
		h.refused("deed.comments_open")(sign("desk", true))
		h.ok(run.AnswerComment(h.desk(), comments[0].ID, "Đã bổ sung"))
		h.refused("deed.answered")(run.AnswerComment(h.desk(), comments[0].ID, "Lần nữa"))
		h.refused("deed.secretary_first")(sign("m1", false))
		h.refused("deed.not_yours")(sign(m(3), false))

		// What is signed is what was shown: a text that changed meanwhile is not signed.
		shown, err := run.Signable(h.desk(), d.ID, true)
		if err != nil {
			t.Fatal(err)
		}
		h.ok(run.WriteSection(h.desk(), d.ID, key, 2, "Các ý kiến thống nhất cao. Bổ sung ý kiến m3."))
		h.refused("request.stale")(run.SignDeed(h.desk(), d.ID, shown.Hash, true))
		h.ok(sign("desk", true))
		h.refused("deed.not_now")(run.WriteSection(h.desk(), d.ID, key, 3, "Sau khi ký"))
		h.refused("deed.signed_already")(sign("desk", true))
		h.refused("deed.chair_signs")(sign("desk-2", true))

		// The chair sends it back: the signature counts no more, and another signs.
		h.refused("meeting.invalid")(run.ReturnDeed(h.as("m1"), d.ID, h.deed(meetings.DeedMinutes).Rev, " "))
		h.ok(run.ReturnDeed(h.as("m1"), d.ID, h.deed(meetings.DeedMinutes).Rev, "Ghi rõ hơn"))
		if back := h.deed(meetings.DeedMinutes); back.State != meetings.DeedReview || back.Record != "" || back.ReturnedFor != "Ghi rõ hơn" {
			t.Errorf("%+v", back)
		}
		h.ok(run.WriteSection(h.as("desk-2"), d.ID, "closing", 1, "Biên bản lập thành hai bản."))
		h.ok(sign("desk-2", true))
		h.ok(sign("m1", false))
		done := h.deed(meetings.DeedMinutes)
		if done.State != meetings.DeedCertified || done.Number != "01/2026/BB" || done.CertifiedAt == nil {
			t.Fatalf("%+v", done)
		}
		var r meetings.DeedRecord
		if err := json.Unmarshal([]byte(done.Record), &r); err != nil || r.Secretary.Person != "desk-2" || r.Chair.Name != "Ủy viên 1" || len(r.Votes) != 3 {
			t.Errorf("%v, %+v", err, r)
		}
		for _, act := range []func() (string, error){
			func() (string, error) { return run.WriteSection(h.desk(), d.ID, key, 3, "x") },
			func() (string, error) { return run.AddressDeed(h.desk(), d.ID, done.Rev, nil, nil) },
			func() (string, error) { return run.ReturnDeed(h.as("m1"), d.ID, done.Rev, "x") },
			func() (string, error) { return sign("m1", false) },
			func() (string, error) { _, _, err := run.TakeLease(h.desk(), d.ID, key, true); return "", err },
		} {
			h.refused("deed.not_now")(act())
		}
		h.ok(run.CorrectDeed(h.desk(), d.ID, key, "Sai số", "Đọc là 7/9."))
		h.ok(run.CorrectDeed(h.as("m1"), d.ID, key, "Sai tên", "Đọc là ông A."))
		list, err := h.st.Corrections(h.desk(), d.ID)
		if err != nil || len(list) != 2 || list[1].No != 2 {
			t.Errorf("%+v, %v", list, err)
		}
		h.frozen(d.ID)
	})
}

// frozen: the database itself lets nothing of a certified deed be changed.
func (h *house) frozen(id string) {
	h.t.Helper()
	for _, statement := range []string{
		"UPDATE deeds SET state = 'draft', number = '', certified_at = NULL WHERE id = ?", "UPDATE deeds SET record = '{}' WHERE id = ?",
		"DELETE FROM deeds WHERE id = ?", "UPDATE deed_sections SET text = 'x' WHERE deed = ?", "DELETE FROM deed_sections WHERE deed = ?",
		"UPDATE deed_signatures SET person = 'x' WHERE deed = ?", "DELETE FROM deed_signatures WHERE deed = ?",
		"UPDATE deed_corrections SET text = 'x' WHERE deed = ?", "DELETE FROM deed_corrections WHERE deed = ?",
	} {
		_, err := h.d.InTx(h.desk(), func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := tx.Bun().NewRaw(statement, id).Exec(ctx)
			return "", err
		})
		if err == nil {
			h.t.Errorf("the database allows: %s", statement)
		}
	}
}

// Two write one section: the second is told, may take it over, and the first loses
// nothing but the lease.
func TestOneWritesASectionAtATime(t *testing.T) {
	sit(t, 9, func(h *house) {
		h.eventful()
		run, d := h.svc, h.deed(meetings.DeedNotice)
		take := func(person string, over bool) (before string, err error) {
			_, before, err = run.TakeLease(h.as(person), d.ID, "opening", over)
			return before, err
		}
		told := func(before string, err error) {
			t.Helper()
			if err != nil || before != "" {
				t.Errorf("%q, %v", before, err)
			}
		}
		told(take("desk", false))
		told(take("desk", false)) // kept
		_, err := take("desk-2", false)
		h.refused("deed.being_edited")("", err)
		h.refused("deed.being_edited")(run.WriteSection(h.as("desk-2"), d.ID, "opening", 1, "của người thứ hai"))
		if before, err := take("desk-2", true); err != nil || before != "desk" {
			t.Errorf("taken over from %q, %v", before, err)
		}
		h.refused("deed.being_edited")(run.WriteSection(h.desk(), d.ID, "opening", 1, "của người thứ nhất"))
		h.ok(run.WriteSection(h.as("desk-2"), d.ID, "opening", 1, "của người thứ hai"))
		h.clock.Add(meetings.LeaseFor)
		told(take("desk", false)) // nobody was heard of for too long
		h.refused("request.stale")(run.WriteSection(h.desk(), d.ID, "opening", 1, "của người thứ nhất"))
		h.ok(run.WriteSection(h.desk(), d.ID, "opening", 2, "của cả hai"))
		if err := run.EndLease(h.desk(), d.ID, "opening"); err != nil {
			t.Fatal(err)
		}
		told(take("desk-2", false))
		leases, err := h.st.Leases(h.desk(), d.ID, h.clock.Now())
		if err != nil || len(leases) != 1 || leases[0].Person != "desk-2" {
			t.Errorf("%+v, %v", leases, err)
		}
	})
}

// Each kind is numbered by its own register, without a gap.
func TestDeedsAreNumberedByKind(t *testing.T) {
	sit(t, 9, func(h *house) {
		for i := range 2 {
			h.clock.Set(morning.Add(time.Duration(i) * 24 * time.Hour))
			h.eventful()
			for _, d := range h.deeds() {
				h.ok(h.svc.SendDeed(h.desk(), d.ID, d.Rev))
				for _, who := range []string{"desk", "m1"} {
					x, err := h.svc.Signable(h.as(who), d.ID, who == "desk")
					if err != nil {
						t.Fatal(err)
					}
					h.ok(h.svc.SignDeed(h.as(who), d.ID, x.Hash, who == "desk"))
				}
			}
			var got []string
			for _, d := range h.deeds() {
				got = append(got, d.Number)
			}
			want := []string{fmt.Sprintf("%02d/2026/BB", i+1), fmt.Sprintf("%02d/2026/TB", i+1), fmt.Sprintf("%02d/2026/NQ", i+1)}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		}
	})
}
