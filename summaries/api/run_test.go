package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"ecabinet"
	"ecabinet/summaries"
	"ecabinet/summaries/api"
)

// outside is a model that finds one theme and places everything in the first row.
type outside struct {
	asked int
	none  bool // the operator lets nothing be reached
}

func (o *outside) Hosts() ([]string, bool) {
	if o.none {
		return nil, true
	}
	return []string{"ai.example:443"}, true
}

func (*outside) Misaddressed(a summaries.Assist) error {
	if a.Endpoint != "https://ai.example/v1" {
		return ecabinet.E(ecabinet.Refused, "assist.host")
	}
	return nil
}

func (*outside) Refuses(a summaries.Assist, p summaries.Polled) error {
	switch {
	case !a.On:
		return ecabinet.E(ecabinet.Refused, "assist.off")
	case p.Class != "public":
		return ecabinet.E(ecabinet.Refused, "assist.class")
	}
	return nil
}

func (*outside) Size(summaries.Assist) summaries.Size {
	return summaries.Size{Sentences: 30, Bytes: 8000}
}

func (*outside) Try(context.Context, summaries.Assist) (summaries.Trial, error) {
	return summaries.Trial{OK: true, Density: 3, Lines: []summaries.TrialLine{{Check: "schema", OK: true}, {Check: "usage", Code: "assist.usage"}}}, nil
}

func (o *outside) Ask(_ context.Context, q summaries.Asking) summaries.Heard {
	o.asked++
	got := summaries.Result{Spent: summaries.Spent{Calls: 1, Prompt: 100, Reply: 10}}
	switch q.Step.Kind {
	case summaries.FindThemes:
		got.Themes = []summaries.Claim{{Text: "Giao cấp tỉnh cấp phép", Cites: q.Step.Sentences[:1]}, {Text: "Đa số phản đối", Cites: q.Step.Sentences[:1]}}
	case summaries.PlaceOpinion:
		for _, id := range q.Step.Sentences {
			got.Placements = append(got.Placements, summaries.Placement{Sentence: id, Row: q.Rows[0].ID})
		}
	}
	return summaries.Heard{Result: got}
}

// assist sends to the routes of the settings.
func assist(w *world, who, method, path string, in any) (int, api.AssistView) {
	w.Helper()
	var v api.AssistView
	status, raw := w.send(who, method, "/../assist"+path, in)
	if status == http.StatusOK {
		w.must(json.Unmarshal(raw, &v))
	}
	return status, v
}

var settings = fields{"endpoint": "https://ai.example/v1", "model": "m", "ceiling": "public", "context": 8192, "timeout": 60, "calls": 100, "tokens": 100000, "minutes": 10}

// turnedOn is a room whose administrator has set a model, tested it and turned it on.
func turnedOn(w *world) {
	w.Helper()
	w.poll.Class = "public"
	for _, step := range []struct {
		method, path string
		in           fields
	}{{http.MethodPut, "", fields{"rev": 0, "set": settings}}, {http.MethodPost, "/test", fields{"rev": 1}}, {http.MethodPost, "/switch", fields{"rev": 2, "on": true}}} {
		if status, _ := assist(w, "administrator", step.method, step.path, step.in); status != http.StatusOK {
			w.Fatalf("%s %s: %d", step.method, step.path, status)
		}
	}
}

// said is the sentence of a code.
func (w *world) said(code string) api.Text {
	return api.Text{VI: w.router.Say("vi", code, nil), EN: w.router.Say("en", code, nil)}
}

func (w *world) advance(no string) {
	w.Helper()
	ctx := ecabinet.WithActor(w.Context(), ecabinet.SystemActor(body))
	for range 50 {
		w.must(w.service.Advance(ctx, question+"/"+no))
	}
}

// The settings are the administrator's alone; nothing is turned on untested.
func TestTheSettingsAreTheAdministrators(t *testing.T) {
	each(t, func(w *world) {
		for who := range w.held {
			if status, _ := assist(w, who, http.MethodGet, "", nil); (status == http.StatusOK) != (who == "administrator") {
				w.Errorf("%s reads: %d", who, status)
			}
			if who == "administrator" {
				continue
			}
			for _, path := range []string{"/switch", "/test"} {
				if status, _ := assist(w, who, http.MethodPost, path, fields{"rev": 0, "on": true}); !barred(status) {
					w.Errorf("%s %s: %d", who, path, status)
				}
			}
		}
		_, v := assist(w, "administrator", http.MethodGet, "", nil)
		if v.On || v.Rev != 0 || v.Set.Ceiling != "public" || !v.Keyed || len(v.Hosts) != 1 || v.Trial != nil || v.Barred != w.said("assist.unset") {
			w.Errorf("%+v", v)
		}
		if status, _ := assist(w, "administrator", http.MethodPut, "", fields{"rev": 0, "set": settings}); status != http.StatusOK {
			w.Errorf("set: %d", status)
		}
		if status, raw := w.send("administrator", http.MethodPost, "/../assist/switch", fields{"rev": 1, "on": true}); status == http.StatusOK || !strings.Contains(string(raw), "assist.untested") {
			w.Errorf("%d %s", status, raw)
		}
		if _, v = assist(w, "administrator", http.MethodGet, "", nil); v.Barred != w.said("assist.untested") {
			w.Errorf("%+v", v.Barred)
		}
		_, v = assist(w, "administrator", http.MethodPost, "/test", fields{"rev": 1})
		if v.Barred != (api.Text{}) {
			w.Errorf("%+v", v.Barred)
		}
		if v.Trial == nil || !v.Trial.OK || v.Trial.By != "Ông administrator" || len(v.Trial.Checks) != 2 || v.Trial.Checks[1].Why.VI == "" || v.Trial.Checks[1].Why.EN == "" || v.On {
			w.Errorf("%+v", v.Trial)
		}
		if status, raw := w.send("administrator", http.MethodPost, "/../assist/test", fields{"rev": 1}); status != http.StatusConflict || !strings.Contains(string(raw), "current") {
			w.Errorf("%d %s", status, raw)
		}
		if _, v = assist(w, "administrator", http.MethodPost, "/switch", fields{"rev": 2, "on": true}); !v.On {
			w.Errorf("%+v", v)
		}
		w.outside.none = true
		if _, v = assist(w, "administrator", http.MethodGet, "", nil); v.Barred != w.said("assist.no_hosts") {
			w.Errorf("%+v", v.Barred)
		}
	})
}

