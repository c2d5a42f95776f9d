package tasks_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/store"
	"ecabinet/procedure"
)

const body = "body-1"

var (
	hanoi  = time.FixedZone("+07", 7*3600)
	monday = time.Date(2026, 11, 16, 9, 0, 0, 0, hanoi)
)

// house is a body with agencies, a secretariat and drafters, on a clock that the test
// moves. It is its own Sources, Agencies and Days.
type house struct {
	*testing.T
	d     *db.DB
	st    *store.Store
	svc   *tasks.Service
	clock *testkit.Clock
	task  string
	noted []string // what other rooms were told
}

func run(t *testing.T, scenario func(h *house)) {
	clock := testkit.NewClock(monday)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(monday)
		h := &house{T: t, d: d, st: store.New(d), clock: clock}
		h.svc = &tasks.Service{Store: h.st, Sources: h, Agencies: h, Days: h,
			Course: func(_ context.Context, _ tasks.Tx, t *tasks.Task, what string) error {
				h.noted = append(h.noted, what)
				return nil
			}}
		scenario(h)
	})
}

func (h *house) Item(_ context.Context, id string) (tasks.Source, error) {
	if id == "open" {
		return tasks.Source{}, ecabinet.E(ecabinet.Refused, "task.source_open")
	}
	return tasks.Source{Kind: tasks.FromItem, Title: "Phiên họp tháng 11, nội dung 1", Meeting: "meeting-1", Item: id, Matter: "matter-1", Chair: "pm", Class: "internal", Closed: id == "recused"}, nil
}
func (h *house) Ballot(_ context.Context, id string) (tasks.Source, error) {
	return tasks.Source{Kind: tasks.FromBallot, Title: "Phiếu 12", Ballot: id, Matter: "matter-1", Class: "internal"}, nil
}
func (h *house) Matter(_ context.Context, id string) (tasks.Source, error) {
	return tasks.Source{Matter: id, Class: "internal"}, nil
}
func (h *house) Known(_ context.Context, ids []string) ([]string, error) {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains([]string{"btc", "btp", "byt"}, id) }), nil
}
func (h *house) Calendar(context.Context) (tasks.Calendar, error) {
	return tasks.Calendar{Calendar: procedure.ShippedCalendar(), Zone: hanoi}, nil
}

func (h *house) as(person string, agencies ...string) context.Context {
	return ecabinet.WithActor(h.Context(), ecabinet.Actor{Account: person, Person: person, Body: body, Agencies: agencies})
}
func (h *house) desk() context.Context    { return h.as("desk") }
func (h *house) drafter() context.Context { return h.as("drafter", "btc") }

func (h *house) ok(ref string, err error) string {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
	return strings.TrimPrefix(ref, "task/")
}

func (h *house) refused(code string) func(string, error) {
	return func(_ string, err error) {
		h.Helper()
		var e *ecabinet.Error
		if !errors.As(err, &e) || e.Code != code && !slices.ContainsFunc(e.Fields, func(f ecabinet.FieldError) bool { return f.Code == code }) {
			h.Errorf("got %v, want %s", err, code)
		}
	}
}

func (h *house) load() *tasks.Task {
	h.Helper()
	t, err := h.st.Task(h.desk(), h.task)
	if err != nil {
		h.Fatal(err)
	}
	return t
}

func (h *house) rev() int64 { h.Helper(); return h.load().Rev }

func date(s string) *procedure.Date {
	d, err := procedure.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return &d
}

func terms(due *procedure.Date) tasks.Terms {
	return tasks.Terms{Text: "Trình Quốc hội dự án Luật", Lead: "btc", Cooperating: []string{"btp"}, Due: due, Class: "internal", Shown: true}
}

func (h *house) give(due *procedure.Date) {
	h.Helper()
	h.task = h.ok(h.svc.Give(h.desk(), tasks.Basis{Kind: tasks.FromItem, ID: "item-1"}, terms(due)))
}

// file brings a file for the task.
func (h *house) file(name string) string {
	h.Helper()
	id := ecabinet.NewID()
	_, err := h.st.AddFile(h.drafter(), store.StoredFile{File: tasks.File{ID: id, Name: name, Size: 3, Hash: "5ca1ab1e"}, Task: h.task, By: "drafter", Blob: "blob-" + id})
	if err != nil {
		h.Fatal(err)
	}
	return id
}

