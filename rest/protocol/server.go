package protocol

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/rasapi/specgen/rest"
)

// Route is an operation that a server serves. A [Server] authorizes the requests and calls Serve.
type Route struct {
	Operation string // operationId; if it is empty in the document, the method and path
	Method    string
	Path      string // path in the document without its query, such as "/api/MFA/{id}"
	Query     string // query of the path in the document, such as "beta=true"; the route serves only requests whose query contains it
	Open      bool   // the document requires no authorization, so the server does not call Authorize
	Optional  bool   // the document also allows anonymous requests, so the server serves the route even if Authorize is nil
	Stream    bool   // the handler reads the body as a stream, so MaxBodyBytes does not apply
	Produces  string // media types to compare with the header Accept, separated by commas; "" if the server does not check Accept
	// Serve reads a request, calls the handler and writes the response. If Serve returns an error, it must not have written a response, unless the
	// error is from [WriteFile] or [Reply.File]. Serve reads the path parameters with [http.Request.PathValue]. It neither authorizes the request nor
	// limits the body.
	Serve func(w http.ResponseWriter, r *http.Request) error
}

// Server holds the settings for serving routes. The zero value serves only routes that do not require authorization.
type Server struct {
	// MediaType is the media type of error responses. The default is "application/problem+json".
	MediaType string
	// The server calls Authorize before every operation whose route is not Open. The handler receives the context that Authorize returns. If Authorize
	// returns an error, the server responds as [Server.Fail] describes. If Authorize is nil and Insecure is false, the response to routes that require
	// authorization is 500.
	Authorize func(r *http.Request, operation string) (context.Context, error)
	// Insecure disables authorization, so that all routes serve every request. It must be false if Authorize is set (see [Server.Check]).
	Insecure bool
	// MaxBodyBytes limits the request body of every route whose Stream is false. The response is 413 if the Content-Length is larger, or if reading the
	// body fails at the limit. 0 means 16 MiB.
	MaxBodyBytes int64
	// Middleware wraps every operation. The first function is the outermost function. All functions run before Authorize.
	Middleware []func(http.Handler) http.Handler
	// OnError, if it is set, receives every error that determines a response or ends a stream. It can log the error, for example. If the error is
	// neither a [*rest.Error] nor an [*http.MaxBytesError], the response has status 500 and no details.
	OnError func(r *http.Request, err error)
}

// Operation returns the handler of a route.
func (s *Server) Operation(route Route) http.Handler {
	var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := s.serve(w, r, route)
		if broken, ok := errors.AsType[*brokenFile](err); ok {
			if s.OnError != nil {
				s.OnError(r, broken.cause)
			}
			panic(http.ErrAbortHandler) // net/http then closes the connection, and the client detects the incomplete body
		}
		if err != nil {
			s.Fail(w, r, err)
		}
	})
	for _, wrap := range slices.Backward(s.Middleware) {
		h = wrap(h)
	}
	return h
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, route Route) error {
	r, err := s.limit(w, r, route) // limit the body first, because Authorize may read it
	if err != nil {
		return err
	}
	if r, err = s.authorize(r, route); err != nil {
		return err
	}
	if r, err = withParsableQuery(r); err != nil {
		return err
	}
	if err := checkAccept(r, route.Produces); err != nil {
		return err
	}
	return route.Serve(w, r)
}

// withParsableQuery returns a request whose query net/url can parse completely. It escapes semicolons, because net/url ignores parameters that
// contain a semicolon. It returns an error for invalid escape sequences and for too many parameters.
func withParsableQuery(r *http.Request) (*http.Request, error) {
	if strings.Contains(r.URL.RawQuery, ";") {
		r = r.WithContext(r.Context())
		u := *r.URL
		u.RawQuery = strings.ReplaceAll(u.RawQuery, ";", "%3B")
		r.URL = &u
	}
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return nil, rest.Errorf(http.StatusBadRequest, "the query is not valid: %v", err)
	}
	return r, nil
}

// Path returns the handler of the routes of one path. For a method that no route has, the response has status 405 and the header Allow. If several
// routes have the method and match the query of the request, the route with the most query parameters serves the request. If no route matches the
// query, the response is 404.
func (s *Server) Path(routes []Route) http.Handler {
	type candidate struct {
		query   url.Values
		handler http.Handler
	}
	methods := make(map[string][]candidate, len(routes))
	for _, route := range routes {
		query, _ := url.ParseQuery(route.Query) // the generator has encoded the query, so it is valid
		methods[route.Method] = append(methods[route.Method], candidate{query, s.Operation(route)})
	}
	for _, list := range methods {
		slices.SortStableFunc(list, func(a, b candidate) int { return len(b.query) - len(a.query) })
	}
	allow := strings.Join(slices.Sorted(maps.Keys(methods)), ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		list := methods[r.Method]
		if list == nil {
			w.Header().Set("Allow", allow)
			s.Fail(w, r, rest.Errorf(http.StatusMethodNotAllowed, "method %s is not allowed; use %s", r.Method, allow))
			return
		}
		var queries []string
		for _, c := range list {
			if len(c.query) == 0 || containsQuery(r.URL.Query(), c.query) {
				c.handler.ServeHTTP(w, r)
				return
			}
			queries = append(queries, c.query.Encode())
		}
		s.Fail(w, r, rest.Errorf(http.StatusNotFound, "path %s needs the query %s", r.URL.Path, strings.Join(queries, " or ")))
	})
}

