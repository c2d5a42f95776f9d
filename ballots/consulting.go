package ballots

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// JobLetter is the work of sending the last news to one respondent; its reference is
// the respondent's id.
const JobLetter = "ballot.letter"

// Doors let a respondent in who has no account.
type Doors interface {
	// Admit opens, within the act, a session that is bound to the person and the thing
	// alone and ends at until at the latest; token is for its cookie.
	Admit(ctx context.Context, tx Tx, person, thing, token string, until time.Time) error
	// Shut ends, within the act, every such session of the person.
	Shut(ctx context.Context, tx Tx, person string) error
	// Admitted says whether such a session of the person with that token lives.
	Admitted(ctx context.Context, tx Tx, person, token string) (bool, error)
	// Leave ends the session of the actor in ctx, whose place in the browser the new one
	// takes.
	Leave(ctx context.Context, session string) error
}

// Postman takes letters out of the application. Refused "letter.no_address" and
// "letter.refused" are for good; after any other error the letter is tried again.
type Postman interface {
	PostLetter(ctx context.Context, l Letter) error
}

// LawOf is what a ballot goes by if it is sent at a time: a consultation decides
// nothing, so the body's profile does not hold for it.
func (s *Service) LawOf(ctx context.Context, b *Ballot, at time.Time) (Law, error) {
	if b.Kind != Consultation {
		return s.Laws.At(ctx, at)
	}
	calendar, err := s.Laws.Calendar(ctx)
	return Law{Profile: procedure.Consultation(), Calendar: calendar}, err
}

// listed are those whom the ballot asks, for its frozen list.
func (s *Service) listed(ctx context.Context, r Reader, b *Ballot, at time.Time) ([]Member, error) {
	if b.Kind != Consultation {
		return s.Roll.Members(ctx, at)
	}
	list, err := r.Respondents(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	out := make([]Member, len(list))
	for i, one := range list {
		out[i] = one.member()
	}
	return out, nil
}

// anybodyAsked refuses a consultation with an empty list, or with links to what is of a
// class that may not leave the body.
func anybodyAsked(ctx context.Context, r Reader, b *Ballot, class string) error {
	if b.Kind != Consultation {
		return nil
	}
	list, err := r.Respondents(ctx, b.ID)
	switch {
	case err != nil:
		return err
	case len(list) == 0:
		return b.nobodyListed()
	case !MayLeave(class) && slices.ContainsFunc(list, Respondent.ByLink):
		return field("respondents", "respondent.class_needs_account")
	}
	return nil
}

// MakeConsultation starts the draft of a consultation on a matter that the
// secretariat has taken.
func (s *Service) MakeConsultation(ctx context.Context, matter string) (string, error) {
	return s.make(ctx, matter, Consultation)
}

// WriteRespondents puts a list in the place of the draft's: of each its name, sector,
// address and, where it answers by an account, the person. Error: Invalid, line by
// line.
func (s *Service) WriteRespondents(ctx context.Context, ballot string, rev int64, list []Respondent) (string, error) {
	if err := CheckRespondents(list); err != nil {
		return "", err
	}
	if err := s.mayAnswer(ctx, list); err != nil {
		return "", err
	}
	rows := make([]Respondent, len(list))
	for i, r := range list {
		rows[i] = Respondent{ID: ecabinet.NewID(), Ballot: ballot, No: r.No, Name: r.Name, Sector: r.Sector, Email: r.Email, Person: r.Person}
	}
	return s.change(ctx, ballot, rev, func(ctx context.Context, tx Tx, b *Ballot) error {
		if b.Kind != Consultation {
			return ecabinet.E(ecabinet.Refused, "ballot.not_a_consultation")
		}
		if err := b.move(ActEdit); err != nil {
			return err
		}
		h, err := hashOf(rows)
		if err != nil {
			return err
		}
		if err := tx.ReplaceRespondents(ctx, b.ID, rows); err != nil {
			return err
		}
		emit(tx, b, "ballot.respondents_listed", fields{"rev": b.Rev, "count": len(rows), "list": h})
		return nil
	})
}

func (s *Service) mayAnswer(ctx context.Context, list []Respondent) error {
	var persons []string
	for _, r := range list {
		if !r.ByLink() {
			persons = append(persons, r.Person)
		}
	}
	if len(persons) == 0 || s.MayAnswer == nil {
		return nil
	}
	may, err := s.MayAnswer(ctx, persons)
	if err != nil {
		return err
	}
	for i, r := range list {
		if !r.ByLink() && !slices.Contains(may, r.Person) {
			return field(fmt.Sprintf("respondents[%d].person", i), "respondent.cannot_answer")
		}
	}
	return nil
}

// secret is the secret of a respondent's living link. It is derived from a key that
// is kept outside the database, so that what was stored alone opens nothing.
func (s *Service) secret(r Respondent) string {
	return s.derive("ecabinet.link.v1", r.ID, strconv.Itoa(r.Link))
}

// derive makes a secret of what it is for and what it belongs to.
func (s *Service) derive(of ...string) string {
	sum := sha256.Sum256([]byte(s.Seal.Seal([]byte(strings.Join(of, "\x00")))))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// linked gives the respondent its first link, where it comes by one and has none yet.
func (s *Service) linked(r *Respondent) {
	if r.ByLink() && r.Link == 0 {
		s.renew(r)
	}
}

// renew puts a new link in the place of the living one, which is dead from now on.
func (s *Service) renew(r *Respondent) {
	r.Link++
	r.Hash = Hash([]byte(s.secret(*r)))
	r.HandedAt, r.UsedAt, r.Mail, r.Problem = nil, nil, MailNone, ""
}

// consulting runs an act on respondents of a consultation that is under way.
func (s *Service) consulting(ctx context.Context, ballot string, act func(ctx context.Context, tx Tx, b *Ballot, list []Respondent) (string, error)) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		b, err := tx.LockBallot(ctx, ballot, false) // who changes a respondent holds the ballot alone
		if err != nil {
			return "", err
		}
		switch {
		case b.Kind != Consultation:
			return "", ecabinet.E(ecabinet.Refused, "ballot.not_a_consultation")
		case b.State != Open:
			return "", ecabinet.E(ecabinet.Refused, "ballot.not_open")
		}
		list, err := tx.Respondents(ctx, ballot)
		if err != nil {
			return "", err
		}
		return act(ctx, tx, b, list)
	})
}

