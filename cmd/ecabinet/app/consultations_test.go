package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/internal/db"
	"ecabinet/people"
	"ecabinet/procedure"
)

// linked is a body with an open consultation of two that come by links.
type linked struct {
	*testing.T
	app    *app.App
	body   string
	ballot string
	asked  [2]ballots.Respondent
}

func consulted(t *testing.T) *linked {
	a := start(t)
	l := &linked{T: t, app: a, body: ecabinet.NewID()}
	_, err := a.DB.InTx(ecabinet.WithActor(t.Context(), ecabinet.SystemActor(l.body)), found(a, l.body))
	if err != nil {
		t.Fatal(err)
	}
	l.ballot, l.asked = l.open()
	return l
}

func (l *linked) desk() context.Context {
	return ecabinet.WithActor(l.Context(), ecabinet.Actor{Person: "secretary", Body: l.body})
}

// open makes an open consultation with two respondents.
func (l *linked) open() (id string, asked [2]ballots.Respondent) {
	l.Helper()
	id = ecabinet.NewID()
	now := l.app.Now()
	b := &ballots.Ballot{
		ID: id, Body: l.body, Matter: "m", Kind: ballots.Consultation, Rev: 1, State: ballots.Open, Title: "Tham vấn", Class: "internal", Round: 1, MadeBy: "secretary", MadeAt: now,
		OpenedAt: &now, SentAt: now, Deadline: procedure.Deadline{At: now.Add(time.Hour)}, Profile: procedure.Consultation(),
		Questions: []ballots.Question{{Key: "q1", Text: "?", Kind: ballots.YesNo}}, Papers: []ballots.Paper{{Document: "d", Version: "d.1"}},
	}
	for i, name := range []string{"Hiệp hội", "Công ty"} {
		asked[i] = ballots.Respondent{ID: ecabinet.NewID(), Ballot: id, No: i + 1, Name: name, Sector: ballots.Association}
	}
	_, err := l.app.Ballots.Store.InTx(l.desk(), func(ctx context.Context, tx ballots.Tx) (string, error) {
		return "", errors.Join(tx.InsertBallot(ctx, b), tx.ReplaceRespondents(ctx, id, asked[:]), tx.InsertSeats(ctx, []ballots.Seat{
			{Ballot: id, No: 1, Person: asked[0].ID, Name: asked[0].Name}, {Ballot: id, No: 2, Person: asked[1].ID, Name: asked[1].Name},
		}))
	})
	if err != nil {
		l.Fatal(err)
	}
	return id, asked
}

// secret gives the link of a seat out.
func (l *linked) secret(seat int) string {
	l.Helper()
	ref, err := l.app.Ballots.HandOut(l.desk(), l.ballot, []int{seat})
	if err != nil {
		l.Fatal(err)
	}
	links, err := l.app.Ballots.HandedOut(l.desk(), l.ballot, ref)
	if err != nil || len(links) != 1 {
		l.Fatal(links, err)
	}
	return links[0].Secret
}

// browser is one that keeps its cookie.
type browser struct {
	l      *linked
	cookie *http.Cookie
}

func (b *browser) do(method, path, body string) *httptest.ResponseRecorder {
	b.l.Helper()
	req := httptest.NewRequestWithContext(b.l.Context(), method, path, strings.NewReader(body))
	req.Header.Set("Idempotency-Key", ecabinet.NewID())
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if b.cookie != nil {
		req.AddCookie(b.cookie)
	}
	rec := httptest.NewRecorder()
	b.l.app.Router.ServeHTTP(rec, req)
	for _, c := range rec.Result().Cookies() {
		b.cookie = c
	}
	return rec
}

func (b *browser) want(status int, method, path, body string) *httptest.ResponseRecorder {
	b.l.Helper()
	rec := b.do(method, path, body)
	if rec.Code != status {
		b.l.Fatalf("%s %s: %d %s", method, path, rec.Code, rec.Body)
	}
	return rec
}

// opened are the routes that a link opens, for its own consultation.
var opened = []string{
	"confirm-answer", "confirm-on-behalf", "count-ballots", "dispute-on-behalf", "download-answer-file", "download-asked-paper", "list-ballots", "list-notices",
	"prepare-answer", "read-answer", "read-asked-paper", "read-asked-picture", "read-ballot", "read-my-answer", "read-notices", "read-receipt",
	"read-respondent", "save-scratch", "upload-answer-file", "verify-answer",
}

