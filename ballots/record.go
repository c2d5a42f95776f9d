package ballots

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"ecabinet/canonical"
	"ecabinet/procedure"
)

// PrepareFor is how long a prepared record may wait for its confirmation.
const PrepareFor = 5 * time.Minute

// Record is what a member signs: canonical JSON (RFC 8785) of exactly these
// fields. The confirmation screen is drawn from its bytes, so what was seen is
// what is stored.
type Record struct {
	Format      string         `json:"format"` // "ecabinet.answer.v1"
	Body        string         `json:"body"`
	Ballot      string         `json:"ballot"`
	Title       string         `json:"title"`
	Round       int            `json:"round"`
	Questions   []QuestionHash `json:"questions"`
	Papers      []PaperHash    `json:"papers"`
	Seat        int            `json:"seat"`
	Voter       string         `json:"voter"`
	VoterName   string         `json:"voter_name"`
	OnBehalfOf  string         `json:"on_behalf_of"` // the member, where the secretariat records; else ""
	Choices     []ChoiceOf     `json:"choices"`
	Reserved    bool           `json:"reserved"`
	OpinionHash string         `json:"opinion_hash"` // SHA-256 of nonce and canonical content
	Revision    int            `json:"revision"`
	PreparedAt  string         `json:"prepared_at"` // RFC 3339, UTC
	Nonce       string         `json:"nonce"`
}

// QuestionHash binds the record to a question's words.
type QuestionHash struct {
	Key  string `json:"key"`
	Hash string `json:"hash"`
}

// PaperHash binds the record to the files that were before the member.
type PaperHash struct {
	Version  string `json:"version"`
	Original string `json:"original"`
	Reading  string `json:"reading"`
}

// ChoiceOf is the choice made in one question.
type ChoiceOf struct {
	Question string           `json:"question"`
	Choice   procedure.Choice `json:"choice"`
}

// Canonical is v as RFC 8785 JSON. It fails only on values that no record holds.
func Canonical(v any) ([]byte, error) { return canonical.Marshal(v) }

// Hash is the hex SHA-256 of all parts in order.
func Hash(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// hashOf is the hash of v's canonical form.
func hashOf(v any) (string, error) {
	raw, err := Canonical(v)
	if err != nil {
		return "", err
	}
	return Hash(raw), nil
}

// OpinionHash is the salted hash of an answer's words and choices.
func OpinionHash(nonce string, c Content) (string, error) {
	raw, err := Canonical(c)
	if err != nil {
		return "", err
	}
	return Hash([]byte(nonce), raw), nil
}

// Record makes the bytes that a member confirms, and their hash.
func (b *Ballot) Record(seat *Seat, c Content, onBehalf bool, nonce string, now time.Time) ([]byte, string, error) {
	opinion, err := OpinionHash(nonce, c)
	if err != nil {
		return nil, "", err
	}
	r, err := b.record(seat, c, opinion, nonce, now.UTC().Format(time.RFC3339))
	if err != nil {
		return nil, "", err
	}
	if onBehalf {
		r.OnBehalfOf = seat.Person
	}
	raw, err := Canonical(r)
	if err != nil {
		return nil, "", err
	}
	return raw, Hash(raw), nil
}

// record is what a seat's own answer with this content says now; opinion is the
// content's OpinionHash under nonce.
func (b *Ballot) record(seat *Seat, c Content, opinion, nonce, preparedAt string) (Record, error) {
	r := Record{
		Format: "ecabinet.answer.v1", Body: b.Body, Ballot: b.ID, Title: b.Title, Round: b.Round,
		Seat: seat.No, Voter: seat.Person, VoterName: seat.Name, Revision: seat.Revision + 1,
		Reserved: c.Reserve != "", OpinionHash: opinion, Nonce: nonce, PreparedAt: preparedAt,
		Questions: []QuestionHash{}, Papers: []PaperHash{}, Choices: []ChoiceOf{},
	}
	for _, q := range b.Questions {
		h, err := hashOf(q)
		if err != nil {
			return r, err
		}
		r.Questions = append(r.Questions, QuestionHash{Key: q.Key, Hash: h})
	}
	for _, p := range b.Papers {
		r.Papers = append(r.Papers, PaperHash{Version: p.Version, Original: p.Original, Reading: p.Reading})
	}
	for _, o := range c.Opinions {
		r.Choices = append(r.Choices, ChoiceOf{Question: o.Question, Choice: o.Choice})
	}
	return r, nil
}

// ParseRecord reads a record that this program made.
func ParseRecord(raw []byte) (Record, error) {
	var r Record
	err := json.Unmarshal(raw, &r)
	return r, err
}
