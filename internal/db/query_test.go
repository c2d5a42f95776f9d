package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

type kind string

// kindRow has a column of every sort that stores keep.
type kindRow struct {
	bun.BaseModel `bun:"table:kinds,alias:k"`

	ID   string
	Kind kind
	N    int
	Big  int64
	Yes  bool
	At   db.Time
	None db.Time
}

var (
	ofKinds    = db.ColumnsOf[kindRow]()
	insertKind = ofKinds.Insert("kinds")
)

func kinds(t testing.TB, d *db.DB) {
	sqlExec(t, d, `CREATE TABLE kinds (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, n INTEGER NOT NULL CHECK (n >= 0),
		big BIGINT NOT NULL, yes BOOLEAN NOT NULL, at TEXT, none TEXT)`)
}

func TestQueriesCarryEverySortOfColumn(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		kinds(t, d)
		want := kindRow{ID: "Đ'x", Kind: "own", N: 7, Big: 1 << 40, Yes: true, At: db.At(time.Date(2026, 3, 2, 8, 0, 0, 123456000, time.UTC))}
		insert := &db.Query{Text: insertKind, Args: ofKinds.Values(&want)}
		_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) { return "", tx.Run(ctx, insert) })
		if err != nil || insert.Rows != 1 {
			t.Fatalf("%d rows inserted: %v", insert.Rows, err)
		}
		for range 3 { // the statement is kept
			var got kindRow
			var count int
			for _, name := range []string{want.ID, "nobody"} {
				q := &db.Query{
					Text: "SELECT " + ofKinds.Of("k") + ", 5 FROM kinds AS k WHERE k.id = $1", Args: []any{name},
					Row: func(r db.Row) error { return r.Scan(ofKinds.Places(&got, &count)...) },
				}
				if err := d.Run(t.Context(), q); err != nil || q.Rows == 1 != (name == want.ID) {
					t.Fatalf("%d rows: %v", q.Rows, err)
				}
			}
			if got != want || count != 5 {
				t.Fatalf("read %+v, %d, stored %+v", got, count, want)
			}
		}
		among, value := d.AnyOf("id", 1, []string{"a", want.ID, "b"})
		q := &db.Query{Text: "SELECT none FROM kinds WHERE " + among, Args: []any{value}, Row: func(r db.Row) error {
			var none sql.NullString
			if err := r.Scan(&none); err != nil || none.Valid {
				t.Errorf("NULL read as %v, %v", none, err)
			}
			return nil
		}}
		if err := d.Run(t.Context(), q); err != nil || q.Rows != 1 {
			t.Errorf("any of three: %d rows, %v", q.Rows, err)
		}
	})
}

func TestQueriesStopAtTheFirstError(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		kinds(t, d)
		row := func(id string, n int) *db.Query {
			return &db.Query{Text: insertKind, Args: ofKinds.Values(&kindRow{ID: id, N: n})}
		}
		planted := errors.New("planted")
		for name, c := range map[string]struct {
			list  []*db.Query
			check func(err error) bool
		}{
			"constraint": {[]*db.Query{row("a", 1), row("b", -1), row("c", 1)}, db.IsConstraint},
			"unique":     {[]*db.Query{row("a", 1), row("a", 1)}, func(err error) bool { return db.IsUnique(err, "kinds_pkey") }},
			"reading": {[]*db.Query{row("a", 1), {Text: "SELECT id FROM kinds", Row: func(db.Row) error { return planted }}},
				func(err error) bool { return errors.Is(err, planted) }},
			"NULL into a number": {[]*db.Query{row("a", 1), {Text: "SELECT at FROM kinds", Row: func(r db.Row) error {
				var n int
				return r.Scan(&n)
			}}}, func(err error) bool { return err != nil }},
			"text": {[]*db.Query{row("a", 1), {Text: "SELECT no_such_column FROM kinds"}}, func(err error) bool { return err != nil }},
		} {
			t.Run(name, func(t *testing.T) {
				// Behind an act that is kept, so that a savepoint undoes it.
				release := hold(t, d, actor(t))
				before := make(chan error, 1)
				go func() {
					_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) { return "", tx.Run(ctx, row("kept "+name, 1)) })
					before <- err
				}()
				release()
				_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) { return "", tx.Run(ctx, c.list...) })
				if !c.check(err) {
					t.Errorf("error is %v", err)
				}
				if err := <-before; err != nil {
					t.Error(err)
				}
				if n := count(t, d, "SELECT count(*) FROM kinds WHERE id = ?", "kept "+name); n != 1 {
					t.Errorf("%d rows of the act before", n)
				}
				if n := count(t, d, "SELECT count(*) FROM kinds WHERE id IN ('a', 'b', 'c')"); n != 0 {
					t.Errorf("%d rows of the act that failed", n)
				}
			})
		}
	})
}

