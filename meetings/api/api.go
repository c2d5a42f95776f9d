package api

import (
	"context"
	_ "embed"
	"encoding/json"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/meetings/box"
	"ecabinet/meetings/store"
)

//go:embed texts.json
var texts []byte

// Live sets signals: values in memory that follow a meeting.
type Live interface {
	Signal(body, topic, ref string, data any) error
	// Persons are those connected to this node in a body, with how long ago each was
	// last heard.
	Persons(body string) map[string]time.Duration
	// Node is this node's name.
	Node() string
}

// API is the room's routes and views.
type API struct {
	router  *httpx.Router
	service *meetings.Service
	store   *store.Store
	roll    meetings.Roll
	live    func() Live // the hub, which is made after the routes

	turnouts   turnouts
	rehearsals *rehearsals
	links      links

	letterhead func(ctx context.Context) (export.Letterhead, error)
	keeper     *box.Keeper
	node       string // names this program among those of one database
}

// New adds the room's routes to r.
func New(r *httpx.Router, s *meetings.Service, st *store.Store, live func() Live) *API {
	a := &API{router: r, service: s, store: st, roll: s.Roll, live: live, node: ecabinet.NewID()}
	a.keeper = box.NewKeeper(boxBook{a})
	r.AddTexts(texts)
	a.deskRoutes()
	a.agendaRoutes()
	a.attendanceRoutes()
	a.conductRoutes()
	a.clockRoutes()
	a.floorRoutes()
	a.opinionRoutes()
	a.signingRoutes()
	a.voteRoutes()
	a.invitationRoutes()
	a.secretRoutes()
	a.paperRoutes()
	a.askedRoutes()
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
//	meeting/<m>  agenda/<m>  floor/<m>                              to audiences with a Sight
//	attendance/<m>  votes/<m>  opinions/<m>                         to those who see the whole
//	invitations/<m>                                                 to those with Guests
//	screen/<m>                                                      to the screens in the room
//	my-meeting/<m>  my-invitations/<person>                         over user:<person>
//	deeds/<m>  minutes/<m>  notice/<m>  resolution/<m>              over deeds:<m>, with a DeedSight
func (a *API) View(ctx context.Context, topic string, grant any, ref string) (rev int64, data any, err error) {
	kind, id, _ := strings.Cut(ref, "/")
	if sight, ok := grant.(DeedSight); ok {
		return a.deedThing(ctx, sight, topic, kind, id)
	}
	sight, _ := grant.(Sight)
	switch kind {
	case "meetings", "my-invitations":
		rev, err := a.store.ListsRev(ctx)
		return rev, Lists{rev}, err
	case "my-meeting":
		v, err := a.mine(ctx, id, strings.TrimPrefix(topic, "user:"))
		return revOf(v, err, func() int64 { return v.Rev })
	}
	if sight.Screen != (kind == "screen") || !sight.Meeting && !sight.Screen || topic != "meeting:"+id {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "meeting.not_found")
	}
	if !sight.Whole && (kind == "attendance" || kind == "votes" || kind == "opinions") {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "meeting.not_found") // nor that anything happens there
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
	case "screen":
		v, err := a.screenView(ctx, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "votes":
		v, err := a.votesView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "invitations":
		v, err := a.guestListView(ctx, sight, id)
		return revOf(v, err, func() int64 { return v.Rev })
	case "opinions":
		v, err := a.opinionsView(ctx, sight, id)
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
	if sight, ok := grant.(DeedSight); ok {
		return deedRefs(topic, sight)
	}
	id, ok := strings.CutPrefix(topic, "meeting:")
	sight, _ := grant.(Sight)
	if ok && sight.Screen {
		return []string{"screen/" + id}
	}
	if !ok || !sight.Meeting {
		return nil
	}
	refs := []string{"meeting/" + id, "agenda/" + id, "floor/" + id}
	if sight.Whole {
		refs = append(refs, "attendance/"+id, "votes/"+id, "opinions/"+id)
	}
	if sight.Guests {
		refs = append(refs, "invitations/"+id)
	}
	return refs
}

// Kinds are the kinds of ref that View reads.
func Kinds() []string {
	return []string{
		"meetings", "meeting", "agenda", "attendance", "floor", "votes", "opinions", "invitations", "screen", "my-meeting", "my-invitations",
		"deeds", "minutes", "notice", "resolution",
	}
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
		return append(here("meeting", "agenda", "attendance", "votes", "screen", "invitations"), Target{"body", "meetings/all"})
	case "item":
		return append(here("meeting", "agenda", "floor", "screen", "invitations"), Target{"body", "meetings/all"})
	case "attendance":
		return append(here("attendance", "screen"), mine)
	case "floor", "speech":
		return here("floor", "screen")
	case "screen":
		return here("meeting", "screen")
	case "signing":
		return []Target{mine}
	case "copy":
		return append(here("agenda"), mine)
	case "opinion":
		return append(here("opinions"), mine)
	case "position":
		return append(here("agenda"), mine)
	case "paper": // as with a cast
		return []Target{mine}
	case "box":
		return here("votes")
	case "cast": // who has voted goes round as a signal; what, to nobody
		return []Target{mine}
	case "vote":
		return here("votes", "meeting", "screen")
	case "letter":
		return here("invitations")
	case "invitation", "absence":
		return append(here("invitations", "attendance"), invitees(e)...)
	case "deed":
		return deedTargets(e, id)
	}
	return nil
}

// invitees are those who hear of an invitation or a request for leave on their own
// screens: who is invited, who was before, who chairs, and, by the lists, the units.
func invitees(e ecabinet.Event) []Target {
	var who struct {
		Persons    []string `json:"persons"`
		Person     string   `json:"person"`
		Before     string   `json:"before"`
		Substitute string   `json:"substitute"`
		Chair      string   `json:"chair"`
	}
	if json.Unmarshal(e.Data, &who) != nil {
		return nil
	}
	out := []Target{{"body", "meetings/all"}}
	for _, p := range append(who.Persons, who.Person, who.Before, who.Substitute, who.Chair) {
		if p != "" {
			out = append(out, Target{"user:" + p, "my-invitations/" + p})
		}
	}
	return out
}

// ChangesSight says whether an event changes what somebody may see of its meeting.
func ChangesSight(e ecabinet.Event) bool {
	switch e.Type {
	case "meeting.convened", "meeting.edited", "meeting.opened", "item.added", "item.edited", "item.withdrawn":
		return true
	case "invitation.sent", "invitation.withdrawn", "invitation.taken_back", "invitation.named", "absence.approved", "absence.withdrawn":
		return true
	case "invitation.accepted", "invitation.declined": // whoever declines sees it no more, a member does
		var x struct {
			Part meetings.Part `json:"part"`
		}
		return json.Unmarshal(e.Data, &x) != nil || x.Part != meetings.AsMember
	}
	return false
}
