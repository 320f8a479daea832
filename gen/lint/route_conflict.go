package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/report"
)

// Mux is a server on an http.ServeMux that is asked for.
type Mux struct {
	// Serves tells whether an operation is among the server's; nil stands for all.
	Serves func(method, path string) bool
	// Stock is for oapi-codegen's own server: it gives the mux methods and paths as they stand, where ours gives it paths only, and looks
	// into segments itself.
	Stock bool
}

func routeConflict() rule {
	return rule{
		check: func(c *checker) {
			for _, mux := range c.muxes {
				c.routeConflicts(mux)
			}
		},
		Rule: Rule{
			ID: "route-conflict", Severity: report.Error, Title: "A server on http.ServeMux gets paths that it can tell apart",
			Why: "Two paths of which neither is the more precise fit one request, and the mux panics over the second. It is judged where\n" +
				"specgen.yaml asks for such a server (router: std, stock-std-http-server), for the operations that are selected. chi takes\n" +
				"the path whose literal comes first. A parameter beside literal text in one segment ({id}.json, {id}:lock) is served with\n" +
				"router: std: such paths share a pattern of the mux, and the one with the most literal text that fits is taken; oapi-codegen's\n" +
				"own server cannot have them.",
			Bad:  "/doors/{id}/locks:\n/doors/open/{day}:",
			Good: "/doors/{id}/locks:\n/open-doors/{day}:",
			Fix:  "Take router: chi, rename a literal, or leave one of the two out (select).",
		},
	}
}

// route is a path as an http.ServeMux sees it.
type route struct {
	item     *object
	segments []string // "" for one with a parameter
	methods  map[string]bool
}

func (c *checker) routeConflicts(mux Mux) {
	var routes []*route
	byItem := map[*object]*route{}
	for _, op := range c.operations() {
		method := strings.ToUpper(op.field)
		if mux.Serves != nil && !mux.Serves(method, op.parent.name) {
			continue
		}
		r := byItem[op.parent]
		if r == nil {
			r = &route{item: op.parent, segments: routeSegments(op.parent.name), methods: map[string]bool{}}
			byItem[op.parent] = r
			routes = append(routes, r)
		}
		r.methods[method] = true
	}
	for i, r := range routes {
		if segment := mixedSegment(r.item.name); mux.Stock && segment != "" {
			c.report(r.item.key(), "path %q has the segment %q: a parameter of http.ServeMux is a whole segment; take router: std or stock-chi-server", r.item.name, segment)
			continue
		}
		for _, other := range routes[:i] {
			if mux.Stock && (!shareMethod(r, other) || mixedSegment(other.item.name) != "") {
				continue
			}
			if fits, conflict := ambiguous(other.segments, r.segments); conflict {
				d := c.report(r.item.key(), "path %q and %q both fit %s, neither is the more precise, and http.ServeMux refuses that; take %s, rename a literal, or select one",
					r.item.name, other.item.name, fits, map[bool]string{false: "router: chi", true: "stock-chi-server"}[mux.Stock])
				d.Related = append(d.Related, report.Related{Pos: c.position(other.item.key()), Message: "the other path"})
			}
		}
	}
}

func shareMethod(a, b *route) bool {
	for method := range a.methods {
		if b.methods[method] {
			return true
		}
	}
	return false
}

// routeSegments cuts a path at its slashes: what has a parameter is "", and a slash at the end is an empty literal, "/".
func routeSegments(path string) []string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, segment := range segments {
		switch {
		case strings.Contains(segment, "{"):
			segments[i] = ""
		case segment == "":
			segments[i] = "/"
		}
	}
	return segments
}

// mixedSegment gives the first segment of a path that has a parameter and something beside it, "" when there is none.
func mixedSegment(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if i := strings.IndexByte(segment, '{'); i > 0 || i == 0 && strings.IndexByte(segment, '}') < len(segment)-1 {
			return segment
		}
	}
	return ""
}

// ambiguous tells whether a path fits two routes of which neither is the more precise, and gives such a path.
func ambiguous(a, b []string) (fits string, conflict bool) {
	if len(a) != len(b) {
		return "", false
	}
	var path strings.Builder
	aPrecise, bPrecise := false, false
	for i := range a {
		literal := a[i]
		switch {
		case a[i] == b[i]:
		case a[i] == "" && b[i] != "/":
			bPrecise, literal = true, b[i]
		case b[i] == "" && a[i] != "/":
			aPrecise = true
		default:
			return "", false
		}
		if literal == "" {
			literal = "x"
		}
		path.WriteString("/" + strings.TrimSuffix(literal, "/"))
	}
	return path.String(), aPrecise && bPrecise
}
