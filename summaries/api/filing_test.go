package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ecabinet/summaries/api"
)

// mine is what the member, who has seat 2, is told of the one question.
func (w *world) mine() api.FilingView {
	w.Helper()
	list := done[api.FilingList](w, "member", http.MethodGet, at+filing, nil)
	if len(list.Items) != 1 || list.Items[0].Question != question {
		w.Fatalf("%+v", list)
	}
	return list.Items[0]
}

// A member sees his own words under the names of their rows, and the drafter's answer once
// the secretariat has passed it; of others nothing.
func TestAMemberSeesHowTheirOwnWasFiled(t *testing.T) {
	each(t, func(w *world) {
		w.poll.Opinions[1].Text += " Nhất trí với các nội dung khác của dự thảo."
		v := w.approved()
		mine := w.mine()
		if mine.State != "approved" || mine.Version != 1 || mine.ApprovedAt == nil || mine.Stance != "agree" || mine.Changed || mine.Assisted || len(mine.Points) == 0 || len(mine.Apart) != 1 {
			t.Fatalf("%+v", mine)
		}
		if first := mine.Points[0]; first.Row.VI != "Điều 5" || !slices.Equal(first.Words, []string{"Điều 5: đề nghị giao cấp tỉnh cấp phép."}) || first.Said != "" {
			w.Errorf("%+v", first)
		}
		_, raw := w.send("member", http.MethodGet, at+filing, nil)
		for _, foreign := range []string{"trái luật", "HYPERLINK", "Ủy viên"} {
			if strings.Contains(string(raw), foreign) {
				w.Errorf("%q is another's", foreign)
			}
		}

		row := v.Rows[slices.IndexFunc(v.Rows, func(r api.SynthesisRow) bool { return r.Name.VI == "Điều 5" })]
		point := row.Points[slices.IndexFunc(row.Points, func(p api.PointView) bool { return p.Opinion == "2" })].ID
		done[api.TableView](w, "drafter", http.MethodPost, at+"/answers", fields{"point": point, "rev": 0, "decision": "accepted", "text": "Đã giao cấp tỉnh."})
		if said := w.mine().Points[0]; said.Said != "" || said.Decision != "" {
			w.Errorf("an answer that was not passed is shown: %+v", said)
		}
		done[api.TableView](w, "secretariat", http.MethodPost, at+"/checks", fields{"point": point, "rev": 1, "passed": true, "remark": ""})
		if said := w.mine().Points[0]; said.Said != "Đã giao cấp tỉnh." || said.Decision != "accepted" {
			w.Errorf("%+v", said)
		}
	})
}

// The name that code gives a row may be the words of another who stands in it.
func TestAMemberIsToldNoNameThatCodeMadeOfOthersWords(t *testing.T) {
	each(t, func(w *world) {
		w.poll.Opinions[1].Text = "Phí bảo trì đường bộ nên thu một lần."
		w.poll.Opinions[0].Text = "Phí bảo trì đường bộ quá cao so với thu nhập của lái xe."
		v := w.approved()
		k := slices.IndexFunc(v.Rows, func(r api.SynthesisRow) bool { return r.Name.VI == "Phí bảo trì đường bộ" })
		mine := w.mine().Points
		if k < 0 || len(v.Rows[k].Points) != 2 || len(mine) != 1 || mine[0].Row.VI != "Nội dung khác" {
			t.Errorf("%+v", mine)
		}
	})
}

// Whoever is asked in a consultation sees nothing of the others: the name of a row may be
// made of their words.
func TestNoRespondentSeesAFiling(t *testing.T) {
	each(t, func(w *world) {
		w.approved()
		w.held["member"] = []string{"any", "own", "respondent", "closed"}
		if status, raw := w.send("member", http.MethodGet, at+filing, nil); !barred(status) {
			w.Errorf("%d %s", status, raw)
		}
	})
}

// What is shown is the approved version, whatever is done to the next one, and the words
// that it was approved with.
func TestAFilingIsOfTheApprovedVersionOnly(t *testing.T) {
	each(t, func(w *world) {
		v := w.approved()
		before := w.mine()
		v = done[api.SynthesisView](w, "analyst", http.MethodPost, at+"/draft", fields{"rev": v.Rev})
		for _, row := range v.Rows {
			w.edit(fields{"act": "word", "row": row.ID, "seen": row.Rev, "title": "CHƯA DUYỆT"})
		}
		if diff := cmp.Diff(before, w.mine()); diff != "" {
			w.Error(diff)
		}
		w.poll.Opinions[1].Text = "Lời khác hẳn."
		after := w.mine()
		if !after.Changed || !cmp.Equal(before.Points, after.Points) || len(after.Apart) > 0 {
			w.Errorf("%+v", after)
		}
	})
}
