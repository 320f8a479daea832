package oapi

import (
	"context"
	"errors"
	"fmt"
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
	OnePackage  bool            // put all operations in one area named api
	Stock       []string        // see [StockParts]
	Types       []string        // Go types of scalars, as "string/uuid=github.com/google/uuid.UUID"; see [TypePattern]
	Nulls       bool            // make each member of a JSON request body that allows null a rest.Null
	Variables   map[string]bool // identifiers that a path parameter must not use as the name of its variable
	Packages    map[string]bool // identifiers that an area must not use as its package name in the facades
}

// generating guards oapi-codegen, which keeps its options and the document in package variables (v2.8.2, codegen.go, globalState).
var generating sync.Mutex

// Read converts a document that has passed lint. It returns findings for names that it changed. If a finding is an error, the package is nil. An
// error means that oapi-codegen rejected the document or wrote code that Read does not understand.
func Read(ctx context.Context, s *spec.Spec, o Options) (*ir.Package, report.List, error) {
	doc, err := document(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	g := &generator{
		options: o, spec: s, name: names.Memoize(names.Namer(o.Initialisms)), out: &ir.Package{API: api(doc)}, enumAt: map[string]int{},
		null: map[*openapi3.Schema]bool{}, schemaOf: map[string]codegen.Schema{}, propertyAt: map[string]map[string]string{},
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

// document returns the document as kin-openapi reads it. Its Paths are not nil.
func document(ctx context.Context, s *spec.Spec) (*openapi3.T, error) {
	doc, err := s.Document(ctx)
	if err == nil && doc.Paths == nil {
		doc.Paths = openapi3.NewPaths()
	}
	return doc, err
}

// generator holds the state of one run of [Read].
type generator struct {
	options  Options
	spec     *spec.Spec
	name     func(string) string
	prepared *prepared
	types    []codegen.TypeDefinition
	secrets  map[string][]string       // name of a type that holds secrets -> its secret fields
	schemaOf map[string]codegen.Schema // type name -> its schema
	typeAt   map[string][]int          // type name -> its indexes in types
	enumAt   map[string]int            // type name -> its index in the enums
	out      *ir.Package
	found    report.List

	null       map[*openapi3.Schema]bool    // results of allowsNull
	propertyAt map[string]map[string]string // results of method properties, by pointer
}

// normalizer is the name under which oapi-codegen finds the naming function of this package.
const normalizer = "specgen"

// run calls oapi-codegen for the models, for the operations, and for each stock package. The functions that the templates call collect the data that
// oapi-codegen passes to its templates. From the text that oapi-codegen writes, run reads only the declarations of the models and the stock packages.
func (g *generator) run(ctx context.Context, doc *openapi3.T) error {
	models := &openapi3.T{OpenAPI: doc.OpenAPI, Info: doc.Info, Paths: openapi3.NewPaths(), Components: &openapi3.Components{Schemas: doc.Components.Schemas}}
	operations := &openapi3.T{OpenAPI: doc.OpenAPI, Info: doc.Info, Paths: doc.Paths, Components: &openapi3.Components{}}

	generating.Lock()
	defer generating.Unlock()
	codegen.NameNormalizers[normalizer] = g.name
	codegen.TemplateFunctions["specgenTypes"] = func(types []codegen.TypeDefinition) []codegen.TypeDefinition {
		types = g.nulls(types)
		g.types = append(g.types, types...)
		for _, t := range types {
			g.schemaOf[t.TypeName] = t.Schema
		}
		return types
	}
	codegen.TemplateFunctions["specgenNames"] = wireNames
	codegen.TemplateFunctions["specgenPresence"] = presence
	codegen.TemplateFunctions["specgenAlternatives"] = g.alternatives
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
		delete(codegen.TemplateFunctions, "specgenAlternatives")
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

// generate calls oapi-codegen, and turns a panic into an error. oapi-codegen v2.8.2 panics on some documents, for example because of an empty allOf
// (merge_schemas.go).
func generate(doc *openapi3.T, options codegen.Configuration) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("oapi-codegen panicked on this document, which is a bug in oapi-codegen or specgen: %v", fault)
		}
	}()
	return codegen.Generate(doc, options)
}

// configuration returns the same options for every call. oapi-codegen would keep an option from the previous call if a call did not set it.
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
		ImportMapping:        map[string]string{modelsFile: "model model"}, // only the name matters: imports.tmpl writes no imports
		NoVCSVersionOverride: &version,
	}
}
