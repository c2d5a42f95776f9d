package db

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"ecabinet"
)

// The bounds of a batch, how long it may wait for one more act, and how long it may
// take before it is given up. Of a crowd one half is answered while the other half runs;
// where a batch takes much more than half of it, the few that are left have one of their
// own, and some wait for a third.
const (
	maxActs      = 32
	maxGather    = 20 * time.Millisecond
	maxWait      = 3 * time.Millisecond
	batchTimeout = 10 * time.Second
)

// queue holds the acts of one body that wait. One goroutine works on it while
// there are any.
type queue struct {
	body    string
	waiting []*act // guarded by DB.mu
	working bool   // guarded by DB.mu

	arrived chan struct{} // rings when an act was put into waiting

	// Only the worker:
	stage stage
	crowd bool    // the last batch had more than one act
	last  *ending // of the last batch

	hasHead atomic.Bool // the counter row is known to exist
}

// ending is the end of a batch: from its last act until it is durable or given up.
type ending struct {
	over chan struct{} // closed when it is
	took time.Duration // afterwards
}

func newQueue(body string) *queue {
	none := &ending{over: make(chan struct{})}
	close(none.over)
	return &queue{body: body, arrived: make(chan struct{}, 1), last: none}
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

// waiting is how many acts wait.
func (d *DB) waiting(q *queue) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(q.waiting)
}

// nextOr is next; where none is there, it waits for one.
func (d *DB) nextOr(q *queue, wait time.Duration) *act {
	a := d.next(q)
	if a != nil || wait <= 0 {
		return a
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for a == nil {
		select {
		case <-q.arrived: // perhaps one that is gone already
			a = d.next(q)
		case <-timer.C:
			return d.next(q)
		}
	}
	return a
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
			continue
		}
		q.stage.clear() // before another worker may begin
		if d.rest(q) {
			return
		}
	}
}

// runBatch runs first and those that come behind it in one transaction. A lone
// caller is as fast as without batches: it is only where the last batch had company
// that this one waits for more, and for each no longer than the commit takes that is
// saved by its coming in time. Those that wait already when it begins are taken even if
// that takes longer: they have waited for the batch before, and would for a third.
func (d *DB) runBatch(q *queue, first *act) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	start := time.Now()
	b, err := d.begin(ctx, q)
	if err != nil {
		cancel()
		d.answer(first, "", trouble(err))
		return
	}
	present := 1 + d.waiting(q)
	for a := first; a != nil; a = d.nextOr(q, min(q.patience(len(b.acts)), maxGather-time.Since(start))) {
		b.run(a)
		took := time.Since(start)
		late := took >= maxGather && (len(b.acts) >= present || took >= 2*maxGather)
		if b.err != nil || len(b.acts) >= maxActs || late || b.spent {
			break
		}
	}
	b.settle()
	<-q.last.over // batches end in the order in which they began, one at a time
	e := &ending{over: make(chan struct{})}
	q.crowd, q.last = len(b.acts) > 1, e
	finish := func() {
		defer cancel()
		began := time.Now()
		b.finish(start)
		e.took = time.Since(began)
		close(e.over)
		b.conclude()
	}
	if d.dialect == sqliteName { // which has one writer
		finish()
		return
	}
	// While this batch is made durable the acts of the next one run, as they would on
	// another node: locks keep apart what must not be done at once.
	d.owned.Go(finish)
}

// finish makes a batch durable, or gives it up.
func (b *batch) finish(start time.Time) {
	defer b.end()
	if b.err == nil && !b.spent {
		b.err = b.journal()
	}
	if b.err == nil {
		b.err = b.commit(start)
	}
}

// patience is how long a batch of so many acts waits for one more.
func (q *queue) patience(acts int) time.Duration {
	select {
	case <-q.last.over:
	default:
		return maxWait // it cannot end before the last one has
	}
	if !q.crowd && acts < 2 {
		return 0
	}
	return min(q.last.took, maxWait)
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
		beside := newQueue(b.q.body)
		defer beside.stage.clear()
		d.runEachAlone(beside, b.acts)
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
		if begun := d.runAlone(q, a, false); !begun {
			for _, rest := range acts[i+1:] {
				d.answer(rest, "", a.err)
			}
			return
		}
	}
}

// runAlone runs one act in a transaction of its own, where a patient one may wait longer
// for a lock; another leaves, as it would a batch. It says whether a transaction could be
// begun at all.
func (d *DB) runAlone(q *queue, a *act, patient bool) (begun bool) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTimeout)
	defer cancel()
	start := time.Now()
	b, err := d.begin(ctx, q)
	if err == nil && patient {
		err = b.waitLonger()
	}
	if err != nil {
		d.answer(a, "", trouble(err))
		return false
	}
	b.single, b.alone = true, patient
	b.run(a)
	if len(b.acts) == 0 { // it has left
		b.end()
		return true
	}
	b.settle()
	b.finish(start)
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
		beside := newQueue(q.body)
		defer beside.stage.clear()
		d.runAlone(beside, a, true)
	})
}

func (d *DB) observe(m Measure, v float64) {
	if d.opts.Observe != nil {
		d.opts.Observe(m, v)
	}
}
