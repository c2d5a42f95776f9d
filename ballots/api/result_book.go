package api

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"ecabinet/ballots"
	"ecabinet/internal/export"
)

// opinion is what one member said to one question, as the table shows it. Of a
// ballot that does not name its members there is nobody in it.
type opinion struct {
	seat     int
	member   MemberLine
	question int // from 0
	choice   string
	how      string
	class    string
	text     string
	reserve  string
	points   []ballots.Point
	at       *time.Time
}

// opinions are what a reader of the result may see of the answers that count,
// question by question of every member. Names go with them only where the ballot
// names its members, and then in the order of the list; elsewhere by what was said,
// so that the order tells nothing.
func (s scribe) opinions(sight Sight, r ballots.Reckoning) []opinion {
	if !sight.Choices && !r.Ballot.ByName { // by name, the result itself says who took which side
		return nil
	}
	var list []opinion
	for _, o := range outcomes(r.Ballot, r.Ballot.Result, true) {
		for _, side := range o.Sides {
			list = append(list, s.opinion(sight, r, o, side))
		}
	}
	if r.Ballot.ByName {
		slices.SortStableFunc(list, func(x, y opinion) int { return cmp.Compare(x.seat, y.seat) })
		return list
	}
	for i := range list {
		list[i].seat, list[i].member, list[i].at = 0, MemberLine{}, nil
	}
	slices.SortFunc(list, func(x, y opinion) int {
		return cmp.Or(cmp.Compare(x.question, y.question), strings.Compare(x.choice, y.choice), strings.Compare(x.how, y.how), strings.Compare(x.text, y.text))
	})
	return list
}

func (s scribe) opinion(sight Sight, r ballots.Reckoning, o OutcomeView, side SideView) opinion {
	at := slices.IndexFunc(r.Ballot.Questions, func(q ballots.Question) bool { return q.Key == o.Question })
	op := opinion{seat: side.Seat, question: at, how: s.Say("how.own")}
	for _, seat := range r.Seats {
		if seat.No == side.Seat {
			op.member = MemberLine{Seat: seat.No, Name: seat.Name, Posts: seat.Posts}
		}
	}
	answer := r.Answers[side.Seat]
	switch {
	case side.Recused:
		op.how = s.Say("how.recused")
		return op
	case side.Deemed:
		op.how, op.choice = s.Say("how.deemed"), s.side(o, side.Side)
		return op
	case side.Choice == "":
		op.how = s.Say("how.none")
		return op
	case side.OnBehalf && !sight.Choices:
		op.how = s.Say("side.on_behalf")
	case side.OnBehalf && answer.Standing == ballots.Confirmed:
		op.how = s.Say("how.confirmed")
	case side.OnBehalf:
		op.how = s.Say("how.on_behalf")
	}
	op.choice = s.side(o, side.Choice)
	if side.ClassBy != "" {
		op.class = s.side(o, side.Side) + " (" + side.ClassBy + ")"
	}
	if sight.Choices {
		op.at = &answer.At
	}
	if !sight.Words {
		return op
	}
	if at == 0 {
		op.reserve = answer.Content.Reserve
	}
	for _, said := range answer.Content.Opinions {
		if said.Question == o.Question {
			op.text, op.points = said.Text, said.Points
		}
	}
	return op
}

// resultBook is the opinion table of a ballot: what it came to, what every member
// said, and the points one by one.
func (s scribe) resultBook(sight Sight, r ballots.Reckoning, v *ResultView) export.Book {
	b := export.Book{
		Lang: s.Lang, Title: s.Say("book.title", "body", s.Body()) + ". " + v.Title, Author: s.Pick(s.Head.Issuer), Made: changed(v),
		Sheets: []export.Sheet{s.ballotSheet(v), s.countSheet(v)},
	}
	list := s.opinions(sight, r)
	if len(list) == 0 {
		return b
	}
	b.Sheets = append(b.Sheets, s.opinionSheet(sight, r, v, list))
	if sight.Words {
		b.Sheets = append(b.Sheets, s.pointSheet(r, v, list))
	}
	return b
}

// ballotSheet says what the table is of.
func (s scribe) ballotSheet(v *ResultView) export.Sheet {
	sheet := export.Sheet{Name: s.Say("book.ballot")}
	add := func(item string, content any) {
		c := &columns{}
		c.add(true, s.Say("book.item"), 34, item)
		c.add(true, s.Say("book.content"), 90, content)
		c.into(&sheet)
	}
	state := s.Say("sheet.not_certified")
	if v.certified() {
		state = s.Say("book.certified")
	}
	add(s.Say("book.state"), state)
	add(s.Say("book.subject"), v.Title)
	add(s.Say("book.number"), s.number(v))
	add(s.Say("book.lead"), v.Lead)
	add(s.Say("book.opened"), s.cell(v.OpenedAt))
	add(s.Say("book.deadline"), s.deadline(v.Deadline.At))
	add(s.Say("book.closed"), s.cell(v.ClosedAt))
	add(s.Say("book.rules"), s.Pick(export.Phrase(v.Profile.Title)))
	add(s.Say("sheet.outcome"), s.sentence(v.Sentence))
	for i, o := range v.Questions {
		behind := ""
		if len(v.Questions) > 1 {
			behind = ", " + strings.ToLower(s.Say("sheet.question", "number", i+1))
			add(s.Say("sheet.outcome")+behind, s.sentence(o.Sentence))
		}
		add(s.Say("book.of_sent")+behind, s.Pick(export.Phrase(o.OfSent)))
		add(s.Say("book.of_answered")+behind, s.Pick(export.Phrase(o.OfAnswered)))
	}
	add(s.Say("book.certified_at"), s.cell(v.CertifiedAt))
	add(s.Say("book.certified_by"), v.CertifiedBy)
	for i, c := range v.Corrections {
		add(s.Say("sheet.correction", "number", i+1), c.Text+"\n"+s.Say("sheet.correction_why", "reason", c.Reason)+"\n"+
			s.Say("sheet.correction_by", "name", c.Name, "at", export.Stamp(c.At.In(s.Head.Zone))))
	}
	add(s.Say("book.checkpoint"), v.Checkpoint)
	add(s.Say("book.id"), v.ID)
	return sheet
}

