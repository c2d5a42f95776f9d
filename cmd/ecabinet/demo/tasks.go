package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/meetings/tasks"
	taskstore "ecabinet/meetings/tasks/store"
	"ecabinet/procedure"
)

// errand is a task of the demonstration: from item n of the past session (from 1),
// from the ballot on a matter, or from another paper.
type errand struct {
	key         string
	item        int
	ballot      string
	paper       string
	text        string
	lead        string
	cooperating []string
	due         string // "" for none
	shown       bool
}

var errands = []errand{
	{key: "trinh-quoc-hoi", item: 1, lead: "BGTVT", cooperating: []string{"BKHĐT", "BTC"}, due: "2026-11-18", shown: true,
		text: "Hoàn thiện hồ sơ dự án đường sắt Lào Cai - Hà Nội - Hải Phòng giai đoạn 2, trình Quốc hội tại kỳ họp gần nhất."},
	{key: "phuong-an-von", item: 1, lead: "BGTVT", cooperating: []string{"BTC"}, due: "2026-11-05",
		text: "Báo cáo bổ sung phương án huy động vốn và tiến độ giải ngân theo từng năm của dự án."},
	{key: "tac-dong-gia", item: 2, lead: "BXD", cooperating: []string{"BTNMT", "BCT"}, due: "2026-11-12", shown: true,
		text: "Đánh giá lại tác động của việc điều chỉnh giá vật liệu xây dựng đối với các dự án đang thi công, lấy ý kiến các địa phương."},
	{key: "mo-vat-lieu", item: 2, lead: "BTNMT", cooperating: []string{"BXD"}, due: "2026-11-17",
		text: "Rà soát, công bố danh mục mỏ vật liệu xây dựng thông thường đủ điều kiện khai thác theo cơ chế đặc thù."},
	{key: "giai-ngan", item: 3, lead: "BTC", cooperating: []string{"BKHĐT"}, due: "2026-11-10", shown: true,
		text: "Tổng hợp tình hình giải ngân vốn đầu tư công 10 tháng, đề xuất điều chuyển vốn giữa các bộ, ngành, địa phương."},
	{key: "gia-dich-vu", item: 3, lead: "BYT", cooperating: []string{"BTC"}, due: "2026-11-06",
		text: "Báo cáo kết quả rà soát giá dịch vụ khám bệnh, chữa bệnh và đề xuất lộ trình điều chỉnh."},
	{key: "huong-dan", ballot: "tai-san-cong", lead: "BTC", due: "2026-11-13", shown: true,
		text: "Ban hành văn bản hướng dẫn xử lý trụ sở dôi dư sau sắp xếp đơn vị hành chính."},
	{key: "hoc-phi", paper: "Công văn số 7512/VPCP-KGVX về chính sách học phí", lead: "BGDĐT", due: "2026-11-06",
		text: "Đánh giá tác động của việc giữ ổn định học phí năm học 2026 - 2027, đề xuất phương án hỗ trợ các cơ sở đào tạo."},
	{key: "giao-vien", paper: "Thông báo số 418/TB-VPCP kết luận của Thủ tướng Chính phủ", lead: "BGDĐT", cooperating: []string{"BNV", "BTC"},
		text: "Theo dõi, báo cáo tình hình tuyển dụng giáo viên ở vùng đặc biệt khó khăn."},
	{key: "an-toan-du-lieu", paper: "Công văn số 7530/VPCP-KSTT về kết nối dữ liệu", lead: "BTTTT", due: "2026-11-30",
		text: "Kiểm tra an toàn thông tin của các hệ thống kết nối với Nền tảng tích hợp, chia sẻ dữ liệu quốc gia."},
}

