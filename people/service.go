package people

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ecabinet"
)

// Store is what the use cases need of the tables. Everything it answers belongs
// to one body, except where a method says otherwise. What does not exist is
// ecabinet.NotFound with the code "person.not_found".
type Store interface {
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) (ref string, err error)) (string, error)
	Reader
	Bodies(ctx context.Context, ids []string) ([]Body, error)
	BodiesOf(ctx context.Context, person string, at time.Time) ([]string, error)
	AllBodies(ctx context.Context) ([]string, error)
	Agencies(ctx context.Context, body string) ([]Agency, error)
	People(ctx context.Context, body string, q PeopleQuery) ([]Person, string, error)
	Office(ctx context.Context, body, member string) ([]Delegation, error)
	Requests(ctx context.Context, body string, q RequestQuery) ([]ChangeRequest, error)
	Roll(ctx context.Context, body string, at time.Time) (Roll, error)
	Names(ctx context.Context, body string, ids []string, at time.Time) (map[string]Name, error)
	PolicyHistory(ctx context.Context, body string) ([]PolicySet, error)
	FullNames(ctx context.Context, ids []string) (map[string]string, error)
	OfAgency(ctx context.Context, body, agency string, at time.Time) ([]string, error)
}

// AnyBody asks Person and Standing for a person wherever they serve.
const AnyBody = ""

// Reader reads single things of a body, inside an act or outside it.
type Reader interface {
	Body(ctx context.Context, id string) (Body, error)
	Agency(ctx context.Context, body, id string) (Agency, error)
	Person(ctx context.Context, body, id string) (Person, error)
	Standing(ctx context.Context, body, person string) (Standing, error)
	Post(ctx context.Context, body, id string) (Post, error)
	Assignment(ctx context.Context, body, id string) (Assignment, error)
	Delegation(ctx context.Context, body, id string) (Delegation, error)
	Request(ctx context.Context, body, id string) (ChangeRequest, error)
	// Policies is the set that holds in body, of Rev 0 where none was made.
	Policies(ctx context.Context, body string) (PolicySet, error)
}

// Tx is one act: what it reads is what it changes. A Save inserts where Rev is 1
// and otherwise replaces the row whose Rev is one less; ecabinet.Stale where
// somebody else was first.
type Tx interface {
	Reader
	Now() time.Time
	Emit(e ecabinet.Event)
	LockBody(ctx context.Context, id string) error
	// Rivals are the posts that make members, whenever, with the seat of p; where p
	// carries the tie mark, also those that carry it.
	Rivals(ctx context.Context, p Post) ([]Post, error)
	Holders(ctx context.Context, body, role string, at time.Time) ([]string, error)
	SaveBody(ctx context.Context, b Body) error
	SaveAgency(ctx context.Context, a Agency) error
	SavePerson(ctx context.Context, p Person) error
	SavePost(ctx context.Context, p Post) error
	SaveAssignment(ctx context.Context, a Assignment) error
	SaveDelegation(ctx context.Context, d Delegation) error
	SaveRequest(ctx context.Context, r ChangeRequest) error
	AddPolicies(ctx context.Context, p PolicySet) error
}

// PeopleQuery asks for a page of persons, ordered by given name.
type PeopleQuery struct {
	Text  string // words of the name, in any case and with or without marks
	After string // cursor of the page before
	Limit int
}

// RequestQuery asks for requests, newest first.
type RequestQuery struct {
	State  string // "" for all
	Person string // "" for all
}

// Roll is all that a list of members is made of.
type Roll struct {
	Persons  []Person
	Agencies []Agency
	Posts    []Post
	Offices  []Delegation
}

// Name is how a person is shown: the name, the honorific, and the title of the
// post with the lowest seat held at the moment asked for.
type Name struct {
	Person    string
	FullName  string
	Honorific string
	TitleVI   string
	TitleEN   string
	AgencyVI  string
	AgencyEN  string
}

// Service holds the use cases of people.
type Service struct {
	store        Store
	incompatible Incompatible
	policyLines  PolicyLines
}

// NewService makes the use cases over store. Which roles do not go together, and
// which lines may stand in a set of policies, the policies know.
func NewService(store Store, incompatible Incompatible, lines PolicyLines) *Service {
	return &Service{store: store, incompatible: incompatible, policyLines: lines}
}

// Members is the list of members of body at a moment, ordered by seat.
func (s *Service) Members(ctx context.Context, body string, at time.Time) ([]Member, error) {
	r, err := s.store.Roll(ctx, body, at)
	if err != nil {
		return nil, err
	}
	return MembersAt(r.Persons, r.Agencies, r.Posts, r.Offices, at), nil
}

