package demo

// project is one matter that a ministry brings before the government, with what
// its papers say.
type project struct {
	key      string
	drafter  string // key of the person
	agency   string // sign
	form     string // "Nghị định", "Nghị quyết", ...
	about    string // what it is about, inside a sentence
	field    string
	day      string   // of its papers
	aims     []string // why it is proposed
	articles []rule   // what it lays down
	long     bool     // a draft of some forty pages
}

// rule is one article of a draft.
type rule struct {
	title   string
	clauses []string
}

func (p project) title() string { return "Dự thảo " + p.form + " " + p.about }

var projects = []project{
	{
		key: "bai-do-xe", day: "2026-11-12", drafter: "soan-thao-giao-thong", agency: "BGTVT", form: "Nghị định", field: "Giao thông",
		about: "về phát triển bãi đỗ xe đô thị",
		aims: []string{
			"Diện tích đỗ xe tại năm thành phố lớn mới đáp ứng 28% nhu cầu; phần lớn ô tô đỗ dưới lòng đường, vỉa hè hoặc trong sân chung cư.",
			"Dự thảo quy định chỉ tiêu bãi đỗ xe trong quy hoạch, nghĩa vụ của chủ đầu tư chung cư, việc cấp điện cho chỗ đỗ và giá dịch vụ trông giữ.",
		},
		articles: []rule{
			{"Mục tiêu", []string{"Đến năm 2030 mỗi đô thị loại I có bãi đỗ xe công cộng đáp ứng ít nhất 60% nhu cầu."}},
			{"Chung cư, bãi đỗ xe", []string{"Chung cư xây mới bố trí một chỗ đỗ ô tô cho mỗi 100 m² sàn căn hộ.", "Chung cư hiện hữu bố trí thêm chỗ đỗ khi hội nghị nhà chung cư đồng ý."}},
			{"Cấp điện", []string{"Ít nhất 10% chỗ đỗ của bãi xây mới có đường điện chờ cho trụ sạc."}},
		},
	},
	{
		key: "tram-sac", day: "2026-10-02", drafter: "soan-thao-giao-thong", agency: "BGTVT", form: "Nghị định", field: "Giao thông",
		about: "quy định về quản lý, phát triển hạ tầng trạm sạc xe điện", // as the corpus calls it
		aims: []string{
			"Đến hết tháng 8 năm 2026 có 412.000 ô tô điện lưu hành, tăng 71% trong một năm; hai phần ba trụ sạc công cộng tập trung ở năm thành phố lớn.",
			"Dự thảo quy định cấp phép, an toàn, giá dịch vụ, ưu đãi đầu tư, kết nối dữ liệu và nghĩa vụ bố trí trụ sạc tại chung cư, bãi đỗ xe, trạm dừng nghỉ.",
		},
		// What the opinions cite is there, under their numbers.
		articles: []rule{
			{"Phạm vi điều chỉnh", []string{"Nghị định này quy định về đầu tư, vận hành và quản lý trạm sạc xe điện."}},
			{"Đối tượng áp dụng", []string{"Cơ quan, tổ chức, cá nhân đầu tư, vận hành hoặc sử dụng trạm sạc."}},
			{"Giải thích từ ngữ", []string{"Trụ sạc là thiết bị cấp điện cho xe điện.", "Trạm sạc công cộng là nơi có từ hai trụ sạc trở lên phục vụ người ngoài đơn vị quản lý."}},
			{"Nguyên tắc phát triển", []string{"Trạm sạc được phát triển theo quy hoạch, gắn với hạ tầng giao thông và lưới điện."}},
			{"Thẩm quyền cấp phép", []string{"Ủy ban nhân dân cấp tỉnh cấp giấy phép trạm có công suất từ 150 kW trở lên.", "Ủy ban nhân dân cấp xã cấp giấy phép các trạm còn lại trên địa bàn."}},
			{"Vị trí đặt trạm", []string{"Ủy ban nhân dân cấp tỉnh công bố danh mục vị trí đặt trạm sạc hằng năm."}},
			{"Hồ sơ, thời hạn", []string{"Giấy phép được cấp trong 15 ngày làm việc kể từ ngày nhận đủ hồ sơ.", "Cơ quan cấp phép lấy ý kiến đơn vị điện lực và cơ quan công an trước khi cấp."}},
			{"Đấu nối điện", []string{"Đơn vị điện lực thỏa thuận đấu nối trong 10 ngày làm việc."}},
			{"An toàn và bố trí trụ sạc", []string{"Trạm sạc bảo đảm yêu cầu về phòng cháy, chữa cháy.", "Thiết bị sạc có nhãn hiệu, nguồn gốc rõ ràng.", "Chung cư xây mới bố trí hạ tầng sạc cho 30% chỗ đỗ ô tô.", "Chung cư hiện hữu dành 10% chỗ đỗ xe để lắp trụ sạc."}},
			{"Trạm dừng nghỉ", []string{"Mỗi trạm dừng nghỉ trên đường cao tốc có ít nhất 10 trụ sạc nhanh."}},
			{"Giá dịch vụ sạc", []string{"Giá dịch vụ sạc không vượt quá giá trần do Bộ Công Thương quy định."}},
			{"Ưu đãi, hỗ trợ đầu tư", []string{"Nhà nước hỗ trợ 20% chi phí đầu tư ban đầu tại địa bàn khó khăn.", "Chủ đầu tư được vay với lãi suất ưu đãi.", "Miễn tiền thuê đất 15 năm đối với trạm sạc công cộng."}},
			{"Đơn vị vận hành", []string{"Đơn vị vận hành có người trực kỹ thuật và công khai số điện thoại."}},
			{"Quyền của người sử dụng", []string{"Người sử dụng được thông tin về giá, công suất và tình trạng trụ sạc."}},
			{"Kết nối dữ liệu", []string{"Trạm sạc kết nối, chia sẻ dữ liệu theo thời gian thực với hệ thống giám sát."}},
			{"Kiểm tra, giám sát", []string{"Việc kiểm tra được thực hiện theo kế hoạch hằng năm."}},
			{"Xử lý vi phạm", []string{"Vi phạm bị xử lý theo pháp luật về xử lý vi phạm hành chính."}},
			{"Trách nhiệm của các bộ", []string{"Các bộ ban hành quy chuẩn kỹ thuật trong phạm vi quản lý."}},
			{"Trách nhiệm của địa phương", []string{"Ủy ban nhân dân cấp tỉnh bố trí quỹ đất, báo cáo kết quả hằng năm."}},
			{"Hiệu lực thi hành", []string{"Nghị định này có hiệu lực từ ngày 01 tháng 01 năm 2027."}},
		},
	},
	{
		key: "thue-gtgt", day: "2026-11-06", drafter: "soan-thao-tai-chinh", agency: "BTC", form: "Nghị quyết", field: "Thuế, ngân sách",
		about: "về giảm thuế giá trị gia tăng sáu tháng đầu năm 2027",
		aims: []string{
			"Mười tháng đầu năm 2026, sức mua trong nước phục hồi chậm hơn dự kiến; doanh nghiệp nhỏ và vừa trong các ngành bán lẻ, lưu trú và ăn uống còn khó khăn về dòng tiền. Việc tiếp tục giảm 2% thuế suất thuế giá trị gia tăng giúp giảm giá thành, kích thích tiêu dùng và giữ việc làm.",
			"Số giảm thu ngân sách nhà nước ước khoảng 25 nghìn tỷ đồng trong sáu tháng, được bù đắp từ tăng thu nội địa và tiết kiệm chi thường xuyên, không làm tăng bội chi đã được Quốc hội quyết định.",
		},
		articles: []rule{
			{"Giảm thuế giá trị gia tăng", []string{"Giảm 2% thuế suất đối với nhóm hàng hóa, dịch vụ đang áp dụng mức thuế suất 10%, còn 8%.", "Không áp dụng đối với viễn thông, hoạt động tài chính, ngân hàng, chứng khoán, bảo hiểm, kinh doanh bất động sản, sản phẩm kim loại, khai khoáng và hàng hóa chịu thuế tiêu thụ đặc biệt."}},
			{"Thời gian áp dụng", []string{"Từ ngày 01 tháng 01 năm 2027 đến hết ngày 30 tháng 6 năm 2027."}},
		},
	},
	{
		key: "dau-thau-thuoc", day: "2026-11-10", drafter: "soan-thao-y-te", agency: "BYT", form: "Nghị định", field: "Y tế",
		about: "về đấu thầu thuốc tập trung cấp quốc gia",
		aims: []string{
			"Qua ba năm thực hiện, đấu thầu tập trung đã giảm bình quân 17% giá trúng thầu so với giá kế hoạch, song còn chậm ở khâu thẩm định danh mục và thiếu quy định về dự phòng nguồn cung khi nhà thầu không giao đủ thuốc.",
			"Dự thảo rút ngắn thời gian lựa chọn nhà thầu, đặt ra thỏa thuận khung nhiều năm và cơ chế điều tiết thuốc giữa các cơ sở y tế công lập.",
		},
		articles: []rule{
			{"Danh mục thuốc đấu thầu tập trung", []string{"Bộ trưởng Bộ Y tế ban hành danh mục trước ngày 01 tháng 6 hằng năm, sau khi lấy ý kiến Hội đồng tư vấn quốc gia.", "Danh mục gồm thuốc có giá trị sử dụng lớn, thuốc hiếm và thuốc mà từ ba địa phương trở lên đề nghị mua chung."}},
			{"Thỏa thuận khung", []string{"Thời hạn của thỏa thuận khung không quá 36 tháng.", "Nhà thầu giao dưới 80% số lượng đã cam kết trong một quý phải bồi thường theo hợp đồng và không được xem xét gia hạn."}},
			{"Điều tiết thuốc", []string{"Đơn vị mua sắm tập trung điều tiết số lượng giữa các cơ sở y tế khi một cơ sở đã dùng hết 120% số lượng được phân bổ."}},
		},
	},
	{
		key: "dat-dai", day: "2026-11-12", drafter: "soan-thao-tai-nguyen", agency: "BTNMT", form: "Nghị định", field: "Đất đai", long: true,
		about: "quy định chi tiết thi hành Luật Đất đai về bồi thường, hỗ trợ, tái định cư",
		aims: []string{
			"Công tác bồi thường, hỗ trợ, tái định cư là khâu chậm nhất của phần lớn dự án đầu tư công. Các địa phương áp dụng khác nhau về bồi thường bằng đất có mục đích sử dụng khác, về giá nhà tái định cư và về hỗ trợ chuyển đổi nghề.",
			"Dự thảo quy định thống nhất trình tự, thẩm quyền và thời hạn của từng bước; bảo đảm người có đất thu hồi có chỗ ở, có thu nhập bằng hoặc tốt hơn nơi ở cũ.",
		},
		articles: []rule{
			{"Bồi thường bằng đất có mục đích sử dụng khác", []string{"Người có đất nông nghiệp bị thu hồi được lựa chọn bồi thường bằng đất ở, nhà ở hoặc bằng tiền khi địa phương có quỹ đất, quỹ nhà.", "Tỷ lệ quy đổi do Ủy ban nhân dân cấp tỉnh quy định trên cơ sở bảng giá đất hằng năm."}},
			{"Bố trí tái định cư trước khi thu hồi", []string{"Khu tái định cư phải hoàn thành hạ tầng kỹ thuật và bàn giao nền trước khi ban hành quyết định thu hồi đất.", "Trường hợp chưa hoàn thành, chủ đầu tư bố trí tạm cư và trả tiền thuê nhà không quá 24 tháng."}},
			{"Hỗ trợ đào tạo, chuyển đổi nghề", []string{"Mức hỗ trợ không quá năm lần giá đất nông nghiệp cùng loại trong bảng giá đất.", "Người trong độ tuổi lao động được miễn học phí một khóa đào tạo nghề trình độ sơ cấp hoặc trung cấp."}},
		},
	},
	{
		key: "tu-chu-dai-hoc", day: "2026-11-03", drafter: "soan-thao-giao-duc", agency: "BGDĐT", form: "Nghị định", field: "Giáo dục",
		about: "về quyền tự chủ của cơ sở giáo dục đại học công lập",
		aims: []string{
			"Sau bảy năm thí điểm, 142 trường đã tự bảo đảm chi thường xuyên. Vướng mắc lớn nhất là thẩm quyền của hội đồng trường trong quyết định đầu tư, nhân sự và mức học phí.",
			"Dự thảo phân định trách nhiệm giữa bộ chủ quản, hội đồng trường và hiệu trưởng; gắn quyền tự chủ với công khai và kiểm định chất lượng.",
		},
		articles: []rule{
			{"Tự chủ về tổ chức và nhân sự", []string{"Hội đồng trường quyết định cơ cấu tổ chức, số lượng người làm việc và vị trí việc làm.", "Việc bổ nhiệm hiệu trưởng thực hiện trong thời hạn 60 ngày kể từ khi chức danh khuyết."}},
			{"Tự chủ về học phí", []string{"Học phí của chương trình đã kiểm định do hội đồng trường quyết định và công bố trước mỗi khóa tuyển sinh.", "Trường trích tối thiểu 8% nguồn thu học phí để cấp học bổng."}},
		},
	},
	{
		key: "duong-sat", day: "2026-10-16", drafter: "soan-thao-giao-thong", agency: "BGTVT", form: "Nghị quyết", field: "Giao thông",
		about: "về phương án đầu tư tuyến đường sắt Lào Cai - Hà Nội - Hải Phòng giai đoạn 2",
		aims: []string{
			"Giai đoạn 1 của tuyến đã hoàn thành giải phóng mặt bằng. Để khai thác đồng bộ với cảng Lạch Huyện, cần quyết định hình thức đầu tư của đoạn Yên Viên - Hạ Long và các ga hàng hóa.",
			"Bộ Giao thông vận tải trình hai phương án: đầu tư công toàn bộ, hoặc đầu tư công phần hạ tầng kết hợp đối tác công tư phần ga và phương tiện.",
		},
		articles: []rule{
			{"Phương án 1", []string{"Đầu tư công toàn bộ bằng ngân sách trung ương, tổng mức đầu tư 38.600 tỷ đồng, hoàn thành năm 2030."}},
			{"Phương án 2", []string{"Đầu tư công phần hạ tầng 26.900 tỷ đồng; các ga hàng hóa và phương tiện theo phương thức đối tác công tư, thời gian khai thác 30 năm."}},
		},
	},
	{
		key: "du-lieu-so", day: "2026-11-09", drafter: "soan-thao-thong-tin", agency: "BTTTT", form: "Nghị định", field: "Công nghệ thông tin",
		about: "về chia sẻ dữ liệu số giữa các cơ quan nhà nước",
		aims: []string{
			"Người dân vẫn phải nộp lại giấy tờ mà cơ quan nhà nước đã có. Trong 1.860 dịch vụ công trực tuyến toàn trình, chỉ 41% dùng lại dữ liệu đã số hóa.",
			"Dự thảo buộc cơ quan chủ quản dữ liệu mở kết nối trong thời hạn xác định, quy định dữ liệu gốc và trách nhiệm khi dữ liệu sai.",
		},
		articles: []rule{
			{"Dữ liệu gốc", []string{"Mỗi loại dữ liệu có một cơ quan chủ quản dữ liệu gốc do Thủ tướng Chính phủ quyết định.", "Cơ quan khác không được yêu cầu tổ chức, cá nhân cung cấp lại dữ liệu gốc đã có."}},
			{"Thời hạn kết nối", []string{"Cơ quan chủ quản mở kết nối trong 15 ngày làm việc kể từ ngày nhận yêu cầu; từ chối phải nêu lý do bằng văn bản."}},
			{"Bảo vệ dữ liệu cá nhân", []string{"Mọi lượt truy cập được ghi nhật ký và lưu tối thiểu 36 tháng.", "Người dân được xem ai đã truy cập dữ liệu của mình, trừ trường hợp luật có quy định khác."}},
		},
	},
	{
		key: "luong-toi-thieu", day: "2026-11-05", drafter: "soan-thao-tai-chinh", agency: "BTC", form: "Nghị định", field: "Ngân sách",
		about: "về sử dụng nguồn cải cách tiền lương của ngân sách địa phương",
		aims: []string{
			"Đến hết năm 2026, nguồn cải cách tiền lương còn dư của ngân sách địa phương ước 110 nghìn tỷ đồng, phân bố không đều. Nhiều địa phương đề nghị được dùng một phần cho chính sách an sinh và đầu tư y tế, giáo dục.",
			"Dự thảo cho phép sử dụng phần dư sau khi bảo đảm đủ nhu cầu tiền lương đến năm 2030, kèm điều kiện và chế độ báo cáo.",
		},
		articles: []rule{
			{"Điều kiện sử dụng", []string{"Địa phương cam kết tự bảo đảm nhu cầu cải cách tiền lương cả giai đoạn.", "Hội đồng nhân dân cấp tỉnh quyết định danh mục và mức sử dụng, không quá 50% số dư."}},
			{"Nội dung được chi", []string{"Chi chính sách an sinh xã hội do trung ương và địa phương ban hành.", "Chi đầu tư trường học, trạm y tế xã."}},
		},
	},
	{
		key: "nuoc-duoi-dat", day: "2026-11-06", drafter: "soan-thao-tai-nguyen", agency: "BTNMT", form: "Nghị định", field: "Tài nguyên nước",
		about: "về bảo vệ nước dưới đất tại vùng hạn chế khai thác",
		aims: []string{
			"Mực nước dưới đất tại Đồng bằng sông Cửu Long hạ bình quân 30 cm mỗi năm, kéo theo sụt lún và xâm nhập mặn. Việc khoanh vùng hạn chế khai thác tại 12 địa phương chưa đi kèm nguồn cấp nước thay thế.",
			"Dự thảo quy định lộ trình giảm khai thác gắn với tiến độ cấp nước mặt, hỗ trợ hộ gia đình và xử lý giếng không sử dụng.",
		},
		articles: []rule{
			{"Lộ trình giảm khai thác", []string{"Giảm ít nhất 10% lưu lượng được cấp phép mỗi năm tại vùng hạn chế 1.", "Không cấp phép mới tại nơi đã có nguồn nước mặt bảo đảm."}},
			{"Trám lấp giếng", []string{"Giếng không sử dụng phải được trám lấp trong 60 ngày; ngân sách địa phương hỗ trợ hộ nghèo toàn bộ chi phí."}},
		},
	},
	{
		key: "benh-khong-lay", day: "2026-11-04", drafter: "soan-thao-y-te", agency: "BYT", form: "Quyết định", field: "Y tế",
		about: "phê duyệt Chương trình quốc gia phòng, chống bệnh không lây nhiễm giai đoạn 2027 - 2030",
		aims: []string{
			"Bệnh không lây nhiễm chiếm 81% số ca tử vong hằng năm. Tỷ lệ người tăng huyết áp được phát hiện mới đạt 54%, được quản lý điều trị 31%.",
			"Chương trình đặt mục tiêu quản lý tại trạm y tế xã 60% người bệnh tăng huyết áp và 55% người bệnh đái tháo đường vào năm 2030.",
		},
		articles: []rule{
			{"Mục tiêu đến năm 2030", []string{"Giảm 20% tỷ lệ tử vong trước 70 tuổi do bốn nhóm bệnh chính.", "95% trạm y tế xã có đủ thuốc thiết yếu điều trị tăng huyết áp."}},
			{"Kinh phí", []string{"Ngân sách trung ương bố trí 4.200 tỷ đồng; ngân sách địa phương và quỹ bảo hiểm y tế chi trả phần còn lại theo quy định."}},
		},
	},
	{
		key: "hoc-phi", day: "2026-11-06", drafter: "soan-thao-giao-duc", agency: "BGDĐT", form: "Nghị định", field: "Giáo dục",
		about: "về hỗ trợ bữa ăn bán trú cho học sinh tiểu học xã biên giới",
		aims: []string{
			"248 xã biên giới đất liền có 96.000 học sinh tiểu học; 37% nhà cách trường trên 4 km. Nơi có bữa ăn bán trú, tỷ lệ chuyên cần cao hơn 12 điểm phần trăm.",
			"Dự thảo quy định mức hỗ trợ tiền ăn, gạo và chi phí nấu ăn, do ngân sách trung ương bảo đảm.",
		},
		articles: []rule{
			{"Mức hỗ trợ", []string{"450.000 đồng một học sinh một tháng, không quá 9 tháng một năm học.", "8 kg gạo một học sinh một tháng."}},
			{"Nguồn kinh phí", []string{"Ngân sách trung ương bảo đảm 100% đối với địa phương chưa tự cân đối; 50% đối với địa phương còn lại."}},
		},
	},
	{
		key: "cang-bien", day: "2026-10-22", drafter: "soan-thao-giao-thong", agency: "BGTVT", form: "Nghị định", field: "Giao thông",
		about: "về tiêu chí cảng xanh và lộ trình giảm phát thải tại cảng biển",
		aims: []string{
			"Khách hàng châu Âu yêu cầu chứng nhận phát thải của chuỗi vận tải từ năm 2028. Cảng biển loại I mới có 3/14 bến đáp ứng điện bờ.",
			"Dự thảo đưa ra tiêu chí cảng xanh ba mức, ưu đãi phí và lộ trình bắt buộc đối với cảng loại đặc biệt và loại I.",
		},
		articles: []rule{
			{"Tiêu chí cảng xanh", []string{"Gồm nhận thức, sử dụng tài nguyên, chất lượng môi trường, năng lượng, công nghệ thông tin và giảm phát thải.", "Mức 3 yêu cầu có điện bờ tại tất cả các bến."}},
			{"Ưu đãi", []string{"Giảm 20% phí bảo đảm hàng hải đối với tàu dùng điện bờ trong suốt thời gian cập cảng."}},
		},
	},
	{
		key: "tre-em-mang", day: "2026-11-05", drafter: "soan-thao-thong-tin", agency: "BTTTT", form: "Nghị định", field: "Công nghệ thông tin",
		about: "về bảo vệ trẻ em trên môi trường mạng",
		aims: []string{
			"Trẻ em sử dụng mạng trung bình 5,4 giờ mỗi ngày. Tổng đài 111 nhận 1.420 thông báo liên quan đến môi trường mạng trong năm 2025, tăng 38%.",
			"Dự thảo quy định trách nhiệm của nền tảng trong xác minh độ tuổi, gỡ bỏ nội dung trong 24 giờ và báo cáo minh bạch.",
		},
		articles: []rule{
			{"Xác minh độ tuổi", []string{"Nền tảng có từ 1 triệu người dùng thường xuyên trở lên xác minh độ tuổi bằng phương thức không lưu giữ giấy tờ tùy thân."}},
			{"Gỡ bỏ nội dung", []string{"Trong 24 giờ kể từ khi có yêu cầu; trong 3 giờ đối với nội dung xâm hại trẻ em."}},
		},
	},
	{
		key: "tai-san-cong", day: "2026-10-08", drafter: "soan-thao-tai-chinh", agency: "BTC", form: "Nghị định", field: "Tài sản công",
		about: "về quản lý trụ sở công dôi dư sau sắp xếp đơn vị hành chính",
		aims: []string{
			"Sau sắp xếp, cả nước còn 4.170 trụ sở dôi dư chưa có phương án. Nhiều trụ sở xuống cấp, phát sinh chi phí trông giữ.",
			"Dự thảo ưu tiên chuyển đổi thành trường học, trạm y tế, nhà văn hóa; cho thuê ngắn hạn trong khi chờ xử lý.",
		},
		articles: []rule{
			{"Thứ tự ưu tiên", []string{"Điều chuyển cho cơ sở giáo dục, y tế, văn hóa trên địa bàn.", "Bán đấu giá khi không còn nhu cầu sử dụng công."}},
			{"Cho thuê tạm thời", []string{"Thời hạn không quá 24 tháng, theo giá thị trường, nộp ngân sách sau khi trừ chi phí."}},
		},
	},
	{
		key: "do-thi-ngap", day: "2026-11-02", drafter: "soan-thao-tai-nguyen", agency: "BTNMT", form: "Nghị quyết", field: "Biến đổi khí hậu",
		about: "về cơ chế phối hợp cảnh báo ngập lụt đô thị ven biển",
		aims: []string{
			"Ba trận mưa lớn trong tháng 9 và tháng 10 năm 2026 gây ngập sâu tại bốn đô thị ven biển; bản tin cảnh báo đến người dân chậm bình quân 95 phút so với thời điểm vượt ngưỡng.",
			"Dự thảo quy định một đầu mối phát cảnh báo, dữ liệu dùng chung và thời hạn 15 phút.",
		},
		articles: []rule{
			{"Đầu mối phát cảnh báo", []string{"Đài khí tượng thủy văn khu vực phát cảnh báo trực tiếp đến thuê bao di động trong vùng ảnh hưởng."}},
			{"Dữ liệu dùng chung", []string{"Trạm đo mưa, mực nước của mọi cơ quan kết nối về hệ thống chung trước ngày 30 tháng 6 năm 2027."}},
		},
	},
	{
		key: "vien-phi", day: "2026-11-09", drafter: "soan-thao-y-te", agency: "BYT", form: "Nghị định", field: "Y tế",
		about: "về giá dịch vụ khám bệnh, chữa bệnh theo yêu cầu",
		aims: []string{
			"Giá dịch vụ theo yêu cầu giữa các bệnh viện công cùng hạng chênh lệch đến ba lần. Người bệnh khó biết trước chi phí.",
			"Dự thảo quy định phương pháp định giá, trần chênh lệch và niêm yết công khai.",
		},
		articles: []rule{
			{"Phương pháp định giá", []string{"Giá gồm chi phí trực tiếp, khấu hao, tiền lương và tích lũy không quá 10%."}},
			{"Công khai giá", []string{"Bệnh viện niêm yết giá tại nơi tiếp đón và trên trang thông tin điện tử trước khi áp dụng 15 ngày."}},
		},
	},
}
