package gen

import (
	"cmp"
	"context"
	"fmt"
	"go/types"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/rasapi/specgen/gen/check"
	"github.com/rasapi/specgen/gen/code"
	"github.com/rasapi/specgen/gen/enum"
	"github.com/rasapi/specgen/gen/lint"
	"github.com/rasapi/specgen/gen/oas"
	"github.com/rasapi/specgen/gen/parallel"
	"github.com/rasapi/specgen/gen/report"
	"github.com/rasapi/specgen/gen/spec"
	"github.com/rasapi/specgen/gen/tree"
)

// Result contains the generated tree of one target.
type Result struct {
	Spec    *spec.Spec // the selected part of the document
	Tree    *tree.Tree
	Checked *check.Checked // result of the type check; nil if [Config.Importer] is nil
}

// Lint loads and checks the document cfg.Spec. It returns the document from which Build can generate code unless a finding is an error (see
// [lint.Check]). Unless cfg.Complete is set or the checks are strict (see [lint.IsStrict]), Lint leaves out parts with errors and reports warnings
// about these parts. The Spec is nil if the document cannot be loaded, for example because the root file does not parse. A finding then contains the
// reason.
func Lint(ctx context.Context, fsys fs.FS, cfg Config) (*spec.Spec, report.List, error) {
	s, checked, found, err := lintDocument(ctx, fsys, cfg)
	if err != nil || s == nil {
		return nil, found, err
	}
	adapted := checked.adapted
	if found.HasErrors() && !cfg.Complete && !lint.IsStrict(s, checked.rules) {
		if adapted, found, err = withoutErrors(ctx, adapted, found, checked.rules); err != nil {
			return nil, nil, err
		}
	}
	return adapted, found.Compact(), nil
}

// lintResult is the document that [lint.Check] returned, with the configuration of lint. Build can generate code from this document unless lint found
// an error.
type lintResult struct {
	adapted *spec.Spec
	rules   lint.Config
}

// lintDocument loads and checks the document cfg.Spec. It returns the document as written and the result of lint, or nil for both if the document
// cannot be loaded. It does not leave out parts of the document.
func lintDocument(ctx context.Context, fsys fs.FS, cfg Config) (s *spec.Spec, checked *lintResult, found report.List, err error) {
	cfg.stage("load")
	s, found, err = spec.LoadIn(ctx, fsys, cfg.Spec, cfg.Folder)
	if err != nil || s == nil {
		return nil, nil, found, err
	}
	cfg.stage("lint")
	rules, wrong, err := lint.ReadConfig(fsys, cfg.Lint)
	if err != nil {
		return nil, nil, nil, err
	}
	found = append(found, wrong...)
	rules.Initialisms = cfg.Code.Words()
	rules.Visitor = slices.ContainsFunc(cfg.Each(), func(one Config) bool { return one.Enums.Visitor })
	rules.Muxes = cfg.muxes(s)
	rules.Module, rules.GoTypes = cfg.Module, cfg.GoTypes
	rules.Preset = cmp.Or(cfg.Preset, rules.Preset)
	adapted, judged, err := lint.Check(ctx, s, rules)
	if err != nil {
		return nil, nil, nil, err
	}
	return s, &lintResult{adapted, rules}, mergeFindings(found, judged).Compact(), nil
}

// mergeFindings joins the findings of the loader and lint.yaml with those of the rules. It drops a finding of ref-unresolved if the reference also
// has a finding of ref-through-root. If loaded has an error, it drops the findings of unused-component, because an unread file may use the component.
func mergeFindings(loaded, judged report.List) report.List {
	bypasses := map[report.Position]bool{}
	for _, d := range judged {
		if d.Rule == "ref-through-root" {
			bypasses[d.Pos] = true
		}
	}
	incomplete := loaded.HasErrors()
	loaded = slices.DeleteFunc(loaded, func(d report.Finding) bool { return d.Rule == "ref-unresolved" && bypasses[d.Pos] })
	judged = slices.DeleteFunc(judged, func(d report.Finding) bool { return incomplete && d.Rule == "unused-component" })
	return append(loaded, judged...)
}

// WithPreset returns c with the preset of its lint file, unless c already has a preset. [Build] does not read the lint file.
func (c Config) WithPreset(fsys fs.FS) (Config, error) {
	rules, _, err := lint.ReadConfig(fsys, c.Lint)
	c.Preset = cmp.Or(c.Preset, rules.Preset)
	return c, err
}

