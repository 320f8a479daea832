package revision

import (
	"bytes"
	"context"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/tree"
)

// checkBoth type-checks the packages that differ between the two sides, and the packages that these packages import. It stores the results in
// base and head. If only one side has a type error, the error becomes the NoGo of this side. If a dependency is missing, checkBoth returns a message
// about the dependency.
func checkBoth(ctx context.Context, base, head *Side, importer gen.Importer) (missing string, err error) {
	root := head.Config.Code.Package
	dirs := differingDirs(base.Tree, head.Tree)
	for _, s := range []*Side{base, head} {
		maps.Copy(dirs, WithImports(s.Tree, root, dirs))
	}
	parts, err := Divide(base.Tree, head.Tree, root, dirs)
	if err != nil {
		return "", err
	}
	var from types.Importer
	if len(dirs) > 0 {
		imports, err := parts.Imports(root)
		if err != nil {
			return "", err
		}
		if from, err = importer(ctx, imports); err != nil {
			return "", err
		}
	}
	checked, found, err := parts.Check(ctx, root, from)
	if err != nil {
		return "", err
	}
	both := []*Side{base, head}
	for i, s := range both {
		s.checked = checked[i]
		if found[i].HasErrors() {
			d := FirstError(found[i])
			if d.Rule == "missing-dependency" {
				return d.Message, nil
			}
			s.typeError = d.Message
		}
	}
	for i, s := range both { // errors on both sides usually have a common cause, such as an import, so specgen compares these sides
		if s.typeError != "" && both[1-i].typeError == "" {
			s.NoGo, s.checked = s.typeError, nil
		}
	}
	return "", nil
}

// Parts contains the packages to type-check from two trees. shared contains the packages that are equal in the two trees and do not import a package
// that differs, even indirectly. base and head contain the other packages of each tree.
type Parts struct{ shared, base, head *tree.Tree }

// Divide divides the packages of two trees into Parts. It considers only packages in the directories dirs.
func Divide(base, head *tree.Tree, root string, dirs map[string]bool) (p Parts, err error) {
	own := differingDirs(base, head)
	imports := map[string][]string{}
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		imports[dir] = importedDirs(base, root, dir)
	}
	for more := true; more; {
		more = false
		for dir, list := range imports {
			if !own[dir] && slices.ContainsFunc(list, func(f string) bool { return own[f] }) {
				own[dir], more = true, true
			}
		}
	}
	shared, others := map[string]bool{}, map[string]bool{}
	for dir := range dirs {
		if own[dir] {
			others[dir] = true
		} else {
			shared[dir] = true
		}
	}
	if p.shared, err = goFilesIn(base, shared); err != nil {
		return p, err
	}
	if p.base, err = goFilesIn(base, others); err != nil {
		return p, err
	}
	p.head, err = goFilesIn(head, others)
	return p, err
}

// Imports returns the paths that the packages import from outside root.
func (p Parts) Imports(root string) ([]string, error) {
	var all []string
	for _, t := range []*tree.Tree{p.shared, p.base, p.head} {
		list, err := check.Imports(t, root)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Check type-checks all packages with one importer. The results for base and for head contain the same shared packages. A result is nil if the
// importer from lacks a package that the side imports.
func (p Parts) Check(ctx context.Context, root string, from types.Importer) (checked [2]*check.Checked, found [2]report.List, err error) {
	shared, wrong, err := check.Types(ctx, p.shared, root, from)
	if err != nil || shared == nil {
		return checked, [2]report.List{wrong, wrong}, err
	}
	known := map[string]*types.Package{}
	for _, pkg := range shared.Packages {
		known[pkg.Path()] = pkg
	}
	withShared := importerFunc(func(name string) (*types.Package, error) {
		if pkg := known[name]; pkg != nil {
			return pkg, nil
		}
		return from.Import(name)
	})
	for i, t := range []*tree.Tree{p.base, p.head} {
		if checked[i], found[i], err = check.Types(ctx, t, root, withShared); err != nil {
			return checked, found, err
		}
		if checked[i] != nil {
			checked[i].Packages = append(checked[i].Packages, shared.Packages...)
		}
		found[i] = append(found[i], wrong...)
	}
	return checked, found, nil
}

// importerFunc is a function that implements [types.Importer].
type importerFunc func(name string) (*types.Package, error)

// Import implements [types.Importer].
func (f importerFunc) Import(name string) (*types.Package, error) { return f(name) }

// goFilesIn returns a tree with the Go files of t in dirs.
func goFilesIn(t *tree.Tree, dirs map[string]bool) (*tree.Tree, error) {
	part := tree.New()
	for _, name := range t.Paths() {
		if !dirs[path.Dir(name)] || path.Ext(name) != ".go" {
			continue
		}
		data, _ := t.Data(name)
		if err := part.Add(name, data); err != nil {
			return nil, err
		}
	}
	return part, nil
}

// differingDirs returns the directories with a Go file that differs between the trees or that only one of the trees contains.
func differingDirs(a, b *tree.Tree) map[string]bool {
	dirs := map[string]bool{}
	for _, pair := range [][2]*tree.Tree{{a, b}, {b, a}} {
		for _, name := range pair[0].Paths() {
			x, _ := pair[0].Data(name)
			if y, ok := pair[1].Data(name); path.Ext(name) == ".go" && (!ok || !bytes.Equal(x, y)) {
				dirs[path.Dir(name)] = true
			}
		}
	}
	return dirs
}

// WithImports returns the directories in from, and the directories of t that the packages in these directories import, directly or indirectly.
func WithImports(t *tree.Tree, root string, from map[string]bool) map[string]bool {
	found := map[string]bool{}
	pending := slices.Sorted(maps.Keys(from))
	for len(pending) > 0 {
		dir := pending[0]
		pending = pending[1:]
		if !found[dir] {
			found[dir] = true
			pending = append(pending, importedDirs(t, root, dir)...)
		}
	}
	return found
}

// importedDirs returns the directories of t that the Go files in dir import.
func importedDirs(t *tree.Tree, root, dir string) []string {
	var list []string
	for _, name := range t.Paths() {
		if path.Dir(name) != dir || path.Ext(name) != ".go" {
			continue
		}
		data, _ := t.Data(name)
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly)
		if err != nil {
			continue
		}
		for _, s := range file.Imports {
			if p, err := strconv.Unquote(s.Path.Value); err == nil && strings.HasPrefix(p, root+"/") {
				list = append(list, p[len(root)+1:])
			}
		}
	}
	return list
}
