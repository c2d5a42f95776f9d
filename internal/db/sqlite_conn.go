package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"

	"modernc.org/sqlite"
)

// liteConnector makes the connections of a SQLite pool.
type liteConnector struct{ driver.Connector }

func openLite(dsn string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(liteConnector{c}), nil
}

func (c liteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &liteConn{driverConn: conn.(driverConn), known: map[string]preparedStmt{}}, nil
}

// driverConn and preparedStmt are what database/sql can use of the driver.
type (
	driverConn interface {
		driver.Conn
		driver.ConnBeginTx
		driver.ConnPrepareContext
		driver.ExecerContext
		driver.QueryerContext
		driver.Pinger
		driver.SessionResetter
		driver.Validator
	}
	preparedStmt interface {
		driver.Stmt
		driver.StmtExecContext
		driver.StmtQueryContext
	}
)

// liteConn is a connection of the driver that keeps the statements of fixed text
// it has compiled.
type liteConn struct {
	driverConn
	known map[string]preparedStmt
}

// Close releases the statements first: SQLite keeps what they stand on.
func (c *liteConn) Close() error {
	for _, s := range c.known {
		s.Close()
	}
	clear(c.known)
	return c.driverConn.Close()
}

// run runs queries in order. The end of ctx is looked at between them: each is
// short, and the driver's watch over one would cost as much as the query itself.
func (c *liteConn) run(ctx context.Context, list []*Query) error {
	for _, q := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.runOne(context.WithoutCancel(ctx), q); err != nil {
			return err
		}
	}
	return nil
}

func (c *liteConn) runOne(ctx context.Context, q *Query) error {
	s := c.known[q.Text]
	if s == nil {
		made, err := c.PrepareContext(ctx, q.Text)
		if err != nil {
			return err
		}
		s = made.(preparedStmt)
		c.known[q.Text] = s
	}
	args := make([]driver.NamedValue, len(q.Args))
	for i, a := range q.Args {
		v, err := driver.DefaultParameterConverter.ConvertValue(a)
		if err != nil {
			return fmt.Errorf("value $%d: %w", i+1, err)
		}
		args[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	if q.Row != nil {
		return readLite(ctx, s, args, q)
	}
	r, err := s.ExecContext(ctx, args)
	if err != nil {
		return err
	}
	q.Rows, err = r.RowsAffected()
	return err
}

func readLite(ctx context.Context, s preparedStmt, args []driver.NamedValue, q *Query) (err error) {
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return err
	}
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	row := make(liteRow, len(rows.Columns()))
	for q.Rows = 0; ; q.Rows++ {
		if err := rows.Next(row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := q.Row(row); err != nil {
			return err
		}
	}
}

// liteRow is one row as the driver gives it.
type liteRow []driver.Value

// Scan puts the columns where dest points.
func (r liteRow) Scan(dest ...any) error {
	if len(dest) != len(r) {
		return fmt.Errorf("scan: %d columns into %d places", len(r), len(dest))
	}
	for i, v := range r {
		if err := assign(dest[i], v); err != nil {
			return fmt.Errorf("scan column %d: %w", i+1, err)
		}
	}
	return nil
}

func assign(dest any, v driver.Value) error {
	if s, ok := dest.(sql.Scanner); ok {
		return s.Scan(v)
	}
	to := reflect.ValueOf(dest).Elem()
	switch v := v.(type) {
	case string:
		if to.Kind() == reflect.String {
			to.SetString(v)
			return nil
		}
	case int64:
		switch {
		case to.CanInt() && !to.OverflowInt(v):
			to.SetInt(v)
			return nil
		case to.Kind() == reflect.Bool && (v == 0 || v == 1): // SQLite has no other
			to.SetBool(v == 1)
			return nil
		}
	case bool:
		if to.Kind() == reflect.Bool {
			to.SetBool(v)
			return nil
		}
	}
	return fmt.Errorf("%T does not go into %s", v, to.Type())
}
