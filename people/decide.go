package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ecabinet"
)

// AskSignInReplacement asks for new means of sign-in for a person. It is for who
// decides; for others an administrator makes the link alone.
func (s *Service) AskSignInReplacement(ctx context.Context, person string) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		body := ecabinet.ActorFrom(ctx).Body
		p, err := tx.Person(ctx, body, person)
		if err != nil {
			return "", err
		}
		if p.Body != body {
			return "", ecabinet.E(ecabinet.Refused, "person.not_at_home")
		}
		return ask(ctx, tx, AskSignIn, person, struct{}{})
	})
}

// Approve decides for a request, as the second administrator: never the one who
// asked, never the person concerned. A post or role is given there and then,
// after its rules have been asked once more.
func (s *Service) Approve(ctx context.Context, id string, rev int64) (string, error) {
	return s.decide(ctx, id, rev, func(ctx context.Context, tx Tx, r *ChangeRequest) error {
		a := ecabinet.ActorFrom(ctx)
		if a.Person == r.AskedBy || a.Person == r.Person {
			return ecabinet.E(ecabinet.Refused, "request.second_person")
		}
		if tx.Now().After(r.AskedAt.Add(RequestLife)) {
			return ecabinet.E(ecabinet.Refused, "request.too_old")
		}
		if r.Kind == AskSignIn {
			return r.pass(Approved)
		}
		if err := r.pass(Used); err != nil {
			return err
		}
		return s.carryOut(ctx, tx, r)
	})
}

func (s *Service) carryOut(ctx context.Context, tx Tx, r *ChangeRequest) error {
	switch r.Kind {
	case AskPolicy:
		return s.changePolicies(ctx, tx, r)
	case AskPost:
		var g GivePost
		if err := json.Unmarshal(r.Data, &g); err != nil {
			return fmt.Errorf("read request %s: %w", r.ID, err)
		}
		p := g.post(ecabinet.NewID(), r.Body, tx.Now())
		if err := s.mayGivePost(ctx, tx, p); err != nil {
			return err
		}
		r.Ref = "post/" + p.ID
		return savePost(ctx, tx, p, "request/"+r.ID)
	case AskRole:
		var g GiveRole
		if err := json.Unmarshal(r.Data, &g); err != nil {
			return fmt.Errorf("read request %s: %w", r.ID, err)
		}
		a := g.assignment(ecabinet.NewID(), r.Body, tx.Now())
		if err := s.mayGiveRole(ctx, tx, a); err != nil {
			return err
		}
		r.Ref = "role/" + a.ID
		return saveRole(ctx, tx, a, "request/"+r.ID)
	}
	return fmt.Errorf("request %s has the unknown kind %q", r.ID, r.Kind)
}

// Refuse decides against a request; who asked withdraws it thereby.
func (s *Service) Refuse(ctx context.Context, id string, rev int64, reason string) (string, error) {
	var f fields
	f.text("reason", reason, 0, 1000)
	if err := f.err(); err != nil {
		return "", err
	}
	return s.decide(ctx, id, rev, func(ctx context.Context, _ Tx, r *ChangeRequest) error {
		r.Reason = reason
		if ecabinet.ActorFrom(ctx).Person == r.AskedBy {
			return r.pass(Withdrawn)
		}
		return r.pass(Refused)
	})
}

func (s *Service) decide(ctx context.Context, id string, rev int64, how func(context.Context, Tx, *ChangeRequest) error) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		a := ecabinet.ActorFrom(ctx)
		if err := tx.LockBody(ctx, a.Body); err != nil {
			return "", err
		}
		r, err := tx.Request(ctx, a.Body, id)
		if err != nil {
			return "", err
		}
		if r.Rev != rev {
			return "", stale()
		}
		if err := how(ctx, tx, &r); err != nil {
			return "", err
		}
		r.DecidedBy, r.DecidedAt, r.Rev = a.Person, tx.Now(), r.Rev+1
		if err := tx.SaveRequest(ctx, r); err != nil {
			return "", err
		}
		tx.Emit(event(r.Person, "person.change_"+r.State, "request/"+r.ID, requestData(r)))
		return "request/" + r.ID, nil
	})
}

func (r *ChangeRequest) pass(to string) error {
	if !slices.Contains(requestMoves[r.State], to) {
		return ecabinet.E(ecabinet.Refused, "request.decided_already", "state", r.State)
	}
	r.State = to
	return nil
}

