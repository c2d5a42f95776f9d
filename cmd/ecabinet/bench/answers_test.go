package bench

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"ecabinet"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

// databases are the settings of a server on each database.
func databases(b *testing.B, f func(b *testing.B, args []string)) {
	b.Run("sqlite", func(b *testing.B) { f(b, []string{"-data", b.TempDir()}) })
	b.Run("postgres", func(b *testing.B) {
		f(b, []string{"-data", b.TempDir(), "-database", testkit.PostgresURL(b)})
	})
}

// How many durable answers a second does the program take over HTTP at 1, 16 and
// 64 clients, at what 99th percentile and with how many commits for each, beside
// the bare SQL of the same answers, one by one and in groups of 50?
func BenchmarkAnswers(b *testing.B) {
	databases(b, func(b *testing.B, args []string) {
		n, err := Start(b.Context(), app.Option{Demo: true}, os.Stderr, args...)
		if err != nil {
			b.Fatal(err)
		}
		h, err := Found(b.Context(), n.App, 64, 0)
		if err != nil {
			b.Fatal(err)
		}
		for _, run := range []struct{ clients, ballots int }{{1, 10}, {16, 24}, {64, 48}} {
			b.Run(fmt.Sprintf("clients=%d", run.clients), func(b *testing.B) {
				for range b.N {
					benchAnswers(b, n, h, run.clients, run.ballots)
				}
			})
		}
		url := n.App.Settings.Database
		if err := n.Stop(); err != nil {
			b.Fatal(err)
		}
		for _, group := range []int{1, 50} {
			b.Run(fmt.Sprintf("bare=%d", group), func(b *testing.B) {
				for range b.N {
					bareAnswers(b, url, h.Body, group)
				}
			})
		}
	})
}

// benchAnswers lets each member answer fresh ballots once, as in life; the answers
// are prepared before.
func benchAnswers(b *testing.B, n *Node, h *House, clients, fresh int) {
	b.StopTimer()
	before := len(h.Ballots)
	if err := h.Open(b.Context(), fresh); err != nil {
		b.Fatal(err)
	}
	all, err := PrepareAll(b.Context(), n.Addr, h, h.Ballots[before:])
	if err != nil {
		b.Fatal(err)
	}
	if clients < 16 {
		all = all[:16] // enough for a steady figure
	}
	acts, commits := batches(b, n)
	took := make([][]time.Duration, clients)
	b.StartTimer()
	start, used := time.Now(), processCPU()
	err = Together(clients, func(i int) error {
		c, err := Dial(n.Addr)
		if err != nil {
			return err
		}
		defer c.Close()
		for m := i; m < len(all); m += clients {
			for _, a := range all[m] {
				sent := time.Now()
				if status, body, err := c.Do(a.Request); err != nil || status != 200 {
					return fmt.Errorf("confirm: %d %s %w", status, body, err)
				}
				took[i] = append(took[i], time.Since(sent))
			}
		}
		return nil
	})
	elapsed, spent := time.Since(start), processCPU()-used
	b.StopTimer()
	if err != nil {
		b.Fatal(err)
	}
	list := slices.Concat(took...)
	slices.Sort(list)
	// All connect and press in the same instant once, at the beginning: those times stand apart.
	var later []time.Duration
	for _, one := range took {
		later = append(later, one[1:]...)
	}
	slices.Sort(later)
	actsNow, commitsNow := batches(b, n)
	b.ReportMetric(float64(len(list))/elapsed.Seconds(), "answers/s")
	b.ReportMetric(milliseconds(later[len(later)/2]), "p50-ms")
	b.ReportMetric(milliseconds(later[len(later)*99/100]), "p99-ms")
	b.ReportMetric(milliseconds(list[len(list)-1]), "max-ms")
	b.ReportMetric((commitsNow-commits)/(actsNow-acts), "commits/answer")
	b.ReportMetric(milliseconds(spent)/float64(len(list)), "cpu-ms/answer")
}

// processCPU is what this process has used: server and clients, and the embedded
// database, but not a PostgreSQL.
func processCPU() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// batches reads the program's own figures: how many acts were committed, by how
// many commits.
func batches(b *testing.B, n *Node) (acts, commits float64) {
	b.Helper()
	families, err := n.App.Router.Metrics().Gather()
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "ecabinet_db_batch_acts" {
			h := f.GetMetric()[0].GetHistogram()
			return h.GetSampleSum(), float64(h.GetSampleCount())
		}
	}
	b.Fatal("the program has no figure ecabinet_db_batch_acts")
	return 0, 0
}

// bareRow is one answer as the server stored it: the values of the answer and of
// its journal row.
type bareRow struct {
	answer  []any
	journal []any
}

const (
	answerColumns  = "id, body, ballot, round, seat, revision, person, source, standing, content, cast_by, prepared, at, record, record_hash, nonce, proof, reason, received_at, second_by, row_hash"
	journalColumns = "body, seq, at, topic, type, ref, actor, data, prev_hash, hash"
)

