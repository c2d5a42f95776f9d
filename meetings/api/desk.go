package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
)

// TermsData is what the secretariat writes of a meeting.
type TermsData struct {
	Title    string    `json:"title" maxLength:"300"`
	Kind     string    `json:"kind" enum:"regular,thematic,urgent"`
	Mode     string    `json:"mode" enum:"room,online,both"`
	Place    string    `json:"place" maxLength:"300"`
	Link     string    `json:"link" maxLength:"300"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
	Chair    string    `json:"chair" maxLength:"40" doc:"a person's id"`
	Note     string    `json:"note" maxLength:"4000"`
}

func (t TermsData) terms() meetings.Terms {
	return meetings.Terms{
		Title: t.Title, Kind: meetings.Kind(t.Kind), Mode: meetings.Mode(t.Mode), Place: t.Place, Link: t.Link,
		StartsAt: t.StartsAt.UTC(), EndsAt: t.EndsAt.UTC(), Chair: t.Chair, Note: t.Note,
	}
}

type termsInput struct {
	Body TermsData
}

type editInput struct {
	ByID
	Body struct {
		MeetingRev int64     `json:"meeting_rev"`
		Terms      TermsData `json:"terms"`
	}
}

type revInput struct {
	ByID
	Body struct {
		MeetingRev int64 `json:"meeting_rev"`
	}
}

type cancelInput struct {
	ByID
	Body struct {
		MeetingRev int64  `json:"meeting_rev"`
		Reason     string `json:"reason" maxLength:"4000"`
	}
}

// LineView is a meeting in a list.
type LineView struct {
	ID       string     `json:"id"`
	State    string     `json:"state"`
	Title    string     `json:"title"`
	Kind     string     `json:"kind"`
	Mode     string     `json:"mode"`
	Place    string     `json:"place"`
	StartsAt time.Time  `json:"starts_at"`
	EndsAt   time.Time  `json:"ends_at"`
	Chair    PersonName `json:"chair"`
}

// LineList is a list of meetings.
type LineList struct {
	Items []LineView `json:"items"`
	Next  string     `json:"next"`
}

// PageInput asks for a page of a list.
type PageInput struct {
	Cursor string `query:"cursor" maxLength:"400" doc:"where the page before ended"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (p PageInput) page() store.Page { return store.Page{After: p.Cursor, Limit: p.Limit} }

type listInput struct {
	When string `query:"when" enum:"coming,past" default:"coming"`
	PageInput
}

func (a *API) deskRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-meetings", Method: http.MethodGet, Path: "/api/meetings", Object: "meeting", Action: "read-meeting", List: true,
		Summary: "The meetings that I may know of: those that come, the next first, or those that are past"}, nil,
		func(ctx context.Context, in *listInput) (*out[LineList], error) {
			return a.list(ctx, in.When == "past", in.page())
		})
	httpx.Handle(a.router, httpx.Op{ID: "make-meeting", Method: http.MethodPost, Path: "/api/meetings", Object: "meeting", Action: "make-meeting", Status: 201,
		Summary: "Start a meeting"}, nil,
		func(ctx context.Context, in *termsInput) (*out[MeetingView], error) {
			ref, err := a.service.MakeMeeting(ctx, in.Body.terms())
			return a.one(ctx, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "read-meeting", Method: http.MethodGet, Path: "/api/meetings/{id}", Object: "meeting", Action: "read-meeting",
		Summary: "A meeting"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[MeetingView], error) {
			return a.one(ctx, "meeting/"+in.ID, nil)
		})
	httpx.Handle(a.router, httpx.Op{ID: "edit-meeting", Method: http.MethodPut, Path: "/api/meetings/{id}", Object: "meeting", Action: "edit-meeting",
		Summary: "Write the terms of a meeting"}, on[editInput](a),
		func(ctx context.Context, in *editInput) (*out[MeetingView], error) {
			ref, err := a.service.Edit(ctx, in.ID, in.Body.MeetingRev, in.Body.Terms.terms())
			return a.one(ctx, ref, a.withMeeting(ctx, in.ID, err))
		})
	httpx.Handle(a.router, httpx.Op{ID: "convene-meeting", Method: http.MethodPost, Path: "/api/meetings/{id}/convene", Object: "meeting", Action: "convene-meeting",
		Summary: "Publish the agenda as its next version; the first time, invite"}, on[revInput](a),
		func(ctx context.Context, in *revInput) (*out[MeetingView], error) {
			ref, err := a.service.Convene(ctx, in.ID, in.Body.MeetingRev)
			return a.one(ctx, ref, a.withMeeting(ctx, in.ID, err))
		})
	httpx.Handle(a.router, httpx.Op{ID: "cancel-meeting", Method: http.MethodPost, Path: "/api/meetings/{id}/cancel", Object: "meeting", Action: "cancel-meeting",
		Summary: "Call a meeting off, with a reason"}, on[cancelInput](a),
		func(ctx context.Context, in *cancelInput) (*out[MeetingView], error) {
			ref, err := a.service.Cancel(ctx, in.ID, in.Body.MeetingRev, in.Body.Reason)
			return a.one(ctx, ref, a.withMeeting(ctx, in.ID, err))
		})
}

func (a *API) list(ctx context.Context, past bool, p store.Page) (*out[LineList], error) {
	allow, deny := a.router.Relations(ctx, "meeting", "read-meeting")
	list, next, err := a.store.Lines(ctx, allow, deny, past, p)
	if err != nil {
		return nil, err
	}
	n := &named{api: a}
	for _, m := range list {
		n.want(m.Chair)
	}
	if err := n.read(ctx); err != nil {
		return nil, err
	}
	v := &LineList{Items: []LineView{}, Next: next}
	for _, m := range list {
		v.Items = append(v.Items, LineView{
			ID: m.ID, State: string(m.State), Title: m.Title, Kind: string(m.Kind), Mode: string(m.Mode), Place: m.Place,
			StartsAt: m.StartsAt, EndsAt: m.EndsAt, Chair: n.of(m.Chair),
		})
	}
	return &out[LineList]{v}, nil
}

// one answers with a meeting as the actor sees it.
func (a *API) one(ctx context.Context, ref string, err error) (*out[MeetingView], error) {
	if err != nil {
		return nil, err
	}
	s, err := a.look(ctx, idOf(ref))
	if err != nil {
		return nil, err
	}
	v, err := a.meetingView(ctx, s, idOf(ref))
	return &out[MeetingView]{v}, err
}

// withMeeting adds to a stale change the meeting as it is now.
func (a *API) withMeeting(ctx context.Context, id string, err error) error {
	if err == nil || ecabinet.KindOf(err) != ecabinet.Stale {
		return err
	}
	now, failed := a.one(ctx, "meeting/"+id, nil)
	if failed != nil {
		return failed
	}
	return httpx.WithCurrent(err, now.Body)
}
