package audit

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"ecabinet"
	"ecabinet/internal/chain"
)

// Report is what a verification found.
type Report struct {
	Body        string
	Rows        int64 // of the journal
	Checkpoints int64
	Covered     int64  // journal rows up to the last checkpoint
	CoveredAt   string // the time of the last of them
	Ballots     int64
	Sealed      int64 // of them not counted yet: only hashes were compared
	Answers     int64
	Tallies     int64 // counted again
	Deeds       int64 // papers of sessions
	Secrets     int64 // secret votes: their totals were compared, there is nothing to count
}

// Uncovered is how many journal rows lie after the last checkpoint: they can be cut
// unseen.
func (r Report) Uncovered() int64 { return r.Rows - r.Covered }

// Verifier follows the lines of one body. It holds one ballot at a time, and a few
// bytes for each ballot of the journal.
type Verifier struct {
	keys  []ed25519.PublicKey
	words bool // contents are there too
	file  bool

	chain   chain.Verifier
	point   chain.Checkpoint // the last one
	phase   int
	line    int64
	report  Report
	topics  map[string]*topic
	numbers map[numbering]int // given by the journal
	inBook  map[numbering]bool
	deeds   map[string]*deedStory
	secrets map[string]*secretStory
	counts  map[string]int64 // by table, as told at the beginning
	given   map[string]int64
	block   *block
}

// topic is what the journal tells of one ballot, in short.
type topic struct {
	first, rows int64
	sum         [sha256.Size]byte
}

func (t *topic) add(e ecabinet.Event) {
	if t.rows == 0 {
		t.first = e.Seq
	}
	t.rows++
	t.sum = sha256.Sum256(append(t.sum[:], e.Hash...))
}

func newVerifier(body string, keys []ed25519.PublicKey) *Verifier {
	return &Verifier{
		keys: keys, chain: chain.Verifier{Body: body, Hash: chain.Genesis}, report: Report{Body: body},
		topics: map[string]*topic{}, numbers: map[numbering]int{}, inBook: map[numbering]bool{}, deeds: map[string]*deedStory{}, secrets: map[string]*secretStory{},
		counts: map[string]int64{}, given: map[string]int64{},
	}
}

// order says in which part of a file a kind of line stands, and of which table its
// rows are.
var order = map[string]struct {
	phase int
	table string
}{
	lineJournal: {1, "journal"}, lineCheckpoint: {1, "checkpoints"}, lineHead: {2, "journal_heads"}, lineRegister: {3, "registers"},
	lineBallot: {4, "ballots"}, lineSeat: {4, "seats"}, lineAnswer: {4, "answers"}, lineClassing: {4, "classings"}, lineEvent: {4, "event"},
	lineDeed: {5, "deeds"}, lineSignature: {6, "deed_signatures"}, lineCorrection: {7, "deed_corrections"},
	lineSecret: {8, "room_votes"},
}

// take checks one line, the header and the trailer apart.
func (v *Verifier) take(t string, row Row) error {
	v.line++
	at, known := order[t]
	switch {
	case !known:
		return v.here(wrong("file", "", 0, "there is no kind of line %q", t))
	case at.phase < v.phase:
		return v.here(wrong(at.table, row.text("id"), 0, "it stands after the part of the file where it belongs: moved or added"))
	}
	v.phase = at.phase
	v.given[at.table]++
	var err error
	switch t {
	case lineJournal:
		err = v.journal(row)
	case lineCheckpoint:
		err = v.checkpoint(row)
	case lineHead:
		err = v.head(row)
	case lineRegister:
		err = v.register(row)
	case lineBallot:
		err = v.ballot(row)
	case lineDeed:
		err = v.deed(row)
	case lineSignature:
		err = v.deedSignature(row)
	case lineCorrection:
		err = v.deedCorrection(row)
	case lineSecret:
		err = v.secret(row)
	default:
		err = v.part(t, at.table, row)
	}
	return v.here(err)
}

// here puts the line into what was found in it.
func (v *Verifier) here(err error) error {
	if w, ok := err.(*Wrong); ok && v.file && w.Line == 0 {
		w.Line = v.line + 1 // the header is line 1
	}
	return err
}

func eventOf(row Row) (ecabinet.Event, error) {
	e := ecabinet.Event{Data: row["data"]}
	var at string
	for column, into := range map[string]any{
		"body": &e.Body, "seq": &e.Seq, "at": &at, "topic": &e.Topic, "type": &e.Type, "ref": &e.Ref, "actor": &e.Actor,
		"prev_hash": &e.PrevHash, "hash": &e.Hash,
	} {
		if err := row.get(column, into); err != nil {
			return e, err
		}
	}
	var err error
	e.At, err = chain.ParseTime(at)
	return e, err
}

