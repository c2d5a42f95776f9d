package meetings

import (
	"slices"
	"strings"
	"time"
)

// Times are when each entry of a published agenda is due, one after the other from the
// start of the session by their time boxes. What has no time box is open to the end.
func (m *Meeting) Times(entries []VersionEntry) map[string]Span {
	out := make(map[string]Span, len(entries))
	at := m.StartsAt
	for _, e := range entries {
		until := at.Add(time.Duration(e.Minutes) * time.Minute)
		out[e.ID] = Span{at, until}
		if e.Minutes == 0 && e.Kind != Heading {
			out[e.ID] = Span{at, later(m.EndsAt, at)}
		}
		at = until
	}
	return out
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Around is the time from the first to the last of spans.
func Around(spans []Span) Span {
	var out Span
	for i, s := range spans {
		if i == 0 || s.From.Before(out.From) {
			out.From = s.From
		}
		out.Until = later(out.Until, s.Until)
	}
	return out
}

// ItemsOf are the items whose guest a person is, in the order of the agenda.
func (a Agenda) ItemsOf(guest string) []Entry {
	var out []Entry
	for _, e := range a.Live() {
		if slices.Contains(e.Guests, guest) {
			out = append(out, e)
		}
	}
	return out
}

// Classes, from open to closed.
var classes = []string{"public", "internal", "restricted", "placeholder"}

// Class is the highest class of what is on the agenda: what may be said of the session
// outside the application depends on it. A class that is not known is the highest.
func (a Agenda) Class() string {
	most := 0
	for _, e := range a.Live() {
		at := slices.Index(classes, e.Class)
		switch {
		case e.Class == "":
		case at < 0:
			return classes[len(classes)-1]
		default:
			most = max(most, at)
		}
	}
	return classes[most]
}

// MayBeNamed says whether a mail or a calendar outside the application may carry the
// title of a session whose agenda is of a class. A guest is told none, so that the
// class of items that he must not know of shows nowhere.
func MayBeNamed(class string, p Part) bool {
	return p != AsGuest && (class == "public" || class == "internal")
}

// where is the place of a meeting as told to those invited.
func (m *Meeting) where() string {
	return strings.Join([]string{string(m.Mode), m.Place, m.Link}, "\n")
}

// Bring gives the invitations that change so that the list says what the meeting is:
// members and guests of items are on it, who is neither any more is not, and
// everybody is told what is new: that he is invited, another time or place, a new
// version of the agenda, that the session is cancelled. published is the agenda as
// published last. Members are those of the list as it stands; nil once it is frozen.
// Before a meeting is convened nobody is told anything.
func (m *Meeting) Bring(l GuestList, members []Member, agenda Agenda, published []VersionEntry, id func() string, by string, now time.Time) []Invitation {
	if m.ConvenedAt == nil {
		return nil
	}
	b := bringing{m: m, list: slices.Clone(l), id: id, by: by, now: now, changed: map[string]bool{}}
	if m.State != Cancelled {
		b.members(members)
		b.guests(agenda)
	}
	times := m.Times(published)
	for _, e := range agenda.Live() { // not published yet
		if _, ok := times[e.ID]; !ok {
			times[e.ID] = Span{m.StartsAt, m.EndsAt}
		}
	}
	for n := range b.list {
		b.tell(&b.list[n], agenda, times)
	}
	return slices.DeleteFunc(b.list, func(i Invitation) bool { return !b.changed[i.ID] })
}

type bringing struct {
	m       *Meeting
	list    GuestList
	id      func() string
	by      string
	now     time.Time
	changed map[string]bool
}

func (b *bringing) members(members []Member) {
	if members == nil {
		return
	}
	for _, x := range members {
		if at := b.find(x.Person, Invitation.Live); at >= 0 {
			if i := &b.list[at]; i.Part != AsMember {
				i.Part, i.Unit, i.For, i.Reply = AsMember, "", "", Invited
				i.forget()
				b.touch(i)
			}
			continue
		}
		b.put(x.Person, AsMember)
	}
	for n := range b.list {
		if i := &b.list[n]; i.Part == AsMember && i.Live() && !isMember(members, i.Person) {
			b.drop(i)
			if at := slices.IndexFunc(b.list, func(x Invitation) bool { return x.For == i.Person && x.Live() }); at >= 0 {
				b.list[at].standDown(b.now)
				b.changed[b.list[at].ID] = true
			}
		}
	}
}

func (b *bringing) guests(agenda Agenda) {
	var guests []string
	for _, e := range agenda.Live() {
		for _, g := range e.Guests {
			if !slices.Contains(guests, g) {
				guests = append(guests, g)
			}
		}
	}
	for n := range b.list {
		i := &b.list[n]
		if i.Part != AsGuest || !i.Live() {
			continue
		}
		whole := slices.ContainsFunc(b.list, func(x Invitation) bool { return x.Person == i.Person && x.Live() && x.Part != AsGuest })
		if whole || !slices.Contains(guests, i.Person) {
			b.drop(i)
		}
	}
	for _, g := range guests {
		if b.find(g, Invitation.Live) < 0 {
			b.put(g, AsGuest)
		}
	}
}

func (b *bringing) find(person string, which func(Invitation) bool) int {
	return slices.IndexFunc(b.list, func(i Invitation) bool { return i.Person == person && which(i) })
}

// put invites a person in a part, again where he was before.
func (b *bringing) put(person string, part Part) {
	if at := b.find(person, func(i Invitation) bool { return !i.Live() && i.Part == part }); at >= 0 {
		if i, err := b.list[at].again(b.by, b.now); err == nil {
			b.list[at] = i
			b.changed[i.ID] = true
		}
		return
	}
	i := Invitation{ID: b.id(), Meeting: b.m.ID, Part: part, Person: person}.first(b.by, b.now)
	b.list = append(b.list, i)
	b.changed[i.ID] = true
}

func (b *bringing) drop(i *Invitation) {
	if i.move(ActUninvite, b.now) == nil {
		b.changed[i.ID] = true
	}
}

// touch makes a row one that changes, with the next rev, once.
func (b *bringing) touch(i *Invitation) {
	if !b.changed[i.ID] {
		b.changed[i.ID] = true
		i.Rev++
	}
	i.ChangedAt = b.now
}

// tell says to one invitation what is new, if anything is.
func (b *bringing) tell(i *Invitation, agenda Agenda, times map[string]Span) {
	span := Span{b.m.StartsAt, b.m.EndsAt}
	if i.Part == AsGuest {
		var own []Span
		for _, e := range agenda.ItemsOf(i.Person) {
			own = append(own, times[e.ID])
		}
		span = Around(own)
	}
	news, ok := b.news(*i, span)
	if !ok {
		return
	}
	b.touch(i)
	i.Told, i.ToldAt, i.Version = news, &b.now, b.m.Version
	if news == NewsAgenda {
		return
	}
	i.Sequence++
	if i.Live() {
		i.Span, i.Where = span, b.m.where()
	}
}

func (b *bringing) news(i Invitation, span Span) (News, bool) {
	switch {
	case !i.Live():
		return NewsUninvited, i.Told != "" && i.Told != NewsUninvited && b.m.State != Cancelled
	case b.m.State == Cancelled:
		return NewsCancelled, i.Told != "" && i.Told != NewsCancelled
	case i.ToldAt == nil && i.Part == AsUnit && i.Person == "":
		return NewsNaming, true
	case i.ToldAt == nil:
		return NewsInvited, true
	case i.Reply == Declined:
		return "", false
	case !i.Span.equal(span) || i.Where != b.m.where():
		return NewsMoved, true
	case i.Version < b.m.Version && i.Part != AsGuest:
		return NewsAgenda, true
	}
	return "", false
}
