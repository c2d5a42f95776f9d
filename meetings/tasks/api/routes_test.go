package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/internal/testkit"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/api"
	"ecabinet/meetings/tasks/store"
	"ecabinet/policies"
	"ecabinet/procedure"
)

var hanoi = time.FixedZone("+07", 7*3600)

// house is a body behind the routes of tasks; a cookie is a name, and the name says the
// rights: a role, or "drafter-<agency>". It is its own sessions, Sources, Agencies, Days
// and Registry.
type house struct {
	*testing.T
	st     *store.Store
	router *httpx.Router
}

func each(t *testing.T, suite func(h *house)) {
	clock := testkit.NewClock(time.Date(2026, 11, 16, 9, 0, 0, 0, hanoi))
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		h := &house{T: t, st: store.New(d)}
		bodies, err := policies.NewBodies(policies.Default())
		if err != nil {
			t.Fatal(err)
		}
		if h.router, err = httpx.New(httpx.Config{Title: "test", Version: "1", Sessions: h, Policies: bodies, Clock: clock.Now}); err != nil {
			t.Fatal(err)
		}
		api.New(h.router, &tasks.Service{Store: h.st, Sources: h, Agencies: h, Days: h}, h.st, nil, h)
		suite(h)
	})
}

func (h *house) Actor(_ context.Context, name string) (ecabinet.Actor, error) {
	role, agency, ok := strings.Cut(name, "-")
	a := ecabinet.Actor{Account: name, Person: name, Body: "body-1", Session: name, Roles: []string{role}}
	if ok {
		a.Agencies = []string{agency}
	}
	return a, nil
}
func (h *house) Item(_ context.Context, id string) (tasks.Source, error) {
	return tasks.Source{Kind: tasks.FromItem, Title: "Phiên họp, nội dung 1", Meeting: "meeting-1", Item: id, Chair: "chair", Class: "internal"}, nil
}
func (h *house) Ballot(_ context.Context, id string) (tasks.Source, error) {
	return tasks.Source{Kind: tasks.FromBallot, Ballot: id, Class: "internal"}, nil
}
func (h *house) Matter(_ context.Context, id string) (tasks.Source, error) {
	return tasks.Source{Matter: id, Class: "internal"}, nil
}
func (h *house) Known(_ context.Context, ids []string) ([]string, error) {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id != "btc" && id != "btp" }), nil
}
func (h *house) Calendar(context.Context) (tasks.Calendar, error) {
	return tasks.Calendar{Calendar: procedure.ShippedCalendar(), Zone: hanoi}, nil
}
func (h *house) Persons(context.Context, []string) (map[string]string, error) { return nil, nil }
func (h *house) Agencies(context.Context) ([]api.Agency, error)               { return nil, nil }
func (h *house) Letterhead(context.Context) (export.Letterhead, error) {
	return export.Letterhead{Zone: hanoi}, nil
}

// call calls a route as somebody; the task as it is then, where it is told.
func (h *house) call(name, method, path, body string) (int, api.TaskView, string) {
	h.Helper()
	status, raw := h.router.Dispatch(h.Context(), name, "vi", method, path, []byte(body), ecabinet.NewID())
	var v api.TaskView
	if status/100 == 2 {
		if err := json.Unmarshal(raw, &v); err != nil {
			h.Fatal(err)
		}
	}
	return status, v, string(raw)
}

func (h *house) ok(name, path, body string) api.TaskView {
	h.Helper()
	status, v, raw := h.call(name, http.MethodPost, path, body)
	if status/100 != 2 {
		h.Fatalf("%s %s: %d %s", name, path, status, raw)
	}
	return v
}

const given = `{"source":"item","from":"item-1","terms":{"text":"Trình dự án Luật","lead":"btc","cooperating":["btp"],"due":"2026-11-20","class":"internal","shown":false}}`

