package rehearse

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/meetings"
	"ecabinet/realtime"
)

// The members of a benchmark sit in a process of their own, so that the CPU counted here
// is the server's.
const readersEnv = "ECABINET_BENCH_SESSION"

// readers says who they are: one socket for each cookie.
type readers struct {
	Addr, Origin, Topic string
	Cookies             []string
	Marks               int // in each frame that is measured
}

func TestMain(m *testing.M) {
	if path := os.Getenv(readersEnv); path != "" {
		if err := readAll(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// marker stands in each frame that is measured, and in no other.
const marker = '!'

// readAll opens the sockets, says "ready", and for each line of input answers with the
// times, in nanoseconds, at which so many markers came as there are sockets.
func readAll(path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var r readers
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	conns := make([]net.Conn, len(r.Cookies))
	places := make(chan struct{}, 16)
	err = bench.Together(len(conns), func(i int) (err error) {
		places <- struct{}{}
		defer func() { <-places }()
		conns[i], err = r.open(r.Cookies[i])
		return err
	})
	if err != nil {
		return err
	}
	arrivals := make(chan int64, 4*len(conns))
	for _, c := range conns {
		go countMarkers(c, r.Marks, arrivals)
	}
	fmt.Println("ready")
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		times := make([]int64, 0, len(conns))
		for range conns {
			times = append(times, <-arrivals)
		}
		json.NewEncoder(os.Stdout).Encode(times)
	}
	return in.Err()
}

// open reads until the session has come whole.
func (r readers) open(cookie string) (net.Conn, error) {
	ticket := "none"
	if cookie != "" {
		var err error
		if ticket, err = bench.Ticket(r.Addr, bench.Member{Cookie: cookie}); err != nil {
			return nil, err
		}
	}
	d := websocket.Dialer{Subprotocols: []string{realtime.Subprotocol}, ReadBufferSize: 1024, WriteBufferSize: 1024}
	ws, _, err := d.Dial("ws://"+r.Addr+"/api/live", http.Header{"Origin": {r.Origin}})
	if err != nil {
		return nil, err
	}
	if err := ws.WriteJSON(map[string]any{"type": "hello", "ticket": ticket, "topics": []string{r.Topic}}); err != nil {
		return nil, err
	}
	for whole := false; ; {
		_, data, err := ws.ReadMessage()
		if err != nil {
			return nil, err
		}
		whole = whole || strings.HasPrefix(string(data), `{"type":"whole"`)
		if whole && strings.HasPrefix(string(data), `{"type":"at"`) {
			return ws.NetConn(), nil
		}
	}
}

// countMarkers tells when the last marker of each frame has come.
func countMarkers(c net.Conn, each int, arrivals chan<- int64) {
	buf, seen := make([]byte, 4096), 0
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		for _, b := range buf[:n] {
			if b != marker {
				continue
			}
			if seen++; seen%each == 0 {
				arrivals <- time.Now().UnixNano()
			}
		}
	}
}

// crowd is the other process.
type crowd struct {
	b     testing.TB
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines *bufio.Reader
}

func gather(b testing.TB, r readers) *crowd {
	b.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		b.Fatal(err)
	}
	path := b.TempDir() + "/readers.json"
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		b.Fatal(err)
	}
	c := &crowd{b: b, cmd: exec.Command(os.Args[0], "-test.run=^$")}
	c.cmd.Env, c.cmd.Stderr = append(os.Environ(), readersEnv+"="+path), os.Stderr
	c.in, _ = c.cmd.StdinPipe()
	out, err := c.cmd.StdoutPipe()
	if err == nil {
		err = c.cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	c.lines = bufio.NewReaderSize(out, 1<<20)
	if s, err := c.lines.ReadString('\n'); s != "ready\n" {
		b.Fatal(s, err)
	}
	return c
}

func (c *crowd) disperse() {
	c.in.Close()
	c.cmd.Wait()
}

// arrived are the times at which the next marker came to each.
func (c *crowd) arrived() []int64 {
	c.b.Helper()
	io.WriteString(c.in, "\n")
	line, err := c.lines.ReadBytes('\n')
	var times []int64
	if err == nil {
		err = json.Unmarshal(line, &times)
	}
	if err != nil {
		c.b.Fatal(err)
	}
	return times
}

// cost is what deliveries took.
type cost struct {
	cpu           time.Duration // for one event
	p50, p99, max time.Duration
	memory        float64 // bytes for one socket
}

