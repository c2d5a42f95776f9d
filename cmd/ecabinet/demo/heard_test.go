package demo

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/procedure"
)

// ear is the open socket of one looker.
type ear struct {
	l      *looker
	ws     *websocket.Conn
	topics []string
	frames []heard             // all since the last hush
	held   map[[2]string]heard // by topic and ref: what a client shows now
}

type heard struct {
	Type, Topic, Ref string
	Data             json.RawMessage
	raw              string
}

// listen opens the socket of each looker, who asks for every topic there is.
func (g *gallery) listen(server *httptest.Server) []*ear {
	topics := []string{"body", "assist", "syntheses"}
	for _, login := range looks {
		topics = append(topics, "user:"+g.s.persons[login])
	}
	for _, member := range []string{"bo-truong-y-te", "bo-truong-quoc-phong", "thu-tuong"} {
		topics = append(topics, "office:"+g.s.persons[member])
	}
	for _, id := range g.s.ballots {
		topics = append(topics, "ballot:"+id)
	}
	for _, d := range g.s.matters {
		topics = append(topics, "matter:"+d.id)
	}
	var out []*ear
	for i := range g.lookers {
		l := &g.lookers[i]
		rec := g.ask(l, http.MethodPost, "/api/session/ticket", "")
		var ticket struct{ Ticket string }
		g.must(json.Unmarshal(rec.Body.Bytes(), &ticket))
		d := websocket.Dialer{Subprotocols: []string{"ecabinet.v1"}}
		ws, _, err := d.DialContext(g.t.Context(), "ws"+strings.TrimPrefix(server.URL, "http")+"/api/live", http.Header{"Origin": {g.s.app.Settings.URL}})
		g.must(err)
		g.t.Cleanup(func() { ws.Close() })
		g.must(ws.WriteJSON(map[string]any{"type": "hello", "ticket": ticket.Ticket}))
		e := &ear{l: l, ws: ws, topics: topics, held: map[[2]string]heard{}}
		out = append(out, e)
	}
	return out
}

// settle has everything sent whole, and reads until a topic that nobody hears, asked
// for after it, is refused: then all that was known by now was received.
func (g *gallery) settle(e *ear) {
	g.t.Helper()
	none := "ballot:" + ecabinet.NewID()
	for half := range slices.Chunk(e.topics, 32) {
		g.must(e.ws.WriteJSON(map[string]any{"type": "subscribe", "topics": half}))
	}
	g.must(e.ws.WriteJSON(map[string]any{"type": "subscribe", "topics": []string{none}}))
	for f := g.next(e); f.Topic != none; f = g.next(e) {
	}
}

func (g *gallery) next(e *ear) heard {
	g.t.Helper()
	g.must(e.ws.SetReadDeadline(time.Now().Add(time.Minute)))
	_, raw, err := e.ws.ReadMessage()
	if err != nil {
		g.t.Fatalf("%s hears no more: %v", e.l.login, err)
	}
	f := heard{raw: string(raw)}
	g.must(json.Unmarshal(raw, &f))
	e.frames = append(e.frames, f)
	switch {
	case f.Type == "view":
		e.held[[2]string{f.Topic, f.Ref}] = f
	case f.Type == "gone" || f.Type == "gap":
		for k := range e.held {
			if k[0] == f.Topic && (f.Ref == "" || k[1] == f.Ref) {
				delete(e.held, k)
			}
		}
	}
	return f
}

// Everything that every role hears on the live socket, while a ballot is answered,
// prepared, closed and certified: who hears what stands in a golden file; what is
// held is what HTTP shows to the same person, and no words reach who may not read
// them. At last an ended session and a server that stops are said.
func (g *gallery) testHearing() {
	server := httptest.NewServer(g.s.app.Router)
	g.t.Cleanup(server.Close)
	ears := g.listen(server)
	ctx, found := g.t.Context(), 0
	var out strings.Builder
	const key, member = "nuoc-duoi-dat", "bo-truong-y-te"
	for _, part := range []struct {
		what string
		do   func() error
	}{
		{"at first", func() error { return nil }},
		{"answered", func() error {
			return g.s.answer(ctx, key, "bo-truong-quoc-phong", view{
				choice: procedure.Agree, text: "Chim báo bão bay thấp trên mặt hồ.", reserve: "Hồ nước này chưa ai đo độ sâu.",
			})
		}},
		{"prepared", func() error {
			return g.s.prepare(ctx, key, member, ballots.Unit, view{choice: procedure.Disagree, text: "Con đò cũ vẫn nằm ở bến sông."})
		}},
		{"closed", func() error { return g.s.until(ctx, clockAt("2026-11-30 09:00")) }},
		{"certified", func() error { return g.s.certify(ctx, key) }},
	} {
		if err := part.do(); err != nil {
			g.t.Fatalf("%s: %v", part.what, err)
		}
		secrets := g.secrets()
		for _, e := range ears {
			g.settle(e)
			for _, f := range e.frames {
				found += g.leaks(e.l, fmt.Sprintf("a %s of %s %s once it was %s", f.Type, f.Topic, f.Ref, part.what), f.raw, secrets)
			}
			e.frames = nil
			for _, f := range e.held {
				g.sameOverHTTP(e, f, part.what)
			}
		}
		fmt.Fprintln(&out, part.what)
		g.writeHeard(&out, ears, func(topic string) bool {
			return part.what == "at first" || topic == "ballot:"+g.s.ballots[key] || strings.HasPrefix(topic, "user:") || strings.HasPrefix(topic, "office:")
		})
	}
	if found < 10 {
		g.t.Errorf("words were heard %d times: the search for leaks shows nothing", found)
	}
	g.golden("hearing", out.String())
	g.ends(ears)
}

