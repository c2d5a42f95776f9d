package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/summaries"
	"ecabinet/summaries/store"
)

// mostEntries is how many lines of the history are shown at once.
const mostEntries = 50

// mostVersions is how many versions are told of; more are never made by hand.
const mostVersions = 1000

// SynthesisEntry is one line of who changed what and when.
type SynthesisEntry struct {
	At       time.Time `json:"at"`
	By       string    `json:"by" doc:"name; empty: the program itself"`
	Type     string    `json:"type" doc:"of the event: synthesis.drafted, synthesis.edited, synthesis.submitted, synthesis.returned, synthesis.approved, synthesis.answered, synthesis.checked, synthesis.run_..."`
	Version  int       `json:"version"`
	Act      string    `json:"act" doc:"of an edit"`
	Undone   string    `json:"undone" doc:"the act that was undone; the rest tells of it"`
	Row      Text      `json:"row" doc:"name as it was before the act; empty: the row is unknown, or none"`
	Renamed  Text      `json:"renamed" doc:"what the act called it from then on; empty: it was not renamed"`
	Other    Text      `json:"other" doc:"the row that was merged into it, by the name that it had"`
	To       Text      `json:"to" doc:"the row that something was put into, as it was called, or that was made"`
	FromRow  bool      `json:"from_row" doc:"out of a row, also one whose name is unknown"`
	IntoRow  bool      `json:"into_row" doc:"into a row, also one whose name is unknown"`
	Rule     string    `json:"rule" doc:"by which sentences were set apart"`
	Who      []string  `json:"who" doc:"names of those whose opinions it concerns"`
	Count    int       `json:"count" doc:"sentences or points"`
	Decision string    `json:"decision" doc:"of an answer: accepted, explained"`
	Check    string    `json:"check" doc:"of an answer: passed, sent_back"`
	Rows     int       `json:"rows" doc:"of a version that was made or approved"`
	Waiting  int       `json:"waiting" doc:"sentences that waited when a version was made"`
	Reason   string    `json:"reason" doc:"why a version was sent back"`
}

// SynthesisVersion is a version: the one under review, or one that was left behind or approved.
type SynthesisVersion struct {
	Version    int        `json:"version"`
	Hash       string     `json:"hash"`
	Current    bool       `json:"current" doc:"the one on the desk"`
	Kept       bool       `json:"kept" doc:"it never changes again"`
	MadeBy     string     `json:"made_by" doc:"name"`
	MadeAt     *time.Time `json:"made_at"`
	ApprovedBy string     `json:"approved_by" doc:"name; empty: it was not approved"`
	ApprovedAt *time.Time `json:"approved_at"`
}

// SynthesisHistory is who changed what and when and the versions, the newest first.
type SynthesisHistory struct {
	Rev      int64              `json:"rev"`
	Asked    PolledView         `json:"asked"`
	Versions []SynthesisVersion `json:"versions"`
	Items    []SynthesisEntry   `json:"items"`
	Next     int64              `json:"next" doc:"ask for what was before it; 0: nothing was"`
}

type historyInput struct {
	OfQuestion
	Before int64 `query:"before" minimum:"0" doc:"next of the page before; 0: the newest"`
}

func (a *API) versionRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-synthesis-history", Method: http.MethodGet, Path: "/api/syntheses/{id}/history", Object: "synthesis", Action: "read-synthesis",
		Summary: "Who changed what and when, and the versions"}, on[historyInput](a), a.history)
	httpx.Handle(a.router, httpx.Op{ID: "compare-syntheses", Method: http.MethodGet, Path: "/api/syntheses/{id}/diff", Object: "synthesis", Action: "read-synthesis",
		Summary: "What differs between two versions"}, on[diffInput](a), a.diff)
}

func (a *API) history(ctx context.Context, in *historyInput) (*out[SynthesisHistory], error) {
	p, err := a.service.Poll.Polled(ctx, in.ID)
	if err == nil {
		err = p.May()
	}
	if err != nil {
		return nil, err
	}
	v := &SynthesisHistory{Asked: asked(p)}
	d, err := a.store.Desk(ctx, in.ID)
	if err != nil && ecabinet.KindOf(err) == ecabinet.NotFound {
		return &out[SynthesisHistory]{v}, nil
	}
	if err != nil {
		return nil, err
	}
	v.Rev, v.Asked.Assisted = d.Rev, d.Table.Assisted
	list, err := a.store.History(ctx, in.ID, in.Before, mostEntries+1)
	if err != nil {
		return nil, err
	}
	if len(list) > mostEntries {
		list = list[:mostEntries]
		v.Next = list[mostEntries-1].Seq
	}
	marks, err := a.store.History(ctx, in.ID, 0, mostVersions, "synthesis.drafted", "synthesis.approved")
	if err != nil {
		return nil, err
	}
	t, err := a.telling(ctx, p, d, list, marks)
	if err != nil {
		return nil, err
	}
	if v.Versions, err = t.lines(marks); err != nil {
		return nil, err
	}
	for _, e := range list {
		x, err := t.entry(ctx, e)
		if err != nil {
			return nil, err
		}
		v.Items = append(v.Items, x)
	}
	return &out[SynthesisHistory]{v}, nil
}

