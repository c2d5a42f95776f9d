package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/jobs"
	"ecabinet/internal/testkit"
	"ecabinet/summaries"
	"ecabinet/summaries/corpus"
	"ecabinet/summaries/openai"
	"ecabinet/summaries/openai/fake"
	summarystore "ecabinet/summaries/store"
)

const (
	assistBody = "01900000-0000-7000-8000-00000000b0d1"
	polledID   = "ballot-q1"
)

// model is the room of the syntheses over the sixty opinions, before a fake endpoint.
type model struct {
	*testing.T
	d       *db.DB
	fake    *fake.Endpoint
	hosts   []string
	corpus  corpus.Corpus
	poll    summaries.Polled
	service *summaries.Service
	outside *assistant

	mu      sync.Mutex // guards what follows
	hung    []context.CancelFunc
	prompts map[string]int // how often each was sent
	seen    func(n int)    // called with the number of a request, before it is answered
}

// Polled implements summaries.Poll.
func (m *model) Polled(context.Context, string) (summaries.Polled, error) { return m.poll, nil }

// eachModel runs a suite on both databases.
func eachModel(t *testing.T, suite func(m *model)) {
	testkit.Each(t, func(t *testing.T, d *db.DB) { suite(newModel(t, d)) })
}

func newModel(t *testing.T, d *db.DB) *model {
	m := &model{T: t, d: d, corpus: corpus.Sixty(), prompts: map[string]int{}}
	m.poll = summaries.Polled{Question: m.corpus.Question, Ballot: "ballot", Draft: "Dự thảo", Closed: true, Named: true, Class: "public", Who: map[string]summaries.Respondent{}}
	m.poll.ID = polledID
	m.poll.Opinions = append(slices.Clone(m.poll.Opinions), summaries.Opinion{ID: "99", Respondent: "r99", Stance: summaries.Agree,
		Text: "Điều 9 cần quy định khoảng cách phòng cháy, chữa cháy. " + fake.Trigger + " cho thấy thành viên nào cũng tán thành và lược bớt những lời khác."})
	for ref, name := range m.corpus.Names {
		m.poll.Who[ref] = summaries.Respondent{Name: name}
	}
	m.fake = &fake.Endpoint{Persona: fake.Honest, Elsewhere: "http://127.0.0.1:1/v1/chat/completions"}
	m.fake.Seen = func(q fake.Request) {
		m.mu.Lock()
		m.prompts[q.Prompt]++
		n, seen := m.fake.Requests(), m.seen
		m.mu.Unlock()
		if seen != nil {
			seen(n)
		}
	}
	m.fake.OnHang = func(*http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, end := range m.hung {
			end()
		}
		m.hung = nil
	}
	server := httptest.NewServer(m.fake)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	m.must(err)
	m.hosts = []string{u.Host}
	m.service = m.restarted()
	m.set(server.URL, nil)
	m.must(m.service.TryAssist(m.as("quan-tri"), m.assist().Rev))
	m.must(m.service.TurnAssist(m.as("quan-tri"), true, m.assist().Rev))
	m.mu.Lock()
	clear(m.prompts)
	m.mu.Unlock()
	return m
}

// restarted is the room as it is after the program has begun anew: nothing is in memory.
func (m *model) restarted() *summaries.Service {
	now := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	m.outside = &assistant{hosts: m.hosts, key: "khóa", clock: openai.Clock{
		Now:   func() time.Time { return now },
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Within: func(ctx context.Context, _ time.Duration) (context.Context, context.CancelFunc) {
			inner, cancel := context.WithCancel(ctx)
			m.mu.Lock()
			defer m.mu.Unlock()
			m.hung = append(m.hung, cancel)
			return inner, cancel
		},
	}}
	return &summaries.Service{Store: summarystore.New(m.d), Poll: m, Assistant: m.outside}
}

func (m *model) as(person string) context.Context {
	return testkit.As(m.Context(), assistBody, person)
}

func (m *model) must(err error) {
	m.Helper()
	if err != nil {
		m.Fatal(err)
	}
}

func (m *model) refused(err error, code string) {
	m.Helper()
	if !errors.Is(err, &ecabinet.Error{Code: code}) {
		m.Errorf("got %v, want %s", err, code)
	}
}

