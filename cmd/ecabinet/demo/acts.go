package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"ecabinet/ballots"
	"ecabinet/dossiers"
	"ecabinet/procedure"
)

// dossier is a matter of the demonstration.
type dossier struct {
	project
	id     string
	papers map[dossiers.Kind]string // document id
}

// matter lets the drafter make a matter and put its papers in.
func (s *script) matter(ctx context.Context, key string) error {
	d := &dossier{papers: map[dossiers.Kind]string{}}
	for _, p := range projects {
		if p.key == key {
			d.project = p
		}
	}
	ctx, err := s.as(ctx, d.drafter)
	if err != nil {
		return err
	}
	ref, err := s.app.Dossiers.Make(ctx, dossiers.Terms{
		Title: d.title(), Agency: s.agencies[d.agency], Class: dossiers.Internal, Field: d.field,
	})
	if err != nil {
		return err
	}
	d.id = idOf(ref)
	s.matters[key] = d
	papers, err := s.shelf[key]()
	if err != nil {
		return err
	}
	for _, m := range papers {
		if err := s.putIn(ctx, d, m, ""); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return s.due(ctx)
}

// putIn uploads a paper, as a new version of document where that is given.
func (s *script) putIn(ctx context.Context, d *dossier, m made, document string) error {
	s.papers.know(m.pdf, m.sheet)
	ref, err := s.app.Dossiers.Upload(ctx, dossiers.Upload{
		Matter: d.id, Document: document, Kind: m.kind, Title: m.title, Name: m.name, Declared: "application/pdf",
		Length: int64(len(m.pdf)), Body: bytes.NewReader(m.pdf),
	})
	if err != nil {
		return err
	}
	v, _, err := s.app.Dossiers.Store.Version(ctx, idOf(ref))
	d.papers[m.kind] = v.Document
	return err
}

// move makes a step on a matter.
func (s *script) move(ctx context.Context, who, key string, step dossiers.Step, reason string) error {
	ctx, err := s.as(ctx, who)
	if err != nil {
		return err
	}
	m, err := s.app.Dossiers.Store.Matter(ctx, s.matters[key].id)
	if err != nil {
		return err
	}
	_, err = s.app.Dossiers.Move(ctx, m.ID, m.Rev, step, reason)
	return err
}

// take brings a matter from nothing to where a ballot may be written on it.
func (s *script) take(ctx context.Context, key string) error {
	if err := s.matter(ctx, key); err != nil {
		return err
	}
	if err := s.move(ctx, s.matters[key].drafter, key, dossiers.Submit, ""); err != nil {
		return err
	}
	s.clock.Forward(50 * time.Minute)
	return s.move(ctx, "thu-ky-3", key, dossiers.Take, "")
}

// ballotOn writes a ballot on a matter.
func (s *script) ballotOn(ctx context.Context, key string, edit func(*ballots.Terms)) error {
	ctx, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	ref, err := s.app.Ballots.MakeBallot(ctx, s.matters[key].id)
	if err != nil {
		return err
	}
	s.ballots[key] = idOf(ref)
	b, err := s.ballot(ctx, key)
	if err != nil {
		return err
	}
	t := ballots.Terms{
		Title: b.Title, Days: 5, ByName: true, Recused: []string{},
		Note: "Đề nghị Thành viên Chính phủ cho ý kiến về các nội dung dưới đây. Hồ sơ đã được Văn phòng Chính phủ thẩm tra.",
		Questions: []ballots.Question{
			{Text: "Về việc ban hành " + lower(b.Title), Kind: ballots.YesNo},
			{Text: "Về nội dung " + lower(s.matters[key].articles[0].title), Kind: ballots.YesNo},
		},
	}
	for _, p := range b.Papers {
		t.Papers = append(t.Papers, p.Version)
	}
	if edit != nil {
		edit(&t)
	}
	_, err = s.app.Ballots.Edit(ctx, b.ID, b.Rev, t)
	return err
}

func (s *script) ballot(ctx context.Context, key string) (*ballots.Ballot, error) {
	return s.app.Ballots.Store.Ballot(ctx, s.ballots[key])
}

// act does something with a ballot as it is now.
func (s *script) act(ctx context.Context, who, key string, do func(ctx context.Context, b *ballots.Ballot) (string, error)) error {
	ctx, err := s.as(ctx, who)
	if err != nil {
		return err
	}
	b, err := s.ballot(ctx, key)
	if err != nil {
		return err
	}
	_, err = do(ctx, b)
	return err
}

func (s *script) submit(ctx context.Context, key string) error {
	return s.act(ctx, "thu-ky-1", key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
		return s.app.Ballots.Submit(ctx, b.ID, b.Rev)
	})
}

func (s *script) approve(ctx context.Context, who, key string) error {
	return s.act(ctx, who, key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
		return s.app.Ballots.Approve(ctx, b.ID, b.Rev)
	})
}

