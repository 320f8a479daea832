package code

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/code/oapi"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// Config says how the code is named and what it imports.
type Config struct {
	Package     string   // import path of the tree's root, "github.com/rasapi/specgen/generated"
	Rest        string   // import path of the run time; "" is this module's
	Initialisms []string // see [Namer]
	Parts       []string // what is made, see [Parts]; empty for all
	Packages    string   // packages of the operations, see [Layouts]; "" for the first
	Router      string   // router of the server, see [Routers]; "" for the first
}

// Layouts returns the ways to distribute operations over packages: one package per area, or a single package named api.
func Layouts() []string { return []string{"area", "one"} }

// Routers returns the routers that a server can use: go-chi/chi, or an [http.ServeMux].
func Routers() []string { return []string{"chi", "std"} }

// Parts lists what can be made by itself. A client and a server come with the models, models with the enums, whose types they have.
func Parts() []string { return []string{"enums", "models", "client", "server"} }

// makes tells whether a part is made.
func (c Config) makes(part string) bool {
	switch {
	case slices.Contains(c.Parts, part):
		return true
	case slices.Contains(StockParts(), part):
		return false
	}
	return len(c.Parts) == 0 || part == "models" && slices.ContainsFunc(c.Parts, func(made string) bool { return made != "enums" })
}

// sides are the parts that have a package for each area.
func (c Config) sides() []string {
	return slices.DeleteFunc([]string{"client", "server"}, func(side string) bool { return !c.makes(side) })
}

// ServesMux tells whether a server of ours on an http.ServeMux is made.
func (c Config) ServesMux() bool { return c.makes("server") && c.Router == "std" }

// DefaultRest is the import path of package rest.
const DefaultRest = "github.com/rasapi/specgen/rest"

// Result is the generated code, without the enums.
type Result struct {
	Tree  *tree.Tree
	Enums []ir.Enum
	Found report.List // names that were repaired, or why there is no code
}

// generating guards oapi-codegen, which keeps its options and the document in package variables (v2.8.2, codegen.go, globalState).
var generating sync.Mutex

