package cli

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

// checkBoth type-checks the packages whose bytes differ, and those that they import, on both sides.
func checkBoth(ctx context.Context, base, head *side, importer gen.Importer) (missing string, err error) {
	root := head.cfg.Code.Package
	folders := differing(base.tree, head.tree)
	for _, s := range []*side{base, head} {
		maps.Copy(folders, imported(s.tree, root, folders))
	}
	parts, err := divide(base.tree, head.tree, root, folders)
	if err != nil {
		return "", err
	}
	var from types.Importer
	if len(folders) > 0 {
		imports, err := parts.imports(root)
		if err != nil {
			return "", err
		}
		if from, err = importer(ctx, imports); err != nil {
			return "", err
		}
	}
	checked, found, err := parts.check(ctx, root, from)
	if err != nil {
		return "", err
	}
	both := []*side{base, head}
	for i, s := range both {
		s.checked = checked[i]
		if found[i].HasErrors() {
			d := first(found[i])
			if d.Rule == "missing-dependency" {
				return d.Message, nil
			}
			s.wrong = d.Message
		}
	}
	for i, s := range both { // errors on both sides are of what both import, and do not keep the two from being compared
		if s.wrong != "" && both[1-i].wrong == "" {
			s.noGo, s.checked = s.wrong, nil
		}
	}
	return "", nil
}

// parts are the packages of two trees that are to be checked. What is the same in both, and imports nothing that is not, stands in shared alone.
type parts struct{ shared, base, head *tree.Tree }

// divide takes some folders of two trees apart.
func divide(base, head *tree.Tree, root string, folders map[string]bool) (p parts, err error) {
	own := differing(base, head)
	imports := map[string][]string{}
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		imports[folder] = direct(base, root, folder)
	}
	for more := true; more; {
		more = false
		for folder, list := range imports {
			if !own[folder] && slices.ContainsFunc(list, func(f string) bool { return own[f] }) {
				own[folder], more = true, true
			}
		}
	}
	shared, others := map[string]bool{}, map[string]bool{}
	for folder := range folders {
		if own[folder] {
			others[folder] = true
		} else {
			shared[folder] = true
		}
	}
	if p.shared, err = partOf(base, shared); err != nil {
		return p, err
	}
	if p.base, err = partOf(base, others); err != nil {
		return p, err
	}
	p.head, err = partOf(head, others)
	return p, err
}

// imports lists what they import from outside of their trees.
func (p parts) imports(root string) ([]string, error) {
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

// check checks them, with one importer for all. The results are of base and of head; both have what is shared.
func (p parts) check(ctx context.Context, root string, from types.Importer) (checked [2]*check.Checked, found [2]report.List, err error) {
	shared, wrong, err := check.Types(ctx, p.shared, root, from)
	if err != nil || shared == nil {
		return checked, [2]report.List{wrong, wrong}, err
	}
	known := map[string]*types.Package{}
	for _, pkg := range shared.Packages {
		known[pkg.Path()] = pkg
	}
	beside := importing(func(name string) (*types.Package, error) {
		if pkg := known[name]; pkg != nil {
			return pkg, nil
		}
		return from.Import(name)
	})
	for i, t := range []*tree.Tree{p.base, p.head} {
		if checked[i], found[i], err = check.Types(ctx, t, root, beside); err != nil {
			return checked, found, err
		}
		if checked[i] != nil {
			checked[i].Packages = append(checked[i].Packages, shared.Packages...)
		}
		found[i] = append(found[i], wrong...)
	}
	return checked, found, nil
}

// importing is a function that imports packages.
type importing func(name string) (*types.Package, error)

// Import implements [types.Importer].
func (f importing) Import(name string) (*types.Package, error) { return f(name) }

// partOf gives the Go files of a tree that stand in some of its folders.
func partOf(t *tree.Tree, folders map[string]bool) (*tree.Tree, error) {
	part := tree.New()
	for _, name := range t.Paths() {
		if !folders[path.Dir(name)] || path.Ext(name) != ".go" {
			continue
		}
		data, _ := t.Data(name)
		if err := part.Add(name, data); err != nil {
			return nil, err
		}
	}
	return part, nil
}

// differing lists the folders of Go files whose bytes differ.
func differing(a, b *tree.Tree) map[string]bool {
	folders := map[string]bool{}
	for _, pair := range [][2]*tree.Tree{{a, b}, {b, a}} {
		for _, name := range pair[0].Paths() {
			x, _ := pair[0].Data(name)
			if y, ok := pair[1].Data(name); path.Ext(name) == ".go" && (!ok || !bytes.Equal(x, y)) {
				folders[path.Dir(name)] = true
			}
		}
	}
	return folders
}

// imported lists the folders of a tree that others import, however far, and those others.
func imported(t *tree.Tree, root string, from map[string]bool) map[string]bool {
	found := map[string]bool{}
	pending := slices.Sorted(maps.Keys(from))
	for len(pending) > 0 {
		dir := pending[0]
		pending = pending[1:]
		if !found[dir] {
			found[dir] = true
			pending = append(pending, direct(t, root, dir)...)
		}
	}
	return found
}

// direct lists the folders of a tree that the Go files of one import.
func direct(t *tree.Tree, root, dir string) []string {
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
