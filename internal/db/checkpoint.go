package db

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"ecabinet/internal/chain"
)

// A checkpoint is written after this many events or this long after the first
// that it covers, and whenever Checkpoint is called.
const (
	checkpointEvents = 100
	checkpointAfter  = time.Minute
)

// checkpoints remembers how far each body is covered.
type checkpoints struct {
	poke chan struct{}

	mu    sync.Mutex
	heads map[string]uncovered // guarded by mu: bodies with events after their last checkpoint

	file sync.Mutex
	last map[string]chain.Checkpoint // guarded by file
}

// uncovered is where a journal ends and since when its end is not covered.
type uncovered struct {
	seq   int64
	count int64 // of the last checkpoint
	since time.Time
}

func newCheckpoints() *checkpoints {
	return &checkpoints{poke: make(chan struct{}, 1), heads: map[string]uncovered{}, last: map[string]chain.Checkpoint{}}
}

// noteHead is told where a journal ends after each commit.
func (d *DB) noteHead(body string, h head) {
	p := d.points
	p.mu.Lock()
	u := p.heads[body] // count 0 after a start: the first checkpoint finds out
	fresh := u.since.IsZero()
	if fresh {
		u.since = time.Now()
	}
	u.seq = max(u.seq, h.seq)
	p.heads[body] = u
	p.mu.Unlock()
	if fresh || u.seq-u.count >= checkpointEvents {
		select {
		case p.poke <- struct{}{}:
		default:
		}
	}
}

// keepCheckpoints writes checkpoints when they are due, and the last ones when
// ctx ends.
func (d *DB) keepCheckpoints(ctx context.Context) {
	timer := time.NewTimer(checkpointAfter)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			d.writeDue(context.WithoutCancel(ctx), func(uncovered) bool { return true })
			return
		case <-d.points.poke:
		case <-timer.C:
		}
		d.writeDue(ctx, func(u uncovered) bool {
			return u.seq-u.count >= checkpointEvents || time.Since(u.since) >= checkpointAfter
		})
		timer.Reset(d.points.nextDue())
	}
}

func (p *checkpoints) nextDue() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	next := checkpointAfter
	for _, u := range p.heads {
		if !u.since.IsZero() {
			next = min(next, time.Until(u.since.Add(checkpointAfter)))
		}
	}
	return max(next, time.Second)
}

func (d *DB) writeDue(ctx context.Context, due func(uncovered) bool) {
	p := d.points
	var bodies []string
	p.mu.Lock()
	for b, u := range p.heads {
		if !u.since.IsZero() && due(u) {
			bodies = append(bodies, b)
		}
	}
	p.mu.Unlock()
	for _, b := range bodies {
		ctx, cancel := context.WithTimeout(ctx, batchTimeout)
		if _, err := d.Checkpoint(ctx, b); err != nil && ctx.Err() == nil {
			d.log.Error("write checkpoint", "body", b, "error", err)
		}
		cancel()
	}
}

// Checkpoint signs where the journal of body ends now, appends it to the body's
// file in the checkpoint folder, and returns when it is durable there. Where
// nothing was added since the last one, that one is returned.
func (d *DB) Checkpoint(ctx context.Context, body string) (chain.Checkpoint, error) {
	p := d.points
	p.file.Lock()
	defer p.file.Unlock()
	h, err := readHead(ctx, d.read.DB, body, "")
	if err != nil {
		return chain.Checkpoint{}, trouble(err)
	}
	last, err := d.lastCheckpoint(body)
	if err != nil {
		return chain.Checkpoint{}, err
	}
	if last.Count > h.seq || last.Count == h.seq && last.Hash != h.hash && last.Count > 0 {
		return chain.Checkpoint{}, fmt.Errorf("write checkpoint: the journal of body %s ends with row %d, and row %d was signed already", body, h.seq, last.Count)
	}
	if last.Count == h.seq && last.Hash == h.hash && last.KeyID == d.key.ID() {
		p.covered(body, h.seq)
		return last, nil
	}
	c := chain.Checkpoint{Body: body, Count: h.seq, Hash: h.hash, At: chain.FormatTime(h.at)}
	b, err := c.Bytes()
	if err != nil {
		return chain.Checkpoint{}, err
	}
	c.Signature = d.key.Sign(b)
	if h.seq == 0 || d.opts.ReadOnly {
		return c, nil
	}
	if err := d.appendCheckpoint(c); err != nil {
		return chain.Checkpoint{}, err
	}
	p.last[body] = c
	p.covered(body, h.seq)
	return c, nil
}

// covered notes that rows up to count are covered.
func (p *checkpoints) covered(body string, count int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := p.heads[body]
	u.count, u.since = count, time.Time{}
	if u.seq > count {
		u.since = time.Now()
	}
	p.heads[body] = u
}

const checkpointEnding = ".checkpoints"

var plainBody = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// CheckpointFile is the file of a body in a checkpoint folder: one canonical
// JSON checkpoint a line.
func CheckpointFile(folder, body string) string {
	if !plainBody.MatchString(body) {
		body = fmt.Sprintf("body-%x", body)
	}
	return filepath.Join(folder, body+checkpointEnding)
}

