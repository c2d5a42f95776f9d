package db

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"ecabinet"
)

// InTx runs fn as one act of the actor in ctx, in the journal of the actor's
// body, and returns once it is durable. fn returns a reference such as
// "answer/<id>" from which the reply is built. Where the request in ctx has a key
// that was done before, fn is not run and the stored reference is returned.
//
// Acts of one body that wait are committed together. An error or a panic of fn
// undoes this act alone. fn may run twice and must leave no trace outside tx; it
// must use the ctx it is given, which does not end when the caller's does: the
// caller's ctx only decides whether the caller still waits.
//
// Errors of its own: Conflict "request.key_reused"; Unavailable "db.unavailable"
// or "db.busy" (nothing was done); Unknown "db.outcome_unknown" (ask again with
// the same key).
func (d *DB) InTx(ctx context.Context, fn func(ctx context.Context, tx *Tx) (ref string, err error)) (string, error) {
	if d.write == nil {
		return "", errors.New("write: the database is open for reading only")
	}
	if actOf(ctx) != nil {
		return "", errors.New("write: InTx inside InTx would wait for itself; pass the Tx on")
	}
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("write: %w", context.Cause(ctx))
	}
	for {
		a, mine, err := d.enter(ctx, fn)
		if err == nil && mine {
			err = d.admit(ctx, a)
		}
		if err != nil {
			return "", err
		}
		select {
		case <-a.done:
		case <-ctx.Done():
			if mine && a.state.CompareAndSwap(actWaiting, actWithdrawn) {
				d.answer(a, "", errWithdrawn)
				return "", fmt.Errorf("write: %w", context.Cause(ctx))
			}
			select {
			case <-a.done: // both at once: the answer is known
			default:
				return "", &ecabinet.Error{Kind: ecabinet.Unknown, Code: CodeUnknown, Err: context.Cause(ctx)}
			}
		}
		if !mine && errors.Is(a.err, errWithdrawn) {
			continue // whose place we took left before it began; now it is ours
		}
		return a.ref, a.err
	}
}

// The states of an act.
const (
	actWaiting int32 = iota
	actBegun
	actWithdrawn
)

var errWithdrawn = errors.New("the caller left before the act began")

// act is one call of InTx on its way through the queue.
type act struct {
	ctx   context.Context // the caller's values, never its end
	fn    func(ctx context.Context, tx *Tx) (string, error)
	body  string
	actor string // for the journal
	flight

	state atomic.Int32
	done  chan struct{} // closed after ref and err are written
	ref   string
	err   error

	// The present try; only the goroutine that runs the act touches them.
	tx      *Tx
	tryRef  string
	tryErr  error
	claim   *Query // of its key, on PostgreSQL
	keyed   bool   // with its reference
	trouble error  // the first driver error that no savepoint heals, also if fn hid it
	stop    context.CancelFunc
}

// flight is the scope of an idempotency key while it is being done.
type flight struct {
	scope, key, hash string
}

type actKey struct{}

// actOf is the act that ctx runs in, nil outside.
func actOf(ctx context.Context) *act {
	a, _ := ctx.Value(actKey{}).(*act)
	return a
}

// enter makes a new act, or joins the act of the same key that is being done.
func (d *DB) enter(ctx context.Context, fn func(context.Context, *Tx) (string, error)) (a *act, mine bool, err error) {
	actor, request := ecabinet.ActorFrom(ctx), ecabinet.RequestFrom(ctx)
	f := flight{scope: actor.Account, key: request.Key, hash: request.Hash}
	if f.scope == "" {
		f.scope = actor.Person
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, false, errClosed()
	}
	if other := d.flights[[2]string{f.scope, f.key}]; other != nil && f.key != "" {
		if other.hash != f.hash {
			return nil, false, errKeyReused()
		}
		return other, false, nil
	}
	a = &act{ctx: context.WithoutCancel(ctx), fn: fn, body: bodyOf(ctx), actor: actor.Person, flight: f, done: make(chan struct{})}
	if a.actor == "" {
		a.actor = ecabinet.System
	}
	if f.key != "" {
		d.flights[[2]string{f.scope, f.key}] = a
	}
	return a, true, nil
}

// admit answers an act that was done before, and puts any other into the queue of
// its body.
func (d *DB) admit(ctx context.Context, a *act) error {
	ref, done, err := d.doneBefore(ctx, a.flight)
	if err != nil && ctx.Err() != nil {
		d.answer(a, "", errWithdrawn)
		return fmt.Errorf("write: %w", context.Cause(ctx))
	}
	if done || err != nil {
		d.answer(a, ref, trouble(err))
		return nil
	}
	if !d.push(a) {
		d.answer(a, "", errClosed())
	}
	return nil
}

// push puts an act into the queue of its body, unless the database was closed.
func (d *DB) push(a *act) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	q := d.queues[a.body]
	if q == nil {
		q = newQueue(a.body)
		d.queues[a.body] = q
	}
	q.waiting = append(q.waiting, a)
	select {
	case q.arrived <- struct{}{}:
	default: // it rings already
	}
	if !q.working {
		q.working = true
		d.owned.Go(func() { d.work(q) })
	}
	return true
}

// answer ends an act.
func (d *DB) answer(a *act, ref string, err error) {
	a.ref, a.err = ref, err
	if a.key != "" {
		d.mu.Lock()
		delete(d.flights, [2]string{a.scope, a.key})
		d.mu.Unlock()
	}
	close(a.done)
}

func errClosed() error {
	return &ecabinet.Error{Kind: ecabinet.Unavailable, Code: CodeUnavailable, Err: errors.New("the database is closed")}
}

func errKeyReused() error { return ecabinet.E(ecabinet.Conflict, CodeKeyReused) }
