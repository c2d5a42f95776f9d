package api

import (
	"context"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/procedure"
	"ecabinet/rules"
)

// CalendarDayView is a day that differs from a plain week, or that somebody changed.
type CalendarDayView struct {
	Date    string      `json:"date"`
	Kind    string      `json:"kind" enum:"off,worked,plain" doc:"plain: an entry was taken back; the day is as its weekday"`
	NameVI  string      `json:"name_vi"`
	NameEN  string      `json:"name_en"`
	Status  string      `json:"status" enum:"fixed,announced,computed,confirmed" doc:"How far the entry can be trusted"`
	Source  string      `json:"source" doc:"Of a changed day"`
	Shipped *DayView    `json:"shipped" doc:"What came with the program; null: nothing"`
	Change  *ChangeView `json:"change" doc:"null: as shipped"`
}

// DayView is what the program says of a day.
type DayView struct {
	Kind   string `json:"kind" enum:"off,worked"`
	NameVI string `json:"name_vi"`
	NameEN string `json:"name_en"`
}

// CalendarYearView is the calendar of a year.
type CalendarYearView struct {
	Year      int               `json:"year"`
	First     int               `json:"first" doc:"The first year that can be kept"`
	Last      int               `json:"last"`
	Today     string            `json:"today"`
	Rev       int64             `json:"rev" doc:"0: never changed"`
	Confirmed bool              `json:"confirmed" doc:"Deadlines through this year are no longer shown as unconfirmed"`
	Change    *ChangeView       `json:"change" doc:"The last confirming or taking back; null: none"`
	Days      []CalendarDayView `json:"days" doc:"By date"`
	Working   []int             `json:"working" doc:"Working days of each month"`
}

func (a *API) year(ctx context.Context, year int) (CalendarYearView, error) {
	out := CalendarYearView{Year: year, First: rules.FirstYear, Last: rules.LastYear}
	b, err := a.s.Book(ctx, body(ctx))
	if err != nil {
		return out, err
	}
	y, err := b.Year(year)
	if err != nil {
		return out, err
	}
	today, err := a.today(ctx)
	if err != nil {
		return out, err
	}
	changes := []rules.Change{y.Last.Change}
	for _, d := range y.Days {
		changes = append(changes, d.Change)
	}
	named, err := a.named(ctx, changes...)
	if err != nil {
		return out, err
	}
	out.Today, out.Rev, out.Confirmed, out.Change = today.String(), y.Rev, y.Confirmed, named(y.Last.Change)
	for _, d := range y.Days {
		v := CalendarDayView{
			Date: d.Date.String(), Kind: string(d.Kind), NameVI: d.NameVI, NameEN: d.NameEN, Status: string(d.Status),
			Source: d.Source, Change: named(d.Change),
		}
		if d.Shipped != nil {
			v.Shipped = &DayView{string(d.Shipped.Kind), d.Shipped.Name["vi"], d.Shipped.Name["en"]}
		}
		out.Days = append(out.Days, v)
	}
	calendar := b.Law().Calendar
	for month := time.January; month <= time.December; month++ {
		first := procedure.Date{Year: year, Month: month, Day: 1}
		next := procedure.DateOf(first.In(time.UTC).AddDate(0, 1, 0), time.UTC)
		out.Working = append(out.Working, calendar.WorkingDaysBetween(first.AddDays(-1), next.AddDays(-1)))
	}
	return out, nil
}

type yearOut struct{ Body CalendarYearView }

// YearPath is the year in a path.
type YearPath struct {
	Year int `path:"year"`
}

// act answers a change with the year as it is then.
func (a *API) act(ctx context.Context, year int, do func() (string, error)) (*yearOut, error) {
	now := func() (CalendarYearView, error) { return a.year(ctx, year) }
	if _, err := do(); err != nil {
		return nil, withCurrent(err, now)
	}
	v, err := now()
	return &yearOut{v}, err
}

