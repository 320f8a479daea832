// Package check type-checks a generated tree in memory, with go/types, before anything is written.
//
// What is true: every package of the tree is checked, each once, after those it imports; packages from outside come from the importer
// that is given; no process is run and nothing on disk is read. A type error is a finding that leads back to the document through
// the tree's index.
//
// What is not: go vet's checks, and files of other authors in the same folders.
package check

import (
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
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rasapi/specgen/gen/parallel"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// Checked is a tree that has been checked.
type Checked struct {
	Fset     *token.FileSet   // file names are paths in the tree
	Packages []*types.Package // those of the tree, by import path
}

// Rules explains the findings of this package.
func Rules() []report.Rule {
	return []report.Rule{
		{
			ID: "go-type", Stage: "generate", Title: "The generated Go compiles",
			Why: "Lint judges what the document says, this judges what was made of it, as the compiler does: two names that are one in Go, for\n" +
				"instance, when the generator made one of them up. Nothing is written then.",
			Fix: "Rename what the message names, or give it an x-go-name. Lint should have found it first: report it as a defect of specgen.",
		},
		{
			ID: "missing-dependency", Stage: "generate", Title: "The module has every package that the generated code imports",
			Why: "Generated code needs a few packages at run time, and those that x-go-type-import names. Without them nothing can be checked.",
			Fix: "Run the command that the message has, in the module that the generated code stands in.",
		},
	}
}

// Imports lists the import paths, in order, that the Go files of a tree need from outside of root, the import path of the tree.
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

// Types checks every package of a tree whose import path is root. A package from outside that the importer does not have is one finding
// with the command that gets it, and nothing else is checked then. Findings about Go have a position in the tree, and the
// pointer of what the nearest declaration was made of.
func Types(ctx context.Context, t *tree.Tree, root string, importer types.Importer) (*Checked, report.List, error) {
	c := &checker{tree: t, root: root, fset: token.NewFileSet(), packages: map[string]*pkg{}, done: map[string]*types.Package{}}
	if err := c.parse(); err != nil {
		return nil, nil, err
	}
	if found := c.outside(importer); len(found) > 0 {
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
	packages map[string]*pkg // of the tree, by import path

	mutex sync.Mutex
	done  map[string]*types.Package // of the tree and from outside, by import path
}

// pkg is one package of the tree.
type pkg struct {
	path    string
	files   []*ast.File
	imports map[string]bool
	errors  []types.Error
}

// parse reads the Go files of the tree.
func (c *checker) parse() error {
	for _, name := range c.tree.Paths() {
		if path.Ext(name) != ".go" {
			continue
		}
		data, _ := c.tree.Data(name)
		file, err := parser.ParseFile(c.fset, name, data, parser.SkipObjectResolution)
		if err != nil {
			return syntax(name, err)
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
		p.files = append(p.files, file)
		for _, imported := range imports(file) {
			p.imports[imported] = true
		}
	}
	return nil
}

// syntax words a file that is not even Go: generators format what they make, so it is a defect of theirs.
func syntax(name string, err error) error {
	if list, ok := errors.AsType[scanner.ErrorList](err); ok && len(list) > 0 {
		return fmt.Errorf("generated file %s is not Go: %w", name, list[0])
	}
	return fmt.Errorf("generated file %s is not Go: %w", name, err)
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

// outside imports what the tree needs and does not have.
func (c *checker) outside(importer types.Importer) report.List {
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
	first := position(c.fset.Position(importOf(needed[missing[0]], missing[0])))
	source, _ := c.tree.Data(first.File)
	return report.List{{
		Rule: "missing-dependency", Pos: first, Source: source,
		Message: fmt.Sprintf("the module lacks what generated code imports; run: go get %s (%v)", strings.Join(modules(missing), " "), reason),
	}}
}

// importOf finds where a package imports another.
func importOf(p *pkg, name string) token.Pos {
	for _, file := range p.files {
		for _, spec := range file.Imports {
			if spec.Path.Value == strconv.Quote(name) {
				return spec.Pos()
			}
		}
	}
	return token.NoPos
}

// modules guesses the modules of packages: host, owner, name and major version. A guess that is wrong is still a package that
// `go get` takes, when it is the package itself; so an import path of another form is kept as it is.
func modules(packages []string) []string {
	var names []string
	for _, p := range packages {
		parts := strings.Split(p, "/")
		n := len(parts)
		if parts[0] == "github.com" && n > 3 {
			n = 3
			if major, ok := strings.CutPrefix(parts[3], "v"); ok && major != "" && strings.Trim(major, "0123456789") == "" {
				n = 4
			}
		}
		names = append(names, strings.Join(parts[:n], "/"))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// check checks the packages in rounds: each round has those whose imports are done, side by side.
func (c *checker) check(ctx context.Context) error {
	left := maps.Clone(c.packages)
	for len(left) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		ready := c.ready(left)
		if len(ready) == 0 {
			return fmt.Errorf("generated packages import each other in a circle: %s", strings.Join(slices.Sorted(maps.Keys(left)), ", "))
		}
		var group parallel.Group
		slots := make(chan struct{}, runtime.GOMAXPROCS(0))
		for _, p := range ready {
			delete(left, p.path)
			slots <- struct{}{}
			group.Go(func() {
				defer func() { <-slots }()
				c.one(p)
			})
		}
		group.Wait()
	}
	return nil
}

func (c *checker) ready(left map[string]*pkg) []*pkg {
	var ready []*pkg
	for _, p := range left {
		waits := false
		for imported := range p.imports {
			waits = waits || left[imported] != nil
		}
		if !waits {
			ready = append(ready, p)
		}
	}
	return ready
}

func (c *checker) one(p *pkg) {
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

// Import gives a package that is done already: see [types.Importer].
func (c *checker) Import(name string) (*types.Package, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if p := c.done[name]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("package %q is neither generated nor imported", name)
}
