package app

import (
	"context"

	"ecabinet"
	"ecabinet/ballots"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/dossiers"
	dossiersapi "ecabinet/dossiers/api"
	"ecabinet/dossiers/reading"
	dossierstore "ecabinet/dossiers/store"
	"ecabinet/internal/db"
	"ecabinet/people"
	"ecabinet/realtime"
)

// newDossiers makes the dossiers room with its workshop for papers.
func (a *App) newDossiers(o Option) {
	office, err := reading.FindOffice()
	if err != nil {
		a.log.Warn("LibreOffice is installed, but office files are only kept, not shown", "error", err)
	}
	a.Dossiers = &dossiers.Service{
		Store: dossierstore.New(a.DB), Files: dossierstore.Files{S: a.Files},
		Workshop: &reading.Workshop{Sandbox: &reading.Sandbox{Compiled: o.Compiled}, Office: office},
		MaxBytes: a.Settings.MaxFile, Progress: a.progress,
	}
}

// progress signals which page of a paper is being worked on; the last one ends it.
func (a *App) progress(_ context.Context, v dossiers.Version, page, of int) {
	topic, ref, view := dossiersapi.Progress(v, page, of)
	data := any(view)
	if page >= of {
		data = nil
	}
	if err := a.Hub.Signal(v.Body, topic, ref, data); err != nil {
		a.log.Warn("progress was not signalled", "error", err)
	}
}

// dossierTx is the dossiers' view of an act of the ballots.
func (a *App) dossierTx(t ballots.Tx) dossiers.Tx { return dossierstore.Over(ballotstore.TxOf(t)) }

// dossierJobs takes the work on papers, which lasts as long as a large scan does.
func (a *App) dossierJobs() {
	a.Jobs.HandleFor(dossiers.JobProcess, dossiers.JobLease, func(ctx context.Context, j db.Job) error {
		return a.Dossiers.Process(ctx, j.Ref, j.Attempts)
	})
	a.Jobs.HandleFor(dossiers.JobThumbs, dossiers.JobLease, func(ctx context.Context, j db.Job) error {
		return a.Dossiers.Thumbnails(ctx, j.Ref, j.Attempts)
	})
}

func (a *App) dossierRoutes() *dossiersapi.API {
	return dossiersapi.Register(a.Router, a.Dossiers, dossierstore.New(a.DB), names{a.People})
}

// dossierView reads the dossiers' live things.
func dossierView(d *dossiersapi.API) realtime.View {
	return func(ctx context.Context, au realtime.Audience, ref string) (int64, any, error) {
		return d.View(ctx, au.Grant, ref)
	}
}

// names tells the dossiers how persons and agencies are called.
type names struct{ people *people.Service }

func (n names) Persons(ctx context.Context, ids []string) (map[string]string, error) {
	return roll{n.people}.Names(ctx, ids)
}

func (n names) Agencies(ctx context.Context, ids []string) (map[string]dossiersapi.Text, error) {
	list, err := n.people.Agencies(ctx, ecabinet.ActorFrom(ctx).Body)
	if err != nil {
		return nil, err
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	out := map[string]dossiersapi.Text{}
	for _, a := range list {
		if wanted[a.ID] {
			out[a.ID] = dossiersapi.Text{VI: a.NameVI, EN: a.NameEN}
		}
	}
	return out, nil
}
