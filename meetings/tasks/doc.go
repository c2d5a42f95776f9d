// Package tasks is what follows a decision: work given to an agency from the
// conclusion of an item, from a certified ballot or by the secretariat, done and
// reported with evidence, and closed by a second party. It holds the rules as methods
// on values, and the use cases. It must not know SQL, HTTP, a clock, sessions or
// ballots: what it needs of them are the ports of store.go.
package tasks
