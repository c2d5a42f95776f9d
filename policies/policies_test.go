package policies

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

func enforcer(t testing.TB, table Table) *Enforcer {
	t.Helper()
	e, err := New("b", table)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The vocabulary is searched by bisection.
func TestTheVocabularyIsSorted(t *testing.T) {
	for name, list := range map[string][]string{"roles": Roles(), "kinds": Kinds(), "relations": RelationNames()} {
		if !slices.IsSorted(list) {
			t.Errorf("%s are not sorted", name)
		}
	}
}

// The matrix is what a reviewer reads when a row changes: for every kind and action,
// who may in which relation, and what denies it.
func TestMatrix(t *testing.T) {
	e := enforcer(t, Default())
	var b bytes.Buffer
	for _, object := range Kinds() {
		for _, action := range e.Table().Actions(object) {
			fmt.Fprintf(&b, "%s %s\n", object, action)
			for _, role := range Roles() {
				allow, deny := e.Relations([]string{role}, object, action)
				if len(allow) == 0 {
					continue
				}
				fmt.Fprintf(&b, "    %-14s %s", role, strings.Join(allow, " "))
				if len(deny) > 0 {
					fmt.Fprintf(&b, "   unless %s", strings.Join(deny, " "))
				}
				b.WriteByte('\n')
			}
		}
	}
	const golden = "testdata/matrix.golden"
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the matrix changed; if it is meant to, run with -update\n%s", diff)
	}
}

// What no table may ever say, said once more in plain words.
func TestWhatMustNeverBe(t *testing.T) {
	e := enforcer(t, Default())
	everything := slices.DeleteFunc(RelationNames(), func(r string) bool {
		return slices.Contains([]string{"recused", "unreleased", "withdrawn", "restricted", "placeholder"}, r)
	})
	others := slices.DeleteFunc(slices.Clone(everything), func(r string) bool { return r == "respondent" }) // of a consultation in which one is not asked
	for _, c := range []struct {
		why       string
		roles     []string
		object    string
		relations []string
		action    string
	}{
		{"an administrator reads no opinion", []string{"administrator"}, "answer", everything, "read-answer"},
		{"nor with another role beside", []string{"administrator", "approver"}, "answer", everything, "read-answer"},
		{"nor the matrix of votes", []string{"administrator", "approver"}, "ballot", everything, "read-matrix"},
		{"nor a draft", []string{"administrator"}, "draft", everything, "read-draft"},
		{"the office casts nothing", []string{"clerk", "unit"}, "answer", others, "cast-answer"},
		{"the secretariat casts nothing", []string{"secretariat"}, "answer", everything, "cast-answer"},
		{"the secretariat approves nothing", []string{"secretariat"}, "ballot", everything, "approve-ballot"},
		{"a draft stays in its office", []string{"secretariat", "approver", "auditor", "analyst", "drafter", "chair"}, "draft", everything, "read-draft"},
		{"another member's office reads no draft", []string{"clerk", "unit", "member"}, "draft", []string{"voter", "closed", "shown"}, "read-draft"},
		{"members see no sides before they are shown", []string{"member"}, "ballot", []string{"voter"}, "read-matrix"},
		{"members read no answers before they are shown", []string{"member"}, "answer", []string{"voter"}, "read-answer"},
		{"drafters read no opinion before release", []string{"drafter"}, "answer", []string{"agency", "closed"}, "read-answer"},
		{"nor as analysts", []string{"drafter", "analyst"}, "answer", []string{"closed", "unreleased"}, "read-answer"},
		{"the auditor reads no opinion", []string{"auditor"}, "answer", everything, "read-answer"},
		{"recusal closes the papers", []string{"member", "approver"}, "document", []string{"voter", "recused"}, "read-document"},
		{"recusal takes the vote", []string{"member"}, "answer", []string{"own", "recused"}, "cast-answer"},
		{"a paper called back is served to nobody", []string{"secretariat"}, "document", []string{"withdrawn"}, "download-document"},
		{"guests get nothing classed", []string{"guest", "secretariat"}, "document", []string{"restricted"}, "read-document"},
		{"who came by a link answers nothing else", []string{"link"}, "answer", others, "cast-answer"},
		{"nor reads the answers of others", []string{"link", "respondent"}, "answer", others, "read-answer"},
		{"nor learns who else is asked", []string{"link", "respondent"}, "ballot", everything, "read-respondents"},
		{"nor who has answered", []string{"link", "respondent"}, "ballot", everything, "read-matrix"},
		{"nor what is classed", []string{"link"}, "document", []string{"respondent", "restricted"}, "read-document"},
		{"nor who anybody is", []string{"link"}, "person", everything, "read-person"},
		{"nor draws on a paper", []string{"link"}, "annotation", everything, "write-annotation"},
		{"nobody has no rights", nil, "body", nil, "read-body"},
	} {
		if d := e.Decide(c.roles, c.object, c.relations, c.action); d.Allow {
			t.Errorf("%s, but: %+v", c.why, d)
		}
	}
}

