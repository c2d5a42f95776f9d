// Package record is what the rooms' signed and bound rows have in common: canonical
// JSON (RFC 8785), its hash, the nonce that salts it, and times as databases keep
// them. It is pure but for the randomness of Nonce, and knows no room.
package record

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"ecabinet/canonical"
)

// Canonical is v as RFC 8785 JSON. It fails only on values that no record holds.
func Canonical(v any) ([]byte, error) { return canonical.Marshal(v) }

// Hash is the hex SHA-256 of all parts in order.
func Hash(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// HashOf is the hash of v's canonical form.
func HashOf(v any) (string, error) {
	raw, err := Canonical(v)
	if err != nil {
		return "", err
	}
	return Hash(raw), nil
}

// Nonce is 128 random bits, hex.
func Nonce() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Stamp is a time as databases keep it, to the microsecond; nil is NULL.
func Stamp(t *time.Time) *string {
	if t == nil || t.IsZero() {
		return nil
	}
	s := t.UTC().Truncate(time.Microsecond).Format("2006-01-02T15:04:05.000000Z")
	return &s
}
