package box

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// variant is that of RFC 9474 in which the client puts 32 random bytes before the
// message: the token is that whole.
const variant = blindrsa.SHA384PSSRandomized

// rsaBits is the size of the key that signs papers. It lives as long as one vote.
const rsaBits = 2048

var encoding = base64.RawURLEncoding

// Keys are the private keys of one box.
type Keys struct {
	sign *rsa.PrivateKey  // signs papers blindly
	open *ecdh.PrivateKey // P-256; opens choices
}

// Public is what everybody may know of a box.
type Public struct {
	SignKey string `json:"sign"` // the key that signs papers: DER of SubjectPublicKeyInfo, base64url
	SealKey string `json:"seal"` // the key that choices are sealed for: a point of P-256, uncompressed, base64url
}

// NewKeys makes the keys of a box.
func NewKeys() (Keys, error) {
	sign, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return Keys{}, fmt.Errorf("make the key that signs papers: %w", err)
	}
	open, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return Keys{}, fmt.Errorf("make the key of the box: %w", err)
	}
	return Keys{sign, open}, nil
}

type storedKeys struct {
	Sign []byte `json:"sign"`
	Open []byte `json:"open"`
}

// Lock is the keys' form for the database: under AES-256-GCM with master, 32 bytes
// that are kept outside of it. base64url.
func (k Keys) Lock(master []byte) (string, error) {
	sign, err := x509.MarshalPKCS8PrivateKey(k.sign)
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(storedKeys{sign, k.open.Bytes()})
	if err != nil {
		return "", err
	}
	aead, err := masterCipher(master)
	if err != nil {
		return "", err
	}
	return encoding.EncodeToString(aead.Seal(nil, nil, raw, nil)), nil
}

var errLocked = errors.New("the keys of the box do not open: another key file, or not their form")

// Unlock reads what Lock wrote with the same master. No error tells of what stands in
// them.
func Unlock(master []byte, locked string) (Keys, error) {
	aead, err := masterCipher(master)
	if err != nil {
		return Keys{}, err
	}
	raw, err := encoding.DecodeString(locked)
	if err != nil {
		return Keys{}, errLocked
	}
	plain, err := aead.Open(nil, nil, raw, nil)
	if err != nil {
		return Keys{}, errLocked
	}
	var s storedKeys
	if json.Unmarshal(plain, &s) != nil {
		return Keys{}, errLocked
	}
	sign, err := x509.ParsePKCS8PrivateKey(s.Sign)
	if err != nil {
		return Keys{}, errLocked
	}
	open, err := ecdh.P256().NewPrivateKey(s.Open)
	rsaKey, ok := sign.(*rsa.PrivateKey)
	if err != nil || !ok {
		return Keys{}, errLocked
	}
	return Keys{rsaKey, open}, nil
}

func masterCipher(master []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(master)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Public are the public halves.
func (k Keys) Public() (Public, error) {
	der, err := x509.MarshalPKIXPublicKey(&k.sign.PublicKey)
	if err != nil {
		return Public{}, err
	}
	return Public{SignKey: encoding.EncodeToString(der), SealKey: encoding.EncodeToString(k.open.PublicKey().Bytes())}, nil
}

func (p Public) signing() (*rsa.PublicKey, error) {
	der, err := encoding.DecodeString(p.SignKey)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, err
	}
	rsaKey, ok := key.(*rsa.PublicKey)
	if !ok {
		return nil, errors.New("the key that signs papers is no RSA key")
	}
	return rsaKey, nil
}

func (p Public) sealing() (*ecdh.PublicKey, error) {
	raw, err := encoding.DecodeString(p.SealKey)
	if err != nil {
		return nil, err
	}
	return ecdh.P256().NewPublicKey(raw)
}
