package oapi

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
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

// The parts that oapi-codegen generates with its own templates, for programs that already use such code. Each part except StockStrictServer is a
// package. The packages use the types of package model.
const (
	StockClient        = "stock-client"
	StockChiServer     = "stock-chi-server"
	StockStdHTTPServer = "stock-std-http-server"
	// StockStrictServer adds a strict server to the packages of the stock servers.
	StockStrictServer = "stock-strict-server"
)

// StockParts returns the parts for which oapi-codegen uses its own templates. Read generates a part only if [Options.Stock] lists it.
func StockParts() []string {
	return []string{StockClient, StockChiServer, StockStdHTTPServer, StockStrictServer}
}

// stockPackage returns the name of the package of a stock part, which is also the name of its directory. For StockStrictServer, it returns "".
func stockPackage(part string) string {
	return map[string]string{StockClient: "stockclient", StockChiServer: "stockchi", StockStdHTTPServer: "stockstd"}[part]
}

// stockNormalizer is the name under which oapi-codegen finds [generator.stockName].
const stockNormalizer = "specgen-stock"

// stockName converts a name as g.name does, but returns a status such as 200 or 2XX unchanged. The name of the field for status 200 is therefore
// JSON200.
func (g *generator) stockName(s string) string {
	if len(s) == 3 && statusCode(s) > 0 {
		return s
	}
	return g.name(s)
}

// stock generates the requested stock packages. It uses a separate copy of the document for each package, because oapi-codegen changes the document
// that it reads. The caller must hold the mutex [generating].
func (g *generator) stock(ctx context.Context) error {
	codegen.NameNormalizers[stockNormalizer] = g.stockName
	defer delete(codegen.NameNormalizers, stockNormalizer)
	for _, part := range StockParts() {
		pkg := stockPackage(part)
		if pkg == "" || !slices.Contains(g.options.Stock, part) {
			continue
		}
		doc, err := document(ctx, withoutConstraints(g.spec))
		if err != nil {
			return err
		}
		p := prepare(doc, g.spec, g.name, g.options.Nulls)
		textBodies(doc)
		escapeNames(doc)
		names := g.stockNames(doc)
		operations := &openapi3.T{OpenAPI: doc.OpenAPI, Info: doc.Info, Paths: doc.Paths, Components: &openapi3.Components{}}
		text, err := generate(operations, g.stockConfiguration(part))
		if err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
		stock, err := readStock(pkg, text, p, names)
		if err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
		g.out.Stock = append(g.out.Stock, stock)
	}
	return nil
}

// withoutConstraints returns a copy of s without +build in titles, summaries, descriptions and reasons for deprecations. oapi-codegen copies these
// texts into comments. gofmt treats a comment line that starts with +build as a build constraint, and would move it to the start of the file. Package
// render does not need this copy, because lines.Of changes such lines.
func withoutConstraints(s *spec.Spec) *spec.Spec {
	changed := map[*oas.Node]*oas.Node{}
	var walk func(n *oas.Node)
	walk = func(n *oas.Node) {
		for key, value := range n.Each() {
			switch key {
			case "title", "summary", "description", "x-deprecated-reason":
				if value.Type == oas.String && strings.Contains(value.Value, "+build") {
					changed[value] = oas.NewString(strings.ReplaceAll(value.Value, "+build", "+ build"), value)
				}
			}
			walk(value)
		}
		for _, item := range n.List() {
			walk(item)
		}
	}
	walk(s.At(""))
	return s.Replace(changed)
}

// textBodies sets a string schema for text/plain bodies without a schema. Method content has removed these schemas, because package render streams
// the bodies. For a text/plain body without a schema, the stock templates write invalid Go.
func textBodies(doc *openapi3.T) {
	texts := func(content openapi3.Content) {
		if media := content["text/plain"]; media != nil && media.Schema == nil {
			media.Schema = &openapi3.SchemaRef{Value: openapi3.NewStringSchema()}
		}
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody != nil && op.RequestBody.Value != nil {
				texts(op.RequestBody.Value.Content)
			}
			for _, response := range op.Responses.Map() {
				if response.Value != nil {
					texts(response.Value.Content)
				}
			}
		}
	}
}

