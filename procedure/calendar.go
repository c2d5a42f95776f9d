package procedure

import (
	"maps"
	"slices"
	"time"
)

// DayKind says whether a day is worked, against what its weekday would say.
type DayKind string

// The kinds of days in a calendar.
const (
	Off    DayKind = "off"    // a weekday that is not worked
	Worked DayKind = "worked" // a Saturday that is; or, as a correction, a weekday that is worked after all
)

// DayStatus says how far an entry can be trusted.
type DayStatus string

// The statuses, and Weekly, which is no entry but the weekly rest.
const (
	Fixed     DayStatus = "fixed"     // by law, each year
	Announced DayStatus = "announced" // from the yearly announcements, to be confirmed
	Computed  DayStatus = "computed"  // from the rules of the law and the lunar calendar
	Confirmed DayStatus = "confirmed" // by an administrator
	Weekly    DayStatus = "weekly"
)

// Day is one entry of a calendar.
type Day struct {
	Date   Date              `json:"date"`
	Kind   DayKind           `json:"kind"`
	Name   map[string]string `json:"name"` // vi, en
	Status DayStatus         `json:"status"`
}

// Calendar knows which days are worked. It is a value: With and ConfirmYear give
// another one. Years without entries of their own are computed.
type Calendar struct {
	days      map[Date]Day
	given     map[int]bool // years whose days are given, not computed
	confirmed map[int]bool
}

// NewCalendar is a calendar of the given days. A year that has any of them is
// taken to be complete; every other year is computed.
func NewCalendar(days []Day) Calendar {
	c := Calendar{days: make(map[Date]Day, len(days)), given: map[int]bool{}, confirmed: map[int]bool{}}
	for _, d := range days {
		c.days[d.Date] = d
		c.given[d.Date.Year] = true
	}
	return c
}

// With is c with an administrator's corrections: each replaces what c says of its day.
func (c Calendar) With(corrections ...Day) Calendar {
	c.days = maps.Clone(c.days)
	if c.days == nil {
		c.days = make(map[Date]Day, len(corrections))
	}
	for _, d := range corrections {
		c.days[d.Date] = d
	}
	return c
}

// ConfirmYear is c with a year that an administrator has confirmed.
func (c Calendar) ConfirmYear(year int) Calendar {
	c.confirmed = maps.Clone(c.confirmed)
	if c.confirmed == nil {
		c.confirmed = make(map[int]bool, 1)
	}
	c.confirmed[year] = true
	return c
}

// IsConfirmed tells whether an administrator has confirmed the year.
func (c Calendar) IsConfirmed(year int) bool { return c.confirmed[year] }

// Year is the entries of a year, by date; of a confirmed year all are confirmed.
func (c Calendar) Year(year int) []Day {
	days := make(map[Date]Day)
	if !c.given[year] {
		for _, d := range computedYear(year) {
			days[d.Date] = d
		}
	}
	for date, d := range c.days {
		if date.Year == year {
			days[date] = d
		}
	}
	if c.confirmed[year] {
		for date, d := range days {
			d.Status = Confirmed
			days[date] = d
		}
	}
	return slices.SortedFunc(maps.Values(days), func(a, b Day) int { return a.Date.Compare(b.Date) })
}

// IsWorking tells whether d is worked.
func (c Calendar) IsWorking(d Date) bool {
	_, rest := c.walk().rest(d)
	return !rest
}

// HourMinute is a time of day, when a deadline names one.
type HourMinute struct{ Hour, Minute int }

// SkippedDay is a day that a deadline did not count.
type SkippedDay struct {
	Date   Date              `json:"date"`
	Name   map[string]string `json:"name"` // vi, en
	Status DayStatus         `json:"status"`
}

// Deadline is the end of a window, with all that went into it. An answer at or
// before At is in time.
type Deadline struct {
	At          time.Time    `json:"at"` // UTC; 24:00 of Last in the zone unless an hour was named
	Days        int          `json:"days"`
	Sent        Date         `json:"sent"`
	Last        Date         `json:"last"`
	Skipped     []SkippedDay `json:"skipped"`
	Unconfirmed []int        `json:"unconfirmed"` // years gone through that no administrator has confirmed
}

