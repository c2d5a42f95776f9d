package people

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"ecabinet"
)

// PolicySet is what a body sets otherwise than the role table that comes with the
// program, as a whole. Rev counts the changes; 0 is the default, without lines.
type PolicySet struct {
	Body       string
	Rev        int64
	Lines      []string // "+ allow, member, ballot:voter, read-ballot", "- allow, ..."
	Reason     string
	AskedBy    string
	ApprovedBy string
	At         time.Time
}

// ChangePolicies is the wish to set the whole difference of the body anew, over the
// set of revision Rev.
type ChangePolicies struct {
	Rev    int64    `json:"rev"`
	Lines  []string `json:"lines"`
	Reason string   `json:"reason"`
}

// PolicyLines says what is wrong with the lines of a set: the place of the first
// bad one, or -1 where it is the set as a whole. The policies have it.
type PolicyLines func(lines []string) (bad int, err error)

// Check says what is wrong with the wish as typed.
func (c ChangePolicies) Check(lines PolicyLines) error {
	var f fields
	f.text("reason", c.Reason, 1, 1000)
	if bad, err := lines(c.Lines); err != nil && bad >= 0 {
		f.add("lines["+strconv.Itoa(bad)+"]", "policy.line_invalid")
	} else if err != nil {
		return &ecabinet.Error{Kind: ecabinet.Refused, Code: "policy.locks_out", Err: err}
	}
	return f.err()
}

// over says whether the wish can be carried out over what holds now.
func (c ChangePolicies) over(now PolicySet) error {
	if c.Rev != now.Rev {
		return ecabinet.E(ecabinet.Stale, "policy.stale")
	}
	if slices.Equal(c.Lines, now.Lines) {
		return ecabinet.E(ecabinet.Refused, "policy.nothing_changed")
	}
	return nil
}

// AskPolicies asks a second administrator to change the policies of the body.
func (s *Service) AskPolicies(ctx context.Context, c ChangePolicies) (string, error) {
	if err := c.Check(s.policyLines); err != nil {
		return "", err
	}
	return s.store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		a := ecabinet.ActorFrom(ctx)
		now, err := tx.Policies(ctx, a.Body)
		if err != nil {
			return "", err
		}
		if err := c.over(now); err != nil {
			return "", err
		}
		return ask(ctx, tx, AskPolicy, a.Person, c)
	})
}

// Policies is what holds in body; PolicyHistory is all that ever did, newest first.
func (s *Service) Policies(ctx context.Context, body string) (PolicySet, error) {
	return s.store.Policies(ctx, body)
}

// PolicyHistory is every set of body, newest first.
func (s *Service) PolicyHistory(ctx context.Context, body string) ([]PolicySet, error) {
	return s.store.PolicyHistory(ctx, body)
}

// changePolicies carries an approved wish out, if the policies are still what it
// was written over.
func (s *Service) changePolicies(ctx context.Context, tx Tx, r *ChangeRequest) error {
	var c ChangePolicies
	if err := json.Unmarshal(r.Data, &c); err != nil {
		return fmt.Errorf("read request %s: %w", r.ID, err)
	}
	if err := c.Check(s.policyLines); err != nil {
		return err
	}
	now, err := tx.Policies(ctx, r.Body)
	if err != nil {
		return err
	}
	if c.Rev != now.Rev {
		return ecabinet.E(ecabinet.Refused, "policy.changed_meanwhile")
	}
	p := PolicySet{
		Body: r.Body, Rev: now.Rev + 1, Lines: c.Lines, Reason: c.Reason,
		AskedBy: r.AskedBy, ApprovedBy: ecabinet.ActorFrom(ctx).Person, At: tx.Now(),
	}
	r.Ref = "policy/" + strconv.FormatInt(p.Rev, 10)
	tx.Emit(bodyEvent(PolicyChanged, "policy/"+p.Body, map[string]any{
		"rev": p.Rev, "lines": p.Lines, "asked_by": p.AskedBy, "by": "request/" + r.ID,
	}))
	return tx.AddPolicies(ctx, p)
}

// PolicyChanged is the type of the event by which all nodes take over a set.
const PolicyChanged = "policy.changed"