func (v *Verifier) journal(row Row) error {
	e, err := eventOf(row)
	want := v.chain.Seq + 1
	if err != nil {
		return wrong("journal", fmt.Sprint(want), want, "%v", err)
	}
	if w := unknown("journal", fmt.Sprint(want), row, journalTable.names()); w != nil {
		return w
	}
	if err := v.chain.Next(e); err != nil {
		if found, ok := err.(*chain.RowError); ok {
			return wrong("journal", fmt.Sprint(found.Seq), found.Seq, "%s", found.Reason)
		}
		return err
	}
	v.report.Rows = e.Seq
	if err := v.tellDeed(e); err != nil {
		return err
	}
	if err := v.tellSecret(e); err != nil {
		return err
	}
	if ballot, ok := ballotTopic(e.Topic); ok {
		if v.topics[ballot] == nil {
			v.topics[ballot] = &topic{}
		}
		v.topics[ballot].add(e)
	}
	return v.numbered(e)
}

// numbering is a register in a year.
type numbering struct {
	kind string
	year int
}

func (n numbering) String() string { return fmt.Sprintf("%s/%d", n.kind, n.year) }

// numbered checks that results, papers and tasks are numbered 1, 2, 3, ... in each year.
func (v *Verifier) numbered(e ecabinet.Event) error {
	if e.Type == "task.given" {
		var task struct{ Number, Year int }
		if json.Unmarshal(e.Data, &task) != nil {
			task.Number = 0
		}
		return v.number(e, numbering{"task", task.Year}, "task", task.Number, fmt.Sprint(task.Number))
	}
	var data struct {
		Number string `json:"number"`
		Kind   string `json:"kind"`
	}
	kind, what := "ballot.result", "result"
	switch e.Type {
	case "ballot.certified":
	case "deed.certified":
		kind, what = "", "paper"
	default:
		return nil
	}
	var n int
	in := numbering{kind: kind}
	if json.Unmarshal(e.Data, &data) == nil {
		fmt.Sscanf(data.Number, "%d/%d/", &n, &in.year)
	}
	if in.kind == "" {
		in.kind = "meeting." + data.Kind
	}
	return v.number(e, in, what, n, data.Number)
}

func (v *Verifier) number(e ecabinet.Event, in numbering, what string, n int, written string) error {
	if n != v.numbers[in]+1 {
		return wrong("journal", fmt.Sprint(e.Seq), e.Seq, "the %s has the number %q; the number after %d in %d is due", what, written, v.numbers[in], in.year)
	}
	v.numbers[in] = n
	return nil
}

func (v *Verifier) checkpoint(row Row) error {
	v.report.Checkpoints++
	name := fmt.Sprint(v.report.Checkpoints)
	raw, err := json.Marshal(row)
	if err != nil {
		return err
	}
	c, err := chain.ParseCheckpoint(raw)
	if err != nil {
		return wrong("checkpoints", name, 0, "%v", err)
	}
	bad := func(why string, args ...any) error { return wrong("checkpoints", name, c.Count, why, args...) }
	key := slices.IndexFunc(v.keys, func(k ed25519.PublicKey) bool { return chain.KeyID(k) == c.KeyID })
	switch {
	case c.Body != v.chain.Body:
		return bad("it belongs to body %s", c.Body)
	case key < 0:
		return bad("it is signed by the key %s, which is none of those given", c.KeyID)
	case c.Verify(v.keys[key]) != nil:
		return bad("its signature does not match: it was changed or forged")
	case c.Count > v.chain.Seq:
		return wrong("journal", fmt.Sprint(v.chain.Seq+1), v.chain.Seq+1,
			"missing: a signed checkpoint says that there were %d rows, and the journal ends after %d", c.Count, v.chain.Seq)
	case c.Count < v.chain.Seq:
		return bad("it stands behind row %d and covers only %d: moved", v.chain.Seq, c.Count)
	case c.Hash != v.chain.Hash:
		return wrong("journal", fmt.Sprint(c.Count), c.Count, "the chain does not lead to the hash that was signed for this row: it or a row before it was replaced")
	case c.At != chain.FormatTime(v.chain.At):
		return bad("its time is not that of the row")
	case c.Count == v.point.Count && c.KeyID == v.point.KeyID: // only a new key signs the same row again
		return bad("it is there twice")
	}
	v.point = c
	v.report.Covered, v.report.CoveredAt = c.Count, c.At
	return nil
}

