package db

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"ecabinet"
)

// The channels of NOTIFY. A payload begins with the id of the node that sent it.
const (
	commitChannel = "ecabinet_commit"
	signalChannel = "ecabinet_signal"
)

// nodes spreads wake-ups and signals between the servers on one PostgreSQL.
type nodes struct {
	id   string
	poke chan struct{}

	mu      sync.Mutex
	events  bool                     // guarded by mu: others are to hear of events
	jobs    bool                     // guarded by mu: others are to hear of jobs
	signals map[chan string]struct{} // guarded by mu
}

func newNodes() *nodes {
	return &nodes{id: ecabinet.NewID(), poke: make(chan struct{}, 1), signals: map[chan string]struct{}{}}
}

// tellNodes wakes other nodes soon; what happens until it is sent is told with it.
func (d *DB) tellNodes(events, jobs bool) {
	if d.dialect == sqliteName || !events && !jobs {
		return
	}
	n := d.nodes
	n.mu.Lock()
	n.events, n.jobs = n.events || events, n.jobs || jobs
	n.mu.Unlock()
	select {
	case n.poke <- struct{}{}:
	default:
	}
}

// speak sends what tellNodes noted, until ctx ends. A wake-up that cannot be
// sent is dropped: readers also look on a tick.
func (d *DB) speak(ctx context.Context) {
	n := d.nodes
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.poke:
		}
		n.mu.Lock()
		payload := n.id
		if n.events {
			payload += " events"
		}
		if n.jobs {
			payload += " jobs"
		}
		n.events, n.jobs = false, false
		n.mu.Unlock()
		if err := d.notify(ctx, commitChannel, payload); err != nil && ctx.Err() == nil {
			d.log.Warn("wake other nodes", "error", err)
		}
	}
}

// notify waits for no disk: what is told may be lost, and readers also look on a
// tick.
func (d *DB) notify(ctx context.Context, channel, payload string) error {
	_, err := d.write.DB.ExecContext(ctx, "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)", channel, payload)
	return err
}

// maxSignal is what PostgreSQL carries in one notification, less our id.
const maxSignal = 7900

// Publish sends a signal to the other nodes; there are none on SQLite. It is not
// stored and may be lost.
func (d *DB) Publish(ctx context.Context, payload string) error {
	if d.dialect == sqliteName {
		return nil
	}
	if len(payload) > maxSignal {
		return fmt.Errorf("publish: %d bytes, more than %d", len(payload), maxSignal)
	}
	if err := d.notify(ctx, signalChannel, d.nodes.id+" "+payload); err != nil {
		return trouble(fmt.Errorf("publish: %w", err))
	}
	return nil
}

// Signals gives what other nodes publish. A reader that falls 256 behind loses
// the newest. Call stop when done.
func (d *DB) Signals() (c <-chan string, stop func()) {
	ch := make(chan string, 256)
	d.nodes.mu.Lock()
	defer d.nodes.mu.Unlock()
	d.nodes.signals[ch] = struct{}{}
	return ch, func() {
		d.nodes.mu.Lock()
		defer d.nodes.mu.Unlock()
		delete(d.nodes.signals, ch)
	}
}

// hear listens to the other nodes until ctx ends, and connects again when the
// connection breaks. What was missed meanwhile is made up by ringing.
func (d *DB) hear(ctx context.Context, c *pgx.ConnConfig) {
	const first, most = 100 * time.Millisecond, 5 * time.Second
	wait := first
	for ctx.Err() == nil {
		heard, err := d.hearOnce(ctx, c)
		if ctx.Err() != nil {
			return
		}
		d.log.Warn("listen to other nodes", "error", err)
		if heard {
			wait = first
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		wait = min(2*wait, most)
	}
}

func (d *DB) hearOnce(ctx context.Context, c *pgx.ConnConfig) (heard bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return false, err
	}
	defer func() {
		bye, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		conn.Close(bye)
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+commitChannel+"; LISTEN "+signalChannel); err != nil {
		return false, err
	}
	d.committed.ring()
	d.scheduled.ring()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return true, err
		}
		d.heard(n.Channel, n.Payload)
	}
}

func (d *DB) heard(channel, payload string) {
	from, text, _ := strings.Cut(payload, " ")
	if from == d.nodes.id {
		return
	}
	if channel == signalChannel {
		d.nodes.deliver(text)
		return
	}
	if strings.Contains(text, "events") {
		d.committed.ring()
	}
	if strings.Contains(text, "jobs") {
		d.scheduled.ring()
	}
}

func (n *nodes) deliver(text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for c := range n.signals {
		select {
		case c <- text:
		default: // it is 256 behind and hears the next ones
		}
	}
}
