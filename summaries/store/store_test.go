package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/summaries"
	"ecabinet/summaries/corpus"
	"ecabinet/summaries/store"
)

const (
	body     = "01900000-0000-7000-8000-00000000b0d1"
	other    = "01900000-0000-7000-8000-00000000b0d2"
	question = "ballot.q1"
)

// world is the room over one question; it is also the ballots.
type world struct {
	*testing.T
	d    *db.DB
	s    *store.Store
	v    *summaries.Service
	poll summaries.Polled
}

func (w *world) Polled(_ context.Context, id string) (summaries.Polled, error) {
	if id != question {
		return summaries.Polled{}, ecabinet.E(ecabinet.NotFound, "synthesis.not_found")
	}
	return w.poll, nil
}

func each(t *testing.T, suite func(w *world)) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, d: d, s: store.New(d)}
		q := summaries.Question{ID: question, Title: "Nghị định", Asked: summaries.Members, Of: 6}
		for i, text := range []string{
			"Nhất trí với dự thảo.",
			"Điều 5: đề nghị giao cấp tỉnh cấp phép. Khoản 1 Điều 7 cần rút xuống 10 ngày.",
			"Không đồng ý với Điều 5 vì trái luật.",
			"Một ý kiến không giống ai.",
			"Chuyện khác hẳn, chẳng liên quan.",
		} {
			o := summaries.Opinion{ID: fmt.Sprint(i + 1), Respondent: fmt.Sprint(i + 1), Stance: summaries.Agree, Text: text}
			if i == 2 {
				o.Stance = summaries.Disagree
			}
			q.Opinions = append(q.Opinions, o)
		}
		w.poll = summaries.Polled{Question: q, Ballot: "ballot", Closed: true, Named: true}
		w.v = &summaries.Service{Store: w.s, Poll: w}
		suite(w)
	})
}

func (w *world) as(person string) context.Context { return testkit.As(w.Context(), body, person) }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) desk() *summaries.Desk {
	w.Helper()
	d, err := w.s.Desk(w.as("a"), question)
	w.must(err)
	return d
}

func (w *world) draft() *summaries.Desk {
	w.Helper()
	rev := int64(0)
	if d, err := w.s.Desk(w.as("a"), question); err == nil {
		rev = d.Rev
	}
	w.must(w.v.Draft(w.as("a"), question, rev))
	return w.desk()
}

// refused wants an error of a code.
func (w *world) refused(err error, code string) {
	w.Helper()
	if !errors.Is(err, &ecabinet.Error{Code: code}) {
		w.Errorf("got %v, want %s", err, code)
	}
}

func title(s string) *string { return &s }

func (w *world) edit(person string, e summaries.Edit) error {
	return w.v.Edit(w.as(person), question, e)
}

// settle sets all that waits apart and reads what must be read.
func (w *world) settle() {
	w.Helper()
	d := w.desk()
	if len(d.Table.Waiting) > 0 {
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActApart, Sentences: d.Table.Waiting, Rule: summaries.ByPerson}))
	}
	for _, o := range summaries.Read(w.poll.Question).MustRead() {
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActRead, Opinion: o}))
	}
}

func (w *world) approve() {
	w.Helper()
	hash, err := w.desk().Table.Hash()
	w.must(err)
	w.must(w.v.Approve(w.as("s"), question, hash))
}

func TestWhatIsSavedIsReadBack(t *testing.T) {
	each(t, func(w *world) {
		made := summaries.Read(w.poll.Question).Draft(nil)
		d := w.draft()
		if diff := cmp.Diff(made, d.Table); diff != "" {
			w.Error(diff)
		}
		if d.Rev != 1 || d.Ballot != "ballot" || d.Approved() || len(d.First) == 0 {
			w.Errorf("%+v", d)
		}
		if _, err := w.s.Desk(testkit.As(w.Context(), other, "a"), question); ecabinet.KindOf(err) != ecabinet.NotFound {
			w.Errorf("another body reads it: %v", err)
		}
		w.refused(w.v.Draft(w.as("b"), question, 0), "synthesis.changed")
	})
}

func TestOnlyClosedAndOpenVotesAreSynthesised(t *testing.T) {
	each(t, func(w *world) {
		w.poll.Closed = false
		w.refused(w.v.Draft(w.as("a"), question, 0), "synthesis.open")
		w.poll.Closed, w.poll.Secret = true, true
		w.refused(w.v.Draft(w.as("a"), question, 0), "synthesis.secret")
		w.refused(w.v.Draft(w.as("a"), "ballot.q9", 0), "synthesis.not_found")
		if n, _ := w.d.LastSeq(w.Context(), body); n != 0 {
			w.Errorf("%d events", n)
		}
	})
}

