package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/httpx"
)

// ChoiceData is the choice made in one question.
type ChoiceData struct {
	Question string `json:"question"`
	Choice   string `json:"choice"`
}

// MineLine is, in the lists of a member or an office, what stands at the seat.
type MineLine struct {
	Seat       int          `json:"seat"`
	Member     PersonName   `json:"member"`
	Recused    bool         `json:"recused"`
	Answer     string       `json:"answer" doc:"id of the answer that counts; only the member's own list has it"`
	Source     string       `json:"source"`
	Standing   string       `json:"standing"`
	Revision   int          `json:"revision"`
	AnsweredAt *time.Time   `json:"answered_at"`
	Choices    []ChoiceData `json:"choices"`
	Reserved   bool         `json:"reserved"`
	DraftStep  string       `json:"draft_step" doc:"where the office's draft is; empty: none"`
	Refused    bool         `json:"draft_refused"`
	Typed      bool         `json:"typed" doc:"something was typed and not sent"`
}

// BallotLine is one line of a list.
type BallotLine struct {
	ID         string     `json:"id"`
	Kind       string     `json:"kind" enum:"members,consultation"`
	Matter     string     `json:"matter"`
	Title      string     `json:"title"`
	Lead       string     `json:"lead"`
	Class      string     `json:"class"`
	State      string     `json:"state"`
	Number     string     `json:"number"`
	Round      int        `json:"round"`
	MadeAt     time.Time  `json:"made_at"`
	DeadlineAt *time.Time `json:"deadline_at"`
	OpenedAt   *time.Time `json:"opened_at"`
	ClosedAt   *time.Time `json:"closed_at"`
	Seats      int        `json:"seats" doc:"0 where it may not be known yet how many have answered"`
	Answered   int        `json:"answered"`
	Deemed     int        `json:"deemed"`
	Mine       *MineLine  `json:"mine,omitempty"`
}

// BallotList is one page.
type BallotList struct {
	Items []BallotLine `json:"items"`
	Next  string       `json:"next" doc:"cursor of the next page; empty: this is the last"`
}

func line(r store.BallotRow) BallotLine {
	l := BallotLine{
		ID: r.ID, Kind: kindText(r.Kind), Matter: r.Matter, Title: r.Title, Lead: r.Lead, Class: r.Class, State: string(r.State), Number: r.Number, Round: r.Round,
		MadeAt: r.MadeAt, DeadlineAt: r.DeadlineAt, OpenedAt: r.OpenedAt, ClosedAt: r.ClosedAt,
		Seats: r.Seats, Answered: r.Answered, Deemed: r.Deemed,
	}
	if r.Seat == 0 {
		return l
	}
	if r.Kind == ballots.Consultation { // whose it is beyond the paper, who is asked need not know
		l.Matter = ""
	}
	l.Mine = &MineLine{Seat: r.Seat, Member: PersonName{r.Member, r.Name}, Recused: r.Recused, Typed: r.Typed, Choices: []ChoiceData{}}
	if a := r.Answer; a != nil {
		l.Mine.Answer, l.Mine.Source, l.Mine.Standing, l.Mine.Revision = a.ID, string(a.Source), string(a.Standing), a.Revision
		l.Mine.AnsweredAt, l.Mine.Reserved = &a.At, a.Reserved
		for _, c := range a.Choices {
			l.Mine.Choices = append(l.Mine.Choices, ChoiceData{c.Question, string(c.Choice)})
		}
	}
	if d := r.Draft; d != nil {
		l.Mine.DraftStep, l.Mine.Refused = string(d.Step), d.Refused
	}
	return l
}

