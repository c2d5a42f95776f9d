package reading

import (
	"archive/zip"
	"io"
	"path"
	"strings"

	"ecabinet"
	"ecabinet/dossiers"
)

// The limits of an office file once unpacked. Real papers stay far below: a
// 300-page text with pictures unpacks to a few tens of megabytes.
const (
	maxParts    = 20_000
	maxUnpacked = 1 << 30
	maxPart     = 256 << 20
	maxRatio    = 200      // unpacked to packed, of one part
	ratioFrom   = 10 << 20 // below this size a high ratio is ordinary
)

// mainParts tell which office format a package is.
var mainParts = map[string]dossiers.Format{
	"word/document.xml": dossiers.DOCX, "xl/workbook.xml": dossiers.XLSX, "xl/workbook.bin": dossiers.XLSX, "ppt/presentation.xml": dossiers.PPTX,
}

// Inspect looks into an office file: that it is the format its name says, holds
// no macros and is no bomb. With thorough, each part is unpacked and counted,
// since the sizes that a package states may lie. Refusals: document.mislabelled,
// document.damaged, document.macros, document.bomb.
func Inspect(r io.ReaderAt, size int64, want dossiers.Format, thorough bool) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return damaged(err)
	}
	if len(z.File) > maxParts {
		return ecabinet.E(ecabinet.Invalid, "document.bomb")
	}
	found, types := dossiers.Format("zip"), false
	var total uint64
	for _, f := range z.File {
		name := strings.ToLower(path.Clean(f.Name))
		if format, ok := mainParts[name]; ok {
			found = format
		}
		types = types || name == "[content_types].xml"
		if strings.HasSuffix(name, "vbaproject.bin") {
			return ecabinet.E(ecabinet.Invalid, "document.macros")
		}
		total += f.UncompressedSize64
		if isBomb(f) || total > maxUnpacked {
			return ecabinet.E(ecabinet.Invalid, "document.bomb")
		}
	}
	if found != want || !types {
		return mislabelled(want, string(found))
	}
	if thorough {
		return unpackAll(z)
	}
	return nil
}

func isBomb(f *zip.File) bool {
	n := f.UncompressedSize64
	return n > maxPart || n > ratioFrom && n > f.CompressedSize64*maxRatio
}

func unpackAll(z *zip.Reader) error {
	left := int64(maxUnpacked)
	for _, f := range z.File {
		part, err := f.Open()
		if err != nil {
			return damaged(err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(part, min(left, maxPart)+1))
		part.Close()
		left -= n
		if n > maxPart || left < 0 {
			return ecabinet.E(ecabinet.Invalid, "document.bomb")
		}
		if err != nil {
			return damaged(err)
		}
	}
	return nil
}

func damaged(err error) error {
	e := ecabinet.E(ecabinet.Invalid, "document.damaged")
	e.Err = err
	return e
}
