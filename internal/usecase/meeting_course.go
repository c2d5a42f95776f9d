package usecase

import (
	"context"

	"ecabinet/dossiers"
	"ecabinet/meetings"
)

// MeetingCourse lets those who sit on a matter read its papers. dossier gives the
// dossiers' view of a meeting's act.
func MeetingCourse(dossier func(meetings.Tx) dossiers.Tx) func(context.Context, meetings.Tx, []meetings.Readers) error {
	return func(ctx context.Context, tx meetings.Tx, list []meetings.Readers) error {
		over := dossier(tx)
		for _, r := range list {
			held := make([]dossiers.Hold, len(r.Held))
			for i, h := range r.Held {
				held[i] = dossiers.Hold(h)
			}
			if err := dossiers.Scheduled(ctx, over, r.Matter, r.Meeting, r.Listed, r.Aside, held); err != nil {
				return err
			}
		}
		return nil
	}
}
