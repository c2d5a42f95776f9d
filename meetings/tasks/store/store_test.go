package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/meetings/tasks"
	"ecabinet/meetings/tasks/store"
	"ecabinet/procedure"
)

const body = "body-1"

var (
	hanoi = time.FixedZone("+07", 7*3600)
	cal   = tasks.Calendar{Calendar: procedure.ShippedCalendar(), Zone: hanoi}
	begin = time.Date(2026, 11, 16, 2, 0, 0, 0, time.UTC)
)

// world is one database with its store, seen by one person of the body.
type world struct {
	*testing.T
	d   *db.DB
	s   *store.Store
	ctx context.Context
	n   *int
}

func each(t *testing.T, suite func(w world)) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		suite(world{T: t, d: d, s: store.New(d), ctx: testkit.As(t.Context(), body, "secretary", "secretariat"), n: new(int)})
	})
}

func (w world) do(act func(ctx context.Context, tx tasks.Tx) error) {
	w.Helper()
	_, err := w.s.InTx(w.ctx, func(ctx context.Context, tx tasks.Tx) (string, error) { return "", act(ctx, tx) })
	if err != nil {
		w.Fatal(err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func day(n int) *procedure.Date {
	d := cal.Day(begin).AddDays(n)
	return &d
}

// task is a task as giving it makes it, due in so many days.
func (w world) task(due *procedure.Date, change func(t *tasks.Task)) *tasks.Task {
	w.Helper()
	terms := tasks.Terms{Text: "Xây dựng đề án", Lead: "a1", Due: due, Class: "internal"}
	t, err := tasks.Give(tasks.Source{Kind: tasks.Entered, Title: "Công văn"}, terms, "secretary", cal, begin)
	if err != nil {
		w.Fatal(err)
	}
	*w.n++
	t.ID, t.Body, t.Number, t.Year = fmt.Sprintf("task-%04d", *w.n), body, *w.n, 2026
	if change != nil {
		change(t)
	}
	return t
}

func (w world) insert(list ...*tasks.Task) {
	w.Helper()
	w.do(func(ctx context.Context, tx tasks.Tx) error {
		for _, t := range list {
			if err := tx.InsertTask(ctx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

func same[T any](t *testing.T, want, got T) {
	t.Helper()
	if d := cmp.Diff(want, got, cmp.Comparer(time.Time.Equal)); d != "" {
		t.Fatalf("read back otherwise than written (-want +got):\n%s", d)
	}
}

func ref[T any](v T) *T { return &v }

// full is a task in which everything is set.
func full(w world) *tasks.Task {
	return w.task(day(4), func(t *tasks.Task) {
		t.State, t.Rev = tasks.Closed, 7
		t.Cooperating, t.Class, t.Shown = []string{"a3", "a2"}, "restricted", true
		t.Source = tasks.Source{Kind: tasks.FromItem, Title: "Phiên họp", Meeting: "m", Item: "i", Ballot: "", Matter: "x", Chair: "pm", Class: "internal", Closed: true}
		t.FirstDue, t.Extended = day(2), 2
		t.Asked = &tasks.Extension{Due: *day(9), Reason: "\"x\" <b> \u2028", By: "p", At: begin}
		t.AcceptedBy, t.AcceptedAt = "p", ref(begin.Add(time.Hour))
		t.ReportedBy, t.ReportedAt = "p", ref(begin.Add(2*time.Hour+time.Microsecond))
		t.ClosedBy, t.ClosedAt = "q", ref(begin.Add(3*time.Hour))
		t.RecalledAt, t.RecalledFor = ref(begin.Add(4*time.Hour)), "y"
		t.Next = tasks.Told{}
	})
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	each(t, func(w world) {
		bare, all := w.task(nil, nil), full(w)
		w.insert(bare, all)
		for _, x := range []*tasks.Task{bare, all} {
			same(w.T, x, must(w.s.Task(w.ctx, x.ID)))
		}
		e := tasks.Entry{ID: "e1", Task: all.ID, At: begin, Person: "p", What: "task.edited", Text: "vì", Due: day(1), Was: day(2),
			Fields: []string{"due", "text"}, Before: "cũ", Files: []tasks.File{{ID: "f", Name: "tên.pdf", Size: 1 << 40, Hash: "aa"}}}
		plain := tasks.Entry{ID: "e0", Task: all.ID, At: begin, Person: "p", What: "task.accepted"}
		w.do(func(ctx context.Context, tx tasks.Tx) error {
			return errors.Join(tx.AddEntry(ctx, body, &e), tx.AddEntry(ctx, body, &plain))
		})
		same(w.T, []tasks.Entry{plain, e}, must(w.s.Entries(w.ctx, all.ID)))
		other := testkit.As(w.Context(), "body-2", "secretary", "secretariat")
		if _, err := w.s.Task(other, all.ID); !errors.Is(err, &ecabinet.Error{Code: "task.not_found"}) {
			w.Errorf("another body reads it: %v", err)
		}
		if list := must(w.s.Entries(other, all.ID)); len(list) != 0 {
			w.Errorf("another body reads its history: %v", list)
		}
	})
}

func TestAStaleWriteIsRefused(t *testing.T) {
	each(t, func(w world) {
		x := w.task(day(4), nil)
		w.insert(x)
		_, err := w.s.InTx(w.ctx, func(ctx context.Context, tx tasks.Tx) (string, error) { return "", tx.SaveTask(ctx, x) })
		if err == nil || !strings.Contains(err.Error(), "not locked") {
			w.Errorf("saved without a lock: %v", err)
		}
		w.do(func(ctx context.Context, tx tasks.Tx) error {
			held, err := tx.LockTask(ctx, x.ID)
			if err != nil {
				return err
			}
			if err := held.Accept("p", tx.Now()); err != nil {
				return err
			}
			held.Cooperating = []string{"a2"}
			return tx.SaveTask(ctx, held)
		})
		got := must(w.s.Task(w.ctx, x.ID))
		if got.Rev != 2 || got.State != tasks.Doing || !slices.Equal(got.Cooperating, []string{"a2"}) {
			w.Errorf("%+v", got)
		}
	})
}

// The database itself refuses what must never be.
func TestConstraints(t *testing.T) {
	each(t, func(w world) {
		closed := func(change func(t *tasks.Task)) *tasks.Task { x := full(w); change(x); return x }
		twice := w.task(nil, nil)
		w.insert(twice)
		for name, x := range map[string]*tasks.Task{
			"closed by who reported": closed(func(t *tasks.Task) { t.ClosedBy = t.ReportedBy }),
			"closed unreported":      closed(func(t *tasks.Task) { t.ReportedAt = nil }),
			"a number twice":         w.task(nil, func(t *tasks.Task) { t.Number = twice.Number }),
			"tells after its end":    closed(func(t *tasks.Task) { t.Next = tasks.Told{Kind: "task.soon", At: &begin} }),
			"the lead cooperates":    w.task(nil, func(t *tasks.Task) { t.Cooperating = []string{t.Lead} }),
		} {
			_, err := w.s.InTx(w.ctx, func(ctx context.Context, tx tasks.Tx) (string, error) { return "", tx.InsertTask(ctx, x) })
			if err == nil {
				w.Errorf("%s: was stored", name)
			}
		}
		w.do(func(ctx context.Context, tx tasks.Tx) error {
			return tx.AddEntry(ctx, body, &tasks.Entry{ID: "e", Task: twice.ID, At: begin, Person: "p", What: "task.given"})
		})
		for _, sql := range []string{"UPDATE task_entries SET text = 'x'", "DELETE FROM task_entries"} {
			_, err := w.d.InTx(w.ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
				_, err := tx.Bun().NewRaw(sql).Exec(ctx)
				return "", err
			})
			if err == nil {
				w.Errorf("%s: was done", sql)
			}
		}
	})
}

// some are tasks in all states, of several agencies and sources, due around begin.
func some(w world, n int) []*tasks.Task {
	gen := rapid.Custom(func(r *rapid.T) *tasks.Task {
		var due *procedure.Date
		if rapid.IntRange(0, 4).Draw(r, "due?") > 0 {
			due = day(rapid.IntRange(0, 60).Draw(r, "due"))
		}
		x := w.task(due, nil)
		x.Lead = rapid.SampledFrom([]string{"a1", "a2", "a3"}).Draw(r, "lead")
		for _, a := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a1", "a2", "a3", "a4"}), 0, 2, rapid.ID).Draw(r, "cooperating") {
			if a != x.Lead {
				x.Cooperating = append(x.Cooperating, a)
			}
		}
		x.Shown = rapid.Bool().Draw(r, "shown")
		x.Source.Chair = rapid.SampledFrom([]string{"", "pm", "p1"}).Draw(r, "chair")
		x.Source.Kind = rapid.SampledFrom([]tasks.SourceKind{tasks.FromItem, tasks.FromBallot, tasks.Entered}).Draw(r, "kind")
		if x.Source.Kind == tasks.FromItem {
			x.Source.Meeting, x.Source.Item = "m1", rapid.SampledFrom([]string{"i1", "i2"}).Draw(r, "item")
		}
		x.Text = rapid.SampledFrom([]string{"Xây dựng đề án", "Báo cáo kết quả đầu tư công", "Rà soát văn bản đầu tư"}).Draw(r, "text")
		x.State = rapid.SampledFrom(tasks.States).Draw(r, "state")
		when := func(label string) *time.Time {
			at := begin.Add(time.Duration(rapid.IntRange(1, 70*24).Draw(r, label)) * time.Hour)
			return &at
		}
		switch x.State {
		case tasks.Reported:
			x.ReportedBy, x.ReportedAt = "p", when("reported")
		case tasks.Closed:
			x.ReportedBy, x.ReportedAt, x.ClosedBy, x.ClosedAt = "p", when("reported"), "q", when("closed")
		case tasks.Recalled:
			x.RecalledAt = when("recalled")
		}
		if x.State != tasks.Assigned && x.State != tasks.Doing {
			x.Next = tasks.Told{}
		}
		return x
	})
	list := make([]*tasks.Task, n)
	for i := range list {
		list[i] = gen.Example(i)
		list[i].ID, list[i].Number = fmt.Sprintf("task-%04d", i), i+1
	}
	return list
}

func someActors() []ecabinet.Actor {
	return []ecabinet.Actor{
		{Person: "stranger"}, {Person: "pm"}, {Person: "d1", Agencies: []string{"a1"}}, {Person: "d14", Agencies: []string{"a1", "a4"}},
		{Person: "minister", Ministries: []string{"a2"}}, {Person: "p1", Served: []string{"a2", "a3"}}, {Person: "all", Agencies: []string{"a4"}, Ministries: []string{"a3"}},
	}
}

// now is when the boards of the tests are looked at.
var now = begin.Add(20 * 24 * time.Hour)

// stands says where a task stands and by what it is ordered there: the oracle of the
// boards, which shares no code with them.
func stands(x *tasks.Task) (board string, at time.Time) {
	switch {
	case x.State == tasks.Reported:
		return store.Reported, *x.ReportedAt
	case x.State == tasks.Closed:
		return store.Closed, *x.ClosedAt
	case x.State == tasks.Recalled:
		return store.Recalled, *x.RecalledAt
	case x.Due == nil:
		return store.Todo, begin.AddDate(1000, 0, 0)
	}
	return store.Todo, x.Deadline.At
}

// wanted says whether a query asks for a task.
func wanted(q store.Query, x *tasks.Task) bool {
	over := x.Due != nil && x.Deadline.At.Before(now)
	concerns := q.Agency == "" || slices.Contains(x.Agencies(), q.Agency)
	kind := q.Kind == "" || q.Kind == x.Source.Kind
	state := q.State == "" || q.State == x.State
	due := true
	switch q.Due {
	case store.DueOver:
		due = over
	case store.DueSoon:
		due = x.Due != nil && !over && x.Deadline.At.Before(now.Add(7*24*time.Hour))
	case store.DueNone:
		due = x.Due == nil
	}
	text := true
	for _, word := range strings.Fields(q.Text) {
		text = text && strings.Contains(strings.ToLower(x.Text), word)
	}
	if q.Source.Item != "" {
		return x.Source.Item == q.Source.Item && kind && state && due && text
	}
	board, _ := stands(x)
	return board == q.Board && concerns && kind && state && due && text
}

// TestBoardsAgainstAnOracle compares any list that anybody may ask for, page by page,
// with what the predicates say of each task.
func TestBoardsAgainstAnOracle(t *testing.T) {
	each(t, func(w world) {
		list := some(w, 90)
		w.insert(list...)
		names := []string{"any"}
		for _, r := range store.Relations() {
			names = append(names, r.Name)
		}
		held := map[string]int{}
		rapid.Check(w.T, func(r *rapid.T) {
			scope := store.Scope{
				Actor: rapid.SampledFrom(someActors()).Draw(r, "actor"),
				Allow: rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID).Draw(r, "allow"),
				Deny:  rapid.SliceOfN(rapid.SampledFrom(names[1:]), 0, 1).Draw(r, "deny"),
			}
			q := store.Query{
				Board:  rapid.SampledFrom([]string{store.Todo, store.Todo, store.Reported, store.Closed, store.Recalled}).Draw(r, "board"),
				Agency: rapid.SampledFrom([]string{"", "", "a1", "a2", "a4"}).Draw(r, "agency"),
				Now:    now,
			}
			switch rapid.IntRange(0, 6).Draw(r, "filter") {
			case 0:
				q.Board = store.Todo
				q.Due = rapid.SampledFrom([]store.Due{store.DueOver, store.DueSoon, store.DueNone}).Draw(r, "due")
			case 1:
				q.Kind = tasks.FromBallot
			case 2:
				q.State = tasks.Doing
			case 3:
				q.Text = rapid.SampledFrom([]string{"đầu tư", "đề", "rà soát đầu"}).Draw(r, "text")
			case 4:
				q.Source, q.Agency = store.Thing{Item: "i1"}, ""
			}
			var want []*tasks.Task
			for _, x := range list {
				is := store.Relations().Of(scope.Actor, store.FactsOf(x))
				for _, name := range is {
					held[name]++
				}
				some := slices.ContainsFunc(scope.Allow, func(n string) bool { return slices.Contains(is, n) })
				none := !slices.ContainsFunc(scope.Deny, func(n string) bool { return slices.Contains(is, n) })
				if some && none && wanted(q, x) {
					want = append(want, x)
				}
			}
			slices.SortFunc(want, func(a, b *tasks.Task) int {
				board, x := stands(a)
				_, y := stands(b)
				up := x.Compare(y)
				if q.Source.Item != "" {
					return strings.Compare(b.ID, a.ID)
				}
				if up == 0 {
					up = strings.Compare(a.ID, b.ID)
				}
				if board == store.Closed || board == store.Recalled {
					return -up
				}
				return up
			})
			got := []string{}
			page := store.Page{Limit: rapid.SampledFrom([]int{1, 3, 200}).Draw(r, "limit")}
			for {
				rows, next, err := w.s.List(w.ctx, q, scope, page)
				if err != nil {
					r.Fatal(err)
				}
				for _, x := range rows {
					got = append(got, x.ID)
				}
				if page.After = next; next == "" {
					break
				}
			}
			if d := cmp.Diff(ids(want), got); d != "" {
				r.Fatalf("%+v of %+v (-oracle +got):\n%s", q, scope, d)
			}
		})
		for _, name := range names {
			if held[name] == 0 {
				w.Errorf("nobody stands in the relation %s: nothing is shown of it", name)
			}
		}
		if _, _, err := w.s.List(w.ctx, store.Query{Board: store.Todo}, store.Scope{Allow: []string{"any"}}, store.Page{After: "nonsense"}); !errors.Is(err, &ecabinet.Error{Code: "request.cursor"}) {
			w.Errorf("a foreign cursor: %v", err)
		}
	})
}

func ids(list []*tasks.Task) []string {
	out := []string{}
	for _, x := range list {
		out = append(out, x.ID)
	}
	return out
}

func TestCountsAndFiguresAgainstAnOracle(t *testing.T) {
	each(t, func(w world) {
		list := some(w, 120)
		w.insert(list...)
		for _, agency := range []string{"", "a1", "a4", "nobody"} {
			var want store.Counts
			for _, x := range list {
				if agency == "" || slices.Contains(x.Agencies(), agency) {
					add(&want, x)
				}
			}
			same(w.T, want, must(w.s.Count(w.ctx, agency, now)))
		}
		var byAgency []store.AgencyCount
		for _, agency := range []string{"a1", "a2", "a3"} {
			c := store.AgencyCount{Agency: agency}
			for _, x := range list {
				if x.Lead == agency {
					add(&c.Counts, x)
				}
			}
			byAgency = append(byAgency, c)
		}
		same(w.T, byAgency, must(w.s.CountAgencies(w.ctx, now)))

		for _, only := range [][]string{nil, {"a1", "a3"}, {}} {
			var want []store.Figure
			for _, month := range []string{"2026-11", "2026-12"} {
				for _, agency := range []string{"a1", "a2", "a3"} {
					if only != nil && !slices.Contains(only, agency) {
						continue
					}
					f := store.Figure{Agency: agency, Month: month}
					for _, x := range list {
						if x.Lead == agency && x.Due != nil && x.Deadline.Last.String()[:7] == month && x.State != tasks.Recalled {
							figure(&f, x)
						}
					}
					if f.Due > 0 {
						want = append(want, f)
					}
				}
			}
			same(w.T, want, must(w.s.Figures(w.ctx, "2026-11", "2026-12", only, now)))
		}
	})
}

func add(c *store.Counts, x *tasks.Task) {
	switch x.State {
	case tasks.Assigned:
		c.Assigned++
	case tasks.Doing:
		c.Doing++
	case tasks.Reported:
		c.Reported++
		return
	default:
		return
	}
	if x.Due != nil && x.Deadline.At.Before(now) {
		c.Overdue++
	} else if x.Due != nil && x.Deadline.At.Before(now.Add(7*24*time.Hour)) {
		c.Soon++
	}
}

func figure(f *store.Figure, x *tasks.Task) {
	f.Due++
	if x.State == tasks.Reported {
		f.Waiting++
	}
	switch x.Timing(now) {
	case tasks.OnTime:
		f.OnTime++
	case tasks.Late:
		f.Late++
	case tasks.Overdue:
		f.Overdue++
	default:
		f.Running++
	}
}

// TestSearch finds by number, by words with and without marks, by a beginning, and
// forgets the words of a text that was changed.
func TestSearch(t *testing.T) {
	each(t, func(w world) {
		x := w.task(nil, func(t *tasks.Task) { t.Text = "Xây dựng Đề án phát triển đường sắt" })
		y := w.task(nil, func(t *tasks.Task) { t.Text, t.Source.Title = "Báo cáo", "Công văn 88/VPCP-ĐS" })
		w.insert(x, y)
		find := func(q string) []string {
			rows, _, err := w.s.List(w.ctx, store.Query{Board: store.Todo, Text: q}, store.Scope{Allow: []string{"any"}}, store.Page{})
			if err != nil {
				w.Fatal(err)
			}
			out := []string{}
			for _, r := range rows {
				out = append(out, r.ID)
			}
			return out
		}
		for q, want := range map[string][]string{
			"de an duong": {x.ID}, "ĐƯỜNG SẮ": {x.ID}, "1/2026": {x.ID}, "88/vpcp": {y.ID}, "sat duong": {x.ID}, "ngan sach": {}, "' & \"": {x.ID, y.ID},
		} {
			if d := cmp.Diff(want, find(q)); d != "" {
				w.Errorf("%q:\n%s", q, d)
			}
		}
		w.do(func(ctx context.Context, tx tasks.Tx) error {
			held, err := tx.LockTask(ctx, x.ID)
			if err != nil {
				return err
			}
			to := held.Terms
			to.Text = "Quy hoạch cảng biển"
			if _, err := held.Edit(to, "x", cal, begin); err != nil {
				return err
			}
			return tx.SaveTask(ctx, held)
		})
		if len(find("duong sat")) != 0 || len(find("cang bien")) != 1 {
			w.Error("the words are those of the text before")
		}
	})
}

func TestFilesAndWhatWasTyped(t *testing.T) {
	each(t, func(w world) {
		x, other := w.task(nil, nil), w.task(nil, nil)
		w.insert(x, other)
		f := store.StoredFile{File: tasks.File{ID: "f1", Name: "Biên bản.pdf", Size: 9, Hash: "aa"}, Task: x.ID, By: "p", Blob: "blob-1"}
		must(w.s.AddFile(w.ctx, f))
		got := must(w.s.File(w.ctx, x.ID, "f1"))
		f.At = got.At
		same(w.T, f, got)
		if _, err := w.s.File(w.ctx, other.ID, "f1"); !errors.Is(err, &ecabinet.Error{Code: "task.file_not_found"}) {
			w.Errorf("a file of another task: %v", err)
		}
		if list := must(w.s.FilesOf(w.ctx, x.ID, []string{"nothing", "f1"})); len(list) != 1 || list[0] != f.File {
			w.Errorf("%+v", list)
		}
		if !must(w.s.KnowsBlob(w.ctx, "blob-1")) || must(w.s.KnowsBlob(w.ctx, "blob-2")) {
			w.Error("its bytes would be collected, or any would stay")
		}
		for _, text := range []string{"một", "hai"} {
			must(w.s.SaveScratch(w.ctx, store.Scratch{Task: x.ID, Person: "p", Text: text, Files: []string{"f1"}}))
		}
		if s := must(w.s.Scratch(w.ctx, x.ID, "p")); s == nil || s.Text != "hai" || !slices.Equal(s.Files, []string{"f1"}) {
			w.Errorf("%+v", s)
		}
		if s := must(w.s.Scratch(w.ctx, x.ID, "q")); s != nil {
			w.Errorf("somebody else's: %+v", s)
		}
		must(w.s.SaveScratch(w.ctx, store.Scratch{Task: x.ID, Person: "p"}))
		if s := must(w.s.Scratch(w.ctx, x.ID, "p")); s != nil {
			w.Errorf("nothing was typed: %+v", s)
		}
	})
}
