package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/meetings/store"
)

type inviteInput struct {
	ByID
	Body struct {
		Persons []string `json:"persons" maxItems:"200" doc:"ids of persons"`
		Units   []string `json:"units" maxItems:"200" doc:"agency/<id> or office/<member>"`
	}
}

type acceptInput struct {
	ByID
	Body struct {
		Manner string `json:"manner,omitempty" enum:"room,online" doc:"needed where both are offered"`
	}
}

type nameInput struct {
	ByID
	Body struct {
		InvitationRev int64  `json:"invitation_rev"`
		Person        string `json:"person" maxLength:"40"`
	}
}

type absenceInput struct {
	ByID
	Body struct {
		From       *time.Time `json:"from,omitempty" doc:"with until; neither: for the whole session"`
		Until      *time.Time `json:"until,omitempty"`
		Reason     string     `json:"reason" maxLength:"4000"`
		Substitute string     `json:"substitute,omitempty" maxLength:"40" doc:"who comes in the member's place"`
	}
}

// summons relates the actor to the invitation whose id a route has.
func summons[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		i, err := a.store.Invitation(ctx, (*in).id())
		if err != nil {
			return nil, err
		}
		return a.standing(ctx, *i)
	}
}

// onAbsence relates the actor to a request for leave by its invitation.
func onAbsence[I interface{ id() string }](a *API) func(ctx context.Context, in *I) ([]string, error) {
	return func(ctx context.Context, in *I) ([]string, error) {
		x, err := a.store.Absence(ctx, (*in).id())
		if err != nil {
			return nil, err
		}
		i, err := a.store.Invitation(ctx, x.Invitation)
		if err != nil {
			return nil, err
		}
		return a.standing(ctx, *i)
	}
}

// standing is how the actor stands to an invitation. Before the session is convened it
// is nobody's but the secretariat's.
func (a *API) standing(ctx context.Context, i meetings.Invitation) ([]string, error) {
	held, err := a.held(ctx, store.OfMeeting, i.Meeting)
	if err != nil || !slices.Contains(held, "convened") {
		return []string{"any"}, err
	}
	me := ecabinet.ActorFrom(ctx)
	if i.Person == me.Person && i.Person != "" {
		held = append(held, "own")
	}
	if i.Unit != "" && i.Live() && slices.Contains(units(me), i.Unit) {
		held = append(held, "unit")
	}
	if slices.ContainsFunc(me.Offices, func(o ecabinet.OfficeAccess) bool { return o.Member == i.Person }) && i.Part == meetings.AsMember {
		held = append(held, "office")
	}
	return held, nil
}

func (a *API) invitationRoutes() {
	a.guestListRoutes()
	a.replyRoutes()
	a.absenceRoutes()
}

func (a *API) guestListRoutes() {
	handle := func(op httpx.Op) httpx.Op { op.Object = "invitation"; return op }
	httpx.Handle(a.router, handle(httpx.Op{ID: "list-guests", Method: http.MethodGet, Path: "/api/meetings/{id}/invitations", Action: "read-invitation",
		Summary: "Who is invited, who has read it, and what they answered"}), on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[GuestListView], error) { return a.guests(ctx, in.ID, nil) })
	httpx.Handle(a.router, handle(httpx.Op{ID: "invite", Method: http.MethodPost, Path: "/api/meetings/{id}/invitations", Action: "edit-invitation",
		Summary: "Invite persons and units to the session as a whole"}), on[inviteInput](a),
		func(ctx context.Context, in *inviteInput) (*out[GuestListView], error) {
			var list []meetings.Invitee
			for _, p := range in.Body.Persons {
				list = append(list, meetings.Invitee{Person: p})
			}
			for _, u := range in.Body.Units {
				list = append(list, meetings.Invitee{Unit: u})
			}
			_, err := a.service.Invite(ctx, in.ID, list)
			return a.guests(ctx, in.ID, err)
		})
	httpx.Handle(a.router, handle(httpx.Op{ID: "invite-as-before", Method: http.MethodPost, Path: "/api/meetings/{id}/invitations/copy", Action: "edit-invitation",
		Summary: "Invite the persons and units of the session before"}), on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[GuestListView], error) {
			_, err := a.service.InviteAsBefore(ctx, in.ID)
			return a.guests(ctx, in.ID, err)
		})
	httpx.Handle(a.router, handle(httpx.Op{ID: "withdraw-invitation", Method: http.MethodPost, Path: "/api/invitations/{id}/withdraw", Action: "edit-invitation",
		Summary: "Take the invitation of a person or unit back"}), summons[ByID](a),
		func(ctx context.Context, in *ByID) (*out[GuestListView], error) {
			_, err := a.service.Uninvite(ctx, in.ID)
			return a.guestsOf(ctx, in.ID, err)
		})
	httpx.Handle(a.router, handle(httpx.Op{ID: "post-again", Method: http.MethodPost, Path: "/api/invitations/{id}/post", Action: "edit-invitation",
		Summary: "Send the mails of an invitation again that could not be delivered"}), summons[ByID](a),
		func(ctx context.Context, in *ByID) (*out[GuestListView], error) {
			_, err := a.service.PostAgain(ctx, in.ID)
			return a.guestsOf(ctx, in.ID, err)
		})
}

