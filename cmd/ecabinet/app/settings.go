package app

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"

	"ecabinet/internal/mail"
)

// Settings are all that the operator may set, each by flag and by environment
// variable. The tags are the one source of flags, variables and
// docs/settings.md.
type Settings struct {
	Listen   string `flag:"listen" env:"ECABINET_LISTEN" default:"127.0.0.1:8080" doc:"Address to serve on. Anything but loopback needs tls-cert and tls-key, or a proxy."`
	Admin    string `flag:"admin" env:"ECABINET_ADMIN" default:"" doc:"Address of health, readiness and metrics alone, such as 10.0.0.5:9090; only the operator's network may reach it. Default: none."`
	URL      string `flag:"url" env:"ECABINET_URL" default:"" doc:"Address at which people reach the server, such as https://ecabinet.example; http:// for this machine alone. Default: http:// and the listen address."`
	Data     string `flag:"data" env:"ECABINET_DATA" default:"data" doc:"Folder of the embedded database, the files, the keys and the checkpoints."`
	Database string `flag:"database" env:"ECABINET_DATABASE" secret:"true" default:"" doc:"PostgreSQL address (postgres://...). Default: the embedded database in the data folder."`
	Files    string `flag:"files" env:"ECABINET_FILES" default:"" doc:"Folder or bucket address of the files. Default: files in the data folder."`
	Keys     string `flag:"keys" env:"ECABINET_KEYS" default:"" doc:"Folder of the keys, outside the database and best on another disk. Default: keys in the data folder."`
	Checks   string `flag:"checkpoints" env:"ECABINET_CHECKPOINTS" default:"" doc:"Folder of the signed checkpoints, outside the database. Default: checkpoints in the data folder."`
	TLSCert  string `flag:"tls-cert" env:"ECABINET_TLS_CERT" default:"" doc:"Certificate file (PEM)."`
	TLSKey   string `flag:"tls-key" env:"ECABINET_TLS_KEY" default:"" doc:"Key file of the certificate (PEM)."`
	Proxies  string `flag:"proxies" env:"ECABINET_PROXIES" default:"" doc:"Networks of the proxies whose forwarded addresses are believed, such as 10.0.0.0/8, by comma."`
	MaxFile  int64  `flag:"max-file" env:"ECABINET_MAX_FILE" default:"104857600" doc:"Largest paper, in bytes."`
	Mail     string `flag:"mail" env:"ECABINET_MAIL" secret:"true" default:"" doc:"Mail server for invitations: smtps://user:password@mail.example:465, or smtp://mail.example:587, which insists on STARTTLS except on this machine. Default: no mail is sent."`
	MailFrom string `flag:"mail-from" env:"ECABINET_MAIL_FROM" default:"" doc:"Sender of the mails, such as Văn phòng Chính phủ <hop@example.vn>. Needed with mail."`
	AIHosts  string `flag:"ai-hosts" env:"ECABINET_AI_HOSTS" default:"" doc:"The only hosts with port that a model may be reached at, such as ai.example.gov.vn:443, by comma; an administrator sets which one and turns it on. Default: none, no opinion ever leaves."`
	AIKey    string `flag:"ai-key" env:"ECABINET_AI_KEY" secret:"true" default:"" doc:"Key that is sent to the model's endpoint as a bearer token. Default: none is sent."`
	Log      string `flag:"log" env:"ECABINET_LOG" default:"json" doc:"Form of the log: json or text."`
}

// Alone are the settings of a server for this machine alone, all of whose state is in
// data, whatever the environment says.
func Alone(data, listen string) (Settings, error) {
	s := Settings{Listen: listen, Data: data, MaxFile: 100 << 20, Log: "json"}
	return s, s.complete()
}

// complete fills in what follows from other settings and refuses what is unsafe.
func (s *Settings) complete() error {
	in := func(name string) string { return filepath.Join(s.Data, name) }
	if s.Files == "" {
		s.Files = in("files")
	}
	if s.Keys == "" {
		s.Keys = in("keys")
	}
	if s.Checks == "" {
		s.Checks = in("checkpoints")
	}
	if s.Database == "" {
		s.Database = "file:" + in("ecabinet.db")
	}
	host, _, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return fmt.Errorf("listen %q is not an address: write it as 127.0.0.1:8080", s.Listen)
	}
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return errors.New("tls-cert and tls-key go together: set both or none")
	}
	if !loopback(host) && s.TLSCert == "" && s.Proxies == "" {
		return fmt.Errorf("serving on %s without TLS is refused: set tls-cert and tls-key, or name the proxy before it with proxies", s.Listen)
	}
	if s.URL == "" {
		s.URL = "http://" + s.Listen
		if s.TLSCert != "" {
			s.URL = "https://" + s.Listen
		}
	}
	s.URL = strings.TrimSuffix(s.URL, "/")
	if s.MaxFile < 1 {
		return fmt.Errorf("max-file %d is not a size in bytes", s.MaxFile)
	}
	if s.Log != "json" && s.Log != "text" {
		return fmt.Errorf("log %q is neither json nor text", s.Log)
	}
	if _, err := s.proxies(); err != nil {
		return err
	}
	if _, err := s.mailServer(); err != nil {
		return err
	}
	if _, err := s.aiHosts(); err != nil {
		return err
	}
	return s.checkURL()
}

// aiHosts are the hosts that a model may be reached at, "name:port".
func (s *Settings) aiHosts() ([]string, error) {
	list := strings.FieldsFunc(s.AIHosts, func(r rune) bool { return r == ',' || r == ' ' })
	for _, h := range list {
		if name, port, err := net.SplitHostPort(h); err != nil || name == "" || port == "" {
			return nil, fmt.Errorf("ai-hosts: %q is not a host with its port: write it as ai.example.gov.vn:443", h)
		}
	}
	return list, nil
}

// mailServer is where mails are handed in; nil: nowhere.
func (s *Settings) mailServer() (*mail.Server, error) {
	if s.Mail == "" {
		return nil, nil
	}
	return mail.New(s.Mail, s.MailFrom)
}

// checkURL refuses an address on which cookies and the origins of sockets could not
// rest: it is written as browsers write it, and sessions never travel in the open.
func (s *Settings) checkURL() error {
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || s.URL != u.Scheme+"://"+u.Host || s.URL != strings.ToLower(s.URL) {
		return fmt.Errorf("url %q is not the address of a server: write scheme, name and port in small letters and no path, as in https://ecabinet.example", s.URL)
	}
	if port := u.Port(); port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		return fmt.Errorf("url %q: leave out the port :%s, as browsers do", s.URL, port)
	}
	if u.Scheme == "http" && (s.TLSCert != "" || !loopback(u.Hostname())) {
		return fmt.Errorf("url %s would send sessions in the open: name the https:// address at which people reach the server with url", s.URL)
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (s *Settings) secure() bool { return strings.HasPrefix(s.URL, "https://") }

func (s *Settings) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, p := range strings.FieldsFunc(s.Proxies, func(r rune) bool { return r == ',' || r == ' ' }) {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, fmt.Errorf("proxies: %q is not a network: write it as 10.0.0.0/8", p)
		}
		out = append(out, prefix)
	}
	return out, nil
}
