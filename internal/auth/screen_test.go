package auth_test

import (
	"testing"
	"time"

	"ecabinet"
)

// A screen shows its code, is told what it shows by whoever types that, and is nobody:
// it lasts until it is taken off, at once.
func TestAScreenIsPairedAndTakenOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		screen, b := h.browser(), h.browser()
		code := screen.want(200, "POST", "/api/screen", nil)["code"].(string)
		screen.want(401, "POST", "/api/session/ticket", nil)
		b.signIn(h, "quantri", h.secret)
		desk, err := h.s.Actor(t.Context(), b.cookie.Value)
		h.must(err)
		ctx := ecabinet.WithActor(t.Context(), desk)
		if err := h.s.PairScreen(ctx, "m-1", "2345-6789", "x"); ecabinet.KindOf(err) != ecabinet.Invalid {
			t.Errorf("a code that no screen has on: %v", err)
		}
		h.must(h.s.PairScreen(ctx, "m-1", " "+code[:4]+"-"+code[4:], "Phòng họp lớn"))
		if err := h.s.PairScreen(ctx, "m-2", code, "again"); ecabinet.KindOf(err) != ecabinet.Invalid {
			t.Errorf("the code twice: %v", err)
		}
		who, err := h.s.Actor(t.Context(), screen.cookie.Value)
		h.must(err)
		if who.Shows != "m-1" || len(who.Roles) != 1 || who.Roles[0] != "projector" || who.Account != "" || who.Body != desk.Body {
			t.Errorf("the screen is %+v", who)
		}
		screen.want(200, "POST", "/api/session/ticket", nil)
		screen.want(403, "GET", "/api/account", nil)
		h.clock.add(5 * time.Hour) // longer than anybody may be idle
		screen.want(200, "POST", "/api/session/ticket", nil)
		list, err := h.s.Screens(ctx, "m-1")
		h.must(err)
		if len(list) != 1 || list[0].Device != "Phòng họp lớn" {
			t.Fatalf("screens: %+v", list)
		}
		if err := h.s.EndScreen(ctx, "m-2", list[0].ID); ecabinet.KindOf(err) != ecabinet.NotFound {
			t.Errorf("a screen of another session: %v", err)
		}
		h.must(h.s.EndScreen(ctx, "m-1", list[0].ID))
		for range 3 { // the first look must not bring it back into memory
			screen.want(401, "POST", "/api/session/ticket", nil)
		}
	})
}

// The code is good for a quarter of an hour; who was signed in is signed out.
func TestAScreensCodeEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser()
		b.signIn(h, "quantri", h.secret)
		person := b.cookie.Value
		code := b.want(200, "POST", "/api/screen", nil)["code"].(string)
		if _, err := h.s.Actor(t.Context(), person); ecabinet.KindOf(err) != ecabinet.Unauthenticated {
			t.Errorf("who was signed in still is: %v", err)
		}
		h.clock.add(16 * time.Minute)
		if err := h.s.PairScreen(ecabinet.WithActor(t.Context(), ecabinet.Actor{Body: "b", Person: "p"}), "m-1", code, "x"); ecabinet.KindOf(err) != ecabinet.Invalid {
			t.Errorf("after a quarter of an hour: %v", err)
		}
	})
}
