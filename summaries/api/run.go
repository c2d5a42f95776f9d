package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/summaries"
)

// ThemeView is a row that may be offered to the model.
type ThemeView struct {
	ID        string     `json:"id"`
	Name      Text       `json:"name"`
	Clause    ClauseData `json:"clause"`
	Opinions  int        `json:"opinions" doc:"from which it is taken, or that stand in it"`
	Sentences []string   `json:"sentences" doc:"from which a candidate is taken"`
	Standing  bool       `json:"standing" doc:"it is a row of the table as it is"`
}

// RunCount is how many steps of a kind are in a state.
type RunCount struct {
	Kind  string `json:"kind" enum:"themes,place,gist"`
	Done  int    `json:"done"`
	Left  int    `json:"left" doc:"still to be asked"`
	Split int    `json:"split" doc:"asked in halves instead"`
	Fail  int    `json:"failed" doc:"left to a person"`
}

// RunReason says why something was refused or failed, and how often.
type RunReason struct {
	Code  string `json:"code"`
	Count int    `json:"count"`
	Why   Text   `json:"why" doc:"of a step that failed; empty for what the guards refused"`
}

// RunView is the last course of the model over a question.
type RunView struct {
	Rev      int64       `json:"rev" doc:"0: there was none"`
	No       int         `json:"no"`
	State    string      `json:"state" enum:"none,asking,choosing,stopped,ended"`
	Why      Text        `json:"why" doc:"why it stopped by itself; empty: a person stopped it"`
	By       string      `json:"by" doc:"name of who began it"`
	At       *time.Time  `json:"at,omitempty"`
	Made     int         `json:"made" doc:"the version that was made of it; 0: none"`
	Chosen   bool        `json:"chosen" doc:"staff have chosen the themes"`
	Barred   Text        `json:"barred" doc:"why no model may be asked of this question now; empty: it may"`
	Model    string      `json:"model" doc:"the model that is set"`
	Counts   []RunCount  `json:"counts"`
	Themes   []ThemeView `json:"themes" doc:"to choose from, while none are chosen"`
	Offered  []Text      `json:"offered" doc:"names of the chosen ones"`
	Failures []RunReason `json:"failures" doc:"steps that were left to a person"`
	Refused  []RunReason `json:"refused" doc:"what the guards refused of the replies"`
	Valid    int         `json:"valid" doc:"whole steps with a valid reply at first try"`
	Tried    int         `json:"tried" doc:"whole steps asked"`
	Spent    RunSpent    `json:"spent"`
	Caps     RunSpent    `json:"caps" doc:"the most that a run may spend, as it is set now"`
}

// RunSpent is what the calls of a run cost.
type RunSpent struct {
	Calls  int   `json:"calls"`
	Tokens int   `json:"tokens"`
	Millis int64 `json:"millis"`
}

func spentOf(s summaries.Spent) RunSpent { return RunSpent{s.Calls, s.Prompt + s.Reply, s.Millis} }

type runInput struct {
	OfQuestion
	Body struct {
		No int `json:"no" minimum:"1" doc:"of the run as it was seen"`
	}
}

// ThemeData is a theme that staff offer.
type ThemeData struct {
	ID    string `json:"id" maxLength:"200" doc:"of a candidate or a row; empty: a new one"`
	Title string `json:"title" maxLength:"300" doc:"of a candidate or a new one"`
}

type chooseInput struct {
	OfQuestion
	Body struct {
		No     int         `json:"no" minimum:"1"`
		Rev    int64       `json:"rev" minimum:"1"`
		Themes []ThemeData `json:"themes" maxItems:"100"`
	}
}

type takeInput struct {
	OfQuestion
	Body struct {
		No  int   `json:"no" minimum:"1"`
		Rev int64 `json:"rev" minimum:"0" doc:"of the synthesis as it was seen; 0: none"`
	}
}

