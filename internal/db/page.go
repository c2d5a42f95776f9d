package db

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/uptrace/bun"

	"ecabinet"
)

// Page asks for one page of a list.
type Page struct {
	After string // cursor of the page before, "" for the first
	Limit int    // 0: 50; at most 500
}

const (
	usualLimit = 50
	mostLimit  = 500
)

func (p Page) limit() int {
	if p.Limit <= 0 {
		return usualLimit
	}
	return min(p.Limit, mostLimit)
}

// Order is how a list is sorted: the columns of its key, the last one unique
// among those alike before. A page begins after the key of the last row of the
// page before, so rows that come in between are neither lost nor shown twice.
type Order struct {
	Name    string // in the cursor, so that no list takes another's
	Columns []string
	Down    bool
}

// From sorts q, begins after the cursor and asks for one row more than the page.
// A cursor that this order did not make: Invalid "request.cursor".
func (o Order) From(q *bun.SelectQuery, p Page) (*bun.SelectQuery, error) {
	sign, direction := ">", " ASC"
	if o.Down {
		sign, direction = "<", " DESC"
	}
	if p.After != "" {
		key, err := o.open(p.After)
		if err != nil {
			return nil, err
		}
		q = q.Where("("+strings.Join(o.Columns, ", ")+") "+sign+" (?)", bun.List(key))
	}
	for _, c := range o.Columns {
		q = q.OrderExpr(c + direction)
	}
	return q.Limit(int64(p.limit() + 1)), nil
}

// Cursor is where a page ends whose last row has this key: a string for each column.
func (o Order) Cursor(key ...string) string {
	raw, _ := json.Marshal(append([]string{o.Name}, key...)) // strings are always JSON
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (o Order) open(cursor string) ([]string, error) {
	var parts []string
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, &parts)
	}
	if err != nil || len(parts) != len(o.Columns)+1 || parts[0] != o.Name || strings.ContainsRune(strings.Join(parts, ""), 0) {
		return nil, &ecabinet.Error{Kind: ecabinet.Invalid, Code: "request.cursor", Err: err}
	}
	return parts[1:], nil
}

// Cut takes the row too many off rows, and gives the cursor of the next page, ""
// where this is the last.
func Cut[R any](rows []R, p Page, cursor func(R) string) ([]R, string) {
	if len(rows) <= p.limit() {
		return rows, ""
	}
	rows = rows[:p.limit()]
	return rows, cursor(rows[len(rows)-1])
}
