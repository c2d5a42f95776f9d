package auth

import (
	"cmp"
	"context"
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"ecabinet"
)

// Hashing are the parameters of argon2id: RFC 9106, section 4, second choice.
var Hashing = argon2id.Params{Memory: 64 * 1024, Iterations: 3, Parallelism: 4, SaltLength: 16, KeyLength: 32}

const (
	passwordLeast = 12  // characters; NIST SP 800-63B-4 asks 8 beside a second factor
	passwordMost  = 128 // characters
	passwordRest  = 6   // characters that must be left beside words that everybody tries
)

//go:embed common.txt
var commonText string

// commonWords are the words of common.txt, the longest first.
func commonWords() []string {
	words := strings.Fields(commonText)
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return words
}

// checkPassword is the rule for a new password; context are words that belong to
// the person or the place.
func checkPassword(password string, common []string, context ...string) error {
	refuse := func(code string, params ...any) error {
		e := ecabinet.E(ecabinet.Invalid, "account.password_refused")
		f := ecabinet.E(ecabinet.Invalid, code, params...)
		e.Fields = []ecabinet.FieldError{{Path: "password", Code: code, Params: f.Params}}
		return e
	}
	n := utf8.RuneCountInString(norm.NFKC.String(password))
	switch {
	case !utf8.ValidString(password):
		return refuse("account.password_not_text")
	case n < passwordLeast:
		return refuse("account.password_short", "least", passwordLeast)
	case n > passwordMost:
		return refuse("account.password_long", "most", passwordMost)
	}
	rest := strings.NewReplacer(" ", "", "-", "", "_", "", ".", "").Replace(foldName(password))
	for _, text := range context {
		for _, word := range strings.FieldsFunc(foldName(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if utf8.RuneCountInString(word) >= 3 {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	for _, word := range common {
		rest = strings.ReplaceAll(rest, word, "")
	}
	different := map[rune]bool{}
	for _, r := range rest {
		different[r] = true
	}
	if utf8.RuneCountInString(rest) < passwordRest || len(different) < 4 {
		return refuse("account.password_common")
	}
	return nil
}

// foldName makes names and words comparable: no case, no marks, đ as d.
func foldName(s string) string {
	t := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFKC)
	out, _, err := transform.String(t, strings.ToLower(strings.TrimSpace(s)))
	if err != nil {
		out = strings.ToLower(s)
	}
	return strings.ReplaceAll(out, "đ", "d")
}

// hashers bounds how many passwords are hashed at once, and with it the memory.
type hashers struct {
	params argon2id.Params
	seats  chan struct{}
	dummy  string // compared with where there is no such name
}

func newHashers(p argon2id.Params, atOnce int) (*hashers, error) {
	dummy, err := argon2id.CreateHash(token(), &p)
	return &hashers{params: p, seats: make(chan struct{}, atOnce), dummy: dummy}, err
}

func (h *hashers) seat(ctx context.Context) error {
	select {
	case h.seats <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ecabinet.E(ecabinet.Unavailable, "session.busy")
	}
}

func (h *hashers) hash(ctx context.Context, password string) (string, error) {
	if err := h.seat(ctx); err != nil {
		return "", err
	}
	defer func() { <-h.seats }()
	return argon2id.CreateHash(norm.NFKC.String(password), &h.params)
}

// matches compares password with hash. Where hash is "" it does the same work on
// a hash that nothing matches.
func (h *hashers) matches(ctx context.Context, password, hash string) (bool, error) {
	if len(password) > 4*passwordMost {
		password = password[:4*passwordMost]
	}
	if err := h.seat(ctx); err != nil {
		return false, err
	}
	defer func() { <-h.seats }()
	ok, err := argon2id.ComparePasswordAndHash(norm.NFKC.String(password), cmp.Or(hash, h.dummy))
	return ok && hash != "", err
}
