package files

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
)

// rowSealer seals with AES-256-GCM under a random nonce, which stands before the
// sealed bytes: good for 2^32 rows of a body.
func rowSealer(secret []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "ecabinet row", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Warm reads the keys of a body, so that sealing inside an act waits for no storage.
func (s *Store) Warm(ctx context.Context, body string) error {
	_, err := s.keys(ctx, body)
	return err
}

// SealRow seals something small that rests in a row of the database, under the same
// key file as papers. about says whose it is: under another about it does not open.
func (s *Store) SealRow(ctx context.Context, body string, plain, about []byte) ([]byte, error) {
	k, err := s.keys(ctx, body)
	if err != nil {
		return nil, err
	}
	return k.row.Seal(nil, nil, plain, about), nil
}

// OpenRow opens what SealRow has sealed; ErrTampered where it is not that.
func (s *Store) OpenRow(ctx context.Context, body string, sealed, about []byte) ([]byte, error) {
	k, err := s.keys(ctx, body)
	if err != nil {
		return nil, err
	}
	plain, err := k.row.Open(nil, nil, sealed, about)
	if err != nil {
		return nil, ErrTampered
	}
	return plain, nil
}
