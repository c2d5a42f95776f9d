package procedure

import "time"

// The holidays of the Labour Code (45/2019/QH14, article 112), and article 111 for
// the day off in place of one that falls on a weekly rest. Which two days stand
// around Tết and 2 September is announced each year; what is computed is the usual
// choice and waits for an administrator.

var (
	newYear    = map[string]string{"vi": "Tết Dương lịch", "en": "New Year"}
	tet        = map[string]string{"vi": "Tết Nguyên đán", "en": "Lunar New Year"}
	hungKings  = map[string]string{"vi": "Giỗ Tổ Hùng Vương", "en": "Hung Kings' day"}
	reunified  = map[string]string{"vi": "Ngày Chiến thắng 30/4", "en": "Reunification day"}
	labourDay  = map[string]string{"vi": "Quốc tế lao động 1/5", "en": "Labour day"}
	national   = map[string]string{"vi": "Quốc khánh", "en": "National day"}
	nationalBy = map[string]string{"vi": "Quốc khánh (ngày thứ hai)", "en": "National day (second day)"}
)

// computedYear is the days off of a year for which none are given.
func computedYear(year int) []Day {
	days := []Day{{Date{year, time.January, 1}, Off, newYear, Fixed}}
	for i := -1; i <= 3; i++ {
		days = append(days, Day{lunarDate(year, 1, 1).AddDays(i), Off, tet, Computed})
	}
	days = append(days,
		Day{lunarDate(year, 3, 10), Off, hungKings, Computed},
		Day{Date{year, time.April, 30}, Off, reunified, Fixed},
		Day{Date{year, time.May, 1}, Off, labourDay, Fixed},
		Day{Date{year, time.September, 2}, Off, national, Fixed},
	)
	if year >= secondNationalDayFrom {
		days = append(days, Day{besideNationalDay(year), Off, nationalBy, Computed})
	}
	return inPlace(days)
}

// secondNationalDayFrom is the first year of the Labour Code of 2019.
const secondNationalDayFrom = 2021

// besideNationalDay is the day before or after 2 September, whichever makes the
// longer rest with the weekend.
func besideNationalDay(year int) Date {
	day := Date{year, time.September, 2}
	switch day.Weekday() {
	case time.Sunday, time.Monday, time.Thursday:
		return day.AddDays(1)
	}
	return day.AddDays(-1)
}

// inPlace merges holidays of one date and adds, for each that falls on a weekend,
// the next day that is worked.
func inPlace(holidays []Day) []Day {
	off := make(map[Date]bool, len(holidays))
	var days, owed []Day
	for _, h := range holidays {
		if off[h.Date] {
			continue
		}
		off[h.Date] = true
		days = append(days, h)
		if h.Date.weekend() {
			owed = append(owed, h)
		}
	}
	for _, h := range owed {
		day := h.Date.AddDays(1)
		for day.weekend() || off[day] {
			day = day.AddDays(1)
		}
		off[day] = true
		days = append(days, Day{day, Off, map[string]string{
			"vi": "Nghỉ bù " + h.Name["vi"], "en": "In place of " + h.Name["en"],
		}, Computed})
	}
	return days
}