// Lettered is a consultation for which answers that came by letter may be recorded now,
// and who is asked in it. Refused "ballot.not_a_consultation", "ballot.not_now".
func (s *Service) Lettered(ctx context.Context, ballot string) (*Ballot, []Respondent, error) {
	b, err := s.Store.Ballot(ctx, ballot)
	switch {
	case err != nil:
		return nil, nil, err
	case b.Kind != Consultation:
		return nil, nil, ecabinet.E(ecabinet.Refused, "ballot.not_a_consultation")
	case b.State != Open && b.State != Closed:
		return nil, nil, ecabinet.E(ecabinet.Refused, "ballot.not_now", "state", string(b.State), "act", string(ActAnswer))
	}
	list, err := s.Store.Respondents(ctx, ballot)
	return b, list, err
}

// Invite mails their invitation to the respondents of these seats, or, where none is
// named, to all with an address that were not mailed yet; Refused
// "respondent.nobody_to_mail" where that is nobody.
func (s *Service) Invite(ctx context.Context, ballot string, only []int) (string, error) {
	if s.Postman == nil {
		return "", ecabinet.E(ecabinet.Refused, "respondent.no_mail_server")
	}
	return s.consulting(ctx, ballot, func(ctx context.Context, tx Tx, b *Ballot, list []Respondent) (string, error) {
		told := slices.DeleteFunc(list, func(r Respondent) bool {
			return r.Email == "" || len(only) > 0 && !slices.Contains(only, r.No) || len(only) == 0 && r.Mail != MailNone
		})
		if len(told) == 0 {
			return "", ecabinet.E(ecabinet.Refused, "respondent.nobody_to_mail")
		}
		seats := make([]int, len(told))
		for i, r := range told {
			seats[i] = r.No
		}
		emit(tx, b, "respondent.invited", fields{"seats": seats})
		return "ballot/" + b.ID, s.mail(ctx, tx, told, NewsInvited)
	})
}

