package tasks

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ecabinet"
	"ecabinet/procedure"
)

var (
	hanoi = time.FixedZone("+07", 7*3600)
	cal   = Calendar{procedure.ShippedCalendar(), hanoi}
)

func on(t testing.TB, s string) procedure.Date {
	t.Helper()
	d, err := procedure.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	m, err := time.ParseInLocation("2006-01-02 15:04", s, hanoi)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func terms(due *procedure.Date) Terms {
	return Terms{Text: "Hoàn thiện hồ sơ trình Quốc hội", Lead: "btc", Cooperating: []string{"btp"}, Due: due, Class: "internal"}
}

func give(t *testing.T, due, now string) *Task {
	t.Helper()
	d := on(t, due)
	x, err := Give(Source{Kind: Entered, Title: "Công văn 1/VPCP"}, terms(&d), "desk", cal, at(t, now))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	var e *ecabinet.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want %s", err, code)
	}
	if e.Code != code && !slices.ContainsFunc(e.Fields, func(f ecabinet.FieldError) bool { return f.Code == code }) {
		t.Fatalf("got %+v, want %s", e, code)
	}
}

func TestDeadlines(t *testing.T) {
	for _, c := range []struct{ due, last, at, soon, lastDay string }{
		{"2026-11-20", "2026-11-20", "2026-11-21 00:00", "2026-11-17 07:00", "2026-11-20 07:00"}, // a Friday
		{"2026-11-22", "2026-11-23", "2026-11-24 00:00", "2026-11-18 07:00", "2026-11-23 07:00"}, // a Sunday ends on Monday
		{"2026-02-17", "2026-02-23", "2026-02-24 00:00", "2026-02-11 07:00", "2026-02-23 07:00"}, // Tết
	} {
		d := DeadlineOf(on(t, c.due), cal)
		if d.Last != on(t, c.last) || !d.At.Equal(at(t, c.at)) || !d.Soon.Equal(at(t, c.soon)) || !d.LastDay.Equal(at(t, c.lastDay)) {
			t.Errorf("%s: %+v", c.due, d)
		}
	}
}

