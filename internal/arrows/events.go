package arrows

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// EventTypes reads from the source which types of event are journaled: what is written
// to Event.Type, followed back through parameters, variables, fields and tables of the
// same package. A type put together from a beginning and a value is given as its
// beginning with "*". Lost are the places that could not be followed.
func EventTypes(files []File) (types, lost []string) {
	packages := map[string]*emitting{}
	for _, f := range files {
		dir := path.Dir(f.Path)
		if packages[dir] == nil {
			packages[dir] = &emitting{types: map[string]bool{}, lost: map[string]bool{}, done: map[string]bool{}}
		}
		packages[dir].files = append(packages[dir].files, f)
	}
	for _, e := range packages {
		e.each(func(f File, around *ast.FuncDecl, n ast.Node) {
			made, ok := n.(*ast.CompositeLit)
			if !ok || !isEvent(made.Type) {
				return
			}
			for _, part := range made.Elts {
				if pair, ok := part.(*ast.KeyValueExpr); ok && named(pair.Key) == "Type" {
					e.follow(f, around, pair.Value)
				}
			}
		})
		types, lost = append(types, keysOf(e.types)...), append(lost, keysOf(e.lost)...)
	}
	slices.Sort(types)
	slices.Sort(lost)
	return slices.Compact(types), lost
}

func isEvent(x ast.Expr) bool {
	s, ok := x.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "Event" && named(s.X) == "ecabinet"
}

// emitting is one package in which types of events are followed back.
type emitting struct {
	files             []File
	types, lost, done map[string]bool
}

// each visits every node, with the declared function around it, nil outside of one.
func (e *emitting) each(visit func(f File, around *ast.FuncDecl, n ast.Node)) {
	for _, f := range e.files {
		for _, d := range f.AST.Decls {
			around, _ := d.(*ast.FuncDecl)
			ast.Inspect(d, func(n ast.Node) bool {
				if n != nil {
					visit(f, around, n)
				}
				return true
			})
		}
	}
}

func (e *emitting) follow(f File, around *ast.FuncDecl, x ast.Expr) {
	switch x := x.(type) {
	case *ast.BasicLit:
		e.literal(x, "")
		return
	case *ast.BinaryExpr:
		if first, ok := x.X.(*ast.BasicLit); ok && x.Op == token.ADD {
			e.literal(first, "*")
			return
		}
	case *ast.Ident:
		if e.name(f, around, x) {
			return
		}
	case *ast.SelectorExpr:
		if at, ok := x.X.(*ast.IndexExpr); ok && e.table(named(at.X)) {
			return
		}
		if e.once("."+x.Sel.Name) || e.field(x.Sel.Name) {
			return
		}
	case *ast.CallExpr:
		if e.once(called(x)+"()") || e.results(called(x)) {
			return
		}
	case *ast.IndexExpr:
		if e.table(named(x.X)) {
			return
		}
	}
	e.lost[fmt.Sprintf("%s:%d", f.Path, f.Set.Position(x.Pos()).Line)] = true
}

func (e *emitting) literal(x *ast.BasicLit, end string) {
	if text, err := strconv.Unquote(x.Value); err == nil && strings.Contains(text, ".") {
		e.types[text+end] = true
	}
}

// once says whether key was followed already.
func (e *emitting) once(key string) bool {
	was := e.done[key]
	e.done[key] = true
	return was
}

// name follows a parameter to the calls, a variable to what is set to it, a constant to its value.
func (e *emitting) name(f File, around *ast.FuncDecl, x *ast.Ident) bool {
	if around != nil {
		if at := place(around.Type, x.Name); at >= 0 {
			e.calls(around.Name.Name, at)
			return true
		}
		if e.once(fmt.Sprint(f.Path, around.Pos(), x.Name)) {
			return true
		}
		if e.variable(f, around, x.Name) {
			return true
		}
	}
	return e.table(x.Name)
}

// variable follows what is set to a variable of a function.
func (e *emitting) variable(f File, around *ast.FuncDecl, name string) bool {
	found := false
	ast.Inspect(around, func(n ast.Node) bool {
		set, ok := n.(*ast.AssignStmt)
		if !ok {
			return true
		}
		at := slices.IndexFunc(set.Lhs, func(l ast.Expr) bool { return named(l) == name })
		switch {
		case at < 0:
		case len(set.Lhs) == len(set.Rhs):
			found = true
			e.follow(f, around, set.Rhs[at])
		default:
			call, ok := set.Rhs[0].(*ast.CallExpr)
			if !ok {
				return true
			}
			found = true
			if param := place(around.Type, named(call.Fun)); param >= 0 {
				e.returns(around.Name.Name, param, at)
			} else {
				e.follow(f, around, call)
			}
		}
		return true
	})
	return found
}

// calls follows one argument of every call of a function of the package.
func (e *emitting) calls(function string, at int) {
	if e.once(fmt.Sprint(function, at)) {
		return
	}
	e.each(func(f File, around *ast.FuncDecl, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if ok && called(call) == function && len(call.Args) > at && !(around != nil && place(around.Type, named(call.Fun)) >= 0) {
			e.follow(f, around, call.Args[at])
		}
	})
}

// returns follows one result of the functions that are given to a function as its argument.
func (e *emitting) returns(function string, param, at int) {
	e.each(func(f File, around *ast.FuncDecl, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || called(call) != function || len(call.Args) <= param {
			return
		}
		given := call.Args[param]
		ast.Inspect(given, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) > at {
				e.follow(f, around, r.Results[at])
			}
			inner, ok := n.(*ast.FuncLit)
			return !ok || inner == given // what a function within gives back is its own affair
		})
	})
}

// results follows what a function of the package gives back.
func (e *emitting) results(function string) bool {
	found := false
	e.each(func(f File, around *ast.FuncDecl, n ast.Node) {
		if r, ok := n.(*ast.ReturnStmt); ok && around.Name.Name == function && len(r.Results) > 0 {
			found = true
			e.follow(f, around, r.Results[0])
		}
	})
	return found
}

// field follows what is written to the fields of a name where a value is made.
func (e *emitting) field(name string) bool {
	found := false
	e.each(func(f File, around *ast.FuncDecl, n ast.Node) {
		if pair, ok := n.(*ast.KeyValueExpr); ok && named(pair.Key) == name {
			found = true
			e.follow(f, around, pair.Value)
		}
	})
	return found
}

// table takes every literal of a constant or a table of the package.
func (e *emitting) table(name string) bool {
	found := false
	e.each(func(_ File, around *ast.FuncDecl, n ast.Node) {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || around != nil || !slices.ContainsFunc(spec.Names, func(i *ast.Ident) bool { return i.Name == name }) {
			return
		}
		for _, value := range spec.Values {
			ast.Inspect(value, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok {
					found = true
					e.literal(lit, "")
				}
				return true
			})
		}
	})
	return found
}

// place is the number of the parameter of a name, -1 where there is none.
func place(f *ast.FuncType, name string) int {
	at := 0
	for _, field := range f.Params.List {
		for _, i := range field.Names {
			if i.Name == name {
				return at
			}
			at++
		}
	}
	return -1
}

func named(x ast.Expr) string {
	if i, ok := x.(*ast.Ident); ok {
		return i.Name
	}
	return ""
}

func called(call *ast.CallExpr) string {
	if s, ok := call.Fun.(*ast.SelectorExpr); ok {
		return s.Sel.Name
	}
	return named(call.Fun)
}

func keysOf(set map[string]bool) []string {
	var list []string
	for key := range set {
		list = append(list, key)
	}
	return list
}
