// Package realtime brings what was committed to the people who may see it, over
// WebSocket. For each body it keeps a bounded Log of what changed; every
// connection holds a position in it and pulls. What a connection may hear of a
// topic is its audience: a view is read, encoded and framed once for an audience
// and shared by all its connections. docs/protocol.md describes the frames.
//
// It must not know any room, role or table: wiring says through Config who hears
// what and how a thing looks. It never decides a right, never keeps a queue for a
// connection, never puts a journal number on the wire, and never skips in silence:
// what cannot be delivered is announced as a gap.
package realtime
