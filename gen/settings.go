package gen

import (
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/code"
)

// Setting declares one key of specgen.yaml. [ReadConfig], [Config.Options] and the flags of the command derive from it.
type Setting struct {
	Key      string // "router"; "enums.sql" is the key sql in the mapping enums
	Scope    Scope
	Kind     Kind
	Default  []string            // entries of a list that is not set; an empty list is another value
	Allowed  []string            // the values, the default first; nil if any text is allowed
	Pattern  string              // regular expression that a value must match
	Needs    map[string][]string // entry -> entries; a list that contains the key must also contain one of the values
	Required bool                // the key must be set
	NonEmpty bool                // a list or mapping must have an entry
	Shapes   bool                // the setting changes generated files, so specgen.lock records it
	Flag     bool                // generate and verify have a flag of this name; text settings only
	Init     bool                // init has a flag of this name; text settings only
	Short    string              // one letter for the flag
	Summary  string              // noun phrase for the help of flags, the JSON schema and comments
	Doc      string              // paragraph of docs/configuration.md
	Examples []string            // values of a text setting, or the entries of one list
	Field    func(*Config) any   // *string, *bool, *[]string, *[]spec.Choice or *[]Target; nil for a mapping
}

// Scope describes where a setting may appear.
type Scope int

// The scopes of settings.
const (
	Global    Scope = iota // at the top of the file only
	Inherited              // a target overrides the value at the top of the file
	PerTarget              // in every target, or at the top of a file without targets
)

// Kind is the kind of text that a setting holds. Usage messages show it as the value of a flag.
type Kind string

// The kinds of texts. Paths have slashes and are relative to the directory of specgen.yaml.
const (
	Text       Kind = "name"
	File       Kind = "file"
	Directory  Kind = "directory"
	ImportPath Kind = "path"
)

// IsPath reports whether a value is a path in a file system.
func (s Setting) IsPath() bool { return s.Kind == File || s.Kind == Directory }

// split returns the two parts of the key: the mapping that contains the setting ("" for the top level of the file), and the key in that mapping.
func (s Setting) split() (parent, name string) {
	i := strings.LastIndexByte(s.Key, '.')
	return s.Key[:max(i, 0)], s.Key[i+1:]
}

// sentence returns the summary with a capital letter at its start.
func (s Setting) sentence() string { return strings.ToUpper(s.Summary[:1]) + s.Summary[1:] }

