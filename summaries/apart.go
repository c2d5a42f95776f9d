package summaries

import (
	"slices"
	"strings"
)

// Rule names why a sentence is set apart instead of being placed in a row. It says what
// the words are; it counts nothing: stances are the ballot's.
type Rule string

// The rules. All but the last are found by code; whoever reviews may overrule each.
const (
	PlainAgreement      Rule = "plain_agreement"       // agreement, and the opinion says nothing else
	AgreementWithPoints Rule = "agreement_with_points" // agreement, but the opinion goes on to say more
	NoComment           Rule = "no_comment"            // "không có ý kiến gì thêm"
	Courtesy            Rule = "courtesy"              // the formulas of a letter
	Heading             Rule = "heading"               // only says what the next sentences are about
	Blank               Rule = "blank"                 // no word: a rule, a number of a list
	ByPerson            Rule = "by_person"             // set apart by who reviewed
)

// Rules are all rules, in the order in which they are shown.
var Rules = []Rule{PlainAgreement, AgreementWithPoints, NoComment, Courtesy, Heading, Blank, ByPerson}

var (
	agreeing = []string{"nhất trí", "đồng ý", "thống nhất", "tán thành", "đồng thuận", "ủng hộ"}

	// agreementWords are all that a plain agreement may hold besides those and the title:
	// whatever else is said makes it more than that.
	agreementWords = set(`nhất trí đồng ý thống tán thành thuận ủng hộ hoàn toàn cao rất với về các nội dung dự thảo nghị định quyết thông tư luật tờ trình hồ sơ đề án toàn bộ
		của cơ quan chủ trì soạn trên nêu tại như theo và không có kiến gì thêm khác bổ sung góp sự cần thiết ban hành việc đã được này tôi chúng xin văn bản
		phương án tư quý cũng tiếp tục trình chính phủ xem xét kèm thứ nhất một là phần tham gia đơn vị đối ạ còn lại`)

	// whoWords may stand before the agreement, with a name in capitals.
	whoWords = set("bộ ubnd uỷ ban nhân dân tỉnh thành phố sở hội hiệp ngân hàng nhà nước công ty tập đoàn tổng cục thanh tra văn phòng đại học viện liên đoàn phòng thương mại và của về cơ bản ban")

	noComment = []string{"không có ý kiến", "không góp ý", "không có góp ý", "không tham gia ý kiến"}

	// but are words after which an agreement is none, or only in part.
	but = []string{"nhưng", "tuy nhiên", "tuy vậy", "tuy thế", "song", "đề nghị", "kiến nghị", "trừ", "ngoại trừ", "với điều kiện", "mặc dù", "chỉ khi", "nếu", "nên", "lưu ý", "bảo lưu", "cơ bản", "về nguyên tắc", "chưa", "except", "but", "however"}

	opposing = []string{"không nhất trí", "không đồng ý", "không thống nhất", "không tán thành", "không đồng thuận", "không ủng hộ", "chưa nhất trí", "chưa đồng ý", "chưa thống nhất", "chưa tán thành",
		"phản đối", "bác bỏ", "không ban hành", "chưa ban hành", "không nên ban hành", "chưa nên ban hành", "không cần ban hành", "không cần thiết ban hành", "không cần thiết phải ban hành",
		"chưa cần thiết ban hành", "chưa cần thiết phải ban hành", "dừng ban hành", "hoãn ban hành", "dừng việc ban hành", "hoãn việc ban hành", "rút dự thảo", "không hoàn toàn nhất trí", "không hoàn toàn đồng ý"}

	proposing = []string{"đề nghị", "kiến nghị", "bổ sung", "sửa", "bỏ", "thay", "cần", "nên"}

	courtesyWords = set(`xin trân trọng cảm ơn cám kính gửi chào quý cơ quan bộ trên đây là ý kiến góp của để đề nghị tổng hợp nghiên cứu hoàn thiện xem xét theo quy định chủ trì soạn thảo tham gia
		nơi nhận như lưu vt và các đồng chí ban thư ký tm kt chủ tịch bộ trưởng phó thứ ký tên đóng dấu báo cáo một số nội dung liên quan đối với về dự nghị định gửi`)

	headingCells = set("stt tt điều khoản nội_dung ý_kiến lý_do ghi_chú nội_dung_góp_ý ý_kiến_góp_ý nội_dung_dự_thảo điều_khoản đề_nghị_sửa nội_dung_đề_nghị đề_nghị đề_nghị_sửa_đổi ý_kiến_chung ý_kiến_cụ_thể góp_ý_chung góp_ý_cụ_thể về_nội_dung nội_dung_cụ_thể một_số_góp_ý_cụ_thể quy_định_tại_dự_thảo")
)

