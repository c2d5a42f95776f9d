package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"ecabinet/cmd/ecabinet/bench"
	"ecabinet/cmd/ecabinet/rehearse"
)

func rehearsed(c *bench.Conn, m bench.Member, vote string) (*rehearse.Ballot, error) {
	return rehearse.Prepare(c, m, vote, "agree")
}

// access is who was recused from an item, and its guests, from a moment on.
type access struct {
	at              time.Time
	recused, guests []string
}

// history is what the journal says of the access to each item, in order.
func (s *stage) history() map[string][]access {
	all := map[string][]access{}
	for seq := int64(0); ; {
		events, err := s.Node.App.DB.EventsAfter(s.system(), s.Body, seq, 500)
		s.must(err)
		for _, e := range events {
			seq = e.Seq
			id, ok := strings.CutPrefix(e.Ref, "item/")
			if !ok || e.Type != "item.edited" && e.Type != "item.added" {
				continue
			}
			d := struct {
				Rev     int64
				Recused []string
			}{Rev: 1}
			s.must(json.Unmarshal(e.Data, &d))
			if e.Type == "item.added" && len(all) >= len(s.IDs) {
				d.Recused = s.moving[:1] // see goOn
			}
			all[id] = append(all[id], access{e.At, d.Recused, s.guests[fmt.Sprint(id, " ", d.Rev)]})
		}
		if len(events) == 0 {
			return all
		}
	}
}

// nothingForbidden holds every frame against the rights at the moment of which it tells:
// the rev of a view is when the journal last spoke of it, and a page says when it was
// shown.
func (s *stage) nothingForbidden() {
	history := s.history()
	seen := 0
	for _, a := range s.attenders {
		if !slices.Contains(s.moving, a.Person) {
			continue
		}
		for _, f := range a.heard {
			for _, item := range shownItems(f) {
				seen++
				if why := s.forbidden(a, history[item.id], item.at, f.at); why != "" {
					s.t.Errorf("%s, who is %s, was told of it at %s by %s: %s", a.name, why, item.at, f.Ref, f.Data)
					return
				}
			}
		}
	}
	s.t.Logf("%d times something was shown of an item that not all may see", seen)
}

// forbidden says why a person might not see an item as it was at a moment, nor at any
// moment until he received it: what was read for others while he was kept out may reach
// him once he is let in.
func (s *stage) forbidden(a *attender, list []access, at, received time.Time) string {
	why := ""
	for _, x := range list {
		if x.at.After(received) || x.at.After(at) && why == "" {
			break
		}
		switch {
		case slices.Contains(x.recused, a.Person):
			why = "recused"
		case a.name == "guest" && !slices.Contains(x.guests, a.Person):
			why = "no guest of it"
		default:
			why = ""
		}
	}
	return why
}

type shownItem struct {
	id string
	at time.Time
}

// shownItems are the items whose content a frame shows, and as of when.
func shownItems(f frame) (out []shownItem) {
	var v struct {
		Item   string
		At     time.Time
		Closed bool
		Items  []struct {
			ID     string
			Closed bool
		}
		Votes []struct{ Items []string }
	}
	if json.Unmarshal(f.Data, &v) != nil {
		return nil
	}
	at := time.UnixMicro(f.Rev)
	kind, _, _ := strings.Cut(f.Ref, "/")
	switch kind {
	case "agenda":
		for _, it := range v.Items {
			if !it.Closed {
				out = append(out, shownItem{it.ID, at})
			}
		}
	case "floor":
		if v.Item != "" {
			out = append(out, shownItem{v.Item, at})
		}
	case "votes":
		for _, vote := range v.Votes {
			for _, id := range vote.Items {
				out = append(out, shownItem{id, at})
			}
		}
	case "presented":
		if v.Item != "" {
			out = append(out, shownItem{v.Item, v.At})
		}
	}
	return out
}