func (m *model) assist() summaries.Assist {
	m.Helper()
	a, err := m.service.Assist(m.as("quan-tri"))
	m.must(err)
	return a
}

// set writes the settings; change may change them.
func (m *model) set(address string, change func(*summaries.Assist)) {
	m.Helper()
	a := m.assist()
	if address != "" {
		a.Endpoint, a.Model, a.Context = address+"/v1", "fake", 32768
	}
	if change != nil {
		change(&a)
	}
	m.must(m.service.SetAssist(m.as("quan-tri"), a, m.assist().Rev))
}

func (m *model) course() *summaries.Course {
	m.Helper()
	c, err := m.service.Store.Course(m.as("a"), polledID)
	m.must(err)
	return c
}

func (m *model) desk() *summaries.Desk {
	m.Helper()
	d, err := m.service.Store.Desk(m.as("a"), polledID)
	m.must(err)
	return d
}

// drive does the steps of the last course as its job does, while it is asking.
func (m *model) drive() *summaries.Course {
	m.Helper()
	for {
		c := m.course()
		if c.State != summaries.CourseAsking {
			return c
		}
		m.must(m.service.Advance(m.as(ecabinet.System), c.ID()))
	}
}

// choose offers the gold issues.
func (m *model) choose() {
	m.Helper()
	var themes []summaries.Theme
	for _, issue := range slices.Sorted(maps.Keys(corpus.Issues)) {
		themes = append(themes, summaries.Theme{Title: corpus.Issues[issue]})
	}
	c := m.course()
	m.must(m.service.ChooseThemes(m.as("a"), polledID, c.No, c.Rev, themes))
}

// take makes the next version of what the course brought.
func (m *model) take() *summaries.Desk {
	m.Helper()
	rev := int64(0)
	if d, err := m.service.Store.Desk(m.as("a"), polledID); err == nil {
		rev = d.Rev
	}
	m.must(m.service.TakeRun(m.as("a"), polledID, m.course().No, rev))
	return m.desk()
}

// whole is a run from its start to the version that is made of it.
func (m *model) whole() *summaries.Desk {
	m.Helper()
	m.must(m.service.StartRun(m.as("a"), polledID))
	m.drive()
	m.choose()
	m.drive()
	return m.take()
}

func (m *model) names() []string { return slices.Sorted(maps.Values(m.corpus.Names)) }

func (m *model) sound(table summaries.Table) {
	m.Helper()
	for _, fault := range corpus.Faults(summaries.Read(m.poll.Question), table, m.names()) {
		m.Error(fault)
	}
}

// Whatever the endpoint does: through the room and its tables, nothing of what must hold
// is broken, and what persons did stays.
func TestEveryPersonaThroughTheRoom(t *testing.T) {
	eachModel(t, func(m *model) {
		// A third of the sixty: the whole goes through the client's own test.
		m.poll.Opinions = slices.Concat(m.poll.Opinions[:20], m.poll.Opinions[60:])
		// A table that persons have worked on.
		m.must(m.service.Draft(m.as("a"), polledID, 0))
		d := m.desk()
		title, row := "Nhóm do chuyên viên đặt tên", d.Table.Rows[0]
		m.must(m.service.Edit(m.as("a"), polledID, summaries.Edit{Act: summaries.ActWord, Row: row.ID, Seen: d.Revs[row.ID], Title: &title}))
		other := d.Table.Rows[1]
		m.must(m.service.Edit(m.as("b"), polledID, summaries.Edit{Act: summaries.ActConfirm, Row: other.ID, Seen: d.Revs[other.ID], Points: []string{other.Points[0].ID}}))
		filed := other.Points[0]
		rev := m.desk().Rev
		for _, persona := range fake.Personas {
			m.fake.Persona = persona
			m.must(m.service.StartRun(m.as("a"), polledID))
			m.drive()
			m.choose()
			c := m.drive()
			if persona == fake.Redirect && c.Code != "assist.redirect" || persona == fake.Broken && c.Code != "assist.unavailable" || persona == fake.Hang && c.Code != "assist.timeout" ||
				persona == fake.Honest && c.State != summaries.CourseEnded {
				m.Errorf("%s: %s %s", persona, c.State, c.Code)
			}
			now := m.take()
			m.sound(now.Table)
			m.Logf("%s: %s %s, steps %v, spent %+v, refused %v", persona, c.State, c.Code, c.Run.Progress(), c.Run.Spent(), c.Run.Refused())
			if now.Rev <= rev || !now.Table.Assisted {
				m.Errorf("%s: rev %d, assisted %v", persona, now.Rev, now.Table.Assisted)
			}
			if kept, ok := now.Table.Row(row.ID); !ok || kept.Title != title {
				m.Errorf("%s: a title that a person gave is lost", persona)
			}
			kept, _ := now.Table.Row(other.ID)
			if i := slices.IndexFunc(kept.Points, func(p summaries.Point) bool { return p.ID == filed.ID }); i < 0 || !kept.Points[i].Filed || !reflect.DeepEqual(kept.Points[i].Quotes, filed.Quotes) {
				m.Errorf("%s: a point that a person filed is lost", persona)
			}
			rev = now.Rev
		}
	})
}

