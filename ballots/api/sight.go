package api

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/policies"
)

// Sight is what some actors may see of one ballot. It is the whole of what a
// shared view may depend on besides rows: two actors with equal sights get equal
// bytes.
type Sight struct {
	Ballot  bool // the ballot itself
	Desk    bool // what only the secretariat and approvers see: refusals, recusals, plans
	Matrix  bool // who has answered
	Choices bool // what was answered
	Words   bool // the opinions' texts
	Result  bool // tally and outcome
}

// Key is the sight's canonical form.
func (s Sight) Key() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // six booleans
	}
	return string(raw)
}

// standing is one actor's place around one ballot.
type standing struct {
	actor  ecabinet.Actor
	ballot *ballots.Ballot
	voter  bool // has a seat
	out    bool // recused
	office bool // prepares for a member with a seat
}

// closed says whether the ballot's answers are no longer a secret of its members.
func closed(b *ballots.Ballot) bool { return b.State == ballots.Closed || b.State == ballots.Certified }

// relations is the room's table: how an actor can stand to a ballot. The lists'
// SQL is in the store, and a property test compares the two.
var relations = policies.Relations[ecabinet.Actor, standing]{
	{Name: "voter", Holds: func(_ ecabinet.Actor, s standing) bool { return s.voter }},
	{Name: "office", Holds: func(_ ecabinet.Actor, s standing) bool { return s.office }},
	{Name: "recused", Holds: func(_ ecabinet.Actor, s standing) bool { return s.out }},
	{Name: "agency", Holds: func(a ecabinet.Actor, s standing) bool { return slices.Contains(a.Agencies, s.ballot.Agency) }},
	{Name: "approver", Holds: func(a ecabinet.Actor, s standing) bool {
		return s.ballot.State == ballots.Submitted && a.Person != s.ballot.SubmittedBy
	}},
	{Name: "closed", Holds: func(_ ecabinet.Actor, s standing) bool { return closed(s.ballot) }},
	{Name: "shown", Holds: func(_ ecabinet.Actor, s standing) bool {
		return (s.voter || s.office) && (closed(s.ballot) || s.ballot.ShowLive && s.ballot.State == ballots.Open)
	}},
	{Name: "released", Holds: func(_ ecabinet.Actor, s standing) bool { return s.ballot.State == ballots.Certified }},
}

// stand finds out how the actor in ctx stands to a ballot.
func (a *API) stand(ctx context.Context, id string) (standing, error) {
	return a.standOf(ctx, ecabinet.ActorFrom(ctx), id)
}

func (a *API) standOf(ctx context.Context, actor ecabinet.Actor, id string) (standing, error) {
	b, err := a.store.Ballot(ctx, id)
	if err != nil {
		return standing{}, err
	}
	if b.Body != actor.Body {
		return standing{}, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
	}
	s := standing{actor: actor, ballot: b}
	seats, err := a.store.Seats(ctx, id)
	if err != nil {
		return s, err
	}
	for _, seat := range seats {
		mine, serves := seat.Person == actor.Person, serves(actor, seat.Person)
		s.voter = s.voter || mine
		s.office = s.office || serves
		s.out = s.out || seat.Recused && mine
	}
	return s, nil
}

func serves(a ecabinet.Actor, member string) bool {
	return slices.ContainsFunc(a.Offices, func(o ecabinet.OfficeAccess) bool { return o.Member == member })
}

// of is what the policies let an actor in this standing see.
func (a *API) sight(ctx context.Context, s standing) Sight {
	held := relations.Of(s.actor, s)
	ctx = ecabinet.WithActor(ctx, s.actor)
	may := func(object, action string) bool { return a.router.May(ctx, object, held, action) }
	sight := Sight{Ballot: may("ballot", "read-ballot"), Matrix: may("ballot", "read-matrix"), Result: may("result", "read-result")}
	if !sight.Ballot {
		return Sight{}
	}
	sight.Desk = may("ballot", "edit-ballot") || may("ballot", "approve-ballot") || s.actor.Has("approver")
	sight.Words = may("answer", "read-answer") && closed(s.ballot)
	sight.Choices = sight.Matrix && (closed(s.ballot) || s.ballot.ShowWho && sight.Desk || s.ballot.ShowLive)
	return sight
}

// Audience says what actor hears of the topic "ballot:<id>", for the live stream.
func (a *API) Audience(ctx context.Context, actor ecabinet.Actor, topic string) (key string, grant any, until time.Time, err error) {
	id := strings.TrimPrefix(topic, "ballot:")
	ctx = ecabinet.WithActor(ctx, actor)
	s, err := a.standOf(ctx, actor, id)
	if err != nil {
		return "", nil, time.Time{}, err
	}
	sight := a.sight(ctx, s)
	if !sight.Ballot {
		return "", nil, time.Time{}, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
	}
	return sight.Key(), sight, actor.ValidUntil, nil
}
