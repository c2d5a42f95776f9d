package api_test

import (
	"net/http"
	"testing"

	"ecabinet/ballots"
)

// TestBadInputIsNoFault: whatever is asked in a form that no screen makes is refused
// in words, on both databases.
func TestBadInputIsNoFault(t *testing.T) {
	each(t, func(h *house) {
		id, answer := h.send(func(t *ballots.Terms) { t.ByName = true })
		rev := h.now(id).Rev
		for _, c := range []struct{ who, method, path, body string }{
			{"secretariat", http.MethodGet, "/api/ballots/a%00b", ""},
			{"secretariat", http.MethodGet, "/api/ballots/a%ffb", ""},
			{"secretariat", http.MethodGet, "/api/ballots?matter=a%00", ""},
			{"secretariat", http.MethodGet, "/api/answers/" + answer + "%00", ""},
			{"secretariat", http.MethodGet, "/api/ballots?cursor=WyJuZXdlc3QiLCJcdTAwMDAiLCJiIl0", ""}, // ["newest","\u0000","b"]
			{"secretariat", http.MethodPost, "/api/ballots/" + id + "/seats/99999999999/pass", `{"successor":"","reason":"x"}`},
			{"secretariat", http.MethodPost, "/api/ballots", `{"matter":"a\u0000b"}`},
			{"secretariat", http.MethodPost, "/api/ballots/" + id + "/on-behalf", `{"seat":99999999999,"reason":"x","received_at":"2026-11-16T02:00:00Z",
				"content":{"opinions":[{"question":"q1","choice":"agree","text":"","points":[]}],"reserve":"","files":[]}}`},
		} {
			status, raw := h.router.Dispatch(h.Context(), c.who, "vi", c.method, c.path, []byte(c.body), "key-"+c.path)
			if status < 400 || status >= 500 {
				h.Errorf("%s %s: %d %s", c.method, c.path, status, raw)
			}
		}
		if h.now(id).Rev != rev {
			h.Error("something was changed")
		}
	})
}
