package people

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ecabinet"
)

func day(d int) time.Time { return time.Date(2026, 6, d, 0, 0, 0, 0, time.UTC) }

func TestRightsAtAMoment(t *testing.T) {
	st := Standing{
		Posts: []Post{
			{Member: true, Agency: "bnv", Span: Span{From: day(5), Until: day(20)}},
			{Agency: "btp", Span: Span{From: day(5), Until: day(20)}}, // makes no member
		},
		Roles: []Assignment{
			{Role: "chair", Span: Span{From: day(1), Until: day(8)}},
			{Role: "drafter", Agency: "btc", Span: Span{From: day(1)}},
		},
		Offices: []Delegation{{Member: "m", Step: "head", Span: Span{From: day(1), Until: day(30)}}},
		Heads:   map[string][]Post{"m": {{Member: true, Agency: "byt", Span: Span{From: day(1), Until: day(10)}}}},
	}
	home, served := []string{"bnv"}, []string{"byt"}
	office := []ecabinet.OfficeAccess{{Member: "m", Step: "head", Until: day(30)}}
	for _, c := range []struct {
		name string
		at   time.Time
		want Rights
	}{
		{"before the post", day(2), Rights{Roles: []string{"chair", "drafter", "unit"}, Offices: office, Agencies: []string{"btc"}, Served: served, Until: day(5)}},
		{"first moment of the post", day(5), Rights{Roles: []string{"chair", "drafter", "member", "unit"}, Offices: office, Agencies: []string{"btc"}, Ministries: home, Served: served, Until: day(8)}},
		{"the role is over at its end", day(8), Rights{Roles: []string{"drafter", "member", "unit"}, Offices: office, Agencies: []string{"btc"}, Ministries: home, Served: served, Until: day(10)}},
		{"the office ends with its member's post", day(10), Rights{Roles: []string{"drafter", "member"}, Agencies: []string{"btc"}, Ministries: home, Until: day(20)}},
		{"afterwards", day(20), Rights{Roles: []string{"drafter"}, Agencies: []string{"btc"}, Until: day(30)}},
		{"for ever", day(30), Rights{Roles: []string{"drafter"}, Agencies: []string{"btc"}}},
	} {
		if diff := cmp.Diff(c.want, st.At(c.at)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestSpansOverlap(t *testing.T) {
	open := Span{From: day(5)}
	for _, c := range []struct {
		a, b Span
		want bool
	}{
		{Span{day(1), day(5)}, open, false},
		{Span{day(1), day(6)}, open, true},
		{open, Span{day(9), time.Time{}}, true},
		{Span{day(5), day(5)}, open, false},
		{Span{day(1), day(3)}, Span{day(3), day(4)}, false},
	} {
		if c.a.Overlaps(c.b) != c.want || c.b.Overlaps(c.a) != c.want {
			t.Errorf("%v and %v: want %v", c.a, c.b, c.want)
		}
	}
}

func TestMembersAreOnTheListOnce(t *testing.T) {
	held := Span{From: day(1)}
	list := MembersAt(
		[]Person{{ID: "pm", FullName: "Một"}, {ID: "dep", FullName: "Hai"}, {ID: "out", FullName: "Ba"}},
		[]Agency{{ID: "btc", NameVI: "Bộ Tài chính"}},
		[]Post{
			{ID: "1", Person: "dep", TitleVI: "Phó Thủ tướng", Seat: 2, Member: true, Span: held},
			{ID: "2", Person: "dep", TitleVI: "Bộ trưởng", Agency: "btc", Seat: 7, Member: true, Span: held},
			{ID: "3", Person: "dep", TitleVI: "Trưởng ban", Span: held},
			{ID: "4", Person: "pm", TitleVI: "Thủ tướng", Seat: 1, Member: true, Tie: true, Span: held},
			{ID: "5", Person: "out", TitleVI: "Bộ trưởng", Seat: 3, Member: true, Span: Span{From: day(1), Until: day(2)}},
		},
		[]Delegation{
			{Member: "pm", Staff: "h", Step: "head", Span: held},
			{Member: "pm", Staff: "c", Step: "clerk", Span: held},
			{Member: "pm", Staff: "late", Step: "clerk", Span: Span{From: day(1), Until: day(2)}},
		}, day(2))
	want := []Member{
		{Person: "pm", FullName: "Một", Seat: 1, Tie: true, Posts: []HeldPost{{ID: "4", TitleVI: "Thủ tướng"}},
			Office: []Staff{{"c", "clerk"}, {"h", "head"}}},
		{Person: "dep", FullName: "Hai", Seat: 2, Posts: []HeldPost{
			{ID: "1", TitleVI: "Phó Thủ tướng"}, {ID: "2", TitleVI: "Bộ trưởng", Agency: "btc", AgencyVI: "Bộ Tài chính"}, {ID: "3", TitleVI: "Trưởng ban"}}},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// An acting head votes only if a member in person.
func TestAnActingHeadIsOnTheListOnlyAsAMemberInPerson(t *testing.T) {
	held := Span{From: day(1)}
	posts := []Post{
		{ID: "1", Person: "dep", TitleVI: "Phó Thủ tướng", Seat: 2, Member: true, Span: held},
		{ID: "2", Person: "dep", TitleVI: "Phụ trách Bộ Y tế", Span: held},
		{ID: "3", Person: "vice", TitleVI: "Quyền Bộ trưởng", Seat: 9, Span: held}, // a vice minister
	}
	list := MembersAt([]Person{{ID: "dep"}, {ID: "vice"}}, nil, posts, nil, day(2))
	if len(list) != 1 || list[0].Person != "dep" || len(list[0].Posts) != 2 || list[0].Seat != 2 {
		t.Errorf("the list is %+v", list)
	}
}
