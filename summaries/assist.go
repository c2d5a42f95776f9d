package summaries

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
)

// Assist is what an administrator has set of the model that may arrange opinions. The key
// and the list of hosts that may be dialled are the operator's and stand elsewhere. The
// zero value is off.
type Assist struct {
	Rev      int64
	On       bool
	Endpoint string // base address, such as "https://ai.example.gov.vn/v1"
	Model    string // as the endpoint names it
	Ceiling  string // the highest class that may be sent: one of [Ceilings]
	Context  int    // tokens that the endpoint takes, prompt and reply together
	Timeout  time.Duration
	Caps     Caps
	Trial    *Trial // the last test of the connection as it is set now; nil for none
	By       string
	At       time.Time
}

// Caps are the most that one run may spend.
type Caps struct {
	Calls  int
	Tokens int // prompt and reply together
	Time   time.Duration
}

// Trial is a test of the connection with texts of its own: no opinion is sent.
type Trial struct {
	At      time.Time   `json:"at"`
	By      string      `json:"by"`
	OK      bool        `json:"ok"` // the endpoint may be used
	Lines   []TrialLine `json:"lines"`
	Density float64     `json:"density"` // bytes of Vietnamese text in a token; 0 where not counted
	Spent   Spent       `json:"spent"`
}

// TrialLine is the outcome of one check; Code says why it is not OK, "" where it was not
// tried because an earlier one failed.
type TrialLine struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	Code  string `json:"code,omitempty"`
}

// Ceilings are the classes that can be sent at all, the lowest first.
var Ceilings = []string{"public", "internal", "restricted"}

// Bounds of the settings.
const (
	fewestTokens = 2048 // of a context
	mostTokens   = 1 << 20
	mostCalls    = 20_000
	mostSpent    = 200_000_000 // tokens of a run
	shortest     = 5 * time.Second
	longest      = 2 * time.Minute // of one call: the lease of a step rests on it
	mostTime     = 24 * time.Hour  // of a run
	longestName  = 300             // characters of an address or a model's name
)

// NewAssist is what is offered where nothing was set: off, and only what is public.
func NewAssist() Assist {
	return Assist{Ceiling: Ceilings[0], Context: 8192, Timeout: time.Minute, Caps: Caps{Calls: 1000, Tokens: 2_000_000, Time: 2 * time.Hour}}
}

// Set is the settings with those of next, as person by wrote them at now. Where the
// connection becomes another one, it is off until it was tested.
//
// It refuses with Stale "assist.changed" and Invalid "assist.bounds"; whether the address
// may be dialled is for [Assistant.Misaddressed].
func (a Assist) Set(next Assist, seen int64, by string, now time.Time) (Assist, error) {
	next.Endpoint, next.Model = strings.TrimRight(strings.TrimSpace(next.Endpoint), "/"), strings.TrimSpace(next.Model)
	bad := utf8.RuneCountInString(next.Endpoint) > longestName || utf8.RuneCountInString(next.Model) > longestName ||
		!slices.Contains(Ceilings, next.Ceiling) ||
		next.Context < fewestTokens || next.Context > mostTokens || next.Timeout < shortest || next.Timeout > longest ||
		next.Caps.Calls < 1 || next.Caps.Calls > mostCalls || next.Caps.Tokens < next.Context || next.Caps.Tokens > mostSpent ||
		next.Caps.Time < next.Timeout || next.Caps.Time > mostTime
	switch {
	case a.Rev != seen:
		return a, ecabinet.E(ecabinet.Stale, "assist.changed")
	case bad:
		return a, ecabinet.E(ecabinet.Invalid, "assist.bounds")
	}
	next.Rev, next.By, next.At = a.Rev+1, by, now
	if next.On, next.Trial = a.On, a.Trial; a.connection() != next.connection() {
		next.On, next.Trial = false, nil
	}
	return next, nil
}

// connection is what a test is a test of.
func (a Assist) connection() [3]any { return [3]any{a.Endpoint, a.Model, a.Context} }

// Tried is the settings with the test of them that was made from those of rev seen.
//
// It refuses with Stale "assist.changed".
func (a Assist) Tried(t Trial, seen int64) (Assist, error) {
	if a.Rev != seen {
		return a, ecabinet.E(ecabinet.Stale, "assist.changed")
	}
	a.Rev, a.Trial, a.On = a.Rev+1, &t, a.On && t.OK
	return a, nil
}

// Turn turns assistance on or off; on only after a test that says that the endpoint may be
// used.
//
// It refuses with Stale "assist.changed" and Refused "assist.untested".
func (a Assist) Turn(on bool, seen int64, by string, now time.Time) (Assist, error) {
	switch {
	case a.Rev != seen:
		return a, ecabinet.E(ecabinet.Stale, "assist.changed")
	case on && (a.Trial == nil || !a.Trial.OK):
		return a, ecabinet.E(ecabinet.Refused, "assist.untested")
	}
	a.Rev, a.On, a.By, a.At = a.Rev+1, on, by, now
	return a, nil
}
