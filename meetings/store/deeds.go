package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"ecabinet/internal/db"
	"ecabinet/meetings"
)

const (
	noDeed    = "deed.not_found"
	noSection = "deed.section_not_found"
	noComment = "deed.comment_not_found"
)

type deedRow struct {
	bun.BaseModel `bun:"table:deeds,alias:d"`

	ID          string `bun:"id,pk"`
	Body        string
	Meeting     string
	Kind        meetings.DeedKind
	Rev         int64
	State       meetings.DeedState
	Round       int
	Reviewers   db.JSON[[]string]
	Recipients  db.JSON[[]string]
	ReturnedFor string
	Record      string
	RecordHash  string
	Number      string
	MadeAt      db.Time
	CertifiedAt db.Time
}

func rowOfDeed(d *meetings.Deed) *deedRow {
	list := func(s []string) db.JSON[[]string] { return db.JSON[[]string]{V: append([]string{}, s...)} }
	return &deedRow{
		ID: d.ID, Body: d.Body, Meeting: d.Meeting, Kind: d.Kind, Rev: d.Rev, State: d.State, Round: d.Round, Reviewers: list(d.Reviewers),
		Recipients: list(d.Recipients), ReturnedFor: d.ReturnedFor, Record: d.Record, RecordHash: d.RecordHash, Number: d.Number,
		MadeAt: db.At(d.MadeAt), CertifiedAt: stored(d.CertifiedAt),
	}
}

func (r deedRow) deed() meetings.Deed {
	return meetings.Deed{
		ID: r.ID, Body: r.Body, Meeting: r.Meeting, Kind: r.Kind, Rev: r.Rev, State: r.State, Round: r.Round, Reviewers: r.Reviewers.V,
		Recipients: r.Recipients.V, ReturnedFor: r.ReturnedFor, Record: r.Record, RecordHash: r.RecordHash, Number: r.Number,
		MadeAt: r.MadeAt.Time, CertifiedAt: given(r.CertifiedAt),
	}
}

type sectionRow struct {
	bun.BaseModel `bun:"table:deed_sections,alias:s"`

	ID       string `bun:"id,pk"`
	Body     string
	Deed     string
	Part     string
	Place    int
	Item     string
	Rev      int64
	Text     string
	ByPerson string
	At       db.Time
}

func rowOfSection(s *meetings.DeedSection) *sectionRow {
	return &sectionRow{
		ID: s.ID, Body: s.Body, Deed: s.Deed, Part: s.Key, Place: s.Place, Item: s.Item, Rev: s.Rev, Text: s.Text, ByPerson: s.By, At: db.At(s.At),
	}
}

func (r sectionRow) section() meetings.DeedSection {
	return meetings.DeedSection{
		ID: r.ID, Body: r.Body, Deed: r.Deed, Key: r.Part, Place: r.Place, Item: r.Item, Rev: r.Rev, Text: r.Text, By: r.ByPerson, At: r.At.Time,
	}
}

type leaseRow struct {
	bun.BaseModel `bun:"table:deed_leases"`

	Section string `bun:"section,pk"`
	Body    string
	Person  string
	UntilAt db.Time
}

type commentRow struct {
	bun.BaseModel `bun:"table:deed_comments,alias:c"`

	ID         string `bun:"id,pk"`
	Body       string
	Deed       string
	Part       string
	Person     string
	Text       string
	At         db.Time
	Answer     string
	AnsweredBy string
	AnsweredAt db.Time
}

func rowOfComment(c *meetings.DeedComment) *commentRow {
	return &commentRow{
		ID: c.ID, Body: c.Body, Deed: c.Deed, Part: c.Section, Person: c.Person, Text: c.Text, At: db.At(c.At),
		Answer: c.Answer, AnsweredBy: c.AnsweredBy, AnsweredAt: stored(c.AnsweredAt),
	}
}

func (r commentRow) comment() meetings.DeedComment {
	return meetings.DeedComment{
		ID: r.ID, Body: r.Body, Deed: r.Deed, Section: r.Part, Person: r.Person, Text: r.Text, At: r.At.Time,
		Answer: r.Answer, AnsweredBy: r.AnsweredBy, AnsweredAt: given(r.AnsweredAt),
	}
}

type signatureRow struct {
	bun.BaseModel `bun:"table:deed_signatures"`

	ID         string `bun:"id,pk"`
	Body       string
	Deed       string
	Round      int
	Part       string
	Person     string
	Name       string
	RecordHash string
	At         db.Time
	RowHash    string
}

