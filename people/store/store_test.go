package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/people"
	"ecabinet/people/store"
	"ecabinet/policies"
)

// house is a body with two administrators, over one database.
type house struct {
	t     *testing.T
	d     *db.DB
	store *store.Store
	s     *people.Service
	body  string
	first string
	other string
	now   time.Time
}

func each(t *testing.T, suite func(t *testing.T, h *house)) {
	h := &house{now: time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)}
	testkit.EachWith(t, func(o *db.Options) { o.Clock = func() time.Time { return h.now } }, func(t *testing.T, d *db.DB) {
		h.t, h.d, h.now = t, d, time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)
		h.store = store.New(d)
		h.s = people.NewService(h.store, policies.ForbiddenTogether, policies.CheckLines)
		h.found()
		suite(t, h)
	})
}

func (h *house) found() {
	h.body = ecabinet.NewID()
	ctx := ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(h.body))
	_, err := h.d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
		var err error
		h.first, err = h.store.Found(ctx, tx, people.Body{ID: h.body, NameVI: "Chính phủ"}, people.Person{FullName: "Quản trị Một"})
		return "body/" + h.body, err
	})
	h.must(err)
	h.other = h.person("Quản trị Hai")
	_, err = h.s.GiveRole(h.as(h.first), people.GiveRole{Person: h.other, Role: "administrator"})
	h.must(err)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) refused(err error, code string) {
	h.t.Helper()
	if !errors.Is(err, &ecabinet.Error{Code: code}) {
		h.t.Fatalf("want %s, got %v", code, err)
	}
}

func (h *house) as(person string) context.Context {
	return testkit.As(h.t.Context(), h.body, person, "administrator")
}

func (h *house) system() context.Context {
	return ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(h.body))
}

func (h *house) person(name string) string {
	ref, err := h.s.AddPerson(h.system(), people.Person{FullName: name})
	h.must(err)
	return ref[len("person/"):]
}

func (h *house) member(name string, seat int, tie bool) string {
	id := h.person(name)
	_, err := h.s.GivePost(h.system(), people.GivePost{Person: id, TitleVI: "Bộ trưởng", Seat: seat, Member: true, Tie: tie})
	h.must(err)
	return id
}

// events are the types journalled for a person's own topic, in order.
func (h *house) events(person string) []string {
	list, err := h.d.EventsAfter(h.t.Context(), h.body, 0, 1000)
	h.must(err)
	var types []string
	for _, e := range list {
		if e.Topic == "user:"+person {
			types = append(types, e.Type)
		}
	}
	return types
}

func TestMembersAtADate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		before := h.now
		pm := h.member("Nguyễn Văn An", 1, true)
		minister := h.member("Trần Thị Bình", 3, false)
		staff := h.person("Lê Văn Cường")
		_, err := h.s.Delegate(h.as(h.first), people.Delegate{Member: minister, Staff: staff, Step: "clerk", Until: h.now.AddDate(1, 0, 0)})
		h.must(err)
		opened := h.now
		h.now = h.now.AddDate(0, 1, 0)
		st, err := h.s.Standing(t.Context(), h.body, minister)
		h.must(err)
		_, err = h.s.EndPost(h.as(h.first), st.Posts[0].ID, 1, time.Time{})
		h.must(err)
		successor := h.member("Phạm Văn Dũng", 3, false)

		persons := func(at time.Time) (ids []string) {
			list, err := h.s.Members(t.Context(), h.body, at)
			h.must(err)
			for _, m := range list {
				ids = append(ids, m.Person)
			}
			return ids
		}
		for _, c := range []struct {
			at   time.Time
			want []string
		}{{before.Add(-time.Second), nil}, {opened, []string{pm, minister}}, {h.now.Add(-time.Microsecond), []string{pm, minister}}, {h.now, []string{pm, successor}}} {
			if got := persons(c.at); !slices.Equal(got, c.want) {
				t.Errorf("at %v: %v, want %v", c.at, got, c.want)
			}
		}
		list, err := h.s.Members(t.Context(), h.body, opened)
		h.must(err)
		if m := list[1]; m.Seat != 3 || m.FullName != "Trần Thị Bình" || len(m.Office) != 1 || m.Office[0].Person != staff || !list[0].Tie {
			t.Errorf("the list frozen is %+v", list)
		}
		a, err := h.s.Actor(t.Context(), h.body, staff, h.now)
		h.must(err)
		if len(a.Roles) != 0 {
			t.Errorf("the office of a former member still gives %v", a.Roles)
		}
	})
}

