package procedure_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet"
	. "ecabinet/procedure"
)

var hanoi = time.FixedZone("UTC+7", 7*3600)

func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatalf("date %q: %v", s, err)
	}
	return d
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", s, hanoi)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func TestDeadlines(t *testing.T) {
	c := ShippedCalendar()
	for _, tc := range []struct {
		name, sent string
		days       int
		last       string
		skipped    []string
	}{
		{"within a week", "2026-06-01 09:00", 3, "2026-06-04", nil},
		{"the day of sending is not counted, even late", "2026-06-01 23:59", 1, "2026-06-02", nil},
		{"over a weekend", "2026-06-04 09:00", 2, "2026-06-08", []string{"2026-06-06", "2026-06-07"}},
		{"sent on a Saturday", "2026-06-06 09:00", 2, "2026-06-09", []string{"2026-06-07"}},
		{"over Tết 2026", "2026-02-13 09:00", 2, "2026-02-24", []string{"2026-02-14", "2026-02-15", "2026-02-16",
			"2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22"}},
		{"over Tết 2023, with two days in place", "2023-01-18 09:00", 2, "2023-01-27", []string{"2023-01-20", "2023-01-21",
			"2023-01-22", "2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26"}},
		{"a worked Saturday counts", "2026-08-20 09:00", 2, "2026-08-22", nil},
		{"over National day 2026 with its bridge", "2026-08-27 09:00", 2, "2026-09-03", []string{"2026-08-29", "2026-08-30",
			"2026-08-31", "2026-09-01", "2026-09-02"}},
		{"over the end of a year, worked Saturday after it", "2025-12-31 09:00", 6, "2026-01-10", []string{"2026-01-01",
			"2026-01-02", "2026-01-03", "2026-01-04"}},
		{"over April and May 2025, worked Saturday before", "2025-04-25 09:00", 4, "2025-05-05", []string{"2025-04-27",
			"2025-04-30", "2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04"}},
		{"over computed Tết 2027", "2027-02-04 09:00", 1, "2027-02-12", []string{"2027-02-05", "2027-02-06", "2027-02-07",
			"2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11"}},
		{"no days: the day of sending", "2026-06-01 09:00", 0, "2026-06-01", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := c.Deadline(at(t, tc.sent), tc.days, nil, hanoi)
			var skipped []string
			for _, s := range got.Skipped {
				skipped = append(skipped, s.Date.String())
				if s.Name["vi"] == "" || s.Name["en"] == "" || s.Status == "" {
					t.Errorf("a skipped day has no name or status: %+v", s)
				}
			}
			if got.Last != day(t, tc.last) || got.Days != tc.days || !slices.Equal(skipped, tc.skipped) {
				t.Errorf("got %s after %d days, skipping %v; want %s, skipping %v", got.Last, got.Days, skipped, tc.last, tc.skipped)
			}
			if want := day(t, tc.last).AddDays(1).In(hanoi); !got.At.Equal(want) || got.At.Location() != time.UTC {
				t.Errorf("ends at %v, want %v", got.At, want)
			}
			if n := c.WorkingDaysBetween(got.Sent, got.Last); n != tc.days {
				t.Errorf("%d working days between, want %d", n, tc.days)
			}
			byHand := c.DeadlineOn(at(t, tc.sent), got.Last, nil, hanoi)
			if byHand.Days != got.Days || !byHand.At.Equal(got.At) || len(byHand.Skipped) != len(got.Skipped) {
				t.Errorf("set by hand: got %+v", byHand)
			}
		})
	}
}

func TestDeadlineNamesAnHour(t *testing.T) {
	got := ShippedCalendar().Deadline(at(t, "2026-06-01 09:00"), 2, &HourMinute{17, 30}, hanoi)
	if want := at(t, "2026-06-03 17:30"); !got.At.Equal(want) {
		t.Errorf("got %v, want %v", got.At, want)
	}
}

// TestDayOfSendingIsLocal: half past midnight in Hà Nội is the day before in UTC.
func TestDayOfSendingIsLocal(t *testing.T) {
	sent := time.Date(2026, 6, 1, 17, 30, 0, 0, time.UTC)
	got := ShippedCalendar().Deadline(sent, 1, nil, hanoi)
	if got.Sent != day(t, "2026-06-02") || got.Last != day(t, "2026-06-03") {
		t.Errorf("got sent %s, last %s", got.Sent, got.Last)
	}
}

