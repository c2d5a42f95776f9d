package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"ecabinet/summaries/api"
)

// Who files what a colleague has filed meanwhile is told how many, with the present view.
func TestFilingManyIsToldHowManyAreGone(t *testing.T) {
	each(t, func(w *world) {
		w.poll = polled("Điều 5: đề nghị giao cấp tỉnh cấp phép.", "Một chuyện lạ.", "Hoàn toàn khác hẳn.", "Chẳng giống ai cả.")
		v := done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
		if len(v.Waiting) != 3 {
			w.Fatalf("%v wait", v.Waiting)
		}
		w.edit(fields{"act": "apart", "from": "waiting", "sentences": v.Waiting[:2], "rule": "by_person"})
		file := fields{"act": "move", "from": "waiting", "sentences": v.Waiting, "title": "Vấn đề khác"}
		status, raw := w.send("analyst", http.MethodPost, at+"/edits", file)
		var problem struct {
			Code    string            `json:"code"`
			Detail  string            `json:"detail"`
			Current api.SynthesisView `json:"current"`
		}
		w.must(json.Unmarshal(raw, &problem))
		if status != http.StatusConflict || problem.Code != "synthesis.filed_meanwhile" || !strings.Contains(string(raw), "vừa xếp 2 câu") || len(problem.Current.Waiting) != 1 {
			w.Errorf("%d %s", status, raw)
		}
		file["sentences"] = problem.Current.Waiting
		v = w.edit(file)
		row := v.Rows[len(v.Rows)-1]
		if len(v.Waiting) != 0 || row.Title != "Vấn đề khác" || len(row.Points) != 1 || v.Last.To.VI != "Vấn đề khác" || v.Last.Count != 1 || !v.Last.IntoRow {
			w.Errorf("%+v, told as %+v", row, v.Last)
		}
	})
}
