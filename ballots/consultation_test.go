package ballots_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/procedure"
)

// doors keeps who was let in, instead of sign-in.
type doors struct {
	mu   sync.Mutex
	in   map[string][]string // tokens by person
	shut []string
	left []string
	down error // why nobody can be shown out
}

func (d *doors) Admitted(_ context.Context, _ ballots.Tx, person, token string) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Contains(d.in[person], token), nil
}

func (d *doors) Admit(_ context.Context, _ ballots.Tx, person, thing, token string, _ time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !strings.HasPrefix(thing, "ballot/") {
		return errors.New("bound to nothing")
	}
	d.in[person] = append(d.in[person], token)
	return nil
}

func (d *doors) Shut(_ context.Context, _ ballots.Tx, person string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.in, person)
	d.shut = append(d.shut, person)
	return nil
}

func (d *doors) Leave(_ context.Context, session string) error {
	d.left = append(d.left, session)
	return d.down
}

// postbox keeps the letters, instead of a mail server.
type postbox struct {
	letters []ballots.Letter
	fails   error
}

func (p *postbox) PostLetter(_ context.Context, l ballots.Letter) error {
	if p.fails == nil {
		p.letters = append(p.letters, l)
	}
	return p.fails
}

// consult writes a consultation of five respondents, the first of whom has an
// account (m2), and opens it.
func (c *cabinet) consult() (*doors, *postbox) {
	c.t.Helper()
	d, p := &doors{in: map[string][]string{}}, &postbox{}
	c.svc.Doors, c.svc.Postman = d, p
	ref, err := c.svc.MakeConsultation(c.as("secretary"), "matter-1")
	c.must(ref, err)
	c.ballot = ref[len("ballot/"):]
	c.must(c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, terms(20)))
	c.must(c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, respondents()))
	c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
	c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
	if c.now().State != ballots.Open {
		c.t.Fatalf("the consultation is %s", c.now().State)
	}
	return d, p
}

func respondents() []ballots.Respondent {
	return []ballots.Respondent{
		{Name: "Bộ Tư pháp", Sector: ballots.Ministry, Person: "m2"},
		{Name: "UBND tỉnh Lào Cai", Sector: ballots.Province, Email: "vp@laocai.example"},
		{Name: "Hiệp hội Dệt may", Sector: ballots.Association, Email: "vp@detmay.example"},
		{Name: "Công ty Sông Hồng", Sector: ballots.Business},
		{Name: "TS. Lê Văn An", Sector: ballots.Expert},
	}
}

func (c *cabinet) asked() []ballots.Respondent {
	c.t.Helper()
	list, err := c.svc.Store.Respondents(c.as("secretary"), c.ballot)
	if err != nil {
		c.t.Fatal(err)
	}
	return list
}

// Letters are read for a consultation as long as an answer may be recorded from one.
func TestLettersAreReadForAConsultationUnderWay(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		c.send(terms(5))
		_, _, err := c.svc.Lettered(c.as("secretary"), c.ballot)
		c.refused("ballot.not_a_consultation", err)
	})
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		ref, err := c.svc.MakeConsultation(c.as("secretary"), "matter-1")
		c.must(ref, err)
		_, _, err = c.svc.Lettered(c.as("secretary"), ref[len("ballot/"):])
		c.refused("ballot.not_now", err)
	})
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		c.consult()
		for _, state := range []ballots.State{ballots.Open, ballots.Closed} {
			b, list, err := c.svc.Lettered(c.as("secretary"), c.ballot)
			if err != nil || b.State != state || len(list) != 5 || list[1].Name != "UBND tỉnh Lào Cai" {
				t.Fatalf("%s: %+v, %v", state, list, err)
			}
			if state == ballots.Open {
				c.closeNow()
			}
		}
	})
}

// link hands out the link of a seat.
func (c *cabinet) link(seat int) string {
	c.t.Helper()
	ref, err := c.svc.HandOut(c.as("secretary"), c.ballot, []int{seat})
	c.must(ref, err)
	list, err := c.svc.HandedOut(c.as("secretary"), c.ballot, ref)
	if err != nil || len(list) != 1 || list[0].Respondent.No != seat {
		c.t.Fatalf("handed out: %+v %v", list, err)
	}
	return list[0].Secret
}

