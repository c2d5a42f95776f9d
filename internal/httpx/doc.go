// Package httpx is the one way in: every route of every room is added through its
// wrapper, which finds out who asks, asks the policies, reads the input, calls the
// room, and turns what comes back, an answer or an error, into bytes. It also holds
// what belongs to no room: security headers, the built client, health and metrics,
// and the door through which commands from a websocket reach the same routes.
//
// A room's api calls [Handle] or [HandleRaw] with an [Op] that names the policy
// object and action, and with a function that says how the actor stands to the
// thing asked for. The package must not know a rule, a table or a text of any room,
// and must never write the content of a request or of an answer to a log.
//
// # The order of things
//
// Headers, request id, cross-site check, limit, session, "has any of the roles a row
// for this action at all", size and form of the body, then in the route itself the
// fields, the relations, the whole policy decision, the signing window, and the
// room. Whoever may not even read a thing is told that it does not exist.
package httpx
