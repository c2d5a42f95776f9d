package realtime

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"ecabinet"
)

// log is what changed of late in one body: a ring of touched things with an index
// by topic, in which every thing stands once, at its latest number. A connection
// asks it what changed in its topics after its own position; the answer is
// coalesced by construction and costs what changed, not what happened elsewhere.
type log struct {
	hub   *Hub
	body  string
	epoch [16]byte
	ready chan struct{} // closed when the log has read its backfill
	poke  chan struct{} // a token: something may have been committed

	head atomic.Int64 // written under mu

	mu        sync.RWMutex
	topics    map[string]*topic
	ring      []mark // oldest at first
	first     int
	floor     int64 // the highest number that the ring has forgotten
	conns     map[*conn]struct{}
	persons   map[string]map[*conn]struct{}
	audiences map[audienceKey]*audience
	hearers   map[string]map[*audience]struct{} // the same by topic
	scratch   []*conn                           // of append
	attempt   *attempt                          // likewise
	signalAt  int64                             // local order of signals
	rights    map[string]int64                  // the last change of rights of a person; of everybody under ""
	reached   chan struct{}                     // closed and renewed when head rises
	signals   int

	cached atomic.Int64 // bytes of encoded views
}

// mark is one thing touched by one event.
type mark struct {
	topic *topic
	ref   string
	seq   int64
}

// topic holds the things of one topic, latest first, and who hears it.
type topic struct {
	name   string
	digest [8]byte
	subs   listeners
	floor  int64 // changes up to here may be forgotten
	since  int64 // the last change before the last append that touched it
	rights int64 // the last change of rights of all who hear it
	events recency
	signal recency
}

// listeners are connections in the order in which they were opened. What the program and
// the kernel hold for a connection was laid out in that order too; going over thousands
// in another costs half as much again.
type listeners []*conn

func (l listeners) find(c *conn) (int, bool) {
	return slices.BinarySearchFunc(l, c.number, func(c *conn, n uint64) int { return cmp.Compare(c.number, n) })
}

func (l *listeners) add(c *conn) {
	if i, found := l.find(c); !found {
		*l = slices.Insert(*l, i, c)
	}
}

func (l *listeners) remove(c *conn) {
	if i, found := l.find(c); found {
		*l = slices.Delete(*l, i, i+1)
	}
}

// news are the changes of the last append that touched the topic, latest first.
func (t *topic) news() iter.Seq[*change] {
	return func(yield func(*change) bool) {
		for e := t.events.newest; e != nil && e.at > t.since; e = e.older {
			if !yield(e) {
				return
			}
		}
	}
}

// recency is a list of things ordered by when they last changed.
type recency struct {
	last   int64
	newest *change
	byRef  map[string]*change
}

type change struct {
	ref          string
	at           int64
	when         time.Time
	signal       *heldSignal // in the list of signals
	newer, older *change
}

func (r *recency) touch(ref string, at int64, when time.Time) *change {
	if r.byRef == nil {
		r.byRef = map[string]*change{}
	}
	c := r.byRef[ref]
	if c == nil {
		c = &change{ref: ref}
		r.byRef[ref] = c
	} else {
		r.unlink(c)
	}
	c.at, c.when, c.older, c.newer = at, when, r.newest, nil
	if r.newest != nil {
		r.newest.newer = c
	}
	r.newest = c
	r.last = at
	return c
}

func (r *recency) unlink(c *change) {
	if c.newer != nil {
		c.newer.older = c.older
	} else {
		r.newest = c.older
	}
	if c.older != nil {
		c.older.newer = c.newer
	}
}

func (r *recency) forget(c *change) {
	r.unlink(c)
	delete(r.byRef, c.ref)
}

func newLog(h *Hub, body string) *log {
	return &log{
		hub: h, body: body, epoch: epochOf(h.cfg.Epoch, body),
		ready: make(chan struct{}), poke: make(chan struct{}, 1),
		topics: map[string]*topic{}, conns: map[*conn]struct{}{}, persons: map[string]map[*conn]struct{}{},
		audiences: map[audienceKey]*audience{}, hearers: map[string]map[*audience]struct{}{},
		rights: map[string]int64{}, reached: make(chan struct{}), attempt: newAttempt(),
	}
}

