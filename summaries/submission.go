package summaries

import (
	"strings"
	"time"
	"unicode/utf8"

	"ecabinet"
)

// Submission says that an analyst handed a version over for approval as it stood then, and
// whether it was sent back. It locks nothing: whoever reviews may go on, and approval is of
// the hash on the approver's screen, submitted or not.
type Submission struct {
	No      int // of the question, from 1; 0: nothing was handed over
	Version int
	Hash    string // [Table.Hash] of what was handed over
	By      string
	At      time.Time

	ReturnedBy string
	ReturnedAt time.Time // zero: it was not sent back
	Reason     string
}

// MaxReason is the most characters of why a version is sent back.
const MaxReason = 2000

// Submission is what became of the version on the desk; zero where that was not handed
// over, or is approved: a new version starts without one.
func (d *Desk) Submission() Submission {
	if d.Approved() || d.Submitted.Version != d.Table.Version {
		return Submission{}
	}
	return d.Submitted
}

// Waits says that it waits for the approver.
func (s Submission) Waits() bool { return s.No > 0 && s.ReturnedAt.IsZero() }

// Submit hands the version on the desk over as it was seen. It may be handed over when it
// may be approved, see [Reading.MayApprove], and anew when it was changed or sent back.
//
// It refuses as Approve does, and with Refused "synthesis.submitted" where that very
// content waits already.
func (d *Desk) Submit(r *Reading, hash, by string, now time.Time) error {
	if d.Approved() {
		return ecabinet.E(ecabinet.Refused, "synthesis.approved")
	}
	if err := r.MayApprove(d.Table, d.Reads(r.Question), hash); err != nil {
		return err
	}
	if last := d.Submission(); last.Waits() && last.Hash == hash {
		return ecabinet.E(ecabinet.Refused, "synthesis.submitted")
	}
	d.Submitted = Submission{No: d.Submitted.No + 1, Version: d.Table.Version, Hash: hash, By: by, At: now}
	d.Rev++
	return nil
}

// Return sends back what was handed over as number no, which was seen, with the reason.
//
// Errors: Stale "synthesis.not_submitted" where another one waits by now, or none; Invalid
// "synthesis.reason_missing", "synthesis.reason_long".
func (d *Desk) Return(no int, reason, by string, now time.Time) error {
	reason = strings.TrimSpace(reason)
	switch last := d.Submission(); {
	case reason == "":
		return ecabinet.E(ecabinet.Invalid, "synthesis.reason_missing")
	case utf8.RuneCountInString(reason) > MaxReason:
		return ecabinet.E(ecabinet.Invalid, "synthesis.reason_long", "most", MaxReason)
	case !last.Waits() || last.No != no:
		return ecabinet.E(ecabinet.Stale, "synthesis.not_submitted")
	}
	d.Submitted.ReturnedBy, d.Submitted.ReturnedAt, d.Submitted.Reason = by, now, reason
	d.Rev++
	return nil
}