// send takes a matter, writes a ballot on it and opens it, all on one day.
func (s *script) send(ctx context.Context, key, approver string, edit func(*ballots.Terms)) error {
	steps := []func() error{
		func() error { return s.take(ctx, key) },
		func() error { return s.ballotOn(ctx, key, edit) },
		func() error { return s.submit(ctx, key) },
		func() error { return s.approve(ctx, approver, key) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
		s.clock.Forward(23 * time.Minute)
	}
	return nil
}

// view is what a member says: the choice in every question, or in some.
type view struct {
	choice  procedure.Choice
	text    string
	points  []ballots.Point
	reserve string
	only    string // the question that differs; the others are agreed to; "" for all
	options map[string]procedure.Choice
}

var agree = view{choice: procedure.Agree}

func (v view) content(b *ballots.Ballot) ballots.Content {
	c := ballots.Content{Opinions: []ballots.Opinion{}, Files: []ballots.File{}, Reserve: v.reserve}
	for _, q := range b.Questions {
		o := ballots.Opinion{Question: q.Key, Choice: procedure.Agree, Points: []ballots.Point{}}
		if q.Kind == ballots.Options {
			o.Choice = procedure.OptionChoice(q.Proposal)
		}
		if chosen, ok := v.options[q.Key]; ok {
			o.Choice = chosen
		} else if v.only == "" && (q.Kind == ballots.YesNo || v.choice != procedure.Agree) || v.only == q.Key {
			o.Choice, o.Text = v.choice, v.text
			o.Points = append(o.Points, v.points...)
		}
		c.Opinions = append(c.Opinions, o)
	}
	return c
}

// answer casts a member's answer.
func (s *script) answer(ctx context.Context, key, who string, v view) error {
	ctx, err := s.as(ctx, who)
	if err == nil {
		err = s.castAs(ctx, key, v)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", who, err)
	}
	return nil
}

// castAs casts the answer of whoever is in ctx, in the two requests of every answer.
func (s *script) castAs(ctx context.Context, key string, v view) error {
	b, err := s.ballot(ctx, key)
	if err != nil {
		return err
	}
	c := v.content(b)
	p, err := s.app.Ballots.Prepare(ctx, b.ID, b.Round, c, s.clock.Now())
	if err != nil {
		return err
	}
	s.clock.Forward(20 * time.Second)
	_, err = s.app.Ballots.Confirm(ctx, b.ID, ballots.Confirmation{Record: p.Record, Seal: p.Seal, Content: c})
	return err
}

// answers casts the answers of the members with these numbers, agreement unless
// differ says otherwise, some minutes apart and not at night.
func (s *script) answers(ctx context.Context, key string, seats []int, apart time.Duration, differ map[int]view) error {
	for _, no := range seats {
		v, ok := differ[no]
		if !ok {
			v = agree
		}
		if err := s.answer(ctx, key, members[no-1].key, v); err != nil {
			return err
		}
		next := s.clock.Now().Add(apart).In(zone)
		if next.Hour() >= 20 {
			next = time.Date(next.Year(), next.Month(), next.Day()+1, 7, 25+no, 0, 0, zone)
		}
		if err := s.until(ctx, next); err != nil {
			return err
		}
	}
	return nil
}

// seats are the numbers from first to last, without some.
func seats(first, last int, without ...int) []int {
	var out []int
next:
	for n := first; n <= last; n++ {
		for _, w := range without {
			if n == w {
				continue next
			}
		}
		out = append(out, n)
	}
	return out
}

// prepare lets a member's office write a draft and pass it up: to is where it
// rests in the end.
func (s *script) prepare(ctx context.Context, key, member string, to ballots.Step, v view) error {
	b, err := s.ballot(s.system(ctx), key)
	if err != nil {
		return err
	}
	writer, err := s.as(ctx, "chuyen-vien-"+member)
	if err != nil {
		return err
	}
	if _, err := s.app.Ballots.WriteDraft(writer, b.ID, s.persons[member], 0, v.content(b)); err != nil {
		return err
	}
	ladder := []ballots.Step{ballots.Clerk, ballots.Unit, ballots.Head, ballots.MemberStep}
	hands := []string{"chuyen-vien-", "don-vi-", "thu-ky-"}
	for i, step := range ladder[:len(ladder)-1] {
		if step == to {
			return nil
		}
		s.clock.Forward(17 * time.Minute)
		who, err := s.as(ctx, hands[i]+member)
		if err != nil {
			return err
		}
		d, err := s.app.Ballots.Store.OfficeDraft(who, b.ID, b.Round, s.persons[member])
		if err != nil {
			return err
		}
		if _, err := s.app.Ballots.PassDraft(who, b.ID, s.persons[member], d.Rev, ladder[i+1], ""); err != nil {
			return err
		}
	}
	return nil
}

// checked is a shorthand for scripts: the first error of several acts.
func checked(acts ...func() error) error {
	for i, act := range acts {
		if err := act(); err != nil {
			return fmt.Errorf("act %d: %w", i+1, err)
		}
	}
	return nil
}
