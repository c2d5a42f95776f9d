package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
)

// Opened is a session that was just opened: Token is for the cookie alone.
type Opened struct {
	Session  string
	Token    string
	Until    time.Time
	Body     string
	Recovery int // unused recovery codes, after one was used
}

// SignIn takes name and password and answers a challenge for the code. Unknown
// and known names take the same path: both are counted, both hash the password,
// both are refused in the same words.
func (s *Service) SignIn(ctx context.Context, login, password string) (challenge string, err error) {
	key := s.loginKey(login)
	counted := s.attempts(ctx, key)
	if err := s.try(ctx, counted); err != nil {
		return "", err
	}
	row, err := account(ctx, s.db.Read(), "login_key", key)
	if err != nil && ecabinet.KindOf(err) != ecabinet.NotFound {
		return "", err
	}
	ok, err := s.hashers.matches(ctx, password, row.PasswordHash)
	if err != nil {
		return "", err
	}
	if !ok || row.State != Active {
		return "", ecabinet.E(ecabinet.Unauthenticated, "session.refused")
	}
	if err := s.giveBack(ctx, counted); err != nil {
		return "", err
	}
	challenge = token()
	err = s.act(ctx, row.Body, row.Person, func(ctx context.Context, tx *db.Tx) error {
		now := tx.Now()
		if _, err := tx.Bun().NewRaw("DELETE FROM sign_in_challenges WHERE expires_at < ?", db.At(now)).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.Bun().NewRaw("INSERT INTO sign_in_challenges (hash, account, expires_at) VALUES (?, ?, ?)",
			digest(challenge), row.ID, db.At(now.Add(challengeLife))).Exec(ctx)
		return err
	})
	return challenge, err
}

// SignInCode takes the one-time code that belongs to a challenge, and opens a
// session.
func (s *Service) SignInCode(ctx context.Context, challenge, code string) (Opened, error) {
	row, counted, err := s.challenged(ctx, challenge)
	if err != nil {
		return Opened{}, err
	}
	step, err := s.matchCode(row, code)
	if err != nil {
		return Opened{}, err
	}
	return s.openSession(ctx, row, "code", func(ctx context.Context, tx *db.Tx) error {
		if err := useStep(ctx, tx, row.ID, step); err != nil {
			return err
		}
		return errors.Join(spend(ctx, tx, challenge), forgive(ctx, tx, counted))
	})
}

// SignInRecovery takes a recovery code in the place of the one-time code.
func (s *Service) SignInRecovery(ctx context.Context, challenge, code string) (Opened, error) {
	row, counted, err := s.challenged(ctx, challenge)
	if err != nil {
		return Opened{}, err
	}
	o, err := s.openSession(ctx, row, "recovery", func(ctx context.Context, tx *db.Tx) error {
		if err := s.useRecoveryCode(ctx, tx, row.ID, code); err != nil {
			return err
		}
		return errors.Join(spend(ctx, tx, challenge), forgive(ctx, tx, counted))
	})
	if err != nil {
		return o, err
	}
	o.Recovery, err = s.RecoveryLeft(ctx, row.ID)
	return o, err
}

// challenged is the account of a challenge, with the try counted.
func (s *Service) challenged(ctx context.Context, challenge string) (accountRow, []attempt, error) {
	now, err := s.db.Now(ctx)
	if err != nil {
		return accountRow{}, nil, err
	}
	var id string
	err = s.db.Read().NewRaw("SELECT account FROM sign_in_challenges WHERE hash = ? AND expires_at > ?", digest(challenge), db.At(now)).Scan(ctx, &id)
	if err = db.NotFound(err, "session.challenge_over"); err != nil {
		if ecabinet.KindOf(err) == ecabinet.NotFound {
			err = ecabinet.E(ecabinet.Unauthenticated, "session.challenge_over")
		}
		return accountRow{}, nil, err
	}
	row, err := account(ctx, s.db.Read(), "id", id)
	if err != nil {
		return row, nil, err
	}
	if row.State != Active {
		return row, nil, ecabinet.E(ecabinet.Unauthenticated, "session.refused")
	}
	counted := s.attempts(ctx, row.LoginKey)
	return row, counted, s.try(ctx, counted)
}

// spend takes a challenge; of several at once one row affected decides.
func spend(ctx context.Context, tx *db.Tx, challenge string) error {
	n, err := affected(tx.Bun().NewRaw("DELETE FROM sign_in_challenges WHERE hash = ?", digest(challenge)).Exec(ctx))
	if err != nil {
		return fmt.Errorf("take a challenge: %w", err)
	}
	if n == 0 {
		return ecabinet.E(ecabinet.Unauthenticated, "session.challenge_over")
	}
	return nil
}

func (s *Service) matchCode(row accountRow, code string) (int64, error) {
	secret, err := s.key.open(row.TOTPSecret, row.ID)
	if err != nil {
		return 0, err
	}
	step, ok := codeStep(secret, code, s.cfg.CodeClock())
	if !ok {
		return 0, ecabinet.E(ecabinet.Unauthenticated, "session.code_wrong")
	}
	return step, nil
}

// openSession opens a session in the body used last, or the first there is; use
// spends what was shown, in the same act.
func (s *Service) openSession(ctx context.Context, row accountRow, how string, use func(context.Context, *db.Tx) error) (Opened, error) {
	now, err := s.db.Now(ctx)
	if err != nil {
		return Opened{}, err
	}
	bodies, err := s.cfg.People.BodiesOf(ctx, row.Person, now)
	if err != nil {
		return Opened{}, err
	}
	if len(bodies) == 0 {
		return Opened{}, ecabinet.E(ecabinet.Refused, "session.no_role")
	}
	o := Opened{Session: ecabinet.NewID(), Token: token(), Body: bodies[0]}
	if slices.Contains(bodies, row.LastBody) {
		o.Body = row.LastBody
	}
	err = s.act(ctx, o.Body, row.Person, func(ctx context.Context, tx *db.Tx) error {
		if err := use(ctx, tx); err != nil {
			return err
		}
		return s.insertSession(ctx, tx, row, &o, how)
	})
	if former := ecabinet.ActorFrom(ctx).Session; err == nil && former != "" {
		// The cookie of the former session is overwritten: nobody could end it any more.
		if err := s.End(ctx, former, "signed_in_again"); err != nil {
			s.cfg.Logger.WarnContext(ctx, "the session before a new sign-in was not ended", "error", err)
		}
	}
	return o, err
}

// stepUp asks for password and one-time code of the actor once more. The step is
// for the caller to use up in the act that it allows.
func (s *Service) stepUp(ctx context.Context, password, code string) (accountRow, int64, error) {
	a := ecabinet.ActorFrom(ctx)
	row, err := account(ctx, s.db.Read(), "id", a.Account)
	if err != nil {
		return row, 0, err
	}
	if err := s.try(ctx, s.stepUpAttempts(a.Session)); err != nil {
		if errors.Is(err, &ecabinet.Error{Code: attemptRefused}) {
			err = errors.Join(err, s.End(ctx, a.Session, "step_up_failures"))
		}
		return row, 0, err
	}
	ok, err := s.hashers.matches(ctx, password, row.PasswordHash)
	if err != nil {
		return row, 0, err
	}
	if !ok || row.State != Active {
		return row, 0, ecabinet.E(ecabinet.Forbidden, "session.step_up_refused")
	}
	step, err := s.matchCode(row, code)
	if errors.Is(err, &ecabinet.Error{Code: "session.code_wrong"}) {
		err = ecabinet.E(ecabinet.Forbidden, "session.step_up_refused")
	}
	return row, step, err
}
