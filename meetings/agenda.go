package meetings

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// ItemKind says what is done with an item.
type ItemKind string

// The kinds of item.
const (
	Decide  ItemKind = "decide"  // voted on, or adopted with the consent block
	Discuss ItemKind = "discuss" // opinions, no decision
	Note    ItemKind = "note"    // reported and noted
	Heading ItemKind = "heading" // holds other items together
)

// Stage is where an item stands.
type Stage string

// The stages of an item.
const (
	Waiting   Stage = "waiting"
	Current   Stage = "current"
	Done      Stage = "done"
	Withdrawn Stage = "withdrawn" // taken off the agenda; kept, so that versions compare
)

// Step is where the running item stands in the order of business (procedure §4):
// the drafter presents, the appraisal is given, the secretariat names the points
// to discuss, members speak, the drafter answers, the vote, the chair concludes.
type Step string

// The steps in their order.
const (
	StepPresent  Step = "present"
	StepAppraise Step = "appraise"
	StepPoints   Step = "points"
	StepSpeak    Step = "speak"
	StepAnswer   Step = "answer"
	StepVote     Step = "vote"
	StepConclude Step = "conclude"
)

// Steps is the order of business of a kind of item.
func (k ItemKind) Steps() []Step {
	switch k {
	case Decide:
		return []Step{StepPresent, StepAppraise, StepPoints, StepSpeak, StepAnswer, StepVote, StepConclude}
	case Discuss:
		return []Step{StepPresent, StepPoints, StepSpeak, StepAnswer, StepConclude}
	case Note:
		return []Step{StepPresent, StepConclude}
	}
	return nil
}

// Outcome is what became of an item.
type Outcome string

// The outcomes of an item. What was not adopted or put off comes back by its
// resubmission date.
const (
	Adopted    Outcome = "adopted"
	NotAdopted Outcome = "not_adopted"
	Noted      Outcome = "noted"
	Discussed  Outcome = "discussed"
	PutOff     Outcome = "put_off"
)

// Paper is one version of a paper that lies before the members for an item.
type Paper struct {
	Document string `json:"document"`
	Version  string `json:"version"`
	Number   int    `json:"number"`
	Kind     string `json:"kind"`
	Title    string `json:"title"`
	Pages    int    `json:"pages"`
	Original string `json:"original_hash"` // hex SHA-256
	Reading  string `json:"reading_hash"`  // hex SHA-256, "" where there is no reading copy
}

// Item is one entry of the agenda.
type Item struct {
	ID      string
	Meeting string
	Rev     int64
	Parent  string // another item, "" at the top
	Place   int    // among its siblings, from 0
	ItemTerms
	Recused []string // persons
	// Releases are the papers that are shown in steps.
	Releases []Release

	Stage      Stage
	Step       Step // of the running item
	Outcome    Outcome
	Conclusion string          // what the chair concluded
	ResubmitBy *procedure.Date // when it comes back
	BegunAt    *time.Time
	EndedAt    *time.Time
	Clock      Clock  // of the running item
	Presenter  string // a person whom the chair lets show pages, besides those who conduct
}

// Clock counts time that may be stopped.
type Clock struct {
	Used  time.Duration // without what runs since Since
	Since *time.Time    // it runs since then; nil: it stands
}

// Spent is what the clock shows at now.
func (c Clock) Spent(now time.Time) time.Duration {
	if c.Since == nil {
		return c.Used
	}
	return c.Used + max(0, now.Sub(*c.Since))
}

func (c *Clock) hold(now time.Time) { c.Used, c.Since = c.Spent(now), nil }

func (c *Clock) run(now time.Time) {
	if c.Since == nil {
		c.Since = &now
	}
}

// ItemTerms is what the secretariat writes of an item.
type ItemTerms struct {
	Kind    ItemKind `json:"kind"`
	Title   string   `json:"title"`
	Note    string   `json:"note"`
	Matter  string   `json:"matter"` // the dossier, "" for none
	Agency  string   `json:"agency"` // that drafts
	Lead    string   `json:"lead"`   // its name
	Chair   string   `json:"chair"`  // a person; "": who chairs the meeting
	Minutes int      `json:"minutes"`
	Class   string   `json:"class"`
	Papers  []Paper  `json:"papers"`
	Guests  []string `json:"guests"` // persons who follow this item and no other
	Source  string   `json:"source"` // "ballot/<id>" that sent it here, or ""
}

// MaxMinutes is the longest time box, MaxDepth the deepest agenda, MaxItems the
// longest one.
const (
	MaxMinutes = 600
	MaxDepth   = 3
	MaxItems   = 300
)