// TestACourseOverTheRoutes: given by the secretariat, reported with evidence by the lead
// agency, closed by the secretariat.
func TestACourseOverTheRoutes(t *testing.T) {
	each(t, func(h *house) {
		v := h.ok("secretariat", "/api/tasks", given)
		at := "/api/tasks/" + v.ID
		v = h.ok("drafter-btc", at+"/accept", fmt.Sprintf(`{"task_rev":%d}`, v.Rev))
		drafter, _ := h.Actor(h.Context(), "drafter-btc")
		file := ecabinet.NewID()
		if _, err := h.st.AddFile(ecabinet.WithActor(h.Context(), drafter), store.StoredFile{
			File: tasks.File{ID: file, Name: "to-trinh.pdf", Size: 3, Hash: "5ca1ab1e"}, Task: v.ID, By: "drafter-btc", Blob: "blob",
		}); err != nil {
			h.Fatal(err)
		}
		seen := v.Rev
		v = h.ok("drafter-btc", at+"/reports", fmt.Sprintf(`{"task_rev":%d,"text":"Đã trình","files":[%q]}`, v.Rev, file))
		if status, _, raw := h.call("secretariat", http.MethodPost, at+"/close", fmt.Sprintf(`{"task_rev":%d,"remark":""}`, seen)); status != http.StatusPreconditionFailed && status != http.StatusConflict || !strings.Contains(raw, "request.stale") {
			h.Errorf("closed on what was seen before the report: %d %s", status, raw)
		}
		if v = h.ok("secretariat", at+"/close", fmt.Sprintf(`{"task_rev":%d,"remark":"Đạt"}`, v.Rev)); v.State != "closed" {
			h.Errorf("state %s", v.State)
		}
		if _, _, raw := h.call("drafter-btc", http.MethodGet, at, ""); !strings.Contains(raw, file) {
			h.Errorf("the evidence is not with the task: %s", raw)
		}
	})
}

// TestWhoMayDoWhatToATask: who may is told that the revision is stale, who may not is
// refused, and nothing changes.
func TestWhoMayDoWhatToATask(t *testing.T) {
	each(t, func(h *house) {
		v := h.ok("secretariat", "/api/tasks", given)
		desk, lead := []string{"secretariat"}, []string{"drafter-btc"}
		for _, c := range []struct {
			method, path, body string
			may                []string
		}{
			{http.MethodPut, "", `{"task_rev":99,"terms":{"text":"x","lead":"btc","cooperating":[],"due":"","class":"internal","shown":false},"reason":"x"}`, desk},
			{http.MethodPost, "/accept", `{"task_rev":99}`, lead},
			{http.MethodPost, "/reports", `{"task_rev":99,"text":"x","files":[]}`, []string{"secretariat", "drafter-btc"}},
			{http.MethodPost, "/extension", `{"task_rev":99,"due":"2026-12-01","reason":"x"}`, lead},
			{http.MethodPost, "/extension/answer", `{"task_rev":99,"due":"","reason":"x"}`, desk},
			{http.MethodPost, "/return", `{"task_rev":99,"reason":"x"}`, desk},
			{http.MethodPost, "/close", `{"task_rev":99,"remark":""}`, desk},
			{http.MethodPost, "/recall", `{"task_rev":99,"reason":"x"}`, desk},
		} {
			for _, who := range []string{"secretariat", "drafter-btc", "drafter-btp", "drafter-byt", "member", "admin", "auditor"} {
				status, _, raw := h.call(who, c.method, "/api/tasks/"+v.ID+c.path, c.body)
				if may := slices.Contains(c.may, who); may != strings.Contains(raw, "request.stale") || !may && status != http.StatusForbidden && status != http.StatusNotFound {
					h.Errorf("%s %s%s: %d %s", who, c.method, c.path, status, raw)
				}
			}
		}
		if _, now, _ := h.call("secretariat", http.MethodGet, "/api/tasks/"+v.ID, ""); now.Rev != v.Rev || now.State != v.State {
			h.Errorf("something was changed: %+v", now)
		}
		for _, who := range []string{"drafter-byt", "member", "admin"} {
			if status, _, raw := h.call(who, http.MethodPost, "/api/tasks", given); status != http.StatusForbidden {
				h.Errorf("%s gives a task: %d %s", who, status, raw)
			}
		}
	})
}
