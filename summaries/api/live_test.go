package api_test

import (
	"net/http"
	"slices"
	"testing"

	"ecabinet"
	"ecabinet/internal/testkit"
	"ecabinet/summaries"
	"ecabinet/summaries/api"
)

// Who answers the points of a table hears of the approved one, at every act on an answer,
// and of nothing that happens to the version under review.
func TestWhoAnswersHearsOfTheApprovedTableOnly(t *testing.T) {
	each(t, func(w *world) {
		ctx := testkit.As(w.Context(), body, "system")
		topic, news := summaries.Topic(question), "synthesis-answers/"+question
		hears := func(who string) (grant any, heard bool) {
			actor, err := w.Actor(ctx, who)
			w.must(err)
			_, grant, _, err = w.api.Audience(ctx, actor, topic)
			return grant, err == nil
		}
		rev := func() int64 {
			n, data, err := w.api.View(ctx, topic, news)
			w.must(err)
			if one, ok := data.(api.AnswersNews); !ok || one.Rev != n || one.ID != question {
				w.Fatalf("%+v", data)
			}
			if table := done[api.TableView](w, "drafter", http.MethodGet, at+"/table", nil); table.Rev != n {
				w.Errorf("the table says %d, its news %d", table.Rev, n)
			}
			return n
		}
		refs := func(who string) []string {
			grant, _ := hears(who)
			list, err := w.api.Refs(ctx, topic, grant)
			w.must(err)
			return list
		}

		w.settled()
		if _, _, err := w.api.View(ctx, topic, news); ecabinet.KindOf(err) != ecabinet.NotFound {
			w.Errorf("before approval: %v", err)
		}
		if list := refs("drafter"); len(list) != 0 {
			w.Errorf("before approval: %v", list)
		}
		v := done[api.SynthesisView](w, "secretariat", http.MethodGet, at, nil)
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})

		for _, who := range []string{"auditor", "member", "other", "administrator", "clerk", "approver", "recused"} {
			if _, heard := hears(who); heard {
				w.Errorf("%s hears", who)
			}
		}
		for who, all := range map[string]bool{"drafter": false, "secretariat": true, "analyst": true} {
			grant, heard := hears(who)
			if !heard || !api.Hears(grant, news) || !slices.Contains(refs(who), news) {
				w.Errorf("%s hears nothing of the answers", who)
			}
			for _, ref := range []string{summaries.Ref(question), summaries.RunRef(question), "synthesis-progress/" + question} {
				if api.Hears(grant, ref) != all {
					w.Errorf("%s hears %s: %t", who, ref, !all)
				}
			}
		}
		if list := refs("drafter"); len(list) != 1 {
			w.Errorf("the drafter is sent %v", list)
		}

		first := rev()
		point := v.Rows[0].Points[0].ID
		done[api.TableView](w, "drafter", http.MethodPost, at+"/answers", fields{"point": point, "rev": 0, "decision": "accepted", "text": "Đã sửa."})
		second := rev()
		done[api.TableView](w, "secretariat", http.MethodPost, at+"/checks", fields{"point": point, "rev": 1, "passed": false, "remark": "Điều nào?"})
		third := rev()
		if !(first < second && second < third) {
			w.Errorf("%d, %d, %d", first, second, third)
		}
		now := done[api.SynthesisView](w, "analyst", http.MethodGet, at, nil)
		done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": now.Rev})
		w.edit(fields{"act": "add", "title": "Dòng mới"})
		if n := rev(); n != third {
			w.Errorf("the review is told: %d, not %d", n, third)
		}
		for what, told := range map[string]bool{"approved": true, "answered": true, "checked": true, "drafted": false, "edited": false} {
			list := api.Targets(ecabinet.Event{Topic: topic, Type: "synthesis." + what, Ref: summaries.Ref(question)})
			if slices.Contains(list, api.Target{Topic: topic, Ref: news}) != told || !slices.Contains(list, api.Target{Topic: topic, Ref: summaries.Ref(question)}) {
				w.Errorf("%s: %v", what, list)
			}
		}
	})
}
