package meetings

import (
	"context"
	"time"

	"ecabinet"
)

// CheckIn enters the actor's own attendance, by tablet or by the code shown in the
// room.
func (s *Service) CheckIn(ctx context.Context, meeting string, manner Manner, by Means) (string, error) {
	return s.checkIn(ctx, meeting, Presence{Person: ecabinet.ActorFrom(ctx).Person, Manner: manner, CameBy: by}, nil)
}

// CheckInFor enters somebody's attendance by the secretariat; substitute names the
// member whose place it is. Whoever stands in for a member with leave comes in his
// place without its being named.
func (s *Service) CheckInFor(ctx context.Context, meeting, person, substitute string, manner Manner) (string, error) {
	return s.checkIn(ctx, meeting, Presence{Person: person, Substitute: substitute, Manner: manner, CameBy: ByDesk}, nil)
}

func (s *Service) checkIn(ctx context.Context, meeting string, p Presence, proven func(now time.Time) error) (string, error) {
	return s.attend(ctx, meeting, p.Person, func(ctx context.Context, tx Tx, m *Meeting, here Attendance, now time.Time) error {
		if proven != nil {
			if err := proven(now); err != nil {
				return err
			}
		}
		if p.Substitute == "" {
			list, err := tx.InvitationsOf(ctx, m.ID, p.Person)
			if err != nil {
				return err
			}
			if i, ok := list.Of(p.Person); ok {
				p.Substitute = i.For
			}
		}
		if p.CameBy == ByDesk {
			if err := s.mayEnter(ctx, tx, m, p, now); err != nil {
				return err
			}
		}
		here, err := s.withPlace(ctx, tx, m, here, p)
		if err != nil {
			return err
		}
		begun, ended, err := m.CheckIn(here, p, now)
		if err != nil {
			return err
		}
		for i := range ended {
			if err := tx.EndPresence(ctx, &ended[i]); err != nil {
				return err
			}
			if x := ended[i]; x.Person != p.Person {
				emit(tx, m, "attendance.ended", "attendance/"+m.ID, data{"person": x.Person, "by": x.LeftBy, "for": x.Substitute})
			}
		}
		begun.ID = ecabinet.NewID()
		emit(tx, m, "attendance.begun", "attendance/"+m.ID, data{
			"person": begun.Person, "manner": begun.Manner, "substitute": begun.Substitute, "by": begun.CameBy,
		})
		return tx.InsertPresence(ctx, m.Body, &begun)
	})
}

// withPlace adds to the presences of somebody who comes those which his place is shared
// with: of the member for whom he sits, or of those who sit for him. Who sits for a
// member has the meeting to himself, so that the member does not come in the same moment.
func (s *Service) withPlace(ctx context.Context, tx Tx, m *Meeting, here Attendance, p Presence) (Attendance, error) {
	if p.Substitute == "" {
		others, err := tx.StandIns(ctx, m.ID, p.Person)
		return append(here, others...), err
	}
	if _, err := tx.LockMeeting(ctx, m.ID, false); err != nil {
		return nil, err
	}
	member, err := tx.AttendanceOf(ctx, m.ID, p.Substitute)
	return append(here, member...), err
}

// mayEnter says whether the secretariat may enter this presence: of somebody known, and
// as a substitute only of a member, by who is none.
func (s *Service) mayEnter(ctx context.Context, tx Tx, m *Meeting, p Presence, now time.Time) error {
	var f fields
	if err := f.persons(ctx, s.Roll, []string{p.Person}, nil, func(int) string { return "person" }); err != nil {
		return err
	}
	if p.Substitute == "" {
		return f.err()
	}
	members, err := s.membersOf(ctx, tx, m, now)
	if err != nil {
		return err
	}
	switch {
	case isMember(members, p.Person):
		f.add("substitute", "absence.substitute_member")
	case !isMember(members, p.Substitute):
		f.add("substitute", "meeting.substitute_of_none")
	}
	return f.err()
}

// membersOf are the members of a session: those who were seated when it was opened, and
// before that those on the list as it stands.
func (s *Service) membersOf(ctx context.Context, tx Tx, m *Meeting, now time.Time) ([]Member, error) {
	if m.OpenedAt == nil {
		return s.Roll.Members(ctx, now)
	}
	seats, err := tx.Seats(ctx, m.ID)
	members := make([]Member, len(seats))
	for i, x := range seats {
		members[i] = Member{Person: x.Person, Name: x.Name, Posts: x.Posts, TieMark: x.TieMark}
	}
	return members, err
}

// Leave ends the actor's own attendance; LeaveFor somebody's, by the secretariat.
func (s *Service) Leave(ctx context.Context, meeting string) (string, error) {
	return s.leave(ctx, meeting, ecabinet.ActorFrom(ctx).Person, ByTablet)
}

// LeaveFor ends somebody's attendance by the secretariat.
func (s *Service) LeaveFor(ctx context.Context, meeting, person string) (string, error) {
	return s.leave(ctx, meeting, person, ByDesk)
}

func (s *Service) leave(ctx context.Context, meeting, person string, by Means) (string, error) {
	return s.attend(ctx, meeting, person, func(ctx context.Context, tx Tx, m *Meeting, here Attendance, now time.Time) error {
		p, err := m.Leave(here, person, by, now)
		if err != nil {
			return err
		}
		emit(tx, m, "attendance.ended", "attendance/"+m.ID, data{"person": person, "by": by})
		return tx.EndPresence(ctx, &p)
	})
}

// OpenSigning opens the signing window of the actor's sign-in for the votes of the
// meeting, until he leaves or it is adjourned. The step-up was asked for before.
func (s *Service) OpenSigning(ctx context.Context, meeting string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.signing(ctx, meeting, "signing.opened", func(m *Meeting, here Attendance, now time.Time) (Presence, error) {
		return m.OpenSigning(here, actor.Person, actor.Session, now)
	})
}

// CloseSigning closes the actor's signing window for the votes of the meeting.
func (s *Service) CloseSigning(ctx context.Context, meeting string) (string, error) {
	person := ecabinet.ActorFrom(ctx).Person
	return s.signing(ctx, meeting, "signing.closed", func(m *Meeting, here Attendance, now time.Time) (Presence, error) {
		return m.CloseSigning(here, person, now)
	})
}

func (s *Service) signing(ctx context.Context, meeting, kind string, act func(m *Meeting, here Attendance, now time.Time) (Presence, error)) (string, error) {
	return s.attend(ctx, meeting, ecabinet.ActorFrom(ctx).Person, func(ctx context.Context, tx Tx, m *Meeting, here Attendance, now time.Time) error {
		p, err := act(m, here, now)
		if err != nil {
			return err
		}
		emit(tx, m, kind, "attendance/"+m.ID, data{"person": p.Person, "session": p.Session})
		return tx.SaveSigning(ctx, &p)
	})
}

// attend runs an act on the attendance of a person; of the others it reads nothing, so
// that it costs the same in a room of thousands. It shares the meeting with other
// members' acts; two of one person meet at the row of the presence.
func (s *Service) attend(ctx context.Context, meeting, person string, act func(ctx context.Context, tx Tx, m *Meeting, here Attendance, now time.Time) error) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, meeting, true)
		if err != nil {
			return "", err
		}
		here, err := tx.AttendanceOf(ctx, meeting, person)
		if err != nil {
			return "", err
		}
		return "attendance/" + m.ID, act(ctx, tx, m, here, tx.Now())
	})
}
