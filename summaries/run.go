package summaries

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

// StepKind is what a step of a run asks of a model.
type StepKind string

// The kinds, in the order of a run.
const (
	FindThemes   StepKind = "themes" // candidate themes of a batch of sentences
	PlaceOpinion StepKind = "place"  // one opinion's sentences into the offered rows, or a part of them
	WriteGist    StepKind = "gist"   // of one row and stance
)

// StepState is what became of a step.
type StepState string

// The states. Only a pending step is ever asked of a model.
const (
	StepPending StepState = "pending"
	StepDone    StepState = "done"
	StepSplit   StepState = "split"  // it failed, its halves are steps of their own
	StepFailed  StepState = "failed" // its sentences are left to a person
)

// Spent is what asking cost.
type Spent struct {
	Calls  int   `json:"calls"`
	Prompt int   `json:"prompt"` // tokens, as the endpoint counts them or as estimated
	Reply  int   `json:"reply"`  // tokens
	Millis int64 `json:"millis"`
}

// Plus is the sum.
func (s Spent) Plus(o Spent) Spent {
	return Spent{s.Calls + o.Calls, s.Prompt + o.Prompt, s.Reply + o.Reply, s.Millis + o.Millis}
}

// Result is what of a model's reply has passed the guards, by the kind of its step.
type Result struct {
	Themes     []Claim        `json:"themes,omitempty"` // titles, each with the sentences that it is taken from
	Placements []Placement    `json:"placements,omitempty"`
	Claims     []Claim        `json:"claims,omitempty"`
	Refused    map[Reason]int `json:"refused,omitempty"` // how much of it has not, and why
	Spent      Spent          `json:"spent"`
}

// Step is one request to a model: a value that a store keeps.
type Step struct {
	ID        string       `json:"id"` // unique in the run; halves add "/1" and "/2"
	Kind      StepKind     `json:"kind"`
	Row       string       `json:"row,omitempty"`    // of a gist
	Stance    Stance       `json:"stance,omitempty"` // of a gist
	Sentences []SentenceID `json:"sentences"`        // never none; nothing else is sent
	Most      int          `json:"most,omitempty"`   // sentences of a gist, at most
	Depth     int          `json:"depth,omitempty"`  // how often it was halved
	State     StepState    `json:"state"`
	Code      string       `json:"code,omitempty"`   // why it failed or was split
	Result    *Result      `json:"result,omitempty"` // where done
	Spent     Spent        `json:"spent"`
	Reserved  Spent        `json:"reserved,omitzero"` // the most that the call on its way can cost; zero: none is
	Asked     time.Time    `json:"asked,omitzero"`    // when that was reserved
}

// Run is one course of a model over a question, as far as it has come. It is a value: a
// store keeps it between steps, and whoever loads it goes on where it stopped. A step that
// is done is never asked again.
//
// Its course: steps of themes, then [Run.Choose] by staff, then a step for each opinion,
// then one for each row and stance; at the end, or at any time, [Run.Table].
type Run struct {
	Question string   `json:"question"`
	Sources  []Source `json:"sources"` // the opinions as they were at the start
	Size     Size     `json:"size"`
	Rows     []Row    `json:"rows"`   // offered: chosen by staff; none before that
	Chosen   bool     `json:"chosen"` // the rows are
	Gisted   bool     `json:"gisted"` // the steps of gists are planned
	Misses   int      `json:"misses"` // how often in a row the endpoint did not answer
	Steps    []Step   `json:"steps"`
}

// Size is how much one step may hold. A single sentence may be longer than Bytes.
type Size struct {
	Sentences int `json:"sentences"`
	Bytes     int `json:"bytes"`
}

// Bounds of a run.
const (
	mostClaims = 4 // sentences of a gist
	mostHalved = 2 // a failed step is halved this often, then left to a person
	mostRows   = 2 // rows that a model may place a sentence in
)

// Surplus is the reason where a model puts one sentence into more rows than it may.
const Surplus Reason = "too_many_rows"

