package api_test

import (
	"net/http"
	"strings"
	"testing"

	"ecabinet/internal/testkit"
)

// TestBadInputIsNoFault: whatever is drawn, written or shared in a form that no device makes
// is refused in words and changes nothing, on both databases.
func TestBadInputIsNoFault(t *testing.T) {
	each(t, func(w *world) {
		w.put("minister", "v1", 200, note(1, 0, 1, "Xem lại"))
		puts := func(one string) string { return `{"puts":[` + one + `],"erases":[]}` }
		drawn := func(old, new string) string {
			was := note(2, 0, 1, "x")
			if !strings.Contains(was, old) {
				t.Fatalf("%s is not in %s", old, was)
			}
			return puts(strings.Replace(was, old, new, 1))
		}
		const get, put = http.MethodGet, http.MethodPut
		const path, sharing = "/api/versions/v1/annotations", "/api/documents/d/annotations/sharing"
		asks := []testkit.Ask{
			{Method: get, Path: "/api/versions/a%00b/annotations"},
			{Method: get, Path: "/api/versions/a%ffb/annotations"},
			{Method: get, Path: "/api/versions/nothing/annotations"},
			{Method: get, Path: path + "?since=99999999999999999999"},
			{Method: get, Path: path + "?since=-1"},
			{Method: get, Path: "/api/versions/nothing/annotations/shared"},
			{Method: get, Path: "/api/annotations?versions=a%00b"},
			{Method: get, Path: "/api/annotations?versions=" + strings.Repeat("v1,", 200) + "v1"},
			{Method: put, Path: path, Body: `{"puts":null}`},
			{Method: put, Path: path, Body: drawn(id(2), "a\\u0000b")},
			{Method: put, Path: path, Body: drawn(id(2), "nothing")},
			{Method: put, Path: path, Body: drawn(id(2), strings.ToUpper(strings.Replace(id(2), "4000", "4abc", 1)))},
			{Method: put, Path: path, Body: drawn(`"kind":"note"`, `"kind":"nothing"`)},
			{Method: put, Path: path, Body: drawn(`"kind":"note"`, `"kind":"ink"`)},
			{Method: put, Path: path, Body: drawn(`"kind":"note"`, `"kind":"highlight"`)},
			{Method: put, Path: path, Body: drawn(`"page":1`, `"page":99999999999`)},
			{Method: put, Path: path, Body: drawn(`"colour":"yellow"`, `"colour":"a\u0000b"`)},
			{Method: put, Path: path, Body: drawn(`"at":[160,320]`, `"at":[160]`)},
			{Method: put, Path: path, Body: drawn(`"at":[160,320]`, `"at":[9223372036854775807,320]`)},
			{Method: put, Path: path, Body: drawn(`"at":[160,320]`, `"at":[99999999999999999999,320]`)},
			{Method: put, Path: path, Body: drawn(`"ink":""`, `"ink":"AAAA"`)},
			{Method: put, Path: path, Body: drawn(`"text":"x"`, `"text":"a\u0000b"`)},
			{Method: put, Path: path, Body: drawn(`"text":"x"`, `"text":""`)},
			{Method: put, Path: path, Body: drawn(`"text":"x"`, `"text":"`+strings.Repeat("ố", 4001)+`"`)},
			{Method: put, Path: path, Body: drawn(`"seen":0`, `"seen":-1`)},
			{Method: put, Path: path, Body: puts(strings.Replace(lit(2, 1, "x"), "[[1,2,3,4]]", "[]", 1))},
			{Method: put, Path: path, Body: puts(strings.Replace(lit(2, 1, "x"), "[[1,2,3,4]]", "[[1,2,3]]", 1))},
			{Method: put, Path: path, Body: puts(strings.Replace(lit(2, 1, "x"), "[[1,2,3,4]]", "[[1,2,-3,4]]", 1))},
			{Method: put, Path: path, Body: `{"puts":[],"erases":[{"id":"a\u0000b","seen":1}]}`},
			{Method: put, Path: "/api/versions/nothing/annotations", Body: puts(note(2, 0, 1, "x"))},
			{Method: put, Path: sharing, Body: `{"office":"minister","annotations":["a\u0000b"]}`},
			{Method: put, Path: sharing, Body: `{"office":"minister","annotations":["nothing"]}`},
			{Method: put, Path: sharing, Body: `{"office":"a\u0000b","annotations":[]}`},
		}
		for i := range asks {
			asks[i].Who = "minister"
		}
		testkit.Refused(t, w.router.Dispatch, asks)
		if v := w.read("minister", "v1", 200); v.Seq != 1 || len(v.Items) != 1 || v.Items[0].Text != "Xem lại" {
			t.Errorf("something was changed: %+v", v)
		}
	})
}
