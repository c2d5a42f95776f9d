package secrecy

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ecabinet/cmd/ecabinet/app"
	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/cmd/ecabinet/rehearse"
	"ecabinet/internal/testkit"
	"ecabinet/meetings"
	"ecabinet/meetings/box"
)

const (
	members = 64
	votes   = 4
)

// most is how often an attacker may be right. Choices are coin flips, which nothing
// that he may see depends on: whatever pairing of members with papers he tries, he is
// right about each choice with probability 1/2. How many of 256 he hits is the sum,
// over the cycles of his pairing in each vote, of coins of which all but one are
// independent; by Chernoff's bound he reaches 70 % with a probability of at most
// exp(-256*0.0823) = 7.1e-10, times 7.7 for those dependencies (0.6^-4, the mean of the
// product of 1+0.4^L over cycles of length L in four random pairings). At most 1,000
// pairings are tried in a run of both databases: one run in 180,000 fails for nothing.
const most = 0.70

// transcript is the whole log of a server.
type transcript struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *transcript) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *transcript) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// hall is a session on a real server, with somebody who watches all of it.
type hall struct {
	*rehearse.House
	t        *testing.T
	settings app.Settings
	spy      *spy
	log      *transcript
	naive    *naive
}

func open(t *testing.T, database, another string) *hall {
	t.Helper()
	addr, err := bench.FreeAddr()
	if err != nil {
		t.Fatal(err)
	}
	s, err := app.Alone(t.TempDir(), addr)
	if err != nil {
		t.Fatal(err)
	}
	if database != "" {
		s.Database = database
	}
	h := &hall{t: t, settings: s, log: &transcript{}}
	log := slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	n, err := bench.StartLogging(t.Context(), s, app.Option{Demo: true}, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Stop(); err != nil {
			t.Error(err)
		}
	})
	h.House, err = rehearse.Found(t.Context(), n, rehearse.Plan{
		Title: "Phiên họp", Members: members, Items: []rehearse.Item{{Kind: meetings.Decide, Title: "Nhân sự", Minutes: 20}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Begin(); err != nil {
		t.Fatal(err)
	}
	h.spy, h.naive = newSpy(t, s.Database), newNaive(t, another)
	for i, m := range h.Members {
		h.spy.whose[m.Person] = i
		h.spy.seats[strconv.Itoa(i+1)], h.naive.spy.seats[strconv.Itoa(i+1)] = i, i
	}
	h.spy.snapshot()
	return h
}

func (h *hall) act(path string, in any) {
	h.t.Helper()
	if err := h.Act(h.Chair(), path, in); err != nil {
		h.t.Fatal(err)
	}
	h.spy.snapshot()
}

// A poll is one secret vote as it was held, and what the attacker has of it.
type poll struct {
	id       string
	choices  []string // by member
	slips    []*box.Slip
	signed   []string
	papers   []box.Spent
	from, to int               // snapshots
	quiet    string            // what was logged while papers were cast
	raw      map[string]string // files, before the box was opened
	keys     box.Keys          // as the operator reads them
	locked   string            // what he read them from
}

// hold holds a secret vote: papers are taken in one random order, and brought in
// another one.
func (h *hall) hold() *poll {
	h.t.Helper()
	p := &poll{choices: make([]string, members), slips: make([]*box.Slip, members), signed: make([]string, members), papers: make([]box.Spent, members)}
	for i := range p.choices {
		p.choices[i] = []string{"agree", "disagree"}[rand.N(2)]
	}
	p.from = h.spy.taken
	var v struct {
		ID  string
		Box box.Public
	}
	motion := map[string]any{"items": h.IDs, "text": "Giới thiệu nhân sự?", "options": []string{}, "secret": true}
	if err := h.Do(h.Chair(), http.MethodPost, h.MeetingPath("votes"), motion, &v); err != nil {
		h.t.Fatal(err)
	}
	p.id = v.ID
	h.spy.snapshot()
	for _, i := range rand.Perm(members) {
		var err error
		if p.slips[i], err = v.Box.NewSlip(p.id); err != nil {
			h.t.Fatal(err)
		}
		var signed struct{ Signed string }
		if err := h.Do(h.Members[i], http.MethodPost, "/api/votes/"+p.id+"/paper", map[string]any{"blinded": p.slips[i].Blinded}, &signed); err != nil {
			h.t.Fatal(err)
		}
		p.signed[i] = signed.Signed
		if p.papers[i], err = p.slips[i].Fill(v.Box, p.id, signed.Signed, p.choices[i]); err != nil {
			h.t.Fatal(err)
		}
		h.spy.snapshot()
	}
	h.act("/api/votes/"+p.id+"/close-taking", nil)
	before := len(h.log.String())
	h.cast(p)
	p.quiet = h.log.String()[before:]
	if !h.spy.lite {
		h.spy.list("ANALYZE") // as the server does by itself, sooner or later
	}
	p.raw = h.spy.files(h.settings.Database)
	p.raw["back-up"] = h.backUp()
	p.keys, p.locked = h.unlock(p.id)
	h.act("/api/votes/"+p.id+"/close-box", map[string]any{"let_stand": false, "let_missing": false})
	p.to = h.spy.taken
	return p
}

// cast brings the papers one after the other, without a name. A call waits until its
// paper enters the box with others.
func (h *hall) cast(p *poll) {
	h.t.Helper()
	order := rand.Perm(members)
	waiting := map[int]chan error{}
	for n, i := range order {
		done := make(chan error, 1)
		sent := make(chan struct{})
		go func() { done <- h.drop(p.id, p.papers[i], sent) }()
		<-sent
		waiting[i] = done
		h.naive.cast(p.id, i, p.choices[i])
		left := members - n - 1
		if len(waiting) >= box.Group && (left == 0 || left >= box.Group) {
			for _, done := range waiting {
				if err := <-done; err != nil {
					h.t.Fatal(err)
				}
			}
			clear(waiting)
		}
		h.spy.snapshot()
	}
}

// drop brings one paper, on a connection of its own and with no cookie; again while it
// is not in. sent is closed when the call is made.
func (h *hall) drop(vote string, paper box.Spent, sent chan struct{}) error {
	once := sync.OnceFunc(func() { close(sent) })
	defer once()
	body, err := json.Marshal(paper)
	if err != nil {
		return err
	}
	ask := fmt.Appendf(nil, "POST /api/box/%s HTTP/1.1\r\nHost: ecabinet\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", vote, len(body), body)
	for {
		c, err := bench.Dial(h.Node.Addr)
		if err != nil {
			return err
		}
		once()
		status, answer, err := c.Do(ask)
		c.Close()
		if err != nil {
			return err
		}
		if status != http.StatusOK {
			return &bench.Refused{Status: status, Body: answer}
		}
		var dropped struct{ In bool }
		if err := json.Unmarshal(answer, &dropped); err != nil || dropped.In {
			return err
		}
	}
}

// backUp is what an operator's back-up holds.
func (h *hall) backUp() string {
	h.t.Helper()
	path := filepath.Join(h.t.TempDir(), "back-up")
	if h.spy.lite {
		if _, err := h.spy.db.ExecContext(h.t.Context(), "VACUUM INTO ?", path); err != nil {
			h.t.Fatal(err)
		}
	} else if out, err := exec.CommandContext(h.t.Context(), "pg_dump", "--format=plain", "--file="+path, h.settings.Database).CombinedOutput(); err != nil {
		h.t.Fatalf("%v: %s", err, out)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(raw)
}

// unlock opens the keys of a box as the operator can: with the key file.
func (h *hall) unlock(vote string) (box.Keys, string) {
	h.t.Helper()
	key, err := os.ReadFile(filepath.Join(h.settings.Keys, "seal.key"))
	if err != nil {
		h.t.Fatal(err)
	}
	master := hmac.New(sha256.New, key)
	master.Write([]byte("boxes"))
	locked := h.spy.list("SELECT locked FROM boxes WHERE vote = '" + vote + "'")[0]
	keys, err := box.Unlock(master.Sum(nil), locked)
	if err != nil {
		h.t.Fatal(err)
	}
	return keys, locked
}

// TestNobodyLearnsWhoChoseWhat lets an attacker watch secret votes with everything that
// a server leaves behind.
func TestNobodyLearnsWhoChoseWhat(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { watch(t, open(t, "", testkit.SQLiteURL(t))) })
	t.Run("postgres", func(t *testing.T) { watch(t, open(t, testkit.PostgresURL(t), testkit.EmptyPostgresURL(t))) })
}

func watch(t *testing.T, h *hall) {
	var polls []*poll
	for range votes {
		polls = append(polls, h.hold())
	}
	for i, seat := range h.spy.list("SELECT person FROM turnouts WHERE vote = '" + polls[0].id + "' ORDER BY seat") {
		if seat != h.Members[i].Person {
			t.Fatal("the seats are numbered otherwise than the attacker believes")
		}
	}
	for _, p := range polls {
		p.leavesNoTrace(t, h)
		p.comesInGroups(t, h)
	}
	attacker := func(keys bool) []guess {
		var all []*ballot
		for _, p := range polls {
			all = append(all, p.evidence(h, keys))
		}
		return attack(all)
	}
	for _, who := range []struct {
		name string
		keys bool
		few  int // pairings that he must have tried
	}{{"who has everything but the key file", false, 10}, {"who has the key file too", true, 60}} {
		guesses := attacker(who.keys)
		t.Logf("one %s: %d pairings, the best right in %.1f %%: %s", who.name, len(guesses), 100*guesses[0].right, guesses[0].pairing)
		if len(guesses) < who.few || len(guesses) > 500 {
			t.Errorf("one %s tried %d pairings", who.name, len(guesses))
		}
		for _, g := range guesses {
			if g.right >= most {
				t.Errorf("one %s is right in %.1f %%: %s", who.name, 100*g.right, g.pairing)
			}
		}
	}
	var plain []*ballot
	for _, p := range polls {
		b := newBallot(p.choices)
		b.look(slices.DeleteFunc(slices.Clone(h.naive.spy.seen), func(s *sighting) bool { return s.key("vote") != p.id }), inPlain)
		plain = append(plain, b)
	}
	guesses := attack(plain)
	t.Logf("against two tables: %d pairings, the best right in %.1f %%: %s", len(guesses), 100*guesses[0].right, guesses[0].pairing)
	if guesses[0].right <= 0.95 {
		t.Errorf("the attacker is too weak to prove anything: against two tables he is right in %.1f %%", 100*guesses[0].right)
	}
	h.sweeps(t, polls)
}

// sweeps: once the session is adjourned, a job takes choices, slips and keys out of the
// files too.
func (h *hall) sweeps(t *testing.T, polls []*poll) {
	t.Helper()
	left := func(file string) (found []string) {
		text := h.spy.files(h.settings.Database)[file]
		for _, p := range polls {
			// On its pages a long value may be cut: its beginning stands for it.
			for what, secret := range map[string]string{"sealed choice": p.papers[0].Sealed, "slip": p.slips[0].Blinded, "key": p.locked} {
				if strings.Contains(text, secret[:80]) {
					found = append(found, what)
				}
			}
			for _, paper := range p.papers {
				if strings.Contains(text, paper.Sealed) {
					found = append(found, "sealed choice")
				}
			}
		}
		return found
	}
	if len(left("wal")) == 0 {
		t.Error("there was nothing to sweep: the test proves nothing")
	}
	h.act(h.ItemPath(0, "conclude"), map[string]any{"outcome": meetings.PutOff, "conclusion": "Để lại.", "resubmit_by": time.Now().AddDate(0, 1, 0).Format(time.DateOnly)})
	h.act(h.MeetingPath("adjourn"), nil)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for len(h.spy.list("SELECT id FROM jobs WHERE kind = '"+meetings.JobSweep+"' AND state = 'done'")) == 0 {
		select {
		case <-look.C:
		case <-t.Context().Done():
			t.Fatal("the job was not done")
		}
	}
	files := []string{"file", "wal"}
	if !h.spy.lite {
		files = files[:1] // the server recycles its log in its own time
	}
	for _, name := range files {
		if found := left(name); len(found) != 0 {
			t.Errorf("after the sweep there is left in the %s: %v", name, found)
		}
	}
}

func inPlain(value string) string {
	if value == "agree" || value == "disagree" {
		return value
	}
	return ""
}

// evidence is what the attacker has of a vote: every row that came or changed while it
// was held, the log, the files.
func (p *poll) evidence(h *hall, withKeys bool) *ballot {
	b := newBallot(p.choices)
	b.totals()
	read := inPlain
	sealed := map[string]string{}
	if withKeys {
		size := len(p.papers[0].Sealed)
		read = func(value string) string {
			if len(value) == size {
				if choice, err := p.keys.Open(p.id, value); err == nil {
					sealed[value] = choice
					return choice
				}
			}
			return inPlain(value)
		}
	}
	b.look(h.spy.between(p.from, p.to), read)
	b.look(h.logged(), read)
	var known [][]string
	for i, s := range p.slips {
		known = append(known, []string{s.Blinded, p.signed[i], h.Members[i].Person})
	}
	for name, text := range p.raw {
		b.raw(name+" first", func(s string) int { return strings.Index(text, s) }, known, sealed)
		b.raw(name+" last", func(s string) int { return lastIndex(text, s) }, known, sealed)
	}
	for n, of := range []func(i int) string{func(i int) string { return p.slips[i].Blinded }, func(i int) string { return p.signed[i] }} {
		order := rand.Perm(members)
		slices.SortFunc(order, func(x, y int) int { return strings.Compare(of(x), of(y)) })
		b.members[fmt.Sprint("bytes of what was signed ", n)] = order
	}
	return b
}

// lastIndex is strings.LastIndex, faster in what is large.
func lastIndex(text, s string) int {
	last := -1
	for from := 0; ; from = last + 1 {
		i := strings.Index(text[from:], s)
		if i < 0 {
			return last
		}
		last = from + i
	}
}

// logged are the lines of the log as the attacker sees them.
func (h *hall) logged() []*sighting {
	var out []*sighting
	for i, line := range strings.Split(strings.TrimSpace(h.log.String()), "\n") {
		out = append(out, &sighting{table: "log", at: i, place: i, names: []string{"line"}, values: []string{line}, member: h.spy.member([]string{"line"}, []string{line})})
	}
	return out
}

// leavesNoTrace: bringing a paper is no line of the log, and nothing of a paper stands
// in one; the token and its signature, which the member alone knows, are nowhere.
func (p *poll) leavesNoTrace(t *testing.T, h *hall) {
	t.Helper()
	if strings.Contains(p.quiet, `"msg":"request"`) {
		t.Errorf("the log tells of papers that were brought: %s", p.quiet)
	}
	log := h.log.String()
	for _, word := range []string{"drop-paper", "/box/"} {
		if strings.Contains(log, word) {
			t.Errorf("the log tells of %s", word)
		}
	}
	for i, paper := range p.papers {
		digest := sha256.Sum256(p.slips[i].Token)
		for what, secret := range map[string]string{
			"token": paper.Token, "signature": paper.Signature, "sealed choice": paper.Sealed, "blinded token": p.slips[i].Blinded,
			"blind signature": p.signed[i], "name of a token": fmt.Sprintf("%x", digest),
		} {
			if strings.Contains(log, secret) {
				t.Errorf("the log tells a %s", what)
			}
		}
		for name, text := range p.raw {
			if strings.Contains(text, paper.Token) || strings.Contains(text, paper.Signature) || strings.Contains(text, string(p.slips[i].Token)) {
				t.Errorf("%s: a token or its signature stands there", name)
			}
		}
	}
}

// comesInGroups: choices and tokens come five at least at once, by one transaction, in
// the order of their bytes, which are random. So who has the key file and every state
// that there ever was learns what a group chose together, and nothing of one of it.
func (p *poll) comesInGroups(t *testing.T, h *hall) {
	t.Helper()
	for table, column := range map[string]string{"box_papers": "sealed", "box_tokens": "token"} {
		groups := map[int][]*sighting{}
		count := 0
		for _, s := range h.spy.between(p.from, p.to) {
			if s.table == table {
				groups[s.at] = append(groups[s.at], s)
				count++
			}
		}
		if count != members || len(groups) < 2 {
			t.Errorf("%s: %d rows in %d groups", table, count, len(groups))
		}
		for _, group := range groups {
			if len(group) < box.Group {
				t.Errorf("%s: %d came alone", table, len(group))
			}
			bytes, places := byKey(group, column), byKey(group, "place")
			if !slices.Equal(bytes, places) {
				t.Errorf("%s: rows lie in another order than that of their bytes", table)
			}
			for _, s := range group {
				if s.key("xmin") != group[0].key("xmin") {
					t.Errorf("%s: a group came by several transactions", table)
				}
			}
		}
	}
}