func (a *API) calendar() {
	httpx.Handle(a.r, httpx.Op{ID: "read-calendar", Method: "GET", Path: "/api/rules/calendar/{year}", Tag: "rules",
		Summary: "The days of a year that differ from a plain week", Object: "body", Action: "read-calendar"}, nil,
		func(ctx context.Context, in *YearPath) (*yearOut, error) {
			v, err := a.year(ctx, in.Year)
			return &yearOut{v}, err
		})
	a.days()
	type confirmIn struct {
		YearPath
		Body struct {
			Rev int64 `json:"rev"`
			// A reason may be given; none is needed.
			Reason string `json:"reason,omitempty" maxLength:"500"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "confirm-year", Method: "POST", Path: "/api/rules/calendar/{year}/confirm", Tag: "rules",
		Summary: "Confirm the days of a year: deadlines are no longer shown as unconfirmed", Object: "body", Action: "confirm-calendar"}, nil,
		func(ctx context.Context, in *confirmIn) (*yearOut, error) {
			return a.act(ctx, in.Year, func() (string, error) {
				return a.s.SetConfirmed(ctx, in.Year, true, in.Body.Rev, trim(in.Body.Reason))
			})
		})
	type reopenIn struct {
		YearPath
		Body struct {
			Rev    int64  `json:"rev"`
			Reason string `json:"reason" maxLength:"500"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "reopen-year", Method: "POST", Path: "/api/rules/calendar/{year}/reopen", Tag: "rules",
		Summary: "Take the confirming of a year back", Object: "body", Action: "confirm-calendar"}, nil,
		func(ctx context.Context, in *reopenIn) (*yearOut, error) {
			return a.act(ctx, in.Year, func() (string, error) {
				return a.s.SetConfirmed(ctx, in.Year, false, in.Body.Rev, trim(in.Body.Reason))
			})
		})
}

func (a *API) days() {
	type dayIn struct {
		YearPath
		Body struct {
			Rev    int64  `json:"rev" doc:"Of the year, as seen"`
			Date   string `json:"date" doc:"2006-01-02"`
			Kind   string `json:"kind" enum:"off,worked"`
			NameVI string `json:"name_vi" maxLength:"200"`
			NameEN string `json:"name_en" maxLength:"200"`
			Source string `json:"source" maxLength:"300" doc:"The announcement or the text it is from"`
			Reason string `json:"reason" maxLength:"500"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "set-day", Method: "POST", Path: "/api/rules/calendar/{year}/days", Tag: "rules",
		Summary: "Make a day worked or not, with source and reason", Object: "body", Action: "edit-calendar"}, nil,
		func(ctx context.Context, in *dayIn) (*yearOut, error) {
			date, err := dayOf(in.Body.Date, in.Year)
			if err != nil {
				return nil, err
			}
			day := rules.DayChange{
				Change: rules.Change{Reason: trim(in.Body.Reason)}, Date: date, Kind: rules.DayKind(in.Body.Kind),
				NameVI: trim(in.Body.NameVI), NameEN: trim(in.Body.NameEN), Source: trim(in.Body.Source),
			}
			return a.act(ctx, in.Year, func() (string, error) { return a.s.SetDay(ctx, day, in.Body.Rev) })
		})
	type removeIn struct {
		YearPath
		Date string `path:"date" maxLength:"10"`
		Body struct {
			Rev    int64  `json:"rev" doc:"Of the year, as seen"`
			Reason string `json:"reason" maxLength:"500"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "remove-day", Method: "POST", Path: "/api/rules/calendar/{year}/days/{date}/remove", Tag: "rules",
		Summary: "Take the entry of a day back: it is again as its weekday", Object: "body", Action: "edit-calendar"}, nil,
		func(ctx context.Context, in *removeIn) (*yearOut, error) {
			date, err := dayOf(in.Date, in.Year)
			if err != nil {
				return nil, err
			}
			return a.act(ctx, in.Year, func() (string, error) {
				return a.s.RemoveDay(ctx, date, in.Body.Rev, trim(in.Body.Reason))
			})
		})
}

// dayOf reads a day of a year; none where nothing was typed. Error rules.invalid.
func dayOf(text string, year int) (procedure.Date, error) {
	if text == "" {
		return procedure.Date{}, nil
	}
	date, err := procedure.ParseDate(text)
	code := "procedure.date_invalid"
	if err == nil && date.Year == year {
		return date, nil
	} else if err == nil {
		code = "rules.other_year"
	}
	e := ecabinet.E(ecabinet.Invalid, "rules.invalid")
	e.Fields = []ecabinet.FieldError{{Path: "date", Code: code}}
	return date, e
}
