package people

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"ecabinet"
)

// GivePost gives a person a post, and answers "post/<id>". A post that makes a
// member takes a second administrator: then nothing is given yet and the answer
// is "request/<id>".
func (s *Service) GivePost(ctx context.Context, g GivePost) (string, error) {
	if err := g.Check(); err != nil {
		return "", err
	}
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		p := g.post(ecabinet.NewID(), ecabinet.ActorFrom(ctx).Body, tx.Now())
		if err := s.mayGivePost(ctx, tx, p); err != nil {
			return "", err
		}
		if p.Member && !bySystem(ctx) {
			return ask(ctx, tx, AskPost, g.Person, g)
		}
		return "post/" + p.ID, savePost(ctx, tx, p, "alone")
	})
}

// mayGivePost is the rule: the person and the agency exist, the roles go
// together, a seat has one holder at a time, and so has the tie mark.
func (s *Service) mayGivePost(ctx context.Context, tx Tx, p Post) error {
	if err := mayBegin(p.Span, tx.Now()); err != nil {
		return err
	}
	if err := tx.LockBody(ctx, p.Body); err != nil {
		return err
	}
	if _, err := tx.Person(ctx, AnyBody, p.Person); err != nil {
		return err
	}
	if p.Agency != "" {
		if _, err := tx.Agency(ctx, p.Body, p.Agency); err != nil {
			return err
		}
	}
	if !p.Member {
		return nil
	}
	rivals, err := tx.Rivals(ctx, p)
	if err != nil {
		return err
	}
	for _, o := range rivals {
		if o.Person == p.Person || !o.Overlaps(p.Span) {
			continue
		}
		if o.Seat == p.Seat {
			return ecabinet.E(ecabinet.Refused, "post.seat_taken", "seat", p.Seat)
		}
		if o.Tie && p.Tie {
			return ecabinet.E(ecabinet.Refused, "post.tie_taken")
		}
	}
	return s.mayHold(ctx, tx, p.Body, p.Person, RoleMember, p.Span)
}

// mayHold refuses a role that does not go with what the person holds meanwhile.
func (s *Service) mayHold(ctx context.Context, tx Tx, body, person, role string, during Span) error {
	st, err := tx.Standing(ctx, body, person)
	if err != nil {
		return err
	}
	return s.incompatible.together(append(st.rolesDuring(during), role))
}

// mayBegin refuses a span that is over before it began. One that began earlier
// is accepted as long as it still runs: posts are entered after the decree.
func mayBegin(span Span, now time.Time) error {
	if span.Empty() || !span.Until.IsZero() && !span.Until.After(now) {
		return ecabinet.E(ecabinet.Refused, "post.already_over")
	}
	return nil
}

// ChangePost corrects the wording of a post, or brings its end forward. All else
// is a new post, because it would give something.
func (s *Service) ChangePost(ctx context.Context, p Post) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		old, err := tx.Post(ctx, ecabinet.ActorFrom(ctx).Body, p.ID)
		if err != nil {
			return "", err
		}
		if old.Rev != p.Rev {
			return "", stale()
		}
		check := GivePost{TitleVI: p.TitleVI, TitleEN: p.TitleEN, Seat: old.Seat, Member: old.Member, Tie: old.Tie}
		if err := check.Check(); err != nil {
			return "", err
		}
		if p.Agency != old.Agency && p.Agency != "" {
			if _, err := tx.Agency(ctx, old.Body, p.Agency); err != nil {
				return "", err
			}
		}
		if old.Until, err = earlier(old.Span, p.Until, tx.Now()); err != nil {
			return "", err
		}
		old.TitleVI, old.TitleEN, old.Agency = p.TitleVI, p.TitleEN, p.Agency
		old.Rev++
		if err := tx.SavePost(ctx, old); err != nil {
			return "", err
		}
		tx.Emit(event(old.Person, "person.post_changed", "person/"+old.Person, postData(old)))
		return "post/" + old.ID, nil
	})
}

// EndPost ends a post now, or at a later moment that is before its end.
func (s *Service) EndPost(ctx context.Context, id string, rev int64, at time.Time) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		p, err := tx.Post(ctx, ecabinet.ActorFrom(ctx).Body, id)
		if err != nil {
			return "", err
		}
		if p.Rev != rev {
			return "", stale()
		}
		if p.Until, err = ending(p.Span, at, tx.Now()); err != nil {
			return "", err
		}
		p.Rev++
		if err := tx.SavePost(ctx, p); err != nil {
			return "", err
		}
		tx.Emit(event(p.Person, "person.post_ended", "person/"+p.Person, postData(p)))
		return "post/" + p.ID, nil
	})
}

// GiveRole gives a person a role, and answers "role/<id>", or "request/<id>" for
// a role that decides: that takes a second administrator. A body's only
// administrator gives the second one alone, on record.
func (s *Service) GiveRole(ctx context.Context, g GiveRole) (string, error) {
	if err := g.Check(); err != nil {
		return "", err
	}
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		a := g.assignment(ecabinet.NewID(), ecabinet.ActorFrom(ctx).Body, tx.Now())
		if err := s.mayGiveRole(ctx, tx, a); err != nil {
			return "", err
		}
		if !deciding[a.Role] || bySystem(ctx) {
			return "role/" + a.ID, saveRole(ctx, tx, a, "alone")
		}
		if a.Role == RoleAdministrator {
			holders, err := tx.Holders(ctx, a.Body, RoleAdministrator, tx.Now())
			if err != nil {
				return "", err
			}
			if len(holders) == 1 && holders[0] == ecabinet.ActorFrom(ctx).Person {
				return "role/" + a.ID, saveRole(ctx, tx, a, "only_administrator")
			}
		}
		return ask(ctx, tx, AskRole, g.Person, g)
	})
}

