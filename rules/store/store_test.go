package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/procedure"
	"ecabinet/rules"
	"ecabinet/rules/store"

	"github.com/google/go-cmp/cmp"
)

var now = time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)

func each(t *testing.T, suite func(t *testing.T, d *db.DB, s *rules.Service, body string)) {
	testkit.EachWith(t, func(o *db.Options) { o.Clock = func() time.Time { return now } }, func(t *testing.T, d *db.DB) {
		suite(t, d, rules.NewService(store.New(d)), ecabinet.NewID())
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestChangesAreKeptAndJournalled(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *rules.Service, body string) {
		admin := testkit.As(t.Context(), body, "quan-tri", "administrator")
		law, err := s.Law(admin, body)
		must(t, err)
		p, err := procedure.At(law.Profiles, procedure.Date{Year: 2026, Month: time.June, Day: 1})
		must(t, err)
		p.Window.MaxDays = 7
		ref, err := s.SetProfile(admin, p, true, 0, "Theo bản gốc")
		must(t, err)
		if ref != "profile/nd-191-2026" {
			t.Errorf("ref %s", ref)
		}
		saturday := procedure.Date{Year: 2026, Month: time.August, Day: 22}
		_, err = s.SetDay(admin, rules.DayChange{
			Change: rules.Change{Reason: "Hoán đổi"}, Date: saturday, Kind: rules.Worked, NameVI: "Làm bù", NameEN: "Made up", Source: "TB 123",
		}, 0)
		must(t, err)
		_, err = s.SetConfirmed(admin, 2026, true, 2, "")
		must(t, err)
		_, err = s.RemoveDay(admin, procedure.Date{Year: 2026, Month: time.April, Day: 30}, 3, "Thử")
		must(t, err)

		b, err := s.Book(admin, body)
		must(t, err)
		want := rules.Change{Rev: 1, Reason: "Theo bản gốc", By: "quan-tri", At: now}
		if b.Rev != 4 || !cmp.Equal(b.Profiles, []rules.ProfileChange{{Change: want, Profile: p, InUse: true}}) {
			t.Errorf("the book is %+v", b)
		}
		if len(b.Days) != 2 || b.Days[0].Source != "TB 123" || b.Days[1].Kind != rules.Plain || len(b.Years) != 1 {
			t.Errorf("days %+v, years %+v", b.Days, b.Years)
		}
		law, err = s.Law(admin, body)
		must(t, err)
		if !law.Calendar.IsWorking(saturday) || !law.Calendar.IsConfirmed(2026) || law.Profiles[2].Window.MaxDays != 7 {
			t.Errorf("the law is not as changed: %+v", law.Profiles[2])
		}
		events, err := d.EventsAfter(t.Context(), body, 0, 100)
		must(t, err)
		var types []string
		for _, e := range events {
			types = append(types, e.Topic+" "+e.Type+" "+e.Ref)
		}
		if !slices.Equal(types, []string{"body rules.profile_changed profile/nd-191-2026", "body rules.day_changed calendar/2026",
			"body rules.year_confirmed calendar/2026", "body rules.day_changed calendar/2026"}) {
			t.Errorf("journalled: %q", types)
		}
		// Other bodies go by what is shipped.
		other, err := s.Book(admin, ecabinet.NewID())
		must(t, err)
		if other.Rev != 0 {
			t.Errorf("another body has %+v", other)
		}
	})
}

// Of many who change one thing seen alike, one is heard; of many who change
// different things, all are.
func TestChangesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *rules.Service, body string) {
		admin := testkit.As(t.Context(), body, "quan-tri", "administrator")
		run := func(n int, act func(i int) error) (done int) {
			errs := make([]error, n)
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() { errs[i] = act(i) })
			}
			all.Wait()
			for _, err := range errs {
				switch {
				case err == nil:
					done++
				case !errors.Is(err, &ecabinet.Error{Code: "rules.stale"}):
					t.Error(err)
				}
			}
			return done
		}
		if done := run(8, func(int) error { _, err := s.SetConfirmed(admin, 2026, true, 0, ""); return err }); done != 1 {
			t.Errorf("%d of 8 were heard", done)
		}
		if done := run(8, func(i int) error { _, err := s.SetConfirmed(admin, 2030+i, true, 0, ""); return err }); done != 8 {
			t.Errorf("%d of 8 were heard", done)
		}
		b, err := s.Book(admin, body)
		must(t, err)
		if b.Rev != 9 || len(b.Years) != 9 {
			t.Errorf("rev %d of %d years", b.Rev, len(b.Years))
		}
	})
}

func TestARefusedChangeLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB, s *rules.Service, body string) {
		admin := testkit.As(t.Context(), body, "quan-tri", "administrator")
		p := procedure.Shipped()[1]
		p.Until = procedure.Date{}
		if _, err := s.SetProfile(admin, p, true, 0, "Nhầm"); !errors.Is(err, &ecabinet.Error{Code: "procedure.profiles_overlap"}) {
			t.Errorf("got %v", err)
		}
		b, err := s.Book(admin, body)
		must(t, err)
		events, err := d.EventsAfter(t.Context(), body, 0, 10)
		must(t, err)
		if b.Rev != 0 || len(events) != 0 {
			t.Errorf("left %+v and %d events", b, len(events))
		}
	})
}

// The law is asked for at each opening; what it costs when nothing has changed.
func BenchmarkLaw(b *testing.B) {
	d := testkit.SQLite(b)
	s := rules.NewService(store.New(d))
	body := ecabinet.NewID()
	ctx := testkit.As(b.Context(), body, "quan-tri", "administrator")
	for year := range 20 {
		if _, err := s.SetConfirmed(ctx, 2020+year, true, 0, fmt.Sprint(year)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := s.Law(ctx, body); err != nil {
			b.Fatal(err)
		}
	}
}
