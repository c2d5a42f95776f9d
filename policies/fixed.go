package policies

import "slices"

// Fixed holds in every body, beyond any row of its table: an administrator
// reads no opinions, no votes and nobody's annotations, whoever gives him which right. A result and the
// audit file say how each member answered.
func Fixed() Table {
	return Table{
		{Deny, "administrator", "answer", Any, All, true},
		{Deny, "administrator", "deed", Any, All, true},
		{Deny, "administrator", "draft", Any, All, true},
		{Deny, "administrator", "vote", Any, All, true},
		{Deny, "administrator", "ballot", Any, "read-matrix", true},
		{Deny, "administrator", "result", Any, All, true},
		{Deny, "administrator", "annotation", "shared", All, true},
		{Deny, "administrator", "synthesis", Any, All, true},
		{Deny, "administrator", "audit", Any, "download-audit", true},
		{Deny, "*", "document", "placeholder", "download-document", true},
	}
}

// apart are the roles that nobody holds beside administrator.
var apart = []string{"member", "clerk", "unit", "secretariat", "analyst", "auditor"}

// ForbiddenTogether gives the roles among roles that one person may not hold
// together, sorted; none: they may be held.
func ForbiddenTogether(roles []string) []string {
	if !slices.Contains(roles, "administrator") {
		return nil
	}
	var bad []string
	for _, r := range roles {
		if slices.Contains(apart, r) {
			bad = append(bad, r)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	bad = append(bad, "administrator")
	slices.Sort(bad)
	return slices.Compact(bad)
}
