package meetings

import (
	"context"
	"fmt"
	"maps"

	"ecabinet"
)

// Story reads everything that the papers of a session are built from.
func (s *Service) Story(ctx context.Context, meeting string) (*Story, error) {
	m, err := s.Store.Meeting(ctx, meeting)
	if err != nil {
		return nil, err
	}
	return s.story(ctx, s.Store, m)
}

func (s *Service) story(ctx context.Context, r Reader, m *Meeting) (*Story, error) {
	out := &Story{Meeting: m}
	at := m.StartsAt
	if m.OpenedAt != nil {
		at = *m.OpenedAt
	}
	law, err := s.Laws.At(ctx, at)
	if err != nil {
		return nil, err
	}
	out.Zone = law.Zone
	for _, read := range []func() error{
		func() (err error) { out.Agenda, err = r.Agenda(ctx, m.ID); return err },
		func() (err error) { out.Seats, out.Attendance, err = s.room(ctx, r, m.ID); return err },
		func() (err error) { out.Floor, err = r.Speeches(ctx, m.ID); return err },
		func() (err error) { out.Votes, err = r.Votes(ctx, m.ID); return err },
		func() (err error) { out.Breaks, err = r.Breaks(ctx, m.ID); return err },
		func() (err error) { out.Shown, err = r.Shown(ctx, m.ID); return err },
		func() (err error) { out.Names, err = s.Roll.Names(ctx, out.Persons()); return err },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// beginDeeds makes the papers of a session that has just ended, as drafts.
func (s *Service) beginDeeds(ctx context.Context, tx Tx, m *Meeting) error {
	story, err := s.story(ctx, tx, m)
	if err != nil {
		return err
	}
	for _, kind := range DeedKinds {
		parts := story.Parts(kind)
		if len(parts) == 0 {
			continue
		}
		now := tx.Now()
		d := &Deed{
			ID: ecabinet.NewID(), Body: m.Body, Meeting: m.ID, Kind: kind, Rev: 1, State: DeedDraft, Round: 1,
			Reviewers: []string{}, Recipients: story.Recipients(kind), MadeAt: now,
		}
		sections, hashes := make([]DeedSection, len(parts)), make([]string, len(parts))
		for i, p := range parts {
			sections[i] = DeedSection{ID: d.ID + ":" + p.Key, Body: m.Body, Deed: d.ID, Key: p.Key, Place: i, Item: p.Item, Rev: 1, Text: p.Begin, At: now}
			if hashes[i], err = sections[i].Hash(); err != nil {
				return err
			}
		}
		if err := emitDeed(tx, m, d, "deed.made", data{"sections": hashes}); err != nil {
			return err
		}
		if err := tx.InsertDeed(ctx, d, sections); err != nil {
			return err
		}
	}
	return nil
}

// emitDeed journals what happened to a deed, with the hash of its row as it is after
// the act.
func emitDeed(tx Tx, m *Meeting, d *Deed, kind string, more data) error {
	h, err := d.Hash()
	if err != nil {
		return err
	}
	told := data{"kind": d.Kind, "state": d.State, "rev": d.Rev, "deed_hash": h}
	maps.Copy(told, more)
	emit(tx, m, kind, "deed/"+d.ID, told)
	return nil
}

// onDeed runs one act on a deed under its lock; act gives the event and what else it
// tells.
func (s *Service) onDeed(ctx context.Context, id string, rev int64, act func(ctx context.Context, tx Tx, m *Meeting, d *Deed) (kind string, more data, err error)) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		d, err := tx.LockDeed(ctx, id)
		if err != nil {
			return "", err
		}
		m, err := tx.Meeting(ctx, d.Meeting)
		if err != nil {
			return "", err
		}
		if rev != anyRev {
			if err := checkRev(rev, d.Rev); err != nil {
				return "", err
			}
		}
		was := d.Rev
		kind, more, err := act(ctx, tx, m, d)
		if err != nil {
			return "", err
		}
		if err := emitDeed(tx, m, d, kind, more); err != nil {
			return "", err
		}
		if d.Rev != was {
			err = tx.SaveDeed(ctx, d)
		}
		return "deed/" + d.ID, err
	})
}

// TakeLease gives a section to the actor, or keeps it; over takes it from whoever
// writes it. before is who did, where that was somebody else. It is not journalled.
func (s *Service) TakeLease(ctx context.Context, deed, key string, over bool) (l Lease, before string, err error) {
	actor := ecabinet.ActorFrom(ctx)
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		d, err := tx.Deed(ctx, deed)
		if err != nil {
			return "", err
		}
		section, err := tx.LockSection(ctx, deed, key)
		if err != nil {
			return "", err
		}
		held, err := tx.LeaseOf(ctx, section.ID)
		if err != nil {
			return "", err
		}
		held.Section, before = section.ID, ""
		if held.Held(actor.Person, tx.Now()) {
			before = held.Person
		}
		if l, err = d.Lease(held, actor.Person, over, tx.Now()); err != nil {
			return "", err
		}
		return "deed/" + d.ID, tx.SaveLease(ctx, d.Body, l)
	})
	return l, before, err
}

