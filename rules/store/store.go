// Package store keeps the rules room's tables: the changes of profiles, days and
// years of each body. It implements the room's port over internal/db and must hold
// no rule.
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/procedure"
	"ecabinet/rules"
)

// Store implements rules.Store.
type Store struct{ d *db.DB }

// New makes a Store over an open database.
func New(d *db.DB) *Store { return &Store{d} }

// InTx runs one act of rules.
func (s *Store) InTx(ctx context.Context, fn func(context.Context, rules.Tx) (string, error)) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) { return fn(ctx, Tx{tx}) })
}

// Rev is that of the body's last change, 0 for none.
func (s *Store) Rev(ctx context.Context, body string) (int64, error) {
	return rev(ctx, s.d.Read(), body)
}

func rev(ctx context.Context, q bun.IDB, body string) (int64, error) {
	var row bookRow
	err := q.NewSelect().Model(&row).Where("id = ?", body).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return row.Rev, err
}

// Book is all that body has changed, as of one moment.
func (s *Store) Book(ctx context.Context, body string) (rules.Book, error) {
	r, err := rev(ctx, s.d.Read(), body)
	if err != nil || r == 0 {
		return rules.Book{}, err
	}
	return book(ctx, s.d.Read(), body, r)
}

// book reads the changes up to rev: rows stay, so that those of one rev never
// differ between two readings.
func book(ctx context.Context, q bun.IDB, body string, rev int64) (rules.Book, error) {
	b := rules.Book{Rev: rev}
	var profiles []profileRow
	var days []dayRow
	var years []yearRow
	for _, model := range []any{&profiles, &days, &years} {
		if err := q.NewSelect().Model(model).Where("body = ? AND rev <= ?", body, rev).OrderExpr("rev").Scan(ctx); err != nil {
			return b, fmt.Errorf("read the rules: %w", err)
		}
	}
	for _, r := range profiles {
		p, err := r.thing()
		if err != nil {
			return b, err
		}
		b.Profiles = append(b.Profiles, p)
	}
	for _, r := range days {
		d, err := r.thing()
		if err != nil {
			return b, err
		}
		b.Days = append(b.Days, d)
	}
	for _, r := range years {
		b.Years = append(b.Years, r.thing())
	}
	return b, nil
}

// Tx implements rules.Tx over a transaction.
type Tx struct{ tx *db.Tx }

// Now is the moment of the act.
func (t Tx) Now() time.Time { return t.tx.Now() }

// Emit writes an event to the journal.
func (t Tx) Emit(e ecabinet.Event) { t.tx.Emit(e) }

// Lock keeps the body's book for this act, and reads it.
func (t Tx) Lock(ctx context.Context, body string) (rules.Book, error) {
	_, err := t.tx.Bun().NewInsert().Model(&bookRow{ID: body, Body: body}).On("CONFLICT (id) DO NOTHING").Exec(ctx)
	if err != nil {
		return rules.Book{}, err
	}
	if err := t.tx.Lock(ctx, "rule_books", body, db.Update); err != nil {
		return rules.Book{}, err
	}
	r, err := rev(ctx, t.tx.Bun(), body)
	if err != nil {
		return rules.Book{}, err
	}
	return book(ctx, t.tx.Bun(), body, r)
}

// AddProfile writes a change of a profile.
func (t Tx) AddProfile(ctx context.Context, body string, c rules.ProfileChange) error {
	doc, err := json.Marshal(c.Profile)
	if err != nil {
		return fmt.Errorf("write the profile: %w", err)
	}
	return t.add(ctx, &profileRow{
		Body: body, Rev: c.Rev, Profile: c.Profile.ID, Doc: string(doc), InUse: c.InUse,
		Reason: c.Reason, ByPerson: c.By, At: db.At(c.At),
	}, body, c.Rev)
}

// AddDay writes a change of a day.
func (t Tx) AddDay(ctx context.Context, body string, c rules.DayChange) error {
	return t.add(ctx, &dayRow{
		Body: body, Rev: c.Rev, Day: c.Date.String(), Kind: string(c.Kind), NameVI: c.NameVI, NameEN: c.NameEN,
		Source: c.Source, Reason: c.Reason, ByPerson: c.By, At: db.At(c.At),
	}, body, c.Rev)
}

// AddYear writes a change of a year.
func (t Tx) AddYear(ctx context.Context, body string, c rules.YearChange) error {
	return t.add(ctx, &yearRow{
		Body: body, Rev: c.Rev, Year: c.Year, Confirmed: c.Confirmed, Reason: c.Reason, ByPerson: c.By, At: db.At(c.At),
	}, body, c.Rev)
}

func (t Tx) add(ctx context.Context, row any, body string, rev int64) error {
	res, err := t.tx.Bun().NewUpdate().Model((*bookRow)(nil)).Set("rev = ?", rev).Where("id = ? AND rev = ?", body, rev-1).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(fmt.Errorf("change the rules: rev %d does not follow", rev), err)
	}
	_, err = t.tx.Bun().NewInsert().Model(row).Exec(ctx)
	return err
}

type bookRow struct {
	bun.BaseModel `bun:"table:rule_books"`

	ID   string `bun:",pk"`
	Body string
	Rev  int64
}

type profileRow struct {
	bun.BaseModel `bun:"table:rule_profiles"`

	Body     string `bun:",pk"`
	Rev      int64  `bun:",pk"`
	Profile  string
	Doc      string
	InUse    bool
	Reason   string
	ByPerson string
	At       db.Time
}

func (r profileRow) thing() (rules.ProfileChange, error) {
	p, err := procedure.DecodeProfile([]byte(r.Doc))
	if err != nil {
		return rules.ProfileChange{}, fmt.Errorf("read profile %s of change %d: %v", r.Profile, r.Rev, err)
	}
	return rules.ProfileChange{Change: rules.Change{Rev: r.Rev, Reason: r.Reason, By: r.ByPerson, At: r.At.Time}, Profile: p, InUse: r.InUse}, nil
}

type dayRow struct {
	bun.BaseModel `bun:"table:rule_days"`

	Body     string `bun:",pk"`
	Rev      int64  `bun:",pk"`
	Day      string
	Kind     string
	NameVI   string `bun:"name_vi"`
	NameEN   string `bun:"name_en"`
	Source   string
	Reason   string
	ByPerson string
	At       db.Time
}

func (r dayRow) thing() (rules.DayChange, error) {
	date, err := procedure.ParseDate(r.Day)
	if err != nil {
		return rules.DayChange{}, fmt.Errorf("read the day of change %d: %v", r.Rev, err)
	}
	return rules.DayChange{
		Change: rules.Change{Rev: r.Rev, Reason: r.Reason, By: r.ByPerson, At: r.At.Time},
		Date:   date, Kind: rules.DayKind(r.Kind), NameVI: r.NameVI, NameEN: r.NameEN, Source: r.Source,
	}, nil
}

type yearRow struct {
	bun.BaseModel `bun:"table:rule_years"`

	Body      string `bun:",pk"`
	Rev       int64  `bun:",pk"`
	Year      int
	Confirmed bool
	Reason    string
	ByPerson  string
	At        db.Time
}

func (r yearRow) thing() rules.YearChange {
	return rules.YearChange{
		Change: rules.Change{Rev: r.Rev, Reason: r.Reason, By: r.ByPerson, At: r.At.Time}, Year: r.Year, Confirmed: r.Confirmed,
	}
}
