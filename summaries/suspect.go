package summaries

import (
	"regexp"
	"slices"
	"strings"
)

// orders are phrases, in lower case with single blanks, that speak to a machine rather
// than to whoever drafts. They only flag: a person may well write about such things. A
// pattern is only tried where one of its marks stands.
var orders = []struct {
	marks   []string
	pattern *regexp.Regexp
}{
	{[]string{"bỏ qua", "quên"}, regexp.MustCompile(`(bỏ qua|quên|quên đi) (mọi |các |tất cả |những |toàn bộ )*(hướng dẫn|chỉ dẫn|chỉ thị|câu lệnh|lệnh|quy tắc|yêu cầu)`)},
	{[]string{"đóng vai", "bạn", "trợ lý", "mô hình ngôn ngữ"}, regexp.MustCompile(`hãy đóng vai|bạn (bây giờ )?là (một )?(trợ lý|mô hình|hệ thống|ai\b|chatbot)|trợ lý (ai|ảo)\b|mô hình ngôn ngữ`)},
	{[]string{"trả lời", "xuất ra", "trả về", "in ra"}, regexp.MustCompile(`(trả lời|xuất ra|trả về|in ra) (bằng |chỉ |duy nhất )*(json|chuỗi|nguyên văn)`)},
	{[]string{"đồng ý", "nhất trí", "tán thành"}, regexp.MustCompile(`(ghi|kết luận|báo cáo|tổng hợp) (rằng |là )?(tất cả|100\s?%|toàn bộ|mọi) (các )?(thành viên|bộ|cơ quan|ý kiến|đơn vị)[^.]{0,40}(đồng ý|nhất trí|tán thành)`)},
	{[]string{"không", "đừng"}, regexp.MustCompile(`(không|đừng) (được )?(đưa|tổng hợp|liệt kê|hiển thị)[^.]{0,30}ý kiến[^.]{0,20}(khác|còn lại|phản đối|trái chiều)`)},
	{[]string{"lời nhắc hệ thống", "câu lệnh hệ thống", "system prompt", "developer message"}, regexp.MustCompile(`.`)},
	{[]string{"ignore", "disregard", "forget", "override"}, regexp.MustCompile(`(ignore|disregard|forget|override) (all |any |the |your |of |previous |prior |above |earlier )*(instruction|prompt|rule|direction|message|guideline)`)},
	{[]string{"you are", "as an ai", "act as"}, regexp.MustCompile(`you are (now )?(an? |the )*(ai\b|assistant|language model|chatgpt|system)|as an ai\b|act as (an? )?(assistant|system|admin)`)},
	{[]string{" that "}, regexp.MustCompile(`(report|state|write|output|conclude|say) that (all|every|everyone|100)`)},
	{[]string{" as "}, regexp.MustCompile(`(mark|classify|label|place|file) (all|every|this|these)[^.]{0,40} as (agree|accepted|approved|support)`)},
	{[]string{"do not ", "don't ", "never "}, regexp.MustCompile(`(do not|don't|never) (include|mention|list|cite)[^.]{0,40}(opinion|other|dissent|object)`)},
	{[]string{"respond", "reply", "answer"}, regexp.MustCompile(`(respond|reply|answer) (only )?(with|in) (json|yes|english)`)},
	{[]string{"<", "[", "#", "system", "assistant", "user"}, regexp.MustCompile(`<\|[a-z_]+\|>|\[/?inst\]|<</?sys>>|#{2,} ?(instruction|system|hệ thống)|^(system|assistant|user) ?:|</?(system|assistant|instructions?)>|<script|!\[[^\]]*\]\(`)},
}

// suspect says that a sentence may be meant for a machine that reads it: an order to it,
// or characters that a reader does not see.
func suspect(text string) bool {
	for _, r := range text {
		switch {
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r >= 0xe0000 && r <= 0xe007f: // direction overrides, tags
			return true
		}
	}
	f := folded(text)
	for _, o := range orders {
		if slices.ContainsFunc(o.marks, func(m string) bool { return strings.Contains(f, m) }) && o.pattern.MatchString(f) {
			return true
		}
	}
	return false
}
