package ballots

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
	"ecabinet/procedure"
)

// MaxText is the longest text of one opinion, in characters; MaxFiles the most files
// that go with one answer.
const (
	MaxText  = 20_000
	MaxFiles = 20
)

// Weight says what hangs on a point (procedure: points of an opinion).
type Weight string

// The weights of a point.
const (
	Condition Weight = "condition" // the agreement depends on it
	Should    Weight = "should"    // it should be dealt with
	Comment   Weight = "comment"   // for information
)

// Point is the unit of what is answered later: a comment on a clause, with
// offered wording and a weight.
type Point struct {
	Clause  string `json:"clause"` // "Điều 5 khoản 2", "" for the whole
	Text    string `json:"text"`
	Wording string `json:"wording"`
	Weight  Weight `json:"weight"`
}

// Opinion is what a member says to one question.
type Opinion struct {
	Question string           `json:"question"`
	Choice   procedure.Choice `json:"choice"`
	Text     string           `json:"text"`
	Points   []Point          `json:"points"`
}

// Content is everything a member answers: all questions at once.
type Content struct {
	Opinions []Opinion `json:"opinions"`
	Reserve  string    `json:"reserve"` // the reserved opinion (bảo lưu ý kiến), "" for none
	Files    []File    `json:"files"`
}

// File is a file that goes with an answer, such as the scan of a paper ballot.
type File struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	Hash string `json:"hash"` // hex SHA-256
}

// Source says how an answer came in.
type Source string

// The sources of an answer.
const (
	Own      Source = "own"
	OnBehalf Source = "on_behalf" // recorded by the secretariat from paper or telephone
	Deemed   Source = "deemed"    // entered at closing because the rule says so
)

// Standing says what an answer recorded on behalf is worth.
type Standing string

// The standings of an answer. An own or deemed answer always counts.
const (
	Counts      Standing = "counts"
	Unconfirmed Standing = "unconfirmed" // on behalf; the member has not spoken yet: counted, marked
	Confirmed   Standing = "confirmed"   // on behalf; the member confirmed
	Disputed    Standing = "disputed"    // on behalf; the member disputed: void
	AwaitSecond Standing = "await_second"
	Late        Standing = "late" // kept, never counted
)

// Answer is one version of one seat's answer. Rows are only ever added; the
// seat says which one counts.
type Answer struct {
	ID       string
	Body     string
	Ballot   string
	Round    int
	Seat     int
	Revision int // 1, 2, ... in its seat
	Person   string
	Source   Source
	Standing Standing
	Content  Content
	CastBy   string // who pressed; the member, or the secretariat on behalf
	Prepared []string
	At       time.Time

	Record     string // canonical JSON that was confirmed, "" for deemed answers
	RecordHash string // hex SHA-256 of Record
	Nonce      string // 128 random bits, hex; salts the hashes, stays out of journal and receipt
	Proof      string // "server-attested"

	Reason     string // on behalf: why
	ReceivedAt *time.Time
	SecondBy   string // on behalf after closing: the second person
	RowHash    string // hex SHA-256 over every field above but Standing and SecondBy
}

// Check says what is missing in content as an answer to the ballot, field by
// field: every question answered once, with a choice it offers; a disagreement
// and an other opinion carry text.
func (b *Ballot) Check(c Content) error {
	var wrong []ecabinet.FieldError
	bad := func(path, code string, params ...any) {
		e := ecabinet.E(ecabinet.Invalid, code, params...)
		wrong = append(wrong, ecabinet.FieldError{Path: path, Code: code, Params: e.Params})
	}
	given := map[string]int{}
	for i, o := range c.Opinions {
		path := fmt.Sprintf("opinions[%d]", i)
		q, ok := b.Question(o.Question)
		switch {
		case !ok:
			bad(path+".question", "answer.no_such_question")
			continue
		case given[o.Question] > 0:
			bad(path+".question", "answer.question_twice")
		}
		given[o.Question]++
		checkOpinion(b.Choices(q), o, path, bad)
	}
	for i, q := range b.Questions {
		if given[q.Key] == 0 {
			bad("questions."+q.Key, "answer.question_open", "number", i+1)
		}
	}
	if len(c.Files) > MaxFiles {
		bad("files", "file.too_many", "max", MaxFiles)
	}
	if c.Reserve != "" && strings.TrimSpace(c.Reserve) == "" {
		bad("reserve", "answer.reserve_empty")
	}
	if tooLong(c.Reserve) {
		bad("reserve", "answer.text_too_long", "max", MaxText)
	}
	if len(wrong) > 0 {
		return &ecabinet.Error{Kind: ecabinet.Invalid, Code: "answer.incomplete", Fields: wrong}
	}
	return nil
}

func checkOpinion(choices []procedure.Choice, o Opinion, path string, bad func(path, code string, params ...any)) {
	if !slices.Contains(choices, o.Choice) {
		bad(path+".choice", "answer.no_such_choice")
	}
	needsText := o.Choice == procedure.Disagree || o.Choice == procedure.Other
	if needsText && strings.TrimSpace(o.Text) == "" && len(o.Points) == 0 {
		bad(path+".text", "answer.needs_text")
	}
	if tooLong(o.Text) {
		bad(path+".text", "answer.text_too_long", "max", MaxText)
	}
	for i, p := range o.Points {
		at := fmt.Sprintf("%s.points[%d]", path, i)
		if strings.TrimSpace(p.Text) == "" && strings.TrimSpace(p.Wording) == "" {
			bad(at+".text", "answer.point_empty")
		}
		if p.Weight != Condition && p.Weight != Should && p.Weight != Comment {
			bad(at+".weight", "answer.no_such_weight")
		}
		if tooLong(p.Text + p.Wording) {
			bad(at+".text", "answer.text_too_long", "max", MaxText)
		}
	}
}

func tooLong(text string) bool { return utf8.RuneCountInString(text) > MaxText }

// TooLong says whether a text of the content is longer than an answer's may be.
func (c Content) TooLong() bool {
	return tooLong(c.Reserve) || slices.ContainsFunc(c.Opinions, func(o Opinion) bool {
		return tooLong(o.Text) || slices.ContainsFunc(o.Points, func(p Point) bool { return tooLong(p.Text + p.Wording) })
	})
}

// MayCast says whether this seat may answer now, with the reason if not. A late
// answer is kept and marked until certification; late reports that.
func (b *Ballot) MayCast(seat *Seat, person string, round int, now time.Time) (late bool, err error) {
	switch {
	case seat.Person != person:
		return false, ecabinet.E(ecabinet.Forbidden, "answer.not_your_seat")
	case seat.Recused:
		return false, ecabinet.E(ecabinet.Refused, "answer.recused")
	case seat.Vacated:
		return false, ecabinet.E(ecabinet.Refused, "answer.post_lost")
	case b.State == Recalled:
		return false, ecabinet.E(ecabinet.Refused, "ballot.recalled")
	case b.State == Certified:
		return false, ecabinet.E(ecabinet.Refused, "ballot.certified")
	case b.State != Open && b.State != Closed:
		return false, ecabinet.E(ecabinet.Refused, "ballot.not_open")
	case round != b.Round:
		return false, ecabinet.E(ecabinet.Refused, "ballot.new_round")
	}
	return b.State == Closed || !b.InTime(now), nil
}
