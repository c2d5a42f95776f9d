package api

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
)

// sheetTexts are the words of documents, beside the texts of errors.
//
//go:embed sheet.json
var sheetTexts []byte

// scribe writes documents in one language for one body.
type scribe struct{ export.Scribe }

// deedPaper is the official paper of a deed, of which v is what the reader may see.
func (s scribe) deedPaper(v *DeedView, posts []string) export.Paper {
	p := export.Paper{
		Lang: s.Lang, Made: v.made(), Head: s.deedHead(v), Name: s.Say("deed." + v.Kind), Subject: v.Title, Recipients: v.Recipients,
		Check: s.Say("deed.check", "hash", v.RecordHash, "id", v.ID),
	}
	p.Title = p.Name + ". " + v.Title
	if v.RecordHash == "" {
		p.Check = s.Say("deed.check_draft", "id", v.ID)
	}
	switch {
	case !v.certified():
		p.Mark, p.Remark = s.Say("deed.draft"), s.Say("deed.draft_remark")
	case v.Extract:
		p.Mark, p.Remark = s.Say("deed.extract"), s.Say("deed.extract_remark")
	}
	secretary, chair := s.signature(v, meetings.PartSecretary), s.signature(v, meetings.PartChair)
	switch meetings.DeedKind(v.Kind) {
	case meetings.DeedMinutes:
		secretary.Post, chair.Post = s.Say("deed.secretary"), s.Say("deed.chair")
		p.Beside, p.Signature = secretary, chair
	case meetings.DeedNotice:
		secretary.Post = s.Say("deed.for_chair")
		p.Signature = secretary
	case meetings.DeedResolution:
		chair.Post = s.Say("deed.for_body", "body", strings.ToUpper(s.Body()))
		if len(posts) > 0 {
			chair.Post += "\n" + strings.ToUpper(posts[0])
		}
		p.Signature = chair
	}
	p.Blocks = s.deedBlocks(v)
	p.After = s.corrections(v)
	return p
}

func (v *DeedView) made() time.Time {
	if v.CertifiedAt != nil {
		return *v.CertifiedAt
	}
	return time.Time{}
}

func (s scribe) signature(v *DeedView, part string) export.Signature {
	i := slices.IndexFunc(v.Signatures, func(x DeedSignatureView) bool { return x.Part == part })
	if i < 0 {
		return export.Signature{Signed: s.Say("deed.not_signed")}
	}
	return export.Signature{
		Signed: s.Say("deed.signed", "at", export.Stamp(v.Signatures[i].At.In(s.Head.Zone))), Name: v.Signatures[i].Person.Name,
	}
}

func (s scribe) deedBlocks(v *DeedView) []export.Block {
	var out []export.Block
	article := 0
	resolution := meetings.DeedKind(v.Kind) == meetings.DeedResolution
	for _, x := range v.Sections {
		told := x.Told.VI
		if s.Lang == "en" {
			told = x.Told.EN
		}
		if len(told) == 0 && x.Text == "" {
			continue
		}
		switch title := s.Pick(export.Phrase(x.Title)); {
		case !resolution:
			out = append(out, export.Heading(title))
		case x.Key != "basis":
			if article == 0 {
				out = append(out, export.Paragraph{Runs: []export.Run{{Text: s.Say("deed.resolves"), Bold: true}}, KeepNext: true})
			}
			article++
			out = append(out, export.Paragraph{KeepNext: true, Runs: []export.Run{{Text: s.Say("deed.article", "number", article) + " ", Bold: true}, {Text: title, Bold: true}}})
		}
		for _, b := range told {
			out = append(out, s.deedBlock(b)...)
		}
		out = append(out, paragraphs(x.Text)...)
	}
	return out
}

// paragraphs are the lines of a text.
func paragraphs(text string) (out []export.Block) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, export.Text(line))
		}
	}
	return out
}

// columns are the columns of each kind of table: width in millimetres, and whether
// the text stands at the left.
var columns = map[string][]export.Column{
	"attendance": {{Width: 12}, {Width: 40, Left: true}, {Left: true}, {Width: 52, Left: true}},
	"speeches":   {{Width: 12}, {Left: true}, {Width: 30}, {Width: 18}, {Width: 30}},
}

func (s scribe) deedBlock(b DeedBlock) []export.Block {
	var out []export.Block
	if b.Text != "" {
		for i, line := range strings.Split(b.Text, "\n") {
			next := i == 0 && (strings.HasSuffix(b.Text, ":") || b.Bold)
			out = append(out, export.Paragraph{Runs: []export.Run{{Text: line, Bold: b.Bold}}, KeepNext: next})
		}
	}
	if len(b.List) > 0 {
		out = append(out, export.List(b.List))
	}
	if len(b.Rows) == 0 {
		return out
	}
	t := export.Table{Columns: slices.Clone(columns[b.Table])}
	if len(t.Columns) != len(b.Head) {
		t.Columns = make([]export.Column, len(b.Head))
	}
	for i, head := range b.Head {
		t.Columns[i].Head = head
	}
	for _, row := range b.Rows {
		var cells []export.Cell
		for _, c := range row {
			cells = append(cells, export.Cell{Text: c})
		}
		t.Rows = append(t.Rows, cells)
	}
	return append(out, t)
}

