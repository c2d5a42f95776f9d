package store

import (
	"context"
	"slices"

	"ecabinet"
	"ecabinet/meetings"
	"ecabinet/policies"
)

// DeedFacts is what the relations of a deed depend on.
type DeedFacts struct {
	Facts
	State     meetings.DeedState
	Reviewers []string
}

// DeedRelations is how an actor can stand to a deed. No list asks for deeds of
// several meetings, so there is no SQL of them.
func DeedRelations() policies.Relations[ecabinet.Actor, DeedFacts] {
	none := func(ecabinet.Actor) (string, []any) { return nothing, nil }
	certified := func(f DeedFacts) bool { return f.State == meetings.DeedCertified && f.Convened }
	return policies.Relations[ecabinet.Actor, DeedFacts]{
		{Name: "certified", Holds: func(_ ecabinet.Actor, f DeedFacts) bool { return certified(f) }, SQL: none},
		{Name: "extract", Holds: func(a ecabinet.Actor, f DeedFacts) bool {
			return certified(f) && (drafts(a, f.Facts) || listed(a, f.Facts) || invited(a, f.Facts))
		}, SQL: none},
		{Name: "reviewer", Holds: func(a ecabinet.Actor, f DeedFacts) bool {
			return f.State != meetings.DeedDraft && (slices.Contains(f.Reviewers, a.Person) || chairs(a, f.Facts))
		}, SQL: none},
		{Name: "signer", Holds: func(a ecabinet.Actor, f DeedFacts) bool {
			return f.State != meetings.DeedDraft && a.Person != "" && f.Chair == a.Person
		}, SQL: none},
	}
}

// DeedFactsFor are those of one deed, as far as the relations of one actor depend on
// them.
func (s *Store) DeedFactsFor(ctx context.Context, a ecabinet.Actor, id string) (DeedFacts, error) {
	d, err := s.Deed(ctx, id)
	if err != nil {
		return DeedFacts{}, err
	}
	f, err := s.FactsFor(ctx, a, OfMeeting, d.Meeting)
	return DeedFacts{f, d.State, d.Reviewers}, err
}