// Check says what is wrong with the terms of an item.
func (t ItemTerms) Check() error {
	var f fields
	f.text("title", t.Title, 1, 500)
	f.text("note", t.Note, 0, MaxNote)
	if t.Kind != Heading && len(t.Kind.Steps()) == 0 {
		f.add("kind", "meeting.item_kind_unknown")
	}
	if t.Minutes < 0 || t.Minutes > MaxMinutes {
		f.add("minutes", "meeting.minutes_range", "most", MaxMinutes)
	}
	if t.Kind == Heading && (len(t.Papers) > 0 || t.Matter != "") {
		f.add("kind", "meeting.heading_bare")
	}
	for i, g := range t.Guests {
		if slices.Contains(t.Guests[:i], g) {
			f.add(fmt.Sprintf("guests[%d]", i), "meeting.guest_twice")
		}
	}
	return f.err()
}

// Edit writes the terms of an item that is not over, and who is recused from it; they
// present nothing. While a vote on it is open, what is voted on stays as it is, with its
// papers; and nobody is recused from a secret one, in which no paper can be told from
// another.
func (it *Item) Edit(t ItemTerms, recused []string, votes []Vote) error {
	if it.Stage != Waiting && it.Stage != Current || it.Stage == Current && it.Kind != t.Kind {
		return ecabinet.E(ecabinet.Refused, "meeting.item_begun")
	}
	for _, v := range votes {
		if v.State != VoteOpen || !slices.Contains(v.Items, it.ID) {
			continue
		}
		if v.Secret && !slices.Equal(slices.Sorted(slices.Values(recused)), slices.Sorted(slices.Values(it.Recused))) {
			return ecabinet.E(ecabinet.Refused, "meeting.secret_recusal")
		}
		if t.Kind != it.Kind || t.Title != it.Title || t.Matter != it.Matter {
			return ecabinet.E(ecabinet.Refused, "meeting.vote_open")
		}
		t.Papers = it.Papers
	}
	t.Source = it.Source // where it came from does not change
	it.ItemTerms, it.Recused = t, recused
	if slices.Contains(recused, it.Presenter) {
		it.Presenter = ""
	}
	it.Rev++
	return nil
}

// Agenda is the items of a meeting, in any order; Ordered gives the order.
type Agenda []Item

// Entry is an item at its place in the ordered agenda.
type Entry struct {
	Item
	Number string // "1", "1.2"
	Depth  int    // 0 at the top
}

// Find is the item with an id.
func (a Agenda) Find(id string) (Item, bool) {
	i := slices.IndexFunc(a, func(it Item) bool { return it.ID == id })
	if i < 0 {
		return Item{}, false
	}
	return a[i], true
}

// Live are the items that were not withdrawn, in order.
func (a Agenda) Live() []Entry {
	var out []Entry
	for _, e := range a.Ordered() {
		if e.Stage != Withdrawn {
			out = append(out, e)
		}
	}
	return out
}

// Ordered is the agenda from top to bottom, each item before what stands below it.
// Withdrawn items bear no number and take none.
func (a Agenda) Ordered() []Entry {
	out := make([]Entry, 0, len(a))
	var walk func(parent, prefix string, depth int)
	walk = func(parent, prefix string, depth int) {
		n := 0
		for _, it := range a.children(parent) {
			e := Entry{Item: it, Depth: depth}
			if it.Stage != Withdrawn {
				n++
				e.Number = prefix + strconv.Itoa(n)
			}
			out = append(out, e)
			walk(it.ID, e.Number+".", depth+1)
		}
	}
	walk("", "", 0)
	return out
}

func (a Agenda) children(parent string) []Item {
	var out []Item
	for _, it := range a {
		if it.Parent == parent {
			out = append(out, it)
		}
	}
	slices.SortFunc(out, func(x, y Item) int { return cmp.Or(cmp.Compare(x.Place, y.Place), cmp.Compare(x.ID, y.ID)) })
	return out
}

func (a Agenda) depth(id string) int {
	n := 0
	for id != "" && n <= MaxDepth {
		it, _ := a.Find(id)
		id, n = it.Parent, n+1
	}
	return n
}

// height is how many levels stand at and below an item.
func (a Agenda) height(id string) int {
	most := 0
	for _, c := range a.children(id) {
		most = max(most, a.height(c.ID))
	}
	return most + 1
}

func (a Agenda) below(id, root string) bool {
	for n := 0; id != "" && n <= len(a); n++ {
		if id == root {
			return true
		}
		it, _ := a.Find(id)
		id = it.Parent
	}
	return false
}

// Place says where an item shall stand: below Parent ("" for the top), as the
// Index-th of its siblings, from 0; beyond the last means at the end.
type Place struct {
	Parent string
	Index  int
}

