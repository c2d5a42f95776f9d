package meetings

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ecabinet"
)

// told are the events of news, by what was told.
var told = map[News]string{
	NewsInvited: "invitation.sent", NewsNaming: "invitation.naming_asked", NewsMoved: "invitation.moved", NewsAgenda: "invitation.agenda_told",
	NewsCancelled: "invitation.cancelled", NewsUninvited: "invitation.withdrawn",
}

func invitationsRef(m *Meeting) string { return "invitations/" + m.ID }

// bring makes the guest list say what the meeting is, tells those concerned, and gives
// the list before and after the act.
func (s *Service) bring(ctx context.Context, tx Tx, m *Meeting, members []Member, agenda Agenda, touched []Invitation) (before, after GuestList, err error) {
	before, err = tx.Invitations(ctx, m.ID)
	if err != nil {
		return nil, nil, err
	}
	var published []VersionEntry
	if m.Version > 0 {
		v, err := tx.Version(ctx, m.ID, m.Version)
		if err != nil {
			return nil, nil, err
		}
		published = v.Entries
	}
	on := members
	if m.OpenedAt != nil {
		on = nil
	}
	now := tx.Now()
	after = overlay(before, touched)
	changed := m.Bring(after, on, agenda, published, ecabinet.NewID, ecabinet.ActorFrom(ctx).Person, now)
	save := overlay(touched, changed)
	for n := range save {
		if !slices.ContainsFunc(before, func(i Invitation) bool { return i.ID == save[n].ID }) {
			save[n].Rev = 1 // made and told in one act
		}
	}
	after = overlay(after, save)
	if err := tx.SaveInvitations(ctx, m.Body, save); err != nil {
		return nil, nil, err
	}
	news := slices.DeleteFunc(slices.Clone(changed), func(i Invitation) bool { return i.ToldAt == nil || !i.ToldAt.Equal(now) })
	return before, after, s.tell(ctx, tx, m, members, news)
}

// overlay is list with what changed in its place, and what is new at the end.
func overlay(list, changed []Invitation) GuestList {
	out := slices.Clone(list)
	for _, c := range changed {
		if at := slices.IndexFunc(out, func(i Invitation) bool { return i.ID == c.ID }); at >= 0 {
			out[at] = c
		} else {
			out = append(out, c)
		}
	}
	return out
}

// tell journals news and posts the letters of it.
func (s *Service) tell(ctx context.Context, tx Tx, m *Meeting, members []Member, list []Invitation) error {
	var letters []Letter
	persons, units := map[News][]string{}, map[News][]string{}
	for _, i := range list {
		to := []string{i.Person}
		if i.Person == "" {
			people, err := s.unitPeople(ctx, tx, i.Unit, members)
			if err != nil {
				return err
			}
			to = people
			units[i.Told] = append(units[i.Told], i.Unit)
		}
		persons[i.Told] = append(persons[i.Told], to...)
		for _, p := range to {
			letters = append(letters, s.letter(tx, i, p, i.Told, ""))
		}
	}
	for _, news := range []News{NewsInvited, NewsNaming, NewsMoved, NewsAgenda, NewsCancelled, NewsUninvited} {
		if len(persons[news])+len(units[news]) > 0 {
			slices.Sort(persons[news])
			emit(tx, m, told[news], invitationsRef(m), data{"persons": slices.Compact(persons[news]), "units": units[news]})
		}
	}
	return s.post(ctx, tx, m, letters)
}

func (s *Service) letter(tx Tx, i Invitation, person string, news News, about string) Letter {
	return Letter{
		ID: ecabinet.NewID(), Meeting: i.Meeting, Invitation: i.ID, Person: person, News: news, Sequence: i.Sequence, About: about,
		State: LetterWaiting, MadeAt: tx.Now(),
	}
}

func (s *Service) post(ctx context.Context, tx Tx, m *Meeting, letters []Letter) error {
	letters = slices.DeleteFunc(letters, func(l Letter) bool { return !l.News.Mailed() })
	if !s.Mails || len(letters) == 0 {
		return nil
	}
	return tx.Post(ctx, m.Body, letters)
}

// unitPeople are the people of a unit, less members, who are invited as such.
func (s *Service) unitPeople(ctx context.Context, tx Tx, unit string, members []Member) ([]string, error) {
	if s.Units == nil {
		return nil, ecabinet.E(ecabinet.NotFound, "invitation.unit_unknown")
	}
	people, err := s.Units.PeopleOf(ctx, unit, tx.Now())
	return slices.DeleteFunc(people, func(p string) bool { return isMember(members, p) }), err
}

