package protocol

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// NewMux returns a handler that serves routes with an [http.ServeMux]. If ignoreCase is true, the handler ignores the case of ASCII letters in
// paths. The values of path parameters keep their case.
//
// The handler neither cleans the path of a request nor redirects paths with empty or dot segments. NewMux returns an error if [Server.Check] does, if
// two routes have the same method, path and query, or if two paths conflict in an [http.ServeMux], as /a/{x}/b and /a/b/{y} do. It also returns an
// error if two paths differ only in the names of parameters, or, if ignoreCase is true, in case.
func NewMux(s *Server, routes []Route, ignoreCase bool) (http.Handler, error) {
	if err := s.Check(routes); err != nil {
		return nil, err
	}
	places, err := s.places(routes, ignoreCase)
	if err != nil {
		return nil, err
	}
	m := &muxHandler{server: s, mux: http.NewServeMux(), places: make(map[string]*place, len(places)), ignoreCase: ignoreCase}
	var faults []error
	for _, p := range places {
		m.places[p.pattern] = p
		faults = append(faults, handle(m.mux, p.pattern, p))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return m, nil
}

// muxHandler serves the routes that NewMux receives. It uses mux only to find the pattern for a path.
type muxHandler struct {
	server     *Server
	mux        *http.ServeMux
	places     map[string]*place // by pattern
	ignoreCase bool
}

func (m *muxHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.EscapedPath()
	if m.ignoreCase {
		path = Lower(path)
	}
	text, err := url.PathUnescape(path)
	if err != nil || !strings.HasPrefix(path, "/") {
		m.server.NotFound(w, r)
		return
	}
	// The method is CONNECT, because ServeMux.Handler does not clean the path of CONNECT requests.
	_, pattern := m.mux.Handler(&http.Request{Method: http.MethodConnect, URL: &url.URL{Path: text, RawPath: path}})
	p := m.places[pattern]
	if p == nil {
		m.server.NotFound(w, r)
		return
	}
	r.Pattern = pattern
	p.ServeHTTP(w, r)
}

// Register adds routes to an [http.ServeMux]. It also adds a handler for unknown paths, unless the mux already has the pattern / or an equivalent
// pattern. If the mux already has one of the paths, Register returns an error and adds nothing. If a path conflicts with another pattern of the mux
// (see [http.ServeMux]), Register returns an error, but may have added other paths.
//
// The mux redirects paths with empty or dot segments, as it does for every pattern. Register also returns an error in each case in which [NewMux]
// does.
func (s *Server) Register(mux *http.ServeMux, routes []Route) error {
	if err := s.Check(routes); err != nil {
		return err
	}
	places, err := s.places(routes, false)
	if err != nil {
		return err
	}
	var faults []error
	for _, p := range places {
		if p.isRegistered(mux) {
			faults = append(faults, fmt.Errorf("path %s (operation %s) is already registered", p.widest.path, p.widest.routes[0].Operation))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	for _, p := range places {
		if err := handle(mux, p.pattern, p); err != nil {
			return err
		}
	}
	_ = handle(mux, "/", http.HandlerFunc(s.NotFound)) // handle returns an error if the mux already has an equivalent pattern
	return nil
}

// handle adds a pattern to a mux. net/http has no function that checks a pattern. handle therefore converts a panic of [http.ServeMux.Handle], such
// as for a conflicting pattern, to an error.
func handle(mux *http.ServeMux, pattern string, h http.Handler) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			text, _, _ := strings.Cut(fmt.Sprint(fault), "\n")
			err = fmt.Errorf("net/http: %s", text)
		}
	}()
	mux.Handle(pattern, h)
	return nil
}

// place is a group of paths that share one pattern in an [http.ServeMux]. A parameter of a pattern is a whole segment, so /doors/{id} and
// /doors/{id}.json share one place. If several of the paths match a request, the first of them serves it. The paths of other places, which
// addWiderPaths adds, are last.
type place struct {
	server     *Server
	pattern    string   // "/doors/{id}"
	shape      []string // "doors", "{}"
	paths      []*muxPath
	widest     *muxPath // the path with this pattern that has the least literal text and matches the most requests
	ignoreCase bool
}

