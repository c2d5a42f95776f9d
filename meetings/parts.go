package meetings

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"ecabinet/procedure"
)

// Text is one text in both languages.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// Told is what a part says by itself, in both languages.
type Told struct {
	VI []Block `json:"vi"`
	EN []Block `json:"en"`
}

// Block is a piece of a paper: a paragraph, a list, or a table. One of them is there.
type Block struct {
	Text  string     `json:"text,omitempty"`
	Bold  bool       `json:"bold,omitempty"`
	List  []string   `json:"list,omitempty"`
	Table string     `json:"table,omitempty"` // what the table is of: attendance, speeches, counts
	Head  []string   `json:"head,omitempty"`
	Rows  [][]string `json:"rows,omitempty"`
}

// DeedPart is one part of a deed as it is built from the story of its session.
type DeedPart struct {
	Key   string // "opening", "attendance", "item:<id>", "closing", "basis", "effect"
	Item  string // "" for a part that is of no item
	Title Text
	Told  Told
	Begin string // the text that the secretariat begins with
}

// Parts builds a deed of a kind. A resolution of a session that adopted nothing has
// no parts: there is none.
func (s *Story) Parts(kind DeedKind) []DeedPart {
	switch kind {
	case DeedMinutes:
		return s.minutes()
	case DeedNotice:
		return s.notice()
	case DeedResolution:
		return s.resolution()
	}
	return nil
}

func (s *Story) part(key, item, title, begin string, tell func(p pen) []Block) DeedPart {
	in := func(lang string) []Block {
		blocks := tell(pen{s, lang})
		return slices.DeleteFunc(append([]Block{}, blocks...), Block.empty)
	}
	return DeedPart{
		Key: key, Item: item, Begin: begin, Told: Told{in("vi"), in("en")},
		Title: Text{pen{s, "vi"}.say(title), pen{s, "en"}.say(title)},
	}
}

func (b Block) empty() bool { return b.Text == "" && len(b.List) == 0 && len(b.Rows) == 0 }

// itemPart is a part about one item, called by the item's title.
func (s *Story) itemPart(e Entry, begin string, tell func(p pen) []Block) DeedPart {
	p := s.part("item:"+e.ID, e.ID, "", begin, tell)
	p.Title = Text{e.Title, e.Title}
	return p
}

func (s *Story) minutes() []DeedPart {
	out := []DeedPart{s.part("opening", "", "opening", "", pen.opening), s.part("attendance", "", "attendance", "", pen.attendance)}
	for _, e := range s.Ran() {
		out = append(out, s.itemPart(e, "", func(p pen) []Block { return p.item(e) }))
	}
	return append(out, s.part("closing", "", "closing", "", pen.closing))
}

// notice holds the conclusion of every item that ran, also of those sent back.
func (s *Story) notice() []DeedPart {
	vi := pen{s, "vi"}
	out := []DeedPart{s.part("opening", "", "notice.opening", vi.say("notice.begin"), pen.held)}
	for _, e := range s.Ran() {
		if e.Stage == Done {
			out = append(out, s.itemPart(e, e.Conclusion, func(p pen) []Block { return p.concluded(e) }))
		}
	}
	return append(out, s.part("closing", "", "notice.closing", vi.say("notice.end"), func(pen) []Block { return nil }))
}

// resolution holds what was adopted, and nothing else.
func (s *Story) resolution() []DeedPart {
	vi := pen{s, "vi"}
	var items []DeedPart
	for _, e := range s.Ran() {
		if e.Outcome == Adopted {
			items = append(items, s.itemPart(e, e.Conclusion, func(p pen) []Block { return p.adopted(e) }))
		}
	}
	if len(items) == 0 {
		return nil
	}
	out := append([]DeedPart{s.part("basis", "", "resolution.basis", "", pen.basis)}, items...)
	return append(out, s.part("effect", "", "resolution.effect", vi.say("resolution.end"), func(pen) []Block { return nil }))
}

