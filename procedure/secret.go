package procedure

import "ecabinet"

// Box is what is known of a secret vote when its box is opened: how many seats stand
// where, and choices that belong to nobody.
type Box struct {
	Seats   int      `json:"seats"`   // on the list, also the recused
	Recused int      `json:"recused"` // of them
	Turnout int      `json:"turnout"` // took a voting paper; they take part, wherever they are
	Absent  int      `json:"absent"`  // neither recused nor there nor among those who took a paper
	Choices []Choice `json:"choices"` // of those who cast it, in no order
}

// LeastSecret is how many must take part in a secret vote, so that its result does
// not tell what each of them chose.
const LeastSecret = 5

// AcceptsSecret tells whether c can be cast in secret: words could give a hand away,
// and an abstention is a blank paper.
func (q Question) AcceptsSecret(c Choice) bool {
	return c == Blank || c.isSide() && q.Accepts(c)
}

// CountSecret counts a secret vote. A tie stays one: the vote that would decide it is
// not known. The tally names no side. Errors, all Invalid: those of Count, and
// procedure.box_invalid where the numbers do not fit each other.
func CountSecret(p Profile, q Question, b Box) (Tally, error) {
	silent := b.Seats - b.Recused - b.Absent - len(b.Choices)
	if b.Recused < 0 || b.Absent < 0 || len(b.Choices) > b.Turnout || b.Turnout > b.Seats-b.Recused-b.Absent {
		return Tally{}, ecabinet.E(ecabinet.Invalid, "procedure.box_invalid")
	}
	votes := make([]Vote, 0, b.Seats)
	add := func(n int, v Vote) {
		for range n {
			v.Seat = len(votes) + 1
			votes = append(votes, v)
		}
	}
	for _, c := range b.Choices {
		if !q.AcceptsSecret(c) {
			return Tally{}, ecabinet.E(ecabinet.Invalid, "procedure.unknown_choice")
		}
		add(1, Vote{Choice: c})
	}
	add(silent, Vote{})
	add(b.Absent, Vote{Absent: true})
	add(b.Recused, Vote{Recused: true})
	t, err := Count(p, q, votes)
	t.Sides = []Side{}
	return t, err
}
