package meetings

import (
	"context"
	"slices"
	"time"

	"ecabinet"
)

// FromBallot is what a ballot leaves for a session: a matter that somebody asked to discuss,
// or a result that is reported.
type FromBallot struct {
	Ballot string
	Number string // of a certified one
	Title  string
	Matter string
	Lead   string
	Kind   ItemKind // Decide where discussion was asked for, else Note
	Asked  int      // how many asked for discussion
	At     time.Time
}

// source names the ballot on the item that takes it in.
func (a FromBallot) source() string { return "ballot/" + a.Ballot }

// Ballots tell what they leave for a session.
type Ballots interface {
	// ForSession are those that ended after a time, the first first.
	ForSession(ctx context.Context, after time.Time) ([]FromBallot, error)
}

// The times for which a result waits to be reported, and a discussion to be held.
const (
	reportFor  = 92 * 24 * time.Hour
	discussFor = 366 * 24 * time.Hour
)

// WaitsForSession is what ballots have left for a session and no agenda has yet, what is
// to be discussed before what is reported.
func (s *Service) WaitsForSession(ctx context.Context, now time.Time) ([]FromBallot, error) {
	if s.Ballots == nil {
		return nil, nil
	}
	list, err := s.Ballots.ForSession(ctx, now.Add(-discussFor))
	if err != nil {
		return nil, err
	}
	taken, err := s.Store.Sources(ctx)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(a FromBallot) bool {
		return slices.Contains(taken, a.source()) || a.Kind == Note && a.At.Before(now.Add(-reportFor))
	})
	slices.SortStableFunc(list, func(x, y FromBallot) int {
		if x.Kind == y.Kind {
			return x.At.Compare(y.At)
		}
		if x.Kind == Decide {
			return -1
		}
		return 1
	})
	return list, nil
}

// TakeIn puts what a ballot has left for a session on an agenda, at its end. What another
// agenda has taken in meanwhile: Refused "meeting.taken_in".
func (s *Service) TakeIn(ctx context.Context, meeting, ballot string, now time.Time) (string, error) {
	list, err := s.WaitsForSession(ctx, now)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(list, func(a FromBallot) bool { return a.Ballot == ballot })
	if i < 0 {
		return "", ecabinet.E(ecabinet.Refused, "meeting.taken_in")
	}
	a := list[i]
	return s.AddItem(ctx, meeting, "", ItemTerms{Kind: a.Kind, Title: a.Title, Matter: a.Matter, Minutes: 15, Papers: []Paper{}, Source: a.source()}, nil)
}
