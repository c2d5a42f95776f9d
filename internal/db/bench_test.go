package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/chain"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

func benchEach(b *testing.B, f func(b *testing.B, open func(...func(*db.Options)) *db.DB)) {
	b.Run("sqlite", func(b *testing.B) {
		f(b, func(c ...func(*db.Options)) *db.DB { return testkit.SQLite(b, c...) })
	})
	b.Run("postgres", func(b *testing.B) {
		f(b, func(c ...func(*db.Options)) *db.DB { return testkit.Postgres(b, c...) })
	})
}

// How many durable acts a second do 1, 16 and 64 callers get, at what 99th
// percentile, and with how many commits for each act?
func BenchmarkInTx(b *testing.B) {
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			benchEach(b, func(b *testing.B, open func(...func(*db.Options)) *db.DB) {
				var commits atomic.Int64
				d := open(func(o *db.Options) {
					o.Observe = func(m db.Measure, _ float64) {
						if m == db.CommitSeconds {
							commits.Add(1)
						}
					}
				})
				things(b, d)
				benchCallers(b, d, callers, &commits)
			})
		})
	}
}

func benchCallers(b *testing.B, d *db.DB, callers int, commits *atomic.Int64) {
	var next atomic.Int64
	var mu sync.Mutex
	var took []time.Duration
	ctx := testkit.As(context.Background(), body, person)
	b.ResetTimer()
	together(callers, func(int) {
		var mine []time.Duration
		for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
			start := time.Now()
			if _, err := d.InTx(testkit.Keyed(ctx, fmt.Sprint("key-", i), "h"), put(int(i))); err != nil {
				b.Error(err)
			}
			mine = append(mine, time.Since(start))
		}
		mu.Lock()
		took = append(took, mine...)
		mu.Unlock()
	})
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(commits.Load())/float64(b.N), "commits/act")
}

// How many a second would the database itself take: the same rows (thing, event,
// counter, key) as bare SQL with prepared statements, one act in each
// transaction and fifty in each?
func BenchmarkBareSQL(b *testing.B) {
	for _, group := range []int{1, 50} {
		b.Run(fmt.Sprintf("group=%d", group), func(b *testing.B) {
			benchEach(b, func(b *testing.B, open func(...func(*db.Options)) *db.DB) {
				d := open()
				things(b, d)
				conn, err := d.Write().Conn(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				defer conn.Close()
				bare(b, conn, group)
			})
		})
	}
}

func bare(b *testing.B, conn *sql.Conn, group int) {
	ctx := b.Context()
	var stmts []*sql.Stmt
	for _, q := range []string{
		"INSERT INTO things (id, body, n) VALUES ($1, $2, $3)",
		"INSERT INTO request_keys (actor, key, hash, ref, at) VALUES ($1, $2, $3, $4, $5)",
		"INSERT INTO journal (body, seq, at, topic, type, ref, actor, data, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		"INSERT INTO journal_heads (body, seq, hash, at) VALUES ($1, $2, $3, $4) ON CONFLICT (body) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at",
	} {
		s, err := conn.PrepareContext(ctx, q)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		stmts = append(stmts, s)
	}
	hash := fmt.Sprintf("%064d", 1)
	b.ResetTimer()
	for done := 0; done < b.N; {
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			b.Fatal(err)
		}
		at := db.At(time.Now()).String()
		for range min(group, b.N-done) {
			done++
			id := ecabinet.NewID()
			for i, args := range [][]any{
				{id, body, done},
				{person, fmt.Sprint("key-", done), "h", "thing/" + id, at},
				{body, done, at, "body", "thing.put", "thing/" + id, person, fmt.Sprintf(`{"n":%d}`, done), hash, hash},
			} {
				if _, err := tx.StmtContext(ctx, stmts[i]).ExecContext(ctx, args...); err != nil {
					b.Fatal(err)
				}
			}
		}
		if _, err := tx.StmtContext(ctx, stmts[3]).ExecContext(ctx, body, done, hash, at); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
}

// What does one row of the chain cost?
func BenchmarkChainLink(b *testing.B) {
	e := ecabinet.Event{Seq: 1, At: time.Now(), Body: body, Topic: "ballot:" + body, Type: "answer.cast",
		Ref: "answer/" + body, Actor: person, Data: []byte(`{"hash":"` + fmt.Sprintf("%064d", 1) + `"}`)}
	for b.Loop() {
		if err := chain.Link(chain.Genesis, &e); err != nil {
			b.Fatal(err)
		}
	}
}
