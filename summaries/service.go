package summaries

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"ecabinet"
)

// Service is the room's use cases. Whether the actor may do such a thing at all was
// decided before.
type Service struct {
	Store     Store
	Poll      Poll
	Assistant Assistant
	// Progress tells, outside of any act, how far a course has come; nil: nobody.
	Progress func(ctx context.Context, c *Course)
}

// read is a question that may be synthesised, and its reading.
func (s *Service) read(ctx context.Context, question string) (Polled, *Reading, error) {
	p, err := s.Poll.Polled(ctx, question)
	if err == nil {
		err = p.May()
	}
	if err != nil {
		return p, nil, err
	}
	return p, Read(p.Question), nil
}

// Draft makes the first version of a question's table, or the next one: seen is the
// desk's rev as it was seen, 0 for none. What persons did is kept, see [Desk.Draft]. A
// version that is left behind is stored for good.
//
// It refuses with Stale "synthesis.changed", and as [Polled.May] does.
func (s *Service) Draft(ctx context.Context, question string, seen int64) error {
	p, r, err := s.read(ctx, question)
	if err != nil {
		return err
	}
	return s.turn(ctx, p, seen, nil, func(d *Desk) { d.Draft(r) }, nil)
}

// turn puts the next version on the desk. What takes long is done by do before the act, on
// the desk as it was seen; the act makes sure that it is still that one. with, which may be
// nil, is done in the same act with the number of the version.
func (s *Service) turn(ctx context.Context, p Polled, seen int64, data map[string]any, do func(d *Desk), with func(ctx context.Context, tx Tx, version int) error) error {
	question := p.ID
	made, err := s.Store.Desk(ctx, question)
	if err != nil && ecabinet.KindOf(err) == ecabinet.NotFound {
		made, err = &Desk{ID: question, Ballot: p.Ballot, Revs: map[string]int64{}}, nil
	}
	if err != nil {
		return err
	}
	rev := made.Rev
	do(made)
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		d, err := tx.LockDesk(ctx, question)
		if err != nil {
			return "", err
		}
		if d.Rev != seen || d.Rev != rev {
			return "", ecabinet.E(ecabinet.Stale, "synthesis.changed")
		}
		by := ecabinet.ActorFrom(ctx).Person
		if d.Table.Version > 0 && !d.Approved() {
			if err := tx.InsertVersion(ctx, d, by); err != nil {
				return "", err
			}
		}
		next := *made
		next.Body = d.Body
		all := map[string]any{
			"version": next.Table.Version, "opinions": len(next.Table.Sources), "rows": len(next.Table.Rows), "waiting": len(next.Table.Waiting),
		}
		maps.Copy(all, data)
		emit(tx, question, "synthesis.drafted", all)
		if with != nil {
			if err := with(ctx, tx, next.Table.Version); err != nil {
				return "", err
			}
		}
		return Ref(question), tx.SaveDesk(ctx, &next)
	})
	return err
}

// Edit does one act to the version on the desk, see [Desk.Apply] and, of the actor's own
// last act there, [Desk.Undo]; for that also Refused "synthesis.undo_none", and Stale
// "synthesis.undo_done" where that act is undone already, and "synthesis.undo_newer" where it
// is no longer the last.
func (s *Service) Edit(ctx context.Context, question string, e Edit) error {
	_, r, err := s.read(ctx, question)
	if err != nil {
		return err
	}
	e.New = "row:" + ecabinet.NewID()
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		d, err := s.desk(ctx, tx, question)
		if err != nil {
			return "", err
		}
		if e.Act == ActUndo {
			return Ref(question), undo(ctx, tx, d, r, e.Seen)
		}
		was, by := d.clone(), ecabinet.ActorFrom(ctx).Person
		if err := d.Apply(r, e, by, tx.Now()); err != nil {
			return "", err
		}
		trace, err := d.traced(was)
		if err != nil {
			return "", err
		}
		data := told(e, was, d)
		emit(tx, question, "synthesis.edited", data)
		return Ref(question), errors.Join(tx.SaveDesk(ctx, d), tx.KeepAct(ctx, question, Kept{d.Rev, by, d.Table.Version, encoded(data), trace}))
	})
	return err
}