// enter opens a link, and gives who has come in.
func (c *cabinet) enter(secret string) string {
	c.t.Helper()
	in, err := c.svc.Enter(c.t.Context(), secret, ecabinet.NewID())
	if err != nil || in.Ballot != c.ballot || in.Token == "" {
		c.t.Fatalf("%+v %v", in, err)
	}
	for _, r := range c.asked() {
		if r.UsedAt != nil && r.Hash == ballots.Hash([]byte(secret)) {
			return r.ID
		}
	}
	c.t.Fatal("no link was used")
	return ""
}

func TestAConsultationFromItsListToWhatWasReceived(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		d, _ := c.consult()
		b := c.now()
		if b.Profile.ID != "consultation" || b.Deadline.Days != 20 { // the members' five days do not bind it
			t.Fatalf("%s, %d days", b.Profile.ID, b.Deadline.Days)
		}
		second, third := c.link(2), c.link(3)
		province, association := c.enter(second), c.enter(third)
		if len(d.in[province]) != 1 || len(d.in[association]) != 1 {
			t.Fatalf("let in: %v", d.in)
		}
		c.must(c.tryCast("m2", c.content(procedure.Agree)))
		c.must(c.tryCast(province, c.content(procedure.Disagree)))
		c.must(c.tryCast(province, c.content(procedure.Other))) // changed until closing
		_, err := c.tryCast(province, c.content(procedure.Discuss))
		c.refused("answer.no_such_choice", err)
		_, err = c.tryCast("m1", c.content(procedure.Agree)) // a member, and not asked
		c.refused("seat.not_found", err)
		_, err = c.svc.VacateSeat(c.as("secretary"), c.ballot, 3, "Không trả lời")
		c.refused("ballot.not_of_members", err)
		_, err = c.svc.WriteDraft(c.as("m2"), c.ballot, "m2", 0, c.content(procedure.Agree))
		c.refused("ballot.not_of_members", err)

		b = c.closeNow()
		if got := b.Result.Received; got == nil || !slices.Equal(got.Answered, []int{1, 2}) || !slices.Equal(got.Silent, []int{3, 4, 5}) || len(b.Result.Tallies) > 0 || b.Result.Outcome != "" {
			t.Fatalf("%+v", b.Result)
		}
		if !b.Released() {
			t.Fatal("its opinions are not handed to who drafts")
		}
		_, err = c.svc.Certify(c.as("secretary"), c.ballot, b.Rev)
		c.refused("ballot.not_now", err)
		_, err = c.svc.ClassAnswer(c.as("secretary"), ballots.Classing{Ballot: c.ballot, Seat: 2, Question: "q1", As: procedure.Agree, Reason: "x"})
		c.refused("classing.only_provisional", err)
		if err := c.svc.CloseDue(c.system(), c.ballot); err != nil || c.now().Rev != b.Rev {
			t.Fatalf("closed twice: %v", err)
		}
		// A late answer is kept, and is not among what was received.
		c.must(c.tryCast(association, c.content(procedure.Agree)))
		answers, err := c.svc.Store.CountingAnswers(c.as("secretary"), c.ballot)
		if err != nil || len(answers) != 2 || answers[2].Content.Opinions[0].Choice != procedure.Other {
			t.Fatalf("%+v %v", answers, err)
		}
	})
}