func (a *API) runRoutes() {
	read := httpx.Op{ID: "read-run", Method: http.MethodGet, Path: "/api/syntheses/{id}/run", Object: "synthesis", Action: "read-synthesis",
		Summary: "How far the last run of the model has come"}
	httpx.Handle(a.router, read, on[OfQuestion](a), func(ctx context.Context, in *OfQuestion) (*out[RunView], error) { return a.run(ctx, in.ID) })
	httpx.Handle(a.router, httpx.Op{ID: "start-run", Method: http.MethodPost, Path: "/api/syntheses/{id}/run", Object: "synthesis", Action: "edit-synthesis",
		Summary: "Have the model find themes; refused before anything is sent where it is off or the matter classified"}, on[OfQuestion](a),
		func(ctx context.Context, in *OfQuestion) (*out[RunView], error) {
			return a.afterRun(ctx, in.ID, a.service.StartRun(ctx, in.ID))
		})
	httpx.Handle(a.router, httpx.Op{ID: "choose-themes", Method: http.MethodPost, Path: "/api/syntheses/{id}/run/themes", Object: "synthesis", Action: "edit-synthesis",
		Summary: "Choose the themes; the model then places each opinion"}, on[chooseInput](a), func(ctx context.Context, in *chooseInput) (*out[RunView], error) {
		themes := make([]summaries.Theme, len(in.Body.Themes))
		for i, t := range in.Body.Themes {
			themes[i] = summaries.Theme(t)
		}
		return a.afterRun(ctx, in.ID, a.service.ChooseThemes(ctx, in.ID, in.Body.No, in.Body.Rev, themes))
	})
	httpx.Handle(a.router, httpx.Op{ID: "stop-run", Method: http.MethodPost, Path: "/api/syntheses/{id}/run/stop", Object: "synthesis", Action: "edit-synthesis",
		Summary: "Stop the run; what it brought stays"}, on[runInput](a), func(ctx context.Context, in *runInput) (*out[RunView], error) {
		return a.afterRun(ctx, in.ID, a.service.StopRun(ctx, in.ID, in.Body.No))
	})
	httpx.Handle(a.router, httpx.Op{ID: "resume-run", Method: http.MethodPost, Path: "/api/syntheses/{id}/run/resume", Object: "synthesis", Action: "edit-synthesis",
		Summary: "Go on where the run stopped, and ask again what failed"}, on[runInput](a), func(ctx context.Context, in *runInput) (*out[RunView], error) {
		return a.afterRun(ctx, in.ID, a.service.ResumeRun(ctx, in.ID, in.Body.No))
	})
	httpx.Handle(a.router, httpx.Op{ID: "take-run", Method: http.MethodPost, Path: "/api/syntheses/{id}/run/table", Object: "synthesis", Action: "edit-synthesis",
		Summary: "Make the next version of the table of what the run brought; what persons touched stays"}, on[takeInput](a),
		func(ctx context.Context, in *takeInput) (*out[SynthesisView], error) {
			return a.after(ctx, in.ID, a.service.TakeRun(ctx, in.ID, in.Body.No, in.Body.Rev))
		})
}

func (a *API) afterRun(ctx context.Context, question string, err error) (*out[RunView], error) {
	return after(err, func() (*out[RunView], error) { return a.run(ctx, question) })
}

// run is the last course; before the first one it says whether one may begin.
func (a *API) run(ctx context.Context, question string) (*out[RunView], error) {
	p, err := a.service.Poll.Polled(ctx, question)
	if err == nil {
		err = p.May()
	}
	if err != nil {
		return nil, err
	}
	s, err := a.service.Assist(ctx)
	if err != nil {
		return nil, err
	}
	v := &RunView{State: "none", Model: s.Model, Barred: a.why(codeOf(a.service.Assistant.Refuses(s, p))), Caps: RunSpent{s.Caps.Calls, s.Caps.Tokens, s.Caps.Time.Milliseconds()}}
	c, err := a.store.Course(ctx, question)
	if err != nil && ecabinet.KindOf(err) == ecabinet.NotFound {
		return &out[RunView]{v}, nil
	}
	if err != nil {
		return nil, err
	}
	names, err := a.house.Names(ctx, []string{c.By})
	if err != nil {
		return nil, err
	}
	v.Rev, v.No, v.State, v.Why, v.By, v.At, v.Made, v.Chosen = c.Rev, c.No, string(c.State), a.why(c.Code), names[c.By], &c.At, c.Made, c.Run.Chosen
	v.Counts, v.Failures, v.Refused = runCounts(c.Run), a.failures(c.Run), refused(c.Run)
	v.Valid, v.Tried = c.Run.FirstTry()
	v.Spent = spentOf(c.Run.Spent())
	for _, row := range c.Run.Rows {
		v.Offered = append(v.Offered, Text{row.Name(false), row.Name(true)})
	}
	if !c.Run.Chosen {
		v.Themes, err = a.themes(ctx, question, summaries.Read(p.Question), c.Run)
	}
	return &out[RunView]{v}, err
}

