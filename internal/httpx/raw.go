package httpx

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
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

// WriteFile is the answer of a raw route that gives a file to keep. It is never shown
// within the application: every answer of a route is kept apart by its headers, and
// this one is a download besides.
func WriteFile(w http.ResponseWriter, media, name string, content []byte) error {
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": name})
	if disposition == "" {
		return fmt.Errorf("name a download %q", name)
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", disposition)
	h.Set("Content-Length", strconv.Itoa(len(content)))
	if _, err := w.Write(content); err != nil {
		panic(http.ErrAbortHandler) // the client must not take a part for the whole
	}
	return nil
}
