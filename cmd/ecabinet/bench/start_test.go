package bench

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/realtime/client"
)

// program builds the program once and is its path.
func program(b *testing.B) string {
	b.Helper()
	path, err := building()
	if err != nil {
		b.Fatal(err)
	}
	return path
}

var building = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "ecabinet-bench")
	if err != nil {
		return "", err
	}
	built = folder
	path := filepath.Join(folder, "ecabinet")
	cmd := exec.Command("go", "build", "-trimpath", "-o", path, "ecabinet/cmd/ecabinet")
	cmd.Stderr = os.Stderr
	return path, cmd.Run()
})

// built is the folder of the program, "" where it was not needed.
var built string

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		os.RemoveAll(built)
	}
	os.Exit(code)
}

// launch starts the program and waits for /readyz; the caller kills it.
func launch(b *testing.B, args ...string) (cmd *exec.Cmd, addr string, took time.Duration) {
	b.Helper()
	addr, err := FreeAddr()
	if err != nil {
		b.Fatal(err)
	}
	cmd = exec.Command(program(b), append([]string{"serve", "-listen", addr}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		b.Fatal(err)
	}
	c, err := Dial(addr)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	status, body, err := c.Do([]byte("GET /readyz HTTP/1.1\r\nHost: ecabinet\r\n\r\n"))
	if err != nil || status != http.StatusOK {
		b.Fatalf("not ready: %d %s %v", status, body, err)
	}
	return cmd, addr, time.Since(start)
}

// How long is it from the start of `serve` to the first good /readyz, on a database
// that exists?
func BenchmarkStart(b *testing.B) {
	databases(b, func(b *testing.B, args []string) {
		n, err := Start(b.Context(), app.Option{}, os.Stderr, args...)
		if err != nil {
			b.Fatal(err)
		}
		if err := n.Stop(); err != nil {
			b.Fatal(err)
		}
		program(b)
		var all time.Duration
		for range b.N {
			cmd, _, took := launch(b, args...)
			cmd.Process.Kill()
			cmd.Wait()
			all += took
		}
		b.ReportMetric(milliseconds(all)/float64(b.N), "start-ms")
	})
}

// How much memory does the program hold when nobody is there, and with 1,000 open
// sockets of members that hear their lists and themselves?
func BenchmarkMemory(b *testing.B) {
	args := []string{"-data", b.TempDir()}
	n, err := Start(b.Context(), app.Option{Demo: true}, os.Stderr, args...)
	if err != nil {
		b.Fatal(err)
	}
	h, err := Found(b.Context(), n.App, 50, 2)
	if err != nil {
		b.Fatal(err)
	}
	if err := n.Stop(); err != nil {
		b.Fatal(err)
	}
	for range b.N {
		cmd, addr, _ := launch(b, args...)
		idle := resident(b, cmd.Process.Pid)
		sockets, err := openSockets(b.Context(), addr, h, 1000)
		if err != nil {
			b.Fatal(err)
		}
		full := resident(b, cmd.Process.Pid)
		for _, s := range sockets {
			s.Close()
		}
		cmd.Process.Kill()
		cmd.Wait()
		b.ReportMetric(idle, "idle-MiB")
		b.ReportMetric(full, "sockets-MiB")
	}
}

// openSockets connects so many clients, those of one member with one session.
func openSockets(ctx context.Context, addr string, h *House, count int) ([]*client.Client, error) {
	all := make([]*client.Client, count)
	places := make(chan struct{}, 16)
	err := Together(count, func(i int) error {
		places <- struct{}{}
		defer func() { <-places }()
		m := h.Members[i%len(h.Members)]
		var err error
		all[i], err = Listen(ctx, addr, m, client.Options{Topics: []string{"body", "user:" + m.Person}})
		return err
	})
	return all, err
}

// resident is the memory of a process as the kernel counts it, in MiB.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "VmRSS:")
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}