// onList runs an act on the guest list of a meeting, under its lock.
func (s *Service) onList(ctx context.Context, meeting string, act func(ctx context.Context, tx Tx, m *Meeting, l GuestList, members []Member) (ref string, err error)) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, meeting, false)
		if err != nil {
			return "", err
		}
		list, err := tx.Invitations(ctx, meeting)
		if err != nil {
			return "", err
		}
		members, err := s.Roll.Members(ctx, tx.Now())
		if err != nil {
			return "", err
		}
		return act(ctx, tx, m, list, members)
	})
}

// onInvitation runs an act on one invitation, under the lock of its meeting.
func (s *Service) onInvitation(ctx context.Context, id string, act func(ctx context.Context, tx Tx, m *Meeting, l GuestList, i *Invitation, members []Member) error) (string, error) {
	found, err := s.Store.Invitation(ctx, id)
	if err != nil {
		return "", err
	}
	return s.onList(ctx, found.Meeting, func(ctx context.Context, tx Tx, m *Meeting, l GuestList, members []Member) (string, error) {
		at := slices.IndexFunc(l, func(x Invitation) bool { return x.ID == id })
		if at < 0 {
			return "", ecabinet.E(ecabinet.NotFound, "invitation.not_found")
		}
		i := l[at]
		return "invitation/" + id, act(ctx, tx, m, l, &i, members)
	})
}

// Invite puts persons and units on the guest list, for the session as a whole. Whoever
// is a guest or observer in the body comes to items only.
func (s *Service) Invite(ctx context.Context, meeting string, list []Invitee) (string, error) {
	return s.onList(ctx, meeting, func(ctx context.Context, tx Tx, m *Meeting, l GuestList, members []Member) (string, error) {
		if len(list) == 0 {
			return "", ecabinet.E(ecabinet.Invalid, "invitation.nobody")
		}
		return invitationsRef(m), s.invite(ctx, tx, m, l, members, list)
	})
}

func (s *Service) invite(ctx context.Context, tx Tx, m *Meeting, l GuestList, members []Member, list []Invitee) error {
	var persons, units []string
	var touched []Invitation
	for _, who := range list {
		i, err := m.Invite(overlay(l, touched), who, members, ecabinet.NewID(), ecabinet.ActorFrom(ctx).Person, tx.Now())
		if err != nil {
			return err
		}
		touched = append(touched, i)
		if who.Unit == "" {
			persons = append(persons, who.Person)
			continue
		}
		if _, err := s.unitPeople(ctx, tx, who.Unit, nil); err != nil {
			return err
		}
		units = append(units, who.Unit)
	}
	var f fields
	if err := f.persons(ctx, s.Roll, persons, nil, func(i int) string { return fmt.Sprintf("persons[%d]", i) }); err != nil {
		return err
	}
	if err := f.err(); err != nil {
		return err
	}
	if err := s.insiders(ctx, tx, persons); err != nil {
		return err
	}
	emit(tx, m, "invitation.made", invitationsRef(m), data{"persons": persons, "units": units})
	return s.follow(ctx, tx, m, touched...)
}

// insiders refuses those who come to the body as guests only.
func (s *Service) insiders(ctx context.Context, tx Tx, persons []string) error {
	if len(persons) == 0 || s.Units == nil {
		return nil
	}
	out, err := s.Units.Outsiders(ctx, persons, tx.Now())
	if err == nil && len(out) > 0 {
		return ecabinet.E(ecabinet.Refused, "invitation.items_only")
	}
	return err
}

// InviteAsBefore invites the persons and units of the session before, who are not on
// the list yet and still may be.
func (s *Service) InviteAsBefore(ctx context.Context, meeting string) (string, error) {
	return s.onList(ctx, meeting, func(ctx context.Context, tx Tx, m *Meeting, l GuestList, members []Member) (string, error) {
		before, err := tx.SessionBefore(ctx, m)
		if err != nil {
			return "", err
		}
		then, err := tx.Invitations(ctx, before.ID)
		if err != nil {
			return "", err
		}
		var list []Invitee
		for _, i := range then {
			who := Invitee{Person: i.Person}
			if i.Unit != "" {
				who = Invitee{Unit: i.Unit}
			}
			if !i.Live() || i.Part != AsPerson && i.Part != AsUnit {
				continue
			}
			if _, err := m.Invite(l, who, members, "", "", tx.Now()); err != nil {
				continue // is a member now, or on the list
			}
			if who.Unit != "" {
				if _, err := s.unitPeople(ctx, tx, who.Unit, nil); err != nil {
					continue // there is no such unit any more
				}
			} else if s.insiders(ctx, tx, []string{who.Person}) != nil {
				continue
			}
			list = append(list, who)
		}
		if len(list) == 0 {
			return "", ecabinet.E(ecabinet.Refused, "invitation.nobody_more")
		}
		return invitationsRef(m), s.invite(ctx, tx, m, l, members, list)
	})
}