// Whatever a body adds to its table, an administrator comes to no opinion and to no
// vote: not to answers, drafts and the matrix, nor to the result and the audit file,
// which say how each member answered.
func TestNoRowGivesAnAdministratorAVote(t *testing.T) {
	table := Default()
	for _, object := range Kinds() {
		table = append(table, Row{Allow, "administrator", object, Any, All, false})
	}
	e := enforcer(t, table)
	for _, roles := range [][]string{{"administrator"}, {"administrator", "approver", "drafter"}} {
		for object, actions := range map[string][]string{
			"answer": Default().Actions("answer"), "draft": Default().Actions("draft"), "result": Default().Actions("result"),
			"ballot": {"read-matrix"}, "audit": {"download-audit"},
		} {
			for _, action := range actions {
				if d := e.Decide(roles, object, []string{"own", "voter", "agency", "office", "closed", "shown", "released"}, action); d.Allow {
					t.Errorf("%v may %s: %+v", roles, action, d)
				}
			}
		}
	}
}

func TestForbiddenTogether(t *testing.T) {
	for _, c := range []struct{ roles, want []string }{
		{nil, nil},
		{[]string{"administrator"}, nil},
		{[]string{"administrator", "drafter"}, nil},
		{[]string{"member", "approver", "unit"}, nil},
		{[]string{"member", "administrator"}, []string{"administrator", "member"}},
		{[]string{"auditor", "clerk", "administrator"}, []string{"administrator", "auditor", "clerk"}},
	} {
		if diff := cmp.Diff(c.want, ForbiddenTogether(c.roles)); diff != "" {
			t.Errorf("%v: %s", c.roles, diff)
		}
	}
}

func TestExplain(t *testing.T) {
	e := enforcer(t, Default())
	for _, c := range []struct {
		roles     []string
		object    string
		relations []string
		action    string
		code      string
	}{
		{[]string{"member"}, "answer", []string{"own"}, "cast-answer", "policy.allowed"},
		{[]string{"member"}, "answer", []string{"own", "recused"}, "cast-answer", "policy.denied"},
		{[]string{"member"}, "answer", []string{"voter"}, "cast-answer", "policy.no_relation"},
		{[]string{"auditor"}, "answer", []string{"own"}, "cast-answer", "policy.no_role"},
		{[]string{"member"}, "answer", []string{"own"}, "burn-answer", "policy.unknown"},
		{[]string{"administrator"}, "answer", nil, "read-answer", "policy.denied"},
	} {
		x := e.Explain(c.roles, c.object, c.relations, c.action)
		if x.Code != c.code || x.Allow != (c.code == "policy.allowed") {
			t.Errorf("%v %s: %+v", c.roles, c.action, x)
		}
		if x.Code == "policy.denied" && x.Rule != x.Denies[0].String() {
			t.Errorf("rule %q, denies %v", x.Rule, x.Denies)
		}
	}
}

// aRow draws rows near each other, so that they meet.
func aRow(t *rapid.T) Row {
	return Row{
		Effect:   rapid.SampledFrom([]Effect{Allow, Allow, Deny}).Draw(t, "effect"),
		Role:     rapid.SampledFrom([]string{"member", "clerk", "secretariat", "administrator", All}).Draw(t, "role"),
		Object:   rapid.SampledFrom([]string{"ballot", "answer"}).Draw(t, "object"),
		Relation: rapid.SampledFrom([]string{Any, "own", "recused", "office"}).Draw(t, "relation"),
		Action:   rapid.SampledFrom([]string{"read-answer", "cast-answer", All}).Draw(t, "action"),
	}
}

type question struct {
	roles     []string
	object    string
	relations []string
	action    string
}

func aQuestion(t *rapid.T) question {
	return question{
		rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"member", "clerk", "secretariat", "administrator"}), 0, 3, rapid.ID).Draw(t, "roles"),
		rapid.SampledFrom([]string{"ballot", "answer"}).Draw(t, "object"),
		rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"own", "recused", "office", Any}), 0, 3, rapid.ID).Draw(t, "relations"),
		rapid.SampledFrom([]string{"read-answer", "cast-answer"}).Draw(t, "action"),
	}
}

func (q question) of(e *Enforcer) Decision { return e.Decide(q.roles, q.object, q.relations, q.action) }

