package audit_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"ecabinet/ballots"
	"ecabinet/internal/audit"
	"ecabinet/procedure"
)

// door is open for whoever has the link.
type door struct{}

func (door) Leave(context.Context, string) error                                        { return nil }
func (door) Admitted(context.Context, ballots.Tx, string, string) (bool, error)         { return false, nil }
func (door) Admit(context.Context, ballots.Tx, string, string, string, time.Time) error { return nil }
func (door) Shut(context.Context, ballots.Tx, string) error                             { return nil }

// consult opens a consultation of three, of whom the first two answer, the second twice.
func (c *cabinet) consult() []ballots.Respondent {
	c.t.Helper()
	c.svc.Doors = door{}
	c.write() // for the papers
	c.ballot = c.must(c.svc.MakeConsultation(c.as("secretary"), "matter-x"))
	c.must(c.svc.Edit(c.as("secretary"), c.ballot, c.now().Rev, ballots.Terms{
		Title: "Tham vấn", Days: 15, Papers: []string{"doc-2.1"}, Questions: []ballots.Question{
			{Text: "Nhất trí?", Kind: ballots.YesNo}, {Text: "Phương án nào?", Kind: ballots.Options, Options: []ballots.Option{{Text: "Một"}, {Text: "Hai"}}},
		},
	}))
	c.must(c.svc.WriteRespondents(c.as("secretary"), c.ballot, c.now().Rev, []ballots.Respondent{
		{Name: "Bộ Tư pháp", Sector: ballots.Ministry, Person: member(1)},
		{Name: "UBND tỉnh", Sector: ballots.Province}, {Name: "Hiệp hội", Sector: ballots.Association},
	}))
	c.must(c.svc.Submit(c.as("secretary"), c.ballot, c.now().Rev))
	c.must(c.svc.Approve(c.as("deputy"), c.ballot, c.now().Rev))
	list, err := c.svc.Store.Respondents(c.as("secretary"), c.ballot)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, one := range []struct {
		r      ballots.Respondent
		choice procedure.Choice
	}{{list[0], procedure.Agree}, {list[1], procedure.Agree}, {list[1], procedure.Other}} {
		content, ctx := c.content(one.choice), c.as(one.r.Answerer())
		p, err := c.svc.Prepare(ctx, c.ballot, 1, content, c.clock.Now())
		if err != nil {
			c.t.Fatal(err)
		}
		done, err := c.svc.Confirm(ctx, c.ballot, ballots.Confirmation{Record: p.Record, Seal: p.Seal, Content: content})
		c.must(done.Ref, err)
	}
	ref, err := c.svc.HandOut(c.as("secretary"), c.ballot, []int{3})
	c.must(ref, err)
	return list
}

// The auditor's file covers a consultation as it covers a ballot: while it is open by
// hashes, afterwards by what was received; and no word or link stands in it.
func TestAConsultationVerifies(t *testing.T) {
	convene(t, func(c *cabinet) {
		c.consult()
		for _, when := range []string{"open", "closed"} {
			packed, plain := c.file()
			r, err := audit.VerifyFile(bytes.NewReader(packed), c.keys())
			if err != nil {
				t.Fatalf("%s: %v", when, err)
			}
			if sealed := map[string]int64{"open": 5, "closed": 4}[when]; r.Ballots != 10 || r.Sealed != sealed {
				t.Errorf("%s: %+v", when, r)
			}
			if strings.Contains(plain, canary) || strings.Contains(plain, "link_hash") {
				t.Errorf("%s: words or links stand in the file", when)
			}
			if when == "open" {
				c.closeNow()
			}
		}
		v := open(c)
		v.ids["#x"] = c.ballot
		answer := v.value("SELECT answer FROM seats WHERE ballot = '" + c.ballot + "' AND no = 2")
		for what, harm := range map[string][3]string{
			"taken for a ballot":         {"UPDATE ballots SET kind = '' WHERE id = '#x'", "ballots", c.ballot},
			"the silent one answered":    {"UPDATE ballots SET result = replace(result, '\"answered\":[1,2]', '\"answered\":[1,2,3]') WHERE id = '#x'", "ballots", c.ballot},
			"a respondent was renamed":   {"UPDATE seats SET name = 'Hiệp hội khác' WHERE ballot = '#x' AND no = 3", "seats", c.ballot + ":3"},
			"words were changed":         {"UPDATE answers SET content = replace(content, 'Đề nghị', 'Yêu cầu') WHERE id = '" + answer + "'", "answers", answer},
			"the earlier version counts": {"UPDATE seats SET answer = (SELECT id FROM answers WHERE ballot = '#x' AND seat = 2 AND revision = 1) WHERE ballot = '#x' AND no = 2", "seats", c.ballot + ":2"},
		} {
			v.sql(v.marks(harm[0]))
			v.detected(what, harm[1], harm[2])
			for _, table := range []string{"answers", "seats", "ballots"} {
				v.restore(table)
			}
		}
	})
}
