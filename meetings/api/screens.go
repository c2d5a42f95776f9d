package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"ecabinet"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
)

// Screens are the screens in rooms, which are signed in without a person.
type Screens interface {
	// PairScreen lets the screen that has a code on show a meeting.
	PairScreen(ctx context.Context, meeting, code, name string) error
	// Screens are those that show a meeting now.
	Screens(ctx context.Context, meeting string) ([]Screen, error)
	// EndScreen takes the meeting from one of them.
	EndScreen(ctx context.Context, meeting, id string) error
	// Reading serves the reading copy of a paper.
	Reading(w http.ResponseWriter, req *http.Request, version string) error
}

// Screen is a screen in a room.
type Screen struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Since  time.Time `json:"since"`
	EndsAt time.Time `json:"ends_at"`
}

// ScreenList is the screens that show a meeting.
type ScreenList struct {
	Items []Screen `json:"items"`
}

// ScreenView is what a screen in the room shows of a session: what everybody in the
// room may see, whoever that is. Of a restricted item it holds no paper.
type ScreenView struct {
	Rev      int64          `json:"rev"`
	Meeting  string         `json:"meeting"`
	State    string         `json:"state"`
	Title    string         `json:"title"`
	Place    string         `json:"place"`
	Mode     string         `json:"mode" enum:"room,online,both"`
	StartsAt time.Time      `json:"starts_at"`
	EndsAt   time.Time      `json:"ends_at"`
	Scene    string         `json:"scene" enum:",check_in,seats,blank" doc:"empty: what goes on"`
	Item     *ScreenItem    `json:"item" doc:"that runs"`
	Quorum   *QuorumView    `json:"quorum"`
	Seats    []ScreenSeat   `json:"seats"`
	Speaker  *ScreenSpeaker `json:"speaker"`
	Waiting  int            `json:"waiting" doc:"how many ask to speak"`
	Vote     *ScreenVote    `json:"vote" doc:"that is open, or else the last closed one on what runs"`
}

// ScreenItem is the item that runs.
type ScreenItem struct {
	ID      string        `json:"id"`
	Number  string        `json:"number"`
	Title   string        `json:"title"`
	Lead    string        `json:"lead"`
	Kind    string        `json:"kind" enum:"decide,discuss,note,heading"`
	Step    string        `json:"step"`
	Minutes int           `json:"minutes"`
	Clock   *ClockView    `json:"clock"`
	Papers  []ScreenPaper `json:"papers"`
}

// ScreenPaper is a paper that may be presented.
type ScreenPaper struct {
	Version string `json:"version"`
	Kind    string `json:"kind"`
	Title   string `json:"title"`
}

// ScreenSeat is a member's seat.
type ScreenSeat struct {
	No     int    `json:"no"`
	Name   string `json:"name"`
	Manner string `json:"manner" doc:"room, online, remote; empty: not there"`
}

// ScreenSpeaker is who has the floor.
type ScreenSpeaker struct {
	Name    string     `json:"name"`
	Post    string     `json:"post"`
	Kind    string     `json:"kind"`
	State   string     `json:"state"`
	Since   *time.Time `json:"since"`
	UsedMs  int64      `json:"used_ms"`
	LimitMs int64      `json:"limit_ms"`
}

// ScreenVote is a vote: how it came out, never who chose what.
type ScreenVote struct {
	ID       string           `json:"id"`
	No       int              `json:"no"`
	Text     string           `json:"text"`
	Options  []VoteOptionView `json:"options"`
	State    string           `json:"state" enum:"open,closed"`
	ClosedAt *time.Time       `json:"closed_at"`
	Seats    int              `json:"seats"`
	Turnout  string           `json:"turnout" doc:"the signal that says who has voted"`
	Tallies  []TallyView      `json:"tallies" doc:"without sides"`
	Items    []ScreenTitle    `json:"items" doc:"that are voted on"`
}

// ScreenTitle is an item by its title.
type ScreenTitle struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// CheckInCodeView is the code to check in with in the room.
type CheckInCodeView struct {
	Code  string    `json:"code"`
	Until time.Time `json:"until" doc:"the next one takes its place then"`
}

type pairInput struct {
	ByID
	Body struct {
		Code string `json:"code" maxLength:"20" doc:"that the screen has on"`
		Name string `json:"name" minLength:"1" maxLength:"80" doc:"by which it is known"`
	}
}

type screenInput struct {
	ByID
	Screen string `path:"screen"`
}

type sceneInput struct {
	ByID
	Body struct {
		Scene string `json:"scene" enum:",check_in,seats,blank"`
	}
}

