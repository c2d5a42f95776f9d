package box

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

func keys(t *testing.T) (Keys, Public) {
	t.Helper()
	k, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	master := bytes.Repeat([]byte{7}, 32)
	locked, err := k.Lock(master)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Unlock(bytes.Repeat([]byte{8}, 32), locked); err == nil {
		t.Fatal("keys open with another master")
	}
	if k, err = Unlock(master, locked); err != nil {
		t.Fatal(err)
	}
	p, err := k.Public()
	if err != nil {
		t.Fatal(err)
	}
	return k, p
}

func paper(t *testing.T, k Keys, p Public, vote, choice string) Spent {
	t.Helper()
	slip, err := p.NewSlip(vote)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := k.Sign(slip.Blinded)
	if err != nil {
		t.Fatal(err)
	}
	s, err := slip.Fill(p, vote, signed, choice)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPaperOfItsVoteAlone(t *testing.T) {
	k, p := keys(t)
	_, other := keys(t)
	s := paper(t, k, p, "vote-1", "agree")
	token, err := p.Check("vote-1", s)
	if err != nil || len(token) != 64 {
		t.Fatalf("%q, %v", token, err)
	}
	if choice, err := k.Open("vote-1", s.Sealed); choice != "agree" || err != nil {
		t.Errorf("%q, %v", choice, err)
	}
	change := func(s string) string {
		at, by := len(s)/4, byte('A')
		if s[at] == by {
			by = 'B'
		}
		return s[:at] + string(by) + s[at+1:]
	}
	for name, c := range map[string]struct {
		vote string
		p    Public
		s    Spent
		want error
	}{
		"another vote":      {"vote-2", p, s, ErrForged},
		"another box":       {"vote-1", other, s, ErrForged},
		"another token":     {"vote-1", p, Spent{change(s.Token), s.Signature, s.Sealed}, ErrForged},
		"another signature": {"vote-1", p, Spent{s.Token, change(s.Signature), s.Sealed}, ErrForged},
		"no token":          {"vote-1", p, Spent{"", s.Signature, s.Sealed}, ErrInvalid},
		"a short choice":    {"vote-1", p, Spent{s.Token, s.Signature, s.Sealed[:40]}, ErrInvalid},
		"no base64":         {"vote-1", p, Spent{"%", s.Signature, s.Sealed}, ErrInvalid},
	} {
		if _, err := c.p.Check(c.vote, c.s); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for name, sealed := range map[string]string{"changed": change(s.Sealed), "cut": s.Sealed[:20], "": ""} {
		if _, err := k.Open("vote-1", sealed); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := k.Open("vote-2", s.Sealed); !errors.Is(err, ErrInvalid) {
		t.Errorf("a choice opens in another vote: %v", err)
	}
}

func TestSealedChoicesLookAlike(t *testing.T) {
	_, p := keys(t)
	var sizes []int
	for _, choice := range []string{"agree", "disagree", "blank", "option:o12", "agree"} {
		s, err := p.Seal("v", choice)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(s))
	}
	if slices.Min(sizes) != slices.Max(sizes) {
		t.Errorf("lengths tell choices apart: %v", sizes)
	}
	a, _ := p.Seal("v", "agree")
	if b, _ := p.Seal("v", "agree"); a == b {
		t.Error("the same choice is sealed alike twice")
	}
	if _, err := p.Seal("v", string(make([]byte, 65))); !errors.Is(err, ErrInvalid) {
		t.Error(err)
	}
}

func TestSignsOnlyWhatIsOfItsForm(t *testing.T) {
	k, _ := keys(t)
	for _, blinded := range []string{"", "AA", "%%", encoding.EncodeToString(make([]byte, 300))} {
		if _, err := k.Sign(blinded); !errors.Is(err, ErrInvalid) {
			t.Errorf("%q: %v", blinded, err)
		}
	}
}
