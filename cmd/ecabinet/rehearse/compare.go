package rehearse

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"
)

// end lets the session end, so that what follows is quiet.
func (p *play) end(ctx context.Context) error {
	for _, x := range p.cast {
		if err := x.back(ctx); err != nil {
			return fmt.Errorf("a member did not come back: %w", err)
		}
	}
	return p.h.Act(p.h.Chair(), p.h.MeetingPath("adjourn"), nil)
}

// shown are the things of a session on a member's screen, and where each is read afresh.
var shown = map[string]string{"meeting": "", "agenda": "/agenda", "attendance": "/attendance", "floor": "/floor", "votes": "/votes"}

// compare holds every screen against a fresh reading by the same member.
func (p *play) compare(ctx context.Context, r *Report) error {
	var mu sync.Mutex
	err := p.each(ctx, "compare", 8, func(x *player) error {
		fresh := map[string]any{}
		for kind, path := range shown {
			var v map[string]any
			if err := p.h.Do(x.Member, http.MethodGet, "/api/meetings/"+p.h.Meeting+path, nil, &v); err != nil {
				return err
			}
			fresh[kind] = bare(v)
		}
		differs := ""
		settled, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		err := x.live.Until(settled, func() bool {
			differs = x.differs(p.h, fresh)
			return differs == ""
		})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			r.Unequal++
			if len(r.Faults) < 10 {
				r.Faults = append(r.Faults, differs+" is not as read afresh")
			}
		}
		if fault := x.model.Fault(); fault != "" && len(r.Faults) < 10 {
			r.Faults = append(r.Faults, strings.SplitN(fault, "\n", 2)[0])
		}
		c := x.live.Counts()
		r.Connects, r.Gaps = r.Connects+c.Connects, r.Gaps+c.Gaps
		return nil
	})
	return err
}

// differs names a thing that a screen shows otherwise than it was read, "" for none.
func (x *player) differs(h *House, fresh map[string]any) string {
	for kind, want := range fresh {
		held, ok := x.live.Get(h.Topic(), kind+"/"+h.Meeting)
		var v map[string]any
		if !ok || json.Unmarshal(held.Data, &v) != nil || !reflect.DeepEqual(bare(v), want) {
			return kind
		}
	}
	return ""
}

// bare is a view without its rev, which a later reading may have higher.
func bare(v map[string]any) map[string]any {
	delete(v, "rev")
	delete(v, "$schema")
	return v
}
