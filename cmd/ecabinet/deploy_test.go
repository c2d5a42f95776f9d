package main

import (
	"io"
	"net"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ecabinet/cmd/ecabinet/app"
)

// What stands in deploy/ is used by no test as it is: these keep it true to the program.

// repository reads a file by its path from the root.
func repository(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// found is the first group of the only match of a pattern in a file.
func found(t *testing.T, name, pattern string) string {
	t.Helper()
	all := regexp.MustCompile(`(?m)`+pattern).FindAllStringSubmatch(repository(t, name), -1)
	if len(all) != 1 {
		t.Fatalf("%s has %d times %s", name, len(all), pattern)
	}
	return all[0][1]
}

const containerfile, compose, unit = "deploy/Containerfile", "deploy/compose.yaml", "deploy/ecabinet.service"

func TestEveryVariableThatIsNamedIsASetting(t *testing.T) {
	known := map[string]bool{}
	settings := reflect.TypeFor[app.Settings]()
	for i := range settings.NumField() {
		f := settings.Field(i).Tag
		known[f.Get("env")] = true
		if f.Get("secret") == "true" {
			known[f.Get("env")+"_FILE"] = true
		}
	}
	for _, name := range []string{containerfile, compose, unit, "docs/operations.md"} {
		named := regexp.MustCompile(`ECABINET_[A-Z_]+`).FindAllString(repository(t, name), -1)
		if len(named) == 0 {
			t.Errorf("%s names no variable: is it read at all?", name)
		}
		for _, v := range named {
			if !known[v] {
				t.Errorf("%s names %s, which the program does not know", name, v)
			}
		}
	}
}

// starts says whether the program takes a command line with these variables, and how it reads
// its settings then.
func starts(t *testing.T, variables map[string]string, line ...string) (s app.Settings) {
	t.Helper()
	t.Run(strings.Join(line, " "), func(t *testing.T) {
		for name, value := range variables {
			t.Setenv(name, value)
		}
		if !slices.ContainsFunc(commands(), func(c command) bool { return c.name == line[0] }) {
			t.Fatalf("there is no command %s", line[0])
		}
		var err error
		if s, err = app.Parse(line[0], line[1:], io.Discard, nil); err != nil {
			t.Error(err)
		}
	})
	return s
}

// The unit and the image start the program with commands, flags and variables that it takes,
// on the port and over the folder that the rest of them name.
func TestWhatDeployStartsIsTheProgram(t *testing.T) {
	const state = "/var/lib" // %S of a system's unit
	line := strings.Fields(found(t, unit, `^ExecStart=(.+)$`))
	variable, value, _ := strings.Cut(found(t, unit, `^Environment=(.+)$`), "=")
	s := starts(t, map[string]string{variable: strings.Replace(value, "%S", state, 1)}, line[1:]...)
	if want := path.Join(state, found(t, unit, `^StateDirectory=(.+)$`)); s.Data != want {
		t.Errorf("the unit keeps its data in %s, and may write to %s", s.Data, want)
	}
	_, port, err := net.SplitHostPort(s.Listen)
	if err != nil {
		t.Fatal(err)
	}

	program := found(t, containerfile, `^COPY --from=program /ecabinet (.+)$`)
	if entry := found(t, containerfile, `^ENTRYPOINT \["(.+)"\]$`); entry != program || entry != line[0] {
		t.Errorf("the image has %s and starts %s; the unit starts %s", program, entry, line[0])
	}
	variable, value, _ = strings.Cut(found(t, containerfile, `^ENV (.+)$`), "=")
	image := map[string]string{variable: value}
	command := found(t, containerfile, `^CMD \["(.+)"\]$`)
	if data := starts(t, image, command).Data; data != found(t, containerfile, `^VOLUME (.+)$`) || data != found(t, containerfile, `--home-dir (\S+)`) ||
		data != found(t, compose, `^    volumes: \[data:(.+)\]$`) {
		t.Errorf("the image keeps its data in %s, which is not what is mounted", data)
	}

	// As the comment of the compose file has it set up.
	secret := filepath.Join(t.TempDir(), "database")
	if err := os.WriteFile(secret, []byte("postgres://ecabinet:x@db:5432/ecabinet?sslmode=disable"), 0o600); err != nil {
		t.Fatal(err)
	}
	stand := strings.NewReplacer("/run/secrets/database", secret)
	environment := regexp.MustCompile(`(?m)^      (ECABINET_[A-Z_]+): (?:\$\{[A-Z_]+:\?.+\}|(\S+))$`).FindAllStringSubmatch(repository(t, compose), -1)
	for _, v := range environment {
		image[v[1]] = stand.Replace(v[2])
	}
	image["ECABINET_URL"], image["ECABINET_PROXIES"] = "https://ecabinet.example", "172.16.0.0/12"
	s = starts(t, image, command)
	if !strings.HasPrefix(s.Database, "postgres://ecabinet:x@db:") || s.URL != "https://ecabinet.example" {
		t.Errorf("in the compose file it starts as %+v", s)
	}
	host, listens, err := net.SplitHostPort(s.Listen)
	if err != nil || host != "0.0.0.0" {
		t.Errorf("in its container it listens on %s: %v", s.Listen, err)
	}
	published := strings.Split(found(t, compose, `^    ports: \["(.+)"\]$`), ":")
	if len(published) != 3 || published[0] != "127.0.0.1" || published[2] != listens || listens != port || found(t, containerfile, `^EXPOSE (.+)$`) != port {
		t.Errorf("it listens on %s, and %v is published", listens, published)
	}
}

// The image is built with the versions that the sources ask for, of files that are there.
func TestTheImageIsBuiltAsTheSourcesAre(t *testing.T) {
	language := found(t, "go.mod", `^go (\d+\.\d+)`)
	if image := found(t, containerfile, `^FROM golang:(\S+)-`); image != language || found(t, "README.md", `^You need Go (\S+) and`) != language {
		t.Errorf("go.mod asks for Go %s, the image is built with %s", language, image)
	}
	node := found(t, "web/package.json", `"node": ">=(\d+)\.`)
	if image := found(t, containerfile, `^FROM node:(\d+)-`); image != node || found(t, "README.md", `and Node (\d+)\.$`) != node {
		t.Errorf("the client asks for Node %s, the image is built with %s", node, image)
	}
	for _, stage := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(repository(t, containerfile), -1) {
		if !strings.Contains(stage[1], "bookworm") { // what is linked and copied is of one release
			t.Errorf("%s is of another release than the others", stage[1])
		}
	}
	for _, copied := range regexp.MustCompile(`(?m)^COPY ([^-].*) \S+$`).FindAllStringSubmatch(repository(t, containerfile), -1) {
		for _, name := range strings.Fields(copied[1]) {
			if _, err := os.Stat(filepath.Join("..", "..", name)); err != nil {
				t.Errorf("it copies %s: %v", name, err)
			}
		}
	}
	if main := found(t, containerfile, `-o /ecabinet (\S+)$`); main != "./cmd/ecabinet" {
		t.Errorf("it builds %s", main)
	}
	if built := found(t, containerfile, `^COPY --from=client /src/web/(\S+) `); !strings.Contains(repository(t, "web/embed.go"), "//go:embed all:"+built+"\n") {
		t.Errorf("the program carries another folder than %s", built)
	}
	// The database comes with what the program insists on.
	for _, setting := range []string{"log_min_error_statement=panic", "log_error_verbosity=terse"} {
		if !strings.Contains(found(t, compose, `^    command: \[(.+)\]$`), "-c, "+setting) {
			t.Errorf("the database is started without %s", setting)
		}
	}
	// What the secrets are kept in goes neither into the repository nor into an image.
	for _, name := range []string{".gitignore", ".dockerignore"} {
		if !regexp.MustCompile(`(?m)^/?secrets/?$`).MatchString(repository(t, name)) {
			t.Errorf("%s lets the secrets through", name)
		}
	}
}
