package policies

import "strings"

// Relation is one entry of a room's table of relations: how an actor of type A
// can stand to a row of type T, once as a predicate on a loaded row and once as
// an SQL condition over the room's query. The two must agree for every actor and
// every row; package relationtest compares them.
type Relation[A, T any] struct {
	Name  string
	Holds func(actor A, row T) bool
	SQL   func(actor A) (fragment string, args []any)
}

// Relations is a room's table of relations for one kind of object.
type Relations[A, T any] []Relation[A, T]

// Of gives the names of the relations that hold between actor and row, "any" first.
func (rs Relations[A, T]) Of(actor A, row T) []string {
	names := []string{Any}
	for _, r := range rs {
		if r.Holds(actor, row) {
			names = append(names, r.Name)
		}
	}
	return names
}

// Where is the SQL condition of the rows for which one of allow holds and none of
// deny, as [Enforcer.Relations] gave them. A relation that the table does not
// know allows nothing; one that it cannot rule out denies everything.
func (rs Relations[A, T]) Where(actor A, allow, deny []string) (condition string, args []any) {
	const nothing = "1 = 0"
	var some, none []string
	var someArgs, noneArgs []any
	for _, name := range allow {
		fragment, a, ok := rs.fragment(name, actor)
		if ok {
			some, someArgs = append(some, "("+fragment+")"), append(someArgs, a...)
		}
	}
	for _, name := range deny {
		fragment, a, ok := rs.fragment(name, actor)
		if !ok {
			return nothing, nil
		}
		none, noneArgs = append(none, " AND NOT ("+fragment+")"), append(noneArgs, a...)
	}
	if len(some) == 0 {
		return nothing, nil
	}
	return "(" + strings.Join(some, " OR ") + ")" + strings.Join(none, ""), append(someArgs, noneArgs...)
}

func (rs Relations[A, T]) fragment(name string, actor A) (string, []any, bool) {
	if name == Any {
		return "1 = 1", nil, true
	}
	for _, r := range rs {
		if r.Name == name {
			fragment, args := r.SQL(actor)
			return fragment, args, true
		}
	}
	return "", nil, false
}
