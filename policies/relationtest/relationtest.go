// Package relationtest compares the two forms of a relation, the predicate on a
// loaded row and the SQL condition, over whatever actors and rows a room's test
// makes. It is for tests only.
package relationtest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"ecabinet/policies"
)

// Compare asks, for each actor and each relation, the database for the rows and the
// predicate for the same rows. id names a row; query gives the ids of the stored rows
// for which a condition holds. Every relation must hold somewhere and fail somewhere,
// or the comparison has shown nothing.
func Compare[A, T any](relations policies.Relations[A, T], actors []A, rows []T, id func(T) string,
	query func(condition string, args []any) ([]string, error)) error {
	var errs []error
	for _, r := range relations {
		held := 0
		for n, actor := range actors {
			var want []string
			for _, row := range rows {
				if r.Holds(actor, row) {
					want = append(want, id(row))
				}
			}
			held += len(want)
			got, err := query(r.SQL(actor))
			if err != nil {
				return fmt.Errorf("ask for relation %s: %w", r.Name, err)
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				errs = append(errs, fmt.Errorf("relation %s, actor %d: predicate %v, SQL %v", r.Name, n, want, got))
			}
		}
		if held == 0 || held == len(actors)*len(rows) {
			errs = append(errs, fmt.Errorf("relation %s holds for %d of %d pairs: nothing is shown", r.Name, held, len(actors)*len(rows)))
		}
	}
	return errors.Join(errs...)
}

// Check is Compare for a test.
func Check[A, T any](t testing.TB, relations policies.Relations[A, T], actors []A, rows []T, id func(T) string,
	query func(condition string, args []any) ([]string, error)) {
	t.Helper()
	if err := Compare(relations, actors, rows, id, query); err != nil {
		t.Error(err)
	}
}
