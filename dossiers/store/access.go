package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"ecabinet"
	"ecabinet/dossiers"
	"ecabinet/internal/db"
	"ecabinet/internal/fold"
	"ecabinet/policies"
)

// Relations is the room's table: how an actor can stand to a matter (alias m) and
// its papers (alias d), as a predicate and as SQL. withdrawn and restricted are
// said of papers only.
var Relations = policies.Relations[ecabinet.Actor, dossiers.Access]{
	{Name: "agency",
		Holds: func(a ecabinet.Actor, x dossiers.Access) bool { return slices.Contains(a.Agencies, x.Agency) },
		SQL:   func(a ecabinet.Actor) (string, []any) { return in("m.agency", a.Agencies) }},
	{Name: "voter",
		Holds: func(a ecabinet.Actor, x dossiers.Access) bool { return slices.Contains(x.Voters, a.Person) },
		SQL:   func(a ecabinet.Actor) (string, []any) { return persons("voter", []string{a.Person}) }},
	{Name: "office",
		Holds: func(a ecabinet.Actor, x dossiers.Access) bool {
			return slices.ContainsFunc(members(a), func(m string) bool { return slices.Contains(x.Voters, m) })
		},
		SQL: func(a ecabinet.Actor) (string, []any) { return persons("voter", members(a)) }},
	{Name: "listed", // for a session, or working for somebody who is
		Holds: func(a ecabinet.Actor, x dossiers.Access) bool {
			return slices.ContainsFunc(both(a), func(p string) bool { return slices.Contains(x.Listed, p) })
		},
		SQL: func(a ecabinet.Actor) (string, []any) { return inSession("listed", both(a)) }},
	{Name: "recused", // whoever is, and who works for them
		Holds: func(a ecabinet.Actor, x dossiers.Access) bool {
			return slices.ContainsFunc(both(a), func(p string) bool { return slices.Contains(x.Recused, p) })
		},
		SQL: func(a ecabinet.Actor) (string, []any) {
			ballot, args := persons("recused", both(a))
			session, more := inSession("aside", both(a))
			return ballot + " OR " + session, append(args, more...)
		}},
	{Name: "closed",
		Holds: func(_ ecabinet.Actor, x dossiers.Access) bool { return x.BallotClosed },
		SQL:   func(ecabinet.Actor) (string, []any) { return "m.ballot_closed", nil }},
}

// both are the actor and the members for whom the actor works.
func both(a ecabinet.Actor) []string { return append(members(a), a.Person) }

// PaperRelations adds what is said of papers; a paper that is not released to somebody
// for a session is not listed for him there.
var PaperRelations = append(papers(Relations), policies.Relations[ecabinet.Actor, dossiers.Access]{
	{Name: "withdrawn",
		Holds: func(_ ecabinet.Actor, x dossiers.Access) bool { return x.Recalled },
		SQL:   func(ecabinet.Actor) (string, []any) { return "d.recalled_at IS NOT NULL", nil }},
	{Name: "restricted",
		Holds: func(_ ecabinet.Actor, x dossiers.Access) bool { return x.Class == dossiers.Restricted },
		SQL:   func(ecabinet.Actor) (string, []any) { return "m.class = 'restricted'", nil }},
}...)

func papers(all policies.Relations[ecabinet.Actor, dossiers.Access]) policies.Relations[ecabinet.Actor, dossiers.Access] {
	out := slices.Clone(all)
	for i := range out {
		if out[i].Name == "listed" {
			out[i].SQL = func(a ecabinet.Actor) (string, []any) {
				return "EXISTS (SELECT 1 FROM matter_sessions ms WHERE ms.matter = m.id AND ms.part = 'listed' AND ms.person IN (?)" +
						" AND NOT EXISTS (SELECT 1 FROM document_holds dh WHERE dh.session = ms.session AND dh.document = d.id AND dh.person = ms.person))",
					[]any{bun.List(both(a))}
			}
		}
	}
	return out
}

func members(a ecabinet.Actor) []string {
	var ids []string
	for _, o := range a.Offices {
		ids = append(ids, o.Member)
	}
	return ids
}

func in(column string, values []string) (string, []any) {
	if len(values) == 0 {
		return "1 = 0", nil
	}
	return column + " IN (?)", []any{bun.In(values)}
}

