// Package gen is the pipeline: it turns a hand-written OpenAPI document into a tree of Go packages in memory. [Lint] checks the document, and [Build] generates each target.
//
// The map of the project:
//
//	spec/            the source of truth, written by hand (YAML)
//	gen/             the pipeline; prints nothing, writes nothing, reads no environment and no clock
//	  report/        findings and lists of differences; one printer per format
//	  names/         Go names of texts, distinct names, the names that an enum declares
//	  oas/           the object model: nodes, kinds of objects, references, extensions, strict reader; the only importer of YAML
//	  spec/          load, resolve, bundle, locate, format
//	  lint/          validation and rules, one file per rule; remedies for some
//	  code/ir/       the intermediate form between the document and Go code
//	  code/oapi/     runs oapi-codegen
//	  code/render/   prints the intermediate form as Go; owns the templates
//	  code/          models, clients, servers, facades: the only importer of oapi-codegen
//	  enum/          enum constants and helpers, with jennifer
//	  check/         type-checks a tree in memory
//	  coverage/      the spec beside a map of the API: what is there, how it is known, what is missing; a report
//	  diff/          what changed between two sides, whom it breaks and how; the only importer of oasdiff and apidiff
//	  tree/          the generated file set and the index of its identifiers; compares and writes
//	  parallel/      goroutines whose panics reach the caller
//	  lock/          specgen.lock: what was read, set and written; why what stands there is not what would be made
//	rest/            what generated code needs at run time; standard library only
//	internal/nearest/ the nearest-match distance that rest and gen share
//	internal/prose/  prints a sample of the sentences of this repository; tests their mechanical rules
//	tools/           the module that pins golangci-lint
//	cmd/specgen/     the command
//	  internal/cli/  flags, printing, `go list`, exit codes; one file per verb
//	generated/       written by the machine, never edited
//	examples/        small programs that use the generated code
//	wire/            the generated client against the generated server over HTTP, for every operation
//
// What flows:
//
//	fs.FS --spec.Load--> *spec.Spec --lint.Check--> report.List
//	                         |--code.Generate--> *tree.Tree \
//	                         |--enum.Generate--> *tree.Tree  > merged --check.Types--> tree.Write(dir) or tree.Diff(dir)
//	side(base), side(head) -- diff.Compare --> []diff.Change: the command plans both sides and hands them over
//
// Two kinds of failure: the document is wrong, which is a report.Finding with file, line, column, rule and remedy, and all of
// them are reported at once; or we or the machine are wrong, which is an error, and stops the work.
package gen
