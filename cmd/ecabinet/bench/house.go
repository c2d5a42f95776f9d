package bench

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/dossiers"
	dossierstore "ecabinet/dossiers/store"
	"ecabinet/internal/auth"
	"ecabinet/internal/db"
	"ecabinet/people"
)

// House is a body whose members sit before open ballots, signed in and with open
// signing windows.
type House struct {
	Body    string
	Members []Member
	Ballots []string
	Agency  string // of every matter and drafter

	app       *app.App
	secretary string
	approver  string

	hash string // of everybody's password
}

// Member is one who answers.
type Member struct {
	Person string
	Cookie string // of the session
}

// signs is how long the signing windows stay open: longer than the five minutes that
// people get, since a long run must not end for that.
const signs = 12 * time.Hour

// Found makes a body with so many members and opens so many ballots. Everything
// is made by the use cases of the program, but for the papers, which are not
// drawn, and the length of the signing windows. a accepts demonstration links.
func Found(ctx context.Context, a *app.App, members, ballots int) (*House, error) {
	h := &House{Body: ecabinet.NewID(), app: a}
	for _, step := range []func(context.Context) error{
		h.found,
		func(ctx context.Context) error { return h.seat(ctx, members) },
		h.signIn,
		func(ctx context.Context) error { return h.Open(ctx, ballots) },
	} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("found a house: %w", err)
		}
	}
	return h, nil
}

// System is ctx of an act of the program itself in the body.
func (h *House) System(ctx context.Context) context.Context {
	return ecabinet.WithActor(ctx, ecabinet.SystemActor(h.Body))
}

// As is ctx of an act of a person in the body, as use cases see it.
func (h *House) As(ctx context.Context, person string) context.Context {
	return ecabinet.WithActor(ctx, ecabinet.Actor{Account: person, Person: person, Body: h.Body})
}

func (h *House) found(ctx context.Context) error {
	_, err := h.app.DB.InTx(h.System(ctx), func(ctx context.Context, tx *db.Tx) (string, error) {
		return h.app.PeopleStore.Found(ctx, tx, people.Body{ID: h.Body, NameVI: "Chính phủ", Zone: people.DefaultZone},
			people.Person{FullName: "Quản trị Một"})
	})
	if err != nil {
		return err
	}
	ref, err := h.app.People.AddAgency(h.System(ctx), people.Agency{Code: "BTC", NameVI: "Bộ Tài chính", NameEN: "Ministry of Finance"})
	h.Agency = idOf(ref)
	return err
}

func idOf(ref string) string {
	_, id, _ := strings.Cut(ref, "/")
	return id
}

// seat adds the members, and behind them a secretary and an approver.
func (h *House) seat(ctx context.Context, members int) error {
	persons := make([]string, members+2)
	err := Together(len(persons), func(i int) error {
		ref, err := h.app.People.AddPerson(h.System(ctx), people.Person{FullName: fmt.Sprintf("Ủy viên %d", i+1)})
		persons[i] = idOf(ref)
		return err
	})
	if err != nil {
		return err
	}
	h.secretary, h.approver = persons[members], persons[members+1]
	for _, p := range persons[:members] {
		h.Members = append(h.Members, Member{Person: p})
	}
	return Together(members, func(i int) error {
		_, err := h.app.People.GivePost(h.System(ctx), people.GivePost{
			Person: persons[i], TitleVI: "Bộ trưởng", TitleEN: "Minister", Agency: h.Agency, Seat: i + 1, Member: true, Tie: i == 0,
			From: time.Now().Add(-time.Hour), // on every node's clock
		})
		return err
	})
}

// signIn gives each member an account, a session, and an open signing window.
func (h *House) signIn(ctx context.Context) error {
	hash, err := h.app.Auth.HashPassword(ctx, "ba con mèo leo cây cau 7")
	if err != nil {
		return err
	}
	h.hash = hash
	if err := Together(len(h.Members), func(i int) error { return h.session(ctx, &h.Members[i]) }); err != nil {
		return err
	}
	return h.signing(ctx)
}

// session gives a person an account and signs him in.
func (h *House) session(ctx context.Context, m *Member) error {
	var token string
	_, err := h.app.DB.InTx(h.System(ctx), func(ctx context.Context, tx *db.Tx) (string, error) {
		var err error
		token, err = h.app.Auth.SeedAccount(ctx, tx, auth.Seed{
			Body: h.Body, Person: m.Person, Login: "nguoi-" + m.Person, PasswordHash: h.hash, Secret: auth.NewSecret(),
		})
		return "person/" + m.Person, err
	})
	if err != nil {
		return err
	}
	o, err := h.app.Auth.SignInDemo(ctx, token)
	m.Cookie = o.Token
	return err
}

// signing opens the signing windows of all sessions.
func (h *House) signing(ctx context.Context) error {
	_, err := h.app.DB.InTx(h.System(ctx), func(ctx context.Context, tx *db.Tx) (string, error) {
		_, err := tx.Bun().NewRaw("UPDATE sessions SET signing_until = ? WHERE body = ?", db.At(tx.Now().Add(signs)), h.Body).Exec(ctx)
		return "sessions/" + h.Body, err
	})
	return err
}

// Person brings in somebody who cannot sign in yet.
func (h *House) Person(ctx context.Context, name string) (Member, error) {
	ref, err := h.app.People.AddPerson(h.System(ctx), people.Person{FullName: name})
	return Member{Person: idOf(ref)}, err
}

