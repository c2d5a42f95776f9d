package auth

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
)

func TestPasswordRules(t *testing.T) {
	common := commonWords()
	for _, c := range []struct{ password, code string }{
		{"ngắn quá", "account.password_short"},
		{strings.Repeat("ab", 65), "account.password_long"},
		{"Password123456", "account.password_common"},
		{"matkhau2024!!", "account.password_common"},
		{"Mật khẩu 2026", "account.password_common"},
		{"aaaaaaaaaaaaaaa", "account.password_common"},
		{"nguyenvanan-ecabinet", "account.password_common"},
		{"quantri-quantri-1", "account.password_common"},
		{"bad\xff\xfeencoding here", "account.password_not_text"},
		{"ba con mèo leo cây cau", ""},
		{"correct horse battery staple", ""},
		{"xK9#mQ2$vL7p", ""},
	} {
		err := checkPassword(c.password, common, "nguyenvanan", "quantri", "ecabinet")
		if c.code == "" {
			if err != nil {
				t.Errorf("%q: %v", c.password, err)
			}
			continue
		}
		var e *ecabinet.Error
		if !errors.As(err, &e) || e.Fields[0].Code != c.code {
			t.Errorf("%q: want %s, got %v", c.password, c.code, err)
		}
	}
}

func TestDelaysGrow(t *testing.T) {
	last := time.Duration(0)
	for n := range 200 {
		d := delay(n)
		if d < last || d > delayMost || n <= failuresFree && d != 0 {
			t.Fatalf("after %d failures %v, before %v", n, d, last)
		}
		last = d
	}
	if last != delayMost {
		t.Errorf("the longest wait is %v", last)
	}
}

// RFC 6238, appendix B, in six digits.
func TestCodesOfTheStandard(t *testing.T) {
	secret := "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"} {
		if got, err := Code(secret, time.Unix(at, 0)); err != nil || got != want {
			t.Errorf("at %d: %s, %v; want %s", at, got, err, want)
		}
		for _, skew := range []int64{-30, 0, 30} {
			if step, ok := codeStep(secret, " "+want[:3]+" "+want[3:], time.Unix(at+skew, 0)); !ok || step != at/30 {
				t.Errorf("at %d%+d: step %d, %v", at, skew, step, ok)
			}
		}
		if _, ok := codeStep(secret, want, time.Unix(at+60, 0)); ok {
			t.Errorf("at %d: a code two steps old is taken", at)
		}
	}
}

func TestLimiterIsBounded(t *testing.T) {
	now := time.Unix(0, 0)
	l := NewLimiter(func() time.Time { return now })
	op := httpx.Op{Public: true, Method: "POST"}
	client := httpx.Client{IP: netip.MustParseAddr("192.0.2.1")}
	for range addressBurst {
		if _, ok := l.Limit(op, client); !ok {
			t.Fatal("the burst is too small")
		}
	}
	wait, ok := l.Limit(op, client)
	if ok || wait <= 0 || wait > time.Second {
		t.Errorf("after the burst: wait %v, %v", wait, ok)
	}
	if _, ok := l.Limit(httpx.Op{Public: true, Method: "GET"}, client); !ok {
		t.Error("reading is limited")
	}
	now = now.Add(wait)
	if _, ok := l.Limit(op, client); !ok {
		t.Error("still limited after the wait")
	}
	for range scarceBurst {
		if _, ok := l.Limit(httpx.Op{Public: true, Method: "POST", Scarce: true}, client); !ok {
			t.Fatal("the burst of what is called seldom is too small, or spent by other calls")
		}
	}
	if wait, ok := l.Limit(httpx.Op{Public: true, Method: "POST", Scarce: true}, client); ok || wait < 4*time.Second {
		t.Errorf("what is called seldom, called often: wait %v, %v", wait, ok)
	}
	for i := range 3 * addressesMax {
		ip := netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 0, byte(i >> 16), byte(i >> 8), byte(i), 1})
		l.Limit(op, httpx.Client{IP: ip})
	}
	if len(l.seen) != addressesMax || l.age.Len() != addressesMax {
		t.Errorf("%d addresses are kept", len(l.seen))
	}
	a, b := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8::ffff")
	if prefix(a) != prefix(b) {
		t.Error("one network counts as two")
	}
}

func TestKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "signin.key")
	first, err := LoadKey(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := LoadKey(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed := first.close("bí mật", "account")
	if got, err := again.open(sealed, "account"); got != "bí mật" || err != nil {
		t.Errorf("opened %q, %v", got, err)
	}
	if _, err := again.open(sealed, "another"); err == nil {
		t.Error("a secret opens for another account")
	}
	if _, err := NewKey().open(sealed, "account"); err == nil {
		t.Error("a secret opens with another key")
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKey(path); err == nil || !strings.Contains(err.Error(), "chmod") {
		t.Errorf("a key that others can read: %v", err)
	}
}

func TestDeviceLabels(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": "Safari, iPad",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0":  "Edge, Windows",
		"curl/8": "",
	} {
		if got := device(agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
}
