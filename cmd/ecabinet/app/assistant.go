package app

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/summaries"
	summariesapi "ecabinet/summaries/api"
	"ecabinet/summaries/openai"
)

// assistant is the model that the syntheses may ask: the administrator's settings come with
// each call, the list of hosts and the key are the operator's.
type assistant struct {
	hosts []string
	key   openai.Secret
	clock openai.Clock // a test gives one that does not wait

	mu   sync.Mutex // guards what follows
	last openai.Settings
	kept *openai.Client // of last, with its connections
}

func newAssistant(s Settings) *assistant {
	hosts, _ := s.aiHosts() // checked at the start
	return &assistant{hosts: hosts, key: openai.Secret(s.AIKey)}
}

// client is one of settings.
func (x *assistant) client(s openai.Settings) *openai.Client {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.kept == nil || !reflect.DeepEqual(x.last, s) {
		x.last, x.kept = s, openai.New(s, x.clock)
	}
	return x.kept
}

// settings are those of one administrator's settings.
func (x *assistant) settings(a summaries.Assist) openai.Settings {
	s := openai.Settings{
		On: a.On, Endpoint: a.Endpoint, Model: a.Model, Key: x.key, Hosts: x.hosts, Ceiling: a.Ceiling, Context: a.Context, Timeout: a.Timeout, Caps: openai.Caps(a.Caps),
	}
	if a.Trial != nil {
		s.Density = a.Trial.Density
	}
	return s
}

// Hosts are those that may be dialled.
func (x *assistant) Hosts() (list []string, keyed bool) { return x.hosts, x.key != "" }

// Misaddressed says what is wrong with the address.
func (x *assistant) Misaddressed(a summaries.Assist) error {
	a.On = true
	return x.settings(a).Refuses(openai.Matter{Class: "public"})
}

// Refuses says why nothing of p may leave.
func (x *assistant) Refuses(a summaries.Assist, p summaries.Polled) error {
	return x.settings(a).Refuses(matterOf(p))
}

func matterOf(p summaries.Polled) openai.Matter {
	return openai.Matter{Class: p.Class, Secret: p.Secret && p.Class != "placeholder"}
}

// Size is what one step may hold, so that with its frame and its reply it fits the context
// even where a token holds no more than three bytes.
func (x *assistant) Size(a summaries.Assist) summaries.Size {
	return summaries.Size{Sentences: 30, Bytes: min(max((a.Context-a.Context/4)*3-4000, 2000)/2, 8000)}
}

// longestTrial is how long an administrator waits for the test of a connection at most.
const longestTrial = 50 * time.Second

// Try tests the connection.
func (x *assistant) Try(ctx context.Context, a summaries.Assist) (summaries.Trial, error) {
	a.On, a.Timeout = true, min(a.Timeout, longestTrial/2)
	ctx, cancel := context.WithTimeout(ctx, longestTrial)
	defer cancel()
	report, err := openai.New(x.settings(a), x.clock).Probe(ctx)
	trial := summaries.Trial{OK: report.OK(), Density: report.Density, Spent: report.Spent}
	for _, l := range report.Lines {
		trial.Lines = append(trial.Lines, summaries.TrialLine{Check: string(l.Check), OK: l.OK, Code: l.Code})
	}
	return trial, err
}

// away are the codes of an endpoint that did not answer.
var away = []string{"assist.busy", "assist.unavailable", "assist.unreachable", "assist.timeout"}

// Ask asks for one step.
func (x *assistant) Ask(ctx context.Context, q summaries.Asking) summaries.Heard {
	s := x.settings(q.Assist)
	names := make([]string, 0, len(q.Polled.Who))
	for _, who := range q.Polled.Who {
		names = append(names, who.Name)
	}
	slices.Sort(names)
	got, err := x.client(s).Do(ctx, matterOf(q.Polled), q.Reading, q.Step, q.Rows, names, openai.NewBudget(s.Caps, q.Spent))
	h := summaries.Heard{Result: got}
	if err != nil {
		h.Code = "assist.reply"
		if e := (*ecabinet.Error)(nil); errors.As(err, &e) {
			h.Code = e.Code
		}
		verdict := openai.VerdictOf(err)
		h.Divide, h.Stop, h.Away = verdict == openai.Divide, verdict == openai.Stop, slices.Contains(away, h.Code)
	}
	return h
}

// tellCourse signals how far a course has come, in counts.
func (a *App) tellCourse(ctx context.Context, c *summaries.Course) {
	ref, data := summariesapi.Progress(c)
	if err := a.Hub.Signal(ecabinet.ActorFrom(ctx).Body, summaries.Topic(c.Question), ref, data); err != nil {
		a.log.Warn("progress was not signalled", "error", err)
	}
}

// synthesisJobs takes the steps of the courses.
func (a *App) synthesisJobs() {
	a.Jobs.HandleIn(modelLane, summaries.JobAsk, summaries.JobLease, func(ctx context.Context, j db.Job) error {
		return a.Summaries.Advance(ctx, j.Ref)
	})
}
