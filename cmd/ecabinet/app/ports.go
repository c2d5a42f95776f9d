package app

import (
	"context"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/dossiers"
	"ecabinet/internal/export"
	"ecabinet/people"
	"ecabinet/procedure"
	"ecabinet/rules"
)

// What the ballots must know of other rooms, in the ballots' words.

type roll struct{ people *people.Service }

func (r roll) Members(ctx context.Context, at time.Time) ([]ballots.Member, error) {
	list, err := r.people.Members(ctx, ecabinet.ActorFrom(ctx).Body, at)
	if err != nil {
		return nil, err
	}
	out := make([]ballots.Member, len(list))
	for i, m := range list {
		out[i] = ballots.Member{Person: m.Person, Name: m.FullName, TieMark: m.Tie, Posts: []string{}}
		for _, p := range m.Posts {
			out[i].Posts = append(out[i].Posts, p.TitleVI)
			if out[i].Office == "" {
				out[i].Office = p.AgencyVI
			}
		}
	}
	return out, nil
}

func (r roll) Staff(ctx context.Context, member string, at time.Time) ([]string, error) {
	list, err := r.people.Office(ctx, ecabinet.ActorFrom(ctx).Body, member)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, d := range list {
		if d.Holds(at) {
			out = append(out, d.Staff)
		}
	}
	return out, nil
}

func (r roll) Names(ctx context.Context, persons []string) (map[string]string, error) {
	return r.people.FullNames(ctx, persons)
}

// letterhead is what the actor's body puts on its papers.
func letterhead(p *people.Service) func(ctx context.Context) (export.Letterhead, error) {
	return func(ctx context.Context) (export.Letterhead, error) {
		id := ecabinet.ActorFrom(ctx).Body
		b, err := p.Body(ctx, id)
		if err != nil {
			return export.Letterhead{}, err
		}
		zone, err := p.Zone(ctx, id)
		text := func(key string) export.Phrase {
			return export.Phrase{VI: b.Settings[key+"_vi"], EN: b.Settings[key+"_en"]}
		}
		return export.Letterhead{
			Body: export.Phrase{VI: b.NameVI, EN: b.NameEN}, Issuer: text("issuer"), Place: text("place"), Sign: b.Settings["sign"], Zone: zone,
		}, err
	}
}

type dossier struct {
	dossiers *dossiers.Service
	people   *people.Service
}

func (d dossier) Matter(ctx context.Context, id string) (ballots.Matter, error) {
	m, err := d.dossiers.Store.Matter(ctx, id)
	if err != nil {
		return ballots.Matter{}, err
	}
	agency, err := d.people.Agency(ctx, m.Body, m.Agency)
	if err != nil {
		return ballots.Matter{}, err
	}
	taken := m.State == dossiers.Taken || m.State == dossiers.Deciding || m.State == dossiers.Decided
	return ballots.Matter{ID: m.ID, Title: m.Title, Agency: m.Agency, Lead: agency.NameVI, Class: string(m.Class), Taken: taken}, nil
}

func (d dossier) Papers(ctx context.Context, matter string) ([]ballots.Paper, error) {
	list, err := d.dossiers.FileHashes(ctx, matter)
	if err != nil {
		return nil, err
	}
	out := make([]ballots.Paper, len(list))
	for i, p := range list {
		out[i] = ballots.Paper{
			Document: p.Document, Version: p.Version, Number: p.Number, Kind: string(p.Kind), Title: p.Title, Pages: p.Pages,
			Original: p.Original, Reading: p.Reading,
		}
	}
	return out, nil
}

// laws is the law of the actor's body: what is shipped, as the body changed it.
type laws struct {
	people *people.Service
	rules  *rules.Service
}

func (l laws) At(ctx context.Context, t time.Time) (ballots.Law, error) {
	profiles, calendar, err := l.of(ctx)
	if err != nil {
		return ballots.Law{}, err
	}
	p, err := procedure.At(profiles, procedure.DateOf(t, calendar.Zone))
	return ballots.Law{Profile: p, Calendar: calendar}, err
}

func (l laws) Calendar(ctx context.Context) (ballots.Calendar, error) {
	_, calendar, err := l.of(ctx)
	return calendar, err
}

func (l laws) of(ctx context.Context) ([]procedure.Profile, ballots.Calendar, error) {
	body := ecabinet.ActorFrom(ctx).Body
	zone, err := l.people.Zone(ctx, body)
	if err != nil {
		return nil, ballots.Calendar{}, err
	}
	law, err := l.rules.Law(ctx, body)
	return law.Profiles, ballots.Calendar{Calendar: law.Calendar, Zone: zone}, err
}

// registry is what the rules must know of the people, in the rules' words.
type registry struct{ people *people.Service }

func (r registry) Zone(ctx context.Context) (*time.Location, error) {
	return r.people.Zone(ctx, ecabinet.ActorFrom(ctx).Body)
}

func (r registry) Names(ctx context.Context, persons []string) (map[string]string, error) {
	return roll{r.people}.Names(ctx, persons)
}
