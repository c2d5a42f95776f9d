package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet/internal/httpx"
	"ecabinet/procedure"
)

// OpinionView is what somebody wrote on an item in session, as it counts.
type OpinionView struct {
	Item     string     `json:"item"`
	Person   PersonName `json:"person"`
	Text     string     `json:"text"`
	Revision int        `json:"revision"`
	At       time.Time  `json:"at"`
}

// OpinionsView is the written opinions that may be read: all of them by the chair
// and the secretariat, by others as the rules in force say.
type OpinionsView struct {
	Rev      int64         `json:"rev"`
	Opinions []OpinionView `json:"opinions"`
	Shared   bool          `json:"shared" doc:"by the rules in force, members read each other's"`
}

type opinionInput struct {
	ByID
	Body struct {
		Text     string `json:"text" maxLength:"4000"`
		Revision int    `json:"revision" minimum:"0" doc:"the one it replaces; 0: none"`
	}
}

func (a *API) opinionRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-session-opinions", Method: http.MethodGet, Path: "/api/meetings/{id}/opinions", Object: "meeting", Action: "read-meeting",
		Summary: "Written opinions on its items, as far as I may read them"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[OpinionsView], error) {
			s, err := a.look(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			v, err := a.opinionsView(ctx, s, in.ID)
			return &out[OpinionsView]{v}, err
		})
	httpx.Handle(a.router, httpx.Op{ID: "write-opinion", Method: http.MethodPut, Path: "/api/items/{id}/opinion", Object: "item", Action: "write-opinion",
		Summary: "Record my opinion on the item that runs, in writing; the last version counts"}, onItem[opinionInput](a),
		func(ctx context.Context, in *opinionInput) (*out[MyMeetingView], error) {
			it, err := a.store.Item(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			_, err = a.service.WriteOpinion(ctx, in.ID, in.Body.Text, in.Body.Revision)
			return a.mineOrStale(ctx, it.Meeting, err)
		})
}

// mineOrStale answers with the actor's own part, also where a change was stale.
func (a *API) mineOrStale(ctx context.Context, meeting string, err error) (*out[MyMeetingView], error) {
	if err == nil || !stale(err) {
		return a.myMeeting(ctx, meeting, err)
	}
	now, failed := a.myMeeting(ctx, meeting, nil)
	if failed != nil {
		return nil, failed
	}
	return nil, httpx.WithCurrent(err, now.Body)
}

func (a *API) opinionsView(ctx context.Context, s Sight, id string) (*OpinionsView, error) {
	rev, err := a.rev(ctx, s, id)
	if err != nil {
		return nil, err
	}
	m, err := a.store.Meeting(ctx, id)
	if err != nil {
		return nil, err
	}
	shared := m.Profile.SessionOpinions == procedure.OpinionsToMembers
	v := &OpinionsView{Rev: rev, Opinions: []OpinionView{}, Shared: shared && s.Whole}
	if !s.Desk && !v.Shared && len(s.Led) == 0 {
		return v, nil
	}
	list, err := a.store.Opinions(ctx, id)
	if err != nil {
		return nil, err
	}
	n := &named{api: a}
	for _, o := range list {
		n.want(o.Person)
	}
	if err := n.read(ctx); err != nil {
		return nil, err
	}
	for _, o := range list.Last() {
		if s.opens(o.Item) && (v.Shared || s.desk(o.Item)) {
			v.Opinions = append(v.Opinions, OpinionView{o.Item, n.of(o.Person), o.Text, o.Revision, o.At})
		}
	}
	return v, nil
}
