package db

import (
	"context"
	"fmt"
	"time"

	"ecabinet"
)

// The bounds of a batch, and how long one may take before it is given up.
const (
	maxActs      = 50
	maxGather    = 10 * time.Millisecond
	batchTimeout = 10 * time.Second
)

// queue holds the acts of one body that wait. One goroutine works on it while
// there are any.
type queue struct {
	body    string
	waiting []*act // guarded by DB.mu
	working bool   // guarded by DB.mu

	hasHead bool // only the worker: the counter row is known to exist
}

// next takes the next act that its caller has not withdrawn, nil if none waits.
func (d *DB) next(q *queue) *act {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(q.waiting) > 0 {
		a := q.waiting[0]
		q.waiting[0] = nil
		q.waiting = q.waiting[1:]
		if a.state.CompareAndSwap(actWaiting, actBegun) {
			return a
		}
	}
	q.waiting = nil
	return nil
}

// rest says whether the queue is empty, and if so lets the worker go.
func (d *DB) rest(q *queue) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(q.waiting) > 0 {
		return false
	}
	q.working = false
	return true
}

func (d *DB) work(q *queue) {
	for {
		if a := d.next(q); a != nil {
			d.runBatch(q, a)
		} else if d.rest(q) {
			return
		}
	}
}

// runBatch runs first and those that wait behind it in one transaction. What
// waits is what came while the batch before was committing: nobody waits for
// company, so a lone caller is as fast as without batches.
func (d *DB) runBatch(q *queue, first *act) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	defer cancel()
	start := time.Now()
	b, err := d.begin(ctx, q)
	if err != nil {
		d.answer(first, "", trouble(err))
		return
	}
	defer b.end()
	for a := first; a != nil; a = d.next(q) {
		if b.run(a); b.err != nil || len(b.acts) >= maxActs || time.Since(start) >= maxGather || b.spent {
			break
		}
	}
	if b.err == nil {
		b.err = b.number()
	}
	if b.err == nil {
		b.err = b.commit(start)
	}
	b.conclude()
}

// conclude answers every act of the batch, or runs each once more alone.
func (b *batch) conclude() {
	d := b.db
	switch {
	case b.err == nil:
		for _, a := range b.acts {
			d.answer(a, a.tryRef, a.tryErr)
		}
	case b.unknown:
		d.log.Error("commit with unknown outcome", "body", b.q.body, "acts", len(b.acts), "error", b.err)
		for _, a := range b.acts {
			d.answer(a, "", b.unknownFor(a))
		}
	default:
		d.observe(BatchFailed, 1)
		d.log.Warn("batch failed, each act runs alone", "body", b.q.body, "acts", len(b.acts), "error", b.err)
		b.end()
		d.runEachAlone(b.q, b.acts)
	}
}

// unknownFor is the answer to an act of a batch whose commit may have happened.
// An act that had failed left nothing to commit, but what made it fail may not
// have happened either.
func (b *batch) unknownFor(a *act) error {
	if a.tryErr != nil {
		return &ecabinet.Error{Kind: ecabinet.Unavailable, Code: CodeUnavailable, Err: b.err}
	}
	return &ecabinet.Error{Kind: ecabinet.Unknown, Code: CodeUnknown, Err: b.err}
}

func (d *DB) runEachAlone(q *queue, acts []*act) {
	for i, a := range acts {
		if begun := d.runAlone(q, a); !begun {
			for _, rest := range acts[i+1:] {
				d.answer(rest, "", a.err)
			}
			return
		}
	}
}

// runAlone runs one act in a transaction of its own, where it may wait longer
// for a lock. It says whether a transaction could be begun at all.
func (d *DB) runAlone(q *queue, a *act) (begun bool) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	defer cancel()
	start := time.Now()
	b, err := d.begin(ctx, q)
	if err == nil {
		err = b.waitLonger()
	}
	if err != nil {
		d.answer(a, "", trouble(err))
		return false
	}
	defer b.end()
	b.alone = true
	b.run(a)
	if b.err == nil {
		b.err = b.number()
	}
	if b.err == nil {
		b.err = b.commit(start)
	}
	switch {
	case b.err == nil:
		d.answer(a, a.tryRef, a.tryErr)
	case b.unknown:
		d.log.Error("commit with unknown outcome", "body", q.body, "acts", 1, "error", b.err)
		d.answer(a, "", b.unknownFor(a))
	default:
		d.answer(a, "", trouble(fmt.Errorf("write: %w", b.err)))
	}
	return true
}

// leave lets an act that could not have its lock run beside the queue.
func (d *DB) leave(q *queue, a *act) {
	d.observe(ActAlone, 1)
	d.owned.Go(func() {
		d.aside <- struct{}{} // bounded: the queues need connections too
		defer func() { <-d.aside }()
		d.runAlone(&queue{body: q.body}, a)
	})
}

func (d *DB) observe(m Measure, v float64) {
	if d.opts.Observe != nil {
		d.opts.Observe(m, v)
	}
}