// Uninvite takes the invitation of a person or unit back.
func (s *Service) Uninvite(ctx context.Context, id string) (string, error) {
	return s.onInvitation(ctx, id, func(ctx context.Context, tx Tx, m *Meeting, _ GuestList, i *Invitation, _ []Member) error {
		if err := m.Uninvite(i, tx.Now()); err != nil {
			return err
		}
		emit(tx, m, "invitation.taken_back", "invitation/"+i.ID, data{"person": i.Person, "unit": i.Unit})
		return s.follow(ctx, tx, m, *i)
	})
}

// ReadInvitation notes that the actor has seen what his invitation says.
func (s *Service) ReadInvitation(ctx context.Context, id string) (string, error) {
	return s.onInvitation(ctx, id, func(ctx context.Context, tx Tx, m *Meeting, _ GuestList, i *Invitation, _ []Member) error {
		if i.Person != ecabinet.ActorFrom(ctx).Person || !i.Read(tx.Now()) {
			return nil
		}
		emit(tx, m, "invitation.read", "invitation/"+i.ID, data{"person": i.Person})
		return tx.SaveInvitations(ctx, m.Body, []Invitation{*i})
	})
}

// Accept says that the person invited comes: by himself, or entered by the secretariat.
func (s *Service) Accept(ctx context.Context, id string, manner Manner) (string, error) {
	return s.onInvitation(ctx, id, func(ctx context.Context, tx Tx, m *Meeting, _ GuestList, i *Invitation, _ []Member) error {
		absences, err := tx.Absences(ctx, m.ID)
		if err != nil {
			return err
		}
		if err := m.Accept(i, absences.Of(i.Person), manner, ecabinet.ActorFrom(ctx).Person, tx.Now()); err != nil {
			return err
		}
		emit(tx, m, "invitation.accepted", "invitation/"+i.ID, data{"person": i.Person, "part": i.Part, "manner": i.Manner})
		return s.follow(ctx, tx, m, *i)
	})
}

// Decline says that the person invited does not come.
func (s *Service) Decline(ctx context.Context, id, reason string) (string, error) {
	return s.onInvitation(ctx, id, func(ctx context.Context, tx Tx, m *Meeting, _ GuestList, i *Invitation, _ []Member) error {
		if err := m.Decline(i, strings.TrimSpace(reason), ecabinet.ActorFrom(ctx).Person, tx.Now()); err != nil {
			return err
		}
		emit(tx, m, "invitation.declined", "invitation/"+i.ID, data{"person": i.Person, "part": i.Part})
		return s.follow(ctx, tx, m, *i)
	})
}

// Name says who comes for a unit. rev is that of the invitation as seen. Who was named
// before hears that he is not invited any more.
func (s *Service) Name(ctx context.Context, id string, rev int64, person string) (string, error) {
	return s.onInvitation(ctx, id, func(ctx context.Context, tx Tx, m *Meeting, l GuestList, i *Invitation, members []Member) error {
		if err := checkRev(rev, i.Rev); err != nil {
			return err
		}
		candidates, err := s.unitPeople(ctx, tx, i.Unit, members)
		if err != nil {
			return err
		}
		before := *i
		if err := m.Name(l, i, person, candidates, members, ecabinet.ActorFrom(ctx).Person, tx.Now()); err != nil {
			return err
		}
		emit(tx, m, "invitation.named", "invitation/"+i.ID, data{"person": person, "before": before.Person, "unit": i.Unit})
		if before.Person != "" && before.ToldAt != nil {
			gone := before
			gone.Sequence++
			if err := s.post(ctx, tx, m, []Letter{s.letter(tx, gone, before.Person, NewsUninvited, "")}); err != nil {
				return err
			}
		}
		return s.follow(ctx, tx, m, *i)
	})
}

