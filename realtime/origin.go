package realtime

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Subprotocol must be offered by the client; there is no socket without it.
const Subprotocol = "ecabinet.v1"

// origins is the closed list of origins, in the one spelling that browsers send
// (RFC 6454 §6.2): lower case, no default port, nothing after the port.
type origins map[string]bool

func newOrigins(list []string) (origins, error) {
	o := origins{}
	for _, s := range list {
		u, err := url.Parse(s)
		if err != nil {
			return nil, fmt.Errorf("realtime: origin %q: %w", s, err)
		}
		port := u.Port()
		plain := u.Scheme + "://" + u.Host
		standard := u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80"
		if plain != s || s != strings.ToLower(s) || standard || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" ||
			strings.HasSuffix(u.Host, ":") || strings.HasSuffix(u.Hostname(), ".") || strings.Contains(s, "*") {
			return nil, fmt.Errorf("realtime: origin %q is not written as browsers send it", s)
		}
		o[s] = true
	}
	return o, nil
}

// allows compares byte for byte: a browser has one spelling for an origin, so
// whatever needs folding or parsing to match did not come from one.
func (o origins) allows(r *http.Request) bool {
	sent := r.Header.Values("Origin")
	return len(sent) == 1 && o[sent[0]]
}
