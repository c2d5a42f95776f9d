// Package secrecy holds the attacker of secret votes: its tests hold votes on a real
// server, keep every state that the database was ever in, its files, its back-ups and
// the log, and try to find out who chose what. They must do no better than guessing,
// and must succeed where turnout and choices are simply kept in two tables. Nothing
// outside of tests is here.
package secrecy
