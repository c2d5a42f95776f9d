package summaries

import (
	"cmp"
	"context"
	"errors"
	"time"

	"ecabinet"
)

// JobAsk is the job that does one step of a course; its ref is the course's id.
const JobAsk = "synthesis-ask"

// JobLease is longer than one step may last: two calls, and the wait between them.
const JobLease = 2*longest + 2*time.Minute

// refuses says why the model may not be asked of p now.
func (s *Service) refuses(ctx context.Context, p Polled) (Assist, error) {
	a, err := s.Store.Assist(ctx)
	if err != nil {
		return a, err
	}
	return a, s.Assistant.Refuses(a, p)
}

// StartRun begins a course of the model over a question. It refuses as
// [Assistant.Refuses] and [Polled.May] do, and with Refused "run.running" while another is
// on its way.
func (s *Service) StartRun(ctx context.Context, question string) error {
	p, r, err := s.read(ctx, question)
	if err != nil {
		return err
	}
	a, err := s.refuses(ctx, p)
	if err != nil {
		return err
	}
	run := NewRun(r, s.Assistant.Size(a))
	return s.course(ctx, question, func(ctx context.Context, tx Tx, c *Course) (*Course, error) {
		next := &Course{Question: question, No: 1, Rev: 1, State: CourseAsking, By: ecabinet.ActorFrom(ctx).Person, At: tx.Now(), Run: run}
		due := tx.Now()
		if c != nil {
			if c.State == CourseAsking || c.State == CourseChoosing {
				return nil, ecabinet.E(ecabinet.Refused, "run.running")
			}
			next.No, next.Rev = c.No+1, c.Rev+1
			var err error
			if due, err = free(ctx, tx, c); err != nil {
				return nil, err
			}
		}
		emitRun(tx, next, "synthesis.run_started")
		return next, tx.Schedule(ctx, next.ID(), due)
	})
}

// free is when nothing can come any more of a call of a course or of those before it: while
// one is on its way, others may have been begun and stopped over it that never asked. One
// that has asked did so when those before it were free: further back nothing is looked at.
func free(ctx context.Context, tx Tx, c *Course) (time.Time, error) {
	at, asked := c.Due(tx.Now()), c.Run.hasAsked()
	for no := c.No - 1; no > 0 && !asked; no-- {
		before, err := tx.LockRun(ctx, (&Course{Question: c.Question, No: no}).ID())
		if err != nil {
			return at, err
		}
		if before != nil {
			at, asked = before.Due(at), before.Run.hasAsked()
		}
	}
	return at, nil
}

