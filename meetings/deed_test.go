package meetings

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTheLifeOfADeed(t *testing.T) {
	for state, acts := range map[DeedState]string{
		DeedDraft: "write address send", DeedReview: "write address comment answer return sign", DeedSigning: "return sign", DeedCertified: "correct",
	} {
		for _, act := range []DeedAct{ToWrite, ToAddress, ToSend, ToComment, ToAnswer, ToReturn, ToSign, ToCorrect} {
			d := Deed{State: state}
			if want := slices.Contains(strings.Fields(acts), string(act)); d.Allows(act) != want {
				t.Errorf("%s while %s: %v", act, state, d.Allows(act))
			}
		}
	}
}

// desk is a deed at which several work, on a clock, with what each has seen of it.
type deskModel struct {
	meeting  Meeting
	deed     Deed
	section  DeedSection
	lease    Lease
	comments []DeedComment
	signed   []DeedSignature
	seen     map[string]int64  // rev of the section that a person has read
	texts    map[int64]string  // what stood at each rev
	shown    map[string]string // the record that a person was shown, by its text
	now      time.Time
}

func (m *deskModel) record() string { return fmt.Sprint(m.deed.Round, m.section.Rev, m.section.Text) }

// Whatever four persons do to a deed, in any order: a text is replaced only by who has
// read it and while nobody else writes; nothing moves under a signature; certified is
// what the secretary and the chair, two persons, were both shown.
func TestAnyCourseOfADeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &deskModel{
			meeting: Meeting{ID: "m", Terms: Terms{Chair: "chair"}}, deed: Deed{ID: "d", State: DeedDraft, Rev: 1, Round: 1},
			section: DeedSection{Key: "opening", Rev: 1}, seen: map[string]int64{}, texts: map[int64]string{1: ""}, shown: map[string]string{}, now: start,
		}
		persons := []string{"desk-1", "desk-2", "chair", "member"}
		who := rapid.SampledFrom(persons)
		secretary := func(p string) bool { return p == "desk-1" || p == "desk-2" }
		check := func(what string, before Deed, text string) {
			frozen := before.State == DeedSigning || before.State == DeedCertified
			if frozen && m.section.Text != text {
				t.Fatalf("%s changed a text under a signature", what)
			}
			if before.State == DeedCertified && (m.deed.State != DeedCertified || m.deed.RecordHash != before.RecordHash) {
				t.Fatalf("%s changed a certified deed", what)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"read":  func(t *rapid.T) { m.seen[who.Draw(t, "who")] = m.section.Rev },
			"wait":  func(t *rapid.T) { m.now = m.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "s")) * time.Second) },
			"lease": func(t *rapid.T) { m.take(t, who.Draw(t, "who"), rapid.Bool().Draw(t, "over")) },
			"write": func(t *rapid.T) {
				p, before, text := who.Draw(t, "who"), m.deed, m.section.Text
				m.write(t, p, fmt.Sprint(p, " ", m.section.Rev))
				check("writing", before, text)
			},
			"send": func(t *rapid.T) { _ = m.deed.Send() },
			"return": func(t *rapid.T) {
				before := m.deed
				_ = m.deed.Return("lý do")
				check("returning", before, m.section.Text)
			},
			"comment": func(t *rapid.T) {
				c := DeedComment{Section: "opening", Text: "ý kiến", Person: who.Draw(t, "who")}
				if m.deed.Comment(c, []DeedSection{m.section}) == nil {
					m.comments = append(m.comments, c)
				}
			},
			"answer": func(t *rapid.T) {
				for i := range m.comments {
					_ = m.deed.Reply(&m.comments[i], "trả lời", "desk-1", m.now)
				}
			},
			"look": func(t *rapid.T) { m.shown[who.Draw(t, "who")] = m.record() },
			"sign": func(t *rapid.T) {
				p, before := who.Draw(t, "who"), m.deed
				m.sign(t, p, secretary(p))
				check("signing", before, m.section.Text)
			},
			"": func(t *rapid.T) {
				if m.deed.State != DeedCertified {
					return
				}
				last := slices.DeleteFunc(slices.Clone(m.signed), func(s DeedSignature) bool { return s.Round != m.deed.Round })
				if len(last) != 2 || last[0].Part != PartSecretary || last[1].Part != PartChair || last[0].Person == last[1].Person ||
					last[1].Person != "chair" || last[0].RecordHash != last[1].RecordHash || m.deed.RecordHash != m.record() {
					t.Fatalf("certified by %+v, record %q, text %q", last, m.deed.RecordHash, m.record())
				}
				if slices.ContainsFunc(m.comments, func(c DeedComment) bool { return c.AnsweredBy == "" }) {
					t.Fatal("certified while a comment waited")
				}
			},
		})
	})
}

