package ballots_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"ecabinet/ballots"
	"ecabinet/procedure"
)

// counted counts, through a store, the writes of single seats and of single letters.
type counted struct {
	ballots.Store
	seats   int
	letters int
}

func (s *counted) InTx(ctx context.Context, fn func(context.Context, ballots.Tx) (string, error)) (string, error) {
	return s.Store.InTx(ctx, func(ctx context.Context, tx ballots.Tx) (string, error) { return fn(ctx, countedTx{tx, s}) })
}

type countedTx struct {
	ballots.Tx
	of *counted
}

func (t countedTx) SaveSeat(ctx context.Context, seat *ballots.Seat) error {
	t.of.seats++
	return t.Tx.SaveSeat(ctx, seat)
}

func (t countedTx) SaveRespondent(ctx context.Context, r *ballots.Respondent) error {
	t.of.letters++
	return t.Tx.SaveRespondent(ctx, r)
}

func (t countedTx) Schedule(ctx context.Context, kind, ref string, due time.Time) error {
	if kind == ballots.JobLetter {
		t.of.letters++
	}
	return t.Tx.Schedule(ctx, kind, ref, due)
}

// A consultation makes nothing of silence: its closing writes none of its seats, however
// many there are.
func TestClosingAConsultationWritesNoSeat(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		c.consult()
		c.must(c.tryCast("m2", c.content(procedure.Agree)))
		s := &counted{Store: c.svc.Store}
		c.svc.Store = s
		b := c.closeNow()
		if s.seats != 0 || len(b.Result.Received.Silent) != 4 {
			t.Errorf("%d seats were written, silent are %v", s.seats, b.Result.Received.Silent)
		}
	})
}

// Letters to many respondents are planned in sets, each with its link and its job, and
// planned anew by the next news.
func TestManyLettersArePlannedInSets(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		const n = 250
		c.svc.Doors, c.svc.Postman = &doors{in: map[string][]string{}}, &postbox{}
		ref, err := c.svc.MakeConsultation(c.as("secretary"), "matter-1")
		c.must(ref, err)
		c.ballot = ref[len("ballot/"):]
		var list []ballots.Respondent
		for i := range n {
			list = append(list, ballots.Respondent{No: i + 1, Name: fmt.Sprintf("Hiệp hội %d", i+1), Sector: ballots.Association, Email: fmt.Sprintf("h%d@example.vn", i+1)})
		}
		c.must(c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, terms(20)))
		c.must(c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, list))
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
		s := &counted{Store: c.svc.Store}
		c.svc.Store = s
		waiting := func(news ballots.News) {
			t.Helper()
			hashes := map[string]bool{}
			for i, r := range c.asked() {
				if r.No != i+1 || r.Name != list[i].Name || r.Mail != ballots.MailWaiting || r.News != news || r.Link != 1 || r.MailAt == nil || !r.MailAt.Equal(c.clock.Now()) {
					t.Errorf("%+v", r)
				}
				hashes[r.Hash] = true
			}
			var jobs int
			if err := c.d.Read().NewRaw("SELECT count(*) FROM jobs WHERE kind = ? AND state = 'open'", ballots.JobLetter).Scan(t.Context(), &jobs); err != nil {
				t.Fatal(err)
			}
			if len(hashes) != n || jobs != n || s.letters != 0 {
				t.Errorf("%d links, %d jobs, %d written one by one", len(hashes), jobs, s.letters)
			}
		}
		c.must(c.svc.Invite(c.as("secretary"), c.ballot, nil))
		waiting(ballots.NewsInvited)
		c.clock.Add(time.Hour)
		c.must(c.svc.Remind(c.as("secretary"), c.ballot, nil))
		waiting(ballots.NewsReminded)
	})
}
