package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
)

// The kinds of link.
const (
	linkSetup = "setup"
	linkEnrol = "enrol"
	linkDemo  = "demo"
)

type linkRow struct {
	bun.BaseModel `bun:"table:sign_in_links"`

	ID         string `bun:",pk"`
	Hash       string
	Kind       string
	Body       string
	Account    string
	TOTPSecret string `bun:"totp_secret"`
	CreatedAt  db.Time
	ExpiresAt  db.Time
	UsedAt     db.Time
}

// LinkToken is the secret part of a link, made from its id and the key, so that
// a repeated request gets the same link again.
func (s *Service) LinkToken(id string) string {
	return base64.RawURLEncoding.EncodeToString(s.key.hash("link", id))
}

func (s *Service) insertLink(ctx context.Context, tx *db.Tx, kind, body, account string, life time.Duration) (linkRow, error) {
	now := tx.Now()
	row := linkRow{ID: ecabinet.NewID(), Kind: kind, Body: body, Account: account, CreatedAt: db.At(now)}
	row.Hash = digest(s.LinkToken(row.ID))
	if life > 0 {
		row.ExpiresAt = db.At(now.Add(life))
	}
	if kind == linkEnrol {
		row.TOTPSecret = s.key.close(newSecret(), row.ID)
		_, err := tx.Bun().NewRaw("UPDATE sign_in_links SET used_at = ? WHERE account = ? AND kind = ? AND used_at IS NULL",
			db.At(now), account, linkEnrol).Exec(ctx)
		if err != nil {
			return row, fmt.Errorf("end former links: %w", err)
		}
	}
	if _, err := tx.Bun().NewInsert().Model(&row).Exec(ctx); err != nil {
		return row, fmt.Errorf("insert a link: %w", err)
	}
	return row, nil
}

// link finds a link that may be used.
func (s *Service) link(ctx context.Context, kind, token string) (linkRow, error) {
	var row linkRow
	err := s.db.Read().NewSelect().Model(&row).Where("hash = ? AND kind = ? AND used_at IS NULL", digest(token), kind).Scan(ctx)
	if err = db.NotFound(err, "enrolment.link_over"); err != nil {
		return row, err
	}
	now, err := s.db.Now(ctx)
	if err == nil && !row.ExpiresAt.IsZero() && !now.Before(row.ExpiresAt.Time) {
		err = ecabinet.E(ecabinet.NotFound, "enrolment.link_over")
	}
	return row, err
}

// useLink takes a link; of several at once one row affected decides.
func useLink(ctx context.Context, tx *db.Tx, row linkRow) error {
	n, err := affected(tx.Bun().NewRaw("UPDATE sign_in_links SET used_at = ? WHERE id = ? AND used_at IS NULL", db.At(tx.Now()), row.ID).Exec(ctx))
	if err != nil {
		return fmt.Errorf("use a link: %w", err)
	}
	if n == 0 {
		return ecabinet.E(ecabinet.NotFound, "enrolment.link_over")
	}
	return nil
}

// StartLink is the link to print at start: "setup" with a token where there is no
// body yet, "enroll" where the first administrator has not finished, and "" where
// nothing is to be printed. A former set-up link ends.
func (s *Service) StartLink(ctx context.Context) (page, token string, err error) {
	bodies, err := s.cfg.People.AllBodies(ctx)
	if err != nil {
		return "", "", err
	}
	if len(bodies) == 0 {
		token, err = s.newSetupLink(ctx)
		return "setup", token, err
	}
	var rows []accountRow
	if err := s.db.Read().NewSelect().Model(&rows).OrderExpr("id").Limit(2).Scan(ctx); err != nil {
		return "", "", err
	}
	if len(rows) != 1 || rows[0].enrolled() {
		return "", "", nil
	}
	token, err = s.OperatorLink(ctx, rows[0].Login)
	return "enroll", token, err
}

func (s *Service) newSetupLink(ctx context.Context) (token string, err error) {
	err = s.act(ctx, ecabinet.Installation, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Bun().NewRaw("DELETE FROM sign_in_links WHERE kind = ?", linkSetup).Exec(ctx); err != nil {
			return err
		}
		row, err := s.insertLink(ctx, tx, linkSetup, ecabinet.Installation, "", setupLife)
		token = s.LinkToken(row.ID)
		return err
	})
	return token, err
}

