package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet/meetings"
	"ecabinet/meetings/api"
)

// Who chairs one item sees of it what the chair of the session sees of all: who is a
// guest, who is recused, what members have marked. Of the others he sees what members see.
func TestTheChairOfAnItemSeesTheDesksPartOfItAlone(t *testing.T) {
	eachRecords(t, func(r *records) {
		desk := r.as("secretariat-1")
		at := r.clock.Now().AddDate(0, 0, 7)
		id := r.must(r.svc.MakeMeeting(desk, meetings.Terms{
			Title: "Phiên họp chuyên đề", Kind: meetings.Thematic, Mode: meetings.InRoom, Place: "Trụ sở", StartsAt: at, EndsAt: at.Add(time.Hour), Chair: "m1",
		}))
		var items []string
		for _, chair := range []string{"m2", ""} {
			terms := meetings.ItemTerms{Kind: meetings.Decide, Title: "Đề án của " + chair, Lead: "Bộ Xây dựng", Chair: chair, Guests: []string{"guest-1"}}
			items = append(items, r.must(r.svc.AddItem(desk, id, "", terms, []string{"m4"})))
		}
		m, err := r.st.Meeting(desk, id)
		r.must("", err)
		r.must(r.svc.Convene(desk, id, m.Rev))
		for _, item := range items {
			r.must(r.svc.Mark(r.as("m3"), item, meetings.Objects, "Chưa thống nhất"))
		}
		for name, want := range map[string]string{"secretariat-1": "desk desk", "m1": "desk desk", "m2": "desk member", "m3": "member member"} {
			var v api.AgendaView
			r.must("", json.Unmarshal([]byte(r.ok(name, http.MethodGet, "/api/meetings/"+id+"/agenda", nil)), &v))
			var got []string
			for _, item := range items {
				it := v.Items[slices.IndexFunc(v.Items, func(x api.ItemView) bool { return x.ID == item })]
				switch {
				case len(it.Guests) == 1 && len(it.Recused) == 1 && it.Marks != nil && len(it.Marks.Objects) == 1:
					got = append(got, "desk")
				case len(it.Guests) == 0 && len(it.Recused) == 0 && it.Marks == nil:
					got = append(got, "member")
				default:
					got = append(got, "neither")
				}
			}
			if got := strings.Join(got, " "); got != want {
				t.Errorf("%s sees the items as %s, want %s", name, got, want)
			}
		}
	})
}