// bareAnswers writes the rows of answers that the server had taken once more, as
// the next revisions of their seats: the least that stores an answer, with
// prepared statements on one connection and no look at anything.
func bareAnswers(b *testing.B, url, body string, group int) {
	b.StopTimer()
	ctx := b.Context()
	d, err := bareOpen(url)
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	conn, err := d.Conn(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	rows, err := bareRows(ctx, conn, body, 20*min(group, 25)*2)
	if err != nil {
		b.Fatal(err)
	}
	w, err := prepareBare(ctx, conn)
	if err != nil {
		b.Fatal(err)
	}
	defer w.close()
	b.StartTimer()
	start, used := time.Now(), processCPU()
	for at := 0; at < len(rows); at += group {
		if err := w.write(ctx, conn, rows[at:min(at+group, len(rows))]); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(len(rows))/time.Since(start).Seconds(), "answers/s")
	b.ReportMetric(milliseconds(processCPU()-used)/float64(len(rows)), "cpu-ms/answer")
}

// bareOpen opens the database with the settings that the program has.
func bareOpen(url string) (*sql.DB, error) {
	if path, ok := strings.CutPrefix(url, "file:"); ok {
		return sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)"+
			"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=temp_store(MEMORY)")
	}
	return sql.Open("pgx", url)
}

// bareRows makes n rows from those that are stored.
func bareRows(ctx context.Context, conn *sql.Conn, body string, n int) ([]bareRow, error) {
	answers, err := values(ctx, conn, "SELECT "+answerColumns+" FROM answers WHERE source = 'own' ORDER BY id DESC LIMIT "+fmt.Sprint(n))
	if err != nil {
		return nil, err
	}
	journal, err := values(ctx, conn, "SELECT "+journalColumns+" FROM journal WHERE type = 'answer.cast' ORDER BY seq DESC LIMIT "+fmt.Sprint(n))
	if err != nil {
		return nil, err
	}
	var last int64
	if err := conn.QueryRowContext(ctx, "SELECT max(seq) FROM journal WHERE body = $1", body).Scan(&last); err != nil {
		return nil, err
	}
	var revision int64
	if err := conn.QueryRowContext(ctx, "SELECT max(revision) FROM answers").Scan(&revision); err != nil {
		return nil, err
	}
	var out []bareRow
	for i := range min(len(answers), len(journal)) {
		id := ecabinet.NewID()
		a, j := answers[i], journal[i]
		a[0], a[5] = id, revision+1+int64(i)                                   // id, revision
		a[14] = strings.ReplaceAll(ecabinet.NewID()+ecabinet.NewID(), "-", "") // record_hash
		j[1], j[5] = last+1+int64(i), "answer/"+id                             // seq, ref
		out = append(out, bareRow{a, j})
	}
	return out, nil
}

func values(ctx context.Context, conn *sql.Conn, query string) ([][]any, error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out [][]any
	for rows.Next() {
		row, to := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// bareWriter holds the prepared statements of one answer.
type bareWriter struct{ answer, seat, key, journal, head *sql.Stmt }

func placeholders(columns string) string {
	n := strings.Count(columns, ",") + 1
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("$%d", i+1)
	}
	return strings.Join(list, ", ")
}

func prepareBare(ctx context.Context, conn *sql.Conn) (w bareWriter, err error) {
	for _, p := range []struct {
		to    **sql.Stmt
		query string
	}{
		{&w.answer, "INSERT INTO answers (" + answerColumns + ") VALUES (" + placeholders(answerColumns) + ")"},
		{&w.seat, `UPDATE seats SET revision = $1, answer = $2, answered_at = $3 WHERE ballot = $4 AND "no" = $5`},
		{&w.key, "INSERT INTO request_keys (actor, key, hash, ref, at) VALUES ($1, $2, $3, $4, $5)"},
		{&w.journal, "INSERT INTO journal (" + journalColumns + ") VALUES (" + placeholders(journalColumns) + ")"},
		{&w.head, "UPDATE journal_heads SET seq = $1, hash = $2, at = $3 WHERE body = $4"},
	} {
		if *p.to, err = conn.PrepareContext(ctx, p.query); err != nil {
			return w, err
		}
	}
	return w, nil
}

func (w bareWriter) close() {
	for _, s := range []*sql.Stmt{w.answer, w.seat, w.key, w.journal, w.head} {
		s.Close()
	}
}

func (w bareWriter) write(ctx context.Context, conn *sql.Conn, rows []bareRow) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	at := db.At(time.Now()).String()
	for _, r := range rows {
		a := r.answer
		for _, do := range []struct {
			stmt *sql.Stmt
			args []any
		}{
			{w.answer, a},
			{w.seat, []any{a[5], a[0], at, a[2], a[4]}},
			{w.key, []any{a[6], a[0], a[14], r.journal[5], at}},
			{w.journal, r.journal},
		} {
			if _, err := tx.StmtContext(ctx, do.stmt).ExecContext(ctx, do.args...); err != nil {
				return err
			}
		}
	}
	last := rows[len(rows)-1].journal
	if _, err := tx.StmtContext(ctx, w.head).ExecContext(ctx, last[1], last[9], at, last[0]); err != nil {
		return err
	}
	return tx.Commit()
}