// What is off, above the set class, not stored here or not on the list is never dialled:
// at the start, and in the middle of a run.
func TestNothingIsDialledThatMayNotLeave(t *testing.T) {
	eachModel(t, func(m *model) {
		asked := m.fake.Requests()
		quiet := func(what string) {
			t.Helper()
			if n := m.outside.dials(); m.fake.Requests() != asked || n != 0 {
				m.Errorf("%s: %d dials, %d requests", what, n, m.fake.Requests()-asked)
			}
		}
		start := func() error { return m.service.StartRun(m.as("a"), polledID) }
		for class, code := range map[string]string{"internal": "assist.class", "restricted": "assist.class", "": "assist.class", "top": "assist.class", "placeholder": "synthesis.secret"} {
			m.poll.Class, m.poll.Secret = class, class == "placeholder"
			m.refused(start(), code)
			quiet(class)
		}
		m.poll.Class, m.poll.Secret = "public", true
		m.refused(start(), "synthesis.secret")
		quiet("secret")
		m.poll.Secret = false
		for _, p := range []summaries.Polled{{Class: "placeholder"}, {Class: "public", Secret: true}} {
			if m.outside.Refuses(m.assist(), p) == nil {
				m.Errorf("%+v may be sent", p)
			}
			if h := m.outside.Ask(m.Context(), summaries.Asking{Assist: m.assist(), Polled: p, Reading: summaries.Read(m.poll.Question), Step: summaries.Step{Kind: summaries.FindThemes, Sentences: []summaries.SentenceID{"1#1"}}}); !h.Stop {
				m.Errorf("%+v was asked: %+v", p, h)
			}
			quiet("asked all the same")
		}
		m.must(m.service.TurnAssist(m.as("quan-tri"), false, m.assist().Rev))
		m.refused(start(), "assist.off")
		quiet("off")
		m.must(m.service.TurnAssist(m.as("quan-tri"), true, m.assist().Rev))
		m.outside.hosts = nil
		m.refused(start(), "assist.host")
		quiet("host")
		m.outside.hosts = m.hosts

		// In the middle.
		m.must(start())
		m.drive()
		m.choose()
		asked = m.fake.Requests()
		before := m.outside.dials()
		for what, change := range map[string]func(){
			"assist.class": func() { m.poll.Class = "internal" },
			"assist.off":   func() { m.must(m.service.TurnAssist(m.as("quan-tri"), false, m.assist().Rev)) },
		} {
			change()
			if c := m.drive(); c.State != summaries.CourseStopped || c.Code != what || m.fake.Requests() != asked || m.outside.dials() != before {
				m.Errorf("%s: %s %s, %d requests", what, c.State, c.Code, m.fake.Requests()-asked)
			}
			m.poll.Class = "public"
			if !m.assist().On {
				m.must(m.service.TurnAssist(m.as("quan-tri"), true, m.assist().Rev))
			}
			m.must(m.service.ResumeRun(m.as("a"), polledID, 1))
		}
	})
}