func (r signatureRow) signature() meetings.DeedSignature {
	return meetings.DeedSignature{
		ID: r.ID, Body: r.Body, Deed: r.Deed, Round: r.Round, Part: r.Part, Person: r.Person, Name: r.Name, RecordHash: r.RecordHash,
		At: r.At.Time, RowHash: r.RowHash,
	}
}

type correctionRow struct {
	bun.BaseModel `bun:"table:deed_corrections"`

	ID      string `bun:"id,pk"`
	Body    string
	Deed    string
	No      int
	Part    string
	Reason  string
	Text    string
	Person  string
	Name    string
	At      db.Time
	RowHash string
}

func (r correctionRow) correction() meetings.DeedCorrection {
	return meetings.DeedCorrection{
		ID: r.ID, Body: r.Body, Deed: r.Deed, No: r.No, Section: r.Part, Reason: r.Reason, Text: r.Text, Person: r.Person, Name: r.Name,
		At: r.At.Time, RowHash: r.RowHash,
	}
}

// Breaks are read from the journal: a pause, and what ended it.
func (r reader) Breaks(ctx context.Context, meeting string) ([]meetings.Break, error) {
	rows, err := r.told(ctx, meeting, "meeting.paused", "meeting.resumed")
	var out []meetings.Break
	for _, row := range rows {
		switch {
		case row.Type == "meeting.paused":
			out = append(out, meetings.Break{From: row.At.Time})
		case len(out) > 0:
			out[len(out)-1].Until = row.At.Time
		}
	}
	return out, loading("breaks", noMeeting, err)
}

// Shown are read from the journal too: the first time that a paper was shown.
func (r reader) Shown(ctx context.Context, meeting string) ([]meetings.Shown, error) {
	told, err := r.told(ctx, meeting, "paper.presented")
	var out []meetings.Shown
	for _, e := range told {
		var of struct{ Item, Version string }
		if err := json.Unmarshal([]byte(e.Data), &of); err != nil {
			return nil, fmt.Errorf("load shown papers: %w", err)
		}
		out = append(out, meetings.Shown{Item: of.Item, Version: of.Version, At: e.At.Time})
	}
	return out, loading("shown papers", noMeeting, err)
}

type toldRow struct {
	At   db.Time
	Type string
	Data string
}

// told are the events of some types of a meeting, in order.
func (r reader) told(ctx context.Context, meeting string, types ...string) ([]toldRow, error) {
	var rows []toldRow
	err := r.db().NewSelect().TableExpr("journal").Column("at", "type", "data").Where("body = ?", r.body(ctx)).Where("topic = ?", "meeting:"+meeting).
		Where("type IN (?)", bun.List(types)).Order("seq").Scan(ctx, &rows)
	return rows, err
}

func (r reader) Deed(ctx context.Context, id string) (*meetings.Deed, error) {
	row := new(deedRow)
	if err := r.db().NewSelect().Model(row).Where("d.id = ?", id).Where("d.body = ?", r.body(ctx)).Scan(ctx); err != nil {
		return nil, loading("deed", noDeed, err)
	}
	d := row.deed()
	return &d, nil
}

// Deeds are the papers of a meeting in the order shown.
func (r reader) Deeds(ctx context.Context, meeting string) ([]meetings.Deed, error) {
	var rows []deedRow
	err := r.db().NewSelect().Model(&rows).Where("d.meeting = ?", meeting).Where("d.body = ?", r.body(ctx)).Scan(ctx)
	var out []meetings.Deed
	for _, kind := range meetings.DeedKinds {
		for _, row := range rows {
			if row.Kind == kind {
				out = append(out, row.deed())
			}
		}
	}
	return out, loading("deeds", noDeed, err)
}

func (r reader) Sections(ctx context.Context, deed string) ([]meetings.DeedSection, error) {
	var rows []sectionRow
	err := r.db().NewSelect().Model(&rows).Where("s.deed = ?", deed).Where("s.body = ?", r.body(ctx)).Order("s.place").Scan(ctx)
	return mapped(rows, sectionRow.section), loading("sections", noSection, err)
}

func (r reader) Comments(ctx context.Context, deed string) ([]meetings.DeedComment, error) {
	var rows []commentRow
	err := r.db().NewSelect().Model(&rows).Where("c.deed = ?", deed).Where("c.body = ?", r.body(ctx)).Order("c.at", "c.id").Scan(ctx)
	return mapped(rows, commentRow.comment), loading("comments", noComment, err)
}

func (r reader) Comment(ctx context.Context, id string) (*meetings.DeedComment, error) {
	row := new(commentRow)
	if err := r.db().NewSelect().Model(row).Where("c.id = ?", id).Where("c.body = ?", r.body(ctx)).Scan(ctx); err != nil {
		return nil, loading("comment", noComment, err)
	}
	c := row.comment()
	return &c, nil
}

