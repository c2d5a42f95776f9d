package policies

import (
	"slices"
	"strings"
)

// AudienceKey is the canonical name of everybody who holds exactly these roles
// and stands in exactly these relations: two actors with one key see the same
// bytes of a shared view. Order and repetition do not count; "any" adds nothing.
func AudienceKey(roles []string, relations ...string) string {
	return canonical(roles, "") + "/" + canonical(relations, Any)
}

func canonical(names []string, without string) string {
	s := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == without })
	slices.Sort(s)
	for i, n := range s {
		s[i] = escape.Replace(n)
	}
	return strings.Join(slices.Compact(s), "+")
}

// escape keeps a name that holds a separator from passing for two names.
var escape = strings.NewReplacer("%", "%25", "+", "%2B", "/", "%2F")
