package oapi

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/oas"
)

// api returns the [ir.API] of a document. It does not set the fields Server and Problem. The client's token is the credential of the first supported
// scheme that the document or its operations require. If they require no supported scheme, the token is the credential of the first supported scheme
// by name.
func api(doc *openapi3.T) ir.API {
	var info ir.API
	if doc.Info != nil {
		info.Title, info.Version, info.Description = doc.Info.Title, doc.Info.Version, doc.Info.Description
	}
	if doc.Components == nil {
		return info
	}
	schemes := doc.Components.SecuritySchemes
	names := slices.Sorted(maps.Keys(schemes))
	for _, name := range names {
		if s, ok := scheme(name, schemes[name]); ok {
			info.Schemes = append(info.Schemes, s)
		}
	}
	for _, name := range append(requiredSchemes(doc), names...) {
		if i := slices.IndexFunc(info.Schemes, func(s ir.Scheme) bool { return s.Name == name }); i >= 0 {
			info.Schemes[i].Token = true
			break
		}
	}
	return info
}

// scheme converts a security scheme. ok is false if generated clients do not support the scheme.
func scheme(name string, ref *openapi3.SecuritySchemeRef) (s ir.Scheme, ok bool) {
	if ref == nil || ref.Value == nil {
		return s, false
	}
	switch v := ref.Value; {
	case v.Type == "apiKey" && (v.In == "header" || v.In == "query" || v.In == "cookie"):
		return ir.Scheme{Name: name, Kind: v.In, Key: v.Name}, true
	case v.Type == "http" && strings.EqualFold(v.Scheme, "basic"):
		return ir.Scheme{Name: name, Kind: "basic"}, true
	case v.Type == "http" && strings.EqualFold(v.Scheme, "bearer"), v.Type == "oauth2", v.Type == "openIdConnect":
		return ir.Scheme{Name: name, Kind: "bearer"}, true
	}
	return s, false
}

// requiredSchemes returns the names of the security schemes that the document requires, followed by those that its operations require. In each of
// these two groups, schemes that are required alone precede schemes that are required together with others.
func requiredSchemes(doc *openapi3.T) []string {
	var alone, together []string
	add := func(requirements openapi3.SecurityRequirements) {
		for _, requirement := range requirements {
			if len(requirement) == 1 {
				alone = append(alone, slices.Sorted(maps.Keys(requirement))...)
			} else {
				together = append(together, slices.Sorted(maps.Keys(requirement))...)
			}
		}
	}
	add(doc.Security)
	names := slices.Concat(alone, together)
	alone, together = nil, nil
	if doc.Paths != nil {
		paths := doc.Paths.Map()
		for _, path := range slices.Sorted(maps.Keys(paths)) {
			operations := paths[path].Operations()
			for _, method := range slices.Sorted(maps.Keys(operations)) {
				if security := operations[method].Security; security != nil {
					add(*security)
				}
			}
		}
	}
	return slices.Concat(names, alone, together)
}

// server returns the URL of the first server, with default values for its variables. If the document has no servers, it returns "".
func (g *generator) server() string {
	servers := g.spec.Model().Root().Get("servers").List()
	if len(servers) == 0 {
		return ""
	}
	u := servers[0].Text("url")
	for name, variable := range servers[0].Get("variables").Each() {
		u = strings.ReplaceAll(u, "{"+name+"}", variable.Text("default"))
	}
	return u
}

// problem returns the most frequent JSON media type of error responses and default responses. If there is none, it returns application/problem+json.
func (g *generator) problem() string {
	count := map[string]int{}
	for _, op := range g.spec.Operations() {
		for _, status := range op.Object().Node.Get("responses").Keys() {
			media := g.prepared.media[op.Pointer+oas.Pointer("responses", status)]
			if code := statusCode(status); (code == 0 || code >= 400 || code == 4 || code == 5) && canonicalType(media) == "application/json" {
				count[media]++
			}
		}
	}
	best := "application/problem+json"
	for _, media := range slices.Sorted(maps.Keys(count)) {
		if count[media] > count[best] {
			best = media
		}
	}
	return best
}
