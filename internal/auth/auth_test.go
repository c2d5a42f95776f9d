package auth_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"ecabinet"
	"ecabinet/internal/auth"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
	"ecabinet/people"
	"ecabinet/people/store"
	"ecabinet/policies"
)

const password = "ba con mèo leo cây cau 7"

// fast hashes cheaply: the tests ask whether, not how slowly.
var fast = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// house is a body with an administrator who has enrolled, over one database.
type house struct {
	t      *testing.T
	d      *db.DB
	s      *auth.Service
	people *people.Service
	body   string
	admin  string
	secret string // of the administrator's codes
	codes  []string
	clock  *clock
	acts   *atomic.Int64 // commits so far
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func each(t *testing.T, suite func(t *testing.T, h *house)) {
	c, acts := &clock{}, &atomic.Int64{}
	testkit.EachWith(t, func(o *db.Options) {
		o.Clock = c.Now
		o.Observe = func(m db.Measure, _ float64) {
			if m == db.BatchActs {
				acts.Add(1)
			}
		}
	}, func(t *testing.T, d *db.DB) {
		c.now = time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)
		h := &house{t: t, d: d, clock: c, acts: acts}
		h.s, h.people = h.service(auth.NewKey())
		h.setUp()
		suite(t, h)
	})
}

// service makes another node over the same database.
func (h *house) service(key *auth.Key) (*auth.Service, *people.Service) {
	st := store.New(h.d)
	p := people.NewService(st, policies.ForbiddenTogether, policies.CheckLines)
	s, err := auth.New(auth.Config{
		DB: h.d, People: p, Key: key, Hashing: fast, Clock: h.clock.Now, CodeClock: h.clock.Now, Demo: true, AllowSignIn: st.AllowSignIn,
		Found: func(ctx context.Context, tx *db.Tx, f auth.Founding) (string, error) {
			return st.Found(ctx, tx,
				people.Body{ID: f.Body, NameVI: f.NameVI, NameEN: f.NameEN, Zone: f.Zone},
				people.Person{FullName: f.FullName, Honorific: f.Honorific, Email: f.Email})
		},
	})
	h.must(err)
	return s, p
}

func (h *house) setUp() {
	page, token, err := h.s.StartLink(h.t.Context())
	h.must(err)
	if page != "setup" {
		h.t.Fatalf("an empty database starts with %q", page)
	}
	link, err := h.s.SetUp(h.t.Context(), token, auth.Founding{NameVI: "Chính phủ", FullName: "Quản trị Một"}, "quantri")
	h.must(err)
	h.secret, h.codes = h.enrol(link)
	o := h.signIn("quantri", h.secret)
	a, err := h.s.Actor(h.t.Context(), o.Token)
	h.must(err)
	h.body, h.admin = a.Body, a.Person
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) refused(err error, code string) {
	h.t.Helper()
	if !errors.Is(err, &ecabinet.Error{Code: code}) {
		h.t.Fatalf("want %s, got %v", code, err)
	}
}

// code is the present code of a secret, in a time step that was not used yet.
func (h *house) code(secret string) string {
	h.clock.add(30 * time.Second)
	code, err := auth.Code(secret, h.clock.Now())
	h.must(err)
	return code
}

func (h *house) enrol(link string) (secret string, codes []string) {
	token := link[strings.Index(link, "#")+1:]
	e, err := h.s.Enrolment(h.t.Context(), token)
	h.must(err)
	codes, err = h.s.Enrol(h.t.Context(), token, password, h.code(e.Secret))
	h.must(err)
	return e.Secret, codes
}

func (h *house) challenge(login string) string {
	c, err := h.s.SignIn(h.t.Context(), login, password)
	h.must(err)
	return c
}

func (h *house) signIn(login, secret string) auth.Opened {
	o, err := h.s.SignInCode(h.t.Context(), h.challenge(login), h.code(secret))
	h.must(err)
	return o
}

// as is the context of a request with the cookie of o.
func (h *house) as(o auth.Opened) context.Context {
	a, err := h.s.Actor(h.t.Context(), o.Token)
	h.must(err)
	return ecabinet.WithActor(h.t.Context(), a)
}

