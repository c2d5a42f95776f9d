package rehearse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/meetings"
	meetingsapi "ecabinet/meetings/api"
	"ecabinet/realtime/client"
)

// Progress is how far a rehearsal has come.
type Progress struct {
	Phase string // "found", "connect", "check_in", "item", "compare" or "done"
	Done  int    // of Of
	Of    int
}

// Run plays a plan from the founding to the last comparison, in a folder below dir that
// it makes and removes. tell hears of progress; it must not block.
func Run(ctx context.Context, dir string, p Plan, tell func(Progress)) (*Report, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(dir, folderName)
	if err != nil {
		return nil, fmt.Errorf("make the folder of a rehearsal: %w", err)
	}
	defer os.RemoveAll(folder)
	tell(Progress{"found", 0, p.Members})
	h, err := Open(ctx, folder, p, discard{})
	if err != nil {
		return nil, err
	}
	r, err := h.Play(ctx, tell)
	return r, errors.Join(err, h.Close())
}

// folderName begins the name of every folder of a rehearsal.
const folderName = "rehearsal-"

// In gives what plays the rehearsals of a server, below its folder of data. What a
// server that was killed has left there, it removes.
func In(dir string) meetingsapi.Rehearse {
	if left, err := filepath.Glob(filepath.Join(dir, folderName+"*")); err == nil {
		for _, folder := range left {
			os.RemoveAll(folder)
		}
	}
	return func(ctx context.Context, plan Plan, tell func(phase string, done, of int)) (*Report, error) {
		return Run(ctx, dir, plan, func(p Progress) { tell(p.Phase, p.Done, p.Of) })
	}
}

// discard takes the log of the server of a rehearsal, in which nobody works.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// play is one performance.
type play struct {
	h     *House
	tell  func(Progress)
	meter meter
	cast  []*player
}

// player is one member at his tablet.
type player struct {
	bench.Member
	live  *client.Client
	model client.Model
	from  int64 // views of before this moment, in microseconds, came with a topic, not with a change
}

// Play performs the session of the house.
func (h *House) Play(ctx context.Context, tell func(Progress)) (*Report, error) {
	p := &play{h: h, tell: tell}
	started := time.Now()
	defer p.leave()
	if err := p.connect(ctx); err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	if err := p.checkIn(ctx); err != nil {
		return nil, fmt.Errorf("check in: %w", err)
	}
	if err := h.Act(h.Chair(), h.MeetingPath("open"), nil); err != nil {
		return nil, err
	}
	for i := range h.Items {
		tell(Progress{"item", i, len(h.Items)})
		if h.Items[i].Kind == meetings.Heading {
			continue
		}
		if err := p.item(ctx, i); err != nil {
			return nil, fmt.Errorf("item %d: %w", i+1, err)
		}
	}
	if err := p.end(ctx); err != nil {
		return nil, err
	}
	r := p.meter.report()
	if err := p.compare(ctx, r); err != nil {
		return nil, err
	}
	r.Members, r.Items, r.TookMs = len(h.Members), len(h.Items), time.Since(started).Milliseconds()
	tell(Progress{"done", 1, 1})
	return r, ctx.Err()
}

func (p *play) leave() {
	var all sync.WaitGroup
	for _, x := range p.cast {
		if x.live != nil {
			all.Go(x.live.Close)
		}
	}
	all.Wait()
}

// connect opens a socket for each member, the secretariat's besides.
func (p *play) connect(ctx context.Context) error {
	for _, m := range append(slices.Clone(p.h.Members), p.h.Desk) {
		p.cast = append(p.cast, &player{Member: m})
	}
	return p.each(ctx, "connect", 16, func(x *player) error {
		var err error
		x.from = time.Now().UnixMicro()
		x.live, err = bench.Listen(ctx, p.h.Node.Addr, x.Member, client.Options{
			Topics: []string{p.h.Topic(), "user:" + x.Person, "body"}, Heard: x.model.Heard,
			Changed: func(c client.Change) { p.meter.heard(x, c) },
			Backoff: func(int) time.Duration { return 50*time.Millisecond + rand.N(200*time.Millisecond) },
		})
		return err
	})
}

// each has all players do something, so many at a time.
func (p *play) each(ctx context.Context, phase string, atOnce int, act func(x *player) error) error {
	places := make(chan struct{}, atOnce)
	var mu sync.Mutex
	done := 0
	return bench.Together(len(p.cast), func(i int) error {
		places <- struct{}{}
		defer func() { <-places }()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := act(p.cast[i])
		mu.Lock()
		defer mu.Unlock()
		if done++; done%10 == 0 || done == len(p.cast) {
			p.tell(Progress{phase, done, len(p.cast)})
		}
		return err
	})
}

func (p *play) checkIn(ctx context.Context) error {
	return p.each(ctx, "check_in", 32, func(x *player) error {
		if x.Person == p.h.Desk.Person {
			return nil
		}
		return p.command(ctx, x, "/api/meetings/"+p.h.Meeting+"/check-in", map[string]any{"manner": "room"}, nil)
	})
}

// command acts over the member's socket, again under the same key where it broke.
func (p *play) command(ctx context.Context, x *player, path string, in, out any) error {
	c := client.Command{Method: http.MethodPost, Path: path, Key: newKey(), Body: in}
	for {
		sent := time.Now()
		reply, err := x.live.Command(ctx, c)
		switch {
		case errors.Is(err, client.ErrLost):
			if err := x.back(ctx); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		case reply.Status >= 300:
			p.meter.refuse()
			return &bench.Refused{Status: reply.Status, Body: reply.Body}
		}
		p.meter.acknowledged(time.Since(sent))
		if out == nil {
			return nil
		}
		return json.Unmarshal(reply.Body, out)
	}
}

