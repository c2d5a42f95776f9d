package openai

import (
	_ "embed"
	"slices"
)

//go:embed texts.json
var texts []byte

// Texts are the texts of this package's error codes, {"code": {"vi": "...", "en": "..."}},
// for the wrapper that shows errors.
func Texts() []byte { return slices.Clone(texts) }
