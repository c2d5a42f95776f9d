// Package arrows keeps the shape of the house: who may import whom, what a room's
// rules must not touch, how small the root stays, and that every error has its
// sentence. It holds the tables and the ways to read the source; its tests do the
// rest. No other package imports it.
package arrows

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Module is the module whose arrows are kept.
const Module = "ecabinet"

// Rooms hold the features. They never import each other.
var Rooms = []string{"annotations", "ballots", "dossiers", "meetings", "people", "rules", "summaries"}

// rule says what the packages that match Of may import of this module.
type rule struct {
	Of  string   // pattern of path.Match below the module; "/..." at the end: and below
	May []string // patterns of the same form; "." is the root
}

// house is the table of arrows; the first rule that matches a package holds.
// {room} stands for the package's own room.
var house = []rule{
	{".", nil},
	{"web", nil},
	{"canonical", nil},
	{"cmd/...", []string{"..."}},
	{"procedure", []string{"."}},
	{"policies/...", []string{".", "policies"}},
	{"realtime/...", []string{".", "realtime"}},

	{"ballots", []string{".", "procedure", "canonical"}},
	{"ballots/store", []string{".", "ballots", "procedure", "policies", "internal/db"}},
	// Wider than a room's api elsewhere, and only here: its views read lists, and its
	// files streams, for which the room has no port yet.
	{"ballots/api", []string{".", "ballots", "ballots/store", "ballots/received", "procedure", "policies", "internal/export", "internal/files", "internal/httpx"}},
	{"ballots/received", []string{".", "internal/fold"}}, // headings and names are compared folded
	{"rules", []string{".", "procedure"}},
	{"meetings", []string{".", "procedure", "internal/record"}},
	{"meetings/store", []string{".", "meetings", "procedure", "policies", "internal/db"}},
	{"meetings/letters", []string{".", "meetings", "internal/export", "internal/mail"}}, // words what these two send
	{"meetings/api", []string{".", "meetings", "meetings/box", "meetings/letters", "meetings/store", "procedure", "canonical", "policies", "internal/export", "internal/httpx"}}, // as that of ballots
	// A small room within a room: it knows the sessions only by its ports.
	{"meetings/tasks", []string{".", "procedure", "internal/record"}},
	{"meetings/tasks/store", []string{".", "meetings/tasks", "procedure", "policies", "internal/db", "internal/fold"}},
	{"meetings/tasks/api", []string{".", "meetings/tasks", "meetings/tasks/store", "procedure", "policies", "internal/export", "internal/files", "internal/httpx"}},
	{"meetings/box", []string{"."}}, // what it knows is cryptography
	{"rules/store", []string{".", "rules", "procedure", "internal/db"}},
	{"rules/api", []string{".", "rules", "procedure", "internal/httpx"}},
	{"annotations/store", []string{".", "annotations", "policies", "internal/db", "internal/files"}}, // contents are sealed as papers are
	{"dossiers", []string{".", "internal/fold"}},
	{"dossiers/store", []string{".", "dossiers", "policies", "internal/db", "internal/files", "internal/fold"}}, // papers are sealed files
	{"summaries", []string{".", "internal/record"}},
	{"summaries/openai", []string{".", "summaries"}},
	{"summaries/openai/fake", nil}, // knows of the program what stands in a request
	{"summaries/api", []string{".", "summaries", "summaries/store", "policies", "internal/export", "internal/httpx"}},
	{"{room}", []string{"."}},
	{"{room}/store", []string{".", "{room}", "policies", "internal/db"}},
	{"{room}/api", []string{".", "{room}", "policies", "internal/httpx"}},
	{"{room}/...", []string{".", "{room}/..."}}, // a further part of a room: a format, a client, a sandbox

	// Use cases across rooms stand over the rooms' ports.
	{"internal/usecase/...", []string{".", "procedure", "ballots", "dossiers", "meetings", "meetings/tasks", "people", "summaries", "internal/db"}},
	// The audit counts ballots again from the rows themselves, so it knows that room's
	// rules and its tables, and serves its own routes.
	{"internal/audit", []string{".", "procedure", "ballots", "internal/chain", "internal/db", "internal/httpx"}},
	// The ground knows no room.
	{"internal/db", []string{".", "internal/chain"}},
	{"internal/chain", []string{".", "canonical"}},
	{"internal/record", []string{".", "canonical"}},
	{"internal/httpx", []string{".", "policies", "realtime"}},
	{"internal/...", []string{".", "policies", "realtime", "internal/..."}},
}