// back waits until a player has come back.
func (x *player) back(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return x.live.Until(ctx, x.live.Connected)
}

// item runs one item through its order of business.
func (p *play) item(ctx context.Context, i int) error {
	h, chair := p.h, p.h.Chair()
	steps := h.Items[i].Kind.Steps()
	if err := h.Act(chair, h.ItemPath(i, "begin"), nil); err != nil {
		return err
	}
	outcome := meetings.Noted
	for _, step := range steps {
		if err := h.Act(chair, h.ItemPath(i, "step"), map[string]any{"step": step}); err != nil {
			return err
		}
		var err error
		switch step {
		case meetings.StepPresent:
			err = p.present(i)
		case meetings.StepSpeak:
			outcome = meetings.Discussed
			err = p.speak(ctx, i)
		case meetings.StepVote:
			outcome, err = p.vote(ctx, i)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", step, err)
		}
	}
	conclusion := map[string]any{"outcome": outcome, "conclusion": "Kết luận mô phỏng."}
	if outcome == meetings.PutOff {
		conclusion["resubmit_by"] = time.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	}
	return h.Act(chair, h.ItemPath(i, "conclude"), conclusion)
}

// present turns pages of the first paper.
func (p *play) present(i int) error {
	it := p.h.Items[i]
	if len(it.Pages) == 0 || it.Pages[0] == 0 {
		return nil
	}
	for page := 1; page <= min(3, it.Pages[0]); page++ {
		p.meter.press()
		if err := p.h.Act(p.h.Chair(), p.h.ItemPath(i, "present"), map[string]any{"version": paper(i, 0, 0).Version, "page": page}); err != nil {
			return err
		}
	}
	return nil
}

// speak has a tenth of the members ask at once, while another tenth lose their
// connections; the chair calls the first three, and takes the others off.
func (p *play) speak(ctx context.Context, i int) error {
	few := func(without int) []*player {
		members := p.cast[1 : len(p.cast)-1]
		n := max(1, len(members)/10)
		list := slices.Clone(members)
		rand.Shuffle(len(list), func(a, b int) { list[a], list[b] = list[b], list[a] })
		return list[without*n : min((without+1)*n, len(list))]
	}
	dropped := few(1)
	for _, x := range dropped {
		p.meter.broke(1)
		x.live.Break()
	}
	asking := few(0)
	err := bench.Together(len(asking), func(n int) error {
		return p.command(ctx, asking[n], p.h.ItemPath(i, "requests"), map[string]any{"kind": "speech"}, nil)
	})
	if err != nil {
		return err
	}
	var floor struct{ Queue []struct{ ID string } }
	if err := p.h.Do(p.h.Chair(), http.MethodGet, p.h.MeetingPath("floor"), nil, &floor); err != nil {
		return err
	}
	for n, r := range floor.Queue {
		acts := []string{"drop"}
		if n < 3 {
			acts = []string{"call", "end"}
		}
		for _, act := range acts {
			var in any
			if act == "call" {
				in = map[string]any{"seconds": 180}
			}
			if err := p.h.Act(p.h.Chair(), "/api/requests/"+r.ID+"/"+act, in); err != nil {
				return err
			}
		}
	}
	for _, x := range dropped {
		if err := x.back(ctx); err != nil {
			return fmt.Errorf("a member did not come back: %w", err)
		}
	}
	return nil
}

// vote opens a vote in which all answer within a second, closes it, and holds the count
// against what was acknowledged.
func (p *play) vote(ctx context.Context, i int) (meetings.Outcome, error) {
	id, err := p.h.OpenVote(p.h.Chair(), i)
	if err != nil {
		return "", err
	}
	members := p.cast[:len(p.cast)-1]
	broken := 0
	err = bench.Together(len(members), func(n int) error {
		x := members[n]
		select {
		case <-time.After(rand.N(time.Second)):
		case <-ctx.Done():
			return ctx.Err()
		}
		choice := "agree"
		if n%7 == 3 {
			choice = "disagree"
		}
		var made struct{ Record, Seal string }
		if err := p.command(ctx, x, "/api/votes/"+id+"/prepare", map[string]any{"choice": choice}, &made); err != nil {
			return err
		}
		if n%25 == 7 { // the connection breaks as the choice is sent
			go x.live.Break()
		}
		asked := time.Now()
		if err := p.command(ctx, x, "/api/votes/"+id+"/cast", map[string]any{"record": made.Record, "seal": made.Seal}, nil); err != nil {
			return err
		}
		p.meter.voted(time.Since(asked))
		return nil
	})
	for n := range members {
		if n%25 == 7 {
			broken++
		}
	}
	p.meter.broke(broken)
	if err != nil {
		return "", err
	}
	var v struct {
		Tallies []struct {
			Outcome string
			Counts  []struct{ Count int }
		}
	}
	if err := p.h.Do(p.h.Chair(), http.MethodPost, "/api/votes/"+id+"/close", map[string]any{"let_stand": false}, &v); err != nil {
		return "", err
	}
	counted := 0
	for _, c := range v.Tallies[0].Counts {
		counted += c.Count
	}
	p.meter.counted(len(members), counted)
	if v.Tallies[0].Outcome == string(meetings.Adopted) {
		return meetings.Adopted, nil
	}
	return meetings.PutOff, nil
}
