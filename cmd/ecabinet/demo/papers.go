package demo

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"ecabinet/dossiers"
)

// made is one paper of a project, ready to be put in.
type made struct {
	kind  dossiers.Kind
	title string
	name  string // of the file
	pdf   []byte
	sheet *sheet
}

// minister is the member at the head of an agency.
func minister(sign string) member {
	for _, m := range members {
		if m.agency == sign {
			return m
		}
	}
	panic("demo: nobody leads " + sign)
}

func agencyName(sign string) string {
	for _, a := range agencies {
		if a.key == sign {
			return a.vi
		}
	}
	panic("demo: no agency " + sign)
}

func upperPost(title string) string {
	if i := strings.Index(title, " Bộ "); i > 0 {
		title = title[:i]
	}
	return strings.ToUpper(title)
}

// shelf holds the papers of every project; each is written once.
type shelf map[string]func() ([]made, error)

func newShelf() shelf {
	s := shelf{}
	for i, p := range projects {
		s[p.key] = sync.OnceValues(func() ([]made, error) { return papersOf(p, i+1) })
	}
	return s
}

// fill writes all papers, in the order in which the story needs them.
func (s shelf) fill() {
	order := slices.Clone(projects)
	slices.SortStableFunc(order, func(a, b project) int { return strings.Compare(a.day, b.day) })
	for _, p := range order {
		_, _ = s[p.key]() // whoever takes the papers gets the error
	}
}

// papersOf makes the papers of a project, number being its own running number.
func papersOf(p project, number int) ([]made, error) {
	at := clockAt(p.day + " 08:00")
	type wanted struct {
		kind  dossiers.Kind
		title string
		file  string
		paper paper
	}
	kinds := []wanted{
		{dossiers.Submission, "Tờ trình về " + lower(p.title()), "to-trinh", p.submission(number, at)},
		{dossiers.DraftText, p.title(), "du-thao", p.draft(at, "")},
		{dossiers.Appraisal, "Báo cáo thẩm định của Bộ Tư pháp", "tham-dinh", p.appraisal(number, at)},
	}
	if number%2 == 1 {
		kinds = append(kinds, wanted{dossiers.Explanation, "Báo cáo tiếp thu, giải trình ý kiến góp ý", "giai-trinh", p.explanation(number, at)})
	}
	out := make([]made, len(kinds))
	err := together(len(kinds), func(i int) error {
		k := kinds[i]
		m, err := k.paper.make(k.kind, k.title, k.file+"-"+p.key+".pdf")
		out[i] = m
		return err
	})
	return out, err
}

func (p paper) make(kind dossiers.Kind, title, name string) (made, error) {
	s := p.lay()
	raw, err := s.bytes(p.Name+" "+p.Subject, p.Date)
	if err != nil {
		return made{}, err
	}
	return made{kind: kind, title: title, name: name, pdf: raw, sheet: s}, s.drawCover()
}

func (p project) frame(at time.Time) paper {
	m := minister(p.agency)
	return paper{
		Agency: strings.ToUpper(agencyName(p.agency)), Date: at, Post: upperPost(m.vi), Signer: m.name,
		Recipients: []string{"Như trên", "Thủ tướng, các Phó Thủ tướng Chính phủ", "Văn phòng Chính phủ", "Lưu: VT, PC"},
	}
}

// lays is what the text does: "quy định về ...".
func (p project) lays() string {
	if strings.HasPrefix(p.about, "quy định") || strings.HasPrefix(p.about, "phê duyệt") {
		return p.about
	}
	return "quy định " + p.about
}