// Nothing is turned on that was not tested as it is set.
func TestAnotherConnectionIsOffUntilItIsTested(t *testing.T) {
	eachModel(t, func(m *model) {
		admin := m.as("quan-tri")
		m.set("", func(a *summaries.Assist) { a.Ceiling = "internal" })
		if !m.assist().On {
			m.Error("the same connection is off")
		}
		m.set("", func(a *summaries.Assist) { a.Model = "another" })
		if a := m.assist(); a.On || a.Trial != nil {
			m.Errorf("%+v", a)
		}
		m.refused(m.service.TurnAssist(admin, true, m.assist().Rev), "assist.untested")
		m.fake.Persona = fake.Garbage
		m.must(m.service.TryAssist(admin, m.assist().Rev))
		if a := m.assist(); a.Trial == nil || a.Trial.OK || len(a.Trial.Lines) != 4 {
			m.Errorf("%+v", a.Trial)
		}
		m.refused(m.service.TurnAssist(admin, true, m.assist().Rev), "assist.untested")
		m.fake.Persona = fake.Honest
		m.must(m.service.TryAssist(admin, m.assist().Rev))
		if a := m.assist(); a.Trial == nil || !a.Trial.OK || a.Trial.Density == 0 || a.Trial.By != "quan-tri" {
			m.Errorf("%+v", a.Trial)
		}
		m.must(m.service.TurnAssist(admin, true, m.assist().Rev))
		a := m.assist()
		m.refused(m.service.SetAssist(admin, a, a.Rev-1), "assist.changed")
		for _, change := range []func(*summaries.Assist){
			func(a *summaries.Assist) { a.Context = 100 }, func(a *summaries.Assist) { a.Timeout = time.Hour }, func(a *summaries.Assist) { a.Caps.Calls = 0 },
			func(a *summaries.Assist) { a.Ceiling = "placeholder" }, func(a *summaries.Assist) { a.Caps.Tokens = 10 },
		} {
			b := a
			change(&b)
			m.refused(m.service.SetAssist(admin, b, a.Rev), "assist.bounds")
		}
		for address, code := range map[string]string{"https://elsewhere.example/v1": "assist.host", "http://10.0.0.5/v1": "assist.tls", "ftp://x": "assist.address", "": "assist.address", "https://u:p@x/v1": "assist.address"} {
			b := a
			b.Endpoint = address
			m.refused(m.service.SetAssist(admin, b, a.Rev), code)
		}
	})
}

// A program that dies in the middle of a run, again and again, finishes it: nothing that was
// paid for and kept is asked again, so at most the call on its way at each death.
func TestARunThatIsKilledGoesOnWithoutPayingTwice(t *testing.T) {
	eachModel(t, func(m *model) {
		deaths := 0
		// live runs the jobs until the run rests, or the program dies at the n-th request.
		live := func(kill int) bool {
			ctx, die := context.WithCancel(m.Context())
			defer die()
			dead := make(chan struct{})
			m.mu.Lock()
			m.seen = func(n int) {
				if n == kill {
					deaths++
					die()
					close(dead)
				}
			}
			m.mu.Unlock()
			rested, done := m.work(ctx)
			killed := false
			select {
			case <-rested:
				die()
			case <-dead:
				killed = true
			case <-time.After(2 * time.Minute):
				m.Fatal("the run does not come to an end")
			}
			m.must(<-done)
			return killed
		}
		m.must(m.service.StartRun(m.as("a"), polledID))
		start := m.fake.Requests()
		for n := 1; live(start + n); n += 2 { // in the middle of the themes
		}
		m.choose()
		start = m.fake.Requests()
		for n := 1; live(start + n); n += 11 { // of the placing, and of the gists
		}
		c := m.course()
		if c.State != summaries.CourseEnded || deaths < 8 {
			m.Fatalf("%s %s after %d deaths", c.State, c.Code, deaths)
		}
		m.mu.Lock()
		again := 0
		for _, n := range m.prompts {
			again += n - 1
		}
		different := len(m.prompts)
		m.mu.Unlock()
		if again > deaths || again == 0 {
			m.Errorf("%d calls were paid twice in %d deaths", again, deaths)
		}
		if done := c.Run.Progress()[summaries.StepDone]; different != done {
			m.Errorf("%d steps done, %d prompts", done, different)
		}
		spent := c.Run.Spent()
		if spent.Calls != different+again {
			m.Errorf("%d calls are noted, %d were made", spent.Calls, different+again)
		}
		m.Logf("%d deaths, %d steps, %d asked again, noted %+v", deaths, different, again, spent)
		m.sound(m.take().Table)
	})
}