// muxPath is a path with its routes.
type muxPath struct {
	path    string
	routes  []Route
	handler http.Handler
}

func (p *place) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, candidate := range p.paths {
		values, ok := requestValues(candidate.path, r, p.ignoreCase)
		if !ok {
			continue
		}
		for name, value := range values {
			r.SetPathValue(name, value)
		}
		candidate.handler.ServeHTTP(w, r)
		return
	}
	p.server.NotFound(w, r)
}

// isRegistered reports whether the mux already has a pattern that matches the same paths as p.pattern. It considers patterns without a method and
// patterns with the method of one of the routes.
func (p *place) isRegistered(mux *http.ServeMux) bool {
	path := strings.TrimSuffix(p.pattern, "{$}")
	methods := map[string]bool{http.MethodConnect: true}
	for _, candidate := range p.paths {
		for _, route := range candidate.routes {
			methods[route.Method] = true
		}
	}
	for method := range methods {
		_, pattern := mux.Handler(&http.Request{Method: method, URL: &url.URL{Path: path}})
		if _, after, found := strings.Cut(pattern, " "); found {
			pattern = strings.TrimLeft(after, " \t")
		}
		whole, below := strings.CutSuffix(pattern, "/{$}")
		switch {
		case pattern == "" || strings.HasSuffix(pattern, "/") || strings.HasSuffix(pattern, "...}"): // no pattern matches, or only a pattern for a subtree
		case below && slices.Equal(muxShape(whole+"/"), p.shape), !below && slices.Equal(muxShape(pattern), p.shape):
			return true
		}
	}
	return false
}

// places groups routes by path, and paths by pattern. It sorts the places by pattern. It returns an error if muxPaths does.
func (s *Server) places(routes []Route, ignoreCase bool) ([]*place, error) {
	paths, err := s.muxPaths(routes, ignoreCase)
	if err != nil {
		return nil, err
	}
	byShape := map[string]*place{}
	for _, path := range paths {
		text := path.path
		if ignoreCase {
			text = lowerLiterals(text)
		}
		shape := muxShape(text)
		key := strings.Join(shape, "/")
		if byShape[key] == nil {
			byShape[key] = &place{server: s, shape: shape, ignoreCase: ignoreCase}
		}
		byShape[key].paths = append(byShape[key].paths, path)
	}
	list := slices.Collect(maps.Values(byShape))
	for _, p := range list {
		slices.SortFunc(p.paths, byLiterals)
		p.widest = p.paths[len(p.paths)-1]
		p.pattern = muxPattern(p.widest.path, ignoreCase)
	}
	slices.SortFunc(list, func(a, b *place) int { return strings.Compare(a.pattern, b.pattern) })
	addWiderPaths(list)
	return list, nil
}

// muxPaths groups routes by path. It returns an error for two routes with the same method, path and query. It also returns an error for two paths
// that differ only in the names of parameters or, if ignoreCase is true, in case.
func (s *Server) muxPaths(routes []Route, ignoreCase bool) (map[string]*muxPath, error) {
	var faults []error
	paths := map[string]*muxPath{} // the keys are paths without parameter names, in lower case if ignoreCase is true
	for _, route := range routes {
		key := pathShape(route.Path)
		if ignoreCase {
			key = Lower(key)
		}
		at := paths[key]
		if at == nil {
			at = &muxPath{path: route.Path}
			paths[key] = at
		}
		for _, other := range at.routes {
			switch {
			case other.Method == route.Method && other.Query == route.Query:
				faults = append(faults, fmt.Errorf("%s %s (%s) and %s %s (%s) match the same requests", other.Method, other.Path, other.Operation, route.Method, route.Path, route.Operation))
			case other.Path != route.Path:
				faults = append(faults, fmt.Errorf("paths %s (%s) and %s (%s) differ only in the names of parameters or in case; use the same path", other.Path, other.Operation, route.Path, route.Operation))
			}
		}
		at.routes = append(at.routes, route)
	}
	for _, path := range paths {
		path.handler = s.Path(path.routes)
	}
	return paths, errors.Join(faults...)
}

