package received

import _ "embed"

//go:embed texts.json
var texts []byte

// Texts are the sentences of what is refused, and of what was not understood, in both
// languages.
func Texts() []byte { return texts }