// EndLease gives up the actor's own lease of a section.
func (s *Service) EndLease(ctx context.Context, deed, key string) error {
	person := ecabinet.ActorFrom(ctx).Person
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		section, err := tx.LockSection(ctx, deed, key)
		if err != nil {
			return "", err
		}
		return "deed/" + deed, tx.EndLease(ctx, section.ID, person)
	})
	return err
}

// WriteSection puts a text into a section, and keeps the actor's lease of it. rev is
// that of the section on which the text was written.
func (s *Service) WriteSection(ctx context.Context, deed, key string, rev int64, text string) (string, error) {
	person := ecabinet.ActorFrom(ctx).Person
	return s.onDeed(ctx, deed, anyRev, func(ctx context.Context, tx Tx, _ *Meeting, d *Deed) (string, data, error) {
		section, err := tx.LockSection(ctx, deed, key)
		if err != nil {
			return "", nil, err
		}
		held, err := tx.LeaseOf(ctx, section.ID)
		if err != nil {
			return "", nil, err
		}
		now := tx.Now()
		if err := d.Write(section, held, rev, text, person, now); err != nil {
			return "", nil, err
		}
		if err := tx.SaveLease(ctx, d.Body, Lease{Section: section.ID, Person: person, Until: now.Add(LeaseFor)}); err != nil {
			return "", nil, err
		}
		h, err := section.Hash()
		if err != nil {
			return "", nil, err
		}
		return "deed.written", data{"part": key, "section_rev": section.Rev, "section_hash": h}, tx.SaveSection(ctx, section)
	})
}

// AddressDeed says who reviews a deed and to whom it goes.
func (s *Service) AddressDeed(ctx context.Context, id string, rev int64, reviewers, recipients []string) (string, error) {
	return s.onDeed(ctx, id, rev, func(ctx context.Context, _ Tx, _ *Meeting, d *Deed) (string, data, error) {
		var f fields
		if err := f.persons(ctx, s.Roll, reviewers, append([]string{""}, d.Reviewers...), func(i int) string { return fmt.Sprintf("reviewers[%d]", i) }); err != nil {
			return "", nil, err
		}
		if err := f.err(); err != nil {
			return "", nil, err
		}
		err := d.Address(reviewers, recipients)
		return "deed.addressed", data{"reviewers": d.Reviewers}, err
	})
}

// SendDeed lets the chair and those invited read and comment.
func (s *Service) SendDeed(ctx context.Context, id string, rev int64) (string, error) {
	return s.onDeed(ctx, id, rev, func(_ context.Context, _ Tx, _ *Meeting, d *Deed) (string, data, error) {
		return "deed.sent", nil, d.Send()
	})
}

// ReturnDeed takes a deed back one step, with a reason.
func (s *Service) ReturnDeed(ctx context.Context, id string, rev int64, reason string) (string, error) {
	return s.onDeed(ctx, id, rev, func(_ context.Context, _ Tx, _ *Meeting, d *Deed) (string, data, error) {
		return "deed.returned", nil, d.Return(reason)
	})
}

// CommentDeed says something to a section that is under review.
func (s *Service) CommentDeed(ctx context.Context, id, key, text string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.onDeed(ctx, id, anyRev, func(ctx context.Context, tx Tx, _ *Meeting, d *Deed) (string, data, error) {
		sections, err := tx.Sections(ctx, id)
		if err != nil {
			return "", nil, err
		}
		c := DeedComment{ID: ecabinet.NewID(), Body: d.Body, Deed: id, Section: key, Person: actor.Person, Text: text, At: tx.Now()}
		if err := d.Comment(c, sections); err != nil {
			return "", nil, err
		}
		return "deed.commented", data{"part": key, "comment": c.ID}, tx.InsertComment(ctx, &c)
	})
}

// AnswerComment answers a comment.
func (s *Service) AnswerComment(ctx context.Context, comment, text string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	found, err := s.Store.Comment(ctx, comment)
	if err != nil {
		return "", err
	}
	return s.onDeed(ctx, found.Deed, anyRev, func(ctx context.Context, tx Tx, _ *Meeting, d *Deed) (string, data, error) {
		c, err := tx.Comment(ctx, comment)
		if err != nil {
			return "", nil, err
		}
		if err := d.Reply(c, text, actor.Person, tx.Now()); err != nil {
			return "", nil, err
		}
		return "deed.answered", data{"part": c.Section, "comment": c.ID}, tx.SaveComment(ctx, c)
	})
}

// Signable is what somebody who is to sign is shown: the bytes and their hash.
type Signable struct {
	Part   string // in which the actor signs
	Record string
	Hash   string
}

// Signable gives the record that the actor would sign now; secretary says whether the
// actor is of the secretariat.
func (s *Service) Signable(ctx context.Context, id string, secretary bool) (*Signable, error) {
	d, err := s.Store.Deed(ctx, id)
	if err != nil {
		return nil, err
	}
	m, err := s.Store.Meeting(ctx, d.Meeting)
	if err != nil {
		return nil, err
	}
	return s.signable(ctx, s.Store, m, d, secretary)
}

