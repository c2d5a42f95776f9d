package api_test

import (
	"net/http"
	"strings"
	"testing"

	"ecabinet/internal/testkit"
	"ecabinet/people"
)

// TestBadInputIsNoFault: whatever is asked in a form that no screen makes, or of somebody who
// is not there, is refused in words and changes nothing, on both databases. In a path, {p} is
// a member, {post} that post, {role} a role and {a} an agency.
func TestBadInputIsNoFault(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.person("Lê Văn Cường", "guest")
		_, err := h.s.GivePost(h.system(), people.GivePost{Person: p, TitleVI: "Bộ trưởng", Seat: 3, Member: true})
		h.must(err)
		agency := h.want(201, h.admin, "POST", "/api/agencies", object{"code": "BTC", "name_vi": "Bộ Tài chính"})
		record := func() object { return h.want(200, h.admin, "GET", "/api/people/"+p, nil) }
		before := record()
		paths := strings.NewReplacer("{p}", p, "{a}", agency["id"].(string), "{post}", before["posts"].([]any)[0].(object)["id"].(string),
			"{role}", before["given"].([]any)[0].(object)["id"].(string), "{second}", h.second)
		const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
		const far, late, early = "99999999999999999999", `"9999-12-31T23:59:59-14:00"`, `"0000-01-01T00:00:00+14:00"` // years that nothing writes
		asks := []testkit.Ask{
			{Method: get, Path: "/api/people/a%00b"},
			{Method: get, Path: "/api/people/a%ffb"},
			{Method: get, Path: "/api/people/nobody"},
			{Method: get, Path: "/api/people/" + strings.Repeat("x", 5000)},
			{Method: get, Path: "/api/people?q=a%00b"},
			{Method: get, Path: "/api/people?q=" + strings.Repeat("x", 101)},
			{Method: get, Path: "/api/people?after=%00"},
			{Method: get, Path: "/api/people?limit=" + far},
			{Method: get, Path: "/api/people?limit=0"},
			{Method: get, Path: "/api/members?at=yesterday"},
			{Method: get, Path: "/api/offices/a%00b"},
			{Method: get, Path: "/api/change-requests?state=nothing"},
			{Method: get, Path: "/api/policies/explain?person=nobody&object=ballot&action=read-ballot"},
			{Method: get, Path: "/api/policies/explain?person=a%00b&object=ballot&action=read-ballot"},

			{Method: post, Path: "/api/people", Body: `{"full_name":"a\u0000b"}`},
			{Method: post, Path: "/api/people", Body: `{"full_name":" "}`, Field: "full_name"},
			{Method: post, Path: "/api/people", Body: `{"full_name":"` + strings.Repeat("ố", 121) + `"}`},
			{Method: post, Path: "/api/people", Body: `{"full_name":"x","email":"nobody"}`, Field: "email"},
			{Method: post, Path: "/api/people", Body: `{"full_name":"x","language":"fr"}`},
			{Method: put, Path: "/api/people/{p}", Body: `{"full_name":"x","rev":` + far + `}`},
			{Method: put, Path: "/api/people/{p}", Body: `{"full_name":"x","rev":9223372036854775807}`},
			{Method: put, Path: "/api/people/nobody", Body: `{"full_name":"x","rev":1}`},
			{Method: put, Path: "/api/people/{p}", Body: `{"full_name":"a\u0000b","rev":1}`},
			{Method: post, Path: "/api/people/nobody/posts", Body: `{"title_vi":"x"}`},
			{Method: post, Path: "/api/people/{p}/posts", Body: `{"title_vi":"a\u0000b"}`},
			{Method: post, Path: "/api/people/{p}/posts", Body: `{"title_vi":" "}`, Field: "title_vi"},
			{Method: post, Path: "/api/people/{p}/posts", Body: `{"title_vi":"x","agency":"nothing"}`},
			{Method: post, Path: "/api/people/{p}/posts", Body: `{"title_vi":"x","seat":99999999999}`},
			{Method: post, Path: "/api/people/{p}/posts", Body: `{"title_vi":"x","from":` + late + `}`, Field: "from"},
			{Method: post, Path: "/api/people/{p}/posts", Body: `{"title_vi":"x","from":` + early + `}`, Field: "from"},
			{Method: post, Path: "/api/people/{p}/posts", Body: `{"title_vi":"x","until":` + late + `}`, Field: "until"},
			{Method: post, Path: "/api/people/{p}/posts", Body: `{"title_vi":"x","until":` + early + `}`, Field: "until"},
			{Method: put, Path: "/api/posts/{post}", Body: `{"title_vi":"x","until":` + early + `,"rev":1}`, Field: "until"},
			{Method: put, Path: "/api/posts/{post}", Body: `{"title_vi":"x","until":` + late + `,"rev":1}`, Field: "until"},
			{Method: put, Path: "/api/posts/{post}", Body: `{"title_vi":"x","agency":"a\u0000b","rev":1}`},
			{Method: put, Path: "/api/posts/nothing", Body: `{"title_vi":"x","rev":1}`},
			{Method: post, Path: "/api/posts/{post}/end", Body: `{"at":` + late + `,"rev":1}`, Field: "at"},
			{Method: post, Path: "/api/posts/nothing/end", Body: `{"rev":1}`},
			{Method: post, Path: "/api/people/nobody/roles", Body: `{"role":"guest"}`},
			{Method: post, Path: "/api/people/{p}/roles", Body: `{"role":"emperor"}`, Field: "role"},
			{Method: post, Path: "/api/people/{p}/roles", Body: `{"role":"a\u0000b"}`},
			{Method: post, Path: "/api/people/{p}/roles", Body: `{"role":"drafter","agency":"nothing"}`},
			{Method: post, Path: "/api/people/{p}/roles", Body: `{"role":"analyst","from":` + early + `}`, Field: "from"},
			{Method: post, Path: "/api/people/{p}/roles", Body: `{"role":"analyst","until":` + late + `}`, Field: "until"},
			{Method: post, Path: "/api/roles/{role}/end", Body: `{"at":` + late + `,"rev":1}`, Field: "at"},
			{Method: post, Path: "/api/roles/nothing/end", Body: `{"rev":1}`},
			{Who: p, Method: post, Path: "/api/offices/{p}/staff", Body: `{"staff":"nobody","step":"clerk","until":"2027-01-01T00:00:00Z"}`},
			{Who: p, Method: post, Path: "/api/offices/{p}/staff", Body: `{"staff":"a\u0000b","step":"clerk","until":"2027-01-01T00:00:00Z"}`},
			{Who: p, Method: post, Path: "/api/offices/{p}/staff", Body: `{"staff":"{second}","step":"clerk","until":` + late + `}`, Field: "until"},
			{Who: p, Method: post, Path: "/api/offices/{p}/staff", Body: `{"staff":"{second}","step":"clerk","until":` + early + `}`, Field: "until"},
			{Who: p, Method: post, Path: "/api/offices/{p}/staff", Body: `{"staff":"{second}","step":"boss","until":"2027-01-01T00:00:00Z"}`},
			{Method: post, Path: "/api/delegations/nothing/end", Body: `{"rev":1}`},
			{Method: post, Path: "/api/agencies", Body: `{"code":"a\u0000b","name_vi":"x"}`},
			{Method: post, Path: "/api/agencies", Body: `{"code":" ","name_vi":"x"}`, Field: "code"},
			{Method: post, Path: "/api/agencies", Body: `{"code":"BTC","name_vi":"x"}`},
			{Method: put, Path: "/api/agencies/nothing", Body: `{"code":"B","name_vi":"x","rev":1}`},
			{Method: put, Path: "/api/agencies/{a}", Body: `{"code":"B","name_vi":"x","rev":9223372036854775807}`},
			{Method: put, Path: "/api/body", Body: `{"name_vi":"x","name_en":"","zone":"a\u0000b","settings":{},"rev":1}`},
			{Method: put, Path: "/api/body", Body: `{"name_vi":"x","name_en":"","zone":"../etc/passwd","settings":{},"rev":1}`, Field: "zone"},
			{Method: put, Path: "/api/body", Body: `{"name_vi":"x","name_en":"","zone":"UTC","settings":{"a\u0000b":"c"},"rev":1}`},
			{Method: put, Path: "/api/me/language", Body: `{"language":"a\u0000b"}`},
			{Method: post, Path: "/api/policies/try", Body: `{"lines":["nonsense"]}`},
			{Method: post, Path: "/api/policies/try", Body: `{"lines":["a\u0000b"]}`},
			{Method: post, Path: "/api/policies/changes", Body: `{"rev":0,"lines":["nonsense"],"reason":"x"}`},
			{Method: post, Path: "/api/policies/changes", Body: `{"rev":0,"lines":[],"reason":""}`},
			{Method: post, Path: "/api/change-requests/nothing/approve", Body: `{"rev":1}`},
			{Method: post, Path: "/api/change-requests/a%00b/refuse", Body: `{"rev":1}`},
			{Method: post, Path: "/api/people/nobody/sign-in-replacement", Body: `{}`},
		}
		for i := range asks {
			asks[i].Path, asks[i].Body = paths.Replace(asks[i].Path), paths.Replace(asks[i].Body)
			if asks[i].Who == "" {
				asks[i].Who = h.admin
			}
		}
		last, err := h.d.LastSeq(t.Context(), h.body)
		h.must(err)
		testkit.Refused(t, h.router.Dispatch, asks)
		if now, err := h.d.LastSeq(t.Context(), h.body); err != nil || now != last {
			t.Errorf("something was changed: %v", err)
		}
	})
}
