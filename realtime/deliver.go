package realtime

import (
	"context"
	"encoding/binary"
	"slices"
	"strconv"
	"time"

	"github.com/gorilla/websocket"

	"ecabinet"
)

// writer is the state of the writing side; nothing else touches it.
type writer struct {
	actor ecabinet.Actor
	subs  []sub
	seq   int64  // everything up to here was delivered
	n     uint64 // frames sent that count: view, gone, whole, gap, signal
	told  uint64 // n in the last at frame
	moved bool   // topics were joined or left since
	soon  bool   // the heartbeat timer is set for an at that is owed
	buf   []byte

	toldAt, pinged    time.Time
	heartbeat, expiry *time.Timer
	validUntil        time.Time // the earliest end of a right
}

// sub is one topic that this connection hears.
type sub struct {
	topic    *topic
	audience *audience
	valid    time.Time
	seq      int64 // delivered in this topic
	afresh   int64 // changes up to here are told although the audience has been: this client has not
	signal   int64 // local order of the last signal delivered
}

// delivery is one change that this connection has yet to hear.
type delivery struct {
	sub    *sub
	ref    string
	seq    int64
	when   time.Time
	signal *heldSignal
	gap    bool
}

// burstMost bounds how many things one burst carries.
const burstMost = 64

// write is the writing side.
func (c *conn) write(ctx context.Context, hello frame) {
	limits := &c.hub.cfg.Limits
	c.turning.Lock()
	defer c.turning.Unlock()
	c.log.enter(c, c.person)
	defer c.log.leave(c, c.person)
	c.heartbeat = time.AfterFunc(limits.Heartbeat, func() {
		c.beat.Store(true)
		c.rouse()
	})
	defer c.heartbeat.Stop()
	defer func() {
		if c.expiry != nil {
			c.expiry.Stop()
		}
	}()
	c.seq = c.log.head.Load()
	c.pinged = time.Now()
	why := c.welcome(ctx, hello)
	for why == nil {
		if why = c.dying.Load(); why == nil {
			why = c.turn(ctx)
		}
		if why == nil {
			c.turning.Unlock()
			<-c.wake
			c.turning.Lock()
		}
	}
	c.dying.CompareAndSwap(nil, why)
	c.sayClose(*why)
	c.ws.Close()
	c.hub.cfg.Observe.Closed(why.code, time.Since(c.opened))
}

// welcome sends ready and what the topics of the hello need.
func (c *conn) welcome(ctx context.Context, hello frame) *closing {
	c.cork.hold(c.hub.cfg.Limits.WriteWithin)
	if why := c.rights(ctx); why != nil {
		c.cork.release()
		return why
	}
	ready := encode(readyFrame{"ready", c.id, c.hub.cfg.Now().UTC(), int(c.hub.cfg.Limits.Heartbeat / time.Second)})
	if _, err := c.cork.Write(framed(ready)); err != nil {
		return &closing{}
	}
	c.firstAsks(hello)
	return c.finish(true)
}

// firstAsks turns the topics of the hello into subscriptions that go on from its
// position. One that cannot be read makes each of them a gap.
func (c *conn) firstAsks(hello frame) {
	var from *position
	if hello.Position != "" {
		p, err := c.hub.sealer.open(hello.Position)
		if err != nil || p.epoch != c.log.epoch {
			p = position{seq: -1} // everything asked for is a gap
		}
		from = &p
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	first := make([]ask, 0, len(hello.Topics)+len(c.asks))
	for _, t := range hello.Topics {
		first = append(first, ask{topic: t, from: from})
	}
	c.asks = append(first, c.asks...)
}

// turn does everything that is due: rights before anything else, and again
// whenever they change while frames are being made.
func (c *conn) turn(ctx context.Context) *closing {
	c.cork.hold(c.hub.cfg.Limits.WriteWithin)
	why := c.due(ctx)
	if why != nil {
		c.cork.release()
		return why
	}
	return c.finish(c.beat.Swap(false))
}

func (c *conn) due(ctx context.Context) *closing {
	for {
		c.expire()
		if c.recheck.Load() {
			if why := c.rights(ctx); why != nil {
				return why
			}
		}
		again, why := c.catchUp(ctx)
		if why != nil {
			return why
		}
		if again {
			continue
		}
		a, ok := c.nextAsk()
		if !ok {
			return nil
		}
		if a.leave {
			c.part(a.topic)
		} else if why := c.join(ctx, a.topic, a.from); why != nil {
			return why
		}
	}
}

func (c *conn) nextAsk() (ask, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.asks) == 0 {
		c.asks = nil
		return ask{}, false
	}
	a := c.asks[0]
	c.asks = c.asks[1:]
	return a, true
}

