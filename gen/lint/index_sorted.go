package lint

import (
	"fmt"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func indexSorted() rule {
	return rule{
		strict: true,
		check:  (*checker).indexSorted,
		Rule: Rule{
			ID: "index-sorted", Severity: report.Error, Title: "The index of the root is sorted and complete, as `specgen fmt` writes it",
			Why: "Entries that two people append to a list conflict in git. A path or schema without an entry is missing from the generated\n" +
				"code.",
			Bad:  "paths:\n  /b: {$ref: 'paths/x.yaml#/~1b'}\n  /a: {$ref: 'paths/x.yaml#/~1a'}",
			Good: "paths:\n  /a:\n    $ref: paths/x.yaml#/~1a\n  /b:\n    $ref: paths/x.yaml#/~1b",
			Fix:  "Run `specgen fmt`.",
		},
	}
}

// indexSorted checks the sections of the root that index area files, and the area files.
func (c *checker) indexSorted() {
	root := c.spec.File(c.spec.Root())
	found := map[string]map[string]string{} // by section and name: the area file, or "" if the entry is defined in the root
	section := func(name, pointer string, block *yaml.Node) {
		if !c.indexes(name) {
			return
		}
		found[name] = map[string]string{}
		previous, reported := "", false
		each(block, func(key, entry *yaml.Node) {
			file, _, _ := strings.Cut(spec.Text(entry, "$ref"), "#")
			found[name][key.Value] = file
			if key.Value < previous && !reported {
				c.inRoot(key, pointer+spec.Pointer(key.Value), "%q follows %q, so the index is not sorted; run specgen fmt", key.Value, previous)
				reported = true
			}
			previous = key.Value
			c.indexLine(pointer, key, entry)
		})
	}
	section("paths", "/paths", spec.Get(root, "paths"))
	each(spec.Get(root, "components"), func(key, block *yaml.Node) {
		section(key.Value, spec.Pointer("components", key.Value), block)
	})
	for _, file := range c.spec.Files() {
		name := c.sectionOfFile(file)
		if name == "" {
			continue
		}
		each(c.spec.File(file), func(key, _ *yaml.Node) {
			pos := report.Position{File: file, Line: key.Line, Column: key.Column}
			other, indexed := found[name][key.Value]
			if other != "" && c.sectionOfFile(path.Join(path.Dir(c.spec.Root()), other)) == name && path.Join(path.Dir(c.spec.Root()), other) != file {
				pointer := spec.Pointer("paths", key.Value)
				if name != "paths" {
					pointer = spec.Pointer("components", name, key.Value)
				}
				c.found = append(c.found, report.Finding{
					Rule: "duplicate-key", Pos: pos, Pointer: pointer, Message: fmt.Sprintf("%q is also defined in another area file; remove or rename one of them", key.Value),
					Related: []report.Related{{Pos: c.spec.KeyPosition(pointer), Message: "first here"}},
				})
			}
			if !indexed {
				c.found.Add(pos, c.rule, "%q is not in the index of the root, so no code is generated for it; run specgen fmt", key.Value)
			}
		})
	}
	for _, file := range c.spec.Unread() {
		c.found.Add(report.Position{File: file, Line: 1, Column: 1}, c.rule, "the index of the root has no entry for this file, so no code is generated for it; run specgen fmt")
	}
}

// indexLine checks that an entry for an area file references the object of the same name.
func (c *checker) indexLine(pointer string, key, entry *yaml.Node) {
	ref := spec.Get(entry, "$ref")
	if ref == nil {
		return
	}
	file, to, _ := strings.Cut(ref.Value, "#")
	if file == "" || to == strings.ReplaceAll(spec.Pointer(key.Value), "%", "%25") {
		return
	}
	c.inRoot(ref, pointer+spec.Pointer(key.Value), "the index entry %q references %q; give both the same name and run specgen fmt", key.Value, ref.Value)
}

func (c *checker) inRoot(n *yaml.Node, pointer, format string, args ...any) {
	c.found = append(c.found, report.Finding{
		Rule: c.rule, Pos: report.Position{File: c.spec.Root(), Line: n.Line, Column: n.Column}, Pointer: pointer, Message: fmt.Sprintf(format, args...),
	})
}

// indexes reports whether a section of the root indexes area files.
func (c *checker) indexes(section string) bool {
	for _, file := range c.spec.Files() {
		if c.sectionOfFile(file) == section {
			return true
		}
	}
	return false
}

// sectionOfFile returns the section of the root that indexes an area file (see spec.Format), or "" for other files.
func (c *checker) sectionOfFile(file string) string {
	below := strings.TrimPrefix(file, path.Dir(c.spec.Root())+"/")
	switch below {
	case "parameters.yaml", "responses.yaml", "requestBodies.yaml", "headers.yaml", "examples.yaml":
		return strings.TrimSuffix(below, ".yaml")
	}
	folder, extension := path.Dir(below), path.Ext(below)
	if (folder == "paths" || folder == "schemas") && (extension == ".yaml" || extension == ".yml") {
		return folder
	}
	return ""
}
