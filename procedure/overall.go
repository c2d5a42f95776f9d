package procedure

// BallotOutcome is what a ballot came to over all its questions.
type BallotOutcome string

// The outcomes of a ballot.
const (
	BallotAdopted        BallotOutcome = "adopted"
	BallotAdoptedInPart  BallotOutcome = "adopted_in_part"
	BallotNotAdopted     BallotOutcome = "not_adopted"
	BallotNoOptionChosen BallotOutcome = "no_option_chosen" // every question has options, and none was chosen
	BallotRepeat         BallotOutcome = "repeat"           // every question is to be repeated
)

// Overall is adopted if all questions are, adopted in part if some are, and
// otherwise what they have in common, or not adopted.
func Overall(tallies []Tally) BallotOutcome {
	count := make(map[Outcome]int)
	for _, t := range tallies {
		count[t.Outcome]++
	}
	won := count[Adopted] + count[OptionChosen]
	switch all := len(tallies); {
	case all == 0:
		return BallotNotAdopted
	case won == all:
		return BallotAdopted
	case won > 0:
		return BallotAdoptedInPart
	case count[NoOptionChosen] == all:
		return BallotNoOptionChosen
	case count[Repeat] == all:
		return BallotRepeat
	}
	return BallotNotAdopted
}
