package api_test

import (
	"net/http"
	"testing"

	"ecabinet/summaries/api"
)

// Who answers, checks or only reads finds the approved tables, and how far they are answered.
func TestApprovedTablesAreListed(t *testing.T) {
	each(t, func(w *world) {
		tables := func(who string) api.TableList {
			return done[api.TableList](w, who, http.MethodGet, "/../tables", nil)
		}
		w.settled()
		if list := tables("drafter"); len(list.Items) != 0 {
			w.Errorf("listed before it is approved: %+v", list)
		}
		v := done[api.SynthesisView](w, "secretariat", http.MethodGet, at, nil)
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})
		points := 0
		for _, row := range v.Rows {
			points += len(row.Points)
		}
		list := tables("drafter")
		if len(list.Items) != 1 || !list.Items[0].Answers || list.Items[0].Points != points || list.Items[0].Unanswered != points || list.Items[0].Version != 1 {
			w.Fatalf("%+v", list)
		}
		if list := tables("auditor"); len(list.Items) != 1 || list.Items[0].Answers {
			w.Errorf("%+v", list)
		}
		point := v.Rows[0].Points[0].ID
		done[api.TableView](w, "drafter", http.MethodPost, at+"/answers", fields{"point": point, "rev": 0, "decision": "accepted", "text": "Đã sửa."})
		if list := tables("drafter").Items[0]; list.Unanswered != points-1 || list.Unchecked != 1 {
			w.Errorf("%+v", list)
		}

		// Who only reads the table sees an answer when it is passed, and no remark on the way.
		said := func() *api.ReplyView {
			return done[api.TableView](w, "auditor", http.MethodGet, at+"/table", nil).Rows[0].Points[0].Reply
		}
		if r := said(); r != nil {
			w.Errorf("%+v", r)
		}
		done[api.TableView](w, "secretariat", http.MethodPost, at+"/checks", fields{"point": point, "rev": 1, "passed": false, "remark": "Nêu rõ điều nào."})
		if list := tables("secretariat").Items[0]; list.SentBack != 1 || list.Unchecked != 0 {
			w.Errorf("%+v", list)
		}
		if r := said(); r != nil {
			w.Errorf("%+v", r)
		}
		done[api.TableView](w, "drafter", http.MethodPost, at+"/answers", fields{"point": point, "rev": 2, "decision": "accepted", "text": "Đã sửa Điều 5."})
		done[api.TableView](w, "secretariat", http.MethodPost, at+"/checks", fields{"point": point, "rev": 3, "passed": true, "remark": ""})
		if r := said(); r == nil || r.Text != "Đã sửa Điều 5." {
			w.Errorf("%+v", r)
		}
	})
}
