// Package demo is `ecabinet demo`: the whole program over a realistic government
// of invented people, on a scripted clock. Everything in its database came about
// through the rooms' own use cases, so its journal verifies like any other; the
// first row of each journal says that this is a demonstration. It holds no rule,
// and nothing of it is reachable from `ecabinet serve`.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/rehearse"
)

// mark is the file that says that a folder belongs to a demonstration; only such
// a folder, or an empty one, is ever cleared.
const mark = "demonstration.json"

// stay is how long a session lives: the clock may be moved by weeks.
const stay = 10 * 365 * 24 * time.Hour

// kept is what the mark holds.
type kept struct {
	Clock    time.Time `json:"clock"`
	Accounts []Account `json:"accounts"`
}

// Run makes the demonstration and serves it until ctx ends.
func Run(ctx context.Context, args []string, out io.Writer) error {
	begun := time.Now()
	keep, prepare, ai := false, false, ""
	s, err := app.Parse("demo", append([]string{"-data", "demo-data", "-log", "text"}, args...), out, func(set *flag.FlagSet) {
		set.BoolVar(&keep, "keep", false, "Go on with what the data folder holds from the last time.")
		set.BoolVar(&prepare, "prepare", false, "Lay the demonstration down in the data folder and end, without serving it.")
		set.StringVar(&ai, "ai", "", "fake: run an endpoint that answers by rule on this machine, allow its host, and turn assistance on. Default: no endpoint.")
	})
	if err != nil {
		return err
	}
	model, err := newModel(ai)
	if err != nil {
		return err
	}
	defer model.close()
	if model != nil {
		s.AIHosts += "," + model.host
	}
	before, err := prepareFolder(s.Data, keep)
	if err != nil {
		return err
	}
	clock := NewClock(clockAt(past))
	if before != nil {
		clock = NewClock(before.Clock)
	}
	d := &demo{clock: clock, folder: s.Data}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	a, err := app.New(ctx, s, log, app.Option{Clock: clock.Now, Demo: true, Session: stay, Routes: d.routes, Rehearse: rehearse.In})
	if err != nil {
		return err
	}
	if before != nil {
		d.accounts = before.Accounts
	} else {
		play := newScript(a, clock)
		err := play.play(ctx)
		if err == nil && prepare {
			err = play.finish(ctx)
		}
		if err != nil {
			return errors.Join(err, a.Close())
		}
		d.accounts = play.accounts
	}
	if model != nil && !prepare {
		if err := model.turnOn(ctx, a, clock.Now()); err != nil {
			return errors.Join(err, a.Close())
		}
		d.model = model.host
	}
	if err := d.save(); err != nil || prepare {
		return errors.Join(err, a.Hub.Shutdown(ctx), a.Close())
	}
	saving, stop := context.WithCancel(ctx)
	saved := make(chan struct{})
	go func() { defer close(saved); d.saveOften(saving, log) }()
	err = a.Serve(ctx, func(url string) { d.print(out, url, time.Since(begun)) })
	stop()
	<-saved
	return errors.Join(err, d.save(), a.Close())
}

// prepareFolder clears the folder of an earlier demonstration, or reads what it
// kept. A folder with anything else in it is refused.
func prepareFolder(folder string, keep bool) (*kept, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(filepath.Join(folder, mark))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the folder %s holds something that is no demonstration: choose another with -data", folder)
	}
	if err != nil {
		return nil, err
	}
	if keep {
		k := &kept{}
		if err := json.Unmarshal(raw, k); err != nil {
			return nil, fmt.Errorf("read what the demonstration kept: %w", err)
		}
		return k, nil
	}
	for _, e := range entries {
		if e.Name() == mark {
			continue
		}
		if err := os.RemoveAll(filepath.Join(folder, e.Name())); err != nil {
			return nil, fmt.Errorf("clear the former demonstration: %w", err)
		}
	}
	return nil, nil
}

// demo is a running demonstration.
type demo struct {
	clock    *Clock
	folder   string
	accounts []Account
	app      *app.App
	codes    codes
	model    string // host of the endpoint that answers by rule; "" for none
}

// save notes the clock, so that a later start goes on from there.
func (d *demo) save() error {
	raw, err := json.MarshalIndent(kept{d.clock.Now(), d.accounts}, "", "\t")
	if err != nil {
		return err
	}
	name := filepath.Join(d.folder, mark)
	if err := os.WriteFile(name+".new", raw, 0o600); err != nil {
		return fmt.Errorf("keep the demonstration: %w", err)
	}
	return os.Rename(name+".new", name)
}

func (d *demo) saveOften(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(20 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := d.save(); err != nil {
				log.Warn("the demonstration is not kept", "error", err)
			}
		}
	}
}

// print tells how to get in.
func (d *demo) print(out io.Writer, url string, took time.Duration) {
	fmt.Fprintf(out, "ecabinet demonstration, ready after %.1f s at %s\n\n", took.Seconds(), url)
	fmt.Fprintf(out, "The clock says %s and runs. To move it:\n  curl -H 'Content-Type: application/json' -d '{\"forward\":\"10h\"}' %s/api/demo/clock\n",
		d.clock.Now().In(zone).Format("15:04 02/01/2006 -07:00"), url)
	fmt.Fprintf(out, "Signing asks for the password %s and a code: %s/api/demo/code?login=...,\nor an authenticator with the secret in the table.\n\n", Password, url)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ROLE\tSIGN-IN NAME\tNAME\tPOST\tSECRET\tLINK")
	for _, a := range d.oneEach() {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", strings.Join(a.Roles, ", "), a.Login, a.Name, a.Post, a.Secret, url+a.Path)
	}
	t.Flush()
	fmt.Fprintf(out, "\nThe screen in the room of the session that runs (in a browser where nobody is signed in): %s/projector#demo\n", url)
	if d.model != "" {
		fmt.Fprintf(out, "\nA model that answers by rule is at %s and turned on: analyst, closed ballot; settings: %s/summaries/assist.\n", d.model, url)
	}
	fmt.Fprintf(out, "\nAll %d people: %s/api/demo\n", len(d.accounts), url)
}

// shown are the sign-in names in the printed table: each role, and in the open
// ballots somebody at each step.
var shown = []string{
	"thu-tuong", "pho-thu-tuong-1", "bo-truong-y-te", "bo-truong-quoc-phong", "chuyen-vien-bo-truong-y-te", "don-vi-bo-truong-y-te",
	"thu-ky-bo-truong-y-te", "thu-ky-1", "thu-ky-2", "soan-thao-tai-chinh", "tinh-lao-cai", "phan-tich", "kiem-toan", "khach-moi", "quan-tri-1", "quan-tri-2",
}

// oneEach is the accounts of the printed table.
func (d *demo) oneEach() []Account {
	var out []Account
	for _, login := range shown {
		for _, a := range d.accounts {
			if a.Login == login {
				out = append(out, a)
			}
		}
	}
	return out
}
