// Package reading turns an uploaded paper into something that may be read: it
// tells what the file really is, refuses what is dangerous or damaged, writes a
// normalised copy of a PDF without anything that acts by itself, and takes text
// and page pictures from it.
//
// Papers are hostile until proven otherwise. What parses them here is Go (pdfcpu,
// under its limits) or PDFium as WebAssembly, with a limit on memory and time and
// with no access to files, network or clock. This package must not write a plain
// byte anywhere but into the writers it is given, and knows no database.
package reading
