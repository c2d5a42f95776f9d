package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/meetings/tasks"
	"ecabinet/procedure"
)

// The years of the benchmark: 20,000 tasks a year over five years, of 40 agencies, of
// which those of the last months are not over.
const (
	benchBody     = "body-1"
	benchYears    = 5
	benchAgencies = 40
)

var (
	benchZone = time.FixedZone("+07", 7*3600)
	benchCal  = tasks.Calendar{Calendar: procedure.ShippedCalendar(), Zone: benchZone}
	benchNow  = time.Date(2026, 11, 16, 2, 0, 0, 0, time.UTC)
)

// benchTask is the i-th of n tasks, spread evenly over the years, the last one now.
func benchTask(r *rand.Rand, i, n int, days map[procedure.Date]tasks.Deadline) *tasks.Task {
	at := benchNow.Add(-time.Duration(n-1-i) * (benchYears * 365 * 24 * time.Hour / time.Duration(n)))
	due := benchCal.Day(at).AddDays(5 + r.IntN(60))
	deadline, ok := days[due]
	if !ok {
		deadline = tasks.DeadlineOf(due, benchCal)
		days[due] = deadline
	}
	words := strings.Fields("xây dựng đề án báo cáo rà soát nghị định thông tư quy hoạch đường sắt cảng biển y tế giáo dục đất đai môi trường")
	var text []string
	for range 30 {
		text = append(text, words[r.IntN(len(words))])
	}
	t := &tasks.Task{
		ID: fmt.Sprintf("task-%07d", i), Body: benchBody, Rev: 3, Number: i + 1, Year: 2022, State: tasks.Closed,
		Terms:    tasks.Terms{Text: strings.Join(text, " "), Lead: agencyNo(r.IntN(benchAgencies)), Due: &due, Class: "internal", Shown: r.IntN(2) == 0},
		Source:   tasks.Source{Kind: tasks.FromItem, Title: "Phiên họp thường kỳ", Meeting: fmt.Sprint("meeting-", i/400), Item: fmt.Sprint("item-", i/40)},
		Deadline: deadline, FirstDue: &due, GivenBy: "desk", GivenAt: at,
	}
	for range r.IntN(3) {
		if a := agencyNo(r.IntN(benchAgencies)); a != t.Lead && (len(t.Cooperating) == 0 || t.Cooperating[0] != a) {
			t.Cooperating = append(t.Cooperating, a)
		}
	}
	reported := deadline.At.Add(time.Duration(r.IntN(20)-16) * 24 * time.Hour)
	closed := reported.Add(48 * time.Hour)
	switch {
	case closed.Before(benchNow) && r.IntN(50) > 0:
		t.ReportedBy, t.ReportedAt, t.ClosedBy, t.ClosedAt = "drafter", &reported, "desk", &closed
	case reported.Before(benchNow) && r.IntN(4) > 0:
		t.State, t.ReportedBy, t.ReportedAt = tasks.Reported, "drafter", &reported
	default:
		t.State = []tasks.State{tasks.Assigned, tasks.Doing, tasks.Doing}[r.IntN(3)]
		t.Next = tasks.Told{Kind: tasks.ToldOverdue, At: &deadline.At}
	}
	return t
}

func agencyNo(i int) string { return fmt.Sprintf("agency-%02d", i) }

