package main

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
	"github.com/rasapi/specgen/gen/tree"
)

// checkBoth type-checks the packages whose bytes differ, and those that they import, on both sides.
func checkBoth(ctx context.Context, base, head *side, importer gen.Importer) (missing string, err error) {
	root := head.cfg.Package
	folders := differing(base.tree, head.tree)
	for _, s := range []*side{base, head} {
		maps.Copy(folders, imported(s.tree, root, folders))
	}
	wrong := map[*side]string{}
	for _, s := range []*side{base, head} {
		part, err := partOf(s.tree, folders)
		if err != nil {
			return "", err
		}
		imports, err := check.Imports(part, root)
		if err != nil {
			return "", err
		}
		var from types.Importer
		if len(part.Paths()) > 0 {
			if from, err = importer(ctx, imports); err != nil {
				return "", err
			}
		}
		checked, found, err := check.Types(ctx, part, root, from)
		if err != nil {
			return "", err
		}
		if found.HasErrors() {
			d := first(found)
			if d.Rule == "missing-dependency" {
				return d.Message, nil
			}
			wrong[s] = d.Message
		}
		s.checked = checked
	}
	if len(wrong) == 1 { // errors on both sides are of what both import, and do not keep the two from being compared
		for s, message := range wrong {
			s.noGo, s.checked = message, nil
		}
	}
	for s, message := range wrong {
		s.wrong = message
	}
	return "", nil
}

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

// imported lists the folders of a tree that others import, however far.
func imported(t *tree.Tree, root string, from map[string]bool) map[string]bool {
	below := map[string][]string{}
	for _, name := range t.Paths() {
		below[path.Dir(name)] = append(below[path.Dir(name)], name)
	}
	found := map[string]bool{}
	pending := slices.Sorted(maps.Keys(from))
	for len(pending) > 0 {
		dir := pending[0]
		pending = pending[1:]
		if found[dir] {
			continue
		}
		found[dir] = true
		for _, name := range below[dir] {
			data, _ := t.Data(name)
			file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly)
			if path.Ext(name) != ".go" || err != nil {
				continue
			}
			for _, s := range file.Imports {
				if p, err := strconv.Unquote(s.Path.Value); err == nil && strings.HasPrefix(p, root+"/") {
					pending = append(pending, p[len(root)+1:])
				}
			}
		}
	}
	return found
}
