package rehearse

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/bench"
	meetingsapi "ecabinet/meetings/api"
)

// The secretariat rehearses its session from the server that people use: nobody else
// may, only one runs at a time, and the journal of the body hears nothing of it.
func TestARehearsalInAServer(t *testing.T) {
	s, err := app.Alone(t.TempDir(), freeAddr(t))
	if err != nil {
		t.Fatal(err)
	}
	n, err := bench.StartWith(t.Context(), s, app.Option{Demo: true, Rehearse: In}, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	defer n.Stop()
	h, err := Found(t.Context(), n, small(4))
	if err != nil {
		t.Fatal(err)
	}
	path, body := h.MeetingPath("rehearsal"), map[string]any{"members": 20}
	if refused, ok := errors.AsType[*bench.Refused](h.Do(h.Members[1], http.MethodPost, path, body, nil)); !ok || refused.Status != http.StatusForbidden {
		t.Errorf("a member starts it: %v", refused)
	}
	seq, err := n.App.DB.LastSeq(t.Context(), h.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Do(h.Desk, http.MethodPost, path, body, nil); err != nil {
		t.Fatal(err)
	}
	if refused, ok := errors.AsType[*bench.Refused](h.Do(h.Desk, http.MethodPost, path, body, nil)); !ok || refused.Code() != "rehearsal.runs" {
		t.Errorf("a second one: %v", refused)
	}
	read := func() (v meetingsapi.RehearsalView) {
		if err := h.Do(h.Desk, http.MethodGet, path, nil, &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	v := read()
	for ; v.State == "running" && t.Context().Err() == nil; v = read() {
		<-look.C
	}
	if v.State != "done" || !v.Good || v.Report.Members != 20 {
		t.Errorf("%+v: %+v", v, v.Report)
	}
	if now, err := n.App.DB.LastSeq(t.Context(), h.Body); err != nil || now != seq {
		t.Errorf("the journal went from %d to %d, %v", seq, now, err)
	}
	if err := h.Do(h.Desk, http.MethodPost, path, body, nil); err != nil {
		t.Fatal(err)
	}
	if err := h.Do(h.Desk, http.MethodDelete, path, nil, nil); err != nil {
		t.Fatal(err)
	}
	for v = read(); v.State == "running" && t.Context().Err() == nil; v = read() {
		<-look.C
	}
	if v.State != "stopped" {
		t.Errorf("after stopping: %+v", v)
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	addr, err := bench.FreeAddr()
	if err != nil {
		t.Fatal(err)
	}
	return addr
}
