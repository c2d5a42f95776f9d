package app_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"ecabinet/cmd/ecabinet/app"
)

// freeAddress is an address of this machine on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestTheOperatorHasAnAddressOfHisOwn(t *testing.T) {
	admin, main := freeAddress(t), freeAddress(t)
	s, err := app.Parse("test", []string{"-data", t.TempDir(), "-listen", main, "-admin", admin, "-proxies", "10.0.0.0/8"}, t.Output(), nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), s, slog.New(slog.DiscardHandler), app.Option{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, func(string) { close(ready) }) }()
	select {
	case <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	get := func(address, path string) (int, string) {
		res, err := http.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/metrics": "ecabinet_live_sockets 0"} {
		if status, body := get(admin, path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %.200s", path, status, body)
		}
	}
	if status, _ := get(admin, "/api/me"); status != http.StatusNotFound {
		t.Errorf("the API answers %d there", status)
	}
	if status, _ := get(main, "/metrics"); status != http.StatusNotFound {
		t.Errorf("behind a proxy the metrics answer %d", status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