// cell is a time as a cell holds it, nothing where there is none.
func (s scribe) cell(t *time.Time) any {
	if t == nil || t.IsZero() {
		return nil
	}
	return t.In(s.Head.Zone)
}

func (s scribe) countSheet(v *ResultView) export.Sheet {
	sheet := export.Sheet{Name: s.Say("sheet.counts")}
	for i, o := range v.Questions {
		for _, p := range append(s.parts(o), part{text: s.Say("sheet.total"), count: o.N}) {
			c := &columns{}
			c.add(true, s.Say("sheet.no"), 6, i+1)
			c.add(true, s.Say("book.question"), 60, o.Text)
			c.add(true, s.Say("sheet.choice"), 40, p.text)
			c.add(true, s.Say("sheet.count"), 14, p.count)
			c.add(true, s.Say("book.of_them"), 40, strings.Join(p.notes, "\n"))
			c.into(&sheet)
		}
	}
	return sheet
}

// columns puts cells and their fields together, as far as they are shown.
type columns struct {
	fields []export.Field
	row    []any
}

func (c *columns) add(shown bool, head string, width float64, content any) {
	if shown {
		c.fields, c.row = append(c.fields, export.Field{Head: head, Width: width}), append(c.row, content)
	}
}

// into adds the row to a sheet, whose rows all have the same columns.
func (c *columns) into(sheet *export.Sheet) {
	sheet.Fields, sheet.Rows = c.fields, append(sheet.Rows, c.row)
}

func (s scribe) opinionSheet(sight Sight, r ballots.Reckoning, v *ResultView, list []opinion) export.Sheet {
	sheet := export.Sheet{Name: s.Say("book.opinions")}
	for _, op := range list {
		c := s.who(r, op)
		c.add(true, s.Say("book.question"), 40, v.Questions[op.question].Text)
		c.add(true, s.Say("sheet.choice"), 20, op.choice)
		c.add(true, s.Say("book.how"), 24, op.how)
		c.add(true, s.Say("book.class"), 24, op.class)
		c.add(sight.Words, s.Say("book.text"), 70, op.text)
		c.add(sight.Words, s.Say("book.points_count"), 10, len(op.points))
		c.add(sight.Words, s.Say("book.reserve"), 40, op.reserve)
		c.add(r.Ballot.ByName && sight.Choices, s.Say("book.time"), 20, s.cell(op.at))
		c.into(&sheet)
	}
	return sheet
}

// who are the columns that name a member, where the ballot names its members.
func (s scribe) who(r ballots.Reckoning, op opinion) *columns {
	c := &columns{}
	c.add(r.Ballot.ByName, s.Say("sheet.no"), 6, op.seat)
	c.add(r.Ballot.ByName, s.Say("sheet.member"), 26, op.member.Name)
	c.add(r.Ballot.ByName, s.Say("sheet.post"), 36, strings.Join(op.member.Posts, "; "))
	return c
}

func (s scribe) pointSheet(r ballots.Reckoning, v *ResultView, list []opinion) export.Sheet {
	sheet := export.Sheet{Name: s.Say("book.points")}
	row := func(op opinion, p ballots.Point) {
		clause := p.Clause
		if clause == "" {
			clause = s.Say("book.whole")
		}
		c := s.who(r, op)
		c.add(true, s.Say("book.question"), 40, v.Questions[op.question].Text)
		c.add(true, s.Say("sheet.choice"), 20, op.choice)
		c.add(true, s.Say("book.clause"), 24, clause)
		c.add(true, s.Say("book.point"), 60, p.Text)
		c.add(true, s.Say("book.wording"), 60, p.Wording)
		c.add(true, s.Say("book.weight"), 24, s.Say("weight."+string(p.Weight)))
		c.into(&sheet)
	}
	row(opinion{}, ballots.Point{}) // for the heads, should there be no point
	sheet.Rows = nil
	for _, op := range list {
		for _, p := range op.points {
			row(op, p)
		}
	}
	if !r.Ballot.ByName {
		slices.SortStableFunc(sheet.Rows, func(x, y []any) int {
			return cmp.Or(strings.Compare(x[0].(string), y[0].(string)), strings.Compare(x[2].(string), y[2].(string)), strings.Compare(x[3].(string), y[3].(string)))
		})
	}
	return sheet
}
