package app

import (
	"context"
	"errors"
	"time"

	"ecabinet"
	ballotstore "ecabinet/ballots/store"
	dossierstore "ecabinet/dossiers/store"
	taskstore "ecabinet/meetings/tasks/store"
)

const cleanEach = 24 * time.Hour

// keepHouse clears, once a day and at start, what is no longer needed: keys of old
// requests, finished jobs, files whose transaction never came. Several nodes may do
// it at once.
func (a *App) keepHouse(ctx context.Context) error {
	tick := time.NewTicker(cleanEach)
	defer tick.Stop()
	for {
		if err := a.clean(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("housekeeping failed and will be tried again tomorrow", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (a *App) clean(ctx context.Context) error {
	_, keys := a.DB.CleanKeys(ctx)
	_, jobs := a.DB.CleanJobs(ctx)
	bodies, err := a.People.AllBodies(ctx)
	errs := []error{keys, jobs, err}
	papers, answers, evidence := dossierstore.New(a.DB), ballotstore.New(a.DB), taskstore.New(a.DB)
	for _, body := range bodies {
		in := ecabinet.WithActor(ctx, ecabinet.SystemActor(body))
		n, err := dossierstore.Collect(in, a.Files, papers, body, time.Now(), answers.KnowsBlob, evidence.KnowsBlob)
		errs = append(errs, err)
		if n > 0 {
			a.log.Info("files that nobody knows were deleted", "body", body, "files", n)
		}
	}
	return errors.Join(errs...)
}