// lately is what was done last, so that who reviews beside others knows what they did, and
// what the actor did last to the version on the desk; nil where nothing of it can be undone.
// That nobody changed the same since is seen when it is.
func (a *API) lately(ctx context.Context, p summaries.Polled, d *summaries.Desk) (*SynthesisEntry, *UndoView, error) {
	done, err := a.store.History(ctx, p.ID, 0, 1)
	if err != nil {
		return nil, nil, err
	}
	k, err := a.store.LastAct(ctx, d.ID, ecabinet.ActorFrom(ctx).Person, d.Table.Version)
	if err != nil && ecabinet.KindOf(err) != ecabinet.NotFound {
		return nil, nil, err
	}
	var own []store.Entry
	if err == nil && !d.Approved() {
		own = []store.Entry{{By: k.By, Type: "synthesis.edited", Data: k.Data}}
	}
	t, err := a.telling(ctx, p, d, done, own)
	if err != nil {
		return nil, nil, err
	}
	var last *SynthesisEntry
	var undo *UndoView
	for _, e := range done {
		x, err := t.entry(ctx, e)
		if err != nil {
			return nil, nil, err
		}
		last = &x
	}
	for _, e := range own {
		x, err := t.entry(ctx, e)
		if err != nil {
			return nil, nil, err
		}
		undo = &UndoView{k.Rev, x}
	}
	return last, undo, nil
}

func actors(lists ...[]store.Entry) []string {
	var persons []string
	for _, list := range lists {
		for _, e := range list {
			if e.By != "" && !slices.Contains(persons, e.By) {
				persons = append(persons, e.By)
			}
		}
	}
	return persons
}

// telling puts names to what the journal holds by id.
type telling struct {
	a        *API
	question string
	polled   summaries.Polled
	desk     *summaries.Desk
	kept     []store.Kept
	handed   []summaries.Submission
	called   map[string][]store.Called // rows that the lists name
	names    map[string]string
	versions map[int]summaries.Table // those that were looked into
}

// telling is ready to tell of what stands in the lists.
func (a *API) telling(ctx context.Context, p summaries.Polled, d *summaries.Desk, lists ...[]store.Entry) (*telling, error) {
	t := &telling{a: a, question: p.ID, polled: p, desk: d, versions: map[int]summaries.Table{}}
	var err error
	if t.kept, err = a.store.Versions(ctx, p.ID); err != nil {
		return nil, err
	}
	if t.handed, err = a.store.Submissions(ctx, p.ID); err != nil {
		return nil, err
	}
	rows, err := rowsIn(lists...)
	if err != nil {
		return nil, err
	}
	if t.called, err = a.store.Names(ctx, p.ID, rows); err != nil {
		return nil, err
	}
	t.names, err = a.house.Names(ctx, actors(lists...))
	return t, err
}

// journalled is what the events of a synthesis hold.
type journalled struct {
	Version   int                    `json:"version"`
	Rev       int64                  `json:"rev"` // of an edit: the table's, after it
	Handed    int                    `json:"submission"`
	Act       string                 `json:"act"`
	Undone    string                 `json:"undone"`
	Row       string                 `json:"row"`
	Other     string                 `json:"other"`
	To        string                 `json:"to"`
	New       string                 `json:"new"`
	Rule      string                 `json:"rule"`
	Opinion   string                 `json:"opinion"`
	Sentences []summaries.SentenceID `json:"sentences"`
	Points    []string               `json:"points"`
	Point     string                 `json:"point"`
	Decision  string                 `json:"decision"`
	Check     string                 `json:"check"`
	Rows      int                    `json:"rows"`
	Waiting   int                    `json:"waiting"`
}

// rowsIn are the rows that entries name, each once.
func rowsIn(lists ...[]store.Entry) ([]string, error) {
	var rows []string
	for _, list := range lists {
		for _, e := range list {
			var data journalled
			if err := json.Unmarshal(e.Data, &data); err != nil {
				return nil, err
			}
			for _, id := range []string{data.Row, data.Other, data.To, data.New} {
				if id != "" && !slices.Contains(rows, id) {
					rows = append(rows, id)
				}
			}
		}
	}
	return rows, nil
}

// lines are the versions, the newest first.
func (t *telling) lines(marks []store.Entry) ([]SynthesisVersion, error) {
	var list []SynthesisVersion
	for _, k := range t.kept {
		list = append(list, SynthesisVersion{Version: k.Version, Hash: k.Hash, Kept: true})
	}
	if now := t.desk.Table.Version; len(list) == 0 || list[len(list)-1].Version != now {
		hash, err := t.desk.Table.Hash()
		if err != nil {
			return nil, err
		}
		list = append(list, SynthesisVersion{Version: now, Hash: hash})
	}
	list[len(list)-1].Current = true
	for _, e := range marks {
		var data journalled
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return nil, err
		}
		i := slices.IndexFunc(list, func(l SynthesisVersion) bool { return l.Version == data.Version })
		switch {
		case i < 0:
		case e.Type == "synthesis.approved":
			list[i].ApprovedBy, list[i].ApprovedAt = t.names[e.By], &e.At
		default:
			list[i].MadeBy, list[i].MadeAt = t.names[e.By], &e.At
		}
	}
	slices.Reverse(list)
	return list, nil
}

