package auth

import (
	"context"
	_ "embed"
	"net/http"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/httpx"
)

//go:embed texts.json
var texts []byte

// Register adds the routes of sign-in.
func Register(r *httpx.Router, s *Service) {
	r.AddTexts(texts)
	h := routes{r: r, s: s}
	h.signIn()
	h.session()
	h.links()
	h.account()
	h.accounts()
	h.screens()
}

type routes struct {
	r *httpx.Router
	s *Service
}

type done struct{}

// own is the relation of an actor to his own session and account.
func own[I any](context.Context, *I) ([]string, error) { return []string{"own"}, nil }

// OpenedView answers a sign-in that is complete.
type OpenedView struct {
	Session      string    `json:"session"`
	Body         string    `json:"body"`
	Until        time.Time `json:"until" doc:"The session ends then at the latest"`
	RecoveryLeft *int      `json:"recovery_left,omitempty" doc:"Recovery codes that are left, after one was used"`
}

type openedOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      OpenedView
}

func (h routes) opened(o Opened, recovery bool) *openedOut {
	out := &openedOut{SetCookie: h.r.SessionCookie(o.Token, o.Until), Body: OpenedView{Session: o.Session, Body: o.Body, Until: o.Until}}
	if recovery {
		out.Body.RecoveryLeft = &o.Recovery
	}
	return out
}

type challengeView struct {
	Needs     string `json:"needs" enum:"totp"`
	Challenge string `json:"challenge" doc:"Goes with the code; valid for 5 minutes"`
}

type codeIn struct {
	Body struct {
		Challenge string `json:"challenge" maxLength:"100"`
		Code      string `json:"code" maxLength:"40"`
	}
}

func (h routes) signIn() {
	type passwordIn struct {
		Body struct {
			Login    string `json:"login" maxLength:"200"`
			Password string `json:"password" maxLength:"1000"`
		}
	}
	type challengeOut struct{ Body challengeView }
	httpx.Handle(h.r, httpx.Op{ID: "sign-in", Method: "POST", Path: "/api/session", Summary: "Sign in with name and password; a code comes next", Public: true, MaxBody: 8 << 10}, nil,
		func(ctx context.Context, in *passwordIn) (*challengeOut, error) {
			c, err := h.s.SignIn(ctx, in.Body.Login, in.Body.Password)
			return &challengeOut{challengeView{Needs: "totp", Challenge: c}}, err
		})
	httpx.Handle(h.r, httpx.Op{ID: "sign-in-totp", Method: "POST", Path: "/api/session/totp", Summary: "Complete the sign-in with the one-time code", Public: true, MaxBody: 8 << 10}, nil,
		func(ctx context.Context, in *codeIn) (*openedOut, error) {
			o, err := h.s.SignInCode(ctx, in.Body.Challenge, in.Body.Code)
			return h.opened(o, false), err
		})
	httpx.Handle(h.r, httpx.Op{ID: "sign-in-recovery", Method: "POST", Path: "/api/session/recovery", Summary: "Complete the sign-in with a recovery code", Public: true, MaxBody: 8 << 10}, nil,
		func(ctx context.Context, in *codeIn) (*openedOut, error) {
			o, err := h.s.SignInRecovery(ctx, in.Body.Challenge, in.Body.Code)
			return h.opened(o, true), err
		})
	type tokenIn struct {
		Body struct {
			Token string `json:"token" maxLength:"100"`
		}
	}
	httpx.Handle(h.r, httpx.Op{ID: "sign-in-demo", Method: "POST", Path: "/api/session/demo", Summary: "Sign in by a link of the demonstration", Public: true, MaxBody: 8 << 10}, nil,
		func(ctx context.Context, in *tokenIn) (*openedOut, error) {
			o, err := h.s.SignInDemo(ctx, in.Body.Token)
			return h.opened(o, false), err
		})
	type outOut struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}
	httpx.Handle(h.r, httpx.Op{ID: "sign-out", Method: "DELETE", Path: "/api/session", Summary: "Sign out", Public: true}, nil,
		func(ctx context.Context, _ *struct{}) (*outOut, error) {
			if id := ecabinet.ActorFrom(ctx).Session; id != "" {
				if err := h.s.End(ctx, id, "signed_out"); err != nil {
					return nil, err
				}
			}
			return &outOut{SetCookie: h.r.SessionCookie("", time.Time{})}, nil
		})
}

