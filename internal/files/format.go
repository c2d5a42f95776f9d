package files

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// The sealed form of one file:
//
//	header   magic "ECB1", chunk size (4 bytes, big endian), salt (32 bytes)
//	chunks   64 KiB of plain bytes each, the last one shorter, each + 16 bytes of tag
//	footer   SHA-256 of the plain bytes, their length (8 bytes), + 16 bytes of tag
//
// The file's key comes from the body's key and the salt by HKDF-SHA-256, so a key
// seals one file only and the chunk's index can serve as its nonce. What is
// authenticated with each chunk names the header, the index and whether it is the
// last one: a chunk cut off, moved or taken from another file does not open.
const (
	magic      = "ECB1"
	chunkSize  = 64 << 10
	tagSize    = 16
	saltSize   = 32
	headerSize = len(magic) + 4 + saltSize
	footerBody = sha256.Size + 8
	footerSize = footerBody + tagSize

	footerIndex = 1<<64 - 1
)

// ErrTampered is what a sealed file answers when its bytes are not those written.
var ErrTampered = errors.New("files: the sealed file was changed or damaged")

type header struct {
	raw  [headerSize]byte
	salt [saltSize]byte
}

func newHeader(salt [saltSize]byte) header {
	h := header{salt: salt}
	copy(h.raw[:], magic)
	binary.BigEndian.PutUint32(h.raw[len(magic):], chunkSize)
	copy(h.raw[len(magic)+4:], salt[:])
	return h
}

// parseHeader reads the first bytes of a sealed file. Another chunk size is
// another format: it is refused rather than believed.
func parseHeader(b []byte) (header, error) {
	var h header
	if len(b) < headerSize || string(b[:len(magic)]) != magic ||
		binary.BigEndian.Uint32(b[len(magic):]) != chunkSize {
		return h, ErrTampered
	}
	copy(h.raw[:], b)
	copy(h.salt[:], b[len(magic)+4:])
	return h, nil
}

// sealedSize is the length of the sealed form of n plain bytes.
func sealedSize(n int64) int64 {
	return int64(headerSize) + n + chunks(n)*tagSize + int64(footerSize)
}

// plainSize is the inverse of sealedSize; ok is false for a length that no
// sealed file has.
func plainSize(sealed int64) (n int64, ok bool) {
	rest := sealed - int64(headerSize) - int64(footerSize)
	if rest < 0 {
		return 0, false
	}
	full := rest / (chunkSize + tagSize)
	last := rest % (chunkSize + tagSize)
	if last == 0 {
		return full * chunkSize, true
	}
	if last <= tagSize {
		return 0, false
	}
	return full*chunkSize + last - tagSize, true
}

// chunks is how many chunks n plain bytes take; an empty file has none.
func chunks(n int64) int64 { return (n + chunkSize - 1) / chunkSize }

// box seals and opens the chunks of one file.
type box struct {
	aead cipher.AEAD
	head header
}

func newBox(bodyKey []byte, h header) (*box, error) {
	key, err := hkdf.Key(sha256.New, bodyKey, h.salt[:], "ecabinet file", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return &box{aead: aead, head: h}, nil
}

func (b *box) nonceAndData(index uint64, last bool) (nonce, data []byte) {
	nonce = make([]byte, 12)
	binary.BigEndian.PutUint64(nonce[4:], index)
	data = make([]byte, 0, headerSize+9)
	data = append(data, b.head.raw[:]...)
	data = binary.BigEndian.AppendUint64(data, index)
	if last {
		return nonce, append(data, 1)
	}
	return nonce, append(data, 0)
}

func (b *box) seal(dst, plain []byte, index uint64, last bool) []byte {
	nonce, data := b.nonceAndData(index, last)
	return b.aead.Seal(dst, nonce, plain, data)
}

func (b *box) open(dst, sealed []byte, index uint64, last bool) ([]byte, error) {
	nonce, data := b.nonceAndData(index, last)
	out, err := b.aead.Open(dst, nonce, sealed, data)
	if err != nil {
		return nil, ErrTampered
	}
	return out, nil
}

func (b *box) sealFooter(sum [sha256.Size]byte, size int64) []byte {
	plain := append([]byte(nil), sum[:]...)
	plain = binary.BigEndian.AppendUint64(plain, uint64(size))
	return b.seal(nil, plain, footerIndex, true)
}

func (b *box) openFooter(sealed []byte) (sum [sha256.Size]byte, size int64, err error) {
	plain, err := b.open(nil, sealed, footerIndex, true)
	if err != nil || len(plain) != footerBody {
		return sum, 0, ErrTampered
	}
	copy(sum[:], plain)
	return sum, int64(binary.BigEndian.Uint64(plain[sha256.Size:])), nil
}