// Build generates the code of one target (see [Config.Each]) for a document in which [Lint] found no errors. Unless cfg.Complete is set or the checks
// are strict (see [lint.IsStrict]), it leaves out the parts that cannot be generated or do not compile. The Result is nil if a finding is an error.
func Build(ctx context.Context, s *spec.Spec, cfg Config) (*Result, report.List, error) {
	strict := cfg.Complete || lint.IsStrict(s, lint.Config{Preset: cfg.Preset})
	var skipped report.List
	for round := 0; ; round++ {
		result, found, err := build(ctx, s, cfg)
		if err != nil || result != nil || strict || round == maxSkips {
			return result, append(skipped, found...).Compact(), err
		}
		next, more, left := lint.Skip(s, found.Errors(), round > 0)
		if len(left) > 0 || len(more) == 0 {
			return nil, append(skipped, found...).Compact(), nil
		}
		s, skipped = next, append(skipped, more...)
	}
}

// Check calls [Lint]. If there are no errors, it generates every target in memory, without the type check. Check returns the document and the
// findings of Lint, the errors of [Build], and the warnings about parts that Build leaves out.
func Check(ctx context.Context, fsys fs.FS, cfg Config) (*spec.Spec, report.List, error) {
	cfg, err := cfg.WithPreset(fsys)
	if err != nil {
		return nil, nil, err
	}
	s, found, err := Lint(ctx, fsys, cfg)
	if err != nil || s == nil || found.HasErrors() {
		return s, cfg.JudgeSkips(found), err
	}
	for _, one := range cfg.Each() {
		one.Importer, one.Stage = nil, cfg.Stage
		one.Code.Package = cmp.Or(one.Code.Package, "example.com/generated")
		_, more, err := Build(ctx, s, one)
		if err != nil {
			return s, found, err
		}
		for _, d := range more {
			if d.Severity == report.Error || d.Rule == lint.OperationSkipped || d.Rule == lint.SchemaSkipped {
				found = append(found, d)
			}
		}
	}
	return s, cfg.JudgeSkips(found).Compact(), nil
}

// build generates the code of one target. It does not leave out parts of the document.
func build(ctx context.Context, s *spec.Spec, cfg Config) (*Result, report.List, error) {
	if !cfg.Select.IsZero() {
		cfg.stage("select")
	}
	s, found := s.Select(cfg.Select)
	if s == nil {
		return nil, found, nil
	}
	found = append(found, ignoredWarnings(s)...)
	var bundle []byte
	var group parallel.Group
	group.Go(func() { bundle = s.Bundle() })
	cfg.stage("code")
	made, err := code.Generate(ctx, s, cfg.Code)
	if err != nil {
		return nil, found, fmt.Errorf("generating code: %w", err)
	}
	if found = append(found, made.Found...); found.HasErrors() {
		return nil, found.Compact(), nil
	}
	cfg.stage("enums")
	cfg.Enums.Package, cfg.Enums.Rest = cfg.Code.Package+"/model", cmp.Or(cfg.Code.Rest, code.DefaultRest)
	enums, wrong, err := enum.Generate(ctx, s, made.Enums, cfg.Enums)
	if err != nil {
		return nil, found, fmt.Errorf("generating enums: %w", err)
	}
	found = append(found, wrong...)
	out := made.Tree
	if err := out.Merge(enums); err != nil {
		return nil, found, err
	}
	cfg.stage("bundle")
	group.Wait()
	if err := out.Add("openapi.yaml", append([]byte("# Code generated by specgen. DO NOT EDIT.\n"), bundle...)); err != nil {
		return nil, found, err
	}
	result := &Result{Spec: s, Tree: out}
	if cfg.Importer != nil && !found.HasErrors() {
		cfg.stage("imports")
		imports, err := check.Imports(out, cfg.Code.Package)
		if err != nil {
			return nil, found, err
		}
		importer, err := cfg.Importer(ctx, imports)
		if err != nil {
			return nil, found, err
		}
		if missing := missingImports(s, imports, importer); len(missing) > 0 {
			return nil, append(found, missing...).Compact(), nil
		}
		cfg.stage("check")
		checked, wrong, err := check.Types(ctx, out, cfg.Code.Package, importer)
		if err != nil {
			return nil, found, err
		}
		found = append(found, atDocument(s, cfg.Output, wrong)...)
		result.Checked = checked
	}
	if found.HasErrors() {
		return nil, found.Compact(), nil
	}
	return result, found.Compact(), nil
}

