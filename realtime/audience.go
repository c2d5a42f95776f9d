package realtime

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ecabinet"
)

type audienceKey struct{ topic, key string }

// audience is shared by all connections of one key in one topic, and holds the
// views that were made for them.
type audience struct {
	log   *log
	grant Audience
	heard heard     // as it stands in positions
	users int       // guarded by log.mu
	idle  time.Time // since when it has no users; guarded by log.mu
	burst *burst    // what the append under way brings; touched by the goroutine of the log alone

	mu      sync.Mutex
	slots   map[string]*slot
	seen    map[string]sighting
	forgot  int64 // the log had come here when seen was emptied
	partial bool  // a client may hold things that it got elsewhere, of which seen knows nothing
}

// sighting is what is known of a thing that was asked for.
type sighting struct {
	visible bool   // it was visible to this audience at some time
	shown   bool   // at the last reading
	sum     uint64 // of what is said of it
	since   int64  // whoever was served up to here or further has been told just that
	asof    int64  // of the last reading
}

// slot is the place of one thing's view. One reader at a time, so that what is
// read later is never older, and those who wait find it done.
type slot struct {
	mu      sync.Mutex
	current atomic.Pointer[view]
	used    atomic.Int64 // unix seconds
}

type outcome int

const (
	shown  outcome = iota
	gone           // was visible to this audience, is no longer
	hidden         // never was: this audience does not hear that it exists
	unsure         // not visible, and nobody knows whether it was
	failed
)

// view is one thing as one audience sees it, framed for the wire.
type view struct {
	asof    int64 // the log had reached this number before the rows were read
	upto    int64 // the journal had, after: nobody is shown it before the log has come there
	since   int64 // whoever was served up to here or further holds it already
	bare    bool  // it says its rev alone, so that something happened: also where the clock stands
	outcome outcome
	frame   []byte // nil: nothing is said
	size    int64
	at      time.Time
}

func (l *log) audienceLocked(a Audience) *audience {
	k := audienceKey{a.Topic, a.Key}
	found := l.audiences[k]
	if found == nil {
		a.ValidUntil = time.Time{} // belongs to one actor
		found = &audience{
			log: l, grant: a, heard: heard{topic: digest8(a.Topic), audience: digest8(a.Topic, a.Key)},
			slots: map[string]*slot{}, seen: map[string]sighting{},
		}
		rand.Read(found.heard.memory[:])
		l.audiences[k] = found
		if l.hearers[a.Topic] == nil {
			l.hearers[a.Topic] = map[*audience]struct{}{}
		}
		l.hearers[a.Topic][found] = struct{}{}
	}
	found.users++
	return found
}

func (l *log) releaseLocked(a *audience) {
	if a.users--; a.users == 0 {
		a.idle = time.Now()
	}
}

// idleAudiencesFor is how long the memory of an audience outlives its last
// connection, so that one who comes back soon is told exactly what went.
const idleAudiencesFor = 5 * time.Minute

func (l *log) forgetIdleAudiences() {
	before := time.Now().Add(-idleAudiencesFor)
	l.mu.Lock()
	defer l.mu.Unlock()
	for k, a := range l.audiences {
		if a.users == 0 && a.idle.Before(before) {
			delete(l.audiences, k)
			if delete(l.hearers[k.topic], a); len(l.hearers[k.topic]) == 0 {
				delete(l.hearers, k.topic)
			}
			a.drop(0)
		}
	}
}

// resumed notes that a client came back, and says whether with things that another
// node, or an earlier memory of this audience, has sent.
func (a *audience) resumed(memory [8]byte) (elsewhere bool) {
	if memory == a.heard.memory {
		return false
	}
	a.mu.Lock()
	a.partial = true
	a.mu.Unlock()
	return true
}

func (a *audience) slot(ref string) *slot {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.slots[ref]
	if s == nil {
		s = &slot{}
		a.slots[ref] = s
	}
	s.used.Store(time.Now().Unix())
	return s
}

// cached gives the view if it has been made already.
func (a *audience) cached(ref string, need int64) *view {
	if v := a.slot(ref).current.Load(); v.serves(need) {
		return v
	}
	return nil
}

// view gives the thing as it was at need or later; read at most once for all who
// ask at the same time.
func (a *audience) view(ref string, need int64) *view { return a.viewFor(ref, need, false) }

