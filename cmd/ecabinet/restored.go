package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"ecabinet/cmd/ecabinet/app"
)

const restoredUsage = `usage: ecabinet restored [flags]

Run it once after an older back-up of the database was put back, with the settings
of the server, while no server runs. Sessions and links that had ended since are
open again in the back-up: it ends them all. Checkpoints that the journal no longer
reaches are set aside under another name: keep them, they show what was lost. The
database gets a new epoch, so that no browser goes on from what is gone. It is
journalled in every body.

`

// restored makes an older back-up fit to be served.
func restored(ctx context.Context, args []string, out io.Writer) error {
	s, err := app.Parse("restored", args, out, func(f *flag.FlagSet) {
		f.Usage = func() { fmt.Fprint(out, restoredUsage); f.PrintDefaults() }
	})
	if err != nil {
		return err
	}
	if err := databaseIsThere(s); err != nil {
		return err
	}
	a, err := app.New(ctx, s, logger(s), app.Option{Restored: true})
	if err != nil {
		return err
	}
	n, err := a.Auth.Restored(ctx)
	if err := errors.Join(err, a.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Done: %d sessions were ended and a new epoch has begun. Everybody signs in anew.\n", n)
	return err
}

// databaseIsThere keeps a wrong folder from becoming a new, empty installation.
func databaseIsThere(s app.Settings) error {
	if path, embedded := strings.CutPrefix(s.Database, "file:"); embedded {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no database %s: name the data folder of the server with -data", path)
		}
	}
	return nil
}
