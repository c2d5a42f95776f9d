package audit

import (
	"encoding/json"
	"fmt"
	"maps"

	"ecabinet/ballots"
)

// Format names the form of the file. Another form gets another name.
const Format = "ecabinet.audit.v1"

// The kinds of line, in the order in which they stand in a file. Checkpoints stand
// in the journal, each after the last row that it covers.
const (
	lineHeader     = "header"
	lineJournal    = "journal"
	lineCheckpoint = "checkpoint"
	lineHead       = "head"
	lineRegister   = "register"
	lineBallot     = "ballot"
	lineSeat       = "seat"
	lineAnswer     = "answer"
	lineClassing   = "classing"
	lineEvent      = "event" // a journal row once more, with its ballot
	lineDeed       = "deed"
	lineSignature  = "signature"
	lineCorrection = "correction"
	lineSecret     = "secret"
	lineTrailer    = "trailer"
)

// Line is one line of an audit file: a number, a kind, and a row of the database
// under the names of its columns.
type Line struct {
	N   int64  `json:"n"`
	T   string `json:"t"`
	Row Row    `json:"row"`
}

// Row is a row by column. A column that holds JSON is that JSON; a time is text, or
// null.
type Row map[string]json.RawMessage

func rowOf(v any) (Row, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var r Row
	err = json.Unmarshal(raw, &r)
	return r, err
}

// get reads a column into v; a column that is missing or of another kind is an
// error that names it.
func (r Row) get(column string, v any) error {
	raw, ok := r[column]
	if !ok {
		return fmt.Errorf("column %s is missing", column)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("column %s cannot be read", column)
	}
	return nil
}

// text is a column of text, "" where it is not text.
func (r Row) text(column string) string {
	var s string
	if r.get(column, &s) != nil {
		return ""
	}
	return s
}

func (r Row) number(column string) int64 {
	var n int64
	if r.get(column, &n) != nil {
		return 0
	}
	return n
}

// without is the row less some columns.
func (r Row) without(columns ...string) Row {
	out := maps.Clone(r)
	for _, c := range columns {
		delete(out, c)
	}
	return out
}

// only is the row of these columns, as far as it has them.
func (r Row) only(columns ...string) Row {
	out := Row{}
	for _, c := range columns {
		if v, ok := r[c]; ok {
			out[c] = v
		}
	}
	return out
}

// hash is the SHA-256 of the row's RFC 8785 text, "" where it has none.
func (r Row) hash() string {
	raw, err := ballots.Canonical(r)
	if err != nil {
		return ""
	}
	return ballots.Hash(raw)
}

// Wrong is the first row that is not as it must be.
type Wrong struct {
	Line  int64  // of the file; 0 where a database was read
	Table string // "journal", "answers", ...
	ID    string // of the row
	Seq   int64  // of the journal row that shows it, 0 for none
	Why   string
}

func (w *Wrong) Error() string {
	s := w.Table
	if w.ID != "" {
		s += ", row " + w.ID
	}
	if w.Seq > 0 {
		s += fmt.Sprintf(" (journal row %d)", w.Seq)
	}
	if w.Line > 0 {
		s = fmt.Sprintf("line %d: %s", w.Line, s)
	}
	return s + ": " + w.Why
}

func wrong(table, id string, seq int64, why string, args ...any) *Wrong {
	return &Wrong{Table: table, ID: id, Seq: seq, Why: fmt.Sprintf(why, args...)}
}
