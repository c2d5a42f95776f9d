package store_test

import (
	"reflect"
	"testing"
)

// everyFieldSet fails where a field of v has its zero value: a round trip would
// prove nothing for it.
func everyFieldSet(t *testing.T, v any) {
	t.Helper()
	rv := reflect.ValueOf(v)
	for i := range rv.NumField() {
		if rv.Field(i).IsZero() {
			t.Fatalf("%s.%s is not set in this test", rv.Type(), rv.Type().Field(i).Name)
		}
	}
}
