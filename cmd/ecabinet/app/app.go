// Package app wires the rooms into one program: it gives each room the ports it
// asks for, starts what runs in the background, and stops everything in order. It
// holds no rule and no query.
package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"ecabinet"
	"ecabinet/annotations"
	"ecabinet/ballots"
	ballotsapi "ecabinet/ballots/api"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/dossiers"
	"ecabinet/internal/audit"
	"ecabinet/internal/auth"
	"ecabinet/internal/db"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
	"ecabinet/internal/jobs"
	"ecabinet/internal/mail"
	"ecabinet/internal/usecase"
	"ecabinet/meetings"
	meetingsapi "ecabinet/meetings/api"
	meetingstore "ecabinet/meetings/store"
	"ecabinet/meetings/tasks"
	tasksapi "ecabinet/meetings/tasks/api"
	"ecabinet/people"
	peopleapi "ecabinet/people/api"
	peoplestore "ecabinet/people/store"
	"ecabinet/policies"
	"ecabinet/procedure"
	"ecabinet/realtime"
	"ecabinet/rules"
	rulesapi "ecabinet/rules/api"
	rulestore "ecabinet/rules/store"
	"ecabinet/summaries"
	summariesapi "ecabinet/summaries/api"
	"ecabinet/web"
)

// Version is set when a release is built.
var Version = "dev"

// App is the whole program, ready to serve.
type App struct {
	Settings Settings
	DB       *db.DB
	Router   *httpx.Router
	Auth     *auth.Service
	People   *people.Service
	Ballots  *ballots.Service
	Dossiers *dossiers.Service
	Meetings *meetings.Service
	Tasks    *tasks.Service
	Rules    *rules.Service
	Jobs     *jobs.Runner
	Hub      *realtime.Hub
	Files    *files.Store

	PeopleStore *peoplestore.Store
	Annotations *annotations.Service
	Summaries   *summaries.Service

	log       *slog.Logger
	policies  *policies.Bodies
	meetings  *meetingsapi.API
	mail      *mail.Server // nil: none is set
	tasks     *tasksapi.API
	syntheses *summariesapi.API
	clock     func() time.Time
	close     []func() error

	figures *figures
}

// Option changes how the program is put together; serve uses none.
type Option struct {
	Clock    func() time.Time // scripted; nil: the real one
	Host     func() time.Time // of this host, where it disagrees with the database's; nil: as Clock
	Demo     bool             // accept demonstration links
	Restored bool             // an older back-up was put back: see db.Options
	Session  time.Duration    // how long a session lasts, used or not; 0: as usual
	Routes   func(*App)       // further routes, before the first request
	Compiled string           // see reading.Sandbox

	Rehearse func(data string) meetingsapi.Rehearse // plays rehearsals below the folder of data; nil: there are none here
}

// New opens everything under the settings. Close must be called.
func New(ctx context.Context, s Settings, log *slog.Logger, o Option) (a *App, err error) {
	if o.Host == nil {
		o.Host = o.Clock
	}
	a = &App{Settings: s, log: log, clock: o.Host}
	if a.clock == nil {
		a.clock = time.Now
	}
	defer func() {
		if err != nil {
			a.Close()
			a = nil
		}
	}()
	if err := a.open(ctx, o); err != nil {
		return a, err
	}
	key, err := secretFile(s.Keys, "seal.key")
	if err != nil {
		return a, err
	}
	a.policies, err = policies.NewBodies(policies.Default())
	if err != nil {
		return a, fmt.Errorf("read the role table: %w", err)
	}
	if err := a.services(o, key); err != nil {
		return a, err
	}
	if err := a.readPolicies(ctx); err != nil {
		return a, err
	}
	if err := a.routes(o, key); err != nil {
		return a, err
	}
	a.handleJobs()
	return a, nil
}

func (a *App) open(ctx context.Context, o Option) error {
	s := a.Settings
	for _, folder := range []string{s.Data, s.Keys, s.Checks} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
	}
	key, err := db.LoadOrGenerateKey(filepath.Join(s.Keys, "signing.pem"))
	if err != nil {
		return err
	}
	a.figures = newFigures()
	a.DB, err = db.Open(ctx, db.Options{
		URL: s.Database, Clock: o.Clock, CheckpointDir: s.Checks, Key: key, Logger: a.log, Restored: o.Restored, Observe: a.figures.observeDB,
	})
	if err != nil {
		return err
	}
	a.close = append(a.close, a.DB.Close)
	if err := a.DB.Migrate(ctx); err != nil {
		return err
	}
	if err := a.DB.FreeJobs(ctx); err != nil {
		return err
	}
	a.Files, err = files.Open(ctx, files.Options{URL: s.Files, KeyFile: filepath.Join(s.Keys, "files.key")})
	if err != nil {
		return err
	}
	a.close = append(a.close, a.Files.Close)
	return nil
}

