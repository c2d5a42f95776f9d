package api

import (
	"time"

	"ecabinet/summaries"
)

// ClauseData is a place in the draft; what is not named is left out.
type ClauseData struct {
	Appendix string `json:"appendix,omitempty" maxLength:"20"`
	Chapter  string `json:"chapter,omitempty" maxLength:"20"`
	Section  string `json:"section,omitempty" maxLength:"20"`
	Article  string `json:"article,omitempty" maxLength:"20"`
	Khoan    string `json:"khoan,omitempty" maxLength:"20"`
	Diem     string `json:"diem,omitempty" maxLength:"20"`
}

// ClaimData is a sentence of a gist with what it rests on.
type ClaimData struct {
	Text  string   `json:"text" maxLength:"2000" doc:"empty: the cited sentences themselves are printed"`
	Cites []string `json:"cites" maxItems:"200" doc:"ids of sentences that stand in the row with the gist's stance"`
}

// GistData says in short what those of one stance say.
type GistData struct {
	Stance string      `json:"stance"`
	Claims []ClaimData `json:"claims" maxItems:"200"`
}

// QuoteView is a stored sentence as it is printed.
type QuoteView struct {
	Sentence string `json:"sentence"`
	Text     string `json:"text"`
}

// ReplyView is the drafter's answer to a point, with its check.
type ReplyView struct {
	Rev       int64      `json:"rev"`
	Decision  string     `json:"decision" enum:"accepted,explained"`
	Text      string     `json:"text"`
	By        string     `json:"by" doc:"name"`
	At        time.Time  `json:"at"`
	Check     string     `json:"check" enum:",passed,sent_back"`
	Remark    string     `json:"remark"`
	CheckedBy string     `json:"checked_by" doc:"name"`
	CheckedAt *time.Time `json:"checked_at"`
}

// PointView is what one opinion says on the matter of a row.
type PointView struct {
	ID      string      `json:"id"`
	Opinion string      `json:"opinion"`
	Who     string      `json:"who" doc:"name; empty where the ballot does not name who took which side"`
	Stance  string      `json:"stance"`
	Quotes  []QuoteView `json:"quotes"`
	Filed   bool        `json:"filed" doc:"a person put or confirmed it here"`
	Reply   *ReplyView  `json:"reply,omitempty"`
}

// StanceCount is how many of those asked said something, from the ballot's rows.
type StanceCount struct {
	Stance   string `json:"stance"`
	Explicit int    `json:"explicit"`
	Deemed   int    `json:"deemed"`
	Of       int    `json:"of"`
	Text     Text   `json:"text" doc:"as it is written: 12/27 thành viên"`
}

// SynthesisRow is one row of the table.
type SynthesisRow struct {
	ID      string        `json:"id"`
	Rev     int64         `json:"rev"`
	Name    Text          `json:"name"`
	Title   string        `json:"title" doc:"given by a person; empty: the name is made of clause or words"`
	Clause  ClauseData    `json:"clause"`
	Touched bool          `json:"touched" doc:"a person made or changed it"`
	Gists   []GistData    `json:"gists"`
	Worded  []string      `json:"worded" doc:"stances whose gist a person wrote; other words of a gist are a model's"`
	Points  []PointView   `json:"points"`
	Counts  []StanceCount `json:"counts"`
}

// ApartView is a sentence that stands in no row, with the rule.
type ApartView struct {
	Sentence string `json:"sentence"`
	Rule     string `json:"rule" enum:"plain_agreement,agreement_with_points,no_comment,courtesy,heading,blank,by_person"`
	Filed    bool   `json:"filed"`
}

// FaultView is one flaw of a table and where it is.
type FaultView struct {
	Flaw     string `json:"flaw"`
	Opinion  string `json:"opinion"`
	Sentence string `json:"sentence"`
	Row      string `json:"row"`
}

// RuleCount is how many sentences a rule set apart.
type RuleCount struct {
	Rule  string `json:"rule"`
	Count int    `json:"count"`
}

// LedgerView accounts for every opinion and every sentence.
type LedgerView struct {
	Balanced bool `json:"balanced"`
	Opinions struct {
		Total    int `json:"total"`
		Deemed   int `json:"deemed"`
		Wordless int `json:"wordless"`
		Apart    int `json:"apart"`
		Placed   int `json:"placed"`
		Waiting  int `json:"waiting"`
	} `json:"opinions"`
	Sentences struct {
		Total   int         `json:"total"`
		Placed  int         `json:"placed"`
		Apart   []RuleCount `json:"apart"`
		Waiting int         `json:"waiting"`
	} `json:"sentences"`
	Faults []FaultView `json:"faults"`
	Unread []string    `json:"unread" doc:"opinions that must be read before approval and are not"`
}