// catchUp pulls from the log and writes one burst. again: more may be waiting, or
// rights changed in between and nothing was written.
func (c *conn) catchUp(ctx context.Context) (again bool, why *closing) {
	var space [4]delivery
	due, head := c.pull(space[:0])
	if len(due) > burstMost {
		due, head = cutBurst(due)
		again = true
	}
	var few [4]*view
	views := few[:0]
	upto := int64(0)
	for i := range due {
		var v *view
		if d := &due[i]; d.signal == nil && !d.gap {
			v = d.sub.audience.view(d.ref, d.seq)
		}
		switch s := due[i].signal; {
		case s != nil:
			upto = max(upto, s.upto)
		case v != nil:
			upto = max(upto, v.upto)
		}
		views = append(views, v)
	}
	if why := c.dying.Load(); why != nil {
		return false, why
	}
	if why := c.await(ctx, upto); why != nil {
		return false, why
	}
	if c.recheck.Load() {
		return true, nil
	}
	if len(due) > 0 {
		if !c.emit(due, views) {
			return false, &closing{}
		}
	}
	c.advance(due, head)
	return again, nil
}

// await lets the log come to seq, which the rows that are about to be shown may be as
// new as: a change of rights up to there has then marked this connection.
func (c *conn) await(ctx context.Context, seq int64) *closing {
	if c.log.head.Load() >= seq {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.hub.cfg.Limits.ViewWithin)
	defer cancel()
	if !c.log.await(ctx, seq) {
		return &closing{websocket.CloseTryAgainLater, "journal"}
	}
	return nil
}

// pull lists what changed in the topics of this connection after its position, in
// the order of the journal, each thing once; signals follow.
func (c *conn) pull(due []delivery) ([]delivery, int64) {
	l := c.log
	l.mu.RLock()
	defer l.mu.RUnlock()
	head := max(l.head.Load(), c.seq)
	for i := range c.subs {
		s := &c.subs[i]
		if t := s.topic; t.floor > s.seq {
			due = append(due, delivery{sub: s, gap: true})
		} else if t.events.last > s.seq {
			for e := t.events.newest; e != nil && e.at > s.seq; e = e.older {
				if !c.hub.cfg.Hears(s.audience.grant, e.ref) {
					continue
				}
				due = append(due, delivery{sub: s, ref: e.ref, seq: e.at, when: e.when})
			}
		}
	}
	if len(due) > 1 {
		slices.SortStableFunc(due, func(a, b delivery) int { return int(a.seq - b.seq) })
	}
	for i := range c.subs {
		s := &c.subs[i]
		if s.topic.signal.last <= s.signal {
			continue
		}
		from := len(due)
		for e := s.topic.signal.newest; e != nil && e.at > s.signal; e = e.older {
			if c.hub.cfg.Hears(s.audience.grant, e.ref) && !(s.signal == 0 && e.signal.Data == nil) {
				due = append(due, delivery{sub: s, ref: e.ref, when: e.when, signal: e.signal, seq: e.at})
			}
		}
		slices.Reverse(due[from:])
		if len(due) == from {
			s.signal = s.topic.signal.last
		}
	}
	return due, head
}

// cutBurst keeps the first changes, whole numbers only: two things touched by one
// event stay together.
func cutBurst(due []delivery) ([]delivery, int64) {
	events := 0
	for events < len(due) && due[events].signal == nil {
		events++
	}
	if events == 0 {
		return due[:burstMost], 0
	}
	cut := min(burstMost, events)
	for cut < events && due[cut].seq == due[cut-1].seq {
		cut++
	}
	return due[:cut], due[cut-1].seq
}

func (c *conn) emit(due []delivery, views []*view) bool {
	var oldest time.Time
	sent := 0
	for i := range due {
		d := &due[i]
		frame := c.frameOf(d, views[i])
		if frame == nil {
			continue
		}
		if err := c.send(frame); err != nil {
			return false
		}
		sent++
		if !d.when.IsZero() && (oldest.IsZero() || d.when.Before(oldest)) {
			oldest = d.when
		}
	}
	if sent > 0 && !oldest.IsZero() {
		c.hub.cfg.Observe.Delivered(sent, time.Since(oldest))
	}
	return true
}

