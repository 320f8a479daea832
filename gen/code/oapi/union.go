package oapi

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/names"
)

// alternative is a member of a union.
type alternative struct {
	Element  codegen.UnionElement
	Name     string   // name in the methods of the union, such as "String" for AsString
	Type     string   // Go type
	Object   bool     // whether the values of the type are objects
	Required []string // required members
	Tags     []string // values of the discriminator for this member
	Stamp    *codegen.DiscriminatorStamp
	label    string // name from the title or format, which distinguishes alternatives with the same Name
}

// alternatives returns the members of a union. A template of oapi-codegen calls alternatives.
func (g *generator) alternatives(union codegen.Schema) []alternative {
	var list []alternative
	uses := map[string]int{}
	tags := map[string][]string{} // values of the discriminator by Go type
	if d := union.Discriminator; d != nil {
		for _, value := range codegen.SortedMapKeys(d.Mapping) {
			tags[d.Mapping[value]] = append(tags[d.Mapping[value]], value)
		}
	}
	for _, element := range union.UnionElements {
		a := alternative{Element: element, Name: element.Method(), Type: element.String()}
		schema, named := g.definition(element.String())
		if named {
			a.Object = strings.HasPrefix(schema.GoType, "struct") || strings.HasPrefix(schema.GoType, "map[")
			for _, p := range schema.Properties {
				if p.Required {
					a.Required = append(a.Required, p.JsonFieldName)
				}
			}
			if name := nameOfType(schema.GoType); schema.DefineViaAlias && g.prepared.at[element.String()] == "" && name != "" {
				a.Name, a.Type = name, strings.ReplaceAll(schema.GoType, "interface{}", "any")
				if v := schema.OAPISchema; v != nil {
					a.label = g.name(cmp.Or(v.Title, v.Format))
				}
			}
		}
		if a.Tags = tags[element.String()]; len(a.Tags) == 1 {
			a.Stamp = stamp(union, a.Tags[0])
		}
		uses[a.Name]++
		uses[a.label]++
		list = append(list, a)
	}
	for i, a := range list {
		switch {
		case uses[a.Name] == 1:
		case uses[a.label] == 1 && startsWithLetter(a.label):
			list[i].Name = a.label
		default:
			list[i].Name = a.Element.Method()
		}
	}
	return list
}

// stamp returns the change that sets the discriminator of a union to a value. specgen needs stamp because oapi-codegen v2.8.2 sets no discriminator
// if any member of the union has several discriminator values (schema.go, DiscriminatorStampFor).
func stamp(union codegen.Schema, value string) *codegen.DiscriminatorStamp {
	s := codegen.DiscriminatorStamp{Value: value, JSONPatch: fmt.Sprintf(`{"%s":"%s"}`, union.Discriminator.Property, value)}
	for i, p := range union.Properties {
		if p.JsonFieldName == union.Discriminator.Property {
			s.Property = &union.Properties[i]
		}
	}
	return &s
}

// definition returns the schema that defines a model type. For a declaration such as type A = B, where B is also a model type, definition returns the
// schema of B. ok is false if name is not a model type.
func (g *generator) definition(name string) (s codegen.Schema, ok bool) {
	for range len(g.schemaOf) {
		s, ok = g.schemaOf[name]
		target := s.TypeDecl()
		if _, alias := g.schemaOf[target]; !ok || !alias || target == name {
			return s, ok
		}
		name = target
	}
	return codegen.Schema{}, false
}

// nameOfType returns a name, such as "String" or "IntList", for a Go type that has no name in the models. For a type without such a name, such as a
// struct or a function type, it returns "".
func nameOfType(goType string) string {
	switch goType {
	case "[]byte":
		return "Bytes"
	case "interface{}", "any":
		return "Any"
	case "json.RawMessage":
		return "JSON"
	}
	if item, ok := strings.CutPrefix(goType, "[]"); ok {
		return suffixed(item, "List")
	}
	if value, ok := strings.CutPrefix(goType, "map[string]"); ok {
		return suffixed(value, "Map")
	}
	name := goType[strings.LastIndexByte(goType, '.')+1:]
	if strings.ContainsAny(name, " {}[]*()") {
		return ""
	}
	return names.UpperFirst(name)
}

// suffixed returns the name of a type followed by a suffix, or "" if the type has no name.
func suffixed(goType, suffix string) string {
	if name := nameOfType(strings.TrimPrefix(goType, "*")); name != "" {
		return name + suffix
	}
	return ""
}

// distinction returns the part of a component name that distinguishes member i of a union from the other members. For an inline member, this is the
// only value of a required property, or the title. No other inline member may have the same property with this value, or the same title. The text
// must start with a letter. If there is no such text, or if the member is a reference, distinction returns the index.
func distinction(union openapi3.SchemaRefs, i int) string {
	titles, values := map[string]int{}, map[string]int{} // number of members of the union by title, and by required property and its value
	for _, ref := range union {
		if ref.Ref == "" && ref.Value != nil {
			titles[ref.Value.Title]++
			for name, value := range onlyValues(ref.Value) {
				values[name+"="+value]++
			}
		}
	}
	ref := union[i]
	if ref.Ref != "" || ref.Value == nil {
		return strconv.Itoa(i)
	}
	only := onlyValues(ref.Value)
	for _, name := range slices.Sorted(maps.Keys(only)) {
		if value := only[name]; values[name+"="+value] == 1 && startsWithLetter(value) {
			return value
		}
	}
	if title := ref.Value.Title; titles[title] == 1 && startsWithLetter(title) {
		return title
	}
	return strconv.Itoa(i)
}

// onlyValues returns, by property name, the only value of each inline required property that permits a single string. For an enum whose only value is
// not a string, the value is "".
func onlyValues(v *openapi3.Schema) map[string]string {
	found := map[string]string{}
	for name, ref := range v.Properties {
		if ref.Ref != "" || ref.Value == nil || !slices.Contains(v.Required, name) {
			continue
		}
		if text, ok := ref.Value.Const.(string); ok {
			found[name] = text
		} else if len(ref.Value.Enum) == 1 {
			found[name], _ = ref.Value.Enum[0].(string)
		}
	}
	return found
}