// escapeNames escapes backslashes in the names of query, header and cookie parameters. The stock templates write these names into string literals
// without escaping them.
func escapeNames(doc *openapi3.T) {
	done := map[*openapi3.Parameter]bool{}
	escape := func(list openapi3.Parameters) {
		for _, ref := range list {
			if p := ref.Value; p != nil && p.In != openapi3.ParameterInPath && !done[p] {
				done[p] = true
				p.Name = strings.ReplaceAll(p.Name, `\`, `\\`)
			}
		}
	}
	for _, item := range doc.Paths.Map() {
		escape(item.Parameters)
		for _, op := range item.Operations() {
			escape(op.Parameters)
		}
	}
}

// stockConfiguration returns the configuration of oapi-codegen for a stock part. It replaces only one of the stock templates, imports.tmpl.
func (g *generator) stockConfiguration(part string) codegen.Configuration {
	o := g.configuration(codegen.GenerateOptions{
		Models: true, Client: part == StockClient, ChiServer: part == StockChiServer, StdHTTPServer: part == StockStdHTTPServer,
		Strict: part != StockClient && slices.Contains(g.options.Stock, StockStrictServer),
	})
	o.PackageName = stockPackage(part)
	o.OutputOptions.NameNormalizer = stockNormalizer
	o.OutputOptions.UserTemplates = map[string]string{"imports.tmpl": o.OutputOptions.UserTemplates["imports.tmpl"]}
	return o
}

// stockOperation is an operation with its name in the stock packages.
type stockOperation struct {
	spec.Operation
	name string
}

// stockNames renames operations so that the names that the stock templates derive from them are distinct. A stock package contains the operations of
// all areas, and declares several names per operation. If the names of several operations conflict, the first operation in the document keeps its
// name. An operation whose names conflict with stockReserved gets a new name. stockNames reports a finding for each new name. It returns the
// operations with their names.
func (g *generator) stockNames(doc *openapi3.T) []stockOperation {
	taken := map[string]bool{}
	for _, name := range stockReserved {
		taken[name] = true
	}
	clash := func(name string) bool {
		return slices.ContainsFunc(stockSuffixes, func(suffix string) bool { return taken[name+suffix] })
	}
	var list []stockOperation
	for _, op := range g.spec.Operations() {
		item := doc.Paths.Value(op.Path)
		if item == nil || item.GetOperation(op.Method) == nil {
			continue
		}
		o := item.GetOperation(op.Method)
		usual := g.name(o.OperationID)
		name := names.Distinct(o.OperationID, g.name, clash)
		if name != usual {
			o.OperationID = name
			g.found = append(g.found, report.Finding{
				Rule: "stock-names", Severity: report.Warning, Pos: g.spec.Position(op.Pointer), Pointer: op.Pointer,
				Message: fmt.Sprintf("names that oapi-codegen derives from %q are already in use, so the stock packages use %q; change operationId", usual, name),
			})
		}
		for _, suffix := range stockSuffixes {
			taken[name+suffix] = true
		}
		list = append(list, stockOperation{op, name})
	}
	return list
}

// stockSuffixes contains the suffixes that the stock templates append to the name of an operation (v2.8.2, client.tmpl, client-with-responses.tmpl,
// strict-interface.tmpl, operations.go).
var stockSuffixes = []string{
	"", "WithBody", "WithResponse", "WithBodyWithResponse", "WithFormdataBody", "WithFormdataBodyWithResponse", "WithTextBody",
	"WithTextBodyWithResponse", "Params", "Response", "JSONBody", "JSONRequestBody", "FormdataBody", "FormdataRequestBody", "MultipartBody",
	"MultipartRequestBody", "TextBody", "TextRequestBody", "RequestObject", "ResponseObject",
}

// stockReserved contains the names that the stock templates declare independently of the operations, and the names of the fields of their client.
var stockReserved = []string{
	"Client", "Server", "RequestEditors", "ClientOption", "ClientInterface", "ClientWithResponses", "ClientWithResponsesInterface",
	"HttpRequestDoer", "RequestEditorFn",
	"ServerInterface", "ServerInterfaceWrapper", "Unimplemented", "MiddlewareFunc", "Handler", "HandlerFromMux", "HandlerWithOptions",
	"HandlerFromMuxWithBaseURL", "ChiServerOptions", "StdHTTPServerOptions", "ServeMux", "StrictServerInterface", "StrictHandlerFunc",
	"StrictMiddlewareFunc", "StrictHTTPServerOptions", "ErrorHandlerFunc",
}

// stockImports contains the imports that only the stock packages need, in the form "name path".
var stockImports = []string{
	"flate compress/flate", "gzip compress/gzip", "base64 encoding/base64", "xml encoding/xml", "os os", "mime mime", "path path", "yaml go.yaml.in/yaml/v3",
	"runtime github.com/oapi-codegen/runtime", "strictnethttp github.com/oapi-codegen/runtime/strictmiddleware/nethttp",
}

// visibleComments returns the edits that escape control and format characters in comments. oapi-codegen copies descriptions into comments without
// escaping these characters.
func visibleComments(fset *token.FileSet, file *ast.File) []edit {
	var edits []edit
	for _, group := range file.Comments {
		for _, c := range group.List {
			if text := report.VisibleLines(c.Text); text != c.Text {
				edits = append(edits, edit{fset.Position(c.Pos()).Offset, fset.Position(c.End()).Offset, text})
			}
		}
	}
	return edits
}

// readStock converts the text that oapi-codegen has written for a stock part to an [ir.Stock]. It restores the media types of the document, and
// escapes control and format characters in comments.
func readStock(pkg, text string, p *prepared, operations []stockOperation) (ir.Stock, error) {
	text = strings.ReplaceAll(text, "\x00", `\x00`) // a description may contain NUL, which Go source must not contain
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return ir.Stock{}, fmt.Errorf("the text that oapi-codegen wrote is not valid Go: %w", err)
	}
	stock := ir.Stock{Name: pkg, Imports: stockImports}
	edits := visibleComments(fset, file)
	for _, decl := range file.Decls {
		name := declared(decl)
		op := operationOf(name, decl, operations)
		stock.Symbols = append(stock.Symbols, exported(name, decl, op.Pointer)...)
		if f, ok := decl.(*ast.FuncDecl); ok && op.Pointer != "" {
			edits = append(edits, wireMedia(fset, f, p, op)...)
		}
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.start - b.start })
	var edited strings.Builder
	at := 0
	for _, e := range edits {
		edited.WriteString(text[at:e.start] + e.text)
		at = e.end
	}
	edited.WriteString(text[at:])
	_, stock.Source, _ = strings.Cut(edited.String(), "\n") // remove the package clause
	return stock, nil
}

// edit replaces the bytes from start up to end with text.
type edit struct {
	start, end int
	text       string
}

// operationOf returns the operation to which a declaration belongs (see [longestIn]). For a method, operationOf first tries the name of the method,
// and then name, which is the name of the receiver type. If there is no such operation, the Pointer of the result is empty.
func operationOf(name string, decl ast.Decl, operations []stockOperation) (found stockOperation) {
	if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
		if of := longestIn(f.Name.Name, operations); of.Pointer != "" {
			return of
		}
	}
	return longestIn(name, operations)
}

// longestIn returns the operation with the longest name that is a prefix of name. The name may have a prefix that the stock templates add, such as
// New. A lower-case letter must not follow the name of the operation, because that letter would belong to a longer word.
func longestIn(name string, operations []stockOperation) (found stockOperation) {
	for _, prefix := range []string{"", "New", "Parse", "Visit"} {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		for _, op := range operations {
			tail, ok := strings.CutPrefix(rest, op.name)
			if ok && len(op.name) > len(found.name) && (tail == "" || tail[0] < 'a' || tail[0] > 'z') {
				found = op
			}
		}
	}
	return found
}

// exported returns a symbol for each exported identifier in a declaration. Each symbol has the given pointer.
func exported(name string, decl ast.Decl, pointer string) []ir.Symbol {
	if !ast.IsExported(name) {
		return nil
	}
	if f, ok := decl.(*ast.FuncDecl); ok {
		switch {
		case f.Recv == nil:
			return []ir.Symbol{{Name: name, Pointer: pointer}}
		case ast.IsExported(f.Name.Name):
			return []ir.Symbol{{Name: name, Member: f.Name.Name, Pointer: pointer}}
		}
		return nil
	}
	list := []ir.Symbol{{Name: name, Pointer: pointer}}
	ast.Inspect(decl, func(n ast.Node) bool {
		fields, ok := n.(*ast.FieldList)
		if !ok {
			return true
		}
		for _, field := range fields.List {
			for _, id := range field.Names {
				if ast.IsExported(id.Name) {
					list = append(list, ir.Symbol{Name: name, Member: id.Name, Pointer: pointer})
				}
			}
		}
		return false
	})
	return list
}

// wireMedia returns the edits that restore the document's media type in a function that builds a request or writes a response. The document that
// oapi-codegen reads contains only canonical media types (see [canonicalType]).
func wireMedia(fset *token.FileSet, f *ast.FuncDecl, p *prepared, op stockOperation) []edit {
	key := op.Pointer + "/requestBody"
	if f.Recv != nil {
		key = ""
		suffix := strings.ToLower(strings.TrimPrefix(declared(f), op.name)) // such as 201jsonresponse
		for _, status := range op.Object().Node.Get("responses").Keys() {
			if strings.HasPrefix(suffix, strings.ToLower(status)) && strings.HasPrefix(f.Name.Name, "Visit") {
				key = op.Pointer + oas.Pointer("responses", status)
			}
		}
	} else if !strings.HasPrefix(f.Name.Name, "New") {
		return nil
	}
	wire := p.media[key]
	canonical := canonicalType(wire)
	if wire == "" || wire == canonical {
		return nil
	}
	var edits []edit
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && lit.Value == strconv.Quote(canonical) {
			edits = append(edits, edit{fset.Position(lit.Pos()).Offset, fset.Position(lit.End()).Offset, strconv.Quote(wire)})
		}
		return true
	})
	return edits
}
