package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"

	"ecabinet"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

const migrationTable = "schema_migrations"

var migrationName = regexp.MustCompile(`^(\d{4})_([a-z0-9_]+?)(?:\.(sqlite|postgres))?\.sql$`)

// migration is one step of the schema on one dialect.
type migration struct {
	name, comment, text string
}

// readMigrations reads the steps for dialect in order. A step is one file for
// both dialects or one file for each.
func readMigrations(fsys fs.FS, dialect dialectName) ([]migration, error) {
	files, err := fs.Glob(fsys, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	var out []migration
	for _, f := range files {
		m := migrationName.FindStringSubmatch(path.Base(f))
		if m == nil {
			return nil, fmt.Errorf("migration %s: the name must be NNNN_name.sql, NNNN_name.sqlite.sql or NNNN_name.postgres.sql", f)
		}
		if m[3] != "" && m[3] != string(dialect) {
			continue
		}
		text, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		if slices.ContainsFunc(out, func(o migration) bool { return o.name == m[1] }) {
			return nil, fmt.Errorf("migration %s: number %s is taken twice", f, m[1])
		}
		out = append(out, migration{name: m[1], comment: m[2], text: string(text)})
	}
	slices.SortFunc(out, func(a, b migration) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

func (d *DB) migrations() ([]migration, error) {
	return readMigrations(d.migrationFiles, d.dialect)
}

// Migrate brings the schema up to this program, all steps in one transaction:
// either the schema is the new one or nothing has changed. It only goes forward.
func (d *DB) Migrate(ctx context.Context) error {
	if d.write == nil {
		return errors.New("migrate: the database is open for reading only")
	}
	steps, err := d.migrations()
	if err != nil {
		return err
	}
	err = d.write.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if d.dialect == postgresName {
			// One of several starting nodes migrates; the others wait and find it done.
			if _, err := tx.Tx.ExecContext(ctx, "SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock(7305261)"); err != nil {
				return fmt.Errorf("wait for other nodes: %w", err)
			}
		}
		if err := d.createMigrationTable(ctx, tx); err != nil {
			return err
		}
		applied, err := appliedMigrations(ctx, tx)
		if err != nil {
			return err
		}
		if err := applyMigrations(ctx, tx, steps, applied); err != nil || d.dialect != sqliteName {
			return err
		}
		return tellPlanner(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return d.afterMigrate(ctx)
}

// createMigrationTable makes bun's table of applied migrations.
func (d *DB) createMigrationTable(ctx context.Context, tx bun.Tx) error {
	_, err := tx.NewCreateTable().Model((*migrate.Migration)(nil)).ModelTableExpr(migrationTable).IfNotExists().Exec(ctx)
	if err != nil {
		return fmt.Errorf("make the table of migrations: %w", err)
	}
	return nil
}

func appliedMigrations(ctx context.Context, db bun.IDB) (migrate.MigrationSlice, error) {
	var applied migrate.MigrationSlice
	err := db.NewSelect().ColumnExpr("*").Model(&applied).ModelTableExpr(migrationTable).OrderExpr("name").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read applied migrations: %w", err)
	}
	return applied, nil
}

func applyMigrations(ctx context.Context, tx bun.Tx, steps []migration, applied migrate.MigrationSlice) error {
	group := applied.LastGroupID() + 1
	for _, s := range steps {
		if slices.ContainsFunc(applied, func(m migrate.Migration) bool { return m.Name == s.name }) {
			continue
		}
		if _, err := tx.Tx.ExecContext(ctx, s.text); err != nil {
			return fmt.Errorf("%s_%s: %w", s.name, s.comment, err)
		}
		row := &migrate.Migration{Name: s.name, GroupID: group}
		if _, err := tx.NewInsert().Model(row).ModelTableExpr(migrationTable).Exec(ctx); err != nil {
			return fmt.Errorf("%s_%s: note it as applied: %w", s.name, s.comment, err)
		}
	}
	return nil
}

// checkSchema refuses a schema that a newer program has made.
func (d *DB) checkSchema(ctx context.Context) error {
	exists, err := d.hasTable(ctx, migrationTable)
	if err != nil || !exists {
		return err
	}
	applied, err := appliedMigrations(ctx, d.read)
	if err != nil {
		return err
	}
	steps, err := d.migrations()
	if err != nil {
		return err
	}
	for _, a := range applied {
		if !slices.ContainsFunc(steps, func(s migration) bool { return s.name == a.Name }) {
			return fmt.Errorf("the database was changed by a newer program (migration %s is unknown here): "+
				"start that newer version, or restore the back-up made before it", a.Name)
		}
	}
	return nil
}

func (d *DB) hasTable(ctx context.Context, name string) (bool, error) {
	q := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1"
	if d.dialect == postgresName {
		q = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
	}
	var n int
	if err := d.read.DB.QueryRowContext(ctx, q, name).Scan(&n); err != nil {
		return false, fmt.Errorf("look for table %s: %w", name, err)
	}
	return n > 0, nil
}

// afterMigrate gives a new installation its epoch.
func (d *DB) afterMigrate(ctx context.Context) error {
	_, err := d.write.DB.ExecContext(ctx,
		"INSERT INTO facts (name, value) VALUES ('epoch', $1) ON CONFLICT (name) DO NOTHING", ecabinet.NewID())
	if err != nil {
		return fmt.Errorf("migrate: write epoch: %w", err)
	}
	return nil
}

// NewEpoch begins another life of the database: after an older back-up was put
// back, nobody may go on from a place in the former one.
func (t *Tx) NewEpoch(ctx context.Context) error {
	if _, err := t.Bun().NewRaw("UPDATE facts SET value = ? WHERE name = 'epoch'", ecabinet.NewID()).Exec(ctx); err != nil {
		return fmt.Errorf("begin an epoch: %w", err)
	}
	return nil
}

// Epoch names this life of the database: a restored one has another. It is part
// of every resumable position.
func (d *DB) Epoch(ctx context.Context) (string, error) {
	var v string
	err := d.read.DB.QueryRowContext(ctx, "SELECT value FROM facts WHERE name = 'epoch'").Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", errors.New("read epoch: the database has none; run migrate")
	}
	if err != nil {
		return "", trouble(fmt.Errorf("read epoch: %w", err))
	}
	return v, nil
}
