package box

import (
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

// Marshal is the keys' form for a sealed place.
func (k Keys) Marshal() ([]byte, error) {
	sign, err := x509.MarshalPKCS8PrivateKey(k.sign)
	if err != nil {
		return nil, err
	}
	return json.Marshal(storedKeys{sign, k.open.Bytes()})
}

// ParseKeys reads what Marshal wrote.
func ParseKeys(raw []byte) (Keys, error) {
	var s storedKeys
	if err := json.Unmarshal(raw, &s); err != nil {
		return Keys{}, errors.New("read the keys of a box: not their form") // never the bytes themselves
	}
	sign, err := x509.ParsePKCS8PrivateKey(s.Sign)
	if err != nil {
		return Keys{}, errors.New("read the keys of a box: the key that signs papers")
	}
	open, err := ecdh.P256().NewPrivateKey(s.Open)
	rsaKey, ok := sign.(*rsa.PrivateKey)
	if err != nil || !ok {
		return Keys{}, errors.New("read the keys of a box: the key that opens")
	}
	return Keys{rsaKey, open}, nil
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
