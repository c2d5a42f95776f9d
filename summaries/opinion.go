package summaries

import (
	"strings"

	"ecabinet/internal/record"
)

// Stance is what a respondent answered, copied from the ballot's row and never read
// out of a text: "agree", "disagree", "other", "discuss", "option:" and a key, or ""
// where the opinion came without an answer (a letter).
type Stance string

// The stances that the rules here tell apart.
const (
	Agree    Stance = "agree"
	Disagree Stance = "disagree"
	Other    Stance = "other"
	Discuss  Stance = "discuss"
)

// Opinion is what one respondent said to the question. It is a copy of the ballot's
// row: this room never makes one.
type Opinion struct {
	ID         string `json:"id"`         // unique in the question; without '#'
	Respondent string `json:"respondent"` // reference to the seat or invitation; names are looked up by it when shown
	Stance     Stance `json:"stance"`
	Deemed     bool   `json:"deemed"` // entered at closing because silence is agreement; its Text is ""
	Text       string `json:"text"`   // the exact bytes that were submitted, UTF-8 or not
}

// Hash is the hex SHA-256 of the opinion's words and stance: what a table was made of.
func (o Opinion) Hash() string {
	deemed := "0"
	if o.Deemed {
		deemed = "1"
	}
	return record.Hash([]byte(o.ID), []byte{0}, []byte(o.Respondent), []byte{0}, []byte(o.Stance), []byte{0}, []byte(deemed), []byte{0}, []byte(o.Text))
}

// Asked says who was asked, for the unit that counts are written in.
type Asked string

// Who was asked.
const (
	Members     Asked = "members"     // a ballot: "12/27 thành viên"
	Respondents Asked = "respondents" // a consultation: "12/400 cơ quan, tổ chức, cá nhân"
)

// Question is the unit of work: all opinions on one question of one ballot.
type Question struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"` // of the draft; agreeing "with the draft decree on ..." says no more than agreeing
	Asked    Asked     `json:"asked"`
	Of       int       `json:"of"` // how many were asked, those included who never answered
	Opinions []Opinion `json:"opinions"`
}

// Offered is a comment that a ballot's form took apart from the free text: a clause
// as it was chosen, the comment, offered wording, and a weight in the reader's words.
type Offered struct {
	Clause, Text, Wording, Weight string
}

// Compose is the text of an opinion that came as free text with offered comments: every
// part verbatim, each comment under a line that names its clause. What was typed is
// found again in it byte by byte.
func Compose(text string, comments []Offered) string {
	var b strings.Builder
	b.WriteString(text)
	for _, c := range comments {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		if c.Clause != "" {
			b.WriteString(c.Clause + ":\n")
		}
		b.WriteString(c.Text)
		if c.Wording != "" {
			b.WriteString("\nĐề nghị viết như sau: “" + c.Wording + "”")
		}
		if c.Weight != "" {
			b.WriteString("\n(" + c.Weight + ")")
		}
	}
	return b.String()
}
