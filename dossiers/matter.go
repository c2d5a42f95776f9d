package dossiers

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
)

// State is where a matter stands.
type State string

// The states of a matter.
const (
	Draft     State = "draft"     // with the drafter
	Submitted State = "submitted" // waits for the secretariat's check
	Returned  State = "returned"  // back with the drafter, with a reason
	Taken     State = "taken"     // checked and taken by the secretariat
	Deciding  State = "deciding"  // on a ballot or an agenda
	Decided   State = "decided"
	Archived  State = "archived"
)

// Step is an act that moves a matter.
type Step string

// The steps of a matter.
const (
	Submit   Step = "submit"
	Withdraw Step = "withdraw" // the drafter takes it back before the check
	Return   Step = "return"
	Take     Step = "take"
	Decide   Step = "decide"   // a ballot opens
	Resume   Step = "resume"   // the ballot was recalled: it is with the secretariat again
	Conclude Step = "conclude" // the outcome is certified
	Archive  Step = "archive"
)

// moves is the whole course of a matter: from which states each step leads where.
var moves = map[Step]struct {
	from  []State
	to    State
	event string
}{
	Submit:   {[]State{Draft, Returned}, Submitted, "matter.submitted"},
	Withdraw: {[]State{Submitted}, Draft, "matter.withdrawn"},
	Return:   {[]State{Submitted, Taken}, Returned, "matter.returned"},
	Take:     {[]State{Submitted}, Taken, "matter.taken"},
	Decide:   {[]State{Taken, Deciding, Decided}, Deciding, "matter.deciding"},
	Resume:   {[]State{Deciding}, Taken, "matter.resumed"},
	Conclude: {[]State{Deciding}, Decided, "matter.decided"},
	Archive:  {[]State{Draft, Returned, Taken, Decided}, Archived, "matter.archived"},
}

// Class is a matter's classification.
type Class string

// The classes. A placeholder stands for papers that are never stored here.
const (
	Public      Class = "public"
	Internal    Class = "internal"
	Restricted  Class = "restricted"
	Placeholder Class = "placeholder"
)

// Classes lists them, lowest first.
var Classes = []Class{Public, Internal, Restricted, Placeholder}

// Matter is one thing to be decided.
type Matter struct {
	ID      string
	Body    string
	Title   string
	Agency  string // id of the lead agency
	Drafter string // person
	Class   Class
	Field   string // of work, in the body's own words
	State   State
	Reason  string // why it was returned, while it is
	// BallotClosed says that answers to it lie open for synthesis.
	BallotClosed bool
	Rev          int64 // what an edit carries
	ViewRev      int64 // rises with everything that the matter's view shows
	MadeAt       time.Time
	ChangedAt    time.Time
}

// Terms are what the drafter writes of a matter.
type Terms struct {
	Title  string
	Agency string
	Class  Class
	Field  string
}

const (
	maxTitle  = 500
	maxField  = 200
	maxReason = 2000
)

// check trims the terms and names every field that is wrong.
func (t *Terms) check() error {
	t.Title, t.Field, t.Agency = strings.TrimSpace(t.Title), strings.TrimSpace(t.Field), strings.TrimSpace(t.Agency)
	e := ecabinet.E(ecabinet.Invalid, "matter.fields")
	add := func(path, code string, max int) {
		f := ecabinet.FieldError{Path: path, Code: code}
		if max > 0 {
			f.Params = map[string]any{"max": max}
		}
		e.Fields = append(e.Fields, f)
	}
	if t.Title == "" {
		add("title", "field.required", 0)
	}
	if utf8.RuneCountInString(t.Title) > maxTitle {
		add("title", "field.too_long", maxTitle)
	}
	if utf8.RuneCountInString(t.Field) > maxField {
		add("field", "field.too_long", maxField)
	}
	if t.Agency == "" {
		add("agency", "field.required", 0)
	}
	if !slices.Contains(Classes, t.Class) {
		add("class", "field.required", 0)
	}
	if len(e.Fields) > 0 {
		return e
	}
	return nil
}

// Edit puts new terms into a matter that is still with its drafter. A matter that
// has papers cannot become a placeholder.
func (m *Matter) Edit(t Terms, papers int, now time.Time) error {
	if !m.Open() {
		return m.not("matter.not_open")
	}
	if err := t.check(); err != nil {
		return err
	}
	if t.Class == Placeholder && papers > 0 {
		return ecabinet.E(ecabinet.Refused, "matter.has_papers", "count", papers)
	}
	m.Title, m.Agency, m.Class, m.Field, m.ChangedAt = t.Title, t.Agency, t.Class, t.Field, now
	return nil
}

// Open says whether the matter is with its drafter, who may change everything.
func (m *Matter) Open() bool { return m.State == Draft || m.State == Returned }

func (m *Matter) not(code string) error {
	return ecabinet.E(ecabinet.Refused, code, "state", string(m.State))
}

// Move makes one step, or says why it cannot be made now. A return needs a reason.
func (m *Matter) Move(step Step, reason string, now time.Time) error {
	move, ok := moves[step]
	if !ok || !slices.Contains(move.from, m.State) {
		return ecabinet.E(ecabinet.Refused, "matter.not_now", "state", string(m.State), "step", string(step))
	}
	reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(reason) > maxReason {
		return reasonError("field.too_long", map[string]any{"max": maxReason})
	}
	if step == Return && reason == "" {
		return reasonError("field.required", nil)
	}
	m.Reason = ""
	if step == Return {
		m.Reason = reason
	}
	m.State, m.ChangedAt = move.to, now
	return nil
}

func reasonError(code string, params map[string]any) error {
	e := ecabinet.E(ecabinet.Invalid, "matter.reason")
	e.Fields = []ecabinet.FieldError{{Path: "reason", Code: code, Params: params}}
	return e
}

// MaySubmit says whether the papers are fit for the secretariat: at least one,
// none still being prepared, none whose newest version was refused.
func (m *Matter) MaySubmit(docs []Document) error {
	if m.Class == Placeholder {
		return nil
	}
	shown := 0
	for _, d := range docs {
		if d.Recalled() {
			continue
		}
		newest, ok := d.Newest()
		switch {
		case !ok || newest.State == VersionRefused:
			return ecabinet.E(ecabinet.Refused, "matter.paper_refused", "title", d.Title)
		case newest.State != VersionReady:
			return ecabinet.E(ecabinet.Refused, "matter.paper_waits", "title", d.Title)
		}
		shown++
	}
	if shown == 0 {
		return ecabinet.E(ecabinet.Refused, "matter.no_papers")
	}
	return nil
}

// Entry is one line of a matter's history.
type Entry struct {
	ID       string
	Body     string
	Matter   string
	At       time.Time
	Person   string
	What     string // the event's type
	Reason   string
	Document string
	Version  string
}
