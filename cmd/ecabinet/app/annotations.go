package app

import (
	"context"

	"ecabinet"
	"ecabinet/annotations"
	annotationsapi "ecabinet/annotations/api"
	annotationstore "ecabinet/annotations/store"
	"ecabinet/dossiers"
	dossierstore "ecabinet/dossiers/store"
)

func (a *App) annotationRoutes() *annotationsapi.API {
	s := annotationstore.New(a.DB, a.Files)
	a.Annotations = &annotations.Service{Store: s, Papers: annotated{a.Dossiers, dossierstore.New(a.DB)}}
	return annotationsapi.New(a.Router, a.Annotations, s, standing{dossierstore.New(a.DB)}, roll{a.People}.Names,
		func() annotationsapi.Live { return a.Hub })
}

// What the annotations must know of the papers, in their words.

type annotated struct {
	dossiers *dossiers.Service
	store    *dossierstore.Store
}

func (d annotated) Version(ctx context.Context, id string) (annotations.Paper, error) {
	v, _, err := d.store.Version(ctx, id)
	if err != nil {
		return annotations.Paper{}, err
	}
	if v.State != dossiers.VersionReady {
		return annotations.Paper{}, ecabinet.E(ecabinet.NotFound, "document.not_ready")
	}
	paper, err := d.store.Paper(ctx, v.Document)
	p := annotations.Paper{Document: v.Document, Version: v.ID}
	for _, one := range paper.Versions {
		if one.State == dossiers.VersionReady {
			p.Versions = append(p.Versions, annotations.Version{ID: one.ID, Number: one.Number, Pages: one.Pages})
		}
	}
	return p, err
}

func (d annotated) Same(ctx context.Context, from, to string) ([]int, error) {
	return d.dossiers.Same(ctx, from, to)
}

func (d annotated) Texts(ctx context.Context, version string) ([]string, error) {
	v, _, err := d.store.Version(ctx, version)
	if err != nil {
		return nil, err
	}
	return d.store.Texts(ctx, v)
}

// standing tells how an actor stands to a paper.
type standing struct{ store *dossierstore.Store }

func (s standing) OfVersion(ctx context.Context, version string) ([]string, error) {
	x, err := s.store.VersionAccess(ctx, version)
	return s.store.OfPaper(ecabinet.ActorFrom(ctx), x), err
}

func (s standing) OfDocument(ctx context.Context, document string) ([]string, error) {
	x, err := s.store.DocumentAccess(ctx, document)
	return s.store.OfPaper(ecabinet.ActorFrom(ctx), x), err
}
