package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Key is the secret of this package, kept in a file outside the database: it
// seals the secrets of one-time codes and keys the hashes of names, recovery
// codes and links. Without it nobody can sign in.
type Key struct {
	seal cipher.AEAD
	mac  []byte
}

// NewKey makes a key that nobody keeps.
func NewKey() *Key {
	raw := make([]byte, 32)
	rand.Read(raw)
	k, err := keyOf(raw)
	if err != nil {
		panic("auth: a fresh key does not work: " + err.Error())
	}
	return k
}

// LoadKey reads the key file at path, and makes it where there is none. A file
// that others may read is refused.
func LoadKey(path string) (*Key, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the sign-in key: %w", err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the sign-in key %s can be read by others: run chmod 600 on it", path)
	}
	raw, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != 32 {
		return nil, fmt.Errorf("the sign-in key %s must hold 64 hexadecimal digits", path)
	}
	return keyOf(raw)
}

func makeKey(path string) (*Key, error) {
	raw := make([]byte, 32)
	rand.Read(raw)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the sign-in key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the sign-in key: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(raw) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("write the sign-in key: %w", err)
	}
	return keyOf(raw)
}

func keyOf(raw []byte) (*Key, error) {
	sealing, err := hkdf.Key(sha256.New, raw, nil, "ecabinet auth seal 1", 32)
	if err != nil {
		return nil, fmt.Errorf("derive the sealing key: %w", err)
	}
	mac, err := hkdf.Key(sha256.New, raw, nil, "ecabinet auth mac 1", 32)
	if err != nil {
		return nil, fmt.Errorf("derive the hashing key: %w", err)
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return nil, fmt.Errorf("use the sealing key: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("use the sealing key: %w", err)
	}
	return &Key{seal: gcm, mac: mac}, nil
}

// close seals a secret for the thing named by owner.
func (k *Key) close(secret, owner string) string {
	nonce := make([]byte, k.seal.NonceSize())
	rand.Read(nonce)
	return base64.RawStdEncoding.EncodeToString(k.seal.Seal(nonce, nonce, []byte(secret), []byte(owner)))
}

// open is the opposite of close.
func (k *Key) open(sealed, owner string) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < k.seal.NonceSize() {
		return "", errors.New("open a sealed secret: it is damaged")
	}
	n := k.seal.NonceSize()
	plain, err := k.seal.Open(nil, raw[:n], raw[n:], []byte(owner))
	if err != nil {
		return "", errors.New("open a sealed secret: the sign-in key is another one, or it is damaged")
	}
	return string(plain), nil
}

// hash is a keyed hash of parts, apart for each purpose.
func (k *Key) hash(purpose string, parts ...string) []byte {
	m := hmac.New(sha256.New, k.mac)
	for _, p := range append([]string{purpose}, parts...) {
		fmt.Fprintf(m, "%d:%s", len(p), p)
	}
	return m.Sum(nil)
}

// token makes 256 random bits as text.
func token() string {
	raw := make([]byte, 32)
	rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// digest is what is stored of a token.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