// corrections are printed below what was signed, each with who made it and when.
func (s scribe) corrections(v *DeedView) []export.Block {
	var out []export.Block
	for _, c := range v.Corrections {
		title := ""
		if i := slices.IndexFunc(v.Sections, func(x DeedSectionView) bool { return x.Key == c.Section }); i >= 0 {
			title = s.Pick(export.Phrase(v.Sections[i].Title))
		}
		out = append(out,
			export.Paragraph{KeepNext: true, Runs: []export.Run{{Text: s.Say("deed.correction", "number", c.No, "section", title), Bold: true}}},
			export.Paragraph{KeepNext: true, Runs: []export.Run{{Text: s.Say("deed.correction_why", "reason", c.Reason)}}})
		out = append(out, paragraphs(c.Text)...)
		out = append(out, export.Paragraph{Runs: []export.Run{{
			Text: s.Say("deed.correction_by", "name", c.Person.Name, "at", export.Stamp(c.At.In(s.Head.Zone))), Italic: true,
		}}})
	}
	return out
}

// number is the official number with the sign of who issues it. A resolution is the
// body's own and bears no agency's.
func (s scribe) number(v *DeedView) string {
	if v.Number == "" || s.Head.Sign == "" || meetings.DeedKind(v.Kind) == meetings.DeedResolution {
		return v.Number
	}
	return v.Number + "-" + s.Head.Sign
}

func (s scribe) deedHead(v *DeedView) export.Head {
	if meetings.DeedKind(v.Kind) == meetings.DeedResolution {
		return s.Own(s.number(v), v.made())
	}
	return s.Issued(s.number(v), v.made())
}

var odd = regexp.MustCompile(`[^A-Za-z0-9]+`)

// fileName is a name that every system takes: "bien-ban-phien-hop-03-2026-BB-VPCP.pdf".
func (s scribe) fileName(v *DeedView, ext string) string {
	name := s.Say("download.deed_" + v.Kind)
	if v.Number != "" {
		name += "-" + strings.Trim(odd.ReplaceAllString(s.number(v), "-"), "-")
	} else {
		name += "-" + s.Say("download.deed_draft")
	}
	return name + "." + ext
}

// deedFileRoutes give a paper as files to keep, as far as its reader may see it: a
// draft is marked as one, and so is an extract.
func (a *API) deedFileRoutes() {
	a.router.AddTexts(sheetTexts)
	add := func(ext, media string, write func(export.Paper) ([]byte, error)) {
		httpx.HandleRaw(a.router, httpx.Op{
			ID: "download-deed-" + ext, Method: http.MethodGet, Path: "/api/deeds/{id}/paper." + ext, Object: "deed", Action: "read-deed",
			Summary: "A paper of a session in its official form, in the language of the request; marked as a draft until certified", Produces: media,
		}, a.onDeedPath, func(w http.ResponseWriter, req *http.Request) error {
			s, v, paper, err := a.paperOf(req.Context(), req.PathValue("id"))
			if err != nil {
				return err
			}
			content, err := write(paper)
			if err != nil {
				return fmt.Errorf("write a paper of a session: %w", err)
			}
			return httpx.WriteFile(w, media, s.fileName(v, ext), content)
		})
	}
	add("pdf", "application/pdf", export.Paper.PDF)
	add("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", export.Paper.DOCX)
}

func (a *API) paperOf(ctx context.Context, id string) (scribe, *DeedView, export.Paper, error) {
	var none export.Paper
	sight, g, err := a.lookDeed(ctx, id)
	if err != nil {
		return scribe{}, nil, none, err
	}
	v, err := a.deedView(ctx, sight, g)
	if err != nil {
		return scribe{}, nil, none, err
	}
	head, err := a.letterhead(ctx)
	if err != nil {
		return scribe{}, nil, none, err
	}
	s := scribe{export.Scribe{Texts: a.router, Lang: httpx.ClientFrom(ctx).Lang, Head: head}}
	seats, err := a.store.Seats(ctx, v.Meeting)
	if err != nil {
		return s, v, none, err
	}
	var posts []string
	if i := slices.IndexFunc(seats, func(x meetings.Seat) bool { return x.Person == v.Chair.ID }); i >= 0 {
		posts = seats[i].Posts
	}
	return s, v, s.deedPaper(v, posts), nil
}
