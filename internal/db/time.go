package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"ecabinet/internal/chain"
)

// Time is a moment as the database keeps it: TEXT in chain.TimeLayout (UTC,
// microseconds, fixed width), alike on both databases, so that text order is
// time order. The zero Time is NULL.
type Time struct{ time.Time }

// At is t as a column value, cut to microseconds.
func At(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Microsecond)}
}

// Value implements driver.Valuer.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return chain.FormatTime(t.Time), nil
}

// Scan implements sql.Scanner.
func (t *Time) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t = Time{}
	case string:
		return t.parse(v)
	case []byte:
		return t.parse(string(v))
	case time.Time:
		*t = At(v)
	default:
		return fmt.Errorf("scan time: %T is not text", src)
	}
	return nil
}

func (t *Time) parse(s string) error {
	if s == "" {
		*t = Time{}
		return nil
	}
	at, err := chain.ParseTime(s)
	if err != nil {
		return err
	}
	*t = Time{at}
	return nil
}

// String is the stored text, "" for the zero Time.
func (t Time) String() string {
	if t.IsZero() {
		return ""
	}
	return chain.FormatTime(t.Time)
}

// MarshalJSON writes the stored text, null for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(t.String())
}
