// Package audit is how a body proves afterwards that nothing was altered: it
// writes the audit file (the journal, the checkpoints, the ballots with their
// lists, answers and results, without the words of any opinion), and verifies such
// a file, or the database itself, row by row: chain, signatures, every row's hash,
// and every tally counted again. What it finds wrong it names in plain words. It
// must not change a row, hold more than one ballot at a time, or write the text of
// an opinion. The format stands in docs/audit.md.
package audit
