package api

import (
	"context"
	"time"

	"ecabinet"
	"ecabinet/dossiers"
)

// Text is one name in both languages of the screen.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// PersonName is a person as shown.
type PersonName struct {
	ID   string `json:"id"`
	Name string `json:"name" doc:"empty where it is not known"`
}

// AgencyName is an agency as shown.
type AgencyName struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
}

// VersionView is one version of a paper.
type VersionView struct {
	ID        string      `json:"id"`
	Document  string      `json:"document"`
	Matter    string      `json:"matter"`
	Number    int         `json:"number" doc:"1, 2, ..."`
	Name      string      `json:"name" doc:"of the file as it came"`
	Format    string      `json:"format" enum:"pdf,docx,xlsx,pptx"`
	Size      int64       `json:"size" doc:"bytes of the original"`
	SHA256    string      `json:"sha256" doc:"of the original, hex"`
	State     string      `json:"state" enum:"quarantined,processing,ready,refused"`
	Code      string      `json:"code" doc:"why it was refused, for programs; empty otherwise"`
	Refusal   *Text       `json:"refusal,omitempty" doc:"why it was refused and what to do, for people"`
	Readable  bool        `json:"readable" doc:"there is a reading copy"`
	Reading   ReadingView `json:"reading"`
	Uploader  PersonName  `json:"uploader"`
	Uploaded  time.Time   `json:"uploaded_at"`
	Thumbs    bool        `json:"thumbnails" doc:"the small picture of each page is there"`
	FirstPage bool        `json:"first_page" doc:"the picture of the first page is there"`
}

// ReadingView is the copy made for reading; all zero where there is none.
type ReadingView struct {
	SHA256  string `json:"sha256"`
	Size    int64  `json:"size"`
	Pages   int    `json:"pages"`
	HasText bool   `json:"has_text" doc:"false: a scan; nothing in it can be searched"`
}

// DocumentView is one paper. Versions holds, for readers, the ready ones only.
type DocumentView struct {
	ID           string        `json:"id"`
	Rev          int64         `json:"rev" doc:"what a change of the paper has to carry as document_rev"`
	Kind         string        `json:"kind" enum:"submission,draft,appraisal,explanation,summary,other"`
	Title        string        `json:"title"`
	Shown        string        `json:"shown" doc:"the version that readers get; empty: none"`
	Versions     []VersionView `json:"versions" doc:"by number"`
	Recalled     bool          `json:"recalled"`
	RecalledAt   *time.Time    `json:"recalled_at"`
	RecallReason string        `json:"recall_reason"`
}

// EntryView is one line of the history.
type EntryView struct {
	At       time.Time  `json:"at"`
	Person   PersonName `json:"person"`
	What     string     `json:"what" doc:"the event, such as matter.returned"`
	Reason   string     `json:"reason"`
	Document string     `json:"document"`
	Version  string     `json:"version"`
}

// MatterSummary is a matter in a list.
type MatterSummary struct {
	ID        string     `json:"id"`
	MatterRev int64      `json:"matter_rev" doc:"what a change has to carry"`
	Title     string     `json:"title"`
	Agency    AgencyName `json:"agency"`
	Drafter   PersonName `json:"drafter"`
	Class     string     `json:"class" enum:"public,internal,restricted,placeholder"`
	Field     string     `json:"field"`
	State     string     `json:"state" enum:"draft,submitted,returned,taken,deciding,decided,archived"`
	MadeAt    time.Time  `json:"made_at"`
	ChangedAt time.Time  `json:"changed_at"`
}

// MatterView is a matter with its papers. It is shared: it holds nothing of the
// one who asks.
type MatterView struct {
	MatterSummary
	Rev       int64          `json:"rev" doc:"of the view; the higher is the newer"`
	MaxUpload int64          `json:"max_upload_bytes" doc:"the greatest size of one file"`
	Reason    string         `json:"reason" doc:"why it was returned; only for its makers and the secretariat"`
	Documents []DocumentView `json:"documents" doc:"in order"`
	History   []EntryView    `json:"history" doc:"oldest first; only for its makers and the secretariat"`
}

