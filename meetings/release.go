package meetings

import (
	"context"
	"fmt"
	"slices"
	"time"

	"ecabinet"
)

// Reach is how far a paper of an item has been released.
type Reach string

// The steps in which a paper is released, each to more than the one before.
const (
	ToDesk    Reach = "desk"    // the secretariat, and who chairs
	ToMembers Reach = "members" // besides, the members and their offices
	ToAll     Reach = "all"     // whoever follows the item
)

// Reaches lists them from the narrowest.
var Reaches = []Reach{ToDesk, ToMembers, ToAll}

// Release says to whom a paper of an item is shown, and since when.
type Release struct {
	Document string     `json:"document"`
	To       Reach      `json:"to"`
	At       *time.Time `json:"at"` // nil: at once
}

// Reach is how far a paper of the item is released at a time. One of which nothing was
// said is released to all; one whose time has not come is held back.
func (it Item) Reach(document string, now time.Time) Reach {
	i := slices.IndexFunc(it.Releases, func(r Release) bool { return r.Document == document })
	switch {
	case i < 0:
		return ToAll
	case it.Releases[i].At != nil && it.Releases[i].At.After(now):
		return ToDesk
	}
	return it.Releases[i].To
}

// Release writes how far the papers of an item that is not over are released.
func (it *Item) Release(list []Release) error {
	if it.Stage != Waiting && it.Stage != Current {
		return ecabinet.E(ecabinet.Refused, "meeting.item_begun")
	}
	var f fields
	for i, r := range list {
		known := slices.ContainsFunc(it.Papers, func(p Paper) bool { return p.Document == r.Document })
		twice := slices.ContainsFunc(list[:i], func(x Release) bool { return x.Document == r.Document })
		if !known || twice || !slices.Contains(Reaches, r.To) {
			return ecabinet.E(ecabinet.Invalid, "meeting.release_unknown")
		}
		if r.At != nil {
			f.near(fmt.Sprintf("papers[%d].at", i), *r.At)
		}
	}
	if err := f.err(); err != nil {
		return err
	}
	it.Releases = list
	it.Rev++
	return nil
}

// Hold is who of those listed does not read a paper yet.
type Hold struct {
	Document string
	Persons  []string
}

// holds are those of an item at a time: of who is listed, chairs read all, members what
// is released to members, everybody what is released to all.
func (it Item) holds(m *Meeting, listed []string, members []Member, now time.Time) []Hold {
	var out []Hold
	for _, p := range it.Papers {
		reach := it.Reach(p.Document, now)
		if reach == ToAll {
			continue
		}
		h := Hold{Document: p.Document}
		for _, person := range listed {
			chairs := person == m.Chair || person == it.Chair
			member := slices.ContainsFunc(members, func(x Member) bool { return x.Person == person })
			if !chairs && (reach == ToDesk || !member) {
				h.Persons = append(h.Persons, person)
			}
		}
		out = append(out, h)
	}
	return out
}

// JobRelease is the work of letting a paper be read when its time has come; its
// reference is the item's id.
const JobRelease = "meeting.release"

// ReleasePapers says how far the papers of an item are released, and when.
func (s *Service) ReleasePapers(ctx context.Context, item string, rev int64, list []Release) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		if err := checkRev(rev, it.Rev); err != nil {
			return err
		}
		if err := m.move(ActEdit); err != nil {
			return err
		}
		if err := it.Release(list); err != nil {
			return err
		}
		emit(tx, m, "item.papers_released", "item/"+it.ID, data{"rev": it.Rev, "papers": list})
		if err := tx.SaveItems(ctx, []Item{*it}); err != nil {
			return err
		}
		for _, r := range list {
			if r.At == nil || !r.At.After(tx.Now()) {
				continue
			}
			if err := tx.Schedule(ctx, JobRelease, it.ID, *r.At); err != nil {
				return err
			}
		}
		return s.follow(ctx, tx, m)
	})
}

// ReleaseDue brings along what follows from the time of a release having come.
func (s *Service) ReleaseDue(ctx context.Context, item string) error {
	_, err := s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		emit(tx, m, "item.papers_released", "item/"+it.ID, data{"rev": it.Rev})
		return s.follow(ctx, tx, m)
	})
	return err
}
