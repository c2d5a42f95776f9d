package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
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
	Type     string    `json:"type" doc:"of the event: synthesis.drafted, synthesis.edited, synthesis.approved, synthesis.answered, synthesis.checked, synthesis.run_..."`
	Version  int       `json:"version"`
	Act      string    `json:"act" doc:"of an edit"`
	Row      Text      `json:"row" doc:"name as it is now, or as it was last; empty: the row is unknown, or none"`
	Other    Text      `json:"other" doc:"the row that was merged into it"`
	To       Text      `json:"to" doc:"the row that something was put into, or that was made"`
	FromRow  bool      `json:"from_row" doc:"out of a row, also one whose name is unknown"`
	IntoRow  bool      `json:"into_row" doc:"into a row, also one whose name is unknown"`
	Rule     string    `json:"rule" doc:"by which sentences were set apart"`
	Who      []string  `json:"who" doc:"names of those whose opinions it concerns"`
	Count    int       `json:"count" doc:"sentences or points"`
	Decision string    `json:"decision" doc:"of an answer: accepted, explained"`
	Check    string    `json:"check" doc:"of an answer: passed, sent_back"`
	Rows     int       `json:"rows" doc:"of a version that was made or approved"`
	Waiting  int       `json:"waiting" doc:"sentences that waited when a version was made"`
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

// OpinionChange is an opinion that is another than the table was made of.
type OpinionChange struct {
	Opinion string   `json:"opinion"`
	Who     string   `json:"who" doc:"name; empty: whose it was is no longer told"`
	How     string   `json:"how" enum:"came,went,changed"`
	Lost    []string `json:"lost" doc:"sentences in rows that no longer stand in it"`
	Loose   []string `json:"loose" doc:"sentences of now that stand in no row"`
}

// SynthesisPlace is where something stands.
type SynthesisPlace struct {
	Kind string `json:"kind" enum:"row,apart,waiting,none"`
	Name Text   `json:"name" doc:"of the row"`
	Rule string `json:"rule" doc:"by which it is set apart"`
}

// DiffRow is a row that is new or gone.
type DiffRow struct {
	ID     string `json:"id"`
	Name   Text   `json:"name"`
	Points int    `json:"points"`
}

// DiffGist is what was written of one stance in short, before and now.
type DiffGist struct {
	Stance string `json:"stance"`
	Was    string `json:"was"`
	Is     string `json:"is"`
}

// DiffWords is a row that is called otherwise, or of which something else is written.
type DiffWords struct {
	ID    string     `json:"id"`
	Was   Text       `json:"was"`
	Is    Text       `json:"is"`
	Gists []DiffGist `json:"gists"`
}

// DiffMove is what one opinion says that stands elsewhere than before.
type DiffMove struct {
	Opinion string         `json:"opinion"`
	Who     string         `json:"who" doc:"name; empty: whose it was is no longer told"`
	Words   []string       `json:"words" doc:"the sentences; one whose words no version kept is empty"`
	From    SynthesisPlace `json:"from"`
	To      SynthesisPlace `json:"to"`
}

// DiffOpinion is an opinion that is another than before.
type DiffOpinion struct {
	Opinion string `json:"opinion"`
	Who     string `json:"who"`
	How     string `json:"how" enum:"came,went,changed"`
}

// SynthesisDiff is what differs between two versions, as a person reads it.
type SynthesisDiff struct {
	From     int           `json:"from"`
	To       int           `json:"to"`
	Added    []DiffRow     `json:"added"`
	Removed  []DiffRow     `json:"removed"`
	Words    []DiffWords   `json:"words"`
	Opinions []DiffOpinion `json:"opinions"`
	Moves    []DiffMove    `json:"moves"`
}

type historyInput struct {
	OfQuestion
	Before int64 `query:"before" minimum:"0" doc:"next of the page before; 0: the newest"`
}