// submission is the ministry's letter to the government (tờ trình).
func (p project) submission(number int, at time.Time) paper {
	out := p.frame(at)
	out.Sign, out.Name, out.Subject, out.To = fmt.Sprintf("%d/TTr-%s", 300+7*number, p.agency), "TỜ TRÌNH", p.title(), "Chính phủ"
	say := out.say
	say(plain, "Thực hiện Luật Ban hành văn bản quy phạm pháp luật và Chương trình công tác năm 2026 của Chính phủ, "+agencyName(p.agency)+" kính trình Chính phủ xem xét "+lower(p.title())+" như sau:")
	say(article, "I. SỰ CẦN THIẾT BAN HÀNH")
	for _, a := range p.aims {
		say(plain, a)
	}
	say(article, "II. MỤC ĐÍCH, QUAN ĐIỂM XÂY DỰNG")
	say(plain, "1. Thể chế hóa đầy đủ chủ trương của Đảng, bảo đảm phù hợp với Hiến pháp, thống nhất với hệ thống pháp luật và các điều ước quốc tế mà Việt Nam là thành viên.")
	say(plain, "2. Phân cấp, phân quyền gắn với trách nhiệm và kiểm tra; cắt giảm thủ tục hành chính; không làm phát sinh chi phí tuân thủ không cần thiết cho người dân và doanh nghiệp.")
	say(article, "III. QUÁ TRÌNH XÂY DỰNG")
	say(plain, fmt.Sprintf("%s đã thành lập Ban soạn thảo, tổng kết việc thi hành các quy định hiện hành, lấy ý kiến 22 bộ, cơ quan ngang bộ và 34 địa phương; đăng tải dự thảo trên Cổng thông tin điện tử Chính phủ trong 60 ngày; tổ chức %d hội thảo. Bộ Tư pháp đã thẩm định và kết luận dự thảo đủ điều kiện trình Chính phủ.", agencyName(p.agency), 3+number%4))
	say(article, "IV. NỘI DUNG CƠ BẢN")
	for i, r := range p.articles {
		say(plain, fmt.Sprintf("%d. %s: %s", i+1, r.title, strings.Join(r.clauses, " ")))
	}
	say(article, "V. NGUỒN LỰC VÀ ĐIỀU KIỆN BẢO ĐẢM THI HÀNH")
	say(plain, "Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo phân cấp hiện hành. Tổ chức bộ máy và biên chế không tăng thêm. "+agencyName(p.agency)+" sẽ ban hành kế hoạch triển khai, tập huấn trong thời hạn 30 ngày kể từ ngày văn bản được thông qua.")
	say(article, "VI. NỘI DUNG XIN Ý KIẾN")
	say(plain, "Kính đề nghị các Thành viên Chính phủ cho ý kiến về nội dung của dự thảo và những vấn đề còn ý kiến khác nhau nêu tại Phiếu lấy ý kiến kèm theo.")
	say(plain, "Trên đây là Tờ trình về "+lower(p.title())+", "+agencyName(p.agency)+" kính trình Chính phủ xem xét, quyết định./.")
	return out
}

// draft is the text that is asked about; note marks a later version.
func (p project) draft(at time.Time, note string) paper {
	out := p.frame(at)
	out.Agency, out.Post, out.Draft = "CHÍNH PHỦ", "TM. CHÍNH PHỦ\nTHỦ TƯỚNG", true
	out.Sign = map[string]string{"Nghị định": "NĐ-CP", "Nghị quyết": "NQ-CP", "Quyết định": "QĐ-TTg"}[p.form]
	out.Name, out.Subject = strings.ToUpper(p.form), upperFirst(p.about)
	out.Recipients = []string{"Ban Bí thư Trung ương Đảng", "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", "Ủy ban nhân dân các tỉnh, thành phố", "Lưu: VT"}
	say := out.say
	say(plain, "Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;")
	say(plain, "Theo đề nghị của "+minister(p.agency).vi+";")
	say(plain, "Chính phủ ban hành "+lower(p.form)+" "+p.about+".")
	if note != "" {
		say(plain, note)
	}
	n := 0
	add := func(title string, clauses ...string) {
		n++
		say(article, fmt.Sprintf("Điều %d. %s", n, title))
		for i, c := range clauses {
			say(plain, fmt.Sprintf("%d. %s", i+1, c))
		}
	}
	say(chapter, "Chương I\nQUY ĐỊNH CHUNG")
	add("Phạm vi điều chỉnh", "Văn bản này "+p.lays()+".", "Các nội dung không quy định tại văn bản này thực hiện theo pháp luật có liên quan.")
	add("Đối tượng áp dụng", "Cơ quan nhà nước, tổ chức, cá nhân có liên quan đến hoạt động thuộc phạm vi điều chỉnh.", "Tổ chức, cá nhân nước ngoài hoạt động tại Việt Nam, trừ trường hợp điều ước quốc tế có quy định khác.")
	chapters := 1
	if p.long {
		chapters = 14
	}
	for c := range chapters {
		title := "QUY ĐỊNH CỤ THỂ"
		if p.long {
			title = strings.ToUpper(longChapters[c])
		}
		say(chapter, fmt.Sprintf("Chương %s\n%s", roman(c+2), title))
		for _, r := range p.articles {
			clauses := append([]string{}, r.clauses...)
			heading := r.title
			if p.long {
				heading += " đối với " + lower(longChapters[c])
				clauses = append(clauses, longClauses...)
			}
			add(heading, clauses...)
		}
	}
	say(chapter, fmt.Sprintf("Chương %s\nĐIỀU KHOẢN THI HÀNH", roman(chapters+2)))
	add("Hiệu lực thi hành", "Văn bản này có hiệu lực thi hành kể từ ngày 01 tháng 01 năm 2027.", "Hồ sơ đã tiếp nhận trước ngày văn bản này có hiệu lực được tiếp tục giải quyết theo quy định tại thời điểm tiếp nhận.")
	add("Trách nhiệm thi hành", "Các bộ trưởng, thủ trưởng cơ quan ngang bộ, thủ trưởng cơ quan thuộc Chính phủ, chủ tịch Ủy ban nhân dân tỉnh, thành phố và tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành./.")
	return out
}