// measure sends events, one each 100 ms at the most, each after the one before has come
// to everybody. send gives the moment from which its time counts.
func (c *crowd) measure(rounds int, send func() time.Time) (m cost) {
	const warm = 3
	var all []time.Duration
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for round := range rounds + warm {
		<-tick.C
		used := processCPU()
		began := send()
		times := c.arrived()
		if round < warm {
			continue
		}
		m.cpu += processCPU() - used
		for _, at := range times {
			all = append(all, time.Duration(at-began.UnixNano()))
		}
	}
	slices.Sort(all)
	m.cpu /= time.Duration(rounds)
	m.p50, m.p99, m.max = all[len(all)/2], all[len(all)*99/100], all[len(all)-1]
	return m
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

// benchHouse is a session of members that runs, in its real audiences: the chair and the
// secretariat, members, some of them recused from another item, offices, an auditor,
// guests of the running item and of one more. The speaker's name has the marker, and so
// has the paper of the running item.
type benchHouse struct {
	*House
	item, request string
	cookies       []string // of one socket for each who follows
}

func benchmarked(b *testing.B, members int) *benchHouse {
	b.Helper()
	must := func(ref string, err error) string {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
		return idOf(ref)
	}
	h, err := Open(b.Context(), b.TempDir(), Plan{Title: "Phiên họp", Members: members, Items: []Item{
		{Kind: meetings.Decide, Title: "Dự thảo thứ nhất", Minutes: 20, Pages: []int{9}},
		{Kind: meetings.Decide, Title: "Dự thảo thứ hai", Minutes: 20, Pages: []int{9}},
		{Kind: meetings.Discuss, Title: "Thảo luận", Minutes: 20, Pages: []int{9}},
	}}, os.Stderr)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { h.Close() })
	x := &benchHouse{House: h}
	run, ctx := h.Node.App.Meetings, b.Context()
	desk := h.As(ctx, h.Desk.Person)
	var people []bench.Member
	add := func(m bench.Member, err error) bench.Member {
		if err != nil {
			b.Fatal(err)
		}
		people = append(people, m)
		return m
	}
	guest, both := add(h.Add(ctx, "Khách một", "guest")), add(h.Add(ctx, "Khách hai", "guest"))
	add(h.Add(ctx, "Kiểm toán", "auditor"))
	for i := range 3 {
		add(h.Staff(ctx, "Chuyên viên", h.Members[i+1].Person, time.Time{}))
	}
	speaker := add(h.Add(ctx, "Người phát biểu!", "guest"))
	terms := meetings.ItemTerms{Kind: meetings.Decide, Title: "Đang thảo luận", Minutes: 30, Class: "internal", Guests: []string{guest.Person, both.Person, speaker.Person}}
	terms.Papers = []meetings.Paper{paper(9, 0, 500)}
	terms.Papers[0].Version += string(marker)
	x.item = must(run.AddItem(desk, h.Meeting, "", terms, nil))
	for i, recused := range [][]string{{h.Members[4].Person}, {h.Members[4].Person, h.Members[5].Person}} {
		it, err := run.Store.Item(desk, h.IDs[i])
		if err != nil {
			b.Fatal(err)
		}
		it.Guests = append(it.Guests, both.Person)
		must(run.EditItem(desk, it.ID, it.Rev, it.ItemTerms, recused))
	}
	chair := h.As(ctx, h.Chair().Person)
	comes := append(slices.Clone(h.Members), speaker)
	if err := bench.Together(len(comes), func(i int) error {
		_, err := run.CheckIn(h.As(ctx, comes[i].Person), h.Meeting, meetings.AttendRoom, meetings.ByTablet)
		return err
	}); err != nil {
		b.Fatal(err)
	}
	must(run.Open(chair, h.Meeting))
	must(run.Begin(chair, x.item))
	must(run.Ask(h.As(ctx, speaker.Person), x.item, meetings.Speech, ""))
	floor, err := run.Store.Floor(chair, x.item)
	if err != nil {
		b.Fatal(err)
	}
	x.request = floor[0].ID
	must(run.Call(chair, x.request, 0))
	for _, m := range append(append(people, h.Desk), h.Members...) {
		x.cookies = append(x.cookies, m.Cookie)
	}
	return x
}

// sockets are so many, those of one session after each other.
func (x *benchHouse) sockets(count, marks int) readers {
	r := readers{Addr: x.Node.Addr, Origin: x.Node.App.Settings.URL, Topic: x.Topic(), Marks: marks}
	for i := range count {
		r.Cookies = append(r.Cookies, x.cookies[i%len(x.cookies)])
	}
	return r
}

