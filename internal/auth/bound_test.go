package auth_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
)

// Whoever a room lets in without an account is that one person, for weeks and no
// longer, may nothing by himself, and is out at once when the room says so.
func TestABoundSession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		act := func(do func(ctx context.Context, tx *db.Tx) error) {
			t.Helper()
			_, err := h.d.InTx(ecabinet.WithActor(t.Context(), ecabinet.Actor{Person: "r1", Body: h.body}), func(ctx context.Context, tx *db.Tx) (string, error) {
				return "", do(ctx, tx)
			})
			h.must(err)
		}
		admit := func(person string) string {
			t.Helper()
			token := "the token of " + person
			act(func(ctx context.Context, tx *db.Tx) error {
				return h.s.Admit(ctx, tx, person, "ballot/b1", token, h.clock.Now().Add(30*24*time.Hour))
			})
			return token
		}
		mine, other := admit("r1"), admit("r2")
		who, err := h.s.Actor(t.Context(), mine)
		h.must(err)
		if who.Person != "r1" || who.Body != h.body || who.Account != "" || !slices.Equal(who.Roles, []string{"link"}) || who.Shows != "" || who.Session == "" {
			t.Errorf("let in is %+v", who)
		}
		for token, want := range map[string]bool{mine: true, other: false, "another": false} {
			act(func(ctx context.Context, tx *db.Tx) error {
				got, err := h.s.Admitted(ctx, tx, "r1", token)
				if got != want {
					t.Errorf("%s: r1 was let in %v", token, got)
				}
				return err
			})
		}
		h.clock.add(20 * 24 * time.Hour) // whoever has an account would long be signed out
		_, err = h.s.Actor(t.Context(), mine)
		h.must(err)
		act(func(ctx context.Context, tx *db.Tx) error { return h.s.Shut(ctx, tx, "r1") })
		h.s.Forget(who.Session) // as the event does, on every node
		act(func(ctx context.Context, tx *db.Tx) error {
			if got, err := h.s.Admitted(ctx, tx, "r1", mine); got || err != nil {
				t.Errorf("shut out, and let in still: %v", err)
			}
			return nil
		})
		for range 2 {
			if _, err := h.s.Actor(t.Context(), mine); ecabinet.KindOf(err) != ecabinet.Unauthenticated {
				t.Errorf("shut out, and in still: %v", err)
			}
		}
		_, err = h.s.Actor(t.Context(), other)
		h.must(err)
		h.clock.add(11 * 24 * time.Hour)
		if _, err := h.s.Actor(t.Context(), other); ecabinet.KindOf(err) != ecabinet.Unauthenticated {
			t.Errorf("after its time: %v", err)
		}
	})
}
