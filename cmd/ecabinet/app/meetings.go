package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/dossiers"
	dossiersapi "ecabinet/dossiers/api"
	dossierstore "ecabinet/dossiers/store"
	"ecabinet/internal/usecase"
	"ecabinet/meetings"
	meetingsapi "ecabinet/meetings/api"
	meetingstore "ecabinet/meetings/store"
	"ecabinet/people"
)

func (a *App) newMeetings(key []byte) {
	a.Meetings = &meetings.Service{
		Store: meetingstore.New(a.DB), Dossier: meetingDossier{dossier{a.Dossiers, a.People}}, Roll: meetingRoll{a.People}, Units: meetingUnits{a.People},
		Ballots: meetingBallots{ballotstore.New(a.DB)},
		Laws:    meetingLaws{laws{a.People, a.Rules}}, Seal: sealer{a.DB, derive(key, "votes")},
		Boxes:   boxes{derive(key, "boxes")},
		Course:  usecase.MeetingCourse(func(t meetings.Tx) dossiers.Tx { return dossierstore.Over(meetingstore.TxOf(t)) }),
		History: usecase.MeetingHistory(func(t meetings.Tx) dossiers.Tx { return dossierstore.Over(meetingstore.TxOf(t)) }),
	}
	if a.mail != nil {
		a.Meetings.Mails, a.Meetings.Postman = true, postman{a}
	}
}

func (a *App) meetingRoutes(o Option, key []byte, papers *dossiersapi.API) {
	a.meetings = meetingsapi.New(a.Router, a.Meetings, meetingstore.New(a.DB), func() meetingsapi.Live { return a.Hub })
	a.meetings.CalendarRoutes(meetingsapi.Calendars{Key: derive(key, "calendars"), Sender: a.sender})
	a.meetings.ServeDeeds(letterhead(a.People))
	a.meetings.ServeScreens(meetingScreens{a.Auth, papers})
	play := func(context.Context, meetingsapi.RehearsalPlan, func(string, int, int)) (*meetingsapi.RehearsalReport, error) {
		return nil, ecabinet.E(ecabinet.NotFound, "http.not_found")
	}
	if o.Rehearse != nil {
		play = o.Rehearse(a.Settings.Data)
	}
	a.meetings.ServeRehearsals(play)
}

// What the meetings must know of other rooms, in the meetings' words.

type meetingRoll struct{ people *people.Service }

func (r meetingRoll) Members(ctx context.Context, at time.Time) ([]meetings.Member, error) {
	list, err := roll{r.people}.Members(ctx, at)
	out := make([]meetings.Member, len(list))
	for i, m := range list {
		out[i] = meetings.Member{Person: m.Person, Name: m.Name, Posts: m.Posts, TieMark: m.TieMark}
	}
	return out, err
}

func (r meetingRoll) Names(ctx context.Context, persons []string) (map[string]string, error) {
	return roll{r.people}.Names(ctx, persons)
}

// meetingUnits are the agencies and the members' offices as those who may be invited.
type meetingUnits struct{ people *people.Service }

func (u meetingUnits) PeopleOf(ctx context.Context, unit string, at time.Time) ([]string, error) {
	body := ecabinet.ActorFrom(ctx).Body
	var list []string
	var err error
	switch kind, id, _ := strings.Cut(unit, "/"); kind {
	case "agency":
		list, err = u.people.OfAgency(ctx, body, id, at)
	case "office":
		list, err = roll{u.people}.Staff(ctx, id, at)
	}
	if err == nil && len(list) == 0 {
		err = ecabinet.E(ecabinet.NotFound, "invitation.unit_unknown")
	}
	slices.Sort(list)
	return slices.Compact(list), err
}

