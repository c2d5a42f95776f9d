package store

import (
	"context"
	"sync"

	"ecabinet/ballots"
)

// known keeps in memory the ballots that are answered. What it gives is never
// stale: the act has locked the ballot's row and read its rev, and every saving
// raises the rev, so that of what is committed a rev names one version for good.
type known struct {
	stored reader // sees only what is committed

	mu   sync.Mutex
	byID map[string]ballots.Ballot // guarded by mu
}

// mostKnown bounds the memory: a ballot takes some 10 KiB. Beyond it, all are
// forgotten and those still answered come back.
const mostKnown = 200

func newKnown(stored reader) *known { return &known{stored: stored, byID: map[string]ballots.Ballot{}} }

// ballot is the version rev of a ballot that act has locked. Its lists are shared
// and not to be changed.
func (k *known) ballot(ctx context.Context, act reader, id string, rev int64) (*ballots.Ballot, error) {
	if k == nil {
		return act.Ballot(ctx, id)
	}
	k.mu.Lock()
	b, ok := k.byID[id]
	k.mu.Unlock()
	if ok && b.Rev == rev {
		return &b, nil
	}
	read, err := k.stored.Ballot(ctx, id)
	if err != nil || read.Rev != rev { // an act of the same batch has made or changed it
		return act.Ballot(ctx, id)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.byID) >= mostKnown {
		clear(k.byID)
	}
	k.byID[id] = *read
	return read, nil
}
