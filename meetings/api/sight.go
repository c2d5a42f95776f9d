package api

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
)

// Sight is what some actors may see of one meeting. It is the whole of what a shared
// view may depend on besides rows: two actors with equal sights get equal bytes.
type Sight struct {
	Meeting   bool     // the meeting itself
	Desk      bool     // what only the secretariat and the chair of the session see: guests, recusals, copies
	Led       []string // without Desk: the items that he chairs, of which he sees that all the same
	LedMarks  bool     // and the positions on them
	Whole     bool     // the agenda as a whole, the attendance and the votes; else only Items
	Items     []string // without Whole: the items that may be known of
	Closed    []string // with Whole: items whose papers, floor and votes are closed, by recusal
	Positions bool
	Guests    bool // the guest list, with what was written to ask for leave
	Screen    bool // what is on the screens in the room, and nothing else
	Early     bool // papers that are released to the members and their offices
}

// papers are those of an item that a sight is shown at a time.
func (s Sight) papers(it meetings.Item, now time.Time) []meetings.Paper {
	var out []meetings.Paper
	for _, p := range it.Papers {
		reach := it.Reach(p.Document, now)
		if s.desk(it.ID) || reach == meetings.ToAll || s.Early && reach == meetings.ToMembers {
			out = append(out, p)
		}
	}
	return out
}

// Key is the sight's canonical form.
func (s Sight) Key() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // booleans and strings
	}
	return string(raw)
}

// knows says whether an item may be known of, opens whether its content may be seen.
func (s Sight) knows(item string) bool { return s.Whole || slices.Contains(s.Items, item) }

func (s Sight) opens(item string) bool { return s.knows(item) && !slices.Contains(s.Closed, item) }

// desk says whether what is for the secretariat and the chair may be seen of an item,
// marks whether the positions on it.
func (s Sight) desk(item string) bool { return s.Desk || slices.Contains(s.Led, item) }

func (s Sight) marks(item string) bool {
	return s.Positions || s.LedMarks && slices.Contains(s.Led, item)
}

var relations = store.Relations()

// held is how the actor in ctx stands to what a route is about.
func (a *API) held(ctx context.Context, of store.Of, id string) ([]string, error) {
	actor := ecabinet.ActorFrom(ctx)
	f, err := a.store.FactsFor(ctx, actor, of, id)
	if err != nil {
		return nil, err
	}
	return relations.Of(actor, f), nil
}

// on relates the actor to the meeting whose id a route has.
func on[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) { return a.held(ctx, store.OfMeeting, (*in).id()) }
}

func (b ByID) id() string { return b.ID }

// onItem relates the actor to the item whose id a route has.
func onItem[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) { return a.held(ctx, store.OfItem, (*in).id()) }
}

// onVote relates the actor to the vote whose id a route has, by the items voted on.
func onVote[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) { return a.held(ctx, store.OfVote, (*in).id()) }
}

// onMotion relates the actor to the items that a vote is to be opened on.
func (a *API) onMotion(ctx context.Context, in *openVoteInput) ([]string, error) {
	actor := ecabinet.ActorFrom(ctx)
	f, err := a.store.FactsFor(ctx, actor, store.OfMeeting, in.ID)
	if err != nil {
		return nil, err
	}
	f.Around = in.Body.Items
	return relations.Of(actor, f), nil
}

// onRequest relates the actor to a request to speak by its item; own where it is his.
func onRequest[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		r, err := a.store.Request(ctx, (*in).id())
		if err != nil {
			return nil, err
		}
		held, err := a.held(ctx, store.OfRequest, r.ID)
		if err == nil && r.Person == ecabinet.ActorFrom(ctx).Person {
			held = append(held, "own")
		}
		return held, err
	}
}

