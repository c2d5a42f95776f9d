package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"ecabinet"
	"ecabinet/ballots"
	ballotstore "ecabinet/ballots/store"
	"ecabinet/dossiers"
	"ecabinet/internal/export"
	"ecabinet/people"
	"ecabinet/procedure"
	"ecabinet/realtime"
	"ecabinet/summaries"
	summariesapi "ecabinet/summaries/api"
	"ecabinet/summaries/openai"
	summarystore "ecabinet/summaries/store"
)

func (a *App) synthesisRoutes() *summariesapi.API {
	s, p := summarystore.New(a.DB), polls{ballotstore.New(a.DB), a.People, a.Dossiers}
	a.Router.AddTexts(openai.Texts())
	a.Summaries = &summaries.Service{Store: s, Poll: p, Assistant: newAssistant(a.Settings), Progress: a.tellCourse}
	return summariesapi.New(a.Router, a.Summaries, s, p)
}

// synthesisView reads the live things of syntheses.
func synthesisView(s *summariesapi.API) realtime.View {
	return func(ctx context.Context, au realtime.Audience, ref string) (int64, any, error) {
		if !summariesapi.Hears(au.Grant, ref) {
			return 0, nil, notHeard()
		}
		return s.View(ctx, au.Topic, ref)
	}
}

// polls is what the syntheses must know of the ballots and of the body, in their words.
type polls struct {
	store  *ballotstore.Store
	people *people.Service
	papers *dossiers.Service
}

func noQuestion() error { return ecabinet.E(ecabinet.NotFound, "synthesis.not_found") }

// cutQuestion cuts a question's id into its ballot's and its key.
func cutQuestion(id string) (ballot, key string) {
	cut := max(strings.LastIndexByte(id, '-'), 0)
	return id[:cut], strings.TrimPrefix(id[cut:], "-")
}

// ask is the ballot of a question's id, and the question.
func (p polls) ask(ctx context.Context, id string) (*ballots.Ballot, ballots.Question, error) {
	ballot, key := cutQuestion(id)
	b, err := p.store.Ballot(ctx, ballot)
	if err != nil {
		if ecabinet.KindOf(err) == ecabinet.NotFound {
			err = noQuestion()
		}
		return nil, ballots.Question{}, err
	}
	q, ok := b.Question(key)
	if !ok {
		return nil, q, noQuestion()
	}
	return b, q, nil
}

// Polled is what the seats of a closed ballot answered to one of its questions; of an open
// one no answer is read.
func (p polls) Polled(ctx context.Context, id string) (summaries.Polled, error) {
	b, q, err := p.ask(ctx, id)
	if err != nil {
		return summaries.Polled{}, err
	}
	out := summaries.Polled{
		Question: summaries.Question{ID: id, Title: b.Title, Asked: summaries.Members, Opinions: []summaries.Opinion{}},
		Ballot:   b.ID, Draft: b.Title, Text: q.Text, Number: b.Number, Lead: b.Lead, Named: b.ByName,
		Closed: b.State == ballots.Closed || b.State == ballots.Certified, Who: map[string]summaries.Respondent{},
	}
	if b.Kind == ballots.Consultation {
		out.Asked = summaries.Respondents
	}
	if out.Class, err = p.class(ctx, b); err != nil {
		return out, err
	}
	out.Secret = out.Class == string(dossiers.Placeholder)
	if out.May() != nil {
		return out, nil
	}
	seats, err := p.store.Seats(ctx, b.ID)
	if err != nil {
		return out, err
	}
	answers, err := p.store.CountingAnswers(ctx, b.ID)
	if err != nil {
		return out, err
	}
	out.Of = len(seats)
	for _, s := range seats {
		a, ok := answers[s.No]
		if !ok || a.Standing == ballots.Disputed || a.Standing == ballots.AwaitSecond || a.Standing == ballots.Late {
			continue
		}
		o, said := opinionOf(a, q.Key)
		if !said {
			continue
		}
		o.ID = strconv.Itoa(s.No)
		if !b.ByName { // the number would name the member
			o.ID = hidden(a.ID, q.Key)
		}
		o.Respondent = o.ID
		out.Opinions = append(out.Opinions, o)
		out.Who[o.ID] = summaries.Respondent{Person: s.Person, Name: s.Name, Post: strings.Join(s.Posts, "; ")}
	}
	if !b.ByName { // so would the order
		slices.SortFunc(out.Opinions, func(a, b summaries.Opinion) int { return strings.Compare(a.ID, b.ID) })
	}
	return out, nil
}

// class is the matter's, the higher one where it has changed since the ballot was written.
func (p polls) class(ctx context.Context, b *ballots.Ballot) (string, error) {
	m, err := p.papers.Store.Matter(ctx, b.Matter)
	if err != nil {
		return "", err
	}
	at := max(slices.Index(dossiers.Classes, m.Class), slices.Index(dossiers.Classes, dossiers.Class(b.Class)))
	if !slices.Contains(dossiers.Classes, m.Class) {
		return string(dossiers.Placeholder), nil // one that is not known is above all
	}
	return string(dossiers.Classes[at]), nil
}

func hidden(answer, key string) string {
	sum := sha256.Sum256([]byte(answer + "\x00" + key))
	return hex.EncodeToString(sum[:8])
}

var weights = map[ballots.Weight]string{ballots.Condition: "Điều kiện để đồng ý", ballots.Should: "Đề nghị xử lý", ballots.Comment: "Ý kiến tham khảo"}

