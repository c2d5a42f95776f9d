package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"ecabinet"
	"ecabinet/ballots"
	"ecabinet/ballots/received"
	"ecabinet/ballots/store"
	"ecabinet/internal/export"
	"ecabinet/internal/files"
	"ecabinet/internal/httpx"
)

// LettersView is what was understood of a table of opinions that came by letter.
// Nothing is recorded by it: each line becomes an act on behalf of its own.
type LettersView struct {
	File     FileData        `json:"file" doc:"as it was kept; goes with each answer recorded from it"`
	Kind     string          `json:"kind" enum:"xlsx,docx"`
	Headings []LetterHeading `json:"headings"`
	Unread   []string        `json:"unread" doc:"tables without a heading that is known"`
	Lines    []LetterLine    `json:"lines"`
}

// LetterHeading is a column as it was understood.
type LetterHeading struct {
	Table    string `json:"table"`
	Column   string `json:"column" doc:"its letters"`
	Text     string `json:"text"`
	As       string `json:"as" enum:",number,ordinal,name,choice,text,letter,dated,either,tick" doc:"empty: not understood, and not read"`
	Question string `json:"question" doc:"key; empty: of none"`
}

// LetterLine is one letter.
type LetterLine struct {
	No       int             `json:"no" doc:"1, 2, ... in the file"`
	Table    string          `json:"table"`
	Row      int             `json:"row" doc:"1, 2, ... in its table"`
	Name     string          `json:"name" doc:"as written"`
	Number   string          `json:"number" doc:"in the list, as written"`
	Letter   string          `json:"letter" doc:"number of the letter and its date, as written"`
	Seat     int             `json:"seat" doc:"whose it is taken for; 0: not known"`
	Sure     bool            `json:"sure" doc:"false: a person has to say whose it is"`
	May      []int           `json:"may" doc:"seats that may be meant, the likeliest first"`
	Blank    bool            `json:"blank" doc:"it says nothing to any question"`
	Opinions []OpinionData   `json:"opinions" doc:"without a choice where none was understood"`
	Wrong    []LetterProblem `json:"wrong" doc:"what was not understood, and why"`
}

// LetterProblem is one thing that was not understood.
type LetterProblem struct {
	Code     string `json:"code"`
	Question string `json:"question" doc:"key; empty: of none"`
	Text     Text   `json:"text"`
}

// ByLetters is the input of a route on a table that was brought before.
type ByLetters struct {
	ByID
	File string `path:"file"`
}

func (a *API) letterRoutes() {
	op := func(id, method, path, summary string) httpx.Op {
		return httpx.Op{ID: id, Method: method, Path: "/api/ballots/{id}/letters" + path, Object: "answer", Action: "record-on-behalf", Summary: summary}
	}
	bring := op("bring-letters", http.MethodPost, "", "Bring a table (XLSX, DOCX) of opinions that came by letter, and see what is understood of it; its name in the query")
	bring.MaxBody, bring.NoKey, bring.Consumes, bring.Produces, bring.Status = received.MaxFile, true, "application/octet-stream", "application/json", http.StatusCreated
	httpx.HandleRaw(a.router, bring, a.onPath, a.bringLetters)
	httpx.Handle(a.router, op("read-letters", http.MethodGet, "/{file}", "What is understood of a table that I brought before"),
		around[ByLetters](a), func(ctx context.Context, in *ByLetters) (*out[LettersView], error) {
			v, err := a.broughtLetters(ctx, in.ID, in.File)
			return &out[LettersView]{v}, err
		})
	form := op("download-letter-form", http.MethodGet, ".xlsx", "A table of those who have not answered yet, to be filled in from their letters and brought back")
	form.Produces = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	httpx.HandleRaw(a.router, form, a.onPath, func(w http.ResponseWriter, req *http.Request) error {
		name, content, err := a.letterForm(req.Context(), req.PathValue("id"))
		if err != nil {
			return err
		}
		return httpx.WriteFile(w, form.Produces, name, content)
	})
}

