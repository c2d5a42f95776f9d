// Package api is the rules room over HTTP: the rule profiles of a body and its
// calendar of working days, to read and to change with a reason. It holds no rule
// and no SQL; its types never embed those of the room.
package api

import (
	"context"
	_ "embed"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/procedure"
	"ecabinet/rules"
)

//go:embed texts.json
var texts []byte

// People is what the room must know of the people of a body.
type People interface {
	Zone(ctx context.Context) (*time.Location, error)
	// Names are the full names of persons; unknown ones are left out.
	Names(ctx context.Context, persons []string) (map[string]string, error)
}

// API serves the rules room.
type API struct {
	r      *httpx.Router
	s      *rules.Service
	people People
}

// Register adds the routes of the room.
func Register(r *httpx.Router, s *rules.Service, people People) *API {
	a := &API{r, s, people}
	r.AddTexts(texts)
	a.profiles()
	a.calendar()
	return a
}

func body(ctx context.Context) string { return ecabinet.ActorFrom(ctx).Body }

// ChangeView says who changed something, when and why.
type ChangeView struct {
	Rev    int64     `json:"rev"`
	Reason string    `json:"reason"`
	By     string    `json:"by" doc:"A person's id"`
	ByName string    `json:"by_name"`
	At     time.Time `json:"at"`
}

// named makes views of changes, with the names of who made them.
func (a *API) named(ctx context.Context, changes ...rules.Change) (func(rules.Change) *ChangeView, error) {
	seen := map[string]bool{}
	var ids []string
	for _, c := range changes {
		if c.Rev > 0 && !seen[c.By] {
			seen[c.By] = true
			ids = append(ids, c.By)
		}
	}
	names, err := a.people.Names(ctx, ids)
	if err != nil {
		return nil, err
	}
	return func(c rules.Change) *ChangeView {
		if c.Rev == 0 {
			return nil
		}
		return &ChangeView{Rev: c.Rev, Reason: c.Reason, By: c.By, ByName: names[c.By], At: c.At}
	}, nil
}

// today is the day that it is for the body.
func (a *API) today(ctx context.Context) (procedure.Date, error) {
	zone, err := a.people.Zone(ctx)
	if err != nil {
		return procedure.Date{}, err
	}
	return procedure.DateOf(a.r.Now(), zone), nil
}

func trim(s string) string { return strings.Join(strings.Fields(s), " ") }

// withCurrent adds to a Stale error what there is now.
func withCurrent[V any](err error, now func() (V, error)) error {
	if ecabinet.KindOf(err) != ecabinet.Stale {
		return err
	}
	v, readErr := now()
	if readErr != nil {
		return readErr
	}
	return httpx.WithCurrent(err, v)
}
