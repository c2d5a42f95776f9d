package meetings

import (
	"context"
	"slices"
	"strings"
	"time"

	"ecabinet"
)

// CopyState is where a copy on paper is.
type CopyState string

// The states of a copy.
const (
	CopyOut      CopyState = "out"
	CopyReturned CopyState = "returned"
	CopyMissing  CopyState = "missing"
)

// Copy is one numbered copy on paper of what may not be stored: papers classed Mật and
// above have a placeholder, and a ledger of who received which copy (procedure §4).
type Copy struct {
	ID        string
	Meeting   string
	Item      string
	Number    int    // from 1 within the item
	Person    string // who received it
	State     CopyState
	Note      string
	HandedAt  time.Time
	HandedBy  string
	SettledAt *time.Time // when it came back, or was found missing
	SettledBy string
}

// Copies are those of one meeting, by item and number.
type Copies []Copy

// Of are those of one item.
func (c Copies) Of(item string) Copies {
	return slices.DeleteFunc(slices.Clone(c), func(x Copy) bool { return x.Item != item })
}

// Placeholder is the class of what may not be stored.
const Placeholder = "placeholder"

// Hand gives the next copy of an item's paper to somebody.
func (c Copies) Hand(it Item, id, person, note, by string, now time.Time) (Copy, error) {
	if it.Class != Placeholder {
		return Copy{}, ecabinet.E(ecabinet.Refused, "meeting.copies_stored")
	}
	var f fields
	f.text("note", note, 0, MaxNote)
	if person == "" {
		f.add("person", "meeting.copy_person_missing")
	}
	if err := f.err(); err != nil {
		return Copy{}, err
	}
	x := Copy{ID: id, Meeting: it.Meeting, Item: it.ID, Number: 1, Person: person, State: CopyOut, Note: strings.TrimSpace(note), HandedAt: now, HandedBy: by}
	for _, one := range c.Of(it.ID) {
		x.Number = max(x.Number, one.Number+1)
	}
	return x, nil
}

// Settle says that a copy came back, or is missing; one that was missing may come back.
// A copy that came back is out of it for good.
func (x *Copy) Settle(to CopyState, note, by string, now time.Time) error {
	var f fields
	f.text("note", note, 0, MaxNote)
	if to == CopyMissing && strings.TrimSpace(note) == "" {
		f.add("note", "meeting.copy_note_missing")
	}
	if err := f.err(); err != nil {
		return err
	}
	if x.State == CopyReturned || x.State == to || to == CopyOut {
		return ecabinet.E(ecabinet.Refused, "meeting.copy_settled")
	}
	x.State, x.SettledAt, x.SettledBy = to, &now, by
	if note = strings.TrimSpace(note); note != "" {
		x.Note = note
	}
	return nil
}

// HandCopy records that somebody received the next copy of an item's paper.
func (s *Service) HandCopy(ctx context.Context, item, person, note string) (string, error) {
	return s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		all, err := tx.Copies(ctx, m.ID)
		if err != nil {
			return err
		}
		x, err := all.Hand(*it, ecabinet.NewID(), person, note, ecabinet.ActorFrom(ctx).Person, tx.Now())
		if err != nil {
			return err
		}
		var f fields
		if err := f.person(ctx, s.Roll, "person", person, ""); err != nil {
			return err
		}
		if err := f.err(); err != nil {
			return err
		}
		emit(tx, m, "copy.handed", "item/"+it.ID, data{"copy": x.ID, "number": x.Number, "person": x.Person})
		return tx.SaveCopy(ctx, m.Body, &x)
	})
}

// SettleCopy records that a copy came back or is missing.
func (s *Service) SettleCopy(ctx context.Context, id string, to CopyState, note string) (string, error) {
	found, err := s.Store.Copy(ctx, id)
	if err != nil {
		return "", err
	}
	return s.onItem(ctx, found.Item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		x, err := tx.Copy(ctx, id)
		if err != nil {
			return err
		}
		if err := x.Settle(to, note, ecabinet.ActorFrom(ctx).Person, tx.Now()); err != nil {
			return err
		}
		emit(tx, m, "copy."+string(to), "item/"+it.ID, data{"copy": x.ID, "number": x.Number, "person": x.Person})
		return tx.SaveCopy(ctx, m.Body, x)
	})
}
