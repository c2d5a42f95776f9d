package procedure

// Silence is what no answer in time counts as.
type Silence string

// The kinds of silence.
const (
	SilenceNotAnswered Silence = "not_answered" // nothing
	SilenceAgreement   Silence = "agreement"    // deemed agreement (coi như đồng ý), always shown as deemed
	SilenceAbstention  Silence = "abstention"   // deemed abstention: neither side, but an answer
)

// BaseKind is what a majority is a share of.
type BaseKind string

// The bases. Each may be reduced by those recused, as the profile says.
const (
	BaseAllMembers BaseKind = "all_members" // every seat of the frozen list
	BaseSent       BaseKind = "sent"        // the seats that the question was sent to
	BaseAnswered   BaseKind = "answered"    // the seats with an answer, given or deemed
	BasePresent    BaseKind = "present"     // those present, and those absent who voted remotely
)

// Tie is what becomes of two sides that each have exactly half of the base.
type Tie string

// The rules for a tie.
const (
	TieChairSide Tie = "chair_side" // the side of the holder of the tie mark, by their own explicit answer
	TieLost      Tie = "lost"
	TieRepeat    Tie = "repeat"
)

// RecusalBase is whether a recused seat stays in the base.
type RecusalBase string

// What a recusal does to the base.
const (
	RecusalKeep   RecusalBase = "keep"
	RecusalReduce RecusalBase = "reduce"
)

// OpinionsTo is who reads the written opinions of a session while it lasts.
type OpinionsTo string

// The readers of written opinions in session.
const (
	OpinionsToDesk    OpinionsTo = "desk"    // the chair and the secretariat, and each their own
	OpinionsToMembers OpinionsTo = "members" // whoever follows the session as a whole
)

// Window is how long an answer may take, in working days after the day of
// sending. ByHand: the text names no figure and a person sets the deadline.
type Window struct {
	MinDays int  `json:"min_days"`
	MaxDays int  `json:"max_days"`
	ByHand  bool `json:"by_hand"`
}

// Allows tells whether a deadline of that many working days keeps to the window.
func (w Window) Allows(days int) bool {
	if w.ByHand {
		return days >= 1
	}
	return w.MinDays <= days && days <= w.MaxDays
}

// Profile is the rules of a body for a time: every figure is data that a person
// can correct, and Origins says of each where it comes from.
type Profile struct {
	ID         string            `json:"id"`
	Source     string            `json:"source"`      // the legal text
	SecondHand bool              `json:"second_hand"` // taken from a second-hand copy of the text
	Title      map[string]string `json:"title"`       // vi, en
	ChairTitle map[string]string `json:"chair_title"` // vi, en: who holds the tie mark, "the Prime Minister"
	From       Date              `json:"from"`        // zero: a template, in force nowhere until a body dates it
	Until      Date              `json:"until"`       // the last day in force; zero: open

	Window             Window      `json:"window"`
	ExtendBeyondWindow bool        `json:"extend_beyond_window"`
	Silence            Silence     `json:"silence"`
	Base               BaseKind    `json:"base"`
	Majority           Majority    `json:"majority"`
	Tie                Tie         `json:"tie"`
	Recusal            RecusalBase `json:"recusal"`
	Quorum             Majority    `json:"quorum"` // of all members

	PapersDays            int  `json:"papers_days"` // invitation and papers: days before the session
	PapersWorkingDays     bool `json:"papers_working_days"`
	SubstituteVotes       bool `json:"substitute_votes"`
	AbsentMayVoteRemotely bool `json:"absent_may_vote_remotely"`
	SummaryOverPages      int  `json:"summary_over_pages"` // a submission longer than this needs a summary; zero: none does
	SummaryMaxPages       int  `json:"summary_max_pages"`

	// A lost connection takes an online member out of the quorum after that many
	// minutes; zero: never. Left out where it was not set, so that what was hashed
	// before it existed still has its hash.
	ConnectionMinutes int        `json:"connection_minutes,omitempty"`
	SessionOpinions   OpinionsTo `json:"session_opinions,omitempty"` // "": as desk

	Origins map[string]string `json:"origins"` // figure (its JSON name) -> its source, or "assumed"
}
