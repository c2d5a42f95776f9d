package procedure

import (
	"fmt"
	"strings"
)

// words are the pieces of a sentence in one language. They are patterns of fmt.
type words struct {
	direct, onBehalf, unconfirmed, deemed, classed, classedTwice string
	agreeing, disagreeing                                        string // a count of one side
	bases                                                        map[BaseKind]string
	less                                                         string // seats that recusal takes out of the base
	needed                                                       string
	against                                                      string // a sum against, where classing is part of it
	tie, optionTie                                               string
	tieOutcomes                                                  map[ReasonCode]string
	chairAgree, chairDisagree, chairOption                       string
	noSide                                                       map[NoSide]string
	noBase, level                                                string
	outcomes                                                     map[Outcome]string
	option                                                       string
	quorum                                                       string
	quorumMet                                                    map[bool]string
	overall                                                      map[BallotOutcome]string
	overallPart, overallRest                                     string
}

var vietnamese = words{
	direct: "%d trực tiếp", onBehalf: "%d ghi thay", unconfirmed: " (%d chưa xác nhận)", deemed: "%d coi như đồng ý",
	classed: "%d do %s xếp loại", classedTwice: "%d do %s xếp loại (%s xác nhận)",
	agreeing: "%s đồng ý", disagreeing: "%s không đồng ý",
	bases: map[BaseKind]string{
		BaseAllMembers: "", BaseSent: " số phiếu gửi", BaseAnswered: " số phiếu trả lời", BasePresent: " thành viên có mặt",
	},
	less:    "Đã trừ %d thành viên không tham gia; ",
	needed:  ", cần %d: ",
	against: " (không đồng ý: %s)",
	tie:     "%s, %s, ngang nhau; ", optionTie: "%s, ngang nhau; ",
	tieOutcomes: map[ReasonCode]string{
		ReasonTieLost: "theo quy chế, ngang nhau là không đạt: ", ReasonTieRepeat: "theo quy chế: ",
	},
	chairAgree: "%s đồng ý: ", chairDisagree: "%s không đồng ý: ", chairOption: "%s chọn %s: ",
	noSide: map[NoSide]string{
		NoSideNobody:      "không có thành viên nào giữ quyền quyết định khi ngang nhau: ",
		NoSideSilent:      "%s không trả lời: ",
		NoSideDeemed:      "%s không tự mình trả lời (coi như đồng ý): ",
		NoSideRecused:     "%s không tham gia nội dung này: ",
		NoSideClassed:     "ý kiến khác của %s chỉ được xếp loại, không phải ý kiến trực tiếp: ",
		NoSideUnconfirmed: "ý kiến ghi thay %s chưa được xác nhận: ",
		NoSideNeither:     "ý kiến của %s không thuộc bên nào: ",
	},
	noBase: "Không có thành viên nào để tính: ", level: "%s, cần %d, bằng nhau: ",
	outcomes: map[Outcome]string{
		Adopted: "thông qua", NotAdopted: "không thông qua", OptionChosen: "được chọn",
		NoOptionChosen: "không phương án nào được chọn, chuyển %s", Repeat: "lấy ý kiến lại",
	},
	option:    "Phương án %s",
	quorum:    "%d/%d thành viên có mặt, cần %d: ",
	quorumMet: map[bool]string{true: "đủ túc số", false: "không đủ túc số"},
	overall: map[BallotOutcome]string{
		BallotAdopted: "Thông qua toàn bộ %d nội dung", BallotAdoptedInPart: "Thông qua một phần: ",
		BallotNotAdopted: "Không thông qua", BallotNoOptionChosen: "Không phương án nào được chọn",
		BallotRepeat: "Lấy ý kiến lại",
	},
	overallPart: "nội dung %s đạt", overallRest: "; nội dung %s không đạt",
}

