package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
)

// DeedSight is what some actors may see of the papers that a meeting leaves: what
// they see of the meeting, and how they stand to each paper.
type DeedSight struct {
	Sight
	Deeds []DeedGrant
}

// DeedGrant is how one paper may be seen.
type DeedGrant struct {
	Kind  string
	ID    string
	Level string // levelDesk, levelReview or levelRead
}

// The levels: who writes, who comments while it is under review, who reads what is
// certified.
const (
	levelDesk   = "desk"
	levelReview = "review"
	levelRead   = "read"
)

// Key is the sight's canonical form.
func (s DeedSight) Key() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // booleans and strings
	}
	return string(raw)
}

func (s DeedSight) of(kind string) (DeedGrant, bool) {
	i := slices.IndexFunc(s.Deeds, func(g DeedGrant) bool { return g.Kind == kind })
	if i < 0 {
		return DeedGrant{}, false
	}
	return s.Deeds[i], true
}

// itemOf is the item that a part is of, "" for none.
func itemOf(part string) string {
	if item, ok := strings.CutPrefix(part, "item:"); ok {
		return item
	}
	return ""
}

// openPart says whether a part may be read: of an item as the item, else with the
// whole.
func (s DeedSight) openPart(item string) bool {
	if item == "" {
		return s.Whole
	}
	return s.opens(item)
}

var deedRelations = store.DeedRelations()

// onDeed relates the actor to the deed whose id a route has.
func onDeed[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) { return a.heldDeed(ctx, (*in).id()) }
}

func (a *API) onDeedPath(req *http.Request) ([]string, error) {
	return a.heldDeed(req.Context(), req.PathValue("id"))
}

func (a *API) heldDeed(ctx context.Context, id string) ([]string, error) {
	actor := ecabinet.ActorFrom(ctx)
	f, err := a.store.DeedFactsFor(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return deedRelations.Of(actor, f), nil
}

// lookDeeds loads what the sight of a meeting's deeds is made of.
func (a *API) lookDeeds(ctx context.Context, meeting string) (DeedSight, error) {
	m, err := a.store.Meeting(ctx, meeting)
	if err != nil {
		return DeedSight{}, err
	}
	agenda, err := a.store.Agenda(ctx, meeting)
	if err != nil {
		return DeedSight{}, err
	}
	seats, err := a.store.Seats(ctx, meeting)
	if err != nil {
		return DeedSight{}, err
	}
	attendees, err := a.store.Attendees(ctx, meeting)
	if err != nil {
		return DeedSight{}, err
	}
	s := DeedSight{Sight: a.sight(ctx, m, agenda, seats, attendees), Deeds: []DeedGrant{}}
	if !s.Meeting {
		return s, ecabinet.E(ecabinet.NotFound, "meeting.not_found")
	}
	deeds, err := a.store.Deeds(ctx, meeting)
	if err != nil {
		return DeedSight{}, err
	}
	facts := store.FactsOf(m, agenda, seats, attendees)
	for _, d := range deeds {
		held := deedRelations.Of(ecabinet.ActorFrom(ctx), store.DeedFacts{Facts: facts, State: d.State, Reviewers: d.Reviewers})
		may := func(action string) bool { return a.router.May(ctx, "deed", held, action) }
		level := ""
		switch {
		case may("edit-deed"):
			level = levelDesk
		case may("comment-deed"):
			level = levelReview
		case may("read-deed"):
			level = levelRead
		}
		if level == levelRead && !s.Whole {
			// Of a paper with nothing of one's own there is not even to be known that it is.
			sections, err := a.store.Sections(ctx, d.ID)
			if err != nil {
				return DeedSight{}, err
			}
			if !slices.ContainsFunc(sections, func(x meetings.DeedSection) bool { return s.openPart(x.Item) }) {
				continue
			}
		}
		if level != "" {
			s.Deeds = append(s.Deeds, DeedGrant{string(d.Kind), d.ID, level})
		}
	}
	return s, nil
}

// DeedAudience says what actor hears of the topic "deeds:<meeting>".
func (a *API) DeedAudience(ctx context.Context, actor ecabinet.Actor, topic string) (key string, grant any, until time.Time, err error) {
	s, err := a.lookDeeds(ecabinet.WithActor(ctx, actor), strings.TrimPrefix(topic, "deeds:"))
	if err != nil {
		return "", nil, time.Time{}, err
	}
	return s.Key(), s, actor.ValidUntil, nil
}

// hears says whether this sight hears of a thing of the papers at all, or of who writes
// a section: "editing/<meeting>:<kind>:<part>".
func (s DeedSight) hears(ref string) bool {
	kind, rest, _ := strings.Cut(ref, "/")
	if kind != "editing" {
		return len(s.Deeds) > 0 // nor that there is anything
	}
	_, rest, _ = strings.Cut(rest, ":")
	deed, part, _ := strings.Cut(rest, ":")
	g, ok := s.of(deed)
	return ok && g.Level != levelRead && s.openPart(itemOf(part))
}

// ChangesDeedSight says whether an event changes what somebody may see of the papers
// of its meeting: where one begins to be, is sent on, or comes back.
func ChangesDeedSight(e ecabinet.Event) (topic string, changes bool) {
	id, ok := strings.CutPrefix(e.Topic, "meeting:")
	if !ok {
		return "", false
	}
	switch e.Type {
	case "deed.made", "deed.addressed", "deed.sent", "deed.returned", "deed.certified":
		return "deeds:" + id, true
	}
	return "", false
}

// deedTargets are the live things that an event of a deed touches.
func deedTargets(e ecabinet.Event, meeting string) []Target {
	var of struct {
		Kind meetings.DeedKind `json:"kind"`
	}
	if json.Unmarshal(e.Data, &of) != nil {
		return nil
	}
	topic := "deeds:" + meeting
	return []Target{{topic, "deeds/" + meeting}, {topic, string(of.Kind) + "/" + meeting}}
}

// DeedRefs are the things of the topic "deeds:<meeting>".
func deedRefs(topic string, s DeedSight) []string {
	id := strings.TrimPrefix(topic, "deeds:")
	if len(s.Deeds) == 0 {
		return nil
	}
	out := []string{"deeds/" + id}
	for _, g := range s.Deeds {
		out = append(out, g.Kind+"/"+id)
	}
	return out
}

// deedThing reads one live thing of the topic "deeds:<meeting>".
func (a *API) deedThing(ctx context.Context, s DeedSight, topic, kind, meeting string) (int64, any, error) {
	if topic != "deeds:"+meeting || !s.Meeting {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "meeting.not_found")
	}
	if kind == "deeds" {
		v, err := a.deedsView(ctx, s, meeting)
		return revOf(v, err, func() int64 { return v.Rev })
	}
	g, ok := s.of(kind)
	if !ok {
		return 0, nil, ecabinet.E(ecabinet.NotFound, "deed.not_found")
	}
	v, err := a.deedView(ctx, s, g)
	return revOf(v, err, func() int64 { return v.Rev })
}
