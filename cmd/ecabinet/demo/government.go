package demo

// The government of the demonstration. Names are invented; posts and agencies
// are of the kind that exist.

// agency is one line of the table of agencies; the key is its sign.
type agency struct{ key, vi, en string }

var agencies = []agency{
	{"BQP", "Bộ Quốc phòng", "Ministry of National Defence"},
	{"BCA", "Bộ Công an", "Ministry of Public Security"},
	{"BNG", "Bộ Ngoại giao", "Ministry of Foreign Affairs"},
	{"BNV", "Bộ Nội vụ", "Ministry of Home Affairs"},
	{"BTP", "Bộ Tư pháp", "Ministry of Justice"},
	{"BKHĐT", "Bộ Kế hoạch và Đầu tư", "Ministry of Planning and Investment"},
	{"BTC", "Bộ Tài chính", "Ministry of Finance"},
	{"BCT", "Bộ Công Thương", "Ministry of Industry and Trade"},
	{"BNNPTNT", "Bộ Nông nghiệp và Phát triển nông thôn", "Ministry of Agriculture and Rural Development"},
	{"BGTVT", "Bộ Giao thông vận tải", "Ministry of Transport"},
	{"BXD", "Bộ Xây dựng", "Ministry of Construction"},
	{"BTNMT", "Bộ Tài nguyên và Môi trường", "Ministry of Natural Resources and Environment"},
	{"BTTTT", "Bộ Thông tin và Truyền thông", "Ministry of Information and Communications"},
	{"BLĐTBXH", "Bộ Lao động - Thương binh và Xã hội", "Ministry of Labour, Invalids and Social Affairs"},
	{"BVHTTDL", "Bộ Văn hóa, Thể thao và Du lịch", "Ministry of Culture, Sports and Tourism"},
	{"BKHCN", "Bộ Khoa học và Công nghệ", "Ministry of Science and Technology"},
	{"BGDĐT", "Bộ Giáo dục và Đào tạo", "Ministry of Education and Training"},
	{"BYT", "Bộ Y tế", "Ministry of Health"},
	{"UBDT", "Ủy ban Dân tộc", "Committee for Ethnic Minority Affairs"},
	{"NHNN", "Ngân hàng Nhà nước Việt Nam", "State Bank of Viet Nam"},
	{"TTCP", "Thanh tra Chính phủ", "Government Inspectorate"},
	{"VPCP", "Văn phòng Chính phủ", "Government Office"},
}

// person is somebody of the demonstration. The key is the sign-in name too.
type person struct {
	key, name, honorific string
}

// member is one line of the list of members.
type member struct {
	person
	agency   string
	vi, en   string // title of the post
	tie      bool
	approver bool
	office   int // staff: 3 is clerk, unit and head, 1 a clerk alone
}

