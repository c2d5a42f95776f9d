package bench

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"

	"ecabinet/cmd/ecabinet/app"
)

// Node is a server that runs inside this process as `ecabinet serve` would.
type Node struct {
	App  *app.App
	Addr string // host:port

	stop func()
	done chan error
}

// Start starts a server and returns when it listens. args are those of serve;
// the address is chosen here.
func Start(ctx context.Context, o app.Option, log io.Writer, args ...string) (*Node, error) {
	addr, err := FreeAddr()
	if err != nil {
		return nil, err
	}
	s, err := app.Parse("serve", append([]string{"-listen", addr}, args...), log, nil)
	if err != nil {
		return nil, err
	}
	return StartWith(ctx, s, o, log)
}

// StartWith starts a server with settings whose address is free; of its log it writes
// what went wrong.
func StartWith(ctx context.Context, s app.Settings, o app.Option, log io.Writer) (*Node, error) {
	return StartLogging(ctx, s, o, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

// StartLogging is StartWith with a log of one's own.
func StartLogging(ctx context.Context, s app.Settings, o app.Option, log *slog.Logger) (*Node, error) {
	a, err := app.New(ctx, s, log, o)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	n := &Node{App: a, Addr: s.Listen, stop: stop, done: make(chan error, 1)}
	ready := make(chan struct{})
	go func() { n.done <- a.Serve(ctx, func(string) { close(ready) }) }()
	select {
	case <-ready:
		return n, nil
	case err := <-n.done:
		stop()
		a.Close()
		return nil, fmt.Errorf("start a node: %w", err)
	}
}

// Stop stops the server in order and waits.
func (n *Node) Stop() error {
	n.stop()
	err := <-n.done
	if e := n.App.Close(); err == nil {
		err = e
	}
	return err
}

// FreeAddr is an address of this machine that nobody listens on.
func FreeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
