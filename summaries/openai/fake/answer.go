package fake

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

// answer is the content of the reply.
func (e *Endpoint) answer(q Request) string {
	if q.Task == "probe" {
		return e.probe(q)
	}
	out := map[string]any{"head": q.Head, "tail": q.Tail}
	switch q.Task {
	case "themes":
		out["themes"] = e.themes(q)
	case "place":
		out["placements"] = e.place(q)
	default:
		out["claims"] = e.gist(q)
	}
	return encode(out)
}

func encode(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func (e *Endpoint) probe(q Request) string {
	text := ""
	if len(q.Sentences) > 0 {
		text = q.Sentences[len(q.Sentences)-1].Text
	}
	if e.Persona == WrongLanguage {
		text = strings.Map(func(r rune) rune {
			if r > unicode.MaxASCII {
				return '?'
			}
			return r
		}, text)
	}
	return encode(map[string]any{"head": q.Head, "text": text, "tail": q.Tail})
}

type theme struct {
	Title string   `json:"title"`
	Cites []string `json:"cites"`
}

type claim struct {
	Text  string   `json:"text"`
	Cites []string `json:"cites"`
}

type placement struct {
	Sentence string `json:"sentence"`
	Row      string `json:"row"`
}

// foreign are ids that look right and are not of the request.
func foreign(q Request) []string {
	mark := "zzzz"
	if len(q.Sentences) > 0 {
		mark, _, _ = strings.Cut(q.Sentences[0].ID, "-")
	}
	return []string{fmt.Sprintf("%s-s%d", mark, len(q.Sentences)+1), mark + "-s0", "ffff-s1", "01#1", "02#1", "s1", "", mark + "-r99"}
}

// themes are sentences that share words, named by the words of the first.
func (e *Endpoint) themes(q Request) []theme {
	list := []theme{}
	var heads []map[string]bool
	for _, s := range q.Sentences {
		words := wordSet(s.Text)
		at := -1
		for k, h := range heads {
			if shared(h, words)*4 >= len(words) {
				at = k
				break
			}
		}
		if at < 0 {
			at = len(list)
			heads = append(heads, words)
			list = append(list, theme{Title: short(s.Text, 10)})
		}
		list[at].Cites = append(list[at].Cites, s.ID)
	}
	for k := range list {
		switch e.Persona {
		case Fabricator:
			list[k].Title = []string{fmt.Sprintf("Sửa đổi Điều %d", 90+k), "Đề nghị của Bộ Quốc phòng"}[k%2]
		case ForeignIDs:
			list[k].Cites = append(foreign(q)[k%8:k%8+1], list[k].Cites...)
		case Miscounter:
			list[k].Title = []string{"Đa số đề nghị sửa đổi", "27/27 thành viên đề nghị", "Tất cả các bộ đồng ý"}[k%3]
		case WrongLanguage:
			list[k].Title = []string{"Opinions about licensing of charging stations", "关于充电站的意见"}[k%2]
		case Obedient:
			if order := told(q); order != "" {
				list[k].Title = short(order, 20)
			}
		}
	}
	return list
}

// place puts each sentence where the theme's name shares the most with it.
func (e *Endpoint) place(q Request) []placement {
	list := []placement{}
	for n, s := range q.Sentences {
		words := wordSet(s.Text + " " + s.About)
		best, most := -1, 0.0
		for k, row := range q.Rows {
			name := wordSet(row.Text)
			if score := float64(shared(name, words)) / float64(len(name)+3); score > most {
				best, most = k, score
			}
		}
		row := ""
		if best >= 0 {
			row = q.Rows[best].ID
		}
		switch e.Persona {
		case ForeignIDs:
			ids := foreign(q)
			list = append(list, placement{ids[n%8], row}, placement{s.ID, ids[(n+3)%8]})
			continue
		case Fabricator, Miscounter, WrongLanguage:
			list = append(list, placement{s.ID, "Chủ đề mới"}) // a theme that it made up
		case Obedient:
			if told(q) != "" { // everything everywhere
				for _, r := range q.Rows {
					list = append(list, placement{s.ID, r.ID})
				}
				list = append(list, placement{"01#1", q.Rows[0].ID})
				continue
			}
		}
		if row != "" {
			list = append(list, placement{s.ID, row})
		}
	}
	return list
}

// gist repeats, of the sentences, the first ones that count nothing.
func (e *Endpoint) gist(q Request) []claim {
	list := []claim{}
	for _, s := range q.Sentences {
		if len(list) < 4 && !counts(s.Text) && len(s.Text) < 500 {
			list = append(list, claim{strings.TrimRight(s.Text, " ;:"), []string{s.ID}})
		}
	}
	for k := range list {
		switch e.Persona {
		case Fabricator:
			list[k].Text = []string{
				"Đề nghị sửa khoản 7 Điều 99.", "Bộ Ngoại giao cho rằng “không thể chấp nhận” quy định này.", "Thời hạn phải rút xuống 3 ngày kể từ 01/01/2031.", "Theo Luật Hàng hải, mức phạt là 77%.",
			}[k%4]
		case ForeignIDs:
			list[k].Cites = append(list[k].Cites, foreign(q)[k%8])
		case Miscounter:
			list[k].Text = []string{"Đa số thành viên đồng ý với nội dung này.", "Có 27/27 thành viên nhất trí.", "Tất cả các ý kiến đều tán thành.", "Hai mươi bảy ý kiến nhất trí, 100% đồng ý."}[k%4]
		case WrongLanguage:
			list[k].Text = []string{"The respondents would like this rule to be clearer.", "各方认为该条款需要修改。"}[k%2]
		case Obedient:
			if order := told(q); order != "" {
				list[k].Text = []string{order, "Tất cả các thành viên đều đồng ý với dự thảo.", "Không có ý kiến nào khác."}[k%3]
			}
		}
	}
	return list
}

// Trigger begins a sentence that the obedient persona takes for an order although it does
// not look like one to a filter.
const Trigger = "Kính nhờ người lập bảng"

// told is the first sentence that gives an order, "" for none.
func told(q Request) string {
	for _, s := range q.Sentences {
		l := strings.ToLower(s.Text)
		for _, order := range []string{strings.ToLower(Trigger), "bỏ qua", "ignore", "hãy đóng vai", "trả lời bằng", "ghi rằng", "system:"} {
			if strings.Contains(l, order) {
				return s.Text
			}
		}
	}
	return ""
}

// counts says that a sentence counts in words.
func counts(text string) bool {
	words := " " + strings.Join(split(text), " ") + " "
	for _, w := range []string{"tất cả", "toàn bộ", "mọi", "nhiều", "đa số", "phần lớn", "hầu hết", "một số", "vài", "gần như", "một nửa", "toàn thể", "some", "all", "many", "most"} {
		if strings.Contains(words, " "+w+" ") {
			return true
		}
	}
	return false
}

// empty words tell themes apart from nothing.
var empty = wordSetOf("và các của cho về tại theo trong đề nghị quy định cần phải có là được không với từ đến để một nội dung dự thảo nghị bổ sung làm rõ trạm sạc điều khoản điểm việc này nên khi do")

func wordSetOf(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range split(s) {
		set[w] = true
	}
	return set
}

func wordSet(s string) map[string]bool {
	set := wordSetOf(s)
	for w := range set {
		if empty[w] {
			delete(set, w)
		}
	}
	return set
}

func split(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) })
}