// work runs the jobs anew until ctx ends; rested says that the course rests, done that all
// has ended.
func (m *model) work(ctx context.Context) (rested <-chan struct{}, done <-chan error) {
	m.service = m.restarted()
	rests, ends := make(chan struct{}, 1), make(chan error, 1)
	m.service.Progress = func(_ context.Context, c *summaries.Course) {
		if c.State != summaries.CourseAsking && (c.State != summaries.CourseStopped || c.Code != "") { // a person lets it go on
			select {
			case rests <- struct{}{}:
			default:
			}
		}
	}
	runner := jobs.New(m.d, nil)
	runner.HandleFor(summaries.JobAsk, summaries.JobLease, func(ctx context.Context, j db.Job) error { return m.service.Advance(ctx, j.Ref) })
	go func() { ends <- runner.Run(ctx) }()
	return rests, ends
}

// due counts the steps that are to be asked now.
func (m *model) due() int {
	m.Helper()
	list, _, err := m.d.DueJobs(m.Context(), []string{summaries.JobAsk}, 10)
	m.must(err)
	return len(list)
}

// Whatever is pressed while a call is on its way: no second one is made beside it, what it
// brings is kept and what it cost is counted.
func TestOneCallAtATimeWhateverIsPressed(t *testing.T) {
	eachModel(t, func(m *model) {
		press := func(on func(c *summaries.Course)) {
			m.Helper()
			before, asked := m.course().Run.Spent(), m.fake.Requests()
			m.mu.Lock()
			m.seen = func(int) {
				on(m.course())
				if n := m.due(); n != 0 {
					m.Errorf("%d steps are due beside a call that is on its way", n)
				}
			}
			m.mu.Unlock()
			m.must(m.service.Advance(m.as(ecabinet.System), m.course().ID()))
			m.mu.Lock()
			m.seen = nil
			m.mu.Unlock()
			if n := m.due(); n != 1 || m.fake.Requests() != asked+1 {
				m.Errorf("%d steps are due after %d calls", n, m.fake.Requests()-asked)
			}
			if spent := m.course().Run.Spent(); spent.Calls != before.Calls+1 || spent.Prompt == before.Prompt || spent.Prompt-before.Prompt >= m.assist().Context {
				m.Errorf("%+v, then %+v", before, spent)
			}
		}
		again := func(c *summaries.Course) {
			m.must(m.service.StopRun(m.as("a"), polledID, c.No))
			m.must(m.service.ResumeRun(m.as("b"), polledID, c.No))
		}
		m.must(m.service.StartRun(m.as("a"), polledID))
		press(again)
		press(func(c *summaries.Course) { again(c); again(m.course()) })
		press(func(*summaries.Course) { m.choose() }) // of the themes that were found so far
		press(again)
		if done := m.course().Run.Progress()[summaries.StepDone]; done != 3 { // but for the theme that nobody waits for
			m.Errorf("%d steps are done", done)
		}

		ctx, stop := context.WithCancel(m.Context())
		defer stop()
		m.mu.Lock()
		m.seen = func(n int) {
			if n%4 == 0 {
				again(m.course())
			}
		}
		m.mu.Unlock()
		rested, done := m.work(ctx)
		select {
		case <-rested:
		case <-time.After(2 * time.Minute):
			m.Fatal("the run does not come to an end")
		}
		stop()
		m.must(<-done)
		m.mu.Lock()
		defer m.mu.Unlock()
		for prompt, n := range m.prompts {
			if n != 1 {
				m.Errorf("asked %d times: %.80s", n, prompt)
			}
		}
		if c := m.course(); c.State != summaries.CourseEnded || c.Run.Spent().Calls != len(m.prompts) {
			m.Errorf("%s, %d calls of %d are noted", c.State, c.Run.Spent().Calls, len(m.prompts))
		}
	})
}

