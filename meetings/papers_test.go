package meetings_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"ecabinet/meetings"
)

// readers says who reads a paper of a matter, as the other rooms are told.
func (h *house) follows() *map[string][]string {
	told := map[string][]string{}
	h.svc.Course = func(_ context.Context, _ meetings.Tx, list []meetings.Readers) error {
		clear(told)
		for _, r := range list {
			told["doc-1"] = append(told["doc-1"], r.Listed...)
			for _, x := range r.Held {
				told[x.Document] = slices.DeleteFunc(told[x.Document], func(p string) bool { return slices.Contains(x.Persons, p) })
			}
		}
		return nil
	}
	return &told
}

func (h *house) item(n int) *meetings.Item {
	h.t.Helper()
	it, err := h.st.Item(h.desk(), h.items[n])
	if err != nil {
		h.t.Fatal(err)
	}
	return it
}

// A paper goes to the chair, then to the members, then to everybody, at its time.
func TestPapersAreReleasedInSteps(t *testing.T) {
	sit(t, 3, func(h *house) {
		told := h.follows()
		h.convene(1)
		h.ok(h.svc.EditItem(h.desk(), h.items[0], h.item(0).Rev, meetings.ItemTerms{Kind: meetings.Decide, Title: "Nghị định", Matter: "x", Guests: []string{"guest"}}, nil))
		reads := func(want ...string) {
			h.t.Helper()
			got := (*told)["doc-1"]
			slices.Sort(got)
			if !slices.Equal(got, want) {
				h.t.Errorf("%v read it, want %v", got, want)
			}
		}
		release := func(to meetings.Reach, at *time.Time) {
			h.t.Helper()
			h.ok(h.svc.ReleasePapers(h.desk(), h.items[0], h.item(0).Rev, []meetings.Release{{Document: "doc-1", To: to, At: at}}))
		}
		reads("guest", "m1", "m2", "m3")
		release(meetings.ToDesk, nil)
		reads("m1")
		release(meetings.ToMembers, nil)
		reads("m1", "m2", "m3")

		later := h.clock.Now().Add(time.Hour)
		release(meetings.ToAll, &later)
		reads("m1")
		if r := h.item(0).Reach("doc-1", h.clock.Now()); r != meetings.ToDesk {
			h.t.Errorf("before its time it is released to %s", r)
		}
		h.clock.Set(later)
		if err := h.svc.ReleaseDue(h.desk(), h.items[0]); err != nil {
			h.t.Fatal(err)
		}
		reads("guest", "m1", "m2", "m3")

		h.refused("request.stale")(h.svc.ReleasePapers(h.desk(), h.items[0], 1, nil))
		h.refused("meeting.release_unknown")(h.svc.ReleasePapers(h.desk(), h.items[0], h.item(0).Rev, []meetings.Release{{Document: "another", To: meetings.ToAll}}))
		// What the secretariat edits otherwise leaves the steps as they are.
		release(meetings.ToMembers, nil)
		it := h.item(0)
		h.ok(h.svc.EditItem(h.desk(), it.ID, it.Rev, it.ItemTerms, nil))
		if r := h.item(0).Reach("doc-1", h.clock.Now()); r != meetings.ToMembers {
			h.t.Errorf("after an edit it is released to %s", r)
		}
	})
}

func TestTheLedgerOfCopies(t *testing.T) {
	sit(t, 3, func(h *house) {
		h.convene(1)
		h.refused("meeting.copies_stored")(h.svc.HandCopy(h.desk(), h.items[0], "m2", ""))
		h.ok(h.svc.EditItem(h.desk(), h.items[0], h.item(0).Rev, meetings.ItemTerms{Kind: meetings.Discuss, Title: "Nội dung mật", Matter: "secret"}, nil))
		h.refused("meeting.invalid")(h.svc.HandCopy(h.desk(), h.items[0], "", ""))
		h.refused("meeting.invalid")(h.svc.HandCopy(h.desk(), h.items[0], "nobody", ""))
		for _, p := range []string{"m2", "m3", "m2"} {
			h.ok(h.svc.HandCopy(h.desk(), h.items[0], p, ""))
		}
		all := func() meetings.Copies {
			h.t.Helper()
			list, err := h.st.Copies(h.desk(), h.meeting)
			if err != nil {
				h.t.Fatal(err)
			}
			return list
		}
		list := all()
		if len(list) != 3 || list[2].Number != 3 || list[1].Person != "m3" || list[0].State != meetings.CopyOut || list[0].HandedBy != "desk" {
			h.t.Fatalf("%+v", list)
		}
		h.ok(h.svc.SettleCopy(h.desk(), list[0].ID, meetings.CopyReturned, ""))
		h.refused("meeting.copy_settled")(h.svc.SettleCopy(h.desk(), list[0].ID, meetings.CopyMissing, "mất"))
		h.refused("meeting.invalid")(h.svc.SettleCopy(h.desk(), list[1].ID, meetings.CopyMissing, " "))
		h.ok(h.svc.SettleCopy(h.desk(), list[1].ID, meetings.CopyMissing, "Không thu lại được sau phiên họp"))
		h.ok(h.svc.SettleCopy(h.desk(), list[1].ID, meetings.CopyReturned, ""))
		list = all()
		if list[0].State != meetings.CopyReturned || list[1].State != meetings.CopyReturned || list[1].Note == "" || list[1].SettledAt == nil || list[2].State != meetings.CopyOut {
			h.t.Errorf("%+v", list)
		}
		mine, err := h.st.Mine(h.desk(), h.meeting, "m2")
		if err != nil || len(mine.Copies) != 2 {
			h.t.Errorf("%+v, %v", mine, err)
		}
	})
}