// AskAbsence asks for leave on the invitation of a member: by himself, or entered by
// the secretariat. ask gives From, Until, Reason and Substitute.
func (s *Service) AskAbsence(ctx context.Context, invitation string, ask Absence) (string, error) {
	return s.onInvitation(ctx, invitation, func(ctx context.Context, tx Tx, m *Meeting, l GuestList, i *Invitation, members []Member) error {
		absences, err := tx.Absences(ctx, m.ID)
		if err != nil {
			return err
		}
		ask.ID, ask.AskedBy, ask.Reason = ecabinet.NewID(), ecabinet.ActorFrom(ctx).Person, strings.TrimSpace(ask.Reason)
		a, err := m.AskAbsence(l, absences, i, ask, members, tx.Now())
		if err != nil {
			return err
		}
		var f fields
		if err := f.person(ctx, s.Roll, "substitute", a.Substitute, ""); err != nil {
			return err
		}
		if err := f.err(); err != nil {
			return err
		}
		if a.Substitute != "" {
			if err := s.insiders(ctx, tx, []string{a.Substitute}); err != nil {
				return err
			}
		}
		if err := tx.SaveAbsence(ctx, m.Body, &a); err != nil {
			return err
		}
		emit(tx, m, "absence.asked", "absence/"+a.ID, data{"person": a.Person, "from": a.From, "until": a.Until, "substitute": a.Substitute, "chair": m.Chair})
		return s.follow(ctx, tx, m, *i)
	})
}

// onAbsence runs an act on a request for leave, under the lock of its meeting.
func (s *Service) onAbsence(ctx context.Context, id string, act func(ctx context.Context, tx Tx, m *Meeting, l GuestList, a *Absence) error) (string, error) {
	found, err := s.Store.Absence(ctx, id)
	if err != nil {
		return "", err
	}
	return s.onList(ctx, found.Meeting, func(ctx context.Context, tx Tx, m *Meeting, l GuestList, _ []Member) (string, error) {
		a, err := tx.Absence(ctx, id)
		if err != nil {
			return "", err
		}
		if err := act(ctx, tx, m, l, a); err != nil {
			return "", err
		}
		return "absence/" + id, tx.SaveAbsence(ctx, m.Body, a)
	})
}

// DecideAbsence approves a request for leave, or refuses it with a reason. The
// substitute of an approved one is invited in the member's place.
func (s *Service) DecideAbsence(ctx context.Context, id string, approve bool, reason string) (string, error) {
	return s.onAbsence(ctx, id, func(ctx context.Context, tx Tx, m *Meeting, l GuestList, a *Absence) error {
		by := ecabinet.ActorFrom(ctx).Person
		if err := m.Decide(a, approve, strings.TrimSpace(reason), by, tx.Now()); err != nil {
			return err
		}
		var touched []Invitation
		kind := "absence.refused"
		if approve {
			kind = "absence.approved"
			if i, ok := m.Stand(l, *a, ecabinet.NewID(), by, tx.Now()); ok {
				touched = append(touched, i)
			}
		}
		emit(tx, m, kind, "absence/"+a.ID, data{"person": a.Person, "substitute": a.Substitute, "chair": m.Chair})
		if own, ok := l.Of(a.Person); ok {
			own.decided(tx.Now())
			touched = append(touched, own)
			if err := s.post(ctx, tx, m, []Letter{s.letter(tx, own, a.Person, NewsDecided, a.ID)}); err != nil {
				return err
			}
		}
		return s.follow(ctx, tx, m, touched...)
	})
}

// WithdrawAbsence takes a request for leave back; the substitute comes no more.
func (s *Service) WithdrawAbsence(ctx context.Context, id string) (string, error) {
	return s.onAbsence(ctx, id, func(ctx context.Context, tx Tx, m *Meeting, l GuestList, a *Absence) error {
		approved := a.State == AbsenceApproved
		if err := m.WithdrawAbsence(a); err != nil {
			return err
		}
		emit(tx, m, "absence.withdrawn", "absence/"+a.ID, data{"person": a.Person, "substitute": a.Substitute, "chair": m.Chair})
		var touched []Invitation
		if own, ok := l.Of(a.Person); ok {
			own.Rev++
			own.ChangedAt = tx.Now()
			touched = append(touched, own)
		}
		if approved {
			if i, ok := m.StandDown(l, *a, tx.Now()); ok {
				touched = append(touched, i)
			}
		}
		return s.follow(ctx, tx, m, touched...)
	})
}