// entry opens a link, each time from another browser.
func entry(secret string) string {
	return fmt.Sprintf(`{"secret":%q,"nonce":%q}`, secret, ecabinet.NewID())
}

// A link opens a session in the whole program, once, and that session reaches the one
// consultation: no other route answers it, and those that do answer of nothing else.
func TestALinkOpensNothingElse(t *testing.T) {
	l := consulted(t)
	if _, err := l.app.Ballots.Invite(l.desk(), l.ballot, nil); !errors.Is(err, ecabinet.E(ecabinet.Refused, "respondent.no_mail_server")) {
		t.Fatalf("without a mail server: %v", err)
	}
	secret := l.secret(1)
	b := &browser{l: l}
	for range 2 { // looking uses nothing up
		b.want(http.StatusOK, "POST", "/api/respond/look", `{"secret":"`+secret+`"}`)
	}
	b.want(http.StatusOK, "POST", "/api/respond", entry(secret))
	if b.cookie == nil || !b.cookie.HttpOnly || b.cookie.SameSite != http.SameSiteStrictMode {
		t.Fatalf("%+v", b.cookie)
	}
	(&browser{l: l}).want(http.StatusConflict, "POST", "/api/respond", entry(secret))
	who, err := l.app.Auth.Actor(t.Context(), b.cookie.Value)
	if err != nil || who.Person != l.asked[0].ID || who.Body != l.body || !slices.Equal(who.Roles, []string{"link"}) {
		t.Fatalf("%+v %v", who, err)
	}

	answer := l.answer(b)
	other, _ := l.open()
	theirs := l.answerOf(2)
	here := map[string]string{"{version}": "d.1", "{seat}": "1", "{page}": "1"}
	tried := 0
	for _, op := range l.app.Router.Routes() {
		if op.Public {
			continue
		}
		ids := []string{l.ballot, other, l.asked[0].ID, l.asked[1].ID, "d.1", "m", l.body, theirs}
		if slices.Contains(opened, op.ID) {
			ids = []string{other, theirs, "m"} // of its own is tried below
		}
		for _, id := range ids {
			path := strings.ReplaceAll(op.Path, "{id}", id)
			if slices.Contains(opened, op.ID) && path == op.Path {
				continue // it names nothing: what it lists is looked at below
			}
			for gap, with := range here {
				path = strings.ReplaceAll(path, gap, with)
			}
			tried++
			if rec := b.do(op.Method, path+asks[op.ID], contents[op.ID]); rec.Code != http.StatusForbidden && rec.Code != http.StatusNotFound {
				t.Errorf("%s %s: %d %s", op.Method, path, rec.Code, rec.Body)
			}
		}
	}
	if tried < 1500 {
		t.Errorf("%d calls were tried", tried)
	}

	view := b.want(http.StatusOK, "GET", "/api/ballots/"+l.ballot, "").Body.String()
	for _, path := range []string{"/api/respondent", "/api/ballots", "/api/ballots?list=answered", "/api/ballots?list=waiting", "/api/ballots/" + l.ballot + "/answer", "/api/answers/" + answer} {
		view += b.want(http.StatusOK, "GET", path, "").Body.String()
	}
	for _, hidden := range []string{other, l.asked[1].ID, l.asked[1].Name, `"matter":"m"`, `"members":2`, "secretary", theirs} {
		if strings.Contains(view, hidden) {
			t.Errorf("it is told %q: %s", hidden, view)
		}
	}

	if _, err := l.app.Ballots.ReplaceLink(l.desk(), l.ballot, 1); err != nil {
		t.Fatal(err)
	}
	l.app.Auth.Forget(who.Session) // as the event does that the journal's follower hears
	b.want(http.StatusUnauthorized, "GET", "/api/ballots/"+l.ballot, "")
	// The new link finds the answer that was given before.
	b.want(http.StatusOK, "POST", "/api/respond", entry(l.secret(1)))
	if got := b.want(http.StatusOK, "GET", "/api/ballots/"+l.ballot+"/answer", "").Body.String(); !strings.Contains(got, answer) {
		t.Error(got)
	}
}

