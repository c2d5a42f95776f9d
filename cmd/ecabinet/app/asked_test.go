package app_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/meetings"
	"ecabinet/procedure"
)

// One request for discussion is enough: the matter is listed for a session as soon as the
// ballot is closed, before what is only reported. A result that nobody asks to discuss waits
// for its certification, and a consultation leaves nothing.
func TestOneRequestListsTheMatterForASession(t *testing.T) {
	a, body := start(t), ecabinet.NewID()
	if _, err := a.DB.InTx(ecabinet.WithActor(t.Context(), ecabinet.SystemActor(body)), found(a, body)); err != nil {
		t.Fatal(err)
	}
	desk := ecabinet.WithActor(t.Context(), ecabinet.Actor{Person: "secretary", Body: body})
	now := a.Now().UTC().Truncate(time.Millisecond)
	ended := func(kind ballots.Kind, state ballots.State, name string, ago time.Duration, discuss ...int) {
		t.Helper()
		at := now.Add(-ago)
		b := &ballots.Ballot{
			ID: "ballot-" + name, Body: body, Matter: "matter-" + name, Kind: kind, Rev: 1, State: state, Title: name, Lead: "Bộ Tài chính", Class: "internal", Round: 1,
			MadeBy: "secretary", MadeAt: at, OpenedAt: &at, SentAt: at, ClosedAt: &at, Deadline: procedure.Deadline{At: at},
			Profile: procedure.Shipped()[0], Questions: []ballots.Question{{Key: "q1", Text: "?", Kind: ballots.YesNo}},
			Result: &ballots.Result{Tallies: []procedure.Tally{}, Outcome: procedure.BallotAdopted, Discuss: discuss},
		}
		if state == ballots.Certified {
			b.Number, b.CertifiedAt = "01/2026/KQLYK", &at
		}
		_, err := a.Ballots.Store.InTx(desk, func(ctx context.Context, tx ballots.Tx) (string, error) { return "", tx.InsertBallot(ctx, b) })
		if err != nil {
			t.Fatal(err)
		}
	}
	ended(ballots.OfMembers, ballots.Certified, "reported", 2*time.Hour)
	ended(ballots.OfMembers, ballots.Closed, "discussed", time.Hour, 5)
	ended(ballots.OfMembers, ballots.Closed, "provisional", time.Hour)
	ended(ballots.Consultation, ballots.Closed, "consulted", time.Hour, 5)
	got, err := a.Meetings.WaitsForSession(desk, now)
	if err != nil {
		t.Fatal(err)
	}
	want := []meetings.FromBallot{
		{Ballot: "ballot-discussed", Title: "discussed", Matter: "matter-discussed", Lead: "Bộ Tài chính", Kind: meetings.Decide, Asked: 1, At: now.Add(-time.Hour)},
		{Ballot: "ballot-reported", Number: "01/2026/KQLYK", Title: "reported", Matter: "matter-reported", Lead: "Bộ Tài chính", Kind: meetings.Note, At: now.Add(-2 * time.Hour)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what waits for a session (-want +got):\n%s", diff)
	}
}
