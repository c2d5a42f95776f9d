package db

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// tellPlanner tells SQLite what the tables are like whose rows belong to a body: nearly all
// are of one. Where it knows no better it takes a column that begins an index for one
// that leaves ten rows, and would read all ballots of a body to find one by its id, and the
// whole journal to find the rows of one ballot. Made up, but of the right size, and the
// same from the first row on, the figures make plans that do not change while the data
// grows; a real ANALYZE of a young database would make plans for a young one.
func tellPlanner(ctx context.Context, tx bun.Tx) error {
	rows, err := tx.Tx.QueryContext(ctx, `
		SELECT t.name, CASE WHEN i.origin = 'pk' AND t.wr THEN t.name ELSE i.name END, i."unique", (SELECT count(*) FROM pragma_index_info(i.name))
		FROM pragma_table_list AS t JOIN pragma_index_list(t.name) AS i JOIN pragma_index_info(i.name) AS c
		WHERE t.schema = 'main' AND t.type = 'table' AND c.seqno = 0 AND c.name = 'body'`)
	if err != nil {
		return fmt.Errorf("list the indexes of bodies: %w", err)
	}
	defer rows.Close()
	told := "ANALYZE " + migrationTable + "; DELETE FROM sqlite_stat1; DELETE FROM sqlite_stat4;" // makes the tables, empty
	for rows.Next() {
		var table, index string
		var unique bool
		var columns int
		if err := rows.Scan(&table, &index, &unique, &columns); err != nil {
			return fmt.Errorf("list the indexes of bodies: %w", err)
		}
		told += fmt.Sprintf("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('%s', '%s', '%s');", table, index, rowsFor(columns, unique))
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("list the indexes of bodies: %w", err)
	}
	if _, err := tx.Tx.ExecContext(ctx, told+"ANALYZE sqlite_schema"); err != nil {
		return fmt.Errorf("tell the planner: %w", err)
	}
	return nil
}

// rowsFor is how many rows there are, and how many are left when the first one, two, ...
// columns of an index of a body are known, as sqlite_stat1 has it.
func rowsFor(columns int, unique bool) string {
	left := append([]string{"1000000", "1000000", "200", "20"}, strings.Split(strings.Repeat("5 ", columns), " ")...)[:columns+1]
	if unique {
		left[columns] = "1"
	}
	return strings.Join(left, " ")
}
