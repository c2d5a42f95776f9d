package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/meetings"
	"ecabinet/procedure"
	"ecabinet/realtime/client"
)

// attender is somebody who follows the session over a socket that breaks.
type attender struct {
	bench.Member
	name    string
	live    *client.Client
	model   client.Model
	heard   []frame // of the session
	hearing sync.Mutex
}

// frame is one that was received, and when.
type frame struct {
	client.Change
	at time.Time
}

func (a *attender) take(c client.Change) {
	a.model.Heard(c)
	if c.Kind == "view" || c.Kind == "signal" {
		a.hearing.Lock()
		a.heard = append(a.heard, frame{c, time.Now()})
		a.hearing.Unlock()
	}
}

// stage is a session in which everything happens at random.
type stage struct {
	*building
	attenders []*attender
	moving    []string            // persons who are recused and let in again, or are guests now and then
	guests    map[string][]string // of an item in a revision, "<item> <rev>"
}

// Members, a guest, a clerk and the secretariat lose their connections at random
// moments of a session in which all that can happen happens: people come and go, ask for
// the floor and speak, items run, votes are opened and closed, members are recused and
// let in again, pages are shown. After quiet each holds what a fresh GET gives him; no
// rev falls; nobody was shown what he could not read at that moment.
func TestASessionUnderRandomBreaks(t *testing.T) {
	breaks, rounds := 1000, 10
	if os.Getenv("ECABINET_SOAK") == "1" {
		breaks = 10000
	}
	s := &stage{building: &building{House: seated(t, 9), t: t, next: 4}, guests: map[string][]string{}}
	s.follow()
	for range rounds {
		ctx, stop := context.WithCancel(t.Context())
		var acting, breaking sync.WaitGroup
		acting.Go(func() {
			for ctx.Err() == nil {
				s.happens()
				heard, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
				s.attenders[0].live.Until(heard, func() bool { return false })
				cancel()
			}
		})
		for _, a := range s.attenders {
			breaking.Go(func() { a.breakOften(t, breaks/rounds/len(s.attenders)) })
		}
		breaking.Wait()
		stop()
		acting.Wait()
		for _, a := range s.attenders {
			if s.sameAsFresh(a); t.Failed() {
				return
			}
		}
	}
	s.nothingForbidden()
	gaps, connects := 0, 0
	for _, a := range s.attenders {
		if fault := a.model.Fault(); fault != "" {
			t.Errorf("%s: %s", a.name, fault)
		}
		gaps, connects = gaps+a.live.Counts().Gaps, connects+a.live.Counts().Connects
	}
	t.Logf("%d connects, %d gaps announced", connects, gaps)
}

func (s *stage) follow() {
	guest := s.guest()
	s.note(s.IDs[0])
	clerk := s.staff(s.Members[3].Person, time.Time{})
	all := []*attender{
		{Member: s.Chair(), name: "chair"}, {Member: s.Desk, name: "secretariat"}, {Member: guest, name: "guest"}, {Member: clerk, name: "clerk"},
		{Member: s.Members[1], name: "member 1"}, {Member: s.Members[2], name: "member 2"}, {Member: s.Members[3], name: "member 3"},
		{Member: s.Members[4], name: "member 4"},
	}
	for _, a := range all {
		var err error
		a.live, err = bench.Listen(s.t.Context(), s.Node.Addr, a.Member, client.Options{
			Topics: []string{s.Topic(), "user:" + a.Person}, Heard: a.take,
			Backoff: func(int) time.Duration { return time.Millisecond },
		})
		s.must(err)
		s.t.Cleanup(a.live.Close)
	}
	s.attenders, s.moving = all, []string{s.Members[3].Person, s.Members[4].Person, guest.Person}
}

// breakOften cuts the connection again and again, at times before it has heard anything.
func (a *attender) breakOften(t *testing.T, times int) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for range times {
		before := a.live.Counts()
		a.live.Break()
		if err := a.live.Until(ctx, func() bool { return a.live.Counts().Connects > before.Connects }); err != nil {
			t.Errorf("%s did not come back: %v", a.name, err)
			return
		}
		if rand.N(3) > 0 { // else cut again at once
			heard, cancel := context.WithTimeout(ctx, 20*time.Millisecond) // who may see nothing now hears nothing
			a.live.Until(heard, func() bool { return a.live.Counts().Views > before.Views })
			cancel()
		}
	}
}

