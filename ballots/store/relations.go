package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/db"
	"ecabinet/policies"
)

// Facts is what the relations of a ballot depend on.
type Facts struct {
	Kind        ballots.Kind
	State       ballots.State
	Agency      string
	SubmittedBy string
	ShowLive    bool
	ByName      bool
	Recused     []string // named by the ballot
	Seats       []SeatFact
}

// SeatFact is a place on the list of members.
type SeatFact struct {
	Person  string
	Recused bool
	TieMark bool
}

// FactsOf are the facts of a ballot that is loaded with its seats.
func FactsOf(b *ballots.Ballot, seats []ballots.Seat) Facts {
	f := Facts{
		Kind: b.Kind, State: b.State, Agency: b.Agency, SubmittedBy: b.SubmittedBy, ShowLive: b.ShowLive, ByName: b.ByName, Recused: b.Recused,
	}
	for _, s := range seats {
		f.Seats = append(f.Seats, SeatFact{Person: s.Person, Recused: s.Recused, TieMark: s.TieMark})
	}
	return f
}

// Facts are those of one ballot; "ballot.not_found".
func (r reader) Facts(ctx context.Context, ballot string) (Facts, error) {
	b, err := r.Ballot(ctx, ballot)
	if err != nil {
		return Facts{}, err
	}
	seats, err := r.Seats(ctx, ballot)
	if err != nil {
		return Facts{}, err
	}
	return FactsOf(b, seats), nil
}

// FactsFor are the facts of a ballot as far as the relations of one actor depend on
// them: of the list of members only the actor and those whose offices the actor
// works in; "ballot.not_found".
func (r *Store) FactsFor(ctx context.Context, a ecabinet.Actor, ballot string) (Facts, error) {
	var f Facts
	listed, persons := r.d.AnyOf("x.person", 3, append([]string{}, both(a)...))
	q := &db.Query{
		Text: `SELECT b.kind, b.state, b.agency, b.submitted_by, b.show_live, b.by_name, b.recused, x.person, x.recused, x.tie_mark
			FROM ballots AS b LEFT JOIN seats AS x ON x.ballot = b.id AND ` + listed + ` WHERE b.id = $1 AND b.body = $2`,
		Args: []any{ballot, r.body(ctx), persons},
		Row: func(r db.Row) error {
			var named db.JSON[[]string]
			var person sql.NullString
			var recused, mark sql.NullBool
			err := r.Scan(&f.Kind, &f.State, &f.Agency, &f.SubmittedBy, &f.ShowLive, &f.ByName, &named, &person, &recused, &mark)
			if f.Recused = named.V; person.Valid {
				f.Seats = append(f.Seats, SeatFact{Person: person.String, Recused: recused.Bool, TieMark: mark.Bool})
			}
			return err
		},
	}
	if err := r.d.Run(ctx, q); err != nil {
		return Facts{}, fmt.Errorf("load facts of a ballot: %w", err)
	}
	if q.Rows == 0 {
		return Facts{}, missing(noBallot)
	}
	return f, nil
}

// Relations is how an actor can stand to a ballot, and so to its result: each as
// a predicate on facts and as an SQL condition on the row "b" of ballots. A list
// of members exists from opening, so that being on it means the ballot was sent.
func Relations() policies.Relations[ecabinet.Actor, Facts] {
	return policies.Relations[ecabinet.Actor, Facts]{
		{Name: "own", Holds: listed(self), SQL: listedSQL(self)},
		{Name: "voter", Holds: of(ballots.OfMembers, listed(self)), SQL: ofSQL(ballots.OfMembers, listedSQL(self))},
		{Name: "respondent", Holds: of(ballots.Consultation, listed(self)), SQL: ofSQL(ballots.Consultation, listedSQL(self))},
		{Name: "office", Holds: of(ballots.OfMembers, listed(served)), SQL: ofSQL(ballots.OfMembers, listedSQL(served))},
		{Name: "agency", Holds: drafts, SQL: draftsSQL},
		{Name: "approver", Holds: awaits, SQL: awaitsSQL},
		{Name: "closed", Holds: func(_ ecabinet.Actor, f Facts) bool { return f.closed() },
			SQL: func(ecabinet.Actor) (string, []any) { return closedSQL, nil }},
		{Name: "named", Holds: func(_ ecabinet.Actor, f Facts) bool { return f.closed() && f.ByName },
			SQL: func(ecabinet.Actor) (string, []any) { return closedSQL + " AND b.by_name", nil }},
		{Name: "released", Holds: released, SQL: releasedSQL},
		{Name: "shown", Holds: of(ballots.OfMembers, shown), SQL: ofSQL(ballots.OfMembers, shownSQL)},
		{Name: "head", Holds: of(ballots.OfMembers, heads), SQL: ofSQL(ballots.OfMembers, headsSQL)},
		{Name: "recused", Holds: recused, SQL: recusedSQL},
	}
}

