// Package meetings is the session of a body: prepared with an agenda, convened,
// opened, conducted item by item, voted in, adjourned and put on record. It holds
// the rules as methods on values. It must not know SQL, HTTP, a clock or another
// room; the law itself (quorum, majority, tie) is package procedure's.
package meetings
