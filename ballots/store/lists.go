package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/internal/db"
)

// Page asks for one page of a list.
type Page = db.Page

// BallotRow is one line of a list. Which parts are filled in depends on the list.
type BallotRow struct {
	ID         string
	Kind       ballots.Kind
	Matter     string
	Title      string
	Agency     string
	Lead       string
	Class      string
	State      ballots.State
	Rev        int64
	Number     string
	Round      int
	MadeAt     time.Time
	DeadlineAt *time.Time
	OpenedAt   *time.Time
	ClosedAt   *time.Time

	// In the list of all, where it may be known: see Query.Counts.
	Seats    int // on the list of members
	Answered int // seats for which an answer given counts
	Deemed   int // seats for which silence was deemed

	// In the lists of a member or of an office: whose seat this line is about.
	Seat    int
	Member  string
	Name    string
	Recused bool
	Vacated bool
	Answer  *AnswerMark // what counts for the seat, nil for nothing
	Draft   *DraftMark  // what the office has prepared in this round, nil for nothing
	Typed   bool        // the member has typed something that was not sent
}

// AnswerMark is the short of an answer.
type AnswerMark struct {
	ID       string
	Round    int
	Revision int
	Source   ballots.Source
	Standing ballots.Standing
	At       time.Time
	Choices  []ballots.ChoiceOf
	Reserved bool
}

// DraftMark is the short of an office's draft.
type DraftMark struct {
	Rev     int64
	Step    ballots.Step
	Refused bool
	Changed time.Time
}

// listRow is a line as the database gives it.
type listRow struct {
	ID         string
	Kind       ballots.Kind
	Matter     string
	Title      string
	Agency     string
	Lead       string
	Class      string
	State      ballots.State
	Rev        int64
	Number     string
	Round      int
	MadeAt     db.Time
	DeadlineAt db.Time
	OpenedAt   db.Time
	ClosedAt   db.Time

	No      int
	Person  string
	Name    string
	Recused bool
	Vacated bool
	Typed   bool

	AnswerID       string
	AnswerRound    int
	AnswerRevision int
	AnswerSource   ballots.Source
	AnswerStanding ballots.Standing
	AnswerAt       db.Time
	AnswerContent  db.JSON[ballots.Content]

	DraftRev     int64
	DraftStep    ballots.Step
	DraftRefused bool
	DraftChanged db.Time
}

func (r listRow) row() BallotRow {
	out := BallotRow{
		ID: r.ID, Kind: r.Kind, Matter: r.Matter, Title: r.Title, Agency: r.Agency, Lead: r.Lead, Class: r.Class,
		State: r.State, Rev: r.Rev, Number: r.Number, Round: r.Round, MadeAt: r.MadeAt.Time,
		DeadlineAt: given(r.DeadlineAt), OpenedAt: given(r.OpenedAt), ClosedAt: given(r.ClosedAt),
		Seat: r.No, Member: r.Person, Name: r.Name, Recused: r.Recused, Vacated: r.Vacated, Typed: r.Typed,
	}
	if r.AnswerID != "" {
		out.Answer = &AnswerMark{
			ID: r.AnswerID, Round: r.AnswerRound, Revision: r.AnswerRevision, Source: r.AnswerSource, Standing: r.AnswerStanding,
			At: r.AnswerAt.Time, Choices: []ballots.ChoiceOf{}, Reserved: r.AnswerContent.V.Reserve != "",
		}
		for _, o := range r.AnswerContent.V.Opinions {
			out.Answer.Choices = append(out.Answer.Choices, ballots.ChoiceOf{Question: o.Question, Choice: o.Choice})
		}
	}
	if r.DraftStep != "" {
		out.Draft = &DraftMark{Rev: r.DraftRev, Step: r.DraftStep, Refused: r.DraftRefused, Changed: r.DraftChanged.Time}
	}
	return out
}

const (
	ballotColumns = "b.id, b.kind, b.matter, b.title, b.agency, b.lead, b.class, b.state, b.rev, b.number, b.round, " +
		"b.made_at, b.deadline_at, b.opened_at, b.closed_at"
	seatColumns  = "s.no, s.person, s.name, s.recused, s.vacated"
	draftColumns = "COALESCE(d.rev, 0) AS draft_rev, COALESCE(d.step, '') AS draft_step, " +
		"COALESCE(d.refused, FALSE) AS draft_refused, d.changed_at AS draft_changed"
	draftJoin     = "LEFT JOIN office_drafts AS d ON d.ballot = b.id AND d.round = b.round AND d.member = s.person"
	answerColumns = "COALESCE(a.id, '') AS answer_id, COALESCE(a.round, 0) AS answer_round, COALESCE(a.revision, 0) AS answer_revision, " +
		"COALESCE(a.source, '') AS answer_source, COALESCE(a.standing, '') AS answer_standing, a.at AS answer_at"
	answerJoin = "LEFT JOIN answers AS a ON a.id = s.answer"
	typedJoin  = "LEFT JOIN scratches AS t ON t.ballot = b.id AND t.person = s.person"
)

