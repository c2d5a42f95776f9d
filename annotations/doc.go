// Package annotations is what a person draws, lights and writes on a paper: private
// until shared with an office, kept for each stroke and note apart so that two
// devices never overwrite each other, and carried on to a new version of the paper
// where its page or its words are unchanged. It holds the rules as methods on
// values. It must not know SQL, HTTP, a clock, how a paper is read or who may read it.
package annotations
