package arrows

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// endings are those of the types that the source puts together from a beginning and a value.
var endings = map[string][]string{
	"copy.*":            {"returned", "missing"},
	"matter.session_*":  {"adopted", "not_adopted", "noted", "discussed", "put_off", "minutes"},
	"matter.task_*":     {"given", "closed", "recalled"},
	"person.change_*":   {"approved", "refused"},
	"respondent.mail_*": {"waiting", "sent", "failed"},
}

// Who reads the journal sees a name for every type of event and can ask for every kind,
// in both languages; and nothing is named that no event is.
func TestTheJournalNamesEveryEvent(t *testing.T) {
	found, lost := EventTypes(source(t))
	for _, at := range lost {
		t.Errorf("%s: which type of event is this? Write it where it can be followed, or teach EventTypes", at)
	}
	var types, kinds []string
	for _, f := range found {
		begin, put := strings.CutSuffix(f, "*")
		if !put {
			types = append(types, f)
			continue
		}
		if len(endings[f]) == 0 {
			t.Errorf("%s: say its endings in endings", f)
		}
		for _, end := range endings[f] {
			types = append(types, begin+end)
		}
	}
	// Some that are followed in different ways: without them the reading itself is broken.
	for _, must := range []string{"ballot.closed", "cast.made", "deed.signed", "task.overdue", "matter.deciding", "letter.failed", "session.opened"} {
		if !slices.Contains(types, must) {
			t.Errorf("%s is not found in the source", must)
		}
	}
	for _, name := range types {
		kind, _, _ := strings.Cut(name, ".")
		kinds = append(kinds, kind)
	}
	slices.Sort(types)
	slices.Sort(kinds)
	kinds = slices.Compact(kinds)
	same(t, "a kind of web/src/audit/Journal.tsx", kinds, listed(t, "/web/src/audit/Journal.tsx", `(?m)^  "(\w+)",$`))
	for _, language := range []string{"vi", "en"} {
		file := "/web/src/i18n/" + language + "/audit.ts"
		same(t, "an audit.event of "+language, types, listed(t, file, `"audit\.event\.(\w+\.\w+)":`))
		same(t, "an audit.kind of "+language, kinds, listed(t, file, `"audit\.kind\.(\w+)":`))
	}
}

func listed(t *testing.T, file, what string) []string {
	t.Helper()
	text, err := os.ReadFile(top + file)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, m := range regexp.MustCompile(what).FindAllSubmatch(text, -1) {
		list = append(list, string(m[1]))
	}
	return list
}

func same(t *testing.T, what string, want, have []string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(have, w) {
			t.Errorf("%s is not %s", w, what)
		}
	}
	for _, h := range have {
		if !slices.Contains(want, h) {
			t.Errorf("%s is %s, and no event is of it", h, what)
		}
	}
}
