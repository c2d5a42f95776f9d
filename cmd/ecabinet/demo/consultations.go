package demo

import (
	"context"
	"fmt"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/procedure"
)

// packaging is the consultation that is over, chargers the one that is open.
const (
	packaging = "bao-bi-nhua"
	chargers  = "tram-sac"
)

// respondent is one who is asked in a consultation.
type respondent struct {
	name   string
	sector ballots.Sector
	person string // key of who answers by an account; "": by a personal link
	says   *view  // nil: silent
}

func says(choice procedure.Choice, only, text string, points ...ballots.Point) *view {
	return &view{choice: choice, only: only, text: text, points: points}
}

func on(clause, text, wording string, weight ballots.Weight) ballots.Point {
	return ballots.Point{Clause: clause, Text: text, Wording: wording, Weight: weight}
}

// packagers are asked on the draft about packaging: thirty of them answer.
func packagers() []respondent {
	first := map[string]procedure.Choice{"q3": procedure.OptionChoice("o1")}
	gradual := on("Điều 2 khoản 1", "Tỷ lệ tái chế 40% ngay từ năm 2027 là quá cao so với năng lực thu gom hiện nay.", "30% từ năm 2027, 40% từ năm 2029", ballots.Condition)
	return []respondent{
		{"Bộ Tư pháp", ballots.Ministry, "", says(procedure.Other, "q1", "Cơ bản thống nhất; đề nghị rà soát thẩm quyền quy định mức đóng góp để phù hợp Luật Bảo vệ môi trường.", on("Điều 3 khoản 2", "Mức đóng góp cụ thể phải do Thủ tướng Chính phủ quyết định.", "Thủ tướng Chính phủ quyết định mức đóng góp theo đề nghị của Bộ Tài nguyên và Môi trường", ballots.Condition))},
		{"Bộ Tài chính", ballots.Ministry, "", says(procedure.Other, "q2", "Đề nghị làm rõ cơ chế quản lý nguồn thu, tránh trùng với thuế bảo vệ môi trường.", on("Điều 3", "Nguồn đóng góp phải hạch toán riêng và công khai hằng năm.", "", ballots.Should))},
		{"Bộ Công Thương", ballots.Ministry, "", says(procedure.Disagree, "q2", "Lộ trình chưa tính đến khả năng của doanh nghiệp nhỏ và vừa.", gradual)},
		{"Bộ Khoa học và Công nghệ", ballots.Ministry, "", says(procedure.Agree, "", "")},
		{"Bộ Y tế", ballots.Ministry, "", says(procedure.Agree, "q1", "Thống nhất; đề nghị loại trừ bao bì thuốc, vắc-xin.", on("Điều 1 khoản 2", "Bao bì thuốc, vắc-xin, sinh phẩm không thuộc phạm vi áp dụng.", "", ballots.Should))},
		{"Bộ Kế hoạch và Đầu tư", ballots.Ministry, "", nil},
		{"Ủy ban nhân dân thành phố Hà Nội", ballots.Province, "", says(procedure.Other, "q1", "Thống nhất chủ trương; đề nghị quy định rõ trách nhiệm chi trả của nhà sản xuất cho việc phân loại tại nguồn.", on("Điều 3 khoản 1", "Địa phương đang gánh 62% chi phí thu gom bao bì.", "Nhà sản xuất chi trả không thấp hơn 70% chi phí thu gom bao bì thuộc danh mục", ballots.Condition))},
		{"Ủy ban nhân dân Thành phố Hồ Chí Minh", ballots.Province, "", says(procedure.Agree, "q2", "Thành phố sẵn sàng thí điểm điểm thu hồi tự động tại 120 siêu thị.")},
		{"Ủy ban nhân dân thành phố Đà Nẵng", ballots.Province, "", says(procedure.Agree, "", "")},
		{"Ủy ban nhân dân thành phố Cần Thơ", ballots.Province, "", says(procedure.Agree, "", "")},
		{"Ủy ban nhân dân tỉnh Lào Cai", ballots.Province, "tinh-lao-cai", says(procedure.Other, "q2", "Đề nghị có hệ số riêng cho địa bàn miền núi: chi phí vận chuyển bao bì về nơi tái chế cao gấp ba lần.", on("Điều 3 khoản 1", "Bổ sung hệ số vận chuyển đối với miền núi, hải đảo.", "", ballots.Should))},
		{"Ủy ban nhân dân tỉnh Quảng Ninh", ballots.Province, "", says(procedure.Agree, "", "")},
		{"Ủy ban nhân dân tỉnh Nghệ An", ballots.Province, "", says(procedure.Agree, "", "")},
		{"Ủy ban nhân dân tỉnh Khánh Hòa", ballots.Province, "", says(procedure.Other, "q1", "Đề nghị bổ sung ngư cụ bằng nhựa vào danh mục.", on("Điều 1 khoản 1", "Lưới, phao nhựa chiếm phần lớn rác thải trên biển.", "", ballots.Should))},
		{"Ủy ban nhân dân tỉnh Bình Dương", ballots.Province, "", &view{choice: procedure.Agree, options: first}},
		{"Ủy ban nhân dân tỉnh Cà Mau", ballots.Province, "", nil},
		{"Ủy ban nhân dân tỉnh Sơn La", ballots.Province, "", nil},
		{"Ủy ban nhân dân tỉnh Thanh Hóa", ballots.Province, "", says(procedure.Agree, "", "")},
		{"Liên đoàn Thương mại và Công nghiệp Việt Nam", ballots.Association, "", &view{choice: procedure.Other, only: "q2", options: first, text: "Doanh nghiệp ủng hộ mục tiêu nhưng cần thời gian chuẩn bị và một đầu mối nộp.", points: []ballots.Point{gradual, on("Điều 4", "Một tài khoản nộp trực tuyến, quyết toán một lần trong năm.", "", ballots.Should)}}},
		{"Hiệp hội Nhựa Việt Nam", ballots.Association, "hiep-hoi-nhua", &view{choice: procedure.Disagree, only: "q2", options: first, text: "Năng lực tái chế chính thức mới đạt 27%; áp tỷ lệ 40% sẽ buộc doanh nghiệp nộp tiền thay vì tái chế.", points: []ballots.Point{gradual}}},
		{"Hiệp hội Bia - Rượu - Nước giải khát Việt Nam", ballots.Association, "", &view{choice: procedure.Disagree, only: "q2", options: first, text: "Đề nghị tính cả chai thủy tinh hoàn trả vào tỷ lệ thu hồi.", points: []ballots.Point{gradual}}},
		{"Hiệp hội Dệt may Việt Nam", ballots.Association, "", says(procedure.Agree, "", "")},
		{"Hiệp hội Chế biến và Xuất khẩu thủy sản Việt Nam", ballots.Association, "", says(procedure.Other, "q1", "Đề nghị miễn đối với bao bì của hàng xuất khẩu.", on("Điều 1 khoản 2", "Bao bì hàng xuất khẩu đã chịu quy định của nước nhập khẩu.", "Không áp dụng đối với bao bì của hàng hóa xuất khẩu", ballots.Condition))},
		{"Hội Bảo vệ thiên nhiên và môi trường Việt Nam", ballots.Association, "", says(procedure.Other, "q2", "Tỷ lệ cần cao hơn, có lộ trình cấm túi ni lông khó phân hủy tại chợ.", on("Điều 2 khoản 1", "Tỷ lệ 40% thấp hơn cam kết quốc gia đến năm 2030.", "50% từ năm 2027, 70% từ năm 2030", ballots.Should))},
		{"Hội Người tiêu dùng Việt Nam", ballots.Association, "", nil},
		{"Liên minh Tái chế bao bì Việt Nam", ballots.Association, "", says(procedure.Agree, "q2", "Thống nhất lộ trình; 30 doanh nghiệp thành viên cam kết thực hiện từ năm 2027.")},
		{"Công ty cổ phần Nhựa Tiền Phong Bắc", ballots.Business, "", &view{choice: procedure.Disagree, only: "q2", options: first, text: "Đề nghị lùi thời điểm áp dụng đến năm 2028.", points: []ballots.Point{gradual}}},
		{"Công ty cổ phần Sữa Thảo Nguyên", ballots.Business, "", &view{choice: procedure.Other, only: "q2", options: first, text: "Hộp giấy nhiều lớp chưa có cơ sở tái chế tại miền Bắc.", points: []ballots.Point{on("Điều 2 khoản 2", "Đề nghị tỷ lệ riêng 15% cho hộp giấy nhiều lớp.", "", ballots.Condition)}}},
		{"Công ty trách nhiệm hữu hạn Tái chế Xanh", ballots.Business, "", says(procedure.Agree, "q2", "Công suất 60.000 tấn một năm, đề nghị công bố danh sách cơ sở tái chế đủ điều kiện.")},
		{"Tập đoàn Bán lẻ Sông Hồng", ballots.Business, "", says(procedure.Other, "q1", "Siêu thị sẵn sàng nhận chai hoàn trả nếu được bù chi phí mặt bằng.", on("Điều 4", "Bổ sung cơ chế đặt cọc - hoàn trả tự nguyện.", "", ballots.Comment))},
		{"Công ty cổ phần Bao bì Đại Việt", ballots.Business, "", nil},
		{"Công ty trách nhiệm hữu hạn Môi trường Đô thị Miền Trung", ballots.Business, "", says(procedure.Agree, "", "")},
		{"Hợp tác xã Thu gom Hòa Bình", ballots.OtherSector, "", says(procedure.Other, "q1", "Người thu gom phi chính thức cần được đăng ký và trả công theo khối lượng.", on("Điều 4", "Hợp đồng thu gom được ký với hợp tác xã, tổ tự quản.", "", ballots.Should))},
		{"PGS.TS. Lương Thế Hiển, Viện Môi trường", ballots.Expert, "", says(procedure.Other, "q2", "Nên tính tỷ lệ theo khối lượng thực thu hồi, có kiểm toán độc lập.", on("Điều 2 khoản 2", "Quy định kiểm toán độc lập số liệu thu hồi.", "", ballots.Should))},
		{"TS. Vi Thị Hồng Nhung, chuyên gia chính sách", ballots.Expert, "", says(procedure.Agree, "q1", "Đồng ý; cần báo cáo đánh giá tác động giới đối với lao động thu gom.")},
		{"Trung tâm Truyền thông môi trường cộng đồng", ballots.OtherSector, "", nil},
	}
}

