package spec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

// Format gives the new bytes of the files that `specgen fmt` changes; a file that is as it should be is not in the map.
//
// In the root that is the index: the blocks `paths:` and, below `components:`, one block for each kind of component, each a sorted
// list of references to the area files beside the root (paths/*.yaml, schemas/*.yaml, parameters.yaml, responses.yaml,
// requestBodies.yaml, headers.yaml, examples.yaml). A reference to an entry that an area file does not have any more is removed. All
// else keeps its text, in the blocks also its comments and what the root defines itself. What cannot be written without touching more
// is a finding. In the area files it is the order of the keys of operations and schemas (see ordered).
//
// A document without such files, or whose root refers to one as a whole, is not in house layout and is left alone.
func Format(ctx context.Context, fsys fs.FS, root string) (map[string][]byte, report.List, error) {
	l, f, err := openRoot(ctx, fsys, root)
	if err != nil || f == nil {
		return nil, l.findings(), err
	}
	if foreign(f.tree) {
		return nil, l.findings(), nil
	}
	ix, files, err := l.areas()
	if err != nil || len(ix) == 0 {
		return nil, l.findings(), err
	}
	r := newRewriter(l, f, ix)
	r.document()
	if l.found.HasErrors() {
		return nil, l.findings(), nil
	}
	changed := map[string][]byte{}
	if !bytes.Equal(r.out.Bytes(), f.data) {
		if !r.safe() {
			l.add(report.Position{File: root}, "index-sorted", "the index cannot be written without changing what stands around it; "+
				"write paths and components as plain blocks of one entry a line, without anchors")
			return nil, l.findings(), nil
		}
		changed[root] = r.out.Bytes()
	}
	for _, a := range files {
		if data, moved := l.ordered(a.file, a.section); moved {
			changed[a.name] = data
		}
	}
	return changed, l.findings(), nil
}

// foreign tells whether the root refers to a whole file where the index has references to entries of area files: then what looks like an area
// file is something else, one path item or one schema perhaps.
func foreign(root *yaml.Node) bool {
	found := false
	section := func(name string, block *yaml.Node) {
		each(block, func(_, value *yaml.Node) {
			file, pointer, _ := normalRef(Text(value, "$ref"))
			found = found || isArea(name, file) && strings.Trim(pointer, "/") == ""
		})
	}
	section("paths", Get(root, "paths"))
	each(Get(root, "components"), func(key, block *yaml.Node) { section(key.Value, block) })
	return found
}

// areaFile is a file whose entries belong into a section of the index.
type areaFile struct {
	*file
	section string
}

// index maps "paths" and the members of components to what the area files define.
type index map[string]map[string]indexed

// indexed is an entry of an area file.
type indexed struct {
	ref string // from the root, as a person writes it
	pos report.Position
}

// areas reads the area files beside the root.
func (l *loader) areas() (index, []areaFile, error) {
	ix, files := index{}, []areaFile(nil)
	for _, section := range areaSections() {
		names, err := l.areaFiles(section)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range names {
			f := l.area(ix, section, name)
			if l.err != nil {
				return nil, nil, l.err
			}
			if f != nil {
				files = append(files, areaFile{f, section})
			}
		}
	}
	return ix, files, nil
}

// AreaFiles lists the files beside a root that [Format] indexes, whether or not anything refers to them.
func AreaFiles(fsys fs.FS, root string) ([]string, error) {
	l := &loader{fsys: fsys, folder: path.Dir(root)}
	var all []string
	for _, section := range areaSections() {
		names, err := l.areaFiles(section)
		if err != nil {
			return nil, err
		}
		all = append(all, names...)
	}
	return all, nil
}

// areaSections are the blocks of a root that area files have the entries of.
func areaSections() []string {
	return []string{"paths", "schemas", "parameters", "responses", "requestBodies", "headers", "examples"}
}

// areaFiles lists the files, which need not be there, whose entries belong into a section.
func (l *loader) areaFiles(section string) ([]string, error) {
	if section != "paths" && section != "schemas" {
		name := path.Join(l.folder, section+".yaml")
		if _, err := fs.Lstat(l.fsys, name); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		} else if err != nil {
			return nil, fmt.Errorf("area files of the spec: %w", err)
		}
		return []string{name}, nil
	}
	entries, err := fs.ReadDir(l.fsys, path.Join(l.folder, section))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("area files of the spec: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name := path.Join(section, e.Name()); isArea(section, name) && !e.IsDir() {
			names = append(names, path.Join(l.folder, name))
		}
	}
	return names, nil
}

// isArea tells whether a name, seen from the root's folder, is that of an area file of a section.
func isArea(section, name string) bool {
	if section != "paths" && section != "schemas" {
		return name == section+".yaml"
	}
	return path.Dir(name) == section && !strings.HasPrefix(path.Base(name), ".") && (path.Ext(name) == ".yaml" || path.Ext(name) == ".yml")
}

// area adds the entries of an area file to the index, and gives the file when it is one.
func (l *loader) area(ix index, section, name string) *file {
	f := l.open(name, report.Position{File: name})
	if f == nil {
		return nil
	}
	if f.tree.Kind != yaml.MappingNode {
		l.add(f.position(f.tree), "index-sorted", "an area file is a mapping of names to objects")
		return nil
	}
	if ix[section] == nil {
		ix[section] = map[string]indexed{}
	}
	relative := strings.TrimPrefix(name, l.folder+"/")
	each(f.tree, func(key, _ *yaml.Node) {
		entry := indexed{ref: strings.NewReplacer("%", "%25", "#", "%23").Replace(relative) + "#" + fragment(Pointer(key.Value)), pos: f.position(key)}
		if other, twice := ix[section][key.Value]; twice {
			l.report(report.Finding{
				Rule: "duplicate-key", Pos: entry.pos, Message: fmt.Sprintf("%q is also defined in another area file; remove or rename one", key.Value),
				Related: []report.Related{{Pos: other.pos, Message: "first here"}},
			})
			return
		}
		ix[section][key.Value] = entry
	})
	return f
}

// isIndexLine tells whether an entry of a section of the root is an index line: a reference to an area file and nothing else.
func isIndexLine(section string, value *yaml.Node) bool {
	if value == nil || value.Kind != yaml.MappingNode || len(value.Content) != 2 || value.Content[0].Value != "$ref" {
		return false
	}
	name, _, _ := normalRef(value.Content[1].Value)
	return isArea(section, name)
}

// normalRef gives the file and pointer of a reference without escapes.
func normalRef(ref string) (file, pointer string, ok bool) {
	file, pointer, _ = strings.Cut(ref, "#")
	file, err1 := url.PathUnescape(file)
	pointer, err2 := url.PathUnescape(pointer)
	return path.Clean(file), pointer, err1 == nil && err2 == nil
}

func sameRef(a, b string) bool {
	fileA, pointerA, okA := normalRef(a)
	fileB, pointerB, okB := normalRef(b)
	return okA && okB && fileA == fileB && pointerA == pointerB
}
