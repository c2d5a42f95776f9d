package box

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Group is how many papers enter a box at once, at least: who watches the box, or
// has every state it was ever in, cannot tell one member's paper from four others'.
const Group = 5

// Phase is where a box stands.
type Phase int

// The phases of a box.
const (
	Shut     Phase = iota // papers are being taken, or the vote is over
	Casting               // papers come in
	Counting              // closed; what waits outside is counted with it
)

// State is what a keeper must know of a box.
type State struct {
	Phase   Phase
	Public  Public
	Turnout int // papers that were given out
	Written int // papers in the box
}

// Paper is what lies in a box: the name of a token that was spent, and a sealed
// choice. They lie there apart from each other.
type Paper struct {
	Token  string // hex SHA-256
	Sealed string
}

// Book is where a keeper writes. Everything may be done twice.
type Book interface {
	Look(ctx context.Context, vote string) (State, error)
	// Has says whether a token is in the box.
	Has(ctx context.Context, vote, token string) (bool, error)
	// Claim makes this program the one in which papers of a vote wait, for a while;
	// false: another one is.
	Claim(ctx context.Context, vote string) (bool, error)
	// Release ends a claim.
	Release(ctx context.Context, vote string) error
	// Fill lets papers into a box that is open, all or none, passing over those that
	// are in it, and says how many it holds.
	Fill(ctx context.Context, vote string, papers []Paper) (written int, err error)
	// Count opens a box that is closed and counts it together with rest.
	Count(ctx context.Context, vote string, rest []Paper) error
}

// Why a paper does not enter a box.
var (
	ErrShut      = errors.New("the box is not open")
	ErrTwice     = errors.New("this paper was spent with another choice")
	ErrElsewhere = errors.New("papers of this vote wait in another program")
)

// Keeper holds papers back until there are enough of them. What it holds is in
// memory alone: nobody is told that a paper is in the box before it is, and clients
// bring theirs again.
type Keeper struct {
	book Book

	mu   sync.Mutex
	urns map[string]*urn
}

// NewKeeper keeps the boxes of a book.
func NewKeeper(b Book) *Keeper { return &Keeper{book: b, urns: map[string]*urn{}} }

// waiting is a paper that is not in the box yet.
type waiting struct {
	Paper
	done chan struct{} // closed when its fate is known
	err  error         // nil: it is in the box
}

// urn is what waits for one vote.
type urn struct {
	vote string
	book Book

	mu      sync.Mutex
	quiet   *sync.Cond // nothing is being written
	state   State
	claimed bool
	closed  bool                // nothing more comes in
	papers  map[string]*waiting // by token, also while they are being written
	writing bool
}

func newUrn(vote string, b Book, s State) *urn {
	u := &urn{vote: vote, book: b, state: s, papers: map[string]*waiting{}}
	u.quiet = sync.NewCond(&u.mu)
	return u
}

// Drop brings a paper to its box and waits until it is in. When ctx ends first it is
// not in yet, and the client brings it again. Errors: ErrShut, ErrForged, ErrInvalid,
// ErrTwice, ErrElsewhere, those of the book.
func (k *Keeper) Drop(ctx context.Context, vote string, s Spent) (in bool, err error) {
	u, err := k.urn(ctx, vote)
	if err != nil {
		return false, err
	}
	token, err := u.state.Public.Check(vote, s)
	if err != nil {
		return false, err
	}
	if in, err := k.book.Has(ctx, vote, token); in || err != nil {
		return in, err
	}
	w, err := u.take(ctx, Paper{token, s.Sealed})
	if err != nil {
		return false, err
	}
	u.flush(context.WithoutCancel(ctx)) // others' papers as well
	select {
	case <-w.done:
		return w.err == nil, w.err
	case <-ctx.Done():
		return false, nil
	}
}

// urn finds the urn of a vote, or makes it; one that is not open takes nothing.
func (k *Keeper) urn(ctx context.Context, vote string) (*urn, error) {
	k.mu.Lock()
	u := k.urns[vote]
	k.mu.Unlock()
	if u != nil {
		return u, nil
	}
	state, err := k.book.Look(ctx, vote)
	if err != nil {
		return nil, err
	}
	u = newUrn(vote, k.book, state)
	if state.Phase != Casting {
		u.closed = true
		return u, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.urns[vote] == nil {
		k.urns[vote] = u
	}
	return k.urns[vote], nil
}

func (u *urn) take(ctx context.Context, p Paper) (*waiting, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if w := u.papers[p.Token]; w != nil {
		if w.Sealed != p.Sealed {
			return nil, ErrTwice
		}
		return w, nil
	}
	if u.closed {
		return nil, ErrShut
	}
	if !u.claimed {
		ok, err := u.book.Claim(ctx, u.vote)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, ErrElsewhere
		}
		u.claimed = true
	}
	w := &waiting{Paper: p, done: make(chan struct{})}
	u.papers[p.Token] = w
	return w, nil
}

