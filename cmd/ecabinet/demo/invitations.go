package demo

import (
	"context"
	"time"

	"ecabinet/meetings"
)

// invitationOf is the invitation of somebody to a session, or of a unit.
func (s *script) invitationOf(ctx context.Context, meeting, who string) (meetings.Invitation, error) {
	list, err := s.app.Meetings.Store.Invitations(s.system(ctx), meeting)
	for _, i := range list {
		if i.Live() && (i.Person == who || i.Unit == who) {
			return i, err
		}
	}
	return meetings.Invitation{}, err
}

// replies lets somebody do something with his own invitation.
func (s *script) replies(ctx context.Context, meeting, login string, act func(ctx context.Context, invitation string) (string, error)) error {
	i, err := s.invitationOf(ctx, meeting, s.persons[login])
	if err != nil {
		return err
	}
	who, err := s.as(ctx, login)
	if err != nil {
		return err
	}
	_, err = act(who, i.ID)
	return err
}

func (s *script) comes(ctx context.Context, meeting, login string, manner meetings.Manner) error {
	return s.replies(ctx, meeting, login, func(ctx context.Context, id string) (string, error) {
		return s.app.Meetings.Accept(ctx, id, manner)
	})
}

// leave asks for leave and, with decide, has the chair decide.
func (s *script) leave(ctx context.Context, meeting, login string, ask meetings.Absence, decide func(ctx context.Context, absence string) (string, error)) error {
	err := s.replies(ctx, meeting, login, func(ctx context.Context, id string) (string, error) {
		return s.app.Meetings.AskAbsence(ctx, id, ask)
	})
	if err != nil || decide == nil {
		return err
	}
	all, err := s.app.Meetings.Store.Absences(s.system(ctx), meeting)
	if err != nil {
		return err
	}
	chair, err := s.as(ctx, "thu-tuong")
	if err != nil {
		return err
	}
	return done(decide(chair, all.Of(s.persons[login]).ID))
}

// invitations fills the list of the session to come: answers of every kind, and some
// that are still awaited.
func (s *script) invitations(ctx context.Context, meeting string, start time.Time) error {
	desk, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	run := s.app.Meetings
	if _, err := run.Invite(desk, meeting, []meetings.Invitee{
		{Person: s.persons["phan-tich"]}, {Person: s.persons["soan-thao-thong-tin"]},
		{Unit: "agency/" + s.agencies["BTNMT"]}, {Unit: "agency/" + s.agencies["BGTVT"]},
	}); err != nil {
		return err
	}
	s.clock.Forward(3 * time.Hour)
	for seat, m := range members[:15] {
		manner := meetings.AttendRoom
		if seat >= 12 {
			manner = meetings.AttendOnline
		}
		if err := s.comes(ctx, meeting, m.key, manner); err != nil {
			return err
		}
	}
	approve := func(ctx context.Context, id string) (string, error) { return run.DecideAbsence(ctx, id, true, "") }
	from, until := start.Add(2*time.Hour), start.Add(4*time.Hour)
	return checked(
		func() error { return s.comes(ctx, meeting, "phan-tich", meetings.AttendRoom) },
		func() error {
			return s.replies(ctx, meeting, "soan-thao-thong-tin", func(ctx context.Context, id string) (string, error) {
				return run.Decline(ctx, id, "Trùng lịch họp với Ủy ban của Quốc hội.")
			})
		},
		func() error {
			i, err := s.invitationOf(ctx, meeting, "agency/"+s.agencies["BTNMT"])
			if err != nil {
				return err
			}
			unit, err := s.as(ctx, "soan-thao-tai-nguyen")
			if err != nil {
				return err
			}
			return done(run.Name(unit, i.ID, i.Rev, s.persons["soan-thao-tai-nguyen"]))
		},
		func() error {
			return s.leave(ctx, meeting, "bo-truong-xay-dung", meetings.Absence{
				Reason: "Kiểm tra hiện trường sự cố công trình tại Quảng Ninh.", Substitute: s.persons["chuyen-vien-bo-truong-xay-dung"],
			}, nil)
		},
		func() error {
			return s.leave(ctx, meeting, "bo-truong-tai-nguyen", meetings.Absence{
				Reason: "Dự hội nghị quốc tế về khí hậu.", Substitute: s.persons["chuyen-vien-bo-truong-tai-nguyen"],
			}, approve)
		},
		func() error {
			return s.leave(ctx, meeting, "bo-truong-lao-dong", meetings.Absence{
				From: &from, Until: &until, Reason: "Tiếp đoàn Tổ chức Lao động quốc tế từ 10 giờ.",
			}, approve)
		},
		func() error {
			return s.leave(ctx, meeting, "bo-truong-van-hoa", meetings.Absence{Reason: "Dự khai mạc liên hoan phim."},
				func(ctx context.Context, id string) (string, error) {
					return run.DecideAbsence(ctx, id, false, "Nội dung phiên họp thuộc lĩnh vực của Bộ. Đề nghị cử Thứ trưởng dự khai mạc.")
				})
		},
	)
}
