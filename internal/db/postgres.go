package db

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

const defaultMaxConns = 16

// postgresConfig is the settings of one connection. The lock timeout is that of
// an act in a batch; longer waits set their own.
func postgresConfig(raw string) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(raw)
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	// bun writes values into the text, so that hardly any statement comes twice:
	// preparing each would cost a round trip and bring nothing. What comes often is a
	// Query, which is planned once: its values change nothing in the plan.
	c.DefaultQueryExecMode = pgx.QueryExecModeExec
	for k, v := range map[string]string{
		"application_name":                    "ecabinet",
		"timezone":                            "UTC",
		"default_transaction_isolation":       "read committed",
		"lock_timeout":                        "100ms",
		"plan_cache_mode":                     "force_generic_plan",
		"idle_in_transaction_session_timeout": "60s",
	} {
		c.RuntimeParams[k] = v
	}
	return c, nil
}

func (d *DB) openPostgres(ctx context.Context) error {
	d.dialect = postgresName
	c, err := postgresConfig(d.opts.URL)
	if err != nil {
		return err
	}
	if !d.opts.ReadOnly {
		d.write = d.postgresPool(c)
	}
	reading := c.Copy()
	reading.RuntimeParams["default_transaction_read_only"] = "on"
	d.read = d.postgresPool(reading)
	// Of short queries more at once than processors work on only wait within the
	// database, beside the batch that is to be written.
	d.turns = make(turns, min(d.maxConns(), max(4, 2*runtime.GOMAXPROCS(0))))
	if err := d.read.PingContext(ctx); err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if err := checkPostgresSettings(ctx, d.read.DB); err != nil {
		return err
	}
	if d.write != nil {
		if err := checkPostgresLog(ctx, d.write.DB); err != nil {
			return err
		}
	}
	if err := d.checkSchema(ctx); err != nil {
		return err
	}
	if err := d.checkClock(ctx); err != nil {
		return err
	}
	if !d.opts.ReadOnly {
		d.behind.Go(func() { d.speak(d.ctx) })
		d.behind.Go(func() { d.hear(d.ctx, reading) })
	}
	return nil
}

func (d *DB) maxConns() int {
	if d.opts.MaxConns > 0 {
		return d.opts.MaxConns
	}
	return defaultMaxConns
}

func (d *DB) postgresPool(c *pgx.ConnConfig) *bun.DB {
	n := d.maxConns()
	p := stdlib.OpenDB(*c)
	p.SetMaxOpenConns(n)
	p.SetMaxIdleConns(n)
	p.SetConnMaxIdleTime(5 * time.Minute)
	return bun.NewDB(p, pgdialect.New())
}

// checkPostgresSettings refuses a server that acknowledges before it is durable.
func checkPostgresSettings(ctx context.Context, db *sql.DB) error {
	for _, s := range []string{"synchronous_commit", "fsync", "full_page_writes"} {
		var v string
		if err := db.QueryRowContext(ctx, "SELECT current_setting($1)", s).Scan(&v); err != nil {
			return fmt.Errorf("read %s: %w", s, err)
		}
		if v == "off" {
			return fmt.Errorf("PostgreSQL would acknowledge answers that a crash loses (%[1]s = off): "+
				"set %[1]s = on in postgresql.conf, for the database and for the role, and start again", s)
		}
	}
	var encoding string
	if err := db.QueryRowContext(ctx, "SELECT current_setting('server_encoding')").Scan(&encoding); err != nil {
		return fmt.Errorf("read server_encoding: %w", err)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("the PostgreSQL database has the encoding %s: make one with ENCODING 'UTF8'", encoding)
	}
	return nil
}

// quiet is what the server's log must be set to so that no statement, and no row
// that a constraint refused, is written into it: bun writes values into the text,
// and the values are opinions.
var quiet = []struct{ name, want, or string }{
	{"log_min_error_statement", "panic", ""},
	{"log_error_verbosity", "terse", ""},
	{"log_statement", "none", "ddl"},
	{"log_min_duration_statement", "-1", ""},
	{"log_min_duration_sample", "-1", ""},
	{"log_transaction_sample_rate", "0", ""},
}

// checkPostgresLog refuses a server that would write opinions into its log. Only a
// superuser can set this, so the program cannot do it by itself.
func checkPostgresLog(ctx context.Context, db *sql.DB) error {
	var database string
	if err := db.QueryRowContext(ctx, "SELECT quote_ident(current_database())").Scan(&database); err != nil {
		return fmt.Errorf("read the name of the database: %w", err)
	}
	var loud, cure []string
	for _, s := range quiet {
		var v string
		if err := db.QueryRowContext(ctx, "SELECT current_setting($1)", s.name).Scan(&v); err != nil {
			return fmt.Errorf("read %s: %w", s.name, err)
		}
		if v != s.want && (s.or == "" || v != s.or) {
			loud = append(loud, s.name+" = "+v)
			cure = append(cure, fmt.Sprintf("ALTER DATABASE %s SET %s = '%s';", database, s.name, s.want))
		}
	}
	if len(loud) > 0 {
		return fmt.Errorf("PostgreSQL would write opinions into its log (%s): run this as its superuser and start again: %s",
			strings.Join(loud, ", "), strings.Join(cure, " "))
	}
	return nil
}