func (a *App) services(o Option, key []byte) error {
	a.PeopleStore = peoplestore.New(a.DB)
	a.People = people.NewService(a.PeopleStore, policies.ForbiddenTogether, policies.CheckLines)
	authKey, err := auth.LoadKey(filepath.Join(a.Settings.Keys, "auth.key"))
	if err != nil {
		return err
	}
	a.Auth, err = auth.New(auth.Config{
		DB: a.DB, People: a.People, Key: authKey, Found: a.found, AllowSignIn: a.PeopleStore.AllowSignIn,
		Clock: o.Host, Demo: o.Demo, Absolute: o.Session, Idle: o.Session, Logger: a.log, Heard: a.heard,
	})
	if err != nil {
		return err
	}
	a.newDossiers(o)
	a.Rules = rules.NewService(rulestore.New(a.DB))
	a.Ballots = &ballots.Service{
		Store: ballotstore.New(a.DB), Dossier: dossier{a.Dossiers, a.People}, Roll: roll{a.People},
		Laws: laws{a.People, a.Rules},
		Seal: sealer{a.DB, derive(key, "answers")},
	}
	a.Ballots.Course = usecase.BallotCourse(a.dossierTx)
	if a.mail, err = a.Settings.mailServer(); err != nil {
		return err
	}
	a.newConsultations()
	a.newMeetings(key)
	a.newTasks()
	a.Jobs = jobs.New(a.DB, a.log)
	return nil
}

// found makes a body and its first administrator at set-up.
func (a *App) found(ctx context.Context, tx *db.Tx, f auth.Founding) (string, error) {
	return a.PeopleStore.Found(ctx, tx,
		people.Body{ID: f.Body, NameVI: f.NameVI, NameEN: f.NameEN, Zone: f.Zone},
		people.Person{FullName: f.FullName, Honorific: f.Honorific, Email: f.Email})
}

func (a *App) routes(o Option, key []byte) error {
	proxies, err := a.Settings.proxies()
	if err != nil {
		return err
	}
	styles, err := styleHashes()
	if err != nil {
		return err
	}
	limiter := auth.NewLimiter(nil)
	a.Router, err = httpx.New(httpx.Config{
		Title: "ecabinet", Version: Version, Sessions: a.Auth, Policies: a.policies, Clock: o.Host, Logger: a.log,
		Zone: homeZone(), TLS: a.Settings.secure(), Proxies: proxies, Static: web.Files(), StyleHashes: styles, Limit: limiter.Limit,
		Ready: map[string]func(context.Context) error{"database": func(ctx context.Context) error {
			_, err := a.DB.Now(ctx)
			return err
		}},
	})
	if err != nil {
		return err
	}
	a.figures.register(a.Router.Metrics())
	a.Router.AddTexts(procedure.Texts())
	auth.Register(a.Router, a.Auth)
	peopleRoutes := peopleapi.Register(a.Router, a.People, a.policies)
	dossierRoutes := a.dossierRoutes()
	rulesapi.Register(a.Router, a.Rules, registry{a.People})
	audit.Register(a.Router, audit.API{DB: a.DB, Checkpoints: a.Settings.Checks, Version: Version, Names: roll{a.People}.Names})
	ballotRoutes := ballotsapi.New(a.Router, a.Ballots, ballotstore.New(a.DB), a.Files, dossierRoutes, letterhead(a.People))
	a.meetingRoutes(o, key, dossierRoutes)
	notes := a.annotationRoutes()
	a.taskRoutes()
	a.syntheses = a.synthesisRoutes()
	if err := a.live(peopleRoutes, ballotRoutes, dossierRoutes, a.meetings, notes, derive(key, "positions")); err != nil {
		return err
	}
	if o.Routes != nil {
		o.Routes(a)
	}
	return a.Router.Check(policies.Default())
}

// homeZone is the zone of dates in texts.
func homeZone() *time.Location {
	z, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		return time.FixedZone("+07", 7*3600)
	}
	return z
}

