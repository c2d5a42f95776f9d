package store

import (
	"encoding/base64"
	"encoding/json"

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

// order is how a list is sorted: by two columns, the second one unique. A page begins
// after the key of the last row of the page before, so rows that come in between are
// neither lost nor shown twice.
type order struct {
	name      string // in the cursor, so that no list takes another's
	place, id string // columns
	down      bool
}

// from sorts q, begins after the cursor and asks for one row more than the page. A
// cursor that this order did not make: Invalid "request.cursor".
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
		q = q.Where("("+o.place+", "+o.id+") "+sign+" (?, ?)", key[1], key[2])
	}
	return q.OrderExpr(o.place + direction).OrderExpr(o.id + direction).Limit(int64(p.limit() + 1)), nil
}

func (o order) cursor(place, id string) string {
	raw, _ := json.Marshal([]string{o.name, place, id}) // strings are always JSON
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (o order) open(cursor string) ([]string, error) {
	var parts []string
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, &parts)
	}
	if err != nil || len(parts) != 3 || parts[0] != o.name {
		return nil, &ecabinet.Error{Kind: ecabinet.Invalid, Code: "request.cursor", Err: err}
	}
	return parts, nil
}
