// Command styles compares how specgen, oapi-codegen and ogen encode parameters in the clients and servers that they generate. For each cell of the
// table "Style Examples" of OpenAPI, it calls each client over HTTP. It compares the text on the wire with the text of the table. It also compares
// the value in the call with the value that the server of the same generator reads. It prints a Markdown page, or writes the page to the file that -o
// names.
//
//	go generate . && go test . && go run . -o ../../docs/internals/styles.md
//
// Command styles is a separate module, so that users of specgen do not depend on the other generators.
package main

//go:generate go run ./prepare

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ogen-go/ogen/middleware"

	"github.com/rasapi/specgen/bench/styles/oapicodegen"
	"github.com/rasapi/specgen/bench/styles/ogen"
	"github.com/rasapi/specgen/bench/styles/specgen/client"
	"github.com/rasapi/specgen/bench/styles/specgen/record"
	"github.com/rasapi/specgen/bench/styles/specgen/server"
	"github.com/rasapi/specgen/bench/styles/table"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("styles: ")
	out := flag.String("o", "", "write the page to `file` instead of the standard output")
	flag.Parse()
	results, err := measure(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		log.Fatal(err)
	}
	text := page(results, string(mod))
	if *out == "" {
		fmt.Print(text)
		return
	}
	if err := os.WriteFile(*out, []byte(text), 0o666); err != nil {
		log.Fatal(err)
	}
}

// generator is a code generator with the client and the server that it generates.
type generator struct {
	name, module string                                        // module is "" if the page shows no version
	dir          string                                        // directory of the code, and key in refused.json
	server       func(read func(any)) (http.Handler, error)    // returns a server that passes each decoded parameter to read
	client       func(url string, c *http.Client) (any, error) // returns a pointer to a client with a method for each accepted operation
	suffix       string                                        // end of each method name of the client
}

var generators = []generator{
	{
		name: "specgen", dir: "specgen",
		server: func(read func(any)) (http.Handler, error) {
			return server.New(server.Handlers{API: record.Handler{Record: read}}, server.Insecure())
		},
		client: func(url string, c *http.Client) (any, error) {
			made, err := client.New(url, client.WithHTTPClient(c))
			if err != nil {
				return nil, err
			}
			return made.API, nil
		},
	},
	{
		name: "oapi-codegen", module: "github.com/oapi-codegen/oapi-codegen/v2", dir: "oapicodegen", suffix: "WithResponse",
		server: func(read func(any)) (http.Handler, error) {
			first := func(oapicodegen.StrictHandlerFunc, string) oapicodegen.StrictHandlerFunc {
				return func(_ context.Context, _ http.ResponseWriter, _ *http.Request, request any) (any, error) {
					read(request)
					return nil, nil
				}
			}
			return oapicodegen.Handler(oapicodegen.NewStrictHandler(nil, []oapicodegen.StrictMiddlewareFunc{first})), nil
		},
		client: func(url string, c *http.Client) (any, error) {
			return oapicodegen.NewClientWithResponses(url, oapicodegen.WithHTTPClient(c))
		},
	},
	{
		name: "ogen", module: "github.com/ogen-go/ogen", dir: "ogen",
		server: func(read func(any)) (http.Handler, error) {
			return ogen.NewServer(nil, ogen.WithMiddleware(func(r middleware.Request, _ middleware.Next) (middleware.Response, error) {
				for _, value := range r.Params {
					read(value)
				}
				return middleware.Response{}, errors.New("the middleware read the value and did not call the handler")
			}))
		},
		client: func(url string, c *http.Client) (any, error) { return ogen.NewClient(url, ogen.WithClient(c)) },
	},
}

// result is the result of one generator for a cell.
type result struct {
	refused string // error with which the generator rejects the operation, or ""
	failed  string // error of the client if it sent no request, response of the server if it read no value, or ""
	sent    string // text on the wire
	read    string // JSON of the value that the server read
	sends   bool   // whether normal returns the same text for sent and for the text of the table; true if the table has no text
	reads   bool   // whether the server read the value of the call
}

// right reports whether the client sent the text of the table and the server read the value of the call.
func (r result) right() bool { return r.refused == "" && r.failed == "" && r.sends && r.reads }

// row contains the results of a cell, in the order of generators.
type row struct {
	table.Cell
	results []result
}