// asks and contents are what routes want that look at nothing before it.
var asks = map[string]string{"search-version": "?q=a", "search-matter": "?q=a", "compare-versions": "?with=d.1"}

var contents = map[string]string{
	"prepare-answer": `{"round":1,"content":` + agreeing + `}`, "save-scratch": `{"content":` + agreeing + `}`,
	"confirm-answer": `{"record":"{}","seal":"x","content":` + agreeing + `}`,
}

const agreeing = `{"opinions":[{"question":"q1","choice":"agree","text":"","points":[]}],"reserve":"","files":[]}`

// answer answers as a browser does, without a signing window, and gives the answer's id.
func (l *linked) answer(b *browser) string {
	l.Helper()
	var prepared struct{ Record, Seal string }
	rec := b.want(http.StatusOK, "POST", "/api/ballots/"+l.ballot+"/prepare", `{"round":1,"content":`+agreeing+`}`)
	if err := json.Unmarshal(rec.Body.Bytes(), &prepared); err != nil {
		l.Fatal(err)
	}
	confirm, err := json.Marshal(map[string]any{"record": prepared.Record, "seal": prepared.Seal, "content": json.RawMessage(agreeing)})
	if err != nil {
		l.Fatal(err)
	}
	var done struct {
		Receipt struct{ Answer string }
		Mine    struct {
			Answer struct {
				CastBy struct{ Name string } `json:"cast_by"`
			}
		}
	}
	rec = b.want(http.StatusOK, "POST", "/api/ballots/"+l.ballot+"/confirm", string(confirm))
	if err := json.Unmarshal(rec.Body.Bytes(), &done); err != nil || done.Receipt.Answer == "" {
		l.Fatal(err, rec.Body)
	}
	for _, path := range []string{"/receipt", "/check", ""} {
		b.want(http.StatusOK, "GET", "/api/answers/"+done.Receipt.Answer+path, "")
	}
	return done.Receipt.Answer
}

// answerOf lets another respondent answer, in a browser of its own.
func (l *linked) answerOf(seat int) string {
	l.Helper()
	b := &browser{l: l}
	b.want(http.StatusOK, "POST", "/api/respond", entry(l.secret(seat)))
	return l.answer(b)
}

// Whoever was signed in where a link is used is told beforehand, and out afterwards.
func TestALinkTakesThePlaceOfWhoWasIn(t *testing.T) {
	l := consulted(t)
	b := &browser{l: l}
	first, second := l.secret(1), l.secret(2)
	b.want(http.StatusOK, "POST", "/api/respond", entry(first))
	before := *b.cookie
	look := b.want(http.StatusOK, "POST", "/api/respond/look", `{"secret":"`+first+`"}`).Body.String()
	if !strings.Contains(look, `"ballot":"`+l.ballot+`"`) || !strings.Contains(look, `"used":true`) {
		t.Error(look)
	}
	look = b.want(http.StatusOK, "POST", "/api/respond/look", `{"secret":"`+second+`"}`).Body.String()
	if !strings.Contains(look, `"signed_in":"link"`) || !strings.Contains(look, `"title":"Tham vấn"`) || strings.Contains(look, l.ballot) {
		t.Error(look)
	}
	b.want(http.StatusOK, "POST", "/api/respond", entry(second))
	if _, err := l.app.Auth.Actor(t.Context(), before.Value); ecabinet.KindOf(err) != ecabinet.Unauthenticated {
		t.Errorf("the first is in still: %v", err)
	}
	self := b.want(http.StatusOK, "GET", "/api/respondent", "").Body.String()
	if !strings.Contains(self, `"respondent":"Công ty"`) {
		t.Error(self)
	}
	(&browser{l: l}).want(http.StatusConflict, "POST", "/api/respond/look", `{"secret":"nobody's"}`)
}

// found makes the body's row, which its papers are headed with.
func found(a *app.App, body string) func(context.Context, *db.Tx) (string, error) {
	return func(ctx context.Context, tx *db.Tx) (string, error) {
		return a.PeopleStore.Found(ctx, tx, people.Body{ID: body, NameVI: "Chính phủ", NameEN: "The Government", Zone: people.DefaultZone}, people.Person{FullName: "Quản trị"})
	}
}
