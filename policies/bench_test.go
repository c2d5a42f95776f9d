package policies

import (
	"fmt"
	"testing"
)

// Does a decision that was made before cost less than a microsecond, roles of a busy
// minister and the whole default table given?
func BenchmarkDecideWarm(b *testing.B) {
	e := enforcer(b, Default())
	roles, relations := []string{"approver", "member"}, []string{"any", "own", "voter"}
	for b.Loop() {
		if !e.Decide(roles, "answer", relations, "cast-answer").Allow {
			b.Fatal("denied")
		}
	}
}

// What does the first decision of its kind cost?
func BenchmarkDecideCold(b *testing.B) {
	e := enforcer(b, Default())
	roles, relations := []string{"approver", "member"}, []string{"any", "own", "voter"}
	for b.Loop() {
		clear(e.memo)
		if !e.Decide(roles, "answer", relations, "cast-answer").Allow {
			b.Fatal("denied")
		}
	}
}

// How does casbin's plain check grow with its rows? It is why there is one small
// enforcer a body, and why decisions are kept.
func BenchmarkCasbinPlain(b *testing.B) {
	for _, rows := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			var t Table
			for i := range rows {
				t = append(t, Row{Allow, "member", "answer", "own", fmt.Sprintf("cast-%s", word(i)), false})
			}
			e := enforcer(b, t)
			thing := &standing{"answer", []string{"own"}}
			for b.Loop() {
				if ok, err := e.e.Enforce([]string{"member"}, "b", thing, "cast-"+word(rows-1)); err != nil || !ok {
					b.Fatal(ok, err)
				}
			}
		})
	}
}

// word writes a number in letters, as an action's name may hold no digits.
func word(n int) string {
	s := string(rune('a' + n%26))
	for n /= 26; n > 0; n /= 26 {
		s += string(rune('a' + n%26))
	}
	return s
}
