package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ecabinet"
	"ecabinet/internal/audit"
	"ecabinet/internal/httpx"
	"ecabinet/policies"
)

// sessions: the cookie is the person and the role.
type sessions struct{}

func (sessions) Actor(_ context.Context, cookie string) (ecabinet.Actor, error) {
	return ecabinet.Actor{Account: cookie, Person: cookie, Body: body, Session: "s", Roles: []string{cookie}}, nil
}

// serve puts the routes over the cabinet; get asks them as a role.
func serve(c *cabinet) (get func(role, path string) (int, []byte)) {
	bodies, err := policies.NewBodies(policies.Default())
	if err != nil {
		c.t.Fatal(err)
	}
	r, err := httpx.New(httpx.Config{Title: "test", Version: "1", Sessions: sessions{}, Policies: bodies, Clock: c.clock.Now})
	if err != nil {
		c.t.Fatal(err)
	}
	audit.Register(r, audit.API{DB: c.d, Checkpoints: c.folder, Version: "test", Names: c.Names})
	server := httptest.NewServer(r)
	c.t.Cleanup(server.Close)
	return func(role, path string) (int, []byte) {
		c.t.Helper()
		req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			c.t.Fatal(err)
		}
		cookie := r.SessionCookie(role, c.clock.Now().AddDate(1, 0, 0))
		req.AddCookie(&cookie)
		res, err := server.Client().Do(req)
		if err != nil {
			c.t.Fatal(err)
		}
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		if err != nil {
			c.t.Fatal(err)
		}
		return res.StatusCode, raw
	}
}

func TestTheAuditorsRoutes(t *testing.T) {
	convene(t, func(c *cabinet) {
		get := serve(c)
		for _, role := range []string{"member", "secretariat", "administrator", "chair"} {
			if status, _ := get(role, "/api/audit/file"); status != http.StatusForbidden {
				t.Errorf("%s: the file was answered with %d", role, status)
			}
		}
		status, packed := get("auditor", "/api/audit/file")
		report, err := audit.VerifyFile(bytes.NewReader(packed), c.keys())
		if status != http.StatusOK || err != nil || report.Uncovered() != 0 {
			t.Fatalf("%d, %v, %+v", status, err, report)
		}
		var points audit.CheckpointList
		status, raw := get("auditor", "/api/audit/checkpoints")
		if err := json.Unmarshal(raw, &points); err != nil || status != http.StatusOK {
			t.Fatal(status, err, string(raw))
		}
		if len(points.Items) == 0 || points.Items[0].Count != points.Rows || points.Rows != report.Rows {
			t.Errorf("checkpoints: %+v", points)
		}

		journal := func(role, query string) (list audit.EventList) {
			t.Helper()
			status, raw := get(role, "/api/journal?"+query)
			if err := json.Unmarshal(raw, &list); err != nil || status != http.StatusOK {
				t.Fatal(query, status, err, string(raw))
			}
			return list
		}
		seen, after := 0, ""
		for {
			page := journal("auditor", "limit=40&after="+after)
			seen += len(page.Items)
			if after = page.Next; after == "" {
				break
			}
		}
		if int64(seen) != report.Rows {
			t.Errorf("%d rows on the pages, %d in the journal", seen, report.Rows)
		}
		if l := journal("auditor", ""); l.Items[0].Type != "audit.downloaded" || l.Items[0].ActorName != "Ông auditor" {
			t.Errorf("the download is not on record: %+v", l.Items[0])
		}
		for query, want := range map[string]string{
			"type=classing": "classing.", "type=ballot.closed": "ballot.closed", "about=" + c.ballot: "", "about=ballot:" + c.ballot: "", "about=ballot/" + c.ballot: "", "about=matter/" + c.ballot: "nothing", "actor=m2": "answer.", "type=ballot_": "nothing",
		} {
			l := journal("auditor", query)
			if (len(l.Items) > 0) == (want == "nothing") {
				t.Errorf("%s: %d rows", query, len(l.Items))
			}
			for _, e := range l.Items {
				if !strings.HasPrefix(e.Type, want) || strings.HasPrefix(query, "about") && !strings.Contains(e.Topic+e.Ref, c.ballot) {
					t.Errorf("%s: %+v", query, e)
				}
			}
		}
		// An administrator reads that a ballot was opened and closed, and nothing of who
		// has answered it.
		for _, query := range []string{"type=answer", "type=classing", "actor=m2"} {
			if l := journal("administrator", query); len(l.Items) > 0 {
				t.Errorf("%s: an administrator reads %+v", query, l.Items)
			}
		}
		rows := journal("administrator", "type=ballot").Items
		if len(rows) == 0 {
			t.Error("an administrator reads nothing of a ballot's course")
		}
		for _, e := range rows {
			if string(e.Data) != "{}" {
				t.Errorf("an administrator reads %s", e.Data)
			}
		}
		if status, _ := get("member", "/api/journal"); status != http.StatusForbidden {
			t.Errorf("a member reads the journal: %d", status)
		}
		if status, _ := get("auditor", "/api/journal?after=x"); status == http.StatusOK {
			t.Error("a cursor that is none was taken")
		}
	})
}