// staff makes a person with a role and an account that has enrolled.
func (h *house) staff(login, role string) (person, secret string) {
	ctx := ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(h.body))
	ref, err := h.people.AddPerson(ctx, people.Person{FullName: "Lê Văn Cường"})
	h.must(err)
	person = ref[len("person/"):]
	_, err = h.people.GiveRole(ctx, people.GiveRole{Person: person, Role: role})
	h.must(err)
	ref, err = h.s.Invite(ctx, person, login)
	h.must(err)
	secret, _ = h.enrol(h.s.LinkToken(ref[len("link/"):]))
	return person, secret
}

// race runs act so many times at once and answers how many went well.
func (h *house) race(times int, act func() error) (done int, failed []error) {
	var wg sync.WaitGroup
	errs := make([]error, times)
	for i := range errs {
		wg.Go(func() { errs[i] = act() })
	}
	wg.Wait()
	for _, err := range errs {
		if err == nil {
			done++
		} else {
			failed = append(failed, err)
		}
	}
	return done, failed
}

func TestSignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.signIn("QuanTri", h.secret)
		a, err := h.s.Actor(t.Context(), o.Token)
		h.must(err)
		if a.Session != o.Session || !slices.Equal(a.Roles, []string{"administrator"}) || !a.SigningEnd.IsZero() {
			t.Errorf("signed in as %+v", a)
		}
		if want := h.clock.Now().Add(time.Hour); !a.ValidUntil.Equal(want) {
			t.Errorf("valid until %v, want %v", a.ValidUntil, want)
		}
		_, err = h.s.Actor(t.Context(), o.Session)
		h.refused(err, "session.ended")
		_, err = h.s.Actor(t.Context(), "handle:"+o.Session+":00")
		h.refused(err, "session.ended")
	})
}

// U4: the same words for an unknown name and for a wrong password, until the very
// same limit.
func TestUnknownAndKnownNamesAreNotToldApart(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ask := func(login string) (answers []string) {
			for range 12 {
				_, err := h.s.SignIn(t.Context(), login, "sai mật khẩu rồi")
				answers = append(answers, err.Error())
				h.clock.add(10 * time.Second)
			}
			return answers
		}
		known, unknown := ask("quantri"), ask("khongco")
		if !slices.Equal(known, unknown) {
			t.Errorf("known:   %q\nunknown: %q", known, unknown)
		}
		if !slices.Contains(known, "http.too_many") || known[0] != "session.refused" {
			t.Errorf("answers are %q", known)
		}
	})
}

// U4: where there is no such name, or no password yet, a password is hashed all
// the same.
func TestUnknownNamesAreHashedToo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := ecabinet.WithActor(t.Context(), ecabinet.SystemActor(h.body))
		ref, err := h.people.AddPerson(ctx, people.Person{FullName: "Lê Văn Cường"})
		h.must(err)
		_, err = h.s.Invite(ctx, ref[len("person/"):], "invited")
		h.must(err)
		for _, login := range []string{"khongco", "invited"} {
			_, err = h.s.SignIn(t.Context(), login, password)
			h.refused(err, "session.refused")
		}
		h.s.BreakDummy()
		for _, login := range []string{"khongco", "invited"} {
			if _, err = h.s.SignIn(t.Context(), login, password); !errors.Is(err, argon2id.ErrInvalidHash) {
				t.Errorf("%s is not compared: %v", login, err)
			}
		}
		_, err = h.s.SignIn(t.Context(), "quantri", "sai mật khẩu rồi")
		h.refused(err, "session.refused")
	})
}

// U4: at most 100 failures, however many come at once, and then not even the
// right password helps.
func TestAtMostAHundredFailures(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var checked atomic.Int64
		for range 130 {
			h.race(4, func() error {
				_, err := h.s.SignIn(t.Context(), "quantri", "sai mật khẩu rồi")
				if errors.Is(err, &ecabinet.Error{Code: "session.refused"}) {
					checked.Add(1)
				}
				return err
			})
			h.clock.add(time.Hour)
		}
		if checked.Load() != 100 {
			t.Errorf("%d guesses were looked at", checked.Load())
		}
		_, err := h.s.SignIn(t.Context(), "quantri", password)
		h.refused(err, "session.too_many_failures")
		list, _, err := h.s.Accounts(t.Context(), h.body, auth.AccountQuery{Login: "QuanTri"})
		h.must(err)
		if !list[0].Stopped {
			t.Error("the account is not shown as stopped")
		}
		token, err := h.s.OperatorLink(t.Context(), "quantri")
		h.must(err)
		h.secret, _ = h.enrol(token)
		h.signIn("quantri", h.secret)
	})
}