// SessionView is one sign-in on one device.
type SessionView struct {
	ID        string    `json:"id"`
	Device    string    `json:"device" doc:"Browser and system, as they named themselves"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"To the minute"`
	EndsAt    time.Time `json:"ends_at"`
	Current   bool      `json:"current" doc:"The one that asks"`
}

func (h routes) session() {
	type listIn struct {
		Person string `query:"person" doc:"Somebody else's, for an administrator"`
	}
	type listOut struct {
		Body struct {
			Items []SessionView `json:"items"`
			Next  string        `json:"next"`
		}
	}
	httpx.Handle(h.r, httpx.Op{ID: "list-sessions", Method: "GET", Path: "/api/sessions", Summary: "The sessions in use", Object: "session", Action: "read-session"},
		func(ctx context.Context, in *listIn) ([]string, error) {
			if in.Person == "" || in.Person == ecabinet.ActorFrom(ctx).Person {
				return []string{"own"}, nil
			}
			return []string{"any"}, nil
		},
		func(ctx context.Context, in *listIn) (*listOut, error) {
			a := ecabinet.ActorFrom(ctx)
			person, body := in.Person, a.Body
			if person == "" || person == a.Person {
				person, body = a.Person, ""
			}
			list, err := h.s.Sessions(ctx, person, body)
			out := &listOut{}
			for _, x := range list {
				out.Body.Items = append(out.Body.Items, SessionView{
					ID: x.ID, Device: x.Device, CreatedAt: x.CreatedAt, SeenAt: x.SeenAt, EndsAt: x.EndsAt, Current: x.ID == a.Session,
				})
			}
			return out, err
		})
	type idIn struct {
		ID string `path:"id"`
	}
	httpx.Handle(h.r, httpx.Op{ID: "end-session", Method: "DELETE", Path: "/api/sessions/{id}", Summary: "End a session", Object: "session", Action: "end-session", NoKey: true},
		func(ctx context.Context, in *idIn) ([]string, error) {
			a := ecabinet.ActorFrom(ctx)
			x, err := h.s.SessionByID(ctx, in.ID)
			switch {
			case err != nil:
				return nil, err
			case x.Account == a.Account:
				return []string{"own"}, nil
			case x.Body == a.Body:
				return []string{"any"}, nil
			}
			return nil, ecabinet.E(ecabinet.NotFound, "session.not_found")
		},
		func(ctx context.Context, in *idIn) (*done, error) {
			why := "ended_elsewhere"
			if x, err := h.s.SessionByID(ctx, in.ID); err == nil && x.Person != ecabinet.ActorFrom(ctx).Person {
				why = "ended_by_administrator"
			}
			return nil, h.s.End(ctx, in.ID, why)
		})
	type bodyIn struct {
		Body struct {
			Body string `json:"body" maxLength:"40"`
		}
	}
	// Choosing another body ends what the session was in the former one.
	httpx.Handle(h.r, httpx.Op{ID: "choose-body", Method: "PUT", Path: "/api/session/body", Summary: "Work for another body that one serves", Object: "session", Action: "end-session", NoKey: true}, own[bodyIn],
		func(ctx context.Context, in *bodyIn) (*done, error) { return nil, h.s.ChooseBody(ctx, in.Body.Body) })
	h.signing()
}

// ConfirmIn is password and one-time code, once more.
type confirmIn struct {
	Body struct {
		Password string `json:"password" maxLength:"1000"`
		Code     string `json:"code" maxLength:"40"`
	}
}

