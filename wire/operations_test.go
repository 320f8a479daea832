// Package wire_test calls the generated server with the generated client over HTTP, and checks the bytes on the wire. It tests every operation of the
// spec with several variants of its parameters and bodies. The tests create the requests from the document (sample_test.go), so the expected values
// do not depend on the generator.
package wire_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/rasapi/specgen/gen"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/generated/client"
	"github.com/rasapi/specgen/generated/server"
	"github.com/rasapi/specgen/rest"
)

var update = flag.Bool("update", false, "write testdata/operations.txt")

const mediaType = "application/json; api-version=1.0"

// farm contains a client, a server whose handlers record their calls, and the last request and response on the wire.
type farm struct {
	*recorder
	client *client.Client
	url    string

	mutex        sync.Mutex
	request      *http.Request
	requestBody  []byte
	response     http.Header
	responseBody []byte
}

func newFarm(t *testing.T) *farm {
	t.Helper()
	f := &farm{recorder: &recorder{}}
	handler, err := server.New(handlers(f.recorder), server.Insecure())
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		recorded := httptest.NewRecorder()
		handler.ServeHTTP(recorded, r)
		f.mutex.Lock()
		f.request, f.requestBody, f.response, f.responseBody = r, body, recorded.Header(), recorded.Body.Bytes()
		f.mutex.Unlock()
		for name, values := range recorded.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(recorded.Code)
		_, _ = w.Write(recorded.Body.Bytes())
	}))
	t.Cleanup(s.Close)
	f.url = s.URL
	f.client, err = client.New(s.URL, client.WithToken("the token"), client.WithHTTPClient(s.Client()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// document is the bundled spec as a kin-openapi document.
type document struct {
	*openapi3.T
	operations []spec.Operation
	name       func(string) string // converts a name in the document to its Go name
}

func load(t *testing.T) document {
	t.Helper()
	root := os.DirFS("..")
	cfg, found, err := gen.ReadConfig(root, "specgen.yaml")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	s, found, err := spec.Load(t.Context(), root, cfg.Spec)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	doc, err := s.Document(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Operations()) == 0 {
		t.Fatal("got no operations in the spec, want at least one")
	}
	return document{doc, s.Operations(), names.Namer(cfg.Code.Words())}
}

// variants lists the ways to fill the parameters and the body of a request, and the body of a response.
var variants = []struct {
	name string
	sampler
}{
	{"full", sampler{}},
	{"required", sampler{required: true}},
	{"null", sampler{null: true}},
	{"unknown", sampler{unknown: true}},
}

// TestOperations tests every operation over HTTP. It makes a round trip with each variant, and sends invalid requests. It also lets the handlers
// return an error for each declared status of 400 or above.
func TestOperations(t *testing.T) {
	doc := load(t)
	f := newFarm(t)
	cases, failures, rejected, ran := 0, 0, 0, 0
	for _, so := range doc.operations {
		o := doc.Paths.Value(so.Path).GetOperation(so.Method)
		op := &operation{document: doc, Operation: so, spec: o, path: doc.Paths.Value(so.Path).Parameters}
		t.Run(so.ID, func(t *testing.T) {
			before := cases
			for _, v := range variants {
				t.Run(v.name, func(t *testing.T) { op.roundTrip(t, f, v.sampler); cases++ })
			}
			if cases-before < len(variants) {
				t.Errorf("number of test cases: got %d, want at least %d", cases-before, len(variants))
			}
			failures += op.declaredErrors(t, f)
			rejected += op.invalidRequests(t, f)
			ran++
		})
	}
	if ran < len(doc.operations) {
		t.Logf("the test runs only %d of %d operations, so it does not compare the counts", ran, len(doc.operations))
		return
	}
	compareCounts(t, fmt.Sprintf("operations %d\nround trips %d\nerror responses %d\nrejected requests %d\n", ran, cases, failures, rejected))
}

// compareCounts compares the numbers of test cases with testdata/operations.txt. With -update, it first writes the file. README.md contains the same
// numbers.
func compareCounts(t *testing.T, got string) {
	t.Helper()
	file := filepath.Join("testdata", "operations.txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("numbers of test cases: got\n%swant\n%srun make proven", got, want)
	}
}

type operation struct {
	document
	spec.Operation
	spec *openapi3.Operation
	path openapi3.Parameters
}

// method returns the method of the generated client for the operation.
func (o *operation) method(t *testing.T, f *farm) reflect.Value {
	t.Helper()
	area := reflect.ValueOf(f.client).Elem().FieldByName(o.name(o.Tag))
	if !area.IsValid() {
		t.Fatalf("got no field %s in the generated client, want one", o.name(o.Tag))
	}
	m := area.MethodByName(o.name(o.ID))
	if !m.IsValid() {
		t.Fatalf("got no method %s.%s in the generated client, want one", o.name(o.Tag), o.name(o.ID))
	}
	return m
}

// input contains the arguments of a call, and the expected request on the wire.
type input struct {
	args  []reflect.Value
	path  string
	query url.Values
	body  any // sample for the body; nil if there is no body
	parts map[string]string
}

func (o *operation) parameters(in string) []*openapi3.Parameter {
	var found []*openapi3.Parameter
	for _, ref := range slices.Concat(o.path, o.spec.Parameters) {
		if ref.Value.In == in {
			found = append(found, ref.Value)
		}
	}
	return found
}

// fieldName returns the name of the Go field for a parameter.
func (o *operation) fieldName(p *openapi3.Parameter) string {
	if given, ok := p.Extensions["x-go-name"].(string); ok {
		return o.name(given)
	}
	return o.name(p.Name)
}

func (o *operation) input(t *testing.T, m reflect.Value, s *sampler) *input {
	t.Helper()
	in := &input{path: o.Path, query: url.Values{}, args: []reflect.Value{reflect.ValueOf(t.Context())}}
	typ := m.Type()
	next := 1
	for _, name := range pathNames(o.Path) {
		p := find(o.parameters("path"), name)
		if p == nil {
			t.Fatalf("got path parameter %q, which the spec does not declare", name)
		}
		value := s.value(p.Schema, 0)
		in.args = append(in.args, decoded(t, value, typ.In(next)))
		in.path = strings.Replace(in.path, "{"+name+"}", url.PathEscape(paramText(value)), 1)
		next++
	}
	if others := len(o.parameters("query")) + len(o.parameters("header")) + len(o.parameters("cookie")); others > 0 {
		params := reflect.New(typ.In(next)).Elem()
		for _, p := range o.parameters("query") {
			if s.required && !p.Required {
				continue
			}
			value := s.value(p.Schema, 0)
			setField(t, params, o.fieldName(p), value)
			for _, item := range items(value) {
				in.query.Add(p.Name, paramText(item))
			}
		}
		if len(o.parameters("header"))+len(o.parameters("cookie")) > 0 {
			t.Fatal("got a header or cookie parameter; add support for it to this test")
		}
		in.args = append(in.args, params)
		next++
	}
	if o.spec.RequestBody != nil {
		o.body(t, in, typ.In(next), s)
	}
	return in
}

func (o *operation) body(t *testing.T, in *input, typ reflect.Type, s *sampler) {
	t.Helper()
	content := o.spec.RequestBody.Value.Content
	for wire, media := range content {
		switch {
		case len(content) == 1 && wire == mediaType:
			sample := s.value(media.Schema, 0)
			in.args = append(in.args, decoded(t, sample, typ))
			in.body = sent(media.Schema, sample)
		case len(content) == 1 && wire == "multipart/form-data":
			in.parts = map[string]string{}
			form := reflect.New(typ).Elem()
			for name := range media.Schema.Value.Properties {
				field := form.FieldByName(o.name(name))
				if !field.IsValid() || field.Type() != reflect.TypeFor[rest.Upload]() {
					t.Fatalf("got form field %q, which is not an upload; add its kind to this test", name)
				}
				in.parts[name] = "bytes of " + name
				field.Set(reflect.ValueOf(rest.Upload{Name: name + ".bin", Content: strings.NewReader(in.parts[name])}))
			}
			in.args = append(in.args, form)
		case len(content) == 1 && typ == reflect.TypeFor[io.Reader]():
			in.parts = map[string]string{"": "raw bytes"}
			in.args = append(in.args, reflect.ValueOf(strings.NewReader("raw bytes")))
		default:
			t.Fatalf("got media type %s, which this test cannot send; add it", wire)
		}
	}
}

// success returns the lowest successful status that an operation declares, and the media type and the schema of its body.
func (o *operation) success(t *testing.T) (status int, media string, schema *openapi3.SchemaRef) {
	t.Helper()
	status = 999
	for text, ref := range o.spec.Responses.Map() {
		n, err := strconv.Atoi(text)
		if err != nil || n >= 300 || n >= status {
			continue
		}
		status, media, schema = n, "", nil
		for wire, m := range ref.Value.Content {
			media, schema = wire, m.Schema
		}
	}
	if status == 999 {
		t.Fatal("got no response with a 2XX status in the document, want one")
	}
	return status, media, schema
}

// roundTrip calls the operation. It checks the request, the arguments of the handler, the response and the result.
func (o *operation) roundTrip(t *testing.T, f *farm, s sampler) {
	m := o.method(t, f)
	in := o.input(t, m, &s)
	status, media, schema := o.success(t)
	var answer any
	var parts map[string]string
	f.answer = func(c call, out any) error {
		parts = received(t, c.args)
		switch {
		case out == nil:
		case media == mediaType:
			answer = s.value(schema, 0)
			if err := json.Unmarshal(encode(answer), out); err != nil {
				t.Errorf("Unmarshal of a value that the schema permits: got error %v, want none: %s", err, encode(answer))
			}
		default:
			*out.(**rest.File) = rest.NewFile("report.bin", "application/x-test", strings.NewReader("streamed"))
		}
		return nil
	}
	results := m.Call(in.args)
	if err, _ := results[1].Interface().(error); err != nil {
		t.Fatal(err)
	}
	calls := f.take()
	if len(calls) != 1 || calls[0].area != o.name(o.Tag) || calls[0].method != o.name(o.ID) {
		t.Fatalf("calls of the handlers: got %v, want one call to %s.%s", calls, o.name(o.Tag), o.name(o.ID))
	}
	o.compareRequest(t, f, in)
	o.compareArguments(t, in, calls[0], parts)
	o.compareResponse(t, f, results[0], status, media, schema, answer)
}

// compareRequest checks the request on the wire.
func (o *operation) compareRequest(t *testing.T, f *farm, in *input) {
	t.Helper()
	r := f.request
	if r.Method != o.Method || r.URL.EscapedPath() != in.path {
		t.Errorf("method and path of the request: got %s %s, want %s %s", r.Method, r.URL.EscapedPath(), o.Method, in.path)
	}
	if got := r.URL.Query(); !reflect.DeepEqual(got, in.query) {
		t.Errorf("query of the request: got %v, want %v", got, in.query)
	}
	token := "the token"
	if o.spec.Security != nil && len(*o.spec.Security) == 0 {
		token = ""
	}
	if got := r.Header.Get("auth_token"); got != token {
		t.Errorf("header auth_token of the request: got %q, want %q", got, token)
	}
	contentType := r.Header.Get("Content-Type")
	switch {
	case in.body != nil:
		if contentType != mediaType {
			t.Errorf("Content-Type of the request: got %q, want %q", contentType, mediaType)
		}
		same(t, "request body", f.requestBody, encode(in.body))
	case in.parts == nil:
		if contentType != "" || len(f.requestBody) > 0 {
			t.Errorf("request without a body: got Content-Type %q and body %q, want neither", contentType, f.requestBody)
		}
	}
}

// compareArguments checks the arguments that the handler has received, except the context.
func (o *operation) compareArguments(t *testing.T, in *input, c call, parts map[string]string) {
	t.Helper()
	if len(c.args) != len(in.args)-1 {
		t.Fatalf("number of arguments of the handler: got %d, want %d", len(c.args), len(in.args)-1)
	}
	if in.parts != nil && !reflect.DeepEqual(parts, in.parts) {
		t.Errorf("streams that the handler received: got %v, want %v", parts, in.parts)
	}
	for i, got := range c.args {
		switch want := in.args[i+1].Interface(); got.(type) {
		case *multipart.Reader, io.Reader:
		default:
			same(t, fmt.Sprintf("argument %d of the handler", i+1), encode(got), encode(want))
		}
	}
}

// received returns the content of the streams in the arguments of a handler. A handler can read the streams only during the request.
func received(t *testing.T, args []any) map[string]string {
	t.Helper()
	parts := map[string]string{}
	for _, arg := range args {
		switch arg := arg.(type) {
		case *multipart.Reader:
			for {
				part, err := arg.NextPart()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				b, err := io.ReadAll(part)
				if err != nil || part.FileName() != part.FormName()+".bin" {
					t.Errorf("part %q: got file name %q and error %v, want file name %[1]q with .bin and no error", part.FormName(), part.FileName(), err)
				}
				parts[part.FormName()] = string(b)
			}
		case io.Reader:
			b, err := io.ReadAll(arg)
			if err != nil {
				t.Error(err)
			}
			parts[""] = string(b)
		}
	}
	return parts
}

// compareResponse checks the response on the wire, and the result that the client returns.
func (o *operation) compareResponse(t *testing.T, f *farm, result reflect.Value, status int, media string, schema *openapi3.SchemaRef, answer any) {
	t.Helper()
	base := result.Elem().FieldByName("Response").Interface().(rest.Response)
	if base.Status != status {
		t.Errorf("status of the response: got %d, want %d", base.Status, status)
	}
	switch {
	case media == "":
		if len(f.responseBody) > 0 || f.response.Get("Content-Type") != "" {
			t.Errorf("response: got body %q of type %q, want no body", f.responseBody, f.response.Get("Content-Type"))
		}
	case media == mediaType:
		if got := f.response.Get("Content-Type"); got != mediaType {
			t.Errorf("Content-Type of the response: got %q, want %q", got, mediaType)
		}
		want := encode(sent(schema, answer))
		same(t, "response body", f.responseBody, want)
		same(t, "Raw", base.Raw, want)
		same(t, "decoded body", encode(result.Elem().FieldByName("JSON"+strconv.Itoa(status)).Interface()), want)
	default:
		file := result.Elem().FieldByName("File" + strconv.Itoa(status)).Interface().(*rest.File)
		b, err := io.ReadAll(file)
		if err != nil || file.Close() != nil || string(b) != "streamed" || file.Name != "report.bin" || file.MediaType != "application/x-test" {
			t.Errorf("file in the response: got %q (%q, %s) and error %v, want \"streamed\" (\"report.bin\", application/x-test)", b, file.Name, file.MediaType, err)
		}
	}
}

// declaredErrors checks the errors that the client returns for every declared error status, with the two forms of error bodies. It returns the
// number of tests.
func (o *operation) declaredErrors(t *testing.T, f *farm) (n int) {
	m := o.method(t, f)
	for text := range o.spec.Responses.Map() {
		status, err := strconv.Atoi(text)
		if err != nil || status < 400 {
			continue
		}
		for form, failure := range map[string]*rest.Error{
			"problem":  {Status: status, Title: "no", Detail: "because of this"},
			"code-msg": {Status: status, Body: map[string]any{"code": 17, "msg": "because of this"}},
		} {
			t.Run(text+"-"+form, func(t *testing.T) {
				n++
				f.answer = func(call, any) error { return failure }
				results := m.Call(o.input(t, m, &sampler{required: true}).args)
				got, ok := results[1].Interface().(error)
				var e *rest.Error
				if ok {
					e, _ = got.(*rest.Error)
				}
				if e == nil {
					t.Fatalf("error of the client: got %v, want a *rest.Error", results[1])
				}
				if e.Status != status || e.Detail != "because of this" || e.Operation != o.ID || rest.Status(got) != status {
					t.Errorf("error of the client: got %+v, want status %d and detail \"because of this\" for operation %s", e, status, o.ID)
				}
				if (e.Code == "17") != (form == "code-msg") {
					t.Errorf("Code of the error: got %q, want \"17\" only for the form code-msg", e.Code)
				}
				if ct := f.response.Get("Content-Type"); ct != mediaType {
					t.Errorf("Content-Type of the error response: got %q, want %q", ct, mediaType)
				}
				f.take()
			})
		}
	}
	return n
}

// invalidRequests sends requests that the client cannot send, and checks the error responses. It returns the number of requests.
func (o *operation) invalidRequests(t *testing.T, f *farm) (n int) {
	m := o.method(t, f)
	in := o.input(t, m, &sampler{})
	do := func(t *testing.T, method, path, body string) (*http.Response, problemDetails) {
		t.Helper()
		n++
		r, err := http.NewRequestWithContext(context.Background(), method, f.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", mediaType)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var p problemDetails
		if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
			t.Errorf("%s %s: got a response that is not a ProblemDetails object: %v", method, path, err)
		}
		if calls := f.take(); len(calls) > 0 {
			t.Errorf("%s %s: got calls %v, want none", method, path, calls)
		}
		if got := res.Header.Get("Content-Type"); got != mediaType || p.Status != res.StatusCode {
			t.Errorf("%s %s: got Content-Type %q, status %d and status %d in the body, want %q and equal statuses", method, path, got, res.StatusCode, p.Status, mediaType)
		}
		return res, p
	}
	query := "?" + in.query.Encode()
	if in.body != nil {
		t.Run("broken-json", func(t *testing.T) {
			if res, p := do(t, o.Method, in.path+query, `{"x`); res.StatusCode != http.StatusBadRequest || p.Detail == "" {
				t.Errorf("response to invalid JSON: got status %d and detail %q, want 400 and a detail", res.StatusCode, p.Detail)
			}
		})
	}
	for _, p := range o.parameters("path") {
		if !p.Schema.Value.Type.Is("integer") {
			continue
		}
		t.Run("bad-"+p.Name, func(t *testing.T) {
			path := strings.Replace(o.Path, "{"+p.Name+"}", "1x", 1)
			for _, name := range pathNames(path) {
				path = strings.Replace(path, "{"+name+"}", "1", 1)
			}
			res, problem := do(t, o.Method, path+query, "{}")
			if res.StatusCode != http.StatusBadRequest || !strings.Contains(problem.Detail, p.Name) {
				t.Errorf("response to an invalid parameter: got status %d and detail %q, want 400 and a detail that names %s", res.StatusCode, problem.Detail, p.Name)
			}
		})
	}
	t.Run("wrong-method", func(t *testing.T) {
		res, _ := do(t, http.MethodPatch, in.path, "")
		var want []string
		for method := range o.Paths.Value(o.Path).Operations() {
			want = append(want, method)
		}
		slices.Sort(want)
		if got := res.Header.Get("Allow"); res.StatusCode != http.StatusMethodNotAllowed || got != strings.Join(want, ", ") {
			t.Errorf("response to PATCH: got status %d and Allow %q, want 405 and %v", res.StatusCode, got, want)
		}
	})
	return n
}

// pathNames returns the names of the parameters in a path, in the order of the path.
func pathNames(path string) []string {
	var names []string
	for {
		_, after, found := strings.Cut(path, "{")
		if !found {
			return names
		}
		name, rest, _ := strings.Cut(after, "}")
		names, path = append(names, name), rest
	}
}

func find(list []*openapi3.Parameter, name string) *openapi3.Parameter {
	for _, p := range list {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// decoded returns a sample as a value of the Go type typ, which is the type of a parameter or a body.
func decoded(t *testing.T, value any, typ reflect.Type) reflect.Value {
	t.Helper()
	v := reflect.New(typ)
	if err := json.Unmarshal(encode(value), v.Interface()); err != nil {
		t.Fatalf("Unmarshal of a value that the schema permits into %s: got error %v, want none: %s", typ, err, encode(value))
	}
	return v.Elem()
}

// setField sets a field of a params struct to a sample.
func setField(t *testing.T, params reflect.Value, name string, value any) {
	t.Helper()
	field := params.FieldByName(name)
	if !field.IsValid() {
		t.Fatalf("type %s: got no field %s, want one", params.Type(), name)
	}
	field.Set(decoded(t, value, field.Type()))
}

// items returns the items of a sample that is an array, and no items for null. It returns any other sample as a single item.
func items(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	}
	return []any{value}
}

// paramText returns the text of a sample in a path or query.
func paramText(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	return string(encode(value))
}

// same checks that two JSON texts have equal values. Numbers are equal if they have the same digits.
func same(t *testing.T, label string, got, want []byte) {
	t.Helper()
	g, err := canonical(got)
	if err != nil {
		t.Errorf("%s: got error %v, want JSON: %s", label, err, got)
		return
	}
	w, err := canonical(want)
	if err != nil {
		t.Fatal(err)
	}
	if g != w {
		t.Errorf("%s:\ngot  %s\nwant %s", label, g, w)
	}
}
