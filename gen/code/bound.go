package code

import (
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/diag"
)

// maxProperties limits what oapi-codegen v2.8.2 is given, since it cannot be cancelled: the number of properties that it writes, which take about
// 3 KB each, and a sixteenth of those that it copies while it merges an allOf. A document within the limits of package spec exceeds it only by
// repetition: in compositions, or in inline schemas of a response that many operations share.
const maxProperties = 1_000_000

// bound returns a finding if the prepared document has more than limit properties, at the schema with most of them.
func (p *prepared) bound(limit int) diag.List {
	total, largest, worst := 0, 0, ""
	for _, name := range sortedKeys(p.doc.Components.Schemas) {
		written, copied := properties(p.doc.Components.Schemas[name])
		n := written + copied/16
		if total += n; n > largest {
			largest, worst = n, name
		}
	}
	if total <= limit {
		return nil
	}
	return diag.List{{
		Rule: "spec-size", Pos: p.spec.Position(p.at[worst]), Pointer: p.at[worst],
		Message: fmt.Sprintf("the Go types of this document would have more than %d properties, most of them here; "+
			"extend large schemas less often, and name the inline schemas of shared responses in components", limit),
	}}
}

// properties counts the properties that oapi-codegen writes and copies for a schema. For each member of an allOf, it copies the properties of
// all members before.
func properties(ref *openapi3.SchemaRef) (written, copied int) {
	if ref == nil || ref.Ref != "" || ref.Value == nil {
		return 0, 0
	}
	v := ref.Value
	add := func(ref *openapi3.SchemaRef) {
		more, copies := properties(ref)
		written, copied = written+more, copied+copies
	}
	for _, member := range v.AllOf {
		add(member)
		copied += written
	}
	written += len(v.Properties)
	for _, property := range v.Properties {
		add(property)
	}
	for _, inner := range []openapi3.SchemaRefs{{v.Items, v.AdditionalProperties.Schema}, v.AnyOf, v.OneOf} {
		for _, ref := range inner {
			add(ref)
		}
	}
	return written, copied
}
