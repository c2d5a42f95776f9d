// Package web holds the built client, ready to be served. It must not know any
// route or setting: it only hands out files.
package web

import (
	"embed"
	"io/fs"
)

// dist is the output of "npm run build"; .gitkeep lets the program build
// without Node, in which case Built is false.
//
//go:embed all:dist
var dist embed.FS

// Files is the client's root: index.html, csp.json, assets/ and pdfjs/.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return files
}

// Built says whether the client was built before this program.
func Built() bool {
	_, err := fs.Stat(Files(), "index.html")
	return err == nil
}
