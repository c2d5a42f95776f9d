package api

import "testing"

// The word of a decision is not written twice.
func TestADecisionIsSaidOnce(t *testing.T) {
	for text, want := range map[string]string{
		"Tiếp thu, đã sửa Điều 5.": "Tiếp thu, đã sửa Điều 5.",
		"tiếp thu":                 "tiếp thu",
		"Đã sửa Điều 5.":           "Tiếp thu: Đã sửa Điều 5.",
		"Tiếp thuần":               "Tiếp thu: Tiếp thuần",
	} {
		if got := decided("Tiếp thu", text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
