package api

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ecabinet/ballots"
	"ecabinet/internal/export"
	"ecabinet/internal/httpx"
	"ecabinet/internal/testkit/papers"
	"ecabinet/policies"
	"ecabinet/procedure"
)

var update = flag.Bool("update", false, "write the goldens anew")

var hanoi = time.FixedZone("+07", 7*3600)

// writer is a scribe without a program around it.
func writer(t *testing.T, lang string) scribe {
	t.Helper()
	bodies, err := policies.NewBodies(policies.Default())
	if err != nil {
		t.Fatal(err)
	}
	r, err := httpx.New(httpx.Config{Title: "test", Version: "1", Policies: bodies, Sessions: struct{ httpx.Sessions }{}})
	if err != nil {
		t.Fatal(err)
	}
	r.AddTexts(sheetTexts)
	return scribe{export.Scribe{Texts: r, Lang: lang, Head: export.Letterhead{
		Body:   export.Phrase{VI: "Chính phủ (diễn tập)", EN: "The Government (exercise)"},
		Issuer: export.Phrase{VI: "Văn phòng Chính phủ", EN: "Government Office"},
		Place:  export.Phrase{VI: "Hà Nội", EN: "Ha Noi"}, Sign: "VPCP", Zone: hanoi,
	}}}
}

// reckoning is a closed ballot of seven members: of the first question two agree
// (one of them on behalf), one disagrees, one has an other opinion that was classed,
// one asks for discussion, one is silent, one recused.
func reckoning(t *testing.T, byName bool, questions ...ballots.Question) ballots.Reckoning {
	t.Helper()
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, hanoi) }
	opened, closed := at(9, 8, 0), at(14, 0, 0)
	b := &ballots.Ballot{
		ID: "0199a7c2-7b1e-7cc0-9f51-000000000042", State: ballots.Closed, Title: "dự thảo Nghị định về cơ chế tự chủ tài chính của đơn vị sự nghiệp công lập",
		Lead: "Bộ Tài chính", ByName: byName, Questions: questions, Round: 2, OpenedAt: &opened, ClosedAt: &closed,
		Extended: []ballots.Extension{{Beyond: true}},
		Papers:   []ballots.Paper{{Title: "Tờ trình của Bộ Tài chính", Number: 2}, {Title: "Dự thảo Nghị định", Number: 3}},
	}
	for _, p := range procedure.Shipped() {
		if p.ID == "nd-191-2026" {
			b.Profile = p
		}
	}
	b.Deadline = procedure.Deadline{At: closed}
	r := ballots.Reckoning{Ballot: b, Answers: map[int]ballots.Answer{}, Names: func(p string) string { return p }}
	for i, name := range []string{"Lê Minh Hưng", "Trần Quốc Việt", "Đặng Ngọc Sơn", "Nguyễn Thị Phương Thảo", "Phạm Văn Đồng Ý", "Vũ Ưng Ẩn", "Ngô Khuyết Danh"} {
		r.Seats = append(r.Seats, ballots.Seat{No: i + 1, Person: name, Name: name, Posts: []string{"Bộ trưởng Bộ " + fmt.Sprint(i+1), "Ủy viên"}, TieMark: i == 0, Recused: i == 6})
	}
	say := func(seat int, choices ...procedure.Choice) {
		a := ballots.Answer{Seat: seat, Source: ballots.Own, Standing: ballots.Counts, At: at(12, 9, seat)}
		for i, q := range questions {
			o := ballots.Opinion{Question: q.Key, Choice: choices[i%len(choices)]}
			if o.Choice == procedure.Disagree || o.Choice == procedure.Other {
				o.Text = "=Lời của ghế " + fmt.Sprint(seat)
				o.Points = []ballots.Point{
					{Clause: "Điều 5 khoản 2", Text: "Chưa rõ nguồn", Wording: "Nguồn do ngân sách bảo đảm", Weight: ballots.Condition},
					{Text: "Soát lỗi chính tả", Weight: ballots.Comment},
				}
			}
			a.Content.Opinions = append(a.Content.Opinions, o)
		}
		r.Answers[seat] = a
	}
	first := procedure.Agree
	if len(questions[0].Options) > 0 {
		first = procedure.OptionChoice("o1")
	}
	say(1, first)
	say(2, first)
	say(3, procedure.Disagree)
	say(4, procedure.Other)
	say(5, procedure.Discuss)
	if first != procedure.Agree {
		say(3, procedure.OptionChoice("o2"))
	}
	behalf := r.Answers[2]
	behalf.Source, behalf.Standing = ballots.OnBehalf, ballots.Unconfirmed
	r.Answers[2] = behalf
	reserved := r.Answers[3]
	reserved.Content.Reserve = "Đề nghị lùi thời hạn thi hành.\nBảo lưu ý kiến về Điều 5."
	r.Answers[3] = reserved
	if first == procedure.Agree {
		r.Classings = []ballots.Classing{{Seat: 4, Question: questions[0].Key, As: procedure.Agree, By: "Hồ Thư Ký", Second: "Bùi Thứ Hai"}}
	}
	result, err := r.Count()
	if err != nil {
		t.Fatal(err)
	}
	b.Result = result
	return r
}

