package app_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/procedure"
)

// A link opens a session in the whole program, once; so far that session may nothing:
// every route that is not open to everybody refuses it.
func TestALinkOpensNothingElse(t *testing.T) {
	a := start(t)
	body, id := ecabinet.NewID(), ecabinet.NewID()
	ctx := ecabinet.WithActor(t.Context(), ecabinet.Actor{Person: "secretary", Body: body})
	now := a.Now()
	b := &ballots.Ballot{
		ID: id, Body: body, Matter: "m", Kind: ballots.Consultation, Rev: 1, State: ballots.Open, Title: "Tham vấn", Round: 1, MadeBy: "secretary", MadeAt: now,
		OpenedAt: &now, SentAt: now, Deadline: procedure.Deadline{At: now.Add(time.Hour)}, Profile: procedure.Consultation(),
		Questions: []ballots.Question{{Key: "q1", Text: "?", Kind: ballots.YesNo}},
	}
	asked := ballots.Respondent{ID: ecabinet.NewID(), Ballot: id, No: 1, Name: "Hiệp hội", Sector: ballots.Association}
	_, err := a.Ballots.Store.InTx(ctx, func(ctx context.Context, tx ballots.Tx) (string, error) {
		return "", errors.Join(tx.InsertBallot(ctx, b), tx.InsertSeats(ctx, []ballots.Seat{{Ballot: id, No: 1, Person: asked.ID, Name: asked.Name}}),
			tx.ReplaceRespondents(ctx, id, []ballots.Respondent{asked}))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Ballots.Invite(ctx, id, nil); !errors.Is(err, ecabinet.E(ecabinet.Refused, "respondent.no_mail_server")) {
		t.Fatalf("without a mail server: %v", err)
	}
	ref, err := a.Ballots.HandOut(ctx, id, []int{1})
	if err != nil {
		t.Fatal(err)
	}
	links, err := a.Ballots.HandedOut(ctx, id, ref)
	if err != nil || len(links) != 1 {
		t.Fatal(links, err)
	}
	in, err := a.Ballots.Enter(t.Context(), links[0].Secret)
	if err != nil {
		t.Fatal(err)
	}
	who, err := a.Auth.Actor(t.Context(), in.Token)
	if err != nil || who.Person != asked.ID || who.Body != body || len(who.Roles) > 0 {
		t.Fatalf("%+v %v", who, err)
	}
	cookie := a.Router.SessionCookie(in.Token, in.Until)
	tried := 0
	for _, op := range a.Router.Routes() {
		if op.Public {
			continue
		}
		path := strings.NewReplacer("{id}", id, "{seat}", "1").Replace(op.Path)
		req := httptest.NewRequestWithContext(t.Context(), op.Method, path, nil)
		req.Header.Set("Idempotency-Key", ecabinet.NewID())
		req.AddCookie(&cookie)
		rec := httptest.NewRecorder()
		a.Router.ServeHTTP(rec, req)
		if tried++; rec.Code != http.StatusForbidden {
			t.Errorf("%s %s: %d %s", op.Method, op.Path, rec.Code, rec.Body)
		}
	}
	if tried < 200 {
		t.Errorf("%d routes were tried", tried)
	}
	if _, err := a.Ballots.ReplaceLink(ctx, id, 1); err != nil {
		t.Fatal(err)
	}
	a.Auth.Forget(who.Session) // as the event does that the journal's follower hears
	if _, err := a.Auth.Actor(t.Context(), in.Token); ecabinet.KindOf(err) != ecabinet.Unauthenticated {
		t.Errorf("in by a link that was replaced: %v", err)
	}
}
