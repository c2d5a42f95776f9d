package client

import "testing"

// A model finds what it is there for: a rev that falls, and a state ahead of its rev
// that no higher one follows.
func TestAModelFindsFaults(t *testing.T) {
	view := func(rev int64, data string) Change {
		return Change{Kind: "view", Topic: "t", Ref: "r", Rev: rev, Data: []byte(data)}
	}
	for name, c := range map[string]struct {
		heard []Change
		right bool
	}{
		"rising":                        {[]Change{view(1, "a"), view(2, "b")}, true},
		"falling":                       {[]Change{view(2, "b"), view(1, "a")}, false},
		"twice the same":                {[]Change{view(1, "a"), view(1, "a")}, true},
		"ahead of its rev":              {[]Change{view(1, "a"), view(1, "b"), view(2, "b")}, true},
		"changed without a rev":         {[]Change{view(1, "a"), view(1, "b")}, false},
		"falling after gone":            {[]Change{view(2, "b"), {Kind: "gone", Topic: "t", Ref: "r"}, view(1, "a")}, true},
		"ahead, then the topic is gone": {[]Change{view(1, "a"), view(1, "b"), {Kind: "gone", Topic: "t"}}, true},
	} {
		var m Model
		for _, heard := range c.heard {
			m.Heard(heard)
		}
		if fault := m.Fault(); (fault == "") != c.right {
			t.Errorf("%s: %q", name, fault)
		}
	}
}
