package app_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/cmd/ecabinet/rehearse"
	"ecabinet/internal/testkit"
	"ecabinet/meetings"
)

// sit founds a session of so many members on each database and opens its first item.
func sit(t *testing.T, members int, suite func(t *testing.T, h *rehearse.House)) {
	for name, args := range map[string]func(t *testing.T) []string{
		"sqlite":   func(*testing.T) []string { return nil },
		"postgres": func(t *testing.T) []string { return []string{testkit.PostgresURL(t)} },
	} {
		t.Run(name, func(t *testing.T) { suite(t, seated(t, members, args(t)...)) })
	}
}

// seated is a session that runs, with everybody there and its first item open.
func seated(t *testing.T, members int, database ...string) *rehearse.House {
	t.Helper()
	h := convened(t, members, database...)
	if err := h.Begin(); err != nil {
		t.Fatal(err)
	}
	return h
}

// convened is a session that has yet to be opened.
func convened(t *testing.T, members int, database ...string) *rehearse.House {
	t.Helper()
	h, err := rehearse.Open(t.Context(), t.TempDir(), rehearse.Plan{Title: "Phiên họp thường kỳ", Members: members, Items: []rehearse.Item{
		{Kind: meetings.Decide, Title: "Dự thảo Nghị định thứ nhất", Minutes: 20, Pages: []int{5}},
		{Kind: meetings.Decide, Title: "Dự thảo Nghị định thứ hai", Minutes: 20, Pages: []int{5}},
		{Kind: meetings.Discuss, Title: "Tình hình thực hiện kế hoạch", Minutes: 20, Pages: []int{5}},
		{Kind: meetings.Note, Title: "Báo cáo công tác", Minutes: 20, Pages: []int{5}},
	}}, t.Output(), database...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// refusal is the code of a refusal, "" for none.
func refusal(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	refused, ok := errors.AsType[*bench.Refused](err)
	if !ok {
		t.Fatal(err)
	}
	return refused.Code()
}

// atOnce has several act at one time and gives what each was refused with, sorted.
func atOnce(t *testing.T, acts ...func() error) []string {
	t.Helper()
	codes, start := make([]string, len(acts)), make(chan struct{})
	var all sync.WaitGroup
	for i, act := range acts {
		all.Go(func() {
			<-start
			codes[i] = refusal(t, act())
		})
	}
	close(start)
	all.Wait()
	slices.Sort(codes)
	return codes
}

type agendaSeen struct {
	AgendaRev int64 `json:"agenda_rev"`
	Items     []struct {
		ID  string `json:"id"`
		Rev int64  `json:"rev"`
	} `json:"items"`
}

func (a agendaSeen) order() (ids []string) {
	for _, it := range a.Items {
		ids = append(ids, it.ID)
	}
	return ids
}

// Two of the secretariat move items at once, on the order that both saw: one wins, and
// the other is told, with the order as it is now.
func TestTwoOrderTheAgendaAtOnce(t *testing.T) {
	sit(t, 3, func(t *testing.T, h *rehearse.House) {
		second, err := h.Add(t.Context(), "Thư ký thứ hai", "secretariat")
		if err != nil {
			t.Fatal(err)
		}
		for round := range 10 {
			var before, after agendaSeen
			if err := h.Do(h.Desk, http.MethodGet, h.MeetingPath("agenda"), nil, &before); err != nil {
				t.Fatal(err)
			}
			wish := map[string][]string{}
			var told agendaSeen
			move := func(by bench.Member, item, to int) func() error {
				want := slices.Clone(before.order())
				id := want[item]
				want = slices.Insert(slices.Delete(want, item, item+1), to, id)
				wish[by.Person] = want
				return func() error {
					err := h.Act(by, "/api/items/"+id+"/move", map[string]any{"agenda_rev": before.AgendaRev, "parent": "", "index": to})
					if refused, ok := errors.AsType[*bench.Refused](err); ok {
						told = current[agendaSeen](t, refused)
					}
					return err
				}
			}
			codes := atOnce(t, move(h.Desk, 3, 1), move(second, 1, 2))
			if !slices.Equal(codes, []string{"", "request.stale"}) {
				t.Fatalf("round %d: refused with %q", round, codes)
			}
			if err := h.Do(h.Desk, http.MethodGet, h.MeetingPath("agenda"), nil, &after); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(after.order(), wish[h.Desk.Person]) && !slices.Equal(after.order(), wish[second.Person]) {
				t.Errorf("round %d: the order is nobody's: %v", round, after.order())
			}
			if !slices.Equal(told.order(), after.order()) || told.AgendaRev != after.AgendaRev {
				t.Errorf("round %d: who lost was told %v, it is %v", round, told, after)
			}
		}
	})
}

// current is the thing as it is now, as a refusal as stale brings it.
func current[V any](t *testing.T, r *bench.Refused) (v V) {
	t.Helper()
	if err := r.Current(&v); err != nil {
		t.Errorf("%v in %s", err, r.Body)
	}
	return v
}

// Two open a vote at once: there is one vote, and the other is told that one is open.
func TestTwoOpenAVoteAtOnce(t *testing.T) {
	sit(t, 3, func(t *testing.T, h *rehearse.House) {
		for round := range 10 {
			var opened []string
			var mu sync.Mutex
			open := func(by bench.Member) func() error {
				return func() error {
					id, err := h.OpenVote(by, 0)
					if err == nil {
						mu.Lock()
						opened = append(opened, id)
						mu.Unlock()
					}
					return err
				}
			}
			if codes := atOnce(t, open(h.Desk), open(h.Chair()), open(h.Desk)); !slices.Equal(codes, []string{"", "meeting.vote_open", "meeting.vote_open"}) {
				t.Fatalf("round %d: refused with %q", round, codes)
			}
			votes, err := h.Node.App.Meetings.Store.Votes(h.System(t.Context()), h.Meeting)
			if err != nil {
				t.Fatal(err)
			}
			if last := slices.MaxFunc(votes, func(a, b meetings.Vote) int { return cmp.Compare(a.No, b.No) }); len(votes) != round+1 || last.No != round+1 || last.ID != opened[0] {
				t.Fatalf("round %d: %d votes, the last %d", round, len(votes), last.No)
			}
			if err := h.Act(h.Desk, "/api/votes/"+opened[0]+"/close", map[string]any{"let_stand": false}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A vote is closed by two while its members vote and change their votes: it is counted
// once; who was told that his vote is stored is in the count with it, and who was told
// that the vote has closed is not.
func TestAVoteClosesWhileMembersVote(t *testing.T) {
	const members = 12
	sit(t, members, func(t *testing.T, h *rehearse.House) {
		late := 0
		for round := range 8 {
			vote, err := h.OpenVote(h.Desk, 0)
			if err != nil {
				t.Fatal(err)
			}
			cast := make([]string, members) // as last acknowledged
			var acts []func() error
			for i, m := range h.Members {
				c, err := bench.Dial(h.Node.Addr)
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				first, err := rehearse.Prepare(c, m, vote, "agree")
				if err != nil {
					t.Fatal(err)
				}
				if i%3 == 0 { // votes at ease, and changes his vote in the rush
					if err := first.Cast(c); err != nil {
						t.Fatal(err)
					}
					cast[i] = "agree"
					if first, err = rehearse.Prepare(c, m, vote, "disagree"); err != nil {
						t.Fatal(err)
					}
				}
				acts = append(acts, func() error {
					err := first.Cast(c)
					if err == nil && i%3 == 0 {
						cast[i] = "disagree"
					} else if err == nil {
						cast[i] = "agree"
					}
					return err
				})
			}
			closing := map[string]any{"let_stand": false}
			shut := func() error { return h.Act(h.Desk, "/api/votes/"+vote+"/close", closing) }
			closed := []string{}
			var mu sync.Mutex
			both := func() error {
				err := shut()
				mu.Lock()
				defer mu.Unlock()
				closed = append(closed, refusal(t, err))
				return nil
			}
			acts = slices.Insert(acts, members/2, both)
			codes := atOnce(t, append(acts, both)...)
			slices.Sort(closed)
			if !slices.Equal(closed, []string{"", "meeting.vote_closed"}) {
				t.Fatalf("round %d: those who closed were told %q", round, closed)
			}
			for _, code := range codes {
				switch code {
				case "": // stored, or one of those who closed
				case "meeting.vote_closed":
					late++
				default:
					t.Errorf("round %d: a vote was refused with %s", round, code)
				}
			}
			v, err := h.Node.App.Meetings.Store.Vote(h.System(t.Context()), vote)
			if err != nil {
				t.Fatal(err)
			}
			var counted []string
			for _, s := range v.Tallies[0].Tally.Sides {
				counted = append(counted, fmt.Sprint(s.Seat, " ", s.Choice))
			}
			var told []string
			for i, choice := range cast {
				told = append(told, fmt.Sprint(i+1, " ", choice))
			}
			if !slices.Equal(counted, told) {
				t.Errorf("round %d: counted %v, acknowledged %v", round, counted, told)
			}
		}
		t.Logf("%d votes came too late", late)
	})
}