// OperatorLink makes an enrolment link for a login on the order of who runs the
// machine: for the first administrator, and where no administrator can sign in.
// It is journalled as an act of the system.
func (s *Service) OperatorLink(ctx context.Context, login string) (token string, err error) {
	row, err := account(ctx, s.db.Read(), "login_key", s.loginKey(login))
	if err != nil {
		return "", err
	}
	err = s.act(ctx, row.Body, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		l, err := s.insertLink(ctx, tx, linkEnrol, row.Body, row.ID, enrolmentLife)
		token = s.LinkToken(l.ID)
		tx.Emit(event("user:"+row.Person, "account.link_made", "account/"+row.ID, map[string]any{"account": row.ID, "person": row.Person, "by": "operator"}))
		return err
	})
	return token, err
}

// SetUp founds the first body with its first administrator, and answers the
// token of the administrator's enrolment link. The set-up link is used up; if
// the enrolment is left undone, the next start prints a new link for it.
func (s *Service) SetUp(ctx context.Context, token string, f Founding, login string) (enrolment string, err error) {
	if err := checkLogin(login); err != nil {
		return "", err
	}
	row, err := s.link(ctx, linkSetup, token)
	if err != nil {
		return "", err
	}
	f.Body = ecabinet.NewID()
	err = s.act(ctx, f.Body, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		if err := useLink(ctx, tx, row); err != nil {
			return err
		}
		person, err := s.cfg.Found(ctx, tx, f)
		if err != nil {
			return err
		}
		a, err := s.insertAccount(ctx, tx, f.Body, person, login)
		if err != nil {
			return err
		}
		l, err := s.insertLink(ctx, tx, linkEnrol, f.Body, a.ID, enrolmentLife)
		enrolment = s.LinkToken(l.ID)
		return err
	})
	return enrolment, err
}

// Invite makes an account for a person, and answers "link/<id>" of its enrolment
// link; see LinkToken.
func (s *Service) Invite(ctx context.Context, person, login string) (string, error) {
	if err := checkLogin(login); err != nil {
		return "", err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
		if err := s.cfg.AllowSignIn(ctx, tx, person, true); err != nil {
			return "", err
		}
		row, err := s.insertAccount(ctx, tx, tx.Body(), person, login)
		if err != nil {
			return "", err
		}
		return s.giveLink(ctx, tx, row)
	})
}

// Replace makes a new enrolment link for an account, and answers "link/<id>". The
// former means of sign-in work until the new ones are set.
func (s *Service) Replace(ctx context.Context, id string) (string, error) {
	return s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
		row, err := s.homeAccount(ctx, tx, id)
		if err != nil {
			return "", err
		}
		if err := s.cfg.AllowSignIn(ctx, tx, row.Person, !row.enrolled()); err != nil {
			return "", err
		}
		return s.giveLink(ctx, tx, row)
	})
}

func (s *Service) giveLink(ctx context.Context, tx *db.Tx, row accountRow) (string, error) {
	l, err := s.insertLink(ctx, tx, linkEnrol, row.Body, row.ID, enrolmentLife)
	if err != nil {
		return "", err
	}
	tx.Emit(event("user:"+row.Person, "account.link_made", "account/"+row.ID, map[string]any{"account": row.ID, "person": row.Person, "by": "administrator"}))
	return "link/" + l.ID, nil
}

// Enrolment is what an enrolment link opens.
type Enrolment struct {
	Login   string
	Secret  string // of one-time codes
	URI     string // the same, for a QR picture
	Replace bool   // there are means of sign-in already
	Until   time.Time
}

// Enrolment answers what belongs to a link; it may be asked again.
func (s *Service) Enrolment(ctx context.Context, token string) (Enrolment, error) {
	l, a, secret, err := s.enrolling(ctx, token)
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{
		Login: a.Login, Secret: secret, URI: codeURI(s.cfg.Issuer, a.Login, secret), Replace: a.enrolled(), Until: l.ExpiresAt.Time,
	}, nil
}

func (s *Service) enrolling(ctx context.Context, token string) (linkRow, accountRow, string, error) {
	l, err := s.link(ctx, linkEnrol, token)
	if err != nil {
		return l, accountRow{}, "", err
	}
	a, err := account(ctx, s.db.Read(), "id", l.Account)
	if err != nil {
		return l, a, "", err
	}
	secret, err := s.key.open(l.TOTPSecret, l.ID)
	return l, a, secret, err
}

