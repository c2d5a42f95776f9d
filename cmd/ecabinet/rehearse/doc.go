// Package rehearse plays a session of a government with simulated members over real
// websockets: check-in, requests to speak, pages, votes, breaks. It runs on a server
// and a database of its own, which are made for it and thrown away, so that no real
// session, person, account or key has a part in it. It is also the load generator of
// the benchmarks.
//
// It acts through the API alone once its house is founded, and judges nothing: it
// reports what it saw.
package rehearse
