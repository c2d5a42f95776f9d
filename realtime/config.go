package realtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"ecabinet"
)

// Source is the journal as this package needs it.
type Source interface {
	// EventsAfter gives the events of body with a number above seq, in order, at most limit.
	EventsAfter(ctx context.Context, body string, seq int64, limit int) ([]ecabinet.Event, error)
	// LastSeq is the highest number in body, 0 where there is none.
	LastSeq(ctx context.Context, body string) (int64, error)
	// Wake gives a channel that gets a token, never more than one at a time, when
	// something may have been committed, and the function that ends it.
	Wake() (<-chan struct{}, func())
}

// Target is one thing that an event touches, and where that is heard.
type Target struct{ Topic, Ref string }

// Who says whose rights an event changes: of one person, of everyone who hears a
// topic, or, when both are empty, of everyone in the body.
type Who struct{ Person, Topic string }

// Audience is what some actors may see in a topic. Everything that a view depends
// on besides the rows is in Key: two actors with one key get equal bytes.
type Audience struct {
	Key        string
	ValidUntil time.Time // of the actor asked for; zero: no end. A view never gets it.
	Grant      any       // what Key stands for, in the words of the wiring; equal for equal keys, and never an actor

	Body, Topic string // filled in by the hub
}

// View reads the whole present value of one thing as an audience may see it, and
// its rev. A NotFound error means that this audience may not, or no longer, see
// it; Forbidden likewise. data is encoded as JSON; json.RawMessage is taken as it is.
// Its ctx carries ecabinet.SystemActor of the body, never a person.
type View func(ctx context.Context, a Audience, ref string) (rev int64, data any, err error)

// Signal is the latest value of something that lives in memory only. Data nil
// ends it. Rev and Node order what two nodes say of one ref.
type Signal struct {
	Body  string          `json:"body"`
	Topic string          `json:"topic"`
	Ref   string          `json:"ref"`
	Data  json.RawMessage `json:"data,omitempty"`
	Rev   int64           `json:"rev"`
	Node  string          `json:"node"`
}

// Command is an act sent over the socket. It is served by the same handler as the
// HTTP route Method Path.
type Command struct {
	ID     string
	Method string
	Path   string
	Key    string // idempotency key
	Lang   string // "vi" or "en", from hello
	Body   json.RawMessage
}

// Reply answers a Command: an HTTP status and the JSON body of the handler.
type Reply struct {
	Status int
	Body   json.RawMessage
}

// Observe lets metrics watch. Every field may be nil; none may block.
type Observe struct {
	Opened    func()                                           // a socket has said hello
	Refused   func(why string)                                 // a handshake or hello was refused
	Closed    func(code int, lived time.Duration)              // a socket that had said hello ended
	Delivered func(frames int, lag time.Duration)              // one burst was written; lag since the log took its oldest event
	Viewed    func(kind string, took time.Duration, err error) // a view was read
	Gap       func()                                           // a gap was announced
	Command   func(status int, took time.Duration)
}

// Limits bound what one connection may cost. The zero value of each field stands
// for the default beside it.
type Limits struct {
	Sockets      int           // 20000 open sockets
	Unsigned     int           // 1000 sockets that have not yet said hello
	OfSession    int           // 32 open sockets of one session
	Topics       int           // 64 topics for a connection
	Recent       int           // 16384 touched things remembered in each log
	Backfill     int           // 2048 events read back when a log starts
	HelloWithin  time.Duration // 5 s
	WriteWithin  time.Duration // 5 s: a write that takes longer ends the connection
	Heartbeat    time.Duration // 25 s between pings
	AtEvery      time.Duration // 1 s: a client under a stream of changes gets its position this often
	ReadWithin   time.Duration // 65 s without a frame or pong ends the connection
	ViewWithin   time.Duration // 10 s for reading one view or right
	DoWithin     time.Duration // 30 s for one command
	CommandRate  float64       // 10 a second
	CommandBytes int           // 32 KiB
	Pending      int           // 16 commands that wait for their turn or whose reply is not written
	Workers      int           // 128 commands at once over all connections
	Signals      int           // 10000 signals held for a body
	ViewBytes    int           // 1 MiB for the encoded data of one view
	CacheBytes   int64         // 64 MiB of encoded views for a body
}

