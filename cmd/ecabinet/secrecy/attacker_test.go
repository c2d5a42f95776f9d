package secrecy

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A sighting is a row that the attacker saw for the first time: in the snapshot after
// which request, at which place of its table, with what in its columns. A row that was
// changed is seen again.
type sighting struct {
	table  string
	at     int
	place  int
	names  []string
	values []string
	member int // of whom it speaks; -1: of nobody, or of several
}

// keys are what sightings may be put in order by.
func (s *sighting) key(name string) string {
	switch name {
	case "arrival":
		return strconv.Itoa(s.at)
	case "place":
		return strconv.Itoa(s.place)
	}
	if i := slices.Index(s.names, name); i >= 0 {
		return s.values[i]
	}
	return ""
}

// byKey orders sightings by a key; those alike stay as they lie.
func byKey(list []*sighting, name string) []*sighting {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *sighting) int { return cmp.Or(a.at-b.at, a.place-b.place) })
	slices.SortStableFunc(list, func(a, b *sighting) int {
		x, y := a.key(name), b.key(name)
		n, err1 := strconv.ParseInt(x, 10, 64)
		m, err2 := strconv.ParseInt(y, 10, 64)
		if err1 == nil && err2 == nil {
			return cmp.Compare(n, m)
		}
		return strings.Compare(x, y)
	})
	return list
}

// A ballot is what the attacker has of one vote, and what he tries to find out.
type ballot struct {
	truth   []string            // by member
	members map[string][]int    // orders of the members, by what orders them
	choices map[string][]string // orders of the choices
}

func newBallot(truth []string) *ballot {
	return &ballot{truth, map[string][]int{}, map[string][]string{}}
}

// look takes orders from what was seen. choice gives the choice in a value, "" for none.
func (b *ballot) look(seen []*sighting, choice func(value string) string) {
	tables := map[string][]*sighting{}
	for _, s := range seen {
		tables[s.table] = append(tables[s.table], s)
	}
	for table, list := range tables {
		keys := append([]string{"arrival", "place"}, list[0].names...)
		for _, which := range []string{"first", "last"} {
			whose := map[int]*sighting{}
			for _, s := range list {
				if s.member >= 0 && (which == "last" || whose[s.member] == nil) {
					whose[s.member] = s
				}
			}
			if len(whose) != len(b.truth) {
				continue
			}
			var rows []*sighting
			for i := range b.truth {
				rows = append(rows, whose[i])
			}
			for _, key := range keys {
				order := []int{}
				for _, s := range byKey(rows, key) {
					order = append(order, s.member)
				}
				b.members[table+"."+key+" "+which] = order
			}
		}
		var rows []*sighting
		held := map[*sighting]string{}
		for _, s := range list {
			for _, v := range s.values {
				if c := choice(v); c != "" {
					rows, held[s] = append(rows, s), c
				}
			}
		}
		if len(rows) != len(b.truth) {
			continue
		}
		for _, key := range keys {
			order := []string{}
			for _, s := range byKey(rows, key) {
				order = append(order, held[s])
			}
			b.choices[table+"."+key] = order
		}
	}
}

// raw takes orders from where things lie in a file: what is known of each member, and
// what each choice is sealed in.
func (b *ballot) raw(file string, at func(what string) int, members [][]string, sealed map[string]string) {
	for n := range members[0] {
		where := make([]int, len(members))
		for i, known := range members {
			where[i] = at(known[n])
		}
		if slices.Contains(where, -1) {
			continue
		}
		order := make([]int, len(members))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(x, y int) int { return where[x] - where[y] })
		b.members[fmt.Sprintf("%s.%d", file, n)] = order
	}
	if len(sealed) != len(b.truth) {
		return
	}
	where := map[string]int{}
	for s := range sealed {
		if where[s] = at(s); where[s] < 0 {
			return
		}
	}
	papers := []string{}
	for s := range where {
		papers = append(papers, s)
	}
	slices.SortFunc(papers, func(x, y string) int { return where[x] - where[y] })
	order := []string{}
	for _, s := range papers {
		order = append(order, sealed[s])
	}
	b.choices[file] = order
}

// totals is what everybody knows: how many agreed.
func (b *ballot) totals() {
	order := slices.Clone(b.truth)
	slices.Sort(order)
	b.choices["totals"] = order
}

// A guess is how often the attacker was right by one pairing.
type guess struct {
	pairing string
	right   float64 // share
}

// attack pairs every order of members with every order of choices, forward and
// backward, over all votes, and gives the guesses, the best first. An order that not
// every vote has is none; those that are alike in all votes count once.
func attack(votes []*ballot) []guess {
	var out []guess
	tried := map[string]bool{}
	for m := range votes[0].members {
		for c := range votes[0].choices {
			for _, back := range []bool{false, true} {
				right, of, all := 0, 0, true
				var mark strings.Builder
				for _, v := range votes {
					members, choices := v.members[m], slices.Clone(v.choices[c])
					if members == nil || choices == nil {
						all = false
						break
					}
					if back {
						slices.Reverse(choices)
					}
					for i, who := range members {
						fmt.Fprint(&mark, who, choices[i][:1])
						if of++; v.truth[who] == choices[i] {
							right++
						}
					}
				}
				if !all || tried[mark.String()] {
					continue
				}
				tried[mark.String()] = true
				out = append(out, guess{fmt.Sprintf("%s with %s, backward %v", m, c, back), float64(right) / float64(of)})
			}
		}
	}
	slices.SortFunc(out, func(a, b guess) int { return cmp.Compare(b.right, a.right) })
	return out
}
