package meetings

import (
	"context"
	"encoding/json"
	"time"

	"ecabinet"
	"ecabinet/internal/record"
	"ecabinet/procedure"
)

// PrepareFor is how long a prepared vote may wait for its confirmation.
const PrepareFor = 5 * time.Minute

// CastRecord is what a member confirms: canonical JSON (RFC 8785) of exactly these
// fields. The confirmation is drawn from its bytes, so what was seen is what is
// stored.
type CastRecord struct {
	Format     string           `json:"format"` // "ecabinet.vote.v1"
	Body       string           `json:"body"`
	Meeting    string           `json:"meeting"`
	Vote       string           `json:"vote"`
	No         int              `json:"no"`
	Text       string           `json:"text"`
	Items      []string         `json:"items"`
	Seat       int              `json:"seat"`
	Voter      string           `json:"voter"`
	VoterName  string           `json:"voter_name"`
	Choice     procedure.Choice `json:"choice"`
	Revision   int              `json:"revision"`
	PreparedAt string           `json:"prepared_at"` // RFC 3339, UTC
	Nonce      string           `json:"nonce"`
}

// Prepared is what the confirmation is drawn from. Nothing is stored: the seal
// carries it to Confirm.
type Prepared struct {
	Record  string
	Hash    string // hex SHA-256 of Record
	Seal    string
	Expires time.Time
}

type sealed struct {
	Hash    string    `json:"hash"`
	Session string    `json:"session"`
	Expires time.Time `json:"expires"`
}

// Motion is what a vote is to be opened on.
type Motion struct {
	Items   []string
	Text    string
	Options []Option
	Repeats string // the vote that is repeated, ""
	Secret  bool
}

// OpenVote opens a vote on items: the running one, or a block of those that wait.
func (s *Service) OpenVote(ctx context.Context, meeting string, mo Motion) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	v := Vote{ID: ecabinet.NewVoteID(), Text: mo.Text, Options: mo.Options, OpenedBy: actor.Person, Repeats: mo.Repeats, Secret: mo.Secret}
	return s.change(ctx, meeting, anyRev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		agenda, err := tx.Agenda(ctx, meeting)
		if err != nil {
			return "", err
		}
		on, err := agenda.pick(mo.Items)
		if err != nil {
			return "", err
		}
		others, err := tx.Votes(ctx, meeting)
		if err != nil {
			return "", err
		}
		seats, here, err := s.room(ctx, tx, meeting)
		if err != nil {
			return "", err
		}
		positions, err := tx.Positions(ctx, meeting)
		if err != nil {
			return "", err
		}
		now := tx.Now()
		block := agenda.Consent(positions, here.Present(seats, now))
		open, err := m.OpenVote(v, on, block, others, seats, here.Quorum(m.Profile, seats, now), now)
		if err != nil {
			return "", err
		}
		basis, err := open.basis(m, seats)
		if err != nil {
			return "", err
		}
		emit(tx, m, "vote.opened", "vote/"+open.ID, data{"no": open.No, "items": open.Items, "quorum": open.QuorumOpen, "basis": basis, "repeats": mo.Repeats, "secret": open.Secret})
		if err := tx.InsertVote(ctx, &open, seats); err != nil || !open.Secret {
			return "vote/" + open.ID, err
		}
		box, err := s.Boxes.New()
		if err != nil {
			return "", err
		}
		box.Vote = open.ID
		return "vote/" + open.ID, tx.InsertBox(ctx, m.Body, box)
	})
}

// basis binds everything that the count reads besides the casts.
func (v *Vote) basis(m *Meeting, seats []Seat) (string, error) {
	return record.HashOf(struct {
		Profile procedure.Profile `json:"profile"`
		Text    string            `json:"text"`
		Items   []string          `json:"items"`
		Options []Option          `json:"options"`
		Secret  bool              `json:"secret,omitempty"`
		Seats   []Seat            `json:"seats"`
	}{m.Profile, v.Text, v.Items, v.Options, v.Secret, seats})
}

func (a Agenda) pick(ids []string) ([]Item, error) {
	out := make([]Item, 0, len(ids))
	for _, id := range ids {
		it, ok := a.Find(id)
		if !ok {
			return nil, ecabinet.E(ecabinet.NotFound, "meeting.item_not_found")
		}
		out = append(out, it)
	}
	return out, nil
}

func (s *Service) room(ctx context.Context, r Reader, meeting string) ([]Seat, Attendance, error) {
	seats, err := r.Seats(ctx, meeting)
	if err != nil {
		return nil, nil, err
	}
	here, err := r.Attendance(ctx, meeting)
	return seats, here, err
}

