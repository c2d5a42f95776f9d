package dossiers

import (
	"context"
	"crypto/sha256"
	"io"
	"strings"
	"sync"

	"ecabinet"
)

// prints remembers those of versions that were compared lately: a ready version does
// not change.
type prints struct {
	mu   sync.Mutex
	held map[string][]Print // guarded by mu
}

// mostPrints is how many versions are remembered, of about 50 kB at a thousand pages.
const mostPrints = 64

func (p *prints) get(version string) []Print {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held[version]
}

func (p *prints) put(version string, list []Print) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held == nil || len(p.held) >= mostPrints {
		p.held = map[string][]Print{}
	}
	p.held[version] = list
}

// Prints are those of a version's pages: of its words where a page has any, else of
// its small picture, which is the same bytes for the same page.
func (s *Service) Prints(ctx context.Context, v Version) ([]Print, error) {
	if list := s.prints.get(v.ID); list != nil {
		return list, nil
	}
	texts, err := s.Store.Texts(ctx, v)
	if err != nil {
		return nil, err
	}
	var pictures []byte
	if v.Thumbs != "" {
		f, err := s.Files.Open(ctx, v.ThumbsBlob())
		if err != nil {
			return nil, err
		}
		if pictures, err = io.ReadAll(f); err != nil {
			return nil, err
		}
	}
	list := make([]Print, v.Pages)
	whole := true
	for i := range list {
		if words := strings.Join(strings.Fields(texts[i]), " "); words != "" {
			list[i] = printOf("words", []byte(words))
		} else if at, length, ok := v.Thumb(i + 1); ok && at+length <= int64(len(pictures)) {
			list[i] = printOf("picture", pictures[at:at+length])
		} else {
			whole = false
		}
	}
	if whole {
		s.prints.put(v.ID, list)
	}
	return list, nil
}

func printOf(kind string, b []byte) Print {
	h := sha256.New()
	h.Write([]byte(kind))
	h.Write(b)
	return Print(h.Sum(nil))
}

// Same gives for each page of a version the page of another version of its paper
// that is alike, 0 for none.
func (s *Service) Same(ctx context.Context, from, to string) ([]int, error) {
	_, _, a, b, err := s.both(ctx, from, to)
	if err != nil {
		return nil, err
	}
	return SamePages(a, b), nil
}

// Compare compares two readable versions of one paper.
func (s *Service) Compare(ctx context.Context, from, to string) (old, fresh Version, c Comparison, err error) {
	old, fresh, a, b, err := s.both(ctx, from, to)
	if err != nil {
		return old, fresh, c, err
	}
	before, err := s.Store.Texts(ctx, old)
	if err != nil {
		return old, fresh, c, err
	}
	after, err := s.Store.Texts(ctx, fresh)
	return old, fresh, Compare(a, b, before, after), err
}

func (s *Service) both(ctx context.Context, from, to string) (old, fresh Version, a, b []Print, err error) {
	if old, _, err = s.Store.Version(ctx, from); err == nil {
		fresh, _, err = s.Store.Version(ctx, to)
	}
	if err != nil {
		return old, fresh, nil, nil, err
	}
	if old.Document != fresh.Document || old.State != VersionReady || fresh.State != VersionReady {
		return old, fresh, nil, nil, ecabinet.E(ecabinet.NotFound, "document.not_found")
	}
	if a, err = s.Prints(ctx, old); err == nil {
		b, err = s.Prints(ctx, fresh)
	}
	return old, fresh, a, b, err
}
