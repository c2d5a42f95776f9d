package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"ecabinet/internal/testkit"
	"ecabinet/meetings"
)

// TestBadInputIsNoFault: whatever is asked in a form that no screen makes, or of somebody
// or something that is not there, is refused in words, at its field where there is one,
// and changes nothing, on both databases. In a path, {m} is a session in preparation, {i}
// its item, {p} one with a paper, {held} one that is over and {done} its item.
func TestBadInputIsNoFault(t *testing.T) {
	eachRecords(t, func(r *records) {
		desk := r.as("secretariat-1")
		r.clock.Add(time.Hour)
		coming := r.must(r.svc.MakeMeeting(desk, meetings.Terms{
			Title: "Phiên họp", Kind: meetings.Thematic, Mode: meetings.InRoom, Place: "Trụ sở", StartsAt: r.clock.Now().Add(time.Hour),
			EndsAt: r.clock.Now().Add(3 * time.Hour), Chair: "m1",
		}))
		item := r.must(r.svc.AddItem(desk, coming, "", meetings.ItemTerms{Kind: meetings.Decide, Title: "Nội dung", Class: meetings.Placeholder}, nil))
		papers := r.must(r.svc.AddItem(desk, coming, "", meetings.ItemTerms{Kind: meetings.Discuss, Title: "Nội dung", Matter: "matter-2"}, nil))
		m, err := r.st.Meeting(desk, coming)
		r.must("", err)
		r.must(r.svc.Convene(desk, coming, m.Rev))
		it, err := r.st.Item(desk, item)
		r.must("", err)
		m, err = r.st.Meeting(desk, coming)
		r.must("", err)

		paths := strings.NewReplacer("{m}", coming, "{i}", item, "{p}", papers, "{held}", r.meeting, "{done}", r.items[0], "{minutes}", r.deed("minutes").ID)
		terms := func(change string) string {
			return with(`{"title":"Phiên họp","kind":"regular","mode":"room","place":"Trụ sở","link":"","starts_at":"2026-12-10T01:00:00Z","ends_at":"2026-12-10T04:00:00Z","chair":"m1","note":""}`, change)
		}
		of := func(change string) string {
			return with(`{"kind":"decide","title":"Nội dung","note":"","matter":"","lead":"","chair":"","minutes":10,"guests":[],"recused":[]}`, change)
		}
		const post, put, get = http.MethodPost, http.MethodPut, http.MethodGet
		var asks []testkit.Ask
		for _, c := range []struct{ method, path, body, field string }{
			{get, "/api/meetings/a%00b", "", ""},
			{get, "/api/meetings/a%ffb", "", ""},
			{get, "/api/meetings/{m}%00/agenda", "", ""},
			{get, "/api/meetings/{m}/agenda/compare?from=99999999999&to=1", "", ""},
			{get, "/api/deeds/a%00b", "", ""},
			{get, "/api/deeds/nobody/record", "", ""},
			{get, "/api/invitations/a%00b", "", ""},

			{post, "/api/meetings", terms(`{"chair":"nobody"}`), "chair"},
			{post, "/api/meetings", terms(`{"chair":"a\u0000b"}`), ""},
			{post, "/api/meetings", terms(`{"title":"a\u0000b"}`), ""},
			{post, "/api/meetings", terms(`{"ends_at":"9999-12-31T23:59:59-14:00"}`), "ends_at"},
			{post, "/api/meetings", terms(`{"starts_at":"0000-01-01T00:00:00+14:00"}`), "starts_at"},
			{put, "/api/meetings/{m}", `{"meeting_rev":` + fmt.Sprint(m.Rev) + `,"terms":` + terms(`{"chair":"nobody"}`) + `}`, "chair"},
			{put, "/api/meetings/{m}", `{"meeting_rev":99999999999999999,"terms":` + terms(`{}`) + `}`, ""},
			{post, "/api/meetings/nobody/convene", `{"meeting_rev":1}`, ""},

			{post, "/api/meetings/{m}/items", `{"parent":"","item":` + of(`{"chair":"nobody"}`) + `}`, "chair"},
			{post, "/api/meetings/{m}/items", `{"parent":"","item":` + of(`{"guests":["guest-1","nobody"]}`) + `}`, "guests[1]"},
			{post, "/api/meetings/{m}/items", `{"parent":"","item":` + of(`{"recused":["nobody"]}`) + `}`, "recused[0]"},
			{post, "/api/meetings/{m}/items", `{"parent":"","item":` + of(`{"guests":[""]}`) + `}`, "guests[0]"},
			{post, "/api/meetings/{m}/items", `{"parent":"nobody","item":` + of(`{}`) + `}`, ""},
			{post, "/api/meetings/{m}/items", `{"parent":"","item":` + of(`{"guests":["a\u0000b"]}`) + `}`, ""},
			{post, "/api/meetings/{m}/items", `{"parent":"","item":` + of(`{"matter":"nothing"}`) + `}`, ""},
			{post, "/api/meetings/{m}/items", `{"parent":"","item":` + of(`{"minutes":99999999999}`) + `}`, ""},
			{put, "/api/items/{i}", `{"rev":` + fmt.Sprint(it.Rev) + `,"item":` + of(`{"recused":["nobody"]}`) + `}`, "recused[0]"},
			{put, "/api/items/nothing", `{"rev":1,"item":` + of(`{}`) + `}`, ""},
			{post, "/api/items/{i}/move", `{"agenda_rev":` + fmt.Sprint(m.AgendaRev) + `,"parent":"nothing","index":0}`, ""},
			{post, "/api/items/{i}/move", `{"agenda_rev":` + fmt.Sprint(m.AgendaRev) + `,"parent":"","index":99999999999999999999}`, ""},
			{put, "/api/items/{i}/presenter", `{"person":"nobody"}`, "person"},
			{put, "/api/items/{i}/releases", `{"rev":` + fmt.Sprint(it.Rev) + `,"papers":[{"document":"nothing","to":"desk"}]}`, ""},
			{put, "/api/items/{p}/releases", `{"rev":1,"papers":[{"document":"d","to":"desk","at":"9999-12-31T23:59:59-14:00"}]}`, "papers[0].at"},
			{post, "/api/items/{i}/copies", `{"person":"nobody","note":""}`, "person"},
			{post, "/api/items/{i}/floor", `{"person":"nobody","kind":"speech","seconds":60}`, ""},
			{post, "/api/items/{done}/floor", `{"person":"m1","kind":"speech","answers":"nothing","seconds":60}`, ""},
			{put, "/api/items/{i}/requests", `{"requests":["nothing"]}`, ""},
			{post, "/api/items/{i}/present", `{"version":"nothing","page":99999999999}`, ""},
			{post, "/api/items/{i}/conclude", `{"outcome":"put_off","conclusion":"x","resubmit_by":"9999-99-99"}`, ""},
			{post, "/api/requests/nothing/call", `{"seconds":60}`, ""},
			{put, "/api/copies/nothing", `{"state":"returned","note":""}`, ""},

			{post, "/api/meetings/{m}/attendance", `{"person":"nobody","manner":"room"}`, "person"},
			{post, "/api/meetings/{m}/attendance", `{"person":"","manner":"room"}`, "person"},
			{post, "/api/meetings/{m}/attendance", `{"person":"guest-2","manner":"room","substitute":"nobody"}`, "substitute"},
			{post, "/api/meetings/{m}/attendance/end", `{"person":"nobody"}`, ""},
			{post, "/api/meetings/{m}/votes", `{"items":["nothing"],"text":"?","options":[]}`, ""},
			{post, "/api/meetings/{m}/votes", `{"items":["{i}"],"text":"?","options":[],"repeats":"nothing"}`, ""},
			{post, "/api/votes/nothing/close", `{"let_stand":false}`, ""},
			{post, "/api/votes/a%00b/cancel", `{"reason":"x"}`, ""},
			{post, "/api/meetings/{m}/asked", `{"ballot":"nothing"}`, ""},
			{post, "/api/meetings/{m}/invitations", `{"persons":["guest-1","nobody"],"units":[]}`, "persons[1]"},
			{post, "/api/meetings/{m}/invitations", `{"persons":[],"units":["nothing"]}`, ""},
			{post, "/api/invitations/nothing/accept", `{"manner":"room"}`, ""},
			{post, "/api/invitations/nothing/absences", `{"reason":"x"}`, ""},
			{put, "/api/deeds/{minutes}/address", `{"deed_rev":1,"reviewers":["nobody"],"recipients":[]}`, "reviewers[0]"},
			{put, "/api/deeds/{minutes}/sections/a%00b", `{"section_rev":1,"text":"x"}`, ""},
			{post, "/api/deed-comments/nothing/answer", `{"answer":"x"}`, ""},
		} {
			asks = append(asks, testkit.Ask{Who: "secretariat-1", Method: c.method, Path: paths.Replace(c.path), Body: paths.Replace(c.body), Field: c.field})
		}
		testkit.Refused(t, r.router.Dispatch, asks)
		after, err := r.st.Meeting(desk, coming)
		r.must("", err)
		if after.Rev != m.Rev || after.AgendaRev != m.AgendaRev {
			r.Error("something was changed")
		}
	})
}

// with is a JSON object with some of its fields given anew.
func with(object, change string) string {
	var all, some map[string]json.RawMessage
	for raw, into := range map[string]*map[string]json.RawMessage{object: &all, change: &some} {
		if err := json.Unmarshal([]byte(raw), into); err != nil {
			panic(err)
		}
	}
	for k, v := range some {
		all[k] = v
	}
	raw, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(raw)
}
