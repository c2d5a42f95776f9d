package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"ecabinet/internal/testkit"
)

// TestBadInputIsNoFault: whatever is asked in a form that no screen makes is refused in words,
// at its field where there is one, and changes nothing, on both databases.
func TestBadInputIsNoFault(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		list := func() []object {
			return items(h.want(200, "administrator", "GET", "/api/rules/profiles", nil), "items")
		}
		figures := list()[2]["figures"].(object)
		with := func(name string, value any) string {
			changed := maps.Clone(figures)
			changed[name] = value
			raw, err := json.Marshal(object{"rev": 0, "reason": "Thử", "in_use": true, "figures": changed})
			h.must(err)
			return string(raw)
		}
		day := func(year, date, name string) string {
			return `{"rev":0,"date":"` + date + `","kind":"off","name_vi":"` + name + `","name_en":"x","source":"x","reason":"` + year + `"}`
		}
		const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
		const profile, days = "/api/rules/profiles/nd-191-2026", "/api/rules/calendar/2026/days"
		asks := []testkit.Ask{
			{Method: get, Path: "/api/rules/calendar/99999999999999999999"},
			{Method: get, Path: "/api/rules/calendar/9223372036854775807"},
			{Method: get, Path: "/api/rules/calendar/-1"},
			{Method: get, Path: "/api/rules/calendar/0"},
			{Method: get, Path: "/api/rules/calendar/10000"},
			{Method: get, Path: "/api/rules/calendar/a%00b"},
			{Method: post, Path: "/api/rules/calendar/99999/confirm", Body: `{"rev":0}`},
			{Method: post, Path: "/api/rules/calendar/2026/confirm", Body: `{"rev":9223372036854775807}`},
			{Method: post, Path: "/api/rules/calendar/2026/confirm", Body: `{"rev":0,"reason":"a\u0000b"}`},
			{Method: post, Path: "/api/rules/calendar/2026/reopen", Body: `{"rev":0,"reason":"x"}`},
			{Method: post, Path: days, Body: day("x", "2026-02-30", "x"), Field: "date"},
			{Method: post, Path: days, Body: day("x", "2027-01-04", "x"), Field: "date"},
			{Method: post, Path: days, Body: day("x", "9999-99-99", "x"), Field: "date"},
			{Method: post, Path: days, Body: day("x", `2026\u0000`, "x")},
			{Method: post, Path: days, Body: day("x", "2026-06-15", `a\u0000b`)},
			{Method: post, Path: days, Body: day("", "2026-06-15", "x"), Field: "reason"},
			{Method: post, Path: days, Body: day("x", "2026-06-15", strings.Repeat("ố", 201))},
			{Method: post, Path: "/api/rules/calendar/99999/days", Body: day("x", "2026-06-15", "x")},
			{Method: post, Path: days + "/2026-06-15/remove", Body: `{"rev":0,"reason":"x"}`},
			{Method: post, Path: days + "/a%00b/remove", Body: `{"rev":0,"reason":"x"}`},
			{Method: put, Path: "/api/rules/profiles/a%00b", Body: with("tie", "lost")},
			{Method: put, Path: "/api/rules/profiles/" + strings.Repeat("x", 41), Body: with("tie", "lost")},
			{Method: put, Path: profile, Body: with("tie", "knot")},
			{Method: put, Path: profile, Body: with("source", "a\x00b")},
			{Method: put, Path: profile, Body: with("source", ""), Field: "figures.source"},
			{Method: put, Path: profile, Body: with("from", "2026-02-30"), Field: "figures.from"},
			{Method: put, Path: profile, Body: with("until", "2026-05-28"), Field: "figures.until"},
			{Method: put, Path: profile, Body: with("majority", object{"num": 0, "den": 1, "more_than": true}), Field: "figures.majority"},
			{Method: put, Path: profile, Body: with("majority", object{"num": 3, "den": 2, "more_than": false}), Field: "figures.majority"},
			{Method: put, Path: profile, Body: with("majority", object{"num": 1, "den": 1, "more_than": true}), Field: "figures.majority"},
			{Method: put, Path: profile, Body: with("majority", object{"num": 1, "den": 0, "more_than": true})},
			{Method: put, Path: profile, Body: with("quorum", object{"num": -1, "den": 2, "more_than": true})},
			{Method: put, Path: profile, Body: with("window", object{"min_days": 5, "max_days": 2, "by_hand": false}), Field: "figures.window"},
			{Method: put, Path: profile, Body: with("window", object{"min_days": 1, "max_days": 9223372036854775807, "by_hand": false}), Field: "figures.window"},
			{Method: put, Path: profile, Body: with("papers_days", 9223372036854775807), Field: "figures.papers_days"},
			{Method: put, Path: profile, Body: with("connection_minutes", 9223372036854775807), Field: "figures.connection_minutes"},
			{Method: put, Path: profile, Body: with("title", object{"vi": "", "en": "x"}), Field: "figures.title.vi"},
			{Method: put, Path: profile, Body: with("origins", object{"tie": "x"}), Field: "figures.origins.silence"},
			{Method: put, Path: profile, Body: with("origins", object{"a\x00b": "x"})},
			{Method: put, Path: profile, Body: `{"rev":-1,"reason":"x","in_use":true,"figures":{}}`},
			{Method: put, Path: profile, Body: strings.Replace(with("tie", "lost"), `"rev":0`, `"rev":9223372036854775807`, 1)},
		}
		for i := range asks {
			asks[i].Who = "administrator"
			if asks[i].Method == post && strings.Contains(asks[i].Path, "/days") {
				asks[i].Who = "secretariat"
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
