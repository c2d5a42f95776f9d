package demo

import (
	"context"

	"ecabinet/annotations"
	"ecabinet/dossiers"
	dossierstore "ecabinet/dossiers/store"
)

// notes are what one member has written on a paper of the session that comes; nobody
// else sees them.
func (s *script) notes(ctx context.Context) error {
	ctx, err := s.as(ctx, "bo-truong-quoc-phong")
	if err != nil {
		return err
	}
	document, err := dossierstore.New(s.app.DB).Paper(ctx, s.matters["tai-san-cong"].papers[dossiers.Submission])
	if err != nil {
		return err
	}
	version, _ := document.Newest()
	_, _, err = s.app.Annotations.Put(ctx, annotations.Paper{Document: document.ID, Version: version.ID}, annotations.Change{Puts: []annotations.Put{
		{ID: "5a0f6f1e-0000-4000-8000-000000000001", Content: annotations.Content{
			Kind: annotations.Note, Page: 1, Colour: "yellow", At: &[2]int{7600, 3600}, Text: "Hỏi Bộ Tài chính về trụ sở thuộc khu vực quân sự.",
		}},
		{ID: "5a0f6f1e-0000-4000-8000-000000000002", Content: annotations.Content{
			Kind: annotations.Ink, Page: 1, Colour: "red",
			Ink: annotations.Stroke{Width: 38, Points: [][2]int{{1500, 5200}, {1900, 5240}, {2600, 5210}, {3400, 5250}, {4300, 5220}}}.Bytes(),
		}},
	}})
	return err
}