// NewRun plans the steps that find themes. What may be meant for a machine is never part
// of any step, nor is what a rule sets apart; near-duplicates are shown once.
func NewRun(r *Reading, size Size) Run {
	run := Run{Question: r.Question.ID, Sources: r.sources(), Size: size, Rows: []Row{}, Steps: []Step{}}
	seen := map[SentenceID]bool{}
	var list []SentenceID
	for i, s := range r.Sentences {
		if r.asks(i) && !seen[s.Fold] {
			seen[s.Fold] = true
			list = append(list, s.ID)
		}
	}
	for n, part := range run.parts(r, list) {
		run.add(Step{ID: fmt.Sprintf("themes:%d", n+1), Kind: FindThemes, Sentences: part})
	}
	return run
}

// asks says that a model may be shown sentence i.
func (r *Reading) asks(i int) bool { return r.Sentences[i].Rule == "" && !r.Sentences[i].Suspect }

func (run *Run) add(s Step) {
	s.State = StepPending
	run.Steps = append(run.Steps, s)
}

// parts cuts a list into what one step may hold each.
func (run *Run) parts(r *Reading, list []SentenceID) [][]SentenceID {
	var parts [][]SentenceID
	bytes := 0
	for _, id := range list {
		n := len(r.Text(id))
		if k := len(parts); k == 0 || len(parts[k-1]) >= max(run.Size.Sentences, 1) || bytes+n > run.Size.Bytes {
			parts, bytes = append(parts, nil), 0
		}
		k := len(parts) - 1
		parts[k] = append(parts[k], id)
		bytes += n
	}
	return parts
}

// Candidate is a theme that a model proposes, for staff to choose, rename or leave.
type Candidate struct {
	Row   Row          `json:"row"`   // without points
	Cites []SentenceID `json:"cites"` // what it is taken from
}

// Candidates are the proposed themes, like ones merged, those of most opinions first.
func (run Run) Candidates(r *Reading) []Candidate {
	var list []Candidate
	var titles []map[string]bool
	for _, s := range run.Steps {
		if s.Kind != FindThemes || s.Result == nil {
			continue
		}
		for _, c := range s.Result.Themes {
			words := map[string]bool{}
			for _, w := range wordsOf(tokens(c.Text)) {
				words[w] = true
			}
			k := slices.IndexFunc(titles, func(t map[string]bool) bool { return alike(t, words) })
			if k < 0 {
				k = len(list)
				list = append(list, Candidate{Row: Row{ID: "theme:" + string(c.Cites[0]), Title: c.Text, Gists: []Gist{}, Points: []Point{}}})
				titles = append(titles, words)
			}
			list[k].Cites = append(list[k].Cites, c.Cites...)
		}
	}
	opinions := func(c Candidate) int {
		in := map[string]bool{}
		for _, id := range c.Cites {
			in[id.Opinion()] = true
		}
		return len(in)
	}
	ids := map[string]bool{}
	for k := range list {
		slices.Sort(list[k].Cites)
		list[k].Cites = slices.Compact(list[k].Cites)
		list[k].Row.Clause = r.common(list[k].Cites)
		for n := 2; ids[list[k].Row.ID]; n++ {
			list[k].Row.ID = fmt.Sprintf("theme:%s:%d", list[k].Cites[0], n)
		}
		ids[list[k].Row.ID] = true
	}
	slices.SortStableFunc(list, func(a, b Candidate) int { return cmp.Compare(opinions(b), opinions(a)) })
	return list
}

// alike says that two titles share half of their words.
func alike(a, b map[string]bool) bool {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return both*2 >= len(a)+len(b)-both && both > 0
}

// common is the clause that all of the sentences are about, zero where they differ.
func (r *Reading) common(ids []SentenceID) Clause {
	var found Clause
	for k, id := range ids {
		s, _ := r.Sentence(id)
		c := s.Clause.Theme()
		if k > 0 && c != found {
			return Clause{}
		}
		found = c
	}
	return found
}