func (s *Service) mayGiveRole(ctx context.Context, tx Tx, a Assignment) error {
	if err := mayBegin(a.Span, tx.Now()); err != nil {
		return err
	}
	if err := tx.LockBody(ctx, a.Body); err != nil {
		return err
	}
	if _, err := tx.Person(ctx, AnyBody, a.Person); err != nil {
		return err
	}
	if a.Agency != "" {
		if _, err := tx.Agency(ctx, a.Body, a.Agency); err != nil {
			return err
		}
	}
	st, err := tx.Standing(ctx, a.Body, a.Person)
	if err != nil {
		return err
	}
	for _, o := range st.Roles {
		if o.Role == a.Role && o.Agency == a.Agency && o.Overlaps(a.Span) {
			return ecabinet.E(ecabinet.Refused, "role.held_already", "role", a.Role)
		}
	}
	return s.incompatible.together(append(st.rolesDuring(a.Span), a.Role))
}

// EndRole ends a role now or later. The last administrator stays.
func (s *Service) EndRole(ctx context.Context, id string, rev int64, at time.Time) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		body := ecabinet.ActorFrom(ctx).Body
		if err := tx.LockBody(ctx, body); err != nil {
			return "", err
		}
		a, err := tx.Assignment(ctx, body, id)
		if err != nil {
			return "", err
		}
		if a.Rev != rev {
			return "", stale()
		}
		if a.Until, err = ending(a.Span, at, tx.Now()); err != nil {
			return "", err
		}
		if a.Role == RoleAdministrator {
			holders, err := tx.Holders(ctx, body, RoleAdministrator, a.Until)
			if err != nil {
				return "", err
			}
			if !slices.ContainsFunc(holders, func(h string) bool { return h != a.Person }) {
				return "", ecabinet.E(ecabinet.Refused, "role.last_administrator")
			}
		}
		a.Rev++
		if err := tx.SaveAssignment(ctx, a); err != nil {
			return "", err
		}
		tx.Emit(event(a.Person, "person.role_ended", "person/"+a.Person, roleData(a)))
		return "role/" + a.ID, nil
	})
}

// ending is when a span ends that somebody ends: at once, or at a later moment
// before its end.
func ending(s Span, at, now time.Time) (time.Time, error) {
	if at.IsZero() || at.Before(now) {
		at = now
	}
	var f fields
	if f.near("at", at); f.err() != nil {
		return at, f.err()
	}
	at = at.UTC().Truncate(time.Microsecond)
	if !s.Until.IsZero() && !at.Before(s.Until) {
		return at, ecabinet.E(ecabinet.Refused, "post.ends_before")
	}
	return at, nil
}

// earlier is the end of a span as changed by an administrator alone: the same or
// sooner, never later.
func earlier(s Span, until, now time.Time) (time.Time, error) {
	var f fields
	if f.near("until", until); f.err() != nil {
		return until, f.err()
	}
	until = until.UTC().Truncate(time.Microsecond)
	if until.Equal(s.Until) {
		return s.Until, nil
	}
	if until.IsZero() || !s.Until.IsZero() && until.After(s.Until) {
		return until, ecabinet.E(ecabinet.Refused, "post.end_and_give")
	}
	return ending(s, until, now)
}

// bySystem says whether the program itself acts, as when a demonstration is laid
// out: there are no two persons then, and the journal names the system.
func bySystem(ctx context.Context) bool { return ecabinet.ActorFrom(ctx).Person == ecabinet.System }

func savePost(ctx context.Context, tx Tx, p Post, by string) error {
	if err := tx.SavePost(ctx, p); err != nil {
		return err
	}
	data := postData(p)
	data["by"] = by
	tx.Emit(event(p.Person, "person.post_given", "person/"+p.Person, data))
	return nil
}

func saveRole(ctx context.Context, tx Tx, a Assignment, by string) error {
	if err := tx.SaveAssignment(ctx, a); err != nil {
		return err
	}
	data := roleData(a)
	data["by"] = by
	tx.Emit(event(a.Person, "person.role_given", "person/"+a.Person, data))
	return nil
}

func postData(p Post) map[string]any {
	return map[string]any{
		"post": p.ID, "person": p.Person, "title_vi": p.TitleVI, "seat": p.Seat, "member": p.Member, "tie": p.Tie,
		"agency": p.Agency, "from": moment(p.From), "until": moment(p.Until), "rev": p.Rev,
	}
}

func roleData(a Assignment) map[string]any {
	return map[string]any{
		"assignment": a.ID, "person": a.Person, "role": a.Role, "agency": a.Agency,
		"from": moment(a.From), "until": moment(a.Until), "rev": a.Rev,
	}
}

// ask writes down a wish that takes a second administrator, and tells the person.
func ask(ctx context.Context, tx Tx, kind, person string, wish any) (string, error) {
	raw, err := json.Marshal(wish)
	if err != nil {
		return "", err
	}
	a := ecabinet.ActorFrom(ctx)
	r := ChangeRequest{
		ID: ecabinet.NewID(), Body: a.Body, Kind: kind, Person: person, Data: raw,
		State: Waiting, AskedBy: a.Person, AskedAt: tx.Now(), Rev: 1,
	}
	if err := tx.SaveRequest(ctx, r); err != nil {
		return "", err
	}
	tx.Emit(event(person, "person.change_requested", "request/"+r.ID, requestData(r)))
	return "request/" + r.ID, nil
}

func requestData(r ChangeRequest) map[string]any {
	return map[string]any{
		"request": r.ID, "kind": r.Kind, "person": r.Person, "state": r.State,
		"asked_by": r.AskedBy, "decided_by": r.DecidedBy, "made": r.Ref, "rev": r.Rev,
	}
}
