package summaries

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
	"ecabinet/internal/record"
)

// Check is what the secretariat says of the drafter's answer to a point.
type Check string

// The checks.
const (
	Unchecked Check = ""
	Passed    Check = "passed"
	SentBack  Check = "sent_back" // with a remark; the drafter writes again
)

// Reply is the drafter's answer to one point of the approved table, with its check.
type Reply struct {
	Answer
	Rev       int64
	Quotes    string // hash of what the point said when it was answered
	By        string
	At        time.Time
	Check     Check
	Remark    string
	CheckedBy string
	CheckedAt time.Time
}

// MaxReply is the most characters of an answer to a point, and of a remark on it.
const MaxReply = 5000

// Point is the point of that id.
func (t Table) Point(id string) (Point, bool) {
	for _, r := range t.Rows {
		for _, p := range r.Points {
			if p.ID == id {
				return p, true
			}
		}
	}
	return Point{}, false
}

// Says is the hash of what a point says: an answer holds for those words only.
func (p Point) Says() string {
	parts := []string{p.Opinion}
	for _, q := range p.Quotes {
		parts = append(parts, q.Text)
	}
	return record.Hash([]byte(strings.Join(parts, "\x00")))
}

// Says is what each point of the table says, by its id, see [Point.Says].
func (t Table) Says() map[string]string {
	says := map[string]string{}
	for _, r := range t.Rows {
		for _, p := range r.Points {
			says[p.ID] = p.Says()
		}
	}
	return says
}

// Replied is how far the points of a table are answered.
type Replied struct {
	Points     int
	Unanswered int
	SentBack   int // answers that the secretariat sent back
	Unchecked  int // answers that wait for it
}

// HowFar counts the answers that hold for points that say this, see [Table.Says] and
// [Table.Holding].
func HowFar(says map[string]string, list []Reply) Replied {
	n := Replied{Points: len(says), Unanswered: len(says)}
	for _, r := range list {
		if said, ok := says[r.Point]; !ok || said != r.Quotes {
			continue
		}
		n.Unanswered--
		switch r.Check {
		case SentBack:
			n.SentBack++
		case Unchecked:
			n.Unchecked++
		}
	}
	return n
}

// Holding are the replies that still hold: their points say what was answered.
func (t Table) Holding(list []Reply) []Reply {
	return slices.DeleteFunc(slices.Clone(list), func(r Reply) bool {
		p, ok := t.Point(r.Point)
		return !ok || p.Says() != r.Quotes
	})
}

// Reply writes the drafter's answer a to a point, over what is stored of it, which is
// zero for none. seen is the rev that was seen, 0 for none, or for one that no longer holds.
//
// Errors: NotFound "synthesis.no_point"; Stale "synthesis.answer_changed"; Refused
// "synthesis.answer_passed"; Invalid "synthesis.answer_missing", "synthesis.answer_long".
func (t Table) Reply(stored Reply, seen int64, a Answer, by string, now time.Time) (Reply, error) {
	p, ok := t.Point(a.Point)
	a.Text = strings.TrimSpace(a.Text)
	holds := ok && stored.Quotes == p.Says()
	shown := stored.Rev
	if !holds { // what no longer holds is shown to nobody
		shown = 0
	}
	switch {
	case !ok:
		return stored, ecabinet.E(ecabinet.NotFound, "synthesis.no_point")
	case shown != seen:
		return stored, ecabinet.E(ecabinet.Stale, "synthesis.answer_changed")
	case holds && stored.Check == Passed:
		return stored, ecabinet.E(ecabinet.Refused, "synthesis.answer_passed")
	case a.Decision != Accepted && a.Decision != Explained, a.Text == "":
		return stored, ecabinet.E(ecabinet.Invalid, "synthesis.answer_missing")
	case utf8.RuneCountInString(a.Text) > MaxReply:
		return stored, ecabinet.E(ecabinet.Invalid, "synthesis.answer_long", "most", MaxReply)
	}
	return Reply{Answer: a, Rev: stored.Rev + 1, Quotes: p.Says(), By: by, At: now}, nil
}

// Checked writes what the secretariat says of an answer. Whoever gave it does not check it.
//
// Errors: Stale "synthesis.answer_changed"; Refused "synthesis.own_answer"; Invalid
// "synthesis.remark_missing", "synthesis.answer_long".
func (r Reply) Checked(seen int64, passed bool, remark, by string, now time.Time) (Reply, error) {
	remark = strings.TrimSpace(remark)
	switch {
	case r.Rev == 0 || r.Rev != seen:
		return r, ecabinet.E(ecabinet.Stale, "synthesis.answer_changed")
	case r.By == by:
		return r, ecabinet.E(ecabinet.Refused, "synthesis.own_answer")
	case !passed && remark == "":
		return r, ecabinet.E(ecabinet.Invalid, "synthesis.remark_missing")
	case utf8.RuneCountInString(remark) > MaxReply:
		return r, ecabinet.E(ecabinet.Invalid, "synthesis.answer_long", "most", MaxReply)
	}
	r.Check, r.Remark, r.CheckedBy, r.CheckedAt = Passed, remark, by, now
	if !passed {
		r.Check = SentBack
	}
	r.Rev++
	return r, nil
}
