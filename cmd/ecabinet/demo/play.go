package demo

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/dossiers"
	"ecabinet/procedure"
)

// Begin is when the demonstration starts, and past when its story does: both a
// working Monday morning.
const (
	past  = "2026-10-05 08:00"
	Begin = "2026-11-16 08:00"
)

// play tells the whole story up to Begin.
func (s *script) play(ctx context.Context) error {
	var writing sync.WaitGroup
	writing.Go(s.shelf.fill) // papers are written while people come in
	defer writing.Wait()
	for _, part := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"people", s.cast},
		{"consulted", s.consulted},
		{"certified", s.certified},
		{"options", s.withOptions},
		{"recalled", s.recalled},
		{"past session", s.pastSession},
		{"tasks", s.hand},
		{"tasks taken up", s.follow},
		{"closed", s.provisional},
		{"matters", s.waiting},
		{"tasks reported", s.followLater},
		{"new round", s.newRound},
		{"open", s.running},
		{"consulting", s.consulting},
		{"sessions", s.sessions},
		{"notes", s.notes},
	} {
		if err := part.do(ctx); err != nil {
			return fmt.Errorf("play %s: %w", part.name, err)
		}
	}
	return s.until(ctx, clockAt(Begin))
}

// certified is a ballot that was adopted and has its number.
func (s *script) certified(ctx context.Context) error {
	const key = "tai-san-cong"
	differ := map[int]view{
		25: {choice: procedure.Disagree, only: "q2", text: "Việc cho thuê ngắn hạn trong khi chờ xử lý dễ kéo dài. Đề nghị quy định thời hạn tối đa 12 tháng và không gia hạn."},
		16: {choice: procedure.Other, only: "q1", text: "Thống nhất chủ trương; đề nghị bổ sung ưu tiên chuyển đổi thành nhà ở cho công chức luân chuyển."},
		12: {choice: procedure.Agree, reserve: "Bảo lưu ý kiến về tỷ lệ để lại cho địa phương khi bán đấu giá trụ sở."},
	}
	return checked(
		func() error { return s.until(ctx, clockAt("2026-10-12 08:40")) },
		func() error { return s.send(ctx, key, "pho-thu-tuong-1", nil) },
		func() error { return s.answers(ctx, key, seats(1, 27, 4, 21, 26), 142*time.Minute, differ) },
		func() error { return s.until(ctx, clockAt("2026-10-20 09:10")) },
		func() error { return s.certify(ctx, key) },
	)
}

func (s *script) certify(ctx context.Context, key string) error {
	return s.act(ctx, "thu-ky-1", key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
		return s.app.Ballots.Certify(ctx, b.ID, b.Rev)
	})
}

// withOptions asks for one of two options.
func (s *script) withOptions(ctx context.Context) error {
	const key = "duong-sat"
	edit := func(t *ballots.Terms) {
		t.Days = 3
		t.Questions = []ballots.Question{
			{Text: "Lựa chọn phương án đầu tư", Kind: ballots.Options, Proposal: "o2", Options: []ballots.Option{
				{Text: "Phương án 1: đầu tư công toàn bộ"}, {Text: "Phương án 2: đầu tư công hạ tầng, đối tác công tư phần ga và phương tiện"},
			}},
			{Text: "Giao Bộ Giao thông vận tải làm cơ quan chủ quản", Kind: ballots.YesNo},
		}
	}
	first := map[string]procedure.Choice{"q1": procedure.OptionChoice("o1")}
	differ := map[int]view{
		6: {choice: procedure.Agree, options: first}, 11: {choice: procedure.Agree, options: first}, 12: {choice: procedure.Agree, options: first},
		16: {choice: procedure.Agree, options: first}, 26: {choice: procedure.Agree, options: first},
		17: {choice: procedure.Other, only: "q1", text: "Đề nghị bổ sung phương án tách riêng ga hàng hóa Yên Viên để đánh giá tác động môi trường trước khi quyết định."},
	}
	return checked(
		func() error { return s.until(ctx, clockAt("2026-10-20 09:40")) },
		func() error { return s.send(ctx, key, "pho-thu-tuong-2", edit) },
		func() error { return s.answers(ctx, key, seats(1, 27, 8, 19, 24), 66*time.Minute, differ) },
		func() error { return s.until(ctx, clockAt("2026-10-26 08:30")) },
		func() error { return s.certify(ctx, key) },
	)
}

