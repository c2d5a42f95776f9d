package meetings

import (
	"context"
)

// DeedReader loads what the papers of a session are made of. What is missing is
// "deed.not_found" or the thing's own code, of kind NotFound.
type DeedReader interface {
	// Breaks and Shown are read from the journal: no row holds them.
	Breaks(ctx context.Context, meeting string) ([]Break, error)
	Shown(ctx context.Context, meeting string) ([]Shown, error)

	Deed(ctx context.Context, id string) (*Deed, error)
	Deeds(ctx context.Context, meeting string) ([]Deed, error)
	Sections(ctx context.Context, deed string) ([]DeedSection, error)
	Comments(ctx context.Context, deed string) ([]DeedComment, error)
	Comment(ctx context.Context, id string) (*DeedComment, error)
	Signatures(ctx context.Context, deed string) ([]DeedSignature, error)
	Corrections(ctx context.Context, deed string) ([]DeedCorrection, error)
	// LeaseOf is who writes a section; zero for nobody.
	LeaseOf(ctx context.Context, section string) (Lease, error)
}

// DeedTx changes them. Lock order: meeting, deed, section.
type DeedTx interface {
	LockDeed(ctx context.Context, id string) (*Deed, error)
	LockSection(ctx context.Context, deed, key string) (*DeedSection, error)

	InsertDeed(ctx context.Context, d *Deed, sections []DeedSection) error
	SaveDeed(ctx context.Context, d *Deed) error
	SaveSection(ctx context.Context, s *DeedSection) error
	SaveLease(ctx context.Context, body string, l Lease) error
	EndLease(ctx context.Context, section, person string) error
	InsertComment(ctx context.Context, c *DeedComment) error
	SaveComment(ctx context.Context, c *DeedComment) error
	InsertSignature(ctx context.Context, s *DeedSignature) error
	InsertCorrection(ctx context.Context, c *DeedCorrection) error

	// NextNumber takes the next number of a gapless register.
	NextNumber(ctx context.Context, kind string, year int) (int, error)
}