func TestASuccessBeginsTheCountAnew(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for range 40 {
			for range 4 {
				if _, err := h.s.SignIn(t.Context(), "quantri", "sai mật khẩu rồi"); err == nil {
					t.Fatal("a wrong password was taken")
				}
			}
			h.signIn("quantri", h.secret)
		}
	})
}

// U3: a code is used once, for whatever it was used, also in a race.
func TestACodeIsUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.signIn("quantri", h.secret)
		code := h.code(h.secret)
		_, err := h.s.OpenSigning(h.as(o), password, code)
		h.must(err)
		_, err = h.s.SignInCode(t.Context(), h.challenge("quantri"), code)
		h.refused(err, "session.code_used")
		_, err = h.s.OpenSigning(h.as(o), password, code)
		h.refused(err, "session.code_used")

		challenges := make(chan string, 8)
		for range 8 {
			challenges <- h.challenge("quantri")
		}
		code = h.code(h.secret)
		done, failed := h.race(8, func() error {
			_, err := h.s.SignInCode(t.Context(), <-challenges, code)
			return err
		})
		if done != 1 {
			t.Errorf("one code opened %d sessions: %v", done, failed)
		}
	})
}

// U3: so is a recovery code, and so is a challenge.
func TestARecoveryCodeIsUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if len(h.codes) != 10 {
			t.Fatalf("%d recovery codes", len(h.codes))
		}
		challenges := make(chan string, 8)
		for range 8 {
			challenges <- h.challenge("quantri")
		}
		done, failed := h.race(8, func() error {
			o, err := h.s.SignInRecovery(t.Context(), <-challenges, strings.ToUpper(strings.ReplaceAll(h.codes[0], "-", " ")))
			if err == nil && o.Recovery != 9 {
				t.Errorf("%d codes are left", o.Recovery)
			}
			return err
		})
		if done != 1 {
			t.Errorf("one code opened %d sessions: %v", done, failed)
		}
		h.clock.add(15 * time.Minute) // the failures have to be waited out
		one := h.challenge("quantri")
		left := make(chan string, 8)
		for _, c := range h.codes[1:9] {
			left <- c
		}
		if done, failed = h.race(8, func() error {
			_, err := h.s.SignInRecovery(t.Context(), one, <-left)
			return err
		}); done != 1 {
			t.Errorf("one challenge opened %d sessions: %v", done, failed)
		}
		h.clock.add(15 * time.Minute)
		codes, err := h.s.RenewRecoveryCodes(h.as(h.signIn("quantri", h.secret)), password, h.code(h.secret))
		h.must(err)
		_, err = h.s.SignInRecovery(t.Context(), h.challenge("quantri"), h.codes[9])
		h.refused(err, "session.recovery_wrong")
		_, err = h.s.SignInRecovery(t.Context(), h.challenge("quantri"), codes[0])
		h.must(err)
	})
}

// R6: a ticket opens one socket, within 30 s, and the handle is no cookie elsewhere.
func TestATicketIsRedeemedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		key := auth.NewKey()
		other, _ := h.service(key)
		o := h.signIn("quantri", h.secret)
		ticket, err := h.s.Ticket(h.as(o))
		h.must(err)
		var handle atomic.Value
		done, failed := h.race(16, func() error {
			got, err := h.s.Redeem(t.Context(), ticket)
			if err == nil {
				handle.Store(got)
			}
			return err
		})
		if done != 1 {
			t.Fatalf("one ticket opened %d sockets: %v", done, failed)
		}
		a, err := h.s.Peek(t.Context(), handle.Load().(string))
		h.must(err)
		if a.Session != o.Session {
			t.Errorf("the handle is of session %s", a.Session)
		}
		_, err = other.Actor(t.Context(), handle.Load().(string))
		h.refused(err, "session.ended")
		ticket, err = h.s.Ticket(h.as(o))
		h.must(err)
		h.clock.add(30 * time.Second)
		_, err = h.s.Redeem(t.Context(), ticket)
		h.refused(err, "session.ticket_refused")
		ticket, err = h.s.Ticket(h.as(o))
		h.must(err)
		if _, err = other.Redeem(t.Context(), ticket); err != nil {
			t.Errorf("another node refuses the ticket: %v", err)
		}
		ticket, err = h.s.Ticket(h.as(o))
		h.must(err)
		h.must(h.s.End(h.as(o), o.Session, "signed_out"))
		_, err = h.s.Redeem(t.Context(), ticket)
		h.refused(err, "session.ticket_refused")
	})
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.signIn("quantri", h.secret)
		for range 3 { // in use, it goes on
			h.clock.add(59 * time.Minute)
			_, err := h.s.Actor(t.Context(), o.Token)
			h.must(err)
		}
		h.clock.add(time.Hour)
		_, err := h.s.Actor(t.Context(), o.Token)
		h.refused(err, "session.ended")

		o = h.signIn("quantri", h.secret)
		for range 12 {
			h.clock.add(59 * time.Minute)
			_, err := h.s.Actor(t.Context(), o.Token)
			h.must(err)
		}
		h.clock.add(12 * time.Minute)
		_, err = h.s.Actor(t.Context(), o.Token)
		h.refused(err, "session.ended")
	})
}

