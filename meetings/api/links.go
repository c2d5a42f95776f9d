package api

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/meetings"
)

// The times of following connections.
const (
	linksEvery = time.Second      // how soon somebody who is lost, or back, is noticed
	linksWhole = 5 * time.Second  // how often all is looked at, whether this node noticed something or not
	linksQuiet = 40 * time.Second // a socket that answers no heartbeat for so long is lost
	linksAgain = 20 * time.Minute // when it is told once more; the hub forgets what nobody repeats
)

// LostView is somebody who attends and whose connection is lost.
type LostView struct {
	Person string    `json:"person"`
	Since  time.Time `json:"since"`
}

// LinksView is the signal that says whose connection is lost.
type LinksView struct {
	Lost []LostView `json:"lost"`
}

// links is what the follower of connections remembers between two looks.
type links struct {
	heard map[string][]string // who was connected here, by body
	told  map[string]told     // by meeting
}

type told struct {
	lost []LostView
	at   time.Time
}

// RunLinks follows the connections of those who attend, until ctx ends: it tells the
// rooms who is lost and since when, and lets the rules act on it.
func (a *API) RunLinks(ctx context.Context, log *slog.Logger) error {
	tick := time.NewTicker(linksEvery)
	defer tick.Stop()
	whole := time.Time{}
	for {
		due := !time.Now().Before(whole)
		if due {
			whole = time.Now().Add(linksWhole)
		}
		if err := a.FollowLinks(ctx, due); err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "connections were not followed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// FollowLinks looks once at the connections of all who attend: of every meeting where
// whole is set, else of those in whose body somebody has come or gone here.
func (a *API) FollowLinks(ctx context.Context, whole bool) error {
	sitting, err := a.store.Sitting(ctx)
	if err != nil {
		return err
	}
	if a.links.heard == nil {
		a.links = links{heard: map[string][]string{}, told: map[string]told{}}
	}
	maps.DeleteFunc(a.links.told, func(id string, _ told) bool {
		return !slices.ContainsFunc(sitting, func(m meetings.Meeting) bool { return m.ID == id })
	})
	moved := map[string]bool{}
	var errs []error
	for i := range sitting {
		m := &sitting[i]
		heard := a.live().Persons(m.Body)
		if _, seen := moved[m.Body]; !seen {
			now := slices.Sorted(maps.Keys(heard))
			moved[m.Body] = !slices.Equal(now, a.links.heard[m.Body])
			a.links.heard[m.Body] = now
		}
		if whole || moved[m.Body] {
			errs = append(errs, a.followMeeting(ecabinet.WithActor(ctx, ecabinet.SystemActor(m.Body)), m, heard))
		}
	}
	return errors.Join(errs...)
}

func (a *API) followMeeting(ctx context.Context, m *meetings.Meeting, heard map[string]time.Duration) error {
	here, err := a.store.Attendance(ctx, m.ID)
	if err != nil {
		return err
	}
	var persons []string
	for _, p := range here {
		persons = append(persons, p.Person)
	}
	slices.Sort(persons)
	now := a.router.Now()
	if err := a.service.KeepLinks(ctx, a.live().Node(), slices.Compact(persons), heard, linksQuiet, now); err != nil {
		return err
	}
	if err := a.service.FollowLinks(ctx, m.ID, now); err != nil {
		return err
	}
	known, err := a.store.Links(ctx, now)
	if err != nil {
		return err
	}
	if here, err = a.store.Attendance(ctx, m.ID); err != nil {
		return err
	}
	v := LinksView{Lost: []LostView{}}
	for _, l := range here.Lost(known, now) {
		v.Lost = append(v.Lost, LostView{l.Person, l.Since.UTC()})
	}
	before, was := a.links.told[m.ID]
	if was && slices.Equal(before.lost, v.Lost) && time.Since(before.at) < linksAgain {
		return nil
	}
	a.links.told[m.ID] = told{v.Lost, time.Now()}
	return a.live().Signal(m.Body, "meeting:"+m.ID, "links/"+m.ID, v)
}
