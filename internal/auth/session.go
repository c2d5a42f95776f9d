package auth

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/httpx"
)

// Session is one sign-in on one device.
type Session struct {
	ID        string
	Body      string
	Account   string
	Person    string
	Device    string // such as "Safari, iPad"
	CreatedAt time.Time
	SeenAt    time.Time // to the minute
	EndsAt    time.Time // at the latest
	Signing   time.Time // the signing window is open until then
}

type sessionRow struct {
	bun.BaseModel `bun:"table:sessions"`

	ID           string `bun:",pk"`
	Hash         string
	Body         string
	Account      string
	Person       string
	Device       string
	CreatedAt    db.Time
	SeenAt       db.Time
	EndsAt       db.Time
	SigningUntil db.Time
	EndedAt      db.Time
	Shows        string // of a screen: the one thing that it shows; else see boundTo
}

func (r sessionRow) thing() Session {
	return Session{
		ID: r.ID, Body: r.Body, Account: r.Account, Person: r.Person, Device: r.Device, CreatedAt: r.CreatedAt.Time,
		SeenAt: r.SeenAt.Time, EndsAt: r.EndsAt.Time, Signing: r.SigningUntil.Time,
	}
}

// over is when a session ends if nobody comes again. A screen asks for nothing for
// hours, and whoever was let in without an account comes back after days.
func (s *Service) over(r sessionRow) time.Time {
	if r.Shows != "" {
		return r.EndsAt.Time
	}
	end := r.SeenAt.Add(s.cfg.Idle)
	if r.EndsAt.Before(end) {
		end = r.EndsAt.Time
	}
	return end
}

func ended() error { return ecabinet.E(ecabinet.Unauthenticated, "session.ended") }

func (s *Service) insertSession(ctx context.Context, tx *db.Tx, a accountRow, o *Opened, how string) error {
	now := tx.Now()
	o.Until = now.Add(s.cfg.Absolute)
	row := &sessionRow{
		ID: o.Session, Hash: digest(o.Token), Body: o.Body, Account: a.ID, Person: a.Person,
		Device: device(httpx.ClientFrom(ctx).Agent), CreatedAt: db.At(now), SeenAt: db.At(now), EndsAt: db.At(o.Until),
	}
	if _, err := tx.Bun().NewInsert().Model(row).Exec(ctx); err != nil {
		return fmt.Errorf("insert a session: %w", err)
	}
	if _, err := tx.Bun().NewRaw("UPDATE accounts SET last_body = ? WHERE id = ?", o.Body, a.ID).Exec(ctx); err != nil {
		return fmt.Errorf("note the body used last: %w", err)
	}
	tx.Emit(event("user:"+a.Person, "session.opened", "session/"+o.Session, map[string]any{
		"session": o.Session, "person": a.Person, "how": how, "until": o.Until.UTC().Format(time.RFC3339),
	}))
	return nil
}

// Actor is who stands behind a cookie, or behind the handle that Redeem gave; it
// counts as use of the session.
func (s *Service) Actor(ctx context.Context, cookie string) (ecabinet.Actor, error) {
	e, err := s.find(ctx, cookie)
	if err != nil {
		return ecabinet.Actor{}, err
	}
	if now := s.cfg.Clock(); now.Sub(e.row.SeenAt.Time) >= seenEach {
		if e, err = s.seen(ctx, e, now); err != nil {
			return ecabinet.Actor{}, err
		}
	}
	return s.actor(e), nil
}

// Peek is Actor without counting as use: for the look that a connection takes
// at its rights.
func (s *Service) Peek(ctx context.Context, handle string) (ecabinet.Actor, error) {
	e, err := s.find(ctx, handle)
	if err != nil {
		return ecabinet.Actor{}, err
	}
	return s.actor(e), nil
}

func (s *Service) actor(e entry) ecabinet.Actor {
	a := e.actor
	a.Account, a.Session, a.SigningEnd = e.row.Account, e.row.ID, e.row.SigningUntil.Time
	if end := s.over(e.row); a.ValidUntil.IsZero() || end.Before(a.ValidUntil) {
		a.ValidUntil = end
	}
	a.Roles, a.Offices, a.Agencies = slices.Clone(a.Roles), slices.Clone(a.Offices), slices.Clone(a.Agencies)
	a.Ministries, a.Served = slices.Clone(a.Ministries), slices.Clone(a.Served)
	return a
}

// find finds a living session, from memory where it is fresh.
func (s *Service) find(ctx context.Context, cookie string) (entry, error) {
	column, value := "hash", digest(cookie)
	if id, ok := s.handled(cookie); ok {
		column, value = "id", id
	}
	now := s.cfg.Clock()
	if e, ok := s.cache.get(column, value); ok && now.Before(e.fresh) && now.Before(s.over(e.row)) {
		return e, nil
	}
	return s.load(ctx, column, value, now)
}

