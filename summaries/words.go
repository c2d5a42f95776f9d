package summaries

import (
	"maps"
	"slices"
	"strings"
)

// wordsOf are the words and numbers of some tokens in lower case, tone marks placed alike
// ("hòa" and "hoà").
func wordsOf(toks []token) []string {
	words := make([]string, 0, len(toks)/2)
	for _, t := range toks {
		switch t.class {
		case word:
			words = append(words, toned(t.norm))
		case number:
			words = append(words, t.norm)
		}
	}
	return words
}

// span is where a word stands in a text: bytes, to exclusive.
type span struct{ from, to int32 }

// spansOf is where the n words stand that wordsOf gives.
func spansOf(toks []token, n int) []span {
	list := make([]span, 0, n)
	for _, t := range toks {
		if t.class == word || t.class == number {
			list = append(list, span{int32(t.start), int32(t.end)})
		}
	}
	return list
}

// toned moves the tone mark of a syllable that ends in oa, oe, uy to where the newer
// spelling has it.
func toned(w string) string {
	for _, p := range tones {
		if rest, ok := strings.CutSuffix(w, p[0]); ok && !(p[0][len(p[0])-1] == 'y' && strings.HasSuffix(rest, "q")) {
			return rest + p[1]
		}
	}
	return w
}

var tones = [][2]string{
	{"òa", "oà"}, {"óa", "oá"}, {"ỏa", "oả"}, {"õa", "oã"}, {"ọa", "oạ"},
	{"òe", "oè"}, {"óe", "oé"}, {"ỏe", "oẻ"}, {"õe", "oẽ"}, {"ọe", "oẹ"},
	{"ùy", "uỳ"}, {"úy", "uý"}, {"ủy", "uỷ"}, {"ũy", "uỹ"}, {"ụy", "uỵ"},
}

// functionWords join others, and belong to no phrase that they stand beside. What also ends
// or begins a longer word ("thống nhất", "nước ngoài", "sự cố") is not among them.
var functionWords = set(`và hoặc của các những là có được cho với về tại theo trong khi nếu thì mà để từ đến vì bởi này đó kia trên dưới ra vào lên
	như cũng đã đang sẽ phải cần nên rất hơn chỉ còn đều sau trước giữa nhưng song không chưa việc rõ the a an of to and in is for that be`)

// emptyWords carry no theme: function words, and the formulas of comments.
var emptyWords = with(functionWords, set(`một ngoài do nhất bằng qua tuy nhiên sự cách
	đề nghị kiến nghị bổ sung sửa đổi xem xét nghiên cứu cân nhắc làm quy định dự thảo nghị định cơ quan chủ trì soạn thảo nội dung điều khoản điểm
	chương mục phụ lục số ý kiến góp thêm rà soát chỉnh lý hoàn thiện đảm bảo bảo phù hợp cụ thể thể hướng đối lý gồm ví dụ hiện nay ngoài ra thành viết lại cụm thay
	bộ tôi chúng xin trân trọng kính gửi`))

func with(more, words map[string]bool) map[string]bool {
	maps.Copy(words, more)
	return words
}

// set is setOf for words as wordsOf gives them.
func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[toned(w)] = true
	}
	return s
}

// has says that the phrase, words with one blank between, stands in words.
func has(words []string, phrase string) bool { return at(words, phrase) >= 0 }

func at(words []string, phrase string) int {
	for i := range words {
		if begins(words[i:], phrase) {
			return i
		}
	}
	return -1
}

// begins says that words begin with the phrase.
func begins(words []string, phrase string) bool {
	for _, w := range words {
		rest, ok := strings.CutPrefix(phrase, w)
		switch {
		case !ok:
			return false
		case rest == "":
			return true
		case rest[0] != ' ':
			return false
		}
		phrase = rest[1:]
	}
	return false
}

func anyOf(words []string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return has(words, p) })
}