// Config is what wiring gives to the hub.
type Config struct {
	Source  Source
	Epoch   string   // changes when a back-up was restored: positions of before are refused
	Key     []byte   // 32 bytes, the same on all nodes and after a restart; seals positions
	Origins []string // the only origins that may open a socket: "https://host" or "https://host:port"
	Node    string   // this node's name among those that share signals

	// Redeem takes a one-use ticket and gives the session that fetched it.
	Redeem func(ctx context.Context, ticket string) (session string, err error)
	// Actor loads who the session is now. An Unauthenticated or NotFound error means it has ended.
	Actor func(ctx context.Context, session string) (ecabinet.Actor, error)
	// Audience says what actor may see in topic; a Forbidden or NotFound error means nothing.
	Audience func(ctx context.Context, actor ecabinet.Actor, topic string) (Audience, error)
	// Refs lists the things of a topic that are sent whole when a connection subscribes.
	Refs func(ctx context.Context, a Audience) ([]string, error)
	// Views by the kind of thing: the part of a ref before its first slash.
	Views map[string]View
	// Targets lists what an event touches; nil: its own topic and ref.
	Targets func(ecabinet.Event) []Target
	// Rights lists whose rights an event changes; nil: nobody's.
	Rights func(ecabinet.Event) []Who
	// Hears says whether an audience can hear of a signal or a thing of its topic at all, by
	// what it is alone; nil: always. It is asked for every connection, and spares the view.
	Hears func(a Audience, ref string) bool
	// Spread brings a signal of this node to the others, who give it to Receive; nil: one node.
	Spread func(Signal)
	// Do serves a command for a session, checking everything that HTTP checks; nil: no commands.
	Do func(ctx context.Context, session string, c Command) Reply
	// Refused lists path segments that never travel over a socket; nil: DefaultRefused.
	Refused []string

	Now     func() time.Time // the clock of the installation; nil: the host's
	Observe Observe
	Limits  Limits
	Log     *slog.Logger
}

func (c *Config) complete() error {
	switch {
	case c.Source == nil, c.Redeem == nil, c.Actor == nil, c.Audience == nil:
		return errors.New("realtime: Source, Redeem, Actor and Audience are needed")
	case len(c.Key) != 32:
		return fmt.Errorf("realtime: the key has %d bytes, not 32", len(c.Key))
	}
	if c.Targets == nil {
		c.Targets = func(e ecabinet.Event) []Target { return []Target{{e.Topic, e.Ref}} }
	}
	if c.Rights == nil {
		c.Rights = func(ecabinet.Event) []Who { return nil }
	}
	if c.Refs == nil {
		c.Refs = func(context.Context, Audience) ([]string, error) { return nil, nil }
	}
	if c.Hears == nil {
		c.Hears = func(Audience, string) bool { return true }
	}
	if c.Refused == nil {
		c.Refused = DefaultRefused()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Limits.complete()
	c.Observe.complete()
	return nil
}

func or[T int | int64 | float64 | time.Duration](v *T, standard T) {
	if *v <= 0 {
		*v = standard
	}
}

func (l *Limits) complete() {
	or(&l.Sockets, 20000)
	or(&l.Unsigned, 1000)
	or(&l.OfSession, 32)
	or(&l.Topics, 64)
	or(&l.Recent, 16384)
	or(&l.Backfill, 2048)
	or(&l.HelloWithin, 5*time.Second)
	or(&l.WriteWithin, 5*time.Second)
	or(&l.Heartbeat, 25*time.Second)
	or(&l.AtEvery, time.Second)
	or(&l.ReadWithin, 65*time.Second)
	or(&l.ViewWithin, 10*time.Second)
	or(&l.DoWithin, 30*time.Second)
	or(&l.CommandRate, 10)
	or(&l.CommandBytes, 32<<10)
	or(&l.Pending, 16)
	or(&l.Workers, 128)
	or(&l.Signals, 10000)
	or(&l.ViewBytes, 1<<20)
	or(&l.CacheBytes, 64<<20)
}

func (o *Observe) complete() {
	if o.Opened == nil {
		o.Opened = func() {}
	}
	if o.Refused == nil {
		o.Refused = func(string) {}
	}
	if o.Closed == nil {
		o.Closed = func(int, time.Duration) {}
	}
	if o.Delivered == nil {
		o.Delivered = func(int, time.Duration) {}
	}
	if o.Viewed == nil {
		o.Viewed = func(string, time.Duration, error) {}
	}
	if o.Gap == nil {
		o.Gap = func() {}
	}
	if o.Command == nil {
		o.Command = func(int, time.Duration) {}
	}
}