// chargees are asked on the draft about charging stations; a few have answered.
func chargees() []respondent {
	quick := says(procedure.Agree, "", "")
	return []respondent{
		{"Bộ Xây dựng", ballots.Ministry, "", quick},
		{"Bộ Công an", ballots.Ministry, "", says(procedure.Other, "q2", "Bổ sung yêu cầu về phòng cháy, chữa cháy tại hầm để xe chung cư.", on("Điều 2 khoản 1", "Trụ sạc trong hầm phải có vách ngăn cháy.", "", ballots.Condition))},
		{"Ủy ban nhân dân tỉnh Lào Cai", ballots.Province, "tinh-lao-cai", nil},
		{"Ủy ban nhân dân thành phố Hải Phòng", ballots.Province, "", quick},
		{"Tập đoàn Điện lực Sông Đà", ballots.Business, "", nil},
		{"Hiệp hội Vận tải ô tô Việt Nam", ballots.Association, "", nil},
		{"Hiệp hội Chủ đầu tư chung cư", ballots.Association, "", nil},
		{"TS. Cao Xuân Lập, chuyên gia giao thông", ballots.Expert, "", nil},
	}
}

// consult takes a matter, writes a consultation on it and opens it.
func (s *script) consult(ctx context.Context, key, approver string, last procedure.Date, edit func(*ballots.Terms), list []respondent) error {
	if err := s.take(ctx, key); err != nil {
		return err
	}
	desk, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	ref, err := s.app.Ballots.MakeConsultation(desk, s.matters[key].id)
	if err != nil {
		return err
	}
	s.ballots[key] = idOf(ref)
	b, err := s.ballot(desk, key)
	if err != nil {
		return err
	}
	t := ballots.Terms{
		Title: b.Title, ByName: true, Recused: []string{}, LastDay: &last,
		Note: "Đề nghị quý cơ quan, tổ chức cho ý kiến về các nội dung dưới đây; góp ý theo điều, khoản nếu có.",
	}
	for _, p := range b.Papers {
		t.Papers = append(t.Papers, p.Version)
	}
	edit(&t)
	if _, err := s.app.Ballots.Edit(desk, b.ID, b.Rev, t); err != nil {
		return err
	}
	asked := make([]ballots.Respondent, len(list))
	for i, r := range list {
		asked[i] = ballots.Respondent{Name: r.name, Sector: r.sector, Person: s.persons[r.person]}
		if r.person == "" {
			asked[i].Email = fmt.Sprintf("don-vi-%d@thamvan.example", i+1)
		}
	}
	return checked(
		func() error {
			return s.act(ctx, "thu-ky-1", key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
				return s.app.Ballots.WriteRespondents(ctx, b.ID, b.Rev, asked)
			})
		},
		func() error { return s.submit(ctx, key) },
		func() error { s.clock.Forward(40 * time.Minute); return s.approve(ctx, approver, key) },
	)
}

