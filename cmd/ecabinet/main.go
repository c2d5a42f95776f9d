// Command ecabinet is the whole program: the server, the demonstration, and the
// tools of operators and auditors.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/demo"
	"ecabinet/cmd/ecabinet/rehearse"
)

// command is one thing that the program can do.
type command struct {
	name, does string
	run        func(ctx context.Context, args []string, out io.Writer) error
}

func commands() []command {
	return []command{
		{"serve", "run the server", serve},
		{"demo", "run a demonstration with invented people; -ai fake: with a model that answers by rule", demo.Run},
		{"rehearse", "play a session with simulated members, apart from everything real", rehearsal},
		{"verify", "verify an audit file, or the database", verify},
		{"sign-in-link", "print a link to new means of sign-in, for LOGIN", signInLink},
		{"ai-eval", "try a model on opinions whose right places are known", aiEval},
		{"ai-test", "test the connection to a model, and say what the server can do", aiTest},
		{"restored", "go on from an older back-up: end all sessions, begin a new epoch", restored},
		{"key", "print the public key, for auditors", key},
		{"openapi", "print the API document", openapi},
		{"settings", "print the settings as a table", func(_ context.Context, _ []string, out io.Writer) error {
			_, err := io.WriteString(out, app.SettingsDoc())
			return err
		}},
		{"version", "print the version", func(_ context.Context, _ []string, out io.Writer) error {
			_, err := fmt.Fprintln(out, app.Version)
			return err
		}},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	var ended *exit
	switch {
	case err == nil:
	case errors.As(err, &ended):
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "ecabinet:", err)
		}
		os.Exit(ended.code)
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "ecabinet:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				return c.run(ctx, args[1:], out)
			}
		}
	}
	fmt.Fprintln(out, "ecabinet: opinion ballots for the members of a government")
	fmt.Fprintln(out, "\nusage: ecabinet COMMAND [flags]")
	for _, c := range commands() {
		fmt.Fprintf(out, "  %-12s %s\n", c.name, c.does)
	}
	if len(args) > 0 && args[0] != "help" {
		return fmt.Errorf("there is no command %q", args[0])
	}
	return nil
}

func logger(s app.Settings) *slog.Logger {
	if s.Log == "text" {
		return slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, nil))
}

// serve runs the server until it is told to stop. On an empty database it prints
// the one-use link by which the first administrator sets up the body.
func serve(ctx context.Context, args []string, out io.Writer) error {
	s, err := app.Parse("serve", args, out, nil)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, s, logger(s), app.Option{Rehearse: rehearse.In})
	if err != nil {
		return err
	}
	page, token, err := a.Auth.StartLink(ctx)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	err = a.Serve(ctx, func(url string) {
		fmt.Fprintln(out, "ecabinet is ready at", url)
		if token != "" {
			fmt.Fprintf(out, "Set it up with this link, once: %s/%s#%s\n", url, page, token)
		}
	})
	return errors.Join(err, a.Close())
}

// openapi prints the document of all routes.
func openapi(ctx context.Context, _ []string, out io.Writer) error {
	folder, err := os.MkdirTemp("", "ecabinet-openapi")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	s, err := app.Parse("openapi", []string{"-data", folder}, out, nil)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, s, slog.New(slog.DiscardHandler), app.Option{})
	if err != nil {
		return err
	}
	defer a.Close()
	doc, err := a.Router.OpenAPIYAML()
	if err != nil {
		return err
	}
	_, err = out.Write(doc)
	return err
}
