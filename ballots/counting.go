package ballots

import (
	"context"
	"maps"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Result is what a ballot came to, question by question.
type Result struct {
	Tallies []procedure.Tally       `json:"tallies"`
	Outcome procedure.BallotOutcome `json:"outcome"`
	Discuss []int                   `json:"discuss"` // seats that asked for discussion

	Received *Received `json:"received,omitempty"` // of a consultation, in place of the others
}

// Reckoning is everything the tally of a ballot reads.
type Reckoning struct {
	Ballot    *Ballot
	Seats     []Seat
	Answers   map[int]Answer // by seat: the answer that counts
	Awaiting  map[int]Answer // by seat: on behalf, and counts only when a second person agrees
	Classings []Classing
	Names     func(person string) string // for the sentences; may be nil
	Head      *Seat                      // who is to say whether the ballot goes on; nil: nobody is asked, or nobody can say
}

// Votes are the seats as the law sees them in one question. A classing that changes
// the outcome is not among them before a second person has agreed to it.
func (r Reckoning) Votes(q Question) ([]procedure.Vote, error) {
	votes := r.votes(q)
	var waiting []int
	for i, v := range votes {
		if v.Class == nil || v.Class.Second != "" {
			continue
		}
		decides, err := procedure.ClassingDecisive(r.Ballot.Profile, q.Law(), votes, v.Seat)
		if err != nil {
			return nil, err
		}
		if decides {
			waiting = append(waiting, i)
		}
	}
	for _, i := range waiting {
		votes[i].Class = nil
	}
	return votes, nil
}

// votes are the votes with every classing that stands.
func (r Reckoning) votes(q Question) []procedure.Vote {
	votes := make([]procedure.Vote, len(r.Seats))
	for i, s := range r.Seats {
		votes[i] = procedure.Vote{
			Seat: s.No, Person: s.Person, Recused: s.Recused, NeverDeemed: s.Vacated, TieMark: s.TieMark,
		}
		a, ok := r.Answers[s.No]
		if !ok || a.Source == Deemed || a.Standing == Disputed || a.Standing == AwaitSecond || a.Standing == Late {
			continue // deemed answers are the law's to enter, from the same silence
		}
		votes[i].OnBehalf = a.Source == OnBehalf
		votes[i].Confirmed = a.Standing == Confirmed
		votes[i].Reserved = a.Content.Reserve != ""
		for _, o := range a.Content.Opinions {
			if o.Question == q.Key {
				votes[i].Choice = o.Choice
			}
		}
		votes[i].Class = r.class(s.No, q.Key)
	}
	return votes
}

func (r Reckoning) class(seat int, question string) *procedure.Classing {
	for _, c := range r.Classings {
		if c.Seat == seat && c.Question == question && c.Stands() {
			return &procedure.Classing{As: c.As, By: r.name(c.By), Second: r.name(c.Second)}
		}
	}
	return nil
}

func (r Reckoning) name(person string) string {
	if person == "" || r.Names == nil {
		return person
	}
	return r.Names(person)
}

// Count tallies every question by the profile of record.
func (r Reckoning) Count() (*Result, error) {
	res := &Result{Tallies: []procedure.Tally{}, Discuss: []int{}}
	if r.Ballot.Kind == Consultation {
		res.Received = r.received()
		return res, nil
	}
	for _, q := range r.Ballot.Questions {
		votes, err := r.Votes(q)
		if err != nil {
			return nil, err
		}
		t, err := procedure.Count(r.Ballot.Profile, q.Law(), votes)
		if err != nil {
			return nil, err
		}
		res.Tallies = append(res.Tallies, t)
	}
	res.Outcome = procedure.Overall(res.Tallies)
	res.Discuss = r.discuss()
	return res, nil
}

// discuss are the seats that ask for discussion.
func (r Reckoning) discuss() []int {
	seats := []int{}
	for _, s := range r.Seats {
		if a, ok := r.Answers[s.No]; ok && a.Standing != Late && a.asksDiscussion() {
			seats = append(seats, s.No)
		}
	}
	return seats
}

func (a Answer) asksDiscussion() bool {
	for _, o := range a.Content.Opinions {
		if o.Choice == procedure.Discuss {
			return true
		}
	}
	return false
}

// Certifiable refuses while something open could still change the outcome.
func (r Reckoning) Certifiable() error {
	if !r.Ballot.Allows(ActCertify) {
		return ecabinet.E(ecabinet.Refused, "ballot.not_now", "state", string(r.Ballot.State), "act", string(ActCertify))
	}
	if r.Head != nil {
		return ecabinet.E(ecabinet.Refused, "discussion.undecided")
	}
	for _, c := range r.Classings {
		waits, err := r.AwaitsSecond(c)
		if err != nil {
			return err
		}
		if waits {
			return ecabinet.E(ecabinet.Refused, "classing.awaits_second")
		}
	}
	if could, err := r.couldChange(); err != nil {
		return err
	} else if could {
		return ecabinet.E(ecabinet.Refused, "ballot.unconfirmed_decides", "count", r.unconfirmed())
	}
	if could, err := r.withAwaiting().couldChange(); err != nil {
		return err
	} else if could {
		return ecabinet.E(ecabinet.Refused, "behalf.pending_decides", "count", len(r.Awaiting))
	}
	return nil
}

// couldChange says whether answers on behalf that are not confirmed could change
// what some question came to.
func (r Reckoning) couldChange() (bool, error) {
	for _, q := range r.Ballot.Questions {
		votes, err := r.Votes(q)
		if err != nil {
			return false, err
		}
		could, err := procedure.CouldChange(r.Ballot.Profile, q.Law(), votes)
		if err != nil || could {
			return could, err
		}
	}
	return false, nil
}

// withAwaiting is r as if every answer that waits for its second person counted:
// void, each leaves what counts without it.
func (r Reckoning) withAwaiting() Reckoning {
	r.Answers = maps.Clone(r.Answers)
	for no, a := range r.Awaiting {
		a.Standing = Unconfirmed
		r.Answers[no] = a
	}
	return r
}

// unconfirmed counts the answers on behalf that their members have not confirmed.
func (r Reckoning) unconfirmed() int {
	n := 0
	for _, a := range r.Answers {
		if a.Source == OnBehalf && a.Standing == Unconfirmed {
			n++
		}
	}
	return n
}

// reckon loads everything the tally reads.
func (s *Service) reckon(ctx context.Context, r Reader, b *Ballot, now time.Time) (Reckoning, error) {
	seats, err := r.Seats(ctx, b.ID)
	if err != nil {
		return Reckoning{}, err
	}
	answers, err := r.CountingAnswers(ctx, b.ID)
	if err != nil {
		return Reckoning{}, err
	}
	awaiting, err := r.AwaitingAnswers(ctx, b.ID)
	if err != nil {
		return Reckoning{}, err
	}
	classings, err := r.Classings(ctx, b.ID)
	if err != nil {
		return Reckoning{}, err
	}
	names, err := s.classers(ctx, classings)
	if err != nil {
		return Reckoning{}, err
	}
	out := Reckoning{Ballot: b, Seats: seats, Answers: answers, Awaiting: awaiting, Classings: classings, Names: names}
	out.Head, err = s.head(ctx, out, now)
	return out, err
}

// head is the seat with the tie mark where members ask for discussion and nothing was
// decided on that yet. Nobody decides where the seat is recused or its holder is no member
// any more.
func (s *Service) head(ctx context.Context, r Reckoning, now time.Time) (*Seat, error) {
	i := slices.IndexFunc(r.Seats, func(s Seat) bool { return s.TieMark && !s.Recused && !s.Vacated })
	if i < 0 || r.Ballot.State != Closed || r.Ballot.Kind != OfMembers || r.Ballot.Onward != nil || len(r.discuss()) == 0 {
		return nil, nil
	}
	members, err := s.Roll.Members(ctx, now)
	if err != nil || !holds(members, r.Seats[i].Person) {
		return nil, err
	}
	return &r.Seats[i], nil
}

func (s *Service) classers(ctx context.Context, classings []Classing) (func(string) string, error) {
	var persons []string
	for _, c := range classings {
		persons = append(persons, c.By)
		if c.Second != "" {
			persons = append(persons, c.Second)
		}
	}
	if len(persons) == 0 {
		return func(p string) string { return p }, nil
	}
	names, err := s.Roll.Names(ctx, persons)
	if err != nil {
		return nil, err
	}
	return func(p string) string {
		if n, ok := names[p]; ok {
			return n
		}
		return p
	}, nil
}

// Reckon is the tally of a ballot from what is stored now.
func (s *Service) Reckon(ctx context.Context, b *Ballot, now time.Time) (Reckoning, error) {
	return s.reckon(ctx, s.Store, b, now)
}

// countedRow is one row that a tally read.
type countedRow struct {
	Seat     int      `json:"seat"`
	Answer   string   `json:"answer"`
	RowHash  string   `json:"row_hash"`
	Source   Source   `json:"source"`
	Standing Standing `json:"standing"`
}

// CountBasis is what an auditor compares a stored tally with.
type CountBasis struct {
	Basis  string       `json:"basis"`
	Seats  []string     `json:"seats"` // hash of each seat of the list, in order
	Rows   []countedRow `json:"rows"`
	Result string       `json:"result"` // hash of the result
}

// CountBasis hashes every row that the tally reads.
func (r Reckoning) CountBasis(result *Result) (CountBasis, error) {
	out, err := bind(r.Ballot, r.Seats)
	if err != nil {
		return CountBasis{}, err
	}
	for _, s := range r.Seats {
		if a, ok := r.Answers[s.No]; ok {
			out.Rows = append(out.Rows, countedRow{s.No, a.ID, a.RowHash, a.Source, a.Standing})
		}
	}
	out.Result, err = hashOf(result)
	return out, err
}

func (s *Service) emitCount(tx Tx, r Reckoning, kind string, more fields) error {
	count, err := r.CountBasis(r.Ballot.Result)
	if err != nil {
		return err
	}
	data := fields{
		"round": r.Ballot.Round, "basis": count.Basis, "seats": count.Seats, "rows": count.Rows, "result": count.Result,
	}
	if names := r.classers(); len(names) > 0 {
		data["names"] = names
	}
	for k, v := range more {
		data[k] = v
	}
	emit(tx, r.Ballot, kind, data)
	return nil
}

// classers are the names that the result gives to whoever classed, by person: a
// name may change, the result does not.
func (r Reckoning) classers() map[string]string {
	names := map[string]string{}
	for _, c := range r.Classings {
		names[c.By] = r.name(c.By)
		if c.Second != "" {
			names[c.Second] = r.name(c.Second)
		}
	}
	return names
}

// recount tallies again after something changed between closing and
// certification. While the ballot is open there is no result to keep.
func (s *Service) recount(ctx context.Context, tx Tx, b *Ballot) error {
	if b.State != Closed {
		return nil
	}
	r, err := s.reckon(ctx, tx, b, tx.Now())
	if err != nil {
		return err
	}
	asked := b.Result.Discuss
	if b.Result, err = r.Count(); err != nil {
		return err
	}
	more := slices.ContainsFunc(b.Result.Discuss, func(seat int) bool { return !slices.Contains(asked, seat) })
	if more { // what was decided was decided without it
		b.Onward = nil
		if r.Head, err = s.head(ctx, r, tx.Now()); err != nil {
			return err
		}
	}
	b.Rev++
	if err := s.emitCount(tx, r, "ballot.recounted", nil); err != nil {
		return err
	}
	if more {
		if err := s.discussionAsked(ctx, tx, r); err != nil {
			return err
		}
	}
	return tx.SaveBallot(ctx, b)
}
