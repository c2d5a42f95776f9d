// Package bench founds a government whose members can answer at once, runs
// servers as the program itself does, and plays the members over HTTP. Tests of
// crashes and of load, the benchmarks beside them and the rehearsal of a session use
// it. It must not reach round the API where an answer is concerned.
package bench
