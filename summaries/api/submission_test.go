package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"ecabinet"
	"ecabinet/summaries/api"
)

func (w *world) list(who string) api.SynthesisList {
	w.Helper()
	return done[api.SynthesisList](w, who, http.MethodGet, "", nil)
}

func (w *world) submit() api.SynthesisView {
	w.Helper()
	v := done[api.SynthesisView](w, "analyst", http.MethodGet, at, nil)
	return done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/submission", fields{"hash": v.Hash})
}

// What an analyst hands over the secretariat finds in its list; what it sends back the
// analyst finds, with by whom and why.
func TestATableIsHandedOverAndSentBack(t *testing.T) {
	each(t, func(w *world) {
		v := done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
		if status, raw := w.send("analyst", http.MethodPost, at+"/submission", fields{"hash": v.Hash}); status != http.StatusConflict || !strings.Contains(string(raw), "Còn 1 câu chưa được xếp") {
			w.Errorf("%d %s", status, raw)
		}
		w.settle()
		v = w.submit()
		if v.Submission == nil || v.Submission.By != "Ông analyst" || v.Submission.Changed || v.Submission.ReturnedAt != nil || v.Last.Type != "synthesis.submitted" {
			w.Fatalf("%+v %+v", v.Submission, v.Last)
		}
		list := w.list("secretariat")
		if len(list.Due) != 1 || list.Due[0].ID != question || list.Due[0].Draft != w.poll.Draft || list.Due[0].Submission != *v.Submission || list.Due[0].Version != 1 ||
			list.Items[0].State != "submitted" || list.Items[0].Changed {
			w.Errorf("%+v", list)
		}

		w.edit(fields{"act": "add", "title": "Dòng nữa"})
		if list = w.list("secretariat"); !list.Due[0].Submission.Changed || !list.Items[0].Changed || list.Items[0].State != "submitted" {
			w.Errorf("%+v", list)
		}
		if v = done[api.SynthesisView](w, "secretariat", http.MethodGet, at, nil); !v.Submission.Changed {
			w.Errorf("%+v", v.Submission)
		}

		const reason = "Dòng nữa còn trống, xin xem lại."
		if status, raw := w.send("secretariat", http.MethodPost, at+"/return", fields{"submission": 1, "reason": "  "}); status != http.StatusUnprocessableEntity || !strings.Contains(string(raw), "synthesis.reason_missing") {
			w.Errorf("%d %s", status, raw)
		}
		v = done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/return", fields{"submission": 1, "reason": reason})
		list = w.list("analyst")
		if s := list.Due[0].Submission; s.Reason != reason || s.ReturnedBy != "Ông secretariat" || s.ReturnedAt == nil || list.Items[0].State != "returned" || v.Submission.Reason != reason {
			w.Errorf("%+v", list)
		}
		// What was already sent back is answered with the present view.
		status, raw := w.send("secretariat", http.MethodPost, at+"/return", fields{"submission": 1, "reason": "Khác."})
		var problem struct {
			Code    string            `json:"code"`
			Current api.SynthesisView `json:"current"`
		}
		w.must(json.Unmarshal(raw, &problem))
		if status != http.StatusConflict || problem.Code != "synthesis.not_submitted" || problem.Current.Submission.Reason != reason {
			w.Errorf("%d %s", status, raw)
		}
		h := done[api.SynthesisHistory](w, "analyst", http.MethodGet, at+"/history", nil)
		if h.Items[0].Type != "synthesis.returned" || h.Items[0].By != "Ông secretariat" || h.Items[0].Reason != reason || h.Items[2].Type != "synthesis.submitted" || h.Items[2].Reason != "" {
			w.Errorf("%+v", h.Items)
		}

		v = w.submit()
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})
		if list = w.list("secretariat"); len(list.Due) != 0 || list.Items[0].State != "approved" {
			w.Errorf("%+v", list)
		}
		if _, raw = w.send("auditor", http.MethodGet, at+"/table", nil); strings.Contains(string(raw), reason) {
			w.Error("who only reads the table reads why it was sent back")
		}
	})
}

// Who reviews no table hears nothing of the list; who reviews hears that it is another.
func TestWhoReviewsHearsOfTheList(t *testing.T) {
	each(t, func(w *world) {
		actor := func(who string) ecabinet.Actor { a, _ := w.Actor(w.Context(), who); return a }
		for who := range w.held {
			_, _, _, err := w.api.Audience(w.Context(), actor(who), "syntheses")
			if reviews := who == "analyst" || who == "secretariat" || who == "recused" || who == "other"; reviews != (err == nil) {
				w.Errorf("%s: %v", who, err)
			}
		}
		ctx := ecabinet.WithActor(w.Context(), actor("analyst"))
		w.settled()
		before, _, err := w.api.View(ctx, "syntheses", "syntheses/all")
		w.must(err)
		w.submit()
		if after, data, err := w.api.View(ctx, "syntheses", "syntheses/all"); err != nil || after <= before || data != (api.SynthesesNews{Rev: after}) {
			w.Errorf("%d after %d: %+v %v", after, before, data, err)
		}
		targets := api.Targets(ecabinet.Event{Topic: "synthesis:" + question, Ref: "synthesis/" + question, Type: "synthesis.submitted"})
		if len(targets) != 2 || targets[1] != (api.Target{Topic: "syntheses", Ref: "syntheses/all"}) {
			w.Errorf("%+v", targets)
		}
	})
}
