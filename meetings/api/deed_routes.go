package api

import (
	"context"
	"net/http"
	"time"

	"ecabinet"
	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/meetings"
)

// BySection is the input of a route on one section of a deed.
type BySection struct {
	ByID
	Part string `path:"part" maxLength:"60" doc:"the key of the section"`
}

type sectionInput struct {
	BySection
	Body struct {
		SectionRev int64  `json:"section_rev"`
		Text       string `json:"text" maxLength:"20000"`
	}
}

type leaseInput struct {
	BySection
	Body struct {
		Over bool `json:"over" doc:"take it from whoever writes it; he is told"`
	}
}

type addressInput struct {
	ByID
	Body struct {
		DeedRev    int64    `json:"deed_rev"`
		Reviewers  []string `json:"reviewers" maxItems:"100" doc:"persons, besides the chair"`
		Recipients []string `json:"recipients" maxItems:"60" doc:"a line each"`
	}
}

type deedRevInput struct {
	ByID
	Body struct {
		DeedRev int64 `json:"deed_rev"`
	}
}

type returnInput struct {
	ByID
	Body struct {
		DeedRev int64  `json:"deed_rev"`
		Reason  string `json:"reason" maxLength:"4000"`
	}
}

type commentInput struct {
	ByID
	Body struct {
		Section string `json:"section" maxLength:"60"`
		Text    string `json:"text" maxLength:"4000"`
	}
}

type commentAnswerInput struct {
	ByID
	Body struct {
		Answer string `json:"answer" maxLength:"4000"`
	}
}

type signInput struct {
	ByID
	Body struct {
		Hash string `json:"hash" maxLength:"64" doc:"of the record that was shown"`
	}
}

type correctInput struct {
	ByID
	Body struct {
		Section string `json:"section" maxLength:"60"`
		Reason  string `json:"reason" maxLength:"4000"`
		Text    string `json:"text" maxLength:"20000"`
	}
}

// SignableView is what is signed: the exact bytes, and the part in which.
type SignableView struct {
	Part   string `json:"part" enum:"secretary,chair"`
	Record string `json:"record" doc:"canonical JSON: the exact bytes that will be stored"`
	Hash   string `json:"hash"`
}

// EditingView is the signal of who writes a section, and the reply to who begins to.
type EditingView struct {
	Kind    string     `json:"kind"`
	Section string     `json:"section"`
	Person  PersonName `json:"person"`
	Until   time.Time  `json:"until" doc:"unless it is said again"`
}

// ServeDeeds adds the routes of the papers that sessions leave; letterhead is what the
// actor's body puts on them.
func (a *API) ServeDeeds(letterhead func(ctx context.Context) (export.Letterhead, error)) {
	a.letterhead = letterhead
	httpx.Handle(a.router, httpx.Op{ID: "list-deeds", Method: http.MethodGet, Path: "/api/meetings/{id}/deeds", Object: "meeting", Action: "read-meeting",
		Summary: "The papers that a session has left, as far as I may read them"}, on[ByID](a),
		func(ctx context.Context, in *ByID) (*out[DeedsView], error) {
			s, err := a.lookDeeds(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			v, err := a.deedsView(ctx, s, in.ID)
			return &out[DeedsView]{v}, err
		})
	httpx.Handle(a.router, httpx.Op{ID: "read-deed", Method: http.MethodGet, Path: "/api/deeds/{id}", Object: "deed", Action: "read-deed",
		Summary: "A paper of a session, as far as I may read it"}, onDeed[ByID](a),
		func(ctx context.Context, in *ByID) (*out[DeedView], error) { return a.deed(ctx, in.ID, nil) })
	a.sectionRoutes()
	a.reviewRoutes()
	a.signRoutes()
	a.deedFileRoutes()
	a.returningRoutes()
}

func (a *API) sectionRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "write-section", Method: http.MethodPut, Path: "/api/deeds/{id}/sections/{part}", Object: "deed", Action: "edit-deed",
		Summary: "Write the text of a section"}, onDeed[sectionInput](a),
		func(ctx context.Context, in *sectionInput) (*out[DeedView], error) {
			if err := a.opensPart(ctx, in.ID, in.Part); err != nil {
				return nil, err
			}
			_, err := a.service.WriteSection(ctx, in.ID, in.Part, in.Body.SectionRev, in.Body.Text)
			if err == nil {
				err = a.tellEditing(ctx, in.ID, in.Part, a.router.Now().Add(meetings.LeaseFor))
			}
			return a.deed(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "lease-section", Method: http.MethodPost, Path: "/api/deeds/{id}/sections/{part}/lease", Object: "deed", Action: "edit-deed", NoKey: true,
		Summary: "Begin to write a section, or go on; for a minute and a half unless it is said again"}, onDeed[leaseInput](a),
		func(ctx context.Context, in *leaseInput) (*out[EditingView], error) {
			if err := a.opensPart(ctx, in.ID, in.Part); err != nil {
				return nil, err
			}
			l, _, err := a.service.TakeLease(ctx, in.ID, in.Part, in.Body.Over)
			if err != nil {
				return nil, err
			}
			v, err := a.editing(ctx, in.ID, in.Part, l.Until)
			if err != nil {
				return nil, err
			}
			return &out[EditingView]{v}, a.tellEditing(ctx, in.ID, in.Part, l.Until)
		})
	httpx.Handle(a.router, httpx.Op{ID: "release-section", Method: http.MethodPost, Path: "/api/deeds/{id}/sections/{part}/release", Object: "deed", Action: "edit-deed", NoKey: true,
		Summary: "Write a section no longer"}, onDeed[BySection](a),
		func(ctx context.Context, in *BySection) (*struct{}, error) {
			if err := a.service.EndLease(ctx, in.ID, in.Part); err != nil {
				return nil, err
			}
			return nil, a.tellEditing(ctx, in.ID, in.Part, time.Time{})
		})
}