func TestPeekingIsNoUse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.signIn("quantri", h.secret)
		ticket, err := h.s.Ticket(h.as(o))
		h.must(err)
		handle, err := h.s.Redeem(t.Context(), ticket)
		h.must(err)
		h.clock.add(40 * time.Minute)
		_, err = h.s.Peek(t.Context(), handle)
		h.must(err)
		h.clock.add(21 * time.Minute)
		_, err = h.s.Peek(t.Context(), handle)
		h.refused(err, "session.ended")
	})
}

func TestARevokedSessionIsForgottenOnEachNode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		other, _ := h.service(auth.NewKey())
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { other.Run(ctx) })
		defer wg.Wait()
		defer stop()
		o, mine := h.signIn("quantri", h.secret), h.signIn("quantri", h.secret)
		if _, err := other.Actor(t.Context(), o.Token); err != nil {
			t.Fatal(err)
		}
		list, err := h.s.Sessions(t.Context(), h.admin, "")
		h.must(err)
		if len(list) != 3 {
			t.Errorf("%d sessions are listed", len(list))
		}
		h.must(h.s.End(h.as(mine), o.Session, "ended_elsewhere"))
		_, err = h.s.Actor(t.Context(), o.Token)
		h.refused(err, "session.ended")
		wake, done := h.d.Wake()
		defer done()
		deadline := time.After(10 * time.Second)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			if _, err := other.Actor(t.Context(), o.Token); err != nil {
				h.refused(err, "session.ended")
				return
			}
			select {
			case <-wake:
			case <-tick.C:
			case <-deadline:
				t.Fatal("the other node still takes a revoked session")
			}
		}
	})
}

func TestRightsAreHeard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		person, secret := h.staff("thuky", "secretariat")
		o := h.signIn("thuky", secret)
		st, err := h.people.Standing(t.Context(), h.body, person)
		h.must(err)
		if !ecabinet.ActorFrom(h.as(o)).Has("secretariat") {
			t.Fatal("the role is missing")
		}
		seq := h.lastSeq()
		admin := testkit.As(t.Context(), h.body, h.admin, "administrator")
		_, err = h.people.EndRole(admin, st.Roles[0].ID, 1, time.Time{})
		h.must(err)
		events, err := h.d.EventsAfter(t.Context(), h.body, seq, 10)
		h.must(err)
		if _, changed := h.s.Rights(events[0]); !changed {
			t.Errorf("%s changes no rights", events[0].Type)
		}
		if a := ecabinet.ActorFrom(h.as(o)); len(a.Roles) != 0 {
			t.Errorf("still holds %v", a.Roles)
		}
	})
}

func (h *house) lastSeq() int64 {
	list, err := h.d.EventsAfter(h.t.Context(), h.body, 0, 10000)
	h.must(err)
	return list[len(list)-1].Seq
}