// Choose offers the rows that staff have chosen and plans a step for each opinion; before
// is the table as it is now, nil for none: what persons have filed is not asked. Themes
// that are still to be found are found no more. A second choice changes nothing.
func (run *Run) Choose(r *Reading, before *Table, rows []Row) {
	if run.Chosen {
		return
	}
	run.Chosen = true
	for i := range run.Steps {
		if run.Steps[i].State == StepPending {
			run.Steps[i].State = StepSplit // of nothing
		}
	}
	for _, row := range rows {
		row.Points, row.Gists = []Point{}, []Gist{}
		run.Rows = append(run.Rows, row)
	}
	if len(run.Rows) == 0 {
		return
	}
	d := run.drafting(r, before)
	for _, o := range r.Question.Opinions {
		var list []SentenceID
		for i, s := range r.Sentences {
			if s.Opinion == o.ID && r.asks(i) && !d.placed[i] {
				list = append(list, s.ID)
			}
		}
		parts := run.parts(r, list)
		for n, part := range parts {
			id := "place:" + o.ID
			if len(parts) > 1 {
				id += fmt.Sprintf(":%d", n+1)
			}
			run.add(Step{ID: id, Kind: PlaceOpinion, Sentences: part})
		}
	}
}

// Next is the step to ask now; ok is false where there is none: staff must choose first, or
// the run is at its end. It plans the gists when all opinions are placed or failed.
func (run *Run) Next(r *Reading, before *Table) (step Step, ok bool) {
	if step, ok = run.pending(); ok || !run.Chosen || run.Gisted {
		return step, ok
	}
	run.planGists(r, before)
	return run.pending()
}

func (run *Run) pending() (Step, bool) {
	i := slices.IndexFunc(run.Steps, func(s Step) bool { return s.State == StepPending })
	if i < 0 {
		return Step{}, false
	}
	return run.Steps[i], true
}

// Ended says that nothing is left to ask.
func (run *Run) Ended() bool {
	_, more := run.pending()
	return run.Chosen && run.Gisted && !more
}

// planGists asks for a gist where at least two different sentences of one stance stand in
// a row, unless a person wrote it.
func (run *Run) planGists(r *Reading, before *Table) {
	run.Gisted = true
	for _, row := range run.Table(r, before).Rows {
		byStance, seen := map[Stance][]SentenceID{}, map[string]bool{}
		for _, p := range row.Points {
			o, _ := r.Opinion(p.Opinion)
			for _, q := range p.Quotes {
				i := r.index[q.Sentence]
				if key := string(o.Stance) + "\x00" + string(r.Sentences[i].Fold); !seen[key] && r.asks(i) {
					seen[key] = true
					byStance[o.Stance] = append(byStance[o.Stance], q.Sentence)
				}
			}
		}
		for _, stance := range slices.Sorted(maps.Keys(byStance)) {
			if _, own := row.worded(stance); own || len(byStance[stance]) < 2 {
				continue // what one says, it says itself
			}
			parts := run.parts(r, byStance[stance])
			for n, part := range parts {
				run.add(Step{ID: fmt.Sprintf("gist:%s:%s:%d", row.ID, stance, n+1), Kind: WriteGist, Row: row.ID, Stance: stance, Sentences: part, Most: max(mostClaims/len(parts), 1)})
			}
		}
	}
}

// step is the step of that id if it is pending.
func (run *Run) step(id string) *Step {
	for i := range run.Steps {
		if run.Steps[i].ID == id && run.Steps[i].State == StepPending {
			return &run.Steps[i]
		}
	}
	return nil
}

// Done keeps what a step brought, after the guards once more. It is false, and changes
// nothing, where no such step is pending: it was done before, by another.
func (run *Run) Done(r *Reading, id string, got Result) bool {
	s := run.step(id)
	if s == nil {
		return false
	}
	s.State = StepDone
	s.settle(got.Spent)
	kept := Result{Refused: maps.Clone(got.Refused), Spent: got.Spent}
	if kept.Refused == nil {
		kept.Refused = map[Reason]int{}
	}
	g := r.Guard(s.Sentences, nil)
	var bad []Refusal
	switch s.Kind {
	case FindThemes:
		kept.Themes, bad = g.Claims(got.Themes)
	case PlaceOpinion:
		var ids []string
		for _, row := range run.Rows {
			ids = append(ids, row.ID)
		}
		kept.Placements, bad = g.Placements(got.Placements, ids)
	case WriteGist:
		kept.Claims, bad = g.Claims(got.Claims)
		kept.Claims = kept.Claims[:min(len(kept.Claims), max(s.Most, 1))]
	}
	for _, b := range bad {
		kept.Refused[b.Reason]++
	}
	s.Result = &kept
	return true
}

