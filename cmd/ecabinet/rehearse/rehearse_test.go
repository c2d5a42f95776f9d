package rehearse

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ecabinet/meetings"
)

func small(members int) Plan {
	return Plan{Title: "Phiên họp thường kỳ", Members: members, Items: []Item{
		{Kind: meetings.Heading, Title: "Phần một"},
		{Kind: meetings.Note, Title: "Báo cáo", Minutes: 10, Pages: []int{4}},
		{Kind: meetings.Decide, Title: "Dự thảo Nghị định", Minutes: 20, Pages: []int{12, 3}},
		{Kind: meetings.Discuss, Title: "Thảo luận", Minutes: 20},
	}}
}

// A rehearsal plays every kind of item with breaks, finds nothing wrong, and leaves
// nothing behind.
func TestARehearsal(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("ECABINET_DATABASE", "postgres://127.0.0.1:1/not-to-be-touched")
	t.Setenv("ECABINET_KEYS", filepath.Join(folder, "not-to-be-touched"))
	phases := map[string]bool{}
	r, err := Run(t.Context(), folder, small(30), func(p Progress) { phases[p.Phase] = true })
	if err != nil {
		t.Fatal(err)
	}
	if !r.Good() || r.Votes != 1 || r.Voted.Count != 30 || r.Breaks == 0 || r.Pages != 6 || r.Page.Count < 100 || r.Delivered.Count < 100 {
		t.Errorf("%+v", r)
	}
	for _, phase := range []string{"found", "connect", "check_in", "item", "compare", "done"} {
		if !phases[phase] {
			t.Errorf("nothing was told of %s", phase)
		}
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	var b strings.Builder
	Print(&b, r)
	t.Log(b.String())
}
