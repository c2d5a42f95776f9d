package ballots

import (
	"fmt"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Limits of what a ballot holds.
const (
	MaxQuestions = 20
	MaxOptions   = 8
	MaxTitle     = 500
	MaxAhead     = 366 // days from today to any day that is set: a mistyped year goes no further
)

// Terms is what the secretariat writes.
type Terms struct {
	Title     string
	Note      string
	Questions []Question
	Papers    []string // version ids, in the order shown
	Recused   []string
	Days      int
	Hour      *procedure.HourMinute
	OpenAt    *time.Time
	LastDay   *procedure.Date
	ShowWho   bool
	ShowLive  bool
	ByName    bool
}

// Write puts terms into a draft; papers are the files that terms.Papers names.
// A draft may be incomplete: what is missing is refused at Submit.
func (b *Ballot) Write(t Terms, papers []Paper, now time.Time) error {
	if err := b.move(ActEdit); err != nil {
		return err
	}
	if len(t.Questions) > MaxQuestions {
		return field("questions", "ballot.too_many_questions", "max", MaxQuestions)
	}
	if len([]rune(t.Title)) > MaxTitle {
		return field("title", "ballot.title_too_long", "max", MaxTitle)
	}
	if t.LastDay != nil && tooFar(*t.LastDay, now) {
		return field("last_day", "ballot.too_far", "max", MaxAhead)
	}
	if t.OpenAt != nil && tooFar(procedure.DateOf(*t.OpenAt, nil), now) {
		return field("open_at", "ballot.too_far", "max", MaxAhead)
	}
	b.Title, b.Note, b.Papers, b.Recused = strings.TrimSpace(t.Title), strings.TrimSpace(t.Note), papers, t.Recused
	b.Questions = make([]Question, len(t.Questions))
	for i, q := range t.Questions {
		q.Key = fmt.Sprintf("q%d", i+1)
		if q.Kind == YesNo {
			q.Options, q.Proposal = nil, ""
		}
		for k := range q.Options {
			q.Options[k].Key = fmt.Sprintf("o%d", k+1)
		}
		b.Questions[i] = q
	}
	b.Days, b.Hour, b.OpenAt, b.LastDay = t.Days, t.Hour, t.OpenAt, t.LastDay
	// A count that moves when somebody answers names that person's choice.
	b.ShowWho, b.ShowLive, b.ByName = t.ShowWho, t.ShowLive && t.ByName, t.ByName
	if b.Kind == Consultation { // nobody is recused, and no respondent sees another's answer
		b.Recused, b.ShowLive, b.ByName = []string{}, false, true
	}
	return nil
}

func tooFar(day procedure.Date, now time.Time) bool {
	return day.After(procedure.DateOf(now, nil).AddDays(MaxAhead))
}

func field(path, code string, params ...any) error {
	e := ecabinet.E(ecabinet.Invalid, code, params...)
	e.Fields = []ecabinet.FieldError{{Path: path, Code: code, Params: e.Params}}
	return e
}

// Complete says what the ballot still lacks before anyone may be asked to
// approve it or it may open, if it is sent at sent: at the field, in one error.
func (b *Ballot) Complete(law Law, sent time.Time) error {
	var wrong []ecabinet.FieldError
	bad := func(path, code string, params ...any) {
		e := ecabinet.E(ecabinet.Invalid, code, params...)
		wrong = append(wrong, ecabinet.FieldError{Path: path, Code: code, Params: e.Params})
	}
	if b.Title == "" {
		bad("title", "ballot.title_missing")
	}
	if len(b.Questions) == 0 {
		bad("questions", "ballot.no_question")
	}
	for i, q := range b.Questions {
		completeQuestion(q, fmt.Sprintf("questions[%d]", i), bad)
	}
	if len(b.Papers) == 0 {
		bad("papers", "ballot.no_paper")
	}
	b.completeWindow(law, sent, bad)
	b.completeSummary(law.Profile, bad)
	if len(wrong) > 0 {
		return &ecabinet.Error{Kind: ecabinet.Invalid, Code: "ballot.incomplete", Fields: wrong}
	}
	return nil
}

func completeQuestion(q Question, path string, bad func(path, code string, params ...any)) {
	if strings.TrimSpace(q.Text) == "" {
		bad(path+".text", "ballot.question_empty")
	}
	switch q.Kind {
	case YesNo:
	case Options:
		if len(q.Options) < 2 || len(q.Options) > MaxOptions {
			bad(path+".options", "ballot.options_count", "min", 2, "max", MaxOptions)
		}
		proposed := q.Proposal == ""
		for k, o := range q.Options {
			if strings.TrimSpace(o.Text) == "" {
				bad(fmt.Sprintf("%s.options[%d].text", path, k), "ballot.option_empty")
			}
			proposed = proposed || o.Key == q.Proposal
		}
		if !proposed {
			bad(path+".proposal", "ballot.no_such_option")
		}
	default:
		bad(path+".kind", "ballot.no_such_kind")
	}
}

func (b *Ballot) completeWindow(law Law, sent time.Time, bad func(path, code string, params ...any)) {
	w := law.Profile.Window
	switch allowed := w.Allows(b.Window(law, sent).Days); {
	case allowed:
	case !w.ByHand:
		bad("days", "ballot.window", "min", w.MinDays, "max", w.MaxDays)
	case b.LastDay != nil:
		bad("last_day", "ballot.last_day_too_soon")
	default:
		bad("last_day", "ballot.deadline_missing")
	}
}

// completeSummary wants a summary where the submission is long, if the profile
// says so.
func (b *Ballot) completeSummary(p procedure.Profile, bad func(path, code string, params ...any)) {
	if p.SummaryOverPages == 0 {
		return
	}
	long, short := false, false
	for _, d := range b.Papers {
		long = long || d.Kind == "submission" && d.Pages > p.SummaryOverPages
		short = short || d.Kind == "summary" && d.Pages <= p.SummaryMaxPages
	}
	if long && !short {
		bad("papers", "ballot.summary_missing", "over", p.SummaryOverPages, "max", p.SummaryMaxPages)
	}
}

// Submit asks an approver.
func (b *Ballot) Submit(by string) error {
	b.SubmittedBy, b.RefusedFor, b.RefusedBy = by, "", ""
	return b.move(ActSubmit)
}

// Withdraw takes a ballot that is not open yet back into the draft.
func (b *Ballot) Withdraw() error {
	b.ApprovedBy, b.ApprovedAt = "", nil
	return b.move(ActWithdraw)
}

// Approve lets the ballot be sent. Whoever submitted it cannot approve it.
func (b *Ballot) Approve(by string, now time.Time) error {
	if by == b.SubmittedBy {
		return ecabinet.E(ecabinet.Refused, "ballot.approve_own")
	}
	b.ApprovedBy, b.ApprovedAt = by, &now
	return b.move(ActApprove)
}

// Refuse sends the ballot back to the secretariat, with a reason.
func (b *Ballot) Refuse(by, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return field("reason", "ballot.reason_missing")
	}
	b.RefusedBy, b.RefusedFor = by, strings.TrimSpace(reason)
	return b.move(ActRefuse)
}