// Enrol sets the password and the one-time codes that a link allows to set, ends
// what was before, and answers the recovery codes, shown once.
func (s *Service) Enrol(ctx context.Context, token, password, code string) ([]string, error) {
	l, a, secret, err := s.enrolling(ctx, token)
	if err != nil {
		return nil, err
	}
	if err := checkPassword(password, s.common, a.Login, s.cfg.Issuer); err != nil {
		return nil, err
	}
	step, ok := codeStep(secret, code, s.cfg.CodeClock())
	if !ok {
		e := ecabinet.E(ecabinet.Invalid, "enrolment.code_wrong")
		e.Fields = []ecabinet.FieldError{{Path: "code", Code: "enrolment.code_wrong"}}
		return nil, e
	}
	hash, err := s.hashers.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	codes, elsewhere := newRecoveryCodes(), []Session(nil)
	err = s.act(ctx, a.Body, a.Person, func(ctx context.Context, tx *db.Tx) (err error) {
		if err := useLink(ctx, tx, l); err != nil {
			return err
		}
		if err := s.setMeans(ctx, tx, a, hash, secret, step, codes); err != nil {
			return err
		}
		elsewhere, err = s.endIn(ctx, tx, a.ID, "", "enrolled")
		return err
	})
	if err != nil {
		return nil, err
	}
	ctx = ecabinet.WithActor(ctx, ecabinet.Actor{Person: a.Person, Body: a.Body})
	return codes, s.tellElsewhere(ctx, a.ID, elsewhere, "enrolled")
}

func (s *Service) setMeans(ctx context.Context, tx *db.Tx, a accountRow, hash, secret string, step int64, codes []string) error {
	kind := "account.enrolled"
	if a.enrolled() {
		kind = "account.replaced"
	}
	a.PasswordHash, a.TOTPSecret, a.State = hash, s.key.close(secret, a.ID), Active
	if err := saveAccount(ctx, tx, &a); err != nil {
		return err
	}
	if _, err := tx.Bun().NewRaw("DELETE FROM totp_uses WHERE account = ?", a.ID).Exec(ctx); err != nil {
		return fmt.Errorf("begin codes anew: %w", err)
	}
	tx.Emit(event("user:"+a.Person, kind, "account/"+a.ID, map[string]any{"account": a.ID, "person": a.Person, "rev": a.Rev}))
	return errors.Join(
		useStep(ctx, tx, a.ID, step),
		s.replaceRecoveryCodes(ctx, tx, a.ID, codes),
		forgive(ctx, tx, []attempt{{key: a.LoginKey}}))
}

// Seed is an account of a demonstration, ready for use.
type Seed struct {
	Body, Person, Login string
	PasswordHash        string // from HashPassword, once for all
	Secret              string // of one-time codes
}

// HashPassword hashes one password for many Seeds.
func (s *Service) HashPassword(ctx context.Context, password string) (string, error) {
	return s.hashers.hash(ctx, password)
}

// NewSecret makes a secret of one-time codes for a Seed.
func NewSecret() string { return newSecret() }

// SeedAccount makes an account ready for use within an act of its body, and
// answers the token of a link that signs in at each click. It needs Config.Demo.
func (s *Service) SeedAccount(ctx context.Context, tx *db.Tx, d Seed) (token string, err error) {
	if !s.cfg.Demo {
		return "", errors.New("auth: accounts are seeded in a demonstration only")
	}
	a, err := s.insertAccount(ctx, tx, d.Body, d.Person, d.Login)
	if err != nil {
		return "", err
	}
	a.PasswordHash, a.TOTPSecret, a.State = d.PasswordHash, s.key.close(d.Secret, a.ID), Active
	if err := saveAccount(ctx, tx, &a); err != nil {
		return "", err
	}
	l, err := s.insertLink(ctx, tx, linkDemo, d.Body, a.ID, 0)
	return s.LinkToken(l.ID), err
}

// SignInDemo opens a session by a demonstration link. Signing still needs the
// password and the code.
func (s *Service) SignInDemo(ctx context.Context, token string) (Opened, error) {
	if !s.cfg.Demo {
		return Opened{}, ecabinet.E(ecabinet.NotFound, "enrolment.link_over")
	}
	l, err := s.link(ctx, linkDemo, token)
	if err != nil {
		return Opened{}, err
	}
	a, err := account(ctx, s.db.Read(), "id", l.Account)
	if err != nil {
		return Opened{}, err
	}
	if a.State != Active {
		return Opened{}, ecabinet.E(ecabinet.Unauthenticated, "session.refused")
	}
	return s.openSession(ctx, a, "demo", func(context.Context, *db.Tx) error { return nil })
}