// heard lets those who answer do so, some time apart and not at night: each by the
// account, or by the link that the secretariat gave out.
func (s *script) heard(ctx context.Context, key string, list []respondent, apart time.Duration) error {
	desk, err := s.as(ctx, "thu-ky-2")
	if err != nil {
		return err
	}
	var byLink []int
	for i, r := range list {
		if r.person == "" && r.says != nil {
			byLink = append(byLink, i+1)
		}
	}
	ref, err := s.app.Ballots.HandOut(desk, s.ballots[key], byLink)
	if err != nil {
		return err
	}
	links, err := s.app.Ballots.HandedOut(desk, s.ballots[key], ref)
	if err != nil {
		return err
	}
	secrets := map[int]string{}
	for _, l := range links {
		secrets[l.Respondent.No] = l.Secret
	}
	for i, r := range list {
		if r.says == nil {
			continue
		}
		who, err := s.respondent(ctx, r, secrets[i+1])
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if err := s.castAs(who, key, *r.says); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		next := s.clock.Now().Add(apart).In(zone)
		if next.Hour() >= 17 {
			next = time.Date(next.Year(), next.Month(), next.Day()+1, 8, 10+i%40, 0, 0, zone)
		}
		if err := s.until(ctx, next); err != nil {
			return err
		}
	}
	return nil
}

