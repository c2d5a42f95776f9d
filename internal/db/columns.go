package db

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/uptrace/bun/dialect/sqlitedialect"
)

// Columns are those of the rows of a bun model R, for queries of fixed text over
// whole rows: bun says their names and where they stand in R.
type Columns[R any] struct {
	names []string
	index [][]int
}

// ColumnsOf reads the columns of R.
func ColumnsOf[R any]() Columns[R] {
	var c Columns[R]
	for _, f := range sqlitedialect.New().Tables().Get(reflect.TypeFor[R]()).Fields {
		c.names, c.index = append(c.names, f.Name), append(c.index, f.Index)
	}
	return c
}

// Of lists the columns of the table that a query calls alias.
func (c Columns[R]) Of(alias string) string {
	return alias + `."` + strings.Join(c.names, `", `+alias+`."`) + `"`
}

// Insert is the statement that adds one row to table; its values are those of
// Values.
func (c Columns[R]) Insert(table string) string {
	places := make([]string, len(c.names))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	return `INSERT INTO ` + table + ` ("` + strings.Join(c.names, `", "`) + `") VALUES (` + strings.Join(places, ", ") + `)`
}

// Values are those of a row, in the order of the columns.
func (c Columns[R]) Values(row *R) []any {
	v := reflect.ValueOf(row).Elem()
	values := make([]any, len(c.index))
	for i, at := range c.index {
		values[i] = v.FieldByIndex(at).Interface()
	}
	return values
}

// Places are where the columns of a row go, in their order, for Row.Scan; more
// places follow them.
func (c Columns[R]) Places(row *R, more ...any) []any {
	v := reflect.ValueOf(row).Elem()
	places := make([]any, len(c.index), len(c.index)+len(more))
	for i, at := range c.index {
		places[i] = v.FieldByIndex(at).Addr().Interface()
	}
	return append(places, more...)
}

// AnyOf is a condition of fixed text: column is one of list, which is given as the
// value $n.
func (d *DB) AnyOf(column string, n int, list []string) (text string, value any) {
	if d.dialect == postgresName {
		return fmt.Sprintf("%s = ANY ($%d)", column, n), list
	}
	raw, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings are always JSON
	}
	return fmt.Sprintf("%s IN (SELECT value FROM json_each($%d))", column, n), string(raw)
}
