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
	Package     string   // import path of the root of the tree, such as "github.com/rasapi/specgen/generated"
	Rest        string   // import path of package rest; "" means [DefaultRest]
	Initialisms []string // words with a fixed spelling, see [names.Namer]; nil means those of [Initialisms]
	// MoreInitialisms are words in addition to Initialisms. A word that Initialisms spells otherwise replaces it.
	MoreInitialisms []string
	Types           []string // Go types of scalars by type and format, see [TypePattern]
	Nullable        string   // Go types of members that allow null, see [Nullables]; "" means the first
	Parts           []string // parts to generate, see [Parts]; empty means all
	Packages        string   // distribution of operations over packages, see [Layouts]; "" means the first
	Router          string   // router of the server, see [Routers]; "" means the first
}

// TypePattern is the regular expression of an entry of [Config.Types], such as "string/uuid=github.com/google/uuid.UUID".
const TypePattern = oapi.TypePattern

// Layouts returns the ways to distribute operations over packages: one package per area, or a single package named api.
func Layouts() []string { return []string{"area", "one"} }

// Nullables returns the kinds of Go types of the members of JSON request bodies that allow null: pointers, or a rest.Null.
func Nullables() []string { return []string{"pointer", "explicit"} }

// Routers returns the routers that a server can use: go-chi/chi, or an [http.ServeMux].
func Routers() []string { return []string{"chi", "std"} }

// Parts returns the parts that can be generated separately. A client or a server includes the models, and the models include the enums.
func Parts() []string { return []string{"enums", "models", "client", "server"} }

// The parts that oapi-codegen writes with its own templates. [StockStrictServer] adds a strict server to the packages of the stock servers.
const (
	StockClient        = oapi.StockClient
	StockChiServer     = oapi.StockChiServer
	StockStdHTTPServer = oapi.StockStdHTTPServer
	StockStrictServer  = oapi.StockStrictServer
)

// StockParts returns the parts that oapi-codegen writes with its own templates. They are generated only if [Config] lists them.
func StockParts() []string { return oapi.StockParts() }

// includes reports whether c requests a part, either directly or through another part.
func (c Config) includes(part string) bool {
	switch {
	case slices.Contains(c.Parts, part):
		return true
	case slices.Contains(StockParts(), part):
		return false
	}
	return len(c.Parts) == 0 || part == "models" && slices.ContainsFunc(c.Parts, func(listed string) bool { return listed != "enums" })
}

// ServesMux reports whether the generated server uses an http.ServeMux. It ignores the stock servers.
func (c Config) ServesMux() bool { return c.includes("server") && c.Router == "std" }

// Words returns the initialisms of Go names.
func (c Config) Words() []string {
	words := c.Initialisms
	if words == nil {
		words = names.Initialisms()
	}
	return slices.Concat(words, c.MoreInitialisms)
}

// Modules returns the modules that the generated code may import, apart from those of [Config.Types] and of the document.
func (c Config) Modules() []string {
	modules := []string{"github.com/rasapi/specgen"}
	if c.includes("client") || c.includes("server") {
		modules = append(modules, "github.com/oapi-codegen/runtime")
	}
	if c.includes("server") && c.Router != "std" {
		modules = append(modules, "github.com/go-chi/chi/v5")
	}
	return modules
}

// Initialisms returns the default of [Config.Initialisms].
func Initialisms() []string { return names.Initialisms() }

// DefaultRest is the import path of package rest.
const DefaultRest = "github.com/rasapi/specgen/rest"

// Rules returns the rules whose findings this package reports.
func Rules() []report.Rule { return oapi.Rules() }

// Result is the generated code, without the enums.
type Result struct {
	Tree  *tree.Tree
	Enums []ir.Enum
	Found report.List // warnings about changed names, or errors that prevented generation
}

// Generate generates the code of a document that has passed lint. If Found has errors, the tree is empty. An error means that oapi-codegen rejected
// the document or wrote code that specgen does not understand.
func Generate(ctx context.Context, s *spec.Spec, cfg Config) (*Result, error) {
	if cfg.Package == "" {
		return nil, errors.New("code: no import path for the generated code")
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
