package gen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/spec"
)

// object is a JSON object.
type object = map[string]any

// Schema returns the JSON schema of specgen.yaml.
func Schema() ([]byte, error) {
	root := schemaOf("", false)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "https://github.com/rasapi/specgen/specgen.schema.json"
	root["title"] = "specgen.yaml"
	root["description"] = "Settings of specgen. Paths are relative to the directory of this file."
	perTarget := object{}
	for _, s := range Settings() {
		if s.Scope == PerTarget {
			perTarget[s.Key] = false
		}
	}
	root["dependentSchemas"] = object{"targets": object{"properties": perTarget}}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(root)
	return b.Bytes(), err
}

// schemaOf returns the schema of the settings in the mapping whose key is parent. If parent is "", it returns the schema of the file. If target is
// also true, it returns the schema of a target.
func schemaOf(parent string, target bool) object {
	properties := object{}
	var required []string
	for _, s := range Settings() {
		in, name := s.split()
		if in != parent || target && s.Scope == Global {
			continue
		}
		properties[name] = s.schema()
		if target {
			properties[name] = object{"$ref": "#/properties/" + name}
		}
		if s.Required || target && s.Scope == PerTarget {
			required = append(required, name)
		}
	}
	o := object{"type": "object", "additionalProperties": false, "properties": properties}
	if required != nil {
		o["required"] = required
	}
	return o
}

// schema returns the schema of the values of a setting.
func (s Setting) schema() object {
	var o object
	if s.Field == nil {
		if o = schemaOf(s.Key, false); s.NonEmpty {
			o["minProperties"] = 1
		}
	} else {
		switch s.Field(&Config{}).(type) {
		case *string:
			o = s.textSchema()
			if o["examples"] = s.Examples; s.Allowed != nil {
				o["default"] = s.Allowed[0]
			}
		case *bool:
			o = object{"type": "boolean", "default": false}
		case *[]string, *[]spec.Choice:
			o = object{"type": "array", "uniqueItems": true, "items": s.textSchema(), "examples": [][]string{s.Examples}}
			if s.NonEmpty {
				o["minItems"] = 1
			}
			if s.Default != nil {
				o["default"] = s.Default
			}
			var needs []object
			for _, entry := range slices.Sorted(maps.Keys(s.Needs)) {
				needs = append(needs, object{
					"if": object{"contains": object{"const": entry}}, "then": object{"contains": object{"enum": s.Needs[entry]}},
				})
			}
			if needs != nil {
				o["allOf"] = needs
			}
		case *[]Target:
			o = object{"type": "array", "minItems": 1, "items": schemaOf("", true)}
		}
	}
	o["description"] = s.sentence()
	return o
}

// textSchema returns the schema of a text, which is the value of a setting or an item of a list.
func (s Setting) textSchema() object {
	o := object{"type": "string", "minLength": 1}
	switch {
	case s.Allowed != nil:
		return object{"enum": s.Allowed}
	case s.Pattern != "":
		o["pattern"] = s.Pattern
	case s.IsPath():
		o["pattern"] = `^[^\\]*$`
	}
	return o
}

// Markdown returns the description of all settings for docs/configuration.md. It starts with an example file. The Doc of each setting follows, unless
// it is empty.
func Markdown() string {
	var example, text strings.Builder
	for _, s := range Settings() {
		if s.Doc != "" {
			fmt.Fprintf(&text, "- **%s.** %s\n", s.Key, strings.ReplaceAll(strings.ReplaceAll(s.Doc, "\n", "\n  "), "\n  \n", "\n\n"))
		}
		if s.Key == "targets" { // a file with targets must not contain output and package
			continue
		}
		_, name := s.split()
		indent := strings.Repeat("  ", strings.Count(s.Key, "."))
		fmt.Fprintf(&example, "%s# %s\n%s%s\n", indent, s.sentence(), indent, strings.TrimSuffix(name+": "+s.example(), " "))
	}
	return "```yaml\n" + example.String() + "```\n\n" + text.String()
}

// example returns the examples of a setting as YAML. For a mapping, it returns "".
func (s Setting) example() string {
	if s.Field == nil {
		return ""
	}
	switch s.Field(&Config{}).(type) {
	case *[]string, *[]spec.Choice:
		return "[" + strings.Join(s.Examples, ", ") + "]"
	}
	return strings.Join(s.Examples, "")
}
