package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
)

// RehearsalPlan is what a rehearsal needs of a session: its agenda without its papers,
// and how many members there are. No person, account or document goes with it.
type RehearsalPlan struct {
	Title   string
	Members int
	Items   []RehearsalItem
}

// RehearsalItem is an item with the pages of each of its papers.
type RehearsalItem struct {
	Kind    meetings.ItemKind
	Title   string
	Minutes int
	Pages   []int
}

// Rehearse plays a plan with simulated members on a server and a database of its own,
// until it is over or ctx ends. tell hears of progress: the phase, and how many of how
// many.
type Rehearse func(ctx context.Context, plan RehearsalPlan, tell func(phase string, done, of int)) (*RehearsalReport, error)

// Spread is how a duration was spread, in milliseconds.
type Spread struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50_ms"`
	P99   float64 `json:"p99_ms"`
	Max   float64 `json:"max_ms"`
}

// RehearsalReport is what a rehearsal measured. Server and members shared one machine.
type RehearsalReport struct {
	Members      int      `json:"members"`
	Items        int      `json:"items"`
	TookMs       int64    `json:"took_ms"`
	Acknowledged Spread   `json:"acknowledged" doc:"from sending an act to its reply, which says that it is stored"`
	Refused      int      `json:"refused"`
	Votes        int      `json:"votes"`
	Voted        Spread   `json:"voted" doc:"the same of votes alone"`
	Miscounted   int      `json:"miscounted" doc:"votes whose count was not what had been acknowledged"`
	Delivered    Spread   `json:"delivered" doc:"from the journal's entry to a member's receipt of the view"`
	Pages        int      `json:"pages"`
	Page         Spread   `json:"page" doc:"from showing a page to its receipt"`
	Breaks       int      `json:"breaks"`
	Connects     int      `json:"connects"`
	Gaps         int      `json:"gaps" doc:"announced, and filled"`
	Unequal      int      `json:"unequal" doc:"members whose screen differed in the end from a fresh reading"`
	Faults       []string `json:"faults" doc:"what was not right in what members were told"`
}

// Good says whether everything was as it has to be, however fast.
func (r *RehearsalReport) Good() bool {
	return r.Unequal == 0 && r.Miscounted == 0 && r.Refused == 0 && len(r.Faults) == 0
}

// RehearsalView is a rehearsal of a session: the one that runs, or the last since the
// server was started. It is also the signal "rehearsal/<meeting>", for who conducts.
type RehearsalView struct {
	State     string           `json:"state" enum:"none,running,done,failed,stopped"`
	Members   int              `json:"members"`
	Phase     string           `json:"phase" doc:"of a running one: found, connect, check_in, item, compare, done"`
	Done      int              `json:"done" doc:"of how many, in this phase"`
	Of        int              `json:"of"`
	StartedAt *time.Time       `json:"started_at"`
	EndedAt   *time.Time       `json:"ended_at"`
	Report    *RehearsalReport `json:"report"`
	Good      bool             `json:"good" doc:"everything was as it has to be, however fast"`
}

// MaxBeside is the largest number of members that is simulated while a session runs:
// the machine is its own then.
const MaxBeside = 50

// rehearsals are those of this server: one at a time.
type rehearsals struct {
	play  Rehearse
	start chan rehearsal

	mu   sync.Mutex
	last map[string]*RehearsalView // by meeting
	stop context.CancelFunc        // of the running one, nil for none
}

type rehearsal struct {
	ctx           context.Context
	body, meeting string
	plan          RehearsalPlan
}

type rehearseInput struct {
	ByID
	Body struct {
		Members int `json:"members" minimum:"3" maximum:"500" doc:"that are simulated"`
	}
}

// ServeRehearsals adds the routes of rehearsals; RunRehearsals plays them.
func (a *API) ServeRehearsals(play Rehearse) {
	a.rehearsals = &rehearsals{play: play, start: make(chan rehearsal, 1), last: map[string]*RehearsalView{}}
	httpx.Handle(a.router, httpx.Op{ID: "read-rehearsal", Method: http.MethodGet, Path: "/api/meetings/{id}/rehearsal", Object: "meeting", Action: "rehearse-meeting",
		Summary: "The rehearsal of a session that runs, or the last one"}, on[ByID](a),
		func(_ context.Context, in *ByID) (*out[RehearsalView], error) {
			v := a.rehearsals.of(in.ID)
			return &out[RehearsalView]{&v}, nil
		})
	httpx.Handle(a.router, httpx.Op{ID: "start-rehearsal", Method: http.MethodPost, Path: "/api/meetings/{id}/rehearsal", Object: "meeting", Action: "rehearse-meeting", NoKey: true,
		Summary: "Play the session with simulated members, apart from everything real"}, on[rehearseInput](a), a.startRehearsal)
	httpx.Handle(a.router, httpx.Op{ID: "stop-rehearsal", Method: http.MethodDelete, Path: "/api/meetings/{id}/rehearsal", Object: "meeting", Action: "rehearse-meeting", NoKey: true, Status: http.StatusOK,
		Summary: "Stop the rehearsal that runs"}, on[ByID](a),
		func(_ context.Context, in *ByID) (*out[RehearsalView], error) {
			a.rehearsals.end(in.ID)
			v := a.rehearsals.of(in.ID)
			return &out[RehearsalView]{&v}, nil
		})
}