// frame is a change of the floor as a member gets it, for the bare broadcast.
func (x *benchHouse) frame(b *testing.B, change func() time.Time) []byte {
	b.Helper()
	ticket, err := bench.Ticket(x.Node.Addr, x.Chair())
	if err != nil {
		b.Fatal(err)
	}
	d := websocket.Dialer{Subprotocols: []string{realtime.Subprotocol}}
	ws, _, err := d.Dial("ws://"+x.Node.Addr+"/api/live", http.Header{"Origin": {x.Node.App.Settings.URL}})
	if err != nil {
		b.Fatal(err)
	}
	defer ws.Close()
	ws.WriteJSON(map[string]any{"type": "hello", "ticket": ticket, "topics": []string{x.Topic()}})
	for whole := false; ; {
		_, data, err := ws.ReadMessage()
		if err != nil {
			b.Fatal(err)
		}
		switch {
		case strings.HasPrefix(string(data), `{"type":"whole"`):
			whole = true
			change()
		case whole && strings.HasPrefix(string(data), `{"type":"view"`):
			return data
		}
	}
}

// bareServer is the least that serves the same clients: it keeps the sockets and
// broadcasts prepared messages to them from one loop.
type bareServer struct {
	mu    sync.Mutex
	conns []*websocket.Conn
}

func (h *bareServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	u := websocket.Upgrader{Subprotocols: []string{realtime.Subprotocol}, ReadBufferSize: 1024, WriteBufferSize: 1024, WriteBufferPool: &sync.Pool{}, CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := u.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	go func() {
		ws.ReadMessage()
		h.mu.Lock()
		h.conns = append(h.conns, ws)
		ws.WriteMessage(websocket.TextMessage, []byte(`{"type":"whole"}`))
		ws.WriteMessage(websocket.TextMessage, []byte(`{"type":"at"}`))
		h.mu.Unlock()
		ws.ReadMessage()
	}()
}

func (h *bareServer) broadcast(data []byte) time.Time {
	began := time.Now()
	m, _ := websocket.NewPreparedMessage(websocket.TextMessage, data)
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, ws := range h.conns {
		ws.WritePreparedMessage(m)
	}
	return began
}

// What does it cost to bring a change of the floor to everybody who follows a running
// session, from its commit, beside a bare broadcast of the same bytes in the same run?
func BenchmarkSession(b *testing.B) {
	x := benchmarked(b, 150)
	for _, count := range []int{150, 1000, 5000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			for range b.N {
				benchSession(b, x, count)
			}
		})
	}
}

func benchSession(b *testing.B, x *benchHouse, count int) {
	const rounds = 50
	run, chair := x.Node.App.Meetings, x.As(b.Context(), x.Chair().Person)
	wake, stop := x.Node.App.DB.Wake()
	defer stop()
	held := false
	change := func() time.Time {
		select {
		case <-wake: // of an earlier commit
		default:
		}
		committed := make(chan time.Time, 1)
		go func() {
			<-wake
			committed <- time.Now()
		}()
		var err error
		if held {
			_, err = run.Call(chair, x.request, 0)
		} else {
			_, err = run.HoldClock(chair, x.request)
		}
		if held = !held; err != nil {
			b.Error(err)
			return time.Now()
		}
		return <-committed
	}
	same := x.frame(b, change)
	marks := strings.Count(string(same), string(marker))
	before := memoryInUse()
	followers := gather(b, x.sockets(count, marks))
	memory := float64(memoryInUse()-before) / float64(count)
	ours := followers.measure(rounds, change)
	followers.disperse()

	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	h := &bareServer{}
	server := &http.Server{Handler: h}
	go server.Serve(ln)
	defer server.Close()
	before = memoryInUse()
	bare := gather(b, readers{Addr: ln.Addr().String(), Origin: "http://bare", Topic: "body", Cookies: make([]string, count), Marks: marks})
	bareMemory := float64(memoryInUse()-before) / float64(count)
	least := bare.measure(rounds, func() time.Time { return h.broadcast(same) })
	bare.disperse()

	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }
	b.ReportMetric(ms(ours.cpu), "cpu-ms/event")
	b.ReportMetric(ours.cpu.Seconds()/float64(count)*1e6, "cpu-s/million")
	b.ReportMetric(float64(ours.cpu)/float64(least.cpu), "cpu-ratio")
	b.ReportMetric(ms(ours.p50), "p50-ms")
	b.ReportMetric(ms(ours.p99), "p99-ms")
	b.ReportMetric(ms(ours.max), "max-ms")
	b.ReportMetric(float64(ours.p99)/float64(least.p99), "p99-ratio")
	b.ReportMetric(ms(least.p99), "bare-p99-ms")
	b.ReportMetric(memory/1024, "KiB/socket")
	b.ReportMetric(bareMemory/1024, "bare-KiB/socket")
}

