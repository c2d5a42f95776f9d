package db

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// stage runs the functions of acts in a goroutine beside their queue's, so that
// neither a panic nor runtime.Goexit takes the queue with it. It is one goroutine for
// many acts: a new one would have to grow its stack for each. The zero stage is
// ready; it is used by one goroutine, which clears it in the end.
type stage struct {
	acts chan func()
}

// call runs the function of an act.
func (s *stage) call(ctx context.Context, a *act) (ref string, err error) {
	done := make(chan struct{})
	alive := false
	s.enter(func() {
		defer close(done)
		defer func() {
			if alive {
				return
			}
			if v := recover(); v != nil {
				err, alive = fmt.Errorf("panic in an act: %v\n%s", v, debug.Stack()), true
			} else {
				err = errors.New("the function of an act ended its goroutine")
			}
		}()
		ref, err = a.fn(ctx, a.tx)
		alive = true
	})
	<-done
	if !alive {
		s.acts = nil
	}
	return ref, err
}

func (s *stage) enter(f func()) {
	if s.acts == nil {
		acts := make(chan func())
		s.acts = acts
		go func() {
			for f := range acts {
				f()
			}
		}()
	}
	s.acts <- f
}

// clear lets the goroutine go.
func (s *stage) clear() {
	if s.acts != nil {
		close(s.acts)
		s.acts = nil
	}
}