// pure are the packages of rules: what they import of Go's library or of others
// must not reach a database, a network, a file or a clock.
var pure = append([]string{".", "procedure", "canonical", "meetings/tasks"}, Rooms...)

// unclean are imports that a pure package must not have.
var unclean = []string{"database/sql", "net", "net/http", "os", "os/exec", "log", "log/slog", "math/rand", "math/rand/v2", "syscall"}

// pureOthers are the packages of others that rules may use: they compute, no more.
var pureOthers = []string{"github.com/gowebpki/jcs", "golang.org/x/text/unicode/norm", "golang.org/x/text/collate", "golang.org/x/text/language"}

// clock are the functions of package time that read the clock or wait for it.
var clock = []string{"Now", "Since", "Until", "After", "AfterFunc", "NewTicker", "NewTimer", "Sleep", "Tick"}

// local is a package's path below the module, "." for the root; ok is false for
// packages of others.
func local(importPath string) (string, bool) {
	if importPath == Module {
		return ".", true
	}
	return strings.CutPrefix(importPath, Module+"/")
}

// room is the room that a package belongs to, "" for none.
func room(pkg string) string {
	first, _, _ := strings.Cut(pkg, "/")
	if slices.Contains(Rooms, first) {
		return first
	}
	return ""
}

// matches says whether pkg is of a pattern, in which {room} stands for own.
func matches(pattern, pkg, own string) bool {
	if pattern == "..." {
		return true
	}
	if strings.Contains(pattern, "{room}") {
		if own == "" {
			return false
		}
		pattern = strings.ReplaceAll(pattern, "{room}", own)
	}
	if base, below := strings.CutSuffix(pattern, "/..."); below {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	ok, err := path.Match(pattern, pkg)
	return err == nil && ok
}

// Wrong lists the imports that the table forbids. imports gives, for each package
// of the module, the import paths of its files.
func Wrong(imports map[string][]string) []string {
	var wrong []string
	for importPath, list := range imports {
		pkg, ok := local(importPath)
		if !ok {
			continue
		}
		at := slices.IndexFunc(house, func(r rule) bool { return matches(r.Of, pkg, room(pkg)) })
		if at < 0 {
			wrong = append(wrong, fmt.Sprintf("%s has no place in the house", pkg))
			continue
		}
		for _, i := range list {
			if to, ours := local(i); ours && !slices.ContainsFunc(house[at].May, func(p string) bool { return matches(p, to, room(pkg)) }) {
				wrong = append(wrong, fmt.Sprintf("%s must not import %s", pkg, to))
			}
		}
		if slices.Contains(pure, pkg) {
			wrong = append(wrong, impure(pkg, list)...)
		}
	}
	slices.Sort(wrong)
	return wrong
}

func impure(pkg string, imports []string) []string {
	var wrong []string
	for _, i := range imports {
		_, ours := local(i)
		first, _, _ := strings.Cut(i, "/")
		foreign := !ours && strings.Contains(first, ".")
		if slices.Contains(unclean, i) || foreign && !slices.Contains(pureOthers, i) || foreign && pkg == "." {
			wrong = append(wrong, fmt.Sprintf("%s is pure and must not import %s", pkg, i))
		}
	}
	return wrong
}
