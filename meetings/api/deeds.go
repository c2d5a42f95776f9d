package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"ecabinet/meetings"
)

// DeedLine is one paper of a session in a list.
type DeedLine struct {
	ID          string     `json:"id"`
	Kind        string     `json:"kind" enum:"minutes,notice,resolution"`
	State       string     `json:"state" enum:"draft,review,signing,certified"`
	Level       string     `json:"level" enum:"desk,review,read" doc:"how the reader may see it"`
	Number      string     `json:"number" doc:"with the sign of who issues it; empty: not certified"`
	CertifiedAt *time.Time `json:"certified_at"`
	Corrections int        `json:"corrections"`
}

// DeedsView is the papers of a session that one may see.
type DeedsView struct {
	Rev   int64      `json:"rev"`
	Deeds []DeedLine `json:"deeds"`
}

// DeedBlock is a piece of what a part says by itself: a paragraph, a list or a table.
type DeedBlock struct {
	Text  string     `json:"text"`
	Bold  bool       `json:"bold"`
	List  []string   `json:"list"`
	Table string     `json:"table" doc:"what the table is of; empty: no table"`
	Head  []string   `json:"head"`
	Rows  [][]string `json:"rows"`
}

// DeedTold is what a part says by itself, in both languages.
type DeedTold struct {
	VI []DeedBlock `json:"vi"`
	EN []DeedBlock `json:"en"`
}

// DeedSectionView is one part of a paper.
type DeedSectionView struct {
	Key        string      `json:"key"`
	Item       string      `json:"item" doc:"empty: of no item"`
	Title      Text        `json:"title"`
	Told       DeedTold    `json:"told" doc:"built from the journal, until the paper is certified"`
	Text       string      `json:"text" doc:"the secretariat's"`
	SectionRev int64       `json:"section_rev" doc:"goes back with a change; 0: frozen"`
	By         *PersonName `json:"by" doc:"who wrote last"`
	At         *time.Time  `json:"at"`
}

// DeedCommentView is what somebody said to a section under review.
type DeedCommentView struct {
	ID         string      `json:"id"`
	Section    string      `json:"section"`
	Person     PersonName  `json:"person"`
	Text       string      `json:"text"`
	At         time.Time   `json:"at"`
	Answer     string      `json:"answer"`
	AnsweredBy *PersonName `json:"answered_by" doc:"null: waits"`
	AnsweredAt *time.Time  `json:"answered_at"`
}

// DeedSignatureView is a signature that counts.
type DeedSignatureView struct {
	Part   string     `json:"part" enum:"secretary,chair"`
	Person PersonName `json:"person"`
	At     time.Time  `json:"at"`
}

// DeedCorrectionView is a correction on record.
type DeedCorrectionView struct {
	No      int        `json:"no"`
	Section string     `json:"section"`
	Reason  string     `json:"reason"`
	Text    string     `json:"text"`
	Person  PersonName `json:"person"`
	At      time.Time  `json:"at"`
}

// DeedView is a paper of a session as far as its reader may see it. Before it is
// certified it says what the rows say now; then, its own frozen record.
type DeedView struct {
	Rev         int64                `json:"rev"`
	ID          string               `json:"id"`
	Meeting     string               `json:"meeting"`
	Kind        string               `json:"kind" enum:"minutes,notice,resolution"`
	State       string               `json:"state" enum:"draft,review,signing,certified"`
	DeedRev     int64                `json:"deed_rev" doc:"goes back with a change of the whole"`
	Level       string               `json:"level" enum:"desk,review,read"`
	Title       string               `json:"title" doc:"of the session"`
	Number      string               `json:"number"`
	CertifiedAt *time.Time           `json:"certified_at"`
	RecordHash  string               `json:"record_hash"`
	Extract     bool                 `json:"extract" doc:"sections that the reader may not see were left out"`
	Sections    []DeedSectionView    `json:"sections"`
	Comments    []DeedCommentView    `json:"comments" doc:"for those who write or review"`
	Reviewers   []PersonName         `json:"reviewers" doc:"for those who write or review; besides the chair"`
	Recipients  []string             `json:"recipients"`
	ReturnedFor string               `json:"returned_for"`
	Chair       PersonName           `json:"chair"`
	Signatures  []DeedSignatureView  `json:"signatures"`
	Corrections []DeedCorrectionView `json:"corrections"`
}