// SuggestionView is where a sentence that waits may belong.
type SuggestionView struct {
	Sentence string  `json:"sentence"`
	Row      string  `json:"row"`
	Score    float64 `json:"score" doc:"likeness, 0 to 1; no probability"`
	Like     string  `json:"like" doc:"the filed sentence that it resembles most; empty: only the title is like it"`
}

// ReadView says who has read an opinion in full.
type ReadView struct {
	Opinion string    `json:"opinion"`
	By      string    `json:"by" doc:"name"`
	At      time.Time `json:"at"`
}

// ApprovalView is of the last version that was approved.
type ApprovalView struct {
	Version int       `json:"version"`
	Hash    string    `json:"hash"`
	By      string    `json:"by" doc:"name"`
	At      time.Time `json:"at"`
}

// PolledView is what was asked.
type PolledView struct {
	ID       string        `json:"id"`
	Ballot   string        `json:"ballot"`
	Draft    string        `json:"draft" doc:"title of the ballot"`
	Text     string        `json:"text" doc:"of the question"`
	Lead     string        `json:"lead"`
	Of       int           `json:"of"`
	Silent   int           `json:"silent" doc:"asked, and no answer, not even a deemed one"`
	Counts   []StanceCount `json:"counts" doc:"by stance, deemed answers apart"`
	Named    bool          `json:"named" doc:"the ballot names who took which side"`
	Assisted bool          `json:"assisted" doc:"a model had a part in the table"`
}

// QualityView says how the first draft fared under review.
type QualityView struct {
	F1        float64 `json:"f1" doc:"agreement of the first draft's placement with the present one, 0 to 1"`
	Precision float64 `json:"precision" doc:"of what the first draft placed, the share that stands there"`
	Recall    float64 `json:"recall" doc:"of what is placed, the share that the first draft had placed there"`
	Moved     int     `json:"moved" doc:"sentences that stand elsewhere than in the first draft, or in no row"`
	Rows      int     `json:"rows"`
	Changed   int     `json:"changed" doc:"rows that are not as they were drafted: their name, their sentences or a gist"`
	Points    int     `json:"points"`
	Filed     int     `json:"filed" doc:"points that a person put or confirmed"`
}

// OrderView says how the rows of a table are ordered.
type OrderView struct {
	Rev    int64 `json:"rev" doc:"rises whenever somebody orders the rows"`
	ByHand bool  `json:"by_hand" doc:"false: by clause"`
}

// UndoView is the reader's own last act on a version that can be undone.
type UndoView struct {
	Rev  int64          `json:"rev" doc:"names the act"`
	What SynthesisEntry `json:"what"`
}

// SynthesisView is the version under review.
type SynthesisView struct {
	Rev         int64            `json:"rev"`
	Asked       PolledView       `json:"asked"`
	Version     int              `json:"version" doc:"0: nothing is drafted yet"`
	Hash        string           `json:"hash" doc:"what an approval is of"`
	Approved    bool             `json:"approved" doc:"this very version is"`
	Approval    *ApprovalView    `json:"approval,omitempty" doc:"of the last version that was approved"`
	Submission  *SubmissionView  `json:"submission,omitempty" doc:"of this version; none: it was not handed over, or is approved"`
	Stale       []string         `json:"stale" doc:"opinions that changed, came or went since"`
	Changes     []OpinionChange  `json:"changes" doc:"the same, with what is another"`
	Ledger      LedgerView       `json:"ledger"`
	Rows        []SynthesisRow   `json:"rows"`
	Order       OrderView        `json:"order"`
	Apart       []ApartView      `json:"apart"`
	Waiting     []string         `json:"waiting"`
	Suggestions []SuggestionView `json:"suggestions"`
	MustRead    []string         `json:"must_read" doc:"opinions that disagree or need care"`
	Reads       []ReadView       `json:"reads"`
	Quality     QualityView      `json:"quality"`
	Last        *SynthesisEntry  `json:"last,omitempty" doc:"what was done last"`
	Undo        *UndoView        `json:"undo,omitempty" doc:"what I did last to this version and can undo"`
}

// SourceSentence is a stretch of an opinion; all of an opinion put together are its text.
type SourceSentence struct {
	ID      string `json:"id"`
	Text    string `json:"text" doc:"to the byte, with the blanks after it"`
	Rule    string `json:"rule" doc:"by which it may be set apart; empty: none"`
	Clause  Text   `json:"clause" doc:"what it is about; empty: no clause"`
	Opposes bool   `json:"opposes" doc:"its words reject the draft"`
	Suspect bool   `json:"suspect" doc:"it may be meant for a machine"`
	Fold    string `json:"fold" doc:"the first sentence that says nearly the same"`
}

// SourceView is one opinion in full.
type SourceView struct {
	ID        string           `json:"id"`
	Who       string           `json:"who"`
	Post      string           `json:"post"`
	Stance    string           `json:"stance"`
	Deemed    bool             `json:"deemed"`
	Sentences []SourceSentence `json:"sentences"`
}

