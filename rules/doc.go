// Package rules is what a body has set over the law that comes with the program:
// corrected and own rule profiles, days worked or not, and the years whose days an
// administrator has confirmed, each with its reason. It answers what the law of a
// body is (Law), and what was changed by whom (Book).
//
// It must not count a vote or a day, which is package procedure's; a ballot that
// runs keeps the profile and the deadline it was opened with, whatever is changed
// here. The package is pure: no SQL, no HTTP, no clock.
package rules
