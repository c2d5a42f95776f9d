package demo

import (
	"net"
	"testing"

	"ecabinet/summaries/openai"
)

// The endpoint of the demonstration answers on this machine only, and passes the test that
// an administrator makes; without -ai there is none.
func TestTheModelOfTheDemonstration(t *testing.T) {
	if m, err := newModel(""); m != nil || err != nil || m.close() != nil {
		t.Errorf("%v %v", m, err)
	}
	if _, err := newModel("real"); err == nil {
		t.Error("it takes an endpoint that it does not have")
	}
	m, err := newModel("fake")
	if err != nil {
		t.Fatal(err)
	}
	if host, _, err := net.SplitHostPort(m.host); err != nil || !net.ParseIP(host).IsLoopback() {
		t.Errorf("it listens on %s", m.host)
	}
	settings := openai.Settings{On: true, Endpoint: "http://" + m.host + "/v1", Model: "fake-honest", Hosts: []string{m.host}, Context: 32768}
	report, err := openai.New(settings, openai.Clock{}).Probe(t.Context())
	if err != nil || !report.OK() {
		t.Errorf("%+v %v", report, err)
	}
	if err := m.close(); err != nil {
		t.Error(err)
	}
	if report, err := openai.New(settings, openai.Clock{}).Probe(t.Context()); err != nil || report.OK() {
		t.Errorf("it answers after it was closed: %+v %v", report, err)
	}
}