// opposes says that the words reject the draft or a part of it as such.
func opposes(words []string) bool { return anyOf(words, opposing) }

// ruleOf is the rule by which a sentence may be set apart when it is looked at alone:
// an agreement is taken for plain here. title holds the words of the draft's title.
func ruleOf(toks []token, refs []Reference, stance Stance, title map[string]bool) Rule {
	words := wordsOf(toks)
	own := slices.ContainsFunc(refs, func(r Reference) bool { return !r.Foreign })
	switch {
	case isBlankOnly(toks):
		return Blank
	case isHeading(toks, words, own):
		return Heading
	case !own && isCourtesy(toks, words):
		return Courtesy
	case stance == Disagree || stance == Other || stance == Discuss:
		return "" // whatever the words are, a person reads them
	case own || anyOf(words, but) || needs(words):
		return ""
	case isAgreement(toks, title):
		return PlainAgreement
	case anyOf(words, noComment) && !slices.ContainsFunc(words, func(w string) bool { return !agreementWords[w] && !whoWords[w] && !title[w] }):
		return NoComment
	}
	return ""
}

// needs says that something is called for, other than the need (sự cần thiết) itself.
func needs(words []string) bool {
	for i, w := range words {
		if w == "cần" && (i+1 == len(words) || words[i+1] != "thiết") {
			return true
		}
	}
	return false
}

// isBlankOnly: signs, or the number of a row or list alone.
func isBlankOnly(toks []token) bool {
	numbers := 0
	for _, t := range toks {
		if t.class == word {
			return false
		}
		if t.class == number {
			if numbers++; numbers > 1 || len(t.norm) > 3 {
				return false
			}
		}
	}
	return true
}

func isHeading(toks []token, words []string, own bool) bool {
	if headingCells[strings.Join(words, "_")] {
		return true
	}
	if !own || len(words) > 14 {
		return false
	}
	bare := !slices.ContainsFunc(toks, func(t token) bool {
		return t.class == word && !headingWords[t.norm] && !isOrdinal(t)
	})
	last := len(toks) - 1
	for last > 0 && toks[last].blank() {
		last--
	}
	return bare || toks[last].norm == ":" && !anyOf(words, proposing) && !opposes(words)
}

func isCourtesy(toks []token, words []string) bool {
	if begins(words, "kính gửi") || begins(words, "nơi nhận") || begins(words, "kính thưa") {
		return !anyOf(words, []string{"nhưng", "không", "bỏ", "sửa", "bổ sung"})
	}
	if n := len(words); n > 2 && words[n-1] == "sau" && words[n-2] == "như" {
		return !anyOf(words, proposing) && !opposes(words) // "..., Bộ có ý kiến như sau:"
	}
	formula := begins(words, "trên đây là") || has(words, "trân trọng") || begins(words, "như trên") || begins(words, "lưu") || begins(words, "xin cảm ơn") || begins(words, "tm")
	if !formula {
		return false
	}
	name := 0 // words of a name that may still follow "của"
	for _, t := range toks {
		w := toned(t.norm)
		switch {
		case t.class == number, w == "không", w == "chưa":
			return false
		case t.norm == ",":
			name = 0
		case w == "của":
			name = 9
		case t.class != word:
		case name > 0:
			name--
		case !t.upper && !courtesyWords[w] && !whoWords[w]:
			return false
		}
	}
	return true
}

// isAgreement says that a sentence holds nothing but agreement: who agrees, with what
// draft, and perhaps that nothing else is said.
func isAgreement(toks []token, title map[string]bool) bool {
	toks = toks[markerEnd(toks, firstShown(toks)):]
	words := wordsOf(toks)
	head := -1
	for _, a := range agreeing {
		if i := at(words, a); i >= 0 && (head < 0 || i < head) {
			head = i
		}
	}
	if head < 0 || opposes(words) || slices.Contains(words, "không") && !anyOf(words, noComment) {
		return false
	}
	n := -1
	for _, t := range toks {
		if t.class == number {
			return false
		}
		if t.class != word {
			continue
		}
		n++
		w := toned(t.norm)
		named := n < head && (t.upper || whoWords[w] || len(words) > 0 && n > 0 && whoNamed(toks, n))
		if !agreementWords[w] && !named && !title[w] {
			return false
		}
	}
	return true
}

// whoNamed says that the words before the agreement begin with who speaks, as in "Bộ Tài
// chính nhất trí".
func whoNamed(toks []token, n int) bool {
	words := wordsOf(toks)
	return whoWords[words[0]] && n <= 10
}

func firstShown(toks []token) int {
	for i, t := range toks {
		if !t.blank() {
			return i
		}
	}
	return 0
}
