package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"ecabinet"
	"ecabinet/ballots"
)

// A secret vote has no choices that could be counted again. What it left, its totals
// and the names of the spent tokens, is bound by the journal row that closed it.
type secretStory struct {
	seq             int64
	boxed           int64
	tallies, tokens string // hashes
	seen            bool
}

// tellSecret keeps what a row of the journal says of a secret vote.
func (v *Verifier) tellSecret(e ecabinet.Event) error {
	if e.Type != "vote.closed" {
		return nil
	}
	var data struct {
		Tokens  string `json:"tokens"`
		Tallies string `json:"tallies"`
		Boxed   int64  `json:"boxed"`
	}
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return wrong("journal", fmt.Sprint(e.Seq), e.Seq, "what it tells of a vote cannot be read")
	}
	if data.Tokens != "" {
		v.secrets[e.Ref[len("vote/"):]] = &secretStory{seq: e.Seq, boxed: data.Boxed, tallies: data.Tallies, tokens: data.Tokens}
	}
	return nil
}

var secretTable = table{"room_votes", columnsOf("id body state boxed:n tallies:j"), []string{"id"}}

// secrets gives the secret votes that are closed, each with the names of its tokens.
func (r *reading) secrets(ctx context.Context) error {
	return r.rows(ctx, secretTable, "body = $1 AND secret AND state = 'closed'", []any{r.Body}, func(row Row) error {
		tokens, err := r.tokens(ctx, row.text("id"))
		if err != nil {
			return err
		}
		raw, err := json.Marshal(tokens)
		if err != nil {
			return err
		}
		row["tokens"] = raw
		return r.give(lineSecret, row)
	})
}

func (r *reading) tokens(ctx context.Context, vote string) ([]string, error) {
	rows, err := r.tx.Tx.QueryContext(ctx, "SELECT token FROM box_tokens WHERE vote = $1", vote)
	if err != nil {
		return nil, fmt.Errorf("read box_tokens: %w", err)
	}
	defer rows.Close()
	tokens := []string{}
	for rows.Next() {
		var t string
		if err := rows.Scan(&t); err != nil {
			return nil, fmt.Errorf("read box_tokens: %w", err)
		}
		tokens = append(tokens, t)
	}
	slices.Sort(tokens)
	return tokens, rows.Err()
}

func (v *Verifier) secret(row Row) error {
	if err := v.endBlock(); err != nil {
		return err
	}
	id := row.text("id")
	if w := unknown("room_votes", id, row, append(secretTable.names(), "tokens")); w != nil {
		return w
	}
	s := v.secrets[id]
	if s == nil || s.seen {
		return wrong("room_votes", id, 0, "added, or there twice: the journal knows of no such secret vote that was closed")
	}
	s.seen = true
	v.report.Secrets++
	hash := func(column string) string {
		raw, err := ballots.Canonical(row[column])
		if err != nil {
			return ""
		}
		return ballots.Hash(raw)
	}
	switch {
	case hash("tallies") != s.tallies:
		return wrong("room_votes", id, s.seq, "the totals of this secret vote are not those that were counted")
	case hash("tokens") != s.tokens:
		return wrong("box_tokens", id, s.seq, "a paper of this secret vote was added, removed or exchanged")
	case row.number("boxed") != s.boxed:
		return wrong("room_votes", id, s.seq, "it is not as many papers as lay in the box")
	}
	return nil
}

// endSecrets checks that no secret vote is missing.
func (v *Verifier) endSecrets() error {
	for _, id := range slices.Sorted(maps.Keys(v.secrets)) {
		if s := v.secrets[id]; !s.seen {
			return wrong("room_votes", id, s.seq, "missing, or no closed secret vote any more: the journal tells of it")
		}
	}
	return nil
}