func aTable(t *rapid.T) Table {
	return rapid.SliceOfNDistinct(rapid.Custom(aRow), 0, 12, rapid.ID).Draw(t, "table")
}

func TestDenyingNeverAllows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, q := aTable(t), aQuestion(t)
		row := aRow(t)
		row.Effect = Deny
		if slices.Contains(table, row) {
			return
		}
		before, err := New("b", table)
		if err != nil {
			t.Fatal(err)
		}
		after, err := New("b", append(slices.Clone(table), row))
		if err != nil {
			t.Fatal(err)
		}
		if !q.of(before).Allow && q.of(after).Allow {
			t.Fatalf("%v allows %+v", row, q)
		}
	})
}

// casbin, the plain reading of the rows, and the relations for lists say the same.
func TestThreeReadingsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, q := aTable(t), aQuestion(t)
		e, err := New("b", table)
		if err != nil {
			t.Fatal(err)
		}
		d := q.of(e)
		plain, row := e.table.weigh(q.roles, q.object, q.relations, q.action)
		plain = plain && len(q.roles) > 0
		if d.Allow != plain {
			t.Fatalf("casbin %v, rows %v (%v): %+v", d, plain, row, q)
		}
		if len(q.roles) > 0 && row != nil && d.Rule != row.String() {
			t.Fatalf("casbin names %q, rows %q", d.Rule, row)
		}
		held := append([]string{Any}, q.relations...)
		meets := func(list []string) bool {
			return slices.ContainsFunc(list, func(r string) bool { return slices.Contains(held, r) })
		}
		allow, deny := e.Relations(q.roles, q.object, q.action)
		if list := meets(allow) && !meets(deny); list != d.Allow {
			t.Fatalf("lists %v (%v, %v), decision %v: %+v", list, allow, deny, d, q)
		}
		if again := q.of(e); again != d {
			t.Fatalf("warm %v, cold %v", again, d)
		}
	})
}

