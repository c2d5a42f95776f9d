package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// JSON is a value kept as JSON TEXT, alike on both databases; NULL is the zero value.
type JSON[T any] struct{ V T }

// Value implements driver.Valuer.
func (j JSON[T]) Value() (driver.Value, error) {
	raw, err := json.Marshal(j.V)
	if err != nil {
		return nil, fmt.Errorf("write JSON column: %w", err)
	}
	return string(raw), nil
}

// Scan implements sql.Scanner.
func (j *JSON[T]) Scan(src any) error {
	var zero T
	j.V = zero
	var raw []byte
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		raw = []byte(v)
	case []byte:
		raw = v
	default:
		return fmt.Errorf("read JSON column: %T is not text", src)
	}
	if err := json.Unmarshal(raw, &j.V); err != nil {
		return fmt.Errorf("read JSON column: %w", err)
	}
	return nil
}