// bringLetters reads a table, and keeps it where it could be read. The same table brought
// again by the same person is the one that is kept already.
func (a *API) bringLetters(w http.ResponseWriter, req *http.Request) error {
	ctx, ballot, person := req.Context(), req.PathValue("id"), ecabinet.ActorFrom(req.Context()).Person
	name := files.Name(req.URL.Query().Get("name"))
	if name == "" {
		return badField("name", "file.name_missing")
	}
	content, err := io.ReadAll(req.Body)
	if err != nil {
		return err
	}
	reading, err := a.readLetters(ctx, ballot, content)
	if err != nil {
		return err
	}
	if !reading.Kind.Names(name) {
		return ecabinet.E(ecabinet.Invalid, "letters.named", "kind", string(reading.Kind))
	}
	f, err := a.store.SameFile(ctx, ballot, person, name, ballots.Hash(content))
	if ecabinet.KindOf(err) == ecabinet.NotFound {
		f, err = a.keepLetters(ctx, ballot, name, content)
	}
	if err != nil {
		return err
	}
	return httpx.WriteJSON(w, http.StatusCreated, a.lettersView(f.File, reading))
}

func (a *API) keepLetters(ctx context.Context, ballot, name string, content []byte) (store.StoredFile, error) {
	actor, id := ecabinet.ActorFrom(ctx), ecabinet.NewID()
	kept, err := a.files.Keep(ctx, actor.Body, id, bytes.NewReader(content))
	if err != nil {
		return store.StoredFile{}, refusedFile(name, err)
	}
	f := store.StoredFile{File: ballots.File{ID: id, Name: name, Size: kept.Size, Hash: kept.SHA256}, Ballot: ballot, By: actor.Person, Blob: kept.Ref.Name}
	_, err = a.store.AddFile(ctx, f)
	return f, err
}

// broughtLetters reads a table that was kept; who brought it, and nobody else, comes
// back to it.
func (a *API) broughtLetters(ctx context.Context, ballot, file string) (*LettersView, error) {
	actor := ecabinet.ActorFrom(ctx)
	f, err := a.store.File(ctx, ballot, file)
	if err != nil {
		return nil, err
	}
	if f.By != actor.Person || !received.IsNamed(f.Name) {
		return nil, ecabinet.E(ecabinet.NotFound, "file.not_found")
	}
	r, err := a.files.Open(ctx, files.Ref{Body: actor.Body, Name: f.Blob, Owner: f.ID})
	if err != nil {
		return nil, fmt.Errorf("open a table of letters: %w", err)
	}
	content, err := io.ReadAll(io.LimitReader(r, received.MaxFile))
	if err != nil {
		return nil, fmt.Errorf("read a table of letters: %w", err)
	}
	reading, err := a.readLetters(ctx, ballot, content)
	if err != nil {
		return nil, err
	}
	return a.lettersView(f.File, reading), nil
}

// readLetters understands a table as one of letters to the consultation.
func (a *API) readLetters(ctx context.Context, ballot string, content []byte) (*received.Reading, error) {
	b, list, err := a.service.Lettered(ctx, ballot)
	if err != nil {
		return nil, err
	}
	a.reading.Lock()
	defer a.reading.Unlock()
	return received.Read(content, askedIn(b, list))
}

func askedIn(b *ballots.Ballot, list []ballots.Respondent) received.Asked {
	var asked received.Asked
	for _, q := range b.Questions {
		one := received.Question{Key: q.Key}
		for _, o := range q.Options {
			one.Options = append(one.Options, received.Option{Key: o.Key, Text: o.Text})
		}
		for _, c := range b.Choices(q) {
			one.Choices = append(one.Choices, string(c))
		}
		asked.Questions = append(asked.Questions, one)
	}
	for _, r := range list {
		asked.Respondents = append(asked.Respondents, received.Respondent{Seat: r.No, Name: r.Name})
	}
	return asked
}

