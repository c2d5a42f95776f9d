package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/procedure"
)

const body = "body-1"

// same compares what was written with what was read. Times are moments: their
// location is not kept.
func same[T any](t *testing.T, want, got T) {
	t.Helper()
	if d := cmp.Diff(want, got, cmp.Comparer(time.Time.Equal)); d != "" {
		t.Fatalf("read back otherwise than written (-want +got):\n%s", d)
	}
}

// at is a moment of the tests, n microseconds on: as fine as databases keep it.
func at(n int) time.Time {
	return time.Date(2026, 3, 2, 8, 0, 0, 123_000, time.UTC).Add(time.Duration(n) * time.Microsecond)
}

func ref[T any](v T) *T { return &v }

// world is one database with its store, seen by one person of the body.
type world struct {
	*testing.T
	d   *db.DB
	s   *store.Store
	ctx context.Context
	n   *int // ballots made: each is a little later than the one before
}

func each(t *testing.T, suite func(w world)) {
	testkit.Each(t, func(t *testing.T, d *db.DB) {
		suite(newWorld(t, d))
	})
}

func newWorld(t *testing.T, d *db.DB) world {
	return world{T: t, d: d, s: store.New(d), ctx: testkit.As(t.Context(), body, "secretary", "secretariat"), n: new(int)}
}

func (w world) try(act func(ctx context.Context, tx ballots.Tx) error) error {
	_, err := w.s.InTx(w.ctx, func(ctx context.Context, tx ballots.Tx) (string, error) { return "", act(ctx, tx) })
	return err
}

func (w world) do(act func(ctx context.Context, tx ballots.Tx) error) {
	w.Helper()
	if err := w.try(act); err != nil {
		w.Fatal(err)
	}
}

// draft is a ballot of which only what a draft must have is set.
func draft() *ballots.Ballot {
	id := ecabinet.NewID()
	return &ballots.Ballot{ID: id, Body: body, Matter: "matter of " + id, Rev: 1, State: ballots.Draft, MadeBy: "secretary", MadeAt: at(0)}
}

// open is a ballot that is open, with seats of persons.
func (w world) open(persons ...string) *ballots.Ballot {
	w.Helper()
	b := draft()
	b.State, b.Round, b.OpenedAt, b.SentAt = ballots.Open, 1, ref(at(1)), at(1)
	b.Deadline = procedure.Deadline{At: at(1_000_000 + *w.n)}
	w.insert(b, persons...)
	return b
}

func (w world) insert(b *ballots.Ballot, persons ...string) {
	w.Helper()
	*w.n++
	b.MadeAt = at(*w.n)
	seats := make([]ballots.Seat, len(persons))
	for i, p := range persons {
		seats[i] = ballots.Seat{Ballot: b.ID, No: i + 1, Person: p, Name: "Name of " + p}
	}
	w.do(func(ctx context.Context, tx ballots.Tx) error {
		return errors.Join(tx.InsertBallot(ctx, b), tx.InsertSeats(ctx, seats))
	})
}

// answer is the next own answer of a seat.
func answer(b *ballots.Ballot, seat *ballots.Seat) *ballots.Answer {
	id := ecabinet.NewID()
	return &ballots.Answer{
		ID: id, Body: b.Body, Ballot: b.ID, Round: b.Round, Seat: seat.No, Revision: seat.Revision + 1, Person: seat.Person,
		Source: ballots.Own, Standing: ballots.Counts, CastBy: seat.Person, At: at(10), RecordHash: "hash of " + id,
		Content: ballots.Content{Opinions: []ballots.Opinion{{Question: "q1", Choice: procedure.Agree}}},
	}
}

// cast adds an answer to the seat of person, as casting does: under its locks.
func cast(ctx context.Context, tx ballots.Tx, ballot, person string) (*ballots.Answer, error) {
	b, err := tx.LockBallot(ctx, ballot, true)
	if err != nil {
		return nil, err
	}
	seat, err := tx.LockSeat(ctx, ballot, person)
	if err != nil {
		return nil, err
	}
	a := answer(b, seat)
	seat.Revision, seat.Answer, seat.AnsweredAt = a.Revision, a.ID, &a.At
	return a, tx.EnterAnswer(ctx, a, seat)
}

