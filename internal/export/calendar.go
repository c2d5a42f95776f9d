package export

import (
	"time"

	ics "github.com/arran4/golang-ical"
)

// Calendar is what a reader's own calendar subscribes to or takes in. With a Method,
// REQUEST or CANCEL, it is a message about one event (RFC 5546) from one mail address to
// another, and no answer by mail is asked for.
type Calendar struct {
	Name   string
	Events []Event

	Method   string // "": PUBLISH
	From, To string
}

// Event is one entry of a calendar. A changed event keeps its ID and has a higher
// Rev; one that is called off stays, and says so.
type Event struct {
	ID         string
	Rev        int64
	Changed    time.Time
	Start, End time.Time
	Title      string
	Place      string
	Text       string // "" for none
	Link       string // "" for none
	Off        bool
}

// ICS is the calendar as iCalendar (RFC 5545). Times are in UTC, so that no zone has
// to be described; readers show them in theirs.
func (c Calendar) ICS() []byte {
	calendar := ics.NewCalendarFor("ecabinet")
	calendar.SetMethod(ics.MethodPublish)
	if c.Method != "" {
		calendar.SetMethod(ics.Method(c.Method))
	}
	calendar.SetXWRCalName(clean(c.Name))
	for _, e := range c.Events {
		event := calendar.AddEvent(e.ID + "@ecabinet")
		event.SetSequence(int(e.Rev))
		event.SetDtStampTime(e.Changed)
		event.SetModifiedAt(e.Changed)
		event.SetStartAt(e.Start)
		event.SetEndAt(e.End)
		event.SetSummary(clean(e.Title))
		event.SetStatus(ics.ObjectStatusConfirmed)
		if c.Method != "" {
			event.SetOrganizer(c.From)
			event.AddAttendee(c.To, ics.WithRSVP(false))
		}
		if e.Off {
			event.SetStatus(ics.ObjectStatusCancelled)
		}
		for _, p := range []struct {
			value string
			set   func(string, ...ics.PropertyParameter)
		}{{clean(e.Place), event.SetLocation}, {clean(e.Text), event.SetDescription}, {e.Link, event.SetURL}} {
			if p.value != "" {
				p.set(p.value)
			}
		}
	}
	return []byte(calendar.Serialize(ics.WithNewLineWindows)) // the lines of the format end so everywhere
}
