package audit

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ecabinet/ballots"
)

// replay follows the events of one ballot and keeps what stood at each: which
// answer counts for which seat, what it is worth, which classings hold. At each
// count it counts again.
type replay struct {
	*block
	round     int
	state     ballots.State
	deadline  time.Time
	counting  map[int]*answerRow          // by seat
	revisions map[int]int                 // by seat
	standing  map[string]ballots.Standing // by answer
	second    map[string]string           // by answer
	classed   map[string]ballots.Classing // by classing
	byAnswer  map[string]*answerRow
	fixed     int // the last event that changed the list, the papers or the deadline
	tallies   int64
	counted   string // hash of the last result
}

func newReplay(b *block) *replay {
	r := &replay{
		block: b, state: ballots.Draft, counting: map[int]*answerRow{}, revisions: map[int]int{},
		standing: map[string]ballots.Standing{}, second: map[string]string{}, classed: map[string]ballots.Classing{},
		byAnswer: map[string]*answerRow{},
	}
	for _, a := range b.answers {
		r.byAnswer[a.answer.ID] = a
	}
	for i, e := range b.events {
		switch e.Type {
		case "ballot.opened", "ballot.extended", "ballot.paper_replaced", "ballot.seat_changed":
			r.fixed = i
		}
	}
	return r
}

// states says to which state an event leads.
var states = map[string]ballots.State{
	"ballot.made": ballots.Draft, "ballot.submitted": ballots.Submitted, "ballot.withdrawn": ballots.Draft, "ballot.refused": ballots.Draft,
	"ballot.approved": ballots.Approved, "ballot.opened": ballots.Open, "ballot.recalled": ballots.Recalled, "ballot.to_session": ballots.Recalled,
	"ballot.closed": ballots.Closed, "ballot.certified": ballots.Certified,
}

func (r *replay) run() error {
	for i, e := range r.events {
		if to, ok := states[e.Type]; ok {
			r.state = to
		}
		if err := r.event(i, e); err != nil {
			return err
		}
	}
	return r.finish()
}

func (r *replay) event(i int, e *eventRow) error {
	switch e.Type {
	case "ballot.opened":
		r.round = 1
	case "ballot.paper_replaced":
		if e.data.How == string(ballots.NewRound) {
			r.round++
			clear(r.counting)
		}
	case "ballot.seat_changed":
		if e.data.Recused {
			delete(r.counting, e.data.Seat)
		}
	case "answer.cast":
		return r.cast(e)
	case "answer.standing":
		return r.stand(e)
	case "answer.classed", "classing.seconded", "classing.objected", "classing.removed":
		return r.class(e)
	}
	if e.data.Deadline != "" {
		at, err := time.Parse(time.RFC3339Nano, e.data.Deadline)
		if err != nil {
			return r.bad(e, "its deadline cannot be read")
		}
		r.deadline = at
	}
	if e.data.Basis == "" || i < r.fixed {
		return nil // the list as it was then is not stored any more
	}
	return r.count(e)
}

func (r *replay) bad(e *eventRow, why string, args ...any) error {
	return wrong("journal", fmt.Sprint(e.Seq), e.Seq, "%s of ballot %s: %s", e.Type, r.id, fmt.Sprintf(why, args...))
}

func (r *replay) answer(e *eventRow) (*answerRow, error) {
	a := r.byAnswer[e.data.Answer]
	if a == nil {
		return nil, wrong("answers", e.data.Answer, e.Seq, "missing: it was journalled (ballot %s, seat %d, revision %d)", r.id, e.data.Seat, e.data.Revision)
	}
	if e.Ref != "answer/"+a.answer.ID || a.answer.Seat != e.data.Seat {
		return nil, wrong("answers", a.answer.ID, e.Seq, "seat %d is not the one that was journalled", a.answer.Seat)
	}
	return a, nil
}

// cast is an answer that comes in.
func (r *replay) cast(e *eventRow) error {
	a, err := r.answer(e)
	if err != nil {
		return err
	}
	x, d := &a.answer, e.data
	bad := func(why string, args ...any) error {
		return wrong("answers", x.ID, e.Seq, "seat %d, revision %d: %s", x.Seat, x.Revision, fmt.Sprintf(why, args...))
	}
	switch {
	case a.cast:
		return bad("it was journalled twice")
	case x.Round != d.Round || x.Revision != d.Revision || x.RecordHash != d.RecordHash || x.RowHash != d.RowHash:
		return bad("changed: its round, revision, record hash or row hash is not the one that was journalled")
	case !r.shut && (x.Person != d.Person || string(x.Source) != d.Source):
		return bad("its person or source is not the one that was journalled")
	case x.Round != r.round || x.Revision != r.revisions[x.Seat]+1:
		return bad("round %d, revision %d was due", r.round, r.revisions[x.Seat]+1)
	case !r.shut && x.Source != ballots.Deemed && x.CastBy != e.Actor:
		return bad("the journal names another who sent it")
	case !r.shut && x.At.After(e.At):
		return bad("its time is after that of the journal")
	}
	a.cast, r.revisions[x.Seat] = true, x.Revision
	standing := ballots.Standing(d.Standing)
	if !r.shut {
		if why := r.inTime(x, standing); why != "" {
			return bad("%s", why)
		}
	}
	r.standing[x.ID] = standing
	if standing != ballots.Late && standing != ballots.AwaitSecond {
		r.counting[x.Seat] = a
	}
	return nil
}

