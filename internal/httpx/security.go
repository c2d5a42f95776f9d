package httpx

import (
	"net/http"
	"strings"
)

// headerSets are the security headers, put together once.
type headerSets struct {
	page, api string // Content-Security-Policy of the client and of answers
}

func newHeaderSets(cfg Config) headerSets {
	style := "'self'"
	for _, h := range cfg.StyleHashes {
		style += " '" + strings.Trim(h, "'") + "'"
	}
	return headerSets{
		page: strings.Join([]string{
			"default-src 'self'",
			"script-src 'self' 'wasm-unsafe-eval'", // the PDF reader's decoders are WebAssembly
			"style-src " + style,
			"img-src 'self' blob: data:",
			"connect-src 'self'",
			"worker-src 'self'",
			"object-src 'none'",
			"base-uri 'none'",
			"form-action 'self'",
			"frame-ancestors 'none'",
		}, "; "),
		// An answer opened in a window of its own runs nothing and reaches nothing.
		api: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
	}
}

// set puts the headers on every answer, errors and files of the client alike.
func (s headerSets) set(h http.Header, path string, https bool) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), browsing-topics=()")
	if https {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
	if strings.HasPrefix(path, "/api/") {
		h.Set("Content-Security-Policy", s.api)
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "Accept-Language, Cookie")
		return
	}
	h.Set("Content-Security-Policy", s.page)
}
