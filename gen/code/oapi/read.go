package oapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
)

// Options are the settings of [Read].
type Options struct {
	Initialisms []string        // see [names.Namer]
	OnePackage  bool            // whether all operations are in one area with the name api
	Stock       []string        // requested stock parts; see [StockParts]
	Types       []string        // Go types of scalars, such as "string/uuid=github.com/google/uuid.UUID"; see [TypePattern]
	Nulls       bool            // whether nullable members of a JSON request body get the type rest.Null
	Variables   map[string]bool // identifiers that the variable of a path parameter must not use
	Packages    map[string]bool // identifiers that must not name the package of an area in the facades
}

// generating guards oapi-codegen, because oapi-codegen keeps its options and the document in package variables (v2.8.2, codegen.go, globalState).
var generating sync.Mutex

// Read converts a document to an [ir.Package]. Lint must have found no errors in the document. Read returns a finding for each operation that has
// another name in a stock package. If oapi-codegen rejects parts of the document, or if the document is too large for oapi-codegen, Read returns
// findings that are errors, and the package is nil. Read returns an error if ctx is canceled, if kin-openapi cannot read the document, if
// oapi-codegen writes code that Read cannot parse, or if a stock package cannot be generated.
func Read(ctx context.Context, s *spec.Spec, o Options) (*ir.Package, report.List, error) {
	doc, err := document(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	g := &generator{
		options: o, spec: s, name: names.Memoize(names.Namer(o.Initialisms)), out: &ir.Package{API: api(doc)}, enumAt: map[string]int{},
		scalars: codegen.DefaultTypeMapping.Merge(*typeMapping(o.Types)), null: map[*openapi3.Schema]bool{}, schemaOf: map[string]codegen.Schema{}, propertyAt: map[string]map[string]string{},
	}
	g.prepared = prepare(doc, s, g.name, o.Nulls)
	for name, path := range typeImports(o.Types) {
		g.prepared.imports[name] = path
	}
	if found, err := g.prepared.bound(maxProperties); err != nil || len(found) > 0 {
		return nil, found, err
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if err := g.run(ctx, doc); err != nil {
		if refused, ok := errors.AsType[refusals](err); ok {
			return nil, report.List(refused), nil
		}
		return nil, nil, err
	}
	g.out.API.Server, g.out.API.Problem, g.out.Imports = g.server(), g.problem(), g.prepared.imports
	return g.out, g.found, nil
}

// listsOfThemselves returns, by type name, whether a type is a list or a map that contains itself, directly or through other lists and maps. Go
// permits type Tree []Tree, but does not permit the alias type Tree = []Tree.
func (g *generator) listsOfThemselves() map[string]bool {
	found := map[string]bool{}
	for name := range g.schemaOf {
		var path []string
		at := map[string]int{}
		for {
			schema, known := g.schemaOf[name]
			_, done := found[name]
			if _, repeated := at[name]; !known || done || repeated {
				break
			}
			at[name], path = len(path), append(path, name)
			typ := schema.TypeDecl()
			if typ == name {
				typ = "" // the declaration is a struct with this name
			}
			name = strings.TrimLeft(strings.ReplaceAll(typ, "map[string]", ""), "[]*")
		}
		start, repeated := at[name]
		for i, one := range path {
			found[one] = repeated && i >= start
		}
	}
	return found
}

// document returns the document as a kin-openapi document. The field Paths of the result is not nil.
func document(ctx context.Context, s *spec.Spec) (*openapi3.T, error) {
	doc, err := s.Document(ctx)
	if err == nil && doc.Paths == nil {
		doc.Paths = openapi3.NewPaths()
	}
	return doc, err
}

// generator holds the state of one call to [Read].
type generator struct {
	options  Options
	spec     *spec.Spec
	name     func(string) string
	prepared *prepared
	scalars  codegen.TypeMapping // Go types of scalars
	types    []codegen.TypeDefinition
	secrets  map[string][]string       // names of the secret fields, by the name of the type that contains secrets
	schemaOf map[string]codegen.Schema // schema by type name
	typeAt   map[string][]int          // indices in types by type name
	enumAt   map[string]int            // index in out.Enums by type name
	out      *ir.Package
	found    report.List

	null       map[*openapi3.Schema]bool    // results of allowsNull
	propertyAt map[string]map[string]string // results of the method called properties, by pointer
}

// normalizer is the name by which oapi-codegen finds the naming function of this package.
const normalizer = "specgen"

// run calls oapi-codegen for the models, for the operations, and for each stock package. The templates in [userTemplates] call functions of this
// package. Some of these functions collect the types and the operations, and others return data to the templates. From the text that oapi-codegen
// writes, run reads only the declarations of the models and the stock packages.
func (g *generator) run(ctx context.Context, doc *openapi3.T) error {
	models := &openapi3.T{OpenAPI: doc.OpenAPI, Info: doc.Info, Paths: openapi3.NewPaths(), Components: &openapi3.Components{Schemas: doc.Components.Schemas}}
	operations := &openapi3.T{OpenAPI: doc.OpenAPI, Info: doc.Info, Paths: doc.Paths, Components: &openapi3.Components{}}

	generating.Lock()
	defer generating.Unlock()
	codegen.NameNormalizers[normalizer] = g.name
	codegen.TemplateFunctions["specgenTypes"] = func(types []codegen.TypeDefinition) []codegen.TypeDefinition {
		for _, t := range types {
			g.schemaOf[t.TypeName] = t.Schema
		}
		types = g.setFields(types)
		recursive := g.listsOfThemselves()
		for i, t := range types {
			types[i].Schema.DefineViaAlias = t.Schema.DefineViaAlias && !recursive[t.TypeName]
			g.schemaOf[t.TypeName] = types[i].Schema
		}
		g.types = append(g.types, types...)
		return types
	}
	codegen.TemplateFunctions["specgenNames"] = wireNames
	codegen.TemplateFunctions["specgenPresence"] = presence
	codegen.TemplateFunctions["specgenTags"] = g.setTags
	codegen.TemplateFunctions["specgenAlternatives"] = g.alternatives
	codegen.TemplateFunctions["specgenFormat"] = func(name string) string { return strings.ReplaceAll(name, "%", "%%") }
	var collected error
	codegen.TemplateFunctions["specgenOperations"] = func(ops []codegen.OperationDefinition) string {
		collected = g.collect(ctx, ops)
		return ""
	}
	defer func() {
		delete(codegen.NameNormalizers, normalizer)
		delete(codegen.TemplateFunctions, "specgenTypes")
		delete(codegen.TemplateFunctions, "specgenNames")
		delete(codegen.TemplateFunctions, "specgenPresence")
		delete(codegen.TemplateFunctions, "specgenTags")
		delete(codegen.TemplateFunctions, "specgenAlternatives")
		delete(codegen.TemplateFunctions, "specgenFormat")
		delete(codegen.TemplateFunctions, "specgenOperations")
	}()

	text, err := generate(models, g.configuration(codegen.GenerateOptions{Models: true}))
	if err != nil {
		return g.refusedModels(ctx, models, err)
	}
	if err := g.models(ctx, text); err != nil {
		return fmt.Errorf("models: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := generate(operations, g.configuration(codegen.GenerateOptions{Client: true})); err != nil {
		return g.refusedOperations(ctx, operations, err)
	}
	if collected != nil {
		return fmt.Errorf("operations: %w", collected)
	}
	return g.stock(ctx)
}

// generate calls oapi-codegen, and converts a panic to an error. oapi-codegen v2.8.2 panics on some documents, for example on an empty allOf
// (merge_schemas.go).
func generate(doc *openapi3.T, options codegen.Configuration) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("oapi-codegen panicked on this document, which is a bug in oapi-codegen or specgen: %v", fault)
		}
	}()
	return codegen.Generate(doc, options)
}

// configuration returns the configuration for a call to oapi-codegen. It sets every option that any call needs, because oapi-codegen keeps the value
// of an unset ResponseTypeSuffix from the previous call.
func (g *generator) configuration(generate codegen.GenerateOptions) codegen.Configuration {
	version := "specgen"
	return codegen.Configuration{
		PackageName: "model",
		Generate:    generate,
		Compatibility: codegen.CompatibilityOptions{
			AlwaysPrefixEnumValues: true,
		},
		OutputOptions: codegen.OutputOptions{
			SkipFmt: true, SkipPrune: true, SkipEnumValidate: true, NameNormalizer: normalizer, ResponseTypeSuffix: "Response",
			GenerateTypesForAnonymousSchemas: true,
			TypeMapping:                      typeMapping(g.options.Types), UserTemplates: userTemplates(),
		},
		ImportMapping:        map[string]string{modelsFile: "model model"}, // the path has no effect, because imports.tmpl writes no imports
		NoVCSVersionOverride: &version,
	}
}
