package store

import (
	"encoding/json"
	"strings"
	"unicode"

	"github.com/uptrace/bun"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"ecabinet/internal/db"
	"ecabinet/people"
)

type bodyRow struct {
	bun.BaseModel `bun:"table:bodies"`

	ID       string `bun:",pk"`
	NameVI   string `bun:"name_vi"`
	NameEN   string `bun:"name_en"`
	Zone     string
	Settings string
	Rev      int64
}

func (r bodyRow) thing() people.Body {
	b := people.Body{ID: r.ID, NameVI: r.NameVI, NameEN: r.NameEN, Zone: r.Zone, Rev: r.Rev}
	if r.Settings != "" {
		if err := json.Unmarshal([]byte(r.Settings), &b.Settings); err != nil {
			b.Settings = nil // written by this package alone; verify names a changed row
		}
	}
	return b
}

func rowOfBody(b people.Body) (*bodyRow, error) {
	settings := b.Settings
	if settings == nil {
		settings = map[string]string{}
	}
	raw, err := json.Marshal(settings)
	return &bodyRow{ID: b.ID, NameVI: b.NameVI, NameEN: b.NameEN, Zone: b.Zone, Settings: string(raw), Rev: b.Rev}, err
}

type agencyRow struct {
	bun.BaseModel `bun:"table:agencies"`

	ID     string `bun:",pk"`
	Body   string
	Code   string
	NameVI string `bun:"name_vi"`
	NameEN string `bun:"name_en"`
	Rev    int64
}

func (r agencyRow) thing() people.Agency {
	return people.Agency{ID: r.ID, Body: r.Body, Code: r.Code, NameVI: r.NameVI, NameEN: r.NameEN, Rev: r.Rev}
}

func rowOfAgency(a people.Agency) *agencyRow {
	return &agencyRow{ID: a.ID, Body: a.Body, Code: a.Code, NameVI: a.NameVI, NameEN: a.NameEN, Rev: a.Rev}
}

type personRow struct {
	bun.BaseModel `bun:"table:persons,alias:p"`

	ID        string `bun:",pk"`
	Body      string
	FullName  string
	Honorific string
	Email     string
	Language  string
	SortKey   string
	Folded    string
	Rev       int64
}

func (r personRow) thing() people.Person {
	return people.Person{
		ID: r.ID, Body: r.Body, FullName: r.FullName, Honorific: r.Honorific,
		Email: r.Email, Language: r.Language, Rev: r.Rev,
	}
}

func rowOfPerson(p people.Person) *personRow {
	return &personRow{
		ID: p.ID, Body: p.Body, FullName: p.FullName, Honorific: p.Honorific, Email: p.Email,
		Language: p.Language, SortKey: sortKey(p.FullName), Folded: fold(p.FullName), Rev: p.Rev,
	}
}

type postRow struct {
	bun.BaseModel `bun:"table:posts"`

	ID       string `bun:",pk"`
	Body     string
	Person   string
	TitleVI  string `bun:"title_vi"`
	TitleEN  string `bun:"title_en"`
	Agency   string `bun:",nullzero"`
	SeatNo   int
	IsMember bool
	TieMark  bool
	FromAt   db.Time
	UntilAt  db.Time
	Rev      int64
}

func (r postRow) thing() people.Post {
	return people.Post{
		ID: r.ID, Body: r.Body, Person: r.Person, TitleVI: r.TitleVI, TitleEN: r.TitleEN, Agency: r.Agency,
		Seat: r.SeatNo, Member: r.IsMember, Tie: r.TieMark,
		Span: people.Span{From: r.FromAt.Time, Until: r.UntilAt.Time}, Rev: r.Rev,
	}
}

func rowOfPost(p people.Post) *postRow {
	return &postRow{
		ID: p.ID, Body: p.Body, Person: p.Person, TitleVI: p.TitleVI, TitleEN: p.TitleEN, Agency: p.Agency,
		SeatNo: p.Seat, IsMember: p.Member, TieMark: p.Tie, FromAt: db.At(p.From), UntilAt: db.At(p.Until), Rev: p.Rev,
	}
}

type roleRow struct {
	bun.BaseModel `bun:"table:role_assignments"`

	ID      string `bun:",pk"`
	Body    string
	Person  string
	Role    string
	Agency  string `bun:",nullzero"`
	FromAt  db.Time
	UntilAt db.Time
	Rev     int64
}

