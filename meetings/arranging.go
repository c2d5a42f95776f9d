package meetings

import (
	"context"
	"fmt"
	"slices"

	"ecabinet"
)

// The use cases of the agenda: items are put on it, written, moved and taken off.

// AddItem puts an item at the end of its siblings. Papers are those of its matter
// that readers get, unless some are named.
func (s *Service) AddItem(ctx context.Context, meeting, parent string, t ItemTerms, recused []string) (string, error) {
	t, err := s.complete(ctx, t)
	if err != nil {
		return "", err
	}
	return s.change(ctx, meeting, anyRev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		agenda, err := tx.Agenda(ctx, meeting)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(agenda, func(x Item) bool { return t.Source != "" && x.Source == t.Source && x.Stage != Withdrawn }) {
			return "", ecabinet.E(ecabinet.Refused, "meeting.taken_in")
		}
		if err := m.move(ActEdit); err != nil {
			return "", err
		}
		if err := s.peopleKnown(ctx, t, recused, Item{}); err != nil {
			return "", err
		}
		it, err := agenda.Add(Item{ID: ecabinet.NewID(), Meeting: m.ID, Parent: parent, ItemTerms: t, Recused: recused})
		if err != nil {
			return "", err
		}
		m.AgendaRev++
		emit(tx, m, "item.added", "item/"+it.ID, data{"kind": it.Kind, "matter": it.Matter, "papers": hashes(it.Papers)})
		if err := tx.InsertItem(ctx, &it); err != nil {
			return "", err
		}
		return "item/" + it.ID, s.follow(ctx, tx, m)
	})
}

// complete fills in what a matter says of itself.
func (s *Service) complete(ctx context.Context, t ItemTerms) (ItemTerms, error) {
	if err := t.Check(); err != nil {
		return t, err
	}
	if t.Matter == "" {
		return t, nil
	}
	matter, err := s.Dossier.Matter(ctx, t.Matter)
	if err != nil {
		return t, err
	}
	if !matter.Taken {
		return t, ecabinet.E(ecabinet.Refused, "meeting.matter_not_taken")
	}
	papers, err := s.Dossier.Papers(ctx, t.Matter)
	if err != nil {
		return t, err
	}
	t.Agency, t.Lead, t.Class, t.Papers = matter.Agency, matter.Lead, matter.Class, papers
	return t, nil
}

// peopleKnown wants those whom an item newly names to be somebody known.
func (s *Service) peopleKnown(ctx context.Context, t ItemTerms, recused []string, before Item) error {
	var f fields
	if err := f.person(ctx, s.Roll, "chair", t.Chair, before.Chair); err != nil {
		return err
	}
	if err := f.persons(ctx, s.Roll, t.Guests, before.Guests, func(i int) string { return fmt.Sprintf("guests[%d]", i) }); err != nil {
		return err
	}
	if err := f.persons(ctx, s.Roll, recused, before.Recused, func(i int) string { return fmt.Sprintf("recused[%d]", i) }); err != nil {
		return err
	}
	return f.err()
}

func hashes(papers []Paper) []string {
	out := make([]string, len(papers))
	for i, p := range papers {
		out[i] = p.Original
	}
	return out
}

// onItem runs an act on an item of a meeting under the meeting's lock.
func (s *Service) onItem(ctx context.Context, item string, act func(ctx context.Context, tx Tx, m *Meeting, it *Item) error) (string, error) {
	found, err := s.Store.Item(ctx, item)
	if err != nil {
		return "", err
	}
	return s.change(ctx, found.Meeting, anyRev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		it, err := tx.Item(ctx, item)
		if err != nil {
			return "", err
		}
		if err := act(ctx, tx, m, it); err != nil {
			return "", err
		}
		return "item/" + it.ID, nil
	})
}

// EditItem writes the terms of an item that waits.
func (s *Service) EditItem(ctx context.Context, item string, rev int64, t ItemTerms, recused []string) (string, error) {
	t, err := s.complete(ctx, t)
	if err != nil {
		return "", err
	}
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		if err := checkRev(rev, it.Rev); err != nil {
			return err
		}
		votes, err := tx.Votes(ctx, m.ID)
		if err != nil {
			return err
		}
		if err := s.peopleKnown(ctx, t, recused, *it); err != nil {
			return err
		}
		papers := it.Papers
		if err := it.Edit(t, recused, votes); err != nil {
			return err
		}
		if err := m.move(ActEdit); err != nil {
			return err
		}
		if err := s.silence(ctx, tx, m, it); err != nil {
			return err
		}
		emit(tx, m, "item.edited", "item/"+it.ID, data{"rev": it.Rev, "recused": it.Recused, "papers": hashes(it.Papers)})
		if err := tx.SaveItems(ctx, []Item{*it}); err != nil {
			return err
		}
		if err := s.tellSuperseded(ctx, tx, m, it, superseded(papers, it.Papers)); err != nil {
			return err
		}
		return s.follow(ctx, tx, m)
	})
}

// silence takes the floor of the item that runs from those who are recused from it.
func (s *Service) silence(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
	if it.Stage != Current || len(it.Recused) == 0 {
		return nil
	}
	floor, err := tx.Floor(ctx, it.ID)
	if err != nil {
		return err
	}
	theirs := slices.DeleteFunc(floor, func(r Request) bool { return !slices.Contains(it.Recused, r.Person) })
	changed := theirs.Clear(tx.Now())
	for _, r := range changed {
		emitSpeech(tx, m, "speech.dropped", r)
	}
	return tx.SaveRequests(ctx, changed)
}

// MoveItem gives an item another place. agendaRev is that of the order seen.
func (s *Service) MoveItem(ctx context.Context, item string, agendaRev int64, to Place) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		if err := checkRev(agendaRev, m.AgendaRev); err != nil {
			return err
		}
		return s.reorder(ctx, tx, m, it, "item.moved", Tx.PlaceItems, func(a Agenda) ([]Item, error) { return a.Move(it.ID, to) })
	})
}

// WithdrawItem takes an item off the agenda.
func (s *Service) WithdrawItem(ctx context.Context, item string, rev int64) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		if err := checkRev(rev, it.Rev); err != nil {
			return err
		}
		votes, err := tx.Votes(ctx, m.ID)
		if err != nil {
			return err
		}
		if err := noneOpen(votes); err != nil {
			return err
		}
		return s.reorder(ctx, tx, m, it, "item.withdrawn", Tx.SaveItems, func(a Agenda) ([]Item, error) { return a.Withdraw(it.ID) })
	})
}

func (s *Service) reorder(ctx context.Context, tx Tx, m *Meeting, it *Item, kind string,
	save func(Tx, context.Context, []Item) error, how func(Agenda) ([]Item, error)) error {
	agenda, err := tx.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	changed, err := how(agenda)
	if err != nil {
		return err
	}
	if err := m.move(ActEdit); err != nil {
		return err
	}
	m.AgendaRev++
	emit(tx, m, kind, "item/"+it.ID, data{"agenda_rev": m.AgendaRev})
	if err := save(tx, ctx, changed); err != nil {
		return err
	}
	return s.follow(ctx, tx, m)
}

// --- conduct ---
