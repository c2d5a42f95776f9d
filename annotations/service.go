package annotations

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"ecabinet"
)

// Service is the room's use cases. Whether the actor may read the paper at all was
// decided before.
type Service struct {
	Store  Store
	Papers Papers
}

// Put does what a device of the actor did on a version of a paper. It gives the head
// and those that are not as the device has them or that it has not heard of: the
// changed, and those it named that stayed as they were. Nothing is journalled: when
// somebody draws on which paper is nobody else's business.
func (s *Service) Put(ctx context.Context, p Paper, c Change) (Head, []Annotation, error) {
	var head Head
	var list []Annotation
	c.Version = p.Version
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		h, err := tx.Head(ctx, p.Document)
		if err != nil {
			return "", err
		}
		stored, err := tx.Some(ctx, h, c.ids())
		if err != nil {
			return "", err
		}
		have, err := tx.Count(ctx, h)
		if err != nil {
			return "", err
		}
		held := make(map[string]Annotation, len(stored))
		for _, a := range stored {
			held[a.ID] = a
		}
		changed, err := h.Apply(held, have, c, tx.Now())
		if err != nil {
			return "", err
		}
		for _, a := range changed {
			delete(held, a.ID)
		}
		head, list = h, changed
		for _, a := range held {
			list = append(list, a)
		}
		if len(changed) == 0 {
			return "", nil
		}
		return "", errors.Join(tx.Save(ctx, changed), tx.SaveHead(ctx, h))
	})
	return head, list, err
}

// ids are all that a change may touch: what it names, and the second of two texts.
func (c Change) ids() []string {
	var ids []string
	for _, p := range c.Puts {
		ids = append(ids, p.ID, twin(p.ID, p.Text))
	}
	for _, e := range c.Erases {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Share lets an office read annotations of a paper, or takes them back. It is
// journalled, without a word of what is shared.
func (s *Service) Share(ctx context.Context, document string, want Sharing) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		h, err := tx.Head(ctx, document)
		if err != nil {
			return "", err
		}
		held, err := tx.Held(ctx, h, true)
		if err != nil {
			return "", err
		}
		changed, offices, err := h.Share(held, want, tx.Now())
		if err != nil || len(offices) == 0 {
			return "", err
		}
		for _, office := range offices {
			what := "annotations.withdrawn"
			if office == want.Office {
				what = "annotations.shared"
			}
			emit(tx, office, what, map[string]any{
				"document": document, "person": h.Person, "office": office, "all": len(want.IDs) == 0, "count": len(changed),
			})
		}
		return "", errors.Join(tx.SaveOffices(ctx, changed), tx.SaveHead(ctx, h))
	})
	return err
}

func emit(tx Tx, office, what string, data map[string]any) {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err) // strings and numbers
	}
	tx.Emit(ecabinet.Event{Topic: "office:" + office, Type: what, Ref: SharedRef(data["document"].(string)), Data: raw})
}

// SharedRef names the live thing "who shares annotations of this paper with the
// office", which is heard in the office's topic and by its member.
func SharedRef(document string) string { return "shared-annotations/" + document }

// Placed is an annotation with its place on the version that is read.
type Placed struct {
	Annotation
	Place
	Number int // of the version that it was made on, 0 where that is not readable any more
}

// On places annotations on a version of their paper.
func (s *Service) On(ctx context.Context, p Paper, list []Annotation) ([]Placed, error) {
	out := make([]Placed, len(list))
	same := map[string][]int{}
	var words Words
	for i, a := range list {
		out[i] = Placed{Annotation: a, Place: Place{a.Page, Here}, Number: p.number(a.Version)}
		if a.Version == p.Version || a.Erased {
			continue
		}
		out[i].Place = Place{How: Elsewhere}
		if out[i].Number == 0 {
			continue
		}
		pages, ok := same[a.Version]
		if !ok {
			var err error
			if pages, err = s.Papers.Same(ctx, a.Version, p.Version); err != nil {
				return nil, err
			}
			same[a.Version] = pages
		}
		if a.Quote != "" && words == nil {
			texts, err := s.Papers.Texts(ctx, p.Version)
			if err != nil {
				return nil, err
			}
			words = WordsOf(texts)
		}
		out[i].Place = a.Carry(pages, words)
	}
	return out, nil
}

func (p Paper) number(version string) int {
	for _, v := range p.Versions {
		if v.ID == version {
			return v.Number
		}
	}
	return 0
}
