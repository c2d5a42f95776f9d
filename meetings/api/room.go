package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/procedure"
)

type checkInInput struct {
	ByID
	Body struct {
		Manner string `json:"manner" enum:"room,online,remote"`
		Code   string `json:"code,omitempty" maxLength:"20" doc:"that is on the screens in the room"`
	}
}

type attendInput struct {
	ByID
	Body struct {
		Person     string `json:"person" maxLength:"40"`
		Manner     string `json:"manner" enum:"room,online,remote"`
		Substitute string `json:"substitute,omitempty" maxLength:"40" doc:"the member whose place it is"`
	}
}

type leaveInput struct {
	ByID
	Body struct {
		Person string `json:"person" maxLength:"40"`
	}
}

func (a *API) attendanceRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-attendance", Method: http.MethodGet, Path: "/api/meetings/{id}/attendance", Object: "meeting", Action: "read-meeting",
		Summary: "Who is there, and the quorum"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[AttendanceView], error) {
			return a.attendance(ctx, in.ID, nil)
		})
	httpx.Handle(a.router, httpx.Op{ID: "read-my-meeting", Method: http.MethodGet, Path: "/api/meetings/{id}/mine", Object: "meeting", Action: "read-meeting",
		Summary: "My own part in a meeting: attendance, marks, votes"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[MyMeetingView], error) { return a.myMeeting(ctx, in.ID, nil) })
	httpx.Handle(a.router, httpx.Op{ID: "check-in", Method: http.MethodPost, Path: "/api/meetings/{id}/check-in", Object: "meeting", Action: "attend-meeting",
		Summary: "I am here: in the room, online, or to vote remotely"}, on[checkInInput](a),
		func(ctx context.Context, in *checkInInput) (*out[MyMeetingView], error) {
			if in.Body.Code != "" {
				_, err := a.service.CheckInByCode(ctx, in.ID, in.Body.Code)
				return a.myMeeting(ctx, in.ID, err)
			}
			_, err := a.service.CheckIn(ctx, in.ID, meetings.Manner(in.Body.Manner), meetings.ByTablet)
			return a.myMeeting(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "leave-meeting", Method: http.MethodPost, Path: "/api/meetings/{id}/leave", Object: "meeting", Action: "attend-meeting",
		Summary: "I leave"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[MyMeetingView], error) {
			_, err := a.service.Leave(ctx, in.ID)
			return a.myMeeting(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "keep-attendance", Method: http.MethodPost, Path: "/api/meetings/{id}/attendance", Object: "meeting", Action: "keep-attendance",
		Summary: "Enter that somebody is here"}, on[attendInput](a),
		func(ctx context.Context, in *attendInput) (*out[AttendanceView], error) {
			_, err := a.service.CheckInFor(ctx, in.ID, in.Body.Person, in.Body.Substitute, meetings.Manner(in.Body.Manner))
			return a.attendance(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "end-attendance", Method: http.MethodPost, Path: "/api/meetings/{id}/attendance/end", Object: "meeting", Action: "keep-attendance",
		Summary: "Enter that somebody has left"}, on[leaveInput](a),
		func(ctx context.Context, in *leaveInput) (*out[AttendanceView], error) {
			_, err := a.service.LeaveFor(ctx, in.ID, in.Body.Person)
			return a.attendance(ctx, in.ID, err)
		})
}

func (a *API) attendance(ctx context.Context, meeting string, err error) (*out[AttendanceView], error) {
	if err != nil {
		return nil, err
	}
	s, err := a.look(ctx, meeting)
	if err != nil {
		return nil, err
	}
	v, err := a.attendanceView(ctx, s, meeting)
	return &out[AttendanceView]{v}, err
}

func (a *API) myMeeting(ctx context.Context, meeting string, err error) (*out[MyMeetingView], error) {
	if err != nil {
		return nil, err
	}
	v, err := a.mine(ctx, meeting, ecabinet.ActorFrom(ctx).Person)
	return &out[MyMeetingView]{v}, err
}

type stepInput struct {
	ByID
	Body struct {
		Step string `json:"step" enum:"present,appraise,points,speak,answer,vote,conclude"`
	}
}

type concludeInput struct {
	ByID
	Body struct {
		Outcome    string `json:"outcome" enum:"adopted,not_adopted,noted,discussed,put_off"`
		Conclusion string `json:"conclusion" maxLength:"4000"`
		ResubmitBy string `json:"resubmit_by,omitempty" format:"date"`
	}
}

type presentInput struct {
	ByID
	Body struct {
		Version string `json:"version" maxLength:"40" doc:"of a paper of the item; empty: nothing is shown"`
		Page    int    `json:"page" minimum:"1"`
	}
}

// PresentedView is the signal of the page that everybody is shown.
type PresentedView struct {
	Item    string    `json:"item"`
	Version string    `json:"version"`
	Page    int       `json:"page"`
	At      time.Time `json:"at"`
}

func (a *API) conductRoutes() {
	turn := func(id, path, summary string, act func(context.Context, string) (string, error)) {
		httpx.Handle(a.router, httpx.Op{ID: id, Method: http.MethodPost, Path: "/api/meetings/{id}/" + path, Object: "meeting", Action: "open-meeting", Summary: summary}, on[ByID](a),
			func(ctx context.Context, in *ByID) (*out[MeetingView], error) {
				ref, err := act(ctx, in.ID)
				return a.one(ctx, ref, err)
			})
	}
	turn("open-meeting", "open", "Open the session: the list of members and the rules are frozen", a.service.Open)
	turn("pause-meeting", "pause", "A break", a.service.Pause)
	turn("resume-meeting", "resume", "The break is over", a.service.Resume)
	turn("adjourn-meeting", "adjourn", "End the session", a.service.Adjourn)
	httpx.Handle(a.router, httpx.Op{ID: "begin-item", Method: http.MethodPost, Path: "/api/items/{id}/begin", Object: "meeting", Action: "conduct-meeting",
		Summary: "Let an item run"}, onItem[ByID](a),
		func(ctx context.Context, in *ByID) (*out[AgendaView], error) {
			_, err := a.service.Begin(ctx, in.ID)
			return a.afterItem(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "advance-item", Method: http.MethodPost, Path: "/api/items/{id}/step", Object: "meeting", Action: "conduct-meeting",
		Summary: "Bring the running item to a step of its order of business"}, onItem[stepInput](a),
		func(ctx context.Context, in *stepInput) (*out[AgendaView], error) {
			_, err := a.service.Advance(ctx, in.ID, meetings.Step(in.Body.Step))
			return a.afterItem(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "conclude-item", Method: http.MethodPost, Path: "/api/items/{id}/conclude", Object: "meeting", Action: "conduct-meeting",
		Summary: "End the running item with what was concluded"}, onItem[concludeInput](a),
		func(ctx context.Context, in *concludeInput) (*out[AgendaView], error) {
			c := meetings.Conclusion{Outcome: meetings.Outcome(in.Body.Outcome), Text: in.Body.Conclusion}
			if in.Body.ResubmitBy != "" {
				d, err := procedure.ParseDate(in.Body.ResubmitBy)
				if err != nil {
					return nil, err
				}
				c.ResubmitBy = &d
			}
			if _, err := a.service.Conclude(ctx, in.ID, c); err != nil {
				return a.afterItem(ctx, in.ID, err)
			}
			return a.concluded(ctx, in.ID)
		})
	httpx.Handle(a.router, httpx.Op{ID: "present-page", Method: http.MethodPost, Path: "/api/items/{id}/present", Object: "item", Action: "present-page", NoKey: true,
		Summary: "Show a page of a paper to everybody who follows"}, onItem[presentInput](a), a.present)
}

// concluded answers after an item has ended, whose pages nobody is shown any more.
func (a *API) concluded(ctx context.Context, item string) (*out[AgendaView], error) {
	it, err := a.store.Item(ctx, item)
	if err != nil {
		return nil, err
	}
	if err := a.live().Signal(ecabinet.ActorFrom(ctx).Body, "meeting:"+it.Meeting, "presented/"+it.Meeting+":"+it.ID, nil); err != nil {
		return nil, err
	}
	return a.afterItem(ctx, item, nil)
}

// present stores the page, so that it outlives a restart, and sets the signal that
// clients follow.
func (a *API) present(ctx context.Context, in *presentInput) (*out[PresentedView], error) {
	p, err := a.service.Present(ctx, in.ID, in.Body.Version, in.Body.Page)
	if err != nil {
		return nil, err
	}
	v := &PresentedView{Item: p.Item, Version: p.Version, Page: p.Page, At: p.At}
	return &out[PresentedView]{v}, a.tellPresented(ecabinet.ActorFrom(ctx).Body, *p)
}

// tellAllPresented says once more which pages are shown, after a restart and before
// the hub forgets them.
func (a *API) tellAllPresented(ctx context.Context) error {
	sitting, err := a.store.Sitting(ctx)
	if err != nil {
		return err
	}
	for i := range sitting {
		m := &sitting[i]
		p, err := a.service.Presented(ecabinet.WithActor(ctx, ecabinet.SystemActor(m.Body)), m)
		if err == nil && p.Version != "" {
			err = a.tellPresented(m.Body, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *API) tellPresented(body string, p meetings.Presentation) error {
	return a.live().Signal(body, "meeting:"+p.Meeting, "presented/"+p.Meeting+":"+p.Item, &PresentedView{p.Item, p.Version, p.Page, p.At})
}

type askInput struct {
	ByID
	Body struct {
		Kind    string `json:"kind" enum:"speech,reply,point_of_order,inquiry"`
		Subject string `json:"subject,omitempty" maxLength:"1000" doc:"of an inquiry: what is asked"`
	}
}

type grantInput struct {
	ByID
	Body struct {
		Person  string `json:"person" maxLength:"40"`
		Kind    string `json:"kind" enum:"speech,reply"`
		Answers string `json:"answers,omitempty" maxLength:"40" doc:"the inquiry that this speech answers"`
		Seconds int    `json:"seconds" minimum:"0" maximum:"7200" doc:"of the clock; 0: none"`
	}
}

type callInput struct {
	ByID
	Body struct {
		Seconds int `json:"seconds" minimum:"0" maximum:"7200" doc:"of the clock; 0: none"`
	}
}

type orderInput struct {
	ByID
	Body struct {
		Requests []string `json:"requests" maxItems:"200"`
	}
}

func (a *API) floorRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-floor", Method: http.MethodGet, Path: "/api/meetings/{id}/floor", Object: "meeting", Action: "read-meeting",
		Summary: "Who speaks and who waits on the item that runs"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[FloorView], error) { return a.floor(ctx, in.ID, nil) })
	httpx.Handle(a.router, httpx.Op{ID: "ask-floor", Method: http.MethodPost, Path: "/api/items/{id}/requests", Object: "item", Action: "ask-floor", Status: 201,
		Summary: "Ask to speak on the item that runs"}, onItem[askInput](a),
		func(ctx context.Context, in *askInput) (*out[FloorView], error) {
			_, err := a.service.Ask(ctx, in.ID, meetings.SpeechKind(in.Body.Kind), in.Body.Subject)
			return a.floorOf(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "order-floor", Method: http.MethodPut, Path: "/api/items/{id}/requests", Object: "meeting", Action: "conduct-meeting",
		Summary: "Put those who wait into another order"}, onItem[orderInput](a),
		func(ctx context.Context, in *orderInput) (*out[FloorView], error) {
			_, err := a.service.Reorder(ctx, in.ID, in.Body.Requests)
			return a.floorOf(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "grant-floor", Method: http.MethodPost, Path: "/api/items/{id}/floor", Object: "meeting", Action: "conduct-meeting", Status: 201,
		Summary: "Give the floor to somebody who has not asked; who has it, ends"}, onItem[grantInput](a),
		func(ctx context.Context, in *grantInput) (*out[FloorView], error) {
			b := in.Body
			_, err := a.service.Grant(ctx, in.ID, b.Person, meetings.SpeechKind(b.Kind), b.Answers, time.Duration(b.Seconds)*time.Second)
			return a.floorOf(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "call-speaker", Method: http.MethodPost, Path: "/api/requests/{id}/call", Object: "meeting", Action: "conduct-meeting",
		Summary: "Give the floor; who has it, ends"}, onRequest[callInput](a),
		func(ctx context.Context, in *callInput) (*out[FloorView], error) {
			_, err := a.service.Call(ctx, in.ID, time.Duration(in.Body.Seconds)*time.Second)
			return a.afterRequest(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "hold-speaker", Method: http.MethodPost, Path: "/api/requests/{id}/hold", Object: "meeting", Action: "conduct-meeting",
		Summary: "Stop the speaker's clock"}, onRequest[ByID](a),
		func(ctx context.Context, in *ByID) (*out[FloorView], error) {
			_, err := a.service.HoldClock(ctx, in.ID)
			return a.afterRequest(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "end-speaker", Method: http.MethodPost, Path: "/api/requests/{id}/end", Object: "meeting", Action: "conduct-meeting",
		Summary: "Take the floor back"}, onRequest[ByID](a),
		func(ctx context.Context, in *ByID) (*out[FloorView], error) {
			_, err := a.service.EndSpeech(ctx, in.ID)
			return a.afterRequest(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "drop-request", Method: http.MethodPost, Path: "/api/requests/{id}/drop", Object: "meeting", Action: "drop-request",
		Summary: "Take a request out of the queue: one's own, or by the chair"}, onRequest[ByID](a),
		func(ctx context.Context, in *ByID) (*out[FloorView], error) {
			_, err := a.service.Drop(ctx, in.ID)
			return a.afterRequest(ctx, in.ID, err)
		})
}

func (a *API) floor(ctx context.Context, meeting string, err error) (*out[FloorView], error) {
	if err != nil {
		return nil, err
	}
	s, err := a.look(ctx, meeting)
	if err != nil {
		return nil, err
	}
	v, err := a.floorView(ctx, s, meeting)
	return &out[FloorView]{v}, err
}

func (a *API) floorOf(ctx context.Context, item string, err error) (*out[FloorView], error) {
	if err != nil {
		return nil, err
	}
	it, err := a.store.Item(ctx, item)
	if err != nil {
		return nil, err
	}
	return a.floor(ctx, it.Meeting, nil)
}

func (a *API) afterRequest(ctx context.Context, request string, err error) (*out[FloorView], error) {
	if err != nil {
		return nil, err
	}
	r, err := a.store.Request(ctx, request)
	if err != nil {
		return nil, err
	}
	return a.floor(ctx, r.Meeting, nil)
}
