package protocol

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

// Route is an operation of a server. Serve it through a [Server], which authorizes requests.
type Route struct {
	Operation string // operationId
	Method    string
	Path      string // as in the document, "/api/MFA/{id}"
	Open      bool   // the document requires no authorization: Authorize is not called
	Optional  bool   // the document also allows anonymous requests: Authorize is called if it is set
	Stream    bool   // the handler receives the body as a stream: MaxBodyBytes does not apply
	// Serve reads a request, calls the handler and writes the response. Nothing has been written when it returns an error. It reads path
	// parameters from [http.Request.PathValue]. It neither authorizes the request nor limits its body.
	Serve func(w http.ResponseWriter, r *http.Request) error
}

// Server defines how routes are served. The zero value refuses every route that requires authorization.
type Server struct {
	// MediaType is the media type of ProblemDetails, "application/problem+json" if empty.
	MediaType string
	// Authorize is called before every operation whose route is not Open. The handler receives the context that Authorize returns. An error
	// of Authorize is the response. If Authorize is nil and Insecure is false, routes that require authorization answer 500.
	Authorize func(r *http.Request, operation string) (context.Context, error)
	// Insecure serves routes that require authorization to everyone. It must be false if Authorize is set (see [Server.Check]).
	Insecure bool
	// MaxBodyBytes limits the request body of every route whose Stream is false. A larger body is answered with 413. 0 means 16 MiB.
	MaxBodyBytes int64
	// Middleware wraps every operation, the first outermost. It runs before Authorize.
	Middleware []func(http.Handler) http.Handler
	// OnError sees every error before it is answered, for a log. Errors that are no [*rest.Error] are answered with 500 and no detail.
	OnError func(r *http.Request, err error)
}

// Operation makes the handler of one route.
func (s *Server) Operation(route Route) http.Handler {
	var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := s.serve(w, r, route)
		if broken, ok := errors.AsType[*brokenFile](err); ok {
			if s.OnError != nil {
				s.OnError(r, broken.cause)
			}
			panic(http.ErrAbortHandler) // the one way to end the connection, which tells the client that the body is not whole
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
	r, err := s.limit(w, r, route) // first: Authorize may read the body
	if err != nil {
		return err
	}
	if r, err = s.authorize(r, route); err != nil {
		return err
	}
	if r, err = readable(r); err != nil {
		return err
	}
	return route.Serve(w, r)
}

// readable is a request whose query loses nothing when it is read: net/url leaves out what it cannot unescape, and what has a semicolon in it.
func readable(r *http.Request) (*http.Request, error) {
	if strings.Contains(r.URL.RawQuery, ";") {
		r = r.WithContext(r.Context())
		u := *r.URL
		u.RawQuery = strings.ReplaceAll(u.RawQuery, ";", "%3B")
		r.URL = &u
	}
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
		return nil, rest.Errorf(http.StatusBadRequest, "the query: %v", err)
	}
	return r, nil
}

// Path makes the handler of all routes that share a path. A method that none of them has is answered with 405 and the header Allow.
func (s *Server) Path(routes []Route) http.Handler {
	methods := make(map[string]http.Handler, len(routes))
	var names []string
	for _, route := range routes {
		methods[route.Method] = s.Operation(route)
		names = append(names, route.Method)
	}
	slices.Sort(names)
	allow := strings.Join(names, ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := methods[r.Method]; h != nil {
			h.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Allow", allow)
		s.Fail(w, r, rest.Errorf(http.StatusMethodNotAllowed, "%s is not allowed here; %s is", r.Method, allow))
	})
}

// NotFound answers 404.
func (s *Server) NotFound(w http.ResponseWriter, r *http.Request) {
	s.Fail(w, r, rest.Errorf(http.StatusNotFound, "there is no path %s", r.URL.Path))
}

// Fail answers with an error: an [*rest.Error] as it says, any other as 500 without its text.
func (s *Server) Fail(w http.ResponseWriter, r *http.Request, err error) {
	if s.OnError != nil {
		s.OnError(r, err)
	}
	e, _ := errors.AsType[*rest.Error](err)
	large, isLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case e == nil && isLarge: // from a handler or an Authorize that reads the body itself
		e = tooLarge(large.Limit)
	case e == nil:
		e = &rest.Error{Status: http.StatusInternalServerError}
	case e.Status < 200 || e.Status > 999: // 1XX is no answer
		e = &rest.Error{Status: http.StatusInternalServerError}
	case e.Operation != "" && e.Status < 400: // a client's error: another server answered what its document does not declare
		e = &rest.Error{Status: http.StatusBadGateway, Detail: e.Detail}
	case e.Operation == "": // the header of a client's error is about another body
		maps.Copy(w.Header(), e.Header)
	}
	body := e.Body
	if body == nil {
		title := e.Title
		if title == "" {
			title = http.StatusText(e.Status)
		}
		body = problem{Type: e.Type, Title: title, Status: e.Status, Detail: e.Detail}
	}
	mediaType := s.MediaType
	if mediaType == "" {
		mediaType = "application/problem+json"
	}
	if fault := WriteJSON(w, e.Status, mediaType, body); fault != nil { // a Body without a JSON form
		s.Fail(w, r, errors.New(fault.Error())) // no *rest.Error, whatever is in it
	}
}

