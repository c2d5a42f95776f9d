package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/internal/audit"
	"ecabinet/internal/db"
)

// exit is an error with the code that the program ends with. Its text has been
// printed already where silent.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string { return e.err.Error() }
func (e *exit) Unwrap() error { return e.err }

const (
	exitWrong      = 1 // a row is not as it must be
	exitUnreadable = 2 // nothing could be said
)

const verifyUsage = `usage:
  ecabinet verify FILE -key KEY             verify an audit file
  ecabinet verify -data FOLDER [-key KEY]   verify the embedded database in a data folder
  ecabinet verify -db URL [-data FOLDER] -key KEY
                                            verify a database (file:/folder/ecabinet.db or postgres://...)

KEY is the public key of the installation: a file, or its 64 hex digits; several by
comma, where the key was changed. "ecabinet key" prints it. It ends with 0 where
everything is right, 1 where a row is wrong, 2 where nothing could be read.

`

// verify recomputes everything that was ever journalled and names the first row
// that is wrong.
func verify(ctx context.Context, args []string, out io.Writer) error {
	set := flag.NewFlagSet("verify", flag.ContinueOnError)
	set.SetOutput(out)
	key := set.String("key", "", "public key: a file or hex digits")
	url := set.String("db", "", "address of a database to verify in place")
	data := set.String("data", "", "data folder, for its checkpoints and key")
	checks := set.String("checkpoints", "", "folder of the checkpoints; default: checkpoints in the data folder")
	set.Usage = func() { fmt.Fprint(out, verifyUsage); set.PrintDefaults() }
	files, err := parseMixed(set, args)
	if err != nil {
		return &exit{exitUnreadable, err}
	}
	if len(files) == 0 && *url == "" && *data != "" {
		*url = "file:" + filepath.Join(*data, "ecabinet.db")
	}
	if (len(files) == 1) == (*url != "") || len(files) > 1 {
		set.Usage()
		return &exit{exitUnreadable, errors.New("name one audit file, or a database with -data or -db")}
	}
	if len(files) == 1 {
		return verifyFile(files[0], *key, out)
	}
	if *checks == "" && *data != "" {
		*checks = filepath.Join(*data, "checkpoints")
	}
	return verifyDB(ctx, *url, *data, *checks, *key, out)
}

// parseMixed reads flags that may stand before and after the names of files.
func parseMixed(set *flag.FlagSet, args []string) ([]string, error) {
	var names []string
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if args = set.Args(); len(args) == 0 {
			return names, nil
		}
		names, args = append(names, args[0]), args[1:]
	}
}

func verifyFile(name, key string, out io.Writer) error {
	keys, err := publicKeys(key)
	if err != nil {
		return &exit{exitUnreadable, err}
	}
	f, err := os.Open(name)
	if err != nil {
		return &exit{exitUnreadable, err}
	}
	defer f.Close()
	report, err := audit.VerifyFile(f, keys)
	return told(out, report, err)
}

func verifyDB(ctx context.Context, url, data, checks, key string, out io.Writer) error {
	if key == "" && data != "" {
		own, err := db.LoadKey(filepath.Join(data, "keys", "signing.pem"))
		if err != nil {
			return &exit{exitUnreadable, err}
		}
		key = own.PublicHex()
	}
	keys, err := publicKeys(key)
	if err != nil {
		return &exit{exitUnreadable, err}
	}
	d, err := db.Open(ctx, db.Options{URL: url, ReadOnly: true, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return &exit{exitUnreadable, err}
	}
	defer d.Close()
	bodies, err := audit.Bodies(ctx, d)
	if err != nil {
		return &exit{exitUnreadable, err}
	}
	if checks == "" {
		fmt.Fprintln(out, "No folder of checkpoints was named (-data or -checkpoints): only the rows are compared with each other.")
	}
	for _, body := range bodies {
		report, err := audit.VerifyDB(ctx, audit.Source{DB: d, Checkpoints: checks, Body: body}, keys)
		if err := told(out, report, err); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "Verified: %d bodies.\n", len(bodies))
	return nil
}

// told prints what was found.
func told(out io.Writer, r audit.Report, err error) error {
	var wrong *audit.Wrong
	switch {
	case errors.As(err, &wrong):
		fmt.Fprintf(out, "WRONG: %v\n", wrong)
		fmt.Fprintf(out, "Body %s: %d journal rows were right before it was found; nothing after it was checked.\n", r.Body, r.Rows)
		return &exit{exitWrong, errors.New("the verification failed")}
	case err != nil:
		return &exit{exitUnreadable, err}
	}
	fmt.Fprintf(out, "Body %s is as it was written: %d journal rows, %d checkpoints, %d ballots, %d answers, %d papers of sessions, %d secret votes; %d counts were counted again.\n",
		r.Body, r.Rows, r.Checkpoints, r.Ballots, r.Answers, r.Deeds, r.Secrets, r.Tallies)
	if r.Sealed > 0 {
		fmt.Fprintf(out, "  %d ballots are not counted: of their answers only the hashes were compared.\n", r.Sealed)
	}
	switch n := r.Uncovered(); {
	case r.Checkpoints == 0:
		fmt.Fprintf(out, "  There is no checkpoint: rows could have been cut or added at the end unseen.\n")
	case n > 0:
		fmt.Fprintf(out, "  The last checkpoint is of %s and covers %d rows. The %d after it can be cut or replaced unseen.\n", r.CoveredAt, r.Covered, n)
	default:
		fmt.Fprintf(out, "  The last checkpoint is of %s and covers every row. Compare it with one that you kept yourself.\n", r.CoveredAt)
	}
	return nil
}

// publicKeys reads -key: files or hex digits, by comma.
func publicKeys(list string) ([]ed25519.PublicKey, error) {
	if list == "" {
		return nil, errors.New(`name the public key of the installation with -key; "ecabinet key" prints it there`)
	}
	var texts [][]byte
	for _, k := range strings.Split(list, ",") {
		text, err := os.ReadFile(k)
		switch {
		case err == nil:
			texts = append(texts, text)
		case errors.Is(err, fs.ErrNotExist):
			texts = append(texts, []byte(k))
		default:
			return nil, fmt.Errorf("read the key: %w", err)
		}
	}
	keys, err := audit.Keys(texts...)
	if err != nil {
		return nil, fmt.Errorf("-key is neither a file with a public key nor its 64 hex digits: %w", err)
	}
	return keys, nil
}

// key prints the public key of this installation, to give to auditors.
func key(_ context.Context, args []string, out io.Writer) error {
	s, err := app.Parse("key", args, out, nil)
	if err != nil {
		return err
	}
	k, err := db.LoadKey(filepath.Join(s.Keys, "signing.pem"))
	if err != nil {
		return fmt.Errorf("%w: the server makes it at its first start; name its folder with -data or -keys", err)
	}
	_, err = fmt.Fprintln(out, k.PublicHex())
	return err
}
