package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/summaries"
)

type assistRow struct {
	bun.BaseModel `bun:"table:assists,alias:a"`

	ID         string `bun:",pk"`
	Body       string
	Rev        int64
	SwitchedOn bool
	Endpoint   string
	Model      string
	Ceiling    string
	Context    int
	Timeout    int64 // nanoseconds
	Caps       db.JSON[summaries.Caps]
	Trial      *db.JSON[summaries.Trial]
	ChangedBy  string
	ChangedAt  db.Time
}

// Assist is what was set in the body, or what is offered where nothing was.
func (r reader) Assist(ctx context.Context) (summaries.Assist, error) {
	row := new(assistRow)
	err := r.db().NewSelect().Model(row).Where("a.id = ?", r.body(ctx)).Scan(ctx)
	if err = loading("settings of the model", err); err != nil {
		if ecabinet.KindOf(err) == ecabinet.NotFound {
			return summaries.NewAssist(), nil
		}
		return summaries.Assist{}, err
	}
	a := summaries.Assist{
		Rev: row.Rev, On: row.SwitchedOn, Endpoint: row.Endpoint, Model: row.Model, Ceiling: row.Ceiling, Context: row.Context,
		Timeout: time.Duration(row.Timeout), Caps: row.Caps.V, By: row.ChangedBy, At: row.ChangedAt.Time,
	}
	if row.Trial != nil {
		a.Trial = &row.Trial.V
	}
	return a, nil
}

// LockAssist locks before it reads.
func (t *tx) LockAssist(ctx context.Context) (summaries.Assist, error) {
	if err := t.Lock(ctx, "assists", t.Body(), db.Update); err != nil {
		return summaries.Assist{}, loading("settings of the model", err)
	}
	return t.Assist(ctx)
}

// SaveAssist wants the settings of the rev before; else Stale "assist.changed".
func (t *tx) SaveAssist(ctx context.Context, a summaries.Assist) error {
	row := &assistRow{
		ID: t.Body(), Body: t.Body(), Rev: a.Rev, SwitchedOn: a.On, Endpoint: a.Endpoint, Model: a.Model, Ceiling: a.Ceiling, Context: a.Context,
		Timeout: int64(a.Timeout), Caps: db.JSON[summaries.Caps]{V: a.Caps}, ChangedBy: a.By, ChangedAt: db.At(a.At),
	}
	if a.Trial != nil {
		row.Trial = &db.JSON[summaries.Trial]{V: *a.Trial}
	}
	if a.Rev == 1 {
		res, err := t.db().NewInsert().Model(row).On("CONFLICT (id) DO NOTHING").Exec(ctx)
		return written(res, err, "save settings of the model", "assist.changed")
	}
	res, err := t.db().NewUpdate().Model(row).ExcludeColumn("id", "body").WherePK().Where("a.rev = ?", a.Rev-1).Exec(ctx)
	return written(res, err, "save settings of the model", "assist.changed")
}

// written wants one row; none is Stale of that code.
func written(res interface{ RowsAffected() (int64, error) }, err error, what, code string) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if n == 0 {
		return ecabinet.E(ecabinet.Stale, code)
	}
	return nil
}

type runRow struct {
	bun.BaseModel `bun:"table:synthesis_runs,alias:u"`

	ID        string `bun:",pk"`
	Body      string
	Question  string
	Number    int
	Rev       int64
	State     summaries.CourseState
	Code      string
	StartedBy string
	StartedAt db.Time
	Made      int
	Misses    int
	Size      db.JSON[summaries.Size]
	Sources   db.JSON[[]summaries.Source]
	Offered   db.JSON[[]summaries.Row]
	Chosen    bool
	Gisted    bool
}

type stepRow struct {
	bun.BaseModel `bun:"table:synthesis_steps,alias:p"`

	Run     string `bun:",pk"`
	Place   int    `bun:",pk"`
	Body    string
	Content db.JSON[summaries.Step]
}

// Course is the last one of a question.
func (r reader) Course(ctx context.Context, question string) (*summaries.Course, error) {
	return r.run(ctx, last(question))
}

// CourseHead is the same without its steps, of which there may be thousands.
func (s *Store) CourseHead(ctx context.Context, question string) (*summaries.Course, error) {
	return s.head(ctx, last(question))
}

func last(question string) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("u.question = ?", question).Order("u.number DESC").Limit(1)
	}
}

// head is the course that is asked for, without its steps.
func (r reader) head(ctx context.Context, which func(*bun.SelectQuery) *bun.SelectQuery) (*summaries.Course, error) {
	row := new(runRow)
	err := which(r.db().NewSelect().Model(row).Where("u.body = ?", r.body(ctx))).Scan(ctx)
	if err != nil {
		return nil, db.NotFound(fmt.Errorf("load a run: %w", err), "run.none")
	}
	return &summaries.Course{
		Question: row.Question, No: row.Number, Rev: row.Rev, State: row.State, Code: row.Code, By: row.StartedBy, At: row.StartedAt.Time, Made: row.Made,
		Run: summaries.Run{Question: row.Question, Sources: row.Sources.V, Size: row.Size.V, Rows: row.Offered.V, Chosen: row.Chosen, Gisted: row.Gisted, Misses: row.Misses},
	}, nil
}

