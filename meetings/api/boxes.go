package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/canonical"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
	"ecabinet/meetings/box"
)

// BoxView is what a client must know to bring a paper.
type BoxView struct {
	Sign string `json:"sign" doc:"the key that signs papers: SubjectPublicKeyInfo of RSA, base64url"`
	Seal string `json:"seal" doc:"the key that choices are sealed for: an uncompressed point of P-256, base64url"`
}

func (a *API) boxView(ctx context.Context, vote string) (*BoxView, error) {
	b, err := a.store.Box(ctx, vote)
	if err != nil {
		return nil, err
	}
	return &BoxView{b.SignKey, b.SealKey}, nil
}

type takeInput struct {
	ByID
	Body struct {
		Blinded string `json:"blinded" maxLength:"1000" doc:"the blinded token (RFC 9474), base64url"`
	}
}

// SlipView is a paper that was signed without being seen.
type SlipView struct {
	Signed string `json:"signed" doc:"the blind signature, base64url"`
}

type closeBoxInput struct {
	ByID
	Body struct {
		LetStand   bool `json:"let_stand" doc:"the chair's answer where the quorum was lost meanwhile"`
		LetMissing bool `json:"let_missing" doc:"the chair's answer where papers that were taken are not in the box"`
	}
}

type dropInput struct {
	ByID
	Body box.Spent
}

// DroppedView says whether a paper is in the box. While it is not, the client brings
// it again. The receipt proves that the paper is in, and tells no choice.
type DroppedView struct {
	In        bool   `json:"in"`
	Signed    string `json:"signed" doc:"the canonical bytes that are signed; empty while the paper is not in"`
	KeyID     string `json:"key_id"`
	Signature string `json:"signature" doc:"Ed25519, hex"`
}

// dropWait is how long a call waits for its paper to enter the box with others.
const dropWait = 20 * time.Second

