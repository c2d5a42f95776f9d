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

// The order that an analyst gave is that of the screen, of what differs and of all three files.
func TestTheOrderLeavesWithTheTable(t *testing.T) {
	each(t, func(w *world) {
		w.poll = polled("Điều 5: đề nghị giao cấp tỉnh cấp phép.", "Điều 7 cần rút xuống 10 ngày.", "Điều 9 còn thiếu.")
		v := done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
		names := func(rows []api.SynthesisRow) string {
			var list []string
			for _, row := range rows {
				list = append(list, row.Name.VI)
			}
			return strings.Join(list, ", ")
		}
		if names(v.Rows) != "Điều 5, Điều 7, Điều 9" || v.Order.ByHand || v.Order.Rev != 0 {
			w.Fatalf("%s, %+v", names(v.Rows), v.Order)
		}
		v = done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": v.Rev})
		order := []string{v.Rows[2].ID, v.Rows[0].ID, v.Rows[1].ID}
		v = w.edit(fields{"act": "order", "seen": v.Order.Rev, "order": order, "row": order[0]})
		if names(v.Rows) != "Điều 9, Điều 5, Điều 7" || !v.Order.ByHand || v.Order.Rev != 1 || v.Last.Act != "order" || v.Last.Row.VI != "Điều 9" || v.Last.Rows != 3 {
			w.Errorf("%s, %+v, told as %+v", names(v.Rows), v.Order, v.Last)
		}
		status, raw := w.send("analyst", http.MethodPost, at+"/edits", fields{"act": "sort", "seen": 0})
		if status != http.StatusConflict || !strings.Contains(string(raw), "synthesis.order_changed") {
			w.Errorf("%d %s", status, raw)
		}
		diff := done[api.SynthesisDiff](w, "analyst", http.MethodGet, at+"/diff?from=1", nil)
		if len(diff.Ordered) != 1 || diff.Ordered[0].Name.VI != "Điều 9" {
			w.Errorf("%+v", diff.Ordered)
		}
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})
		if table := done[api.TableView](w, "drafter", http.MethodGet, at+"/table", nil); names(table.Rows) != "Điều 9, Điều 5, Điều 7" {
			w.Errorf("the answers stand as %s", names(table.Rows))
		}
		for ext, text := range map[string]string{"json": string(w.get("/table.json")), "docx": w.docx("/table.docx"), "xlsx": w.xlsx("/table.xlsx")} {
			nine, five, seven := strings.Index(text, "Điều 9"), strings.Index(text, "Điều 5"), strings.Index(text, "Điều 7")
			if nine < 0 || nine > five || five > seven {
				w.Errorf("%s: %d, %d, %d", ext, nine, five, seven)
			}
		}
	})
}

// Whoever reviews is told what he did last and undoes it; a colleague is offered only his own.
func TestOnesOwnLastActIsUndone(t *testing.T) {
	each(t, func(w *world) {
		v := done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": 0})
		if v.Undo != nil {
			w.Errorf("%+v", v.Undo)
		}
		row := v.Rows[0]
		v = w.edit(fields{"act": "word", "row": row.ID, "seen": row.Rev, "title": "Thẩm quyền"})
		if v.Undo == nil || v.Undo.What.Act != "word" || v.Undo.What.Row != row.Name || v.Undo.What.Renamed.VI != "Thẩm quyền" {
			w.Fatalf("%+v", v.Undo)
		}
		if seen := done[api.SynthesisView](w, "secretariat", http.MethodGet, at, nil); seen.Undo != nil {
			w.Errorf("another is offered it: %+v", seen.Undo)
		}
		mine := fields{"act": "undo", "seen": v.Undo.Rev}
		if status, raw := w.send("secretariat", http.MethodPost, at+"/edits", mine); !barred(status) {
			w.Errorf("%d %s", status, raw)
		}
		v = w.edit(mine)
		if v.Rows[0].Title != "" || v.Undo != nil || v.Last.Act != "undo" || v.Last.Undone != "word" || v.Last.By != "Ông analyst" {
			w.Errorf("%+v, told as %+v", v.Rows[0], v.Last)
		}
		status, raw := w.send("analyst", http.MethodPost, at+"/edits", mine)
		if status != http.StatusConflict || !strings.Contains(string(raw), "synthesis.undo_none") {
			w.Errorf("%d %s", status, raw)
		}
		w.edit(fields{"act": "apart", "sentences": v.Waiting, "rule": "by_person"})
		for _, o := range v.MustRead {
			v = w.edit(fields{"act": "read", "opinion": o})
		}
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})
		if v = done[api.SynthesisView](w, "analyst", http.MethodGet, at, nil); v.Undo != nil {
			w.Errorf("an approved version is undone: %+v", v.Undo)
		}
	})
}