func (r *rehearsals) of(meeting string) RehearsalView {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v := r.last[meeting]; v != nil {
		return *v
	}
	return RehearsalView{State: "none"}
}

func (r *rehearsals) end(meeting string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v := r.last[meeting]; v != nil && v.State == "running" && r.stop != nil {
		r.stop()
	}
}

func (a *API) startRehearsal(ctx context.Context, in *rehearseInput) (*out[RehearsalView], error) {
	m, err := a.store.Meeting(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if m.State != meetings.Planned && m.State != meetings.Convened {
		return nil, ecabinet.E(ecabinet.Refused, "rehearsal.begun")
	}
	runs, err := a.store.AnyRuns(ctx)
	if err != nil {
		return nil, err
	}
	if runs && in.Body.Members > MaxBeside {
		return nil, ecabinet.E(ecabinet.Refused, "rehearsal.session_runs", "most", MaxBeside)
	}
	agenda, err := a.store.Agenda(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	plan := PlanOf(m, agenda, in.Body.Members)
	if len(plan.Items) == 0 {
		return nil, ecabinet.E(ecabinet.Refused, "meeting.agenda_empty")
	}
	v, err := a.rehearsals.begin(rehearsal{body: m.Body, meeting: m.ID, plan: plan}, a.router.Now())
	return &out[RehearsalView]{v}, err
}

// PlanOf is the plan by which a session is rehearsed.
func PlanOf(m *meetings.Meeting, agenda meetings.Agenda, members int) RehearsalPlan {
	plan := RehearsalPlan{Title: "Tổng duyệt: " + m.Title, Members: members}
	if r := []rune(plan.Title); len(r) > meetings.MaxTitle {
		plan.Title = string(r[:meetings.MaxTitle])
	}
	for _, e := range agenda.Live() {
		it := RehearsalItem{Kind: e.Kind, Title: e.Title, Minutes: e.Item.Minutes}
		for _, p := range e.Papers {
			it.Pages = append(it.Pages, p.Pages)
		}
		plan.Items = append(plan.Items, it)
	}
	return plan
}

func (r *rehearsals) begin(x rehearsal, now time.Time) (*RehearsalView, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stop != nil {
		return nil, ecabinet.E(ecabinet.Refused, "rehearsal.runs")
	}
	x.ctx, r.stop = context.WithCancel(context.Background())
	v := RehearsalView{State: "running", Members: x.plan.Members, Phase: "found", Of: x.plan.Members, StartedAt: &now}
	r.last[x.meeting] = &v
	r.start <- x // there is room: one at a time
	seen := v
	return &seen, nil
}

// RunRehearsals plays what is asked for until ctx ends.
func (a *API) RunRehearsals(ctx context.Context, log *slog.Logger) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case x := <-a.rehearsals.start:
			a.rehearse(ctx, x, log)
		}
	}
}

func (a *API) rehearse(ctx context.Context, x rehearsal, log *slog.Logger) {
	playing, cancel := context.WithCancel(x.ctx)
	defer context.AfterFunc(ctx, cancel)()
	defer cancel()
	last := time.Time{}
	report, err := a.rehearsals.play(playing, x.plan, func(phase string, done, of int) {
		a.rehearsals.change(x.meeting, func(v *RehearsalView) { v.Phase, v.Done, v.Of = phase, done, of })
		if now := time.Now(); now.Sub(last) > 300*time.Millisecond {
			last = now
			a.tellRehearsal(x, log)
		}
	})
	now := a.router.Now()
	a.rehearsals.change(x.meeting, func(v *RehearsalView) {
		v.EndedAt = &now
		switch {
		case err == nil:
			v.State, v.Report, v.Good = "done", report, report.Good()
		case errors.Is(err, context.Canceled):
			v.State = "stopped"
		default:
			v.State = "failed"
			log.ErrorContext(ctx, "a rehearsal failed", "meeting", x.meeting, "error", err)
		}
	})
	a.rehearsals.mu.Lock()
	a.rehearsals.stop()
	a.rehearsals.stop = nil
	a.rehearsals.mu.Unlock()
	a.tellRehearsal(x, log)
}

func (r *rehearsals) change(meeting string, how func(*RehearsalView)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v := *r.last[meeting]
	how(&v)
	r.last[meeting] = &v
}

func (a *API) tellRehearsal(x rehearsal, log *slog.Logger) {
	if err := a.live().Signal(x.body, "meeting:"+x.meeting, "rehearsal/"+x.meeting, a.rehearsals.of(x.meeting)); err != nil {
		log.Warn("the progress of a rehearsal was not told", "meeting", x.meeting, "error", err)
	}
}
