package export

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
)

func TestACalendarIsReadBack(t *testing.T) {
	start := time.Date(2026, 12, 1, 8, 0, 0, 0, zone)
	title := "Phiên họp thường kỳ tháng 12; thảo luận: đường sắt, “quyền tự chủ” và những việc khác \\ tiếp theo"
	raw := Calendar{Name: "Lịch họp Chính phủ", Events: []Event{
		{ID: "m1", Rev: 3, Changed: start, Start: start, End: start.Add(2 * time.Hour), Title: title, Place: "Phòng họp 1\u202e, Hà Nội", Text: "Dòng một\ndòng hai", Link: "https://example.org/meetings/m1"},
		{ID: "m2", Changed: start, Start: start, End: start.Add(time.Hour), Title: "Hoãn", Off: true},
	}}.ICS()
	for line := range strings.SplitSeq(strings.TrimSuffix(string(raw), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.Contains(line, "\n") {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	calendar, err := ics.ParseCalendar(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	events := calendar.Events()
	if len(events) != 2 {
		t.Fatalf("%d events", len(events))
	}
	got := func(i int, name ics.ComponentProperty) string {
		if p := events[i].GetProperty(name); p != nil {
			return p.Value
		}
		return ""
	}
	for name, want := range map[ics.ComponentProperty]string{
		ics.ComponentPropertyUniqueId: "m1@ecabinet", ics.ComponentPropertySequence: "3", ics.ComponentPropertyDtStart: "20261201T010000Z",
		ics.ComponentPropertyDtEnd: "20261201T030000Z", ics.ComponentPropertySummary: title, ics.ComponentPropertyLocation: "Phòng họp 1, Hà Nội",
		ics.ComponentPropertyDescription: "Dòng một\ndòng hai", ics.ComponentPropertyUrl: "https://example.org/meetings/m1", ics.ComponentPropertyStatus: "CONFIRMED",
	} {
		if got(0, name) != want {
			t.Errorf("%s is %q, want %q", name, got(0, name), want)
		}
	}
	if got(1, ics.ComponentPropertyStatus) != "CANCELLED" || got(1, ics.ComponentPropertyUrl) != "" || got(1, ics.ComponentPropertyLocation) != "" {
		t.Errorf("the event called off: %s", raw)
	}
}

// A message about an event names who sends it and who is meant (RFC 5546, 3.2).
func TestACalendarAsAMessage(t *testing.T) {
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, zone)
	raw := string(Calendar{Name: "Lịch họp", Method: "CANCEL", From: "hop@example.vn", To: "anh@example.vn", Events: []Event{{ID: "i1", Rev: 2, Changed: now, Start: now, End: now.Add(time.Hour), Title: "Phiên họp", Off: true}}}.ICS())
	for _, line := range []string{"METHOD:CANCEL", "ORGANIZER:mailto:hop@example.vn", "ATTENDEE;RSVP=false:mailto:anh@example.vn", "SEQUENCE:2", "STATUS:CANCELLED", "UID:i1@ecabinet"} {
		if !strings.Contains(raw, line+"\r\n") {
			t.Errorf("no %q in\n%s", line, raw)
		}
	}
}