func (h *house) what(entries []tasks.Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.What)
	}
	return out
}

func (h *house) equal(what string, got, want []string) {
	h.Helper()
	if !slices.Equal(got, want) {
		h.Errorf("%s: %q, want %q", what, got, want)
	}
}

// A task from a session's conclusion, through a report that came back, to its closing.
func TestAWholeCourse(t *testing.T) {
	run(t, func(h *house) {
		h.give(date("2026-11-20"))
		h.ok(h.svc.Accept(h.drafter(), h.task, h.rev()))
		h.ok(h.svc.Note(h.drafter(), h.task, h.rev(), "Đã xin ý kiến các bộ", nil))
		h.ok(h.svc.Ask(h.drafter(), h.task, h.rev(), *date("2026-11-27"), "Chờ Bộ Tư pháp thẩm định"))
		h.ok(h.svc.Answer(h.desk(), h.task, h.rev(), date("2026-11-25"), "Đồng ý đến 25/11"))
		evidence := h.file("to-trinh.pdf")
		_, err := h.st.SaveScratch(h.drafter(), store.Scratch{Task: h.task, Person: "drafter", Text: "Đã tr", Files: []string{evidence}})
		h.ok("", err)
		h.refused("task.file_unknown")(h.svc.Report(h.drafter(), h.task, h.rev(), "Đã trình", []string{"not of this task"}))
		h.ok(h.svc.Report(h.drafter(), h.task, h.rev(), "Đã trình", []string{evidence}))
		if s, err := h.st.Scratch(h.drafter(), h.task, "drafter"); err != nil || s != nil {
			t.Fatalf("what was sent is still typed: %+v, %v", s, err)
		}
		h.refused("task.own_report")(h.svc.Close(h.as("drafter"), h.task, h.rev(), ""))
		h.ok(h.svc.Return(h.desk(), h.task, h.rev(), "Thiếu báo cáo thẩm định"))
		stale := h.rev()
		h.clock.Set(time.Date(2026, 11, 26, 10, 0, 0, 0, hanoi))
		h.ok(h.svc.Report(h.drafter(), h.task, h.rev(), "Đã bổ sung", nil))
		h.refused("request.stale")(h.svc.Close(h.desk(), h.task, stale, ""))
		h.ok(h.svc.Close(h.desk(), h.task, h.rev(), "Đạt yêu cầu"))
		x := h.load()
		if x.State != tasks.Closed || x.ClosedBy != "desk" || x.Timing(h.clock.Now()) != tasks.Late || x.Number != 1 || x.Year != 2026 || x.Extended != 1 {
			t.Errorf("%+v", x)
		}
		entries, err := h.st.Entries(h.desk(), h.task)
		if err != nil {
			t.Fatal(err)
		}
		course := []string{"task.given", "task.accepted", "task.noted", "task.extension_asked", "task.extension_granted", "task.reported",
			"task.returned", "task.reported", "task.closed"}
		h.equal("history", h.what(entries), course)
		h.equal("told to other rooms", h.noted, course)
		if f := entries[5].Files; len(f) != 1 || f[0].ID != evidence || entries[5].Text != "Đã trình" || entries[4].Was == nil || *entries[4].Was != *date("2026-11-20") {
			t.Errorf("%+v, %+v", entries[5], entries[4])
		}
	})
}

// The journal says what has happened and holds none of the words.
func TestTheJournalHoldsNoWords(t *testing.T) {
	run(t, func(h *house) {
		h.give(date("2026-11-20"))
		id := h.file("chung-cu.pdf")
		h.ok(h.svc.Report(h.drafter(), h.task, h.rev(), "Lời báo cáo kín", []string{id}))
		h.ok(h.svc.Return(h.desk(), h.task, h.rev(), "Lý do kín"))
		var types []string
		events, err := h.d.EventsAfter(h.Context(), body, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Topic != "task:"+h.task || e.Ref != "task/"+h.task {
				continue
			}
			types = append(types, e.Type)
			for _, word := range []string{"kín", "Quốc hội", "chung-cu.pdf"} {
				if strings.Contains(string(e.Data), word) {
					t.Errorf("%s holds %q: %s", e.Type, word, e.Data)
				}
			}
			var d struct {
				Rev   int64
				State tasks.State
				Files []string
			}
			if err := json.Unmarshal(e.Data, &d); err != nil || d.Rev == 0 || d.State == "" {
				t.Errorf("%s: %s, %v", e.Type, e.Data, err)
			}
			if e.Type == "task.reported" && !slices.Equal(d.Files, []string{"5ca1ab1e"}) {
				t.Errorf("the evidence is not bound: %s", e.Data)
			}
		}
		h.equal("events", types, []string{"task.given", "task.reported", "task.returned"})
	})
}