// TestWhatIsWrittenLater: acts that come together leave their writes to be sent with the
// queries of the next; each has its own outcome all the same, and sees what those before
// it wrote.
func TestWhatIsWrittenLater(t *testing.T) {
	taken := &ecabinet.Error{Kind: ecabinet.Conflict, Code: "thing.taken"}
	stale := &ecabinet.Error{Kind: ecabinet.Stale, Code: "request.stale"}
	planted := errors.New("planted")
	check := func(q *db.Query) func(error) error {
		return func(err error) error {
			switch {
			case db.IsConstraint(err):
				return taken
			case err == nil && q.Rows == 0:
				return stale
			}
			return err
		}
	}
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		if _, err := d.InTx(actor(t), put(1000)); err != nil {
			t.Fatal(err)
		}
		act := func(n int) func(ctx context.Context, tx *db.Tx) (string, error) {
			return func(ctx context.Context, tx *db.Tx) (string, error) {
				if _, err := visible(ctx, tx); err != nil {
					return "", err
				}
				write := &db.Query{Text: "INSERT INTO things (id, body, n) VALUES ($1, $2, $3)", Args: []any{ecabinet.NewID(), tx.Body(), n}}
				switch n {
				case 3: // there is one already
					write.Args[2] = 1000
				case 5: // it changes nothing
					write.Text, write.Args = "UPDATE things SET n = $1 WHERE id = $2", []any{n, "nobody"}
				}
				if err := tx.RunLater(ctx, check(write), write); err != nil {
					return "", err
				}
				switch n {
				case 7: // it reads what it has written
					var own int
					err := tx.Run(ctx, &db.Query{
						Text: "SELECT count(*) FROM things WHERE n = $1", Args: []any{n}, Row: func(r db.Row) error { return r.Scan(&own) },
					})
					if err == nil && own != 1 {
						t.Errorf("it sees %d things of its own", own)
					}
					return "thing/later", err
				case 9:
					return "", planted
				}
				return "thing/later", nil
			}
		}
		release := hold(t, d, actor(t))
		errs := make([]error, 12)
		var wait sync.WaitGroup
		for n := range errs {
			wait.Go(func() { _, errs[n] = d.InTx(testkit.Keyed(actor(t), fmt.Sprint("later ", n), "h"), act(n)) })
		}
		release()
		wait.Wait()
		want := map[int]error{3: taken, 5: stale, 9: planted}
		for n, err := range errs {
			if !errors.Is(err, want[n]) || want[n] == nil && err != nil {
				t.Errorf("act %d: %v, want %v", n, err, want[n])
			}
		}
		if n := count(t, d, "SELECT count(*) FROM things"); n != 1+12-3 {
			t.Errorf("%d things, want 10", n)
		}
		if n := count(t, d, "SELECT count(*) FROM request_keys WHERE ref = 'thing/later'"); n != 12-3 {
			t.Errorf("%d keys, want 9", n)
		}
		for n, want := range want { // a refusal is not stored
			if _, err := d.InTx(testkit.Keyed(actor(t), fmt.Sprint("later ", n), "h"), act(n)); !errors.Is(err, want) {
				t.Errorf("act %d once more: %v, want %v", n, err, want)
			}
		}
	})
	t.Run("in one batch", func(t *testing.T) {
		commits := 0
		testkit.EachWith(t, func(o *db.Options) {
			o.Observe = func(m db.Measure, v float64) {
				if m == db.BatchActs {
					commits++
				}
			}
		}, func(t *testing.T, d *db.DB) {
			things(t, d)
			sqlExec(t, d, "INSERT INTO things (id, body, n) VALUES ('1', 'b', 999)")
			release := hold(t, d, actor(t))
			commits = 0
			before := make(chan int, 100)
			var wait sync.WaitGroup
			for i := range 10 {
				wait.Go(func() {
					_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
						if err := tx.Lock(ctx, "things", "1", db.Update); err != nil { // the batch before may be on its way
							return "", err
						}
						n, err := visible(ctx, tx)
						before <- n
						if err != nil {
							return "", err
						}
						write := &db.Query{Text: "INSERT INTO things (id, body, n) VALUES ($1, $2, $3)", Args: []any{ecabinet.NewID(), tx.Body(), i}}
						return "", tx.RunLater(ctx, check(write), write)
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			release()
			wait.Wait()
			for want := range 10 {
				if got := <-before - 1; got != want {
					t.Errorf("act %d saw %d things of those before it", want, got)
				}
			}
			if commits >= 10 {
				t.Errorf("%d commits: none had the company of those that waited with it", commits)
			}
		})
	})
}

// TestAWriteThatFailsLaterIsNotHidden: the act behind it, whose queries bring its error
// to light, swallows that and goes on.
func TestAWriteThatFailsLaterIsNotHidden(t *testing.T) {
	stale := &ecabinet.Error{Kind: ecabinet.Stale, Code: "request.stale"}
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		behind := make(chan error, 1)
		var once sync.Once
		_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
			once.Do(func() {
				go func() {
					_, err := d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
						visible(ctx, tx)
						visible(context.WithoutCancel(ctx), tx)
						return put(1)(context.WithoutCancel(ctx), tx)
					})
					behind <- err
				}()
				for d.Waiting(body) == 0 {
					runtime.Gosched()
				}
			})
			if _, err := visible(ctx, tx); err != nil {
				return "", err
			}
			write := &db.Query{Text: "UPDATE things SET n = 5 WHERE id = $1", Args: []any{"nobody"}}
			return "", tx.RunLater(ctx, func(err error) error {
				if err == nil && write.Rows == 0 {
					return stale
				}
				return err
			}, write)
		})
		if !errors.Is(err, stale) {
			t.Errorf("the act that wrote nothing: %v", err)
		}
		if err := <-behind; err != nil {
			t.Errorf("the act behind it: %v", err)
		}
		if n := count(t, d, "SELECT count(*) FROM things"); n != 1 {
			t.Errorf("%d things, want 1", n)
		}
	})
}