func (v *Verifier) head(row Row) error {
	if w := unknown("journal_heads", row.text("body"), row, headTable.names()); w != nil {
		return w
	}
	seq := row.number("seq")
	switch {
	case row.text("body") != v.chain.Body || v.given["journal_heads"] > 1:
		return wrong("journal_heads", row.text("body"), 0, "it was added: a body has one")
	case seq > v.chain.Seq:
		return wrong("journal", fmt.Sprint(v.chain.Seq+1), v.chain.Seq+1, "missing: %d rows were counted, and the journal ends after %d", seq, v.chain.Seq)
	case seq != v.chain.Seq || row.text("hash") != v.chain.Hash || row.text("at") != chain.FormatTime(v.chain.At):
		return wrong("journal_heads", row.text("body"), seq, "it is not the last row of the journal, which is %d", v.chain.Seq)
	}
	return nil
}

func (v *Verifier) register(row Row) error {
	name := fmt.Sprintf("%s/%d", row.text("kind"), row.number("year"))
	if w := unknown("registers", name, row, registers.names()); w != nil {
		return w
	}
	in := numbering{row.text("kind"), int(row.number("year"))}
	if row.text("body") != v.chain.Body {
		return wrong("registers", name, 0, "there is no such register")
	}
	if last := row.number("last_number"); v.inBook[in] || last < 1 || int64(v.numbers[in]) != last {
		return wrong("registers", name, 0, "it stands at %d; the journal has given %d numbers", last, v.numbers[in])
	}
	v.inBook[in] = true
	return nil
}

// ballot ends the ballot before and begins the next.
func (v *Verifier) ballot(row Row) error {
	if err := v.endBlock(); err != nil {
		return err
	}
	id := row.text("id")
	if v.topics[id] == nil {
		return wrong("ballots", id, 0, "added, or there twice: the journal knows nothing of it")
	}
	v.block = newBlock(v.line, row)
	v.report.Ballots++
	return nil
}

// part is a line of the ballot that stands before it.
func (v *Verifier) part(t, name string, row Row) error {
	id := row.text("id")
	if t == lineEvent {
		name, id = "journal", fmt.Sprint(row.number("seq"))
	}
	if v.block == nil || t != lineEvent && row.text("ballot") != v.block.id {
		if told := v.topics[row.text("ballot")]; told != nil && row.text("body") == v.chain.Body {
			return wrong("ballots", row.text("ballot"), told.first, "missing: the journal tells of it, and %s row %s belongs to it", name, id)
		}
		return wrong(name, id, 0, "it belongs to no ballot that is here: added, or its ballot is missing")
	}
	return v.block.add(t, row, v.line)
}

func (v *Verifier) endBlock() error {
	b := v.block
	if b == nil {
		return nil
	}
	v.block = nil
	told := v.topics[b.id]
	delete(v.topics, b.id)
	err := b.check(told, v)
	if w, ok := err.(*Wrong); ok && v.file && w.Line == 0 {
		w.Line = b.lineOf(w) + 1
	}
	return err
}

// end checks what can only be known when every line has been seen.
func (v *Verifier) end() error {
	if err := v.endBlock(); err != nil {
		return err
	}
	var lost string
	for id, t := range v.topics {
		if lost == "" || t.first < v.topics[lost].first {
			lost = id
		}
	}
	if lost != "" {
		return wrong("ballots", lost, v.topics[lost].first, "missing: the journal tells of it")
	}
	if v.given["journal_heads"] == 0 && v.chain.Seq > 0 {
		return wrong("journal_heads", v.chain.Body, 0, "missing")
	}
	for in := range v.numbers {
		if !v.inBook[in] {
			return wrong("registers", in.String(), 0, "missing")
		}
	}
	if err := v.endDeeds(); err != nil {
		return err
	}
	if err := v.endSecrets(); err != nil {
		return err
	}
	for _, t := range everyTable {
		if n, said := v.counts[t.name], v.given[t.name]; n != said {
			w := wrong(t.name, "", 0, "%d rows were counted, %d are here", n, said)
			if v.file {
				w.Line = 1 // where the counts stand
			}
			return w
		}
	}
	return nil
}

// unknown refuses columns that the verification does not know: it could not say
// whether they are right.
func unknown(table, id string, row Row, columns []string) *Wrong {
	for _, name := range slices.Sorted(keysOf(row)) {
		if !slices.Contains(columns, name) {
			return wrong(table, id, 0, "the column %q is not known to this program", name)
		}
	}
	for _, name := range columns {
		if _, ok := row[name]; !ok {
			return wrong(table, id, 0, "the column %q is missing", name)
		}
	}
	return nil
}

func keysOf(row Row) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range row {
			if !yield(k) {
				return
			}
		}
	}
}
