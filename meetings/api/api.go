package api

import (
	"context"
	_ "embed"
	"encoding/json"
	"strings"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
)

//go:embed texts.json
var texts []byte

// Live sets signals: values in memory that follow a meeting.
type Live interface {
	Signal(body, topic, ref string, data any) error
}

// API is the room's routes and views.
type API struct {
	router  *httpx.Router
	service *meetings.Service
	store   *store.Store
	roll    meetings.Roll
	live    func() Live // the hub, which is made after the routes

	turnouts turnouts
}

// New adds the room's routes to r.
func New(r *httpx.Router, s *meetings.Service, st *store.Store, live func() Live) *API {
	a := &API{router: r, service: s, store: st, roll: s.Roll, live: live}
	r.AddTexts(texts)
	a.deskRoutes()
	a.agendaRoutes()
	a.attendanceRoutes()
	a.conductRoutes()
	a.floorRoutes()
	a.voteRoutes()
	return a
}

type out[V any] struct{ Body *V }

// ByID is the input of a route on one thing.
type ByID struct {
	ID string `path:"id" maxLength:"40"`
}

func idOf(ref string) string {
	_, id, _ := strings.Cut(ref, "/")
	return id
}

// View reads one of the room's live things. refs:
//
//	meetings/all                                                    over body
//	meeting/<m>  agenda/<m>  attendance/<m>  floor/<m>  votes/<m>   to audiences with a Sight
//	my-meeting/<m>                                                  over user:<person>
func (a *API) View(ctx context.Context, topic string, grant any, ref string) (rev int64, data any, err error) {
	kind, id, _ := strings.Cut(ref, "/")
	sight, _ := grant.(Sight)
	switch kind {
	case "meetings":
		rev, err := a.store.ListsRev(ctx)
		return rev, Lists{rev}, err
	case "my-meeting":
		v, err := a.mine(ctx, id, strings.TrimPrefix(topic, "user:"))
		return revOf(v, err, func() int64 { return v.Rev })
	}
	if !sight.Meeting || topic != "meeting:"+id {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "meeting.not_found")
	}
	switch kind {
	case "meeting":
		v, err := a.meetingView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "agenda":
		v, err := a.agendaView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "attendance":
		v, err := a.attendanceView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "floor":
		v, err := a.floorView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "votes":
		v, err := a.votesView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	}
	return 0, nil, ecabinet.E(ecabinet.NotFound, "meeting.not_found")
}

func revOf(v any, err error, rev func() int64) (int64, any, error) {
	if err != nil {
		return 0, nil, err
	}
	return rev(), v, nil
}

// Lists tells that some list of meetings has changed: a number that rises. Who
// hears it reads the lists again, as far as allowed.
type Lists struct {
	Rev int64 `json:"rev"`
}

// Refs are the things of a topic that are sent whole to whoever begins to hear it.
func (a *API) Refs(topic string, grant any) []string {
	id, ok := strings.CutPrefix(topic, "meeting:")
	sight, _ := grant.(Sight)
	if !ok || !sight.Meeting {
		return nil
	}
	return []string{"meeting/" + id, "agenda/" + id, "attendance/" + id, "floor/" + id, "votes/" + id}
}

// Kinds are the kinds of ref that View reads.
func Kinds() []string {
	return []string{"meetings", "meeting", "agenda", "attendance", "floor", "votes", "my-meeting"}
}

// Target is a thing that an event touches, and where that is heard.
type Target struct{ Topic, Ref string }

// Targets lists what an event of this room touches.
func Targets(e ecabinet.Event) []Target {
	id, ok := strings.CutPrefix(e.Topic, "meeting:")
	if !ok {
		return nil
	}
	var who struct {
		Person string `json:"person"`
	}
	if json.Unmarshal(e.Data, &who) != nil {
		return nil
	}
	here := func(kinds ...string) (out []Target) {
		for _, k := range kinds {
			out = append(out, Target{e.Topic, k + "/" + id})
		}
		return out
	}
	mine := Target{"user:" + who.Person, "my-meeting/" + id}
	switch noun, _, _ := strings.Cut(e.Type, "."); noun {
	case "meeting":
		return append(here("meeting", "agenda", "attendance", "votes"), Target{"body", "meetings/all"})
	case "item":
		return append(here("meeting", "agenda", "floor"), Target{"body", "meetings/all"})
	case "attendance":
		return append(here("attendance"), mine)
	case "floor", "speech":
		return here("floor")
	case "position":
		return append(here("agenda"), mine)
	case "cast": // who has voted goes round as a signal; what, to nobody
		return []Target{mine}
	case "vote":
		return here("votes", "meeting")
	}
	return nil
}

// ChangesSight says whether an event changes what somebody may see of its meeting.
func ChangesSight(e ecabinet.Event) bool {
	switch e.Type {
	case "meeting.convened", "meeting.edited", "meeting.opened", "item.added", "item.edited", "item.withdrawn":
		return true
	}
	return false
}