// TestWhatIsForeseen: acts that go by what was read before them are done in as few
// commits as others; where it has changed meanwhile they read for themselves, and each
// has its own outcome.
func TestWhatIsForeseen(t *testing.T) {
	refused := ecabinet.E(ecabinet.Refused, "thing.refused")
	commits, failed := 0, 0
	testkit.EachWith(t, func(o *db.Options) {
		o.Observe = func(m db.Measure, v float64) {
			switch m {
			case db.BatchActs:
				commits++
			case db.BatchFailed:
				failed++
			}
		}
	}, func(t *testing.T, d *db.DB) {
		things(t, d)
		const acts = 12
		for i := range acts {
			sqlExec(t, d, fmt.Sprintf("INSERT INTO things (id, body, n) VALUES ('thing %d', 'b', %d)", i, 1000+i))
		}
		rise := riser{d, t}
		run := func(round string, change bool) (errs [acts]error) {
			t.Helper()
			var fns [acts]func(context.Context, *db.Tx) (string, error)
			for i := range acts {
				fns[i] = rise.act(fmt.Sprint("thing ", i), func(ctx context.Context, tx *db.Tx) error {
					switch i {
					case 3:
						return refused
					case 5: // it reads what it has written
						n, err := thing(ctx, tx, "thing 5")
						if err == nil && n < 1100 {
							t.Errorf("it sees %d of its own", n)
						}
						return err
					}
					return nil
				})
			}
			if change { // after it was read
				sqlExec(t, d, "UPDATE things SET n = n + 500 WHERE id = 'thing 7'")
			}
			release := hold(t, d, actor(t))
			commits, failed = 0, 0
			var wait sync.WaitGroup
			for i := range acts {
				wait.Go(func() {
					_, errs[i] = d.InTx(testkit.Keyed(actor(t), fmt.Sprint(round, i), "h"), fns[i])
				})
			}
			release()
			wait.Wait()
			return errs
		}
		check := func(errs [acts]error, round string, want func(i int) int) {
			t.Helper()
			for i, err := range errs {
				if (i == 3) != errors.Is(err, refused) || i != 3 && err != nil {
					t.Errorf("act %d: %v", i, err)
				}
				if n := count(t, d, "SELECT n FROM things WHERE id = ?", fmt.Sprint("thing ", i)); n != want(i) {
					t.Errorf("thing %d is %d, want %d", i, n, want(i))
				}
				stored := count(t, d, "SELECT count(*) FROM request_keys WHERE key = ? AND ref = ?", fmt.Sprint(round, i), fmt.Sprint("thing/thing ", i))
				if stored != 1 && i != 3 || stored != 0 && i == 3 {
					t.Errorf("%d keys of act %d", stored, i)
				}
			}
		}
		by := func(by int) func(i int) int {
			return func(i int) int {
				switch i {
				case 3:
					return 1003
				case 7:
					if by > 100 {
						return 1007 + by + 500
					}
				}
				return 1000 + i + by
			}
		}
		check(run("first", false), "first", by(100))
		if commits >= acts || failed > 0 {
			t.Errorf("%d commits, %d failed", commits, failed)
		}
		check(run("second", true), "second", by(200))

		// What was done is not done again, whatever was foreseen.
		ref, err := d.InTx(testkit.Keyed(actor(t), "second1", "h"), rise.act("thing 1", nil))
		if ref != "thing/thing 1" || err != nil {
			t.Errorf("once more: %q, %v", ref, err)
		}
		_, err = d.InTx(testkit.Keyed(actor(t), "second1", "another"), rise.act("thing 1", nil))
		wantKind(t, err, ecabinet.Conflict, db.CodeKeyReused)
		if n := count(t, d, "SELECT n FROM things WHERE id = 'thing 1'"); n != 1201 {
			t.Errorf("it was done twice: %d", n)
		}
		journal(t, d, body)
	})
}

