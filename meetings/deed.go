package meetings

import (
	"slices"
	"strings"
	"time"

	"ecabinet"
)

// DeedKind is a kind of paper that a session leaves.
type DeedKind string

// The kinds of deed.
const (
	DeedMinutes    DeedKind = "minutes"    // biên bản
	DeedNotice     DeedKind = "notice"     // thông báo kết luận
	DeedResolution DeedKind = "resolution" // nghị quyết phiên họp: what was adopted, and nothing else
)

// DeedKinds are the kinds in the order shown.
var DeedKinds = []DeedKind{DeedMinutes, DeedNotice, DeedResolution}

// DeedState is where a deed stands.
type DeedState string

// The states of a deed. See deedMoves.
const (
	DeedDraft     DeedState = "draft"     // with the secretariat
	DeedReview    DeedState = "review"    // read and commented on by the chair and those invited
	DeedSigning   DeedState = "signing"   // signed by the secretary; its bytes wait for the chair
	DeedCertified DeedState = "certified" // signed by both, numbered, frozen
)

// DeedAct is something done to a deed.
type DeedAct string

// The acts on a deed.
const (
	ToWrite   DeedAct = "write"   // the text of a section
	ToAddress DeedAct = "address" // who reviews it, and to whom it goes
	ToSend    DeedAct = "send"    // to those who review it
	ToComment DeedAct = "comment"
	ToAnswer  DeedAct = "answer"
	ToReturn  DeedAct = "return" // back one step, with a reason
	ToSign    DeedAct = "sign"   // the secretary, then the chair
	ToCorrect DeedAct = "correct"
)

// deedMoves says which act is possible in which state, and where it leads.
var deedMoves = map[DeedState]map[DeedAct]DeedState{
	DeedDraft: {ToWrite: DeedDraft, ToAddress: DeedDraft, ToSend: DeedReview},
	DeedReview: {
		ToWrite: DeedReview, ToAddress: DeedReview, ToComment: DeedReview, ToAnswer: DeedReview,
		ToReturn: DeedDraft, ToSign: DeedSigning,
	},
	DeedSigning:   {ToReturn: DeedReview, ToSign: DeedCertified},
	DeedCertified: {ToCorrect: DeedCertified},
}

// Deed is one paper of a session. Of each kind a session has one at most.
type Deed struct {
	ID          string
	Body        string
	Meeting     string
	Kind        DeedKind
	Rev         int64
	State       DeedState
	Round       int      // of signing; a signature counts in its own
	Reviewers   []string // persons, besides the chair
	Recipients  []string // Nơi nhận, a line each
	ReturnedFor string   // why it went back last; "" while it has not
	Record      string   // canonical JSON, from the first signature on; see DeedRecord
	RecordHash  string
	Number      string // "03/2026/BB", when certified
	MadeAt      time.Time
	CertifiedAt *time.Time
}

// Allows says whether act is possible in the deed's state.
func (d *Deed) Allows(act DeedAct) bool {
	_, ok := deedMoves[d.State][act]
	return ok
}

// may refuses what is not possible in the deed's state with "deed.not_now".
func (d *Deed) may(act DeedAct) error {
	if !d.Allows(act) {
		return ecabinet.E(ecabinet.Refused, "deed.not_now", "state", string(d.State), "act", string(act))
	}
	return nil
}

// move brings the deed to where act leads. What is written or said to its sections
// moves nothing: those have revs of their own.
func (d *Deed) move(act DeedAct) error {
	if err := d.may(act); err != nil {
		return err
	}
	d.State = deedMoves[d.State][act]
	d.Rev++
	return nil
}

// DeedSection is the text that the secretariat writes to one part of a deed.
type DeedSection struct {
	ID    string // "<deed>:<key>"
	Body  string
	Deed  string
	Key   string // of the part, see DeedPart
	Place int    // from 0
	Item  string // "" for a part that is of no item
	Rev   int64
	Text  string
	By    string // who wrote it last, "" for nobody
	At    time.Time
}

// MaxSection is the longest text of a section, in characters.
const MaxSection = 20_000

// Lease is the right to write one section for a while: one editor at a time.
type Lease struct {
	Section string
	Person  string
	Until   time.Time
}