// full says whether what waits may enter: there are enough, and whoever is left is
// nobody or enough for a group of their own.
func (u *urn) full() bool {
	n := len(u.papers)
	left := u.state.Turnout - u.state.Written - n
	return n >= Group && (left <= 0 || left >= Group)
}

// flush writes what waits, if it may, and goes on while more has come meanwhile. One
// caller writes at a time, and not under the urn's lock; what the others bring goes
// with its next round.
func (u *urn) flush(ctx context.Context) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for !u.writing && !u.closed && u.full() {
		batch := make([]Paper, 0, len(u.papers))
		for _, w := range u.papers {
			batch = append(batch, w.Paper)
		}
		u.writing = true
		u.mu.Unlock()
		written, err := u.book.Fill(ctx, u.vote, batch)
		u.mu.Lock()
		u.writing = false
		u.wrote(ctx, batch, written, err)
		u.quiet.Broadcast()
		if err != nil {
			return // clients bring them again
		}
	}
}

// wrote takes note of how a writing ended, under the urn's lock.
func (u *urn) wrote(ctx context.Context, batch []Paper, written int, err error) {
	if u.closed && err != nil {
		return // they are counted with the rest
	}
	u.tell(batch, err)
	if err == nil {
		u.state.Written = written
	}
	if len(u.papers) == 0 {
		u.claimed = u.book.Release(ctx, u.vote) != nil
	}
}

// tell ends the waiting of papers, under the urn's lock.
func (u *urn) tell(papers []Paper, err error) {
	for _, p := range papers {
		if w := u.papers[p.Token]; w != nil {
			w.err = err
			close(w.done)
			delete(u.papers, p.Token)
		}
	}
}

// Settle counts a box that was closed, with what waits for it here. ErrElsewhere
// where papers wait in another program: that one settles the box. A box that is open
// is left as it is; what waited for one that is over is told so.
func (k *Keeper) Settle(ctx context.Context, vote string) error {
	state, err := k.book.Look(ctx, vote)
	if err != nil || state.Phase == Casting {
		return err
	}
	k.mu.Lock()
	u := k.urns[vote]
	k.mu.Unlock()
	if u == nil {
		u = newUrn(vote, k.book, state)
	}
	rest := u.shut()
	err = k.count(ctx, vote, state, rest)
	if err != nil && !errors.Is(err, ErrShut) {
		return err // what waits goes on waiting, and is counted at the next attempt
	}
	u.mu.Lock()
	u.tell(rest, err)
	u.mu.Unlock()
	k.mu.Lock()
	delete(k.urns, vote)
	k.mu.Unlock()
	return nil
}

func (k *Keeper) count(ctx context.Context, vote string, state State, rest []Paper) error {
	if state.Phase == Shut {
		return ErrShut
	}
	ok, err := k.book.Claim(ctx, vote)
	if err != nil {
		return err
	}
	if !ok {
		return ErrElsewhere
	}
	return k.book.Count(ctx, vote, rest)
}

// shut lets nothing more in, and gives what waits when the last writing has ended.
func (u *urn) shut() []Paper {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.closed = true
	for u.writing {
		u.quiet.Wait()
	}
	rest := make([]Paper, 0, len(u.papers))
	for _, w := range u.papers {
		rest = append(rest, w.Paper)
	}
	return rest
}

// ClaimEach is how often a keeper says again that papers wait with it; a claim must
// hold longer.
const ClaimEach = 5 * time.Second

// Run settles boxes that were closed while papers wait here, and keeps claims, until
// ctx ends.
func (k *Keeper) Run(ctx context.Context) error {
	look := time.NewTicker(300 * time.Millisecond)
	defer look.Stop()
	claim := time.NewTicker(ClaimEach)
	defer claim.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-look.C:
			for _, vote := range k.waiting() {
				_ = k.Settle(ctx, vote) // tried again; its clients were told
			}
		case <-claim.C:
			for _, vote := range k.waiting() {
				_, _ = k.book.Claim(ctx, vote)
			}
		}
	}
}

// waiting are the votes for which papers wait here.
func (k *Keeper) waiting() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var votes []string
	for vote, u := range k.urns {
		u.mu.Lock()
		if len(u.papers) > 0 {
			votes = append(votes, vote)
		}
		u.mu.Unlock()
	}
	return votes
}
