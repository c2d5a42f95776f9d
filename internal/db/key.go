package db

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ecabinet/internal/chain"
)

// Signature is chain.Signature: an Ed25519 signature with the id of its key.
type Signature = chain.Signature

// SigningKey signs checkpoints and receipts. It lives in a file outside the
// database, readable by its owner only.
type SigningKey struct {
	private ed25519.PrivateKey
	id      string
}

// NewSigningKey makes a key that is in no file: for tests and for the demo.
func NewSigningKey() *SigningKey {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err) // crypto/rand does not fail on a system that works
	}
	return keyFrom(private)
}

func keyFrom(private ed25519.PrivateKey) *SigningKey {
	return &SigningKey{private: private, id: chain.KeyID(private.Public().(ed25519.PublicKey))}
}

// LoadOrGenerateKey reads the key file at path, or makes it where there is none.
func LoadOrGenerateKey(path string) (*SigningKey, error) {
	k, err := LoadKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		return GenerateKey(path)
	}
	return k, err
}

// LoadKey reads a key file (PKCS #8 in PEM). A file that others may read is
// refused.
func LoadKey(path string) (*SigningKey, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the signing key %s can be read by others: run chmod 600 on it", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	k, err := ParseKey(text)
	if err != nil {
		return nil, fmt.Errorf("the signing key %s: %w", path, err)
	}
	return k, nil
}

// ParseKey reads the text of a key file.
func ParseKey(text []byte) (*SigningKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, errors.New("not a PEM file with a PRIVATE KEY")
	}
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("parse PKCS #8: %w", err)
	}
	private, ok := k.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("not an Ed25519 key")
	}
	return keyFrom(private), nil
}

// GenerateKey makes a key and writes it to a new file at path, synced, mode
// 0600. A file that exists is never overwritten.
func GenerateKey(path string) (*SigningKey, error) {
	k := NewSigningKey()
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, fmt.Errorf("encode signing key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make folder of signing key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write signing key: %w", err)
	}
	err = pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("write signing key: %w", err)
	}
	return k, syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}

// ID names the key: chain.KeyID of its public half.
func (k *SigningKey) ID() string { return k.id }

// Public is the public half.
func (k *SigningKey) Public() ed25519.PublicKey { return k.private.Public().(ed25519.PublicKey) }

// PublicHex is the public half as the operator hands it to an auditor.
func (k *SigningKey) PublicHex() string { return hex.EncodeToString(k.Public()) }

// Sign signs data. Callers put a type into data, so that no signature of one
// kind passes for another.
func (k *SigningKey) Sign(data []byte) Signature {
	return Signature{KeyID: k.id, Sig: hex.EncodeToString(ed25519.Sign(k.private, data))}
}