func TestGivingAPostTakesTwoPersons(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.person("Nguyễn Thị Em")
		ref, err := h.s.GivePost(h.as(h.first), people.GivePost{Person: p, TitleVI: "Bộ trưởng", Seat: 5, Member: true})
		h.must(err)
		id := ref[len("request/"):]
		if list, _ := h.s.Members(t.Context(), h.body, h.now); len(list) != 0 {
			t.Fatal("the post was given by one person")
		}
		if got := h.events(p); !slices.Equal(got, []string{"person.change_requested"}) {
			t.Fatalf("the person was told %v before it takes effect", got)
		}
		_, err = h.s.Approve(h.as(h.first), id, 1)
		h.refused(err, "request.second_person")
		_, err = h.s.Approve(h.as(p), id, 1)
		h.refused(err, "request.second_person")
		_, err = h.s.Approve(h.as(h.other), id, 7)
		h.refused(err, "person.stale")
		_, err = h.s.Approve(h.as(h.other), id, 1)
		h.must(err)
		_, err = h.s.Approve(h.as(h.other), id, 2)
		h.refused(err, "request.decided_already")
		a, err := h.s.Actor(t.Context(), h.body, p, h.now)
		h.must(err)
		if !a.Has("member") {
			t.Error("the approved post was not given")
		}
		if got := h.events(p); !slices.Equal(got, []string{"person.change_requested", "person.post_given", "person.change_used"}) {
			t.Errorf("journalled: %v", got)
		}
	})
}

func TestOfTwoApprovalsAtOnceOneCounts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.person("Nguyễn Thị Em")
		ref, err := h.s.GiveRole(h.as(h.first), people.GiveRole{Person: p, Role: "approver"})
		h.must(err)
		var wg sync.WaitGroup
		failed := make([]error, 8)
		for i := range failed {
			wg.Go(func() { _, failed[i] = h.s.Approve(h.as(h.other), ref[len("request/"):], 1) })
		}
		wg.Wait()
		done := 0
		for _, err := range failed {
			if err == nil {
				done++
			}
		}
		st, err := h.s.Standing(t.Context(), h.body, p)
		h.must(err)
		if done != 1 || len(st.Roles) != 1 {
			t.Errorf("%d approvals counted, %d roles given: %v", done, len(st.Roles), failed)
		}
	})
}

func TestRefuseWithdrawAndAge(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.person("Nguyễn Thị Em")
		ask := func() string {
			ref, err := h.s.GiveRole(h.as(h.first), people.GiveRole{Person: p, Role: "chair"})
			h.must(err)
			return ref[len("request/"):]
		}
		for who, want := range map[string]string{h.first: people.Withdrawn, h.other: people.Refused} {
			id := ask()
			_, err := h.s.Refuse(h.as(who), id, 1, "không phù hợp")
			h.must(err)
			r, err := h.s.Request(t.Context(), h.body, id)
			h.must(err)
			if r.State != want {
				t.Errorf("state %s, want %s", r.State, want)
			}
		}
		id := ask()
		h.now = h.now.Add(people.RequestLife + time.Second)
		_, err := h.s.Approve(h.as(h.other), id, 1)
		h.refused(err, "request.too_old")
	})
}

