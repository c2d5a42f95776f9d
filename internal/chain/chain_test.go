package chain_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/gowebpki/jcs"

	"ecabinet"
	"ecabinet/internal/chain"
)

// TestTheBytesNeverChange holds the form of rows that exist: a change here makes
// every journal in the world unverifiable.
func TestTheBytesNeverChange(t *testing.T) {
	e := ecabinet.Event{
		Seq: 1, At: time.Date(2026, 3, 2, 1, 2, 3, 456789000, time.UTC), Body: "b", Topic: "ballot:1", Type: "ballot.opened",
		Ref: "ballot/1", Actor: "p", Data: json.RawMessage(`{"b": 1.0, "a": "Bộ Tài chính <&>"}`),
	}
	got, err := chain.CanonicalEvent(e)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"actor":"p","at":"2026-03-02T01:02:03.456789Z","body":"b","data":{"a":"Bộ Tài chính <&>","b":1},` +
		`"ref":"ballot/1","seq":1,"topic":"ballot:1","type":"ballot.opened"}`
	if string(got) != want {
		t.Errorf("canonical row\n%s\nwant\n%s", got, want)
	}
	hash, err := chain.ChainHash(chain.Genesis, got)
	if err != nil || hash != "8a25ab1c8409b0f2c5f456228360e3e5058b774b79407d1b75948e1154758f23" {
		t.Errorf("hash %s, %v", hash, err)
	}
	c := chain.Checkpoint{Body: "b", Count: 1, Hash: hash, At: "2026-03-02T01:02:03.456789Z"}
	b, err := c.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"at":"2026-03-02T01:02:03.456789Z","body":"b","count":1,"hash":"` + hash + `","type":"ecabinet.checkpoint.v1"}`; string(b) != want {
		t.Errorf("checkpoint\n%s\nwant\n%s", b, want)
	}
}

func TestWhatIsRefused(t *testing.T) {
	for _, data := range []string{`[]`, `1`, `{`, `{"a":1}{`, "{\"a\":\"\xff\"}", `{"a":1,"a":2}`} {
		if out, err := chain.Data([]byte(data)); err == nil {
			t.Errorf("data %q became %s", data, out)
		}
	}
	for _, at := range []string{"", "2026-03-02T01:02:03Z", "2026-03-02T01:02:03.456789+07:00", "2026-02-30T01:02:03.456789Z"} {
		if _, err := chain.ParseTime(at); err == nil {
			t.Errorf("time %q was taken", at)
		}
	}
	for _, line := range []string{"", "{}", `{"body":"b","count":1,"hash":"x"}`, `{"body":"b","x":1}`} {
		if _, err := chain.ParseCheckpoint([]byte(line)); err == nil {
			t.Errorf("checkpoint %q was taken", line)
		}
	}
}

func FuzzData(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":[1,2.5e10,"\u2028"]}`, `{"a":1e400}`, `{"\ud800":1}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		once, err := chain.Data(raw)
		if err != nil {
			return
		}
		twice, err := chain.Data(once)
		if err != nil || string(once) != string(twice) {
			t.Errorf("%q became %q, then %q, %v", raw, once, twice, err)
		}
	})
}

func FuzzTime(f *testing.F) {
	f.Add("2026-03-02T01:02:03.456789Z")
	f.Fuzz(func(t *testing.T, s string) {
		if at, err := chain.ParseTime(s); err == nil && chain.FormatTime(at) != s {
			t.Errorf("%q became %q", s, chain.FormatTime(at))
		}
	})
}

func FuzzCheckpoint(f *testing.F) {
	f.Add([]byte(`{"at":"2026-03-02T01:02:03.456789Z","body":"b","count":1,"hash":"` + chain.Genesis + `","key_id":"k","sig":"s"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		c, err := chain.ParseCheckpoint(line)
		if err != nil {
			return
		}
		b, err := c.Line()
		if err != nil {
			return
		}
		if again, err := chain.ParseCheckpoint(b); err != nil || again != c {
			t.Errorf("%q became %q, %v", line, b, err)
		}
	})
}

func FuzzPublicKey(f *testing.F) {
	f.Add([]byte(chain.Genesis))
	f.Fuzz(func(t *testing.T, text []byte) {
		if k, err := chain.ParsePublicKey(text); err == nil && len(k) != 32 {
			t.Errorf("a key of %d bytes", len(k))
		}
	})
}

// FuzzCanonicalEvent compares the row written directly with the library of
// RFC 8785.
func FuzzCanonicalEvent(f *testing.F) {
	f.Add(int64(1), "ballot:1", "a\"\\\b\t\n\v\f\r\x00\x1f\x7f<&>\u2028", `{"b":1,"a":"Bộ"}`)
	f.Fuzz(func(t *testing.T, seq int64, topic, actor, data string) {
		e := ecabinet.Event{Seq: seq, Body: "b", Topic: topic, Type: "x.y", Ref: "x/1", Actor: actor, Data: json.RawMessage(data)}
		got, err := chain.CanonicalEvent(e)
		if err != nil {
			return
		}
		canonical, err := chain.Data(e.Data)
		if err != nil {
			t.Fatal(err)
		}
		loose, err := json.Marshal(map[string]any{"actor": actor, "at": chain.FormatTime(e.At), "body": "b", "data": canonical,
			"ref": "x/1", "seq": seq, "topic": topic, "type": "x.y"})
		if err != nil {
			t.Fatal(err)
		}
		want, err := jcs.Transform(loose)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}