// view is what the result's view says of a reckoning to somebody who sees all.
func view(r ballots.Reckoning, certified bool) *ResultView {
	b := r.Ballot
	v := &ResultView{
		ID: b.ID, State: string(b.State), Title: b.Title, Lead: b.Lead, Questions: outcomes(b, b.Result, b.ByName), Sentence: overallOf(b.Result.Tallies),
		Discuss: len(b.Result.Discuss), Profile: profileView(b.Profile), Deadline: deadlineView(b.Deadline), OpenedAt: b.OpenedAt, ClosedAt: b.ClosedAt,
		Beyond: true, Papers: paperViews(b), Checkpoint: strings.Repeat("3f0b4e1c9a77d552", 4),
	}
	if certified {
		at := time.Date(2026, 11, 20, 9, 5, 12, 345, time.UTC)
		v.State, v.Number, v.CertifiedAt, v.CertifiedBy = "certified", "03/2026/KQLYK", &at, "Hồ Thư Ký"
	}
	nameMembers(v, r, true)
	return v
}

// corrected is v with a correction on record.
func corrected(v *ResultView) *ResultView {
	v.Corrections = []CorrectionView{{"Sai chính tả", "Tờ trình có\n6 trang", "Hồ Thư Ký", v.CertifiedAt.Add(26 * time.Hour)}}
	return v
}

func yesNo(key, text string) ballots.Question {
	return ballots.Question{Key: key, Text: text, Kind: ballots.YesNo}
}

