package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/meetings"
)

const noPaper = "meeting.paper_not_found"

type boxRow struct {
	bun.BaseModel `bun:"table:boxes,alias:b"`

	Vote      string `bun:"vote,pk"`
	Body      string
	SignKey   string
	SealKey   string
	Locked    string
	Keeper    string
	KeptUntil *db.Time
}

type slipRow struct {
	bun.BaseModel `bun:"table:slips"`

	Vote    string
	Seat    int
	Blinded string
	Signed  string
}

// TurnedOut are the seats that have voted, or taken a paper.
func (r reader) TurnedOut(ctx context.Context, vote string) ([]int, error) {
	seats := []int{}
	err := r.db().NewSelect().Model((*turnoutRow)(nil)).Column("seat").Where("t.vote = ?", vote).Where("t.body = ?", r.body(ctx)).
		Where("t.revision > 0").Order("seat").Scan(ctx, &seats)
	return seats, loading("turnouts", noVote, err)
}

// Slip is the paper that a seat took.
func (r reader) Slip(ctx context.Context, vote string, seat int) (meetings.Slip, error) {
	row := new(slipRow)
	err := r.db().NewSelect().Model(row).Where("vote = ?", vote).Where("seat = ?", seat).
		Where("vote IN (SELECT b.vote FROM boxes AS b WHERE b.body = ?)", r.body(ctx)).Scan(ctx)
	return meetings.Slip{Vote: row.Vote, Seat: row.Seat, Blinded: row.Blinded, Signed: row.Signed}, loading("paper", noPaper, err)
}

// Box is where the papers of a secret vote lie.
func (r reader) Box(ctx context.Context, vote string) (meetings.Box, error) {
	row := new(boxRow)
	err := r.db().NewSelect().Model(row).Where("b.vote = ?", vote).Where("b.body = ?", r.body(ctx)).Scan(ctx)
	return meetings.Box{Vote: row.Vote, SignKey: row.SignKey, SealKey: row.SealKey, Locked: row.Locked}, loading("box", noVote, err)
}

func (t *tx) InsertBox(ctx context.Context, body string, b meetings.Box) error {
	return t.insert(ctx, "box", body, &boxRow{Vote: b.Vote, Body: body, SignKey: b.SignKey, SealKey: b.SealKey, Locked: b.Locked})
}

const insertSlip = "INSERT INTO slips (vote, seat, blinded, signed) VALUES ($1, $2, $3, $4)"

// InsertSlip enters a paper that was taken, and its turnout.
func (t *tx) InsertSlip(ctx context.Context, s meetings.Slip, turnout meetings.Turnout) error {
	return t.enter(ctx, "slip", &db.Query{Text: insertSlip, Args: []any{s.Vote, s.Seat, s.Blinded, s.Signed}}, turnout)
}

// Schedule plans a job of this act's body.
func (t *tx) Schedule(ctx context.Context, kind, ref string, due time.Time) error {
	return t.Tx.Schedule(ctx, db.Job{Kind: kind, Ref: ref, Due: due})
}

type tokenRow struct {
	bun.BaseModel `bun:"table:box_tokens"`

	Vote  string
	Token string
}

type paperRow struct {
	bun.BaseModel `bun:"table:box_papers"`

	Vote   string
	Sealed string
}

// FillBox lets papers in whose tokens are not in yet.
func (t *tx) FillBox(ctx context.Context, vote string, papers []meetings.BoxPaper) (int, error) {
	tokens, _, err := t.BoxContent(ctx, vote)
	if err != nil {
		return 0, err
	}
	papers = slices.DeleteFunc(slices.Clone(papers), func(p meetings.BoxPaper) bool {
		_, in := slices.BinarySearch(tokens, p.Token)
		return in
	})
	if len(papers) == 0 {
		return len(tokens), nil
	}
	if err := t.SpendTokens(ctx, vote, papers); err != nil {
		return 0, err
	}
	rows := make([]paperRow, len(papers))
	for i, p := range papers {
		rows[i] = paperRow{Vote: vote, Sealed: p.Sealed}
	}
	slices.SortFunc(rows, func(a, b paperRow) int { return strings.Compare(a.Sealed, b.Sealed) })
	if _, err := t.db().NewInsert().Model(&rows).Exec(ctx); err != nil {
		return 0, fmt.Errorf("fill box: %w", err)
	}
	return len(tokens) + len(papers), nil
}

// SpendTokens enters tokens; one that is in already fails the act.
func (t *tx) SpendTokens(ctx context.Context, vote string, papers []meetings.BoxPaper) error {
	if len(papers) == 0 {
		return nil
	}
	rows := make([]tokenRow, len(papers))
	for i, p := range papers {
		rows[i] = tokenRow{Vote: vote, Token: p.Token}
	}
	slices.SortFunc(rows, func(a, b tokenRow) int { return strings.Compare(a.Token, b.Token) })
	if _, err := t.db().NewInsert().Model(&rows).Exec(ctx); err != nil {
		return fmt.Errorf("spend tokens: %w", err)
	}
	return nil
}

