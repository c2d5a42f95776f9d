package summaries

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheSameOpinionsGiveTheSameBytes(t *testing.T) {
	for range 5 {
		a, _ := Read(ballot()).Draft(nil).Hash()
		b, _ := Read(ballot()).Draft(nil).Hash()
		if a != b {
			t.Fatal("two drafts differ")
		}
	}
}

func TestThemesByClauseThenByLikeness(t *testing.T) {
	q := asked(
		"Điều 9 cần quy định khoảng cách phòng cháy, chữa cháy.", "Khoảng cách phòng cháy, chữa cháy còn thiếu.",
		"Giá dịch vụ sạc phải niêm yết công khai.", "Niêm yết công khai giá dịch vụ sạc trên ứng dụng.",
		"Điều 3 khoản 2 chưa rõ.", "Chuyện hoàn toàn khác.", "Phụ lục II sai chính tả.",
	)
	table := Read(q).Draft(nil)
	got := map[string][]string{}
	var names []string
	for _, r := range table.Rows {
		names = append(names, r.Name(false))
		for _, p := range r.Points {
			got[r.Name(false)] = append(got[r.Name(false)], p.Opinion)
		}
	}
	cluster := "Giá dịch vụ sạc"
	if want := []string{"khoản 2 Điều 3", "Điều 9", "Phụ lục II", cluster}; !slices.Equal(names, want) {
		t.Errorf("rows %q, want %q", names, want)
	}
	if !slices.Equal(got["Điều 9"], []string{"1", "2"}) || !slices.Equal(got[cluster], []string{"3", "4"}) || !slices.Equal(table.Waiting, []SentenceID{"6#1"}) {
		t.Errorf("%v, waiting %v", got, table.Waiting)
	}
	if table.Rows[0].Name(true) != "clause 2, Article 3" {
		t.Error(table.Rows[0].Name(true))
	}
}

// Representatives are the most central sentences of each stance; a dissent stands in full.
func TestRepresentativesAndDissentInFull(t *testing.T) {
	q := asked(
		"Điều 9 cần quy định khoảng cách phòng cháy tối thiểu cho trạm sạc.", "Điều 9 thiếu khoảng cách phòng cháy tối thiểu cho trạm sạc.", "Điều 9: khoảng cách phòng cháy tối thiểu chưa có cho trạm sạc.",
		"Điều 9 sai chính tả ở dòng ba.",
		"Phản đối Điều 9 vì tốn kém. Điều 9 làm khó doanh nghiệp nhỏ. Điều 9 không khả thi ở vùng cao. Điều 9 trái luật.",
	)
	q.Opinions[4].Stance = Disagree
	row := Read(q).Draft(nil).Rows[0]
	var cites [][]SentenceID
	for _, g := range row.Gists {
		var list []SentenceID
		for _, c := range g.Claims {
			if c.Text != "" {
				t.Errorf("code wrote %q", c.Text)
			}
			list = append(list, c.Cites...)
		}
		cites = append(cites, list)
	}
	if !slices.ContainsFunc(cites[0], func(id SentenceID) bool { return id == "1#1" || id == "2#1" || id == "3#1" }) || len(cites[0]) > mostShown {
		t.Errorf("representatives %v", cites[0])
	}
	if want := []SentenceID{"5#1", "5#2", "5#3", "5#4"}; !slices.Equal(cites[1], want) {
		t.Errorf("dissent %v", cites[1])
	}
}

// move files sentence id into the row of that id, as a person does.
func move(t *Table, r *Reading, id SentenceID, row string) {
	for i := range t.Rows {
		t.Rows[i].Points = slices.DeleteFunc(t.Rows[i].Points, func(p Point) bool { return p.Quotes[0].Sentence == id && len(p.Quotes) == 1 })
	}
	t.Waiting = slices.DeleteFunc(t.Waiting, func(w SentenceID) bool { return w == id })
	k := slices.IndexFunc(t.Rows, func(r Row) bool { return r.ID == row })
	t.Rows[k].Points = append(t.Rows[k].Points, Point{ID: "by-hand-" + string(id), Opinion: id.Opinion(), Filed: true, Quotes: []Quote{r.Quote(id)}})
}

// Rule 7: a re-run never overwrites what a person touched.
func TestARerunKeepsWhatPersonsDid(t *testing.T) {
	q := ballot()
	r := Read(q)
	first := r.Draft(nil)
	first.Rows = append(first.Rows, Row{ID: "own", Title: "Thẩm quyền", Touched: true, Worded: []Stance{Other}, Gists: []Gist{{Other, []Claim{{"Cần làm rõ thẩm quyền.", []SentenceID{"7#1"}}}}}, Points: []Point{}})
	move(&first, r, "7#1", "own")
	first.Rows[0].Title, first.Rows[0].Touched = "Tên do người đặt", true
	first.Apart = append(first.Apart, SetApart{"6#1", ByPerson, true})
	first.Waiting = slices.DeleteFunc(first.Waiting, func(id SentenceID) bool { return id == "6#1" })
	kept := func(tb Table) {
		t.Helper()
		own, _ := tb.Row("own")
		titled, _ := tb.Row(first.Rows[0].ID)
		if own.Title != "Thẩm quyền" || !own.Touched || !slices.ContainsFunc(own.Gists, func(g Gist) bool { return g.Stance == Other && g.Claims[0].Text == "Cần làm rõ thẩm quyền." }) {
			t.Errorf("own row: %+v", own)
		}
		if !slices.ContainsFunc(own.Points, func(p Point) bool { return p.ID == "by-hand-7#1" && p.Filed }) || titled.Title != "Tên do người đặt" {
			t.Errorf("filed point or title lost: %+v", own.Points)
		}
		if !slices.Contains(tb.Apart, SetApart{"6#1", ByPerson, true}) {
			t.Error("what a person set apart came back")
		}
	}
	second := r.Draft(&first)
	kept(second)
	if second.Version != 2 {
		t.Errorf("version %d", second.Version)
	}
	// An opinion that changed: what still stands in it stays, what is gone goes, what is new waits.
	q.Opinions[6].Text = "Câu mới ở trước.\n" + q.Opinions[6].Text
	q.Opinions = append(q.Opinions, Opinion{ID: "9", Respondent: "r9", Stance: Agree, Text: "Phụ lục I thiếu mẫu."})
	r = Read(q)
	if got := second.Stale(q); !slices.Equal(got, []string{"7", "9"}) {
		t.Errorf("stale %v", got)
	}
	third := r.Draft(&second)
	kept(third)
	own, _ := third.Row("own")
	if !slices.ContainsFunc(own.Points, func(p Point) bool { return p.ID == "by-hand-7#1" && p.Quotes[0].Sentence == "7#2" }) {
		t.Errorf("the sentence moved and was not found: %+v", own.Points)
	}
	if l := r.Balance(third, nil); !l.Balanced() {
		t.Errorf("%+v", l.Faults)
	}
	q.Opinions[6].Text = "Tất cả đã viết lại."
	fourth := Read(q).Draft(&third)
	if own, _ := fourth.Row("own"); slices.ContainsFunc(own.Points, func(p Point) bool { return p.ID == "by-hand-7#1" }) {
		t.Error("a sentence that is no longer said is still quoted")
	}
}

