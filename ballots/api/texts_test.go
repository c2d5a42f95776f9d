package api_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTextsAreComplete: every code that the room speaks of has a text in both
// languages, and every text is spoken of.
func TestTextsAreComplete(t *testing.T) {
	var texts map[string]map[string]string
	raw, err := os.ReadFile("texts.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	// Events, notices and jobs are named alike; an error's code stands behind one of these.
	code := regexp.MustCompile(`(?:E\(|[fF]ield\(|bad\(|Code:|code = |no[A-Z]\w+ += ).*?"((?:ballot|answer|draft|behalf|classing|correction|discussion|seat|scratch|file|respondent)\.[a-z_]+)"`)
	spoken := map[string]bool{}
	for _, dir := range []string{".", "..", filepath.Join("..", "store")} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range code.FindAllStringSubmatch(string(source), -1) {
				spoken[m[1]] = true
				if texts[m[1]]["vi"] == "" || texts[m[1]]["en"] == "" {
					t.Errorf("%s: %s lacks a text", name, m[1])
				}
			}
		}
	}
	for c := range texts {
		if !spoken[c] {
			t.Errorf("nothing says %s", c)
		}
	}
}
