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

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Format returns the new content of every file that `specgen fmt` would change.
//
// In the root, Format maintains the index. The index consists of the block `paths:` and one block per section below `components:`. Each block is a
// sorted list of references to the area files. These are the .yaml and .yml files in paths/ and schemas/, and parameters.yaml, responses.yaml,
// requestBodies.yaml, headers.yaml and examples.yaml. Format removes a reference to an area file if no area file contains the entry. It keeps all
// other text, including the comments in the blocks and the entries that the root itself defines, which it sorts among the references. In the area
// files, Format sorts the keys of operations and schemas (see ordered). Format adds an error to the findings if it cannot write a block without
// making other changes. If a finding is an error, Format returns no changes.
//
// A document has no index if it has no area files, or if its root references a whole area file. Format does not change a document without an index.
func Format(ctx context.Context, fsys fs.FS, root string) (map[string][]byte, report.List, error) {
	l, f, err := openRoot(ctx, fsys, root)
	if err != nil || f == nil {
		return nil, l.findings(), err
	}
	if !isIndexed(f.tree) {
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
	if !bytes.Equal(r.out.Bytes(), f.source.Data) {
		if !r.safe() {
			l.add(report.Position{File: root}, "index-sorted", "the index cannot be written without other changes; write paths and components as blocks with "+
				"one entry per line and without anchors")
			return nil, l.findings(), nil
		}
		changed[root] = r.out.Bytes()
	}
	for _, a := range files {
		if data, moved := l.ordered(a.file, a.section); moved {
			changed[a.name()] = data
		}
	}
	return changed, l.findings(), nil
}

// isIndexed reports whether a root can have an index. It returns false if the root references a whole file that has the name of an area file. Such a
// file contains a single path item or schema, so it is not an area file.
func isIndexed(root *oas.Node) bool {
	indexed := true
	section := func(name string, block *oas.Node) {
		for _, value := range block.Each() {
			file, pointer, _ := normalRef(value.Text("$ref"))
			indexed = indexed && (!isArea(name, file) || strings.Trim(pointer, "/") != "")
		}
	}
	section("paths", root.Get("paths"))
	for name, block := range root.Get("components").Each() {
		section(name, block)
	}
	return indexed
}

// areaFile is a file whose entries belong in a section of the index.
type areaFile struct {
	*file
	section string
}

// index contains the entries of area files by section and key. A section is "paths" or a section of the components.
type index map[string]map[string]indexed

// indexed is an entry of an area file.
type indexed struct {
	ref string // reference to the entry, relative to the root
	pos report.Position
}

// areas reads the area files of the root. It returns their entries and the files that it can use.
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

// AreaFiles returns the files that [Format] indexes, including the files that the root does not reference.
func AreaFiles(fsys fs.FS, root string) ([]string, error) {
	l := &loader{fsys: fsys, dir: path.Dir(root)}
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

// areaSections returns the names of the sections that can have area files.
func areaSections() []string {
	return []string{"paths", "schemas", "parameters", "responses", "requestBodies", "headers", "examples"}
}

// areaFiles returns the names of the area files of a section.
func (l *loader) areaFiles(section string) ([]string, error) {
	if section != "paths" && section != "schemas" {
		name := path.Join(l.dir, section+".yaml")
		if _, err := fs.Lstat(l.fsys, name); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		} else if err != nil {
			return nil, fmt.Errorf("area files of the spec: %w", err)
		}
		return []string{name}, nil
	}
	entries, err := fs.ReadDir(l.fsys, path.Join(l.dir, section))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("area files of the spec: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name := path.Join(section, e.Name()); isArea(section, name) && !e.IsDir() {
			names = append(names, path.Join(l.dir, name))
		}
	}
	return names, nil
}

// isArea reports whether a file is an area file of a section. name is relative to the directory of the root.
func isArea(section, name string) bool {
	if section != "paths" && section != "schemas" {
		return name == section+".yaml"
	}
	return path.Dir(name) == section && !strings.HasPrefix(path.Base(name), ".") && (path.Ext(name) == ".yaml" || path.Ext(name) == ".yml")
}

// area adds the entries of an area file to the index. If Format cannot use the file, area returns nil, and a finding or l.err describes the problem.
func (l *loader) area(ix index, section, name string) *file {
	f := l.openNamed(name)
	if f == nil {
		return nil
	}
	if !f.tree.IsMapping() {
		l.add(f.tree.Pos(), "index-sorted", "an area file must be a mapping of names to objects, found %s; write each object under its name", f.tree.Type)
		return nil
	}
	if ix[section] == nil {
		ix[section] = map[string]indexed{}
	}
	relative := strings.TrimPrefix(name, l.dir+"/")
	for _, e := range f.tree.Entries {
		entry := indexed{ref: strings.NewReplacer("%", "%25", "#", "%23").Replace(relative) + "#" + fragment(oas.Pointer(e.Key)), pos: e.Pos()}
		if other, twice := ix[section][e.Key]; twice {
			l.report(report.Finding{
				Rule: "duplicate-key", Pos: entry.pos, Message: fmt.Sprintf("%q is also defined in another area file; remove or rename one", e.Key),
				Related: []report.Related{{Pos: other.pos, Message: "first here"}},
			})
			continue
		}
		ix[section][e.Key] = entry
	}
	return f
}

// isIndexLine reports whether an entry in a section of the root is only a reference to an area file.
func isIndexLine(section string, value *oas.Node) bool {
	if value.Len() != 1 || value.Get("$ref") == nil {
		return false
	}
	name, _, _ := normalRef(value.Get("$ref").Value)
	return isArea(section, name)
}

// normalRef returns the file and the pointer of a reference, both without escapes. ok is false if an escape is not valid.
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
