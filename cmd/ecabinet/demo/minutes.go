package demo

import (
	"context"
	"strings"
	"time"

	"ecabinet/meetings"
)

// minutes are the papers of the past session: the minutes and the notice of
// conclusions are certified, the resolution waits for the chair.
func (s *script) minutes(ctx context.Context, meeting string) error {
	desk, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	chair, err := s.as(ctx, "thu-tuong")
	if err != nil {
		return err
	}
	reviewer, err := s.as(ctx, members[2].key)
	if err != nil {
		return err
	}
	run := s.app.Meetings
	deeds, err := run.Store.Deeds(desk, meeting)
	if err != nil {
		return err
	}
	sign := func(who context.Context, id string, secretary bool) error {
		s.clock.Forward(20 * time.Minute)
		x, err := run.Signable(who, id, secretary)
		if err != nil {
			return err
		}
		return done(run.SignDeed(who, id, x.Hash, secretary))
	}
	for _, d := range deeds {
		err := checked(
			func() error { return s.writeUp(desk, d) },
			func() error { return s.review(desk, reviewer, d) },
			func() error { return sign(desk, d.ID, true) },
			func() error {
				if d.Kind == meetings.DeedResolution {
					return nil
				}
				return sign(chair, d.ID, false)
			},
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// writeUp adds the secretariat's words to the items of the minutes.
func (s *script) writeUp(desk context.Context, d meetings.Deed) error {
	if d.Kind != meetings.DeedMinutes {
		return nil
	}
	run := s.app.Meetings
	sections, err := run.Store.Sections(desk, d.ID)
	if err != nil {
		return err
	}
	words := []string{
		"Các ý kiến phát biểu thống nhất về sự cần thiết đầu tư; đề nghị làm rõ phương án huy động vốn và tiến độ giải phóng mặt bằng.",
		"Nhiều ý kiến cho rằng báo cáo đánh giá tác động chưa đủ số liệu của các dự án đang thi công.",
		"",
	}
	n := 0
	for _, x := range sections {
		if !strings.HasPrefix(x.Key, "item:") {
			continue
		}
		if n < len(words) && words[n] != "" {
			s.clock.Forward(10 * time.Minute)
			if _, err := run.WriteSection(desk, d.ID, x.Key, x.Rev, words[n]); err != nil {
				return err
			}
		}
		n++
	}
	return nil
}

// review sends a paper to its reviewer; what is said to the minutes is answered.
func (s *script) review(desk, reviewer context.Context, d meetings.Deed) error {
	run := s.app.Meetings
	if _, err := run.AddressDeed(desk, d.ID, d.Rev, []string{s.persons[members[2].key]}, d.Recipients); err != nil {
		return err
	}
	s.clock.Forward(time.Minute)
	if _, err := run.SendDeed(desk, d.ID, d.Rev+1); err != nil || d.Kind != meetings.DeedMinutes {
		return err
	}
	s.clock.Forward(time.Hour)
	if _, err := run.CommentDeed(reviewer, d.ID, "closing", "Đề nghị ghi rõ giờ kết thúc phiên họp."); err != nil {
		return err
	}
	comments, err := run.Store.Comments(desk, d.ID)
	if err != nil {
		return err
	}
	s.clock.Forward(10 * time.Minute)
	return done(run.AnswerComment(desk, comments[0].ID, "Giờ kết thúc đã có trong mục này."))
}