// topicLocked finds or makes a topic. A new one may have been forgotten whole, so
// it knows nothing up to the floor of the log.
func (l *log) topicLocked(name string) *topic {
	t := l.topics[name]
	if t == nil {
		t = &topic{name: name, digest: digest8(name), floor: l.floor}
		l.topics[name] = t
	}
	return t
}

// append takes events into the log, marks the connections whose rights they
// change in the same critical section, so that none can see a later number
// without also seeing the mark, and wakes those that hear something new.
func (l *log) append(events []ecabinet.Event) {
	woken := l.scratch[:0]
	var stirred []*topic // those of the events that somebody hears
	now := time.Now()
	l.mu.Lock()
	for _, e := range events {
		if at := l.head.Load(); at != 0 && e.Seq > at+1 {
			woken = l.forgetAllLocked(woken, e.Seq-1)
		}
		for _, target := range l.hub.cfg.Targets(e) {
			if target.Topic == "" || target.Ref == "" {
				continue
			}
			t := l.topicLocked(target.Topic)
			if t.events.last < events[0].Seq && len(t.subs) > 0 {
				t.since = t.events.last
				stirred = append(stirred, t)
			}
			t.events.touch(target.Ref, e.Seq, now)
			l.pushLocked(mark{t, target.Ref, e.Seq})
		}
		for _, who := range l.hub.cfg.Rights(e) {
			woken = l.markLocked(woken, who)
			l.noteRightsLocked(who, e.Seq)
		}
		l.head.Store(e.Seq)
	}
	for _, t := range stirred {
		woken = append(woken, t.subs...)
	}
	close(l.reached)
	l.reached = make(chan struct{})
	l.mu.Unlock()
	l.prepare(stirred)
	l.fanOut(woken, stirred, events[0].Seq)
	clear(woken)
	l.scratch = woken
	if l.body == ecabinet.Installation {
		for _, e := range events {
			for _, who := range l.hub.cfg.Rights(e) {
				l.hub.Recheck("", who)
			}
		}
	}
}

// prepare makes the views that the woken connections are about to ask for, so that
// these do not all wait for the first of them. It is only a help: whoever finds a
// view missing makes it, and nobody waits here long for a slow one.
func (l *log) prepare(stirred []*topic) {
	const most, wait = 64, 100 * time.Millisecond
	type want struct {
		audience *audience
		ref      string
		seq      int64
	}
	var wants []want
	l.mu.RLock()
	for _, t := range stirred {
		for a := range l.hearers[t.name] {
			for e := range t.news() {
				if a.users > 0 && len(wants) < most && l.hub.cfg.Hears(a.grant, e.ref) {
					wants = append(wants, want{a, e.ref, e.at})
				}
			}
		}
	}
	l.mu.RUnlock()
	if len(wants) == 0 {
		return
	}
	done := make(chan struct{})
	var left atomic.Int64
	left.Store(int64(len(wants)))
	for _, w := range wants {
		l.hub.work.Go(func() {
			w.audience.view(w.ref, w.seq)
			if left.Add(-1) == 0 {
				close(done)
			}
		})
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	case <-l.hub.base.Done():
	}
}

// markLocked tells the connections that who means to load their rights again.
func (l *log) markLocked(woken []*conn, who Who) []*conn {
	from := len(woken)
	switch {
	case who.Person != "":
		woken = slices.AppendSeq(woken, maps.Keys(l.persons[who.Person]))
	case who.Topic != "":
		if t := l.topics[who.Topic]; t != nil {
			woken = append(woken, t.subs...)
		}
	default:
		woken = slices.AppendSeq(woken, maps.Keys(l.conns))
	}
	for _, c := range woken[from:] {
		c.recheck.Store(true)
	}
	return woken
}

// noteRightsLocked keeps when somebody's rights changed last. A position of before may
// be of an audience that its client has left and come back to, without holding what that
// audience holds.
func (l *log) noteRightsLocked(who Who, seq int64) {
	if who.Topic != "" && who.Person == "" {
		l.topicLocked(who.Topic).rights = seq
		return
	}
	l.rights[who.Person] = seq
}

