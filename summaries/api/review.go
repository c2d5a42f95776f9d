package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/summaries"
)

type listInput struct {
	After string `query:"after" maxLength:"400" doc:"cursor of the page before"`
}

type draftInput struct {
	OfQuestion
	Body struct {
		Rev int64 `json:"rev" minimum:"0" doc:"of the synthesis as it was seen; 0: none"`
	}
}

// EditData is one act of the review; which fields it needs stands at each.
type EditData struct {
	Act       string      `json:"act" enum:"add,word,drop,move,copy,apart,merge,split,confirm,reject,read,order,sort,undo" doc:"add: a new row with title or clause. word: row, seen; title, clause, gists. drop: an empty row. move: sentences out of row, or of what waits or is apart, into to, or into a new row with title; without either they wait. All of them or none. copy: sentences of row also into to. apart: set apart by rule. merge: row takes in other. split: points of row into a new one with title. confirm: points of row are where they belong. reject: waiting sentences do not belong in to. read: opinion was read in full. order: the rows stand in order, seen is the rev of the order; row: the one that was moved. sort: they stand by clause again, seen as with order. undo: what stood before my last act, whose rev is seen"`
	Row       string      `json:"row,omitempty" maxLength:"200"`
	Seen      int64       `json:"seen,omitempty" minimum:"0" doc:"rev of row as it was seen; of the order with order and sort, of the act with undo"`
	Other     string      `json:"other,omitempty" maxLength:"200"`
	OtherSeen int64       `json:"other_seen,omitempty" minimum:"0"`
	To        string      `json:"to,omitempty" maxLength:"200"`
	From      string      `json:"from,omitempty" enum:"waiting,apart" doc:"where sentences of no row were seen: all are still there, or none is filed; left out: either"`
	Sentences []string    `json:"sentences,omitempty" maxItems:"500"`
	Points    []string    `json:"points,omitempty" maxItems:"500"`
	Title     *string     `json:"title,omitempty" maxLength:"300"`
	Clause    *ClauseData `json:"clause,omitempty"`
	Gists     *[]GistData `json:"gists,omitempty" maxItems:"20"`
	Rule      string      `json:"rule,omitempty" enum:"plain_agreement,agreement_with_points,no_comment,courtesy,heading,blank,by_person"`
	Opinion   string      `json:"opinion,omitempty" maxLength:"100"`
	Order     []string    `json:"order,omitempty" maxItems:"2000" doc:"ids of all rows"`
}

func (e EditData) edit() summaries.Edit {
	out := summaries.Edit{
		Act: summaries.Act(e.Act), Row: e.Row, Seen: e.Seen, Other: e.Other, OtherSeen: e.OtherSeen, To: e.To, From: summaries.Tray(e.From), Sentences: ids(e.Sentences),
		Points: e.Points, Title: e.Title, Rule: summaries.Rule(e.Rule), Opinion: e.Opinion, Order: e.Order,
	}
	if e.Clause != nil {
		c := summaries.Clause(*e.Clause)
		out.Clause = &c
	}
	if e.Gists != nil {
		g := gistsOf(*e.Gists)
		out.Gists = &g
	}
	return out
}

type editInput struct {
	OfQuestion
	Body EditData
}

type approveInput struct {
	OfQuestion
	Body struct {
		Hash string `json:"hash" maxLength:"64" doc:"of the version on the approver's screen"`
	}
}

func (a *API) reviewRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-syntheses", Method: http.MethodGet, Path: "/api/syntheses", Object: "synthesis", Action: "read-synthesis", List: true,
		Summary: "The questions of closed ballots, and how far their synthesis has come"}, nil, a.list)
	httpx.Handle(a.router, httpx.Op{ID: "read-synthesis", Method: http.MethodGet, Path: "/api/syntheses/{id}", Object: "synthesis", Action: "read-synthesis",
		Summary: "The version under review, with its ledger"}, on[OfQuestion](a), func(ctx context.Context, in *OfQuestion) (*out[SynthesisView], error) {
		return a.review(ctx, in.ID)
	})
	httpx.Handle(a.router, httpx.Op{ID: "read-sources", Method: http.MethodGet, Path: "/api/syntheses/{id}/opinions", Object: "synthesis", Action: "read-synthesis",
		Summary: "All opinions on the question in full, cut into sentences"}, on[OfQuestion](a), a.opinions)
	httpx.Handle(a.router, httpx.Op{ID: "draft-synthesis", Method: http.MethodPost, Path: "/api/syntheses/{id}/draft", Object: "synthesis", Action: "edit-synthesis",
		Summary: "Make the first version, or the next one, which keeps what persons touched"}, on[draftInput](a),
		func(ctx context.Context, in *draftInput) (*out[SynthesisView], error) {
			return a.after(ctx, in.ID, a.service.Draft(ctx, in.ID, in.Body.Rev))
		})
	httpx.Handle(a.router, httpx.Op{ID: "edit-synthesis", Method: http.MethodPost, Path: "/api/syntheses/{id}/edits", Object: "synthesis", Action: "edit-synthesis",
		Summary: "One act of the review; a row that is not as it was seen is refused with the present view"}, on[editInput](a),
		func(ctx context.Context, in *editInput) (*out[SynthesisView], error) {
			return a.after(ctx, in.ID, a.service.Edit(ctx, in.ID, in.Body.edit()))
		})
	httpx.Handle(a.router, httpx.Op{ID: "approve-synthesis", Method: http.MethodPost, Path: "/api/syntheses/{id}/approval", Object: "synthesis", Action: "approve-synthesis",
		Summary: "Approve the version as it was seen, by its hash"}, on[approveInput](a),
		func(ctx context.Context, in *approveInput) (*out[SynthesisView], error) {
			return a.after(ctx, in.ID, a.service.Approve(ctx, in.ID, in.Body.Hash))
		})
}

