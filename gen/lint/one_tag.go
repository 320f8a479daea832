package lint

import (
	"path"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func oneTag() rule {
	return rule{
		strict: true,
		check:  (*checker).oneTag,
		Rule: Rule{
			ID: "one-tag", Severity: report.Error, Title: "An operation has one tag, which is the tag of its area file",
			Why: "The tag is the name of the field in the Go client (Client.Door). In lower case, it is the name of the Go package and the area file. If\n" +
				"an operation does not have exactly one tag, its package and file are ambiguous.",
			Bad:  "tags: [Door, House]",
			Good: "tags: [Door]   # in paths/door.yaml, and declared in the root",
			Fix:  "Keep only the tag of the area, and declare it in the root. Move the operation to the area file with the same name.",
		},
	}
}

func (c *checker) oneTag() {
	declared := map[string]bool{}
	for tag := range c.all(oas.Tag) {
		declared[tag.Text("name")] = true
	}
	reported := map[string]bool{}
	for _, op := range c.operations() {
		tags := op.Get("tags").List()
		switch list := op.Get("tags"); {
		case list != nil && !list.IsSequence():
			continue // the rule object-shape reports tags that are not a list
		case len(tags) == 0 && misspells(op, "tags"):
			continue
		case len(tags) == 0:
			c.report(keyAt(op), "%s has no tag; add the tag of its area, tags: [%s]", title(op), c.areaOfFile(op))
			continue
		case len(tags) > 1:
			c.report(valueAt(op, "tags", "1"), "%s has %d tags, expected one; keep the tag of its area", title(op), len(tags))
		}
		tag := tags[0]
		if !tag.IsScalar() {
			continue
		}
		at := valueAt(op, "tags", "0")
		file := c.position(valueAt(op)).File
		misplaced := path.Base(path.Dir(file)) == "paths" && strings.TrimSuffix(path.Base(file), path.Ext(file)) != spec.Area(tag.Value)
		if declared[tag.Value] && !misplaced {
			continue
		}
		switch similar := similarName(tag.Value, declared); {
		case !declared[tag.Value] && !misplaced:
			if !reported[tag.Value] { // the defect is in the root, so report it once
				c.report(at, "tag %q is not declared; add it to the tags of the root, with a description", tag.Value)
			}
			reported[tag.Value] = true
		case !declared[tag.Value] && similar != "":
			c.report(at, "tag %q is not declared; did you mean %q?", tag.Value, similar)
		case !declared[tag.Value]:
			c.report(at, "tag %q is not declared; write %s, or declare it in the root and move the path to paths/%s.yaml",
				tag.Value, c.areaOfFile(op), spec.Area(tag.Value))
		default:
			c.report(at, "tag %q does not match %s; move the path to paths/%s.yaml", tag.Value, path.Base(file), spec.Area(tag.Value))
		}
	}
}

// areaOfFile returns the tag that matches the file of an operation, or "..." if there is none.
func (c *checker) areaOfFile(op *oas.Object) string {
	file := c.position(valueAt(op)).File
	area := strings.TrimSuffix(path.Base(file), path.Ext(file))
	for tag := range c.all(oas.Tag) {
		if name := tag.Text("name"); spec.Area(name) == area {
			return name
		}
	}
	return "..."
}
