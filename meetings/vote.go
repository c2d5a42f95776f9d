package meetings

import (
	"slices"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// VoteState is where a vote stands.
type VoteState string

// The states of a vote.
const (
	VoteOpen      VoteState = "open"
	VoteClosed    VoteState = "closed"
	VoteCancelled VoteState = "cancelled" // kept on record, never counted
)

// Vote is one vote in the room, by name or secret, on one item, or by name on the
// consent block: then each item gets the same choices on its own base.
type Vote struct {
	ID      string
	Body    string
	Meeting string
	Rev     int64
	No      int // 1, 2, ... in the meeting
	Items   []string
	Text    string // what is asked
	Options []Option
	State   VoteState
	Repeats string // the vote that this one repeats, ""

	Secret bool
	Phase  Phase // of an open secret vote, ""
	Taken  int   // papers that were given out, once none is any more
	Boxed  int   // papers in the box; it moves in groups

	OpenedAt     time.Time
	OpenedBy     string
	QuorumOpen   procedure.QuorumResult
	ClosedAt     *time.Time
	ClosedBy     string
	QuorumClose  procedure.QuorumResult // zero before closing
	LetStand     bool                   // the quorum was lost in between, and the chair let the vote stand
	CancelledFor string
	Tallies      []ItemTally // of a closed vote, one for each item
}

// Option is one named option of a vote.
type Option struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// ItemTally is what a vote came to for one item.
type ItemTally struct {
	Item  string          `json:"item"`
	Tally procedure.Tally `json:"tally"`
}

// Cast is one version of one seat's choice; the last counts until the vote closes.
type Cast struct {
	ID       string
	Body     string
	Vote     string
	Seat     int
	Revision int // 1, 2, ... in its seat
	Person   string
	Choice   procedure.Choice
	Absent   bool // voted remotely, without being present
	At       time.Time

	Record     string // canonical JSON that was confirmed
	RecordHash string
	Nonce      string
	RowHash    string
}

// law is the question as the rules see it. Silence in session is never agreement.
func (v *Vote) law() procedure.Question {
	q := procedure.Question{Key: v.ID, InSession: true}
	for _, o := range v.Options {
		q.Options = append(q.Options, o.Key)
	}
	return q
}

// OpenVote opens a vote on the running item, or while none runs on items of the consent
// block, which are in block. It needs the quorum, and that no other vote is open.
func (m *Meeting) OpenVote(v Vote, items []Item, block []Entry, others []Vote, seats []Seat, q procedure.QuorumResult, now time.Time) (Vote, error) {
	var f fields
	f.text("text", v.Text, 1, 1000)
	if len(v.Options) == 1 {
		f.add("options", "meeting.options_few")
	}
	for i, o := range v.Options {
		if slices.ContainsFunc(v.Options[:i], func(p Option) bool { return p.Key == o.Key }) || o.Text == "" {
			f.add("options", "meeting.options_alike")
		}
	}
	if err := f.err(); err != nil {
		return v, err
	}
	if err := noneOpen(others); err != nil {
		return v, err
	}
	if err := m.votable(v, items, block); err != nil {
		return v, err
	}
	if v.Repeats != "" && !slices.ContainsFunc(others, func(o Vote) bool { return o.ID == v.Repeats && slices.Contains(o.Items, items[0].ID) }) {
		return v, ecabinet.E(ecabinet.NotFound, "meeting.vote_not_found")
	}
	if v.Secret {
		if err := v.checkSecret(items, seats); err != nil {
			return v, err
		}
		v.Phase = Taking
	}
	if !q.Met {
		return v, ecabinet.E(ecabinet.Refused, "meeting.no_quorum", "present", q.Present, "needed", q.Needed)
	}
	if err := m.move(ActVote); err != nil {
		return v, err
	}
	v.Meeting, v.Body, v.Rev, v.State, v.OpenedAt, v.QuorumOpen, v.Items = m.ID, m.Body, 1, VoteOpen, now, q, nil
	for _, it := range items {
		v.Items = append(v.Items, it.ID)
	}
	for _, o := range others {
		v.No = max(v.No, o.No)
	}
	v.No++
	return v, nil
}

// noneOpen refuses what cannot be done while a vote is open.
func noneOpen(votes []Vote) error {
	if slices.ContainsFunc(votes, func(o Vote) bool { return o.State == VoteOpen }) {
		return ecabinet.E(ecabinet.Refused, "meeting.vote_open")
	}
	return nil
}

// votable says whether these items may be voted on now: the running one alone, or some
// of the consent block, together, while none runs.
func (m *Meeting) votable(v Vote, items []Item, block []Entry) error {
	if len(items) == 0 {
		return ecabinet.E(ecabinet.Refused, "meeting.vote_on_nothing")
	}
	for i, it := range items {
		if it.Kind != Decide {
			return ecabinet.E(ecabinet.Refused, "meeting.item_not_decided")
		}
		if it.Stage == Current && len(items) == 1 {
			continue
		}
		if it.Stage != Waiting || m.Current != "" {
			return ecabinet.E(ecabinet.Refused, "meeting.vote_not_now")
		}
		same := func(id string) bool { return id == it.ID }
		twice := slices.ContainsFunc(items[:i], func(x Item) bool { return same(x.ID) })
		if twice || !slices.ContainsFunc(block, func(e Entry) bool { return same(e.ID) }) {
			return ecabinet.E(ecabinet.Refused, "meeting.not_in_block", "title", it.Title)
		}
		if len(v.Options) > 0 {
			return ecabinet.E(ecabinet.Refused, "meeting.block_plain")
		}
	}
	return nil
}

// Booth is what decides whether one member may cast in a vote: the vote, and of the
// room only what concerns the member.
type Booth struct {
	Meeting *Meeting
	Vote    *Vote
	Seat    Seat
	Turnout Turnout
	Recused []string   // the items of the meeting from which the member is recused
	Here    Attendance // the member's own
}

// MayCast says whether the member may cast at now, and whether this is done remotely,
// by an absent member.
func (b *Booth) MayCast(now time.Time) (absent bool, err error) {
	if b.Vote.Secret {
		return false, ecabinet.E(ecabinet.Refused, "meeting.vote_secret")
	}
	return b.mayVote(now)
}

func (b *Booth) mayVote(now time.Time) (absent bool, err error) {
	if b.Vote.State != VoteOpen {
		return false, ecabinet.E(ecabinet.Refused, "meeting.vote_closed")
	}
	if b.Meeting.State != Running {
		return false, ecabinet.E(ecabinet.Refused, "meeting.not_now", "state", string(b.Meeting.State), "act", string(ActVote))
	}
	if !slices.ContainsFunc(b.Vote.Items, func(id string) bool { return !slices.Contains(b.Recused, id) }) {
		return false, ecabinet.E(ecabinet.Refused, "meeting.recused")
	}
	p, here := b.Here.At(b.Seat.Person, now)
	switch {
	case here && p.counts():
		return false, nil
	case !b.Meeting.Profile.AbsentMayVoteRemotely:
		return true, ecabinet.E(ecabinet.Refused, "meeting.absent_may_not_vote")
	case !here:
		return true, ecabinet.E(ecabinet.Refused, "meeting.check_in_first")
	}
	return true, nil
}

// CheckChoice says whether a choice is one that the vote offers. Discussion is what
// a ballot asks for; in the room one speaks.
func (v *Vote) CheckChoice(c procedure.Choice) error {
	if c == "" || c == procedure.Discuss || c == procedure.Blank || !v.law().Accepts(c) {
		var f fields
		f.add("choice", "meeting.choice_unknown")
		return f.err()
	}
	return nil
}

// Close counts the vote, item by item: who is recused from one counts as the
// profile says, for that item only. A quorum that was lost since the opening asks
// the chair: letStand, or the vote is cancelled and repeated.
func (v *Vote) Close(p procedure.Profile, items []Item, seats []Seat, casts []Cast, here Attendance, letStand bool, now time.Time) error {
	q := here.Quorum(p, seats, now)
	switch {
	case v.State != VoteOpen:
		return ecabinet.E(ecabinet.Refused, "meeting.vote_closed")
	case v.Secret:
		return ecabinet.E(ecabinet.Refused, "meeting.vote_secret")
	}
	if !q.Met && !letStand {
		return ecabinet.E(ecabinet.Refused, "meeting.quorum_lost", "present", q.Present, "needed", q.Needed)
	}
	var tallies []ItemTally
	for _, id := range v.Items {
		i := slices.IndexFunc(items, func(it Item) bool { return it.ID == id })
		if i < 0 {
			return ecabinet.E(ecabinet.NotFound, "meeting.item_not_found")
		}
		t, err := procedure.Count(p, v.law(), votesOf(items[i], seats, casts, here, now))
		if err != nil {
			return err
		}
		tallies = append(tallies, ItemTally{Item: id, Tally: t})
	}
	v.State, v.ClosedAt, v.QuorumClose, v.LetStand, v.Tallies = VoteClosed, &now, q, !q.Met, tallies
	v.Rev++
	return nil
}

// votesOf is what stands for each seat in the vote on one item: its last cast, or whether
// its member is there without one. Who cast and left has taken part.
func votesOf(it Item, seats []Seat, casts []Cast, here Attendance, now time.Time) []procedure.Vote {
	last := map[int]Cast{}
	for _, c := range casts {
		if c.Revision > last[c.Seat].Revision {
			last[c.Seat] = c
		}
	}
	votes := make([]procedure.Vote, len(seats))
	for i, s := range seats {
		c, cast := last[s.No]
		v := procedure.Vote{
			Seat: s.No, Person: s.Person, Choice: c.Choice, TieMark: s.TieMark,
			Absent: c.Absent, Recused: slices.Contains(it.Recused, s.Person),
		}
		if !cast && !v.Recused {
			there, ok := here.At(s.Person, now)
			v.Absent = !ok || !there.counts()
		}
		votes[i] = v
	}
	return votes
}

// Adopt concludes in one act the items of a consent block that the closed vote
// adopted, which ran as long as it did, and returns them; the others wait for their turn.
func (v *Vote) Adopt(items []Item, now time.Time) []Item {
	var out []Item
	for i, it := range items {
		if it.Stage != Waiting || v.Tallies[i].Tally.Outcome != procedure.Adopted {
			continue
		}
		it.Stage, it.Outcome, it.BegunAt, it.EndedAt, it.Presenter = Done, Adopted, &v.OpenedAt, &now, ""
		it.Rev++
		out = append(out, it)
	}
	return out
}

// Cancel takes a vote back, open or closed, with a reason; what was cast is kept
// and never counts.
func (v *Vote) Cancel(reason string, concluded bool) error {
	var f fields
	f.text("reason", reason, 1, MaxNote)
	if err := f.err(); err != nil {
		return err
	}
	if v.State == VoteCancelled || concluded {
		return ecabinet.E(ecabinet.Refused, "meeting.vote_closed")
	}
	v.State, v.Phase, v.CancelledFor = VoteCancelled, "", reason
	v.Rev++
	return nil
}

// adopts says whether the closed vote adopts an item.
func (v Vote) adopts(item string) bool {
	i := slices.IndexFunc(v.Tallies, func(t ItemTally) bool { return t.Item == item })
	if i < 0 {
		return false
	}
	o := v.Tallies[i].Tally.Outcome
	return o == procedure.Adopted || o == procedure.OptionChosen
}
