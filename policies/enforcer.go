package policies

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
)

// The model: subject is the list of roles that the actor holds in the body, the
// domain is the body, the object is its kind with the relations that hold. One
// question covers all roles and relations together, so that "no deny" means none
// of any of them.
const casbinModel = `
[request_definition]
r = sub, dom, obj, act

[policy_definition]
p = sub, dom, obj, act, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = (p.act == "*" || p.act == r.act) && r.dom == p.dom && stands(r.obj, p.obj) && holds(r.sub, p.sub)
`

// Decision is the answer to one question and the rule that gave it.
type Decision struct {
	Allow    bool   `json:"allow"`
	Role     string `json:"role,omitempty"`     // the role that decided; "*" where the rule is for all
	Relation string `json:"relation,omitempty"` // the relation that decided
	Rule     string `json:"rule,omitempty"`     // the deciding row; "" when no row allows
}

// Enforcer decides for one body. It is built whole and never changes; a changed
// table is a new Enforcer put in its place.
type Enforcer struct {
	body  string
	table Table
	e     *casbin.Enforcer

	mu   sync.RWMutex // guards memo
	memo map[string]Decision
}

// memoLimit bounds the memory of decisions; beyond it the memo starts anew. The
// combinations of roles and relations that occur in one body are some hundreds.
const memoLimit = 1 << 14

// New builds the enforcer of one body from its table and the fixed rows.
func New(body string, t Table) (*Enforcer, error) {
	m, err := model.NewModelFromString(casbinModel)
	if err != nil {
		return nil, fmt.Errorf("read the policy model: %w", err)
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("build the enforcer: %w", err)
	}
	e.AddFunction("holds", holds)
	e.AddFunction("stands", stands)
	whole := append(Fixed(), slices.Clone(t)...)
	var rules [][]string
	seen := map[string]bool{}
	for _, r := range whole {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrTable, err)
		}
		if rule := r.casbin(body); !seen[r.String()] {
			seen[r.String()] = true
			rules = append(rules, rule)
		}
	}
	if _, err := e.AddPolicies(rules); err != nil {
		return nil, fmt.Errorf("load the policy rows: %w", err)
	}
	return &Enforcer{body: body, table: whole, e: e, memo: map[string]Decision{}}, nil
}

func (r Row) casbin(body string) []string {
	return []string{r.Role, body, r.Object + ":" + r.Relation, r.Action, string(r.Effect)}
}

// standing is a kind of object with the relations that hold.
type standing struct {
	kind      string
	relations []string
}

var errCall = errors.New("policy function called with other arguments than the model's")

func holds(args ...any) (any, error) {
	roles, ok1 := args[0].([]string)
	role, ok2 := args[1].(string)
	if !ok1 || !ok2 {
		return false, errCall
	}
	return role == All || slices.Contains(roles, role), nil
}

func stands(args ...any) (any, error) {
	thing, ok1 := args[0].(*standing)
	row, ok2 := args[1].(string)
	if !ok1 || !ok2 {
		return false, errCall
	}
	kind, relation, _ := strings.Cut(row, ":")
	return kind == thing.kind && (relation == Any || slices.Contains(thing.relations, relation)), nil
}

// Table is the table the enforcer was built from, the fixed rows first.
func (e *Enforcer) Table() Table { return slices.Clone(e.table) }

// Decide answers whether an actor with these roles, standing in these relations
// to a thing of kind object, may do action. The relation "any" need not be given.
// Somebody without a role may nothing; an error is a no.
func (e *Enforcer) Decide(roles []string, object string, relations []string, action string) Decision {
	if e == nil || len(roles) == 0 {
		return Decision{}
	}
	var room [256]byte
	key := appendKey(room[:0], roles, object, relations, action)
	e.mu.RLock()
	d, ok := e.memo[string(key)]
	e.mu.RUnlock()
	if ok {
		return d
	}
	d, err := e.ask(roles, object, relations, action)
	if err != nil {
		return Decision{}
	}
	e.mu.Lock()
	if len(e.memo) >= memoLimit {
		clear(e.memo)
	}
	e.memo[string(key)] = d
	e.mu.Unlock()
	return d
}

// appendKey separates with bytes that no name contains, so that two different
// questions never share a key.
func appendKey(b []byte, roles []string, object string, relations []string, action string) []byte {
	for _, r := range roles {
		b = append(append(b, r...), 0)
	}
	b = append(append(b, 1), object...)
	b = append(append(append(b, 0), action...), 1)
	for _, r := range relations {
		b = append(append(b, r...), 0)
	}
	return b
}

func (e *Enforcer) ask(roles []string, object string, relations []string, action string) (Decision, error) {
	for _, name := range append(append([]string{object, action}, relations...), roles...) {
		if name == All || strings.ContainsAny(name, "\x00\x01") {
			return Decision{}, fmt.Errorf("%w: %q is no name", ErrTable, name)
		}
	}
	ok, why, err := e.e.EnforceEx(slices.Clone(roles), e.body, &standing{object, relations}, action)
	if err != nil {
		return Decision{}, fmt.Errorf("ask casbin: %w", err)
	}
	if len(why) != 5 {
		return Decision{}, nil
	}
	_, relation, _ := strings.Cut(why[2], ":")
	return Decision{
		Allow: ok, Role: why[0], Relation: relation,
		Rule: strings.Join([]string{why[4], why[0], why[2], why[3]}, ", "),
	}, nil
}

// Relations gives, for a list, the relations that allow the action to somebody
// with these roles, and those that deny it: the list holds the things for which
// one of allow holds and none of deny. No allow means an empty list.
func (e *Enforcer) Relations(roles []string, object, action string) (allow, deny []string) {
	if e == nil || len(roles) == 0 || action == All {
		return nil, nil
	}
	for _, r := range e.table {
		switch {
		case !r.sees(roles, object, action):
		case r.Effect == Allow:
			allow = append(allow, r.Relation)
		case r.Relation == Any:
			return nil, []string{Any}
		default:
			deny = append(deny, r.Relation)
		}
	}
	slices.Sort(allow)
	slices.Sort(deny)
	allow, deny = slices.Compact(allow), slices.Compact(deny)
	if slices.Contains(allow, Any) {
		allow = []string{Any}
	}
	return allow, deny
}
