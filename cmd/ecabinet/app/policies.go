package app

import (
	"context"
	"fmt"

	"ecabinet"
	"ecabinet/people"
	"ecabinet/policies"
)

// readPolicies gives every body the table that it has set for itself.
func (a *App) readPolicies(ctx context.Context) error {
	bodies, err := a.People.AllBodies(ctx)
	if err != nil {
		return err
	}
	for _, body := range bodies {
		if err := a.takePolicies(ctx, body); err != nil {
			return err
		}
	}
	return nil
}

// takePolicies reads what a body has set and lets it hold on this node.
func (a *App) takePolicies(ctx context.Context, body string) error {
	set, err := a.People.Policies(ctx, body)
	if err != nil {
		return fmt.Errorf("read policies: %w", err)
	}
	table, idle := policies.Overlay(set.Lines)
	if len(idle) > 0 {
		a.log.WarnContext(ctx, "lines of a body's policies do nothing in this program", "body", body, "rev", set.Rev, "lines", len(idle))
	}
	return a.policies.Set(body, set.Rev, table)
}

// heard takes the policies of a body over when they have changed on any node, or
// when the body is new here.
func (a *App) heard(ctx context.Context, e ecabinet.Event) error {
	if e.Type != "" && e.Type != people.PolicyChanged {
		return nil
	}
	return a.takePolicies(ctx, e.Body)
}

// Policies are the enforcers of all bodies.
func (a *App) Policies() *policies.Bodies { return a.policies }