func (w world) cast(ballot, person string) *ballots.Answer {
	w.Helper()
	var a *ballots.Answer
	w.do(func(ctx context.Context, tx ballots.Tx) (err error) {
		a, err = cast(ctx, tx, ballot, person)
		return err
	})
	return a
}

func wantCode(t *testing.T, err error, kind ecabinet.Kind, code string) {
	t.Helper()
	if ecabinet.KindOf(err) != kind || !errors.Is(err, &ecabinet.Error{Code: code}) {
		t.Fatalf("got error %v, want %s %q", err, kind, code)
	}
}

func fullContent() ballots.Content {
	return ballots.Content{
		Opinions: []ballots.Opinion{
			{Question: "q1", Choice: procedure.Disagree, Text: "Không đồng ý: \"điều 5\" \\ it's <b> & \u2028\x01",
				Points: []ballots.Point{{Clause: "Điều 5 khoản 2", Text: "sửa", Wording: "thay ? bằng ??", Weight: ballots.Condition}}},
			{Question: "q2", Choice: procedure.OptionChoice("o2"), Points: []ballots.Point{}},
		},
		Reserve: "bảo lưu",
		Files:   []ballots.File{{ID: "f1", Name: "bản quét.pdf", Size: 12, Hash: "ab"}},
	}
}

// fullBallot sets every field of a ballot; the test fails where one is added and
// left out here.
func fullBallot(t *testing.T) *ballots.Ballot {
	b := &ballots.Ballot{
		ID: ecabinet.NewID(), Body: body, Matter: "matter", Kind: ballots.Consultation, Rev: 7, State: ballots.Certified,
		Title: "Nghị quyết về 'phương án' {x}", Note: "a\nb ? ?0 \\", Agency: "agency", Lead: "Bộ Tài chính", Class: "normal",
		Questions: []ballots.Question{
			{Key: "q1", Text: "Đồng ý?", Kind: ballots.YesNo},
			{Key: "q2", Text: "Phương án?", Kind: ballots.Options, Options: []ballots.Option{{Key: "o1", Text: "1"}, {Key: "o2", Text: "2"}}, Proposal: "o1"},
		},
		Papers:  []ballots.Paper{{Document: "d", Version: "v", Number: 2, Kind: "draft", Title: "Dự thảo", Pages: 9, Original: "aa", Reading: "bb"}},
		Recused: []string{"p3", "p4"}, Days: 5, Hour: &procedure.HourMinute{Hour: 17, Minute: 30},
		OpenAt: ref(at(1)), LastDay: &procedure.Date{Year: 2026, Month: 3, Day: 9}, ShowWho: true, ShowLive: true, ByName: true,
		Profile: procedure.Profile{
			ID: "nd-39-2022", Source: "Nghị định", Title: map[string]string{"vi": "Quy chế"}, From: procedure.Date{Year: 2022, Month: 6, Day: 18},
			Window: procedure.Window{MinDays: 3, MaxDays: 7}, Silence: procedure.SilenceAgreement, Base: procedure.BaseAllMembers,
			Majority: procedure.Majority{MoreThan: true, Of: procedure.Fraction{Num: 1, Den: 2}}, Origins: map[string]string{"tie": "assumed"},
		},
		Round: 2, SentAt: at(2),
		Deadline: procedure.Deadline{At: at(9), Days: 5, Sent: procedure.Date{Year: 2026, Month: 3, Day: 2},
			Last: procedure.Date{Year: 2026, Month: 3, Day: 9}, Unconfirmed: []int{2027},
			Skipped: []procedure.SkippedDay{{Date: procedure.Date{Year: 2026, Month: 3, Day: 7}, Name: map[string]string{"vi": "Thứ bảy"}}}},
		Extended: []ballots.Extension{{From: at(3), To: at(9), Reason: "chờ", By: "secretary", At: at(4), Beyond: true}},
		MadeBy:   "m", MadeAt: at(0), SubmittedBy: "s", ApprovedBy: "a", ApprovedAt: ref(at(1)), RefusedBy: "r", RefusedFor: "lý do",
		OpenedAt: ref(at(2)), ClosedAt: ref(at(10)), CertifiedBy: "c", CertifiedAt: ref(at(11)), RecalledFor: "vì", Onward: &ballots.Onward{Note: "rõ", By: "h", At: at(10)}, Number: "12/KQLYK-2026",
		Result: &ballots.Result{Tallies: []procedure.Tally{{Question: "q1", N: 27, Needed: 14, OfSent: procedure.Fraction{Num: 14, Den: 27}}},
			Outcome: procedure.BallotAdopted, Discuss: []int{3}, Received: &ballots.Received{Answered: []int{1}, Silent: []int{2}}},
	}
	everyFieldSet(t, *b)
	return b
}