// ChooseThemes offers rows to the model, see [Course.Choose]. no and rev are the course's
// as they were seen; it refuses with Stale "run.changed" as well.
func (s *Service) ChooseThemes(ctx context.Context, question string, no int, rev int64, themes []Theme) error {
	p, r, err := s.read(ctx, question)
	if err != nil {
		return err
	}
	if _, err := s.refuses(ctx, p); err != nil {
		return err
	}
	before, err := s.before(ctx, question)
	if err != nil {
		return err
	}
	return s.course(ctx, question, func(ctx context.Context, tx Tx, c *Course) (*Course, error) {
		if c == nil || c.No != no || c.Rev != rev {
			return nil, ecabinet.E(ecabinet.Stale, "run.changed")
		}
		if err := c.Choose(r, before, themes, func() string { return "row:" + ecabinet.NewID() }); err != nil {
			return nil, err
		}
		due, err := free(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		emitRun(tx, c, "synthesis.run_chosen")
		return c, tx.Schedule(ctx, c.ID(), due)
	})
}

// StopRun stops a course, see [Course.Stop]. A call that is on its way is paid for, and
// what it brings is kept.
func (s *Service) StopRun(ctx context.Context, question string, no int) error {
	return s.course(ctx, question, func(ctx context.Context, tx Tx, c *Course) (*Course, error) {
		if c == nil || c.No != no {
			return nil, ecabinet.E(ecabinet.Stale, "run.changed")
		}
		if err := c.Stop(); err != nil {
			return nil, err
		}
		emitRun(tx, c, "synthesis.run_stopped")
		return c, tx.Cancel(ctx, c.ID())
	})
}

// ResumeRun goes on with a course and asks again what has failed, see [Course.Resume]; it
// refuses as [Assistant.Refuses] does.
func (s *Service) ResumeRun(ctx context.Context, question string, no int) error {
	p, _, err := s.read(ctx, question)
	if err != nil {
		return err
	}
	if _, err := s.refuses(ctx, p); err != nil {
		return err
	}
	return s.course(ctx, question, func(ctx context.Context, tx Tx, c *Course) (*Course, error) {
		if c == nil || c.No != no {
			return nil, ecabinet.E(ecabinet.Stale, "run.changed")
		}
		if err := c.Resume(); err != nil {
			return nil, err
		}
		due, err := free(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		emitRun(tx, c, "synthesis.run_resumed")
		return c, tx.Schedule(ctx, c.ID(), due)
	})
}

// TakeRun makes the next version of the table of what a course has brought so far, see
// [Desk.TakeRun] and [Course.MayTake]; seen is the desk's rev, 0 for none.
func (s *Service) TakeRun(ctx context.Context, question string, no int, seen int64) error {
	p, r, err := s.read(ctx, question)
	if err != nil {
		return err
	}
	c, err := s.Store.Course(ctx, question)
	if err != nil {
		return err
	}
	if c.No != no {
		return ecabinet.E(ecabinet.Stale, "run.changed")
	}
	if err := c.MayTake(); err != nil {
		return err
	}
	rev := c.Rev
	return s.turn(ctx, p, seen, map[string]any{"run": no}, func(d *Desk) { d.TakeRun(r, c.Run) }, func(ctx context.Context, tx Tx, version int) error {
		c, err := tx.LockCourse(ctx, question)
		if err != nil {
			return err
		}
		if c == nil || c.No != no || c.Rev != rev {
			return ecabinet.E(ecabinet.Stale, "run.changed")
		}
		c.Made = version
		c.Rev++
		emitRun(tx, c, "synthesis.run_taken")
		return tx.SaveCourse(ctx, c)
	})
}

// before is the table as it is on the desk; nil for none.
func (s *Service) before(ctx context.Context, question string) (*Table, error) {
	d, err := s.Store.Desk(ctx, question)
	switch {
	case err != nil && ecabinet.KindOf(err) == ecabinet.NotFound:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &d.Table, nil
}

// course does one act to the last course of a question, nil where there is none, and saves
// what do gives.
func (s *Service) course(ctx context.Context, question string, do func(ctx context.Context, tx Tx, c *Course) (*Course, error)) error {
	var saved *Course
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		saved = nil
		c, err := tx.LockCourse(ctx, question)
		if err != nil {
			return "", err
		}
		next, err := do(ctx, tx, c)
		if err != nil || next == nil {
			return "", err
		}
		saved = next
		return RunRef(question), tx.SaveCourse(ctx, next)
	})
	if err == nil && saved != nil && s.Progress != nil {
		s.Progress(ctx, saved)
	}
	return err
}

// Advance is the job: it asks for the next step of a course, or notes that there is none.
// It does one step and makes the next one due in the act that keeps what came of it, so
// that whoever takes the job goes on where it stopped. What can cost is reserved in an act
// of its own before the call.
func (s *Service) Advance(ctx context.Context, id string) error {
	q, err := s.next(ctx, id)
	if err != nil || q == nil {
		return err
	}
	h := s.Assistant.Ask(ctx, *q)
	if h.Code != "" && ctx.Err() != nil {
		return ctx.Err() // the program stops: the step is asked again
	}
	// What was paid for is kept, also when the program stops now.
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return s.heard(keep, id, q, h)
}

// next is the step to ask now, reserved; nil where there is none.
func (s *Service) next(ctx context.Context, id string) (*Asking, error) {
	question := questionOfCourse(id)
	c, err := s.Store.Course(ctx, question)
	if err != nil || c.ID() != id || c.State != CourseAsking {
		return nil, err
	}
	p, err := s.Poll.Polled(ctx, question)
	if err != nil {
		return nil, err
	}
	a, err := s.Store.Assist(ctx)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(p.May(), s.Assistant.Refuses(a, p)); err != nil {
		known := (*ecabinet.Error)(nil)
		if !errors.As(err, &known) {
			return nil, err // nothing is asked while it is not known whether it may be
		}
		c.State, c.Code = CourseStopped, known.Code
		c.Rev++
		return nil, s.rest(ctx, c, telling(c, "synthesis.run_stopped"))
	}
	r := Read(p.Question)
	before, err := s.before(ctx, question)
	if err != nil {
		return nil, err
	}
	step, more := c.Run.Next(r, before)
	if !more {
		what := "synthesis.run_ended"
		if !c.Run.Chosen {
			what = "synthesis.run_waits"
		}
		c.Rest()
		return nil, s.rest(ctx, c, telling(c, what))
	}
	c.Run.Reserve(step.ID, Spent{Calls: 1, Prompt: a.Context, Millis: a.Timeout.Milliseconds()})
	c.Rev++
	spent := c.Run.Spent()
	if err := s.rest(ctx, c, func(tx Tx) { c.Run.asked(step.ID, tx.Now()) }); err != nil {
		return nil, err
	}
	return &Asking{Assist: a, Polled: p, Reading: r, Step: step, Rows: c.Run.Rows, Spent: spent}, nil
}

// rest saves a course that was changed by one rev outside of the act, if it is still the
// one that was read; also is done to it within the act.
func (s *Service) rest(ctx context.Context, c *Course, also func(Tx)) error {
	return s.course(ctx, c.Question, func(_ context.Context, tx Tx, now *Course) (*Course, error) {
		if now == nil || now.ID() != c.ID() || now.Rev != c.Rev-1 {
			return nil, ecabinet.E(ecabinet.Stale, "run.changed") // the job looks again
		}
		also(tx)
		return c, nil
	})
}

func telling(c *Course, what string) func(Tx) { return func(tx Tx) { emitRun(tx, c, what) } }

// heard keeps what came of a step and makes the next one due, unless whoever took the call
// for lost does so.
func (s *Service) heard(ctx context.Context, id string, q *Asking, h Heard) error {
	return s.course(ctx, questionOfCourse(id), func(ctx context.Context, tx Tx, c *Course) (*Course, error) {
		if c == nil {
			return nil, nil
		}
		if c.ID() != id {
			return nil, s.charge(ctx, tx, c, id, q, h)
		}
		was := c.State
		awaited := c.Heard(q.Reading, q.Step.ID, h)
		switch {
		case c.State == CourseAsking && awaited:
			return c, tx.Schedule(ctx, id, c.Due(tx.Now()))
		case c.State != CourseAsking && was == CourseAsking:
			emitRun(tx, c, "synthesis.run_stopped")
		}
		return c, nil
	})
}

// charge keeps what came of a step in a course that last has followed meanwhile: it is stopped
// or ended, and was charged with nothing for that call. What it cost stands in its own steps,
// as the caps are those of one run; last waits for the call, and goes on now.
func (s *Service) charge(ctx context.Context, tx Tx, last *Course, id string, q *Asking, h Heard) error {
	c, err := tx.LockRun(ctx, id)
	if err != nil || c == nil {
		return err
	}
	awaited := c.Heard(q.Reading, q.Step.ID, h)
	if err := tx.SaveCourse(ctx, c); err != nil {
		return err
	}
	if !awaited || last.State != CourseAsking {
		return nil
	}
	return tx.Schedule(ctx, last.ID(), last.Due(tx.Now()))
}

// RunRef names the live thing of a question's last course.
func RunRef(question string) string { return "synthesis-run/" + question }

func emitRun(tx Tx, c *Course, what string) {
	spent := c.Run.Spent()
	tx.Emit(ecabinet.Event{Topic: Topic(c.Question), Type: what, Ref: RunRef(c.Question), Data: encoded(map[string]any{
		"run": c.No, "rev": c.Rev, "state": string(c.State), "code": c.Code, "rows": len(c.Run.Rows), "calls": spent.Calls, "tokens": spent.Prompt + spent.Reply,
	})})
}
