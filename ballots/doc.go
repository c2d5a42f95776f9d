// Package ballots is the written opinion ballot: drafted by the secretariat,
// approved, opened to a frozen list of members, answered, closed, tallied and
// certified. It holds the rules as methods on values, the use cases as methods
// of Service, and the ports that its store implements. It must not know SQL,
// HTTP, a clock or another room; the law itself is package procedure's.
package ballots