var members = []member{
	{person{"thu-tuong", "Trần Minh Khang", "Ông"}, "VPCP", "Thủ tướng Chính phủ", "Prime Minister", true, true, 3},
	{person{"pho-thu-tuong-1", "Nguyễn Thị Hồng Vân", "Bà"}, "VPCP", "Phó Thủ tướng Chính phủ", "Deputy Prime Minister", false, true, 3},
	{person{"pho-thu-tuong-2", "Lê Quang Hưng", "Ông"}, "VPCP", "Phó Thủ tướng Chính phủ", "Deputy Prime Minister", false, true, 1},
	{person{"pho-thu-tuong-3", "Phạm Đức Thịnh", "Ông"}, "VPCP", "Phó Thủ tướng Chính phủ", "Deputy Prime Minister", false, true, 1},
	{person{"pho-thu-tuong-4", "Hoàng Văn Lâm", "Ông"}, "VPCP", "Phó Thủ tướng Chính phủ", "Deputy Prime Minister", false, true, 1},
	{person{"bo-truong-quoc-phong", "Đỗ Xuân Trường", "Ông"}, "BQP", "Bộ trưởng Bộ Quốc phòng", "Minister of National Defence", false, false, 1},
	{person{"bo-truong-cong-an", "Vũ Hải Đăng", "Ông"}, "BCA", "Bộ trưởng Bộ Công an", "Minister of Public Security", false, false, 1},
	{person{"bo-truong-ngoai-giao", "Bùi Thanh Mai", "Bà"}, "BNG", "Bộ trưởng Bộ Ngoại giao", "Minister of Foreign Affairs", false, false, 1},
	{person{"bo-truong-noi-vu", "Lâm Thị Diệu Hiền", "Bà"}, "BNV", "Bộ trưởng Bộ Nội vụ", "Minister of Home Affairs", false, false, 1},
	{person{"bo-truong-tu-phap", "Đặng Ngọc Sơn", "Ông"}, "BTP", "Bộ trưởng Bộ Tư pháp", "Minister of Justice", false, false, 3},
	{person{"bo-truong-ke-hoach", "Đinh Trọng Nghĩa", "Ông"}, "BKHĐT", "Bộ trưởng Bộ Kế hoạch và Đầu tư", "Minister of Planning and Investment", false, false, 1},
	{person{"bo-truong-tai-chinh", "Phan Thị Thu Hà", "Bà"}, "BTC", "Bộ trưởng Bộ Tài chính", "Minister of Finance", false, false, 3},
	{person{"bo-truong-cong-thuong", "Ngô Gia Bảo", "Ông"}, "BCT", "Bộ trưởng Bộ Công Thương", "Minister of Industry and Trade", false, false, 1},
	{person{"bo-truong-nong-nghiep", "Cao Văn Phúc", "Ông"}, "BNNPTNT", "Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn", "Minister of Agriculture and Rural Development", false, false, 3},
	{person{"bo-truong-giao-thong", "Lý Quốc Cường", "Ông"}, "BGTVT", "Bộ trưởng Bộ Giao thông vận tải", "Minister of Transport", false, false, 1},
	{person{"bo-truong-xay-dung", "Trịnh Công Thành", "Ông"}, "BXD", "Bộ trưởng Bộ Xây dựng", "Minister of Construction", false, false, 1},
	{person{"bo-truong-tai-nguyen", "Quách Đình Long", "Ông"}, "BTNMT", "Bộ trưởng Bộ Tài nguyên và Môi trường", "Minister of Natural Resources and Environment", false, false, 1},
	{person{"bo-truong-thong-tin", "Mai Anh Tuấn", "Ông"}, "BTTTT", "Bộ trưởng Bộ Thông tin và Truyền thông", "Minister of Information and Communications", false, false, 1},
	{person{"bo-truong-lao-dong", "Dương Thị Kim Oanh", "Bà"}, "BLĐTBXH", "Bộ trưởng Bộ Lao động - Thương binh và Xã hội", "Minister of Labour, Invalids and Social Affairs", false, false, 1},
	{person{"bo-truong-van-hoa", "Kiều Thị Lan Anh", "Bà"}, "BVHTTDL", "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch", "Minister of Culture, Sports and Tourism", false, false, 1},
	{person{"bo-truong-khoa-hoc", "Châu Minh Triết", "Ông"}, "BKHCN", "Bộ trưởng Bộ Khoa học và Công nghệ", "Minister of Science and Technology", false, false, 1},
	{person{"bo-truong-giao-duc", "Hồ Thị Bích Ngọc", "Bà"}, "BGDĐT", "Bộ trưởng Bộ Giáo dục và Đào tạo", "Minister of Education and Training", false, false, 1},
	{person{"bo-truong-y-te", "Tạ Hữu Nhân", "Ông"}, "BYT", "Bộ trưởng Bộ Y tế", "Minister of Health", false, false, 3},
	{person{"chu-nhiem-dan-toc", "Lò Văn Inh", "Ông"}, "UBDT", "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc", "Minister, Chair of the Committee for Ethnic Minority Affairs", false, false, 1},
	{person{"thong-doc", "Nghiêm Thị Phương Thảo", "Bà"}, "NHNN", "Thống đốc Ngân hàng Nhà nước Việt Nam", "Governor of the State Bank of Viet Nam", false, false, 1},
	{person{"tong-thanh-tra", "Tô Văn Hiệp", "Ông"}, "TTCP", "Tổng Thanh tra Chính phủ", "Inspector-General of the Government", false, false, 1},
	{person{"chu-nhiem-van-phong", "Chử Đức An", "Ông"}, "VPCP", "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", "Minister, Head of the Government Office", false, false, 1},
}

// officer is somebody with a role and without a seat.
type officer struct {
	person
	role   string
	agency string // of a drafter
	vi, en string // title of the post
}