func (v *DeedView) certified() bool { return v.State == string(meetings.DeedCertified) }

// deedRev is that of the views of a deed: of the meeting where it is seen whole.
func (a *API) deedRev(ctx context.Context, s DeedSight, meeting string) (int64, error) {
	if s.Whole {
		return a.store.Rev(ctx, meeting, nil)
	}
	refs := []string{"meeting/" + meeting}
	for _, g := range s.Deeds {
		refs = append(refs, "deed/"+g.ID)
	}
	return a.store.Rev(ctx, meeting, refs)
}

func (a *API) deedsView(ctx context.Context, s DeedSight, meeting string) (*DeedsView, error) {
	rev, err := a.deedRev(ctx, s, meeting)
	if err != nil {
		return nil, err
	}
	v := &DeedsView{Rev: rev, Deeds: []DeedLine{}}
	for _, g := range s.Deeds {
		d, err := a.store.Deed(ctx, g.ID)
		if err != nil {
			return nil, err
		}
		corrections, err := a.store.Corrections(ctx, g.ID)
		if err != nil {
			return nil, err
		}
		v.Deeds = append(v.Deeds, DeedLine{
			ID: d.ID, Kind: string(d.Kind), State: string(d.State), Level: g.Level, Number: d.Number, CertifiedAt: d.CertifiedAt, Corrections: len(corrections),
		})
	}
	return v, nil
}

