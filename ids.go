package ecabinet

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"time"
)

// NewID makes a UUIDv7 (RFC 9562), which sorts by the time it was made.
func NewID() string {
	var b [16]byte
	rand.Read(b[6:])
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(time.Now().UnixMilli()))
	copy(b[:6], ms[2:])
	b[6] = b[6]&0x0f | 0x70
	return format(b)
}

// NewVoteID makes a UUIDv4: nothing in it tells when a vote was cast.
func NewVoteID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	return format(b)
}

func format(b [16]byte) string {
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}