// On time or late is what the report that stands says, to the microsecond; whoever
// closes may take their time.
func TestTiming(t *testing.T) {
	x := give(t, "2026-11-22", "2026-11-16 09:00") // ends on Monday the 23rd
	end := at(t, "2026-11-24 00:00")
	for _, c := range []struct {
		now  time.Time
		want Timing
	}{
		{at(t, "2026-11-16 09:00"), Running}, {at(t, "2026-11-18 06:59"), Running}, {at(t, "2026-11-18 07:00"), Soon},
		{end, Soon}, {end.Add(time.Microsecond), Overdue},
	} {
		if got := x.Timing(c.now); got != c.want {
			t.Errorf("at %s: %s, want %s", c.now, got, c.want)
		}
	}
	for _, c := range []struct {
		reported time.Time
		want     Timing
	}{{end, OnTime}, {end.Add(time.Microsecond), Late}} {
		y := *x
		if err := y.Report("drafter", "Đã hoàn thành", nil, c.reported); err != nil {
			t.Fatal(err)
		}
		later := end.Add(300 * time.Hour)
		if got := y.Timing(later); got != c.want {
			t.Errorf("reported %s: %s, want %s", c.reported, got, c.want)
		}
		if err := y.Close(ecabinet.Actor{Person: "desk"}, "", later); err != nil {
			t.Fatal(err)
		}
		if got := y.Timing(later); got != c.want {
			t.Errorf("closed later: %s, want %s", got, c.want)
		}
	}
	// What came back after its due date is overdue at once: the report does not stand.
	y := *x
	if err := errors.Join(y.Report("drafter", "Đã hoàn thành", nil, end), y.Return(ecabinet.Actor{Person: "desk"}, "Thiếu tờ trình", end.Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	if got := y.Timing(end.Add(time.Hour)); got != Overdue {
		t.Errorf("sent back: %s", got)
	}
}

func TestASecondPartyCloses(t *testing.T) {
	reported := func() *Task {
		x := give(t, "2026-11-20", "2026-11-16 09:00")
		if err := x.Report("drafter", "Đã hoàn thành", nil, at(t, "2026-11-18 09:00")); err != nil {
			t.Fatal(err)
		}
		return x
	}
	now := at(t, "2026-11-19 09:00")
	for _, c := range []struct {
		who  ecabinet.Actor
		want string
	}{
		{ecabinet.Actor{Person: "drafter"}, "task.own_report"},
		{ecabinet.Actor{Person: "another", Agencies: []string{"btc"}}, "task.own_agency"},
		{ecabinet.Actor{Person: "desk", Agencies: []string{"btp"}}, ""},
	} {
		for what, err := range map[string]error{
			"close": reported().Close(c.who, "", now), "return": reported().Return(c.who, "Chưa đủ", now),
		} {
			if c.want == "" && err != nil {
				t.Errorf("%s by %s: %v", what, c.who.Person, err)
			} else if c.want != "" {
				wants(t, err, c.want)
			}
		}
	}
}

func TestExtensions(t *testing.T) {
	now := at(t, "2026-11-18 09:00")
	ask := func(day string) Extension {
		return Extension{Due: on(t, day), Reason: "Chờ ý kiến địa phương", By: "drafter", At: now}
	}
	x := give(t, "2026-11-20", "2026-11-16 09:00")
	wants(t, x.Ask(ask("2026-11-20"), cal), "task.due_not_later")
	if err := x.Ask(ask("2026-12-01"), cal); err != nil {
		t.Fatal(err)
	}
	wants(t, x.Ask(ask("2026-12-02"), cal), "task.asked_already")
	_, err := x.Answer("drafter", nil, "Không", cal, now)
	wants(t, err, "task.own_request")
	_, err = x.Answer("desk", nil, "", cal, now)
	wants(t, err, "task.text_missing")
	granted := on(t, "2026-11-27") // less than was asked for
	was, err := x.Answer("desk", &granted, "", cal, now)
	if err != nil || *was != on(t, "2026-11-20") || *x.Due != granted || *x.FirstDue != on(t, "2026-11-20") || x.Extended != 1 || x.Asked != nil {
		t.Fatalf("%v, was %v, %+v", err, was, x)
	}
	if !x.Next.At.Equal(at(t, "2026-11-24 07:00")) || x.Next.Kind != ToldSoon {
		t.Errorf("told next: %+v", x.Next)
	}
	_, err = x.Answer("desk", nil, "Không", cal, now)
	wants(t, err, "task.nothing_asked")
	free := *x
	free.Due = nil
	wants(t, free.Ask(ask("2026-12-01"), cal), "task.no_due")

	// A request lapses with a report, and with another due date.
	if err := errors.Join(x.Ask(ask("2026-12-01"), cal), x.Report("drafter", "Xong", nil, now)); err != nil || x.Asked != nil {
		t.Fatalf("%v, asked %v", err, x.Asked)
	}
	y := give(t, "2026-11-20", "2026-11-16 09:00")
	other := terms(&granted)
	if err := y.Ask(ask("2026-12-01"), cal); err != nil {
		t.Fatal(err)
	}
	c, err := y.Edit(other, "Điều chỉnh theo chỉ đạo", cal, now)
	if err != nil || y.Asked != nil || !slices.Equal(c.What, []string{"due"}) || y.Extended != 1 {
		t.Fatalf("%v, %+v, %+v", err, c, y)
	}
}

func TestAnotherLeadAcceptsAnew(t *testing.T) {
	x := give(t, "2026-11-20", "2026-11-16 09:00")
	if err := x.Accept("drafter", at(t, "2026-11-16 10:00")); err != nil {
		t.Fatal(err)
	}
	to := x.Terms
	wants(t, func() error { _, err := x.Edit(to, "x", cal, at(t, "2026-11-17 09:00")); return err }(), "task.unchanged")
	to.Lead, to.Cooperating = "byt", []string{"btc"}
	c, err := x.Edit(to, "Chuyển cơ quan chủ trì", cal, at(t, "2026-11-17 09:00"))
	if err != nil || x.State != Assigned || x.AcceptedAt != nil || !slices.Equal(c.What, []string{"lead", "cooperating"}) {
		t.Fatalf("%v, %+v, %+v", err, c, x)
	}
}

func TestWhatIsRefused(t *testing.T) {
	past, due := on(t, "2026-11-13"), on(t, "2026-11-20")
	now := at(t, "2026-11-16 09:00")
	for code, change := range map[string]func(*Terms, *Source){
		"task.text_missing":  func(t *Terms, _ *Source) { t.Text = "  " },
		"task.text_long":     func(t *Terms, _ *Source) { t.Text = string(make([]byte, MaxText+1)) },
		"task.lead_missing":  func(t *Terms, _ *Source) { t.Lead = "" },
		"task.agency_twice":  func(t *Terms, _ *Source) { t.Cooperating = []string{"btc"} },
		"task.class_unknown": func(t *Terms, _ *Source) { t.Class = "secret" },
		"task.due_past":      func(t *Terms, _ *Source) { t.Due = &past },
		"task.shown_recused": func(t *Terms, s *Source) { t.Shown, s.Closed = true, true },
	} {
		to, src := terms(&due), Source{Kind: Entered, Title: "Công văn 1/VPCP"}
		change(&to, &src)
		_, err := Give(src, to, "desk", cal, now)
		wants(t, err, code)
	}
	_, err := Give(Source{Kind: Entered}, terms(nil), "desk", cal, now)
	wants(t, err, "task.text_missing")
	x := give(t, "2026-11-20", "2026-11-16 09:00")
	wants(t, x.Close(ecabinet.Actor{Person: "desk"}, "", now), "task.not_now")
	wants(t, x.Return(ecabinet.Actor{Person: "desk"}, "x", now), "task.not_now")
	wants(t, x.Recall("", now), "task.text_missing")
	wants(t, x.Report("drafter", "", nil, now), "task.text_missing")
	wants(t, x.Report("drafter", "x", make([]File, MaxFiles+1), now), "task.files_many")
}

// Each moment is told once; of several that were missed, the last.
func TestTelling(t *testing.T) {
	x := give(t, "2026-11-20", "2026-11-16 09:00")
	var told []string
	for _, now := range []string{"2026-11-17 06:59", "2026-11-17 07:00", "2026-11-17 08:00", "2026-11-20 07:01", "2026-11-21 00:01", "2026-11-25 00:00"} {
		if kind := x.Tell(at(t, now)); kind != "" {
			told = append(told, now+" "+kind)
		}
	}
	want := []string{"2026-11-17 07:00 task.soon", "2026-11-20 07:01 task.last_day", "2026-11-21 00:01 task.overdue"}
	if d := cmp.Diff(want, told); d != "" {
		t.Error(d)
	}
	missed := give(t, "2026-11-20", "2026-11-16 09:00")
	if kind := missed.Tell(at(t, "2026-11-22 09:00")); kind != ToldOverdue || missed.Next.At != nil {
		t.Errorf("told %q, then %+v", kind, missed.Next)
	}
	if late := give(t, "2026-11-17", "2026-11-17 09:00"); late.Next.Kind != ToldOverdue {
		t.Errorf("given on its last day: %+v", late.Next)
	}
}

// A task under any acts in any order: what holds of it always.
func TestAnyCourse(t *testing.T) {
	persons := []ecabinet.Actor{{Person: "desk"}, {Person: "desk2"}, {Person: "drafter", Agencies: []string{"btc"}}, {Person: "both", Agencies: []string{"byt"}}}
	rapid.Check(t, func(r *rapid.T) {
		now := time.Date(2026, 11, 16, 2, 0, 0, 0, time.UTC)
		day := func(label string) *procedure.Date {
			if rapid.IntRange(0, 9).Draw(r, label+" none") == 0 {
				return nil
			}
			d := cal.Day(now).AddDays(rapid.IntRange(-1, 20).Draw(r, label))
			return &d
		}
		due := day("due")
		if due != nil && due.Before(cal.Day(now)) {
			due = nil
		}
		x, err := Give(Source{Kind: Entered, Title: "x"}, terms(due), "desk", cal, now)
		if err != nil {
			r.Fatal(err)
		}
		for range rapid.IntRange(5, 30).Draw(r, "acts") {
			now = now.Add(time.Duration(rapid.IntRange(1, 40).Draw(r, "hours")) * time.Hour)
			who := rapid.SampledFrom(persons).Draw(r, "who")
			before := *x
			var err error
			act := rapid.SampledFrom([]Act{ActEdit, ActAccept, ActNote, ActReport, ActReturn, ActClose, ActAsk, ActAsk, ActAnswer, ActRecall}).Draw(r, "act")
			switch act {
			case ActEdit:
				to := terms(day("new due"))
				to.Lead = rapid.SampledFrom([]string{"btc", "byt"}).Draw(r, "lead")
				to.Cooperating = nil
				_, err = x.Edit(to, "x", cal, now)
			case ActAccept:
				err = x.Accept(who.Person, now)
			case ActNote:
				err = x.Note("x", nil)
			case ActReport:
				err = x.Report(who.Person, "x", nil, now)
			case ActReturn:
				err = x.Return(who, "x", now)
			case ActClose:
				err = x.Close(who, "", now)
			case ActAsk:
				e := Extension{Due: cal.Day(now).AddDays(rapid.IntRange(0, 30).Draw(r, "asked")), Reason: "x", By: who.Person, At: now}
				err = x.Ask(e, cal)
			case ActAnswer:
				_, err = x.Answer(who.Person, day("granted"), "x", cal, now)
			case ActRecall:
				err = x.Recall("x", now)
			}
			if err != nil {
				if d := cmp.Diff(before, *x); d != "" {
					r.Fatalf("%s was refused (%v) and changed something:\n%s", act, err, d)
				}
				continue
			}
			if !before.Allows(act) {
				r.Fatalf("%s was possible in %s", act, before.State)
			}
			holds(r, act, &before, x, now)
		}
	})
}

func holds(r *rapid.T, act Act, before, x *Task, now time.Time) {
	todo := x.State == Assigned || x.State == Doing
	next := transitions[before.State][act]
	if act == ActEdit && before.Lead != x.Lead {
		next = Assigned
	}
	for what, ok := range map[string]bool{
		"a rev for each act":                            x.Rev == before.Rev+1,
		"leads where the table says":                    x.State == next,
		"a report stands while reported or closed":      (x.ReportedAt != nil) == (x.State == Reported || x.State == Closed) || x.State == Recalled,
		"closed by another than who reported":           x.State != Closed || x.ClosedBy != "" && x.ClosedBy != x.ReportedBy,
		"nothing is asked of what is not to be done":    x.Asked == nil || todo,
		"nothing is told of what is not to be done":     x.Next.At == nil || todo && x.Due != nil && x.Next.At.After(now.Add(-1000*time.Hour)),
		"done is accepted":                              x.State == Assigned || x.State == Recalled || x.AcceptedAt != nil,
		"a due date has its deadline":                   (x.Due == nil) == x.Deadline.At.IsZero(),
		"the first due date stays":                      before.FirstDue == x.FirstDue,
		"a deadline ends on a working day":              x.Due == nil || cal.IsWorking(x.Deadline.Last) && !x.Deadline.Last.Before(*x.Due),
		"what was done late stays late":                 act != ActClose || before.Timing(now) == x.Timing(now.Add(999*time.Hour)),
		"what is not reported is running, soon or over": !todo || slices.Contains([]Timing{NoDue, Running, Soon, Overdue}, x.Timing(now)),
	} {
		if !ok {
			r.Fatalf("after %s: not so: %s\n%+v", act, what, x)
		}
	}
}
