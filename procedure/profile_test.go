package procedure_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"ecabinet"
	. "ecabinet/procedure"

	"github.com/google/go-cmp/cmp"
)

// TestProfileInForce: the days on which each profile begins and ends.
func TestProfileInForce(t *testing.T) {
	for date, want := range map[string]string{
		"2016-10-01": "nd-138-2016", "2022-06-17": "nd-138-2016", "2022-06-18": "nd-39-2022",
		"2026-05-28": "nd-39-2022", "2026-05-29": "nd-191-2026", "2040-01-01": "nd-191-2026",
	} {
		if got, err := At(Shipped(), day(t, date)); err != nil || got.ID != want {
			t.Errorf("%s: got %s, %v; want %s", date, got.ID, err, want)
		}
	}
	_, err := At(Shipped(), day(t, "2016-09-30"))
	if !errors.Is(err, &ecabinet.Error{Code: "procedure.no_profile"}) || ecabinet.KindOf(err) != ecabinet.Refused {
		t.Errorf("before the first: got %v", err)
	}
	_, err = At(append(Shipped(), Shipped()...), day(t, "2026-06-01"))
	if !errors.Is(err, &ecabinet.Error{Code: "procedure.profiles_overlap"}) {
		t.Errorf("twice the same: got %v", err)
	}
}

// TestShippedFigures are the table of the procedure.
func TestShippedFigures(t *testing.T) {
	type figures struct {
		window         Window
		silence        Silence
		secondHand     bool
		papers         int
		papersWorking  bool
		over, max      int
		silenceAssumed bool
	}
	hand := Window{ByHand: true}
	for id, want := range map[string]figures{
		"nd-138-2016": {hand, SilenceNotAnswered, false, 5, true, 0, 0, true},
		"nd-39-2022":  {hand, SilenceNotAnswered, false, 3, false, 0, 0, true},
		"nd-191-2026": {Window{MinDays: 2, MaxDays: 5}, SilenceAgreement, true, 3, false, 10, 6, false},
	} {
		p := profile(t, id)
		got := figures{p.Window, p.Silence, p.SecondHand, p.PapersDays, p.PapersWorkingDays, p.SummaryOverPages, p.SummaryMaxPages, p.Origins["silence"] == Assumed}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", id, got, want)
		}
		if p.Majority.Needed(27) != 14 || p.Quorum.Needed(27) != 18 || p.Tie != TieChairSide || p.Recusal != RecusalKeep ||
			p.Base != BaseAllMembers || p.SubstituteVotes || !p.AbsentMayVoteRemotely {
			t.Errorf("%s: a common figure is wrong: %+v", id, p)
		}
	}
	w := profile(t, "nd-191-2026").Window
	if w.Allows(1) || !w.Allows(2) || !w.Allows(5) || w.Allows(6) || !hand.Allows(30) {
		t.Error("a window allows the wrong days")
	}
}

func TestProfileRoundTrip(t *testing.T) {
	for _, p := range Shipped() {
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		got, err := DecodeProfile(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p, got); diff != "" {
			t.Errorf("%s:\n%s", p.ID, diff)
		}
	}
}

func TestDecodeProfileRefuses(t *testing.T) {
	data, err := json.Marshal(profile(t, "nd-191-2026"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, code, field string }{
		{`"id":`, `"idd":`, "procedure.profile_unreadable", ""},
		{`"from":"2026-05-29"`, `"from":"2026-5-29"`, "procedure.profile_unreadable", ""},
		{`"of":"1/2"`, `"of":0.5`, "procedure.profile_unreadable", ""},
		{`"of":"1/2"`, `"of":"3/2"`, "procedure.profile_invalid", "majority"},
		{`"of":"2/3"`, `"of":"1/0"`, "procedure.profile_unreadable", ""},
		{`"silence":"agreement"`, `"silence":"consent"`, "procedure.profile_invalid", "silence"},
		{`"until":""`, `"until":"2026-05-28"`, "procedure.profile_invalid", "until"},
		{`"min_days":2`, `"min_days":6`, "procedure.profile_invalid", "window"},
		{`"tie":"Ngh`, `"knot":"Ngh`, "procedure.profile_invalid", "origins.tie"},
		{`"summary_max_pages":6`, `"summary_max_pages":0`, "procedure.profile_invalid", "summary_max_pages"},
	} {
		changed := strings.Replace(string(data), c.old, c.new, 1)
		if changed == string(data) {
			t.Fatalf("%s is not in the profile", c.old)
		}
		_, err := DecodeProfile([]byte(changed))
		var e *ecabinet.Error
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: got %v, want %s", c.new, err, c.code)
			continue
		}
		if c.field != "" && !strings.Contains(paths(e), c.field+" ") {
			t.Errorf("%s: got fields %s, want %s", c.new, paths(e), c.field)
		}
	}
	if _, err := DecodeProfile(append(data, " {}"...)); !errors.Is(err, &ecabinet.Error{Code: "procedure.profile_unreadable"}) {
		t.Errorf("something after the profile: got %v", err)
	}
}

