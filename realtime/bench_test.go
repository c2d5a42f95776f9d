package realtime

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ecabinet"
)

// The other end of the benchmark runs in a process of its own, so that the CPU
// counted here is the server's.
const readersEnv = "ECABINET_BENCH_READERS"

func TestMain(m *testing.M) {
	if spec := os.Getenv(readersEnv); spec != "" {
		benchReaders(spec)
		return
	}
	os.Exit(m.Run())
}

// benchReaders opens sockets (spec: "address count") and, for each burst that ends
// at a marker, counts it. It reports "ready", then per line of input "N" the times
// at which the N-th marker reached every socket.
func benchReaders(spec string) {
	addr, rest, _ := strings.Cut(spec, " ")
	count, _ := strconv.Atoi(rest)
	conns := make([]net.Conn, count)
	var opening sync.WaitGroup
	slots := make(chan struct{}, 16)
	for i := range conns {
		slots <- struct{}{}
		opening.Go(func() {
			conns[i] = openReader(addr, i)
			<-slots
		})
	}
	opening.Wait()
	arrivals := make(chan int64, count)
	for _, c := range conns {
		go countMarkers(c, arrivals)
	}
	fmt.Println("ready")
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		times := make([]int64, 0, count)
		for range count {
			times = append(times, <-arrivals)
		}
		json.NewEncoder(os.Stdout).Encode(times)
	}
}

// benchMarker ends the data of every broadcast; no other frame holds it.
const benchMarker = '!'

func openReader(addr string, i int) net.Conn {
	d := websocket.Dialer{Subprotocols: []string{Subprotocol}, ReadBufferSize: 1024, WriteBufferSize: 1024}
	ws, _, err := d.Dial("ws://"+addr+"/", http.Header{"Origin": {testOrigin}})
	if err != nil {
		panic(err)
	}
	ws.WriteJSON(map[string]any{"type": "hello", "ticket": strconv.Itoa(i), "topics": []string{"body"}})
	for at := 0; at < 2; { // the heartbeat of ready, then the end of the whole topic
		_, data, err := ws.ReadMessage()
		if err != nil {
			panic(err)
		}
		if strings.Contains(string(data), `"type":"at"`) {
			at++
		}
	}
	return ws.NetConn()
}

func countMarkers(c net.Conn, arrivals chan<- int64) {
	buf := make([]byte, 4096)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		for _, b := range buf[:n] {
			if b == benchMarker {
				arrivals <- time.Now().UnixNano()
			}
		}
	}
}

// benchWorld has one thing in one topic, heard in ten audiences.
type benchWorld struct {
	seq  atomic.Int64
	text string
	wake chan struct{}
}

func (w *benchWorld) EventsAfter(_ context.Context, body string, seq int64, limit int) ([]ecabinet.Event, error) {
	var all []ecabinet.Event
	if body == testBody {
		for s := seq + 1; s <= w.seq.Load() && len(all) < limit; s++ {
			all = append(all, ecabinet.Event{Seq: s, Body: body, Topic: "body", Ref: "thing/1"})
		}
	}
	return all, nil
}
func (w *benchWorld) LastSeq(context.Context, string) (int64, error) { return 0, nil }
func (w *benchWorld) Wake() (<-chan struct{}, func())                { return w.wake, func() {} }

func (w *benchWorld) config() Config {
	return Config{
		Source: w, Key: make([]byte, 32), Origins: []string{testOrigin},
		Limits: Limits{Unsigned: 10000},
		Redeem: func(_ context.Context, t string) (string, error) { return t, nil },
		Actor: func(_ context.Context, s string) (ecabinet.Actor, error) {
			return ecabinet.Actor{Person: s, Body: testBody}, nil
		},
		Audience: func(_ context.Context, a ecabinet.Actor, _ string) (Audience, error) {
			return Audience{Key: a.Person[len(a.Person)-1:]}, nil
		},
		Views: map[string]View{"thing": func(context.Context, Audience, string) (int64, any, error) {
			return w.seq.Load(), w.text, nil
		}},
	}
}

// bareHandler is the least that serves the same clients: it keeps the sockets and
// broadcasts prepared messages to them from one loop.
type bareHandler struct {
	mu    sync.Mutex
	conns []*websocket.Conn
}

