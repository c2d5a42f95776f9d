package api

import (
	"context"
	"slices"
	"strings"

	"ecabinet/summaries"
)

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
	Ordered  []DiffRow     `json:"ordered" doc:"rows in both that stand before or behind others than they did, as few as say it"`
	Opinions []DiffOpinion `json:"opinions"`
	Moves    []DiffMove    `json:"moves"`
}

type diffInput struct {
	OfQuestion
	From int `query:"from" minimum:"1" doc:"a version that was kept"`
	To   int `query:"to" minimum:"0" doc:"a version that was kept; 0: the one under review"`
}

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
	for _, id := range d.Ordered {
		row, _ := c.to.Row(id)
		v.Ordered = append(v.Ordered, DiffRow{id, named(row), len(row.Points)})
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
