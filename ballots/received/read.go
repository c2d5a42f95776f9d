package received

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Asked is what was asked, and whom.
type Asked struct {
	Questions   []Question
	Respondents []Respondent
}

// Question is one question with its options.
type Question struct {
	Key     string
	Options []Option
	Choices []string // that an answer may take
}

// Respondent is one of the list.
type Respondent struct {
	Seat int
	Name string
}

// Answer is what a line says to one question.
type Answer struct {
	Question string
	Choice   string // "": the letter names none
	Text     string // to the byte, as the cell has it
}

// Problem is something that was not understood, and where.
type Problem struct {
	Code     string // "letters.p_..."
	Question string // key, "" for the whole line
	Cell     string // "B4", "" for the whole line
	Value    string // as written, shortened
}

// The problems of a line.
const (
	NobodyNamed   = "letters.p_nobody"    // no name and no number
	NotListed     = "letters.p_not_here"  // nobody of the list is called so
	OnlyAlike     = "letters.p_alike"     // somebody is called nearly so: to be confirmed
	Several       = "letters.p_several"   // several are called so
	Contradiction = "letters.p_contradic" // name and number are of two
	Twice         = "letters.p_twice"     // another line is of the same respondent
	NoChoice      = "letters.p_no_choice" // words, but no choice
	ChoiceUnknown = "letters.p_choice"    // what stands there is no choice of the question
	TwoChoices    = "letters.p_two"       // two are marked
	NoText        = "letters.p_no_text"   // a disagreement or another opinion without words
	Unanswered    = "letters.p_empty"     // nothing to this question
	TextLong      = "letters.p_long"
	LeftBlank     = "letters.p_blank" // a name, and nothing to any question
)

// Line is one letter: a row of a table, or a form.
type Line struct {
	Table   string
	Row     int // from 1, in its table
	Name    string
	Number  string
	Letter  string // number of the letter that was received, and its date, as written
	Blank   bool   // it says nothing to any question: a row of a form that was not filled in
	Seat    int    // whose it is taken for; 0: not known
	Sure    bool
	May     []int // seats that may be meant, the likeliest first
	Answers []Answer
	Wrong   []Problem
}

// Heading is a column as it was understood, or not.
type Heading struct {
	Table    string
	Column   string // its letter
	Text     string
	As       string // "": not understood, and not read
	Question string // key
}

// Reading is what was understood of a file.
type Reading struct {
	Kind     Kind
	Headings []Heading
	Lines    []Line
	Unread   []string // tables without a heading that is known
}

const (
	headerWithin = 25 // rows in which the heading must stand
	maxText      = 20_000
)

// Read understands a file. It refuses as [open] does, and with Invalid
// "letters.formula", "letters.rows", "letters.columns", "letters.tables",
// "letters.damaged"; "letters.nothing" where no table has a heading that is known.
func Read(content []byte, asked Asked) (*Reading, error) {
	kind, list, err := tables(content)
	if err != nil {
		return nil, err
	}
	r := &reader{asked: asked, list: lexicon(asked.Respondents), out: &Reading{Kind: kind}}
	for _, t := range list {
		r.table(t)
	}
	if len(r.out.Lines) == 0 {
		return nil, refuse("letters.nothing")
	}
	r.twice()
	return r.out, nil
}

type reader struct {
	asked Asked
	list  *roll
	out   *Reading
}

func (r *reader) table(t table) {
	if t.form || isForm(t) {
		r.forms(t)
		return
	}
	for i := range t.rows[:min(len(t.rows), headerWithin)] {
		columns := make([]column, len(t.rows[i]))
		for k, cell := range t.rows[i] {
			columns[k] = r.assigned(columnOf(cell))
		}
		if !heads(columns) {
			continue
		}
		for k, c := range columns {
			if text := strings.TrimSpace(t.rows[i][k]); text != "" {
				r.out.Headings = append(r.out.Headings, Heading{t.name, columnName(k), text, string(c.as), r.key(c.question)})
			}
		}
		for n, row := range t.rows[i+1:] {
			at := i + 2 + n
			r.line(t.name, at, columns, row)
		}
		return
	}
	r.out.Unread = append(r.out.Unread, t.name)
}

// heads says that these columns are a heading: whose, and what was said.
func heads(columns []column) bool {
	has := func(list ...as) bool {
		return slices.ContainsFunc(columns, func(c column) bool { return slices.Contains(list, c.as) })
	}
	return has(asName, asNumber) && has(asChoice, asText, asEither, asTick)
}

// assigned gives a column without a number to the only question; with several, it is of
// none.
func (r *reader) assigned(c column) column {
	switch c.as {
	case asChoice, asText, asEither, asTick:
		if c.question == 0 && len(r.asked.Questions) == 1 {
			c.question = 1
		}
		if c.question < 1 || c.question > len(r.asked.Questions) {
			return column{}
		}
	}
	return c
}

func (r *reader) key(question int) string {
	if question < 1 || question > len(r.asked.Questions) {
		return ""
	}
	return r.asked.Questions[question-1].Key
}

// isForm says that a table is a letter: labels left, words right.
func isForm(t table) bool {
	known := 0
	for _, row := range t.rows {
		if len(row) > 2 {
			return false
		}
		if len(row) == 2 && columnOf(row[0]).as != asNothing && columnOf(row[1]).as == asNothing {
			known++
		}
	}
	return known >= 2
}

