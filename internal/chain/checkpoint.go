package chain

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"ecabinet/canonical"
)

// Signature is an Ed25519 signature (RFC 8032) with the id of its key.
type Signature struct {
	KeyID string `json:"key_id"`
	Sig   string `json:"sig"` // hex
}

// KeyID names a public key: the first 16 hex digits of its SHA-256.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:8])
}

// Verify says whether s is the signature of data by key.
func Verify(key ed25519.PublicKey, data []byte, s Signature) error {
	if len(key) != ed25519.PublicKeySize {
		return errors.New("verify signature: not an Ed25519 public key")
	}
	if id := KeyID(key); s.KeyID != id {
		return fmt.Errorf("verify signature: made by key %s, not by %s", s.KeyID, id)
	}
	sig, err := hex.DecodeString(s.Sig)
	if err != nil || !ed25519.Verify(key, data, sig) {
		return errors.New("verify signature: it does not match")
	}
	return nil
}

// ParsePublicKey reads a public key: 64 hex digits, or PEM as openssl writes it.
func ParsePublicKey(text []byte) (ed25519.PublicKey, error) {
	if b, err := hex.DecodeString(strings.TrimSpace(string(text))); err == nil && len(b) == ed25519.PublicKeySize {
		return ed25519.PublicKey(b), nil
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("public key: neither 64 hex digits nor PEM")
	}
	k, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	key, ok := k.(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("public key: not an Ed25519 key")
	}
	return key, nil
}

// Checkpoint says that the journal of Body had Count rows, the last with Hash.
// What lies after the last checkpoint can be cut unseen.
type Checkpoint struct {
	Body  string `json:"body"`
	Count int64  `json:"count"`
	Hash  string `json:"hash"`
	At    string `json:"at"` // TimeLayout: the time of row Count
	Signature
}

// checkpointType separates these signatures from all others by the same key.
const checkpointType = "ecabinet.checkpoint.v1"

// Bytes is what is signed: RFC 8785 text of type, body, count, hash and at.
func (c Checkpoint) Bytes() ([]byte, error) {
	if c.Count < 0 || c.Count > maxExact {
		return nil, fmt.Errorf("checkpoint: count %d is out of range", c.Count)
	}
	return canonical.Marshal(struct {
		Type  string `json:"type"`
		Body  string `json:"body"`
		Count int64  `json:"count"`
		Hash  string `json:"hash"`
		At    string `json:"at"`
	}{checkpointType, c.Body, c.Count, c.Hash, c.At})
}

// Verify checks the signature of c.
func (c Checkpoint) Verify(key ed25519.PublicKey) error {
	b, err := c.Bytes()
	if err != nil {
		return err
	}
	return Verify(key, b, c.Signature)
}

// Line is c as one line of a checkpoint file, with its newline.
func (c Checkpoint) Line() ([]byte, error) {
	b, err := canonical.Marshal(c)
	if err != nil {
		return nil, err
	}
	return append(b, '\n'), nil
}

// ParseCheckpoint reads one line of a checkpoint file. Unknown fields are
// refused: they would look signed and are not.
func ParseCheckpoint(line []byte) (Checkpoint, error) {
	var c Checkpoint
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return Checkpoint{}, fmt.Errorf("parse checkpoint: %w", err)
	}
	if d.More() {
		return Checkpoint{}, errors.New("parse checkpoint: more than one value in a line")
	}
	if c.Body == "" || c.Count < 0 || len(c.Hash) != 2*sha256.Size {
		return Checkpoint{}, errors.New("parse checkpoint: body, count or hash is missing")
	}
	return c, nil
}
