package realtime

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"testing"
	"time"
)

// Frames of every size leave in the order in which they were written: small ones that
// are gathered, and large ones that are not copied.
func TestTheCorkKeepsTheOrder(t *testing.T) {
	ours, theirs := net.Pipe()
	got := make(chan []byte)
	go func() {
		all, _ := io.ReadAll(theirs)
		got <- all
	}()
	c := &cork{Conn: ours, within: time.Minute}
	random := rand.New(rand.NewPCG(1, 2))
	var want []byte
	for i := range uint32(2000) {
		if random.IntN(10) == 0 {
			if err := c.release(); err != nil {
				t.Fatal(err)
			}
			c.hold(time.Minute)
		}
		frame := make([]byte, 8+random.IntN(1<<(3+random.IntN(14)))) // up to twice what is gathered
		frame[0] = textFrame
		binary.BigEndian.PutUint32(frame[4:], i)
		if n, err := c.Write(frame); n != len(frame) || err != nil {
			t.Fatal(n, err)
		}
		want = append(want, frame...)
	}
	if err := c.release(); err != nil {
		t.Fatal(err)
	}
	ours.Close()
	if all := <-got; !bytes.Equal(all, want) {
		t.Fatalf("%d bytes came, %d were written, in another order", len(all), len(want))
	}
}