// mail plans a letter to each of the respondents; what waits is overtaken by it.
func (s *Service) mail(ctx context.Context, tx Tx, list []Respondent, news News) error {
	now := tx.Now()
	ids := make([]string, len(list))
	for i := range list {
		r := &list[i]
		s.linked(r)
		r.Mail, r.News, r.Problem, r.MailAt = MailWaiting, news, "", &now
		ids[i] = r.ID
	}
	if err := tx.SaveRespondents(ctx, list); err != nil {
		return err
	}
	return tx.ScheduleAll(ctx, JobLetter, ids, now)
}

// HandOut gives out the links of the respondents of these seats, to be copied or
// printed: each once. The reference is for HandedOut.
func (s *Service) HandOut(ctx context.Context, ballot string, only []int) (string, error) {
	return s.consulting(ctx, ballot, func(ctx context.Context, tx Tx, b *Ballot, list []Respondent) (string, error) {
		now := tx.Now()
		var given []int
		var which []string
		for i := range list {
			r := &list[i]
			if !slices.Contains(only, r.No) {
				continue
			}
			s.linked(r)
			if err := r.take(now); err != nil {
				return "", err
			}
			if err := tx.SaveRespondent(ctx, r); err != nil {
				return "", err
			}
			given, which = append(given, r.No), append(which, r.which())
		}
		if len(given) == 0 {
			return "", missingSeat()
		}
		emit(tx, b, "respondent.link_handed", fields{"seats": given})
		return "links/" + strings.Join(which, ","), nil
	})
}

func missingSeat() error { return ecabinet.E(ecabinet.NotFound, "seat.not_found") }

// which names one link of one respondent.
func (r Respondent) which() string { return fmt.Sprintf("%d.%d", r.No, r.Link) }

// Handed is one link as it is given out.
type Handed struct {
	Respondent Respondent
	Secret     string
}

// HandedOut are the links that the act with this reference gave out, as long as they
// live and were not used: so a lost reply is not a lost link.
func (s *Service) HandedOut(ctx context.Context, ballot, ref string) ([]Handed, error) {
	list, err := s.Store.Respondents(ctx, ballot)
	if err != nil {
		return nil, err
	}
	out, which := []Handed{}, strings.Split(strings.TrimPrefix(ref, "links/"), ",")
	for _, r := range list {
		if r.HandedAt != nil && r.UsedAt == nil && slices.Contains(which, r.which()) {
			out = append(out, Handed{r, s.secret(r)})
		}
	}
	return out, nil
}

// ReplaceLink gives the respondent of a seat another link in the place of one that
// was lost: the old one is dead, and so is what was opened with it.
func (s *Service) ReplaceLink(ctx context.Context, ballot string, seat int) (string, error) {
	return s.consulting(ctx, ballot, func(ctx context.Context, tx Tx, b *Ballot, list []Respondent) (string, error) {
		if seat < 1 || seat > len(list) {
			return "", missingSeat()
		}
		r := &list[seat-1]
		if !r.ByLink() {
			return "", ecabinet.E(ecabinet.Refused, "respondent.has_account")
		}
		s.renew(r)
		if err := tx.SaveRespondent(ctx, r); err != nil {
			return "", err
		}
		if err := s.Doors.Shut(ctx, tx, r.ID); err != nil {
			return "", err
		}
		emit(tx, b, "respondent.link_replaced", fields{"seat": r.No, "link": r.Link})
		return "ballot/" + b.ID, nil
	})
}

