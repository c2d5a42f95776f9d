package procedure

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"strings"

	"ecabinet"
)

// The days of 2019 to 2026. Fixed days are by law; the others are recalled from
// the yearly announcements and wait for an administrator to confirm their year.
//
//go:embed data/working-days-vn.csv
var shippedDays []byte

// ShippedCalendar is the calendar that comes with the program: given for 2019 to
// 2026, computed for other years, and not yet confirmed.
func ShippedCalendar() Calendar {
	days, err := ParseDays(shippedDays)
	if err != nil {
		panic("procedure: the shipped days are wrong: " + err.Error())
	}
	return NewCalendar(days)
}

const daysHeader = "date,kind,name_vi,name_en,status"

// ParseDays reads days as CSV with the columns date, kind, name_vi, name_en,
// status; lines that begin with # are notes. Error procedure.days_invalid with the entry,
// counted from one; zero is the file itself.
func ParseDays(data []byte) ([]Day, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	header, err := r.Read()
	if err != nil || strings.Join(header, ",") != daysHeader {
		return nil, ecabinet.E(ecabinet.Invalid, "procedure.days_invalid", "entry", 0)
	}
	records, err := r.ReadAll()
	if err != nil {
		e := ecabinet.E(ecabinet.Invalid, "procedure.days_invalid", "entry", 0)
		e.Err = err
		return nil, e
	}
	seen := make(map[Date]bool, len(records))
	days := make([]Day, 0, len(records))
	for i, record := range records {
		day, err := parseDay(record)
		if err != nil || seen[day.Date] {
			return nil, ecabinet.E(ecabinet.Invalid, "procedure.days_invalid", "entry", i+1)
		}
		seen[day.Date] = true
		days = append(days, day)
	}
	return days, nil
}

func parseDay(record []string) (Day, error) {
	date, err := ParseDate(record[0])
	day := Day{
		Date: date, Kind: DayKind(record[1]),
		Name: map[string]string{"vi": record[2], "en": record[3]}, Status: DayStatus(record[4]),
	}
	if err != nil {
		return day, err
	}
	return day, day.Validate()
}

// Validate refuses an entry that a calendar could not show or use. Error
// procedure.day_invalid.
func (d Day) Validate() error {
	if d.Date.IsZero() || !d.Date.valid() || d.Name["vi"] == "" || d.Name["en"] == "" ||
		!oneOf(d.Kind, Off, Worked) || !oneOf(d.Status, Fixed, Announced, Computed, Confirmed) {
		return ecabinet.E(ecabinet.Invalid, "procedure.day_invalid", "date", d.Date.String())
	}
	return nil
}
