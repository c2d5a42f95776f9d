package usecase

import (
	"context"

	"ecabinet/dossiers"
	"ecabinet/meetings"
)

// MeetingHistory notes in the history of a matter what a session made of it. dossier
// gives the dossiers' view of a meeting's act.
func MeetingHistory(dossier func(meetings.Tx) dossiers.Tx) func(ctx context.Context, tx meetings.Tx, matter, meeting, what, words string) error {
	return func(ctx context.Context, tx meetings.Tx, matter, meeting, what, words string) error {
		return dossiers.Sat(ctx, dossier(tx), matter, meeting, what, words)
	}
}