// UseSignInRequest says within an act whether new means of sign-in may be made
// for person now, and marks the approved request as used. Who decides nothing in
// any body, now or later, needs none. A body's only administrator makes the first
// means of sign-in of the second one alone.
func UseSignInRequest(ctx context.Context, tx Tx, asked []ChangeRequest, person string, first bool) error {
	body, now := ecabinet.ActorFrom(ctx).Body, tx.Now()
	st, err := tx.Standing(ctx, AnyBody, person)
	if err != nil {
		return err
	}
	if bySystem(ctx) || !Decides(st.rolesDuring(Span{From: now})) {
		return nil
	}
	for _, r := range asked {
		if r.State != Approved || r.Kind != AskSignIn || r.Person != person || now.After(r.AskedAt.Add(RequestLife)) {
			continue
		}
		r.State, r.Rev = Used, r.Rev+1
		if err := tx.SaveRequest(ctx, r); err != nil {
			return err
		}
		tx.Emit(event(person, "person.change_used", "request/"+r.ID, requestData(r)))
		return nil
	}
	if first {
		holders, err := tx.Holders(ctx, body, RoleAdministrator, now)
		if err != nil {
			return err
		}
		if onlyPair(holders, ecabinet.ActorFrom(ctx).Person, person) {
			return nil
		}
	}
	return ecabinet.E(ecabinet.Refused, "request.second_needed")
}

// onlyPair says whether two persons are all the administrators there are.
func onlyPair(holders []string, a, b string) bool {
	return len(holders) == 2 && a != b && slices.Contains(holders, a) && slices.Contains(holders, b)
}

// Delegate lets a person work in a member's office until a set time.
func (s *Service) Delegate(ctx context.Context, g Delegate) (string, error) {
	if err := g.Check(); err != nil {
		return "", err
	}
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		body := ecabinet.ActorFrom(ctx).Body
		if err := tx.LockBody(ctx, body); err != nil {
			return "", err
		}
		d := Delegation{
			ID: ecabinet.NewID(), Body: body, Member: g.Member, Staff: g.Staff, Step: g.Step,
			Span: span(g.From, g.Until, tx.Now()), Rev: 1,
		}
		if err := s.mayDelegate(ctx, tx, d); err != nil {
			return "", err
		}
		if err := tx.SaveDelegation(ctx, d); err != nil {
			return "", err
		}
		tx.Emit(event(d.Staff, "office.delegated", "office/"+d.Member, delegationData(d)))
		return "delegation/" + d.ID, nil
	})
}

func (s *Service) mayDelegate(ctx context.Context, tx Tx, d Delegation) error {
	if err := mayBegin(d.Span, tx.Now()); err != nil {
		return err
	}
	if _, err := tx.Person(ctx, AnyBody, d.Staff); err != nil {
		return err
	}
	head, err := tx.Standing(ctx, d.Body, d.Member)
	if err != nil {
		return err
	}
	if !slices.Contains(head.rolesDuring(d.Span), RoleMember) {
		return ecabinet.E(ecabinet.Refused, "office.not_a_member")
	}
	st, err := tx.Standing(ctx, d.Body, d.Staff)
	if err != nil {
		return err
	}
	for _, o := range st.Offices {
		if o.Member == d.Member && o.Step == d.Step && o.Overlaps(d.Span) {
			return ecabinet.E(ecabinet.Refused, "office.delegated_already")
		}
	}
	return s.incompatible.together(append(st.rolesDuring(d.Span), stepRole[d.Step]))
}

// EndDelegation ends a delegation now or later.
func (s *Service) EndDelegation(ctx context.Context, id string, rev int64, at time.Time) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		d, err := tx.Delegation(ctx, ecabinet.ActorFrom(ctx).Body, id)
		if err != nil {
			return "", err
		}
		if d.Rev != rev {
			return "", stale()
		}
		if d.Until, err = ending(d.Span, at, tx.Now()); err != nil {
			return "", err
		}
		d.Rev++
		if err := tx.SaveDelegation(ctx, d); err != nil {
			return "", err
		}
		tx.Emit(event(d.Staff, "office.ended", "office/"+d.Member, delegationData(d)))
		return "delegation/" + d.ID, nil
	})
}

func delegationData(d Delegation) map[string]any {
	return map[string]any{
		"delegation": d.ID, "member": d.Member, "staff": d.Staff, "step": d.Step,
		"from": moment(d.From), "until": moment(d.Until), "rev": d.Rev,
	}
}