// self, served and both are the persons for whom an actor is on a list: the
// actor, the members whose office he works in, either.
func self(a ecabinet.Actor) []string {
	if a.Person == "" {
		return nil
	}
	return []string{a.Person}
}

func served(a ecabinet.Actor) []string {
	var members []string
	for _, o := range a.Offices {
		members = append(members, o.Member)
	}
	return members
}

func both(a ecabinet.Actor) []string { return append(self(a), served(a)...) }

const (
	nothing   = "1 = 0"
	closedSQL = "b.state IN ('closed', 'certified')"
)

func (f Facts) closed() bool { return f.State == ballots.Closed || f.State == ballots.Certified }

func (f Facts) lists(persons []string) bool {
	return slices.ContainsFunc(f.Seats, func(s SeatFact) bool { return slices.Contains(persons, s.Person) })
}

// of and ofSQL keep a relation to the ballots of one kind: whoever is asked in a
// consultation learns nothing of the others who are.
func of(kind ballots.Kind, holds func(ecabinet.Actor, Facts) bool) func(ecabinet.Actor, Facts) bool {
	return func(a ecabinet.Actor, f Facts) bool { return f.Kind == kind && holds(a, f) }
}

func ofSQL(kind ballots.Kind, sql func(ecabinet.Actor) (string, []any)) func(ecabinet.Actor) (string, []any) {
	return func(a ecabinet.Actor) (string, []any) {
		condition, args := sql(a)
		return "b.kind = ? AND (" + condition + ")", append([]any{kind}, args...)
	}
}

func listed(who func(ecabinet.Actor) []string) func(ecabinet.Actor, Facts) bool {
	return func(a ecabinet.Actor, f Facts) bool { return f.lists(who(a)) }
}

func listedSQL(who func(ecabinet.Actor) []string) func(ecabinet.Actor) (string, []any) {
	return func(a ecabinet.Actor) (string, []any) {
		return among("SELECT 1 FROM seats AS x WHERE x.ballot = b.id", who(a))
	}
}

// among is: the rows of query, which calls its table x, hold one of persons.
func among(query string, persons []string) (string, []any) {
	if len(persons) == 0 {
		return nothing, nil
	}
	return "EXISTS (" + query + " AND x.person IN (?))", []any{bun.List(persons)}
}

func drafts(a ecabinet.Actor, f Facts) bool { return slices.Contains(a.Agencies, f.Agency) }

func draftsSQL(a ecabinet.Actor) (string, []any) {
	if len(a.Agencies) == 0 {
		return nothing, nil
	}
	return "b.agency IN (?)", []any{bun.List(a.Agencies)}
}

func released(a ecabinet.Actor, f Facts) bool {
	return (&ballots.Ballot{Kind: f.Kind, State: f.State}).Released() && drafts(a, f)
}

func releasedSQL(a ecabinet.Actor) (string, []any) {
	agency, args := draftsSQL(a)
	return "(b.state = 'certified' OR b.state = 'closed' AND b.kind = 'consultation') AND " + agency, args
}

func awaits(a ecabinet.Actor, f Facts) bool {
	return f.State == ballots.Submitted && f.SubmittedBy != a.Person
}

func awaitsSQL(a ecabinet.Actor) (string, []any) {
	return "b.state = 'submitted' AND b.submitted_by <> ?", []any{a.Person}
}

func shown(a ecabinet.Actor, f Facts) bool {
	return (f.closed() || f.State == ballots.Open && f.ShowLive) && f.lists(both(a))
}

func shownSQL(a ecabinet.Actor) (string, []any) {
	list, args := listedSQL(both)(a)
	return "(" + closedSQL + " OR b.state = 'open' AND b.show_live) AND " + list, args
}

// heads holds, once the ballot is closed, for who has the tie mark on its list.
func heads(a ecabinet.Actor, f Facts) bool {
	return f.closed() && slices.ContainsFunc(f.Seats, func(s SeatFact) bool { return s.TieMark && slices.Contains(self(a), s.Person) })
}

func headsSQL(a ecabinet.Actor) (string, []any) {
	list, args := among("SELECT 1 FROM seats AS x WHERE x.ballot = b.id AND x.tie_mark", self(a))
	return closedSQL + " AND " + list, args
}

// recused holds for whoever the ballot names, and for a seat that is recused,
// and for those who work for them.
func recused(a ecabinet.Actor, f Facts) bool {
	persons := both(a)
	return slices.ContainsFunc(persons, func(p string) bool { return slices.Contains(f.Recused, p) }) ||
		slices.ContainsFunc(f.Seats, func(s SeatFact) bool { return s.Recused && slices.Contains(persons, s.Person) })
}

func recusedSQL(a ecabinet.Actor) (string, []any) {
	named, args := among("SELECT 1 FROM ballot_recusals AS x WHERE x.ballot = b.id", both(a))
	seated, more := among("SELECT 1 FROM seats AS x WHERE x.ballot = b.id AND x.recused", both(a))
	return named + " OR " + seated, append(args, more...)
}