func TestEveryFieldComesBack(t *testing.T) {
	each(t, func(w world) {
		b := fullBallot(w.T)
		seat := ballots.Seat{Ballot: b.ID, No: 1, Person: "p1", Name: "Nguyễn Văn A", Posts: []string{"Bộ trưởng", "Ủy viên"}, Office: "VP",
			TieMark: true, Recused: true, Vacated: true, Revision: 3, Answer: "answer", AnsweredAt: ref(at(5))}
		a := ballots.Answer{ID: ecabinet.NewID(), Body: body, Ballot: b.ID, Round: 2, Seat: 1, Revision: 3, Person: "p1",
			Source: ballots.OnBehalf, Standing: ballots.Confirmed, Content: fullContent(), CastBy: "secretary", Prepared: []string{"x", "y"},
			At: at(5), Record: `{"a":1}`, RecordHash: "rh", Nonce: "nn", Proof: "server-attested", Reason: "giấy",
			ReceivedAt: ref(at(4)), SecondBy: "second", RowHash: "hh"}
		d := ballots.OfficeDraft{ID: ecabinet.NewID(), Body: body, Ballot: b.ID, Round: 2, Seat: 1, Member: "p1", Rev: 4, Step: ballots.Head,
			Content: fullContent(), Prepared: []string{"x"}, Moves: []ballots.Move{{From: ballots.Clerk, To: ballots.Head, By: "x", At: at(3), Reason: "r"}},
			Refused: true, Changed: at(3)}
		c := ballots.Classing{ID: ecabinet.NewID(), Body: body, Ballot: b.ID, Seat: 1, Question: "q1", As: procedure.Agree, Reason: "rõ ý",
			By: "x", At: at(6), Second: "y", Objected: ref(at(7)), Removed: ref(at(8))}
		scratch := ballots.Scratch{Ballot: b.ID, Person: "p1", Content: fullContent(), Changed: at(4)}
		asked := ballots.Respondent{ID: ecabinet.NewID(), Ballot: b.ID, No: 1, Name: "Hội 'A'", Sector: ballots.Association, Email: "a@b.vn", Person: "p1"}
		byLink := ballots.Respondent{ID: ecabinet.NewID(), Ballot: b.ID, No: 2, Name: "Công ty", Sector: ballots.Business, Link: 2, Hash: "hash of " + b.ID,
			HandedAt: ref(at(5)), UsedAt: ref(at(6)), Mail: ballots.MailFailed, News: ballots.NewsReminded, Problem: "refused", MailAt: ref(at(7))}
		for _, v := range []any{seat, a, d, c, scratch} {
			everyFieldSet(w.T, v)
		}
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			return errors.Join(tx.InsertBallot(ctx, b), tx.InsertSeats(ctx, []ballots.Seat{seat}), tx.EnterAnswer(ctx, &a, &seat),
				tx.SaveOfficeDraft(ctx, &d), tx.InsertClassing(ctx, &c), tx.SaveScratch(ctx, &scratch),
				tx.ReplaceRespondents(ctx, b.ID, []ballots.Respondent{asked, byLink}))
		})

		same(w.T, []ballots.Respondent{asked, byLink}, must(w.s.Respondents(w.ctx, b.ID)))
		same(w.T, &byLink, must(w.s.Respondent(w.ctx, byLink.ID)))
		same(w.T, b, must(w.s.Ballot(w.ctx, b.ID)))
		same(w.T, []ballots.Seat{seat}, must(w.s.Seats(w.ctx, b.ID)))
		same(w.T, &seat, must(w.s.Seat(w.ctx, b.ID, "p1")))
		same(w.T, &a, must(w.s.Answer(w.ctx, a.ID)))
		same(w.T, []ballots.Answer{a}, must(w.s.History(w.ctx, b.ID, 1)))
		same(w.T, &d, must(w.s.OfficeDraft(w.ctx, b.ID, 2, "p1")))
		same(w.T, []ballots.Classing{c}, must(w.s.Classings(w.ctx, b.ID)))
		same(w.T, &scratch, must(w.s.Scratch(w.ctx, b.ID, "p1")))
	})
}

