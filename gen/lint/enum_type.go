package lint

import (
	"go.yaml.in/yaml/v3"

	"github.com/rasapi/specgen/gen/report"
)

func enumType() rule {
	return rule{
		mild:  true,
		check: (*checker).enumType,
		Rule: Rule{
			ID: "enum-type", Severity: report.Error, Title: "An enum declares the type of its values",
			Why: "Without a type, no constants are generated and the Go type is any. Every validator rejects a value of another type, such as a\n" +
				"number in an enum of strings or a quoted number in an enum of integers.",
			Bad:  "enum: [on, off]",
			Good: "type: string\nenum: [\"on\", \"off\"]",
			Fix:  "Add the type, or quote the value.",
		},
	}
}

func (c *checker) enumType() {
	for o := range c.all(kindSchema) {
		values := o.get("enum")
		if o.ref != "" || values == nil || values.Kind != yaml.SequenceNode {
			continue
		}
		types := typesOf(o.node)
		switch {
		case len(values.Content) == 0:
			c.report(o.here("enum"), "the enum is empty, so no value is valid; add values or remove it")
		case len(types) == 0 && o.get("allOf") == nil && o.get("oneOf") == nil && o.get("anyOf") == nil:
			c.report(o.here("enum"), "the enum has no type, so its Go type is any; add type: %s", typeFor(values))
		case len(types) == 1:
			c.mistyped(o, types[0], values)
		}
	}
}

// mistyped reports the first value of an enum that has another type. Usually all values have it.
func (c *checker) mistyped(o *object, typ string, values *yaml.Node) {
	for i, item := range values.Content {
		tag := item.ShortTag()
		switch {
		case item.Kind != yaml.ScalarNode:
		case typ == "string" && (tag == "!!int" || tag == "!!float" || tag == "!!bool"):
			c.report(o.here("enum", index(i)), "enum value %s is not a string, but the type is string; quote it", literal(item))
			return
		case typ == "integer" && tag == "!!str":
			if _, ok := integer(item); ok {
				c.report(o.here("enum", index(i)), "enum value %s is a string, but the type is integer; remove the quotes", literal(item))
				return
			}
		}
	}
}

func typeFor(values *yaml.Node) string {
	for _, item := range values.Content {
		if item.ShortTag() != "!!int" {
			return "string"
		}
	}
	return "integer"
}
