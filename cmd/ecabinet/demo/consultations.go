package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/procedure"
	"ecabinet/summaries/corpus"
)

// chargers is the consultation that is over, parking the one that is open.
const (
	chargers = "tram-sac"
	parking  = "bai-do-xe"
)

// respondent is one who is asked in a consultation.
type respondent struct {
	name   string
	sector ballots.Sector
	person string // key of who answers by an account; "": by a personal link
	says   *view  // nil: silent
}

func says(choice procedure.Choice, only, text string, points ...ballots.Point) *view {
	return &view{choice: choice, only: only, text: text, points: points}
}

func on(clause, text, wording string, weight ballots.Weight) ballots.Point {
	return ballots.Point{Clause: clause, Text: text, Wording: wording, Weight: weight}
}

// chargees are asked on the draft about charging stations. The sixty of the corpus answer,
// in its words, so that whoever tries the synthesis finds nine issues, dissent and texts
// that are meant for a machine; twelve are silent.
func chargees() []respondent {
	sectors := []struct {
		prefix string
		sector ballots.Sector
	}{
		{"UBND", ballots.Province}, {"Bộ ", ballots.Ministry}, {"Ngân hàng Nhà nước", ballots.Ministry}, {"Thanh tra", ballots.Ministry},
		{"Văn phòng Chính phủ", ballots.Ministry}, {"Công ty", ballots.Business}, {"Tập đoàn", ballots.Business}, {"Đại học", ballots.Expert},
	}
	sixty := corpus.Sixty()
	var list []respondent
	for _, o := range sixty.Question.Opinions {
		r := respondent{sixty.Names[o.Respondent], ballots.Association, "", says(procedure.Choice(o.Stance), "", o.Text)}
		for _, s := range sectors {
			if strings.HasPrefix(r.name, s.prefix) {
				r.sector = s.sector
			}
		}
		if r.name == "UBND tỉnh Lào Cai" {
			r.person = "tinh-lao-cai"
		}
		list = append(list, r)
	}
	return append(list,
		respondent{"Bộ Dân tộc và Tôn giáo", ballots.Ministry, "", nil},
		respondent{"Bộ Văn hóa, Thể thao và Du lịch", ballots.Ministry, "", nil},
		respondent{"Bảo hiểm xã hội Việt Nam", ballots.Ministry, "", nil},
		respondent{"Hiệp hội Xăng dầu Việt Nam", ballots.Association, "", nil},
		respondent{"Hiệp hội Taxi Hà Nội", ballots.Association, "", nil},
		respondent{"Hiệp hội Nhựa Việt Nam", ballots.Association, "hiep-hoi-nhua", nil},
		respondent{"Công ty cổ phần Bãi đỗ xe Sông Tô", ballots.Business, "", nil},
		respondent{"Công ty TNHH Pin và Ắc quy Miền Trung", ballots.Business, "", nil},
		respondent{"Tập đoàn Bán lẻ Sông Hồng", ballots.Business, "", nil},
		respondent{"TS. Vi Thị Hồng Nhung, chuyên gia chính sách", ballots.Expert, "", nil},
		respondent{"PGS.TS. Lương Thế Hiển, Viện Năng lượng", ballots.Expert, "", nil},
		respondent{"Ban đại diện cư dân chung cư Hồ Tây", ballots.OtherSector, "", nil},
	)
}

// parkers are asked on the draft about car parks; a few have answered.
func parkers() []respondent {
	quick := says(procedure.Agree, "", "")
	return []respondent{
		{"Bộ Xây dựng", ballots.Ministry, "", quick},
		{"Bộ Công an", ballots.Ministry, "", says(procedure.Other, "q2", "Bổ sung yêu cầu về phòng cháy, chữa cháy tại hầm để xe chung cư.", on("Điều 2 khoản 1", "Hầm để xe phải có vách ngăn cháy.", "", ballots.Condition))},
		{"Ủy ban nhân dân tỉnh Lào Cai", ballots.Province, "tinh-lao-cai", nil},
		{"Ủy ban nhân dân thành phố Hải Phòng", ballots.Province, "", quick},
		{"Tập đoàn Điện lực Sông Đà", ballots.Business, "", nil},
		{"Hiệp hội Vận tải ô tô Việt Nam", ballots.Association, "", nil},
		{"Hiệp hội Chủ đầu tư chung cư", ballots.Association, "", nil},
		{"TS. Cao Xuân Lập, chuyên gia giao thông", ballots.Expert, "", nil},
	}
}