// sight is what the policies let the actor in ctx see of a meeting.
func (a *API) sight(ctx context.Context, m *meetings.Meeting, agenda meetings.Agenda, seats []meetings.Seat, attendees []meetings.Attendee) Sight {
	actor := ecabinet.ActorFrom(ctx)
	whole := relations.Of(actor, store.FactsOf(m, agenda, seats, attendees))
	may := func(object string, held []string, action string) bool { return a.router.May(ctx, object, held, action) }
	if !may("meeting", whole, "read-meeting") {
		return Sight{Screen: may("meeting", whole, "read-screen")}
	}
	// Who chairs an item holds "chair" of the whole too: what that gives is of his items alone.
	session := whole
	if m.Chair != actor.Person {
		session = slices.DeleteFunc(slices.Clone(whole), func(r string) bool { return r == "chair" })
	}
	s := Sight{
		Meeting: true, Whole: true, Led: []string{}, Items: []string{}, Closed: []string{},
		Desk: may("meeting", session, "edit-meeting") || may("meeting", session, "conduct-meeting"), Positions: may("meeting", session, "read-positions"),
		Guests: may("invitation", whole, "read-invitation"),
	}
	leads := !s.Desk && may("meeting", whole, "conduct-meeting")
	s.Early = may("item", whole, "read-early-paper")
	var known, closed []string
	for _, it := range agenda {
		if it.Stage == meetings.Withdrawn && !s.Desk {
			continue
		}
		if leads && it.Chair == actor.Person {
			s.Led, s.LedMarks = append(s.Led, it.ID), !s.Positions && may("meeting", whole, "read-positions")
		}
		held := relations.Of(actor, store.FactsOf(m, agenda, seats, attendees, it.ID))
		switch recused := slices.Contains(held, "recused"); {
		case may("item", held, "read-item"):
			known = append(known, it.ID)
		case recused && may("item", slices.DeleteFunc(held, func(r string) bool { return r == "recused" }), "read-item"):
			known, closed = append(known, it.ID), append(closed, it.ID)
		}
	}
	// Whoever may vote on, or read votes of, the meeting as a whole sees it whole.
	if s.Whole = may("vote", whole, "read-vote"); s.Whole {
		s.Closed = append(s.Closed, closed...)
	} else {
		s.Items = append(s.Items, known...)
	}
	return s
}

// look loads what a sight is made of.
func (a *API) look(ctx context.Context, meeting string) (Sight, error) {
	m, err := a.store.Meeting(ctx, meeting)
	if err != nil {
		return Sight{}, err
	}
	agenda, err := a.store.Agenda(ctx, meeting)
	if err != nil {
		return Sight{}, err
	}
	seats, err := a.store.Seats(ctx, meeting)
	if err != nil {
		return Sight{}, err
	}
	attendees, err := a.store.Attendees(ctx, meeting)
	if err != nil {
		return Sight{}, err
	}
	s := a.sight(ctx, m, agenda, seats, attendees)
	if !s.Meeting && !s.Screen {
		return s, ecabinet.E(ecabinet.NotFound, "meeting.not_found")
	}
	return s, nil
}

// Audience says what actor hears of the topic "meeting:<id>", for the live stream.
func (a *API) Audience(ctx context.Context, actor ecabinet.Actor, topic string) (key string, grant any, until time.Time, err error) {
	s, err := a.look(ecabinet.WithActor(ctx, actor), strings.TrimPrefix(topic, "meeting:"))
	if err != nil {
		return "", nil, time.Time{}, err
	}
	return s.Key(), s, actor.ValidUntil, nil
}

// Hears says whether a sight can hear of a thing or a signal at all: guests hear of
// their own items only, and only the screens in the room what is on them.
func Hears(grant any, ref string) bool {
	if d, ok := grant.(DeedSight); ok {
		return d.hears(ref)
	}
	s, ok := grant.(Sight)
	if !ok {
		return true
	}
	kind, rest, _ := strings.Cut(ref, "/")
	if s.Screen {
		return kind == "screen" || kind == "presented" || kind == "turnout"
	}
	switch kind {
	case "screen":
		return false
	case "invitations":
		return s.Guests
	case "presented": // presented/<meeting>:<item>
		_, item, _ := strings.Cut(rest, ":")
		return item == "" || s.opens(item)
	case "turnout": // turnout/<vote>:<item>
		_, item, _ := strings.Cut(rest, ":")
		return s.Whole && (item == "" || s.opens(item))
	case "opinions": // there are none to read without the whole
		return s.Whole
	case "rehearsal":
		return s.Desk
	case "links":
		return s.Whole
	}
	return true
}