// styleHashes are those of the style elements that the client injects.
func styleHashes() ([]string, error) {
	f, err := web.Files().Open("csp.json")
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil // the client is not built
	}
	if err != nil {
		return nil, fmt.Errorf("read csp.json: %w", err)
	}
	defer f.Close()
	var csp struct {
		Hashes []string `json:"style_hashes"`
	}
	raw, err := io.ReadAll(f)
	if err == nil {
		err = json.Unmarshal(raw, &csp)
	}
	return csp.Hashes, err
}

// The lanes of work that waits for another machine, which may not answer for long.
const (
	mailLane  jobs.Lane = "mail"
	modelLane jobs.Lane = "model"
)

// handleJobs says who does which work in the background.
func (a *App) handleJobs() {
	in := func(lane jobs.Lane, kind string, do func(ctx context.Context, ref string) error) {
		a.Jobs.HandleIn(lane, kind, jobs.DefaultLease, func(ctx context.Context, j db.Job) error { return do(ctx, j.Ref) })
	}
	one := func(kind string, do func(ctx context.Context, ref string) error) { in(jobs.Short, kind, do) }
	one(ballots.JobOpen, a.Ballots.OpenDue)
	one(ballots.JobRemind, a.Ballots.RemindDue)
	one(ballots.JobClose, func(ctx context.Context, ref string) error {
		if err := a.Ballots.CloseDue(ctx, ref); err != nil {
			return err
		}
		_, err := a.DB.Checkpoint(ctx, ecabinet.ActorFrom(ctx).Body)
		return err
	})
	in(mailLane, ballots.JobLetter, a.deliverToRespondent)
	in(mailLane, meetings.JobLetter, a.deliver)
	one(meetings.JobCount, a.meetings.Settle)
	one(meetings.JobRelease, a.Meetings.ReleaseDue)
	one(meetings.JobReturn, a.Meetings.TellReturn)
	one(meetings.JobSweep, meetingstore.New(a.DB).Sweep)
	a.dossierJobs()
	a.taskJobs()
	a.synthesisJobs()
}

// Serve listens until ctx ends, then stops in order: no new requests, sockets
// told to come back, background work finished.
func (a *App) Serve(ctx context.Context, ready func(url string)) error {
	listener, err := net.Listen("tcp", a.Settings.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another address with -listen", a.Settings.Listen, err)
	}
	server := &http.Server{
		Handler: a.Router, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
	admin, err := a.listenAdmin(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	collectSeldom()
	work, stop := context.WithCancel(ctx)
	defer stop()
	var background sync.WaitGroup
	failed := make(chan error, 8)
	run := func(what string, f func(context.Context) error) {
		background.Go(func() {
			if err := f(work); err != nil && work.Err() == nil {
				failed <- fmt.Errorf("%s: %w", what, err)
			}
		})
	}
	run("jobs", a.Jobs.Run)
	run("sign-in", a.Auth.Run)
	run("signals", a.hear)
	run("housekeeping", a.keepHouse)
	run("meetings", func(ctx context.Context) error { return a.meetings.Run(ctx, a.log) })
	run("rehearsals", func(ctx context.Context) error { return a.meetings.RunRehearsals(ctx, a.log) })
	run("connections", func(ctx context.Context) error { return a.meetings.RunLinks(ctx, a.log) })
	run("admin", admin)
	run("server", func(context.Context) error {
		var err error
		if a.Settings.TLSCert != "" {
			err = server.ServeTLS(listener, a.Settings.TLSCert, a.Settings.TLSKey)
		} else {
			err = server.Serve(listener)
		}
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	})
	if ready != nil {
		ready(a.Settings.URL)
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = nil
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	err = errors.Join(err, a.Hub.Shutdown(last), server.Shutdown(last))
	stop()
	background.Wait()
	return err
}

// listenAdmin opens the operator's own address, where one is set, and gives what
// serves it until its ctx ends.
func (a *App) listenAdmin(ctx context.Context) (func(context.Context) error, error) {
	if a.Settings.Admin == "" {
		return func(context.Context) error { return nil }, nil
	}
	var open net.ListenConfig
	listener, err := open.Listen(ctx, "tcp", a.Settings.Admin)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w; choose another address with -admin", a.Settings.Admin, err)
	}
	server := &http.Server{Handler: a.Router.Admin(), ReadHeaderTimeout: 10 * time.Second}
	return func(ctx context.Context) error {
		defer context.AfterFunc(ctx, func() { server.Close() })()
		return server.Serve(listener)
	}, nil
}

// Close releases everything, the last opened first.
func (a *App) Close() error {
	var errs []error
	for i := len(a.close) - 1; i >= 0; i-- {
		errs = append(errs, a.close[i]())
	}
	a.close = nil
	return errors.Join(errs...)
}
