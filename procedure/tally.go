package procedure

// Outcome is what a question came to.
type Outcome string

// The outcomes of a question.
const (
	Adopted        Outcome = "adopted"
	NotAdopted     Outcome = "not_adopted"
	OptionChosen   Outcome = "option_chosen"
	NoOptionChosen Outcome = "no_option_chosen" // goes to the holder of the tie mark
	Repeat         Outcome = "repeat"
)

// ReasonCode is why the outcome is what it is; Sentence says it in words.
type ReasonCode string

// The reasons.
const (
	ReasonMajority  ReasonCode = "majority"   // the needed count is reached
	ReasonShort     ReasonCode = "short"      // it is not, and there is no tie
	ReasonChairSide ReasonCode = "chair_side" // a tie, decided by the holder of the tie mark
	ReasonNoSide    ReasonCode = "no_side"    // a tie, and that holder gave no side; Tally.NoSide says why
	ReasonTieLost   ReasonCode = "tie_lost"
	ReasonTieRepeat ReasonCode = "tie_repeat"
	ReasonNoBase    ReasonCode = "no_base" // nobody is in the base
	ReasonLevel     ReasonCode = "level"   // several options reach a majority below one half, equally
)

// NoSide is why the holder of the tie mark gave no side in a tie.
type NoSide string

// Why there is no side.
const (
	NoSideNobody      NoSide = "nobody" // no seat has the tie mark
	NoSideSilent      NoSide = "silent"
	NoSideDeemed      NoSide = "deemed"
	NoSideRecused     NoSide = "recused"
	NoSideClassed     NoSide = "classed"
	NoSideUnconfirmed NoSide = "unconfirmed" // on behalf, not confirmed
	NoSideNeither     NoSide = "neither"     // other, discuss, abstain, blank or a third option
)

// Side is who took which side, a line of the printed result.
type Side struct {
	Seat        int       `json:"seat"`
	Person      string    `json:"person"`
	Choice      Choice    `json:"choice"` // what was answered; "" nothing
	Side        Choice    `json:"side"`   // what it counts as; "" not answered
	Deemed      bool      `json:"deemed"`
	OnBehalf    bool      `json:"on_behalf"`
	Unconfirmed bool      `json:"unconfirmed"`
	Recused     bool      `json:"recused"`
	Reserved    bool      `json:"reserved"`
	Class       *Classing `json:"class,omitempty"`
}

// OptionCount is the count of one named option. Total is the sum of the four.
type OptionCount struct {
	Key        string   `json:"key"`
	Explicit   int      `json:"explicit"`
	OnBehalf   int      `json:"on_behalf"`
	Deemed     int      `json:"deemed"`
	Classed    int      `json:"classed"`
	Total      int      `json:"total"`
	OfSent     Fraction `json:"of_sent"`
	OfAnswered Fraction `json:"of_answered"`
}

// Tally is a counted question. Each seat is in exactly one of the lines Agree,
// Deemed, Disagree, Other, Discuss, Abstain, Blank, DeemedAbstain, NotAnswered,
// OnBehalf and an option's Explicit (Deemed also sums the options' Deemed), so
// they sum to N. It says everything that Sentence needs, so a stored Tally
// still explains itself when its profile has been corrected.
type Tally struct {
	Profile    string            `json:"profile"`
	ChairTitle map[string]string `json:"chair_title"`
	Question   string            `json:"question"`
	BaseKind   BaseKind          `json:"base_kind"`
	N          int               `json:"n"` // seats of the frozen list
	Base       int               `json:"base"`
	BaseLess   int               `json:"base_less"` // seats taken out of the base by recusal
	Needed     int               `json:"needed"`

	Agree         int `json:"agree"` // the members' own, explicit
	Deemed        int `json:"deemed"`
	Disagree      int `json:"disagree"`
	Other         int `json:"other"` // also those that were classed
	Discuss       int `json:"discuss"`
	Abstain       int `json:"abstain"`
	Blank         int `json:"blank"`
	DeemedAbstain int `json:"deemed_abstain"`
	NotAnswered   int `json:"not_answered"` // also those recused
	OnBehalf      int `json:"on_behalf"`    // whatever the choice

	For             int `json:"for"`     // Agree + OnBehalfFor + Deemed + ClassedFor
	Against         int `json:"against"` // Disagree + OnBehalfAgainst + ClassedAgainst
	OnBehalfFor     int `json:"on_behalf_for"`
	OnBehalfAgainst int `json:"on_behalf_against"`
	ClassedFor      int `json:"classed_for"`
	ClassedAgainst  int `json:"classed_against"`
	Unconfirmed     int `json:"unconfirmed"` // of those on behalf
	Recused         int `json:"recused"`
	Reserved        int `json:"reserved"`
	Discussing      int `json:"discussing"` // who asks for discussion, also on behalf: one lists the matter for the session
	Answered        int `json:"answered"`   // answers given, also on behalf; never deemed ones

	Options []OptionCount `json:"options,omitempty"`
	Outcome Outcome       `json:"outcome"`
	Chosen  string        `json:"chosen,omitempty"` // the option
	Reason  ReasonCode    `json:"reason"`
	NoSide  NoSide        `json:"no_side,omitempty"`
	Sides   []Side        `json:"sides"`

	OfSent     Fraction `json:"of_sent"`     // in favour, of the seats sent to; of the chosen option where there are options
	OfAnswered Fraction `json:"of_answered"` // in favour by an answer that was given, of those given
}