// measure calls the operation of each cell with each client and returns the results. It does not call an operation that the generator rejected.
func measure(ctx context.Context) ([]row, error) {
	data, err := os.ReadFile("refused.json")
	if err != nil {
		return nil, err
	}
	var refused map[string]map[string]string
	if err := json.Unmarshal(data, &refused); err != nil {
		return nil, err
	}
	var rows []row
	for _, c := range table.Cells() {
		rows = append(rows, row{Cell: c})
	}
	for _, g := range generators {
		x := &exchange{}
		handler, err := g.server(func(value any) { x.value = value })
		if err != nil {
			return nil, err
		}
		s := httptest.NewServer(handler)
		defer s.Close()
		x.RoundTripper = s.Client().Transport
		cl, err := g.client(s.URL, &http.Client{Timeout: 10 * time.Second, Transport: x})
		if err != nil {
			return nil, err
		}
		for i, at := range rows {
			if why, ok := refused[g.dir][at.ID()]; ok {
				rows[i].results = append(at.results, result{refused: why})
				continue
			}
			m := reflect.ValueOf(cl).MethodByName(at.Method() + g.suffix)
			if !m.IsValid() {
				return nil, fmt.Errorf("%s: the client has no method %s", g.name, at.Method()+g.suffix)
			}
			got, err := x.call(ctx, m, at.Cell)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", g.name, at.ID(), err)
			}
			rows[i].results = append(at.results, got)
		}
	}
	return rows, nil
}

// exchange is a transport that records the last request to a generated server and the response. value is the value that the server read, or nil.
type exchange struct {
	http.RoundTripper
	request *http.Request
	status  int
	body    []byte
	value   any
}

func (x *exchange) RoundTrip(r *http.Request) (*http.Response, error) {
	x.request = r
	res, err := x.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if x.body, err = io.ReadAll(res.Body); err != nil {
		return nil, err
	}
	x.status, res.Body = res.StatusCode, io.NopCloser(bytes.NewReader(x.body))
	return res, nil
}

// call calls a method of a client with the value of a cell, and returns the result.
func (x *exchange) call(ctx context.Context, method reflect.Value, c table.Cell) (result, error) {
	args := []reflect.Value{reflect.ValueOf(ctx)}
	for i := 1; i < method.Type().NumIn(); i++ {
		if method.Type().IsVariadic() && i == method.Type().NumIn()-1 {
			break
		}
		arg := reflect.New(method.Type().In(i)).Elem()
		if err := set(arg, c.Value); err != nil {
			return result{}, err
		}
		args = append(args, arg)
	}
	x.request, x.value = nil, nil
	out := method.Call(args)
	failed, _ := out[len(out)-1].Interface().(error)
	if x.request == nil {
		return result{failed: fmt.Sprintf("the client sends nothing: %v", failed)}, nil
	}
	r := result{sent: sent(c.In, x.request)}
	r.sends = c.Value == any(table.Reserved) || normal(r.sent) == normal(c.Text)
	if x.value == nil {
		r.failed = fmt.Sprintf("the server responds with %d: %s", x.status, bytes.TrimSpace(x.body))
		return r, nil
	}
	var err error
	if r.read, err = text(color(reflect.ValueOf(x.value)).Interface()); err != nil {
		return result{}, err
	}
	want, err := text(c.Value)
	r.reads = r.read == want
	return r, err
}

// set assigns the value of a cell to an argument. If the argument is a struct with a field Color, set assigns the value to this field. set returns an
// error if the value does not fit the type of the argument.
func set(v reflect.Value, value any) error {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if v.Kind() == reflect.Struct && v.FieldByName("Color").IsValid() {
		v = v.FieldByName("Color")
	}
	rgb, isObject := value.(table.RGB)
	if !isObject {
		if !reflect.TypeOf(value).ConvertibleTo(v.Type()) {
			return fmt.Errorf("the parameter has the type %v; want a type for %v", v.Type(), value)
		}
		v.Set(reflect.ValueOf(value).Convert(v.Type()))
		return nil
	}
	for name, n := range map[string]int{"R": rgb.R, "G": rgb.G, "B": rgb.B} {
		field := v.FieldByName(name)
		if !field.IsValid() || !field.CanInt() {
			return fmt.Errorf("the parameter has the type %v; want a type for %v", v.Type(), value)
		}
		field.SetInt(int64(n))
	}
	return nil
}

// color returns the field Color of a request object or of a struct of parameters. It returns any other value unchanged.
func color(v reflect.Value) reflect.Value {
	for _, name := range []string{"Params", "Color"} {
		if v.Kind() == reflect.Struct && v.FieldByName(name).IsValid() {
			v = v.FieldByName(name)
		}
	}
	return v
}

// text returns the JSON of a value, with the members of objects in sorted order.
func text(v any) (string, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		return "", err
	}
	data, err = json.Marshal(plain)
	return string(data), err
}

// sent returns the text of the parameter in a request.
func sent(in string, r *http.Request) string {
	switch in {
	case "query":
		return r.URL.RawQuery
	case "header":
		return r.Header.Get("Color")
	case "cookie":
		return strings.Join(r.Header["Cookie"], "; ")
	}
	_, segment, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	return segment
}

