package app_test

import (
	"net/http"
	"testing"

	"ecabinet/meetings"
)

// Who chairs one item conducts it while it runs, and nothing else: the session is for its
// own chair, and other items for theirs.
func TestWhoChairsAnItemConductsThatAlone(t *testing.T) {
	b := &building{House: seated(t, 6), t: t, next: 3}
	runs, waits := b.Members[1], b.Members[2]
	b.edit(b.IDs[0], func(t *meetings.ItemTerms, _ *[]string) { t.Chair = runs.Person })
	b.edit(b.IDs[1], func(t *meetings.ItemTerms, _ *[]string) { t.Chair = waits.Person })
	const not = "http.forbidden"
	try := func(what, want string, err error) {
		t.Helper()
		got := ""
		if err != nil {
			got = refusal(t, err)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	for _, deputy := range []struct {
		of   string
		who  int
		want string
	}{{"the item that runs", 1, ""}, {"an item that waits", 2, not}} {
		m := b.Members[deputy.who]
		for _, path := range []string{"pause", "resume", "adjourn", "open"} {
			try(path+" by who chairs "+deputy.of, not, b.Act(m, b.MeetingPath(path), nil))
		}
		try("scene by who chairs "+deputy.of, not, b.Do(m, http.MethodPut, b.MeetingPath("screen"), map[string]any{"scene": "seats"}, nil))
		try("begin by who chairs "+deputy.of, not, b.Act(m, b.ItemPath(1, "begin"), nil))
		try("step by who chairs "+deputy.of, deputy.want, b.Act(m, b.ItemPath(0, "step"), map[string]any{"step": "speak"}))
		try("clock by who chairs "+deputy.of, deputy.want, b.Act(m, b.ItemPath(0, "hold"), nil))
		block := map[string]any{"items": []string{b.IDs[1]}, "text": "Thông qua", "options": []string{}}
		try("vote on another item by who chairs "+deputy.of, not, b.Act(m, b.MeetingPath("votes"), block))
		vote, err := b.OpenVote(m, 0)
		try("vote by who chairs "+deputy.of, deputy.want, err)
		if err == nil {
			try("its end by who chairs the other", not, b.Act(waits, "/api/votes/"+vote+"/close", map[string]any{"let_stand": false}))
			try("its end", "", b.Act(m, "/api/votes/"+vote+"/close", map[string]any{"let_stand": false}))
		}
	}
	try("the session's chair", "", b.Act(b.Chair(), b.MeetingPath("pause"), nil))
	try("the session's chair", "", b.Act(b.Chair(), b.MeetingPath("resume"), nil))
}
