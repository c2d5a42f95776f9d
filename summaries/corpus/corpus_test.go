package corpus

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"ecabinet/summaries"
)

func corpora() []Corpus { return []Corpus{Sixty(), FourHundred()} }

// The corpus holds what it is said to hold.
func TestTheCorpusHoldsWhatItIsSaidToHold(t *testing.T) {
	for i, c := range corpora() {
		r := summaries.Read(c.Question)
		if n := len(c.Question.Opinions); n != []int{60, 400}[i] {
			t.Errorf("%s: %d opinions", c.Question.ID, n)
		}
		issues, tabs, decomposed, suspect := map[Issue]int{}, 0, 0, 0
		for _, s := range r.Sentences {
			issues[c.Gold(s)]++
			if s.Suspect {
				suspect++
			}
			if s.Suspect && c.Gold(s) != "x" {
				t.Errorf("%s: %q is flagged", s.ID, r.Text(s.ID))
			}
		}
		for _, o := range c.Question.Opinions {
			if strings.Contains(o.Text, "\t") {
				tabs++
			}
			if !norm.NFC.IsNormalString(o.Text) {
				decomposed++
			}
		}
		for issue := range Issues {
			if issues[issue] == 0 && (issue != "d" || i == 1) {
				t.Errorf("%s: no issue %s", c.Question.ID, issue)
			}
		}
		if tabs == 0 || decomposed == 0 || suspect < 2 {
			t.Errorf("%s: %d tables, %d decomposed, %d orders to machines", c.Question.ID, tabs, decomposed, suspect)
		}
		if i == 1 && (len(r.Folds()) < 50 || issues["d"] != 2) {
			t.Errorf("%d folds, %d sentences of dissent", len(r.Folds()), issues["d"])
		}
	}
}

// Whichever fifth staff have filed, F1 of placing the rest reaches 0.55, with rows for the
// met issues only and with all rows set up before.
func TestPlacementAfterAFifthIsFiled(t *testing.T) {
	for _, c := range corpora() {
		r := summaries.Read(c.Question)
		for _, setUp := range []bool{false, true} {
			for fifth := range 5 {
				table := c.Filed(r, fifth, 5, setUp)
				s := c.Score(r, table)
				t.Logf("%s, fifth %d, %d rows, %d sentences filed: precision %.2f, recall %.2f, F1 %.3f", c.Question.ID, fifth, len(table.Rows), len(table.Placements()), s.Precision, s.Recall, s.F1)
				if s.F1 < 0.55 {
					t.Errorf("%s, fifth %d: F1 %.3f", c.Question.ID, fifth, s.F1)
				}
			}
		}
	}
}

// What is set apart is agreement and form, and none of it an issue.
func TestOnlyAgreementAndFormAreSetApart(t *testing.T) {
	for _, c := range corpora() {
		r := summaries.Read(c.Question)
		apart, left := 0, 0
		for _, s := range r.Sentences {
			gold := c.Gold(s)
			form := gold == "a" || gold == "f"
			if s.Rule != "" && !form {
				t.Errorf("%s: %q is set apart as %s", s.ID, r.Text(s.ID), s.Rule)
			}
			if form && s.Rule != "" {
				apart++
			} else if form {
				left++
			}
		}
		if left*20 > apart {
			t.Errorf("%s: %d set apart, %d left", c.Question.ID, apart, left)
		}
	}
}

// The dissent of one among four hundred is folded with nobody, set apart by no rule, stands
// in a row of its own in full, and must be read; also after others were filed. It differs
// from a campaign's letter in one word.
func TestTheDissentOfOneStands(t *testing.T) {
	c := FourHundred()
	r := summaries.Read(c.Question)
	filed := c.Filed(r, 0, 5, true)
	first := r.Draft(nil)
	for _, table := range []summaries.Table{first, r.Draft(&filed), r.Draft(&first)} {
		var said []summaries.SentenceID
		for _, s := range r.Sentences {
			if s.Opinion == Dissenter {
				said = append(said, s.ID)
				if s.Fold != s.ID || s.Rule != "" {
					t.Errorf("%s: fold %s, rule %q", s.ID, s.Fold, s.Rule)
				}
			}
			if s.Opinion != Dissenter && s.Fold.Opinion() == Dissenter {
				t.Errorf("%s is folded with it", s.ID)
			}
		}
		k := slices.IndexFunc(table.Rows, func(row summaries.Row) bool {
			return slices.Contains(r.Behind(row, summaries.Disagree), "r"+Dissenter)
		})
		if k < 0 {
			t.Fatal("the dissent stands in no row")
		}
		row := table.Rows[k]
		var cited []summaries.SentenceID
		for _, g := range row.Gists {
			for _, claim := range g.Claims {
				cited = append(cited, claim.Cites...)
			}
		}
		if len(row.Points) != 1 || !slices.Equal(cited, said) || !strings.HasPrefix(row.Name(false), "Không đồng ý: ") {
			t.Errorf("row %s %q: %d points, cites %v of %v", row.ID, row.Name(false), len(row.Points), cited, said)
		}
		if got := r.Tally(row); len(got) != 1 || got[0] != (summaries.Count{Stance: summaries.Disagree, Explicit: 1, Of: 420}) {
			t.Errorf("%+v", got)
		}
		if l := r.Balance(table, nil); !l.Balanced() || !slices.Contains(l.Unread, Dissenter) {
			t.Errorf("faults %v, unread %v", l.Faults, l.Unread)
		}
	}
}

