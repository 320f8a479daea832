package lint

import (
	"net/url"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// adaptPaths reports paths with a query or a fragment, and pairs of paths that match the same requests. It leaves a missing slash at the start to
// openAPIObjects, and any other defect and a query with braces to pathTemplate. For a pair, it moves the operations of the second path to the first
// path. If it cannot move an operation, for example because the first path has an operation with the same method, the server does not serve this
// operation.
func (c *checker) adaptPaths() {
	p := pathAdapter{checker: c, first: map[string]*oas.Object{}, served: map[string]bool{}}
	var fixed []*oas.Object
	for item := range c.document.Children("paths") {
		switch path, query, fragment := spec.SplitPath(item.Name); {
		case !strings.HasPrefix(item.Name, "/"):
		case query+fragment != "" && !strings.ContainsAny(query, "{}") && templateDefect(path) == "":
			fixed = append(fixed, item)
		default:
			p.plainPath(item)
		}
	}
	for _, item := range fixed {
		p.queryPath(item)
	}
}

type pathAdapter struct {
	*checker
	first  map[string]*oas.Object // first path item of each shape (see [spec.PathShape])
	served map[string]bool        // whether the server serves an operation, by path shape, method and query
}

// operationsOf returns the operations of a path item, except those that are not mappings.
func operationsOf(item *oas.Object) []*oas.Object {
	return slices.DeleteFunc(slices.Clone(item.Below), func(o *oas.Object) bool { return o.Kind != oas.Operation || !o.Node.IsMapping() })
}

// plainPath records the first path of a shape. It reports a later path of the same shape, and moves its operations to the first path. If it cannot
// move an operation, it marks the operation with [spec.ClientOnly].
func (p *pathAdapter) plainPath(item *oas.Object) {
	shape := spec.PathShape(item.Name)
	first := p.first[shape]
	if first == nil {
		p.first[shape] = item
		for _, op := range operationsOf(item) {
			p.served[shape+" "+op.Field] = true
		}
		return
	}
	d := p.reportAs("conflicting-paths", keyAt(item), "path %q and %q match the same requests; move the operations to one of them", item.Name, first.Name)
	d.Related = append(d.Related, report.Related{Pos: p.position(keyAt(first)), Message: "first here"})
	var hidden []string
	for _, op := range operationsOf(item) {
		key := shape + " " + op.Field
		if !p.served[key] && p.move(op, first) {
			p.served[key] = true
			continue
		}
		p.edits.flag(op.Node, spec.ClientOnly)
		hidden = append(hidden, title(op))
	}
	until := "the server serves the operations of both paths"
	if len(hidden) > 0 {
		until = "the server does not serve " + strings.Join(hidden, " and ")
	}
	p.workAround(d, until)
}

// move moves op to another path item, called to, and returns true. The paths of the two path items must differ only in the names of their parameters.
// If move cannot move op, for example because a path parameter is not declared, it returns false and changes nothing.
func (p *pathAdapter) move(op, to *oas.Object) bool {
	path, _, _ := spec.SplitPath(op.Parent.Name)
	from, names := templateNames(path), templateNames(to.Name)
	list := (&oas.Node{Type: oas.Sequence}).Place(op.Node)
	declared := 0
	for _, param := range p.effectiveParameters(op) {
		at := slices.Index(from, param.name)
		switch {
		case param.in != "path":
			list.Items = append(list.Items, param.use.Node)
		case at < 0 || at >= len(names):
			return false
		default:
			declared++
			renamed := param.def.Node.Without("name")
			renamed.Entries = append(renamed.Entries, oas.NewEntry("name", oas.NewString(names[at], param.def.Node)))
			list.Items = append(list.Items, renamed)
		}
	}
	if declared != len(from) || templateDefect(path) != "" {
		return false
	}
	p.edits.set(op.Node, "parameters", list)
	p.edits.remove(op.Parent.Node, op.Field)
	p.edits.set(to.Node, op.Field, op.Node)
	return true
}

// queryPath reports a path that has a query or a fragment. The server distinguishes operations by their queries, but not by fragments. If the first
// path of the same shape has different parameter names, queryPath moves the operations to the first path. It cannot move an operation if either path
// has a query. The server does not serve an operation that queryPath cannot move, or that matches the same requests as an earlier operation.
func (p *pathAdapter) queryPath(item *oas.Object) {
	path, query, _ := spec.SplitPath(item.Name)
	shape := spec.PathShape(path)
	if p.first[shape] == nil {
		p.first[shape] = item
	}
	first, firstQuery, _ := spec.SplitPath(p.first[shape].Name)
	values, _ := url.ParseQuery(query)
	var hidden []string
	for _, op := range operationsOf(item) {
		key := strings.TrimSpace(shape + " " + op.Field + " " + values.Encode())
		if p.served[key] || path != first && (query+firstQuery != "" || !p.move(op, p.first[shape])) {
			p.edits.flag(op.Node, spec.ClientOnly)
			hidden = append(hidden, strings.ToUpper(op.Field))
			continue
		}
		p.served[key] = true
	}
	until := "the client does not send the fragment"
	if query != "" {
		until = "the client sends the query, and the server matches it"
	}
	if len(hidden) > 0 {
		until += ", and the server does not serve " + strings.Join(hidden, " and ")
	}
	p.workAround(p.reportAs("path-template", keyAt(item), "path %q %s", item.Name, templateDefect(item.Name)), until)
}