// Recipients are to whom a deed goes, as the secretariat begins with them.
func (s *Story) Recipients(kind DeedKind) []string {
	p := pen{s, "vi"}
	out := []string{p.say("to.members")}
	if kind != DeedMinutes {
		for _, e := range s.Ran() {
			if e.Lead != "" && !slices.Contains(out, e.Lead) && (kind == DeedNotice || e.Outcome == Adopted) {
				out = append(out, e.Lead)
			}
		}
	}
	return append(out, p.say("to.file"))
}

// pen writes the story in one language.
type pen struct {
	*Story
	lang string
}

// say is a text of deedWords; params alternate name and value.
func (p pen) say(code string, params ...any) string {
	text := deedWords[code].VI
	if p.lang == "en" {
		text = deedWords[code].EN
	}
	for i := 0; i+1 < len(params); i += 2 {
		text = strings.ReplaceAll(text, "{"+params[i].(string)+"}", fmt.Sprint(params[i+1]))
	}
	return text
}

func (p pen) line(code string, params ...any) Block { return Block{Text: p.say(code, params...)} }

// strong is a line that stands out.
func strong(b Block) Block { b.Bold = true; return b }

func (p pen) clock(t time.Time) string { return t.In(p.Zone).Format("15:04") }
func (p pen) date(t time.Time) string  { return t.In(p.Zone).Format("02/01/2006") }
func (p pen) day(d procedure.Date) string {
	return fmt.Sprintf("%02d/%02d/%d", d.Day, int(d.Month), d.Year)
}
func (p pen) weekday(t time.Time) string {
	return p.say(fmt.Sprintf("weekday.%d", t.In(p.Zone).Weekday()))
}

// span is from when to when somebody was there.
func (p pen) span(x Presence) string {
	if x.Until == nil {
		return p.say("since", "from", p.clock(x.From))
	}
	return p.say("span", "from", p.clock(x.From), "to", p.clock(*x.Until))
}

func (p pen) length(d time.Duration) string {
	d = d.Round(time.Second)
	m, s := int(d/time.Minute), int(d%time.Minute/time.Second)
	if m == 0 {
		return p.say("seconds", "s", s)
	}
	return p.say("minutes", "m", m, "s", fmt.Sprintf("%02d", s))
}

// who is a person with the first post.
func (p pen) who(person string) string {
	if seat, ok := p.seat(person); ok && len(seat.Posts) > 0 {
		return seat.Name + ", " + seat.Posts[0]
	}
	return p.Name(person)
}

func (p pen) names(persons []string) string {
	list := make([]string, len(persons))
	for i, x := range persons {
		list[i] = p.Name(x)
	}
	return strings.Join(list, ", ")
}

// opening says when, where and how the session was held, and by which rules.
func (p pen) opening() []Block {
	m := p.Meeting
	out := []Block{}
	if m.OpenedAt != nil && m.AdjournedAt != nil {
		out = append(out, p.line("held.time", "from", p.clock(*m.OpenedAt), "to", p.clock(*m.AdjournedAt), "weekday", p.weekday(*m.OpenedAt), "date", p.date(*m.OpenedAt)))
	}
	if m.Place != "" {
		out = append(out, p.line("held.place", "place", m.Place))
	}
	out = append(out, p.line("held."+string(m.Mode)), p.line("held.chair", "name", p.who(m.Chair)))
	if m.Version > 0 {
		out = append(out, p.line("held.agenda", "count", len(p.Ran())+len(p.NotTaken()), "version", m.Version))
	}
	if title := cmp.Or(m.Profile.Title[p.lang], m.Profile.Title["vi"]); title != "" {
		out = append(out, p.line("held.rules", "rules", title))
	}
	for _, b := range p.Breaks {
		if b.Until.IsZero() {
			out = append(out, p.line("held.break_open", "from", p.clock(b.From)))
		} else {
			out = append(out, p.line("held.break", "from", p.clock(b.From), "to", p.clock(b.Until)))
		}
	}
	return out
}