func (u meetingUnits) UnitNames(ctx context.Context, units []string) (map[string]meetings.UnitName, error) {
	agencies, err := u.people.Agencies(ctx, ecabinet.ActorFrom(ctx).Body)
	if err != nil {
		return nil, err
	}
	out := map[string]meetings.UnitName{}
	for _, a := range agencies {
		out["agency/"+a.ID] = meetings.UnitName{VI: a.NameVI, EN: cmp.Or(a.NameEN, a.NameVI)}
	}
	var members []string
	for _, unit := range units {
		if id, ok := strings.CutPrefix(unit, "office/"); ok {
			members = append(members, id)
		}
	}
	names, err := u.people.FullNames(ctx, members)
	for id, name := range names {
		out["office/"+id] = meetings.UnitName{VI: "Đơn vị giúp việc của " + name, EN: "Office of " + name}
	}
	return out, err
}

func (u meetingUnits) Serves(ctx context.Context, person string, at time.Time) (bool, error) {
	st, err := u.people.Standing(ctx, ecabinet.ActorFrom(ctx).Body, person)
	return len(st.At(at).Roles) > 0, err
}

// outside are the roles with which somebody comes to a body without belonging to it.
var outside = []string{"guest", "observer", "respondent", "link", "projector"}

func (u meetingUnits) Outsiders(ctx context.Context, persons []string, at time.Time) ([]string, error) {
	var out []string
	for _, p := range persons {
		st, err := u.people.Standing(ctx, ecabinet.ActorFrom(ctx).Body, p)
		if err != nil {
			return nil, err
		}
		roles := st.At(at).Roles
		if len(roles) > 0 && !slices.ContainsFunc(roles, func(r string) bool { return !slices.Contains(outside, r) }) {
			out = append(out, p)
		}
	}
	return out, nil
}

type meetingDossier struct{ dossier }

func (d meetingDossier) Matter(ctx context.Context, id string) (meetings.Matter, error) {
	m, err := d.dossier.Matter(ctx, id)
	return meetings.Matter(m), err
}

func (d meetingDossier) Papers(ctx context.Context, matter string) ([]meetings.Paper, error) {
	list, err := d.dossier.Papers(ctx, matter)
	out := make([]meetings.Paper, len(list))
	for i, p := range list {
		out[i] = meetings.Paper(p)
	}
	return out, err
}

// meetingBallots are the ballots that have ended, as a session has to take them up.
type meetingBallots struct{ store *ballotstore.Store }

// mostAsked is how many ended ballots are looked through.
const mostAsked = 1000

func (b meetingBallots) ForSession(ctx context.Context, after time.Time) ([]meetings.FromBallot, error) {
	list, err := b.store.Ended(ctx, after, mostAsked)
	var out []meetings.FromBallot
	for i, x := range list {
		if x.State == ballots.Recalled && slices.ContainsFunc(list[i+1:], func(later ballots.Ballot) bool { return later.Matter == x.Matter }) {
			continue // its matter was asked about anew
		}
		asked := meetings.FromBallot{Ballot: x.ID, Number: x.Number, Title: x.Title, Matter: x.Matter, Lead: x.Lead, Kind: meetings.Note, At: *x.ClosedAt}
		if x.Result != nil && len(x.Result.Discuss) > 0 && x.Onward == nil {
			asked.Kind, asked.Asked = meetings.Decide, len(x.Result.Discuss)
		} else if x.State != ballots.Certified {
			continue // there is nothing to report yet
		}
		out = append(out, asked)
	}
	return out, err
}

type meetingLaws struct{ laws }

func (l meetingLaws) At(ctx context.Context, t time.Time) (meetings.Law, error) {
	law, err := l.laws.At(ctx, t)
	return meetings.Law{Profile: law.Profile, Calendar: law.Calendar.Calendar, Zone: law.Calendar.Zone}, err
}

// SessionToRehearse is the session with an id, "" for the next one of any body that was
// convened and not opened yet; NotFound where there is none.
func (a *App) SessionToRehearse(ctx context.Context, id string) (*meetings.Meeting, error) {
	return meetingstore.New(a.DB).Coming(ctx, id, a.Now())
}