func persons(part string, ids []string) (string, []any) {
	if len(ids) == 0 {
		return "1 = 0", nil
	}
	return "EXISTS (SELECT 1 FROM matter_persons mp WHERE mp.matter = m.id AND mp.part = ? AND mp.person IN (?))", []any{part, bun.In(ids)}
}

func inSession(part string, ids []string) (string, []any) {
	return "EXISTS (SELECT 1 FROM matter_sessions ms WHERE ms.matter = m.id AND ms.part = ? AND ms.person IN (?))", []any{part, bun.List(ids)}
}

// Access reads what decides who may see a matter; version is that of a paper, ""
// for the matter alone.
func (r reader) Access(ctx context.Context, matter string) (dossiers.Access, error) {
	return r.access(ctx, matter, "")
}

// access is that of one paper of the matter where document is given: then whoever does
// not read it yet for a session is not listed there.
func (r reader) access(ctx context.Context, matter, document string) (dossiers.Access, error) {
	m, err := r.Matter(ctx, matter)
	if err != nil {
		return dossiers.Access{}, err
	}
	x := dossiers.Access{Agency: m.Agency, Class: m.Class, State: m.State, BallotClosed: m.BallotClosed}
	var rows []personRow
	if err := r.q.NewSelect().Model(&rows).Where("matter = ?", matter).Scan(ctx); err != nil {
		return x, fmt.Errorf("read who stands on a matter: %w", err)
	}
	for _, row := range rows {
		if row.Part == "voter" {
			x.Voters = append(x.Voters, row.Person)
		} else {
			x.Recused = append(x.Recused, row.Person)
		}
	}
	var sessions []sessionRow
	if err := r.q.NewSelect().Model(&sessions).Where("matter = ?", matter).Scan(ctx); err != nil {
		return x, fmt.Errorf("read who reads a matter for a session: %w", err)
	}
	held := map[[2]string]bool{}
	if document != "" {
		var holds []holdRow
		if err := r.q.NewSelect().Model(&holds).Where("matter = ?", matter).Where("document = ?", document).Scan(ctx); err != nil {
			return x, fmt.Errorf("read who does not read a paper yet: %w", err)
		}
		for _, h := range holds {
			held[[2]string{h.Session, h.Person}] = true
		}
	}
	for _, row := range sessions {
		if row.Part == "listed" && held[[2]string{row.Session, row.Person}] {
			continue
		}
		if row.Part == "listed" {
			x.Listed = append(x.Listed, row.Person)
		} else {
			x.Recused = append(x.Recused, row.Person)
		}
	}
	return x, nil
}

// DocumentAccess is Access for a paper.
func (r reader) DocumentAccess(ctx context.Context, document string) (dossiers.Access, error) {
	docs, err := r.documents(ctx, "d.id = ?", document)
	if err != nil {
		return dossiers.Access{}, err
	}
	if len(docs) == 0 {
		return dossiers.Access{}, ecabinet.E(ecabinet.NotFound, "document.not_found")
	}
	x, err := r.access(ctx, docs[0].Matter, docs[0].ID)
	x.Recalled = docs[0].Recalled()
	return x, err
}

// VersionAccess is Access for the paper of a version.
func (r reader) VersionAccess(ctx context.Context, version string) (dossiers.Access, error) {
	v, d, err := r.Version(ctx, version)
	if err != nil {
		return dossiers.Access{}, err
	}
	x, err := r.access(ctx, v.Matter, d.ID)
	x.Recalled = d.Recalled()
	return x, err
}

// List gives the matters that the actor in ctx may see.
func (s *Store) List(ctx context.Context, q dossiers.ListQuery) ([]dossiers.Matter, error) {
	where, args := Relations.Where(ecabinet.ActorFrom(ctx), q.Rights.Allow, q.Rights.Deny)
	var rows []matterRow
	sel := s.q.NewSelect().Model(&rows).Where("m.body = ?", s.body(ctx)).Where(where, args...).OrderExpr("m.id DESC").Limit(q.Limit)
	if len(q.States) > 0 {
		sel = sel.Where("m.state IN (?)", bun.In(q.States))
	}
	if q.Agency != "" {
		sel = sel.Where("m.agency = ?", q.Agency)
	}
	if q.After != "" {
		sel = sel.Where("m.id < ?", q.After)
	}
	if err := sel.Scan(ctx); err != nil {
		return nil, fmt.Errorf("list matters: %w", err)
	}
	out := make([]dossiers.Matter, len(rows))
	for i, row := range rows {
		out[i] = row.thing()
	}
	return out, nil
}