// lastCheckpoint is the last line of the body's file, the zero Checkpoint where
// there is none. A line that a crash left half written is cut off. The caller
// holds points.file.
func (d *DB) lastCheckpoint(body string) (chain.Checkpoint, error) {
	p := d.points
	if c, ok := p.last[body]; ok || d.opts.CheckpointDir == "" {
		return c, nil
	}
	name := CheckpointFile(d.opts.CheckpointDir, body)
	line, size, err := lastLine(name)
	if errors.Is(err, fs.ErrNotExist) {
		return chain.Checkpoint{}, nil
	}
	if err == nil && !d.opts.ReadOnly {
		err = os.Truncate(name, size)
	}
	if err != nil {
		return chain.Checkpoint{}, fmt.Errorf("read checkpoints: %w", err)
	}
	if line == nil {
		return chain.Checkpoint{}, nil
	}
	c, err := chain.ParseCheckpoint(line)
	if err != nil {
		return chain.Checkpoint{}, fmt.Errorf("the last line of %s: %w", name, err)
	}
	p.last[body] = c
	return c, nil
}

// longestLine is more than any checkpoint takes.
const longestLine = 4096

// lastLine is the last whole line of a file, nil where there is none, and where it
// ends.
func lastLine(name string) (line []byte, end int64, err error) {
	lines, end, err := lastLines(name, 1)
	if len(lines) == 0 {
		return nil, end, err
	}
	return lines[0], end, err
}

// lastLines are up to n last whole lines of a file, in their order, and where they
// end. It reads the end of the file only.
func lastLines(name string, n int) (lines [][]byte, end int64, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	from := max(0, info.Size()-int64(n+1)*longestLine)
	text, err := io.ReadAll(io.NewSectionReader(f, from, info.Size()-from))
	if err != nil {
		return nil, 0, err
	}
	text = text[:bytes.LastIndexByte(text, '\n')+1]
	end = from + int64(len(text))
	for len(text) > 0 && len(lines) < n {
		text = text[:len(text)-1]
		begin := bytes.LastIndexByte(text, '\n') + 1
		lines, text = append(lines, text[begin:]), text[:begin]
	}
	slices.Reverse(lines)
	return lines, end, nil
}

// LastCheckpoints are up to n last checkpoints of a body that are in its file, the
// newest first; one that cannot be read is the zero Checkpoint. None where there is no
// file.
func LastCheckpoints(folder, body string, n int) ([]chain.Checkpoint, error) {
	if folder == "" {
		return nil, nil
	}
	lines, _, err := lastLines(CheckpointFile(folder, body), n)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read checkpoints: %w", err)
	}
	var list []chain.Checkpoint
	for _, line := range slices.Backward(lines) {
		c, _ := chain.ParseCheckpoint(line)
		list = append(list, c)
	}
	return list, nil
}

func (d *DB) appendCheckpoint(c chain.Checkpoint) error {
	if d.opts.CheckpointDir == "" {
		return nil
	}
	line, err := c.Line()
	if err != nil {
		return err
	}
	name := CheckpointFile(d.opts.CheckpointDir, c.Body)
	_, statErr := os.Stat(name)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o640)
	if err != nil {
		return fmt.Errorf("write checkpoint: %w", err)
	}
	_, err = f.Write(line)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		delete(d.points.last, c.Body) // read the file again: it may end half way
		return fmt.Errorf("write checkpoint: %w", err)
	}
	if errors.Is(statErr, fs.ErrNotExist) {
		return syncFolder(d.opts.CheckpointDir)
	}
	return nil
}

// prepareCheckpoints makes the folder, and compares the last checkpoint of each
// body that it holds with the journal.
func (d *DB) prepareCheckpoints(ctx context.Context) error {
	if d.opts.CheckpointDir == "" || d.opts.ReadOnly {
		return nil
	}
	if err := os.MkdirAll(d.opts.CheckpointDir, 0o750); err != nil {
		return fmt.Errorf("make the checkpoint folder: %w", err)
	}
	names, err := filepath.Glob(filepath.Join(d.opts.CheckpointDir, "*"+checkpointEnding))
	if err != nil {
		return fmt.Errorf("list the checkpoints: %w", err)
	}
	for _, name := range names {
		if err := d.compareCheckpoint(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// compareCheckpoint refuses a journal that lacks the row that the last checkpoint
// of the file covers: it would be written on as if the rest had never been.
func (d *DB) compareCheckpoint(ctx context.Context, name string) error {
	line, _, err := lastLine(name)
	if err != nil || line == nil {
		return err
	}
	c, err := chain.ParseCheckpoint(line)
	if err != nil {
		return fmt.Errorf("the last line of %s: %w", name, err)
	}
	var hash string
	exists, err := d.hasTable(ctx, "journal")
	if err == nil && exists {
		err = d.read.DB.QueryRowContext(ctx, "SELECT hash FROM journal WHERE body = $1 AND seq = $2", c.Body, c.Count).Scan(&hash)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("compare a checkpoint: %w", err)
	}
	if hash == c.Hash {
		return nil
	}
	if d.opts.Restored {
		aside := name + ".before-" + time.Now().UTC().Format("20060102T150405.000000Z")
		if err := os.Rename(name, aside); err != nil {
			return fmt.Errorf("set the checkpoints aside: %w", err)
		}
		d.log.Warn("checkpoints were set aside: the journal does not reach them", "body", c.Body, "file", aside)
		return syncFolder(d.opts.CheckpointDir)
	}
	return fmt.Errorf("the journal of body %s does not hold row %d as the checkpoint of %s has it: rows were cut or replaced, or an older back-up was put back. "+
		`Look with "ecabinet verify"; to go on from an older back-up run "ecabinet restored" (the checkpoints are in %s)`, c.Body, c.Count, c.At, name)
}
