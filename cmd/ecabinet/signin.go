package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"ecabinet"
	"ecabinet/cmd/ecabinet/app"
)

const signInLinkUsage = `usage: ecabinet sign-in-link LOGIN [flags]

Prints a link by which the holder of LOGIN sets a new password and a new one-time
code, once. For when no administrator can sign in; otherwise two administrators do
this in the application. It is journalled. With the embedded database, stop the
server first.

`

// signInLink prints a link to new means of sign-in, on the order of who runs the
// machine.
func signInLink(ctx context.Context, args []string, out io.Writer) error {
	var login string
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		login, args = args[0], args[1:]
	}
	var set *flag.FlagSet
	s, err := app.Parse("sign-in-link", args, out, func(f *flag.FlagSet) {
		set = f
		f.Usage = func() { fmt.Fprint(out, signInLinkUsage); f.PrintDefaults() }
	})
	if err != nil {
		return err
	}
	if rest := set.Args(); login == "" && len(rest) == 1 {
		login = rest[0]
	} else if login == "" || len(rest) > 0 {
		set.Usage()
		return errors.New("name one sign-in name")
	}
	if err := databaseIsThere(s); err != nil {
		return err
	}
	a, err := app.New(ctx, s, slog.New(slog.DiscardHandler), app.Option{})
	if err != nil {
		return err
	}
	token, err := a.Auth.OperatorLink(ctx, login)
	if err := errors.Join(err, a.Close()); err != nil {
		if ecabinet.KindOf(err) == ecabinet.NotFound {
			return fmt.Errorf("nobody here signs in as %q", login)
		}
		return err
	}
	_, err = fmt.Fprintf(out, "%s/enroll#%s\n", s.URL, token)
	return err
}
