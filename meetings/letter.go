package meetings

import (
	"context"
	"errors"
	"slices"
	"time"

	"ecabinet"
)

// NewsDecided tells a member what became of his request for leave.
const NewsDecided News = "decided"

// JobLetter is the work of sending one letter; its reference is the letter's id.
const JobLetter = "meeting.letter"

// LetterState is where a letter stands.
type LetterState string

// The states of a letter.
const (
	LetterWaiting LetterState = "waiting"
	LetterSent    LetterState = "sent"
	LetterFailed  LetterState = "failed"  // Problem says why; the secretariat is shown it
	LetterSkipped LetterState = "skipped" // newer news went out before it
)

// Letter is one mail to one person about one piece of news. It carries no text: that
// is written when it is sent, from what is true then.
type Letter struct {
	ID         string
	Meeting    string
	Invitation string
	Person     string
	News       News
	Sequence   int    // of the invitation, as this news told it
	About      string // the absence that was decided, ""
	State      LetterState
	Problem    string // "no_address", "refused", "unreachable", ""
	MadeAt     time.Time
	DoneAt     *time.Time
}

// The problems of a letter.
const (
	ProblemAddress     = "no_address"  // nobody knows where to send it
	ProblemRefused     = "refused"     // the mail server will never take it
	ProblemUnreachable = "unreachable" // the mail server could not be reached for a day
)

// letterPatience is how long a letter is tried again.
const letterPatience = 24 * time.Hour

// Dispatch is a letter with what is true when it is sent.
type Dispatch struct {
	Letter     Letter
	Invitation Invitation
	Meeting    *Meeting
	Class      string // the highest on the agenda; see MayBeNamed
	Absence    *Absence
}

// Dated says whether the letter carries an entry of the person's calendar: not where a
// unit has named nobody, and not where only leave was decided.
func (d Dispatch) Dated() bool {
	named := d.Invitation.Person == d.Letter.Person || d.Letter.News == NewsUninvited && d.Invitation.Person != ""
	return named && d.Letter.News != NewsDecided && d.Letter.News != NewsNaming
}

// Off says whether that entry is to be struck out.
func (d Dispatch) Off() bool {
	return d.Letter.News == NewsCancelled || d.Letter.News == NewsUninvited
}

// Postman takes letters out of the application. Refused "letter.no_address" and
// "letter.refused" are for good; after any other error the letter is tried again.
type Postman interface {
	Post(ctx context.Context, d Dispatch) error
}

// Outdated says whether newer news of the same invitation to the same person makes a
// letter needless.
func (l Letter) Outdated(all []Letter) bool {
	return l.News != NewsDecided && slices.ContainsFunc(all, func(x Letter) bool {
		return x.Invitation == l.Invitation && x.Person == l.Person && x.News != NewsDecided && x.Sequence > l.Sequence
	})
}

// Deliver sends a letter, unless that was done or newer news has overtaken it. It
// may be sent twice where the program ends in between, and is the same letter then. An
// error: to be tried again.
func (s *Service) Deliver(ctx context.Context, id string) error {
	d, all, err := s.dispatch(ctx, id)
	if err != nil || d.Letter.State != LetterWaiting {
		return err
	}
	if d.Letter.Outdated(all) {
		return s.noteLetter(ctx, d.Letter, LetterSkipped, "")
	}
	failed := s.Postman.Post(ctx, *d)
	switch {
	case failed == nil:
		return s.noteLetter(ctx, d.Letter, LetterSent, "")
	case errors.Is(failed, ecabinet.E(ecabinet.Refused, "letter.no_address")):
		return s.noteLetter(ctx, d.Letter, LetterFailed, ProblemAddress)
	case errors.Is(failed, ecabinet.E(ecabinet.Refused, "letter.refused")):
		return s.noteLetter(ctx, d.Letter, LetterFailed, ProblemRefused)
	}
	state, err := LetterWaiting, failed
	if now, failing := s.Store.Now(ctx); failing == nil && now.Sub(d.Letter.MadeAt) > letterPatience {
		state, err = LetterFailed, nil
	}
	if d.Letter.Problem != ProblemUnreachable || state == LetterFailed {
		if noting := s.noteLetter(ctx, d.Letter, state, ProblemUnreachable); noting != nil {
			return noting
		}
	}
	return err
}

func (s *Service) dispatch(ctx context.Context, id string) (*Dispatch, []Letter, error) {
	l, err := s.Store.Letter(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	d := &Dispatch{Letter: *l}
	i, err := s.Store.Invitation(ctx, l.Invitation)
	if err != nil {
		return nil, nil, err
	}
	d.Invitation = *i
	if d.Meeting, err = s.Store.Meeting(ctx, l.Meeting); err != nil {
		return nil, nil, err
	}
	agenda, err := s.Store.Agenda(ctx, l.Meeting)
	if err != nil {
		return nil, nil, err
	}
	d.Class = agenda.Class()
	if l.About != "" {
		if d.Absence, err = s.Store.Absence(ctx, l.About); err != nil {
			return nil, nil, err
		}
	}
	all, err := s.Store.Letters(ctx, l.Meeting)
	return d, all, err
}

func (s *Service) noteLetter(ctx context.Context, l Letter, state LetterState, problem string) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		m, err := tx.LockMeeting(ctx, l.Meeting, true)
		if err != nil {
			return "", err
		}
		now := tx.Now()
		l.State, l.Problem, l.DoneAt = state, problem, &now
		emit(tx, m, letterEvents[state], invitationsRef(m), data{"letter": l.ID, "invitation": l.Invitation, "news": l.News, "problem": problem})
		return "letter/" + l.ID, tx.SaveLetter(ctx, m.Body, &l)
	})
	return err
}

var letterEvents = map[LetterState]string{
	LetterWaiting: "letter.delayed", LetterSent: "letter.sent", LetterFailed: "letter.failed", LetterSkipped: "letter.skipped",
}

// PostAgain sends the last letters of an invitation that could not be delivered once more.
func (s *Service) PostAgain(ctx context.Context, id string) (string, error) {
	return s.onInvitation(ctx, id, func(ctx context.Context, tx Tx, m *Meeting, _ GuestList, i *Invitation, _ []Member) error {
		all, err := tx.Letters(ctx, m.ID)
		if err != nil {
			return err
		}
		var again []Letter
		for _, l := range all {
			if l.Invitation == id && l.State == LetterFailed && !l.Outdated(all) {
				l.State, l.Problem, l.DoneAt, l.MadeAt = LetterWaiting, "", nil, tx.Now()
				again = append(again, l)
			}
		}
		if len(again) == 0 || !s.Mails {
			return ecabinet.E(ecabinet.Refused, "letter.nothing_failed")
		}
		for n := range again {
			if err := tx.SaveLetter(ctx, m.Body, &again[n]); err != nil {
				return err
			}
		}
		emit(tx, m, "letter.posted_again", invitationsRef(m), data{"invitation": i.ID, "letters": len(again)})
		return tx.Post(ctx, m.Body, again)
	})
}
