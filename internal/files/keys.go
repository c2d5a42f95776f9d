package files

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// bodyKeys are the keys of one body: one seals its files, one names them, one seals
// what is too small for a file.
type bodyKeys struct {
	file []byte
	name []byte
	row  cipher.AEAD
}

// readKeyFile reads the installation's key, 32 bytes in hex, and makes the file
// (mode 0600) where there is none. A file that others can read is refused.
func readKeyFile(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKeyFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the key file %s can be read by others: run chmod 600 on it", path)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(key) != 32 {
		return nil, fmt.Errorf("the key file %s does not hold 64 hexadecimal digits: restore it from the key back-up", path)
	}
	return key, nil
}

// makeKeyFile writes a new key and syncs it: a file sealed under a key that a
// power cut took away could never be opened again.
func makeKeyFile(path string) ([]byte, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the key folder: %w", err)
	}
	key := make([]byte, 32)
	rand.Read(key)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return readKeyFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("make the key file: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return nil, fmt.Errorf("write the key file: %w", err)
	}
	return key, nil
}

// keys returns the keys of body, making and storing them, wrapped, at first use.
func (s *Store) keys(ctx context.Context, body string) (*bodyKeys, error) {
	if !plainName(body) {
		return nil, fmt.Errorf("files: %q is no id of a body", body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.bodies[body]; k != nil {
		return k, nil
	}
	secret, err := s.bodySecret(ctx, body)
	if err != nil {
		return nil, err
	}
	k := &bodyKeys{}
	if k.file, err = hkdf.Key(sha256.New, secret, nil, "ecabinet seal", 32); err != nil {
		return nil, err
	}
	if k.name, err = hkdf.Key(sha256.New, secret, nil, "ecabinet name", 32); err != nil {
		return nil, err
	}
	if k.row, err = rowSealer(secret); err != nil {
		return nil, err
	}
	s.bodies[body] = k
	return k, nil
}

// bodySecret reads the wrapped secret of body, or writes one. Two nodes may do so
// at once: the write is conditional, and the one that loses reads the other's.
func (s *Store) bodySecret(ctx context.Context, body string) ([]byte, error) {
	path := body + "/key"
	wrapped, err := s.bucket.ReadAll(ctx, path)
	if gcerrors.Code(err) == gcerrors.NotFound {
		secret := make([]byte, 32)
		rand.Read(secret)
		sealed, err := wrap(s.master, body, secret)
		if err != nil {
			return nil, err
		}
		err = s.writeAll(ctx, path, sealed, &blob.WriterOptions{ContentType: octets, IfNotExist: true})
		if err == nil {
			return secret, nil
		}
		if gcerrors.Code(err) != gcerrors.FailedPrecondition {
			return nil, fmt.Errorf("store the key of a body: %w", err)
		}
		wrapped, err = s.bucket.ReadAll(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("read the key of a body: %w", err)
		}
	} else if err != nil {
		return nil, fmt.Errorf("read the key of a body: %w", err)
	}
	return unwrap(s.master, body, wrapped)
}

func wrapper(master []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, master, nil, "ecabinet wrap", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func wrap(master []byte, body string, secret []byte) ([]byte, error) {
	aead, err := wrapper(master)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, secret, []byte("ecabinet body "+body)), nil
}

func unwrap(master []byte, body string, wrapped []byte) ([]byte, error) {
	aead, err := wrapper(master)
	if err != nil {
		return nil, err
	}
	secret, err := aead.Open(nil, nil, wrapped, []byte("ecabinet body "+body))
	if err != nil || len(secret) != 32 {
		return nil, fmt.Errorf("the key file does not open the files of body %s: put back the key file that wrote them", body)
	}
	return secret, nil
}

// nameOf is the name at rest of a file: nobody who sees the storage can tell
// which known document it is, nor that two owners hold the same one.
func (k *bodyKeys) nameOf(sum [sha256.Size]byte, owner string) string {
	mac := hmac.New(sha256.New, k.name)
	mac.Write(sum[:])
	mac.Write([]byte(owner))
	return hex.EncodeToString(mac.Sum(nil))
}

// plainName keeps ids that become parts of a path free of separators and dots.
func plainName(s string) bool {
	return s != "" && len(s) <= 64 && len(bytes.Trim([]byte(s), "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_")) == 0 &&
		!strings.ContainsAny(s, "./\\")
}
