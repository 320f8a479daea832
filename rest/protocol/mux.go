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

// NewMux makes a handler of routes on an [http.ServeMux]. With ignoreCase, paths match without regard to the case of ASCII letters; values
// of path parameters keep theirs.
//
// A path is matched as it is sent: one with an empty or a dot segment is redirected nowhere. Two paths that an [http.ServeMux] cannot tell
// apart (/a/{x}/b and /a/b/{y}) are an error, and so are two routes with one method and path. NewMux returns the error of [Server.Check].
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

// muxHandler asks its mux which place a path leads to, and serves it there itself.
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
	// The path of a CONNECT request is taken unchanged, that of any other may be redirected (package net/http, ServeMux.Handler).
	_, pattern := m.mux.Handler(&http.Request{Method: http.MethodConnect, URL: &url.URL{Path: text, RawPath: path}})
	p := m.places[pattern]
	if p == nil {
		m.server.NotFound(w, r)
		return
	}
	r.Pattern = pattern
	p.ServeHTTP(w, r)
}

// Register adds routes to an [http.ServeMux], and the answer for unknown paths, unless the mux has a pattern / of its own. A path that the
// mux has already is an error, and nothing is added. A pattern of the mux that overlaps with a path in another way, as the documentation of
// [http.ServeMux] says, is an error too; the paths before it stay.
//
// The mux redirects a path with an empty or a dot segment, as it does for all its patterns. Register returns the error of [Server.Check].
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
		if p.taken(mux) {
			faults = append(faults, fmt.Errorf("path %s (operation %s) is registered already", p.paths[0].path, p.paths[0].routes[0].Operation))
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
	_ = handle(mux, "/", http.HandlerFunc(s.NotFound)) // fails where the mux answers unknown paths in a way of its own
	return nil
}

// handle adds a pattern. A ServeMux panics over one that it cannot tell apart from another, and has no way to ask beforehand.
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

// place is the paths that are one to an [http.ServeMux]: a parameter is a whole segment there, so /doors/{id} and /doors/{id}.json share
// a place. The path with the most literal text that fits a request serves it.
type place struct {
	server     *Server
	pattern    string   // "/doors/{id}"
	shape      []string // "doors", "{}"
	paths      []*muxPath
	ignoreCase bool
}

// muxPath is the routes of one path.
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

// taken tells whether a mux has a pattern of this shape, for all methods or for one of the routes'.
func (p *place) taken(mux *http.ServeMux) bool {
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
		case pattern == "" || strings.HasSuffix(pattern, "/") || strings.HasSuffix(pattern, "...}"): // none, or one for all below a path
		case below && slices.Equal(muxShape(whole+"/"), p.shape), !below && slices.Equal(muxShape(pattern), p.shape):
			return true
		}
	}
	return false
}

// places groups routes by path, and paths by place, in the order of their patterns.
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
		p.pattern = muxPattern(p.widest().path, ignoreCase)
	}
	slices.SortFunc(list, func(a, b *place) int { return strings.Compare(a.pattern, b.pattern) })
	fallBack(list)
	return list, nil
}

// muxPaths groups routes by path.
func (s *Server) muxPaths(routes []Route, ignoreCase bool) (map[string]*muxPath, error) {
	var faults []error
	paths := map[string]*muxPath{} // by the path without the names of its parameters
	for _, route := range routes {
		key := nameless(route.Path)
		if ignoreCase {
			key = Lower(key)
		}
		at := paths[key]
		if at == nil {
			at = &muxPath{path: route.Path}
			paths[key] = at
		}
		for _, other := range at.routes {
			if other.Method == route.Method || other.Path != route.Path {
				faults = append(faults, fmt.Errorf("%s %s and %s %s are one path: %s and %s", other.Method, other.Path, route.Method, route.Path, other.Operation, route.Operation))
			}
		}
		at.routes = append(at.routes, route)
	}
	for _, path := range paths {
		path.handler = s.Path(path.routes)
	}
	return paths, errors.Join(faults...)
}

// widest is the path of the place with the least literal text.
func (p *place) widest() *muxPath { return p.paths[len(p.paths)-1] }

// fallBack lets a place whose paths do not fit every request of its pattern fall back to the paths of wider patterns, as a router does
// that looks into segments.
func fallBack(list []*place) {
	wider := make([][]*muxPath, len(list))
	for i, p := range list {
		if !slices.ContainsFunc(strings.Split(p.widest().path, "/"), isMixed) {
			continue // its widest path fits always
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

// covers tells whether every path of one shape has another, too.
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

// byLiterals sorts the path with the most literal text first.
func byLiterals(a, b *muxPath) int {
	return cmp.Or(len(nameless(b.path))-len(nameless(a.path)), strings.Compare(a.path, b.path))
}

// isMixed tells whether a segment has a parameter and literal text.
func isMixed(segment string) bool {
	return strings.Contains(segment, "{") && (segment[0] != '{' || strings.IndexByte(segment, '}') != len(segment)-1)
}

// nameless is a path without the names of its parameters: "/doors/{}.json".
func nameless(path string) string {
	return rewritten(path, same, func(string) string { return "" })
}

// lowerLiterals lowers a path outside of braces.
func lowerLiterals(path string) string { return rewritten(path, Lower, same) }

func same(s string) string { return s }

// rewritten is a path of the document with its literal texts, and the names between its braces, as two functions have them.
func rewritten(path string, literal, name func(string) string) string {
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

// muxShape is the segments of a path, "{}" for one with a parameter.
func muxShape(path string) []string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, segment := range segments {
		if strings.Contains(segment, "{") {
			segments[i] = "{}"
		}
	}
	return segments
}

// muxPattern is a path as an [http.ServeMux] takes it: literals escaped, one parameter a segment, under a name that is a Go identifier, and
// {$} behind a slash at the end, which would stand for all below it otherwise.
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

// requestValues takes the path parameters out of a request's path. They stay escaped where the path is, as [PathText] expects them.
func requestValues(pattern string, r *http.Request, ignoreCase bool) (map[string]string, bool) {
	path := r.URL.RawPath
	if path == "" {
		path = r.URL.Path
	}
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, false
	}
	values := map[string]string{}
	for i, segment := range want {
		text := have[i]
		if r.URL.RawPath != "" && !strings.Contains(segment, "{") {
			text, _ = url.PathUnescape(text) // what cannot be unescaped is "", and no literal
		}
		if !segmentValues(segment, text, ignoreCase, values) && !segmentValues(EscapedPattern(segment), text, ignoreCase, values) {
			return nil, false
		}
	}
	return values, true
}