// BoxContent is what lies in a box, each list in the order of its bytes.
func (t *tx) BoxContent(ctx context.Context, vote string) (tokens, sealed []string, err error) {
	tokens, sealed = []string{}, []string{}
	err = t.db().NewSelect().Model((*tokenRow)(nil)).Column("token").Where("vote = ?", vote).Scan(ctx, &tokens)
	if err == nil {
		err = t.db().NewSelect().Model((*paperRow)(nil)).Column("sealed").Where("vote = ?", vote).Scan(ctx, &sealed)
	}
	slices.Sort(tokens) // a database's own order of text is its own affair
	slices.Sort(sealed)
	return tokens, sealed, loading("box", noVote, err)
}

// EmptyBox takes out what a vote that is over needs no more.
func (t *tx) EmptyBox(ctx context.Context, vote string) error {
	for _, model := range []any{(*paperRow)(nil), (*slipRow)(nil)} {
		if _, err := t.db().NewDelete().Model(model).Where("vote = ?", vote).Exec(ctx); err != nil {
			return fmt.Errorf("empty box: %w", err)
		}
	}
	_, err := t.db().NewUpdate().Model((*boxRow)(nil)).Set("locked = ''").Set("keeper = ''").Where("vote = ?", vote).Exec(ctx)
	if err != nil {
		return fmt.Errorf("empty box: %w", err)
	}
	return nil
}

// Tokens are the names of the tokens spent in a vote, in order.
func (s *Store) Tokens(ctx context.Context, vote string) ([]string, error) {
	tokens := []string{}
	err := s.db().NewSelect().Model((*tokenRow)(nil)).Column("token").Where("vote = ?", vote).
		Where("vote IN (SELECT b.vote FROM boxes AS b WHERE b.body = ?)", s.body(ctx)).Scan(ctx, &tokens)
	slices.Sort(tokens)
	return tokens, loading("tokens", noVote, err)
}

// BoxState is what a keeper must know of a box; of every body, since who brings a
// paper has none.
type BoxState struct {
	Body  string
	Vote  meetings.Vote
	Box   meetings.Box
	Boxed int
}

// BoxState reads it; "meeting.vote_not_found".
func (s *Store) BoxState(ctx context.Context, vote string) (BoxState, error) {
	box, row := new(boxRow), new(voteRow)
	err := s.db().NewSelect().Model(box).Where("b.vote = ?", vote).Scan(ctx)
	if err == nil {
		err = s.db().NewSelect().Model(row).Where("v.id = ?", vote).Scan(ctx)
	}
	if err != nil {
		return BoxState{}, loading("box", noVote, err)
	}
	v := row.vote()
	return BoxState{
		Body: box.Body, Vote: v, Boxed: v.Boxed,
		Box: meetings.Box{Vote: vote, SignKey: box.SignKey, SealKey: box.SealKey},
	}, nil
}

// HasToken says whether a token was spent in a vote.
func (s *Store) HasToken(ctx context.Context, vote, token string) (bool, error) {
	in, err := s.db().NewSelect().Model((*tokenRow)(nil)).Where("vote = ?", vote).Where("token = ?", token).Exists(ctx)
	if err != nil {
		return false, fmt.Errorf("find token: %w", err)
	}
	return in, nil
}

// ClaimBox makes keeper the one in whom papers of a vote wait, until now and hold;
// false: another one is. now is the database's.
func (s *Store) ClaimBox(ctx context.Context, vote, keeper string, hold time.Duration) (ok bool, err error) {
	_, err = s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		now := t.Now()
		res, err := t.Bun().NewUpdate().Model((*boxRow)(nil)).Set("keeper = ?", keeper).Set("kept_until = ?", db.At(now.Add(hold))).
			Where("b.vote = ?", vote).
			Where("b.keeper IN ('', ?) OR b.kept_until < ?", keeper, db.At(now)).Exec(ctx)
		if err != nil {
			return "", fmt.Errorf("claim box: %w", err)
		}
		n, err := res.RowsAffected()
		ok = n == 1
		return "", err
	})
	return ok, err
}

// ReleaseBox ends a claim.
func (s *Store) ReleaseBox(ctx context.Context, vote, keeper string) error {
	_, err := s.d.InTx(ctx, func(ctx context.Context, t *db.Tx) (string, error) {
		_, err := t.Bun().NewUpdate().Model((*boxRow)(nil)).Set("keeper = ''").Where("b.vote = ?", vote).Where("b.keeper = ?", keeper).Exec(ctx)
		return "", err
	})
	if err != nil {
		return fmt.Errorf("release box: %w", err)
	}
	return nil
}

// Sweep takes what secret votes have left in the files of the database out of them.
func (s *Store) Sweep(ctx context.Context, _ string) error {
	return s.d.Sweep(ctx, "slips", "box_papers", "boxes")
}