func (m *deskModel) take(t *rapid.T, p string, over bool) {
	held := m.lease
	l, err := m.deed.Lease(held, p, over, m.now)
	if err != nil {
		return
	}
	if held.Person != "" && held.Person != p && m.now.Before(held.Until) && !over {
		t.Fatalf("%s has the section of %s without asking", p, held.Person)
	}
	m.lease = l
}

func (m *deskModel) write(t *rapid.T, p, text string) {
	rev, held := m.seen[p], m.lease
	err := m.deed.Write(&m.section, held, rev, text, p, m.now)
	if err != nil {
		return
	}
	if rev != m.section.Rev-1 {
		t.Fatalf("%s wrote over revision %d having read %d", p, m.section.Rev-1, rev)
	}
	if held.Person != p && held.Person != "" && m.now.Before(held.Until) {
		t.Fatalf("%s wrote while %s had the section", p, held.Person)
	}
	m.texts[m.section.Rev], m.seen[p] = text, m.section.Rev
	m.lease = Lease{Person: p, Until: m.now.Add(LeaseFor)}
}

func (m *deskModel) sign(t *rapid.T, p string, secretary bool) {
	part, err := m.deed.MaySign(&m.meeting, p, secretary, m.signed, m.comments)
	if err != nil {
		return
	}
	raw := m.deed.Record
	if part == PartSecretary {
		raw = m.record()
	}
	if m.shown[p] != raw { // as SignDeed refuses what is not what was shown
		return
	}
	if err := m.deed.Sign(part, raw, raw, m.now); err != nil {
		t.Fatalf("%s may sign and cannot: %v", p, err)
	}
	m.signed = append(m.signed, DeedSignature{Round: m.deed.Round, Part: part, Person: p, RecordHash: raw})
}

func TestWhatADeedRefuses(t *testing.T) {
	sections := []DeedSection{{Key: "opening"}}
	d := Deed{State: DeedReview}
	long := make([]string, MaxRecipients+1)
	for name, got := range map[string]struct {
		err  error
		code string
	}{
		"a comment on nothing":    {d.Comment(DeedComment{Section: "none", Text: "x"}, sections), "deed.section_not_found"},
		"an empty comment":        {d.Comment(DeedComment{Section: "opening", Text: " "}, sections), "meeting.invalid"},
		"too many recipients":     {d.Address(nil, long), "meeting.invalid"},
		"a return without reason": {d.Return(""), "meeting.invalid"},
		"another record":          {(&Deed{State: DeedSigning, RecordHash: "a"}).Sign(PartChair, "", "b", start), "request.stale"},
		"a correction of a draft": {second(d.Correct(DeedCorrection{Section: "opening", Reason: "x", Text: "y"}, sections, 0)), "deed.not_now"},
	} {
		if code(got.err) != got.code {
			t.Errorf("%s: %v, want %s", name, got.err, got.code)
		}
	}
	if err := d.Address([]string{"a", "", "a"}, []string{" Lưu: VT ", ""}); err != nil || len(d.Reviewers) != 1 || d.Recipients[0] != "Lưu: VT" {
		t.Errorf("%v, %+v", err, d)
	}
}

func second[T any](_ T, err error) error { return err }

// Every word that deeds use is there in both languages, with the same gaps.
func TestTheWordsOfDeeds(t *testing.T) {
	gap := regexp.MustCompile(`\{[a-z]+\}`)
	gaps := func(s string) []string {
		found := gap.FindAllString(s, -1)
		slices.Sort(found)
		return found
	}
	for key, text := range deedWords {
		begins := key == "notice.begin" || key == "notice.end" || key == "resolution.end" // the text that a section begins with is Vietnamese
		if text.VI == "" || text.EN == "" && !begins {
			t.Errorf("%s is empty", key)
		}
		if text.EN != "" && !slices.Equal(gaps(text.VI), gaps(text.EN)) {
			t.Errorf("%s has other gaps in English", key)
		}
	}
}