// ServeScreens adds the routes of screens.
func (a *API) ServeScreens(screens Screens) {
	list := func(ctx context.Context, meeting string, err error) (*out[ScreenList], error) {
		if err != nil {
			return nil, err
		}
		items, err := screens.Screens(ctx, meeting)
		return &out[ScreenList]{&ScreenList{items}}, err
	}
	httpx.Handle(a.router, httpx.Op{ID: "list-screens", Method: http.MethodGet, Path: "/api/meetings/{id}/screens", Object: "meeting", Action: "pair-screen",
		Summary: "The screens that show the session"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[ScreenList], error) { return list(ctx, in.ID, nil) })
	httpx.Handle(a.router, httpx.Op{ID: "pair-screen", Method: http.MethodPost, Path: "/api/meetings/{id}/screens", Object: "meeting", Action: "pair-screen", NoKey: true,
		Summary: "Let the screen that has this code on show the session"}, on[pairInput](a),
		func(ctx context.Context, in *pairInput) (*out[ScreenList], error) {
			return list(ctx, in.ID, screens.PairScreen(ctx, in.ID, in.Body.Code, in.Body.Name))
		})
	httpx.Handle(a.router, httpx.Op{ID: "end-screen", Method: http.MethodDelete, Path: "/api/meetings/{id}/screens/{screen}", Object: "meeting", Action: "pair-screen", NoKey: true, Status: http.StatusOK,
		Summary: "Take the session from a screen, at once"}, on[screenInput](a),
		func(ctx context.Context, in *screenInput) (*out[ScreenList], error) {
			return list(ctx, in.ID, screens.EndScreen(ctx, in.ID, in.Screen))
		})
	httpx.Handle(a.router, httpx.Op{ID: "set-scene", Method: http.MethodPut, Path: "/api/meetings/{id}/screen", Object: "meeting", Action: "set-scene",
		Summary: "Tell the screens in the room what to show"}, on[sceneInput](a),
		func(ctx context.Context, in *sceneInput) (*out[MeetingView], error) {
			ref, err := a.service.ShowOnScreen(ctx, in.ID, meetings.Scene(in.Body.Scene))
			return a.one(ctx, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "find-screen", Method: http.MethodGet, Path: "/api/screen", Object: "meeting", Action: "read-screen",
		Summary: "What this screen shows"},
		func(ctx context.Context, _ *struct{}) ([]string, error) {
			return a.on(ctx, ecabinet.ActorFrom(ctx).Shows)
		},
		func(ctx context.Context, _ *struct{}) (*out[ScreenView], error) {
			v, err := a.screenView(ctx, ecabinet.ActorFrom(ctx).Shows)
			return &out[ScreenView]{v}, err
		})
	httpx.Handle(a.router, httpx.Op{ID: "read-check-in-code", Method: http.MethodGet, Path: "/api/meetings/{id}/check-in-code", Object: "meeting", Action: "read-screen",
		Summary: "The code to check in with, as it is on the screens now"}, on[ByID](a),
		func(_ context.Context, in *ByID) (*out[CheckInCodeView], error) {
			code, until := a.service.CheckInCode(in.ID, a.router.Now())
			return &out[CheckInCodeView]{&CheckInCodeView{code, until}}, nil
		})
	httpx.HandleRaw(a.router, httpx.Op{ID: "read-presented", Method: http.MethodGet, Path: "/api/meetings/{id}/presented/{version}", Object: "meeting", Action: "read-screen",
		Produces: "application/pdf", Summary: "The paper that is presented, in ranges; for a screen's own reader only"},
		func(req *http.Request) ([]string, error) { return a.on(req.Context(), req.PathValue("id")) },
		func(w http.ResponseWriter, req *http.Request) error {
			if err := a.mayShow(req.Context(), req.PathValue("id"), req.PathValue("version")); err != nil {
				return err
			}
			return screens.Reading(w, req, req.PathValue("version"))
		})
}

func (a *API) on(ctx context.Context, meeting string) ([]string, error) {
	return on[ByID](a)(ctx, &ByID{ID: meeting})
}

// mayShow refuses a paper that is not presented now, or that is restricted.
func (a *API) mayShow(ctx context.Context, meeting, version string) error {
	m, err := a.store.Meeting(ctx, meeting)
	if err != nil {
		return err
	}
	p, err := a.service.Presented(ctx, m)
	if err != nil {
		return err
	}
	it, err := a.store.Item(ctx, p.Item)
	if err != nil || p.Version != version || !forRoom(it) {
		return ecabinet.E(ecabinet.NotFound, "meeting.not_presented")
	}
	return nil
}

// forRoom says whether the papers of an item may be seen by whoever is in the room.
func forRoom(it *meetings.Item) bool {
	return it.Class == "" || it.Class == "public" || it.Class == "internal"
}

func (a *API) screenView(ctx context.Context, id string) (*ScreenView, error) {
	everything := Sight{Meeting: true, Whole: true}
	rev, err := a.rev(ctx, everything, id)
	if err != nil {
		return nil, err
	}
	m, err := a.store.Meeting(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &ScreenView{
		Rev: rev, Meeting: id, State: string(m.State), Title: m.Title, Place: m.Place, Mode: string(m.Mode), StartsAt: m.StartsAt, EndsAt: m.EndsAt,
		Scene: string(m.Screen), Seats: []ScreenSeat{},
	}
	here, err := a.attendanceView(ctx, everything, id)
	if err != nil {
		return nil, err
	}
	v.Quorum = here.Quorum
	for _, s := range here.Seats {
		v.Seats = append(v.Seats, ScreenSeat{s.No, s.Person.Name, s.Manner})
	}
	if err := a.screenItem(ctx, m, v); err != nil {
		return nil, err
	}
	if err := a.screenFloor(ctx, everything, here, v); err != nil {
		return nil, err
	}
	return v, a.screenVote(ctx, m, v)
}

func (a *API) screenItem(ctx context.Context, m *meetings.Meeting, v *ScreenView) error {
	if m.Current == "" {
		return nil
	}
	agenda, err := a.store.Agenda(ctx, m.ID)
	if err != nil {
		return err
	}
	for _, e := range agenda.Ordered() {
		if e.ID != m.Current {
			continue
		}
		v.Item = &ScreenItem{ID: e.ID, Number: e.Number, Title: e.Title, Lead: e.Lead, Kind: string(e.Kind), Step: string(e.Step), Minutes: e.Minutes, Papers: []ScreenPaper{}}
		if e.BegunAt != nil {
			v.Item.Clock = &ClockView{e.Clock.Used.Milliseconds(), e.Clock.Since}
		}
		if !forRoom(&e.Item) {
			continue
		}
		for _, p := range e.Papers {
			v.Item.Papers = append(v.Item.Papers, ScreenPaper{p.Version, p.Kind, p.Title})
		}
	}
	return nil
}

func (a *API) screenFloor(ctx context.Context, s Sight, here *AttendanceView, v *ScreenView) error {
	floor, err := a.floorView(ctx, s, v.Meeting)
	if err != nil {
		return err
	}
	v.Waiting = len(floor.Queue)
	has := floor.Has
	if has == nil {
		return nil
	}
	v.Speaker = &ScreenSpeaker{Name: has.Person.Name, Kind: has.Kind, State: has.State, Since: has.Since, UsedMs: has.UsedMs, LimitMs: has.LimitMs}
	if i := slices.IndexFunc(here.Seats, func(x SeatView) bool { return x.Person.ID == has.Person.ID }); i >= 0 && len(here.Seats[i].Posts) > 0 {
		v.Speaker.Post = here.Seats[i].Posts[0]
	}
	return nil
}

// screenVote is the open vote, or the last closed one on the item that runs, or on
// what was voted on last while none runs.
func (a *API) screenVote(ctx context.Context, m *meetings.Meeting, v *ScreenView) error {
	votes, err := a.votesView(ctx, Sight{Meeting: true, Whole: true}, m.ID)
	if err != nil {
		return err
	}
	for _, x := range votes.Votes { // the newest first
		if x.State == "cancelled" || x.State == "closed" && m.Current != "" && !slices.Contains(x.Items, m.Current) {
			continue
		}
		v.Vote = &ScreenVote{ID: x.ID, No: x.No, Text: x.Text, Options: x.Options, State: x.State, ClosedAt: x.ClosedAt, Seats: x.Seats, Turnout: x.Turnout, Tallies: x.Tallies, Items: []ScreenTitle{}}
		agenda, err := a.store.Agenda(ctx, m.ID)
		if err != nil {
			return err
		}
		for _, id := range x.Items {
			if it, ok := agenda.Find(id); ok {
				v.Vote.Items = append(v.Vote.Items, ScreenTitle{it.ID, it.Title})
			}
		}
		for i := range v.Vote.Tallies {
			v.Vote.Tallies[i].Sides = []SideView{}
		}
		return nil
	}
	return nil
}
