package meetings

import (
	"slices"
	"testing"
	"time"
)

func at(minutes float64) time.Time { return start.Add(time.Duration(minutes * float64(time.Minute))) }

func gone(minutes float64) *time.Time { t := at(minutes); return &t }

func TestWhenAConnectionIsLost(t *testing.T) {
	now := at(10)
	for name, c := range map[string]struct {
		links Links
		since time.Time
		lost  bool
	}{
		"never connected":            {nil, time.Time{}, false},
		"connected":                  {Links{{"m1", "a", now, nil}}, time.Time{}, false},
		"gone":                       {Links{{"m1", "a", at(9), gone(9)}}, at(9), true},
		"moved to another node":      {Links{{"m1", "a", at(9), gone(9)}, {"m1", "b", now, nil}}, time.Time{}, false},
		"gone from both":             {Links{{"m1", "a", at(9), gone(9)}, {"m1", "b", at(7), gone(7)}}, at(9), true},
		"the node says nothing more": {Links{{"m1", "a", at(8), nil}}, at(8), true},
		"the node was slow to say":   {Links{{"m1", "a", now.Add(-LinkLife), nil}}, time.Time{}, false},
		"somebody else":              {Links{{"m2", "a", at(9), gone(9)}}, time.Time{}, false},
	} {
		since, lost := c.links.LostSince("m1", now)
		if lost != c.lost || !since.Equal(c.since) {
			t.Errorf("%s: since %v, %v", name, since, lost)
		}
	}
}

// An online member counts until the connection was lost for five minutes, and
// again once it is back; who sits in the room always does.
func TestALostConnectionAndTheQuorum(t *testing.T) {
	s := running(t, 3, "2026-12-03")
	s.come(AttendRoom, 1, 1)
	s.come(AttendOnline, 2, 2)
	s.come(AttendRemote, 3, 3)
	for i := range s.here {
		s.here[i].ID = s.here[i].Person
	}
	s.here[1].Session = "tablet"
	links := Links{{"m1", "a", at(1), gone(1)}, {"m2", "a", at(1), gone(1)}, {"m3", "a", at(1), gone(1)}}
	if lost := s.here.Lost(links, at(2)); len(lost) != 3 || !lost[0].Since.Equal(at(1)) {
		t.Fatalf("lost: %+v", lost)
	}
	if out := s.m.Overdue(s.here, links, at(5.9)); len(out) != 0 {
		t.Fatalf("before the time: %+v", out)
	}
	s.now = at(6)
	if q := s.quorum(); q.Present != 2 {
		t.Fatalf("before the act: %+v", q)
	}
	out := s.m.Overdue(s.here, links, s.now)
	if len(out) != 1 || out[0].Person != "m2" || out[0].LeftBy != ByItself || !out[0].Until.Equal(s.now) {
		t.Fatalf("at the time: %+v", out)
	}
	s.here[1] = out[0]
	if q := s.quorum(); q.Present != 1 || q.Met {
		t.Errorf("without him: %+v", q)
	}
	if again := s.m.Overdue(s.here, links, at(7)); len(again) != 0 {
		t.Errorf("taken out twice: %+v", again)
	}
	if back := s.m.Back(s.here, links, at(8)); len(back) != 0 {
		t.Errorf("back without a connection: %+v", back)
	}
	if back := s.m.Back(s.here, nil, at(8)); len(back) != 0 {
		t.Errorf("back from nowhere: %+v", back)
	}
	links[1].GoneAt, links[1].SeenAt, s.now = nil, at(9), at(9)
	in := append(slices.Clone(s.here), Presence{ID: "in", Person: "s1", Substitute: "m2", Manner: AttendRoom, From: at(7)})
	if back := s.m.Back(in, links, s.now); len(back) != 0 {
		t.Errorf("back in the place that somebody has taken: %+v", back)
	}
	back := s.m.Back(s.here, links, s.now)
	if len(back) != 1 || back[0].Manner != AttendOnline || back[0].Session != "tablet" || back[0].CameBy != ByItself || back[0].Until != nil {
		t.Fatalf("back: %+v", back)
	}
	back[0].ID = "again"
	s.here = append(s.here, back[0])
	if q := s.quorum(); q.Present != 2 || !q.Met {
		t.Errorf("with him again: %+v", q)
	}
	if twice := s.m.Back(s.here, links, at(10)); len(twice) != 0 {
		t.Errorf("back twice: %+v", twice)
	}
}

// Whoever left by himself is not brought back by a connection; who checked in at
// the desk without one has lost none; and where the rules name no time, nobody goes.
func TestWhomALostConnectionDoesNotConcern(t *testing.T) {
	s := running(t, 3, "2026-12-03")
	s.come(AttendOnline, 1, 2)
	for i := range s.here {
		s.here[i].ID = s.here[i].Person
	}
	left, err := s.m.Leave(s.here, "m1", ByTablet, at(1))
	if err != nil {
		t.Fatal(err)
	}
	s.here[0] = left
	links := Links{{"m1", "a", at(60), nil}, {"m2", "a", at(-30), gone(-30)}}
	if back := s.m.Back(s.here, links, at(60)); len(back) != 0 {
		t.Errorf("brought back: %+v", back)
	}
	if lost := s.here.Lost(links, at(60)); len(lost) != 0 {
		t.Errorf("lost before coming: %+v", lost)
	}
	links[1].GoneAt = gone(2)
	if out := s.m.Overdue(s.here, links, at(60)); len(out) != 1 {
		t.Errorf("%+v", out)
	}
	s.m.Profile.ConnectionMinutes = 0
	if out := s.m.Overdue(s.here, links, at(600)); len(out) != 0 {
		t.Errorf("taken out without a rule: %+v", out)
	}
}

func TestTheSigningWindowOfTheRoom(t *testing.T) {
	s := running(t, 3, "2026-12-03")
	if _, err := s.m.OpenSigning(s.here, "m1", "tablet", s.now); code(err) != "meeting.check_in_first" {
		t.Errorf("before check-in: %v", err)
	}
	s.come(AttendRoom, 1, 2)
	s.here[1].Substitute = "m3"
	if _, err := s.m.OpenSigning(s.here, "m2", "tablet", s.now); code(err) != "meeting.check_in_first" {
		t.Errorf("a substitute: %v", err)
	}
	p, err := s.m.OpenSigning(s.here, "m1", "tablet", s.now)
	if err != nil {
		t.Fatal(err)
	}
	s.here[0] = p
	begun, ended, err := s.m.CheckIn(s.here, Presence{Person: "m1", Manner: AttendOnline, CameBy: ByTablet}, at(1))
	if err != nil || len(ended) != 1 || begun.Session != "tablet" {
		t.Errorf("another manner: %+v, %v", begun, err)
	}
	if left, err := s.m.Leave(s.here, "m1", ByTablet, at(1)); err != nil || (Attendance{left}).Signs("m1", "tablet", at(1)) {
		t.Errorf("after check-out: %+v, %v", left, err)
	}
	if !s.here.Signs("m1", "tablet", at(1)) || s.here.Signs("m1", "telephone", at(1)) || s.here.Signs("m1", "", at(1)) || s.here.Signs("m2", "tablet", at(1)) {
		t.Error("the window is open for the wrong device")
	}
	if p, err = s.m.CloseSigning(s.here, "m1", at(1)); err != nil || p.Session != "" {
		t.Errorf("%+v, %v", p, err)
	}
	s.here[0] = p
	if _, err := s.m.CloseSigning(s.here, "m1", at(1)); code(err) != "meeting.signing_closed" {
		t.Errorf("closed twice: %v", err)
	}
}