// recalled is a ballot that the secretariat took back.
func (s *script) recalled(ctx context.Context) error {
	const key = "cang-bien"
	return checked(
		func() error { return s.until(ctx, clockAt("2026-10-26 09:00")) },
		func() error { return s.send(ctx, key, "pho-thu-tuong-2", nil) },
		func() error { return s.answers(ctx, key, []int{7, 13, 20, 21, 22}, 140*time.Minute, nil) },
		func() error { return s.until(ctx, clockAt("2026-10-28 10:15")) },
		func() error {
			return s.act(ctx, "thu-ky-1", key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
				return s.app.Ballots.Recall(ctx, b.ID, b.Rev, "Bộ Giao thông vận tải đề nghị rút hồ sơ để bổ sung đánh giá tác động đối với cảng địa phương.")
			})
		},
	)
}

// provisional is closed: 11 agree and 2 are deemed to, of 14 needed, so that
// classing one other opinion decides.
func (s *script) provisional(ctx context.Context) error {
	const key = "tu-chu-dai-hoc"
	against := view{choice: procedure.Disagree, only: "q1", text: "Chưa làm rõ trách nhiệm giải trình của hội đồng trường khi quyết định mức học phí; đề nghị hoàn thiện trước khi ban hành."}
	talk := view{choice: procedure.Discuss, only: "q1", text: "Nội dung liên quan nhiều luật, đề nghị thảo luận tại phiên họp thường kỳ."}
	differ := map[int]view{
		3: against, 5: against, 12: against, 15: against, 16: against, 17: against, 25: against, 26: against, 8: talk, 14: talk,
		10: {choice: procedure.Other, only: "q1", text: "Thống nhất nội dung nếu bổ sung quy định chuyển tiếp đối với trường đang trong nhiệm kỳ hội đồng.", points: []ballots.Point{
			{Clause: "Điều 3 khoản 2", Text: "Thời hạn 60 ngày quá ngắn đối với trường trực thuộc địa phương.", Wording: "trong thời hạn 90 ngày kể từ khi chức danh khuyết", Weight: ballots.Condition},
		}},
		18: {choice: procedure.Other, only: "q1", text: "Cơ bản đồng ý; đề nghị thống nhất cơ sở dữ liệu giáo dục đại học dùng chung."},
		21: {choice: procedure.Other, only: "q1", text: "Đề nghị xem xét ban hành đồng thời với nghị định về khoa học, công nghệ trong trường đại học."},
	}
	edit := func(t *ballots.Terms) {
		t.Days = 3
		t.Recused = []string{s.persons["bo-truong-y-te"]}
	}
	return checked(
		func() error { return s.until(ctx, clockAt("2026-11-04 08:30")) },
		func() error { return s.send(ctx, key, "pho-thu-tuong-3", edit) },
		func() error { return s.answers(ctx, key, seats(1, 27, 4, 23, 24), 105*time.Minute, differ) },
	)
}

// newRound is a ballot whose draft was replaced: everybody is asked again.
func (s *script) newRound(ctx context.Context) error {
	const key = "nuoc-duoi-dat"
	return checked(
		func() error { return s.until(ctx, clockAt("2026-11-10 08:00")) },
		func() error { return s.send(ctx, key, "pho-thu-tuong-4", nil) },
		func() error { return s.answers(ctx, key, []int{2, 6, 9, 13, 14, 19, 20, 24}, 25*time.Minute, nil) },
	)
}

