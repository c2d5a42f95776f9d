package ballots

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"ecabinet"
)

// Prepared is what the confirmation screen is drawn from. Nothing is stored: the
// seal carries it to Confirm, valid for PrepareFor.
type Prepared struct {
	Record  string // canonical JSON, the exact bytes that will be stored
	Hash    string // hex SHA-256 of Record
	Seal    string
	Expires time.Time
	Late    bool // in time it is not: it would be kept, and not counted
}

// sealed is what a seal proves: that this program made the record, for this
// session, from this content.
type sealed struct {
	Hash    string    `json:"hash"`
	Session string    `json:"session"`
	Expires time.Time `json:"expires"`
}

// Prepare makes the record of an answer as it would be stored now.
func (s *Service) Prepare(ctx context.Context, ballot string, round int, c Content, now time.Time) (*Prepared, error) {
	actor := ecabinet.ActorFrom(ctx)
	b, seat, err := s.mySeat(ctx, s.Store, ballot, actor.Person)
	if err != nil {
		return nil, err
	}
	late, err := b.MayCast(seat, actor.Person, round, now)
	if err != nil {
		return nil, err
	}
	if err := checkContent(ctx, s.Store, b, c); err != nil {
		return nil, err
	}
	return s.prepare(b, seat, c, false, late, actor.Session, now)
}

func (s *Service) prepare(b *Ballot, seat *Seat, c Content, onBehalf, late bool, session string, now time.Time) (*Prepared, error) {
	raw, hash, err := b.Record(seat, c, onBehalf, newNonce(), now)
	if err != nil {
		return nil, err
	}
	expires := now.Add(PrepareFor).UTC()
	token, err := json.Marshal(sealed{Hash: hash, Session: session, Expires: expires})
	if err != nil {
		return nil, err
	}
	return &Prepared{Record: string(raw), Hash: hash, Seal: s.Seal.Seal(token), Expires: expires, Late: late}, nil
}

func newNonce() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func (s *Service) mySeat(ctx context.Context, r Reader, ballot, person string) (*Ballot, *Seat, error) {
	b, err := r.Ballot(ctx, ballot)
	if err != nil {
		return nil, nil, err
	}
	seat, err := r.Seat(ctx, ballot, person)
	if err != nil {
		return nil, nil, err
	}
	return b, seat, nil
}

// checkContent is Check, and that every file named was brought for this ballot
// and is the one that was stored.
func checkContent(ctx context.Context, r Reader, b *Ballot, c Content) error {
	if err := b.Check(c); err != nil || len(c.Files) == 0 {
		return err
	}
	ids := make([]string, len(c.Files))
	for i, f := range c.Files {
		ids[i] = f.ID
	}
	stored, err := r.FilesOf(ctx, b.ID, ids)
	if err != nil {
		return err
	}
	for i, f := range c.Files {
		if !slices.Contains(stored, f) {
			return field(fmt.Sprintf("files[%d]", i), "file.not_found")
		}
	}
	return nil
}

// Confirmation is the second request of casting: what was prepared, and the same
// content again, since nothing was stored in between.
type Confirmation struct {
	Record  string
	Seal    string
	Content Content
}

// Confirm stores an answer. The confirmed bytes decide: where the ballot, the
// seat or the content are no longer those of the record, it is refused and
// nothing changes.
func (s *Service) Confirm(ctx context.Context, ballot string, c Confirmation) (Cast, error) {
	actor := ecabinet.ActorFrom(ctx)
	signed, notSigned := s.unseal(c, actor.Session) // before the act: the acts of a body run one by one
	var before *ToCast
	if notSigned == nil {
		before = s.Store.ToCast(ctx, ballot, actor.Person)
	}
	var done Cast
	ref, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		// Within the act: a retry of what was stored is answered before this, even
		// from a new session.
		if notSigned != nil {
			return "", notSigned
		}
		b, m, err := tx.LockToCast(ctx, ballot, actor.Person, before)
		if err != nil {
			return "", err
		}
		seat, now := &m.Seat, tx.Now()
		if now.After(signed.expires) {
			return "", ecabinet.E(ecabinet.Refused, "answer.prepared_expired")
		}
		late, err := b.MayCast(seat, actor.Person, signed.record.Round, now)
		if err != nil {
			return "", err
		}
		if err := checkContent(ctx, tx, b, c.Content); err != nil {
			return "", err
		}
		if err := b.sameAs(seat, c.Content, signed); err != nil {
			return "", err
		}
		a := &Answer{
			ID: ecabinet.NewID(), Body: b.Body, Ballot: b.ID, Round: b.Round, Seat: seat.No,
			Revision: seat.Revision + 1, Person: seat.Person, Source: Own, Standing: Counts,
			Content: c.Content, CastBy: actor.Person, Prepared: m.Draft.preparedBy(), At: now,
			Record: c.Record, RecordHash: signed.hash, Nonce: signed.record.Nonce, Proof: "server-attested",
		}
		row, err := s.enter(ctx, tx, b, seat, a, late)
		if err != nil {
			return "", err
		}
		m.History = append(m.History, *a)
		m.Rev++ // that row
		done = Cast{Ref: "answer/" + a.ID, Mine: m, Row: row}
		return done.Ref, nil
	})
	if err != nil {
		return Cast{}, err
	}
	if ref != done.Ref { // it was not this act that stored it
		return Cast{Ref: ref}, nil
	}
	return done, nil
}

