package api

import (
	"context"
	"slices"

	"ecabinet/meetings"
)

// expect adds to the attendance what the invitations say: what members answered, who
// has leave, who comes in whose place, and who is still expected.
func (a *API) expect(ctx context.Context, s Sight, m *meetings.Meeting, v *AttendanceView) error {
	list, err := a.store.Invitations(ctx, m.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	absences, err := a.store.Absences(ctx, m.ID)
	if err != nil {
		return err
	}
	b := &book{named: named{api: a}}
	for _, i := range list {
		b.wants(i)
	}
	if err := b.read(ctx); err != nil {
		return err
	}
	for n := range v.Seats {
		seat := &v.Seats[n]
		if i, ok := list.Of(seat.Person.ID); ok {
			seat.Answer = string(i.Reply)
		}
		if x := absences.Of(seat.Person.ID); x != nil && x.State == meetings.AbsenceApproved {
			seat.Leave = &LeaveView{x.From, x.Until}
			if at := slices.IndexFunc(list, func(i meetings.Invitation) bool { return i.For == seat.Person.ID && i.Comes() }); at >= 0 {
				seat.By = b.person(list[at].Person)
			}
		}
	}
	if m.AdjournedAt != nil {
		return nil
	}
	for _, i := range list {
		here := slices.ContainsFunc(v.Others, func(o OtherView) bool { return o.Person.ID == i.Person })
		if !i.Comes() || here || i.Part == meetings.AsMember || i.Part == meetings.AsGuest && !s.Desk {
			continue
		}
		v.Expected = append(v.Expected, ExpectedView{
			Person: b.of(i.Person), Part: string(i.Part), Unit: b.unitView(i.Unit), Substitute: b.person(i.For), Answer: string(i.Reply),
		})
	}
	return nil
}