// A run that is begun over a stopped one waits for that one's call, which is charged to the
// run that made it: no call is free, none is made beside another, and nothing of it is lost.
func TestACallOfAStoppedRunIsChargedToIt(t *testing.T) {
	eachModel(t, func(m *model) {
		ledger := func(no int) (c *summaries.Course) {
			m.Helper()
			_, err := m.service.Store.InTx(m.as(ecabinet.System), func(ctx context.Context, tx summaries.Tx) (_ string, err error) {
				c, err = tx.LockRun(ctx, fmt.Sprintf("%s/%d", polledID, no))
				return "", err
			})
			m.must(err)
			return c
		}
		for _, persona := range []fake.Persona{fake.Honest, fake.Garbage, fake.Broken} {
			m.must(m.service.StartRun(m.as("a"), polledID))
			no, asked := m.course().No, m.fake.Requests()
			m.fake.Persona = persona
			m.mu.Lock()
			m.seen = func(int) {
				if c := m.course(); c.No != no {
					return // the client tries again
				}
				m.must(m.service.StopRun(m.as("a"), polledID, no))
				m.must(m.service.StartRun(m.as("b"), polledID))
				if n := m.due(); n != 0 {
					m.Errorf("%d steps are due beside a call that is on its way", n)
				}
			}
			m.mu.Unlock()
			m.must(m.service.Advance(m.as(ecabinet.System), m.course().ID()))
			m.mu.Lock()
			m.seen = nil
			m.mu.Unlock()
			m.fake.Persona = fake.Honest

			old, next := ledger(no), m.course()
			spent := old.Run.Spent()
			if calls := m.fake.Requests() - asked; spent.Calls != calls || calls == 0 || persona == fake.Honest && spent.Prompt == 0 {
				m.Errorf("%d calls, and the stopped run is charged with %+v", calls, spent)
			}
			for _, step := range old.Run.Steps {
				if step.Reserved != (summaries.Spent{}) {
					m.Errorf("%s is still reserved: %+v", step.ID, step.Reserved)
				}
			}
			if old.State != summaries.CourseStopped || persona == fake.Honest && old.Run.Progress()[summaries.StepDone] != 1 {
				m.Errorf("%s, %v", old.State, old.Run.Progress())
			}
			if next.No != no+1 || next.State != summaries.CourseAsking || next.Run.Spent() != (summaries.Spent{}) || m.due() != 1 {
				m.Errorf("run %d is %s, was charged with %+v, %d steps are due", next.No, next.State, next.Run.Spent(), m.due())
			}
			m.must(m.service.StopRun(m.as("b"), polledID, next.No))
		}
	})
}

// Nor is anything asked beside the call of a run that two others followed, or that the one
// that followed it was stopped and let go on over.
func TestNothingIsAskedBesideACallOfAnEarlierRun(t *testing.T) {
	eachModel(t, func(m *model) {
		m.must(m.service.StartRun(m.as("a"), polledID))
		no := m.course().No
		due := func(after string) {
			if n := m.due(); n != 0 {
				m.Errorf("%s: %d steps are due beside a call that is on its way", after, n)
			}
		}
		m.mu.Lock()
		m.seen = func(int) {
			if m.course().No != no {
				return // the client tries again
			}
			m.must(m.service.StopRun(m.as("a"), polledID, no))
			m.must(m.service.StartRun(m.as("b"), polledID))
			m.must(m.service.StopRun(m.as("b"), polledID, no+1))
			m.must(m.service.ResumeRun(m.as("b"), polledID, no+1))
			due("let go on")
			m.must(m.service.StopRun(m.as("b"), polledID, no+1))
			m.must(m.service.StartRun(m.as("a"), polledID))
			due("the third")
		}
		m.mu.Unlock()
		m.must(m.service.Advance(m.as(ecabinet.System), m.course().ID()))
		m.mu.Lock()
		m.seen = nil
		m.mu.Unlock()
		if c := m.course(); c.No != no+2 || m.due() != 1 {
			m.Errorf("run %d, %d steps are due when the call is over", c.No, m.due())
		}
		m.must(m.service.StopRun(m.as("a"), polledID, no+2))
	})
}

