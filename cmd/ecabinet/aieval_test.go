package main

import (
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ecabinet/summaries/openai/fake"
)

// The command tests the connection, then says how well the endpoint did and at what cost.
func TestAIEval(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("chìa-khóa\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for persona, want := range map[fake.Persona][]string{
		fake.Honest:     {`(?m)^schema +ok$`, `(?m)^whole +ok$`, `F1 +0\.[67]`, `valid at first try +(\d+) of`, `calls +[6-9]\d\n`, `tokens in, out +\d{5}, \d+`},
		fake.Miscounter: {`F1 +0\.[67]`, `gist sentences, cites +0, 0`, `quantity +\d\d`, `unknown_theme +\d\d`},
		fake.ForeignIDs: {`F1 +0\.000`, `foreign_id +\d\d`},
	} {
		server := httptest.NewServer(&fake.Endpoint{Persona: persona})
		var out strings.Builder
		err := run(t.Context(), []string{"ai-eval", "-endpoint", server.URL + "/v1", "-model", "fake", "-key-file", key, "-context", "16384"}, &out)
		server.Close()
		if err != nil || strings.Contains(out.String(), "khóa") {
			t.Errorf("%s: %v\n%s", persona, err, out.String())
		}
		for _, w := range want {
			if !regexp.MustCompile(w).MatchString(out.String()) {
				t.Errorf("%s: no %q in\n%s", persona, w, out.String())
			}
		}
	}
}

// What cannot be tried, and what does not come to its end, says so by its code.
func TestAIEvalThatFails(t *testing.T) {
	server := httptest.NewServer(&fake.Endpoint{Persona: fake.Garbage})
	defer server.Close()
	honest := httptest.NewServer(&fake.Endpoint{Persona: fake.Honest})
	defer honest.Close()
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitUnreadable, "assist.address", nil},
		{exitUnreadable, "assist.tls", []string{"-endpoint", "http://ai.example.com/v1", "-model", "x"}},
		{exitUnreadable, "-set is", []string{"-set", "61"}},
		{exitUnreadable, "read key", []string{"-key-file", filepath.Join(t.TempDir(), "none")}},
		{exitWrong, "cannot be used", []string{"-endpoint", server.URL, "-model", "x"}},
		{exitWrong, "assist.cap_calls", []string{"-endpoint", honest.URL, "-model", "x", "-calls", "5"}},
	} {
		var out strings.Builder
		err := run(t.Context(), append([]string{"ai-eval"}, c.args...), &out)
		var ended *exit
		if !errors.As(err, &ended) || ended.code != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v", c.args, err)
		}
	}
}
