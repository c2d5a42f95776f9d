package usecase

import (
	"context"

	"ecabinet/ballots"
	"ecabinet/dossiers"
)

// BallotCourse brings a matter along with the ballot on it: who may read its
// papers, and where it stands. dossier gives the dossiers' view of a ballot's act.
func BallotCourse(dossier func(ballots.Tx) dossiers.Tx) func(context.Context, ballots.Tx, *ballots.Ballot, []ballots.Seat) error {
	return func(ctx context.Context, tx ballots.Tx, b *ballots.Ballot, seats []ballots.Seat) error {
		over := dossier(tx)
		switch b.State {
		case ballots.Open:
			voters, recused := onList(b, seats)
			return dossiers.BallotOpened(ctx, over, b.Matter, voters, recused)
		case ballots.Recalled:
			if b.Round == 0 { // it never reached the members
				return nil
			}
			return dossiers.BallotRecalled(ctx, over, b.Matter)
		case ballots.Closed:
			return dossiers.BallotClosed(ctx, over, b.Matter)
		case ballots.Certified:
			return dossiers.BallotCertified(ctx, over, b.Matter)
		}
		return nil
	}
}

func onList(b *ballots.Ballot, seats []ballots.Seat) (voters, recused []string) {
	recused = append([]string{}, b.Recused...)
	for _, s := range seats {
		voters = append(voters, s.Person)
	}
	return voters, recused
}
