// Package dossiers holds the matters (hồ sơ) that a body decides and their papers:
// how a matter goes from its drafter to the secretariat and on, which papers it
// has in which versions, when a paper may be read, and when it no longer may.
//
// It is pure: rules are methods on values, use cases load, decide, save and emit
// through the ports declared here. It must not know SQL, HTTP, files at rest or
// how a PDF is made; those stand in its folders store, api and reading. What a
// matter's ballots do to it, they do through Course.
package dossiers