// replace puts a second version of the draft in and begins the new round.
func (s *script) replace(ctx context.Context) error {
	const key = "nuoc-duoi-dat"
	d := s.matters[key]
	who, err := s.as(ctx, d.drafter)
	if err != nil {
		return err
	}
	again := d.draft(s.clock.Now().In(zone), "Bản chỉnh lý lần 2: sửa lộ trình giảm khai thác tại vùng hạn chế 1 và bổ sung điều khoản chuyển tiếp đối với công trình cấp nước tập trung.")
	m, err := again.make(dossiers.DraftText, "", "du-thao-"+key+"-chinh-ly-2.pdf")
	if err != nil {
		return err
	}
	if err := s.putIn(who, d, m, d.papers[dossiers.DraftText]); err != nil {
		return err
	}
	if err := s.due(ctx); err != nil {
		return err
	}
	s.clock.Forward(35 * time.Minute)
	return s.act(ctx, "thu-ky-2", key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
		papers, err := s.app.Ballots.Dossier.Papers(ctx, b.Matter)
		if err != nil {
			return "", err
		}
		for _, p := range papers {
			if p.Document == d.papers[dossiers.DraftText] {
				return s.app.Ballots.ReplacePaper(ctx, b.ID, b.Rev, p.Version, ballots.NewRound, "Cơ quan chủ trì sửa nội dung cơ bản về lộ trình giảm khai thác; cần lấy lại ý kiến.")
			}
		}
		return "", fmt.Errorf("the new version of %s is not there", key)
	})
}

// running is what is open when the demonstration begins.
func (s *script) running(ctx context.Context) error {
	half, near := "du-lieu-so", "dau-thau-thuoc"
	nearEdit := func(t *ballots.Terms) {
		t.Days, t.ShowWho = 2, true
		t.Recused = []string{s.persons["thong-doc"]}
	}
	return checked(
		func() error { return s.until(ctx, clockAt("2026-11-11 08:10")) },
		func() error { return s.send(ctx, half, "pho-thu-tuong-1", func(t *ballots.Terms) { t.ShowWho = true }) },
		func() error { return s.until(ctx, clockAt("2026-11-11 13:40")) },
		func() error { return s.send(ctx, near, "pho-thu-tuong-3", nearEdit) },
		func() error { return s.answers(ctx, half, []int{3, 6, 7, 9, 13, 16, 21}, 19*time.Minute, nil) },
		func() error { return s.until(ctx, clockAt("2026-11-12 08:20")) },
		func() error {
			return s.answers(ctx, near, []int{2, 3, 5, 6, 8, 9, 11, 13, 15, 17}, 21*time.Minute, nil)
		},
		func() error { return s.until(ctx, clockAt("2026-11-12 13:30")) },
		func() error { return s.replace(ctx) },
		func() error { return s.answers(ctx, "nuoc-duoi-dat", []int{9, 13, 20}, 20*time.Minute, nil) },
		func() error { return s.offices(ctx, half) },
		func() error { return s.until(ctx, clockAt("2026-11-13 07:40")) },
		func() error { return s.nearly(ctx, near) },
		func() error { return s.answers(ctx, half, []int{5, 8, 15, 17, 19, 20}, 8*time.Minute, nil) },
		func() error { return s.unsent(ctx) },
		func() error { return s.until(ctx, clockAt("2026-11-13 14:20")) },
		func() error { return s.send(ctx, "dat-dai", "pho-thu-tuong-2", landTerms) },
	)
}

func landTerms(t *ballots.Terms) {
	t.Questions = []ballots.Question{
		{Text: "Về sự cần thiết và phạm vi điều chỉnh của dự thảo Nghị định", Kind: ballots.YesNo},
		{Text: "Về việc bố trí tái định cư trước khi ban hành quyết định thu hồi đất", Kind: ballots.YesNo},
		{Text: "Về mức hỗ trợ đào tạo, chuyển đổi nghề và tìm kiếm việc làm", Kind: ballots.YesNo},
	}
}