func TestALinkWorksOnceAndDiesWhenReplaced(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		d, _ := c.consult()
		first := c.link(4)
		_, err := c.svc.HandOut(c.as("secretary"), c.ballot, []int{4})
		c.refused("respondent.link_handed", err)
		_, err = c.svc.HandOut(c.as("secretary"), c.ballot, []int{1})
		c.refused("respondent.has_account", err)
		for _, secret := range []string{"", "x", first + "A", strings.ToUpper(first)} {
			_, err := c.svc.Enter(t.Context(), secret, "a browser's own")
			c.refused("respondent.link_unknown", err)
		}
		var won, lost int
		var mu sync.Mutex
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				_, err := c.svc.Enter(t.Context(), first, ecabinet.NewID())
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if errors.Is(err, ecabinet.E(ecabinet.Refused, "respondent.link_used")) {
					lost++
				}
			})
		}
		wait.Wait()
		if won != 1 || lost != 7 {
			t.Fatalf("%d came in by one link, %d were told that it is used", won, lost)
		}
		_, err = c.svc.HandOut(c.as("secretary"), c.ballot, []int{4})
		c.refused("respondent.link_used_replace", err)
		business := c.asked()[3].ID
		c.must(c.tryCast(business, c.content(procedure.Agree)))
		c.must(c.svc.ReplaceLink(c.as("secretary"), c.ballot, 4))
		if !slices.Contains(d.shut, business) {
			t.Fatal("what was opened with the lost link is open still")
		}
		_, err = c.svc.Enter(t.Context(), first, "a browser's own")
		c.refused("respondent.link_unknown", err)
		next := c.link(4)
		if c.enter(next) != business || next == first {
			t.Fatal("another seat, or the same link")
		}
		// What was answered before is still there, and can be changed.
		c.must(c.tryCast(business, c.content(procedure.Disagree)))
		c.must(c.svc.Recall(c.as("secretary"), c.ballot, c.now().Rev, "Dừng"))
		_, err = c.svc.Enter(t.Context(), next, "a browser's own")
		c.refused("respondent.recalled", err)
		// The journal knows of links, and neither a secret nor its hash.
		var rows []string
		if err := c.d.Read().NewRaw("SELECT data FROM journal WHERE topic = ?", "ballot:"+c.ballot).Scan(t.Context(), &rows); err != nil {
			t.Fatal(err)
		}
		all := strings.Join(rows, "")
		for _, kept := range []string{first, next, ballots.Hash([]byte(first)), ballots.Hash([]byte(next))} {
			if strings.Contains(all, kept) {
				t.Fatal("the journal holds a link")
			}
		}
	})
}

// Who comes in and does not hear of it, comes in again by the same browser, and by no
// other; whatever keeps the session of before from being ended burns no link.
func TestALostReplyIsNotALostLink(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		d, _ := c.consult()
		d.down = errors.New("no connection")
		secret := c.link(4)
		ctx := c.as("m3") // somebody sits at this browser with an account
		first, err := c.svc.Enter(ctx, secret, "a browser's own")
		c.must("", err)
		again, err := c.svc.Enter(ctx, secret, "a browser's own")
		c.must("", err)
		if again != first || !slices.Equal(d.left, []string{"s-m3", "s-m3"}) {
			t.Errorf("%+v, then %+v; left %v", first, again, d.left)
		}
		_, err = c.svc.Enter(ctx, secret, "another browser's")
		c.refused("respondent.link_used", err)
		c.must(c.svc.ReplaceLink(c.as("secretary"), c.ballot, 4))
		_, err = c.svc.Enter(ctx, secret, "a browser's own")
		c.refused("respondent.link_unknown", err)
		if n := c.journalled("respondent.link_used"); n != 1 {
			t.Errorf("%d uses are on record", n)
		}
	})
}

// What is classed above "internal" after the draft was made goes to nobody outside.
func TestAConsultationIsOfTheClassThatTheMatterHas(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		c.svc.Doors, c.svc.Postman = &doors{in: map[string][]string{}}, &postbox{}
		ref, err := c.svc.MakeConsultation(c.as("secretary"), "matter-1")
		c.must(ref, err)
		c.ballot = ref[len("ballot/"):]
		c.must(c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, terms(20)))
		c.must(c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, respondents()))
		c.matter = "restricted"
		_, err = c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("respondent.class_needs_account", err)
		c.matter = "public"
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		if c.now().Class != "public" {
			t.Errorf("its class is %s", c.now().Class)
		}
		c.matter = "restricted"
		_, err = c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev)
		c.refused("respondent.class_needs_account", err)
	})
}

// Who has no account and was not invited by mail hears of no reminder, and none is
// recorded of it.
func TestWhomAReminderReaches(t *testing.T) {
	for _, one := range []struct {
		r     ballots.Respondent
		mails bool
		want  bool
	}{
		{ballots.Respondent{Person: "m2"}, false, true},
		{ballots.Respondent{Email: "a@b.example", News: ballots.NewsInvited}, true, true},
		{ballots.Respondent{Email: "a@b.example", News: ballots.NewsInvited}, false, false},
		{ballots.Respondent{Email: "a@b.example"}, true, false},
		{ballots.Respondent{News: ballots.NewsInvited}, true, false},
	} {
		if got := one.r.Reachable(one.mails); got != one.want {
			t.Errorf("%+v, mails %v: %v", one.r, one.mails, got)
		}
	}
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		c.consult()
		c.svc.Postman = nil
		c.must(c.tryCast("m2", c.content(procedure.Agree)))
		_, err := c.svc.Remind(c.as("secretary"), c.ballot, nil)
		c.refused("respondent.nobody_to_remind", err)
		c.pass(c.now().Deadline.At.Add(-time.Second)) // both reminders fall due, and nobody hears of them
		if kinds := c.told("m2"); slices.Contains(kinds, "ballot.half_time") {
			t.Errorf("m2 was told %v", kinds)
		}
	})
}