// opinionOf is what an answer says to one question, word for word. A reserved opinion is of
// the whole answer, and so stands with each question.
func opinionOf(a ballots.Answer, question string) (summaries.Opinion, bool) {
	i := slices.IndexFunc(a.Content.Opinions, func(o ballots.Opinion) bool { return o.Question == question })
	if i < 0 {
		return summaries.Opinion{}, false
	}
	said := a.Content.Opinions[i]
	o := summaries.Opinion{Stance: stances(said.Choice), Deemed: a.Source == ballots.Deemed}
	if o.Deemed {
		return o, true
	}
	var offered []summaries.Offered
	for _, p := range said.Points {
		offered = append(offered, summaries.Offered{Clause: p.Clause, Text: p.Text, Wording: p.Wording, Weight: weights[p.Weight]})
	}
	if strings.TrimSpace(a.Content.Reserve) != "" {
		offered = append(offered, summaries.Offered{Clause: "Ý kiến bảo lưu", Text: a.Content.Reserve})
	}
	o.Text = summaries.Compose(said.Text, offered)
	return o, true
}

// stances: both rooms write them alike.
func stances(c procedure.Choice) summaries.Stance { return summaries.Stance(c) }

// Standing is how the actor stands to a question's ballot.
func (p polls) Standing(ctx context.Context, id string) ([]string, error) {
	b, _, err := p.ask(ctx, id)
	if err != nil {
		return nil, err
	}
	actor := ecabinet.ActorFrom(ctx)
	f, err := p.store.FactsFor(ctx, actor, b.ID)
	if err != nil {
		return nil, err
	}
	held := ballotstore.Relations().Of(actor, f)
	if !b.Released() {
		held = append(held, "unreleased")
	}
	return held, nil
}

// Questions are the ids of a ballot's questions, in their order.
func (p polls) Questions(ctx context.Context, ballot string) ([]string, error) {
	b, err := p.store.Ballot(ctx, ballot)
	if err != nil {
		if ecabinet.KindOf(err) == ecabinet.NotFound {
			err = noQuestion()
		}
		return nil, err
	}
	var ids []string
	for _, q := range b.Questions {
		ids = append(ids, b.ID+"-"+q.Key)
	}
	return ids, nil
}

// Closed are the questions of closed ballots, the newest ballot first.
func (p polls) Closed(ctx context.Context, allow, deny []string, after string) ([]summariesapi.Line, string, error) {
	scope, listed := scopeOf(ctx, allow, deny)
	rows, next, err := p.store.List(ctx, ballotstore.Query{States: over}, scope, ballotstore.Page{After: after})
	if err != nil {
		return nil, "", err
	}
	rows = slices.DeleteFunc(rows, func(r ballotstore.BallotRow) bool { return !listed(r) })
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	whole, err := p.store.Ballots(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	var out []summariesapi.Line
	for _, r := range rows {
		b := whole[r.ID]
		if b == nil {
			continue
		}
		for _, q := range b.Questions {
			l := lineOf(b, q)
			l.ClosedAt, l.Of, l.Answered, l.Deemed = r.ClosedAt, r.Seats, r.Answered, r.Deemed
			out = append(out, l)
		}
	}
	return out, next, nil
}

// over are the states of what a synthesis is made of.
var over = []ballots.State{ballots.Closed, ballots.Certified}

// scopeOf is the scope of relations in this room's words, and what of it is listed: where
// what is not released is denied, it is not; a placeholder never is.
func scopeOf(ctx context.Context, allow, deny []string) (ballotstore.Scope, func(ballotstore.BallotRow) bool) {
	denied := slices.DeleteFunc(slices.Clone(deny), func(r string) bool { return r == "unreleased" })
	all := len(denied) == len(deny)
	return ballotstore.Scope{Actor: ecabinet.ActorFrom(ctx), Allow: allow, Deny: denied}, func(r ballotstore.BallotRow) bool {
		released := (&ballots.Ballot{Kind: r.Kind, State: r.State}).Released()
		return r.Class != string(dossiers.Placeholder) && (all || released)
	}
}

func lineOf(b *ballots.Ballot, q ballots.Question) summariesapi.Line {
	return summariesapi.Line{ID: b.ID + "-" + q.Key, Ballot: b.ID, Draft: b.Title, Lead: b.Lead, Text: q.Text, Number: b.Number}
}

// Among are those of these ballots that Closed would give.
func (p polls) Among(ctx context.Context, allow, deny, ids []string) ([]string, error) {
	scope, listed := scopeOf(ctx, allow, deny)
	rows, err := p.store.Among(ctx, ids, over, scope)
	var out []string
	for _, r := range rows {
		if listed(r) {
			out = append(out, r.ID)
		}
	}
	return out, err
}

// Lines are questions of ballots by their ids.
func (p polls) Lines(ctx context.Context, questions []string) (map[string]summariesapi.Line, error) {
	var ids []string
	for _, id := range questions {
		if ballot, _ := cutQuestion(id); !slices.Contains(ids, ballot) {
			ids = append(ids, ballot)
		}
	}
	whole, err := p.store.Ballots(ctx, ids)
	lines := make(map[string]summariesapi.Line, len(questions))
	for _, id := range questions {
		ballot, key := cutQuestion(id)
		if b := whole[ballot]; b != nil {
			if q, ok := b.Question(key); ok {
				lines[id] = lineOf(b, q)
			}
		}
	}
	return lines, err
}

// Names are full names by person.
func (p polls) Names(ctx context.Context, persons []string) (map[string]string, error) {
	return p.people.FullNames(ctx, persons)
}

// Letterhead is what the actor's body puts on its papers.
func (p polls) Letterhead(ctx context.Context) (export.Letterhead, error) {
	return letterhead(p.people)(ctx)
}