// viewFor is view, and says for whom: whole for one who begins to hear the topic.
func (a *audience) viewFor(ref string, need int64, whole bool) *view {
	s := a.slot(ref)
	if v := s.current.Load(); v.serves(need) {
		return v
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.current.Load(); v.serves(need) {
		return v
	}
	v := a.read(ref)
	a.note(ref, v, need, whole)
	old := s.current.Swap(v)
	if old != nil {
		a.log.cached.Add(-old.size)
	}
	if a.log.cached.Add(v.size) > a.log.hub.cfg.Limits.CacheBytes {
		s.current.Store(nil)
		a.log.cached.Add(-v.size)
	}
	return v
}

// serves: a failed reading is tried again after a second.
func (v *view) serves(need int64) bool {
	return v != nil && v.asof >= need && (v.outcome != failed || time.Since(v.at) < time.Second)
}

func (a *audience) read(ref string) *view {
	v := &view{asof: a.log.head.Load(), at: time.Now()}
	cfg := &a.log.hub.cfg
	kind, _, _ := strings.Cut(ref, "/")
	read := cfg.Views[kind]
	if read == nil {
		v.outcome = hidden
		cfg.Log.Error("no view for kind", "kind", kind)
		return v
	}
	ctx, cancel := context.WithTimeout(ecabinet.WithActor(a.log.hub.base, ecabinet.SystemActor(a.grant.Body)), cfg.Limits.ViewWithin)
	defer cancel()
	rev, data, err := readView(ctx, read, a.grant, ref)
	var raw json.RawMessage
	if err == nil {
		raw, err = encodeData(data, cfg.Limits.ViewBytes)
	}
	if err == nil {
		v.upto, err = cfg.Source.LastSeq(ctx, a.grant.Body)
	}
	cfg.Observe.Viewed(kind, time.Since(v.at), err)
	switch {
	case err == nil:
		a.remember(ref, true)
		v.outcome, v.bare = shown, string(raw) == fmt.Sprintf(`{"rev":%d}`, rev)
		v.hold(viewFrame{"view", a.grant.Topic, ref, rev, raw})
	case denied(err):
		if v.outcome = a.remember(ref, false); v.outcome == gone {
			v.hold(goneFrame{"gone", a.grant.Topic, ref})
		}
	default:
		v.outcome = failed
		if ctx.Err() == nil || a.log.hub.base.Err() == nil {
			cfg.Log.Error("read view", "kind", kind, "error", err)
		}
	}
	return v
}

// readView keeps a panic of one view from ending the server.
func readView(ctx context.Context, read View, a Audience, ref string) (rev int64, data any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("view panicked: %v", p)
		}
	}()
	return read(ctx, a, ref)
}

func encodeData(data any, limit int) (json.RawMessage, error) {
	raw, ok := data.(json.RawMessage)
	if !ok {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(data); err != nil {
			return nil, fmt.Errorf("encode view: %w", err)
		}
		raw = bytes.TrimRight(b.Bytes(), "\n")
	}
	if len(raw) > limit {
		return nil, fmt.Errorf("view of %d bytes is above the limit", len(raw))
	}
	if ok && !json.Valid(raw) {
		return nil, errors.New("view is not JSON")
	}
	return raw, nil
}

func denied(err error) bool {
	switch ecabinet.KindOf(err) {
	case ecabinet.NotFound, ecabinet.Forbidden:
		return true
	}
	return false
}

func (v *view) hold(frame any) {
	v.frame = framed(encode(frame))
	v.size = int64(len(v.frame))
}

// remember notes whether ref is visible now and says what its absence means.
func (a *audience) remember(ref string, visible bool) outcome {
	const most = 100_000
	a.mu.Lock()
	defer a.mu.Unlock()
	was, known := a.seen[ref]
	if len(a.seen) >= most {
		a.seen = map[string]sighting{}
		a.forgot = a.log.head.Load()
		a.partial = true
	}
	switch {
	case visible:
		was.visible = true
		a.seen[ref] = was
		return shown
	case was.visible:
		return gone // stays so: a client that is behind still has to hear it
	}
	a.seen[ref] = was
	if !known && a.partial {
		return unsure
	}
	return hidden
}

// note finds since when a view is what this audience has been told. Read for the change
// at need, whoever was served up to need has it from this reading or a later one. That
// does not hold where a reading before this had covered need; nor for one who begins to
// hear the topic (whole), or of what was not there before, where the rows may be newer
// than the log: what they show is then new to all who have not come so far either.
func (a *audience) note(ref string, v *view, need int64, whole bool) {
	if v.outcome == failed || v.outcome == unsure {
		return // everyone is told of a gap
	}
	sum := maphash.Bytes(sums, v.frame)
	a.mu.Lock()
	defer a.mu.Unlock()
	was := a.seen[ref]
	before := max(was.asof, a.forgot)
	certain := need > before && (v.upto <= v.asof || was.shown && !whole)
	was.asof, was.shown = max(was.asof, v.asof), v.outcome == shown
	switch {
	case v.bare, whole && v.outcome != shown: // of the second nobody is told now
		v.since = math.MaxInt64
		if !v.bare {
			was.sum = 0 // whoever came now holds nothing: should it come back as it was, that is new
		}
		a.seen[ref] = was
		return
	case was.sum == sum:
	case certain:
		was.since = need
	default:
		was.since = max(v.asof+1, v.upto)
	}
	was.sum = sum
	a.seen[ref] = was
	v.since = was.since
}

var sums = maphash.MakeSeed()

// drop forgets views that nobody has asked for since age.
func (a *audience) drop(age time.Duration) {
	before := time.Now().Add(-age).Unix()
	a.mu.Lock()
	defer a.mu.Unlock()
	for ref, s := range a.slots {
		if s.used.Load() > before || !s.mu.TryLock() {
			continue
		}
		if v := s.current.Swap(nil); v != nil {
			a.log.cached.Add(-v.size)
		}
		s.mu.Unlock()
		delete(a.slots, ref)
	}
}

// forgetRights drops what no position that the log can still serve is older than.
func (l *log) forgetRights() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for person, seq := range l.rights {
		if seq <= l.floor {
			delete(l.rights, person)
		}
	}
}

// sweep drops views and ended signals that everyone has passed.
func (l *log) sweep(age time.Duration) {
	l.mu.RLock()
	all := make([]*audience, 0, len(l.audiences))
	for _, a := range l.audiences {
		all = append(all, a)
	}
	l.mu.RUnlock()
	for _, a := range all {
		a.drop(age)
	}
	l.forgetRights()
	l.sweepSignals()
	l.forgetIdleAudiences()
}
