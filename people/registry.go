package people

import (
	"context"

	"ecabinet"
)

// AddPerson makes a person whose home is the actor's body.
func (s *Service) AddPerson(ctx context.Context, p Person) (string, error) {
	if p.Language == "" {
		p.Language = "vi"
	}
	if err := p.Check(); err != nil {
		return "", err
	}
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		p.ID, p.Body, p.Rev = ecabinet.NewID(), ecabinet.ActorFrom(ctx).Body, 1
		if err := tx.SavePerson(ctx, p); err != nil {
			return "", err
		}
		tx.Emit(bodyEvent("person.added", "person/"+p.ID, map[string]any{"person": p.ID, "rev": p.Rev}))
		return "person/" + p.ID, nil
	})
}

// ChangePerson changes a person's name and address, in the home body only.
func (s *Service) ChangePerson(ctx context.Context, p Person) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		old, err := tx.Person(ctx, ecabinet.ActorFrom(ctx).Body, p.ID)
		if err != nil {
			return "", err
		}
		if old.Body != ecabinet.ActorFrom(ctx).Body {
			return "", ecabinet.E(ecabinet.Refused, "person.not_at_home")
		}
		if old.Rev != p.Rev {
			return "", stale()
		}
		old.FullName, old.Honorific, old.Email = p.FullName, p.Honorific, p.Email
		if p.Language != "" {
			old.Language = p.Language
		}
		old.Rev++
		if err := old.Check(); err != nil {
			return "", err
		}
		if err := tx.SavePerson(ctx, old); err != nil {
			return "", err
		}
		tx.Emit(bodyEvent("person.changed", "person/"+p.ID, map[string]any{"person": p.ID, "rev": old.Rev}))
		return "person/" + p.ID, nil
	})
}

// SetLanguage is a person's own choice of language.
func (s *Service) SetLanguage(ctx context.Context, language string) (string, error) {
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		a := ecabinet.ActorFrom(ctx)
		p, err := tx.Person(ctx, a.Body, a.Person)
		if err != nil {
			return "", err
		}
		p.Language = language
		p.Rev++
		if err := p.Check(); err != nil {
			return "", err
		}
		if err := tx.SavePerson(ctx, p); err != nil {
			return "", err
		}
		tx.Emit(event(p.ID, "person.language_set", "person/"+p.ID, map[string]any{"language": language, "rev": p.Rev}))
		return "person/" + p.ID, nil
	})
}

// AddAgency makes an agency.
func (s *Service) AddAgency(ctx context.Context, a Agency) (string, error) {
	if err := a.Check(); err != nil {
		return "", err
	}
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		a.ID, a.Body, a.Rev = ecabinet.NewID(), ecabinet.ActorFrom(ctx).Body, 1
		if err := tx.SaveAgency(ctx, a); err != nil {
			return "", err
		}
		tx.Emit(bodyEvent("agency.added", "agency/"+a.ID, map[string]any{"agency": a.ID, "code": a.Code, "rev": a.Rev}))
		return "agency/" + a.ID, nil
	})
}

// ChangeAgency changes an agency's names.
func (s *Service) ChangeAgency(ctx context.Context, a Agency) (string, error) {
	if err := a.Check(); err != nil {
		return "", err
	}
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		old, err := tx.Agency(ctx, ecabinet.ActorFrom(ctx).Body, a.ID)
		if err != nil {
			return "", err
		}
		if old.Rev != a.Rev {
			return "", stale()
		}
		a.Body, a.Rev = old.Body, old.Rev+1
		if err := tx.SaveAgency(ctx, a); err != nil {
			return "", err
		}
		tx.Emit(bodyEvent("agency.changed", "agency/"+a.ID, map[string]any{"agency": a.ID, "code": a.Code, "rev": a.Rev}))
		return "agency/" + a.ID, nil
	})
}

// ChangeBody changes the names, zone and settings of the actor's body.
func (s *Service) ChangeBody(ctx context.Context, b Body) (string, error) {
	if err := b.Check(); err != nil {
		return "", err
	}
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b.ID = ecabinet.ActorFrom(ctx).Body
		if err := tx.LockBody(ctx, b.ID); err != nil {
			return "", err
		}
		old, err := tx.Body(ctx, b.ID)
		if err != nil {
			return "", err
		}
		if old.Rev != b.Rev {
			return "", stale()
		}
		b.Rev++
		if err := tx.SaveBody(ctx, b); err != nil {
			return "", err
		}
		tx.Emit(bodyEvent("body.changed", "body/"+b.ID, map[string]any{"zone": b.Zone, "rev": b.Rev}))
		return "body/" + b.ID, nil
	})
}

// Found makes a body within an act whose body it is. It is for the set-up of an
// installation and for a demonstration.
func Found(ctx context.Context, tx Tx, b Body) error {
	b.Rev = 1
	if b.Zone == "" {
		b.Zone = DefaultZone
	}
	if err := b.Check(); err != nil {
		return err
	}
	if err := tx.SaveBody(ctx, b); err != nil {
		return err
	}
	tx.Emit(bodyEvent("body.founded", "body/"+b.ID, map[string]any{"zone": b.Zone, "rev": b.Rev}))
	return nil
}

// FirstAdministrator makes the person who sets the body up its administrator,
// alone: there is nobody yet who could be the second.
func FirstAdministrator(ctx context.Context, tx Tx, p Person) error {
	p.Rev = 1
	if p.Language == "" {
		p.Language = "vi"
	}
	if err := p.Check(); err != nil {
		return err
	}
	if err := tx.SavePerson(ctx, p); err != nil {
		return err
	}
	tx.Emit(bodyEvent("person.added", "person/"+p.ID, map[string]any{"person": p.ID, "rev": p.Rev}))
	a := GiveRole{Person: p.ID, Role: RoleAdministrator}.assignment(ecabinet.NewID(), p.Body, tx.Now())
	return saveRole(ctx, tx, a, "set_up")
}

func stale() error { return ecabinet.E(ecabinet.Stale, "person.stale") }
