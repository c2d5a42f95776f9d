package policies

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Effect is what a row does.
type Effect string

// The two effects.
const (
	Allow Effect = "allow"
	Deny  Effect = "deny"
)

// Row is one rule: a role, a kind of object with a relation, and one action.
type Row struct {
	Effect   Effect `json:"effect"`
	Role     string `json:"role"`     // "*": every role
	Object   string `json:"object"`   // a kind
	Relation string `json:"relation"` // "any" holds always
	Action   string `json:"action"`   // "*": every action on this kind
	Fixed    bool   `json:"fixed"`    // stands in the code; no body can change it
}

// String is the row as it stands in the table.
func (r Row) String() string {
	return strings.Join([]string{string(r.Effect), r.Role, r.Object + ":" + r.Relation, r.Action}, ", ")
}

// sees says whether the row speaks of an act of one of roles on this kind.
func (r Row) sees(roles []string, object, action string) bool {
	return r.Object == object && (r.Action == All || r.Action == action) &&
		(r.Role == All || slices.Contains(roles, r.Role))
}

// Table is the rules of one body, in the order in which people read them.
type Table []Row

//go:embed roles.csv
var defaults string

// Default is the table that every body starts with.
func Default() Table {
	t, err := Parse(strings.NewReader(defaults))
	if err != nil {
		panic("policies: the embedded roles.csv: " + err.Error())
	}
	return t
}

// ErrTable marks a table that cannot be read.
var ErrTable = errors.New("policy table")

// Parse reads a table: lines of "effect, role, object:relation, actions", where
// several actions stand one after the other with blanks between; lines that begin
// with # are for the reader. Every name but an action must be of the vocabulary.
func Parse(r io.Reader) (Table, error) {
	in := csv.NewReader(r)
	in.Comment, in.FieldsPerRecord, in.TrimLeadingSpace = '#', 4, true
	var t Table
	seen := map[Row]bool{}
	for {
		rec, err := in.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrTable, err)
		}
		line, _ := in.FieldPos(0)
		rows, err := parseLine(rec)
		if err != nil {
			return nil, fmt.Errorf("%w: line %d: %w", ErrTable, line, err)
		}
		for _, row := range rows {
			if seen[row] {
				return nil, fmt.Errorf("%w: line %d: %q stands twice", ErrTable, line, row)
			}
			seen[row] = true
			t = append(t, row)
		}
	}
}

func parseLine(rec []string) ([]Row, error) {
	kind, relation, _ := strings.Cut(strings.TrimSpace(rec[2]), ":")
	actions := strings.Fields(rec[3])
	if len(actions) == 0 {
		return nil, errors.New("no action")
	}
	var rows []Row
	for _, action := range actions {
		row := Row{
			Effect: Effect(strings.TrimSpace(rec[0])), Role: strings.TrimSpace(rec[1]),
			Object: kind, Relation: relation, Action: action,
		}
		if err := row.check(); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

var actionName = regexp.MustCompile(`^[a-z]+(-[a-z]+)+$`)

func (r Row) check() error {
	switch {
	case r.Effect != Allow && r.Effect != Deny:
		return fmt.Errorf("effect %q is neither allow nor deny", r.Effect)
	case r.Role != All && !known(Roles(), r.Role):
		return fmt.Errorf("no role %q", r.Role)
	case !known(Kinds(), r.Object):
		return fmt.Errorf("no kind of object %q", r.Object)
	case !known(RelationNames(), r.Relation):
		return fmt.Errorf("no relation %q", r.Relation)
	case r.Action != All && !actionName.MatchString(r.Action):
		return fmt.Errorf("action %q is not verb-noun", r.Action)
	}
	return nil
}

// Actions lists the actions that the table names for a kind of object, sorted.
func (t Table) Actions(object string) []string {
	var names []string
	for _, r := range t {
		if r.Object == object && r.Action != All {
			names = append(names, r.Action)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Names says whether the table has a row that allows anybody this action, by name.
func (t Table) Names(object, action string) bool {
	return slices.ContainsFunc(t, func(r Row) bool {
		return r.Effect == Allow && r.Object == object && r.Action == action
	})
}
