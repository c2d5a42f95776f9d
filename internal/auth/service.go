package auth

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/alexedwards/argon2id"

	"ecabinet"
	"ecabinet/internal/db"
)

// People is what this package must know of the people of the installation.
type People interface {
	// Actor is the person in a body with what they may call upon at now;
	// ValidUntil is when that changes by itself.
	Actor(ctx context.Context, body, person string, now time.Time) (ecabinet.Actor, error)
	// BodiesOf are the bodies in which the person holds something at a moment.
	BodiesOf(ctx context.Context, person string, at time.Time) ([]string, error)
	// AllBodies are all bodies of the installation.
	AllBodies(ctx context.Context) ([]string, error)
}

// Founding is what the first administrator types at set-up.
type Founding struct {
	Body      string // id of the body to be made
	NameVI    string
	NameEN    string
	Zone      string
	FullName  string
	Honorific string
	Email     string
}

// Config is what the service needs. DB, People, Key, Found and AllowSignIn are
// required.
type Config struct {
	DB     *db.DB
	People People
	Key    *Key
	// Found makes the body and its first administrator, and answers the person.
	Found func(ctx context.Context, tx *db.Tx, f Founding) (person string, err error)
	// AllowSignIn says within the act whether the actor may make new means of
	// sign-in for person, whose first they would be.
	AllowSignIn func(ctx context.Context, tx *db.Tx, person string, first bool) error

	Issuer    string           // in the authenticator's list; "": ecabinet
	Clock     func() time.Time // of sessions; nil: the host's
	CodeClock func() time.Time // of one-time codes: the host's (nil) also where Clock is scripted
	Hashing   *argon2id.Params // nil: Hashing
	Absolute  time.Duration    // of a session; 0: 12 h
	Idle      time.Duration    // without a request; 0: 60 min
	Demo      bool             // accept demonstration links
	Logger    *slog.Logger     // nil: nothing is logged

	// Heard is told of every event of every body, on every node, in the order of its
	// body, by the goroutine of Run; and, with an empty Type, of a body that it meets
	// for the first time, whatever happened there before. What it could not do it is
	// told again. nil: nobody listens.
	Heard func(ctx context.Context, e ecabinet.Event) error
}

const (
	signingLife   = 5 * time.Minute
	challengeLife = 5 * time.Minute
	ticketLife    = 30 * time.Second
	enrolmentLife = 72 * time.Hour
	setupLife     = 24 * time.Hour
	seenEach      = time.Minute
	hashersAtOnce = 2 // 64 MiB each
)

// Service holds the use cases of sign-in.
type Service struct {
	cfg     Config
	db      *db.DB
	key     *Key
	hashers *hashers
	common  []string
	handles []byte // of this process, see Redeem
	cache   cache
}

// New makes the service.
func New(c Config) (*Service, error) {
	if c.DB == nil || c.People == nil || c.Key == nil || c.Found == nil || c.AllowSignIn == nil {
		return nil, errors.New("auth: DB, People, Key, Found and AllowSignIn are required")
	}
	if c.Issuer == "" {
		c.Issuer = "ecabinet"
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.CodeClock == nil {
		c.CodeClock = time.Now
	}
	if c.Hashing == nil {
		c.Hashing = &Hashing
	}
	if c.Absolute == 0 {
		c.Absolute = 12 * time.Hour
	}
	if c.Idle == 0 {
		c.Idle = time.Hour
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	h, err := newHashers(*c.Hashing, hashersAtOnce)
	if err != nil {
		return nil, fmt.Errorf("prepare password hashing: %w", err)
	}
	s := &Service{cfg: c, db: c.DB, key: c.Key, hashers: h, common: commonWords(), handles: make([]byte, 32)}
	rand.Read(s.handles)
	s.cache.start()
	return s, nil
}

// act runs fn as an act of person in a body, without the idempotency key of the
// request: what it makes (tokens) cannot be answered twice.
func (s *Service) act(ctx context.Context, body, person string, fn func(ctx context.Context, tx *db.Tx) error) error {
	a := ecabinet.ActorFrom(ctx)
	a.Body, a.Person = body, person
	ctx = ecabinet.WithActor(ctx, a)
	ctx = ecabinet.WithRequest(ctx, ecabinet.Request{ID: ecabinet.RequestFrom(ctx).ID})
	_, err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) { return "auth/done", fn(ctx, tx) })
	return err
}

// event makes an event of this package. Its data are strings and whole numbers.
func event(topic, kind, ref string, data map[string]any) ecabinet.Event {
	raw, err := json.Marshal(data)
	if err != nil {
		panic("auth: event data: " + err.Error())
	}
	return ecabinet.Event{Topic: topic, Type: kind, Ref: ref, Data: raw}
}
