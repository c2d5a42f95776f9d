// Package mail hands letters to a mail server by SMTP. It knows no room and no text,
// keeps nothing, and logs nothing: neither what a letter says nor whom it is for may
// leave it in an error.
package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	smtp "github.com/wneessen/go-mail"
)

// ErrRefused is what the server says it will never take: the address, or the letter.
// Every other error may pass.
var ErrRefused = errors.New("the mail server refuses the letter")

// Letter is one mail to one person.
type Letter struct {
	ID       string // the same letter sent twice has the same, and is shown once
	To       mail.Address
	Subject  string
	Text     string
	Date     time.Time
	Calendar []byte // an iCalendar file, nil for none
	Method   string // of the calendar: REQUEST, CANCEL or PUBLISH
}

// Server is where letters are handed in.
type Server struct {
	from   mail.Address
	client *smtp.Client
}

// timeout is how long one letter may take; the lease of its job is longer.
const timeout = 30 * time.Second

// New reads the address of a server: smtp://host:587 begins in the open and insists on
// STARTTLS, except to this machine; smtps://host:465 is TLS from the start. A user and
// password in it sign in. from is the sender, with or without a name.
func New(server, from string) (*Server, error) {
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("mail-from %q is not an address: write it as Văn phòng <hop@example.vn>", from)
	}
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" {
		return nil, errors.New("mail is not the address of a mail server: write it as smtps://user:password@mail.example:465 or smtp://mail.example:587")
	}
	options := []smtp.Option{smtp.WithTimeout(timeout), smtp.WithTLSConfig(&tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12})}
	port := 587
	switch {
	case u.Scheme == "smtps":
		port = 465
		options = append(options, smtp.WithSSL())
	case local(u.Hostname()):
		options = append(options, smtp.WithTLSPolicy(smtp.NoTLS))
	default:
		options = append(options, smtp.WithTLSPolicy(smtp.TLSMandatory))
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return nil, errors.New("mail: the port is not a number")
		}
	}
	if user := u.User.Username(); user != "" {
		password, _ := u.User.Password()
		options = append(options, smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover), smtp.WithUsername(user), smtp.WithPassword(password))
	}
	client, err := smtp.NewClient(u.Hostname(), append(options, smtp.WithPort(port))...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return &Server{*sender, client}, nil
}

func local(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// From is the address of the sender.
func (s *Server) From() string { return s.from.Address }

// Send hands one letter to the server. ErrRefused: there is no use in trying again.
func (s *Server) Send(ctx context.Context, l Letter) error {
	m, err := s.message(l)
	if err != nil {
		return err
	}
	conn, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail server: %w", quiet(err))
	}
	defer conn.Close()
	err = s.client.SendWithSMTPClient(conn, m)
	if err == nil {
		s.client.CloseWithSMTPClient(conn) // it has taken the letter, whatever it says now
		return nil
	}
	var said *smtp.SendError
	if errors.As(err, &said) && !said.IsTemp() && said.ErrorCode() >= 500 {
		return fmt.Errorf("%w: code %d", ErrRefused, said.ErrorCode())
	}
	code := 0
	if said != nil {
		code = said.ErrorCode()
	}
	return fmt.Errorf("the mail server did not take the letter: code %d", code)
}

// quiet keeps of an error what says nothing of a letter or of how one signs in.
func quiet(err error) error {
	var net *net.OpError
	if errors.As(err, &net) {
		return net
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return errors.New("it does not let us in")
}

func (s *Server) message(l Letter) (*smtp.Msg, error) {
	m := smtp.NewMsg()
	m.FromMailAddress(&s.from)
	if _, err := mail.ParseAddress(l.To.String()); err != nil {
		return nil, fmt.Errorf("%w: no address", ErrRefused)
	}
	m.ToMailAddress(&l.To)
	m.Subject(l.Subject)
	m.SetDateWithValue(l.Date)
	m.SetMessageIDWithValue(l.ID + "@ecabinet")
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(smtp.TypeTextPlain, l.Text)
	if l.Calendar != nil {
		// As a part that mail programs offer to put into the calendar, and as a file.
		m.AddAlternativeString(smtp.ContentType("text/calendar; method="+l.Method), string(l.Calendar))
		m.AttachReadSeeker("invite.ics", bytes.NewReader(l.Calendar), smtp.WithFileContentType("application/ics"))
	}
	return m, nil
}
