package db

import (
	"context"
	"fmt"
)

// NextNumber is the next number of the register of kind and year in this body:
// 1, 2, 3, ... A number whose act rolls back is given again: no gap stays.
func (t *Tx) NextNumber(ctx context.Context, kind string, year int) (int, error) {
	var n int
	err := t.Bun().NewRaw(`INSERT INTO registers (body, kind, year, last_number) VALUES (?, ?, ?, 1)
		ON CONFLICT (body, kind, year) DO UPDATE SET last_number = registers.last_number + 1
		RETURNING last_number`, t.body, kind, year).Scan(ctx, &n)
	if err != nil {
		return 0, fmt.Errorf("take the next number of %s in %d: %w", kind, year, err)
	}
	return n, nil
}