// hand gives the tasks of the past session, and others, on the afternoon after it.
func (s *script) hand(ctx context.Context) error {
	if err := s.until(ctx, clockAt("2026-11-02 14:05")); err != nil {
		return err
	}
	desk, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	for _, e := range errands {
		terms := tasks.Terms{Text: e.text, Lead: s.agencies[e.lead], Class: "internal", Shown: e.shown}
		for _, sign := range e.cooperating {
			terms.Cooperating = append(terms.Cooperating, s.agencies[sign])
		}
		if e.due != "" {
			day, err := procedure.ParseDate(e.due)
			if err != nil {
				return err
			}
			terms.Due = &day
		}
		basis := tasks.Basis{Kind: tasks.Entered, Reference: e.paper}
		switch {
		case e.item > 0:
			basis = tasks.Basis{Kind: tasks.FromItem, ID: s.concluded[e.item-1]}
		case e.ballot != "":
			basis = tasks.Basis{Kind: tasks.FromBallot, ID: s.ballots[e.ballot]}
		}
		ref, err := s.app.Tasks.Give(desk, basis, terms)
		if err != nil {
			return fmt.Errorf("%s: %w", e.key, err)
		}
		s.tasks[e.key] = idOf(ref)
		s.clock.Forward(4 * time.Minute)
	}
	return nil
}

// errand does something with a task as it is now.
func (s *script) errand(ctx context.Context, who, key string, do func(ctx context.Context, t *tasks.Task) (string, error)) error {
	ctx, err := s.as(ctx, who)
	if err != nil {
		return err
	}
	t, err := s.app.Tasks.Store.Task(ctx, s.tasks[key])
	if err != nil {
		return err
	}
	if _, err := do(ctx, t); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	s.clock.Forward(7 * time.Minute)
	return nil
}

func (s *script) takeUp(ctx context.Context, who string, keys ...string) error {
	for _, key := range keys {
		if err := s.errand(ctx, who, key, func(ctx context.Context, t *tasks.Task) (string, error) {
			return s.app.Tasks.Accept(ctx, t.ID, t.Rev)
		}); err != nil {
			return err
		}
	}
	return nil
}

// reportDone reports a task done, with a paper as evidence.
func (s *script) reportDone(ctx context.Context, who, sign, key, text string) error {
	return s.errand(ctx, who, key, func(ctx context.Context, t *tasks.Task) (string, error) {
		id, err := s.evidence(ctx, t.ID, who, sign, text)
		if err != nil {
			return "", err
		}
		return s.app.Tasks.Report(ctx, t.ID, t.Rev, text, []string{id})
	})
}

// evidence brings a report of an agency as a file of a task.
func (s *script) evidence(ctx context.Context, task, who, sign, text string) (string, error) {
	head := minister(sign)
	p := paper{
		Agency: upperPost(agencyName(sign)), Sign: "211/BC", Date: s.clock.Now().In(zone), Name: "BÁO CÁO", Subject: "Kết quả thực hiện nhiệm vụ được giao",
		Post: upperPost(head.vi), Signer: head.name, Recipients: []string{"Văn phòng Chính phủ"},
	}
	p.say(plain, text)
	made, err := p.make(dossiers.Other, "", "bao-cao-ket-qua.pdf")
	if err != nil {
		return "", err
	}
	id := ecabinet.NewID()
	kept, err := s.app.Files.Attach(ctx, s.body, id, made.name, bytes.NewReader(made.pdf))
	if err != nil {
		return "", err
	}
	_, err = taskstore.New(s.app.DB).AddFile(ctx, taskstore.StoredFile{
		File: tasks.File{ID: id, Name: made.name, Size: kept.Size, Hash: kept.SHA256}, Task: task, By: s.persons[who], Blob: kept.Ref.Name,
	})
	return id, err
}

// follow is what became of the tasks within a week: each ends in another state.
func (s *script) follow(ctx context.Context) error {
	run := s.app.Tasks
	later := func(text string) *procedure.Date {
		d := procedure.DateOf(clockAt(text+" 08:00"), zone)
		return &d
	}
	ask := func(who, key, day, reason string) error {
		return s.errand(ctx, who, key, func(ctx context.Context, t *tasks.Task) (string, error) {
			return run.Ask(ctx, t.ID, t.Rev, *later(day), reason)
		})
	}
	return checked(
		func() error { return s.until(ctx, clockAt("2026-11-03 08:15")) },
		func() error { return s.takeUp(ctx, "soan-thao-giao-thong", "trinh-quoc-hoi", "phuong-an-von") },
		func() error { return s.takeUp(ctx, "soan-thao-tai-nguyen", "mo-vat-lieu") },
		func() error { return s.takeUp(ctx, "soan-thao-tai-chinh", "giai-ngan", "huong-dan") },
		func() error { return s.takeUp(ctx, "soan-thao-giao-duc", "hoc-phi") },
		func() error { return s.takeUp(ctx, "soan-thao-thong-tin", "an-toan-du-lieu") },
		func() error {
			return ask("soan-thao-giao-duc", "hoc-phi", "2026-11-25", "Cần thêm số liệu thu chi của các cơ sở đào tạo đến hết tháng 10; các địa phương gửi trước ngày 15/11.")
		},
		func() error {
			return s.errand(ctx, "thu-ky-2", "hoc-phi", func(ctx context.Context, t *tasks.Task) (string, error) {
				return run.Answer(ctx, t.ID, t.Rev, later("2026-11-24"), "Đồng ý gia hạn đến ngày 24/11/2026 để kịp tổng hợp trước phiên họp tháng 12.")
			})
		},
	)
}

