package policies

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

//go:embed texts.json
var wordsFile []byte

// Words are the names of roles, objects, relations and actions, and the sentences
// of explanations, in Vietnamese and English, as people read them on a screen.
type Words map[string]map[string]string

// NewWords reads the words that come with the package. The keys are "role.member",
// "object.ballot", "relation.own", "action.cast-answer" and the codes of an
// [Explanation].
func NewWords() Words {
	var w Words
	if err := json.Unmarshal(wordsFile, &w); err != nil {
		panic(fmt.Sprintf("policies: the embedded texts.json: %v", err))
	}
	return w
}

// Name is the word for a key in a language, "vi" or "en"; where there is none, the
// name itself, so that an explanation is never empty.
func (w Words) Name(lang, kind, name string) string {
	if text := w[kind+"."+name][lang]; text != "" {
		return text
	}
	return name
}

// Say is the sentence of an explanation.
func (w Words) Say(lang string, x Explanation) string {
	var would []string
	for _, r := range x.Would {
		name := w.Name(lang, "role", r.Role)
		if x.Code == "policy.no_relation" {
			if r.Role != All && !slices.Contains(x.Roles, r.Role) {
				continue
			}
			name = w.Name(lang, "relation", r.Relation)
		}
		if !slices.Contains(would, name) {
			would = append(would, name)
		}
	}
	return strings.NewReplacer(
		"{role}", w.Name(lang, "role", x.Role), "{relation}", w.Name(lang, "relation", x.Relation),
		"{object}", w.Name(lang, "object", x.Object), "{action}", w.Name(lang, "action", x.Action),
		"{would}", strings.Join(would, "; "),
	).Replace(w[x.Code][lang])
}
