package auth

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
)

// A screen in a room is signed in without a person: it asks for a code, shows it, and
// whoever may say what it shows types the code. Its session holds the role of a
// projector and names the one thing that it shows; it ends by itself, and by a press.

const (
	screenCodeLife = 15 * time.Minute
	screenRole     = "projector"
	screenLetters  = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" // none that is taken for another
)

// letters writes raw as a code that a person reads and types.
func letters(raw []byte, n int) string {
	var b strings.Builder
	for _, x := range raw[:n] {
		b.WriteByte(screenLetters[int(x)%len(screenLetters)])
	}
	return b.String()
}

// typed is a code as it was meant.
func typed(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
}

// AskScreen begins a screen: the token is for its cookie, the code for somebody to
// type within a quarter of an hour.
func (s *Service) AskScreen(ctx context.Context) (code string, o Opened, err error) {
	o.Token = token()
	code = letters(s.key.hash("screen code", o.Token), 8)
	err = s.act(ctx, ecabinet.Installation, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		now := tx.Now()
		o.Until = now.Add(s.cfg.Absolute)
		if _, err := tx.Bun().NewRaw("DELETE FROM screen_codes WHERE expires_at < ?", db.At(now)).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.Bun().NewRaw("INSERT INTO screen_codes (code, hash, expires_at) VALUES (?, ?, ?)",
			s.screenCode(code), digest(o.Token), db.At(now.Add(screenCodeLife))).Exec(ctx)
		return err
	})
	if former := ecabinet.ActorFrom(ctx).Session; err == nil && former != "" {
		err = s.End(ctx, former, "became_a_screen")
	}
	return code, o, err
}

// screenCode is what is stored of a code.
func (s *Service) screenCode(code string) string {
	return hex.EncodeToString(s.key.hash("screen", typed(code)))
}

// PairScreen lets the screen that has this code on show a thing, under a name by
// which it is known. Of several at once one row affected decides.
func (s *Service) PairScreen(ctx context.Context, shows, code, name string) error {
	a := ecabinet.ActorFrom(ctx)
	return s.act(ctx, a.Body, a.Person, func(ctx context.Context, tx *db.Tx) error {
		var hash string
		err := tx.Bun().NewRaw("DELETE FROM screen_codes WHERE code = ? AND expires_at > ? RETURNING hash", s.screenCode(code), db.At(tx.Now())).Scan(ctx, &hash)
		if err = db.NotFound(err, "screen.code_unknown"); err != nil {
			if ecabinet.KindOf(err) == ecabinet.NotFound {
				e := ecabinet.E(ecabinet.Invalid, "screen.code_unknown")
				e.Fields = []ecabinet.FieldError{{Path: "code", Code: "screen.code_unknown"}}
				err = e
			}
			return err
		}
		return s.insertScreen(ctx, tx, shows, hash, name)
	})
}

// OpenScreen signs a screen in without a code: for a demonstration.
func (s *Service) OpenScreen(ctx context.Context, body, shows, name string) (o Opened, err error) {
	o.Token, o.Body = token(), body
	err = s.act(ctx, body, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		o.Until = tx.Now().Add(s.cfg.Absolute)
		return s.insertScreen(ctx, tx, shows, digest(o.Token), name)
	})
	return o, err
}

func (s *Service) insertScreen(ctx context.Context, tx *db.Tx, shows, hash, name string) error {
	now, id := tx.Now(), ecabinet.NewID()
	row := &sessionRow{
		ID: id, Hash: hash, Body: tx.Body(), Person: "screen:" + id, Device: name, Shows: shows,
		CreatedAt: db.At(now), SeenAt: db.At(now), EndsAt: db.At(now.Add(s.cfg.Absolute)),
	}
	if _, err := tx.Bun().NewInsert().Model(row).Exec(ctx); err != nil {
		return fmt.Errorf("insert a screen: %w", err)
	}
	tx.Emit(event("user:"+row.Person, "session.opened", "session/"+id, map[string]any{
		"session": id, "person": row.Person, "how": "screen", "shows": shows, "until": row.EndsAt.UTC().Format(time.RFC3339),
	}))
	return nil
}

// Screens are the screens that show a thing now, the latest first.
func (s *Service) Screens(ctx context.Context, shows string) ([]Session, error) {
	var rows []sessionRow
	err := s.db.Read().NewSelect().Model(&rows).Where("shows = ? AND body = ? AND ended_at IS NULL", shows, ecabinet.ActorFrom(ctx).Body).OrderExpr("id DESC").Scan(ctx)
	if err != nil {
		return nil, err
	}
	now, list := s.cfg.Clock(), []Session{}
	for _, r := range rows {
		if now.Before(s.over(r)) {
			list = append(list, r.thing())
		}
	}
	return list, nil
}

// EndScreen takes what it shows from one of the screens of a thing.
func (s *Service) EndScreen(ctx context.Context, shows, id string) error {
	list, err := s.Screens(ctx, shows)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.ID == id {
			return s.End(ctx, id, "screen_taken_off")
		}
	}
	return ecabinet.E(ecabinet.NotFound, "session.not_found")
}

// screenActor is who a screen is.
func screenActor(r sessionRow) ecabinet.Actor {
	return ecabinet.Actor{Person: r.Person, Body: r.Body, Roles: []string{screenRole}, Shows: r.Shows}
}
