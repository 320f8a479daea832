// Package check type-checks a generated tree in memory before specgen writes any file. Its entry point is [Types].
//
// Types checks each package of the tree once. It checks a package after the packages that it imports. An importer provides all packages outside the
// tree. Types itself starts no process and reads no file. It converts type errors to findings. If the index contains the declaration with the error,
// the finding has the JSON pointer of this declaration.
//
// The package does not run go vet. It does not check files in the output directory that specgen did not generate.
package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rasapi/specgen/gen/parallel"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// Checked is the result of [Types].
type Checked struct {
	Fset     *token.FileSet   // positions of the declarations in Packages; the file names are paths in the tree
	Packages []*types.Package // the packages of the tree, sorted by import path
}

// TypeRule is the rule of findings about type errors. Their messages have no fix, because the fix depends on the document.
const TypeRule = "go-type"

// Rules returns the rules whose findings this package reports.
func Rules() []report.Rule {
	return []report.Rule{
		{
			ID: TypeRule, Stage: "generate", Title: "The generated Go code compiles",
			Why: "Lint checks only the document. This rule type-checks the generated code, as the compiler does. For example, it reports two declarations\n" +
				"with the same name if the generator chose the name of one of them. After a finding, specgen writes no files.",
			Fix: "Correct an x-go-type with an unknown type. Otherwise rename the object in the message, or add an x-go-name. Also report a bug in\n" +
				"specgen, because lint should have reported the problem.",
		},
		{
			ID: "missing-dependency", Stage: "generate", Title: "The module provides every package that the generated code imports",
			Why: "Generated code always imports a few packages. It also imports the packages in x-go-type-import and type-mapping. specgen needs\n" +
				"all these packages to check the code.",
			Fix: "In the module of the generated code, run the command from the message, or correct the path in x-go-type-import or type-mapping.",
		},
	}
}

