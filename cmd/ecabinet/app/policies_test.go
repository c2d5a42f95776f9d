package app_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/internal/db"
	"ecabinet/people"
)

// What two administrators set holds in the running program, in that body alone, and
// is there again when the program starts anew.
func TestPoliciesOfABodyHold(t *testing.T) {
	folder := t.TempDir()
	open := func() *app.App {
		s, err := app.Parse("test", []string{"-data", folder}, io.Discard, nil)
		if err != nil {
			t.Fatal(err)
		}
		a, err := app.New(t.Context(), s, slog.New(slog.DiscardHandler), app.Option{})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	must := func(ref string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return ref
	}
	a := open()
	body := ecabinet.NewID()
	as := func(person string) context.Context {
		return ecabinet.WithActor(t.Context(), ecabinet.Actor{Person: person, Body: body})
	}
	var first string
	must(a.DB.InTx(as(ecabinet.System), func(ctx context.Context, tx *db.Tx) (ref string, err error) {
		first, err = a.PeopleStore.Found(ctx, tx, people.Body{ID: body, NameVI: "Chính phủ"}, people.Person{FullName: "Quản trị Một"})
		return "body/" + body, err
	}))
	second := must(a.People.AddPerson(as(ecabinet.System), people.Person{FullName: "Quản trị Hai"}))[len("person/"):]
	must(a.People.GiveRole(as(ecabinet.System), people.GiveRole{Person: second, Role: people.RoleAdministrator}))

	may := func(a *app.App, body string) bool {
		return a.Policies().For(body).Decide([]string{"guest"}, "ballot", []string{"any"}, "read-ballot").Allow
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Auth.Run(ctx) }()
	asked := must(a.People.AskPolicies(as(first), people.ChangePolicies{Lines: []string{"+ allow, guest, ballot:any, read-ballot"}, Reason: "khách mời"}))
	if may(a, body) {
		t.Error("it holds before a second administrator approved")
	}
	must(a.People.Approve(as(second), asked[len("request/"):], 1))
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	late := time.After(time.Minute)
	for !may(a, body) {
		select {
		case <-look.C:
		case <-late:
			t.Fatal("what was approved never held")
		}
	}
	if may(a, ecabinet.NewID()) {
		t.Error("it holds in another body")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	a = open()
	defer a.Close()
	if !may(a, body) {
		t.Error("it is gone after a new start")
	}
}
