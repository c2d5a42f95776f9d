package arrows

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const top = "../.."

func source(t *testing.T) []File {
	t.Helper()
	files, err := Files(top)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestArrows(t *testing.T) {
	for _, w := range Wrong(Imports(source(t))) {
		t.Error(w)
	}
}

func TestRulesReadNoClock(t *testing.T) {
	for _, f := range source(t) {
		for _, use := range ClockUses(f) {
			t.Error(use)
		}
	}
}

func TestTheRootStaysSmall(t *testing.T) {
	names, err := filepath.Glob(top + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		n, err := CodeLines(name)
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if sum == 0 || sum > 200 {
		t.Errorf("the root holds %d lines of code; 200 are allowed", sum)
	}
}

// Every package says what it is for.
func TestEveryPackageHasADoc(t *testing.T) {
	docs := map[string]string{}
	for _, f := range source(t) {
		dir, _, _ := cutLast(f.Path, "/")
		docs[dir] += f.AST.Doc.Text()
	}
	for dir, doc := range docs {
		if doc == "" {
			t.Errorf("package in %q has no doc comment", dir)
		}
	}
}

// Whoever makes an error for users writes its sentence in both languages.
func TestEveryErrorHasItsTexts(t *testing.T) {
	texts := map[string]map[string]string{}
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "web" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if d.Name() != "texts.json" {
			return nil
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return json.Unmarshal(raw, &texts)
	})
	if err != nil {
		t.Fatal(err)
	}
	files := source(t)
	constants := Constants(files)
	for _, f := range files {
		for _, code := range Codes(f, constants) {
			for _, l := range []string{"vi", "en"} {
				if texts[code][l] == "" {
					t.Errorf("%s: error %q has no text in %q", f.Path, code, l)
				}
			}
		}
	}
}

// The checks are shown to find what they look for.
func TestPlantedFaultsAreFound(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"ecabinet/ballots", "ecabinet/dossiers", "ballots must not import dossiers"},
		{"ecabinet/ballots", "ecabinet/internal/db", "ballots must not import internal/db"},
		{"ecabinet/ballots", "net/http", "ballots is pure and must not import net/http"},
		{"ecabinet/ballots", "github.com/uptrace/bun", "ballots is pure and must not import github.com/uptrace/bun"},
		{"ecabinet/people/api", "ecabinet/people/store", "people/api must not import people/store"},
		{"ecabinet/ballots/api", "ecabinet/internal/db", "ballots/api must not import internal/db"},
		{"ecabinet/people/store", "ecabinet/internal/httpx", "people/store must not import internal/httpx"},
		{"ecabinet/people/store", "ecabinet/procedure", "people/store must not import procedure"},
		{"ecabinet/internal/db", "ecabinet/internal/httpx", "internal/db must not import internal/httpx"},
		{"ecabinet/internal/jobs", "ecabinet/ballots", "internal/jobs must not import ballots"},
		{"ecabinet/realtime", "ecabinet/policies", "realtime must not import policies"},
		{"ecabinet", "golang.org/x/text/language", ". is pure and must not import golang.org/x/text/language"},
		{"ecabinet/summaries", "ecabinet/summaries/openai", "summaries must not import summaries/openai"},
		{"ecabinet/summaries", "github.com/sashabaranov/go-openai", "summaries is pure and must not import github.com/sashabaranov/go-openai"},
		{"ecabinet/summaries/openai", "ecabinet/summaries/openai/fake", "summaries/openai must not import summaries/openai/fake"},
		{"ecabinet/summaries/openai", "ecabinet/internal/db", "summaries/openai must not import internal/db"},
		{"ecabinet/summaries/openai/fake", "ecabinet/summaries", "summaries/openai/fake must not import summaries"},
		{"ecabinet/helpers", "fmt", "helpers has no place in the house"},
	} {
		if got := Wrong(map[string][]string{c.from: {c.to}}); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s -> %s: %v", c.from, c.to, got)
		}
	}
	for _, ok := range [][2]string{
		{"ecabinet/ballots", "ecabinet/procedure"}, {"ecabinet/ballots/api", "ecabinet/internal/httpx"},
		{"ecabinet/dossiers/reading", "ecabinet/dossiers"}, {"ecabinet/cmd/ecabinet", "ecabinet/ballots/store"},
		{"ecabinet/internal/auth", "ecabinet/internal/db"}, {"ecabinet/internal/usecase", "ecabinet/meetings"},
	} {
		if got := Wrong(map[string][]string{ok[0]: {ok[1]}}); len(got) != 0 {
			t.Errorf("%v is refused: %v", ok, got)
		}
	}
}
