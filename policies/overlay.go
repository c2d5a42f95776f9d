package policies

import (
	"fmt"
	"slices"
	"strings"
)

// Change is one line of what a body sets otherwise than the default: a row more, or
// a row of the default taken away.
type Change struct {
	Remove bool `json:"remove"`
	Row    Row  `json:"row"`
}

// String is the change as people read it: "+ row" or "- row".
func (c Change) String() string {
	if c.Remove {
		return "- " + c.Row.String()
	}
	return "+ " + c.Row.String()
}

// ParseChange reads what String writes.
func ParseChange(line string) (Change, error) {
	sign, rest, _ := strings.Cut(line, " ")
	if sign != "+" && sign != "-" {
		return Change{}, fmt.Errorf("%w: %q begins with neither + nor -", ErrTable, line)
	}
	t, err := Parse(strings.NewReader(rest))
	if err != nil {
		return Change{}, err
	}
	if len(t) != 1 {
		return Change{}, fmt.Errorf("%w: %q is not one row", ErrTable, line)
	}
	return Change{Remove: sign == "-", Row: t[0]}, nil
}

// kept are the rights without which nobody could set a table right again.
func kept() []Row {
	return []Row{
		{Allow, "administrator", "policy", Any, "read-policy", false},
		{Allow, "administrator", "policy", Any, "edit-policy", false},
		{Allow, "administrator", "person", Any, "give-role", false},
	}
}

// CheckLines says what is wrong with the lines by which a body wishes to change the
// default: the place of the first bad line, or -1 where it is the whole.
func CheckLines(lines []string) (bad int, err error) {
	t := Default()
	for i, line := range lines {
		c, err := ParseChange(line)
		if err != nil {
			return i, err
		}
		if t, err = Apply(t, []Change{c}); err != nil {
			return i, err
		}
	}
	all := append(Fixed(), t...)
	for _, r := range kept() {
		if allow, _ := all.weigh([]string{r.Role}, r.Object, []string{r.Relation}, r.Action); !allow {
			return -1, fmt.Errorf("%w: nobody could set it right again: %s", ErrTable, r)
		}
	}
	return -1, nil
}

// Overlay is the default as a body changed it. A line that does nothing any more,
// since a later program has the row, lacks it or does not know the action, is left
// out and given back: the others hold.
func Overlay(lines []string) (t Table, idle []string) {
	t = Default()
	for _, line := range lines {
		c, err := ParseChange(line)
		if err == nil {
			var changed Table
			if changed, err = Apply(t, []Change{c}); err == nil {
				t = changed
			}
		}
		if err != nil {
			idle = append(idle, line)
		}
	}
	return t, idle
}

// Apply gives the table of a body that changes base so. A change that would do
// nothing, speaks of an action that base does not know, or touches what is fixed in
// the code, is refused: most likely it is a slip of the pen.
func Apply(base Table, changes []Change) (Table, error) {
	t := slices.Clone(base)
	for _, c := range changes {
		c.Row.Fixed = false
		if err := c.Row.check(); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrTable, c, err)
		}
		at := slices.Index(t, c.Row)
		switch {
		case slices.ContainsFunc(Fixed(), func(f Row) bool { f.Fixed = false; return f == c.Row }):
			return nil, fmt.Errorf("%w: %s: fixed in the code", ErrTable, c)
		case c.Remove && at < 0:
			return nil, fmt.Errorf("%w: %s: there is no such row", ErrTable, c)
		case !c.Remove && at >= 0:
			return nil, fmt.Errorf("%w: %s: the row stands already", ErrTable, c)
		case c.Row.Action != All && !slices.Contains(base.Actions(c.Row.Object), c.Row.Action):
			return nil, fmt.Errorf("%w: %s: no such action on %s", ErrTable, c, c.Row.Object)
		case c.Remove:
			t = slices.Delete(t, at, at+1)
		default:
			t = append(t, c.Row)
		}
	}
	return t, nil
}

