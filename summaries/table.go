package summaries

import (
	"strings"

	"ecabinet/internal/record"
)

// Quote is a stored sentence as it is printed: from the first to the last character that
// shows, nothing changed between.
type Quote struct {
	Sentence SentenceID `json:"sentence"`
	Text     string     `json:"text"`
}

// Point is the unit that the drafter accepts or explains: what one opinion says on the
// matter of one row.
type Point struct {
	ID      string  `json:"id"` // unique in the table
	Opinion string  `json:"opinion"`
	Quotes  []Quote `json:"quotes"` // in the order of their numbers, never none
	Filed   bool    `json:"filed"`  // a person put it here: a re-run leaves it, and learns from it
}

// Claim is one sentence of a gist with what it rests on.
type Claim struct {
	Text  string       `json:"text"`  // "" where the cited sentences themselves are printed
	Cites []SentenceID `json:"cites"` // never none
}

// Gist says in short what those of one stance say on the matter of a row.
type Gist struct {
	Stance Stance  `json:"stance"`
	Claims []Claim `json:"claims"`
}

// Row is one row of the table: a theme with its points. Who said it and how many is never
// stored: it is counted from the points' opinions.
type Row struct {
	ID      string   `json:"id"`              // kept over versions
	Clause  Clause   `json:"clause,omitzero"` // zero for a theme of no single clause
	Title   string   `json:"title"`           // given by a person, else "": then Name has it
	Terms   []string `json:"terms,omitempty"` // what code calls a theme of no single clause: a phrase of its sentences
	Gists   []Gist   `json:"gists"`
	Points  []Point  `json:"points"`           // in the order of the question
	Touched bool     `json:"touched"`          // a person made or changed it: a re-run leaves its title and clause
	Worded  []Stance `json:"worded,omitempty"` // of these a person wrote the gist: a re-run leaves it
}

// Name is the row's title in Vietnamese, or in English: what a person called it, else the
// clause, else the phrase that code found (several in a table that was made before it did).
func (r Row) Name(english bool) string {
	switch {
	case r.Title != "":
		return r.Title
	case r.Clause != (Clause{}) && english:
		return r.Clause.English()
	case r.Clause != (Clause{}):
		return r.Clause.Vietnamese()
	}
	against := len(r.Gists) == 1 && r.Gists[0].Stance == Disagree
	switch {
	case len(r.Terms) > 0 && against && english:
		return "Against: " + strings.Join(r.Terms, ", ")
	case len(r.Terms) > 0 && against:
		return "Không đồng ý: " + strings.Join(r.Terms, ", ")
	case len(r.Terms) > 0:
		return capital(strings.Join(r.Terms, ", "))
	case english:
		return "Other matters"
	}
	return "Nội dung khác"
}

// capital is text with a capital at its beginning.
func capital(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}

// SetApart is a sentence that stands in no row, with the reason.
type SetApart struct {
	Sentence SentenceID `json:"sentence"`
	Rule     Rule       `json:"rule"`
	Filed    bool       `json:"filed"` // a person decided it
}

// Source is an opinion as the table was made of it.
type Source struct {
	Opinion string `json:"opinion"`
	Hash    string `json:"hash"` // Opinion.Hash
}

// Table is one version of the synthesis. Every sentence of the sources stands in a row, is
// set apart, or waits for a person.
type Table struct {
	Question string       `json:"question"`
	Version  int          `json:"version"`  // from 1
	Assisted bool         `json:"assisted"` // a model had a part in it: exports say so
	Sources  []Source     `json:"sources"`
	Rows     []Row        `json:"rows"` // by clause, then by the first point, or as persons ordered them
	Apart    []SetApart   `json:"apart"`
	Waiting  []SentenceID `json:"waiting"`
}

// Hash is the hex SHA-256 of the table's canonical JSON (RFC 8785): what is approved.
func (t Table) Hash() (string, error) { return record.HashOf(t) }

// Row is the row of that id.
func (t Table) Row(id string) (Row, bool) {
	for _, r := range t.Rows {
		if r.ID == id {
			return r, true
		}
	}
	return Row{}, false
}

// Stale are the opinions that changed, came or went since the table was made, in the order
// of the question, those that went last.
func (t Table) Stale(q Question) []string {
	made := map[string]string{}
	for _, s := range t.Sources {
		made[s.Opinion] = s.Hash
	}
	var list []string
	for _, o := range q.Opinions {
		if made[o.ID] != o.Hash() {
			list = append(list, o.ID)
		}
		delete(made, o.ID)
	}
	for _, s := range t.Sources {
		if _, gone := made[s.Opinion]; gone {
			list = append(list, s.Opinion)
		}
	}
	return list
}

// Decision is what the drafter does with a point.
type Decision string

// The decisions; each needs its text.
const (
	Accepted  Decision = "accepted"  // tiếp thu
	Explained Decision = "explained" // giải trình
)

// Answer is the drafter's answer to one point. Only a person makes one.
type Answer struct {
	Point    string   `json:"point"`
	Decision Decision `json:"decision"`
	Text     string   `json:"text"`
}

// Unanswered are the points of the table, by id, that have no whole answer.
func (t Table) Unanswered(answers []Answer) []string {
	done := map[string]bool{}
	for _, a := range answers {
		done[a.Point] = (a.Decision == Accepted || a.Decision == Explained) && folded(a.Text) != ""
	}
	var list []string
	for _, r := range t.Rows {
		for _, p := range r.Points {
			if !done[p.ID] {
				list = append(list, p.ID)
			}
		}
	}
	return list
}
