package lint

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

func oneTag() rule {
	return rule{
		house: true,
		check: (*checker).oneTag,
		Rule: Rule{
			ID: "one-tag", Severity: report.Error, Title: "An operation has one tag: the area whose file it stands in",
			Why: "The tag is the field of the Go client (Client.Door), its lower case is the package and the area file. With several tags or none\n" +
				"an operation has no place of its own, and nobody finds its file.",
			Bad:  "tags: [Door, House]",
			Good: "tags: [Door]   # in paths/door.yaml, and declared in the root",
			Fix:  "Keep the tag of the area, declare it in the root's tags, and move the operation to the file named like it.",
		},
	}
}

func (c *checker) oneTag() {
	declared := map[string]bool{}
	for tag := range c.all(kindTag) {
		declared[tag.text("name")] = true
	}
	told := map[string]bool{}
	for _, op := range c.operations() {
		tags := items(op.get("tags"))
		switch list := op.get("tags"); {
		case list != nil && list.Kind != yaml.SequenceNode:
			continue // object-shape says so
		case len(tags) == 0 && op.misspells("tags"):
			continue
		case len(tags) == 0:
			c.report(op.key(), "%s has no tag; add the area, tags: [%s]", op.title(), c.areaOfFile(op))
			continue
		case len(tags) > 1:
			c.report(op.here("tags", "1"), "%s has %d tags; keep one, the area it belongs to", op.title(), len(tags))
		}
		tag := tags[0]
		if tag.Kind != yaml.ScalarNode {
			continue
		}
		at := op.here("tags", "0")
		file := c.position(op.here()).File
		stray := path.Base(path.Dir(file)) == "paths" && strings.TrimSuffix(path.Base(file), path.Ext(file)) != spec.Area(tag.Value)
		if declared[tag.Value] && !stray {
			continue
		}
		switch similar := similarName(tag.Value, declared); {
		case !declared[tag.Value] && !stray:
			if !told[tag.Value] { // the mistake is in the root: once will do
				c.report(at, "tag %q is not declared; add it to the root's tags, with a description", tag.Value)
			}
			told[tag.Value] = true
		case !declared[tag.Value] && similar != "":
			c.report(at, "tag %q is not declared; did you mean %q?", tag.Value, similar)
		case !declared[tag.Value]:
			c.report(at, "tag %q is not declared; write %s, or declare it in the root and move the path to paths/%s.yaml",
				tag.Value, c.areaOfFile(op), spec.Area(tag.Value))
		default:
			c.report(at, "tag %q does not belong into %s; move the path to paths/%s.yaml", tag.Value, path.Base(file), spec.Area(tag.Value))
		}
	}
}

// areaOfFile is a guess at the tag of an operation: that of its neighbours.
func (c *checker) areaOfFile(op *object) string {
	file := c.position(op.here()).File
	area := strings.TrimSuffix(path.Base(file), path.Ext(file))
	for tag := range c.all(kindTag) {
		if name := tag.text("name"); spec.Area(name) == area {
			return name
		}
	}
	return "..."
}