// inTime says what is wrong with the standing of a new answer, by the deadline of
// that moment.
func (r *replay) inTime(x *ballots.Answer, s ballots.Standing) string {
	after := r.state == ballots.Closed || x.At.After(r.deadline)
	switch {
	case x.Source == ballots.Deemed && (!after || s != ballots.Counts):
		return "it is deemed before the time for answering was over"
	case x.Source == ballots.Own && after != (s == ballots.Late):
		return fmt.Sprintf("it stands as %q, and the deadline was %s", s, r.deadline.UTC().Format(time.RFC3339))
	case x.Source == ballots.OnBehalf && after != (s == ballots.AwaitSecond):
		return fmt.Sprintf("recorded on behalf, it stands as %q, and the deadline was %s", s, r.deadline.UTC().Format(time.RFC3339))
	}
	return ""
}

// stand is a change of what an answer on behalf is worth.
func (r *replay) stand(e *eventRow) error {
	a, err := r.answer(e)
	if err != nil {
		return err
	}
	was, to := r.standing[a.answer.ID], ballots.Standing(e.data.Standing)
	waits := was == ballots.Unconfirmed || was == ballots.AwaitSecond || was == ballots.Confirmed
	switch {
	case to == ballots.Unconfirmed && was == ballots.AwaitSecond && e.data.SecondBy != "":
		if !r.shut && e.data.SecondBy == a.answer.CastBy {
			return r.bad(e, "the second person is the first")
		}
		r.counting[a.answer.Seat] = a
	case to == ballots.Confirmed && waits:
	case to == ballots.Disputed && waits:
		r.standing[a.answer.ID] = to
		if r.counting[a.answer.Seat] == a {
			r.fallBack(&a.answer)
		}
	default:
		return r.bad(e, "answer %s cannot go from %q to %q", a.answer.ID, was, to)
	}
	r.standing[a.answer.ID], r.second[a.answer.ID] = to, e.data.SecondBy
	return nil
}

// fallBack lets the seat of an answer that is void count the last own or deemed answer
// of the same person in this round again.
func (r *replay) fallBack(void *ballots.Answer) {
	delete(r.counting, void.Seat)
	for _, a := range r.answers {
		x := a.answer
		if a.cast && x.Seat == void.Seat && x.Person == void.Person && x.Round == r.round && r.standing[x.ID] == ballots.Counts {
			r.counting[x.Seat] = a
		}
	}
}

func (r *replay) class(e *eventRow) error {
	i := slices.IndexFunc(r.classings, func(c *classingRow) bool { return c.classing.ID == e.data.Classing })
	if i < 0 {
		return wrong("classings", e.data.Classing, e.Seq, "missing: it was journalled (ballot %s, seat %d)", r.id, e.data.Seat)
	}
	row := r.classings[i]
	c, known := r.classed[row.classing.ID]
	if known == (e.Type == "answer.classed") {
		return r.bad(e, "classing %s does not begin with its making", row.classing.ID)
	}
	at := e.At
	switch e.Type {
	case "answer.classed":
		c = row.classing
	case "classing.seconded":
		c.Second = e.data.Second
	case "classing.objected":
		c.Objected = &at
	case "classing.removed":
		c.Removed = &at
	}
	r.classed[c.ID] = c
	return nil
}

