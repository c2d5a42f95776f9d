package dossiers

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"ecabinet"
	"ecabinet/internal/fold"
)

// MaxBytes is how large a paper may be unless the installation says otherwise.
const MaxBytes = 100 << 20

// Service holds the use cases. Store, Files and Workshop are required.
type Service struct {
	Store    Store
	Files    Files
	Workshop Workshop
	MaxBytes int64 // of one upload; 0: MaxBytes
	// Progress is told which page of a version is being worked on, of how many;
	// nil: nobody.
	Progress func(ctx context.Context, v Version, page, of int)

	prints prints
}

// Make makes a matter for the actor. Returns "matter/<id>".
func (s *Service) Make(ctx context.Context, t Terms) (string, error) {
	if err := t.check(); err != nil {
		return "", err
	}
	actor := ecabinet.ActorFrom(ctx)
	id := ecabinet.NewID()
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		now := tx.Now()
		m := Matter{
			ID: id, Body: actor.Body, Title: t.Title, Agency: t.Agency, Drafter: actor.Person, Class: t.Class,
			Field: t.Field, State: Draft, Rev: 1, ViewRev: 1, MadeAt: now, ChangedAt: now,
		}
		if err := tx.SaveMatter(ctx, m); err != nil {
			return "", err
		}
		return "matter/" + id, record(ctx, tx, m, "matter.made", Entry{}, map[string]any{"class": m.Class, "agency": m.Agency})
	})
}

// Edit puts new terms into an open matter.
func (s *Service) Edit(ctx context.Context, id string, rev int64, t Terms) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, m *Matter) error {
		docs, err := tx.Documents(ctx, id)
		if err != nil {
			return err
		}
		if err := m.Edit(t, len(docs), tx.Now()); err != nil {
			return err
		}
		return record(ctx, tx, *m, "matter.edited", Entry{}, map[string]any{"class": m.Class, "agency": m.Agency})
	})
}

// Move makes a step that a person makes: Submit, Withdraw, Return, Take, Archive.
func (s *Service) Move(ctx context.Context, id string, rev int64, step Step, reason string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, m *Matter) error {
		if step == Submit {
			docs, err := tx.Documents(ctx, id)
			if err != nil {
				return err
			}
			if err := m.MaySubmit(docs); err != nil {
				return err
			}
		}
		if err := m.Move(step, reason, tx.Now()); err != nil {
			return err
		}
		return record(ctx, tx, *m, moves[step].event, Entry{Reason: m.Reason}, map[string]any{"state": m.State})
	})
}

// Arrange puts the papers of an open matter into the order of ids, which names
// each of them once.
func (s *Service) Arrange(ctx context.Context, id string, rev int64, ids []string) (string, error) {
	return s.change(ctx, id, rev, func(ctx context.Context, tx Tx, m *Matter) error {
		docs, err := tx.Documents(ctx, id)
		if err != nil {
			return err
		}
		if !m.Open() {
			return m.not("matter.not_open")
		}
		if !sameSet(docs, ids) {
			return ecabinet.E(ecabinet.Invalid, "document.order")
		}
		for _, d := range docs {
			place := slices.Index(ids, d.ID) + 1
			if place == d.Place {
				continue
			}
			d.Place = place
			d.Rev++
			if err := tx.SaveDocument(ctx, d); err != nil {
				return err
			}
		}
		return record(ctx, tx, *m, "document.arranged", Entry{}, map[string]any{"documents": ids})
	})
}

func sameSet(docs []Document, ids []string) bool {
	if len(docs) != len(ids) {
		return false
	}
	for _, d := range docs {
		if !slices.Contains(ids, d.ID) {
			return false
		}
	}
	return true
}

// Rename changes title and kind of a paper of an open matter.
func (s *Service) Rename(ctx context.Context, document string, rev int64, kind Kind, title string) (string, error) {
	return s.changeDocument(ctx, document, rev, func(ctx context.Context, tx Tx, m Matter, d *Document) error {
		if !m.Open() {
			return m.not("matter.not_open")
		}
		if strings.TrimSpace(title) == "" {
			e := ecabinet.E(ecabinet.Invalid, "document.fields")
			e.Fields = []ecabinet.FieldError{{Path: "title", Code: "field.required"}}
			return e
		}
		title, err := checkPaper(kind, title, "")
		if err != nil {
			return err
		}
		d.Kind, d.Title = kind, title
		return record(ctx, tx, m, "document.renamed", Entry{Document: d.ID}, map[string]any{"document": d.ID, "kind": kind})
	})
}

