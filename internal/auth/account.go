package auth

import (
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
)

// The states of an account.
const (
	Invited = "invited" // no means of sign-in yet
	Active  = "active"
	Locked  = "locked" // by an administrator
)

// Account is a person's means of sign-in, without the secrets.
type Account struct {
	ID        string
	Body      string // home body of the person
	Person    string
	Login     string
	State     string
	Stopped   bool // too many failures: only an administrator helps
	CreatedAt time.Time
	Rev       int64
}

type accountRow struct {
	bun.BaseModel `bun:"table:accounts"`

	ID           string `bun:",pk"`
	Body         string
	Person       string
	Login        string
	LoginKey     string
	PasswordHash string
	TOTPSecret   string `bun:"totp_secret"`
	State        string
	LastBody     string
	CreatedAt    db.Time
	Rev          int64
}

func (r accountRow) thing() Account {
	return Account{ID: r.ID, Body: r.Body, Person: r.Person, Login: r.Login, State: r.State, CreatedAt: r.CreatedAt.Time, Rev: r.Rev}
}

func (r accountRow) enrolled() bool { return r.PasswordHash != "" }

// loginKey is under which a login is stored and counted.
func (s *Service) loginKey(login string) string {
	return hex.EncodeToString(s.key.hash("login", foldName(login)))
}

func checkLogin(login string) error {
	n := utf8.RuneCountInString(login)
	for _, r := range login {
		if r <= ' ' || r == 0x7f || r == utf8.RuneError {
			n = 0
			break
		}
	}
	if n < 3 || n > 100 {
		e := ecabinet.E(ecabinet.Invalid, "account.login_refused")
		e.Fields = []ecabinet.FieldError{{Path: "login", Code: "account.login_form"}}
		return e
	}
	return nil
}

func account(ctx context.Context, q bun.IDB, column, value string) (accountRow, error) {
	var row accountRow
	err := q.NewSelect().Model(&row).Where("? = ?", bun.Ident(column), value).Scan(ctx)
	return row, db.NotFound(err, "account.not_found")
}

// AccountOf is the account of a person.
func (s *Service) AccountOf(ctx context.Context, person string) (Account, error) {
	row, err := account(ctx, s.db.Read(), "person", person)
	if err != nil {
		return Account{}, err
	}
	list := []Account{row.thing()}
	return list[0], s.markStopped(ctx, map[string]*Account{row.LoginKey: &list[0]})
}

// AccountQuery picks accounts of a body; what is empty does not narrow.
type AccountQuery struct {
	Person string
	Login  string // as it is written, or in other case
	Page   db.Page
}

var byLogin = db.Order{Name: "login", Columns: []string{"login", "id"}}

// Accounts is one page of the accounts whose home is body, by login, and the cursor
// of the next, "" at the end.
func (s *Service) Accounts(ctx context.Context, body string, q AccountQuery) ([]Account, string, error) {
	var rows []accountRow
	find := s.db.Read().NewSelect().Model(&rows).Where("body = ?", body)
	if q.Person != "" {
		find.Where("person = ?", q.Person)
	}
	if q.Login != "" {
		find.Where("login_key = ?", s.loginKey(q.Login))
	}
	find, err := byLogin.From(find, q.Page)
	if err == nil {
		err = find.Scan(ctx)
	}
	if err != nil {
		return nil, "", err
	}
	rows, next := db.Cut(rows, q.Page, func(r accountRow) string { return byLogin.Cursor(r.Login, r.ID) })
	list := make([]Account, len(rows))
	byKey := make(map[string]*Account, len(rows))
	for i, r := range rows {
		list[i] = r.thing()
		byKey[r.LoginKey] = &list[i]
	}
	return list, next, s.markStopped(ctx, byKey)
}

func (s *Service) markStopped(ctx context.Context, byKey map[string]*Account) error {
	if len(byKey) == 0 {
		return nil
	}
	var keys []string
	err := s.db.Read().NewRaw("SELECT login_key FROM sign_in_attempts WHERE failures >= ? AND login_key IN (?)",
		failuresMost, bun.List(slices.Collect(maps.Keys(byKey)))).Scan(ctx, &keys)
	for _, k := range keys {
		if a := byKey[k]; a != nil {
			a.Stopped = true
		}
	}
	return err
}

// insertAccount makes an account without means of sign-in.
func (s *Service) insertAccount(ctx context.Context, tx *db.Tx, body, person, login string) (accountRow, error) {
	row := accountRow{
		ID: ecabinet.NewID(), Body: body, Person: person, Login: login, LoginKey: s.loginKey(login),
		State: Invited, CreatedAt: db.At(tx.Now()), Rev: 1,
	}
	_, err := tx.Bun().NewInsert().Model(&row).Exec(ctx)
	switch {
	case db.IsUnique(err, "accounts_login_key"):
		e := ecabinet.E(ecabinet.Conflict, "account.login_taken")
		e.Fields = []ecabinet.FieldError{{Path: "login", Code: "account.login_taken"}}
		return row, e
	case db.IsUnique(err, "accounts_person"):
		return row, ecabinet.E(ecabinet.Conflict, "account.exists")
	case err != nil:
		return row, fmt.Errorf("insert an account: %w", err)
	}
	tx.Emit(event("user:"+person, "account.made", "account/"+row.ID, map[string]any{"account": row.ID, "person": person, "rev": row.Rev}))
	return row, nil
}