// member matches a member of the object in the texts of all styles.
var member = regexp.MustCompile(`[RGB]\]?(=|,|\||%20|\+)\d+`)

// normal sorts the members of the object in a text, and decodes percent-encoded dots, brackets and pipes. RFC 3986 does not require the encoding of
// dots. The table of OpenAPI 3.0.3 does not encode brackets and pipes.
func normal(text string) string {
	text = strings.NewReplacer("%2E", ".", "%5B", "[", "%5D", "]", "%7C", "|").Replace(text)
	members := member.FindAllString(text, -1)
	slices.Sort(members)
	return member.ReplaceAllStringFunc(text, func(string) string {
		first := members[0]
		members = members[1:]
		return first
	})
}

// page returns the Markdown page that reports rows. mod is the text of go.mod.
func page(rows []row, mod string) string {
	var b strings.Builder
	b.WriteString("# Styles of parameters\n\n" +
		"`make bench-styles` writes this page. For each cell of the table \"Style Examples\" of OpenAPI 3.0.4, the client of a generator calls its own server over\n" +
		"HTTP. All parameters have the name `color`, and the members of the object are integers.\n" +
		"The members of an object may be in any order, and dots, brackets and pipes may be percent-encoded.\n\n" +
		"- **right**: the client sends the text of the table, and the server reads the value of the call.\n" +
		"- **refused**: the generator rejects the document, with this error.\n\n")
	fmt.Fprintf(&b, "Versions: %s.\n\n", strings.Join(versions(mod), ", "))
	header(&b, "| in | style | explode | value | text of the table |")
	right := make([]int, len(generators))
	cells := 0
	for _, r := range rows {
		if r.Value == any(table.Reserved) {
			continue
		}
		cells++
		fmt.Fprintf(&b, "| %s | %s | %v | %s | %s |", r.In, r.Style, r.Explode, valueName(r.Cell), code(r.Text))
		for i, got := range r.results {
			if got.right() {
				right[i]++
			}
			fmt.Fprintf(&b, " %s |", verdict(got, got.sends))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nRight cells:")
	for i, g := range generators {
		fmt.Fprintf(&b, "%s %s %d of %d", map[bool]string{true: ","}[i > 0], g.name, right[i], cells)
	}
	b.WriteString(".\nTwo cells cannot be right: an empty string in style simple leaves an empty segment in the path, and routers do not match it with a parameter.\n\n")
	fmt.Fprintf(&b, "## Reserved characters\n\nThe table has no text for the string %s. A cell shows what the client sends. If the server reads\nanother value, the cell also shows that value.\n\n", code(table.Reserved))
	header(&b, "| in | style | explode |")
	for _, r := range rows {
		if r.Value != any(table.Reserved) {
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %v |", r.In, r.Style, r.Explode)
		for _, got := range r.results {
			fmt.Fprintf(&b, " %s |", verdict(got, false))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// header writes the header of a Markdown table: the given columns, and one column per generator.
func header(b *strings.Builder, columns string) {
	for _, g := range generators {
		columns += " " + g.name + " |"
	}
	fmt.Fprintf(b, "%s\n%s|\n", columns, strings.Repeat("|---", strings.Count(columns, "|")-1))
}

// verdict returns the text of a result. If omitSent is true, the text does not contain what the client sends.
func verdict(r result, omitSent bool) string {
	switch {
	case r.refused != "":
		return "refused: " + code(r.refused)
	case omitSent && r.right():
		return "right"
	}
	var parts []string
	if !omitSent && (r.sent != "" || r.failed == "") {
		parts = append(parts, "sends "+code(r.sent))
	}
	switch {
	case r.failed != "":
		what, why, ok := strings.Cut(r.failed, ": ")
		if ok {
			what += ": " + code(why)
		}
		parts = append(parts, what)
	case !r.reads:
		parts = append(parts, "reads "+code(r.read))
	}
	return strings.Join(parts, "; ")
}

// valueName returns "empty string" for "", and the kind of any other value.
func valueName(c table.Cell) string {
	if c.Value == any("") {
		return "empty string"
	}
	return c.Kind
}

// code returns text as Markdown code for a table cell, or "(empty)" for "". It shortens the text to 100 characters.
func code(text string) string {
	if text == "" {
		return "(empty)"
	}
	if r := []rune(text); len(r) > 100 {
		text = string(r[:99]) + "…"
	}
	return "`" + strings.ReplaceAll(text, "|", `\|`) + "`"
}

// versions returns the names of the generators with the versions of their modules in mod, the text of go.mod.
func versions(mod string) (list []string) {
	for line := range strings.Lines(mod) {
		fields := strings.Fields(line)
		for _, g := range generators {
			if len(fields) > 1 && fields[0] == g.module {
				list = append(list, g.name+" "+fields[1])
			}
		}
	}
	return list
}