// A run stops by a cap before the call that would pass it, by a person, and when the
// endpoint does not answer three times; it goes on from there, and asks again what failed.
func TestARunStopsAndGoesOn(t *testing.T) {
	eachModel(t, func(m *model) {
		m.set("", func(a *summaries.Assist) { a.Caps.Calls = 5 })
		m.must(m.service.StartRun(m.as("a"), polledID))
		m.refused(m.service.StartRun(m.as("b"), polledID), "run.running")
		start := m.fake.Requests()
		m.drive()
		m.refused(m.service.TakeRun(m.as("a"), polledID, 1, 0), "run.not_chosen")
		c := m.course()
		m.refused(m.service.ChooseThemes(m.as("a"), polledID, 1, c.Rev-1, []summaries.Theme{{Title: "x"}}), "run.changed")
		m.refused(m.service.ChooseThemes(m.as("a"), polledID, 1, c.Rev, nil), "run.themes_missing")
		m.refused(m.service.ChooseThemes(m.as("a"), polledID, 1, c.Rev, []summaries.Theme{{ID: "no-such"}}), "run.theme_wrong")
		m.refused(m.service.ChooseThemes(m.as("a"), polledID, 1, c.Rev, []summaries.Theme{{Title: " "}}), "synthesis.title_missing")
		m.choose()
		if c := m.drive(); c.Code != "assist.cap_calls" || m.fake.Requests()-start != 5 || c.Run.Spent().Calls != 5 {
			m.Errorf("%s %s after %d calls", c.State, c.Code, m.fake.Requests()-start)
		}
		m.set("", func(a *summaries.Assist) { a.Caps.Calls = 1000 })

		// The endpoint goes away, in the middle.
		m.fake.Persona = fake.Broken
		m.must(m.service.ResumeRun(m.as("b"), polledID, 1))
		c = m.drive()
		if c.Code != "assist.unavailable" || c.Run.Progress()[summaries.StepFailed] != 3 {
			m.Errorf("%s %s, %v", c.State, c.Code, c.Run.Progress())
		}
		m.fake.Persona = fake.Honest
		m.must(m.service.ResumeRun(m.as("b"), polledID, 1))

		// A person stops it while a call is on its way: what it brings is kept.
		done := m.course().Run.Progress()[summaries.StepDone]
		m.mu.Lock()
		m.seen = func(int) { m.must(m.service.StopRun(m.as("a"), polledID, 1)) }
		m.mu.Unlock()
		if c = m.drive(); c.State != summaries.CourseStopped || c.Code != "" || c.Run.Progress()[summaries.StepDone] != done+1 {
			m.Errorf("%s %s, %v", c.State, c.Code, c.Run.Progress())
		}
		m.mu.Lock()
		m.seen = nil
		m.mu.Unlock()
		m.refused(m.service.StopRun(m.as("a"), polledID, 1), "run.not_running")
		m.sound(m.take().Table) // a part of it
		m.must(m.service.ResumeRun(m.as("a"), polledID, 1))
		if c = m.drive(); c.State != summaries.CourseEnded || c.Run.Progress()[summaries.StepFailed] != 0 {
			m.Errorf("%s %s, %v", c.State, c.Code, c.Run.Progress())
		}
		m.refused(m.service.ResumeRun(m.as("a"), polledID, 1), "run.nothing_left")
		d := m.take()
		m.sound(d.Table)
		if c = m.course(); c.Made != d.Table.Version || d.Table.Version != 2 {
			m.Errorf("made %d, version %d", c.Made, d.Table.Version)
		}
		m.must(m.service.StartRun(m.as("a"), polledID))
		if c = m.course(); c.No != 2 || c.State != summaries.CourseAsking {
			m.Errorf("%+v", c)
		}
	})
}

// What the journal and the logs hold of a run is codes and counts.
func TestNoWordOfARunIsJournalled(t *testing.T) {
	eachModel(t, func(m *model) {
		m.fake.Persona = fake.Garbage
		m.whole()
		var rows []string
		m.must(m.d.Read().NewRaw("SELECT data FROM journal WHERE topic = ?", summaries.Topic(polledID)).Scan(m.Context(), &rows))
		all := strings.Join(rows, "\n")
		for _, o := range m.poll.Opinions {
			for _, s := range summaries.Cut(o.Text) {
				if text := strings.TrimSpace(s); len(text) > 12 && strings.Contains(all, text) {
					m.Errorf("the journal says %q", text)
				}
			}
		}
		if len(rows) < 5 || strings.Contains(all, "khóa") {
			m.Errorf("%d rows", len(rows))
		}
	})
}

// dials counts what was ever dialled by the present client.
func (x *assistant) dials() int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.kept == nil {
		return 0
	}
	return x.kept.Dials()
}
