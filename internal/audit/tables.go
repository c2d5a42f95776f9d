package audit

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"ecabinet/internal/chain"
)

// kind says how a column is written in a line.
type kind int

const (
	text kind = iota // also times and NULL
	number
	truth
	document // JSON
)

type column struct {
	name string
	kind kind
}

// table is a table whose every row and column is verified.
type table struct {
	name    string
	columns []column
	key     []string // the order of its rows
}

// columnsOf reads "id no:n tie_mark:b posts:j": a name and its kind.
func columnsOf(spec string) []column {
	kinds := map[string]kind{"": text, "n": number, "b": truth, "j": document}
	var out []column
	for _, f := range strings.Fields(spec) {
		name, k, _ := strings.Cut(f, ":")
		out = append(out, column{name, kinds[k]})
	}
	return out
}

// The tables, with all their columns: a test compares them with the database.
var (
	journalTable = table{"journal", columnsOf("body seq:n at topic type ref actor data:j prev_hash hash"), []string{"seq"}}
	headTable    = table{"journal_heads", columnsOf("body seq:n hash at"), []string{"body"}}
	registers    = table{"registers", columnsOf("body kind year:n last_number:n"), []string{"kind", "year"}}
	ballotTable  = table{"ballots", columnsOf(`id body matter rev:n state title note agency lead class questions:j papers:j recused:j
		terms:j show_who:b show_live:b by_name:b profile:j round:n sent_at deadline_at deadline:j extensions:j made_by made_at
		submitted_by approved_by approved_at refused_by refused_for opened_at closed_at certified_by certified_at recalled_for
		number result:j kind onward:j`), []string{"id"}}
	seatTable = table{"seats", columnsOf(`id body ballot no:n person name posts:j office tie_mark:b recused:b vacated:b revision:n
		answer answered_at`), []string{"no"}}
	answerTable = table{"answers", columnsOf(`id body ballot round:n seat:n revision:n person source standing content:j cast_by
		prepared:j at record record_hash nonce proof reason received_at second_by row_hash`), []string{"round", "seat", "revision"}}
	classingTable = table{"classings", columnsOf(`id body ballot seat:n question side reason made_by at second_by objected_at
		removed_at`), []string{"id"}}
)

// The papers of sessions. In a line their words stand by their hashes, see shut.
var (
	deedTable = table{"deeds", columnsOf(`id body meeting kind rev:n state round:n reviewers:j recipients:j returned_for record record_hash
		number made_at certified_at`), []string{"id"}}
	signatureTable  = table{"deed_signatures", columnsOf("id body deed round:n part person name record_hash at row_hash"), []string{"id"}}
	correctionTable = table{"deed_corrections", columnsOf("id body deed no:n part reason text person name at row_hash"), []string{"id"}}
)

// everyTable is every table whose rows are counted.
var everyTable = []table{journalTable, registers, ballotTable, seatTable, answerTable, classingTable, deedTable, signatureTable, correctionTable}

// shownColumns are what a file tells of an answer: all but its words.
var shownColumns = slices.DeleteFunc(answerTable.names(), func(name string) bool { return name == "content" })

// sealedColumns are what a file tells of an answer while its ballot is not counted.
var sealedColumns = []string{"id", "body", "ballot", "round", "seat", "revision", "standing", "second_by", "record_hash", "row_hash"}

func (t table) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

func quoted(names []string) string { return `"` + strings.Join(names, `", "`) + `"` }

// encode is a value of the database as it stands in a line. Of what does not fit
// its column, the text is kept: its hash will not match.
func (c column) encode(v any) json.RawMessage {
	switch x := v.(type) {
	case nil:
		return json.RawMessage("null")
	case []byte:
		return c.encode(string(x))
	case string:
		if c.kind == document && json.Valid([]byte(x)) && canonicalData(c.name, x) {
			return json.RawMessage(x)
		}
		return quote(x)
	case int64:
		if c.kind == truth && (x == 0 || x == 1) {
			return c.encode(x == 1)
		}
		return json.RawMessage(fmt.Sprint(x))
	case bool:
		return json.RawMessage(fmt.Sprint(x))
	}
	return quote(fmt.Sprint(v))
}

// canonicalData says whether the data of an event is byte for byte as it was
// hashed; other columns may be spaced as they like.
func canonicalData(name, x string) bool {
	if name != "data" {
		return true
	}
	c, err := chain.Data(json.RawMessage(x))
	return err == nil && string(c) == x
}

func quote(s string) json.RawMessage {
	raw, err := json.Marshal(s)
	if err != nil {
		return json.RawMessage("null") // a string is always JSON
	}
	return raw
}