var officers = []officer{
	{person{"thu-ky-1", "Nguyễn Thu Trang", "Bà"}, "secretariat", "", "Vụ trưởng Vụ Tổng hợp, Văn phòng Chính phủ", "Director, General Affairs, Government Office"},
	{person{"thu-ky-2", "Trần Quốc Việt", "Ông"}, "secretariat", "", "Phó Vụ trưởng Vụ Tổng hợp, Văn phòng Chính phủ", "Deputy Director, General Affairs, Government Office"},
	{person{"thu-ky-3", "Lê Thị Ngọc Diệp", "Bà"}, "secretariat", "", "Chuyên viên chính Vụ Tổng hợp, Văn phòng Chính phủ", "Senior Official, General Affairs, Government Office"},
	{person{"soan-thao-tai-chinh", "Phùng Văn Đạt", "Ông"}, "drafter", "BTC", "Vụ trưởng Vụ Pháp chế, Bộ Tài chính", "Director of Legal Affairs, Ministry of Finance"},
	{person{"soan-thao-y-te", "Võ Thị Cẩm Tú", "Bà"}, "drafter", "BYT", "Phó Vụ trưởng Vụ Pháp chế, Bộ Y tế", "Deputy Director of Legal Affairs, Ministry of Health"},
	{person{"soan-thao-tai-nguyen", "Đoàn Hữu Lộc", "Ông"}, "drafter", "BTNMT", "Vụ trưởng Vụ Pháp chế, Bộ Tài nguyên và Môi trường", "Director of Legal Affairs, Ministry of Natural Resources and Environment"},
	{person{"soan-thao-giao-duc", "Huỳnh Thị Mỹ Linh", "Bà"}, "drafter", "BGDĐT", "Vụ trưởng Vụ Pháp chế, Bộ Giáo dục và Đào tạo", "Director of Legal Affairs, Ministry of Education and Training"},
	{person{"soan-thao-giao-thong", "Bạch Đình Khôi", "Ông"}, "drafter", "BGTVT", "Phó Vụ trưởng Vụ Pháp chế, Bộ Giao thông vận tải", "Deputy Director of Legal Affairs, Ministry of Transport"},
	{person{"soan-thao-thong-tin", "Thái Thị Yến Nhi", "Bà"}, "drafter", "BTTTT", "Vụ trưởng Vụ Pháp chế, Bộ Thông tin và Truyền thông", "Director of Legal Affairs, Ministry of Information and Communications"},
	{person{"kiem-toan", "Hà Văn Chính", "Ông"}, "auditor", "", "Kiểm toán viên hệ thống", "System auditor"},
	{person{"phan-tich", "Ninh Thị Hải Yến", "Bà"}, "analyst", "", "Chuyên viên tổng hợp ý kiến, Văn phòng Chính phủ", "Opinion analyst, Government Office"},
	{person{"tinh-lao-cai", "Giàng A Páo", "Ông"}, "respondent", "", "Chánh Văn phòng Ủy ban nhân dân tỉnh Lào Cai", "Head of Office, People's Committee of Lao Cai Province"},
	{person{"hiep-hoi-nhua", "Tăng Thị Bích Liên", "Bà"}, "respondent", "", "Tổng Thư ký Hiệp hội Nhựa Việt Nam", "Secretary-General, Viet Nam Plastics Association"},
	{person{"khach-moi", "Sùng Thị Mai", "Bà"}, "guest", "", "Trưởng trạm Dự báo khí tượng thủy văn Tây Bắc", "Head, North-West Forecasting Station"},
	{person{"quan-tri-2", "Mạc Thị Thanh Bình", "Bà"}, "administrator", "", "Quản trị viên hệ thống", "System administrator"},
}

// founder sets the body up.
var founder = officer{person{"quan-tri-1", "Tống Phước Hậu", "Ông"}, "administrator", "", "Quản trị viên hệ thống", "System administrator"}

// Names of office staff are made of these.
var (
	families = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"}
	women    = []string{"Thị Thanh Tâm", "Thị Minh Nguyệt", "Thị Ngọc Hương", "Thị Thu Phượng", "Thị Kim Chi", "Thị Bảo Ly", "Thị Hương Giang"}
	men      = []string{"Văn Hùng", "Đức Toàn", "Quang Dũng", "Hữu Quân", "Trung Kiên", "Đăng Khoa", "Thế Vinh", "Xuân Hòa"}
)

// staffName is the n-th name of office staff.
func staffName(n int) (name, honorific string) {
	family := families[n*5%len(families)]
	if n%2 == 0 {
		return family + " " + women[n/2*3%len(women)], "Bà"
	}
	return family + " " + men[n/2*3%len(men)], "Ông"
}

// steps of an office, with the post of who works at each.
var steps = []struct{ step, suffix, vi, en string }{
	{"clerk", "chuyen-vien", "Chuyên viên giúp việc", "Clerk"},
	{"unit", "don-vi", "Lãnh đạo đơn vị tham mưu", "Head of the advising unit"},
	{"head", "thu-ky", "Thư ký, phụ trách văn phòng giúp việc", "Head of office"},
}