// Diff gives the changes that make to out of base: first what is taken away, then
// what is added, each in the order of its table.
func Diff(base, to Table) []Change {
	var changes []Change
	for _, r := range base {
		if !slices.Contains(to, r) {
			changes = append(changes, Change{true, r})
		}
	}
	for _, r := range to {
		if !slices.Contains(base, r) {
			changes = append(changes, Change{false, r})
		}
	}
	return changes
}

// Effective is one line of a dry run: whoever holds Role and stands in all of
// Relations, and in no others, to a thing of kind Object wins or loses Action.
type Effective struct {
	Role      string   `json:"role"`
	Object    string   `json:"object"`
	Relations []string `json:"relations"`
	Action    string   `json:"action"`
	Gains     bool     `json:"gains"` // false: loses
	Rule      string   `json:"rule"`  // the row that decides afterwards; "" where none allows
}

// DryRun lists who would gain and who would lose what if now became then: each role
// by itself, each action, each relation alone and together with each relation that
// a deny row names. What already follows from one relation is not repeated for two.
func DryRun(now, then Table) []Effective {
	a, b := append(Fixed(), now...), append(Fixed(), then...)
	var list []Effective
	for _, object := range Kinds() {
		actions := append(a.Actions(object), b.Actions(object)...)
		slices.Sort(actions)
		denying := append(a.denying(object), b.denying(object)...)
		slices.Sort(denying)
		for _, action := range slices.Compact(actions) {
			for _, role := range Roles() {
				list = append(list, compare(a, b, role, object, action, slices.Compact(denying))...)
			}
		}
	}
	return list
}

func compare(a, b Table, role, object, action string, denying []string) []Effective {
	var list []Effective
	for _, relation := range RelationNames() {
		alone := difference(a, b, role, object, action, []string{relation})
		if alone != 0 && (relation == Any || alone != difference(a, b, role, object, action, []string{Any})) {
			list = append(list, effective(b, role, object, action, []string{relation}, alone))
		}
		for _, deny := range denying {
			if deny == relation || deny == Any {
				continue
			}
			both := []string{relation, deny}
			if d := difference(a, b, role, object, action, both); d != 0 && d != alone &&
				d != difference(a, b, role, object, action, []string{deny}) {
				list = append(list, effective(b, role, object, action, both, d))
			}
		}
	}
	return list
}

func effective(b Table, role, object, action string, relations []string, d int) Effective {
	_, row := b.weigh([]string{role}, object, relations, action)
	e := Effective{Role: role, Object: object, Relations: relations, Action: action, Gains: d > 0}
	if row != nil {
		e.Rule = row.String()
	}
	return e
}

// difference is 1 where the second table allows and the first does not, -1 the other
// way round.
func difference(a, b Table, role, object, action string, relations []string) int {
	before, _ := a.weigh([]string{role}, object, relations, action)
	after, _ := b.weigh([]string{role}, object, relations, action)
	switch {
	case after && !before:
		return 1
	case before && !after:
		return -1
	}
	return 0
}

// denying lists the relations that deny rows on a kind of object name.
func (t Table) denying(object string) []string {
	var names []string
	for _, r := range t {
		if r.Effect == Deny && r.Object == object {
			names = append(names, r.Relation)
		}
	}
	return names
}

// weigh decides by reading the rows: some allow and no deny, the first deny before
// the first allow. It answers what the enforcer answers, a test holds them together;
// it serves where thousands of what-ifs are asked of tables that nobody enforces.
func (t Table) weigh(roles []string, object string, relations []string, action string) (bool, *Row) {
	var allow *Row
	for i := range t {
		r := &t[i]
		if !r.sees(roles, object, action) || r.Relation != Any && !slices.Contains(relations, r.Relation) {
			continue
		}
		if r.Effect == Deny {
			return false, r
		}
		if allow == nil {
			allow = r
		}
	}
	return allow != nil, allow
}
