package realtime

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
)

// position is how far a connection has been served. Sealed it is all that a
// client needs to come back, and tells the client nothing.
type position struct {
	epoch [16]byte // of Config.Epoch and the body
	seq   int64
	heard []heard
}

// heard is one topic and the audience that the client was in, as digests, and
// which node's memory of that audience has served it.
type heard struct{ topic, audience, memory [8]byte }

const heardSize = 24

const (
	positionVersion = 1
	saltSize        = 16
	nonceSize       = 12
	sealsPerSalt    = 1 << 28 // far below what random nonces of 96 bits allow for one key
)

var errPosition = errors.New("realtime: not a position of this server")

func digest8(parts ...string) (d [8]byte) {
	h := sha256.New()
	for _, p := range parts {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	copy(d[:], h.Sum(nil))
	return d
}

func epochOf(epoch, body string) (d [16]byte) {
	s := sha256.Sum256([]byte(epoch + "\x00" + body))
	copy(d[:], s[:])
	return d
}

// sealer seals positions with AES-256-GCM. The key of each process is derived from
// the shared secret and a random salt that travels with the position, so that
// nodes and restarts never share a nonce space.
type sealer struct {
	secret []byte

	mu   sync.Mutex
	salt [saltSize]byte
	aead cipher.AEAD
	left int
}

func newSealer(secret []byte) (*sealer, error) {
	s := &sealer{secret: append([]byte(nil), secret...)}
	return s, s.renew()
}

func (s *sealer) renew() error {
	rand.Read(s.salt[:])
	var err error
	s.aead, err = s.derive(s.salt)
	s.left = sealsPerSalt
	return err
}

func (s *sealer) derive(salt [saltSize]byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, s.secret, salt[:], "ecabinet position", 32)
	if err != nil {
		return nil, fmt.Errorf("derive position key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func (s *sealer) current() ([saltSize]byte, cipher.AEAD) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left--; s.left <= 0 {
		if err := s.renew(); err != nil {
			panic(err) // the key was accepted when the hub was made
		}
	}
	return s.salt, s.aead
}

// sealSpace keeps the bytes of a sealing off the heap.
type sealSpace struct{ plain, sealed [maxPosition]byte }

var sealSpaces = sync.Pool{New: func() any { return new(sealSpace) }}

// seal appends the sealed position in URL-safe base64 to dst.
func (s *sealer) seal(dst []byte, p position) []byte {
	salt, aead := s.current()
	space := sealSpaces.Get().(*sealSpace)
	defer sealSpaces.Put(space)
	plain := append(space.plain[:0], positionVersion)
	plain = append(plain, p.epoch[:]...)
	plain = binary.BigEndian.AppendUint64(plain, uint64(p.seq))
	for _, h := range p.heard {
		plain = append(append(append(plain, h.topic[:]...), h.audience[:]...), h.memory[:]...)
	}
	out := append(space.sealed[:0], salt[:]...)
	out = out[:saltSize+nonceSize]
	nonce := out[saltSize:]
	rand.Read(nonce)
	out = aead.Seal(out, nonce, plain, nil)
	return base64.RawURLEncoding.AppendEncode(dst, out)
}

// open reads a position that any node with the same secret has sealed.
func (s *sealer) open(token string) (position, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) < saltSize+nonceSize || len(token) > maxPosition {
		return position{}, errPosition
	}
	var salt [saltSize]byte
	copy(salt[:], raw)
	s.mu.Lock()
	aead := s.aead
	own := salt == s.salt
	s.mu.Unlock()
	if !own {
		if aead, err = s.derive(salt); err != nil {
			return position{}, err
		}
	}
	plain, err := aead.Open(nil, raw[saltSize:saltSize+nonceSize], raw[saltSize+nonceSize:], nil)
	if err != nil {
		return position{}, errPosition
	}
	return parsePosition(plain)
}

func parsePosition(plain []byte) (position, error) {
	const head = 1 + 16 + 8
	if len(plain) < head || plain[0] != positionVersion || (len(plain)-head)%heardSize != 0 {
		return position{}, errPosition
	}
	var p position
	copy(p.epoch[:], plain[1:])
	p.seq = int64(binary.BigEndian.Uint64(plain[17:]))
	if p.seq < 0 {
		return position{}, errPosition
	}
	for b := plain[head:]; len(b) > 0; b = b[heardSize:] {
		var h heard
		copy(h.topic[:], b)
		copy(h.audience[:], b[8:])
		copy(h.memory[:], b[16:])
		p.heard = append(p.heard, h)
	}
	return p, nil
}

// heardOf says how the client heard topic, if it did.
func (p *position) heardOf(topic [8]byte) (heard, bool) {
	if p != nil {
		for _, h := range p.heard {
			if h.topic == topic {
				return h, true
			}
		}
	}
	return heard{}, false
}
