package store

import (
	"slices"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/meetings/tasks"
	"ecabinet/policies"
)

// Facts is what the relations of a task depend on.
type Facts struct {
	Lead        string
	Cooperating []string
	Chair       string // who chaired the item that it comes from
	Shown       bool
}

// FactsOf are the facts of a task.
func FactsOf(t *tasks.Task) Facts {
	return Facts{Lead: t.Lead, Cooperating: t.Cooperating, Chair: t.Source.Chair, Shown: t.Shown}
}

func (f Facts) concerns(agencies []string) bool {
	return slices.Contains(agencies, f.Lead) || slices.ContainsFunc(f.Cooperating, func(a string) bool { return slices.Contains(agencies, a) })
}

// Relations is how an actor can stand to a task: each as a predicate on facts and as an
// SQL condition on the row "t" of tasks.
func Relations() policies.Relations[ecabinet.Actor, Facts] {
	return policies.Relations[ecabinet.Actor, Facts]{
		{Name: "agency", Holds: func(a ecabinet.Actor, f Facts) bool { return slices.Contains(a.Agencies, f.Lead) },
			SQL: func(a ecabinet.Actor) (string, []any) { return among("t.lead IN (?)", a.Agencies) }},
		{Name: "cooperating", Holds: func(a ecabinet.Actor, f Facts) bool {
			return slices.ContainsFunc(f.Cooperating, func(c string) bool { return slices.Contains(a.Agencies, c) })
		}, SQL: func(a ecabinet.Actor) (string, []any) {
			return among(concerned+" AND x.part = 'cooperating')", a.Agencies)
		}},
		{Name: "ministry", Holds: func(a ecabinet.Actor, f Facts) bool { return f.concerns(a.Ministries) },
			SQL: func(a ecabinet.Actor) (string, []any) { return among(concerned+")", a.Ministries) }},
		{Name: "office", Holds: func(a ecabinet.Actor, f Facts) bool { return f.concerns(a.Served) },
			SQL: func(a ecabinet.Actor) (string, []any) { return among(concerned+")", a.Served) }},
		{Name: "chair", Holds: func(a ecabinet.Actor, f Facts) bool { return a.Person != "" && f.Chair == a.Person },
			SQL: func(a ecabinet.Actor) (string, []any) { return "t.chair <> '' AND t.chair = ?", []any{a.Person} }},
		{Name: "shown", Holds: func(_ ecabinet.Actor, f Facts) bool { return f.Shown },
			SQL: func(ecabinet.Actor) (string, []any) { return "t.shown", nil }},
	}
}

const (
	nothing   = "1 = 0"
	concerned = "EXISTS (SELECT 1 FROM task_agencies AS x WHERE x.task = t.id AND x.agency IN (?)"
)

func among(condition string, agencies []string) (string, []any) {
	if len(agencies) == 0 {
		return nothing, nil
	}
	return condition, []any{bun.List(agencies)}
}

// Scope is which tasks an actor may have listed: allow and deny are relations as
// policies.Enforcer.Relations gives them.
type Scope struct {
	Actor ecabinet.Actor
	Allow []string
	Deny  []string
}

// agencies are those whose tasks are the whole of the scope, and true; false where it
// reaches beyond the agencies of the actor.
func (s Scope) agencies() ([]string, bool) {
	var out []string
	for _, name := range s.Allow {
		switch name {
		case "agency", "cooperating":
			out = append(out, s.Actor.Agencies...)
		case "ministry":
			out = append(out, s.Actor.Ministries...)
		case "office":
			out = append(out, s.Actor.Served...)
		default:
			return nil, false
		}
	}
	slices.Sort(out)
	return slices.Compact(out), true
}