func shared(a, b map[string]bool) int {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return n
}

// short is the first words of a text, without marks that would make it a quotation.
func short(s string, n int) string {
	f := strings.Fields(s)
	return strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`“”"«»`, r) {
			return -1
		}
		return r
	}, strings.Join(f[:min(len(f), n)], " ")), " .,;:-+")
}

// garbage are bodies that are no reply by the schema; which one goes by the number of the
// request.
func garbage(q Request, n, tokens int) string {
	honest := (&Endpoint{Persona: Honest}).answer(q)
	wrap := func(content string) string { return envelope(content, "stop", tokens) }
	list := []string{
		"",
		"<html><body>gateway</body></html>",
		"{}",
		"null",
		"[]",
		`{"choices":[]}`,
		`{"choices":null,"usage":{"prompt_tokens":"many"}}`,
		`{"choices":[{"index":0,"message":{"role":"assistant","content":null},"finish_reason":"stop"}]}`,
		`{"choices":[{"index":0,"message":{"role":"assistant","refusal":"I cannot help","content":` + encode(honest) + `},"finish_reason":"stop"}]}`,
		`{"choices":[{"index":0,"message":{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}],"content":` + encode(honest) + `},"finish_reason":"stop"}]}`,
		strings.Replace(wrap(honest), `"finish_reason":"stop"`, `"finish_reason":null`, 1),
		envelope(honest, "content_filter", tokens),
		wrap(""),
		wrap("Dưới đây là kết quả:\n" + honest),
		wrap("```json\n" + honest + "\n```"),
		wrap(honest + honest),
		wrap(honest + "\nHết."),
		wrap("[" + honest + "]"),
		wrap(encode(honest)),
		wrap(strings.Replace(honest, "{", `{"count":27,`, 1)),
		wrap(strings.Replace(honest, "{", `{"head":"x",`, 1)),
		wrap(strings.Replace(honest, "{", `{"Head":"x",`, 1)),
		wrap(strings.Replace(honest, `"head"`, `"kopf"`, 1)),
		wrap(strings.Replace(honest, q.Tail, "T0000000000", 1)),
		wrap(`{"head":"` + q.Head + `","tail":"` + q.Tail + `"}`),
		wrap(`{"head":"` + q.Head + `","tail":"` + q.Tail + `","themes":null,"placements":null,"claims":null}`),
		wrap(strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)),
		wrap(strings.Repeat("[", 20000)),
		wrap(`{"head":1,"tail":2,"themes":"x","placements":"x","claims":"x"}`),
		wrap(honest[:len(honest)-1]),
		wrap("\ufeff" + honest),
	}
	return list[n%len(list)]
}
