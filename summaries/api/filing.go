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

// FiledPoint is what one's own opinion says on the matter of one row.
type FiledPoint struct {
	Row      Text     `json:"row" doc:"name of the row"`
	Words    []string `json:"words" doc:"the sentences as the table quotes them"`
	Decision string   `json:"decision" enum:",accepted,explained" doc:"of the drafter, once the secretariat has passed it"`
	Said     string   `json:"said" doc:"what the drafter answered"`
}

// FiledApart is a sentence of one's own that stands in no row, with the rule.
type FiledApart struct {
	Words string `json:"words"`
	Rule  string `json:"rule" enum:"plain_agreement,agreement_with_points,no_comment,courtesy,heading,blank,by_person"`
}

// FilingView is how one's own opinion on a question was filed in the approved table.
type FilingView struct {
	Question   string       `json:"question"`
	Text       string       `json:"text" doc:"of the question"`
	State      string       `json:"state" enum:"none,approved,hidden" doc:"none: no table is approved. hidden: the ballot does not name who took which side, so nothing is said of one"`
	Version    int          `json:"version"`
	ApprovedAt *time.Time   `json:"approved_at"`
	Assisted   bool         `json:"assisted" doc:"a model had a part in the table"`
	Stance     string       `json:"stance" doc:"as it counts now; empty: there is no opinion of mine"`
	Deemed     bool         `json:"deemed" doc:"I was silent, which counts as agreement"`
	Changed    bool         `json:"changed" doc:"my opinion is another than the table was approved of"`
	Points     []FiledPoint `json:"points"`
	Apart      []FiledApart `json:"apart"`
}

// FilingList is one's own opinion on each question of a ballot.
type FilingList struct {
	Items []FilingView `json:"items"`
}

type filingInput struct {
	Ballot string `path:"id" maxLength:"60" doc:"of the ballot"`
}

func (a *API) filingRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-filing", Method: http.MethodGet, Path: "/api/ballots/{id}/filing", Object: "synthesis", Action: "read-filing",
		Summary: "How my own opinion was filed in the approved tables of a ballot's questions"}, a.onBallot, a.filings)
}

// onBallot relates the actor to a ballot, as to any of its questions.
func (a *API) onBallot(ctx context.Context, in *filingInput) ([]string, error) {
	questions, err := a.house.Questions(ctx, in.Ballot)
	if err == nil && len(questions) == 0 {
		err = ecabinet.E(ecabinet.NotFound, "synthesis.not_found")
	}
	if err != nil {
		return nil, err
	}
	return a.held(ctx, questions[0])
}

func (a *API) filings(ctx context.Context, in *filingInput) (*out[FilingList], error) {
	questions, err := a.house.Questions(ctx, in.Ballot)
	if err != nil {
		return nil, err
	}
	v := &FilingList{}
	for _, q := range questions {
		x, err := a.filing(ctx, q)
		if err != nil {
			return nil, err
		}
		v.Items = append(v.Items, *x)
	}
	return &out[FilingList]{v}, nil
}

// filing is where the actor's own opinion stands in the approved table. It is read of that
// table alone: of a version under review nothing is told, not even that there is one.
func (a *API) filing(ctx context.Context, question string) (*FilingView, error) {
	p, err := a.service.Poll.Polled(ctx, question)
	if err != nil {
		return nil, err
	}
	v := &FilingView{Question: question, Text: p.Text, State: "none"}
	switch {
	case p.May() != nil:
		return v, nil
	case !p.Named:
		v.State = "hidden"
		return v, nil
	}
	t, err := a.table(ctx, question)
	if ecabinet.KindOf(err) == ecabinet.NotFound {
		return v, nil
	}
	if err != nil {
		return nil, err
	}
	v.State, v.Version, v.ApprovedAt, v.Assisted = "approved", t.table.Version, &t.view.Approval.At, t.table.Assisted
	own := own(t.polled, ecabinet.ActorFrom(ctx).Person)
	if own == nil {
		return v, nil
	}
	v.Stance, v.Deemed, v.Changed = string(own.Stance), own.Deemed, slices.Contains(t.table.Stale(t.polled.Question), own.ID)
	for _, row := range t.view.Rows {
		for _, point := range row.Points {
			if point.Opinion == own.ID {
				v.Points = append(v.Points, filedPoint(row, point))
			}
		}
	}
	if v.Changed { // the ids of what was set apart now name other words
		return v, nil
	}
	r := summaries.Read(t.polled.Question)
	for _, x := range t.table.Apart {
		if x.Sentence.Opinion() == own.ID {
			v.Apart = append(v.Apart, FiledApart{r.Quote(x.Sentence).Text, string(x.Rule)})
		}
	}
	return v, nil
}

func filedPoint(row SynthesisRow, point PointView) FiledPoint {
	f := FiledPoint{Row: row.Name}
	if row.Title == "" && row.Clause == (ClauseData{}) { // the name may be another's words
		f.Row = named(summaries.Row{})
	}
	for _, q := range point.Quotes {
		f.Words = append(f.Words, q.Text)
	}
	if r := passed(point.Reply); r != nil {
		f.Decision, f.Said = r.Decision, r.Text
	}
	return f
}

// own is the opinion of a person; nil for none.
func own(p summaries.Polled, person string) *summaries.Opinion {
	for _, o := range p.Opinions {
		if p.Who[o.Respondent].Person == person {
			return &o
		}
	}
	return nil
}
