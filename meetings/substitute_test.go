package meetings_test

import (
	"testing"

	"ecabinet/meetings"
)

// A member is present himself, or absent with a substitute who is no member: the desk
// enters nobody who would sit as the one and vote as the other, nor whom nobody knows.
func TestWhoIsEnteredAsASubstitute(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		enter := func(person, instead string) (string, error) {
			return h.svc.CheckInFor(h.desk(), h.meeting, person, instead, meetings.AttendRoom)
		}
		for _, opened := range []bool{false, true} {
			if opened {
				h.ok(h.svc.Open(h.as(m(1)), h.meeting))
			}
			h.refused("meeting.invalid")(enter(m(2), m(3)))
			h.refused("meeting.invalid")(enter("s1", "p1"))
			h.refused("meeting.invalid")(enter("nobody", ""))
			h.refused("meeting.invalid")(enter("nobody", m(3)))
			if len(h.here()) != 0 {
				h.t.Fatalf("entered: %+v", h.here())
			}
		}
		h.ok(enter(m(2), ""))
		h.refused("meeting.invalid")(enter("s1", m(2)))
		h.ok(enter("s1", m(3)))
		_, seats, here := h.room()
		if q := here.Quorum(h.load().Profile, seats, h.clock.Now()); q.Present != 1 {
			h.t.Errorf("%+v", q)
		}
	})
}