// containsQuery reports whether query contains every value of part.
func containsQuery(query, part url.Values) bool {
	for name, values := range part {
		for _, value := range values {
			if !slices.Contains(query[name], value) {
				return false
			}
		}
	}
	return true
}

// NotFound responds with 404.
func (s *Server) NotFound(w http.ResponseWriter, r *http.Request) {
	s.Fail(w, r, rest.Errorf(http.StatusNotFound, "unknown path %s", r.URL.Path))
}

// Fail calls OnError and writes the response for an error. A [*rest.Error] determines the response, and the status for an [*http.MaxBytesError] is
// 413. For any other error, the response has status 500 and does not contain the text of the error. A [*rest.Error] with a status below 200 or above
// 999 also leads to status 500. If a client returned the [*rest.Error] for a status below 400, the response has status 502.
func (s *Server) Fail(w http.ResponseWriter, r *http.Request, err error) {
	if s.OnError != nil {
		s.OnError(r, err)
	}
	e, _ := errors.AsType[*rest.Error](err)
	large, isLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case e == nil && isLarge: // the error is from a handler or an Authorize function that reads the body
		e = tooLarge(large.Limit)
	case e == nil, e.Status < 200, e.Status > 999: // a 1XX response is not a final response
		e = &rest.Error{Status: http.StatusInternalServerError}
	case e.Operation != "" && e.Status < 400: // a client returned the error for a response that it did not accept
		e = &rest.Error{Status: http.StatusBadGateway, Detail: e.Detail}
	case e.Operation == "": // an error from a client has the header of another response
		maps.Copy(w.Header(), e.Header)
	}
	body := e.Body
	if body == nil {
		body = problem{Type: e.Type, Title: cmp.Or(e.Title, http.StatusText(e.Status)), Status: e.Status, Detail: e.Detail}
	}
	if fault := WriteJSON(w, e.Status, cmp.Or(s.MediaType, "application/problem+json"), body); fault != nil { // the field Body cannot be encoded
		s.Fail(w, r, errors.New(fault.Error())) // this is a new error, because fault may wrap a *rest.Error
	}
}