// writeHeard writes who holds which kinds of things in these topics.
func (g *gallery) writeHeard(out *strings.Builder, ears []*ear, these func(topic string) bool) {
	names := map[string]string{}
	for key, id := range g.s.ballots {
		names["ballot:"+id] = "ballot " + key
	}
	for key, d := range g.s.matters {
		names["matter:"+d.id] = "matter " + key
	}
	for id, key := range g.keys {
		names["user:"+id], names["office:"+id] = "user "+key, "office of "+key
	}
	who := map[string]map[string]bool{} // by what: who
	for _, e := range ears {
		for k := range e.held {
			if !these(k[0]) {
				continue
			}
			kind, _, _ := strings.Cut(k[1], "/")
			what := cmp.Or(names[k[0]], k[0]) + ": " + kind
			if who[what] == nil {
				who[what] = map[string]bool{}
			}
			who[what][e.l.login] = true
		}
	}
	byWho := map[string][]string{}
	for _, what := range slices.Sorted(keysOf(who)) {
		all := strings.Join(slices.Sorted(keysOf(who[what])), " ")
		byWho[all] = append(byWho[all], what)
	}
	for _, all := range slices.Sorted(keysOf(byWho)) {
		fmt.Fprintf(out, "    %s\n        %s\n", all, strings.Join(byWho[all], "\n        "))
	}
}

// sameOverHTTP asks over HTTP for what is held.
func (g *gallery) sameOverHTTP(e *ear, f heard, when string) {
	g.t.Helper()
	kind, id, _ := strings.Cut(f.Ref, "/")
	id, member, _ := strings.Cut(id, ":")
	path, ok := map[string]string{
		"ballot": "/api/ballots/" + id, "matrix": "/api/ballots/" + id + "/matrix", "result": "/api/ballots/" + id + "/result",
		"my-answer": "/api/ballots/" + id + "/answer", "office-draft": "/api/ballots/" + id + "/drafts/" + member, "matter": "/api/matters/" + id,
	}[kind]
	if !ok { // that lists have changed, and nothing else
		if !strings.HasPrefix(string(f.Data), `{"rev":`) || strings.ContainsAny(string(f.Data), ",[") {
			g.t.Errorf("%s holds %s", e.l.login, f.raw)
		}
		return
	}
	rec := g.ask(e.l, http.MethodGet, path, "")
	if rec.Code >= 300 {
		g.t.Errorf("%s holds %s of %s once it was %s, and HTTP answers %d", e.l.login, f.Ref, f.Topic, when, rec.Code)
		return
	}
	if diff := gocmp.Diff(g.plain(rec.Body.Bytes()), g.plain(f.Data)); diff != "" {
		g.t.Errorf("%s holds %s once it was %s (-HTTP +held):\n%s", e.l.login, f.Ref, when, diff)
	}
}

// plain is a view without what changes unsaid: the deadline that a ballot would get
// if it were sent now, and of what is a member's own, that its ballot went on.
func (g *gallery) plain(raw []byte) map[string]any {
	g.t.Helper()
	var v map[string]any
	g.must(json.Unmarshal(raw, &v))
	if desk, ok := v["desk"].(map[string]any); ok {
		delete(desk, "planned")
	}
	if _, own := v["ballot"]; own {
		delete(v, "rev")
		if draft, ok := v["draft"].(map[string]any); ok {
			delete(draft, "rev")
		}
	}
	return v
}

// ends ends one session, and then the server: each socket is told.
func (g *gallery) ends(ears []*ear) {
	g.t.Helper()
	if rec := g.ask(ears[0].l, http.MethodDelete, "/api/session", ""); rec.Code >= 300 {
		g.t.Fatal(rec.Body)
	}
	g.closes(ears[0], 4401)
	ctx, cancel := context.WithTimeout(g.t.Context(), time.Minute)
	defer cancel()
	g.must(g.s.app.Hub.Shutdown(ctx))
	for _, e := range ears[1:] {
		g.closes(e, websocket.CloseServiceRestart)
	}
}

func (g *gallery) closes(e *ear, code int) {
	g.t.Helper()
	for {
		g.must(e.ws.SetReadDeadline(time.Now().Add(time.Minute)))
		_, _, err := e.ws.ReadMessage()
		if err == nil {
			continue
		}
		if !websocket.IsCloseError(err, code) {
			g.t.Errorf("the socket of %s ends with %v, want %d", e.l.login, err, code)
		}
		return
	}
}
