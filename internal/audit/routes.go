package audit

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"ecabinet"
	"ecabinet/internal/chain"
	"ecabinet/internal/db"
	"ecabinet/internal/httpx"
)

// API serves the auditor of a body.
type API struct {
	DB          *db.DB
	Checkpoints string // folder
	Version     string // of the program
	// Names are full names by person, of the actor's body.
	Names func(ctx context.Context, persons []string) (map[string]string, error)

	router *httpx.Router
}

// CheckpointView is one signed checkpoint.
type CheckpointView struct {
	Count int64  `json:"count" doc:"journal rows that it covers"`
	Hash  string `json:"hash"`
	At    string `json:"at" doc:"time of the last of them"`
	KeyID string `json:"key_id"`
	Sig   string `json:"sig"`
}

// CheckpointList is the last checkpoints, newest first, and what they are checked
// with.
type CheckpointList struct {
	Items []CheckpointView `json:"items"`
	Next  string           `json:"next"`
	Rows  int64            `json:"rows" doc:"journal rows now"`
	Key   string           `json:"key" doc:"public key, hex"`
	KeyID string           `json:"key_id"`
}

// EventView is one journal row.
type EventView struct {
	Seq       int64           `json:"seq"`
	At        time.Time       `json:"at"`
	Topic     string          `json:"topic"`
	Type      string          `json:"type"`
	Ref       string          `json:"ref"`
	Actor     string          `json:"actor"`
	ActorName string          `json:"actor_name" doc:"empty where the program acted"`
	Data      json.RawMessage `json:"data" doc:"empty for those who may not download the audit file"`
	Hash      string          `json:"hash"`
}

// EventList is one page of the journal, newest first.
type EventList struct {
	Items []EventView `json:"items"`
	Next  string      `json:"next"`
}

type reply[T any] struct{ Body *T }

type journalInput struct {
	After string `query:"after" doc:"cursor: the next of the page before"`
	Type  string `query:"type" maxLength:"60" doc:"type of event, or how it begins: ballot, ballot.closed"`
	About string `query:"about" maxLength:"120" doc:"topic or ref: ballot:<id>, answer/<id>, or an id"`
	Actor string `query:"actor" maxLength:"60"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// Register adds the routes.
func Register(r *httpx.Router, a API) {
	a.router = r
	httpx.HandleRaw(r, httpx.Op{
		ID: "download-audit-file", Method: http.MethodGet, Path: "/api/audit/file", Object: "audit", Action: "download-audit",
		Summary: "The audit file of the body: see docs/audit.md", Produces: "application/gzip",
	}, nil, a.download)
	httpx.Handle(r, httpx.Op{
		ID: "list-checkpoints", Method: http.MethodGet, Path: "/api/audit/checkpoints", Object: "audit", Action: "read-journal",
		Summary: "The last signed checkpoints and the public key",
	}, nil, func(ctx context.Context, _ *struct{}) (*reply[CheckpointList], error) { return a.checkpoints(ctx) })
	httpx.Handle(r, httpx.Op{
		ID: "read-journal", Method: http.MethodGet, Path: "/api/journal", Object: "audit", Action: "read-journal",
		Summary: "The journal of the body, newest first; for those who may not download the audit file without the rows that tell who has answered or voted",
	}, nil, a.journal)
}

// download journals that the file was taken, signs where the journal ends, and
// streams it.
func (a API) download(w http.ResponseWriter, req *http.Request) error {
	ctx := req.Context()
	actor := ecabinet.ActorFrom(ctx)
	_, err := a.DB.InTx(ctx, func(_ context.Context, tx *db.Tx) (string, error) {
		tx.Emit(ecabinet.Event{Topic: "body", Type: "audit.downloaded", Ref: "audit/file"})
		return "audit/file", nil
	})
	if err != nil {
		return err
	}
	last, err := a.DB.Checkpoint(ctx, actor.Body)
	if err != nil {
		return err
	}
	now := a.router.Now()
	w.Header().Set("Content-Type", "application/gzip")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="ecabinet-audit-%s.jsonl.gz"`, now.UTC().Format("20060102-150405")))
	out := &steady{w: w, control: http.NewResponseController(w)}
	source := Source{DB: a.DB, Checkpoints: a.Checkpoints, Last: &last, Body: actor.Body}
	err = Write(ctx, out, source, actor.Person, a.Version, now)
	if cleared := out.deadline(time.Time{}); err == nil && cleared != nil { // the connection serves other requests after this
		err = cleared
	}
	if err != nil && out.begun {
		panic(http.ErrAbortHandler) // the client must not take a part for the whole
	}
	return err
}

// stall is how long a client may take nothing: the snapshot is held meanwhile.
const stall = 30 * time.Second

// steady writes as long as the client reads.
type steady struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

func (s *steady) Write(b []byte) (int, error) {
	s.begun = true
	if err := s.deadline(time.Now().Add(stall)); err != nil {
		return 0, err
	}
	return s.w.Write(b)
}

func (s *steady) deadline(at time.Time) error {
	if err := s.control.SetWriteDeadline(at); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("set the deadline of the download: %w", err)
	}
	return nil
}

// shown is how many checkpoints are listed.
const shown = 20

