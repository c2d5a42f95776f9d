package api

import (
	"slices"
	"strings"

	"ecabinet/internal/export"
)

// book is the table with one line for each point, and the gists of its rows on a sheet of
// their own: they are of a row and a stance, and would be said again at every point.
func (s scribe) book(t *approved) export.Book {
	var lines [][]any
	for _, row := range t.view.Rows {
		name, _ := s.name(row)
		for _, p := range row.Points {
			r, decision, text := passed(p.Reply), "", ""
			if r != nil {
				decision, text = s.Say("synth."+r.Decision), r.Text
			}
			lines = append(lines, []any{name, p.Who, s.stance(p.Stance), said(p), decision, text})
		}
	}
	field := func(code string, width float64) export.Field {
		return export.Field{Head: s.Say("synth." + code), Width: width}
	}
	about := [][]any{}
	for _, f := range s.facts(t) {
		about = append(about, []any{f})
	}
	if t.view.Asked.Assisted {
		about = append(about, []any{s.Say("synth.assisted")})
	}
	about = append(about, []any{s.Say("synth.check", "hash", t.view.Approval.Hash, "version", t.view.Approval.Version)})
	b := export.Book{
		Lang: s.Lang, Title: s.Say("synth.name"), Author: s.Pick(s.Head.Issuer), Made: t.view.Approval.At,
		Sheets: []export.Sheet{{Name: s.Say("synth.sheet_table"), Rows: lines, Fields: []export.Field{
			field("col_group", 36), field("col_who", 26), field("col_stance", 16), field("col_said", 80), field("col_decision", 14), field("col_answer", 60),
		}}},
	}
	if gists := s.gists(t); len(gists) > 0 {
		b.Sheets = append(b.Sheets, export.Sheet{Name: s.Say("synth.sheet_gists"), Rows: gists, Fields: []export.Field{
			field("col_group", 36), field("col_stance", 16), field("col_gist", 70), field("col_cited", 80), field("col_written", 26),
		}})
	}
	b.Sheets = append(b.Sheets, export.Sheet{Name: s.Say("synth.sheet_about"), Rows: about, Fields: []export.Field{field("about_head", 100)}})
	return b
}

// said is what a point says, sentence by sentence.
func said(p PointView) string {
	list := make([]string, len(p.Quotes))
	for i, q := range p.Quotes {
		list[i] = q.Text
	}
	return strings.Join(list, "\n")
}

// gists are the sentences that say in short what those of one stance say in a row, each with
// the sentences that it rests on and with who wrote it.
func (s scribe) gists(t *approved) (lines [][]any) {
	for _, row := range t.view.Rows {
		name, _ := s.name(row)
		stood := map[string]string{}
		for _, p := range row.Points {
			for _, q := range p.Quotes {
				stood[q.Sentence] = q.Text
				if p.Who != "" {
					stood[q.Sentence] = p.Who + ": " + q.Text
				}
			}
		}
		for _, g := range row.Gists {
			written := s.Say("synth.written_model")
			if slices.Contains(row.Worded, g.Stance) {
				written = s.Say("synth.written_person")
			}
			for _, c := range g.Claims {
				if c.Text == "" { // the sentences themselves are printed
					continue
				}
				var cited []string
				for _, id := range c.Cites {
					if text, ok := stood[id]; ok {
						cited = append(cited, text)
					}
				}
				lines = append(lines, []any{name, s.stance(g.Stance), c.Text, strings.Join(cited, "\n"), written})
			}
		}
	}
	return lines
}
