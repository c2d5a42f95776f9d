package meetings

import (
	"context"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/record"
)

// Present shows a page of a paper of the running item to everybody; version "" ends
// it. What the minutes need is journalled: that a paper was shown, the first time.
func (s *Service) Present(ctx context.Context, item, version string, page int) (*Presentation, error) {
	found, err := s.Store.Item(ctx, item)
	if err != nil {
		return nil, err
	}
	if version == "" {
		page = 0
	}
	p := &Presentation{Meeting: found.Meeting, Item: item, Version: version, Page: page, By: ecabinet.ActorFrom(ctx).Person}
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, found.Meeting, true)
		if err != nil {
			return "", err
		}
		it, err := tx.Item(ctx, item)
		if err != nil {
			return "", err
		}
		if err := it.MayPresent(version, page); err != nil {
			return "", err
		}
		before, err := tx.Presentations(ctx, item)
		if err != nil {
			return "", err
		}
		if i := slices.IndexFunc(it.Papers, func(x Paper) bool { return x.Version == version }); i >= 0 &&
			!slices.ContainsFunc(before, func(x Presentation) bool { return x.Version == version }) {
			emit(tx, m, "paper.presented", "item/"+it.ID, data{"item": it.ID, "version": version, "original": it.Papers[i].Original})
		}
		p.At = tx.Now()
		return "item/" + it.ID, tx.SavePresentation(ctx, m.Body, p)
	})
	return p, err
}

// Presented is what is shown of the item that runs; zero where nothing is.
func (s *Service) Presented(ctx context.Context, m *Meeting) (Presentation, error) {
	if m.Current == "" {
		return Presentation{}, nil
	}
	list, err := s.Store.Presentations(ctx, m.Current)
	if err != nil || len(list) == 0 || list[0].Version == "" {
		return Presentation{}, err
	}
	return list[0], nil
}

// LetPresent says who besides those who conduct may show pages of an item; "" for
// nobody.
func (s *Service) LetPresent(ctx context.Context, item, person string) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		if slices.Contains(it.Recused, person) {
			return ecabinet.E(ecabinet.Refused, "meeting.recused_other")
		}
		var f fields
		if err := f.person(ctx, s.Roll, "person", person, it.Presenter); err != nil {
			return err
		}
		if err := f.err(); err != nil {
			return err
		}
		if err := m.LetPresent(it, person); err != nil {
			return err
		}
		emit(tx, m, "item.presenter", "item/"+it.ID, data{"person": person})
		return tx.SaveItems(ctx, []Item{*it})
	})
}

// HoldItem stops the clock of the running item; RunItem lets it run on.
func (s *Service) HoldItem(ctx context.Context, item string) (string, error) {
	return s.itemClock(ctx, item, "item.held", (*Meeting).HoldItem)
}

// RunItem lets the clock of the running item run on.
func (s *Service) RunItem(ctx context.Context, item string) (string, error) {
	return s.itemClock(ctx, item, "item.went_on", (*Meeting).RunItem)
}

func (s *Service) itemClock(ctx context.Context, item, kind string, turn func(*Meeting, *Item, time.Time) error) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		if err := turn(m, it, tx.Now()); err != nil {
			return err
		}
		emit(tx, m, kind, "item/"+it.ID, data{"used_ms": it.Clock.Spent(tx.Now()).Milliseconds()})
		return tx.SaveItems(ctx, []Item{*it})
	})
}

// WriteOpinion records the actor's written opinion on the running item; seen is the
// revision that it replaces, 0 for none. The journal holds its hash, never its text.
func (s *Service) WriteOpinion(ctx context.Context, item, text string, seen int) (string, error) {
	person := ecabinet.ActorFrom(ctx).Person
	found, err := s.Store.Item(ctx, item)
	if err != nil {
		return "", err
	}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, found.Meeting, true)
		if err != nil {
			return "", err
		}
		it, err := tx.Item(ctx, item)
		if err != nil {
			return "", err
		}
		here, err := tx.AttendanceOf(ctx, m.ID, person)
		if err != nil {
			return "", err
		}
		before, err := tx.Opinions(ctx, m.ID)
		if err != nil {
			return "", err
		}
		x, err := m.WriteOpinion(before, *it, here, Opinion{Person: person, Text: text, Salt: record.Nonce()}, seen, tx.Now())
		if err != nil {
			return "", err
		}
		h, err := record.HashOf(struct {
			Item     string `json:"item"`
			Person   string `json:"person"`
			Revision int    `json:"revision"`
			Text     string `json:"text"`
			Salt     string `json:"salt"`
		}{x.Item, x.Person, x.Revision, x.Text, x.Salt})
		if err != nil {
			return "", err
		}
		emit(tx, m, "opinion.written", "opinions/"+m.ID, data{"item": x.Item, "person": person, "revision": x.Revision, "hash": h})
		return "opinions/" + m.ID, tx.InsertOpinion(ctx, m.Body, &x)
	})
}