func paths(e *ecabinet.Error) string {
	var all strings.Builder
	for _, f := range e.Fields {
		all.WriteString(f.Path + " ")
	}
	return all.String()
}

// TestTallyIsStored: a tally read back from JSON says the same sentence.
func TestTallyIsStored(t *testing.T) {
	votes := seats(pm(Vote{Choice: Agree}), of(11, Agree), []Vote{classed(Agree, "A", "B")}, of(13, Disagree))
	tally := mustCount(t, profile(t, "nd-39-2022"), Question{}, votes)
	data, err := json.Marshal(tally)
	if err != nil {
		t.Fatal(err)
	}
	var read Tally
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(tally, read); diff != "" {
		t.Error(diff)
	}
	if read.Sentence("vi") != tally.Sentence("vi") {
		t.Error("the sentence changed")
	}
	if key := regexp.MustCompile(`"[a-z_]*[A-Z][A-Za-z]*":`).FindString(string(data)); key != "" {
		t.Errorf("a name is not snake_case: %s", key)
	}
}

// TestTexts: every text has both languages.
func TestTexts(t *testing.T) {
	var texts map[string]map[string]string
	if err := json.Unmarshal(Texts(), &texts); err != nil {
		t.Fatal(err)
	}
	for code, text := range texts {
		if text["vi"] == "" || text["en"] == "" {
			t.Errorf("%s lacks a language", code)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-05-29", "2024-02-29", "0001-01-01", "9999-12-31", "", "2026-13-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err == nil && (d.String() != s || d.AddDays(0) != d) {
			t.Errorf("%q was read as %v", s, d)
		}
	})
}

func FuzzFraction(f *testing.F) {
	for _, s := range []string{"1/2", "", "0/1", "1/0", "01/2", "-1/2", "1000001/2", "1/2/3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var got Fraction
		if err := got.UnmarshalText([]byte(s)); err != nil {
			return
		}
		if got.String() != s {
			t.Errorf("%q was read as %v", s, got)
		}
		if n := (Majority{Of: got}).Needed(27); n < 1 {
			t.Errorf("%q needs %d", s, n)
		}
	})
}

func FuzzProfile(f *testing.F) {
	for _, p := range Shipped() {
		data, err := json.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("{}"))
	votes := seats(pm(Vote{Choice: Agree}), of(12, Agree), of(1, silent), of(13, Disagree))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := DecodeProfile(data)
		if err != nil {
			return
		}
		tally := mustCount(t, p, Question{}, votes)
		if tally.Outcome == "" || tally.Needed < 1 {
			t.Errorf("a valid profile decides nothing: %+v", tally)
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := DecodeProfile(again); err != nil {
			t.Errorf("what was written cannot be read: %v", err)
		}
	})
}

func FuzzDays(f *testing.F) {
	f.Add([]byte("date,kind,name_vi,name_en,status\n2026-01-01,off,Tết,New Year,fixed\n"))
	f.Add([]byte("# a note\ndate,kind,name_vi,name_en,status\n2026-01-10,worked,\"a, b\",c,announced\n"))
	f.Add([]byte("date,kind\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		days, err := ParseDays(data)
		if err != nil {
			return
		}
		c := NewCalendar(days)
		for _, d := range days {
			if err := d.Validate(); err != nil {
				t.Errorf("%+v: %v", d, err)
			}
			if c.IsWorking(d.Date) != (d.Kind == Worked) {
				t.Errorf("%+v is not what the calendar says", d)
			}
		}
	})
}
