// Package ecabinet holds the few words that every other package shares: what an
// error says, what an event is, who acts, and how ids are made. It knows no
// feature, imports only the standard library, and stays under 200 lines.
package ecabinet