func (s *Service) signable(ctx context.Context, r Reader, m *Meeting, d *Deed, secretary bool) (*Signable, error) {
	person := ecabinet.ActorFrom(ctx).Person
	signed, err := r.Signatures(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	comments, err := r.Comments(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	part, err := d.MaySign(m, person, secretary, signed, comments)
	if err != nil {
		return nil, err
	}
	out := &Signable{Part: part, Record: d.Record, Hash: d.RecordHash}
	if part == PartChair {
		return out, nil
	}
	story, err := s.story(ctx, r, m)
	if err != nil {
		return nil, err
	}
	sections, err := r.Sections(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	names, err := s.Roll.Names(ctx, []string{person})
	if err != nil {
		return nil, err
	}
	rec, err := story.RecordOf(d, sections, RecordSigner{Person: person, Name: names[person], Posts: []string{}})
	if err != nil {
		return nil, err
	}
	out.Record, out.Hash, err = rec.bytes()
	return out, err
}

// SignDeed puts the actor's signature under the bytes with that hash: the ones that
// were shown, or nothing is signed. The second signature numbers the deed and freezes
// it.
func (s *Service) SignDeed(ctx context.Context, id, hash string, secretary bool) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.onDeed(ctx, id, anyRev, func(ctx context.Context, tx Tx, m *Meeting, d *Deed) (string, data, error) {
		x, err := s.signable(ctx, tx, m, d, secretary)
		if err != nil {
			return "", nil, err
		}
		if x.Hash != hash {
			return "", nil, ecabinet.E(ecabinet.Stale, "request.stale")
		}
		names, err := s.Roll.Names(ctx, []string{actor.Person})
		if err != nil {
			return "", nil, err
		}
		now := tx.Now()
		if err := d.Sign(x.Part, x.Record, x.Hash, now); err != nil {
			return "", nil, err
		}
		sig := &DeedSignature{
			ID: ecabinet.NewID(), Body: d.Body, Deed: d.ID, Round: d.Round, Part: x.Part, Person: actor.Person, Name: names[actor.Person],
			RecordHash: x.Hash, At: now,
		}
		if sig.RowHash, err = sig.Hash(); err != nil {
			return "", nil, err
		}
		kind, told := "deed.signed", data{"part": sig.Part, "round": sig.Round, "signature": sig.ID, "row_hash": sig.RowHash, "record_hash": x.Hash}
		if d.State == DeedCertified {
			if err := s.number(ctx, tx, d); err != nil {
				return "", nil, err
			}
			kind, told["number"] = "deed.certified", d.Number
			if err := s.noteMinutes(ctx, tx, m, d); err != nil {
				return "", nil, err
			}
		}
		return kind, told, tx.InsertSignature(ctx, sig)
	})
}

// noteMinutes tells the matters that a session took up where that is written.
func (s *Service) noteMinutes(ctx context.Context, tx Tx, m *Meeting, d *Deed) error {
	if d.Kind != DeedMinutes || s.History == nil {
		return nil
	}
	agenda, err := tx.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	noted := map[string]bool{}
	for _, it := range agenda {
		if it.BegunAt == nil || noted[it.Matter] {
			continue
		}
		noted[it.Matter] = true
		if err := s.note(ctx, tx, m, it.Matter, "minutes", d.Number+", "+m.Title); err != nil {
			return err
		}
	}
	return nil
}

// number gives a certified deed the next number of its register.
func (s *Service) number(ctx context.Context, tx Tx, d *Deed) error {
	law, err := s.Laws.At(ctx, *d.CertifiedAt)
	if err != nil {
		return err
	}
	year := d.CertifiedAt.In(law.Zone).Year()
	n, err := tx.NextNumber(ctx, registers[d.Kind], year)
	if err != nil {
		return err
	}
	d.Number = fmt.Sprintf("%02d/%d/%s", n, year, signs[d.Kind])
	return nil
}

// CorrectDeed puts a correction on record beside a certified deed.
func (s *Service) CorrectDeed(ctx context.Context, id, key, reason, text string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.onDeed(ctx, id, anyRev, func(ctx context.Context, tx Tx, _ *Meeting, d *Deed) (string, data, error) {
		sections, err := tx.Sections(ctx, id)
		if err != nil {
			return "", nil, err
		}
		before, err := tx.Corrections(ctx, id)
		if err != nil {
			return "", nil, err
		}
		names, err := s.Roll.Names(ctx, []string{actor.Person})
		if err != nil {
			return "", nil, err
		}
		c, err := d.Correct(DeedCorrection{
			ID: ecabinet.NewID(), Body: d.Body, Deed: id, Section: key, Reason: reason, Text: text, Person: actor.Person,
			Name: names[actor.Person], At: tx.Now(),
		}, sections, len(before))
		if err != nil {
			return "", nil, err
		}
		if c.RowHash, err = c.Hash(); err != nil {
			return "", nil, err
		}
		return "deed.corrected", data{"no": c.No, "part": key, "correction": c.ID, "row_hash": c.RowHash}, tx.InsertCorrection(ctx, &c)
	})
}
