package gen

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/code"
)

// Setting declares one key of specgen.yaml. [ReadConfig], [Config.Options] and the flags of the command use this declaration.
type Setting struct {
	Key      string // key, such as "router"; "enums.sql" is the key sql in the mapping enums
	Scope    Scope
	Kind     Kind
	Default  []string            // entries of a list that is not set; a list that is set to [] remains empty
	Allowed  []string            // permitted values, starting with the default of a text setting; nil if the setting permits other texts
	Pattern  string              // regular expression that a value must match
	Needs    map[string][]string // a list that contains the key must also contain one of the values
	Required bool                // whether the key must be set
	NonEmpty bool                // whether a list or mapping must have at least one entry
	Shapes   bool                // whether the setting changes generated files; if so, specgen.lock records it
	Flag     bool                // whether generate and verify have a flag with this name; only for text settings
	Init     bool                // whether init has a flag with this name; only for text settings
	Short    string              // letter for the short form of the flag
	Summary  string              // noun phrase for the help texts of flags, the JSON schema and comments
	Doc      string              // paragraph of docs/configuration.md
	Examples []string            // values of a text setting, or entries of a list
	Field    func(*Config) any   // *string, *bool, *[]string, *[]spec.Choice or *[]Target; nil for a mapping
}

// Scope describes where a setting may appear.
type Scope int

// The scopes of settings.
const (
	Global    Scope = iota // only at the top level of the file
	Inherited              // at the top level of the file; a target may override the value
	PerTarget              // in every target, or at the top level of a file without targets
)

// Kind is the kind of a text in a setting. Usage messages show the kind as the placeholder for the value of a flag.
type Kind string

// The kinds of texts. In specgen.yaml, a File or Directory is a slash-separated path relative to the directory of specgen.yaml.
const (
	Text       Kind = "name"
	File       Kind = "file"
	Directory  Kind = "directory"
	ImportPath Kind = "path"
)

// IsPath reports whether a value is a path in a file system.
func (s Setting) IsPath() bool { return s.Kind == File || s.Kind == Directory }

// split returns the two parts of the key: the mapping that contains the setting, and the key in that mapping. parent is "" for a setting at the top
// level of the file.
func (s Setting) split() (parent, name string) {
	i := strings.LastIndexByte(s.Key, '.')
	return s.Key[:max(i, 0)], s.Key[i+1:]
}

// sentence returns the summary with a capital first letter.
func (s Setting) sentence() string { return strings.ToUpper(s.Summary[:1]) + s.Summary[1:] }

