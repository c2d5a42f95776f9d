package openai

import (
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"ecabinet"
)

// Settings are what an administrator sets. The zero value is off.
type Settings struct {
	On       bool
	Endpoint string   // base address such as "https://ai.example.gov.vn/v1"
	Model    string   // as the endpoint names it
	Key      Secret   // sent as a bearer token; "" for none
	Hosts    []string // allowed "name:port", compared without case; nothing else is ever dialled
	Ceiling  string   // the highest class that may be sent; "" for public
	Context  int      // tokens that the endpoint takes, prompt and reply together; 0 for 8192
	Reply    int      // tokens of one reply at most; 0 for a quarter of Context, at most 4096
	Density  float64  // bytes of Vietnamese text in a token, as [Client.Probe] measured; 0 for unknown
	Timeout  time.Duration
	Caps     Caps // of one run
}

// Secret is a text that does not print itself.
type Secret string

// String hides it.
func (Secret) String() string { return "[secret]" }

// GoString hides it.
func (Secret) GoString() string { return "[secret]" }

// LogValue hides it.
func (Secret) LogValue() slog.Value { return slog.StringValue("[secret]") }

// MarshalText hides it.
func (Secret) MarshalText() ([]byte, error) { return []byte("[secret]"), nil }

// Matter is what decides whether the opinions on a question may leave at all.
type Matter struct {
	Class  string // of the matter: "public", "internal", "restricted", "placeholder"
	Secret bool   // the question was put to a secret vote
}

// classes that can be sent at all, the lowest first.
var classes = []string{"public", "internal", "restricted"}

// Refuses says why nothing of a matter may be sent, before anything is dialled. Its codes:
// assist.off, assist.secret_vote, assist.placeholder, assist.class, assist.address,
// assist.tls, assist.host. A class that it does not know is above every ceiling.
func (s Settings) Refuses(m Matter) error {
	switch {
	case !s.On:
		return ecabinet.E(ecabinet.Refused, "assist.off")
	case m.Secret:
		return ecabinet.E(ecabinet.Refused, "assist.secret_vote")
	case m.Class == "placeholder":
		return ecabinet.E(ecabinet.Refused, "assist.placeholder")
	}
	ceiling := max(slices.Index(classes, s.Ceiling), 0)
	if s.Ceiling != "" && !slices.Contains(classes, s.Ceiling) {
		return ecabinet.E(ecabinet.Refused, "assist.class")
	}
	if at := slices.Index(classes, m.Class); at < 0 || at > ceiling {
		return ecabinet.E(ecabinet.Refused, "assist.class")
	}
	return s.misaddressed()
}

// misaddressed says what is wrong with the endpoint's address. Unencrypted connections are
// for a program on the same machine only.
func (s Settings) misaddressed() error {
	u, err := url.Parse(s.Endpoint)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || s.Model == "" {
		return ecabinet.E(ecabinet.Invalid, "assist.address")
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return ecabinet.E(ecabinet.Refused, "assist.tls")
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if !s.allows(net.JoinHostPort(u.Hostname(), port)) {
		return ecabinet.E(ecabinet.Refused, "assist.host")
	}
	return nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// allows says that the list has "name:port".
func (s Settings) allows(address string) bool {
	return slices.ContainsFunc(s.Hosts, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), address) })
}

func (s Settings) context() int {
	if s.Context > 0 {
		return s.Context
	}
	return 8192
}

func (s Settings) reply() int {
	if s.Reply > 0 {
		return min(s.Reply, s.context()/2)
	}
	return min(s.context()/4, 4096)
}

func (s Settings) timeout() time.Duration {
	if s.Timeout > 0 {
		return s.Timeout
	}
	return 2 * time.Minute
}