// signed is what a confirmation brings, as far as it can be checked before anything
// is read.
type signed struct {
	record  Record
	hash    string
	expires time.Time
	opinion string // the OpinionHash of the content
}

// unseal opens a confirmation: its record is one that Prepare made for this session,
// byte for byte.
func (s *Service) unseal(c Confirmation, session string) (signed, error) {
	var proof sealed
	raw, err := s.Seal.Unseal(c.Seal)
	if err == nil {
		err = json.Unmarshal(raw, &proof)
	}
	refused := ecabinet.E(ecabinet.Refused, "answer.not_prepared")
	if err != nil || proof.Session != session || proof.Hash != Hash([]byte(c.Record)) {
		return signed{}, refused
	}
	var record Record
	d := json.NewDecoder(strings.NewReader(c.Record))
	d.DisallowUnknownFields() // another version of the program made it
	if d.Decode(&record) != nil {
		return signed{}, refused
	}
	opinion, err := OpinionHash(record.Nonce, c.Content)
	return signed{record, proof.Hash, proof.Expires, opinion}, err
}

// sameAs refuses unless making the record again, from what is stored now and the
// content given, yields what was confirmed.
func (b *Ballot) sameAs(seat *Seat, c Content, s signed) error {
	again, err := b.record(seat, c, s.opinion, s.record.Nonce, s.record.PreparedAt)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(again, s.record) {
		return ecabinet.E(ecabinet.Refused, "answer.changed_meanwhile")
	}
	return nil
}

// preparedBy names the office staff whose draft had reached the member; d is nil
// where there is none.
func (d *OfficeDraft) preparedBy() []string {
	if d == nil || d.Step != MemberStep {
		return []string{}
	}
	return d.Prepared
}

// enter adds an answer to its seat and journals it, as the row that it returns. A
// late answer is kept and does not replace what counts.
func (s *Service) enter(ctx context.Context, tx Tx, b *Ballot, seat *Seat, a *Answer, late bool) (*ecabinet.Event, error) {
	if late {
		a.Standing = Late
	}
	var err error
	if a.RowHash, err = a.rowHash(); err != nil {
		return nil, err
	}
	seat.Revision = a.Revision
	if !late && a.Standing != AwaitSecond {
		seat.Answer, seat.AnsweredAt = a.ID, &a.At
	}
	if err := tx.EnterAnswer(ctx, a, seat); err != nil {
		return nil, err
	}
	return emitAnswer(tx, b, a, "answer.cast", fields{
		"answer": a.ID, "round": a.Round, "seat": a.Seat, "person": a.Person, "revision": a.Revision,
		"source": a.Source, "standing": a.Standing, "record_hash": a.RecordHash, "row_hash": a.RowHash,
	}), nil
}

// Receipt proves to the member that the answer was stored as confirmed. It never
// holds the choice nor the nonce.
type Receipt struct {
	Answer     string    `json:"answer"`
	Ballot     string    `json:"ballot"`
	Title      string    `json:"title"`
	Round      int       `json:"round"`
	Revision   int       `json:"revision"`
	At         time.Time `json:"at"`
	RecordHash string    `json:"record_hash"`
	Count      int64     `json:"count"`      // of journal rows up to the answer's own
	Checkpoint string    `json:"checkpoint"` // chain hash of that row
}

// Sign is the receipt's canonical bytes with the signature of the checkpoint key.
// The same receipt always gets the same signature.
func (r Receipt) Sign(s Sealer) (raw []byte, keyID, signature string, err error) {
	r.At = r.At.UTC().Truncate(time.Microsecond)
	raw, err = Canonical(r)
	if err != nil {
		return nil, "", "", err
	}
	keyID, signature = s.Sign(raw)
	return raw, keyID, signature, nil
}

// SaveScratch keeps what the actor has typed so far; nothing is journalled.
func (s *Service) SaveScratch(ctx context.Context, ballot string, c Content) error {
	actor := ecabinet.ActorFrom(ctx)
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		if _, err := tx.Seat(ctx, ballot, actor.Person); err != nil {
			return "", err
		}
		if len(c.Opinions) == 0 && strings.TrimSpace(c.Reserve) == "" && len(c.Files) == 0 { // all of it was taken out again
			return "", tx.DropScratch(ctx, ballot, actor.Person)
		}
		return "", tx.SaveScratch(ctx, &Scratch{Ballot: ballot, Person: actor.Person, Content: c, Changed: tx.Now()})
	})
	return err
}