// LeaseFor is how long a lease holds after its editor was heard of last.
const LeaseFor = 90 * time.Second

// Held says whether somebody else than person holds the lease at now.
func (l Lease) Held(person string, now time.Time) bool {
	return l.Person != "" && l.Person != person && now.Before(l.Until)
}

// Lease gives a section to person, or lets him keep it; over takes it from whoever
// has it.
func (d *Deed) Lease(l Lease, person string, over bool, now time.Time) (Lease, error) {
	if err := d.may(ToWrite); err != nil {
		return l, err
	}
	if l.Held(person, now) && !over {
		return l, ecabinet.E(ecabinet.Refused, "deed.being_edited")
	}
	return Lease{Section: l.Section, Person: person, Until: now.Add(LeaseFor)}, nil
}

// Write puts a text into a section. It is refused while somebody else holds the
// section, and stale where it was written on another text than the one that is there.
func (d *Deed) Write(s *DeedSection, l Lease, rev int64, text, person string, now time.Time) error {
	var f fields
	f.text("text", text, 0, MaxSection)
	if err := f.err(); err != nil {
		return err
	}
	if l.Held(person, now) {
		return ecabinet.E(ecabinet.Refused, "deed.being_edited")
	}
	if err := checkRev(rev, s.Rev); err != nil {
		return err
	}
	if err := d.may(ToWrite); err != nil {
		return err
	}
	s.Text, s.By, s.At = strings.TrimRight(text, " \n\t"), person, now
	s.Rev++
	return nil
}

// MaxReviewers and MaxRecipients are the longest lists of a deed.
const (
	MaxReviewers  = 100
	MaxRecipients = 60
)

// Address says who reviews the deed besides the chair, and to whom it goes.
func (d *Deed) Address(reviewers, recipients []string) error {
	var f fields
	if len(reviewers) > MaxReviewers {
		f.add("reviewers", "deed.too_many", "most", MaxReviewers)
	}
	if len(recipients) > MaxRecipients {
		f.add("recipients", "deed.too_many", "most", MaxRecipients)
	}
	var lines, persons []string
	for _, r := range recipients {
		if r = strings.TrimSpace(r); r != "" {
			f.text("recipients", r, 1, MaxTitle)
			lines = append(lines, r)
		}
	}
	for _, p := range reviewers {
		if p != "" && !slices.Contains(persons, p) {
			persons = append(persons, p)
		}
	}
	if err := f.err(); err != nil {
		return err
	}
	if err := d.move(ToAddress); err != nil {
		return err
	}
	d.Reviewers, d.Recipients = persons, lines
	return nil
}

// Send lets the chair and those invited read and comment.
func (d *Deed) Send() error {
	if err := d.move(ToSend); err != nil {
		return err
	}
	d.ReturnedFor = ""
	return nil
}

// Return takes the deed back one step, with a reason: from review to the
// secretariat, from signing to review. A signature that was given counts no more.
func (d *Deed) Return(reason string) error {
	var f fields
	f.text("reason", reason, 1, MaxNote)
	if err := f.err(); err != nil {
		return err
	}
	if err := d.move(ToReturn); err != nil {
		return err
	}
	d.Round++
	d.Record, d.RecordHash, d.ReturnedFor = "", "", reason
	return nil
}

// DeedComment is what somebody who reviews a deed says to one section, and what the
// secretariat answers.
type DeedComment struct {
	ID         string
	Body       string
	Deed       string
	Section    string // its key
	Person     string
	Text       string
	At         time.Time
	Answer     string
	AnsweredBy string // "": waits for an answer
	AnsweredAt *time.Time
}

// Comment checks what is said to a section under review.
func (d *Deed) Comment(c DeedComment, sections []DeedSection) error {
	var f fields
	f.text("text", c.Text, 1, MaxNote)
	if err := f.err(); err != nil {
		return err
	}
	if !slices.ContainsFunc(sections, func(s DeedSection) bool { return s.Key == c.Section }) {
		return ecabinet.E(ecabinet.NotFound, "deed.section_not_found")
	}
	return d.may(ToComment)
}

