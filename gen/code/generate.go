package code

import (
	"context"
	"errors"
	"slices"

	"github.com/rasapi/specgen/gen/code/ir"
	"github.com/rasapi/specgen/gen/code/oapi"
	"github.com/rasapi/specgen/gen/code/render"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// Config holds the settings of [Generate].
type Config struct {
	Package     string   // import path of the tree's root, "github.com/rasapi/specgen/generated"
	Rest        string   // import path of package rest; "" for [DefaultRest]
	Initialisms []string // see [names.Namer]
	Parts       []string // see [Parts]; empty for all
	Packages    string   // packages of the operations, see [Layouts]; "" for the first
	Router      string   // router of the server, see [Routers]; "" for the first
}

// Layouts returns the ways to distribute operations over packages: one package per area, or a single package named api.
func Layouts() []string { return []string{"area", "one"} }

// Routers returns the routers that a server can use: go-chi/chi, or an [http.ServeMux].
func Routers() []string { return []string{"chi", "std"} }

// Parts returns the parts that can be generated separately. A client and a server include the models, and models include the enums, because they use
// their types.
func Parts() []string { return []string{"enums", "models", "client", "server"} }

// The parts that oapi-codegen writes with its own templates. [StockStrictServer] is a layer in the packages of the stock servers.
const (
	StockClient        = oapi.StockClient
	StockChiServer     = oapi.StockChiServer
	StockStdHTTPServer = oapi.StockStdHTTPServer
	StockStrictServer  = oapi.StockStrictServer
)

// StockParts returns the parts that oapi-codegen writes with its own templates. They are generated only on request.
func StockParts() []string { return oapi.StockParts() }

// makes reports whether a part is generated.
func (c Config) makes(part string) bool {
	switch {
	case slices.Contains(c.Parts, part):
		return true
	case slices.Contains(StockParts(), part):
		return false
	}
	return len(c.Parts) == 0 || part == "models" && slices.ContainsFunc(c.Parts, func(made string) bool { return made != "enums" })
}

// ServesMux reports whether the server uses an http.ServeMux. It does not count the stock servers.
func (c Config) ServesMux() bool { return c.makes("server") && c.Router == "std" }

// DefaultRest is the import path of package rest.
const DefaultRest = "github.com/rasapi/specgen/rest"

// Result is the generated code, without the enums.
type Result struct {
	Tree  *tree.Tree
	Enums []ir.Enum
	Found report.List // changed names, or errors because of which there is no code
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
		Initialisms: cfg.Initialisms, OnePackage: cfg.Packages == "one", Variables: render.Variables(), Packages: render.Packages(),
		Stock: slices.DeleteFunc(StockParts(), func(part string) bool { return !cfg.makes(part) }),
	})
	if err != nil {
		return nil, err
	}
	if pkg == nil {
		return &Result{Tree: tree.New(), Found: found}, nil
	}
	options := render.Options{
		Package: cfg.Package, Rest: cfg.Rest, Models: cfg.makes("models"), Client: cfg.makes("client"), Server: cfg.makes("server"), Std: cfg.ServesMux(),
	}
	t, err := render.Files(ctx, pkg, options)
	if err != nil {
		return nil, err
	}
	index{t, options}.all(pkg)
	return &Result{Tree: t, Enums: pkg.Enums, Found: found.Compact()}, nil
}
