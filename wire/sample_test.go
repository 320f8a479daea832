package wire_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// sampler generates JSON values for a schema. Unless unknown is set, the values have the declared types and enum members. The sampler reads only the
// document, and shares no code with the generator. The tests send the values over HTTP with the generated types, and expect equal values.
type sampler struct {
	required bool // whether to generate only required members
	null     bool // whether to generate null for every value that may be null
	unknown  bool // whether to generate enum members, flag bits and object members that the document does not declare
	n        int  // number of values generated so far; it makes the values differ
}

// members is a JSON object.
type members = map[string]any

const depthLimit = 12

// value returns a sample for a schema.
func (s *sampler) value(ref *openapi3.SchemaRef, depth int) any {
	v := ref.Value
	if s.null && v.Nullable {
		return nil
	}
	s.n++
	if len(v.AllOf) == 1 && len(v.Properties) == 0 {
		return s.value(v.AllOf[0], depth)
	}
	if len(v.OneOf) > 0 {
		return s.value(v.OneOf[0], depth)
	}
	switch {
	case v.Type.Is("integer") || v.Type.Is("number"):
		return s.number(v)
	case v.Type.Is("boolean"):
		return s.n%2 == 0
	case v.Type.Is("string"):
		return s.text(v)
	case v.Type.Is("array"):
		if depth > depthLimit {
			return []any{}
		}
		return []any{s.value(v.Items, depth+1), s.value(v.Items, depth+1)}
	case v.Type.Is("object"), len(v.Properties) > 0, len(v.AllOf) > 0:
		return s.object(v, depth)
	}
	return members{"anything": json.Number("9007199254740993")}
}

func (s *sampler) number(v *openapi3.Schema) any {
	if v.Type.Is("number") {
		return json.Number(fmt.Sprintf("%d.5", s.n%100))
	}
	if flags, _ := v.Extensions["x-enum-flags"].(bool); flags {
		sum := int64(0)
		for _, bit := range v.Extensions["x-enum-values"].([]any) {
			sum |= int64(bit.(float64))
		}
		if s.unknown {
			sum |= 1 << 30
		}
		return json.Number(fmt.Sprint(sum))
	}
	if len(v.Enum) > 0 {
		if s.unknown {
			return json.Number(fmt.Sprint(987_000_000 + s.n))
		}
		return json.Number(fmt.Sprintf("%.0f", v.Enum[s.n%len(v.Enum)]))
	}
	low := int64(0)
	if v.Min != nil {
		low = int64(*v.Min)
	}
	if v.Format == "int64" {
		return json.Number(fmt.Sprint(9007199254740993 + int64(s.n)))
	}
	n := low + int64(s.n%50)
	if v.Max != nil {
		n = min(n, int64(*v.Max))
	}
	return json.Number(fmt.Sprint(n))
}

func (s *sampler) text(v *openapi3.Schema) any {
	switch v.Format {
	case "date-time":
		return fmt.Sprintf("2025-06-06T13:15:%02d.123Z", s.n%60)
	case "date":
		return "2025-06-06"
	case "uuid":
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", s.n)
	case "byte":
		return "c29tZSBieXRlcw=="
	}
	if len(v.Enum) > 0 {
		return v.Enum[s.n%len(v.Enum)]
	}
	text := fmt.Sprintf("text %d & <ä> \"/%%", s.n)
	if v.MaxLength != nil && uint64(len(text)) > *v.MaxLength {
		text = text[:*v.MaxLength]
	}
	return text
}

func (s *sampler) object(v *openapi3.Schema, depth int) any {
	properties, required, open := merged(v)
	out := members{}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if !slices.Contains(required, name) && (s.required || depth > depthLimit) {
			continue
		}
		out[name] = s.value(properties[name], depth+1)
	}
	if a := v.AdditionalProperties.Schema; a != nil && !s.required {
		out["key 1"], out["key 2"] = s.value(a, depth+1), s.value(a, depth+1)
	}
	if open && s.unknown {
		out["xUnknown"] = members{"big": json.Number("9007199254740993"), "float": json.Number("1.50"), "list": []any{nil, "a\"b"}}
	}
	return out
}

// merged returns the properties and the required names of a schema and of the schemas in its allOf. open reports whether one of these schemas has
// x-open: true.
func merged(v *openapi3.Schema) (properties openapi3.Schemas, required []string, open bool) {
	properties = maps.Clone(v.Properties)
	if properties == nil {
		properties = openapi3.Schemas{}
	}
	required = slices.Clone(v.Required)
	open = v.Extensions["x-open"] == true
	for _, part := range v.AllOf {
		p, r, o := merged(part.Value)
		maps.Copy(properties, p)
		required = append(required, r...)
		open = open || o
	}
	return properties, required, open
}

// sent returns value without optional members that are null, because the generated types do not send such members.
func sent(ref *openapi3.SchemaRef, value any) any {
	v := ref.Value
	for len(v.AllOf) == 1 && len(v.Properties) == 0 {
		v = v.AllOf[0].Value
	}
	switch value := value.(type) {
	case members:
		properties, required, _ := merged(v)
		out := members{}
		for name, member := range value {
			property := properties[name]
			if member == nil && property != nil && !slices.Contains(required, name) {
				continue
			}
			if property != nil {
				member = sent(property, member)
			}
			out[name] = member
		}
		return out
	case []any:
		out := make([]any, len(value))
		for i, item := range value {
			out[i] = sent(v.Items, item)
		}
		return out
	}
	return value
}

// encode returns a value as JSON. It panics if the value cannot be encoded.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // samples and values of generated types can be encoded
	}
	return b
}

// canonical returns the JSON text b in a form for comparisons: the members are sorted, and the numbers are unchanged. It returns "" if b contains
// only white space, and an error if b is not JSON.
func canonical(b []byte) (string, error) {
	if strings.TrimSpace(string(b)) == "" {
		return "", nil
	}
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "", err
	}
	return string(encode(v)), nil
}
