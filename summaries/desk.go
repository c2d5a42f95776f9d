package summaries

import (
	"slices"
	"time"

	"ecabinet"
)

// Desk is the version of a table that is being reviewed, or, once it is approved, that
// was. Every row has a rev of its own, so that two who review at once never undo each
// other's work unseen.
type Desk struct {
	ID     string // of the question
	Body   string
	Ballot string
	Rev    int64 // of the whole: rises with every change
	Table  Table
	Revs   map[string]int64 // of each row, by its id, from 1

	Hand  []string // the rows in the order that persons gave them; nil: by clause
	Moves int64    // how often the order was given: a rev of its own

	Rejected  []Rejection
	Read      []ReadMark
	First     map[SentenceID]string // where the first draft placed the sentences, for [Agreement]
	Submitted Submission            // the last one, also of another version: see [Desk.Submission]
	Approval  Approval              // of the last version that was approved
}

// Rejection says that a sentence does not belong in a row: a person turned a suggestion
// down, or took the sentence out. No draft puts it back.
type Rejection struct {
	Sentence SentenceID `json:"sentence"`
	Row      string     `json:"row"`
}

// ReadMark says that a person has read an opinion in full, as it was then.
type ReadMark struct {
	Opinion string    `json:"opinion"`
	Hash    string    `json:"hash"` // Opinion.Hash
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Approval is of one hash, by a named person; zero: nothing is approved.
type Approval struct {
	Version int       `json:"version"`
	Hash    string    `json:"hash"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Approved says that the version on the desk is approved and so not to be changed.
func (d *Desk) Approved() bool {
	return d.Approval.Version > 0 && d.Approval.Version == d.Table.Version
}

// Reads are the opinions that a person has read as they are now.
func (d *Desk) Reads(q Question) map[string]bool {
	read := map[string]bool{}
	for _, o := range q.Opinions {
		hash := o.Hash()
		read[o.ID] = slices.ContainsFunc(d.Read, func(m ReadMark) bool { return m.Opinion == o.ID && m.Hash == hash })
	}
	return read
}

// Suggestions are those of [Reading.Suggest] for what waits, without the rejected ones.
func (d *Desk) Suggestions(r *Reading) []Suggestion {
	waiting := map[SentenceID]bool{}
	for _, id := range d.Table.Waiting {
		waiting[id] = true
	}
	if len(waiting) == 0 {
		return nil
	}
	return slices.DeleteFunc(r.Suggest(d.Table), func(s Suggestion) bool {
		return !waiting[s.Sentence] || slices.Contains(d.Rejected, Rejection{s.Sentence, s.Row})
	})
}

// Draft puts the next version on the desk, see [Reading.Draft]. What was rejected stays
// out of the row that it was kept out of.
func (d *Desk) Draft(r *Reading) {
	var before *Table
	if d.Table.Version > 0 {
		before = &d.Table
	}
	d.turn(r, r.Draft(before))
}

// TakeRun puts the next version on the desk, as a run has arranged it, see [Run.Table].
func (d *Desk) TakeRun(r *Reading, run Run) {
	var before *Table
	if d.Table.Version > 0 {
		before = &d.Table
	}
	d.turn(r, run.Table(r, before))
}

// turn goes over to the next version.
func (d *Desk) turn(r *Reading, next Table) {
	for _, x := range d.Rejected {
		i := slices.IndexFunc(next.Rows, func(row Row) bool { return row.ID == x.Row })
		if i >= 0 && !filed(next.Rows[i], x.Sentence) && next.Rows[i].without(x.Sentence) {
			next.Waiting = append(next.Waiting, x.Sentence)
		}
	}
	if d.Table.Version == 0 || next.Assisted && !d.Table.Assisted {
		d.First = next.Placements() // the model's first draft is a first one
	}
	revs := map[string]int64{}
	for _, row := range next.Rows {
		revs[row.ID] = d.Revs[row.ID] + 1
	}
	d.Table, d.Revs = next, revs
	d.Table.Rows = slices.DeleteFunc(d.Table.Rows, func(row Row) bool { return len(row.Points) == 0 && !row.Touched })
	d.Order(r)
	d.Rev++
}

// filed says that a person put the sentence into the row.
func filed(row Row, id SentenceID) bool {
	return slices.ContainsFunc(row.Points, func(p Point) bool { return p.Filed && p.has(id) })
}

func (p Point) has(id SentenceID) bool {
	return slices.ContainsFunc(p.Quotes, func(q Quote) bool { return q.Sentence == id })
}

// Approve approves the version on the desk as it was seen, see [Reading.MayApprove];
// also Refused "synthesis.approved".
func (d *Desk) Approve(r *Reading, hash, by string, now time.Time) error {
	if d.Approved() {
		return ecabinet.E(ecabinet.Refused, "synthesis.approved")
	}
	if err := r.MayApprove(d.Table, d.Reads(r.Question), hash); err != nil {
		return err
	}
	d.Approval = Approval{Version: d.Table.Version, Hash: hash, By: by, At: now}
	d.Rev++
	return nil
}

// Quality says how the first draft fared under review.
type Quality struct {
	Placed  Score // of the first draft against the version on the desk
	Moved   int   // sentences that stand elsewhere than in the first draft, or in no row
	Rows    int
	Changed int // rows that are not as they were drafted
	Points  int
	Filed   int // points that a person put or confirmed
}

// Quality compares the first draft with the version on the desk. offered are the rows that
// staff chose for a model, none without one: a row is not changed by having been chosen.
func (d *Desk) Quality(offered []Row) Quality {
	now := d.Table.Placements()
	q := Quality{Placed: Agreement(d.First, now), Rows: len(d.Table.Rows)}
	for id, row := range d.First {
		if now[id] != row {
			q.Moved++
		}
	}
	for _, row := range d.Table.Rows {
		if d.changed(row, offered, now) {
			q.Changed++
		}
		q.Points += len(row.Points)
		for _, p := range row.Points {
			if p.Filed {
				q.Filed++
			}
		}
	}
	return q
}

// changed says that a row has another name than it was drafted with, a gist that a person
// wrote, has lost a sentence or was given one. Of a sentence that a model put into two rows
// the first draft knows the first one only.
func (d *Desk) changed(row Row, offered []Row, now map[SentenceID]string) bool {
	asOffered := slices.ContainsFunc(offered, func(o Row) bool { return o.ID == row.ID && o.Title == row.Title && o.Clause == row.Clause })
	if row.Touched && !asOffered || len(row.Worded) > 0 {
		return true
	}
	for id, at := range d.First {
		if at == row.ID && !row.quotes(id) {
			return true
		}
	}
	for id, at := range now {
		if at == row.ID && d.First[id] != at && filed(row, id) {
			return true
		}
	}
	return false
}
