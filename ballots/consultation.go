package ballots

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/procedure"
)

// Kind says of whom a ballot asks, and so what comes of it.
type Kind string

// The kinds of ballot. In a consultation respondents stand in the place of members:
// they answer the same questions on the same papers by the same rules of time, and
// nothing is decided by it: there is no quorum, no majority, no outcome and nothing
// deemed, only what was received and who was silent.
const (
	OfMembers    Kind = ""
	Consultation Kind = "consultation"
)

// decides are the acts that there are only where something is decided.
var decides = []Act{ActClass, ActGoOn, ActDiscuss, ActCertify, ActCorrect}

// Released says whether the agency that drafts may read the opinions: those of
// members once they are certified, those of a consultation, which were asked for in
// its name, once it is closed.
func (b *Ballot) Released() bool {
	return b.State == Certified || b.State == Closed && b.Kind == Consultation
}

// MayLeave says whether the ballot's class lets it and its papers go to somebody
// outside the body.
func (b *Ballot) MayLeave() bool { return MayLeave(b.Class) }

// MayLeave says whether what is of that class may go to somebody outside the body.
func MayLeave(class string) bool { return class == "public" || class == "internal" }

// Choices lists what may be chosen in q, in the order shown. No respondent can send
// the matter to a session.
func (b *Ballot) Choices(q Question) []procedure.Choice {
	choices := q.Choices()
	if b.Kind == Consultation {
		choices = slices.DeleteFunc(choices, func(c procedure.Choice) bool { return c == procedure.Discuss })
	}
	return choices
}

func (b *Ballot) nobodyListed() error {
	if b.Kind == Consultation {
		return field("respondents", "ballot.no_respondent")
	}
	return ecabinet.E(ecabinet.Refused, "ballot.no_members")
}

// Received is what a consultation came to.
type Received struct {
	Answered []int `json:"answered"` // seats
	Silent   []int `json:"silent"`
}

func (r Reckoning) received() *Received {
	out := &Received{Answered: []int{}, Silent: []int{}}
	for _, s := range r.Seats {
		if _, ok := r.Answers[s.No]; ok {
			out.Answered = append(out.Answered, s.No)
		} else {
			out.Silent = append(out.Silent, s.No)
		}
	}
	return out
}

// Sector is the kind of organisation that a respondent is.
type Sector string

// The kinds of organisation.
const (
	Ministry    Sector = "ministry"
	Province    Sector = "province"
	Association Sector = "association"
	Business    Sector = "business"
	Expert      Sector = "expert"
	OtherSector Sector = "other"
)

// Sectors are the kinds of organisation with what they are called on official papers.
var Sectors = []struct {
	Key  Sector
	Name string
}{
	{Ministry, "Bộ, cơ quan ngang bộ, cơ quan trung ương"}, {Province, "Địa phương"}, {Association, "Hiệp hội, tổ chức"},
	{Business, "Doanh nghiệp"}, {Expert, "Chuyên gia"}, {OtherSector, "Khác"},
}

func (s Sector) name() string {
	for _, one := range Sectors {
		if one.Key == s {
			return one.Name
		}
	}
	return ""
}

// Limits of a list of respondents.
const (
	MaxRespondents    = 1000
	maxRespondentName = 200
)

// MailState is where the last letter to a respondent stands.
type MailState string

// The states of a letter to a respondent.
const (
	MailNone    MailState = ""
	MailWaiting MailState = "waiting"
	MailSent    MailState = "sent"
	MailFailed  MailState = "failed" // Problem says why
)

// News is what a letter to a respondent tells.
type News string

// The news.
const (
	NewsInvited  News = "invited"
	NewsReminded News = "reminded"
	NewsExtended News = "extended"
	NewsPapers   News = "papers"
	NewsRecalled News = "recalled"
)

