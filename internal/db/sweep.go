package db

import (
	"context"
	"errors"
	"fmt"
)

// sweptWhole is up to which size an embedded database is written anew by Sweep, in
// bytes: that needs as much memory, and holds up writing.
const sweptWhole = 512 << 20

// errBusy says that somebody was reading.
var errBusy = errors.New("the write-ahead log could not be emptied while somebody reads: it is tried again")

// Sweep takes out of the files what was deleted from tables before. On SQLite deleted
// rows are overwritten when they go (secure_delete): the write-ahead log is emptied,
// and the file written anew where it is not too large. On PostgreSQL the tables are
// written anew; its write-ahead log is the server's to recycle. An error means that it
// has to be tried again.
func (d *DB) Sweep(ctx context.Context, tables ...string) error {
	if d.dialect == postgresName {
		for _, t := range tables {
			if _, err := d.write.DB.ExecContext(ctx, `VACUUM (FULL) "`+t+`"`); err != nil {
				return trouble(fmt.Errorf("sweep %s: %w", t, err))
			}
		}
		return nil
	}
	var pages, size int64
	if err := d.read.DB.QueryRowContext(ctx, "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size").Scan(&pages, &size); err != nil {
		return trouble(fmt.Errorf("sweep: %w", err))
	}
	if pages*size <= sweptWhole {
		if _, err := d.write.DB.ExecContext(ctx, "VACUUM"); err != nil {
			return trouble(fmt.Errorf("sweep: %w", err))
		}
	}
	var busy, frames, moved int64
	if err := d.write.DB.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return trouble(fmt.Errorf("sweep: %w", err))
	}
	if busy != 0 {
		return errBusy
	}
	return nil
}