func (a *API) matterView(ctx context.Context, sight Sight, id string) (*MatterView, error) {
	if !sight.Matter {
		return nil, ecabinet.E(ecabinet.NotFound, "matter.not_found")
	}
	d, err := a.store.Dossier(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &MatterView{MatterSummary: summary(d.Matter), Rev: d.ViewRev, MaxUpload: a.service.Limit(), Documents: []DocumentView{}, History: []EntryView{}}
	if sight.Desk {
		v.Reason = d.Reason
		for _, e := range d.History {
			v.History = append(v.History, EntryView{
				At: e.At, Person: PersonName{ID: e.Person}, What: e.What, Reason: e.Reason, Document: e.Document, Version: e.Version,
			})
		}
	}
	for _, doc := range d.Documents {
		if one, ok := a.documentView(doc, sight); ok {
			v.Documents = append(v.Documents, one)
		}
	}
	return v, a.nameView(ctx, v)
}

func summary(m dossiers.Matter) MatterSummary {
	return MatterSummary{
		ID: m.ID, MatterRev: m.Rev, Title: m.Title, Agency: AgencyName{ID: m.Agency}, Drafter: PersonName{ID: m.Drafter},
		Class: string(m.Class), Field: m.Field, State: string(m.State), MadeAt: m.MadeAt, ChangedAt: m.ChangedAt,
	}
}

// documentView is the paper as this sight shows it; false: not at all.
func (a *API) documentView(d dossiers.Document, sight Sight) (DocumentView, bool) {
	shown, ok := d.Shown()
	if !sight.Desk && (!sight.Papers || !ok) {
		return DocumentView{}, false
	}
	v := DocumentView{ID: d.ID, Rev: d.Rev, Kind: string(d.Kind), Title: d.Title, Versions: []VersionView{}, Recalled: d.Recalled()}
	if ok {
		v.Shown = shown.ID
	}
	if d.Recalled() {
		at := d.RecalledAt
		v.RecalledAt, v.RecallReason = &at, d.RecallReason
	}
	for _, one := range d.Versions {
		if sight.Desk || one.State == dossiers.VersionReady {
			v.Versions = append(v.Versions, a.versionView(one))
		}
	}
	return v, true
}

func (a *API) versionView(v dossiers.Version) VersionView {
	view := VersionView{
		ID: v.ID, Document: v.Document, Matter: v.Matter, Number: v.Number, Name: v.Name, Format: string(v.Format),
		Size: v.Size, SHA256: v.SHA256, State: string(v.State), Code: v.Code,
		Readable: v.Reading != "" && v.State == dossiers.VersionReady,
		Reading:  ReadingView{SHA256: v.ReadingSHA256, Size: v.ReadingSize, Pages: v.Pages, HasText: v.HasText},
		Uploader: PersonName{ID: v.By}, Uploaded: v.At, Thumbs: v.Thumbs != "", FirstPage: v.Cover != "",
	}
	if v.Code != "" {
		view.Refusal = &Text{VI: a.router.Say("vi", v.Code, v.Params), EN: a.router.Say("en", v.Code, v.Params)}
	}
	return view
}

// nameView fills in the names, all in two questions.
func (a *API) nameView(ctx context.Context, v *MatterView) error {
	people := []*PersonName{&v.Drafter}
	for i := range v.History {
		people = append(people, &v.History[i].Person)
	}
	for i := range v.Documents {
		for j := range v.Documents[i].Versions {
			people = append(people, &v.Documents[i].Versions[j].Uploader)
		}
	}
	return a.name(ctx, people, []*AgencyName{&v.Agency})
}

func (a *API) name(ctx context.Context, people []*PersonName, agencies []*AgencyName) error {
	if a.names == nil {
		return nil
	}
	var ids, of []string
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	for _, g := range agencies {
		of = append(of, g.ID)
	}
	names, err := a.names.Persons(ctx, ids)
	if err != nil {
		return err
	}
	bodies, err := a.names.Agencies(ctx, of)
	if err != nil {
		return err
	}
	for _, p := range people {
		p.Name = names[p.ID]
	}
	for _, g := range agencies {
		g.Name = bodies[g.ID]
	}
	return nil
}