// guests answers with the guest list.
func (a *API) guests(ctx context.Context, meeting string, err error) (*out[GuestListView], error) {
	if err != nil {
		return nil, err
	}
	s, err := a.look(ctx, meeting)
	if err != nil {
		return nil, err
	}
	v, err := a.guestListView(ctx, s, meeting)
	return &out[GuestListView]{v}, err
}

func (a *API) guestsOf(ctx context.Context, invitation string, err error) (*out[GuestListView], error) {
	if err != nil {
		return nil, err
	}
	i, err := a.store.Invitation(ctx, invitation)
	if err != nil {
		return nil, err
	}
	return a.guests(ctx, i.Meeting, nil)
}

func (a *API) replyRoutes() {
	op := func(id, method, path, action, summary string) httpx.Op {
		return httpx.Op{ID: id, Method: method, Path: path, Object: "invitation", Action: action, Summary: summary}
	}
	list := op("list-invitations", http.MethodGet, "/api/invitations", "read-invitation", "My invitations to sessions that are not over, those of my units, and of the members I work for")
	list.List = true
	httpx.Handle(a.router, list, nil, func(ctx context.Context, _ *struct{}) (*out[InvitationList], error) {
		found, err := a.store.Summonses(ctx, units(ecabinet.ActorFrom(ctx)), a.router.Now().Add(-24*time.Hour))
		if err != nil {
			return nil, err
		}
		items, err := a.summonsViews(ctx, found)
		return &out[InvitationList]{&InvitationList{Items: items}}, err
	})
	httpx.Handle(a.router, op("read-invitation", http.MethodGet, "/api/invitations/{id}", "read-invitation", "An invitation"), summons[ByID](a),
		func(ctx context.Context, in *ByID) (*out[InvitationView], error) {
			return a.invitation(ctx, in.ID, nil)
		})
	httpx.Handle(a.router, op("mark-invitation-read", http.MethodPost, "/api/invitations/{id}/read", "read-invitation", "I have seen what my invitation says"), summons[ByID](a),
		func(ctx context.Context, in *ByID) (*out[InvitationView], error) {
			_, err := a.service.ReadInvitation(ctx, in.ID)
			return a.invitation(ctx, in.ID, err)
		})
	httpx.Handle(a.router, op("accept-invitation", http.MethodPost, "/api/invitations/{id}/accept", "answer-invitation", "Say that one comes, and how"), summons[acceptInput](a),
		func(ctx context.Context, in *acceptInput) (*out[InvitationView], error) {
			_, err := a.service.Accept(ctx, in.ID, meetings.Manner(in.Body.Manner))
			return a.invitation(ctx, in.ID, err)
		})
	httpx.Handle(a.router, op("decline-invitation", http.MethodPost, "/api/invitations/{id}/decline", "answer-invitation", "Say that one does not come; members ask for leave"), summons[reasonInput](a),
		func(ctx context.Context, in *reasonInput) (*out[InvitationView], error) {
			_, err := a.service.Decline(ctx, in.ID, in.Body.Reason)
			return a.invitation(ctx, in.ID, err)
		})
	httpx.Handle(a.router, op("list-candidates", http.MethodGet, "/api/invitations/{id}/candidates", "name-person", "Who may be named for the unit"), summons[ByID](a), a.candidates)
	httpx.Handle(a.router, op("name-person", http.MethodPut, "/api/invitations/{id}/person", "name-person", "Say who comes for the unit"), summons[nameInput](a),
		func(ctx context.Context, in *nameInput) (*out[InvitationView], error) {
			_, err := a.service.Name(ctx, in.ID, in.Body.InvitationRev, in.Body.Person)
			if err != nil && ecabinet.KindOf(err) == ecabinet.Stale {
				now, failed := a.invitation(ctx, in.ID, nil)
				if failed != nil {
					return nil, failed
				}
				return nil, httpx.WithCurrent(err, now.Body)
			}
			return a.invitation(ctx, in.ID, err)
		})
}