// Remove deletes a paper of a matter that is still with its drafter. Its bytes
// are collected as orphans.
func (s *Service) Remove(ctx context.Context, document string, rev int64) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, d, err := s.lockDocument(ctx, tx, document, rev)
		if err != nil {
			return "", err
		}
		if !m.Open() {
			return "", m.not("matter.not_open")
		}
		if err := tx.RemoveDocument(ctx, d.ID); err != nil {
			return "", err
		}
		return "matter/" + m.ID, touched(ctx, tx, m, "document.removed", Entry{Document: d.ID, Reason: d.Title}, map[string]any{"document": d.ID})
	})
}

// Recall calls a paper back at any time: nothing of it is served any more.
func (s *Service) Recall(ctx context.Context, document string, rev int64, reason string) (string, error) {
	return s.changeDocument(ctx, document, rev, func(ctx context.Context, tx Tx, m Matter, d *Document) error {
		if err := d.Recall(ecabinet.ActorFrom(ctx).Person, reason, tx.Now()); err != nil {
			return err
		}
		return record(ctx, tx, m, "document.recalled", Entry{Document: d.ID, Reason: d.RecallReason}, map[string]any{"document": d.ID})
	})
}

// change is the frame of every act on a matter: lock, compare rev, act, save.
func (s *Service) change(ctx context.Context, id string, rev int64, act func(context.Context, Tx, *Matter) error) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.Matter(ctx, id)
		if err != nil {
			return "", err
		}
		if m.Rev != rev {
			return "", ecabinet.E(ecabinet.Stale, "matter.stale")
		}
		if err := act(ctx, tx, &m); err != nil {
			return "", err
		}
		m.Rev++
		m.ViewRev++
		return "matter/" + id, tx.SaveMatter(ctx, m)
	})
}

func (s *Service) changeDocument(ctx context.Context, id string, rev int64, act func(context.Context, Tx, Matter, *Document) error) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, d, err := s.lockDocument(ctx, tx, id, rev)
		if err != nil {
			return "", err
		}
		if err := act(ctx, tx, m, &d); err != nil {
			return "", err
		}
		d.Rev++
		if err := tx.SaveDocument(ctx, d); err != nil {
			return "", err
		}
		return "matter/" + m.ID, tx.Touch(ctx, m.ID)
	})
}

// lockDocument locks the matter of a paper, then reads the paper again under it.
func (s *Service) lockDocument(ctx context.Context, tx Tx, id string, rev int64) (Matter, Document, error) {
	d, err := tx.Document(ctx, id)
	if err != nil {
		return Matter{}, d, err
	}
	m, err := tx.Matter(ctx, d.Matter)
	if err != nil {
		return m, d, err
	}
	if d, err = tx.Document(ctx, id); err != nil {
		return m, d, err
	}
	if d.Rev != rev {
		return m, d, ecabinet.E(ecabinet.Stale, "document.stale")
	}
	return m, d, nil
}

// record writes an act into the journal and into the matter's history, which
// alone keeps the reason.
func record(ctx context.Context, tx Tx, m Matter, event string, e Entry, data map[string]any) error {
	e.ID, e.Body, e.Matter, e.At, e.What = ecabinet.NewID(), m.Body, m.ID, tx.Now(), event
	if e.Person = ecabinet.ActorFrom(ctx).Person; e.Person == "" {
		e.Person = ecabinet.System
	}
	emit(tx, m.ID, event, data)
	return tx.Note(ctx, e)
}

func touched(ctx context.Context, tx Tx, m Matter, event string, e Entry, data map[string]any) error {
	if err := record(ctx, tx, m, event, e, data); err != nil {
		return err
	}
	return tx.Touch(ctx, m.ID)
}

func emit(tx Tx, matter, event string, data map[string]any) {
	data["matter"] = matter
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err) // maps of strings and numbers
	}
	tx.Emit(ecabinet.Event{Topic: "matter:" + matter, Type: event, Ref: "matter/" + matter, Data: raw})
}

// FileHashes are the readable versions of a matter with their hashes, in order:
// what a ballot binds itself to.
func (s *Service) FileHashes(ctx context.Context, matter string) ([]Paper, error) {
	d, err := s.Store.Dossier(ctx, matter)
	if err != nil {
		return nil, err
	}
	return Papers(d.Documents), nil
}

// ValidQuery says whether q is long enough to be searched for.
func ValidQuery(q string) error {
	if len(fold.Words(q)) == 0 || utf8.RuneCountInString(q) > 200 {
		e := ecabinet.E(ecabinet.Invalid, "document.query")
		e.Fields = []ecabinet.FieldError{{Path: "q", Code: "field.required"}}
		return e
	}
	return nil
}
