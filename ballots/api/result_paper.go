package api

import (
	"fmt"
	"strings"

	"ecabinet/ballots"
	"ecabinet/internal/export"
)

// resultPaper is the official result sheet of b, of which v is what the reader may
// see. Its content and order are those of the sheet that is printed from a browser.
func (s scribe) resultPaper(b *ballots.Ballot, v *ResultView) export.Paper {
	p := export.Paper{
		Lang: s.Lang, Made: changed(v), Head: s.Issued(s.number(v), made(v)),
		Name: s.Say("sheet.name", "body", s.Body()), Subject: s.Say("sheet.about", "title", v.Title),
		Recipients: []string{s.Say("sheet.to_heads", "body", s.Body()), s.Say("sheet.to_members", "body", s.Body()), v.Lead, s.Say("sheet.to_file")},
		Signature:  export.Signature{Post: s.Say("sheet.signer"), Signed: s.Say("sheet.not_signed")},
		Check:      s.Say("sheet.check", "hash", v.Checkpoint, "id", v.ID),
	}
	p.Title = p.Name + ". " + p.Subject
	if v.certified() {
		p.Signature.Name = v.CertifiedBy
		p.Signature.Signed = s.Say("sheet.signed", "at", export.Stamp(v.CertifiedAt.In(s.Head.Zone)))
	} else {
		p.Mark, p.Remark = s.Say("sheet.provisional"), s.Say("sheet.not_certified")
	}
	p.Blocks = s.facts(b, v)
	p.Blocks = append(p.Blocks, export.Heading(s.Say("sheet.counts")))
	for i, o := range v.Questions {
		p.Blocks = append(p.Blocks, s.counts(o, i+1, len(v.Questions) > 1)...)
	}
	p.Blocks = append(p.Blocks, export.Heading(s.Say("sheet.outcome")),
		export.Paragraph{Runs: []export.Run{{Text: s.sentence(v.Sentence), Bold: true}}})
	if v.Discuss > 0 {
		p.Blocks = append(p.Blocks, export.Text(s.Say("sheet.discuss", "count", v.Discuss)))
	}
	if v.Onward != nil {
		said := s.Say("sheet.onward", "name", v.Onward.Name, "at", s.time(&v.Onward.At))
		p.Blocks = append(p.Blocks, export.Text(strings.TrimSpace(said+" "+v.Onward.Note)))
	}
	if len(v.Members) > 0 {
		p.Blocks = append(p.Blocks, export.Heading(s.Say("sheet.members")))
		p.Blocks = append(p.Blocks, s.members(v)...)
	}
	if len(v.Reserved) > 0 {
		p.Blocks = append(p.Blocks, export.Heading(s.Say("sheet.reserved")))
	}
	for _, r := range v.Reserved {
		text := r.Text
		if r.Name != "" {
			text = r.Name + ": " + text
		}
		p.Blocks = append(p.Blocks, export.Text(text))
	}
	p.After = s.corrections(v)
	return p
}

// corrections are printed below what was signed, each with who made it and when.
func (s scribe) corrections(v *ResultView) (out []export.Block) {
	for i, c := range v.Corrections {
		out = append(out,
			export.Paragraph{KeepNext: true, Runs: []export.Run{{Text: s.Say("sheet.correction", "number", i+1), Bold: true}}},
			export.Paragraph{KeepNext: true, Runs: []export.Run{{Text: s.Say("sheet.correction_why", "reason", c.Reason)}}},
			export.Paragraph{KeepNext: true, Runs: []export.Run{{Text: c.Text}}},
			export.Paragraph{Runs: []export.Run{{Text: s.Say("sheet.correction_by", "name", c.Name, "at", export.Stamp(c.At.In(s.Head.Zone))), Italic: true}}})
	}
	return out
}

// facts are what was asked, of whom, when, by which rules and on which papers.
func (s scribe) facts(b *ballots.Ballot, v *ResultView) []export.Block {
	times := []string{s.Say("sheet.times", "count", v.Questions[0].N, "opened", s.time(v.OpenedAt), "deadline", s.deadline(v.Deadline.At), "closed", s.time(v.ClosedAt))}
	if b.Round > 1 {
		times = append(times, s.Say("sheet.round", "round", b.Round))
	}
	if len(b.Extended) > 0 {
		times = append(times, s.Say("sheet.extended", "count", len(b.Extended)))
	}
	if v.Beyond {
		times = append(times, s.Say("sheet.beyond"))
	}
	list := export.List{}
	for _, paper := range v.Papers {
		list = append(list, s.Say("sheet.paper", "title", paper.Title, "number", paper.Number))
	}
	return []export.Block{
		export.Heading(s.Say("sheet.facts")),
		export.Text(s.Say("sheet.lead", "lead", v.Lead)),
		export.Text(strings.Join(times, " ")),
		export.Text(s.Say("sheet.rules", "rules", s.Pick(export.Phrase(v.Profile.Title)))),
		export.Heading(s.Say("sheet.papers")), list,
	}
}