// SignIn gives somebody who holds something in the body an account and a session.
func (h *House) SignIn(ctx context.Context, m *Member) error {
	if err := h.session(ctx, m); err != nil {
		return err
	}
	return h.signing(ctx)
}

// Add brings in somebody who is no member, with roles, signed in.
func (h *House) Add(ctx context.Context, name string, roles ...string) (Member, error) {
	m, err := h.Person(ctx, name)
	if err != nil {
		return m, err
	}
	for _, role := range roles {
		give := people.GiveRole{Person: m.Person, Role: role}
		if role == people.RoleDrafter {
			give.Agency = h.Agency
		}
		if _, err := h.app.People.GiveRole(h.System(ctx), give); err != nil {
			return m, err
		}
	}
	err = h.SignIn(ctx, &m)
	return m, err
}

// papers stands for papers that were brought and read.
type papers struct{ ballots.Dossier }

func (papers) Papers(context.Context, string) ([]ballots.Paper, error) {
	hash := func(n int) string { return fmt.Sprintf("%064x", n) }
	return []ballots.Paper{
		{Document: "doc-1", Version: "doc-1.1", Number: 1, Kind: "submission", Title: "Tờ trình", Pages: 5, Original: hash(1), Reading: hash(2)},
		{Document: "doc-2", Version: "doc-2.1", Number: 1, Kind: "draft", Title: "Dự thảo Nghị định", Pages: 30, Original: hash(3), Reading: hash(4)},
	}, nil
}

// Open opens more ballots, each on a matter of its own.
func (h *House) Open(ctx context.Context, n int) error {
	dossier := h.app.Ballots.Dossier
	h.app.Ballots.Dossier = papers{dossier}
	defer func() { h.app.Ballots.Dossier = dossier }()
	opened := make([]string, n)
	err := Together(n, func(i int) error {
		var err error
		opened[i], err = h.open(ctx)
		return err
	})
	h.Ballots = append(h.Ballots, opened...)
	return err
}

func (h *House) open(ctx context.Context) (string, error) {
	matter, err := h.matter(h.As(ctx, h.secretary))
	if err != nil {
		return "", err
	}
	s := h.app.Ballots
	ref, err := s.MakeBallot(h.As(ctx, h.secretary), matter)
	if err != nil {
		return "", err
	}
	id := idOf(ref)
	terms := ballots.Terms{
		Title: "Phiếu lấy ý kiến về dự thảo Nghị định", Papers: []string{"doc-1.1", "doc-2.1"}, Days: 5, ByName: true, Recused: []string{},
		Questions: []ballots.Question{
			{Text: "Thông qua dự thảo Nghị định?", Kind: ballots.YesNo}, {Text: "Ban hành theo thủ tục rút gọn?", Kind: ballots.YesNo},
		},
	}
	for _, step := range []func(rev int64) (string, error){
		func(rev int64) (string, error) { return s.Edit(h.As(ctx, h.secretary), id, rev, terms) },
		func(rev int64) (string, error) { return s.Submit(h.As(ctx, h.secretary), id, rev) },
		func(rev int64) (string, error) { return s.Approve(h.As(ctx, h.approver), id, rev) },
	} {
		b, err := s.Store.Ballot(h.As(ctx, h.secretary), id)
		if err != nil {
			return "", err
		}
		if _, err := step(b.Rev); err != nil {
			return "", err
		}
	}
	return id, nil
}

// matter makes one that the secretariat has taken.
func (h *House) matter(ctx context.Context) (string, error) {
	id := ecabinet.NewID()
	_, err := h.app.DB.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
		return "matter/" + id, dossierstore.Over(tx).SaveMatter(ctx, dossiers.Matter{
			ID: id, Body: h.Body, Title: "Dự thảo Nghị định", Agency: h.Agency, Drafter: h.secretary, Class: dossiers.Internal,
			State: dossiers.Taken, Rev: 1, ViewRev: 1, MadeAt: tx.Now(), ChangedAt: tx.Now(),
		})
	})
	return id, err
}

// Near brings the deadline of a ballot to a moment that working days cannot
// reach, together with the job that closes it.
func (h *House) Near(ctx context.Context, ballot string, in time.Duration) (deadline time.Time, err error) {
	_, err = h.app.Ballots.Store.InTx(h.System(ctx), func(ctx context.Context, tx ballots.Tx) (string, error) {
		b, err := tx.LockBallot(ctx, ballot, false)
		if err != nil {
			return "", err
		}
		b.Deadline.At = tx.Now().Add(in)
		b.Rev++
		deadline = b.Deadline.At
		if err := tx.SaveBallot(ctx, b); err != nil {
			return "", err
		}
		return "ballot/" + ballot, tx.Schedule(ctx, ballots.JobClose, ballot, deadline.Add(time.Microsecond))
	})
	return deadline, err
}

// Answers are the answers to a ballot that members gave themselves.
func (h *House) Answers(ctx context.Context, ballot string) ([]ballots.Answer, error) {
	var all []ballots.Answer
	store := ballotstore.New(h.app.DB)
	for seat := 1; seat <= len(h.Members); seat++ {
		history, err := store.History(h.System(ctx), ballot, seat)
		if err != nil {
			return nil, err
		}
		for _, a := range history {
			if a.Source == ballots.Own {
				all = append(all, a)
			}
		}
	}
	return all, nil
}

// Together runs act for 0 to n-1 at once, so that the database commits many acts
// in one go, and answers the first error by number.
func Together(n int, act func(i int) error) error {
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
