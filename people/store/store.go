// Package store keeps the people room's tables: bodies, agencies, persons, posts,
// roles, delegations and requests. It implements the room's port over
// internal/db and must hold no rule.
package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/people"
)

const notFound = "person.not_found"

// Store implements people.Store.
type Store struct {
	d *db.DB
	reader
}

// New makes a Store over an open database.
func New(d *db.DB) *Store {
	return &Store{d: d, reader: reader{q: d.Read()}}
}

// InTx runs one act of people.
func (s *Store) InTx(ctx context.Context, fn func(context.Context, people.Tx) (string, error)) (string, error) {
	return s.d.InTx(ctx, func(ctx context.Context, tx *db.Tx) (string, error) { return fn(ctx, Over(tx)) })
}

// Found makes a body and its first administrator within an act of the body id,
// and answers the person.
func (s *Store) Found(ctx context.Context, tx *db.Tx, b people.Body, p people.Person) (string, error) {
	if err := people.Found(ctx, Over(tx), b); err != nil {
		return "", err
	}
	p.ID, p.Body = ecabinet.NewID(), b.ID
	return p.ID, people.FirstAdministrator(ctx, Over(tx), p)
}

// AllowSignIn says within an act whether new means of sign-in may be made for
// person, using up the request that allows it; first: they would be the first.
func (s *Store) AllowSignIn(ctx context.Context, tx *db.Tx, person string, first bool) error {
	t := Over(tx)
	p, err := t.Person(ctx, people.AnyBody, person)
	if err != nil {
		return err
	}
	body := ecabinet.ActorFrom(ctx).Body
	if p.Body != body {
		return ecabinet.E(ecabinet.Refused, "person.not_at_home")
	}
	asked, err := requests(ctx, tx.Bun(), body, people.RequestQuery{State: people.Approved, Person: person})
	if err != nil {
		return err
	}
	return people.UseSignInRequest(ctx, t, asked, person, first)
}

// reader implements people.Reader over a pool or a transaction.
type reader struct{ q bun.IDB }

func (r reader) Body(ctx context.Context, id string) (people.Body, error) {
	var row bodyRow
	err := r.q.NewSelect().Model(&row).Where("id = ?", id).Scan(ctx)
	return row.thing(), db.NotFound(err, notFound)
}

func (r reader) Agency(ctx context.Context, body, id string) (people.Agency, error) {
	var row agencyRow
	err := r.q.NewSelect().Model(&row).Where("id = ? AND body = ?", id, body).Scan(ctx)
	return row.thing(), db.NotFound(err, "agency.not_found")
}

func (r reader) Person(ctx context.Context, body, id string) (people.Person, error) {
	var row personRow
	q := r.q.NewSelect().Model(&row).Where("p.id = ?", id)
	if body != people.AnyBody {
		known(q, body)
	}
	err := q.Scan(ctx)
	return row.thing(), db.NotFound(err, notFound)
}

// known keeps the persons whose home body is, or who hold or held something in
// it.
func known(q *bun.SelectQuery, body string) *bun.SelectQuery {
	return q.Where(`(p.body = ?0
		OR EXISTS (SELECT 1 FROM posts AS x WHERE x.person = p.id AND x.body = ?0)
		OR EXISTS (SELECT 1 FROM role_assignments AS x WHERE x.person = p.id AND x.body = ?0)
		OR EXISTS (SELECT 1 FROM delegations AS x WHERE x.staff = p.id AND x.body = ?0))`, body)
}

func (r reader) Standing(ctx context.Context, body, person string) (people.Standing, error) {
	var (
		st     people.Standing
		posts  []postRow
		roles  []roleRow
		staff  []delegationRow
		within = func(q *bun.SelectQuery) *bun.SelectQuery {
			if body != people.AnyBody {
				q.Where("body = ?", body)
			}
			return q.OrderExpr("from_at, id")
		}
	)
	if err := within(r.q.NewSelect().Model(&roles).Where("person = ?", person)).Scan(ctx); err != nil {
		return st, err
	}
	if err := within(r.q.NewSelect().Model(&staff).Where("staff = ?", person)).Scan(ctx); err != nil {
		return st, err
	}
	holders := []string{person}
	for _, d := range staff {
		st.Offices = append(st.Offices, d.thing())
		holders = append(holders, d.Member)
	}
	if err := within(r.q.NewSelect().Model(&posts).Where("person IN (?)", bun.List(holders))).Scan(ctx); err != nil {
		return st, err
	}
	for _, row := range roles {
		st.Roles = append(st.Roles, row.thing())
	}
	st.Heads = map[string][]people.Post{}
	for _, row := range posts {
		p := row.thing()
		if p.Person == person {
			st.Posts = append(st.Posts, p)
		}
		if p.Member {
			st.Heads[p.Person] = append(st.Heads[p.Person], p)
		}
	}
	return st, nil
}

func (r reader) Post(ctx context.Context, body, id string) (people.Post, error) {
	var row postRow
	err := r.q.NewSelect().Model(&row).Where("id = ? AND body = ?", id, body).Scan(ctx)
	return row.thing(), db.NotFound(err, "post.not_found")
}

