package audit_test

import (
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"io"
	"strings"
	"testing"

	"ecabinet/internal/audit"
	"ecabinet/internal/db"
)

func (c *cabinet) keys() []ed25519.PublicKey { return []ed25519.PublicKey{c.d.PublicKey()} }

// file is the audit file, and its text.
func (c *cabinet) file() (packed []byte, plain string) {
	c.t.Helper()
	var out bytes.Buffer
	if err := audit.Write(c.t.Context(), &out, c.source(), "auditor", "test", c.clock.Now()); err != nil {
		c.t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		c.t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		c.t.Fatal(err)
	}
	return out.Bytes(), string(text)
}

func TestAHistoryVerifies(t *testing.T) {
	convene(t, func(c *cabinet) {
		packed, plain := c.file()
		for name, verify := range map[string]func() (audit.Report, error){
			"file":     func() (audit.Report, error) { return audit.VerifyFile(bytes.NewReader(packed), c.keys()) },
			"database": func() (audit.Report, error) { return audit.VerifyDB(t.Context(), c.source(), c.keys()) },
		} {
			r, err := verify()
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if r.Ballots != 8 || r.Tallies < 18 || r.Uncovered() != 0 || r.Checkpoints < 4 || r.Answers < 27 {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if strings.Contains(plain, canary) {
			t.Error("the words of an opinion stand in the audit file")
		}
		other := audit.Source{DB: c.d, Checkpoints: c.folder, Body: body}
		_, err := audit.VerifyDB(t.Context(), other, []ed25519.PublicKey{db.NewSigningKey().Public()})
		if err == nil || !strings.Contains(err.Error(), "checkpoints") {
			t.Errorf("another key: %v", err)
		}
	})
}
