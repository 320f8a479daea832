// Package gen generates Go code from an OpenAPI document. [ReadConfig] reads specgen.yaml. [Lint] loads and checks the document. [Build] generates
// the code of one target as a tree in memory. [Settings] is the table of all settings. Package gen does not write files, print or run processes. The
// command specgen does.
//
// The packages in and below gen may change incompatibly at any time.
//
// Packages:
//
//	spec/            the OpenAPI document, written by hand (YAML)
//	gen/             settings and stages; no package in it prints or reads the environment or the clock
//	  report/        findings and lists of differences; one printer per format
//	  names/         Go names of texts, distinct names, the names that an enum declares
//	  oas/           the object model: nodes, kinds of objects, references, extensions, strict reader; the only importer of YAML
//	  spec/          load, bundle, format, select; the kin-openapi document of a bundle
//	  lint/          validation and rules, one file per rule; fixes for some
//	  code/ir/       the intermediate form between the document and Go code
//	  code/lines/    breaks the text of comments into lines
//	  code/oapi/     reads a document into the intermediate form; the only importer of oapi-codegen
//	  code/render/   prints the intermediate form as Go; has the templates
//	  code/          generates models, clients, servers and facades, and the index of their identifiers
//	  enum/          enum constants and helpers, with jennifer
//	  check/         type-checks a tree in memory
//	  coverage/      compares the spec with a map of the API and reports what is missing
//	  diff/          what a change of the spec breaks: messages, names, and Go code with apidiff
//	  diff/edit/     finds the edits between two documents, with renamed objects
//	  diff/gosource/ compares generated Go packages; finds the places in programs that the differences affect
//	  diff/wire/     finds the messages of one document that programs generated from another document reject
//	  tree/          the generated files and the index of their identifiers; compares and writes them
//	  parallel/      runs functions concurrently and returns their panics to the caller
//	  lock/          specgen.lock: inputs, settings and outputs of a run, and what changed since
//	rest/            what programs call: connections, errors, files, enums; standard library only
//	rest/protocol/   what generated code calls
//	rest/internal/   the interfaces between rest and rest/protocol; limits of requests per period; retries
//	ras/             the SDK of the RAS API on the generated client: sessions, limits, waiting
//	internal/nearest/ the nearest-match distance that rest and gen share
//	bench/prose/     prints a sample of the sentences of this repository; tests their mechanical rules
//	bench/proven/    writes the section of README.md that lists what is proven; tests the promises of SECURITY.md
//	tools/           the module that pins golangci-lint
//	cmd/specgen/     the command
//	  internal/cli/  flags, printing, exit codes; one file per verb
//	  internal/project/ finds specgen.yaml, applies the flags, resolves paths
//	  internal/build/ generates in memory, compares with the lock and the files on disk
//	  internal/revision/ finds and loads the two sides of a comparison; reads git objects
//	  internal/defect/ turns panics into errors
//	  internal/github/ reads the event of a GitHub workflow and keeps a comment
//	  internal/golist/ imports packages that `go list` compiled
//	generated/       generated from spec; not edited
//	examples/        small programs that use the generated code
//	wire/            tests the generated client against the generated server over HTTP, for every operation
//
// Data flow:
//
//	fs.FS --spec.Load--> *spec.Spec --lint.Check--> report.List
//	                         |--code.Generate--> *tree.Tree --+
//	                         |--enum.Generate--> *tree.Tree --+--check.Types--> tree.Write or tree.Diff
//	base, head: two builds --diff.Compare--> []diff.Change
//
// A problem in the document or in a configuration file is returned as a [report.Finding] with file, line, column, rule and fix. A stage does not stop
// at its first finding. If a finding of [Lint] is an error, specgen generates no code. An I/O failure or a bug in specgen is returned as an error and
// ends the run.
package gen
