package testkit

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"ecabinet"
)

// Ask is a request that no screen makes.
type Ask struct {
	Who, Method, Path, Body string
	Field                   string // at which it is refused; "": anywhere
}

// Dispatch is httpx.Router.Dispatch.
type Dispatch func(ctx context.Context, session, lang, method, path string, body []byte, key string) (status int, answer []byte)

// Refused asks one after the other. Each is refused in words that are about what was asked:
// no fault, nothing done, and no route or right is missing, which would hide both.
func Refused(t testing.TB, dispatch Dispatch, asks []Ask) {
	t.Helper()
	for _, a := range asks {
		var body []byte
		if a.Method != http.MethodGet {
			body = []byte(a.Body)
		}
		status, answer := dispatch(t.Context(), a.Who, "vi", a.Method, a.Path, body, ecabinet.NewID())
		said := string(answer)
		hidden := status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusMethodNotAllowed || strings.Contains(said, `"http.no_route"`)
		if status < 400 || status >= 500 || hidden || a.Field != "" && !strings.Contains(said, `"`+a.Field+`"`) {
			t.Errorf("%s %s %s: %d %s", a.Method, a.Path, a.Body, status, said)
		}
	}
}