func (a API) checkpoints(ctx context.Context) (*reply[CheckpointList], error) {
	body := ecabinet.ActorFrom(ctx).Body
	rows, err := a.DB.LastSeq(ctx, body)
	if err != nil {
		return nil, err
	}
	key := a.DB.PublicKey()
	list := &CheckpointList{Items: []CheckpointView{}, Rows: rows, Key: hex.EncodeToString(key), KeyID: chain.KeyID(key)}
	last, err := db.LastCheckpoints(a.Checkpoints, body, shown)
	if err != nil {
		return nil, err
	}
	for _, c := range last {
		list.Items = append(list.Items, CheckpointView{c.Count, c.Hash, c.At, c.KeyID, c.Sig})
	}
	return &reply[CheckpointList]{list}, nil
}

func (a API) journal(ctx context.Context, in *journalInput) (*reply[EventList], error) {
	where, args := []string{"body = $1"}, []any{ecabinet.ActorFrom(ctx).Body}
	add := func(condition string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		where = append(where, condition)
	}
	if in.After != "" {
		before, err := strconv.ParseInt(in.After, 10, 64)
		if err != nil {
			return nil, ecabinet.E(ecabinet.Invalid, "request.cursor")
		}
		add("seq < ?", before)
	}
	if in.Type != "" {
		add(`(type = ? OR type LIKE ? ESCAPE '\')`, in.Type, plain(in.Type)+".%")
	}
	if in.About != "" {
		condition, values := a.about(in.About)
		add(condition, values...)
	}
	if in.Actor != "" {
		add("actor = ?", in.Actor)
	}
	words := a.router.May(ctx, "audit", []string{"any"}, "download-audit")
	if !words {
		for _, kind := range ofPersons {
			add("type NOT LIKE ?", kind+"%")
		}
	}
	list, err := a.page(ctx, strings.Join(where, " AND "), args, in.Limit, words)
	if err != nil {
		return nil, err
	}
	return &reply[EventList]{list}, a.name(ctx, list)
}

// Topics are the kinds of topic under which rows are written.
var Topics = []string{"body", "user", "office", "matter", "ballot", "synthesis", "meeting", "task"}

// about finds rows by what they are about: a topic, a ref, or the id that either ends
// with. Each goes by an index, however long the journal.
func (a API) about(words string) (condition string, values []any) {
	refID := "substr(ref, strpos(ref, '/') + 1) = ?"
	if a.DB.IsSQLite() {
		refID = "substr(ref, instr(ref, '/') + 1) = ?"
	}
	if strings.Contains(words, ":") {
		return "topic = ?", []any{words}
	}
	if _, id, ok := strings.Cut(words, "/"); ok {
		return "ref = ? AND " + refID, []any{words, id}
	}
	for _, kind := range Topics {
		values = append(values, kind+":"+words)
	}
	topics := strings.Repeat(", ?", len(Topics))[2:]
	return "seq IN (SELECT seq FROM journal WHERE body = $1 AND topic IN (" + topics +
		") UNION SELECT seq FROM journal WHERE body = $1 AND " + refID + ")", append(values, words)
}

// ofPersons are the kinds of row that tell who has answered, voted or made up his mind,
// and when: an administrator sees that nowhere, and so not here.
var ofPersons = []string{"answer.", "classing.", "draft.", "cast.", "paper.taken", "position.", "opinion."}

// plain takes the meaning from the signs that LIKE reads.
func plain(s string) string { return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s) }

func (a API) page(ctx context.Context, where string, args []any, limit int, words bool) (*EventList, error) {
	list := &EventList{Items: []EventView{}}
	r := &reading{Source: Source{DB: a.DB}}
	tx, err := a.DB.Read().BeginTx(ctx, readOnly)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	defer tx.Rollback()
	r.tx = tx
	found, err := r.page(ctx, journalTable, "SELECT "+quoted(journalTable.names())+" FROM journal WHERE "+where+
		fmt.Sprintf(" ORDER BY seq DESC LIMIT %d", limit+1), args)
	if err != nil {
		return nil, err
	}
	if len(found) > limit {
		found = found[:limit]
		list.Next = strconv.FormatInt(found[limit-1].row.number("seq"), 10)
	}
	for _, f := range found {
		e, err := eventOf(f.row)
		if err != nil {
			return nil, fmt.Errorf("read the journal: %w", err)
		}
		v := EventView{Seq: e.Seq, At: e.At, Topic: e.Topic, Type: e.Type, Ref: e.Ref, Actor: e.Actor, Hash: e.Hash, Data: json.RawMessage("{}")}
		if words {
			v.Data = e.Data
		}
		list.Items = append(list.Items, v)
	}
	return list, nil
}

// name puts the names of those who acted beside their ids.
func (a API) name(ctx context.Context, list *EventList) error {
	var persons []string
	for _, e := range list.Items {
		if e.Actor != ecabinet.System && !slices.Contains(persons, e.Actor) {
			persons = append(persons, e.Actor)
		}
	}
	if len(persons) == 0 || a.Names == nil {
		return nil
	}
	names, err := a.Names(ctx, persons)
	for i := range list.Items {
		list.Items[i].ActorName = names[list.Items[i].Actor]
	}
	return err
}