// ListsRev rises with everything that happens in the body: the time of its last
// journal row in microseconds, which tells less than the row's number would.
func (s *Store) ListsRev(ctx context.Context) (int64, error) {
	var at db.Time
	err := s.q.NewSelect().TableExpr("journal_heads").Column("at").Where("body = ?", s.body(ctx)).Scan(ctx, &at)
	if err != nil {
		return 0, fmt.Errorf("read the journal's head: %w", err)
	}
	return at.UnixMicro(), nil
}

type foundRow struct {
	Version  string
	Page     int
	Text     string
	Document string
	Title    string
	Place    int
}

// Search finds the pages on which all words of the question stand, among the
// papers that the actor in ctx may read: the newest ready version of each unless a
// version is named. The text of a page that may not be read is not loaded.
func (s *Store) Search(ctx context.Context, q dossiers.SearchQuery) ([]dossiers.Found, error) {
	words := fold.Words(q.Q)
	if len(words) == 0 {
		return nil, nil
	}
	where, args := PaperRelations.Where(ecabinet.ActorFrom(ctx), q.Rights.Allow, q.Rights.Deny)
	sel := s.q.NewSelect().TableExpr("document_pages AS p").
		ColumnExpr("p.version, p.page, p.text, d.id AS document, d.title, d.place").
		Join("JOIN document_versions AS v ON v.id = p.version").
		Join("JOIN documents AS d ON d.id = v.document").
		Join("JOIN matters AS m ON m.id = d.matter").
		Where("p.body = ? AND v.state = 'ready' AND d.recalled_at IS NULL", s.body(ctx)).
		Where(where, args...).OrderExpr("d.place, p.page").Limit(q.Limit)
	sel = s.match(sel, words)
	switch {
	case q.Version != "":
		sel = sel.Where("p.version = ?", q.Version)
	default:
		sel = sel.Where("v.number = (SELECT max(n.number) FROM document_versions n WHERE n.document = d.id AND n.state = 'ready')")
		if q.Matter != "" {
			sel = sel.Where("d.matter = ?", q.Matter)
		}
	}
	var rows []foundRow
	if err := sel.Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	out := make([]dossiers.Found, len(rows))
	for i, r := range rows {
		out[i] = dossiers.Found{Page: dossiers.Page{Version: r.Version, Number: r.Page, Text: r.Text}, Document: r.Document, Title: r.Title, Place: r.Place}
	}
	return out, nil
}

// match adds the full-text condition: all words, the last one as a beginning. The
// words hold letters and digits only, so nothing in them is an operator.
func (s *Store) match(sel *bun.SelectQuery, words []string) *bun.SelectQuery {
	terms := ""
	for i, w := range words {
		switch {
		case s.d.IsSQLite():
			terms += ` "` + w + `"`
		case i > 0:
			terms += " & '" + w + "'"
		default:
			terms += "'" + w + "'"
		}
	}
	if s.d.IsSQLite() {
		return sel.Join("JOIN document_index ON document_index.rowid = p.id").Where("document_index MATCH ?", terms+" *")
	}
	return sel.Where("p.index @@ to_tsquery('simple', ?)", terms+":*")
}

// KnowsBlob says whether a version refers to stored bytes of that name.
func (s *Store) KnowsBlob(ctx context.Context, name string) (bool, error) {
	n, err := s.q.NewSelect().Model((*versionRow)(nil)).
		Where("v.original = ?0 OR v.reading = ?0 OR v.cover = ?0 OR v.thumbs = ?0", name).Count(ctx)
	return n > 0, err
}

// Bodies are the bodies that have matters.
func (s *Store) Bodies(ctx context.Context) ([]string, error) {
	var ids []string
	err := s.q.NewSelect().Table("matters").ColumnExpr("DISTINCT body").OrderExpr("body").Scan(ctx, &ids)
	return ids, err
}

// Of are the relations in which an actor stands to a matter; OfPaper to a paper.
func (s *Store) Of(a ecabinet.Actor, x dossiers.Access) []string { return Relations.Of(a, x) }

// OfPaper is Of for papers.
func (s *Store) OfPaper(a ecabinet.Actor, x dossiers.Access) []string { return PaperRelations.Of(a, x) }
