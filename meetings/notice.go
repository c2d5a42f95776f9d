package meetings

import (
	"context"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// ItemNotice tells somebody of an item. It holds no content: what it leads to is read
// with the rights that its reader has then.
type ItemNotice struct {
	ID      string
	Hearer  string // a person, an agency as "agency/<id>", or HearerDesk
	Kind    string
	Meeting string
	Item    string
	At      time.Time
}

// HearerDesk is the secretariat.
const HearerDesk = ""

// The kinds of notice.
const (
	ToldSuperseded = "paper.superseded"  // a paper of the item has another version
	ToldReturns    = "item.returns"      // not adopted or put off: to be submitted again
	ToldSoon       = "item.returns_soon" // its day is near
	ToldOver       = "item.returns_over" // its day is past
	JobReturn      = "meeting.item_back" // tells of that; its reference is the item's id
	returnsSoon    = 14                  // days
)

// superseded are the papers of an item, by document, that have another version now.
func superseded(before, after []Paper) []string {
	out := []string{}
	for _, p := range before {
		if slices.ContainsFunc(after, func(x Paper) bool { return x.Document == p.Document && x.Version != p.Version }) {
			out = append(out, p.Document)
		}
	}
	return out
}

// tellSuperseded tells those who read the papers of an item that some have another
// version; of one that is held back only those who read it.
func (s *Service) tellSuperseded(ctx context.Context, tx Tx, m *Meeting, it *Item, documents []string) error {
	if m.ConvenedAt == nil || len(documents) == 0 {
		return nil
	}
	members, err := s.Roll.Members(ctx, tx.Now())
	if err != nil {
		return err
	}
	list, err := tx.Invitations(ctx, m.ID)
	if err != nil {
		return err
	}
	var persons []string
	for _, r := range (Agenda{*it}).Readers(m, members, list.Attendees(), tx.Now()) {
		for _, p := range r.Listed {
			if slices.ContainsFunc(documents, func(d string) bool {
				return !slices.ContainsFunc(r.Held, func(h Hold) bool { return h.Document == d && slices.Contains(h.Persons, p) })
			}) {
				persons = append(persons, p)
			}
		}
	}
	emit(tx, m, "item.papers_superseded", "item/"+it.ID, data{"documents": documents})
	return tx.Notify(ctx, m.Body, itemNotices(it, ToldSuperseded, tx.Now(), persons...))
}

func itemNotices(it *Item, kind string, now time.Time, hearers ...string) []ItemNotice {
	out := make([]ItemNotice, len(hearers))
	for i, h := range hearers {
		out[i] = ItemNotice{ID: ecabinet.NewID(), Hearer: h, Kind: kind, Meeting: it.Meeting, Item: it.ID, At: now}
	}
	return out
}

// drafters are who is told that an item comes back: its agency, if it has one.
func (it *Item) drafters() []string {
	if it.Agency == "" {
		return nil
	}
	return []string{"agency/" + it.Agency}
}

// tellReturns tells the agency that an item comes back, and plans to tell it again.
func (s *Service) tellReturns(ctx context.Context, tx Tx, m *Meeting, it *Item, zone *time.Location) error {
	if it.ResubmitBy == nil {
		return nil
	}
	if err := tx.Notify(ctx, m.Body, itemNotices(it, ToldReturns, tx.Now(), it.drafters()...)); err != nil {
		return err
	}
	return tx.Schedule(ctx, JobReturn, it.ID, it.tellAt(tx.Now(), zone))
}

// tellAt is when an item that comes back is told of next after now: some days before
// its day, else on the day after.
func (it *Item) tellAt(now time.Time, zone *time.Location) time.Time {
	if soon := it.ResubmitBy.AddDays(-returnsSoon).In(zone); soon.After(now) {
		return soon
	}
	return it.ResubmitBy.AddDays(1).In(zone)
}

// TellReturn tells the agency and the secretariat that an item which no later agenda
// has is due, or overdue.
func (s *Service) TellReturn(ctx context.Context, item string) error {
	_, err := s.onItem(ctx, item, func(ctx context.Context, tx Tx, m *Meeting, it *Item) error {
		if it.ResubmitBy == nil {
			return nil
		}
		waits, err := tx.Returns(ctx, it.ID)
		if err != nil || !waits {
			return err
		}
		law, err := s.Laws.At(ctx, tx.Now())
		if err != nil {
			return err
		}
		kind := ToldSoon
		if procedure.DateOf(tx.Now(), law.Zone).After(*it.ResubmitBy) {
			kind = ToldOver
		}
		emit(tx, m, "item.returning", "item/"+it.ID, data{"resubmit_by": it.ResubmitBy})
		if err := tx.Notify(ctx, m.Body, itemNotices(it, kind, tx.Now(), append(it.drafters(), HearerDesk)...)); err != nil || kind == ToldOver {
			return err
		}
		return tx.Schedule(ctx, JobReturn, it.ID, it.ResubmitBy.AddDays(1).In(law.Zone))
	})
	return err
}
