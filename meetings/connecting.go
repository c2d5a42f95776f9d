package meetings

import (
	"context"
	"time"

	"ecabinet"
)

// linkAgain is how often a node says of a connection that it still stands.
const linkAgain = 15 * time.Second

// KeepLinks writes down what a node knows of the connections of some persons of the
// actor's body: since how long each was last heard, as far as the node has any, and
// nothing of the others. It says nothing where nothing has changed.
func (s *Service) KeepLinks(ctx context.Context, node string, attending []string, heard map[string]time.Duration, quiet time.Duration, now time.Time) error {
	links, err := s.Store.Links(ctx, now)
	if err != nil {
		return err
	}
	said := linksToSay(links, node, attending, heard, quiet, now)
	if len(said) == 0 {
		return nil
	}
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		return "connections/" + node, tx.SaveLinks(ctx, said)
	})
	return err
}

// linksToSay are the links of a node that are to be written: of who has come or come
// back, of who is gone or was not heard for as long as quiet, and from time to time
// of who stays.
func linksToSay(known Links, node string, attending []string, heard map[string]time.Duration, quiet time.Duration, now time.Time) []Link {
	own := map[string]Link{}
	for _, l := range known {
		if l.Node == node {
			own[l.Person] = l
		}
	}
	var out []Link
	for _, person := range attending {
		l, was := own[person]
		ago, here := heard[person]
		switch {
		case here && ago < quiet:
			if !was || l.GoneAt != nil || now.Sub(l.SeenAt) >= linkAgain {
				out = append(out, Link{person, node, now, nil})
			}
		case was && l.GoneAt == nil:
			since := now
			if here {
				since = now.Add(-ago)
			}
			out = append(out, Link{person, node, now, &since})
		}
	}
	return out
}

// FollowLinks lets those go whose connection is lost for too long and brings those
// back who have returned, each as an act on record.
func (s *Service) FollowLinks(ctx context.Context, meeting string, now time.Time) error {
	due := func(r Reader, m *Meeting, here Attendance, now time.Time) (out, back []Presence, err error) {
		links, err := r.Links(ctx, now)
		if err != nil {
			return nil, nil, err
		}
		return m.Overdue(here, links, now), m.Back(here, links, now), nil
	}
	m, err := s.Store.Meeting(ctx, meeting)
	if err != nil {
		return err
	}
	here, err := s.Store.Attendance(ctx, meeting)
	if err != nil {
		return err
	}
	if out, back, err := due(s.Store, m, here, now); err != nil || len(out)+len(back) == 0 {
		return err
	}
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, meeting, true)
		if err != nil {
			return "", err
		}
		here, err := tx.Attendance(ctx, meeting)
		if err != nil {
			return "", err
		}
		out, back, err := due(tx, m, here, tx.Now())
		if err != nil {
			return "", err
		}
		for _, p := range out {
			emit(tx, m, "attendance.lost", "attendance/"+m.ID, data{"person": p.Person, "manner": p.Manner})
			if err := tx.EndPresence(ctx, &p); err != nil {
				return "", err
			}
		}
		for _, p := range back {
			p.ID = ecabinet.NewID()
			emit(tx, m, "attendance.restored", "attendance/"+m.ID, data{"person": p.Person, "manner": p.Manner})
			if err := tx.InsertPresence(ctx, m.Body, &p); err != nil {
				return "", err
			}
		}
		return "attendance/" + m.ID, nil
	})
	return err
}