// fill puts n tasks into an empty database.
func fill(tb testing.TB, d *db.DB, n int) {
	tb.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	days := map[procedure.Date]tasks.Deadline{}
	const slice = 500
	for begin := 0; begin < n; begin += slice {
		_, err := d.InTx(testkit.As(context.Background(), benchBody, "desk"), func(ctx context.Context, tx *db.Tx) (string, error) {
			var rows []*taskRow
			var agencies []agencyRow
			type text struct {
				bun.BaseModel `bun:"table:task_texts"`

				Body, Task, Folded string
			}
			var texts []text
			for i := begin; i < min(begin+slice, n); i++ {
				t := benchTask(r, i, n, days)
				rows, agencies = append(rows, rowOfTask(t)), append(agencies, agencyRows(t)...)
				texts = append(texts, text{Body: benchBody, Task: t.ID, Folded: wordsOf(t)})
			}
			for _, model := range []any{&rows, &agencies, &texts} {
				if _, err := tx.Bun().NewInsert().Model(model).Exec(ctx); err != nil {
					return "", err
				}
			}
			return "", nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// looks are what people look at, and what stands behind each screen.
func looks(s *Store) []struct {
	name string
	look func(ctx context.Context) error
} {
	all := Scope{Allow: []string{"any"}}
	drafter := Scope{Actor: ecabinet.Actor{Person: "d", Agencies: []string{agencyNo(7)}}, Allow: []string{"agency", "cooperating"}}
	minister := Scope{Actor: ecabinet.Actor{Person: "m", Ministries: []string{agencyNo(7)}}, Allow: []string{"ministry", "shown"}}
	list := func(q Query, scope Scope, pages int) func(ctx context.Context) error {
		q.Now = benchNow
		return func(ctx context.Context) error {
			p := Page{Limit: 50}
			for range pages {
				_, next, err := s.List(ctx, q, scope, p)
				if err != nil || next == "" {
					return err
				}
				p.After = next
			}
			return nil
		}
	}
	return []struct {
		name string
		look func(ctx context.Context) error
	}{
		{"board", list(Query{Board: Todo}, all, 1)},
		{"closed", list(Query{Board: Closed}, all, 1)},
		{"pages=20", list(Query{Board: Closed}, all, 20)},
		{"overdue", list(Query{Board: Todo, Due: DueOver}, all, 1)},
		{"agency", list(Query{Board: Todo, Agency: agencyNo(7)}, all, 1)},
		{"drafter", list(Query{Board: Closed}, drafter, 1)},
		{"minister", list(Query{Board: Closed}, minister, 1)},
		{"source", list(Query{Source: Thing{Item: "item-900"}}, all, 1)},
		{"search", list(Query{Board: Closed, Text: "quy hoạch cảng bi"}, all, 1)},
		{"search-rare", list(Query{Board: Closed, Text: "77777/2022"}, all, 1)},
		{"count", func(ctx context.Context) error { _, err := s.Count(ctx, "", benchNow); return err }},
		{"count-agency", func(ctx context.Context) error { _, err := s.Count(ctx, agencyNo(7), benchNow); return err }},
		{"agencies", func(ctx context.Context) error { _, err := s.CountAgencies(ctx, benchNow); return err }},
		{"figures-year", func(ctx context.Context) error {
			_, err := s.Figures(ctx, "2026-01", "2026-12", nil, benchNow)
			return err
		}},
	}
}

// How long does a look at a board, a search and a count take with five years of 20,000
// tasks each?
func BenchmarkTasks(b *testing.B) {
	for name, open := range map[string]func(testing.TB, ...func(*db.Options)) *db.DB{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b)
			fill(b, d, benchYears*20_000)
			if _, err := d.InTx(testkit.As(context.Background(), benchBody, "desk"), func(ctx context.Context, tx *db.Tx) (string, error) {
				_, err := tx.Bun().NewRaw("ANALYZE").Exec(ctx) // as autovacuum does by itself
				return "", err
			}); err != nil {
				b.Fatal(err)
			}
			s := New(d)
			ctx := testkit.As(context.Background(), benchBody, "desk")
			for _, l := range looks(s) {
				b.Run(l.name, func(b *testing.B) {
					for b.Loop() {
						if err := l.look(ctx); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms")
				})
			}
		})
	}
}

// asked collects the queries that a database is asked.
type asked struct{ queries []string }

func (a *asked) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context { return ctx }
func (a *asked) AfterQuery(_ context.Context, e *bun.QueryEvent) {
	a.queries = append(a.queries, e.Query)
}

// No list, count or figure walks a whole table, and a board comes in the order of its
// index; only what sorts a part (a search, what is grouped) sorts.
func TestNoLookReadsEverything(t *testing.T) {
	d := testkit.SQLite(t)
	fill(t, d, 2000)
	s := New(d)
	read, ok := d.Read().(*bun.DB)
	if !ok {
		t.Fatalf("the read pool is a %T", d.Read())
	}
	sorts := map[string]bool{"agencies": true, "count": true, "count-agency": true, "search": true, "search-rare": true}
	for _, l := range looks(s) {
		heard := &asked{}
		hooked := read.WithQueryHook(heard)
		r := s.reader
		r.db = func() bun.IDB { return hooked }
		for _, again := range looks(&Store{d: d, reader: r}) {
			if again.name == l.name {
				if err := again.look(testkit.As(t.Context(), benchBody, "desk")); err != nil {
					t.Fatal(err)
				}
			}
		}
		if len(heard.queries) == 0 {
			t.Errorf("%s: nothing was asked", l.name)
		}
		for _, q := range heard.queries {
			var plan []struct {
				ID, Parent, Notused int
				Detail              string
			}
			if err := read.NewRaw("EXPLAIN QUERY PLAN "+q).Scan(t.Context(), &plan); err != nil {
				t.Fatal(err)
			}
			for _, step := range plan {
				whole := strings.HasPrefix(step.Detail, "SCAN") && !strings.Contains(step.Detail, "VIRTUAL TABLE")
				sorted := strings.Contains(step.Detail, "TEMP B-TREE FOR ORDER BY")
				if whole || sorted && !sorts[l.name] {
					t.Errorf("%s: %s\n%s", l.name, step.Detail, q)
				}
			}
		}
	}
}