func TestAdministratorStaysApart(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		pm := h.member("Nguyễn Văn An", 1, true)
		for _, role := range []string{"secretariat", "analyst", "auditor"} {
			_, err := h.s.GiveRole(h.as(h.first), people.GiveRole{Person: h.other, Role: role})
			h.refused(err, "role.not_together")
		}
		_, err := h.s.GivePost(h.as(h.first), people.GivePost{Person: h.other, TitleVI: "Bộ trưởng", Seat: 9, Member: true})
		h.refused(err, "role.not_together")
		_, err = h.s.Delegate(h.as(h.first), people.Delegate{Member: pm, Staff: h.other, Step: "clerk", Until: h.now.AddDate(1, 0, 0)})
		h.refused(err, "role.not_together")
		_, err = h.s.GiveRole(h.as(h.first), people.GiveRole{Person: pm, Role: "administrator"})
		h.refused(err, "role.not_together")
		// Asked while it was allowed, approved when it no longer is.
		p := h.person("Nguyễn Thị Em")
		ref, err := h.s.GiveRole(h.as(h.first), people.GiveRole{Person: p, Role: "administrator"})
		h.must(err)
		_, err = h.s.GiveRole(h.as(h.first), people.GiveRole{Person: p, Role: "secretariat"})
		h.must(err)
		_, err = h.s.Approve(h.as(h.other), ref[len("request/"):], 1)
		h.refused(err, "role.not_together")
	})
}

func TestOneSeatOneHolder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.member("Nguyễn Văn An", 1, true)
		p := h.person("Trần Thị Bình")
		give := func(g people.GivePost) error {
			g.Person, g.TitleVI, g.Member = p, "Bộ trưởng", true
			_, err := h.s.GivePost(h.as(h.first), g)
			return err
		}
		h.refused(give(people.GivePost{Seat: 1}), "post.seat_taken")
		h.refused(give(people.GivePost{Seat: 2, Tie: true}), "post.tie_taken")
		h.refused(give(people.GivePost{Seat: 0}), "person.invalid")
		h.refused(give(people.GivePost{Seat: 2, Until: h.now.Add(-time.Hour)}), "post.already_over")
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		role := func(person string) string {
			st, err := h.s.Standing(t.Context(), h.body, person)
			h.must(err)
			return st.Roles[0].ID
		}
		_, err := h.s.EndRole(h.as(h.first), role(h.other), 1, time.Time{})
		h.must(err)
		_, err = h.s.EndRole(h.as(h.first), role(h.first), 1, time.Time{})
		h.refused(err, "role.last_administrator")
	})
}

func TestMeansOfSignInOfWhoDecides(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		pm, clerk := h.member("Nguyễn Văn An", 1, true), h.person("Lê Văn Cường")
		allow := func(by, person string, first bool) error {
			_, err := h.d.InTx(h.as(by), func(ctx context.Context, tx *db.Tx) (string, error) {
				return "x", h.store.AllowSignIn(ctx, tx, person, first)
			})
			return err
		}
		h.must(allow(h.first, clerk, false))
		h.refused(allow(h.first, pm, true), "request.second_needed")
		h.must(allow(h.first, h.other, true)) // the only pair of administrators
		h.refused(allow(h.first, h.other, false), "request.second_needed")
		ref, err := h.s.AskSignInReplacement(h.as(h.first), pm)
		h.must(err)
		h.refused(allow(h.first, pm, false), "request.second_needed")
		_, err = h.s.Approve(h.as(h.other), ref[len("request/"):], 1)
		h.must(err)
		h.must(allow(h.first, pm, false))
		h.refused(allow(h.first, pm, false), "request.second_needed")
		want := []string{"person.post_given", "person.change_requested", "person.change_approved", "person.change_used"}
		if got := h.events(pm); !slices.Equal(got, want) {
			t.Errorf("journalled: %v", got)
		}
	})
}

func TestRevsAreCompared(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.person("Nguyễn Văn An")
		_, err := h.s.ChangePerson(h.as(h.first), people.Person{ID: p, FullName: "Nguyễn Văn Ân", Rev: 1})
		h.must(err)
		_, err = h.s.ChangePerson(h.as(h.other), people.Person{ID: p, FullName: "Nguyễn Văn Ẩn", Rev: 1})
		h.refused(err, "person.stale")
		b, err := h.s.Body(t.Context(), h.body)
		h.must(err)
		b.Settings = map[string]string{"sign": "VPCP"}
		_, err = h.s.ChangeBody(h.as(h.first), b)
		h.must(err)
		_, err = h.s.ChangeBody(h.as(h.first), b)
		h.refused(err, "person.stale")
	})
}

