package people

import (
	"slices"
	"strings"

	"ecabinet"
)

// The roles that this package itself speaks of.
const (
	RoleMember        = "member"
	RoleClerk         = "clerk"
	RoleUnit          = "unit"
	RoleApprover      = "approver"
	RoleChair         = "chair"
	RoleDrafter       = "drafter"
	RoleAdministrator = "administrator"
)

// Assignable are the roles that an administrator gives by name. The role of
// member comes with a post, those of an office with a delegation.
var Assignable = []string{
	"administrator", "analyst", "approver", "auditor", "chair", "drafter", "guest",
	"observer", "respondent", "secretariat", "teller",
}

// Steps are the steps of an office, in the order in which a draft rises.
var Steps = []string{"clerk", "unit", "head"}

// stepRole is the role that work at a step brings. The head of an office has the
// role of the unit: what differs is where a draft goes next, which is a rule of
// the ballot.
var stepRole = map[string]string{"clerk": RoleClerk, "unit": RoleUnit, "head": RoleUnit}

// deciding are the roles that decide, or that give such roles: giving one, or
// replacing the means of sign-in of who holds one, takes two administrators.
var deciding = map[string]bool{RoleMember: true, RoleApprover: true, RoleChair: true, RoleAdministrator: true}

// Decides says whether one of roles decides.
func Decides(roles []string) bool {
	return slices.ContainsFunc(roles, func(r string) bool { return deciding[r] })
}

// Incompatible gives those of roles that one person may not hold together; none:
// they may be held. It is fixed in code beside the policies.
type Incompatible func(roles []string) []string

// together refuses roles that do not go together.
func (f Incompatible) together(roles []string) error {
	if bad := f(sorted(roles)); len(bad) > 0 {
		return ecabinet.E(ecabinet.Refused, "role.not_together", "roles", strings.Join(bad, ", "))
	}
	return nil
}
