package db

import (
	"context"

	"github.com/uptrace/bun"
)

// watcher is a bun hook that remembers, for the act in ctx, the first driver
// error that no savepoint heals. An act cannot hide it: SQLite rolls the whole
// transaction back on some of them, and what ran afterwards would stand alone.
type watcher struct{}

func (watcher) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }

func (watcher) AfterQuery(ctx context.Context, e *bun.QueryEvent) {
	note(ctx, e.Err)
}

// note is told of what a query of the act in ctx came to.
func note(ctx context.Context, err error) {
	a := actOf(ctx)
	if err == nil || a == nil || a.trouble != nil {
		return
	}
	if c := classify(err); c == classTrouble || c == classLock {
		a.trouble = err
		a.stop() // no further query of this act reaches the database
	}
}