type listInput struct {
	List   string   `query:"list" enum:"waiting,answered,undecided,past,office,desk" default:"desk" doc:"waiting, answered, past: my own as a member; undecided: discussion was asked for, and I say whether the ballot goes on; office: of the members I work for; desk: all I may read"`
	State  []string `query:"state" doc:"only these states (desk); ended: closed consultations, which are not among closed"`
	Matter string   `query:"matter" doc:"only this matter (desk)"`
	Urgent bool     `query:"urgent" doc:"nearest deadline first (desk)"`
	Cursor string   `query:"cursor"`
	Limit  int      `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (a *API) list(ctx context.Context, in *listInput) ([]store.BallotRow, string, error) {
	actor := ecabinet.ActorFrom(ctx)
	page := store.Page{After: in.Cursor, Limit: in.Limit}
	switch in.List {
	case "waiting":
		return a.store.Waiting(ctx, actor.Person, page)
	case "answered":
		return a.store.Answered(ctx, actor.Person, page)
	case "undecided":
		return a.store.Undecided(ctx, actor.Person, page)
	case "past":
		return a.store.Past(ctx, actor.Person, page)
	case "office":
		var members []string
		for _, o := range actor.Offices {
			members = append(members, o.Member)
		}
		return a.store.Office(ctx, members, page)
	}
	q := store.Query{Matter: in.Matter, Urgent: in.Urgent, Counts: a.scope(ctx, "read-matrix")}
	for _, s := range in.State {
		q.Stages = append(q.Stages, store.Stage(s))
	}
	return a.store.List(ctx, q, a.scope(ctx, "read-ballot"), page)
}

// scope is the ballots on which the actor in ctx may do this otherwise than as one who
// is asked in a consultation: that stands in the lists of his own.
func (a *API) scope(ctx context.Context, action string) store.Scope {
	allow, deny := a.router.Relations(ctx, "ballot", action)
	return store.Scope{Actor: ecabinet.ActorFrom(ctx), Allow: without(allow, "respondent"), Deny: deny}
}

// CountsView is what stands on the first screen.
type CountsView struct {
	Waiting int            `json:"waiting" doc:"ballots that wait for my answer"`
	Notices int            `json:"notices" doc:"unread"`
	States  map[string]int `json:"states" doc:"ballots I may read, by state; ended: closed consultations, which are not among closed"`
}

// NoticeView tells that something waits; it carries no content.
type NoticeView struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	Ballot string    `json:"ballot"`
	Title  string    `json:"title"`
	At     time.Time `json:"at"`
}

// NoticeList is one page.
type NoticeList struct {
	Items []NoticeView `json:"items"`
	Next  string       `json:"next"`
}

func (a *API) listRoutes() {
	httpx.Handle(a.router, httpx.Op{
		ID: "list-ballots", Method: http.MethodGet, Path: "/api/ballots", Object: "ballot", Action: "read-ballot", List: true,
		Summary: "Ballots: what waits for me, what my office prepares, the desk",
	}, nil, func(ctx context.Context, in *listInput) (*out[BallotList], error) {
		rows, next, err := a.list(ctx, in)
		if err != nil {
			return nil, err
		}
		l := &BallotList{Items: []BallotLine{}, Next: next}
		for _, r := range rows {
			l.Items = append(l.Items, line(r))
		}
		return &out[BallotList]{l}, nil
	})
	httpx.Handle(a.router, httpx.Op{
		ID: "count-ballots", Method: http.MethodGet, Path: "/api/ballots-count", Object: "ballot", Action: "read-ballot", List: true,
		Summary: "How much waits",
	}, nil, func(ctx context.Context, _ *struct{}) (*out[CountsView], error) { return a.counts(ctx) })
	httpx.Handle(a.router, httpx.Op{
		ID: "list-notices", Method: http.MethodGet, Path: "/api/notices", Object: "ballot", Action: "read-ballot", List: true,
		Summary: "My unread notices, newest first",
	}, nil, a.notices)
	httpx.Handle(a.router, httpx.Op{
		ID: "read-notices", Method: http.MethodPost, Path: "/api/notices/read", Object: "ballot", Action: "read-ballot", List: true,
		Summary: "Mark notices as read",
	}, nil, func(ctx context.Context, in *struct {
		Body struct {
			IDs []string `json:"ids" doc:"empty: all" maxItems:"200"`
		}
	}) (*struct{}, error) {
		_, err := a.store.MarkRead(ctx, ecabinet.ActorFrom(ctx).Person, in.Body.IDs)
		return nil, err
	})
}

func (a *API) counts(ctx context.Context) (*out[CountsView], error) {
	person := ecabinet.ActorFrom(ctx).Person
	waiting, err := a.store.CountWaiting(ctx, person)
	if err != nil {
		return nil, err
	}
	unread, err := a.store.CountUnread(ctx, person)
	if err != nil {
		return nil, err
	}
	stages, err := a.store.CountStages(ctx, a.scope(ctx, "read-ballot"))
	if err != nil {
		return nil, err
	}
	v := &CountsView{Waiting: waiting, Notices: unread, States: map[string]int{}}
	for s, n := range stages {
		v.States[string(s)] = n
	}
	return &out[CountsView]{v}, nil
}

func (a *API) notices(ctx context.Context, in *struct {
	Cursor string `query:"cursor"`
}) (*out[NoticeList], error) {
	list, next, err := a.store.Unread(ctx, ecabinet.ActorFrom(ctx).Person, store.Page{After: in.Cursor, Limit: 20})
	if err != nil {
		return nil, err
	}
	v := &NoticeList{Items: []NoticeView{}, Next: next}
	for _, n := range list {
		b, err := a.store.Ballot(ctx, n.Ballot)
		if err != nil {
			return nil, err
		}
		if n.Kind == ballots.NoticeRecused {
			b.Title = ""
		}
		v.Items = append(v.Items, NoticeView{n.ID, n.Kind, n.Ballot, b.Title, n.At})
	}
	return &out[NoticeList]{v}, nil
}
