package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"ecabinet/internal/testkit"
	"ecabinet/internal/testkit/scan"
)

// TestBadInputIsNoFault: whatever is asked in a form that no screen makes, or of something
// that is not there, is refused in words and changes nothing, on both databases. In a path,
// {m} is a matter with its drafter, {d} its paper, {v} the paper's version.
func TestBadInputIsNoFault(t *testing.T) {
	each(t, func(w *world) {
		v := w.put(w.make().ID, "submission", "a.pdf", scan.Text("t", "Submission"))
		m := w.matter("drafter", v.Matter)
		paths := strings.NewReplacer("{m}", m.ID, "{d}", v.Document, "{v}", v.ID)
		const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
		const far = "99999999999999999999" // fits no integer
		terms := `{"matter_rev":1,"title":%s,"agency":%s,"class":%s,"field":""}`
		asks := []testkit.Ask{
			{Method: get, Path: "/api/matters/a%00b"},
			{Method: get, Path: "/api/matters/a%ffb"},
			{Method: get, Path: "/api/matters/" + strings.Repeat("x", 5000)},
			{Method: get, Path: "/api/matters?agency=a%00b"},
			{Method: get, Path: "/api/matters?after=%ff"},
			{Method: get, Path: "/api/matters?limit=" + far},
			{Method: get, Path: "/api/matters?limit=-1"},
			{Method: get, Path: "/api/matters?state=nothing"},
			{Method: get, Path: "/api/matters/{m}/search?q=a%00b"},
			{Method: get, Path: "/api/matters/{m}/search?q=" + strings.Repeat("x", 201)},
			{Method: get, Path: "/api/matters/{m}/search"},
			{Method: get, Path: "/api/documents/nothing/search?q=a"},
			{Method: get, Path: "/api/versions/a%00b"},
			{Method: get, Path: "/api/versions/nothing"},
			{Method: get, Path: "/api/versions/nothing/versions"},
			{Method: get, Path: "/api/versions/{v}/compare?with=nothing"},
			{Method: get, Path: "/api/versions/{v}/compare?with={v}"},
			{Method: get, Path: "/api/versions/{v}/compare?with=a%00b"},

			{Method: post, Path: "/api/matters", Body: `{"title":"a\u0000b","agency":"finance","class":"internal"}`},
			{Method: post, Path: "/api/matters", Body: `{"title":"` + strings.Repeat("ố", 5000) + `","agency":"finance","class":"internal"}`, Field: "title"},
			{Method: post, Path: "/api/matters", Body: `{"title":" ","agency":"finance","class":"internal"}`, Field: "title"},
			{Method: post, Path: "/api/matters", Body: `{"title":"x","agency":"finance","class":"top"}`},
			{Method: post, Path: "/api/matters", Body: `{"title":7,"agency":"finance","class":"internal"}`},
			{Method: post, Path: "/api/matters", Body: `[]`},
			{Method: post, Path: "/api/matters", Body: `{"title":`},
			{Method: put, Path: "/api/matters/{m}", Body: fmt.Sprintf(terms, `"x"`, `"nothing"`, `"internal"`), Field: "agency"},
			{Method: put, Path: "/api/matters/{m}", Body: fmt.Sprintf(terms, `"x\u0000"`, `"finance"`, `"internal"`)},
			{Method: put, Path: "/api/matters/{m}", Body: `{"matter_rev":` + far + `,"title":"x","agency":"finance","class":"internal"}`},
			{Method: put, Path: "/api/matters/{m}", Body: `{"matter_rev":9223372036854775807,"title":"x","agency":"finance","class":"internal"}`},
			{Method: put, Path: "/api/matters/nothing", Body: fmt.Sprintf(terms, `"x"`, `"finance"`, `"internal"`)},
			{Method: put, Path: "/api/matters/{m}/order", Body: `{"matter_rev":1,"documents":["nothing"]}`},
			{Method: put, Path: "/api/matters/{m}/order", Body: `{"matter_rev":1,"documents":["{d}","{d}"]}`},
			{Method: put, Path: "/api/matters/{m}/order", Body: `{"matter_rev":1,"documents":[]}`},
			{Method: put, Path: "/api/matters/{m}/order", Body: `{"matter_rev":1,"documents":["a\u0000b"]}`},
			{Method: post, Path: "/api/matters/{m}/submit", Body: `{"matter_rev":-1}`},
			{Method: post, Path: "/api/matters/nothing/withdraw", Body: `{"matter_rev":1}`},
			{Who: "secretary", Method: post, Path: "/api/matters/nothing/return", Body: `{"matter_rev":1,"reason":"x"}`},
			{Method: put, Path: "/api/documents/{d}", Body: `{"document_rev":1,"kind":"nothing","title":"x"}`},
			{Method: put, Path: "/api/documents/{d}", Body: `{"document_rev":1,"kind":"draft","title":"a\u0000b"}`},
			{Method: put, Path: "/api/documents/{d}", Body: `{"document_rev":99999999999,"kind":"draft","title":"x"}`},
			{Method: put, Path: "/api/documents/nothing", Body: `{"document_rev":1,"kind":"draft","title":"x"}`},
			{Method: post, Path: "/api/documents/{d}/remove", Body: `{"document_rev":99999999999}`},
			{Method: post, Path: "/api/documents/nothing/remove", Body: `{"document_rev":1}`},
		}
		for i := range asks {
			asks[i].Path, asks[i].Body = paths.Replace(asks[i].Path), paths.Replace(asks[i].Body)
			if asks[i].Who == "" {
				asks[i].Who = "drafter"
			}
		}
		testkit.Refused(t, w.router.Dispatch, asks)
		if now := w.matter("drafter", m.ID); now.Rev != m.Rev {
			t.Error("something was changed")
		}
	})
}
