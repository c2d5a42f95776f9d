package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/procedure"
)

// VoteOptionView is a named option of a vote.
type VoteOptionView struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// TallyView is what a vote came to for one item.
type TallyView struct {
	Item     string      `json:"item"`
	Outcome  string      `json:"outcome"`
	Sentence Text        `json:"sentence"`
	Base     int         `json:"base"`
	Needed   int         `json:"needed"`
	Counts   []CountView `json:"counts" doc:"by choice, in the order shown; with not_answered they are all seats"`
	None     int         `json:"not_answered"`
	Recused  int         `json:"recused"`
	Sides    []SideView  `json:"sides" doc:"who chose what; a vote by name is public to those who see the meeting"`
	OfSent   Text        `json:"of_sent"`
	OfCast   Text        `json:"of_answered"`
}

// CountView is how many made one choice.
type CountView struct {
	Choice string `json:"choice"`
	Count  int    `json:"count"`
}

// SideView is one seat's choice.
type SideView struct {
	Seat    int    `json:"seat"`
	Name    string `json:"name"`
	Choice  string `json:"choice" doc:"empty: none"`
	Recused bool   `json:"recused"`
}

// VoteView is one vote of the meeting.
type VoteView struct {
	ID           string           `json:"id"`
	No           int              `json:"no"`
	Items        []string         `json:"items"`
	Text         string           `json:"text"`
	Options      []VoteOptionView `json:"options" doc:"none: agree, disagree, other"`
	Choices      []string         `json:"choices"`
	State        string           `json:"state" enum:"open,closed,cancelled"`
	Repeats      string           `json:"repeats"`
	OpenedAt     time.Time        `json:"opened_at"`
	ClosedAt     *time.Time       `json:"closed_at"`
	QuorumOpen   QuorumView       `json:"quorum_open"`
	QuorumClose  *QuorumView      `json:"quorum_close"`
	LetStand     bool             `json:"let_stand"`
	CancelledFor string           `json:"cancelled_for"`
	Seats        int              `json:"seats"`
	Turnout      string           `json:"turnout" doc:"the signal that says who has voted"`
	Secret       bool             `json:"secret"`
	Phase        string           `json:"phase" enum:",taking,casting,counting" doc:"of an open secret vote"`
	Taken        int              `json:"taken" doc:"papers that were given out, once none is any more"`
	Boxed        int              `json:"boxed" doc:"papers in the box; it moves in groups"`
	Box          *BoxView         `json:"box" doc:"of an open secret vote"`
	Tallies      []TallyView      `json:"tallies" doc:"of a closed vote"`
}

// VotesView is the votes of a meeting, the newest first.
type VotesView struct {
	Rev   int64      `json:"rev"`
	Votes []VoteView `json:"votes"`
}

// TurnoutView is the signal that says who has voted, never what.
type TurnoutView struct {
	Cast  int   `json:"cast"`
	Seats []int `json:"seats"`
}

// choices are what a vote offers, in the order shown; a secret one a blank paper in
// place of an opinion in words.
func choices(v meetings.Vote) []string {
	last := procedure.Other
	if v.Secret {
		last = procedure.Blank
	}
	if len(v.Options) == 0 {
		return []string{string(procedure.Agree), string(procedure.Disagree), string(last)}
	}
	var out []string
	for _, o := range v.Options {
		out = append(out, string(procedure.OptionChoice(o.Key)))
	}
	return append(out, string(last))
}