// run is the course that is asked for, with its steps.
func (r reader) run(ctx context.Context, which func(*bun.SelectQuery) *bun.SelectQuery) (*summaries.Course, error) {
	c, err := r.head(ctx, which)
	if err != nil {
		return nil, err
	}
	var steps []stepRow
	if err := r.db().NewSelect().Model(&steps).Where("p.run = ?", c.ID()).Where("p.body = ?", r.body(ctx)).Order("p.place").Scan(ctx); err != nil {
		return nil, fmt.Errorf("load steps of a run: %w", err)
	}
	c.Run.Steps = make([]summaries.Step, len(steps))
	for i, s := range steps {
		c.Run.Steps[i] = s.Content.V
	}
	return c, nil
}

// CourseStates are those of the last courses of questions, by question.
func (s *Store) CourseStates(ctx context.Context, questions []string) (map[string]summaries.CourseState, error) {
	found := map[string]summaries.CourseState{}
	if len(questions) == 0 {
		return found, nil
	}
	var rows []struct {
		Question string
		State    summaries.CourseState
	}
	err := s.db().NewSelect().TableExpr("synthesis_runs AS u").Column("u.question", "u.state").
		Where("u.body = ?", s.body(ctx)).Where("u.question IN (?)", bun.List(questions)).
		Where("u.number = (SELECT MAX(l.number) FROM synthesis_runs AS l WHERE l.question = u.question AND l.body = u.body)").Scan(ctx, &rows)
	for _, row := range rows {
		found[row.Question] = row.State
	}
	if err != nil {
		return nil, fmt.Errorf("load states of runs: %w", err)
	}
	return found, nil
}

// LockCourse locks before it reads, and again where another began meanwhile.
func (t *tx) LockCourse(ctx context.Context, question string) (*summaries.Course, error) {
	for {
		var last string
		err := t.db().NewSelect().TableExpr("synthesis_runs AS u").Column("u.id").Where("u.question = ?", question).Where("u.body = ?", t.Body()).
			Order("u.number DESC").Limit(1).Scan(ctx, &last)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		if err == nil {
			err = t.Lock(ctx, "synthesis_runs", last, db.Update)
		}
		if err != nil {
			return nil, fmt.Errorf("lock a run: %w", err)
		}
		c, err := t.Course(ctx, question)
		if err != nil {
			return nil, err
		}
		if c.ID() == last {
			t.steps[last] = stepsSeen{c.Rev, slices.Clone(c.Run.Steps)}
			return c, nil
		}
	}
}

// LockRun locks before it reads.
func (t *tx) LockRun(ctx context.Context, id string) (*summaries.Course, error) {
	if err := t.Lock(ctx, "synthesis_runs", id, db.Update); err != nil {
		return nil, fmt.Errorf("lock a run: %w", err)
	}
	c, err := t.run(ctx, func(q *bun.SelectQuery) *bun.SelectQuery { return q.Where("u.id = ?", id) })
	if ecabinet.KindOf(err) == ecabinet.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t.steps[id] = stepsSeen{c.Rev, slices.Clone(c.Run.Steps)}
	return c, nil
}

// stepsSeen is a course as LockCourse or LockRun found it.
type stepsSeen struct {
	rev   int64
	steps []summaries.Step
}

// SaveCourse writes the head, and the steps that are not as LockCourse found them.
func (t *tx) SaveCourse(ctx context.Context, c *summaries.Course) error {
	row := &runRow{
		ID: c.ID(), Body: t.Body(), Question: c.Question, Number: c.No, Rev: c.Rev, State: c.State, Code: c.Code, StartedBy: c.By, StartedAt: db.At(c.At),
		Made: c.Made, Misses: c.Run.Misses, Size: db.JSON[summaries.Size]{V: c.Run.Size}, Sources: db.JSON[[]summaries.Source]{V: c.Run.Sources},
		Offered: db.JSON[[]summaries.Row]{V: c.Run.Rows}, Chosen: c.Run.Chosen, Gisted: c.Run.Gisted,
	}
	was, known := t.steps[row.ID]
	if !known {
		_, err := t.db().NewInsert().Model(row).Exec(ctx)
		if db.IsUnique(err, "synthesis_runs_under_way") || db.IsUnique(err, "synthesis_runs_number") {
			return ecabinet.E(ecabinet.Refused, "run.running")
		}
		if err != nil {
			return fmt.Errorf("begin a run: %w", err)
		}
	} else {
		res, err := t.db().NewUpdate().Model(row).ExcludeColumn("id", "body", "question", "number", "size", "sources", "started_by", "started_at").
			WherePK().Where("u.rev = ?", was.rev).Exec(ctx)
		if err := written(res, err, "save a run", "run.changed"); err != nil {
			return err
		}
	}
	var steps []stepRow
	for i, s := range c.Run.Steps {
		if i >= len(was.steps) || !reflect.DeepEqual(was.steps[i], s) {
			steps = append(steps, stepRow{Run: row.ID, Place: i, Body: t.Body(), Content: db.JSON[summaries.Step]{V: s}})
		}
	}
	if len(steps) == 0 {
		return nil
	}
	_, err := t.db().NewInsert().Model(&steps).On("CONFLICT (run, place) DO UPDATE").Set("content = EXCLUDED.content").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save steps of a run: %w", err)
	}
	return nil
}

// Schedule makes the next step of a course due at a time.
func (t *tx) Schedule(ctx context.Context, course string, due time.Time) error {
	return t.Tx.Schedule(ctx, db.Job{Kind: summaries.JobAsk, Ref: course, Due: due})
}

// Cancel takes that back.
func (t *tx) Cancel(ctx context.Context, course string) error {
	return t.Tx.Cancel(ctx, summaries.JobAsk, course)
}