// Of many who change the same row as they saw it, one does and all others are refused;
// what they put into it at the same time is all there.
func TestTwoAnalystsAtOnceLoseNothing(t *testing.T) {
	each(t, func(w *world) {
		d := w.draft()
		row := d.Table.Rows[0].ID
		var group sync.WaitGroup
		done := make([]error, 12)
		for i := range done {
			group.Go(func() {
				done[i] = w.edit(fmt.Sprint("analyst ", i%2), summaries.Edit{Act: summaries.ActWord, Row: row, Seen: d.Revs[row], Title: title(fmt.Sprint("Tên ", i))})
			})
		}
		group.Wait()
		won := -1
		for i, err := range done {
			switch {
			case err == nil && won < 0:
				won = i
			case err == nil:
				w.Errorf("%d and %d both changed what they saw", won, i)
			default:
				w.refused(err, "synthesis.row_changed")
			}
		}
		after := w.desk()
		if got, _ := after.Table.Row(row); won < 0 || got.Title != fmt.Sprint("Tên ", won) || after.Revs[row] != d.Revs[row]+1 {
			w.Errorf("%d won, the row is %q at rev %d", won, got.Title, after.Revs[row])
		}

		waiting := after.Table.Waiting
		if len(waiting) < 2 {
			w.Fatalf("%v wait", waiting)
		}
		errs := make([]error, 2*len(waiting))
		for i, id := range waiting {
			for k := range 2 { // two want the same one
				group.Go(func() {
					errs[2*i+k] = w.edit(fmt.Sprint(k), summaries.Edit{Act: summaries.ActMove, Sentences: []summaries.SentenceID{id}, To: row})
				})
			}
		}
		group.Wait()
		for i := range waiting {
			if (errs[2*i] == nil) == (errs[2*i+1] == nil) {
				w.Errorf("%v and %v", errs[2*i], errs[2*i+1])
			}
		}
		placed := w.desk().Table.Placements()
		for _, id := range waiting {
			if placed[id] != row {
				w.Errorf("%s is in %q", id, placed[id])
			}
		}
		if l := summaries.Read(w.poll.Question).Balance(w.desk().Table, nil); !l.Balanced() || l.Sentences.Waiting != 0 {
			w.Errorf("%+v", l)
		}
	})
}

// Human edits lost on a re-run: none. The version left behind is kept.
func TestARerunKeepsWhatPersonsTouched(t *testing.T) {
	each(t, func(w *world) {
		d := w.draft()
		row, out := d.Table.Rows[0].ID, d.Table.Rows[len(d.Table.Rows)-1]
		waiting := d.Table.Waiting
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActWord, Row: row, Seen: d.Revs[row], Title: title("Thẩm quyền")}))
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActAdd, Title: title("Ý kiến lẻ")}))
		d = w.desk()
		mine := d.Table.Rows[slices.IndexFunc(d.Table.Rows, func(r summaries.Row) bool { return r.Title == "Ý kiến lẻ" })].ID
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActMove, Sentences: waiting[:1], To: mine}))
		w.must(w.edit("b", summaries.Edit{Act: summaries.ActApart, Sentences: waiting[1:2], Rule: summaries.ByPerson}))
		rejected := out.Points[0].Quotes[0].Sentence
		w.must(w.edit("b", summaries.Edit{Act: summaries.ActMove, Row: out.ID, Seen: d.Revs[out.ID], Sentences: []summaries.SentenceID{rejected}}))

		before := w.desk()
		w.poll.Opinions = slices.Clone(w.poll.Opinions)
		w.poll.Opinions[0].Text = "Nhất trí. Đề nghị bổ sung Điều 9."
		d = w.draft()
		if d.Table.Version != 2 {
			w.Errorf("version %d", d.Table.Version)
		}
		if got, _ := d.Table.Row(row); got.Title != "Thẩm quyền" {
			w.Errorf("the title is %q", got.Title)
		}
		placed := d.Table.Placements()
		if placed[waiting[0]] != mine {
			w.Errorf("%s is in %q", waiting[0], placed[waiting[0]])
		}
		if !slices.Contains(d.Table.Apart, summaries.SetApart{Sentence: waiting[1], Rule: summaries.ByPerson, Filed: true}) {
			w.Error("what a person set apart is back")
		}
		if placed[rejected] == out.ID {
			w.Error("what a person took out of the row is back in it")
		}
		if l := summaries.Read(w.poll.Question).Balance(d.Table, nil); !l.Balanced() {
			w.Errorf("%+v", l.Faults)
		}
		kept, err := w.s.Version(w.as("a"), question, 1)
		w.must(err)
		if diff := cmp.Diff(before.Table, kept); diff != "" {
			w.Error(diff)
		}
	})
}

