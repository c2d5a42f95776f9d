package api_test

import (
	"net/http"
	"testing"

	"ecabinet/ballots"
	"ecabinet/internal/testkit"
)

// TestBadInputIsNoFault: whatever is asked in a form that no screen makes is refused
// in words, on both databases.
func TestBadInputIsNoFault(t *testing.T) {
	each(t, func(h *house) {
		id, answer := h.send(func(t *ballots.Terms) { t.ByName = true })
		rev := h.now(id).Rev
		const get, post = http.MethodGet, http.MethodPost
		asks := []testkit.Ask{
			{Method: get, Path: "/api/ballots/a%00b"},
			{Method: get, Path: "/api/ballots/a%ffb"},
			{Method: get, Path: "/api/ballots?matter=a%00"},
			{Method: get, Path: "/api/answers/" + answer + "%00"},
			{Method: get, Path: "/api/ballots?cursor=WyJuZXdlc3QiLCJcdTAwMDAiLCJiIl0"}, // ["newest","\u0000","b"]
			{Method: post, Path: "/api/ballots/" + id + "/seats/99999999999/pass", Body: `{"successor":"","reason":"x"}`},
			{Method: post, Path: "/api/ballots", Body: `{"matter":"a\u0000b"}`},
			{Method: post, Path: "/api/ballots/" + id + "/on-behalf", Body: `{"seat":99999999999,"reason":"x","received_at":"2026-11-16T02:00:00Z",
				"content":{"opinions":[{"question":"q1","choice":"agree","text":"","points":[]}],"reserve":"","files":[]}}`},
		}
		for i := range asks {
			asks[i].Who = "secretariat"
		}
		testkit.Refused(t, h.router.Dispatch, asks)
		if h.now(id).Rev != rev {
			h.Error("something was changed")
		}
	})
}