// happens lets one thing happen, if the rules allow it now.
func (s *stage) happens() {
	run, chair, some := s.Node.App.Meetings, s.As(s.t.Context(), s.Chair().Person), s.Members[1+rand.N(8)]
	as := s.As(s.t.Context(), some.Person)
	m, err := run.Store.Meeting(s.system(), s.Meeting)
	s.must(err)
	agenda, err := run.Store.Agenda(s.system(), s.Meeting)
	s.must(err)
	switch rand.N(12) {
	case 0:
		_, err = run.Leave(as, s.Meeting)
	case 1, 2:
		_, err = run.CheckIn(as, s.Meeting, meetings.AttendRoom, meetings.ByTablet)
	case 3, 4:
		_, err = run.Ask(as, m.Current, meetings.Speech, "")
	case 5:
		err = s.speaks(chair, m.Current)
	case 6:
		err = s.Act(s.Chair(), "/api/items/"+m.Current+"/present", map[string]any{"version": "mo-phong-1-1.1", "page": 1 + rand.N(5)})
	case 7:
		s.rightsMove(m.Current)
	case 8:
		s.edit(agenda[rand.N(len(agenda))].ID, func(t *meetings.ItemTerms, _ *[]string) { t.Minutes = 1 + rand.N(60) })
	case 9:
		err = s.goOn(chair, m, agenda)
	case 10:
		err = s.votes(m)
	case 11:
		_, err = run.MoveItem(chair, agenda[rand.N(len(agenda))].ID, m.AgendaRev, meetings.Place{Index: rand.N(len(agenda))})
	}
	s.allowed(err)
}

// allowed stops the test where something failed that is no refusal by a rule.
func (s *stage) allowed(err error) {
	s.t.Helper()
	if _, ok := errors.AsType[*bench.Refused](err); err == nil || ok {
		return
	}
	switch ecabinet.KindOf(err) {
	case ecabinet.Refused, ecabinet.NotFound, ecabinet.Stale, ecabinet.Invalid:
		return
	}
	if s.t.Context().Err() == nil {
		s.t.Errorf("an act failed: %v", err)
	}
}

// speaks ends who speaks and calls the next.
func (s *stage) speaks(chair context.Context, item string) error {
	run := s.Node.App.Meetings
	floor, err := run.Store.Floor(s.system(), item)
	if err != nil {
		return err
	}
	if has, ok := floor.Has(); ok {
		_, err = run.EndSpeech(chair, has.ID)
		return err
	}
	if queue := floor.Queue(); len(queue) > 0 {
		_, err = run.Call(chair, queue[0].ID, time.Minute)
	}
	return err
}

// rightsMove recuses somebody from the running item or lets him in again, or a guest.
func (s *stage) rightsMove(item string) {
	if item == "" {
		return
	}
	at := rand.N(len(s.moving))
	who := s.moving[at]
	s.edit(item, func(t *meetings.ItemTerms, recused *[]string) {
		list := recused
		if at == len(s.moving)-1 {
			list = &t.Guests
		}
		if i := slices.Index(*list, who); i >= 0 {
			*list = slices.Delete(*list, i, i+1)
		} else {
			*list = append(*list, who)
		}
		t.Note = fmt.Sprint("ghi chú ", rand.Int())
	})
}

// edit notes who was a guest of an item in its new revision besides.
func (s *stage) edit(item string, how func(t *meetings.ItemTerms, recused *[]string)) {
	s.t.Helper()
	it, err := s.Node.App.Meetings.Store.Item(s.system(), item)
	s.must(err)
	how(&it.ItemTerms, &it.Recused)
	_, err = s.Node.App.Meetings.EditItem(s.As(s.t.Context(), s.Desk.Person), item, it.Rev, it.ItemTerms, it.Recused)
	s.allowed(err)
	s.note(item)
}

func (s *stage) note(item string) {
	it, err := s.Node.App.Meetings.Store.Item(s.system(), item)
	s.must(err)
	s.guests[fmt.Sprint(item, " ", it.Rev)] = it.Guests
}