// Approval is refused, each for its reason, until all is accounted for; then the version
// stands for good.
func TestApprovalIsOfOneHashWhenAllIsAccountedFor(t *testing.T) {
	each(t, func(w *world) {
		hash := func() string { h, _ := w.desk().Table.Hash(); return h }
		d := w.draft()
		first := hash()
		w.refused(w.v.Approve(w.as("s"), question, first), "summary.waiting")
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActApart, Sentences: d.Table.Waiting, Rule: summaries.ByPerson}))
		w.refused(w.v.Approve(w.as("s"), question, first), "summary.other_version")
		w.refused(w.v.Approve(w.as("s"), question, hash()), "summary.unread")
		if _, _, err := summaries.Approved(w.as("s"), w.s, question); ecabinet.KindOf(err) != ecabinet.NotFound {
			w.Errorf("it leaves before approval: %v", err)
		}
		w.settle()
		w.poll.Opinions = slices.Clone(w.poll.Opinions)
		text := w.poll.Opinions[1].Text
		w.poll.Opinions[1].Text += " Thêm một câu."
		w.refused(w.v.Approve(w.as("s"), question, hash()), "summary.stale")
		w.poll.Opinions[1].Text = text
		w.approve()
		table, approval, err := summaries.Approved(w.as("s"), w.s, question)
		w.must(err)
		if diff := cmp.Diff(w.desk().Table, table); diff != "" || approval.By != "s" || approval.Hash != hash() {
			w.Errorf("%+v %s", approval, diff)
		}
		w.refused(w.edit("a", summaries.Edit{Act: summaries.ActAdd, Title: title("x")}), "synthesis.approved")
		w.refused(w.v.Approve(w.as("s"), question, hash()), "synthesis.approved")
		for _, change := range []string{"UPDATE synthesis_versions SET hash = 'x'", "DELETE FROM synthesis_versions"} {
			_, err := w.d.InTx(w.as("s"), func(ctx context.Context, tx *db.Tx) (string, error) {
				_, err := tx.Bun().NewRaw(change).Exec(ctx)
				return "", err
			})
			if err == nil {
				w.Errorf("%s is possible", change)
			}
		}
		// A next version is reviewed while the approved one is what leaves.
		w.draft()
		table, _, err = summaries.Approved(w.as("s"), w.s, question)
		if w.must(err); table.Version != 1 || w.desk().Approved() {
			w.Errorf("version %d leaves", table.Version)
		}
	})
}

func TestRowsAreMergedSplitAndDropped(t *testing.T) {
	each(t, func(w *world) {
		d := w.draft()
		a, b := d.Table.Rows[0], d.Table.Rows[1]
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActMerge, Row: a.ID, Seen: d.Revs[a.ID], Other: b.ID, OtherSeen: d.Revs[b.ID]}))
		d = w.desk()
		into, _ := d.Table.Row(a.ID)
		if _, there := d.Table.Row(b.ID); there || len(into.Points) != len(a.Points)+len(b.Points) {
			w.Errorf("%+v", into)
		}
		w.refused(w.edit("a", summaries.Edit{Act: summaries.ActDrop, Row: a.ID, Seen: d.Revs[a.ID]}), "synthesis.row_not_empty")
		p := into.Points[len(into.Points)-1]
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActSplit, Row: a.ID, Seen: d.Revs[a.ID], Points: []string{p.ID}, Title: title("Tách ra")}))
		d = w.desk()
		i := slices.IndexFunc(d.Table.Rows, func(r summaries.Row) bool { return r.Title == "Tách ra" })
		if i < 0 || len(d.Table.Rows[i].Points) != 1 || d.Table.Rows[i].Points[0].ID != p.ID {
			w.Fatalf("%+v", d.Table.Rows)
		}
		split := d.Table.Rows[i]
		id := split.Points[0].Quotes[0].Sentence
		w.refused(w.edit("a", summaries.Edit{Act: summaries.ActWord, Row: split.ID, Seen: d.Revs[split.ID], Gists: &[]summaries.Gist{
			{Stance: summaries.Agree, Claims: []summaries.Claim{{Text: "Bịa", Cites: []summaries.SentenceID{"1#1"}}}},
		}}), "synthesis.cites_wrong")
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActMove, Row: split.ID, Seen: d.Revs[split.ID], Sentences: []summaries.SentenceID{id}}))
		d = w.desk()
		w.must(w.edit("a", summaries.Edit{Act: summaries.ActDrop, Row: split.ID, Seen: d.Revs[split.ID]}))
		if l := summaries.Read(w.poll.Question).Balance(w.desk().Table, nil); !l.Balanced() {
			w.Errorf("%+v", l.Faults)
		}
		list, err := w.s.History(w.as("a"), question, 0, 10)
		if w.must(err); len(list) != 5 || list[0].Type != "synthesis.edited" || list[0].By != "a" {
			w.Errorf("%+v", list)
		}
		older, err := w.s.History(w.as("a"), question, list[1].Seq, 2)
		if w.must(err); len(older) != 2 || older[0].Seq != list[2].Seq {
			w.Errorf("%+v", older)
		}
		if made, err := w.s.History(w.as("a"), question, 0, 10, "synthesis.drafted"); err != nil || len(made) != 1 || made[0].Seq != list[4].Seq {
			w.Errorf("%+v %v", made, err)
		}
	})
}