// Prepare makes the record of the actor's choice as it would be stored now.
func (s *Service) Prepare(ctx context.Context, vote string, choice procedure.Choice, now time.Time) (*Prepared, error) {
	actor := ecabinet.ActorFrom(ctx)
	b, err := s.Store.Booth(ctx, vote, actor.Person)
	if err != nil {
		return nil, err
	}
	if err := b.Vote.CheckChoice(choice); err != nil {
		return nil, err
	}
	if _, err := b.MayCast(now); err != nil {
		return nil, err
	}
	m, v, seat := b.Meeting, b.Vote, b.Seat
	raw, err := record.Canonical(CastRecord{
		Format: "ecabinet.vote.v1", Body: m.Body, Meeting: m.ID, Vote: v.ID, No: v.No, Text: v.Text, Items: v.Items,
		Seat: seat.No, Voter: seat.Person, VoterName: seat.Name, Choice: choice, Revision: b.Turnout.Revision + 1,
		PreparedAt: now.UTC().Format(time.RFC3339), Nonce: record.Nonce(),
	})
	if err != nil {
		return nil, err
	}
	p := &Prepared{Record: string(raw), Hash: record.Hash(raw), Expires: now.Add(PrepareFor).UTC()}
	token, err := json.Marshal(sealed{Hash: p.Hash, Session: actor.Session, Expires: p.Expires})
	if err != nil {
		return nil, err
	}
	p.Seal = s.Seal.Seal(token)
	return p, nil
}

// Confirm stores a vote. The confirmed bytes decide: where the vote or the seat are
// no longer those of the record, it is refused and nothing changes.
func (s *Service) Confirm(ctx context.Context, vote, raw, seal string) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		// Within the act: a retry of what was stored is answered before this, even
		// from a new session.
		r, hash, err := s.unseal(raw, seal, actor.Session)
		if err != nil {
			return "", err
		}
		if r.Vote != vote || r.Voter != actor.Person {
			return "", ecabinet.E(ecabinet.Refused, "meeting.record_invalid")
		}
		b, err := tx.LockBooth(ctx, vote, actor.Person)
		if err != nil {
			return "", err
		}
		now := tx.Now()
		absent, err := b.MayCast(now)
		if err != nil {
			return "", err
		}
		m, v, seat, t := b.Meeting, b.Vote, b.Seat, b.Turnout
		if t.Revision+1 != r.Revision || seat.No != r.Seat {
			return "", ecabinet.E(ecabinet.Refused, "meeting.record_outdated")
		}
		c := &Cast{
			ID: ecabinet.NewVoteID(), Body: m.Body, Vote: v.ID, Seat: seat.No, Revision: r.Revision, Person: actor.Person,
			Choice: r.Choice, Absent: absent, At: now, Record: raw, RecordHash: hash, Nonce: r.Nonce,
		}
		if c.RowHash, err = c.rowHash(); err != nil {
			return "", err
		}
		t.Revision, t.Cast, t.CastAt = c.Revision, c.ID, &now
		emit(tx, m, "cast.made", "cast/"+c.ID, data{"vote": v.ID, "person": c.Person, "seat": seat.No, "revision": c.Revision, "row_hash": c.RowHash})
		return "cast/" + c.ID, tx.InsertCast(ctx, c, &t)
	})
}

func (s *Service) unseal(raw, seal, session string) (CastRecord, string, error) {
	var r CastRecord
	invalid := ecabinet.E(ecabinet.Refused, "meeting.record_invalid")
	token, err := s.Seal.Unseal(seal)
	if err != nil {
		return r, "", invalid
	}
	var held sealed
	if err := json.Unmarshal(token, &held); err != nil {
		return r, "", invalid
	}
	hash := record.Hash([]byte(raw))
	if held.Hash != hash || held.Session != session {
		return r, "", invalid
	}
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		return r, "", invalid
	}
	return r, hash, nil
}

// rowHash binds every column of a cast. The record stands in it by its own hash.
func (c *Cast) rowHash() (string, error) {
	return record.HashOf(struct {
		ID         string           `json:"id"`
		Body       string           `json:"body"`
		Vote       string           `json:"vote"`
		Seat       int              `json:"seat"`
		Revision   int              `json:"revision"`
		Person     string           `json:"person"`
		Choice     procedure.Choice `json:"choice"`
		Absent     bool             `json:"absent"`
		At         *string          `json:"at"`
		RecordHash string           `json:"record_hash"`
		Nonce      string           `json:"nonce"`
	}{c.ID, c.Body, c.Vote, c.Seat, c.Revision, c.Person, c.Choice, c.Absent, record.Stamp(&c.At), c.RecordHash, c.Nonce})
}