// addWiderPaths adds paths to each place whose own paths may not match every request that its pattern matches. The added paths are those of the places
// with wider patterns. This is necessary because the mux sends a request to only one place.
func addWiderPaths(list []*place) {
	wider := make([][]*muxPath, len(list))
	for i, p := range list {
		if !slices.ContainsFunc(strings.Split(p.widest.path, "/"), isMixed) {
			continue // the widest path already matches every request
		}
		for _, other := range list {
			if other != p && covers(other.shape, p.shape) {
				wider[i] = append(wider[i], other.paths...)
			}
		}
		slices.SortFunc(wider[i], byLiterals)
	}
	for i, p := range list {
		p.paths = append(p.paths, wider[i]...)
	}
}

// covers reports whether wide matches every path that narrow matches. Both are results of muxShape.
func covers(wide, narrow []string) bool {
	if len(wide) != len(narrow) {
		return false
	}
	for i, segment := range wide {
		if segment != narrow[i] && (segment != "{}" || narrow[i] == "") {
			return false
		}
	}
	return true
}

// byLiterals compares paths for sorting. It orders them by the length of the result of [pathShape], longest first, and then by their text.
func byLiterals(a, b *muxPath) int {
	return cmp.Or(len(pathShape(b.path))-len(pathShape(a.path)), strings.Compare(a.path, b.path))
}

// isMixed reports whether a segment contains a parameter together with literal text or other parameters.
func isMixed(segment string) bool {
	return strings.Contains(segment, "{") && (segment[0] != '{' || strings.IndexByte(segment, '}') != len(segment)-1)
}

// pathShape returns a path without the names of its parameters, such as "/doors/{}.json".
func pathShape(path string) string {
	return rewrite(path, same, func(string) string { return "" })
}

// lowerLiterals returns a path with its literal text in lower case.
func lowerLiterals(path string) string { return rewrite(path, Lower, same) }

func same(s string) string { return s }

// rewrite returns a path with literal(text) in place of each literal text, and name(parameter) in place of the name of each parameter.
func rewrite(path string, literal, name func(string) string) string {
	var b strings.Builder
	for {
		text, after, found := strings.Cut(path, "{")
		b.WriteString(literal(text))
		if !found {
			return b.String()
		}
		parameter, tail, _ := strings.Cut(after, "}")
		b.WriteString("{" + name(parameter) + "}")
		path = tail
	}
}

// muxShape returns the segments of a path, with "{}" in place of a segment that has a parameter.
func muxShape(path string) []string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, segment := range segments {
		if strings.Contains(segment, "{") {
			segments[i] = "{}"
		}
	}
	return segments
}

// muxPattern returns the pattern of a path for an [http.ServeMux]. It escapes literal text, and replaces each segment that has parameters with a
// single parameter. If ignoreCase is true, literal text is in lower case. muxPattern adds {$} after a trailing slash, so that the pattern does not
// match a subtree.
func muxPattern(path string, ignoreCase bool) string {
	if ignoreCase {
		path = lowerLiterals(path)
	}
	segments := strings.Split(path, "/")
	taken := map[string]bool{}
	for i, segment := range segments {
		if !strings.Contains(segment, "{") {
			segments[i] = url.PathEscape(segment)
			continue
		}
		name := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
				return r
			}
			return '_'
		}, strings.Trim(segment, "{}"))
		if name == "" || unicode.IsDigit([]rune(name)[0]) {
			name = "_" + name
		}
		for taken[name] {
			name += "_"
		}
		taken[name] = true
		segments[i] = "{" + name + "}"
	}
	pattern := strings.Join(segments, "/")
	if strings.HasSuffix(pattern, "/") {
		pattern += "{$}"
	}
	return pattern
}

// requestValues returns the path parameters of a request, and reports whether its path matches pattern. If the field RawPath of the URL is set, the
// values are escaped, as [PathText] expects.
func requestValues(pattern string, r *http.Request, ignoreCase bool) (map[string]string, bool) {
	path := r.URL.RawPath
	if path == "" {
		path = r.URL.Path
	}
	return valuesOf(pattern, path, ignoreCase, r.URL.RawPath != "")
}