// Actor is person in body with what they may call upon at now. ValidUntil is the
// first moment when that changes by itself, zero for never. Account, session and
// signing window are for the caller to fill in.
func (s *Service) Actor(ctx context.Context, body, person string, now time.Time) (ecabinet.Actor, error) {
	st, err := s.store.Standing(ctx, body, person)
	if err != nil {
		return ecabinet.Actor{}, err
	}
	r := st.At(now)
	return ecabinet.Actor{
		Person: person, Body: body, Roles: r.Roles, Offices: r.Offices, Agencies: r.Agencies, Ministries: r.Ministries, Served: r.Served,
		ValidUntil: r.Until,
	}, nil
}

// Body is one body; Bodies are several.
func (s *Service) Body(ctx context.Context, id string) (Body, error) { return s.store.Body(ctx, id) }

// Bodies are the bodies of the ids, ordered by name.
func (s *Service) Bodies(ctx context.Context, ids []string) ([]Body, error) {
	return s.store.Bodies(ctx, ids)
}

// AllBodies are the ids of all bodies of the installation.
func (s *Service) AllBodies(ctx context.Context) ([]string, error) { return s.store.AllBodies(ctx) }

// BodiesOf are the ids of the bodies in which person holds something at a moment.
func (s *Service) BodiesOf(ctx context.Context, person string, at time.Time) ([]string, error) {
	return s.store.BodiesOf(ctx, person, at)
}

// Zone is the time zone of body.
func (s *Service) Zone(ctx context.Context, body string) (*time.Location, error) {
	b, err := s.store.Body(ctx, body)
	if err != nil {
		return nil, err
	}
	loc, err := time.LoadLocation(b.Zone)
	if err != nil {
		return nil, fmt.Errorf("load zone %s: %w", b.Zone, err)
	}
	return loc, nil
}

// Names are the names to show for ids at a moment; unknown ids are left out.
func (s *Service) Names(ctx context.Context, body string, ids []string, at time.Time) (map[string]Name, error) {
	return s.store.Names(ctx, body, ids, at)
}

// FullNames are the names alone; unknown ids are left out.
func (s *Service) FullNames(ctx context.Context, ids []string) (map[string]string, error) {
	return s.store.FullNames(ctx, ids)
}

// OfAgency are the persons who hold a post in an agency, or draft for it, at a moment.
func (s *Service) OfAgency(ctx context.Context, body, agency string, at time.Time) ([]string, error) {
	return s.store.OfAgency(ctx, body, agency, at)
}

// Agencies are the agencies of body, ordered by code.
func (s *Service) Agencies(ctx context.Context, body string) ([]Agency, error) {
	return s.store.Agencies(ctx, body)
}

// Agency is one agency.
func (s *Service) Agency(ctx context.Context, body, id string) (Agency, error) {
	return s.store.Agency(ctx, body, id)
}

// People are a page of the persons known in body, with the cursor of the next.
func (s *Service) People(ctx context.Context, body string, q PeopleQuery) ([]Person, string, error) {
	return s.store.People(ctx, body, q)
}

// Person is one person known in body.
func (s *Service) Person(ctx context.Context, body, id string) (Person, error) {
	return s.store.Person(ctx, body, id)
}

// Standing is all that person holds in body, past and future included.
func (s *Service) Standing(ctx context.Context, body, person string) (Standing, error) {
	return s.store.Standing(ctx, body, person)
}

// Post is one post of body.
func (s *Service) Post(ctx context.Context, body, id string) (Post, error) {
	return s.store.Post(ctx, body, id)
}

// Assignment is one role given in body.
func (s *Service) Assignment(ctx context.Context, body, id string) (Assignment, error) {
	return s.store.Assignment(ctx, body, id)
}

// Delegation is one delegation of body.
func (s *Service) Delegation(ctx context.Context, body, id string) (Delegation, error) {
	return s.store.Delegation(ctx, body, id)
}

// Office are the delegations of the member's office, ended ones included.
func (s *Service) Office(ctx context.Context, body, member string) ([]Delegation, error) {
	return s.store.Office(ctx, body, member)
}

// Requests are the requests that take two administrators.
func (s *Service) Requests(ctx context.Context, body string, q RequestQuery) ([]ChangeRequest, error) {
	return s.store.Requests(ctx, body, q)
}

// Request is one of them.
func (s *Service) Request(ctx context.Context, body, id string) (ChangeRequest, error) {
	return s.store.Request(ctx, body, id)
}

// event makes an event about a person, heard by that person.
func event(person, kind, ref string, data map[string]any) ecabinet.Event {
	return ecabinet.Event{Topic: "user:" + person, Type: kind, Ref: ref, Data: canonical(data)}
}

// bodyEvent makes an event heard by everybody who follows the body's lists.
func bodyEvent(kind, ref string, data map[string]any) ecabinet.Event {
	return ecabinet.Event{Topic: "body", Type: kind, Ref: ref, Data: canonical(data)}
}

// canonical is data as JSON with sorted keys. The data of this package are
// strings, whole numbers and booleans, for which that is RFC 8785 text once the
// journal has normalised it.
func canonical(data map[string]any) json.RawMessage {
	raw, err := json.Marshal(data)
	if err != nil {
		panic("people: event data: " + err.Error())
	}
	return raw
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