// The same command twice does one thing.
func TestACommandRepeated(t *testing.T) {
	run(t, func(h *house) {
		ctx := testkit.Keyed(h.desk(), "key-1", "hash-1")
		basis := tasks.Basis{Kind: tasks.Entered, Reference: "Công văn 12/VPCP-TH"}
		first := h.ok(h.svc.Give(ctx, basis, terms(nil)))
		if again := h.ok(h.svc.Give(ctx, basis, terms(nil))); again != first {
			t.Errorf("given twice: %s and %s", first, again)
		}
		h.task = first
		rev := h.rev()
		report := testkit.Keyed(h.drafter(), "key-2", "hash-2")
		h.ok(h.svc.Report(report, h.task, rev, "Xong", nil))
		h.ok(h.svc.Report(report, h.task, rev, "Xong", nil))
		if got := h.rev(); got != rev+1 {
			t.Errorf("reported twice: rev %d after %d", got, rev)
		}
	})
}

func TestWhatATaskMayComeFrom(t *testing.T) {
	run(t, func(h *house) {
		to := terms(date("2026-11-20"))
		h.refused("task.source_open")(h.svc.Give(h.desk(), tasks.Basis{Kind: tasks.FromItem, ID: "open"}, to))
		h.refused("task.source_unknown")(h.svc.Give(h.desk(), tasks.Basis{Kind: "rumour"}, to))
		h.refused("task.shown_recused")(h.svc.Give(h.desk(), tasks.Basis{Kind: tasks.FromItem, ID: "recused"}, to))
		h.refused("task.text_missing")(h.svc.Give(h.desk(), tasks.Basis{Kind: tasks.Entered}, to))
		to.Lead = "nowhere"
		h.refused("task.agency_unknown")(h.svc.Give(h.desk(), tasks.Basis{Kind: tasks.FromBallot, ID: "ballot-1"}, to))
		to.Lead = "byt"
		h.task = h.ok(h.svc.Give(h.desk(), tasks.Basis{Kind: tasks.FromBallot, ID: "ballot-1"}, to))
		if x := h.load(); x.Source.Ballot != "ballot-1" || x.Source.Matter != "matter-1" || x.Number != 1 {
			t.Errorf("%+v: a refused task has taken a number, or the source is lost", x)
		}
	})
}

// told are the notices to somebody, oldest first.
func (h *house) told(to string) []string {
	h.Helper()
	lines, err := h.st.Unread(h.as("reader of "+to), "reader of "+to, []string{to}, h.clock.Now(), 100)
	if err != nil {
		h.Fatal(err)
	}
	var out []string
	for _, n := range slices.Backward(lines) {
		out = append(out, n.Kind)
	}
	return out
}

func (h *house) system() context.Context {
	return ecabinet.WithActor(h.Context(), ecabinet.SystemActor(body))
}

