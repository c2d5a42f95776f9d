package auth

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/httpx"
)

// Somebody without an account may be let in by a room that knows who that is: such a
// session is bound to one person of that room and one thing. It holds a role of its own,
// which the policies allow that one thing and nothing of what everybody signed in may.

// linkRole is the role of whoever was let in.
const linkRole = "link"

// boundTo begins what a bound session names; a screen names what it shows.
const boundTo = "bound:"

// Admit opens, within the act of a room, a session of person bound to thing; it ends
// at until, used or not.
func (s *Service) Admit(ctx context.Context, tx *db.Tx, person, thing, token string, until time.Time) error {
	now, id := tx.Now(), ecabinet.NewID()
	row := &sessionRow{
		ID: id, Hash: digest(token), Body: tx.Body(), Person: person, Device: device(httpx.ClientFrom(ctx).Agent), Shows: boundTo + thing,
		CreatedAt: db.At(now), SeenAt: db.At(now), EndsAt: db.At(until),
	}
	if _, err := tx.Bun().NewInsert().Model(row).Exec(ctx); err != nil {
		return fmt.Errorf("insert a bound session: %w", err)
	}
	tx.Emit(event("user:"+person, "session.opened", "session/"+id, map[string]any{
		"session": id, "person": person, "how": "link", "until": row.EndsAt.UTC().Format(time.RFC3339),
	}))
	return nil
}

// Admitted says, within the act of a room, whether a bound session of person with that
// token lives.
func (s *Service) Admitted(ctx context.Context, tx *db.Tx, person, token string) (bool, error) {
	n, err := tx.Bun().NewSelect().Model((*sessionRow)(nil)).
		Where("hash = ? AND person = ? AND body = ? AND ended_at IS NULL AND ends_at > ?", digest(token), person, tx.Body(), db.At(tx.Now())).Count(ctx)
	if err != nil {
		return false, fmt.Errorf("find a bound session: %w", err)
	}
	return n == 1, nil
}

// Shut ends, within the act of a room, every bound session of person. What is in
// memory is dropped when its event is heard.
func (s *Service) Shut(ctx context.Context, tx *db.Tx, person string) error {
	var rows []sessionRow
	err := tx.Bun().NewRaw(`UPDATE sessions SET ended_at = ? WHERE person = ? AND body = ? AND shows LIKE '`+boundTo+`%' AND ended_at IS NULL
		RETURNING id, body, person`, db.At(tx.Now()), person, tx.Body()).Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("end bound sessions: %w", err)
	}
	for _, r := range rows {
		tx.Emit(endedEvent(r.thing(), "link_replaced"))
	}
	return nil
}

// nobodysActor is who a session without an account is.
func nobodysActor(r sessionRow) ecabinet.Actor {
	if strings.HasPrefix(r.Shows, boundTo) {
		return ecabinet.Actor{Person: r.Person, Body: r.Body, Roles: []string{linkRole}}
	}
	return screenActor(r)
}