var longChapters = []string{
	"Đất ở tại nông thôn", "Đất ở tại đô thị", "Đất trồng lúa", "Đất trồng cây lâu năm", "Đất rừng sản xuất", "Đất nuôi trồng thủy sản",
	"Đất thương mại, dịch vụ", "Đất cơ sở sản xuất", "Đất có mặt nước ven biển", "Đất của đồng bào dân tộc thiểu số",
	"Dự án quốc phòng, an ninh", "Dự án hạ tầng theo tuyến", "Dự án chỉnh trang đô thị", "Trường hợp đặc biệt",
}

var longClauses = []string{
	"Tổ chức làm nhiệm vụ bồi thường, hỗ trợ, tái định cư phối hợp với Ủy ban nhân dân cấp xã nơi có đất lập phương án, lấy ý kiến trực tiếp của người dân trong khu vực có đất thu hồi và niêm yết công khai phương án tại trụ sở Ủy ban nhân dân cấp xã trong thời hạn 30 ngày.",
	"Ý kiến không đồng ý phải được ghi thành biên bản, nêu rõ số lượng, lý do và phần tiếp thu, giải trình. Trường hợp còn trên 20% ý kiến không đồng ý thì tổ chức đối thoại trong 15 ngày kể từ ngày kết thúc niêm yết.",
	"Thời hạn chi trả tiền bồi thường không quá 30 ngày kể từ ngày quyết định thu hồi đất có hiệu lực; chậm chi trả thì người có đất thu hồi được thanh toán thêm khoản tiền bằng mức tiền chậm nộp theo pháp luật về quản lý thuế, tính trên số tiền và thời gian chậm trả.",
	"Ủy ban nhân dân cấp huyện nơi có đất chịu trách nhiệm kiểm kê đất đai, tài sản gắn liền với đất; kết quả kiểm kê được lập thành biên bản có chữ ký của người có đất thu hồi. Người có đất thu hồi không phối hợp kiểm kê thì Ủy ban nhân dân cấp xã vận động, thuyết phục trong 10 ngày trước khi ban hành quyết định kiểm đếm bắt buộc.",
	"Hộ gia đình, cá nhân thuộc diện hộ nghèo, hộ cận nghèo, người có công với cách mạng, người khuyết tật nặng được hỗ trợ thêm một lần, mức hỗ trợ do Ủy ban nhân dân cấp tỉnh quy định, không thấp hơn sáu tháng lương cơ sở tại thời điểm phê duyệt phương án.",
	"Toàn bộ phương án, biên bản, danh sách chi trả và kết quả giải quyết khiếu nại được số hóa, công bố trên Cổng thông tin điện tử của tỉnh trong 05 ngày làm việc kể từ ngày ban hành, trừ thông tin cá nhân được bảo vệ theo quy định của pháp luật.",
}