// problem is the ProblemDetails object that a server sends (RFC 9457).
type problem struct {
	Type   string `json:"type,omitempty"`
	Title  string `json:"title,omitempty"`
	Status int    `json:"status,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// WriteJSON answers with a value. Nothing has been written when it cannot be encoded.
func WriteJSON(w http.ResponseWriter, status int, mediaType string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encoding the answer: %w", err)
	}
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_, _ = w.Write(b) // a failure is a lost connection: the status has been sent, and no other answer can follow
	return nil
}

// WriteFile answers with a stream and closes it. When the stream breaks after the status was sent, [Server.Operation] ends the connection, so that
// the client does not take a part for the whole.
func WriteFile(w http.ResponseWriter, status int, f *rest.File) error {
	if f == nil || f.ReadCloser == nil {
		return errors.New("the handler gave no file and no error")
	}
	return writeFile(w, status, f)
}

// brokenFile is the error of a stream that ended before its end, when an answer was under way.
type brokenFile struct{ cause error }

func (b *brokenFile) Error() string { return b.cause.Error() }

// WriteNothing answers with a status and no body.
func WriteNothing(w http.ResponseWriter, status int) error {
	w.WriteHeader(status)
	return nil
}

// ReadJSON decodes the request's body. present tells whether there was one; a required body that is missing, or one that is no
// JSON of the right types, is an [*rest.Error] with status 400 that names the member.
func ReadJSON(r *http.Request, into any, required bool) (present bool, err error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return false, bodyFault(err)
	}
	text := string(bytes.TrimSpace(b))
	if text == "" || text == "null" && isObject(into) {
		if required {
			return false, rest.Errorf(http.StatusBadRequest, "a JSON body is required")
		}
		return false, nil
	}
	if err := unmarshal(b, into); err != nil {
		return false, rest.Errorf(http.StatusBadRequest, "the body is not what the operation takes: %s", jsonFault(b, err))
	}
	return true, nil
}

// isObject tells whether a target is a struct that null would leave as it is.
func isObject(target any) bool {
	t := reflect.TypeOf(target).Elem()
	return t.Kind() == reflect.Struct && !loose(t) && !scalar(t)
}

// ReadMultipart gives the parts of a multipart request; a request of another kind is an [*rest.Error] with status 400.
func ReadMultipart(r *http.Request) (*multipart.Reader, error) {
	m, err := r.MultipartReader()
	if err != nil {
		return nil, rest.Errorf(http.StatusBadRequest, "the body must be multipart/form-data: %v", err)
	}
	return m, nil
}

// BadParameter is the [*rest.Error] with status 400 for a parameter that is missing or has the wrong type.
func BadParameter(in, name string, err error) error {
	if n, ok := errors.AsType[*strconv.NumError](err); ok {
		return rest.Errorf(http.StatusBadRequest, "%s parameter %q: %q is not what it takes: %v", in, name, n.Num, n.Err)
	}
	return rest.Errorf(http.StatusBadRequest, "%s parameter %q: %v", in, name, err)
}

// NotImplemented is the [*rest.Error] with status 501 that an operation without an implementation answers.
func NotImplemented(operation string) error {
	return rest.Errorf(http.StatusNotImplemented, "operation %s is not implemented here", operation)
}

// Lower lowers ASCII letters and leaves every other byte as it is, and where it is.
func Lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + ('a' - 'A')
		}
	}
	return string(b)
}

// LowerPattern is a path of the document as a router gets it that matches in lower case. Parameters are numbered, so that two of one path
// may have names that differ in case only, and names of parameters do not make two paths of one; [Values] reads them by name again.
func LowerPattern(path string) string {
	n := 0
	return rewritten(path, Lower, func(string) string {
		n++
		return strconv.Itoa(n)
	})
}

// Values takes the path parameters out of an escaped path by its pattern: for a router that matched without regard to case, and so
// has changed the values. ok is false when the path does not fit.
func Values(pattern, path string) (values map[string]string, ok bool) {
	values = map[string]string{}
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, false
	}
	for i, w := range want {
		if !segmentValues(w, have[i], true, values) && !segmentValues(EscapedPattern(w), have[i], true, values) {
			return nil, false
		}
	}
	return values, true
}

// EscapedPattern is a path of the document with its literal text as package net/url escapes it. A router that matches paths as they are sent needs
// it beside the path itself: clients escape ( and ' in a path, or do not.
func EscapedPattern(path string) string {
	return rewritten(path, func(literal string) string { return (&url.URL{Path: literal}).EscapedPath() }, same)
}

// segmentValues matches one segment, "report-{id}.pdf", its literals with or without regard to case. A literal between two parameters is
// looked for from the left, one at the end stands at the end.
func segmentValues(pattern, segment string, ignoreCase bool, values map[string]string) bool {
	same := func(a, b string) bool { return a == b || ignoreCase && strings.EqualFold(a, b) }
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
