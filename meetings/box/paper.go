package box

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// What is wrong with something that came from outside.
var (
	ErrForged  = errors.New("the paper was not signed for this vote")
	ErrInvalid = errors.New("not the form of a voting paper")
)

// randomPart is how many bytes of a token are random; its vote follows them.
const randomPart = 32

// Sign signs a paper without seeing it. blinded and the signature are base64url.
func (k Keys) Sign(blinded string) (string, error) {
	raw, err := encoding.DecodeString(blinded)
	if err != nil {
		return "", ErrInvalid
	}
	signed, err := blindrsa.NewSigner(k.sign).BlindSign(raw)
	if err != nil {
		return "", ErrInvalid
	}
	return encoding.EncodeToString(signed), nil
}

// Spent is a paper that comes to the box.
type Spent struct {
	Token     string `json:"token"`     // 32 random bytes and the vote's id, base64url
	Signature string `json:"signature"` // base64url
	Sealed    string `json:"sealed"`    // the choice, see Seal
}

// Check says whether the paper is one of those given out for a vote, and gives the
// name under which its token is kept: hex SHA-256. ErrInvalid, ErrForged.
func (p Public) Check(vote string, s Spent) (token string, err error) {
	prepared, err := encoding.DecodeString(s.Token)
	if err != nil || len(prepared) < randomPart {
		return "", ErrInvalid
	}
	if string(prepared[randomPart:]) != vote {
		return "", ErrForged
	}
	signature, err := encoding.DecodeString(s.Signature)
	if err != nil {
		return "", ErrInvalid
	}
	if raw, err := encoding.DecodeString(s.Sealed); err != nil || len(raw) != sealedSize {
		return "", ErrInvalid
	}
	key, err := p.signing()
	if err != nil {
		return "", fmt.Errorf("the box's key: %w", err)
	}
	verifier, err := blindrsa.NewVerifier(variant, key)
	if err != nil {
		return "", fmt.Errorf("the box's key: %w", err)
	}
	if verifier.Verify(prepared, signature) != nil {
		return "", ErrForged
	}
	sum := sha256.Sum256(prepared)
	return hex.EncodeToString(sum[:]), nil
}

// choiceSize is what every choice is filled up to, so that its length tells nothing.
const choiceSize = 64

const (
	pointSize  = 65
	sealedSize = pointSize + choiceSize + 16
)

// Seal seals a choice for the box of a vote: an ephemeral point of P-256, then the
// choice, filled up with zeros to 64 bytes, under AES-256-GCM with a key of its own
// (HKDF-SHA256 of the shared secret; salt: both points; info: "ecabinet.box.v1 " and
// the vote's id) and a nonce of zeros. base64url.
func (p Public) Seal(vote, choice string) (string, error) {
	if len(choice) > choiceSize || strings.ContainsRune(choice, 0) {
		return "", ErrInvalid
	}
	to, err := p.sealing()
	if err != nil {
		return "", err
	}
	one, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	shared, err := one.ECDH(to)
	if err != nil {
		return "", err
	}
	aead, err := cipherOf(shared, one.PublicKey(), to, vote)
	if err != nil {
		return "", err
	}
	plain := make([]byte, choiceSize)
	copy(plain, choice)
	out := aead.Seal(one.PublicKey().Bytes(), make([]byte, aead.NonceSize()), plain, nil)
	return encoding.EncodeToString(out), nil
}

// Open gives the choice that was sealed for the box of a vote; ErrInvalid.
func (k Keys) Open(vote, sealed string) (string, error) {
	raw, err := encoding.DecodeString(sealed)
	if err != nil || len(raw) != sealedSize {
		return "", ErrInvalid
	}
	from, err := ecdh.P256().NewPublicKey(raw[:pointSize])
	if err != nil {
		return "", ErrInvalid
	}
	shared, err := k.open.ECDH(from)
	if err != nil {
		return "", ErrInvalid
	}
	aead, err := cipherOf(shared, from, k.open.PublicKey(), vote)
	if err != nil {
		return "", err
	}
	plain, err := aead.Open(nil, make([]byte, aead.NonceSize()), raw[pointSize:], nil)
	if err != nil {
		return "", ErrInvalid
	}
	return strings.TrimRight(string(plain), "\x00"), nil
}

func cipherOf(shared []byte, from, to *ecdh.PublicKey, vote string) (cipher.AEAD, error) {
	salt := append(from.Bytes(), to.Bytes()...)
	key, err := hkdf.Key(sha256.New, shared, salt, "ecabinet.box.v1 "+vote, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// Slip is the member's side of taking a paper.
type Slip struct {
	Token   []byte // of the member alone, until it is spent
	Blinded string // what is sent to be signed

	state blindrsa.State
	with  blindrsa.Client
}

// NewSlip makes a token for a vote and blinds it.
func (p Public) NewSlip(vote string) (*Slip, error) {
	key, err := p.signing()
	if err != nil {
		return nil, err
	}
	client, err := blindrsa.NewClient(variant, key)
	if err != nil {
		return nil, err
	}
	token, err := client.Prepare(rand.Reader, []byte(vote))
	if err != nil {
		return nil, err
	}
	blinded, state, err := client.Blind(rand.Reader, token)
	if err != nil {
		return nil, err
	}
	return &Slip{Token: token, Blinded: encoding.EncodeToString(blinded), state: state, with: client}, nil
}

// Fill makes the paper that goes to the box, from the blind signature and a choice.
func (s *Slip) Fill(p Public, vote, signed, choice string) (Spent, error) {
	raw, err := encoding.DecodeString(signed)
	if err != nil {
		return Spent{}, ErrInvalid
	}
	signature, err := s.with.Finalize(s.state, raw)
	if err != nil {
		return Spent{}, fmt.Errorf("the paper was not signed rightly: %w", err)
	}
	sealed, err := p.Seal(vote, choice)
	return Spent{Token: encoding.EncodeToString(s.Token), Signature: encoding.EncodeToString(signature), Sealed: sealed}, err
}