// attendance says who was there, how and when, and the quorum at the opening.
func (p pen) attendance() []Block {
	h := p.heads()
	out := []Block{
		p.line("heads", "members", h.Members, "room", h.Room, "online", h.Online, "remote", h.Remote, "absent", h.Absent),
		strong(p.line("quorum.open", "sentence", p.quorum().Sentence(p.lang))),
	}
	t := Block{Table: "attendance", Head: []string{p.say("no"), p.say("member"), p.say("post"), p.say("attended")}}
	for _, seat := range p.Seats {
		t.Rows = append(t.Rows, []string{fmt.Sprint(seat.No), seat.Name, strings.Join(seat.Posts, "; "), p.attendedBy(seat)})
	}
	out = append(out, t)
	var others []string
	for _, x := range p.others() {
		others = append(others, fmt.Sprintf("%s (%s, %s)", p.Name(x.Person), p.say("manner."+string(x.Manner)), p.span(x)))
	}
	if len(others) > 0 {
		out = append(out, p.line("others"), Block{List: others})
	}
	return out
}

// attendedBy is a member's attendance over time, and who sat in the member's place.
func (p pen) attendedBy(seat Seat) string {
	var list []string
	for _, x := range p.attended(seat.Person) {
		if x.Substitute != "" {
			continue
		}
		text := p.say("manner."+string(x.Manner)) + ", " + p.span(x)
		if x.LeftBy != ByItself && x.Until != nil && p.Meeting.AdjournedAt != nil && x.Until.Before(*p.Meeting.AdjournedAt) && !p.stays(x) {
			text += " (" + p.say("left") + ")"
		}
		list = append(list, text)
	}
	if len(list) == 0 {
		list = append(list, p.say("absent"))
	}
	for _, x := range p.substitutes(seat.Person) {
		list = append(list, p.say("substitute", "name", p.Name(x.Person), "span", p.span(x)))
	}
	return strings.Join(list, "; ")
}

// stays says whether the end of a presence was the beginning of another.
func (p pen) stays(x Presence) bool {
	return slices.ContainsFunc(p.Attendance, func(o Presence) bool { return o.Person == x.Person && o.ID != x.ID && o.From.Equal(*x.Until) })
}

// item says everything that happened to one item.
func (p pen) item(e Entry) []Block {
	ran := p.line("item.ran", "number", e.Number, "from", p.clock(*e.BegunAt))
	if e.EndedAt != nil {
		ran = p.line("item.ran_to", "number", e.Number, "from", p.clock(*e.BegunAt), "to", p.clock(*e.EndedAt))
	}
	out := []Block{ran}
	if e.Lead != "" {
		out = append(out, p.line("item.lead", "lead", e.Lead))
	}
	if e.Chair != "" && e.Chair != p.Meeting.Chair {
		out = append(out, p.line("item.chair", "name", p.who(e.Chair)))
	}
	if len(e.Recused) > 0 {
		out = append(out, p.line("item.recused", "names", p.names(e.Recused)))
	}
	if len(e.Papers) > 0 {
		list := Block{}
		for _, x := range e.Papers {
			text := p.say("paper", "title", x.Title, "number", x.Number)
			if at, ok := p.shown(e.ID, x.Version); ok {
				text += p.say("paper.shown", "at", p.clock(at))
			}
			list.List = append(list.List, text)
		}
		out = append(out, p.line("item.papers"), list)
	}
	out = append(out, p.speakers(e.ID)...)
	for _, v := range p.votes(e.ID) {
		out = append(out, p.vote(v, e.Item)...)
	}
	return append(out, p.outcome(e.Item)...)
}

func (p pen) speakers(item string) []Block {
	held := p.speeches(item)
	if len(held) == 0 {
		return []Block{p.line("speeches.none")}
	}
	t := Block{Table: "speeches", Head: []string{p.say("no"), p.say("speaker"), p.say("speech"), p.say("at"), p.say("length")}}
	for i, r := range held {
		kind := p.say("speech." + string(r.Kind))
		if r.Subject != "" {
			kind += ": " + r.Subject
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), p.who(r.Person), kind, p.clock(*r.BegunAt), p.length(r.Used)})
	}
	return []Block{p.line("speeches"), t}
}

