package procedure

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ecabinet"
)

// TestSecretCountsAsByName: without a tie mark, a secret vote comes to what the same
// choices come to by name, and names nobody.
func TestSecretCountsAsByName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(Shipped()).Draw(t, "profile")
		q := Question{Key: "q", InSession: true}
		if rapid.Bool().Draw(t, "options") {
			q.Options = []string{"a", "b", "c"}
		}
		choices := []Choice{Blank}
		for _, c := range []Choice{Agree, Disagree, OptionChoice("a"), OptionChoice("b"), OptionChoice("c")} {
			if q.Accepts(c) {
				choices = append(choices, c)
			}
		}
		var votes []Vote
		var b Box
		for i := range rapid.IntRange(1, 40).Draw(t, "seats") {
			v := Vote{Seat: i + 1, Person: string(rune('A' + i))}
			switch rapid.IntRange(0, 9).Draw(t, "stands") {
			case 0:
				v.Recused = true
				b.Recused++
			case 1:
				v.Absent = true
				b.Absent++
			case 2:
			case 3:
				b.Turnout++
			default:
				v.Choice = rapid.SampledFrom(choices).Draw(t, "choice")
				b.Turnout++
				b.Choices = append(b.Choices, v.Choice)
			}
			b.Seats++
			votes = append(votes, v)
		}
		want, err := Count(p, q, votes)
		if err != nil {
			t.Fatal(err)
		}
		got, err := CountSecret(p, q, b)
		if err != nil {
			t.Fatal(err)
		}
		want.Sides = []Side{}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("-by name +secret:\n%s", d)
		}
	})
}

func TestSecretRefuses(t *testing.T) {
	p, q := Shipped()[0], Question{Key: "q", InSession: true}
	for name, c := range map[string]struct {
		box  Box
		code string
	}{
		"more papers than were taken": {Box{Seats: 9, Turnout: 1, Choices: []Choice{Agree, Agree}}, "procedure.box_invalid"},
		"more took one than are left": {Box{Seats: 9, Recused: 3, Absent: 2, Turnout: 5}, "procedure.box_invalid"},
		"words":                       {Box{Seats: 9, Turnout: 5, Choices: []Choice{Other}}, "procedure.unknown_choice"},
		"no choice":                   {Box{Seats: 9, Turnout: 5, Choices: []Choice{""}}, "procedure.unknown_choice"},
	} {
		if _, err := CountSecret(p, q, c.box); !errors.Is(err, &ecabinet.Error{Code: c.code}) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