// Signatures are those of all rounds, the oldest first.
func (r reader) Signatures(ctx context.Context, deed string) ([]meetings.DeedSignature, error) {
	var rows []signatureRow
	err := r.db().NewSelect().Model(&rows).Where("deed = ?", deed).Where("body = ?", r.body(ctx)).Order("at", "id").Scan(ctx)
	return mapped(rows, signatureRow.signature), loading("signatures", noDeed, err)
}

func (r reader) Corrections(ctx context.Context, deed string) ([]meetings.DeedCorrection, error) {
	var rows []correctionRow
	err := r.db().NewSelect().Model(&rows).Where("deed = ?", deed).Where("body = ?", r.body(ctx)).Order("no").Scan(ctx)
	return mapped(rows, correctionRow.correction), loading("corrections", noDeed, err)
}

func (r reader) LeaseOf(ctx context.Context, section string) (meetings.Lease, error) {
	row := new(leaseRow)
	err := r.db().NewSelect().Model(row).Where("section = ?", section).Where("body = ?", r.body(ctx)).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return meetings.Lease{Section: section}, nil
	}
	return meetings.Lease{Section: row.Section, Person: row.Person, Until: row.UntilAt.Time}, loading("lease", noSection, err)
}

// Leases are those of a deed that hold at a time.
func (s *Store) Leases(ctx context.Context, deed string, at time.Time) ([]meetings.Lease, error) {
	var rows []leaseRow
	err := s.db().NewSelect().Model(&rows).Where("section IN (SELECT id FROM deed_sections WHERE deed = ?)", deed).
		Where("body = ?", s.body(ctx)).Where("until_at > ?", db.At(at)).Order("section").Scan(ctx)
	return mapped(rows, func(r leaseRow) meetings.Lease {
			return meetings.Lease{Section: r.Section, Person: r.Person, Until: r.UntilAt.Time}
		}),
		loading("leases", noSection, err)
}

func (t *tx) LockDeed(ctx context.Context, id string) (*meetings.Deed, error) {
	if err := t.Lock(ctx, "deeds", id, db.Update); err != nil {
		return nil, err
	}
	d, err := t.Deed(ctx, id)
	if err != nil {
		return nil, err
	}
	t.revs["deed/"+id] = d.Rev
	return d, nil
}

func (t *tx) LockSection(ctx context.Context, deed, key string) (*meetings.DeedSection, error) {
	id := deed + ":" + key
	if err := t.Lock(ctx, "deed_sections", id, db.Update); err != nil {
		return nil, err
	}
	row := new(sectionRow)
	if err := t.db().NewSelect().Model(row).Where("s.id = ?", id).Where("s.body = ?", t.Body()).Scan(ctx); err != nil {
		return nil, loading("section", noSection, err)
	}
	s := row.section()
	return &s, nil
}

func (t *tx) InsertDeed(ctx context.Context, d *meetings.Deed, sections []meetings.DeedSection) error {
	if err := t.insert(ctx, "deed", d.Body, rowOfDeed(d)); err != nil {
		return err
	}
	rows := make([]sectionRow, len(sections))
	for i := range sections {
		rows[i] = *rowOfSection(&sections[i])
	}
	return t.insert(ctx, "sections", d.Body, &rows)
}

// SaveDeed writes a deed that LockDeed gave in this act.
func (t *tx) SaveDeed(ctx context.Context, d *meetings.Deed) error {
	seen, ok := t.revs["deed/"+d.ID]
	if !ok {
		return fmt.Errorf("save deed %s: it was not locked in this act", d.ID)
	}
	res, err := t.db().NewUpdate().Model(rowOfDeed(d)).ExcludeColumn("id", "body", "meeting", "kind", "made_at").
		WherePK().Where("d.rev = ?", seen).Where("d.body = ?", t.Body()).Exec(ctx)
	if err := changed(res, err, "save deed"); err != nil {
		return err
	}
	t.revs["deed/"+d.ID] = d.Rev
	return nil
}

// SaveSection writes a section whose rev is one more than stored.
func (t *tx) SaveSection(ctx context.Context, s *meetings.DeedSection) error {
	res, err := t.db().NewUpdate().Model(rowOfSection(s)).Column("rev", "text", "by_person", "at").
		WherePK().Where("s.rev = ?", s.Rev-1).Where("s.body = ?", t.Body()).Exec(ctx)
	return changed(res, err, "save section")
}