// nearly is the last day of a ballot, which is then extended to the Monday.
func (s *script) nearly(ctx context.Context, key string) error {
	differ := map[int]view{
		10: {choice: procedure.Other, text: "Thống nhất về sự cần thiết. Đề nghị chỉnh lý hai nội dung dưới đây trước khi ban hành.", points: []ballots.Point{
			{Clause: "Điều 4 khoản 2", Text: "Chế tài đối với nhà thầu giao thiếu phải phù hợp Luật Đấu thầu.", Wording: "Nhà thầu giao dưới 80% số lượng đã cam kết trong một quý bị xử lý theo pháp luật về đấu thầu", Weight: ballots.Condition},
			{Clause: "Điều 5", Text: "Cần quy định rõ cơ quan quyết định điều tiết thuốc giữa các tỉnh.", Weight: ballots.Should},
		}},
		12: {choice: procedure.Agree, reserve: "Bảo lưu ý kiến về thỏa thuận khung 36 tháng vì vượt thời kỳ ổn định ngân sách."},
		21: {choice: procedure.Discuss, only: "q2", text: "Đề nghị thảo luận tại phiên họp về danh mục thuốc hiếm."},
	}
	return checked(
		func() error {
			return s.answers(ctx, key, []int{7, 10, 12, 14, 19, 20, 21, 22, 24, 26}, 11*time.Minute, differ)
		},
		func() error { return s.onBehalf(ctx, key, 4) },
		func() error {
			return s.act(ctx, "thu-ky-1", key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
				return s.app.Ballots.Extend(ctx, b.ID, b.Rev, ballots.Later{
					Day: procedure.Date{Year: 2026, Month: 11, Day: 16}, Hour: &procedure.HourMinute{Hour: 17},
					Reason: "Một số Thành viên Chính phủ đang đi công tác nước ngoài, đề nghị thêm thời gian nghiên cứu hồ sơ.",
				})
			})
		},
	)
}

// onBehalf records a paper ballot that came in, with its scan.
func (s *script) onBehalf(ctx context.Context, key string, seat int) error {
	m := members[seat-1]
	ctx, err := s.as(ctx, "thu-ky-2")
	if err != nil {
		return err
	}
	b, err := s.ballot(ctx, key)
	if err != nil {
		return err
	}
	received := s.clock.Now()
	scan := scanOf(m, b.Title, received.In(zone))
	paper, err := scan.make(dossiers.Other, "", "phieu-giay-"+m.key+".pdf")
	if err != nil {
		return err
	}
	id := ecabinet.NewID()
	kept, err := s.app.Files.Attach(ctx, s.body, id, paper.name, bytes.NewReader(paper.pdf))
	if err != nil {
		return err
	}
	file := ballots.File{ID: id, Name: paper.name, Size: kept.Size, Hash: kept.SHA256}
	_, err = ballotstore.New(s.app.DB).AddFile(ctx, ballotstore.StoredFile{File: file, Ballot: b.ID, By: s.persons["thu-ky-2"], Blob: kept.Ref.Name})
	if err != nil {
		return err
	}
	s.clock.Forward(6 * time.Minute)
	c := agree.content(b)
	c.Files = []ballots.File{file}
	_, err = s.app.Ballots.RecordOnBehalf(ctx, b.ID, ballots.Behalf{
		Seat: seat, Content: c, ReceivedAt: received, Reason: "Phó Thủ tướng đi công tác, gửi phiếu giấy qua văn thư.",
	})
	return err
}