func (s *Service) load(ctx context.Context, column, value string, now time.Time) (entry, error) {
	turn := s.cache.turn()
	var e entry
	err := s.db.Read().NewSelect().Model(&e.row).Where("? = ?", bun.Ident(column), value).Scan(ctx)
	if err = db.NotFound(err, "session.ended"); err != nil {
		if ecabinet.KindOf(err) == ecabinet.NotFound {
			err = ended()
		}
		return e, err
	}
	if !e.row.EndedAt.IsZero() || !now.Before(s.over(e.row)) {
		return e, ended() // and never kept: what is in memory is taken for living
	}
	if e.row.Shows != "" {
		e.actor = nobodysActor(e.row)
	} else if e.actor, err = s.cfg.People.Actor(ctx, e.row.Body, e.row.Person, now); err != nil {
		return e, err
	}
	e.fresh = now.Add(cacheLife)
	if end := e.actor.ValidUntil; !end.IsZero() && end.Before(e.fresh) {
		e.fresh = end
	}
	s.cache.put(e, turn)
	return e, nil
}

// seen writes that the session was used, at most once a minute.
func (s *Service) seen(ctx context.Context, e entry, now time.Time) (entry, error) {
	err := s.act(ctx, e.row.Body, e.row.Person, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Bun().NewRaw("UPDATE sessions SET seen_at = ? WHERE id = ? AND ended_at IS NULL AND seen_at < ?",
			db.At(now), e.row.ID, db.At(now)).Exec(ctx)
		return err
	})
	if err != nil {
		return e, fmt.Errorf("note use of a session: %w", err)
	}
	s.cache.touch(e.row.ID, db.At(now))
	e.row.SeenAt = db.At(now)
	return e, nil
}

// SessionByID is one living session.
func (s *Service) SessionByID(ctx context.Context, id string) (Session, error) {
	var row sessionRow
	err := s.db.Read().NewSelect().Model(&row).Where("id = ? AND ended_at IS NULL", id).Scan(ctx)
	return row.thing(), db.NotFound(err, "session.not_found")
}

