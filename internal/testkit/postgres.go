package testkit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"ecabinet/internal/db"
)

// install is what a machine without PostgreSQL is told.
const install = "PostgreSQL is needed for the tests (the server, not only the client): on Debian run apt-get install postgresql; elsewhere put initdb and postgres on the PATH"

// keeper starts the server, and stops it and removes its folder when its
// standard input ends: that is when the test binary ends, however it ends.
const keeper = `trap '' INT TERM HUP
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=200 \
  -c shared_buffers=64MB -c fsync=on -c synchronous_commit=on -c log_min_messages=warning \
  -c log_min_error_statement=panic -c log_error_verbosity=terse \
  -c max_wal_size=1GB -c autovacuum=on >"$2/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$2"`

// server is the private PostgreSQL of this test binary.
type server struct {
	folder string
	stdin  io.WriteCloser // never closed: its end is the end of the process
}

var theServer = sync.OnceValues(startServer)

func (s *server) url(name string) string {
	return fmt.Sprintf("postgres:///%s?host=%s&user=postgres", name, s.folder)
}

func startServer() (*server, error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "ecabinet-pg-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	attr, err := asServerUser(folder)
	if err != nil {
		return nil, err
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "--no-sync", "-A", "trust", "-U", "postgres",
		"-E", "UTF8", "--locale=C", "-D", filepath.Join(folder, "data"))
	initdb.SysProcAttr, initdb.Dir = attr, folder
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	s := &server{folder: folder}
	cmd := exec.Command("/bin/sh", "-c", keeper, "sh", bin, folder)
	cmd.SysProcAttr, cmd.Dir = attr, folder
	if s.stdin, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	go cmd.Wait()
	if err := s.waitReady(); err != nil {
		return nil, err
	}
	return s, s.makeTemplate()
}

// findBinaries is the folder of initdb and postgres, the newest where several
// are installed.
func findBinaries() (string, error) {
	candidates, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	version := func(p string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(p)))
		return n
	}
	slices.SortFunc(candidates, func(a, b string) int { return version(b) - version(a) })
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			candidates = append([]string{filepath.Dir(p)}, candidates...)
		}
	}
	for _, c := range candidates {
		_, err1 := os.Stat(filepath.Join(c, "initdb"))
		_, err2 := os.Stat(filepath.Join(c, "postgres"))
		if err1 == nil && err2 == nil {
			return c, nil
		}
	}
	return "", errors.New(install)
}

// asServerUser makes the server run as user postgres where we are root, which
// PostgreSQL refuses to be.
func asServerUser(folder string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root and there is no user postgres: %s", install)
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	if err := errors.Join(err1, err2, os.Chown(folder, int(uid), int(gid))); err != nil {
		return nil, fmt.Errorf("hand the folder to user postgres: %w", err)
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, nil
}

func (s *server) waitReady() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		c, err := pgx.Connect(ctx, s.url("postgres"))
		if err == nil {
			return c.Close(ctx)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			log, _ := fs.ReadFile(os.DirFS(s.folder), "log")
			return fmt.Errorf("PostgreSQL did not start: %w\n%s", err, log)
		}
	}
}

const template = "ecabinet_template"

// makeTemplate migrates one database that the others are copied from.
func (s *server) makeTemplate() error {
	ctx := context.Background()
	if err := s.exec(ctx, "CREATE DATABASE "+template); err != nil {
		return err
	}
	d, err := db.Open(ctx, db.Options{URL: s.url(template)})
	if err != nil {
		return err
	}
	return errors.Join(d.Migrate(ctx), d.Close())
}

func (s *server) exec(ctx context.Context, statement string) error {
	c, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return fmt.Errorf("connect to the test server: %w", err)
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

var databases atomic.Int64

// PostgresURL is the URL of a new, migrated database on the private server of
// this test binary. A machine without PostgreSQL fails the test and is told what
// to install.
func PostgresURL(t testing.TB) string { return freshDatabase(t, template) }

// EmptyPostgresURL is PostgresURL of a database without any table.
func EmptyPostgresURL(t testing.TB) string { return freshDatabase(t, "template0") }

// ahead is one database that is made while a test still uses the one before:
// making one takes longer than most tests.
var ahead = struct {
	sync.Mutex
	ready chan string // guarded by Mutex until it is received from
}{}

func freshDatabase(t testing.TB, from string) string {
	t.Helper()
	s, err := theServer()
	if err != nil {
		t.Fatal(err)
	}
	if from != template {
		name, err := s.create(from)
		if err != nil {
			t.Fatal(err)
		}
		return s.url(name)
	}
	ahead.Lock()
	mine := ahead.ready
	ahead.ready = s.createSoon()
	ahead.Unlock()
	if mine == nil {
		mine = s.createSoon()
	}
	name, ok := <-mine
	if !ok {
		t.Fatal("a database could not be made on the test server; see its log")
	}
	return s.url(name)
}

func (s *server) createSoon() chan string {
	made := make(chan string, 1)
	go func() {
		defer close(made)
		if name, err := s.create(template); err == nil {
			made <- name
		}
	}()
	return made
}

var creating sync.Mutex // copies of one template cannot be made at once

// create makes a database. It is not dropped: the server's whole folder goes
// when the test binary ends.
func (s *server) create(from string) (string, error) {
	name := fmt.Sprintf("t%d", databases.Add(1))
	creating.Lock()
	defer creating.Unlock()
	return name, s.exec(context.Background(), fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, from))
}

// PostgresLog is what the private server of this test binary has logged.
func PostgresLog(t testing.TB) string {
	t.Helper()
	s, err := theServer()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(s.folder, "log"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
