package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"ecabinet"
	"ecabinet/internal/db"
)

const (
	codePeriod    = 30 // seconds
	codeSkew      = 1  // steps to either side
	recoveryCodes = 10
)

// newSecret makes the secret of one-time codes: 160 bits, as RFC 4226 advises.
func newSecret() string {
	raw := make([]byte, 20)
	rand.Read(raw)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// codeURI is what an authenticator reads from a QR picture.
func codeURI(issuer, login, secret string) string {
	v := url.Values{"secret": {secret}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+login) + "?" + strings.ReplaceAll(v.Encode(), "+", "%20")
}

// Code is the one-time code of secret at a moment: for a demonstration and tests.
func Code(secret string, at time.Time) (string, error) {
	return hotp.GenerateCodeCustom(secret, uint64(at.Unix()/codePeriod), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}

// codeStep finds the time step whose code was typed; ok is false for none.
func codeStep(secret, typed string, now time.Time) (step int64, ok bool) {
	typed = strings.ReplaceAll(strings.TrimSpace(typed), " ", "")
	for at := now.Unix()/codePeriod - codeSkew; at <= now.Unix()/codePeriod+codeSkew; at++ {
		code, err := Code(secret, time.Unix(at*codePeriod, 0))
		if err == nil && subtle.ConstantTimeCompare([]byte(code), []byte(typed)) == 1 {
			step, ok = at, true
		}
	}
	return step, ok
}

// useStep marks a time step of an account as used. The primary key decides a
// race: the second one is refused.
func useStep(ctx context.Context, tx *db.Tx, account string, step int64) error {
	_, err := tx.Bun().NewRaw("INSERT INTO totp_uses (account, step, used_at) VALUES (?, ?, ?)", account, step, db.At(tx.Now())).Exec(ctx)
	if db.IsUnique(err, "totp_uses_pkey") {
		return ecabinet.E(ecabinet.Unauthenticated, "session.code_used")
	}
	if err != nil {
		return fmt.Errorf("mark a code as used: %w", err)
	}
	_, err = tx.Bun().NewRaw("DELETE FROM totp_uses WHERE account = ? AND step < ?", account, step-1000).Exec(ctx)
	return err
}

// newRecoveryCodes makes ten codes of 75 bits, shown once.
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		raw := make([]byte, 10)
		rand.Read(raw)
		s := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))
		codes[i] = s[:5] + "-" + s[5:10] + "-" + s[10:15]
	}
	return codes
}

func (s *Service) recoveryHash(account, code string) string {
	plain := strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(code))
	return hex.EncodeToString(s.key.hash("recovery", account, plain))
}

// replaceRecoveryCodes stores new codes in the place of all former ones.
func (s *Service) replaceRecoveryCodes(ctx context.Context, tx *db.Tx, account string, codes []string) error {
	if _, err := tx.Bun().NewRaw("DELETE FROM recovery_codes WHERE account = ?", account).Exec(ctx); err != nil {
		return fmt.Errorf("drop recovery codes: %w", err)
	}
	for _, c := range codes {
		_, err := tx.Bun().NewRaw("INSERT INTO recovery_codes (account, hash, used_at) VALUES (?, ?, NULL)", account, s.recoveryHash(account, c)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("store recovery codes: %w", err)
		}
	}
	return nil
}

// useRecoveryCode takes a recovery code; of several at once one row affected
// decides.
func (s *Service) useRecoveryCode(ctx context.Context, tx *db.Tx, account, code string) error {
	n, err := affected(tx.Bun().NewRaw("UPDATE recovery_codes SET used_at = ? WHERE account = ? AND hash = ? AND used_at IS NULL",
		db.At(tx.Now()), account, s.recoveryHash(account, code)).Exec(ctx))
	if err != nil {
		return fmt.Errorf("use a recovery code: %w", err)
	}
	if n == 0 {
		return ecabinet.E(ecabinet.Unauthenticated, "session.recovery_wrong")
	}
	return nil
}