// Generate makes the code of a document that has passed lint. If Found has errors, the Result has no code. An error means that oapi-codegen
// refused the document or that what it made cannot be cut up; it names the operation or schema.
func Generate(ctx context.Context, s *spec.Spec, cfg Config) (*Result, error) {
	if cfg.Package == "" {
		return nil, errors.New("code: the import path of the generated code is missing")
	}
	if cfg.Rest == "" {
		cfg.Rest = DefaultRest
	}
	doc, err := s.Document(ctx)
	if err != nil {
		return nil, err
	}
	if doc.Paths == nil {
		doc.Paths = openapi3.NewPaths()
	}
	g := &generator{cfg: cfg, spec: s, tree: tree.New(), name: names.Memoize(names.Namer(cfg.Initialisms)), enumAt: map[string]int{}, null: map[*openapi3.Schema]bool{}, propertyAt: map[string]map[string]string{}}
	g.api = api(doc)
	g.prepared = prepare(doc, s, g.name)
	if found, err := g.prepared.bound(maxProperties); err != nil || len(found) > 0 {
		return &Result{Tree: g.tree, Found: found}, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := g.run(ctx, doc); err != nil {
		return nil, err
	}
	if err := g.format(ctx); err != nil {
		return nil, err
	}
	return &Result{Tree: g.tree, Enums: g.enums, Found: g.found.Compact()}, nil
}

type generator struct {
	cfg      Config
	spec     *spec.Spec
	name     func(string) string
	tree     *tree.Tree
	sources  []source // of the tree's Go files
	api      apiInfo
	prepared *prepared
	types    []codegen.TypeDefinition
	areas    []*area
	secrets  map[string][]string // name of a type that holds secrets -> its secret fields
	typeAt   map[string][]int    // type name -> its indexes in types
	enums    []ir.Enum
	enumAt   map[string]int // type name -> its index in enums
	found    report.List

	null       map[*openapi3.Schema]bool    // results of allowsNull
	propertyAt map[string]map[string]string // results of properties, by pointer
}

// normalizer is the key of our naming function among oapi-codegen's.
const normalizer = "specgen"

// run calls oapi-codegen twice, for the models and for the operations. What the templates need from it is taken by template
// functions; only the declarations of the models are taken from its text.
func (g *generator) run(ctx context.Context, doc *openapi3.T) error {
	models := &openapi3.T{OpenAPI: doc.OpenAPI, Info: doc.Info, Paths: openapi3.NewPaths(), Components: &openapi3.Components{Schemas: doc.Components.Schemas}}
	operations := &openapi3.T{OpenAPI: doc.OpenAPI, Info: doc.Info, Paths: doc.Paths, Components: &openapi3.Components{}}

	generating.Lock()
	defer generating.Unlock()
	codegen.NameNormalizers[normalizer] = g.name
	codegen.TemplateFunctions["specgenTypes"] = func(types []codegen.TypeDefinition) string {
		g.types = append(g.types, types...)
		return ""
	}
	codegen.TemplateFunctions["specgenNames"] = wireNames
	var collected error
	codegen.TemplateFunctions["specgenOperations"] = func(ops []codegen.OperationDefinition) string {
		collected = g.collect(ctx, ops)
		return ""
	}
	defer func() {
		delete(codegen.NameNormalizers, normalizer)
		delete(codegen.TemplateFunctions, "specgenTypes")
		delete(codegen.TemplateFunctions, "specgenNames")
		delete(codegen.TemplateFunctions, "specgenOperations")
	}()

	text, err := generate(models, g.options(codegen.GenerateOptions{Models: true}))
	if err != nil {
		return fmt.Errorf("models: %w", err)
	}
	if err := g.models(ctx, text); err != nil {
		return fmt.Errorf("models: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := generate(operations, g.options(codegen.GenerateOptions{Client: true})); err != nil {
		return fmt.Errorf("operations: %w", err)
	}
	if collected != nil {
		return fmt.Errorf("operations: %w", collected)
	}
	if err := g.render(ctx); err != nil {
		return err
	}
	return g.stock(ctx)
}

// generate calls oapi-codegen, and makes an error of a panic: v2.8.2 has places that a document can reach (merge_schemas.go with an empty
// allOf was one).
func generate(doc *openapi3.T, options codegen.Configuration) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("oapi-codegen failed on this document, which is a defect of it or of specgen: %v", fault)
		}
	}()
	return codegen.Generate(doc, options)
}

// options are the same on every call: oapi-codegen leaks what one call sets and the next leaves out.
func (g *generator) options(generate codegen.GenerateOptions) codegen.Configuration {
	version := "specgen"
	o := codegen.Configuration{
		PackageName: "model",
		Generate:    generate,
		Compatibility: codegen.CompatibilityOptions{
			AlwaysPrefixEnumValues: true,
		},
		OutputOptions: codegen.OutputOptions{
			SkipFmt: true, SkipPrune: true, SkipEnumValidate: true, NameNormalizer: normalizer, ResponseTypeSuffix: "Response",
			GenerateTypesForAnonymousSchemas: true,
			// oapi-codegen makes a number without a known format a float32, which loses digits of most amounts and measures.
			TypeMapping: &codegen.TypeMapping{Number: codegen.FormatMapping{Default: codegen.SimpleTypeSpec{Type: "float64"}}},
			UserTemplates: map[string]string{
				// A value of one line would be taken for a file name: each has two. One of white space alone would leave the stock template as it is
				// (text/template, Template.Parse).
				"imports.tmpl":               "package {{.PackageName}}\n",
				"constants.tmpl":             nothing,
				"typedef.tmpl":               "{{specgenTypes .Types}}\n" + typedefTemplate,
				"additional-properties.tmpl": openTemplate,
				"union.tmpl":                 oapi.Union,
				"client.tmpl":                "{{specgenOperations .}}\n\n",
				"client-with-responses.tmpl": nothing,
			},
		},
		ImportMapping:        map[string]string{modelsFile: "model " + g.cfg.Package + "/model"},
		NoVCSVersionOverride: &version,
	}
	return o
}

// nothing is a template that makes nothing.
const nothing = "{{``}}\n\n"

const typedefTemplate = `{{range .Types}}
type {{.TypeName}} {{if .IsAlias }}={{end}} {{.Schema.TypeDecl}}
{{end}}
`

