package policies

import (
	"slices"
	"testing"
)

// Every word of the table has its name in both languages, and no name is left over.
func TestEveryWordHasItsName(t *testing.T) {
	w := NewWords()
	wanted := map[string]bool{"role.*": true, "action.*": true}
	for _, code := range []string{"allowed", "denied", "no_relation", "no_role", "unknown"} {
		wanted["policy."+code] = true
	}
	for prefix, names := range map[string][]string{"role.": Roles(), "object.": Kinds(), "relation.": RelationNames()} {
		for _, n := range names {
			wanted[prefix+n] = true
		}
	}
	for _, kind := range Kinds() {
		for _, a := range Default().Actions(kind) {
			wanted["action."+a] = true
		}
	}
	for key := range wanted {
		if w[key]["vi"] == "" || w[key]["en"] == "" {
			t.Errorf("%s has no name in both languages", key)
		}
	}
	for key := range w {
		if !wanted[key] {
			t.Errorf("%s names nothing", key)
		}
	}
}

func TestSay(t *testing.T) {
	w, e := NewWords(), enforcer(t, Default())
	for _, c := range []struct {
		roles     []string
		relations []string
		vi, en    string
	}{
		{[]string{"member"}, []string{"own"},
			"Được phép: thành viên được trả lời phiếu (phiếu trả lời, của chính mình).", "Permitted: member may cast an answer (answer, one's own)."},
		{[]string{"member"}, []string{"own", "recused"},
			"Không được phép: có quy định cấm trả lời phiếu (phiếu trả lời, mình phải tránh tham gia) đối với mọi vai trò.",
			"Not permitted: a rule forbids everybody to cast an answer (answer, recused)."},
		{[]string{"member"}, nil, "Không được phép: vai trò đang giữ chỉ được trả lời phiếu trong quan hệ khác: của chính mình; phiếu tham vấn gửi cho mình.",
			"Not permitted: a role that is held may cast an answer only in another relation: one's own; a consultation in which one is asked."},
		{[]string{"auditor"}, nil,
			"Không được phép: không vai trò nào đang giữ được trả lời phiếu; vai trò được phép: thành viên; chuyên viên giúp việc; đơn vị tham mưu; cơ quan chủ trì soạn thảo; người được lấy ý kiến; nơi được tham vấn vào bằng liên kết riêng.",
			"Not permitted: no role that is held may cast an answer; those that may: member; clerk of a member's office; advising unit; drafter; respondent; respondent who came by a personal link."},
	} {
		x := e.Explain(c.roles, "answer", c.relations, "cast-answer")
		if got := []string{w.Say("vi", x), w.Say("en", x)}; !slices.Equal(got, []string{c.vi, c.en}) {
			t.Errorf("%q", got)
		}
	}
}