func (a *API) lettersView(f ballots.File, r *received.Reading) *LettersView {
	v := &LettersView{File: FileData(f), Kind: string(r.Kind), Headings: []LetterHeading{}, Unread: []string{}, Lines: []LetterLine{}}
	for _, table := range r.Unread {
		// The template's own sheet of directions is no table that was overlooked.
		if table != a.router.Say("vi", "letterform.help", nil) && table != a.router.Say("en", "letterform.help", nil) {
			v.Unread = append(v.Unread, table)
		}
	}
	for _, h := range r.Headings {
		v.Headings = append(v.Headings, LetterHeading(h))
	}
	for i, l := range r.Lines {
		line := LetterLine{
			No: i + 1, Table: l.Table, Row: l.Row, Name: l.Name, Number: l.Number, Letter: l.Letter, Seat: l.Seat, Sure: l.Sure, Blank: l.Blank,
			May: append([]int{}, l.May...), Opinions: []OpinionData{}, Wrong: []LetterProblem{},
		}
		for _, answer := range l.Answers {
			line.Opinions = append(line.Opinions, OpinionData{Question: answer.Question, Choice: answer.Choice, Text: strings.TrimSpace(answer.Text), Points: []PointData{}})
		}
		for _, p := range l.Wrong {
			line.Wrong = append(line.Wrong, a.letterProblem(p))
		}
		v.Lines = append(v.Lines, line)
	}
	return v
}

func (a *API) letterProblem(p received.Problem) LetterProblem {
	values := map[string]any{"cell": p.Cell, "value": p.Value}
	return LetterProblem{p.Code, p.Question, Text{VI: a.router.Say("vi", p.Code, values), EN: a.router.Say("en", p.Code, values)}}
}

// letterForm is a table that is understood when it comes back, of those for whom nothing
// is recorded yet.
func (a *API) letterForm(ctx context.Context, ballot string) (name string, content []byte, err error) {
	b, list, err := a.service.Lettered(ctx, ballot)
	if err != nil {
		return "", nil, err
	}
	r, err := a.service.Reckon(ctx, b, a.router.Now())
	if err != nil {
		return "", nil, err
	}
	s, err := a.scribe(ctx)
	if err != nil {
		return "", nil, err
	}
	now := a.router.Now()
	form := export.Sheet{Name: s.Say("letterform.sheet"), Rows: [][]any{}, Fields: []export.Field{
		{Head: s.Say("letterform.no"), Width: 10}, {Head: s.Say("letterform.name"), Width: 44},
		{Head: s.Say("letterform.letter"), Width: 18}, {Head: s.Say("letterform.dated"), Width: 14},
	}}
	help := export.Sheet{Name: s.Say("letterform.help"), Fields: []export.Field{{Head: s.Say("letterform.question"), Width: 60}, {Head: s.Say("letterform.choices"), Width: 60}}}
	for i, q := range b.Questions {
		choice, text, asks := s.Say("letterform.choice"), s.Say("letterform.text"), q.Text
		if len(b.Questions) > 1 {
			choice, text = s.Say("letterform.choice_of", "number", i+1), s.Say("letterform.text_of", "number", i+1)
			asks = s.Say("letterform.numbered", "number", i+1, "text", q.Text)
		}
		form.Fields = append(form.Fields, export.Field{Head: choice, Width: 20}, export.Field{Head: text, Width: 60})
		help.Rows = append(help.Rows, []any{asks, strings.Join(s.choices(b, q), "\n")})
	}
	help.Rows = append(help.Rows, []any{s.Say("letterform.needs_text"), nil})
	for _, one := range list {
		_, answered := r.Answers[one.No]
		if _, waits := r.Awaiting[one.No]; answered || waits {
			continue
		}
		row := make([]any, len(form.Fields))
		for i := range row {
			row[i] = "" // as text, so that no number of a letter is taken for a date
		}
		row[0], row[1] = one.No, one.Name
		form.Rows = append(form.Rows, row)
	}
	content, err = export.Book{Lang: s.Lang, Title: s.Say("letterform.title"), Author: s.Body(), Made: now, Sheets: []export.Sheet{form, help}}.XLSX()
	return s.Say("download.letters") + "-" + now.In(s.Head.Zone).Format("20060102") + ".xlsx", content, err
}

// choices are the words by which an answer to q may be given.
func (s scribe) choices(b *ballots.Ballot, q ballots.Question) []string {
	var list []string
	for _, c := range b.Choices(q) {
		if key, named := strings.CutPrefix(string(c), "option:"); named {
			for i, o := range q.Options {
				if o.Key == key {
					list = append(list, s.Say("side.option", "number", i+1)+" = "+o.Text)
				}
			}
			continue
		}
		list = append(list, s.Say("side."+string(c)))
	}
	return list
}