// frameOf chooses what to say of one change; nil: this audience hears nothing of it.
func (c *conn) frameOf(d *delivery, v *view) []byte {
	switch {
	case d.signal != nil:
		return d.signal.frame
	case d.gap, v.outcome == unsure, v.outcome == failed:
		return c.gap(d.sub.topic.name)
	case v.since <= d.sub.seq && d.seq > d.sub.afresh:
		return nil // he holds it: that something changed that he does not see is not told
	default:
		return v.frame
	}
}

func (c *conn) gap(topic string) []byte {
	c.hub.cfg.Observe.Gap()
	return framed(encode(gapFrame{"gap", topic}))
}

func (c *conn) send(frame []byte) error {
	c.n++
	_, err := c.cork.Write(frame)
	return err
}

// advance moves the position. head 0: only signals were sent.
func (c *conn) advance(due []delivery, head int64) {
	for i := range due {
		if d := &due[i]; d.signal != nil {
			d.sub.signal = d.seq
		} else if d.gap {
			d.sub.seq = max(d.sub.seq, d.sub.topic.floorNow(c.log))
		}
	}
	if head == 0 {
		return
	}
	c.seq = max(c.seq, head)
	for i := range c.subs {
		c.subs[i].seq = max(c.subs[i].seq, head)
	}
}

func (t *topic) floorNow(l *log) int64 {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return t.floor
}

// finish ends the turn: where the client is now, when that is due, the replies,
// one write.
func (c *conn) finish(beat bool) *closing {
	limits := &c.hub.cfg.Limits
	now := time.Now()
	beat = beat || now.Sub(c.pinged) >= limits.Heartbeat
	if err := c.keepTold(now, beat); err != nil {
		return &closing{}
	}
	c.mu.Lock()
	replies, pong := c.replies, c.pong
	c.replies, c.pong = nil, nil
	c.mu.Unlock()
	deadline := now.Add(limits.WriteWithin)
	for _, r := range replies {
		if _, err := c.cork.Write(framed(encode(r))); err != nil {
			return &closing{}
		}
	}
	if pong != nil {
		c.ws.WriteControl(websocket.PongMessage, pong, deadline)
	}
	if beat && now.Sub(c.pinged) >= limits.Heartbeat-limits.AtEvery {
		c.pinged = now
		c.ws.WriteControl(websocket.PingMessage, nil, deadline)
	}
	if err := c.cork.release(); err != nil {
		c.cork.abandon()
		return &closing{}
	}
	return nil
}

// keepTold says where the client is: at heartbeats, when its topics have changed,
// and otherwise at most once in AtEvery, with a burst or, when it falls quiet, a
// little after it: so much later that a stream of changes never waits for the timer.
// An older position only brings back views that the client knows.
func (c *conn) keepTold(now time.Time, beat bool) error {
	limits := &c.hub.cfg.Limits
	news := c.n != c.told
	switch {
	case beat || news && c.owesAt(now):
		c.told, c.toldAt, c.moved, c.soon = c.n, now, false, false
		c.heartbeat.Reset(limits.Heartbeat)
		return c.sayWhere(beat)
	case news && !c.soon:
		c.soon = true
		c.heartbeat.Reset(2 * limits.AtEvery)
	}
	return nil
}

// owesAt says whether the next frame is to be followed by an at.
func (c *conn) owesAt(now time.Time) bool {
	return c.moved || now.Sub(c.toldAt) >= c.hub.cfg.Limits.AtEvery
}

// sayWhere writes the at frame by hand: it is the one frame of each burst that is
// made for this connection alone.
func (c *conn) sayWhere(beat bool) error {
	p := position{epoch: c.log.epoch, seq: c.seq}
	var space [8]heard
	p.heard = space[:0]
	for i := range c.subs {
		p.heard = append(p.heard, c.subs[i].audience.heard)
	}
	const head = 4 // of a frame of 126 bytes to 64 KiB, as the sealed position makes it
	b := append(c.buf[:0], textFrame, 126, 0, 0)
	b = append(b, `{"type":"at","n":`...)
	b = strconv.AppendUint(b, c.n, 10)
	b = append(b, `,"position":"`...)
	b = c.hub.sealer.seal(b, p)
	b = append(b, '"')
	if beat {
		b = append(b, `,"server_time":"`...)
		b = c.hub.cfg.Now().UTC().AppendFormat(b, time.RFC3339Nano)
		b = append(b, '"')
	}
	b = append(b, '}')
	binary.BigEndian.PutUint16(b[2:head], uint16(len(b)-head))
	c.buf = b
	_, err := c.cork.Write(b)
	return err
}
