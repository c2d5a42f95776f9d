package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"

	"ecabinet"
	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/rehearse"
	"ecabinet/meetings"
	meetingsapi "ecabinet/meetings/api"
)

const rehearsalUsage = `usage: ecabinet rehearse [-members N] [-session ID | -sample] [flags]

Plays a session with N simulated members over real websockets: check-in, pages, requests
to speak, votes, connections that break and come back. It prints how long everything took
and whether everything was as it has to be; otherwise it ends with an error.

The agenda is that of the session with this id, or of the next one that was convened;
with -sample, or where there is none, an invented one. Of it only the order, titles and
numbers of pages are read; with the embedded database, stop the server first or rehearse
from the session's screen. The rehearsal itself runs on a server and a database that are
made for it in the folder for temporary files and removed afterwards.

`

// rehearsal plays a session apart from everything real.
func rehearsal(ctx context.Context, args []string, out io.Writer) error {
	members, session, sample := 0, "", false
	s, err := app.Parse("rehearse", args, out, func(f *flag.FlagSet) {
		f.IntVar(&members, "members", 27, "How many members are simulated.")
		f.StringVar(&session, "session", "", "The session whose agenda is rehearsed. Default: the next one.")
		f.BoolVar(&sample, "sample", false, "Rehearse an invented agenda.")
		f.Usage = func() { fmt.Fprint(out, rehearsalUsage); f.PrintDefaults() }
	})
	if err != nil {
		return err
	}
	plan := sampleSession(members)
	if !sample && (session != "" || databaseIsThere(s) == nil) {
		if plan, err = nextSession(ctx, s, session, members); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, plan.Title)
	phase := ""
	report, err := rehearse.Run(ctx, os.TempDir(), plan, func(p rehearse.Progress) {
		if p.Phase != phase {
			phase = p.Phase
			fmt.Fprintf(out, "  ... %s\n", phase)
		}
	})
	if err != nil {
		return err
	}
	rehearse.Print(out, report)
	if !report.Good() {
		return errors.New("the rehearsal has found what is not as it has to be")
	}
	return nil
}

// nextSession is the plan of a session that is stored, "" for the next one.
func nextSession(ctx context.Context, s app.Settings, id string, members int) (rehearse.Plan, error) {
	none := rehearse.Plan{}
	if err := databaseIsThere(s); err != nil {
		return none, err
	}
	a, err := app.New(ctx, s, slog.New(slog.DiscardHandler), app.Option{})
	if err != nil {
		return none, err
	}
	defer a.Close()
	m, err := a.SessionToRehearse(ctx, id)
	switch {
	case id == "" && ecabinet.KindOf(err) == ecabinet.NotFound && err != nil:
		return sampleSession(members), nil
	case err != nil:
		return none, err
	}
	agenda, err := a.Meetings.Store.Agenda(ecabinet.WithActor(ctx, ecabinet.SystemActor(m.Body)), m.ID)
	return meetingsapi.PlanOf(m, agenda, members), err
}

// sampleSession is an invented agenda with every kind of item.
func sampleSession(members int) rehearse.Plan {
	return rehearse.Plan{Title: "Tổng duyệt: phiên họp mẫu", Members: members, Items: []rehearse.Item{
		{Kind: meetings.Note, Title: "Báo cáo tình hình kinh tế - xã hội", Minutes: 30, Pages: []int{24}},
		{Kind: meetings.Decide, Title: "Dự thảo Nghị định thứ nhất", Minutes: 30, Pages: []int{6, 32}},
		{Kind: meetings.Decide, Title: "Dự thảo Nghị định thứ hai", Minutes: 20, Pages: []int{5, 18}},
		{Kind: meetings.Discuss, Title: "Thảo luận về công tác phòng, chống thiên tai", Minutes: 40, Pages: []int{12}},
		{Kind: meetings.Decide, Title: "Dự án Luật trình Quốc hội", Minutes: 40, Pages: []int{8, 90}},
	}}
}
