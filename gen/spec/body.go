package spec

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
)

// JSONBodies returns the schemas in the JSON request bodies of operations. The media type of such a body ends with "json" or is "*/*". If method is
// not "", JSONBodies considers only operations with this method. The result includes the schemas that these schemas contain or reference, except in
// keywords such as not and if. If a schema has a discriminator, the result also includes the schemas that extend it.
func (s *Spec) JSONBodies(method string) map[*oas.Node]bool {
	return s.bodies(func(op Operation, media string) bool {
		base, _, _ := strings.Cut(media, ";")
		return (method == "" || op.Method == method) && (strings.HasSuffix(strings.TrimSpace(base), "json") || strings.HasPrefix(base, "*/*"))
	})
}

// Bodies is like [Spec.JSONBodies], but considers all operations and all media types.
func (s *Spec) Bodies() map[*oas.Node]bool {
	return s.bodies(func(Operation, string) bool { return true })
}

// bodies returns the schemas of the request bodies for which include returns true, and the schemas that they contain or reference.
func (s *Spec) bodies(include func(op Operation, media string) bool) map[*oas.Node]bool {
	seen := map[*oas.Node]bool{}
	subtypes := s.subtypes()
	var visit func(n *oas.Node)
	visit = func(n *oas.Node) {
		if n = s.resolved(n); n == nil || !n.IsMapping() || seen[n] {
			return
		}
		seen[n] = true
		for key, value := range n.Each() {
			switch key {
			case "properties", "patternProperties", "dependentSchemas":
				for _, member := range value.Each() {
					visit(member)
				}
			case "allOf", "oneOf", "anyOf", "prefixItems":
				for _, member := range value.List() {
					visit(member)
				}
			case "items", "additionalProperties", "then", "else":
				visit(value)
			case "discriminator":
				for _, child := range subtypes(n) {
					visit(child.Node)
				}
			}
		}
	}
	for _, op := range s.Operations() {
		for media, content := range s.resolved(op.Node.Get("requestBody")).Get("content").Each() {
			if include(op, media) {
				visit(content.Get("schema"))
			}
		}
	}
	return seen
}

// subtypes returns a function. For a schema base, the function returns the component schemas that extend it with allOf, directly or through other
// components. It omits components that an earlier call returned.
func (s *Spec) subtypes() func(base *oas.Node) []Schema {
	children := map[*oas.Node][]Schema{}
	for _, schema := range s.Schemas() {
		for _, member := range schema.Node.Get("allOf").List() {
			if member.Text("$ref") != "" {
				base := s.resolved(member)
				children[base] = append(children[base], schema)
			}
		}
	}
	seen := map[*oas.Node]bool{}
	return func(base *oas.Node) (list []Schema) {
		for queue := slices.Clone(children[base]); len(queue) > 0; queue = queue[1:] {
			if child := queue[0]; !seen[child.Node] {
				seen[child.Node] = true
				list = append(list, child)
				queue = append(queue, children[child.Node]...)
			}
		}
		return list
	}
}

// resolved returns the object that n references, directly or through other references. If n is not a reference, it returns n. If the target does not
// exist, it returns nil.
func (s *Spec) resolved(n *oas.Node) *oas.Node {
	for range maxReferences {
		ref := n.Text("$ref")
		if !strings.HasPrefix(ref, "#/") {
			break
		}
		n = s.At(refPointer(ref))
	}
	return n
}

// AllowsNull reports whether a schema explicitly permits null. A schema explicitly permits null if it has the type null or is nullable, or if a
// member of its oneOf or anyOf permits null. A schema without a type also does so if the only member of its allOf permits null.
func (s *Spec) AllowsNull(schema *oas.Node) bool {
	seen := map[*oas.Node]bool{}
	var allows func(n *oas.Node) bool
	allows = func(n *oas.Node) bool {
		if n = s.resolved(n); n == nil || seen[n] {
			return false
		}
		seen[n] = true
		types, null := n.Types()
		if null || n.True("nullable") {
			return true
		}
		if slices.ContainsFunc(slices.Concat(n.Get("oneOf").List(), n.Get("anyOf").List()), allows) {
			return true
		}
		all := n.Get("allOf").List()
		return types == nil && len(all) == 1 && allows(all[0])
	}
	return allows(schema)
}