var english = words{
	direct: "%d direct", onBehalf: "%d on behalf", unconfirmed: " (%d unconfirmed)", deemed: "%d deemed",
	classed: "%d classed by %s", classedTwice: "%d classed by %s (with %s)",
	agreeing: "%s agree", disagreeing: "%s disagree",
	bases: map[BaseKind]string{
		BaseAllMembers: "", BaseSent: " of those sent", BaseAnswered: " of those answered", BasePresent: " of those present",
	},
	less:    "%d recused, not counted; ",
	needed:  ", %d needed: ",
	against: " (against: %s)",
	tie:     "%s, %s, a tie; ", optionTie: "%s, a tie; ",
	tieOutcomes: map[ReasonCode]string{
		ReasonTieLost: "by rule a tie is lost: ", ReasonTieRepeat: "by rule: ",
	},
	chairAgree: "%s agreed: ", chairDisagree: "%s disagreed: ", chairOption: "%s chose %s: ",
	noSide: map[NoSide]string{
		NoSideNobody:      "no member decides a tie: ",
		NoSideSilent:      "%s did not answer: ",
		NoSideDeemed:      "%s gave no answer of their own (deemed): ",
		NoSideRecused:     "%s is recused: ",
		NoSideClassed:     "the other opinion of %s was only classed: ",
		NoSideUnconfirmed: "the answer on behalf of %s is not confirmed: ",
		NoSideNeither:     "the answer of %s takes neither side: ",
	},
	noBase: "Nobody to count: ", level: "%s, %d needed, level: ",
	outcomes: map[Outcome]string{
		Adopted: "adopted", NotAdopted: "not adopted", OptionChosen: "chosen",
		NoOptionChosen: "no option chosen, it goes to %s", Repeat: "to be repeated",
	},
	option:    "Option %s",
	quorum:    "%d/%d members present, %d needed: ",
	quorumMet: map[bool]string{true: "quorum met", false: "no quorum"},
	overall: map[BallotOutcome]string{
		BallotAdopted: "All %d questions adopted", BallotAdoptedInPart: "Adopted in part: ",
		BallotNotAdopted: "Not adopted", BallotNoOptionChosen: "No option chosen", BallotRepeat: "To be repeated",
	},
	overallPart: "questions adopted: %s", overallRest: "; not adopted: %s",
}

// in is the words of a language: English for "en", Vietnamese for any other.
func in(lang string) words {
	if lang == "en" {
		return english
	}
	return vietnamese
}

// Sentence is the outcome with its reason: "13 trực tiếp + 2 coi như đồng ý =
// 15/27, cần 14: thông qua". Options go by their keys; see SentenceWith.
func (t Tally) Sentence(lang string) string { return t.SentenceWith(lang, nil) }

// SentenceWith is Sentence with the titles that a ballot gives its options.
func (t Tally) SentenceWith(lang string, title func(key string) string) string {
	w := in(lang)
	s := sentence{tally: t, words: w, chair: t.ChairTitle[lang], title: title}
	if lang != "en" {
		s.chair = t.ChairTitle["vi"]
	}
	if s.title == nil {
		s.title = func(key string) string { return fmt.Sprintf(w.option, key) }
	}
	less := ""
	if t.BaseLess > 0 {
		less = fmt.Sprintf(w.less, t.BaseLess)
	}
	switch {
	case t.Reason == ReasonNoBase:
		return w.noBase + s.outcome()
	case len(t.Options) > 0:
		return less + s.options()
	}
	return less + s.question()
}

type sentence struct {
	tally Tally
	words words
	chair string
	title func(key string) string
}

// question is the sentence of agree and disagree.
func (s sentence) question() string {
	t := s.tally
	w := s.words
	if t.Reason != ReasonMajority && t.Reason != ReasonShort {
		return fmt.Sprintf(w.tie, s.sum(Agree, w.agreeing, w.agreeing), s.sum(Disagree, w.disagreeing, w.disagreeing)) +
			s.tieBroken()
	}
	inFavour := s.sum(Agree, w.agreeing, bare)
	if t.ClassedAgainst > 0 {
		inFavour += fmt.Sprintf(w.against, s.sum(Disagree, bare, bare))
	}
	return inFavour + fmt.Sprintf(w.needed, t.Needed) + s.outcome()
}

// options is the sentence of a question with named options.
func (s sentence) options() string {
	t := s.tally
	switch t.Reason {
	case ReasonMajority:
		return s.optionSum(t.Chosen) + fmt.Sprintf(s.words.needed, t.Needed) + s.outcome()
	case ReasonShort:
		return s.optionSums(func(OptionCount) bool { return true }) + fmt.Sprintf(s.words.needed, t.Needed) + s.outcome()
	case ReasonLevel:
		most := 0
		for _, o := range t.Options {
			most = max(most, o.Total)
		}
		level := s.optionSums(func(o OptionCount) bool { return o.Total == most })
		return fmt.Sprintf(s.words.level, level, t.Needed) + s.outcome()
	}
	halves := s.optionSums(func(o OptionCount) bool { return 2*o.Total == t.Base })
	return fmt.Sprintf(s.words.optionTie, halves) + s.tieBroken()
}

func (s sentence) optionSums(which func(OptionCount) bool) string {
	var sums []string
	for _, o := range s.tally.Options {
		if which(o) {
			sums = append(sums, s.optionSum(o.Key))
		}
	}
	return strings.Join(sums, "; ")
}

