// Package api is the ballots room's routes, its API types and its live views. A
// view is read by the same function for a GET and for the live stream. It decides
// no rule: it asks the policies what an actor may see, loads no more than that,
// and calls the room's service.
package api
