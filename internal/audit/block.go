package audit

import (
	"encoding/json"
	"fmt"
	"strings"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/chain"
)

// block is one ballot with everything that belongs to it.
type block struct {
	id     string
	row    Row
	ballot *ballots.Ballot
	shut   bool // only the hashes of its answers are here

	seats     []*seatRow
	answers   []*answerRow
	classings []*classingRow
	events    []*eventRow
	lines     map[string]int64 // by table and id
	words     bool
}

type seatRow struct {
	row  Row
	seat ballots.Seat
}

type answerRow struct {
	row    Row
	answer ballots.Answer
	at     string
	cast   bool // its event has been seen
}

type classingRow struct {
	row      Row
	classing ballots.Classing
}

type eventRow struct {
	ecabinet.Event
	data eventData
}

// eventData is what the verification reads of the data of events.
type eventData struct {
	BallotHash string          `json:"ballot_hash"`
	Basis      string          `json:"basis"`
	Seats      json.RawMessage `json:"seats"`
	Rows       json.RawMessage `json:"rows"`
	Result     string          `json:"result"`
	Names      map[string]string
	Deadline   string `json:"deadline"`
	How        string `json:"how"`

	Answer     string `json:"answer"`
	Round      int    `json:"round"`
	Seat       int    `json:"seat"`
	Person     string `json:"person"`
	Revision   int    `json:"revision"`
	Source     string `json:"source"`
	Standing   string `json:"standing"`
	Recused    bool   `json:"recused"`
	SecondBy   string `json:"second_by"`
	RecordHash string `json:"record_hash"`
	RowHash    string `json:"row_hash"`

	Classing     string `json:"classing"`
	ClassingHash string `json:"classing_hash"`
	Second       string `json:"second"`
}

func newBlock(line int64, row Row) *block {
	id := row.text("id")
	return &block{id: id, row: row, shut: !counted(row), lines: map[string]int64{"ballots/" + id: line}}
}

func (b *block) lineOf(w *Wrong) int64 {
	if n, ok := b.lines[w.Table+"/"+w.ID]; ok {
		return n
	}
	return b.lines["ballots/"+b.id]
}

// add takes one more row of the ballot; the checks come when it is whole.
func (b *block) add(t string, row Row, line int64) error {
	table, id := order[t].table, row.text("id")
	if t == lineEvent {
		table, id = "journal", fmt.Sprint(row.number("seq"))
	}
	if b.lines[table+"/"+id] > 0 {
		return wrong(table, id, row.number("seq"), "it is there twice")
	}
	b.lines[table+"/"+id] = line
	switch t {
	case lineSeat:
		b.seats = append(b.seats, &seatRow{row: row})
	case lineAnswer:
		b.answers = append(b.answers, &answerRow{row: row})
	case lineClassing:
		b.classings = append(b.classings, &classingRow{row: row})
	case lineEvent:
		e, err := eventOf(row)
		if err != nil {
			return wrong(table, id, e.Seq, "%v", err)
		}
		if w := unknown(table, id, row, journalTable.names()); w != nil {
			return w
		}
		b.events = append(b.events, &eventRow{Event: e})
	}
	return nil
}