// Reply answers a comment, once.
func (d *Deed) Reply(c *DeedComment, text, by string, now time.Time) error {
	var f fields
	f.text("answer", text, 1, MaxNote)
	if err := f.err(); err != nil {
		return err
	}
	if c.AnsweredBy != "" {
		return ecabinet.E(ecabinet.Refused, "deed.answered")
	}
	if err := d.may(ToAnswer); err != nil {
		return err
	}
	c.Answer, c.AnsweredBy, c.AnsweredAt = text, by, &now
	return nil
}

// The parts that a signature has in a deed.
const (
	PartSecretary = "secretary"
	PartChair     = "chair"
)

// DeedSignature is one person's signature under the bytes of a deed's record.
type DeedSignature struct {
	ID         string
	Body       string
	Deed       string
	Round      int
	Part       string // PartSecretary or PartChair
	Person     string
	Name       string
	RecordHash string
	At         time.Time
	RowHash    string
}

// MaySign says in which part a person signs the deed now: first the secretary, then
// the chair of the session, who is another person. While a comment waits for its
// answer nobody signs.
func (d *Deed) MaySign(m *Meeting, person string, secretary bool, signed []DeedSignature, comments []DeedComment) (part string, err error) {
	if err := d.may(ToSign); err != nil {
		return "", err
	}
	if open := slices.DeleteFunc(slices.Clone(comments), func(c DeedComment) bool { return c.AnsweredBy != "" }); len(open) > 0 {
		return "", ecabinet.E(ecabinet.Refused, "deed.comments_open", "count", len(open))
	}
	if d.State == DeedReview {
		switch {
		case person == m.Chair:
			return "", ecabinet.E(ecabinet.Refused, "deed.secretary_first")
		case !secretary:
			return "", ecabinet.E(ecabinet.Refused, "deed.not_yours")
		}
		return PartSecretary, nil
	}
	if slices.ContainsFunc(signed, func(s DeedSignature) bool { return s.Round == d.Round && s.Person == person }) {
		return "", ecabinet.E(ecabinet.Refused, "deed.signed_already")
	}
	if person != m.Chair {
		return "", ecabinet.E(ecabinet.Refused, "deed.chair_signs")
	}
	return PartChair, nil
}

// Sign takes a signature under a record: the first freezes its bytes, the second
// must be under the very same.
func (d *Deed) Sign(part, record, hash string, now time.Time) error {
	if part == PartChair && hash != d.RecordHash {
		return ecabinet.E(ecabinet.Stale, "request.stale")
	}
	if err := d.move(ToSign); err != nil {
		return err
	}
	if part == PartSecretary {
		d.Record, d.RecordHash, d.ReturnedFor = record, hash, "" // what it came back for is answered
		return nil
	}
	d.CertifiedAt = &now
	return nil
}

// DeedCorrection is a correction on record of a certified deed: it stands beside the
// deed and is printed with it; the deed stays as it is.
type DeedCorrection struct {
	ID      string
	Body    string
	Deed    string
	No      int    // 1, 2, ... of its deed
	Section string // the key of the part that it corrects
	Reason  string
	Text    string
	Person  string
	Name    string
	At      time.Time
	RowHash string
}

// Correct checks a correction and gives it its number.
func (d *Deed) Correct(c DeedCorrection, sections []DeedSection, before int) (DeedCorrection, error) {
	var f fields
	f.text("reason", c.Reason, 1, MaxNote)
	f.text("text", c.Text, 1, MaxSection)
	if err := f.err(); err != nil {
		return c, err
	}
	if !slices.ContainsFunc(sections, func(s DeedSection) bool { return s.Key == c.Section }) {
		return c, ecabinet.E(ecabinet.NotFound, "deed.section_not_found")
	}
	if err := d.may(ToCorrect); err != nil {
		return c, err
	}
	c.No = before + 1
	return c, nil
}

// Registers are where the numbers of certified deeds come from, and signs what stands
// behind the number and the year (Decree 30/2020, appendix III).
var (
	registers = map[DeedKind]string{DeedMinutes: "meeting.minutes", DeedNotice: "meeting.notice", DeedResolution: "meeting.resolution"}
	signs     = map[DeedKind]string{DeedMinutes: "BB", DeedNotice: "TB", DeedResolution: "NQ"}
)
