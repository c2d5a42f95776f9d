package realtime

import (
	"encoding/json"
	"reflect"
	"testing"
)

func FuzzFrame(f *testing.F) {
	for _, s := range []string{
		`{"type":"hello","ticket":"t","topics":["body","user:1"],"position":"x","lang":"vi"}`,
		`{"type":"subscribe","topics":["ballot:1"]}`, `{"type":"unsubscribe","topics":["ballot:1"]}`,
		`{"type":"command","id":"1","method":"POST","path":"/api/x","key":"k","body":{"a":[1,2]}}`,
		`{"type":"command","id":"1","method":"POST","path":"/api/x","body":null}`, `{}`, `[]`, `null`, `{"type":"hello"}{}`, "{\"type\":\"\xff\"}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := parseFrame(data, 64)
		if err != nil {
			return
		}
		again, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := parseFrame(again, 64)
		if err != nil {
			t.Fatalf("%s: %v", again, err)
		}
		got.Body, twice.Body = nil, nil
		if !reflect.DeepEqual(got, twice) {
			t.Fatalf("%+v became %+v", got, twice)
		}
	})
}

func FuzzPosition(f *testing.F) {
	s, err := newSealer(make([]byte, 32))
	if err != nil {
		f.Fatal(err)
	}
	good := s.seal(nil, position{epoch: epochOf("e", "b"), seq: 42, heard: []heard{{topic: digest8("body"), audience: digest8("body", "member")}}})
	f.Add(string(good), []byte{1, 2, 3})
	f.Add("", []byte{})
	f.Add("AAAA", append([]byte{positionVersion}, make([]byte, 24+24)...))
	f.Fuzz(func(t *testing.T, token string, plain []byte) {
		if p, err := s.open(token); err == nil && token != string(good) {
			t.Fatalf("opened %q as %+v", token, p)
		}
		if p, err := parsePosition(plain); err == nil {
			if again, err := s.open(string(s.seal(nil, p))); err != nil || !reflect.DeepEqual(again, p) {
				t.Fatalf("%+v became %+v: %v", p, again, err)
			}
		}
	})
}

func TestPositionsTellNothing(t *testing.T) {
	s, err := newSealer(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	p := position{epoch: epochOf("e", "b"), seq: 42, heard: []heard{{topic: digest8("body"), audience: digest8("body", "member")}}}
	first, second := s.seal(nil, p), s.seal(nil, p)
	if string(first) == string(second) {
		t.Error("one place is sealed alike twice: a client would see that nothing happened elsewhere")
	}
	p.seq = 1 << 60
	if later := s.seal(nil, p); len(later) != len(first) {
		t.Error("the length tells the number")
	}
	another, err := newSealer(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := another.open(string(first)); err != nil || got.seq != 42 {
		t.Error("another node cannot open it", got, err)
	}
}
