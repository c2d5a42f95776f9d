package tasks

import (
	"slices"
	"time"

	"ecabinet"
)

// File is a file that goes with a report or a note: evidence, kept as it came.
type File struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	Hash string `json:"hash"` // hex SHA-256
}

func checkFiles(f *fields, files []File) {
	if len(files) > MaxFiles {
		f.add("files", "task.files_many", "most", MaxFiles)
	}
}

// Report says that the task is done, with evidence. A request for a later day lapses
// with it.
func (t *Task) Report(by, text string, files []File, now time.Time) error {
	var f fields
	f.text("text", text, 1, MaxReport)
	checkFiles(&f, files)
	if err := f.err(); err != nil {
		return err
	}
	if err := t.move(ActReport); err != nil {
		return err
	}
	if t.AcceptedAt == nil {
		t.AcceptedBy, t.AcceptedAt = by, &now
	}
	t.ReportedBy, t.ReportedAt, t.Asked = by, &now, nil
	t.plan(now)
	return nil
}

// second refuses whoever made the report, and whoever works for the agency that
// reports: a task is found done by another party.
func (t *Task) second(a ecabinet.Actor) error {
	if a.Person == t.ReportedBy {
		return ecabinet.E(ecabinet.Refused, "task.own_report")
	}
	if slices.Contains(a.Agencies, t.Lead) {
		return ecabinet.E(ecabinet.Refused, "task.own_agency")
	}
	return nil
}

// Close ends a task that was reported done. A remark may go with it.
func (t *Task) Close(a ecabinet.Actor, remark string, now time.Time) error {
	var f fields
	f.text("remark", remark, 0, MaxReason)
	if err := f.err(); err != nil {
		return err
	}
	if t.Allows(ActClose) {
		if err := t.second(a); err != nil {
			return err
		}
	}
	if err := t.move(ActClose); err != nil {
		return err
	}
	t.ClosedBy, t.ClosedAt = a.Person, &now
	return nil
}

// Return sends a report back, with a reason: the task is to be done as before, and
// its due date stands.
func (t *Task) Return(a ecabinet.Actor, reason string, now time.Time) error {
	var f fields
	f.text("reason", reason, 1, MaxReason)
	if err := f.err(); err != nil {
		return err
	}
	if t.Allows(ActReturn) {
		if err := t.second(a); err != nil {
			return err
		}
	}
	if err := t.move(ActReturn); err != nil {
		return err
	}
	t.ReportedBy, t.ReportedAt = "", nil
	t.plan(now)
	return nil
}