// Deadline is days working days after the day of sending, which is not counted.
// With days below one it is the day of sending itself.
func (c Calendar) Deadline(sent time.Time, days int, hour *HourMinute, zone *time.Location) Deadline {
	w := c.walk()
	d := Deadline{Sent: DateOf(sent, zone), Skipped: []SkippedDay{}, Unconfirmed: []int{}}
	d.Last = d.Sent
	for d.Days < days {
		d.Last = d.Last.AddDays(1)
		d.pass(w, d.Last)
	}
	d.At = end(d.Last, hour, zone)
	return d
}

// DeadlineOn is a deadline set by hand: Last is given, and the working days up to
// it are counted. Last itself need not be worked.
func (c Calendar) DeadlineOn(sent time.Time, last Date, hour *HourMinute, zone *time.Location) Deadline {
	w := c.walk()
	d := Deadline{
		At: end(last, hour, zone), Sent: DateOf(sent, zone), Last: last,
		Skipped: []SkippedDay{}, Unconfirmed: []int{},
	}
	for day := d.Sent.AddDays(1); !day.After(last); day = day.AddDays(1) {
		d.pass(w, day)
	}
	return d
}

// pass counts or skips one day.
func (d *Deadline) pass(w *walk, day Date) {
	if skipped, rest := w.rest(day); rest {
		d.Skipped = append(d.Skipped, skipped)
	} else {
		d.Days++
	}
	if !w.calendar.confirmed[day.Year] && !slices.Contains(d.Unconfirmed, day.Year) {
		d.Unconfirmed = append(d.Unconfirmed, day.Year)
	}
}

func end(last Date, hour *HourMinute, zone *time.Location) time.Time {
	if hour == nil {
		return last.AddDays(1).In(zone).UTC()
	}
	if zone == nil {
		zone = time.UTC
	}
	return time.Date(last.Year, last.Month, last.Day, hour.Hour, hour.Minute, 0, 0, zone).UTC()
}

// WorkingDaysBetween counts the working days after a, up to and with b.
func (c Calendar) WorkingDaysBetween(a, b Date) int {
	w := c.walk()
	n := 0
	for day := a.AddDays(1); !day.After(b); day = day.AddDays(1) {
		if _, rest := w.rest(day); !rest {
			n++
		}
	}
	return n
}

// WorkingFrom is the first working day at or after d: where a term that ends on a
// day of rest ends (Civil Code 2015, article 148, clause 5).
func (c Calendar) WorkingFrom(d Date) Date {
	w := c.walk()
	for {
		if _, rest := w.rest(d); !rest {
			return d
		}
		d = d.AddDays(1)
	}
}

// WorkingBefore is the day n working days before d.
func (c Calendar) WorkingBefore(d Date, n int) Date {
	w := c.walk()
	for n > 0 {
		d = d.AddDays(-1)
		if _, rest := w.rest(d); !rest {
			n--
		}
	}
	return d
}

// PapersDue is the last day for the invitation and the papers of a session.
func (c Calendar) PapersDue(p Profile, session Date) Date {
	if !p.PapersWorkingDays {
		return session.AddDays(-p.PapersDays)
	}
	return c.WorkingBefore(session, p.PapersDays)
}

// walk answers for one day after another and computes each year once.
type walk struct {
	calendar Calendar
	years    map[int]map[Date]Day
}

func (c Calendar) walk() *walk { return &walk{c, make(map[int]map[Date]Day, 2)} }

// rest tells whether d is not worked, and why.
func (w *walk) rest(d Date) (SkippedDay, bool) {
	year, known := w.years[d.Year]
	if !known {
		year = make(map[Date]Day)
		for _, day := range w.calendar.Year(d.Year) {
			year[day.Date] = day
		}
		w.years[d.Year] = year
	}
	if day, named := year[d]; named {
		return SkippedDay{d, day.Name, day.Status}, day.Kind == Off
	}
	return SkippedDay{d, weeklyNames[d.Weekday()], Weekly}, d.weekend()
}

var weeklyNames = map[time.Weekday]map[string]string{
	time.Saturday: {"vi": "Thứ Bảy", "en": "Saturday"},
	time.Sunday:   {"vi": "Chủ nhật", "en": "Sunday"},
}
