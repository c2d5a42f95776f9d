package audit_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"ecabinet/internal/audit"
	"ecabinet/meetings"
	"ecabinet/meetings/box"
	meetingstore "ecabinet/meetings/store"
	"ecabinet/procedure"
)

// urns are boxes whose keys are locked under a fixed key.
type urns struct{ t *testing.T }

var urnKey = bytes.Repeat([]byte{9}, 32)

func (u urns) New() (meetings.Box, error) {
	k, err := box.NewKeys()
	if err != nil {
		return meetings.Box{}, err
	}
	p, err := k.Public()
	if err != nil {
		return meetings.Box{}, err
	}
	locked, err := k.Lock(urnKey)
	return meetings.Box{SignKey: p.SignKey, SealKey: p.SealKey, Locked: locked}, err
}

func (u urns) Sign(locked, blinded string) (string, error) {
	k, err := box.Unlock(urnKey, locked)
	if err != nil {
		return "", err
	}
	return k.Sign(blinded)
}

func (u urns) Open(locked, vote string, sealed []string) ([]procedure.Choice, error) {
	k, err := box.Unlock(urnKey, locked)
	out := make([]procedure.Choice, len(sealed))
	for i, s := range sealed {
		choice, err := k.Open(vote, s)
		if err != nil {
			u.t.Error(err)
		}
		out[i] = procedure.Choice(choice)
	}
	return out, err
}

// secretVote holds one in a session, in which everybody agrees.
func (c *cabinet) secretVote() (vote string) {
	c.t.Helper()
	st := meetingstore.New(c.d)
	run := &meetings.Service{Store: st, Dossier: hall{c}, Roll: hall{c}, Laws: hall{c}, Seal: seal{c.d}, Boxes: urns{c.t}}
	desk, chair := c.as("secretary"), c.as(member(1))
	now := c.clock.Now()
	meeting := c.must(run.MakeMeeting(desk, meetings.Terms{
		Title: "Phiên họp", Kind: meetings.Regular, Mode: meetings.InRoom, Place: "Trụ sở", StartsAt: now.Add(time.Hour), EndsAt: now.Add(3 * time.Hour), Chair: member(1),
	}))
	item := c.must(run.AddItem(desk, meeting, "", meetings.ItemTerms{Kind: meetings.Decide, Title: "Nhân sự", Lead: "Bộ Nội vụ"}, nil))
	m, err := st.Meeting(desk, meeting)
	c.must("", err)
	c.must(run.Convene(desk, meeting, m.Rev))
	for i := 1; i <= members; i++ {
		c.must(run.CheckIn(c.as(member(i)), meeting, meetings.AttendRoom, meetings.ByTablet))
	}
	c.must(run.Open(chair, meeting))
	c.must(run.Begin(desk, item))
	vote = c.must(run.OpenVote(desk, meeting, meetings.Motion{Items: []string{item}, Text: "Giới thiệu?", Secret: true}))
	b, err := st.Box(desk, vote)
	c.must("", err)
	public := box.Public{SignKey: b.SignKey, SealKey: b.SealKey}
	var papers []meetings.BoxPaper
	for i := 1; i <= members; i++ {
		slip, err := public.NewSlip(vote)
		c.must("", err)
		signed, err := run.TakePaper(c.as(member(i)), vote, slip.Blinded)
		c.must("", err)
		spent, err := slip.Fill(public, vote, signed.Signed, string(procedure.Agree))
		c.must("", err)
		token, err := public.Check(vote, spent)
		c.must("", err)
		papers = append(papers, meetings.BoxPaper{Token: token, Sealed: spent.Sealed})
	}
	c.must(run.CloseTaking(desk, vote))
	_, err = run.FillBox(desk, vote, papers)
	c.must("", err)
	c.must(run.CloseBox(desk, vote, false, false))
	c.must("", run.CountBox(desk, vote, nil))
	c.checkpoint()
	return vote
}

// What a secret vote leaves is bound: its totals, and each name of a token.
func TestASecretVoteVerifies(t *testing.T) {
	convene(t, func(c *cabinet) {
		vote := c.secretVote()
		packed, plain := c.file()
		for name, verify := range map[string]func() (audit.Report, error){
			"file":     func() (audit.Report, error) { return audit.VerifyFile(bytes.NewReader(packed), c.keys()) },
			"database": func() (audit.Report, error) { return audit.VerifyDB(t.Context(), c.source(), c.keys()) },
		} {
			if r, err := verify(); err != nil || r.Secrets != 1 {
				t.Errorf("%s: %v, %+v", name, err, r)
			}
		}
		if n := strings.Count(plain, `"t":"secret"`); n != 1 {
			t.Errorf("%d lines of secret votes", n)
		}
		v := &vault{c, map[string]string{}}
		v.sql("CREATE TABLE kept_box_tokens AS SELECT * FROM box_tokens", "CREATE TABLE kept_room_votes AS SELECT * FROM room_votes")
		first := "token = (SELECT min(token) FROM box_tokens)"
		of := " WHERE id = '" + vote + "'"
		for _, x := range []struct{ what, table, statement, back string }{
			{"a total", "room_votes", `UPDATE room_votes SET tallies = replace(tallies, '"agree":', '"agree":1')` + of,
				"UPDATE room_votes SET tallies = (SELECT tallies FROM kept_room_votes" + of + ")" + of},
			{"a total moved", "room_votes", `UPDATE room_votes SET tallies = replace(replace(tallies, '"agree"', '"x"'), '"disagree"', '"agree"')` + of,
				"UPDATE room_votes SET tallies = (SELECT tallies FROM kept_room_votes" + of + ")" + of},
			{"the number of papers", "room_votes", "UPDATE room_votes SET boxed = boxed - 1" + of, "UPDATE room_votes SET boxed = boxed + 1" + of},
			{"a vote by name of it", "room_votes", "UPDATE room_votes SET secret = (1 = 0)" + of, "UPDATE room_votes SET secret = (1 = 1)" + of},
			{"a vote that is open", "room_votes", "UPDATE room_votes SET state = 'open'" + of, "UPDATE room_votes SET state = 'closed'" + of},
			{"a token less", "box_tokens", "DELETE FROM box_tokens WHERE " + first, "INSERT INTO box_tokens SELECT * FROM kept_box_tokens WHERE token NOT IN (SELECT token FROM box_tokens)"},
			{"a token more", "box_tokens", "INSERT INTO box_tokens (vote, token) VALUES ('" + vote + "', '00')", "DELETE FROM box_tokens WHERE token = '00'"},
			{"a token exchanged", "box_tokens", "UPDATE box_tokens SET token = '00' WHERE " + first,
				"UPDATE box_tokens SET token = (SELECT min(token) FROM kept_box_tokens) WHERE token = '00'"},
		} {
			v.sql(x.statement)
			_, err := audit.VerifyDB(t.Context(), v.source(), v.keys())
			if w, ok := errors.AsType[*audit.Wrong](err); !ok || w.Table != x.table {
				t.Errorf("%s: %v", x.what, err)
			}
			v.sql(x.back)
		}
		if _, err := audit.VerifyDB(t.Context(), v.source(), v.keys()); err != nil {
			t.Errorf("put back as it was: %v", err)
		}
	})
}
