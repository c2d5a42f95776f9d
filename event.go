package ecabinet

import (
	"encoding/json"
	"time"
)

// Event is one row of a body's journal: the audit log, the source of the live
// stream and the raw material of minutes and statistics at once. Data holds what
// an auditor needs (ids, states, hashes), never the text of an opinion, a choice
// in a secret vote, or a document.
type Event struct {
	Seq   int64     // 1, 2, 3, ... in its body, without a gap
	At    time.Time // UTC; never falls within a body
	Body  string
	Topic string // "ballot:<id>": where it is heard
	Type  string // "ballot.closed": noun.past
	Ref   string // "ballot/<id>": the thing that changed
	Actor string // a person's id, or System
	Data  json.RawMessage

	PrevHash string // hex SHA-256 of the row before
	Hash     string // hex SHA-256 of PrevHash and this row's canonical bytes
}

// System is the actor of what happens by itself, such as closing at a deadline.
const System = "system"

// Installation is the body of what belongs to no body: set-up, sign-in failures.
const Installation = "00000000-0000-0000-0000-000000000000"