func (s sentence) optionSum(key string) string {
	return s.title(key) + ": " + s.sum(OptionChoice(key), bare, bare)
}

// tieBroken says what became of a tie, with the outcome.
func (s sentence) tieBroken() string {
	t := s.tally
	switch t.Reason {
	case ReasonNoSide:
		why := s.words.noSide[t.NoSide]
		if strings.Contains(why, "%s") {
			why = fmt.Sprintf(why, s.chair)
		}
		return why + s.outcome()
	case ReasonChairSide:
		if t.Chosen != "" {
			return fmt.Sprintf(s.words.chairOption, s.chair, s.title(t.Chosen)) + s.outcome()
		}
		if t.Outcome == Adopted {
			return fmt.Sprintf(s.words.chairAgree, s.chair) + s.outcome()
		}
		return fmt.Sprintf(s.words.chairDisagree, s.chair) + s.outcome()
	}
	return s.words.tieOutcomes[t.Reason] + s.outcome()
}

func (s sentence) outcome() string {
	words := s.words.outcomes[s.tally.Outcome]
	if s.tally.Outcome == NoOptionChosen {
		return fmt.Sprintf(words, s.chair)
	}
	return words
}

// bare is a count that the words before it have already named.
const bare = "%s"

// sum writes what adds up to one side: "13 trực tiếp + 2 coi như đồng ý = 15/27",
// or, where all of it is direct, the count alone: "14/27 đồng ý". The patterns say
// how each of the two puts its count.
func (s sentence) sum(side Choice, alone, summed string) string {
	direct, deemed, onBehalf, unconfirmed, total := 0, 0, 0, 0, 0
	var classed []classers
	for _, line := range s.tally.Sides {
		if line.Side != side {
			continue
		}
		total++
		switch {
		case line.Class != nil:
			classed = addClasser(classed, *line.Class)
		case line.Deemed:
			deemed++
		case line.OnBehalf:
			onBehalf++
			if line.Unconfirmed {
				unconfirmed++
			}
		default:
			direct++
		}
	}
	whole := fmt.Sprintf("%d/%d", total, s.tally.Base) + s.words.bases[s.tally.BaseKind]
	if direct == total {
		return fmt.Sprintf(alone, whole)
	}
	var parts []string
	part := func(words string, n int) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf(words, n))
		}
	}
	part(s.words.direct, direct)
	part(s.words.onBehalf, onBehalf)
	if unconfirmed > 0 {
		parts[len(parts)-1] += fmt.Sprintf(s.words.unconfirmed, unconfirmed)
	}
	part(s.words.deemed, deemed)
	for _, c := range classed {
		parts = append(parts, c.say(s.words))
	}
	return strings.Join(parts, " + ") + " = " + fmt.Sprintf(summed, whole)
}

// classers are the persons who classed a number of other opinions for one side.
type classers struct {
	by, second string
	count      int
}

func addClasser(all []classers, c Classing) []classers {
	for i := range all {
		if all[i].by == c.By && all[i].second == c.Second {
			all[i].count++
			return all
		}
	}
	return append(all, classers{c.By, c.Second, 1})
}

func (c classers) say(w words) string {
	if c.second == "" {
		return fmt.Sprintf(w.classed, c.count, c.by)
	}
	return fmt.Sprintf(w.classedTwice, c.count, c.by, c.second)
}

// Sentence says whether the quorum is met: "21/27 thành viên có mặt, cần 18: đủ túc số".
func (r QuorumResult) Sentence(lang string) string {
	w := in(lang)
	return fmt.Sprintf(w.quorum, r.Present, r.Members, r.Needed) + w.quorumMet[r.Met]
}

// OverallSentence says what a ballot came to, naming the questions by number where
// it is adopted in part. Of a single question it is that question's own sentence.
func OverallSentence(tallies []Tally, lang string) string {
	w, overall := in(lang), Overall(tallies)
	switch {
	case len(tallies) == 1:
		return tallies[0].Sentence(lang)
	case overall == BallotAdopted:
		return fmt.Sprintf(w.overall[overall], len(tallies))
	case overall != BallotAdoptedInPart:
		return w.overall[overall]
	}
	var won, lost []string
	for i, t := range tallies {
		if t.Outcome == Adopted || t.Outcome == OptionChosen {
			won = append(won, fmt.Sprint(i+1))
		} else {
			lost = append(lost, fmt.Sprint(i+1))
		}
	}
	return w.overall[overall] + fmt.Sprintf(w.overallPart, strings.Join(won, ", ")) +
		fmt.Sprintf(w.overallRest, strings.Join(lost, ", "))
}
