package httpx

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// WriteJSON is the answer of a raw route that answers with JSON.
func WriteJSON(w http.ResponseWriter, status int, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(raw)
	return nil
}
