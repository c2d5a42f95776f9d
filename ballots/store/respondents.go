package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"ecabinet/ballots"
	"ecabinet/internal/db"
)

const noRespondent = "respondent.not_found"

type respondentRow struct {
	bun.BaseModel `bun:"table:respondents,alias:r"`

	ID       string `bun:"id,pk"`
	Body     string
	Ballot   string
	No       int
	Name     string
	Sector   ballots.Sector
	Email    string
	Person   string
	Link     int
	Hash     string
	HandedAt db.Time
	UsedAt   db.Time
	Mail     ballots.MailState
	News     ballots.News
	Problem  string
	MailAt   db.Time
}

func rowOfRespondent(r ballots.Respondent, body string) respondentRow {
	return respondentRow{
		ID: r.ID, Body: body, Ballot: r.Ballot, No: r.No, Name: r.Name, Sector: r.Sector, Email: r.Email, Person: r.Person,
		Link: r.Link, Hash: r.Hash, HandedAt: stored(r.HandedAt), UsedAt: stored(r.UsedAt),
		Mail: r.Mail, News: r.News, Problem: r.Problem, MailAt: stored(r.MailAt),
	}
}

func (r respondentRow) respondent() ballots.Respondent {
	return ballots.Respondent{
		ID: r.ID, Ballot: r.Ballot, No: r.No, Name: r.Name, Sector: r.Sector, Email: r.Email, Person: r.Person,
		Link: r.Link, Hash: r.Hash, HandedAt: given(r.HandedAt), UsedAt: given(r.UsedAt),
		Mail: r.Mail, News: r.News, Problem: r.Problem, MailAt: given(r.MailAt),
	}
}

// Respondents are those of a consultation, by number.
func (r reader) Respondents(ctx context.Context, ballot string) ([]ballots.Respondent, error) {
	var rows []respondentRow
	err := r.db().NewSelect().Model(&rows).Where("r.ballot = ?", ballot).Where("r.body = ?", r.body(ctx)).Order("r.no").Scan(ctx)
	if err != nil {
		return nil, loading("respondents", noRespondent, err)
	}
	return mapped(rows, respondentRow.respondent), nil
}

// Respondent is one of them; "respondent.not_found".
func (r reader) Respondent(ctx context.Context, id string) (*ballots.Respondent, error) {
	row := new(respondentRow)
	err := r.db().NewSelect().Model(row).Where("r.id = ?", id).Where("r.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("respondent", noRespondent, err)
	}
	one := row.respondent()
	return &one, nil
}

// RespondentNames are the names of those among ids who answer without an account.
func (r reader) RespondentNames(ctx context.Context, ids []string) (map[string]string, error) {
	if len(ids) == 0 {
		return map[string]string{}, nil
	}
	var rows []respondentRow
	err := r.db().NewSelect().Model(&rows).Column("id", "name").Where("r.id IN (?)", bun.List(ids)).Where("r.body = ?", r.body(ctx)).Scan(ctx)
	if err != nil {
		return nil, loading("names of respondents", noRespondent, err)
	}
	names := make(map[string]string, len(rows))
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, nil
}

// Linked is the respondent whose living link has this hash, of whichever body.
func (s *Store) Linked(ctx context.Context, hash string) (body, respondent string, err error) {
	err = s.db().NewSelect().TableExpr("respondents").Column("body", "id").Where("hash = ? AND hash <> ''", hash).Scan(ctx, &body, &respondent)
	return body, respondent, loading("a link", noRespondent, err)
}

// ReplaceRespondents puts list in the place of the one there was.
func (t *tx) ReplaceRespondents(ctx context.Context, ballot string, list []ballots.Respondent) error {
	_, err := t.db().NewDelete().Model((*respondentRow)(nil)).Where("ballot = ?", ballot).Where("body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("replace respondents: %w", err)
	}
	for some := range slices.Chunk(list, 100) { // each row takes sixteen of the parameters that a statement may have
		rows := make([]respondentRow, len(some))
		for i, r := range some {
			rows[i] = rowOfRespondent(r, t.Body())
		}
		if _, err := t.db().NewInsert().Model(&rows).Exec(ctx); err != nil {
			return fmt.Errorf("insert respondents: %w", err)
		}
	}
	return nil
}

// SaveRespondent writes what happens to a respondent's link and letters.
func (t *tx) SaveRespondent(ctx context.Context, r *ballots.Respondent) error {
	row := rowOfRespondent(*r, t.Body())
	res, err := t.db().NewUpdate().Model(&row).Column("link", "hash", "handed_at", "used_at", "mail", "news", "problem", "mail_at").
		WherePK().Where("r.body = ?", t.Body()).Exec(ctx)
	return changed(res, err, "save respondent", missing(noRespondent))
}

// SaveRespondents writes them in sets. They were read in this act, so that none is new.
func (t *tx) SaveRespondents(ctx context.Context, list []ballots.Respondent) error {
	for some := range slices.Chunk(list, 100) {
		rows := mapped(some, func(r ballots.Respondent) respondentRow { return rowOfRespondent(r, t.Body()) })
		q := t.db().NewInsert().Model(&rows).On("CONFLICT (id) DO UPDATE").Where("r.body = EXCLUDED.body").Where("r.ballot = EXCLUDED.ballot")
		for _, column := range []string{"link", "hash", "handed_at", "used_at", "mail", "news", "problem", "mail_at"} {
			q = q.Set(column + " = EXCLUDED." + column)
		}
		if _, err := q.Exec(ctx); err != nil {
			return fmt.Errorf("save respondents: %w", err)
		}
	}
	return nil
}

// UseLink notes that a link was used; of several at once one row affected decides.
func (t *tx) UseLink(ctx context.Context, respondent, hash string) (bool, error) {
	res, err := t.db().NewUpdate().Model((*respondentRow)(nil)).Set("used_at = ?", db.At(t.Now())).
		Where("r.id = ?", respondent).Where("r.hash = ?", hash).Where("r.used_at IS NULL").Where("r.body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("use a link: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}