func (t *telling) entry(ctx context.Context, e store.Entry) (SynthesisEntry, error) {
	var data journalled
	if err := json.Unmarshal(e.Data, &data); err != nil {
		return SynthesisEntry{}, err
	}
	x := SynthesisEntry{At: e.At, By: t.names[e.By], Type: e.Type, Version: data.Version, Act: data.Act, Undone: data.Undone, Rule: data.Rule, Count: len(data.Sentences) + len(data.Points),
		Decision: data.Decision, Check: data.Check, Rows: data.Rows, Waiting: data.Waiting}
	if data.To == "" {
		data.To = data.New
	}
	if i := slices.IndexFunc(t.handed, func(s summaries.Submission) bool { return s.No == data.Handed }); i >= 0 && e.Type == "synthesis.returned" {
		x.Reason = t.handed[i].Reason
	}
	x.FromRow, x.IntoRow = data.Row != "", data.To != ""
	var err error
	for _, one := range []struct {
		id   string
		name *Text
	}{{data.Row, &x.Row}, {data.Other, &x.Other}, {data.To, &x.To}} {
		if *one.name, err = t.row(ctx, one.id, data.Rev-1); err != nil {
			return x, err
		}
	}
	if data.Act == string(summaries.ActWord) {
		now, err := t.row(ctx, data.Row, data.Rev)
		if err != nil {
			return x, err
		}
		if now != x.Row {
			x.Renamed = now
		}
	}
	opinions := []string{}
	if data.Opinion != "" {
		opinions = append(opinions, data.Opinion)
	}
	for _, id := range data.Sentences {
		opinions = append(opinions, id.Opinion())
	}
	points := data.Points
	if data.Point != "" {
		points = append(points, data.Point)
	}
	for _, id := range points {
		row, p, err := t.point(ctx, id, data.Version)
		if err != nil {
			return x, err
		}
		if p.Opinion != "" {
			opinions = append(opinions, p.Opinion)
		}
		if x.Row == (Text{}) && data.Point != "" {
			x.Row = row
		}
	}
	for _, id := range opinions {
		if who := t.polled.Who[t.respondent(id)].Name; who != "" && !slices.Contains(x.Who, who) {
			x.Who = append(x.Who, who)
		}
	}
	return x, nil
}

// respondent is who gave an opinion; "" where it is gone.
func (t *telling) respondent(opinion string) string { return respondent(t.polled, opinion) }

func respondent(p summaries.Polled, opinion string) string {
	i := slices.IndexFunc(p.Opinions, func(o summaries.Opinion) bool { return o.ID == opinion })
	if i < 0 {
		return ""
	}
	return p.Opinions[i].Respondent
}

// row is what a row was called when the table had a rev. What was not noted by then was so
// before it was noted first; of a row of which nothing was noted it is the name that it has,
// or had in the last version with it. Empty for "", and where it is not known.
func (t *telling) row(ctx context.Context, id string, rev int64) (Text, error) {
	if id == "" {
		return Text{}, nil
	}
	if called := t.called[id]; len(called) > 0 {
		i := slices.IndexFunc(called, func(c store.Called) bool { return c.Rev > rev })
		if i < 0 {
			i = len(called)
		}
		c := called[max(i-1, 0)]
		return Text{c.VI, c.EN}, nil
	}
	if row, ok := t.desk.Table.Row(id); ok {
		return named(row), nil
	}
	for _, k := range slices.Backward(t.kept) {
		table, err := t.version(ctx, k.Version)
		if err != nil {
			return Text{}, err
		}
		if row, ok := table.Row(id); ok {
			return named(row), nil
		}
	}
	return Text{}, nil
}

// point is a point of a version, with the name of its row; on the desk where that was not
// kept, and zero where it is gone.
func (t *telling) point(ctx context.Context, id string, version int) (Text, summaries.Point, error) {
	table := t.desk.Table
	if slices.ContainsFunc(t.kept, func(k store.Kept) bool { return k.Version == version }) {
		var err error
		if table, err = t.version(ctx, version); err != nil {
			return Text{}, summaries.Point{}, err
		}
	}
	for _, row := range table.Rows {
		for _, p := range row.Points {
			if p.ID == id {
				return named(row), p, nil
			}
		}
	}
	return Text{}, summaries.Point{}, nil
}

func (t *telling) version(ctx context.Context, n int) (summaries.Table, error) {
	if table, ok := t.versions[n]; ok {
		return table, nil
	}
	table, err := t.a.store.Version(ctx, t.question, n)
	if err == nil {
		t.versions[n] = table
	}
	return table, err
}

func named(row summaries.Row) Text { return Text{row.Name(false), row.Name(true)} }