// Respondent is one organisation or person that is asked in a consultation: by the
// account of a person of the body, or by a personal link without an account. From
// opening it has the seat of its number.
type Respondent struct {
	ID     string
	Ballot string
	No     int // from 1, in the order of the list
	Name   string
	Sector Sector
	Email  string // "": a letter on paper
	Person string // who answers for it by an account; "": by a link

	// The link is a secret that is not stored: Link says which of its links lives
	// (1, 2, ...; 0: there was none yet), Hash is that one's SHA-256, hex.
	Link     int
	Hash     string
	HandedAt *time.Time // it was shown to the secretariat, once
	UsedAt   *time.Time // it was exchanged for a session, once

	Mail    MailState
	News    News
	Problem string // why the last letter failed: "no_address", "refused", "unreachable"
	MailAt  *time.Time
}

// Answerer is who answers in the respondent's seat: a person of the body, or nobody
// but whoever holds the link, under the respondent's own id.
func (r Respondent) Answerer() string {
	if r.Person != "" {
		return r.Person
	}
	return r.ID
}

// Reachable says whether news reaches the respondent: by a notice to its account, or by
// mail, where letters go out (mails) and it was invited by one before.
func (r Respondent) Reachable(mails bool) bool { return !r.ByLink() || r.byMail(mails) }

// byMail holds also where another link is in the place of the one that was mailed.
func (r Respondent) byMail(mails bool) bool { return mails && r.Email != "" && r.News != "" }

// ByLink says whether the respondent comes without an account.
func (r Respondent) ByLink() bool { return r.Person == "" }

// member is the respondent as a list of members holds it.
func (r Respondent) member() Member {
	return Member{Person: r.Answerer(), Name: r.Name, Posts: []string{r.Sector.name()}}
}

// CheckRespondents tidies a list as typed or pasted, and says what is wrong with it,
// line by line.
func CheckRespondents(list []Respondent) error {
	var wrong []ecabinet.FieldError
	bad := func(i int, column, code string, params ...any) {
		e := ecabinet.E(ecabinet.Invalid, code, params...)
		wrong = append(wrong, ecabinet.FieldError{Path: fmt.Sprintf("respondents[%d].%s", i, column), Code: code, Params: e.Params})
	}
	if len(list) > MaxRespondents {
		return field("respondents", "respondent.too_many", "max", MaxRespondents)
	}
	named, held := map[string]int{}, map[string]int{}
	for i := range list {
		r := &list[i]
		r.No, r.Name, r.Email = i+1, strings.Join(strings.Fields(r.Name), " "), strings.TrimSpace(r.Email)
		key := strings.ToLower(r.Name)
		switch {
		case r.Name == "":
			bad(i, "name", "respondent.name_missing")
		case len([]rune(r.Name)) > maxRespondentName:
			bad(i, "name", "respondent.name_too_long", "max", maxRespondentName)
		case named[key] > 0:
			bad(i, "name", "respondent.name_twice", "line", named[key])
		}
		named[key] = i + 1
		if r.Sector.name() == "" {
			bad(i, "sector", "respondent.no_such_sector")
		}
		if r.Email != "" && !address(r.Email) {
			bad(i, "email", "respondent.bad_email")
		}
		if r.Person != "" && held[r.Person] > 0 {
			bad(i, "person", "respondent.person_twice", "line", held[r.Person])
		}
		held[r.Person] = i + 1
	}
	if len(wrong) > 0 {
		return &ecabinet.Error{Kind: ecabinet.Invalid, Code: "respondent.list_wrong", Fields: wrong}
	}
	return nil
}

// address says whether text is one bare mail address.
func address(text string) bool {
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text && len(text) <= 254
}

// take says that the living link is given out on a screen or on paper: once.
func (r *Respondent) take(now time.Time) error {
	switch {
	case !r.ByLink():
		return ecabinet.E(ecabinet.Refused, "respondent.has_account")
	case r.UsedAt != nil:
		return ecabinet.E(ecabinet.Refused, "respondent.link_used_replace")
	case r.HandedAt != nil:
		return ecabinet.E(ecabinet.Refused, "respondent.link_handed")
	}
	r.HandedAt = &now
	return nil
}

// mayEnter says whether a link, whichever, opens something in this ballot now. After
// the deadline it still does: a late answer is kept.
func (b *Ballot) mayEnter() error {
	switch b.State {
	case Open, Closed:
		return nil
	case Recalled:
		return ecabinet.E(ecabinet.Refused, "respondent.recalled")
	}
	return ecabinet.E(ecabinet.Refused, "respondent.link_unknown")
}