// followLater is what became of them in the week after.
func (s *script) followLater(ctx context.Context) error {
	run := s.app.Tasks
	return checked(
		func() error { return s.until(ctx, clockAt("2026-11-09 16:30")) },
		func() error {
			return s.reportDone(ctx, "soan-thao-tai-chinh", "BTC", "giai-ngan", "Bộ Tài chính đã tổng hợp tình hình giải ngân của 63 địa phương và 44 bộ, cơ quan trung ương; đề xuất điều chuyển 8.420 tỷ đồng tại văn bản gửi kèm.")
		},
		func() error {
			return s.reportDone(ctx, "soan-thao-giao-thong", "BGTVT", "phuong-an-von", "Bộ Giao thông vận tải đã bổ sung phương án huy động vốn theo ba nguồn và tiến độ giải ngân từng năm, gửi kèm báo cáo.")
		},
		func() error {
			return s.reportDone(ctx, "soan-thao-y-te", "BYT", "gia-dich-vu", "Bộ Y tế đã rà soát 1.937 dịch vụ; danh mục gửi kèm.")
		},
		func() error {
			return s.errand(ctx, "thu-ky-2", "giai-ngan", func(ctx context.Context, t *tasks.Task) (string, error) {
				return run.Close(ctx, t.ID, t.Rev, "Báo cáo đầy đủ, đã trình Thủ tướng Chính phủ.")
			})
		},
		func() error {
			return s.errand(ctx, "thu-ky-2", "phuong-an-von", func(ctx context.Context, t *tasks.Task) (string, error) {
				return run.Close(ctx, t.ID, t.Rev, "")
			})
		},
		func() error {
			return s.errand(ctx, "thu-ky-2", "gia-dich-vu", func(ctx context.Context, t *tasks.Task) (string, error) {
				return run.Return(ctx, t.ID, t.Rev, "Báo cáo chưa có lộ trình điều chỉnh giá theo yêu cầu. Đề nghị bổ sung và gửi lại.")
			})
		},
		func() error {
			return s.errand(ctx, "thu-ky-1", "an-toan-du-lieu", func(ctx context.Context, t *tasks.Task) (string, error) {
				return run.Recall(ctx, t.ID, t.Rev, "Nội dung đã giao Bộ Công an chủ trì tại văn bản khác.")
			})
		},
		func() error {
			return s.errand(ctx, "soan-thao-giao-thong", "trinh-quoc-hoi", func(ctx context.Context, t *tasks.Task) (string, error) {
				return run.Note(ctx, t.ID, t.Rev, "Đã nhận đủ ý kiến của Bộ Tài chính và Bộ Kế hoạch và Đầu tư; đang hoàn thiện Tờ trình.", nil)
			})
		},
		func() error {
			return s.errand(ctx, "soan-thao-tai-nguyen", "mo-vat-lieu", func(ctx context.Context, t *tasks.Task) (string, error) {
				return run.Ask(ctx, t.ID, t.Rev, procedure.DateOf(clockAt("2026-11-27 08:00"), zone), "Còn 6 tỉnh chưa gửi danh mục mỏ; mưa lũ làm chậm việc khảo sát.")
			})
		},
		func() error {
			return s.reportDone(ctx, "soan-thao-tai-chinh", "BTC", "huong-dan", "Bộ Tài chính đã ban hành Công văn hướng dẫn xử lý trụ sở dôi dư, gửi các địa phương ngày 09/11/2026.")
		},
	)
}