// riser raises things by 100, by what it has read before the act.
type riser struct {
	d *db.DB
	t *testing.T
}

func (r riser) act(id string, then func(context.Context, *db.Tx) error) func(context.Context, *db.Tx) (string, error) {
	var was int
	ask := func(into *int) *db.Query {
		return &db.Query{Text: "SELECT n FROM things WHERE id = $1", Args: []any{id}, Row: func(r db.Row) error { return r.Scan(into) }}
	}
	read, ok := r.d.RunAhead(actor(r.t), ask(&was))
	if ok == r.d.IsSQLite() {
		r.t.Fatalf("read ahead: %v", ok)
	}
	return func(ctx context.Context, tx *db.Tx) (string, error) {
		n, now := was, 0
		lock := ask(&now)
		lock.Lock = db.Update
		if !tx.Foreseen(read, func(err error) error {
			if err == nil && now != was {
				return errors.New("changed meanwhile")
			}
			return err
		}, lock) {
			own := ask(&n)
			own.Lock = db.Update
			if err := tx.Run(ctx, own); err != nil {
				return "", err
			}
		}
		if tx.Now().IsZero() {
			r.t.Error("no time")
		}
		write := &db.Query{Text: "UPDATE things SET n = $1 WHERE id = $2", Args: []any{n + 100, id}}
		err := tx.RunLater(ctx, func(err error) error {
			if err == nil && write.Rows != 1 {
				return errors.New("nothing was written")
			}
			return err
		}, write)
		if err == nil && then != nil {
			err = then(ctx, tx)
		}
		tx.Emit(ecabinet.Event{Topic: "body", Type: "thing.put", Ref: "thing/" + id})
		return "thing/" + id, err
	}
}

// thing is the number of one, as an act sees it.
func thing(ctx context.Context, tx *db.Tx, id string) (n int, err error) {
	err = tx.Run(ctx, &db.Query{Text: "SELECT n FROM things WHERE id = $1", Args: []any{id}, Row: func(r db.Row) error { return r.Scan(&n) }})
	return n, err
}