func TestUnconfirmedYears(t *testing.T) {
	c := ShippedCalendar()
	sent := at(t, "2026-12-30 09:00")
	if got := c.Deadline(sent, 3, nil, hanoi).Unconfirmed; !slices.Equal(got, []int{2026, 2027}) {
		t.Errorf("got %v", got)
	}
	c = c.ConfirmYear(2026)
	if got := c.Deadline(sent, 3, nil, hanoi).Unconfirmed; !slices.Equal(got, []int{2027}) {
		t.Errorf("got %v with 2026 confirmed", got)
	}
	if !c.IsConfirmed(2026) || ShippedCalendar().IsConfirmed(2026) {
		t.Error("confirming a year is not a value's own matter")
	}
	got := c.ConfirmYear(2027).Deadline(sent, 3, nil, hanoi)
	if len(got.Unconfirmed) != 0 || got.Skipped[0].Status != Confirmed {
		t.Errorf("got %+v with both confirmed", got)
	}
}

// TestCorrections: an administrator moves a day; the calendar before stays as it was.
func TestCorrections(t *testing.T) {
	c := ShippedCalendar()
	names := map[string]string{"vi": "Điều chỉnh", "en": "Correction"}
	corrected := c.With(
		Day{day(t, "2026-08-31"), Worked, names, Confirmed}, // not a bridge after all
		Day{day(t, "2026-08-22"), Off, names, Confirmed},
		Day{day(t, "2027-02-04"), Off, names, Confirmed}, // a year that is computed stays so
	)
	for d, want := range map[string][2]bool{
		"2026-08-31": {false, true}, "2026-08-22": {true, false}, "2027-02-04": {true, false},
		"2027-02-05": {false, false}, "2027-02-12": {true, true}, "2026-06-06": {false, false},
	} {
		if got := [2]bool{c.IsWorking(day(t, d)), corrected.IsWorking(day(t, d))}; got != want {
			t.Errorf("%s: worked %v, want %v", d, got, want)
		}
	}
}

func TestPapersDue(t *testing.T) {
	c := ShippedCalendar()
	session := day(t, "2026-06-09")
	if got := c.PapersDue(profile(t, "nd-138-2016"), session); got != day(t, "2026-06-02") {
		t.Errorf("5 working days before: got %s", got)
	}
	if got := c.PapersDue(profile(t, "nd-191-2026"), session); got != day(t, "2026-06-06") {
		t.Errorf("3 days before: got %s", got)
	}
}

// holidays are the dates of a computed year that have the English name.
func holidays(c Calendar, year int, name string) []string {
	var dates []string
	for _, d := range c.Year(year) {
		if d.Name["en"] == name {
			dates = append(dates, d.Date.String())
		}
	}
	return dates
}

// TestComputedLunarDates: the computed first day of Tết and 10/3 of the lunar year
// against the announced years, where each is off or answered by the day in its
// place, and against known dates; 1985, 2007 and 2030 are years in which Hà Nội and
// Beijing differ.
func TestWorkingDaysAround(t *testing.T) {
	c := ShippedCalendar()
	for _, tc := range []struct{ day, from, before1, before3 string }{
		{"2026-06-05", "2026-06-05", "2026-06-04", "2026-06-02"}, // a Friday
		{"2026-06-07", "2026-06-08", "2026-06-05", "2026-06-03"}, // a Sunday
		{"2026-08-22", "2026-08-22", "2026-08-21", "2026-08-19"}, // a worked Saturday
		{"2026-02-16", "2026-02-23", "2026-02-13", "2026-02-11"}, // in Tết
		{"2026-02-24", "2026-02-24", "2026-02-23", "2026-02-12"},
	} {
		d := day(t, tc.day)
		if got := c.WorkingFrom(d); got != day(t, tc.from) {
			t.Errorf("%s: works from %s, want %s", tc.day, got, tc.from)
		}
		for n, want := range map[int]string{0: tc.day, 1: tc.before1, 3: tc.before3} {
			if got := c.WorkingBefore(d, n); got != day(t, want) {
				t.Errorf("%s: %d working days before is %s, want %s", tc.day, n, got, want)
			}
		}
	}
}