// Imports returns the sorted import paths of the packages outside root that the Go files in t import. root is the import path of the tree. Imports
// returns an error if the package clause or the imports of a file are not valid Go.
func Imports(t *tree.Tree, root string) ([]string, error) {
	outside := map[string]bool{}
	for _, name := range t.Paths() {
		if path.Ext(name) != ".go" {
			continue
		}
		data, _ := t.Data(name)
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly)
		if err != nil {
			return nil, fmt.Errorf("generated code: %w", err)
		}
		for _, imported := range imports(file) {
			if !inside(imported, root) {
				outside[imported] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(outside)), nil
}

// Types checks the packages of a tree. root is the import path of the tree. If the importer does not have a package, Types checks nothing. It then
// returns a nil [Checked] and one finding with the command that adds the missing packages. If the error of the importer matches
// [errors.ErrUnsupported], the finding has no such command. Each finding has a position in the tree. If declarations in the index contain the position
// of a type error, the finding also has the pointer of the innermost one. Types returns an error if a file is not valid Go, if packages form an import
// cycle, or if ctx is canceled.
func Types(ctx context.Context, t *tree.Tree, root string, importer types.Importer) (*Checked, report.List, error) {
	c := &checker{tree: t, root: root, fset: token.NewFileSet(), packages: map[string]*pkg{}, done: map[string]*types.Package{}}
	if err := c.list(); err != nil {
		return nil, nil, err
	}
	if found := c.importOutside(importer); len(found) > 0 {
		return nil, found, nil
	}
	if err := c.check(ctx); err != nil {
		return nil, nil, err
	}
	checked := &Checked{Fset: c.fset}
	var found report.List
	for _, name := range slices.Sorted(maps.Keys(c.packages)) {
		checked.Packages = append(checked.Packages, c.done[name])
		found = append(found, c.findings(c.packages[name])...)
	}
	return checked, found.Compact(), nil
}

type checker struct {
	tree     *tree.Tree
	root     string
	fset     *token.FileSet
	packages map[string]*pkg // packages of the tree, by import path

	mutex sync.Mutex
	done  map[string]*types.Package // packages that have been checked or imported, by import path
}

// pkg is a package of the tree.
type pkg struct {
	path    string
	names   []string    // names of the files in the tree
	heads   []*ast.File // the package clauses and imports of the files
	files   []*ast.File // nil before parse
	imports map[string]bool
	errors  []types.Error
}

// list finds the packages of the tree and their imports.
func (c *checker) list() error {
	for _, name := range c.tree.Paths() {
		if path.Ext(name) != ".go" {
			continue
		}
		data, _ := c.tree.Data(name)
		head, err := parser.ParseFile(c.fset, name, data, parser.ImportsOnly)
		if err != nil {
			return syntaxError(name, err)
		}
		at := c.root
		if dir := path.Dir(name); dir != "." {
			at += "/" + dir
		}
		p := c.packages[at]
		if p == nil {
			p = &pkg{path: at, imports: map[string]bool{}}
			c.packages[at] = p
		}
		p.names, p.heads = append(p.names, name), append(p.heads, head)
		for _, imported := range imports(head) {
			p.imports[imported] = true
		}
	}
	return nil
}

// parse parses the files of a package, unless they are already parsed.
func (c *checker) parse(p *pkg) error {
	if p.files != nil {
		return nil
	}
	for _, name := range p.names {
		data, _ := c.tree.Data(name)
		file, err := parser.ParseFile(c.fset, name, data, parser.SkipObjectResolution)
		if err != nil {
			return syntaxError(name, err)
		}
		p.files = append(p.files, file)
	}
	return nil
}

// syntaxError returns an error that names a generated file and wraps the first error of the parser.
func syntaxError(name string, err error) error {
	if list, ok := errors.AsType[scanner.ErrorList](err); ok && len(list) > 0 {
		return fmt.Errorf("generated file %q is not valid Go: %w", name, list[0])
	}
	return fmt.Errorf("generated file %q is not valid Go: %w", name, err)
}

func imports(file *ast.File) []string {
	var paths []string
	for _, spec := range file.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

func inside(imported, root string) bool {
	return imported == root || strings.HasPrefix(imported, root+"/")
}

// importOutside imports the packages that the tree imports but does not contain. If packages are missing, it returns one finding about all of them.
// If the importer cannot read a package, importOutside returns a finding about this package.
func (c *checker) importOutside(importer types.Importer) report.List {
	needed := map[string]*pkg{}
	for _, name := range slices.Sorted(maps.Keys(c.packages)) {
		for imported := range c.packages[name].imports {
			if c.packages[imported] == nil && needed[imported] == nil {
				needed[imported] = c.packages[name]
			}
		}
	}
	var missing []string
	var reason error
	for _, name := range slices.Sorted(maps.Keys(needed)) {
		imported, err := importer.Import(name)
		if errors.Is(err, errors.ErrUnsupported) {
			missing, reason = []string{name}, err
			break
		}
		if err != nil {
			missing = append(missing, name)
			if reason == nil {
				reason = err
			}
			continue
		}
		c.done[name] = imported
	}
	if len(missing) == 0 {
		return nil
	}
	message := fmt.Sprintf("the module does not have packages that the generated code imports; run: go get %s (%v)", strings.Join(missing, " "), reason)
	if errors.Is(reason, errors.ErrUnsupported) {
		message = "specgen cannot read a package that the generated code imports: " + reason.Error()
	}
	first := position(c.fset.Position(importOf(needed[missing[0]], missing[0])))
	source, _ := c.tree.Data(first.File)
	return report.List{{Rule: "missing-dependency", Pos: first, Source: source, Message: message}}
}

// importOf returns the position of the import of name in p, or token.NoPos if p does not import name.
func importOf(p *pkg, name string) token.Pos {
	for _, head := range p.heads {
		for _, spec := range head.Imports {
			if spec.Path.Value == strconv.Quote(name) {
				return spec.Pos()
			}
		}
	}
	return token.NoPos
}

// check parses and checks the packages in several rounds. A round checks, in parallel, all packages whose imports were checked in earlier rounds. The
// first round also parses all other packages, because it often checks only package model.
func (c *checker) check(ctx context.Context) error {
	left := maps.Clone(c.packages)
	for len(left) > 0 {
		ready, waiting := c.split(left)
		if len(ready) == 0 {
			return fmt.Errorf("generated packages have an import cycle: %s", strings.Join(slices.Sorted(maps.Keys(left)), ", "))
		}
		for _, p := range ready {
			delete(left, p.path)
		}
		all := slices.Concat(ready, waiting)
		err := parallel.Each(ctx, len(all), func(i int) error {
			err := c.parse(all[i])
			if err == nil && i < len(ready) {
				c.checkPackage(all[i])
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// split divides the packages in left into those that import no other package in left, and the rest. Packages with more files come first.
func (c *checker) split(left map[string]*pkg) (ready, waiting []*pkg) {
	for _, p := range left {
		if slices.ContainsFunc(slices.Collect(maps.Keys(p.imports)), func(imported string) bool { return left[imported] != nil }) {
			waiting = append(waiting, p)
		} else {
			ready = append(ready, p)
		}
	}
	order := func(a, b *pkg) int { return cmp.Or(len(b.names)-len(a.names), strings.Compare(a.path, b.path)) }
	slices.SortFunc(ready, order)
	slices.SortFunc(waiting, order)
	return ready, waiting
}

func (c *checker) checkPackage(p *pkg) {
	config := types.Config{
		Importer: c,
		Error: func(err error) {
			if e, ok := errors.AsType[types.Error](err); ok {
				p.errors = append(p.errors, e)
			}
		},
	}
	checked, err := config.Check(p.path, c.fset, p.files, nil)
	if err != nil && len(p.errors) == 0 {
		p.errors = append(p.errors, types.Error{Fset: c.fset, Pos: p.files[0].Pos(), Msg: err.Error()})
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.done[p.path] = checked
}

// Import returns the package called name if it has been checked or imported, and an error otherwise. It implements [types.Importer].
func (c *checker) Import(name string) (*types.Package, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if p := c.done[name]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("package %q is neither generated nor imported", name)
}
