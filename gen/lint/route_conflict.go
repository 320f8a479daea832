package lint

import (
	"strings"

	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/report"
)

// Mux is a generated server that uses an http.ServeMux.
type Mux struct {
	// Serves reports whether the server serves an operation. A nil function means that the server serves all operations.
	Serves func(method, path string) bool
	// Stock is set for the server of oapi-codegen. This server registers each method and path as declared. The server of specgen registers paths
	// without methods, and parses the segments of a path itself.
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
			ID: "route-conflict", Severity: report.Error, Title: "An http.ServeMux can distinguish the paths of a server",
			Why: "If two paths match the same request and neither path is more specific, the mux panics when the server registers the second path. The\n" +
				"rule applies only if specgen.yaml selects a server that uses an http.ServeMux, with router: std or stock-std-http-server. It checks the\n" +
				"selected operations. The router chi instead uses the path with a literal in the first segment that differs. With router: std, a segment may contain a\n" +
				"parameter and literal text, such as {id}.json or {id}:lock. Such paths share one pattern of the mux, and the server uses the matching\n" +
				"path with the most literal text. The server of stock-std-http-server does not support such segments.",
			Bad:  "/doors/{id}/locks:\n/doors/open/{day}:",
			Good: "/doors/{id}/locks:\n/open-doors/{day}:",
			Fix:  "Set router to chi, rename a literal segment, or use select to exclude one of the paths.",
		},
	}
}

// route is a path split into the segments that an http.ServeMux matches.
type route struct {
	item     *oas.Object
	segments []string // a segment with a parameter is ""
	methods  map[string]bool
}

func (c *checker) routeConflicts(mux Mux) {
	var routes []*route
	byItem := map[*oas.Object]*route{}
	for _, op := range c.operations() {
		method := strings.ToUpper(op.Field)
		if mux.Serves != nil && !mux.Serves(method, op.Parent.Name) {
			continue
		}
		r := byItem[op.Parent]
		if r == nil {
			r = &route{item: op.Parent, segments: routeSegments(op.Parent.Name), methods: map[string]bool{}}
			byItem[op.Parent] = r
			routes = append(routes, r)
		}
		r.methods[method] = true
	}
	for i, r := range routes {
		if segment := mixedSegment(r.item.Name); mux.Stock && segment != "" {
			c.report(keyAt(r.item), "path %q has the segment %q, but a parameter of http.ServeMux is a whole segment; use router: std or stock-chi-server", r.item.Name, segment)
			continue
		}
		for _, other := range routes[:i] {
			if mux.Stock && (!shareMethod(r, other) || mixedSegment(other.item.Name) != "") {
				continue
			}
			if example, conflict := ambiguous(other.segments, r.segments); conflict {
				d := c.report(keyAt(r.item), "path %q and %q both match %s and neither is more specific, which http.ServeMux rejects; use %s, rename a literal, or select only one of them",
					r.item.Name, other.item.Name, example, map[bool]string{false: "router: chi", true: "stock-chi-server"}[mux.Stock])
				d.Related = append(d.Related, report.Related{Pos: c.position(keyAt(other.item)), Message: "the other path"})
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

// routeSegments splits a path at its slashes. The result has "" for a segment with a parameter, and "/" for an empty segment, such as the last one of
// "/doors/".
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

// mixedSegment returns the first segment of a path that has a parameter and other text, or "" if there is none.
func mixedSegment(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if i := strings.IndexByte(segment, '{'); i > 0 || i == 0 && strings.IndexByte(segment, '}') < len(segment)-1 {
			return segment
		}
	}
	return ""
}

// ambiguous reports whether two different routes match the same path and neither route is more specific. example is a path that both routes match, or
// "" if there is none.
func ambiguous(a, b []string) (example string, conflict bool) {
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
