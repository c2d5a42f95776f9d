package auth

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/httpx"
)

const (
	failuresMost   = 100 // in a row for one name, then only an administrator helps (NIST SP 800-63B-4, 3.2.2)
	stepUpMost     = 10  // in a row within one session, then it ends
	failuresFree   = 4   // from one address before it has to wait
	delayMost      = 15 * time.Minute
	attemptsKept   = 90 * 24 * time.Hour // of names tried from one address, and of unknown names
	failuresNoted  = 10                  // each so many failures are journalled
	attemptTries   = 5
	attemptRefused = "session.too_many_failures"
)

// attempt is one row of counting.
type attempt struct {
	key    string
	most   int  // 0: no end
	delays bool // growing waits
}

// attempts are what a try at sign-in counts against: the name from anywhere, to
// an end, and the name from this address, with growing waits. A stranger far away
// so cannot make the owner wait.
func (s *Service) attempts(ctx context.Context, loginKey string) []attempt {
	from := prefix(httpx.ClientFrom(ctx).IP).String()
	return []attempt{
		{key: loginKey, most: failuresMost},
		{key: hex.EncodeToString(s.key.hash("address", loginKey, from)), delays: true},
	}
}

func (s *Service) stepUpAttempts(session string) []attempt {
	return []attempt{{key: hex.EncodeToString(s.key.hash("step-up", session)), most: stepUpMost}}
}

type attemptRow struct {
	Failures int
	NextAt   db.Time
}

// try counts a failure before it is known whether it is one, so that a thousand
// guesses at once are a thousand failures. Success takes it back. The answer
// does not depend on whether the name is known: both have their row.
func (s *Service) try(ctx context.Context, list []attempt) error {
	return s.act(ctx, ecabinet.Installation, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		for _, a := range list {
			if err := countOne(ctx, tx, a); err != nil {
				return err // what was counted before is undone: this try looks at no password
			}
		}
		return nil
	})
}

func countOne(ctx context.Context, tx *db.Tx, a attempt) error {
	now := tx.Now()
	_, err := tx.Bun().NewRaw(`INSERT INTO sign_in_attempts (login_key, failures, next_at, last_at) VALUES (?, 0, NULL, ?)
		ON CONFLICT (login_key) DO NOTHING`, a.key, db.At(now)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count an attempt: %w", err)
	}
	for range attemptTries {
		var row attemptRow
		err := tx.Bun().NewRaw("SELECT failures, next_at FROM sign_in_attempts WHERE login_key = ?", a.key).Scan(ctx, &row)
		if err != nil {
			return fmt.Errorf("read attempts: %w", err)
		}
		if a.most > 0 && row.Failures >= a.most {
			return ecabinet.E(ecabinet.TooMany, attemptRefused)
		}
		if wait := row.NextAt.Sub(now); !row.NextAt.IsZero() && wait > 0 {
			return httpx.TooMany(wait)
		}
		next := db.Time{}
		if a.delays {
			next = db.At(now.Add(delay(row.Failures + 1)))
		}
		n, err := affected(tx.Bun().NewRaw("UPDATE sign_in_attempts SET failures = ?, next_at = ?, last_at = ? WHERE login_key = ? AND failures = ?",
			row.Failures+1, next, db.At(now), a.key, row.Failures).Exec(ctx))
		if err != nil {
			return fmt.Errorf("count an attempt: %w", err)
		}
		if n == 1 {
			note(tx, a, row.Failures+1)
			return nil
		}
	}
	return httpx.TooMany(time.Second)
}

// note journals a growing number of failures, not each of them.
func note(tx *db.Tx, a attempt, failures int) {
	if a.most == failuresMost && failures%failuresNoted == 0 {
		tx.Emit(event("body", "sign_in.failing", "sign-in/"+a.key[:16], map[string]any{"name_hash": a.key[:16], "failures": failures}))
	}
}

// delay is how long the next try has to wait after so many failures.
func delay(failures int) time.Duration {
	if failures <= failuresFree {
		return 0
	}
	return min(time.Second<<min(failures-failuresFree-1, 20), delayMost)
}

// giveBack takes back what try counted, after a password that was right while
// the code is still to come.
func (s *Service) giveBack(ctx context.Context, list []attempt) error {
	return s.act(ctx, ecabinet.Installation, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		for _, a := range list {
			_, err := tx.Bun().NewRaw("UPDATE sign_in_attempts SET failures = failures - 1, next_at = NULL WHERE login_key = ? AND failures > 0", a.key).Exec(ctx)
			if err != nil {
				return fmt.Errorf("take back an attempt: %w", err)
			}
		}
		return nil
	})
}

// forgive begins the count anew, after a complete success.
func forgive(ctx context.Context, tx *db.Tx, list []attempt) error {
	for _, a := range list {
		if _, err := tx.Bun().NewRaw("DELETE FROM sign_in_attempts WHERE login_key = ?", a.key).Exec(ctx); err != nil {
			return fmt.Errorf("begin the count anew: %w", err)
		}
	}
	return nil
}

// cleanAttempts drops old rows, except those of names that have an account: for
// them a row ends with a success or an administrator only.
func (s *Service) cleanAttempts(ctx context.Context, now time.Time) error {
	return s.act(ctx, ecabinet.Installation, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Bun().NewRaw(`DELETE FROM sign_in_attempts WHERE last_at < ?
			AND login_key NOT IN (SELECT login_key FROM accounts)`, db.At(now.Add(-attemptsKept))).Exec(ctx)
		return err
	})
}

func affected(res sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