// respondent is one who is asked, signed in: by an account, or by the link.
func (s *script) respondent(ctx context.Context, r respondent, secret string) (context.Context, error) {
	if r.person != "" {
		return s.as(ctx, r.person)
	}
	in, err := s.app.Ballots.Enter(ctx, secret, ecabinet.NewID())
	if err != nil {
		return nil, err
	}
	a, err := s.app.Auth.Actor(ctx, in.Token)
	return ecabinet.WithActor(ctx, a), err
}

// consulted is a consultation that was closed: thirty of thirty-six have answered.
func (s *script) consulted(ctx context.Context) error {
	edit := func(t *ballots.Terms) {
		t.Questions = []ballots.Question{
			{Text: "Về sự cần thiết, phạm vi điều chỉnh và danh mục bao bì", Kind: ballots.YesNo},
			{Text: "Về tỷ lệ tái chế bắt buộc và lộ trình", Kind: ballots.YesNo},
			{Text: "Về cách nộp đóng góp tài chính", Kind: ballots.Options, Proposal: "o2", Options: []ballots.Option{
				{Text: "Nộp theo khối lượng bao bì đưa ra thị trường, quyết toán cuối năm"}, {Text: "Nộp theo quý, theo khối lượng chưa tái chế"},
			}},
		}
	}
	list := packagers()
	return checked(
		func() error { return s.until(ctx, clockAt("2026-10-06 08:20")) },
		func() error {
			return s.consult(ctx, packaging, "pho-thu-tuong-3", procedure.Date{Year: 2026, Month: 10, Day: 30}, edit, list)
		},
		func() error { return s.heard(ctx, packaging, list, 35*time.Minute) },
	)
}

// consulting is a consultation that is open when the demonstration begins.
func (s *script) consulting(ctx context.Context) error {
	edit := func(t *ballots.Terms) {
		t.Questions = []ballots.Question{
			{Text: "Về sự cần thiết và mục tiêu phát triển trạm sạc đến năm 2030", Kind: ballots.YesNo},
			{Text: "Về nghĩa vụ bố trí trụ sạc tại chung cư, bãi đỗ xe", Kind: ballots.YesNo},
		}
	}
	list := chargees()
	return checked(
		func() error {
			return s.consult(ctx, chargers, "pho-thu-tuong-4", procedure.Date{Year: 2026, Month: 11, Day: 27}, edit, list)
		},
		func() error { return s.heard(ctx, chargers, list, 45*time.Minute) },
	)
}
