package arrows

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// File is one parsed file of the module that is no test.
type File struct {
	Path string // below the module's folder, with slashes
	Set  *token.FileSet
	AST  *ast.File
}

// Files parses every file of the module in dir that is no test and no build's
// result.
func Files(dir string) ([]File, error) {
	var files []File
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != dir && (base == "node_modules" || base == "testdata" || strings.HasPrefix(base, ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("parse: %w", err)
		}
		below, err := filepath.Rel(dir, name)
		files = append(files, File{filepath.ToSlash(below), set, parsed})
		return err
	})
	return files, err
}

// Imports gives the import paths of each package among files.
func Imports(files []File) map[string][]string {
	imports := map[string][]string{}
	for _, f := range files {
		pkg := Module
		if dir, _, ok := cutLast(f.Path, "/"); ok {
			pkg += "/" + dir
		}
		imports[pkg] = append(imports[pkg], f.imports()...)
		slices.Sort(imports[pkg])
		imports[pkg] = slices.Compact(imports[pkg])
	}
	return imports
}

func (f File) imports() []string {
	var list []string
	for _, i := range f.AST.Imports {
		if name, err := strconv.Unquote(i.Path.Value); err == nil {
			list = append(list, name)
		}
	}
	return list
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}

// ClockUses lists where a pure file reads the clock.
func ClockUses(f File) []string {
	dir, _, ok := cutLast(f.Path, "/")
	if !ok || !slices.Contains(pure, dir) {
		return nil
	}
	var uses []string
	ast.Inspect(f.AST, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && isName(s.X, "time") && slices.Contains(clock, s.Sel.Name) {
			uses = append(uses, fmt.Sprintf("%s:%d: rules take the time as an argument, not from time.%s", f.Path, f.Set.Position(s.Pos()).Line, s.Sel.Name))
		}
		return true
	})
	return uses
}

// Constants gives the text constants of each package by their names.
func Constants(files []File) map[string]string {
	found := map[string]string{}
	for _, f := range files {
		dir, _, _ := cutLast(f.Path, "/")
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok {
				for i := range min(len(v.Names), len(v.Values)) {
					if text := literal(v.Values[i]); text != "" {
						found[dir+"."+v.Names[i].Name] = text
					}
				}
			}
			return true
		})
	}
	return found
}

func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if text, err := strconv.Unquote(lit.Value); err == nil {
			return text
		}
	}
	return ""
}

// Codes lists the error codes that a file gives to users: the second argument of
// ecabinet.E, and the field Code of an error written out, as text or as a constant
// of the package.
func Codes(f File, constants map[string]string) []string {
	var codes []string
	dir, _, _ := cutLast(f.Path, "/")
	add := func(e ast.Expr) {
		code := literal(e)
		if id, ok := e.(*ast.Ident); ok {
			code = constants[dir+"."+id.Name]
		}
		if strings.Contains(code, ".") {
			codes = append(codes, code)
		}
	}
	ast.Inspect(f.AST, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if s, ok := n.Fun.(*ast.SelectorExpr); ok && isName(s.X, Module) && s.Sel.Name == "E" && len(n.Args) > 1 {
				add(n.Args[1])
			}
		case *ast.CompositeLit:
			if s, ok := n.Type.(*ast.SelectorExpr); !ok || !isName(s.X, Module) || s.Sel.Name != "Error" && s.Sel.Name != "FieldError" {
				return true
			}
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && isName(kv.Key, "Code") {
					add(kv.Value)
				}
			}
		}
		return true
	})
	return codes
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// CodeLines counts the lines of a file that hold code: no blank and no comment.
func CodeLines(name string) (int, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return 0, err
	}
	set := token.NewFileSet()
	var s scanner.Scanner
	s.Init(set.AddFile(name, -1, len(src)), src, nil, 0)
	lines := map[int]bool{}
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return len(lines), nil
		}
		if tok != token.SEMICOLON || lit == ";" {
			lines[set.Position(pos).Line] = true
		}
	}
}