func TestLettersOfAConsultation(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		_, p := c.consult()
		deliver := func() {
			t.Helper()
			for _, r := range c.asked() {
				if err := c.svc.Deliver(c.system(), r.ID); err != nil && p.fails == nil {
					t.Fatal(err)
				}
			}
		}
		deliver()
		c.must(c.svc.Remind(c.as("secretary"), c.ballot, nil)) // nobody was invited by mail yet: one has an account
		c.toldIs("m2", "ballot.opened", "ballot.reminder")
		_, err := c.svc.Remind(c.as("secretary"), c.ballot, []int{2, 3, 4})
		c.refused("respondent.nobody_to_remind", err)
		deliver()
		c.figure("letters before anybody is invited", len(p.letters), 0)
		c.must(c.svc.Invite(c.as("secretary"), c.ballot, nil))
		deliver()
		deliver() // once each
		c.figure("invitations", len(p.letters), 2)
		for _, l := range p.letters {
			subject, text := ballots.Sender{URL: "https://cabinet.example", Body: "Chính phủ", Zone: zone}.Write(l)
			if !strings.Contains(text, "https://cabinet.example/respond#"+l.Secret) || l.Secret == "" || !strings.Contains(text, l.Respondent.Name) || subject == "" {
				t.Fatal(text)
			}
		}
		_, err = c.svc.Invite(c.as("secretary"), c.ballot, nil)
		c.refused("respondent.nobody_to_mail", err)
		_, err = c.svc.Invite(c.as("secretary"), c.ballot, []int{4}) // no address
		c.refused("respondent.nobody_to_mail", err)

		// A reminder goes to the silent alone, with the link as long as it was not used.
		province := c.enter(p.letters[0].Secret)
		c.must(c.tryCast(province, c.content(procedure.Agree)))
		p.letters = nil
		c.must(c.svc.Remind(c.as("secretary"), c.ballot, nil))
		deliver()
		if len(p.letters) != 1 || p.letters[0].Respondent.No != 3 || p.letters[0].Secret == "" || p.letters[0].Respondent.News != ballots.NewsReminded {
			t.Fatalf("%+v", p.letters)
		}
		// An extension is told to all; who has come in gets no second key.
		p.letters = nil
		c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: c.now().Deadline.Last.AddDays(10), Reason: "Thêm thời gian"}))
		deliver()
		if len(p.letters) != 2 || p.letters[0].Secret != "" || p.letters[1].Secret == "" {
			t.Fatalf("%+v", p.letters)
		}
		// Who was invited by mail and has another link now hears of what comes.
		p.letters = nil
		c.must(c.svc.ReplaceLink(c.as("secretary"), c.ballot, 2))
		c.must(c.svc.Extend(c.as("secretary"), c.ballot, c.now().Rev, ballots.Later{Day: c.now().Deadline.Last.AddDays(10), Reason: "Thêm thời gian"}))
		deliver()
		if len(p.letters) != 2 || p.letters[0].Respondent.No != 2 || p.letters[0].Secret == "" {
			t.Fatalf("%+v", p.letters)
		}
		// What cannot be delivered is shown, and given up after a day.
		p.fails = errors.New("down")
		c.must(c.svc.Invite(c.as("secretary"), c.ballot, []int{3}))
		deliver()
		if r := c.asked()[2]; r.Mail != ballots.MailWaiting || r.Problem != "unreachable" {
			t.Fatalf("%+v", r)
		}
		c.clock.Add(25 * time.Hour)
		deliver()
		if r := c.asked()[2]; r.Mail != ballots.MailFailed {
			t.Fatalf("%+v", r)
		}
		p.fails = ecabinet.E(ecabinet.Refused, "letter.refused")
		c.must(c.svc.Invite(c.as("secretary"), c.ballot, []int{3}))
		deliver()
		if r := c.asked()[2]; r.Mail != ballots.MailFailed || r.Problem != "refused" {
			t.Fatalf("%+v", r)
		}
	})
}

