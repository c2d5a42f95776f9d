package ballots

import "ecabinet"

// Mine is one member's part of a ballot, as it stood at one moment.
type Mine struct {
	Rev     int64 // rises with everything that is shown of it
	Kind    Kind
	Title   string
	Round   int
	Seat    Seat
	History []Answer     // every version of the seat's answer, oldest first
	Draft   *OfficeDraft // of this round; nil: the office has prepared nothing
	Scratch *Scratch     // nil: nothing is typed and not sent
	Classed bool         // some opinion of the seat was placed for or against
}

// Cast is what became of a confirmation.
type Cast struct {
	Ref  string          // "answer/<id>"
	Mine *Mine           // as the act left it; nil: it was stored before, under the same key
	Row  *ecabinet.Event // with Mine: the answer's journal row
}
