package procedure

// QuorumResult says whether a session has its quorum. Sentence says it in words.
type QuorumResult struct {
	Members int  `json:"members"`
	Present int  `json:"present"`
	Needed  int  `json:"needed"`
	Met     bool `json:"met"`
}

// Quorum is the quorum of a body of members when present of them are in the room
// or checked in online. Substitutes, guests and members who merely vote remotely
// are not present; a member recused from an item is.
func Quorum(p Profile, members, present int) QuorumResult {
	needed := p.Quorum.Needed(members)
	return QuorumResult{Members: members, Present: present, Needed: needed, Met: present >= needed}
}