// undo puts back what stood before the actor's last act, and tells which that was.
func undo(ctx context.Context, tx Tx, d *Desk, r *Reading, seen int64) error {
	k, err := tx.LastAct(ctx, d.ID, ecabinet.ActorFrom(ctx).Person, d.Table.Version)
	switch {
	case err != nil && ecabinet.KindOf(err) == ecabinet.NotFound:
		return ecabinet.E(ecabinet.Refused, "synthesis.undo_none")
	case err != nil:
		return err
	case k.Rev < seen: // pressed twice, or in another window
		return ecabinet.E(ecabinet.Stale, "synthesis.undo_done")
	case k.Rev > seen:
		return ecabinet.E(ecabinet.Stale, "synthesis.undo_newer")
	}
	if err := d.Undo(r, k.Trace); err != nil {
		return err
	}
	data := map[string]any{}
	if err := json.Unmarshal(k.Data, &data); err != nil {
		return fmt.Errorf("read what is undone: %w", err)
	}
	data["undone"], data["act"], data["rev"] = data["act"], string(ActUndo), d.Rev
	emit(tx, d.ID, "synthesis.edited", data)
	return errors.Join(tx.SaveDesk(ctx, d), tx.DropAct(ctx, d.ID, k))
}

// told is what the journal holds of an act, that made d of was: ids and counts, no words.
// What the act does not read may hold anything, and is not told.
func told(e Edit, was, d *Desk) map[string]any {
	data := map[string]any{"version": d.Table.Version, "act": string(e.Act), "rev": d.Rev}
	for name, id := range map[string]string{"row": e.Row, "other": e.Other, "to": e.To} {
		_, before := was.Table.Row(id)
		if _, there := d.Table.Row(id); id != "" && (before || there) {
			data[name] = id
		}
	}
	if _, made := d.Table.Row(e.New); made {
		data["new"] = e.New
	}
	switch e.Act {
	case ActRead:
		data["opinion"] = e.Opinion
	case ActApart:
		data["rule"] = string(e.Rule)
	case ActOrder, ActSort:
		data["rows"] = len(d.Table.Rows)
	}
	switch e.Act {
	case ActMove, ActCopy, ActApart, ActReject:
		data["sentences"] = e.Sentences
	case ActSplit, ActConfirm:
		data["points"] = e.Points
	}
	return data
}

// desk locks a desk that must be there.
func (s *Service) desk(ctx context.Context, tx Tx, question string) (*Desk, error) {
	d, err := tx.LockDesk(ctx, question)
	if err == nil && d.Rev == 0 {
		err = ecabinet.E(ecabinet.NotFound, "synthesis.none")
	}
	return d, err
}

// Approve approves the version whose hash was on the approver's screen, see [Desk.Approve].
func (s *Service) Approve(ctx context.Context, question, hash string) error {
	_, r, err := s.read(ctx, question)
	if err != nil {
		return err
	}
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		d, err := s.desk(ctx, tx, question)
		if err != nil {
			return "", err
		}
		by := ecabinet.ActorFrom(ctx).Person
		d.Order(r)
		if err := d.Approve(r, hash, by, tx.Now()); err != nil {
			return "", err
		}
		emit(tx, question, "synthesis.approved", map[string]any{"version": d.Table.Version, "hash": hash, "opinions": len(d.Table.Sources), "rows": len(d.Table.Rows)})
		return Ref(question), errors.Join(tx.InsertVersion(ctx, d, by), tx.SaveDesk(ctx, d))
	})
	return err
}

// Submit hands the version over whose hash was on the analyst's screen, see [Desk.Submit].
func (s *Service) Submit(ctx context.Context, question, hash string) error {
	_, r, err := s.read(ctx, question)
	if err != nil {
		return err
	}
	return s.submission(ctx, question, "synthesis.submitted", func(d *Desk, by string, now time.Time) error {
		d.Order(r)
		return d.Submit(r, hash, by, now)
	})
}