func TestComputedLunarDates(t *testing.T) {
	computed := NewCalendar(nil)
	known := map[int][2]string{ // first day of Tết, Hung Kings' day
		1968: {"1968-01-29", ""}, 1985: {"1985-01-21", ""}, 2000: {"2000-02-05", ""}, 2007: {"2007-02-17", ""},
		2019: {"2019-02-05", "2019-04-14"}, 2020: {"2020-01-25", "2020-04-02"}, 2021: {"2021-02-12", "2021-04-21"},
		2022: {"2022-02-01", "2022-04-10"}, 2023: {"2023-01-22", "2023-04-29"}, 2024: {"2024-02-10", "2024-04-18"},
		2025: {"2025-01-29", "2025-04-07"}, 2026: {"2026-02-17", "2026-04-26"},
		2027: {"2027-02-06", ""}, 2028: {"2028-01-26", ""}, 2029: {"2029-02-13", ""}, 2030: {"2030-02-02", ""},
	}
	shipped := ShippedCalendar()
	for year, want := range known {
		tet := holidays(computed, year, "Lunar New Year")
		if len(tet) != 5 || tet[1] != want[0] {
			t.Errorf("%d: Tết computed as %v, want the second to be %s", year, tet, want[0])
		}
		kings := holidays(computed, year, "Hung Kings' day")
		if want[1] != "" && !slices.Equal(kings, []string{want[1]}) {
			t.Errorf("%d: Hung Kings' day computed as %v, want %s", year, kings, want[1])
		}
		if year < 2019 || year > 2026 {
			continue
		}
		for _, d := range []string{tet[1], kings[0]} {
			if shipped.IsWorking(day(t, d)) {
				t.Errorf("%s is computed as a holiday and worked as announced", d)
			}
		}
	}
}

// TestSecondNationalDay: there is one from the first year of the Labour Code of 2019.
func TestSecondNationalDay(t *testing.T) {
	c := NewCalendar(nil)
	for year, want := range map[int]int{2020: 0, 2021: 1} {
		if got := holidays(c, year, "National day (second day)"); len(got) != want {
			t.Errorf("%d: %v", year, got)
		}
	}
}

// TestComputedYear: what a year without data is made of, and that it says so.
func TestComputedYear(t *testing.T) {
	var got strings.Builder
	for _, year := range []int{2018, 2027, 2028, 2029, 2030, 2031} {
		for _, d := range ShippedCalendar().Year(year) {
			fmt.Fprintf(&got, "%s %s %s %s | %s | %s\n", d.Date, d.Date.Weekday(), d.Kind, d.Status, d.Name["vi"], d.Name["en"])
			if err := d.Validate(); err != nil {
				t.Errorf("%v: %v", d, err)
			}
		}
	}
	golden(t, "computed-years.golden", got.String())
}

// TestShippedDays: what is off is a weekday, what is worked a Saturday.
func TestShippedDays(t *testing.T) {
	for year := 2019; year <= 2026; year++ {
		days := ShippedCalendar().Year(year)
		if len(days) < 10 {
			t.Errorf("%d has only %d days", year, len(days))
		}
		for _, d := range days {
			rest := d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday
			if rest != (d.Kind == Worked) {
				t.Errorf("%s is a %s and %s", d.Date, d.Date.Weekday(), d.Kind)
			}
		}
	}
}

func TestDates(t *testing.T) {
	for _, bad := range []string{"", "2026-2-1", "2026-02-30", "0000-01-01", "2026-01-01T00:00:00Z", "12026-01-01"} {
		if _, err := ParseDate(bad); !errors.Is(err, &ecabinet.Error{Code: "procedure.date_invalid"}) {
			t.Errorf("%q: got %v", bad, err)
		}
	}
	d := day(t, "2024-02-28")
	if d.AddDays(2) != day(t, "2024-03-01") || !d.Before(d.AddDays(1)) || !d.AddDays(1).After(d) || d.Weekday() != time.Wednesday {
		t.Error("the civil calendar is wrong")
	}
}