func TestApplyUndoesDiff(t *testing.T) {
	base := Default()
	rapid.Check(t, func(t *rapid.T) {
		gone := rapid.SliceOfNDistinct(rapid.IntRange(0, len(base)-1), 0, 5, rapid.ID).Draw(t, "gone")
		var to Table
		for i, r := range base {
			if !slices.Contains(gone, i) {
				to = append(to, r)
			}
		}
		extra := base[rapid.IntRange(0, len(base)-1).Draw(t, "extra")]
		extra.Role = "observer"
		if !slices.Contains(base, extra) {
			to = append(to, extra)
		}
		got, err := Apply(base, Diff(base, to))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(to, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestApplyRefuses(t *testing.T) {
	base := Default()
	for name, c := range map[string]Change{
		"a row that stands already":   {false, base[0]},
		"removing what is not there":  {true, Row{Allow, "guest", "body", Any, "edit-body", false}},
		"an action that nobody knows": {false, Row{Allow, "guest", "body", Any, "paint-body", false}},
		"a role that nobody knows":    {false, Row{Allow, "king", "body", Any, "edit-body", false}},
		"what is fixed in the code":   {true, Fixed()[0]},
	} {
		if _, err := Apply(base, []Change{c}); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestDryRun(t *testing.T) {
	base := Default()
	if got := DryRun(base, base); len(got) != 0 {
		t.Fatalf("nothing changed, but %v", got)
	}
	then, err := Apply(base, []Change{
		{true, Row{Deny, "*", "answer", "recused", "cast-answer", false}},
		{false, Row{Allow, "analyst", "ballot", Any, "read-ballot", false}},
		{true, Row{Allow, "unit", "draft", "office", "return-draft", false}},
		{false, Row{Allow, "administrator", "answer", Any, "read-answer", false}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range DryRun(base, then) {
		got = append(got, fmt.Sprintf("%s %s:%s %s %v", e.Role, e.Object, strings.Join(e.Relations, "+"), e.Action, e.Gains))
	}
	want := []string{
		"clerk answer:respondent+recused cast-answer true",
		"drafter answer:respondent+recused cast-answer true",
		"link answer:respondent+recused cast-answer true",
		"member answer:own+recused cast-answer true",
		"member answer:respondent+recused cast-answer true",
		"respondent answer:respondent+recused cast-answer true",
		"unit answer:respondent+recused cast-answer true",
		"analyst ballot:any read-ballot true",
		"unit draft:office return-draft false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAudienceKey(t *testing.T) {
	same := AudienceKey([]string{"unit", "clerk"}, "office", Any, "shown", "office")
	if same != AudienceKey([]string{"clerk", "unit", "clerk"}, "shown", "office") {
		t.Error("order or repetition counts")
	}
	for _, other := range []string{
		AudienceKey([]string{"clerk"}, "office", "shown"), AudienceKey([]string{"clerk", "unit"}, "office"),
		AudienceKey([]string{"clerk+unit"}, "office", "shown"), AudienceKey([]string{"clerk", "unit", "office"}, "shown"),
	} {
		if other == same {
			t.Errorf("two audiences share %q", same)
		}
	}
}

func TestBodies(t *testing.T) {
	b, err := NewBodies(Default())
	if err != nil {
		t.Fatal(err)
	}
	ask := func(body string) bool {
		return b.For(body).Decide([]string{"member"}, "body", nil, "read-body").Allow
	}
	if !ask("one") || ask("") {
		t.Fatal("a body decides by the default, no body by nothing")
	}
	if err := b.Set("one", 2, nil); err != nil {
		t.Fatal(err)
	}
	if ask("one") || !ask("two") {
		t.Fatal("the set counts at once, and in its body only")
	}
	if err := b.Set("one", 1, Default()); err != nil {
		t.Fatal(err)
	}
	if ask("one") {
		t.Fatal("an older table that comes later changes nothing")
	}
}

func TestLines(t *testing.T) {
	const guests = "+ allow, guest, ballot:any, read-ballot"
	for line, want := range map[string]int{
		guests: -1,
		"- allow, auditor, ballot:any, read-ballot":             -1,
		"allow, guest, ballot:any, read-ballot":                 0, // neither + nor -
		"+ allow, guest, ballot:any, read-ballot edit-ballot":   0, // two rows
		"+ allow, guest, ballot:any, fly":                       0, // no such action
		"- allow, guest, ballot:any, read-ballot":               0, // no such row
		"+ deny, administrator, policy:any, edit-policy":        -1,
		"- allow, administrator, person:any, give-role":         -1,
		"- deny, administrator, answer:any, *":                  0, // fixed in the code
		"+ allow, auditor, ballot:any, read-ballot":             0, // stands already
		"+ allow, nobody, ballot:any, read-ballot":              0,
		"+ allow, guest, ballot:nowhere, read-ballot":           0,
		"+ allow, guest, ballot:any, read-ballot\n+ deny, a, b": 0,
	} {
		bad, err := CheckLines([]string{line})
		locks := strings.Contains(line, "edit-policy") || strings.Contains(line, "give-role")
		if fine := want < 0 && !locks; bad != want || (err == nil) != fine {
			t.Errorf("%q: line %d, %v", line, bad, err)
		}
	}
	table, idle := Overlay([]string{guests, "- allow, guest, ballot:any, edit-ballot"})
	if !slices.Contains(table, Row{Allow, "guest", "ballot", Any, "read-ballot", false}) || len(idle) != 1 {
		t.Errorf("a line that does nothing is left out, the others hold: idle %q", idle)
	}
	if c, err := ParseChange(guests); err != nil || c.String() != guests {
		t.Errorf("%v, %v", c, err)
	}
}

func TestUnknownNamesAreDenied(t *testing.T) {
	e := enforcer(t, Table{{Allow, All, "body", Any, All, false}})
	for _, q := range []question{
		{[]string{"member"}, "body", nil, "*"}, {[]string{"*"}, "body", nil, "read-body"}, {[]string{"member"}, "*", nil, "read-body"},
		{[]string{"member\x00clerk"}, "body", nil, "read-body"},
	} {
		if q.of(e).Allow {
			t.Errorf("%q was allowed", q)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(defaults)
	f.Add("allow, member, ballot:voter, read-ballot\n# x\ndeny,*,ballot:any,*")
	f.Add("allow, \"member\n\", ballot:voter, read-ballot")
	f.Fuzz(func(t *testing.T, s string) {
		table, err := Parse(strings.NewReader(s))
		if err != nil {
			return
		}
		var b strings.Builder
		for _, r := range table {
			b.WriteString(r.String() + "\n")
		}
		again, err := Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, b.String())
		}
		if diff := cmp.Diff(table, again); diff != "" {
			t.Fatal(diff)
		}
		if _, err := New("b", table); err != nil {
			t.Fatalf("what was parsed is not enforced: %v", err)
		}
	})
}

// Many ask while the table is swapped under them.
func TestManyAskAtOnce(t *testing.T) {
	b, err := NewBodies(Default())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 200 {
				role := Roles()[i%len(Roles())]
				if b.For("one").Decide([]string{role}, "answer", []string{"own"}, "cast-answer").Allow != (role == "member") {
					t.Errorf("%s was answered wrong", role)
				}
			}
		})
	}
	for range 5 {
		if err := b.Set("one", 0, Default()); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
}