// TestQueriesThatAreNotSent: where the queries of an act do not reach the server, what the
// act before it wrote stays.
func TestQueriesThatAreNotSent(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		things(t, d)
		for name, fails := range map[string]func(ctx context.Context, tx *db.Tx) error{
			"value": func(ctx context.Context, tx *db.Tx) error {
				return tx.Run(ctx, &db.Query{Text: "UPDATE things SET n = $1", Args: []any{make(chan int)}})
			},
			"text": func(ctx context.Context, tx *db.Tx) error {
				return tx.Run(ctx, &db.Query{Text: "UPDATE nothing SET n = 1"})
			},
			"context": func(ctx context.Context, tx *db.Tx) error {
				ctx, stop := context.WithCancel(ctx)
				stop()
				return tx.Run(ctx, &db.Query{Text: "UPDATE things SET n = n"})
			},
		} {
			t.Run(name, func(t *testing.T) {
				sqlExec(t, d, "DELETE FROM things")
				for i := range 4 { // so that batches wait for company
					if _, err := d.InTx(actor(t), put(100+i)); err != nil {
						t.Fatal(err)
					}
				}
				release := hold(t, d, actor(t))
				var kept, failed error
				var wait sync.WaitGroup
				enter := func(key string, into *error, fn func(context.Context, *db.Tx) (string, error)) {
					before := d.Waiting(body)
					wait.Go(func() { _, *into = d.InTx(testkit.Keyed(actor(t), name+key, "h"), fn) })
					for d.Waiting(body) == before {
						runtime.Gosched()
					}
				}
				enter("kept", &kept, put(1))
				enter("failed", &failed, func(ctx context.Context, tx *db.Tx) (string, error) { return "", fails(ctx, tx) })
				release()
				wait.Wait()
				if kept != nil || failed == nil {
					t.Errorf("kept: %v, failed: %v", kept, failed)
				}
				if n := count(t, d, "SELECT count(*) FROM things WHERE n = 1"); n != 1 {
					t.Errorf("%d rows of the act that was acknowledged", n)
				}
			})
		}
		journal(t, d, body)
	})
}

// TestALockedRowHoldsUpOneAct: those that came with an act that cannot have its row, and
// had foreseen it, are done before the row is free.
func TestALockedRowHoldsUpOneAct(t *testing.T) {
	d := testkit.Postgres(t)
	things(t, d)
	const acts = 12
	rise := riser{d, t}
	var fns [acts]func(context.Context, *db.Tx) (string, error)
	for i := range acts {
		sqlExec(t, d, fmt.Sprintf("INSERT INTO things (id, body, n) VALUES ('thing %d', 'b', %d)", i, 1000+i))
		fns[i] = rise.act(fmt.Sprint("thing ", i), nil)
	}
	holder, err := d.Write().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Rollback()
	if _, err := holder.ExecContext(t.Context(), "SELECT 1 FROM things WHERE id = 'thing 0' FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	release := hold(t, d, actor(t))
	var wait sync.WaitGroup
	done := make(chan int, acts)
	for i := range acts { // all in one batch
		wait.Go(func() {
			if _, err := d.InTx(testkit.Keyed(actor(t), fmt.Sprint("k", i), "h"), fns[i]); err != nil {
				t.Errorf("act %d: %v", i, err)
			}
			done <- i
		})
		for d.Waiting(body) <= i {
			runtime.Gosched()
		}
	}
	release()
	for range acts - 1 {
		if i := <-done; i == 0 {
			t.Error("the act whose row was locked did not wait for it")
		}
	}
	if err := holder.Rollback(); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	if n := count(t, d, "SELECT count(*) FROM things WHERE n >= 1100"); n != acts {
		t.Errorf("%d acts were done", n)
	}
}

// visible counts the things that an act sees.
func visible(ctx context.Context, tx *db.Tx) (n int, err error) {
	err = tx.Run(ctx, &db.Query{Text: "SELECT count(*) FROM things", Row: func(r db.Row) error { return r.Scan(&n) }})
	return n, err
}

// TestAnActThatAnotherNodeDoes: the second node waits for the first, gives its
// reference, and nothing of its own act stays.
func TestAnActThatAnotherNodeDoes(t *testing.T) {
	url := testkit.PostgresURL(t)
	one, two := testkit.Open(t, url), testkit.Open(t, url)
	things(t, one)
	for name, second := range map[string]func(ctx context.Context, tx *db.Tx) (string, error){
		"same": put(1),
		"bare": func(context.Context, *db.Tx) (string, error) { return "thing/bare", nil },
		"refused": func(context.Context, *db.Tx) (string, error) {
			return "", ecabinet.E(ecabinet.Refused, "ballot.not_open")
		},
		"swallowed": func(ctx context.Context, tx *db.Tx) (string, error) {
			tx.Run(ctx, &db.Query{Text: "SELECT 1", Row: func(db.Row) error { return nil }})
			insert(ctx, tx, ecabinet.NewID(), 1000)
			insert(context.WithoutCancel(ctx), tx, ecabinet.NewID(), 1001)
			return "thing/no", nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			sqlExec(t, one, "DELETE FROM things")
			ctx := testkit.Keyed(actor(t), "key "+name, "h")
			begun, end := make(chan struct{}), make(chan struct{})
			refs := make(chan string, 2)
			do := func(d *db.DB, fn func(ctx context.Context, tx *db.Tx) (string, error)) {
				ref, err := d.InTx(ctx, fn)
				if err != nil {
					t.Error(err)
				}
				refs <- ref
			}
			go do(one, func(ctx context.Context, tx *db.Tx) (string, error) {
				ref, err := put(1)(ctx, tx)
				close(begun)
				<-end
				return ref, err
			})
			<-begun
			go do(two, second)
			for count(t, one, "SELECT count(*) FROM pg_locks WHERE NOT granted") == 0 { // until the second one waits
			}
			close(end)
			if a, b := <-refs, <-refs; a != b || a == "" {
				t.Errorf("two references: %q, %q", a, b)
			}
			if n := count(t, one, "SELECT count(*) FROM things"); n != 1 {
				t.Errorf("%d rows, want 1", n)
			}
		})
	}
	journal(t, one, body)
}

