package ecabinet

import (
	"context"
	"time"
)

// Actor is who acts, in one body, with what this person may be there at this
// moment. It is loaded once for each request or frame and never stored.
type Actor struct {
	Account    string
	Person     string
	Body       string
	Session    string
	Roles      []string       // sorted names of the roles held in Body now
	Offices    []OfficeAccess // members for whom this person prepares answers
	Agencies   []string       // agencies for which this person drafts
	Shows      string         // the one thing that a screen in a room shows; "" for a person
	Ministries []string       // agencies whose seat among the members this person holds
	Served     []string       // the same of the members in Offices
	SigningEnd time.Time      // the signing window is open until then; zero: closed
	ValidUntil time.Time      // the earliest end of session, delegation or post
}

// OfficeAccess is one delegation: this person works at Step ("clerk", "unit" or
// "head") in the office of the member Member.
type OfficeAccess struct {
	Member string
	Step   string
	Until  time.Time
}

// SystemActor acts for the program itself in one body.
func SystemActor(body string) Actor { return Actor{Person: System, Body: body} }

// Has says whether the actor holds role.
func (a Actor) Has(role string) bool {
	for _, r := range a.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// Request is what one command carries besides its body.
type Request struct {
	ID   string // for logs
	Key  string // idempotency key, "" for none
	Hash string // hex SHA-256 of method, path and body; compared when Key returns
}

type contextKey int

const (
	actorKey contextKey = iota
	requestKey
)

// WithActor returns ctx with the actor a in it.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey, a)
}

// ActorFrom is the actor in ctx, the zero Actor where there is none.
func ActorFrom(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey).(Actor)
	return a
}

// WithRequest returns ctx with the request r in it.
func WithRequest(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, requestKey, r)
}

// RequestFrom is the request in ctx, the zero Request where there is none.
func RequestFrom(ctx context.Context) Request {
	r, _ := ctx.Value(requestKey).(Request)
	return r
}
