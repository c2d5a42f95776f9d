package demo

import (
	"context"
	"fmt"
	"time"

	"ecabinet/meetings"
	"ecabinet/procedure"
)

// agendaItem is an item of a session of the demonstration: on a matter, or, without
// one, with words of its own.
type agendaItem struct {
	kind    meetings.ItemKind
	matter  string
	title   string
	lead    string
	agency  string
	minutes int
	recused []string
	guests  []string
	secret  bool
}

// done is the error of an act whose reference nobody needs.
func done(_ string, err error) error { return err }

// convene makes a session and publishes its agenda.
func (s *script) convene(ctx context.Context, title string, kind meetings.Kind, start string, length time.Duration, items []agendaItem) (string, []string, error) {
	ctx, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return "", nil, err
	}
	begins := clockAt(start)
	ref, err := s.app.Meetings.MakeMeeting(ctx, meetings.Terms{
		Title: title, Kind: kind, Mode: meetings.Both, Place: "Phòng họp lớn, Trụ sở Chính phủ", Link: "https://hop.example.vn/phien-hop",
		StartsAt: begins, EndsAt: begins.Add(length), Chair: s.persons["thu-tuong"],
	})
	if err != nil {
		return "", nil, err
	}
	meeting := idOf(ref)
	var ids []string
	for _, it := range items {
		t := meetings.ItemTerms{Kind: it.kind, Title: it.title, Lead: it.lead, Agency: s.agencies[it.agency], Minutes: it.minutes}
		if it.matter != "" {
			d := s.matters[it.matter]
			t.Matter, t.Title = d.id, d.title()
		}
		for _, login := range it.guests {
			t.Guests = append(t.Guests, s.persons[login])
		}
		if it.secret {
			t.Class = meetings.Placeholder
		}
		var recused []string
		for _, login := range it.recused {
			recused = append(recused, s.persons[login])
		}
		ref, err := s.app.Meetings.AddItem(ctx, meeting, "", t, recused)
		if err != nil {
			return "", nil, fmt.Errorf("item %q: %w", t.Title, err)
		}
		ids = append(ids, idOf(ref))
	}
	m, err := s.app.Meetings.Store.Meeting(ctx, meeting)
	if err != nil {
		return "", nil, err
	}
	_, err = s.app.Meetings.Convene(ctx, meeting, m.Rev)
	return meeting, ids, err
}

// sit checks members in and opens the session.
func (s *script) sit(ctx context.Context, meeting string, here []int, manner meetings.Manner) error {
	for _, seat := range here {
		who, err := s.as(ctx, members[seat-1].key)
		if err != nil {
			return err
		}
		if _, err := s.app.Meetings.CheckIn(who, meeting, manner, meetings.ByTablet); err != nil {
			return err
		}
	}
	return nil
}

// roomVote lets seats vote on items and closes the vote.
func (s *script) roomVote(ctx context.Context, meeting string, items []string, text string, agree, disagree []int) error {
	desk, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	ref, err := s.app.Meetings.OpenVote(desk, meeting, meetings.Motion{Items: items, Text: text})
	if err != nil {
		return err
	}
	vote := idOf(ref)
	s.clock.Forward(20 * time.Second)
	for choice, list := range map[procedure.Choice][]int{procedure.Agree: agree, procedure.Disagree: disagree} {
		for _, seat := range list {
			who, err := s.as(ctx, members[seat-1].key)
			if err != nil {
				return err
			}
			p, err := s.app.Meetings.Prepare(who, vote, choice, s.clock.Now())
			if err != nil {
				return err
			}
			if _, err := s.app.Meetings.Confirm(who, vote, p.Record, p.Seal); err != nil {
				return err
			}
		}
	}
	s.clock.Forward(40 * time.Second)
	_, err = s.app.Meetings.CloseVote(desk, vote, false)
	return err
}

// speaks gives somebody the floor for a while.
func (s *script) speaks(ctx context.Context, item string, seat int, kind meetings.SpeechKind, length time.Duration) error {
	who, err := s.as(ctx, members[seat-1].key)
	if err != nil {
		return err
	}
	ref, err := s.app.Meetings.Ask(who, item, kind, "")
	if err != nil {
		return err
	}
	desk, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	if length == 0 {
		return nil
	}
	if _, err := s.app.Meetings.Call(desk, idOf(ref), 5*time.Minute); err != nil {
		return err
	}
	s.clock.Forward(length)
	_, err = s.app.Meetings.EndSpeech(desk, idOf(ref))
	return err
}