// goOn ends the running item and lets another run.
func (s *stage) goOn(chair context.Context, m *meetings.Meeting, agenda meetings.Agenda) error {
	run := s.Node.App.Meetings
	if m.Current != "" {
		back := procedure.DateOf(time.Now().AddDate(0, 1, 0), time.UTC)
		if _, err := run.Conclude(chair, m.Current, meetings.Conclusion{Outcome: meetings.PutOff, Text: "Xem xét tại phiên sau.", ResubmitBy: &back}); err != nil {
			return err
		}
	}
	i := slices.IndexFunc(agenda, func(it meetings.Item) bool { return it.Stage == meetings.Waiting && it.Kind == meetings.Decide })
	if i < 0 {
		ref, err := run.AddItem(s.As(s.t.Context(), s.Desk.Person), s.Meeting, "", meetings.ItemTerms{
			Kind: meetings.Decide, Title: "Bổ sung", Minutes: 5, Class: "internal", Note: "ghi chú", Papers: agenda[0].Papers, Guests: s.moving[2:],
		}, s.moving[:1])
		if err == nil {
			_, id, _ := strings.Cut(ref, "/")
			s.note(id)
		}
		return err
	}
	_, err := run.Begin(chair, agenda[i].ID)
	s.note(agenda[i].ID)
	return err
}

// votes opens a vote, or lets some vote, or ends it.
func (s *stage) votes(m *meetings.Meeting) error {
	votes, err := s.Node.App.Meetings.Store.Votes(s.system(), s.Meeting)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(votes, func(v meetings.Vote) bool { return v.State == meetings.VoteOpen })
	switch {
	case i < 0:
		_, err = s.Node.App.Meetings.OpenVote(s.As(s.t.Context(), s.Chair().Person), s.Meeting, meetings.Motion{Items: []string{m.Current}, Text: "Thông qua?"})
		return err
	case rand.N(3) == 0:
		_, err = s.Node.App.Meetings.CloseVote(s.As(s.t.Context(), s.Chair().Person), votes[i].ID, true)
		return err
	}
	c, err := bench.Dial(s.Node.Addr)
	if err != nil {
		return err
	}
	defer c.Close()
	b, err := rehearsed(c, s.Members[1+rand.N(8)], votes[i].ID)
	if err != nil {
		return err
	}
	return b.Cast(c)
}

// freshPaths are where each thing that is heard of a session is read afresh.
func (s *stage) freshPaths() map[string]string {
	m := "/api/meetings/" + s.Meeting
	return map[string]string{
		"meeting/" + s.Meeting: m, "agenda/" + s.Meeting: m + "/agenda", "attendance/" + s.Meeting: m + "/attendance",
		"floor/" + s.Meeting: m + "/floor", "votes/" + s.Meeting: m + "/votes", "my-meeting/" + s.Meeting: m + "/mine",
		"invitations/" + s.Meeting: m + "/invitations", "opinions/" + s.Meeting: m + "/opinions",
	}
}

// sameAsFresh waits until what somebody holds is what he reads afresh.
func (s *stage) sameAsFresh(a *attender) {
	s.t.Helper()
	fresh := map[string]any{}
	for ref, path := range s.freshPaths() {
		var v any
		err := s.Do(a.Member, http.MethodGet, path, nil, &v)
		s.allowed(err)
		if err == nil {
			fresh[ref] = plain(v)
		}
	}
	// Who lost all of it is not told when the right returns: whoever looks at the session then asks for it.
	if _, reads := fresh["agenda/"+s.Meeting]; reads && len(a.live.State(s.Topic())) == 0 {
		s.must(a.live.Subscribe(s.Topic()))
	}
	var differs string
	same := func() bool {
		differs = ""
		for _, topic := range []string{s.Topic(), "user:" + a.Person} {
			for ref, thing := range a.live.State(topic) {
				var held any
				if json.Unmarshal(thing.Data, &held) != nil || strings.HasPrefix(ref, "my-invitations/") || strings.HasPrefix(ref, "me/") {
					continue
				}
				if want, known := fresh[ref]; !known || !reflect.DeepEqual(plain(held), want) {
					differs = ref + " (-reads +holds)\n" + cmp.Diff(want, plain(held))
				}
			}
		}
		if _, reads := fresh["agenda/"+s.Meeting]; reads {
			for _, kind := range []string{"meeting/", "agenda/", "floor/"} {
				if _, held := a.live.Get(s.Topic(), kind+s.Meeting); !held {
					differs = kind + " is not held"
				}
			}
		}
		return differs == ""
	}
	ctx, cancel := context.WithTimeout(s.t.Context(), 20*time.Second)
	defer cancel()
	if a.live.Until(ctx, same) != nil {
		s.t.Errorf("%s after quiet: %s", a.name, differs)
	}
}

// plain is a view without its rev, which a fresh reading may have higher.
func plain(v any) any {
	if m, ok := v.(map[string]any); ok {
		delete(m, "rev")
		delete(m, "$schema")
	}
	return v
}
