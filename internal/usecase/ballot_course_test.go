package usecase_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/dossiers"
	dossierstore "ecabinet/dossiers/store"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/internal/usecase"
	"ecabinet/procedure"
)

const body = "body-1"

// both are the two rooms over one database, with three members of whom m3 is
// recused; it is the ballots' Dossier, Roll and Laws.
type both struct {
	*testing.T
	dossiers *dossierstore.Store
	ballots  *ballots.Service
	clock    *testkit.Clock
	gone     []string // members whose posts ended
	matter   string
	ballot   string
}

func each(t *testing.T, suite func(x *both)) {
	clock := testkit.NewClock(time.Date(2026, 11, 16, 1, 0, 0, 0, time.UTC))
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(time.Date(2026, 11, 16, 1, 0, 0, 0, time.UTC))
		x := &both{T: t, dossiers: dossierstore.New(d), clock: clock}
		x.ballots = &ballots.Service{Store: ballotstore.New(d), Dossier: x, Roll: x, Laws: x}
		x.ballots.Course = usecase.BallotCourse(func(tx ballots.Tx) dossiers.Tx { return dossierstore.Over(ballotstore.TxOf(tx)) })
		x.matter = ecabinet.NewID()
		x.must(x.dossiers.InTx(x.as("secretary"), func(ctx context.Context, tx dossiers.Tx) (string, error) {
			return "", tx.SaveMatter(ctx, dossiers.Matter{
				ID: x.matter, Body: body, Title: "Dự thảo", Agency: "a", Drafter: "d", Class: dossiers.Internal, State: dossiers.Taken,
				Rev: 1, ViewRev: 1, MadeAt: tx.Now(), ChangedAt: tx.Now(),
			})
		}))
		suite(x)
	})
}