func TestWhatIsEmptyComesBackEmpty(t *testing.T) {
	each(t, func(w world) {
		b := draft()
		b.Questions, b.Recused = []ballots.Question{}, nil
		w.insert(b, "p1")
		same(w.T, b, must(w.s.Ballot(w.ctx, b.ID)))
		same(w.T, []ballots.Seat{{Ballot: b.ID, No: 1, Person: "p1", Name: "Name of p1"}}, must(w.s.Seats(w.ctx, b.ID)))
	})
}

func TestSavingChangesEveryFieldThatMayChange(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1")
		full := fullBallot(w.T)
		full.ID, full.Matter, full.Kind, full.MadeBy, full.MadeAt = b.ID, b.Matter, b.Kind, b.MadeBy, b.MadeAt
		seat := ballots.Seat{Ballot: b.ID, No: 1, Person: "p9", Name: "Other", Posts: []string{"x"}, Office: "o", TieMark: true, Recused: true,
			Vacated: true, Revision: 2, Answer: "a", AnsweredAt: ref(at(2))}
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			if _, err := tx.LockBallot(ctx, b.ID, false); err != nil {
				return err
			}
			return errors.Join(tx.SaveBallot(ctx, full), tx.SaveSeat(ctx, &seat))
		})
		same(w.T, full, must(w.s.Ballot(w.ctx, b.ID)))
		same(w.T, &seat, must(w.s.Seat(w.ctx, b.ID, "p9")))
	})
}

func TestWhatIsMissingSaysSo(t *testing.T) {
	each(t, func(w world) {
		missing := func(err error, code string) { w.Helper(); wantCode(w.T, err, ecabinet.NotFound, code) }
		_, err := w.s.Ballot(w.ctx, "x")
		missing(err, "ballot.not_found")
		_, err = w.s.Seat(w.ctx, "x", "p")
		missing(err, "seat.not_found")
		_, err = w.s.Answer(w.ctx, "x")
		missing(err, "answer.not_found")
		_, err = w.s.OfficeDraft(w.ctx, "x", 1, "p")
		missing(err, "draft.not_found")
		_, err = w.s.Scratch(w.ctx, "x", "p")
		missing(err, "scratch.not_found")
		_, err = w.s.File(w.ctx, "x", "f")
		missing(err, "file.not_found")
		for _, share := range []bool{true, false} {
			missing(w.try(func(ctx context.Context, tx ballots.Tx) error { _, err := tx.LockBallot(ctx, "x", share); return err }), "ballot.not_found")
		}
		missing(w.try(func(ctx context.Context, tx ballots.Tx) error { _, err := tx.LockSeat(ctx, "x", "p"); return err }), "seat.not_found")
		missing(w.try(func(ctx context.Context, tx ballots.Tx) error { _, err := tx.LockSeatNo(ctx, "x", 1); return err }), "seat.not_found")
		missing(w.try(func(ctx context.Context, tx ballots.Tx) error { return tx.SetStanding(ctx, "x", ballots.Confirmed, "") }), "answer.not_found")
		missing(w.try(func(ctx context.Context, tx ballots.Tx) error {
			return tx.SaveClassing(ctx, &ballots.Classing{ID: "x"})
		}), "classing.not_found")
	})
}

