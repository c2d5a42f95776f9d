package realtime

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// heldSignal is the latest value of one ref, framed once for everyone.
type heldSignal struct {
	Signal
	frame []byte
	when  time.Time
	upto  int64 // the journal had come to this number: see view
}

// endedSignalsFor is how long the end of a signal is told to those who are
// behind: longer than any connection may stall.
const endedSignalsFor = time.Minute

// Signal sets the latest value of ref in topic, on this node and through Spread on
// the others. data nil ends the signal. It is not journalled and not resumable.
func (h *Hub) Signal(body, topic, ref string, data any) error {
	s := Signal{Body: body, Topic: topic, Ref: ref, Node: h.cfg.Node, Rev: h.signalRev()}
	if data != nil {
		raw, err := json.Marshal(data)
		if err != nil {
			return fmt.Errorf("encode signal: %w", err)
		}
		s.Data = raw
	}
	if h.Receive(s) && h.cfg.Spread != nil {
		h.cfg.Spread(s)
	}
	return nil
}

// signalRev rises on this node and follows the clock, so that nodes compare.
func (h *Hub) signalRev() int64 {
	for {
		old := h.lastRev.Load()
		rev := max(old+1, time.Now().UnixMicro())
		if h.lastRev.CompareAndSwap(old, rev) {
			return rev
		}
	}
}

// Receive takes a signal of another node. It says whether it was newer than what
// is held, and spreads nothing.
func (h *Hub) Receive(s Signal) bool {
	if s.Body == "" || s.Topic == "" || s.Ref == "" {
		return false
	}
	l := h.logOf(s.Body)
	if l == nil {
		return false
	}
	return l.signalled(s)
}

// Signals lists what is held of a body, for a node that has just joined.
func (h *Hub) Signals(body string) []Signal {
	h.mu.Lock()
	l := h.logs[body]
	h.mu.Unlock()
	if l == nil {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	var all []Signal
	for _, t := range l.topics {
		for _, c := range t.signal.byRef {
			all = append(all, c.signal.Signal)
		}
	}
	return all
}

func (l *log) signalled(s Signal) bool {
	held := &heldSignal{Signal: s, when: time.Now()}
	data := s.Data
	if data == nil {
		data = json.RawMessage("null")
	}
	if !json.Valid(data) {
		return false
	}
	held.frame = framed(encode(signalFrame{"signal", s.Topic, s.Ref, data}))
	if s.Data != nil {
		var err error
		if held.upto, err = l.hub.cfg.Source.LastSeq(l.hub.base, l.body); err != nil {
			l.hub.cfg.Log.Error("a signal came to nobody", "error", err)
			return false
		}
	}

	l.mu.Lock()
	t := l.topicLocked(s.Topic)
	old := t.signal.byRef[s.Ref]
	if old != nil && (old.signal.Rev > s.Rev || old.signal.Rev == s.Rev && old.signal.Node >= s.Node) ||
		old == nil && (s.Data == nil || l.signals >= l.hub.cfg.Limits.Signals) {
		l.tidyLocked(t)
		l.mu.Unlock()
		return false
	}
	if old == nil {
		l.signals++
	}
	l.signalAt++
	t.signal.touch(s.Ref, l.signalAt, held.when).signal = held
	woken := slices.Clone(t.subs)
	l.mu.Unlock()
	for _, c := range woken {
		c.rouse()
	}
	return true
}

// signalsFor is how long a signal lives that is not said again: whoever said it may
// be gone with its node.
const signalsFor = time.Hour

// sweepSignals forgets signals that ended a while ago, and ends those that nobody
// says any more. Every node ends them alike.
func (l *log) sweepSignals() {
	now := time.Now()
	for _, s := range l.oldSignals(now) {
		s.Rev, s.Data = s.Rev+1, nil
		l.signalled(s)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.signals == 0 {
		return
	}
	for _, t := range l.topics {
		for _, c := range t.signal.byRef {
			if c.signal.Data == nil && now.Sub(c.signal.when) > endedSignalsFor {
				t.signal.forget(c)
				l.signals--
			}
		}
		l.tidyLocked(t)
	}
}

func (l *log) oldSignals(now time.Time) (old []Signal) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.signals == 0 {
		return nil
	}
	for _, t := range l.topics {
		for _, c := range t.signal.byRef {
			if c.signal.Data != nil && now.Sub(c.signal.when) > signalsFor {
				old = append(old, c.signal.Signal)
			}
		}
	}
	return old
}

// watchWake passes the tokens of the source on to every log.
func (h *Hub) watchWake(ctx context.Context, wake <-chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-wake:
		}
		h.mu.Lock()
		for _, l := range h.logs {
			l.nudge()
		}
		h.mu.Unlock()
	}
}