// presents shows everybody a page of the first paper of an item.
func (s *script) presents(ctx context.Context, item string, page int) error {
	it, err := s.app.Meetings.Store.Item(ctx, item)
	if err != nil {
		return err
	}
	_, err = s.app.Meetings.Present(ctx, item, it.Papers[0].Version, min(page, it.Papers[0].Pages))
	return err
}

// pastSession is a session that is over: one item adopted, one sent back.
func (s *script) pastSession(ctx context.Context) error {
	if err := s.until(ctx, clockAt("2026-10-28 14:00")); err != nil {
		return err
	}
	meeting, items, err := s.convene(ctx, "Phiên họp Chính phủ thường kỳ tháng 10 năm 2026", meetings.Regular, "2026-11-02 08:00", 4*time.Hour, []agendaItem{
		{kind: meetings.Decide, matter: "duong-sat", minutes: 30},
		{kind: meetings.Decide, title: "Dự thảo Nghị quyết về một số giải pháp bình ổn giá vật liệu xây dựng", lead: "Bộ Xây dựng", agency: "BXD", minutes: 25},
		{kind: meetings.Note, title: "Báo cáo tình hình kinh tế - xã hội tháng 10", lead: "Bộ Kế hoạch và Đầu tư", minutes: 20},
	})
	if err != nil {
		return err
	}
	s.concluded = items
	if err := s.until(ctx, clockAt("2026-11-02 07:45")); err != nil {
		return err
	}
	chair, err := s.as(ctx, "thu-tuong")
	if err != nil {
		return err
	}
	back := procedure.DateOf(clockAt("2026-12-01 08:00"), clockAt(Begin).Location())
	run := s.app.Meetings
	return checked(
		func() error { return s.sit(ctx, meeting, seats(1, 24), meetings.AttendRoom) },
		func() error { return s.sit(ctx, meeting, []int{25, 26}, meetings.AttendRemote) },
		func() error { s.clock.Forward(15 * time.Minute); return nil },
		func() error { return done(run.Open(chair, meeting)) },
		func() error { return done(run.Begin(chair, items[0])) },
		func() error { return done(run.Advance(chair, items[0], meetings.StepSpeak)) },
		func() error { return s.speaks(ctx, items[0], 15, meetings.Speech, 4*time.Minute) },
		func() error { return s.speaks(ctx, items[0], 12, meetings.Reply, 2*time.Minute) },
		func() error { return done(run.Advance(chair, items[0], meetings.StepVote)) },
		func() error {
			return s.roomVote(ctx, meeting, items[:1], "Thông qua phương án đầu tư tuyến đường sắt Lào Cai - Hà Nội - Hải Phòng giai đoạn 2?", seats(1, 25, 12), []int{12, 26})
		},
		func() error {
			return done(run.Conclude(chair, items[0], meetings.Conclusion{Outcome: meetings.Adopted, Text: "Chính phủ thống nhất thông qua; giao Bộ Giao thông vận tải hoàn thiện hồ sơ trình Quốc hội."}))
		},
		func() error { return done(run.Begin(chair, items[1])) },
		func() error { return s.speaks(ctx, items[1], 9, meetings.Speech, 3*time.Minute) },
		func() error {
			return s.roomVote(ctx, meeting, items[1:2], "Thông qua dự thảo Nghị quyết về bình ổn giá vật liệu xây dựng?", seats(1, 11), seats(12, 26))
		},
		func() error {
			return done(run.Conclude(chair, items[1], meetings.Conclusion{Outcome: meetings.NotAdopted, ResubmitBy: &back,
				Text: "Bộ Xây dựng đánh giá lại tác động đối với dự án đang thi công, lấy ý kiến địa phương và trình lại."}))
		},
		func() error { return done(run.Begin(chair, items[2])) },
		func() error { s.clock.Forward(12 * time.Minute); return nil },
		func() error {
			return done(run.Conclude(chair, items[2], meetings.Conclusion{Outcome: meetings.Noted, Text: "Chính phủ ghi nhận báo cáo."}))
		},
		func() error { return done(run.Adjourn(chair, meeting)) },
		func() error { return s.minutes(ctx, meeting) },
	)
}