// forms reads letters of labels and words; each begins with a name or a number.
func (r *reader) forms(t table) {
	var columns []column
	var cells []string
	from := 0
	flush := func() {
		if heads(columns) {
			r.line(t.name, from, columns, cells)
		}
		columns, cells = nil, nil
	}
	for i, row := range t.rows {
		if len(row) < 2 {
			continue
		}
		c := r.assigned(columnOf(row[0]))
		if (c.as == asName || c.as == asNumber) && slices.ContainsFunc(columns, func(o column) bool { return o.as == c.as }) {
			flush()
		}
		if len(columns) == 0 {
			from = i + 1
		}
		columns, cells = append(columns, c), append(cells, row[1])
	}
	flush()
}

func (r *reader) line(table string, at int, columns []column, row []string) {
	l := Line{Table: table, Row: at, Answers: make([]Answer, len(r.asked.Questions))}
	for i, q := range r.asked.Questions {
		l.Answers[i].Question = q.Key
	}
	ordinal, dated, any := "", "", false
	for k, c := range columns {
		if k >= len(row) {
			break
		}
		cell := row[k]
		shown := strings.TrimSpace(cell)
		if shown == "" {
			continue
		}
		switch c.as {
		case asNumber:
			l.Number, any = shown, true
		case asOrdinal:
			ordinal = shown
		case asName:
			l.Name, any = shown, true
		case asLetter:
			l.Letter = shown
		case asDated:
			dated = shown
		case asChoice, asText, asEither, asTick:
			any = true
			r.said(&l, c, fmt.Sprintf("%s%d", columnName(k), at), cell)
		}
	}
	if !any {
		return // an empty row
	}
	l.Letter = letterOf(l.Letter, dated)
	if columnsWith(columns, asName) == 0 && l.Number == "" {
		l.Number = ordinal
	}
	r.list.find(&l)
	r.check(&l)
	r.out.Lines = append(r.out.Lines, l)
}

func columnsWith(columns []column, what as) int {
	n := 0
	for _, c := range columns {
		if c.as == what {
			n++
		}
	}
	return n
}

// letterOf is a letter's number with its date, as they are cited: "12/BTC, 20/11/2026".
func letterOf(number, dated string) string {
	if number == "" || dated == "" {
		return number + dated
	}
	return number + ", " + dated
}

// said takes a cell into the answer to its question.
func (r *reader) said(l *Line, c column, cell, words string) {
	q, a := r.asked.Questions[c.question-1], &l.Answers[c.question-1]
	choose := func(choice string) {
		switch {
		case choice == "" || len(q.Choices) > 0 && !slices.Contains(q.Choices, choice):
			l.Wrong = append(l.Wrong, Problem{ChoiceUnknown, q.Key, cell, short(words)})
		case a.Choice != "" && a.Choice != choice:
			l.Wrong = append(l.Wrong, Problem{TwoChoices, q.Key, cell, short(words)})
		default:
			a.Choice = choice
		}
	}
	add := func() {
		if a.Text != "" {
			a.Text += "\n"
		}
		a.Text += words
	}
	switch c.as {
	case asChoice:
		choose(ChoiceOf(words, q.Options))
	case asText:
		add()
	case asTick:
		if ticked(words) {
			choose(c.choice)
			return
		}
		choose(c.choice) // words in the column of a choice are its reason
		add()
	case asEither:
		if choice := ChoiceOf(words, q.Options); choice != "" {
			choose(choice)
			return
		}
		if choice := leading(words, q.Options); choice != "" {
			choose(choice)
		}
		add()
	}
}

// check says what an answer lacks.
func (r *reader) check(l *Line) {
	l.Blank = !slices.ContainsFunc(l.Answers, func(a Answer) bool { return a.Choice != "" || strings.TrimSpace(a.Text) != "" }) &&
		!slices.ContainsFunc(l.Wrong, func(p Problem) bool { return p.Code == ChoiceUnknown })
	if l.Blank {
		l.Wrong = append(l.Wrong, Problem{Code: LeftBlank})
		return
	}
	for _, a := range l.Answers {
		bad := func(code string) { l.Wrong = append(l.Wrong, Problem{Code: code, Question: a.Question}) }
		odd := slices.ContainsFunc(l.Wrong, func(p Problem) bool { return p.Code == ChoiceUnknown && p.Question == a.Question })
		text := strings.TrimSpace(a.Text)
		switch {
		case a.Choice == "" && odd: // said already
		case a.Choice == "" && text == "":
			bad(Unanswered)
		case a.Choice == "":
			bad(NoChoice)
		case text == "" && (a.Choice == "disagree" || a.Choice == "other"):
			bad(NoText)
		}
		if len([]rune(a.Text)) > maxText {
			bad(TextLong)
		}
	}
}

// twice marks lines of one respondent: which one holds is for a person to say.
func (r *reader) twice() {
	seats := map[int]int{}
	for _, l := range r.out.Lines {
		if l.Seat > 0 && !l.Blank {
			seats[l.Seat]++
		}
	}
	for i := range r.out.Lines {
		if l := &r.out.Lines[i]; l.Seat > 0 && !l.Blank && seats[l.Seat] > 1 {
			l.Wrong = append(l.Wrong, Problem{Code: Twice, Value: strconv.Itoa(l.Seat)})
		}
	}
}

// short keeps a value to what a line of a screen shows.
func short(s string) string {
	if r := []rune(strings.TrimSpace(s)); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return strings.TrimSpace(s)
}

// columnName is the letters of a column, from 0.
func columnName(k int) string {
	name := ""
	for k++; k > 0; k = (k - 1) / 26 {
		name = string(rune('A'+(k-1)%26)) + name
	}
	return name
}
