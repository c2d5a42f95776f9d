package rules

import (
	"time"

	"ecabinet/procedure"
)

// Change says which change of the body's rules this was, who made it and why. Rev
// counts the changes of one body, whatever they were about: 1, 2, 3, ...
type Change struct {
	Rev    int64
	Reason string
	By     string // a person's id
	At     time.Time
}

// ProfileChange is a profile as somebody set it.
type ProfileChange struct {
	Change
	Profile procedure.Profile
	InUse   bool // false: taken out of use; the body goes by other profiles
}

// DayKind is how a body has a day.
type DayKind string

// The kinds of a day.
const (
	Off    = DayKind(procedure.Off)
	Worked = DayKind(procedure.Worked)
	Plain  = DayKind("plain") // as its weekday: an entry for it was taken back
)

// DayChange is a day as somebody set it. Name and source are empty where an entry
// was taken back.
type DayChange struct {
	Change
	Date   procedure.Date
	Kind   DayKind
	NameVI string
	NameEN string
	Source string // the announcement or the text it is from
}

// YearChange is the confirming of a year, or its taking back.
type YearChange struct {
	Change
	Year      int
	Confirmed bool
}

// Book is all that a body has ever changed, each list by Rev. The zero Book is
// that of a body that goes by what is shipped.
type Book struct {
	Rev      int64 // of the last change; 0: none
	Profiles []ProfileChange
	Days     []DayChange
	Years    []YearChange
}

// Law is what holds for a body.
type Law struct {
	Profiles []procedure.Profile // in use, shipped or own; see procedure.At
	Calendar procedure.Calendar
}

// Law is what is shipped, as the book changes it.
func (b Book) Law() Law {
	var law Law
	for _, p := range b.Standing() {
		if p.InUse {
			law.Profiles = append(law.Profiles, p.Profile)
		}
	}
	law.Calendar = b.calendar()
	return law
}

func (b Book) calendar() procedure.Calendar {
	shipped := procedure.ShippedCalendar()
	var days []procedure.Day
	for _, d := range b.DaysNow() {
		if day, ok := d.entry(shipped); ok {
			days = append(days, day)
		}
	}
	c := shipped.With(days...)
	for year, y := range b.yearsNow() {
		if y.Confirmed {
			c = c.ConfirmYear(year)
		}
	}
	return c
}

// DaysNow are the newest changes of each day.
func (b Book) DaysNow() map[procedure.Date]DayChange {
	now := make(map[procedure.Date]DayChange, len(b.Days))
	for _, d := range b.Days {
		now[d.Date] = d
	}
	return now
}

func (b Book) yearsNow() map[int]YearChange {
	now := make(map[int]YearChange, len(b.Years))
	for _, y := range b.Years {
		now[y.Year] = y
	}
	return now
}
