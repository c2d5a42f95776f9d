package audit_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ecabinet/internal/audit"
)

func pack(t *testing.T, lines ...string) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.NoCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write([]byte(strings.Join(lines, ""))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}

// edited is a line with one column of its row changed.
func edited(t *testing.T, line, column string) string {
	t.Helper()
	var l audit.Line
	if err := json.Unmarshal([]byte(line), &l); err != nil {
		t.Fatal(err)
	}
	switch was := string(l.Row[column]); {
	case was == "true":
		l.Row[column] = json.RawMessage("false")
	case was == "false":
		l.Row[column] = json.RawMessage("true")
	case was == "null" || was[0] == '{' || was[0] == '[':
		l.Row[column] = json.RawMessage(`"2026-11-17T00:00:00.000000Z"`)
	case was[0] == '"':
		l.Row[column] = json.RawMessage(strings.TrimSuffix(was, `"`) + `x"`)
	default:
		l.Row[column] = json.RawMessage("1" + was)
	}
	return encode(t, l)
}

func encode(t *testing.T, l audit.Line) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sample is one line of each kind, and of answers one that is sealed and one that
// is not.
func sample(t *testing.T, lines []string) []int {
	t.Helper()
	byKind := map[string][]int{}
	for i, line := range lines {
		var l audit.Line
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		byKind[l.T] = append(byKind[l.T], i)
	}
	var out []int
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		is := byKind[kind]
		out = append(out, is[len(is)/2])
		if kind == "answer" {
			out = append(out, is[0], is[len(is)-1])
		}
	}
	if len(byKind) != 11 {
		t.Errorf("the file has the kinds %v", slices.Sorted(maps.Keys(byKind)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestEveryLineOfTheFileIsVerified(t *testing.T) {
	convene(t, func(c *cabinet) {
		if !c.d.IsSQLite() {
			return // the file is the same
		}
		_, plain := c.file()
		lines := strings.SplitAfter(strings.TrimSuffix(plain, "\n"), "\n")
		lines[len(lines)-1] += "\n"
		named := func(what string, changed []string, at ...int64) {
			t.Helper()
			_, err := audit.VerifyFile(pack(t, changed...), c.keys())
			var w *audit.Wrong
			switch {
			case errors.Is(err, audit.ErrNotAFile) && (len(at) == 0 || at[0] == 1):
			case !errors.As(err, &w):
				t.Errorf("%s: not found: %v", what, err)
			case len(at) > 0 && !slices.Contains(at, w.Line):
				t.Errorf("%s: another line was named: %v", what, err)
			}
		}
		seen := map[string]bool{}
		for _, i := range sample(t, lines) {
			var l audit.Line
			if err := json.Unmarshal([]byte(lines[i]), &l); err != nil {
				t.Fatal(err)
			}
			n := int64(i + 1)
			for column := range l.Row {
				at := []int64{n}
				if l.T == "header" && column == "body" {
					at = append(at, 2) // the first row of the journal is of another body
				}
				if l.T == "answer" && column == "id" {
					at = nil // the one that the journal names is missing
				}
				changed := slices.Clone(lines)
				changed[i] = edited(t, lines[i], column)
				named(l.T+" "+column, changed, at...)
				if seen[l.T] {
					continue
				}
				if l.T == "ballot" && (column == "kind" || column == "onward") {
					at = nil // as a program before it wrote it: the seal alone is wrong
				}
				fewer := l
				fewer.Row = maps.Clone(l.Row)
				delete(fewer.Row, column)
				changed[i] = encode(t, fewer)
				named(l.T+" without "+column, changed, at...)
			}
			seen[l.T] = true
			named("without "+lines[i], slices.Delete(slices.Clone(lines), i, i+1), n, n-1)
			named("twice "+l.T, slices.Insert(slices.Clone(lines), i, lines[i]), n, n+1)
			if i+1 < len(lines) {
				changed := slices.Clone(lines)
				changed[i], changed[i+1] = changed[i+1], changed[i]
				named("swapped "+l.T, changed, n)
			}
			// Whoever numbers the lines again is found too, if not always at that line.
			named("without and numbered again "+l.T, numbered(t, slices.Delete(slices.Clone(lines), i, i+1)))
			named("twice and numbered again "+l.T, numbered(t, slices.Insert(slices.Clone(lines), i, lines[i])))
		}
	})
}

// A row that is missing from the file, or there twice, is named itself, whether the
// lines were numbered again or not.
func TestARowMissingFromTheFileIsNamed(t *testing.T) {
	convene(t, func(c *cabinet) {
		if !c.d.IsSQLite() {
			return // the file is the same
		}
		_, plain := c.file()
		lines := strings.SplitAfter(strings.TrimSuffix(plain, "\n"), "\n")
		lines[len(lines)-1] += "\n"
		tables := map[string]string{"journal": "journal", "ballot": "ballots", "seat": "seats", "answer": "answers", "classing": "classings"}
		for _, i := range sample(t, lines) {
			var l audit.Line
			if err := json.Unmarshal([]byte(lines[i]), &l); err != nil {
				t.Fatal(err)
			}
			table, ok := tables[l.T]
			if !ok {
				continue
			}
			id := strings.Trim(string(l.Row["id"]), `"`)
			again := id
			if l.T == "journal" {
				seq, err := strconv.Atoi(string(l.Row["seq"]))
				if err != nil {
					t.Fatal(err)
				}
				id, again = fmt.Sprint(seq), fmt.Sprint(seq+1) // the place where it stands once more
			}
			named := func(what, id string, changed []string) {
				t.Helper()
				_, err := audit.VerifyFile(pack(t, changed...), c.keys())
				var w *audit.Wrong
				if !errors.As(err, &w) || w.Table != table || w.ID != id {
					t.Errorf("%s: %s row %s is not named: %v", what, table, id, err)
				}
			}
			without := slices.Delete(slices.Clone(lines), i, i+1)
			named("without it", id, without)
			named("without it, numbered again", id, numbered(t, slices.Clone(without)))
			if l.T == "ballot" {
				continue // of a ballot there twice, the first lacks what belongs to it
			}
			twice := slices.Insert(slices.Clone(lines), i, lines[i])
			named("twice", again, twice)
			named("twice, numbered again", again, numbered(t, slices.Clone(twice)))
		}
	})
}

// A file of a program that knew fewer columns is no worse for it: of one whose rows lack
// them only the hash over all of its lines is wrong.
func TestAFileOfBeforeAColumn(t *testing.T) {
	convene(t, func(c *cabinet) {
		_, plain := c.file()
		before := strings.ReplaceAll(plain, `,"onward":null`, "")
		if before == plain {
			t.Fatal("no row holds the column")
		}
		_, err := audit.VerifyFile(pack(t, before), c.keys())
		var w *audit.Wrong
		if !errors.As(err, &w) || w.Table != "file" {
			t.Errorf("%v", err)
		}
	})
}

func numbered(t *testing.T, lines []string) []string {
	t.Helper()
	for i := range lines {
		var l audit.Line
		if err := json.Unmarshal([]byte(lines[i]), &l); err != nil {
			t.Fatal(err)
		}
		if l.N != int64(i+1) {
			l.N = int64(i + 1)
			lines[i] = encode(t, l)
		}
	}
	return lines
}

func TestWhatIsNoAuditFile(t *testing.T) {
	for name, in := range map[string][]byte{
		"nothing": nil, "text": []byte("xin chào"), "another line": pack(t, `{"n":1,"t":"journal","row":{}}`+"\n").Bytes(),
		"half": pack(t, "{").Bytes()[:12],
	} {
		if _, err := audit.VerifyFile(bytes.NewReader(in), nil); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func FuzzVerifyFile(f *testing.F) {
	f.Add(`{"n":1,"t":"header","row":{"format":"ecabinet.audit.v1","body":"b","made_at":"","made_by":"","version":"","key_id":"","counts":{}}}` + "\n" +
		`{"n":2,"t":"ballot","row":{"id":"x"}}` + "\n" + `{"n":3,"t":"trailer","row":{}}` + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := audit.VerifyFile(pack(t, text), nil); err == nil {
			t.Error("a file without a signature was taken")
		}
	})
}