func ExampleColumns() {
	fmt.Println(ofKinds.Of("k"))
	// Output: k."id", k."kind", k."n", k."big", k."yes", k."at", k."none"
}

// What is written as one is written whole or not at all, with the Rows of the last.
func TestStatementsAsOne(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		kinds(t, d)
		things(t, d)
		row := kindRow{ID: "one", Kind: "own", N: 1}
		act := func(id string, n int, raise string) (rows int64, err error) {
			row.ID = id
			_, err = d.InTx(actor(t), func(ctx context.Context, tx *db.Tx) (string, error) {
				list := tx.AsOne(
					&db.Query{Text: insertKind, Args: ofKinds.Values(&row)},
					&db.Query{Text: "INSERT INTO things (id, body, n, text) VALUES ($1, $2, $3, $1)", Args: []any{id, tx.Body(), n}},
					&db.Query{Text: "UPDATE kinds SET n = n + $2 WHERE id = $1 AND n < $3", Args: []any{raise, 1, 99}},
				)
				if want := map[bool]int{true: 3, false: 1}[d.IsSQLite()]; len(list) != want {
					t.Errorf("%d statements, want %d", len(list), want)
				}
				err := tx.Run(ctx, list...)
				rows = list[len(list)-1].Rows
				return "", err
			})
			return rows, err
		}
		for i, c := range []struct {
			id      string
			n       int
			raise   string
			rows    int64
			refused bool
		}{
			{"one", 1, "nobody", 0, false},
			{"two", 2, "one", 1, false},
			{"three", 2, "one", 0, true}, // the second statement is refused: the first leaves nothing
			{"four", 3, "one", 1, false},
		} {
			rows, err := act(c.id, c.n, c.raise)
			if c.refused {
				if !db.IsConstraint(err) {
					t.Errorf("%d: error is %v, want that of a constraint", i, err)
				}
				continue
			}
			if err != nil || rows != c.rows {
				t.Errorf("%d: %d rows changed, want %d: %v", i, rows, c.rows, err)
			}
		}
		if n := count(t, d, "SELECT count(*) FROM kinds"); n != 3 {
			t.Errorf("%d rows of the first statement, want 3", n)
		}
		if n := count(t, d, "SELECT n FROM kinds WHERE id = 'one'"); n != 3 {
			t.Errorf("raised to %d, want 3", n)
		}
		if n := count(t, d, "SELECT count(*) FROM things WHERE text = id"); n != 3 {
			t.Errorf("%d rows of the second statement, want 3", n)
		}
	})
}
