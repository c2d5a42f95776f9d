package ballots

import (
	"slices"
	"strings"
	"time"

	"ecabinet"
)

// Step is a place in a member's office that a draft answer passes through.
type Step string

// The steps, from the one who writes to the one who answers.
const (
	Clerk      Step = "clerk"
	Unit       Step = "unit"
	Head       Step = "head"
	MemberStep Step = "member"
)

// ladder is the order of the steps.
var ladder = []Step{Clerk, Unit, Head, MemberStep}

func rung(s Step) int { return slices.Index(ladder, s) }

// OfficeDraft is the answer that a member's office prepares: one for each seat
// and round. Only the member and the delegated office see it.
type OfficeDraft struct {
	ID       string
	Body     string
	Ballot   string
	Round    int
	Seat     int
	Member   string
	Rev      int64
	Step     Step // who holds it now
	Content  Content
	Prepared []string // persons who wrote in it, each once, in order
	Moves    []Move
	Refused  bool // the member does not want it
	Changed  time.Time
}

// Move is one passing up or sending back.
type Move struct {
	From   Step      `json:"from"`
	To     Step      `json:"to"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"` // always there when it goes back
}

// holds refuses unless the person's step is the draft's, or above it: a head may
// take over what a clerk has not passed on.
func (d *OfficeDraft) holds(at Step) error {
	if rung(at) < 0 || rung(at) < rung(d.Step) {
		return ecabinet.E(ecabinet.Refused, "draft.not_with_you", "step", string(d.Step))
	}
	return nil
}

// Write replaces the content; by is a person working at step at.
func (d *OfficeDraft) Write(c Content, by string, at Step, now time.Time) error {
	if err := d.holds(at); err != nil {
		return err
	}
	if d.Step != at {
		d.Moves = append(d.Moves, Move{From: d.Step, To: at, By: by, At: now})
		d.Step = at
	}
	d.Content, d.Changed, d.Refused = c, now, false
	if !slices.Contains(d.Prepared, by) {
		d.Prepared = append(d.Prepared, by)
	}
	d.Rev++
	return nil
}

// Pass hands the draft up to a higher step; one with a text that no answer may have
// is shortened first.
func (d *OfficeDraft) Pass(to Step, by string, at Step, note string, now time.Time) error {
	if err := d.holds(at); err != nil {
		return err
	}
	if d.Content.TooLong() {
		return ecabinet.E(ecabinet.Invalid, "answer.text_too_long", "max", MaxText)
	}
	if rung(to) <= rung(at) {
		return field("to", "draft.pass_up_only")
	}
	return d.goTo(to, by, at, note, now)
}

// SendBack hands the draft down, with a reason.
func (d *OfficeDraft) SendBack(to Step, by string, at Step, reason string, now time.Time) error {
	if at != d.Step {
		return ecabinet.E(ecabinet.Refused, "draft.not_with_you", "step", string(d.Step))
	}
	if strings.TrimSpace(reason) == "" {
		return field("reason", "ballot.reason_missing")
	}
	if rung(to) < 0 || rung(to) >= rung(at) {
		return field("to", "draft.send_back_down_only")
	}
	return d.goTo(to, by, at, strings.TrimSpace(reason), now)
}

// Refuse is the member's own: the draft is not wanted, and goes back to the step that
// passed it up, with a reason or without. Not every office has somebody at every step.
func (d *OfficeDraft) Refuse(by, reason string, now time.Time) error {
	if d.Step != MemberStep {
		return ecabinet.E(ecabinet.Refused, "draft.not_with_you", "step", string(d.Step))
	}
	d.Refused = true
	return d.goTo(d.broughtBy(), by, MemberStep, strings.TrimSpace(reason), now)
}

// broughtBy is the step from which the draft came to the member.
func (d *OfficeDraft) broughtBy() Step {
	for _, m := range slices.Backward(d.Moves) {
		if m.To == MemberStep && m.From != MemberStep {
			return m.From
		}
	}
	return Head
}

func (d *OfficeDraft) goTo(to Step, by string, at Step, reason string, now time.Time) error {
	d.Moves = append(d.Moves, Move{From: at, To: to, By: by, At: now, Reason: reason})
	d.Step, d.Changed = to, now
	d.Rev++
	return nil
}
