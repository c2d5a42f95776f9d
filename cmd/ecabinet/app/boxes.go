package app

import (
	"errors"

	"ecabinet"
	"ecabinet/meetings"
	"ecabinet/meetings/box"
	"ecabinet/procedure"
)

// boxes makes and opens the boxes of secret votes; their private keys are locked in
// the database under key.
type boxes struct{ key []byte }

func (b boxes) New() (meetings.Box, error) {
	keys, err := box.NewKeys()
	if err != nil {
		return meetings.Box{}, err
	}
	public, err := keys.Public()
	if err != nil {
		return meetings.Box{}, err
	}
	locked, err := keys.Lock(b.key)
	return meetings.Box{SignKey: public.SignKey, SealKey: public.SealKey, Locked: locked}, err
}

func (b boxes) Sign(locked, blinded string) (string, error) {
	keys, err := box.Unlock(b.key, locked)
	if err != nil {
		return "", err
	}
	signed, err := keys.Sign(blinded)
	if errors.Is(err, box.ErrInvalid) {
		return "", ecabinet.E(ecabinet.Invalid, "meeting.paper_invalid")
	}
	return signed, err
}

func (b boxes) Open(locked, vote string, sealed []string) ([]procedure.Choice, error) {
	keys, err := box.Unlock(b.key, locked)
	if err != nil {
		return nil, err
	}
	out := make([]procedure.Choice, len(sealed))
	for i, s := range sealed {
		choice, err := keys.Open(vote, s)
		if err != nil && !errors.Is(err, box.ErrInvalid) {
			return nil, err
		}
		out[i] = procedure.Choice(choice)
	}
	return out, nil
}
