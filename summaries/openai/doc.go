// Package openai asks an OpenAI-compatible endpoint to arrange opinions: candidate themes,
// where each sentence belongs, neutral gists. It speaks through
// github.com/sashabaranov/go-openai with an HTTP client of its own, sends nothing but the
// sentences of one step, and returns ids and types of package summaries only, checked by
// its guards.
//
// It must not store, log or show a text: no prompt, no reply and no part of them is in any
// error, count or line that leaves it. It decides nothing: what is off, classified, secret
// or addressed to a host that is not on the list is refused before any dial, and what fails
// is left to a person by [summaries.Run].
package openai