// seats begins a list of one line for each seat of persons.
func (r reader) seatLines(ctx context.Context, persons []string) *bun.SelectQuery {
	return r.db().NewSelect().TableExpr("seats AS s").Join("JOIN ballots AS b ON b.id = s.ballot").
		Join(draftJoin).Join(answerJoin).
		ColumnExpr(ballotColumns).ColumnExpr(seatColumns).ColumnExpr(draftColumns).ColumnExpr(answerColumns).
		Where("s.body = ?", r.body(ctx)).Where("s.person IN (?)", bun.List(persons))
}

// memberLines begins a list of a member's own, with what was answered.
func (r reader) memberLines(ctx context.Context, person string) *bun.SelectQuery {
	return r.seatLines(ctx, []string{person}).Where("NOT s.recused").Join(typedJoin).
		ColumnExpr("a.content AS answer_content").ColumnExpr("t.ballot IS NOT NULL AS typed")
}

var (
	byDeadline = db.Order{Name: "deadline", Columns: []string{"b.deadline_at", "b.id", "s.person"}}
	byOpening  = db.Order{Name: "opening", Columns: []string{"b.opened_at", "b.id"}, Down: true}
	newest     = db.Order{Name: "newest", Columns: []string{"b.made_at", "b.id"}, Down: true}
	urgent     = db.Order{Name: "urgent", Columns: []string{"b.deadline_at", "b.id"}}
)

func deadlineKey(r listRow) string { return byDeadline.Cursor(r.DeadlineAt.String(), r.ID, r.Person) }

// Waiting is what waits for person: open ballots of the body with a seat of
// theirs for which nothing counts in this round, the nearest deadline first. A
// ballot past its deadline that is not closed yet is among them.
func (r reader) Waiting(ctx context.Context, person string, p Page) ([]BallotRow, string, error) {
	q := r.memberLines(ctx, person).Where("b.state = 'open'").Where("s.answer = ''").Where("NOT s.vacated")
	return scanLines(ctx, q, byDeadline, p, deadlineKey)
}

// CountWaiting is how many ballots wait for person.
func (r reader) CountWaiting(ctx context.Context, person string) (int, error) {
	n, err := r.db().NewSelect().TableExpr("seats AS s").Join("JOIN ballots AS b ON b.id = s.ballot").
		Where("s.body = ?", r.body(ctx)).Where("s.person = ?", person).
		Where("b.state = 'open' AND s.answer = '' AND NOT s.recused AND NOT s.vacated").Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count waiting ballots: %w", err)
	}
	return int(n), nil
}

// Answered is what person has answered and can still change.
func (r reader) Answered(ctx context.Context, person string, p Page) ([]BallotRow, string, error) {
	q := r.memberLines(ctx, person).Where("b.state = 'open'").Where("s.answer <> ''")
	return scanLines(ctx, q, byDeadline, p, deadlineKey)
}

// Undecided is where members ask for discussion and person, who holds the tie mark, is to
// say whether the ballot goes on.
func (r reader) Undecided(ctx context.Context, person string, p Page) ([]BallotRow, string, error) {
	q := r.memberLines(ctx, person).Where("b.state = 'closed'").Where("s.tie_mark AND NOT s.recused AND NOT s.vacated").
		Where("b.onward = 'null'").Where(`b.result LIKE '%"discuss":[%' AND b.result NOT LIKE '%"discuss":[]%'`) // few are closed and not certified
	return scanLines(ctx, q, byDeadline, p, deadlineKey)
}

// Past is what person was asked and is over, the last opened first.
func (r reader) Past(ctx context.Context, person string, p Page) ([]BallotRow, string, error) {
	q := r.memberLines(ctx, person).Where("b.state IN ('closed', 'certified', 'recalled')")
	return scanLines(ctx, q, byOpening, p, func(r listRow) string { return byOpening.Cursor(r.OpenedAt.String(), r.ID) })
}

// Office is what an office has to prepare: one line for each open ballot of members and
// member served, the nearest deadline first, whether answered or not. What was
// answered is not among the columns.
func (r reader) Office(ctx context.Context, members []string, p Page) ([]BallotRow, string, error) {
	if len(members) == 0 {
		return []BallotRow{}, "", nil
	}
	q := r.seatLines(ctx, members).Where("b.state = 'open' AND b.kind = ''").Where("NOT s.recused")
	return scanLines(ctx, q, byDeadline, p, deadlineKey)
}

func scanLines(ctx context.Context, q *bun.SelectQuery, o db.Order, p Page, key func(listRow) string) ([]BallotRow, string, error) {
	q, err := o.From(q, p)
	if err != nil {
		return nil, "", err
	}
	var rows []listRow
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, "", fmt.Errorf("list ballots: %w", err)
	}
	rows, next := db.Cut(rows, p, key)
	return mapped(rows, listRow.row), next, nil
}