func (r reader) Assignment(ctx context.Context, body, id string) (people.Assignment, error) {
	var row roleRow
	err := r.q.NewSelect().Model(&row).Where("id = ? AND body = ?", id, body).Scan(ctx)
	return row.thing(), db.NotFound(err, "role.not_found")
}

func (r reader) Delegation(ctx context.Context, body, id string) (people.Delegation, error) {
	var row delegationRow
	err := r.q.NewSelect().Model(&row).Where("id = ? AND body = ?", id, body).Scan(ctx)
	return row.thing(), db.NotFound(err, "office.not_found")
}

func (r reader) Request(ctx context.Context, body, id string) (people.ChangeRequest, error) {
	var row requestRow
	err := r.q.NewSelect().Model(&row).Where("id = ? AND body = ?", id, body).Scan(ctx)
	return row.thing(), db.NotFound(err, "request.not_found")
}

// Policies is the set of the highest rev; of a body without any, an empty one of rev 0.
func (r reader) Policies(ctx context.Context, body string) (people.PolicySet, error) {
	var rows []policyRow
	err := r.q.NewSelect().Model(&rows).Where("body = ?", body).OrderExpr("rev DESC").Limit(1).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return people.PolicySet{Body: body}, err
	}
	return rows[0].thing(), nil
}

// Bodies are the bodies of ids, by name.
func (s *Store) Bodies(ctx context.Context, ids []string) ([]people.Body, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []bodyRow
	err := s.q.NewSelect().Model(&rows).Where("id IN (?)", bun.List(ids)).OrderExpr("name_vi, id").Scan(ctx)
	return things(rows, bodyRow.thing), err
}

// AllBodies are the ids of all bodies.
func (s *Store) AllBodies(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.d.Run(ctx, &db.Query{Text: "SELECT id FROM bodies ORDER BY id", Row: func(r db.Row) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}})
	return ids, err
}

// BodiesOf are the bodies in which person holds something at a moment.
func (s *Store) BodiesOf(ctx context.Context, person string, at time.Time) ([]string, error) {
	var ids []string
	t := db.At(at)
	err := s.q.NewRaw(`
		SELECT body FROM posts WHERE person = ?0 AND is_member AND from_at <= ?1 AND (until_at IS NULL OR until_at > ?1)
		UNION SELECT body FROM role_assignments WHERE person = ?0 AND from_at <= ?1 AND (until_at IS NULL OR until_at > ?1)
		UNION SELECT body FROM delegations WHERE staff = ?0 AND from_at <= ?1 AND until_at > ?1
		ORDER BY body`, person, t).Scan(ctx, &ids)
	return ids, err
}

// Agencies are the agencies of body, by code.
func (s *Store) Agencies(ctx context.Context, body string) ([]people.Agency, error) {
	var rows []agencyRow
	err := s.q.NewSelect().Model(&rows).Where("body = ?", body).OrderExpr("code").Scan(ctx)
	return things(rows, agencyRow.thing), err
}