func (x *both) must(_ string, err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

func (x *both) as(person string) context.Context { return testkit.As(x.Context(), body, person) }

func (x *both) Matter(_ context.Context, id string) (ballots.Matter, error) {
	return ballots.Matter{ID: id, Title: "Dự thảo", Agency: "a", Class: "internal", Taken: true}, nil
}
func (*both) Papers(context.Context, string) ([]ballots.Paper, error) {
	return []ballots.Paper{{Document: "d", Version: "d.1", Number: 1, Kind: "draft"}}, nil
}
func (x *both) Members(context.Context, time.Time) ([]ballots.Member, error) {
	var list []ballots.Member
	for i := range 3 {
		if id := fmt.Sprintf("m%d", i+1); !slices.Contains(x.gone, id) {
			list = append(list, ballots.Member{Person: id, Name: id, TieMark: i == 0})
		}
	}
	return list, nil
}
func (*both) Staff(context.Context, string, time.Time) ([]string, error) { return nil, nil }
func (*both) Names(context.Context, []string) (map[string]string, error) { return nil, nil }
func (*both) Calendar(context.Context) (ballots.Calendar, error) {
	return ballots.Calendar{Calendar: procedure.ShippedCalendar(), Zone: time.UTC}, nil
}
func (x *both) At(ctx context.Context, t time.Time) (ballots.Law, error) {
	p, err := procedure.At(procedure.Shipped(), procedure.DateOf(t, time.UTC))
	calendar, _ := x.Calendar(ctx)
	return ballots.Law{Profile: p, Calendar: calendar}, err
}

func (x *both) rev() int64 {
	x.Helper()
	b, err := x.ballots.Store.Ballot(x.as("secretary"), x.ballot)
	x.must("", err)
	return b.Rev
}

// send opens a ballot on the matter.
func (x *both) send() {
	x.Helper()
	ref, err := x.ballots.MakeBallot(x.as("secretary"), x.matter)
	x.must(ref, err)
	x.ballot = ref[len("ballot/"):]
	x.must(x.ballots.Edit(x.as("secretary"), x.ballot, x.rev(), ballots.Terms{
		Title: "Phiếu", Questions: []ballots.Question{{Text: "Thông qua?", Kind: ballots.YesNo}}, Papers: []string{"d.1"}, Days: 2, Recused: []string{"m3"},
	}))
	x.must(x.ballots.Submit(x.as("secretary"), x.ballot, x.rev()))
	x.must(x.ballots.Approve(x.as("deputy"), x.ballot, x.rev()))
}

// is compares where the matter stands and who reads it.
func (x *both) is(state dossiers.State, closed bool, voters ...string) {
	x.Helper()
	a, err := x.dossiers.Access(x.as("secretary"), x.matter)
	x.must("", err)
	slices.Sort(a.Voters)
	if a.State != state || a.BallotClosed != closed || !slices.Equal(a.Voters, voters) {
		x.Fatalf("the matter is %s, closed %v, read by %v; want %s, %v, %v", a.State, a.BallotClosed, a.Voters, state, closed, voters)
	}
	if !slices.Equal(a.Recused, []string{"m3"}) {
		x.Fatalf("recused are %v", a.Recused)
	}
}

func TestAMatterGoesAlongWithItsBallot(t *testing.T) {
	each(t, func(x *both) {
		x.send()
		x.is(dossiers.Deciding, false, "m1", "m2", "m3")
		x.must(x.ballots.Recall(x.as("secretary"), x.ballot, x.rev(), "Rà soát lại"))
		x.is(dossiers.Taken, false)
		x.send()
		x.gone = []string{"m2"}
		x.must(x.ballots.PassSeat(x.as("secretary"), x.ballot, 2, ballots.Member{Person: "new", Name: "Mới"}, "Thôi giữ chức"))
		x.is(dossiers.Deciding, false, "m1", "m3", "new")
		x.clock.Add(7 * 24 * time.Hour)
		if err := x.ballots.CloseDue(ecabinet.WithActor(x.Context(), ecabinet.SystemActor(body)), x.ballot); err != nil {
			x.Fatal(err)
		}
		x.is(dossiers.Deciding, true, "m1", "m3", "new")
		x.must(x.ballots.Certify(x.as("secretary"), x.ballot, x.rev()))
		x.is(dossiers.Decided, true, "m1", "m3", "new")
		x.gone = nil
		x.send() // decided once more, after the first time
		x.is(dossiers.Deciding, false, "m1", "m2", "m3")
	})
}

// What a matter does not allow undoes the ballot's act as well.
func TestABallotDoesNotOpenOnAMatterThatWentBack(t *testing.T) {
	each(t, func(x *both) {
		x.send()
		x.must(x.ballots.Recall(x.as("secretary"), x.ballot, x.rev(), "Rà soát lại"))
		s := &dossiers.Service{Store: x.dossiers}
		m, err := x.dossiers.Matter(x.as("secretary"), x.matter)
		x.must("", err)
		x.must(s.Move(x.as("secretary"), x.matter, m.Rev, dossiers.Return, "Bổ sung hồ sơ"))
		ref, err := x.ballots.MakeBallot(x.as("secretary"), x.matter)
		x.must(ref, err)
		x.ballot = ref[len("ballot/"):]
		x.must(x.ballots.Edit(x.as("secretary"), x.ballot, x.rev(), ballots.Terms{
			Title: "Phiếu", Questions: []ballots.Question{{Text: "Thông qua?", Kind: ballots.YesNo}}, Papers: []string{"d.1"}, Days: 2,
		}))
		x.must(x.ballots.Submit(x.as("secretary"), x.ballot, x.rev()))
		_, err = x.ballots.Approve(x.as("deputy"), x.ballot, x.rev())
		if e, ok := err.(*ecabinet.Error); !ok || e.Code != "matter.not_now" {
			x.Fatalf("approved: %v", err)
		}
		if b, err := x.ballots.Store.Ballot(x.as("secretary"), x.ballot); err != nil || b.State != ballots.Submitted || b.Round != 0 {
			x.Fatalf("%+v %v", b, err)
		}
	})
}
