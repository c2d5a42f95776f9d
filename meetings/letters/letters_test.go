package letters_test

import (
	"strings"
	"testing"
	"time"

	"ecabinet/meetings"
	"ecabinet/meetings/letters"
)

var zone = time.FixedZone("+07", 7*3600)

func dispatch(news meetings.News, part meetings.Part, class string) meetings.Dispatch {
	start := time.Date(2026, 12, 1, 8, 0, 0, 0, zone)
	return meetings.Dispatch{
		Letter:     meetings.Letter{ID: "l1", Person: "p1", News: news, Sequence: 2, MadeAt: start.AddDate(0, 0, -3)},
		Invitation: meetings.Invitation{ID: "i1", Person: "p1", Part: part, Reply: meetings.Invited, Sequence: 2, Span: meetings.Span{From: start, Until: start.Add(time.Hour)}},
		Meeting: &meetings.Meeting{ID: "m1", State: meetings.Convened, Terms: meetings.Terms{
			Title: "Phiên họp kín về biển", Place: "Phòng họp 1", Link: "https://hop.example.vn/bi-mat", Note: "ghi chú kín",
		}},
		Class: class,
	}
}

// What leaves the application says when, where and where to answer; a title only where
// the agenda lets it be named, and never to a guest.
func TestWhatALetterSays(t *testing.T) {
	s := letters.Sender{URL: "https://ecabinet.example", From: "hop@example.vn", Body: "Chính phủ", Zone: zone}
	for _, c := range []struct {
		news          meetings.News
		part          meetings.Part
		class         string
		titled, dated bool
		method        string
	}{
		{meetings.NewsInvited, meetings.AsMember, "internal", true, true, "REQUEST"},
		{meetings.NewsInvited, meetings.AsMember, "restricted", false, true, "REQUEST"},
		{meetings.NewsInvited, meetings.AsGuest, "public", false, true, "REQUEST"},
		{meetings.NewsMoved, meetings.AsPerson, "public", true, true, "REQUEST"},
		{meetings.NewsCancelled, meetings.AsMember, "placeholder", false, true, "CANCEL"},
		{meetings.NewsUninvited, meetings.AsUnit, "public", true, true, "CANCEL"},
		{meetings.NewsNaming, meetings.AsUnit, "public", true, false, ""},
		{meetings.NewsDecided, meetings.AsMember, "public", true, false, ""},
	} {
		l := s.Write(dispatch(c.news, c.part, c.class), "Trần Thị Ánh", "anh@example.vn")
		all := l.Subject + l.Text + strings.ReplaceAll(string(l.Calendar), "\r\n ", "")
		if strings.Contains(all, "về biển") != c.titled || (l.Calendar != nil) != c.dated || l.Method != c.method || l.Subject == "" {
			t.Errorf("%s to %s, %s: %s\n%s", c.news, c.part, c.class, l.Method, all)
		}
		for _, kept := range []string{"bi-mat", "ghi chú"} {
			if strings.Contains(all, kept) {
				t.Errorf("%s: %q leaves the application", c.news, kept)
			}
		}
		if !strings.Contains(l.Text, "08:00, 01/12/2026") || !strings.Contains(l.Text, "https://ecabinet.example/") || c.dated && !strings.Contains(all, "SEQUENCE:2") {
			t.Errorf("%s: %s", c.news, all)
		}
	}
}
