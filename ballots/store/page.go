package store

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
	Limit int    // 0: 50; at most 200
}

const (
	usualLimit = 50
	mostLimit  = 200
)

func (p Page) limit() int {
	if p.Limit <= 0 {
		return usualLimit
	}
	return min(p.Limit, mostLimit)
}

// order is how a list is sorted: the columns of its key, the last one unique
// among those alike before. A page begins after the key of the last row of the
// page before, so rows that come in between are neither lost nor shown twice.
type order struct {
	name    string // in the cursor, so that no list takes another's
	columns []string
	down    bool
}

// from sorts q, begins after the cursor and asks for one row more than the page.
// A cursor that this order did not make: Invalid "request.cursor".
func (o order) from(q *bun.SelectQuery, p Page) (*bun.SelectQuery, error) {
	sign, direction := ">", " ASC"
	if o.down {
		sign, direction = "<", " DESC"
	}
	if p.After != "" {
		key, err := o.open(p.After)
		if err != nil {
			return nil, err
		}
		q = q.Where("("+strings.Join(o.columns, ", ")+") "+sign+" (?)", bun.List(key))
	}
	for _, c := range o.columns {
		q = q.OrderExpr(c + direction)
	}
	return q.Limit(int64(p.limit() + 1)), nil
}

func (o order) cursor(key ...string) string {
	raw, _ := json.Marshal(append([]string{o.name}, key...)) // strings are always JSON
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (o order) open(cursor string) ([]string, error) {
	var parts []string
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, &parts)
	}
	if err != nil || len(parts) != len(o.columns)+1 || parts[0] != o.name || strings.ContainsRune(strings.Join(parts, ""), 0) {
		return nil, &ecabinet.Error{Kind: ecabinet.Invalid, Code: "request.cursor", Err: err}
	}
	return parts[1:], nil
}

// cut takes the row too many off rows, and gives the cursor of the next page, ""
// where this is the last.
func cut[R any](rows []R, p Page, key func(R) string) ([]R, string) {
	if len(rows) <= p.limit() {
		return rows, ""
	}
	rows = rows[:p.limit()]
	return rows, key(rows[len(rows)-1])
}