func TestRolesThatBeginAndEndByThemselves(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		person, secret := h.staff("thuky", "guest")
		ctx := ecabinet.WithActor(t.Context(), ecabinet.SystemActor(h.body))
		start := h.clock.Now().Add(10 * time.Minute)
		_, err := h.people.GiveRole(ctx, people.GiveRole{Person: person, Role: "secretariat", From: start, Until: start.Add(10 * time.Minute)})
		h.must(err)
		o := h.signIn("thuky", secret)
		a := ecabinet.ActorFrom(h.as(o))
		if a.Has("secretariat") || !a.ValidUntil.Equal(start) {
			t.Errorf("before: %v until %v", a.Roles, a.ValidUntil)
		}
		h.clock.add(start.Sub(h.clock.Now()))
		if a = ecabinet.ActorFrom(h.as(o)); !a.Has("secretariat") || !a.ValidUntil.Equal(start.Add(10*time.Minute)) {
			t.Errorf("during: %v until %v", a.Roles, a.ValidUntil)
		}
		h.clock.add(10 * time.Minute)
		if a = ecabinet.ActorFrom(h.as(o)); a.Has("secretariat") {
			t.Errorf("after: %v", a.Roles)
		}
	})
}

func TestSigningWindow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o, elsewhere := h.signIn("quantri", h.secret), h.signIn("quantri", h.secret)
		_, err := h.s.OpenSigning(h.as(o), "sai mật khẩu rồi", h.code(h.secret))
		h.refused(err, "session.step_up_refused")
		_, err = h.s.OpenSigning(h.as(o), password, "000000")
		h.refused(err, "session.step_up_refused")
		until, err := h.s.OpenSigning(h.as(o), password, h.code(h.secret))
		h.must(err)
		if want := h.clock.Now().Add(5 * time.Minute); !until.Equal(want) {
			t.Errorf("open until %v, want %v", until, want)
		}
		if a := ecabinet.ActorFrom(h.as(o)); !a.SigningEnd.Equal(until) {
			t.Errorf("the actor's window ends %v", a.SigningEnd)
		}
		if a := ecabinet.ActorFrom(h.as(elsewhere)); !a.SigningEnd.IsZero() {
			t.Error("the window is open on another device")
		}
		h.must(h.s.CloseSigning(h.as(o)))
		if a := ecabinet.ActorFrom(h.as(o)); !a.SigningEnd.IsZero() {
			t.Error("the window is still open")
		}
		for range 10 {
			_, err = h.s.OpenSigning(h.as(o), "sai mật khẩu rồi", "000000")
			h.refused(err, "session.step_up_refused")
		}
		_, err = h.s.OpenSigning(h.as(o), password, h.code(h.secret))
		h.refused(err, "session.too_many_failures")
		_, err = h.s.Actor(t.Context(), o.Token)
		h.refused(err, "session.ended")
	})
}

func TestLinksAreUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := ecabinet.WithActor(t.Context(), ecabinet.SystemActor(h.body))
		ref, err := h.people.AddPerson(ctx, people.Person{FullName: "Lê Văn Cường"})
		h.must(err)
		ref, err = h.s.Invite(testkit.Keyed(ctx, "k1", "h1"), ref[len("person/"):], "cuong.lv")
		h.must(err)
		again, err := h.s.Invite(testkit.Keyed(ctx, "k1", "h1"), "whoever", "cuong.lv")
		h.must(err)
		if again != ref {
			t.Errorf("the same request made %s, then %s", ref, again)
		}
		token := h.s.LinkToken(ref[len("link/"):])
		e, err := h.s.Enrolment(t.Context(), token)
		h.must(err)
		if e.Login != "cuong.lv" || !strings.HasPrefix(e.URI, "otpauth://totp/ecabinet:cuong.lv?") || e.Replace {
			t.Errorf("the link opens %+v", e)
		}
		_, err = h.s.Enrol(t.Context(), token, password, "000000")
		h.refused(err, "enrolment.code_wrong")
		code := h.code(e.Secret)
		done, failed := h.race(4, func() error {
			_, err := h.s.Enrol(t.Context(), token, password, code)
			return err
		})
		if done != 1 {
			t.Errorf("one link enrolled %d times: %v", done, failed)
		}
		_, err = h.s.Enrolment(t.Context(), token)
		h.refused(err, "enrolment.link_over")
		if page, _, err := h.s.StartLink(t.Context()); page != "" || err != nil {
			t.Errorf("a start prints a link to %q, %v", page, err)
		}
	})
}

