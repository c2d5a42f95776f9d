package db

import (
	"context"
	"fmt"
)

// turns lets so many at a time through, in the order in which they came. A pool of
// connections lets in by chance whoever waits, and the unlucky make the longest waits.
type turns chan struct{}

// take waits for a turn, which over gives back. The error is that of ctx.
func (t turns) take(ctx context.Context) (over func(), err error) {
	select {
	case t <- struct{}{}: // those who wait to send go in their order
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a connection: %w", context.Cause(ctx))
	}
}
