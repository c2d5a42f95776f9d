package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/internal/auth"
	"ecabinet/internal/db"
	"ecabinet/people"
)

// Password is everybody's in a demonstration. Signing asks for it.
const Password = "trinh-dien-2026-phieu"

// Account is one way into the demonstration.
type Account struct {
	Login  string   `json:"login"`
	Name   string   `json:"name"`
	Post   string   `json:"post"`
	PostEN string   `json:"post_en"`
	Roles  []string `json:"roles"`
	Path   string   `json:"path" doc:"Opens a session at each click"`
	Secret string   `json:"secret" doc:"Of the one-time codes"`
}

// together runs act for 0 to n-1 at once and waits, so that the database commits
// many acts in one go. The first error by number is answered.
func together(n int, act func(i int) error) error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = act(i) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// cast is everybody, in the order of the printed table.
func (s *script) cast(ctx context.Context) error {
	if err := s.found(ctx); err != nil {
		return fmt.Errorf("found the body: %w", err)
	}
	for _, step := range []func(context.Context) error{s.addAgencies, s.addPersons, s.giveAll, s.addAccounts} {
		if err := step(s.system(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// found journals that this is a demonstration before anything else, then makes
// the body and its first administrator.
func (s *script) found(ctx context.Context) error {
	for _, body := range []string{ecabinet.Installation, s.body} {
		_, err := s.app.DB.InTx(ecabinet.WithActor(ctx, ecabinet.SystemActor(body)), func(ctx context.Context, tx *db.Tx) (string, error) {
			data, err := json.Marshal(map[string]string{"clock": tx.Now().UTC().Format(time.RFC3339)})
			tx.Emit(ecabinet.Event{Topic: "body", Type: "demonstration.started", Ref: "body/" + body, Data: data})
			return "body/" + body, err
		})
		if err != nil {
			return err
		}
	}
	_, err := s.app.DB.InTx(s.system(ctx), func(ctx context.Context, tx *db.Tx) (string, error) {
		id, err := s.app.PeopleStore.Found(ctx, tx, people.Body{
			ID: s.body, NameVI: "Chính phủ (bản trình diễn)", NameEN: "Government (demonstration)", Zone: people.DefaultZone,
			Settings: map[string]string{
				"issuer_vi": "VĂN PHÒNG CHÍNH PHỦ", "issuer_en": "GOVERNMENT OFFICE", "place_vi": "Hà Nội", "place_en": "Ha Noi", "sign": "VPCP",
			},
		}, people.Person{FullName: founder.name, Honorific: founder.honorific})
		s.persons[founder.key] = id
		return "body/" + s.body, err
	})
	return err
}

func (s *script) addAgencies(ctx context.Context) error {
	ids := make([]string, len(agencies))
	err := together(len(agencies), func(i int) error {
		a := agencies[i]
		ref, err := s.app.People.AddAgency(ctx, people.Agency{Code: a.key, NameVI: a.vi, NameEN: a.en})
		ids[i] = idOf(ref)
		return err
	})
	for i, a := range agencies {
		s.agencies[a.key] = ids[i]
	}
	return err
}

// idOf is the id in a reference: "person/<id>".
func idOf(ref string) string {
	_, id, _ := strings.Cut(ref, "/")
	return id
}

// staff is somebody in a member's office.
type staff struct {
	person
	member string // key
	step   string
	vi, en string
}

// offices lists the staff of every member.
func offices() []staff {
	var out []staff
	for _, m := range members {
		for _, st := range steps[:m.office] {
			name, honorific := staffName(len(out))
			out = append(out, staff{
				person{st.suffix + "-" + m.key, name, honorific}, m.key, st.step,
				st.vi + " " + m.vi, st.en + ", office of the " + m.en,
			})
		}
	}
	return out
}

func (s *script) addPersons(ctx context.Context) error {
	var all []person
	for _, m := range members {
		all = append(all, m.person)
	}
	for _, o := range officers {
		all = append(all, o.person)
	}
	for _, o := range offices() {
		all = append(all, o.person)
	}
	ids := make([]string, len(all))
	err := together(len(all), func(i int) error {
		ref, err := s.app.People.AddPerson(ctx, people.Person{FullName: all[i].name, Honorific: all[i].honorific, Email: all[i].key + "@chinhphu.example"})
		ids[i] = idOf(ref)
		return err
	})
	for i, p := range all {
		s.persons[p.key] = ids[i]
	}
	return err
}

// giveAll gives posts, then roles and offices, which rest on them.
func (s *script) giveAll(ctx context.Context) error {
	since := clockAt("2026-04-08 08:00")
	var posts []people.GivePost
	var roles []people.GiveRole
	var serve []people.Delegate
	for i, m := range members {
		posts = append(posts, people.GivePost{
			Person: s.persons[m.key], TitleVI: m.vi, TitleEN: m.en, Agency: s.agencies[m.agency], Seat: i + 1, Member: true, Tie: m.tie, From: since,
		})
		if m.approver {
			roles = append(roles, people.GiveRole{Person: s.persons[m.key], Role: people.RoleApprover})
		}
	}
	for _, o := range officers {
		posts = append(posts, people.GivePost{Person: s.persons[o.key], TitleVI: o.vi, TitleEN: o.en, Agency: s.agencies[o.agency], From: since})
		roles = append(roles, people.GiveRole{Person: s.persons[o.key], Role: o.role, Agency: s.agencies[o.agency]})
	}
	posts = append(posts, people.GivePost{Person: s.persons[founder.key], TitleVI: founder.vi, TitleEN: founder.en, From: since})
	for _, o := range offices() {
		posts = append(posts, people.GivePost{Person: s.persons[o.key], TitleVI: o.vi, TitleEN: o.en, From: since})
		serve = append(serve, people.Delegate{
			Member: s.persons[o.member], Staff: s.persons[o.key], Step: o.step, Until: clockAt("2031-04-08 08:00"),
		})
	}
	err := together(len(posts), func(i int) error { _, err := s.app.People.GivePost(ctx, posts[i]); return err })
	if err != nil {
		return fmt.Errorf("give posts: %w", err)
	}
	err = together(len(roles), func(i int) error { _, err := s.app.People.GiveRole(ctx, roles[i]); return err })
	if err != nil {
		return fmt.Errorf("give roles: %w", err)
	}
	err = together(len(serve), func(i int) error { _, err := s.app.People.Delegate(ctx, serve[i]); return err })
	if err != nil {
		return fmt.Errorf("staff the offices: %w", err)
	}
	return nil
}

// addAccounts makes everybody's means of sign-in; the password is hashed once.
func (s *script) addAccounts(ctx context.Context) error {
	for _, m := range members {
		roles := []string{"member"}
		if m.approver {
			roles = append(roles, "approver")
		}
		s.accounts = append(s.accounts, Account{Login: m.key, Name: m.name, Post: m.vi, PostEN: m.en, Roles: roles})
	}
	for _, o := range append(officers[:len(officers):len(officers)], founder) {
		s.accounts = append(s.accounts, Account{Login: o.key, Name: o.name, Post: o.vi, PostEN: o.en, Roles: []string{o.role}})
	}
	for _, o := range offices() {
		s.accounts = append(s.accounts, Account{Login: o.key, Name: o.name, Post: o.vi, PostEN: o.en, Roles: []string{o.step}})
	}
	hash, err := s.app.Auth.HashPassword(ctx, Password)
	if err != nil {
		return err
	}
	return together(len(s.accounts), func(i int) error {
		a := &s.accounts[i]
		a.Secret = auth.NewSecret()
		_, err := s.app.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
			token, err := s.app.Auth.SeedAccount(ctx, tx, auth.Seed{
				Body: s.body, Person: s.persons[a.Login], Login: a.Login, PasswordHash: hash, Secret: a.Secret,
			})
			a.Path = "/signin#demo=" + token
			return "person/" + s.persons[a.Login], err
		})
		return err
	})
}
