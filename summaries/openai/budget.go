package openai

import (
	"sync"
	"time"

	"ecabinet"
	"ecabinet/summaries"
)

// Caps are the most that one run may spend; 0 is no cap.
type Caps struct {
	Calls  int
	Tokens int // prompt and reply together
	Time   time.Duration
}

// Budget is what is left of the caps of one run. It is safe for several goroutines.
type Budget struct {
	caps Caps

	mu    sync.Mutex // guards what follows
	calls int
	token int
	time  time.Duration
}

// NewBudget begins with what the run has spent before.
func NewBudget(c Caps, spent summaries.Spent) *Budget {
	return &Budget{caps: c, calls: spent.Calls, token: spent.Prompt + spent.Reply, time: time.Duration(spent.Millis) * time.Millisecond}
}

// reserve takes one call with the most that it can cost, before it is made, and gives how
// long it may take. It refuses with assist.cap_calls, assist.cap_tokens or assist.cap_time.
func (b *Budget) reserve(tokens int, timeout time.Duration) (time.Duration, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.caps.Time > 0 {
		timeout = min(timeout, b.caps.Time-b.time)
	}
	switch {
	case b.caps.Calls > 0 && b.calls+1 > b.caps.Calls:
		return 0, ecabinet.E(ecabinet.TooMany, "assist.cap_calls")
	case b.caps.Tokens > 0 && b.token+tokens > b.caps.Tokens:
		return 0, ecabinet.E(ecabinet.TooMany, "assist.cap_tokens")
	case timeout <= 0:
		return 0, ecabinet.E(ecabinet.TooMany, "assist.cap_time")
	}
	b.calls++
	b.token += tokens
	b.time += timeout
	return timeout, nil
}

// settle replaces what was reserved by what was spent.
func (b *Budget) settle(reserved int, timeout time.Duration, tokens int, took time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.token += tokens - reserved
	b.time += took - timeout
}
