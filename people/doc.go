// Package people knows who is who in a body: persons, the posts they hold over
// time, the roles they are given, the staff who work in a member's office, and
// the acts that take two administrators. It answers who a ballot is sent to at a
// moment (Members) and what an actor may call upon at a moment (Standing.At).
//
// It must not know how somebody signs in (internal/auth), nor what a role may do
// (policies). The package is pure: no SQL, no HTTP, no clock; people/store holds
// its tables and people/api its routes.
package people