// Importer is a function that returns a [types.Importer] for the packages in imports. These are all packages that the generated code imports from
// outside its tree. Package gen runs no processes, so the command provides an Importer that calls `go list`. If the module provides a package that
// the importer cannot read, the error of the importer must match [errors.ErrUnsupported] and contain the fix.
type Importer func(ctx context.Context, imports []string) (types.Importer, error)

// ignoredWarnings returns warnings about parts of a document that have no effect on the generated client and server. These parts are webhooks,
// callbacks, and servers of a path or an operation that differ from the servers of the document. For webhooks and callbacks, specgen
// generates only types.
func ignoredWarnings(s *spec.Spec) (found report.List) {
	warn := func(rule, pointer, message string) {
		found = append(found, report.Finding{Rule: rule, Severity: report.Warning, Pos: s.KeyPosition(pointer), Pointer: pointer, Message: message})
	}
	const typesOnly = " have Go types, but no client or server, because the API sends them; to serve them, describe them as paths in a separate document"
	servers := s.Model().Root().Get("servers")
	seen := map[string]bool{}
	for _, op := range s.Operations() {
		if op.Node.Get("callbacks").Len() > 0 {
			warn("callbacks-ignored", op.Pointer+"/callbacks", "callbacks"+typesOnly)
		}
		for _, at := range []string{op.Pointer[:strings.LastIndexByte(op.Pointer, '/')], op.Pointer} {
			own := s.At(at).Get("servers")
			if own.Len() > 0 && !seen[at] && !oas.Equal(own, servers, oas.Compare{}) {
				warn("servers-ignored", at+"/servers", "the client sends these requests to its own base URL, not to these servers; to use them, create a client with the URL of these servers")
			}
			seen[at] = true
		}
	}
	if s.At("/webhooks").Len() > 0 {
		warn("webhooks-ignored", "/webhooks", "webhooks"+typesOnly)
	}
	return found
}

// atDocument moves each finding about generated Go code to the value in the document that causes the finding. If this value is unknown, the finding
// keeps its position in the generated code. output is the directory of the generated files. atDocument also appends the fix to the messages of type
// errors.
func atDocument(s *spec.Spec, output string, found report.List) report.List {
	for i, d := range found {
		d.Pos.File = path.Join(output, d.Pos.File)
		found[i].Pos = d.Pos
		if typ := goTypeAt(s, d.Pointer); d.Rule == check.TypeRule && typ != "" {
			found[i].Message += fmt.Sprintf("; correct x-go-type %q", typ)
		} else if d.Rule == check.TypeRule {
			found[i].Message += "; rename the object in the document or give it an x-go-name, and report this as a bug in specgen"
		}
		if d.Pointer == "" {
			continue
		}
		if pos := s.Position(d.Pointer); !pos.IsZero() {
			found[i].Related = append(d.Related, report.Related{Pos: d.Pos, Message: "in the generated code"})
			found[i].Pos, found[i].Source = pos, nil
		}
	}
	return found
}

// muxes returns the servers of all targets that use an http.ServeMux. It skips a target whose selection is not valid, because [Build] reports the
// selection.
func (c Config) muxes(s *spec.Spec) []lint.Mux {
	var muxes []lint.Mux
	for _, t := range c.Each() {
		var servers []lint.Mux
		if t.Code.ServesMux() {
			servers = append(servers, lint.Mux{})
		}
		if slices.Contains(t.Code.Parts, code.StockStdHTTPServer) {
			servers = append(servers, lint.Mux{Stock: true})
		}
		if len(servers) == 0 {
			continue
		}
		selected, _ := s.Select(t.Select)
		if selected == nil {
			continue
		}
		served := map[string]bool{}
		for _, op := range selected.Operations() {
			served[op.Method+" "+op.Path] = true
		}
		for _, mux := range servers {
			mux.Serves = func(method, path string) bool { return served[method+" "+path] }
			muxes = append(muxes, mux)
		}
	}
	return muxes
}
