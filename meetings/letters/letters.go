// Package letters words what leaves the application about a session: the mail to
// somebody invited, and the entry in his calendar. It says as little as serves: when,
// where, and where to answer; never an item, a paper, a reason or the address of the
// online room, and the title of a session only where its agenda lets it be named. It
// must not read anything or send anything.
package letters

import (
	"fmt"
	"strings"
	"time"

	"ecabinet/internal/export"
	"ecabinet/internal/mail"
	"ecabinet/meetings"
)

// Sender is from whom and where letters come.
type Sender struct {
	URL  string // of the application
	From string // the mail address
	Body string // what the body is called
	Zone *time.Location
}

// Entry is an invitation in the calendar of whoever is invited.
func (s Sender) Entry(i meetings.Invitation, m *meetings.Meeting, class string) export.Event {
	title := "Phiên họp"
	switch {
	case i.Part == meetings.AsGuest:
		title = "Dự họp theo giấy mời"
	case meetings.MayBeNamed(class, i.Part):
		title = m.Title
	}
	e := export.Event{
		ID: i.ID, Rev: int64(i.Sequence), Changed: i.ChangedAt, Start: i.Span.From, End: i.Span.Until, Title: title, Place: m.Place,
		Link: s.URL + "/meetings/" + m.ID, Off: m.State == meetings.Cancelled || !i.Live(),
	}
	if !e.End.After(e.Start) {
		e.End = e.Start.Add(30 * time.Minute)
	}
	return e
}

// Write words a letter to somebody at an address.
func (s Sender) Write(d meetings.Dispatch, name, address string) mail.Letter {
	entry := s.Entry(d.Invitation, d.Meeting, d.Class)
	w := words[d.Letter.News]
	if d.Absence != nil && d.Absence.State == meetings.AbsenceRefused {
		w = refused
	}
	l := mail.Letter{ID: d.Letter.ID, Subject: w.subject, Date: d.Letter.MadeAt}
	l.To.Name, l.To.Address = name, address
	facts := func(about, when, where string, format func(time.Time) string) string {
		b := &strings.Builder{}
		fmt.Fprintf(b, "%s: %s\n%s: %s\n", about, entry.Title, when, format(entry.Start))
		if !d.Off() && entry.Place != "" {
			fmt.Fprintf(b, "%s: %s\n", where, entry.Place)
		}
		return b.String()
	}
	vi := facts("Nội dung", "Thời gian", "Địa điểm", func(t time.Time) string { return t.In(s.Zone).Format("15:04, 02/01/2006") })
	en := facts("About", "When", "Where", func(t time.Time) string { return t.In(s.Zone).Format("15:04, 2 January 2006 (MST)") })
	l.Text = fmt.Sprintf("Kính gửi %s,\n\n%s\n\n%s\n%s\n%s/\n\n%s\n\n---\n\nDear %s,\n\n%s\n\n%s\n%s\n%s/\n",
		name, w.vi, vi, w.doVI, s.URL, s.Body, name, w.en, en, w.doEN, s.URL)
	if d.Dated() {
		entry.Rev, entry.Changed, entry.Off = int64(d.Letter.Sequence), d.Letter.MadeAt, d.Off()
		c := export.Calendar{Name: s.Body, Events: []export.Event{entry}, Method: "REQUEST", From: s.From, To: address}
		if d.Off() {
			c.Method = "CANCEL"
		}
		l.Calendar, l.Method = c.ICS(), c.Method
	}
	return l
}

type wording struct{ subject, vi, doVI, en, doEN string }

var words = map[meetings.News]wording{
	meetings.NewsInvited: {
		"Giấy mời họp / Invitation", "Trân trọng mời ông/bà dự phiên họp.", "Xin trả lời trong ứng dụng:",
		"You are invited to a session.", "Please answer in the application:",
	},
	meetings.NewsNaming: {
		"Đề nghị cử người dự họp / Please name who comes", "Đơn vị của ông/bà được mời dự phiên họp.", "Xin cử người dự trong ứng dụng:",
		"Your unit is invited to a session.", "Please name who comes in the application:",
	},
	meetings.NewsMoved: {
		"Thay đổi thời gian, địa điểm họp / Session moved", "Phiên họp đã thay đổi thời gian, địa điểm hoặc hình thức.", "Xin xem trong ứng dụng:",
		"The time, the place or the manner of the session has changed.", "Please look in the application:",
	},
	meetings.NewsCancelled: {
		"Hủy phiên họp / Session cancelled", "Phiên họp không diễn ra.", "Lý do xem trong ứng dụng:",
		"The session does not take place.", "Why, stands in the application:",
	},
	meetings.NewsUninvited: {
		"Thu hồi giấy mời họp / Invitation taken back", "Giấy mời ông/bà dự phiên họp đã được thu hồi.", "Ứng dụng:",
		"Your invitation to the session was taken back.", "The application:",
	},
	meetings.NewsDecided: {
		"Đơn xin vắng mặt được chấp thuận / Leave given", "Đơn xin vắng mặt của ông/bà đã được người chủ trì chấp thuận.", "Xin xem trong ứng dụng:",
		"The chair has given you leave.", "Please look in the application:",
	},
}

var refused = wording{
	"Đơn xin vắng mặt chưa được chấp thuận / Leave refused", "Đơn xin vắng mặt của ông/bà chưa được người chủ trì chấp thuận.", "Lý do xem trong ứng dụng:",
	"The chair has refused your request for leave.", "Why, stands in the application:",
}
