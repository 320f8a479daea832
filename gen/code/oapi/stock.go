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

// The parts for which oapi-codegen uses its own templates. They are for programs that already use that code. Each part is a package. Package model
// contains the schemas and enums.
const (
	StockClient        = "stock-client"
	StockChiServer     = "stock-chi-server"
	StockStdHTTPServer = "stock-std-http-server"
	// StockStrictServer adds a strict server to the packages of the stock servers.
	StockStrictServer = "stock-strict-server"
)

// StockParts returns the parts for which oapi-codegen uses its own templates. Read generates them only if [Options] lists them.
func StockParts() []string {
	return []string{StockClient, StockChiServer, StockStdHTTPServer, StockStrictServer}
}

// stockPackage returns the directory and name of the package of a stock part.
func stockPackage(part string) string {
	return map[string]string{StockClient: "stockclient", StockChiServer: "stockchi", StockStdHTTPServer: "stockstd"}[part]
}

// stockNormalizer is the name by which oapi-codegen finds the naming function of stock parts.
const stockNormalizer = "specgen-stock"

// stockName converts a name like g.name, but does not change a status code. The field for status 200 is therefore JSON200.
func (g *generator) stockName(s string) string {
	if len(s) == 3 && statusCode(s) > 0 {
		return s
	}
	return g.name(s)
}

// stock writes the requested stock packages. Each package has its own copy of the document, because oapi-codegen changes the document that it
// reads. The caller must hold the mutex [generating].
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

// withoutConstraints returns a document whose texts do not contain +build. oapi-codegen copies a text into comments, and gofmt would move a line that
// starts with +build to the start of the file, as a build constraint. Package render uses lines.Of instead.
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

// textBodies sets the schema of text bodies to string. Package render streams text bodies and does not need a schema. For a text body without a
// schema, the stock templates write invalid Go.
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

// escapeNames escapes backslashes in the names of query, header and cookie parameters. The stock templates write the names between quotes.
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

// stockConfiguration returns the options of a stock part. The part uses the stock templates, except for the imports.
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

// stockNames changes the names of operations so that they are distinct. A stock package contains all areas and declares several names per
// operation. The first operation in the document keeps its name. A finding reports each new name.
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
				Message: fmt.Sprintf("other operations use names that oapi-codegen derives from %q, so the stock packages use %q; change operationId", usual, name),
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

// stockReserved contains the names that the stock templates declare in every package, and the fields of their client.
var stockReserved = []string{
	"Client", "Server", "RequestEditors", "ClientOption", "ClientInterface", "ClientWithResponses", "ClientWithResponsesInterface",
	"HttpRequestDoer", "RequestEditorFn",
	"ServerInterface", "ServerInterfaceWrapper", "Unimplemented", "MiddlewareFunc", "Handler", "HandlerFromMux", "HandlerWithOptions",
	"HandlerFromMuxWithBaseURL", "ChiServerOptions", "StdHTTPServerOptions", "ServeMux", "StrictServerInterface", "StrictHandlerFunc",
	"StrictMiddlewareFunc", "StrictHTTPServerOptions", "ErrorHandlerFunc",
}

// stockImports contains the packages that only the stock templates use, as "name path".
var stockImports = []string{
	"flate compress/flate", "gzip compress/gzip", "base64 encoding/base64", "xml encoding/xml", "os os", "mime mime", "path path", "yaml go.yaml.in/yaml/v3",
	"runtime github.com/oapi-codegen/runtime", "strictnethttp github.com/oapi-codegen/runtime/strictmiddleware/nethttp",
}

// visibleComments returns the edits that escape control and format characters in comments. oapi-codegen copies descriptions into comments without
// changes.
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

// readStock returns the package that oapi-codegen wrote for a stock part. It restores the media types of the document and escapes comments.
func readStock(pkg, text string, p *prepared, operations []stockOperation) (ir.Stock, error) {
	text = strings.ReplaceAll(text, "\x00", `\x00`) // method models also replaces NUL
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

// edit replaces bytes of a text.
type edit struct {
	start, end int
	text       string
}

// operationOf returns the operation with the longest name that is a prefix of the name of a declaration.
func operationOf(name string, decl ast.Decl, operations []stockOperation) (found stockOperation) {
	if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
		if of := longestIn(f.Name.Name, operations); of.Pointer != "" {
			return of
		}
	}
	return longestIn(name, operations)
}

// longestIn returns the operation with the longest name that is a prefix of name. It ignores a prefix that a stock template adds, such as New.
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

// exported returns the exported identifiers of a declaration.
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

// wireMedia returns the edits that restore the parameters of media types in a function that sends messages. The document that oapi-codegen reads
// does not contain these parameters.
func wireMedia(fset *token.FileSet, f *ast.FuncDecl, p *prepared, op stockOperation) []edit {
	key := op.Pointer + "/requestBody"
	if f.Recv != nil {
		key = ""
		suffix := strings.ToLower(strings.TrimPrefix(declared(f), op.name)) // 201JSONResponse
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