func TestAnotherBodyFindsNothing(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1")
		a := w.cast(b.ID, "p1")
		for _, ctx := range []context.Context{testkit.As(w.Context(), "body-2", "p1"), w.Context()} {
			_, err := w.s.Ballot(ctx, b.ID)
			wantCode(w.T, err, ecabinet.NotFound, "ballot.not_found")
			_, err = w.s.Answer(ctx, a.ID)
			wantCode(w.T, err, ecabinet.NotFound, "answer.not_found")
			if seats := must(w.s.Seats(ctx, b.ID)); len(seats) > 0 {
				w.Fatalf("another body sees seats: %v", seats)
			}
			if counting := must(w.s.CountingAnswers(ctx, b.ID)); len(counting) > 0 {
				w.Fatalf("another body sees answers: %v", counting)
			}
			rows, _, err := w.s.Waiting(ctx, "p1", store.Page{})
			if err != nil || len(rows) > 0 {
				w.Fatalf("another body sees %v, %v", rows, err)
			}
		}
		foreign := draft()
		foreign.Body = "body-2"
		if err := w.try(func(ctx context.Context, tx ballots.Tx) error { return tx.InsertBallot(ctx, foreign) }); err == nil {
			w.Fatal("a ballot of another body was inserted in this body's act")
		}
	})
}

func TestCountingAnswersAreThoseTheSeatsName(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1", "p2", "p3")
		w.cast(b.ID, "p1")
		second := w.cast(b.ID, "p1")
		other := w.cast(b.ID, "p2")
		same(w.T, map[int]ballots.Answer{1: *second, 2: *other}, must(w.s.CountingAnswers(w.ctx, b.ID)))
	})
}

func TestScratchIsReplacedAndDropped(t *testing.T) {
	each(t, func(w world) {
		b := w.open("p1")
		for i := range 2 {
			w.do(func(ctx context.Context, tx ballots.Tx) error {
				return tx.SaveScratch(ctx, &ballots.Scratch{Ballot: b.ID, Person: "p1", Content: ballots.Content{Reserve: fmt.Sprint(i)}, Changed: at(i)})
			})
		}
		if got := must(w.s.Scratch(w.ctx, b.ID, "p1")); got.Content.Reserve != "1" || !got.Changed.Equal(at(1)) {
			w.Fatalf("got %+v, want the second", got)
		}
		w.do(func(ctx context.Context, tx ballots.Tx) error { return tx.DropScratch(ctx, b.ID, "p1") })
		_, err := w.s.Scratch(w.ctx, b.ID, "p1")
		wantCode(w.T, err, ecabinet.NotFound, "scratch.not_found")
	})
}

func TestNumbersJobsAndEventsGoToTheAct(t *testing.T) {
	each(t, func(w world) {
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			for want := 1; want <= 2; want++ {
				if n, err := tx.NextNumber(ctx, "ballot.result", 2026); err != nil || n != want {
					return fmt.Errorf("number %d, %v, want %d", n, err, want)
				}
			}
			tx.Emit(ecabinet.Event{Topic: "ballot:x", Type: "ballot.made", Ref: "ballot/x"})
			if tx.Now().IsZero() {
				return errors.New("no time")
			}
			return errors.Join(tx.Schedule(ctx, ballots.JobClose, "x", at(1)), tx.Schedule(ctx, ballots.JobClose, "x", at(2)),
				tx.Schedule(ctx, ballots.JobRemind, "x", at(1)), tx.Unschedule(ctx, ballots.JobRemind, "x"))
		})
		events := must(w.d.EventsAfter(w.ctx, body, 0, 10))
		if len(events) != 1 || events[0].Type != "ballot.made" || events[0].Actor != "secretary" {
			w.Fatalf("events: %+v", events)
		}
		var jobs []string
		err := w.d.Read().NewSelect().Table("jobs").ColumnExpr("kind || ' ' || due").Where("state = 'open'").Scan(w.ctx, &jobs)
		if err != nil {
			w.Fatal(err)
		}
		if d := cmp.Diff([]string{ballots.JobClose + " " + db.At(at(2)).String()}, jobs); d != "" {
			w.Fatal(d)
		}
	})
}

