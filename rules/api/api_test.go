package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/httpx"
	"ecabinet/internal/testkit"
	"ecabinet/policies"
	"ecabinet/procedure"
	"ecabinet/rules"
	"ecabinet/rules/api"
	"ecabinet/rules/store"
)

// house is the room behind its routes; the cookie of a caller is a role.
type house struct {
	t      *testing.T
	d      *db.DB
	router *httpx.Router
	server *httptest.Server
	body   string
	keys   int
}

func (h *house) Actor(_ context.Context, role string) (ecabinet.Actor, error) {
	return ecabinet.Actor{Account: role, Session: "session", Person: "id-" + role, Body: h.body, Roles: []string{role}}, nil
}

type people struct{}

func (people) Zone(context.Context) (*time.Location, error) {
	return time.FixedZone("+07", 7*3600), nil
}

func (people) Names(_ context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range ids {
		names[id] = strings.ToUpper(id)
	}
	return names, nil
}

func each(t *testing.T, suite func(t *testing.T, h *house)) {
	// 18:00 in UTC is the next day for the body: the first on which nd-191 is in force.
	now := time.Date(2026, 5, 28, 18, 0, 0, 0, time.UTC)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = func() time.Time { return now } }, func(t *testing.T, d *db.DB) {
		h := &house{t: t, d: d, body: ecabinet.NewID()}
		bodies, err := policies.NewBodies(policies.Default())
		h.must(err)
		h.router, err = httpx.New(httpx.Config{Title: "test", Version: "1", Sessions: h, Policies: bodies, Clock: func() time.Time { return now }})
		h.must(err)
		h.router.AddTexts(procedure.Texts())
		api.Register(h.router, rules.NewService(store.New(d)), people{})
		h.must(h.router.Check(policies.Default()))
		h.server = httptest.NewServer(h.router)
		t.Cleanup(h.server.Close)
		suite(t, h)
	})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

type object = map[string]any

func (h *house) want(status int, role, method, path string, in any) object {
	h.t.Helper()
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		h.must(err)
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.server.URL+path, body)
	h.must(err)
	h.keys++
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", "key-"+strconv.Itoa(h.keys))
	req.AddCookie(&http.Cookie{Name: "ecabinet", Value: role})
	res, err := h.server.Client().Do(req)
	h.must(err)
	defer res.Body.Close()
	out := object{}
	h.must(json.NewDecoder(res.Body).Decode(&out))
	if res.StatusCode != status {
		h.t.Fatalf("%s %s as %s: %d %v, want %d", method, path, role, res.StatusCode, out, status)
	}
	return out
}

func items(o object, name string) []object {
	var list []object
	for _, x := range o[name].([]any) {
		list = append(list, x.(object))
	}
	return list
}

func TestProfiles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		list := h.want(200, "member", "GET", "/api/rules/profiles", nil)
		all := items(list, "items")
		if list["in_force"] != "nd-191-2026" || list["today"] != "2026-05-29" || len(all) != 4 || len(list["gaps"].([]any)) != 0 {
			t.Fatalf("as shipped: %v", list)
		}
		law := all[2]
		figures := law["figures"].(object)
		if law["in_force"] != true || law["own"] != false || law["rev"] != 0.0 || len(law["changed"].([]any)) != 0 ||
			figures["origins"].(object)["extend_beyond_window"] != "assumed" || all[3]["template"] != true {
			t.Errorf("the profile: %v", law)
		}
		figures["window"].(object)["max_days"] = 7
		put := object{"rev": 0, "reason": "Theo bản gốc", "in_use": true, "figures": figures}
		h.want(403, "secretariat", "PUT", "/api/rules/profiles/nd-191-2026", put)
		out := h.want(200, "administrator", "PUT", "/api/rules/profiles/nd-191-2026", put)
		last := items(out, "history")[0]
		if out["rev"] != 1.0 || out["changed"].([]any)[0] != "window" || last["by_name"] != "ID-ADMINISTRATOR" || last["reason"] != "Theo bản gốc" {
			t.Errorf("changed: %v", out)
		}
		if out = h.want(409, "administrator", "PUT", "/api/rules/profiles/nd-191-2026", put); out["current"].(object)["rev"] != 1.0 {
			t.Errorf("a stale change answers %v", out)
		}
		put["rev"], figures["from"], figures["window"].(object)["max_days"], put["reason"] = 1, "2026-02-30", 1, ""
		out = h.want(422, "administrator", "PUT", "/api/rules/profiles/nd-191-2026", put)
		if got := items(out, "errors"); got[0]["path"] != "figures.from" {
			t.Errorf("a day that is none: %v", got)
		}
		figures["from"] = "2026-05-29"
		out = h.want(422, "administrator", "PUT", "/api/rules/profiles/nd-191-2026", put)
		if got := items(out, "errors"); len(got) != 2 || got[0]["path"] != "reason" || got[1]["path"] != "figures.window" {
			t.Errorf("wrong: %v", got)
		}
		// Another from the same day on is refused, and the sentence names both.
		put["rev"], put["reason"], figures["window"].(object)["max_days"] = 0, "Thử", 5
		out = h.want(409, "administrator", "PUT", "/api/rules/profiles/rieng", put)
		if out["code"] != "procedure.profiles_overlap" || !strings.Contains(out["detail"].(string), "29/05/2026") {
			t.Errorf("overlap: %v", out)
		}
	})
}

