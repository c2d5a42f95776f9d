package meetings_test

import (
	"slices"
	"testing"
	"time"

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
		h.refused("meeting.substitute_of_present")(enter("s1", m(2)))
		h.ok(enter("s1", m(3)))
		_, seats, here := h.room()
		if q := here.Quorum(h.load().Profile, seats, h.clock.Now()); q.Present != 1 {
			h.t.Errorf("%+v", q)
		}
	})
}

// A member who comes sits in his own place: who sat in it does so no more, and comes back
// only when the member has left. A member who merely votes from afar leaves it to him.
func TestAMemberWhoComesEndsHisSubstitutesPresence(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		h.ok(h.svc.Open(h.as(m(1)), h.meeting))
		now := func() (list []string) {
			for _, p := range h.here() {
				if p.Until == nil {
					list = append(list, p.Person+" "+string(p.Manner)+" "+p.Substitute)
				}
			}
			slices.Sort(list)
			return list
		}
		want := func(when string, list ...string) {
			h.t.Helper()
			if got := now(); !slices.Equal(got, list) {
				h.t.Errorf("%s: %q, want %q", when, got, list)
			}
		}
		enter := func() (string, error) { return h.svc.CheckInFor(h.desk(), h.meeting, "s1", m(3), meetings.AttendRoom) }
		h.ok(enter())
		h.ok(h.svc.CheckIn(h.as(m(3)), h.meeting, meetings.AttendRemote, meetings.ByTablet))
		want("votes from afar", m(3)+" remote ", "s1 room "+m(3))
		h.clock.Add(time.Minute)
		h.ok(h.svc.CheckIn(h.as(m(3)), h.meeting, meetings.AttendRoom, meetings.ByTablet))
		want("comes himself", m(3)+" room ")
		for _, p := range h.here() {
			if p.Person == "s1" && p.LeftBy != meetings.ByTablet {
				h.t.Errorf("the substitute left by %q", p.LeftBy)
			}
		}
		h.refused("meeting.substitute_of_present")(enter())
		h.clock.Add(time.Minute)
		h.ok(h.svc.Leave(h.as(m(3)), h.meeting))
		h.ok(enter())
		want("has left again", "s1 room "+m(3))
	})
}