func TestSetUpLinkIsUsedOnce(t *testing.T) {
	c := &clock{now: time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)}
	testkit.EachWith(t, func(o *db.Options) { o.Clock = c.Now }, func(t *testing.T, d *db.DB) {
		h := &house{t: t, d: d, clock: c}
		h.s, h.people = h.service(auth.NewKey())
		_, old, err := h.s.StartLink(t.Context())
		h.must(err)
		_, token, err := h.s.StartLink(t.Context())
		h.must(err)
		f := auth.Founding{NameVI: "Chính phủ", FullName: "Quản trị Một"}
		_, err = h.s.SetUp(t.Context(), old, f, "quantri")
		h.refused(err, "enrolment.link_over")
		_, err = h.s.SetUp(t.Context(), token, auth.Founding{FullName: "Quản trị Một"}, "quantri")
		h.refused(err, "person.invalid")
		done, failed := h.race(6, func() error {
			_, err := h.s.SetUp(t.Context(), token, f, "quantri")
			return err
		})
		if bodies, err := h.people.AllBodies(t.Context()); done != 1 || len(bodies) != 1 || err != nil {
			t.Fatalf("one link made %d bodies in %d set-ups: %v", len(bodies), done, failed)
		}
		page, link, err := h.s.StartLink(t.Context()) // left before enrolling
		h.must(err)
		if page != "enroll" {
			t.Fatalf("the next start prints %q", page)
		}
		h.enrol(link)
	})
}

func TestReplacingMeansOfSignInTakesTwoPersons(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		second, _ := h.staff("quantri2", "administrator")
		member, secret := h.staff("thanhvien", "guest")
		ctx := ecabinet.WithActor(t.Context(), ecabinet.SystemActor(h.body))
		_, err := h.people.GivePost(ctx, people.GivePost{Person: member, TitleVI: "Bộ trưởng", Seat: 1, Member: true})
		h.must(err)
		before := h.signIn("thanhvien", secret)
		acc, err := h.s.AccountOf(t.Context(), member)
		h.must(err)
		admin, other := testkit.As(t.Context(), h.body, h.admin), testkit.As(t.Context(), h.body, second)
		_, err = h.s.Replace(admin, acc.ID)
		h.refused(err, "request.second_needed")
		ref, err := h.people.AskSignInReplacement(admin, member)
		h.must(err)
		_, err = h.people.Approve(other, ref[len("request/"):], 1)
		h.must(err)
		link, err := h.s.Replace(admin, acc.ID)
		h.must(err)
		if _, err = h.s.Actor(t.Context(), before.Token); err != nil {
			t.Fatalf("the member is shut out before the replacement: %v", err)
		}
		secret, _ = h.enrol(h.s.LinkToken(link[len("link/"):]))
		_, err = h.s.Actor(t.Context(), before.Token)
		h.refused(err, "session.ended")
		h.signIn("thanhvien", secret)
		_, err = h.s.Replace(admin, acc.ID)
		h.refused(err, "request.second_needed")
	})
}

func TestLockAndUnlock(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		person, secret := h.staff("thuky", "secretariat")
		o := h.signIn("thuky", secret)
		acc, err := h.s.AccountOf(t.Context(), person)
		h.must(err)
		admin := testkit.As(t.Context(), h.body, h.admin)
		before := h.acts.Load()
		h.must(h.s.Lock(admin, acc.ID))
		if n := h.acts.Load() - before; n != 1 { // a crash must not leave a locked account with open sessions
			t.Errorf("locking and ending the sessions took %d commits", n)
		}
		_, err = h.s.Actor(t.Context(), o.Token)
		h.refused(err, "session.ended")
		_, err = h.s.SignIn(t.Context(), "thuky", password)
		h.refused(err, "session.refused")
		h.must(h.s.Unlock(admin, acc.ID))
		h.signIn("thuky", secret)
	})
}

func TestChangingThePasswordEndsOtherSessions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o, elsewhere := h.signIn("quantri", h.secret), h.signIn("quantri", h.secret)
		h.serveElsewhere(elsewhere)
		err := h.s.ChangePassword(h.as(o), password, h.code(h.secret), "ecabinet-quantri-123456")
		h.refused(err, "account.password_refused")
		h.must(h.s.ChangePassword(h.as(o), password, h.code(h.secret), "một câu khác hẳn câu trước"))
		_, err = h.s.Actor(t.Context(), elsewhere.Token)
		h.refused(err, "session.ended")
		_, err = h.s.Actor(t.Context(), o.Token)
		h.must(err)
		_, err = h.s.SignIn(t.Context(), "quantri", password)
		h.refused(err, "session.refused")
	})
}