// Move gives the items that change when id goes to a place, with their new places.
// Their revs stay: who writes the words of an item is not disturbed by its order,
// which has a rev of its own.
// What runs or is done keeps its place before everything that waits.
func (a Agenda) Move(id string, to Place) ([]Item, error) {
	it, ok := a.Find(id)
	if !ok {
		return nil, ecabinet.E(ecabinet.NotFound, "meeting.item_not_found")
	}
	if it.Stage != Waiting {
		return nil, ecabinet.E(ecabinet.Refused, "meeting.item_begun")
	}
	if to.Parent != "" {
		parent, ok := a.Find(to.Parent)
		switch {
		case !ok:
			return nil, ecabinet.E(ecabinet.NotFound, "meeting.item_not_found")
		case a.below(to.Parent, id):
			return nil, ecabinet.E(ecabinet.Refused, "meeting.item_below_itself")
		case parent.Stage == Withdrawn || parent.Stage == Done:
			return nil, ecabinet.E(ecabinet.Refused, "meeting.item_begun")
		}
	}
	if a.depth(to.Parent)+a.height(id) > MaxDepth {
		return nil, ecabinet.E(ecabinet.Refused, "meeting.agenda_deep", "most", MaxDepth)
	}
	siblings := slices.DeleteFunc(a.children(to.Parent), func(s Item) bool { return s.ID == id })
	at := min(max(to.Index, 0), len(siblings))
	for at < len(siblings) && (siblings[at].Stage == Done || siblings[at].Stage == Current) {
		at++
	}
	it.Parent = to.Parent
	siblings = slices.Insert(siblings, at, it)
	var changed []Item
	for place, s := range siblings {
		if s.Place != place || s.ID == id {
			s.Place = place
			changed = append(changed, s)
		}
	}
	return changed, nil
}

// Add gives a new item its place at the end of its siblings.
func (a Agenda) Add(it Item) (Item, error) {
	if err := it.Check(); err != nil {
		return it, err
	}
	if len(a) >= MaxItems {
		return it, ecabinet.E(ecabinet.Refused, "meeting.agenda_long", "most", MaxItems)
	}
	if it.Parent != "" {
		if parent, ok := a.Find(it.Parent); !ok || parent.Stage == Withdrawn {
			return it, ecabinet.E(ecabinet.NotFound, "meeting.item_not_found")
		}
	}
	if a.depth(it.Parent)+1 > MaxDepth {
		return it, ecabinet.E(ecabinet.Refused, "meeting.agenda_deep", "most", MaxDepth)
	}
	it.Stage, it.Rev = Waiting, 1
	if siblings := a.children(it.Parent); len(siblings) > 0 {
		it.Place = siblings[len(siblings)-1].Place + 1
	}
	return it, nil
}

// Withdraw takes an item off the agenda, with all that stands below it.
func (a Agenda) Withdraw(id string) ([]Item, error) {
	if _, ok := a.Find(id); !ok {
		return nil, ecabinet.E(ecabinet.NotFound, "meeting.item_not_found")
	}
	var changed []Item
	for _, it := range a {
		if !a.below(it.ID, id) || it.Stage == Withdrawn {
			continue
		}
		if it.Stage != Waiting {
			return nil, ecabinet.E(ecabinet.Refused, "meeting.item_begun")
		}
		it.Stage = Withdrawn
		it.Rev++
		changed = append(changed, it)
	}
	return changed, nil
}

// Minutes is the time that the live items are given together.
func (a Agenda) Minutes() int {
	sum := 0
	for _, e := range a.Live() {
		sum += e.Item.Minutes
	}
	return sum
}

// Entries is the agenda as a version publishes it.
func (a Agenda) Entries() []VersionEntry {
	out := []VersionEntry{}
	for _, e := range a.Live() {
		out = append(out, VersionEntry{
			ID: e.ID, Number: e.Number, Depth: e.Depth, Kind: e.Kind, Title: e.Title, Lead: e.Lead, Chair: e.Chair,
			Minutes: e.Item.Minutes, Papers: e.Papers,
		})
	}
	return out
}

// Difference is one line of a comparison of two versions.
type Difference struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Change string   `json:"change"` // "added", "removed", "changed" or "moved"
	From   string   `json:"from"`   // its number before, "" where it was added
	To     string   `json:"to"`     // its number after, "" where it was removed
	Fields []string `json:"fields"` // of "changed": title, kind, lead, chair, minutes, papers
}

