// Package procedure is the law that decisions are counted by: dated rule
// profiles, quorum, majority, ties, silence and working days, and the outcome of
// a vote together with the sentence that says why.
//
// It is pure. It must not read a clock, a file (beyond its own embedded data), a
// database or the network, take a context, or calculate a share in floating
// point (only the astronomy of lunar.go does). It knows no ballot and no
// session: who may act, and when, is the matter of the rooms that call it.
package procedure
