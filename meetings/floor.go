package meetings

import (
	"cmp"
	"slices"
	"time"

	"ecabinet"
)

// SpeechKind is what somebody asks the floor for.
type SpeechKind string

// The kinds of request. A point of order comes before everything that waits.
const (
	Speech       SpeechKind = "speech"
	Reply        SpeechKind = "reply"
	PointOfOrder SpeechKind = "point_of_order"
	Inquiry      SpeechKind = "inquiry" // chất vấn: a question put to the drafter
)

// SpeechState is where a request stands.
type SpeechState string

// The states of a request.
const (
	Asked    SpeechState = "asked"
	Speaking SpeechState = "speaking"
	Held     SpeechState = "held" // the clock is stopped, the floor kept
	Spoken   SpeechState = "spoken"
	Dropped  SpeechState = "dropped" // taken back, or the item ended before
)

// Request is one wish to speak, from asking to the end of the speech.
type Request struct {
	ID      string
	Meeting string
	Item    string
	Person  string
	Kind    SpeechKind
	State   SpeechState
	AskedAt time.Time
	Place   int           // set by the chair, from 1; 0: in the order of asking
	Limit   time.Duration // of the clock; 0: none
	Used    time.Duration // of the clock, without what runs since Since
	Since   *time.Time    // the clock runs since then; nil: it stands
	BegunAt *time.Time
	EndedAt *time.Time
	Rev     int64

	Subject string // of an inquiry: what is asked
	Answers string // the inquiry that this speech answers, "" for none
}

// MaxSubject is the longest text of an inquiry, in characters.
const MaxSubject = 1000

// Spent is how long the speaker has spoken by now.
func (r Request) Spent(now time.Time) time.Duration {
	if r.Since == nil {
		return r.Used
	}
	return r.Used + max(0, now.Sub(*r.Since))
}

// Floor is the requests of one item.
type Floor []Request

// Queue is who waits to speak, in the order in which they are to be called: points
// of order first, then as the chair has placed them, then as they asked. Inquiries
// wait in a queue of their own.
func (f Floor) Queue() []Request { return f.waiting(false) }

// Questions are the inquiries that wait to be put, in their order.
func (f Floor) Questions() []Request { return f.waiting(true) }