// saveAccount replaces an account whose rev is one less.
func saveAccount(ctx context.Context, tx *db.Tx, row *accountRow) error {
	row.Rev++
	n, err := affected(tx.Bun().NewUpdate().Model(row).WherePK().Where("rev = ?", row.Rev-1).Exec(ctx))
	if err != nil {
		return fmt.Errorf("save an account: %w", err)
	}
	if n == 0 {
		return ecabinet.E(ecabinet.Stale, "account.stale")
	}
	return nil
}

// ChangePassword sets a new password, with the present one and a one-time code,
// and ends the account's other sessions.
func (s *Service) ChangePassword(ctx context.Context, present, code, password string) error {
	row, step, err := s.stepUp(ctx, present, code)
	if err != nil {
		return err
	}
	if err := checkPassword(password, s.common, row.Login, s.cfg.Issuer); err != nil {
		return err
	}
	hash, err := s.hashers.hash(ctx, password)
	if err != nil {
		return err
	}
	a, elsewhere := ecabinet.ActorFrom(ctx), []Session(nil)
	err = s.act(ctx, row.Body, a.Person, func(ctx context.Context, tx *db.Tx) (err error) {
		row := row
		if err := useStep(ctx, tx, row.ID, step); err != nil {
			return err
		}
		row.PasswordHash = hash
		if err := saveAccount(ctx, tx, &row); err != nil {
			return err
		}
		if err := forgive(ctx, tx, s.stepUpAttempts(a.Session)); err != nil {
			return err
		}
		tx.Emit(event("user:"+row.Person, "account.password_changed", "account/"+row.ID, map[string]any{"account": row.ID, "rev": row.Rev}))
		elsewhere, err = s.endIn(ctx, tx, row.ID, a.Session, "password_changed")
		return err
	})
	if err != nil {
		return err
	}
	return s.tellElsewhere(ctx, row.ID, elsewhere, "password_changed")
}

// RenewRecoveryCodes makes ten new recovery codes; the former ones end.
func (s *Service) RenewRecoveryCodes(ctx context.Context, password, code string) ([]string, error) {
	row, step, err := s.stepUp(ctx, password, code)
	if err != nil {
		return nil, err
	}
	a, codes := ecabinet.ActorFrom(ctx), newRecoveryCodes()
	err = s.act(ctx, row.Body, a.Person, func(ctx context.Context, tx *db.Tx) error {
		if err := useStep(ctx, tx, row.ID, step); err != nil {
			return err
		}
		if err := forgive(ctx, tx, s.stepUpAttempts(a.Session)); err != nil {
			return err
		}
		tx.Emit(event("user:"+row.Person, "account.recovery_renewed", "account/"+row.ID, map[string]any{"account": row.ID}))
		return s.replaceRecoveryCodes(ctx, tx, row.ID, codes)
	})
	return codes, err
}

// RecoveryLeft is how many recovery codes of an account are unused.
func (s *Service) RecoveryLeft(ctx context.Context, account string) (int, error) {
	var n int
	err := s.db.Read().NewRaw("SELECT count(*) FROM recovery_codes WHERE account = ? AND used_at IS NULL", account).Scan(ctx, &n)
	return n, err
}

// Lock takes an account out of use at once and ends its sessions. It takes one
// administrator, because it gives nobody anything.
func (s *Service) Lock(ctx context.Context, id string) error {
	var elsewhere []Session
	_, err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
		row, err := s.homeAccount(ctx, tx, id)
		if err != nil {
			return "", err
		}
		if row.State != Active {
			return "", ecabinet.E(ecabinet.Refused, "account.not_active")
		}
		row.State = Locked
		if err := saveAccount(ctx, tx, &row); err != nil {
			return "", err
		}
		tx.Emit(event("user:"+row.Person, "account.locked", "account/"+row.ID, map[string]any{"account": row.ID, "rev": row.Rev}))
		elsewhere, err = s.endIn(ctx, tx, row.ID, "", "locked")
		return "account/" + row.ID, err
	})
	if err != nil {
		return err
	}
	return s.tellElsewhere(ctx, id, elsewhere, "locked")
}

// Unlock puts a locked account, or one stopped after too many failures, into use
// again. For who decides it takes an approved request.
func (s *Service) Unlock(ctx context.Context, id string) error {
	_, err := s.db.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
		row, err := s.homeAccount(ctx, tx, id)
		if err != nil {
			return "", err
		}
		if !row.enrolled() {
			return "", ecabinet.E(ecabinet.Refused, "account.not_enrolled")
		}
		if err := s.cfg.AllowSignIn(ctx, tx, row.Person, false); err != nil {
			return "", err
		}
		row.State = Active
		if err := saveAccount(ctx, tx, &row); err != nil {
			return "", err
		}
		if err := forgive(ctx, tx, []attempt{{key: row.LoginKey}}); err != nil {
			return "", err
		}
		tx.Emit(event("user:"+row.Person, "account.unlocked", "account/"+row.ID, map[string]any{"account": row.ID, "rev": row.Rev}))
		return "account/" + row.ID, nil
	})
	return err
}

// homeAccount is an account that the actor's body keeps.
func (s *Service) homeAccount(ctx context.Context, tx *db.Tx, id string) (accountRow, error) {
	row, err := account(ctx, tx.Bun(), "id", id)
	if err == nil && row.Body != tx.Body() {
		return accountRow{}, ecabinet.E(ecabinet.NotFound, "account.not_found")
	}
	return row, err
}
