package rules

import (
	"slices"
	"strconv"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// The years of which a calendar can be kept: since the first shipped profile, and
// as far as the computed lunar dates are to be trusted.
const (
	FirstYear = 2016
	LastYear  = 2100
)

// YearDay is a day that differs from a plain week, or that somebody has changed.
type YearDay struct {
	DayChange // Rev 0: as shipped
	Status    procedure.DayStatus
	Shipped   *procedure.Day // what the program says of it; nil: nothing
}

// Year is the calendar of a body for one year.
type Year struct {
	Year      int
	Rev       int64 // of its last change; 0: none
	Confirmed bool
	Last      YearChange // the last confirming or taking back; Rev 0: none
	Days      []YearDay  // by date
}

// Year is the year as the body has it. Error rules.year_range.
func (b Book) Year(year int) (Year, error) {
	if year < FirstYear || year > LastYear {
		return Year{}, ecabinet.E(ecabinet.NotFound, "rules.year_range", "first", strconv.Itoa(FirstYear), "last", strconv.Itoa(LastYear))
	}
	y := Year{Year: year, Last: b.yearsNow()[year]}
	y.Confirmed, y.Rev = y.Last.Confirmed, y.Last.Rev
	days := map[procedure.Date]YearDay{}
	for _, d := range procedure.ShippedCalendar().Year(year) {
		change := DayChange{Date: d.Date, Kind: DayKind(d.Kind), NameVI: d.Name["vi"], NameEN: d.Name["en"]}
		days[d.Date] = YearDay{change, d.Status, &d}
	}
	for date, c := range b.DaysNow() {
		if date.Year != year {
			continue
		}
		y.Rev = max(y.Rev, c.Rev)
		shipped := days[date].Shipped
		if c.Kind == Plain && shipped == nil {
			delete(days, date) // added and taken back: nothing is left of it
			continue
		}
		days[date] = YearDay{c, procedure.Confirmed, shipped}
	}
	for _, d := range days {
		if y.Confirmed {
			d.Status = procedure.Confirmed
		}
		y.Days = append(y.Days, d)
	}
	slices.SortFunc(y.Days, func(p, q YearDay) int { return p.Date.Compare(q.Date) })
	return y, nil
}

// Day is the year's entry for a date.
func (y Year) Day(date procedure.Date) (YearDay, bool) {
	at := slices.IndexFunc(y.Days, func(d YearDay) bool { return d.Date == date })
	if at < 0 {
		return YearDay{}, false
	}
	return y.Days[at], true
}

// entry is the change as a calendar takes it; ok is false where the calendar needs
// none.
func (d DayChange) entry(shipped procedure.Calendar) (day procedure.Day, ok bool) {
	day = procedure.Day{
		Date: d.Date, Kind: procedure.DayKind(d.Kind), Status: procedure.Confirmed,
		Name: map[string]string{"vi": d.NameVI, "en": d.NameEN},
	}
	if d.Kind != Plain {
		return day, true
	}
	known := slices.ContainsFunc(shipped.Year(d.Date.Year), func(s procedure.Day) bool { return s.Date == d.Date })
	switch d.Date.Weekday() {
	case time.Saturday:
		day.Kind, day.Name = procedure.Off, map[string]string{"vi": "Thứ Bảy", "en": "Saturday"}
	case time.Sunday:
		day.Kind, day.Name = procedure.Off, map[string]string{"vi": "Chủ nhật", "en": "Sunday"}
	default:
		day.Kind, day.Name = procedure.Worked, map[string]string{"vi": "Ngày làm việc", "en": "Working day"}
	}
	return day, known
}

// SetDay is the change that makes d's date worked or not, in the year seen at rev.
// Errors: Invalid rules.invalid; Stale rules.stale; Refused rules.day_as_usual.
func (b Book) SetDay(d DayChange, rev int64) (DayChange, error) {
	if err := d.check(); err != nil {
		return d, err
	}
	y, err := b.Year(d.Date.Year)
	if err != nil {
		return d, err
	}
	if y.Rev != rev {
		return d, stale()
	}
	weekend := d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday
	if _, entered := y.Day(d.Date); !entered && weekend == (d.Kind == Off) {
		return d, ecabinet.E(ecabinet.Refused, "rules.day_as_usual", "date", d.Date.String())
	}
	d.Rev = b.Rev + 1
	return d, nil
}

func (d DayChange) check() error {
	var f fields
	f.add(d.Date.IsZero(), "date", "procedure.missing")
	f.add(d.Kind != Off && d.Kind != Worked, "kind", "procedure.unknown")
	f.add(d.NameVI == "", "name_vi", "procedure.missing")
	f.add(d.NameEN == "", "name_en", "procedure.missing")
	f.add(d.Source == "", "source", "rules.source_missing")
	f.long("name_vi", d.NameVI, 200)
	f.long("name_en", d.NameEN, 200)
	f.long("source", d.Source, 300)
	f.reason(d.Reason)
	return f.with(nil)
}

// RemoveDay is the change that takes the entry of a date back: the day is again as
// its weekday. Errors: NotFound rules.day_not_there; Invalid rules.invalid; Stale
// rules.stale.
func (b Book) RemoveDay(date procedure.Date, rev int64, reason string) (DayChange, error) {
	d := DayChange{Date: date, Kind: Plain, Change: Change{Rev: b.Rev + 1, Reason: reason}}
	y, err := b.Year(date.Year)
	if err != nil {
		return d, err
	}
	if y.Rev != rev {
		return d, stale()
	}
	if old, entered := y.Day(date); !entered || old.Kind == Plain {
		return d, ecabinet.E(ecabinet.NotFound, "rules.day_not_there", "date", date.String())
	}
	var f fields
	f.reason(reason)
	return d, f.with(nil)
}

// SetConfirmed is the change that confirms the year's days, or takes that back,
// which needs a reason. Errors: Stale rules.stale; Refused rules.confirmed_already,
// rules.not_confirmed; Invalid rules.invalid.
func (b Book) SetConfirmed(year int, confirmed bool, rev int64, reason string) (YearChange, error) {
	c := YearChange{Year: year, Confirmed: confirmed, Change: Change{Rev: b.Rev + 1, Reason: reason}}
	y, err := b.Year(year)
	switch {
	case err != nil:
		return c, err
	case y.Rev != rev:
		return c, stale()
	case confirmed && y.Confirmed:
		return c, ecabinet.E(ecabinet.Refused, "rules.confirmed_already")
	case !confirmed && !y.Confirmed:
		return c, ecabinet.E(ecabinet.Refused, "rules.not_confirmed")
	}
	var f fields
	if !confirmed {
		f.reason(reason)
	}
	f.long("reason", reason, 500)
	return c, f.with(nil)
}