func (h routes) signing() {
	type untilOut struct {
		Body struct {
			Until time.Time `json:"until"`
		}
	}
	httpx.Handle(h.r, httpx.Op{ID: "open-signing", Method: "POST", Path: "/api/session/signing-window", Summary: "Open the signing window for 5 minutes", Object: "session", Action: "open-signing", NoKey: true, MaxBody: 8 << 10}, own[confirmIn],
		func(ctx context.Context, in *confirmIn) (*untilOut, error) {
			out := &untilOut{}
			var err error
			out.Body.Until, err = h.s.OpenSigning(ctx, in.Body.Password, in.Body.Code)
			return out, err
		})
	httpx.Handle(h.r, httpx.Op{ID: "close-signing", Method: "DELETE", Path: "/api/session/signing-window", Summary: "Close the signing window", Object: "session", Action: "open-signing", NoKey: true}, own[struct{}],
		func(ctx context.Context, _ *struct{}) (*done, error) { return nil, h.s.CloseSigning(ctx) })
	type ticketOut struct {
		Body struct {
			Ticket string `json:"ticket" doc:"For the first frame of a websocket; once, within 30 seconds"`
		}
	}
	httpx.Handle(h.r, httpx.Op{ID: "make-ticket", Method: "POST", Path: "/api/session/ticket", Summary: "A ticket for the live stream", Object: "session", Action: "read-session", NoKey: true}, own[struct{}],
		func(ctx context.Context, _ *struct{}) (*ticketOut, error) {
			out := &ticketOut{}
			var err error
			out.Body.Ticket, err = h.s.Ticket(ctx)
			return out, err
		})
}

// EnrolmentView is what an enrolment link opens.
type EnrolmentView struct {
	Login   string    `json:"login"`
	Secret  string    `json:"secret" doc:"Of the one-time codes, base32"`
	URI     string    `json:"uri" doc:"otpauth:// for a QR picture, drawn by the client"`
	Replace bool      `json:"replace" doc:"The present password and codes will end"`
	Until   time.Time `json:"until"`
}

// CodesView holds recovery codes, shown this once.
type CodesView struct {
	RecoveryCodes []string `json:"recovery_codes"`
}

// LinkView is a one-use link.
type LinkView struct {
	Link string `json:"link" doc:"Path and fragment on this server, to be handed to the person"`
}

func (h routes) links() {
	type setupIn struct {
		Body struct {
			Token     string `json:"token" maxLength:"100"`
			NameVI    string `json:"name_vi" maxLength:"200"`
			NameEN    string `json:"name_en,omitempty" maxLength:"200"`
			Zone      string `json:"zone,omitempty" maxLength:"60" doc:"IANA time zone; Asia/Ho_Chi_Minh where left out"`
			FullName  string `json:"full_name" maxLength:"120"`
			Honorific string `json:"honorific,omitempty" maxLength:"40"`
			Email     string `json:"email,omitempty" maxLength:"254"`
			Login     string `json:"login" maxLength:"100"`
		}
	}
	type linkOut struct{ Body LinkView }
	httpx.Handle(h.r, httpx.Op{ID: "set-up", Method: "POST", Path: "/api/setup", Summary: "Make the first body and its administrator, by the one-use link printed at the first start", Public: true, MaxBody: 16 << 10}, nil,
		func(ctx context.Context, in *setupIn) (*linkOut, error) {
			b := in.Body
			t, err := h.s.SetUp(ctx, b.Token, Founding{
				NameVI: strings.TrimSpace(b.NameVI), NameEN: strings.TrimSpace(b.NameEN), Zone: b.Zone,
				FullName: strings.TrimSpace(b.FullName), Honorific: strings.TrimSpace(b.Honorific), Email: strings.TrimSpace(b.Email),
			}, strings.TrimSpace(b.Login))
			return &linkOut{LinkView{Link: enrolPath(t)}}, err
		})
	type openIn struct {
		Body struct {
			Token string `json:"token" maxLength:"100"`
		}
	}
	type openOut struct{ Body EnrolmentView }
	httpx.Handle(h.r, httpx.Op{ID: "open-enrolment", Method: "POST", Path: "/api/enrolments/open", Summary: "What an enrolment link opens", Public: true, MaxBody: 8 << 10}, nil,
		func(ctx context.Context, in *openIn) (*openOut, error) {
			e, err := h.s.Enrolment(ctx, in.Body.Token)
			return &openOut{EnrolmentView(e)}, err
		})
	type enrolIn struct {
		Body struct {
			Token    string `json:"token" maxLength:"100"`
			Password string `json:"password" maxLength:"1000"`
			Code     string `json:"code" maxLength:"40"`
		}
	}
	type codesOut struct{ Body CodesView }
	httpx.Handle(h.r, httpx.Op{ID: "enrol", Method: "POST", Path: "/api/enrolments", Summary: "Set password and one-time codes by an enrolment link", Public: true, MaxBody: 8 << 10}, nil,
		func(ctx context.Context, in *enrolIn) (*codesOut, error) {
			codes, err := h.s.Enrol(ctx, in.Body.Token, in.Body.Password, in.Body.Code)
			return &codesOut{CodesView{codes}}, err
		})
}

