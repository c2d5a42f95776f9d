package canonical_test

import (
	"encoding/json"
	"testing"

	"github.com/gowebpki/jcs"
	"pgregory.net/rapid"

	"ecabinet/canonical"
)

// same fails where Transform differs from the library.
func same(t interface {
	Helper()
	Fatalf(string, ...any)
}, raw []byte) {
	t.Helper()
	want, wantErr := jcs.Transform(raw)
	got, err := canonical.Transform(raw)
	if (err == nil) != (wantErr == nil) || string(got) != string(want) {
		t.Fatalf("of %q: %q, %v; want %q, %v", raw, got, err, want, wantErr)
	}
}

var texts = []string{
	``, ` `, `{}`, ` { } `, `[]`, `[ ]`, `[,]`, `[1,]`, `{"a":1,}`, `{,}`, `{"a" : [ 1 , 2 ] , "A" : null}`, `{"b":{"d":1,"c":[{"z":1,"y":2}]},"a":{}}`,
	`{"a":1,"a":2}`, `{"a":1}x`, `{"a":1} `, "{\"a\":1}\x00", `"text"`, `1`, `-1`, `0`, `-0`, `01`, `1.0`, `1e3`, `999999999999999`, `9999999999999999`,
	`12345678901234567890`, `[1 2]`, `[1-2]`, `[tru]`, `[truex]`, `[true,false,null]`, `nul`, `"\u003cb\u003e \u0026 \u2028\u2029"`, `{"k":"\u003c"}`,
	`"\b\f\n\r\t\/\\\""`, `"\u0007"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\u00e9"`, `{"\u0061":1}`, `{"é":1,"z":2}`, `{"😀":1,"דּ":2}`, "\"\x01\"", "\"\xff\"",
	"[\"a\tb\"]", `"unended`, `"unended\`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{1:2}`, `{"a":1 "b":2}`, `[`, `{`, `{"a":[}`, `{"":0,"a":1}`, `{"a b":1,"a":2,"a-":3}`,
}

func TestTransformIsThatOfTheLibrary(t *testing.T) {
	for _, s := range texts {
		same(t, []byte(s))
	}
	deep := make([]byte, 0, 1000)
	for range 200 {
		deep = append(deep, `{"b":1,"a":[`...)
	}
	for range 200 {
		deep = append(deep, "]}"...)
	}
	same(t, deep)
	same(t, nil)
}

// TestTransformOfAnything compares whatever encoding/json writes.
func TestTransformOfAnything(t *testing.T) {
	leaf := rapid.OneOf(
		rapid.Just(any(nil)), rapid.Map(rapid.Bool(), func(b bool) any { return b }), rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.IntRange(-1000, 1000), func(n int) any { return n }), rapid.Map(rapid.Float64Range(-1e30, 1e30), func(f float64) any { return f }),
		rapid.Map(rapid.String(), func(s string) any { return s }),
		rapid.Map(rapid.StringMatching(`[a-zđư <>&"\\/\n\t]{0,12}`), func(s string) any { return s }),
	)
	name := rapid.OneOf(rapid.StringMatching(`[a-z_]{0,8}`), rapid.String())
	var value func(depth int) *rapid.Generator[any]
	value = func(depth int) *rapid.Generator[any] {
		if depth == 0 {
			return leaf
		}
		return rapid.OneOf(leaf,
			rapid.Map(rapid.MapOfN(name, value(depth-1), 0, 6), func(m map[string]any) any { return m }),
			rapid.Map(rapid.SliceOfN(value(depth-1), 0, 5), func(l []any) any { return l }))
	}
	rapid.Check(t, func(t *rapid.T) {
		raw, err := json.Marshal(value(3).Draw(t, "value"))
		if err != nil {
			t.Fatal(err)
		}
		same(t, raw)
	})
}

func FuzzTransform(f *testing.F) {
	for _, s := range texts {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { same(t, raw) })
}

// What does the text of a small row cost, beside the library?
func BenchmarkTransform(b *testing.B) {
	row := []byte(`{"seat":12,"round":1,"person":"0192f0a0-0000-7000-8000-000000000001","revision":3,"source":"own","standing":"counts",` +
		`"row_hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","prepared":["a","b"],"text":"Đề nghị làm rõ khoản 2 Điều 5."}`)
	b.Run("here", func(b *testing.B) {
		for b.Loop() {
			canonical.Transform(row)
		}
	})
	b.Run("library", func(b *testing.B) {
		for b.Loop() {
			jcs.Transform(row)
		}
	})
}
