package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/people"
)

// Tx implements people.Tx over a transaction.
type Tx struct {
	tx *db.Tx
	reader
}

// Over is the people's view of a transaction, for acts that span two rooms.
func Over(tx *db.Tx) *Tx { return &Tx{tx: tx, reader: reader{q: tx.Bun()}} }

// Now is the moment of the act.
func (t *Tx) Now() time.Time { return t.tx.Now() }

// Emit writes an event to the journal.
func (t *Tx) Emit(e ecabinet.Event) { t.tx.Emit(e) }

// LockBody makes acts that change rights in one body run one after another.
func (t *Tx) LockBody(ctx context.Context, id string) error {
	return t.tx.Lock(ctx, "bodies", id, db.Update)
}

// Members is the list of members of body as the transaction sees it.
func (t *Tx) Members(ctx context.Context, body string, at time.Time) ([]people.Member, error) {
	r, err := roll(ctx, t.q, body, at)
	if err != nil {
		return nil, err
	}
	return people.MembersAt(r.Persons, r.Agencies, r.Posts, r.Offices, at), nil
}

// Rivals are the posts that make members with the seat of p, or with its tie mark,
// whenever; each by an index of its own.
func (t *Tx) Rivals(ctx context.Context, p people.Post) ([]people.Post, error) {
	var seat, tie []postRow
	err := t.q.NewSelect().Model(&seat).Where("body = ? AND is_member AND seat_no = ?", p.Body, p.Seat).OrderExpr("from_at").Scan(ctx)
	if err == nil && p.Tie {
		err = t.q.NewSelect().Model(&tie).Where("body = ? AND is_member AND tie_mark", p.Body).OrderExpr("from_at").Scan(ctx)
	}
	return things(append(seat, tie...), postRow.thing), err
}

// Holders are the persons who hold role in body at a moment, each once.
func (t *Tx) Holders(ctx context.Context, body, role string, at time.Time) ([]string, error) {
	var ids []string
	err := t.q.NewSelect().Table("role_assignments").ColumnExpr("DISTINCT person").
		Where("body = ?0 AND role = ?1 AND from_at <= ?2 AND (until_at IS NULL OR until_at > ?2)", body, role, db.At(at)).
		OrderExpr("person").Scan(ctx, &ids)
	return ids, err
}

// SaveBody inserts or replaces a body.
func (t *Tx) SaveBody(ctx context.Context, b people.Body) error {
	row, err := rowOfBody(b)
	if err != nil {
		return err
	}
	return save(ctx, t.q, row, b.Rev)
}

// SaveAgency inserts or replaces an agency.
func (t *Tx) SaveAgency(ctx context.Context, a people.Agency) error {
	err := save(ctx, t.q, rowOfAgency(a), a.Rev)
	if db.IsUnique(err, "agencies_body_code") {
		return ecabinet.E(ecabinet.Conflict, "agency.code_taken", "code", a.Code)
	}
	return err
}

// SavePerson inserts or replaces a person.
func (t *Tx) SavePerson(ctx context.Context, p people.Person) error {
	return save(ctx, t.q, rowOfPerson(p), p.Rev)
}

// SavePost inserts or replaces a post.
func (t *Tx) SavePost(ctx context.Context, p people.Post) error {
	return save(ctx, t.q, rowOfPost(p), p.Rev)
}

// SaveAssignment inserts or replaces a role given.
func (t *Tx) SaveAssignment(ctx context.Context, a people.Assignment) error {
	return save(ctx, t.q, rowOfRole(a), a.Rev)
}

// SaveDelegation inserts or replaces a delegation.
func (t *Tx) SaveDelegation(ctx context.Context, d people.Delegation) error {
	return save(ctx, t.q, rowOfDelegation(d), d.Rev)
}

// SaveRequest inserts or replaces a request.
func (t *Tx) SaveRequest(ctx context.Context, r people.ChangeRequest) error {
	return save(ctx, t.q, rowOfRequest(r), r.Rev)
}

// AddPolicies adds a set of policies.
func (t *Tx) AddPolicies(ctx context.Context, p people.PolicySet) error {
	row, err := rowOfPolicies(p)
	if err != nil {
		return err
	}
	_, err = t.q.NewInsert().Model(row).Exec(ctx)
	return err
}

// save inserts a row of rev 1, and replaces the row whose rev is one less.
func save(ctx context.Context, q bun.IDB, row any, rev int64) error {
	if rev == 1 {
		_, err := q.NewInsert().Model(row).Exec(ctx)
		return err
	}
	res, err := q.NewUpdate().Model(row).WherePK().Where("rev = ?", rev-1).Exec(ctx)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return ecabinet.E(ecabinet.Stale, "person.stale")
	}
	return nil
}