// counts are one question's figures: side by side where they fit, else, where
// options have names, one below the other.
func (s scribe) counts(o OutcomeView, number int, several bool) []export.Block {
	asked := export.Paragraph{Runs: []export.Run{{Text: o.Text}}, KeepNext: true}
	if several {
		asked.Runs = append([]export.Run{{Text: s.Say("sheet.question", "number", number) + ": ", Bold: true}}, asked.Runs...)
	}
	total := export.Cell{Text: fmt.Sprint(o.N), Bold: true}
	t := export.Table{KeepNext: true}
	if len(o.Options) > 0 {
		t.Columns = []export.Column{{Head: s.Say("sheet.choice"), Left: true}, {Head: s.Say("sheet.count"), Width: 60}}
	} else {
		t.Rows = [][]export.Cell{nil}
	}
	for _, p := range s.parts(o) {
		cell := export.Cell{Text: fmt.Sprint(p.count), Note: strings.Join(p.notes, "\n")}
		if len(o.Options) > 0 {
			t.Rows = append(t.Rows, []export.Cell{{Text: p.text}, cell})
			continue
		}
		t.Columns = append(t.Columns, export.Column{Head: p.text})
		t.Rows[0] = append(t.Rows[0], cell)
	}
	if len(o.Options) > 0 {
		t.Rows = append(t.Rows, []export.Cell{{Text: s.Say("sheet.total"), Bold: true}, total})
	} else {
		t.Columns = append(t.Columns, export.Column{Head: s.Say("sheet.total"), Width: 20})
		t.Rows[0] = append(t.Rows[0], total)
	}
	shares := s.Say("sheet.shares", "sent", s.Pick(export.Phrase(o.OfSent)), "answered", s.Pick(export.Phrase(o.OfAnswered)))
	return []export.Block{asked, t, export.Text(s.sentence(o.Sentence) + " " + shares)}
}

// beside are the widths of the questions that a table of members has room for beside
// the posts, in millimetres: of one, of two, of three.
var beside = []float64{40, 28, 24}

// members is who took which side: in one table, or one for each question where
// there are many.
func (s scribe) members(v *ResultView) []export.Block {
	if len(v.Questions) <= len(beside) {
		return []export.Block{s.membersTable(v, v.Questions)}
	}
	var blocks []export.Block
	for i, o := range v.Questions {
		blocks = append(blocks, export.Paragraph{KeepNext: true, Runs: []export.Run{
			{Text: s.Say("sheet.question", "number", i+1) + ": ", Bold: true}, {Text: o.Text},
		}}, s.membersTable(v, v.Questions[i:i+1]))
	}
	return blocks
}

func (s scribe) membersTable(v *ResultView, questions []OutcomeView) export.Table {
	t := export.Table{Columns: []export.Column{
		{Head: s.Say("sheet.no"), Width: 12}, {Head: s.Say("sheet.member"), Width: 42, Left: true}, {Head: s.Say("sheet.post"), Left: true},
	}}
	for i := range questions {
		head := s.Say("sheet.choice")
		if len(questions) > 1 {
			head = s.Say("sheet.question", "number", i+1)
		}
		t.Columns = append(t.Columns, export.Column{Head: head, Width: beside[len(questions)-1]})
	}
	for _, m := range v.Members {
		row := []export.Cell{{Text: fmt.Sprint(m.Seat)}, {Text: m.Name}, {Text: strings.Join(m.Posts, "; ")}}
		for _, o := range questions {
			row = append(row, s.sideCell(o, m.Seat))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s scribe) sideCell(o OutcomeView, seat int) export.Cell {
	for _, side := range o.Sides {
		if side.Seat == seat {
			return export.Cell{Text: s.side(o, side.key()), Note: s.notes(o, side)}
		}
	}
	return export.Cell{}
}
