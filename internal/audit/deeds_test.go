package audit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ecabinet/internal/audit"
	"ecabinet/meetings"
	meetingstore "ecabinet/meetings/store"
)

// hall is the cabinet in session: its own Dossier, Roll and Laws of meetings.
type hall struct{ *cabinet }

func (hall) Matter(context.Context, string) (meetings.Matter, error)  { return meetings.Matter{}, nil }
func (hall) Papers(context.Context, string) ([]meetings.Paper, error) { return nil, nil }
func (h hall) Members(context.Context, time.Time) ([]meetings.Member, error) {
	var list []meetings.Member
	for i := 1; i <= members; i++ {
		list = append(list, meetings.Member{Person: member(i), Name: fmt.Sprint("Ủy viên ", i), Posts: []string{"Bộ trưởng"}, TieMark: i == 1})
	}
	return list, nil
}
func (h hall) At(context.Context, time.Time) (meetings.Law, error) {
	return meetings.Law{Profile: h.profile, Zone: zone}, nil
}

// session holds a session and certifies its minutes; its notice comes back once, and
// its minutes are corrected.
func (c *cabinet) session() {
	c.t.Helper()
	st := meetingstore.New(c.d)
	run := &meetings.Service{Store: st, Dossier: hall{c}, Roll: hall{c}, Laws: hall{c}, Seal: seal{c.d}}
	desk, chair := c.as("secretary"), c.as(member(1))
	now := c.clock.Now()
	meeting := c.must(run.MakeMeeting(desk, meetings.Terms{
		Title: "Phiên họp " + canary, Kind: meetings.Regular, Mode: meetings.InRoom, Place: "Trụ sở", StartsAt: now.Add(time.Hour), EndsAt: now.Add(3 * time.Hour), Chair: member(1),
	}))
	item := c.must(run.AddItem(desk, meeting, "", meetings.ItemTerms{Kind: meetings.Discuss, Title: canary, Lead: "Bộ Tài chính"}, nil))
	m, err := st.Meeting(desk, meeting)
	c.must("", err)
	c.must(run.Convene(desk, meeting, m.Rev))
	for i := 1; i <= members; i++ {
		c.must(run.CheckIn(c.as(member(i)), meeting, meetings.AttendRoom, meetings.ByTablet))
	}
	c.must(run.Open(chair, meeting))
	c.must(run.Begin(desk, item))
	c.must(run.Conclude(chair, item, meetings.Conclusion{Outcome: meetings.Discussed, Text: canary}))
	c.must(run.Adjourn(chair, meeting))
	deeds, err := st.Deeds(desk, meeting)
	c.must("", err)
	sign := func(ctx context.Context, id string, secretary bool) {
		c.t.Helper()
		x, err := run.Signable(ctx, id, secretary)
		c.must("", err)
		c.must(run.SignDeed(ctx, id, x.Hash, secretary))
		c.clock.Add(time.Second)
	}
	rev := func(id string) int64 {
		d, err := st.Deed(desk, id)
		c.must("", err)
		return d.Rev
	}
	for _, d := range deeds {
		c.must(run.SendDeed(desk, d.ID, rev(d.ID)))
		sign(desk, d.ID, true)
		if d.Kind == meetings.DeedNotice {
			c.must(run.ReturnDeed(chair, d.ID, rev(d.ID), canary))
			continue
		}
		sign(chair, d.ID, false)
		c.must(run.CorrectDeed(desk, d.ID, "closing", canary, canary))
		c.must(run.CorrectDeed(desk, d.ID, "closing", canary, canary))
	}
	c.checkpoint()
}

// Every column of the papers of a session is bound, and so is that they are there.
func TestThePapersOfASessionVerify(t *testing.T) {
	convene(t, func(c *cabinet) {
		c.session()
		packed, plain := c.file()
		for name, verify := range map[string]func() (audit.Report, error){
			"file":     func() (audit.Report, error) { return audit.VerifyFile(bytes.NewReader(packed), c.keys()) },
			"database": func() (audit.Report, error) { return audit.VerifyDB(t.Context(), c.source(), c.keys()) },
		} {
			if r, err := verify(); err != nil || r.Deeds != 2 {
				t.Errorf("%s: %v, %+v", name, err, r)
			}
		}
		if strings.Contains(plain, canary) {
			t.Error("the words of a session stand in the audit file")
		}
		v := &vault{c, map[string]string{}}
		tables := []string{"deed_corrections", "deed_signatures", "deeds"}
		kept := append(slices.Clone(tables), "registers")
		statements := []string{"DROP TABLE deed_comments", "DROP TABLE deed_leases", "DROP TABLE deed_sections"}
		for _, name := range kept {
			statements = append(statements, "CREATE TABLE kept_"+name+" AS SELECT * FROM "+name, "DROP TABLE "+name, "CREATE TABLE "+name+" AS SELECT * FROM kept_"+name)
		}
		v.sql(statements...)
		found := func(what string, table ...string) {
			t.Helper()
			_, err := audit.VerifyDB(t.Context(), v.source(), v.keys())
			var w *audit.Wrong
			if !errors.As(err, &w) || !slices.Contains(table, w.Table) {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, name := range tables {
			first := "id = (SELECT min(id) FROM kept_" + name + ")"
			for _, col := range audit.Tables()[name] {
				if col.Name == "body" {
					continue // the row is another body's then, and missing here
				}
				v.sql(fmt.Sprintf(`UPDATE %s SET "%s" = %s WHERE %s`, name, col.Name, v.other(name, col), first))
				found(name+"."+col.Name, tables...)
				v.restore(name)
			}
			v.sql("DELETE FROM " + name + " WHERE " + first)
			found("a row of "+name+" deleted", tables...)
			v.restore(name)
			v.sql("INSERT INTO " + name + " SELECT * FROM kept_" + name + " WHERE " + first)
			found("a row of "+name+" twice", name)
			v.restore(name)
		}
		v.sql("UPDATE registers SET last_number = 2 WHERE kind = 'meeting.minutes'")
		found("the register of minutes", "registers")
		v.restore("registers")
		if _, err := audit.VerifyDB(t.Context(), v.source(), v.keys()); err != nil {
			t.Errorf("put back as it was: %v", err)
		}
	})
}