// sessions are one that is about to start and one that runs.
func (s *script) sessions(ctx context.Context) error {
	if err := s.until(ctx, clockAt("2026-11-13 16:40")); err != nil {
		return err
	}
	meeting, items, err := s.convene(ctx, "Phiên họp chuyên đề về xây dựng pháp luật", meetings.Thematic, "2026-11-16 07:30", 3*time.Hour, []agendaItem{
		{kind: meetings.Decide, matter: "tu-chu-dai-hoc", minutes: 40, recused: []string{"bo-truong-y-te"}},
		{kind: meetings.Decide, title: "Dự thảo Nghị quyết về phân cấp thẩm quyền trong lĩnh vực đất đai", lead: "Bộ Tài nguyên và Môi trường", minutes: 30},
		{kind: meetings.Decide, title: "Dự thảo Nghị quyết về kéo dài thời gian thí điểm cấp giấy phép môi trường trực tuyến", lead: "Bộ Tài nguyên và Môi trường", minutes: 10},
		{kind: meetings.Discuss, title: "Định hướng chương trình xây dựng pháp luật năm 2027", lead: "Bộ Tư pháp", minutes: 30},
		{kind: meetings.Note, title: "Báo cáo chuyên đề về an ninh mạng", lead: "Bộ Công an", minutes: 15, secret: true},
	})
	if err != nil {
		return err
	}
	desk, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	for i, login := range []string{"thu-tuong", "bo-truong-quoc-phong", "bo-truong-tai-chinh"} {
		if _, err := s.app.Meetings.HandCopy(desk, items[4], s.persons[login], ""); err != nil {
			return err
		}
		if i == 2 {
			copies, err := s.app.Meetings.Store.Copies(desk, meeting)
			if err != nil {
				return err
			}
			if _, err := s.app.Meetings.SettleCopy(desk, copies[2].ID, meetings.CopyReturned, "Bộ trưởng xin đọc tại Văn phòng"); err != nil {
				return err
			}
		}
	}
	next, _, err := s.convene(ctx, "Phiên họp Chính phủ thường kỳ tháng 11 năm 2026", meetings.Regular, "2026-11-20 08:00", 4*time.Hour, []agendaItem{
		{kind: meetings.Note, title: "Báo cáo tình hình kinh tế - xã hội tháng 11", lead: "Bộ Kế hoạch và Đầu tư", minutes: 30},
		{kind: meetings.Decide, matter: "tai-san-cong", minutes: 20},
		{kind: meetings.Discuss, title: "Công tác phòng, chống thiên tai mùa mưa bão", lead: "Bộ Nông nghiệp và Phát triển nông thôn", minutes: 40, guests: []string{"khach-moi"}},
	})
	if err != nil {
		return err
	}
	if err := s.invitations(ctx, next, clockAt("2026-11-20 08:00")); err != nil {
		return err
	}
	if err := s.until(ctx, clockAt("2026-11-16 07:20")); err != nil {
		return err
	}
	for i, item := range items[1:3] {
		for _, seat := range seats(1, 27, 20+i) {
			who, err := s.as(ctx, members[seat-1].key)
			if err != nil {
				return err
			}
			if _, err := s.app.Meetings.Mark(who, item, meetings.NoObjection, ""); err != nil {
				return err
			}
		}
	}
	chair, err := s.as(ctx, "thu-tuong")
	if err != nil {
		return err
	}
	run := s.app.Meetings
	return checked(
		func() error { return s.sit(ctx, meeting, seats(1, 18, 6), meetings.AttendRoom) },
		func() error { return s.sit(ctx, meeting, []int{19, 21, 22}, meetings.AttendOnline) },
		func() error { s.clock.Forward(12 * time.Minute); return nil },
		func() error { return done(run.Open(chair, meeting)) },
		func() error { return done(run.Begin(chair, items[0])) },
		func() error { return done(run.Advance(chair, items[0], meetings.StepSpeak)) },
		func() error { return s.presents(chair, items[0], 2) },
		func() error { return s.speaks(ctx, items[0], 8, meetings.Speech, 3*time.Minute) },
		func() error { return s.speaks(ctx, items[0], 14, meetings.Speech, 0) },
		func() error { return s.speaks(ctx, items[0], 16, meetings.Speech, 0) },
	)
}
