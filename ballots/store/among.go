package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"ecabinet/ballots"
)

// Among are those of the ballots ids that are in scope and in one of the states, without
// counts, in no order.
func (r reader) Among(ctx context.Context, ids []string, states []ballots.State, scope Scope) ([]BallotRow, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []listRow
	err := r.scoped(ctx, scope).ColumnExpr(ballotColumns).Where("b.id IN (?)", bun.List(ids)).Where("b.state IN (?)", bun.List(states)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("find ballots: %w", err)
	}
	return mapped(rows, listRow.row), nil
}

// Ballots are whole ballots, by id; what there is not is left out.
func (r reader) Ballots(ctx context.Context, ids []string) (map[string]*ballots.Ballot, error) {
	found := make(map[string]*ballots.Ballot, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []ballotRow
	err := r.db().NewSelect().Model(&rows).Where("b.id IN (?)", bun.List(ids)).Where("b.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("ballots", noBallot, err)
	}
	for i := range rows {
		found[rows[i].ID] = rows[i].ballot()
	}
	return found, nil
}
