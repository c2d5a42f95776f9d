package api

import (
	"context"
	"encoding/base64"
	"time"

	"ecabinet/annotations"
)

// PersonName is a person as shown.
type PersonName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ContentData is what is drawn or written. Places are in sixteenths of a point from
// the upper left corner of the page as its author meant it to be read.
type ContentData struct {
	Kind   string   `json:"kind" enum:"ink,highlight,note"`
	Page   int      `json:"page" minimum:"1" doc:"of the version that it was made on"`
	Colour string   `json:"colour" enum:"yellow,green,blue,red,black"`
	Ink    string   `json:"ink" maxLength:"60000" doc:"base64 of a stroke, as docs/annotations.md has it; empty but for ink, and in lists"`
	Boxes  [][4]int `json:"boxes" maxItems:"200" doc:"of a highlight: x, y, width, height of each line of it"`
	Quote  string   `json:"quote" maxLength:"4000" doc:"the words that are lit"`
	Before string   `json:"before" maxLength:"60"`
	After  string   `json:"after" maxLength:"60"`
	At     []int    `json:"at" maxItems:"2" doc:"of a note: x and y"`
	Text   string   `json:"text" maxLength:"4000"`
}

// PutData is one annotation as a device has it.
type PutData struct {
	ID   string `json:"id" maxLength:"36" doc:"a UUID in lower case that the device made"`
	Seen int64  `json:"seen" minimum:"0" doc:"the rev on which it was changed; 0: none is known yet"`
	ContentData
}

// EraseData is one that was erased.
type EraseData struct {
	ID   string `json:"id" maxLength:"36"`
	Seen int64  `json:"seen" minimum:"0"`
}

func (d ContentData) content() annotations.Content {
	c := annotations.Content{
		Kind: annotations.Kind(d.Kind), Page: d.Page, Colour: annotations.Colour(d.Colour),
		Quote: d.Quote, Before: d.Before, After: d.After, Text: d.Text,
	}
	if ink, err := base64.StdEncoding.DecodeString(d.Ink); err == nil { // else there is no ink, which is refused
		c.Ink = ink
	}
	for _, b := range d.Boxes {
		c.Boxes = append(c.Boxes, annotations.Box(b))
	}
	if len(d.At) == 2 {
		c.At = &[2]int{d.At[0], d.At[1]}
	}
	return c
}

// AnnotationView is an annotation as its owner, or who it is shared with, sees it.
type AnnotationView struct {
	ID      string    `json:"id"`
	Rev     int64     `json:"rev"`
	Erased  bool      `json:"erased" doc:"then there is nothing else"`
	Version string    `json:"version" doc:"on which it was made"`
	Number  int       `json:"number" doc:"of that version; 0: it cannot be read any more"`
	Office  string    `json:"office" doc:"the member whose office reads it, besides those who read the whole paper's"`
	Changed time.Time `json:"changed_at"`
	Place   PlaceView `json:"place"`
	ContentData
}

// PlaceView is where it stands on the version that is read.
type PlaceView struct {
	Page int    `json:"page" doc:"0: only on its own version"`
	How  string `json:"how" enum:"here,same_page,same_words,elsewhere" doc:"same_words: its places are those of its own version; look for its words"`
}

// VersionLine is one readable version of the paper.
type VersionLine struct {
	ID     string `json:"id"`
	Number int    `json:"number"`
	Pages  int    `json:"pages"`
}

// AnnotationsView is my annotations of a paper, or those of them that changed.
type AnnotationsView struct {
	Document string           `json:"document"`
	Version  string           `json:"version"`
	Versions []VersionLine    `json:"versions" doc:"all that can be read, by number"`
	Seq      int64            `json:"seq" doc:"ask for what comes after it"`
	Office   string           `json:"office" doc:"the member whose office reads all of them; empty: see each"`
	Items    []AnnotationView `json:"items"`
	Most     int              `json:"most" doc:"how many there may be on one paper"`
}

// AnnotationsList is my annotations of several papers.
type AnnotationsList struct {
	Items []AnnotationsView `json:"items" doc:"a paper each, in the order asked for"`
}

// SharingView is who reads my annotations of a paper.
type SharingView struct {
	Document    string            `json:"document"`
	Seq         int64             `json:"seq"`
	Office      string            `json:"office"`
	Annotations map[string]string `json:"annotations" doc:"offices of those shared one by one, by id"`
}

// SharedView is what others share with the offices that I belong to.
type SharedView struct {
	Document string       `json:"document"`
	People   []SharerView `json:"people"`
}

// SharerView is what one of them shares.
type SharerView struct {
	Person PersonName       `json:"person"`
	Items  []AnnotationView `json:"items"`
}

// SharersView is the live thing that tells who shares, and nothing of what.
type SharersView struct {
	Rev      int64         `json:"rev"`
	Document string        `json:"document"`
	Office   string        `json:"office"`
	People   []SharersLine `json:"people"`
}

// SharersLine is one of them.
type SharersLine struct {
	Person PersonName `json:"person"`
	Count  int        `json:"count" doc:"when sharing last began or ended"`
}

func (a *API) view(ctx context.Context, p annotations.Paper, head annotations.Head, list []annotations.Annotation) (*out[AnnotationsView], error) {
	placed, err := a.service.On(ctx, p, list)
	if err != nil {
		return nil, err
	}
	v := &AnnotationsView{
		Document: p.Document, Version: p.Version, Versions: []VersionLine{}, Seq: head.Seq, Office: head.Office,
		Items: []AnnotationView{}, Most: annotations.MaxHeld,
	}
	for _, x := range p.Versions {
		v.Versions = append(v.Versions, VersionLine(x))
	}
	for _, x := range placed {
		v.Items = append(v.Items, annotationView(x))
	}
	return &out[AnnotationsView]{v}, nil
}

func annotationView(x annotations.Placed) AnnotationView {
	v := AnnotationView{
		ID: x.ID, Rev: x.Rev, Erased: x.Erased, Version: x.Version, Number: x.Number, Office: x.Office, Changed: x.Changed,
		Place: PlaceView{x.Place.Page, string(x.How)},
		ContentData: ContentData{
			Kind: string(x.Kind), Page: x.Content.Page, Colour: string(x.Colour), Ink: base64.StdEncoding.EncodeToString(x.Ink), Boxes: [][4]int{}, Quote: x.Quote,
			Before: x.Before, After: x.After, At: []int{}, Text: x.Text,
		},
	}
	if x.Erased { // within the enumerations of the document
		v.Kind, v.Colour, v.ContentData.Page = string(annotations.Note), string(annotations.Colours[0]), 1
	}
	for _, b := range x.Boxes {
		v.Boxes = append(v.Boxes, b)
	}
	if x.At != nil {
		v.At = []int{x.At[0], x.At[1]}
	}
	return v
}
