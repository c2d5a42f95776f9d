package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ecabinet"
	"ecabinet/internal/db"
	"ecabinet/internal/testkit"
)

const fullPath = "ECABINET_FULL_PATH" // set in the child process only

// TestTheDiskIsFull lets the disk run out at every write of an act in turn, in the
// log and in the database file itself, by a limit on the size of files: no act is
// acknowledged that is not kept, each failure says that nothing was done or to ask
// again with the same key, which settles it, and with room again the same process goes on, without a restart. A child process does it,
// since the limit is the whole process's. Planted bugs that it fails on: answering
// before the commit in batch.commit, and keeping the journal's head of a batch that
// was not committed.
func TestTheDiskIsFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "full.db")
	cmd := childProcess(t, "", filepath.Join(t.TempDir(), "points"), "")
	cmd.Env = append(cmd.Env, fullPath+"="+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	acknowledged := map[string]bool{}
	inLog, inFile := 0, 0
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if ref, ok := strings.CutPrefix(line, "kept "); ok {
			acknowledged[ref] = true
		} else if _, err := fmt.Sscanf(line, "failed %d %d", &inLog, &inFile); err != nil {
			t.Fatal(line)
		}
	}
	t.Logf("%d acts acknowledged, %d failed in the log, %d in the file", len(acknowledged), inLog, inFile)
	if inLog < 50 || inFile < 15 {
		t.Error("too little failed: the test shows nothing")
	}
	checkAfterCrash(t, "file:"+path, acknowledged)
	d, err := db.Open(t.Context(), db.Options{URL: "file:" + path})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if n := count(t, d, "SELECT count(*) FROM crash_answers"); n != len(acknowledged) {
		t.Errorf("%d acts stored, %d acknowledged", n, len(acknowledged))
	}
}

// filler is the child. Its output is a line "kept <ref>" for each act that was
// acknowledged, and at last how many failed, in the log and in the file.
type filler struct {
	ctx    context.Context
	d      *db.DB
	path   string
	n      int
	failed int
}

func fillDisk(path, points string) error {
	signal.Ignore(syscall.SIGXFSZ) // then a write beyond the limit is an error, as on a full disk
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{URL: "file:" + path, CheckpointDir: points})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	if _, err := d.InTx(testkit.As(ctx, body, person), func(ctx context.Context, tx *db.Tx) (string, error) {
		_, err := tx.Bun().NewRaw("CREATE TABLE crash_answers (id TEXT NOT NULL PRIMARY KEY, key TEXT NOT NULL, more TEXT)").Exec(ctx)
		return "", err
	}); err != nil {
		return err
	}
	f := filler{ctx: ctx, d: d, path: path}
	for _, size := range []int{10, 30_000} { // an act of a few pages, and one of many
		for room := int64(0); room < 12*4120+int64(size)*2; room += 1030 { // a page in the log has 4,120 bytes
			if err := f.fill(f.size(path+"-wal")+room, size, 20); err != nil {
				return fmt.Errorf("with room for %d bytes more in the log: %w", room, err)
			}
		}
	}
	inLog := f.failed
	for part := range int64(20) { // the log begins anew and is written back into a file that may not grow
		if err := f.fill(part*200_000, 300_000, 40); err != nil {
			return fmt.Errorf("with files of at most %d bytes: %w", part*200_000, err)
		}
	}
	_, err = fmt.Printf("failed %d %d\n", inLog, f.failed-inLog)
	return err
}

func (f *filler) size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// fill acts until the limit is reached, then makes room and sends what failed again.
func (f *filler) fill(limit int64, size, most int) error {
	if err := f.limit(limit); err != nil {
		return err
	}
	for range most {
		err := f.act(size)
		if err == nil {
			continue
		}
		f.failed++
		if err := f.limit(1 << 40); err != nil {
			return err
		}
		if !errors.Is(err, &ecabinet.Error{Code: db.CodeUnavailable}) && !errors.Is(err, &ecabinet.Error{Code: db.CodeUnknown}) {
			return fmt.Errorf("the act failed with %w", err)
		}
		if err := f.act(size); err != nil {
			return fmt.Errorf("with room again: %w", err)
		}
		return nil
	}
	return f.limit(1 << 40)
}

func (f *filler) limit(n int64) error {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
		return err
	}
	l.Cur = uint64(n)
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l)
}

// act writes once under the key of f.n, and goes on to the next where it was kept.
func (f *filler) act(size int) error {
	key := fmt.Sprint("k", f.n)
	ref, err := f.d.InTx(testkit.Keyed(testkit.As(f.ctx, body, person), key, "h"), func(ctx context.Context, tx *db.Tx) (string, error) {
		_, err := tx.Bun().NewRaw("INSERT INTO crash_answers (id, key, more) VALUES (?, ?, ?)", ecabinet.NewID(), key, strings.Repeat("x", size)).Exec(ctx)
		tx.Emit(ecabinet.Event{Topic: "body", Type: "answer.cast", Ref: "answer/" + key})
		return "answer/" + key, err
	})
	if err != nil {
		return err
	}
	f.n++
	_, err = fmt.Println("kept", ref)
	return err
}
