package openai

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// Bounds of a reply's JSON.
const (
	largestReply = 256 << 10 // bytes
	deepestReply = 6
)

// errJSON says that a reply is not the JSON that was asked for; it holds nothing of it.
var errJSON = errors.New("not the JSON that was asked for")

// decode reads one whole JSON object into v: valid UTF-8, bounded in size and depth, no
// key twice, no key that v does not have, nothing behind it.
func decode(text string, v any) error {
	if len(text) > largestReply || !utf8.ValidString(text) || !strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") {
		return errJSON
	}
	walk := json.NewDecoder(strings.NewReader(text))
	walk.UseNumber()
	if plain(walk, 0) != nil {
		return errJSON
	}
	if _, err := walk.Token(); !errors.Is(err, io.EOF) {
		return errJSON
	}
	strict := json.NewDecoder(strings.NewReader(text))
	strict.DisallowUnknownFields()
	if strict.Decode(v) != nil {
		return errJSON
	}
	return nil
}

// plain walks over one value. Keys are of small ASCII letters: encoding/json would take
// others for the same field.
func plain(d *json.Decoder, depth int) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	open, ok := t.(json.Delim)
	if !ok {
		return nil
	}
	if depth == deepestReply {
		return errJSON
	}
	keys := map[string]bool{}
	for d.More() {
		if open == '{' {
			k, err := d.Token()
			if err != nil {
				return err
			}
			name, _ := k.(string)
			if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" || keys[name] {
				return errJSON
			}
			keys[name] = true
		}
		if err := plain(d, depth+1); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}