// vote is one vote as it concerns an item. Who chose what is told where the vote was
// by name; of a cancelled vote nothing is counted.
func (p pen) vote(v Vote, it Item) []Block {
	out := []Block{strong(p.line("vote", "no", v.No, "text", v.Text))}
	if v.Repeats != "" {
		if i := slices.IndexFunc(p.Votes, func(o Vote) bool { return o.ID == v.Repeats }); i >= 0 {
			out = append(out, p.line("vote.repeats", "no", p.Votes[i].No))
		}
	}
	if len(v.Items) > 1 {
		out = append(out, p.line("vote.block", "count", len(v.Items)))
	}
	if v.Secret {
		out = append(out, p.line("vote.secret"))
	}
	out = append(out, p.line("quorum.vote", "at", p.clock(v.OpenedAt), "sentence", v.QuorumOpen.Sentence(p.lang)))
	if v.State == VoteCancelled {
		return append(out, p.line("vote.cancelled", "reason", v.CancelledFor))
	}
	if v.ClosedAt != nil {
		out = append(out, p.line("quorum.closed", "at", p.clock(*v.ClosedAt), "sentence", v.QuorumClose.Sentence(p.lang)))
	}
	if v.LetStand {
		out = append(out, strong(p.line("vote.stood")))
	}
	t, ok := v.tally(it.ID)
	if !ok {
		return out
	}
	return append(out, p.counts(v, t)...)
}

func (p pen) counts(v Vote, t procedure.Tally) []Block {
	table := Block{Table: "counts", Rows: [][]string{nil}}
	add := func(head string, n int) {
		table.Head, table.Rows[0] = append(table.Head, head), append(table.Rows[0], fmt.Sprint(n))
	}
	by := map[procedure.Choice][]string{}
	for _, side := range t.Sides {
		if v.Secret && !side.Recused { // of a secret vote nobody's side is known, nor who stayed out
			continue
		}
		name := side.Person
		if i := slices.IndexFunc(p.Seats, func(x Seat) bool { return x.No == side.Seat }); i >= 0 {
			name = p.Seats[i].Name
		}
		choice := side.Choice
		if side.Recused {
			choice = "recused"
		}
		by[choice] = append(by[choice], name)
	}
	var names []Block
	for _, c := range v.choices() {
		add(p.choice(v, c), v.count(t, c))
		if len(by[c]) > 0 {
			names = append(names, p.line("vote.names", "choice", p.choice(v, c), "count", len(by[c]), "names", strings.Join(by[c], ", ")))
		}
	}
	add(p.say("choice.none"), t.NotAnswered-t.Recused)
	if t.Recused > 0 {
		add(p.say("choice.recused"), t.Recused)
	}
	add(p.say("total"), t.N)
	for _, c := range []procedure.Choice{"", "recused"} {
		if len(by[c]) > 0 {
			names = append(names, p.line("vote.names", "choice", p.choice(v, c), "count", len(by[c]), "names", strings.Join(by[c], ", ")))
		}
	}
	out := []Block{table, strong(Block{Text: p.sentence(v, t)}), p.line("vote.base", "base", t.Base, "needed", t.Needed)}
	return append(out, names...)
}

// sentence is the outcome of a vote with its reason.
func (p pen) sentence(v Vote, t procedure.Tally) string {
	s := t.SentenceWith(p.lang, v.title)
	return strings.TrimRight(s, ". ") + "."
}

// title is the text of an option.
func (v Vote) title(key string) string {
	if i := slices.IndexFunc(v.Options, func(o Option) bool { return o.Key == key }); i >= 0 {
		return v.Options[i].Text
	}
	return key
}

// choices are what a vote offers, in the order shown.
func (v Vote) choices() []procedure.Choice {
	if len(v.Options) == 0 {
		if v.Secret {
			return []procedure.Choice{procedure.Agree, procedure.Disagree, procedure.Blank}
		}
		return []procedure.Choice{procedure.Agree, procedure.Disagree, procedure.Other}
	}
	var out []procedure.Choice
	for _, o := range v.Options {
		out = append(out, procedure.OptionChoice(o.Key))
	}
	if v.Secret {
		return append(out, procedure.Blank)
	}
	return append(out, procedure.Other)
}