func TestPointsAreAnsweredAndChecked(t *testing.T) {
	each(t, func(w *world) {
		d := w.draft()
		point := d.Table.Rows[0].Points[0].ID
		a := summaries.Answer{Point: point, Decision: summaries.Accepted, Text: "Đã sửa."}
		w.refused(w.v.Reply(w.as("drafter"), question, 0, a), "synthesis.not_approved")
		w.settle()
		w.approve()
		w.refused(w.v.Reply(w.as("drafter"), question, 0, summaries.Answer{Point: point, Decision: summaries.Accepted, Text: " "}), "synthesis.answer_missing")
		w.must(w.v.Reply(w.as("drafter"), question, 0, a))
		w.refused(w.v.Reply(w.as("drafter2"), question, 0, a), "synthesis.answer_changed")
		w.refused(w.v.Check(w.as("drafter"), question, point, 1, true, ""), "synthesis.own_answer")
		w.refused(w.v.Check(w.as("s"), question, point, 1, false, ""), "synthesis.remark_missing")
		w.must(w.v.Check(w.as("s"), question, point, 1, false, "Nêu rõ khoản nào."))
		a.Text = "Đã sửa khoản 1."
		w.must(w.v.Reply(w.as("drafter"), question, 2, a))
		w.must(w.v.Check(w.as("s"), question, point, 3, true, ""))
		w.refused(w.v.Reply(w.as("drafter"), question, 4, a), "synthesis.answer_passed")
		list, err := w.s.Replies(w.as("s"), question)
		if w.must(err); len(list) != 1 || list[0].Text != "Đã sửa khoản 1." || list[0].Check != summaries.Passed || list[0].CheckedBy != "s" {
			w.Errorf("%+v", list)
		}
		if open := d.Table.Unanswered([]summaries.Answer{list[0].Answer}); len(open) != 3-1 && len(open) == 0 {
			w.Errorf("%v", open)
		}
	})
}

// The sixty go from the closed ballot to the approved table by what an analyst does: file
// what waits under the issue that it belongs to, set the rest apart, read what must be read.
func TestSixtyFromClosedBallotToApprovedTable(t *testing.T) {
	each(t, func(w *world) {
		c := corpus.Sixty()
		c.Question.ID = question
		w.poll.Question = c.Question
		r := summaries.Read(c.Question)
		d := w.draft()
		rows := map[corpus.Issue]string{}
		for issue, name := range corpus.Issues {
			w.must(w.edit("a", summaries.Edit{Act: summaries.ActAdd, Title: title(name)}))
			for _, row := range w.desk().Table.Rows {
				if row.Title == name {
					rows[issue] = row.ID
				}
			}
		}
		for _, id := range d.Table.Waiting {
			s, _ := r.Sentence(id)
			e := summaries.Edit{Act: summaries.ActApart, Sentences: []summaries.SentenceID{id}, Rule: summaries.ByPerson}
			if row := rows[c.Gold(s)]; row != "" {
				e = summaries.Edit{Act: summaries.ActMove, Sentences: []summaries.SentenceID{id}, To: row}
			}
			w.must(w.edit("a", e))
		}
		w.settle()
		w.approve()
		table, _, err := summaries.Approved(w.as("s"), w.s, question)
		w.must(err)
		l := r.Balance(table, w.desk().Reads(c.Question))
		if !l.Balanced() || l.Sentences.Waiting != 0 || len(l.Unread) != 0 || l.Opinions.Total != 60 {
			w.Errorf("%+v", l)
		}
		q := w.desk().Quality(nil)
		t.Logf("%d rows, %d changed, %d of %d points filed, F1 of the first draft %.2f", q.Rows, q.Changed, q.Filed, q.Points, q.Placed.F1)
	})
}
