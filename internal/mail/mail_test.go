package mail_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	nmail "net/mail"
	"strings"
	"testing"
	"time"

	"ecabinet/internal/mail"
)

// sink is a mail server that takes one letter, or answers the address with refuse.
func sink(t *testing.T, refuse string) (address string, got <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	out := make(chan string, 1)
	go func() {
		defer close(out)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		lines := bufio.NewScanner(conn)
		say := func(s string) { fmt.Fprintf(conn, "%s\r\n", s) }
		say("220 sink")
		var letter strings.Builder
		data := false
		for lines.Scan() {
			line := lines.Text()
			switch verb, _, _ := strings.Cut(line, " "); {
			case data && line == ".":
				data = false
				out <- letter.String()
				say("250 taken")
			case data:
				letter.WriteString(line + "\n")
			case verb == "DATA":
				data = true
				say("354 go on")
			case verb == "RCPT" && refuse != "":
				say(refuse)
			case verb == "QUIT":
				say("221 bye")
				return
			default:
				say("250 ok")
			}
		}
	}()
	return "smtp://" + listener.Addr().String(), out
}

func letter() mail.Letter {
	return mail.Letter{
		ID: "l1", To: nmail.Address{Name: "Trần Thị Ánh", Address: "anh@example.vn"}, Subject: "Giấy mời họp", Text: "Kính gửi ông/bà",
		Date: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), Calendar: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), Method: "REQUEST",
	}
}

func TestALetterArrivesWithItsCalendar(t *testing.T) {
	address, got := sink(t, "")
	s, err := mail.New(address, "Văn phòng Chính phủ <hop@example.vn>")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	m, err := nmail.ReadMessage(strings.NewReader(<-got))
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Get("Message-Id") != "<l1@ecabinet>" || m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("%v", m.Header)
	}
	var body strings.Builder
	for lines := bufio.NewScanner(m.Body); lines.Scan(); {
		body.WriteString(lines.Text() + "\n")
	}
	for _, part := range []string{"multipart/", "text/calendar; method=REQUEST", `filename="invite.ics"`} {
		if !strings.Contains(m.Header.Get("Content-Type")+body.String(), part) {
			t.Errorf("no %q in:\n%s", part, body.String())
		}
	}
}

func TestWhatARefusalTells(t *testing.T) {
	for answer, refused := range map[string]bool{"550 5.1.1 anh@example.vn is nobody": true, "451 4.3.0 later": false} {
		address, _ := sink(t, answer)
		s, err := mail.New(address, "hop@example.vn")
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(t.Context(), letter())
		if err == nil || errors.Is(err, mail.ErrRefused) != refused || strings.Contains(err.Error(), "anh@") {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestAddressesOfServers(t *testing.T) {
	for server, ok := range map[string]bool{
		"smtp://mail.example:587": true, "smtps://u:p%40ss@mail.example": true, "smtp://127.0.0.1:1025": true,
		"mail.example:25": false, "https://mail.example": false, "smtp://": false, "smtp://mail.example/path": false,
	} {
		if _, err := mail.New(server, "hop@example.vn"); (err == nil) != ok {
			t.Errorf("%s: %v", server, err)
		}
	}
	if _, err := mail.New("smtp://mail.example", "nobody"); err == nil {
		t.Error("a sender without an address is taken")
	}
}