// Look is what a link leads to, for its holder to see before using it; nothing is used
// up. The ctx needs no actor. Refused "respondent.link_unknown", "respondent.recalled".
func (s *Service) Look(ctx context.Context, secret string) (*Ballot, *Respondent, error) {
	body, id, err := s.Store.Linked(ctx, Hash([]byte(secret)))
	if err != nil {
		return nil, nil, unknownLink(err)
	}
	ctx = ecabinet.WithActor(ctx, ecabinet.Actor{Person: id, Body: body})
	r, err := s.Store.Respondent(ctx, id)
	if err != nil {
		return nil, nil, unknownLink(err)
	}
	b, err := s.Store.Ballot(ctx, r.Ballot)
	if err != nil {
		return nil, nil, unknownLink(err)
	}
	return b, r, b.mayEnter()
}

// Entered is what a link was exchanged for.
type Entered struct {
	Token  string // for the cookie
	Until  time.Time
	Ballot string
}

// stays is how long after the deadline a respondent may still come and look.
const stays = 30 * 24 * time.Hour

// Enter exchanges the secret of a link for a session that is bound to its respondent
// alone: once, however many try. nonce is the browser's own secret of this attempt: with
// the same one it is given the same session again, so that a lost reply is not a lost
// link. The ctx needs no actor; the session of one that it has ends. Refused
// "respondent.link_unknown" where no such link lives, "respondent.link_used",
// "respondent.recalled".
func (s *Service) Enter(ctx context.Context, secret, nonce string) (Entered, error) {
	hash := Hash([]byte(secret))
	body, id, err := s.Store.Linked(ctx, hash)
	if err != nil {
		return Entered{}, unknownLink(err)
	}
	in, outer := Entered{Token: s.derive("ecabinet.entry.v1", hash, nonce)}, ctx
	// Without the request's key: a reply given again would bring a session that is none.
	ctx = ecabinet.WithRequest(ecabinet.WithActor(ctx, ecabinet.Actor{Person: id, Body: body}), ecabinet.Request{ID: ecabinet.RequestFrom(ctx).ID})
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		r, err := tx.Respondent(ctx, id)
		if err != nil {
			return "", err
		}
		b, err := tx.LockBallot(ctx, r.Ballot, false)
		if err != nil {
			return "", err
		}
		if err := b.mayEnter(); err != nil {
			return "", err
		}
		in.Ballot, in.Until = b.ID, b.Deadline.At.Add(stays)
		if soonest := tx.Now().Add(stays); in.Until.Before(soonest) {
			in.Until = soonest
		}
		if first, err := tx.UseLink(ctx, id, hash); err != nil {
			return "", err
		} else if !first {
			again, err := s.Doors.Admitted(ctx, tx, id, in.Token)
			if err == nil && !again {
				err = linkGone(ctx, tx, id, hash)
			}
			return "ballot/" + b.ID, err
		}
		emit(tx, b, "respondent.link_used", fields{"seat": r.No, "link": r.Link})
		return "ballot/" + b.ID, s.Doors.Admit(ctx, tx, id, "ballot/"+b.ID, in.Token, in.Until)
	})
	if err != nil {
		return Entered{}, unknownLink(err)
	}
	if former := ecabinet.ActorFrom(outer).Session; former != "" {
		// One that cannot be ended now has lost its place in the browser, and ends by itself.
		_ = s.Doors.Leave(ecabinet.WithRequest(outer, ecabinet.Request{ID: ecabinet.RequestFrom(outer).ID}), former)
	}
	return in, nil
}

// linkGone says why a link could not be used: it was, or another is in its place.
func linkGone(ctx context.Context, tx Tx, id, hash string) error {
	now, err := tx.Respondent(ctx, id)
	if err == nil && now.Hash == hash {
		return ecabinet.E(ecabinet.Refused, "respondent.link_used")
	}
	return ecabinet.E(ecabinet.Refused, "respondent.link_unknown")
}

func unknownLink(err error) error {
	if ecabinet.KindOf(err) == ecabinet.NotFound {
		return ecabinet.E(ecabinet.Refused, "respondent.link_unknown")
	}
	return err
}

