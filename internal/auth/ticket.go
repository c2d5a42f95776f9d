package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"ecabinet"
	"ecabinet/internal/db"
)

// Ticket makes a one-use ticket of 30 s for a websocket of the actor's session.
// It rests in the database, so that it may be shown to another node.
func (s *Service) Ticket(ctx context.Context) (string, error) {
	a, ticket := ecabinet.ActorFrom(ctx), token()
	err := s.act(ctx, a.Body, a.Person, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Bun().NewRaw("INSERT INTO socket_tickets (hash, session, expires_at) VALUES (?, ?, ?)",
			digest(ticket), a.Session, db.At(tx.Now().Add(ticketLife))).Exec(ctx)
		return err
	})
	return ticket, err
}

// Redeem takes a ticket and answers a handle of the session that fetched it, for
// Actor and Peek of this process. Of several at once one row affected decides.
// The handle is no cookie and never leaves the process.
func (s *Service) Redeem(ctx context.Context, ticket string) (handle string, err error) {
	now, err := s.db.Now(ctx)
	if err != nil {
		return "", err
	}
	refused := ecabinet.E(ecabinet.Unauthenticated, "session.ticket_refused")
	var row struct {
		Session string
		Body    string
		Person  string
	}
	err = s.db.Read().NewRaw(`SELECT t.session, s.body, s.person FROM socket_tickets AS t JOIN sessions AS s ON s.id = t.session
		WHERE t.hash = ? AND t.expires_at > ? AND s.ended_at IS NULL`, digest(ticket), db.At(now)).Scan(ctx, &row)
	if err = db.NotFound(err, refused.Code); err != nil {
		if ecabinet.KindOf(err) == ecabinet.NotFound {
			err = refused
		}
		return "", err
	}
	err = s.act(ctx, row.Body, row.Person, func(ctx context.Context, tx *db.Tx) error {
		n, err := affected(tx.Bun().NewRaw("DELETE FROM socket_tickets WHERE hash = ? AND expires_at > ?", digest(ticket), db.At(tx.Now())).Exec(ctx))
		if err != nil {
			return fmt.Errorf("take a ticket: %w", err)
		}
		if n == 0 {
			return refused
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return s.handle(row.Session), nil
}

const handlePrefix = "handle:"

// handle names a session to this process alone: ids are no secrets, so it
// carries a proof that this process made it.
func (s *Service) handle(session string) string {
	m := hmac.New(sha256.New, s.handles)
	m.Write([]byte(session))
	return handlePrefix + session + ":" + hex.EncodeToString(m.Sum(nil))
}

func (s *Service) handled(text string) (session string, ok bool) {
	rest, ok := strings.CutPrefix(text, handlePrefix)
	if !ok {
		return "", false
	}
	session, _, ok = strings.Cut(rest, ":")
	return session, ok && hmac.Equal([]byte(text), []byte(s.handle(session)))
}