func TestFilesBelongToTheirBallot(t *testing.T) {
	each(t, func(w world) {
		b, other := w.open("p1"), w.open("p1")
		f := store.StoredFile{File: ballots.File{ID: ecabinet.NewID(), Name: "quét.pdf", Size: 3, Hash: "ab"}, Ballot: b.ID, By: "p1", Blob: "blob"}
		if got := must(w.s.AddFile(w.ctx, f)); got != "ballot-file/"+f.ID {
			w.Fatal(got)
		}
		same := cmpopts.IgnoreFields(store.StoredFile{}, "At")
		got := must(w.s.File(w.ctx, b.ID, f.ID))
		if d := cmp.Diff(f, got, same); d != "" || got.At.IsZero() {
			w.Fatal(d)
		}
		_, err := w.s.File(w.ctx, other.ID, f.ID)
		wantCode(w.T, err, ecabinet.NotFound, "file.not_found")
		if files := must(w.s.Files(w.ctx, other.ID, []string{f.ID})); len(files) > 0 {
			w.Fatalf("a file of another ballot was given: %v", files)
		}
		if files := must(w.s.Files(w.ctx, b.ID, []string{f.ID, "x"})); len(files) != 1 {
			w.Fatalf("got %v, want one file", files)
		}
		if d := cmp.Diff(f, must(w.s.SameFile(w.ctx, b.ID, "p1", f.Name, f.Hash)), same); d != "" {
			w.Fatal(d)
		}
		for _, c := range [][4]string{{other.ID, "p1", f.Name, f.Hash}, {b.ID, "p2", f.Name, f.Hash}, {b.ID, "p1", "khác.pdf", f.Hash}, {b.ID, "p1", f.Name, "cd"}} {
			_, err := w.s.SameFile(w.ctx, c[0], c[1], c[2], c[3])
			wantCode(w.T, err, ecabinet.NotFound, "file.not_found")
		}
		f.Ballot, f.ID = "x", "y"
		_, err = w.s.AddFile(w.ctx, f)
		wantCode(w.T, err, ecabinet.NotFound, "ballot.not_found")
	})
}

func TestWalksGiveEverythingInOrder(t *testing.T) {
	each(t, func(w world) {
		persons := []string{}
		for i := range 40 {
			persons = append(persons, fmt.Sprintf("p%d", i))
		}
		b := w.open(persons...)
		w.do(func(ctx context.Context, tx ballots.Tx) error {
			for _, p := range persons {
				if _, err := cast(ctx, tx, b.ID, p); err != nil {
					return err
				}
			}
			for i := range 2 {
				c := &ballots.Classing{ID: fmt.Sprint("c", i), Body: body, Ballot: b.ID, Seat: i + 1, Question: "q1", By: "x", At: at(1)}
				if err := tx.InsertClassing(ctx, c); err != nil {
					return err
				}
			}
			_, err := cast(ctx, tx, b.ID, "p3")
			return err
		})
		w.open()

		var got []string
		ctx := w.Context()
		err := errors.Join(
			w.s.EachBallot(ctx, body, func(b *ballots.Ballot) error { got = append(got, "ballot"); return nil }),
			w.s.EachSeat(ctx, b.ID, func(s ballots.Seat) error { got = append(got, fmt.Sprint("seat ", s.No)); return nil }),
			w.s.EachAnswer(ctx, b.ID, func(a ballots.Answer) error { got = append(got, fmt.Sprint("answer ", a.Seat, a.Revision)); return nil }),
			w.s.EachClassing(ctx, b.ID, func(c ballots.Classing) error { got = append(got, fmt.Sprint("classing ", c.Seat)); return nil }),
		)
		if err != nil {
			w.Fatal(err)
		}
		want := []string{"ballot", "ballot"}
		for i := range persons {
			want = append(want, fmt.Sprint("seat ", i+1))
		}
		for i := range persons {
			want = append(want, fmt.Sprint("answer ", i+1, 1))
			if i == 3 {
				want = append(want, fmt.Sprint("answer ", i+1, 2))
			}
		}
		want = append(want, "classing 1", "classing 2")
		if d := cmp.Diff(want, got); d != "" {
			w.Fatal(d)
		}
		stop := errors.New("stop")
		if err := w.s.EachSeat(ctx, b.ID, func(ballots.Seat) error { return stop }); !errors.Is(err, stop) {
			w.Fatalf("got %v, want the walk to stop", err)
		}
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
