package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/api"
	"ecabinet/ballots/store"
	"ecabinet/internal/db"
	"ecabinet/internal/export"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
	"ecabinet/internal/testkit"
	"ecabinet/policies"
	"ecabinet/procedure"
)

const body = "body-1"

var zone = time.FixedZone("+07", 7*3600)

// house is a body behind the room's routes: members m1 to m5, the first one the
// Prime Minister and an approver, and staff called by their roles. It is its own
// sessions, Dossier, Roll and Laws.
type house struct {
	*testing.T
	svc    *ballots.Service
	st     *store.Store
	files  *files.Store
	router *httpx.Router
	api    *api.API
	clock  *testkit.Clock
	made   int
}

func each(t *testing.T, suite func(h *house)) {
	monday := time.Date(2026, 11, 16, 8, 0, 0, 0, zone)
	clock := testkit.NewClock(monday)
	testkit.EachWith(t, func(o *db.Options) { o.Clock = clock.Now }, func(t *testing.T, d *db.DB) {
		clock.Set(monday)
		h := &house{T: t, st: store.New(d), clock: clock}
		h.svc = &ballots.Service{Store: h.st, Dossier: h, Roll: h, Laws: h, Seal: seal{d}}
		bodies, err := policies.NewBodies(policies.Default())
		h.must(err)
		h.router, err = httpx.New(httpx.Config{Title: "test", Version: "1", Sessions: h, Policies: bodies, Clock: clock.Now})
		h.must(err)
		place := t.TempDir()
		h.files, err = files.Open(t.Context(), files.Options{URL: filepath.Join(place, "files"), KeyFile: filepath.Join(place, "files.key")})
		h.must(err)
		t.Cleanup(func() { h.files.Close() })
		h.api = api.New(h.router, h.svc, h.st, h.files, bookcase{}, h.letterhead)
		suite(h)
	})
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// bookcase serves every paper.
type bookcase struct{}

func (bookcase) ServeReading(w http.ResponseWriter, _ *http.Request, version string) error {
	_, err := w.Write([]byte(version))
	return err
}

func (b bookcase) ServeOriginal(w http.ResponseWriter, req *http.Request, version string) error {
	return b.ServeReading(w, req, version)
}

func (b bookcase) ServePicture(w http.ResponseWriter, req *http.Request, version, _ string) error {
	return b.ServeReading(w, req, version)
}

func member(i int) string { return fmt.Sprintf("m%d", i) }

// person is somebody with the rights of the name: "m3", "clerk-m3" or a role.
func (h *house) person(name string) ecabinet.Actor {
	a := ecabinet.Actor{Account: name, Person: name, Body: body, Session: name, SigningEnd: h.clock.Now().Add(time.Minute)}
	switch {
	case name == "m1":
		a.Roles = []string{"approver", "member"}
	case name[0] == 'm' && len(name) == 2:
		a.Roles = []string{"member"}
	case len(name) == 8 && name[:6] == "clerk-":
		a.Roles, a.Offices = []string{"clerk"}, []ecabinet.OfficeAccess{{Member: name[6:], Step: "clerk"}}
	case name == "drafter":
		a.Roles, a.Agencies = []string{"drafter"}, []string{"agency-1"}
	case name == "other-drafter":
		a.Roles, a.Agencies = []string{"drafter"}, []string{"agency-2"}
	default:
		a.Roles = []string{name}
	}
	return a
}

// Actor makes the house the sessions of its router; a cookie is a name.
func (h *house) Actor(_ context.Context, cookie string) (ecabinet.Actor, error) {
	return h.person(cookie), nil
}

func (h *house) as(name string) context.Context {
	return ecabinet.WithActor(h.Context(), h.person(name))
}

type seal struct{ d *db.DB }

func (s seal) Sign(data []byte) (string, string) { x := s.d.Sign(data); return x.KeyID, x.Sig }
func (seal) Seal(data []byte) string             { return string(data) }
func (seal) Unseal(token string) ([]byte, error) { return []byte(token), nil }
func (h *house) Matter(_ context.Context, id string) (ballots.Matter, error) {
	return ballots.Matter{ID: id, Title: "Dự thảo", Agency: "agency-1", Lead: "Bộ Tài chính", Class: "internal", Taken: true}, nil
}
func (h *house) Papers(context.Context, string) ([]ballots.Paper, error) {
	return []ballots.Paper{{Document: "d", Version: "d.1", Number: 1, Kind: "draft", Title: "Dự thảo", Pages: 3, Original: "aa", Reading: "ab"}}, nil
}
func (h *house) Members(context.Context, time.Time) ([]ballots.Member, error) {
	var list []ballots.Member
	for i := 1; i <= 5; i++ {
		list = append(list, ballots.Member{Person: member(i), Name: "Ủy viên " + fmt.Sprint(i), Posts: []string{"Bộ trưởng"}, TieMark: i == 1})
	}
	return list, nil
}
func (h *house) Staff(_ context.Context, m string, _ time.Time) ([]string, error) {
	return []string{"clerk-" + m}, nil
}
func (h *house) letterhead(context.Context) (export.Letterhead, error) {
	return export.Letterhead{
		Body: export.Phrase{VI: "Chính phủ (diễn tập)", EN: "The Government (exercise)"}, Issuer: export.Phrase{VI: "Văn phòng Chính phủ", EN: "Government Office"},
		Place: export.Phrase{VI: "Hà Nội", EN: "Ha Noi"}, Sign: "VPCP", Zone: zone,
	}, nil
}
func (h *house) Names(_ context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range ids {
		names[id] = "Ông " + id
	}
	return names, nil
}
func (h *house) At(ctx context.Context, _ time.Time) (ballots.Law, error) {
	calendar, err := h.Calendar(ctx)
	for _, p := range procedure.Shipped() {
		if p.ID == "nd-191-2026" {
			return ballots.Law{Profile: p, Calendar: calendar}, err
		}
	}
	return ballots.Law{}, errors.New("no profile")
}
func (h *house) Calendar(context.Context) (ballots.Calendar, error) {
	return ballots.Calendar{Calendar: procedure.ShippedCalendar(), Zone: zone}, nil
}

// words stand in the opinion of whoever disagrees, reserve in everybody's reservation.
const (
	words   = "LỜI-KHÔNG-ĐỒNG-Ý-4471"
	reserve = "LỜI-BẢO-LƯU-9310"
)

// send opens a ballot on which m1 to m3 agree and m4 disagrees, with a reservation;
// m5 is silent. It gives the ballot's id and that of m4's answer.
func (h *house) send(change func(*ballots.Terms)) (ballot, answer string) {
	h.Helper()
	h.made++
	ref, err := h.svc.MakeBallot(h.as("secretariat"), fmt.Sprintf("matter-%d", h.made))
	h.must(err)
	id := ref[len("ballot/"):]
	t := ballots.Terms{
		Title: "Phiếu", Questions: []ballots.Question{{Text: "Thông qua?", Kind: ballots.YesNo}}, Papers: []string{"d.1"}, Days: 2, Recused: []string{},
	}
	change(&t)
	for i, act := range []func(rev int64) (string, error){
		func(rev int64) (string, error) { return h.svc.Edit(h.as("secretariat"), id, rev, t) },
		func(rev int64) (string, error) { return h.svc.Submit(h.as("secretariat"), id, rev) },
		func(rev int64) (string, error) { return h.svc.Approve(h.as("approver"), id, rev) },
	} {
		if _, err := act(int64(i + 1)); err != nil {
			h.Fatal(err)
		}
	}
	for i := 1; i <= 4; i++ {
		answer = h.cast(id, i)
	}
	return id, answer
}

func (h *house) cast(ballot string, i int) string {
	h.Helper()
	c := ballots.Content{Opinions: []ballots.Opinion{{Question: "q1", Choice: procedure.Agree, Points: []ballots.Point{}}}, Files: []ballots.File{}}
	if i == 4 {
		c.Opinions[0].Choice, c.Opinions[0].Text, c.Reserve = procedure.Disagree, words, reserve
	}
	ctx := h.as(member(i))
	p, err := h.svc.Prepare(ctx, ballot, 1, c, h.clock.Now())
	h.must(err)
	done, err := h.svc.Confirm(ctx, ballot, ballots.Confirmation{Record: p.Record, Seal: p.Seal, Content: c})
	h.must(err)
	return done.Ref[len("answer/"):]
}

func (h *house) now(ballot string) *ballots.Ballot {
	h.Helper()
	b, err := h.st.Ballot(h.as("secretariat"), ballot)
	h.must(err)
	return b
}

func (h *house) close(ballot string) {
	h.Helper()
	h.clock.Set(h.now(ballot).Deadline.At.Add(time.Second))
	h.must(h.svc.CloseDue(ecabinet.WithActor(h.Context(), ecabinet.SystemActor(body)), ballot))
}

func (h *house) certify(ballot string) {
	h.Helper()
	_, err := h.svc.Certify(h.as("secretariat"), ballot, h.now(ballot).Rev)
	h.must(err)
}

// get calls a route as somebody and gives its status and body.
func (h *house) get(name, path string) (int, string) {
	status, raw := h.router.Dispatch(h.Context(), name, "vi", http.MethodGet, path, nil, "")
	return status, string(raw)
}

// download calls a route that gives a file, as a browser does.
func (h *house) download(name, path, language string) *httptest.ResponseRecorder {
	h.Helper()
	req := httptest.NewRequestWithContext(h.Context(), http.MethodGet, path, nil)
	req.AddCookie(&http.Cookie{Name: httpx.CookieName(false), Value: name})
	req.Header.Set("Accept-Language", language)
	answer := httptest.NewRecorder()
	h.router.ServeHTTP(answer, req)
	return answer
}

// read is a route's answer, which must be there.
func read[T any](h *house, name, path string) T {
	h.Helper()
	var v T
	status, raw := h.get(name, path)
	if status != http.StatusOK {
		h.Fatalf("%s of %s: %d %s", path, name, status, raw)
	}
	h.must(json.Unmarshal([]byte(raw), &v))
	return v
}
