package api

import (
	"context"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
)

// CellView is one member's answer to one question, as far as it may be seen.
type CellView struct {
	Question string `json:"question"`
	Choice   string `json:"choice" doc:"empty where it may not be seen, or there is none"`
	Text     string `json:"text" doc:"empty where opinions may not be read"`
	Points   int    `json:"points" doc:"how many points go with it"`
	Class    string `json:"class" enum:",agree,disagree" doc:"the side for which an other opinion counts"`
}

// SeatRow is one member's line of the matrix.
type SeatRow struct {
	Seat       int        `json:"seat"`
	Member     PersonName `json:"member"`
	Posts      []string   `json:"posts"`
	TieMark    bool       `json:"tie_mark"`
	State      string     `json:"state" enum:"waiting,answered,deemed,on_behalf,on_behalf_unconfirmed,recused,vacated,not_answered"`
	AnsweredAt *time.Time `json:"answered_at"`
	Answer     string     `json:"answer" doc:"id of the answer that counts; empty where it may not be read"`
	Revision   int        `json:"revision"`
	Reserved   bool       `json:"reserved"`
	Reserve    string     `json:"reserve"`
	Cells      []CellView `json:"cells"`
	// Pending is an answer on behalf that waits for its second person.
	Pending string `json:"pending"`
	// Late is an answer that came after the deadline: kept, not counted.
	Late string `json:"late"`
}

// MatrixView is members by questions.
type MatrixView struct {
	ID        string         `json:"id"`
	Rev       int64          `json:"rev"`
	State     string         `json:"state"`
	Answered  int            `json:"answered"`
	Waiting   int            `json:"waiting"`
	Total     int            `json:"total"`
	Choices   bool           `json:"choices" doc:"whether it is shown what was answered by whom"`
	Rows      []SeatRow      `json:"rows"`
	Classings []ClassingView `json:"classings"`
	Preview   []OutcomeView  `json:"preview" doc:"where counts are shown: the outcome as of now"`
}

func (a *API) matrixView(ctx context.Context, sight Sight, id string) (*MatrixView, error) {
	if !sight.Matrix {
		return nil, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
	}
	b, rev, err := a.current(ctx, id, store.MatrixRows)
	if err != nil {
		return nil, err
	}
	r, err := a.service.Reckon(ctx, b, a.router.Now())
	if err != nil {
		return nil, err
	}
	v := &MatrixView{ID: id, Rev: rev, State: string(b.State), Total: len(r.Seats), Choices: sight.Choices,
		Rows: []SeatRow{}, Classings: []ClassingView{}, Preview: []OutcomeView{}}
	late, err := a.store.Late(ctx, id)
	if err != nil {
		return nil, err
	}
	classed, err := classedAs(r)
	if err != nil {
		return nil, err
	}
	for _, seat := range r.Seats {
		row := seatRow(sight, r, seat, classed)
		row.Pending, row.Late = r.Awaiting[seat.No].ID, late[seat.No]
		if row.State == "waiting" {
			v.Waiting++
		}
		if row.AnsweredAt != nil && row.State != "deemed" {
			v.Answered++
		}
		v.Rows = append(v.Rows, row)
	}
	if sight.Choices {
		if v.Classings, err = a.classingViews(ctx, r, r.Classings); err != nil {
			return nil, err
		}
	}
	if !sight.Counts || b.Round == 0 {
		return v, nil
	}
	result, err := r.Count()
	if err != nil {
		return nil, err
	}
	v.Preview = outcomes(b, result, sight.Choices)
	return v, nil
}

// placed is one seat in one question.
type placed struct {
	seat     int
	question string
}

// classedAs are the sides for which other opinions count.
func classedAs(r ballots.Reckoning) (map[placed]string, error) {
	out := map[placed]string{}
	for _, q := range r.Ballot.Questions {
		votes, err := r.Votes(q)
		if err != nil {
			return nil, err
		}
		for _, v := range votes {
			if v.Class != nil {
				out[placed{v.Seat, q.Key}] = string(v.Class.As)
			}
		}
	}
	return out, nil
}

func seatRow(sight Sight, r ballots.Reckoning, seat ballots.Seat, classed map[placed]string) SeatRow {
	row := SeatRow{
		Seat: seat.No, Member: PersonName{seat.Person, seat.Name}, Posts: seat.Posts, TieMark: seat.TieMark,
		State: "waiting", Revision: seat.Revision, Cells: []CellView{},
	}
	answer, ok := r.Answers[seat.No]
	switch {
	case seat.Recused:
		row.State = "recused"
	case !ok && seat.Vacated:
		row.State = "vacated"
	case !ok && r.Ballot.State != ballots.Open:
		row.State = "not_answered"
	case !ok:
	case answer.Source == ballots.Deemed:
		row.State = "deemed"
	case answer.Source == ballots.OnBehalf && answer.Standing == ballots.Unconfirmed:
		row.State = "on_behalf_unconfirmed"
	case answer.Source == ballots.OnBehalf:
		row.State = "on_behalf"
	default:
		row.State = "answered"
	}
	if !ok {
		return row
	}
	row.AnsweredAt = &answer.At
	if !sight.Choices {
		return row
	}
	row.Answer, row.Reserved = answer.ID, answer.Content.Reserve != ""
	if sight.Words {
		row.Reserve = answer.Content.Reserve
	}
	for _, o := range answer.Content.Opinions {
		cell := CellView{Question: o.Question, Choice: string(o.Choice), Points: len(o.Points), Class: classed[placed{seat.No, o.Question}]}
		if sight.Words {
			cell.Text = o.Text
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}