func (r roleRow) thing() people.Assignment {
	return people.Assignment{
		ID: r.ID, Body: r.Body, Person: r.Person, Role: r.Role, Agency: r.Agency,
		Span: people.Span{From: r.FromAt.Time, Until: r.UntilAt.Time}, Rev: r.Rev,
	}
}

func rowOfRole(a people.Assignment) *roleRow {
	return &roleRow{
		ID: a.ID, Body: a.Body, Person: a.Person, Role: a.Role, Agency: a.Agency,
		FromAt: db.At(a.From), UntilAt: db.At(a.Until), Rev: a.Rev,
	}
}

type delegationRow struct {
	bun.BaseModel `bun:"table:delegations"`

	ID      string `bun:",pk"`
	Body    string
	Member  string
	Staff   string
	Step    string
	FromAt  db.Time
	UntilAt db.Time
	Rev     int64
}

func (r delegationRow) thing() people.Delegation {
	return people.Delegation{
		ID: r.ID, Body: r.Body, Member: r.Member, Staff: r.Staff, Step: r.Step,
		Span: people.Span{From: r.FromAt.Time, Until: r.UntilAt.Time}, Rev: r.Rev,
	}
}

func rowOfDelegation(d people.Delegation) *delegationRow {
	return &delegationRow{
		ID: d.ID, Body: d.Body, Member: d.Member, Staff: d.Staff, Step: d.Step,
		FromAt: db.At(d.From), UntilAt: db.At(d.Until), Rev: d.Rev,
	}
}

type requestRow struct {
	bun.BaseModel `bun:"table:change_requests"`

	ID        string `bun:",pk"`
	Body      string
	Kind      string
	Person    string
	Data      string
	State     string
	AskedBy   string
	AskedAt   db.Time
	DecidedBy string
	DecidedAt db.Time
	Reason    string
	Ref       string
	Rev       int64
}

func (r requestRow) thing() people.ChangeRequest {
	return people.ChangeRequest{
		ID: r.ID, Body: r.Body, Kind: r.Kind, Person: r.Person, Data: json.RawMessage(r.Data), State: r.State,
		AskedBy: r.AskedBy, AskedAt: r.AskedAt.Time, DecidedBy: r.DecidedBy, DecidedAt: r.DecidedAt.Time,
		Reason: r.Reason, Ref: r.Ref, Rev: r.Rev,
	}
}

func rowOfRequest(r people.ChangeRequest) *requestRow {
	return &requestRow{
		ID: r.ID, Body: r.Body, Kind: r.Kind, Person: r.Person, Data: string(r.Data), State: r.State,
		AskedBy: r.AskedBy, AskedAt: db.At(r.AskedAt), DecidedBy: r.DecidedBy, DecidedAt: db.At(r.DecidedAt),
		Reason: r.Reason, Ref: r.Ref, Rev: r.Rev,
	}
}

type policyRow struct {
	bun.BaseModel `bun:"table:body_policies"`

	Body       string
	Rev        int64
	Lines      string
	Reason     string
	AskedBy    string
	ApprovedBy string
	At         db.Time
}

func (r policyRow) thing() people.PolicySet {
	p := people.PolicySet{
		Body: r.Body, Rev: r.Rev, Reason: r.Reason, AskedBy: r.AskedBy, ApprovedBy: r.ApprovedBy, At: r.At.Time,
	}
	if err := json.Unmarshal([]byte(r.Lines), &p.Lines); err != nil {
		p.Lines = []string{r.Lines} // unreadable, and so refused by whoever builds a table of it
	}
	return p
}

func rowOfPolicies(p people.PolicySet) (*policyRow, error) {
	raw, err := json.Marshal(p.Lines)
	return &policyRow{
		Body: p.Body, Rev: p.Rev, Lines: string(raw), Reason: p.Reason, AskedBy: p.AskedBy, ApprovedBy: p.ApprovedBy, At: db.At(p.At),
	}, err
}

// fold makes text for searching: no marks, no case, đ as d.
func fold(s string) string {
	t := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	out, _, err := transform.String(t, strings.ToLower(s))
	if err != nil {
		out = strings.ToLower(s)
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(out, "đ", "d")), " ")
}

// sortKey orders persons as lists in Vietnamese do: by given name, which is the
// last word, then by the rest.
func sortKey(name string) string {
	words := strings.Fields(fold(name))
	if len(words) == 0 {
		return ""
	}
	last := len(words) - 1
	return strings.ReplaceAll(strings.Join(append([]string{words[last]}, words[:last]...), " "), "|", " ")
}