func TestAListOfRespondents(t *testing.T) {
	for code, change := range map[string]func(list []ballots.Respondent){
		"respondent.name_missing":   func(l []ballots.Respondent) { l[1].Name = "  " },
		"respondent.name_too_long":  func(l []ballots.Respondent) { l[1].Name = strings.Repeat("ộ", 201) },
		"respondent.name_twice":     func(l []ballots.Respondent) { l[2].Name = " ubnd  TỈNH lào cai" },
		"respondent.no_such_sector": func(l []ballots.Respondent) { l[2].Sector = "" },
		"respondent.bad_email":      func(l []ballots.Respondent) { l[2].Email = "Hội <a@b.vn>" },
		"respondent.person_twice":   func(l []ballots.Respondent) { l[2].Person = "m2" },
	} {
		list := respondents()
		change(list)
		var e *ecabinet.Error
		if err := ballots.CheckRespondents(list); !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		ref, err := c.svc.MakeConsultation(c.as("secretary"), "matter-1")
		c.must(ref, err)
		c.ballot = ref[len("ballot/"):]
		c.must(c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, terms(20)))
		_, err = c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev)
		c.refused("ballot.no_respondent", err)
		c.svc.MayAnswer = func(context.Context, []string) ([]string, error) { return nil, nil }
		_, err = c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, respondents())
		c.refused("respondent.cannot_answer", err)
		c.svc.MayAnswer = nil
		_, err = c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev-1, respondents())
		c.refused("request.stale", err)
		many := make([]ballots.Respondent, 400)
		for i := range many {
			many[i] = ballots.Respondent{Name: fmt.Sprintf("Đơn vị %d", i), Sector: ballots.Business}
		}
		c.must(c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, respondents()))
		c.must(c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, many))
		c.figure("respondents", len(c.asked()), 400)
		_, err = c.svc.HandOut(c.as("secretary"), c.ballot, []int{1})
		c.refused("ballot.not_open", err)
		c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
		c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
		seats, err := c.svc.Store.Seats(c.as("secretary"), c.ballot)
		if err != nil || len(seats) != 400 || seats[399].Name != "Đơn vị 399" || seats[0].Posts[0] != "Doanh nghiệp" {
			t.Fatal(len(seats), err)
		}
		_, err = c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, many[:3])
		c.refused("ballot.not_now", err)
	})
	convene(t, 5, "nd-191-2026", func(c *cabinet) { // a ballot of members has none
		c.write(terms(3))
		_, err := c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, respondents())
		c.refused("ballot.not_a_consultation", err)
	})
}

// Whatever somebody types, a list is either refused or tidy: numbered, named once.
func TestListsAreTidyOrRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := make([]ballots.Respondent, rapid.IntRange(0, 12).Draw(t, "lines"))
		for i := range list {
			list[i] = ballots.Respondent{
				Name: rapid.StringMatching(`[ aAbộ]{0,4}`).Draw(t, "name"), Email: rapid.SampledFrom([]string{"", " a@b.vn ", "x", "a@b.vn, c@d.vn"}).Draw(t, "email"),
				Sector: rapid.SampledFrom([]ballots.Sector{ballots.Ministry, ballots.Business, "x"}).Draw(t, "sector"), Person: rapid.SampledFrom([]string{"", "", "p", "q"}).Draw(t, "person"),
			}
		}
		if ballots.CheckRespondents(list) != nil {
			return
		}
		names, persons := map[string]bool{}, map[string]bool{}
		for i, r := range list {
			if r.No != i+1 || r.Name == "" || r.Name != strings.TrimSpace(r.Name) || names[strings.ToLower(r.Name)] || r.Person != "" && persons[r.Person] || strings.ContainsAny(r.Email, " ,") {
				t.Fatalf("%+v", list)
			}
			names[strings.ToLower(r.Name)], persons[r.Person] = true, true
		}
	})
}

// A consultation stands beside the ballot on the same matter.
func TestAConsultationDoesNotOccupyItsMatter(t *testing.T) {
	convene(t, 5, "nd-191-2026", func(c *cabinet) {
		c.consult()
		c.closeNow()
		c.send(terms(3))
	})
}
