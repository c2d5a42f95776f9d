package api

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/store"
	"ecabinet/internal/httpx"
)

// Sight is what some actors may see of one ballot. It is the whole of what a
// shared view may depend on besides rows: two actors with equal sights get equal
// bytes.
type Sight struct {
	Ballot  bool // the ballot itself
	Outside bool // as nobody but one who is asked in a consultation: not of whom else, nor who runs it
	Desk    bool // what only the secretariat and approvers see: refusals, recusals, plans
	Matrix  bool // who has answered
	Counts  bool // how many answered what
	Choices bool // what was answered by whom
	Words   bool // the opinions' texts
	Result  bool // tally and outcome
	Decides bool // is asked whether the ballot goes on where discussion was asked for
}

// Key is the sight's canonical form.
func (s Sight) Key() string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // booleans
	}
	return string(raw)
}

// relations is how an actor can stand to a ballot; the store has the same as SQL.
var relations = store.Relations()

// standing is one actor's place around one ballot.
type standing struct {
	actor  ecabinet.Actor
	ballot *ballots.Ballot
	held   []string // the relations
}

// stand finds out how the actor in ctx stands to a ballot.
func (a *API) stand(ctx context.Context, id string) (standing, error) {
	actor := ecabinet.ActorFrom(ctx)
	b, err := a.store.Ballot(ctx, id)
	if err != nil {
		return standing{}, err
	}
	seats, err := a.store.Seats(ctx, id)
	if err != nil {
		return standing{}, err
	}
	return standing{actor: actor, ballot: b, held: relations.Of(actor, store.FactsOf(b, seats))}, nil
}

// held is how the actor in ctx stands to a ballot, for what needs no more of it.
func (a *API) held(ctx context.Context, id string) ([]string, error) {
	actor := ecabinet.ActorFrom(ctx)
	f, err := a.store.FactsFor(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return relations.Of(actor, f), nil
}

func (s standing) is(relation string) bool { return slices.Contains(s.held, relation) }

func serves(a ecabinet.Actor, member string) bool {
	return slices.ContainsFunc(a.Offices, func(o ecabinet.OfficeAccess) bool { return o.Member == member })
}

// sight is what the policies let an actor in this standing see.
func (a *API) sight(ctx context.Context, s standing) Sight {
	may := func(object, action string) bool { return a.router.May(ctx, object, s.held, action) }
	if !may("ballot", "read-ballot") {
		return Sight{}
	}
	b, secretariat, closed := s.ballot, may("ballot", "edit-ballot"), s.is("closed")
	sight := Sight{
		Ballot: true, Outside: !a.router.May(ctx, "ballot", without(s.held, "respondent"), "read-ballot"),
		Matrix: may("ballot", "read-matrix"), Result: may("result", "read-result") && b.Kind == ballots.OfMembers, // nothing is decided by a consultation
		Decides: may("result", "decide-discussion"),
		Desk:    secretariat || may("ballot", "approve-ballot") || may("result", "decide-result"),
	}
	who := secretariat && b.ShowWho // what, before closing, only where the ballot says so
	shown := b.State == ballots.Open && (b.ShowLive || who)
	sight.Counts = sight.Matrix && (closed || shown)
	sight.Choices = sight.Counts && (b.ByName || who || closed && secretariat)
	sight.Words = closed && sight.Choices && a.router.May(ctx, "answer", ofOthers(s.held), "read-answer")
	return sight
}

// ofOthers are the relations to a ballot that say something of everybody's answers.
func ofOthers(held []string) []string { return without(held, "own", "office", "respondent") }

func without(held []string, relations ...string) []string {
	return slices.DeleteFunc(slices.Clone(held), func(r string) bool { return slices.Contains(relations, r) })
}

// signs adds to held that who came by a link needs no signing window: there is nothing
// but the link by which the holder could prove anything once more.
func signs(actor ecabinet.Actor, held []string) []string {
	if actor.Account == "" && slices.Contains(held, "respondent") {
		held = append(held, httpx.Signs)
	}
	return held
}

// Audience says what actor hears of the topic "ballot:<id>", for the live stream.
func (a *API) Audience(ctx context.Context, actor ecabinet.Actor, topic string) (key string, grant any, until time.Time, err error) {
	id := strings.TrimPrefix(topic, "ballot:")
	ctx = ecabinet.WithActor(ctx, actor)
	s, err := a.stand(ctx, id)
	if err != nil {
		return "", nil, time.Time{}, err
	}
	sight := a.sight(ctx, s)
	if !sight.Ballot {
		return "", nil, time.Time{}, ecabinet.E(ecabinet.NotFound, "ballot.not_found")
	}
	return sight.Key(), sight, actor.ValidUntil, nil
}