func (a *API) absenceRoutes() {
	op := func(id, path, action, summary string) httpx.Op {
		return httpx.Op{ID: id, Method: http.MethodPost, Path: path, Object: "invitation", Action: action, Summary: summary}
	}
	httpx.Handle(a.router, op("ask-absence", "/api/invitations/{id}/absences", "ask-absence", "Ask for leave, for the whole session or a part of it"), summons[absenceInput](a),
		func(ctx context.Context, in *absenceInput) (*out[InvitationView], error) {
			ask := meetings.Absence{From: utc(in.Body.From), Until: utc(in.Body.Until), Reason: in.Body.Reason, Substitute: in.Body.Substitute}
			_, err := a.service.AskAbsence(ctx, in.ID, ask)
			return a.invitation(ctx, in.ID, err)
		})
	httpx.Handle(a.router, op("withdraw-absence", "/api/absences/{id}/withdraw", "ask-absence", "Take a request for leave back"), onAbsence[ByID](a),
		func(ctx context.Context, in *ByID) (*out[InvitationView], error) {
			_, err := a.service.WithdrawAbsence(ctx, in.ID)
			return a.ofAbsence(ctx, in.ID, err)
		})
	list := httpx.Op{ID: "list-absences", Method: http.MethodGet, Path: "/api/absences", Object: "invitation", Action: "decide-absence", List: true,
		Summary: "Requests for leave that wait for me, who chairs the session"}
	httpx.Handle(a.router, list, nil, a.absencesToDecide)
	httpx.Handle(a.router, op("approve-absence", "/api/absences/{id}/approve", "decide-absence", "Give leave"), onAbsence[ByID](a),
		func(ctx context.Context, in *ByID) (*out[GuestListView], error) {
			_, err := a.service.DecideAbsence(ctx, in.ID, true, "")
			return a.afterAbsence(ctx, in.ID, err)
		})
	httpx.Handle(a.router, op("refuse-absence", "/api/absences/{id}/refuse", "decide-absence", "Refuse leave, with a reason"), onAbsence[reasonInput](a),
		func(ctx context.Context, in *reasonInput) (*out[GuestListView], error) {
			_, err := a.service.DecideAbsence(ctx, in.ID, false, in.Body.Reason)
			return a.afterAbsence(ctx, in.ID, err)
		})
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	x := t.UTC()
	return &x
}

// invitation answers with one invitation as the actor sees it.
func (a *API) invitation(ctx context.Context, id string, err error) (*out[InvitationView], error) {
	if err != nil {
		return nil, err
	}
	i, err := a.store.Invitation(ctx, id)
	if err != nil {
		return nil, err
	}
	m, err := a.store.Meeting(ctx, i.Meeting)
	if err != nil {
		return nil, err
	}
	list, err := a.summonsViews(ctx, []store.Summons{{Invitation: *i, Meeting: m}})
	if err != nil {
		return nil, err
	}
	return &out[InvitationView]{&list[0]}, nil
}

func (a *API) ofAbsence(ctx context.Context, id string, err error) (*out[InvitationView], error) {
	if err != nil {
		return nil, err
	}
	x, err := a.store.Absence(ctx, id)
	if err != nil {
		return nil, err
	}
	return a.invitation(ctx, x.Invitation, nil)
}

func (a *API) afterAbsence(ctx context.Context, id string, err error) (*out[GuestListView], error) {
	if err != nil {
		return nil, err
	}
	x, err := a.store.Absence(ctx, id)
	if err != nil {
		return nil, err
	}
	return a.guests(ctx, x.Meeting, nil)
}

func (a *API) candidates(ctx context.Context, in *ByID) (*out[CandidateList], error) {
	i, err := a.store.Invitation(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if i.Unit == "" {
		return nil, ecabinet.E(ecabinet.Refused, "invitation.no_unit")
	}
	people, err := a.service.Units.PeopleOf(ctx, i.Unit, a.router.Now())
	if err != nil {
		return nil, err
	}
	members, err := a.roll.Members(ctx, a.router.Now())
	if err != nil {
		return nil, err
	}
	people = slices.DeleteFunc(people, func(p string) bool {
		return slices.ContainsFunc(members, func(x meetings.Member) bool { return x.Person == p })
	})
	n := &named{api: a}
	n.want(people...)
	if err := n.read(ctx); err != nil {
		return nil, err
	}
	return &out[CandidateList]{&CandidateList{Items: n.all(people)}}, nil
}

func (a *API) absencesToDecide(ctx context.Context, _ *struct{}) (*out[AbsenceTasks], error) {
	list, err := a.store.AbsencesToDecide(ctx, ecabinet.ActorFrom(ctx).Person)
	if err != nil {
		return nil, err
	}
	b := &book{named: named{api: a}}
	sessions := map[string]*meetings.Meeting{}
	for _, x := range list {
		b.wantsAbsence(x)
		m, err := a.store.Meeting(ctx, x.Meeting)
		if err != nil {
			return nil, err
		}
		sessions[x.Meeting] = m
		b.want(m.Chair)
	}
	if err := b.read(ctx); err != nil {
		return nil, err
	}
	v := &AbsenceTasks{Items: []AbsenceTask{}}
	for _, x := range list {
		brief := b.brief(sessions[x.Meeting], meetings.Invitation{Part: meetings.AsMember, Reply: meetings.Invited})
		v.Items = append(v.Items, AbsenceTask{Absence: *b.absence(&x, true), Person: b.of(x.Person), Session: brief})
	}
	return &out[AbsenceTasks]{v}, nil
}