func (t *tx) SaveLease(ctx context.Context, body string, l meetings.Lease) error {
	row := &leaseRow{Section: l.Section, Body: body, Person: l.Person, UntilAt: db.At(l.Until)}
	_, err := t.db().NewInsert().Model(row).On("CONFLICT (section) DO UPDATE").
		Set("person = EXCLUDED.person").Set("until_at = EXCLUDED.until_at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save lease: %w", err)
	}
	return nil
}

func (t *tx) EndLease(ctx context.Context, section, person string) error {
	_, err := t.db().NewDelete().Model((*leaseRow)(nil)).Where("section = ?", section).Where("person = ?", person).Where("body = ?", t.Body()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end lease: %w", err)
	}
	return nil
}

func (t *tx) InsertComment(ctx context.Context, c *meetings.DeedComment) error {
	return t.insert(ctx, "comment", c.Body, rowOfComment(c))
}

// SaveComment writes the answer to a comment that has none.
func (t *tx) SaveComment(ctx context.Context, c *meetings.DeedComment) error {
	res, err := t.db().NewUpdate().Model(rowOfComment(c)).Column("answer", "answered_by", "answered_at").
		WherePK().Where("c.answered_by = ''").Where("c.body = ?", t.Body()).Exec(ctx)
	return changed(res, err, "save answer")
}

func (t *tx) InsertSignature(ctx context.Context, s *meetings.DeedSignature) error {
	return t.insert(ctx, "signature", s.Body, &signatureRow{
		ID: s.ID, Body: s.Body, Deed: s.Deed, Round: s.Round, Part: s.Part, Person: s.Person, Name: s.Name, RecordHash: s.RecordHash,
		At: db.At(s.At), RowHash: s.RowHash,
	})
}

func (t *tx) InsertCorrection(ctx context.Context, c *meetings.DeedCorrection) error {
	return t.insert(ctx, "correction", c.Body, &correctionRow{
		ID: c.ID, Body: c.Body, Deed: c.Deed, No: c.No, Part: c.Section, Reason: c.Reason, Text: c.Text, Person: c.Person, Name: c.Name,
		At: db.At(c.At), RowHash: c.RowHash,
	})
}

// Returning is a page of the items that were not adopted, are to be submitted again by a
// day, and stand on no later agenda yet: the same matter, or without one the same words of
// the same agency. The most urgent come first; the cursor after any of them is where a
// page may begin.
func (s *Store) Returning(ctx context.Context, p Page) ([]meetings.Item, string, error) {
	var rows []itemRow
	q, err := returning.From(s.returning(ctx, &rows), p)
	if err != nil {
		return nil, "", err
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", loading("returning items", noItem, err)
	}
	rows, next := db.Cut(rows, p, func(r itemRow) string { return returning.Cursor(r.ResubmitBy, r.ID) })
	return mapped(rows, itemRow.item), next, nil
}

// AfterReturning is the cursor after an item that returns.
func AfterReturning(it meetings.Item) string { return returning.Cursor(it.ResubmitBy.String(), it.ID) }

func (r reader) returning(ctx context.Context, rows *[]itemRow) *bun.SelectQuery {
	return r.db().NewSelect().Model(rows).Join("JOIN meetings AS m ON m.id = i.meeting").Where("i.body = ?", r.body(ctx)).
		Where("i.resubmit_by <> ''").Where("m.state = ?", meetings.Adjourned).
		Where("NOT EXISTS (SELECT 1 FROM agenda_items AS o JOIN meetings AS n ON n.id = o.meeting WHERE o.body = i.body AND o.stage <> ? AND n.state <> ?"+
			" AND n.starts_at > m.starts_at AND (i.matter <> '' AND o.matter = i.matter OR i.matter = '' AND o.title = i.title AND o.lead = i.lead))",
			meetings.Withdrawn, meetings.Cancelled)
}

// Sources are those of the items that are on an agenda.
func (r reader) Sources(ctx context.Context) ([]string, error) {
	var out []string
	err := r.db().NewSelect().Model((*itemRow)(nil)).Join("JOIN meetings AS m ON m.id = i.meeting").Column("i.source").Where("i.body = ?", r.body(ctx)).
		Where("i.source <> ''").Where("i.stage <> ?", meetings.Withdrawn).Where("m.state <> ?", meetings.Cancelled).Scan(ctx, &out)
	return out, loading("sources of items", noItem, err)
}

// Returns says whether an item waits to be submitted again.
func (r reader) Returns(ctx context.Context, item string) (bool, error) {
	var rows []itemRow
	err := r.returning(ctx, &rows).Where("i.id = ?", item).Scan(ctx)
	return len(rows) > 0, loading("returning item", noItem, err)
}
