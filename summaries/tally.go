package summaries

import (
	"fmt"
	"slices"
	"strings"
)

// Count is how many of those asked said something. Deemed answers are apart: they never
// say anything of a theme.
type Count struct {
	Stance   Stance `json:"stance"` // "" for all stances together
	Explicit int    `json:"explicit"`
	Deemed   int    `json:"deemed"`
	Of       int    `json:"of"` // all who were asked
}

// Tally counts the answers to the question by stance, from the ballot's rows alone, in the
// order of the stances' names.
func (q Question) Tally() []Count { return q.count(q.Opinions) }

// Silent is how many of those asked have no answer, not even a deemed one.
func (q Question) Silent() int { return max(q.Of-len(q.Opinions), 0) }

// Tally counts by stance who has a point in the row, each respondent once; the opinions of
// one respondent count as one.
func (r *Reading) Tally(row Row) []Count { return r.Question.count(r.behind(row)) }

// Behind is who has a point in the row, by respondent reference, of one stance or, with
// "*", of all: the column "who", from the ballot's rows.
func (r *Reading) Behind(row Row, stance Stance) []string {
	var list []string
	for _, o := range r.behind(row) {
		if (stance == "*" || o.Stance == stance) && !slices.Contains(list, o.Respondent) {
			list = append(list, o.Respondent)
		}
	}
	return list
}

func (r *Reading) behind(row Row) []Opinion {
	in := map[string]bool{}
	for _, p := range row.Points {
		in[p.Opinion] = true
	}
	return slices.DeleteFunc(slices.Clone(r.Question.Opinions), func(o Opinion) bool { return !in[o.ID] })
}

func (q Question) count(list []Opinion) []Count {
	var counts []Count
	seen := map[string]bool{}
	for _, o := range list {
		key := o.Respondent + "\x00" + string(o.Stance) + fmt.Sprint(o.Deemed)
		if seen[key] {
			continue
		}
		seen[key] = true
		i, ok := slices.BinarySearchFunc(counts, o.Stance, func(c Count, s Stance) int { return strings.Compare(string(c.Stance), string(s)) })
		if !ok {
			counts = slices.Insert(counts, i, Count{Stance: o.Stance, Of: q.Of})
		}
		if o.Deemed {
			counts[i].Deemed++
		} else {
			counts[i].Explicit++
		}
	}
	return counts
}

// Vietnamese writes the explicit answers: "12/27 thành viên".
func (c Count) Vietnamese(a Asked) string {
	if a == Members {
		return fmt.Sprintf("%d/%d thành viên", c.Explicit, c.Of)
	}
	return fmt.Sprintf("%d/%d cơ quan, tổ chức, cá nhân", c.Explicit, c.Of)
}

// English writes the explicit answers: "12/27 members".
func (c Count) English(a Asked) string {
	if a == Members {
		return fmt.Sprintf("%d/%d members", c.Explicit, c.Of)
	}
	return fmt.Sprintf("%d/%d respondents", c.Explicit, c.Of)
}