func (a *API) deedView(ctx context.Context, s DeedSight, g DeedGrant) (*DeedView, error) {
	d, err := a.store.Deed(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	rev, err := a.deedRev(ctx, s, d.Meeting)
	if err != nil {
		return nil, err
	}
	m, err := a.store.Meeting(ctx, d.Meeting)
	if err != nil {
		return nil, err
	}
	v := &DeedView{
		Rev: rev, ID: d.ID, Meeting: d.Meeting, Kind: string(d.Kind), State: string(d.State), DeedRev: d.Rev, Level: g.Level, Title: m.Title,
		Number: d.Number, CertifiedAt: d.CertifiedAt, RecordHash: d.RecordHash, Sections: []DeedSectionView{}, Comments: []DeedCommentView{},
		Reviewers: []PersonName{}, Recipients: append([]string{}, d.Recipients...), Signatures: []DeedSignatureView{}, Corrections: []DeedCorrectionView{},
	}
	n := &named{api: a}
	n.want(m.Chair)
	read := []func() error{
		func() error { return a.deedSections(ctx, s, d, m, v, n) },
		func() error { return a.deedSignatures(ctx, d, v) },
		func() error { return a.deedCorrections(ctx, s, d, v) },
	}
	var comments []meetings.DeedComment
	if g.Level != levelRead {
		v.ReturnedFor = d.ReturnedFor
		n.want(d.Reviewers...)
		read = append(read, func() (err error) { comments, err = a.store.Comments(ctx, d.ID); return err })
	}
	for _, f := range read {
		if err := f(); err != nil {
			return nil, err
		}
	}
	for _, c := range comments {
		n.want(c.Person, c.AnsweredBy)
	}
	if err := n.read(ctx); err != nil {
		return nil, err
	}
	v.Chair = n.of(m.Chair)
	for i := range v.Sections {
		if by := v.Sections[i].By; by != nil {
			by.Name = n.of(by.ID).Name
		}
	}
	if g.Level != levelRead {
		v.Reviewers = n.all(d.Reviewers)
		v.Comments = commentViews(v, comments, n)
	}
	return v, nil
}

// deedSections are the parts that may be read: from the record where there is one,
// else from the story as it stands.
func (a *API) deedSections(ctx context.Context, s DeedSight, d *meetings.Deed, m *meetings.Meeting, v *DeedView, n *named) error {
	add := func(x DeedSectionView) {
		if !s.openPart(x.Item) {
			v.Extract = true
			return
		}
		v.Sections = append(v.Sections, x)
	}
	if d.Record != "" {
		var r meetings.DeedRecord
		if err := json.Unmarshal([]byte(d.Record), &r); err != nil {
			return fmt.Errorf("read the record of deed %s: %w", d.ID, err)
		}
		for _, x := range r.Sections {
			add(DeedSectionView{Key: x.Key, Item: x.Item, Title: Text(x.Title), Told: toldView(x.Told), Text: x.Text})
		}
		return nil
	}
	story, err := a.service.Story(ctx, m.ID)
	if err != nil {
		return err
	}
	texts, err := a.store.Sections(ctx, d.ID)
	if err != nil {
		return err
	}
	for _, p := range story.Parts(d.Kind) {
		i := slices.IndexFunc(texts, func(x meetings.DeedSection) bool { return x.Key == p.Key })
		if i < 0 {
			continue
		}
		x := DeedSectionView{Key: p.Key, Item: p.Item, Title: Text(p.Title), Told: toldView(p.Told), Text: texts[i].Text, SectionRev: texts[i].Rev}
		if by := texts[i].By; by != "" {
			n.want(by)
			x.By, x.At = &PersonName{ID: by}, &texts[i].At
		}
		add(x)
	}
	return nil
}

func toldView(t meetings.Told) DeedTold { return DeedTold{blockViews(t.VI), blockViews(t.EN)} }

func blockViews(blocks []meetings.Block) []DeedBlock {
	out := []DeedBlock{}
	for _, b := range blocks {
		out = append(out, DeedBlock{
			Text: b.Text, Bold: b.Bold, List: append([]string{}, b.List...), Table: b.Table, Head: append([]string{}, b.Head...),
			Rows: append([][]string{}, b.Rows...),
		})
	}
	return out
}

// deedSignatures are those of the round that counts.
func (a *API) deedSignatures(ctx context.Context, d *meetings.Deed, v *DeedView) error {
	list, err := a.store.Signatures(ctx, d.ID)
	for _, x := range list {
		if x.Round == d.Round {
			v.Signatures = append(v.Signatures, DeedSignatureView{x.Part, PersonName{x.Person, x.Name}, x.At})
		}
	}
	return err
}

// deedCorrections are those of the parts that may be read.
func (a *API) deedCorrections(ctx context.Context, s DeedSight, d *meetings.Deed, v *DeedView) error {
	list, err := a.store.Corrections(ctx, d.ID)
	for _, x := range list {
		if slices.ContainsFunc(v.Sections, func(o DeedSectionView) bool { return o.Key == x.Section }) {
			v.Corrections = append(v.Corrections, DeedCorrectionView{x.No, x.Section, x.Reason, x.Text, PersonName{x.Person, x.Name}, x.At})
		}
	}
	return err
}

// commentViews are the comments on the parts that may be read.
func commentViews(v *DeedView, list []meetings.DeedComment, n *named) []DeedCommentView {
	out := []DeedCommentView{}
	for _, c := range list {
		if !slices.ContainsFunc(v.Sections, func(o DeedSectionView) bool { return o.Key == c.Section }) {
			continue
		}
		x := DeedCommentView{ID: c.ID, Section: c.Section, Person: n.of(c.Person), Text: c.Text, At: c.At, Answer: c.Answer, AnsweredAt: c.AnsweredAt}
		if c.AnsweredBy != "" {
			by := n.of(c.AnsweredBy)
			x.AnsweredBy = &by
		}
		out = append(out, x)
	}
	return out
}