// How long is it from the press to the last of 150 sockets when a page is shown?
func BenchmarkPresent(b *testing.B) {
	x := benchmarked(b, 150)
	followers := gather(b, x.sockets(150, 1))
	defer followers.disperse()
	c, err := bench.Dial(x.Node.Addr)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	page, version := 0, paper(9, 0, 0).Version+string(marker)
	for range b.N {
		m := followers.measure(50, func() time.Time {
			began := time.Now()
			page = page%400 + 1
			if err := c.Call(x.Chair(), http.MethodPost, "/api/items/"+x.item+"/present", map[string]any{"version": version, "page": page}, nil); err != nil {
				b.Error(err)
			}
			return began
		})
		b.ReportMetric(float64(m.p50.Microseconds())/1e3, "p50-ms")
		b.ReportMetric(float64(m.p99.Microseconds())/1e3, "p99-ms")
		b.ReportMetric(float64(m.max.Microseconds())/1e3, "max-ms")
	}
}

// One who never reads sits among 500: what does it cost the others?
func BenchmarkStalled(b *testing.B) {
	x := benchmarked(b, 150)
	for range b.N {
		benchStalled(b, x)
	}
}

func benchStalled(b *testing.B, x *benchHouse) {
	run, chair := x.Node.App.Meetings, x.As(b.Context(), x.Chair().Person)
	held := false
	change := func() time.Time {
		began := time.Now()
		var err error
		if held {
			_, err = run.Call(chair, x.request, 0)
		} else {
			_, err = run.HoldClock(chair, x.request)
		}
		if held = !held; err != nil {
			b.Error(err)
		}
		return began
	}
	marks := strings.Count(string(x.frame(b, change)), string(marker))
	followers := gather(b, x.sockets(499, marks))
	defer followers.disperse()
	var without, with []float64
	const turns = 9 // by turns, so that the noise of the machine falls on both
	for range turns {
		without = append(without, float64(followers.measure(30, change).p99))
		stalled, err := x.sockets(1, marks).open(x.cookies[len(x.cookies)-1])
		if err != nil {
			b.Fatal(err)
		}
		stalled.(*net.TCPConn).SetReadBuffer(4096)
		with = append(with, float64(followers.measure(30, change).p99))
		stalled.Close()
	}
	slices.Sort(with)
	slices.Sort(without)
	b.ReportMetric(with[turns/2]/without[turns/2], "p99-ratio")
}

// All members answer a vote within a time: how long until each answer is durable and
// acknowledged?
func BenchmarkVotes(b *testing.B) {
	for _, run := range []struct {
		members int
		within  time.Duration
	}{{150, time.Second}, {1000, time.Second}, {5000, 5 * time.Second}} {
		b.Run(fmt.Sprint(run.members), func(b *testing.B) {
			x := benchmarked(b, run.members)
			for range b.N {
				benchVotes(b, x, run.within)
			}
		})
	}
}

func benchVotes(b *testing.B, x *benchHouse, within time.Duration) {
	members := x.Members
	b.StopTimer()
	ref, err := x.Node.App.Meetings.OpenVote(x.As(b.Context(), x.Chair().Person), x.Meeting, meetings.Motion{Items: []string{x.item}, Text: "Thông qua?"})
	if err != nil {
		b.Fatal(err)
	}
	vote := idOf(ref)
	conns, prepared := make([]*bench.Conn, len(members)), make([]*Ballot, len(members))
	places := make(chan struct{}, 16)
	err = bench.Together(len(members), func(i int) (err error) {
		places <- struct{}{}
		defer func() { <-places }()
		if conns[i], err = bench.Dial(x.Node.Addr); err != nil {
			return err
		}
		prepared[i], err = Prepare(conns[i], members[i], vote, "agree")
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	took := make([]time.Duration, len(members))
	b.StartTimer()
	used, began := processCPU(), time.Now()
	err = bench.Together(len(members), func(i int) error {
		time.Sleep(rand.N(within))
		asked := time.Now()
		err := prepared[i].Cast(conns[i])
		took[i] = time.Since(asked)
		return err
	})
	elapsed, spent := time.Since(began), processCPU()-used
	b.StopTimer()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range conns {
		c.Close()
	}
	if _, err := x.Node.App.Meetings.CloseVote(x.As(context.Background(), x.Chair().Person), vote, false); err != nil {
		b.Fatal(err)
	}
	s := spreadOf(took)
	b.ReportMetric(s.P50, "p50-ms")
	b.ReportMetric(s.P99, "p99-ms")
	b.ReportMetric(s.Max, "max-ms")
	b.ReportMetric(elapsed.Seconds(), "all-s")
	b.ReportMetric(float64(spent.Microseconds())/1e3/float64(len(members)), "cpu-ms/vote")
}
