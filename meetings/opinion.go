package meetings

import (
	"cmp"
	"slices"
	"time"

	"ecabinet"
)

// Opinion is one version of what somebody wrote on an item while it ran: material of
// the minutes. The last version counts, every one is kept.
type Opinion struct {
	Meeting  string
	Item     string
	Person   string
	Revision int // 1, 2, ...
	Text     string
	Salt     string // goes into the hash, so that nobody guesses a short text from it
	At       time.Time
}

// Opinions are those of one meeting, in any order.
type Opinions []Opinion

// Last are the versions that count, in the order in which they were first written.
func (o Opinions) Last() []Opinion {
	byTime := slices.SortedFunc(slices.Values(o), func(x, y Opinion) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.Revision, y.Revision))
	})
	var out []Opinion
	for _, x := range byTime {
		same := func(y Opinion) bool { return y.Item == x.Item && y.Person == x.Person }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i] = x
		} else {
			out = append(out, x)
		}
	}
	return out
}

// WriteOpinion gives the next version of a person's opinion on an item that runs. revision
// is that of the version seen, 0 for none; another has come meanwhile from another
// device: Stale "request.stale".
func (m *Meeting) WriteOpinion(o Opinions, it Item, here Attendance, x Opinion, seen int, now time.Time) (Opinion, error) {
	if (m.State != Running && m.State != Paused) || it.Stage != Current {
		return x, ecabinet.E(ecabinet.Refused, "meeting.item_runs_not")
	}
	if slices.Contains(it.Recused, x.Person) {
		return x, ecabinet.E(ecabinet.Refused, "meeting.recused")
	}
	if _, ok := here.At(x.Person, now); !ok {
		return x, ecabinet.E(ecabinet.Refused, "meeting.check_in_first")
	}
	var f fields
	if f.text("text", x.Text, 1, MaxNote); f.err() != nil {
		return x, f.err()
	}
	for _, before := range o {
		if before.Item == it.ID && before.Person == x.Person {
			x.Revision = max(x.Revision, before.Revision)
		}
	}
	if err := checkRev(int64(seen), int64(x.Revision)); err != nil {
		return x, err
	}
	x.Meeting, x.Item, x.At = m.ID, it.ID, now
	x.Revision++
	return x, nil
}
