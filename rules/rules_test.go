package rules_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/procedure"
	. "ecabinet/rules"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func day(t *testing.T, text string) procedure.Date {
	t.Helper()
	d, err := procedure.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if !errors.Is(err, &ecabinet.Error{Code: code}) {
		t.Errorf("want %s, got %v", code, err)
	}
}

func fieldsOf(err error) (paths []string) {
	if e, ok := errors.AsType[*ecabinet.Error](err); ok {
		for _, f := range e.Fields {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

// A body that has changed nothing goes by what is shipped, on any day.
func TestUnchangedLawIsTheShippedOne(t *testing.T) {
	law, shipped, calendar := Book{}.Law(), procedure.Shipped(), procedure.ShippedCalendar()
	rapid.Check(t, func(t *rapid.T) {
		on := procedure.Date{Year: 2016, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 20*365).Draw(t, "day"))
		got, gotErr := procedure.At(law.Profiles, on)
		want, wantErr := procedure.At(shipped, on)
		if !cmp.Equal(got, want) || (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("on %v: %+v %v, want %+v %v", on, got, gotErr, want, wantErr)
		}
		if law.Calendar.IsWorking(on) != calendar.IsWorking(on) {
			t.Fatalf("%v: worked %v", on, law.Calendar.IsWorking(on))
		}
		sent := on.In(time.UTC)
		days := rapid.IntRange(1, 10).Draw(t, "days")
		if got, want := law.Calendar.Deadline(sent, days, nil, time.UTC), calendar.Deadline(sent, days, nil, time.UTC); !cmp.Equal(got, want) {
			t.Fatal(cmp.Diff(want, got))
		}
	})
	if gaps := law.Gaps(); len(gaps) != 0 {
		t.Errorf("gaps %v", gaps)
	}
}

// Whatever days are set and taken back, a day on which nothing is left is as
// shipped or as its weekday, and every other is as it was set last.
func TestDaysAreAsSetLast(t *testing.T) {
	shipped := procedure.ShippedCalendar()
	rapid.Check(t, func(t *rapid.T) {
		var b Book
		last := map[procedure.Date]DayKind{}
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			date := procedure.Date{Year: 2026, Month: time.February, Day: 1}.AddDays(rapid.IntRange(0, 40).Draw(t, "date"))
			y, err := b.Year(2026)
			if err != nil {
				t.Fatal(err)
			}
			kind := rapid.SampledFrom([]DayKind{Off, Worked, Plain}).Draw(t, "kind")
			var c DayChange
			if kind == Plain {
				c, err = b.RemoveDay(date, y.Rev, "vì")
			} else {
				c, err = b.SetDay(DayChange{Change: Change{Reason: "vì"}, Date: date, Kind: kind, NameVI: "Nghỉ", NameEN: "Off", Source: "TB"}, y.Rev)
			}
			if err != nil {
				continue // already so
			}
			b.Rev, b.Days, last[date] = c.Rev, append(b.Days, c), kind
		}
		calendar := b.Law().Calendar
		for i := range 60 {
			date := procedure.Date{Year: 2026, Month: time.January, Day: 20}.AddDays(i)
			weekend := date.Weekday() == time.Saturday || date.Weekday() == time.Sunday
			want := shipped.IsWorking(date)
			if kind, set := last[date]; set {
				want = kind == Worked || kind == Plain && !weekend
			}
			if got := calendar.IsWorking(date); got != want {
				t.Fatalf("%v: worked %v, set last %q", date, got, last[date])
			}
		}
	})
}

func find(t *testing.T, b Book, id string) procedure.Profile {
	t.Helper()
	s, err := b.Profile(id)
	if err != nil {
		t.Fatal(err)
	}
	return s.Profile
}

func TestACorrectedProfileHoldsAtItsDates(t *testing.T) {
	var b Book
	p := find(t, b, "nd-191-2026")
	p.Window.MaxDays = 7
	p.Origins["window"] = "Công văn 12/VPCP"
	c, err := b.SetProfile(p, true, 0, "Theo bản gốc")
	if err != nil {
		t.Fatal(err)
	}
	b = Book{Rev: 1, Profiles: []ProfileChange{c}}
	got, err := procedure.At(b.Law().Profiles, day(t, "2026-06-01"))
	if err != nil || got.Window.MaxDays != 7 {
		t.Errorf("in force: %+v, %v", got.Window, err)
	}
	got, err = procedure.At(b.Law().Profiles, day(t, "2026-05-28"))
	if err != nil || got.ID != "nd-39-2022" {
		t.Errorf("the day before: %s, %v", got.ID, err)
	}
	_, err = b.SetProfile(p, true, 0, "Lần nữa")
	refused(t, err, "rules.stale")
	p.Until = day(t, "2026-12-31")
	c, err = b.SetProfile(p, true, 1, "Có nghị định mới")
	if err != nil {
		t.Fatal(err)
	}
	b = Book{Rev: c.Rev, Profiles: append(b.Profiles, c)}
	if gaps := b.Law().Gaps(); !slices.Equal(gaps, []Gap{{From: day(t, "2027-01-01")}}) {
		t.Errorf("gaps %v", gaps)
	}
	_, err = procedure.At(b.Law().Profiles, day(t, "2027-01-01"))
	refused(t, err, "procedure.no_profile")
}

func TestProfilesDoNotOverlap(t *testing.T) {
	var b Book
	p := find(t, b, "nd-39-2022")
	p.Until = day(t, "2026-05-29")
	_, err := b.SetProfile(p, true, 0, "Nhầm ngày")
	refused(t, err, "procedure.profiles_overlap")
	p.Until = procedure.Date{}
	_, err = b.SetProfile(p, true, 0, "Nhầm ngày")
	refused(t, err, "procedure.profiles_overlap")
	// Out of use it is in nobody's way.
	if _, err = b.SetProfile(p, false, 0, "Không áp dụng"); err != nil {
		t.Error(err)
	}
}

// A province sets every figure of a profile of its own.
func TestAnotherBodyMakesItsProfileFromTheTemplate(t *testing.T) {
	var b Book
	for _, id := range []string{"nd-138-2016", "nd-39-2022", "nd-191-2026"} {
		c, err := b.SetProfile(find(t, b, id), false, 0, "Là quy chế của Chính phủ")
		if err != nil {
			t.Fatal(err)
		}
		b = Book{Rev: c.Rev, Profiles: append(b.Profiles, c)}
	}
	if gaps := b.Law().Gaps(); len(gaps) != 0 {
		t.Errorf("gaps %v where nothing is dated", gaps)
	}
	p := find(t, b, Template)
	_, err := b.SetProfile(p, true, 0, "Thử")
	refused(t, err, "rules.template_stays")
	p.ID = "ubnd-tinh"
	_, err = b.SetProfile(p, true, 0, "Thử")
	refused(t, err, "rules.invalid")
	if got := fieldsOf(err); !slices.Equal(got, []string{"from"}) {
		t.Errorf("wrong fields %v", got)
	}
	p.From = day(t, "2026-07-01")
	p.Majority = procedure.Majority{Of: procedure.Fraction{Num: 3, Den: 4}}
	c, err := b.SetProfile(p, true, 0, "Quy chế làm việc của UBND tỉnh")
	if err != nil {
		t.Fatal(err)
	}
	b = Book{Rev: c.Rev, Profiles: append(b.Profiles, c)}
	got, err := procedure.At(b.Law().Profiles, day(t, "2026-07-01"))
	if err != nil || got.ID != "ubnd-tinh" || got.Majority.Needed(20) != 15 {
		t.Errorf("in force: %+v, %v", got, err)
	}
}

func TestAProfileSaysWhereItsFiguresComeFrom(t *testing.T) {
	var b Book
	p := find(t, b, "nd-191-2026")
	p.Origins["tie"] = ""
	p.ID = "Nghị định"
	_, err := b.SetProfile(p, true, 0, " ")
	refused(t, err, "rules.invalid")
	for _, path := range []string{"id", "reason", "origins.tie"} {
		if !slices.Contains(fieldsOf(err), path) {
			t.Errorf("%s is not named: %v", path, fieldsOf(err))
		}
	}
}

func TestAYear(t *testing.T) {
	var b Book
	y, err := b.Year(2026)
	if err != nil || y.Rev != 0 || y.Confirmed || len(y.Days) == 0 {
		t.Fatalf("%+v %v", y, err)
	}
	tet := day(t, "2026-02-17")
	if d, ok := y.Day(tet); !ok || d.Kind != Off || d.Shipped == nil || d.Rev != 0 {
		t.Errorf("Tết: %+v", d)
	}
	swap := DayChange{Change: Change{Reason: "Hoán đổi"}, Date: day(t, "2026-08-15"), Kind: Worked, NameVI: "Làm bù", NameEN: "Made up", Source: "TB 123"}
	c, err := b.SetDay(swap, 0)
	if err != nil {
		t.Fatal(err)
	}
	b = Book{Rev: 1, Days: []DayChange{c}}
	if !b.Law().Calendar.IsWorking(swap.Date) {
		t.Error("the Saturday is not worked")
	}
	_, err = b.SetDay(swap, 0)
	refused(t, err, "rules.stale")
	usual := swap
	usual.Date = day(t, "2026-08-14")
	_, err = b.SetDay(usual, 1)
	refused(t, err, "rules.day_as_usual")
	usual.Source, usual.NameEN = "", ""
	_, err = b.SetDay(usual, 1)
	if got := fieldsOf(err); !slices.Equal(got, []string{"name_en", "source"}) {
		t.Errorf("wrong fields %v", got)
	}
	_, err = b.RemoveDay(usual.Date, 1, "Nhầm")
	refused(t, err, "rules.day_not_there")
	if c, err = b.RemoveDay(swap.Date, 1, "Không hoán đổi nữa"); err != nil {
		t.Fatal(err)
	}
	b = Book{Rev: 2, Days: append(b.Days, c)}
	if y, err = b.Year(2026); err != nil || y.Rev != 2 || b.Law().Calendar.IsWorking(swap.Date) {
		t.Errorf("taken back: %d %v", y.Rev, err)
	}
	if _, there := y.Day(swap.Date); there {
		t.Error("what was added and taken back is still listed")
	}
	_, err = b.Year(1999)
	refused(t, err, "rules.year_range")
}

func TestAConfirmedYearIsShownSo(t *testing.T) {
	var b Book
	sent := day(t, "2026-12-30").In(time.UTC)
	c, err := b.SetConfirmed(2026, true, 0, "")
	if err != nil {
		t.Fatal(err)
	}
	b = Book{Rev: 1, Years: []YearChange{c}}
	d := b.Law().Calendar.Deadline(sent, 3, nil, time.UTC)
	if !slices.Equal(d.Unconfirmed, []int{2027}) {
		t.Errorf("unconfirmed: %v", d.Unconfirmed)
	}
	_, err = b.SetConfirmed(2026, true, 1, "")
	refused(t, err, "rules.confirmed_already")
	_, err = b.SetConfirmed(2027, false, 0, "vì")
	refused(t, err, "rules.not_confirmed")
	_, err = b.SetConfirmed(2026, false, 1, "")
	refused(t, err, "rules.invalid")
	if c, err = b.SetConfirmed(2026, false, 1, "Có thông báo mới"); err != nil {
		t.Fatal(err)
	}
	b = Book{Rev: 2, Years: append(b.Years, c)}
	if b.Law().Calendar.IsConfirmed(2026) {
		t.Error("still confirmed")
	}
}