// after is the view after an act; a stale act is answered with it as well.
func (a *API) after(ctx context.Context, question string, err error) (*out[SynthesisView], error) {
	return after(err, func() (*out[SynthesisView], error) { return a.review(ctx, question) })
}

func after[V any](err error, view func() (*out[V], error)) (*out[V], error) {
	if err != nil && ecabinet.KindOf(err) != ecabinet.Stale {
		return nil, err
	}
	v, readErr := view()
	if err != nil && readErr == nil {
		return nil, httpx.WithCurrent(err, v.Body)
	}
	if err != nil {
		return nil, err
	}
	return v, readErr
}

// codeOf is the code of a refusal; "" for none.
func codeOf(err error) string {
	if e := (*ecabinet.Error)(nil); errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func (a *API) list(ctx context.Context, in *listInput) (*out[SynthesisList], error) {
	allow, deny := a.router.Relations(ctx, "synthesis", "read-synthesis")
	lines, next, err := a.house.Closed(ctx, allow, deny, in.After)
	if err != nil {
		return nil, err
	}
	questions := make([]string, len(lines))
	for i, l := range lines {
		questions[i] = l.ID
	}
	states, err := a.store.States(ctx, questions)
	if err != nil {
		return nil, err
	}
	runs, err := a.store.CourseStates(ctx, questions)
	if err != nil {
		return nil, err
	}
	v := &SynthesisList{Items: make([]SynthesisLine, len(lines)), Next: next}
	if v.Due, err = a.due(ctx); err != nil {
		return nil, err
	}
	for i, l := range lines {
		line := SynthesisLine{ID: l.ID, Ballot: l.Ballot, Draft: l.Draft, Text: l.Text, Lead: l.Lead, Number: l.Number, ClosedAt: l.ClosedAt,
			Of: l.Of, Answered: l.Answered, Deemed: l.Deemed, State: "none", Run: "none"}
		if state, ok := runs[l.ID]; ok {
			line.Run = string(state)
		}
		if s, ok := states[l.ID]; ok {
			line.State, line.Version, line.Waiting, line.Assisted = "review", s.Version, len(s.Waiting.V), s.Assisted
			if s.ApprovedVersion == s.Version {
				line.State = "approved"
			}
		}
		if i := slices.IndexFunc(v.Due, func(d DueLine) bool { return d.ID == l.ID }); i >= 0 {
			line.State, line.Changed = "submitted", v.Due[i].Submission.Changed
			if v.Due[i].Submission.ReturnedAt != nil {
				line.State = "returned"
			}
		}
		v.Items[i] = line
	}
	return &out[SynthesisList]{v}, nil
}

// review is the version under review; before the first draft it says only what was asked.
func (a *API) review(ctx context.Context, question string) (*out[SynthesisView], error) {
	p, err := a.service.Poll.Polled(ctx, question)
	if err == nil {
		err = p.May()
	}
	if err != nil {
		return nil, err
	}
	v := &SynthesisView{Asked: asked(p)}
	d, err := a.store.Desk(ctx, question)
	if err != nil && ecabinet.KindOf(err) == ecabinet.NotFound {
		return &out[SynthesisView]{v}, nil
	}
	if err != nil {
		return nil, err
	}
	r := summaries.Read(p.Question)
	if v.Hash, err = d.Table.Hash(); err != nil {
		return nil, err
	}
	names, err := a.deskNames(ctx, d)
	if err != nil {
		return nil, err
	}
	v.Rev, v.Version, v.Approved, v.Asked.Assisted = d.Rev, d.Table.Version, d.Approved(), d.Table.Assisted
	v.Stale, v.Changes, v.Ledger = d.Table.Stale(p.Question), changes(p, r, d.Table), ledgerView(r.Balance(d.Table, d.Reads(p.Question)))
	v.Rows = rows(p, r, d.Table, d.Revs, nil, true)
	v.Order = OrderView{d.Moves, len(d.Hand) > 0}
	for _, x := range d.Table.Apart {
		v.Apart = append(v.Apart, ApartView{string(x.Sentence), string(x.Rule), x.Filed})
	}
	v.Waiting, v.Suggestions, v.MustRead = strs(d.Table.Waiting), suggestionViews(d.Suggestions(r)), r.MustRead()
	current := d.Reads(p.Question)
	for _, m := range d.Read {
		if current[m.Opinion] {
			v.Reads = append(v.Reads, ReadView{m.Opinion, names[m.By], m.At})
		}
	}
	if d.Approval.Version > 0 {
		v.Approval = &ApprovalView{d.Approval.Version, d.Approval.Hash, names[d.Approval.By], d.Approval.At}
	}
	v.Submission = submissionView(d.Submission(), d.Submitted.Hash != v.Hash, names)
	if v.Quality, err = a.quality(ctx, d); err != nil {
		return nil, err
	}
	v.Last, v.Undo, err = a.lately(ctx, p, d)
	return &out[SynthesisView]{v}, err
}

// quality counts a row that staff chose for the last run as drafted by it.
func (a *API) quality(ctx context.Context, d *summaries.Desk) (QualityView, error) {
	var offered []summaries.Row
	c, err := a.store.CourseHead(ctx, d.ID)
	switch {
	case err == nil:
		offered = c.Run.Rows
	case ecabinet.KindOf(err) != ecabinet.NotFound:
		return QualityView{}, err
	}
	q := d.Quality(offered)
	return QualityView{q.Placed.F1, q.Placed.Precision, q.Placed.Recall, q.Moved, q.Rows, q.Changed, q.Points, q.Filed}, nil
}

func (a *API) deskNames(ctx context.Context, d *summaries.Desk) (map[string]string, error) {
	who := persons(d.Submission())
	if d.Approval.By != "" {
		who = append(who, d.Approval.By)
	}
	for _, m := range d.Read {
		who = append(who, m.By)
	}
	return a.house.Names(ctx, who)
}

func asked(p summaries.Polled) PolledView {
	return PolledView{
		ID: p.ID, Ballot: p.Ballot, Draft: p.Draft, Text: p.Text, Lead: p.Lead, Of: p.Of, Silent: p.Silent(), Counts: counts(p.Question, p.Tally()), Named: p.Named,
	}
}

// rows are those of a table; names only where named.
func rows(p summaries.Polled, r *summaries.Reading, t summaries.Table, revs map[string]int64, replies map[string]*ReplyView, named bool) []SynthesisRow {
	out := make([]SynthesisRow, len(t.Rows))
	for i, row := range t.Rows {
		v := SynthesisRow{ID: row.ID, Rev: revs[row.ID], Name: Text{row.Name(false), row.Name(true)}, Title: row.Title, Clause: clauseData(row.Clause),
			Touched: row.Touched, Gists: gistData(row.Gists), Worded: strs(row.Worded), Points: make([]PointView, len(row.Points)), Counts: counts(p.Question, r.Tally(row))}
		for k, point := range row.Points {
			o, _ := r.Opinion(point.Opinion)
			x := PointView{ID: point.ID, Opinion: point.Opinion, Stance: string(o.Stance), Filed: point.Filed, Reply: replies[point.ID]}
			if named {
				x.Who = p.Who[o.Respondent].Name
			}
			for _, q := range point.Quotes {
				x.Quotes = append(x.Quotes, QuoteView{string(q.Sentence), q.Text})
			}
			v.Points[k] = x
		}
		out[i] = v
	}
	return out
}

func (a *API) opinions(ctx context.Context, in *OfQuestion) (*out[SourcesView], error) {
	p, err := a.service.Poll.Polled(ctx, in.ID)
	if err == nil {
		err = p.May()
	}
	if err != nil {
		return nil, err
	}
	r := summaries.Read(p.Question)
	at, v := map[string]int{}, &SourcesView{Items: make([]SourceView, len(p.Opinions))}
	for i, o := range p.Opinions {
		who := p.Who[o.Respondent]
		at[o.ID] = i
		v.Items[i] = SourceView{ID: o.ID, Who: who.Name, Post: who.Post, Stance: string(o.Stance), Deemed: o.Deemed}
	}
	for _, s := range r.Sentences {
		o := &v.Items[at[s.Opinion]]
		x := SourceSentence{ID: string(s.ID), Text: r.Text(s.ID), Rule: string(s.Rule), Opposes: s.Opposes, Suspect: s.Suspect, Fold: string(s.Fold)}
		if s.Clause != (summaries.Clause{}) {
			x.Clause = Text{s.Clause.Vietnamese(), s.Clause.English()}
		}
		o.Sentences = append(o.Sentences, x)
	}
	return &out[SourcesView]{v}, nil
}