// offices leaves a draft at each step of an office.
func (s *script) offices(ctx context.Context, key string) error {
	opinion := view{choice: procedure.Other, only: "q2", text: "Cơ bản thống nhất; đề nghị làm rõ trách nhiệm bảo đảm an toàn thông tin của bên nhận dữ liệu.", points: []ballots.Point{
		{Clause: "Điều 4", Text: "Thời hạn 15 ngày làm việc nên tính từ khi đủ điều kiện kỹ thuật.", Wording: "15 ngày làm việc kể từ ngày hai bên xác nhận đủ điều kiện kết nối", Weight: ballots.Should},
	}}
	return checked(
		func() error { return s.prepare(ctx, key, "bo-truong-nong-nghiep", ballots.Clerk, agree) },
		func() error { return s.prepare(ctx, key, "bo-truong-tai-chinh", ballots.Unit, opinion) },
		func() error { return s.prepare(ctx, key, "bo-truong-tu-phap", ballots.Head, opinion) },
		func() error { return s.prepare(ctx, key, "bo-truong-y-te", ballots.MemberStep, opinion) },
		func() error { return s.prepare(ctx, key, "thu-tuong", ballots.MemberStep, agree) },
		func() error { return s.prepare(ctx, key, "pho-thu-tuong-1", ballots.Head, agree) },
		func() error { return s.sendBack(ctx, key, "pho-thu-tuong-1") },
	)
}

// sendBack lets the head of an office return the draft to its writer.
func (s *script) sendBack(ctx context.Context, key, member string) error {
	s.clock.Forward(12 * time.Minute)
	return s.act(ctx, "thu-ky-"+member, key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
		d, err := s.app.Ballots.Store.OfficeDraft(ctx, b.ID, b.Round, s.persons[member])
		if err != nil {
			return "", err
		}
		return s.app.Ballots.SendDraftBack(ctx, b.ID, s.persons[member], d.Rev, ballots.Clerk, "Bổ sung nhận xét về chi phí kết nối của địa phương.")
	})
}

// waiting is matters on which no ballot is open yet, or will be.
func (s *script) waiting(ctx context.Context) error {
	return checked(
		func() error { return s.until(ctx, clockAt("2026-11-09 08:05")) },
		func() error { return s.take(ctx, "thue-gtgt") },
		func() error { return s.take(ctx, "luong-toi-thieu") },
		func() error { return s.take(ctx, "benh-khong-lay") },
		func() error { return s.take(ctx, "tre-em-mang") },
		func() error { return s.matter(ctx, "hoc-phi") },
		func() error { return s.move(ctx, "soan-thao-giao-duc", "hoc-phi", dossiers.Submit, "") },
		func() error { return s.until(ctx, clockAt("2026-11-09 14:10")) },
		func() error { return s.matter(ctx, "do-thi-ngap") },
		func() error { return s.move(ctx, "soan-thao-tai-nguyen", "do-thi-ngap", dossiers.Submit, "") },
		func() error { return s.until(ctx, clockAt("2026-11-09 16:25")) },
		func() error {
			return s.move(ctx, "thu-ky-3", "do-thi-ngap", dossiers.Return, "Thiếu ý kiến của Bộ Nông nghiệp và Phát triển nông thôn; số liệu tại trang 2 chưa thống nhất với phụ lục.")
		},
		func() error { return s.matter(ctx, "vien-phi") },
	)
}

// unsent is ballots that have not reached the members: one waits for an
// approver, one for its time, one came back with a reason.
func (s *script) unsent(ctx context.Context) error {
	later := clockAt("2026-11-16 14:00")
	const refused = "benh-khong-lay"
	return checked(
		func() error { return s.ballotOn(ctx, refused, nil) },
		func() error { return s.submit(ctx, refused) },
		func() error { return s.ballotOn(ctx, "luong-toi-thieu", func(t *ballots.Terms) { t.OpenAt = &later }) },
		func() error { return s.submit(ctx, "luong-toi-thieu") },
		func() error { return s.approve(ctx, "pho-thu-tuong-1", "luong-toi-thieu") },
		func() error { return s.until(ctx, clockAt("2026-11-13 13:30")) },
		func() error {
			return s.act(ctx, "pho-thu-tuong-4", refused, func(ctx context.Context, b *ballots.Ballot) (string, error) {
				return s.app.Ballots.Refuse(ctx, b.ID, b.Rev, "Đề nghị tách riêng câu hỏi về kinh phí trước khi gửi.")
			})
		},
		func() error { return s.ballotOn(ctx, "thue-gtgt", nil) },
		func() error { return s.submit(ctx, "thue-gtgt") },
	)
}
