package db

import (
	"context"

	"ecabinet/internal/chain"
)

// Checkpoint signs where the journal of body ends now.
func (d *DB) Checkpoint(ctx context.Context, body string) (chain.Checkpoint, error) {
	h, err := readHead(ctx, d.read.DB, body, "")
	if err != nil {
		return chain.Checkpoint{}, trouble(err)
	}
	c := chain.Checkpoint{Body: body, Count: h.seq, Hash: h.hash, At: At(h.at).String()}
	b, err := c.Bytes()
	if err != nil {
		return chain.Checkpoint{}, err
	}
	c.Signature = d.key.Sign(b)
	return c, nil
}
