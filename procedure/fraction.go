package procedure

import (
	"fmt"
	"strconv"
	"strings"

	"ecabinet"
)

// Fraction is an exact share. It is never reduced, so that 15 of 27 stays what a
// reader expects to see. A Den of zero means that there is nothing to share. Its
// text is "15/27", or empty where there is nothing to share.
type Fraction struct{ Num, Den int64 }

// maxFraction bounds both numbers, so that no product of one with a count of
// seats leaves 64 bits.
const maxFraction = 1_000_000

func (f Fraction) String() string {
	if f.Den == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", f.Num, f.Den)
}

// MarshalText writes "15/27", and nothing for a zero denominator.
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads what MarshalText writes. Error procedure.fraction_invalid.
func (f *Fraction) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*f = Fraction{}
		return nil
	}
	num, den, found := strings.Cut(string(text), "/")
	n, okN := digits(num)
	d, okD := digits(den)
	if !found || !okN || !okD || d == 0 {
		return ecabinet.E(ecabinet.Invalid, "procedure.fraction_invalid")
	}
	*f = Fraction{n, d}
	return nil
}

func digits(s string) (int64, bool) {
	n, err := strconv.ParseUint(s, 10, 63)
	return int64(n), err == nil && n <= maxFraction && strconv.FormatUint(n, 10) == s
}

// Percent writes f as a percentage with one decimal, rounded half up by whole
// numbers: "55,6%" in Vietnamese and "55.6%" in English; "–" where there is
// nothing to share.
func Percent(f Fraction, lang string) string {
	if f.Den <= 0 || f.Num < 0 {
		return "–"
	}
	tenths := (2*f.Num*1000 + f.Den) / (2 * f.Den)
	mark := ","
	if lang == "en" {
		mark = "."
	}
	return fmt.Sprintf("%d%s%d%%", tenths/10, mark, tenths%10)
}

// Majority is the share of the base that must be in favour: more than Of, or at
// least Of.
type Majority struct {
	Of       Fraction `json:"of"`
	MoreThan bool     `json:"more_than"`
}

// Needed is the smallest count that reaches the majority of base, never below
// one: nothing is decided by nobody. A majority that was never validated is out of
// reach.
func (m Majority) Needed(base int) int {
	if !m.valid() {
		return base + 1
	}
	product := int64(base) * m.Of.Num
	needed := product / m.Of.Den
	if m.MoreThan || product%m.Of.Den != 0 {
		needed++
	}
	return int(max(needed, 1))
}

// valid tells whether some count of seats can reach the majority.
func (m Majority) valid() bool {
	f := m.Of
	if f.Num < 1 || f.Den < 1 || f.Num > maxFraction || f.Den > maxFraction {
		return false
	}
	return f.Num < f.Den || f.Num == f.Den && !m.MoreThan
}

// simple tells whether the majority is "more than half", the only one that an
// exact half misses by nothing but the tie.
func (m Majority) simple() bool { return m.MoreThan && 2*m.Of.Num == m.Of.Den }