// The official sheet in its words: certified and provisional, by name and not, one
// question and several, with named options.
func TestTheResultSheet(t *testing.T) {
	adopt := yesNo("q1", "Đồng ý ban hành Nghị định?")
	options := ballots.Question{Key: "q1", Text: "Chọn nguồn vốn?", Kind: ballots.Options, Proposal: "o1",
		Options: []ballots.Option{{Key: "o1", Text: "Phương án 1: ngân sách"}, {Key: "o2", Text: "Vốn vay ưu đãi"}}}
	for name, c := range map[string]struct {
		lang      string
		certified bool
		r         ballots.Reckoning
	}{
		"certified.vi":   {"vi", true, reckoning(t, true, adopt)},
		"certified.en":   {"en", true, reckoning(t, true, adopt)},
		"provisional.vi": {"vi", false, reckoning(t, true, adopt, yesNo("q2", "Áp dụng từ năm 2027?"))},
		"not-by-name.vi": {"vi", true, reckoning(t, false, adopt)},
		"options.vi":     {"vi", true, reckoning(t, true, options)},
		"many.vi":        {"vi", true, reckoning(t, true, adopt, yesNo("q2", "Hai?"), yesNo("q3", "Ba?"), yesNo("q4", "Bốn?"))},
	} {
		v := view(c.r, c.certified)
		if strings.HasPrefix(name, "not-by-name") {
			v = corrected(v)
		}
		p := writer(t, c.lang).resultPaper(c.r.Ballot, v)
		raw, err := p.PDF()
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i, page := range papers.ReadPDF(t, raw).Pages {
			fmt.Fprintf(&b, "---- page %d\n%s\n", i+1, strings.Join(page.Lines(), "\n"))
		}
		keep(t, "sheet."+name, b.String())
		if raw, err = p.DOCX(); err != nil {
			t.Fatal(err)
		}
		said := strings.Join(papers.ReadDOCX(t, raw).Lines, " ")
		for _, want := range []string{c.r.Ballot.ID, strings.Repeat("3f0b4e1c9a77d552", 4), "57,1%", "60,0%"} {
			if c.lang == "en" {
				want = strings.ReplaceAll(want, ",", ".")
			}
			if !strings.Contains(said, want) && name != "options.vi" {
				t.Errorf("%s: the DOCX lacks %q: %s", name, want, said)
			}
		}
	}
}

// What a sheet of the table holds, cell by cell.
func TestTheOpinionTable(t *testing.T) {
	adopt, second := yesNo("q1", "Đồng ý ban hành Nghị định?"), yesNo("q2", "Áp dụng từ năm 2027?")
	all := Sight{Ballot: true, Matrix: true, Counts: true, Choices: true, Words: true, Result: true}
	choices, none := all, all
	choices.Words = false
	none.Words, none.Choices, none.Matrix = false, false, false
	for name, c := range map[string]struct {
		sight  Sight
		byName bool
	}{
		"all": {all, true}, "choices": {choices, true}, "result-alone": {none, true}, "not-by-name": {all, false}, "counts-alone": {none, false},
	} {
		r := reckoning(t, c.byName, adopt, second)
		raw, err := writer(t, "vi").resultBook(c.sight, r, corrected(view(r, true))).XLSX()
		if err != nil {
			t.Fatal(err)
		}
		said := Cells(t, raw)
		keep(t, "book."+name, said)
		for _, seat := range r.Seats {
			if named := strings.Contains(said, seat.Name); named != c.byName {
				t.Errorf("%s: names %s: %v", name, seat.Name, named)
			}
		}
		if words := strings.Contains(said, "Lời của ghế"); words != c.sight.Words {
			t.Errorf("%s: holds opinions: %v", name, words)
		}
	}
}

// Cells are the sheets of a book as text.
func Cells(t *testing.T, raw []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "---- %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			b.WriteString(strings.ReplaceAll(strings.Join(row, " | "), "\n", " / ") + "\n")
		}
	}
	return b.String()
}

// keep compares with a golden file.
func keep(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs; look at the difference, then run with -update (-want +got):\n%s", path, d)
	}
}

// An other opinion that was recorded on behalf stands on that line, whatever it was placed as.
func TestWhatWasClassedStandsOnTheLineOfOthers(t *testing.T) {
	placed := &procedure.Classing{As: procedure.Agree, By: "x"}
	tally := procedure.Tally{Sides: []procedure.Side{
		{Seat: 1, Choice: procedure.Other, Side: procedure.Agree, Class: placed},
		{Seat: 2, Choice: procedure.Other, Side: procedure.Agree, Class: placed, OnBehalf: true},
		{Seat: 3, Choice: procedure.Other, Side: procedure.Disagree, Class: placed},
		{Seat: 4, Choice: procedure.Other, Side: procedure.Other},
	}}
	if in, out := classed(tally, procedure.Agree), classed(tally, procedure.Disagree); in != 1 || out != 1 {
		t.Errorf("%d for, %d against", in, out)
	}
}
