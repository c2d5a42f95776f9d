package api

import (
	"context"
	"time"

	"ecabinet/internal/httpx"
	"ecabinet/people"
)

// PersonView is a person.
type PersonView struct {
	ID        string `json:"id"`
	FullName  string `json:"full_name"`
	Honorific string `json:"honorific"`
	Email     string `json:"email" doc:"Empty for those who may not see it"`
	Language  string `json:"language" enum:"vi,en"`
	Rev       int64  `json:"rev"`
}

func personView(p people.Person, whole bool) PersonView {
	v := PersonView{ID: p.ID, FullName: p.FullName, Honorific: p.Honorific, Language: p.Language, Rev: p.Rev}
	if whole {
		v.Email = p.Email
	}
	return v
}

// PersonData is what is typed of a person.
type PersonData struct {
	FullName  string `json:"full_name" maxLength:"120"`
	Honorific string `json:"honorific,omitempty" maxLength:"40"`
	Email     string `json:"email,omitempty" maxLength:"254"`
	Language  string `json:"language,omitempty" enum:"vi,en"`
}

// PersonRecordView is a person with all that they hold, held and will hold here.
type PersonRecordView struct {
	Person  PersonView  `json:"person"`
	Home    bool        `json:"home" doc:"This body keeps the person's name and sign-in"`
	Roles   []string    `json:"roles" doc:"Held now, those that posts and offices bring included"`
	Posts   []PostView  `json:"posts"`
	Given   []RoleView  `json:"given" doc:"Roles given by name"`
	Offices []StaffView `json:"offices" doc:"Where the person is staff"`
	Office  []StaffView `json:"office" doc:"The person's own staff"`
}

type recordOut struct{ Body PersonRecordView }

// record reads a person's record; the parts that not everybody sees stay empty.
func (a *API) record(ctx context.Context, id string) (PersonRecordView, error) {
	me, v := actor(ctx), PersonRecordView{}
	p, err := a.s.Person(ctx, me.Body, id)
	if err != nil {
		return v, err
	}
	held := []string{"any"}
	if id == me.Person {
		held = append(held, "own")
	}
	whole := a.r.May(ctx, "person", held, "read-account")
	v.Person, v.Home = personView(p, whole), p.Body == me.Body
	st, err := a.s.Standing(ctx, me.Body, id)
	if err != nil {
		return v, err
	}
	for _, x := range st.Posts {
		v.Posts = append(v.Posts, postView(x))
	}
	if !whole {
		return v, nil
	}
	v.Roles = st.At(a.r.Now()).Roles
	for _, x := range st.Roles {
		v.Given = append(v.Given, roleView(x))
	}
	if v.Offices, err = a.staffViews(ctx, st.Offices); err != nil {
		return v, err
	}
	office, err := a.s.Office(ctx, me.Body, id)
	if err != nil {
		return v, err
	}
	v.Office, err = a.staffViews(ctx, office)
	return v, err
}

