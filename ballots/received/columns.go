package received

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ecabinet/internal/fold"
)

// as is what a column holds.
type as string

const (
	asNothing as = ""
	asNumber  as = "number" // of the respondent in the list
	asOrdinal as = "ordinal"
	asName    as = "name"
	asChoice  as = "choice"
	asText    as = "text"
	asLetter  as = "letter" // number of the letter, perhaps with its date
	asDated   as = "dated"  // its date
	asEither  as = "either" // a choice, words, or both: "Câu 1"
	asTick    as = "tick"   // marked where the choice of the heading was made
)

// column is a heading as it was understood.
type column struct {
	as       as
	question int    // as numbered in the heading; 0: not named
	choice   string // of a tick
}

var (
	names    = []string{"ten co quan to chuc ca nhan", "co quan to chuc ca nhan", "ten co quan don vi", "ten co quan to chuc", "ten co quan", "ten don vi", "ten to chuc", "co quan don vi", "co quan to chuc", "co quan", "don vi", "to chuc", "chu the gop y", "nguoi gop y", "co quan gop y", "don vi gop y", "ten", "ho va ten", "ho ten", "noi gui", "co quan gui", "respondent", "name", "organisation", "organization", "agency"}
	numbers  = []string{"so trong danh sach", "ma so", "so co quan", "so nguoi duoc hoi", "number", "no in list"}
	ordinals = []string{"stt", "tt", "so tt", "so thu tu", "no", "so"}
	choices  = []string{"tra loi", "cau tra loi", "lua chon", "phuong an chon", "phuong an lua chon", "quan diem", "answer", "choice"}
	words    = []string{"y kien", "noi dung y kien", "noi dung gop y", "y kien gop y", "gop y", "noi dung tham gia", "y kien tham gia", "noi dung", "ly do", "giai thich", "y kien khac cu the", "text", "opinion", "comment", "comments", "reason"}
	letters  = []string{"so van ban", "so hieu van ban", "so ky hieu", "so va ky hieu", "so ky hieu van ban", "so cong van", "van ban so", "cong van so", "van ban", "cong van", "so ngay van ban", "so va ngay van ban", "so ngay cong van", "so van ban ngay thang", "letter", "letter no", "letter number", "reference"}
	dated    = []string{"ngay van ban", "ngay cong van", "ngay ky", "ngay ban hanh", "ngay thang", "ngay thang nam", "ngay thang van ban", "ngay", "date", "letter date", "date of letter"}
	either   = []string{"cau", "cau hoi", "question"}
)

// numbered finds "câu 2", "câu hỏi số 2", "nội dung 2", "question 2" at the beginning or
// the end of a folded heading.
var numbered = regexp.MustCompile(`^(?:(.*?) )?(?:cho |doi voi |ve |for |on |to )?(cau hoi|cau|noi dung|question|q)(?: so)? ?(\d{1,2})(?: (.*))?$`)

// columnOf understands a heading.
func columnOf(heading string) column {
	if len(heading) > 400 {
		return column{}
	}
	text := fold.Text(heading)
	c := column{}
	if m := numbered.FindStringSubmatch(text); m != nil {
		c.question, _ = strconv.Atoi(m[3])
		text = strings.TrimSpace(m[1] + " " + m[4])
		if text == "" {
			text = either[0]
		}
	}
	if choice := ChoiceOf(text, nil); choice != "" && text != "khac" && !slices.Contains(ordinals, text) {
		c.as, c.choice = asTick, choice
		return c
	}
	for _, one := range []struct {
		as   as
		list []string
	}{{asName, names}, {asNumber, numbers}, {asOrdinal, ordinals}, {asChoice, choices}, {asText, words}, {asLetter, letters}, {asDated, dated}, {asEither, either}} {
		if slices.Contains(one.list, text) {
			c.as = one.as
			break
		}
	}
	switch c.as {
	case asName, asNumber, asOrdinal, asLetter, asDated:
		if c.question > 0 {
			return column{}
		}
	}
	if c.as == asEither && c.question == 0 {
		return column{}
	}
	return c
}

// Option is a named option of a question.
type Option struct {
	Key  string
	Text string
}

var optionNumber = regexp.MustCompile(`^(?:phuong an|option|pa) ?(?:so )?(\d{1,2})$`)

// ChoiceOf is the choice that words name and nothing else, as the ballots write it;
// "" where they name none.
func ChoiceOf(s string, options []Option) string {
	if len(s) > 400 {
		return ""
	}
	text := fold.Text(s)
	for _, o := range options {
		if fold.Text(o.Text) == text && text != "" {
			return "option:" + o.Key
		}
	}
	if m := optionNumber.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1])
		if n >= 1 && n <= len(options) {
			return "option:" + options[n-1].Key
		}
		return ""
	}
	switch text {
	case "dong y", "nhat tri", "thong nhat", "tan thanh", "dong y toan bo", "hoan toan dong y", "hoan toan nhat tri", "nhat tri hoan toan", "agree", "yes":
		return "agree"
	case "khong dong y", "khong nhat tri", "khong thong nhat", "khong tan thanh", "phan doi", "disagree", "no":
		return "disagree"
	case "y kien khac", "khac", "other", "other opinion":
		return "other"
	case "thao luan", "de nghi thao luan", "discuss", "ask for discussion":
		return "discuss"
	}
	return ""
}

// leading is the choice that words begin with, before a stop or a line's end: "Không
// đồng ý: vì ...".
func leading(s string, options []Option) string {
	cut := strings.IndexAny(s, ":;,.\n–—(")
	if cut < 0 {
		return ChoiceOf(s, options)
	}
	return ChoiceOf(s[:cut], options)
}

// ticked says that a cell marks its column.
func ticked(s string) bool {
	switch fold.Text(s) {
	case "x", "v", "1", "co", "yes":
		return true
	}
	return slices.Contains([]string{"✓", "✔", "☑", "☒", "√", "●", "+"}, strings.TrimSpace(s))
}