// Settings returns every setting, in the order of the documentation.
func Settings() []Setting {
	return []Setting{{
		Key: "spec", Kind: File, Required: true, Shapes: true, Examples: []string{"spec/openapi.yaml"},
		Summary: "root file of the OpenAPI document (YAML or JSON), or the name of a built-in document",
		Field:   func(c *Config) any { return &c.Spec },
	}, {
		Key: "lint", Kind: File, Examples: []string{"spec/lint.yaml"},
		Summary: "file that sets the severities of lint rules and waives findings",
		Field:   func(c *Config) any { return &c.Lint },
	}, {
		Key: "coverage", Kind: File, Examples: []string{"spec/coverage.yaml"},
		Summary: "file that maps sections of the API reference documentation to paths in the spec (for specgen coverage)",
		Field:   func(c *Config) any { return &c.Coverage },
	}, {
		Key: "initialisms", Kind: Text, Shapes: true, Pattern: `^[A-Za-z][A-Za-z0-9]*$`, Examples: []string{"ID", "URL", "IPv4"},
		Default: code.Initialisms(),
		Summary: "words that keep their capitals in Go names, instead of the usual ones; adding or removing one renames identifiers",
		Doc: "Without the setting, words such as API, HTML, HTTP, ID, JSON, URI and URL keep their capitals. [specgen.schema.json](../specgen.schema.json)\n" +
			"lists all of them as the default. `initialisms: []` means none.",
		Field: func(c *Config) any { return &c.Code.Initialisms },
	}, {
		Key: "initialisms+", Kind: Text, Shapes: true, Pattern: `^[A-Za-z][A-Za-z0-9]*$`, Examples: []string{"SKU", "OAuth"},
		Summary: "words in addition to initialisms, or to the usual ones if that is not set",
		Field:   func(c *Config) any { return &c.Code.MoreInitialisms },
	}, {
		Key: "go-types", Kind: ImportPath, Shapes: true, Examples: []string{"github.com/google/uuid"}, Pattern: `^[A-Za-z0-9._~+-]+(/[A-Za-z0-9._~+-]+)*$`,
		Summary: "import paths that x-go-type-import may have, in addition to this module and five packages of the standard library",
		Doc:     "Importing a package runs its code, so a document may only import the packages that you allow ([go-type-import](rules.md#go-type-import)).",
		Field:   func(c *Config) any { return &c.GoTypes },
	}, {
		Key: "output", Scope: PerTarget, Kind: Directory, Shapes: true, Flag: true, Init: true, Short: "o", Examples: []string{"generated"},
		Summary: "directory of the generated files",
		Doc: "Use this directory for specgen only. specgen removes files that it generated before and no longer generates. It reports other files and\n" +
			"never changes them.",
		Field: func(c *Config) any { return &c.Output },
	}, {
		Key: "package", Scope: PerTarget, Kind: ImportPath, Shapes: true, Flag: true, Init: true, Examples: []string{"example.com/farm/generated"},
		Pattern: `^[A-Za-z0-9._~+-]+(/[A-Za-z0-9._~+-]+)*$`,
		Summary: "Go import path of the output directory: the module path, then the directory",
		Field:   func(c *Config) any { return &c.Code.Package },
	}, {
		Key: "generate", Scope: Inherited, Kind: Text, NonEmpty: true, Shapes: true, Examples: []string{"client", "models"},
		Allowed: slices.Concat(code.Parts(), code.StockParts()),
		Needs:   map[string][]string{code.StockStrictServer: {code.StockChiServer, code.StockStdHTTPServer}},
		Summary: "parts to generate; enums, models, client and server if not set",
		Doc: "A client and a server include the models, and models include the enums. `[enums]` alone generates a package of constants. The parts\n" +
			"`stock-*` are the client and servers that the templates of oapi-codegen define. specgen generates them only if they are listed\n" +
			"(see [Stock outputs](#stock-outputs-of-oapi-codegen)).",
		Field: func(c *Config) any { return &c.Code.Parts },
	}, {
		Key: "packages", Scope: Inherited, Kind: Text, Shapes: true, Allowed: code.Layouts(), Examples: []string{"area"},
		Summary: "Go packages of the operations: area (one package per area, and a facade) or one (a single package)",
		Doc: "With `one`, the client and the server each have a single package, `api`. A package costs the compiler about as much as ten operations, so\n" +
			"`specgen init` writes `one` if the areas have fewer than ten operations on average. The name of an area's package is its tag in lower case,\n" +
			"reduced to ASCII letters and digits. A name that is not valid for a Go package or a file (`internal`, `documentation`, `con`) gets\n" +
			"`api` as suffix. A name of more than 100 letters ends in a hash.",
		Field: func(c *Config) any { return &c.Code.Packages },
	}, {
		Key: "type-mapping", Scope: Inherited, Kind: Text, Shapes: true, Pattern: code.TypePattern,
		Examples: []string{"string/uuid=github.com/google/uuid.UUID", "number/decimal=github.com/shopspring/decimal.Decimal"},
		Summary:  "Go types of scalars, each as type/format=Go type",
		Doc: "The left side is a type (`string`, `integer`, `number`, `boolean`), optionally with a format. The right side is a predeclared type such as\n" +
			"`float32`, or an import path with the name of a type. The type must encode itself as JSON and as text (`encoding.TextMarshaler` and\n" +
			"`encoding.TextUnmarshaler`). Without an entry, `date` is `rest.Date`, `date-time` is `time.Time`, `byte` and `binary` are `[]byte`, and any other\n" +
			"string is `string`. A number is `float64`, or `float32` for the format `float`. An integer is `int`, or the type that its format names.",
		Field: func(c *Config) any { return &c.Code.Types },
	}, {
		Key: "nullable", Scope: Inherited, Kind: Text, Shapes: true, Allowed: code.Nullables(), Examples: []string{"explicit"},
		Summary: "Go types of nullable members of JSON request bodies: pointer, or explicit for rest.Null",
		Doc: "With `pointer`, a nil pointer is an absent member if the member is optional, and null if it is required. An optional member can therefore not\n" +
			"be sent as null, and a required one that your code forgets is sent as null. With `explicit`, a member that may be null has the type `rest.Null[T]`:\n" +
			"it is absent, null or a value, and a required member that is absent is an error before the request is sent. A response that contains the same schema\n" +
			"has the same type. `x-go-nullable: true` in the schema of a member sets this type for one member, and `x-go-nullable: false` keeps the pointer.\n" +
			"`patch.Note.Null = true` sends null, and `patch.Floor.Value = new(3)` sends 3. `specgen init` writes `explicit` if the body of a PATCH request has\n" +
			"optional members that may be null.",
		Field: func(c *Config) any { return &c.Code.Nullable },
	}, {
		Key: "router", Scope: Inherited, Kind: Text, Shapes: true, Init: true, Allowed: code.Routers(), Examples: []string{"chi"},
		Summary: "router of the generated server: chi, or std for http.ServeMux of the standard library",
		Doc: "`chi` serves every API. `std` generates the same server, with the same interfaces, options and responses, on an `http.ServeMux`, and does\n" +
			"not import chi. `http.ServeMux` rejects two paths that match the same request if neither is more specific\n" +
			"(`/doors/{id}/locks` and `/doors/open/{day}`); `specgen lint` reports such paths ([route-conflict](rules.md#route-conflict)). Only selected\n" +
			"operations count. A segment may have literal text next to a parameter (`{id}.json`, `{id}:lock`). If several paths match a\n" +
			"request, the server selects the path with the most literal text. `server.New` returns a handler that redirects nothing. `server.Register` adds the\n" +
			"API to an existing mux, which redirects paths with empty or dot segments, as for its other patterns. `IgnoreCase` is an option\n" +
			"of `New` only.",
		Field: func(c *Config) any { return &c.Code.Router },
	}, {
		Key: "enums", Scope: Inherited,
		Summary: "helpers of enums that are generated only on request",
		Doc:     "See [enums.md](enums.md).",
	}, {
		Key: "enums.visitor", Scope: Inherited, Shapes: true, Examples: []string{"true"},
		Summary: "one visitor interface per enum, so that the compiler reports code that does not handle a new member",
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
		Summary: "operations to generate; all if not set",
		Doc: "An operation is selected if `tags`, `operations` or `paths` matches it, or if none of the three is set. `evidence` and `version`\n" +
			"then remove operations. Components that no selected operation needs are not generated, and the target's `openapi.yaml` omits them.\n" +
			"Selection never removes members of schemas. An entry that matches nothing is an error.",
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
		Summary: "values of x-evidence; operations with another value are left out",
		Field:   func(c *Config) any { return &c.Select.Evidence },
	}, {
		Key: "select.version", Scope: Inherited, Kind: Text, Shapes: true, Pattern: `^v?[0-9]+(\.[0-9]+)*$`, Examples: []string{"v21"},
		Summary: "version of the API; operations with a later x-since or an earlier x-until are left out",
		Field:   func(c *Config) any { return &c.Select.Version },
	}, {
		Key:     "targets",
		Summary: "several trees of generated files from one spec, each with its own output and package",
		Doc: "The spec is loaded and linted once. Each target must set `output` and `package`. It may override any setting\n" +
			"below `package`. If a target does not override a setting, the value at the top of the file applies.\n\n" +
			"```yaml\n" +
			"spec: spec/openapi.yaml\n" +
			"targets:\n" +
			"  - {output: internal/farm, package: example.com/farm/internal/farm, generate: [client], select: {tags: [Door]}}\n" +
			"  - {output: internal/fake, package: example.com/farm/internal/fake, generate: [server]}\n" +
			"```",
		Field: func(c *Config) any { return &c.Targets },
	}}
}