// People are a page of the persons known in body.
func (s *Store) People(ctx context.Context, body string, ask people.PeopleQuery) ([]people.Person, string, error) {
	var rows []personRow
	q := known(s.q.NewSelect().Model(&rows), body).OrderExpr("p.sort_key, p.id").Limit(int64(ask.Limit + 1))
	for word := range strings.FieldsSeq(fold(ask.Text)) {
		q.Where("p.folded LIKE ? ESCAPE '!'", "%"+likeSafe.Replace(word)+"%")
	}
	if key, id, ok := strings.Cut(ask.After, "|"); ok {
		q.Where("(p.sort_key > ?0 OR p.sort_key = ?0 AND p.id > ?1)", key, id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", err
	}
	next := ""
	if len(rows) > ask.Limit {
		rows = rows[:ask.Limit]
		last := rows[len(rows)-1]
		next = last.SortKey + "|" + last.ID
	}
	return things(rows, personRow.thing), next, nil
}

var likeSafe = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// Office are the delegations of a member's office.
func (s *Store) Office(ctx context.Context, body, member string) ([]people.Delegation, error) {
	var rows []delegationRow
	err := s.q.NewSelect().Model(&rows).Where("body = ? AND member = ?", body, member).OrderExpr("from_at, id").Scan(ctx)
	return things(rows, delegationRow.thing), err
}

// Requests are the requests of body, newest first, 200 at most.
func (s *Store) Requests(ctx context.Context, body string, q people.RequestQuery) ([]people.ChangeRequest, error) {
	return requests(ctx, s.q, body, q)
}

func requests(ctx context.Context, idb bun.IDB, body string, ask people.RequestQuery) ([]people.ChangeRequest, error) {
	var rows []requestRow
	q := idb.NewSelect().Model(&rows).Where("body = ?", body).OrderExpr("id DESC").Limit(200)
	if ask.State != "" {
		q.Where("state = ?", ask.State)
	}
	if ask.Person != "" {
		q.Where("person = ?", ask.Person)
	}
	err := q.Scan(ctx)
	return things(rows, requestRow.thing), err
}

// PolicyHistory are the sets of body, newest first, 200 at most.
func (s *Store) PolicyHistory(ctx context.Context, body string) ([]people.PolicySet, error) {
	var rows []policyRow
	err := s.q.NewSelect().Model(&rows).Where("body = ?", body).OrderExpr("rev DESC").Limit(200).Scan(ctx)
	return things(rows, policyRow.thing), err
}

// Roll is what the list of members at a moment is made of.
func (s *Store) Roll(ctx context.Context, body string, at time.Time) (people.Roll, error) {
	return roll(ctx, s.q, body, at)
}

func roll(ctx context.Context, q bun.IDB, body string, at time.Time) (people.Roll, error) {
	var (
		r        people.Roll
		posts    []postRow
		offices  []delegationRow
		persons  []personRow
		agencies []agencyRow
		t        = db.At(at)
	)
	current := "body = ?0 AND from_at <= ?1 AND (until_at IS NULL OR until_at > ?1)"
	if err := q.NewSelect().Model(&posts).Where(current, body, t).OrderExpr("seat_no = 0, seat_no, from_at, id").Scan(ctx); err != nil {
		return r, err
	}
	if err := q.NewSelect().Model(&offices).Where(current, body, t).OrderExpr("id").Scan(ctx); err != nil {
		return r, err
	}
	ids := []string{""}
	for _, p := range posts {
		ids = append(ids, p.Person)
	}
	if err := q.NewSelect().Model(&persons).Where("p.id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return r, err
	}
	if err := q.NewSelect().Model(&agencies).Where("body = ?", body).Scan(ctx); err != nil {
		return r, err
	}
	r.Posts, r.Offices = things(posts, postRow.thing), things(offices, delegationRow.thing)
	r.Persons, r.Agencies = things(persons, personRow.thing), things(agencies, agencyRow.thing)
	return r, nil
}

// Names are the names to show for ids, with the title of the lowest seat held at
// the moment.
func (s *Store) Names(ctx context.Context, body string, ids []string, at time.Time) (map[string]people.Name, error) {
	if len(ids) == 0 {
		return map[string]people.Name{}, nil
	}
	var rows []struct {
		ID, FullName, Honorific, TitleVI, TitleEN, AgencyVI, AgencyEN string
	}
	err := s.q.NewRaw(`
		SELECT p.id, p.full_name, p.honorific, COALESCE(t.title_vi, '') AS title_vi, COALESCE(t.title_en, '') AS title_en,
		       COALESCE(a.name_vi, '') AS agency_vi, COALESCE(a.name_en, '') AS agency_en
		FROM persons AS p
		LEFT JOIN posts AS t ON t.person = p.id AND t.body = ?0 AND t.from_at <= ?1 AND (t.until_at IS NULL OR t.until_at > ?1)
		LEFT JOIN agencies AS a ON a.id = t.agency
		WHERE p.id IN (?2)
		ORDER BY p.id, t.seat_no = 0 DESC, t.seat_no DESC, t.id DESC`, body, db.At(at), bun.List(ids)).Scan(ctx, &rows)
	names := make(map[string]people.Name, len(ids))
	for _, r := range rows {
		names[r.ID] = people.Name{
			Person: r.ID, FullName: r.FullName, Honorific: r.Honorific,
			TitleVI: r.TitleVI, TitleEN: r.TitleEN, AgencyVI: r.AgencyVI, AgencyEN: r.AgencyEN,
		}
	}
	return names, err
}

// FullNames are the names alone, which every answer's reply needs.
func (s *Store) FullNames(ctx context.Context, ids []string) (map[string]string, error) {
	names := make(map[string]string, len(ids))
	among, value := s.d.AnyOf("id", 1, ids)
	err := s.d.Run(ctx, &db.Query{
		Text: "SELECT id, full_name FROM persons WHERE " + among, Args: []any{value},
		Row: func(r db.Row) error {
			var id, name string
			err := r.Scan(&id, &name)
			names[id] = name
			return err
		},
	})
	if err != nil {
		return nil, fmt.Errorf("load names: %w", err)
	}
	return names, nil
}

func things[R, T any](rows []R, thing func(R) T) []T {
	list := make([]T, len(rows))
	for i, r := range rows {
		list[i] = thing(r)
	}
	return list
}

// OfAgency are the persons with a post or a role of the agency at a moment, each once.
func (s *Store) OfAgency(ctx context.Context, body, agency string, at time.Time) ([]string, error) {
	var ids []string
	err := s.q.NewRaw(`SELECT person FROM posts WHERE body = ?0 AND agency = ?1 AND from_at <= ?2 AND (until_at IS NULL OR until_at > ?2)
		UNION SELECT person FROM role_assignments WHERE body = ?0 AND agency = ?1 AND from_at <= ?2 AND (until_at IS NULL OR until_at > ?2)
		ORDER BY person`, body, agency, db.At(at)).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("load the people of an agency: %w", err)
	}
	return ids, nil
}