func (a *API) reviewRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "address-deed", Method: http.MethodPut, Path: "/api/deeds/{id}/address", Object: "deed", Action: "edit-deed",
		Summary: "Say who reviews a paper, and to whom it goes"}, onDeed[addressInput](a),
		func(ctx context.Context, in *addressInput) (*out[DeedView], error) {
			_, err := a.service.AddressDeed(ctx, in.ID, in.Body.DeedRev, in.Body.Reviewers, in.Body.Recipients)
			return a.deed(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "send-deed", Method: http.MethodPost, Path: "/api/deeds/{id}/send", Object: "deed", Action: "edit-deed",
		Summary: "Let the chair and those invited read and comment"}, onDeed[deedRevInput](a),
		func(ctx context.Context, in *deedRevInput) (*out[DeedView], error) {
			_, err := a.service.SendDeed(ctx, in.ID, in.Body.DeedRev)
			return a.deed(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "return-deed", Method: http.MethodPost, Path: "/api/deeds/{id}/return", Object: "deed", Action: "return-deed",
		Summary: "Take a paper back one step, with a reason; a signature that was given counts no more"}, onDeed[returnInput](a),
		func(ctx context.Context, in *returnInput) (*out[DeedView], error) {
			_, err := a.service.ReturnDeed(ctx, in.ID, in.Body.DeedRev, in.Body.Reason)
			return a.deed(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "comment-deed", Method: http.MethodPost, Path: "/api/deeds/{id}/comments", Object: "deed", Action: "comment-deed", Status: 201,
		Summary: "Say something to a section under review"}, onDeed[commentInput](a),
		func(ctx context.Context, in *commentInput) (*out[DeedView], error) {
			if err := a.opensPart(ctx, in.ID, in.Body.Section); err != nil {
				return nil, err
			}
			_, err := a.service.CommentDeed(ctx, in.ID, in.Body.Section, in.Body.Text)
			return a.deed(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "answer-comment", Method: http.MethodPost, Path: "/api/deed-comments/{id}/answer", Object: "deed", Action: "edit-deed",
		Summary: "Answer what was said to a section"},
		func(ctx context.Context, in *commentAnswerInput) ([]string, error) {
			c, err := a.store.Comment(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return a.heldDeed(ctx, c.Deed)
		},
		func(ctx context.Context, in *commentAnswerInput) (*out[DeedView], error) {
			ref, err := a.service.AnswerComment(ctx, in.ID, in.Body.Answer)
			if err != nil {
				return nil, err
			}
			return a.deed(ctx, idOf(ref), nil)
		})
}

func (a *API) signRoutes() {
	httpx.Handle(a.router, httpx.Op{ID: "read-record", Method: http.MethodGet, Path: "/api/deeds/{id}/record", Object: "deed", Action: "sign-deed",
		Summary: "The exact bytes that I would sign now"}, onDeed[ByID](a),
		func(ctx context.Context, in *ByID) (*out[SignableView], error) {
			secretary, err := a.writes(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			x, err := a.service.Signable(ctx, in.ID, secretary)
			if err != nil {
				return nil, err
			}
			v := SignableView(*x)
			return &out[SignableView]{&v}, nil
		})
	httpx.Handle(a.router, httpx.Op{ID: "sign-deed", Method: http.MethodPost, Path: "/api/deeds/{id}/sign", Object: "deed", Action: "sign-deed", Signing: true,
		Summary: "Sign the bytes that were shown; the second signature numbers the paper and freezes it"}, onDeed[signInput](a),
		func(ctx context.Context, in *signInput) (*out[DeedView], error) {
			secretary, err := a.writes(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			_, err = a.service.SignDeed(ctx, in.ID, in.Body.Hash, secretary)
			return a.deed(ctx, in.ID, err)
		})
	httpx.Handle(a.router, httpx.Op{ID: "correct-deed", Method: http.MethodPost, Path: "/api/deeds/{id}/corrections", Object: "deed", Action: "correct-deed", Signing: true, Status: 201,
		Summary: "Put a correction on record beside a certified paper, which stays as it is"}, onDeed[correctInput](a),
		func(ctx context.Context, in *correctInput) (*out[DeedView], error) {
			if err := a.opensPart(ctx, in.ID, in.Body.Section); err != nil {
				return nil, err
			}
			_, err := a.service.CorrectDeed(ctx, in.ID, in.Body.Section, in.Body.Reason, in.Body.Text)
			return a.deed(ctx, in.ID, err)
		})
}

// writes says whether the actor is of those who write the deed.
func (a *API) writes(ctx context.Context, deed string) (bool, error) {
	held, err := a.heldDeed(ctx, deed)
	return a.router.May(ctx, "deed", held, "edit-deed"), err
}

// opensPart refuses a section that the actor may not read: it is not there.
func (a *API) opensPart(ctx context.Context, deed, part string) error {
	s, _, err := a.lookDeed(ctx, deed)
	if err == nil && !s.openPart(itemOf(part)) {
		err = ecabinet.E(ecabinet.NotFound, "deed.section_not_found")
	}
	return err
}

func (a *API) lookDeed(ctx context.Context, id string) (DeedSight, DeedGrant, error) {
	d, err := a.store.Deed(ctx, id)
	if err != nil {
		return DeedSight{}, DeedGrant{}, err
	}
	s, err := a.lookDeeds(ctx, d.Meeting)
	if err != nil {
		return s, DeedGrant{}, err
	}
	g, ok := s.of(string(d.Kind))
	if !ok {
		return s, g, ecabinet.E(ecabinet.NotFound, "deed.not_found")
	}
	return s, g, nil
}

// deed answers with a deed as the actor sees it; a stale change with the same.
func (a *API) deed(ctx context.Context, id string, err error) (*out[DeedView], error) {
	if err != nil && ecabinet.KindOf(err) != ecabinet.Stale {
		return nil, err
	}
	s, g, failed := a.lookDeed(ctx, id)
	if failed != nil {
		return nil, failed
	}
	v, failed := a.deedView(ctx, s, g)
	if failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, httpx.WithCurrent(err, v)
	}
	return &out[DeedView]{v}, nil
}

func (a *API) editing(ctx context.Context, deed, part string, until time.Time) (*EditingView, error) {
	d, err := a.store.Deed(ctx, deed)
	if err != nil {
		return nil, err
	}
	person := ecabinet.ActorFrom(ctx).Person
	names, err := a.roll.Names(ctx, []string{person})
	return &EditingView{Kind: string(d.Kind), Section: part, Person: PersonName{person, names[person]}, Until: until}, err
}

// tellEditing says to those who follow the paper that the actor writes a section; a
// zero time, that nobody does.
func (a *API) tellEditing(ctx context.Context, deed, part string, until time.Time) error {
	d, err := a.store.Deed(ctx, deed)
	if err != nil {
		return err
	}
	topic, ref := "deeds:"+d.Meeting, "editing/"+d.Meeting+":"+string(d.Kind)+":"+part
	if until.IsZero() {
		return a.live().Signal(d.Body, topic, ref, nil)
	}
	v, err := a.editing(ctx, deed, part, until)
	if err != nil {
		return err
	}
	return a.live().Signal(d.Body, topic, ref, v)
}