// CheckRow says whether the cast is still what was stored and journalled.
func (c *Cast) CheckRow() (bool, error) {
	h, err := c.rowHash()
	return h == c.RowHash && record.Hash([]byte(c.Record)) == c.RecordHash, err
}

// onVote runs an act that changes a vote, under the locks of meeting and vote.
func (s *Service) onVote(ctx context.Context, vote string, act func(ctx context.Context, tx Tx, m *Meeting, v *Vote) error) (string, error) {
	found, err := s.Store.Vote(ctx, vote)
	if err != nil {
		return "", err
	}
	return s.change(ctx, found.Meeting, anyRev, func(ctx context.Context, tx Tx, m *Meeting) (string, error) {
		v, err := tx.LockVote(ctx, vote, false)
		if err != nil {
			return "", err
		}
		if err := act(ctx, tx, m, v); err != nil {
			return "", err
		}
		return "vote/" + v.ID, tx.SaveVote(ctx, v)
	})
}

// CloseVote counts a vote; letStand is the chair's answer where the quorum was lost
// meanwhile.
func (s *Service) CloseVote(ctx context.Context, vote string, letStand bool) (string, error) {
	actor := ecabinet.ActorFrom(ctx)
	return s.onVote(ctx, vote, func(ctx context.Context, tx Tx, m *Meeting, v *Vote) error {
		if err := m.move(ActVote); err != nil {
			return err
		}
		seats, here, err := s.room(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		agenda, err := tx.Agenda(ctx, m.ID)
		if err != nil {
			return err
		}
		items, err := agenda.pick(v.Items)
		if err != nil {
			return err
		}
		casts, err := tx.Casts(ctx, vote)
		if err != nil {
			return err
		}
		now := tx.Now()
		v.ClosedBy = actor.Person
		if err := v.Close(m.Profile, items, seats, casts, here, letStand, now); err != nil {
			return err
		}
		basis, err := v.basis(m, seats)
		if err != nil {
			return err
		}
		tallies, err := record.HashOf(v.Tallies)
		if err != nil {
			return err
		}
		emit(tx, m, "vote.closed", "vote/"+v.ID, data{
			"basis": basis, "rows": counted(casts), "tallies": tallies, "quorum": v.QuorumClose, "let_stand": v.LetStand, "recused": recusedOf(items),
		})
		adopted := v.Adopt(items, now)
		for _, it := range adopted {
			h, err := record.HashOf(it.Conclusion)
			if err != nil {
				return err
			}
			emit(tx, m, "item.concluded", "item/"+it.ID, data{"outcome": it.Outcome, "conclusion": h, "resubmit_by": it.ResubmitBy})
			if err := s.note(ctx, tx, m, it.Matter, string(it.Outcome), m.Title+figures([]Vote{*v}, it.ID)); err != nil {
				return err
			}
		}
		return tx.SaveItems(ctx, adopted)
	})
}

// countedRow is a cast that the count read.
type countedRow struct {
	Seat    int    `json:"seat"`
	Cast    string `json:"cast"`
	RowHash string `json:"row_hash"`
}

// counted are the casts that count, the last of each seat, in the order of seats.
func counted(casts []Cast) []countedRow {
	last := map[int]Cast{}
	most := 0
	for _, c := range casts {
		if c.Revision > last[c.Seat].Revision {
			last[c.Seat] = c
		}
		most = max(most, c.Seat)
	}
	out := []countedRow{}
	for seat := 1; seat <= most; seat++ {
		if c, ok := last[seat]; ok {
			out = append(out, countedRow{seat, c.ID, c.RowHash})
		}
	}
	return out
}

func recusedOf(items []Item) map[string][]string {
	out := map[string][]string{}
	for _, it := range items {
		if len(it.Recused) > 0 {
			out[it.ID] = it.Recused
		}
	}
	return out
}

// CancelVote takes a vote back, with a reason.
func (s *Service) CancelVote(ctx context.Context, vote, reason string) (string, error) {
	return s.onVote(ctx, vote, func(ctx context.Context, tx Tx, m *Meeting, v *Vote) error {
		agenda, err := tx.Agenda(ctx, m.ID)
		if err != nil {
			return err
		}
		items, err := agenda.pick(v.Items)
		if err != nil {
			return err
		}
		concluded := false
		for _, it := range items {
			concluded = concluded || it.Stage == Done
		}
		if err := m.move(ActVote); err != nil {
			return err
		}
		if err := v.Cancel(reason, concluded); err != nil {
			return err
		}
		emit(tx, m, "vote.cancelled", "vote/"+v.ID, data{"no": v.No})
		if v.Secret {
			return tx.EmptyBox(ctx, v.ID)
		}
		return nil
	})
}
