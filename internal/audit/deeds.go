package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ecabinet"
	"ecabinet/ballots"
)

// deedStory is what the journal tells of one paper of a session, and what of it has
// been seen.
type deedStory struct {
	first, last int64             // rows of the journal
	hash        string            // of the paper's row after its last act
	record      string            // hash of what was signed last
	certified   bool              // numbered, and signed by two
	signatures  map[string]string // row hash by id
	corrections map[string]string
	round       int64
	signers     []string // persons of the last round
	seen        bool
}

// tellDeed keeps what a row of the journal says of a paper.
func (v *Verifier) tellDeed(e ecabinet.Event) error {
	id, ok := strings.CutPrefix(e.Ref, "deed/")
	if !ok || !strings.HasPrefix(e.Type, "deed.") {
		return nil
	}
	var data struct {
		DeedHash   string `json:"deed_hash"`
		RecordHash string `json:"record_hash"`
		RowHash    string `json:"row_hash"`
		Signature  string `json:"signature"`
		Correction string `json:"correction"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return wrong("journal", fmt.Sprint(e.Seq), e.Seq, "what it tells of a paper cannot be read")
	}
	d := v.deeds[id]
	if d == nil {
		d = &deedStory{first: e.Seq, signatures: map[string]string{}, corrections: map[string]string{}}
		v.deeds[id] = d
	}
	d.last, d.hash = e.Seq, data.DeedHash
	if data.Signature != "" {
		d.signatures[data.Signature], d.record = data.RowHash, data.RecordHash
	}
	if data.Correction != "" {
		d.corrections[data.Correction] = data.RowHash
	}
	d.certified = d.certified || e.Type == "deed.certified"
	return nil
}

// shut is a row of a paper as it stands in a line: words by their hashes, under the
// names that the row's own hash knows.
func shut(row Row, words bool) Row {
	out := row.without("record", "reason", "text")
	for _, name := range []string{"reason", "text"} {
		if _, ok := row[name]; ok {
			out[name+"_hash"] = quote(ballots.Hash([]byte(row.text(name))))
		}
	}
	if _, ok := row["returned_for"]; ok {
		out["returned_for"] = quote(ballots.Hash([]byte(row.text("returned_for"))))
	}
	if record, ok := row["record"]; ok && words {
		out["record"] = record
	}
	return out
}

// told are the columns of a line of a paper.
func told(t table, words bool) []string {
	var out []string
	for _, name := range t.names() {
		switch {
		case name == "record" && !words:
			continue
		case name == "reason" || name == "text":
			name += "_hash"
		}
		out = append(out, name)
	}
	return out
}

func (r *reading) deeds(ctx context.Context) error {
	for _, part := range []struct {
		t     string
		table table
	}{{lineDeed, deedTable}, {lineSignature, signatureTable}, {lineCorrection, correctionTable}} {
		err := r.rows(ctx, part.table, "body = $1", []any{r.Body}, func(row Row) error { return r.give(part.t, shut(row, r.Words)) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (v *Verifier) deed(row Row) error {
	if err := v.endBlock(); err != nil {
		return err
	}
	id := row.text("id")
	if w := unknown("deeds", id, row, told(deedTable, v.words)); w != nil {
		return w
	}
	d := v.deeds[id]
	if d == nil || d.seen {
		return wrong("deeds", id, 0, "added, or there twice: the journal knows nothing of it")
	}
	d.seen, d.round = true, row.number("round")
	v.report.Deeds++
	switch {
	case row.without("record").hash() != d.hash:
		return wrong("deeds", id, d.last, "it is not as it was left: its hash does not match its last act")
	case d.certified && (row.text("state") != "certified" || row.text("record_hash") != d.record):
		return wrong("deeds", id, d.last, "it is not what was signed")
	case v.words && row.text("record_hash") != "" && ballots.Hash([]byte(row.text("record"))) != row.text("record_hash"):
		return wrong("deeds", id, d.last, "the words are not those that were signed")
	case v.words && row.text("record_hash") == "" && row.text("record") != "":
		return wrong("deeds", id, d.last, "it has words that nobody signed")
	}
	return nil
}

// bound checks a row that the journal binds by its own hash, and takes it from what
// is still to come.
func bound(table string, row Row, of map[string]string, last int64) error {
	id := row.text("id")
	want, ok := of[id]
	if !ok {
		return wrong(table, id, 0, "added, or there twice: the journal knows nothing of it")
	}
	delete(of, id)
	if want != row.text("row_hash") || row.without("row_hash").hash() != want {
		return wrong(table, id, last, "it was changed: its hash is not the one in the journal")
	}
	return nil
}

func (v *Verifier) deedSignature(row Row) error {
	id := row.text("id")
	if w := unknown("deed_signatures", id, row, told(signatureTable, v.words)); w != nil {
		return w
	}
	d := v.deeds[row.text("deed")]
	if d == nil || !d.seen {
		return wrong("deed_signatures", id, 0, "it belongs to no paper that is here")
	}
	if err := bound("deed_signatures", row, d.signatures, d.last); err != nil {
		return err
	}
	if row.number("round") == d.round && row.text("record_hash") == d.record && !slices.Contains(d.signers, row.text("person")) {
		d.signers = append(d.signers, row.text("person"))
	}
	return nil
}

func (v *Verifier) deedCorrection(row Row) error {
	id := row.text("id")
	if w := unknown("deed_corrections", id, row, told(correctionTable, v.words)); w != nil {
		return w
	}
	d := v.deeds[row.text("deed")]
	if d == nil || !d.seen {
		return wrong("deed_corrections", id, 0, "it belongs to no paper that is here")
	}
	return bound("deed_corrections", row, d.corrections, d.last)
}

// endDeeds checks that no paper, signature or correction is missing, and that what is
// certified was signed by two persons.
func (v *Verifier) endDeeds() error {
	ids := slices.SortedFunc(maps.Keys(v.deeds), func(x, y string) int { return int(v.deeds[x].first - v.deeds[y].first) })
	for _, id := range ids {
		d := v.deeds[id]
		if !d.seen {
			return wrong("deeds", id, d.first, "missing: the journal tells of it")
		}
		for _, rest := range []struct {
			table string
			of    map[string]string
		}{{"deed_signatures", d.signatures}, {"deed_corrections", d.corrections}} {
			for missing := range rest.of {
				return wrong(rest.table, missing, d.last, "missing: the journal tells of it")
			}
		}
		if d.certified && len(d.signers) != 2 {
			return wrong("deeds", id, d.last, "it is certified, and not signed by two persons")
		}
	}
	return nil
}