// Settings returns every setting in the order of the documentation.
func Settings() []Setting {
	return []Setting{{
		Key: "spec", Kind: File, Required: true, Shapes: true, Examples: []string{"spec/openapi.yaml"},
		Summary: "root file of the OpenAPI document (YAML or JSON), or the name of a built-in document",
		Field:   func(c *Config) any { return &c.Spec },
	}, {
		Key: "lint", Kind: File, Examples: []string{"spec/lint.yaml"},
		Summary: "file with the preset, the severities and the waivers of lint rules",
		Field:   func(c *Config) any { return &c.Lint },
	}, {
		Key: "coverage", Kind: File, Examples: []string{"spec/coverage.yaml"},
		Summary: "file that maps sections of the API reference documentation to paths in the spec (for specgen coverage)",
		Field:   func(c *Config) any { return &c.Coverage },
	}, {
		Key: "initialisms", Kind: Text, Shapes: true, Pattern: `^[A-Za-z][A-Za-z0-9]*$`, Examples: []string{"ID", "URL", "IPv4"},
		Default: code.Initialisms(),
		Summary: "words that keep their capitals in Go names, instead of the default words; a change renames identifiers",
		Doc: "Without this setting, words such as API, HTML, HTTP, ID, JSON, URI and URL keep their capitals.\n" +
			"[specgen.schema.json](../specgen.schema.json) lists all default words. `initialisms: []` means that no word keeps its capitals.",
		Field: func(c *Config) any { return &c.Code.Initialisms },
	}, {
		Key: "initialisms+", Kind: Text, Shapes: true, Pattern: `^[A-Za-z][A-Za-z0-9]*$`, Examples: []string{"SKU", "OAuth"},
		Summary: "words in addition to initialisms, or to the default words if initialisms is not set",
		Field:   func(c *Config) any { return &c.Code.MoreInitialisms },
	}, {
		Key: "go-types", Kind: ImportPath, Shapes: true, Examples: []string{"github.com/google/uuid"}, Pattern: `^[A-Za-z0-9._~+-]+(/[A-Za-z0-9._~+-]+)*$`,
		Summary: "import paths that x-go-type-import may have, in addition to this module and five packages of the standard library",
		Doc:     "Importing a package runs its code, so a document may only import the packages that you allow ([go-type-import](rules.md#go-type-import)).",
		Field:   func(c *Config) any { return &c.GoTypes },
	}, {
		Key: "output", Scope: PerTarget, Kind: Directory, Shapes: true, Flag: true, Init: true, Short: "o", Examples: []string{"generated"},
		Summary: "directory of the generated files",
		Doc: "Use this directory for specgen only. specgen removes files that it generated before and no longer generates. It reports other files, except\n" +
			"your Go tests, and never changes them.",
		Field: func(c *Config) any { return &c.Output },
	}, {
		Key: "package", Scope: PerTarget, Kind: ImportPath, Shapes: true, Flag: true, Init: true, Examples: []string{"example.com/farm/generated"},
		Pattern: `^[A-Za-z0-9._~+-]+(/[A-Za-z0-9._~+-]+)*$`,
		Summary: "Go import path of the output directory: the module path followed by the directory",
		Field:   func(c *Config) any { return &c.Code.Package },
	}, {
		Key: "generate", Scope: Inherited, Kind: Text, NonEmpty: true, Shapes: true, Examples: []string{"client", "models"},
		Allowed: slices.Concat(code.Parts(), code.StockParts()),
		Needs:   map[string][]string{code.StockStrictServer: {code.StockChiServer, code.StockStdHTTPServer}},
		Summary: "parts to generate (default: enums, models, client and server)",
		Doc: "A client and a server include the models, and models include the enums. `[enums]` alone generates a package of constants. The parts\n" +
			"`stock-*` are the client and the servers that the templates of oapi-codegen define. specgen generates them only if they are listed (see\n" +
			"[Stock outputs](#stock-outputs-of-oapi-codegen)).",
		Field: func(c *Config) any { return &c.Code.Parts },
	}, {
		Key: "packages", Scope: Inherited, Kind: Text, Shapes: true, Allowed: code.Layouts(), Examples: []string{"area"},
		Summary: "Go packages of the operations: area (one package per area and a facade) or one (a single package)",
		Doc: "With `one`, the client and the server each have a single package with the name `api`. Compiling a package takes about as long as\n" +
			"compiling ten operations. `specgen init` therefore writes `one` if several areas have fewer than ten operations on average. The name of an\n" +
			"area's package is its tag in lower case, reduced to ASCII letters and digits. A name that is not valid for a Go package or a file\n" +
			"(`internal`, `documentation`, `con`) gets `api` as suffix. A name of more than 100 characters is shortened and ends in a hash.",
		Field: func(c *Config) any { return &c.Code.Packages },
	}, {
		Key: "type-mapping", Scope: Inherited, Kind: Text, Shapes: true, Pattern: code.TypePattern,
		Examples: []string{"string/uuid=github.com/google/uuid.UUID", "number/decimal=github.com/shopspring/decimal.Decimal"},
		Summary:  "Go types of scalars, with entries of the form type/format=Go type",
		Doc: "The left side is a type (`string`, `integer`, `number`, `boolean`) with or without a format. The right side is a predeclared type such\n" +
			"as `float32`, or an import path with the name of a type. A type with an import path must encode itself as JSON and as text (`encoding.TextMarshaler` and\n" +
			"`encoding.TextUnmarshaler`). Without an entry, `date` is `rest.Date`, `date-time` is `time.Time`, `byte` and `binary` are `[]byte`, `json` is\n" +
			"`json.RawMessage`, and any other string is `string`. A number is `float64`, or `float32` for the format `float`. An integer is `int`, or the type that its\n" +
			"format names. The format `uint8` is `uint16`, because encoding/json encodes a `[]uint8` as a string. A schema without a type is `any`, and an\n" +
			"object without members is `map[string]any`. A number in an `any` is a `float64`, or a `json.Number` if a `float64` would change the\n" +
			"number. Several types, such as `[string, integer]`, are `json.RawMessage`, which keeps the text of the value.",
		Field: func(c *Config) any { return &c.Code.Types },
	}, {
		Key: "nullable", Scope: Inherited, Kind: Text, Shapes: true, Allowed: code.Nullables(), Examples: []string{"explicit"},
		Summary: "Go types of nullable members of JSON request bodies: pointer, or explicit for rest.Null",
		Doc: "With `pointer`, a nil pointer is an absent member if the member is optional, and null if it is required. You therefore cannot send null\n" +
			"for an optional member. For a required list or map that your code does not set, the client sends null, or an empty list or map if null is not permitted.\n" +
			"With `explicit`, a member that may be null has the type `rest.Null[T]`, which is absent, null or a value. A `json.RawMessage`\n" +
			"keeps its type. If a required member is\n" +
			"absent, the call returns an error and sends no request. In a response, the same schema has the same type. `x-go-nullable: true` in the\n" +
			"schema of a member sets the type `rest.Null[T]` only for this member. `x-go-nullable: false` keeps the pointer. `patch.Note.Null = true` sends null,\n" +
			"and `patch.Floor.Value = new(3)` sends 3. `specgen init` writes `explicit` if the body of a PATCH request has optional\n" +
			"members that may be null.",
		Field: func(c *Config) any { return &c.Code.Nullable },
	}, {
		Key: "router", Scope: Inherited, Kind: Text, Shapes: true, Init: true, Allowed: code.Routers(), Examples: []string{"chi"},
		Summary: "router of the generated server: chi, or std for http.ServeMux of the standard library",
		Doc: "`chi` is the default. `std` generates a server with the same interfaces, options and responses. It uses an `http.ServeMux` and does\n" +
			"not import chi. `http.ServeMux` rejects two paths that match the same request if neither is more specific (`/doors/{id}/locks` and\n" +
			"`/doors/open/{day}`). `specgen lint` reports such paths ([route-conflict](rules.md#route-conflict)). The rule checks only selected operations.\n" +
			"A segment may contain literal text and a parameter (`{id}.json`, `{id}:lock`). If several paths match a request, the server selects the\n" +
			"path with the most literal text. The handler that `server.New` returns does not redirect any request. `server.Register` adds the API to\n" +
			"an existing mux. The mux redirects paths with empty or dot segments, as it does for every pattern. Only `New` accepts the option\n" +
			"`IgnoreCase`.",
		Field: func(c *Config) any { return &c.Code.Router },
	}, {
		Key: "enums", Scope: Inherited,
		Summary: "optional helpers of enums",
		Doc:     "See [enums.md](enums.md).",
	}, {
		Key: "enums.visitor", Scope: Inherited, Shapes: true, Examples: []string{"true"},
		Summary: "one visitor interface per enum except flags, so that the compiler reports code that does not handle a new member",
		Field:   func(c *Config) any { return &c.Enums.Visitor },
	}, {
		Key: "enums.sql", Scope: Inherited, Shapes: true, Examples: []string{"false"},
		Summary: "methods Value and Scan, for columns of database/sql",
		Field:   func(c *Config) any { return &c.Enums.SQL },
	}, {
		Key: "enums.lean", Scope: Inherited, Shapes: true, Examples: []string{"false"},
		Summary: "fewer helpers, in half the compile time: no GoString, AppendTo, Description, LogValue, Set and Type, and a slower Parse",
		Field:   func(c *Config) any { return &c.Enums.Lean },
	}, {
		Key: "select", Scope: Inherited, NonEmpty: true,
		Summary: "operations to generate (default: all)",
		Doc: "An operation is selected if `tags`, `operations` or `paths` matches it, or if none of the three is set. `evidence` and `version` then\n" +
			"exclude operations. specgen generates only the components that the selected operations need. The target's `openapi.yaml` contains only these components.\n" +
			"A selection never removes members of schemas. An entry that matches nothing is an error.",
	}, {
		Key: "select.tags", Scope: Inherited, Kind: Text, NonEmpty: true, Shapes: true, Examples: []string{"Door", "Key"},
		Summary: "tags of operations",
		Field:   func(c *Config) any { return &c.Select.Tags },
	}, {
		Key: "select.operations", Scope: Inherited, Kind: Text, NonEmpty: true, Shapes: true, Examples: []string{"listDoors", "GET /doors"},
		Summary: "operations by operationId, or by method and path",
		Field:   func(c *Config) any { return &c.Select.Operations },
	}, {
		Key: "select.paths", Scope: Inherited, Kind: Text, NonEmpty: true, Shapes: true, Examples: []string{"/keys/**"},
		Summary: "paths, in which * matches one segment and ** any number of segments",
		Field:   func(c *Config) any { return &c.Select.Paths },
	}, {
		Key: "select.evidence", Scope: Inherited, Kind: Text, NonEmpty: true, Shapes: true, Examples: []string{"documented"},
		Summary: "values of x-evidence; excludes operations with any other value",
		Field:   func(c *Config) any { return &c.Select.Evidence },
	}, {
		Key: "select.version", Scope: Inherited, Kind: Text, Shapes: true, Pattern: `^v?[0-9]+(\.[0-9]+)*$`, Examples: []string{"v21"},
		Summary: "version of the API; excludes operations with a later x-since or an earlier x-until",
		Field:   func(c *Config) any { return &c.Select.Version },
	}, {
		Key:     "targets",
		Summary: "several trees of generated files from one spec, each with its own output and package",
		Doc: "specgen loads and lints the spec once. Each target must set `output` and `package`. A target may override any setting\n" +
			"that the example lists after `package`. If a target does not override a setting, the value at the top of the file applies.\n\n" +
			"```yaml\n" +
			"spec: spec/openapi.yaml\n" +
			"targets:\n" +
			"  - {output: internal/farm, package: example.com/farm/internal/farm, generate: [client], select: {tags: [Door]}}\n" +
			"  - {output: internal/fake, package: example.com/farm/internal/fake, generate: [server]}\n" +
			"```",
		Field: func(c *Config) any { return &c.Targets },
	}}
}