func (a *API) people() {
	type listIn struct {
		Q     string `query:"q" maxLength:"100" doc:"Words of the name, with or without marks"`
		After string `query:"after" maxLength:"300"`
		Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	type listOut struct {
		Body struct {
			Items []PersonBrief `json:"items"`
			Next  string        `json:"next"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "list-people", Method: "GET", Path: "/api/people", Summary: "Persons, by given name", Object: "person", Action: "read-person"}, nil,
		func(ctx context.Context, in *listIn) (*listOut, error) {
			out := &listOut{}
			list, next, err := a.s.People(ctx, actor(ctx).Body, people.PeopleQuery{Text: in.Q, After: in.After, Limit: in.Limit})
			if err != nil {
				return nil, err
			}
			var ids []string
			for _, p := range list {
				ids = append(ids, p.ID)
			}
			names, err := a.s.Names(ctx, actor(ctx).Body, ids, a.r.Now())
			for _, id := range ids {
				out.Body.Items = append(out.Body.Items, brief(names[id]))
			}
			out.Body.Next = next
			return out, err
		})
	httpx.Handle(a.r, httpx.Op{ID: "read-person", Method: "GET", Path: "/api/people/{id}", Summary: "A person with posts; with roles and offices for who may see them", Object: "person", Action: "read-person"}, nil,
		func(ctx context.Context, in *IDPath) (*recordOut, error) {
			v, err := a.record(ctx, in.ID)
			return &recordOut{v}, err
		})
	type addIn struct{ Body PersonData }
	httpx.Handle(a.r, httpx.Op{ID: "make-person", Method: "POST", Path: "/api/people", Summary: "Add a person", Object: "person", Action: "make-person", Status: 201}, nil,
		func(ctx context.Context, in *addIn) (*recordOut, error) {
			b := in.Body
			ref, err := a.s.AddPerson(ctx, people.Person{FullName: trim(b.FullName), Honorific: trim(b.Honorific), Email: trim(b.Email), Language: b.Language})
			return a.answer(ctx, ref, err)
		})
	type editIn struct {
		IDPath
		Body struct {
			PersonData
			Rev int64 `json:"rev"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "edit-person", Method: "PUT", Path: "/api/people/{id}", Summary: "Change a person's name and address", Object: "person", Action: "edit-person"}, nil,
		func(ctx context.Context, in *editIn) (*recordOut, error) {
			b := in.Body
			ref, err := a.s.ChangePerson(ctx, people.Person{
				ID: in.ID, FullName: trim(b.FullName), Honorific: trim(b.Honorific), Email: trim(b.Email), Language: b.Language, Rev: b.Rev,
			})
			if err != nil {
				return nil, withCurrent(err, func() (PersonRecordView, error) { return a.record(ctx, in.ID) })
			}
			return a.answer(ctx, ref, nil)
		})
}

// answer is the record of the person in ref.
func (a *API) answer(ctx context.Context, ref string, err error) (*recordOut, error) {
	if err != nil {
		return nil, err
	}
	v, err := a.record(ctx, afterSlash(ref))
	return &recordOut{v}, err
}

// GivenView answers the giving of a post or a role: done, or waiting for a second
// administrator.
type GivenView struct {
	Ref     string           `json:"ref" doc:"post/<id>, role/<id>, or request/<id>"`
	Waiting bool             `json:"waiting" doc:"A second administrator must approve"`
	Record  PersonRecordView `json:"record"`
}

type givenOut struct{ Body GivenView }

func (a *API) given(ctx context.Context, person, ref string, err error) (*givenOut, error) {
	if err != nil {
		return nil, err
	}
	v, err := a.record(ctx, person)
	return &givenOut{GivenView{Ref: ref, Waiting: len(ref) > 8 && ref[:8] == "request/", Record: v}}, err
}

type endIn struct {
	IDPath
	Body struct {
		At  *time.Time `json:"at,omitempty" doc:"When it ends; now where left out"`
		Rev int64      `json:"rev"`
	}
}

func (a *API) posts() {
	type giveIn struct {
		IDPath
		Body struct {
			TitleVI string     `json:"title_vi" maxLength:"200"`
			TitleEN string     `json:"title_en,omitempty" maxLength:"200"`
			Agency  string     `json:"agency,omitempty" maxLength:"40"`
			Seat    int        `json:"seat,omitempty" minimum:"0" maximum:"9999"`
			Member  bool       `json:"member,omitempty"`
			Tie     bool       `json:"tie,omitempty"`
			From    *time.Time `json:"from,omitempty" doc:"Now where left out"`
			Until   *time.Time `json:"until,omitempty"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "give-post", Method: "POST", Path: "/api/people/{id}/posts", Summary: "Give a post; one that makes a member waits for a second administrator", Object: "person", Action: "give-post"}, nil,
		func(ctx context.Context, in *giveIn) (*givenOut, error) {
			b := in.Body
			ref, err := a.s.GivePost(ctx, people.GivePost{
				Person: in.ID, TitleVI: trim(b.TitleVI), TitleEN: trim(b.TitleEN), Agency: b.Agency, Seat: b.Seat,
				Member: b.Member, Tie: b.Tie, From: moment(b.From), Until: moment(b.Until),
			})
			return a.given(ctx, in.ID, ref, err)
		})
	type editIn struct {
		IDPath
		Body struct {
			TitleVI string     `json:"title_vi" maxLength:"200"`
			TitleEN string     `json:"title_en,omitempty" maxLength:"200"`
			Agency  string     `json:"agency,omitempty" maxLength:"40"`
			Until   *time.Time `json:"until,omitempty" doc:"May be brought forward only"`
			Rev     int64      `json:"rev"`
		}
	}
	st := func(ctx context.Context, id string) func() (PostView, error) {
		return func() (PostView, error) {
			p, err := a.s.Post(ctx, actor(ctx).Body, id)
			return postView(p), err
		}
	}
	type postOut struct{ Body PostView }
	httpx.Handle(a.r, httpx.Op{ID: "edit-post", Method: "PUT", Path: "/api/posts/{id}", Summary: "Correct the wording of a post, or bring its end forward", Object: "person", Action: "give-post"}, nil,
		func(ctx context.Context, in *editIn) (*postOut, error) {
			_, err := a.s.ChangePost(ctx, people.Post{
				ID: in.ID, TitleVI: trim(in.Body.TitleVI), TitleEN: trim(in.Body.TitleEN), Agency: in.Body.Agency,
				Span: people.Span{Until: moment(in.Body.Until)}, Rev: in.Body.Rev,
			})
			if err != nil {
				return nil, withCurrent(err, st(ctx, in.ID))
			}
			v, err := st(ctx, in.ID)()
			return &postOut{v}, err
		})
	httpx.Handle(a.r, httpx.Op{ID: "end-post", Method: "POST", Path: "/api/posts/{id}/end", Summary: "End a post", Object: "person", Action: "end-post"}, nil,
		func(ctx context.Context, in *endIn) (*postOut, error) {
			_, err := a.s.EndPost(ctx, in.ID, in.Body.Rev, moment(in.Body.At))
			if err != nil {
				return nil, withCurrent(err, st(ctx, in.ID))
			}
			v, err := st(ctx, in.ID)()
			return &postOut{v}, err
		})
}

func (a *API) roles() {
	type giveIn struct {
		IDPath
		Body struct {
			Role   string     `json:"role" maxLength:"40"`
			Agency string     `json:"agency,omitempty" maxLength:"40" doc:"For a drafter"`
			From   *time.Time `json:"from,omitempty" doc:"Now where left out"`
			Until  *time.Time `json:"until,omitempty"`
		}
	}
	httpx.Handle(a.r, httpx.Op{ID: "give-role", Method: "POST", Path: "/api/people/{id}/roles", Summary: "Give a role; one that decides waits for a second administrator", Object: "person", Action: "give-role"}, nil,
		func(ctx context.Context, in *giveIn) (*givenOut, error) {
			ref, err := a.s.GiveRole(ctx, people.GiveRole{
				Person: in.ID, Role: in.Body.Role, Agency: in.Body.Agency, From: moment(in.Body.From), Until: moment(in.Body.Until),
			})
			return a.given(ctx, in.ID, ref, err)
		})
	type roleOut struct{ Body RoleView }
	httpx.Handle(a.r, httpx.Op{ID: "end-role", Method: "POST", Path: "/api/roles/{id}/end", Summary: "End a role", Object: "person", Action: "end-role"}, nil,
		func(ctx context.Context, in *endIn) (*roleOut, error) {
			now := func() (RoleView, error) {
				x, err := a.s.Assignment(ctx, actor(ctx).Body, in.ID)
				return roleView(x), err
			}
			_, err := a.s.EndRole(ctx, in.ID, in.Body.Rev, moment(in.Body.At))
			if err != nil {
				return nil, withCurrent(err, now)
			}
			v, err := now()
			return &roleOut{v}, err
		})
}
