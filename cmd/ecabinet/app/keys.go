package app

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ecabinet/internal/db"
)

// sealer signs with the checkpoint key and seals what a client carries between
// two requests.
type sealer struct {
	db  *db.DB
	key []byte
}

func (s sealer) Sign(data []byte) (keyID, signature string) {
	sig := s.db.Sign(data)
	return sig.KeyID, sig.Sig
}

func (s sealer) mac(data []byte) []byte {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte("ecabinet.seal.v1\x00"))
	m.Write(data)
	return m.Sum(nil)
}

func (s sealer) Seal(data []byte) string {
	enc := base64.RawURLEncoding
	return enc.EncodeToString(data) + "." + enc.EncodeToString(s.mac(data))
}

var errSeal = errors.New("not sealed by this installation")

func (s sealer) Unseal(token string) ([]byte, error) {
	enc := base64.RawURLEncoding
	left, right, ok := strings.Cut(token, ".")
	if !ok {
		return nil, errSeal
	}
	data, err1 := enc.DecodeString(left)
	mac, err2 := enc.DecodeString(right)
	if err1 != nil || err2 != nil || !hmac.Equal(mac, s.mac(data)) {
		return nil, errSeal
	}
	return data, nil
}

// secretFile reads 32 random bytes from a file that only its owner reads, or
// makes it.
func secretFile(folder, name string) ([]byte, error) {
	path := filepath.Join(folder, name)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return makeSecret(path)
	case err != nil:
		return nil, fmt.Errorf("read key: %w", err)
	case info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("the key %s can be read by others: run chmod 600 on it", path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	if len(raw) != 32 {
		return nil, fmt.Errorf("the key %s is damaged: put the right file back", path)
	}
	return raw, nil
}

// makeSecret writes a new key, synced; a file that exists is never overwritten.
func makeSecret(path string) ([]byte, error) {
	raw := make([]byte, 32)
	rand.Read(raw)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("make key: %w", err)
	}
	return raw, nil
}

// derive makes a key for one purpose from the installation's own.
func derive(key []byte, purpose string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(purpose))
	return m.Sum(nil)
}
