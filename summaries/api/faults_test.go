package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"ecabinet/internal/testkit"
)

// TestBadInputIsNoFault: whatever is asked in a form that no screen makes, or of something
// that is not there, is refused in words and changes nothing, on both databases. In a body,
// {row} is a row of a table under review and {s} one of its sentences.
func TestBadInputIsNoFault(t *testing.T) {
	each(t, func(w *world) {
		v := w.settled()
		row := v.Rows[0]
		words := strings.NewReplacer("{row}", row.ID, "{s}", string(row.Points[0].ID))
		assist := fields{"endpoint": "https://ai.example/v1", "model": "m", "ceiling": "internal", "context": 8000, "timeout": 60, "calls": 10, "tokens": 1000, "minutes": 10}
		with := func(name string, value any) string {
			set := maps.Clone(assist)
			set[name] = value
			raw, err := json.Marshal(fields{"rev": 0, "set": set})
			w.must(err)
			return string(raw)
		}
		const most = 9223372036854775807
		const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
		const at = "/api/syntheses/" + question
		asks := []testkit.Ask{
			{Method: get, Path: "/api/syntheses/a%00b"},
			{Method: get, Path: "/api/syntheses/a%ffb"},
			{Method: get, Path: "/api/syntheses/nothing"},
			{Method: get, Path: "/api/syntheses/" + strings.Repeat("x", 5000)},
			{Method: get, Path: "/api/syntheses?after=a%00b"},
			{Method: get, Path: at + "/history?before=99999999999999999999"},
			{Method: get, Path: at + "/history?before=-1"},
			{Method: get, Path: at + "/diff?from=99999999999"},
			{Method: get, Path: at + "/diff?from=0"},
			{Method: get, Path: at + "/diff?from=1&to=99999999999"},
			{Method: get, Path: at + "/table"}, // it is not approved
			{Method: get, Path: "/api/syntheses/nothing/run"},
			{Method: get, Path: "/api/tables?after=a%00b"},
			{Method: get, Path: "/api/tables?after=nothing"},

			{Method: post, Path: "/api/syntheses/nothing/draft", Body: `{"rev":0}`},
			{Method: post, Path: at + "/draft", Body: `{"rev":9223372036854775807}`},
			{Method: post, Path: at + "/draft", Body: `{"rev":-1}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"nothing"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"add"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"add","title":"a\u0000b"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"word","row":"nothing","seen":1,"title":"x"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"word","row":"{row}","seen":9223372036854775807,"title":"x"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"drop","row":"nothing","seen":1}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"move","sentences":["nothing"],"title":"x"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"move","sentences":["a\u0000b"],"title":"x"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"move","sentences":[],"title":"x"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"apart","sentences":["nothing"],"rule":"by_person"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"merge","row":"{row}","seen":1,"other":"{row}","other_seen":1}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"split","row":"{row}","seen":1,"points":["nothing"],"title":"x"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"confirm","row":"{row}","seen":1,"points":["nothing"]}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"read","opinion":"nothing"}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"order","seen":0,"order":["nothing"]}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"order","seen":0,"order":["{row}","{row}"]}`},
			{Method: post, Path: at + "/edits", Body: `{"act":"undo","seen":9223372036854775807}`},
			{Method: post, Path: at + "/submission", Body: `{"hash":"a\u0000b"}`},
			{Method: post, Path: at + "/submission", Body: `{"hash":"nothing"}`},
			{Method: post, Path: at + "/run/stop", Body: `{"no":99999999999}`},
			{Method: post, Path: at + "/run/resume", Body: `{"no":1}`},
			{Method: post, Path: at + "/run/themes", Body: `{"no":1,"rev":1,"themes":[{"id":"nothing","title":""}]}`},
			{Method: post, Path: at + "/run/table", Body: `{"no":1,"rev":9223372036854775807}`},
			{Who: "secretariat", Method: post, Path: at + "/approval", Body: `{"hash":"nothing"}`},
			{Who: "secretariat", Method: post, Path: at + "/return", Body: `{"submission":99999999999,"reason":"x"}`},
			{Who: "secretariat", Method: post, Path: at + "/checks", Body: `{"point":"{s}","rev":1,"passed":true,"remark":""}`},
			{Who: "drafter", Method: post, Path: at + "/answers", Body: `{"point":"nothing","rev":0,"decision":"accept","text":"x"}`},

			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("endpoint", "nowhere")},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("endpoint", "a\x00b")},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("ceiling", "placeholder")},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("context", most)},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("context", -1)},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("timeout", most)},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("calls", most)},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("tokens", most)},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("minutes", most)},
			{Who: "administrator", Method: put, Path: "/api/assist", Body: with("minutes", 0)},
			{Who: "administrator", Method: post, Path: "/api/assist/switch", Body: `{"rev":0,"on":true}`},
			{Who: "administrator", Method: post, Path: "/api/assist/test", Body: `{"rev":9223372036854775807}`},
		}
		for i := range asks {
			if asks[i].Body = words.Replace(asks[i].Body); asks[i].Who == "" {
				asks[i].Who = "analyst"
			}
		}
		last, err := w.d.LastSeq(t.Context(), body)
		w.must(err)
		testkit.Refused(t, w.router.Dispatch, asks)
		if now, err := w.d.LastSeq(t.Context(), body); err != nil || now != last {
			t.Errorf("something was changed: %v", err)
		}
	})
}
