package api_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/summaries/api"
)

// Who answers, checks or only reads finds the approved tables, and how far they are answered.
func TestApprovedTablesAreListed(t *testing.T) {
	each(t, func(w *world) {
		tables := func(who string) api.TableList {
			return done[api.TableList](w, who, http.MethodGet, "/../tables", nil)
		}
		w.settled()
		if list := tables("drafter"); len(list.Items) != 0 {
			w.Errorf("listed before it is approved: %+v", list)
		}
		v := done[api.SynthesisView](w, "secretariat", http.MethodGet, at, nil)
		done[api.SynthesisView](w, "secretariat", http.MethodPost, at+"/approval", fields{"hash": v.Hash})
		points := 0
		for _, row := range v.Rows {
			points += len(row.Points)
		}
		list := tables("drafter")
		if len(list.Items) != 1 || !list.Items[0].Answers || list.Items[0].Points != points || list.Items[0].Unanswered != points || list.Items[0].Version != 1 {
			w.Fatalf("%+v", list)
		}
		if list := tables("auditor"); len(list.Items) != 1 || list.Items[0].Answers {
			w.Errorf("%+v", list)
		}
		point := v.Rows[0].Points[0].ID
		done[api.TableView](w, "drafter", http.MethodPost, at+"/answers", fields{"point": point, "rev": 0, "decision": "accepted", "text": "Đã sửa."})
		if list := tables("drafter").Items[0]; list.Unanswered != points-1 || list.Unchecked != 1 {
			w.Errorf("%+v", list)
		}

		// Who only reads the table sees an answer when it is passed, and no remark on the way.
		said := func() *api.ReplyView {
			return done[api.TableView](w, "auditor", http.MethodGet, at+"/table", nil).Rows[0].Points[0].Reply
		}
		if r := said(); r != nil {
			w.Errorf("%+v", r)
		}
		done[api.TableView](w, "secretariat", http.MethodPost, at+"/checks", fields{"point": point, "rev": 1, "passed": false, "remark": "Nêu rõ điều nào."})
		if list := tables("secretariat").Items[0]; list.SentBack != 1 || list.Unchecked != 0 {
			w.Errorf("%+v", list)
		}
		if r := said(); r != nil {
			w.Errorf("%+v", r)
		}
		done[api.TableView](w, "drafter", http.MethodPost, at+"/answers", fields{"point": point, "rev": 2, "decision": "accepted", "text": "Đã sửa Điều 5."})
		done[api.TableView](w, "secretariat", http.MethodPost, at+"/checks", fields{"point": point, "rev": 3, "passed": true, "remark": ""})
		if r := said(); r == nil || r.Text != "Đã sửa Điều 5." {
			w.Errorf("%+v", r)
		}
	})
}

// queries counts what is asked of a database.
type queries struct{ n atomic.Int64 }

func (q *queries) BeforeQuery(ctx context.Context, _ *bun.QueryEvent) context.Context {
	q.n.Add(1)
	return ctx
}

func (*queries) AfterQuery(context.Context, *bun.QueryEvent) {}

// The list of tables begins from what is approved, by pages, and a page is read in sets: it
// takes as many queries for fifty tables as for one, and no table is read twice.
func TestAPageOfTablesIsReadInSets(t *testing.T) {
	each(t, func(w *world) {
		w.approved()
		ctx := testkit.As(w.Context(), body, "analyst")
		_, err := w.d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
			for i := range 120 { // half of them approved
				ballot := fmt.Sprintf("ballot-%d", i)
				approved := i % 2
				_, err := tx.Bun().NewRaw(`INSERT INTO syntheses (id, body, ballot, rev, version, assisted, sources, rows, apart, waiting, rejected, reads, first,
					approved_version, approved_hash, approved_by, approved_at)
					SELECT ?, body, ?, rev, version, assisted, sources, rows, apart, waiting, rejected, reads, first,
					CASE WHEN ? = 1 THEN approved_version ELSE 0 END, CASE WHEN ? = 1 THEN approved_hash ELSE '' END, approved_by, CASE WHEN ? = 1 THEN ? END
					FROM syntheses WHERE id = ?`, ballot+".q1", ballot, approved, approved, approved, db.At(tx.Now().Add(time.Duration(i/4)*time.Second)), question).Exec(ctx)
				if err != nil {
					return "", err
				}
				if _, err = tx.Bun().NewRaw(`INSERT INTO synthesis_versions (synthesis, version, body, hash, content, kept_by, kept_at)
					SELECT ?, version, body, hash, content, kept_by, kept_at FROM synthesis_versions WHERE synthesis = ?`, ballot+".q1", question).Exec(ctx); err != nil {
					return "", err
				}
			}
			return "", nil
		})
		w.must(err)
		count := new(queries)
		w.d.Read().(interface{ AddQueryHook(bun.QueryHook) }).AddQueryHook(count)
		page := func(after string) (api.TableList, int64) {
			before := count.n.Load()
			return done[api.TableList](w, "auditor", http.MethodGet, "/../tables?after="+after, nil), count.n.Load() - before
		}
		list, n := page("")
		rest, m := page(list.Next)
		if len(list.Items) != 50 || len(rest.Items) != 11 || rest.Next != "" || max(n, m) > 4 {
			w.Errorf("%d and %d tables in %d and %d queries", len(list.Items), len(rest.Items), n, m)
		}
		all := append(list.Items, rest.Items...)
		seen := map[string]bool{}
		for i, l := range all {
			if seen[l.ID] || i > 0 && l.ApprovedAt.After(all[i-1].ApprovedAt) || l.Points == 0 || l.Points != all[0].Points || l.Unanswered != l.Points || l.Version != 1 || l.Ballot+".q1" != l.ID {
				w.Errorf("%+v", l)
			}
			seen[l.ID] = true
		}
		if again, n := page(""); len(again.Items) != 50 || n > 3 {
			w.Errorf("%d tables in %d queries", len(again.Items), n)
		}
		w.held["auditor"] = nil
		if list, _ := page(""); len(list.Items) != 0 || list.Next != "" {
			w.Errorf("%+v", list)
		}
	})
}