// Scope is which ballots an actor may have listed: allow and deny are relations
// as policies.Enforcer.Relations gives them.
type Scope struct {
	Actor ecabinet.Actor
	Allow []string
	Deny  []string
}

// Stage is where lists show a ballot: its state, but for a consultation that is closed,
// after which nothing comes. What is closed there has an outcome yet to be certified.
type Stage string

// Ended is the stage of a closed consultation.
const Ended Stage = "ended"

const stageSQL = "CASE WHEN b.state = 'closed' AND b.kind = 'consultation' THEN 'ended' ELSE b.state END"

// state is that of the ballots at this stage.
func (s Stage) state() ballots.State {
	if s == Ended {
		return ballots.Closed
	}
	return ballots.State(s)
}

// Query narrows a list; what is empty does not narrow.
type Query struct {
	States []ballots.State
	Stages []Stage
	Matter string
	Agency string
	Urgent bool // the nearest deadline first, of those that have one; else the newest first
	// Counts is of which ballots it is told how many have answered before they are
	// closed; of those that are, it stands in the result.
	Counts Scope
}

// List is the ballots in scope with their counts: the secretariat's desk, what
// waits for an approver, those of a matter or an agency, or all.
func (r reader) List(ctx context.Context, in Query, scope Scope, p Page) ([]BallotRow, string, error) {
	o, key := newest, func(r listRow) string { return newest.Cursor(r.MadeAt.String(), r.ID) }
	q := r.scoped(ctx, scope).ColumnExpr(ballotColumns)
	if len(in.States) > 0 {
		q = q.Where("b.state IN (?)", bun.List(in.States))
	}
	if len(in.Stages) > 0 {
		states := mapped(in.Stages, Stage.state) // which have an index
		q = q.Where("b.state IN (?)", bun.List(states)).Where(stageSQL+" IN (?)", bun.List(in.Stages))
	}
	if in.Matter != "" {
		q = q.Where("b.matter = ?", in.Matter)
	}
	if in.Agency != "" {
		q = q.Where("b.agency = ?", in.Agency)
	}
	if in.Urgent {
		o, key = urgent, func(r listRow) string { return urgent.Cursor(r.DeadlineAt.String(), r.ID) }
		q = q.Where("b.deadline_at IS NOT NULL")
	}
	rows, next, err := scanLines(ctx, q, o, p, key)
	if err != nil {
		return nil, "", err
	}
	return rows, next, r.count(ctx, in.Counts, rows)
}

func (r reader) scoped(ctx context.Context, s Scope) *bun.SelectQuery {
	condition, args := Relations().Where(s.Actor, s.Allow, s.Deny)
	return r.db().NewSelect().TableExpr("ballots AS b").Where("b.body = ?", r.body(ctx)).Where(condition, args...)
}

// CountStages is how many ballots in scope are at each stage.
func (r reader) CountStages(ctx context.Context, s Scope) (map[Stage]int, error) {
	var rows []struct {
		Stage Stage
		N     int
	}
	if err := r.scoped(ctx, s).ColumnExpr(stageSQL+" AS stage, count(*) AS n").GroupExpr(stageSQL).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("count ballots by stage: %w", err)
	}
	counts := make(map[Stage]int, len(rows))
	for _, row := range rows {
		counts[row.Stage] = row.N
	}
	return counts, nil
}

// count fills in how many seats the ballots of a page have and how many are
// answered, in one query, for those within scope.
func (r reader) count(ctx context.Context, scope Scope, page []BallotRow) error {
	if len(page) == 0 {
		return nil
	}
	at := make(map[string]int, len(page))
	ids := make([]string, len(page))
	for i, b := range page {
		at[b.ID], ids[i] = i, b.ID
	}
	var rows []struct {
		Ballot                  string
		Seats, Answered, Deemed int
	}
	told, args := Relations().Where(scope.Actor, scope.Allow, scope.Deny)
	err := r.db().NewSelect().TableExpr("seats AS s").Join("JOIN ballots AS b ON b.id = s.ballot").Join(answerJoin).
		ColumnExpr("s.ballot, count(*) AS seats").
		ColumnExpr("count(CASE WHEN a.source <> 'deemed' THEN 1 END) AS answered").
		ColumnExpr("count(CASE WHEN a.source = 'deemed' THEN 1 END) AS deemed").
		Where("s.ballot IN (?)", bun.List(ids)).Where("("+closedSQL+" OR ("+told+"))", args...).GroupExpr("s.ballot").Scan(ctx, &rows)
	if err != nil {
		return fmt.Errorf("count answers: %w", err)
	}
	for _, row := range rows {
		b := &page[at[row.Ballot]]
		b.Seats, b.Answered, b.Deemed = row.Seats, row.Answered, row.Deemed
	}
	return nil
}
