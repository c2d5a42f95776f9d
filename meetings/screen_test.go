package meetings_test

import (
	"strings"
	"testing"
	"time"

	"ecabinet/meetings"
)

// The code on the screens turns; one that has just left is still taken, an older one
// or another session's is not, and the attendance says how it came about.
func TestCheckInByTheCodeOnTheScreen(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		now := h.clock.Now()
		code, until := h.svc.CheckInCode(h.meeting, now)
		if len(code) != 8 || !until.After(now) || until.Sub(now) > 30*time.Second {
			h.t.Fatalf("code %q until %v", code, until)
		}
		other, _ := h.svc.CheckInCode("another", now)
		h.refused("meeting.code_over")(h.svc.CheckInByCode(h.as("m1"), h.meeting, other))
		h.refused("meeting.code_over")(h.svc.CheckInByCode(h.as("m1"), h.meeting, ""))
		h.ok(h.svc.CheckInByCode(h.as("m1"), h.meeting, strings.ToLower(code[:4])+" "+code[4:]))
		h.clock.Add(45 * time.Second)
		h.ok(h.svc.CheckInByCode(h.as("m2"), h.meeting, code))
		h.clock.Add(time.Minute)
		h.refused("meeting.code_over")(h.svc.CheckInByCode(h.as("m3"), h.meeting, code))
		next, _ := h.svc.CheckInCode(h.meeting, h.clock.Now())
		if next == code {
			h.t.Error("the code does not turn")
		}
		p, ok := h.here().At("m1", h.clock.Now())
		if !ok || p.Manner != meetings.AttendRoom || p.CameBy != meetings.ByCode {
			h.t.Errorf("attendance: %+v", p)
		}
	})
}

// What the screens show is told while there is a session to show.
func TestTheSceneOnTheScreens(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		h.ok(h.svc.ShowOnScreen(h.desk(), h.meeting, meetings.SceneCheckIn))
		if m := h.load(); m.Screen != meetings.SceneCheckIn {
			h.t.Errorf("scene %q", m.Screen)
		}
		h.come(1, 3, meetings.AttendRoom)
		h.ok(h.svc.Open(h.as("m1"), h.meeting))
		h.ok(h.svc.ShowOnScreen(h.desk(), h.meeting, meetings.SceneRunning))
		h.ok(h.svc.Adjourn(h.as("m1"), h.meeting))
		h.refused("meeting.screen_not_now")(h.svc.ShowOnScreen(h.desk(), h.meeting, meetings.SceneSeats))
	})
}
