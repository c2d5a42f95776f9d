package people

import (
	"encoding/json"
	"slices"
	"time"
)

// ChangeRequest is an act that takes two administrators: one asked for it,
// another decides. The person concerned is told when it is asked, which is before
// it takes effect.
type ChangeRequest struct {
	ID        string
	Body      string
	Kind      string          // "post", "role", "signin" or "policy"
	Person    string          // whom it concerns; of "policy", who asked
	Data      json.RawMessage // what is asked: a GivePost, a GiveRole, a ChangePolicies, or {}
	State     string          // see the request states
	AskedBy   string
	AskedAt   time.Time
	DecidedBy string
	DecidedAt time.Time
	Reason    string // why it was refused
	Ref       string // what it made: "post/<id>", "role/<id>", "policy/<rev>"
	Rev       int64
}

// The kinds of request.
const (
	AskPost   = "post"
	AskRole   = "role"
	AskSignIn = "signin" // new means of sign-in: an enrolment link
	AskPolicy = "policy" // who may do what
)

// The request states. A request for means of sign-in is approved first, and used
// when the link is made; the others are done as they are approved.
const (
	Waiting   = "waiting"
	Approved  = "approved"
	Used      = "used"
	Refused   = "refused"
	Withdrawn = "withdrawn"
)

// requestMoves is the table of the states a request may pass to.
var requestMoves = map[string][]string{
	Waiting:  {Approved, Used, Refused, Withdrawn},
	Approved: {Used, Refused, Withdrawn},
}

// RequestLife is how long an asked or approved request may be used.
const RequestLife = 14 * 24 * time.Hour

// RequestsRev grows with each change of the requests that concern a person.
func RequestsRev(list []ChangeRequest) int64 {
	var sum int64
	for _, r := range list {
		sum += r.Rev
	}
	return sum
}

// GivePost is the wish to give a person a post.
type GivePost struct {
	Person  string    `json:"person"`
	TitleVI string    `json:"title_vi"`
	TitleEN string    `json:"title_en"`
	Agency  string    `json:"agency"`
	Seat    int       `json:"seat"`
	Member  bool      `json:"member"`
	Tie     bool      `json:"tie"`
	From    time.Time `json:"from"` // zero: now
	Until   time.Time `json:"until"`
}

func (g GivePost) post(id, body string, now time.Time) Post {
	return Post{
		ID: id, Body: body, Person: g.Person, TitleVI: g.TitleVI, TitleEN: g.TitleEN, Agency: g.Agency,
		Seat: g.Seat, Member: g.Member, Tie: g.Tie, Span: span(g.From, g.Until, now), Rev: 1,
	}
}

// Check says what is wrong with the wish as typed.
func (g GivePost) Check() error {
	var f fields
	f.text("title_vi", g.TitleVI, 1, 200)
	f.text("title_en", g.TitleEN, 0, 200)
	if g.Seat < 0 || g.Seat > 9999 {
		f.add("seat", "person.seat_range")
	}
	if g.Member && g.Seat == 0 {
		f.add("seat", "person.seat_missing")
	}
	if g.Tie && !g.Member {
		f.add("tie", "person.tie_without_member")
	}
	f.span(g.From, g.Until)
	return f.err()
}

// GiveRole is the wish to give a person a role.
type GiveRole struct {
	Person string    `json:"person"`
	Role   string    `json:"role"`
	Agency string    `json:"agency"` // needed for a drafter
	From   time.Time `json:"from"`   // zero: now
	Until  time.Time `json:"until"`
}

func (g GiveRole) assignment(id, body string, now time.Time) Assignment {
	return Assignment{
		ID: id, Body: body, Person: g.Person, Role: g.Role, Agency: g.Agency,
		Span: span(g.From, g.Until, now), Rev: 1,
	}
}

// Check says what is wrong with the wish as typed.
func (g GiveRole) Check() error {
	var f fields
	if !slices.Contains(Assignable, g.Role) {
		f.add("role", "person.role_unknown")
	}
	if g.Role == RoleDrafter && g.Agency == "" {
		f.add("agency", "person.agency_missing")
	}
	if g.Role != RoleDrafter && g.Agency != "" {
		f.add("agency", "person.agency_needless")
	}
	f.span(g.From, g.Until)
	return f.err()
}

// Delegate is the wish to let a person work in a member's office.
type Delegate struct {
	Member string
	Staff  string
	Step   string
	From   time.Time // zero: now
	Until  time.Time
}

// Check says what is wrong with the wish as typed.
func (d Delegate) Check() error {
	var f fields
	if !slices.Contains(Steps, d.Step) {
		f.add("step", "person.step_unknown")
	}
	if d.Member == d.Staff {
		f.add("staff", "person.staff_is_member")
	}
	if d.Until.IsZero() {
		f.add("until", "person.until_missing")
	}
	f.span(d.From, d.Until)
	return f.err()
}

func (f *fields) span(from, until time.Time) {
	f.near("from", from)
	f.near("until", until)
	if !until.IsZero() && !from.IsZero() && !from.Before(until) {
		f.add("until", "person.until_before_from")
	}
}

// near wants a moment, where there is one, that a calendar of our days can show, also in
// UTC and in JSON.
func (f *fields) near(path string, t time.Time) {
	if year := t.UTC().Year(); !t.IsZero() && (year < 1900 || year > 2999) {
		f.add(path, "person.date_far")
	}
}

func span(from, until, now time.Time) Span {
	if from.IsZero() {
		from = now
	}
	return Span{From: from.UTC().Truncate(time.Microsecond), Until: until.UTC().Truncate(time.Microsecond)}
}
