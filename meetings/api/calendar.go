package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/meetings/letters"
)

// Calendars are what the calendars that people subscribe to need besides.
type Calendars struct {
	// Key makes the secret part of a link from its id; it rests outside the database.
	Key []byte
	// Sender is how the actor's body signs what leaves the application.
	Sender func(ctx context.Context) (letters.Sender, error)
}

// CalendarLinkView is my calendar link.
type CalendarLinkView struct {
	URL    string     `json:"url" doc:"secret: who has it reads when and where I am invited; empty: there is none"`
	MadeAt *time.Time `json:"made_at"`
	ReadAt *time.Time `json:"read_at" doc:"when a calendar read it last, to the hour; null: never"`
}

// calendarBack is how far back a calendar shows sessions.
const calendarBack = 180 * 24 * time.Hour

func (c Calendars) secret(id string) string {
	m := hmac.New(sha256.New, c.Key)
	m.Write([]byte(id))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// CalendarRoutes adds the routes of people's own calendars.
func (a *API) CalendarRoutes(c Calendars) {
	own := func(context.Context, *struct{}) ([]string, error) { return []string{"own"}, nil }
	view := func(ctx context.Context, err error) (*out[CalendarLinkView], error) {
		if err != nil {
			return nil, err
		}
		v, err := a.calendarLink(ctx, c)
		return &out[CalendarLinkView]{v}, err
	}
	op := func(id, method, summary string) httpx.Op {
		return httpx.Op{ID: id, Method: method, Path: "/api/calendar-link", Object: "invitation", Action: "keep-calendar", Summary: summary}
	}
	httpx.Handle(a.router, op("read-calendar-link", http.MethodGet, "The secret address at which my own calendar reads my sessions"), own,
		func(ctx context.Context, _ *struct{}) (*out[CalendarLinkView], error) { return view(ctx, nil) })
	httpx.Handle(a.router, op("make-calendar-link", http.MethodPost, "Make a new address; the one before ends"), own,
		func(ctx context.Context, _ *struct{}) (*out[CalendarLinkView], error) {
			_, err := a.service.MakeCalendarLink(ctx)
			return view(ctx, err)
		})
	end := op("end-calendar-link", http.MethodPost, "End my address: whoever has it reads nothing more")
	end.Path += "/end"
	httpx.Handle(a.router, end, own, func(ctx context.Context, _ *struct{}) (*out[CalendarLinkView], error) {
		_, err := a.service.EndCalendarLink(ctx)
		return view(ctx, err)
	})
	httpx.HandleRaw(a.router, httpx.Op{ID: "follow-calendar", Method: http.MethodGet, Path: "/api/calendars/{id}/{secret}", Public: true, Tag: "invitation",
		Summary: "The sessions of whoever made the link, as iCalendar", Produces: "text/calendar"}, nil,
		func(w http.ResponseWriter, req *http.Request) error { return a.serveCalendar(w, req, c) })
}

func (a *API) calendarLink(ctx context.Context, c Calendars) (*CalendarLinkView, error) {
	l, err := a.store.CalendarLinkOf(ctx, ecabinet.ActorFrom(ctx).Person)
	if ecabinet.KindOf(err) == ecabinet.NotFound && err != nil {
		return &CalendarLinkView{}, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := c.Sender(ctx)
	if err != nil {
		return nil, err
	}
	return &CalendarLinkView{
		URL: fmt.Sprintf("%s/api/calendars/%s/%s.ics", s.URL, l.ID, c.secret(l.ID)), MadeAt: &l.MadeAt, ReadAt: l.ReadAt,
	}, nil
}

// serveCalendar answers a calendar program, which signs in nowhere. A wrong secret, a link
// that has ended, and a person who has left are one answer.
func (a *API) serveCalendar(w http.ResponseWriter, req *http.Request, c Calendars) error {
	hidden := ecabinet.E(ecabinet.NotFound, "http.not_found")
	id, secret := req.PathValue("id"), strings.TrimSuffix(req.PathValue("secret"), ".ics")
	if subtle.ConstantTimeCompare([]byte(secret), []byte(c.secret(id))) != 1 {
		return hidden
	}
	l, err := a.store.CalendarLink(req.Context(), id)
	if err != nil {
		return hidden
	}
	ctx := ecabinet.WithActor(req.Context(), ecabinet.SystemActor(l.Body))
	now := a.router.Now()
	if serves, err := a.service.Units.Serves(ctx, l.Person, now); err != nil || !serves {
		return hidden
	}
	calendar, err := a.calendar(ctx, c, l.Person, now)
	if err != nil {
		return err
	}
	if err := a.service.NoteCalendarRead(ctx, *l, now); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-store")
	return httpx.WriteFile(w, "text/calendar; charset=utf-8", "ecabinet.ics", calendar.ICS())
}

func (a *API) calendar(ctx context.Context, c Calendars, person string, now time.Time) (*export.Calendar, error) {
	s, err := c.Sender(ctx)
	if err != nil {
		return nil, err
	}
	list, err := a.store.Expected(ctx, person, now.Add(-calendarBack))
	if err != nil {
		return nil, err
	}
	out := &export.Calendar{Name: "Lịch họp: " + s.Body}
	for _, i := range list {
		agenda, err := a.store.Agenda(ctx, i.Meeting.ID)
		if err != nil {
			return nil, err
		}
		out.Events = append(out.Events, s.Entry(i.Invitation, i.Meeting, agenda.Class()))
	}
	return out, nil
}
