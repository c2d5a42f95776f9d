package ballots

import (
	"slices"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// State is where a ballot stands in its life.
type State string

// The states of a ballot. See transitions.
const (
	Draft     State = "draft"     // the secretariat writes it
	Submitted State = "submitted" // an approver is asked
	Approved  State = "approved"  // waits for its opening time
	Open      State = "open"      // members answer
	Closed    State = "closed"    // tallied, provisional
	Certified State = "certified" // numbered and frozen
	Recalled  State = "recalled"  // taken back: answers kept, never tallied
)

// Act is something done to a ballot as a whole.
type Act string

// The acts on a ballot.
const (
	ActEdit     Act = "edit"
	ActSubmit   Act = "submit"
	ActWithdraw Act = "withdraw"
	ActApprove  Act = "approve"
	ActRefuse   Act = "refuse"
	ActOpen     Act = "open"
	ActAnswer   Act = "answer"
	ActExtend   Act = "extend"
	ActReplace  Act = "replace"
	ActRecall   Act = "recall"
	ActClose    Act = "close"
	ActClass    Act = "class"
	ActCertify  Act = "certify"
	ActCorrect  Act = "correct"
	ActGoOn     Act = "go_on"
	ActDiscuss  Act = "discuss"
)

// transitions says which act is possible in which state, and where it leads.
var transitions = map[State]map[Act]State{
	Draft:     {ActEdit: Draft, ActSubmit: Submitted},
	Submitted: {ActApprove: Approved, ActRefuse: Draft, ActWithdraw: Draft},
	Approved:  {ActOpen: Open, ActWithdraw: Draft, ActRecall: Recalled},
	Open:      {ActAnswer: Open, ActExtend: Open, ActReplace: Open, ActRecall: Recalled, ActClose: Closed},
	Closed:    {ActClass: Closed, ActGoOn: Closed, ActDiscuss: Recalled, ActCertify: Certified},
	Certified: {ActCorrect: Certified},
	Recalled:  {},
}

// Allows says whether act is possible in the ballot's state.
func (b *Ballot) Allows(act Act) bool {
	_, ok := b.next(act)
	return ok
}

func (b *Ballot) next(act Act) (State, bool) {
	if b.Kind == Consultation && slices.Contains(decides, act) {
		return "", false
	}
	next, ok := transitions[b.State][act]
	return next, ok
}

// move brings the ballot to where act leads, or refuses with "ballot.not_now".
func (b *Ballot) move(act Act) error {
	next, ok := b.next(act)
	if !ok {
		return ecabinet.E(ecabinet.Refused, "ballot.not_now", "state", string(b.State), "act", string(act))
	}
	b.State = next
	b.Rev++
	return nil
}

// QuestionKind says what may be chosen.
type QuestionKind string

// The kinds of question.
const (
	YesNo   QuestionKind = "yes_no"  // agree, disagree, other opinion
	Options QuestionKind = "options" // one of named options, or other opinion
)

// Question is one of the contents that opinions are asked on.
type Question struct {
	Key      string       `json:"key"` // "q1", stable within the ballot
	Text     string       `json:"text"`
	Kind     QuestionKind `json:"kind"`
	Options  []Option     `json:"options"`  // two or more where Kind is Options, else empty
	Proposal string       `json:"proposal"` // key of the option that the drafter proposes, or ""
}

// Option is one named option ("Phương án 1").
type Option struct {
	Key  string `json:"key"` // "o1"
	Text string `json:"text"`
}

// Choices lists what may be chosen in the question, in the order shown.
// Discussion is offered to every member; see Ballot.Choices.
func (q Question) Choices() []procedure.Choice {
	if q.Kind == YesNo {
		return []procedure.Choice{procedure.Agree, procedure.Disagree, procedure.Other, procedure.Discuss}
	}
	choices := make([]procedure.Choice, 0, len(q.Options)+2)
	for _, o := range q.Options {
		choices = append(choices, procedure.OptionChoice(o.Key))
	}
	return append(choices, procedure.Other, procedure.Discuss)
}

// Law is the question as the rules see it.
func (q Question) Law() procedure.Question {
	law := procedure.Question{Key: q.Key, Proposal: q.Proposal}
	for _, o := range q.Options {
		law.Options = append(law.Options, o.Key)
	}
	return law
}

// Paper is one file that the ballot is bound to, by the hashes of its original
// and of the copy that members read.
type Paper struct {
	Document string `json:"document"`
	Version  string `json:"version"`
	Number   int    `json:"number"` // of the version: 1, 2, ...
	Kind     string `json:"kind"`   // submission, draft, appraisal, explanation, summary, other
	Title    string `json:"title"`
	Pages    int    `json:"pages"`
	Original string `json:"original_hash"` // hex SHA-256
	Reading  string `json:"reading_hash"`  // hex SHA-256, "" where there is no reading copy
}

// Seat is one place on the frozen list of members.
type Seat struct {
	Ballot  string
	No      int // from 1, in the order of the list
	Person  string
	Name    string
	Posts   []string // held when the list was frozen
	Office  string   // the unit that prepares for this member, "" for none
	TieMark bool     // the Prime Minister's seat
	Recused bool
	Vacated bool // the post was lost before closing and the seat not passed on: never deemed

	Revision   int        // of the last answer, 0 for none
	Answer     string     // id of the answer that counts, "" for none
	AnsweredAt *time.Time // of the answer that counts
}

// Ballot is one opinion ballot on one matter.
type Ballot struct {
	ID     string
	Body   string
	Matter string
	Kind   Kind
	Rev    int64
	State  State

	Title     string
	Note      string // what members are told besides the questions
	Agency    string // id of the agency that drafts
	Lead      string // its name
	Class     string // of the matter when the ballot was written
	Questions []Question
	Papers    []Paper
	Recused   []string // persons, by the secretariat before opening

	Days     int                   // working days, 0 where the last day is set by hand
	Hour     *procedure.HourMinute // nil: the end of the last day
	OpenAt   *time.Time            // nil: as soon as approved
	LastDay  *procedure.Date       // where the profile leaves it to the secretariat; else nil
	ShowWho  bool                  // the secretariat sees choices before closing
	ShowLive bool                  // members see the running result before closing; only where ByName
	ByName   bool                  // the result names who took which side

	Profile  procedure.Profile // as it stood when the ballot was opened; zero before
	Round    int               // 1, 2, ... from opening
	SentAt   time.Time         // when this round's window began; zero before opening
	Deadline procedure.Deadline
	Extended []Extension

	MadeBy      string
	MadeAt      time.Time
	SubmittedBy string
	ApprovedBy  string
	ApprovedAt  *time.Time
	RefusedBy   string
	RefusedFor  string // the reason of the last refusal
	OpenedAt    *time.Time
	ClosedAt    *time.Time
	CertifiedBy string
	CertifiedAt *time.Time
	RecalledFor string
	Onward      *Onward // nil: nothing was decided on a request for discussion
	Number      string  // "07/2026/KQLYK", from the register, when certified
	Result      *Result
}

// Onward is the decision of who holds the tie mark that a ballot goes on though members
// have asked for discussion.
type Onward struct {
	Note string    `json:"note"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// Extension is one later deadline, on record.
type Extension struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Beyond bool      `json:"beyond"` // past the profile's window: marked in the result
}

// Question finds a question by its key.
func (b *Ballot) Question(key string) (Question, bool) {
	i := slices.IndexFunc(b.Questions, func(q Question) bool { return q.Key == key })
	if i < 0 {
		return Question{}, false
	}
	return b.Questions[i], true
}

// InTime says whether an act at now is at or before the deadline, whether or not
// the closing has run.
func (b *Ballot) InTime(now time.Time) bool { return !now.After(b.Deadline.At) }

// checkRev refuses a change made on an older version.
func checkRev(seen, stored int64) error {
	if seen != stored {
		return ecabinet.E(ecabinet.Stale, "request.stale")
	}
	return nil
}