// themes are the rows of the table as it is, then the candidates.
func (a *API) themes(ctx context.Context, question string, r *summaries.Reading, run summaries.Run) ([]ThemeView, error) {
	var list []ThemeView
	d, err := a.store.Desk(ctx, question)
	if err != nil && ecabinet.KindOf(err) != ecabinet.NotFound {
		return nil, err
	}
	if err == nil {
		for _, row := range d.Table.Rows {
			list = append(list, ThemeView{ID: row.ID, Name: Text{row.Name(false), row.Name(true)}, Clause: clauseData(row.Clause), Opinions: len(row.Points), Standing: true})
		}
	}
	for _, one := range run.Candidates(r) {
		if slices.ContainsFunc(list, func(t ThemeView) bool { return t.ID == one.Row.ID }) {
			continue
		}
		from := map[string]bool{}
		for _, id := range one.Cites {
			from[id.Opinion()] = true
		}
		list = append(list, ThemeView{one.Row.ID, Text{one.Row.Name(false), one.Row.Name(true)}, clauseData(one.Row.Clause), len(from), strs(one.Cites), false})
	}
	return list, nil
}

func runCounts(run summaries.Run) []RunCount {
	var list []RunCount
	for _, kind := range []summaries.StepKind{summaries.FindThemes, summaries.PlaceOpinion, summaries.WriteGist} {
		n := RunCount{Kind: string(kind)}
		for _, s := range run.Steps {
			if s.Kind != kind {
				continue
			}
			switch s.State {
			case summaries.StepDone:
				n.Done++
			case summaries.StepPending:
				n.Left++
			case summaries.StepSplit:
				n.Split++
			case summaries.StepFailed:
				n.Fail++
			}
		}
		list = append(list, n)
	}
	return list
}

func (a *API) failures(run summaries.Run) []RunReason {
	n := map[string]int{}
	for _, s := range run.Steps {
		if s.State == summaries.StepFailed {
			n[s.Code]++
		}
	}
	return reasons(n, a.why)
}

func refused(run summaries.Run) []RunReason {
	n := map[string]int{}
	for reason, k := range run.Refused() {
		n[string(reason)] = k
	}
	return reasons(n, func(string) Text { return Text{} })
}

func reasons(n map[string]int, why func(string) Text) []RunReason {
	var list []RunReason
	for code, k := range n {
		list = append(list, RunReason{code, k, why(code)})
	}
	slices.SortFunc(list, func(x, y RunReason) int {
		if x.Count != y.Count {
			return y.Count - x.Count
		}
		if x.Code < y.Code {
			return -1
		}
		return 1
	})
	return list
}

// RunNews says that a run has come further: who hears it reads what has changed.
type RunNews struct {
	Rev   int64  `json:"rev"`
	ID    string `json:"id" doc:"of the question"`
	No    int    `json:"no"`
	State string `json:"state"`
}

// RunProgress is the signal of how far a run has come, in counts.
type RunProgress struct {
	No     int        `json:"no"`
	State  string     `json:"state"`
	Counts []RunCount `json:"counts"`
	Spent  RunSpent   `json:"spent"`
}

// Progress is what is signalled of a course, and under which ref; nil ends it.
func Progress(c *summaries.Course) (ref string, data any) {
	ref = "synthesis-progress/" + c.Question
	if c.State != summaries.CourseAsking {
		return ref, nil
	}
	return ref, RunProgress{c.No, string(c.State), runCounts(c.Run), spentOf(c.Run.Spent())}
}