func TestVersionsAreCompared(t *testing.T) {
	q := ballot()
	r := Read(q)
	first := r.Draft(nil)
	if d := Compare(first, first); len(d.Added)+len(d.Removed)+len(d.Changed)+len(d.Reworded)+len(d.Moves) != 0 {
		t.Errorf("%+v", d)
	}
	next := r.Draft(nil)
	next.Rows = append(next.Rows, Row{ID: "own", Title: "Mới", Touched: true})
	move(&next, r, "7#1", "own")
	next.Rows[0].Title = "Đổi tên"
	gone := next.Rows[1]
	next.Rows = slices.Delete(next.Rows, 1, 2)
	next.Sources = append(slices.Clone(next.Sources[1:]), Source{"9", "x"})
	want := Diff{
		Added: []string{"own"}, Removed: []string{gone.ID}, Changed: []string{next.Rows[0].ID}, Ordered: []string{}, Reworded: []string{"9", "1"},
		Moves: []Move{{"7#1", "waiting", "row:own"}},
	}
	for _, p := range gone.Points {
		for _, quote := range p.Quotes {
			want.Moves = append(want.Moves, Move{quote.Sentence, "row:" + gone.ID, ""})
		}
	}
	if diff := cmp.Diff(want, Compare(first, next)); diff != "" {
		t.Error(diff)
	}
}

// Suggestions follow what persons filed, also a title alone.
func TestSuggestionsAreLearntFromWhatWasFiled(t *testing.T) {
	q := asked(
		"Giá sạc nên do thị trường quyết định.", "Cháy pin rất nguy hiểm, cần tập huấn.",
		"Đề nghị không áp giá trần cho dịch vụ sạc.", "Lực lượng tại chỗ chưa biết chữa cháy pin.", "Dữ liệu cá nhân phải được bảo vệ.", "Chuyện khác hẳn.",
	)
	r := Read(q)
	var table Table
	for _, row := range []string{"gia", "chay"} {
		table.Rows = append(table.Rows, Row{ID: row})
	}
	table.Rows = append(table.Rows, Row{ID: "du-lieu", Title: "Bảo vệ dữ liệu", Touched: true})
	move(&table, r, "1#1", "gia")
	move(&table, r, "2#1", "chay")
	got := map[SentenceID]string{}
	for _, s := range r.Suggest(table) {
		got[s.Sentence] = s.Row + " " + string(s.Like)
	}
	want := map[SentenceID]string{"3#1": "gia 1#1", "4#1": "chay 2#1", "5#1": "du-lieu "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(r.Suggest(Table{})) != 0 {
		t.Error("suggestions out of nothing")
	}
}

func TestAgreementOfPlacements(t *testing.T) {
	got := map[SentenceID]string{"a": "1", "b": "1", "c": "2", "d": "3"}
	want := map[SentenceID]string{"a": "1", "b": "2", "c": "2"}
	if s := Agreement(got, want); s.Precision != 0.5 || s.Recall != 2.0/3 || s.F1 < 0.571 || s.F1 > 0.572 {
		t.Errorf("%+v", s)
	}
	if s := Agreement(nil, nil); s != (Score{}) {
		t.Errorf("%+v", s)
	}
}

func TestEveryErrorOfTheRulesHasItsText(t *testing.T) {
	for _, code := range []string{"summary.other_version", "summary.stale", "summary.unbalanced", "summary.waiting", "summary.unread"} {
		if !strings.Contains(string(Texts()), code) {
			t.Errorf("%s has no text", code)
		}
	}
}

// A row that a person called by its clause stands where that clause does.
func TestARowStandsByTheClauseInItsName(t *testing.T) {
	rows := []Row{
		{ID: "theme", Title: "Giá dịch vụ"}, {ID: "9", Clause: Clause{Article: "9"}}, {ID: "7.1", Title: "khoản 1 Điều 7: tỷ lệ"},
		{ID: "law", Title: "Điều 5 Luật Đất đai"}, {ID: "7", Clause: Clause{Article: "7"}}, {ID: "about", Title: "Về Điều 3"},
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return strings.Compare(place(a), place(b)) })
	var got []string
	for _, r := range rows {
		got = append(got, r.ID)
	}
	if want := []string{"7", "7.1", "9", "theme", "law", "about"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