// SourcesView is all opinions on a question, in the order of the seats.
type SourcesView struct {
	Items []SourceView `json:"items"`
}

// TableView is the approved version, as it leaves the room.
type TableView struct {
	Rev        int64          `json:"rev" doc:"counts its approvals and what was done to its answers"`
	Asked      PolledView     `json:"asked"`
	Approval   ApprovalView   `json:"approval"`
	Stale      []string       `json:"stale" doc:"opinions that changed since"`
	Rows       []SynthesisRow `json:"rows"`
	Unanswered int            `json:"unanswered" doc:"points without an answer"`
	Unchecked  int            `json:"unchecked" doc:"answers that wait for the secretariat"`
}

// SynthesisLine is a question of a closed ballot in the list.
type SynthesisLine struct {
	ID       string     `json:"id"`
	Ballot   string     `json:"ballot"`
	Draft    string     `json:"draft"`
	Text     string     `json:"text"`
	Lead     string     `json:"lead"`
	Number   string     `json:"number"`
	ClosedAt *time.Time `json:"closed_at"`
	Of       int        `json:"of"`
	Answered int        `json:"answered"`
	Deemed   int        `json:"deemed"`
	State    string     `json:"state" enum:"none,review,submitted,returned,approved"`
	Changed  bool       `json:"changed" doc:"after it was handed over"`
	Version  int        `json:"version"`
	Waiting  int        `json:"waiting" doc:"sentences that wait for a person"`
	Assisted bool       `json:"assisted" doc:"a model had a part in the table"`
	Run      string     `json:"run" enum:"none,asking,choosing,stopped,ended" doc:"the last run of a model"`
}

// SynthesisList is one page of what is to be synthesised.
type SynthesisList struct {
	Due   []DueLine       `json:"due" doc:"of all pages: what waits for approval and what was sent back, the one that was handed over first first"`
	Items []SynthesisLine `json:"items"`
	Next  string          `json:"next" doc:"cursor of the next page; empty: this is the last"`
}

func clauseData(c summaries.Clause) ClauseData { return ClauseData(c) }

func strs[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

func ids(list []string) []summaries.SentenceID {
	out := make([]summaries.SentenceID, len(list))
	for i, s := range list {
		out[i] = summaries.SentenceID(s)
	}
	return out
}

func gistData(list []summaries.Gist) []GistData {
	out := make([]GistData, len(list))
	for i, g := range list {
		out[i] = GistData{Stance: string(g.Stance), Claims: make([]ClaimData, len(g.Claims))}
		for k, c := range g.Claims {
			out[i].Claims[k] = ClaimData{c.Text, strs(c.Cites)}
		}
	}
	return out
}

func gistsOf(list []GistData) []summaries.Gist {
	out := make([]summaries.Gist, len(list))
	for i, g := range list {
		out[i] = summaries.Gist{Stance: summaries.Stance(g.Stance), Claims: make([]summaries.Claim, len(g.Claims))}
		for k, c := range g.Claims {
			out[i].Claims[k] = summaries.Claim{Text: c.Text, Cites: ids(c.Cites)}
		}
	}
	return out
}

func counts(q summaries.Question, list []summaries.Count) []StanceCount {
	out := make([]StanceCount, len(list))
	for i, c := range list {
		out[i] = StanceCount{string(c.Stance), c.Explicit, c.Deemed, c.Of, Text{c.Vietnamese(q.Asked), c.English(q.Asked)}}
	}
	return out
}

func suggestionViews(list []summaries.Suggestion) []SuggestionView {
	out := make([]SuggestionView, len(list))
	for i, s := range list {
		out[i] = SuggestionView{string(s.Sentence), s.Row, s.Score, string(s.Like)}
	}
	return out
}

func ledgerView(l summaries.Ledger) LedgerView {
	v := LedgerView{Balanced: l.Balanced(), Unread: l.Unread, Faults: make([]FaultView, len(l.Faults))}
	o, s := l.Opinions, l.Sentences
	v.Opinions.Total, v.Opinions.Deemed, v.Opinions.Wordless = o.Total, o.Deemed, o.Wordless
	v.Opinions.Apart, v.Opinions.Placed, v.Opinions.Waiting = o.Apart, o.Placed, o.Waiting
	v.Sentences.Total, v.Sentences.Placed, v.Sentences.Waiting = s.Total, s.Placed, s.Waiting
	for _, rule := range summaries.Rules {
		if n := s.Apart[rule]; n > 0 {
			v.Sentences.Apart = append(v.Sentences.Apart, RuleCount{string(rule), n})
		}
	}
	for i, f := range l.Faults {
		v.Faults[i] = FaultView{string(f.Flaw), f.Opinion, string(f.Sentence), f.Row}
	}
	return v
}
