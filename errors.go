package ecabinet

import "errors"

// Kind says what an error means to the caller. The HTTP layer has one table
// from Kind to status; rules and stores never name a status.
type Kind string

// The kinds of error that a user may see.
const (
	Invalid         Kind = "invalid"         // the input is wrong; Fields says where
	Unauthenticated Kind = "unauthenticated" // nobody is signed in, or no longer
	Forbidden       Kind = "forbidden"       // this role may not do this kind of thing here
	NotFound        Kind = "not_found"       // it does not exist, or must look so
	Refused         Kind = "refused"         // a rule says: not now
	Stale           Kind = "stale"           // the rev seen is not the rev stored
	Conflict        Kind = "conflict"        // the same key with another body, or a duplicate
	TooLarge        Kind = "too_large"       // more bytes than allowed
	TooMany         Kind = "too_many"        // more often than allowed
	Unavailable     Kind = "unavailable"     // try again later; nothing was done
	Unknown         Kind = "unknown"         // it may have been done: ask again with the same key
	Internal        Kind = "internal"        // our fault; logged where it stopped
)

// Error is an error that a user may see. Code is stable ("ballot.not_open") and
// is the key of its text in each language; Params fill that text and hold
// numbers, dates and names of fields, never an opinion, a choice or a secret.
type Error struct {
	Kind   Kind
	Code   string
	Params map[string]any
	Fields []FieldError
	Err    error // the cause, for the log only
}

// FieldError is what is wrong with one field of the input. Path is the field's
// place in the request, such as "questions[1].title".
type FieldError struct {
	Path   string
	Code   string
	Params map[string]any
}

// E makes an Error. Params alternate name and value.
func E(kind Kind, code string, params ...any) *Error {
	e := &Error{Kind: kind, Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if e.Params == nil {
			e.Params = make(map[string]any, len(params)/2)
		}
		e.Params[params[i].(string)] = params[i+1]
	}
	return e
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Code + ": " + e.Err.Error()
	}
	return e.Code
}

func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, &Error{Code: "x"}) true for every Error of that code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// KindOf is the kind of err, Internal where it has none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
