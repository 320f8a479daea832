package oapi

import (
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/report"
)

// maxProperties limits the work of oapi-codegen v2.8.2, which cannot be canceled. A property that oapi-codegen writes needs about 3 KB and counts as
// one. A member of a union needs about 40 KB and 2 ms, and counts as 64. Each property that oapi-codegen copies to merge an allOf counts as one
// sixteenth. A document within the limits of package spec usually exceeds this limit only if it repeats schemas. Compositions, deep hierarchies below
// a discriminator, and shared responses with inline schemas repeat schemas.
const maxProperties = 1_000_000

// bound returns a finding at the largest schema if the prepared document has more than limit properties. It returns an error for a schema on which
// oapi-codegen would not terminate.
func (p *prepared) bound(limit int) (report.List, error) {
	total, largest, worst := 0, 0, ""
	for _, name := range slices.Sorted(maps.Keys(p.doc.Components.Schemas)) {
		c := counter{above: map[*openapi3.Schema]bool{}}
		c.schema(p.doc.Components.Schemas[name])
		if c.endless {
			return nil, fmt.Errorf("schema %q (%s) contains itself without a reference; report this as a bug in specgen", name, p.spec.Position(p.at[name]))
		}
		n := c.written + c.copied/16
		if total += n; n > largest {
			largest, worst = n, name
		}
	}
	if total <= limit {
		return nil, nil
	}
	return report.List{{
		Rule: "spec-size", Pos: p.spec.Position(p.at[worst]), Pointer: p.at[worst],
		Message: fmt.Sprintf("the Go types of this document would have more than %d properties, and this schema has the most; "+
			"extend large schemas less often, and name the inline schemas of shared responses in components", limit),
	}}, nil
}

// counter counts the properties that oapi-codegen writes and copies for a schema.
type counter struct {
	written, copied int
	above           map[*openapi3.Schema]bool // schemas that contain the current schema
	endless         bool                      // whether a schema contains itself
}

func (c *counter) schema(ref *openapi3.SchemaRef) {
	if ref == nil || ref.Ref != "" || ref.Value == nil || c.endless {
		return
	}
	v := ref.Value
	if c.endless = c.above[v]; c.endless {
		return
	}
	c.above[v] = true
	defer delete(c.above, v)
	before := c.written
	for _, member := range v.AllOf {
		if len(v.AllOf) > 1 { // oapi-codegen merges the members of an allOf even if a member is a reference
			member = &openapi3.SchemaRef{Value: member.Value}
		}
		c.schema(member)
		c.copied += c.written - before // oapi-codegen copies the properties of all earlier members for each member
	}
	c.written += len(v.Properties) + 64*(len(v.OneOf)+len(v.AnyOf))
	for _, property := range v.Properties {
		c.schema(property)
	}
	for _, inner := range []openapi3.SchemaRefs{{v.Items, v.AdditionalProperties.Schema}, v.AnyOf, v.OneOf} {
		for _, ref := range inner {
			c.schema(ref)
		}
	}
}