// Compare says what is different in the later version: in its own order, with what
// was removed at the end. An item whose number changed only because others came or
// went is not different.
func Compare(before, after []VersionEntry) []Difference {
	at := func(list []VersionEntry, id string) int {
		return slices.IndexFunc(list, func(e VersionEntry) bool { return e.ID == id })
	}
	kept := func(list, other []VersionEntry) (ids []string) {
		for _, e := range list {
			if at(other, e.ID) >= 0 {
				ids = append(ids, e.ID)
			}
		}
		return ids
	}
	stays := longestCommon(kept(before, after), kept(after, before))
	out := []Difference{}
	for _, e := range after {
		i := at(before, e.ID)
		if i < 0 {
			out = append(out, Difference{ID: e.ID, Title: e.Title, Change: "added", To: e.Number, Fields: []string{}})
			continue
		}
		old := before[i]
		if fields := changedFields(old, e); len(fields) > 0 {
			out = append(out, Difference{ID: e.ID, Title: e.Title, Change: "changed", From: old.Number, To: e.Number, Fields: fields})
		}
		if !slices.Contains(stays, e.ID) || old.Depth != e.Depth {
			out = append(out, Difference{ID: e.ID, Title: e.Title, Change: "moved", From: old.Number, To: e.Number, Fields: []string{}})
		}
	}
	for _, e := range before {
		if at(after, e.ID) < 0 {
			out = append(out, Difference{ID: e.ID, Title: e.Title, Change: "removed", From: e.Number, Fields: []string{}})
		}
	}
	return out
}

func changedFields(a, b VersionEntry) []string {
	var out []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"title", a.Title == b.Title}, {"kind", a.Kind == b.Kind}, {"lead", a.Lead == b.Lead}, {"chair", a.Chair == b.Chair},
		{"minutes", a.Minutes == b.Minutes}, {"papers", slices.Equal(a.Papers, b.Papers)},
	} {
		if !f.same {
			out = append(out, f.name)
		}
	}
	return out
}

// longestCommon is the longest sequence of ids that both lists hold in one order:
// what stayed where it was.
func longestCommon(a, b []string) []string {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				best[i][j] = best[i+1][j+1] + 1
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
			}
		}
	}
	var out []string
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, a[i])
			i, j = i+1, j+1
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// Readers are who reads the papers of each matter on the agenda: members, who chairs,
// who attends the session as a whole, and the guests of its items; less those recused
// from all of its items, and their substitutes. Of a session that was cancelled nobody
// does, nor of an item that was withdrawn.
func (a Agenda) Readers(m *Meeting, members []Member, attendees []Attendee, now time.Time) []Readers {
	var out []Readers
	for _, it := range a {
		if it.Matter == "" {
			continue
		}
		i := slices.IndexFunc(out, func(r Readers) bool { return r.Matter == it.Matter })
		if i < 0 {
			i = len(out)
			out = append(out, Readers{Meeting: m.ID, Matter: it.Matter})
		}
		if it.Stage == Withdrawn || m.State == Cancelled {
			continue
		}
		add := func(person string) {
			if person != "" && !slices.Contains(it.Recused, person) && !slices.Contains(out[i].Listed, person) {
				out[i].Listed = append(out[i].Listed, person)
			}
		}
		for _, x := range members {
			add(x.Person)
		}
		add(m.Chair)
		add(it.Chair)
		for _, x := range attendees {
			if x.For == "" || !slices.Contains(it.Recused, x.For) {
				add(x.Person)
			}
		}
		for _, g := range it.Guests {
			add(g)
		}
		out[i].Aside = append(out[i].Aside, it.Recused...)
	}
	for i := range out {
		out[i].Held = a.holds(m, out[i], members, now)
		out[i].Aside = slices.DeleteFunc(out[i].Aside, func(p string) bool { return slices.Contains(out[i].Listed, p) })
	}
	return out
}

// holds are the papers of a matter that some of its readers do not read yet. A paper
// that lies before several items is read by whoever reads it for one of them.
func (a Agenda) holds(m *Meeting, r Readers, members []Member, now time.Time) []Hold {
	var out []Hold
	first := true
	for _, it := range a {
		if it.Matter != r.Matter || it.Stage == Withdrawn {
			continue
		}
		held := it.holds(m, r.Listed, members, now)
		if first {
			out, first = held, false
			continue
		}
		out = slices.DeleteFunc(out, func(h Hold) bool {
			return !slices.ContainsFunc(held, func(x Hold) bool { return x.Document == h.Document })
		})
		for i := range out {
			k := slices.IndexFunc(held, func(x Hold) bool { return x.Document == out[i].Document })
			out[i].Persons = slices.DeleteFunc(out[i].Persons, func(p string) bool { return !slices.Contains(held[k].Persons, p) })
		}
	}
	return out
}
