package oapi

import (
	"context"
	"go/types"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// collect converts the operations that oapi-codegen has planned, and groups them by area. A template of oapi-codegen calls collect, because the
// methods of some oapi-codegen types read the options of the current run.
func (g *generator) collect(ctx context.Context, ops []codegen.OperationDefinition) error {
	byPlace := make(map[string]codegen.OperationDefinition, len(ops))
	for _, op := range ops {
		byPlace[op.Method+" "+op.Path] = op
	}
	areas := map[string]*ir.Area{}
	fields := map[string]bool{"Conn": true} // the facade of the client has a field Conn
	for _, so := range g.spec.Operations() {
		if err := ctx.Err(); err != nil {
			return err
		}
		op, ok := byPlace[so.Method+" "+so.Path]
		if !ok {
			continue // oapi-codegen does not support the method
		}
		o, err := g.operation(so, op)
		if err != nil {
			return err
		}
		name, tag := so.Area, so.Tag
		if g.options.OnePackage {
			name, tag = "api", ""
		}
		if areas[name] == nil {
			areas[name] = g.area(name, tag, fields)
			g.out.Areas = append(g.out.Areas, areas[name])
		}
		areas[name].Operations = append(areas[name].Operations, o)
	}
	slices.SortFunc(g.out.Areas, func(a, b *ir.Area) int { return strings.Compare(a.Name, b.Name) })
	g.aliasAreas()
	return nil
}

// aliasAreas changes the package name of an area in the imports of the facades if the facades use the name for another identifier. It appends "area"
// until the name is unused.
func (g *generator) aliasAreas() {
	taken := map[string]bool{}
	for _, a := range g.out.Areas {
		taken[a.Name] = true
	}
	for _, a := range g.out.Areas {
		if !g.options.Packages[a.Name] {
			continue
		}
		for g.options.Packages[a.Package] || taken[a.Package] {
			a.Package += "area"
		}
		taken[a.Package] = true
	}
}

// area returns a new area for a tag, and adds the name of the area's field in the facades to fields.
func (g *generator) area(name, tag string, fields map[string]bool) *ir.Area {
	if tag == "" || name == spec.Area("") && !strings.EqualFold(tag, name) {
		tag = "API" // a tag without characters for a package name shares the area of untagged operations
	}
	field := names.Distinct(tag, g.name, func(name string) bool { return fields[name] })
	fields[field] = true
	a := &ir.Area{Name: name, Package: name, Tag: report.Visible(strings.Join(strings.Fields(tag), " ")), Field: field}
	for i, t := range g.spec.Model().Root().Get("tags").List() {
		if t.Text("name") == tag {
			a.Doc, a.Pointer = t.Text("description"), oas.Pointer("tags", strconv.Itoa(i))
			break
		}
	}
	return a
}

// queryNames returns the names in the query that belong to a parameter. For an exploded object with the style form, these are the names of its
// declared properties.
func queryNames(p codegen.ParameterDefinition) []string {
	if p.Spec.Schema == nil || p.Style() != "form" || !p.Explode() || !isObject(p.Spec.Schema.Value) {
		return []string{p.ParamName}
	}
	var list []string
	seen := map[*openapi3.Schema]bool{}
	var add func(v *openapi3.Schema)
	add = func(v *openapi3.Schema) {
		if v == nil || seen[v] {
			return
		}
		seen[v] = true
		list = slices.AppendSeq(list, maps.Keys(v.Properties))
		for _, member := range v.AllOf {
			add(member.Value)
		}
	}
	add(p.Spec.Schema.Value)
	slices.Sort(list)
	return slices.Compact(list)
}

func (g *generator) operation(so spec.Operation, op codegen.OperationDefinition) (*ir.Operation, error) {
	o := &ir.Operation{
		ID: so.ID, Name: op.OperationId, Method: op.Method, Path: op.Path, Pointer: so.Pointer,
		Summary: op.Spec.Summary, Description: op.Spec.Description, Evidence: oas.Evidence(so.Object().Node),
		Reason: reason(op.Spec.Deprecated, op.Spec.Extensions, "operation"), Access: g.access(so),
		Security: g.credentials(so), Idempotent: oas.Idempotent(so.Object().Node, op.Method),
	}
	if o.ID == "" {
		o.ID = so.Method + " " + so.Path
	}
	o.Path, o.FixedQuery, _ = spec.SplitPath(op.Path)
	o.FixedQuery, o.ClientOnly = encodedQuery(o.FixedQuery), so.Object().Node.True(spec.ClientOnly)
	g.pathParams(o, op.PathParams)
	for _, p := range op.QueryParams {
		v := g.param(p)
		if v.StyleOf != nil && v.StyleOf.Style == "form" && v.StyleOf.Explode && allowsAnyMember(p.Spec.Schema.Value) {
			for _, other := range op.QueryParams {
				if other.ParamName != p.ParamName {
					v.Others = append(v.Others, queryNames(other)...)
				}
			}
		}
		o.Query = append(o.Query, v)
	}
	for _, p := range op.HeaderParams {
		o.Headers = append(o.Headers, g.param(p))
	}
	for _, p := range op.CookieParams {
		o.Cookies = append(o.Cookies, g.param(p))
	}
	for _, list := range [][]ir.Param{o.Query, o.Headers, o.Cookies} {
		for i := range list {
			list[i].At = g.parameter(o, list[i])
		}
	}
	g.paramSecrets(o)
	if message := equalFields(o.Params()); message != "" {
		return nil, refusals{{Rule: "not-generated", Pos: g.spec.KeyPosition(so.Pointer), Pointer: so.Pointer, Message: message}}
	}
	o.Body = g.body(so, op)
	g.formSecrets(o)
	if err := g.results(o, so, op); err != nil {
		return nil, refusals{g.refusal(so.Pointer, err)}
	}
	g.resultSecrets(o)
	return o, nil
}

// encodedQuery returns the fixed query of a path with escaped names and values.
func encodedQuery(query string) string {
	var parts []string
	for part := range strings.SplitSeq(query, "&") {
		name, value, hasValue := strings.Cut(part, "=")
		escape := func(s string) string {
			if plain, err := url.QueryUnescape(s); err == nil {
				s = plain
			}
			return url.QueryEscape(s)
		}
		if name = escape(name); hasValue {
			name += "=" + escape(value)
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, "&")
}

// pathParams sets the path parameters of an operation. The variables of the parameters have distinct names that neither Go nor the templates nor the
// imports use.
func (g *generator) pathParams(o *ir.Operation, list []codegen.ParameterDefinition) {
	taken := map[string]bool{}
	isTaken := func(name string) bool {
		return taken[name] || g.options.Variables[name] || g.prepared.imports[name] != "" || codegen.IsGoKeyword(name) || types.Universe.Lookup(name) != nil
	}
	for _, p := range list {
		v := g.param(p)
		v.Var = names.LowerFirst(p.GoName())
		for isTaken(v.Var) {
			v.Var += "Param"
		}
		taken[v.Var] = true
		o.PathParams = append(o.PathParams, v)
	}
}

// reason returns the reason why an object is deprecated, or "" if it is not deprecated. what is the noun for the object, such as "schema".
func reason(deprecated bool, extensions map[string]any, what string) string {
	if !deprecated {
		return ""
	}
	if given, _ := extensions["x-deprecated-reason"].(string); given != "" {
		return given
	}
	return "the API marks this " + what + " as deprecated."
}