// check verifies the whole ballot; told is what the journal says of it.
func (b *block) check(told *topic, v *Verifier) error {
	b.words = v.words
	b.shut = b.shut && !v.words
	for _, step := range []func() error{
		func() error { return b.checkEvents(told, v.chain.Body) },
		b.checkBallot, b.checkSeats, b.checkAnswers, b.checkClassings,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	r := newReplay(b)
	if err := r.run(); err != nil {
		return err
	}
	v.report.Answers += int64(len(b.answers))
	v.report.Tallies += r.tallies
	if b.shut {
		v.report.Sealed++
	}
	return nil
}

// checkEvents makes sure that the events that stand with the ballot are those of
// the journal.
func (b *block) checkEvents(told *topic, body string) error {
	here := &topic{}
	last := int64(0)
	for _, e := range b.events {
		name := fmt.Sprint(e.Seq)
		raw, err := chain.CanonicalEvent(e.Event)
		hash := ""
		if err == nil {
			hash, err = chain.ChainHash(e.PrevHash, raw)
		}
		switch {
		case err != nil || hash != e.Hash:
			return wrong("journal", name, e.Seq, "as it stands with its ballot it was changed: its hash does not match its content")
		case e.Seq <= last || e.Topic != "ballot:"+b.id || e.Body != body:
			return wrong("journal", name, e.Seq, "with ballot %s it is out of place", b.id)
		case json.Unmarshal(e.Data, &e.data) != nil:
			return wrong("journal", name, e.Seq, "its data is not in the form of this program")
		}
		last = e.Seq
		here.add(e.Event)
	}
	if here.rows != told.rows || here.sum != told.sum {
		return wrong("journal", fmt.Sprint(told.first), told.first, "the %d rows that stand with ballot %s are not the %d of the journal", here.rows, b.id, told.rows)
	}
	return nil
}

func ballotTopic(topic string) (string, bool) { return strings.CutPrefix(topic, "ballot:") }

// laterColumns came after the first ballots, with what they hold of those: then the hash
// of a row is without them, as it was before.
var laterColumns = map[string]string{"kind": `""`, "onward": "null"}

// checkBallot compares the ballot's row with the hash in its last event.
func (b *block) checkBallot() error {
	for column, empty := range laterColumns {
		if _, has := b.row[column]; !has { // a file of the program before it
			b.row[column] = json.RawMessage(empty)
		}
	}
	if w := unknown("ballots", b.id, b.row, ballotTable.names()); w != nil {
		return w
	}
	var last *eventRow
	for _, e := range b.events {
		if e.data.BallotHash != "" {
			last = e
		}
	}
	if last == nil {
		return wrong("ballots", b.id, b.events[0].Seq, "no event of it holds the hash of its row")
	}
	hashed := b.row
	for column, empty := range laterColumns {
		if string(hashed[column]) == empty {
			hashed = hashed.without(column)
		}
	}
	if hashed.hash() != last.data.BallotHash {
		return wrong("ballots", b.id, last.Seq, "changed: the row is not the one that was journalled with %s", last.Type)
	}
	b.ballot = &ballots.Ballot{ID: b.id, Body: b.row.text("body"), State: ballots.State(b.row.text("state")), Number: b.row.text("number")}
	for column, into := range map[string]any{
		"questions": &b.ballot.Questions, "papers": &b.ballot.Papers, "recused": &b.ballot.Recused, "profile": &b.ballot.Profile,
		"kind": &b.ballot.Kind, "round": &b.ballot.Round, "deadline": &b.ballot.Deadline, "title": &b.ballot.Title,
	} {
		if err := b.row.get(column, into); err != nil {
			return wrong("ballots", b.id, last.Seq, "%v", err)
		}
	}
	return nil
}

// checkSeats compares each seat with the hash in the last event that lists them.
func (b *block) checkSeats() error {
	var hashes []string
	seq := int64(0)
	for _, e := range b.events {
		if e.data.Basis != "" {
			if err := json.Unmarshal(e.data.Seats, &hashes); err != nil {
				return wrong("journal", fmt.Sprint(e.Seq), e.Seq, "it holds no hashes of seats")
			}
			seq = e.Seq
		}
	}
	for i, s := range b.seats {
		id := s.row.text("id")
		if w := unknown("seats", id, s.row, seatTable.names()); w != nil {
			return w
		}
		no := int(s.row.number("no"))
		switch {
		case no != i+1 && no > i+1 && i < len(hashes):
			return wrong("seats", fmt.Sprintf("%s:%d", b.id, i+1), seq, "missing: the list has %d seats", len(hashes))
		case no != i+1 || i >= len(hashes):
			return wrong("seats", id, seq, "added or moved: the list has %d seats", len(hashes))
		case id != fmt.Sprintf("%s:%d", b.id, no) || s.row.text("body") != b.ballot.Body || s.row.text("ballot") != b.id:
			return wrong("seats", id, seq, "seat %d: its id, body or ballot is not its own", no)
		case s.row.only("no", "person", "name", "posts", "office", "tie_mark", "recused", "vacated").hash() != hashes[i]:
			return wrong("seats", id, seq, "seat %d was changed: it is not the one on the list that was journalled", no)
		}
		if err := s.read(b.id); err != nil {
			return wrong("seats", id, seq, "seat %d: %v", no, err)
		}
	}
	if len(b.seats) < len(hashes) {
		return wrong("seats", fmt.Sprintf("%s:%d", b.id, len(b.seats)+1), seq, "missing: the list has %d seats", len(hashes))
	}
	return nil
}

func (s *seatRow) read(ballot string) error {
	s.seat.Ballot = ballot
	for column, into := range map[string]any{
		"no": &s.seat.No, "person": &s.seat.Person, "name": &s.seat.Name, "posts": &s.seat.Posts, "office": &s.seat.Office,
		"tie_mark": &s.seat.TieMark, "recused": &s.seat.Recused, "vacated": &s.seat.Vacated, "revision": &s.seat.Revision,
		"answer": &s.seat.Answer,
	} {
		if err := s.row.get(column, into); err != nil {
			return err
		}
	}
	return nil
}

func (b *block) checkAnswers() error {
	for _, a := range b.answers {
		id := a.row.text("id")
		columns := answerTable.names()
		switch {
		case b.shut:
			columns = sealedColumns
		case !b.words:
			columns = shownColumns
		}
		if w := unknown("answers", id, a.row, columns); w != nil {
			return w
		}
		if err := a.read(b.shut); err != nil {
			return wrong("answers", id, 0, "%v", err)
		}
		if a.answer.Body != b.ballot.Body || a.answer.Ballot != b.id {
			return wrong("answers", id, 0, "its body or ballot is not that of its ballot")
		}
		if b.shut {
			continue
		}
		if why := b.checkAnswer(a); why != "" {
			return wrong("answers", id, 0, "seat %d, revision %d: %s", a.answer.Seat, a.answer.Revision, why)
		}
	}
	return nil
}

func (a *answerRow) read(shut bool) error {
	x := &a.answer
	columns := map[string]any{
		"id": &x.ID, "body": &x.Body, "ballot": &x.Ballot, "round": &x.Round, "seat": &x.Seat, "revision": &x.Revision,
		"standing": &x.Standing, "record_hash": &x.RecordHash, "row_hash": &x.RowHash, "second_by": &x.SecondBy,
	}
	if !shut {
		for name, into := range map[string]any{
			"person": &x.Person, "source": &x.Source, "cast_by": &x.CastBy, "record": &x.Record, "nonce": &x.Nonce, "at": &a.at,
		} {
			columns[name] = into
		}
	}
	for name, into := range columns {
		if err := a.row.get(name, into); err != nil {
			return err
		}
	}
	if shut {
		return nil
	}
	at, err := chain.ParseTime(a.at)
	x.At = at
	return err
}

// checkAnswer says what is wrong with an answer by itself: its record, its words
// where they are here, its row's hash.
func (b *block) checkAnswer(a *answerRow) string {
	var opinion, why string
	if a.answer.Source == ballots.Deemed {
		opinion, why = b.deemed(a)
	} else {
		opinion, why = b.recorded(a)
	}
	if why != "" {
		return why
	}
	if a.row["content"] != nil {
		if words, err := wordsHash(a); err != nil || words != opinion {
			return "its words were changed: they are not those that were confirmed"
		}
	}
	row := a.row.without("standing", "second_by", "row_hash", "record", "content")
	row["opinion_hash"] = quote(opinion)
	if row.hash() != a.answer.RowHash {
		return "changed: the hash of the row does not match its content"
	}
	return ""
}

func wordsHash(a *answerRow) (string, error) {
	raw, err := ballots.Canonical(a.row["content"])
	if err != nil {
		return "", err
	}
	return ballots.Hash([]byte(a.answer.Nonce), raw), nil
}

// deemed is the hash of what silence says under the ballot's rule.
func (b *block) deemed(a *answerRow) (opinion, why string) {
	c, says := b.ballot.DeemedContent()
	if !says {
		return "", "it is deemed, and the rule deems nothing"
	}
	if a.answer.Record != "" || a.answer.RecordHash != "" || a.answer.Nonce != "" {
		return "", "it is deemed and has a record"
	}
	a.answer.Content = c
	opinion, err := ballots.OpinionHash("", c)
	if err != nil {
		return "", err.Error()
	}
	return opinion, ""
}

// recorded is the hash of the words in a record that fits its row and its ballot.
// The choices that are counted are those of the record.
func (b *block) recorded(a *answerRow) (opinion, why string) {
	x := &a.answer
	if ballots.Hash([]byte(x.Record)) != x.RecordHash {
		return "", "its record was changed: record_hash does not match"
	}
	r, err := ballots.ParseRecord([]byte(x.Record))
	if err != nil {
		return "", "its record cannot be read"
	}
	behalf := ""
	if x.Source == ballots.OnBehalf {
		behalf = x.Person
	}
	if r.Format != "ecabinet.answer.v1" || r.Body != x.Body || r.Ballot != x.Ballot || r.Round != x.Round || r.Seat != x.Seat ||
		r.Voter != x.Person || r.OnBehalfOf != behalf || r.Revision != x.Revision || r.Nonce != x.Nonce {
		return "", "its record is of another answer"
	}
	if len(r.Questions) != len(b.ballot.Questions) {
		return "", "its record is of other questions"
	}
	for i, q := range b.ballot.Questions {
		raw, err := ballots.Canonical(q)
		if err != nil || r.Questions[i].Key != q.Key || r.Questions[i].Hash != ballots.Hash(raw) {
			return "", "its record is of other questions"
		}
	}
	if why := sameChoices(a, r); why != "" {
		return "", why
	}
	for _, c := range r.Choices {
		x.Content.Opinions = append(x.Content.Opinions, ballots.Opinion{Question: c.Question, Choice: c.Choice})
	}
	if r.Reserved {
		x.Content.Reserve = "reserved"
	}
	return r.OpinionHash, ""
}

// sameChoices compares the choices of the record with those of the words, where
// they are here.
func sameChoices(a *answerRow, r ballots.Record) string {
	raw := a.row["content"]
	if raw == nil {
		return ""
	}
	var c ballots.Content
	if err := json.Unmarshal(raw, &c); err != nil {
		return "its words cannot be read"
	}
	same := len(c.Opinions) == len(r.Choices) && r.Reserved == (c.Reserve != "")
	for i := 0; same && i < len(c.Opinions); i++ {
		same = c.Opinions[i].Question == r.Choices[i].Question && c.Opinions[i].Choice == r.Choices[i].Choice
	}
	if !same {
		return "its words were changed: their choices are not those of the record"
	}
	return ""
}

// checkClassings compares each classing with the hash in its last event.
func (b *block) checkClassings() error {
	told := map[string]*eventRow{}
	for _, e := range b.events {
		if e.data.Classing != "" {
			told[e.data.Classing] = e
		}
	}
	for _, c := range b.classings {
		id := c.row.text("id")
		if w := unknown("classings", id, c.row, classingTable.names()); w != nil {
			return w
		}
		last := told[id]
		switch {
		case last == nil:
			return wrong("classings", id, 0, "added: the journal knows nothing of it")
		case c.row.hash() != last.data.ClassingHash:
			return wrong("classings", id, last.Seq, "changed: the row is not the one that was journalled with %s", last.Type)
		}
		x := &c.classing
		for column, into := range map[string]any{
			"id": &x.ID, "body": &x.Body, "ballot": &x.Ballot, "seat": &x.Seat, "question": &x.Question, "side": &x.As,
			"made_by": &x.By,
		} {
			if err := c.row.get(column, into); err != nil {
				return wrong("classings", id, last.Seq, "%v", err)
			}
		}
	}
	return nil
}