type diffInput struct {
	OfQuestion
	From int `query:"from" minimum:"1" doc:"a version that was kept"`
	To   int `query:"to" minimum:"0" doc:"a version that was kept; 0: the one under review"`
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

// last is what was done last, so that who reviews beside others knows what they did.
func (a *API) last(ctx context.Context, p summaries.Polled, d *summaries.Desk) (*SynthesisEntry, error) {
	list, err := a.store.History(ctx, p.ID, 0, 1)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	t, err := a.telling(ctx, p, d, list)
	if err != nil {
		return nil, err
	}
	x, err := t.entry(ctx, list[0])
	return &x, err
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
	t.names, err = a.house.Names(ctx, actors(lists...))
	return t, err
}

// journalled is what the events of a synthesis hold.
type journalled struct {
	Version   int                    `json:"version"`
	Act       string                 `json:"act"`
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
	x := SynthesisEntry{At: e.At, By: t.names[e.By], Type: e.Type, Version: data.Version, Act: data.Act, Rule: data.Rule, Count: len(data.Sentences) + len(data.Points),
		Decision: data.Decision, Check: data.Check, Rows: data.Rows, Waiting: data.Waiting}
	if data.To == "" {
		data.To = data.New
	}
	x.FromRow, x.IntoRow = data.Row != "", data.To != ""
	var err error
	for _, one := range []struct {
		id   string
		name *Text
	}{{data.Row, &x.Row}, {data.Other, &x.Other}, {data.To, &x.To}} {
		if *one.name, err = t.row(ctx, one.id); err != nil {
			return x, err
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

// row is the name of a row as it is, or as it was in the last version that had it; empty
// for "" and for a row that came and went within one version.
func (t *telling) row(ctx context.Context, id string) (Text, error) {
	if id == "" {
		return Text{}, nil
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

func changes(p summaries.Polled, r *summaries.Reading, t summaries.Table) []OpinionChange {
	var list []OpinionChange
	for _, c := range r.Since(t) {
		x := OpinionChange{Opinion: c.Opinion, Who: p.Who[respondent(p, c.Opinion)].Name, How: string(c.How)}
		for _, q := range c.Lost {
			x.Lost = append(x.Lost, q.Text)
		}
		for _, id := range c.Loose {
			x.Loose = append(x.Loose, r.Quote(id).Text)
		}
		list = append(list, x)
	}
	return list
}

func (a *API) diff(ctx context.Context, in *diffInput) (*out[SynthesisDiff], error) {
	p, err := a.service.Poll.Polled(ctx, in.ID)
	if err == nil {
		err = p.May()
	}
	if err != nil {
		return nil, err
	}
	from, err := a.store.Version(ctx, in.ID, in.From)
	if err != nil {
		return nil, err
	}
	var to summaries.Table
	if in.To > 0 {
		to, err = a.store.Version(ctx, in.ID, in.To)
	} else {
		var d *summaries.Desk
		if d, err = a.store.Desk(ctx, in.ID); err == nil {
			to = d.Table
		}
	}
	if err != nil {
		return nil, err
	}
	c := comparing{p: p, r: summaries.Read(p.Question), from: from, to: to}
	return &out[SynthesisDiff]{c.view()}, nil
}

// comparing shows two versions as a person reads them.
type comparing struct {
	p        summaries.Polled
	r        *summaries.Reading
	from, to summaries.Table
}

func (c comparing) view() *SynthesisDiff {
	d := summaries.Compare(c.from, c.to)
	v := &SynthesisDiff{From: c.from.Version, To: c.to.Version}
	for _, id := range d.Added {
		row, _ := c.to.Row(id)
		v.Added = append(v.Added, DiffRow{id, named(row), len(row.Points)})
	}
	for _, id := range d.Removed {
		row, _ := c.from.Row(id)
		v.Removed = append(v.Removed, DiffRow{id, named(row), len(row.Points)})
	}
	for _, id := range d.Changed {
		was, _ := c.from.Row(id)
		is, _ := c.to.Row(id)
		if x := (DiffWords{id, named(was), named(is), gistsChanged(was, is)}); x.Was != x.Is || len(x.Gists) > 0 {
			v.Words = append(v.Words, x)
		}
	}
	for _, id := range d.Reworded {
		v.Opinions = append(v.Opinions, DiffOpinion{id, c.who(id), how(id, c.from, c.to)})
	}
	words := c.words(d)
	for _, m := range d.Moves {
		from, to := c.place(c.from, m.From), c.place(c.to, m.To)
		if n := len(v.Moves) - 1; n >= 0 && v.Moves[n].Opinion == m.Sentence.Opinion() && v.Moves[n].From == from && v.Moves[n].To == to {
			v.Moves[n].Words = append(v.Moves[n].Words, words(m.Sentence))
			continue
		}
		v.Moves = append(v.Moves, DiffMove{m.Sentence.Opinion(), c.who(m.Sentence.Opinion()), []string{words(m.Sentence)}, from, to})
	}
	return v
}

func (c comparing) who(opinion string) string { return c.p.Who[respondent(c.p, opinion)].Name }

func how(opinion string, from, to summaries.Table) string {
	in := func(t summaries.Table) bool {
		return slices.ContainsFunc(t.Sources, func(s summaries.Source) bool { return s.Opinion == opinion })
	}
	switch {
	case !in(from):
		return string(summaries.Came)
	case !in(to):
		return string(summaries.Went)
	}
	return string(summaries.Changed)
}

// gistsChanged are the gists in words that are others; which sentences are printed where
// nothing is written follows from the points.
func gistsChanged(was, is summaries.Row) []DiffGist {
	var list []DiffGist
	for _, g := range append(slices.Clone(is.Gists), was.Gists...) {
		x := DiffGist{string(g.Stance), written(was, g.Stance), written(is, g.Stance)}
		if x.Was != x.Is && !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

func written(row summaries.Row, stance summaries.Stance) string {
	var parts []string
	for _, g := range row.Gists {
		for _, c := range g.Claims {
			if g.Stance == stance && c.Text != "" {
				parts = append(parts, c.Text)
			}
		}
	}
	return strings.Join(parts, " ")
}

// words finds the words of a sentence: as a version quotes it, or as they are now if its
// opinion is still the one that the later version was made of.
func (c comparing) words(d summaries.Diff) func(id summaries.SentenceID) string {
	quoted := map[summaries.SentenceID]string{}
	for _, t := range []summaries.Table{c.to, c.from} { // as they were, where both quote it
		for _, row := range t.Rows {
			for _, p := range row.Points {
				for _, q := range p.Quotes {
					quoted[q.Sentence] = q.Text
				}
			}
		}
	}
	stale := append(c.to.Stale(c.p.Question), d.Reworded...)
	return func(id summaries.SentenceID) string {
		if text, ok := quoted[id]; ok {
			return text
		}
		if _, ok := c.r.Sentence(id); ok && !slices.Contains(stale, id.Opinion()) {
			return c.r.Quote(id).Text
		}
		return ""
	}
}

// place reads where a sentence stands in t, as [summaries.Move] writes it.
func (c comparing) place(t summaries.Table, at string) SynthesisPlace {
	kind, name, _ := strings.Cut(at, ":")
	switch kind {
	case "":
		return SynthesisPlace{Kind: "none"}
	case "row":
		row, _ := t.Row(name)
		return SynthesisPlace{Kind: kind, Name: named(row)}
	case "apart":
		return SynthesisPlace{Kind: kind, Rule: name}
	}
	return SynthesisPlace{Kind: kind}
}
