package policies

import (
	"slices"
)

// Explanation answers "why may, or may not, X do this?".
type Explanation struct {
	Decision
	// Code names the sentence: "policy.allowed", "policy.denied" (a deny row
	// decided), "policy.no_role" (no role held has a row for it), "policy.no_relation"
	// (a role held would, in another relation) or "policy.unknown" (no table row
	// speaks of the action at all).
	Code      string   `json:"code"`
	Roles     []string `json:"roles"`
	Object    string   `json:"object"`
	Relations []string `json:"relations"`
	Action    string   `json:"action"`
	Allows    []Row    `json:"allows"` // every row that allows it
	Denies    []Row    `json:"denies"` // every row that denies it; one is enough
	// Would holds the rows that would allow it to one who held the role, or stood in
	// the relation, that is wanting.
	Would []Row `json:"would"`
}

// Explain answers like Decide and says why.
func (e *Enforcer) Explain(roles []string, object string, relations []string, action string) Explanation {
	x := Explanation{
		Decision: e.Decide(roles, object, relations, action), Roles: slices.Clone(roles), Object: object,
		Relations: slices.Clone(relations), Action: action, Allows: []Row{}, Denies: []Row{}, Would: []Row{},
	}
	if e == nil {
		x.Code = "policy.unknown"
		return x
	}
	byRole := false
	for _, r := range e.table {
		if r.Object != object || r.Action != All && r.Action != action {
			continue
		}
		role := r.Role == All && len(roles) > 0 || slices.Contains(roles, r.Role)
		stands := r.Relation == Any || slices.Contains(relations, r.Relation)
		switch {
		case role && stands && r.Effect == Allow:
			x.Allows = append(x.Allows, r)
		case role && stands:
			x.Denies = append(x.Denies, r)
		case r.Effect == Allow:
			x.Would = append(x.Would, r)
			byRole = byRole || role
		}
	}
	x.Code = x.code(byRole)
	return x
}

func (x *Explanation) code(byRole bool) string {
	switch {
	case x.Allow:
		return "policy.allowed"
	case len(x.Denies) > 0:
		return "policy.denied"
	case byRole:
		return "policy.no_relation"
	case len(x.Would) > 0:
		return "policy.no_role"
	}
	return "policy.unknown"
}