// Return sends a version back that was handed over, see [Desk.Return].
func (s *Service) Return(ctx context.Context, question string, no int, reason string) error {
	return s.submission(ctx, question, "synthesis.returned", func(d *Desk, by string, now time.Time) error {
		return d.Return(no, reason, by, now)
	})
}

// submission does one act to what is handed over. The reason is words of a person, which
// the journal never holds: it stands with the submission of that number.
func (s *Service) submission(ctx context.Context, question, what string, do func(d *Desk, by string, now time.Time) error) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		d, err := s.desk(ctx, tx, question)
		if err != nil {
			return "", err
		}
		if err := do(d, ecabinet.ActorFrom(ctx).Person, tx.Now()); err != nil {
			return "", err
		}
		emit(tx, question, what, map[string]any{"version": d.Submitted.Version, "submission": d.Submitted.No, "hash": d.Submitted.Hash})
		return Ref(question), tx.SaveDesk(ctx, d)
	})
	return err
}

// Approved is the last version that was approved: all that ever leaves the room. NotFound
// "synthesis.not_approved" where there is none.
func Approved(ctx context.Context, r Reader, question string) (Table, Approval, error) {
	d, err := r.Desk(ctx, question)
	if err != nil && ecabinet.KindOf(err) != ecabinet.NotFound {
		return Table{}, Approval{}, err
	}
	if err != nil || d.Approval.Version == 0 {
		return Table{}, Approval{}, ecabinet.E(ecabinet.NotFound, "synthesis.not_approved")
	}
	t, err := r.Version(ctx, question, d.Approval.Version)
	return t, d.Approval, err
}

// Reply writes the drafter's answer to a point of the approved table, see [Table.Reply].
func (s *Service) Reply(ctx context.Context, question string, seen int64, a Answer) error {
	return s.reply(ctx, question, a.Point, "synthesis.answered", func(tx Tx, t Table, stored Reply, by string) (Reply, error) {
		return t.Reply(stored, seen, a, by, tx.Now())
	})
}

// Check writes what the secretariat says of an answer, see [Reply.Checked].
func (s *Service) Check(ctx context.Context, question, point string, seen int64, passed bool, remark string) error {
	return s.reply(ctx, question, point, "synthesis.checked", func(tx Tx, t Table, stored Reply, by string) (Reply, error) {
		if len(t.Holding([]Reply{stored})) == 0 {
			return stored, ecabinet.E(ecabinet.Stale, "synthesis.answer_changed")
		}
		return stored.Checked(seen, passed, remark, by, tx.Now())
	})
}

func (s *Service) reply(ctx context.Context, question, point, what string, do func(tx Tx, t Table, stored Reply, by string) (Reply, error)) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		d, err := s.desk(ctx, tx, question)
		if err != nil {
			return "", err
		}
		t, _, err := Approved(ctx, tx, question)
		if err != nil {
			return "", err
		}
		list, err := tx.Replies(ctx, question)
		if err != nil {
			return "", err
		}
		var stored Reply
		for _, r := range list {
			if r.Point == point {
				stored = r
			}
		}
		r, err := do(tx, t, stored, ecabinet.ActorFrom(ctx).Person)
		if err != nil {
			return "", err
		}
		d.Rev++
		emit(tx, question, what, map[string]any{"version": t.Version, "point": point, "rev": r.Rev, "decision": string(r.Decision), "check": string(r.Check)})
		return Ref(question), errors.Join(tx.SaveReply(ctx, question, r), tx.SaveDesk(ctx, d))
	})
	return err
}

// Ref names the live thing of a question's synthesis, and Topic is where it is heard.
func Ref(question string) string { return "synthesis/" + question }

// Topic is where a question's synthesis is heard.
func Topic(question string) string { return "synthesis:" + question }

// QuestionOf is the question of a topic; "" for another topic.
func QuestionOf(topic string) string {
	id, ok := strings.CutPrefix(topic, "synthesis:")
	if !ok {
		return ""
	}
	return id
}

func emit(tx Tx, question, what string, data map[string]any) {
	tx.Emit(ecabinet.Event{Topic: Topic(question), Type: what, Ref: Ref(question), Data: encoded(data)})
}

func encoded(data map[string]any) json.RawMessage {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err) // strings and numbers
	}
	return raw
}
