package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/summaries"
)

const (
	mediaDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// fileRoutes give the approved table as files to keep, and nothing else.
func (a *API) fileRoutes() {
	add := func(ext, media, summary string, write func(s scribe, t *approved) ([]byte, error)) {
		httpx.HandleRaw(a.router, httpx.Op{
			ID: "download-table-" + ext, Method: http.MethodGet, Path: "/api/syntheses/{id}/table." + ext, Object: "synthesis", Action: "read-table",
			Summary: summary + ", in the language of the request; approved only", Produces: media,
		}, a.onPath, func(w http.ResponseWriter, req *http.Request) error {
			t, err := a.table(req.Context(), req.PathValue("id"))
			if err != nil {
				return err
			}
			s, err := a.scribe(req.Context())
			if err != nil {
				return err
			}
			content, err := write(s, t)
			if err != nil {
				return err
			}
			return httpx.WriteFile(w, media, fmt.Sprintf("%s-%s-v%d.%s", s.Say("synth.file"), t.view.Approval.Hash[:8], t.view.Approval.Version, ext), content)
		})
	}
	add("docx", mediaDOCX, "The official table of four columns", func(s scribe, t *approved) ([]byte, error) { return s.paper(t).DOCX() })
	add("xlsx", mediaXLSX, "The table for further work", func(s scribe, t *approved) ([]byte, error) { return s.book(t).XLSX() })
	add("json", "application/json", "The table as data", func(_ scribe, t *approved) ([]byte, error) { return json.Marshal(asData(t)) })
}

// asData is the table as data: lists are never null, and answers that the secretariat has not
// passed are left out.
func asData(t *approved) *TableView {
	v := *t.view
	v.Rows = make([]SynthesisRow, len(t.view.Rows))
	for i, row := range t.view.Rows {
		row.Points = append([]PointView{}, row.Points...)
		for k := range row.Points {
			row.Points[k].Reply = passed(row.Points[k].Reply)
		}
		v.Rows[i] = row
	}
	httpx.FillLists(&v)
	return &v
}

// passed is an answer that may leave the room; nil for another.
func passed(r *ReplyView) *ReplyView {
	if r == nil || r.Check != string(summaries.Passed) {
		return nil
	}
	return r
}

// scribe writes files in one language for one body.
type scribe struct{ export.Scribe }

func (a *API) scribe(ctx context.Context) (scribe, error) {
	head, err := a.house.Letterhead(ctx)
	return scribe{export.Scribe{Texts: a.router, Lang: httpx.ClientFrom(ctx).Lang, Head: head}}, err
}

// line is one line of the official table: those points of a row that say the same and
// were answered alike.
type line struct {
	who, said, answer string
}

// lines are those of a row, each word of each point in one of them.
func (s scribe) lines(asked PolledView, row SynthesisRow) []line {
	var out []line
	at := map[string]int{}
	for _, p := range row.Points {
		l := line{who: p.Who, said: said(p), answer: s.answer(passed(p.Reply))}
		if !asked.Named {
			l.who = s.Say("synth.one_of", "of", asked.Of)
		}
		l.who += " (" + s.stance(p.Stance) + ")"
		key := l.said + "\x00" + l.answer
		if k, ok := at[key]; ok && asked.Named {
			out[k].who += "; " + l.who
			continue
		}
		at[key] = len(out)
		out = append(out, l)
	}
	return out
}

func (s scribe) stance(stance string) string {
	if key, ok := strings.CutPrefix(stance, "option:"); ok {
		return s.Say("synth.stance_option", "key", strings.TrimPrefix(key, "o"))
	}
	if stance == "" {
		return s.Say("synth.stance_none")
	}
	return s.Say("synth.stance_" + stance)
}

func (s scribe) answer(r *ReplyView) string {
	if r == nil {
		return ""
	}
	return decided(s.Say("synth."+r.Decision), r.Text)
}

// decided is an answer under the word of its decision, unless it begins with that word itself.
func decided(word, text string) string {
	lower, text := strings.ToLower(word), strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(strings.ToLower(text), lower); ok && !startsWithLetter(rest) {
		return text
	}
	return word + ": " + text
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// name is a row's with how many stand behind it, by stance.
func (s scribe) name(row SynthesisRow) (name, note string) {
	var parts []string
	for _, c := range row.Counts {
		parts = append(parts, s.stance(c.Stance)+": "+s.Pick(export.Phrase(c.Text)))
	}
	name = s.Pick(export.Phrase(row.Name))
	if r, size := utf8.DecodeRuneInString(name); row.Title == "" && size > 0 {
		name = string(unicode.ToUpper(r)) + name[size:] // "khoản 2 Điều 3" begins a cell here, no part of a sentence
	}
	return name, strings.Join(parts, "\n")
}

// gist is what persons wrote of a row in short; "" where only sentences are printed.
func (s scribe) gist(row SynthesisRow) string {
	var parts []string
	for _, g := range row.Gists {
		for _, c := range g.Claims {
			if c.Text != "" {
				parts = append(parts, "["+s.stance(g.Stance)+"] "+c.Text)
			}
		}
	}
	return strings.Join(parts, "\n")
}

// facts are what was asked and answered, in sentences.
func (s scribe) facts(t *approved) []string {
	a := t.view.Asked
	list := []string{s.Say("synth.asked", "text", a.Text), s.Say("synth.lead", "lead", a.Lead), s.Say("synth.of", "of", a.Of, "silent", a.Silent)}
	for _, c := range a.Counts {
		code := "synth.count"
		if c.Deemed > 0 {
			code = "synth.count_deemed"
		}
		list = append(list, s.Say(code, "stance", s.stance(c.Stance), "explicit", s.Pick(export.Phrase(c.Text)), "deemed", c.Deemed))
	}
	return list
}

// clock is a moment as people write it, in the body's zone.
func (s scribe) clock(at time.Time) string {
	at = at.In(s.Head.Zone)
	return s.Say("synth.clock", "time", at.Format("15:04"), "date", at.Format("02/01/2006"))
}

// paper is the official table in the form of Decree 30/2020/NĐ-CP.
func (s scribe) paper(t *approved) export.Paper {
	a, at := t.view.Asked, t.view.Approval.At
	p := export.Paper{
		Lang: s.Lang, Made: at, Head: s.Issued("", at), Name: s.Say("synth.name"), Subject: s.Say("synth.about", "draft", a.Draft),
		Signature:  export.Signature{Post: s.Say("synth.signer"), Name: t.view.Approval.By, Signed: s.Say("synth.signed", "at", s.clock(at))},
		Recipients: []string{s.Say("synth.to_heads", "body", s.Body()), a.Lead, s.Say("synth.to_file")},
		Check:      s.Say("synth.check", "hash", t.view.Approval.Hash, "version", t.view.Approval.Version),
	}
	p.Title = p.Name + ". " + p.Subject
	if a.Assisted {
		p.Remark = s.Say("synth.assisted")
	}
	p.Blocks = []export.Block{export.List(s.facts(t))}
	table := export.Table{Columns: []export.Column{
		{Head: s.Say("synth.col_group"), Width: 34, Left: true}, {Head: s.Say("synth.col_who"), Width: 32, Left: true},
		{Head: s.Say("synth.col_said"), Left: true}, {Head: s.Say("synth.col_answer"), Width: 40, Left: true},
	}}
	for _, row := range t.view.Rows {
		name, note := s.name(row)
		group := export.Cell{Text: name, Note: note, Bold: true}
		if gist := s.gist(row); gist != "" {
			table.Rows = append(table.Rows, []export.Cell{group, {}, {Text: gist}, {}})
			group.Note = ""
		}
		for _, l := range s.lines(a, row) {
			table.Rows = append(table.Rows, []export.Cell{group, {Text: l.who}, {Text: l.said}, {Text: l.answer}})
			group.Note = "" // the name stands on every line: a page may begin with any
		}
	}
	p.Blocks = append(p.Blocks, table)
	return p
}