// newsOf is what a notice means for somebody outside; nothing leaves for the others.
func newsOf(kind string) News {
	switch kind {
	case "ballot.extended":
		return NewsExtended
	case "ballot.paper_replaced":
		return NewsPapers
	case "ballot.recalled":
		return NewsRecalled
	case "ballot.reminder", "ballot.half_time", "ballot.last_day":
		return NewsReminded
	}
	return ""
}

// tellRespondents tells those of these seats who have an account by a notice, and by
// mail those who were invited by mail before.
func (s *Service) tellRespondents(ctx context.Context, tx Tx, b *Ballot, kind string, seats []Seat) error {
	list, err := tx.Respondents(ctx, b.ID)
	if err != nil {
		return err
	}
	var notices []Notice
	var mailed []Respondent
	for _, seat := range seats {
		r := list[seat.No-1]
		if !r.ByLink() {
			notices = append(notices, Notice{ID: ecabinet.NewID(), Body: b.Body, Person: r.Person, Kind: kind, Ballot: b.ID, At: tx.Now()})
		}
		if newsOf(kind) != "" && r.byMail(s.Postman != nil) {
			mailed = append(mailed, r)
		}
	}
	if err := s.mail(ctx, tx, mailed, newsOf(kind)); err != nil {
		return err
	}
	return tx.Notify(ctx, notices)
}

// reached are those of these seats whom news of the consultation reaches.
func (s *Service) reached(ctx context.Context, tx Tx, b *Ballot, seats []Seat) ([]Seat, error) {
	list, err := tx.Respondents(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(seats, func(seat Seat) bool { return !list[seat.No-1].Reachable(s.Postman != nil) }), nil
}

// letterPatience is how long a letter is tried again.
const letterPatience = 24 * time.Hour

// Deliver sends the last news to a respondent, unless that was done; the job's work.
// The same letter may be sent twice where the program ends in between. An error: to
// be tried again.
func (s *Service) Deliver(ctx context.Context, respondent string) error {
	r, err := s.Store.Respondent(ctx, respondent)
	if err != nil || r.Mail != MailWaiting {
		return err
	}
	b, err := s.Store.Ballot(ctx, r.Ballot)
	if err != nil {
		return err
	}
	l := Letter{Respondent: *r, Ballot: b}
	if r.ByLink() && r.UsedAt == nil && b.mayEnter() == nil {
		l.Secret = s.secret(*r)
	}
	failed := s.Postman.PostLetter(ctx, l)
	state, problem := MailSent, ""
	switch {
	case failed == nil:
	case errors.Is(failed, ecabinet.E(ecabinet.Refused, "letter.no_address")):
		state, problem = MailFailed, "no_address"
	case errors.Is(failed, ecabinet.E(ecabinet.Refused, "letter.refused")):
		state, problem = MailFailed, "refused"
	default:
		state, problem = MailWaiting, "unreachable"
	}
	over, err := s.noteMail(ctx, *r, state, problem)
	if err == nil && !over {
		err = failed
	}
	return err
}

// noteMail keeps what became of a letter, unless other news has overtaken it. What is
// tried again is given up after a day, and over then.
func (s *Service) noteMail(ctx context.Context, sent Respondent, state MailState, problem string) (over bool, err error) {
	_, err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		over = true
		b, err := tx.LockBallot(ctx, sent.Ballot, false)
		if err != nil {
			return "", err
		}
		r, err := tx.Respondent(ctx, sent.ID)
		if err != nil || r.Mail != MailWaiting || !r.MailAt.Equal(*sent.MailAt) {
			return "", err
		}
		if state == MailWaiting && tx.Now().Sub(*r.MailAt) > letterPatience {
			state = MailFailed
		}
		if over = state != MailWaiting; !over && r.Problem == problem {
			return "", nil
		}
		r.Mail, r.Problem = state, problem
		emit(tx, b, "respondent.mail_"+string(state), fields{"seat": r.No, "news": r.News, "problem": problem})
		return "ballot/" + b.ID, tx.SaveRespondent(ctx, r)
	})
	return over, err
}