// Sessions are the living sessions of a person, the latest first; body "" for
// those in all bodies.
func (s *Service) Sessions(ctx context.Context, person, body string) ([]Session, error) {
	var rows []sessionRow
	q := s.db.Read().NewSelect().Model(&rows).Where("person = ? AND ended_at IS NULL", person).OrderExpr("id DESC")
	if body != "" {
		q.Where("body = ?", body)
	}
	if err := q.Scan(ctx); err != nil {
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

// End ends one session, for the reason why (a word for the journal).
func (s *Service) End(ctx context.Context, id, why string) error {
	ses, err := s.SessionByID(ctx, id)
	if ecabinet.KindOf(err) == ecabinet.NotFound && err != nil {
		return nil // ended already
	}
	if err != nil {
		return err
	}
	by := ecabinet.ActorFrom(ctx).Person
	err = s.act(ctx, ses.Body, by, func(ctx context.Context, tx *db.Tx) error {
		n, err := affected(tx.Bun().NewRaw("UPDATE sessions SET ended_at = ?, signing_until = NULL WHERE id = ? AND ended_at IS NULL", db.At(tx.Now()), id).Exec(ctx))
		if err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		if n == 1 {
			tx.Emit(endedEvent(ses, why))
		}
		return nil
	})
	s.Forget(id)
	return err
}

// endIn ends, within an act, the sessions of an account except one, so that what
// the act takes away and what rested on it go together. It answers the sessions
// that worked for other bodies: see tellElsewhere.
func (s *Service) endIn(ctx context.Context, tx *db.Tx, account, except, why string) (elsewhere []Session, err error) {
	var rows []sessionRow
	err = tx.Bun().NewRaw(`UPDATE sessions SET ended_at = ?, signing_until = NULL WHERE account = ? AND id <> ? AND ended_at IS NULL
		RETURNING id, body, person, seen_at, ends_at`, db.At(tx.Now()), account, except).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("end sessions: %w", err)
	}
	for _, r := range rows {
		switch {
		case !tx.Now().Before(s.over(r)): // it was over by itself
		case r.Body == tx.Body():
			tx.Emit(endedEvent(r.thing(), why))
		default:
			elsewhere = append(elsewhere, r.thing())
		}
	}
	return elsewhere, nil
}

// tellElsewhere journals in other bodies that sessions there have ended, for the
// sockets that follow those journals, and forgets the account's sessions here.
func (s *Service) tellElsewhere(ctx context.Context, account string, ended []Session, why string) error {
	s.cache.forget(func(e entry) bool { return e.row.Account == account })
	by := ecabinet.ActorFrom(ctx).Person
	for _, ses := range ended {
		err := s.act(ctx, ses.Body, by, func(_ context.Context, tx *db.Tx) error {
			tx.Emit(endedEvent(ses, why))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func endedEvent(ses Session, why string) ecabinet.Event {
	return event("user:"+ses.Person, "session.ended", "session/"+ses.ID, map[string]any{"session": ses.ID, "person": ses.Person, "why": why})
}

// Restored is for after an older back-up was put back, while no server runs: what
// had ended since is open again in it. All sessions, links and tickets end, the
// database gets a new epoch, and each journal says so. It answers how many sessions
// were open.
func (s *Service) Restored(ctx context.Context) (open int64, err error) {
	bodies, err := s.cfg.People.AllBodies(ctx)
	if err != nil {
		return 0, err
	}
	told := func(tx *db.Tx) {
		tx.Emit(event("body", "installation.restored", "installation/epoch", map[string]any{"by": "operator"}))
	}
	err = s.act(ctx, ecabinet.Installation, ecabinet.System, func(ctx context.Context, tx *db.Tx) error {
		now := db.At(tx.Now())
		if open, err = affected(tx.Bun().NewRaw("UPDATE sessions SET ended_at = ?, signing_until = NULL WHERE ended_at IS NULL", now).Exec(ctx)); err != nil {
			return fmt.Errorf("end sessions: %w", err)
		}
		for _, q := range []string{
			"UPDATE sign_in_links SET used_at = '" + now.String() + "' WHERE kind <> '" + linkDemo + "' AND used_at IS NULL",
			"DELETE FROM socket_tickets", "DELETE FROM sign_in_challenges",
		} {
			if _, err := tx.Bun().NewRaw(q).Exec(ctx); err != nil {
				return fmt.Errorf("end links and tickets: %w", err)
			}
		}
		told(tx)
		return tx.NewEpoch(ctx)
	})
	for _, body := range bodies {
		if err == nil {
			err = s.act(ctx, body, ecabinet.System, func(_ context.Context, tx *db.Tx) error { told(tx); return nil })
		}
	}
	return open, err
}

// ChooseBody moves the actor's session to another body that the person serves.
func (s *Service) ChooseBody(ctx context.Context, body string) error {
	a := ecabinet.ActorFrom(ctx)
	now, err := s.db.Now(ctx)
	if err != nil {
		return err
	}
	bodies, err := s.cfg.People.BodiesOf(ctx, a.Person, now)
	if err != nil {
		return err
	}
	if !slices.Contains(bodies, body) {
		return ecabinet.E(ecabinet.NotFound, "session.no_such_body")
	}
	err = s.act(ctx, a.Body, a.Person, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Bun().NewRaw("UPDATE sessions SET body = ?, signing_until = NULL WHERE id = ? AND ended_at IS NULL", body, a.Session).Exec(ctx)
		tx.Emit(event("user:"+a.Person, "session.body_chosen", "session/"+a.Session, map[string]any{"session": a.Session, "person": a.Person, "body": body}))
		return err
	})
	s.Forget(a.Session)
	return err
}

// OpenSigning opens the signing window of the actor's session.
func (s *Service) OpenSigning(ctx context.Context, password, code string) (until time.Time, err error) {
	row, step, err := s.stepUp(ctx, password, code)
	if err != nil {
		return until, err
	}
	a := ecabinet.ActorFrom(ctx)
	err = s.act(ctx, a.Body, a.Person, func(ctx context.Context, tx *db.Tx) error {
		if err := useStep(ctx, tx, row.ID, step); err != nil {
			return err
		}
		if err := forgive(ctx, tx, s.stepUpAttempts(a.Session)); err != nil {
			return err
		}
		until = tx.Now().Add(signingLife)
		return s.setSigning(ctx, tx, a, until)
	})
	s.Forget(a.Session)
	return until, err
}

// CloseSigning closes it.
func (s *Service) CloseSigning(ctx context.Context) error {
	a := ecabinet.ActorFrom(ctx)
	err := s.act(ctx, a.Body, a.Person, func(ctx context.Context, tx *db.Tx) error {
		return s.setSigning(ctx, tx, a, time.Time{})
	})
	s.Forget(a.Session)
	return err
}

func (s *Service) setSigning(ctx context.Context, tx *db.Tx, a ecabinet.Actor, until time.Time) error {
	n, err := affected(tx.Bun().NewRaw("UPDATE sessions SET signing_until = ? WHERE id = ? AND ended_at IS NULL", db.At(until), a.Session).Exec(ctx))
	if err != nil {
		return fmt.Errorf("set the signing window: %w", err)
	}
	if n == 0 {
		return ended()
	}
	kind, data := "session.signing_opened", map[string]any{"session": a.Session, "person": a.Person, "until": until.UTC().Format(time.RFC3339)}
	if until.IsZero() {
		kind = "session.signing_closed"
		delete(data, "until")
	}
	tx.Emit(event("user:"+a.Person, kind, "session/"+a.Session, data))
	return nil
}

// device names browser and system of a User-Agent, in words for the list of
// sessions. It decides nothing.
func device(agent string) string {
	first := func(pairs ...string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if strings.Contains(agent, pairs[i]) {
				return pairs[i+1]
			}
		}
		return ""
	}
	browser := first("Edg/", "Edge", "coc_coc", "Cốc Cốc", "Firefox/", "Firefox", "Chrome/", "Chrome", "CriOS/", "Chrome", "Safari/", "Safari")
	system := first("iPad", "iPad", "iPhone", "iPhone", "Android", "Android", "Windows", "Windows", "Macintosh", "macOS", "Linux", "Linux")
	switch {
	case browser == "" && system == "":
		return ""
	case browser == "" || system == "":
		return browser + system
	}
	return browser + ", " + system
}