func (f Floor) waiting(inquiries bool) []Request {
	var out []Request
	for _, r := range f {
		if r.State == Asked && (r.Kind == Inquiry) == inquiries {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(x, y Request) int {
		return cmp.Or(
			cmp.Compare(rank(x), rank(y)),
			cmp.Compare(cmp.Or(x.Place, 1<<30), cmp.Or(y.Place, 1<<30)),
			x.AskedAt.Compare(y.AskedAt), cmp.Compare(x.ID, y.ID),
		)
	})
	return out
}

func rank(r Request) int {
	if r.Kind == PointOfOrder {
		return 0
	}
	return 1
}

// Has is who has the floor: who speaks, or whose clock is held.
func (f Floor) Has() (Request, bool) {
	for _, state := range []SpeechState{Speaking, Held} {
		if i := slices.IndexFunc(f, func(r Request) bool { return r.State == state }); i >= 0 {
			return f[i], true
		}
	}
	return Request{}, false
}

// Open are the inquiries that were put and that nobody has answered or answers yet,
// the first put first.
func (f Floor) Open() []Request {
	var out []Request
	for _, r := range f {
		answered := slices.ContainsFunc(f, func(a Request) bool { return a.Answers == r.ID && a.BegunAt != nil })
		if r.Kind == Inquiry && r.State == Spoken && !answered {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(x, y Request) int { return x.BegunAt.Compare(*y.BegunAt) })
	return out
}

// Times is how often a person has had the floor on this item.
func (f Floor) Times(person string) int {
	n := 0
	for _, r := range f {
		if r.Person == person && r.BegunAt != nil {
			n++
		}
	}
	return n
}

// Talk is how often and how long somebody has had the floor.
type Talk struct {
	Person string
	Times  int
	Spent  time.Duration // without what runs since Since
	Since  *time.Time    // the clock of this person runs since then
}

// Talks sums up who has spoken, in the order of their first speech: of one item, or
// of a whole session where f holds the requests of all its items.
func (f Floor) Talks() []Talk {
	begun := slices.DeleteFunc(slices.Clone(f), func(r Request) bool { return r.BegunAt == nil })
	slices.SortStableFunc(begun, func(x, y Request) int { return x.BegunAt.Compare(*y.BegunAt) })
	var out []Talk
	for _, r := range begun {
		i := slices.IndexFunc(out, func(t Talk) bool { return t.Person == r.Person })
		if i < 0 {
			i = len(out)
			out = append(out, Talk{Person: r.Person})
		}
		out[i].Times++
		out[i].Spent += r.Used
		if r.Since != nil {
			out[i].Since = r.Since
		}
	}
	return out
}

// Ask puts a request into the queue. One request a person waits at a time.
func (m *Meeting) Ask(f Floor, it Item, r Request, now time.Time) (Request, error) {
	if m.State != Running || it.Stage != Current {
		return r, ecabinet.E(ecabinet.Refused, "meeting.item_runs_not")
	}
	if !slices.Contains([]SpeechKind{Speech, Reply, PointOfOrder, Inquiry}, r.Kind) {
		var bad fields
		bad.add("kind", "meeting.speech_unknown")
		return r, bad.err()
	}
	least, most := 0, 0
	if r.Kind == Inquiry {
		least, most = 1, MaxSubject
	}
	var bad fields
	if bad.text("subject", r.Subject, least, most); bad.err() != nil {
		return r, bad.err()
	}
	if slices.ContainsFunc(f, func(o Request) bool { return o.Person == r.Person && o.State == Asked }) {
		return r, ecabinet.E(ecabinet.Refused, "meeting.asked_already")
	}
	r.Meeting, r.Item, r.State, r.AskedAt, r.Rev = m.ID, it.ID, Asked, now, 1
	return r, nil
}

// Grant gives the floor to somebody who has not asked: the drafter who presents, or
// whoever answers the inquiry that r.Answers names. Where that person waits, it is
// that request that is called.
func (m *Meeting) Grant(f Floor, it Item, r Request, limit time.Duration, now time.Time) ([]Request, error) {
	if r.Answers != "" && !slices.ContainsFunc(f, func(o Request) bool { return o.ID == r.Answers && o.Kind == Inquiry && o.BegunAt != nil }) {
		return nil, ecabinet.E(ecabinet.NotFound, "meeting.request_not_found")
	}
	if r.Answers == "" {
		if i := slices.IndexFunc(f, func(o Request) bool { return o.Person == r.Person && o.State == Asked }); i >= 0 {
			return m.Call(f, f[i].ID, limit, now)
		}
	}
	if has, ok := f.Has(); ok && has.Person == r.Person {
		return nil, ecabinet.E(ecabinet.Refused, "meeting.speaks_already")
	}
	if m.State != Running || it.Stage != Current {
		return nil, ecabinet.E(ecabinet.Refused, "meeting.item_runs_not")
	}
	r.Meeting, r.Item, r.State, r.AskedAt = m.ID, it.ID, Asked, now
	return m.Call(append(slices.Clone(f), r), r.ID, limit, now)
}

// Reorder places the waiting requests in the order of ids; those not named follow.
// ids are all of the queue, or all of the inquiries.
func (f Floor) Reorder(ids []string) ([]Request, error) {
	queue := f.Queue()
	if asked := f.Questions(); slices.ContainsFunc(asked, func(r Request) bool { return slices.Contains(ids, r.ID) }) {
		queue = asked
	}
	for i, id := range ids {
		if slices.Contains(ids[:i], id) || !slices.ContainsFunc(queue, func(r Request) bool { return r.ID == id }) {
			return nil, ecabinet.E(ecabinet.Stale, "request.stale")
		}
	}
	at := func(r Request) int {
		if i := slices.Index(ids, r.ID); i >= 0 {
			return i
		}
		return len(ids)
	}
	slices.SortStableFunc(queue, func(x, y Request) int { return cmp.Compare(at(x), at(y)) })
	for i := range queue {
		queue[i].Place = i + 1
		queue[i].Rev++
	}
	return queue, nil
}

// Call gives the floor to a request; who has it, ends. A point of order only holds
// the speaker's clock, and the speaker goes on afterwards.
func (m *Meeting) Call(f Floor, id string, limit time.Duration, now time.Time) ([]Request, error) {
	if !m.Allows(ActConduct) {
		return nil, ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(m.State), "act", string(ActConduct))
	}
	i := slices.IndexFunc(f, func(r Request) bool { return r.ID == id })
	if i < 0 {
		return nil, ecabinet.E(ecabinet.NotFound, "meeting.request_not_found")
	}
	next := f[i]
	if next.State != Asked && next.State != Held {
		return nil, ecabinet.E(ecabinet.Refused, "meeting.request_over")
	}
	var changed []Request
	for _, before := range f {
		switch goesOn := next.Kind == PointOfOrder && before.Kind != PointOfOrder; {
		case before.ID == id, before.State != Speaking && before.State != Held, goesOn && before.State == Held:
			continue
		case goesOn:
			before.hold(now)
		default:
			before.end(now)
		}
		changed = append(changed, before)
	}
	next.State, next.Since = Speaking, &now
	if next.BegunAt == nil {
		next.BegunAt, next.Limit = &now, limit
	}
	next.Rev++
	return append(changed, next), nil
}

func (r *Request) hold(now time.Time) {
	r.Used, r.Since, r.State = r.Spent(now), nil, Held
	r.Rev++
}

func (r *Request) end(now time.Time) {
	r.Used, r.Since, r.State, r.EndedAt = r.Spent(now), nil, Spoken, &now
	r.Rev++
}

// Hold stops the speaker's clock.
func (r *Request) Hold(now time.Time) error {
	if r.State != Speaking {
		return ecabinet.E(ecabinet.Refused, "meeting.nobody_speaks")
	}
	r.hold(now)
	return nil
}

// End takes the floor back from the speaker.
func (r *Request) End(now time.Time) error {
	if r.State != Speaking && r.State != Held {
		return ecabinet.E(ecabinet.Refused, "meeting.nobody_speaks")
	}
	r.end(now)
	return nil
}

// Drop takes a request that waits out of the queue.
func (r *Request) Drop(now time.Time) error {
	if r.State != Asked {
		return ecabinet.E(ecabinet.Refused, "meeting.request_over")
	}
	r.State, r.EndedAt = Dropped, &now
	r.Rev++
	return nil
}

// Clear ends everything that waits or speaks when an item ends.
func (f Floor) Clear(now time.Time) []Request {
	var changed []Request
	for _, r := range f {
		switch r.State {
		case Asked:
			r.State, r.EndedAt = Dropped, &now
			r.Rev++
		case Speaking, Held:
			r.end(now)
		default:
			continue
		}
		changed = append(changed, r)
	}
	return changed
}
