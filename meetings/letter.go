package meetings

import "time"

// NewsDecided tells a member what became of his request for leave.
const NewsDecided News = "decided"

// JobLetter is the work of sending one letter; its reference is the letter's id.
const JobLetter = "meeting.letter"

// LetterState is where a letter stands.
type LetterState string

// The states of a letter.
const (
	LetterWaiting LetterState = "waiting"
	LetterSent    LetterState = "sent"
	LetterFailed  LetterState = "failed"  // Problem says why; the secretariat is shown it
	LetterSkipped LetterState = "skipped" // newer news went out before it
)

// Letter is one mail to one person about one piece of news. It carries no text: that
// is written when it is sent, from what is true then.
type Letter struct {
	ID         string
	Meeting    string
	Invitation string
	Person     string
	News       News
	Sequence   int    // of the invitation, as this news told it
	About      string // the absence that was decided, ""
	State      LetterState
	Problem    string // "no_address", "refused", "unreachable", ""
	MadeAt     time.Time
	DoneAt     *time.Time
}