// A run through the routes: begun, chosen and taken by the analyst, seen by who reviews.
func TestARunThroughTheRoutes(t *testing.T) {
	each(t, func(w *world) {
		v := done[api.RunView](w, "analyst", http.MethodGet, at+"/run", nil)
		if v.State != "none" || v.Barred.VI == "" || v.Barred.EN == "" {
			w.Errorf("%+v", v)
		}
		if status, raw := w.send("analyst", http.MethodPost, at+"/run", nil); status == http.StatusOK || !strings.Contains(string(raw), "assist.off") {
			w.Errorf("%d %s", status, raw)
		}
		turnedOn(w)
		for who := range w.held {
			if status, _ := w.send(who, http.MethodGet, at+"/run", nil); (status == http.StatusOK) != (who == "analyst" || who == "secretariat") {
				w.Errorf("%s reads: %d", who, status)
			}
			for path, in := range map[string]any{"": nil, "/themes": fields{"no": 1, "rev": 1, "themes": []any{}}, "/stop": fields{"no": 1}, "/resume": fields{"no": 1}, "/table": fields{"no": 1, "rev": 0}} {
				if who == "analyst" {
					continue
				}
				if status, raw := w.send(who, http.MethodPost, at+"/run"+path, in); !barred(status) {
					w.Errorf("%s %s: %d %s", who, path, status, raw)
				}
			}
		}
		if w.outside.asked != 0 {
			w.Errorf("%d asked", w.outside.asked)
		}
		v = done[api.RunView](w, "analyst", http.MethodPost, at+"/run", nil)
		if v.State != "asking" || v.No != 1 || v.By != "Ông analyst" || v.Barred != (api.Text{}) {
			w.Errorf("%+v", v)
		}
		w.advance("1")
		v = done[api.RunView](w, "secretariat", http.MethodGet, at+"/run", nil)
		if v.State != "choosing" || len(v.Themes) != 1 || v.Themes[0].Name.VI != "Giao cấp tỉnh cấp phép" || len(v.Refused) != 1 || v.Refused[0].Code != "quantity" || v.Spent.Calls != 1 || v.Spent.Tokens != 110 || v.Caps != (api.RunSpent{Calls: 100, Tokens: 100_000, Millis: 600_000}) {
			w.Fatalf("%+v", v)
		}
		v = done[api.RunView](w, "analyst", http.MethodPost, at+"/run/themes", fields{"no": 1, "rev": v.Rev, "themes": []fields{{"id": v.Themes[0].ID, "title": "Thẩm quyền"}, {"id": "", "title": "Khác"}}})
		if v.State != "asking" || len(v.Offered) != 2 {
			w.Errorf("%+v", v)
		}
		if status, _ := w.send("analyst", http.MethodPost, at+"/run/themes", fields{"no": 1, "rev": v.Rev - 1, "themes": []fields{{"id": "", "title": "x"}}}); status != http.StatusConflict {
			w.Errorf("stale: %d", status)
		}
		w.advance("1")
		if v = done[api.RunView](w, "analyst", http.MethodGet, at+"/run", nil); v.State != "ended" || v.Counts[1].Done == 0 || v.Counts[1].Left != 0 {
			w.Errorf("%+v", v)
		}
		made := done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/run/table", fields{"no": 1, "rev": 0})
		if made.Version != 1 || !made.Asked.Assisted || !made.Ledger.Balanced || made.Rows[0].Title != "Thẩm quyền" {
			w.Errorf("%+v", made)
		}
		if v = done[api.RunView](w, "analyst", http.MethodGet, at+"/run", nil); v.Made != 1 {
			w.Errorf("%+v", v)
		}
		for _, opinion := range made.MustRead {
			made = w.edit(fields{"act": "read", "opinion": opinion})
		}
		if len(made.Waiting) > 0 {
			made = w.edit(fields{"act": "apart", "sentences": made.Waiting, "rule": "by_person"})
		}
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": made.Hash})
		if mine := w.mine(); !mine.Assisted || mine.State != "approved" {
			w.Errorf("the member is not told that a model had a part: %+v", mine)
		}
	})
}