// Several nodes tell what has come due, each time at once: everything is told once.
func TestRemindersOnSeveralNodes(t *testing.T) {
	run(t, func(h *house) {
		const count = 120 // more than are told in one act
		for range count {
			h.give(date("2026-11-20"))
		}
		h.give(nil)
		h.give(date("2026-12-31"))
		nodes := []*tasks.Service{h.svc, {Store: store.New(h.d), Sources: h, Agencies: h, Days: h}}
		for _, moment := range []struct {
			at   time.Time
			kind string
		}{
			{time.Date(2026, 11, 17, 7, 0, 0, 0, hanoi), tasks.ToldSoon},
			{time.Date(2026, 11, 20, 7, 0, 0, 0, hanoi), tasks.ToldLastDay},
			{time.Date(2026, 11, 21, 0, 0, 0, 1000, hanoi), tasks.ToldOverdue},
		} {
			due, _, err := h.d.DueJobs(h.Context(), []string{tasks.JobTell}, 5)
			if err != nil || len(due) != 0 {
				t.Fatalf("due before %s: %v, %v", moment.at, due, err)
			}
			h.clock.Set(moment.at)
			if due, _, err = h.d.DueJobs(h.Context(), []string{tasks.JobTell}, 5); err != nil || len(due) != 1 || due[0].Ref != "all" {
				t.Fatalf("at %s: jobs %v, %v", moment.at, due, err)
			}
			errs := make([]error, 4)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() { errs[i] = nodes[i%2].TellDue(h.system(), "all") })
			}
			wg.Wait()
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
		}
		counts := map[string]int{}
		events, err := h.d.EventsAfter(h.Context(), body, 0, 2000)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			counts[e.Type]++
		}
		want := map[string]int{"task.given": count + 2, tasks.ToldSoon: count, tasks.ToldLastDay: count, tasks.ToldOverdue: count}
		if fmt.Sprint(counts) != fmt.Sprint(want) {
			t.Errorf("events %v, want %v", counts, want)
		}
		var notices []struct {
			Agency, Kind string
			N            int
		}
		err = h.d.Read().NewSelect().TableExpr("task_notices").ColumnExpr("agency, kind, count(*) AS n").GroupExpr("agency, kind").Scan(h.Context(), &notices)
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]int{}
		for _, n := range notices {
			told[n.Agency+" "+n.Kind] = n.N
		}
		want = map[string]int{"btc task.given": count + 2, "btp task.given": count + 2, "btc " + tasks.ToldSoon: count,
			"btc " + tasks.ToldLastDay: count, "btc " + tasks.ToldOverdue: count, " " + tasks.ToldOverdue: count}
		if fmt.Sprint(told) != fmt.Sprint(want) {
			t.Errorf("notices %v, want %v", told, want)
		}
		if x := h.load(); x.Rev != 1 {
			t.Errorf("a reminder has changed a rev: %d", x.Rev)
		}
		// The job that is left waits for the one task that is not due yet.
		if _, wait, err := h.d.DueJobs(h.Context(), []string{tasks.JobTell}, 5); err != nil || wait <= 24*time.Hour {
			t.Errorf("the next job comes in %s, %v", wait, err)
		}
	})
}

func TestWhoIsToldOfWhat(t *testing.T) {
	run(t, func(h *house) {
		h.give(date("2026-11-20"))
		h.ok(h.svc.Ask(h.drafter(), h.task, h.rev(), *date("2026-11-27"), "x"))
		h.ok(h.svc.Answer(h.desk(), h.task, h.rev(), nil, "Không gia hạn"))
		h.ok(h.svc.Report(h.drafter(), h.task, h.rev(), "Xong", nil))
		h.clock.Add(time.Minute)
		h.ok(h.svc.Return(h.desk(), h.task, h.rev(), "Chưa đủ"))
		h.clock.Add(time.Minute)
		h.ok(h.svc.Recall(h.desk(), h.task, h.rev(), "Đã giao cơ quan khác"))
		h.clock.Set(time.Date(2026, 12, 1, 9, 0, 0, 0, hanoi))
		h.ok("", h.svc.TellDue(h.system(), "all"))
		sorted := func(list []string) []string { slices.Sort(list); return list }
		h.equal("to the lead", sorted(h.told("btc")), []string{"task.extension_refused", "task.given", "task.recalled", "task.returned"})
		h.equal("to who cooperates", sorted(h.told("btp")), []string{"task.given", "task.recalled"})
		h.equal("to the desk", sorted(h.told(tasks.Desk)), []string{"task.extension_asked", "task.reported"})
		h.equal("to others", h.told("byt"), nil)

		reader := h.as("reader of btc")
		lines, err := h.st.Unread(reader, "reader of btc", []string{"btc"}, h.clock.Now(), 100)
		if err != nil || lines[0].Kind != "task.recalled" || lines[0].Number != 1 {
			t.Fatalf("%+v, %v", lines, err)
		}
		_, err = h.st.MarkRead(reader, "reader of btc", lines[1].At)
		h.ok("", err)
		h.equal("after reading", h.told("btc"), []string{"task.recalled"})
		_, err = h.st.MarkRead(reader, "reader of btc", lines[3].At) // an older page, pressed late
		h.ok("", err)
		h.equal("after reading what is older", h.told("btc"), []string{"task.recalled"})
		h.clock.Add(31 * 24 * time.Hour)
		h.equal("a month later", h.told("btc"), nil)
	})
}