// Rows of other opinions are as they would be without the orders to machines: nothing is
// learnt from those, named after those or placed by code.
func TestOrdersToMachinesChangeNoOtherRow(t *testing.T) {
	for _, c := range corpora() {
		r := summaries.Read(c.Question)
		table := r.Draft(nil)
		placed := table.Placements()
		n := 0
		for _, s := range r.Sentences {
			if s.Suspect {
				n++
				if placed[s.ID] != "" || !slices.Contains(table.Waiting, s.ID) {
					t.Errorf("%s is placed in %q", s.ID, placed[s.ID])
				}
			}
		}
		clean := c
		clean.Question.Opinions = slices.Clone(c.Question.Opinions)
		for i, o := range clean.Question.Opinions {
			for _, s := range r.Sentences {
				if s.Opinion == o.ID && s.Suspect { // the same length, no words
					clean.Question.Opinions[i].Text = o.Text[:s.Start] + strings.Repeat("-", s.End-s.Start-1) + "\n" + o.Text[s.End:]
				}
			}
		}
		without := summaries.Read(clean.Question).Draft(nil).Placements()
		same := 0
		for id, row := range placed {
			if without[id] == row {
				same++
			}
		}
		if n == 0 || same != len(placed) {
			t.Errorf("%s: %d of %d placed alike", c.Question.ID, same, len(placed))
		}
	}
}

// A row that no clause names is called by words of one of its sentences, one after the
// other as they stand there, and no two rows alike.
func TestNamesAreWordsOfTheirSentences(t *testing.T) {
	plain := func(text string) string {
		return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(text)), " "))
	}
	for _, c := range corpora() {
		called := map[string]string{}
		for _, row := range summaries.Read(c.Question).Draft(nil).Rows {
			if row.Clause != (summaries.Clause{}) {
				continue
			}
			name := row.Name(false)
			t.Log(name)
			if called[name] != "" {
				t.Errorf("%s: rows %s and %s are called %q", c.Question.ID, called[name], row.ID, name)
			}
			called[name] = row.ID
			words := plain(strings.TrimSuffix(strings.TrimPrefix(name, "Không đồng ý: "), "…"))
			said := slices.ContainsFunc(row.Points, func(p summaries.Point) bool {
				return slices.ContainsFunc(p.Quotes, func(q summaries.Quote) bool { return strings.Contains(plain(q.Text), words) })
			})
			if !said || len(strings.Fields(words)) < 2 {
				t.Errorf("%s: %s is called %q", c.Question.ID, row.ID, name)
			}
		}
		if len(called) < 8 {
			t.Errorf("%s: %d names", c.Question.ID, len(called))
		}
	}
}

// Decomposed letters change nothing but the bytes.
func TestDecomposedOpinionsArePlacedAlike(t *testing.T) {
	c := Sixty()
	composed, decomposed := c.Question, c.Question
	composed.Opinions, decomposed.Opinions = slices.Clone(c.Question.Opinions), slices.Clone(c.Question.Opinions)
	for i, o := range c.Question.Opinions {
		composed.Opinions[i].Text = norm.NFC.String(o.Text)
		decomposed.Opinions[i].Text = norm.NFD.String(o.Text)
	}
	a, b := summaries.Read(composed), summaries.Read(decomposed)
	if len(a.Sentences) != len(b.Sentences) {
		t.Fatalf("%d and %d sentences", len(a.Sentences), len(b.Sentences))
	}
	for i, s := range a.Sentences {
		d := b.Sentences[i]
		if s.ID != d.ID || s.Rule != d.Rule || s.Clause != d.Clause || s.Fold != d.Fold || norm.NFC.String(b.Text(d.ID)) != a.Text(s.ID) {
			t.Errorf("%s %q and %q", s.ID, a.Text(s.ID), b.Text(d.ID))
		}
	}
	first, second := a.Draft(nil), b.Draft(nil)
	for i, row := range first.Rows {
		if name := second.Rows[i].Name(false); name != row.Name(false) {
			t.Errorf("%s is called %q and %q", row.ID, row.Name(false), name)
		}
	}
	x, y := first.Placements(), second.Placements()
	for id, row := range x {
		if y[id] != row {
			t.Errorf("%s: %q and %q", id, row, y[id])
		}
	}
}

func TestTheCorpusIsAlwaysTheSame(t *testing.T) {
	a, b := FourHundred(), FourHundred()
	for i, o := range a.Question.Opinions {
		if o != b.Question.Opinions[i] {
			t.Fatalf("%+v and %+v", o, b.Question.Opinions[i])
		}
	}
}
