package code

import (
	"context"
	"errors"
	"slices"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/code/oapi"
	"github.com/rasapi/specgen/gen/code/render"
	"github.com/rasapi/specgen/gen/names"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// Config holds the settings of [Generate].
type Config struct {
	Package     string   // import path of the generated tree, such as "github.com/rasapi/specgen/generated"
	Rest        string   // import path of package rest; "" means [DefaultRest]
	Initialisms []string // words with a fixed spelling (see [names.Namer]); nil means [Initialisms]
	// MoreInitialisms contains words in addition to Initialisms. If both lists contain a word in different spellings, the spelling in MoreInitialisms
	// applies.
	MoreInitialisms []string
	Types           []string // Go types of scalars by type and format (see [TypePattern])
	Nullable        string   // Go types of members that permit null (see [Nullables]); "" means pointer
	Parts           []string // parts to generate (see [Parts] and [StockParts]); empty means all of [Parts]
	Packages        string   // distribution of operations over packages (see [Layouts]); "" means area
	Router          string   // router of the server (see [Routers]); "" means chi
}

// TypePattern is the regular expression that each entry of [Config.Types] must match. An example is "string/uuid=github.com/google/uuid.UUID".
const TypePattern = oapi.TypePattern

// Layouts returns the ways to distribute operations over packages: "area" for one package per area, and "one" for a single package named api.
func Layouts() []string { return []string{"area", "one"} }

// Nullables returns the kinds of Go types for nullable members of JSON request bodies: "pointer" for the usual types, such as pointers, and
// "explicit" for a rest.Null.
func Nullables() []string { return []string{"pointer", "explicit"} }

// Routers returns the routers that a server can use: "chi" for go-chi/chi, and "std" for an [http.ServeMux].
func Routers() []string { return []string{"chi", "std"} }

// Parts returns the parts that specgen generates without the templates of oapi-codegen. A user can select them and the [StockParts]. specgen always
// generates the enums, and generates the models for every part except enums.
func Parts() []string { return []string{"enums", "models", "client", "server"} }

// The parts for which oapi-codegen uses its own templates. [StockStrictServer] adds a strict server to the packages of the stock servers.
const (
	StockClient        = oapi.StockClient
	StockChiServer     = oapi.StockChiServer
	StockStdHTTPServer = oapi.StockStdHTTPServer
	StockStrictServer  = oapi.StockStrictServer
)

// StockParts returns the parts for which oapi-codegen uses its own templates. Generate generates a stock part only if [Config.Parts] lists it.
func StockParts() []string { return oapi.StockParts() }

// includes reports whether c requests a part. If c.Parts is empty, c requests all parts except the stock parts. Any requested part except enums also
// requests the models.
func (c Config) includes(part string) bool {
	switch {
	case slices.Contains(c.Parts, part):
		return true
	case slices.Contains(StockParts(), part):
		return false
	}
	return len(c.Parts) == 0 || part == "models" && slices.ContainsFunc(c.Parts, func(listed string) bool { return listed != "enums" })
}

// ServesMux reports whether the generated server uses an http.ServeMux. It ignores stock servers.
func (c Config) ServesMux() bool { return c.includes("server") && c.Router == "std" }

// Words returns the initialisms for Go names: Initialisms or its default, followed by MoreInitialisms.
func (c Config) Words() []string {
	words := c.Initialisms
	if words == nil {
		words = names.Initialisms()
	}
	return slices.Concat(words, c.MoreInitialisms)
}

// Modules returns the modules that generated code may import. It does not include modules that only stock parts, [Config.Types] or x-go-type-import
// need.
func (c Config) Modules() []string {
	modules := []string{"github.com/rasapi/specgen"}
	if c.includes("server") && c.Router != "std" {
		modules = append(modules, "github.com/go-chi/chi/v5")
	}
	return modules
}

// Initialisms returns the default value of [Config.Initialisms].
func Initialisms() []string { return names.Initialisms() }

// DefaultRest is the import path of package rest.
const DefaultRest = "github.com/rasapi/specgen/rest"

// Rules returns the rules whose findings this package reports.
func Rules() []report.Rule { return oapi.Rules() }

// Result is the generated code without the enums.
type Result struct {
	Tree  *tree.Tree
	Enums []ir.Enum
	Found report.List // warnings about changed names, or the errors that prevented generation
}

// Generate generates the code for a document in which lint found no errors. If oapi-codegen rejects parts of the document, or if the document is too
// large for oapi-codegen, Found has errors and the tree is empty. Generate returns an error if cfg.Package is empty, if ctx is canceled, or if a
// stock part cannot be generated. Any other error is a bug, for example if oapi-codegen writes code that specgen cannot read.
func Generate(ctx context.Context, s *spec.Spec, cfg Config) (*Result, error) {
	if cfg.Package == "" {
		return nil, errors.New("code: import path of the generated code is empty; set Config.Package")
	}
	if cfg.Rest == "" {
		cfg.Rest = DefaultRest
	}
	pkg, found, err := oapi.Read(ctx, s, oapi.Options{
		Initialisms: cfg.Words(), Types: cfg.Types, Nulls: cfg.Nullable == "explicit", OnePackage: cfg.Packages == "one", Variables: render.Variables(), Packages: render.Packages(),
		Stock: slices.DeleteFunc(StockParts(), func(part string) bool { return !cfg.includes(part) }),
	})
	if err != nil {
		return nil, err
	}
	if pkg == nil {
		return &Result{Tree: tree.New(), Found: found}, nil
	}
	options := render.Options{
		Package: cfg.Package, Rest: cfg.Rest, Models: cfg.includes("models"), Client: cfg.includes("client"), Server: cfg.includes("server"), Std: cfg.ServesMux(),
	}
	t, err := render.Files(ctx, pkg, options)
	if err != nil {
		return nil, err
	}
	index{t, options}.all(pkg)
	return &Result{Tree: t, Enums: pkg.Enums, Found: found.Compact()}, nil
}
