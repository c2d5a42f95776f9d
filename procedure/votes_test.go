package procedure_test

import (
	"testing"

	. "ecabinet/procedure"
)

// profile is a shipped profile.
func profile(t testing.TB, id string) Profile {
	t.Helper()
	for _, p := range Shipped() {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("no profile %s is shipped", id)
	return Profile{}
}

// seats lists votes in the order of the arguments: each is n seats alike. Seat
// numbers and persons are given out from 1.
func seats(groups ...[]Vote) []Vote {
	var all []Vote
	for _, g := range groups {
		for _, v := range g {
			v.Seat = len(all) + 1
			all = append(all, v)
		}
	}
	return all
}

func times(n int, v Vote) []Vote {
	votes := make([]Vote, n)
	for i := range votes {
		votes[i] = v
	}
	return votes
}

func of(n int, c Choice) []Vote { return times(n, Vote{Choice: c}) }

// pm is the seat of the Prime Minister, who holds the tie mark.
func pm(v Vote) []Vote { v.TieMark = true; return []Vote{v} }

func classed(as Choice, by, second string) Vote {
	return Vote{Choice: Other, Class: &Classing{As: as, By: by, Second: second}}
}

func mustCount(t testing.TB, p Profile, q Question, votes []Vote) Tally {
	t.Helper()
	tally, err := Count(p, q, votes)
	if err != nil {
		t.Fatalf("count: %v", err)
	}
	return tally
}

var options = Question{Key: "1", Options: []string{"1", "2"}}

func optionsProposing(key string) Question {
	q := options
	q.Proposal = key
	return q
}
