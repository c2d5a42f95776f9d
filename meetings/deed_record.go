package meetings

import (
	"ecabinet/internal/record"
)

// DeedRecord is what is certified: canonical JSON (RFC 8785) of exactly these fields.
// Whoever signs is shown these bytes, and the deed is drawn and printed from them.
// Neither number nor time is in it: they are given by the second signature.
type DeedRecord struct {
	Format     string          `json:"format"` // "ecabinet.deed.v1"
	Body       string          `json:"body"`
	Meeting    string          `json:"meeting"`
	Deed       string          `json:"deed"`
	Kind       DeedKind        `json:"kind"`
	Round      int             `json:"round"`
	Title      string          `json:"title"` // of the session
	Sections   []RecordSection `json:"sections"`
	Recipients []string        `json:"recipients"`
	Secretary  RecordSigner    `json:"secretary"`
	Chair      RecordSigner    `json:"chair"`
	Votes      []RecordVote    `json:"votes"` // all of the session, that the text tells of
}

// RecordSection is one part: what it says by itself, and the secretariat's text.
type RecordSection struct {
	Key   string `json:"key"`
	Item  string `json:"item"`
	Title Text   `json:"title"`
	Told  Told   `json:"told"`
	Text  string `json:"text"`
}

// RecordSigner is who signs, with the posts held at the session.
type RecordSigner struct {
	Person string   `json:"person"`
	Name   string   `json:"name"`
	Posts  []string `json:"posts"`
}

// RecordVote binds the deed to a vote: the hash of its tallies as it was closed.
type RecordVote struct {
	Vote    string    `json:"vote"`
	No      int       `json:"no"`
	State   VoteState `json:"state"`
	Tallies string    `json:"tallies"` // "" where it was cancelled
}

// DeedFormat is the form of the records of this program.
const DeedFormat = "ecabinet.deed.v1"

// RecordOf is the record of a deed as it would be signed by secretary now.
func (s *Story) RecordOf(d *Deed, sections []DeedSection, secretary RecordSigner) (DeedRecord, error) {
	r := DeedRecord{
		Format: DeedFormat, Body: d.Body, Meeting: d.Meeting, Deed: d.ID, Kind: d.Kind, Round: d.Round, Title: s.Meeting.Title,
		Sections: []RecordSection{}, Recipients: append([]string{}, d.Recipients...), Secretary: secretary,
		Chair: RecordSigner{s.Meeting.Chair, s.Name(s.Meeting.Chair), []string{}}, Votes: []RecordVote{},
	}
	if seat, ok := s.seat(s.Meeting.Chair); ok {
		r.Chair.Posts = append(r.Chair.Posts, seat.Posts...)
	}
	texts := map[string]string{}
	for _, x := range sections {
		texts[x.Key] = x.Text
	}
	for _, p := range s.Parts(d.Kind) {
		r.Sections = append(r.Sections, RecordSection{Key: p.Key, Item: p.Item, Title: p.Title, Told: p.Told, Text: texts[p.Key]})
	}
	for _, v := range s.Votes {
		x := RecordVote{Vote: v.ID, No: v.No, State: v.State}
		if v.State == VoteClosed {
			h, err := record.HashOf(v.Tallies)
			if err != nil {
				return r, err
			}
			x.Tallies = h
		}
		r.Votes = append(r.Votes, x)
	}
	return r, nil
}

// bytes are the record's canonical bytes and their hash.
func (r DeedRecord) bytes() (raw, hash string, err error) {
	b, err := record.Canonical(r)
	if err != nil {
		return "", "", err
	}
	return string(b), record.Hash(b), nil
}

// The rows below are bound by the journal. Texts stand in them by their hashes, so
// that a row can be checked by somebody who may not read the words.

// Hash binds every column of the deed as it is stored after the act.
func (d *Deed) Hash() (string, error) {
	return record.HashOf(struct {
		ID          string    `json:"id"`
		Body        string    `json:"body"`
		Meeting     string    `json:"meeting"`
		Kind        DeedKind  `json:"kind"`
		Rev         int64     `json:"rev"`
		State       DeedState `json:"state"`
		Round       int       `json:"round"`
		Reviewers   []string  `json:"reviewers"`
		Recipients  []string  `json:"recipients"`
		ReturnedFor string    `json:"returned_for"` // its hash
		RecordHash  string    `json:"record_hash"`
		Number      string    `json:"number"`
		MadeAt      *string   `json:"made_at"`
		CertifiedAt *string   `json:"certified_at"`
	}{
		d.ID, d.Body, d.Meeting, d.Kind, d.Rev, d.State, d.Round, listOf(d.Reviewers), listOf(d.Recipients), textHash(d.ReturnedFor),
		d.RecordHash, d.Number, record.Stamp(&d.MadeAt), record.Stamp(d.CertifiedAt),
	})
}

func listOf(s []string) []string { return append([]string{}, s...) }

func textHash(s string) string { return record.Hash([]byte(s)) }

// Hash binds every column of a section.
func (s *DeedSection) Hash() (string, error) {
	return record.HashOf(struct {
		ID       string  `json:"id"`
		Body     string  `json:"body"`
		Deed     string  `json:"deed"`
		Key      string  `json:"part"`
		Place    int     `json:"place"`
		Item     string  `json:"item"`
		Rev      int64   `json:"rev"`
		TextHash string  `json:"text_hash"`
		By       string  `json:"by_person"`
		At       *string `json:"at"`
	}{s.ID, s.Body, s.Deed, s.Key, s.Place, s.Item, s.Rev, textHash(s.Text), s.By, record.Stamp(&s.At)})
}

// Hash binds every column of a signature but the hash itself.
func (s *DeedSignature) Hash() (string, error) {
	return record.HashOf(struct {
		ID         string  `json:"id"`
		Body       string  `json:"body"`
		Deed       string  `json:"deed"`
		Round      int     `json:"round"`
		Part       string  `json:"part"`
		Person     string  `json:"person"`
		Name       string  `json:"name"`
		RecordHash string  `json:"record_hash"`
		At         *string `json:"at"`
	}{s.ID, s.Body, s.Deed, s.Round, s.Part, s.Person, s.Name, s.RecordHash, record.Stamp(&s.At)})
}

// Hash binds every column of a correction but the hash itself.
func (c *DeedCorrection) Hash() (string, error) {
	return record.HashOf(struct {
		ID         string  `json:"id"`
		Body       string  `json:"body"`
		Deed       string  `json:"deed"`
		No         int     `json:"no"`
		Section    string  `json:"part"`
		ReasonHash string  `json:"reason_hash"`
		TextHash   string  `json:"text_hash"`
		Person     string  `json:"person"`
		Name       string  `json:"name"`
		At         *string `json:"at"`
	}{c.ID, c.Body, c.Deed, c.No, c.Section, textHash(c.Reason), textHash(c.Text), c.Person, c.Name, record.Stamp(&c.At)})
}