// problem is a ProblemDetails object (RFC 9457).
type problem struct {
	Type   string `json:"type,omitempty"`
	Title  string `json:"title,omitempty"`
	Status int    `json:"status,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// WriteJSON writes a response with a value as JSON. If the value cannot be encoded, WriteJSON returns an error and writes nothing.
func WriteJSON(w http.ResponseWriter, status int, mediaType string, v any) error {
	return (&Reply{Status: status}).JSON(w, mediaType, v)
}

// WriteFile writes a response with a stream as its body, and closes the stream. If reading the stream fails after the status was sent,
// [Server.Operation] closes the connection, so that the client detects the incomplete body.
func WriteFile(w http.ResponseWriter, status int, f *rest.File) error {
	return (&Reply{Status: status}).File(w, "", f)
}

// brokenFile is the error for a stream that fails after the status was sent.
type brokenFile struct{ cause error }

func (b *brokenFile) Error() string { return b.cause.Error() }

// WriteNothing writes a response with a status and without a body.
func WriteNothing(w http.ResponseWriter, status int) error {
	return (&Reply{Status: status}).Nothing(w)
}

// ReadJSON decodes the JSON body of a request and stores the result in the value pointed to by into. present reports whether the request has a body.
// If into points to a struct that is decoded from an object, the body null counts as no body. ReadJSON returns a [*rest.Error] with status 400 if a
// required body is missing, or if the body cannot be read or decoded. The status is 413 if the body is above the limit of the server. The status is
// 415 if the Content-Type of the body is not a JSON type. ReadJSON reads a body without a Content-Type as JSON.
func ReadJSON(r *http.Request, into any, required bool) (present bool, err error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return false, bodyFault(err)
	}
	text := string(bytes.TrimSpace(b))
	if contentType := typeOfMedia(r.Header.Get("Content-Type")); text != "" && contentType != "" && !isJSONMedia(contentType) {
		return false, unsupported(r, "application/json")
	}
	if text == "" || text == "null" && isObject(into) {
		if required {
			return false, rest.Errorf(http.StatusBadRequest, "a JSON body is required")
		}
		return false, nil
	}
	if err := Unmarshal(b, into); err != nil {
		return false, rest.Errorf(http.StatusBadRequest, "the body is not valid: %s", jsonFault(b, err))
	}
	return true, nil
}

// isObject reports whether target points to a struct that encoding/json decodes from an object. For such a struct, encoding/json accepts null
// without an error.
func isObject(target any) bool {
	t := reflect.TypeOf(target).Elem()
	return t.Kind() == reflect.Struct && !isUntyped(t) && !isScalar(t)
}

// ReadMultipart returns a reader for the parts of a multipart request. It returns a [*rest.Error] with status 415 if the body has another media
// type, and with status 400 if the Content-Type or its boundary is missing.
func ReadMultipart(r *http.Request) (*multipart.Reader, error) {
	m, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) && r.Header.Get("Content-Type") != "" {
		return nil, unsupported(r, "multipart/form-data")
	}
	if err != nil {
		return nil, rest.Errorf(http.StatusBadRequest, "the body must be multipart/form-data: %v", err)
	}
	return m, nil
}

// BadParameter returns a [*rest.Error] with status 400 for a parameter that is missing or not valid. err describes the problem.
func BadParameter(in, name string, err error) error {
	if n, ok := errors.AsType[*strconv.NumError](err); ok {
		return rest.Errorf(http.StatusBadRequest, "%s parameter %q: %q is not valid: %v", in, name, n.Num, n.Err)
	}
	return rest.Errorf(http.StatusBadRequest, "%s parameter %q: %v", in, name, err)
}

// NotImplemented returns a [*rest.Error] with status 501 for an operation without an implementation.
func NotImplemented(operation string) error {
	return rest.Errorf(http.StatusNotImplemented, "operation %s is not implemented", operation)
}

// Lower returns s with ASCII letters in lower case. All other bytes are unchanged.
func Lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + ('a' - 'A')
		}
	}
	return string(b)
}

// LowerPattern returns the pattern of a path for a router that receives paths in lower case. It replaces the names of parameters with numbers. Paths
// that differ only in these names therefore have the same pattern. [Values] returns the parameter values by name.
func LowerPattern(path string) string {
	n := 0
	return rewrite(path, Lower, func(string) string {
		n++
		return strconv.Itoa(n)
	})
}

// Values returns the path parameters of an escaped path that matches a pattern, ignoring the case of ASCII letters. It is necessary because a router
// that receives paths in lower case does not keep the case of values. ok is false if the path does not match the pattern.
func Values(pattern, path string) (values map[string]string, ok bool) {
	return valuesOf(pattern, path, true, false)
}

// valuesOf returns the path parameters of a path that matches a pattern. The literal text of the pattern matches escaped and unescaped text. If
// unescape is true, valuesOf first unescapes the segments that have no parameters.
func valuesOf(pattern, path string, ignoreCase, unescape bool) (map[string]string, bool) {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, false
	}
	values := map[string]string{}
	for i, segment := range want {
		text := have[i]
		if unescape && !strings.Contains(segment, "{") {
			text, _ = url.PathUnescape(text) // after an error, text is "", which only an empty segment matches
		}
		if !segmentValues(segment, text, ignoreCase, values) && !segmentValues(EscapedPattern(segment), text, ignoreCase, values) {
			return nil, false
		}
	}
	return values, true
}

// EscapedPattern returns a path in which literal text is escaped as net/url escapes it. A router that matches escaped paths needs the escaped and
// the unescaped pattern, because only some clients escape characters such as "(".
func EscapedPattern(path string) string {
	return rewrite(path, func(literal string) string { return (&url.URL{Path: literal}).EscapedPath() }, same)
}

// segmentValues reports whether a path segment matches a pattern such as "report-{id}.pdf", and adds the parameters to values. A parameter ends at
// the first occurrence of the literal that follows it. If another parameter follows it directly, it has the rest of the segment. A literal at the end
// of the pattern must match the end of the segment. If ignoreCase is true, literals match ASCII letters of either case.
func segmentValues(pattern, segment string, ignoreCase bool, values map[string]string) bool {
	same := func(a, b string) bool { return a == b || ignoreCase && Lower(a) == Lower(b) }
	for {
		literal, rest, found := strings.Cut(pattern, "{")
		if len(segment) < len(literal) || !same(segment[:len(literal)], literal) {
			return false
		}
		segment = segment[len(literal):]
		if !found {
			return segment == ""
		}
		name, tail, _ := strings.Cut(rest, "}")
		end := len(segment)
		switch next, _, more := strings.Cut(tail, "{"); {
		case next == "":
		case !more:
			end -= len(next)
		case ignoreCase:
			end = strings.Index(Lower(segment), Lower(next))
		default:
			end = strings.Index(segment, next)
		}
		if end < 0 {
			return false
		}
		values[name] = segment[:end]
		pattern, segment = tail, segment[end:]
	}
}
