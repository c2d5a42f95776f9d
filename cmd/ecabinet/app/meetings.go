package app

import (
	"context"
	"time"

	"ecabinet/dossiers"
	dossierstore "ecabinet/dossiers/store"
	"ecabinet/internal/usecase"
	"ecabinet/meetings"
	meetingsapi "ecabinet/meetings/api"
	meetingstore "ecabinet/meetings/store"
	"ecabinet/people"
)

func (a *App) newMeetings(key []byte) {
	a.Meetings = &meetings.Service{
		Store: meetingstore.New(a.DB), Dossier: meetingDossier{dossier{a.Dossiers, a.People}}, Roll: meetingRoll{a.People},
		Laws: meetingLaws{laws{a.People, a.Rules}}, Seal: sealer{a.DB, derive(key, "votes")},
		Course: usecase.MeetingCourse(func(t meetings.Tx) dossiers.Tx { return dossierstore.Over(meetingstore.TxOf(t)) }),
	}
}

func (a *App) meetingRoutes() {
	a.meetings = meetingsapi.New(a.Router, a.Meetings, meetingstore.New(a.DB), func() meetingsapi.Live { return a.Hub })
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

type meetingLaws struct{ laws }

func (l meetingLaws) At(ctx context.Context, t time.Time) (meetings.Law, error) {
	law, err := l.laws.At(ctx, t)
	return meetings.Law{Profile: law.Profile, Calendar: law.Calendar.Calendar, Zone: law.Calendar.Zone}, err
}