// Failed records why a step brought nothing. Where it is divisible its halves are asked in
// its place; otherwise, and at last, its sentences are left to a person. It is false where
// no such step is pending.
func (run *Run) Failed(id, code string, divisible bool, spent Spent) bool {
	s := run.step(id)
	if s == nil {
		return false
	}
	s.Code = code
	s.settle(spent)
	if !divisible || len(s.Sentences) < 2 || s.Depth == mostHalved {
		s.State = StepFailed
		return true
	}
	s.State = StepSplit
	half := *s
	half.Depth, half.Code, half.Spent = s.Depth+1, "", Spent{}
	if half.Kind == WriteGist {
		half.Most = max(s.Most/2, 1)
	}
	middle := (len(s.Sentences) + 1) / 2
	for n, part := range [][]SentenceID{half.Sentences[:middle], half.Sentences[middle:]} {
		h := half
		h.ID, h.Sentences = fmt.Sprintf("%s/%d", id, n+1), slices.Clone(part)
		run.add(h)
	}
	return true
}

// settle puts what a call cost in the place of what was reserved for it.
func (s *Step) settle(spent Spent) {
	s.Spent, s.Reserved, s.Asked = s.Spent.Plus(spent), Spent{}, time.Time{}
}

// Charge adds what was spent on a step and leaves it in its state, whichever it is.
func (run *Run) Charge(id string, spent Spent) {
	for i := range run.Steps {
		if run.Steps[i].ID == id {
			run.Steps[i].settle(spent)
		}
	}
}

// Reserve notes the most that the call for a step can cost, before it is made. What was
// reserved before and never settled is taken for spent: nobody knows what became of it.
func (run *Run) Reserve(id string, most Spent) {
	if s := run.step(id); s != nil {
		s.Spent, s.Reserved = s.Spent.Plus(s.Reserved), most
	}
}

// asked notes when the call for a step was reserved.
func (run *Run) asked(id string, at time.Time) {
	if s := run.step(id); s != nil {
		s.Asked = at
	}
}

// hasAsked says that a call was paid for, or reserved.
func (run Run) hasAsked() bool {
	return slices.ContainsFunc(run.Steps, func(s Step) bool { return s.Spent != (Spent{}) || s.Reserved != (Spent{}) })
}

// awaits says that a call for that step is on its way, whatever became of the step since.
func (run *Run) awaits(id string) bool {
	return slices.ContainsFunc(run.Steps, func(s Step) bool { return s.ID == id && s.Reserved != (Spent{}) })
}

// Retry asks again what has failed, and gives how many steps that is.
func (run *Run) Retry() int {
	n := 0
	for i := range run.Steps {
		if run.Steps[i].State == StepFailed {
			run.Steps[i].State, run.Steps[i].Code = StepPending, ""
			n++
		}
	}
	return n
}

// Progress counts steps by state, for display: it holds nothing of any text.
func (run Run) Progress() map[StepState]int {
	n := map[StepState]int{}
	for _, s := range run.Steps {
		n[s.State]++
	}
	return n
}

// Spent is what the run has cost so far, without what is reserved.
func (run Run) Spent() Spent {
	var sum Spent
	for _, s := range run.Steps {
		sum = sum.Plus(s.Spent)
	}
	return sum
}

// Refused counts what the guards have refused.
func (run Run) Refused() map[Reason]int {
	n := map[Reason]int{}
	for _, s := range run.Steps {
		if s.Result != nil {
			for reason, k := range s.Result.Refused {
				n[reason] += k
			}
		}
	}
	return n
}

// FirstTry is how many of the whole steps brought a valid reply, and how many there were.
func (run Run) FirstTry() (valid, all int) {
	for _, s := range run.Steps {
		switch {
		case s.Depth > 0 || s.Spent.Calls == 0:
		case s.State == StepDone:
			valid, all = valid+1, all+1
		case s.State != StepPending:
			all++
		}
	}
	return valid, all
}