// appraisal is the Ministry of Justice's report (thẩm định).
func (p project) appraisal(number int, at time.Time) paper {
	m := minister("BTP")
	out := paper{
		Agency: "BỘ TƯ PHÁP", Sign: fmt.Sprintf("%d/BCTĐ-BTP", 180+3*number), Date: at.AddDate(0, 0, -9), Name: "BÁO CÁO THẨM ĐỊNH",
		Subject: p.title(), To: agencyName(p.agency), Post: "BỘ TRƯỞNG", Signer: m.name,
		Recipients: []string{"Như trên", "Văn phòng Chính phủ", "Lưu: VT, PLHSHC"},
	}
	say := out.say
	say(plain, "Trả lời văn bản của "+agencyName(p.agency)+" đề nghị thẩm định "+lower(p.title())+", trên cơ sở kết quả họp Hội đồng thẩm định, Bộ Tư pháp có ý kiến như sau:")
	say(article, "1. Sự cần thiết và phạm vi điều chỉnh")
	say(plain, "Hội đồng thẩm định nhất trí với sự cần thiết ban hành văn bản. Phạm vi điều chỉnh phù hợp với nội dung được giao quy định chi tiết.")
	say(article, "2. Tính hợp hiến, hợp pháp và tính thống nhất")
	say(plain, "Nội dung dự thảo không trái Hiến pháp. Đề nghị cơ quan chủ trì soạn thảo rà soát thêm để thống nhất với Luật Ngân sách nhà nước, Luật Đầu tư công và các nghị định có liên quan, nhất là tại "+lower(p.articles[0].title)+".")
	say(article, "3. Tính khả thi")
	say(plain, "Các biện pháp bảo đảm thi hành tương đối đầy đủ. Cần làm rõ hơn nguồn lực của địa phương và thời hạn chuyển tiếp để tránh khoảng trống khi áp dụng.")
	say(article, "4. Kết luận")
	say(plain, "Dự thảo đủ điều kiện trình Chính phủ sau khi nghiên cứu, tiếp thu các ý kiến nêu trên./.")
	return out
}

// explanation answers the remarks that came in (tiếp thu, giải trình).
func (p project) explanation(number int, at time.Time) paper {
	out := p.frame(at)
	out.Sign, out.Name = fmt.Sprintf("%d/BC-%s", 310+7*number, p.agency), "BÁO CÁO"
	out.Subject = "Tiếp thu, giải trình ý kiến góp ý đối với " + lower(p.title())
	say := out.say
	say(plain, fmt.Sprintf("%s đã nhận được %d ý kiến của các bộ, ngành, địa phương và tổ chức, trong đó %d ý kiến thống nhất với dự thảo.", agencyName(p.agency), 50+number, 31+number))
	for i, r := range p.articles {
		say(article, fmt.Sprintf("%d. %s", i+1, r.title))
		say(plain, "Ý kiến góp ý: đề nghị làm rõ trách nhiệm của địa phương và bổ sung điều khoản chuyển tiếp.")
		say(plain, "Tiếp thu: đã chỉnh lý theo hướng "+lower(r.clauses[0]))
	}
	say(plain, "Các ý kiến còn lại đã được giải trình trong bảng tổng hợp kèm theo hồ sơ./.")
	return out
}

// scan is a paper ballot as it was brought in.
func scanOf(member member, title string, at time.Time) paper {
	out := paper{
		Agency: strings.ToUpper(agencyName(member.agency)), Sign: "04/PLYK", Date: at, Name: "PHIẾU LẤY Ý KIẾN",
		Subject: title, Post: upperPost(member.vi), Signer: member.name, Recipients: []string{"Văn phòng Chính phủ"},
	}
	out.say(plain, "Họ và tên: "+member.name+". Chức vụ: "+member.vi+".")
	out.say(plain, "Ý kiến: Đồng ý với toàn bộ các nội dung xin ý kiến.")
	return out
}

func (p *paper) say(kind blockKind, text string) { p.Body = append(p.Body, block{kind, text}) }

func lower(s string) string {
	r := []rune(s)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

func upperFirst(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func roman(n int) string {
	out := ""
	for _, d := range []struct {
		n int
		s string
	}{{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= d.n {
			out, n = out+d.s, n-d.n
		}
	}
	return out
}