func enrolPath(token string) string { return "/enroll#" + token }

func (h routes) account() {
	type mineOut struct {
		Body struct {
			Login        string `json:"login"`
			RecoveryLeft int    `json:"recovery_left"`
		}
	}
	httpx.Handle(h.r, httpx.Op{ID: "read-own-account", Method: "GET", Path: "/api/account", Summary: "One's own means of sign-in", Object: "person", Action: "read-account", Tag: "account"}, own[struct{}],
		func(ctx context.Context, _ *struct{}) (*mineOut, error) {
			a, err := h.s.AccountOf(ctx, ecabinet.ActorFrom(ctx).Person)
			if err != nil {
				return nil, err
			}
			out := &mineOut{}
			out.Body.Login = a.Login
			out.Body.RecoveryLeft, err = h.s.RecoveryLeft(ctx, a.ID)
			return out, err
		})
	type passwordIn struct {
		Body struct {
			Present  string `json:"present" maxLength:"1000" doc:"The password until now"`
			Code     string `json:"code" maxLength:"40"`
			Password string `json:"password" maxLength:"1000"`
		}
	}
	httpx.Handle(h.r, httpx.Op{ID: "change-password", Method: "PUT", Path: "/api/account/password", Summary: "Change one's password; other sessions end", Object: "person", Action: "change-password", Tag: "account", NoKey: true, MaxBody: 8 << 10}, own[passwordIn],
		func(ctx context.Context, in *passwordIn) (*done, error) {
			return nil, h.s.ChangePassword(ctx, in.Body.Present, in.Body.Code, in.Body.Password)
		})
	type codesOut struct{ Body CodesView }
	httpx.Handle(h.r, httpx.Op{ID: "renew-recovery-codes", Method: "POST", Path: "/api/account/recovery-codes", Summary: "Ten new recovery codes; the former ones end", Object: "person", Action: "renew-codes", Tag: "account", NoKey: true, MaxBody: 8 << 10}, own[confirmIn],
		func(ctx context.Context, in *confirmIn) (*codesOut, error) {
			codes, err := h.s.RenewRecoveryCodes(ctx, in.Body.Password, in.Body.Code)
			return &codesOut{CodesView{codes}}, err
		})
}

// AccountView is an account as administrators see it.
type AccountView struct {
	ID        string    `json:"id"`
	Person    string    `json:"person"`
	Login     string    `json:"login"`
	State     string    `json:"state" enum:"invited,active,locked"`
	Stopped   bool      `json:"stopped" doc:"Too many failures: it must be unlocked"`
	CreatedAt time.Time `json:"created_at"`
	Rev       int64     `json:"rev"`
}