func TestCalendar(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const path = "/api/rules/calendar/2026"
		year := h.want(200, "clerk", "GET", path, nil)
		if year["confirmed"] != false || year["rev"] != 0.0 || year["change"] != nil || len(year["working"].([]any)) != 12 {
			t.Fatalf("as shipped: %v", year)
		}
		june := year["working"].([]any)[5]
		day := object{"rev": 0, "date": "2026-06-15", "kind": "off", "name_vi": "Nghỉ hoán đổi", "name_en": "Swapped", "source": "TB 9", "reason": "Theo thông báo"}
		h.want(403, "member", "POST", path+"/days", day)
		year = h.want(200, "secretariat", "POST", path+"/days", day)
		if year["rev"] != 1.0 || year["working"].([]any)[5] != june.(float64)-1 {
			t.Errorf("set: %v", year)
		}
		var set object
		for _, d := range items(year, "days") {
			if d["date"] == "2026-06-15" {
				set = d
			}
		}
		if set["status"] != "confirmed" || set["source"] != "TB 9" || set["shipped"] != nil || set["change"].(object)["by"] != "id-secretariat" {
			t.Errorf("the day is %v", set)
		}
		if out := h.want(409, "secretariat", "POST", path+"/days", day); out["current"].(object)["rev"] != 1.0 {
			t.Errorf("a stale change answers %v", out)
		}
		day["rev"], day["date"] = 1, "2027-06-15"
		if out := h.want(422, "secretariat", "POST", path+"/days", day); items(out, "errors")[0]["path"] != "date" {
			t.Errorf("a day of another year: %v", out)
		}
		out := h.want(422, "secretariat", "POST", path+"/days", object{"rev": 1, "date": "", "kind": "off", "name_vi": "", "name_en": "", "source": "", "reason": ""})
		if len(items(out, "errors")) != 5 {
			t.Errorf("an empty form: %v", out)
		}
		h.want(200, "secretariat", "POST", path+"/days/2026-06-15/remove", object{"rev": 1, "reason": "Nhầm"})
		h.want(403, "secretariat", "POST", path+"/confirm", object{"rev": 2})
		year = h.want(200, "administrator", "POST", path+"/confirm", object{"rev": 2})
		if year["confirmed"] != true || year["change"].(object)["by"] != "id-administrator" || items(year, "days")[0]["status"] != "confirmed" {
			t.Errorf("confirmed: %v", year)
		}
		h.want(422, "administrator", "POST", path+"/reopen", object{"rev": 3, "reason": ""})
		if year = h.want(200, "administrator", "POST", path+"/reopen", object{"rev": 3, "reason": "Có thông báo mới"}); year["confirmed"] != false {
			t.Errorf("reopened: %v", year)
		}
		h.want(404, "member", "GET", "/api/rules/calendar/1900", nil)
	})
}
