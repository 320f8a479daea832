package lint

import (
	"fmt"
	"path"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

func indexSorted() rule {
	return rule{
		strict: true,
		check:  (*checker).indexSorted,
		Rule: Rule{
			ID: "index-sorted", Severity: report.Error, Title: "The index of the root is sorted and complete, as `specgen fmt` writes it",
			Why: "If two people append entries to an unsorted index, their changes conflict in git. specgen generates code for a path or a schema\n" +
				"without an entry only if another object references it.",
			Bad:  "paths:\n  /b: {$ref: 'paths/x.yaml#/~1b'}\n  /a: {$ref: 'paths/x.yaml#/~1a'}",
			Good: "paths:\n  /a:\n    $ref: paths/x.yaml#/~1a\n  /b:\n    $ref: paths/x.yaml#/~1b",
			Fix:  "Run `specgen fmt`.",
		},
	}
}

// indexSorted checks the sections of the root that index area files, and the area files themselves.
func (c *checker) indexSorted() {
	root := c.spec.Parsed(c.spec.Root())
	found := map[string]map[string]string{} // area file by section and name; "" if the root itself defines the entry
	section := func(name, pointer string, block *oas.Node) {
		if block == nil || !c.indexes(name) {
			return
		}
		found[name] = map[string]string{}
		previous, reported := "", false
		for _, e := range block.Entries {
			key := e.Key
			file, _, _ := strings.Cut(e.Value.Text("$ref"), "#")
			found[name][key] = file
			if key < previous && !reported {
				c.reportAt(e.Pos(), pointer+oas.Pointer(key), "%q follows %q, so the index is not sorted; run specgen fmt", key, previous)
				reported = true
			}
			previous = key
			c.indexLine(pointer+oas.Pointer(key), e)
		}
	}
	section("paths", "/paths", root.Get("paths"))
	for key, block := range root.Get("components").Each() {
		section(key, oas.Pointer("components", key), block)
	}
	for _, file := range c.spec.Files() {
		name, content := c.sectionOfFile(file), c.spec.Parsed(file)
		if name == "" || content == nil {
			continue
		}
		for _, e := range content.Entries {
			key, pos := e.Key, e.Pos()
			other, indexed := found[name][key]
			if other != "" && c.sectionOfFile(path.Join(path.Dir(c.spec.Root()), other)) == name && path.Join(path.Dir(c.spec.Root()), other) != file {
				tokens := []string{"paths", key}
				if name != "paths" {
					tokens = []string{"components", name, key}
				}
				c.found = append(c.found, report.Finding{
					Rule: "duplicate-key", Pos: pos, Pointer: oas.Pointer(tokens...), Message: fmt.Sprintf("%q is also defined in another area file; remove or rename one of the definitions", key),
					Related: []report.Related{{Pos: c.position(keyAt(c.document, tokens...)), Message: "first here"}},
				})
			}
			if !indexed {
				c.found.Add(pos, c.rule, "%q is not in the index of the root, so specgen generates code for it only if another object references it; run specgen fmt", key)
			}
		}
	}
	for _, file := range c.spec.Unread() {
		c.found.Add(report.Position{File: file, Line: 1, Column: 1}, c.rule, "the index of the root has no entry for this file, so no code is generated for it; run specgen fmt")
	}
}

// indexLine checks that an index entry references an object with the same name.
func (c *checker) indexLine(pointer string, e oas.Entry) {
	ref := e.Value.Get("$ref")
	if ref == nil {
		return
	}
	file, to, _ := strings.Cut(ref.Value, "#")
	if file == "" || to == strings.ReplaceAll(oas.Pointer(e.Key), "%", "%25") {
		return
	}
	c.reportAt(ref.Pos(), pointer, "the index entry %q references %q; use the same name for both and run specgen fmt", e.Key, ref.Value)
}

// reportAt adds a finding at pos, which may differ from the position of the value at pointer.
func (c *checker) reportAt(pos report.Position, pointer, format string, args ...any) {
	c.found = append(c.found, report.Finding{Rule: c.rule, Pos: pos, Pointer: pointer, Message: fmt.Sprintf(format, args...)})
}

// indexes reports whether a section of the root is an index of area files.
func (c *checker) indexes(section string) bool {
	for _, file := range c.spec.Files() {
		if c.sectionOfFile(file) == section {
			return true
		}
	}
	return false
}

// sectionOfFile returns the section of the root that indexes an area file (see spec.Format), or "" for any other file.
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