func (a *API) votesView(ctx context.Context, s Sight, id string) (*VotesView, error) {
	rev, err := a.rev(ctx, s, id)
	if err != nil {
		return nil, err
	}
	v := &VotesView{Rev: rev, Votes: []VoteView{}}
	if !s.Whole {
		return v, nil
	}
	votes, err := a.store.Votes(ctx, id)
	if err != nil {
		return nil, err
	}
	seats, err := a.store.Seats(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, vote := range slices.Backward(votes) {
		if !slices.ContainsFunc(vote.Items, s.opens) {
			continue
		}
		view, err := a.voteView(ctx, s, vote, seats)
		if err != nil {
			return nil, err
		}
		v.Votes = append(v.Votes, view)
	}
	return v, nil
}

func (a *API) voteView(ctx context.Context, s Sight, v meetings.Vote, seats []meetings.Seat) (view VoteView, err error) {
	view = voteView(s, v, seats)
	if v.Secret && v.State == meetings.VoteOpen {
		view.Box, err = a.boxView(ctx, v.ID)
	}
	return view, err
}

func voteView(s Sight, v meetings.Vote, seats []meetings.Seat) VoteView {
	out := VoteView{
		ID: v.ID, No: v.No, Items: slices.DeleteFunc(slices.Clone(v.Items), func(id string) bool { return !s.opens(id) }), Text: v.Text,
		Options: []VoteOptionView{}, Choices: choices(v), State: string(v.State), Repeats: v.Repeats, OpenedAt: v.OpenedAt, ClosedAt: v.ClosedAt,
		QuorumOpen: *quorumView(v.QuorumOpen), LetStand: v.LetStand, CancelledFor: v.CancelledFor, Seats: len(seats), Tallies: []TallyView{},
		Turnout: turnoutRef(v), Secret: v.Secret, Phase: string(v.Phase), Taken: v.Taken, Boxed: v.Boxed,
	}
	for _, o := range v.Options {
		out.Options = append(out.Options, VoteOptionView(o))
	}
	if v.State == meetings.VoteClosed {
		out.QuorumClose = quorumView(v.QuorumClose)
		for _, t := range v.Tallies {
			if s.opens(t.Item) {
				out.Tallies = append(out.Tallies, tallyView(v, t, seats))
			}
		}
	}
	return out
}

func tallyView(v meetings.Vote, t meetings.ItemTally, seats []meetings.Seat) TallyView {
	title := func(key string) string {
		for _, o := range v.Options {
			if o.Key == key {
				return o.Text
			}
		}
		return key
	}
	x := t.Tally
	out := TallyView{
		Item: t.Item, Outcome: string(x.Outcome), Sentence: Text{x.SentenceWith("vi", title), x.SentenceWith("en", title)},
		Base: x.Base, Needed: x.Needed, None: x.NotAnswered, Recused: x.Recused, Counts: []CountView{}, Sides: []SideView{},
		OfSent: Text{procedure.Percent(x.OfSent, "vi"), procedure.Percent(x.OfSent, "en")},
		OfCast: Text{procedure.Percent(x.OfAnswered, "vi"), procedure.Percent(x.OfAnswered, "en")},
	}
	counts := map[string]int{
		string(procedure.Agree): x.Agree, string(procedure.Disagree): x.Disagree, string(procedure.Other): x.Other, string(procedure.Blank): x.Blank,
	}
	for _, o := range x.Options {
		counts[string(procedure.OptionChoice(o.Key))] = o.Total
	}
	for _, side := range x.Sides {
		name := ""
		if i := slices.IndexFunc(seats, func(s meetings.Seat) bool { return s.No == side.Seat }); i >= 0 {
			name = seats[i].Name
		}
		choice := string(side.Choice)
		if side.Recused {
			choice = ""
		}
		out.Sides = append(out.Sides, SideView{side.Seat, name, choice, side.Recused})
	}
	for _, c := range choices(v) {
		out.Counts = append(out.Counts, CountView{c, counts[c]})
	}
	return out
}

// MyMeetingView is a person's own part in a meeting. It holds only what that person
// did or was entered for: whether a vote is open to him follows from this, the seats,
// the agenda and the vote, each of which is heard by itself.
type MyMeetingView struct {
	Rev    int64        `json:"rev"`
	Manner string       `json:"manner" doc:"empty: not checked in"`
	Since  *time.Time   `json:"since"`
	Marks  []MyMarkView `json:"marks"`
	Casts  []MyCastView `json:"casts" doc:"the last in each vote by name"`
	Papers []string     `json:"papers" doc:"secret votes in which I took a paper; what I chose is not known"`

	Signing  string          `json:"signing_session" doc:"the sign-in whose signing window is open for votes here, until one leaves or it is adjourned; empty: none"`
	Opinions []MyOpinionView `json:"opinions" doc:"what I wrote on each item, as it counts"`
	Copies   []CopyView      `json:"copies" doc:"on paper, that I received"`
}

// MyOpinionView is one's own written opinion on an item.
type MyOpinionView struct {
	Item     string    `json:"item"`
	Text     string    `json:"text"`
	Revision int       `json:"revision" doc:"goes back with a change"`
	At       time.Time `json:"at"`
}

// MyMarkView is one's own mark on an item.
type MyMarkView struct {
	Item string `json:"item"`
	Mark string `json:"mark" enum:"no_objection,objects,speaks"`
	Note string `json:"note"`
}

// MyCastView is one's own choice in a vote: the receipt.
type MyCastView struct {
	Vote     string    `json:"vote"`
	Choice   string    `json:"choice"`
	Revision int       `json:"revision"`
	At       time.Time `json:"at"`
	Hash     string    `json:"record_hash"`
}

// mine is what concerns one person alone.
func (a *API) mine(ctx context.Context, meeting, person string) (*MyMeetingView, error) {
	m, err := a.store.Mine(ctx, meeting, person)
	if err != nil {
		return nil, err
	}
	v := &MyMeetingView{
		Rev: m.Rev, Marks: []MyMarkView{}, Casts: []MyCastView{}, Opinions: []MyOpinionView{}, Papers: append([]string{}, m.Papers...), Copies: []CopyView{},
	}
	if p, ok := m.Here.At(person, a.router.Now()); ok {
		v.Manner, v.Since, v.Signing = string(p.Manner), &p.From, p.Session
	}
	for _, o := range m.Opinions.Last() {
		v.Opinions = append(v.Opinions, MyOpinionView{o.Item, o.Text, o.Revision, o.At})
	}
	for _, c := range m.Copies {
		v.Copies = append(v.Copies, copyView(c, &named{api: a}))
	}
	for _, p := range m.Positions {
		v.Marks = append(v.Marks, MyMarkView{p.Item, string(p.Mark), p.Note})
	}
	for _, c := range m.Casts {
		v.Casts = append(v.Casts, MyCastView{c.Vote, string(c.Choice), c.Revision, c.At, c.RecordHash})
	}
	return v, nil
}

type openVoteInput struct {
	ByID
	Body struct {
		Items   []string `json:"items" minItems:"1" maxItems:"100"`
		Text    string   `json:"text" maxLength:"1000"`
		Options []string `json:"options" maxItems:"8" doc:"none: agree, disagree, other"`
		Repeats string   `json:"repeats,omitempty" maxLength:"40"`
		Secret  bool     `json:"secret,omitempty" doc:"choices are cast without a name"`
	}
}

type closeVoteInput struct {
	ByID
	Body struct {
		LetStand bool `json:"let_stand" doc:"the chair's answer where the quorum was lost meanwhile"`
	}
}

type reasonInput struct {
	ByID
	Body struct {
		Reason string `json:"reason" maxLength:"4000"`
	}
}

type prepareInput struct {
	ByID
	Body struct {
		Choice string `json:"choice" maxLength:"40"`
	}
}

type confirmInput struct {
	ByID
	Body struct {
		Record string `json:"record" maxLength:"20000"`
		Seal   string `json:"seal" maxLength:"2000"`
	}
}

// PreparedView is what the confirmation is drawn from.
type PreparedView struct {
	Record  string    `json:"record" doc:"canonical JSON: the exact bytes that will be stored"`
	Hash    string    `json:"hash"`
	Seal    string    `json:"seal"`
	Expires time.Time `json:"expires_at"`
}

func (a *API) voteRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "list-votes", Method: http.MethodGet, Path: "/api/meetings/{id}/votes", Object: "meeting", Action: "read-meeting",
		Summary: "The votes of a meeting, the newest first"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[VotesView], error) {
			s, err := a.look(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			v, err := a.votesView(ctx, s, in.ID)
			return &out[VotesView]{v}, err
		})
	httpx.Handle(a.router, httpx.Op{ID: "open-vote", Method: http.MethodPost, Path: "/api/meetings/{id}/votes", Object: "vote", Action: "open-vote",
		Summary: "Open a vote on the running item, or on a consent block"}, a.onMotion,
		func(ctx context.Context, in *openVoteInput) (*out[VoteView], error) {
			var options []meetings.Option
			for i, text := range in.Body.Options {
				options = append(options, meetings.Option{Key: optionKey(i), Text: text})
			}
			ref, err := a.service.OpenVote(ctx, in.ID, meetings.Motion{
				Items: in.Body.Items, Text: in.Body.Text, Options: options, Repeats: in.Body.Repeats, Secret: in.Body.Secret,
			})
			return a.oneVote(ctx, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "close-vote", Method: http.MethodPost, Path: "/api/votes/{id}/close", Object: "vote", Action: "close-vote",
		Summary: "Close and count a vote"}, onVote[closeVoteInput](a),
		func(ctx context.Context, in *closeVoteInput) (*out[VoteView], error) {
			ref, err := a.service.CloseVote(ctx, in.ID, in.Body.LetStand)
			return a.ended(ctx, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "cancel-vote", Method: http.MethodPost, Path: "/api/votes/{id}/cancel", Object: "vote", Action: "cancel-vote",
		Summary: "Take a vote back, with a reason; what was cast is kept and never counts"}, onVote[reasonInput](a),
		func(ctx context.Context, in *reasonInput) (*out[VoteView], error) {
			ref, err := a.service.CancelVote(ctx, in.ID, in.Body.Reason)
			return a.ended(ctx, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "prepare-vote", Method: http.MethodPost, Path: "/api/votes/{id}/prepare", Object: "vote", Action: "cast-vote", NoKey: true,
		Summary: "Make the exact record of my choice, to be confirmed"}, onVote[prepareInput](a),
		func(ctx context.Context, in *prepareInput) (*out[PreparedView], error) {
			p, err := a.service.Prepare(ctx, in.ID, procedure.Choice(in.Body.Choice), a.router.Now())
			if err != nil {
				return nil, err
			}
			v := PreparedView(*p)
			return &out[PreparedView]{&v}, nil
		})
	httpx.Handle(a.router, httpx.Op{ID: "cast-vote", Method: http.MethodPost, Path: "/api/votes/{id}/cast", Object: "vote", Action: "cast-vote", Signing: true,
		Summary: "Cast the prepared choice; the reply says that it is stored"}, signsVote[confirmInput](a),
		func(ctx context.Context, in *confirmInput) (*out[MyMeetingView], error) {
			if _, err := a.service.Confirm(ctx, in.ID, in.Body.Record, in.Body.Seal); err != nil {
				return nil, err
			}
			meeting, err := a.store.MeetingOf(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			actor := ecabinet.ActorFrom(ctx)
			a.turnouts.add(in.ID, actor.Body)
			mine, err := a.mine(ctx, meeting, actor.Person)
			return &out[MyMeetingView]{mine}, err
		})
}

func optionKey(i int) string { return "o" + string(rune('1'+i)) }

// ended is the reply of an act that has ended a vote, whose turnout nobody asks for now.
func (a *API) ended(ctx context.Context, ref string, err error) (*out[VoteView], error) {
	reply, err := a.oneVote(ctx, ref, err)
	if err == nil {
		err = a.tellTurnout(ctx, reply.Body.ID)
	}
	return reply, err
}

func (a *API) oneVote(ctx context.Context, ref string, err error) (*out[VoteView], error) {
	if err != nil {
		return nil, err
	}
	v, err := a.store.Vote(ctx, idOf(ref))
	if err != nil {
		return nil, err
	}
	seats, err := a.store.Seats(ctx, v.Meeting)
	if err != nil {
		return nil, err
	}
	s, err := a.look(ctx, v.Meeting)
	if err != nil {
		return nil, err
	}
	view, err := a.voteView(ctx, s, *v, seats)
	return &out[VoteView]{&view}, err
}
