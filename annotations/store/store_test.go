package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/annotations"
	"ecabinet/annotations/store"
	"ecabinet/internal/db"
	"ecabinet/internal/files"
	"ecabinet/internal/testkit"
)

const (
	body  = "01900000-0000-7000-8000-00000000b0d1"
	other = "01900000-0000-7000-8000-00000000b0d2"
)

type world struct {
	*testing.T
	d *db.DB
	s *store.Store
	v *annotations.Service
}

func each(t *testing.T, suite func(w *world)) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		f, err := files.Open(t.Context(), files.Options{URL: filepath.Join(t.TempDir(), "files"), KeyFile: filepath.Join(t.TempDir(), "key")})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		w := &world{T: t, d: d, s: store.New(d, f)}
		w.v = &annotations.Service{Store: w.s}
		suite(w)
	})
}

func (w *world) as(person string) context.Context { return testkit.As(w.Context(), body, person) }

func id(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", n) }

func note(text string) annotations.Content {
	return annotations.Content{Kind: annotations.Note, Page: 2, Colour: "yellow", At: &[2]int{160, 320}, Text: text}
}

var paper = annotations.Paper{Document: "d1", Version: "v1"}

func (w *world) put(person string, n int, seen int64, c annotations.Content) annotations.Head {
	w.Helper()
	h, _, err := w.v.Put(w.as(person), paper, annotations.Change{Puts: []annotations.Put{{ID: id(n), Seen: seen, Content: c}}})
	if err != nil {
		w.Fatal(err)
	}
	return h
}

func (w *world) own(ctx context.Context, since int64) (annotations.Head, []annotations.Annotation) {
	w.Helper()
	h, list, err := w.s.Own(ctx, "d1", since)
	if err != nil {
		w.Fatal(err)
	}
	return h, list
}

func texts(list []annotations.Annotation) []string {
	out := []string{}
	for _, a := range list {
		out = append(out, a.Text)
	}
	slices.Sort(out)
	return out
}

func TestWhatIsKeptIsReadBack(t *testing.T) {
	each(t, func(w *world) {
		want := []annotations.Content{
			note("Xem lại Điều 3"),
			{Kind: annotations.Ink, Page: 1, Colour: "blue", Ink: annotations.Stroke{Width: 32, Points: [][2]int{{1, 2}, {30, 4}}}.Bytes()},
			{Kind: annotations.Highlight, Page: 3, Colour: "green", Boxes: []annotations.Box{{1, 2, 3, 4}}, Quote: "mức thu", Before: "a", After: "b", Text: "hỏi"},
		}
		for i, c := range want {
			w.put("p1", i, 0, c)
		}
		h, list := w.own(w.as("p1"), 0)
		var got []annotations.Content
		for _, a := range list {
			got = append(got, a.Content)
			if a.Person != "p1" || a.Version != "v1" || a.Rev != 1 || a.MadeAt.IsZero() || a.Body != body {
				t.Errorf("%+v", a)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			w.Error(diff)
		}
		if h.Seq != 3 {
			w.Errorf("%+v", h)
		}
		w.put("p1", 1, 1, want[1])
		_, _, err := w.v.Put(w.as("p1"), paper, annotations.Change{Erases: []annotations.Erase{{ID: id(0), Seen: 1}}})
		if err != nil {
			w.Fatal(err)
		}
		if _, list := w.own(w.as("p1"), 3); len(list) != 1 || !list[0].Erased || list[0].Text != "" {
			w.Errorf("since the third change: %+v", list)
		}
		if _, list := w.own(w.as("p1"), 0); len(list) != 2 {
			w.Errorf("%d are left", len(list))
		}
	})
}

func TestOnlyTheirOwnerReadsThem(t *testing.T) {
	each(t, func(w *world) {
		w.put("p1", 1, 0, note("riêng tư"))
		w.put("p2", 1, 0, note("của người khác")) // the same id is another's own
		for who, ctx := range map[string]context.Context{
			"another": w.as("p3"), "nobody": w.Context(), "the same person in another body": testkit.As(w.Context(), other, "p1"),
		} {
			if _, list := w.own(ctx, 0); len(list) != 0 {
				w.Errorf("%s reads %v", who, texts(list))
			}
			shared, err := w.s.Shared(ctx, "d1", []string{"p1", "p2", "p3"})
			if err != nil || len(shared) != 0 {
				w.Errorf("%s reads %v, %v", who, texts(shared), err)
			}
		}
		if _, list := w.own(w.as("p1"), 0); !slices.Equal(texts(list), []string{"riêng tư"}) {
			w.Error(texts(list))
		}
		if n, _ := w.d.LastSeq(w.Context(), body); n != 0 {
			w.Errorf("%d events say who draws on which paper", n)
		}
		_, _, err := w.v.Put(testkit.As(w.Context(), other, "p1"), paper, annotations.Change{Puts: []annotations.Put{{ID: id(9), Content: note("x")}}})
		if err == nil {
			w.Error("one body writes into another's")
		}
	})
}

func TestSharingAndTakingBack(t *testing.T) {
	each(t, func(w *world) {
		w.put("p1", 1, 0, note("một"))
		w.put("p1", 2, 0, note("hai"))
		share := func(office string, ids ...string) {
			w.Helper()
			if err := w.v.Share(w.as("p1"), "d1", annotations.Sharing{Office: office, IDs: ids}); err != nil {
				w.Fatal(err)
			}
		}
		read := func(want ...string) {
			w.Helper()
			list, err := w.s.Shared(w.as("staff"), "d1", []string{"p1"})
			if err != nil || !slices.Equal(texts(list), want) {
				w.Errorf("the office reads %v, %v; want %v", texts(list), err, want)
			}
			docs, err := w.s.SharedDocuments(w.as("staff"), "p1")
			if err != nil || (len(docs) > 0) != (len(want) > 0) {
				w.Errorf("shared papers: %v, %v", docs, err)
			}
			by, _, err := w.s.Sharers(w.as("staff"), "d1", "p1")
			if count := len(want); err != nil || count > 0 && (len(by) != 1 || by[0].Count != count || by[0].Person != "p1") || count == 0 && len(by) > 0 {
				w.Errorf("sharers: %v, %v", by, err)
			}
			if list, err := w.s.Shared(w.as("staff"), "d1", []string{"p9"}); err != nil || len(list) > 0 {
				w.Errorf("another office reads %v, %v", texts(list), err)
			}
		}
		read()
		share("p1", id(2))
		read("hai")
		w.put("p1", 2, 1, note("hai, sửa"))
		read("hai, sửa")
		share("p1")
		read("hai, sửa", "một")
		w.put("p1", 3, 0, note("ba"))
		read("ba", "hai, sửa", "một")
		share("")
		read()
		if offices, err := w.s.Offices(w.as("p1"), "d1"); err != nil || len(offices) != 0 {
			w.Error(offices, err)
		}
		events, err := w.d.EventsAfter(w.Context(), body, 0, 10)
		if err != nil {
			w.Fatal(err)
		}
		var kinds []string
		for _, e := range events {
			kinds = append(kinds, e.Type)
			if e.Topic != "office:p1" || e.Ref != "shared-annotations/d1" || strings.Contains(string(e.Data), "hai") {
				w.Errorf("%s %s %s", e.Topic, e.Ref, e.Data)
			}
		}
		if want := []string{"annotations.shared", "annotations.shared", "annotations.withdrawn"}; !slices.Equal(kinds, want) {
			w.Errorf("journalled: %v", kinds)
		}
	})
}

// Two devices of one person at once: every stroke arrives once, and no Seq is given
// to two changes.
func TestTwoDevicesAtOnce(t *testing.T) {
	each(t, func(w *world) {
		var both sync.WaitGroup
		for device := range 2 {
			both.Go(func() {
				for n := range 10 {
					c := annotations.Change{Puts: []annotations.Put{{ID: id(device*100 + n), Content: note(fmt.Sprint(device, n))}}}
					for range 2 { // its reply was lost
						if _, _, err := w.v.Put(w.as("p1"), paper, c); err != nil {
							w.Error(err)
						}
					}
				}
			})
		}
		both.Wait()
		h, list := w.own(w.as("p1"), 0)
		seen := map[int64]bool{}
		for _, a := range list {
			seen[a.Seq] = true
		}
		if len(list) != 20 || len(seen) != 20 || h.Seq != 20 {
			w.Errorf("%d annotations, %d numbers, the last is %d", len(list), len(seen), h.Seq)
		}
	})
}

// What is written stands nowhere in the database's files, and a content that was
// moved to another's row, or changed, does not open.
func TestContentsAreSealed(t *testing.T) {
	each(t, func(w *world) {
		const canary = "chim-hoang-yen-trong-ghi-chu"
		w.put("p1", 1, 0, note(canary))
		w.put("p2", 1, 0, note("khác"))
		var stored []struct{ Person, Content string }
		if err := w.d.Read().NewSelect().Table("annotations").Column("person", "content").Order("person").Scan(w.Context(), &stored); err != nil {
			w.Fatal(err)
		}
		if len(stored) != 2 || strings.Contains(stored[0].Content, canary) || len(stored[0].Content) < 40 {
			w.Fatalf("%+v", stored)
		}
		_, err := w.d.InTx(w.as("p2"), func(ctx context.Context, tx *db.Tx) (string, error) {
			_, err := tx.Bun().NewRaw("UPDATE annotations SET content = ? WHERE person = 'p2'", stored[0].Content).Exec(ctx)
			return "", err
		})
		if err != nil {
			w.Fatal(err)
		}
		if _, list, err := w.s.Own(w.as("p2"), "d1", 0); !errors.Is(err, files.ErrTampered) {
			w.Errorf("another's words open: %v, %v", texts(list), err)
		}
		if !w.d.IsSQLite() {
			return
		}
		var file string
		if err := w.d.Read().NewRaw("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(w.Context(), &file); err != nil {
			w.Fatal(err)
		}
		for _, name := range glob(w.T, filepath.Dir(file)) {
			raw, err := os.ReadFile(name)
			if err != nil {
				w.Fatal(err)
			}
			if strings.Contains(string(raw), canary) {
				w.Errorf("%s holds what was written", name)
			}
		}
	})
}

func glob(t *testing.T, dir string) []string {
	list, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	return list
}

func TestARefusalLeavesNothing(t *testing.T) {
	each(t, func(w *world) {
		_, _, err := w.v.Put(w.as("p1"), paper, annotations.Change{Puts: []annotations.Put{
			{ID: id(1), Content: note("tốt")}, {ID: id(2), Content: note(" ")},
		}})
		var e *ecabinet.Error
		if !errors.As(err, &e) || e.Code != "annotation.text_missing" || e.Fields[0].Path != "puts[1].text" {
			w.Fatal(err)
		}
		if _, list := w.own(w.as("p1"), 0); len(list) != 0 {
			w.Error(texts(list))
		}
	})
}