// otherBody founds a second body.
func (h *house) otherBody() (id string, system context.Context) {
	id = ecabinet.NewID()
	system = ecabinet.WithActor(h.t.Context(), ecabinet.SystemActor(id))
	_, err := h.d.InTx(system, func(ctx context.Context, tx *db.Tx) (string, error) {
		_, err := store.New(h.d).Found(ctx, tx, people.Body{ID: id, NameVI: "Ủy ban"}, people.Person{FullName: "Người khác"})
		return "body/" + id, err
	})
	h.must(err)
	return id, system
}

// serveElsewhere moves a session of the administrator to a second body; when the
// test has ended it, the journal there must say so.
func (h *house) serveElsewhere(o auth.Opened) {
	second, system := h.otherBody()
	_, err := h.people.GiveRole(system, people.GiveRole{Person: h.admin, Role: "guest"})
	h.must(err)
	h.must(h.s.ChooseBody(h.as(o), second))
	h.t.Cleanup(func() {
		events, err := h.d.EventsAfter(context.Background(), second, 0, 100)
		h.must(err)
		last := events[len(events)-1]
		if last.Type != "session.ended" || last.Ref != "session/"+o.Session {
			h.t.Errorf("the journal of the other body ends with %s %s", last.Type, last.Ref)
		}
	})
}

func TestChoosingABody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.signIn("quantri", h.secret)
		second, ctx := h.otherBody()
		h.refused(h.s.ChooseBody(h.as(o), second), "session.no_such_body")
		_, err := h.people.GiveRole(ctx, people.GiveRole{Person: h.admin, Role: "guest"})
		h.must(err)
		h.must(h.s.ChooseBody(h.as(o), second))
		if a := ecabinet.ActorFrom(h.as(o)); a.Body != second || !slices.Equal(a.Roles, []string{"guest"}) {
			t.Errorf("now %v in %s", a.Roles, a.Body)
		}
	})
}

func TestDemonstrationLinks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := ecabinet.WithActor(t.Context(), ecabinet.SystemActor(h.body))
		ref, err := h.people.AddPerson(ctx, people.Person{FullName: "Lê Văn Cường"})
		h.must(err)
		person := ref[len("person/"):]
		_, err = h.people.GiveRole(ctx, people.GiveRole{Person: person, Role: "secretariat"})
		h.must(err)
		hash, err := h.s.HashPassword(t.Context(), password)
		h.must(err)
		var token string
		secret := auth.NewSecret()
		_, err = h.d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) {
			var err error
			token, err = h.s.SeedAccount(ctx, tx, auth.Seed{Body: h.body, Person: person, Login: "demo.thuky", PasswordHash: hash, Secret: secret})
			return "account/demo", err
		})
		h.must(err)
		for range 2 {
			o, err := h.s.SignInDemo(t.Context(), token)
			h.must(err)
			if _, err := h.s.OpenSigning(h.as(o), password, h.code(secret)); err != nil {
				t.Errorf("signing in the demonstration: %v", err)
			}
		}
		h.signIn("demo.thuky", secret)
		_, err = h.s.SignInDemo(t.Context(), token+"x")
		h.refused(err, "enrolment.link_over")
	})
}

// The journal, the tables and the errors hold no secret.
func TestSecretsRestNowhere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.signIn("quantri", h.secret)
		_, err := h.s.SignIn(t.Context(), "matkhaugotrongten", "sai mật khẩu rồi")
		h.refused(err, "session.refused")
		ticket, err := h.s.Ticket(h.as(o))
		h.must(err)
		var all strings.Builder
		for _, table := range []string{"accounts", "sign_in_attempts", "recovery_codes", "sign_in_challenges", "sessions", "socket_tickets", "sign_in_links", "journal"} {
			var rows []map[string]any
			h.must(h.d.Read().NewSelect().Table(table).Scan(t.Context(), &rows))
			for _, r := range rows {
				for _, v := range r {
					switch v := v.(type) {
					case string:
						all.WriteString(v + "\n")
					case []byte:
						all.WriteString(string(v) + "\n")
					}
				}
			}
		}
		for _, secret := range []string{password, h.secret, o.Token, ticket, h.codes[3], "matkhaugotrongten"} {
			if strings.Contains(all.String(), secret) {
				t.Errorf("%q rests in the database", secret)
			}
		}
		if !strings.Contains(all.String(), "quantri") {
			t.Error("the search does not find what is there")
		}
	})
}