// count compares what was bound and counted with what the rows give.
func (r *replay) count(e *eventRow) error {
	reckoning := ballots.Reckoning{Ballot: r.ballot, Answers: map[int]ballots.Answer{}, Names: func(p string) string {
		if n, ok := e.data.Names[p]; ok {
			return n
		}
		return p
	}}
	for _, s := range r.seats {
		reckoning.Seats = append(reckoning.Seats, s.seat)
		if a := r.counting[s.seat.No]; a != nil {
			x := a.answer
			x.Standing = r.standing[x.ID]
			reckoning.Answers[s.seat.No] = x
		}
	}
	for _, c := range r.classed {
		reckoning.Classings = append(reckoning.Classings, c)
	}
	var result *ballots.Result
	isCount := e.Type == "ballot.closed" || e.Type == "ballot.recounted" || e.Type == "ballot.certified"
	if isCount {
		var err error
		if result, err = reckoning.Count(); err != nil {
			return r.bad(e, "it cannot be counted again: %v", err)
		}
	}
	basis, err := reckoning.CountBasis(result)
	switch {
	case err != nil:
		return err
	case basis.Basis != e.data.Basis:
		return r.bad(e, "the rule, the questions, the papers, the list or the deadline are not those that were journalled")
	case !isCount:
		return nil
	}
	if w := r.sameRows(e, basis); w != nil {
		return w
	}
	if basis.Result != e.data.Result {
		return r.bad(e, "counted again, the answers give another result")
	}
	r.tallies++
	r.counted = basis.Result
	return nil
}

// countedRow is one row that a count has read.
type countedRow struct {
	Seat     int    `json:"seat"`
	Answer   string `json:"answer"`
	RowHash  string `json:"row_hash"`
	Source   string `json:"source"`
	Standing string `json:"standing"`
}

// sameRows names the first answer that the count of that time did not read, or read
// otherwise.
func (r *replay) sameRows(e *eventRow, basis ballots.CountBasis) error {
	var was, is []countedRow
	raw, err := json.Marshal(basis.Rows)
	if err == nil {
		err = json.Unmarshal(raw, &is)
	}
	if err != nil {
		return err
	}
	if json.Unmarshal(e.data.Rows, &was) != nil {
		return r.bad(e, "it does not say which rows it read")
	}
	for i := range max(len(was), len(is)) {
		switch {
		case i >= len(is) || i < len(was) && was[i] != is[i]:
			return wrong("answers", was[i].Answer, e.Seq, "%s of ballot %s counted it for seat %d; by the journal something else stands there", e.Type, r.id, was[i].Seat)
		case i >= len(was):
			return wrong("answers", is[i].Answer, e.Seq, "%s of ballot %s did not count it for seat %d", e.Type, r.id, is[i].Seat)
		}
	}
	return nil
}

// finish compares what stands after the last event with the rows.
func (r *replay) finish() error {
	for _, a := range r.answers {
		x := a.answer
		switch {
		case !a.cast:
			return wrong("answers", x.ID, 0, "added: the journal knows nothing of it (ballot %s, seat %d, revision %d)", r.id, x.Seat, x.Revision)
		case x.Standing != r.standing[x.ID]:
			return wrong("answers", x.ID, 0, "seat %d: it stands as %q, by the journal as %q", x.Seat, x.Standing, r.standing[x.ID])
		case x.SecondBy != r.second[x.ID]:
			return wrong("answers", x.ID, 0, "seat %d: the second person is not the one of the journal", x.Seat)
		}
	}
	for _, s := range r.seats {
		if err := r.seat(s); err != nil {
			return err
		}
	}
	if r.state != r.ballot.State {
		return wrong("ballots", r.id, 0, "it is %s, by the journal %s", r.ballot.State, r.state)
	}
	return r.stored()
}

// seat compares what counts for a seat with what the journal says.
func (r *replay) seat(s *seatRow) error {
	answer, at := "", "null"
	if a := r.counting[s.seat.No]; a != nil {
		answer, at = a.answer.ID, string(quote(a.at))
	}
	switch {
	case s.seat.Answer != answer:
		return wrong("seats", s.row.text("id"), 0, "seat %d counts the answer %q, by the journal %q", s.seat.No, s.seat.Answer, answer)
	case s.seat.Revision != r.revisions[s.seat.No]:
		return wrong("seats", s.row.text("id"), 0, "seat %d is at revision %d, by the journal %d", s.seat.No, s.seat.Revision, r.revisions[s.seat.No])
	case string(s.row["answered_at"]) != at && !(r.shut && answer != ""):
		return wrong("seats", s.row.text("id"), 0, "seat %d: answered_at is not the time of the answer that counts", s.seat.No)
	}
	return nil
}

// stored compares the result in the ballot's row with the last count.
func (r *replay) stored() error {
	result := r.row["result"]
	if r.counted == "" {
		if string(result) != "null" {
			return wrong("ballots", r.id, 0, "it holds a result, and was never counted")
		}
		return nil
	}
	raw, err := ballots.Canonical(result)
	if err != nil || ballots.Hash(raw) != r.counted {
		return wrong("ballots", r.id, 0, "the result that is stored is not the one that was counted")
	}
	return nil
}
