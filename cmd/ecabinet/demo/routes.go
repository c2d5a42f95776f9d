package demo

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/internal/auth"
	"ecabinet/internal/httpx"
	meetingstore "ecabinet/meetings/store"
)

// View is what GET /api/demo tells.
type View struct {
	Now      time.Time `json:"now" doc:"What the scripted clock says"`
	Password string    `json:"password" doc:"Everybody's"`
	Accounts []Account `json:"accounts"`
}

// routes adds what only a demonstration has.
func (d *demo) routes(a *app.App) {
	d.app = a
	type viewOut struct{ Body View }
	httpx.Handle(a.Router, httpx.Op{ID: "read-demo", Method: http.MethodGet, Path: "/api/demo", Summary: "The clock of the demonstration and the links into it", Public: true}, nil,
		func(context.Context, *struct{}) (*viewOut, error) {
			return &viewOut{View{Now: d.clock.Now().UTC(), Password: Password, Accounts: d.accounts}}, nil
		})
	type moveIn struct {
		Body struct {
			Forward string    `json:"forward,omitempty" maxLength:"30" doc:"How far: 90m, 2h, 3d"`
			To      time.Time `json:"to,omitzero" doc:"Or until when"`
		}
	}
	type clockOut struct {
		Body struct {
			Now time.Time `json:"now"`
		}
	}
	httpx.Handle(a.Router, httpx.Op{ID: "move-demo-clock", Method: http.MethodPost, Path: "/api/demo/clock", Summary: "Move the clock of the demonstration forward", Public: true, NoKey: true, MaxBody: 1 << 10}, nil,
		func(_ context.Context, in *moveIn) (*clockOut, error) {
			if err := d.move(in.Body.Forward, in.Body.To); err != nil {
				return nil, err
			}
			a.Jobs.Kick()
			out := &clockOut{}
			out.Body.Now = d.clock.Now().UTC()
			return out, d.save()
		})
	type screenOut struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}
	httpx.Handle(a.Router, httpx.Op{ID: "open-demo-screen", Method: http.MethodPost, Path: "/api/demo/screen", Summary: "Make this browser a screen in the room of the session that runs", Public: true, MaxBody: 1 << 10}, nil,
		func(ctx context.Context, _ *struct{}) (*screenOut, error) {
			sitting, err := meetingstore.New(a.DB).Sitting(ctx)
			if err != nil || len(sitting) == 0 {
				return nil, errors.Join(err, ecabinet.E(ecabinet.NotFound, "http.not_found"))
			}
			o, err := a.Auth.OpenScreen(ctx, sitting[0].Body, sitting[0].ID, "Máy chiếu phòng họp lớn")
			return &screenOut{a.Router.SessionCookie(o.Token, o.Until)}, err
		})
	type codeIn struct {
		Login string `query:"login" maxLength:"100"`
	}
	type codeOut struct {
		Body struct {
			Code string `json:"code" doc:"Good for one use within half a minute"`
		}
	}
	httpx.Handle(a.Router, httpx.Op{ID: "make-demo-code", Method: http.MethodGet, Path: "/api/demo/code", Summary: "The one-time code of somebody in the demonstration", Public: true}, nil,
		func(ctx context.Context, in *codeIn) (*codeOut, error) {
			out := &codeOut{}
			for _, p := range d.accounts {
				if p.Login == in.Login {
					var err error
					out.Body.Code, err = d.codes.next(ctx, p)
					return out, err
				}
			}
			return nil, ecabinet.E(ecabinet.NotFound, "http.not_found")
		})
}

func (d *demo) move(forward string, to time.Time) error {
	by, err := span(forward)
	if err == nil && by > 0 && to.IsZero() {
		d.clock.Forward(by)
		return nil
	}
	if forward == "" && !to.IsZero() && d.clock.To(to) {
		return nil
	}
	return ecabinet.E(ecabinet.Invalid, "http.fields")
}

// span reads a duration that may be given in days.
func span(text string) (time.Duration, error) {
	if n := len(text); n > 1 && text[n-1] == 'd' {
		d, err := time.ParseDuration(text[:n-1] + "h")
		return 24 * d, err
	}
	return time.ParseDuration(text)
}

// codes hands out one-time codes, none twice: each is good for one use.
type codes struct {
	mu   sync.Mutex
	used map[string]int64 // the last step given, by sign-in name
}

// next is a code that a has not had. Two are good at any moment; for a third it
// waits until the next half minute.
func (c *codes) next(ctx context.Context, a Account) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.used == nil {
		c.used = map[string]int64{}
	}
	now := time.Now()
	step := max(now.Unix()/30, c.used[a.Login]+1)
	if wait := time.Unix((step-1)*30, 0).Sub(now); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	c.used[a.Login] = step
	return auth.Code(a.Secret, time.Unix(step*30, 0))
}