func (h routes) accounts() {
	type listIn struct {
		Person string `query:"person" maxLength:"60" doc:"The account of this person alone"`
		After  string `query:"after" maxLength:"400" doc:"cursor: the next of the page before"`
		Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	type listOut struct {
		Body struct {
			Items []AccountView `json:"items"`
			Next  string        `json:"next"`
		}
	}
	httpx.Handle(h.r, httpx.Op{ID: "list-accounts", Method: "GET", Path: "/api/accounts", Summary: "The accounts that this body keeps", Object: "person", Action: "read-account", Tag: "account"}, nil,
		func(ctx context.Context, in *listIn) (*listOut, error) {
			list, next, err := h.s.Accounts(ctx, ecabinet.ActorFrom(ctx).Body, AccountQuery{
				Person: in.Person, Page: db.Page{After: in.After, Limit: in.Limit},
			})
			out := &listOut{}
			out.Body.Next = next
			for _, a := range list {
				out.Body.Items = append(out.Body.Items, AccountView{
					ID: a.ID, Person: a.Person, Login: a.Login, State: a.State, Stopped: a.Stopped, CreatedAt: a.CreatedAt, Rev: a.Rev,
				})
			}
			return out, err
		})
	type inviteIn struct {
		Body struct {
			Person string `json:"person" maxLength:"40"`
			Login  string `json:"login" maxLength:"100"`
		}
	}
	type linkOut struct{ Body LinkView }
	link := func(ref string, err error) (*linkOut, error) {
		if err != nil {
			return nil, err
		}
		return &linkOut{LinkView{Link: enrolPath(h.s.LinkToken(strings.TrimPrefix(ref, "link/")))}}, nil
	}
	httpx.Handle(h.r, httpx.Op{ID: "invite-person", Method: "POST", Path: "/api/accounts", Summary: "Make an account and its enrolment link", Object: "person", Action: "invite-person", Tag: "account", Status: 201}, nil,
		func(ctx context.Context, in *inviteIn) (*linkOut, error) {
			return link(h.s.Invite(ctx, in.Body.Person, strings.TrimSpace(in.Body.Login)))
		})
	type idIn struct {
		ID string `path:"id"`
	}
	httpx.Handle(h.r, httpx.Op{ID: "replace-sign-in", Method: "POST", Path: "/api/accounts/{id}/link", Summary: "A new enrolment link; for who decides it takes an approved request", Object: "person", Action: "reset-account", Tag: "account", Status: 201}, nil,
		func(ctx context.Context, in *idIn) (*linkOut, error) { return link(h.s.Replace(ctx, in.ID)) })
	httpx.Handle(h.r, httpx.Op{ID: "lock-account", Method: "POST", Path: "/api/accounts/{id}/lock", Summary: "Take an account out of use at once", Object: "person", Action: "reset-account", Tag: "account"}, nil,
		func(ctx context.Context, in *idIn) (*done, error) { return nil, h.s.Lock(ctx, in.ID) })
	httpx.Handle(h.r, httpx.Op{ID: "unlock-account", Method: "POST", Path: "/api/accounts/{id}/unlock", Summary: "Put an account into use again; for who decides it takes an approved request", Object: "person", Action: "reset-account", Tag: "account"}, nil,
		func(ctx context.Context, in *idIn) (*done, error) { return nil, h.s.Unlock(ctx, in.ID) })
}

// ScreenCodeView is the code that a screen has on until it is told what it shows.
type ScreenCodeView struct {
	Code  string    `json:"code"`
	Until time.Time `json:"until" doc:"the code is good until then; ask for another afterwards"`
}

func (h routes) screens() {
	type codeOut struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
		Body      ScreenCodeView
	}
	httpx.Handle(h.r, httpx.Op{ID: "ask-screen", Method: "POST", Path: "/api/screen", Summary: "Make this browser a screen of a room: a code to be typed by who prepares the session; who was signed in here is signed out", Public: true, MaxBody: 1 << 10}, nil,
		func(ctx context.Context, _ *struct{}) (*codeOut, error) {
			code, o, err := h.s.AskScreen(ctx)
			return &codeOut{SetCookie: h.r.SessionCookie(o.Token, o.Until), Body: ScreenCodeView{code, h.r.Now().Add(screenCodeLife)}}, err
		})
}
