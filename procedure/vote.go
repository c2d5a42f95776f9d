package procedure

import "strings"

// Choice is an answer to a question. A named option is "option:" and its key;
// empty is no answer.
type Choice string

// The choices that are no named option.
const (
	Agree    Choice = "agree"    // đồng ý
	Disagree Choice = "disagree" // không đồng ý
	Other    Choice = "other"    // ý kiến khác: neither for nor against, unless classed
	Discuss  Choice = "discuss"  // asks for discussion at a session: neither side, never deemed
	Abstain  Choice = "abstain"  // an explicit abstention
	Blank    Choice = "blank"    // an explicit blank paper
)

const optionPrefix = "option:"

// OptionChoice is the choice of the option named key.
func OptionChoice(key string) Choice { return Choice(optionPrefix + key) }

// Option is the key of a named option.
func (c Choice) Option() (key string, ok bool) { return strings.CutPrefix(string(c), optionPrefix) }

// isSide tells whether c is for or against something: agree, disagree or an option.
func (c Choice) isSide() bool {
	_, option := c.Option()
	return option || c == Agree || c == Disagree
}

// Classing is a named person's decision, between closing and certification, that
// an other opinion counts for one side. As is Agree or Disagree, or an option of
// a question that has options.
type Classing struct {
	As     Choice `json:"as"`
	By     string `json:"by"`               // the name shown in the sentence
	Second string `json:"second,omitempty"` // the name of the second person, where one was needed
}

// Vote is what stands for one seat of the frozen list when a question is counted:
// the last answer in time, or none. Disputed and late answers are not passed in.
type Vote struct {
	Seat        int       `json:"seat"`
	Person      string    `json:"person"`
	Choice      Choice    `json:"choice"`       // "" no answer
	OnBehalf    bool      `json:"on_behalf"`    // recorded by the secretariat from paper or telephone
	Confirmed   bool      `json:"confirmed"`    // the member confirmed the one on behalf
	Recused     bool      `json:"recused"`      // counts as not answered, whatever was answered; never deemed
	NeverDeemed bool      `json:"never_deemed"` // the post was lost before closing: silence stays silence
	NotSent     bool      `json:"not_sent"`     // on the list, but the question was not sent there; never deemed
	Absent      bool      `json:"absent"`       // a vote in session: not there, may vote remotely
	TieMark     bool      `json:"tie_mark"`     // this seat's own explicit answer decides a tie
	Class       *Classing `json:"class,omitempty"`
	Reserved    bool      `json:"reserved"` // bảo lưu ý kiến, printed in the result
}

// Question is what is asked, as far as counting goes.
type Question struct {
	Key       string   `json:"key"`
	Options   []string `json:"options,omitempty"`  // keys; none: agree, disagree, other
	Proposal  string   `json:"proposal,omitempty"` // the drafter's option, for which silence counts where it is agreement
	InSession bool     `json:"in_session"`         // a vote in session: silence there is never deemed
}