func (a *API) secretRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "take-paper", Method: http.MethodPost, Path: "/api/votes/{id}/paper", Object: "vote", Action: "cast-vote", Signing: true,
		Summary: "Take my voting paper in a secret vote"}, signsVote[takeInput](a),
		func(ctx context.Context, in *takeInput) (*out[SlipView], error) {
			slip, err := a.service.TakePaper(ctx, in.ID, in.Body.Blinded)
			if err != nil {
				return nil, err
			}
			v, err := a.store.Vote(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			a.turnouts.add(v.ID, v.Body)
			return &out[SlipView]{&SlipView{slip.Signed}}, nil
		})
	httpx.Handle(a.router, httpx.Op{ID: "close-taking", Method: http.MethodPost, Path: "/api/votes/{id}/close-taking", Object: "vote", Action: "close-vote",
		Summary: "End the giving out of papers in a secret vote: from here on they are cast"}, onVote[ByID](a),
		func(ctx context.Context, in *ByID) (*out[VoteView], error) {
			ref, err := a.service.CloseTaking(ctx, in.ID)
			return a.oneVote(ctx, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "close-box", Method: http.MethodPost, Path: "/api/votes/{id}/close-box", Object: "vote", Action: "close-vote",
		Summary: "Close the box of a secret vote, and count it"}, onVote[closeBoxInput](a),
		func(ctx context.Context, in *closeBoxInput) (*out[VoteView], error) {
			ref, err := a.service.CloseBox(ctx, in.ID, in.Body.LetStand, in.Body.LetMissing)
			if err == nil {
				err = a.Settle(ctx, in.ID)
			}
			if errors.Is(err, box.ErrElsewhere) { // the program in which papers wait counts it
				err = nil
			}
			return a.ended(ctx, ref, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "drop-paper", Method: http.MethodPost, Path: "/api/box/{id}", Tag: "vote", Public: true, Quiet: true, MaxBody: 4096,
		Summary: "Bring a paper to the box of a secret vote, without a name"}, nil,
		func(ctx context.Context, in *dropInput) (*out[DroppedView], error) {
			ctx, cancel := context.WithTimeout(ctx, dropWait)
			defer cancel()
			in2, err := a.keeper.Drop(ctx, in.ID, in.Body)
			if err != nil {
				return nil, dropError(err)
			}
			v, err := a.dropped(in.ID, in.Body.Token, in2)
			return &out[DroppedView]{v}, err
		})
}

// dropped is the answer to a paper, with a receipt once it is in.
func (a *API) dropped(vote, token string, in bool) (*DroppedView, error) {
	v := &DroppedView{In: in}
	if !in {
		return v, nil
	}
	raw, err := canonical.Marshal(struct {
		Format string `json:"format"`
		Vote   string `json:"vote"`
		Token  string `json:"token"`
	}{"ecabinet.box_receipt.v1", vote, token})
	if err != nil {
		return nil, err
	}
	v.Signed = string(raw)
	v.KeyID, v.Signature = a.service.Seal.Sign(raw)
	return v, nil
}

func dropError(err error) error {
	switch {
	case errors.Is(err, box.ErrForged), errors.Is(err, box.ErrInvalid):
		return ecabinet.E(ecabinet.Invalid, "meeting.paper_invalid")
	case errors.Is(err, box.ErrTwice):
		return ecabinet.E(ecabinet.Refused, "meeting.paper_spent")
	case errors.Is(err, box.ErrShut):
		return ecabinet.E(ecabinet.Refused, "meeting.box_closed")
	case errors.Is(err, box.ErrElsewhere):
		return ecabinet.E(ecabinet.Unavailable, "meeting.box_elsewhere")
	}
	return err
}

// Settle counts a box that was closed, together with the papers that wait for it in
// this program; box.ErrElsewhere where they wait in another one.
func (a *API) Settle(ctx context.Context, vote string) error { return a.keeper.Settle(ctx, vote) }

// boxBook is where the keeper of boxes writes: as the system, and without anything of
// the call that brought a paper.
type boxBook struct{ api *API }

func (b boxBook) in(ctx context.Context, body string) context.Context {
	return ecabinet.WithRequest(ecabinet.WithActor(ctx, ecabinet.SystemActor(body)), ecabinet.Request{})
}

func (b boxBook) state(ctx context.Context, vote string) (in context.Context, err error) {
	s, err := b.api.store.BoxState(ctx, vote)
	return b.in(ctx, s.Body), err
}

func (b boxBook) Look(ctx context.Context, vote string) (box.State, error) {
	s, err := b.api.store.BoxState(ctx, vote)
	if err != nil {
		return box.State{}, err
	}
	phase := map[meetings.Phase]box.Phase{meetings.Casting: box.Casting, meetings.Counting: box.Counting}[s.Vote.Phase]
	return box.State{Phase: phase, Public: box.Public{SignKey: s.Box.SignKey, SealKey: s.Box.SealKey}, Turnout: s.Vote.Taken, Written: s.Vote.Boxed}, nil
}

func (b boxBook) Has(ctx context.Context, vote, token string) (bool, error) {
	return b.api.store.HasToken(ctx, vote, token)
}

// held is how long a claim holds; see box.ClaimEach.
const held = 3 * box.ClaimEach

func (b boxBook) Claim(ctx context.Context, vote string) (bool, error) {
	ctx, err := b.state(ctx, vote)
	if err != nil {
		return false, err
	}
	return b.api.store.ClaimBox(ctx, vote, b.api.node, held)
}

func (b boxBook) Release(ctx context.Context, vote string) error {
	ctx, err := b.state(ctx, vote)
	if err != nil {
		return err
	}
	return b.api.store.ReleaseBox(ctx, vote, b.api.node)
}

func (b boxBook) Fill(ctx context.Context, vote string, papers []box.Paper) (int, error) {
	ctx, err := b.state(ctx, vote)
	if err != nil {
		return 0, err
	}
	n, err := b.api.service.FillBox(ctx, vote, papersOf(papers))
	return n, shut(err)
}

func (b boxBook) Count(ctx context.Context, vote string, rest []box.Paper) error {
	ctx, err := b.state(ctx, vote)
	if err != nil {
		return err
	}
	return shut(b.api.service.CountBox(ctx, vote, papersOf(rest)))
}

func papersOf(list []box.Paper) []meetings.BoxPaper {
	out := make([]meetings.BoxPaper, len(list))
	for i, p := range list {
		out[i] = meetings.BoxPaper(p)
	}
	return out
}

// shut is the keeper's word for a box that takes nothing.
func shut(err error) error {
	if e := (*ecabinet.Error)(nil); errors.As(err, &e) && e.Code == "meeting.box_closed" {
		return box.ErrShut
	}
	return err
}