func TestPeopleAreFoundAndOrderedByGivenName(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person("Đỗ Thị Ánh")
		h.person("Nguyễn Văn Bằng")
		h.person("Trần Đình Ấn")
		names := func(q people.PeopleQuery) (names []string, next string) {
			list, next, err := h.s.People(t.Context(), h.body, q)
			h.must(err)
			for _, p := range list {
				names = append(names, p.FullName)
			}
			return names, next
		}
		first, next := names(people.PeopleQuery{Limit: 2})
		rest, end := names(people.PeopleQuery{Limit: 10, After: next})
		want := []string{"Trần Đình Ấn", "Đỗ Thị Ánh", "Nguyễn Văn Bằng", "Quản trị Hai", "Quản trị Một"}
		if got := append(first, rest...); !slices.Equal(got, want) || end != "" {
			t.Errorf("got %v, then %q", got, end)
		}
		if got, _ := names(people.PeopleQuery{Text: "do anh", Limit: 10}); !slices.Equal(got, []string{"Đỗ Thị Ánh"}) {
			t.Errorf("found %v", got)
		}
		if got, _ := names(people.PeopleQuery{Text: "%", Limit: 10}); len(got) != 0 {
			t.Errorf("a per cent sign found %v", got)
		}
	})
}

func TestNamesCarryTheLowestSeatsTitle(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		id := h.person("Trần Thị Bình")
		ref, err := h.s.AddAgency(h.as(h.first), people.Agency{Code: "BTC", NameVI: "Bộ Tài chính"})
		h.must(err)
		_, err = h.s.AddAgency(h.as(h.first), people.Agency{Code: "BTC", NameVI: "Khác"})
		h.refused(err, "agency.code_taken")
		for _, g := range []people.GivePost{
			{TitleVI: "Trưởng ban"}, {TitleVI: "Phó Thủ tướng", Seat: 2, Member: true, Agency: ref[len("agency/"):]}, {TitleVI: "Bộ trưởng", Seat: 8, Member: true},
		} {
			g.Person = id
			_, err := h.s.GivePost(h.system(), g)
			h.must(err)
		}
		names, err := h.s.Names(t.Context(), h.body, []string{id, "nobody"}, h.now)
		h.must(err)
		if n := names[id]; len(names) != 1 || n.TitleVI != "Phó Thủ tướng" || n.AgencyVI != "Bộ Tài chính" {
			t.Errorf("names are %+v", names)
		}
	})
}

func TestBodiesAreApart(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		mine := *h
		p := mine.member("Nguyễn Văn An", 1, true)
		h.found()
		_, err := h.s.Person(t.Context(), h.body, p)
		h.refused(err, "person.not_found")
		_, err = h.s.GiveRole(h.system(), people.GiveRole{Person: p, Role: "guest"})
		h.must(err)
		if _, err = h.s.Person(t.Context(), h.body, p); err != nil {
			t.Errorf("a guest is not known: %v", err)
		}
		_, err = h.s.ChangePerson(h.as(h.first), people.Person{ID: p, FullName: "X", Rev: 1})
		h.refused(err, "person.not_at_home")
		bodies, err := h.s.BodiesOf(t.Context(), p, h.now)
		h.must(err)
		if len(bodies) != 2 {
			t.Errorf("serves %v", bodies)
		}
		a, err := h.s.Actor(t.Context(), h.body, p, h.now)
		h.must(err)
		if !slices.Equal(a.Roles, []string{"guest"}) {
			t.Errorf("rights of one body show in another: %v", a.Roles)
		}
	})
}

func TestEventsHoldNoMoreThanAnAuditorNeeds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ref, err := h.s.AddPerson(h.as(h.first), people.Person{FullName: "Nguyễn Văn Kín", Email: "kin@example.vn"})
		h.must(err)
		list, err := h.d.EventsAfter(t.Context(), h.body, 0, 1000)
		h.must(err)
		last := list[len(list)-1]
		var data map[string]any
		h.must(json.Unmarshal(last.Data, &data))
		if last.Ref != ref || len(data) != 2 || data["person"] != ref[len("person/"):] {
			t.Errorf("the event says %s", last.Data)
		}
	})
}