// consult takes a matter, writes a consultation on it and opens it.
func (s *script) consult(ctx context.Context, key, approver string, last procedure.Date, edit func(*ballots.Terms), list []respondent) error {
	if err := s.take(ctx, key); err != nil {
		return err
	}
	desk, err := s.as(ctx, "thu-ky-1")
	if err != nil {
		return err
	}
	ref, err := s.app.Ballots.MakeConsultation(desk, s.matters[key].id)
	if err != nil {
		return err
	}
	s.ballots[key] = idOf(ref)
	b, err := s.ballot(desk, key)
	if err != nil {
		return err
	}
	t := ballots.Terms{
		Title: b.Title, ByName: true, Recused: []string{}, LastDay: &last,
		Note: "Đề nghị quý cơ quan, tổ chức cho ý kiến về các nội dung dưới đây; góp ý theo điều, khoản nếu có.",
	}
	for _, p := range b.Papers {
		t.Papers = append(t.Papers, p.Version)
	}
	edit(&t)
	if _, err := s.app.Ballots.Edit(desk, b.ID, b.Rev, t); err != nil {
		return err
	}
	asked := make([]ballots.Respondent, len(list))
	for i, r := range list {
		asked[i] = ballots.Respondent{Name: r.name, Sector: r.sector, Person: s.persons[r.person]}
		if r.person == "" {
			asked[i].Email = fmt.Sprintf("don-vi-%d@thamvan.example", i+1)
		}
	}
	return checked(
		func() error {
			return s.act(ctx, "thu-ky-1", key, func(ctx context.Context, b *ballots.Ballot) (string, error) {
				return s.app.Ballots.WriteRespondents(ctx, b.ID, b.Rev, asked)
			})
		},
		func() error { return s.submit(ctx, key) },
		func() error { s.clock.Forward(40 * time.Minute); return s.approve(ctx, approver, key) },
	)
}

// heard lets those who answer do so, some time apart and not at night: each by the
// account, or by the link that the secretariat gave out.
func (s *script) heard(ctx context.Context, key string, list []respondent, apart time.Duration) error {
	desk, err := s.as(ctx, "thu-ky-2")
	if err != nil {
		return err
	}
	var byLink []int
	for i, r := range list {
		if r.person == "" && r.says != nil {
			byLink = append(byLink, i+1)
		}
	}
	ref, err := s.app.Ballots.HandOut(desk, s.ballots[key], byLink)
	if err != nil {
		return err
	}
	links, err := s.app.Ballots.HandedOut(desk, s.ballots[key], ref)
	if err != nil {
		return err
	}
	secrets := map[int]string{}
	for _, l := range links {
		secrets[l.Respondent.No] = l.Secret
	}
	for i, r := range list {
		if r.says == nil {
			continue
		}
		who, err := s.respondent(ctx, r, secrets[i+1])
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		if err := s.castAs(who, key, *r.says); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		next := s.clock.Now().Add(apart).In(zone)
		if next.Hour() >= 17 {
			next = time.Date(next.Year(), next.Month(), next.Day()+1, 8, 10+i%40, 0, 0, zone)
		}
		if err := s.until(ctx, next); err != nil {
			return err
		}
	}
	return nil
}

// respondent is one who is asked, signed in: by an account, or by the link.
func (s *script) respondent(ctx context.Context, r respondent, secret string) (context.Context, error) {
	if r.person != "" {
		return s.as(ctx, r.person)
	}
	in, err := s.app.Ballots.Enter(ctx, secret, ecabinet.NewID())
	if err != nil {
		return nil, err
	}
	a, err := s.app.Auth.Actor(ctx, in.Token)
	return ecabinet.WithActor(ctx, a), err
}

// consulted is a consultation that was closed: sixty of seventy-two have answered.
func (s *script) consulted(ctx context.Context) error {
	edit := func(t *ballots.Terms) {
		t.Questions = []ballots.Question{{Text: "Về nội dung dự thảo Nghị định", Kind: ballots.YesNo}}
	}
	list := chargees()
	return checked(
		func() error { return s.until(ctx, clockAt("2026-10-06 08:20")) },
		func() error {
			return s.consult(ctx, chargers, "pho-thu-tuong-3", procedure.Date{Year: 2026, Month: 10, Day: 30}, edit, list)
		},
		func() error { return s.heard(ctx, chargers, list, 17*time.Minute) },
	)
}

// consulting is a consultation that is open when the demonstration begins.
func (s *script) consulting(ctx context.Context) error {
	edit := func(t *ballots.Terms) {
		t.Questions = []ballots.Question{
			{Text: "Về sự cần thiết và mục tiêu phát triển bãi đỗ xe đến năm 2030", Kind: ballots.YesNo},
			{Text: "Về nghĩa vụ bố trí chỗ đỗ xe tại chung cư", Kind: ballots.YesNo},
		}
	}
	list := parkers()
	return checked(
		func() error {
			return s.consult(ctx, parking, "pho-thu-tuong-4", procedure.Date{Year: 2026, Month: 11, Day: 27}, edit, list)
		},
		func() error { return s.heard(ctx, parking, list, 45*time.Minute) },
	)
}
