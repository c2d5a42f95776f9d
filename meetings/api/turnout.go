package api

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/meetings"
)

// turnoutEvery is how often it is told, at most, who has voted: a room that votes
// all at once hears of it a few times, and not once for each vote in each browser.
const turnoutEvery = 200 * time.Millisecond

// turnoutAgain is when it is told once more without a vote; the hub forgets signals
// that nobody repeats.
const turnoutAgain = 20 * time.Minute

// turnouts are the votes whose turnout is to be told.
type turnouts struct {
	mu  sync.Mutex
	due map[string]string // the body of each vote
}

func (t *turnouts) add(vote, body string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.due == nil {
		t.due = map[string]string{}
	}
	t.due[vote] = body
}

func (t *turnouts) take() map[string]string {
	t.mu.Lock()
	defer t.mu.Unlock()
	due := t.due
	t.due = nil
	return due
}

// Run tells the rooms who has voted, until ctx ends; first of votes that were open
// when the program began, with the pages that were presented then.
func (a *API) Run(ctx context.Context, log *slog.Logger) error {
	var keeping sync.WaitGroup
	keeping.Go(func() { a.keeper.Run(ctx) })
	defer keeping.Wait()
	tick := time.NewTicker(turnoutEvery)
	defer tick.Stop()
	again := time.Now()
	for {
		due := a.turnouts.take()
		if !time.Now().Before(again) {
			again = again.Add(turnoutAgain)
			open, err := a.store.OpenVotes(ctx)
			if err != nil && ctx.Err() == nil {
				log.WarnContext(ctx, "open votes were not read", "error", err)
			}
			for i := range open {
				a.turnouts.add(open[i].ID, open[i].Body)
			}
			if due == nil {
				due = a.turnouts.take()
			}
			if err := a.tellAllPresented(ctx); err != nil && ctx.Err() == nil {
				log.WarnContext(ctx, "presented pages were not told", "error", err)
			}
		}
		for _, id := range slices.Sorted(maps.Keys(due)) {
			ctx := ecabinet.WithActor(ctx, ecabinet.Actor{Body: due[id]})
			if err := a.tellTurnout(ctx, id); err != nil && ctx.Err() == nil {
				log.WarnContext(ctx, "a turnout was not told", "vote", id, "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// turnoutRef is the signal of who has voted, "turnout/<vote>:<item>"; of a block without
// the item. Whoever is recused from the item does not hear it.
func turnoutRef(v meetings.Vote) string {
	if len(v.Items) == 1 {
		return "turnout/" + v.ID + ":" + v.Items[0]
	}
	return "turnout/" + v.ID + ":"
}

// tellTurnout says who has voted so far; that nobody asks any more, once the vote
// has ended.
func (a *API) tellTurnout(ctx context.Context, vote string) error {
	v, err := a.store.Vote(ctx, vote)
	if err != nil {
		return err
	}
	topic, ref := "meeting:"+v.Meeting, turnoutRef(*v)
	if v.State != meetings.VoteOpen {
		return a.live().Signal(v.Body, topic, ref, nil)
	}
	seats, err := a.store.TurnedOut(ctx, v.ID)
	if err != nil {
		return err
	}
	return a.live().Signal(v.Body, topic, ref, TurnoutView{len(seats), seats})
}
