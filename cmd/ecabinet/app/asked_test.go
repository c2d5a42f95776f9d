package app_test

import (
	"cmp"
	"context"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

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
	matter, onward := "", (*ballots.Onward)(nil)
	ended := func(kind ballots.Kind, state ballots.State, name string, ago time.Duration, discuss ...int) {
		t.Helper()
		at := now.Add(-ago)
		b := &ballots.Ballot{
			ID: "ballot-" + name, Body: body, Matter: cmp.Or(matter, "matter-"+name), Onward: onward, Kind: kind, Rev: 1, State: state, Title: name, Lead: "Bộ Tài chính", Class: "internal", Round: 1,
			MadeBy: "secretary", MadeAt: at, OpenedAt: &at, SentAt: at, ClosedAt: &at, Deadline: procedure.Deadline{At: at},
			Profile: procedure.Shipped()[0], Questions: []ballots.Question{{Key: "q1", Text: "?", Kind: ballots.YesNo}},
			Result: &ballots.Result{Tallies: []procedure.Tally{}, Outcome: procedure.BallotAdopted, Discuss: discuss},
		}
		if state == ballots.Certified {
			b.Number, b.CertifiedAt = name+"/2026/KQLYK", &at
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
	// What was decided on a request: it went on, or it ended for a session.
	onward = &ballots.Onward{By: "head", At: now}
	ended(ballots.OfMembers, ballots.Closed, "goes on", time.Hour, 5)
	ended(ballots.OfMembers, ballots.Certified, "went on", 3*time.Hour, 5)
	onward = nil
	ended(ballots.OfMembers, ballots.Recalled, "to the session", 4*time.Hour, 5, 6)
	matter = "matter-again"
	ended(ballots.OfMembers, ballots.Recalled, "before", 6*time.Hour, 5)
	ended(ballots.OfMembers, ballots.Certified, "again", 5*time.Hour)
	got, err := a.Meetings.WaitsForSession(desk, now)
	if err != nil {
		t.Fatal(err)
	}
	lead, ago := "Bộ Tài chính", func(hours time.Duration) time.Time { return now.Add(-hours * time.Hour) }
	want := []meetings.FromBallot{
		{Ballot: "ballot-to the session", Title: "to the session", Matter: "matter-to the session", Lead: lead, Kind: meetings.Decide, Asked: 2, At: ago(4)},
		{Ballot: "ballot-discussed", Title: "discussed", Matter: "matter-discussed", Lead: lead, Kind: meetings.Decide, Asked: 1, At: ago(1)},
		{Ballot: "ballot-again", Number: "again/2026/KQLYK", Title: "again", Matter: "matter-again", Lead: lead, Kind: meetings.Note, At: ago(5)},
		{Ballot: "ballot-went on", Number: "went on/2026/KQLYK", Title: "went on", Matter: "matter-went on", Lead: lead, Kind: meetings.Note, At: ago(3)},
		{Ballot: "ballot-reported", Number: "reported/2026/KQLYK", Title: "reported", Matter: "matter-reported", Lead: lead, Kind: meetings.Note, At: ago(2)},
	}
	if d := diff.Diff(want, got); d != "" {
		t.Errorf("what waits for a session (-want +got):\n%s", d)
	}
}