// rightsSinceLocked says whether the rights of a person in a topic may have changed
// after seq.
func (l *log) rightsSinceLocked(t *topic, person string, seq int64) bool {
	return max(t.rights, l.rights[person], l.rights[""]) > seq
}

// await waits until the log has come to seq, and has so told all connections of the
// changes of rights up to there; false when ctx ends first.
func (l *log) await(ctx context.Context, seq int64) bool {
	for l.head.Load() < seq {
		l.mu.RLock()
		reached := l.reached
		l.mu.RUnlock()
		if l.head.Load() >= seq {
			return true
		}
		l.nudge()
		select {
		case <-reached:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// pushLocked puts a mark into the ring and forgets the oldest when it is full.
func (l *log) pushLocked(m mark) {
	if len(l.ring) < l.hub.cfg.Limits.Recent {
		l.ring = append(l.ring, m)
		return
	}
	old := l.ring[l.first]
	l.ring[l.first] = m
	l.first = (l.first + 1) % len(l.ring)
	l.floor = max(l.floor, old.seq)
	if c := old.topic.events.byRef[old.ref]; c != nil && c.at == old.seq {
		old.topic.events.forget(c)
		old.topic.floor = old.seq
		l.tidyLocked(old.topic)
	}
}

// tidyLocked drops a topic about which nothing is known and that nobody hears.
func (l *log) tidyLocked(t *topic) {
	if len(t.subs) == 0 && len(t.events.byRef) == 0 && len(t.signal.byRef) == 0 && t.rights <= l.floor {
		delete(l.topics, t.name)
	}
}

// forgetAllLocked is for a journal in which numbers are missing: whoever stands
// before seq is told of a gap rather than left without.
func (l *log) forgetAllLocked(woken []*conn, seq int64) []*conn {
	l.hub.cfg.Log.Error("journal numbers missing", "body", l.body, "after", l.head.Load(), "before", seq+1)
	l.floor = seq
	for _, t := range l.topics {
		t.floor = seq
		woken = append(woken, t.subs...)
	}
	return woken
}

// tail feeds the log until ctx ends: at each poke, and each second for safety.
func (l *log) tail(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	started := false
	for {
		var err error
		if !started {
			if err = l.start(ctx); err == nil {
				started = true
				close(l.ready)
			}
		}
		if started {
			err = l.follow(ctx)
		}
		if err != nil && ctx.Err() == nil {
			l.hub.cfg.Log.Error("read journal", "body", l.body, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			l.sweep(5 * time.Second)
		case <-l.poke:
		}
	}
}

// start places the log some way before the end, so that clients can resume over a
// restart of the server.
func (l *log) start(ctx context.Context) error {
	last, err := l.hub.cfg.Source.LastSeq(ctx, l.body)
	if err != nil {
		return err
	}
	from := max(0, last-int64(l.hub.cfg.Limits.Backfill))
	l.mu.Lock()
	l.floor = from
	for _, t := range l.topics {
		t.floor = from
	}
	l.head.Store(from)
	l.mu.Unlock()
	return l.follow(ctx)
}

func (l *log) follow(ctx context.Context) error {
	const batch = 500
	for {
		events, err := l.hub.cfg.Source.EventsAfter(ctx, l.body, l.head.Load(), batch)
		if err != nil {
			return err
		}
		if len(events) > 0 {
			l.append(events)
		}
		if len(events) < batch {
			return nil
		}
	}
}

func (l *log) nudge() {
	select {
	case l.poke <- struct{}{}:
	default:
	}
}

// enter makes a connection known before its rights are loaded: a change of rights
// from then on marks it.
func (l *log) enter(c *conn, person string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[c] = struct{}{}
	if l.persons[person] == nil {
		l.persons[person] = map[*conn]struct{}{}
	}
	l.persons[person][c] = struct{}{}
}

func (l *log) leave(c *conn, person string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, c)
	delete(l.persons[person], c)
	if len(l.persons[person]) == 0 {
		delete(l.persons, person)
	}
	for i := range c.subs {
		l.unsubscribeLocked(c, &c.subs[i])
	}
	c.subs = nil
}

func (l *log) unsubscribeLocked(c *conn, s *sub) {
	s.topic.subs.remove(c)
	l.releaseLocked(s.audience)
	l.tidyLocked(s.topic)
}