// barePrefix begins the name of a type that is another one without its methods. Types of schemas begin with a capital.
const barePrefix = "open"

// openTemplate is for objects that keep the members that their schema does not know. A model has many of them, so the compiler gets little
// to do: one type without methods for both, a pointer instead of a copy, and one text for all names.
const openTemplate = `{{range .Types}}{{if eq 0 (len .Schema.UnionElements)}}
// UnmarshalJSON keeps the members that the schema does not know in AdditionalProperties.
func (a *{{.TypeName}}) UnmarshalJSON(b []byte) error {
	return protocol.UnmarshalOpen(b, (*open{{.TypeName}})(a), &a.AdditionalProperties,{{specgenNames .Schema.Properties}})
}

// MarshalJSON sends AdditionalProperties beside the members that the schema knows.
func (a {{.TypeName}}) MarshalJSON() ([]byte, error) {
	return protocol.MarshalOpen((*open{{.TypeName}})(&a), a.AdditionalProperties)
}

type open{{.TypeName}} {{.TypeName}}
{{end}}{{end}}
`

// wireNames is the names of properties with commas between them, as a Go expression of one or more lines and the blank or line break before it.
func wireNames(properties []codegen.Property) string {
	var lines []string
	line := ""
	for i, p := range properties {
		if line != "" && len(line)+len(p.JsonFieldName) > 100 {
			lines, line = append(lines, strconv.Quote(line)), ""
		}
		line += p.JsonFieldName
		if i < len(properties)-1 {
			line += ","
		}
	}
	if lines = append(lines, strconv.Quote(line)); len(lines) == 1 && len(line) < 30 {
		return " " + lines[0]
	}
	return "\n\t\t" + strings.Join(lines, "+\n\t\t\t")
}

// apiInfo is what the facades say about the document as a whole.
type apiInfo struct {
	Title, Version string
	Description    string
	Auth           auth
}

// auth is the security scheme of the client's token, the first usable one, and how it carries the token.
type auth struct{ Scheme, Kind, Name string } // Kind: "header", "query", "cookie", "bearer", "basic", ""

func api(doc *openapi3.T) apiInfo {
	info := apiInfo{}
	if doc.Info != nil {
		info.Title, info.Version, info.Description = doc.Info.Title, doc.Info.Version, doc.Info.Description
	}
	if doc.Components == nil {
		return info
	}
	schemes := doc.Components.SecuritySchemes
	for _, name := range append(requiredSchemes(doc), slices.Sorted(maps.Keys(schemes))...) {
		ref := schemes[name]
		if ref == nil || ref.Value == nil {
			continue
		}
		switch v := ref.Value; {
		case v.Type == "apiKey":
			info.Auth = auth{Scheme: name, Kind: v.In, Name: v.Name}
		case v.Type == "http" && strings.EqualFold(v.Scheme, "basic"):
			info.Auth = auth{Scheme: name, Kind: "basic"}
		case v.Type == "http" && strings.EqualFold(v.Scheme, "bearer"), v.Type == "oauth2", v.Type == "openIdConnect":
			info.Auth = auth{Scheme: name, Kind: "bearer"}
		default:
			continue
		}
		return info
	}
	return info
}

// requiredSchemes returns the security schemes that the document requires, then those of its operations. In each of the two, schemes that
// suffice alone come before those of an alternative with several.
func requiredSchemes(doc *openapi3.T) []string {
	var alone, together []string
	add := func(requirements openapi3.SecurityRequirements) {
		for _, requirement := range requirements {
			if len(requirement) == 1 {
				alone = append(alone, slices.Sorted(maps.Keys(requirement))...)
			} else {
				together = append(together, slices.Sorted(maps.Keys(requirement))...)
			}
		}
	}
	add(doc.Security)
	names := slices.Concat(alone, together)
	alone, together = nil, nil
	if doc.Paths != nil {
		paths := doc.Paths.Map()
		for _, path := range slices.Sorted(maps.Keys(paths)) {
			operations := paths[path].Operations()
			for _, method := range slices.Sorted(maps.Keys(operations)) {
				if security := operations[method].Security; security != nil {
					add(*security)
				}
			}
		}
	}
	return slices.Concat(names, alone, together)
}
