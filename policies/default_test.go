package policies

import "testing"

func TestDefaultTableBuilds(t *testing.T) {
	e, err := New("b", Default())
	if err != nil {
		t.Fatal(err)
	}
	d := e.Decide([]string{"member"}, "answer", []string{"own"}, "cast-answer")
	if !d.Allow || d.Rule != "allow, member, answer:own, cast-answer" {
		t.Fatalf("%+v", d)
	}
	if d := e.Decide([]string{"member"}, "answer", []string{"own", "recused"}, "cast-answer"); d.Allow || d.Relation != "recused" {
		t.Fatalf("%+v", d)
	}
}