func (h *bareHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	u := websocket.Upgrader{Subprotocols: []string{Subprotocol}, ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}, CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := u.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	go func() {
		ws.ReadMessage()
		ws.WriteMessage(websocket.TextMessage, []byte(`{"type":"at"}`))
		ws.WriteMessage(websocket.TextMessage, []byte(`{"type":"at"}`))
		h.mu.Lock()
		h.conns = append(h.conns, ws)
		h.mu.Unlock()
		ws.ReadMessage()
	}()
}

func (h *bareHandler) broadcast(data []byte) {
	m, _ := websocket.NewPreparedMessage(websocket.TextMessage, data)
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ws := range h.conns {
		ws.WritePreparedMessage(m)
	}
}

type fanout struct {
	cpu    time.Duration // of this process for one delivery
	p50    time.Duration
	p99    time.Duration
	max    time.Duration
	memory float64 // bytes for one socket
}

// measure opens count sockets to handler and sends rounds broadcasts, one at a time.
func measure(tb testing.TB, handler http.Handler, count, rounds int, send func()) fanout {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	server := &http.Server{Handler: handler}
	go server.Serve(ln)
	defer server.Close()
	before := memoryInUse()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), readersEnv+"="+ln.Addr().String()+" "+strconv.Itoa(count))
	cmd.Stderr = os.Stderr
	in, _ := cmd.StdinPipe()
	out, _ := cmd.StdoutPipe()
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	defer cmd.Wait()
	defer in.Close()
	lines := bufio.NewReaderSize(out, 1<<20)
	if s, err := lines.ReadString('\n'); s != "ready\n" {
		tb.Fatal(s, err)
	}
	var f fanout
	f.memory = float64(memoryInUse()-before) / float64(count)
	var all []int64
	var cpu time.Duration
	for round := range rounds + 3 {
		started, used := time.Now().UnixNano(), processCPU()
		send()
		io.WriteString(in, "\n")
		line, err := lines.ReadBytes('\n')
		if err != nil {
			tb.Fatal(err)
		}
		spent := processCPU() - used
		var times []int64
		if err := json.Unmarshal(line, &times); err != nil {
			tb.Fatal(err)
		}
		if round < 3 { // warming up
			continue
		}
		cpu += spent
		for _, at := range times {
			all = append(all, at-started)
		}
	}
	slices.Sort(all)
	f.cpu = cpu / time.Duration(len(all))
	f.p50, f.p99, f.max = time.Duration(all[len(all)/2]), time.Duration(all[len(all)*99/100]), time.Duration(all[len(all)-1])
	return f
}

func processCPU() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func memoryInUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}

// What does it cost to bring one change to every open socket, in ten audiences,
// beside the least that gorilla/websocket can do with the same bytes in the same run?
func BenchmarkFanout(b *testing.B) {
	for _, count := range []int{1000, 5000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			for range b.N {
				benchFanout(b, count)
			}
		})
	}
}

func benchFanout(b *testing.B, count int) {
	const rounds = 60
	w := &benchWorld{wake: make(chan struct{}, 1), text: strings.Repeat("a change of a ballot ", 24) + string(benchMarker)}
	hub, err := New(w.config())
	if err != nil {
		b.Fatal(err)
	}
	ours := measure(b, hub, count, rounds, func() {
		w.seq.Add(1)
		w.wake <- struct{}{}
	})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := hub.Shutdown(ctx); err != nil {
		b.Fatal(err)
	}
	same := encode(viewFrame{"view", "body", "thing/1", 1, encode(w.text)})
	h := &bareHandler{}
	bare := measure(b, h, count, rounds, func() { h.broadcast(same) })
	b.ReportMetric(float64(ours.cpu)/float64(bare.cpu), "cpu-ratio")
	b.ReportMetric(float64(ours.p99)/float64(bare.p99), "p99-ratio")
	b.ReportMetric(float64(ours.cpu.Nanoseconds())/1e3, "cpu-us/delivery")
	b.ReportMetric(float64(bare.cpu.Nanoseconds())/1e3, "bare-cpu-us/delivery")
	b.ReportMetric(float64(ours.p50.Microseconds())/1e3, "p50-ms")
	b.ReportMetric(float64(ours.p99.Microseconds())/1e3, "p99-ms")
	b.ReportMetric(float64(bare.p99.Microseconds())/1e3, "bare-p99-ms")
	b.ReportMetric(ours.memory/1024, "KiB/socket")
	b.ReportMetric(bare.memory/1024, "bare-KiB/socket")
}