// count is how many made one choice.
func (v Vote) count(t procedure.Tally, c procedure.Choice) int {
	switch c {
	case procedure.Agree:
		return t.Agree
	case procedure.Disagree:
		return t.Disagree
	case procedure.Other:
		return t.Other
	case procedure.Blank:
		return t.Blank
	}
	key, _ := c.Option()
	for _, o := range t.Options {
		if o.Key == key {
			return o.Total
		}
	}
	return 0
}

func (p pen) choice(v Vote, c procedure.Choice) string {
	if key, ok := c.Option(); ok {
		return v.title(key)
	}
	return p.say("choice." + cmp.Or(string(c), "none"))
}

// outcome is what became of an item, what the chair concluded, and when it comes back.
func (p pen) outcome(it Item) []Block {
	if it.Outcome == "" {
		return []Block{p.line("item.open")}
	}
	out := []Block{strong(p.line("outcome", "outcome", p.say("outcome."+string(it.Outcome))))}
	if it.Conclusion != "" {
		out = append(out, p.line("conclusion", "name", p.Name(p.chair(it)), "text", it.Conclusion))
	}
	return append(out, p.back(it))
}

// back is the day by which an item comes back, nothing where it does not.
func (p pen) back(it Item) Block {
	if it.ResubmitBy == nil {
		return Block{}
	}
	return p.line("resubmit", "lead", cmp.Or(it.Lead, p.say("lead_agency")), "date", p.day(*it.ResubmitBy))
}

// closing says how the session ended, and what was not taken up.
func (p pen) closing() []Block {
	out := []Block{}
	var gone, left []string
	for _, e := range p.NotTaken() {
		left = append(left, e.Title)
	}
	for _, it := range p.Agenda {
		if it.Stage == Withdrawn && p.Meeting.ConvenedAt != nil {
			gone = append(gone, it.Title)
		}
	}
	if len(left) > 0 {
		out = append(out, p.line("not_taken"), Block{List: left})
	}
	if len(gone) > 0 {
		out = append(out, p.line("withdrawn"), Block{List: gone})
	}
	if at := p.Meeting.AdjournedAt; at != nil {
		out = append(out, p.line("adjourned", "at", p.clock(*at), "date", p.date(*at)))
	}
	return out
}

// held introduces a notice: who chaired what, when and where, before whom.
func (p pen) held() []Block {
	m, h := p.Meeting, p.heads()
	if m.OpenedAt == nil {
		return nil
	}
	params := []any{"date", p.date(*m.OpenedAt), "place", m.Place, "name", p.who(m.Chair), "title", m.Title,
		"present", h.Room + h.Online, "members", h.Members}
	if m.Place == "" {
		return []Block{p.line("notice.held_online", params...)}
	}
	return []Block{p.line("notice.held", params...)}
}

// concluded is an item in a notice.
func (p pen) concluded(e Entry) []Block {
	out := []Block{strong(p.line("outcome", "outcome", p.say("outcome."+string(e.Outcome))))}
	if v, ok := p.decided(e.ID); ok {
		if t, ok := v.tally(e.ID); ok {
			out = append(out, p.line("decided", "sentence", p.sentence(v, t)))
		}
	}
	return append(out, p.back(e.Item))
}

// basis is what a resolution rests on.
func (p pen) basis() []Block {
	if p.Meeting.OpenedAt == nil {
		return nil
	}
	return []Block{p.line("resolution.on", "title", p.Meeting.Title, "date", p.date(*p.Meeting.OpenedAt))}
}

// adopted is an item in a resolution.
func (p pen) adopted(e Entry) []Block {
	out := []Block{}
	v, ok := p.decided(e.ID)
	if !ok {
		return append(out, p.line("resolution.adopts", "title", e.Title))
	}
	t, _ := v.tally(e.ID)
	if t.Chosen != "" {
		out = append(out, p.line("resolution.chooses", "title", e.Title, "option", v.title(t.Chosen)))
	} else {
		out = append(out, p.line("resolution.adopts", "title", e.Title))
	}
	return append(out, p.line("decided", "sentence", p.sentence(v, t)))
}
